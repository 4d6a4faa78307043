from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from delphi.agreement import AGREEMENT_COLUMNS, agreement_table
from delphi.agreement.coefficients import cohen_kappa, fleiss_kappa, gwet_ac1, krippendorff_alpha
from delphi.agreement.distances import masi

from .coding import CODEBOOK, LENGTH, apply, checked, placed, rule, turns

NUMBERS = ["raw_agreement", "alpha", "alpha_low", "alpha_high", "kappa", "ac1"]
VANS, BUSES, WALKS = ("vans", "plus"), ("buses", "plus"), ("walks", "plus")


def table_of(*rows, text=None, seed=1):
    return agreement_table(placed(*rows), turns() if text is None else text, CODEBOOK, seed)


def row_of(table, facet="work_model", code="", unit="turn", stage="before", coders=None):
    rows = table[
        (table["facet"] == facet)
        & (table["code"] == code)
        & (table["unit"] == unit)
        & (table["stage"] == stage)
    ]
    rows = rows if coders is None else rows[rows["coders"] == coders]
    assert len(rows) == 1
    return rows.iloc[0]


def two_coders():
    """Work models of eight turns: 0 nothing, 1 vans, 2 buses; ada did not read the eighth, ben not the first."""
    ada, ben = [1, 1, 2, 0, 0, 2, 1, None], [None, 1, 2, 0, 1, 1, 1, 2]
    rows = []
    for coder, values in (("ada", ada), ("ben", ben)):
        for turn, value in enumerate(values, start=1):
            rows += [apply(coder, turn, [VANS, BUSES][value - 1])] if value else []
            rows += checked(coder, turn) if value is not None else []
    common = [(a, b) for a, b in zip(ada, ben) if a is not None and b is not None]
    return rows, np.array(common, dtype=np.int64)


def test_table_compares_the_turns_that_both_read():
    rows, values = two_coders()
    table = table_of(*rows)
    assert list(table.columns) == AGREEMENT_COLUMNS
    row = row_of(table)
    assert (row["coders"], row["n_units"], row["n_missing"]) == ("ada;ben", 6, 2)
    assert row["raw_agreement"] == pytest.approx(4 / 6)
    assert row["alpha"] == pytest.approx(krippendorff_alpha(values))
    assert row["kappa"] == pytest.approx(cohen_kappa(values))
    assert row["ac1"] == pytest.approx(gwet_ac1(values))
    assert row["alpha_low"] < row["alpha"] < row["alpha_high"]
    assert "1000 resamples of 6 turns, seed 1" in row["note"]


def test_table_gives_presence_of_every_code_in_the_order_of_the_codebook():
    rows, values = two_coders()
    table = table_of(*rows)
    part = table[(table["stage"] == "before") & (table["unit"] == "turn") & (table["facet"] == "work_model")]
    assert part["code"].tolist() == ["", *CODEBOOK.keys("work_model")]
    assert row_of(table, code="buses")["alpha"] == pytest.approx(
        krippendorff_alpha((values == 2).astype(int))
    )


def test_table_leaves_empty_what_one_category_cannot_tell():
    rows, _ = two_coders()
    row = row_of(table_of(*rows), code="walks")
    assert row["raw_agreement"] == 1
    assert row[NUMBERS[1:]].isna().all()
    assert row["note"] == "one category only"


@pytest.mark.parametrize("unit", ["turn", "character", "stretch"])
def test_table_leaves_empty_what_rests_on_fewer_than_three_turns(unit):
    rows = [apply("ada", 1, VANS), apply("ben", 2, VANS), checked("ada", 1, 2), checked("ben", 1, 2)]
    row = row_of(table_of(*rows), unit=unit)
    assert row[NUMBERS].isna().all()
    assert row["note"].startswith("fewer than 3")


