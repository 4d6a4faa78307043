"""The analysis of a qualitative Delphi study, from transcripts and decisions to the report.

Run `snakemake` here for the example study, or
`snakemake -s REPO/Snakefile --directory STUDY` for any folder with `config/` and `data/`.
"""

import sys

from delphi.lock import clear_stale_locks
from delphi.plan import ON_PATH, STOPPED, Plan, fingerprint, tell_why

PLAN = Plan.open()

if not clear_stale_locks():
    print("delphi: another run is at work in this folder.", file=sys.stderr)

shell.prefix(ON_PATH)


wildcard_constraints:
    batch=r"\d+",
    format="html|docx|pdf",


rule all:
    default_target: True
    input:
        expand("reports/report.{format}", format=PLAN.study.report.formats),
        "reports/evidence.html",
        "data/interim/evidence-internal.html",
        "reports/manifest.json",
        "data/interim/vetted.txt",
        PLAN.feedback_made(),


onstart:
    STOPPED.unlink(missing_ok=True)
    PLAN.keep_filled()
    PLAN.clear_stale()


onerror:
    tell_why()


include: "workflow/rules/transcripts.smk"
include: "workflow/rules/coding.smk"
include: "workflow/rules/rounds.smk"
include: "workflow/rules/report.smk"
include: "workflow/rules/feedback.smk"
