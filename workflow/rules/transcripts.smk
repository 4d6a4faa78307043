"""From transcripts to turns, sentences and tokens.

Needs   data/raw/transcripts/*, the registers
Makes   data/interim/{turns,sentences,tokens}/<batch>.*
"""


rule ingest:
    input:
        files=lambda wildcards: PLAN.files(wildcards.batch),
        study=ancient("config/study.yaml"),
        transcripts=ancient("data/raw/transcripts.csv"),
        participants=ancient("data/raw/participants.csv"),
    output:
        turns="data/interim/turns/{batch}.parquet",
        sentences="data/interim/sentences/{batch}.parquet",
        tokens="data/interim/tokens/{batch}.npz",
    log:
        "logs/ingest/{batch}.log",
    conda:
        "../envs/delphi.yaml"
    params:
        code=fingerprint("ingest"),
        sessions=lambda wildcards: PLAN.sessions(wildcards.batch),
        people=PLAN.people("labels", "withdrawn_on"),
    message:
        "Reading the transcripts of batch {wildcards.batch}"
    shell:
        "delphi ingest --study {input.study} --transcripts {input.transcripts}"
        " --participants {input.participants} --folder data/raw/transcripts --batch {wildcards.batch}"
        " --turns {output.turns} --sentences {output.sentences} --tokens {output.tokens} --log {log}"
