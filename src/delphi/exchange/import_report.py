"""What an import brought in, counted per kind of thing, and the name of everything that it did not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Report:
    """Counts in and out, what was chosen or guessed, and what was not carried over with the reason."""

    came: Counter[str] = field(default_factory=Counter)
    went: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def count(self, kind: str, came: int, went: int = 0) -> None:
        """Add to how many of a kind the project has, and how many of them were carried over."""
        self.came[kind] += came
        self.went[kind] += went

    def lose(self, what: str) -> None:
        """Name something that is not carried over; once is enough."""
        if what not in self.lost:
            self.lost.append(what)

    def counted(self) -> list[str]:
        """What the project has, when nothing is carried over yet."""
        return [
            *(f"{kind}: {number}" for kind, number in self.came.items() if number),
            *self.told,
            *self.lost,
        ]

    def lines(self) -> list[str]:
        """The report, a line each."""
        width = max(map(len, self.came), default=0)
        lines = [f"{'':{width}}  in the project  carried over"] if self.came else []
        lines += [
            f"{kind:{width}}  {number:14}  {self.went[kind]:12}"
            for kind, number in self.came.items()
            if number
        ]
        lines += self.told
        lines += ["not carried over:", *(f"  - {what}" for what in self.lost)] if self.lost else [
            "everything was carried over."
        ]  # fmt: skip
        return lines
