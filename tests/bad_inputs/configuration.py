"""study.yaml and codebook.yaml."""

from __future__ import annotations

from tests.bad_inputs.case import CODEBOOK, STUDY, Case, add, away, both, cut, folder, put, saved, swap

CASES = [
    Case(
        "study.yaml is not there",
        away(STUDY),
        "config/study.yaml: the file does not exist. Create it or correct its name.",
    ),
    Case(
        "study.yaml is empty",
        put(STUDY, ""),
        "config/study.yaml, line 1: the file holds no keys. Expected lines such as `title: My study`.",
    ),
    Case(
        "study.yaml is a folder",
        folder(STUDY),
        "config/study.yaml: the file cannot be read (Is a directory). Put a file with this name there, and see that you may read it.",
    ),
    Case(
        "study.yaml is a list",
        put(STUDY, "- one\n- two\n"),
        "config/study.yaml, line 1: the file holds no keys. Expected lines such as `title: My study`.",
    ),
    Case(
        "study.yaml is a picture",
        put(STUDY, b"\x89PNG\r\n\x1a\n\x00\x01\x02\xff"),
        "config/study.yaml, line 1: this is not UTF-8 text. Save the file again with the encoding UTF-8.",
    ),
    Case(
        "study.yaml breaks off in a bracket",
        cut(STUDY, "{number: 1, purpose: "),
        "config/study.yaml, line 9, column 26: this is not valid YAML: the file breaks off. Close the bracket or the quotation mark, or complete the file.",
    ),
    Case(
        "study.yaml breaks off in a word",
        cut(STUDY, "authors: [The str"),
        "config/study.yaml, line 4, column 18: this is not valid YAML: the file breaks off. Close the bracket or the quotation mark, or complete the file.",
    ),
    Case(
        "a key stands twice",
        add(STUDY, "title: Another\n"),
        "config/study.yaml, line 31: the key `title` stands here twice. Keep one of the two.",
    ),
    Case(
        "a tab indents a line",
        swap(STUDY, "  gardener:", "\tgardener:"),
        "config/study.yaml, line 13, column 1: this is not valid YAML: a tab stands where spaces belong. Replace it by spaces.",
    ),
    Case(
        "a colon has no space behind it",
        swap(STUDY, "language: en", "language:en"),
        "config/study.yaml, line 6, column 1: this is not valid YAML: a line above or here has no colon with a space behind it. Write `key: value`, with a space after the colon.",
    ),
    Case(
        "a title holds a colon",
        swap(STUDY, "title: One garden", "title: One garden: ours"),
        "config/study.yaml, line 2, column 18: this is not valid YAML: a second colon stands in this line, or the line above it is not finished. Put a text that holds a colon between quotation marks.",
    ),
    Case(
        "a key is misspelled",
        swap(STUDY, "title:", "titel:"),
        (
            "config/study.yaml, line 1: the key `title` is missing. config/README.md describes every key.",
            "config/study.yaml, line 2: the key `titel` is not known here. Did you mean `title`?",
        ),
    ),
    Case(
        "a key inside a section is misspelled",
        swap(STUDY, "min_cell", "min_cells"),
        "config/study.yaml, line 28: the key `min_cells` is not known here. Did you mean `min_cell`?",
    ),
    Case(
        "a key is no text",
        add(STUDY, "? [a, b]\n: 1\n"),
        "config/study.yaml: `('a', 'b')`: keys should be strings. Write one word before the colon.",
    ),
    Case(
        "an anchor goes round in a circle",
        add(STUDY, "kinds2: &a\n  b: *a\n"),
        "config/study.yaml, line 31: the key `kinds2` is not known here. Did you mean `kinds`?",
    ),
    Case(
        "anchors that multiply",
        add(
            STUDY,
            "x1: &x1 [a, a, a, a, a, a, a, a, a, a]\n"
            + "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]\n" for n in range(2, 11)),
        ),
        "config/study.yaml: its references (`&name` and `*name`) repeat one another without end. Write out what they stand for.",
    ),
    Case(
        "a tag that would run code",
        swap(STUDY, "title: One", "title: !!python/object/apply:os.system [ls] #"),
        "config/study.yaml, line 2: `title`: expected one text. Put a text with brackets or braces between quotation marks.",
    ),
    Case(
        "a text where a list is expected",
        swap(STUDY, "panel_kinds: [focus_group]", "panel_kinds: focus_group"),
        "config/study.yaml, line 11: `panel_kinds`: input should be a valid list. Write it between square brackets: `[one, another]`, or `[]` for none.",
    ),
    Case(
        "a number is a word",
        swap(STUDY, "batches: 1", "batches: one"),
        "config/study.yaml, line 7: `batches`: `one` does not fit. Write a whole number, such as 2.",
    ),
    Case(
        "no batch at all",
        swap(STUDY, "batches: 1", "batches: 0"),
        "config/study.yaml, line 7: `batches`: `0` is too small. It is 1 at least.",
    ),
    Case(
        "a date that no calendar has",
        swap(STUDY, "2025-05-01", "2025-02-30"),
        "config/study.yaml, line 6: `date`: `2025-02-30` does not fit. Write the date as 2025-10-01.",
    ),
    Case(
        "a date as Belgians write it",
        swap(STUDY, "date: 2025-05-01", "date: 01-05-2025"),
        "config/study.yaml, line 6: `date`: `01-05-2025` does not fit. Write the date as 2025-10-01.",
    ),
    Case(
        "a language that delphi does not write",
        swap(STUDY, "language: en", "language: fr"),
        "config/study.yaml, line 5: `language`: `fr` is not known here. Known are: nl, en.",
    ),
    Case(
        "two rounds with one number",
        swap(STUDY, "number: 2", "number: 1"),
        "config/study.yaml, line 8: the numbers under `rounds` must rise and each stand once.",
    ),
    Case(
        "a purpose that does not exist",
        swap(STUDY, "purpose: judgement", "purpose: judgment"),
        "config/study.yaml, line 10: `rounds.2.purpose`: `judgment` is not known here. Did you mean `judgement`?",
    ),
    Case(
        "a label without text",
        swap(STUDY, "label: Gardener,", "label: {},"),
        "config/study.yaml, line 13: `perspectives.gardener.label`: it is empty. Fill in at least one.",
    ),
    Case(
        "a general work model that no code is",
        swap(STUDY, "display: quadrants", "display: quadrants\n  general: everything"),
        "config/study.yaml: `swot.general` is `everything`, which is no work model. Known are: shared_beds, own_plots.",
    ),
    Case(
        "a rule of consensus without its scale",
        swap(STUDY, "scale: importance", "scale: weight"),
        "config/study.yaml, line 23: the scale `weight` is not declared; declared are importance.",
    ),
    Case(
        "a rule that judges a round of breadth",
        swap(STUDY, "rounds: [2]", "rounds: [1]"),
        "config/study.yaml, line 23: this rule judges round 1, whose purpose is breadth. Rules are for later rounds.",
    ),
    Case(
        "a chapters folder outside the study",
        swap(STUDY, "formats: [html]", "chapters: ../secret"),
        "config/study.yaml, line 30: `report.chapters` is `../secret`; it must be a folder inside the study.",
    ),
    Case(
        "a format that does not exist",
        swap(STUDY, "[html]", "[html, pptx]"),
        "config/study.yaml, line 30: `report.formats.2`: `pptx` is not known here. Known are: html, docx, pdf.",
    ),
    Case(
        "study.yaml is wrong and participants.csv too",
        both(
            swap(STUDY, "title:", "titel:"),
            swap("data/raw/participants.csv", "Vera,neighbour", "Vera,nieghbour"),
        ),
        (
            "config/study.yaml, line 1: the key `title` is missing. config/README.md describes every key.",
            "config/study.yaml, line 2: the key `titel` is not known here. Did you mean `title`?",
            "data/raw/participants.csv, line 4: the perspective `nieghbour` is not declared. Did you mean `neighbour`? Perspectives are declared in study.yaml.",
        ),
    ),
    Case(
        "study.yaml is no YAML and transcripts.csv lacks a column",
        both(swap(STUDY, "  gardener:", "\tgardener:"), swap("data/raw/transcripts.csv", "round", "ronde")),
        (
            "config/study.yaml, line 13, column 1: this is not valid YAML: a tab stands where spaces belong. Replace it by spaces.",
            "data/raw/transcripts.csv, line 1: the column `round` is missing. Found the columns transcript_id, file, ronde, kind, group, place, date, language, facilitators, notes, present.",
        ),
    ),
    Case(
        "codebook.yaml is not there",
        away(CODEBOOK),
        "config/codebook.yaml: the file does not exist. Create it or correct its name.",
    ),
    Case(
        "codebook.yaml in another encoding",
        saved(CODEBOOK, "cp1252", extra="# caf\u00e9\n"),
        "config/codebook.yaml, line 24: this is not UTF-8 text. Save the file again with the encoding UTF-8.",
    ),
    Case(
        "two codes with one key",
        swap(CODEBOOK, "key: own_plots", "key: shared_beds"),
        "config/codebook.yaml, line 9: the key `shared_beds` stands under `work_model` twice. Give one of the two another key.",
    ),
    Case(
        "a key with a space",
        swap(CODEBOOK, "key: own_plots", "key: own plots"),
        (
            "config/codebook.yaml, line 9: `work_model.2.key`: `own plots` holds a mark that a key cannot have. Use letters, digits and `_`, beginning with a letter, without spaces.",
            "data/raw/parameters.csv, line 1: the column `own_plots` is no work model. Did you mean `own plots`?",
        ),
    ),
    Case(
        "a code without definition",
        swap(CODEBOOK, "    definition: Everyone has a plot.\n", ""),
        "config/codebook.yaml, line 9: the key `definition` is missing under `work_model.1`. config/README.md describes every key.",
    ),
    Case(
        "a term that is a number",
        swap(CODEBOOK, "terms: [plot*,", "terms: [2024,"),
        'config/codebook.yaml, line 12: `work_model.2.terms.1`: `2024` is read as something else than text. Write it as "2024".',
    ),
    Case(
        "a term that is yes",
        swap(CODEBOOK, "terms: [easy, good]", "terms: [easy, true]"),
        'config/codebook.yaml, line 17: `swot.1.terms.2`: `true` is read as something else than text. Write it as "true".',
    ),
    Case(
        "a term that is no expression",
        swap(CODEBOOK, "re:allotments?", "re:allot(ments"),
        "config/codebook.yaml, line 12: The term `re:allot(ments` is no valid regular expression: missing ), unterminated subpattern at position 5. Mend it, or write the words with wildcards (`*`) instead.",
    ),
    Case(
        "a term that takes endless time",
        swap(CODEBOOK, "re:allotments?", "re:(a+)+$"),
        "config/codebook.yaml, line 12: The term `re:(a+)+$` could take endless time: it repeats what already repeats or branches. Use no repetition of groups, no references, and at most 3 of `*` and `+`.",
    ),
    Case(
        "another that does",
        swap(CODEBOOK, "re:allotments?", "re:(a|a)*b"),
        "config/codebook.yaml, line 12: The term `re:(a|a)*b` could take endless time: it repeats what already repeats or branches. Use no repetition of groups, no references, and at most 3 of `*` and `+`.",
    ),
    Case(
        "a third that does",
        swap(CODEBOOK, "re:allotments?", "re:.*.*.*.*x"),
        "config/codebook.yaml, line 12: The term `re:.*.*.*.*x` could take endless time: it repeats what already repeats or branches. Use no repetition of groups, no references, and at most 3 of `*` and `+`.",
    ),
    Case(
        "a term of ten thousand letters",
        swap(CODEBOOK, "re:allotments?", "re:" + "a" * 10_000),
        "config/codebook.yaml, line 12: The term `re:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...` is longer than 200 characters. Split it into several terms.",
    ),
    Case(
        "a term that matches everything",
        swap(CODEBOOK, "re:allotments?", "re:.*"),
        "config/codebook.yaml, line 12: The term `re:.*` also matches a word without letters, so it may match anything. Let it ask for at least one letter.",
    ),
    Case(
        "a term of a star only",
        swap(CODEBOOK, "re:allotments?", "*"),
        "config/codebook.yaml, line 12: The term `*` begins or ends with `*` alone, which stands for any word. Join the `*` to letters (`buddy*`) or put it between two words (`niet * genoeg`).",
    ),
    Case(
        "a term without a word",
        swap(CODEBOOK, "re:allotments?", "!!!"),
        "config/codebook.yaml, line 12: The term `!!!` holds no word. Write a word or a phrase, such as `buddy*` or `bel* ... op`.",
    ),
    Case(
        "an empty term",
        swap(CODEBOOK, '"re:allotments?"', '""'),
        "config/codebook.yaml, line 12: The term `` holds no word. Write a word or a phrase, such as `buddy*` or `bel* ... op`.",
    ),
    Case(
        "a list of terms left empty",
        swap(CODEBOOK, "terms: [easy, good]", "terms:"),
        "config/codebook.yaml, line 17: `swot.1.terms`: nothing stands here. Write it between square brackets: `[one, another]`, or `[]` for none.",
    ),
    Case(
        "normalise in a circle",
        swap(CODEBOOK, "gardin: garden", "gardin: garden\n  garden: gardin"),
        "config/codebook.yaml, line 22: `normalise` runs in a circle: gardin to garden to gardin. Let each chain end in a standard word.",
    ),
    Case(
        "a migration to a code that is gone",
        add(CODEBOOK, "migrations:\n  - {from_version: 1, facet: work_model, renamed: {allotment: plots}}\n"),
        "config/codebook.yaml, line 25: this leads to `plots`, which is no work_model. Correct it, or add the code.",
    ),
    Case(
        "no work model",
        swap(CODEBOOK, "work_model:\n", "work_model: []\nold:\n"),
        (
            "config/codebook.yaml, line 3: `work_model`: it is empty. Fill in at least one.",
            "config/codebook.yaml, line 4: the key `old` is not known here. Known are: version, language, work_model, swot, normalise, migrations.",
        ),
    ),
]
