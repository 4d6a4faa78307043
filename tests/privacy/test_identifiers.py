"""Hard identifiers are found by their check digits, their shape or the words around them; ordinary talk is not."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delphi.privacy import checksums
from delphi.privacy.identifiers import KINDS, identifiers

FOUND = [
    ("national_number", "mijn rijksregisternummer is 85.07.30-033.28, denk ik", "85.07.30-033.28"),
    ("national_number", "het is 85073003328", "85073003328"),
    ("national_number", "geboren in 2017: 17 07 30 033 84", "17 07 30 033 84"),
    ("citizen_number", "mijn bsn is 123456782", "123456782"),
    ("identity_card", "op mijn kaart staat 592-1234567-32", "592-1234567-32"),
    ("iban", "stort het op BE68 5390 0754 7034 dan", "BE68 5390 0754 7034"),
    ("iban", "nl91abna0417164300", "nl91abna0417164300"),
    ("card", "kaart 4111 1111 1111 1111", "4111 1111 1111 1111"),
    ("enterprise_number", "de vzw heeft BE 0403.170.701", "BE 0403.170.701"),
    ("phone", "bel 0478 12 34 56 eens", "0478 12 34 56"),
    ("phone", "bel 03/123.45.67.", "03/123.45.67"),
    ("phone", "op +32 (0)478 12 34 56", "+32 (0)478 12 34 56"),
    ("phone", "06-12345678", "06-12345678"),
    ("phone", "it was +44 20 7946 0958", "+44 20 7946 0958"),
    ("email", "schrijf naar jan.peeters@voorbeeld.be.", "jan.peeters@voorbeeld.be"),
    ("spoken_email", "jan punt peeters apenstaart gmail punt com ja", "jan punt peeters apenstaart gmail punt com"),
    ("spoken_email", "jane dot doe at hotmail dot co.uk", "jane dot doe at hotmail dot co.uk"),
    ("url", "kijk op www.ons-huis.be/agenda voor de data", "www.ons-huis.be/agenda"),
    ("url", "op facebook.com/jan.peeters", "facebook.com/jan.peeters"),
    ("account_name", "ik heet daar @jan_p", "@jan_p"),
    ("licence_plate", "met de 1-ABC-123 voor de deur", "1-ABC-123"),
    ("licence_plate", "een oude XX-99-BB", "XX-99-BB"),
    ("birth_date", "ik ben van 12 maart 1958", "12 maart 1958"),
    ("birth_date", "11/05/1974 staat er", "11/05/1974"),
    ("postcode_place", "ik woon in 2018 Antwerpen", "2018 Antwerpen"),
    ("postcode_place", "8400 Oostende", "8400 Oostende"),
    ("postcode_place", "1234 AB Utrecht", "1234 AB Utrecht"),
    ("street_address", "in de Lange Leemstraat 45", "Lange Leemstraat 45"),
    ("street_address", "Kerkstraat 12 bus 3", "Kerkstraat 12 bus 3"),
    ("record_number", "mijn dossiernummer is 2019/1234", "2019/1234"),
]  # fmt: skip

ORDINARY = [
    "van 2010 tot 2015, en 1.500 euro per maand",
    "we waren met 25000 mensen in 2019 in Brussel",
    "in 2018 Brussel verlaten en op 11 september 2001 gezien",
    "om 10.30 uur, lijn 12, bus 3, nummer 4",
    "ik wandel die straat 3 keer per dag, en de Kerkstraat 12 keer",
    "op 12 maart 2024 was de vergadering, 12.03.2024",
    "artikel 60 paragraaf 7, 2500 Vlamingen, 3,5 op 10",
    "zij zei: 1 2 3 4 5 6 7 8 9 10 en weg",
    "dat is 50/50, 24/7 en 9 op 10",
    "COVID-19 en DSM-5, de A12 en de E40",
    "I met her at home. com'on, at noon, at 10",
    "12345678901",
    "alpha 0.93 0.90 0.87 en 0.61 0.87 0.90",
    "489051,0.59453757555,0.594537575504,0.44972",
    "0,93 0,90 0,87 of 1,0 2,0",
    "mijn punt is dat het niet werkt",
]


@pytest.mark.parametrize(("kind", "text", "word"), FOUND)
def test_identifiers_are_found_with_their_kind_and_place(kind, text, word):
    assert [(it.kind, text[it.start : it.end]) for it in identifiers(text)] == [(kind, word)]


@pytest.mark.parametrize("text", ORDINARY)
def test_identifiers_leaves_ordinary_talk_alone(text):
    assert identifiers(text) == []


def test_identifiers_a_question_says_what_a_bare_date_is():
    assert identifiers("12 maart '58.") == []
    assert [it.kind for it in identifiers("12 maart '58.", "Wanneer zijt ge geboren?")] == ["birth_date"]


def test_identifiers_a_birth_in_one_sentence_does_not_reach_the_next():
    text = "Ik ben van 12 maart 1958. Het gesprek was op 3 mei 2024."
    assert [text[it.start : it.end] for it in identifiers(text)] == ["12 maart 1958"]


@given(st.integers(1, 12), st.integers(1, 28), st.integers(0, 99), st.integers(1, 997), st.booleans())
def test_identifiers_every_national_number_is_found_and_a_wrong_digit_is_not(month, day, year, order, young):
    nine = f"{year:02}{month:02}{day:02}{order:03}"
    check = 97 - int(("2" if young else "") + nine) % 97
    number = f"{nine[:2]}.{nine[2:4]}.{nine[4:6]}-{nine[6:]}.{check:02}"
    assert [it.kind for it in identifiers(f"ja {number} dus")] == ["national_number"]
    wrong = (check + 1) % 98
    if not checksums.is_national_number(f"{nine}{wrong:02}"):
        kinds = [it.kind for it in identifiers(f"ja {number[:-2]}{wrong:02} dus")]
        assert "national_number" not in kinds


def test_identifiers_an_account_number_has_digits():
    """One in 97 stretches of words passes the check digits: `en 73 nog niet ...`."""
    text = next(
        f"en 73 nog niet {word}kent" for word in map("".join, itertools.product("abcdefgh", repeat=4))
        if _fits(f"EN73NOGNIET{word.upper()}KENT")
    )  # fmt: skip
    assert not identifiers(text)


def _fits(number):
    return int("".join(str(int(c, 36)) for c in number[4:] + number[:4])) % 97 == 1


@given(st.text(max_size=300))
def test_identifiers_never_overlap_and_lie_inside_the_text(text):
    found = identifiers(text)
    assert all(0 <= it.start < it.end <= len(text) and it.kind in KINDS for it in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (checksums.is_iban, "BE68539007547034", "BE69539007547034"),
        (checksums.is_iban, "GB29 NWBK 6016 1331 9268 19", "GB29 NWBK 6016 1331 9268 18"),
        (checksums.is_citizen_number, "111222333", "111222334"),
        (checksums.is_card, "5500 0000 0000 0004", "5500 0000 0000 0005"),
        (checksums.is_enterprise_number, "0403.170.701", "0403.170.702"),
        (checksums.is_identity_card, "592-1234567-32", "592-1234567-33"),
        (checksums.is_national_number, "85.07.30-033.28", "85.07.30-033.29"),
        (checksums.is_national_number, "85.07.30-033.28", "85.13.30-033.28"),
    ],
)
def test_checksums_accept_published_examples_and_refuse_a_changed_digit(check, good, bad):
    assert check(good)
    assert not check(bad)
