"""What must not leave the team: people's labels in quotations, and attributions that say no more than allowed."""

from delphi.privacy.quotations import attribution, mask_speakers, ordinary_words

__all__ = ["attribution", "mask_speakers", "ordinary_words"]
