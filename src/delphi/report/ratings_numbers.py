"""The rows of `ratings.csv` as the report asks for them: by scale, statement, round and perspective."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from delphi.report.material import Material
from delphi.report.size import MOST_RATED
from delphi.rows import records_of
from delphi.study import Study
from delphi.study.config import Consensus

Row = dict[str, Any]
Key = tuple[str, str, str, str, str]
CONSENSUS = "consensus:"
PERCENT = "\N{NO-BREAK SPACE}%"
TOO_FEW = 3


@dataclass(frozen=True)
class Numbers:
    """Every row by scale, statement, round, perspective and measure; cells are texts as in the file."""

    study: Study
    by_key: dict[Key, Row]
    pairs: dict[tuple[str, str, str, str], dict[str, Row]]
    judged: list[Row]
    models: dict[str, str]

    @classmethod
    def of(cls, m: Material) -> Numbers | None:
        """The study's ratings; None when it has none."""
        table = m.tables.get("ratings")
        if table is None or table.empty:
            return None
        rows: list[Row] = list(records_of(table))
        by_key = {
            (row["scale"], row["item_id"], row["round"], row["perspective"], row["measure"]): row
            for row in rows
            if not row["measure"].startswith(CONSENSUS)
        }
        pairs: dict[tuple[str, str, str, str], dict[str, Row]] = {}
        for (scale, item, round_, perspective, measure), row in by_key.items():
            later = round_.partition("-")[2]
            if later and item:
                pairs.setdefault((scale, item, later, perspective), {})[measure] = row
        judged = [row for row in rows if row["measure"].startswith(CONSENSUS)]
        latest = m.items.drop_duplicates("item_id", keep="last")
        return cls(m.study, by_key, pairs, judged, dict(zip(latest["item_id"], latest["work_model"])))

    @property
    def smallest(self) -> int:
        """Fewer people than this are not printed apart."""
        return max(TOO_FEW, self.study.privacy.min_cell)

    def at(self, scale: str, item: str, round_: str, perspective: str, measure: str) -> Row | None:
        """One row."""
        return self.by_key.get((scale, item, round_, perspective, measure))

    def scales(self, numbers: Sequence[int]) -> list[str]:
        """Scales that were used in these rounds, as the study orders them."""
        return [s for s in self.study.scales if any(self.raters(s, str(n), "") for n in numbers)]

    def items(self, scale: str, numbers: Sequence[int], model: str = "") -> list[str]:
        """Statements that were rated in these rounds, as the register orders them."""
        return [
            item
            for item, of_model in self.models.items()
            if model in ("", of_model) and any(self.at(scale, item, str(n), "", "response") for n in numbers)
        ]

    def are_many(self, scale: str, numbers: Sequence[int]) -> bool:
        """Whether so many statements were rated that their tables say less of each."""
        return len(self.items(scale, numbers)) > MOST_RATED

    def raters(self, scale: str, round_: str, perspective: str) -> int:
        """How many people rated."""
        row = self.at(scale, "", round_, perspective, "raters")
        return int(row["n"]) if row else 0

    def not_raters(self, scale: str, round_: str) -> int:
        """How many people were asked and rated nothing."""
        row = self.at(scale, "", round_, "", "raters")
        return int(row["missing"]) if row else 0

    def returned(self, scale: str, numbers: Sequence[int]) -> list[Row]:
        """How many of those who rated in a round also rated in the next one of these, by pair."""
        found = []
        for earlier, later in pairwise(numbers):
            row = self.at(scale, "", f"{earlier}-{later}", "", "raters_both")
            if row and int(row["n"]):
                before = self.raters(scale, str(earlier), "")
                found.append({"earlier": earlier, "later": later, "before": before, "both": int(row["n"])})
        return found

    def perspectives_shown(self, scale: str, item: str, numbers: Sequence[int]) -> list[str]:
        """Perspectives to print for a statement, and '' for all together when somebody is in none of them.

        A perspective of which too few people rated in every round is not printed apart.
        """
        rated = [str(n) for n in numbers if self.at(scale, item, str(n), "", "response")]
        most = {
            key: max((self.raters(scale, round_, key) for round_ in rated), default=0)
            for key in self.study.perspectives
        }
        large = [key for key, people in most.items() if people >= self.smallest]
        return [
            *large,
            *([""] if not large or any(0 < people < self.smallest for people in most.values()) else []),
        ]

    def comes_after(self, scale: str, later: int) -> int | None:
        """The round with which a round is compared: the last one before it in which the scale was used."""
        before = [
            r.number for r in self.study.rounds if r.number < later and self.raters(scale, str(r.number), "")
        ]
        return (
            before[-1]
            if before and any(key[0] == scale and key[2] == str(later) for key in self.pairs)
            else None
        )

    def pair(self, scale: str, item: str, later: int, perspective: str) -> dict[str, Row]:
        """Measures between the round before and this one, by name; empty when nobody rated twice."""
        found = self.pairs.get((scale, item, str(later), perspective), {})
        return found if found and int(found["kept"]["n"]) else {}

    def versions(self, scale: str, item: str, numbers: Sequence[int]) -> list[tuple[int, int]]:
        """Which version was rated in which round."""
        rows = [(number, self.at(scale, item, str(number), "", "response")) for number in numbers]
        return [(number, int(row["version"])) for number, row in rows if row]

    def held_against(self, rule: Consensus, numbers: Sequence[int] = ()) -> list[Row]:
        """Rows of a declared threshold, in the order of the work models and the register."""
        wanted = {str(number) for number in numbers or rule.rounds}
        bound = f">= {rule.at_least:g}" if rule.at_least is not None else f"<= {rule.at_most:g}"
        rows = [
            row
            for row in self.judged
            if (row["scale"], row["perspective"]) == (rule.scale, rule.perspective)
            and (row["measure"], row["threshold"]) == (CONSENSUS + rule.measure, bound)
            and row["round"].split("-")[-1] in wanted
        ]
        places = {item: place for place, item in enumerate(self.models)}
        return sorted(rows, key=lambda row: (places[row["item_id"]], row["round"]))


def counts(row: Row | None) -> tuple[int, int]:
    """The k and n of a share."""
    if row is None or row["value"] == "":
        return 0, 0
    n = int(row["n"])
    return round(float(row["value"]) * n), n


def percent(value: str, *, sign: bool = True) -> str:
    """`79 %`, from a share."""
    return f"{100 * float(value):.0f}" + (PERCENT if sign else "")
