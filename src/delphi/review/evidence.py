"""What a suggestion rests on, as a coder reads it: the line that `code` writes, in her language."""

from __future__ import annotations

import re
from collections.abc import Mapping

PART = re.compile(r"; (?=\w+=)")
TOPIC = re.compile(r'\w+ (?P<words>".*") turn (?P<turn>\d+), distance \d+')


def readable(evidence: str, labels: Mapping[str, str], words: Mapping[str, str]) -> str:
    """The evidence with labels for codes and sentences for its parts; what is not known stays as it is."""
    parts = []
    for part in PART.split(evidence):
        name, _, rest = part.partition("=")
        topic = TOPIC.fullmatch(rest)
        if name == "terms":
            part = re.sub(r"\((\S+)\)", lambda code: f"({labels.get(code[1], code[1])})", rest)
        elif name == "topic" and topic:
            part = words["under_discussion"].format(words=topic["words"], turn=topic["turn"])
        elif name == "learner":
            named = re.sub(
                r"(?<![\w.])([\w.-]+)(?= [01]\.\d\d)", lambda code: labels.get(code[1], code[1]), rest
            )
            part = words["learned"].format(shares=named.replace(", then ", f", {words['then']} "))
        elif name == "words":
            part = words["telling"].format(words=rest)
        elif name == "second":
            part = words["second"].format(name=rest)
        elif name == "negation":
            part = words["negation"].format(words=re.sub(r'" by "', f'" {words["by"]} "', rest))
        parts.append(part)
    return "; ".join(parts)
