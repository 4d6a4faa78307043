"""Transcripts that are damaged, disguised, hostile, or not what they seem."""

from __future__ import annotations

from tests.bad_inputs.case import (
    BENCH,
    TALK,
    TRANSCRIPTS,
    Case,
    add,
    archive,
    both,
    put,
    swap,
    transcript,
    word,
)  # fmt: skip

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500
CHANGED = (
    "<w:p><w:r><w:t>Iris: The tools are </w:t></w:r><w:ins><w:r><w:t>never </w:t></w:r></w:ins>"
    "<w:del><w:r><w:delText>always </w:delText></w:r></w:del><w:r><w:t>the trouble.</w:t></w:r></w:p>"
)
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
THIEF = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


READ = "--batch 0 --turns turns.parquet --sentences sentences.parquet --tokens tokens.npz"


def bomb() -> bytes:
    """A document that says it unpacks to 3 GB."""
    raw = word(TALK)
    size = raw.index(b"PK\x01\x02") + 24  # in the list of what the zip holds
    return raw[:size] + (3 * 2**30).to_bytes(4, "little") + raw[size + 4 :]


CASES = [
    Case(
        "an empty transcript",
        put(BENCH, ""),
        "data/raw/transcripts/bench.txt: the file is empty. Put the transcript in it, or take its row out.",
    ),
    Case(
        "a transcript of empty lines",
        put(BENCH, "\n\n \n"),
        "data/raw/transcripts/bench.txt: the file is empty. Put the transcript in it, or take its row out.",
    ),
    Case(
        "a transcript without a speaker",
        put(BENCH, "We talked about the garden, and then we went home.\n"),
        "data/raw/transcripts/bench.txt: no registered speaker's label stands in this file. Expected paragraphs such as `Name: text`, `Name<TAB>text` or `[00:01:23] Name: text`, or a table with a column of names. Labels of the registers: `Iris`, `Mod`, `Thomas`, `Tom`, `Vera`. One that is written differently here belongs in `alias_of_labels` of participants.csv or in `facilitators` of transcripts.csv.",
    ),
    Case(
        "a speaker whom nobody knows",
        add(BENCH, "\nIrsi: And the hose leaks.\n"),
        "data/raw/transcripts/bench.txt, line 7: the speaker `Irsi` stands in no register. Did you mean `Iris`? Correct the label, or add it to `alias_of_labels` in participants.csv or to `facilitators` in transcripts.csv. If nobody speaks there, join the line to the one above it; its words stay the same.",
    ),
    Case(
        "somebody speaks twice under a label that looks like no name",
        add(BENCH, "\nhose fan 2: It leaks.\n\nMod: Does it?\n\nhose fan 2: Yes.\n"),
        "data/raw/transcripts/bench.txt, line 7: the speaker `hose fan 2` stands in no register (also in line 11). Registered are `Iris`, `Mod`, `Thomas`, `Tom`, `Vera`. Correct the label, or add it to `alias_of_labels` in participants.csv or to `facilitators` in transcripts.csv. If nobody speaks there, join the line to the one above it; its words stay the same.",
    ),
    Case(
        "somebody may speak once",
        add(BENCH, "\njos: It leaks.\n"),
        "data/raw/transcripts/bench.txt: line 7: `jos:` may be somebody who speaks, and stands in no register; its words count as those of `Tom`. If it is somebody, put it under `alias_of_labels` in participants.csv or `facilitators` in transcripts.csv.",
        code=0,
    ),
    Case(
        "somebody may speak once, read by the workflow",
        add(BENCH, "\njos: It leaks.\n"),
        "data/raw/transcripts/bench.txt: line 7: `jos:` may be somebody who speaks, and stands in no register; its words count as those of `Tom`. If it is somebody, put it under `alias_of_labels` in participants.csv or `facilitators` in transcripts.csv.",
        f"ingest {READ}",
        code=0,
    ),
    Case(
        "words before the first label",
        put(BENCH, "Notes of an evening.\n\nMod: Go on.\n\nIris: The tools.\n\nTom: A plot.\n"),
        "data/raw/transcripts/bench.txt: 1 line before the first label left out: `Notes of an evening.`.",
        code=0,
    ),
    Case(
        "a transcript in two encodings",
        add(BENCH, "\nTom: Très ".encode() + b"jol\xed, " + "très, très, été, voilà.\n".encode()),
        "data/raw/transcripts/bench.txt, line 7: this is no text in the encoding utf-8. Open it in the program it was made with and save it as text in the encoding UTF-8.",
    ),
    Case(
        "a transcript with null bytes",
        put(BENCH, b"Mod: hello\n\nIris: \x00\x00\x01\x02\x03\x04" * 9),
        "data/raw/transcripts/bench.txt: this is no text file. Open it in the program it was made with and save it as text in the encoding UTF-8.",
    ),
    Case(
        "a Word file called .txt",
        put(BENCH, word(TALK)),
        "data/raw/transcripts/bench.txt: this is a Word, OpenDocument or zip file, not .txt text. Give it the ending of what it is, or save the transcript as text in its program.",
    ),
    Case(
        "a text called .docx",
        transcript("bench.docx", TALK),
        "data/raw/transcripts/bench.docx: this is no .docx document, whatever its name says. Give the file the ending of what it is, or save it anew in its program.",
    ),
    Case(
        "an OpenDocument file called .docx",
        transcript(
            "bench.docx",
            archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}),
        ),
        "data/raw/transcripts/bench.docx: this is no .docx document: its part word/document.xml is missing. It may not have arrived whole: copy it again, or open it in its program and save it anew.",
    ),
    Case(
        "a web page called .vtt",
        transcript("bench.vtt", "<!DOCTYPE html><html></html>"),
        "data/raw/transcripts/bench.vtt: this is a web page, not .vtt text. Give it the ending of what it is, or save the transcript as text in its program.",
    ),
    Case(
        "a PDF",
        transcript("bench.pdf", b"%PDF-1.7\n"),
        "data/raw/transcripts/bench.pdf: transcripts that end in `.pdf` cannot be read. A PDF loses who says what: take the document it was made from, or open it in Word, look through it, and choose Save As and the type Word document (.docx).",
    ),
    Case(
        "a sound recording",
        transcript("bench.mp3", b"ID3\x04"),
        "data/raw/transcripts/bench.mp3: transcripts that end in `.mp3` cannot be read. Only what is written can be read: have it transcribed, and put the transcript here.",
    ),
    Case(
        "a file without ending",
        transcript("bench", TALK),
        "data/raw/transcripts/bench: the file has no ending. Readable are .docx, .odt, .rtf, .md, .txt, .vtt, .srt.",
    ),
    Case(
        "an empty Word file",
        transcript("bench.docx", b""),
        "data/raw/transcripts/bench.docx: the file is empty. Put the transcript in it, or take its row out.",
    ),
    Case(
        "a Word file cut in half",
        transcript("bench.docx", word(TALK)[:200]),
        "data/raw/transcripts/bench.docx: the document is damaged or incomplete. It may not have arrived whole: copy it again, or open it in its program and save it anew.",
    ),
    Case(
        "a Word file with a password",
        transcript("bench.docx", OLE + "EncryptedPackage".encode("utf-16-le")),
        "data/raw/transcripts/bench.docx: the document is protected by a password. Open it with the password, take the password off and save it again.",
    ),
    Case(
        "an old Word file",
        transcript("bench.doc", OLE),
        "data/raw/transcripts/bench.doc: transcripts that end in `.doc` cannot be read. Open it in Word or LibreOffice, choose Save As and the type Word document (.docx).",
    ),
    Case(
        "a Word file without a document",
        transcript("bench.docx", archive({"word/styles.xml": "<x/>"})),
        "data/raw/transcripts/bench.docx: this is no .docx document: its part word/document.xml is missing. It may not have arrived whole: copy it again, or open it in its program and save it anew.",
    ),
    Case(
        "a Word file of damaged XML",
        transcript("bench.docx", archive({"word/document.xml": "<w:document><w:body>"})),
        "data/raw/transcripts/bench.docx: the document is damaged or incomplete. It may not have arrived whole: copy it again, or open it in its program and save it anew.",
    ),
    Case(
        "a Word file that unpacks to 3 GB",
        lambda study: transcript("bench.docx", bomb())(study),
        "data/raw/transcripts/bench.docx: the document would unpack to 3072 MB, which no transcript does. Copy its text into a new document and save that.",
    ),
    Case(
        "a Word file whose entities multiply",
        transcript("bench.docx", word("&j;", LAUGHS)),
        "data/raw/transcripts/bench.docx: the document is damaged or incomplete. It may not have arrived whole: copy it again, or open it in its program and save it anew.",
    ),
    Case(
        "a Word file that reads another file",
        transcript("bench.docx", word("Iris: &a;", THIEF)),
        "data/raw/transcripts/bench.docx: the document declares XML entities, which no word processor does. Copy its text into a new document and save that.",
    ),
    Case(
        "an odt file that reads another file",
        transcript("bench.odt", archive({"content.xml": f"{THIEF}<x>&a;</x>"})),
        "data/raw/transcripts/bench.odt: the document declares XML entities, which no word processor does. Copy its text into a new document and save that.",
    ),
    Case(
        "a Word file whose part climbs out of it",
        transcript(
            "bench.docx",
            archive(
                {
                    "../../evil.xml": "<x/>",
                    "_rels/.rels": '<r><R Type="x/officeDocument" Target="../../evil.xml"/></r>',
                }
            ),
        ),
        "data/raw/transcripts/bench.docx: the file holds no text. Put the transcript in it, or take its row out of transcripts.csv.",
    ),
    Case(
        "a Word file nested ten thousand deep",
        transcript("bench.docx", word("<w:sdt><w:sdtContent>" * 10_000 + "</w:sdtContent></w:sdt>" * 10_000)),
        "data/raw/transcripts/bench.docx: the document is damaged or incomplete. It may not have arrived whole: copy it again, or open it in its program and save it anew.",
    ),
    Case(
        "a Word file nested two hundred deep",
        transcript(
            "bench.docx",
            word("<w:ins>" * 200 + "<w:p><w:r><w:t>Iris: ja</w:t></w:r></w:p>" + "</w:ins>" * 200),
        ),
        "data/raw/transcripts/bench.docx: tracked changes: insertions are read, deletions are left out.",
        code=0,
    ),
    Case(
        "rich text that breaks off",
        transcript("bench.rtf", "{\\rtf1 {\\b Iris: The tools"),
        "data/raw/transcripts/bench.rtf: the document breaks off before its end. It may not have arrived whole: copy it again, or open it in its program and save it anew.",
    ),
    Case(
        "rich text nested without end",
        transcript("bench.rtf", "{\\rtf1 " + "{" * 100_000),
        "data/raw/transcripts/bench.rtf: the document breaks off before its end. It may not have arrived whole: copy it again, or open it in its program and save it anew.",
    ),
    Case(
        "subtitles with a time that is none",
        transcript("bench.srt", "1\n00:00:01,000 --> soon\nIris: yes\n"),
        "data/raw/transcripts/bench.srt, line 2: the times of this cue cannot be read. Expected `00:00:01.000 --> 00:00:04.000`.",
    ),
    Case(
        "subtitles without a cue",
        transcript("bench.vtt", "WEBVTT\n\nNOTE nothing\n"),
        "data/raw/transcripts/bench.vtt: the file holds no cue. Expected lines such as `00:00:01.000 --> 00:00:04.000`, each followed by what is said.",
    ),
    Case(
        "a Word file with tracked changes",
        transcript("bench.docx", word(CHANGED)),
        "data/raw/transcripts/bench.docx: tracked changes: insertions are read, deletions are left out.",
        code=0,
    ),
    Case(
        "a turn of 300,000 characters, read by the workflow",
        put(BENCH, "Mod: Go on.\n\nIris: " + "The tools are the trouble. " * 11_200 + "\n"),
        "data/raw/transcripts/bench.txt: turn 2 (from line 3) is some 340 minutes of one person; look whether speakers' labels are missing there.",
        f"ingest {READ}",
        code=0,
    ),
    Case(
        "a transcript without a speaker, read by the workflow",
        put(BENCH, "We talked, and then we went home.\n"),
        "data/raw/transcripts/bench.txt: no registered speaker's label stands in this file. Expected paragraphs such as `Name: text`, `Name<TAB>text` or `[00:01:23] Name: text`, or a table with a column of names. Labels of the registers: `Iris`, `Mod`, `Thomas`, `Tom`, `Vera`. One that is written differently here belongs in `alias_of_labels` of participants.csv or in `facilitators` of transcripts.csv.",
        f"ingest {READ}",
    ),
    Case(
        "a turn of 300,000 characters",
        put(BENCH, "Mod: Go on.\n\nIris: " + "The tools are the trouble. " * 11_200 + "\n"),
        "data/raw/transcripts/bench.txt: turn 2 (from line 3) is some 340 minutes of one person; look whether speakers' labels are missing there.",
        code=0,
    ),
    Case(
        "a line of 100,000 characters that may be a label",
        put(BENCH, "Iris: yes\n\n" + "A" * 100_000 + ": no\n"),
        "data/raw/transcripts/bench.txt: turn 1 (from line 1) is some 110 minutes of one person; look whether speakers' labels are missing there.",
        code=0,
    ),
    Case(
        "a link instead of a file",
        lambda study: ((study / BENCH).unlink(), (study / BENCH).symlink_to("/nowhere"))[0],
        "data/raw/transcripts.csv, line 2: the file `bench.txt` does not exist. Put it in data/raw/transcripts or correct the name. The folder holds no other file.",
    ),
    Case(
        "a transcript breaks off in a character",
        add(BENCH, b"\nTom: caf" + b"\xc3"),
        "check: 2 transcripts, 3 participants; the study folder is in order",
        code=0,
    ),
    Case(
        "everybody in the transcript is a facilitator",
        both(put(BENCH, "Mod: Is anybody here?\n"), swap(TRANSCRIPTS, "Iris;Tom\n", "\n")),
        (
            "check: data/raw/transcripts/bench.txt: only facilitators speak here, so there is nothing to code; look at `facilitators` in transcripts.csv.",
            "check: 2 transcripts, 3 participants; the study folder is in order",
        ),
        code=0,
    ),
]
