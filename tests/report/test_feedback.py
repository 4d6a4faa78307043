"""Feedback on a round: what stood after it and nothing later, in words that point at nobody."""

from __future__ import annotations

import csv
import re
import shutil
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from tests.conftest import files_of, snakemake

from delphi.cli import main
from delphi.exchange.register import keep_filled
from delphi.report import render
from delphi.report.content import read_content


def settle_in(built, place, monkeypatch):
    for name in ("config", "data", "reports/tables"):
        shutil.copytree(built / name, place / name)
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def study(example, tmp_path, monkeypatch):
    """The built example study as the current folder."""
    return settle_in(example, tmp_path, monkeypatch)


@pytest.fixture
def library_study(library, tmp_path, monkeypatch):
    """The built English study as the current folder."""
    return settle_in(library, tmp_path, monkeypatch)


@pytest.fixture
def written(monkeypatch):
    """Write the feedback on a round without rendering it: chapter and content by edition."""
    seen = {}

    def kept(chapters, form, target, figures=None):
        seen[Path(target).stem] = (
            (chapters / "feedback.md").read_text("utf-8"), read_content(chapters / "content.json"),
        )  # fmt: skip

    def write(number, *options):
        with monkeypatch.context() as patch:
            patch.setattr("delphi.cli.feedback.render", kept)
            assert main(["feedback", "--round", str(number), "--to-feedback", "out", *options]) == 0
        return {
            name.split("-", 2)[2]: each for name, each in seen.items() if name.startswith(f"round-{number}-")
        }

    return write


def shown(content) -> dict[str, str]:
    return {key: piece.statement for key, piece in content.reactions.items() if key != "more"}


def change(study: Path, old: str, new: str) -> None:
    path = study / "config/study.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def declare(study: Path, editions: str) -> None:
    path = study / "config/study.yaml"
    text = path.read_text("utf-8")
    where = re.search(r"^report:.*\n", text, re.MULTILINE)
    line = f"  feedback: {editions}\n"
    text = text[: where.end()] + line + text[where.end() :] if where else f"{text}report:\n{line}"
    path.write_text(text, encoding="utf-8")


def test_feedback_shows_the_wording_in_force_after_the_round(library_study, written):
    one, two = (shown(written(number)["participants"][1]) for number in (1, 2))
    assert one["UH-Q1"] == "There is a guard at the door"
    assert two["UH-Q1"] == "Someone can be reached at once, by a button that a person answers"
    assert one.keys() - two.keys() == {"ND-Q2"}, "dropped in round 2"
    assert two.keys() - one.keys() == {"UH-R2", "UH-Q2", "ND-R1", "ND-Q1"}, "first came up in round 2"


