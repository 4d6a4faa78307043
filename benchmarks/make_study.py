"""Writes a study of any number of invented transcripts, the same bytes for the same seed.

    .venv/bin/python benchmarks/make_study.py FOLDER --transcripts 1000 [--words 5000] [--seed 1]

Sessions, words, people, decisions, ratings and statements are drawn one transcript at a time and written at
once, so that ten thousand transcripts need no more memory than ten. The codebook is the example study's.
Everything grows with the transcripts, except what would not: the panel's statements (with the square root of
their number) and the places.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import math
import shutil
import sys
import zipfile
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO
from xml.sax.saxutils import escape

import numpy as np
from study_words import SYLLABLES, Vocabulary

from delphi.codebook import Codebook, load_codebook

REPOSITORY = Path(__file__).parents[1]
PER_BATCH = 320_000  # words: 64 conversations of an hour
FEWEST = 10
CHECKED = 24  # turns per transcript that a coder read
CODERS = ("anke", "bram", "cem", "dora", "emiel")
PLACES = (
    "Aalst",
    "Antwerpen",
    "Brugge",
    "Brussel",
    "Genk",
    "Gent",
    "Hasselt",
    "Kortrijk",
    "Leuven",
    "Mechelen",
)
PERSPECTIVES = ("experience_expert", "professional")
DECISION = [
    "decided_at",
    "coder",
    "transcript_id",
    "turn",
    "start",
    "end",
    "quote",
    "prefix",
    "suffix",
    "work_model",
    "swot",
    "item_id",
    "stance",
    "action",
    "note",
    "suggestion_shown",
    "codebook_version",
]
EVENT = [
    "item_id",
    "version",
    "event",
    "round",
    "group",
    "participant_ids",
    "passage_ids",
    "text_before",
    "text_after",
    "reason",
    "decided_by",
    "decided_at",
]
ITEM = ["item_id", "version", "work_model", "swot", "subgroup", "parent_id", "order", "statement"]
TRANSCRIPT = [
    "transcript_id",
    "file",
    "round",
    "kind",
    "group",
    "place",
    "date",
    "language",
    "facilitators",
    "notes",
]
PARTICIPANT = ["participant_id", "perspective", "group", "invited_rounds", "alias_of_labels", "gender", "age"]
RATING = ["round", "participant_id", "item_id", "scale", "rating"]
LEVELS = ("not_needed", "important", "necessary")
STUDY = """\
format: 2
title: Een archief van {n} gesprekken
subtitle: Verzonnen door benchmarks/make_study.py
language: nl
date: 2025-10-01
batches: {batches}
rounds:
  - {{number: 1, purpose: judgement, label: {{nl: Stuurgroep}}}}
  - {{number: 2, purpose: breadth, label: {{nl: Verkenning}}}}
  - {{number: 3, purpose: judgement, label: {{nl: Verdieping}}}}
  - {{number: 4, purpose: synthesis, label: {{nl: Synthese}}}}
perspectives:
  experience_expert: {{label: {{nl: Deelnemer met armoede-ervaring}}, plural: {{nl: Deelnemers met armoede-ervaring}}}}
  professional: {{label: {{nl: Beroepskracht}}, plural: {{nl: Beroepskrachten}}}}
  steering_group: {{label: {{nl: Lid van de stuurgroep}}, plural: {{nl: Leden van de stuurgroep}}}}
kinds:
  focus_group: {{nl: focusgroep}}
  interview: {{nl: diepte-interview}}
  steering_group: {{nl: stuurgroep}}
swot:
  display: bundled
  blocks:
    - {{key: strengths_opportunities, label: {{nl: Sterktes en kansen}}, categories: [strength, opportunity]}}
    - {{key: weaknesses_threats, label: {{nl: Zwaktes en bedreigingen}}, categories: [weakness, threat]}}
    - {{key: conditions, label: {{nl: Voorwaarden}}, categories: [condition]}}
  general: general
scales:
  necessity:
    levels: [not_needed, important, necessary]
    agree_from: important
    label: {{nl: Noodzaak}}
    level_labels: {{not_needed: {{nl: niet nodig}}, important: {{nl: belangrijk}}, necessary: {{nl: noodzakelijk}}}}
