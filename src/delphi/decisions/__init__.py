"""What coders decided: read from their append-only files, placed in the transcripts, settled as tags."""

from delphi.decisions.cells import DECISION_COLUMNS
from delphi.decisions.settle import settle
from delphi.decisions.store import read_decisions
from delphi.decisions.tag_rows import TAG_COLUMNS

__all__ = ["DECISION_COLUMNS", "TAG_COLUMNS", "read_decisions", "settle"]
