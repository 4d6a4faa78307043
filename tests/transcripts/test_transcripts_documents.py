"""What word processors put around the words: tables, tracked changes, notes, headers, styles."""

from __future__ import annotations

import math
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from transcript_files import save, write_rtf

from delphi.transcripts import Reading, read_file

SPEAKERS = {label.casefold(): label for label in ("M", "Rita", "Kim")}
W = nsdecls("w")


def read(path: Path) -> Reading:
    return read_file(path, SPEAKERS, transcript_id="T")


def said(reading: Reading) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in reading.turns]


def table_file(folder: Path, *rows: tuple[str, ...]) -> Path:
    document = docx.Document()
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row):
            cell.text = text
    return save(document, folder / "table.docx")


def body_file(folder: Path, *paragraphs: str) -> Path:
    """A Word document from paragraphs as WordprocessingML."""
    document = docx.Document()
    last = document.element.body[-1]
    for paragraph in paragraphs:
        last.addprevious(parse_xml(f"<w:p {W}>{paragraph}</w:p>"))
    return save(document, folder / "body.docx")


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.parametrize(
    "rows",
    [
        [("M", "Wie?"), ("Rita", "Ik."), ("", "En ook zij."), ("Kim:", "Ja.")],
        [("Spreker", "Tekst"), ("M", "Wie?"), ("Rita", "Ik."), ("", "En ook zij."), ("Kim", "Ja.")],
        [("1", "M", "Wie?"), ("2", "Rita", "Ik."), ("3", "", "En ook zij."), ("4", "Kim", "Ja.")],
    ],
)
def test_documents_speaker_tables(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    reading = read(table_file(tmp_path, *rows))
    assert said(reading) == [("M", "Wie?"), ("Rita", "Ik. En ook zij."), ("Kim", "Ja.")]


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (1, 2, 0)])
def test_documents_speaker_tables_with_times(tmp_path: Path, order: tuple[int, ...]) -> None:
    rows = [
        ("Tijd", "Spreker", "Tekst"),
        ("0:04", "M", "Wie?"),
        ("0:09", "Rita", "Ik."),
        ("0:12", "Kim", "Ja."),
    ]
    reading = read(table_file(tmp_path, *(tuple(row[i] for i in order) for row in rows)))
    assert said(reading) == [("M", "Wie?"), ("Rita", "Ik."), ("Kim", "Ja.")]
    assert [turn.start_time for turn in reading.turns] == [4, 9, 12]


def test_documents_other_tables_are_paragraphs(tmp_path: Path) -> None:
    document = docx.Document()
    for key, value in [("Datum", "12 maart"), ("Plaats", "Gent")]:
        cells = (
            (document.tables[0] if document.tables else document.add_table(rows=0, cols=2)).add_row().cells
        )
        cells[0].text, cells[1].text = key, value
    document.add_paragraph("M: Wie?")
    box = document.add_table(rows=1, cols=1).rows[0].cells[0]
    box.text = "Rita: Ik."
    box.add_paragraph("Kim: Ja.")
    reading = read(save(document, tmp_path / "t.docx"))
    assert said(reading) == [("M", "Wie?"), ("Rita", "Ik."), ("Kim", "Ja.")]
    assert reading.warnings == ("4 paragraphs before the first label left out: `Datum 12 maart Plaats Gent`",)


def test_documents_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    path = body_file(
        tmp_path,
        run("M: Wie ")
        + '<w:del w:id="1" w:author="x"><w:r><w:delText>niet </w:delText></w:r></w:del>'
        + f'<w:ins w:id="2" w:author="x">{run("wel")}</w:ins>'
        + run("?"),
        f'<w:pPr><w:rPr><w:del w:id="3" w:author="x"/></w:rPr></w:pPr>{run("Rita: Ik en ")}',
        run("zij."),
        f'<w:ins w:id="4" w:author="x">{run("Kim: Ja.")}</w:ins>',
        f'<w:moveFrom w:id="5" w:author="x">{run("M: weg")}</w:moveFrom>',
    )
    reading = read(path)
    assert said(reading) == [("M", "Wie wel?"), ("Rita", "Ik en zij."), ("Kim", "Ja.")]
    assert reading.warnings == ("tracked changes: insertions are read, deletions are left out",)


def test_documents_what_is_no_text(tmp_path: Path) -> None:
    box = (
        "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>"
        f"<w:p>{run('Kim: in een kader')}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    path = body_file(
        tmp_path,
        f'<w:pPr><w:pStyle w:val="Title"/></w:pPr>{run("Rita: een gesprek")}',
        f'<w:pPr><w:pStyle w:val="Heading2"/></w:pPr>{run("Deel 1: de buurt")}',
        run("M: Wie?")
        + '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="1"/></w:r>',
        run("Rita: Ik") + run(" verborgen", "<w:vanish/>") + box + run("."),
        f'<w:pPr><w:outlineLvl w:val="1"/></w:pPr>{run("Deel 2")}',
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        + run("Kim: Ja."),
    )
    reading = read(path)
    assert said(reading) == [("M", "Wie?"), ("Rita", "Ik."), ("Kim", "Ja.")]
    assert set(reading.warnings) == {
        "text boxes are left out",
        "footnotes are left out",
        "comments are left out",
        "hidden text is left out",
    }


