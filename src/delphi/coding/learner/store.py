"""Learners in files: one folder, a file per fold that says whose decisions it has not seen."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from delphi.coding.learner.category import Categories, Memory, Verdicts
from delphi.coding.learner.grams import Grams
from delphi.coding.learner.judgement import Judgement
from delphi.coding.learner.learn import ALL, Learner
from delphi.coding.learner.origin import SUMMARY
from delphi.coding.learner.stance import Stances
from delphi.coding.learner.statements import Known
from delphi.coding.learner.stretch import Stretcher
from delphi.coding.learner.thresholds import Thresholds
from delphi.errors import InputError

FORMAT = 2
REMEDY = "Delete the folder and run the workflow again; it is made anew."
FOLDS = "folds.csv"
Arrays = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True)
class Trained:
    """What `delphi train` left.

    Attributes
    ----------
    folder
        Where the learners are.
    folds
        Fold of every transcript that somebody checked.
    reason
        Why there is no learner; empty when there is one.
    checked
        Turns that were learned from.
    needed
        How many are needed.
    """

    folder: Path
    folds: Mapping[str, int]
    reason: str
    checked: int
    needed: int = 0

    def learner_for(self, transcript: str) -> Learner:
        """The one that has not seen the decisions on this transcript."""
        return read_learner(self.folder / _name(self.folds.get(transcript, ALL)))


def write_trained(
    folder: Path, learners: Mapping[int, Learner], folds: Mapping[str, int], summary: Mapping[str, object]
) -> None:
    """Write learners, the fold of every transcript, and a summary; equal learners give equal bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.npz"):
        old.unlink()
    for fold, learner in learners.items():
        _write(folder / _name(fold), _arrays(learner))
    with (folder / FOLDS).open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["transcript_id", "fold"])
        rows.writerows(sorted(folds.items()))
    text = json.dumps({**summary, "format": FORMAT}, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / SUMMARY).write_text(f"{text}\n", encoding="utf-8")


def open_trained(folder: Path) -> Trained:
    """What is in a folder of learners.

    Raises
    ------
    InputError
        When `delphi train` did not write it.
    """
    try:
        summary = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
        with (folder / FOLDS).open(encoding="utf-8", newline="") as file:
            folds = {row["transcript_id"]: int(row["fold"]) for row in csv.DictReader(file)}
        if summary["format"] != FORMAT:
            raise KeyError("format")
        checked, needed = int(summary["checked_turns"]), int(summary.get("needed", 0))
        return Trained(folder, folds, str(summary["reason"]), checked, needed)
    except (OSError, ValueError, KeyError):
        raise InputError("here is nothing that was learned, or not whole.", folder, remedy=REMEDY) from None


def read_learner(path: Path) -> Learner:
    """One learner.

    Raises
    ------
    InputError
        When the file is missing or damaged.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as found:
            return _learner({name: found[name] for name in found.files})
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        what = f"`{path.name}` is damaged or missing."
        raise InputError(what, path.parent, remedy=REMEDY) from None


def _name(fold: int) -> str:
    return "all.npz" if fold == ALL else f"without-{fold}.npz"


def _arrays(learner: Learner) -> Arrays:
    g, j, c, s = learner.grams, learner.judgement, learner.categories, learner.stretcher
    m, k, t = learner.memory, learner.known, learner.stances
    return {
        "words": _packed(g.words), "pairs": g.pairs, "pieces": _packed(g.pieces), "idf": g.idf,
        "told": learner.told, "asked": learner.asked,
        "node_scale": learner.node_scale, "node": learner.node,
        "step_mean": learner.step_mean, "step_scale": learner.step_scale, "step": learner.step,
        "judge_words": j.words, "judge_mean": j.mean, "judge_scale": j.scale,
        "judge": np.append(j.coefficients, j.intercept),
        "said": learner.verdicts.said, "questions": learner.verdicts.asked,
        "memory_data": m.texts.data, "memory_indices": m.texts.indices, "memory_indptr": m.texts.indptr,
        "memory_model": m.model, "memory_category": m.category, "memory_fold": m.fold,
        "items": _packed(k.items), "item_data": k.texts.data, "item_indices": k.texts.indices,
        "item_indptr": k.texts.indptr, "item_model": k.model, "item_category": k.category,
        "item_stands": k.stands, "item_stances": k.stances,
        "stance_words": t.words, "stance_mean": t.mean, "stance_scale": t.scale,
        "stance": t.coefficients, "stance_intercept": t.intercept,
        "category_scale": c.scale, "category": np.append(c.coefficients, c.intercept),
        "stretch_words": s.words, "stretch_mean": s.mean, "stretch_scale": s.scale,
        "stretch": np.append(s.coefficients, s.intercept),
        "thresholds": np.append(learner.thresholds.further, learner.thresholds.judged),
        "n_turns": np.array([learner.n_turns]),
    }  # fmt: skip


def _learner(a: Arrays) -> Learner:
    grams = Grams(_unpacked(a["words"]), a["pairs"], _unpacked(a["pieces"]), a["idf"])
    memory = Memory(_rows(a, "memory", grams), a["memory_model"], a["memory_category"], a["memory_fold"])
    known = Known(
        _unpacked(a["items"]), _rows(a, "item", grams), a["item_model"], a["item_category"], a["item_stands"],
        a["item_stances"],
    )  # fmt: skip
    stances = Stances(
        a["stance_words"],
        a["stance_mean"],
        a["stance_scale"],
        a["stance"],
        a["stance_intercept"],
    )
    judge, category, stretch = a["judge"], a["category"], a["stretch"]
    return Learner(
        grams, a["told"], a["asked"], a["node_scale"], a["node"], a["step_mean"], a["step_scale"], a["step"],
        Judgement(a["judge_words"], a["judge_mean"], a["judge_scale"], judge[:-1], float(judge[-1])),
        Verdicts(a["said"], a["questions"]), memory, known,
        Categories(a["category_scale"], category[:-1], float(category[-1])),
        Stretcher(a["stretch_words"], a["stretch_mean"], a["stretch_scale"], stretch[:-1], float(stretch[-1])),
        stances, Thresholds(float(a["thresholds"][-1]), a["thresholds"][:-1]), int(a["n_turns"][0]),
    )  # fmt: skip


def _rows(a: Arrays, name: str, grams: Grams) -> sp.csr_matrix:
    """A sparse table of so many features as the learner knows."""
    shape = (len(a[f"{name}_indptr"]) - 1, grams.n_features)
    return sp.csr_matrix((a[f"{name}_data"], a[f"{name}_indices"], a[f"{name}_indptr"]), shape=shape)


def _write(path: Path, arrays: Arrays) -> None:
    part = path.with_suffix(".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            entry = io.BytesIO()
            np.save(entry, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), entry.getbuffer())  # no clock in the entry
    part.replace(path)


def _packed(strings: list[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("".join(f"{s}\x00" for s in strings).encode("utf-8", "surrogatepass"), np.uint8)


def _unpacked(array: npt.NDArray[np.generic]) -> list[str]:
    return array.tobytes().decode("utf-8", "surrogatepass").split("\x00")[:-1]
