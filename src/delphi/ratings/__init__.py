"""What panellists rated on declared scales, round by round, and what changed among those who rated twice."""

from delphi.ratings.reading import read_ratings, uninvited
from delphi.ratings.stability import paired

__all__ = ["paired", "read_ratings", "uninvited"]
