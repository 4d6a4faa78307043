"""The fixed words of feedback in Dutch and English; for participants in short, everyday sentences."""

from __future__ import annotations

from typing import Any

FORM = {"nl": "Formulier", "en": "Form"}
"""Who "says" the statements that written reactions answer; registered as their session's facilitator."""
CHOICES = {
    "nl": {"supports": "Akkoord", "contests": "Niet akkoord", "nuances": "Het hangt ervan af"},
    "en": {"supports": "I agree", "contests": "I do not agree", "nuances": "It depends"},
}
"""What a person ticks, by the stance that it is."""

SAY: dict[str, dict[str, Any]] = {
    "nl": {
        "title": {"participants": "Wat mensen zeiden in ronde {round}", "professionals": "Terugkoppeling na ronde {round}"},
        "for": "Voor: {people}",
        "why": "Waarom?", "write": "Schrijf hier:",
        "more": "Wil je nog iets zeggen? Dat mag ook over iets anders gaan.",
        "new": "Nieuw.", "reworded": "Deze zin is veranderd.",
        "differ": "Hier denken mensen verschillend over.",
        "about": "Dit gaat over: {subgroup}.", "under": "Dit hoort bij zin {number}.",
        "statement": "uitspraak {number}", "sentence": "zin {number}", "or": " of ",
        "columns": ["Nr.", "Uitspraak", "Akkoord", "Niet akkoord", "Hangt ervan af", "Toelichting"],
        "columns_read": ["Nr.", "Uitspraak"],
        "caption": "{model}: {block}",
        "row": {"new": "nieuw", "reworded": "nieuwe formulering, waarover nog niemand sprak", "since": "uit ronde {round}",
                "supports": "gesteund door {people}", "contests": "betwist door {people}",
                "nuances": "genuanceerd door {people}", "quiet": "in ronde {round} niet aangeraakt",
                "touched": "in ronde {round} besproken, zonder dat iemand een standpunt innam",
                "under": "hoort bij uitspraak {number}", "about": "specifiek voor {subgroup}"},
    },
    "en": {
        "title": {"participants": "What people said in round {round}", "professionals": "Feedback on round {round}"},
        "for": "For: {people}",
        "why": "Why?", "write": "Write here:",
        "more": "Is there anything else you want to say? It may be about something else.",
        "new": "New.", "reworded": "This sentence has changed.",
        "differ": "People think differently about this.",
        "about": "This is about: {subgroup}.", "under": "This belongs to sentence {number}.",
        "statement": "statement {number}", "sentence": "sentence {number}", "or": " or ",
        "columns": ["No.", "Statement", "Agree", "Do not agree", "It depends", "Why"],
        "columns_read": ["No.", "Statement"],
        "caption": "{model}: {block}",
        "row": {"new": "new", "reworded": "new wording, which nobody has spoken about yet", "since": "from round {round}",
                "supports": "supported by {people}", "contests": "contested by {people}",
                "nuances": "nuanced by {people}", "quiet": "not touched upon in round {round}",
                "touched": "spoken about in round {round}, without anybody taking a stand",
                "under": "belongs to statement {number}", "about": "specific to {subgroup}"},
    },
}  # fmt: skip
