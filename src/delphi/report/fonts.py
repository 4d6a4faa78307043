"""The pages' fonts, inside their style sheet, so that nothing is asked from the network."""

from __future__ import annotations

import base64
from pathlib import Path

FONTS = Path(__file__).with_name("style") / "fonts"
FACES = (
    ("Libertinus", 400, "normal", "LibertinusSerif-Regular.woff2"),
    ("Libertinus", 400, "italic", "LibertinusSerif-Italic.woff2"),
    ("Libertinus", 600, "normal", "LibertinusSerif-Semibold.woff2"),
    ("Fira", 400, "normal", "FiraSans-Regular.woff2"),
    ("Fira", 400, "italic", "FiraSans-Italic.woff2"),
    ("Fira", 600, "normal", "FiraSans-SemiBold.woff2"),
)


def font_faces() -> list[str]:
    """An `@font-face` rule for every face that the report and the evidence page use."""
    faces = []
    for family, weight, style, name in FACES:
        data = base64.b64encode((FONTS / name).read_bytes()).decode()
        faces.append(
            f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};font-display:swap;'
            f'src:url("data:font/woff2;base64,{data}") format("woff2")}}'
        )
    return faces
