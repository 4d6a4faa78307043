"""Round by round: who was there, who supported or contested which statement, and what became of it."""

from delphi.rounds.panel import panel_table, presence, spoken_in
from delphi.rounds.status import consensus_table, links
from delphi.rounds.tables import coverage_table, open_rounds, swot_table

__all__ = [
    "consensus_table",
    "coverage_table",
    "links",
    "open_rounds",
    "panel_table",
    "presence",
    "spoken_in",
    "swot_table",
]
