"""What comes back is added once, in its order, whatever happened in between; or nothing is, with the reason."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile

import pytest
from small_study import NASTY, TURNS, write_study
from test_pack import accept, rows, sit

from delphi.cli import main
from delphi.codebook import load_codebook
from delphi.decisions import read_decisions
from delphi.errors import InputError
from delphi.exchange.pack import pack
from delphi.exchange.unpack import unpack

FILE = "data/coded/decisions/ann.csv"


@pytest.fixture
def away(study, tmp_path):
    """A packed folder in which she has decided three times more."""
    accept(sit(study))
    folder = tmp_path / "away"
    pack(study, "ann", ["T1"], folder)
    work_on(folder)
    return folder


def work_on(folder):
    desk = sit(folder)
    desk.answer({"act": "go", "transcript_id": "T1", "turn": 3})
    accept(desk)
    act = {"transcript_id": "T1", "turn": 3}
    desk.answer({"act": "read", "note": "=1+1; een\nmemo", **act})
    return desk


def zipped(folder, to, top="away/", more=()):
    with zipfile.ZipFile(to, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, f"{top}{path.relative_to(folder).as_posix()}")
        for name in more:
            archive.writestr(name, "x")
    return to


def rewrite(folder, change, delimiter=",", line_end="\n", encoding="utf-8"):
    """The file as another program saves it; `change` gets each row as a dictionary."""
    path = folder / FILE
    with path.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(table[0]), delimiter=delimiter, lineterminator=line_end)
    writer.writeheader()
    for row in table:
        change(row)
        writer.writerow(row)
    path.write_bytes(out.getvalue().encode(encoding))


def test_unpack_appends_what_is_new_and_rewrites_nothing(study, away):
    before = (study / FILE).read_bytes()
    done = unpack(study, away)
    after = (study / FILE).read_bytes()
    assert (done.added, done.already) == (2, 1)
    assert after.startswith(before)
    assert after == (away / FILE).read_bytes()
    assert rows(study)[2]["note"] == "=1+1; een\nmemo"


def test_unpack_twice_adds_nothing_twice(study, away, tmp_path):
    unpack(study, away)
    after = (study / FILE).read_bytes()
    assert unpack(study, away).added == 0
    assert unpack(study, zipped(away, tmp_path / "x.zip")).added == 0
    assert (study / FILE).read_bytes() == after
    desk = sit(away)
    desk.answer({"act": "go", "transcript_id": "T1", "turn": 5})
    desk.answer({"act": "read", "transcript_id": "T1", "turn": 5})
    done = unpack(study, away)
    assert (done.added, done.already) == (1, 3)


def test_unpack_when_she_went_on_in_both_places(study, away):
    here = sit(study)
    here.answer({"act": "go", "transcript_id": "T1", "turn": 3})
    accept(here)
    here.answer({"act": "go", "transcript_id": "T1", "turn": 6})
    here.answer({"act": "read", "transcript_id": "T1", "turn": 6})
    home = (study / FILE).read_bytes()
    # the same act in the same second is the same decision
    rewrite(
        away,
        lambda row: (
            row.update(decided_at=row["decided_at"].replace("20", "19", 1)) if row["turn"] == "3" else None
        ),
    )
    done = unpack(study, away)
    assert (study / FILE).read_bytes().startswith(home)
    assert (done.added, done.already, done.both) == (2, 1, (("T1", 3),))
    assert [row["turn"] for row in rows(study)][-2:] == ["3", "3"]
    assert sit(study).record.checked == {("T1", 3), ("T1", 6)}


def test_unpack_after_equal_decisions_in_one_second(study, away):
    desk = sit(away)
    desk.answer({"act": "go", "transcript_id": "T1", "turn": 3})
    for _ in range(2):  # her tag removed and given again
        tag = next(one for one in desk.view()["work"]["entries"] if one["kind"] == "tag")
        desk.answer({"act": "reject", "transcript_id": "T1", "turn": 3, "base": tag})
        desk.answer({"act": "undo"})
    rewrite(away, lambda row: row.update(decided_at="2025-01-01T00:00:00Z") if row["turn"] == "3" else None)
    came = rows(away)
    assert unpack(study, away).added == len(came) - 1 == 6
    assert [row["action"] for row in rows(study)] == [row["action"] for row in came]
    assert unpack(study, away).added == 0


@pytest.mark.parametrize(
    ("delimiter", "line_end", "encoding"),
    [(";", "\r\n", "utf-8-sig"), ("\t", "\r\n", "utf-16"), (",", "\r\n", "utf-8"), (";", "\n", "utf-8")],
)
def test_unpack_a_file_that_a_spreadsheet_saved(study, away, delimiter, line_end, encoding):
    def saved(row):
        row["decided_at"] = "27/03/2025 09:00"
        row["suggestion_shown"] = {"true": "WAAR", "false": "ONWAAR"}.get(row["suggestion_shown"], "")
        row["note"] = row["note"].replace("\n", "\r\n")
        if row["quote"].startswith("Het"):
            row["quote"] = "#NAME?"

    rewrite(away, saved, delimiter, line_end, encoding)
    done = unpack(study, away)
    assert (done.added, done.already) == (2, 1)
    assert unpack(study, away).added == 0
    written = rows(study)
    assert [row["suggestion_shown"] for row in written] == ["true", "true", "true"]
    assert written[2]["note"] == "=1+1; een\nmemo"
    assert b"\r" not in (study / FILE).read_bytes()


def test_unpack_into_a_file_that_a_spreadsheet_saved(study, away):
    unpack(study, away)
    rewrite(study, lambda row: row.update(decided_at="27-03-25"), ";", "\r\n", "utf-8-sig")
    assert unpack(study, away).added == 0
    desk = sit(away)
    desk.answer({"act": "go", "transcript_id": "T1", "turn": 5})
    desk.answer({"act": "read", "transcript_id": "T1", "turn": 5})
    before = (study / FILE).read_bytes()
    assert unpack(study, away).added == 1
    after = (study / FILE).read_bytes()
    assert after.startswith(before)
    assert after.endswith(b"\r\n")
    assert (
        len(read_decisions([study / FILE], load_codebook(study / "config/codebook.yaml"), ["T1", "T2"])) == 4
    )


def test_unpack_after_the_transcript_was_corrected(study, away):
    turns = [said | {"turn": said["turn"] + 1} if said["transcript_id"] == "T1" else said for said in TURNS]
    turns = [*turns, dict(TURNS[0])]
    write_study(
        study, turns=sorted(turns, key=lambda said: (said["transcript_id"], said["turn"])), items=True
    )
    done = unpack(study, away)
    assert done.added == 2
    assert rows(study)[1]["turn"] == "3"  # as it was decided; its place is found afterwards
    desk = sit(study)
    assert desk.record.tags(("T1", 4))[0].start == 0
    assert desk.material.texts[("T1", 4)] == NASTY


def test_unpack_after_a_code_was_renamed(study, away):
    book = study / "config/codebook.yaml"
    text = book.read_text().replace("version: 1", "version: 2").replace("key: choir", "key: singing")
    book.write_text(
        text + "migrations:\n  - {from_version: 1, facet: work_model, renamed: {choir: singing}}\n"
    )
    items = study / "data/coded/items.csv"
    items.write_text(items.read_text().replace("choir", "singing"))
    assert unpack(study, away).added == 2
    assert rows(study)[1]["work_model"] == "choir"  # as she decided it
    assert unpack(study, away).added == 0
    assert sit(study).record.tags(("T1", 3))[0].work_model == "singing"


def test_unpack_puts_aside_what_the_study_has_no_more(study, away):
    turns = [said for said in TURNS if said["transcript_id"] == "T2"]
    (study / FILE).unlink()
    write_study(study, turns=turns)
    done = unpack(study, away)
    assert (done.added, [line for line, *_ in done.aside]) == (0, [2, 3, 4])
    assert not (study / FILE).exists()


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("swot", "pluss", "`swot` is `pluss`"),
        ("turn", "3,5", "`turn` is `3,5`"),
        ("action", "aply", "Did you mean `apply`"),
        ("start", "x", "the stretch is `x`"),
        ("item_id", "C9", "`item_id` is `C9`"),
        ("coder", "bo", "`coder` is `bo`"),
        ("transcript_id", "T2", "`T2` was not in the folder"),
        ("transcript_id", "T1x", "`transcript_id` is `T1x`"),
    ],
)
def test_unpack_takes_nothing_when_a_row_is_wrong(study, away, column, value, told):
    before = (study / FILE).read_bytes()

    def wrong(row):
        if row["turn"] == "3" and row["action"] == "apply":
            row[column] = value

    rewrite(away, wrong)
    with pytest.raises(InputError, match=told) as error:
        unpack(study, away)
    assert f"{away.as_posix()}/{FILE}, line 3: " in str(error.value)
    assert "Nothing was added." in str(error.value)
    assert (study / FILE).read_bytes() == before


def test_unpack_leaves_out_a_row_that_was_cut(study, away):
    path = away / FILE
    path.write_bytes(path.read_bytes() + b"2025-01-01T00:00:00Z,ann,T1,5,0,2")
    done = unpack(study, away)
    assert (done.added, done.cut) == (2, "2025-01-01T00:00:00Z,ann,T1,5,0,2")
    assert path.read_bytes().endswith(b"0,2")  # what she has stays as it is


def test_unpack_leaves_other_coders_files_there(study, away):
    shutil.copy(away / FILE, away / "data/coded/decisions/bo.csv")
    assert unpack(study, away).others == ("bo",)
    assert not (study / "data/coded/decisions/bo.csv").exists()


def test_unpack_one_file_of_decisions(study, away, tmp_path):
    shutil.copy(away / FILE, tmp_path / "Ann.csv")
    assert unpack(study, tmp_path / "Ann.csv").added == 2
    assert not (study / "data/coded/decisions/Ann.csv").exists()


def test_unpack_a_name_in_another_unicode_form(study, tmp_path):
    pack(study, "Zoë", ["T1"], tmp_path / "away")
    accept(sit(tmp_path / "away", "Zoë"))
    there = tmp_path / "away/data/coded/decisions"
    (there / "Zoë.csv").rename(there / "Zoe\u0308.csv")  # as a Mac zips it
    done = unpack(study, zipped(tmp_path / "away", tmp_path / "x.zip", top="", more=["__MACOSX/._pack.json"]))
    assert (done.added, done.path.name) == (1, "Zoë.csv")


@pytest.mark.parametrize(
    "name", ["../evil.csv", "/etc/evil", "away/../../evil", "C:\\evil", "\\evil", "away\\..\\..\\evil"]
)
def test_unpack_refuses_a_zip_that_leads_out_of_its_folder(study, away, tmp_path, name):
    before = (study / FILE).read_bytes()
    with pytest.raises(InputError, match="leads out of its folder"):
        unpack(study, zipped(away, tmp_path / "x.zip", more=[name]))
    assert (study / FILE).read_bytes() == before


def test_unpack_refuses_what_is_no_pack(study, away, tmp_path):
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 cut")
    for source, told in (
        (tmp_path / "x.zip", "no zip that can be read"),
        (tmp_path / "nothing", "no such folder"),
        (study / "config", "there is no `pack.json`"),
    ):
        with pytest.raises(InputError, match=told):
            unpack(study, source)
    (away / "pack.json").write_text(json.dumps({"coder": "../../x", "transcripts": ["T1"]}))
    with pytest.raises(InputError, match="cannot be a coder's name"):
        unpack(study, away)
    (away / "pack.json").write_text("[]")
    with pytest.raises(InputError, match="does not say whose folder"):
        unpack(study, away)


def test_unpack_a_folder_in_which_nothing_was_decided(study, tmp_path):
    pack(study, "bo", ["T1"], tmp_path / "away")
    assert unpack(study, tmp_path / "away").added == 0
    assert not (study / "data/coded/decisions/bo.csv").exists()


def test_unpack_verb_reports(study, away, capsys):
    assert main(["unpack", "--folder", str(study), str(away)]) == 0
    told = capsys.readouterr().out
    assert "2 decisions added to" in told
    assert "1 of what came back was there already" in told
    rewrite(away, lambda row: row.update(swot="x"))
    assert main(["unpack", "--folder", str(study), str(away)]) == 2
    assert "line 2" in capsys.readouterr().err
