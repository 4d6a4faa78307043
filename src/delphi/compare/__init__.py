"""Two builds of a study side by side: what changed, why, and what a participant's words carried."""

from delphi.compare.build import Build, read_build
from delphi.compare.changes import Changes, compare
from delphi.compare.tell import Told, tell

__all__ = ["Build", "Changes", "Told", "compare", "read_build", "tell"]
