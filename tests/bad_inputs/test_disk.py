"""A full disk and a folder that can only be read: a sentence, exit code 2, and every file as it was."""

from __future__ import annotations

import contextlib
import os
import resource
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.bad_inputs.case import PARTICIPANTS, put, swap
from tests.bad_inputs.exchange import reactions, screened
from tests.conftest import files_of

from delphi.cli import main
from delphi.codebook import load_codebook
from delphi.decisions.append import Decision, append_decisions
from delphi.errors import InputError

STUDY = Path(__file__).with_name("study")
WRITING = (
    "ingest --batch 0 --turns data/interim/t.parquet --sentences data/interim/s.parquet --tokens data/interim/k.npz",
    "screen --turns data/interim/turns/0.parquet --to-findings data/interim/screened/1.csv",
    "clear @garden --by anna --reason invented",
    "import reactions ../reactions.csv --round 1 --coder anna",
    "erase Vera --unseen --yes",
    "items add --by anna --statement Weeds --work-model shared_beds --swot weakness --round 2 --participant Tom",
    "items drop SB-W1 --round 2 --by anna --reason nobody-minds",
    "items accept ../proposed.csv --by anna",
    "items propose --to data/interim/proposals/new.csv",
    "check --upgrade",
    "export --qdpx sent.qdpx",
    "export --codebook book.xlsx",
    "import transcript ../talk.txt --round 2",
    "import project ../garden.qdpx --to taken-over",
    "import codebook ../book.csv --to config/other.yaml",
    "reference --to-configuration config/README.md",
    "new mine --no-questions",
    "pack --coder bert --transcripts bench --to sent.zip",
    "reference --to-tables tables.md --log logs/reference.log",
)


PROPOSED = """accept,proposal,work_model,swot,statement,quote,stance,item_id,passage
x,1,shared_beds,weakness,The fork is lost,,supports,,bench:2:41-67
"""
TAGS = """tag_id,transcript_id,round,kind,group,turn,start,end,speaker,perspective,work_model,swot,item_id,stance,status,source,confidence,evidence,coders,quote
a,bench,1,focus_group,street,2,41,67,Iris,neighbour,shared_beds,weakness,,,checked,coder,1,,anna,The tools are the trouble.
"""


@pytest.fixture
def study(tmp_path, monkeypatch):
    """The small study, its transcripts read and screened, somebody withdrawn and a form come back."""
    return prepared(tmp_path / "study", monkeypatch)


def prepared(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(STUDY, folder)
    monkeypatch.chdir(folder)
    swap("data/raw/transcripts/bench.txt", "what is yours.", "what is yours, says @garden.")(folder)
    screened(folder)
    swap(PARTICIPANTS, "Vera,neighbour,street,2,,", "Vera,neighbour,street,2,,2025-04-01")(folder)
    reactions("1,SB-W1,1,,Iris,agree,Still true")(folder)
    put("../talk.txt", "Mod: Do you like the well?\nIris: I do like the well.\n")(folder)
    put("../proposed.csv", PROPOSED)(folder)
    put("data/coded/tags.csv", TAGS)(folder)
    for words in (["export", "--qdpx", "../garden.qdpx"], ["export", "--codebook", "../book.csv"]):
        assert main(words) == 0
    return folder


@contextlib.contextmanager
def nothing_fits() -> Iterator[None]:
    """No file of this process may grow, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def disk(tmp_path, monkeypatch):
    """The study on a disk of its own, which root can fill and protect."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if (
        os.name != "posix"
        or os.geteuid()
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("only root can mount a small disk")
    try:
        yield prepared(place / "study", monkeypatch)
    finally:
        monkeypatch.chdir(tmp_path)
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def refused(command: str, study: Path, capsys: pytest.CaptureFixture[str], reason: str) -> None:
    before = files_of(study)
    capsys.readouterr()
    assert main(shlex.split(command)) == 2
    told = capsys.readouterr().err
    assert reason in told
    assert told.count("delphi: ") == 1
    after = files_of(study)
    after.pop("logs/reference.log", None)
    assert after == before


@pytest.mark.parametrize("command", WRITING, ids=lambda command: command.split()[0])
def test_disk_where_nothing_fits(study, capsys, command):
    with nothing_fits():
        refused(command, study, capsys, "")


def test_disk_takes_no_decision_by_halves(study):
    path = study / "data/coded/decisions/anna.csv"
    before = path.read_bytes()
    decision = Decision("lawn", 3, "checked")
    with nothing_fits(), pytest.raises(InputError, match="could not be read or written"):
        append_decisions(
            path,
            [decision],
            coder="anna",
            texts={("lawn", 3): "From"},
            codebook=load_codebook("config/codebook.yaml"),
        )
    assert path.read_bytes() == before


def test_disk_that_is_full(disk, capsys):
    with contextlib.suppress(OSError), (disk.parent / "filler").open("wb") as file:
        while True:
            file.write(b"x" * 512)
            file.flush()
    for command in WRITING:
        refused(
            command,
            disk,
            capsys,
            "the disk is full",
        )


def test_disk_that_can_only_be_read(disk, capsys):
    subprocess.run(["mount", "-o", "remount,ro", str(disk.parent)], check=True)
    for command in WRITING:
        refused(
            command,
            disk,
            capsys,
            "can only be read",
        )
    subprocess.run(["mount", "-o", "remount,rw", str(disk.parent)], check=True)
