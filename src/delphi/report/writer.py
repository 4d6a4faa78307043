"""The report's chapters: prose frames filled from the tables, with the researcher's own prose in its place."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2

from delphi.errors import InputError
from delphi.report import completeness, facts, guidelines, learner, ratings, told, words
from delphi.report.content import Content, Quotation
from delphi.report.figures.rows import PART
from delphi.report.layout import figures, passage_lists, tables
from delphi.report.material import Material, Part
from delphi.report.prose import NO_COMMENTS, WRONG, environment, line_in_template, places, plainly
from delphi.report.prose import REMEDY as OWN_PROSE
from delphi.study.sources import nearest, read_text

CHAPTERS = ("introduction", "design", "models", "conclusions", "method")
HEADING = re.compile(r"^#{1,4} ", re.MULTILINE)
TITLE = re.compile(r"\A\s*# (?P<title>[^\n{]+?)\s*(?:\{[^}\n]*\})?\s*(?:\n|\Z)")
TEMPLATES = Path(__file__).with_name("templates")


@dataclass
class Writer:
    """Writes one report; remembers what is placed where."""

    material: Material
    prose: Mapping[str, Path]
    content: Content = field(init=False)
    placed: dict[str, int] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    _filled: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.language = self.material.study.language
        m = self.material
        self.content = Content(
            tables=tables(m) | ratings.tables(m), passages=passage_lists(m), figures=figures(m)
        )
        self.environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES / self.language),
            undefined=jinja2.StrictUndefined,
            keep_trailing_newline=True,
            autoescape=False,
            **NO_COMMENTS,
        )
        self.environment.globals.update(
            m=self.material, md=words.literal, title=self.title, own=self.own, has_own=self.has_own, table=self.table,
            figure=self.figure,
            has_table=lambda key: key in self.content.tables, has_figure=lambda key: key in self.content.figures, quote=self.quote, capital=words.capital,
            sentence=words.sentence, place_passages=self.place_passages,
            unread=lambda numbers=(): words.literal(completeness.told(self.material, numbers)),
            rating_figures=self.rating_figures,
            counted=lambda n, unit: words.counted(n, unit, self.language),
            in_words=lambda n: words.in_words(n, self.language),
            enumerated=lambda parts: words.enumerated(parts, self.language),
            rounds_named=lambda numbers: words.rounds_named(numbers, self.language),
        )  # fmt: skip

    def chapters(self) -> list[tuple[str, str]]:
        """Name and Markdown of every chapter, in printed order.

        Raises
        ------
        InputErrors
            For a chapter file of the researcher that names something unknown, with file and line.
        """
        self._check_slots()
        m = self.material
        rounds = facts.rounds(m)
        book = [
            ("introduction", self._fill("introduction", **facts.coverage(m))),
            ("design", self._fill("design", facts=rounds, **facts.design(m))),
            ("models", self._fill("models", practices=facts.practices(m))),
        ]
        for part in m.parts:
            name = facts.part_name(part)
            main = part == m.main_part
            sections = [
                self._model_section(code, part.numbers) if main else self._followup(code, part.numbers, name)
                for code in (*m.models, *([m.general] if m.general else []))
            ]
            heading = facts.part_title(m, part)
            text = self._fill(
                "part",
                part=part,
                title=heading,
                anchor=name,
                facts=rounds,
                sections=[s for s in sections if s],
                ratings=ratings.section(m, part),
            )
            book.append((name, text))
        if self.has_own("conclusions"):
            book.append(("conclusions", self._fill("conclusions")))
        book.append(
            (
                "method",
                self._fill("method", rated=ratings.conventions(m), **facts.method(m), **learner.facts(m)),
            )
        )
        passages = {code.key: facts.statements_with_passages(m, code.key) for code in m.codebook.work_model}
        shown = [code for code in m.codebook.work_model if passages[code.key]]
        book.append(("provenance", self._fill("provenance", models=shown, passages=passages)))
        if m.study.report.guidelines:
            prose = {slot: path.read_text(encoding="utf-8-sig") for slot, path in self.prose.items()}
            self.content.tables |= guidelines.tables(m, prose, len(self.content.quotations))
            empty = guidelines.empty_stubs(m, prose)
            book.append(
                ("guidelines", self._fill("guidelines", names=m.study.report.guidelines, empty=empty))
            )
        return [(f"{place:02d}-{name}", tidy(text)) for place, (name, text) in enumerate(book, 1)]

    @property
    def slots(self) -> list[str]:
        """The places where the researcher's own prose can stand: file names without `.md`."""
        return places(self.material.study, self.material.codebook)

    def has_own(self, slot: str) -> bool:
        """Whether the researcher wrote something for this place."""
        return slot in self.prose

    def title(self, slot: str, default: str) -> str:
        """A chapter's title: the heading with which the researcher's prose opens, or our own."""
        opening = TITLE.match(self._prose(slot)) if slot in CHAPTERS else None
        return opening["title"] if opening else default

    def own(self, slot: str) -> str:
        """The researcher's prose for a place; its headings come below those of the chapter it stands in."""
        text = self._prose(slot)
        if slot in CHAPTERS:
            return HEADING.sub(r"#\g<0>", TITLE.sub("", text))
        return HEADING.sub(r"##\g<0>", text)

    def _prose(self, slot: str) -> str:
        """The researcher's prose with its numbers, tables and quotations filled in."""
        if slot not in self._filled:
            self._filled[slot] = self._filled_in(slot)
        return self._filled[slot]

    def _filled_in(self, slot: str) -> str:
        if slot not in self.prose:
            return ""
        path = self.prose[slot]
        text = read_text(path)
        names: dict[str, Any] = {
            "figure": self.figure, "number": self.number, "total": self.total, "table": self.table, "quote": self.quote,
            "statement": self.statement, "main_part": facts.part_name(self.material.main_part),
        }  # fmt: skip
        try:
            return environment().from_string(text, globals=names).render().strip()
        except InputError as error:
            raise InputError(error.what, path, line=line_in_template(error), remedy=error.remedy) from None
        except jinja2.TemplateSyntaxError as error:
            raise InputError(plainly(error), path, line=error.lineno, remedy=OWN_PROSE) from None
        except WRONG as error:
            raise InputError(plainly(error), path, line=line_in_template(error), remedy=OWN_PROSE) from None

    def number(self, table: str, column: str, **where: Any) -> str:
        """One number from a table in reports/tables, `{{ number("swot", "n_speakers", item_id="A-1") }}`."""
        rows = self._rows(table, column, where)
        if len(rows) != 1:
            chosen = ", ".join(f"{key}={value!r}" for key, value in where.items())
            raise InputError(
                f"{len(rows)} rows of the table `{table}` fit {chosen or 'this'}; a number needs exactly one.",
                remedy="Name more columns, or take `total(...)`.",
            )
        return str(rows[0][column])

    def total(self, table: str, column: str, **where: Any) -> str:
        """The sum of a column, over all rows or those that fit."""
        rows = self._rows(table, column, where)
        try:
            values = [float(row[column]) for row in rows if row[column] != ""]
        except ValueError:
            raise InputError(f"the column `{column}` of `{table}` holds no numbers.") from None
        value = sum(values)
        return str(int(value)) if value == int(value) else str(value)

    def statement(self, item_id: str) -> str:
        """The present wording of a statement."""
        if item_id not in self.material.by_id:
            raise InputError(
                f"there is no statement `{item_id}`.", remedy=nearest(item_id, list(self.material.by_id))
            )
        return words.literal(self.material.by_id[item_id].text)

    def table(self, key: str) -> str:
        """Place a table."""
        return self._place("table", "tbl", key, list(self.content.tables))

    def figure(self, key: str) -> str:
        """Place a figure, with the parts in which it goes on."""
        known = list(self.content.figures)
        first = self._place("figure", "fig", key, known)
        parts = itertools.takewhile(known.__contains__, (f"{key}{PART}{part}" for part in itertools.count(2)))
        return "\n\n".join([first, *(self._place("figure", "fig", part, known) for part in parts)])

    def rating_figures(self, scale: str, part: Part) -> list[str]:
        """The figures about ratings on a scale in two of a chapter's rounds."""
        pairs = itertools.combinations(part.numbers, 2)
        names = [f"ratings-{scale}-{earlier}-{later}" for earlier, later in pairs]
        return [name for name in names if name in self.content.figures]

    def quote(self, tag_id: str) -> str:
        """Place a quotation by its tag."""
        found = self.material.quotations.get(tag_id)
        if found is None:
            remedy = "Look it up under `tag_id` in data/coded/tags.csv; suggestions cannot be quoted."
            raise InputError(f"there is no passage `{tag_id}`.", remedy=remedy)
        if tag_id not in self.content.quotations:
            text = self.material.mask(str(found["quote"]))
            self.content.quotations[tag_id] = Quotation(
                text=text, attribution=self.material.attribution(found), code=tag_id
            )
        return f'::: {{.delphi-quote key="{tag_id}"}}\n:::'

    def place_passages(self, item_id: str) -> str:
        """Place the passages behind a statement."""
        return f'::: {{.delphi-passages key="{item_id}"}}\n:::'

    def _place(self, kind: str, prefix: str, key: str, known: list[str]) -> str:
        """A place for a table or figure; its name gets a number when it was placed before."""
        if key not in known:
            raise InputError(f"there is no {kind} `{key}`.", remedy=nearest(key, known))
        name = f"{prefix}:{key}"
        self.placed[name] = self.placed.get(name, 0) + 1
        again = "" if self.placed[name] == 1 else f"-{self.placed[name]}"
        return f'::: {{.delphi-{kind} #{name}{again} key="{key}"}}\n:::'

    def _fill(self, template: str, **values: Any) -> str:
        return self.environment.get_template(f"{template}.md.j2").render(**values)

    def _model_section(self, code: Any, numbers: Sequence[int]) -> str:
        return self._fill("model", code=code, **told.model(self.material, code, numbers, self.used))

    def _followup(self, code: Any, numbers: Sequence[int], anchor: str) -> str:
        found = told.followup(self.material, code, numbers, self.used)
        return self._fill("followup", code=code, anchor=anchor, numbers=numbers, **found) if found else ""

    def _rows(self, table: str, column: str, where: Mapping[str, Any]) -> list[dict[str, Any]]:
        tables_ = {key: frame for key, frame in self.material.tables.items() if key != "presence"}
        if table not in tables_:
            raise InputError(f"there is no table `{table}`.", remedy=nearest(table, sorted(tables_)))
        frame = tables_[table]
        for name in (column, *where):
            if name not in frame:
                remedy = nearest(name, list(frame.columns))
                raise InputError(f"the table `{table}` has no column `{name}`.", remedy=remedy)
        for name, value in where.items():
            frame = frame[frame[name] == str(value)]
        return list(frame.to_dict("records"))

    def _check_slots(self) -> None:
        for slot, path in self.prose.items():
            if slot not in self.slots:
                remedy = f"{nearest(slot, self.slots)} The file's name says where its text is printed."
                raise InputError("no place in the report has this name.", path, remedy=remedy)


def tidy(text: str) -> str:
    """Markdown with one empty line around headings and divs, and none to spare."""
    text = re.sub(r"[ \t]+\n", "\n", text)
    text = re.sub(r"\n(?=#{1,6} |::: \{)|(?<=\n:::)\n", "\n\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
