"""What comes back from elsewhere: packed folders, registers of reactions, the key to the pseudonyms; and other verbs."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bad_inputs.case import ANNA, BENCH, PARTICIPANTS, Case, Change, archive, as_it_is, both, put, swap

from delphi.cli import main

LABEL = json.dumps({"coder": "bert", "transcripts": ["lawn"], "codebook_version": 1, "delphi": "0"})
HEADER = "decided_at,coder,transcript_id,turn,start,end,quote,prefix,suffix,work_model,swot,item_id,stance,action,note\n"
CHECKED = "2025-03-20T09:00:00Z,bert,lawn,3,,,,,,,,,,checked,\n"
FILE = "bert/data/coded/decisions/bert.csv"
REACTIONS = "round,item_id,version,statement,participant_id,reaction,words\n"
KEY = "real,pseudonym,kind\n"
KEYED = f"pseudonymise {BENCH} --key ../key.csv --to ../out"
BRING = "import reactions ../reactions.csv --round 1 --coder anna"


def sent(parts: dict[str, str | bytes]) -> Change:
    """A zip comes by e-mail."""
    return put("../sent.zip", archive(parts))


def locked(study: Path) -> None:
    """A zip whose parts say that they are encrypted."""
    raw = archive({"bert/pack.json": LABEL})
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.index(mark) + place
        raw = raw[:at] + b"\x01" + raw[at + 1 :]
    put("../sent.zip", raw)(study)


def screened(study: Path) -> None:
    """The transcripts are read and screened."""
    registers = [f"--study={study}/config/study.yaml", f"--transcripts={study}/data/raw/transcripts.csv",
                 f"--participants={study}/data/raw/participants.csv"]  # fmt: skip
    interim = study / "data/interim"
    made = [f"--{name}={interim}/{name}/0.{form}" for name, form in
            (("turns", "parquet"), ("sentences", "parquet"), ("tokens", "npz"))]  # fmt: skip
    main(["ingest", *registers, f"--folder={study}/data/raw/transcripts", "--batch=0", *made])
    main(["screen", *registers, made[0], f"--to-findings={interim}/screened/0.csv"])


def reactions(*rows: str) -> Change:
    """A register of reactions, filled in."""
    return put("../reactions.csv", REACTIONS + "".join(f"{row}\n" for row in rows))


CASES = [
    Case(
        "a zip that is none",
        put("../sent.zip", "hello"),
        "../sent.zip: this is no zip that can be read (File is not a zip file). Expected the folder that `delphi pack` made, a zip of it, or only the file of decisions.",
        "unpack ../sent.zip",
    ),
    Case(
        "a zip that is not there",
        put("../other.zip", ""),
        "../sent.zip: there is no such folder or file. Correct its name.",
        "unpack ../sent.zip",
    ),
    Case(
        "a zip cut in half",
        lambda study: put(
            "../sent.zip", archive({"bert/pack.json": LABEL, FILE: HEADER + CHECKED * 99})[:300]
        )(study),
        "../sent.zip: this is no zip that can be read (File is not a zip file). Expected the folder that `delphi pack` made, a zip of it, or only the file of decisions.",
        "unpack ../sent.zip",
    ),
    Case(
        "a zip of something else",
        sent({"photo.jpg": b"\xff\xd8"}),
        "../sent.zip: there is no `pack.json` in it. Expected the folder that `delphi pack` made, a zip of it, or only the file of decisions.",
        "unpack ../sent.zip",
    ),
    Case(
        "a zip that climbs out of its folder",
        sent({"bert/pack.json": LABEL, "bert/../../config/study.yaml": "title: mine"}),
        "../sent.zip: the name `bert/../../config/study.yaml` in it leads out of its folder. Nothing was read. Ask the coder to zip the folder anew.",
        "unpack ../sent.zip",
    ),
    Case(
        "a zip with an absolute name",
        sent({"bert/pack.json": LABEL, "/etc/passwd": "x"}),
        "../sent.zip: the name `/etc/passwd` in it leads out of its folder. Nothing was read. Ask the coder to zip the folder anew.",
        "unpack ../sent.zip",
    ),
    Case(
        "a zip with a name of Windows",
        sent({"bert/pack.json": LABEL, "C:\\evil.csv": "x"}),
        "../sent.zip: the name `C:\\evil.csv` in it leads out of its folder. Nothing was read. Ask the coder to zip the folder anew.",
        "unpack ../sent.zip",
    ),
    Case(
        "a zip with a password",
        locked,
        "../sent.zip: the zip is locked with a password. Open it with its password, and unpack the folder.",
        "unpack ../sent.zip",
    ),
    Case(
        "a zip of two coders",
        sent({"bert/pack.json": LABEL, "cora/pack.json": LABEL}),
        "../sent.zip: there are several packed folders in it. Unpack them one by one.",
        "unpack ../sent.zip",
    ),
    Case(
        "a label that is no JSON",
        sent({"bert/pack.json": "{"}),
        "../sent.zip: `pack.json` does not say whose folder it is. Put back the one that `delphi pack` made.",
        "unpack ../sent.zip",
    ),
    Case(
        "a label without coder",
        sent({"bert/pack.json": "{}"}),
        "../sent.zip: `pack.json` does not say whose folder it is. Put back the one that `delphi pack` made.",
        "unpack ../sent.zip",
    ),
    Case(
        "a label with a path for a coder",
        sent({"bert/pack.json": LABEL.replace("bert", "../bert")}),
        "`../bert` cannot be a coder's name. Use up to 40 letters and digits, with `-` or `_` between them.",
        "unpack ../sent.zip",
    ),
    Case(
        "a packed file that unpacks to 50 MB",
        lambda study: sent({"bert/pack.json": LABEL, FILE: b"x" * (50_000_001)})(study),
        "../sent.zip: `bert/data/coded/decisions/bert.csv` in it is too large for a file of decisions. At most 50 MB is read.",
        "unpack ../sent.zip",
    ),
    Case(
        "a packed row with an unknown code",
        sent({"bert/pack.json": LABEL, FILE: HEADER + CHECKED.replace("checked", "chekced")}),
        "../sent.zip/bert/data/coded/decisions/bert.csv, line 2: `action` is `chekced`, which is not known. Did you mean `checked`? Nothing was added.",
        "unpack ../sent.zip",
    ),
    Case(
        "a packed row of somebody else",
        sent({"bert/pack.json": LABEL, FILE: HEADER + CHECKED.replace("bert", "anna")}),
        "../sent.zip/bert/data/coded/decisions/bert.csv, line 2: `coder` is `anna`, in what came back from `bert`. Nothing was added. Each coder brings back only what is her own.",
        "unpack ../sent.zip",
    ),
    Case(
        "a packed row about a transcript that was not in it",
        sent({"bert/pack.json": LABEL, FILE: HEADER + CHECKED.replace("lawn", "bench")}),
        "../sent.zip/bert/data/coded/decisions/bert.csv, line 2: the transcript `bench` was not in the folder. Nothing was added. Known are: lawn.",
        "unpack ../sent.zip",
    ),
    Case(
        "a packed file that is a spreadsheet",
        sent({"bert/pack.json": LABEL, FILE: b"PK\x03\x04\xff"}),
        "../sent.zip/bert/data/coded/decisions/bert.csv, line 1: this is not UTF-8 text. In the spreadsheet, save it again as CSV UTF-8 (comma delimited). Nothing was added.",
        "unpack ../sent.zip",
    ),
    Case(
        "reactions that are a spreadsheet",
        put("../reactions.csv", archive({"xl/workbook.xml": "<x/>"})),
        "../reactions.csv: this is no text file. Open it in the program it was made with and save it as text in the encoding UTF-8.",
        BRING,
    ),
    Case(
        "reactions that are empty",
        put("../reactions.csv", ""),
        "../reactions.csv: the file is empty. Expected a header with the columns item_id, participant_id, reaction, and a row per reaction.",
        BRING,
    ),
    Case(
        "reactions without a column",
        put("../reactions.csv", "item_id,who,reaction\n"),
        "../reactions.csv, line 1: the column `participant_id` is missing. Found the columns item_id, who, reaction.",
        BRING,
    ),
    Case(
        "a reaction of nobody",
        reactions("1,SB-W1,1,,Irsi,agree,"),
        "../reactions.csv, line 2: `participant_id` is `Irsi`, who is no participant. Did you mean `Iris`?",
        BRING,
    ),
    Case(
        "a reaction to nothing",
        reactions("1,SB-W7,1,,Iris,agree,"),
        "../reactions.csv, line 2: there is no item `SB-W7`. Did you mean `SB-W1`?",
        BRING,
    ),
    Case(
        "a reaction that is none",
        reactions("1,SB-W1,1,,Iris,perhaps,"),
        "../reactions.csv, line 2: `reaction` is `perhaps`. Known are: I agree, I do not agree, It depends. For marks on a scale, name it with `--scale`.",
        BRING,
    ),
    Case(
        "a reaction to another round",
        reactions("2,SB-W1,1,,Iris,agree,"),
        "../reactions.csv, line 2: this row is about the feedback on round `2`. Import it with `--round 2`.",
        BRING,
    ),
    Case(
        "two reactions of one person",
        reactions("1,SB-W1,1,,Iris,agree,", "1,SB-W1,1,,Iris,disagree,"),
        "../reactions.csv, line 3: Iris reacts to `SB-W1` in line 2, too. Keep one of the two rows.",
        BRING,
    ),
    Case(
        "reactions to the last round",
        reactions("2,SB-W1,1,,Iris,agree,"),
        "the round 2 is the last one. Reactions count in the round after the feedback; declare one in config/study.yaml.",
        BRING.replace("--round 1", "--round 2"),
    ),
    Case(
        "reactions given on no date",
        reactions("1,SB-W1,1,,Iris,agree,"),
        "`15-04-2025` is no date. Write it as 2025-10-01: year, month, day.",
        f"{BRING} --date 15-04-2025",
    ),
    Case(
        "reactions on an unknown scale",
        reactions("1,SB-W1,1,,Iris,4,"),
        "the scale `weight` is not declared. Known are: importance.",
        f"{BRING} --scale weight",
    ),
    Case(
        "a key inside the study",
        put("key.csv", KEY),
        "key.csv: the key would lie inside a study, where it travels with what it should protect. Keep it outside, on a medium that only those who may know the names can read.",
        KEYED.replace("../key.csv", "key.csv"),
    ),
    Case(
        "a key that is empty",
        put("../key.csv", ""),
        "../key.csv: the file is empty. Expected a header with the columns real, pseudonym, kind.",
        KEYED,
    ),
    Case(
        "a key in another encoding",
        put("../key.csv", (KEY + "Zo\u00e9,Ann,speaker\n").encode("cp1252")),
        "../key.csv, line 2: this is not UTF-8 text. In the spreadsheet, save it again as CSV UTF-8 (comma delimited).",
        KEYED,
    ),
    Case(
        "a key with a word twice",
        put("../key.csv", f"{KEY}Iris,Ann,speaker\nIris,Bea,speaker\n"),
        "../key.csv, line 3: a word stands in this key twice. It stands in line 2 too; every speaker needs a name of their own.",
        KEYED,
    ),
    Case(
        "a key with one pseudonym for two",
        put("../key.csv", f"{KEY}Iris,Ann,speaker\nTom,Ann,speaker\n"),
        "../key.csv, line 3: a word stands in this key twice. It stands in line 2 too; every speaker needs a name of their own.",
        KEYED,
    ),
    Case(
        "a key without a pseudonym",
        put("../key.csv", f"{KEY}Iris,,speaker\n"),
        "../key.csv, line 2: a speaker has no pseudonym. Give the speaker a fictitious name, or the same name to keep it.",
        KEYED,
    ),
    Case(
        "a key that breaks off",
        put("../key.csv", f"{KEY}Iris,Ann,speaker\nTom,B"),
        '../key.csv, line 3: this row has 2 cells, the header has 3. Complete it or take it out, if it breaks off; cells are separated by "," here.',
        KEYED,
    ),
    Case(
        "a folder that holds something already",
        put("../mine/letter.txt", "x"),
        "../mine: there is something here already. Choose another name, or empty the folder first; nothing was changed.",
        "new ../mine --no-questions",
    ),
    Case(
        "a folder of nothing to start from",
        put("../empty/.keep", ""),
        "../empty: the folder holds no file. Put the transcripts in it, or leave it out.",
        "new ../mine --no-questions --from ../empty",
    ),
    Case(
        "no name for a coder",
        as_it_is,
        "`../x` cannot be a coder's name. Use up to 40 letters and digits, with `-` or `_` between them.",
        "pack --coder ../x --transcripts bench --to ../x.zip",
    ),
    Case(
        "an unknown transcript to pack",
        as_it_is,
        "there is no transcript `bank`. Known are: bench, lawn.",
        "pack --coder bert --transcripts bank --to ../x.zip",
    ),
    Case(
        "packing before reading",
        as_it_is,
        "data/interim/turns: there are no turns yet. The workflow reads the transcripts first: run `make`, then pack again.",
        "pack --coder bert --transcripts bench --to ../x.zip",
    ),
    Case(
        "packing over something",
        put("../x.zip", "x"),
        "../x.zip: this exists already. Choose another name; decisions may be in it that were not brought back yet.",
        "pack --coder bert --transcripts bench --to ../x.zip",
    ),
    Case(
        "erasing somebody unknown",
        as_it_is,
        "data/raw/participants.csv: `Vero` is no participant. Did you mean `Vera`?",
        "erase Vero",
    ),
    Case(
        "erasing somebody who stays",
        as_it_is,
        "data/raw/participants.csv, line 4: `Vera` has not withdrawn: `withdrawn_on` is empty. Fill in the date on which consent was withdrawn; erasing cannot be undone.",
        "erase Vera",
    ),
    Case(
        "erasing with a damaged decision file",
        both(
            swap(PARTICIPANTS, "Vera,neighbour,street,2,,", "Vera,neighbour,street,2,,2025-04-01"),
            put(ANNA, "x\n"),
        ),
        "data/coded/decisions/anna.csv, line 1: the column `decided_at` is missing. Found the columns x.",
        "erase Vera --yes",
    ),
    Case(
        "clearing before screening",
        as_it_is,
        "data/interim/screened: nothing has been screened yet. Run the workflow (make or snakemake) once; it screens the transcripts first.",
        "clear Harrowmouth --by anna --reason invented",
    ),
    Case(
        "clearing without a name",
        screened,
        "nobody signed. Give --by NAME and --reason TEXT; both are kept.",
        "clear trouble",
    ),
    Case(
        "clearing what nobody said",
        screened,
        "`Paris` was not found in any transcript. `delphi clear` without words lists what was found; copy the word from there, in quotation marks.",
        "clear Paris --by anna --reason invented",
    ),
    Case(
        "status with a damaged manifest",
        put("reports/manifest.json", "{"),
        "reports/manifest.json: this is no manifest. Delete it and build the report again.",
        "status",
    ),
    Case(
        "status with a manifest of something else",
        put("reports/manifest.json", "[]"),
        "reports/manifest.json: this is no manifest. Delete it and build the report again.",
        "status",
    ),
    Case(
        "a batch that does not exist",
        as_it_is,
        "config/study.yaml: there is no batch 7. `batches` is 1, so they are counted from 0 to 0.",
        "ingest --batch 7 --turns a.parquet --sentences b.parquet --tokens c.npz",
    ),
    Case(
        "a derived file cut in half",
        both(
            screened, lambda study: (study / "data/interim/turns/0.parquet").write_bytes(b"PAR1xx") and None
        ),
        "data/interim/turns/0.parquet: this derived file is damaged. Delete it and run the workflow again; it is made anew.",
        "screen --turns data/interim/turns/0.parquet --to-findings x.csv",
    ),
    Case(
        "a derived file of something else",
        put("turns.parquet", "a,b\n1,2\n"),
        "turns.parquet: this derived file is damaged. Delete it and run the workflow again; it is made anew.",
        "screen --turns turns.parquet --to-findings x.csv",
    ),
    Case(
        "chapters that were never written",
        as_it_is,
        "reports/chapters/content.json: the file is missing. Write the chapters first, with `delphi chapters`.",
        "render --chapters reports/chapters --figures reports/figures --format pdf --to-report x.pdf",
    ),
    Case(
        "chapters whose list is damaged",
        put("reports/chapters/content.json", "{}}"),
        "reports/chapters/content.json: Invalid JSON: trailing characters at line 1 column 3. Write the chapters again, with `delphi chapters`.",
        "render --chapters reports/chapters --figures reports/figures --format pdf --to-report x.pdf",
    ),
]
