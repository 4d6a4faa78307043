"""A whole report in three formats: every word as it was said, the same bytes everywhere, every link with an end."""

from __future__ import annotations

import base64
import hashlib
import io
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree, html
from pypdf import PdfReader
from tests.report.sample_report import HOSTILE, SCRIPTS, STARTS, write

from delphi.errors import InputError
from delphi.report.content import Content, Table, read_content, text
from delphi.report.render import render

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FORMATS = ("html", "docx", "pdf")
# ECMA-376, part 1, section 17: the order in which Word wants the children of each.
ORDER = {
    name: children.split()
    for name, children in {
        "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd "
        "tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi "
        "adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection "
        "textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
        "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof "
        "snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText "
        "vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
        "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
        "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
        "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign "
        "hideMark",
        "tcBorders": "top start left bottom end right insideH insideV tl2br tr2bl",
        "tblBorders": "top start left bottom end right insideH insideV",
        "pBdr": "top left bottom right between bar",
        "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders "
        "lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    }.items()
}


@pytest.fixture(scope="module")
def chapters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def reports(chapters: Path) -> dict[str, bytes]:
    made = {}
    for form in FORMATS:
        target = chapters.parent / f"report.{form}"
        render(chapters, form, target)
        made[form] = target.read_bytes()
    return made


@pytest.fixture(scope="module")
def page(reports: dict[str, bytes]) -> html.HtmlElement:
    return html.document_fromstring(reports["html"].decode("utf-8"))


@pytest.fixture(scope="module")
def word(reports: dict[str, bytes]) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(reports["docx"])) as file:
        return etree.fromstring(file.read("word/document.xml"))


@pytest.fixture(scope="module")
def paper(reports: dict[str, bytes]) -> PdfReader:
    return PdfReader(io.BytesIO(reports["pdf"]))


