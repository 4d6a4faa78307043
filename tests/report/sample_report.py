"""A small but whole report, as `delphi chapters` writes one: chapters, content.json and a figure."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from delphi.report.content import (
    BulletList,
    Cell,
    Content,
    Figure,
    ListItem,
    Paragraph,
    Passage,
    PassageList,
    Quotation,
    Run,
    SwotBlock,
    Table,
    text,
)

CHAPTERS = Path(__file__).with_name("sample")
HOSTILE = (
    '<script>alert("x")</script> - streepje #let x = 1 @x *ster* _laag_ {{ naam }} =HYPERLINK("http://x.be") '
    "\\ \\n C:\\map 'enkel' \"dubbel\" `tik` ... -- --- $x$ [haak](http://x.be) &amp; 1. nummer // noot /* x */ ~ ^"
)
STARTS = [
    "- geen lijst",
    "1. geen nummer",
    "= geen kop",
    "+ plus",
    "/ term: uitleg",
    "# kop",
    "> citaat",
    "=SUM(A1)",
]
SCRIPTS = (
    "😀 👩‍👩‍👧 🇧🇪 Ελληνικά Кириллица العربية תודה 你好 こんにちは 한국어 አማርኛ हिन्दी বাংলা தமிழ் ไทย Հայերեն ქართული "
    "ⵜⴰⵎⴰⵣⵉⵖⵜ ܣܘܪܝܝܐ བོད 🫨 ǔ ∑ ☎ \U00012000"
)
Statement = tuple[str, str, list[str]]  # words, what rounds did with it, what stands under it

FRIEND: dict[str, list[Statement]] = {
    "S": [
        ("Iemand die er is zonder dat hij ervoor betaald wordt", "nieuw in ronde 2 · bevestigd in ronde 3 · 11 sprekers", []),
        ("Samen gewone dingen doen: een koffie, een wandeling, een formulier", "nieuw in ronde 2 · bevestigd in ronde 3 · 7 sprekers", []),
        ("Doorbreekt het isolement en opent een deur naar andere mensen", "nieuw in ronde 2 · 4 sprekers", [
            "De buddy stelt iemand voor aan zijn eigen kennissen",
            "De eerste stap naar een vereniging wordt samen gezet"]),
        ("Op maat en op het ritme van de persoon zelf", "nieuw in ronde 2 · bevestigd in ronde 3 · 6 sprekers", []),
        ("Familiebanden herstellen, als de persoon dat zelf wil", "nieuw in ronde 2 · verplaatst na ronde 3 · 3 sprekers", []),
        ("Een coördinator op wie beiden kunnen terugvallen", "nieuw in ronde 3 · 4 sprekers", []),
        ("Wederkerigheid: ook de vrijwilliger leert eruit", "nieuw in ronde 2 · genuanceerd in ronde 3 · 5 sprekers", []),
        ("Laagdrempelig, want er komt geen dossier aan te pas", "nieuw in ronde 2 · 2 sprekers", []),
    ],
    "S:nieuwkomers": [
        ("Nederlands oefenen in een gewoon gesprek", "nieuw in ronde 2 · bevestigd in ronde 3 · 4 sprekers", []),
        ("De ongeschreven regels van de buurt leren kennen", "nieuw in ronde 3 · 2 sprekers", []),
    ],
    "W": [
        ("Een buddy is niet duurzaam: na een jaar stopt het", "nieuw in ronde 2 · betwist in ronde 3 · 6 sprekers", []),
        ("Er zijn te weinig vrijwilligers, zodat mensen maanden moeten wachten", "nieuw in ronde 2 · bevestigd in ronde 3 · 8 sprekers", []),
        ("De klik kan ontbreken, en dan voelt afhaken als opnieuw mislukken", "nieuw in ronde 2 · 5 sprekers", []),
        ("Onduidelijke grenzen", "nieuw in ronde 2 · genuanceerd in ronde 3 · 7 sprekers", [
            "Persoonlijke problemen komen bij de buddy terecht",
            "De vrijwilliger wordt een halve hulpverlener",
            "Geld lenen en teruggeven"]),
        ("Intensieve coaching maakt van vrijwilligers beroepskrachten", "nieuw in ronde 3 · betwist in ronde 3 · 3 sprekers", []),
        ("Vrees dat informele steun een uitkering kost", "nieuw in ronde 2 · bevestigd in ronde 3 · 9 sprekers", []),
    ],
    "C": [
        ("De persoon kiest zelf of en met wie", "nieuw in ronde 2 · bevestigd in ronde 3 · 10 sprekers", []),
        ("Een zorgvuldige koppeling, met een kennismaking die vrijblijvend is", "nieuw in ronde 2 · 5 sprekers", []),
        ("Vorming en intervisie voor vrijwilligers", "nieuw in ronde 3 · 4 sprekers", []),
        ("Een afgesproken manier om te stoppen", "nieuw in ronde 3 · 3 sprekers", []),
    ],
}  # fmt: skip
COMPETENCE: dict[str, list[Statement]] = {
    "S": [
        ("Geeft kennis waarmee iemand zelf verder kan", "nieuw in ronde 2 · 4 sprekers", []),
        ("In groep leren verkleint de schaamte", "nieuw in ronde 2 · bevestigd in ronde 3 · 5 sprekers", []),
    ],
    "W": [
        ("Vaak niet op maat", "nieuw in ronde 2 · bevestigd in ronde 3 · 8 sprekers", [
            "Te snel voor wie lang niet op de schoolbank zat", "Te talig", "Te theoretisch",
            "Altijd overdag", "Zonder kinderopvang"]),
        ("De prijs van een cursus, ook van een gewone", "nieuw in ronde 3 · 6 sprekers", []),
        ("Legt de verantwoordelijkheid bij wie al te weinig heeft", "nieuw in ronde 2 · 3 sprekers", []),
    ],
    "W:online cursussen": [
        ("Geen computer of geen verbinding thuis", "nieuw in ronde 2 · bevestigd in ronde 3 · 7 sprekers", []),
        ("Niemand om naast je te zitten als het misloopt", "nieuw in ronde 2 · 2 sprekers", []),
    ],
    "W:cursussen op locatie": [("De bus kost geld en rijdt niet ’s avonds", "nieuw in ronde 2 · 3 sprekers", [])],
    "C": [],
}  # fmt: skip


def items(statements: list[Statement], prefix: str) -> list[ListItem]:
    """Statements as list items, each leading to its passages."""
    return [
        ListItem(
            runs=[Run(text=words, anchor=f"st-{prefix}-{n}", href=f"#ps-{prefix}-{n}")],
            note=note,
            items=[ListItem(runs=[Run(text=child)], note="1 spreker") for child in under],
        )
        for n, (words, note, under) in enumerate(statements, 1)
    ]


def block(model: dict[str, list[Statement]], key: str, prefix: str) -> Cell:
    """The cell of a block with its "specific to" parts."""
    cell: Cell = []
    for name, statements in model.items():
        if name.split(":")[0] != key:
            continue
        if ":" in name:
            cell.append(Paragraph(runs=[Run(text=f"Specifiek voor {name.split(':')[1]}")], heading=True))
        if statements:
            cell.append(BulletList(items=items(statements, f"{prefix}-{name}")))
    if not cell:
        cell = text("Hierover is niets gezegd.", muted=True)
    elif key == "W":
        cell += text(
            "Nog niet in een uitspraak: 2 passages van codeurs en 5 passages voorgesteld.", muted=True
        )
    return cell


def swot(model: dict[str, list[Statement]], prefix: str, caption: str) -> Table:
    """A bundled SWOT table."""
    labels = (("S", "Sterktes en kansen", "positive"), ("W", "Zwaktes en bedreigingen", "negative"),
              ("C", "Voorwaarden", "neutral"))  # fmt: skip
    blocks = [
        SwotBlock(label=label, tone=tone, cell=block(model, key, prefix)) for key, label, tone in labels
    ]
    return Table(caption=caption, layout="swot", blocks=blocks)


def passage_lists(model: dict[str, list[Statement]], prefix: str) -> dict[str, PassageList]:
    """Two or three passages behind every statement."""
    said = [
        "Als ik bel, dan komt hij. Niet omdat het moet, maar omdat hij dat wil. Dat is het verschil met al de rest.",
        "Ge kunt niet altijd naar het OCMW lopen met wat ge op uw hart hebt… [lacht] ik niet in elk geval.",
        "Wij zien dat ook: na een jaar staat er iemand die zelf de telefoon durft opnemen, en dan is dat trajecten begeleiden eigenlijk al lang niet meer nodig, maar het moet nog in het systeem geregistreerd worden.",
    ]
    who = [
        "Deelnemer met armoede-ervaring, focusgroep ronde 2",
        "Beroepskracht, focusgroep ronde 3",
        "Deelnemer met armoede-ervaring, diepte-interview",
    ]
    lists = {}
    for name, statements in model.items():
        for n, (words, note, _) in enumerate(statements, 1):
            key = f"{prefix}-{name}-{n}"
            lists[key] = PassageList(
                title=words,
                note=note,
                passages=[
                    Passage(
                        text=said[(n + p) % 3], attribution=who[(n + p) % 3], code=f"R2-ANT-{prefix[0]}{n}:{p}",
                        stance=("steunt", "betwist", "nuanceert")[p % 3],
                        mark="codeurs verschillen" if (n + p) % 4 == 0 else "",
                    )
                    for p in range(2 + n % 2)
                ],
            )  # fmt: skip
    return lists


def content() -> Content:
    """Everything that the sample's chapters place by name."""
    starts = [Passage(text=words, attribution=words, code=f"x-{n}", stance=words, mark=words)
              for n, words in enumerate([*STARTS, HOSTILE, SCRIPTS])]  # fmt: skip
    lists = passage_lists(FRIEND, "friend") | passage_lists(COMPETENCE, "competence")
    lists["vijandig & <b>vreemd</b>"] = PassageList(title=HOSTILE, note=HOSTILE, passages=starts)
    short: Cell = [BulletList(items=[ListItem(runs=[Run(text=words)], note=words) for words in STARTS])]
    four = [
        ("Sterktes", "positive"),
        ("Zwaktes", "negative"),
        ("Kansen", "positive"),
        ("Bedreigingen", "negative"),
    ]
    quadrants = [SwotBlock(label=label, tone=tone, cell=short) for label, tone in four]  # type: ignore[arg-type]
    strange = SwotBlock(label=HOSTILE, cell=[Paragraph(runs=[
        Run(text=HOSTILE, href="#ps-vijandig & <b>vreemd</b>", anchor="st-vijandig & <b>vreemd</b>"),
        Run(text=" (leidt nergens heen)", href="javascript:alert(1)"), Run(text=SCRIPTS, strong=True, emph=True)])])  # fmt: skip
    rounds = [["1", "Inhoudelijke stuurgroep", "beoordelen", "1 × stuurgroep", "12 januari 2025"],
              ["2", "Ervaringsdeskundigen", "verbreden", "2 × focusgroep", "11 en 18 maart 2025"],
              ["3", "Ervarings- en praktijkdeskundigen", "beoordelen", "2 × focusgroep; 5 × diepte-interview", "mei 2025"]]  # fmt: skip
    coverage = [[f"R{1 + n // 4}-{'ANT' if n % 2 else 'BRU'}-{n}", str(1 + n // 4), str(80 + n), str(60 - n), str(9 * n)]
                for n in range(9)]  # fmt: skip
    codes = [["Persoonlijke vriend", "Eén vrijwilliger wordt door een coördinator aan de persoon gekoppeld; ze doen samen gewone dingen. " * (1 + n % 3),
              "Ook als het woord *buddy* niet valt.", "Groepen van lotgenoten."] for n in range(14)]  # fmt: skip
    return Content(
        title="Persoonlijke netwerkversterking bij mensen in armoede",
        subtitle="Een kwalitatieve Delphi in drie rondes",
        authors=["Onderzoeksteam Netwerken", "Kenniscentrum & Co"],
        date="2025-10-01",
        date_named="1 oktober 2025",
        language="nl",
        chapters=sorted(path.name for path in CHAPTERS.glob("*.md")),
        tables={
            "swot-friend": swot(FRIEND, "friend", "Persoonlijke vriend: wat het panel zei"),
            "swot-competence": swot(COMPETENCE, "competence", "Persoonlijke competentie: wat het panel zei"),
            "swot-quadrants": Table(caption="Vier kwadranten", layout="swot", blocks=quadrants),
            "swot-one": Table(caption=HOSTILE, layout="swot", blocks=[strange], note=HOSTILE),
            "swot-five": Table(caption="Vijf blokken", layout="swot", blocks=[*quadrants, strange]),
            "rounds": Table(caption="De rondes van het onderzoek", widths=[0.08, 0.27, 0.15, 0.27, 0.23],
                            columns=["Ronde", "Wie", "Doel", "Gesprekken", "Wanneer"],
                            rows=[[text(cell) for cell in row] for row in rounds]),
            "coverage": Table(caption="Door mensen nagekeken, per transcript", align="lrrrr",
                              columns=["Transcript", "Ronde", "Beurten", "Van deelnemers", "Nagekeken"],
                              widths=[0.3, 0.1, 0.2, 0.2, 0.2], note="Een beurt is nagekeken als een codeur ze afvinkte.",
                              rows=[*([text(cell) for cell in row] for row in coverage),
                                    [text("Samen", strong=True), [], text("756"), text("504"), text("324")]]),
            "codebook": Table(caption="Codeboek: werkmodellen", widths=[0.2, 0.32, 0.24, 0.24],
                              columns=["Werkmodel", "Betekenis", "Hoort erbij", "Hoort er niet bij"],
                              rows=[[text(cell, strong=n == 0) for n, cell in enumerate(row)] for row in codes]),
        },
        quotations={
            "q-1": Quotation(text="Ik had niemand meer. En dan staat er ineens iemand die vraagt: gaan we een toerke doen? [ … ] Dat was het begin, eigenlijk.",
                             attribution="Deelnemer met armoede-ervaring, focusgroep ronde 2", code="R2-ANT-f1:0"),
            "q-2": Quotation(text="Wij moeten opletten dat we van een vriend geen dienst maken (…) want dan is het geen vriend meer.",
                             attribution="Beroepskracht, focusgroep ronde 3", code="R3-BRU-9:1"),
            "q-3": Quotation(text="Een cursus, ja. En dan? Dan zit ge thuis met een attest.",
                             attribution="Deelnemer met armoede-ervaring, diepte-interview", code="I-4:2"),
            "q-hostile": Quotation(text=HOSTILE, attribution=HOSTILE, code="x-8"),
            "q-scripts": Quotation(text=SCRIPTS, attribution="Deelnemer, 🗣 العربية", code="x-9"),
        },
        passages=lists,
        figures={"support": Figure(file="support", alt="Staafdiagram: 11, 7, 4 en 6 mensen steunden de eerste vier uitspraken.",
                                   caption="Hoeveel mensen een uitspraak steunden", width="80%")},
    )  # fmt: skip


def write(folder: Path) -> Path:
    """Write chapters, content.json and the figure; returns the folder of the chapters."""
    chapters = folder / "chapters"
    chapters.mkdir(parents=True)
    said = content()
    for file in CHAPTERS.glob("*.md"):
        words = file.read_text(encoding="utf-8")
        for prefix in ("friend", "competence"):
            keys = [key for key in said.passages if key.startswith(prefix)]
            words = words.replace(f"PASSAGES {prefix}", "\n\n".join(map(_place, keys)))
        if "herkomst" in file.name:
            words += "\n" + _place("vijandig & <b>vreemd</b>") + "\n"
        (chapters / file.name).write_text(words, encoding="utf-8", newline="\n")
    said.write(chapters / "content.json")
    draw(folder / "figures")
    return chapters


def _place(key: str) -> str:
    return f'::: {{.delphi-passages key="{key}"}}\n:::'


def draw(folder: Path) -> None:
    """A bar chart, as SVG and PNG."""
    folder.mkdir(parents=True)
    bars = (11, 7, 4, 6)
    rects = "".join(
        f'<rect x="10" y="{10 + 26 * n}" width="{width * 30}" height="18" fill="#1f4e79"/>'
        for n, width in enumerate(bars)
    )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="360" height="120" viewBox="0 0 360 120">{rects}</svg>'
    (folder / "support.svg").write_text(svg, encoding="utf-8")
    rows = bytearray()
    for y in range(240):
        bar, inside = divmod(y - 20, 52)
        width = bars[bar] * 60 if 0 <= bar < 4 and inside < 36 else 0
        rows += b"\0" + bytes([31, 78, 121] * width + [255] * 3 * (720 - width))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 720, 240, 8, 2, 0, 0, 0)
    png = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(rows), 9))
        + chunk(b"IEND", b"")
    )
    (folder / "support.png").write_bytes(png)
