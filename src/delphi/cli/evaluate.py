"""`delphi evaluate`: how well suggestions fit people on transcripts that the learner has not seen."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from delphi.cli.learning import add_inputs, open_inputs
from delphi.cli.options import write_csv
from delphi.coding.learner.confusions import confusions
from delphi.coding.learner.conversation import Bools, Ints
from delphi.coding.learner.linking import Linking, open_linking
from delphi.coding.learner.measure import (
    LEARNER_TABLE,
    blocks_of,
    coverage_curve,
    measure,
    reliability,
)
from delphi.coding.learner.simulate import simulate
from delphi.coding.learner.statements import STANCES
from delphi.coding.learner.trial import METHODS, Answers, Trial, held_out, open_trial
from delphi.privacy import mask_speakers
from delphi.review.queue import queue
from delphi.study import Study, Transcript

FACETS = ("judged", "work_model", "block", "swot")
HUMAN = "human"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    add_inputs(parser)
    parser.add_argument(
        "--gold", default="", metavar="CODER", help="whose decisions count (default: who read most)"
    )
    parser.add_argument(
        "--digest", default="", metavar="TEXT", help="fingerprint of the inputs, kept beside the tables"
    )
    parser.add_argument("--to-learner", required=True, metavar="FILE", help="the table of scores")
    parser.add_argument(
        "--to-evaluation", required=True, metavar="FOLDER", help="curves, confusions and fingerprint"
    )


def run(options: argparse.Namespace) -> None:
    """Measure, simulate, write."""
    given = open_inputs(options, whole=True)
    study, transcripts, batches = given.study, given.transcripts, given.batches
    trial = open_trial(
        batches,
        given.sentences,
        given.placed,
        given.codebook,
        study.swot.general,
        options.gold,
        given.register,
    )
    with threadpool_limits(1):
        linking = _linking(trial)
        tried = _splits(trial, transcripts, linking)
        scores = _scores(trial, tried, study, transcripts)
        scores = pd.concat([scores, _stances(linking, study)], ignore_index=True)
        topics = tried["transcript"]["topics"]
        curve = simulate(
            trial, study.coding.seed, topics, lambda turns, sure: queue(turns, sure, seed=study.coding.seed)
        )
    texts = {
        (transcript, int(turn)): text
        for _, frame in batches
        for transcript, turn, text in zip(frame["transcript_id"], frame["turn"], frame["text"])
    }
    answers = tried["transcript"]["learner"]
    mask = mask_speakers(transcripts, given.participants, study)
    coverage, promised = _sureness(trial, answers)
    folder = Path(options.to_evaluation)
    write_csv(scores, options.to_learner)
    for name, frame in (
        ("scores", scores), ("curve", curve), ("coverage", coverage), ("reliability", promised),
        ("statements", linking.found()), ("stances", linking.weighed().table()), ("confusions", confusions(trial, answers, texts, mask)),
    ):  # fmt: skip
        write_csv(frame.round(4), str(folder / f"{name}.csv"))
    summary = {
        "digest": options.digest,
        "gold": trial.gold,
        "turns": len(trial.keys),
        "transcripts": len(trial.names),
    }
    (folder / "summary.json").write_text(f"{json.dumps(summary, sort_keys=True)}\n", encoding="utf-8")
    _tell(scores, coverage, linking.found())


def _linking(trial: Trial) -> Linking:
    """The gold coder's links on turns that she read."""
    turns = pd.concat([frame for _, frame in trial.batches], ignore_index=True)
    linking = open_linking(trial.placed, turns, trial.gold)
    read = [
        key in trial.place for key in zip(linking.links["transcript_id"], linking.links["turn"].astype(int))
    ]
    return linking.only(np.array(read, bool))


def _stances(linking: Linking, study: Study) -> pd.DataFrame:
    """How well stances fit, per link of the gold coder with one, in transcripts that the learner has not seen."""
    told = linking.told
    kept = np.flatnonzero((told >= 0) & (linking.given >= 0))
    methods = {"majority": (kept, linking.majority[kept]), "learner": (kept, linking.given[kept])}
    for coder in sorted(linking.others):
        rows, said = linking.beside(coder)
        both = told[rows] >= 0 if len(rows) else np.zeros(0, bool)
        methods[f"{HUMAN}:{coder}"] = (rows[both], said[both])
    parts = []
    for method, (rows, given) in methods.items():
        if not len(rows):
            continue
        _, transcript = np.unique(linking.links["transcript_id"].to_numpy()[rows], return_inverse=True)
        table = measure(
            linking.one_hot(told[rows]), linking.one_hot(given), transcript.astype(np.int64), STANCES,
            study.coding.seed,
        )  # fmt: skip
        parts.append(table.assign(split="transcript", facet="stance", method=method))
    if not parts:
        return pd.DataFrame(columns=LEARNER_TABLE)
    return pd.concat(parts, ignore_index=True).reindex(columns=LEARNER_TABLE).round(4)


