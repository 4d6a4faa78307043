"""A register and a ledger on a shelf: small, in a temporary folder, for the tests of items."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from delphi.codebook import Codebook
from delphi.items import EVENT_COLUMNS, ITEM_COLUMNS, read_events, read_items
from delphi.items.statements import Circumstances, Statements, cells_of
from delphi.items.write import Files, write_pair

CODEBOOK = Codebook.model_validate(
    {
        "version": 1, "language": "en",
        "work_model": [{"key": k, "label": k, "definition": k} for k in ("night_bus", "tram")],
        "swot": [{"key": k, "label": k, "definition": k} for k in ("strength", "weakness")],
    }
)  # fmt: skip
ROUNDS = (1, 2, 3, 4)
SESSIONS = ["A", "B"]


def item(item_id="NB-S1", version=1, statement="It is safe", **more):
    cells = {
        "item_id": item_id, "version": version, "work_model": "night_bus", "swot": "strength", "subgroup": "",
        "parent_id": "", "order": 1, "statement": statement,
    }  # fmt: skip
    return cells | more


def event(item_id="NB-S1", version=1, kind="introduced", round_=1, **more):
    cells = dict.fromkeys(EVENT_COLUMNS, "")
    return cells | {"item_id": item_id, "version": version, "event": kind, "round": round_} | more


def as_csv(rows, columns, delimiter=",", end="\n"):
    out = io.StringIO(newline="")
    columns = [*columns, *(name for name in (rows[0] if rows else {}) if name not in columns)]
    writer = csv.DictWriter(out, columns, delimiter=delimiter, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


class Shelf:
    def __init__(self, folder: Path, items=(), events=(), **form):
        self.items, self.events = folder / "items.csv", folder / "item_events.csv"
        if items:
            self.items.write_bytes(as_csv(list(items), ITEM_COLUMNS, **form).encode())
        if events:
            self.events.write_bytes(as_csv(list(events), EVENT_COLUMNS, **form).encode())

    def read(self):
        register = read_items(self.items, CODEBOOK, "en")
        return register, read_events(self.events, register, ROUNDS, SESSIONS)

    def check(self, items, events):
        read_events(events, read_items(items, CODEBOOK, "en"), ROUNDS, SESSIONS)

    @property
    def known(self):
        register, events = self.read()
        return Statements(register, events, cells_of(self.items), CODEBOOK, ROUNDS)

    @property
    def files(self):
        return Files.at(self.items, self.events)

    def do(self, act, *arguments, round_=1, **options):
        change = act(self.known, when(round_), *arguments, **options)
        write_pair(self.files, change.items, change.events, self.check)
        return change

    def bytes(self):
        return [path.read_bytes() if path.exists() else b"" for path in (self.items, self.events)]


def when(round_=1, **more):
    return Circumstances("An", "2025-01-01T12:00:00Z", round_, **({"reason": "so it was decided"} | more))
