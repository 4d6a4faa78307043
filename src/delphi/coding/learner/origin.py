"""Where suggestions come from, and why, in a sentence for people; read without anything of the learner."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from delphi.coding.snapshot import SMALL, SMALL_STEP, STEP
from delphi.derived import read_json
from delphi.study.config import SecondOpinionSettings

SUMMARY = "learner.json"
ENOUGH, OFF, FEW, NARROW, ALIKE = "", "off", "few", "narrow", "alike"
MIN_TRANSCRIPTS = 3
WHY = {
    "nl": {
        OFF: "het lerende deel staat uit (`coding.learner`)",
        FEW: "er zijn {checked} van de {needed} nodige beurten nagekeken (`coding.min_checked_turns`)",
        NARROW: "er zijn nog geen {transcripts} transcripten waarin iemand beurten nakeek",
        ALIKE: "er zijn te weinig transcripten met zowel beurten met een tag als beurten zonder",
    },
    "en": {
        OFF: "the learner is off (`coding.learner`)",
        FEW: "{checked} of the {needed} turns that are needed are checked (`coding.min_checked_turns`)",
        NARROW: "there are no {transcripts} transcripts yet in which somebody checked turns",
        ALIKE: "too few transcripts hold both turns with a tag and turns without",
    },
}
WAITS = {
    "nl": "Van het bestand van elke codeur leren hoogstens de laatste {most} rijen nog niet mee: er wordt per {step} rijen geleerd (per {small} zolang het bestand er minder dan {below} heeft), zodat voorstellen niet verspringen terwijl iemand werkt.",
    "en": "Of every coder's file up to the last {most} rows are not learned from yet: rows are taken by {step} (by {small} while the file has fewer than {below}), so that suggestions do not shift while somebody works.",
}
KINDS = {
    "nl": {"spacy": "spaCy-pijplijn", "sentences": "zinsvectoren", "chat": "taalmodel"},
    "en": {"spacy": "spaCy pipeline", "sentences": "sentence embeddings", "chat": "language model"},
}


@dataclass(frozen=True)
class Origin:
    """What `delphi train` left: why there is no learner (empty when there is one), and what it has seen."""

    reason: str
    checked: int
    needed: int

    @property
    def learned(self) -> bool:
        """Whether suggestions come from a learner."""
        return self.reason == ENOUGH


def origin_of(folder: Path | str | None) -> Origin | None:
    """What stands in a folder of learners; None when `delphi train` has not run."""
    path = Path(folder or "") / SUMMARY
    if not folder or not path.exists():
        return None
    found = read_json(path)
    return Origin(str(found["reason"]), int(found["checked_turns"]), int(found.get("needed", 0)))


def why_not(origin: Origin, language: str) -> str:
    """Why there is no learner, as a clause."""
    return WHY[language][origin.reason].format(
        checked=origin.checked, needed=origin.needed, transcripts=MIN_TRANSCRIPTS
    )


def waits(language: str) -> str:
    """Which decisions are not learned from yet."""
    return WAITS[language].format(most=STEP - 1, step=STEP, small=SMALL_STEP, below=SMALL)


def second_named(settings: SecondOpinionSettings | None, language: str) -> str:
    """What a second opinion is, in words, without the folder it may lie in; empty without one."""
    if settings is None:
        return ""
    return f"{model_named(settings)} ({KINDS[language][settings.kind]})"


def model_named(settings: SecondOpinionSettings) -> str:
    """The model's name, without the folder it may lie in."""
    return Path(settings.model).name if Path(settings.model).exists() else settings.model
