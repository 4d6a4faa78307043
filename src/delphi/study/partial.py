"""A study or a codebook as far as it can be read, so that one mistake does not hide those in other files.

Only `delphi check` uses it, and only to look for further mistakes; nothing is computed from it.
"""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from delphi.codebook import FACETS, Code, Codebook, Migration
from delphi.errors import InputError
from delphi.study.config import Perspective, Round, Study, Swot
from delphi.study.sources import plain, read_yaml


def partial_study(path: Path | str) -> tuple[Study | None, set[str]]:
    """The study with what could be read of it, and the keys that could not.

    None when rounds or perspectives cannot be told, on which every register rests.
    """
    data = _renamed(_plain(path), list(Study.model_fields))
    rounds = [
        Round.model_construct(number=each["number"], purpose="judgement", label={})
        for each in _list(data.get("rounds"))
        if isinstance(each, dict) and isinstance(each.get("number"), int)
    ]
    people = data.get("perspectives")
    numbers = {round_.number for round_ in rounds}
    if (
        not rounds
        or len(numbers) < len(_list(data.get("rounds")))
        or not isinstance(people, dict)
        or not people
    ):
        return None, set(Study.model_fields)
    values: dict[str, Any] = {
        "rounds": rounds, "perspectives": {str(key): Perspective.model_construct(label={}) for key in people},
    }  # fmt: skip
    stand_in = {"language": "en", "swot": Swot.model_construct(display="quadrants", blocks=[], general="")}
    unread = set()
    for name, field in Study.model_fields.items():
        if name in values:
            continue
        try:
            if name not in data:
                raise KeyError
            values[name] = TypeAdapter[Any](field.annotation or Any).validate_python(data[name])
        except (ValidationError, KeyError):
            if name in data or field.is_required():
                unread.add(name)
            values[name] = stand_in.get(name) if field.is_required() else field.default
    if unread & {"panel_kinds", "kinds"}:
        values |= {"panel_kinds": [], "kinds": {}}
    return Study.model_construct(**values), unread


def partial_codebook(path: Path | str) -> Codebook | None:
    """The codebook with its keys and migrations only; None when these cannot be told."""
    data = _renamed(_plain(path), list(Codebook.model_fields))
    codes: dict[str, Any] = {}
    for facet in FACETS:
        keys = [code.get("key") for code in _list(data.get(facet)) if isinstance(code, dict)]
        if not keys or not all(isinstance(key, str) for key in keys) or len(set(keys)) < len(keys):
            return None
        codes[facet] = [Code.model_construct(key=key, label={}, definition={}) for key in keys]
    try:
        moved = TypeAdapter(list[Migration]).validate_python(data.get("migrations") or [])
    except ValidationError:
        return None
    return Codebook.model_construct(version=1, language="", **codes, normalise={}, migrations=moved)


def _plain(path: Path | str) -> dict[str, Any]:
    try:
        data = plain(read_yaml(Path(path)))
    except InputError:
        return {}
    return {key: value for key, value in data.items() if isinstance(key, str)}


def _renamed(data: dict[str, Any], known: list[str]) -> dict[str, Any]:
    """Keys that are misspelled as what they are meant to be."""
    for key in [key for key in data if key not in known]:
        close = difflib.get_close_matches(key, [name for name in known if name not in data], n=1, cutoff=0.6)
        if close:
            data[close[0]] = data.pop(key)
    return data


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
