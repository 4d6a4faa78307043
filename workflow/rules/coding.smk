"""From turns and the codebook to suggestions, and with the coders' decisions to tags.

Needs   data/interim/{turns,sentences,tokens}/<batch>.*, data/interim/lessons/{turns,sentences,tokens}.*, data/interim/passed.txt, config/codebook.yaml,
        data/coded/decisions/<coder>.csv, data/coded/adjudications.csv, data/coded/tag_key.txt
Makes   data/interim/models/, data/interim/{suggestions,topics,views}/<batch>.parquet, data/coded/tags.csv,
        reports/tables/{anchors,agreement}.csv
        on request (`snakemake evaluation`): reports/tables/learner.csv, data/interim/evaluation/
"""


rule train:
    input:
        study=ancient("config/study.yaml"),
        codebook=ancient("config/codebook.yaml"),
        transcripts=ancient("data/raw/transcripts.csv"),
        participants=ancient("data/raw/participants.csv"),
        turns=PLAN.lessons("turns"),
        sentences=PLAN.lessons("sentences"),
        tokens=PLAN.lessons("tokens"),
        decisions=ancient(PLAN.decisions()),
        adjudications=ancient(PLAN.present("adjudications")),
        statements=ancient(PLAN.present("items")),
        ledger=ancient(PLAN.present("events")),
    output:
        models=directory("data/interim/models"),
    log:
        "logs/train.log",
    priority: 1
    conda:
        "../envs/delphi.yaml"
    params:
        code=fingerprint("train"),
        codes=PLAN.codes(
            "key",
            "label",
            "definition",
            "include",
            "examples",
            "terms",
            "openers",
            "normalise",
            "language",
            "migrations",
        ),
        study=PLAN.settings("swot.general", "coding"),
        learned=PLAN.learned(),
        statements=PLAN.statements(),
    message:
        "Learning from checked decisions"
    shell:
        "delphi train --study {input.study} --codebook {input.codebook}"
        " --transcripts {input.transcripts} --participants {input.participants}"
        " --turns {input.turns} --sentences {input.sentences} --tokens {input.tokens}"
        " --decisions {input.decisions} --adjudications {input.adjudications}"
        " --items data/coded/items.csv --events data/coded/item_events.csv"
        " --to-models {output.models} --log {log}"


rule code:
    input:
        passed=ancient("data/interim/passed.txt"),
        study=ancient("config/study.yaml"),
        codebook=ancient("config/codebook.yaml"),
        turns="data/interim/turns/{batch}.parquet",
        sentences="data/interim/sentences/{batch}.parquet",
        tokens="data/interim/tokens/{batch}.npz",
        models="data/interim/models",
    output:
        suggestions="data/interim/suggestions/{batch}.parquet",
        topics="data/interim/topics/{batch}.parquet",
        views="data/interim/views/{batch}.parquet",
    log:
        "logs/code/{batch}.log",
    priority: 1
    conda:
        "../envs/delphi.yaml"
    params:
        code=fingerprint("code"),
        codes=PLAN.codes("key", "terms", "openers", "normalise", "language"),
        study=PLAN.settings("swot.general", "coding"),
    message:
        "Suggesting codes for batch {wildcards.batch}"
    shell:
        "delphi code --study {input.study} --codebook {input.codebook} --turns {input.turns}"
        " --sentences {input.sentences} --tokens {input.tokens} --models {input.models}"
        " --passed {input.passed}"
        " --suggestions {output.suggestions} --topics {output.topics} --views {output.views} --log {log}"


