"""Figures about statements: what they show, in which order, what they say of it, and that they can be drawn."""

from __future__ import annotations

import math
from itertools import pairwise

import matplotlib.colors
import matplotlib.figure
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.figures_sample import shown

from delphi.report.figures import MARKERS, SERIES, TALLEST, canvas, paged, pieces, unclipped, wrapped
from delphi.report.figures.book import data, sheets
from delphi.report.figures.coverage import coverage_sheets
from delphi.report.figures.drawing import report_style
from delphi.report.figures.life import SIGNS, life_data, life_sheets
from delphi.report.figures.ratings import MEASURES, ratings_data, ratings_sheets
from delphi.report.figures.rows import Row, pages
from delphi.report.figures.support import support_data, support_sheets

BENCH = ("B1", "garden", "There is a bench")
GATE = ("G1", "garden", "The gate is open")
TOOLS = ("T1", "workshop", "Tools are shared")


def test_life_tells_what_was_said_and_decided_in_every_round():
    found = life_data(
        shown(
            [BENCH, GATE],
            [("B1", 1, "neighbour", "introduced", 0, 0), ("B1", 2, "neighbour", "confirmed", 0, 0),
             ("B1", 2, "expert", "contested", 1, 1), ("B1", 3, "expert", "reformulated", 0, 0),
             ("B1", 3, "neighbour", "silent", 0, 0),
             ("G1", 1, "neighbour", "contested", 1, 0), ("G1", 2, "neighbour", "introduced", 0, 0),
             ("G1", 3, "neighbour", "silent", 0, 0), ("G1", 3, "expert", "not_coded", 0, 0)],
        )
    )  # fmt: skip
    told = {(r.item_id, r.round): r.statuses for r in found.itertuples()}
    assert told == {
        ("B1", 1): "introduced",
        ("B1", 2): "confirmed;nuanced;contested",
        ("B1", 3): "reformulated",
        ("G1", 1): "introduced;contested",
        ("G1", 2): "outside",  # supported again, but not by the panel
        ("G1", 3): "not_coded",
    }


def test_life_alt_counts_each_round_and_names_what_is_contested():
    [sheet] = life_sheets(
        shown([BENCH], [("B1", 1, "neighbour", "introduced", 0, 0), ("B1", 2, "expert", "contested", 1, 0)])
    )
    assert sheet.name == "life-garden"
    assert "Round 1: 1 new." in sheet.alt
    assert "Round 2: 1 contested." in sheet.alt
    assert "Round 3: no statement." in sheet.alt
    assert sheet.alt.endswith("Contested: There is a bench.")


def test_support_counts_people_once_per_stance_and_wording():
    links = [
        ("B1", 1, "neighbour", "supports", "Ann", True), ("B1", 1, "neighbour", "supports", "Ann", False),
        ("B1", 1, "neighbour", "supports", "Bob", False), ("B1", 1, "expert", "contests", "Cy", True),
        ("B1", 1, "neighbour", "contests", "Ann", True), ("B1", 1, "expert", "", "Di", True),
        ("B1", 2, "expert", "supports", "Cy", True),
    ]  # fmt: skip
    two = pd.DataFrame(
        [("B1", 1, "garden", "There is a bench"), ("B1", 2, "garden", "There are two")],
        columns=["item_id", "version", "work_model", "statement"],
    )
    found = support_data(shown([BENCH], links=links, items=two))
    rows = [(r.version, r.statement, r.perspective, r.stance, r.n, r.n_panel) for r in found.itertuples()]
    assert rows == [
        (1, "There is a bench", "neighbour", "contests", 1, 1),
        (1, "There is a bench", "expert", "contests", 1, 1),
        (1, "There is a bench", "neighbour", "supports", 2, 1),
        (2, "There are two", "expert", "supports", 1, 1),
    ]
    assert not {"Ann", "Bob", "Cy", "Di"} & set(found.astype(str).to_numpy().ravel())


