"""What all windows have in common: the other language, and errors that are told."""

from __future__ import annotations

import pytest

from delphi.review import open_desk
from delphi.review.adjudicate import open_adjudication
from delphi.review.consensus import open_consensus
from delphi.review.workbench import open_workbench


def say(window, **message):
    window._handle_custom_msg(message, [])
    return window.view


def test_window_speaks_the_other_language_where_she_is(study):
    window = open_desk("ann", study)
    say(window, act="begin", place="T1", seq=1)
    dutch = window.view["work"]
    view = say(window, act="language", language="en", seq=2)
    assert (window.fixed["language"], window.fixed["texts"]["read"]) == ("en", "Read, next")
    assert window.fixed["facets"]["swot"][0]["label"] == "Strength"
    assert (view["seq"], view["work"]["turn"]) == (2, dutch["turn"])
    assert view["work"]["session"] == dutch["session"].replace("ronde", "round")
    say(window, act="language", language="tlh", seq=3)
    assert window.fixed["language"] == "en"
    assert say(window, act="language", language="nl", seq=4)["work"] == dutch


@pytest.mark.parametrize("opened", [open_adjudication, open_consensus, open_workbench])
def test_window_that_is_blocked_has_no_other_language(opened, tmp_path):
    window = opened(study_folder=tmp_path)
    assert window.view["stage"] == "blocked"
    assert say(window, act="language", language="nl", seq=9)["seq"] == 0


def test_window_of_the_adjudicator_speaks_the_other_language(study):
    window = open_adjudication("zoe", study)
    say(window, act="language", language="en", seq=1)
    assert window.fixed["texts"]["title"] == "Adjudicate"
