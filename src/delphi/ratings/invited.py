"""Who was asked to rate in each round."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from delphi.study import Participant, Study, Transcript


def invited_raters(
    ratings: pd.DataFrame,
    participants: Sequence[Participant],
    transcripts: Sequence[Transcript],
    study: Study,
) -> pd.DataFrame:
    """The people invited to each round as part of the panel, and whoever rated in it.

    People whose group only had interviews (or other sessions outside the panel) in a round are not
    counted unless they rated; people who withdrew never are.  A perspective of which nobody rated
    in a round on any scale was not asked in it.

    Returns
    -------
    DataFrame
        `round, participant_id, perspective`, ordered by round and register.
    """
    rated = set(zip(ratings["round"], ratings["participant_id"]))
    asked = set(zip(ratings["round"], ratings["perspective"]))
    records = []
    for round_ in study.rounds:
        number = round_.number
        sessions = [session for session in transcripts if session.round == number]
        panel = {session.group for session in sessions if session.kind in study.panel_kinds}
        deepening = {session.group for session in sessions} - panel
        for person in participants:
            invited = number in person.invited_rounds and person.group not in deepening
            counts = (invited and (number, person.perspective) in asked) or (
                number,
                person.participant_id,
            ) in rated
            if counts and person.withdrawn_on is None:
                records.append((number, person.participant_id, person.perspective))
    return pd.DataFrame.from_records(records, columns=["round", "participant_id", "perspective"])