def test_support_alt_says_who_takes_which_side():
    links = [("B1", 1, "neighbour", "supports", "Ann", True), ("B1", 1, "expert", "contests", "Cy", True)]
    [sheet] = support_sheets(shown([BENCH], links=links))
    assert "“There is a bench”: contests 1 expert; supports 1 neighbour." in sheet.alt


def rating(
    item: str,
    perspective: str,
    measure: str,
    value: str,
    round_: str = "1-2",
    n: str = "5",
    version: str = "1",
) -> dict[str, str]:
    return {"item_id": item, "scale": "need", "round": round_, "perspective": perspective, "measure": measure,
            "value": value, "n": n, "version": version}  # fmt: skip


def paired(item: str, perspective: str, *values: str) -> list[dict[str, str]]:
    return [rating(item, perspective, m, v) for m, v in zip(MEASURES, values)]


def test_ratings_stand_per_perspective_and_together_only_where_none_can_be_estimated():
    table = pd.DataFrame(
        [*paired("T1", "", ".4", ".6", ".8", ".5", ".5"), *paired("B1", "", ".2", ".4", ".6", ".3", ".3"),
         *paired("B1", "neighbour", ".25", ".5", ".75", ".3", ".3"), *paired("B1", "expert", "", "", "", "", "")]
    )  # fmt: skip
    sample = shown([BENCH, TOOLS], ratings=table)
    found = ratings_data(sample)
    assert [(r.item_id, r.perspective, r.share_earlier, r.kept) for r in found.itertuples()] == [
        ("B1", "neighbour", 0.25, 0.75),
        ("T1", "", 0.4, 0.8),
    ]
    [sheet] = ratings_sheets(sample)
    assert sheet.name == "ratings-need-1-2"
    assert "“There is a bench” (Neighbour, n = 5): 25 % → 50 %; 75 % kept their answer." in sheet.alt


def test_ratings_of_a_statement_that_was_reworded_between_the_rounds_say_so():
    two = pd.DataFrame(
        [("B1", 1, "garden", "There is a bench"), ("B1", 2, "garden", "There are two")],
        columns=["item_id", "version", "work_model", "statement"],
    )
    table = pd.DataFrame([row | {"version": "1-2"} for row in paired("B1", "", ".2", ".4", ".6", ".3", ".3")])
    found = ratings_data(shown([BENCH], items=two, ratings=table))
    assert list(found["statement"]) == ["There are two (wording 1 → 2)"]


def test_ratings_without_a_pair_are_no_figure():
    assert ratings_sheets(shown([BENCH])) == []
    assert (
        ratings_sheets(shown([BENCH], ratings=pd.DataFrame([rating("B1", "", "share_agree", "1", "1")])))
        == []
    )


def test_coverage_alt_names_every_transcript():
    [sheet] = coverage_sheets(shown([BENCH]))
    assert "T1: 12 of 20; T2: 0 of 30." in sheet.alt


@pytest.mark.parametrize("number", [1, 5, 60])
@pytest.mark.parametrize("people", [2, 40])
def test_sheets_are_drawn_and_fit_on_a_page_with_few_and_many_statements(number, people):
    statements = [
        (f"I{n}", "garden", f"Statement {n} " + "with more words " * (n % 8)) for n in range(number)
    ]
    consensus = [(s[0], r, "neighbour", status, 0, 0) for s in statements
                 for r, status in ((1, "introduced"), (2, "contested"), (3, "silent"))]  # fmt: skip
    links = [(s[0], 1, p, stance, f"P{n}", n % 2 == 0) for s in statements for n in range(people)
             for p, stance in (("neighbour", "supports"), ("expert", "contests"))]  # fmt: skip
    sample = shown(statements, consensus, links)
    with report_style():
        for sheet in sheets(sample):
            figure = sheet.draw()
            figure.canvas.draw()
            assert figure.get_figheight() * 25.4 <= TALLEST + 15, sheet.name
            assert figure.get_figwidth() == pytest.approx(160 / 25.4)
    named = [sheet.name for sheet in sheets(sample)]
    assert len(named) == len(set(named))
    assert ("life-garden-part-2" in named) == (number == 60)


