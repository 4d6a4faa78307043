"""Why two builds differ: which inputs, settings and programs are not the same, by their manifests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from delphi.compare.build import Build

KINDS = {
    "config/study.yaml": "study",
    "config/codebook.yaml": "codebook",
    "data/raw/transcripts.csv": "transcripts",
    "data/raw/participants.csv": "participants",
    "data/raw/ratings.csv": "ratings",
    "data/coded/items.csv": "items",
    "data/coded/item_events.csv": "events",
    "data/coded/adjudications.csv": "adjudications",
}
FOLDERS = {
    "data/raw/transcripts": "transcript",
    "data/coded/decisions": "decisions",
    "config/chapters": "prose",
}


class Cause(NamedTuple):
    """One thing that is not the same.

    `kind` says what: the key of a text for a kind of input, or `setting`, `program`,
    `codebook_version`; `name` is the file, the dotted key or the program; `change` is `changed`,
    `added` or `removed`; `before` and `after` are the values, where there are values to show.
    """

    kind: str
    name: str
    change: str
    before: str = ""
    after: str = ""


def causes(old: Build, new: Build) -> list[Cause] | None:
    """Inputs, settings and programs that differ; None when one of the builds has no manifest."""
    if not old.manifest or not new.manifest:
        return None
    found = [
        Cause(_kind(name), name, change)
        for name, change in _differing(old.manifest.get("inputs"), new.manifest.get("inputs"))
    ]
    for kind, values in (("setting", _settings), ("codebook_version", _codebook), ("program", _programs)):
        then, now = values(old), values(new)
        found += [
            Cause(kind, name, change, then.get(name, ""), now.get(name, ""))
            for name, change in _differing(then, now)
        ]
    return found


def _differing(then: Any, now: Any) -> Iterator[tuple[str, str]]:
    then, now = then or {}, now or {}
    for name in sorted({*then, *now}):
        if name not in then:
            yield name, "added"
        elif name not in now:
            yield name, "removed"
        elif then[name] != now[name]:
            yield name, "changed"


def _kind(name: str) -> str:
    return KINDS.get(name) or FOLDERS.get(PurePosixPath(name).parent.as_posix(), "input")


def _settings(build: Build) -> dict[str, str]:
    return dict(_dotted(build.manifest.get("configuration")))


def _codebook(build: Build) -> dict[str, str]:
    return {"": str(build.manifest.get("codebook_version", ""))}


def _programs(build: Build) -> dict[str, str]:
    manifest = build.manifest
    own = {"delphi": manifest.get("delphi", ""), "python": manifest.get("python", "")}
    return {name: str(version) for name, version in {**own, **manifest.get("packages", {})}.items()}


def _dotted(value: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Settings as `rounds[2].purpose` and their values as text."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _dotted(inner, f"{prefix}.{key}" if prefix else str(key))
    elif isinstance(value, list):
        for place, inner in enumerate(value, 1):
            yield from _dotted(inner, f"{prefix}[{place}]")
    else:
        yield prefix, str(value)
