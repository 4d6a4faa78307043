"""Figures: the same bytes each time, the report's letters, nothing about the machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PIL import Image

DRAW = """
import sys
from pathlib import Path
import matplotlib
matplotlib.rcParams["font.size"] = 30  # a person's own setting
from matplotlib.figure import Figure
from delphi.report.figures import SERIES
from delphi.report.figures.drawing import rasterise, report_style, save
with report_style():
    figure = Figure()
    axes = figure.add_subplot()
    axes.barh(["Iemand die er is", "Op maat — één per één"], [11, 6], color=SERIES[0])
    axes.set_xlabel("mensen")
    save(figure, Path(sys.argv[1]), "support")
rasterise(Path(sys.argv[1]))
"""


def draw(folder: Path, **environment: str) -> dict[str, bytes]:
    command = [sys.executable, "-c", DRAW, str(folder)]
    subprocess.run(command, check=True, env={**os.environ, **environment}, capture_output=True)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_figures_are_the_same_bytes_in_another_place_and_time(tmp_path: Path) -> None:
    here = draw(tmp_path / "a", TZ="UTC", PYTHONHASHSEED="1")
    there = draw(tmp_path / "b", TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="2")
    assert sorted(here) == ["support.png", "support.svg"]
    assert here == there


def test_figures_name_neither_program_nor_date_and_keep_words_as_shapes(tmp_path: Path) -> None:
    made = draw(tmp_path / "a")
    svg = made["support.svg"].decode("utf-8")
    assert "<dc:date>" not in svg
    assert "Matplotlib" not in svg
    assert "<text" not in svg
    assert b"tEXt" not in made["support.png"]
    width = float(svg.split('width="')[1].split("pt")[0])
    assert abs(width - 160 / 25.4 * 72) < 1


def test_rasterise_gives_a_picture_of_the_width_of_the_text(tmp_path: Path) -> None:
    draw(tmp_path / "a")
    with Image.open(tmp_path / "a" / "support.png") as picture:
        picture.verify()
        across, _ = picture.info["dpi"]
        assert abs(picture.width / across * 25.4 - 160) < 1
