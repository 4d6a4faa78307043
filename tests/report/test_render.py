"""The renderer: every word as it was said, in all three formats, the same bytes every time."""

from __future__ import annotations

import base64
import hashlib
import html
import importlib.util
import io
import os
import re
import subprocess
import sys
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypandoc
import pytest
from lxml import etree
from lxml import html as lxml_html
from pypdf import PdfReader

from delphi.cli import main
from delphi.errors import InputError
from delphi.report.content import (
    Content,
    Figure,
    Paragraph,
    Passage,
    PassageList,
    Quotation,
    Run,
    Table,
    text,
)  # fmt: skip
from delphi.report.render import pandoc_path, render
from delphi.report.render_docx import ORDER, REFERENCES, W, canonical
from delphi.report.render_reference import STYLES, build

_spec = importlib.util.spec_from_file_location("sample_report", Path(__file__).parent / "sample" / "build.py")
assert _spec is not None
assert _spec.loader is not None
sample: Any = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(sample)
FORMATS = ("html", "docx", "pdf")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample's chapters and the three reports."""
    folder = tmp_path_factory.mktemp("sample")
    sample.write(folder)
    for form in FORMATS:
        render(folder / "chapters", form, folder / f"report.{form}")
    return folder


@pytest.fixture(scope="module")
def page(report: Path) -> Any:
    return lxml_html.fromstring((report / "report.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def word(report: Path) -> Any:
    with zipfile.ZipFile(report / "report.docx") as archive:
        return etree.fromstring(archive.read("word/document.xml"))


@pytest.fixture(scope="module")
def pdf(report: Path) -> PdfReader:
    return PdfReader(report / "report.pdf")


def chapter(folder: Path, markdown: str, **content: Any) -> Path:
    """A report of one chapter."""
    chapters = folder / "chapters"
    chapters.mkdir(exist_ok=True)
    (chapters / "01-a.md").write_text(markdown, encoding="utf-8")
    Content(title="T", date="2025-01-02", chapters=["01-a.md"], **content).write(chapters / "content.json")
    return chapters


def of_class(page: Any, name: str, below: str = "") -> list[Any]:
    """Elements of a class, or what lies below them."""
    return list(page.xpath(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]{below}"))


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)


def test_render_html_prints_every_word_as_it_was_said(page: Any) -> None:
    quotes = ["".join(each.itertext()).strip() for each in of_class(page, "quotation", "/blockquote")]
    for line in sample.HOSTILE:
        assert any(quote.startswith(f"{line.removesuffix('.')} (") for quote in quotes), line
    cells = ["".join(each.itertext()).strip() for each in of_class(page, "grid", "//td")]
    for line in sample.HOSTILE:
        assert line in cells
    assert not page.xpath("//script")


def test_render_docx_prints_every_word_as_it_was_said(word: Any) -> None:
    def of(style: str) -> list[str]:
        found = word.xpath(f"//w:p[w:pPr/w:pStyle/@w:val='{style}']", namespaces={"w": W[1:-1]})
        return ["".join(t.text or "" for t in p.iter(W + "t")) for p in found]

    for style in ("Quotation", "Passage", "CellText"):
        words = of(style)
        for line in sample.HOSTILE:
            said = f"{line.removesuffix('.')} (" if style == "Quotation" else line
            assert any(each.startswith(said) for each in words), style


def test_render_pdf_prints_every_word_as_it_was_said(pdf: PdfReader) -> None:
    words = squeezed("".join(p.extract_text() for p in pdf.pages))
    for line in sample.HOSTILE:
        if line.isascii():
            # In the table, where columns interleave, and as a quotation and a passage.
            assert words.count(squeezed(line)) >= 2, line


def test_render_pdf_has_a_glyph_for_every_script(report: Path) -> None:
    fonts = set()
    for each in PdfReader(report / "report.pdf").pages:
        for font in each["/Resources"].get("/Font", {}).values():
            fonts.add(str(font.get_object()["/BaseFont"]))
    named = " ".join(sorted(fonts))
    for family in ("NotoEmoji", "Naskh", "Hebrew", "Droid", "CJK"):
        assert family in named
    assert "LastResort" not in named


def test_render_pdf_is_tagged_titled_and_dated(pdf: PdfReader, report: Path) -> None:
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl"
    assert pdf.metadata is not None
    assert pdf.metadata.title == sample.content().title
    assert str(pdf.metadata.creation_date).startswith("2026-03-01")
    assert b"pdfuaid" in (report / "report.pdf").read_bytes()


def test_render_numbers_headings_tables_and_cross_references(page: Any, word: Any, pdf: PdfReader) -> None:
    introduction = squeezed("".join(page.get_element_by_id("sec:introduction").itertext()))
    printed = squeezed("".join(p.extract_text() for p in pdf.pages))
    written = squeezed("".join(t.text or "" for t in word.iter(W + "t")))
    sentence = squeezed("Zie Hoofdstuk 3, Paragraaf 3.2, Bijlage A, Paragraaf A.1 en Figuur 1.")
    assert sentence in introduction
    assert sentence in printed
    assert sentence in written
    unnumbered = page.get_element_by_id("sec:reading").find("h2")
    assert unnumbered.text_content() == "Hoe dit rapport te lezen"
    assert [h.text_content() for h in page.xpath("//main//h1")][-1] == "B Herkomst van de uitspraken"
    captions = [c.text_content() for c in page.xpath("//caption")]
    assert captions[0].startswith("Tabel\u00a01. De werkmodellen")
    assert [int(re.findall(r"\d+", c)[0]) for c in captions] == list(range(1, len(captions) + 1))


def test_render_speaks_english(tmp_path: Path) -> None:
    text_ = "# One {#sec:one}\n\n[](#sec:two) [](#sec:three) [](#sec:four)\n\n## Two {#sec:two}\n\nx\n\n"
    text_ += "# Three {#sec:three}\n\n# Four {#sec:four .annex}\n"
    render(chapter(tmp_path, text_, language="en"), "html", tmp_path / "r.html")
    made = lxml_html.parse(str(tmp_path / "r.html")).getroot().text_content()
    assert "Section\u00a01.1 Chapter\u00a02 Annex\u00a0A" in made


def test_render_unlisted_headings_stay_out_of_the_contents(page: Any, word: Any) -> None:
    assert "Waar de meningen" not in page.get_element_by_id("TOC").text_content()
    toc = word.xpath("//w:p[starts-with(w:pPr/w:pStyle/@w:val, 'TOC')]", namespaces={"w": W[1:-1]})
    entries = ["".join(t.text or "" for t in p.iter(W + "t")) for p in toc]
    assert "3.1Hybride werken" in entries
    assert not any("meningen" in entry for entry in entries)
    assert word.xpath("//w:instrText[contains(., 'TOC')]", namespaces={"w": W[1:-1]})


def test_render_html_leads_from_statement_to_passages_and_back(page: Any) -> None:
    ids = {each.get("id") for each in page.iter() if each.get("id")}
    links = {a.get("href")[1:] for a in page.iter("a") if a.get("href", "").startswith("#")}
    assert links <= ids
    for key in sample.content().passages:
        if key == "hostile":
            continue
        statement = page.get_element_by_id(f"st-{key}")
        assert statement.xpath(f".//a[@href='#ps-{key}']")
        assert of_class(page.get_element_by_id(f"ps-{key}"), "back", f"[@href='#st-{key}']")
        assert of_class(statement.getparent(), "behind", "//li")
    ordered = [each.get("id") for each in page.iter() if each.get("id")]
    assert len(ordered) == len(set(ordered))


def test_render_html_needs_nothing_from_outside(page: Any) -> None:
    for each in page.iter():
        assert not isinstance(each.tag, str) or each.tag not in ("script", "link", "iframe", "object")
        assert not re.match(r"(https?:)?//", each.get("src", "") if isinstance(each.tag, str) else "")
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    style = page.find(".//style").text
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in policy
    assert "default-src 'none'" in policy
    assert "url(" in style
    assert not re.search(r"url\([\"']?https?:", style)


def test_render_html_can_be_read_by_everyone(page: Any) -> None:
    assert page.get("lang") == "nl"
    assert len(page.xpath("//main")) == len(page.xpath("//nav[@aria-label]")) == 1
    assert all(th.get("scope") in ("col", "row") for th in page.iter("th"))
    assert all(img.get("alt") for img in page.iter("img"))
    levels = [
        int(h.tag[1])
        for h in page.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6]")
    ]
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("form", FORMATS)
def test_render_gives_the_same_bytes_anywhere(report: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / "elsewhere" / f"other.{form}"
    environment = dict(
        os.environ, TZ="Pacific/Kiritimati", LC_ALL="C", LANG="tr_TR.UTF-8", PYTHONHASHSEED="7"
    )
    environment["SOURCE_DATE_EPOCH"] = "1"
    command = [sys.executable, "-m", "delphi", "render", "--chapters", str(report / "chapters"), "--format", form,
               "--figures", str(report / "figures"), "--to-report", str(target)]  # fmt: skip
    subprocess.run(command, check=True, env=environment, cwd=tmp_path)
    made = target.read_bytes()
    assert made == (report / f"report.{form}").read_bytes()
    for private in (str(tmp_path), str(Path.home()), "/tmp/", os.environ.get("USER") or "/root/"):
        assert private.encode() not in made


def test_render_docx_is_a_stored_zip_with_fixed_dates(report: Path) -> None:
    with zipfile.ZipFile(report / "report.docx") as archive:
        members = archive.infolist()
        core = archive.read("docProps/core.xml").decode()
    assert {m.compress_type for m in members} == {zipfile.ZIP_STORED}
    assert {m.date_time for m in members} == {(1980, 1, 1, 0, 0, 0)}
    assert members[0].filename == "[Content_Types].xml"
    assert core.count("2026-03-01T00:00:00Z") == 2


def test_render_docx_keeps_the_order_of_the_schema(word: Any) -> None:
    for name, order in ORDER.items():
        for properties in word.iter(W + name):
            places = [order.index(etree.QName(child).localname) for child in properties]
            assert places == sorted(places), etree.tostring(properties)


def test_render_docx_has_real_headings_lists_and_repeated_heads(word: Any) -> None:
    space = {"w": W[1:-1]}
    assert word.xpath("count(//w:p[w:pPr/w:pStyle/@w:val='Heading1'])", namespaces=space) == 5
    inside = word.xpath("//w:tc//w:p[w:pPr/w:numPr]", namespaces=space)
    assert inside
    assert all(int(p.find(f"{W}pPr/{W}ind").get(W + "left")) <= 170 * 3 for p in inside)
    tables = list(word.iter(W + "tbl"))
    assert all(t.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for t in tables)
    names = [b.get(W + "name") for b in word.iter(W + "bookmarkStart")]
    assert len(names) == len(set(names))
    assert {a.get(W + "anchor") for a in word.iter(W + "hyperlink") if a.get(W + "anchor")} <= set(names)
    assert word.xpath("//*[local-name()='docPr'][@descr]")
    size = word.find(f".//{W}sectPr/{W}pgSz")
    assert (size.get(W + "w"), size.get(W + "h")) == ("11906", "16838")


def test_render_docx_speaks_the_language_of_the_study(report: Path) -> None:
    with zipfile.ZipFile(report / "report.docx") as archive:
        styles = archive.read("word/styles.xml").decode()
        header = archive.read("word/header1.xml").decode()
    assert 'w:val="nl"' in styles
    assert html.escape(sample.content().title, quote=False) in header


@pytest.mark.parametrize("look", REFERENCES)
def test_render_references_are_what_their_builder_makes(look) -> None:
    assert canonical(build(look)) == (STYLES / REFERENCES[look]).read_bytes()


def test_canonical_forgets_order_and_compression() -> None:
    made = []
    for names in (["b", "[Content_Types].xml", "a"], ["a", "b", "[Content_Types].xml"]):
        out = io.BytesIO()
        with zipfile.ZipFile(
            out, "w", zipfile.ZIP_DEFLATED if names[0] == "b" else zipfile.ZIP_STORED
        ) as archive:
            for name in names:
                archive.writestr(name, name * 100)
        made.append(canonical(out.getvalue()))
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("markdown", "line", "words"),
    [
        ("# A\n\n[](#tbl:nowhere)\n", 3, "`tbl:nowhere`"),
        ("# A\n\nx\n\n::: {.delphi-table #tbl:x key=\"swot-x\"}\n:::\n", 5, "no table `swot-x`"),
        ("# A\n\n::: {.delphi-quote key=\"T1\"}\n:::\n", 3, "no quotation `T1`"),
        ("# A\n\n::: {.delphi-passages key=\"p\"}\n:::\n", 3, "no list of passages `p`"),
        ("# A\n\n::: {.delphi-figure #fig:f key=\"f\"}\n:::\n", 3, "no figure `f`"),
        ("# A\n\n::: {.delphi-tabel key=\"t\"}\n:::\n", 3, "`delphi-tabel`"),
        ("# A {#sec:a}\n\n# B {#sec:a}\n", 1, "`sec:a` is given twice"),
        ("# A\n\n## {.unnumbered}\n", 3, "heading has no words"),
        ("# A\n\n![x](missing.png)\n", 3, "no picture `missing.png`"),
    ],
)  # fmt: skip
def test_render_names_file_and_line_of_what_is_unknown(
    tmp_path: Path, markdown: str, line: int, words: str
) -> None:
    with pytest.raises(InputError) as caught:
        render(chapter(tmp_path, markdown), "html", tmp_path / "r.html")
    assert f"01-a.md, line {line}: " in str(caught.value)
    assert words in str(caught.value)
    assert not (tmp_path / "r.html").exists()


def test_render_names_every_mistake_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        render(chapter(tmp_path, "# A\n\n[](#sec:x) [](#sec:y)\n"), "pdf", tmp_path / "r.pdf")
    assert len(str(caught.value).splitlines()) == 2


def test_render_verb_says_what_pandoc_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chapters = chapter(tmp_path, "# A\n\n::: {.note}\nnot closed\n")
    target = str(tmp_path / "r.html")
    assert main(["render", "--chapters", str(chapters), "--format", "html", "--to-report", target]) == 2
    said = capsys.readouterr().err
    assert "01-a.md" in said
    assert "unclosed" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda folder: (folder / "content.json").unlink(), "content.json: the file is missing"),
        (lambda folder: (folder / "content.json").write_text('{"tables": 3}'), "content.json: tables"),
        (lambda folder: (folder / "01-a.md").unlink(), "01-a.md: content.json lists this chapter"),
    ],
)
def test_render_names_the_file_that_is_missing_or_broken(tmp_path: Path, spoil: Any, words: str) -> None:
    chapters = chapter(tmp_path, "# A\n")
    spoil(chapters)
    with pytest.raises(InputError) as caught:
        render(chapters, "html", tmp_path / "r.html")
    assert words in str(caught.value)


