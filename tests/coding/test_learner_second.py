"""A second opinion: only from this machine, only past the gate, blended and never alone."""

from __future__ import annotations

import json
import sys
import threading
import types
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import numpy as np
import pytest
import spacy
from spacy.training import Example
from tests_lessons import CODEBOOK, study

from delphi.coding.learner.address import local_address
from delphi.coding.learner.learn import ALL
from delphi.coding.learner.second import blend, open_second_opinion
from delphi.coding.learner.settled import learners, lessons
from delphi.coding.learner.suggest import codes_of, learned_suggestions
from delphi.errors import InputError
from delphi.privacy.passed import write_passed
from delphi.review.evidence import readable
from delphi.review.texts import texts
from delphi.study.config import SecondOpinionSettings


class Model(BaseHTTPRequestHandler):
    """A stand-in for a language model that always sees the bus, and keeps what it was sent."""

    asked: ClassVar[list[dict]] = []
    elsewhere = ""

    def do_POST(self):
        if self.elsewhere:
            self.send_response(302)
            self.send_header("Location", self.elsewhere)
            self.end_headers()
            return
        self.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        answer = 'Surely: {"work_model": "bus", "swot": "nonsense"}'
        body = json.dumps({"choices": [{"message": {"content": answer}}]}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def address():
    server = HTTPServer(("127.0.0.1", 0), Model)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    Model.asked, Model.elsewhere = [], ""
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


def chat(address):
    return SecondOpinionSettings(kind="chat", model="small", address=address)


def passed(tmp_path):
    file = tmp_path / "passed.txt"
    write_passed(file)
    return file


def test_second_opinion_is_off_by_default():
    assert open_second_opinion(None, CODEBOOK, None) is None


def test_second_opinion_of_a_model_needs_the_gate(address, tmp_path):
    (tmp_path / "other.txt").write_text("passed\n")
    for file in (None, tmp_path / "missing.txt", tmp_path / "other.txt", tmp_path):
        with pytest.raises(InputError, match="gate has not passed"):
            open_second_opinion(chat(address), CODEBOOK, file)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/v1",
        "https://127.0.0.1/v1",
        "http://192.168.1.5:8000",
        "http://127.0.0.1@example.org/",
        "ftp://localhost",
        "",
        "http://0.0.0.0:1",
        "http://[bad",
    ],
)
def test_second_opinion_stays_on_this_machine(address, tmp_path):
    with pytest.raises(InputError, match="not on this machine"):
        open_second_opinion(chat(address), CODEBOOK, passed(tmp_path))


def test_second_opinion_allows_loopback():
    assert local_address("http://[::1]:11434/v1/") == "http://[::1]:11434/v1"
    assert local_address("http://localhost:1/v1") == "http://localhost:1/v1"


