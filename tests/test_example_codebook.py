"""The example study's codebook keeps what coders and the coding rely on."""

from __future__ import annotations

from pathlib import Path

import docx
import numpy as np
import pytest

from delphi.codebook import FACETS, Codebook, load_codebook
from delphi.coding.lookup import entries_of, find_terms
from delphi.coding.tokens import fold, tokenise_texts

STUDY = Path(__file__).parent.parent

WORK_MODELS = [
    "personal_competence",
    "personal_friend",
    "personal_network",
    "peer_network",
    "context_oriented",
    "volunteering_via_org",
    "region_or_location",
    "general",
]
CATEGORIES = ["strength", "weakness", "opportunity", "threat", "condition"]

#: questions as another facilitator could ask them, and the work model that they open
QUESTIONS = {
    "Hebt u ooit een cursus of een vorming gevolgd?": "personal_competence",
    "Heb je al eens een buddy gehad, of een maatje?": "personal_friend",
    "Wat vindt ge van zo'n eigen-krachtconferentie?": "personal_network",
    "En een groep van lotgenoten, een praatgroep?": "peer_network",
    "Komt er thuisbegeleiding bij jullie aan huis?": "context_oriented",
    "Doe jij zelf vrijwilligerswerk?": "volunteering_via_org",
    "Gebeurt er iets in uw buurt, een straatfeest of zo?": "region_or_location",
    "Los van het model, wat geldt er voor alle modellen?": "general",
}


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    """The codebook of the example study."""
    return load_codebook(STUDY / "config" / "codebook.yaml")


def hits(codebook: Codebook, text: str, facet: str) -> list[str]:
    """Codes of a facet (or `opener`) that the words of a text point to."""
    tokens = tokenise_texts([text], [""], np.ones(1, np.int32))
    found = find_terms(tokens, entries_of(codebook), codebook.normalise)
    return sorted(set(found.loc[found["facet"] == facet, "code"]))


def test_codebook_facets_stand_in_the_order_of_the_study(codebook: Codebook) -> None:
    assert codebook.keys("work_model") == WORK_MODELS
    assert codebook.keys("swot") == CATEGORIES


def test_codebook_tells_coders_what_counts_and_what_does_not(codebook: Codebook) -> None:
    for facet in FACETS:
        for code in codebook.codes(facet):
            assert {"nl", "en"} <= code.label.keys()
            assert {"nl", "en"} <= code.definition.keys()
            assert code.include, code.key
            assert code.exclude, code.key
            assert len(code.examples) >= 2, code.key
            assert code.terms, code.key


def test_codebook_terms_belong_to_one_code_of_a_facet(codebook: Codebook) -> None:
    for facet in FACETS:
        for name in ("terms", "openers"):
            named = [
                (fold(term), code.key)
                for code in codebook.codes(facet)
                for term in getattr(code, name)
                if not term.startswith("!")
            ]
            terms = [term for term, _ in named]
            assert {pair for pair in named if terms.count(pair[0]) > 1} == set()


def test_codebook_terms_are_listed_once_per_code(codebook: Codebook) -> None:
    for facet in FACETS:
        for code in codebook.codes(facet):
            for terms in (code.terms, code.openers):
                assert len(terms) == len({fold(term) for term in terms}), code.key


@pytest.mark.parametrize("question", QUESTIONS)
def test_codebook_openers_open_one_work_model(codebook: Codebook, question: str) -> None:
    assert hits(codebook, question, "opener") == [QUESTIONS[question]]


@pytest.mark.parametrize(
    ("text", "models"),
    [
        ("De hervorming van de kleren stimuleren.", []),
        ("Dat is een maatje te groot voor een doelgroep.", []),
        ("Ge moet het op eigen kracht doen.", []),
        ("Ik ken daar alle maatjes, 't is plezant.", ["personal_friend"]),
        ("In dezelfde straat is er 'n rommelmarkt.", ["region_or_location"]),
    ],
)
def test_codebook_wildcards_avoid_their_traps(codebook: Codebook, text: str, models: list[str]) -> None:
    assert hits(codebook, text, "work_model") == models


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Ze zouden u moeten vragen wat ge zelf wilt.", "condition"),
        ("Ge moet daar niks.", "strength"),
        ("Ik durf daar nie binnen, 'k heb schrik.", "threat"),
        ("Zo'n reeks is te kort.", "weakness"),
        ("Ge leert daar veel mensen kennen.", "opportunity"),
    ],
)
def test_codebook_matches_dialect_and_standard_alike(codebook: Codebook, text: str, category: str) -> None:
    assert hits(codebook, text, "swot") == [category]


def test_codebook_examples_are_invented(codebook: Codebook) -> None:
    transcripts = STUDY / "data" / "raw" / "transcripts"
    said = fold(
        " ".join(
            p.text for file in sorted(transcripts.glob("*.docx")) for p in docx.Document(str(file)).paragraphs
        )
    )
    for facet in FACETS:
        for code in codebook.codes(facet):
            for example in code.examples:
                words = fold(example).split()
                runs = (" ".join(words[i : i + 6]) for i in range(max(1, len(words) - 5)))
                assert not any(run in said for run in runs), example
