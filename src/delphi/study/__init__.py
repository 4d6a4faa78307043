"""The study folder: its configuration and its registers, read and checked before anything is computed."""

from delphi.study.config import Block, Study, load_study, localise
from delphi.study.registers import (
    Participant,
    Transcript,
    batch_of,
    check_files,
    check_present,
    load_participants,
    load_transcripts,
    speaker_labels,
)

__all__ = [
    "Block",
    "Participant",
    "Study",
    "Transcript",
    "batch_of",
    "check_files",
    "check_present",
    "load_participants",
    "load_study",
    "load_transcripts",
    "localise",
    "speaker_labels",
]
