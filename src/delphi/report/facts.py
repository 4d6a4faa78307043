"""What each chapter's sentences are about: counts, names and statements taken from the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from delphi.items import ENDED, NEW_VERSION
from delphi.report import differences, sensitivity, size, words
from delphi.report.material import Material, Part, Statement

STATUS_SAID = ("contested", "nuanced", "confirmed", "introduced", *NEW_VERSION, *ENDED)


def coverage(m: Material) -> dict[str, Any]:
    """How much is checked."""
    table = m.tables["coverage"]
    checked, turns = (_total(table, column) for column in ("checked", "participant_turns"))
    return {"checked": checked, "participant_turns": turns, "unchecked": checked < turns}


def rounds(m: Material) -> dict[int, dict[str, Any]]:
    """Who spoke in each round, in panel sessions and in others."""
    found = {}
    for round_ in m.study.rounds:
        panel, others = m.sessions(round_.number, True), m.sessions(round_.number, False)
        people = sorted({name for session in panel for name in m.present(session.transcript_id)})
        found[round_.number] = {
            "panel_sessions": len(panel),
            "kinds": _kinds(m, panel),
            "people": len(people),
            "perspectives": perspectives(m, people),
            "dates": _dates(m, panel),
            "other_sessions": len(others),
            "other_kinds": _kinds(m, others),
            "not_coded": sum(s.transcript_id not in m.coded for s in (*panel, *others)),
        }
    return found


def design(m: Material) -> dict[str, Any]:
    """The panel's coming and going."""
    kinds = [session.kind in m.study.panel_kinds for session in m.transcripts]
    return {
        "panel_sessions": sum(kinds),
        "interviews": not all(kinds),
        "panel_rows": len(m.tables["panel"]),
        "attrition": _attrition(m),
    }


def practices(m: Material) -> dict[str, int]:
    """Number of practice examples per work model."""
    counts = {} if m.practices is None else m.practices.groupby("work_model").size().to_dict()
    return {code.key: int(counts.get(code.key, 0)) for code in m.codebook.work_model}


def part_name(part: Part) -> str:
    """The name of the chapter about some rounds, for file names and cross-references."""
    return "rounds-" + "-".join(map(str, part.numbers))


def part_title(m: Material, part: Part) -> str:
    """`Ronde 1: Inhoudelijke stuurgroep`, `Rondes 2 en 3`."""
    named = words.capital(words.rounds_named(part.numbers, m.study.language))
    return f"{named}: {m.study.text(part.rounds[0].label)}" if len(part.rounds) == 1 else named


def method(m: Material) -> dict[str, Any]:
    """Counts for the annex on method."""
    status = m.tags["status"].value_counts().to_dict()
    counts = {key: int(status.get(key, 0)) for key in ("checked", "adjudicated", "disputed", "suggested")}
    moved = m.tables["anchors"]["outcome"].value_counts().to_dict()
    return {
        "summed_up": size.is_large(m),
        "tag_counts": counts | {"total": len(m.tags)},
        "agreement": {"coders": _coders(m)},
        "opposite": differences.counts(m),
        "sensitivity": sensitivity.facts(m),
        "withdrawn": any(person.withdrawn_on for person in m.participants),
        "anchors": {"moved": int(moved.get("moved", 0)), "lost": int(moved.get("lost", 0))},
    }


def _coders(m: Material) -> list[str]:
    """Who coded: those whose readings are compared, and whoever alone gave some passage its codes.

    Who only linked passages to statements, or ruled on them, repeats the codes of others.
    """
    compared = {name for cell in m.tables["agreement"]["coders"] for name in cell.split(";") if name}
    given = m.tags.loc[m.tags["status"] != "adjudicated", "coders"]
    return sorted(compared | {cell for cell in given if cell and ";" not in cell})


def statements_with_passages(m: Material, work_model: str) -> list[str]:
    """Items of a work model behind which there are passages, ended ones included."""
    return [s.item_id for s in m.of_model(work_model) if s.n_passages]


def history(m: Material, statement: Statement) -> str:
    """Where a statement comes from and what later rounds did with it, in a few words."""
    language, status = m.study.language, words.STATUS[m.study.language]
    parts = []
    for round_ in m.study.rounds:
        rows = [row for row in m.statuses(statement.item_id) if int(row["round"]) == round_.number]
        found = {row["status"] for row in rows}
        found |= {"contested" for row in rows if int(row["n_contests"])}
        found |= {"nuanced" for row in rows if int(row["n_nuances"])}
        said = [status[key] for key in STATUS_SAID if key in found and key != "introduced"]
        named = words.rounds_named([round_.number], language)
        if round_.number == statement.introduced_round:
            parts.append(f"{named} ({', '.join(said)})" if said else named)
        elif said:
            parts.append(f"{', '.join(said)} {named}")
    parts.append(words.counted(statement.n_speakers, "speaker", language))
    return " · ".join(parts)


def people(m: Material, counts: Mapping[str, int]) -> str:
    """`3 deelnemers met armoede-ervaring en 1 beroepskracht`."""
    return words.enumerated([m.people(key, n) for key, n in counts.items() if n], m.study.language)


def perspectives(m: Material, names: Sequence[str]) -> str:
    """People by their names, counted per perspective: `3 professionals and 1 librarian`."""
    of = {person.participant_id: person.perspective for person in m.participants}
    counts: dict[str, int] = dict.fromkeys(m.study.perspectives, 0)
    for name in names:
        counts[of[name]] += 1
    return people(m, counts)


def _kinds(m: Material, sessions: Sequence[Any]) -> str:
    kinds = list(dict.fromkeys(session.kind for session in sessions))
    return words.enumerated([m.study.kind_label(kind) for kind in kinds], m.study.language)


def _dates(m: Material, sessions: Sequence[Any]) -> str:
    dates = sorted({session.date for session in sessions if session.date})
    return size.dates(dates, m.study.language)


def _attrition(m: Material) -> list[dict[str, Any]]:
    """Per round and perspective, how many of those of the round before came back: paired panellists.

    All of that round count, also those whose group was not asked again, so that the number is the one told of it.
    """
    panel = m.tables["presence"]
    panel = panel[panel["panel"]]
    there: dict[tuple[int, str], set[str]] = {
        (int(round_), str(perspective)): set(ids)
        for (round_, perspective), ids in panel.groupby(["round", "perspective"])["participant_id"]
    }
    pairs = [
        (int(row["round"]), str(row["perspective"]), int(row["previous"]))
        for row in m.tables["panel"].to_dict("records")
        if row["previous"]
    ]
    return [
        {
            "returned": len(there[earlier, perspective] & there.get((number, perspective), set())),
            "earlier": earlier,
            "round": number,
            "people": m.people(perspective, len(there[earlier, perspective])),
        }
        for number, perspective, earlier in dict.fromkeys(pairs)
    ]


def _total(table: Any, column: str) -> int:
    return int(table[column].astype(int).sum())
