"""From tables to chapters to the report.

Needs   reports/tables/*.csv, data/coded/tags.csv, config/chapters/*.md
Makes   reports/figures/, reports/chapters/, reports/report.{html,docx,pdf}, reports/tables/README.md, reports/manifest.json,
        reports/evidence.html (public), data/interim/evidence-internal.html (for the team only), each with a folder of
        the same name beside it, which holds the pages of a study with too many passages for one
"""

EVIDENCE = [
    "title",
    "subtitle",
    "date",
    "language",
    "rounds",
    "perspectives",
    "panel_kinds",
    "kinds",
    "swot",
    "privacy",
]
TABLES = (
    expand(
        "reports/tables/{name}",
        name=[
            "anchors.csv",
            "agreement.csv",
            "consensus.csv",
            "coverage.csv",
            "panel.csv",
            "privacy.csv",
            "sensitivity.csv",
            "swot.csv",
            "README.md",
        ],
    )
    + PLAN.ratings_table()
)


rule figures:
    input:
        study=ancient("config/study.yaml"),
        codebook=ancient("config/codebook.yaml"),
        statements=PLAN.present("items"),
        links="data/interim/links.parquet",
        swot="reports/tables/swot.csv",
        consensus="reports/tables/consensus.csv",
        coverage="reports/tables/coverage.csv",
        ratings=PLAN.ratings_table(),
    output:
        figures=directory("reports/figures"),
    log:
        "logs/figures.log",
    priority: 1
    conda:
        "../envs/delphi.yaml"
    params:
        code=fingerprint("figures"),
        codes=PLAN.codes("key", "label", "migrations"),
        study=PLAN.settings("language", "rounds", "perspectives", "swot", "scales"),
        evaluation=PLAN.evaluation(),
        measured=PLAN.measured(),
    message:
        "Drawing the figures"
    shell:
        "delphi figures --study {input.study} --codebook {input.codebook} --items data/coded/items.csv"
        " --links {input.links} --swot {input.swot} --consensus {input.consensus} --coverage {input.coverage}"
        ' --ratings {input.ratings} --evaluation "{params.measured}" --to-figures {output.figures} --log {log}'


rule chapters:
    input:
        study=ancient("config/study.yaml"),
        codebook=ancient("config/codebook.yaml"),
        transcripts=ancient("data/raw/transcripts.csv"),
        participants=ancient("data/raw/participants.csv"),
        statements=PLAN.present("items"),
        parameters=PLAN.present("parameters"),
        practices=PLAN.present("practices"),
        prose=PLAN.chapters(),
        tags="data/coded/tags.csv",
        links="data/interim/links.parquet",
        happened="data/interim/events.parquet",
        presence="data/interim/presence.parquet",
        swot="reports/tables/swot.csv",
        consensus="reports/tables/consensus.csv",
        panel="reports/tables/panel.csv",
        coverage="reports/tables/coverage.csv",
        agreement="reports/tables/agreement.csv",
        anchors="reports/tables/anchors.csv",
        ratings=PLAN.ratings_table(),
        disagreements="data/interim/disagreements.csv",
        confusion="data/interim/confusion.csv",
        sensitivity="reports/tables/sensitivity.csv",
        models="data/interim/models",
    output:
        chapters=directory("reports/chapters"),
    log:
        "logs/chapters.log",
    conda:
        "../envs/delphi.yaml"
    params:
        code=fingerprint("chapters"),
        codes=PLAN.codes(
            "key", "label", "definition", "include", "exclude", "version", "migrations"
        ),
        study=PLAN.settings(),
        evaluation=PLAN.evaluation(),
        measured=PLAN.measured(),
        evaluated=PLAN.evaluated_if_measured(),
        sessions=PLAN.sessions(),
        people=PLAN.people(),
    message:
        "Writing the chapters"
    shell:
        "delphi chapters --study {input.study} --codebook {input.codebook}"
        " --items data/coded/items.csv"
        " --transcripts {input.transcripts} --participants {input.participants}"
        " --parameters {input.parameters} --practices {input.practices} --prose {input.prose:q}"
        " --tags {input.tags} --links {input.links} --happened {input.happened}"
        " --presence {input.presence} --swot {input.swot} --consensus {input.consensus}"
        " --panel {input.panel} --coverage {input.coverage} --agreement {input.agreement}"
        " --anchors {input.anchors} --ratings {input.ratings} --disagreements {input.disagreements}"
        " --confusion {input.confusion} --sensitivity {input.sensitivity}"
        ' --evaluation "{params.measured}" --evaluated "{params.evaluated}"'
        " --models {input.models} --to-chapters {output.chapters}"
        " --log {log}"


rule render:
    input:
        chapters="reports/chapters",
        figures="reports/figures",
        evidence=branch(
            lambda wildcards: wildcards.format == "html",
            then=ancient("reports/evidence.html"),
            otherwise=[],
        ),
    output:
        report="reports/report.{format}",
    log:
        "logs/render/{format}.log",
    conda:
        "../envs/delphi.yaml"
    params:
        code=fingerprint("render"),
    message:
        "Rendering the report as {wildcards.format}"
    shell:
        "delphi render --chapters {input.chapters} --figures {input.figures} --format {wildcards.format}"
        " --evidence {input.evidence}"
        " --to-report {output.report} --log {log}"