consensus:
  - {{scale: necessity, rounds: [3], measure: share_agree, at_least: 0.75, rationale: {{nl: vooraf afgesproken}}}}
"""
WORD_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
)
WORD_PARTS = {
    "[Content_Types].xml": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
}  # fmt: skip


class Draw:
    """Chance, from one seed per thing that is drawn; only evenly drawn numbers, whose stream is stable."""

    def __init__(self, *seed: int) -> None:
        self._rng = np.random.Generator(np.random.PCG64(seed))

    def many(self, count: int) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Numbers from [0, 1)."""
        return self._rng.random(count)

    def chance(self, share: float) -> bool:
        """True in this share of the cases."""
        return bool(self._rng.random() < share)

    def below(self, number: int) -> int:
        """A whole number from 0."""
        return int(self._rng.random() * number)

    def pick(self, values: Sequence[Any]) -> Any:
        """One of them."""
        return values[self.below(len(values))]


@dataclass
class Turn:
    """What one speaker says, sentence by sentence; `about` is the work model under discussion."""

    speaker: str
    leads: bool
    sentences: list[str]
    about: str
    categories: list[str]

    @property
    def text(self) -> str:
        """The turn as it is written."""
        return " ".join(self.sentences)


@dataclass
class Person:
    """Somebody in the register."""

    key: str
    name: str
    perspective: str


@dataclass
class Session:
    """One transcript."""

    number: int
    key: str
    kind: str
    round: int
    place: str
    people: list[Person]
    turns: list[Turn] = field(default_factory=list)