def test_documents_breaks_tabs_hyphens_and_controls(tmp_path: Path) -> None:
    path = body_file(
        tmp_path,
        run("M: Wie") + "<w:r><w:br/></w:r>" + run("dan?") + "<w:r><w:cr/></w:r>" + run("Rita: Ik."),
        "<w:r><w:t>Kim</w:t><w:tab/><w:t>e</w:t><w:noBreakHyphen/><w:t>mail</w:t><w:softHyphen/><w:t>s</w:t></w:r>",
        f"<w:sdt><w:sdtContent>{run('M: Ja')}</w:sdtContent></w:sdt>"
        f'<w:hyperlink w:anchor="x">{run(" hoor.")}</w:hyperlink>',
    )
    assert said(read(path)) == [("M", "Wie dan?"), ("Rita", "Ik."), ("Kim", "e-mails"), ("M", "Ja hoor.")]


def test_documents_headings_can_be_labels(tmp_path: Path) -> None:
    heading = '<w:pPr><w:pStyle w:val="Heading2"/></w:pPr>'
    alone = [heading + run("M"), run("Wie?"), heading + run("Rita"), run("Ik.")]
    assert said(read(body_file(tmp_path, *alone))) == [("M", "Wie?"), ("Rita", "Ik.")]
    questions = [heading + run("M: Wie?"), run("Rita: Ik."), heading + run("M: Goed."), run("Kim: Ja.")]
    assert [speaker for speaker, _ in said(read(body_file(tmp_path, *questions)))] == [
        "M",
        "Rita",
        "M",
        "Kim",
    ]


def test_documents_bold_comes_from_styles_too(tmp_path: Path) -> None:
    document = docx.Document()
    style = document.styles.add_style("Spreker", docx.enum.style.WD_STYLE_TYPE.CHARACTER)
    style.base_style = document.styles["Strong"]
    for label, text in [("M", "Wie?"), ("Rita", "Ik."), ("Kim", "Ja.")]:
        paragraph = document.add_paragraph()
        paragraph.add_run(label, style="Spreker")
        paragraph.add_run(f" {text}")
    assert said(read(save(document, tmp_path / "t.docx"))) == [("M", "Wie?"), ("Rita", "Ik."), ("Kim", "Ja.")]


def test_documents_lines_are_paragraphs_counted_from_the_top(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Titel")
    for text in ("", "M: Wie?", "", "Rita: Ik.", "En zij."):
        document.add_paragraph(text)
    document.paragraphs[4].runs[0].add_break(WD_BREAK.LINE)
    document.add_paragraph("Kim: Ja.")
    assert [turn.line for turn in read(save(document, tmp_path / "t.docx")).turns] == [3, 5, 7]


def test_documents_strict_word_dialect(tmp_path: Path) -> None:
    source = body_file(tmp_path, run("M: Wie?"), run("Rita: Ik."))
    strict = tmp_path / "strict.docx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = data.replace(
                    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                )
            new.writestr(name, data)
    assert said(read(strict)) == [("M", "Wie?"), ("Rita", "Ik.")]


def odt_file(folder: Path, body: str, styles: str = "") -> Path:
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    }
    declared = " ".join(f'xmlns:{short}="{name}"' for short, name in names.items())
    path = folder / "t.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {declared}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
    return path


def test_documents_opendocument_parts(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Kim: weg</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        '<text:p text:style-name="Title">Rita: een gesprek</text:p>'
        "<text:section><text:p>M:<text:tab/>Wie<text:s text:c='3'/>dan<text:note><text:note-body><text:p>noot"
        "</text:p></text:note-body></text:note>?<text:line-break/>Rita: Ik\n   en zij.</text:p></text:section>"
        "<text:list><text:list-item><text:p>Kim: <text:span>J<text:span>a</text:span></text:span>.</text:p>"
        "</text:list-item></text:list>"
        "<text:p><draw:frame><draw:text-box><text:p>Kim: kader</text:p></draw:text-box></draw:frame>Ook.</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>M</text:p></table:table-cell>"
        "<table:table-cell><text:p>Goed.</text:p></table:table-cell></table:table-row></table:table>"
    )
    reading = read(odt_file(tmp_path, body))
    assert said(reading) == [("M", "Wie dan?"), ("Rita", "Ik en zij."), ("Kim", "Ja. Ook."), ("M", "Goed.")]
    assert set(reading.warnings) == {
        "tracked changes: insertions are read, deletions are left out",
        "text boxes are left out",
        "footnotes are left out",
    }


def rtf_file(folder: Path, body: str, head: str = r"{\rtf1\ansi\ansicpg1252") -> Path:
    path = folder / "t.rtf"
    path.write_bytes((head + body + "}").encode("latin-1"))
    return path


