"""Transcripts as they reach a researcher, read as turns: a module per format, one way to find who speaks."""

from delphi.transcripts.notes import stage_notes
from delphi.transcripts.reading import Reading, read_file, read_transcript
from delphi.transcripts.turns import Turn

__all__ = ["Reading", "Turn", "read_file", "read_transcript", "stage_notes"]