class Talk:
    """What people say: words, and now and then a term of the codebook."""

    def __init__(self, codebook: Codebook) -> None:
        self.vocabulary = Vocabulary()
        self.models = codebook.keys("work_model")
        self.categories = codebook.keys("swot")
        self.terms = {code.key: plain_terms(code.terms) for code in codebook.work_model + codebook.swot}
        self.openers = {code.key: plain_terms(code.openers) for code in codebook.work_model}

    def session(self, session: Session, words: int, draw: Draw, heard: Sequence[Person]) -> None:
        """Let people talk until `words` are said; some name somebody whom they know."""
        said, subject, left = 0, draw.pick(self.models), 0
        while said < words:
            if left <= 0:
                subject, left = draw.pick(self.models), 6 + draw.below(12)
                turn = self.turn("M", True, subject, [self.opening(subject, draw)], 1, draw)
            elif draw.chance(0.25):
                turn = self.turn("M", True, subject, [], 1, draw)
            else:
                speaker = draw.pick(session.people)
                turn = self.turn(speaker.name, False, subject, [], 1 + draw.below(7), draw)
                if heard and draw.chance(0.02):
                    turn.sentences.append(f"Dat zei {draw.pick(heard).name} ook al.")
                    turn.categories.append("")
            if session.turns and session.turns[-1].speaker == turn.speaker:
                continue
            left -= 1
            said += sum(sentence.count(" ") + 1 for sentence in turn.sentences)
            session.turns.append(turn)

    def turn(
        self, speaker: str, leads: bool, about: str, begun: list[str], sentences: int, draw: Draw
    ) -> Turn:
        """One turn."""
        lengths = (5 + draw.many(sentences) * 16).astype(int)
        words = self.vocabulary.words(draw.many(int(lengths.sum())))
        turn = Turn(speaker, leads, list(begun), about, [""] * len(begun))
        start = 0
        for length in lengths.tolist():
            sentence, category = words[start : start + length], ""
            start += length
            if not leads and draw.chance(0.3):
                category = draw.pick(self.categories)
                for key, share in ((about, 0.5), (category, 0.7)):
                    if self.terms[key] and draw.chance(share):
                        sentence.insert(draw.below(length), draw.pick(self.terms[key]))
            if draw.chance(0.03):
                sentence.insert(1 + draw.below(length - 1), draw.pick(PLACES))
            if length > 12:
                sentence[length // 2] += ","
            end = "?" if leads or draw.chance(0.08) else "."
            turn.sentences.append(f"{sentence[0][0].upper()}{' '.join(sentence)[1:]}{end}")
            turn.categories.append(category)
        return turn

    def opening(self, about: str, draw: Draw) -> str:
        """What the facilitator says when a work model comes up."""
        openers = self.openers[about] or self.terms[about] or ["iets anders"]
        return f"Dan gaan we nu naar {draw.pick(openers)}."

    def statement(self, draw: Draw) -> str:
        """A statement of the panel."""
        words = self.vocabulary.words(draw.many(8 + draw.below(8)))
        return f"{words[0][0].upper()}{' '.join(words)[1:]}"


def plain_terms(terms: Sequence[str]) -> list[str]:
    """Words that the codebook's terms find."""
    return [term.replace("*", "") for term in terms if "!" not in term and "..." not in term]


class Shelf:
    """The register of statements and its ledger, filled while the conversations go on."""

    def __init__(self, most: int, items: Any, events: Any, talk: Talk) -> None:
        self.most, self.items, self.events, self.talk = most, items, events, talk
        self.of_cell: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.current: dict[str, dict[str, Any]] = {}

    def statement(self, session: Session, speaker: Person, place: str, cell: tuple[str, str],
                  draw: Draw, share: float) -> str:  # fmt: skip
        """An item for a passage; a new one while the panel still comes up with new ones."""
        new = session.round < 3 and len(self.current) < self.most * math.sqrt(share)
        if new and (not self.of_cell[cell] or draw.chance(0.3)):
            key = f"S{len(self.current) + 1:04}"
            text = self.talk.statement(draw)
            row = dict(zip(ITEM, (key, 1, *cell, "", "", len(self.current) + 1, text)))
            self.items.writerow(row.values())
            self.current[key] = row
            self.of_cell[cell].append(key)
            self.events.writerow(
                (key, 1, "introduced", session.round, session.place, speaker.key, place, "", text, "", "team",
                 f"2025-0{session.round}-03T16:00:00Z")
            )  # fmt: skip
            return key
        return draw.pick(self.of_cell[cell]) if self.of_cell[cell] and draw.chance(0.7) else ""

    def reformulate(self, round_: int, draw: Draw) -> None:
        """After a round, the team words some statements anew and lets some go."""
        for key, row in list(self.current.items()):
            if row["version"] != 1 or not draw.chance(0.12):
                continue
            before, when = row["statement"], f"2025-0{round_}-28T16:00:00Z"
            if draw.chance(0.2):
                self.events.writerow(
                    (key, 1, "dropped", round_, "", "", "", before, "", "valt buiten de vraag", "team", when)
                )
                for keys in self.of_cell.values():
                    if key in keys:
                        keys.remove(key)
                continue
            row.update(version=2, statement=self.talk.statement(draw))
            self.items.writerow(row.values())
            self.events.writerow(
                (
                    key,
                    2,
                    "reformulated",
                    round_,
                    "",
                    "",
                    "",
                    before,
                    row["statement"],
                    "duidelijker",
                    "team",
                    when,
                )
            )


class Study:
    """Writes the study folder."""

    def __init__(self, folder: Path, transcripts: int, words: int, seed: int) -> None:
        self.folder, self.n, self.words, self.seed = folder, transcripts, words, seed
        self.codebook = load_codebook(REPOSITORY / "config/codebook.yaml")
        self.talk = Talk(self.codebook)
        self.people = 0
        self.known: dict[str, deque[Person]] = defaultdict(lambda: deque(maxlen=400))
        self.rated: set[str] = set()
        self.open: list[TextIO] = []

    def write(self) -> None:
        """Everything, transcript by transcript."""
        for name in ("config/chapters", "data/raw/transcripts", "data/coded/decisions"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / "config/codebook.yaml", self.folder / "config/codebook.yaml")
        text = STUDY.format(n=self.n, batches=batches(self.n * self.words))
        (self.folder / "config/study.yaml").write_text(text, encoding="utf-8", newline="\n")
        try:
            self._write()
        finally:
            for file in self.open:
                file.close()

    def _write(self) -> None:
        transcripts = self._table("raw/transcripts.csv", TRANSCRIPT)
        self.participants = self._table("raw/participants.csv", PARTICIPANT)
        ratings = self._table("raw/ratings.csv", RATING)
        items, events = self._table("coded/items.csv", ITEM), self._table("coded/item_events.csv", EVENT)
        rulings = self._table("coded/adjudications.csv", DECISION)
        decisions = {name: self._table(f"coded/decisions/{name}.csv", DECISION) for name in CODERS}
        shelf = Shelf(30 + int(3 * math.sqrt(self.n)), items, events, self.talk)
        round_ = 1
        for session in self.sessions():
            draw = Draw(self.seed, session.number)
            if session.round != round_:
                if session.round >= 3:
                    shelf.reformulate(round_, Draw(self.seed, session.number, 7))
                round_ = session.round
            self.talk.session(session, self.words, draw, list(self.known["named"]))
            file = self._transcript(session)
            transcripts.writerow(
                (session.key, file, session.round, session.kind, session.place, session.place,
                 f"2025-0{2 * session.round}-{1 + session.number % 28:02}", "nl", "M", "verzonnen")
            )  # fmt: skip
            self._code(session, shelf, decisions, rulings, draw)
            self._rate(session, shelf, ratings, draw)

    def sessions(self) -> Iterator[Session]:
        """Sessions with the people who come: new ones, and some who were there before."""
        for number in range(self.n):
            draw = Draw(self.seed, number, 1)
            share = number / self.n
            steering = number == 0 or number == self.n - 1 or number % 100 == 99
            kind = "steering_group" if steering else "focus_group" if number % 7 == 1 else "interview"
            round_ = (
                1 if number == 0 else 4 if share >= 0.95 or number == self.n - 1 else 2 if share < 0.6 else 3
            )
            people = [self._person(kind, round_, draw) for _ in range({"interview": 1}.get(kind, 6))]
            people = list({person.key: person for person in people}.values())
            yield Session(number, f"T{number + 1:05}", kind, round_, draw.pick(PLACES), people)

    def _person(self, kind: str, round_: int, draw: Draw) -> Person:
        known = self.known[kind]
        if round_ > 1 and known and draw.chance(0.3 if round_ == 2 else 0.5):
            return draw.pick(known)
        self.people += 1
        perspective = "steering_group" if kind == "steering_group" else draw.pick(PERSPECTIVES)
        person = Person(f"P{self.people:06}", pseudonym(self.people), perspective)
        self.participants.writerow(
            (person.key, perspective, draw.pick(PLACES), "1;2;3;4" if kind != "interview" else "2;3;4", person.name,
             draw.pick(("v", "m", "x")), draw.pick(("18-35", "36-50", "51-65", "65+")))
        )  # fmt: skip
        known.append(person)
        self.known["named"].append(person)
        return person

    def _code(
        self, session: Session, shelf: Shelf, decisions: dict[str, Any], rulings: Any, draw: Draw
    ) -> None:
        turns = [(n, turn) for n, turn in enumerate(session.turns, start=1) if not turn.leads][:CHECKED]
        first = session.number + session.number // len(CODERS)
        names = [CODERS[first % len(CODERS)]]
        if session.number % 5 == 0:
            names.append(CODERS[(first + 1) % len(CODERS)])
        owner = {person.name: person for person in session.people}
        for n, turn in turns:
            place = 0
            found = []
            for sentence, category in zip(turn.sentences, turn.categories):
                if category and draw.chance(0.7):
                    found.append((place, place + len(sentence), category))
                place += len(sentence) + 1
            given: dict[tuple[int, int], set[tuple[str, str]]] = defaultdict(set)
            item_of: dict[tuple[int, tuple[str, str]], str] = {}
            for name in names:
                for start, end, category in found:
                    if len(names) > 1 and draw.chance(0.15):
                        continue
                    cell = (
                        draw.pick(self.talk.models) if draw.chance(0.1) else turn.about,
                        draw.pick(self.talk.categories) if draw.chance(0.1) else category,
                    )
                    key = (start, cell)
                    if key not in item_of:
                        at = f"{session.key}:{n}:{start}-{end}"
                        share = min(1.0, (session.number + 1) / (0.6 * self.n))
                        item_of[key] = shelf.statement(session, owner[turn.speaker], at, cell, draw, share)
                    decisions[name].writerow(
                        self._decision(name, session, n, turn, start, end, cell, item_of[key], draw)
                    )
                    given[start, end].add(cell)
                decisions[name].writerow(
                    (_moment(session, n), name, session.key, n, *[""] * 9, "checked", *[""] * 3)
                )
            for (start, end), cells in given.items():
                if len(cells) > 1 and draw.chance(0.5):
                    cell = sorted(cells)[0]
                    rulings.writerow(
                        self._decision("team", session, n, turn, start, end, cell, item_of[start, cell], draw)
                    )

    def _decision(self, coder: str, session: Session, n: int, turn: Turn, start: int, end: int,
                  cell: tuple[str, str], item: str, draw: Draw) -> tuple[Any, ...]:  # fmt: skip
        text = turn.text
        stance = ("supports" if draw.chance(0.85) else draw.pick(("contests", "nuances"))) if item else ""
        return (
            _moment(session, n), coder, session.key, n, start, end, text[start:end],
            text[max(0, start - 32) : start], text[end : end + 32], *cell, item, stance, "apply", *[""] * 3,
        )  # fmt: skip

    def _rate(self, session: Session, shelf: Shelf, ratings: Any, draw: Draw) -> None:
        if session.kind != "focus_group" or session.round != 3 or not shelf.current:
            return
        keys = [key for keys in shelf.of_cell.values() for key in keys]
        for person in session.people:
            if person.key in self.rated:
                continue
            self.rated.add(person.key)
            first = draw.below(len(keys))
            for step in range(min(15, len(keys))):
                item = keys[(first + step) % len(keys)]
                for round_ in (2, 3):
                    level = LEVELS[int(math.sqrt(draw.many(1)[0]) * 3)]
                    ratings.writerow((round_, person.key, item, "necessity", level))

    def _transcript(self, session: Session) -> str:
        lines = [(turn.speaker, turn.text) for turn in session.turns]
        name = f"{session.key}.{'docx' if session.number % 2 else 'txt'}"
        path = self.folder / "data/raw/transcripts" / name
        if session.number % 2:
            body = "".join(
                f'<w:p><w:r><w:t xml:space="preserve">{escape(f"{who}: {said}")}</w:t></w:r></w:p>'
                for who, said in lines
            )
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                for part, text in (*WORD_PARTS.items(), ("word/document.xml", f"{WORD_HEAD}{body}</w:body></w:document>")):  # fmt: skip
                    info = zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0))
                    info.compress_type = zipfile.ZIP_DEFLATED
                    archive.writestr(info, text)
        else:
            text = "".join(f"{who}: {said}\n\n" for who, said in lines)
            path.write_text(text, encoding="utf-8", newline="\n")
        return name

    def _table(self, name: str, header: Sequence[str]) -> Any:
        file = (self.folder / "data" / name).open("w", encoding="utf-8", newline="")
        self.open.append(file)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        return writer


