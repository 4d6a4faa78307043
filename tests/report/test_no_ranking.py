"""Work models are never ordered, scored or ranked against each other: in no table, no figure, no chapter."""

from __future__ import annotations

import csv
import json
import re
import shutil
from itertools import groupby
from pathlib import Path

import pytest

from delphi.codebook import load_codebook
from delphi.study import load_study

IDENTITIES = ("item_id", "practice_id", "code", "transcript_id", "coder")
"""Columns that say what a row is about; a number in a row without any of them is about its work model."""
CONTEXT = (
    "scale",
    "round",
    "rounds",
    "perspective",
    "measure",
    "stage",
    "split",
    "facet",
    "method",
    "coders",
    "unit",
)
NUMBER = re.compile(r"^[-–−+]?\d+([.,]\d+)?\s?%?$")


def violations(study: Path) -> list[str]:
    """Every place in a built study where work models stand in another order than the codebook's, or have a score."""
    book = load_codebook(study / "config/codebook.yaml")
    # What holds for all work models is none of them; chapters print it after them, wherever the codebook has it.
    keys = [
        key for key in book.keys("work_model") if key != load_study(study / "config/study.yaml").swot.general
    ]
    found = []
    for path in sorted([*study.glob("reports/tables/*.csv"), *study.glob("reports/figures/*.csv")]):
        with path.open(encoding="utf-8") as file:
            found += _in_data(path.name, list(csv.DictReader(file)), keys)
    content = json.loads((study / "reports/chapters/content.json").read_text("utf-8"))
    labels = [label for code in book.work_model for label in code.label.values()]
    for name, table in content["tables"].items():
        found += _in_printed(name, table, keys, labels, book)
    for kind, names in groupby(content["figures"], lambda name: name.split("-")[0]):
        models = [name.removeprefix(f"{kind}-").split("-part-")[0] for name in names]
        found += _order(f"figures {kind}", [key for key in models if key in keys], keys)
    for path in sorted(study.glob("reports/chapters/*.md")):
        text = path.read_text("utf-8")
        sections = re.findall(r"^## .*\{#sec:(?:model|rounds-[\d-]+|provenance)-(\w+)\}", text, re.MULTILINE)
        found += _order(path.name, [name for name in sections if name in keys], keys)
    return found


def _order(where: str, seen: list[str], keys: list[str]) -> list[str]:
    once = [key for key, _ in groupby(seen)]
    ranks = [keys.index(key) for key in once]
    return [] if ranks == sorted(set(ranks)) else [f"{where}: the work models stand as {', '.join(once)}"]


def _in_data(name: str, rows: list[dict[str, str]], keys: list[str]) -> list[str]:
    if not rows:
        return []
    columns = list(rows[0])
    found = [
        f"{name}: the work models stand side by side as columns"
        for _ in [0]
        if len({key for key in keys for column in columns if re.search(rf"(^|_){re.escape(key)}$", column)})
        > 1
    ]
    for column in ("work_model", "code"):
        for block in _blocks(rows) if column in columns else []:
            found += _order(name, [row[column] for row in block if row[column] in keys], keys)
    if "work_model" in columns:
        about_models = [
            row for row in rows if row["work_model"] in keys and not any(map(row.get, IDENTITIES))
        ]
        found += [f"{name}: a number per work model"] if any(map(_has_number, about_models)) else []
    elif "code" not in columns:
        for column in columns:
            hits = [row[column] for row in rows if row[column] in keys]
            if len(set(hits)) > 1:
                found.append(f"{name}: the column `{column}` lists work models")
    return found


WITHIN = ("kendall_w",)
"""Measures of how far panellists agree on the order of the statements within one work model."""


def _blocks(rows: list[dict[str, str]]) -> list[list[dict[str, str]]]:
    """Rows that can be read as one list: about the same round, scale, perspective and so on."""
    blocks: dict[tuple, list[dict[str, str]]] = {}
    for row in rows:
        blocks.setdefault(tuple(row.get(column) for column in CONTEXT), []).append(row)
    return list(blocks.values())


def _has_number(row: dict[str, str]) -> bool:
    if row.get("measure") in WITHIN:
        return False
    return any(NUMBER.match(v) for column, v in row.items() if column not in ("order", "version", "round"))


