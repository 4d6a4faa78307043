"""What the chapters ask of the study's tables."""

from __future__ import annotations

import pandas as pd
import pytest

from delphi.report.material import Material, Quotations
from delphi.study import Block

NOTHING = ("study", "codebook", "transcripts", "participants", "links", "events", "items", "tables", "parameters",
           "practices")  # fmt: skip


def test_material_quotations_are_rows_of_tags_by_their_id():
    tags = pd.DataFrame(
        {"tag_id": ["T1", "T2"], "round": [1, 2], "quote": ["One thing.", "Another."]}, index=[7, 3]
    )
    quotations = Quotations(tags)
    assert dict(quotations) == {row["tag_id"]: row for row in tags.to_dict("records")}
    assert type(quotations["T2"]["round"]) is int
    assert "T1" in quotations
    assert "T3" not in quotations
    assert quotations.get("T3") is None
    assert len(quotations) == 2
    with pytest.raises(KeyError):
        quotations["T3"]


def test_material_loose_counts_tags_in_no_statement_by_who_made_them():
    tags = pd.DataFrame(
        [("a", "strength", "", "checked"), ("a", "strength", "", "suggested"), ("a", "threat", "", "disputed"),
         ("a", "strength", "S1", "checked"), ("b", "strength", "", "suggested")],
        columns=["work_model", "swot", "item_id", "status"],
    )  # fmt: skip
    material = Material(**dict.fromkeys(NOTHING), tags=tags, mask=str)
    block = Block.model_construct(key="s", label="S", categories=["strength"])
    assert material.loose("a") == {"checked": 2, "suggested": 1}
    assert material.loose("a", block) == {"checked": 1, "suggested": 1}
    assert material.loose("c") == {"checked": 0, "suggested": 0}
