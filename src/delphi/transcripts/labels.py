"""Where a paragraph says who speaks: generous with the shapes of labels, strict with the registers.

Shapes, at the start of a paragraph; `T` is a time stamp (`[00:01:23]`, `(1:23)`, `#00:01:23-4#`,
`00:01:23`, `1:23`, ranges too) and always optional:

- `T Name T: T text`, with any spacing before the colon, a full-width colon, `[Name]: text`, marks of
  emphasis (`**Name:**`, `*Name*:`), a bullet or a number in front (`- Name:`, `12. Name:`);
- `Name<TAB>text`; `Name T text`, T in brackets or with hours;
- `T Name T` or `Name:` on a line of its own, with the text in the next; `Name` in bold or as a heading;
- `Name (remark): text`: the remark stays in the text, `(laughs) text`.

These need no help.  Other shapes also occur in ordinary speech and count only when the file labels
more turns so than in all of the ways above: `Name - text`, `[Name] text`, `**Name** text`, `Name` alone.
A voice tag or a cell of a speaker table needs no shape at all.
"""

from __future__ import annotations

import copy
import functools
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from delphi.transcripts.source import Line, clean
from delphi.transcripts.stamps import BRACKETED, STAMP, is_stamp, span

SURE = frozenset({"colon", "tab", "alone_marked", "stamped", "voice"})
MANY = 200  # labels; a pattern of more is slow
LONGEST = 50  # characters of a label that no register knows


@dataclass(frozen=True)
class Label:
    """A label found at the start of a line.

    Attributes
    ----------
    text
        As written in the file.
    kind
        `colon`, `tab`, `stamped` (closed by a time stamp), `alone_marked` (a line of its own, with a
        stamp, in bold or as a heading), `voice`; or one of the shapes that ordinary speech also has:
        `alone`, `dash`, `bracket`, `emphasis`.
    rest
        Where the speech begins in the line.
    bold, stamped
        Whether the label is set off, whether a time stamp stands beside it.
    remark
        What stands in brackets after it.
    start, end
        Seconds, NaN where there is no stamp.
    """

    text: str
    kind: str
    rest: int
    bold: bool = False
    stamped: bool = False
    remark: str = ""
    start: float = math.nan
    end: float = math.nan


def key(label: str) -> str:
    """The form in which labels are compared: without case, spacing, or kinds of apostrophes and hyphens."""
    return unicodedata.normalize("NFC", clean(label).casefold().translate(_PLAIN))


class Register:
    """The labels that may speak in a transcript.

    Parameters
    ----------
    speakers
        Casefolded label to the label as registered.
    """

    def __init__(self, speakers: Mapping[str, str]) -> None:
        self.by_key = {key(label): registered for label, registered in speakers.items() if label.strip()}
        self.labels = sorted(set(self.by_key.values()), key=lambda label: (label.casefold(), label))
        self._sought: Mapping[str, str] = self.by_key

    def among(self, lines: Iterable[Line]) -> Register:
        """The same register, which looks at the start of lines only for labels whose words these lines hold.

        A file holds a handful of the labels of a study with thousands.
        """
        if len(self.by_key) <= MANY:
            return self
        said = {word for line in lines for word in _PARTS.findall(key(line.text))}
        narrowed = copy.copy(self)
        narrowed.__dict__.pop("_pattern", None)
        narrowed._sought = {
            label: self.by_key[label]
            for word in said
            for label, words in self._by_first_word.get(word, ())
            if words <= said
        }
        return narrowed

    @functools.cached_property
    def _by_first_word(self) -> dict[str, list[tuple[str, set[str]]]]:
        found: dict[str, list[tuple[str, set[str]]]] = {}
        for label in self.by_key:
            words = _PARTS.findall(label)
            found.setdefault(words[0] if words else "", []).append((label, set(words)))
        return found

    @functools.cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        # Some letters fold into more than one, which a pattern that ignores case does not know.
        labels = self._sought.values()
        spelled = {_plain(label) for registered in labels for label in (registered, registered.upper())}
        return _shape(_alternatives({*self._sought, *spelled})) if self._sought else None

    def __contains__(self, label: str) -> bool:
        return key(label) in self.by_key

    def registered(self, label: str) -> str:
        """The label as the register writes it."""
        return self.by_key[key(label)]

    def find(self, line: Line) -> Label | None:
        """The registered label that a line opens with, if it does."""
        if line.voice is not None:
            return self._voice(line)
        if self._pattern is None or not line.opens:
            return None
        label = _read(line, self._pattern.match(line.text))
        return label if label and label.text in self else None

    def _voice(self, line: Line) -> Label | None:
        name = _voice_name(line)
        if name not in self:
            shorter = re.fullmatch(r"(.+?)\s*\([^()]*\)", name)  # `Jan Peeters (Guest)`
            if not (shorter and shorter[1] in self):
                return None
            name = shorter[1]
        return Label(name, "voice", 0, start=line.start, end=line.end)


def find_any(line: Line) -> Label | None:
    """What a line opens with that has the shape of a label, registered or not."""
    if line.voice is not None:
        name = _voice_name(line)
        return Label(name, "voice", 0, start=line.start, end=line.end) if name else None
    if not line.opens:
        return None
    label = _read(line, _any_pattern().match(line.text))
    if (label is None or label.kind not in SURE) and not math.isnan(line.start):
        screen = _SCREEN_NAME.match(line.text)
        if screen:
            return Label(screen[1], "colon", screen.end(), start=line.start, end=line.end)
    if (label is None or label.kind not in SURE) and line.bold:
        begin, stop = line.bold[0]
        name = line.text[begin:stop].strip()
        if name and not line.text[:begin].strip() and line.text[stop:].strip() and len(name) <= LONGEST:
            return Label(name, "emphasis", stop, bold=True, start=line.start, end=line.end)
    return label


