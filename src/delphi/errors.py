"""What a person is told when an input is wrong: what, where, what was expected, how to mend it."""

from __future__ import annotations

from pathlib import Path

FEW = 3  # lines with the same mistake that are told one by one
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

    A mistake that many lines of a file make is told once, with how many; and of a file with very many the first.
    """

    def __init__(self, errors: list[InputError]) -> None:
        self.errors: list[InputError] = []
        for error in errors:
            self.errors += error.errors if isinstance(error, InputErrors) else [error]
        Exception.__init__(self, str(self))

    def __str__(self) -> str:
        alike: dict[tuple[object, ...], list[InputError]] = {}
        for error in self.errors:
            same = (error.where, error.what, error.remedy)
            alike.setdefault(same if error.line is not None else (*same, id(error)), []).append(error)
        told: dict[Path | str | None, list[str]] = {}
        for errors in alike.values():
            lines = told.setdefault(errors[0].where, [])
            if len(errors) <= FEW:
                lines += map(str, errors)
            else:
                last = max(error.line or 0 for error in errors)
                lines.append(f"{errors[0]} (Also on {len(errors) - 1:,} more lines, the last is {last}.)")
        for where, lines in told.items():
            if len(lines) > MOST:
                more = f"more mistakes stand in it: {len(lines) - MOST:,}."
                remedy = "They are told when these are mended."
                lines[MOST:] = [str(InputError(more, where, remedy=remedy))]
        return "\n".join(line for lines in told.values() for line in lines)
