"""A register of thousands: the same turns as with a register of those who speak."""

from delphi.transcripts import read_file
from delphi.transcripts.labels import MANY, Register

SAID = "M: Wie begint?\n\nRita: Ik. En dat zei Naam7y ook.\n\n00:12 JAN PIET: Ja.\n\nP000123: Nee, Rita.\n\nRita (lacht): Toch.\n"
SPEAKERS = ["M", "Rita", "Jan Piet", "P000123"]


def test_labels_of_thousands_give_the_same_turns(tmp_path):
    path = tmp_path / "T1.txt"
    path.write_text(SAID, encoding="utf-8")
    few = {label.casefold(): label for label in SPEAKERS}
    many = few | {f"naam{n}y": f"Naam{n}y" for n in range(20 * MANY)}
    alone = read_file(path, few | {"naam7y": "Naam7y"}, transcript_id="T1")
    among = read_file(path, many, transcript_id="T1")
    assert [turn.speaker for turn in among.turns] == ["M", "Rita", "Jan Piet", "P000123", "Rita"]
    assert among.turns == alone.turns


def test_labels_of_thousands_are_looked_for_only_where_they_stand(tmp_path):
    path = tmp_path / "T1.txt"
    path.write_text(SAID, encoding="utf-8")
    register = Register({f"naam{n}y": f"Naam{n}y" for n in range(20 * MANY)} | {"rita": "Rita", "m": "M",
                        "jan piet": "Jan Piet", "p000123": "P000123"})  # fmt: skip
    from delphi.transcripts.reading import read_source

    narrowed = register.among(read_source(path).parts)
    assert "Naam8y" in register.labels
    assert {"Rita", "Jan Piet"} <= set(narrowed._sought.values())
    assert len(narrowed._sought) < 10
