import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "browser"))


@pytest.fixture
def study(tmp_path):
    """A small study with a register of participants, as the workflow leaves it."""
    from small_study import write_study

    folder = write_study(tmp_path / "study")
    (folder / "data/raw/participants.csv").write_text(
        "participant_id,perspective,group,invited_rounds,alias_of_labels,age,withdrawn_on\n"
        "Ann,neighbour,north,1,Annie,81,\nBea,neighbour,north,1,,44,\nCas,neighbour,north,1,,19,\n",
        encoding="utf-8",
    )
    return folder
