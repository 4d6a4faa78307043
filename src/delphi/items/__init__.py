"""Items, the panel's statements: the register with its versions, and the ledger of what happened to them."""

from delphi.items.history import ended_items, goes_into, introduced_rounds, unexplained, versions_in_force
from delphi.items.kinds import ENDED, EVENT_COLUMNS, EVENTS, FROM_TAGS, INTO_OTHERS, NEW_VERSION, PASSAGE
from delphi.items.ledger import read_events, row_errors
from delphi.items.references import (
    lengths_of,
    passage_errors,
    people_errors,
    positions_in,
    positions_of,
    references_of,
    tags_of_events,
    transcripts_of,
)
from delphi.items.register import ITEM_COLUMNS, by_item, named_items, read_items

__all__ = [
    "ENDED",
    "EVENTS",
    "EVENT_COLUMNS",
    "FROM_TAGS",
    "INTO_OTHERS",
    "ITEM_COLUMNS",
    "NEW_VERSION",
    "PASSAGE",
    "by_item",
    "ended_items",
    "goes_into",
    "introduced_rounds",
    "lengths_of",
    "named_items",
    "passage_errors",
    "people_errors",
    "positions_in",
    "positions_of",
    "read_events",
    "read_items",
    "references_of",
    "row_errors",
    "tags_of_events",
    "transcripts_of",
    "unexplained",
    "versions_in_force",
]
