"""The researcher's own chapters and openings."""

from __future__ import annotations

from tests.bad_inputs.case import INTRODUCTION, OPENING, Case, add, put

CASES = [
    Case("a chapter in another encoding", put(INTRODUCTION, "Een caf\u00e9.\n".encode("cp1252")), ""),
    Case("a chapter for no place in the report", put("config/chapters/inleiding.md", "Hello.\n"), ""),
    Case("an unknown name between braces", add(INTRODUCTION, "\n{{ nummer('swot', 'n_speakers') }}\n"), ""),
    Case("braces that stay open", add(INTRODUCTION, "\n{{ number('swot'\n"), ""),
    Case("an instruction that does not exist", add(INTRODUCTION, "\n{% include_all %}\n"), ""),
    Case("an instruction that stays open", add(INTRODUCTION, "\n{% if true %} and so\n"), ""),
    Case("an unknown table", add(INTRODUCTION, "\n{{ total('swots', 'n_passages') }}\n"), ""),
    Case("an unknown column", add(INTRODUCTION, "\n{{ total('swot', 'n_passage') }}\n"), ""),
    Case("an unknown statement", add(INTRODUCTION, "\n{{ statement('SB-S9') }}\n"), ""),
    Case("prose that divides by nothing", add(INTRODUCTION, "\n{{ 1 / 0 }}\n"), ""),
    Case("prose that reaches for the machine", add(INTRODUCTION, "\n{{ ''.__class__.__mro__[1].__subclasses__() }}\n"), ""),
    Case("prose that loops without end", add(INTRODUCTION, "\n{% for n in range(999999999) %}{{ n }}{% endfor %}\n"), ""),
    Case("an include of another file", add(INTRODUCTION, "\n{% include '/etc/passwd' %}\n"), ""),
    Case("an opening in another encoding", put(OPENING, "Een caf\u00e9.\n".encode("cp1252")), ""),
    Case("an opening for an edition that does not exist", put("config/feedback/round-1-deelnemers.md", "Dag.\n"), ""),
    Case("an opening for a round that does not exist", put("config/feedback/round-7-participants.md", "Dag.\n"), ""),
]
