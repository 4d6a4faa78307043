"""What the cells of a decision file may hold: a row that cannot be read is told with the reason.

Files of large studies have tens of thousands of rows.  One with no mistake in it is read by column; any doubt,
and the same file is read by row.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pandas as pd

from delphi.codebook import FACETS, Codebook
from delphi.errors import InputError
from delphi.study.sources import Row, nearest, whole_number

DECISION_COLUMNS = (
    "decided_at", "coder", "transcript_id", "turn", "start", "end", "quote", "prefix", "suffix",
    "work_model", "swot", "item_id", "stance", "action", "note",
)  # fmt: skip
OPTIONAL_COLUMNS = ("suggestion_shown", "codebook_version")
TRUTH = {
    **dict.fromkeys(("true", "1", "waar", "ja", "yes", "shown", "terms", "topic", "learner"), "true"),
    **dict.fromkeys(("false", "0", "onwaar", "nee", "no", "hidden"), "false"),
}
"""What people and spreadsheets make of `true` and `false` in `suggestion_shown`; a source was shown, too."""
ACTIONS = ("apply", "reject", "checked")
STANCES = ("supports", "contests", "nuances")
WORDS = ("quote", "prefix", "suffix")
NO_POSITION = -1
COMPARED = (
    "coder", "transcript_id", "turn", "start", "end", "work_model", "swot", "item_id", "stance", "action",
    "suggestion_shown",
)  # fmt: skip


def in_order(
    file: Path,
    header: Sequence[str],
    rows: Sequence[tuple[int, list[str]]],
    codebook: Codebook,
    transcripts: Collection[str],
    items: Collection[str],
) -> pd.DataFrame | None:
    """The rows of a file as `record` reads each of them, or None when it may refuse one.

    Parameters
    ----------
    rows
        Line and cells of each; one may lack cells at its end.
    """
    cells = dict(zip(header, zip_longest(*(row for _, row in rows), fillvalue="")))
    nothing = ("",) * len(rows)
    frame: dict[str, Sequence[str]] = {
        name: cells[name] if name in WORDS else [cell.strip() for cell in cells.get(name, nothing)]
        for name in (*DECISION_COLUMNS, *OPTIONAL_COLUMNS)
    }
    found = {name: set(frame[name]) for name in COMPARED}
    if not (
        all(found["coder"])
        and (file.parent.name != "decisions" or {*map(plain_name, found["coder"])} == {plain_name(file.stem)})
        and found["transcript_id"].issubset(transcripts)
        and found["action"].issubset(ACTIONS)
        and found["stance"].issubset(("", *STANCES))
        and not any(len(word.split()) > 1 for word in found["suggestion_shown"])
        and (not items or found["item_id"].issubset(("", *items)))
    ):
        return None
    turn = {text: whole_number(text, 1) for text in found["turn"]}
    bound = {text: whole_number(text) for text in found["start"] | found["end"] if text}
    now = {(facet, code): codebook.migrated(facet, code) for facet in FACETS for code in found[facet] if code}
    if None in turn.values() or None in bound.values() or not all(now.values()):
        return None
    for start, end, action, *given in zip(*(frame[name] for name in ("start", "end", "action", *FACETS))):
        if (bool(start) != bool(end)) or (start and int(start) >= int(end)):
            return None
        if action == "apply" and not (start and all(given)):
            return None
    at = {"": NO_POSITION, **bound}
    shown = {word: TRUTH.get(word.casefold(), word.casefold()) for word in found["suggestion_shown"]}
    split = {place for place, keys in now.items() if len(keys) > 1}
    code = {place: keys[0] if len(keys) == 1 else place[1] for place, keys in now.items()}
    changed: dict[str, list[Any]] = {
        "turn": [turn[text] for text in frame["turn"]],
        **{name: [at[text] for text in frame[name]] for name in ("start", "end")},
        **{facet: [code.get((facet, given), "") for given in frame[facet]] for facet in FACETS},
        "suggestion_shown": [shown[word] for word in frame["suggestion_shown"]],
        "row": [line for line, _ in rows],
        "split": [
            not split.isdisjoint(zip(FACETS, given)) for given in zip(*(frame[facet] for facet in FACETS))
        ],
    }
    return pd.DataFrame({**frame, **changed})


def record(
    file: Path, row: Row, codebook: Codebook, transcripts: Collection[str], items: Collection[str]
) -> dict[str, object]:
    """A row as `read_decisions` gives it.

    Raises
    ------
    InputError
        With the first thing that is wrong with it.
    """
    cells = {name: row[name] if name in WORDS else row[name].strip() for name in DECISION_COLUMNS}
    cells |= {name: row[name].strip() for name in OPTIONAL_COLUMNS}

    def wrong(what: str, remedy: str) -> InputError:
        return InputError(what, file, line=row.line, remedy=remedy)

    def known(column: str, values: Collection[str], empty: bool = False) -> None:
        if not (cells[column] in values or (empty and not cells[column])):
            raise wrong(
                f"`{column}` is `{cells[column]}`, which is not known.", nearest(cells[column], values)
            )

    if not cells["coder"]:
        raise wrong("`coder` is empty.", "Every decision names its coder.")
    known("transcript_id", transcripts)
    known("action", ACTIONS)
    known("stance", STANCES, empty=True)
    shown = cells["suggestion_shown"].casefold()
    if len(shown.split()) > 1:  # a memo with a comma, without quotation marks around it
        raise wrong(
            f"`suggestion_shown` is `{cells['suggestion_shown']}`.",
            "Expected `true`, `false` or nothing. Put a memo that holds a comma between double quotation marks.",
        )
    cells["suggestion_shown"] = TRUTH.get(shown, shown)
    if items:
        known("item_id", items, empty=True)
    if whole_number(cells["turn"], 1) is None:
        raise wrong(f"`turn` is `{cells['turn']}`.", "Expected a whole number from 1.")
    if file.parent.name == "decisions" and plain_name(cells["coder"]) != plain_name(file.stem):
        raise wrong(
            f"`coder` is `{cells['coder']}`, in the file of `{file.stem}`.",
            "Every coder has a file of her own, named after her; spell the two alike or move the row.",
        )
    position = _stretch(cells, wrong)
    if cells["action"] == "apply" and position[0] == NO_POSITION:
        raise wrong("an `apply` has no stretch.", "Expected `start` and `end` within the turn.")
    split = False
    for facet in FACETS:
        if not cells[facet]:
            if cells["action"] == "apply":
                raise wrong(
                    f"an `apply` has no `{facet}`.", f"Expected one of {', '.join(codebook.keys(facet))}."
                )
            continue
        now = codebook.migrated(facet, cells[facet])
        if not now:
            known(facet, codebook.keys(facet))
        split = split or len(now) > 1
        cells[facet] = now[0] if len(now) == 1 else cells[facet]
    return cells | {
        "turn": int(cells["turn"]), "start": position[0], "end": position[1], "row": row.line, "split": split
    }  # fmt: skip


def plain_name(name: str) -> str:
    """A coder's name, however it is written."""
    return unicodedata.normalize("NFC", name).casefold()


def _stretch(cells: dict[str, str], wrong: Callable[[str, str], InputError]) -> tuple[int, int]:
    start, end = cells["start"], cells["end"]
    if not start and not end:
        return NO_POSITION, NO_POSITION
    bounds = whole_number(start), whole_number(end)
    if bounds[0] is None or bounds[1] is None or bounds[0] >= bounds[1]:
        raise wrong(f"the stretch is `{start}` to `{end}`.", "Expected whole numbers, start before end.")
    return bounds[0], bounds[1]