def _plain(label: str) -> str:
    return clean(label).translate(_PLAIN)


def _voice_name(line: Line) -> str:
    return re.sub(r"\s*[:：︰]+$", "", clean(line.voice or ""))


def _read(line: Line, match: re.Match[str] | None) -> Label | None:
    """Turn a match into a label, or None where the shape is none."""
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    begin, stop = match.span("label")
    bold = bool(match["mark"]) or _covers(line, begin, stop)
    stamps = [match[name] for name in ("before", "after", "late") if match[name]]
    start, end = span(stamps[0]) if stamps else (line.start, line.end)
    rest = match.end()
    if match["colon"] is not None:
        kind = "colon"
    elif match["tab"] is not None and is_stamp(line.text[rest:]):
        start, end = span(line.text[rest:])
        kind, rest, stamps = "alone_marked", len(line.text), [line.text[rest:]]
    elif match["tab"] is not None:
        kind = "tab"
    elif not line.text[rest:].strip(" \t*_"):
        kind, rest = ("alone_marked" if bold or stamps or line.heading else "alone"), len(line.text)
    elif match["dash"] is not None:
        kind = "dash"
    elif match["after"] and (not match["after"][0].isdigit() or match["after"].count(":") > 1):
        kind = "stamped"
    elif match["open"]:
        kind = "bracket"
    elif bold and (match["mark"] or not _covers(line, stop, len(line.text))):
        kind = "emphasis"
    else:
        return None
    remark = clean(match["remark"] or "")
    return Label(match["label"], kind, rest, bold, bool(stamps), remark, start, end)


def _covers(line: Line, begin: int, stop: int) -> bool:
    """Whether all letters and digits of a stretch are set off."""
    wanted = [place for place in range(begin, stop) if line.text[place].isalnum()]
    return bool(wanted) and all(any(low <= place < high for low, high in line.bold) for place in wanted)


def _alternatives(keys: Iterable[str]) -> str:
    """Compose a pattern of labels, the longest first, that forgives spacing and kinds of apostrophes."""
    patterns = []
    for label in sorted(keys, key=lambda label: (-len(label), label)):
        parts = []
        for character in label:
            if character == " ":
                parts.append(r"[\s\u00a0]+")
            elif character == "'":
                parts.append(f"['{_APOSTROPHES}]")
            elif character == "-":
                parts.append(f"[-{_HYPHENS}]")
            else:
                parts.append(re.escape(character))
        patterns.append("".join(parts).replace("ss", "(?:ss|ß|ẞ)"))
    return "|".join(patterns)


@functools.lru_cache(maxsize=64)
def _shape(label: str, gap: str = r"(?=[\s*_])") -> re.Pattern[str]:
    """Compile the shapes of this module's head around a pattern of labels."""
    return re.compile(
        rf"""
        [\s{_UNSEEN}]*
        (?:[-–—•·*▪◦‣>]\s+)?
        (?:[\#(]?\d{{1,5}}[.)]?\s+(?![:.]))?
        (?:(?P<before>{STAMP})\s*(?:[-–—|,:>]\s*)?)?
        (?P<mark>[*_]{{1,3}})?
        (?P<open>[\[(<{{]\s*)?
        (?P<label>{label})(?![^\W_])
        (?P<close>\s*[\])>}}])?
        [*_]{{0,3}}[{_UNSEEN}]*
        (?:\s*(?P<remark>\((?=[^()]*[^\W\d_])[^():]{{1,60}}\)|\(\d{{1,3}}\s?['’′]\)|\[(?=[^\[\]]*[^\W\d_])[^\[\]:]{{1,60}}\])(?=\s*(?:{STAMP})?\s*(?:[*_]*\s*[:：︰]|$)))?
        (?:\s*(?:[-–—|,]\s*)?(?P<after>{STAMP})(?![^\W_])[*_]{{0,3}})?
        (?:
            (?P<colon>\s*[:：︰](?!\d)[*_]{{0,3}}(?:\s*(?P<late>{BRACKETED}))?)
          | (?P<tab>[\ \u00a0]*\t)
          | \s*$
          | (?P<dash>\s*[-–—|=>]\s+|\s*[-–—]$)
          | {gap}
        )
        """,
        re.VERBOSE | re.IGNORECASE,
    )


def _any_pattern() -> re.Pattern[str]:
    # Lazy, so that the label ends at the first thing that can close one; a blank alone closes none.
    label = rf"[^\W_](?:[^:：︰\t\[\](){{}}<>*\n]{{0,{LONGEST - 2}}}?[^\W_])?\.?"
    return _shape(label, r"(?<=[\])>}\#*_])(?=\s)")


_SCREEN_NAME = re.compile(
    rf"\s*([^\W_][^:.?!\n]{{0,{LONGEST}}}[^\s:.?!])\s*:\s+"
)  # in a cue: `Jo - Town Hall: Yes`
_PARTS = re.compile(r"[^\W\d_]+|\d+")
_APOSTROPHES = "\u2018\u2019\u201b\u02bc\u00b4`\uff07"
_HYPHENS = "\u2010\u2011\u2012\u2013"
_UNSEEN = "\u200b\u200e\u200f\u2060\ufeff\u00ad"
_PLAIN = str.maketrans(dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_HYPHENS, "-"))
