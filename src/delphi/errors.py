"""What a person is told when an input is wrong: what, where, what was expected, how to mend it."""

from __future__ import annotations

from pathlib import Path

MOST = 50  # mistakes told of one file


class InputError(Exception):
    """A mistake in something a person wrote or brought in; the command line prints it and exits with 2.

    Parameters
    ----------
    what
        One sentence that says what is wrong.
    where
        The file, if there is one.
    line, column
        Position in the file, counted from 1.  For a table, `line` is the line of the row in the
        file (the header is line 1).
    remedy
        One sentence that says what was expected and how to mend it.
    """

    def __init__(
        self,
        what: str,
        where: Path | str | None = None,
        *,
        line: int | None = None,
        column: int | None = None,
        remedy: str = "",
    ) -> None:
        self.what, self.where, self.line, self.column, self.remedy = what, where, line, column, remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        place = "" if self.where is None else Path(self.where).as_posix()
        if place and self.line is not None:
            place += f", line {self.line}"
            if self.column is not None:
                place += f", column {self.column}"
        parts = [f"{place}: {self.what}" if place else self.what, self.remedy]
        return " ".join(part for part in parts if part)


class InputErrors(InputError):
    """Several mistakes found in one go, so that a person mends them in one go.

    Of a file with very many, which mostly make one mistake in every line, the first are told, and how many follow.
    """

    def __init__(self, errors: list[InputError]) -> None:
        self.errors: list[InputError] = []
        for error in errors:
            self.errors += error.errors if isinstance(error, InputErrors) else [error]
        Exception.__init__(self, str(self))

    def __str__(self) -> str:
        by_place: dict[Path | str | None, list[InputError]] = {}
        for error in self.errors:
            by_place.setdefault(error.where, []).append(error)
        first = {id(error) for errors in by_place.values() for error in errors[:MOST]}
        lines = []
        for error in self.errors:
            errors = by_place[error.where]
            if id(error) in first:
                lines.append(str(error))
            elif error is errors[-1]:
                more = f"more mistakes stand in it: {len(errors) - MOST:,}."
                lines.append(
                    str(InputError(more, error.where, remedy="They are told when these are mended."))
                )
        return "\n".join(lines)
