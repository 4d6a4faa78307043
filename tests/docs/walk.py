"""A guide, walked: its commands run in its order in one terminal, and in between what it asks of a person is done.

Every command stands in a fenced block `console`.  Examples of files stand in blocks that name the file
(`yaml config/study.yaml`): they are added at the end of that file.
"""

from __future__ import annotations

import csv
import os
import pty
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import docx
import pandas as pd
from tests.conftest import REPOSITORY
from tests.docs.word_files import write_one_more, write_word_files

from delphi.codebook import load_codebook
from delphi.decisions.append import Decision, append_decisions

GUIDES = {"nl": REPOSITORY / "docs/handleiding.md", "en": REPOSITORY / "docs/guide.md"}
FENCE = re.compile(r"^```(\w+)(?: +(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NOT_RUN = {
    "wsl --install": "Windows only",
    "sudo apt install make python3-venv": "asks for a password and the network",
    "xcode-select --install": "macOS only",
    "make -C ~/delphi": "installs the environment, which a test has already",
    "make notebook": "opens JupyterLab and waits; tests/browser opens the notebooks",
    "delphi without Jos": "builds the study twice; tests/compare runs it",
}
"""Commands that the walk does not run, and why; that their verb or target exists is tested all the same."""
FIRST_STOPS = "make"
"""It stops the first time, because a transcript holds a phone number."""
ANSWERS = {"delphi new hortus --from ~/word": "{language}\nHortus\n2\nTeam, Depot\n"}
"""What is typed where a command asks."""


@dataclass(frozen=True)
class Block:
    """A fenced block: commands to type (`console`), or an example of a file."""

    kind: str
    file: str
    text: str

    @property
    def commands(self) -> list[str]:
        """The commands, one a line, without the remarks behind them."""
        lines = (re.sub(r"\s{2,}# .*", "", line).strip() for line in self.text.splitlines())
        return [line for line in lines if line] if self.kind == "console" else []


def blocks(guide: Path) -> list[Block]:
    """The fenced blocks of a guide, in its order."""
    return [Block(*found) for found in FENCE.findall(guide.read_text(encoding="utf-8"))]


def commands(guide: Path) -> list[str]:
    """All commands of a guide, in its order."""
    return [command for block in blocks(guide) for command in block.commands]


@dataclass
class Ran:
    """A command that was run, with what it said."""

    command: str
    code: int
    output: str