rule evidence:
    input:
        study=ancient("config/study.yaml"),
        codebook=ancient("config/codebook.yaml"),
        transcripts=ancient("data/raw/transcripts.csv"),
        participants=ancient("data/raw/participants.csv"),
        statements=PLAN.present("items"),
        tags="data/coded/tags.csv",
        links="data/interim/links.parquet",
        happened="data/interim/events.parquet",
        presence="data/interim/presence.parquet",
        swot="reports/tables/swot.csv",
        consensus="reports/tables/consensus.csv",
    output:
        page="reports/evidence.html",
        pages=directory("reports/evidence"),
    log:
        "logs/evidence.log",
    conda:
        "../envs/delphi.yaml"
    params:
        code=fingerprint("evidence"),
        codes=PLAN.codes("key", "label", "migrations"),
        study=PLAN.settings(*EVIDENCE),
        sessions=PLAN.sessions(),
        people=PLAN.people(),
    message:
        "Writing the evidence page that may leave the team"
    shell:
        "delphi evidence --edition public --study {input.study} --codebook {input.codebook}"
        " --items data/coded/items.csv"
        " --transcripts {input.transcripts} --participants {input.participants}"
        " --tags {input.tags} --links {input.links} --happened {input.happened}"
        " --presence {input.presence} --swot {input.swot} --consensus {input.consensus}"
        " --to-page {output.page} --to-pages {output.pages} --log {log}"


rule evidence_internal:
    input:
        study=ancient("config/study.yaml"),
        codebook=ancient("config/codebook.yaml"),
        transcripts=ancient("data/raw/transcripts.csv"),
        participants=ancient("data/raw/participants.csv"),
        statements=PLAN.present("items"),
        turns=expand("data/interim/turns/{batch}.parquet", batch=PLAN.batches),
        placed="data/interim/decisions.parquet",
        tags="data/coded/tags.csv",
        links="data/interim/links.parquet",
        happened="data/interim/events.parquet",
        presence="data/interim/presence.parquet",
        swot="reports/tables/swot.csv",
        consensus="reports/tables/consensus.csv",
    output:
        page="data/interim/evidence-internal.html",
        pages=directory("data/interim/evidence-internal"),
    log:
        "logs/evidence_internal.log",
    conda:
        "../envs/delphi.yaml"
    params:
        code=fingerprint("evidence"),
        codes=PLAN.codes("key", "label", "migrations"),
        study=PLAN.settings(*EVIDENCE),
        sessions=PLAN.sessions(),
        people=PLAN.people(),
    message:
        "Writing the evidence page for the team only"
    shell:
        "delphi evidence --edition internal --study {input.study} --codebook {input.codebook}"
        " --items data/coded/items.csv"
        " --transcripts {input.transcripts} --participants {input.participants}"
        " --turns {input.turns} --placed {input.placed}"
        " --tags {input.tags} --links {input.links} --happened {input.happened}"
        " --presence {input.presence} --swot {input.swot} --consensus {input.consensus}"
        " --to-page {output.page} --to-pages {output.pages} --log {log}"


rule columns:
    output:
        readme="reports/tables/README.md",
    log:
        "logs/columns.log",
    conda:
        "../envs/delphi.yaml"
    params:
        code=fingerprint("reference"),
    message:
        "Describing the tables' columns"
    shell:
        "delphi reference --to-tables {output.readme} --log {log}"


rule vet:
    input:
        study=ancient("config/study.yaml"),
        transcripts=ancient("data/raw/transcripts.csv"),
        participants=ancient("data/raw/participants.csv"),
        findings=expand("data/interim/screened/{batch}.csv", batch=PLAN.batches),
        cleared=PLAN.present("cleared"),
        tables=TABLES,
        chapters="reports/chapters",
        figures="reports/figures",
        reports=expand("reports/report.{format}", format=PLAN.study.report.formats),
        evidence="reports/evidence.html",
        pages="reports/evidence",
        feedback=PLAN.feedback_made(),
    output:
        vetted="data/interim/vetted.txt",
    log:
        "logs/vet.log",
    conda:
        "../envs/delphi.yaml"
    params:
        code=fingerprint("vet"),
        study=PLAN.settings("privacy.names_to_hide"),
        people=PLAN.people("labels"),
    message:
        "Reading the reports as others will"
    shell:
        "delphi vet --study {input.study} --transcripts {input.transcripts} --participants {input.participants}"
        " --reports {input.tables} {input.chapters} {input.figures} {input.reports} {input.evidence} {input.pages}"
        " {input.feedback}"
        " --findings {input.findings} --cleared data/coded/cleared.csv --to-vetted {output.vetted} --log {log}"


rule manifest:
    input:
        study="config/study.yaml",
        codebook="config/codebook.yaml",
        registers=["data/raw/transcripts.csv", "data/raw/participants.csv"],
        files=PLAN.files(PLAN.transcripts),
        decisions=PLAN.decisions(),
        optional=PLAN.optional_files(),
        prose=PLAN.chapters(),
        tables=TABLES,
        chapters="reports/chapters",
        figures="reports/figures",
        reports=expand("reports/report.{format}", format=PLAN.study.report.formats),
        evidence="reports/evidence.html",
        pages="reports/evidence",
        feedback=PLAN.feedback_made(),
    output:
        manifest="reports/manifest.json",
    log:
        "logs/manifest.log",
    conda:
        "../envs/delphi.yaml"
    params:
        code=fingerprint("manifest"),
    message:
        "Listing what went in and what came out"
    shell:
        "delphi manifest --study {input.study} --codebook {input.codebook}"
        " --inputs {input.study} {input.codebook} {input.registers} data/raw/transcripts {input.decisions:q}"
        " {input.optional:q} {input.prose:q}"
        " --outputs {input.tables} {input.chapters} {input.figures} {input.reports}"
        " {input.evidence} {input.feedback} --folders {input.pages}"
        " --to-manifest {output.manifest} --log {log}"
