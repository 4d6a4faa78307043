"""The study's configuration, `config/study.yaml`, as typed models; `config/README.md` is made from them."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from delphi.study.measures import MEASURE_RANGES, rule_errors
from delphi.study.sources import Section, load_section, misfit

ANY_LANGUAGE = "*"
FORMAT = 2
"""The form of a study folder as this version makes it; `delphi.upgrade` says what earlier ones lacked."""


def _as_label(value: Any) -> Any:
    return {ANY_LANGUAGE: value} if isinstance(value, str) else value


Label = Annotated[dict[str, str], BeforeValidator(_as_label), Field(min_length=1)]
"""A text per language, `{nl: ..., en: ...}`, or one text for all languages."""

Level = int | str


class Round(Section):
    """One round of the study."""

    number: int = Field(description="The number that transcripts.csv and ratings.csv use.")
    purpose: Literal["breadth", "judgement", "synthesis"] = Field(
        description="What the round was for; in rounds of breadth nothing is judged, only described."
    )
    label: Label = Field(description="How the report names the round.")


class Perspective(Section):
    """A group of participants who speak from the same position."""

    label: Label = Field(description="How the report attributes a quotation to someone of this perspective.")
    plural: Label | None = Field(default=None, description="The same for several people, for running text.")


class Block(Section):
    """One block of the SWOT table: the categories that are printed together."""

    key: str = Field(description="The block's name in `swot.csv`.")
    label: Label = Field(description="The printed heading.")
    categories: list[str] = Field(min_length=1, description="Codes of the codebook's facet `swot`.")


class Swot(Section):
    """How SWOT tables are laid out."""

    display: Literal["bundled", "quadrants"] = Field(
        description="Printed blocks, or one quadrant per category."
    )
    blocks: list[Block] = Field(
        default=[], description="For `bundled`, in printed order; with `quadrants` each category is a block."
    )
    general: str = Field(
        default="", description='The work model that stands for "holds for all"; printed apart.'
    )

    @model_validator(mode="after")
    def _blocks_when_bundled(self) -> Swot:
        if self.display == "bundled" and not self.blocks:
            raise misfit("`blocks` is needed when `display` is `bundled`.", "display")
        keys = [block.key for block in self.blocks]
        categories = [category for block in self.blocks for category in block.categories]
        for name, values in (("block", keys), ("category", categories)):
            double = sorted({value for value in values if values.count(value) > 1})
            if double:
                raise misfit(f"the {name} `{double[0]}` stands in `blocks` twice.", "blocks")
        return self


class Scale(Section):
    """A scale on which panellists rate items: ordered words under `levels`, or whole numbers."""

    levels: list[Level] = Field(
        default=[], description="From low to high: words, or numbers such as 1 to 9; or else `min` and `max`."
    )
    min: int | None = Field(default=None, description="Lowest whole number of a numeric scale.")
    max: int | None = Field(default=None, description="Highest whole number of a numeric scale.")
    agree_from: Level | None = Field(default=None, description="The first level that counts as agreement.")
    label: Label = Field(description="How the report names the scale.")
    level_labels: dict[Level, Label] = Field(
        default={}, description="How the report names levels; without it, the level itself in words."
    )

    @model_validator(mode="after")
    def _is_one_scale(self) -> Scale:
        ends = (self.min, self.max)
        if self.levels and ends != (None, None):
            raise misfit("a scale has either `levels` or `min` and `max`.", "levels")
        if not self.levels:
            if self.min is None or self.max is None:
                raise misfit("a scale needs `levels`, or `min` and `max`.", "label")
            if self.min >= self.max:
                raise misfit(f"`min` is {self.min} and `max` is {self.max}; `min` must be lower.", "min")
        elif len(self.levels) < 2:
            raise misfit("`levels` needs at least two levels.", "levels")
        if len(set(map(str, self.levels))) < len(self.levels):
            raise misfit("a level stands in `levels` twice.", "levels")
        if len({isinstance(level, str) for level in self.levels}) > 1:
            raise misfit("`levels` mixes words and numbers; an empty rating stands for no answer.", "levels")
        if self.numeric and sorted(self.values, key=int) != self.values:
            raise misfit("numbers in `levels` must rise.", "levels")
        if self.agree_from is not None and self.agree_from not in self.values:
            raise misfit(f"`agree_from` is `{self.agree_from}`, which is none of the levels.", "agree_from")
        for level in self.level_labels:
            if level not in self.values:
                raise misfit(f"`{level}` is none of the levels.", "level_labels", level)
        return self

    @property
    def numeric(self) -> bool:
        """Whether ratings are numbers and not ordered words."""
        return not self.levels or not isinstance(self.levels[0], str)

    @property
    def values(self) -> list[Level]:
        """Every level from low to high."""
        if self.levels or self.min is None or self.max is None:
            return self.levels
        return list(range(self.min, self.max + 1))


class Consensus(Section):
    """A threshold that the team declared beforehand; without one nothing is judged."""

    scale: str = Field(description="A key of `scales`.")
    rounds: list[int] = Field(min_length=1, description="The rounds it holds for.")
    perspective: str = Field(default="", description="A key of `perspectives`; empty for the whole panel.")
    measure: str = Field(
        description=f"The measure of `reports/tables/ratings.csv` that it speaks of: {', '.join(MEASURE_RANGES)}."
    )
    at_least: float | None = Field(default=None, description="Consensus when the measure is at least this.")
    at_most: float | None = Field(default=None, description="Consensus when the measure is at most this.")
    rationale: Label = Field(description="Why this threshold; the report prints it.")


class SecondOpinionSettings(Section):
    """Something on this machine that is asked beside the learner; nothing is by default."""

    kind: Literal["spacy", "sentences", "chat"] = Field(
        description="A trained spaCy pipeline with vectors, sentence embeddings, or a language model."
    )
    model: str = Field(description="Name of the pipeline or model, which must be installed.")
    address: str = Field(
        default="",
        description="For `chat`: an OpenAI-compatible address on this machine, such as http://127.0.0.1:11434/v1.",
    )


class Coding(Section):
    """How suggestions are made."""

    unit: Literal["sentences"] = Field(
        default="sentences", description="A suggestion covers whole sentences."
    )
    learner: bool = Field(
        default=True,
        description="Learn from checked decisions when there are enough. The last rows of a coder's file, at most 49, wait until"
        " the next 50 are full (10 while it has fewer than 100), so that suggestions stay the same while somebody works.",
    )
    min_checked_turns: int = Field(default=200, ge=1, description="Fewer checked turns: no learner.")
    hide_suggestions_share: float = Field(
        default=0.2, ge=0, le=1, description="Share of passages that coders see without a suggestion."
    )
    seed: int = Field(default=1, description="Seed of everything that is drawn by chance.")
    second_opinion: SecondOpinionSettings | None = Field(
        default=None, description="Asked beside the learner; text goes to a model only past the privacy gate."
    )


class Privacy(Section):
    """What must not leave the team."""

    names_to_hide: list[str] = Field(
        default=[], description="Names that are replaced in every quotation, without regard to case."
    )
    min_cell: int = Field(default=3, ge=1, description="Attributes shared by fewer people are not printed.")
    retain_until: dt.date | None = Field(
        default=None, description="Until when what people said may be kept; `delphi status` reminds of it."
    )


class Edition(Section):
    """Feedback between rounds for some of the people."""

    audience: Literal["participants", "professionals"] = Field(
        description="How it is written: in short sentences and large type, or compact with who said what."
    )
    name: str = Field(
        default="", pattern=r"^[a-z0-9_-]*$", description="Part of its file name; by default the audience."
    )
    perspectives: list[str] = Field(
        default=[], description="Whom it is for, printed on top; empty: everyone."
    )
    work_models: list[str] = Field(
        default=[], description="Only these work models, for a thinner booklet; empty: all of them."
    )
    quotations: bool = Field(
        default=False,
        description="Quote from panel sessions where people differ. A group knows its own words again: ask first.",
    )

    @property
    def file_name(self) -> str:
        """The edition in the name of a file."""
        return self.name or self.audience


class ReportSettings(Section):
    """What is rendered."""

    formats: list[Literal["html", "docx", "pdf"]] = Field(
        default=["html", "docx", "pdf"], min_length=1, description="The files to make in `reports/`."
    )
    chapters: str = Field(default="config/chapters", description="Folder with the researcher's own prose.")
    guidelines: list[Literal["COREQ", "SRQR"]] = Field(
        default=["COREQ", "SRQR"],
        description="Reporting guidelines that an annex goes through item by item; empty for none.",
    )
    feedback: list[Edition] = Field(
        default=[],
        description="Editions of the feedback on each round, made by `snakemake feedback`; without any, one"
        " for participants and one for professionals.",
    )

    @property
    def editions(self) -> list[Edition]:
        """The editions of the feedback."""
        return self.feedback or [Edition(audience="participants"), Edition(audience="professionals")]


class Study(Section):
    """A qualitative Delphi study."""

    format: int = Field(
        default=1,
        ge=1,
        description="Form of the study folder, which `delphi check --upgrade` keeps up to date.",
    )
    title: str = Field(description="Title of the report.")
    subtitle: str = Field(default="", description="Printed under the title.")
    authors: list[str] = Field(default=[], description="Printed on the title page.")
    language: Literal["nl", "en"] = Field(description="Language of the report.")
    date: dt.date = Field(description="Printed on the report and stamped into its files.")
    batches: int = Field(
        default=2, ge=1, le=10_000, description="Into how many jobs per stage the transcripts are divided."
    )
    rounds: list[Round] = Field(min_length=1, description="The rounds, in order.")
    panel_kinds: list[str] = Field(
        default=["focus_group", "steering_group"],
        description="Kinds of session (transcripts.csv) in which the panel speaks; other kinds deepen.",
    )
    perspectives: dict[str, Perspective] = Field(
        min_length=1, description="Keys are used in participants.csv."
    )
    kinds: dict[str, Label] = Field(default={}, description="Labels for the values of `kind`.")
    groups: dict[str, Label] = Field(default={}, description="Labels for the values of `group`.")
    swot: Swot = Field(description="Layout of the SWOT tables.")
    scales: dict[str, Scale] = Field(default={}, description="Scales used in ratings.csv.")
    consensus: list[Consensus] = Field(default=[], description="Thresholds; without them nothing is judged.")
    coding: Coding = Field(default=Coding(), description="How suggestions are made.")
    privacy: Privacy = Field(default=Privacy(), description="What must not leave the team.")
    report: ReportSettings = Field(default=ReportSettings(), description="What is rendered.")

    @model_validator(mode="before")
    @classmethod
    def _not_newer(cls, data: Any) -> Any:
        """What a newer version wrote is not judged by what this one knows."""
        number = data.get("format") if isinstance(data, dict) else None
        if isinstance(number, int) and number > FORMAT:
            what = (
                f"this study has format {number}, and this version of delphi knows formats up to {FORMAT}. "
                "Install the version that made it, or a newer one; nothing was changed."
            )
            raise misfit(what, "format")
        return data

    @model_validator(mode="after")
    def _names_fit(self) -> Study:
        numbers = [round_.number for round_ in self.rounds]
        if sorted(set(numbers)) != numbers:
            raise misfit("the numbers under `rounds` must rise and each stand once.", "rounds")
        for place, rule in enumerate(self.consensus):
            _known(rule.scale, list(self.scales), place, "scale")
            if rule.perspective:
                _known(rule.perspective, list(self.perspectives), place, "perspective")
            for number in rule.rounds:
                _known(number, numbers, place, "rounds")
                if self.round(number).purpose == "breadth":
                    what = f"this rule judges round {number}, whose purpose is breadth. Rules are for later rounds."
                    raise misfit(what, "consensus", place, "rounds")
            if (rule.at_least is None) == (rule.at_most is None):
                raise misfit("a rule needs either `at_least` or `at_most`.", "consensus", place)
            wrong = rule_errors(rule.measure, rule.at_least, rule.at_most, self.scales[rule.scale])
            for key, what in wrong:
                raise misfit(what, "consensus", place, key)
        folder = self.report.chapters
        if Path(folder).is_absolute() or ".." in Path(folder).parts:
            what = f"`report.chapters` is `{folder}`; it must be a folder inside the study."
            raise misfit(what, "report", "chapters")
        names = [edition.file_name for edition in self.report.feedback]
        for place, edition in enumerate(self.report.feedback):
            at = ("report", "feedback", place)
            if edition.file_name in names[:place]:
                what = f"two editions are called `{edition.file_name}`; give one of them a `name`."
                raise misfit(what, *at)
            for key in edition.perspectives:
                if key not in self.perspectives:
                    declared = ", ".join(self.perspectives)
                    what = f"the perspective `{key}` is not declared; declared are {declared}."
                    raise misfit(what, *at, "perspectives")
        return self

    def round(self, number: int) -> Round:
        """The round with this number."""
        return next(round_ for round_ in self.rounds if round_.number == number)

    def text(self, label: dict[str, str]) -> str:
        """A label in the report's language."""
        return localise(label, self.language)

    def level_label(self, scale: str, level: Level) -> str:
        """The printed name of a level of a scale; without a label, the level itself in words."""
        labels = self.scales[scale].level_labels
        return self.text(labels[level]) if level in labels else str(level).replace("_", " ")

    def kind_label(self, kind: str) -> str:
        """The printed name of a kind of session; without a label, the kind itself in words."""
        return self.text(self.kinds[kind]) if kind in self.kinds else re.sub(r"[_-]+", " ", kind)

    def group_label(self, group: str) -> str:
        """The printed name of a group; without a label, its name in the registers."""
        return self.text(self.groups[group]) if group in self.groups else group


def load_study(path: Path | str) -> Study:
    """Read `config/study.yaml`.

    Raises
    ------
    InputErrors
        One error per mistake, with line and remedy; an unknown key names the nearest valid one.
    """
    return load_section(Path(path), Study)


def localise(label: dict[str, str], language: str) -> str:
    """The text of a label in a language, or the nearest thing there is to it."""
    for key in (language, ANY_LANGUAGE, "en"):
        if key in label:
            return label[key]
    return next(iter(label.values()), "")


def _known(value: Any, known: list[Any], place: int, key: str) -> None:
    if value not in known:
        declared = ", ".join(map(str, known))
        what = f"the {key} `{value}` is not declared; declared are {declared}."
        raise misfit(what, "consensus", place, key)