@dataclass
class Walk:
    """One terminal of one person, at home in a folder of her own."""

    home: Path
    language: str
    folder: Path = field(init=False)
    environment: dict[str, str] = field(init=False)
    ran: list[Ran] = field(default_factory=list)
    done: list[Callable[[Walk], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder = self.home
        write_word_files(self.home / "word", self.language)
        write_one_more(self.home / "word-new", self.language)
        _delphi_at_home(self.home / "delphi")
        # The tests may run under a `make test`, whose variables no terminal of hers would have.
        around = {"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKE_TERMOUT", "MAKE_TERMERR"}
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in around}, "HOME": str(self.home), "DELPHI": str(self.home / "delphi"),
            "PATH": os.pathsep.join(place for place in os.environ["PATH"].split(os.pathsep) if ".venv" not in place),
        }  # fmt: skip

    @property
    def study(self) -> Path:
        """The study that the guide makes."""
        return self.home / "hortus"

    def through(self, guide: Path) -> Iterator[Ran]:
        """Run every command of a guide that can be run, and do between them what it asks of a person."""
        for block in blocks(guide):
            if block.file:
                _add(self.study / block.file, block.text)
            for command in block.commands:
                act = DOES.get(command)
                if act and act not in self.done:
                    self.done.append(act)
                    act(self)
                if command not in NOT_RUN:
                    yield self.run(command)

    def run(self, command: str) -> Ran:
        """Type a command; folder and environment stay for the next one, as in a terminal."""
        left = self.home / ".left"
        script = f'{command}\ncode=$?\n{{ pwd; echo "$PATH"; }} > "{left}"\nexit $code\n'
        typed = ANSWERS.get(command, "").format(language=self.language)
        keyboard, terminal = pty.openpty()
        os.write(keyboard, typed.encode())
        done = subprocess.run(
            ["bash", "-c", script], cwd=self.folder, env=self.environment, stdin=terminal, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        os.close(keyboard)
        os.close(terminal)
        folder, path = left.read_text(encoding="utf-8").splitlines()
        self.folder = Path(folder)
        self.environment["PATH"] = path
        self.ran.append(Ran(command, done.returncode, done.stdout))
        return self.ran[-1]


def _delphi_at_home(folder: Path) -> None:
    """The repository as somebody would have it at home, with the environment that runs the tests."""
    for path in REPOSITORY.iterdir():
        if path.name not in (".venv", ".snakemake", "data", "reports", "logs"):
            folder.mkdir(exist_ok=True)
            (folder / path.name).symlink_to(path)
    (folder / ".venv").mkdir()
    (folder / ".venv/bin").symlink_to(Path(sys.prefix) / "bin")
    for name in ("base", "notebook", "dev"):
        (folder / f".venv/{name}.stamp").touch()


def _add(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if not path.exists() or path.suffix == ".yaml":
        path.write_text(before + text, encoding="utf-8")


def make_little(walk: Walk) -> None:
    """Fewer jobs and formats than a person would have, for the time that the walk takes."""
    path = walk.study / "config/study.yaml"
    text = path.read_text(encoding="utf-8").replace("\nlanguage:", "\nbatches: 1\nlanguage:", 1)
    little = "report: {formats: [html], guidelines: [], feedback: [{audience: participants}]}"
    path.write_text(f"{text}\n{little}\n", encoding="utf-8")


def take_the_number_out(walk: Walk) -> None:
    """Replace the phone number in the Word file in which it stands."""
    path = next((walk.study / "data/raw/transcripts").glob("R1 A*"))
    document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace("0470 12 34 56", "[nummer]")
    document.save(str(path))


DEFINED = {
    "nl": (
        "Buren tuinieren samen, elke week.",
        "Buren lenen er gereedschap.",
        "team*, tuin*",
        "depot*, gereedschap",
    ),
    "en": (
        "Neighbours garden together, every week.",
        "Neighbours borrow tools there.",
        "team*, garden*",
        "depot*, tools",
    ),
}


def define(walk: Walk) -> None:
    """Say in the codebook what the two work models are, and which words point to them."""
    path = walk.study / "config/codebook.yaml"
    text = path.read_text(encoding="utf-8")
    *definitions, team, depot = DEFINED[walk.language]
    for words in definitions:
        text = re.sub(r'definition: "(?:Schrijf hier|Say in)[^"]*"', f'definition: "{words}"', text, count=1)
    for key, words in (("team", team), ("depot", depot)):
        text = text.replace(f'terms: ["{key}"]', f"terms: [{words}]", 1)
    assert text.count("*, ") > 2
    path.write_text(text, encoding="utf-8")


WEIGHED = {
    "threat": ("bang", "te duur", "afraid", "expensive"),
    "condition": ("moet", "oorwaarde", "zonder", "should be", "has to", "As long", "without"),
    "weakness": ("moeilijk", "Voor mij niet", "too hard", "Not for me"),
}
"""How the coder of the walk weighs a turn, by its words; a strength otherwise."""


def code(walk: Walk) -> None:
    """What two coders decide in *check_tags*: one reads everything, the other the first round and sees less in it."""
    turns = pd.concat(map(pd.read_parquet, (walk.study / "data/interim/turns").glob("*.parquet")))
    turns = turns[~turns["facilitator"]]
    texts = {(row.transcript_id, int(row.turn)): row.text for row in turns.itertuples()}
    codebook = load_codebook(walk.study / "config/codebook.yaml")
    decided: dict[str, list[Decision]] = {"Els": [], "Hanne": []}
    for place, text in texts.items():
        category = next((key for key, words in WEIGHED.items() if any(w in text for w in words)), "strength")
        model = "depot" if re.search("ereedschap|depot|tools|nakij|look", text) else "team"
        decided["Els"] += [
            Decision(*place, "apply", 0, len(text), model, category),
            Decision(*place, "checked"),
        ]
        if place[0].startswith("R1"):
            second = "strength" if category == "weakness" else category
            decided["Hanne"] += [
                Decision(*place, "apply", 0, len(text), model, second),
                Decision(*place, "checked"),
            ]
    for coder, decisions in decided.items():
        file = walk.study / f"data/coded/decisions/{coder}.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        append_decisions(file, decisions, coder=coder, texts=texts, codebook=codebook)


WORDED = {
    ("team", "strength"): {
        "nl": "Wie meedoet, leert de buren kennen.", "en": "Who joins gets to know the neighbours.",
    },
    ("team", "weakness"): {
        "nl": "Voor wie slecht te been is, zijn de bakken te laag.", "en": "For people who walk badly the beds are too low.",
    },
    ("depot", "condition"): {
        "nl": "Iemand moet het gereedschap nakijken.", "en": "Somebody has to look after the tools.",
    },
}  # fmt: skip
"""The statements that the walk accepts, one for each of these codes."""


def mark_proposals(walk: Walk) -> None:
    """Mark in the spreadsheet the largest proposal of some codes, and word it as a statement of the panel."""
    path = walk.study / "data/interim/proposals/statements.csv"
    rows = _rows(path)
    first: dict[tuple[str, str], str] = {}
    for row in rows:
        code = (row["work_model"], row["swot"])
        if code in WORDED and first.setdefault(code, row["proposal"]) == row["proposal"]:
            row["accept"] = "x"
            row["statement"] = row["statement"] and WORDED[code][walk.language]
    _write(path, rows)


def fill_in_reactions(walk: Walk) -> None:
    """What two people ticked on the forms, in a copy of the register."""
    rows = _rows(walk.study / "reports/feedback/reactions-round-1.csv")
    ticked = {
        "nl": {"Fien": "Akkoord", "Greet": "Niet akkoord"},
        "en": {"Fien": "Agree", "Greet": "Disagree"},
    }[walk.language]
    filled = [
        row | {"participant_id": person, "reaction": tick}
        for person, tick in ticked.items()
        for row in rows
        if row["item_id"]
    ]
    _write(walk.home / "reactions.csv", filled)
    # Once made, feedback is renewed by every `make`; the walk has seen it.
    shutil.rmtree(walk.study / "reports/feedback")


def come_back(walk: Walk) -> None:
    """The coder elsewhere reads a turn and sends back the zip."""
    folder = walk.home / "elsewhere"
    with zipfile.ZipFile(walk.home / "for-hanne.zip") as archive:
        archive.extractall(folder)
    path = next(folder.rglob("pack.json")).parent / "data/coded/decisions/Hanne.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    place = ("R2-A", 2)
    turns = pd.concat(map(pd.read_parquet, folder.rglob("turns/*.parquet")))
    texts = {(row.transcript_id, int(row.turn)): row.text for row in turns.itertuples()}
    codebook = load_codebook(next(folder.rglob("codebook.yaml")))
    append_decisions(path, [Decision(*place, "checked")], coder="Hanne", texts=texts, codebook=codebook)
    shutil.make_archive(str(walk.home / "from-hanne"), "zip", folder)


def withdraw(walk: Walk) -> None:
    """Fill in on which day Jos withdrew."""
    path = walk.study / "data/raw/participants.csv"
    rows = _rows(path)
    _write(
        path, [row | {"withdrawn_on": "2025-05-01" if row["participant_id"] == "Jos" else ""} for row in rows]
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


DOES: dict[str, Callable[[Walk], None]] = {
    "delphi check": make_little,
    "delphi export --codebook ~/codebook.xlsx": define,
    "delphi clear": take_the_number_out,
    "make notebook": code,
    "delphi items accept data/interim/proposals/statements.csv --by Els": mark_proposals,
    "delphi import reactions ~/reactions.csv --round 1 --coder Els": fill_in_reactions,
    "delphi unpack ~/from-hanne.zip": come_back,
    "delphi erase Jos": withdraw,
}
"""What a person does before a command, the first time it comes."""
