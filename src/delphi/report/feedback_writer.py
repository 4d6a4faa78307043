"""Feedback on a round as chapters for the renderer, and the register in which reactions are noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd

from delphi.exchange.register import REACTION_COLUMNS
from delphi.privacy.circles import Circle
from delphi.report import words
from delphi.report.content import Content, Quotation, Reaction, Table, text
from delphi.report.feedback import Feedback, Standing
from delphi.report.feedback_words import CHOICES
from delphi.report.material import Material
from delphi.report.writer import TEMPLATES, tidy
from delphi.rounds.voices import STANCES
from delphi.study.config import Edition

MORE = "more"
BOX = "☐"


@dataclass
class FeedbackWriter:
    """Writes one edition of the feedback on one round."""

    feedback: Feedback
    edition: Edition
    own: str = ""
    content: Content = field(init=False)
    _used: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        m, say = self.m, self.feedback.say
        people = [m.perspective(key) if m.study.perspectives[key].plural is None
                  else m.study.text(m.study.perspectives[key].plural or {}) for key in self.edition.perspectives]  # fmt: skip
        addressed = say["for"].format(
            people=words.enumerated([p[:1].lower() + p[1:] for p in people], self.language)
        )
        self.content = Content(
            title=say["title"][self.edition.audience].format(round=self.feedback.number),
            subtitle=m.study.title,
            authors=[addressed] if people else [],
            date=m.study.date.isoformat(),
            language=m.study.language,
            chapters=["feedback.md"],
            look=self.edition.audience,
        )

    @property
    def m(self) -> Material:
        """The study."""
        return self.feedback.m

    @property
    def language(self) -> str:
        """The report's language."""
        return self.m.study.language

    @property
    def open(self) -> bool:
        """Whether there is a round to come in which reactions can count."""
        return self.feedback.next_round is not None

    def write(self, folder: Path) -> None:
        """Write the chapter and what it places."""
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES / self.language), undefined=jinja2.StrictUndefined,
            keep_trailing_newline=True, autoescape=False, comment_start_string="<#--", comment_end_string="--#>",
        )  # fmt: skip
        language = self.language
        chapter = environment.get_template(f"feedback-{self.edition.audience}.md.j2").render(
            f=self.feedback, m=self.m, own=self.own, open=self.open, md=words.literal, sentence=words.sentence,
            capital=words.capital, counted=lambda n, unit: words.counted(n, unit, language),
            rounds_named=lambda numbers: words.rounds_named(numbers, language),
            in_words=lambda n: words.in_words(n, language), numbers=self.numbers, reaction=self.reaction,
            more=self.more, tables=self.tables, quotes=self.quotes, choices=CHOICES[language],
            models=[code for code in self.feedback.models if self.feedback.of_model(code.key)],
        )  # fmt: skip
        (folder / "feedback.md").write_text(tidy(chapter), encoding="utf-8", newline="\n")
        self.content.write(folder / "content.json")

    def numbers(self, statements: list[Standing]) -> str:
        """`3, 5 en 8 tot 12`: runs of more than three as from and to."""
        runs: list[list[int]] = []
        for number in sorted(statement.number for statement in statements):
            if runs and runs[-1][-1] == number - 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        told = [
            part
            for run in runs
            for part in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(number) for number in run])
        ]
        return words.enumerated(told, self.language)

    def reaction(self, statement: Standing) -> str:
        """Place a statement, with room to react when a round is to come."""
        say, notes = self.feedback.say, []
        if self.feedback.is_new(statement):
            notes.append(say["new"])
        if statement.reworded:
            notes.append(say["reworded"])
        if statement.subgroup:
            notes.append(say["about"].format(subgroup=statement.subgroup))
        parent = self.feedback.by_id.get(statement.parent_id)
        if parent is not None:
            notes.append(say["under"].format(number=parent.number))
        if statement in [difference.statement for difference in self.feedback.differences]:
            notes.append(say["differ"])
        choices = list(CHOICES[self.language].values()) if self.open else []
        return self._place(
            Reaction(
                number=str(statement.number), statement=statement.text, notes=[" ".join(notes)] if notes else [],
                choices=choices, why=say["why"], lines=2 if self.open else 0,
            ),
            statement.item_id,
        )  # fmt: skip

    def more(self) -> str:
        """Place room for anything else."""
        say = self.feedback.say
        piece = Reaction(number="", statement=say["more"], choices=[], why=say["write"], lines=6)
        return self._place(piece, MORE)

    def tables(self, work_model: str) -> str:
        """Place a work model's statements, a table per block, with who took which stance and boxes to tick."""
        m, say = self.m, self.feedback.say
        label = m.label(m.codebook.code("work_model", work_model))
        placed = []
        for block in m.blocks:
            rows = [
                [
                    text(str(statement.number), strong=True),
                    text(statement.text) + text(self._history(statement), muted=True),
                    *([*(text(BOX) for _ in STANCES), []] if self.open else []),
                ]
                for statement in self.feedback.of_model(work_model)
                if statement.block == block.key
            ]
            if not rows:
                continue
            key = f"{work_model}-{block.key}"
            self.content.tables[key] = Table(
                caption=say["caption"].format(model=label, block=m.study.text(block.label)),
                columns=say["columns" if self.open else "columns_read"],
                widths=[0.06, 0.45, 0.1, 0.1, 0.1, 0.19] if self.open else [0.08, 0.92],
                align="llcccl" if self.open else "ll",
                rows=rows,
            )
            placed.append(f'::: {{.delphi-table #tbl:{key} key="{key}"}}\n:::')
        return "\n\n".join(placed)

    def quotes(self, statement: Standing) -> str:
        """Place one quotation per stance, from panel sessions and under a circle of people; none unless asked for."""
        if not self.edition.quotations:
            return ""
        placed = []
        for stance in STANCES:
            said = [
                tag
                for tag in self.feedback.said(statement.item_id)
                if (tag["version"], tag["stance"], tag["panel"]) == (statement.version, stance, True)
            ]
            tag = self.m.quotable(said, self._used)
            if tag is None:
                continue
            self._used.add(str(tag["quote"]))
            circle: Circle = next(iter(self.feedback.who([tag])), ())
            who = self.feedback.say["or"].join(self.m.perspective(key) for key in circle)
            key = f"q{len(self.content.quotations) + 1}"
            quote = Quotation(text=self.m.mask(str(tag["quote"])), attribution=who, code="")
            self.content.quotations[key] = quote
            placed.append(f'::: {{.delphi-quote key="{key}"}}\n:::')
        return "\n\n".join(placed)

    def _history(self, statement: Standing) -> str:
        """Where a statement comes from, and who took which stance in this round."""
        f, row = self.feedback, self.feedback.say["row"]
        parts = []
        if statement.subgroup:
            parts.append(row["about"].format(subgroup=statement.subgroup))
        parent = f.by_id.get(statement.parent_id)
        if parent is not None:
            parts.append(row["under"].format(number=parent.number))
        if f.is_new(statement):
            parts.append(row["new"])
        elif statement.introduced_round < f.number:
            parts.append(row["since"].format(round=statement.introduced_round))
        stances = f.stances(statement)
        if statement.reworded:
            parts.append(row["reworded"])
        elif any(stances.values()):
            parts += [row[stance].format(people=f.people(who)) for stance, who in stances.items() if who]
        elif statement in f.quiet:
            parts.append(row["quiet"].format(round=f.number))
        elif f.touched(statement):
            parts.append(row["touched"].format(round=f.number))
        return words.capital("; ".join(parts)) + "." if parts else ""

    def _place(self, piece: Reaction, key: str) -> str:
        self.content.reactions[key] = piece
        return f'::: {{.delphi-reaction key="{key}"}}\n:::'


def reactions_table(feedback: Feedback) -> pd.DataFrame:
    """The register to note reactions in: a row per statement, and one for anything else.

    Returns
    -------
    DataFrame
        `round` (of the feedback), `number` (as printed), `item_id, version, work_model, statement`,
        and, to be filled in, `participant_id, reaction, words`.  No participant is named in it, as it
        lies beside what is sent out.
    """
    m = feedback.m
    labels: Mapping[str, str] = {code.key: m.label(code) for code in m.codebook.work_model}
    rows: list[tuple[Any, ...]] = [
        (
            feedback.number,
            s.number,
            s.item_id,
            s.version,
            labels[s.work_model],
            s.text,
            "",
            "",
            "",
        )
        for s in feedback.statements
    ]
    rows.append((feedback.number, "", "", "", "", feedback.say["more"], "", "", ""))
    frame = pd.DataFrame.from_records(rows, columns=REACTION_COLUMNS)
    return frame.astype("str")