def batches(words: int) -> int:
    """Into how many jobs per stage a study of this size is divided: each lasts a minute or so."""
    return max(2, math.ceil(words / PER_BATCH))


def pseudonym(number: int) -> str:
    """A name that no two people share and that is no word of the vocabulary, which holds no y."""
    return f"{SYLLABLES[number * 7919 % len(SYLLABLES)].capitalize()}{_letters(number)}y"


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number, 20)
        text += "bdfgklmnprstvwzaeiou"[rest]
    return text


def _moment(session: Session, turn: int) -> str:
    return f"2025-0{session.round * 2}-{1 + session.number % 28:02}T{9 + turn % 9:02}:{turn % 60:02}:00Z"


def digest(folder: Path) -> str:
    """SHA-256 of the names and contents of every file."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        total.update(
            path.relative_to(folder).as_posix().encode() + hashlib.sha256(path.read_bytes()).digest()
        )
    return total.hexdigest()


def main() -> None:
    """Write a study."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="a new folder")
    parser.add_argument("--transcripts", type=int, default=1000, metavar="N", help="how many (default: 1000)")
    parser.add_argument("--words", type=int, default=5000, metavar="N", help="in each (default: 5000)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another seed, another study")
    options = parser.parse_args()
    if options.transcripts < FEWEST or options.words < FEWEST:
        parser.error(f"a study has {FEWEST} transcripts of {FEWEST} words or more")
    if options.folder.exists() and any(options.folder.iterdir()):
        sys.exit(f"{options.folder}: the folder is not empty.")
    Study(options.folder, options.transcripts, options.words, options.seed).write()
    print(f"{options.folder}: {options.transcripts} transcripts of {options.words} words")


if __name__ == "__main__":
    main()
