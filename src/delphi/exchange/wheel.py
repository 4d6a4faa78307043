"""The package as a wheel for a coder's computer: the same code, with only what the notebook needs.

The whole project needs programs that are large or do not run on Windows; a coder's notebook does not.
A wheel is a zip with the package and three small files (PyPA, binary distribution format 1.0).
"""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import io
import re
import zipfile
from pathlib import Path

import delphi

PROJECT = "delphi-qualitative"
NEEDED = (
    "anywidget", "ipykernel", "jupyterlab", "numpy", "pandas", "pyarrow", "pydantic", "rapidfuzz", "ruamel-yaml",
)  # fmt: skip
"""What the coders' notebook imports; a test opens the desk without everything else."""


LEFT_OUT = ("__pycache__", "report")
"""The report's fonts and frames are large, and no coder writes the report."""


def wheel() -> tuple[str, bytes]:
    """File name and content; the same bytes for the same code."""
    name = PROJECT.replace("-", "_")
    info = f"{name}-{delphi.__version__}.dist-info"
    root = Path(delphi.__file__).parent
    files = {
        f"delphi/{path.relative_to(root).as_posix()}": path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not {*LEFT_OUT} & {*path.relative_to(root).parts} and path.name[0] != "."
    }
    lines = [
        "Metadata-Version: 2.1", f"Name: {PROJECT}", f"Version: {delphi.__version__}", "License: MIT",
        "Requires-Python: >=3.11", *(f"Requires-Dist: {one}" for one in requirements()), "",
    ]  # fmt: skip
    files[f"{info}/METADATA"] = "\n".join(lines).encode()
    files[f"{info}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: delphi pack\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    record = [f"{path},sha256={_digest(files[path])},{len(files[path])}" for path in sorted(files)]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""]).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[path])
    return f"{name}-{delphi.__version__}-py3-none-any.whl", out.getvalue()


def requirements() -> list[str]:
    """What to install beside it, with the versions that this project asks for."""
    try:
        declared = importlib.metadata.requires(PROJECT) or []
    except importlib.metadata.PackageNotFoundError:
        declared = []
    asked: dict[str, str] = {}
    for line in declared:
        requirement = line.split(";")[0].strip()
        asked.setdefault(re.split(r"[^\w.-]", requirement)[0].replace("_", "-").lower(), requirement)
    return [asked.get(name, name) for name in NEEDED]


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
