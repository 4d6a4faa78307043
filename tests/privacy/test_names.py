"""Words that may be names come to the review list; what the registers know and what names nobody does not."""

from __future__ import annotations

import pytest

from delphi.privacy.names import name_finder


def found(text, known=(), language="nl", others=()):
    find = name_finder([text, *others], known, language)
    return [text[name.start : name.end] for name in find(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("En toen zei Godelieve dat het niet ging.", ["Godelieve"]),
        ("Ik was bij Jan Van den Broeck en Fatima.", ["Jan Van den Broeck", "Fatima"]),
        ("Christa is gestopt.", ["Christa"]),
        ("[lacht] Marleen, ja.", ["Marleen"]),
        ("mijn buurvrouw heet lieve en mijn broer jan ook", ["lieve", "jan"]),
        ("ik ging met bart naar de winkel", ["bart"]),
        ("Dat is Rita's hond.", ["Rita"]),
        ("Wij gingen naar het Sint-Jozefhuis in Aalst.", ["Sint-Jozefhuis", "Aalst"]),
    ],
)
def test_names_are_found(text, names):
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Het OCMW en de VDAB, op maandag met Kerstmis.",
        "'k Zou dat niet doen. 't Is zo. 's Avonds wel. … Dan wel.",
        "Zij spreekt Nederlands en Marokkaans, via WhatsApp.",
        "Ik ben van Vlaanderen. [stilte] Goed, dan is het zo.",
        "hij kan veel, een roos en een trein, dat is een beste job",
        "Mevrouw, zei ik, ge moet wachten.",
        "“Wat nu?” zei ze. “Niets.” (Echt niet.)",
    ],
)
def test_names_leaves_ordinary_words_alone(text):
    assert found(text) == []


def test_names_of_the_registers_are_known():
    assert found("Zo zei Rita het tegen Kim.", known={"Rita"}) == ["Kim"]


def test_names_a_word_that_somebody_writes_in_lower_case_opens_no_sentence_as_a_name():
    assert found("Iris zegt ja.") == ["Iris"]
    assert found("Iris zegt ja.", others=["een iris in de tuin"]) == []


def test_names_in_a_language_that_writes_nouns_with_capitals_only_usual_names():
    assert found("Ich war mit dem Hund und mit George im Garten.", language="de") == ["George"]


def test_names_in_english():
    assert found("I saw Mr Okonkwo on Monday, in the NHS clinic.", language="en") == ["Okonkwo"]
