"""What a person is told about a configuration or register that is wrong."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from delphi.errors import InputError
from delphi.plan import Plan
from delphi.study import check_files, check_present, load_participants, load_study, load_transcripts

EXAMPLE = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A copy of the example study's configuration and registers, with empty transcripts."""
    (tmp_path / "data").mkdir()
    shutil.copytree(EXAMPLE / "config", tmp_path / "config")
    shutil.copytree(EXAMPLE / "data/raw", tmp_path / "data/raw", ignore=shutil.ignore_patterns("transcripts"))
    (tmp_path / "data/raw/transcripts").mkdir()
    for file in (EXAMPLE / "data/raw/transcripts").iterdir():
        (tmp_path / "data/raw/transcripts" / file.name).touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def change(file: str, old: str, new: str) -> None:
    path = Path(file)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def read_all() -> None:
    study = load_study("config/study.yaml")
    transcripts = load_transcripts("data/raw/transcripts.csv", study)
    people = load_participants("data/raw/participants.csv", study)
    check_files(transcripts, "data/raw/transcripts", "data/raw/transcripts.csv")
    check_present(transcripts, people, "data/raw/transcripts.csv")


def complaint() -> str:
    with pytest.raises(InputError) as caught:
        read_all()
    return str(caught.value)


def line(file: str, text: str) -> int:
    return next(n for n, row in enumerate(Path(file).read_text("utf-8").splitlines(), 1) if text in row)


def test_config_example_is_in_order():
    plan = Plan()
    assert plan.study.round(2).purpose == "breadth"
    assert len(plan.transcripts) == 11
    assert sorted(len(plan.files(plan.of_batch(batch))) for batch in plan.batches) == [5, 6]


STUDY, SESSIONS, PEOPLE = "config/study.yaml", "data/raw/transcripts.csv", "data/raw/participants.csv"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (STUDY, "title:", "titel:", ["`titel`", "Did you mean `title`?"]),
        (STUDY, "purpose: breadth", "purpos: breadth", ["`purpos`", "Did you mean `purpose`?"]),
        (STUDY, "purpose: breadth", "purpose: width", ["rounds.2.purpose", "breadth", "judgement"]),
        (STUDY, "language: nl", "language: fr", ["`language`: `fr`", "Known are: nl, en"]),
        (STUDY, "date: 2025-10-01", "date: soon", ["`date`", "date"]),
        (STUDY, "{number: 2,", "{number: 1,", ["numbers under `rounds` must rise"]),
        (STUDY, "categories: [condition]", "categories: [threat]", ["`threat`", "twice"]),
        (STUDY, "agree_from: important", "agree_from: vital", ["`agree_from` is `vital`"]),
        (STUDY, "agree_from: important", "agree_form: important", ["Did you mean `agree_from`?"]),
        (STUDY, "levels: [not_needed, important, necessary]", "levels: [not_needed, 2]", ["mixes words and numbers"]),
        (STUDY, "levels: [not_needed, important, necessary]", "levels: [2, 1]", ["numbers in `levels` must rise"]),
        (STUDY, "levels: [not_needed, important, necessary]", "min: 9\n    max: 1", ["`min` must be lower"]),
        (STUDY, "levels: [not_needed, important, necessary]", "min: 1", ["needs `levels`, or `min` and `max`"]),
        (STUDY, "levels: [not_needed, important, necessary]", "levels: [one]", ["at least two levels"]),
        (STUDY, "    agree_from: important", "    min: 1\n    agree_from: important", ["either `levels` or `min`"]),
        (STUDY, "{not_needed: {nl:", "{not_neded: {nl:", ["`not_neded` is none of the levels"]),
        (STUDY, "measure: share_agree", "measure: share_agre", ["Did you mean `share_agree`?"]),
        (STUDY, "at_least: 0.75", "at_least: 75", ["`share_agree` lies between 0 and 1"]),
        (STUDY, "rounds: [3], perspective", "rounds: [2], perspective", ["judges round 2", "breadth"]),
        (STUDY, "  chapters: config/chapters", "  chapters: /etc", ["must be a folder inside the study"]),
        (STUDY, "batches: 2", "batches: 2\nbatches: 3", ["`batches`", "twice"]),
        (STUDY, "batches: 2", "batches: [", ["not valid YAML"]),
        (STUDY, "batches: 2", "\tbatches: 2", ["not valid YAML"]),
        (SESSIONS, "R2-FG2,R2-FG2.odt", "R2-FG1,R2-FG2.odt", ["`R2-FG1` stands twice", "line 3"]),
        (SESSIONS, "R2-FG2.odt", "R2-FG2.docx", ["`R2-FG2.docx` does not exist", "Did you mean `R2-FG2.odt`?",
                                                 "in no row of the register"]),
        (SESSIONS, "R2-FG2.odt,2", "R2-FG2.odt,7", ["round `7` is not declared", "1, 2, 3, 4"]),
        (SESSIONS, "transcript_id,file", "transcript,file", ["`transcript_id` is missing"]),
        (SESSIONS, "Antwerpen,Antwerpen,2025-03-11,nl,M", "Antwerpen,Antwerpen,2025-03-11,nl,Rita",
         ["facilitator's label `Rita`"]),
        (STUDY, "panel_kinds: [focus_group,", "panel_kinds: [focusgroup,", ["`focus_group` is no panel kind",
                                                                       "`focusgroup`"]),
        (PEOPLE, "Fatou,experience_expert", "Rita,experience_expert", ["`rita` belongs to two participants"]),
        (PEOPLE, "Fatou,experience_expert", "Fatou,experience_expret", ["`experience_expret`",
                                                                       "Did you mean `experience_expert`?"]),
        (PEOPLE, "1;4,S2", "1;4,S1", ["`s1` belongs to two participants"]),
        (PEOPLE, "Fatou,experience_expert,Antwerpen,2;3", "Fatou,experience_expert,Antwerpen,2;9", ["round `9`"]),
    ],
)  # fmt: skip
def test_config_says_what_is_wrong_and_where(file, old, new, said):
    change(file, old, new)
    message = complaint()
    place = SESSIONS if "panel_kinds" in old else file
    for part in (place, ", line ", *said):
        assert part in message, message


