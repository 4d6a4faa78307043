"""Writes the sample report: `python tests/report/sample/build.py FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from delphi.report.content import (
    BulletList,
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
)  # fmt: skip

HOSTILE = [
    "<script>alert(1)</script>", "</script> en verder", "#let x = 1", "@x en @thuis", "*geen nadruk* en _dit_ ook niet",
    "- geen lijst", "1. geen nummer", "en toen ... stilte", "{{ naam }} {% if %}", '=HYPERLINK("http://x.example")',
    r"\emph{nee} C:\pad", "'enkel' en \"dubbel\"", "$x^2$ en `code`", "a & b < c > d", "/ term: uitleg", "= kop",
    "// geen commentaar", "~ en ^ en | en [haak](x)", "+ plus", "---", "Ωμέγα, Привет, שלום",
    "مرحبا بالعالم", "漢字とかな 한국어", "😀👩‍👩‍👧 👍🏽 ✓ → ½", "x\u00a0y", "<!-- stil -->",
]  # fmt: skip
SPOKEN = [
    "Ik zie mijn collega's eigenlijk alleen nog op dinsdag, en dan zit iedereen de hele dag in vergaderingen.",
    "Thuis krijg ik in een ochtend gedaan waar ik op kantoor twee dagen over doe, maar ik mis het praatje aan de "
    "koffiemachine waar je toevallig hoort waar de anderen mee bezig zijn.",
    "Als leidinggevende heb ik er geen zicht meer op wie vastloopt. Dat merk je pas als het te laat is.",
    "Voor wie pas begint is het moeilijk. Je leert het vak toch door mee te kijken met iemand die het al jaren doet.",
    "We hebben daar nooit afspraken over gemaakt en dus doet elke ploeg maar wat.",
]
STATEMENTS = [
    ("Medewerkers kunnen geconcentreerd werken zonder onderbroken te worden", ["Vooral bij schrijfwerk en bij dossiers"]),
    ("De tijd van het woon-werkverkeer komt vrij", []),
    ("Het werk sluit beter aan bij zorg voor kinderen of ouders", ["Op voorwaarde dat de uren vrij te kiezen zijn",
      "Niet voor wie in ploegen werkt"]),
    ("Teams worden uitgenodigd om afspraken uit te spreken die vroeger vanzelf gingen", []),
    ("De organisatie vindt personeel buiten de eigen regio", []),
]  # fmt: skip
AGAINST = [
    ("Nieuwe medewerkers leren het vak en de mensen trager kennen", ["Ze durven minder te vragen"]),
    ("Leidinggevenden zien later wie vastloopt", []),
    (
        "De grens tussen werk en privé vervaagt",
        ["Ook door berichten buiten de uren", "Sterker bij kleine behuizing"],
    ),
    ("Wie thuis geen plaats heeft, werkt er slechter", []),
    ("Samenhang van de ploeg neemt af wanneer niemand tegelijk aanwezig is", []),
    ("Overleg in gemengde vergaderingen benadeelt wie op afstand deelneemt", []),
]
CONDITIONS = [("Duidelijke afspraken over bereikbaarheid", ["Per ploeg gemaakt en twee keer per jaar herbekeken"]),
              ("Een goede werkplek thuis en op kantoor", []), ("Vertrouwen van de leidinggevende", [])]  # fmt: skip
WHO = ["leidinggevende, focusgroep, ronde 1", "medewerker, focusgroep, ronde 2", "personeelsdienst, interview",
       "medewerker, stuurgroep, ronde 3"]  # fmt: skip


def content() -> Content:
    """Two work models, their statements and passages, a figure, tables, and hostile words in each place."""
    book = Content(
        title="Werken op de juiste plaats & op het juiste moment", subtitle="Een kwalitatieve Delphi in vier rondes <over> werkmodellen",
        authors=["Onderzoeksgroep Werk", "A. 'Noniem'"], date="2026-03-01", date_named="1 maart 2026", language="nl",
        chapters=["01-introduction.md", "02-models.md", "03-rounds.md", "04-method.md", "05-provenance.md"],
    )  # fmt: skip
    number = 0
    for model, name in (("hybrid", "Hybride werken"), ("remote", "Volledig op afstand werken")):

        def made(lines: list[tuple[str, list[str]]], model: str = model) -> list[ListItem]:
            nonlocal number
            items = []
            for statement, under in lines:
                number += 1
                key = f"{model}-{number}"
                n = 2 + number % 3
                book.passages[key] = PassageList(
                    title=statement, note=f"nieuw in ronde 1; bevestigd in ronde {2 + number % 2}; {n} sprekers",
                    passages=[
                        Passage(text=SPOKEN[(number + i) % len(SPOKEN)], attribution=WHO[(number + i) % len(WHO)],
                                code=f"T{number:02d}-{i:03d}", stance=("steunt", "betwist", "nuanceert")[i % 3],
                                mark="codeurs verschillen" if i == 1 else "")
                        for i in range(n)
                    ],
                )  # fmt: skip
                items.append(ListItem(
                    runs=[Run(text=statement, anchor=f"st-{key}", href=f"#ps-{key}")],
                    note=f"nieuw in ronde 1 · bevestigd in ronde {2 + number % 2} · {n} sprekers",
                    items=made([(line, []) for line in under]),
                ))  # fmt: skip
            return items

        blocks = [
            SwotBlock(label="Sterktes en kansen", tone="positive", cell=[
                BulletList(items=made(STATEMENTS)),
                Paragraph(runs=[Run(text="Specifiek voor starters")], heading=True),
                BulletList(items=made(STATEMENTS[2:4])),
                Paragraph(runs=[Run(text="Nog niet in een uitspraak: 3 passages voorgesteld en nog niet nagekeken.", muted=True)]),
            ]),
            SwotBlock(label="Zwaktes en bedreigingen", tone="negative", cell=[
                BulletList(items=made(AGAINST)),
                Paragraph(runs=[Run(text="Specifiek voor leidinggevenden")], heading=True),
                BulletList(items=made(AGAINST[1:3])),
            ]),
            SwotBlock(label="Voorwaarden", tone="neutral", cell=[BulletList(items=made(CONDITIONS))]
                      if model == "hybrid" else [Paragraph(runs=[Run(text="Hierover is niets gezegd.", muted=True)])]),
        ]  # fmt: skip
        book.tables[f"swot-{model}"] = Table(
            caption=f"{name}: wat het panel zei", layout="swot", blocks=blocks
        )
    book.tables["panel"] = Table(
        caption="Het panel over de rondes, in aantal mensen",
        columns=["Ronde", "Groep", "Perspectief", "Uitgenodigd", "Nam deel", "Teruggekeerd", "Nieuw"],
        widths=[0.08, 0.14, 0.3, 0.13, 0.11, 0.13, 0.11], align="lllrrrr",
        rows=[[text(str(1 + i // 9)), text("AB"[i % 2]), text(["leidinggevende", "medewerker", "personeelsdienst"][i % 3]),
               *(text(str((i * k) % 11)) for k in (7, 5, 3, 2))] for i in range(36)],
        note="Teruggekeerd: wie ook in een eerdere ronde in een panelgesprek zat.",
    )  # fmt: skip
    book.tables["parameters"] = Table(
        caption="De werkmodellen naast elkaar op hun kenmerken",
        columns=["Werkmodel", "Waar gewerkt wordt", "Wanneer gewerkt wordt", "Wie het bepaalt", "Wat het vraagt van leidinggevenden"],
        widths=[0.18, 0.2, 0.2, 0.2, 0.22],
        rows=[[text("Hybride werken", strong=True), text("Twee tot drie dagen op kantoor"), text("Overwegend kantooruren"),
               text("De ploeg, binnen een kader van de organisatie"), text("Vertrouwen en duidelijke afspraken")],
              [text("Volledig op afstand werken", strong=True), text("Waar men wil"), text("Vrij te kiezen"), text("De medewerker"),
               text("Verantwoordelijkheidsgevoelstimulerende begeleiding")]],
    )  # fmt: skip
    book.tables["hostile"] = Table(
        caption="Woorden die <geen> opmaak #zijn", columns=["Nr", "Wat er *gezegd* werd", "@rol"], widths=[0.1, 0.6, 0.3], align="rlc",
        rows=[[text(str(i)), text(line), [BulletList(items=[ListItem(runs=[Run(text=line)], note=line)])]]
              for i, line in enumerate(HOSTILE, 1)],
        note="Noot met <b>haken</b> en *sterren*.",
    )  # fmt: skip
    for i, line in enumerate(SPOKEN):
        book.quotations[f"q{i}"] = Quotation(text=line, attribution=WHO[i % len(WHO)], code=f"T00-{i:03d}")
    for i, line in enumerate(HOSTILE):
        book.quotations[f"h{i}"] = Quotation(
            text=line, attribution="medewerker, focusgroep, ronde 1", code=f"H-{i}"
        )
    book.passages["hostile"] = PassageList(
        title="#let titel = <i>*</i>", note="@noot",
        passages=[Passage(text=line, attribution="medewerker", code=f"H-{i}", stance="steunt") for i, line in enumerate(HOSTILE)],
    )  # fmt: skip
    book.figures["support"] = Figure(
        file="support", alt="Puntenlijn: per uitspraak hoeveel mensen haar steunden in ronde 2 en in ronde 3.",
        caption="Steun per uitspraak in ronde 2 en ronde 3", width="80%",
    )  # fmt: skip
    return book


FILLER = (
    "De gesprekken in de eerste ronde gingen over de dagelijkse ervaring met werken op verschillende plaatsen. Deelnemers "
    "beschreven wat voor hen werkt en wat niet, en onder welke voorwaarden dat zou veranderen. In latere rondes kregen ze "
    "de uitspraken voorgelegd die daaruit voortkwamen, samen met de redenen die anderen gaven."
)


def chapters(book: Content) -> dict[str, str]:
    """The Markdown of every chapter."""

    def place(kind: str, key: str, name: str = "") -> str:
        return f'::: {{.delphi-{kind} {name and "#" + name + ":" + key + " "}key="{key}"}}\n:::\n\n'

    model = "".join(
        f"## {name} {{#sec:model-{key}}}\n\n{FILLER} [](#tbl:swot-{key}) vat samen wat gezegd werd.\n\n"
        + place("quote", f"q{i}") + place("table", f"swot-{key}", "tbl")
        + f"**Sterktes en kansen.** {FILLER}\n\n" + place("quote", f"q{i + 2}")
        + f"### Waar de meningen uiteenlopen {{.unnumbered .unlisted}}\n\n{FILLER} {FILLER}\n\n"
        for i, (key, name) in enumerate((("hybrid", "Hybride werken"), ("remote", "Volledig op afstand werken")))
    )  # fmt: skip
    return {
        "01-introduction.md": f"""# Inleiding {{#sec:introduction}}

