"""What an explanation of a suggestion says, in Dutch and English; numbers of the learner go by these plain names."""

from __future__ import annotations

OF_CUES = {
    "length": "length", "length_squared": "length", "sentences": "length", "length_to_6": "length",
    "length_to_12": "length", "length_to_20": "length", "length_to_35": "length", "length_beside_others": "length",
    "ends_asking": "asks", "questions": "asks", "exclamations": "marks", "notes": "marks", "topic": "topic",
    "carried": "topic", "topics": "topic", "judging_terms": "judging_terms", "named": "named",
    "negations": "negations", "since_facilitator": "facilitator", "facilitator_asks": "facilitator",
    "facilitator_length": "facilitator", "position": "position", "opening": "position", "ending": "position",
}  # fmt: skip
OF_VIEWS = {
    "words": "words", "sentence": "words", "like_on_model": "like", "like": "like", "terms": "judging_terms",
    "model": "custom", "asked": "facilitator", "around": "around", "statements": "statements",
}  # fmt: skip
OF_SUBJECT = [
    "terms", "openers", "words", "topic", "topic", "general", "general", "general", "general", "left", "to_come"
]  # fmt: skip
"""Parts of the evidence of `subject.evidence`, once the two speakers' halves are added up."""

SAY = {
    "nl": {
        "turn": "beurt", "facilitator": "begeleider", "whole": "de hele beurt", "stretch": "stuk",
        "suggested": "Voorgesteld", "nothing": "niets",
        "facilitators": "een beurt van een begeleider, of zonder tekst, krijgt geen code",
        "unlikely": "de kans dat deze beurt een oordeel bevat, is {judged}; er komt een voorstel vanaf {from_}",
        "no_terms": "geen term of onderwerp uit het codeboek wijst op een oordeel",
        "discussed": "Waarover het gaat", "then": "dan",
        "opener": "geopend in deze beurt met \"{words}\"", "term": "genoemd in deze beurt met \"{words}\"",
        "carried": "geopend of genoemd in beurt {turn} met \"{words}\"",
        "unopened": "geen woord uit het codeboek opende dit; het volgt uit wat hieronder weegt",
        "before": "in de beurten ervoor",
        "weighs": "Wat weegt voor", "judges": "Bevat de beurt een oordeel?", "chance": "kans {share}, voorgesteld vanaf {from_}",
        "category": "Welke categorie", "words_that_weigh": "woorden die wegen", "none": "geen",
        "near": "het meest als een passage die een codeur {codes} gaf",
        "scale": "hoe verder van 0, hoe zwaarder; min spreekt ertegen",
        "no_learner": "Er is geen lerend deel: {why}. Voorstellen komen van termen en onderwerp.",
        "untrained": "het heeft nog niets geleerd (`delphi train`)",
        "second": "Een tweede mening, {name}, weegt mee in de voorstellen van de codeur; hier staat alleen het lerende deel.",
        "parts": {
            "length": "lengte van de beurt", "asks": "of de beurt vraagt", "marks": "uitroepen en notities zoals [lacht]",
            "topic": "het onderwerp dat al aan de orde was", "judging_terms": "oordelende termen uit het codeboek",
            "named": "termen van een werkmodel", "negations": "ontkenningen", "facilitator": "wat de begeleider net vroeg",
            "position": "plaats in het gesprek", "around": "de beurten eromheen", "words": "de woorden van de beurt",
            "like": "gelijkende passages die codeurs al codeerden", "custom": "hoe vaak dit werkmodel deze categorie kreeg",
            "statements": "uitspraken waar het op lijkt", "terms": "termen van dit werkmodel in de beurt",
            "openers": "woorden in de beurt die dit onderwerp openen", "general": "regels voor het algemene werkmodel",
            "left": "eerder geopend en weer verlaten", "to_come": "later in het gesprek geopend",
        },
    },
    "en": {
        "turn": "turn", "facilitator": "facilitator", "whole": "the whole turn", "stretch": "stretch",
        "suggested": "Suggested", "nothing": "nothing",
        "facilitators": "a facilitator's turn, or one without text, is never coded",
        "unlikely": "the probability that this turn judges is {judged}; a suggestion is made from {from_}",
        "no_terms": "no term or topic of the codebook points to a judgement",
        "discussed": "Under discussion", "then": "then",
        "opener": "opened in this turn by \"{words}\"", "term": "named in this turn by \"{words}\"",
        "carried": "opened or named in turn {turn} by \"{words}\"",
        "unopened": "no word of the codebook opened this; it follows from what weighs below",
        "before": "in the turns before",
        "weighs": "What weighs for", "judges": "Does the turn judge?", "chance": "probability {share}, suggested from {from_}",
        "category": "Which category", "words_that_weigh": "words that weigh", "none": "none",
        "near": "most like a passage that a coder gave {codes}",
        "scale": "the further from 0, the heavier; minus speaks against",
        "no_learner": "There is no learner: {why}. Suggestions come from terms and topic.",
        "untrained": "it has learned nothing yet (`delphi train`)",
        "second": "A second opinion, {name}, is blended into the coder's suggestions; here stands the learner alone.",
        "parts": {
            "length": "length of the turn", "asks": "whether the turn asks", "marks": "exclamations and notes such as [laughs]",
            "topic": "the subject that was under discussion", "judging_terms": "judging terms of the codebook",
            "named": "terms of a work model", "negations": "negations", "facilitator": "what the facilitator just asked",
            "position": "place in the conversation", "around": "the turns around it", "words": "the words of the turn",
            "like": "like passages that coders coded", "custom": "how often this work model got this category",
            "statements": "statements that it is like", "terms": "terms of this work model in the turn",
            "openers": "words in the turn that open this subject", "general": "rules for the general work model",
            "left": "opened before and left again", "to_come": "opened later in the conversation",
        },
    },
}  # fmt: skip


def cue_name(name: str) -> str:
    """The plain part that a cue belongs to."""
    return OF_CUES.get(name, "around")
