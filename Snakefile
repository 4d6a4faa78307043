"""The analysis of a qualitative Delphi study, from transcripts and decisions to the report.

Run `snakemake` here for the example study, or
`snakemake -s REPO/Snakefile --directory STUDY` for any folder with `config/` and `data/`.
"""

import sys

from delphi.lock import work_alone
from delphi.pace import tell_pace
from delphi.plan import ON_PATH, STOPPED, Plan, fingerprint, in_one_folder, tell_why

in_one_folder(workflow.storage_settings.default_storage_provider)

PLAN = Plan.open()

# Jobs on other nodes read this file too, while the run that sent them works in the folder.
if workflow.is_main_process:
    work_alone()

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
    if advice := PLAN.advice():
        print(advice, file=sys.stderr)
    tell_pace(PLAN.sizes, workflow.dag.needrun_jobs())


onerror:
    tell_why()


include: "workflow/rules/transcripts.smk"
include: "workflow/rules/coding.smk"
include: "workflow/rules/rounds.smk"
include: "workflow/rules/report.smk"
include: "workflow/rules/feedback.smk"
