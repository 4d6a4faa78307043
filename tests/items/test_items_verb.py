"""`delphi items` on whole studies: what it writes, what it refuses, and what the workflow makes of it."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pandas as pd
import pytest
from tests.conftest import copy_study, files_of, snakemake

from delphi.cli import main, verb_parser
from delphi.cli.items import TEXTS

DATE = ("--on", "2025-01-01")
WHY = ("--reason", "so it was decided", "--by", "Wen", *DATE)


@pytest.fixture
def study(library, tmp_path, monkeypatch):
    """A copy of the English study as the workflow left it."""
    folder = tmp_path / "study"
    shutil.copytree(library, folder, ignore=shutil.ignore_patterns(".snakemake", "report.*"))
    monkeypatch.chdir(folder)
    return folder


def run(capsys, *words, code=0):
    assert main(["items", *words]) == code
    out = capsys.readouterr()
    assert "Traceback" not in out.err
    return out.err if code else out.out


def rows(file):
    with Path(file).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def mark(file, **statements):
    """Mark the proposals that begin with a quotation, give them a statement."""
    found = rows(file)
    for row in found:
        if row["proposal"] in statements and row["statement"]:
            row |= {"accept": "x", "statement": statements[row["proposal"]]}
    with Path(file).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, found[0], delimiter=";", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(found)


def test_items_every_act_and_option_is_explained():
    parser = verb_parser("items")
    acts = next(action for action in parser._actions if action.dest == "act").choices
    assert list(acts) == list(TEXTS)
    for act, its in acts.items():
        assert its.description
        for action in its._actions:
            assert action.help, f"{act} {action.option_strings}"


def test_items_propose_and_link_write_proposals_and_never_the_register(study, capsys):
    before = files_of(study / "data/coded")
    told = run(capsys, "propose") + run(capsys, "link")
    assert "data/interim/proposals/statements.csv" in told
    assert "unchecked" in told
    assert files_of(study / "data/coded") == before
    proposed = rows("data/interim/proposals/statements.csv")
    tags = pd.read_csv("data/coded/tags.csv", dtype=str, keep_default_na=False)
    open_ = tags[(tags["item_id"] == "") & (tags["status"] != "suggested")]
    wanted = open_["transcript_id"] + ":" + open_["turn"] + ":" + open_["start"] + "-" + open_["end"]
    assert {row["passage"] for row in proposed} == set(wanted)
    words = " ".join(row["quote"] for row in proposed)
    assert "Lorna" not in words
    first = files_of(study / "data/interim/proposals")
    run(capsys, "propose")
    run(capsys, "link")
    assert files_of(study / "data/interim/proposals") == first


def test_items_accepted_proposals_are_in_the_swot_table(study, capsys):
    run(capsys, "propose")
    file = "data/interim/proposals/statements.csv"
    number = next(row["proposal"] for row in rows(file) if row["work_model"] == "night_desk")
    mark(file, **{number: "Nobody knows the desk is there"})
    before = files_of(study / "data/coded")
    dry = run(capsys, "accept", file, "--by", "Wen", *DATE, "--dry-run")
    assert "nothing was written" in dry
    assert files_of(study / "data/coded") == before
    told = run(capsys, "accept", file, "--by", "Wen", *DATE)
    assert "added: “Nobody knows the desk is there”" in told
    after = files_of(study / "data/coded")
    assert set(after) - set(before) == {"decisions/Wen.csv"}
    assert all(after[name].startswith(content) for name, content in before.items())
    links = rows("data/coded/decisions/Wen.csv")
    assert {(row["coder"], row["action"], row["stance"]) for row in links} == {("Wen", "apply", "supports")}
    assert {row["decided_at"] for row in links} == {"2025-01-01T00:00:00Z"}
    again = run(capsys, "accept", file, "--by", "Wen", *DATE)
    assert "Nothing was to be written" in again
    assert files_of(study / "data/coded") == after
    assert main(["check"]) == 0
    done = snakemake(study, "reports/chapters")
    assert done.code == 0, done.output
    swot = pd.read_csv("reports/tables/swot.csv").set_index("statement").loc["Nobody knows the desk is there"]
    assert swot["n_passages"] == len(links)
    chapters = "".join(path.read_text("utf-8") for path in Path("reports/chapters").glob("*.md"))
    assert "Two coders took part." in chapters  # Wen repeats what ada and ben coded
    run(capsys, "propose")
    assert not {row["quote"] for row in rows("data/interim/proposals/statements-2.csv")} & {
        row["quote"] for row in links
    }


def test_items_acts_leave_a_study_that_is_in_order(study, capsys):
    before = files_of(study / "data/coded")
    run(capsys, "add", "--work-model", "night_desk", "--swot", "risk", "--statement", "Nobody comes",
        "--round", "2", *WHY)  # fmt: skip
    run(capsys, "reformulate", "UH-D1", "--statement", "Help is far", "--round", "3", *WHY)
    run(capsys, "recategorise", "UH-A1", "--swot", "chance", "--round", "3", *WHY)
    run(capsys, "merge", "ND-A1", "ND-C1", "--into", "ND-Q1", "--round", "3", *WHY)
    run(capsys, "split", "WS-A1", "--into", "Books come", "--into", "People are there", "--round", "3", *WHY)
    run(capsys, "drop", "RL-D1", "--round", "3", *WHY)
    run(capsys, "out-of-scope", "OV-R1", "--round", "3", *WHY)
    told = run(
        capsys, "record", "WS-D1", "contested", "--round", "3", "--passage", "panel-october:5:0-10", *WHY
    )
    assert "contested in round 3" in told
    after = files_of(study / "data/coded")
    assert all(after[name].startswith(content) for name, content in before.items())
    last = rows("data/coded/item_events.csv")[-1]
    assert last["group"] == "panel"
    assert last["participant_ids"]
    assert (last["decided_by"], last["decided_at"]) == ("Wen", "2025-01-01T00:00:00Z")
    capsys.readouterr()
    assert main(["check"]) == 0
    life = run(capsys, "show", "WS-A1", "UH-D1")
    assert "round 3: split into WS-A2 and WS-A3" in life
    assert "UH-D1, version 2 (unattended_hours, drawback): Help is far" in life
    assert "[dropped]" in run(capsys, "show")


def test_items_asks_for_all_that_is_missing_at_once(study, capsys):
    told = run(capsys, "reformulate", code=2)
    for option in ("ITEM after the act", "`--statement`", "`--round`", "`--reason`", "`--by`"):
        assert option in told
    assert "needs to be told what to do" in run(capsys, code=2)


def test_items_asks_a_person_at_a_terminal(study, capsys, monkeypatch):
    answers = iter(["RL-D1", "3", "nobody held on to it", "Wen"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _question: next(answers))
    run(capsys, "drop", *DATE)
    last = rows("data/coded/item_events.csv")[-1]
    assert (last["item_id"], last["event"], last["round"], last["reason"]) == (
        "RL-D1", "dropped", "3", "nobody held on to it"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("drop", "RL-D9", "--round", "3", *WHY), "there is no statement `RL-D9`."),
        (("drop", "RL-D1", "--round", "9", *WHY), "the round `9` is not declared."),
        (("drop", "RL-D1", "--round", "3", *WHY, "--on", "tomorrow"), "`--on` is `tomorrow`"),
        (("drop", "RL-D1", "--round", "3", *WHY, "--participant", "Nobody"), "who is no participant"),
        (("drop", "RL-D1", "--round", "3", *WHY, "--passage", "panel-june:999:0-4"), "a turn that does not exist"),
        (("drop", "RL-D1", "--round", "3", *WHY, "--passage", "panel-june:2:0-4000"), "ends after the turn"),
        (("recategorise", "RL-D1", "--round", "3", *WHY), "it is not said where `RL-D1` goes"),
        (("reformulate", "RL-D1", "--statement", "x", "--statement-in", "fr", "y", "--round", "3", *WHY),
         "the register has no column `statement_fr`"),
    ],
)  # fmt: skip
def test_items_refuses_and_writes_nothing(study, capsys, words, told):
    before = files_of(study / "data/coded")
    assert told in run(capsys, *words, code=2)
    assert files_of(study / "data/coded") == before


def test_items_add_links_the_passages_that_are_tagged_so(study, capsys):
    tags = pd.read_csv("data/coded/tags.csv", dtype=str, keep_default_na=False)
    tag = tags[(tags["item_id"] == "") & (tags["status"] == "checked")].iloc[0]
    passage = f"{tag['transcript_id']}:{tag['turn']}:{tag['start']}-{tag['end']}"
    told = run(capsys, "add", "--work-model", tag["work_model"], "--swot", tag["swot"], "--statement", "New",
               "--round", tag["round"], "--passage", passage, "--by", "Wen", *DATE)  # fmt: skip
    assert "1 passage linked" in told
    (link,) = rows("data/coded/decisions/Wen.csv")
    assert (link["quote"], link["item_id"]) == (tag["quote"], rows("data/coded/items.csv")[-1]["item_id"])


def test_items_finish_an_interrupted_change(study, capsys):
    note = Path("data/coded/item_events.csv.pending")
    note.write_text("[]", encoding="utf-8")
    assert main(["check"]) == 2
    assert "`delphi items repair`" in capsys.readouterr().err
    assert "whole now" in run(capsys, "repair")
    assert "nothing was interrupted" in run(capsys, "repair")
    assert main(["check"]) == 0


def test_items_begin_where_there_is_nothing(tmp_path, capsys, monkeypatch):
    copy_study("tiny", tmp_path)
    monkeypatch.chdir(tmp_path)
    study = (tmp_path / "config/codebook.yaml").read_text("utf-8")
    assert "work_model" in study
    assert "holds no statement yet" in run(capsys, "show")
    assert "there are no tags yet" in run(capsys, "propose", code=2)
    from delphi.codebook import load_codebook

    codebook = load_codebook("config/codebook.yaml")
    model, swot = (codebook.keys(facet)[0] for facet in ("work_model", "swot"))
    run(capsys, "add", "--work-model", model, "--swot", swot, "--statement", "First", "--round", "1",
        "--by", "Wen", *DATE)  # fmt: skip
    assert main(["check"]) == 0


def test_check_tells_what_the_ledger_gets_wrong_about_passages_and_people(study, capsys):
    events = Path("data/coded/item_events.csv")
    lines = events.read_text("utf-8").splitlines(keepends=True)
    lines[1] = lines[1].replace("depot-evening:9:0-123", "depot-evening:9:0-9999").replace(",Joy,", ",Joyce,")
    events.write_text("".join(lines), encoding="utf-8")
    assert main(["check"]) == 2
    told = capsys.readouterr().err
    assert "item_events.csv, line 2: `depot-evening:9:0-9999` ends after the turn, which has" in told
    assert "item_events.csv, line 2: `participant_ids` names `Joyce`, who is no participant." in told
    done = snakemake(study, "reports/tables/consensus.csv")
    assert done.code != 0
    assert "`depot-evening:9:0-9999` ends after the turn" in done.output


def test_check_reports_an_item_that_nothing_accounts_for(study, capsys):
    with Path("data/coded/items.csv").open("a", encoding="utf-8") as file:
        file.write("OV-X1,1,overall,risk,,,3,Out of the blue\n")
    assert main(["check"]) == 0
    told = capsys.readouterr().out
    assert "`OV-X1` was introduced by no event, and no decision names it." in told
    assert "is in order" in told


def test_report_says_into_what_a_statement_went(library):
    chapters = "".join(path.read_text("utf-8") for path in (library / "reports/chapters").glob("*.md"))
    assert "was merged into “One person at each workplace looks after the shelf”" in chapters
