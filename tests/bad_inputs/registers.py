"""The registers: transcripts, participants, ratings, parameters, practices."""

from __future__ import annotations

from tests.bad_inputs.case import (
    PARAMETERS,
    PARTICIPANTS,
    PRACTICES,
    RATINGS,
    TRANSCRIPTS,
    Case,
    add,
    away,
    both,
    cut,
    put,
    saved,
    swap,
)  # fmt: skip

CASES = [
    Case(
        "transcripts.csv is not there",
        away(TRANSCRIPTS),
        "data/raw/transcripts.csv: the file does not exist. Create it or correct its name.",
    ),
    Case(
        "transcripts.csv is empty",
        put(TRANSCRIPTS, ""),
        "data/raw/transcripts.csv: the file is empty. Expected a header with the columns transcript_id, file, round, kind, group, place, date, language, facilitators, notes.",
    ),
    Case(
        "transcripts.csv is a spreadsheet with another ending",
        put(TRANSCRIPTS, b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xff\xfe"),
        "data/raw/transcripts.csv, line 1: this is not UTF-8 text. In the spreadsheet, save it again as CSV UTF-8 (comma delimited).",
    ),
    Case(
        "no conversation is registered",
        cut(TRANSCRIPTS, "present\n"),
        "data/raw/transcripts.csv: no transcript is registered. Add one row per transcript.",
    ),
    Case(
        "a column is missing",
        swap(TRANSCRIPTS, "facilitators", "moderators"),
        "data/raw/transcripts.csv, line 1: the column `facilitators` is missing. Found the columns transcript_id, file, round, kind, group, place, date, language, moderators, notes, present.",
    ),
    Case(
        "a column stands twice",
        swap(TRANSCRIPTS, "notes,present", "notes,notes"),
        "data/raw/transcripts.csv, line 1: the column `notes` stands twice. Rename one of them.",
    ),
    Case(
        "a cell too many",
        swap(TRANSCRIPTS, "Harrowmouth,2025-02-11", "Harrowmouth, the park,2025-02-11"),
        'data/raw/transcripts.csv, line 2: this row has 12 cells, the header has 11. Put cells that hold a "," between double quotation marks.',
    ),
    Case(
        "a quotation mark that stays open",
        swap(TRANSCRIPTS, "bench,bench.txt", 'bench,"bench.txt'),
        "data/raw/transcripts.csv, line 2: this row cannot be read as CSV (unexpected end of data). Look for a quotation mark that opens and does not close.",
    ),
    Case(
        "a null byte",
        swap(TRANSCRIPTS, "Harrowmouth", "Harrow\x00mouth"),
        "data/raw/transcripts.csv, line 2: the file is damaged. Delete the invisible character (a null byte), or save the file anew in its program.",
    ),
    Case(
        "an id twice",
        swap(TRANSCRIPTS, "lawn,lawn.txt", "bench,lawn.txt"),
        (
            "data/raw/transcripts.csv, line 3: the transcript_id `bench` stands twice. It stands in line 2 too; each transcript has one row.",
            "data/coded/item_events.csv, line 4: `lawn:2:0-50` names a transcript that is not registered. Known are: bench.",
            "data/coded/decisions/anna.csv, line 6: `transcript_id` is `lawn`, which is not known. Known are: bench.",
            "data/coded/decisions/anna.csv, line 7: `transcript_id` is `lawn`, which is not known. Known are: bench.",
            "data/coded/decisions/anna.csv, line 8: `transcript_id` is `lawn`, which is not known. Known are: bench.",
            "data/coded/adjudications.csv, line 2: `transcript_id` is `lawn`, which is not known. Known are: bench.",
        ),
    ),
    Case(
        "a file twice",
        swap(TRANSCRIPTS, "lawn,lawn.txt", "lawn,bench.txt"),
        (
            "data/raw/transcripts.csv, line 3: the file `bench.txt` stands twice. It stands in line 2 too; each transcript has one row.",
            "data/raw/transcripts/lawn.txt: this file is in no row of the register. Add a row for it to data/raw/transcripts.csv, or move the file elsewhere.",
        ),
    ),
    Case(
        "an id with a colon",
        swap(TRANSCRIPTS, "lawn,lawn.txt", "la:wn,lawn.txt"),
        (
            "data/raw/transcripts.csv, line 3: the transcript_id `la:wn` has a mark that references use. Use letters, digits, `-`, `_` and `.`; passages are referred to as transcript:turn:start-end.",
            "data/coded/item_events.csv, line 4: `lawn:2:0-50` names a transcript that is not registered. Did you mean `la:wn`?",
            "data/coded/decisions/anna.csv, line 6: `transcript_id` is `lawn`, which is not known. Did you mean `la:wn`?",
            "data/coded/decisions/anna.csv, line 7: `transcript_id` is `lawn`, which is not known. Did you mean `la:wn`?",
            "data/coded/decisions/anna.csv, line 8: `transcript_id` is `lawn`, which is not known. Did you mean `la:wn`?",
            "data/coded/adjudications.csv, line 2: `transcript_id` is `lawn`, which is not known. Did you mean `la:wn`?",
        ),
    ),
    Case(
        "an id that climbs out of its folder",
        swap(TRANSCRIPTS, "lawn,lawn.txt", "../lawn,lawn.txt"),
        (
            "data/raw/transcripts.csv, line 3: the transcript_id `../lawn` has a mark that references use. Use letters, digits, `-`, `_` and `.`; passages are referred to as transcript:turn:start-end.",
            "data/coded/item_events.csv, line 4: `lawn:2:0-50` names a transcript that is not registered. Did you mean `../lawn`?",
            "data/coded/decisions/anna.csv, line 6: `transcript_id` is `lawn`, which is not known. Did you mean `../lawn`?",
            "data/coded/decisions/anna.csv, line 7: `transcript_id` is `lawn`, which is not known. Did you mean `../lawn`?",
            "data/coded/decisions/anna.csv, line 8: `transcript_id` is `lawn`, which is not known. Did you mean `../lawn`?",
            "data/coded/adjudications.csv, line 2: `transcript_id` is `lawn`, which is not known. Did you mean `../lawn`?",
        ),
    ),
    Case(
        "a file that climbs out of its folder",
        swap(TRANSCRIPTS, "lawn,lawn.txt", "lawn,../participants.csv"),
        (
            "data/raw/transcripts.csv, line 3: the file `../participants.csv` is named with a folder. Give its name only; it must lie in data/raw/transcripts.",
            "data/raw/transcripts/lawn.txt: this file is in no row of the register. Add a row for it to data/raw/transcripts.csv, or move the file elsewhere.",
        ),
    ),
    Case(
        "a file that does not exist",
        swap(TRANSCRIPTS, "bench.txt", "banch.txt"),
        (
            "data/raw/transcripts.csv, line 2: the file `banch.txt` does not exist. Put it in data/raw/transcripts or correct the name. Did you mean `bench.txt`?",
            "data/raw/transcripts/bench.txt: this file is in no row of the register. Add a row for it to data/raw/transcripts.csv, or move the file elsewhere.",
        ),
    ),
    Case(
        "a file in no row",
        put("data/raw/transcripts/extra.txt", "Iris: hello\n"),
        "data/raw/transcripts/extra.txt: this file is in no row of the register. Add a row for it to data/raw/transcripts.csv, or move the file elsewhere.",
    ),
    Case(
        "a round that no one declared",
        swap(TRANSCRIPTS, "lawn.txt,2", "lawn.txt,3"),
        "data/raw/transcripts.csv, line 3: the round `3` is not declared. study.yaml declares the rounds 1, 2.",
    ),
    Case(
        "a round in words",
        swap(TRANSCRIPTS, "lawn.txt,2", "lawn.txt,two"),
        "data/raw/transcripts.csv, line 3: the round `two` is not declared. study.yaml declares the rounds 1, 2.",
    ),
    Case(
        "a kind that nothing explains",
        swap(TRANSCRIPTS, "1,focus_group", "1,focusgroep"),
        "data/raw/transcripts.csv, line 2: the kind `focusgroep` is declared nowhere. Did you mean `focus_group`?",
    ),
    Case(
        "a kind with a capital",
        swap(TRANSCRIPTS, "1,focus_group", "1,Focus_group"),
        "data/raw/transcripts.csv, line 2: the kind `Focus_group` is declared nowhere. Did you mean `focus_group`?",
    ),
    Case(
        "a date the other way round",
        swap(TRANSCRIPTS, "2025-02-11", "10-02-2026"),
        "data/raw/transcripts.csv, line 2: `date` is `10-02-2026`, which is no date. Write the date as 2025-10-01: year, month, day.",
    ),
    Case(
        "a date that does not exist",
        swap(TRANSCRIPTS, "2025-02-11", "2025-02-31"),
        "data/raw/transcripts.csv, line 2: `date` is `2025-02-31`, which is no date. Write the date as 2025-10-01: year, month, day.",
    ),
    Case(
        "a language that is no code",
        swap(TRANSCRIPTS, "2025-02-11,en", "2025-02-11,English"),
        "data/raw/transcripts.csv, line 2: the language `English` is no code of a language. Write two or three small letters, such as nl or en.",
    ),
    Case(
        "somebody present whom nobody knows",
        swap(TRANSCRIPTS, "Iris;Tom;Vera", "Iris;Tom;Vero"),
        "data/raw/transcripts.csv, line 3: `present` names `Vero`, who is no participant. Did you mean `Vera`?",
    ),
    Case(
        "a facilitator with a participant's label",
        swap(TRANSCRIPTS, "en,Mod,,Iris;Tom\n", "en,Iris,,Iris;Tom\n"),
        (
            "data/raw/transcripts.csv, line 2: the facilitator's label `Iris` is a participant's too. A facilitator's turns are never coded; give one of the two another label.",
            "data/raw/transcripts/bench.txt, line 1: the speaker `Mod` stands in no register. Registered are `Iris`, `Thomas`, `Tom`, `Vera`. Correct the label, or add it to `alias_of_labels` in participants.csv or to `facilitators` in transcripts.csv. If nobody speaks there, join the line to the one above it; its words stay the same.",
        ),
    ),
    Case(
        "participants.csv without a row",
        cut(PARTICIPANTS, "withdrawn_on\n"),
        "data/raw/participants.csv: no participant is registered. Add one row per participant.",
    ),
    Case(
        "participants.csv is not there",
        away(PARTICIPANTS),
        "data/raw/participants.csv: the file does not exist. Create it or correct its name.",
    ),
    Case(
        "two people with one label",
        swap(PARTICIPANTS, "Vera,neighbour,street,2,", "Vera,neighbour,street,2,thomas"),
        "data/raw/participants.csv, line 4: the label `thomas` belongs to two participants. It belongs to Tom in line 3; each label has one owner.",
    ),
    Case(
        "one person twice",
        add(PARTICIPANTS, "Iris,gardener,street,1,,\n"),
        "data/raw/participants.csv, line 5: the label `iris` belongs to two participants. It belongs to Iris in line 2; each label has one owner.",
    ),
    Case(
        "a person without id",
        add(PARTICIPANTS, ",gardener,street,1,,\n"),
        "data/raw/participants.csv, line 5: `participant_id` is empty. Fill it in.",
    ),
    Case(
        "a perspective that no one declared",
        swap(PARTICIPANTS, "Vera,neighbour", "Vera,nieghbour"),
        "data/raw/participants.csv, line 4: the perspective `nieghbour` is not declared. Did you mean `neighbour`? Perspectives are declared in study.yaml.",
    ),
    Case(
        "an invitation to a round that does not exist",
        swap(PARTICIPANTS, "street,2,", "street,2;7,"),
        "data/raw/participants.csv, line 4: the round `7` is not declared. study.yaml declares the rounds 1, 2.",
    ),
    Case(
        "invitations between commas",
        swap(PARTICIPANTS, "Iris,gardener,street,1;2", 'Iris,gardener,street,"1,2"'),
        "data/raw/participants.csv, line 2: the round `1,2` is not declared. study.yaml declares the rounds 1, 2. Several rounds are written 1;2.",
    ),
    Case(
        "a withdrawal on no date",
        swap(PARTICIPANTS, "Vera,neighbour,street,2,,", "Vera,neighbour,street,2,,yes"),
        "data/raw/participants.csv, line 4: `withdrawn_on` is `yes`, which is no date. Write the date as 2025-10-01: year, month, day.",
    ),
    Case(
        "mixed encodings",
        add(
            PARTICIPANTS,
            "Zoë,gardener,street,1,,\n".encode() + "Chloé,gardener,street,1,,\n".encode("cp1252"),
        ),
        "data/raw/participants.csv, line 6: this is not UTF-8 text. In the spreadsheet, save it again as CSV UTF-8 (comma delimited).",
    ),
    Case(
        "a comma and a semicolon as separators",
        add(PARTICIPANTS, "Zoe;gardener;street;1;;\n"),
        'data/raw/participants.csv, line 5: this row has 1 cell, the header has 6. Complete it or take it out, if it breaks off; cells are separated by "," here.',
    ),
    Case(
        "a rating outside its scale",
        add(RATINGS, "2,Vera,SB-W1,importance,9\n"),
        "data/raw/ratings.csv, line 5: `9` is no level of the scale `importance`. Known are: 1, 2, 3, 4, 5.",
    ),
    Case(
        "a rating in words",
        add(RATINGS, "2,Vera,SB-W1,importance,very\n"),
        "data/raw/ratings.csv, line 5: `very` is no level of the scale `importance`. Known are: 1, 2, 3, 4, 5.",
    ),
    Case(
        "two ratings of one thing",
        add(RATINGS, "2,Vera,SB-S1,importance,3\n"),
        "data/raw/ratings.csv, line 5: `Vera` rates `SB-S1` twice in round 2. The other rating stands in line 4; keep one of the two.",
    ),
    Case(
        "a rating by nobody",
        add(RATINGS, "2,Vero,SB-W1,importance,3\n"),
        "data/raw/ratings.csv, line 5: the participant `Vero` is not known. Did you mean `Vera`? Participants stand in participants.csv.",
    ),
    Case(
        "a rating of nothing",
        add(RATINGS, "2,Vera,SB-W9,importance,3\n"),
        "data/raw/ratings.csv, line 5: the item `SB-W9` is not known. Did you mean `SB-W1`? Items stand in items.csv.",
    ),
    Case(
        "ratings with a decimal comma between semicolons",
        both(add(RATINGS, '2,Vera,SB-W1,importance,"3,5"\n')),
        "data/raw/ratings.csv, line 5: `3,5` is no level of the scale `importance`. Known are: 1, 2, 3, 4, 5.",
    ),
    Case(
        "ratings.csv breaks off in a row",
        cut(RATINGS, "2,Tom,SB-"),
        'data/raw/ratings.csv, line 3: this row has 3 cells, the header has 5. Complete it or take it out, if it breaks off; cells are separated by "," here.',
    ),
    Case(
        "parameters.csv knows a work model that no one does",
        swap(PARAMETERS, "own_plots", "own_plot"),
        "data/raw/parameters.csv, line 1: the column `own_plot` is no work model. Did you mean `own_plots`?",
    ),
    Case(
        "parameters.csv lacks its label",
        swap(PARAMETERS, "parameter,label", "parameter,name"),
        "data/raw/parameters.csv, line 1: the column `label` is missing. Found the columns parameter, name, shared_beds, own_plots.",
    ),
    Case(
        "practices.csv lacks a column",
        swap(PRACTICES, "organisation", "organization"),
        "data/raw/practices.csv, line 1: the column `organisation` is missing. Found the columns practice_id, work_model, name, organization, place, description, goal, target_group, domain.",
    ),
    Case(
        "a practice of an unknown work model",
        swap(PRACTICES, "p1,shared_beds", "p1,shared_bed"),
        "data/raw/practices.csv, line 2: `work_model` is `shared_bed`, which is no code. Did you mean `shared_beds`?",
    ),
    Case(
        "practices.csv is empty",
        put(PRACTICES, ""),
        "data/raw/practices.csv: the file is empty. Expected a header with the columns practice_id, work_model, name, organisation, place, description, goal, target_group.",
    ),
    Case(
        "a spreadsheet in another locale saved the register",
        saved(
            TRANSCRIPTS,
            "cp1252",
            delimiter=";",
            line_end="\r\n",
            extra="x,bench2.txt,1,focus_group,café,,,en,,,\n",
        ),
        "data/raw/transcripts.csv, line 4: this is not UTF-8 text. In the spreadsheet, save it again as CSV UTF-8 (comma delimited).",
    ),
    Case(
        "semicolons, CRLF and a byte order mark are read",
        both(
            saved(TRANSCRIPTS, "utf-8-sig", delimiter="\t", line_end="\r\n"),
            saved(RATINGS, "utf-16", delimiter=";", line_end="\r\n"),
        ),
        "check: 2 transcripts, 3 participants; the study folder is in order",
        code=0,
    ),
]
