"""The evidence page: from a statement, a cell, a round or a perspective to the passages behind it.

Two editions are built apart from each other: `public` never reads a transcript, a coder or a
decision, and `internal` shows all of them.
"""

from delphi.report.evidence.internal import internal_edition, turns_shown
from delphi.report.evidence.page import page
from delphi.report.evidence.public import public_edition

__all__ = ["internal_edition", "page", "public_edition", "turns_shown"]