def test_sheets_follow_the_codebook_whatever_the_tables_order():
    statements = [TOOLS, GATE, BENCH]
    consensus = [(s[0], 1, "neighbour", "introduced", 0, 0) for s in statements]
    links = [(s[0], 1, "neighbour", "supports", "Ann", True) for s in statements]
    sample = shown(statements, consensus, links)
    assert [s.name for s in sheets(sample)] == [
        "life-garden", "life-workshop", "support-garden", "support-workshop", "coverage",
    ]  # fmt: skip
    for name, frame in data(sample).items():
        if name != "coverage":
            assert list(frame["work_model"].unique()) == ["garden", "workshop"], name
            assert list(frame["item_id"].unique()) == ["G1", "B1", "T1"], name


def test_signs_are_told_apart_without_colour():
    shapes = [(sign.marker, sign.fill, sign.face == "white", sign.size > 4) for sign in SIGNS.values()]
    assert len(set(shapes)) == len(shapes)
    assert len(set(MARKERS)) == len(MARKERS) >= 6
    grey = sorted(0.3 * r + 0.59 * g + 0.11 * b for r, g, b in map(matplotlib.colors.to_rgb, SERIES[:2]))
    assert grey[1] - grey[0] > 0.15, "the first two perspectives differ in lightness too"


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=300), st.integers(12, 80))
def test_wrapped_keeps_every_word_or_says_that_it_is_cut(text, width):
    lines = wrapped(text, width).split("\n")
    assert len(lines) <= 3
    assert all(len(line) <= width for line in lines)
    whole = "".join("".join(lines).split())
    assert whole == "".join(text.split()) or whole.endswith("…")


@given(st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_pages_hold_every_row_once_under_its_heading(blocks):
    rows = [
        row
        for block in blocks
        for row in (Row("", "head", heading=True), *(Row(str(n), "text") for n in range(block)))
    ]
    found = pages(rows)
    assert [row for page in found for row in page if not row.heading] == [
        row for row in rows if not row.heading
    ]
    for page in found:
        assert page[0].heading
        assert sum(row.height for row in page) <= TALLEST
    for earlier, _ in pairwise(found):
        assert not earlier[-1].heading


@given(st.lists(st.floats(1, 20), max_size=80))
def test_paged_keeps_the_order_and_the_room(heights):
    found = paged(heights, lambda height: height, 60)
    assert [each for page in found for each in page] == heights
    assert all(sum(page) <= 60 for page in found)


def test_pieces_are_drawn_as_the_lines_they_were():
    xs, ys = pieces([((1.0, 2.0), (3.0, 4.0)), ((5.0, 6.0), (7.0, 8.0))])
    assert [None if math.isnan(x) else x for x in xs] == [1, 3, None, 5, 7, None]
    assert [None if math.isnan(y) else y for y in ys] == [2, 4, None, 6, 8, None]


def test_unclipped_takes_the_edge_from_axes_that_are_the_whole_picture_only():
    whole, _ = canvas(50)
    whole.axes[0].plot([1, 2], [3, 4])
    part = matplotlib.figure.Figure()
    part.add_subplot().plot([1, 2], [3, 4])
    clipped = [unclipped(figure).axes[0].lines[0].get_clip_on() for figure in (whole, part)]
    assert clipped == [False, True]


def test_signs_of_one_look_are_drawn_together():
    statements = [(f"I{n}", "garden", f"Statement {n}") for n in range(9)]
    consensus = [
        (s[0], r, "neighbour", "introduced" if r == 1 else "confirmed", 0, 0)
        for s in statements
        for r in (1, 2)
    ]
    table = pd.DataFrame(
        [row for s in statements for row in paired(s[0], "neighbour", ".2", ".4", ".6", ".3", ".3")]
    )
    with report_style():
        lines = {
            s.name: len(s.draw().axes[0].lines) for s in sheets(shown(statements, consensus, ratings=table))
        }
    assert lines["life-garden"] == 3, "a way from sign to sign, and two signs"
    assert lines["ratings-need-1-2"] == 5, (
        "a line, where it was, where it went, the ticks, the tick explained"
    )
