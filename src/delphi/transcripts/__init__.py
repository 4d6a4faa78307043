"""Transcripts as they reach a researcher, read as turns: a module per format, one way to find who speaks."""

from delphi.transcripts.first.reading import Reading, read_transcript
from delphi.transcripts.first.turns import Turn
from delphi.transcripts.notes import stage_notes

__all__ = ["Reading", "Turn", "read_transcript", "stage_notes"]