def test_render_names_a_figure_whose_file_is_missing(tmp_path: Path) -> None:
    figure = Figure(file="f", alt="a", caption="c")
    chapters = chapter(tmp_path, '# A\n\n::: {.delphi-figure #fig:f key="f"}\n:::\n', figures={"f": figure})
    with pytest.raises(InputError, match=r"figures/f\.svg: .*missing"):
        render(chapters, "pdf", tmp_path / "r.pdf")


@pytest.mark.parametrize("form", FORMATS)
def test_render_takes_the_smallest_and_the_oddest_study(tmp_path: Path, form: str) -> None:
    odd = Table(
        caption="", columns=[], rows=[[text("a\x00b\x0b")], [], [text("c"), text("d \ue000 \U000e0041")]]
    )
    empty = Table(caption="x", layout="swot", blocks=[])
    markdown = (
        "### Deep first\n\n##### Deeper\n\n```\n#let x\n```\n\n> quoted\n\n---\n\nterm\n:   meaning\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n: Own table {#tbl:own}\n\n[](#tbl:own)\n\n"
        + "".join(f'::: {{.delphi-{kind} key="k"}}\n:::\n\n' for kind in ("table", "passages"))
        + '::: {.delphi-table #tbl:again key="k"}\n:::\n\n::: {.delphi-table key="empty"}\n:::\n'
    )
    passages = {"k": PassageList(title="t", passages=[])}
    chapters = chapter(tmp_path, markdown, tables={"k": odd, "empty": empty}, passages=passages)
    render(chapters, form, tmp_path / f"r.{form}")
    assert (tmp_path / f"r.{form}").stat().st_size > 1000


