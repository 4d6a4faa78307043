"""The command line: one documented verb per step, every file it reads and writes an argument."""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import keyword
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO, cast

import delphi
from delphi.errors import InputError

VERBS = {
    "ingest": "Read the transcripts of one batch into turns, sentences and tokens.",
    "screen": "Find what in the transcripts of one batch may point at somebody.",
    "gate": "Stop the workflow while a hard identifier stands in a transcript that nobody cleared.",
    "train": "Learn from checked decisions how coders code, for suggestions on what nobody coded yet.",
    "code": "Suggest work model and SWOT category for the passages of one batch.",
    "settle": "Bring coders' decisions, adjudications and suggestions together as tags.",
    "agree": "Measure how far coders agree.",
    "rounds": "Derive support, contest and status of every item per round and perspective.",
    "ratings": "Measure how the panel rated the statements, per round and between rounds.",
    "tables": "Write the tables that the report and other tools read.",
    "sensitivity": "Say which statuses hang on one coder, one group, disputes or suggestions.",
    "figures": "Draw the report's figures.",
    "chapters": "Write the report's chapters from tables and the researcher's own prose.",
    "render": "Render the chapters as HTML, DOCX or PDF.",
    "evaluate": "Measure suggestions on transcripts that the learner has not seen; curves and a simulation.",
    "evidence": "Write the page that leads from every statement to its passages, public or internal.",
    "vet": "Read everything in reports/ as others will, and refuse what points at a participant.",
    "manifest": "List every input and output with its checksum.",
    "pack": "Make a folder or zip for a coder elsewhere, with only what that coder may read.",
    "unpack": "Bring back what a coder decided elsewhere, appended to that coder's file and checked.",
    "without": "Say which conclusions differ without a participant; the study is left as it is.",
    "diff": "Compare two builds of a study in plain sentences.",
    "items": "Propose statements, and write what became of them in register and ledger together.",
    "new": "Make a study folder to start from, out of transcripts or with an invented conversation.",
    "feedback": "Write what a round gave for its participants and for professionals, with room to react.",
    "import": "Bring in what people made elsewhere: a REFI-QDA project, a codebook, transcripts, reactions.",
    "export": "Write the study for other programs: a REFI-QDA project or codebook, or spreadsheets.",
    "check": "Check a study folder and say everything that is wrong with it.",
    "status": "Say what is done in a study, and what is waiting for whom.",
    "clear": "List what screening found, and say which words point at nobody.",
    "pseudonymise": "Give people in transcripts the same pseudonyms everywhere, by a key kept outside the study.",
    "erase": "Take what somebody who withdrew said out of the source files.",
    "reference": "Write config/README.md and reports/tables/README.md from the models.",
}
TYPED = (
    "new", "check", "status", "pseudonymise", "import", "export", "clear", "items", "pack", "unpack", "diff", "without",
    "erase",
)  # fmt: skip
"""Verbs for people, in the order in which a study needs them; the workflow runs the others."""
LIGHT = {"OPENBLAS_NUM_THREADS": "1", "PYDANTIC_DISABLE_PLUGINS": "__all__"}
"""What a step need not start: threads that wait for one another in small products, a search for plugins that none uses."""
YOUNG = 50_000
"""New objects after which Python looks for garbage; at its own 700 that is a tenth of what drawing and writing take."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; 0 when it worked, 2 when an input is wrong."""
    if arguments is not None:
        return _run(list(arguments))
    for name, value in LIGHT.items():
        os.environ.setdefault(name, value)
    gc.disable()
    try:
        return _run(sys.argv[1:])
    finally:
        # What ends with the process need not be searched for garbage: with pandas that takes a fifth of a second.
        gc.freeze()


