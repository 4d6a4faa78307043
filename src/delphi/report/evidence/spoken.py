"""The turns of a conversation's page: what was said, the passages in it, and what was decided about it.

Written without a template: of a thousand hours of talk these are millions of words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple
from urllib.parse import quote


class Told(NamedTuple):
    """A passage as its page tells it: code, words, what is known of it in a few words, statement, grounds of a suggestion."""

    tag_id: str
    words: str
    about: tuple[str, ...]
    item_id: str
    evidence: str


class Spoken(NamedTuple):
    """A turn: number, who spoke, whether a facilitator, words, passages, and decisions, each in a line."""

    number: str
    speaker: str
    leads: bool
    words: str
    passages: Iterable[Told]
    decisions: Iterable[str]


def item_of(turn: Spoken, door: str, say: Mapping[str, Any]) -> str:
    """A turn as an item of the page's list.

    Parameters
    ----------
    door
        Address of the overview, as an attribute holds it.
    say
        What the team's pages say.
    """
    number = escape(turn.number)
    who = _text(turn.speaker or "–") + (f" ({_text(say['facilitator'])})" if turn.leads else "")
    said = (
        f'<span class="words" dir="auto">{_text(turn.words)}</span>'
        if turn.words
        else f'<span class="quiet">{_text(say["silent_turn"])}</span>'
    )
    leads = ' class="leads"' if turn.leads else ""
    head = f'<li id="t{number}"{leads}><span class="number">{number}</span><span class="label">{who}</span>'
    passages = "".join([_passage(told, door, say) for told in turn.passages])
    decisions = "".join([f'<p class="decided">{_text(row)}</p>\n' for row in turn.decisions])
    return f"{head} {said}\n{passages}{decisions}</li>\n"


def _passage(told: Told, door: str, say: Mapping[str, Any]) -> str:
    code = escape(told.tag_id)
    about = _about(told.about) + _statement(told.item_id, door)
    about += f'<a class="code" href="{door}#tag={quote(told.tag_id)}">{code}</a>'
    grounds = say["grounds"].format(text=told.evidence) if told.evidence else ""
    quiet = f'<p class="quiet">{_text(grounds)}</p>\n' if grounds else ""
    quoted = f'<blockquote dir="auto">{_text(told.words)}</blockquote>'
    return f'<div class="passage" id="{code}">{quoted}\n<p class="source">{about}</p>\n{quiet}</div>\n'


@lru_cache(maxsize=4096)
def _about(parts: tuple[str, ...]) -> str:
    return "".join([f"<span>{_text(part)}</span>" for part in parts if part])


@lru_cache(maxsize=4096)
def _statement(item: str, door: str) -> str:
    address = ("item=" if "=" in item else "") + quote(item, safe="")
    return f'<a href="{door}#{address}">{_text(item)}</a>' if item else ""


def _text(words: str) -> str:
    return escape(words, quote=False)