def test_render_takes_own_pictures_from_the_study(report: Path, tmp_path: Path) -> None:
    chapters = chapter(tmp_path, "# A\n\n![Een *plaat*](plaat.svg){#fig:plaat width=50%}\n\n[](#fig:plaat)\n")
    (chapters / "plaat.svg").write_bytes((report / "figures" / "support.svg").read_bytes())
    (chapters / "plaat.png").write_bytes((report / "figures" / "support.png").read_bytes())
    for form in FORMATS:
        render(chapters, form, tmp_path / f"r.{form}")
    made = lxml_html.parse(str(tmp_path / "r.html")).getroot()
    assert made.find(".//figure//img").get("src").startswith("data:image/svg+xml;base64,")
    assert made.find(".//figure//img").get("alt") == "Een plaat"
    assert made.find(".//figcaption").text_content() == "Figure\u00a01. Een plaat"


def test_render_html_prints_signs_of_html_as_signs(tmp_path: Path) -> None:
    odd = "a < b & \"c\" 'd' </li> ↔"
    runs = [Run(text=odd, strong=True, href="https://example.org/?a=b&c=\"d\"'e'", anchor="st-1")]
    piece = Table(caption="C", columns=["A"], rows=[[[Paragraph(runs=runs)]], [[Paragraph(runs=[])]]])
    said = PassageList(title="P", note="", passages=[
        Passage(text=odd, attribution=odd, code="T1", stance="", mark="")
    ])  # fmt: skip
    markdown = '# A\n\n::: {.delphi-table key="t"}\n:::\n\n::: {.delphi-passages key="p"}\n:::\n'
    render(
        chapter(tmp_path, markdown, tables={"t": piece}, passages={"p": said}), "html", tmp_path / "r.html"
    )
    made = lxml_html.parse(str(tmp_path / "r.html")).getroot()
    shown = odd + "\ufe0e"
    [cell] = made.xpath(".//td//strong") or made.xpath(".//th//strong")
    assert cell.text_content() == shown
    assert cell.getparent().get("href") == "https://example.org/?a=b&c=\"d\"'e'"
    assert cell.getparent().getparent().get("id") == "st-1"
    [item] = of_class(made, "passages", "//li")
    assert [part.text_content().strip() for part in item] == [shown, f"{shown} · T1"]


