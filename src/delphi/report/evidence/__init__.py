"""The evidence page: from a statement, a cell, a round or a perspective to the passages behind it.

Two editions are built apart from each other: `public` never reads a transcript, a coder or a
decision, and `internal` shows all of them.  Of a large study each is an overview and a folder of pages.
"""

from delphi.report.evidence.conversations import conversation_pages
from delphi.report.evidence.internal import OF_DECISIONS, internal_edition, internal_source
from delphi.report.evidence.page import page
from delphi.report.evidence.paging import MOST, MOST_CONVERSATIONS, edition_in_pages
from delphi.report.evidence.public import public_source

__all__ = [
    "MOST", "MOST_CONVERSATIONS", "OF_DECISIONS", "conversation_pages", "edition_in_pages", "internal_edition",
    "internal_source", "page", "public_source",
]  # fmt: skip
