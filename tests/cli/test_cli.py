"""The command line: every verb and option explained, mistakes told without a traceback."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys

import pytest
from tests.conftest import REPOSITORY

from delphi.cli import LIGHT, TYPED, VERBS, main, module_of, verb_parser
from delphi.coding.learner.measure import LEARNER_TABLE
from delphi.columns import TABLES
from delphi.reference import configuration_page, tables_page


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_cli_every_verb_and_option_is_explained(verb):
    parser = verb_parser(verb)
    assert parser.description
    options = [action for action in parser._actions if not isinstance(action, argparse._HelpAction)]
    assert options
    kinds = [action for action in options if isinstance(action, argparse._SubParsersAction)]
    options += [
        option for action in kinds for parser in action.choices.values() for option in parser._actions
    ]
    for action in options:
        assert action.help, f"{verb} {action.option_strings}"


def test_cli_has_a_module_for_every_verb():
    modules = {path.stem for path in (REPOSITORY / "src/delphi/cli").glob("*.py")}
    modules -= {"__init__", "batches", "learning", "options"}  # what several verbs share
    assert {f"delphi.cli.{name}" for name in modules} == {module_of(verb) for verb in VERBS}


def test_cli_help_names_every_verb(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    shown = capsys.readouterr().out
    assert all(verb in shown for verb in VERBS)


def test_cli_help_tells_first_what_people_type(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = re.findall(r"^  ([a-z]+)  ", capsys.readouterr().out, re.M)
    assert shown[:4] == ["new", "check", "status", "pseudonymise"]
    assert shown[: len(TYPED)] == list(TYPED)
    assert sorted(shown) == sorted(VERBS)


@pytest.mark.parametrize("verb", ["check", "status"])
def test_cli_outside_a_study_says_so_once(verb, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main([verb]) == 2
    assert capsys.readouterr().err == (
        "delphi: this is no study folder. Go to it first, as in `cd my-study`; `delphi new my-study` makes one.\n"
    )


def test_cli_missing_file_is_told_in_a_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config").mkdir()
    assert main(["check", "--log", "log.txt"]) == 2
    error = capsys.readouterr().err
    assert "config/study.yaml: the file does not exist." in error
    assert "Traceback" not in error
    assert (tmp_path / "log.txt").read_text("utf-8") == error


def test_cli_unknown_verb_is_refused(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["analyse"])
    assert caught.value.code == 2
    assert "invalid choice: 'analyse'" in capsys.readouterr().err


def test_reference_pages_are_up_to_date():
    written = (REPOSITORY / "config/README.md").read_text("utf-8")
    assert written == configuration_page(), "run `delphi reference --to-configuration config/README.md`"


def test_reference_describes_every_table_that_is_made(example):
    made = {path.name for path in (example / "reports/tables").glob("*.csv")}
    assert made == set(TABLES) - {"learner.csv"}  # made on request only
    assert list(TABLES["learner.csv"][1]) == LEARNER_TABLE
    assert (example / "reports/tables/README.md").read_text("utf-8") == tables_page()
    for name in made:
        header = (example / "reports/tables" / name).read_text("utf-8").splitlines()[0].split(",")
        described = list(TABLES[name][1])
        unknown = [
            c for c in header if c not in described and not (name == "swot.csv" and c.startswith("n_"))
        ]
        assert not unknown, f"{name}: {unknown}"
        assert [c for c in described if c not in header and "<" not in c] == []


def test_main_starts_neither_threads_nor_a_search_for_plugins(monkeypatch):
    for name in LIGHT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "3")
    code = """
import contextlib, os, sys
from delphi.cli import LIGHT, main
sys.argv = ["delphi", "--version"]
with contextlib.suppress(SystemExit):
    main()
print(*map(os.environ.get, LIGHT))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "3 __all__", "what a person set stays"