def test_second_opinion_of_a_model_becomes_shares(address, tmp_path, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")  # would answer nothing
    second = open_second_opinion(chat(address), CODEBOOK, passed(tmp_path))
    models, categories = second.shares(["we took the road", "again"])
    assert models.argmax(axis=1).tolist() == [1, 1]
    assert np.allclose(categories, 0.5)  # it named no category of this codebook
    assert len(Model.asked) == 2
    assert Model.asked[0]["temperature"] == 0
    assert "we took the road" in Model.asked[0]["messages"][1]["content"]


def test_second_opinion_follows_no_redirection(address, tmp_path):
    Model.elsewhere = "http://127.0.0.1:9/v1/chat/completions"
    second = open_second_opinion(chat(address), CODEBOOK, passed(tmp_path))
    with pytest.raises(InputError, match="did not answer"):
        second.shares(["text"])


def test_second_opinion_from_sentence_embeddings(monkeypatch):
    class Embeddings:
        def __init__(self, name, local_files_only):
            assert local_files_only
            assert name == "tiny"

        def encode(self, texts):
            return [[text.count("club"), text.count("bus"), text.count("room"), 1] for text in texts]

    monkeypatch.setitem(
        sys.modules, "sentence_transformers", types.SimpleNamespace(SentenceTransformer=Embeddings)
    )
    second = open_second_opinion(SecondOpinionSettings(kind="sentences", model="tiny"), CODEBOOK, None)
    models, categories = second.shares(["bus bus bus"])
    assert models.argmax(axis=1).tolist() == [1]
    assert np.allclose(categories.sum(axis=1), 1)


def test_second_opinion_of_a_trained_spacy_pipeline(tmp_path):
    nlp = spacy.blank("en")
    labels = [*CODEBOOK.keys("work_model"), "strength"]
    told = nlp.add_pipe("textcat_multilabel")
    for label in labels:
        told.add_label(label)
    subjects = {"bus": "the driver of the bus", "club": "a novel for the club", "room": "sums in the room"}
    examples = [
        Example.from_dict(nlp.make_doc(text), {"cats": {label: float(label == key) for label in labels}})
        for key, text in subjects.items()
    ]
    spacy.util.fix_random_seed(1)
    nlp.initialize(lambda: examples)
    for _ in range(40):
        nlp.update(examples)
    nlp.to_disk(tmp_path / "pipeline")
    settings = SecondOpinionSettings(kind="spacy", model=str(tmp_path / "pipeline"))
    models, categories = open_second_opinion(settings, CODEBOOK, None).shares(
        ["the driver of the bus", "a novel"]
    )
    assert models.argmax(axis=1).tolist() == [1, 0]
    assert np.allclose(models.sum(axis=1), 1)
    assert categories.shape == (2, 2)


def test_second_opinion_of_a_spacy_pipeline_with_vectors(tmp_path):
    nlp = spacy.blank("en")
    for place, words in enumerate((["club", "novel"], ["bus", "driver"], ["room", "sums"])):
        for word in words:
            nlp.vocab.set_vector(word, np.eye(3, dtype="float32")[place])
    nlp.to_disk(tmp_path / "vectors")
    settings = SecondOpinionSettings(kind="spacy", model=str(tmp_path / "vectors"))
    models, _ = open_second_opinion(settings, CODEBOOK, None).shares(["driver", "sums", "nothing"])
    assert models[:2].argmax(axis=1).tolist() == [1, 2]
    assert np.allclose(models[2], 1 / 3)


def test_second_opinion_of_a_spacy_pipeline_that_tells_nothing_is_refused(tmp_path):
    spacy.blank("en").to_disk(tmp_path / "blank")
    settings = SecondOpinionSettings(kind="spacy", model=str(tmp_path / "blank"))
    with pytest.raises(InputError, match="no word vectors"):
        open_second_opinion(settings, CODEBOOK, None)


def test_second_opinion_that_is_not_installed_is_refused(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(InputError, match="not installed"):
        open_second_opinion(SecondOpinionSettings(kind="sentences", model="tiny"), CODEBOOK, None)
    with pytest.raises(InputError, match="not installed"):
        open_second_opinion(SecondOpinionSettings(kind="spacy", model="nl_no_such"), CODEBOOK, None)


def test_blend_keeps_the_sum_and_moves_towards_the_second():
    own, other = np.array([[0.6, 0.4]]), np.array([[0.1, 0.9]])
    mixed = blend(own, other)
    assert mixed.sum() == pytest.approx(1)
    assert 0.4 < mixed[0, 1] < 0.9
    assert np.allclose(blend(own, own), own)


def test_second_opinion_is_named_in_the_evidence_of_what_it_changed():
    batches, sentences, placed = study()
    given = lessons(batches, sentences, placed, CODEBOOK, "", 10)
    learner = learners(given, CODEBOOK, "", [ALL])[ALL]
    codes = codes_of(CODEBOOK, "")
    alone, _ = learned_suggestions(learner, given.reading, codes, "en")

    class Bus:
        name = "small"

        def shares(self, texts):
            return np.tile([0.01, 0.98, 0.01], (len(texts), 1)), np.full((len(texts), 2), 0.5)

    blended, _ = learned_suggestions(learner, given.reading, codes, "en", Bus())
    assert not alone["evidence"].str.contains("second=").any()
    assert blended["evidence"].str.contains('second="small"').all()
    assert blended["confidence"].sum() < alone["confidence"].sum()
    assert 'blended with "small"' in readable(blended["evidence"].iloc[0], {}, texts("en"))
