"""`delphi diff` on the command line."""

from __future__ import annotations

from tests.compare.builds import CONFIGURATION, A, B, manifest, write

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


def rated(measure: str, value: str, n: int, met: str = "") -> str:
    return f"A,nine,3,worker,{measure},{value},{n},bus,{met},1"


def test_diff_tells_thresholds_and_shares_and_only_counts_the_other_measures(tmp_path, capsys):
    made_of = manifest(configuration=CONFIGURATION | {"scales": {"nine": {"label": {"en": "Need"}}}})
    old, new = (write(tmp_path / name, made_of=made_of) for name in ("old", "new"))
    header = "item_id,scale,round,perspective,measure,value,n,work_model,met,version"
    for folder, share, n, met in ((old, "0.8", 10, "yes"), (new, "0.7", 9, "no")):
        rows = [
            rated("share_agree", share, n), rated("median", "7.0", n), rated("cvr_critical", "8.0", n),
            rated("consensus:share_agree", share, n, met), rated("consensus:median", "7.0", n, "yes"),
        ]  # fmt: skip
        (folder / "tables/ratings.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    assert main(["diff", str(old), str(new)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Threshold, A “The bus is near” (Need), round 3, workers: met → not met." in said
    assert "Share that agrees, A “The bus is near” (Need), round 3, workers: value 0.80 → 0.70" in said
    assert "3 other rows of ratings.csv differ too" in said
    assert "cvr" not in said


def test_diff_does_not_call_a_rated_wording_by_another_one(tmp_path, capsys):
    old, new = (write(tmp_path / name) for name in ("old", "new"))
    header = "item_id,scale,round,perspective,measure,value,n,work_model,met,version"
    for folder, share in ((old, "0.8"), (new, "0.7")):
        row = rated("share_agree", share, 10).removesuffix("1") + "2"
        (folder / "tables/ratings.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    assert main(["diff", str(old), str(new)]) == 0
    assert "Share that agrees, A (wording 2) (nine), round 3" in " ".join(capsys.readouterr().out.split())