def test_documents_rich_text_parts(tmp_path: Path) -> None:
    body = (
        r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset238 Arial CE;}}{\stylesheet{\s2 heading 2;}}"
        r"\pard\s2 Rita: titel\par\pard M: caf\'e9 \u8364\'80 \f1 \'f8\f0  \u-10179?\u-8704?\par"
        "\n\\pard {\\listtext 1.\\tab}Rita: I\nk\\~en {\\footnote noot}{\\deleted weg }z\\-ij\\_en.\\line Kim: Ja.\\par"
        r"{\*\onbekend Rita: niet}\pard M: {\field{\*\fldinst PAGE}{\fldrslt vijf}}, \{zo\}{\v verborgen}.\par"
        r"\pard\outlinelevel0 Kim: kop\par"
        r"\pard\intbl Rita\cell Goed.\cell\row\pard\intbl Kim\cell Ook.\par Echt.\cell\row"
    )
    reading = read(rtf_file(tmp_path, body))
    assert said(reading) == [
        ("M", "café € ř 😀"),
        ("Rita", "Ik en zij-en."),
        ("Kim", "Ja."),
        ("M", "vijf, {zo}."),
        ("Rita", "Goed."),
        ("Kim", "Ook. Echt."),
    ]
    assert reading.encoding == "rtf, cp1252"
    assert set(reading.warnings) == {
        "tracked changes: insertions are read, deletions are left out",
        "hidden text is left out",
        "footnotes are left out",
    }


@pytest.mark.parametrize(
    ("page", "raw", "text"),
    [("1250", rb"\'f8", "ř"), ("1251", rb"\'ff", "я"), ("932", rb"\'82\'a0", "あ"), ("1252", rb"\'92", "’")],
)
def test_documents_rich_text_code_pages(tmp_path: Path, page: str, raw: bytes, text: str) -> None:
    path = tmp_path / "t.rtf"
    path.write_bytes(rb"{\rtf1\ansi\ansicpg" + page.encode() + rb" M: a" + raw + rb"b\par}")
    assert said(read(path)) == [("M", f"a{text}b")]


def test_documents_markdown_parts(tmp_path: Path) -> None:
    path = tmp_path / "t.md"
    path.write_text(
        "---\ntitle: x\nspeaker: Rita\n---\n\n# M: titel\n\n<!-- Kim: niet\n\n-->\n\n"
        "**M:** Wie is *dat*, \\[lacht\\] en\nverder\\_zo __heel__ snake_case 2 * 3 * 4?[^1]\n\n"
        '> Rita: Ik &amp; zij<br>ook.  \n> Echt.\n\n* * *\n\n- *Kim*: [Ja](http://x.be "y").\n'
        "- Nee.\n\n[^1]: Kim: noot\n\n## Rita\n\nGoed.\n\n| Wie | Wat |\n|---|---|\n| M | Zo. |\n| Kim | Dag. |\n",
        encoding="utf-8",
    )
    assert said(read(path)) == [
        ("M", "Wie is dat, [lacht] en verder_zo heel snake_case 2 * 3 * 4?"),
        ("Rita", "Ik & zij ook. Echt."),
        ("Kim", "Ja. Nee."),
        ("Rita", "Goed."),
        ("M", "Zo."),
        ("Kim", "Dag."),
    ]


def test_documents_cues(tmp_path: Path) -> None:
    path = tmp_path / "t.vtt"
    path.write_text(
        "\ufeffWEBVTT\r\n\r\nREGION\r\nid:x\r\n\r\nabc/12-0\r\n00:01.000 --> 00:02.000\r\n<v M>Wie &amp; <i>wat</i>"
        "\r\nis dat?</v>\r\n\r\nabc/12-1\r\n00:02.000 --> 00:03.500\r\n<v Rita (gast)>Ik: <00:02.500><c>ja</c>.</v>\r\n"
        "\r\nNOTE Kim: niet\r\n\r\n01:00:04.000 --> 01:00:05.000\r\n- <v Kim>Ja.</v>\r\n- <v M>Nee.</v>\r\n",
        encoding="utf-8",
    )
    turns = read(path).turns
    assert [(turn.speaker, turn.text.replace("- ", "")) for turn in turns] == [
        ("M", "Wie & wat is dat?"),
        ("Rita", "Ik: ja."),
        ("Kim", "Ja."),
        ("M", "Nee."),
    ]
    assert [(turn.start_time, turn.end_time) for turn in turns[:3]] == [(1, 2), (2, 3.5), (3604, 3605)]


def test_documents_subrip_habits(tmp_path: Path) -> None:
    path = tmp_path / "t.srt"
    path.write_text(
        "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>M: Wie\nRita: niet hier\n2\n00:00:02,000 --> 00:00:03,000\n"
        "- Rita: Ja.\n- Kim: Nee.\n\n3\n00:00:03,000 --> 00:00:04,000\nEn?\n\ntoch\n\n",
        encoding="utf-8",
    )
    assert said(read(path)) == [("M", "Wie Rita: niet hier"), ("Rita", "Ja."), ("Kim", "Nee. En? toch")]


def test_documents_without_times_have_none(tmp_path: Path) -> None:
    turn = read(write_rtf(tmp_path / "t.rtf", [[("M: Wie?", False)]])).turns[0]
    assert math.isnan(turn.start_time)
    assert math.isnan(turn.end_time)
