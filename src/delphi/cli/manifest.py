"""`delphi manifest`: what went in and what came out, with checksums."""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import json
import platform
from pathlib import Path
from typing import Any

import delphi
from delphi.codebook import FACETS, load_codebook
from delphi.study import load_study
from delphi.study.registers import NOT_TRANSCRIPTS
from delphi.study.sources import plain, read_yaml
from delphi.writing import whole

PACKAGES = (
    "faker", "jinja2", "lxml", "matplotlib", "numpy", "pandas", "pyarrow", "pydantic", "pypandoc_binary", "pypdfium2", "python-docx",
    "rapidfuzz", "ruamel.yaml", "snakemake", "spacy", "typst",
)  # fmt: skip


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "--study", default="config/study.yaml", metavar="FILE", help="the study's configuration"
    )
    parser.add_argument("--codebook", default="config/codebook.yaml", metavar="FILE", help="the codebook")
    parser.add_argument(
        "--inputs", nargs="*", default=[], metavar="PATH", help="what people wrote or brought in"
    )
    parser.add_argument(
        "--outputs", nargs="*", default=[], metavar="PATH", help="files and folders made of it"
    )
    parser.add_argument(
        "--folders", nargs="*", default=[], metavar="FOLDER", help="folders of many files, each listed as one"
    )
    parser.add_argument("--to-manifest", required=True, metavar="FILE", help="the list, as JSON")


def run(options: argparse.Namespace) -> None:
    """Write the manifest."""
    study, codebook = load_study(options.study), load_codebook(options.codebook)
    manifest: dict[str, Any] = {
        "title": study.title,
        "date": study.date.isoformat(),
        "delphi": delphi.__version__,
        "python": ".".join(platform.python_version_tuple()[:2]),
        "packages": {name: importlib.metadata.version(name) for name in PACKAGES},
        "codebook_version": codebook.version,
        "codes": {facet: {c.key: c.label for c in getattr(codebook, facet)} for facet in FACETS},
        "inputs": _checksums(options.inputs),
        "outputs": _checksums(options.outputs),
        **_folders(options.folders),
        "configuration": _configuration(Path(options.study)),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2, default=str) + "\n"
    with whole(options.to_manifest) as part:
        part.write_text(text, encoding="utf-8", newline="\n")
    print(f"manifest: {len(manifest['inputs'])} inputs, {len(manifest['outputs'])} outputs")


def _configuration(path: Path) -> dict[str, Any]:
    """The settings, without the names that the study hides: this list may travel with the report."""
    settings: dict[str, Any] = plain(read_yaml(path))
    privacy: dict[str, Any] = settings.get("privacy") or {}
    if privacy.get("names_to_hide"):
        settings["privacy"] = privacy | {
            "names_to_hide": f"{len(privacy['names_to_hide'])} names, not listed"
        }
    return settings


def _folders(paths: list[str]) -> dict[str, dict[str, dict[str, Any]]]:
    r"""Folders with the number of their files and one checksum; nothing when all are empty.

    The checksum is that of the list which `sha256sum` makes of the files, in the order of their paths from the
    folder: `cd FOLDER && find . -type f ! -name '.*' -printf '%P\n' | LC_ALL=C sort | xargs sha256sum | sha256sum`.
    """
    told: dict[str, dict[str, Any]] = {}
    for path in map(Path, paths):
        listed = [
            f"{checksum}  {Path(name).relative_to(path).as_posix()}\n"
            for name, checksum in _checksums([str(path)]).items()
        ]
        if listed:
            text = "".join(sorted(listed, key=lambda line: line.partition("  ")[2].encode()))
            told[path.as_posix()] = {
                "files": len(listed),
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
            }
    return {"folders": told} if told else {}


def _checksums(paths: list[str]) -> dict[str, str]:
    files: set[Path] = set()
    for path in map(Path, paths):
        inside = (file for file in path.rglob("*") if not file.name.startswith(NOT_TRANSCRIPTS))
        files |= {file for file in inside if file.is_file()} if path.is_dir() else {path}
    return {file.as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(files)}
