"""The report's tables and passage lists, laid out from the study's tables and registers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from delphi.codebook import Code
from delphi.report import completeness, differences, facts, learner, sensitivity, size, words
from delphi.report.content import (
    BulletList,
    Cell,
    Figure,
    ListItem,
    Paragraph,
    Passage,
    PassageList,
    Run,
    SwotBlock,
    Table,
    text,
)
from delphi.report.figures import book
from delphi.report.material import Material, Statement
from delphi.study import Block

TITLES: dict[str, dict[str, Any]] = {
    "nl": {
        "rounds": ("De rondes van het onderzoek", ["Ronde", "Wie", "Doel", "Gesprekken", "Wanneer"]),
        "purpose": {"breadth": "verbreden", "judgement": "beoordelen", "synthesis": "samenbrengen"},
        "panel": ("Het panel over de rondes, in aantal mensen",
                  ["Ronde", "Groep", "Perspectief", "Uitgenodigd", "Nam deel", "Teruggekeerd", "Nieuw"]),
        "parameters": ("De werkmodellen naast elkaar op hun kenmerken", "Werkmodel"),
        "practices": ("Voorbeelden uit de praktijk: {model}",
                      ["Praktijk", "Organisatie", "Wat", "Doel", "Doelgroep"]),
        "swot": "{model}: wat er gezegd werd",
        "specific": "Specifiek voor {name}",
        "nothing": "Hierover is niets gezegd.",
        "bare": "{statements} zonder passage, daarom niet afgedrukt.",
        "loose": "Nog niet in een uitspraak: {parts}.",
        "checked": "{passages} van codeurs", "suggested": "{passages} voorgesteld en nog niet nagekeken",
        "coverage": ("Door mensen nagekeken, per transcript",
                     ["Transcript", "Ronde", "Beurten", "Van deelnemers", "Nagekeken", "Tags", "Nog voorstel",
                      "Codeurs verschillen"]),
        "all": "Samen",
        "agreement": ("Overeenstemming tussen codeurs, op dezelfde beurten",
                      ["Facet", "Moment", "Codeurs", "Eenheden", "Gelijk", "Alfa", "95 %-interval", "Kappa", "AC1"]),
        "agreement_codes": ("Overeenstemming per code: kreeg een beurt de code of niet",
                            ["Code", "Eenheden", "Gelijk", "Alfa", "AC1"]),
        "facet": {"work_model": "werkmodel", "swot": "categorie"},
        "stage": {"before": "vóór overleg", "after": "na overleg"},
        "not_estimable": "niet te schatten",
        "agreement_note": "Gelijk: aandeel eenheden waarin codeurs dezelfde codes gaven. Alfa: Krippendorff, nominaal; voor beide facetten samen met MASI-afstand. Kappa: Cohen voor twee codeurs, Fleiss voor meer. AC1: Gwet. Het interval is een bootstrapinterval. Zonder uitspraak over goed of slecht.",
        "codebook": {"work_model": ("Codeboek: werkmodellen", "Werkmodel"),
                     "swot": ("Codeboek: categorieën", "Categorie")},
        "definition": ["Betekenis", "Hoort erbij", "Hoort er niet bij"],
    },
    "en": {
        "rounds": ("The rounds of the study", ["Round", "Who", "Purpose", "Sessions", "When"]),
        "purpose": {"breadth": "to widen", "judgement": "to judge", "synthesis": "to bring together"},
        "panel": ("The panel over the rounds, in people",
                  ["Round", "Group", "Perspective", "Invited", "Took part", "Returned", "New"]),
        "parameters": ("The work models side by side on their characteristics", "Work model"),
        "practices": ("Examples from practice: {model}",
                      ["Practice", "Organisation", "What", "Aim", "For whom"]),
        "swot": "{model}: what was said",
        "specific": "Specific to {name}",
        "nothing": "Nothing was said about this.",
        "bare": "{statements} without a passage, therefore not printed.",
        "loose": "Not yet in a statement: {parts}.",
        "checked": "{passages} from coders", "suggested": "{passages} suggested and not yet checked",
        "coverage": ("Checked by people, per transcript",
                     ["Transcript", "Round", "Turns", "By participants", "Checked", "Tags", "Still suggested",
                      "Coders differ"]),
        "all": "Together",
        "agreement": ("Agreement between coders, on the same turns",
                      ["Facet", "Moment", "Coders", "Units", "Equal", "Alpha", "95 % interval", "Kappa", "AC1"]),
        "agreement_codes": ("Agreement per code: whether a turn got the code or not",
                            ["Code", "Units", "Equal", "Alpha", "AC1"]),
        "facet": {"work_model": "work model", "swot": "category"},
        "stage": {"before": "before adjudication", "after": "after adjudication"},
        "not_estimable": "not estimable",
        "agreement_note": "Equal: share of units to which coders gave the same codes. Alpha: Krippendorff, nominal; for both facets together with MASI distance. Kappa: Cohen's for two coders, Fleiss' for more. AC1: Gwet. The interval is a bootstrap interval. Nothing is said about good or bad.",
        "codebook": {"work_model": ("Codebook: work models", "Work model"),
                     "swot": ("Codebook: categories", "Category")},
        "definition": ["Meaning", "Counts", "Does not count"],
    },
}  # fmt: skip


def tables(m: Material) -> dict[str, Table]:
    """Every table that the report or the researcher's prose can place, by name."""
    book = {"rounds": _rounds(m), "coverage": size.coverage(m) if size.is_large(m) else _coverage(m)}
    if len(m.tables["panel"]):
        book["panel"] = size.panel(m) if len(m.tables["panel"]) > size.MOST_PANEL else _panel(m)
    if m.parameters is not None and len(m.parameters):
        book["parameters"] = _parameters(m)
    for key, number in facts.practices(m).items():
        if number:
            book[f"practices-{key}"] = _practices(m, m.codebook.code("work_model", key))
    for code in m.codebook.work_model:
        book[f"swot-{code.key}"] = _swot(m, code)
    if len(m.tables["agreement"]):
        book["agreement"] = _agreement(m)
        book["agreement-codes"] = _agreement_codes(m)
        book |= differences.tables(m)
    book |= sensitivity.tables(m)
    book |= learner.tables(m)
    for facet in ("work_model", "swot"):
        book[f"codebook-{facet}"] = _codebook(m, facet)
    return book


