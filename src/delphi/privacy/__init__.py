"""What must not leave the team: people's labels in quotations, and attributions that say no more than allowed."""

from delphi.privacy.cells import Cell, cell_of, cleared_cells
from delphi.privacy.quotations import attribution, between_spaces, mask_speakers, ordinary_words

__all__ = [
    "Cell",
    "attribution",
    "between_spaces",
    "cell_of",
    "cleared_cells",
    "mask_speakers",
    "ordinary_words",
]
