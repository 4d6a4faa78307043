"""An edition as one HTML file that asks nothing from anywhere: data, script, style and fonts inside."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2

from delphi.report.evidence.texts import TEAM, TEXTS
from delphi.report.fonts import font_faces

HERE = Path(__file__).parent
FRAME = "evidence.html"
STYLES = {"public": ("evidence.css",), "internal": ("evidence.css", "conversation.css")}
SCRIPTS = ("fold.js", "choose.js", "passages.js", "statements.js")
OF_EDITION = {"public": "nothing_more.js", "internal": "conversation.js"}
START = "start.js"
# Would end the data's element, open a comment in it, or end a line in a script.
ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def page(edition: Mapping[str, Any]) -> bytes:
    """The page of an edition; same edition, same bytes.

    Data stand in the page as JSON that no browser runs; the policy lets run one script and one
    style, by their checksum, and nothing be fetched.
    """
    language = edition["language"]
    texts = TEXTS[language]
    if edition["edition"] == "internal":
        texts = texts | TEAM[language] | {"facets": texts["facets"] | TEAM[language]["facets"]}
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE), autoescape=True, undefined=jinja2.StrictUndefined
    )
    style, script = _style(edition["edition"]), _script(edition["edition"])
    html = environment.get_template(FRAME).render(
        edition=edition["edition"], language=language, title=edition["title"],
        subtitle=edition["subtitle"], date=edition["date"], say=texts, shown=edition.get("shown", ""),
        style_checksum=_checksum(style), script_checksum=_checksum(script),
    )  # fmt: skip
    parts = {
        "STYLE-SHEET": style,
        "SCRIPT": script,
        "DATA": as_json({**edition, "say": texts}),
    }
    # In one pass: what is put in is never looked at again.
    html = re.sub(r"<!--(STYLE-SHEET|SCRIPT|DATA)-->", lambda place: parts[place[1]], html)
    return html.encode()


def as_json(data: Any) -> str:
    r"""JSON that may stand inside an element of a page, whatever the words in it.

    >>> as_json("</script>")
    '"\\u003c/script\\u003e"'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    text = re.sub("[<>&\u2028\u2029]", lambda sign: ESCAPED[sign[0]], text)
    return re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", text)


def _style(edition: str) -> str:
    css = "\n".join((HERE / name).read_text(encoding="utf-8") for name in STYLES[edition])
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return "\n".join([*font_faces(), re.sub(r"\n\s*", "\n", css).strip()])


def _script(edition: str) -> str:
    names = [*SCRIPTS, OF_EDITION[edition], START]
    parts = "\n".join((HERE / name).read_text(encoding="utf-8").strip() for name in names)
    return f'(() => {{\n"use strict";\n{parts}\n}})();'


def _checksum(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
