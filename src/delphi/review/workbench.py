"""The codebook workbench: what each term of a code finds, how well, and which words are in no term yet.

A message says what to look at, the answer is a whole view.  Nothing is ever written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from delphi.codebook import FACETS, Code, Facet
from delphi.coding.terms import Term, parse_term
from delphi.errors import InputError
from delphi.review.opening import opened
from delphi.review.workbench_study import CODEBOOK, OPENER, CodedStudy, LiveStudy
from delphi.review.workbench_terms import Measured
from delphi.review.workbench_texts import texts
from delphi.study import localise

TABS = ("terms", "excluded", "openers", "absent", "try")
SHOWS = ("all", "right", "wrong", "unread", "missed")
PAGE = 10
MOST_WORDS = 200
WHOLE = ""  # the row for all terms of a code together
Message = dict[str, Any]
View = dict[str, Any]
Row = dict[str, Any]


def open_workbench(study_folder: Path | str = ".") -> Any:
    """The codebook workbench, for a cell of a notebook.

    Parameters
    ----------
    study_folder
        The study's folder, or a folder in it such as `notebooks`.

    Raises
    ------
    InputError
        When the notebook's packages are not installed.  What is wrong with the study itself is shown
        in the window.
    """
    return opened("workbench_window", "CodebookWorkbench", study_folder)


class Workbench:
    """One window on a codebook.

    Parameters
    ----------
    study
        The study; read again whenever its codebook or its derived files change.
    """

    def __init__(self, study: LiveStudy) -> None:
        self.study = study
        self._asked: Message = {
            "facet": "work_model", "code": "", "tab": "terms", "pick": WHOLE, "show": "all", "page": 0, "query": "",
        }  # fmt: skip
        self._overview: tuple[CodedStudy | None, list[View]] = (None, [])
        self._rows: tuple[CodedStudy | None, tuple[str, ...], list[Row]] = (None, (), [])

    @property
    def _words(self) -> dict[str, str]:
        return texts(self.study.language)

    def answer(self, message: Message) -> View:
        """Look at what a message asks for; what it does not name stays as it is."""
        refreshed = self.study.refresh()
        asked = {name: value for name, value in message.items() if name in self._asked}
        if {"facet", "code"} & set(asked) and "tab" not in asked and self._asked["tab"] == "try":
            asked = {"query": "", **asked}
        if {"facet", "code", "tab", "query"} & set(asked):
            asked = {"pick": WHOLE, "show": "all", "page": 0, **asked}
        elif {"pick", "show"} & set(asked):
            asked = {"page": 0, **asked}
        self._asked |= asked
        view = self.view()
        if refreshed and not view["notice"]:
            view["notice"] = {"kind": "info", "text": self._words["read_again"]}
        return view

    def view(self) -> View:
        """What the window shows now."""
        coded = self.study.coded
        facet, code = self._code(coded)
        mistake = self.study.mistake
        notice = {"kind": "error", "text": f"{mistake}\n{self._words['still_the_last']}"} if mistake else {}
        rows = self._table(coded, facet, code)
        picked = next((row for row in rows if row["id"] == self._asked["pick"]), rows[0] if rows else None)
        return {
            "stage": "work",
            "notice": notice,
            "about": self._about(coded),
            "codes": self._codes(coded),
            "here": self._here(facet, code),
            "tab": self._asked["tab"],
            "tabs": [tab for tab in TABS if tab != "openers" or facet == "work_model"],
            "query": self._asked["query"],
            "rows": [{name: value for name, value in row.items() if name[0] != "_"} for row in rows],
            "pick": picked["id"] if picked else None,
            "detail": self._detail(coded, facet, code, picked) if picked else None,
        }

    # --- the codes ----------------------------------------------------------------------------------

    def _code(self, coded: CodedStudy) -> tuple[Facet, Code]:
        facet: Facet = "swot" if self._asked["facet"] == "swot" else "work_model"
        codes = coded.codebook.codes(facet)
        code = next((one for one in codes if one.key == self._asked["code"]), codes[0])
        self._asked |= {"facet": facet, "code": code.key}
        if self._asked["tab"] not in TABS or (self._asked["tab"] == "openers" and facet != "work_model"):
            self._asked["tab"] = "terms"
        return facet, code

    def _codes(self, coded: CodedStudy) -> list[View]:
        """Facets with their codes in the codebook's order, and what their terms reach."""
        if self._overview[0] is not coded:
            shown = [
                {
                    "facet": facet,
                    "codes": [
                        {"code": code.key, "label": localise(code.label, self.study.language)}
                        | self._numbers(coded.measured(facet, code.key, coded.of_code(facet, code.key)))
                        for code in coded.codebook.codes(facet)
                    ],
                }
                for facet in FACETS
            ]
            self._overview = (coded, shown)
        return self._overview[1]

    def _here(self, facet: Facet, code: Code) -> View:
        language = self.study.language
        return {
            "facet": facet,
            "code": code.key,
            "label": localise(code.label, language),
            "definition": localise(code.definition, language).strip(),
        }

    def _about(self, coded: CodedStudy) -> View:
        turns = coded.spoke.sentences[["transcript_id", "turn"]]
        read, total = (
            len(turns[mask].drop_duplicates()) for mask in (coded.spoke.checked, coded.spoke.speaks)
        )
        return {
            "file": CODEBOOK.as_posix(),
            "version": coded.codebook.version,
            "read": read,
            "total": total,
            "judged": coded.spoke.judged and read > 0,
        }

    # --- the table ----------------------------------------------------------------------------------

    def _table(self, coded: CodedStudy, facet: Facet, code: Code) -> list[Row]:
        makers: dict[str, Callable[[CodedStudy, Facet, Code], list[Row]]] = {
            "terms": self._terms,
            "excluded": self._excluded,
            "openers": self._openers,
            "absent": self._absent,
            "try": self._tried,
        }
        tab = self._asked["tab"]
        asked = (facet, code.key, tab, str(self._asked["query"]))
        if self._rows[0] is not coded or self._rows[1] != asked:
            self._rows = (coded, asked, makers[tab](coded, facet, code))
        return self._rows[2]

    def _terms(self, coded: CodedStudy, facet: Facet, code: Code) -> list[Row]:
        hits, alone = coded.of_code(facet, code.key), coded.alone(facet, code.key)
        found = dict(iter(hits.groupby("term", sort=False)))
        terms = [term for term in map(parse_term, dict.fromkeys(code.terms)) if not term.excludes]
        whole = self._row(coded, facet, code, WHOLE, hits) | {"words": [], "alone": None}
        rows = [
            self._row(coded, facet, code, term.source, found.get(term.source, hits.iloc[:0]))
            | {"words": coded.words(term), "alone": alone.get(term.source, 0)}
            for term in terms
        ]
        return [whole, *rows]

    def _excluded(self, coded: CodedStudy, facet: Facet, code: Code) -> list[Row]:
        rows = []
        for term in map(parse_term, dict.fromkeys(code.terms)):
            if term.excludes:
                hits = coded.barred(code, facet, term.source)
                rows.append(self._row(coded, facet, code, term.source, hits) | {"words": coded.words(term)})
        return rows

    def _openers(self, coded: CodedStudy, facet: Facet, code: Code) -> list[Row]:
        del facet
        hits = coded.of_code(OPENER, code.key)
        speaks = coded.spoke.speaks
        rows = []
        for term in map(parse_term, dict.fromkeys(code.openers)):
            mine = hits[hits["term"] == term.source]
            said = int(speaks[mine["sentence"].to_numpy(np.int64)].sum())
            counts = {"hits": len(mine), "facilitators": len(mine) - said, "participants": said}
            rows.append({"id": term.source, "_hits": mine, "words": coded.words(term, anyone=True), **counts})
        return rows

    def _absent(self, coded: CodedStudy, facet: Facet, code: Code) -> list[Row]:
        elsewhere = coded.elsewhere()
        labels: dict[tuple[str, str], str] = {
            (name, one.key): localise(one.label, self.study.language)
            for name in FACETS
            for one in coded.codebook.codes(name)
        }
        rows = []
        for word in coded.typical(facet, code).itertuples(index=False):
            others = [labels[at] for at in elsewhere.get(word.form, []) if at != (facet, code.key)]
            rows.append(
                {"id": word.form, "inside": int(word.inside), "outside": int(word.outside), "turns": int(word.turns),
                 "likelihood": self._decimal(float(word.likelihood)), "elsewhere": others, "words": []}
            )  # fmt: skip
        return rows

    def _tried(self, coded: CodedStudy, facet: Facet, code: Code) -> list[Row]:
        query = str(self._asked["query"]).strip()
        if not query:
            return []
        try:
            term = parse_term(query)
            if term.excludes:
                raise InputError(self._words["try_no_exclusion"])
        except InputError as error:
            return [{"id": query, "words": [], "mistake": str(error), "hits": 0}]
        hits = coded.tried(code, facet, term)
        known = set(coded.of_code(facet, code.key)["sentence"])
        fresh = hits[~hits["sentence"].isin(known)]
        gain = coded.measured(facet, code.key, fresh)
        row = self._row(coded, facet, code, term.source, hits)
        return [row | {"words": coded.words(term), "new_right": gain.right, "new_wrong": gain.wrong}]

    def _row(self, coded: CodedStudy, facet: Facet, code: Code, name: str, hits: pd.DataFrame) -> Row:
        return {
            "id": name,
            "_hits": hits,
            "hits": len(hits),
            **self._numbers(coded.measured(facet, code.key, hits)),
        }

    def _numbers(self, measured: Measured) -> Row:
        return {
            "right": measured.right,
            "wrong": measured.wrong,
            "missed": measured.missed,
            "precision": self._share(measured.precision),
            "recall": self._share(measured.recall),
        }

    # --- the row that is picked ---------------------------------------------------------------------

    def _detail(self, coded: CodedStudy, facet: Facet, code: Code, row: Row) -> View:
        hits = coded.said(row["id"]) if self._asked["tab"] == "absent" else row.get("_hits")
        if hits is None:
            return {"words": [], "forms": [], "passages": [], "counts": {}, "pages": 0, "page": 0}
        carries, checked = coded.carries(facet, code.key), coded.spoke.checked
        found = dict.fromkeys(int(at) for at in hits["sentence"])
        groups: dict[str, list[int]] = {
            "all": list(found),
            "right": [at for at in found if checked[at] and carries[at]],
            "wrong": [at for at in found if checked[at] and not carries[at]],
            "unread": [at for at in found if not checked[at]],
        }
        if self._asked["tab"] == "terms" and row["id"] == WHOLE:
            groups["missed"] = [at for at in np.flatnonzero(carries).tolist() if at not in found]
        if self._asked["tab"] == "openers":
            groups = {"all": groups["all"]}
        show = self._asked["show"] if self._asked["show"] in groups else "all"
        chosen = groups[show]
        pages = max(1, -(-len(chosen) // PAGE))
        page = min(max(0, int(self._asked["page"])), pages - 1)
        self._asked |= {"show": show, "page": page}
        marks: dict[int, list[list[int]]] = {}
        for at, start, end in zip(hits["sentence"], hits["start"], hits["end"]):
            marks.setdefault(int(at), []).append([int(start), int(end)])
        return {
            "words": row["words"][:MOST_WORDS],
            "more_words": max(0, len(row["words"]) - MOST_WORDS),
            "forms": self._forms(row["id"], hits),
            "counts": {name: len(places) for name, places in groups.items()},
            "show": show,
            "page": page,
            "pages": pages,
            "passages": [
                self._passage(coded, at, marks.get(at, []), bool(checked[at]), bool(carries[at]))
                for at in chosen[page * PAGE : (page + 1) * PAGE]
            ],
        }

    def _forms(self, term: str, hits: pd.DataFrame) -> list[tuple[str, int]]:
        """How a phrase was said, the most frequent first."""
        if "form" not in hits or not (term == WHOLE or _several_words(term)):
            return []
        counts = hits["form"].value_counts().to_dict()
        return sorted(
            ((str(form), int(n)) for form, n in counts.items()), key=lambda pair: (-pair[1], pair[0])
        )[:60]

    def _passage(
        self, coded: CodedStudy, at: int, marks: Iterable[list[int]], checked: bool, carries: bool
    ) -> View:
        """A sentence with the ones beside it, cut into pieces of which some are hits."""
        sentences = coded.spoke.sentences
        here = sentences.iloc[at]
        turn = coded.spoke.texts[(here["transcript_id"], int(here["turn"]))]
        beside = [
            sentences.iloc[i] if 0 <= i < len(sentences) and _same_turn(sentences, i, at) else None
            for i in (at - 1, at + 1)
        ]
        start, end = int(here["start"]), int(here["end"])
        bounds = sorted((max(a, start), min(b, end)) for a, b in marks)
        pieces: list[tuple[str, bool]] = []
        last = start
        for low, high in bounds:
            if low >= last:
                pieces += [(turn.text[last:low], False), (turn.text[low:high], True)]
                last = high
        pieces.append((turn.text[last:end], False))
        verdict = ("right" if carries else "wrong") if checked else "unread"
        if self._asked["tab"] == "openers":
            verdict = ""  # they open a topic and find nothing
        before, after = (turn.text[one["start"] : one["end"]] if one is not None else "" for one in beside)
        return {
            "transcript_id": here["transcript_id"],
            "turn": int(here["turn"]),
            "speaker": turn.speaker,
            "before": before,
            "after": after,
            "pieces": [piece for piece in pieces if piece[0]],
            "verdict": verdict,
            "missed": not bounds,
        }

    # --- how numbers are written --------------------------------------------------------------------

    def _share(self, value: float | None) -> str:
        if value is None:
            return ""
        space = "\u00a0" if self.study.language == "nl" else ""
        return f"{value * 100:.0f}{space}%"

    def _decimal(self, value: float) -> str:
        text = f"{value:.1f}"
        return text.replace(".", ",") if self.study.language == "nl" else text


def _several_words(term: str) -> bool:
    parsed: Term = parse_term(term)
    return len(parsed.parts) > 1 or len(parsed.parts[0]) > 1


def _same_turn(sentences: pd.DataFrame, one: int, other: int) -> bool:
    columns = ["transcript_id", "turn"]
    return bool((sentences.iloc[one][columns] == sentences.iloc[other][columns]).all())
