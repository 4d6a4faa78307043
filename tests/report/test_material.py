"""What the chapters ask of the study's tables."""

from __future__ import annotations

import pandas as pd
import pytest

from delphi.report.material import Quotations


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
