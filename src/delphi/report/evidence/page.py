"""An edition as HTML files that ask nothing from anywhere: data, script, style and fonts inside."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

import jinja2

from delphi.report.evidence.texts import PAGES, TEAM, TEXTS
from delphi.report.fonts import font_faces

Kind = Literal["whole", "part", "door"]
"""The whole edition on one page, a page of several, or the overview of them."""

HERE = Path(__file__).parent
FRAME, FINDER, CONVERSATION = "evidence.html", "find.html", "conversation.html"
STYLES = {"public": ("evidence.css",), "internal": ("evidence.css", "conversation.css")}
OF_PAGES = "pages.css"
FIRST = ("fold.js", "choose.js", "words.js")
CARDS = ("passages.js", "statements.js")
MORE = {
    ("whole", "public"): (*CARDS, "nothing_more.js"),
    ("whole", "internal"): (*CARDS, "team.js", "conversation.js"),
    ("part", "public"): (*CARDS, "nothing_more.js", "part.js"),
    ("part", "internal"): (*CARDS, "team.js", "elsewhere.js", "part.js"),
    ("door", "public"): ("index.js",),
    ("door", "internal"): ("index.js",),
}
START = "start.js"
_AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
"""Would end the data's element, open a comment in it, end a line in a script, or is half a sign."""


def page(edition: Mapping[str, Any], kind: Kind = "whole", pages: Mapping[str, Any] | None = None) -> bytes:
    """The page of an edition; same edition, same bytes.

    Data stand in the page as JSON that no browser runs; the policy lets run one script and one
    style, by their checksum, and nothing be fetched.

    Parameters
    ----------
    pages
        What the frame of a page of several tells of the others: `door`, `before`, `after`; of the overview: `table`, `all`.
    """
    texts = _texts(edition)
    styles = STYLES[edition["edition"]]
    if kind != "whole":
        texts = texts | PAGES[edition["language"]]
        styles = (*styles, OF_PAGES)
    if kind == "door":
        texts = texts | {key: texts[f"door_{key}"] for key in ("search", "skip", "nothing")}
    style = _style(*font_faces(), css=styles)
    script = _script(*FIRST, *MORE[kind, edition["edition"]], START)
    html = _filled(
        FRAME, style, script, edition=edition["edition"], language=edition["language"], title=edition["title"],
        subtitle=edition["subtitle"], date=edition["date"], say=texts, pages=pages or {}, kind=kind,
    )  # fmt: skip
    door = {"door": pages["door"]} if kind == "part" and pages else {}
    return _with(
        html, {"STYLE-SHEET": style, "SCRIPT": script, "DATA": as_json({**edition, **door, "say": texts})}
    )


def finder(edition: Mapping[str, Any], door: str, pages: Sequence[str], found: Mapping[str, int]) -> bytes:
    """A page that shows nothing and goes on to the one that holds a passage.

    Parameters
    ----------
    door
        The overview's file, in the folder above.
    pages
        Files beside this one.
    found
        The place among them of each passage.
    """
    script = _script("find.js")
    html = _filled(
        FINDER, "", script, language=edition["language"], title=edition["title"], door=door,
        say=TEXTS[edition["language"]] | PAGES[edition["language"]],
    )  # fmt: skip
    return _with(html, {"SCRIPT": script, "DATA": as_json({"door": door, "pages": pages, "found": found})})


def conversation(edition: Mapping[str, Any], door: str, session: Mapping[str, Any], turns: str) -> bytes:
    """The page of one conversation: a plain document, with its passages where they were said.

    Parameters
    ----------
    door
        The overview's file, two folders above.
    session
        `id, about`.
    turns
        What was said, as items of a list.
    """
    style = _style(css=(*STYLES["internal"], OF_PAGES))
    html = _filled(
        CONVERSATION, style, "", language=edition["language"], title=edition["title"], date=edition["date"],
        say=_texts(edition) | PAGES[edition["language"]], door=door, session=session,
    )  # fmt: skip
    return _with(html, {"STYLE-SHEET": style, "TURNS": turns})


def as_json(data: Any) -> str:
    r"""JSON that may stand inside an element of a page, whatever the words in it.

    >>> as_json("</script>")
    '"\\u003c/script\\u003e"'
    """
    return _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", _AS_JSON.encode(data))


def _texts(edition: Mapping[str, Any]) -> dict[str, Any]:
    language = edition["language"]
    texts = TEXTS[language]
    if edition["edition"] == "internal":
        texts = texts | TEAM[language] | {"facets": texts["facets"] | TEAM[language]["facets"]}
    return texts


def _filled(template: str, style: str, script: str, **values: Any) -> str:
    checksums = {"style_checksum": _checksum(style), "script_checksum": _checksum(script)}
    return _environment().get_template(template).render(**values, **checksums)


@cache
def _environment() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(HERE)
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)


def _with(html: str, parts: Mapping[str, str]) -> bytes:
    """The page with what no template may touch; in one pass, what is put in is never looked at again."""
    names = "|".join(parts)
    html = re.sub(f"<!--({names})-->", lambda place: parts[place[1]], html)
    return html.encode()


@cache
def _style(*faces: str, css: Sequence[str]) -> str:
    text = "\n".join((HERE / name).read_text(encoding="utf-8") for name in css)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return "\n".join([*faces, re.sub(r"\n\s*", "\n", text).strip()])


@cache
def _script(*names: str) -> str:
    # A comment in front of a file is for its reader, and not for the page.
    files = [(HERE / name).read_text(encoding="utf-8") for name in names]
    parts = "\n".join(re.sub(r"\A/\*.*?\*/\n", "", text, flags=re.DOTALL).rstrip() for text in files)
    return f'(() => {{\n"use strict";\n{parts}\n}})();'


def _checksum(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
