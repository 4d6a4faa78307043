"""HTML: one file with its style, fonts and figures inside, that asks nothing from the network."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from delphi.report.fonts import font_faces
from delphi.report.render import STYLE, pandoc

PICTURE = re.compile(r'(<img src="data:image/[a-z+]+;base64,)((?:figure|picture)-\d+(?:\.\w+)?)(?=")')
"""A picture as the filter leaves it: its file stands where its letters go."""


def to_html(work: Path, files: list[Path]) -> bytes:
    """The report as one HTML file."""
    pandoc(
        work, files, "--to", "html5", "--toc", "--toc-depth=2", "--section-divs",
        "--template", str(STYLE / "report.html"), "--output", "report.html",
    )  # fmt: skip
    head, rest = (work / "report.html").read_text(encoding="utf-8").split("</head>", 1)
    rest = PICTURE.sub(lambda found: f"{found[1]}{_letters(work / found[2])}", rest)
    # The style goes in last, so that the policy's checksum is that of the bytes in the page.
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    head = head.replace("STYLE-CHECKSUM", f"sha256-{digest}").replace("STYLE-SHEET", style)
    return f"{head}</head>{rest}".encode()


def _letters(file: Path) -> str:
    return base64.b64encode(file.read_bytes()).decode()


def _style() -> str:
    css = (STYLE / "report.css").read_text(encoding="utf-8")
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return "\n".join([*font_faces(), re.sub(r"\n\s*", "\n", css).strip()])