def test_table_takes_the_set_of_codes_of_a_turn_as_its_value():
    rows = [
        apply("ada", 1, VANS), apply("ada", 1, BUSES), apply("ben", 1, BUSES), apply("ben", 1, VANS, (60, 70)),
        apply("ada", 2, VANS), apply("ada", 2, BUSES), apply("ben", 2, VANS),
        apply("ada", 3, VANS), apply("ben", 3, VANS), checked("ada", 1, 2, 3), checked("ben", 1, 2, 3),
    ]  # fmt: skip
    table = table_of(*rows)
    assert row_of(table)["alpha"] == pytest.approx(krippendorff_alpha(np.array([[0, 0], [0, 1], [1, 1]])))
    row = row_of(table, facet="work_model*swot")
    sets = [{VANS, BUSES}, {VANS}]
    expected = krippendorff_alpha(np.array([[0, 0], [0, 1], [1, 1]]), masi(sets))
    assert row["alpha"] == pytest.approx(expected)
    assert row[["kappa", "ac1"]].isna().all()


def test_table_does_not_stumble_over_turns_without_tags():
    rows = [apply("ada", 4, VANS), checked("ada", 1, 2, 3, 4), checked("ben", 1, 2, 3, 4)]
    assert row_of(table_of(*rows), facet="work_model*swot")["alpha"] == pytest.approx(0)


def test_table_gives_pairs_and_all_coders():
    rows, _ = two_coders()
    rows += [apply("cem", 2, BUSES), *checked("cem", 2, 3, 4, 5), *checked("dee", 99)]
    table = table_of(*rows)
    assert list(dict.fromkeys(table["coders"])) == ["ada;ben", "ada;cem", "ben;cem", "ada;ben;cem"]
    row = row_of(table, coders="ada;ben;cem")
    values = np.array([[1, 1, 2], [2, 2, 0], [0, 0, 0], [0, 1, 0], [2, 1, -1], [1, 1, -1]])
    assert (row["n_units"], row["n_missing"]) == (6, 4)
    assert row["alpha"] == pytest.approx(krippendorff_alpha(values))
    assert row["kappa"] == pytest.approx(fleiss_kappa(values))
    assert row["ac1"] == pytest.approx(gwet_ac1(values))


def test_table_counts_characters_of_free_stretches():
    rows = [
        apply("ada", 1, VANS, (0, 60)), apply("ben", 1, VANS, (20, 60)), apply("ben", 2, VANS, (0, 10)),
        checked("ada", 1, 2, 3), checked("ben", 1, 2, 3, 4),
    ]  # fmt: skip
    row = row_of(table_of(*rows), unit="character")
    written_out = np.zeros((3 * LENGTH, 2), dtype=np.int64)
    written_out[:60, 0] = written_out[20:60, 1] = written_out[LENGTH : LENGTH + 10, 1] = 1
    assert (row["n_units"], row["n_missing"]) == (3 * LENGTH, LENGTH)
    assert row["alpha"] == pytest.approx(krippendorff_alpha(written_out), abs=1e-12)
    assert row["kappa"] == pytest.approx(cohen_kappa(written_out), abs=1e-12)
    assert "resamples of 3 turns" in row["note"]


def test_table_measures_how_stretches_are_cut():
    same = [apply(coder, 1, VANS, (10, 60)) for coder in ("ada", "ben")]
    read = [*checked("ada", 1, 2, 3), *checked("ben", 1, 2, 3)]
    assert row_of(table_of(*same, *read), unit="stretch")["alpha"] == 1
    cut = table_of(*same, apply("ada", 2, BUSES), *read)
    assert row_of(cut, unit="stretch", code="vans")["alpha"] == 1
    assert row_of(cut, unit="stretch", code="buses")["alpha"] < 0.1
    assert row_of(cut, unit="stretch", code="buses")["alpha"] < row_of(cut, unit="stretch")["alpha"] < 1
    assert row_of(cut, unit="stretch", code="walks")["note"] == "no stretch"


