"""The reference pages that are made from the code, so that they cannot drift from it."""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Iterator
from typing import Any

from annotated_types import Ge, Gt, Le, MinLen
from pydantic.fields import FieldInfo

from delphi.codebook import Codebook
from delphi.study.config import Study
from delphi.study.sources import Section, section_in

TABLES: dict[str, tuple[str, dict[str, str]]] = {
    "swot.csv": (
        "Every statement in its cell, ordered as the codebook orders work models and the study its blocks.",
        {
            "work_model": "code of the work model",
            "block": "block of the SWOT table in which the statement is printed",
            "subgroup": "what the statement is specific to, if it is",
            "item_id": "the statement",
            "parent_id": "the statement it is printed under, if any",
            "order": "position within the block",
            "statement": "its present wording, in the report's language",
            "status": "what became of the present version: introduced, confirmed, nuanced or contested; how it came about when nothing was said since (reformulated, recategorised); how it ended (merged, split, dropped, out_of_scope); not_coded when nothing is known",
            "introduced_round": "round in which it first came up",
            "n_passages": "passages that led to it, in whatever version",
            "n_speakers": "people who said them",
            "n_<stance>_r<round>_<perspective>": "people of that perspective who took that stance towards the printed version in that round",
            "version": "the printed version",
            "swot": "code of the SWOT category",
            "open_rounds": "rounds with a session that people have not read to its end, `;`-separated: what these rounds say of the statement is not complete",
        },
    ),
    "consensus.csv": (
        "Support, contest and status of every statement, per round, perspective and group; counted in people.",
        {
            "item_id": "the statement",
            "round": "the round",
            "perspective": "key of the perspective",
            "n_present": "people of that perspective who were present",
            "n_supports": "of these, people who supported the statement",
            "n_contests": "people who contested it",
            "n_nuances": "people who nuanced it",
            "status": "introduced (first came up; or touched later without being confirmed: outside the panel, or without a stance), confirmed (supported by a speaker of a panel session in a later round), contested, nuanced, silent (the sessions are coded and nobody touched it) or not_coded (a session has not been checked by anybody); in rows for all groups, an event of the ledger that made a new version or ended the statement. A description of what was said, also in a round of breadth: no judgement",
            "version": "the version in force before that round's events: the one that the counts are for",
            "group": "group of the session; empty for all groups together",
            "event": "events of the ledger in that round, `;`-separated",
            "n_touched": "people who spoke about it, whatever their stance; with the next two it adds up to n_present",
            "n_silent": "people whose every turn was checked and who did not touch it; silence is no confirmation",
            "n_not_coded": "people who did not touch it as far as people have read what they said, which is not all of it",
            "n_panel": "of n_present, people in a panel session; the others were interviewed",
            "n_panel_supports": "of n_supports, people who supported it in a panel session",
            "n_dissent": "people of that perspective who contested it in this round or an earlier one, in whatever version",
            "n_groups": "in rows for all groups: groups in which somebody of the perspective was present",
            "n_groups_supports": "of these, groups in which somebody supported it",
            "n_groups_contests": "groups in which somebody contested it",
            "n_groups_nuances": "groups in which somebody nuanced it",
            "n_groups_silent": "groups of which everything was read and in which nobody touched it",
            "n_sessions": "sessions in which these people were",
            "n_sessions_coded": "of these, sessions in which somebody has checked a turn",
            "complete": "yes when people have checked every turn that these people spoke; no: compare this row with other rounds with that in mind",
        },
    ),
    "learner.csv": (
        "How well suggestions fit the coder who checked most turns, on transcripts that the learner had not seen; made by `snakemake evaluation`. Per turn that she checked, the set of codes counts, the empty one too.",
        {
            "split": "what was left out at a time: transcript or round; with _round_<n> only turns of that round are measured, with _from_round_<n> those of that round and later ones; read_by_<coder>: only turns that this coder read too",
            "facet": "judged (tagged or not), work_model, block or swot; stance: what a speaker does with a statement, per link of the coder, passage and statement being given",
            "code": "the code; empty for the mean over the codes that the coder used",
            "method": "majority (the most frequent code everywhere), terms (named in the turn), topics (terms and topic under discussion), learner, or human:<coder> (another coder against this one)",
            "n": "turns with the code, for stance links; in rows without a code, all of them",
            "precision": "share of what was suggested that the coder gave",
            "recall": "share of what the coder gave that was suggested",
            "f1": "their harmonic mean; in rows without a code the mean of the codes' F1 (macro-F1)",
            "low": "lower end of the 95 % bootstrap interval of f1, over transcripts",
            "high": "its upper end",
            "kappa": "Cohen's kappa per code, given or not; in rows without a code their mean",
            "transcripts": "transcripts that the turns or links of `n` are from; few of them make the interval say little",
        },
    ),
    "panel.csv": (
        "Attrition of the panel; people whose group had only interviews in a round are left out.",
        {
            "round": "the round",
            "group": "group of the participants",
            "perspective": "key of the perspective",
            "invited": "people invited to the round",
            "took_part": "people who were present in a panel session",
            "returned": "of these, people who were present in a panel session of an earlier round",
            "new": "of these, people who were not",
            "previous": "the last earlier round in which people of this group and perspective were on the panel; what changed between rounds is told of those who were in both",
            "n_previous": "people of them who took part in that round",
            "n_paired": "of these, people who took part in this round too: the paired panellists",
        },
    ),
    "sensitivity.csv": (
        "Statuses that would be other ones if one thing were left out or counted, and all the rest stayed. A scenario that changes nothing has one row without item.",
        {
            "scenario": "coder (the decisions of one coder left out), disputed (tags on which coders differ left out), suggestions (each unchecked suggestion counted as support of every statement in its cell: an upper bound) or group (the sessions of one group left out)",
            "left_out": "the coder or group",
            "item_id": "the statement",
            "round": "the round; empty for the status after the last round, as in swot.csv",
            "perspective": "key of the perspective; empty for the status after the last round",
            "status": "the status as it is; no_passage when no passage is behind the statement",
            "status_then": "the status it would have; empty when nobody of the perspective was there or the statement had not come up",
            "only_coder": "yes when somebody spoke about the statement in a session in which no other coder linked passages to statements: the change then says nothing about coders differing",
        },
    ),
    "ratings.csv": (
        "How the panel rated the statements, per round and between rounds; only when the study has ratings. "
        "Each row's note defines its measure.",
        {
            "item_id": "the statement; empty where a row is about a work model or about all statements",
            "scale": "key of the scale",
            "round": "the round, or 2-3 for what lies between two rounds",
            "perspective": "key of the perspective; empty for all who rated",
            "measure": "what is measured; in rounds of breadth description only; consensus:<measure> is a threshold that the team declared beforehand, held against the measure",
            "value": "its value; empty when not estimable (the note says why); ordered words count as 1, 2, 3 ...",
            "low": "lower end of its 95 % interval; for share_agree_invited the share if everybody who did not answer disagreed",
            "high": "upper end; for share_agree_invited the share if they all agreed",
            "n": "people behind the value; between rounds those who rated in both, unless the measure is about one round",
            "note": "counts and the exact definition",
            "work_model": "code of the statement's work model",
            "version": "the version that was rated; 1-2 when the two rounds rated different versions",
            "missing": "people who were invited and did not rate it; between rounds, who rated it in the earlier round only; for kendall_w, raters who left out an item",
            "threshold": "of a consensus row: the declared threshold",
            "met": "of a consensus row: yes or no; empty when not estimable",
        },
    ),
    "coverage.csv": (
        "How much of each transcript people have checked.",
        {
            "transcript_id": "the transcript",
            "round": "its round",
            "turns": "all turns, facilitators included",
            "participant_turns": "turns that can be coded",
            "checked": "of these, turns that at least one coder has read and checked",
            "tags": "tags in the transcript",
            "suggested": "of these, suggestions that no person has checked",
            "disputed": "of these, tags on which coders differ and nobody has ruled",
        },
    ),
    "anchors.csv": (
        "Decisions whose passage did not stand where they said, because the transcript has changed.",
        {
            "coder": "the coder, or the adjudicator",
            "row": "line in the coder's file",
            "transcript_id": "the transcript",
            "turn": "the turn it was made on",
            "quote": "the words it was made on, labels of people masked; empty for somebody who withdrew",
            "outcome": "moved: found elsewhere, and used there; lost: not found, to be decided anew",
            "new_turn": "turn where it stands now",
            "new_start": "first character of the stretch, from 0",
            "new_end": "character after the last",
        },
    ),
    "privacy.csv": (
        "What screening found in the transcripts, and what a person cleared; it holds no word of anybody.",
        {
            "transcript_id": "the transcript",
            "kind": "kind of identifier; name: a word that may be one; name_to_hide: on the study's own list",
            "hard": "yes: the workflow stops until a person mends or clears it",
            "found": "how often",
            "cleared": "how many of these a person has cleared, or are replaced in every quotation",
            "open": "how many are still to be looked at",
        },
    ),
    "agreement.csv": (
        "How far coders agree, before and after adjudication.",
        {
            "stage": "before or after adjudication",
            "facet": "the facet, or both as a set of pairs",
            "code": "the code; empty for the whole facet",
            "coders": "who is compared, `;`-separated",
            "n_units": "units that at least two of them coded",
            "n_missing": "units that one of them did not code",
            "raw_agreement": "share of units on which they agree",
            "alpha": "Krippendorff's alpha, nominal (MASI distance for sets)",
            "alpha_low": "lower end of its 95 % bootstrap interval",
            "alpha_high": "upper end",
            "kappa": "Cohen's kappa for two coders, Fleiss' kappa for more",
            "ac1": "Gwet's AC1",
            "unit": "what is compared: turn (the set of codes a whole turn got), the same where the suggestion was shown or hidden, character (of the turns both read), or stretch (unitizing alpha)",
            "note": "how the interval was made, or why a value is not estimable",
        },
    ),
}

