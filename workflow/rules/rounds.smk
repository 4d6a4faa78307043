"""From tags and the ledger to what became of every statement, round by round.

Needs   data/coded/tags.csv, items.csv, item_events.csv, data/interim/turns/<batch>.parquet, data/raw/ratings.csv
Makes   reports/tables/{consensus,panel,swot,coverage,ratings,sensitivity}.csv
"""


rule rounds:
    input:
        study=ancient("config/study.yaml"),
        codebook=ancient("config/codebook.yaml"),
        transcripts=ancient("data/raw/transcripts.csv"),
        participants=ancient("data/raw/participants.csv"),
        statements=PLAN.present("items"),
        ledger=PLAN.present("events"),
        turns=expand("data/interim/turns/{batch}.parquet", batch=PLAN.batches),
        tags="data/coded/tags.csv",
        reading="data/interim/reading.parquet",
        placed="data/interim/decisions.parquet",
    output:
        consensus="reports/tables/consensus.csv",
        panel="reports/tables/panel.csv",
        presence="data/interim/presence.parquet",
        links="data/interim/links.parquet",
        happened="data/interim/events.parquet",
    log:
        "logs/rounds.log",
    priority: 1
    conda:
        "../envs/delphi.yaml"
    params:
        code=fingerprint("rounds"),
        codes=PLAN.codes("key", "migrations"),
        study=PLAN.settings("language", "rounds", "perspectives", "panel_kinds"),
        sessions=PLAN.sessions(),
        people=PLAN.people(),
    message:
        "Following every statement from round to round"
    shell:
        "delphi rounds --study {input.study} --codebook {input.codebook}"
        " --items data/coded/items.csv --events data/coded/item_events.csv"
        " --transcripts {input.transcripts} --participants {input.participants}"
        " --turns {input.turns} --tags {input.tags} --reading {input.reading} --placed {input.placed}"
        " --to-consensus {output.consensus} --to-panel {output.panel} --to-links {output.links}"
        " --to-presence {output.presence} --to-happened {output.happened} --log {log}"


rule tables:
    input:
        study=ancient("config/study.yaml"),
        codebook=ancient("config/codebook.yaml"),
        transcripts=ancient("data/raw/transcripts.csv"),
        participants=ancient("data/raw/participants.csv"),
        statements=PLAN.present("items"),
        turns=expand("data/interim/turns/{batch}.parquet", batch=PLAN.batches),
        tags="data/coded/tags.csv",
        reading="data/interim/reading.parquet",
        links="data/interim/links.parquet",
        happened="data/interim/events.parquet",
    output:
        swot="reports/tables/swot.csv",
        coverage="reports/tables/coverage.csv",
    log:
        "logs/tables.log",
    priority: 1
    conda:
        "../envs/delphi.yaml"
    params:
        code=fingerprint("tables"),
        codes=PLAN.codes("key", "label", "migrations"),
        study=PLAN.settings("language", "rounds", "perspectives", "panel_kinds", "swot"),
    message:
        "Laying out the statements in their SWOT tables"
    shell:
        "delphi tables --study {input.study} --codebook {input.codebook}"
        " --items data/coded/items.csv"
        " --transcripts {input.transcripts} --participants {input.participants}"
        " --turns {input.turns} --tags {input.tags} --reading {input.reading} --links {input.links}"
        " --happened {input.happened} --to-swot {output.swot} --to-coverage {output.coverage} --log {log}"


if PLAN.present("ratings"):

    rule ratings:
        input:
            study=ancient("config/study.yaml"),
            codebook=ancient("config/codebook.yaml"),
            transcripts=ancient("data/raw/transcripts.csv"),
            participants=ancient("data/raw/participants.csv"),
            statements=PLAN.present("items"),
            ledger=PLAN.present("events"),
            rated=PLAN.present("ratings"),
        output:
            ratings="reports/tables/ratings.csv",
        log:
            "logs/ratings.log",
        conda:
            "../envs/delphi.yaml"
        params:
            code=fingerprint("ratings"),
            codes=PLAN.codes("key", "migrations"),
            study=PLAN.settings(
                "language",
                "rounds",
                "perspectives",
                "panel_kinds",
                "scales",
                "consensus",
            ),
            sessions=PLAN.sessions(),
            people=PLAN.people(),
        message:
            "Measuring how the panel rated the statements"
        shell:
            "delphi ratings --study {input.study} --codebook {input.codebook}"
            " --items data/coded/items.csv --events data/coded/item_events.csv"
            " --transcripts {input.transcripts} --participants {input.participants}"
            " --rated {input.rated} --to-ratings {output.ratings} --log {log}"


rule sensitivity:
    input:
        study=ancient("config/study.yaml"),
        codebook=ancient("config/codebook.yaml"),
        transcripts=ancient("data/raw/transcripts.csv"),
        participants=ancient("data/raw/participants.csv"),
        statements=PLAN.present("items"),
        turns=expand("data/interim/turns/{batch}.parquet", batch=PLAN.batches),
        tags="data/coded/tags.csv",
        placed="data/interim/decisions.parquet",
        happened="data/interim/events.parquet",
        presence="data/interim/presence.parquet",
    output:
        sensitivity="reports/tables/sensitivity.csv",
    log:
        "logs/sensitivity.log",
    conda:
        "../envs/delphi.yaml"
    params:
        code=fingerprint("sensitivity"),
        codes=PLAN.codes("key", "migrations"),
        study=PLAN.settings("language", "rounds", "perspectives", "panel_kinds"),
        sessions=PLAN.sessions(),
        people=PLAN.people(),
    message:
        "Seeing which statuses hang on one coder or one group"
    shell:
        "delphi sensitivity --study {input.study} --codebook {input.codebook}"
        " --items data/coded/items.csv"
        " --transcripts {input.transcripts} --participants {input.participants}"
        " --turns {input.turns} --tags {input.tags} --placed {input.placed}"
        " --happened {input.happened} --presence {input.presence} --to-sensitivity {output.sensitivity} --log {log}"
