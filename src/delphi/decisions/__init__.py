"""What coders decided: read from their append-only files, placed in the transcripts, settled as tags."""

from delphi.decisions.settle import TAG_COLUMNS, settle
from delphi.decisions.store import DECISION_COLUMNS, read_decisions

__all__ = ["DECISION_COLUMNS", "TAG_COLUMNS", "read_decisions", "settle"]
