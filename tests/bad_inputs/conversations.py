"""Transcripts that are damaged, disguised, hostile, or not what they seem."""

from __future__ import annotations

from tests.bad_inputs.case import (
    BENCH, TALK, TRANSCRIPTS, WORD, Case, add, archive, both, cut, put, swap, transcript, word,
)  # fmt: skip

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500
CHANGED = (
    "<w:p><w:r><w:t>Iris: The tools are </w:t></w:r><w:ins><w:r><w:t>never </w:t></w:r></w:ins>"
    "<w:del><w:r><w:delText>always </w:delText></w:r></w:del><w:r><w:t>the trouble.</w:t></w:r></w:p>"
)
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
) + "]>"
THIEF = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def bomb() -> bytes:
    """A document that unpacks to 300 MB."""
    return archive({"word/document.xml": f"<w:document {WORD}>".encode() + b" " * (300 * 2**20)})


CASES = [
    Case("an empty transcript", put(BENCH, ""), ""),
    Case("a transcript of empty lines", put(BENCH, "\n\n \n"), ""),
    Case("a transcript without a speaker", put(BENCH, "We talked about the garden, and then we went home.\n"), ""),
    Case("a speaker whom nobody knows", add(BENCH, "\nIrsi: And the hose leaks.\n"), ""),
    Case("a transcript in two encodings", add(BENCH, "\nTom: Très ".encode() + b"jol\xed, " + "très, très, été, voilà.\n".encode()), ""),
    Case("a transcript with null bytes", put(BENCH, b"Mod: hello\n\nIris: \x00\x00\x01\x02\x03\x04" * 9), ""),
    Case("a Word file called .txt", put(BENCH, word(TALK)), ""),
    Case("a text called .docx", transcript("bench.docx", TALK), ""),
    Case("an OpenDocument file called .docx", transcript("bench.docx", archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})), ""),
    Case("a web page called .vtt", transcript("bench.vtt", "<!DOCTYPE html><html></html>"), ""),
    Case("a PDF", transcript("bench.pdf", b"%PDF-1.7\n"), ""),
    Case("a sound recording", transcript("bench.mp3", b"ID3\x04"), ""),
    Case("a file without ending", transcript("bench", TALK), ""),
    Case("an empty Word file", transcript("bench.docx", b""), ""),
    Case("a Word file cut in half", transcript("bench.docx", word(TALK)[:200]), ""),
    Case("a Word file with a password", transcript("bench.docx", OLE + "EncryptedPackage".encode("utf-16-le")), ""),
    Case("an old Word file", transcript("bench.doc", OLE), ""),
    Case("a Word file without a document", transcript("bench.docx", archive({"word/styles.xml": "<x/>"})), ""),
    Case("a Word file of damaged XML", transcript("bench.docx", archive({"word/document.xml": "<w:document><w:body>"})), ""),
    Case("a Word file that unpacks to 300 MB", lambda study: transcript("bench.docx", bomb())(study), ""),
    Case("a Word file whose entities multiply", transcript("bench.docx", word("&j;", LAUGHS)), ""),
    Case("a Word file that reads another file", transcript("bench.docx", word("Iris: &a;", THIEF)), ""),
    Case("an odt file that reads another file", transcript("bench.odt", archive({"content.xml": f"{THIEF}<x>&a;</x>"})), ""),
    Case("a Word file whose part climbs out of it", transcript("bench.docx", archive({"../../evil.xml": "<x/>", "_rels/.rels": '<r><R Type="x/officeDocument" Target="../../evil.xml"/></r>'})), ""),
    Case("a Word file nested ten thousand deep", transcript("bench.docx", word("<w:sdt><w:sdtContent>" * 10_000 + "</w:sdtContent></w:sdt>" * 10_000)), ""),
    Case("a Word file nested two hundred deep", transcript("bench.docx", word("<w:ins>" * 200 + "<w:p><w:r><w:t>Iris: ja</w:t></w:r></w:p>" + "</w:ins>" * 200)), "", code=0),
    Case("rich text that breaks off", transcript("bench.rtf", "{\\rtf1 {\\b Iris: The tools"), ""),
    Case("rich text nested without end", transcript("bench.rtf", "{\\rtf1 " + "{" * 100_000), ""),
    Case("subtitles with a time that is none", transcript("bench.srt", "1\n00:00:01,000 --> soon\nIris: yes\n"), ""),
    Case("subtitles without a cue", transcript("bench.vtt", "WEBVTT\n\nNOTE nothing\n"), ""),
    Case("a Word file with tracked changes", transcript("bench.docx", word(CHANGED)), "", code=0),
    Case("a turn of 300,000 characters", put(BENCH, "Mod: Go on.\n\nIris: " + "The tools are the trouble. " * 11_200 + "\n"), "", code=0),
    Case("a line of a million characters that may be a label", put(BENCH, "Iris: yes\n\n" + "A" * 1_000_000 + ": no\n"), "", code=0),
    Case("a link instead of a file", lambda study: ((study / BENCH).unlink(), (study / BENCH).symlink_to("/nowhere"))[0], ""),
    Case("a transcript breaks off in a character", add(BENCH, "\nTom: caf".encode() + b"\xc3"), "", code=0),
    Case("everybody in the transcript is a facilitator", both(put(BENCH, "Mod: Is anybody here?\n"), swap(TRANSCRIPTS, "Iris;Tom\n", "\n")), "", code=0),
]
