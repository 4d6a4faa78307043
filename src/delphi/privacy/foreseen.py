"""What the last gate would refuse, told before anything is built: labels and identifiers in texts that are printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from delphi.errors import InputError
from delphi.privacy.clearing import Clearance
from delphi.privacy.identifiers import identifiers
from delphi.privacy.kinds import kind_named, partly
from delphi.privacy.many import Names

Line = tuple[Path, int, str]


def foreseen(
    lines: Iterable[Line], watch: Sequence[tuple[str, Names | re.Pattern[str]]], cleared: Iterable[Clearance]
) -> list[InputError]:
    """One error for every word of a line, by file and line, that `vet` would find in the report.

    Parameters
    ----------
    lines
        Path, line number and text of what the report prints as it stands: ids, statements, own prose.
    watch
        As `vetting.watched` gives it.
    cleared
        Words that a person has cleared for every place.
    """
    free = {clearance.word.casefold() for clearance in cleared if not clearance.context}
    errors: dict[tuple[Path, int, str], InputError] = {}
    for path, number, text in lines:
        found = [(m.start(), m[0], kind) for kind, pattern in watch for m in pattern.finditer(text)]
        found += [(it.start, text[it.start : it.end], it.kind) for it in identifiers(text)]
        for _, word, kind in sorted(found):
            if word.casefold() not in free:
                what = f"here stands {kind_named(kind)} ({partly(word)}), and the report prints this."
                remedy = (
                    "Write it without; when it points at nobody, clear the word in data/coded/cleared.csv."
                )
                errors.setdefault((path, number, word), InputError(what, path, line=number, remedy=remedy))
    return list(errors.values())
