"""The published and constructed examples of agreement between coders and of consensus of a panel."""

from __future__ import annotations

import json
from pathlib import Path

EXAMPLES = {
    example["name"]: example
    for example in json.loads(Path(__file__).with_name("worked_examples.json").read_text(encoding="utf-8"))[
        "examples"
    ]
}