def test_pandoc_path_is_that_of_the_package_whatever_else_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = tmp_path / "pandoc"
    newer.write_text("#!/bin/sh\necho pandoc 99.0\n", encoding="utf-8")
    newer.chmod(0o755)
    monkeypatch.setattr(pypandoc, "__pandoc_path", None)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert Path(pandoc_path()).parent == Path(pypandoc.__file__).with_name("files")
    monkeypatch.setenv("PYPANDOC_PANDOC", str(newer))
    assert pandoc_path() == str(newer)


def test_render_stacks_long_texts_instead_of_narrow_columns(tmp_path: Path) -> None:
    long = "woord " * 60
    table = Table(
        caption="c", columns=["Code", "Betekenis", "Hoort erbij"], rows=[[text("K"), text(long), text("wel")]]
    )
    render(
        chapter(tmp_path, '# A\n\n::: {.delphi-table key="k"}\n:::\n', tables={"k": table}),
        "html",
        tmp_path / "r.html",
    )
    made = lxml_html.parse(str(tmp_path / "r.html")).getroot()
    assert [th.text_content() for th in made.xpath("//thead//th")] == ["Code", "Betekenis · Hoort erbij"]
    assert [p.text_content().strip() for p in made.xpath("//tbody//td/p")] == [
        "Betekenis: " + long.strip(), "Hoort erbij: wel",
    ]  # fmt: skip


