"""Agreement between coders: how far they gave the same passages the same codes, and where they did not."""

from delphi.agreement.coded import coded_characters, coded_turns, turns_read
from delphi.agreement.differences import confusion_table, opposite_categories
from delphi.agreement.readings import passages, passages_of_stages, readings
from delphi.agreement.table import AGREEMENT_COLUMNS, agreement_table, stages_table, text_of

__all__ = [
    "AGREEMENT_COLUMNS",
    "agreement_table",
    "coded_characters",
    "coded_turns",
    "confusion_table",
    "opposite_categories",
    "passages",
    "passages_of_stages",
    "readings",
    "stages_table",
    "text_of",
    "turns_read",
]
