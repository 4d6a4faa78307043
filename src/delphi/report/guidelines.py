"""The annex on reporting guidelines: what is filled from data, checked against the configuration, or still to write.

The items of COREQ (Tong, Sainsbury and Craig 2007, 32 items) and SRQR (O'Brien et al. 2014, 21 items)
stand in guidelines.csv with their numbers and in our own words.  DELPHISTAR (Niederberger et al. 2024,
38 items) and ACCORD (Gattrell et al. 2024, 35 items) are left out: when this was written their lists
could not be read item by item, and no item here is guessed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from delphi import __version__
from delphi.report import facts, words
from delphi.report.content import Cell, Paragraph, Run, Table, text
from delphi.report.material import Material

ITEMS = Path(__file__).with_name("guidelines.csv")
TEXTS = {
    "nl": {
        "caption": "{guideline}: waar elk punt staat", "columns": ["Nr.", "Punt", "Waar"],
        "data": "Uit de gegevens.", "configuration": "Getoetst aan de configuratie.",
        "empty": "Te schrijven in {file}; nog leeg.", "written": "In te vullen in {file}; er staat tekst, ga na of dit erin staat.",
        "panel": "{sessions}, waarvan {panel} met het panel; deelnemers aan het panel: {took_part}.",
        "per_round": "{n} in ronde {round}",
        "attrition": "Uitgenodigd en gekomen, per ronde: {came}. De redenen schrijft het team.",
        "of": "{n} van {invited} in ronde {round}",
        "places": "De panelgesprekken vonden plaats in {places}.", "nowhere": "De registers noemen geen plaats.",
        "perspectives": "{perspectives}, per groep en ronde.",
        "rounds": "{counted_rounds}; wie terugkeerde staat per ronde.",
        "coders": "{coders}.", "codebook": "{models} werkmodellen en {categories} categorieën, versie {version}.",
        "software": "delphi {software}; alle versies in reports/manifest.json.",
        "quotations": "{quotations} citaten, elk met perspectief en soort gesprek.",
        "provenance": "Elke uitspraak leidt naar haar passages ({passages}).",
        "statements": "{statements}, per werkmodel in een SWOT-tabel.",
        "minority": "{contested} betwist en {alone} van één persoon; ze staan apart bij elk werkmodel.",
        "sessions": "{sessions}, tussen {first} en {last}.", "undated": "{sessions}.",
        "processing": "Uitgeschreven; namen van deelnemers zijn in citaten vervangen.",
        "analysis": "{tags} gecodeerde passages; van passage naar uitspraak.",
        "trust": "{checked} van {turns} beurten nagekeken; overeenstemming tussen codeurs.",
        "approach": "Kwalitatieve Delphi; elke ronde heeft een doel: {purposes}.",
        "derivation": "Werkmodellen en categorieën liggen vast in het codeboek; uitspraken komen uit de gesprekken.",
        "title": "“{title}”.", "bare_title": "“{title}” zegt niet wat voor onderzoek dit is.",
    },
    "en": {
        "caption": "{guideline}: where each item stands", "columns": ["No.", "Item", "Where"],
        "data": "From the data.", "configuration": "Checked against the configuration.",
        "empty": "To be written in {file}; still empty.", "written": "For {file}; there is text, check that it says this.",
        "panel": "{sessions}, of which {panel} with the panel; people on the panel: {took_part}.",
        "per_round": "{n} in round {round}",
        "attrition": "Invited and present, per round: {came}. The team writes the reasons.",
        "of": "{n} of {invited} in round {round}",
        "places": "The panel met in {places}.", "nowhere": "The registers name no place.",
        "perspectives": "{perspectives}, per group and round.",
        "rounds": "{counted_rounds}; who returned is given per round.",
        "coders": "{coders}.", "codebook": "{models} work models and {categories} categories, version {version}.",
        "software": "delphi {software}; all versions in reports/manifest.json.",
        "quotations": "{quotations} quotations, each with perspective and kind of session.",
        "provenance": "Every statement leads to its passages ({passages}).",
        "statements": "{statements}, per work model in a SWOT table.",
        "minority": "{contested} contested and {alone} from one person; they stand apart with each work model.",
        "sessions": "{sessions}, between {first} and {last}.", "undated": "{sessions}.",
        "processing": "Transcribed; participants' names are replaced in quotations.",
        "analysis": "{tags} coded passages; from passage to statement.",
        "trust": "{checked} of {turns} turns checked; agreement between coders.",
        "approach": "Qualitative Delphi; every round has a purpose: {purposes}.",
        "derivation": "Work models and categories are set in the codebook; statements come from the conversations.",
        "title": "“{title}”.", "bare_title": "“{title}” does not say what kind of study this is.",
    },
}  # fmt: skip
PLACES = {
    "panel": "sec:panel", "attrition": "sec:panel", "perspectives": "sec:panel", "rounds": "sec:design",
    "sessions": "sec:design", "approach": "sec:design", "coders": "sec:method", "codebook": "sec:codebook",
    "processing": "sec:method", "analysis": "sec:method", "trust": "sec:coverage", "provenance": "sec:provenance",
}  # fmt: skip
ABOUT_STATEMENTS = ("statements", "minority", "quotations")
"""Where the report says more: a heading, or for statements the chapter with the SWOT tables."""
NAMES = {
    "nl": {"sec:panel": "Wie deelnam", "sec:design": "Opzet en panel", "sec:method": "Werkwijze",
           "sec:codebook": "Codeboek", "sec:coverage": "Hoeveel is nagekeken", "sec:provenance": "Herkomst van de uitspraken"},
    "en": {"sec:panel": "Who took part", "sec:design": "Design and panel", "sec:method": "Method",
           "sec:codebook": "Codebook", "sec:coverage": "How much is checked", "sec:provenance": "Where the statements come from"},
}  # fmt: skip


def guideline_items() -> list[dict[str, str]]:
    """`guideline, item, kind (data|configuration|prose), source, nl, en` of every item, in the guidelines' order."""
    with ITEMS.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def tables(m: Material, prose: Mapping[str, str], quotations: int) -> dict[str, Table]:
    """A table per guideline that the study wants, `guideline-<name>`.

    Parameters
    ----------
    prose
        The researcher's own prose by place; a place without text is still empty.
    quotations
        How many quotations the chapters placed.
    """
    values = _Values(m, quotations)
    say = TEXTS[m.study.language]
    book = {}
    for guideline in m.study.report.guidelines:
        rows = [
            [text(item["item"]), text(item[m.study.language]), _where(m, item, values, prose)]
            for item in guideline_items()
            if item["guideline"] == guideline
        ]
        book[f"guideline-{guideline}"] = Table(
            caption=str(say["caption"]).format(guideline=guideline), columns=list(say["columns"]),
            widths=[0.08, 0.42, 0.5], align="rll", rows=rows,
        )  # fmt: skip
    return book


