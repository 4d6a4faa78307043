"""A package, so that a window and its browser test may have the same name."""