def test_feedback_numbers_statements_as_they_are_printed_and_in_the_register(library_study, written):
    chapter, content = written(2)["participants"]
    placed = re.findall(r'delphi-reaction key="([^"]+)"', chapter)
    assert [content.reactions[key].number for key in placed[:-1]] == [str(n) for n in range(1, len(placed))]
    assert placed[-1] == "more"
    with Path("out/reactions-round-2.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["item_id"] for row in rows] == [*placed[:-1], ""]
    assert {row["round"] for row in rows} == {"2"}
    by_item = {row["item_id"]: row for row in rows}
    assert by_item["UH-Q1"]["version"] == "2"
    assert not any(row[name] for row in rows for name in ("participant_id", "reaction", "words"))


def test_feedback_tells_what_changed_and_why_without_ids(library_study, written):
    chapter, _ = written(2)["participants"]
    assert "**Before:** “There is a guard at the door”" in chapter
    assert re.search(r"\*\*Now:\*\* “Someone can be reached.*?\(sentence \d+\)", chapter)
    assert "What was asked for is an answer at once\\, not a guard\\." in chapter
    assert not re.search(r"\b[A-Z]{2}-[A-Z]\d", re.sub(r":::.*", "", chapter)), "ids mean nothing to a reader"


def test_feedback_gives_both_sides_the_same_words(library_study, written):
    chapter, _ = written(2)["participants"]
    at = chapter.index("People who come alone do not feel safe")
    assert (
        "Some people think: this is right. Other people think: this is not right." in chapter[at : at + 300]
    )
    told, _ = written(2)["professionals"]
    assert re.search(r"Supported by [^.]+\. Contested by 1 council member\.", told)


def test_feedback_for_participants_has_no_jargon_and_no_perspectives(study, written):
    for number in (1, 2, 3, 4):
        chapter, content = written(number)["participants"]
        text = re.sub(r":::.*", "", chapter).lower() + " ".join(
            " ".join([*piece.notes, *piece.choices, piece.why]) for piece in content.reactions.values()
        )
        for word in ("swot", "item", "status", "perspectief", "codeur", "passage", "werkmodel", "panel"):
            assert not re.search(rf"\b{word}", text), f"round {number}: {word}"
        assert not re.search(r"gesteund door|\d beroepskracht", text)


@pytest.mark.parametrize("built", ["example", "library"])
def test_feedback_holds_no_label_of_a_participant(built, request, tmp_path, monkeypatch, written):
    settle_in(request.getfixturevalue(built), tmp_path, monkeypatch)
    people = pd.read_csv("data/raw/participants.csv", dtype=str, keep_default_na=False)
    labels = {
        part for cell in (*people["participant_id"], *people["alias_of_labels"]) for part in cell.split(";")
    }
    labels = {label for label in labels if len(label) > 1}
    declare(
        tmp_path, "[{audience: professionals, quotations: true}, {audience: participants, quotations: true}]"
    )
    rounds = {int(number) for number in pd.read_csv("data/raw/transcripts.csv")["round"]}
    for number in rounds:
        for chapter, content in written(number).values():
            text = chapter + content.model_dump_json()
            found = {label for label in labels if re.search(rf"(?<![\w-]){re.escape(label)}(?!\w)", text)}
            assert not found
    for path in Path("out").glob("*.csv"):
        found = {
            label
            for label in labels
            if re.search(rf"(?<![\w-]){re.escape(label)}(?!\w)", path.read_text("utf-8"))
        }
        assert not found


def test_feedback_quotes_only_when_asked_and_never_from_interviews(library_study, written):
    assert not written(2)["professionals"][1].quotations
    declare(library_study, "[{audience: professionals, quotations: true}]")
    quotations = written(3)["professionals"][1].quotations.values()
    assert quotations
    tags = pd.read_csv("data/coded/tags.csv", dtype=str, keep_default_na=False)
    deepening = " ".join(tags.loc[tags["kind"] == "phone_interview", "quote"])
    assert not any(quote.text in deepening for quote in quotations)
    assert not any("round" in quote.attribution for quote in quotations)


def test_feedback_names_small_perspectives_together(library_study, written):
    change(library_study, "min_cell: 2", "min_cell: 3")
    told = written(2)["professionals"]
    text = told[0] + told[1].model_dump_json()
    assert "council member" not in re.sub(
        r"\(Librarian or Council member\)|According to one council member|One council member rules|\d × council member",
        "",
        text,
    ).replace("council member\\.", "")
    assert "1 person (Librarian or Council member)" in text


def test_feedback_says_when_a_round_is_not_read_to_the_end(study, written):
    assert "Let op: dit is nog niet af" in written(3)["participants"][0]
    assert "Voorlopig" in written(3)["professionals"][0]
    assert "Let op" not in written(2)["participants"][0]
    assert "Over deze zinnen praatte niemand in ronde 2" in written(2)["participants"][0]
    for chapter, content in written(3).values():
        text = chapter + content.model_dump_json()
        assert "praatte niemand" not in text, "what is not read yet may be about them"
        assert "niet aangeraakt" not in text
    told = written(4)["professionals"][0]
    assert "Nog niet alles uit ronde 3 is door mensen nagekeken" in told
    assert "In ronde 4 sprak niemand over" in told
    assert "telkens één persoon" not in told


def test_feedback_on_the_last_round_asks_for_nothing(study, written):
    for chapter, content in written(4).values():
        assert not any(piece.choices or piece.lines for piece in content.reactions.values())
        assert not any("Akkoord" in table.columns for table in content.tables.values())
        assert "kruisje" not in chapter
    assert not Path("out/reactions-round-4.csv").exists()


def test_feedback_puts_the_own_opening_in_its_edition(study, written):
    path = Path("round-2-participants.md")
    path.write_text("# Beste mensen\n\nTot in mei!\n", encoding="utf-8")
    editions = written(2, "--prose", str(path))
    assert "# Beste mensen {.unnumbered}\n\nTot in mei!" in editions["participants"][0]
    assert "Tot in mei!" not in editions["professionals"][0]


def test_feedback_edition_may_be_about_some_work_models(library_study, written):
    whole = shown(written(2)["participants"][1])
    declare(library_study, "[{audience: participants, name: desk, work_models: [night_desk]}]")
    content = written(2)["desk"][1]
    assert shown(content) == {key: text for key, text in whole.items() if key.startswith("ND")}
    assert content.reactions["ND-A1"].number != "1", "numbers are those of the register"


@pytest.mark.parametrize(
    ("editions", "said"),
    [
        ("[{audience: participants, work_models: [night_dusk]}]", "Did you mean `night_desk`?"),
        (
            "[{audience: participants, perspectives: [librarians]}]",
            "the perspective `librarians` is not declared",
        ),
        ("[{audience: participants}, {audience: participants}]", "two editions are called `participants`"),
    ],
)
def test_feedback_refuses_editions_that_cannot_be(library_study, capsys, editions, said):
    declare(library_study, editions)
    assert main(["feedback", "--round", "2", "--to-feedback", "out"]) == 2
    assert said in capsys.readouterr().err
    assert not Path("out").exists()


def test_feedback_files_have_the_same_bytes_and_room_to_react(library_study, monkeypatch):
    for folder in ("a", "b"):
        monkeypatch.setenv("TZ", "Pacific/Auckland" if folder == "b" else "UTC")
        assert main(["feedback", "--round", "2", "--to-feedback", folder]) == 0
    assert files_of(Path("a")) == files_of(Path("b"))
    assert sorted(files_of(Path("a"))) == [
        "reactions-round-2.csv", "round-2-participants.docx", "round-2-participants.pdf",
        "round-2-professionals.docx", "round-2-professionals.pdf",
    ]  # fmt: skip
    with zipfile.ZipFile("a/round-2-participants.docx") as archive:
        document = archive.read("word/document.xml").decode()
    boxes = document.count("\u2610")
    statements = len(pd.read_csv("a/reactions-round-2.csv")) - 1
    assert boxes == 3 * statements


def test_feedback_register_that_was_filled_in_is_kept(library_study):
    assert main(["feedback", "--round", "1", "--to-feedback", "out"]) == 0
    path = Path("out/reactions-round-1.csv")
    assert keep_filled(path) is None, "the template itself needs no copy"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    frame.loc[0, "reaction"] = "I agree"
    frame.to_csv(path, index=False, sep=";")
    filled = path.read_bytes()
    assert main(["feedback", "--round", "1", "--to-feedback", "out"]) == 0
    assert Path("out/reactions-round-1-filled.csv").read_bytes() == filled
    assert path.read_bytes() != filled


def test_feedback_leaves_no_trace_of_somebody_who_withdrew(library_study, written):
    """Lorna said what `UH-D2` says, and withdrew; somebody else says it in round 3."""
    assert "UH-D2" in shown(written(3)["participants"][1])
    for number in (1, 2):
        for chapter, content in written(number).values():
            assert "If a visitor is taken ill at night" not in chapter + content.model_dump_json()
    assert "taken ill" not in Path("out/reactions-round-1.csv").read_text("utf-8")


def test_feedback_is_made_on_demand_and_then_stays_up_to_date(library, tmp_path):
    shutil.copytree(library, tmp_path / "study")
    study = tmp_path / "study"
    assert "feedback" not in snakemake(study, "-n").jobs
    made = snakemake(study, "feedback", "--cores", "2")
    assert made.code == 0, made.output
    assert made.jobs == {"feedback": 1, "feedback_1": 1, "feedback_2": 1, "feedback_3": 1}
    for name in ("items", "item_events"):
        path = study / f"data/coded/{name}.csv"
        text = path.read_text("utf-8")
        path.write_text(text.replace("A shelf of forty books", "A shelf of fifty books"), "utf-8")
    again = snakemake(study)
    assert again.code == 0, again.output
    assert again.jobs["feedback_1"] == 1
    manifest = (study / "reports/manifest.json").read_text("utf-8")
    assert "reports/feedback/round-1-participants.pdf" in manifest
    assert "fifty" in (study / "reports/feedback/reactions-round-1.csv").read_text("utf-8")


def test_render_module_knows_every_look():
    for name in ("feedback-participants.docx", "feedback-professionals.docx", "feedback.typ"):
        assert (render.STYLE / name).is_file()
