"""How mistakes are told."""

from __future__ import annotations

from delphi.errors import MOST, InputError, InputErrors


def test_errors_tell_a_mistake_of_many_lines_once():
    many = [
        InputError("`stance` is `pro`.", "anke.csv", line=line, remedy="Expected `supports`.")
        for line in range(2, 402)
    ]
    other = InputError("empty.", "anke.csv", line=7)
    assert str(InputErrors([*many, other])).splitlines() == [
        "anke.csv, line 2: `stance` is `pro`. Expected `supports`. (Also on 399 more lines, the last is 401.)",
        "anke.csv, line 7: empty.",
    ]
    assert len(str(InputErrors(many[:3])).splitlines()) == 3


def test_errors_tell_the_first_of_a_file_with_very_many_and_how_many_follow():
    many = [InputError(f"`{line}` is no scale.", "ratings.csv", line=line) for line in range(2, MOST + 1204)]
    told = str(InputErrors([*many, InputError("no such file.", "items.csv")])).splitlines()
    assert told[:MOST] == [str(error) for error in many[:MOST]]
    assert told[MOST:] == [
        "ratings.csv: more mistakes stand in it: 1,202. They are told when these are mended.",
        "items.csv: no such file.",
    ]


def test_errors_of_several_readings_are_one_list():
    one, other = InputError("empty.", "a.csv"), InputError("empty.", "b.csv")
    assert InputErrors([InputErrors([one, other]), InputError("empty.", "c.csv")]).errors[:2] == [one, other]
