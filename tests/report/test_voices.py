"""Who said it: people counted once, with rounds and groups, and no more than may be told."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from delphi.report.voices import voices


class Told:
    """As much of a study's material as voices ask for."""

    def __init__(self, min_cell: int = 3, **groups: int) -> None:
        self.study = SimpleNamespace(
            language="en", privacy=SimpleNamespace(min_cell=min_cell), group_label=str.capitalize,
            kind_label=lambda kind: kind.replace("_", " "),
        )  # fmt: skip
        self.groups = groups

    def panel_groups(self, *_: object) -> dict[str, int]:
        return self.groups

    def people_of(self, passages: list[dict]) -> dict[str, int]:
        who = {(tag["perspective"], tag["speaker"]) for tag in passages}
        return {key: sum(p == key for p, _ in who) for key in ("expert", "neighbour") if key in dict(who)}

    def people(self, perspective: str, number: int) -> str:
        return f"{number} {perspective}"


def tag(
    speaker: str, round_: int = 1, group: str = "north", perspective: str = "expert", panel: bool = True
) -> dict:
    kind = "panel" if panel else "phone_call"
    return {
        "speaker": speaker,
        "round": round_,
        "group": group,
        "perspective": perspective,
        "panel": panel,
        "kind": kind,
    }


@pytest.mark.parametrize(
    ("passages", "rounds", "said"),
    [
        ([tag("a"), tag("a")], False, "1 expert (North)"),
        ([tag("a", group="south"), tag("b")], False, "2 expert (North and South)"),
        ([tag("a"), tag("b", 2, "south")], True, "2 expert (round 1, North; round 2, South)"),
        ([tag("a", panel=False)], True, "1 expert (phone call)"),
        ([tag("a"), tag("b", panel=False)], True, "2 expert (round 1, North; phone call)"),
        ([tag("a"), tag("n", perspective="neighbour")], False, "1 expert (North) and 1 neighbour (North)"),
    ],
)
def test_voices_name_people_rounds_and_groups(passages, rounds, said):
    assert voices(Told(north=5, south=5), passages, rounds=rounds) == said


def test_voices_name_no_group_that_is_the_only_one():
    assert voices(Told(north=5), [tag("a")], rounds=True) == "1 expert (round 1)"


def test_voices_name_no_group_of_few_people_and_none_that_would_give_it_away():
    few = Told(north=5, south=2)
    assert voices(few, [tag("a", group="south")], rounds=False) == "1 expert"
    assert voices(few, [tag("a"), tag("b", group="south")], rounds=False) == "2 expert"


def test_voices_of_nobody_are_silent():
    assert voices(Told(), [], rounds=True) == ""