def _splits(
    trial: Trial, transcripts: Sequence[Transcript], linking: Linking
) -> dict[str, dict[str, Answers]]:
    """Answers of all methods, leaving out a transcript at a time and a round at a time."""
    of_round: dict[str, list[str]] = {}
    for session in transcripts:
        if session.transcript_id in trial.names:
            of_round.setdefault(str(session.round), []).append(session.transcript_id)
    tried = {"transcript": held_out(trial, {name: [name] for name in trial.names}, linking)}
    if len(of_round) > 1:
        tried["round"] = held_out(trial, of_round)
    return tried


def _scores(
    trial: Trial, tried: dict[str, dict[str, Answers]], study: Study, transcripts: Sequence[Transcript]
) -> pd.DataFrame:
    blocks = [(block.key, block.categories) for block in study.swot.blocks]
    told = _facets(*trial.told(trial.gold), trial, blocks)
    everything = np.ones(len(trial.keys), bool)
    rounds = {session.transcript_id: session.round for session in transcripts}
    of_turn = np.array([rounds[name] for name, _ in trial.keys], np.int64)
    subsets = [
        ("", everything),
        *((f"_round_{number}", of_turn == number) for number in np.unique(of_turn).tolist()),
    ]
    subsets += [(f"_from_round_{number}", of_turn >= number) for number in np.unique(of_turn).tolist()[1:-1]]
    parts = []
    for split, answers in tried.items():
        for suffix, rows in subsets if split == "transcript" else subsets[:1]:
            for method in METHODS:
                given = _facets(answers[method].models, answers[method].categories, trial, blocks)
                parts.append(_measured(f"{split}{suffix}", method, told, given, rows, trial, study, blocks))
    for coder in sorted(set(trial.read["coder"]) - {trial.gold}):
        rows = trial.read_by(coder)
        if rows.any():
            given = _facets(*trial.told(coder), trial, blocks)
            parts.append(_measured("transcript", f"{HUMAN}:{coder}", told, given, rows, trial, study, blocks))
            same = _facets(
                tried["transcript"]["learner"].models,
                tried["transcript"]["learner"].categories,
                trial,
                blocks,
            )
            parts.append(_measured(f"read_by_{coder}", "learner", told, same, rows, trial, study, blocks))
    return pd.concat(parts, ignore_index=True).reindex(columns=LEARNER_TABLE).round(4)


def _facets(
    models: Bools, categories: Bools, trial: Trial, blocks: list[tuple[str, list[str]]]
) -> dict[str, Bools]:
    """Labels of every facet; a study without blocks has none."""
    found = {"judged": np.any(models, axis=1, keepdims=True), "work_model": models, "swot": categories}
    if blocks:
        found["block"] = blocks_of(categories, trial.codes.categories, blocks)
    return found


def _measured(
    split: str,
    method: str,
    told: dict[str, Bools],
    given: dict[str, Bools],
    rows: Bools,
    trial: Trial,
    study: Study,
    blocks: list[tuple[str, list[str]]],
) -> pd.DataFrame:
    labels = {
        "judged": ["judged"], "work_model": trial.codes.models, "swot": trial.codes.categories,
        "block": [key for key, _ in blocks],
    }  # fmt: skip
    _, transcript = np.unique(trial.transcript[rows], return_inverse=True)
    parts = [
        measure(
            told[facet][rows],
            given[facet][rows],
            transcript.astype(np.int64),
            labels[facet],
            study.coding.seed,
        ).assign(facet=facet)
        for facet in FACETS
        if facet in told
    ]
    return pd.concat(parts, ignore_index=True).assign(split=split, method=method)


def _sureness(trial: Trial, answers: Answers) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Coverage against accuracy on turns that the coder tagged and on all that are suggested, and reliability."""
    models, categories = trial.told(trial.gold)
    tagged, offered = np.asarray(models.any(axis=1)), np.asarray(answers.models.any(axis=1))
    curves, bands = [], []
    for facet, told, share in (
        ("work_model", models, answers.subject),
        ("swot", categories, answers.category),
    ):
        best: Ints = share.argmax(axis=1)
        right = told[np.arange(len(best)), best]
        sure = share.max(axis=1)
        curves.append(coverage_curve(right[tagged], sure[tagged]).assign(facet=facet, of="tagged"))
        both = (answers.judged * sure)[offered]
        curves.append(coverage_curve(right[offered], both).assign(facet=facet, of="suggested"))
        bands.append(reliability(right[tagged], sure[tagged]).assign(facet=facet))
    bands.append(reliability(tagged, answers.judged).assign(facet="judged"))
    order = ["facet", "of", "coverage", "n", "right"]
    return pd.concat(curves, ignore_index=True)[order], pd.concat(bands, ignore_index=True)


def _tell(scores: pd.DataFrame, coverage: pd.DataFrame, found: pd.DataFrame) -> None:
    means = scores[scores["code"] == ""]
    table = means.pivot_table(index=["split", "method"], columns="facet", values="f1", sort=False)
    print(table.round(3).to_string())
    for row in found.itertuples(index=False):
        print(
            f"evaluate: the statement is among the first {row.offered} offered for {row.right:.3f} of {row.n} links"
        )
    half = coverage[(coverage["coverage"] == 0.5)]
    for row in half.itertuples(index=False):
        print(f"evaluate: the surest half of {row.of} turns is right on {row.facet} in {row.right:.3f}")