def test_render_sets_what_stands_in_brackets_apart(tmp_path: Path) -> None:
    quotation = Quotation(text="Ja [lacht] en [x", attribution="a", code="q")
    markdown = '# A\n\n::: {.delphi-quote key="q"}\n:::\n'
    render(chapter(tmp_path, markdown, quotations={"q": quotation}), "html", tmp_path / "r.html")
    made = lxml_html.parse(str(tmp_path / "r.html")).getroot()
    assert [e.text_content() for e in of_class(made, "editor")] == ["[lacht]"]
    assert made.find(".//blockquote").text_content().strip() == "Ja [lacht] en [x (a)."


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("Dat was het.", "Dat was het (a)."),
        ("Ja!", "Ja! (a)."),
        ("En dan...", "En dan... (a)."),
        ("Tja…", "Tja… (a)."),
    ],
)
def test_render_puts_the_full_stop_after_the_attribution(tmp_path: Path, said: str, printed: str) -> None:
    quotation = Quotation(text=said, attribution="a", code="q")
    markdown = '# A\n\n::: {.delphi-quote key="q"}\n:::\n'
    render(chapter(tmp_path, markdown, quotations={"q": quotation}), "html", tmp_path / "r.html")
    made = lxml_html.parse(str(tmp_path / "r.html")).getroot()
    assert made.find(".//blockquote").text_content().strip() == printed
