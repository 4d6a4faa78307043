"""Tests of agreement between coders."""