def empty_stubs(m: Material, prose: Mapping[str, str]) -> list[str]:
    """Chapter files that some item asks for and that hold nothing yet, in the order in which they are asked for."""
    wanted = [
        item["source"]
        for item in guideline_items()
        if item["kind"] == "prose" and item["guideline"] in m.study.report.guidelines
    ]
    return [_file(m, slot) for slot in dict.fromkeys(wanted) if not prose.get(slot, "").strip()]


def _file(m: Material, slot: str) -> str:
    return f"{m.study.report.chapters}/{slot}.md"


def _where(m: Material, item: Mapping[str, str], values: _Values, prose: Mapping[str, str]) -> Cell:
    say = TEXTS[m.study.language]
    if item["kind"] == "prose":
        written = bool(prose.get(item["source"], "").strip())
        return text(
            str(say["written" if written else "empty"]).format(file=_file(m, item["source"])),
            muted=not written,
        )
    runs = [Run(text=f"{say[item['kind']]} ", muted=True), Run(text=values.of(item["source"]))]
    main = f"sec:{facts.part_name(m.main_part)}"
    place = main if item["source"] in ABOUT_STATEMENTS else PLACES.get(item["source"])
    if place:
        name = facts.part_title(m, m.main_part) if place == main else NAMES[m.study.language][place]
        runs += [Run(text=" ("), Run(text=name, href=f"#{place}"), Run(text=")")]
    return [Paragraph(runs=runs)]


