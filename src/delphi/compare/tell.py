"""Changes in plain sentences, under headings, for the terminal, Markdown or HTML."""

from __future__ import annotations

import html
import re
import textwrap
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from delphi.compare.build import Build
from delphi.compare.causes import Cause
from delphi.compare.changes import COUNTS, Changes, Numbers, Place, Row
from delphi.compare.texts import TEXTS
from delphi.items import ENDED
from delphi.report import words
from delphi.rounds.sensitivity import UNTOUCHED

ACTIVE = re.compile(r"([\\`*_\[\]<>#|~^$&])")
STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#222}"
    "h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}li{margin:.3rem 0}"
)


@dataclass(frozen=True)
class Told:
    """A comparison in words: a title, what it comes down to, and sections of sentences."""

    title: str
    language: str
    opening: list[str]
    sections: list[tuple[str, list[str]]]

    def text(self, width: int = 100) -> str:
        """For the terminal."""
        lines = [self.title, "=" * len(self.title)]
        for paragraph in self.opening:
            lines += ["", *textwrap.wrap(paragraph, width)]
        for heading, sentences in self.sections:
            lines += ["", f"{heading} ({len(sentences)})"]
            for sentence in sentences:
                lines += textwrap.wrap(sentence, width, initial_indent="  - ", subsequent_indent="    ")
        return "\n".join(lines) + "\n"

    def markdown(self) -> str:
        """As a file that any editor shows."""
        parts = [f"# {_literal(self.title)}", *map(_literal, self.opening)]
        for heading, sentences in self.sections:
            parts.append(f"## {_literal(heading)}")
            parts.append("\n".join(f"- {_literal(sentence)}" for sentence in sentences))
        return "\n\n".join(parts) + "\n"

    def html(self) -> str:
        """As a page of its own."""
        body = [f"<h1>{html.escape(self.title)}</h1>"]
        body += [f"<p>{html.escape(paragraph)}</p>" for paragraph in self.opening]
        for heading, sentences in self.sections:
            points = "\n".join(f"<li>{html.escape(sentence)}</li>" for sentence in sentences)
            body += [f"<h2>{html.escape(heading)}</h2>", f"<ul>\n{points}\n</ul>"]
        return (
            f'<!doctype html>\n<html lang="{self.language}">\n<head><meta charset="utf-8">'
            f"<title>{html.escape(self.title)}</title><style>{STYLE}</style></head>\n<body>\n"
            + "\n".join(body)
            + "\n</body>\n</html>\n"
        )


def tell(
    changes: Changes,
    old: Build,
    new: Build,
    *,
    why: list[Cause] | None = None,
    with_why: bool = True,
    conclusions_only: bool = False,
) -> Told:
    """Tell the changes in the language of the later build.

    Parameters
    ----------
    why, with_why
        The causes (None: unknown), and whether to speak of them at all.
    conclusions_only
        Name statements, statuses and the panel's numbers only: no words of anybody, and nothing that
        says in which session or how often somebody spoke.
    """
    speech = _Speech(changes, old, new)
    say = speech.say
    sections = [(say["why"], speech.why(why))] if with_why else []
    sections += [
        (say["statements"], speech.statements()),
        (say["statuses"], speech.statuses()),
        (say["places"], speech.places(conclusions_only)),
        (say["cells"], speech.cells()),
        (say["numbers"], speech.numbers(conclusions_only)),
        (say["quotations"], [] if conclusions_only else speech.quotations()),
        (say["passages"], [] if conclusions_only else speech.passages()),
    ]
    opening = [
        say["from_to"].format(old=old.name, new=new.name),
        speech.summary() if changes else say["same"],
    ]
    told = [(heading, sentences) for heading, sentences in sections if sentences]
    return Told(say["title"], new.language, opening, told)