REGISTERS: dict[str, tuple[str, dict[str, str]]] = {
    "data/raw/transcripts.csv": (
        "One row per transcript.",
        {
            "transcript_id": "short name, used everywhere",
            "file": "file in data/raw/transcripts",
            "round": "number of the round",
            "kind": "kind of session, such as focus_group or interview",
            "group": "group of the session",
            "place": "where it was",
            "date": "as 2025-03-11",
            "language": "language of the talk, such as nl",
            "facilitators": "labels whose turns are never coded, `;`-separated",
            "notes": "anything",
            "[present]": "participant ids of those who were there, also if silent, `;`-separated",
        },
    ),
    "data/raw/participants.csv": (
        "One row per participant; further columns are attributes.",
        {
            "participant_id": "pseudonym; also a speaker label",
            "perspective": "key of a perspective in study.yaml",
            "group": "group of the participant",
            "invited_rounds": "numbers of rounds, `;`-separated",
            "alias_of_labels": "other labels in the transcripts, `;`-separated",
            "[withdrawn_on]": "date on which consent was withdrawn, as 2025-03-11",
        },
    ),
    "data/raw/ratings.csv": (
        "One row per rating (optional).",
        {
            "round": "number of the round",
            "participant_id": "who rated",
            "item_id": "the statement",
            "scale": "key of a scale in study.yaml",
            "rating": "a level of the scale; empty for no answer",
        },
    ),
    "data/raw/parameters.csv": (
        "Characteristics of the work models (optional).",
        {"parameter": "key", "label": "printed name", "<work model>": "one column per work model"},
    ),
    "data/raw/practices.csv": (
        "Examples from practice (optional).",
        {
            "practice_id": "key",
            "work_model": "code",
            "name": "printed name",
            "organisation": "whose",
            "place": "where",
            "description": "what",
            "goal": "to what end",
            "target_group": "for whom",
            "domain": "field of work",
        },
    ),
    "data/coded/decisions/<coder>.csv, data/coded/adjudications.csv": (
        "Append-only; *check_tags* and *adjudicate* write these. A turn counts as checked only through a row `checked`.",
        {
            "decided_at": "time, informative; the order of rows counts",
            "coder": "who decided",
            "transcript_id": "the transcript",
            "turn": "the turn, from 1, facilitators included",
            "start": "first character of the stretch in the turn's text, from 0; an `apply` needs it, also for a whole turn; empty in `checked`, and in a `reject` of the codes wherever they stand in the turn",
            "end": "character after the last",
            "quote": "the words of the stretch; with `prefix` and `suffix` they find the passage again",
            "prefix": "up to 32 characters before it",
            "suffix": "up to 32 characters after it",
            "work_model": "code",
            "swot": "code",
            "item_id": "statement it belongs to, if any",
            "stance": "supports, contests, nuances or empty",
            "action": "apply (adds a tag), reject (takes back a tag or suggestion), checked (the turn is read and nothing else applies)",
            "note": "memo",
            "[suggestion_shown]": "whether the coder saw a suggestion",
            "[codebook_version]": "version of the codebook she worked with",
        },
    ),
    "data/coded/items.csv": (
        "Statements, one row per version.",
        {
            "item_id": "key",
            "version": "from 1",
            "work_model": "code",
            "swot": "code",
            "subgroup": "what the statement is specific to, if it is",
            "parent_id": "the statement it is printed under, if any",
            "order": "position within the block",
            "statement": "the wording",
            "[statement_<language>]": "the wording in another language",
        },
    ),
    "data/coded/cleared.csv": (
        "Words that screening found and that point at nobody; `delphi clear` writes it.",
        {
            "word": "the word, as it was found",
            "context": "words around it; empty: cleared everywhere",
            "cleared_by": "who looked at it",
            "cleared_at": "when",
            "reason": "why it points at nobody",
        },
    ),
    "data/coded/tag_key.txt": (
        "One line of at least 16 random letters and digits, the study's secret; `delphi new` draws it. With it nobody can"
        " work back from the code behind a passage in a report to the session in which it was said. Another key gives"
        " other codes, so keep it, with the decisions; a study without it keeps the codes it had.",
        {},
    ),
    "data/coded/item_events.csv": (
        "The ledger: what happened to each statement, append-only.",
        {
            "item_id": "the statement",
            "version": "the version it concerns, or that it makes",
            "event": "introduced, confirmed, supplemented, nuanced, contested, reformulated, recategorised, merged, split, dropped or out_of_scope",
            "round": "after which round",
            "group": "group",
            "participant_ids": "who, `;`-separated",
            "passage_ids": "`transcript:turn:start-end`, `;`-separated",
            "text_before": "wording before, as items.csv has it",
            "text_after": "wording after, as items.csv has it; of a statement that was merged or split, the wording of what it went into, several one a line",
            "reason": "why; may name by its id what a statement went into instead",
            "decided_by": "who decided",
            "decided_at": "when",
        },
    ),
    "reports/feedback/reactions-round-<n>.csv, filled in under another name": (
        "What people ticked and wrote on the feedback on a round: copy the rows for each person, fill them in, "
        "and `delphi import reactions FILE --round N --coder NAME` brings them in. Other columns may be deleted.",
        {
            "[round]": "the round that the feedback is on; reactions count in the next one",
            "[number]": "number of the statement on the form",
            "item_id": "the statement; empty for anything else that somebody wrote",
            "[version]": "the wording on the form",
            "[work_model]": "printed name",
            "[statement]": "the wording",
            "participant_id": "who; may be empty with `--participant`",
            "reaction": "what was ticked, as on the form; with `--scale NAME` a level of that scale",
            "[words]": "what was written",
        },
    ),
}