class _Values:
    """What the data say for an item, in a sentence."""

    def __init__(self, m: Material, quotations: int) -> None:
        self.m, self.quotations = m, quotations

    def of(self, source: str) -> str:
        return str(TEXTS[self.m.study.language][source_text(source, self.known)]).format(**self.known)

    @cached_property
    def known(self) -> dict[str, str]:
        m, language = self.m, self.m.study.language
        say = TEXTS[language]
        panel = m.tables["panel"].to_dict("records")
        took, invited = ({r.number: sum(int(row[c]) for row in panel if row["round"] == str(r.number))
                          for r in m.study.rounds} for c in ("took_part", "invited"))  # fmt: skip
        there = [n for n, people in took.items() if people or invited[n]]
        on_panel = [s for s in m.transcripts if s.kind in m.study.panel_kinds]
        dates = sorted({s.date for s in m.transcripts if s.date})
        printed = [s for s in m.statements if s.n_passages and not s.ended]
        coders = len({name for cell in m.tags["coders"] for name in cell.split(";") if name})
        checked = facts.coverage(m)
        purposes = [f"{r.number} {PURPOSES[language][r.purpose]}" for r in m.study.rounds]
        people = {p.participant_id for p in m.participants if p.withdrawn_on is None}
        per = [str(say["per_round"]).format(round=n, n=took[n]) for n in there]
        come = [str(say["of"]).format(round=n, n=took[n], invited=invited[n]) for n in there]
        return {
            "sessions": words.counted(len(m.transcripts), "session", language),
            "panel": str(len(on_panel)),
            "took_part": words.enumerated(per, language),
            "came": words.enumerated(come, language),
            "counted_rounds": words.counted(len(m.study.rounds), "round", language),
            "places": words.enumerated(sorted({s.place for s in on_panel if s.place}), language),
            "perspectives": facts.perspectives(m, sorted(people)),
            "coders": words.counted(coders, "coder", language),
            "models": str(len(m.models)), "categories": str(len(m.codebook.swot)), "version": str(m.codebook.version),
            "software": __version__,
            "quotations": str(self.quotations),
            "passages": words.counted(sum(s.n_passages for s in printed), "passage", language),
            "statements": words.counted(len(printed), "statement", language),
            "contested": str(sum(any(int(row["n_dissent"]) for row in m.statuses(s.item_id)) for s in printed)),
            "alone": str(sum(s.n_speakers == 1 for s in printed)),
            "first": words.date_named(dates[0], language) if dates else "",
            "last": words.date_named(dates[-1], language) if dates else "",
            "tags": str(int((m.tags["status"] != "suggested").sum())),
            "checked": str(checked["checked"]), "turns": str(checked["participant_turns"]),
            "purposes": words.enumerated(purposes, language), "title": ". ".join(part for part in (m.study.title, m.study.subtitle) if part),
        }  # fmt: skip


PURPOSES = {
    "nl": {"breadth": "verbreden", "judgement": "beoordelen", "synthesis": "samenbrengen"},
    "en": {"breadth": "to widen", "judgement": "to judge", "synthesis": "to bring together"},
}


KINDS = r"delphi|[ck]walitati|qualitativ|interview|focus ?gro|panel"
"""Words of a title that say what kind of study it is."""


def source_text(source: str, known: Mapping[str, str]) -> str:
    """Which sentence says a value; another one when the registers do not give it."""
    if source == "places" and not known["places"]:
        return "nowhere"
    if source == "title" and not re.search(KINDS, known["title"], re.IGNORECASE):
        return "bare_title"
    if source == "sessions" and not known["first"]:
        return "undated"
    return source
