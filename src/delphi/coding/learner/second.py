"""A second opinion on turns, where the user installed something that can give one; off unless the study asks.

Three kinds, one interface (`SecondOpinion`): a trained spaCy pipeline (its labels are the codebook's keys, or it has vectors), sentence embeddings, and a
language model behind an OpenAI-compatible address on this very machine.  Their shares are blended with
the learner's; they decide nothing alone.  Text goes to a language model only after the privacy gate
passed, and to no address but a loopback one: no proxy is asked and no redirection followed.
"""

from __future__ import annotations

import importlib
import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from delphi.codebook import Code, Codebook
from delphi.coding.learner.address import local_address
from delphi.coding.learner.conversation import Floats
from delphi.coding.learner.origin import model_named
from delphi.errors import InputError
from delphi.privacy.passed import has_passed
from delphi.study.config import SecondOpinionSettings, localise

WEIGHT = 0.3  # of the second opinion beside the learner
SHARP = 10.0  # how much nearer counts when likeness becomes shares
PATIENCE = 120.0  # seconds for one answer
LONGEST = 4000  # characters of a turn that are sent


class SecondOpinion(Protocol):
    """What gives shares of work models and of categories to texts; `name` says to a coder what it was."""

    name: str

    def shares(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """Texts by work models, texts by categories; rows sum to 1."""


def open_second_opinion(
    settings: SecondOpinionSettings | None, codebook: Codebook, passed: Path | None
) -> SecondOpinion | None:
    """What the study asks for; None when it asks for nothing.

    Parameters
    ----------
    passed
        The file that `delphi gate` writes when no hard identifier is left; no other file will do.

    Raises
    ------
    InputError
        When it is not installed, not on this machine, or the gate has not passed.
    """
    if settings is None:
        return None
    name = model_named(settings)
    if settings.kind == "chat":
        if not has_passed(passed):
            raise InputError(
                "`coding.second_opinion` sends text to a language model, and the privacy gate has not passed.",
                remedy="Run the workflow up to `delphi gate` and clear what it finds.",
            )
        return Chat(local_address(settings.address), settings.model, codebook)
    if settings.kind == "spacy":
        return _of_pipeline(settings.model, codebook, name)
    return Nearest(_sentence_vectors(settings.model), codebook, name)


def blend(own: Floats, other: Floats, weight: float = WEIGHT) -> Floats:
    """Two opinions as one: the weighted geometric mean of shares, rows summing to what `own` sums to."""
    total = own.sum(axis=1, keepdims=True)
    mixed = np.maximum(own, 1e-6) ** (1 - weight) * np.maximum(other, 1e-6) ** weight
    blended: Floats = mixed / mixed.sum(axis=1, keepdims=True) * total
    return blended


class Nearest:
    """Shares by likeness to what the codebook says of each code, in somebody's vectors."""

    def __init__(self, vectors: Any, codebook: Codebook, name: str) -> None:
        self._vectors, self.name = vectors, name
        language = codebook.language
        self._models, self._categories = (
            _unit(vectors([_said(code, language) for code in codes]))
            for codes in (codebook.work_model, codebook.swot)
        )

    def shares(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """See `SecondOpinion`."""
        if not texts:
            return np.zeros((0, len(self._models))), np.zeros((0, len(self._categories)))
        given = _unit(self._vectors(list(texts)))
        return _soft(SHARP * given @ self._models.T), _soft(SHARP * given @ self._categories.T)


class Told:
    """A spaCy pipeline whose labels are keys of the codebook; even shares in a facet that it does not tell."""

    def __init__(self, nlp: Any, codebook: Codebook, name: str) -> None:
        self._nlp, self._codebook, self.name = nlp, codebook, name

    def shares(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """See `SecondOpinion`."""
        told = [document.cats for document in self._nlp.pipe(texts)]
        models, categories = (self._of(told, self._codebook.keys(facet)) for facet in ("work_model", "swot"))
        return models, categories

    @staticmethod
    def _of(told: Sequence[Mapping[str, float]], keys: Sequence[str]) -> Floats:
        given = np.array([[cats.get(key, 0.0) for key in keys] for cats in told], float).reshape(
            -1, len(keys)
        )
        given += 1e-6
        share: Floats = given / given.sum(axis=1, keepdims=True)
        return share


class Chat:
    """A language model on this machine, asked for one work model and one category per turn."""

    def __init__(self, address: str, model: str, codebook: Codebook) -> None:
        self._address, self._codebook, self.name = address, codebook, model
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirection())

    def shares(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """See `SecondOpinion`; even shares where the answer names no code."""
        models, categories = (self._codebook.keys(facet) for facet in ("work_model", "swot"))
        answers = [self._answer(text) for text in texts]
        return (
            np.array([_told(answer.get("work_model"), models) for answer in answers]).reshape(
                -1, len(models)
            ),
            np.array([_told(answer.get("swot"), categories) for answer in answers]).reshape(
                -1, len(categories)
            ),
        )

    def _answer(self, text: str) -> dict[str, Any]:
        language = self._codebook.language
        codes = "\n".join(
            f"{facet}: {code.key}: {localise(code.definition, language)}"
            for facet in ("work_model", "swot")
            for code in self._codebook.codes(facet)
        )
        ask = (
            'Answer with JSON only: {"work_model": key, "swot": key}. Choose the keys that fit the passage.\n'
        )
        body = {
            "model": self.name,
            "temperature": 0,
            "seed": 0,
            "messages": [
                {"role": "system", "content": ask + codes},
                {"role": "user", "content": text[:LONGEST]},
            ],
        }
        request = urllib.request.Request(
            f"{self._address}/chat/completions",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        try:
            with self._opener.open(request, timeout=PATIENCE) as reply:
                content = json.load(reply)["choices"][0]["message"]["content"]
            found = json.loads(content[content.index("{") : content.rindex("}") + 1])
        except (urllib.error.URLError, TimeoutError, OSError) as error:
            raise InputError(
                f"the language model at {self._address} did not answer ({error}).",
                remedy="Start it, or take `second_opinion` out of study.yaml.",
            ) from None
        except (ValueError, KeyError, IndexError, TypeError):
            return {}
        return found if isinstance(found, dict) else {}


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002
        """Text must not follow a server elsewhere."""
        return


def _of_pipeline(name: str, codebook: Codebook, said: str) -> SecondOpinion:
    """A pipeline that was trained on the codebook's keys tells categories; one with vectors, likeness."""
    import spacy

    try:
        nlp = spacy.load(name)
    except OSError:
        raise InputError(
            f"`coding.second_opinion.model` is `{name}`, a spaCy pipeline that is not installed.",
            remedy=f"Run `python -m spacy download {name}`, or take `second_opinion` out of study.yaml.",
        ) from None
    keys = {key for facet in ("work_model", "swot") for key in codebook.keys(facet)}
    if any(keys & set(labels) for labels in nlp.pipe_labels.values()):
        return Told(nlp, codebook, said)
    if not nlp.vocab.vectors_length:
        raise InputError(
            f"the spaCy pipeline `{name}` has no word vectors and was not trained on the codebook's keys.",
            remedy="Use a pipeline whose name ends in _md or _lg, or train one whose labels are the keys.",
        )
    return Nearest(
        lambda texts: np.array([document.vector for document in nlp.pipe(texts)], float), codebook, said
    )


def _sentence_vectors(name: str) -> Any:
    try:
        module = importlib.import_module("sentence_transformers")
    except ImportError:
        raise InputError(
            "`coding.second_opinion` asks for sentence embeddings, and `sentence_transformers` is not installed.",
            remedy="Run `pip install sentence-transformers`, or take `second_opinion` out of study.yaml.",
        ) from None
    model = module.SentenceTransformer(name, local_files_only=True)
    return lambda texts: np.asarray(model.encode(texts), float)


def _said(code: Code, language: str) -> str:
    parts = [localise(code.label, language), localise(code.definition, language), *code.examples]
    return " ".join(parts + ([localise(code.include, language)] if code.include else []))


def _unit(rows: Floats) -> Floats:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = rows / np.where(length > 0, length, 1)
    return unit


def _soft(rows: Floats) -> Floats:
    raised = np.exp(rows - rows.max(axis=1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=1, keepdims=True)
    return shares


def _told(key: Any, keys: Sequence[str]) -> Floats:
    """Most of the share for the key that was named, even shares for none."""
    shares = np.full(len(keys), 1 / len(keys))
    if key in keys:
        shares *= 0.1
        shares[list(keys).index(key)] += 0.9
    return shares
