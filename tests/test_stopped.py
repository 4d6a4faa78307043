"""What is said at the end of a run that stopped."""

from __future__ import annotations

from delphi import stopped


def test_last_words_leaves_out_the_warnings_of_a_step_that_worked(tmp_path, monkeypatch):
    for name, text in {
        "ingest/0.log": "delphi: a.docx: 1 paragraph left out.\ningest: a: 3 turns\n",
        "gate.log": "delphi: a.docx, line 3: here stands a phone number.\n",
        "code/0.log": "",
    }.items():
        (tmp_path / "logs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "logs" / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(stopped, "EARLIER", {})
    stopped.tell_why()
    assert stopped.STOPPED.read_text("utf-8") == "\ndelphi: a.docx, line 3: here stands a phone number.\n"


def test_last_words_leaves_out_what_stopped_an_earlier_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "logs/ingest").mkdir(parents=True)
    (tmp_path / "logs/ingest/6.log").write_text("delphi: a.docx: this is no Word file.\n", encoding="utf-8")
    stopped.forget_earlier()
    (tmp_path / "logs/settle.log").write_text("delphi: anke.csv, line 2: no number.\n", encoding="utf-8")
    stopped.tell_why()
    assert stopped.STOPPED.read_text("utf-8") == "\ndelphi: anke.csv, line 2: no number.\n"


def test_last_words_tells_a_file_that_two_steps_could_not_read_once(tmp_path):
    for name in ("lessons.log", "0.log"):
        (tmp_path / name).write_text("delphi: a.docx: this is no Word file.\n", encoding="utf-8")
    assert stopped.last_words(tmp_path) == "\ndelphi: a.docx: this is no Word file."
