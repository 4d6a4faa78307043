"""What is done in a study, and what is waiting for whom."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from delphi.codebook import Codebook
from delphi.decisions.splits import to_decide_anew
from delphi.study import Study, Transcript

SOON = 90  # days before the end of retention on which a reminder begins
INPUTS = (
    "config/chapters/*.md",
    "data/raw/transcripts/*",
    "data/coded/decisions/*.csv",
    "data/coded/[!t]*.csv",
)
SHOWN = 6  # names in a list before it is cut


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a person: a key of this module's texts and what fills it."""

    who: str
    what: str
    values: Mapping[str, Any]


def changed_inputs(manifest: Mapping[str, Any], folder: Path) -> list[str]:
    """Inputs that are not what the last report was made of, new or gone, by path.

    Parameters
    ----------
    manifest
        `reports/manifest.json`.
    folder
        The study.
    """
    known: dict[str, str] = manifest.get("inputs", {})
    there = {
        path.relative_to(folder).as_posix(): path
        for place in INPUTS
        for path in folder.glob(place)
        if path.is_file() and not path.name.startswith((".", "~"))
    }
    there |= {name: folder / name for name in known if (folder / name).exists()}
    return [
        name
        for name in sorted({*known, *there})
        if name not in there or hashlib.sha256(there[name].read_bytes()).hexdigest() != known.get(name)
    ]


def read_by_coders(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Turns that coders read, `coder, transcript_id, turn`; who only ruled where others differ is no coder."""
    placed, reading = tables["placed"], tables["reading"]
    return reading[reading["coder"].isin(set(placed.loc[placed["stage"] == "coding", "coder"]))]


def waiting_for(
    transcripts: Sequence[Transcript], tables: Mapping[str, pd.DataFrame], codebook: Codebook
) -> list[Waiting]:
    """What is waiting for whom, coders first, in alphabetical order.

    Parameters
    ----------
    tables
        `coverage`, `swot` and `tags` as in `reports/tables` and `data/coded`, `reading` and
        `placed` as `settle` writes them.

    Returns
    -------
    list of Waiting
        `who` is a coder's name, or empty for whoever leads the study.
    """
    coverage, tags = tables["coverage"], tables["tags"]
    codable = {row["transcript_id"]: int(row["participant_turns"]) for row in coverage.to_dict("records")}
    coding = tables["placed"][tables["placed"]["stage"] == "coding"]
    reading = read_by_coders(tables)
    found = []
    for (coder, transcript), count in sorted(
        reading.groupby(["coder", "transcript_id"])["turn"].nunique().items()
    ):
        if count < codable.get(transcript, 0):
            left = codable[transcript] - int(count)
            found.append(Waiting(coder, "unfinished", {"transcript": transcript, "n": left}))
    # What somebody who withdrew said is gone for good; nobody can do anything about those decisions.
    lost = coding[(coding["outcome"] == "lost") & ~coding["withdrawn"]]
    found += [Waiting(coder, "lost", {"n": int(n)}) for coder, n in lost.groupby("coder").size().items()]
    found += [Waiting(coder, "split", {"n": n}) for coder, n in _split(coding, codebook).items()]
    found.sort(key=lambda waiting: waiting.who)
    seen = set(tables["reading"]["transcript_id"])
    unread = [
        t.transcript_id for t in transcripts if t.transcript_id not in seen and codable.get(t.transcript_id)
    ]
    if unread:
        found.append(Waiting("", "unread", {"n": len(unread), "names": _listed(unread)}))
    counts = {
        "disputed": int((tags["status"] == "disputed").sum()),
        "loose": int(((tags["status"] != "suggested") & (tags["item_id"] == "")).sum()),
        "bare": int((tables["swot"]["n_passages"].astype(int) == 0).sum()) if len(tables["swot"]) else 0,
    }
    return found + [Waiting("", what, {"n": n}) for what, n in counts.items() if n]


def _split(placed: pd.DataFrame, codebook: Codebook) -> dict[str, int]:
    """How many of each coder's tags have a code that was split and wait for a new decision."""
    counts: dict[str, int] = {}
    touched = placed[placed["split"]]
    keys = set(zip(touched["coder"], touched["transcript_id"], touched["new_turn"]))
    for key, rows in placed.groupby(["coder", "transcript_id", "new_turn"], sort=True):
        if key in keys:
            waiting = len(to_decide_anew(rows.to_dict("records"), codebook))
            counts[str(key[0])] = counts.get(str(key[0]), 0) + waiting
    return {coder: n for coder, n in counts.items() if n}


def retention(study: Study, today: dt.date) -> Waiting | None:
    """A reminder when what people said may not be kept much longer, or no longer."""
    until = study.privacy.retain_until
    if until is None or (until - today).days > SOON:
        return None
    days = (until - today).days
    return Waiting(
        "", "past_retention" if days < 0 else "retention", {"date": until.isoformat(), "n": abs(days)}
    )


def _listed(names: Sequence[str]) -> str:
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" + {more}" if more > 0 else "")
