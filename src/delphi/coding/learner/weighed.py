"""Whether the stance that is suggested beside a statement was worth showing when it was measured."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from pathlib import Path

import pandas as pd

from delphi.derived import read_csv


@dataclass(frozen=True)
class Weighed:
    """What `delphi evaluate` counted on links of transcripts that the learner had not seen.

    Attributes
    ----------
    n
        Links with a stance.
    shown, right
        Links for which a stance is likely enough to be suggested, and those where it is the coder's.
    usual_right
        Of those shown, links where the most frequent stance is the coder's.
    other, other_right
        Of those shown, links where the suggestion differs from the most frequent stance, and where it is the coder's.
    """

    n: int
    shown: int
    right: int
    usual_right: int
    other: int
    other_right: int

    @property
    def gains(self) -> bool:
        """Whether suggesting is right more often than always saying the most frequent stance."""
        return self.right > self.usual_right

    def table(self) -> pd.DataFrame:
        """The counts as a table of one row; of none where there was nothing to count."""
        return pd.DataFrame(
            [astuple(self)] if self.n else [], columns=[field.name for field in fields(Weighed)]
        )


def weighed_in(folder: Path | str) -> Weighed | None:
    """What stands in the folder of an evaluation; None where nobody measured."""
    path = Path(folder, "stances.csv")
    table = read_csv(path) if path.exists() else pd.DataFrame()
    if not len(table):
        return None
    row = table.iloc[0]
    return Weighed(*(int(row[field.name]) for field in fields(Weighed)))