rule settle:
    input:
        study=ancient("config/study.yaml"),
        codebook=ancient("config/codebook.yaml"),
        transcripts=ancient("data/raw/transcripts.csv"),
        participants=ancient("data/raw/participants.csv"),
        turns=expand("data/interim/turns/{batch}.parquet", batch=PLAN.batches),
        suggestions=expand(
            "data/interim/suggestions/{batch}.parquet", batch=PLAN.batches
        ),
        decisions=PLAN.decisions(),
        adjudications=PLAN.present("adjudications"),
        key=PLAN.present("tag_key"),
        statements=ancient(PLAN.present("items")),
    output:
        tags="data/coded/tags.csv",
        anchors="reports/tables/anchors.csv",
        reading="data/interim/reading.parquet",
        placed="data/interim/decisions.parquet",
    log:
        "logs/settle.log",
    priority: 1
    conda:
        "../envs/delphi.yaml"
    params:
        code=fingerprint("settle"),
        codes=PLAN.codes("key", "migrations"),
        study=PLAN.settings("language", "privacy.names_to_hide"),
        ids=PLAN.item_ids(),
        sessions=PLAN.sessions(),
        people=PLAN.people(),
    message:
        "Settling decisions and suggestions as tags"
    shell:
        "delphi settle --study {input.study} --codebook {input.codebook}"
        " --transcripts {input.transcripts} --participants {input.participants}"
        " --turns {input.turns} --suggestions {input.suggestions} --decisions {input.decisions:q}"
        " --adjudications {input.adjudications} --key {input.key} --items data/coded/items.csv --to-tags {output.tags} --to-anchors {output.anchors}"
        " --to-reading {output.reading} --to-placed {output.placed} --log {log}"


rule agree:
    input:
        study=ancient("config/study.yaml"),
        codebook=ancient("config/codebook.yaml"),
        transcripts=ancient("data/raw/transcripts.csv"),
        participants=ancient("data/raw/participants.csv"),
        turns=expand("data/interim/turns/{batch}.parquet", batch=PLAN.batches),
        placed="data/interim/decisions.parquet",
        tags="data/coded/tags.csv",
    output:
        agreement="reports/tables/agreement.csv",
        disagreements="data/interim/disagreements.csv",
        confusion="data/interim/confusion.csv",
    log:
        "logs/agree.log",
    conda:
        "../envs/delphi.yaml"
    params:
        code=fingerprint("agree"),
        codes=PLAN.codes("key", "migrations"),
        study=PLAN.settings("coding.seed"),
    message:
        "Measuring how far coders agree"
    shell:
        "delphi agree --study {input.study} --codebook {input.codebook}"
        " --transcripts {input.transcripts} --participants {input.participants}"
        " --turns {input.turns} --placed {input.placed} --tags {input.tags}"
        " --agreement {output.agreement} --disagreements {output.disagreements}"
        " --confusion {output.confusion} --log {log}"


rule evaluate:
    input:
        study=ancient("config/study.yaml"),
        codebook=ancient("config/codebook.yaml"),
        transcripts=ancient("data/raw/transcripts.csv"),
        participants=ancient("data/raw/participants.csv"),
        turns=expand("data/interim/turns/{batch}.parquet", batch=PLAN.batches),
        sentences=expand("data/interim/sentences/{batch}.parquet", batch=PLAN.batches),
        tokens=expand("data/interim/tokens/{batch}.npz", batch=PLAN.batches),
        decisions=PLAN.decisions(),
        adjudications=PLAN.present("adjudications"),
        statements=ancient(PLAN.present("items")),
        ledger=ancient(PLAN.present("events")),
    output:
        learner="reports/tables/learner.csv",
        evaluation=directory("data/interim/evaluation"),
    log:
        "logs/evaluate.log",
    conda:
        "../envs/delphi.yaml"
    params:
        code=fingerprint("evaluate"),
        digest=lambda wildcards: PLAN.evaluated(),
    message:
        "Measuring suggestions on transcripts that the learner has not seen"
    shell:
        "delphi evaluate --study {input.study} --codebook {input.codebook}"
        " --transcripts {input.transcripts} --participants {input.participants}"
        " --turns {input.turns} --sentences {input.sentences} --tokens {input.tokens}"
        " --decisions {input.decisions} --adjudications {input.adjudications}"
        " --items data/coded/items.csv --events data/coded/item_events.csv --digest {params.digest}"
        " --to-learner {output.learner} --to-evaluation {output.evaluation} --log {log}"


rule evaluation:
    input:
        rules.evaluate.output,