def configuration_page() -> str:
    """`config/README.md`: every key of study.yaml and codebook.yaml with its type, default and meaning."""
    lines = [
        "# Configuration",
        "",
        "Made by `delphi reference` from the models that read these files; do not edit it by hand.",
        "Labels are texts per language, `{nl: ..., en: ...}`, or one text for all languages.",
        "Keys marked * are required.",
    ]
    for name, model in (("study.yaml", Study), ("codebook.yaml", Codebook)):
        lines += ["", f"## {name}", "", (model.__doc__ or "").strip().splitlines()[0], ""]
        lines += ["| key | value | meaning |", "|---|---|---|"]
        lines += [f"| {key} | {value} | {meaning} |" for key, value, meaning in _keys(model)]
    lines += ["", TERMS.strip(), "", CHAPTERS.strip(), "", "# Files in data/", "", DATA.strip(), ""]
    lines += _described(REGISTERS)
    return "\n".join(lines)


def tables_page() -> str:
    """`reports/tables/README.md`: every column of every table."""
    lines = ["# Tables", "", "UTF-8, comma, one header line. An empty cell means: not applicable.", ""]
    lines += [AS_WRITTEN, ""]
    lines += _described(TABLES)
    return "\n".join(lines)


AS_WRITTEN = (
    "Text that begins with `=`, `+`, `-` or `@` has an apostrophe in front, so that a spreadsheet shows it and does not run "
    "it; who reads a table with a program takes that one apostrophe away. Numbers stand as they are."
)