def test_table_after_adjudication_is_the_same_when_nothing_was_ruled():
    table = table_of(*two_coders()[0])
    before, after = (table[table["stage"] == stage].drop(columns="stage") for stage in ("before", "after"))
    pd.testing.assert_frame_equal(before.reset_index(drop=True), after.reset_index(drop=True))


def test_table_after_adjudication_rises_with_a_ruling():
    rows, values = two_coders()
    table = table_of(*rows, rule("apply", 6, VANS, (0, 50)))
    values[4] = [1, 1]
    assert row_of(table, stage="before")["raw_agreement"] == pytest.approx(4 / 6)
    assert row_of(table, stage="after")["raw_agreement"] == pytest.approx(5 / 6)
    assert row_of(table, stage="after")["alpha"] == pytest.approx(krippendorff_alpha(values))


def test_table_compares_turns_read_with_and_without_suggestion():
    rows = []
    for coder in ("ada", "ben"):
        for turn in range(1, 8):
            shown = "true" if turn <= 3 or (turn == 7 and coder == "ada") else "false"
            rows += [
                apply(coder, turn, VANS if coder == "ada" or turn < 5 else BUSES, suggestion_shown=shown)
            ]
            rows += checked(coder, turn, suggestion_shown=shown)
    rows += [apply(coder, 8, BUSES) for coder in ("ada", "ben")] + checked("ada", 8) + checked("ben", 8)
    table = table_of(*rows)
    shown, hidden = (row_of(table, unit=f"turn, suggestion {word}") for word in ("shown", "hidden"))
    assert (shown["n_units"], shown["raw_agreement"]) == (3, 1)
    assert (hidden["n_units"], hidden["raw_agreement"]) == (3, pytest.approx(1 / 3))
    assert hidden["note"].startswith("1 turns read by one with, by another without suggestion")
    assert row_of(table)["n_units"] == 8


def test_table_draws_transcripts_when_there_are_five():
    rows, _ = two_coders()
    names = [*"ABCDE"]
    everywhere = [row | {"transcript_id": name} for name in names for row in rows]
    row = row_of(table_of(*everywhere, text=turns(*names)))
    assert "resamples of 5 transcripts" in row["note"]
    assert row["alpha_low"] == row["alpha_high"] == pytest.approx(row["alpha"], abs=1e-6)
    four = row_of(table_of(*(r for r in everywhere if r["transcript_id"] != "E"), text=turns(*names)))
    assert "resamples of 24 turns" in four["note"]


def test_table_seed_is_reproducible_and_recorded():
    rows, _ = two_coders()
    first, second, other = table_of(*rows), table_of(*rows), table_of(*rows, seed=5)
    pd.testing.assert_frame_equal(first, second)
    assert "seed 5" in row_of(other)["note"]
    assert not np.array_equal(first["alpha_low"], other["alpha_low"], equal_nan=True)


def test_table_does_not_depend_on_the_order_of_the_files():
    rows, _ = two_coders()
    swapped = [row for row in rows if row["coder"] == "ben"] + [row for row in rows if row["coder"] == "ada"]
    pd.testing.assert_frame_equal(table_of(*rows), table_of(*swapped))


def test_table_does_not_depend_on_who_is_called_what():
    rows, _ = two_coders()
    other = [row | {"coder": {"ada": "zoe", "ben": "ann"}[row["coder"]]} for row in rows]
    columns = ["n_units", "n_missing", *NUMBERS]
    pd.testing.assert_frame_equal(table_of(*rows)[columns], table_of(*other)[columns])


@pytest.mark.parametrize("rows", [[], checked("ada", 1, 2, 3), [*checked("ada", 1), *checked("ben", 2)]])
def test_table_without_a_pair_of_coders_has_a_header_and_no_rows(rows):
    table = table_of(*rows)
    assert list(table.columns) == AGREEMENT_COLUMNS
    assert table.empty
