"""What codes of other programs are guessed to be, and what a code says through those above it."""

from __future__ import annotations

import pytest
from tests.conftest import STUDIES

from delphi.codebook import load_codebook
from delphi.exchange.mapping import CodeMapping, Mapped, draft_mapping, is_certain
from delphi.exchange.refi import Code, Project


def project(*paths):
    """Codes by their paths; a code's guid is its path."""
    codes = [Code(path, path.split("/")[-1], path.rpartition("/")[0]) for path in paths]
    return Project("p", codes=tuple(codes))


def guessed(*paths, codebook=None, items=()):
    return {row.guid: (row.facet, row.key) for row in draft_mapping(project(*paths), codebook, items)}


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["Werkmodellen", "Werkmodellen/Buddy"], ("work_model", "buddy")),
        (["SWOT", "SWOT/Eigen categorie"], ("swot", "eigen_categorie")),
        (["Zwaktes"], ("swot", "weakness")),
        (["Randvoorwaarden"], ("swot", "condition")),
        (["Uitspraken", "Uitspraken/PC-S1: Een cursus"], ("item", "PC-S1")),
        (["Interessant"], ("ignore", "")),
        (["Models", "Models/Buddy", "Models/Buddy/tempo"], ("above", "")),
        (["Buddy", "Buddy/Kansen", "Buddy/Kansen/later"], ("above", "")),
    ],
)
def test_mapping_guesses_by_name_and_branch(paths, expected):
    assert guessed(*paths)[paths[-1]] == expected


def test_mapping_model_with_categories_below_it_is_a_model():
    assert guessed("Buddy", "Buddy/Strengths")["Buddy"] == ("work_model", "buddy")


def test_mapping_the_studys_own_codebook_and_items_come_first():
    book = load_codebook(STUDIES / "library/config/codebook.yaml")
    found = guessed("Advantages", "night_desk", "UH-A1: anything", codebook=book, items=["UH-A1"])
    assert found == {
        "Advantages": ("swot", "advantage"), "night_desk": ("work_model", "night_desk"),
        "UH-A1: anything": ("item", "UH-A1"),
    }  # fmt: skip


def test_mapping_two_codes_of_one_name_get_two_keys():
    found = guessed("Models", "Models/Été", "Models/Ete", "Models/3e weg")
    assert [key for _, key in found.values()] == ["", "ete", "ete_2", "code_3e_weg"]


def test_mapping_code_says_what_those_above_it_say_unless_ignored():
    tree = project("A", "A/B", "A/B/C", "A/B/D", "E")
    rows = [
        Mapped("A", "A", "work_model", "buddy"), Mapped("B", "A/B", "swot", "risk"), Mapped("C", "A/B/C", "above"),
        Mapped("D", "A/B/D", "ignore"), Mapped("E", "E", "swot", "risk"),
    ]  # fmt: skip
    mapping = CodeMapping(tree, rows)
    assert mapping.facets("A") == {"work_model": "buddy"}
    assert mapping.facets("A/B/C") == mapping.facets("A/B") == {"work_model": "buddy", "swot": "risk"}
    assert mapping.facets("A/B/D") == mapping.facets("nowhere") == {}
    assert mapping.keys("swot") == ["risk"]
    assert not is_certain(draft_mapping(tree, None))


def test_mapping_cyclic_parents_end():
    loop = Project("p", codes=(Code("a", "A", "b"), Code("b", "B", "a")))
    assert len(loop.path_of("a")) == 2