def figures(m: Material) -> dict[str, Figure]:
    """Every figure that the report or the researcher's prose can place, by name; parts as `name-part-2`."""
    shown = book.Shown(
        study=m.study, codebook=m.codebook, swot=m.tables["swot"], consensus=m.tables["consensus"],
        links=m.links, items=m.items, coverage=m.tables["coverage"],
        ratings=m.tables.get("ratings"),
    )  # fmt: skip
    drawn = {
        sheet.name: Figure(file=sheet.name, alt=sheet.alt, caption=sheet.caption)
        for sheet in book.sheets(shown)
    }
    return {**drawn, **learner.figures(m)}


def passage_lists(m: Material) -> dict[str, PassageList]:
    """The passages behind every statement, by item."""
    language = m.study.language
    lists = {}
    printed = size.printed_passages(m)
    for statement in m.statements:
        found = behind = m.passages(statement.item_id)
        if printed is not None:
            found = [tag for tag in behind if tag["tag_id"] in printed]
        note = facts.history(m, statement)
        if len(found) < len(behind):
            note = f"{note} · {size.passages_note(m, len(found), len(behind))}"
        if found:
            lists[statement.item_id] = PassageList(
                title=statement.text,
                note=note,
                passages=[
                    Passage(
                        text=m.mask(str(tag["quote"])),
                        attribution=m.attribution(tag),
                        code=str(tag["tag_id"]),
                        stance=words.STANCE[language][str(tag["stance"])],
                        mark=words.TAG_STATUS[language][str(tag["status"])],
                    )
                    for tag in found
                ],
            )
    return lists


def _swot(m: Material, code: Code) -> Table:
    say = TITLES[m.study.language]
    blocks = [
        SwotBlock(
            label=m.study.text(block.label), tone=_tone(place, len(m.blocks)), cell=_cell(m, code.key, block)
        )
        for place, block in enumerate(m.blocks)
    ]
    note = completeness.told(m) if any(m.cell(code.key, block.key) for block in m.blocks) else ""
    return Table(caption=say["swot"].format(model=m.label(code)), layout="swot", blocks=blocks, note=note)


def _tone(place: int, blocks: int) -> Any:
    """Colours alternate; a last block that stands alone over the full width has none."""
    if place == blocks - 1 and blocks % 2:
        return "neutral"
    return ("positive", "negative")[place % 2]


