"""Projects with the habits of several programs become studies; what does not fit is named, nothing is half made."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pytest
from tests.conftest import copy_study, files_of
from tests.exchange.vendors import Vendor

from delphi.cli import main
from delphi.codebook import load_codebook

TALK = (
    "Moderator: Good evening. What about a friend who is matched to you? Would that help?\n"
    "Joy: My buddy 😀 comes every week. It helps me 🚌 to get out of the house.\n"
    "Marek: But he left after half a year. Nobody called me then.\n"
    "Moderator: And what would have to be arranged? Who should do it?\n"
    "Joy: Somebody has to ring first. Otherwise I do not open the door.\n"
    "Marek: And a course 𝒜 is too fast for me.\n"
)
CODES = {
    "Work models": {"Buddy": {}, "Course": {}},
    "SWOT": {"Strengths": {}, "Weaknesses": {}, "Conditions": {}},
    "Loose end": {},
}
HELPS, LEFT, RING = (
    "It helps me 🚌 to get out of the house.",
    "But he left after half a year.",
    "Somebody has to ring first.",
)


def talk(vendor, name="Evening talk"):
    one = [vendor.coding("Buddy", "Anna Peeters"), vendor.coding("Strengths", "Anna Peeters")]
    two = [
        vendor.coding("Buddy", "Anna Peeters"),
        vendor.coding("Weaknesses", "Anna Peeters", notes=["memo"]),
    ]
    three = [vendor.coding("Buddy", "Anna Peeters"), vendor.coding("Conditions", "Anna Peeters")]
    vendor.after = (
        f'<Notes><Note guid="{vendor.id("memo")}" name="memo"><PlainTextContent>he sounds bitter'
        "</PlainTextContent></Note></Notes>"
    )
    vendor.source(
        name,
        TALK,
        [
            vendor.selection(TALK, words, codings)
            for words, codings in ((HELPS, one), (LEFT, two), (RING, three))
        ],
    )
    return vendor


def table(path):
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def bring(path, study="study", *options):
    return main(["import", "project", str(path), "--to", str(study), "--language", "en", *options])


VENDORS = {
    "the standard": Vendor(),
    "windows": Vendor("NVivo", "Night work.qde", "Sources", upper=True, bom=True, crlf=True, utf16=True, null=True),
    "mark counted": Vendor("Other", bom=True, crlf=True, bom_counts=True),
    "crlf once": Vendor("Other", crlf=True, crlf_counts=1),
    "inline": Vendor("ATLAS.ti", inline=True, utf16=True),
    "inline, crlf lost": Vendor("MAXQDA", inline=True, utf16=True, crlf=True),
    "old names": Vendor("f4analyse", space="urn:QDA-XML:codebook:0:4", folder="Sources", scheme=""),
    "relative": Vendor("Other", scheme="relative:///deep/er/"),
    "absolute": Vendor("Other", scheme="absolute:///C:/Users/somebody/sources/", braces=True, upper=True),
    "utf-16": Vendor("Other", encoding="utf-16", crlf=True),
}  # fmt: skip


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", VENDORS)
def test_refi_import_finds_the_passages_of_every_program(name, capsys, monkeypatch):
    vendor = talk(Vendor(**{k: v for k, v in vars(VENDORS[name]).items() if k not in ("sources", "files")}))
    vendor.write(Path("talk.qdpx"), codes=CODES)
    assert bring("talk.qdpx") == 0
    assert not Path("study").exists()
    mapping = {row["code_path"]: (row["facet"], row["key"]) for row in table("talk.mapping.csv")}
    assert mapping["Work models > Buddy"] == ("work_model", "buddy")
    assert mapping["SWOT > Weaknesses"] == ("swot", "weakness")
    assert mapping["SWOT"] == ("ignore", "")
    assert mapping["Loose end"] == ("ignore", "")
    assert bring("talk.qdpx") == 0
    rows = table("study/data/coded/decisions/Anna-Peeters.csv")
    told = [(r["turn"], r["quote"], r["work_model"], r["swot"], r["note"]) for r in rows]
    assert told == [
        ("2", HELPS, "buddy", "strength", ""),
        ("3", LEFT, "buddy", "weakness", "he sounds bitter"),
        ("5", RING, "buddy", "condition", ""),
    ]
    assert {row["decided_at"] for row in rows} == {"2024-05-01T10:00:00Z"}
    assert [row["participant_id"] for row in table("study/data/raw/participants.csv")] == ["Joy", "Marek"]
    assert table("study/data/raw/transcripts.csv")[0]["facilitators"] == "Moderator"
    shown = capsys.readouterr().out
    assert "`Evening talk`: positions in " in shown
    assert "the code `Loose end`, with 0 codings: ignored by the mapping" in shown
    assert "the code `SWOT`" not in shown
    monkeypatch.chdir("study")
    assert main(["check"]) == 0


@pytest.mark.parametrize("inclusive", [True, False])
def test_refi_import_ends_after_the_last_character_only_where_several_words_show_it(inclusive, capsys):
    vendor = Vendor("Other", inclusive=inclusive, braces=True)
    quotes = ["My buddy 😀 comes", "he left after half", "Nobody called", "Somebody has to ring", LEFT[:-1]]
    codings = [vendor.coding("Buddy", "Anna Peeters"), vendor.coding("Strengths", "Anna Peeters")]
    vendor.source("Talk", TALK, [vendor.selection(TALK, words, codings) for words in quotes])
    vendor.write(Path("talk.qdpx"), codes=CODES)
    assert [bring("talk.qdpx"), bring("talk.qdpx")] == [0, 0]
    assert {row["quote"] for row in table("study/data/coded/decisions/Anna-Peeters.csv")} == set(quotes)
    assert f"end {'in' if inclusive else 'ex'}clusive" in capsys.readouterr().out


def test_refi_import_keeps_the_end_of_the_standard_when_only_full_stops_speak_against_it(capsys):
    vendor = Vendor("Other")
    quotes = [words[:-1] for words in (HELPS, LEFT, RING)]
    codings = [vendor.coding("Buddy", "Anna Peeters"), vendor.coding("Strengths", "Anna Peeters")]
    vendor.source("Talk", TALK, [vendor.selection(TALK, words, codings) for words in quotes])
    vendor.write(Path("talk.qdpx"), codes=CODES)
    assert [bring("talk.qdpx"), bring("talk.qdpx")] == [0, 0]
    assert [row["quote"] for row in table("study/data/coded/decisions/Anna-Peeters.csv")] == quotes
    told = capsys.readouterr().out
    assert "end exclusive" in told
    assert "the end is kept as the standard has it" in told


def test_refi_import_twice_into_a_study_adds_nothing(capsys):
    talk(Vendor()).write(Path("talk.qdpx"), codes=CODES)
    for _ in range(2):
        assert bring("talk.qdpx") == 0
    before = files_of(Path("study"))
    assert bring("talk.qdpx") == 0
    assert files_of(Path("study")) == before
    assert "0 decisions added, 3 were there already" in capsys.readouterr().out


def test_refi_import_fills_a_study_and_appends_only():
    study = copy_study("library", Path("library"))
    codes = {"Work models": {"Unattended hours": {}}, "SWOT": {"Advantages": {}}}
    vendor = Vendor()
    one = [vendor.coding("Unattended hours", "ada"), vendor.coding("Advantages", "ada")]
    text = "Moderator: Would you come? At which hour?\nJoy: At five I would.\nNia: So would I, straight after work.\nModerator: Both?\nJoy: Yes.\nNia: Yes."
    vendor.source("Late talk", text, [vendor.selection(text, "So would I, straight after work.", one)])
    vendor.write(Path("late.qdpx"), codes=codes, users=["ada"])
    before = files_of(study)
    assert bring("late.qdpx", study) == 0
    assert {r["key"] for r in table("late.mapping.csv")} == {"", "unattended_hours", "advantage"}
    assert bring("late.qdpx", study) == 0
    after = files_of(study)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {
        "data/raw/transcripts.csv", "data/raw/participants.csv", "data/raw/transcripts/Late-talk.txt",
        "data/coded/decisions/ada.csv",
    }  # fmt: skip
    assert all(after[name].startswith(before.get(name, b"")) for name in changed)
    assert table(study / "data/coded/decisions/ada.csv")[-1]["quote"] == "So would I, straight after work."
    assert table(study / "data/raw/participants.csv")[-1]["participant_id"] == "Nia"


def test_refi_import_pairs_codes_across_selections_and_keeps_what_is_half():
    vendor = Vendor()
    whole = TALK[TALK.index("Joy: My") : TALK.index("Moderator: And")]
    a, b = "My buddy 😀 comes every week.", "Nobody called me then."
    vendor.source(
        "talk",
        TALK,
        [
            vendor.selection(TALK, whole.strip(), [vendor.coding("Buddy", "A")]),
            vendor.selection(TALK, a, [vendor.coding("Strengths", "A")]),
            vendor.selection(TALK, b, [vendor.coding("Weaknesses", "A")]),
            vendor.selection(TALK, RING, [vendor.coding("Conditions", "A")], description="what for?"),
            vendor.selection(TALK, "too fast for me", [], description="a memo of its own"),
            vendor.selection(
                TALK, "Would that help?", [vendor.coding("Buddy", "A"), vendor.coding("Strengths", "A")]
            ),
        ],
    )
    vendor.write(Path("talk.qdpx"), codes=CODES, users=["A"])
    for _ in range(2):
        assert bring("talk.qdpx") == 0
    rows = table("study/data/coded/decisions/A.csv")
    assert [(r["quote"], r["work_model"], r["swot"]) for r in rows] == [
        (a, "buddy", "strength"), (b, "buddy", "weakness"),
    ]  # fmt: skip
    aside = {
        r["quote"]: (r["kind"], r["codes"], r["note"], r["reason"])
        for r in table("study/data/coded/imported/talk-aside.csv")
    }
    assert aside == {
        RING: ("coding", "SWOT > Conditions", "what for?", "no work model beside it"),
        "too fast for me": ("memo", "", "a memo of its own", "a memo without a code"),
        "Would that help?": (
            "coding", "Work models > Buddy; SWOT > Strengths", "", "nobody but the facilitator speaks here",
        ),
    }  # fmt: skip


def test_refi_import_reads_nested_codes_as_both_facets_and_a_stretch_over_turns_as_several():
    vendor = Vendor()
    words = TALK[TALK.index("Otherwise I") : TALK.index(" is too fast")]
    vendor.source("talk", TALK, [vendor.selection(TALK, words, [vendor.coding("weak", "A")])])
    vendor.write(
        Path("t.qdpx"), codes={"Course": {"Strengths": {}, "Weaknesses#weak": {"pace": {}}}}, users=["A"]
    )
    assert bring("t.qdpx") == 0
    drafted = {row["code_path"]: row["facet"] for row in table("t.mapping.csv")}
    assert drafted == {
        "Course": "work_model", "Course > Strengths": "swot", "Course > Weaknesses": "swot",
        "Course > Weaknesses > pace": "above",
    }  # fmt: skip
    assert bring("t.qdpx") == 0
    rows = table("study/data/coded/decisions/A.csv")
    assert [(r["turn"], r["quote"], r["work_model"], r["swot"]) for r in rows] == [
        ("5", "Otherwise I do not open the door.", "course", "weakness"),
        ("6", "And a course 𝒜", "course", "weakness"),
    ]


def test_refi_import_takes_attributes_from_cases_variables_and_sets(capsys):
    vendor = Vendor()
    talk(vendor)
    vendor.before = (
        f'<Variables><Variable guid="{vendor.id("v-age")}" name="age" typeOfVariable="Integer"/>'
        f'<Variable guid="{vendor.id("v-p")}" name="perspective" typeOfVariable="Text"/></Variables><Cases>'
        f'<Case guid="{vendor.id("c1")}" name="joy"><VariableValue><VariableRef targetGUID="{vendor.id("v-age")}"/>'
        f'<IntegerValue>44</IntegerValue></VariableValue><VariableValue><VariableRef targetGUID="{vendor.id("v-p")}"/>'
        f'<TextValue>bus driver</TextValue></VariableValue></Case><Case guid="{vendor.id("c2")}" name="Ghost"/></Cases>'
    )
    alone = "Int: How are you doing?\nBea: Fine, I sleep.\nInt: And the work, is it heavy?\nBea: It goes."
    vendor.source("alone", alone, [])
    vendor.after += (
        f'<Sets><Set guid="{vendor.id("s1")}" name="shift: early"><MemberSource targetGUID="{vendor.id("alone")}"/></Set>'
        f'<Set guid="{vendor.id("s2")}" name="Favourites"/></Sets>'
        f'<Links><Link guid="{vendor.id("l1")}" name="sees"/></Links>'
    )
    vendor.write(Path("talk.qdpx"), codes=CODES)
    for _ in range(2):
        assert bring("talk.qdpx") == 0
    people = {row["participant_id"]: row for row in table("study/data/raw/participants.csv")}
    assert (people["Joy"]["age"], people["Joy"]["perspective"]) == ("44", "bus driver")
    assert people["Bea"]["shift"] == "early"
    assert people["Marek"]["age"] == ""
    shown = capsys.readouterr().out
    for told in ("the case `Ghost`", "the set `Favourites`", "1 Link: delphi reads text only"):
        assert told in shown


def test_refi_import_names_missing_sources_and_reads_word_documents(capsys):
    docx = pytest.importorskip("docx")
    vendor = talk(Vendor())
    vendor.source("lost talk", "Joy: gone", [], missing=True)
    vendor.source("elsewhere", "Joy: gone", [], missing=True, path="relative:///../../etc/passwd")
    document = docx.Document()
    for line in TALK.strip().split("\n"):
        document.add_paragraph(line)
    document.save("word.docx")
    vendor.files["sources/word.docx"] = Path("word.docx").read_bytes()
    one = [vendor.coding("Buddy", "Anna Peeters"), vendor.coding("Strengths", "Anna Peeters")]
    chosen = vendor.selection(TALK, "My buddy 😀 comes every week.", one)
    vendor.sources.append(
        f'<TextSource guid="{vendor.id("word")}" name="word.docx" richTextPath="internal://word.docx">{chosen}</TextSource>'
    )
    vendor.write(Path("talk.qdpx"), codes=CODES)
    for _ in range(2):
        assert bring("talk.qdpx") == 0
    shown = capsys.readouterr().out
    assert "the text of the source `lost talk`, with 0 selections:" in shown
    assert (
        "the text of the source `elsewhere`, with 0 selections: it lies outside the project (passwd)" in shown
    )
    rows = table("study/data/coded/decisions/Anna-Peeters.csv")
    assert [r["quote"] for r in rows if r["transcript_id"] == "word"] == ["My buddy 😀 comes every week."]


def test_refi_import_gives_a_text_without_speakers_one_voice(capsys):
    vendor = Vendor()
    text = "I come at five in the morning. The door is open then, and nobody asks anything.\n\nThat is all I have to say."
    one = [vendor.coding("Buddy", "A"), vendor.coding("Strengths", "A")]
    vendor.source("letter", text, [vendor.selection(text, "That is all I have to say.", one)])
    vendor.write(Path("letter.qdpx"), codes=CODES, users=["A"])
    for _ in range(2):
        assert bring("letter.qdpx") == 0
    assert table("study/data/coded/decisions/A.csv")[0]["quote"] == "That is all I have to say."
    assert "`letter` names no speaker" in capsys.readouterr().out


def unsafe(kind, path):
    vendor = talk(Vendor())
    if kind == "entity":
        vendor.write(
            path, codes=CODES, doctype='<!DOCTYPE Project [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        )
    elif kind == "bomb":
        vendor.files["sources/zeros.txt"] = b"0" * (64 * 2**20)
        vendor.write(path, codes=CODES)
    elif kind == "cut":
        vendor.write(path, codes=CODES)
        path.write_bytes(path.read_bytes()[:-200])
    elif kind == "no project":
        vendor.project = "project.xml"
        vendor.write(path, codes=CODES)
    elif kind == "two projects":
        vendor.files["second.qde"] = b"<Project/>"
        vendor.write(path, codes=CODES)
    elif kind == "broken xml":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("project.qde", "<Project><Users>")
    elif kind == "codebook":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("project.qde", "<CodeBook/>")
    elif kind == "text":
        path.write_text("Joy: hello")
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind == "no speech":
        vendor.sources.clear()
        vendor.write(path, codes=CODES)


UNSAFE = {
    "entity": "declares XML entities", "bomb": "would unpack to", "cut": "damaged or incomplete",
    "no project": "holds no project", "two projects": "several projects", "broken xml": "no valid XML",
    "codebook": "`delphi import codebook` reads it", "text": "no REFI-QDA project", "empty": "the file is empty",
    "no speech": "no source of the project could be read",
}  # fmt: skip


@pytest.mark.parametrize("kind", UNSAFE)
def test_refi_import_refuses_what_is_not_safe_and_makes_nothing(kind, capsys):
    unsafe(kind, Path("bad.qdpx"))
    bring("bad.qdpx")
    assert bring("bad.qdpx") == 2
    error = capsys.readouterr().err
    assert UNSAFE[kind] in error
    assert "Traceback" not in error
    left = {path.name for path in Path().iterdir()} - {"bad.qdpx", "bad.mapping.csv"}
    assert left == set()


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("facet", "swott", "`facet` is `swott`. Did you mean `swot`?"),
        ("key", "", "`key` is empty, but `facet` is `work_model`."),
        ("key", "two words", "`two words` is no key."),
        ("guid", "nonsense", "the project has no code with the guid `nonsense`."),
    ],
)
def test_refi_import_tells_what_is_wrong_in_the_mapping(column, value, told, capsys):
    talk(Vendor()).write(Path("talk.qdpx"), codes=CODES)
    assert bring("talk.qdpx") == 0
    rows = table("talk.mapping.csv")
    rows[1][column] = value
    with Path("talk.mapping.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert bring("talk.qdpx") == 2
    assert f"talk.mapping.csv, line 3: {told}" in capsys.readouterr().err
    assert not Path("study").exists()


def test_refi_import_into_a_study_refuses_other_words_and_unknown_codes(capsys):
    study = copy_study("library", Path("library"))
    talk(Vendor(), "depot-evening").write(Path("talk.qdpx"), codes=CODES)
    assert bring("talk.qdpx", study) == 0
    before = files_of(study)
    assert bring("talk.qdpx", study) == 2
    assert "the study's codebook has no work_model `buddy`" in capsys.readouterr().err
    rows = table("talk.mapping.csv")
    for row in rows:
        keys = {"work_model": "night_desk", "swot": "risk"}
        row["key"] = keys.get(row["facet"], "")
    with Path("talk.mapping.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert bring("talk.qdpx", study) == 2
    assert "`depot-evening` with other words" in capsys.readouterr().err
    assert files_of(study) == before


def test_refi_import_into_a_study_overwrites_no_file_of_another_transcript(capsys):
    talk(Vendor()).write(Path("talk.qdpx"), codes=CODES)
    for _ in range(2):
        assert bring("talk.qdpx") == 0
    register = Path("study/data/raw/transcripts.csv")
    register.write_text(register.read_text("utf-8").replace("\nEvening-talk,", "\nfirst,"), encoding="utf-8")
    before = files_of(Path("study"))
    assert bring("talk.qdpx") == 2
    assert "Evening-talk.txt: another transcript has this file already." in capsys.readouterr().err
    assert files_of(Path("study")) == before


def test_refi_import_drafts_a_codebook_that_loads_and_prints():
    talk(Vendor()).write(Path("talk.qdpx"), codes=CODES)
    for _ in range(2):
        assert bring("talk.qdpx") == 0
    book = load_codebook("study/config/codebook.yaml")
    assert book.keys("work_model") == ["buddy", "course", "general"]
    assert set(book.keys("swot")) == {"strength", "weakness", "opportunity", "threat", "condition"}
    assert book.code("swot", "strength").label == {"*": "Strengths"}
    assert "advantage*" in book.code("swot", "strength").terms
    assert book.code("work_model", "buddy").openers == ["buddy"]


def test_refi_import_what_is_kept_aside_is_erased_with_the_rest(monkeypatch, capsys):
    vendor = Vendor()
    over_two = TALK[TALK.index("to get out of") : TALK.index("Nobody called")]
    vendor.source(
        "talk",
        TALK,
        [
            vendor.selection(TALK, "Otherwise I do not open the door.", [], description="Joy again"),
            vendor.selection(TALK, over_two, [vendor.coding("Buddy", "A")]),
            vendor.selection(TALK, "too fast for me", [], description="Marek"),
        ],
    )
    vendor.write(Path("talk.qdpx"), codes=CODES, users=["A"])
    for _ in range(2):
        assert bring("talk.qdpx") == 0
    monkeypatch.chdir("study")
    people = Path("data/raw/participants.csv")
    joy, marek = people.read_text("utf-8").splitlines()[1:]
    people.write_text(
        f"{people.read_text('utf-8').splitlines()[0]},withdrawn_on\n{joy},2024-07-01\n{marek},\n", "utf-8"
    )
    assert main(["erase", "Joy", "--yes"]) == 0
    kept = [(row["quote"], row["note"]) for row in table("data/coded/imported/talk-aside.csv")]
    assert sorted(kept) == [("", ""), ("", ""), ("too fast for me", "Marek")]
    assert "imported/talk-aside.csv: quotation, context and note of 2 rows" in capsys.readouterr().out
