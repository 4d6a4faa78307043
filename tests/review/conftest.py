import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "browser"))


@pytest.fixture
def study(tmp_path):
    from small_study import write_study

    return write_study(tmp_path)
