"""Queue, blindness, keys, texts, evidence, and the notebooks as files."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from delphi.review import blind, open_desk
from delphi.review.evidence import readable
from delphi.review.keys import COMMANDS, letters, numbers
from delphi.review.memory import remember, remembered
from delphi.review.queue import queue
from delphi.review.texts import FRAME, TEXTS, texts

ROOT = Path(__file__).parents[2]
REVIEW = ROOT / "src/delphi/review"
TURNS = [(f"T{transcript}", turn) for transcript in range(5) for turn in range(1, 61)]


def test_queue_holds_every_turn_once_and_is_the_same_again():
    confidence = {turn: place / 300 for place, turn in enumerate(TURNS) if place % 2}
    order = queue(TURNS, confidence, seed=1)
    assert sorted(order) == sorted(TURNS)
    assert order == queue(list(reversed(TURNS)), confidence, seed=1)
    assert order != queue(TURNS, confidence, seed=2)


def test_queue_spreads_first_then_mixes_doubt_with_chance():
    confidence = {turn: place / 300 for place, turn in enumerate(TURNS) if place % 2}
    order = queue(TURNS, confidence, seed=1, spread=40)
    assert {name: sum(t[0] == name for t in order[:40]) for name in {t[0] for t in TURNS}} == dict.fromkeys(
        {t[0] for t in TURNS}, 8
    )
    doubtful = sorted((turn for turn in confidence if turn not in order[:40]), key=confidence.get)
    mixed = order[40:90]
    by_chance = mixed[4::5]
    assert [turn for turn in mixed if turn not in by_chance] == [t for t in doubtful if t not in by_chance][
        :40
    ]
    assert any(turn not in confidence for turn in by_chance)


def test_queue_begins_with_what_is_to_be_decided_anew():
    assert queue(TURNS, {}, seed=1, again=[("T3", 7), ("gone", 1)])[0] == ("T3", 7)
    assert queue([], {}, seed=1) == []


def test_blind_hides_the_share_and_always_the_same_turns():
    hidden = [turn for turn in TURNS if blind.is_hidden("ann", *turn, 0.2, 1)]
    assert 0.12 < len(hidden) / len(TURNS) < 0.28
    assert hidden != [turn for turn in TURNS if blind.is_hidden("bo", *turn, 0.2, 1)]
    assert blind.is_hidden("ann", "R1", 4, 0.2, 1) == blind.is_hidden("ann", "R1", 4, 0.2, 1)
    assert not any(blind.is_hidden("ann", *turn, 0, 1) for turn in TURNS)
    assert all(blind.is_hidden("ann", *turn, 1, 1) for turn in TURNS)


@pytest.mark.parametrize(
    ("labels", "keys"),
    [
        (["Sterkte", "Zwakte", "Kans", "Bedreiging", "Voorwaarde"], "szkbv"),
        (["Strength", "Weakness", "Opportunity", "Threat", "Condition"], "swotc"),
        (["Advantage", "Drawback", "Chance", "Risk", "Requirement"], None),
        ([f"Category {number}" for number in range(20)], None),
        (["Économie", "市", "—"], None),
    ],
)
def test_keys_are_different_and_no_command(labels, keys):
    found = letters(labels)
    assert keys is None or found == list(keys)
    assert len(set(found)) == len(labels)
    assert all(found)
    assert not set(found) & set(COMMANDS)
    assert numbers(20) == [*"123456789", *"abcdefghijk"]


def test_keys_of_commands_are_those_of_the_window():
    script = (REVIEW / "check_tags.js").read_text(encoding="utf-8")
    commands = script[script.index("const commands = {") : script.index("const readingOnly")]
    assert set(re.findall(r"\b([a-z]): ", commands)) == set(COMMANDS)


def test_texts_are_there_for_all_that_asks_for_them():
    for name, versions in (FRAME | TEXTS).items():
        assert all(versions), name
        assert re.findall(r"\{\w+\}", versions[0]) == re.findall(r"\{\w+\}", versions[1]), name
    assert texts("fr") == texts("en") != texts("nl")
    own = (
        "check_tags.js",
        "conversation.js",
        "frame.js",
    )  # the other windows have texts and tests of their own
    scripts = "".join((REVIEW / name).read_text(encoding="utf-8") for name in own)
    asked = set(re.findall(r"\bt(?:exts)?\.([a-z_]+)\b", scripts))
    asked |= set(re.findall(r'"(key_\w+)"', scripts)) | set(re.findall(r'act\("[^"]+", "(\w+)"', scripts))
    desk = (REVIEW / "desk.py").read_text(encoding="utf-8")
    asked |= set(re.findall(r'_say\(\s*"\w+", "(\w+)"', desk)) | set(re.findall(r'_words\["(\w+)"\]', desk))
    assert asked <= set(FRAME | TEXTS), asked - set(FRAME | TEXTS)


def test_scripts_put_text_into_the_page_as_text_only():
    for path in REVIEW.glob("*.js"):
        script = path.read_text(encoding="utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|https?:|import\s", script
        ), path.name


def test_evidence_is_readable():
    labels, words = {"weak": "Zwakte"}, texts("nl")
    line = 'terms="niet goed" (weak), "x" (other); topic=opener "de tuin" turn 45, distance 14; negation="goed" by "niet"; new=1'
    assert readable(line, labels, words) == (
        '"niet goed" (Zwakte), "x" (other); waarover het gaat: "de tuin", beurt 45; '
        'let op, ontkenning: "goed" bij "niet"; new=1'
    )


def test_widget_answers_messages_and_tells_errors(study):
    widget = open_desk("ann", study)
    assert widget.view["stage"] == "start"
    assert repr(widget) == "CheckTags()"
    widget._handle_custom_msg({"act": "begin", "place": "T1", "seq": 4}, [])
    assert (widget.view["seq"], widget.view["work"]["turn"]) == (4, 2)
    widget._handle_custom_msg({"act": "find", "query": "tuin", "seq": 5}, [])
    assert [hit["turn"] for hit in widget.view["hits"]] == [4, 5]
    widget._handle_custom_msg({"act": "save", "seq": 6}, [])
    assert (widget.view["seq"], widget.view["notice"]["kind"]) == (6, "error")


def test_widget_shows_what_is_wrong_with_the_study(study):
    (study / "config/codebook.yaml").write_text("version: x\n")
    widget = open_desk("", study)
    assert widget.view["stage"] == "blocked"
    assert "codebook.yaml" in widget.view["notice"]["text"]


def test_import_of_the_room_needs_no_notebook_packages():
    code = "import sys; import delphi.review; assert not {'anywidget', 'pandas'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_check_tags_notebook_has_no_outputs_and_is_what_its_script_says():
    notebook = json.loads((ROOT / "notebooks/check_tags.ipynb").read_text(encoding="utf-8"))
    script = (ROOT / "notebooks/check_tags.py").read_text(encoding="utf-8")
    for cell in notebook["cells"]:
        assert not cell.get("outputs")
        for line in "".join(cell["source"]).splitlines():
            assert line in script


def test_memory_that_cannot_be_read_is_none(tmp_path):
    file = tmp_path / "review/ann.json"
    assert remembered(file) is None
    remember(file, {"transcript_id": "T1", "turn": 3, "place": ""})
    assert remembered(file) == {"transcript_id": "T1", "turn": 3, "place": ""}
    assert [path.name for path in file.parent.iterdir()] == ["ann.json"]
    for broken in ("{", "[]", '{"turn": 3}', '{"transcript_id": "T1", "turn": "x"}'):
        file.write_text(broken)
        assert remembered(file) is None
    remember(tmp_path / "review/ann.json/below/bo.json", {})  # no place for it: no harm