def _cell(m: Material, work_model: str, block: Block) -> Cell:
    say = TITLES[m.study.language]
    statements = m.cell(work_model, block.key)
    cell: Cell = []
    for subgroup in dict.fromkeys(["", *(s.subgroup for s in statements)]):
        inside = [s for s in statements if s.subgroup == subgroup]
        if not inside:
            continue
        if subgroup:
            cell.append(Paragraph(runs=[Run(text=say["specific"].format(name=subgroup))], heading=True))
        cell.append(BulletList(items=_nested(m, inside)))
    bare = m.bare(work_model, block.key)
    if bare:
        line = say["bare"].format(statements=words.counted(bare, "statement", m.study.language))
        cell.append(Paragraph(runs=[Run(text=line, muted=True)]))
    loose = m.loose(work_model, block)
    if any(loose.values()):
        parts = [
            say[kind].format(passages=words.counted(number, "passage", m.study.language))
            for kind, number in loose.items()
            if number
        ]
        line = say["loose"].format(parts=words.enumerated(parts, m.study.language))
        cell.append(Paragraph(runs=[Run(text=line, muted=True)]))
    return cell or [Paragraph(runs=[Run(text=say["nothing"], muted=True)])]


def _nested(m: Material, statements: Sequence[Statement], parent: str = "") -> list[ListItem]:
    ids = {statement.item_id for statement in statements}
    return [
        ListItem(
            runs=[
                Run(
                    text=statement.text,
                    anchor=f"st-{statement.item_id}",
                    href=f"#ps-{statement.item_id}" if statement.n_passages else "",
                )
            ],
            note=facts.history(m, statement),
            items=_nested(m, statements, statement.item_id),
        )
        for statement in statements
        if (statement.parent_id if statement.parent_id in ids else "") == parent
    ]


def _rounds(m: Material) -> Table:
    say = TITLES[m.study.language]
    caption, columns = say["rounds"]
    found = facts.rounds(m)
    rows = []
    for round_ in m.study.rounds:
        here = found[round_.number]
        sessions = m.sessions(round_.number)
        kinds = list(dict.fromkeys(session.kind for session in sessions))
        named = [f"{sum(s.kind == kind for s in sessions)} × {m.study.kind_label(kind)}" for kind in kinds]
        rows.append(
            [text(str(round_.number)), text(m.study.text(round_.label)), text(say["purpose"][round_.purpose]),
             text("; ".join(named)), text(here["dates"])]
        )  # fmt: skip
    return Table(caption=caption, columns=columns, widths=[0.08, 0.27, 0.15, 0.27, 0.23], rows=rows)


def _panel(m: Material) -> Table:
    caption, columns = TITLES[m.study.language]["panel"]
    rows = [
        [text(row["round"]), text(m.study.group_label(row["group"])), text(m.perspective(row["perspective"])),
         *(text(row[name]) for name in ("invited", "took_part", "returned", "new"))]
        for row in m.tables["panel"].to_dict("records")
    ]  # fmt: skip
    widths = [0.08, 0.14, 0.3, 0.13, 0.11, 0.13, 0.11]
    return Table(caption=caption, columns=columns, widths=widths, align="lllrrrr", rows=rows)


def _parameters(m: Material) -> Table:
    assert m.parameters is not None
    caption, first = TITLES[m.study.language]["parameters"]
    known = [code for code in m.models if code.key in m.parameters]
    labels = list(m.parameters["label"])
    rows = [
        [text(m.label(code), strong=True), *(text(str(value)) for value in m.parameters[code.key])]
        for code in known
    ]
    share = 0.82 / max(len(labels), 1)
    return Table(caption=caption, columns=[first, *labels], widths=[0.18, *[share] * len(labels)], rows=rows)


def _practices(m: Material, code: Code) -> Table:
    assert m.practices is not None
    caption, columns = TITLES[m.study.language]["practices"]
    rows = []
    for row in m.practices[m.practices["work_model"] == code.key].to_dict("records"):
        place = ", ".join(part for part in (row["organisation"], row["place"]) if part)
        cells = (place, row["description"], row["goal"], row["target_group"])
        rows.append([text(row["name"], strong=True), *(text(cell) for cell in cells)])
    widths = [0.15, 0.2, 0.27, 0.2, 0.18]
    return Table(caption=caption.format(model=m.label(code)), columns=columns, widths=widths, rows=rows)


