"""What panellists rated on declared scales, round by round, and what changed among those who rated twice."""

from delphi.ratings.invited import invited_raters
from delphi.ratings.reading import read_ratings, uninvited
from delphi.ratings.stability import paired
from delphi.ratings.table import ratings_table

__all__ = ["invited_raters", "paired", "ratings_table", "read_ratings", "uninvited"]
