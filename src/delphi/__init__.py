"""delphi: from what a panel said to what it concluded, traceable both ways."""

__version__ = "0.1.0"
