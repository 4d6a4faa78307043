"""The small study with decisions of two coders, carried through the workflow's own steps up to its tables."""

from __future__ import annotations

import contextlib
import io

import pandas as pd
from small_study import CODEBOOK, TURNS, write_study

from delphi.cli import main
from delphi.codebook import load_codebook
from delphi.coding.tokens import tokenise_turns, write_tokens
from delphi.decisions.append import Decision, append_decisions

DECIDED = {
    "ann": [
        Decision("T1", 2, "apply", 0, 21, "choir", "plus", "C1", "supports"),
        Decision("T1", 2, "apply", 22, 42, "choir", "plus"),
        Decision("T1", 2, "checked"),
        Decision("T1", 3, "apply", 29, 59, "choir", "minus", "C2", "supports"),
        Decision("T1", 3, "checked"),
        Decision("T1", 5, "apply", 0, 26, "garden", "plus", "G1", "supports"),
        Decision("T1", 5, "checked"),
        Decision("T1", 6, "checked"),
        Decision("T2", 2, "apply", 32, 52, "choir", "plus", "C1", "contests"),
        Decision("T2", 2, "checked"),
    ],
    "bo": [
        Decision("T1", 2, "apply", 0, 21, "choir", "need"),
        Decision("T1", 2, "checked"),
        Decision("T1", 3, "checked"),
        Decision("T1", 5, "apply", 0, 26, "garden", "plus"),
        Decision("T1", 5, "checked"),
        Decision("T1", 6, "checked"),
    ],
}
EVENTS = """\
item_id,version,event,round,group,participant_ids,passage_ids,text_before,text_after,reason,decided_by,decided_at
C1,1,introduced,1,north,Ann,T1:2:0-21,,Zingen verbindt,,team,2025-01-02
C1,2,reformulated,1,north,,,Zingen verbindt,Samen zingen verbindt,Cas vond het te ruim,team,2025-01-03
"""
ITEMS = """\
item_id,version,work_model,swot,subgroup,parent_id,order,statement
C1,1,choir,plus,,,1,Zingen verbindt
C1,2,choir,plus,,,1,Samen zingen verbindt
G1,1,garden,plus,,,1,Wieden ook
C2,1,choir,minus,,,2,Het koor is ver
"""
PEOPLE = """\
participant_id,perspective,group,invited_rounds,alias_of_labels
Ann,neighbour,north,1,
Bea,neighbour,north,1,
Cas,neighbour,north,1,
"""


def with_terms(codebook: str = CODEBOOK) -> str:
    """The codebook's text with terms for both work models; braces are still those of `format`."""
    text = codebook.replace("    include: {{nl: repetities, en: rehearsals}}\n", "    terms: [koor, zing*, '*huis', '!tuinhuis', samen zingen]\n    openers: [over het koor]\n")  # fmt: skip
    return text.replace(
        "Gardening together.}}}}", "Gardening together.}}, terms: [tuin*], openers: [de tuin]}}"
    )


def build(study, decided=DECIDED, turns=TURNS):
    """Everything that `make` derives before the report."""
    quiet = io.StringIO()
    language = "nl" if "language: nl" in (study / "config/study.yaml").read_text() else "en"
    write_study(study, language=language, turns=turns)
    (study / "config/codebook.yaml").write_text(with_terms().format(version=1, more=""), encoding="utf-8")
    (study / "data/raw/participants.csv").write_text(PEOPLE, encoding="utf-8")
    (study / "data/coded/items.csv").write_text(ITEMS, encoding="utf-8")
    (study / "data/coded/item_events.csv").write_text(EVENTS, encoding="utf-8")
    frame = pd.read_parquet(study / "data/interim/turns/0.parquet")
    write_tokens(study / "data/interim/tokens/0.npz", tokenise_turns(frame))
    texts = {(row.transcript_id, int(row.turn)): row.text for row in frame.itertuples()}
    codebook = load_codebook(study / "config/codebook.yaml")
    files = []
    for coder, decisions in decided.items():
        files.append(study / "data/coded/decisions" / f"{coder}.csv")
        files[-1].unlink(missing_ok=True)
        append_decisions(files[-1], decisions, coder=coder, texts=texts, codebook=codebook)
    with contextlib.redirect_stdout(quiet):
        for line in STEPS:
            words = line.format(s=study, files=" ".join(map(str, files))).split()
            assert main(words) == 0, words
    return study


REGISTERS = "--study {s}/config/study.yaml --codebook {s}/config/codebook.yaml --transcripts {s}/data/raw/transcripts.csv --participants {s}/data/raw/participants.csv"  # fmt: skip
ITEM_FILES = "--items {s}/data/coded/items.csv"
DERIVED = "--turns {s}/data/interim/turns/0.parquet --tags {s}/data/coded/tags.csv"
READING = "--reading {s}/data/interim/reading.parquet"
PLACED = "--placed {s}/data/interim/decisions.parquet"
STEPS = [
    f"settle {REGISTERS} {ITEM_FILES} --turns {{s}}/data/interim/turns/0.parquet"
    " --suggestions {s}/data/interim/suggestions/0.parquet --decisions {files} --to-tags {s}/data/coded/tags.csv"
    " --to-anchors {s}/reports/tables/anchors.csv --to-reading {s}/data/interim/reading.parquet"
    " --to-placed {s}/data/interim/decisions.parquet",
    f"agree {REGISTERS} {DERIVED} {PLACED} --agreement {{s}}/reports/tables/agreement.csv"
    " --disagreements {s}/data/interim/disagreements.csv --confusion {s}/data/interim/confusion.csv",
    f"rounds {REGISTERS} {ITEM_FILES} --events {{s}}/data/coded/item_events.csv {DERIVED} {READING} {PLACED}"
    " --to-consensus {s}/reports/tables/consensus.csv --to-panel {s}/reports/tables/panel.csv"
    " --to-links {s}/data/interim/links.parquet --to-presence {s}/data/interim/presence.parquet"
    " --to-happened {s}/data/interim/events.parquet",
    f"tables {REGISTERS} {ITEM_FILES} {DERIVED} {READING} --links {{s}}/data/interim/links.parquet"
    " --happened {s}/data/interim/events.parquet --to-swot {s}/reports/tables/swot.csv"
    " --to-coverage {s}/reports/tables/coverage.csv",
]
