"""The researcher's own chapters and openings."""

from __future__ import annotations

from tests.bad_inputs.case import INTRODUCTION, OPENING, Case, add, put

CASES = [
    Case(
        "a chapter in another encoding",
        put(INTRODUCTION, "Een caf\u00e9.\n".encode("cp1252")),
        "config/chapters/introduction.md, line 1: this is not UTF-8 text. Save the file again with the encoding UTF-8.",
    ),
    Case(
        "a chapter for no place in the report",
        put("config/chapters/inleiding.md", "Hello.\n"),
        "config/chapters/inleiding.md: no place in the report has this name. Known are: introduction, design, models, round-1, round-2, shared_beds, own_plots, conclusions, method. The file's name says where its text is printed.",
    ),
    Case(
        "an unknown name between braces",
        add(INTRODUCTION, "\n{{ nummer('swot', 'n_speakers') }}\n"),
        "config/chapters/introduction.md, line 3: nothing is called `nummer` between braces. Did you mean `number`?",
    ),
    Case(
        "braces that stay open",
        add(INTRODUCTION, "\n{{ number('swot'\n"),
        "config/chapters/introduction.md, line 3: braces open here and do not close, or a bracket or quotation mark in them does not. In chapter files, {{ number(...) }}, {{ total(...) }}, {{ table(...) }}, {{ figure(...) }}, {{ quote(...) }} and {{ statement(...) }} are known; README.md shows each. Braces that are meant as braces are written {{ '{{' }}.",
    ),
    Case(
        "an instruction that does not exist",
        add(INTRODUCTION, "\n{% include_all %}\n"),
        "config/chapters/introduction.md, line 3: there is no such instruction between `{%` and `%}`. In chapter files, {{ number(...) }}, {{ total(...) }}, {{ table(...) }}, {{ figure(...) }}, {{ quote(...) }} and {{ statement(...) }} are known; README.md shows each. Braces that are meant as braces are written {{ '{{' }}.",
    ),
    Case(
        "an instruction that stays open",
        add(INTRODUCTION, "\n{% if true %} and so\n"),
        "config/chapters/introduction.md, line 3: an instruction between `{%` and `%}` opens here and is not ended. In chapter files, {{ number(...) }}, {{ total(...) }}, {{ table(...) }}, {{ figure(...) }}, {{ quote(...) }} and {{ statement(...) }} are known; README.md shows each. Braces that are meant as braces are written {{ '{{' }}.",
    ),
    Case(
        "an unknown table",
        add(INTRODUCTION, "\n{{ total('swots', 'n_passages') }}\n"),
        "config/chapters/introduction.md, line 3: there is no table `swots`. Did you mean `swot`?",
    ),
    Case(
        "an unknown column",
        add(INTRODUCTION, "\n{{ total('swot', 'n_passage') }}\n"),
        "config/chapters/introduction.md, line 3: the table `swot` has no column `n_passage`. Did you mean `n_passages`?",
    ),
    Case(
        "an unknown statement",
        add(INTRODUCTION, "\n{{ statement('SB-S9') }}\n"),
        "config/chapters/introduction.md, line 3: there is no statement `SB-S9`. Did you mean `SB-S1`?",
    ),
    Case(
        "prose that divides by nothing",
        add(INTRODUCTION, "\n{{ 1 / 0 }}\n"),
        "config/chapters/introduction.md, line 3: this divides by zero. In chapter files, {{ number(...) }}, {{ total(...) }}, {{ table(...) }}, {{ figure(...) }}, {{ quote(...) }} and {{ statement(...) }} are known; README.md shows each. Braces that are meant as braces are written {{ '{{' }}.",
    ),
    Case(
        "prose that reaches for the machine",
        add(INTRODUCTION, "\n{{ ''.__class__.__mro__[1].__subclasses__() }}\n"),
        "config/chapters/introduction.md, line 3: this reaches for something that a chapter may not use. In chapter files, {{ number(...) }}, {{ total(...) }}, {{ table(...) }}, {{ figure(...) }}, {{ quote(...) }} and {{ statement(...) }} are known; README.md shows each. Braces that are meant as braces are written {{ '{{' }}.",
    ),
    Case(
        "prose that loops without end",
        add(INTRODUCTION, "\n{% for n in range(999999999) %}{{ n }}{% endfor %}\n"),
        "config/chapters/introduction.md, line 3: this repeats too often. In chapter files, {{ number(...) }}, {{ total(...) }}, {{ table(...) }}, {{ figure(...) }}, {{ quote(...) }} and {{ statement(...) }} are known; README.md shows each. Braces that are meant as braces are written {{ '{{' }}.",
    ),
    Case(
        "an include of another file",
        add(INTRODUCTION, "\n{% include '/etc/passwd' %}\n"),
        "config/chapters/introduction.md, line 3: a chapter file cannot take in another file. Put the text itself here.",
    ),
    Case(
        "an opening in another encoding",
        put(OPENING, "Een caf\u00e9.\n".encode("cp1252")),
        "config/feedback/round-1-participants.md, line 1: this is not UTF-8 text. Save the file again with the encoding UTF-8.",
    ),
    Case(
        "an opening for an edition that does not exist",
        put("config/feedback/round-1-deelnemers.md", "Dag.\n"),
        "config/feedback/round-1-deelnemers.md: no feedback has this name. Known are: round-1-participants, round-1-professionals, round-2-participants, round-2-professionals. Editions are declared under `report.feedback` in study.yaml.",
    ),
    Case(
        "an opening for a round that does not exist",
        put("config/feedback/round-7-participants.md", "Dag.\n"),
        "config/feedback/round-7-participants.md: no feedback has this name. Did you mean `round-2-participants`? Editions are declared under `report.feedback` in study.yaml.",
    ),
]
