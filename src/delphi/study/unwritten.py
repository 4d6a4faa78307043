"""What `delphi new` drafted and the researcher has still to write herself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from delphi.codebook import Codebook
from delphi.study.config import Study

DRAFTED = ("Schrijf hier in een zin wat dit werkmodel is.", "Say in one sentence what this work model is.")
"""What `draft/codebook.yaml.j2` puts where a definition belongs."""
DEFAULT_NAME = re.compile(r"(?:Ronde|Round) \d+")


def undefined(codebook: Codebook) -> list[str]:
    """Keys of the work models whose definition is the sentence that was drafted."""
    return [
        code.key
        for code in codebook.work_model
        if {said.strip() for said in _texts(code.definition)} & set(DRAFTED)
    ]


def unwritten(study: Study, codebook: Codebook) -> list[str]:
    """What is still as it was drafted, each in a sentence with its file."""
    told = []
    if keys := undefined(codebook):
        several = "the work models" if len(keys) > 1 else "the work model"
        told.append(
            f"config/codebook.yaml: say in `definition` what {several} {_listed(keys)} mean; it is still the draft's sentence."
        )
    names = [study.text(round_.label) for round_ in study.rounds]
    if names and all(DEFAULT_NAME.fullmatch(name) for name in names):
        told.append(
            f"config/study.yaml: the rounds are called {_listed(names)}; the report prints this, so give them a name that says more (`label`), if they have one."
        )
    return told


def _texts(value: str | dict[str, str]) -> Sequence[str]:
    return list(value.values()) if isinstance(value, dict) else [value or ""]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