def _coverage(m: Material) -> Table:
    say = TITLES[m.study.language]
    caption, columns = say["coverage"]
    names = ["turns", "participant_turns", "checked", "tags", "suggested", "disputed"]
    table = m.tables["coverage"]
    rows = [
        [text(row["transcript_id"]), text(row["round"]), *(text(row[name]) for name in names)]
        for row in table.to_dict("records")
    ]
    sums = [text(str(table[name].astype(int).sum()), strong=True) for name in names]
    rows.append([text(say["all"], strong=True), [], *sums])
    widths = [0.16, 0.09, 0.11, 0.15, 0.13, 0.1, 0.13, 0.13]
    return Table(caption=caption, columns=columns, widths=widths, align="lrrrrrrr", rows=rows)


def _agreement(m: Material) -> Table:
    say = TITLES[m.study.language]
    caption, columns = say["agreement"]
    table = m.tables["agreement"]
    table = table[(table["code"] == "") & (table["unit"] == "turn")]
    if table["stage"].nunique() > 1 and _unchanged(table):
        table = table[table["stage"] == "before"]

    def number(value: str) -> Cell:
        return text(words.decimal(float(value), m.study.language) if value else say["not_estimable"])

    def interval(low: str, high: str) -> Cell:
        ends = [words.decimal(float(end), m.study.language) for end in (low, high) if end]
        return text(" – ".join(ends) if len(ends) == 2 else say["not_estimable"])

    rows = []
    for row in table.to_dict("records"):
        low, high = row["alpha_low"], row["alpha_high"]
        rows.append(
            [text(" × ".join(say["facet"].get(part, part) for part in row["facet"].replace("*", " ").split())),
             text(say["stage"].get(row["stage"], row["stage"])), text(row["coders"].replace(";", ", ")),
             text(row["n_units"]), number(row["raw_agreement"]), number(row["alpha"]),
             interval(low, high),
             number(row["kappa"]), number(row["ac1"])]
        )  # fmt: skip
    widths = [0.15, 0.12, 0.14, 0.09, 0.07, 0.07, 0.14, 0.11, 0.11]
    return Table(
        caption=caption,
        columns=columns,
        widths=widths,
        align="lllrrrrrr",
        rows=rows,
        note=say["agreement_note"],
    )


def _agreement_codes(m: Material) -> Table:
    """Per code, before adjudication, all coders together: whether a turn got the code or not."""
    say = TITLES[m.study.language]
    caption, columns = say["agreement_codes"]
    table = m.tables["agreement"]
    table = table[(table["code"] != "") & (table["unit"] == "turn") & (table["stage"] == "before")]
    longest = max(table["coders"], key=lambda names: (names.count(";"), names), default="")
    table = table[table["coders"] == longest]

    def number(value: str) -> Cell:
        return text(words.decimal(float(value), m.study.language) if value else say["not_estimable"])

    labels = {code.key: m.label(code) for code in (*m.codebook.work_model, *m.codebook.swot)}
    rows = [
        [
            text(labels.get(row["code"], row["code"])),
            text(row["n_units"]),
            *(number(row[name]) for name in ("raw_agreement", "alpha", "ac1")),
        ]
        for row in table.to_dict("records")
    ]
    widths = [0.44, 0.14, 0.14, 0.14, 0.14]
    return Table(caption=caption, columns=columns, widths=widths, align="lrrrr", rows=rows)


def _unchanged(table: Any) -> bool:
    """Whether adjudication changed nothing, so that one row per facet says it all."""
    before = table[table["stage"] == "before"].drop(columns="stage").reset_index(drop=True)
    after = table[table["stage"] == "after"].drop(columns="stage").reset_index(drop=True)
    return bool(before.equals(after))


def _codebook(m: Material, facet: Any) -> Table:
    say = TITLES[m.study.language]
    caption, first = say["codebook"][facet]
    codes = m.codebook.codes(facet)
    rows = [
        [text(m.label(code), strong=True), text(m.study.text(code.definition)),
         text(m.study.text(code.include or {})), text(m.study.text(code.exclude or {}))]
        for code in codes
    ]  # fmt: skip
    widths = [0.18, 0.28, 0.27, 0.27]
    return Table(caption=caption, columns=[first, *say["definition"]], widths=widths, rows=rows)
