"""A build is read from a study folder, its reports folder or a zip; anything else is refused in a sentence."""

from __future__ import annotations

import shutil
import zipfile

import pytest
from tests.compare.builds import content, write

from delphi.compare import read_build
from delphi.errors import InputError


@pytest.fixture
def reports(tmp_path):
    return write(tmp_path / "study" / "reports", said=content(T1="It is near"))


def test_build_of_a_study_folder_and_of_its_reports_are_the_same(reports):
    builds = [read_build(reports), read_build(reports.parent)]
    for build in builds:
        assert list(build.tables["swot"]["item_id"]) == ["A", "B"]
        assert build.content.quotations["T1"].text == "It is near"
        assert build.manifest["codebook_version"] == 1


@pytest.mark.parametrize("root", ["reports", "reports/.."])
def test_build_in_a_zip_whatever_the_folder_in_it(reports, tmp_path, root):
    name = shutil.make_archive(
        str(tmp_path / "saved"), "zip", reports / ".." if root == "reports" else reports
    )
    build = read_build(name)
    assert list(build.tables["swot"]["status"]) == ["confirmed", "contested"]
    assert build.language == "en"


def test_build_labels_come_from_the_manifest(reports):
    build = read_build(reports)
    assert build.label("work_model", "bus") == "Buses"
    assert build.label("block", "good") == "Good sides"
    assert build.label("perspective", "worker") == "Workers"
    assert build.label("perspective", "nobody") == "nobody"


def test_build_without_manifest_takes_labels_from_the_study_around_it(reports):
    (reports / "manifest.json").unlink()
    config = reports.parent / "config"
    config.mkdir()
    (config / "study.yaml").write_text("language: nl\nperspectives: {worker: {label: Werker}}\n", "utf-8")
    build = read_build(reports)
    assert (build.language, build.label("perspective", "worker")) == ("nl", "Werker")
    assert build.label("work_model", "bus") == "bus"


def refused(path) -> str:
    with pytest.raises(InputError) as caught:
        read_build(path)
    return str(caught.value)


def test_build_refuses_what_is_no_build(tmp_path):
    assert "there is no such folder or zip" in refused(tmp_path / "nowhere")
    assert "holds no tables/swot.csv" in refused(tmp_path)
    (tmp_path / "a.zip").write_bytes(b"no zip")
    assert "neither a folder nor a zip" in refused(tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert "holds no tables/swot.csv" in refused(tmp_path / "b.zip")


def test_build_refuses_what_cannot_be_read(reports):
    (reports / "manifest.json").write_text("[1", encoding="utf-8")
    assert "manifest.json in it cannot be read" in refused(reports)
    (reports / "manifest.json").unlink()
    (reports / "chapters/content.json").write_text('{"surprise": 1}', encoding="utf-8")
    assert "another version of delphi" in refused(reports)
    (reports / "chapters/content.json").unlink()
    (reports / "tables/panel.csv").write_bytes(b"a,b\n\xff\xfe,1\n")
    assert "tables/panel.csv in it cannot be read" in refused(reports)
    (reports / "tables/panel.csv").unlink()
    (reports / "tables/swot.csv").write_text("name\nx\n", encoding="utf-8")
    assert "tables/swot.csv" in refused(reports)
