"""Turns written back as a plain text transcript, `[00:01:23] Name: words`, one line a turn."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from delphi.errors import InputError
from delphi.transcripts.reading import read_file
from delphi.transcripts.turns import Turn
from delphi.writing import unwritable


def write_turns(turns: Sequence[Turn], path: Path, speakers: Mapping[str, str]) -> None:
    """Write turns as UTF-8 text, and make sure that the file says the same when it is read again.

    Parameters
    ----------
    turns
        In order; a turn without text keeps its place.
    path
        The file to write, with the ending `.txt`; whole or not at all.
    speakers
        As for `read_transcript`.

    Raises
    ------
    InputError
        When a turn would not come back as it is; nothing is written then.
    """
    lines = [f"{_stamp(turn.start_time)}{turn.speaker}: {turn.text}".rstrip() for turn in turns]
    part = path.with_name(f"{path.stem}.part.txt")
    try:
        part.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
        back = read_file(part, speakers, transcript_id=path.stem).turns
        said = [(turn.speaker.casefold(), turn.text) for turn in turns]
        for number, (old, new) in enumerate(
            zip(said, [(t.speaker.casefold(), t.text) for t in back]), start=1
        ):
            if old != new:
                raise InputError(f"turn {number} cannot be written as plain text without changing it.", path)
        if len(back) != len(said):
            raise InputError("the turns cannot be written as plain text without changing them.", path)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise unwritable(error, path) from None
    except InputError:
        part.unlink()
        raise


def _stamp(seconds: float) -> str:
    if math.isnan(seconds):
        return ""
    minutes, rest = divmod(int(seconds), 60)
    return f"[{minutes // 60:02}:{minutes % 60:02}:{rest:02}] "
