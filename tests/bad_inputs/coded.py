"""What coders and the team write: decisions, adjudications, items, the ledger, clearances."""

from __future__ import annotations

from tests.bad_inputs.case import (
    ADJUDICATIONS,
    ANNA,
    CLEARED,
    EVENTS,
    ITEMS,
    Case,
    add,
    away,
    both,
    cut,
    put,
    saved,
    swap,
)

ROW = "2025-03-20T09:00:00Z,anna,lawn,3,0,29,From my window it looks good.,,,shared_beds,strength,SB-S1,supports,apply,,,1\n"


def changed(**cells: str) -> str:
    """A row of decisions with other cells."""
    columns = [
        "decided_at",
        "coder",
        "transcript_id",
        "turn",
        "start",
        "end",
        "quote",
        "prefix",
        "suffix",
        "work_model",
        "swot",
        "item_id",
        "stance",
        "action",
        "note",
        "suggestion_shown",
        "codebook_version",
    ]
    row = dict(zip(columns, ROW.strip().split(","))) | cells
    return ",".join(row.values()) + "\n"


CASES = [
    Case(
        "a decision file cut in the middle of a row",
        cut(ANNA, "2025-03-19T09:00:00Z,anna,lawn,2,0,5"),
        'data/coded/decisions/anna.csv, line 6: this row has 6 cells, the header has 17. Complete it or take it out, if it breaks off; cells are separated by "," here.',
    ),
    Case(
        "a decision file cut in a quotation",
        add(ANNA, '2025-03-20T09:00:00Z,anna,lawn,3,0,29,"From my win'),
        "data/coded/decisions/anna.csv, line 9: this row cannot be read as CSV (unexpected end of data). Look for a quotation mark that opens and does not close.",
    ),
    Case(
        "a decision file cut in its last cell but one",
        add(ANNA, ROW.rsplit(",", 2)[0]),
        'data/coded/decisions/anna.csv, line 9: this row has 15 cells, the header has 17. Complete it or take it out, if it breaks off; cells are separated by "," here.',
    ),
    Case(
        "a decision file without header",
        put(ANNA, ROW),
        "data/coded/decisions/anna.csv, line 1: the column `decided_at` is missing. Found the columns 2025-03-20T09:00:00Z, anna, lawn, 3, 0, 29, From my window it looks good., , , shared_beds, strength, SB-S1, supports, apply, , , 1.",
    ),
    Case(
        "a decision file that is a spreadsheet",
        put(ANNA, b"PK\x03\x04\x14\x00\xff"),
        "data/coded/decisions/anna.csv, line 1: this is not UTF-8 text. In the spreadsheet, save it again as CSV UTF-8 (comma delimited).",
    ),
    Case(
        "a decision file in another encoding",
        saved(ANNA, "cp1252", extra=changed(note="d\u00e9j\u00e0")),
        "data/coded/decisions/anna.csv, line 9: this is not UTF-8 text. In the spreadsheet, save it again as CSV UTF-8 (comma delimited).",
    ),
    Case(
        "a decision without coder",
        add(ANNA, changed(coder="")),
        "data/coded/decisions/anna.csv, line 9: `coder` is empty. Every decision names its coder.",
    ),
    Case(
        "a decision about an unknown transcript",
        add(ANNA, changed(transcript_id="lown")),
        "data/coded/decisions/anna.csv, line 9: `transcript_id` is `lown`, which is not known. Did you mean `lawn`?",
    ),
    Case(
        "a decision with an unknown code",
        add(ANNA, changed(work_model="shared_bed")),
        "data/coded/decisions/anna.csv, line 9: `work_model` is `shared_bed`, which is not known. Did you mean `shared_beds`?",
    ),
    Case(
        "a decision with an unknown category",
        add(ANNA, changed(swot="Strength")),
        "data/coded/decisions/anna.csv, line 9: `swot` is `Strength`, which is not known. Did you mean `strength`?",
    ),
    Case(
        "a decision without a code",
        add(ANNA, changed(swot="")),
        "data/coded/decisions/anna.csv, line 9: an `apply` has no `swot`. Expected one of strength, weakness.",
    ),
    Case(
        "a decision with an unknown action",
        add(ANNA, changed(action="aply")),
        "data/coded/decisions/anna.csv, line 9: `action` is `aply`, which is not known. Did you mean `apply`?",
    ),
    Case(
        "a decision with an unknown stance",
        add(ANNA, changed(stance="agrees")),
        "data/coded/decisions/anna.csv, line 9: `stance` is `agrees`, which is not known. Known are: supports, contests, nuances.",
    ),
    Case(
        "a decision on an unknown statement",
        add(ANNA, changed(item_id="SB-S9")),
        "data/coded/decisions/anna.csv, line 9: `item_id` is `SB-S9`, which is not known. Did you mean `SB-S1`?",
    ),
    Case(
        "a stretch that ends before it starts",
        add(ANNA, changed(start="29", end="0")),
        "data/coded/decisions/anna.csv, line 9: the stretch is `29` to `0`. Expected whole numbers, start before end.",
    ),
    Case(
        "a stretch that is no number",
        add(ANNA, changed(start="0.0", end="29.0")),
        "data/coded/decisions/anna.csv, line 9: the stretch is `0.0` to `29.0`. Expected whole numbers, start before end.",
    ),
    Case(
        "a turn that is no number",
        add(ANNA, changed(turn="three")),
        "data/coded/decisions/anna.csv, line 9: `turn` is `three`. Expected a whole number from 1.",
    ),
    Case(
        "a turn of twenty digits",
        add(ANNA, changed(turn="9" * 20)),
        "data/coded/decisions/anna.csv, line 9: `turn` is `99999999999999999999`. Expected a whole number from 1.",
    ),
    Case(
        "a stretch of twenty digits",
        add(ANNA, changed(end="9" * 20)),
        "data/coded/decisions/anna.csv, line 9: the stretch is `0` to `99999999999999999999`. Expected whole numbers, start before end.",
    ),
    Case(
        "a turn in other digits",
        add(ANNA, changed(turn="٣")),
        "data/coded/decisions/anna.csv, line 9: `turn` is `٣`. Expected a whole number from 1.",
    ),
    Case(
        "a decision of somebody else in her file",
        add(ANNA, changed(coder="bert")),
        "data/coded/decisions/anna.csv, line 9: `coder` is `bert`, in the file of `anna`. Every coder has a file of her own, named after her; spell the two alike or move the row.",
    ),
    Case(
        "adjudications without a column",
        swap(ADJUDICATIONS, "stance", "view"),
        "data/coded/adjudications.csv, line 1: the column `stance` is missing. Found the columns decided_at, coder, transcript_id, turn, start, end, quote, prefix, suffix, work_model, swot, item_id, view, action, note, suggestion_shown, codebook_version.",
    ),
    Case(
        "adjudications with an unknown code",
        add(ADJUDICATIONS, changed(swot="streng")),
        "data/coded/adjudications.csv, line 3: `swot` is `streng`, which is not known. Did you mean `strength`?",
    ),
    Case(
        "an empty items.csv",
        put(ITEMS, ""),
        "data/coded/items.csv: the file is empty. Expected a header with the columns item_id, version, work_model, swot, subgroup, parent_id, order, statement.",
    ),
    Case(
        "items.csv without a column",
        swap(ITEMS, "parent_id", "parent"),
        "data/coded/items.csv, line 1: the column `parent_id` is missing. Found the columns item_id, version, work_model, swot, subgroup, parent, order, statement.",
    ),
    Case(
        "a version twice",
        swap(ITEMS, "SB-S1,2", "SB-S1,1"),
        "data/coded/items.csv, line 3: version 1 of `SB-S1` stands here again. It stands in line 2 too.",
    ),
    Case(
        "a version that is no number",
        swap(ITEMS, "SB-S1,2", "SB-S1,b"),
        "data/coded/items.csv, line 3: `version` is `b`. Expected a whole number from 1.",
    ),
    Case(
        "version 0",
        swap(ITEMS, "SB-W1,1", "SB-W1,0"),
        "data/coded/items.csv, line 4: `version` is `0`. Expected a whole number from 1.",
    ),
    Case(
        "a version that leaves a gap",
        both(swap(ITEMS, "SB-S1,2", "SB-S1,3"), swap(EVENTS, "SB-S1,2", "SB-S1,3")),
        "data/coded/items.csv, line 3: `SB-S1` has a version 3 and no version 2. Versions count from 1; add the row that is missing or correct the number.",
    ),
    Case(
        "a version of twenty digits",
        swap(ITEMS, "SB-W1,1", "SB-W1," + "9" * 20),
        "data/coded/items.csv, line 4: `version` is `99999999999999999999`. Expected a whole number from 1.",
    ),
    Case(
        "an item with an unknown code",
        swap(ITEMS, "shared_beds,weakness,,,2", "shared_beds,weaknes,,,2"),
        "data/coded/items.csv, line 4: `swot` is `weaknes`, which is no code. Did you mean `weakness`?",
    ),
    Case(
        "an item without words",
        swap(ITEMS, "Tools get lost", ""),
        "data/coded/items.csv, line 4: `statement` is empty. Fill it in.",
    ),
    Case(
        "an item that is its own parent",
        swap(ITEMS, "weakness,,SB-W1,3", "weakness,,SB-W1a,3"),
        "data/coded/items.csv, line 5: `parent_id` goes round in a circle: SB-W1a under SB-W1a. Empty one of them.",
    ),
    Case(
        "parents in a circle",
        swap(ITEMS, "weakness,,,2,Tools", "weakness,,SB-W1a,2,Tools"),
        "data/coded/items.csv, line 4: `parent_id` goes round in a circle: SB-W1 under SB-W1a under SB-W1. Empty one of them.",
    ),
    Case(
        "a parent that does not exist",
        swap(ITEMS, "weakness,,SB-W1,3", "weakness,,SB-W7,3"),
        "data/coded/items.csv, line 5: the parent `SB-W7` does not exist. Did you mean `SB-W1`?",
    ),
    Case(
        "an id with a semicolon",
        swap(ITEMS, "SB-W1a,1", "SB;W1a,1"),
        "data/coded/items.csv, line 5: the item_id `SB;W1a` has a mark that references use. Use letters, digits, `-`, `_` and `.`.",
    ),
    Case(
        "ten thousand items",
        add(ITEMS, "".join(f"X{n},1,own_plots,strength,,,{n},Statement {n}\n" for n in range(10_000))),
        "check: 2 transcripts, 3 participants; the study folder is in order",
        code=0,
    ),
    Case(
        "ten thousand items in one line of descent",
        add(
            ITEMS,
            "X0,1,own_plots,strength,,,0,Statement 0\n"
            + "".join(f"X{n},1,own_plots,strength,,X{n - 1},{n},Statement {n}\n" for n in range(1, 10_000)),
        ),
        "check: 2 transcripts, 3 participants; the study folder is in order",
        code=0,
    ),
    Case(
        "an event of an unknown item",
        swap(EVENTS, "SB-W1,1,introduced", "SB-W9,1,introduced"),
        "data/coded/item_events.csv, line 3: the item `SB-W9` is in no row of items.csv. Did you mean `SB-W1`? An item that ended keeps its rows in the register.",
    ),
    Case(
        "an event of an unknown version",
        swap(EVENTS, "SB-W1,1,introduced", "SB-W1,4,introduced"),
        "data/coded/item_events.csv, line 3: `SB-W1` has no version `4` in items.csv. Add the version to items.csv or correct the number.",
    ),
    Case(
        "an unknown kind of event",
        swap(EVENTS, "SB-W1,1,introduced", "SB-W1,1,introduce"),
        "data/coded/item_events.csv, line 3: `introduce` is no kind of event. Did you mean `introduced`?",
    ),
    Case(
        "an event in an undeclared round",
        swap(EVENTS, "SB-W1,1,introduced,1", "SB-W1,1,introduced,5"),
        "data/coded/item_events.csv, line 3: the round `5` is not declared. study.yaml declares 1, 2.",
    ),
    Case(
        "a reference to a passage that cannot be read",
        swap(EVENTS, "bench:2:41-67", "bench 2 41-67"),
        "data/coded/item_events.csv, line 3: `bench 2 41-67` is no reference to a passage. Expected transcript:turn:start-end, start before end.",
    ),
    Case(
        "a reference to an unknown transcript",
        swap(EVENTS, "bench:2:41-67", "bank:2:41-67"),
        "data/coded/item_events.csv, line 3: `bank:2:41-67` names a transcript that is not registered. Known are: bench, lawn.",
    ),
    Case(
        "an event of an unknown participant",
        swap(EVENTS, "introduced,1,street,Iris,bench:2:41", "introduced,1,street,Irsi,bench:2:41"),
        "data/coded/item_events.csv, line 3: `participant_ids` names `Irsi`, who is no participant. Did you mean `Iris`?",
    ),
    Case(
        "a second version that no event made",
        cut(EVENTS, "team,2025-02-13T10:00:00Z\n"),
        "data/coded/items.csv, line 3: version 2 of `SB-S1` came about by no event. Add an event `reformulated` or `recategorised` with this version to item_events.csv.",
    ),
    Case(
        "a ledger without items",
        away(ITEMS),
        (
            "data/coded/items.csv: items.csv is missing or holds no item. item_events.csv speaks of items; put items.csv beside it or take the ledger away.",
            "data/raw/ratings.csv: items.csv is missing or holds no item. ratings.csv rates items; put items.csv in place or take the ratings away.",
        ),
    ),
    Case(
        "cleared.csv without a column",
        swap(CLEARED, "cleared_by", "by"),
        "data/coded/cleared.csv, line 1: the column `cleared_by` is missing. Found the columns word, context, by, cleared_at, reason.",
    ),
    Case(
        "a clearance that nobody signed",
        swap(CLEARED, ",anna,", ",,"),
        "data/coded/cleared.csv, line 2: `cleared_by` is empty. Say which word, and who looked at it.",
    ),
    Case(
        "a clearance without a word",
        swap(CLEARED, "Harrowmouth,,", ",somewhere,"),
        "data/coded/cleared.csv, line 2: `word` is empty. Say which word, and who looked at it.",
    ),
    Case(
        "cleared.csv is empty",
        put(CLEARED, ""),
        "data/coded/cleared.csv: the file is empty. Expected a header with the columns word, context, cleared_by, cleared_at, reason.",
    ),
    Case(
        "an unreadable clearance",
        add(CLEARED, b"M\xfcller,,anna,2025-02-11T10:00:00Z,an invented name\n"),
        "data/coded/cleared.csv, line 3: this is not UTF-8 text. In the spreadsheet, save it again as CSV UTF-8 (comma delimited).",
    ),
    Case(
        "mistakes in several rows, each of another kind",
        both(
            swap(EVENTS, "SB-W1,1,introduced,1,", "SB-W1,1,introduced,7,"),
            swap(EVENTS, "Tom,lawn:2", "Tim,lawn:92"),
            swap(ITEMS, "SB-W1a,1,shared_beds", "SB-W1a,1,shared_bads"),
            put("config/chapters/method.md", "Thomas helped.\n"),
        ),
        (
            "data/coded/items.csv, line 5: `work_model` is `shared_bads`, which is no code. Did you mean `shared_beds`?",
            "data/coded/item_events.csv, line 3: the round `7` is not declared. study.yaml declares 1, 2.",
            "data/coded/item_events.csv, line 4: `lawn:92:0-50` names a turn that does not exist. `lawn` has 3 turns; correct the number or take the reference away.",
            "data/coded/item_events.csv, line 4: `participant_ids` names `Tim`, who is no participant. Did you mean `Tom`?",
            "config/chapters/method.md, line 1: here stands a participant's label (T…s), and the report prints this. Write it without; when it points at nobody, clear the word in data/coded/cleared.csv.",
        ),
    ),
    Case(
        "a wrong row of the ledger beside a wrong reference",
        both(
            swap(EVENTS, "SB-W1,1,introduced,1,", "SB-W1,1,introduced,7,"),
            swap(EVENTS, "Tom,lawn:2", "Tom,lawn:92"),
        ),
        (
            "data/coded/item_events.csv, line 3: the round `7` is not declared. study.yaml declares 1, 2.",
            "data/coded/item_events.csv, line 4: `lawn:92:0-50` names a turn that does not exist. `lawn` has 3 turns; correct the number or take the reference away.",
        ),
    ),
]
