"""The guides for researchers: both say the same, and everything in them works as it is written."""

from __future__ import annotations

import re
import subprocess

import pytest
from tests.conftest import REPOSITORY
from tests.docs.walk import ANSWERS, DOES, FIRST_STOPS, GUIDES, NOT_RUN, Walk, blocks, commands

from delphi.cli import VERBS


def test_guides_hold_the_same_commands():
    dutch, english = (blocks(guide) for guide in GUIDES.values())
    assert [(block.kind, block.file, block.commands) for block in dutch] == [
        (block.kind, block.file, block.commands) for block in english
    ]


def test_guides_lists_of_the_walk_name_commands_of_the_guides():
    told = set(commands(GUIDES["nl"]))
    assert {*NOT_RUN, *ANSWERS, *DOES, FIRST_STOPS} <= told


@pytest.mark.parametrize("guide", GUIDES.values(), ids=GUIDES)
def test_guides_point_at_what_is_there(guide):
    text = guide.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (guide.parent / target).exists(), target
    headings = {
        re.sub(r"[^\w -]", "", line[3:]).lower().replace(" ", "-")
        for line in re.findall(r"^## .*", text, re.M)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) == headings
    for picture in (guide.parent / "pictures").glob("*.png"):
        assert picture.stat().st_size < 150_000, picture


def test_guides_name_verbs_and_targets_that_exist():
    rules = re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), re.M)
    inline = [
        command
        for guide in GUIDES.values()
        for command in re.findall(r"`((?:delphi|make) [a-z][^`]*)`", guide.read_text(encoding="utf-8"))
    ]
    for command in [*commands(GUIDES["nl"]), *inline]:
        words = command.split()
        if words[0] == "delphi" and not words[1].startswith("-"):
            assert words[1] in VERBS, command
        if words[0] == "make" and words[1:] and not words[1].startswith("-"):
            assert words[1] in rules, command


def test_guides_every_command_runs_in_the_order_of_the_guide(tmp_path):
    walk = Walk(tmp_path / "home", "nl")
    for ran in walk.through(GUIDES["nl"]):
        stops = ran.command == FIRST_STOPS and [one.command for one in walk.ran].count(FIRST_STOPS) == 1
        assert (ran.code != 0) == stops, (ran.command, ran.output)
        assert "Traceback" not in ran.output
        if ran.command == "make feedback":
            assert (walk.study / "reports/feedback/round-1-participants.docx").exists()
        if stops:
            assert "here stands a phone number" in ran.output.splitlines()[-3], ran.output
    assert (walk.study / "reports/report.html").exists()
    assert "Jos" not in (walk.study / "reports/report.html").read_text(encoding="utf-8")
    again = subprocess.run(
        ["make", "-n", "report"],
        cwd=walk.study,
        env=walk.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "snakemake" in again.stdout