def squeezed(words: str) -> str:
    """Words without spaces and ligatures, as line breaks and fonts differ between formats."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", words)).replace("\u00ad", "")


def words_of(form: str, request: pytest.FixtureRequest) -> str:
    if form == "html":
        return squeezed(request.getfixturevalue("page").text_content())
    if form == "docx":
        return squeezed("".join(node.text or "" for node in request.getfixturevalue("word").iter(W + "t")))
    return squeezed("".join(page.extract_text() for page in request.getfixturevalue("paper").pages))


@pytest.mark.parametrize("form", FORMATS)
def test_render_prints_hostile_text_as_it_is(form: str, request: pytest.FixtureRequest) -> None:
    words = words_of(form, request)
    # quotation and its attribution, caption, block label, run, note, title, passage and its attribution ...
    assert words.count(squeezed(HOSTILE)) >= 10
    for start in STARTS:
        assert words.count(squeezed(start)) >= 4 * 2, start


@pytest.mark.parametrize("form", FORMATS)
def test_render_prints_what_chapters_escape_and_what_looks_like_raw_code(
    form: str, request: pytest.FixtureRequest
) -> None:
    words = words_of(form, request)
    for said in (
        '<script>alert(1)</script> en #let x = 1 en @x en * en {{ naam }} en \\ en =HYPERLINK("x") staan hier letterlijk.',
        "Drie puntjes... ook.",
        "</script> blijft tekst, net als <b>vet</b> en \\LaTeX.",
        "- dit is geen lijst",
        "1. en dit ook niet",
    ):
        assert squeezed(said) in words


@pytest.mark.parametrize("form", ["html", "docx"])
def test_render_keeps_every_script(form: str, request: pytest.FixtureRequest) -> None:
    assert squeezed(SCRIPTS) in words_of(form, request)


def test_render_pdf_shows_every_script_with_a_font_of_its_own(paper: PdfReader) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in paper.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    for name in (
        "NotoEmoji",
        "NotoNaskhArabic",
        "DroidSansFallback",
        "NotoSansCJK",
        "NotoSerifEthiopic",
        "Tifinagh",
    ):
        assert any(name in font for font in fonts), name
    # U+12000 is in no font of ours; everything else must be.
    last = [font for font in fonts if "LastResort" in font]
    assert len(last) == 1
    assert "你好" in "".join(page.extract_text() for page in paper.pages)


def test_render_html_asks_nothing_and_runs_nothing(reports: dict[str, bytes], page: html.HtmlElement) -> None:
    assert not page.xpath("//script | //iframe | //object | //embed | //form | //link[@href]")
    assert not [name for node in page.iter() for name in node.attrib if name.startswith("on")]
    sources = page.xpath("//@src | //@srcset | //@poster")
    assert sources
    assert all(source.startswith("data:") for source in sources)
    assert all(re.match(r"#|https?://|mailto:", target) for target in page.xpath("//a/@href"))
    [policy] = page.xpath("//meta[translate(@http-equiv,'CSP','csp')='content-security-policy']/@content")
    assert "default-src 'none'" in policy
    said = reports["html"].decode("utf-8")
    for style in re.findall(r"<style[^>]*>(.*?)</style>", said, re.DOTALL):
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"sha256-{digest}" in policy, "a browser would refuse the style sheet"
        assert not re.search(r"url\(\s*(?![\"']?data:)", style)


def test_render_html_leads_from_statement_to_passages_and_back(
    chapters: Path, page: html.HtmlElement
) -> None:
    ids = Counter(page.xpath("//@id"))
    assert [name for name, times in ids.items() if times > 1] == []
    targets = {target[1:] for target in page.xpath("//a/@href[starts-with(., '#')]")}
    assert targets - set(ids) - {""} == set()
    passages = read_content(chapters / "content.json").passages
    forth = [a for a in page.xpath("//table//a") if "ps-" in a.get("href", "")]
    assert len({a.get("href") for a in forth}) == len(passages)
    for link in forth:
        [place] = page.xpath("//*[@id=$id]", id=link.get("href")[1:])
        back = place.xpath(".//a[starts-with(@href, '#st-')]") or place.xpath(
            "..//a[starts-with(@href, '#st-')]"
        )
        assert back
        assert page.xpath("//table//*[@id=$id]", id=back[0].get("href")[1:])


def test_render_html_tells_a_screen_reader_what_is_what(page: html.HtmlElement) -> None:
    assert page.get("lang") == "nl"
    assert len(page.xpath("//main")) == len(page.xpath("//h1[not(ancestor::main)]")) == 1
    assert page.xpath("//nav[@aria-label]")
    assert all(image.get("alt") for image in page.xpath("//img"))
    for table in page.xpath("//table[not(ancestor::table)]"):
        assert table.xpath(".//th[@scope] | .//thead//th"), table.get("id")
        assert table.xpath("./caption") or table.xpath("ancestor::figure//figcaption")
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("form", FORMATS)
def test_render_numbers_headings_tables_and_annexes(form: str, request: pytest.FixtureRequest) -> None:
    words = words_of(form, request)
    for said in ("Tabel 1.De rondes van het onderzoek", "Figuur 1.Hoeveel mensen", "staat in Bijlage A, de passages",
                 "2.1Persoonlijke vriend", "B.1Persoonlijke vriend", "begint bij Tabel 2.",
                 "Tabel 4.Een tabel die een onderzoeker zelf schreef", "Zie Tabel 4 en nog eens de eerste tabel"):  # fmt: skip
        assert squeezed(said) in words, said


def test_render_docx_is_in_order_for_word(reports: dict[str, bytes], word: etree._Element) -> None:
    marks = [node.get(W + "name") for node in word.iter(W + "bookmarkStart")]
    assert len(marks) == len(set(marks))
    assert all(len(mark) <= 40 for mark in marks)
    anchors = {node.get(W + "anchor") for node in word.iter(W + "hyperlink")} - {None}
    assert anchors
    assert anchors <= set(marks)
    numbers = [node.get(W + "id") for node in word.iter(W + "bookmarkStart")]
    assert len(numbers) == len(set(numbers))
    for cell in word.iter(W + "tc"):
        assert cell[-1].tag == W + "p", "Word calls a cell that does not end in a paragraph corrupt"
    for name, parent in (("pPr", "p"), ("rPr", "r"), ("tcPr", "tc"), ("tblPr", "tbl")):
        for node in word.iter(W + name):
            if node.getparent().tag == W + parent:
                assert node.getparent().index(node) == 0
    headers = [row for row in word.iter(W + "tr") if row.find(f"{W}trPr/{W}tblHeader") is not None]
    assert len(headers) >= len(list(word.iter(W + "tbl"))) - 1  # the researcher's own may be pandoc's
    drawings = [node.get("descr") for node in word.iter("{*}docPr")]
    assert drawings
    assert all(drawings)
    size = word.find(f".//{W}sectPr/{W}pgSz")
    assert size is not None
    assert (size.get(W + "w"), size.get(W + "h")) == ("11906", "16838")
    with zipfile.ZipFile(io.BytesIO(reports["docx"])) as file:
        assert len({info.date_time for info in file.infolist()}) == 1
        core = file.read("docProps/core.xml").decode("utf-8")
        assert "2025-10-01T00:00:00Z" in core
        assert "Persoonlijke netwerkversterking" in core
        styles = file.read("word/styles.xml").decode("utf-8")
        assert re.search(r'<w:lang [^>]*w:val="nl', styles)
        assert "TOC" in file.read("word/document.xml").decode("utf-8")


@pytest.mark.parametrize("part", ["document", "styles", "numbering", "footnotes"])
def test_render_docx_keeps_the_order_of_the_schema(part: str, reports: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(reports["docx"])) as file:
        tree = etree.fromstring(file.read(f"word/{part}.xml"))
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(file.read(name))
    for parent, children in ORDER.items():
        for node in tree.iter(W + parent):
            names = [etree.QName(child).localname for child in node if child.tag is not etree.Comment]
            assert len(names) == len(set(names)) or parent in ("sectPr", "trPr"), (parent, names)
            places = [children.index(name) for name in names if name in children]
            assert places == sorted(places), (parent, names)
            assert set(names) <= {*children, "headerReference", "footerReference"}, (parent, names)
    for table in tree.iter(W + "tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.findall(W + "tr"):
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(W + "tc")]
            assert sum(1 if span is None else int(span.get(W + "val")) for span in spans) == columns


def test_render_docx_opens_in_libreoffice(
    reports: dict[str, bytes], tmp_path: Path, need: Callable[[str], str]
) -> None:
    office = need("libreoffice")
    (tmp_path / "report.docx").write_bytes(reports["docx"])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = [office, profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "report.docx"]
    subprocess.run(convert, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert squeezed(HOSTILE) in squeezed((tmp_path / "report.txt").read_text(encoding="utf-8"))


def test_render_pdf_is_tagged_dated_and_in_its_language(paper: PdfReader, reports: dict[str, bytes]) -> None:
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"].startswith("nl")
    assert paper.metadata is not None
    assert paper.metadata.title == "Persoonlijke netwerkversterking bij mensen in armoede"
    assert (paper.metadata["/CreationDate"]).startswith("D:20251001000000")
    assert b"pdfuaid" in reports["pdf"] or "pdfuaid" in str(
        paper.xmp_metadata and paper.xmp_metadata.stream.get_data()
    )
    box = paper.pages[3].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)
    assert [item["/Title"] for item in paper.outline if not isinstance(item, list)]


@pytest.mark.parametrize("form", FORMATS)
def test_render_gives_the_same_bytes_elsewhere(
    form: str, chapters: Path, reports: dict[str, bytes], tmp_path: Path
) -> None:
    shutil.copytree(chapters.parent, tmp_path / "elders", ignore=shutil.ignore_patterns("report.*"))
    environment = {
        "PATH": os.environ["PATH"], "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "7",
        "HOME": str(tmp_path), "USER": "qzv-user", "SOURCE_DATE_EPOCH": "1",
    }  # fmt: skip
    command = [sys.executable, "-m", "delphi", "render", "--chapters", "elders/chapters", "--format", form]
    done = subprocess.run(
        [*command, "--to-report", f"out.{form}"], cwd=tmp_path, env=environment, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()
    made = (tmp_path / f"out.{form}").read_bytes()
    assert made == reports[form]
    assert not re.search(rb"/tmp/|/root/|qzv-user|site-packages", made)


def small(folder: Path, chapter: str, **pieces: object) -> Path:
    """A folder with one chapter."""
    folder.mkdir(exist_ok=True)
    said = Content(title="T", date="2025-01-02", language="nl", chapters=["01-x.md"], **pieces)  # type: ignore[arg-type]
    said.write(folder / "content.json")
    (folder / "01-x.md").write_text(chapter, encoding="utf-8")
    return folder


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("chapter", "line", "named"),
    [
        ("# A\n\ntekst\n\nZie [](#tbl:weg).\n", 5, "tbl:weg"),
        ('# A\n\n::: {.delphi-table #tbl:x key="weg"}\n:::\n', 3, "weg"),
        ('# A\n\n\n::: {.delphi-quote key="weg"}\n:::\n', 4, "weg"),
        ('# A\n\n::: {.delphi-passages key="weg"}\n:::\n', 3, "weg"),
        ("# A {#sec:a}\n\ntekst\n\n# B {#sec:a}\n", None, "sec:a"),
    ],
)
def test_render_says_where_a_chapter_names_what_is_not_there(
    form: str, chapter: str, line: int | None, named: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        render(small(tmp_path / "c", chapter), form, tmp_path / f"r.{form}")
    told = str(caught.value)
    assert "01-x.md" in told
    assert f"`{named}`" in told
    if line is not None:
        assert f"line {line}" in told
    assert "{{" not in told
    assert not (tmp_path / f"r.{form}").exists()


@pytest.mark.parametrize("form", FORMATS)
def test_render_refuses_a_picture_that_is_not_there_or_far_away(form: str, tmp_path: Path) -> None:
    for picture in ("weg.png", "https://example.org/p.png"):
        with pytest.raises(InputError) as caught:
            render(small(tmp_path / "c", f"# A\n\n![iets]({picture})\n"), form, tmp_path / f"r.{form}")
        assert "01-x.md" in str(caught.value)


@pytest.mark.parametrize("form", FORMATS)
def test_render_copes_with_control_characters_and_empty_cells(form: str, tmp_path: Path) -> None:
    table = Table(
        caption="a\x07b", columns=["x\x00", ""], widths=[0.5, 0.5], rows=[[text("c\x1bd"), []], [[], []]]
    )
    folder = small(
        tmp_path / "c", '# A\x0c\n\n::: {.delphi-table #tbl:x key="x"}\n:::\n', tables={"x": table}
    )
    render(folder, form, tmp_path / f"r.{form}")
    assert (tmp_path / f"r.{form}").stat().st_size > 1000


def test_render_refuses_a_content_file_that_is_none(tmp_path: Path) -> None:
    folder = small(tmp_path / "c", "# A\n")
    (folder / "content.json").write_text(json.dumps({"titel": "x"}), encoding="utf-8")
    with pytest.raises(InputError, match=r"content\.json"):
        render(folder, "html", tmp_path / "r.html")
