"""Labels in quotations, and who a quotation is attributed to."""

from __future__ import annotations

import pandas as pd
import pytest

from delphi.privacy import attribution, between_spaces, mask_speakers, ordinary_words
from delphi.study import Participant, Study, Transcript


def study(language="en", hidden=()):
    return Study.model_validate(
        {
            "title": "t", "language": language, "date": "2025-01-01",
            "rounds": [{"number": 3, "purpose": "judgement", "label": "r"}],
            "perspectives": {"worker": {"label": {"en": "Night worker", "nl": "Nachtwerker"}}},
            "panel_kinds": ["meeting"], "kinds": {"call": {"en": "phone call"}},
            "swot": {"display": "quadrants"}, "privacy": {"names_to_hide": list(hidden)},
        }
    )  # fmt: skip


def person(*labels):
    return Participant(labels[0], "worker", "north", (3,), labels, (), None, 2)


SESSION = Transcript("A", "a.txt", 3, "meeting", "north", "", "", "en", ("Mod", "M"), "", (), 2)
PEOPLE = [person("Rita"), person("Koen", "S1"), person("Jan-Piet"), person("Joy")]


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("Ask Rita about it.", "Ask [participant] about it."),
        ("RITA, rita and Rita's bike", "[participant], [participant] and [participant] bike"),
        (
            "The Ritas of this world, Margarita included",
            "The [participant] of this world, Margarita included",
        ),
        ("S1 said so, in bus s1 or S12", "[participant] said so, in bus s1 or S12"),
        ("Jan-Piet came", "[participant] came"),
        ("What does Mod think, I'm asking", "What does [facilitator] think, I'm asking"),
        ("Auntie Bea and aunt beatrice", "Auntie [name] and aunt beatrice"),
        ("Nothing to hide: M is a letter", "Nothing to hide: M is a letter"),
        ("No joy there", "No [participant] there"),
    ],
)
def test_mask_replaces_labels_and_nothing_else(said, printed):
    assert mask_speakers([SESSION], PEOPLE, study(hidden=["Bea"]))(said) == printed


def test_mask_speaks_the_reports_language():
    assert mask_speakers([SESSION], PEOPLE, study("nl"))("Rita en Mod") == "[deelnemer] en [begeleider]"


def test_mask_without_labels_changes_nothing():
    assert mask_speakers([], [], study())("Rita") == "Rita"


def test_attribution_gives_the_round_of_panel_sessions_only():
    assert attribution(study(), "worker", "meeting", 3) == "Night worker, meeting round 3"
    assert attribution(study(), "worker", "call", 3) == "Night worker, phone call"
    assert attribution(study("nl"), "worker", "meeting", 3) == "Nachtwerker, meeting ronde 3"


def test_ordinary_words_names_labels_that_are_words_of_the_language():
    said = [["no joy there, joy", "Joy came"], ["a joy, joy of\njoy_ and", "rita joy-joy"], []]
    counted = [between_spaces(pd.Series(texts, dtype="str")) for texts in said]
    assert ordinary_words(counted, [SESSION], PEOPLE) == {"joy": 6}
    assert ordinary_words(counted[:1], [SESSION], PEOPLE) == {}
    assert ordinary_words(counted, [SESSION], PEOPLE[1:2]) == {}
