"""HTML: one file with its style, fonts and figures inside, that asks nothing from the network."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from delphi.report.render import STYLE, pandoc

FACES = (
    ("Libertinus", 400, "normal", "LibertinusSerif-Regular.woff2"),
    ("Libertinus", 400, "italic", "LibertinusSerif-Italic.woff2"),
    ("Libertinus", 600, "normal", "LibertinusSerif-Semibold.woff2"),
    ("Fira", 400, "normal", "FiraSans-Regular.woff2"),
    ("Fira", 400, "italic", "FiraSans-Italic.woff2"),
    ("Fira", 600, "normal", "FiraSans-SemiBold.woff2"),
)


def to_html(work: Path, files: list[Path]) -> bytes:
    """The report as one HTML file."""
    pandoc(
        work, files, "--to", "html5", "--toc", "--toc-depth=2", "--section-divs",
        "--template", str(STYLE / "report.html"), "--output", "report.html",
    )  # fmt: skip
    head, rest = (work / "report.html").read_text(encoding="utf-8").split("</head>", 1)
    # The style goes in last, so that the policy's checksum is that of the bytes in the page.
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    head = head.replace("STYLE-CHECKSUM", f"sha256-{digest}").replace("STYLE-SHEET", style)
    return f"{head}</head>{rest}".encode()


def _style() -> str:
    faces = []
    for family, weight, style, name in FACES:
        data = base64.b64encode((STYLE / "fonts" / name).read_bytes()).decode()
        faces.append(
            f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};font-display:swap;'
            f'src:url("data:font/woff2;base64,{data}") format("woff2")}}'
        )
    css = (STYLE / "report.css").read_text(encoding="utf-8")
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return "\n".join([*faces, re.sub(r"\n\s*", "\n", css).strip()])
