"""What differs between two builds, and how it is told."""

from __future__ import annotations

import pytest
from tests.compare.builds import CONFIGURATION, A, B, content, manifest, write

from delphi.compare import compare, read_build, tell
from delphi.compare.causes import causes


@pytest.fixture
def pair(tmp_path):
    """Two builds, each given as arguments of `write`."""

    def made(old: dict, new: dict):
        return read_build(write(tmp_path / "old", **old)), read_build(write(tmp_path / "new", **new))

    return made


def told(old, new, **how) -> str:
    return tell(compare(old, new), old, new, why=causes(old, new), **how).text(10_000)


def test_changes_none_between_a_build_and_itself(pair):
    old, new = pair({"said": content(T1="It is near")}, {"said": content(T1="It is near")})
    assert not compare(old, new)
    text = told(old, new)
    assert "There is no difference in statements, statuses, numbers or quotations." in text
    assert "Everything that went in is the same." in text


def test_changes_of_statements(pair):
    new_b = (
        B.replace("The bus is late", "The bus comes late")
        .replace("bus,bad", "bus,good")
        .replace(",1,bad", ",2,good")
    )
    old, new = pair({}, {"swot": (new_b, A.replace(",A,", ",C,"))})
    text = told(old, new)
    assert "New: C “The bus is near” (confirmed)." in text
    assert "Gone: A “The bus is near” (was confirmed)." in text
    assert "Reworded: B “The bus is late” → “The bus comes late”." in text
    assert "Moved: B “The bus comes late”, from Buses / Bad sides to Buses / Good sides." in text
    assert "Becomes empty: Buses, Bad sides." in text


def test_changes_of_status_and_support(pair):
    before = (
        "A,2,worker,4,2,0,0,confirmed,1,",
        "A,2,worker,4,2,0,0,confirmed,1,north",
        "B,2,worker,4,1,0,0,introduced,1,",
    )
    after = (
        "A,2,worker,3,1,0,0,silent,1,",
        "A,2,worker,3,0,0,0,silent,1,north",
        "B,2,worker,3,1,0,0,introduced,1,",
    )
    old, new = pair(
        {"consensus": before}, {"consensus": after, "swot": (A.replace("confirmed", "introduced"), B)}
    )
    changes = compare(old, new)
    assert [(p.item_id, p.round) for p in changes.places] == [("A", "2")]
    text = told(old, new)
    assert "A “The bus is near”: confirmed → new." in text
    assert "A “The bus is near”, round 2, workers: confirmed → not touched upon, supports 2 → 1." in text


def test_changes_a_statement_that_loses_its_last_passage(pair):
    old, new = pair({}, {"swot": (A.replace(",1,3,2,", ",1,0,0,"), B)})
    text = told(old, new)
    assert "Loses its last passage: A “The bus is near”" in text
    assert "Becomes empty: Buses, Good sides." in text


def test_changes_of_numbers_one_sentence_a_row(pair):
    old, new = pair({"panel": ("1,north,worker,4,4,0,4",)}, {"panel": ("1,north,worker,3,3,0,3",)})
    assert "Panel, round 1, north, workers: invited 4 → 3, took part 4 → 3, new 4 → 3." in told(old, new)


def test_changes_of_a_table_that_is_not_known_are_counted(pair):
    old, new = pair({}, {})
    for build, value in ((old, "1"), (new, "2")):
        build.tables["learner"] = build.tables["swot"][["item_id"]].assign(f1=value)
    assert "learner.csv differs in 4 rows." in told(old, new)


def test_changes_of_quotations(pair):
    old, new = pair(
        {"said": content(T1="It is near", T2="It is red", T3="It is big")},
        {"said": content(T1="It is near", T9="It is red", T3="It is very big")},
    )
    text = told(old, new)
    assert "Changed: “It is big” → “It is very big” (Worker, meeting)." in text
    assert "It is red" not in text, "the same words under another code are the same quotation"
    assert "A “The bus is near” loses “It is big” (Worker, meeting, supports)." in text


def test_changes_conclusions_only_quotes_nobody(pair):
    old, new = pair(
        {
            "said": content(T1="Secret words"),
            "consensus": ("A,2,worker,4,2,0,0,confirmed,1,", "B,2,worker,4,2,0,0,confirmed,1,"),
        },
        {
            "said": content(T2="Other words"),
            "consensus": ("A,2,worker,3,1,0,0,confirmed,1,", "B,2,worker,3,0,0,0,silent,1,"),
        },
    )
    text = told(old, new, conclusions_only=True)
    assert "words" not in text.replace("in plain words", "")
    assert "A “The bus is near”, round 2" not in text, "no status changed"
    assert "B “The bus is late”, round 2, workers: confirmed → not touched upon." in text


def test_changes_why(pair):
    configuration = CONFIGURATION | {"rounds": [{"number": 1, "purpose": "judgement"}], "subtitle": "New"}
    inputs = {"config/study.yaml": "c", "data/coded/decisions/ben.csv": "b"}
    old, new = pair(
        {},
        {"made_of": manifest(inputs=inputs, configuration=configuration, delphi="0.2.0", codebook_version=2)},
    )
    text = told(old, new)
    for sentence in (
        "Changed: the configuration (config/study.yaml).",
        "Gone: the decisions of coder ada.",
        "Added: the decisions of coder ben.",
        "Setting rounds[1].purpose: breadth → judgement.",
        "Setting subtitle: nothing → New.",
        "Program delphi: 0.1.0 → 0.2.0.",
        "Version of the codebook: 1 → 2.",
    ):
        assert sentence in text


def test_changes_why_is_not_known_without_a_manifest(pair):
    old, new = pair({}, {})
    old.manifest.clear()
    assert causes(old, new) is None
    assert "why they differ cannot be said" in told(old, new)


def test_changes_hostile_text_comes_out_literally(pair):
    hostile = "<script>alert(1)</script> [x](y) *b* _i_"
    old, new = pair({}, {"swot": (A.replace("The bus is near", hostile), B)})
    report = tell(compare(old, new), old, new, with_why=False)
    assert "<script>" not in report.html()
    assert "&lt;script&gt;" in report.html()
    assert r"\<script\>" in report.markdown()
    assert r"\[x\](y) \*b\* \_i\_" in report.markdown()
    assert hostile in report.text(10_000)


def test_changes_of_a_dutch_study_are_told_in_dutch(pair):
    dutch = manifest(configuration=CONFIGURATION | {"language": "nl"})
    old, new = pair({"made_of": dutch}, {"made_of": dutch, "swot": (A.replace("confirmed", "contested"), B)})
    assert "A “The bus is near”: bevestigd → betwist." in told(old, new)


def test_changes_texts_are_the_same_in_both_languages():
    from delphi.compare.texts import TEXTS

    def shape(value):
        return {key: shape(inner) for key, inner in value.items()} if isinstance(value, dict) else None

    assert shape(TEXTS["nl"]) == shape(TEXTS["en"])


def test_changes_of_what_nobody_touched_are_counted_together(pair):
    rows = [f"{item},2,worker,4,0,0,0,{{}},1," for item in ("A", "B")]
    old, new = pair(
        {"consensus": tuple(row.format("silent") for row in rows)},
        {"consensus": tuple(row.format("not_coded") for row in rows)},
    )
    text = told(old, new)
    assert "Per round and perspective (1)" in text
    assert "Round 2, workers: 2 statements, not touched upon → not yet coded." in text
