"""Feedback between rounds, made on demand: `snakemake feedback`; from then on it stays up to date.

Needs   reports/tables/{panel,coverage}.csv, data/coded/tags.csv, the ledger, config/feedback/*.md
Makes   reports/feedback/round-<n>-<edition>.{docx,pdf}, reports/feedback/reactions-round-<n>.csv
"""


rule feedback:
    input:
        PLAN.feedback_files(),


for number in sorted({transcript.round for transcript in PLAN.transcripts}):

    rule:
        name:
            f"feedback_{number}"
        input:
            study=ancient("config/study.yaml"),
            codebook=ancient("config/codebook.yaml"),
            transcripts=ancient("data/raw/transcripts.csv"),
            participants=ancient("data/raw/participants.csv"),
            statements=PLAN.present("items"),
            prose=PLAN.feedback_prose(number),
            tags="data/coded/tags.csv",
            links="data/interim/links.parquet",
            happened="data/interim/events.parquet",
            presence="data/interim/presence.parquet",
            panel="reports/tables/panel.csv",
            coverage="reports/tables/coverage.csv",
        output:
            files=PLAN.feedback_files(number),
        log:
            f"logs/feedback/{number}.log",
        conda:
            "../envs/delphi.yaml"
        params:
            number=number,
            code=fingerprint("feedback"),
            codes=PLAN.codes("key", "label", "definition", "migrations"),
            study=PLAN.settings(),
            sessions=PLAN.sessions(),
            people=PLAN.people(),
        message:
            f"Writing the feedback on round {number}"
        shell:
            "delphi feedback --study {input.study} --codebook {input.codebook}"
            " --items data/coded/items.csv"
            " --transcripts {input.transcripts} --participants {input.participants}"
            " --tags {input.tags} --links {input.links} --happened {input.happened}"
            " --presence {input.presence} --panel {input.panel} --coverage {input.coverage}"
            " --round {params.number} --prose {input.prose:q}"
            " --to-feedback reports/feedback --log {log}"
