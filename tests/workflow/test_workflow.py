"""Whole studies through the workflow: what is made, what runs again, and that bytes are the same."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.conftest import REPOSITORY, copy_example, copy_study, files_of, snakemake

from delphi.cli import main

REPORT = {"chapters": 1, "render": 3, "vet": 1, "manifest": 1}
EVIDENCE = {"evidence": 1, "evidence_internal": 1}
FROM_SETTLE = {
    "settle": 1,
    "agree": 1,
    "rounds": 1,
    "tables": 1,
    "sensitivity": 1,
    "figures": 1,
    **REPORT,
    **EVIDENCE,
}


@pytest.fixture
def built(example, tmp_path):
    """A copy of the built example study that a test may change."""
    shutil.copytree(example, tmp_path / "study", dirs_exist_ok=True)
    return tmp_path / "study"


def planned(study: Path, **environment: str) -> dict[str, int]:
    run = snakemake(study, "--dry-run", **environment)
    assert run.code == 0, run.output
    return run.jobs


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_workflow_makes_the_three_reports(example):
    for name in ("report.html", "report.docx", "report.pdf", "manifest.json", "tables/README.md"):
        assert (example / "reports" / name).stat().st_size > 1000


def test_workflow_has_nothing_to_do_afterwards(built):
    run = snakemake(built)
    assert run.code == 0
    assert "Nothing to be done" in run.output


def test_workflow_a_new_title_rewrites_the_report_only(built):
    change(built / "config/study.yaml", "title: Persoonlijke", "title: Andere persoonlijke")
    assert planned(built) == REPORT | EVIDENCE


def test_workflow_an_exclusion_rewrites_the_report_only(built):
    change(built / "config/codebook.yaml", "Iets leren van een buddy, van", "Iets leren van een buddy of van")
    assert planned(built) == REPORT


def test_workflow_a_definition_is_learned_from(built):
    change(built / "config/codebook.yaml", "Mensen volgen een cursus", "Mensen volgen ergens een cursus")
    assert planned(built) == {"train": 1, "code": 2, **FROM_SETTLE}


def test_workflow_a_term_codes_again_and_reads_no_transcript(built):
    change(built / "config/codebook.yaml", '"*cursus*"', '"*cursus*", "zeldzaamwoord"')
    assert planned(built) == {"train": 1, "code": 2, **FROM_SETTLE}


def test_workflow_one_transcript_reads_its_batch_only(built):
    change(built / "data/raw/transcripts/R3-INT4.md", "Zit ge zo goed?", "Zit ge zo wel goed?")
    assert planned(built) == {"ingest": 1, "screen": 1, "gate": 1, "train": 1, "code": 2, **FROM_SETTLE}


def test_workflow_a_transcript_nobody_coded_teaches_nothing(built):
    change(built / "config/study.yaml", "batches: 2", "batches: 9")
    assert snakemake(built).code == 0
    change(built / "data/raw/transcripts/R3-INT4.md", "Zit ge zo goed?", "Zit ge zo wel goed?")
    assert planned(built) == {"ingest": 1, "screen": 1, "gate": 1, "code": 1, **FROM_SETTLE}
    change(built / "data/raw/transcripts/R3-INT3.srt", "ik opneem?", "ik dit opneem?")
    assert planned(built) == {"ingest": 2, "screen": 2, "gate": 1, "train": 1, "code": 7, **FROM_SETTLE}


def test_workflow_what_is_learned_from_is_read_apart_from_the_rest_of_its_batch(built):
    """Then another transcript of that batch teaches nothing anew; and what is learned is the same either way."""
    few = {"R3-INT1", "R3-INT2", "R3-INT3", "R4-SG"}
    for path in (built / "data/coded/decisions").glob("*.csv"):
        header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text(
            "".join([header, *(row for row in rows if row.split(",")[2] in few)]), encoding="utf-8"
        )
    change(built / "config/study.yaml", "min_checked_turns: 200", "min_checked_turns: 50")
    change(
        built / "config/study.yaml", "batches: 2", "batches: 90"
    )  # a batch for each: nothing is read twice
    assert snakemake(built, "--forcerun", "train", "--", "data/interim/models").jobs == {
        "ingest": len(few),
        "train": 1,
    }
    alone = files_of(built / "data/interim/models")
    assert len(alone) > 3, "something was learned"
    change(built / "config/study.yaml", "batches: 90", "batches: 2")
    suggestions = [f"data/interim/suggestions/{batch}.parquet" for batch in (0, 1)]
    assert snakemake(built, *suggestions).jobs["lessons"] == 1
    assert files_of(built / "data/interim/models") == alone

    change(built / "data/raw/transcripts/R3-INT4.md", "Zit ge zo goed?", "Zit ge zo wel goed?")
    assert snakemake(built, "--dry-run", *suggestions).jobs == {
        "ingest": 1,
        "screen": 1,
        "gate": 1,
        "code": 1,
    }
    change(built / "data/raw/transcripts/R3-INT3.srt", "ik opneem?", "ik dit opneem?")
    taught = snakemake(built, "--dry-run", *suggestions).jobs
    assert taught["lessons"] == taught["train"] == 1
    assert taught["code"] == 2


def test_workflow_one_decision_settles_again(built):
    with (built / "data/coded/decisions/elias.csv").open("a", encoding="utf-8") as file:
        file.write("2025-08-01T09:00:00Z,elias,R3-INT4,2,,,,,,,,,,checked,\n")
    assert planned(built) == FROM_SETTLE


def test_workflow_a_new_wording_is_learned_from_and_reads_no_transcript(built):
    change(
        built / "data/coded/items.csv",
        "Na de laatste les volgt er niets meer",
        "Na de laatste les is er niets meer",
    )
    assert planned(built) == {"train": 1, "code": 2, "ratings": 1, **FROM_SETTLE}


def test_workflow_a_new_rating_measures_and_draws_ratings_only(built):
    with (built / "data/raw/ratings.csv").open("a", encoding="utf-8") as file:
        file.write("3,B1,PC-S1,necessity,important\n")
    assert planned(built) == {"ratings": 1, "figures": 1, **REPORT}


def test_workflow_a_study_that_drops_its_ratings_keeps_no_table_of_them(built):
    (built / "data/raw/ratings.csv").unlink()
    assert snakemake(built).code == 0
    assert not (built / "reports/tables/ratings.csv").exists()
    assert "Oordelen over de uitspraken" not in (built / "reports/report.html").read_text("utf-8")


def test_workflow_own_prose_rewrites_the_report_only(built):
    (built / "config/chapters/conclusions.md").write_text("Tot besluit.\n", encoding="utf-8")
    assert planned(built) == REPORT


def test_workflow_changed_code_runs_the_steps_that_use_it(built, tmp_path):
    shutil.copytree(REPOSITORY / "src", tmp_path / "src")
    environment = {"PYTHONPATH": str(tmp_path / "src")}
    assert planned(built, **environment) == {}
    path = tmp_path / "src/delphi/rounds/panel.py"
    path.write_text(path.read_text("utf-8") + "\n# changed\n", encoding="utf-8")
    jobs = planned(built, **environment)
    assert jobs.keys() == {"rounds", "tables", "sensitivity", "figures", *REPORT, *EVIDENCE}


def test_workflow_same_bytes_elsewhere(example, tmp_path):
    """Other cores, number of batches, locale, time zone, hash seed and folder: the same reports."""
    other = copy_example(tmp_path / "a folder with spaces")
    change(other / "config/study.yaml", "batches: 2 ", "batches: 5 ")
    run = snakemake(
        other, "--cores", "1", TZ="Asia/Kolkata", LC_ALL="C", LANG="C", PYTHONHASHSEED="7", USER="somebody",
    )  # fmt: skip
    assert run.code == 0, run.output
    ours, theirs = files_of(example / "reports"), files_of(other / "reports")
    manifests = [json.loads(files.pop("manifest.json")) for files in (ours, theirs)]
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []
    assert manifests[0]["outputs"] == manifests[1]["outputs"]
    for name in ("data/coded/tags.csv", "data/interim/evidence-internal.html"):
        assert (example / name).read_bytes() == (other / name).read_bytes()


def test_workflow_manifest_names_every_file(example):
    manifest = json.loads((example / "reports/manifest.json").read_text("utf-8"))
    raw = {p.relative_to(example).as_posix() for p in (example / "data/raw").rglob("*") if p.is_file()}
    assert raw < manifest["inputs"].keys()
    made = {f"reports/{name}" for name in files_of(example / "reports")} - {"reports/manifest.json"}
    made = {name for name in made if not name.endswith(".snakemake_timestamp")}  # snakemake's own mark
    assert made == manifest["outputs"].keys()
    assert str(REPOSITORY) not in json.dumps(manifest)


def test_workflow_manifest_tells_a_folder_of_many_files_in_one_checksum(example, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pages = tmp_path / "evidence"
    (pages / "a").mkdir(parents=True)
    for name, text in (("b.html", "1"), ("a/z.html", "2"), ("B.html", "3"), (".snakemake_timestamp", "")):
        (pages / name).write_text(text, encoding="utf-8")
    options = [
        "--study",
        str(example / "config/study.yaml"),
        "--codebook",
        str(example / "config/codebook.yaml"),
    ]
    made = ["manifest", *options, "--folders", "evidence", "--to-manifest", "manifest.json"]
    assert main(made) == 0
    listed = "find . -type f ! -name '.*' -printf '%P\\n' | LC_ALL=C sort | xargs sha256sum | sha256sum"
    told = subprocess.run(listed, shell=True, cwd=pages, capture_output=True, text=True, check=True).stdout
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    assert manifest["folders"] == {"evidence": {"files": 3, "sha256": told.split()[0]}}
    assert manifest["outputs"] == {}
    (pages / "b.html").unlink()
    assert main(made) == 0
    assert json.loads((tmp_path / "manifest.json").read_text("utf-8"))["folders"]["evidence"]["files"] == 2


def test_workflow_the_pages_of_the_evidence_are_read_at_the_last_gate_and_listed(example):
    run = snakemake(example, "--dry-run", "--printshellcmds", "--forcerun", "vet", "manifest")
    gate = next(line for line in run.output.splitlines() if "delphi vet" in line)
    assert " reports/evidence.html reports/evidence " in gate
    manifest = next(line for line in run.output.splitlines() if "delphi manifest" in line)
    assert " --folders reports/evidence " in manifest


def test_workflow_bad_input_stops_with_one_clear_message(tmp_path):
    study = copy_study("tiny", tmp_path / "study")
    change(study / "config/study.yaml", "title:", "titel:")
    run = snakemake(study)
    assert run.code == 2
    assert "Did you mean `title`?" in run.output
    assert "Traceback" not in run.output


def test_workflow_a_failed_step_says_what_to_do(tmp_path):
    study = copy_study("tiny", tmp_path / "study")
    register = next((study / "data/raw").glob("participants.csv"))
    rows = register.read_text("utf-8").splitlines()
    register.write_text("\n".join(rows[:-1]) + "\n", encoding="utf-8")
    run = snakemake(study)
    assert run.code != 0
    assert "delphi: data/raw/transcripts/" in run.output
    assert "Traceback" not in run.output


def test_workflow_takes_file_names_with_spaces(tmp_path):
    study = copy_study("tiny", tmp_path / "study")
    transcripts = study / "data/raw/transcripts"
    (transcripts / "street.txt").rename(transcripts / "street (final version).txt")
    change(study / "data/raw/transcripts.csv", "street.txt", "street (final version).txt")
    run = snakemake(study)
    assert run.code == 0, run.output
    assert "street (final version).txt" in (study / "reports/manifest.json").read_text("utf-8")


def test_workflow_tiny_study_makes_a_report(tmp_path):
    study = copy_study("tiny", tmp_path / "study")
    run = snakemake(study)
    assert run.code == 0, run.output
    assert (study / "reports/report.pdf").stat().st_size > 1000


def test_workflow_english_study_is_english(library):
    html = (library / "reports/report.html").read_text("utf-8")
    assert '<html lang="en"' in html.replace("'", '"') or 'lang="en"' in html
    for word in ("ronde", "uitspraak", "werkmodel", "Sterktes"):
        assert word not in html


def test_workflow_library_panel_is_as_described(library):
    with (library / "reports/tables/panel.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    took_part = {n: sum(int(r["took_part"]) for r in rows if r["round"] == str(n)) for n in (1, 2, 3)}
    assert took_part == {1: 9, 2: 8, 3: 8}
    last = [row for row in rows if row["round"] == "3"]
    assert (sum(int(r["returned"]) for r in last), sum(int(r["new"]) for r in last)) == (7, 1)


def test_workflow_withdrawn_leaves_no_trace(library):
    """Lorna withdrew: nothing she said and no label of hers is in anything derived."""
    with (library / "expected/turns.csv").open(encoding="utf-8") as file:
        said = [row["text"] for row in csv.DictReader(file) if row["speaker"].casefold() == "lorna"]
    assert len(said) == 7
    for name, data in {**files_of(library / "reports"), **files_of(library / "data/coded")}.items():
        if name.startswith("decisions/") or name in ("adjudications.csv", "items.csv", "item_events.csv"):
            continue
        text = data.decode("utf-8", "ignore")
        assert "Lorna" not in text, name
        for words in said:
            for sentence in (part for part in words.split(". ") if len(part) > 25):
                assert sentence not in text, name


def test_workflow_withdrawing_deletes_what_is_not_made_any_more(built):
    """Other batches and formats: what a participant said must not survive in files that no rule renews."""
    change(built / "config/study.yaml", "batches: 2 ", "batches: 1 ")
    change(built / "config/study.yaml", "formats: [html, docx, pdf]", "formats: [html]")
    register = built / "data/raw/participants.csv"
    rows = register.read_text("utf-8").splitlines()
    rows = [
        rows[0] + ",withdrawn_on",
        *(row + ("," if not row.startswith("Magda,") else ",2025-06-01") for row in rows[1:]),
    ]
    register.write_text("\n".join(rows) + "\n", encoding="utf-8")
    run = snakemake(built)
    assert run.code == 0, run.output
    assert sorted(p.name for p in (built / "reports").glob("report.*")) == ["report.html"]
    assert [p.name for p in (built / "data/interim/turns").iterdir()] == ["0.parquet"]
    swot = (built / "reports/tables/swot.csv").read_text("utf-8")
    assert "Magda" not in swot
    with (built / "data/coded/tags.csv").open(encoding="utf-8") as file:
        assert "Magda" not in {row["speaker"] for row in csv.DictReader(file)}


def test_workflow_importing_the_snakefile_stays_light():
    code = (
        "import sys; sys.argv=['x']; import delphi.plan; "
        "print([m for m in ('pandas', 'spacy', 'numpy', 'matplotlib') if m in sys.modules])"
    )
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ}
    )
    assert done.stdout.strip() == "[]"


def test_workflow_says_when_a_decision_is_lost(built):
    nowhere = "2025-08-01T09:00:00Z,elias,R3-INT1,2,0,38,dit staat in dit gesprek nergens geschreven,,,personal_friend,strength,,,apply,\n"
    with (built / "data/coded/decisions/elias.csv").open("a", encoding="utf-8") as file:
        file.write(nowhere)
    run = snakemake(built, "data/coded/tags.csv")
    assert run.code == 0
    assert "delphi: 1 decision(s) that find their passage nowhere any more" in run.output
    assert "lost" in (built / "reports/tables/anchors.csv").read_text("utf-8")
