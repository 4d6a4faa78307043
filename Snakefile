"""The analysis of a qualitative Delphi study, from transcripts and decisions to the report.

Run `snakemake` here for the example study, or
`snakemake -s REPO/Snakefile --directory STUDY` for any folder with `config/` and `data/`.
"""


include: "workflow/Snakefile"


# A file that only includes another one has no target.
rule all:
    input:
        rules.everything.input,