def _in_printed(name: str, table: dict, keys: list[str], labels: list[str], book) -> list[str]:
    """A grid whose first column lists work models may describe them, in the codebook's order, but count nothing.

    How often coders agreed on a code, or confused it, is about the coders, and stands in the codebook's order too.
    """
    named = {label: code.key for code in book.work_model for label in code.label.values()}
    if sum(column in labels for column in table["columns"]) > 1:
        return [f"{name}: the work models stand side by side as columns"]
    lines = [(_text(row[0]), [_text(cell) for cell in row[1:]]) for row in table["rows"] if row]
    lines = [(named[first], rest) for first, rest in lines if first in named]
    found = _order(name, [key for key, _ in lines if key in keys], keys)
    if not name.startswith(("agreement", "confusion")) and any(
        NUMBER.match(cell) for _, rest in lines for cell in rest
    ):
        found.append(f"{name}: a number per work model")
    return found


def _text(cell: list) -> str:
    return " ".join(run["text"] for piece in cell for run in piece.get("runs", []))


@pytest.fixture(params=["example", "library"])
def built(request: pytest.FixtureRequest) -> Path:
    return request.getfixturevalue(request.param)


def test_no_ranking_in_a_built_study(built):
    assert violations(built) == []


@pytest.fixture
def copy(library, tmp_path):
    for part in ("config", "reports"):
        shutil.copytree(library / part, tmp_path / part)
    return tmp_path


def rewrite(path: Path, change) -> None:
    with path.open(encoding="utf-8") as file:
        rows = change(list(csv.DictReader(file)))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def score(rows):
    models = list(dict.fromkeys(row["work_model"] for row in rows))
    return [{"work_model": key, "score": str(place / 10)} for place, key in enumerate(models)]


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("reports/tables/swot.csv", score),
        ("reports/tables/swot.csv", lambda rows: rows[::-1]),
        ("reports/tables/swot.csv", lambda rows: sorted(rows, key=lambda row: -int(row["n_speakers"]))),
        (
            "reports/tables/swot.csv",
            lambda _: [{"measure": "support", "night_desk": "4", "workplace_shelf": "7"}],
        ),
        ("reports/tables/swot.csv", lambda _: [{"best": "night_desk"}, {"best": "workplace_shelf"}]),
        (
            "reports/tables/agreement.csv",
            lambda rows: sorted(rows, key=lambda row: row["alpha"], reverse=True),
        ),
        ("reports/figures/life.csv", lambda rows: rows[::-1]),
        ("reports/figures/support.csv", lambda rows: sorted(rows, key=lambda row: -int(row["n"]))),
    ],
)
def test_no_ranking_finds_a_planted_one_in_data(copy, file, change):
    assert violations(copy) == []
    rewrite(copy / file, change)
    assert any(each.startswith(Path(file).name) for each in violations(copy))


@pytest.mark.parametrize("plant", ["score", "order", "columns", "figures", "sections"])
def test_no_ranking_finds_a_planted_one_in_print(copy, plant):
    path = copy / "reports/chapters/content.json"
    content = json.loads(path.read_text("utf-8"))
    book = load_codebook(copy / "config/codebook.yaml")
    labels = [next(iter(code.label.values())) for code in book.work_model]

    def cell(text: str) -> list:
        return [{"kind": "paragraph", "runs": [{"text": text}]}]

    new = {"columns": ["Work model", "Support"], "rows": [[cell(label), cell("much")] for label in labels]}
    if plant == "score":
        new["rows"] = [[cell(label), cell(f"{n} %")] for n, label in enumerate(labels)]
    elif plant == "order":
        new["rows"].reverse()
    elif plant == "columns":
        new = {"columns": ["", *labels], "rows": []}
    elif plant == "figures":
        content["figures"] = dict(reversed(content["figures"].items()))
    if plant == "sections":
        chapter = next((copy / "reports/chapters").glob("*-rounds-*.md"))
        head, *sections = re.split(r"^(?=## )", chapter.read_text("utf-8"), flags=re.MULTILINE)
        chapter.write_text(head + "".join(reversed(sections)), encoding="utf-8")
    elif plant != "figures":
        content["tables"]["planted"] = new
    path.write_text(json.dumps(content), encoding="utf-8")
    assert len(violations(copy)) >= 1
