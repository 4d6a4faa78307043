"""Quotations as they may be printed: labels masked, attributed by perspective, kind and round."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from delphi.privacy.many import Names, alternatives
from delphi.study import Participant, Study, Transcript

MASKS = {"nl": ("deelnemer", "begeleider", "naam"), "en": ("participant", "facilitator", "name")}
WORD = re.compile(r"\b[^\W\d_]+\b")
ROUND = {"nl": "ronde", "en": "round"}


def mask_speakers(
    transcripts: Iterable[Transcript], participants: Sequence[Participant], study: Study
) -> Callable[[str], str]:
    """Give a function that replaces registered labels and the study's names to hide by `[participant]` etc.

    Names are found without regard to case and with a possessive or plural ending (`Rita's`,
    `Ritas`); labels with digits (`S1`) only as they are written.  Single letters (`M`) are left:
    as words of a sentence they are hardly ever a label.
    """
    participant, facilitator, name = MASKS[study.language]
    words: dict[str, str] = {hidden.casefold(): name for hidden in study.privacy.names_to_hide}
    for transcript in transcripts:
        words.update({label.casefold(): facilitator for label in transcript.facilitators})
    for person in participants:
        words.update({label.casefold(): participant for label in person.labels})
    spelled = {label for person in participants for label in person.labels}
    spelled |= {label for transcript in transcripts for label in transcript.facilitators}
    spelled |= set(study.privacy.names_to_hide)
    names = [label for label in spelled if len(label) > 2 and not any(map(str.isdigit, label))]
    codes = [label for label in spelled.difference(names) if len(label) > 1]
    patterns = [
        some
        for some in (Names(alternatives(names), _of_names), Names(alternatives(codes), _of_codes))
        if some
    ]

    def masked(match: re.Match[str]) -> str:
        return f"[{words[match['label'].casefold()]}]"

    def mask(text: str) -> str:
        for several in patterns:
            pattern = several.in_text(text)
            text = pattern.sub(masked, text) if pattern else text
        return text

    return mask


def _of_names(names: Sequence[str]) -> re.Pattern[str]:
    either = "|".join(map(re.escape, names))
    return re.compile(rf"(?<!\w)(?P<label>{either})(?P<tail>['’]?s)?(?!\w)", re.IGNORECASE)


def _of_codes(codes: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<label>{'|'.join(map(re.escape, codes))})(?P<tail>)(?!\w)")


def ordinary_words(
    said: Iterable[pa.Table], transcripts: Iterable[Transcript], participants: Sequence[Participant]
) -> dict[str, int]:
    """Labels that people also use as ordinary words: how often they stand in lower case in the speech.

    Masking replaces these words too, which is safe but spoils quotations; another pseudonym helps.

    Parameters
    ----------
    said
        From `between_spaces`, of some turns each.
    """
    labels = {label for person in participants for label in person.labels}
    labels |= {label for transcript in transcripts for label in transcript.facilitators}
    lower = {label.casefold() for label in labels if len(label) > 2 and not any(map(str.isdigit, label))}
    parts = list(said)
    if not lower or not parts:
        return {}
    pieces = pa.concat_tables(parts).group_by("values", use_threads=False).aggregate([("counts", "sum")])
    counts: Counter[str] = Counter()
    for piece, often in zip(pieces["values"].to_pylist(), pieces["counts_sum"].to_pylist()):
        for word in WORD.findall(piece):
            if word in lower:
                counts[word] += often
    return {word: counts[word] for word in sorted(counts) if counts[word] >= 5}


def between_spaces(texts: pd.Series) -> pa.Table:
    """What stands between two spaces (`values`) and how often (`counts`); by Arrow, as it is every word of a study."""
    pieces = pc.list_flatten(pc.utf8_split_whitespace(pa.array(texts, type=pa.large_string())))
    return pa.Table.from_struct_array(pc.value_counts(pieces))


def attribution(study: Study, perspective: str, kind: str, round_: int) -> str:
    """Who said it, as the report prints it: perspective and kind, and the round unless deepening.

    A kind that the perspective's name already says is not said twice.

    Sessions that are no panel sessions (interviews) carry no round, since their small number would
    point at a person.
    """
    who = study.text(study.perspectives[perspective].label) if perspective in study.perspectives else ""
    where = study.kind_label(kind)
    if re.search(rf"\b{re.escape(where.casefold())}\b", who.casefold()):
        where = ""
    if kind in study.panel_kinds:
        where = f"{where} {ROUND[study.language]} {round_}".strip()
    return ", ".join(part for part in (who, where) if part)
