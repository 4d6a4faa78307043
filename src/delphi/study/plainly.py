"""What the readers of YAML and of typed models complain about, in words for somebody who is no programmer."""

from __future__ import annotations

import difflib
from typing import Any

YAML_PROBLEMS = (
    ("found character '\\t'", "a tab stands where spaces belong", "Replace it by spaces."),
    ("mapping values are not allowed here", "a second colon stands in this line, or the line above it is not finished",
     "Put a text that holds a colon between quotation marks."),
    ("could not find expected ':'", "a line above or here has no colon with a space behind it",
     "Write `key: value`, with a space after the colon."),
    ("<stream end>", "the file breaks off", "Close the bracket or the quotation mark, or complete the file."),
    ("while scanning a quoted scalar", "a quotation mark opens and does not close", "Close it, or take it away."),
    ("found undefined alias", "a text begins with `*`, which YAML takes for a reference", "Put the text between quotation marks."),
    ("found character '@'", "a text begins with `@`", "Put the text between quotation marks."),
    ("found character '%'", "a text begins with `%`", "Put the text between quotation marks."),
    ("found character '`'", "a text begins with a backtick", "Put the text between quotation marks."),
    ("special characters are not allowed", "an invisible control character stands in the file", "Delete it."),
)  # fmt: skip
INDENTATION = "Check the indentation (spaces, no tabs), the colons and the quotation marks around here."

REMEDIES = {
    "list_type": "Write it between square brackets: `[one, another]`, or `[]` for none.",
    "dict_type": "Write keys and values, such as `{nl: ..., en: ...}`.",
    "model_type": "Write keys and values under it, two spaces further in.",
    "bool": "Write true or false.",
    "int": "Write a whole number, such as 2.",
    "float": "Write a number with a decimal point, such as 0.7.",
    "date": "Write the date as 2025-10-01.",
    "invalid_key": "Write one word before the colon.",
    "too_short": "Fill in at least one.",
    "string_pattern_mismatch": "Use letters, digits and `_`, beginning with a letter, without spaces.",
}


def yaml_problem(said: str) -> tuple[str, str]:
    """What is wrong with a YAML file, and the remedy, from what the reader of YAML says."""
    for sign, what, remedy in YAML_PROBLEMS:
        if sign in said:
            return f"this is not valid YAML: {what}.", remedy
    return f"this is not valid YAML ({said}).", INDENTATION


def value_problem(detail: Any) -> tuple[str, str]:
    """What is wrong with a value, and the remedy, from an error of a typed model."""
    kind, given = str(detail["type"]), detail["input"]
    message = detail["msg"][:1].lower() + detail["msg"][1:].rstrip(".")
    if given is None:
        return "nothing stands here", REMEDIES.get(kind, "Fill it in, or take the line away.")
    if kind == "string_type":
        if isinstance(given, list | dict):
            return "expected one text", "Put a text with brackets or braces between quotation marks."
        return f"`{_yaml(given)}` is read as something else than text", f'Write it as "{_yaml(given)}".'
    if kind == "literal_error":
        known = [
            part.strip("' ") for part in str(detail["ctx"]["expected"]).replace(" or ", ", ").split(", ")
        ]
        close = difflib.get_close_matches(str(given), known, n=1, cutoff=0.6)
        what = f"`{_yaml(given)}` is not known here"
        return what, f"Did you mean `{close[0]}`?" if close else f"Known are: {', '.join(known)}."
    if kind.startswith(("bool", "int", "float", "date")):
        kind = next(name for name in ("bool", "int", "float", "date") if kind.startswith(name))
        return f"`{_yaml(given)}` does not fit", REMEDIES[kind]
    if kind == "string_pattern_mismatch":
        return f"`{given}` holds a mark that a key cannot have", REMEDIES[kind]
    if kind == "too_short":
        return "it is empty", REMEDIES[kind]
    if kind in ("greater_than_equal", "less_than_equal"):
        least = detail["ctx"].get("ge", detail["ctx"].get("le"))
        what = "small" if kind.startswith("greater") else "large"
        return f"`{given}` is too {what}", f"It is {least} at {'least' if what == 'small' else 'most'}."
    start = kind.split("_", 1)[0]
    return message, REMEDIES.get(kind, REMEDIES.get(start, ""))


def _yaml(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
