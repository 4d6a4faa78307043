"""Draws."""


def draw(a, b):
    """Nothing."""
