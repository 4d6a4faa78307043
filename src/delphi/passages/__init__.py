"""Passages: the sentences of a turn, and decisions that find their passage again in a corrected transcript.

Import from the modules: `segments` brings spaCy along, `anchors` and `shifts` rapidfuzz, and a step
that uses one of them does not depend on the code of the others.
"""