@dataclass(frozen=True)
class _Speech:
    changes: Changes
    old: Build
    new: Build

    @property
    def say(self) -> dict[str, Any]:
        return TEXTS[self.new.language]

    def summary(self) -> str:
        counts = {name: len(getattr(self.changes, name)) for name in self.say["summary"]}
        parts = [self.say["summary"][name].format(n=n) for name, n in counts.items() if n]
        return f"{words.capital('; '.join(parts))}." if parts else str(self.say["summary_none"])

    def why(self, causes: list[Cause] | None) -> list[str]:
        if causes is None:
            return [self.say["no_manifest"]]
        return [self._cause(cause) for cause in causes] or [self.say["same_inputs"]]

    def _cause(self, cause: Cause) -> str:
        say = self.say
        if cause.kind in say["inputs"]:
            what = say["inputs"][cause.kind].format(name=cause.name, stem=PurePosixPath(cause.name).stem)
            return str(say["changes"][cause.change].format(what=what))
        values = {"before": cause.before or say["none"], "after": cause.after or say["none"]}
        return str(say[cause.kind].format(name=cause.name, **values))

    def statement(self, row: Row) -> str:
        return f"{row['item_id']} “{row['statement']}”"

    def named(self, item: str) -> str:
        return self._named.get(item, item)

    @cached_property
    def _named(self) -> dict[str, str]:
        rows = [row for build in (self.old, self.new) for row in build.tables["swot"].to_dict("records")]
        return {row["item_id"]: self.statement(row) for row in rows}

    def status(self, key: str) -> str:
        return words.STATUS[self.new.language].get(key, key)

    def _cell(self, build: Build, row: Row) -> str:
        category = row.get("swot") or row["block"]
        return f"{build.label('work_model', row['work_model'])} / {build.label('swot', category)}"

    def statements(self) -> list[str]:
        say, changes = self.say, self.changes
        told = [
            say["added"].format(statement=self.statement(r), status=self.status(r["status"]))
            for r in changes.added
        ]
        told += [
            say["removed"].format(statement=self.statement(r), status=self.status(r["status"]))
            for r in changes.removed
        ]
        told += [
            say["reworded"].format(id=b["item_id"], before=a["statement"], after=b["statement"])
            for a, b in changes.reworded
        ]
        told += [
            say["moved"].format(
                statement=self.statement(b), before=self._cell(self.old, a), after=self._cell(self.new, b)
            )
            for a, b in changes.moved
        ]
        told += [
            say["ended_emptied" if r["status"] in ENDED else "emptied"].format(statement=self.statement(r))
            for r in changes.emptied_statements
        ]
        return told + [say["filled"].format(statement=self.statement(r)) for r in changes.filled_statements]

    def statuses(self) -> list[str]:
        return [
            self.say["status"].format(
                statement=self.statement(b), before=self.status(a["status"]), after=self.status(b["status"])
            )
            for a, b in self.changes.statuses
        ]

    def places(self, statuses_only: bool) -> list[str]:
        """A sentence for each; those that nobody touched, before or after, are counted together."""
        told = []
        untouched: Counter[tuple[str, str, str, str]] = Counter()
        for place in self.changes.places:
            then, now = ((row or {}).get("status", "") for row in (place.before, place.after))
            if then in UNTOUCHED and now in UNTOUCHED:
                untouched[(place.round, place.perspective, then, now)] += 1
            else:
                told.append(self._place(place, counts=not statuses_only))
        told += [
            self.say["places_untouched"].format(
                round=round_, perspective=self._perspective(perspective), before=self.status(then),
                after=self.status(now), n=words.counted(n, "statement", self.new.language),
            )
            for (round_, perspective, then, now), n in untouched.items()
        ]  # fmt: skip
        return [sentence for sentence in told if sentence]

    def _perspective(self, key: str) -> str:
        """Printed name of a perspective within a sentence; empty: everybody."""
        label = self.new.label("perspective", key)
        return label[:1].lower() + label[1:] if label else str(self.say["everybody"])

    def _place(self, place: Place, counts: bool) -> str:
        say = self.say
        before, after = place.before or {}, place.after or {}
        then, now = (self.status(r["status"]) if r else say["nobody"] for r in (place.before, place.after))
        parts = [say["place_status"].format(before=then, after=now)] if then != now else []
        parts += [
            say["place_counts"][column].format(before=before.get(column, "0"), after=after.get(column, "0"))
            for column in (COUNTS if counts else ())
            if before.get(column, "0") != after.get(column, "0")
        ]
        if not parts:
            return ""
        return str(
            say["place"].format(
                statement=self.named(place.item_id), round=place.round,
                perspective=self._perspective(place.perspective),
                parts=", ".join(parts),
            )
        )  # fmt: skip

    def cells(self) -> list[str]:
        return [
            self.say[key].format(model=build.label("work_model", model), block=build.label("block", block))
            for key, build, cells in (
                ("emptied_cell", self.old, self.changes.emptied_cells),
                ("filled_cell", self.new, self.changes.filled_cells),
            )
            for model, block in cells
        ]

    def numbers(self, few: bool) -> list[str]:
        say = self.say
        rows = self.changes.numbers
        if few:
            rows = [row for row in rows if row.table in ("panel", "ratings")]
        told = [self._met(row) for row in rows if _is_verdict(row)]
        whole = [row for row in rows if not _is_verdict(row) and _is_whole(row)]
        told += [sentence for sentence in map(self._numbers, whole) if sentence]
        for table in ("ratings", "agreement"):
            more = sum(row.table == table and not _is_verdict(row) and not _is_whole(row) for row in rows)
            told += [say[f"{table}_more"].format(n=more)] if more else []
        if few:
            return told
        return told + [
            say["other_tables"].format(name=name, n=n) for name, n in self.changes.other_tables.items()
        ]

    def _met(self, numbers: Numbers) -> str:
        """What became of a threshold that the team declared beforehand."""
        before, after = next((a, b) for column, a, b in numbers.columns if column == "met")
        verdict = self.say["verdict"]
        return str(
            self.say["met"].format(**self._rated(numbers.where), before=verdict[before], after=verdict[after])
        )

    def _rated(self, where: dict[str, str]) -> dict[str, str]:
        item, version = where["item_id"], where["version"]
        printed = {
            row.get("version")
            for build in (self.old, self.new)
            for row in build.tables["swot"].to_dict("records")
            if row["item_id"] == item
        }
        # What was rated is not called by the words of another version.
        named = (
            self.named(item) if printed == {version} else self.say["worded"].format(id=item, version=version)
        )
        return {
            "statement": named, "scale": self.new.label("scale", where["scale"]),
            "round": where["round"], "perspective": self._perspective(where["perspective"]),
        }  # fmt: skip

    def _numbers(self, numbers: Numbers) -> str:
        say = self.say
        where = {key: say["values"].get(value, value) for key, value in numbers.where.items()}
        if numbers.table == "ratings":
            where = self._rated(numbers.where)
        elif "perspective" in where:
            where["perspective"] = self._perspective(where["perspective"])
        if "coders" in where:
            where["coders"] = where["coders"].replace(";", ", ")
        shown = [(column, self._value(a), self._value(b)) for column, a, b in numbers.columns]
        changed = [
            f"{say['columns'][column]} {a} → {b}" for column, a, b in shown if a != b and column != "met"
        ]
        return str(say[numbers.table].format(**where, changed=", ".join(changed))) if changed else ""

    def _value(self, value: str) -> str:
        if not value:
            return str(self.say["empty"])
        try:
            number = float(value)
        except ValueError:
            return value
        return value if number.is_integer() and "." not in value else words.decimal(number, self.new.language)

    def quotations(self) -> list[str]:
        say, changes = self.say, self.changes
        told = [say["gone"].format(text=q.text, attribution=q.attribution) for q in changes.quotes_gone]
        told += [say["new"].format(text=q.text, attribution=q.attribution) for q in changes.quotes_new]
        return told + [
            say["changed"].format(before=a.text, after=b.text, attribution=b.attribution)
            for a, b in changes.quotes_changed
        ]

    def passages(self) -> list[str]:
        return [
            self.say[key].format(
                statement=self.named(item), text=passage.text, attribution=passage.attribution,
                stance=f", {passage.stance}" if passage.stance else "",
            )
            for key, found in (
                ("passage_gone", self.changes.passages_gone), ("passage_new", self.changes.passages_new)
            )
            for item, passages in found.items()
            for passage in passages
        ]  # fmt: skip


def _is_verdict(row: Numbers) -> bool:
    """Whether a declared threshold came to be met, or is met no more."""
    return row.table == "ratings" and any(column == "met" for column, _, _ in row.columns)


def _is_whole(row: Numbers) -> bool:
    """Whether a row is told by itself: of ratings a share that became another one, of agreement a whole facet by turn."""
    if row.table == "ratings":
        return row.where["measure"] == "share_agree" and any(c == "value" for c, _, _ in row.columns)
    return row.table != "agreement" or (not row.where["code"] and row.where["unit"] == "turn")


def _literal(text: str) -> str:
    """Text that Markdown prints as it is, and that an editor still shows as people write it."""
    return ACTIVE.sub(r"\\\1", text)