def _run(words: list[str]) -> int:
    parser = overview()
    if not words or words[0] not in VERBS:
        parser.parse_args(words)
        parser.print_help()
        return 2
    module = importlib.import_module(module_of(words[0]))
    gc.freeze()  # modules stay as long as the process does
    gc.set_threshold(YOUNG, 10, 10)
    gc.enable()
    options = verb_parser(words[0]).parse_args(words[1:])
    with contextlib.ExitStack() as stack:
        try:
            if options.log:
                _copy_to(Path(options.log), stack)
            _check_here(options)
            module.run(options)
        except InputError as error:
            return _tell(error)
        except FileNotFoundError as error:
            remedy = "Create it, correct its name, or run the step that makes it."
            return _tell(InputError("the file does not exist.", error.filename, remedy=remedy))
        except BrokenPipeError:  # whoever read the output has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError as error:
            from delphi.writing import unwritable

            return _tell(unwritable(error))
        except KeyboardInterrupt:
            print("delphi: stopped.", file=sys.stderr)
            return 130
    return 0


def _check_here(options: argparse.Namespace) -> None:
    """Refuse to look for a study's files one by one where no study is."""
    here = getattr(options, "study", None) == "config/study.yaml"
    if here and not Path("config").exists() and not Path("data").exists():
        remedy = "Go to it first, as in `cd my-study`; `delphi new my-study` makes one."
        raise InputError("this is no study folder.", remedy=remedy)


def overview() -> argparse.ArgumentParser:
    """The parser behind `delphi --help`: the verbs with a line each, without importing any of them."""
    width = max(map(len, VERBS))
    typed, steps = (
        "\n".join(f"  {verb:<{width}}  {VERBS[verb]}" for verb in some)
        for some in (TYPED, [verb for verb in VERBS if verb not in TYPED])
    )
    parser = argparse.ArgumentParser(
        prog="delphi",
        description=delphi.__doc__,
        epilog=f"verbs that you type:\n{typed}\n\nsteps that `make` takes for you:\n{steps}\n\n`delphi VERB --help` explains one of them.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"delphi {delphi.__version__}")
    parser.add_argument("verb", choices=list(VERBS), metavar="VERB", help="what to do")
    return parser


def verb_parser(verb: str) -> argparse.ArgumentParser:
    """The parser of one verb."""
    module = importlib.import_module(module_of(verb))
    parser = argparse.ArgumentParser(prog=f"delphi {verb}", description=VERBS[verb])
    module.arguments(parser)
    parser.add_argument("--log", metavar="FILE", help="write messages to this file as well")
    return parser


def module_of(verb: str) -> str:
    """The module of a verb; a verb that is a word of Python's has an underscore behind it."""
    return f"delphi.cli.{verb}{'_' if keyword.iskeyword(verb) else ''}"


def _copy_to(file: Path, stack: contextlib.ExitStack) -> None:
    """From now on, what is printed goes to this file as well."""
    file.parent.mkdir(parents=True, exist_ok=True)
    log = stack.enter_context(_Log(file))
    for name in ("stdout", "stderr"):
        stream = cast(TextIO, _Copied(getattr(sys, name), log))
        redirect = getattr(contextlib, f"redirect_{name}")
        stack.enter_context(redirect(stream))


def _tell(error: InputError) -> int:
    for line in str(error).splitlines():
        print(f"delphi: {line}", file=sys.stderr)
    return 2


class _Log:
    """A log that keeps what it can: a full disk must not hide the message that says so."""

    def __init__(self, file: Path) -> None:
        self.file = file.open("w", encoding="utf-8")

    def __enter__(self) -> _Log:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self.file.close()

    def write(self, text: str) -> None:
        with contextlib.suppress(OSError):
            self.file.write(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            self.file.flush()


class _Copied:
    """A stream whose words also go to the log."""

    def __init__(self, stream: TextIO, log: _Log) -> None:
        self.stream, self.log = stream, log

    def write(self, text: str) -> int:
        self.log.write(text)
        return self.stream.write(text)

    def flush(self) -> None:
        self.log.flush()
        self.stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)
