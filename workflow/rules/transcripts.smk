"""From transcripts to turns, sentences and tokens, and through the privacy gate.

Needs   data/raw/transcripts/*, the registers, data/coded/cleared.csv
Makes   data/interim/{turns,sentences,tokens}/<batch>.*, data/interim/lessons/{turns,sentences,tokens}.*,
        data/interim/screened/<batch>.csv,
        data/interim/passed.txt, reports/tables/privacy.csv
"""


rule ingest:
    input:
        files=lambda wildcards: PLAN.files(PLAN.of_batch(wildcards.batch)),
        study=ancient("config/study.yaml"),
        transcripts=ancient("data/raw/transcripts.csv"),
        participants=ancient("data/raw/participants.csv"),
    output:
        turns="data/interim/turns/{batch}.parquet",
        sentences="data/interim/sentences/{batch}.parquet",
        tokens="data/interim/tokens/{batch}.npz",
    log:
        "logs/ingest/{batch}.log",
    priority: 1
    conda:
        "../envs/delphi.yaml"
    params:
        code=fingerprint("ingest"),
        sessions=lambda wildcards: PLAN.sessions(PLAN.of_batch(wildcards.batch)),
        people=PLAN.people("labels", "withdrawn_on"),
    message:
        "Reading the transcripts of batch {wildcards.batch}"
    shell:
        "delphi ingest --study {input.study} --transcripts {input.transcripts}"
        " --participants {input.participants} --folder data/raw/transcripts --batch {wildcards.batch}"
        " --turns {output.turns} --sentences {output.sentences} --tokens {output.tokens} --log {log}"


if PLAN.taught_apart:

    rule lessons:
        input:
            files=PLAN.files(PLAN.taught),
            study=ancient("config/study.yaml"),
            transcripts=ancient("data/raw/transcripts.csv"),
            participants=ancient("data/raw/participants.csv"),
        output:
            turns=PLAN.lessons("turns"),
            sentences=PLAN.lessons("sentences"),
            tokens=PLAN.lessons("tokens"),
        log:
            "logs/lessons.log",
        priority: 1
        conda:
            "../envs/delphi.yaml"
        params:
            code=fingerprint("ingest"),
            only=[transcript.transcript_id for transcript in PLAN.taught],
            sessions=PLAN.sessions(PLAN.taught),
            people=PLAN.people("labels", "withdrawn_on"),
        message:
            "Reading the transcripts that the learner learns from"
        shell:
            "delphi ingest --study {input.study} --transcripts {input.transcripts}"
            " --participants {input.participants} --folder data/raw/transcripts --only {params.only:q}"
            " --turns {output.turns} --sentences {output.sentences} --tokens {output.tokens} --log {log}"


rule screen:
    input:
        study=ancient("config/study.yaml"),
        transcripts=ancient("data/raw/transcripts.csv"),
        participants=ancient("data/raw/participants.csv"),
        turns="data/interim/turns/{batch}.parquet",
    output:
        findings="data/interim/screened/{batch}.csv",
    log:
        "logs/screen/{batch}.log",
    conda:
        "../envs/delphi.yaml"
    params:
        code=fingerprint("screen"),
        study=PLAN.settings("privacy.names_to_hide"),
        sessions=lambda wildcards: PLAN.sessions(PLAN.of_batch(wildcards.batch)),
        people=PLAN.people("labels", "group"),
    message:
        "Looking for what may point at somebody in batch {wildcards.batch}"
    shell:
        "delphi screen --study {input.study} --transcripts {input.transcripts}"
        " --participants {input.participants} --turns {input.turns}"
        " --to-findings {output.findings} --log {log}"


rule gate:
    input:
        study=ancient("config/study.yaml"),
        transcripts=ancient("data/raw/transcripts.csv"),
        findings=expand("data/interim/screened/{batch}.csv", batch=PLAN.batches),
        cleared=PLAN.present("cleared"),
    output:
        privacy="reports/tables/privacy.csv",
        passed="data/interim/passed.txt",
    log:
        "logs/gate.log",
    conda:
        "../envs/delphi.yaml"
    params:
        code=fingerprint("gate"),
        sessions=PLAN.sessions(),
    message:
        "Checking that no hard identifier is open"
    shell:
        "delphi gate --study {input.study} --transcripts {input.transcripts}"
        " --findings {input.findings} --cleared data/coded/cleared.csv --to-privacy {output.privacy} --to-passed {output.passed}"
        " --to-review data/interim/review.csv --log {log}"
