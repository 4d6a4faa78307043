"""What the last gate would refuse is told before anything is built."""

from __future__ import annotations

import re
from pathlib import Path

from delphi.privacy.clearing import Clearance
from delphi.privacy.foreseen import foreseen

WATCH = [("label", re.compile(r"\bNoor\b"))]
PAGE = Path("config/chapters/method.md")


def test_foreseen_names_file_and_line_and_not_the_word():
    lines = [(PAGE, 1, "Noor en Noor"), (PAGE, 4, "bel 0470 12 34 56"), (PAGE, 5, "noordzee")]
    errors = foreseen(lines, WATCH, [])
    assert [(error.where, error.line) for error in errors] == [(PAGE, 1), (PAGE, 4)]
    assert "a participant's label (N…r)" in errors[0].what
    assert "a phone number" in errors[1].what


def test_foreseen_leaves_what_a_person_cleared_for_every_place():
    line = (PAGE, 1, "Noor")
    assert foreseen([line], WATCH, [Clearance("noor", "")]) == []
    assert len(foreseen([line], WATCH, [Clearance("noor", "here only")])) == 1