{FILLER}

{FILLER} Zie [](#sec:rounds), [](#sec:model-remote), [](#sec:method), [](#sec:coverage) en [](#fig:support).

## Hoe dit rapport te lezen {{.unnumbered #sec:reading}}

Aantallen zijn aantallen **mensen**, geen aantallen passages.[^1] *Bevestigd* betekent iets anders dan *betwist*.

[^1]: Een noot bij de inleiding, met [een verwijzing](https://example.org/).

::: {{.note}}
**Let op.** Nog niet alles is door mensen nagekeken ([](#tbl:panel)).
:::

- een eerste punt in gewone tekst
- een tweede punt
    1. met een nummer
    2. en nog een

Wie \\<script\\> zegt, zegt <script>ook dit</script>, @x, $5 tot $6, "aanhaling" ... en {{{{ x }}}}.
""",
        "02-models.md": f"# De werkmodellen {{#sec:models}}\n\n{FILLER}[^1]\n\n[^1]: Nog een noot.\n\n"
        + f"## Kenmerken naast elkaar {{#sec:parameters}}\n\n{FILLER}\n\n" + place("table", "parameters", "tbl")
        + f"## Wie deelnam {{#sec:panel}}\n\n{FILLER}\n\n" + place("table", "panel", "tbl"),
        "03-rounds.md": f"# Rondes 2 en 3: beoordelen {{#sec:rounds}}\n\n{FILLER}\n\n{model}"
        + f"## Steun over de rondes {{#sec:support}}\n\n{FILLER}\n\n" + place("figure", "support", "fig"),
        "04-method.md": f"# Werkwijze {{#sec:method .annex}}\n\n{FILLER}\n\n## Hoeveel is nagekeken {{#sec:coverage}}\n\n"
        + f"{FILLER} Zie [](#tbl:hostile).\n\n" + place("table", "hostile", "tbl")
        + "".join(place("quote", f"h{i}") for i in range(len(HOSTILE))),
        "05-provenance.md": f"# Herkomst van de uitspraken {{#sec:provenance .annex}}\n\n{FILLER}\n\n"
        + "".join(
            f"## {name} {{#sec:provenance-{key}}}\n\n"
            + "".join(place("passages", each) for each in book.passages if each.startswith(key))
            for key, name in (("hybrid", "Hybride werken"), ("remote", "Volledig op afstand werken"), ("hostile", "Vreemde tekens"))
        ),
    }  # fmt: skip


def write(folder: Path) -> Content:
    """Write chapters, content.json and the figure."""
    book = content()
    (folder / "chapters").mkdir(parents=True, exist_ok=True)
    for name, words in chapters(book).items():
        (folder / "chapters" / name).write_text(words, encoding="utf-8", newline="\n")
    book.write(folder / "chapters" / "content.json")
    here = Path(__file__).parent
    (folder / "figures").mkdir(exist_ok=True)
    for ending in (".svg", ".png"):
        (folder / "figures" / f"support{ending}").write_bytes((here / f"support{ending}").read_bytes())
    return book


if __name__ == "__main__":
    write(Path(sys.argv[1]))
