"""What chapters say in numbers."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd

from delphi.report import facts


def test_facts_of_attrition_count_everybody_of_the_round_before():
    """Group B of round 1 was not asked again; its people did not come back all the same."""
    rounds = [(1, "A", "P1"), (1, "A", "P2"), (1, "B", "P3"), (1, "B", "P4"), (2, "A", "P1"), (2, "A", "P5")]
    presence = pd.DataFrame(
        [(number, group, "professional", person, True) for number, group, person in rounds]
        + [(2, "B", "professional", "P3", False)],  # an interview
        columns=["round", "group", "perspective", "participant_id", "panel"],
    )
    panel = pd.DataFrame(
        {
            "round": ["1", "1", "2"],
            "group": ["A", "B", "A"],
            "perspective": "professional",
            "previous": ["", "", "1"],
        }
    )
    study = SimpleNamespace(
        tables={"presence": presence, "panel": panel}, people=lambda perspective, n: f"{n} {perspective}s"
    )
    assert facts._attrition(study) == [{"returned": 1, "earlier": 1, "round": 2, "people": "4 professionals"}]
