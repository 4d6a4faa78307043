"""What a draft of registers guessed, said to the researcher in the language of the study."""

GUESSES = {
    "nl": {
        "leading": "als gespreksleider is genomen: {leaders}.",
        "unsure": "{file}, {unit} {line}: `{label}:` is misschien iemand die spreekt; die woorden tellen nu als die van "
        "`{speaker}`. Is het iemand, zet dat label dan in participants.csv, of bij `facilitators` in transcripts.csv.",
        "left_out": "{file}: wat vóór het eerste label staat, is weggelaten: `{text}`",
        "leaderless": "{file}: niemand lijkt het gesprek te leiden; doet iemand dat toch, verplaats dan dat label van "
        "participants.csv naar `facilitators` in transcripts.csv.",
        "several": "`{label}` spreekt in {files}; is dat niet dezelfde persoon, geef dan elk een eigen label in de "
        "transcripten.",
        "roundless": "{file}: de naam zegt niet welke ronde het is; er staat nu ronde 1.",
        "named": "{file}: het transcript heet `{name}`, zonder het label van wie er spreekt: de naam staat in het verslag.",
        "invented": "verzonnen, om te zien hoe het werkt; neem het weg als uw transcripten er staan",
    },
    "en": {
        "leading": "taken as facilitators: {leaders}.",
        "unsure": "{file}, {unit} {line}: `{label}:` may be somebody who speaks; those words now count as those of "
        "`{speaker}`. If it is somebody, put that label in participants.csv, or under `facilitators` in transcripts.csv.",
        "left_out": "{file}: what stands before the first label is left out: `{text}`",
        "leaderless": "{file}: nobody looks like the one who leads the conversation; if somebody does, move that label "
        "from participants.csv to `facilitators` in transcripts.csv.",
        "several": "`{label}` speaks in {files}; if that is not one person, give each a label of their own in the "
        "transcripts.",
        "roundless": "{file}: its name does not say which round it is; round 1 is filled in.",
        "named": "{file}: the transcript is called `{name}`, without the label of who speaks in it: that name stands in "
        "the report.",
        "invented": "invented, to see how it works; take it out when yours are in",
    },
}
UNITS = {
    "nl": {"line": "regel", "paragraph": "alinea"},
    "en": {"line": "line", "paragraph": "paragraph"},
}
