"""`delphi diff` on the command line."""

from __future__ import annotations

from tests.compare.builds import A, B, write

from delphi.cli import main


def test_diff_prints_and_writes_what_changed(tmp_path, capsys):
    old, new = write(tmp_path / "old"), write(tmp_path / "new", swot=(A.replace("confirmed", "contested"), B))
    for ending in ("md", "html", "txt"):
        assert main(["diff", str(old), str(new), "--to", str(tmp_path / f"out/diff.{ending}")]) == 0
        assert "confirmed → contested" in (tmp_path / f"out/diff.{ending}").read_text("utf-8")
        assert "confirmed → contested" in capsys.readouterr().out
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["diff.html", "diff.md", "diff.txt"]


def test_diff_without_differences_is_no_error(tmp_path, capsys):
    old = write(tmp_path / "old")
    assert main(["diff", str(old), str(old)]) == 0
    assert "There is no difference" in capsys.readouterr().out


def test_diff_refuses_what_is_no_build_before_anything_is_written(tmp_path, capsys):
    old = write(tmp_path / "old")
    assert main(["diff", str(old), str(tmp_path), "--to", str(tmp_path / "x.md")]) == 2
    assert "this is no build" in capsys.readouterr().err
    assert main(["diff", str(old), str(old), "--to", str(tmp_path / "x.docx")]) == 2
    assert ".md, .html, .txt" in capsys.readouterr().err
    assert not list(tmp_path.glob("x.*"))
