"""A small study folder as the workflow leaves it, written by the tests that need one."""

from __future__ import annotations

import pandas as pd

NASTY = "'t Is “koud” 🥶, cafe\u0301 dicht. Daar ga ik dus niet meer heen! Ge moet wel durven."
STUDY = """\
title: Buurt
language: {language}
date: 2025-01-01
rounds:
  - {{number: 1, purpose: breadth, label: {{nl: Eerste, en: First}}}}
perspectives:
  neighbour: {{label: {{nl: Buur, en: Neighbour}}}}
swot: {{display: quadrants}}
coding: {{hide_suggestions_share: {share}, seed: 5}}
"""
CODEBOOK = """\
version: {version}
language: nl
work_model:
  - key: choir
    label: {{nl: Koor, en: Choir}}
    definition: {{nl: Samen zingen in de buurt., en: Singing together.}}
    include: {{nl: repetities, en: rehearsals}}
  - {{key: garden, label: {{nl: Tuin, en: Garden}}, definition: {{nl: Samen tuinieren., en: Gardening together.}}}}
swot:
  - {{key: plus, label: {{nl: Sterkte, en: Strength}}, definition: {{nl: Wat goed gaat., en: What goes well.}}}}
  - {{key: minus, label: {{nl: Zwakte, en: Weakness}}, definition: {{nl: Wat niet goed gaat., en: What does not.}}}}
  - {{key: need, label: {{nl: Voorwaarde, en: Condition}}, definition: {{nl: Wat nodig is., en: What is needed.}}}}
{more}"""
TURN_KINDS = {"turn": "int32", "line": "int32", "start_time": "float64", "end_time": "float64"}


def turn(transcript, number, speaker, text):
    facilitator = speaker == "M"
    return {
        "transcript_id": transcript, "turn": number, "speaker": speaker,
        "participant_id": "" if facilitator else speaker, "facilitator": facilitator,
        "start_time": float("nan"), "end_time": float("nan"), "line": number, "text": text,
    }  # fmt: skip


def sentences_of(text):
    start = 0
    for end, mark in enumerate(text, 1):
        if mark in ".!?" and text[start:end].strip():
            yield start, end
            start = end + 1
    if text[start:].strip():
        yield start, len(text)


TURNS = [
    turn("T1", 1, "M", "Vertel eens over het koor."),
    turn("T1", 2, "Ann", "Het koor is gezellig. We zingen elke week. Maar het is ver."),
    turn("T1", 3, "Bea", NASTY),
    turn("T1", 4, "M", "En de tuin?"),
    turn("T1", 5, "Ann", "In de tuin werkt iedereen. [lacht] Dat is fijn."),
    turn("T1", 6, "Bea", "Goed."),
    turn("T2", 1, "M", "Welkom <b>allemaal</b>."),
    turn("T2", 2, "Cas", "<script>window.bad = 1</script> Het koor kost niets."),
    turn("T2", 3, "Ann", "=HYPERLINK(\"x\";\"y\") zei de secretaris."),
]  # fmt: skip
SUGGESTIONS = [
    ("T1", 2, 0, 21, "choir", "plus", "terms", 0.9, "terms=koor, gezellig", '[["C1", "contests", 0.6]]'),
    (
        "T1",
        2,
        43,
        59,
        "choir",
        "minus",
        "topic",
        0.4,
        "topic=koor turn 1",
        '[["C2", "", 0.0], ["G1", "nuances", 0.7]]',
    ),
    ("T1", 3, 0, 26, "choir", "minus", "topic", 0.6, "topic=koor turn 1", ""),
    ("T2", 2, 32, 53, "choir", "plus", "terms", 0.3, "terms=koor", ""),
]
COLUMNS = [
    "transcript_id", "turn", "start", "end", "work_model", "swot", "source", "confidence", "evidence", "statements"
]  # fmt: skip


def write_study(
    folder, *, language="nl", share=0, version=1, more="", turns=TURNS, suggestions=SUGGESTIONS, items=True
):
    for name in ("config", "data/raw", "data/coded"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "config/study.yaml").write_text(STUDY.format(language=language, share=share), encoding="utf-8")
    (folder / "config/codebook.yaml").write_text(
        CODEBOOK.format(version=version, more=more), encoding="utf-8"
    )
    head = "transcript_id,file,round,kind,group,place,date,language,facilitators,notes\n"
    ids = sorted({said["transcript_id"] for said in turns})
    rows = "".join(f"{name},{name}.txt,1,talk,north,Ham,2025-01-01,nl,M,\n" for name in ids)
    (folder / "data/raw/transcripts.csv").write_text(head + rows, encoding="utf-8")
    if items:
        (folder / "data/coded/items.csv").write_text(
            "item_id,version,work_model,swot,subgroup,parent_id,order,statement\n"
            "C1,1,choir,plus,,,1,Zingen verbindt\nG1,1,garden,plus,,,1,Wieden ook\nC2,1,choir,minus,,,2,Het koor is ver\n",
            encoding="utf-8",
        )
    sentences = [
        {
            "transcript_id": said["transcript_id"],
            "turn": said["turn"],
            "sentence": number,
            "start": a,
            "end": b,
        }
        for said in turns
        for number, (a, b) in enumerate(sentences_of(said["text"]), 1)
    ]
    frames = {
        "turns": pd.DataFrame(turns).astype(TURN_KINDS),
        "sentences": pd.DataFrame(sentences).astype(
            dict.fromkeys(("turn", "sentence", "start", "end"), "int32")
        ),
        "suggestions": pd.DataFrame(suggestions, columns=COLUMNS),
    }
    for name, frame in frames.items():
        (folder / "data/interim" / name).mkdir(parents=True, exist_ok=True)
        frame.to_parquet(folder / "data/interim" / name / "0.parquet", index=False)
    return folder