TERMS = """
## Terms and openers

| written | finds |
|---|---|
| `"te duur"` | the words in this order, in any case, not across a punctuation mark |
| `"buddy*"`, `"*buddy"`, `"*buddy*"` | words that begin with, end with or hold the letters |
| `"!maatjesregel"` | nothing: words and phrases that must not count although another term finds them |
| `"re:duo(werking\\|project)"` | one word that the regular expression matches whole |
| `"bel* ... op"` | a separable verb, both parts within one clause |
"""

DATA = """
CSV with a header, UTF-8; a file that a spreadsheet saved with `;` reads as well. Columns in brackets are optional.
Transcripts are files with `Speaker: words` in the usual shapes; an unlabelled paragraph continues the turn.
"""

CHAPTERS = """
## chapters/

The researcher's own prose, in Markdown, by place in the report: see README.md, *Your own prose*.

## feedback/

The researcher's own opening of the feedback on a round, in Markdown: `round-2-participants.md` stands at the
beginning of `reports/feedback/round-2-participants.docx` and `.pdf`. It is printed as it is: names in it are not masked.
"""


def _described(files: dict[str, tuple[str, dict[str, str]]]) -> list[str]:
    lines = []
    for name, (purpose, columns) in files.items():
        lines += [f"## {name}", "", purpose, ""]
        lines += ["| column | meaning |", "|---|---|"] if columns else []
        lines += [f"| `{column}` | {meaning} |" for column, meaning in columns.items()]
        lines += [""] if columns else []
    return lines