def test_config_names_the_line_of_the_mistake():
    change(STUDY, "  general: general", "  generall: general")
    assert f"line {line(STUDY, 'generall')}:" in complaint()


def test_config_reports_all_mistakes_at_once():
    change(STUDY, "title:", "titel:")
    change(STUDY, "purpose: breadth", "purpose: width")
    assert len(complaint().splitlines()) >= 2


def test_registers_saved_by_a_spreadsheet_read_the_same():
    study = load_study(STUDY)
    before = load_participants(PEOPLE, study)
    rows = list(csv.reader(Path(PEOPLE).read_text("utf-8").splitlines()))
    saved = io.StringIO()
    csv.writer(saved, delimiter=";", lineterminator="\r\n").writerows(rows)
    Path(PEOPLE).write_bytes(b"\xef\xbb\xbf" + saved.getvalue().encode())
    after = load_participants(PEOPLE, study)
    assert [(p.participant_id, p.labels, p.invited_rounds) for p in after] == [
        (p.participant_id, p.labels, p.invited_rounds) for p in before
    ]


def test_plan_stops_with_exit_code_2(capsys):
    change(STUDY, "title:", "titel:")
    with pytest.raises(SystemExit) as caught:
        Plan.open()
    assert caught.value.code == 2
    assert "Did you mean `title`?" in capsys.readouterr().err


def test_plan_digests_follow_only_what_they_name():
    before = Plan()
    change(STUDY, "title: Pers", "title: Andere pers")
    after = Plan()
    assert before.settings("rounds", "swot.blocks") == after.settings("rounds", "swot.blocks")
    assert before.settings("title") != after.settings("title")
    assert before.settings() != after.settings()
    change(SESSIONS, "Antwerpen,2025-03-11", "Antwerpen,2025-03-12")
    moved = Plan()
    one, other = ({b: plan.sessions(plan.of_batch(b)) for b in plan.batches} for plan in (moved, after))
    assert len([batch for batch in one if one[batch] != other[batch]]) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("learner: true", "learner: false"),
        ("min_checked_turns: 200", "min_checked_turns: 90"),
        ("  seed: 1", "  seed: 2"),
        ("  seed: 1", "  seed: 1\n  second_opinion: {kind: sentences, model: tiny}"),
    ],
)
def test_plan_digest_of_an_evaluation_follows_what_changes_suggestions(old, new):
    before = Plan().evaluated()
    change(STUDY, "hide_suggestions_share: 0.2", "hide_suggestions_share: 0.3")
    assert Plan().evaluated() == before
    change(STUDY, old, new)
    assert Plan().evaluated() != before


def test_plan_digest_of_statements_follows_what_the_learner_takes():
    nothing = Plan().statements()
    Path("data/coded").mkdir(parents=True)
    for name in ("items.csv", "item_events.csv"):
        shutil.copy(EXAMPLE / "data/coded" / name, "data/coded")
    before = Plan().statements()
    assert before != nothing
    change("data/coded/items.csv", "Een cursus is een veilige plek", "Een cursus is een warme plek")
    reworded = Plan().statements()
    assert reworded != before
    change("data/coded/item_events.csv", ",,team,", ",because,team,")  # why it was decided teaches nothing
    assert Plan().statements() == reworded
    change(STUDY, "learner: true", "learner: false")
    assert Plan().statements() not in (before, reworded)
