"""A study as a REFI-QDA project: valid by the standard, the same bytes each time, and back as it was."""

from __future__ import annotations

import csv
import os
import shutil
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from tests.conftest import REPOSITORY, copy_example, copy_study, files_of

from delphi.cli import main
from delphi.codebook import load_codebook
from delphi.exchange.refi_export import export_project
from delphi.exchange.refi_read import read_project
from delphi.exchange.refi_write import project_bytes
from delphi.study import load_participants, load_study, load_transcripts, speaker_labels
from delphi.transcripts import read_transcript

STUDIES = ("library", "tiny", "example")
PROJECT = "{urn:QDA-XML:project:1.0}"


def schema(name):
    """A schema of the standard, which is shared beside the repository and not part of it."""
    places = [Path(os.environ["DELPHI_SHARED"])] if "DELPHI_SHARED" in os.environ else []
    places += [parent / "shared" for parent in REPOSITORY.parents]
    for place in places:
        if (place / "refi-qda" / name).exists():
            return etree.XMLSchema(etree.parse(place / "refi-qda" / name))
    message = f"{name} of the REFI-QDA standard is not in ../shared/refi-qda (or $DELPHI_SHARED)"
    if os.environ.get("DELPHI_NOTHING_SKIPS"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def study_of(name):
    return copy_example(Path("before")) if name == "example" else copy_study(name, Path("before"))


def export(study="before", file="out.qdpx"):
    assert main(["export", "--qdpx", file, "--folder", str(study)]) == 0
    return Path(file)


def back(file="out.qdpx", study="back"):
    assert main(["import", "project", str(file), "--to", study]) == 0
    return Path(study)


def qde(file):
    with zipfile.ZipFile(file) as archive:
        return etree.fromstring(archive.read("project.qde"))


def resaved(change, file="out.qdpx", to="other.qdpx"):
    """The project as another program would have written it after somebody worked on it."""
    root = qde(file)
    change(root)
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(to, "w") as new:
        for name in old.namelist():
            new.writestr(name, etree.tostring(root) if name == "project.qde" else old.read(name))
    return to


def rows(path):
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def spoken(folder):
    study = load_study(folder / "config/study.yaml")
    people = load_participants(folder / "data/raw/participants.csv", study)
    gone = {label.casefold() for person in people if person.withdrawn_on for label in person.labels}
    found = {}
    for one in load_transcripts(folder / "data/raw/transcripts.csv", study):
        labels = speaker_labels(one, people)
        turns = read_transcript(
            folder / "data/raw/transcripts" / one.file, labels, transcript_id=one.transcript_id
        )
        found[one.transcript_id] = [
            ("", "")
            if turn.speaker.casefold() in gone
            else (turn.speaker, turn.text.replace("Lorna", "*****"))
            for turn in turns
        ]
    return found


def attributes(folder):
    people = load_participants(folder / "data/raw/participants.csv", load_study(folder / "config/study.yaml"))
    return [
        (p.participant_id, p.perspective, p.group, p.invited_rounds, p.labels, p.attributes)
        for p in people
        if not p.withdrawn_on
    ]


@pytest.mark.parametrize("name", STUDIES)
def test_refi_export_is_valid_and_the_same_each_time(name):
    study_of(name)
    first, second = export(), export(file="again.qdpx")
    assert first.read_bytes() == second.read_bytes()
    schema("project-v1.0-Project.xsd").assertValid(qde(first))
    with zipfile.ZipFile(first) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("name", STUDIES)
def test_refi_export_comes_back_as_it_was(name):
    before = study_of(name)
    export()
    after = back()
    assert load_codebook(after / "config/codebook.yaml") == load_codebook(before / "config/codebook.yaml")
    assert load_study(after / "config/study.yaml") == load_study(before / "config/study.yaml")
    assert spoken(after) == spoken(before)
    assert attributes(after) == attributes(before)
    gone = {
        (t, i) for t, turns in spoken(before).items() for i, turn in enumerate(turns, 1) if turn == ("", "")
    }
    files = [
        f
        for f in sorted(before.rglob("data/coded/**/*.csv"))
        if f.parent.name == "decisions" or f.stem == "adjudications"
    ]
    for file in files:
        old, new = rows(file), rows(after / file.relative_to(before))
        assert len(old) == len(new)
        for one, other in zip(old, new):
            kept = {column: other[column].replace("*****", "Lorna") for column in one}
            if (one["transcript_id"], int(one["turn"])) in gone:
                assert not other["quote"] + other["prefix"] + other["suffix"] + other["note"]
                kept |= {column: one[column] for column in ("quote", "prefix", "suffix", "note")}
            assert kept == one
    for file in ("coded/items.csv", "raw/practices.csv", "raw/parameters.csv"):
        if (before / "data" / file).exists():
            assert rows(after / "data" / file) == rows(before / "data" / file)
    assert export(after, "second.qdpx").read_bytes() == Path("out.qdpx").read_bytes()


def test_refi_export_lets_the_study_that_came_back_pass_its_check(monkeypatch):
    study_of("library")
    export()
    monkeypatch.chdir(back())
    assert main(["check"]) == 0


def test_refi_export_leaves_no_trace_of_people_who_withdrew(capsys):
    before = study_of("library")
    words = [
        turn.text
        for turn in read_transcript(
            before / "data/raw/transcripts/ward-morning.txt",
            {x.casefold(): x for x in ("M", "Renée", "Bashir", "Tilly", "Lorna", "Kwame")},
            transcript_id="x",
        )
        if turn.speaker == "Lorna"
    ]
    assert len(words) > 5
    with zipfile.ZipFile(export()) as archive:
        everything = "\n".join(archive.read(name).decode() for name in archive.namelist())
    assert "lorna" not in everything.casefold()
    for said in words:
        for start in range(0, max(1, len(said) - 24), 12):
            assert said[start : start + 24] not in everything
    assert "decisions keep their position only" in capsys.readouterr().out


def test_refi_export_puts_coders_on_codings_and_what_has_no_field_into_descriptions():
    study_of("library")
    Path("before/data/coded/tags.csv").write_text(
        "transcript_id,turn,start,end,work_model,swot,status,confidence\n"
        "depot-evening,9,0,123,unattended_hours,advantage,disputed,0.5\n"
    )
    root = qde(export())
    users = {user.get("guid"): user.get("name") for user in root.iter(f"{PROJECT}User")}
    assert set(users.values()) == {"ada", "ben", "carol"}
    selection = next(
        one for one in root.iter(f"{PROJECT}PlainTextSelection")
        if one.get("name").startswith("I finish at ten past four") and users[one.get("creatingUser")] == "ada"
    )  # fmt: skip
    assert selection.find(f"{PROJECT}Description").text == (
        "delphi: round 1; supports UH-A1; status disputed; confidence 0.5"
    )
    codings = selection.findall(f"{PROJECT}Coding")
    assert {users[coding.get("creatingUser")] for coding in codings} == {"ada"}
    assert {coding.get("creationDateTime") for coding in codings} == {"2024-03-12T09:01:44Z"}
    names = {code.get("guid"): code.get("name") for code in root.iter(f"{PROJECT}Code")}
    told = [names[coding.find(f"{PROJECT}CodeRef").get("targetGUID")] for coding in codings]
    assert told[1] == "Advantages"
    assert told[2].startswith("UH-A1: People can come in")
    source = selection.getparent()
    with zipfile.ZipFile("out.qdpx") as archive:
        text = archive.read(source.get("plainTextPath").replace("internal://", "sources/")).decode()
    quote = text[int(selection.get("startPosition")) : int(selection.get("endPosition"))]
    assert (quote[:26], quote[-9:]) == ("I finish at ten past four.", "honestly.")


def test_refi_export_survives_a_program_that_drops_notes():
    before = study_of("library")
    export()

    def drop(root):
        root.remove(root.find(f"{PROJECT}Notes"))
        for ref in list(root.iter(f"{PROJECT}NoteRef")):
            ref.getparent().remove(ref)

    resaved(drop)
    main(["import", "project", "other.qdpx", "--to", "back", "--language", "en"])
    after = back("other.qdpx")
    expected = {
        (s.name, c.user, c.code, s.start)
        for source in export_project(before).project.sources for s in source.selections for c in s.codings
    }  # fmt: skip
    assert expected
    for coder in ("ada", "ben"):
        live = [row for row in rows(before / f"data/coded/decisions/{coder}.csv") if row["action"] == "apply"]
        found = {
            (r["transcript_id"], r["turn"], r["quote"])
            for r in rows(after / f"data/coded/decisions/{coder}.csv")
        }
        wanted = {(r["transcript_id"], r["turn"], r["quote"]) for r in live}
        assert found <= wanted | {(t, n, q.replace("Lorna", "*****")) for t, n, q in wanted}
        assert len(found) > 0.9 * len(wanted)


def test_refi_export_notices_what_somebody_changed_in_the_other_program(capsys):
    study_of("library")
    export()

    def change(root):
        selections = list(root.iter(f"{PROJECT}PlainTextSelection"))
        selections[0].getparent().remove(selections[0])
        users = root.find(f"{PROJECT}Users")
        etree.SubElement(users, f"{PROJECT}User", guid="00000000-0000-4000-8000-000000000001", name="Dora")
        for number, coding in enumerate(selections[1].findall(f"{PROJECT}Coding")[:2]):
            copy = etree.fromstring(etree.tostring(coding))
            copy.set("guid", f"00000000-0000-4000-8000-00000000001{number}")
            copy.set("creatingUser", "00000000-0000-4000-8000-000000000001")
            coding.addnext(copy)

    resaved(change)
    after = back("other.qdpx")
    assert len(rows(after / "data/coded/decisions/Dora.csv")) == 1
    assert "1 decisions of data/coded/decisions/" in capsys.readouterr().out


def test_refi_export_comes_back_into_the_study_it_left_and_adds_only_what_is_new():
    before = study_of("library")
    old = rows(before / "data/coded/decisions/ada.csv")
    export()
    files = files_of(before)
    back(study="before")
    assert files_of(before) == files
    assert len(old) > 100


def test_refi_read_gives_what_was_written():
    study_of("example")
    exported = export_project(Path("before")).project
    Path("p.qdpx").write_bytes(project_bytes(exported))
    read = read_project(Path("p.qdpx"))
    for name in ("name", "origin", "when", "users", "codes", "variables", "cases"):
        assert getattr(read, name) == getattr(exported, name)
    for one, other in zip(read.sources, exported.sources, strict=True):
        assert one.text.text == other.text.text
        assert (one.guid, one.name, one.selections, one.values) == (
            other.guid,
            other.name,
            other.selections,
            other.values,
        )


def test_refi_export_writes_text_that_looks_like_markup_as_text():
    before = copy_study("tiny", Path("before"))
    path = before / "data/raw/transcripts/street.txt"
    path.write_text(path.read_text("utf-8") + "\nMo: <b>=1+1</b> & ]]> {{x}}\n", encoding="utf-8")
    back(export())
    assert "<b>=1+1</b> & ]]> {{x}}" in Path("back/data/raw/transcripts/street.txt").read_text("utf-8")


def test_cli_export_refuses_other_endings(capsys):
    study_of("tiny")
    assert main(["export", "--qdpx", "out.zip", "--folder", "before"]) == 2
    assert "`--qdpx` cannot write `.zip`." in capsys.readouterr().err
    assert main(["export", "--folder", "before"]) == 2
    assert "it is not said what to export" in capsys.readouterr().err


def test_refi_codebook_is_valid_and_comes_back():
    before = study_of("library")
    assert main(["export", "--qdc", "book.qdc", "--folder", "before"]) == 0
    root = etree.parse("book.qdc")
    schema("codebook-v1.0-Codebook.xsd").assertValid(root)
    assert (
        main(["import", "codebook", "book.qdc", "--to", "back.yaml", "--language", "en", "--folder", "x"])
        == 0
    )
    old, new = load_codebook(before / "config/codebook.yaml"), load_codebook("back.yaml")
    assert (new.work_model, new.swot) == (old.work_model, old.swot)


def test_refi_codebook_of_another_program_is_mapped_first(capsys):
    inner = "".join(
        f'<Code guid="00000000-0000-4000-8000-00000000000{n}" name="{name}" isCodable="true">{told}</Code>'
        for n, (name, told) in enumerate(
            [
                ("Buddy", "<Description>One volunteer.</Description>"),
                ("Sterktes", ""),
                ("Zwaktes", "<Description>null</Description>"),
                ("Rest", ""),
            ]
        )
    )
    Path("book.qdc").write_text(
        f'\ufeff<?xml version="1.0"?><CodeBook xmlns="urn:QDA-XML:codebook:0:4"><Codes>{inner}</Codes></CodeBook>',
        encoding="utf-8",
    )
    assert main(["import", "codebook", "book.qdc", "--to", "new.yaml"]) == 0
    assert not Path("new.yaml").exists()
    mapping = Path("book.mapping.csv").read_text("utf-8")
    assert ",swot,strength,Sterktes," in mapping
    Path("book.mapping.csv").write_text(
        mapping.replace(",ignore,,Buddy,", ",work_model,buddy,Buddy,"), "utf-8"
    )
    assert main(["import", "codebook", "book.qdc", "--to", "new.yaml"]) == 0
    book = load_codebook("new.yaml")
    assert book.keys("work_model") == ["buddy"]
    assert book.work_model[0].definition == {"*": "One volunteer."}
    assert book.keys("swot") == ["strength", "weakness"]
    assert "not carried over: Rest" in capsys.readouterr().out
    assert main(["import", "codebook", "book.qdc", "--to", "new.yaml"]) == 2


ASIDE = """kind,coder,transcript_id,turn,start,end,quote,codes,note,reason
memo,ada,ward-morning,,,,,,The microphone failed; ask Lorna,a memo about the source
coding,ada,ward-morning,{turn},0,9,{quote},Half,why,no work model beside it
memo,ben,,,,,,,=Think of the bus,a memo of the project
"""


def with_aside(turn, quote):
    study = study_of("library")
    file = study / "data/coded/imported/talk-aside.csv"
    file.parent.mkdir()
    file.write_text(ASIDE.format(turn=turn, quote=quote), encoding="utf-8")
    return file


def test_refi_export_gives_back_what_an_import_put_aside_and_shows_its_memos_to_others():
    with_aside(3, "The night")
    file = export()
    root = qde(file)
    schema("project-v1.0-Project.xsd").assertValid(root)
    notes = {note.get("guid"): note for note in root.iter(f"{PROJECT}Note")}
    shown = {note.get("name"): note.findtext(f"{PROJECT}PlainTextContent") for note in notes.values()}
    assert shown["a memo of the project"] == "=Think of the bus"
    assert shown["a memo about the source"] == "The microphone failed; ask *****"
    source = next(one for one in root.iter(f"{PROJECT}TextSource") if one.get("name") == "ward-morning")
    about = [notes[ref.get("targetGUID")].get("name") for ref in source.findall(f"{PROJECT}NoteRef")]
    assert about == ["a memo about the source"]
    kept = back(file) / "data/coded/imported"
    assert [path.name for path in kept.iterdir()] == ["talk-aside.csv"]
    export("back", "again.qdpx")
    again = {
        note.get("name"): note.findtext(f"{PROJECT}PlainTextContent")
        for note in qde("again.qdpx").iter(f"{PROJECT}Note")
    }
    assert (
        again["delphi: data/coded/imported/talk-aside.csv"]
        == shown["delphi: data/coded/imported/talk-aside.csv"]
    )
    assert list(again).count("a memo of the project") == 1


def test_refi_export_withholds_what_was_put_aside_of_people_who_withdrew():
    study = study_of("library")
    settings = load_study(study / "config/study.yaml")
    people = load_participants(study / "data/raw/participants.csv", settings)
    session = next(
        one
        for one in load_transcripts(study / "data/raw/transcripts.csv", settings)
        if one.transcript_id == "ward-morning"
    )
    path, labels = study / "data/raw/transcripts" / session.file, speaker_labels(session, people)
    turns = read_transcript(path, labels, transcript_id="ward-morning")
    said = next(turn for turn in turns if turn.speaker == "Lorna" and len(turn.text) > 30)
    shutil.rmtree(study)
    with_aside(said.turn, f'"{said.text[:30]}"')
    text = etree.tostring(qde(export()), encoding="unicode")
    assert said.text[:30] not in text
    assert "why" not in text.split("talk-aside.csv")[1]
    assert "ask Lorna" not in text


def test_refi_import_takes_memos_of_another_program_although_delphi_wrote_them_first():
    with_aside(3, "The night")

    def elsewhere(root):
        root.set("origin", "Another program 1.0")

    file = resaved(elsewhere, export())
    assert main(["import", "project", file, "--to", "back", "--language", "en"]) == 0
    kept = rows(back(file) / "data/coded/imported/other-aside.csv")
    assert {"a memo of the project", "a memo about the source"} <= {
        row["reason"] for row in kept if row["kind"] == "memo"
    }
