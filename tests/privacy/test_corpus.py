"""The screening, measured on a corpus by somebody who had not read it; and the corpus itself."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest
from benchmarks.privacy import (
    CORPORA,
    CORPUS,
    SPEAKERS,
    Stretch,
    Turn,
    fits,
    is_whole,
    measure_hard,
    measure_names,
    per_thousand,
    read_corpus,
    read_turns,
    recall,
    unmark,
)


@cache
def turns_of(name: str) -> tuple[Turn, ...]:
    return tuple(read_turns(CORPUS / f"{name}.txt"))


def everything() -> list[Turn]:
    return read_corpus("first")


def planted(kind: str, corpus: str = "first") -> list[str]:
    return [
        turn.text[found.start : found.end]
        for turn in read_corpus(corpus)
        for found in turn.planted
        if found.kind == kind
    ]


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def national_number_is_valid(text: str) -> bool:
    number = digits(text)
    return len(number) == 11 and any(
        97 - int(century + number[:9]) % 97 == int(number[9:]) for century in ("", "2")
    )


def iban_is_valid(text: str) -> bool:
    account = re.sub(r"[^0-9A-Z]", "", text.upper())
    length = {"BE": 16, "NL": 18, "DE": 22, "FR": 27, "LU": 20}[account[:2]]
    turned = account[4:] + account[:4]
    return len(account) == length and int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def citizen_number_is_valid(text: str) -> bool:
    number = [int(sign) for sign in digits(text)]
    weights = [9, 8, 7, 6, 5, 4, 3, 2, -1]
    return len(number) == 9 and sum(a * b for a, b in zip(number, weights)) % 11 == 0


def card_is_valid(text: str) -> bool:
    number = [int(sign) for sign in reversed(digits(text))]
    return (
        13 <= len(number) <= 19
        and sum(digit if place % 2 == 0 else sum(divmod(2 * digit, 10)) for place, digit in enumerate(number))
        % 10
        == 0
    )


def identity_card_is_valid(text: str) -> bool:
    number = digits(text)
    return len(number) == 12 and (int(number[:10]) % 97 or 97) == int(number[10:])


CHECKS = {
    "national_number": national_number_is_valid,
    "iban": iban_is_valid,
    "citizen_number": citizen_number_is_valid,
    "card": card_is_valid,
    "identity_card": identity_card_is_valid,
}


def test_corpus_holds_enough_of_every_kind():
    counts = Counter(found.kind for turn in turns_of("planted") for found in turn.planted)
    names = counts.pop("name")
    assert names >= 60
    assert len(counts) >= 12
    assert counts.total() >= 120
    assert min(counts.values()) >= 8, counts


def test_corpus_ordinary_talk_is_long_and_holds_nothing_planted():
    assert sum(turn.n_words for turn in turns_of("ordinary")) >= 5000
    assert not any(turn.planted for turn in turns_of("ordinary"))


def test_second_corpus_holds_many_kinds_and_as_much_ordinary_talk():
    turns = turns_of("second")
    counts = Counter(found.kind for turn in turns for found in turn.planted)
    assert counts.pop("name") >= 50
    assert len(counts) >= 13
    assert counts.total() >= 90
    assert min(counts.values()) >= 5, counts
    last = max(place for place, turn in enumerate(turns) if turn.planted)
    assert sum(turn.n_words for turn in turns[: last + 1]) >= 1500
    assert sum(turn.n_words for turn in turns[last + 1 :]) >= 1500


@pytest.mark.parametrize("corpus", CORPORA)
def test_corpus_stretches_lie_inside_the_text(corpus):
    for turn in read_corpus(corpus):
        assert turn.speaker in SPEAKERS
        assert not set("{}|") & set(turn.text), turn.text
        ends = [0]
        for found in turn.planted:
            assert ends[-1] <= found.start < found.end <= len(turn.text)
            stretch = turn.text[found.start : found.end]
            assert stretch == stretch.strip()
            ends.append(found.end)


@pytest.mark.parametrize("corpus", CORPORA)
@pytest.mark.parametrize("kind", CHECKS)
def test_corpus_check_digits_are_valid(kind, corpus):
    assert planted(kind, corpus)
    assert [number for number in planted(kind, corpus) if not CHECKS[kind](number)] == []


def test_corpus_births_lie_on_both_sides_of_2000():
    centuries = [
        97 - int("2" + digits(number)[:9]) % 97 == int(digits(number)[9:])
        for number in planted("national_number")
    ]
    assert any(centuries)
    assert not all(centuries)


def test_unmark_says_where_the_marks_stood():
    assert unmark("bel {name|Jo} op {phone|1 2}!") == (
        "bel Jo op 1 2!",
        (Stretch("name", 4, 6), Stretch("phone", 10, 13)),
    )


def test_fits_knows_families():
    assert fits("email", "url")
    assert fits("card", "card")
    assert not fits("card", "iban")


def test_is_whole_wants_every_letter_and_digit():
    text = "0478 12 34"
    assert is_whole(Stretch("phone", 0, 10), [Stretch("phone", 0, 4), Stretch("phone", 5, 10)], text)
    assert not is_whole(Stretch("phone", 0, 10), [Stretch("phone", 0, 7)], text)


def test_identifiers_are_found_and_ordinary_talk_is_left_alone():
    cases, alarms = measure_hard(everything())
    missed = [(case.kind, case.text) for case in cases if not case.found]
    assert recall(cases) >= 0.98, missed
    assert [(alarm.kind, alarm.text) for alarm in alarms] == []


def test_names_are_found_with_few_false_alarms():
    cases, alarms = measure_names(everything())
    assert recall(cases) >= 0.85, [case.text for case in cases if not case.found]
    assert per_thousand(alarms, everything()) <= 2, [alarm.text for alarm in alarms]
