"""Where coders differ, as tables of the method annex: what they confuse, and one model with another category."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from delphi.agreement.differences import NOTHING
from delphi.codebook import FACETS
from delphi.report import words
from delphi.report.content import Cell, Paragraph, Run, Table, text
from delphi.report.material import Material
from delphi.rows import records_of

MOST_PASSAGES = 12
LONGEST = 200  # characters of a quotation in the list
UNIT = "turn, suggestion "
SHOWN = {"shown": 0, "hidden": 1}

SAYS: dict[str, dict[str, Any]] = {
    "nl": {
        "suggestions": ("Overeenstemming met en zonder zichtbaar voorstel van de software",
                        ["Facet", "Voorstel", "Codeurs", "Beurten", "Gelijk", "Alfa", "95 %-interval"]),
        "shown": ("getoond", "verborgen"),
        "facet": {"work_model": "werkmodel", "swot": "categorie"},
        "not_estimable": "niet te schatten",
        "confusion": {"work_model": "Werkmodellen: wat twee codeurs aan dezelfde beurt gaven",
                      "swot": "Categorieën: wat twee codeurs aan dezelfde beurt gaven"},
        "columns": ["Code", "Allebei", "Eén van de twee", "Wat de ander daar gaf"],
        "none": "geen tag",
        "confusion_note": "In beurten die beide codeurs lazen, over alle paren codeurs, vóór overleg. Een beurt met meer codes telt meer dan eens. De volgorde is die van het codeboek.",
        "opposite": "Hetzelfde werkmodel, een andere categorie",
        "opposite_columns": ["Passage", "Werkmodel", "Volgens elke codeur"],
    },
    "en": {
        "suggestions": ("Agreement with and without the software's suggestion in view",
                        ["Facet", "Suggestion", "Coders", "Turns", "Equal", "Alpha", "95 % interval"]),
        "shown": ("shown", "hidden"),
        "facet": {"work_model": "work model", "swot": "category"},
        "not_estimable": "not estimable",
        "confusion": {"work_model": "Work models: what two coders gave the same turn",
                      "swot": "Categories: what two coders gave the same turn"},
        "columns": ["Code", "Both", "One of the two", "What the other gave there"],
        "none": "no tag",
        "confusion_note": "In turns that both coders read, over all pairs of coders, before adjudication. A turn with several codes counts more than once. The order is the codebook's.",
        "opposite": "The same work model, another category",
        "opposite_columns": ["Passage", "Work model", "According to each coder"],
    },
}  # fmt: skip


def tables(m: Material) -> dict[str, Table]:
    """The tables that there is something to say in, by name."""
    book = {
        "agreement-suggestions": _suggestions(m),
        **{f"confusion-{facet}": _confusion(m, facet) for facet in FACETS},
        "opposite": _opposite(m),
    }
    return {name: table for name, table in book.items() if table.rows}


def counts(m: Material) -> dict[str, int]:
    """How many passages have opposite categories, how many were adjudicated, and how many are listed."""
    table = m.tables.get("disagreements", pd.DataFrame(columns=["adjudicated"]))
    return {
        "total": len(table),
        "adjudicated": int((table["adjudicated"] == "yes").sum()),
        "listed": len(_opposite(m).rows),
    }


def _suggestions(m: Material) -> Table:
    """Agreement in turns that coders read with the suggestion shown, and with it hidden; before adjudication."""
    say, language = SAYS[m.study.language], m.study.language
    caption, columns = say["suggestions"]
    table = m.tables["agreement"]
    table = table[(table["code"] == "") & (table["stage"] == "before") & table["unit"].str.startswith(UNIT)]

    def number(value: str) -> str:
        return words.decimal(float(value), language) if value else say["not_estimable"]

    rows: list[list[Cell]] = []
    for row in table.to_dict("records"):
        facet = " × ".join(say["facet"].get(part, part) for part in row["facet"].split("*"))
        ends = [number(row[name]) for name in ("alpha_low", "alpha_high")]
        interval = " – ".join(ends) if row["alpha_low"] and row["alpha_high"] else say["not_estimable"]
        shown = say["shown"][SHOWN[row["unit"].removeprefix(UNIT)]]
        told = (facet, shown, row["coders"].replace(";", ", "), row["n_units"], number(row["raw_agreement"]))
        rows.append([text(cell) for cell in (*told, number(row["alpha"]), interval)])
    widths = [0.22, 0.13, 0.17, 0.11, 0.1, 0.1, 0.17]
    return Table(caption=caption, columns=columns, widths=widths, align="lllrrrr", rows=rows)


def _confusion(m: Material, facet: Any) -> Table:
    """A line per code: how often two coders both gave it, and what one gave where only the other did."""
    say = SAYS[m.study.language]
    table = m.tables.get("confusion", pd.DataFrame(columns=["facet", "code_a", "code_b", "n"]))
    names = {code.key: m.label(code) for code in m.codebook.codes(facet)} | {NOTHING: say["none"]}
    both: dict[str, int] = dict.fromkeys(names, 0)
    instead: dict[str, dict[str, int]] = {name: dict.fromkeys(names, 0) for name in names}
    for row in records_of(table[table["facet"] == facet]):
        one, other, times = row["code_a"], row["code_b"], int(row["n"])
        if one == other:
            both[one] += times
        else:
            instead[one][other] += times
            instead[other][one] += times
    rows: list[list[Cell]] = [
        [text(names[code], strong=True), text(str(both[code])), text(str(sum(instead[code].values()))),
         text(", ".join(f"{names[other]} {times}" for other, times in instead[code].items() if times))]
        for code in names
        if both[code] or any(instead[code].values())
    ]  # fmt: skip
    return Table(
        caption=say["confusion"][facet], columns=say["columns"], widths=[0.27, 0.1, 0.17, 0.46],
        align="lrrl", rows=rows, note=say["confusion_note"] if facet == FACETS[-1] else "",
    )  # fmt: skip


def _opposite(m: Material) -> Table:
    """Some of the passages that nobody adjudicated, evenly spread over the transcripts, in their order."""
    say = SAYS[m.study.language]
    found = list(_open_passages(m))
    count = min(len(found), MOST_PASSAGES)
    chosen = [found[math.floor(place * len(found) / count)] for place in range(count)]
    names = {code.key: m.label(code) for facet in FACETS for code in m.codebook.codes(facet)}
    rows: list[list[Cell]] = []
    for row, tag_id in chosen:
        tag = m.quotations[tag_id]
        quote = _shortened(m.mask(str(tag["quote"])))
        source = f" ({m.attribution(tag)}; {tag['tag_id']})"
        given = [
            Paragraph(
                runs=[Run(text=f"{row[f'coder_{c}']}: ", muted=True), Run(text=names[row[f"swot_{c}"]])]
            )
            for c in "ab"
        ]
        passage: Cell = [Paragraph(runs=[Run(text=f"“{quote}”"), Run(text=source, muted=True)])]
        rows.append([passage, text(names[row["work_model"]]), [*given]])
    widths = [0.56, 0.2, 0.24]
    return Table(caption=say["opposite"], columns=say["opposite_columns"], widths=widths, rows=rows)


def _open_passages(m: Material) -> Iterator[tuple[dict[str, Any], str]]:
    """Each with the id of the first of its tags that may be quoted."""
    table = m.tables.get("disagreements")
    for row in records_of(table) if table is not None else ():
        tags = [name for name in row["tag_ids"].split(";") if name in m.quotations]
        if row["adjudicated"] == "no" and tags:
            yield row, tags[0]


def _shortened(quote: str) -> str:
    """At most `LONGEST` characters, cut between words."""
    if len(quote) <= LONGEST:
        return quote
    return quote[:LONGEST].rsplit(maxsplit=1)[0].rstrip(",;:–- ") + " …"
