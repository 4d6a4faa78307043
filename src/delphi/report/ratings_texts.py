"""The words of the report's pages about ratings, in Dutch and English."""

from __future__ import annotations

from typing import Any

TEXTS: dict[str, dict[str, Any]] = {
    "nl": {
        "caption": "{model}: oordelen op de schaal “{scale}”",
        "columns": ["Uitspraak", "Wie"], "same": "Dezelfde mensen, {earlier}\N{NO-BREAK SPACE}→\N{NO-BREAK SPACE}{later}",
        "middle": "mediaan: {median}", "answered": "{n} mensen", "asked": "van alle {n}: {bounds}",
        "from": "minstens “{level}”", "up": "{level} of hoger",
        "all": "Allen samen", "of": "{k} van {n}",
        "not_estimable": "niet te schatten", "between": "tussen “{low}” en “{high}”",
        "kept": "{kept} van {n} hetzelfde",
        "wording": "In ronde {round} luidde de uitspraak: “{text}”",
        "threshold_caption": "Drempel {number}: {measure}",
        "threshold_columns": ["Uitspraak", "Ronde", "{measure}", "Van alle gevraagden", "Drempel"],
        "met": {"yes": "gehaald", "no": "niet gehaald", "": "niet te schatten"},
        "hinges": "hangt af van wie niet antwoordde",
        "at_least": "minstens {bound}", "at_most": "hoogstens {bound}",
        "panel": "allen samen",
        "measures": {
            "share_agree": "aandeel {agree}", "share_agree_invited": "aandeel {agree}, op alle gevraagden",
            "median": "mediaan", "iqr": "interkwartielafstand", "cqv": "kwartielvariatiecoëfficiënt",
            "ipr": "afstand P30–P70", "ipras": "IPRAS", "ipras_disagreement": "onenigheid volgens IPRAS (1 is ja)",
            "rand_outside": "aantal mensen buiten het gebied van de mediaan", "cvr": "CVR",
            "kept": "aandeel dat bij het antwoord bleef", "kappa_quadratic": "gewogen kappa tussen de rondes",
            "net_change": "nettoverschuiving",
        },
    },
    "en": {
        "caption": "{model}: ratings on the scale “{scale}”",
        "columns": ["Statement", "Who"], "same": "The same people, {earlier}\N{NO-BREAK SPACE}→\N{NO-BREAK SPACE}{later}",
        "middle": "median: {median}", "answered": "{n} people", "asked": "of all {n}: {bounds}",
        "from": "at least “{level}”", "up": "{level} or higher",
        "all": "All together", "of": "{k} of {n}",
        "not_estimable": "not estimable", "between": "between “{low}” and “{high}”",
        "kept": "{kept} of {n} the same",
        "wording": "In round {round} the statement read: “{text}”",
        "threshold_caption": "Threshold {number}: {measure}",
        "threshold_columns": ["Statement", "Round", "{measure}", "Of all who were asked", "Threshold"],
        "met": {"yes": "met", "no": "not met", "": "not estimable"},
        "hinges": "hinges on those who did not answer",
        "at_least": "at least {bound}", "at_most": "at most {bound}",
        "panel": "all together",
        "measures": {
            "share_agree": "share {agree}", "share_agree_invited": "share {agree}, of all who were asked",
            "median": "median", "iqr": "interquartile range", "cqv": "coefficient of quartile variation",
            "ipr": "distance P30–P70", "ipras": "IPRAS", "ipras_disagreement": "disagreement by IPRAS (1 is yes)",
            "rand_outside": "people outside the region of the median", "cvr": "CVR",
            "kept": "share that kept its answer", "kappa_quadratic": "weighted kappa between the rounds",
            "net_change": "net change",
        },
    },
}  # fmt: skip
SHARES = ("share_agree", "share_agree_invited", "cqv", "kept", "net_change")