def _keys(model: type[Section], prefix: str = "") -> Iterator[tuple[str, str, str]]:
    for name, field in model.model_fields.items():
        key = f"{prefix}{field.alias or name}"
        star = "*" if field.is_required() else ""
        inner, is_list, is_mapping = section_in(field.annotation)
        yield f"`{key}`{star}", _value(field), field.description or ""
        if inner is not None:
            yield from _keys(inner, key + ("[]." if is_list else ".<name>." if is_mapping else "."))


def _value(field: FieldInfo) -> str:
    text = _type_name(field.annotation)
    for limit in field.metadata:
        if isinstance(limit, (Ge, Gt)):
            text += f", from {limit.ge if isinstance(limit, Ge) else limit.gt}"
        elif isinstance(limit, Le):
            text += f", to {limit.le}"
        elif isinstance(limit, MinLen) and limit.min_length > 0 and "text" not in text:
            text += f", at least {limit.min_length}"
    default = field.default
    if not field.is_required() and default not in (None, "", [], {}) and not isinstance(default, Section):
        shown = "true" if default is True else "false" if default is False else default
        shown = ", ".join(map(str, shown)) if isinstance(shown, list) else shown
        text += f" (default: {shown})"
    return text


def _type_name(annotation: Any) -> str:
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Literal:
        return " or ".join(f"`{part}`" for part in parts)
    if origin in (types.UnionType, typing.Union):
        return " or ".join(dict.fromkeys(_type_name(p) for p in parts if p is not type(None)))
    if origin is typing.Annotated:
        return _type_name(parts[0])
    if origin is dict:
        return "label" if parts == (str, str) else "mapping"
    if origin is list:
        return f"list of {_type_name(parts[0])}"
    names = {str: "text", int: "number", float: "number", bool: "true or false", dt.date: "date"}
    return names.get(annotation, "section")
