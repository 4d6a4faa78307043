"""Generated studies: reproducible, in order, and with a vocabulary that grows as people's does."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from delphi.cli import main

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def make_study():
    sys.path.insert(0, str(BENCHMARKS))
    spec = importlib.util.spec_from_file_location("make_study", BENCHMARKS / "make_study.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_study"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(BENCHMARKS))


@pytest.fixture(scope="module")
def study(make_study, tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    make_study.Study(folder, 12, 400, 1).write()
    return folder


def test_make_study_passes_check(study, monkeypatch, capsys):
    monkeypatch.chdir(study)
    assert main(["check"]) in (0, None)
    assert "in order" in capsys.readouterr().out


def test_make_study_same_seed_same_bytes(make_study, study, tmp_path):
    make_study.Study(tmp_path / "again", 12, 400, 1).write()
    make_study.Study(tmp_path / "other", 12, 400, 2).write()
    assert make_study.digest(tmp_path / "again") == make_study.digest(study)
    assert make_study.digest(tmp_path / "other") != make_study.digest(study)


def test_make_study_batches_grow_with_the_study_and_stay_few(make_study):
    assert "batches: 2\n" in make_study.STUDY.format(n=10, batches=make_study.batches(50_000))
    assert make_study.batches(50_000_000) == 157


def test_make_study_has_several_coders_who_differ(study):
    coders = [path.stem for path in (study / "data/coded/decisions").glob("*.csv")]
    assert len(coders) > 2
    assert (study / "data/coded/item_events.csv").read_text(encoding="utf-8").count("\n") > 5
    assert all((study / "data/coded/decisions" / f"{name}.csv").stat().st_size > 500 for name in coders)


def test_vocabulary_grows_as_heaps_found(make_study):
    draw = np.random.Generator(np.random.PCG64(3)).random(400_000)
    ranks = sys.modules["study_words"].ranks(draw)
    sizes = np.array([10_000, 50_000, 100_000, 200_000, 400_000])
    types = np.array([len(np.unique(ranks[:n])) for n in sizes])
    slope = np.polyfit(np.log(sizes), np.log(types), 1)[0]
    assert 0.6 < slope < 0.75  # 1 / 1.5 in the limit
    assert 8_000 < types[-1] < 25_000


def test_words_of_different_ranks_are_hardly_ever_spelled_alike(make_study):
    spelling = sys.modules["study_words"].spelling
    assert len({spelling(rank) for rank in range(5_000)}) > 4_900
    assert all(spelling(rank).isalpha() and "y" not in spelling(rank) for rank in range(0, 10**9, 10**7 + 1))
