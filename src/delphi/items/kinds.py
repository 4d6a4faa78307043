"""The ledger's columns, the kinds of event, and how an event refers to a passage."""

from __future__ import annotations

import re

EVENT_COLUMNS = (
    "item_id", "version", "event", "round", "group", "participant_ids", "passage_ids", "text_before",
    "text_after", "reason", "decided_by", "decided_at",
)  # fmt: skip
FROM_TAGS = ("introduced", "confirmed", "supplemented", "nuanced", "contested")
NEW_VERSION = ("reformulated", "recategorised")
INTO_OTHERS = ("merged", "split")
ENDED = (*INTO_OTHERS, "dropped", "out_of_scope")
EVENTS = (*FROM_TAGS, *NEW_VERSION, *ENDED)
PASSAGE = re.compile(r"(?P<transcript>[^:]+):(?P<turn>\d{1,9}):(?P<start>\d{1,9})-(?P<end>\d{1,9})")
