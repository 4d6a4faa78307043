"""What the workbench and the consensus window say to people, in Dutch and English; other languages get English."""

from __future__ import annotations

from delphi.review.texts import FRAME, Versions, in_language


def texts(language: str, own: Versions | None = None) -> dict[str, str]:
    """All texts in one language: what every window says, those for looking, and the window's own."""
    return in_language(language, FRAME, SHARED, WORKBENCH if own is None else own)


SHARED: Versions = {
    "no_answer": (
        "Python antwoordt niet. Voer de cel opnieuw uit (Shift+Enter).",
        "Python does not answer. Run the cell again (Shift+Enter).",
    ),
    "page_of": ("{page} van {pages}", "{page} of {pages}"),
    "key_escape": ("venster sluiten", "close the dialog"),
    "read_again": (
        "Er is iets gewijzigd; alles is opnieuw gelezen.", "Something has changed; everything was read again."
    ),
}  # fmt: skip
WORKBENCH: Versions = {
    "window": ("Werkbank van het codeboek", "Codebook workbench"),
    "codes": ("Codes", "Codes"),
    "pick_code": ("Kies een code", "Choose a code"),
    "about": (
        "{file}, versie {version}, zoals het nu is · {read} van {total} beurten nagekeken bij de laatste `make`",
        "{file}, version {version}, as it is now · {read} of {total} turns checked at the last `make`",
    ),
    "not_judged": (
        "Nog niemand heeft beurten nagekeken: wat juist en fout is, weten we nog niet.",
        "Nobody has checked turns yet: what is right or wrong is not known.",
    ),
    "still_the_last": (
        "Tot dat hersteld is, toont de werkbank het codeboek van daarvoor.",
        "Until that is mended, the workbench shows the codebook from before.",
    ),
    "terms": ("Termen", "Terms"),
    "excluded": ("Uitgesloten", "Excluded"),
    "openers": ("Openers", "Openers"),
    "absent": ("Woorden in geen term", "Words in no term"),
    "try": ("Term proberen", "Try a term"),
    "all_terms": ("alle termen samen", "all terms together"),
    "term": ("Term", "Term"),
    "word": ("Woord", "Word"),
    "found_words": ("Woorden", "Words"),
    "hits": ("Treffers", "Hits"),
    "right": ("Juist", "Right"),
    "wrong": ("Fout", "Wrong"),
    "missed": ("Gemist", "Missed"),
    "unread": ("Niet nagekeken", "Not checked"),
    "all": ("Alle", "All"),
    "precision": ("Precisie", "Precision"),
    "recall": ("Recall", "Recall"),
    "alone": ("Alleen zij", "Only this"),
    "alone_why": ("juiste zinnen die geen andere term van de code vindt", "right sentences that no other term of the code finds"),
    "barred": ("Weggehouden", "Kept away"),
    "barred_right": ("daarvan toch juist", "of these right after all"),
    "barred_wrong": ("daarvan fout", "of these wrong"),
    "facilitators": ("Gespreksleiders", "Facilitators"),
    "participants": ("Deelnemers", "Participants"),
    "inside": ("In de code", "In the code"),
    "outside": ("Elders", "Elsewhere"),
    "turns": ("Beurten", "Turns"),
    "likelihood": ("G²", "G²"),
    "term_of": ("Term van", "Term of"),
    "new_right": ("Nieuw juist", "New right"),
    "new_wrong": ("Nieuw fout", "New wrong"),
    "stands_for": ("Staat voor deze woorden", "Stands for these words"),
    "said_as": ("Zo gezegd", "Said as"),
    "no_words": ("Niemand zegt een woord waar deze term voor staat.", "Nobody says a word that this term stands for."),
    "more_words": ("en {count} andere", "and {count} more"),
    "passages": ("Passages", "Passages"),
    "no_passages": ("Geen passages.", "No passages."),
    "nothing_here": ("Hier is niets.", "There is nothing here."),
    "try_field": (
        "Een term zoals in het codeboek: buddy*, sociale vaardigheden, bel* ... op",
        "A term as in the codebook: buddy*, social skills, call* ... up",
    ),
    "try_it": ("Probeer", "Try"),
    "try_why": (
        "Er wordt niets bewaard: een term die bevalt, schrijf je zelf in {file}. De werkbank leest dat bestand meteen.",
        "Nothing is kept: write a term that pleases into {file} yourself. The workbench reads that file at once.",
    ),
    "try_no_exclusion": (
        "Een uitsluiting (!) vindt niets; schrijf ze in het codeboek en kijk bij Uitgesloten.",
        "An exclusion (!) finds nothing; write it into the codebook and look under Excluded.",
    ),
    "how_terms": (
        "Geteld in zinnen van nagekeken beurten. Juist: gevonden, en een codeur gaf de code (minstens de helft van de zin of"
        " van haar stuk). Precisie = juist / gevonden; recall = juist / alle zinnen met de code. Van"
        " termen die overlappen telt de langste.",
        "Counted in sentences of checked turns. Right: found, and a coder gave the code (at least half of the sentence or of"
        " her stretch). Precision = right / found; recall = right / all sentences with the code. Of"
        " terms that overlap the longest counts.",
    ),
    "how_excluded": (
        "Treffers van de andere termen die deze uitsluiting wegneemt, en of dat terecht is in nagekeken beurten.",
        "Hits of the other terms that this exclusion takes away, and whether rightly so in checked turns.",
    ),
    "how_openers": (
        "Openers zetten een werkmodel op tafel, vooral in de mond van de gespreksleider; ze vinden zelf geen passages.",
        "Openers put a work model on the table, mostly in the facilitator's mouth; they find no passages themselves.",
    ),
    "how_absent": (
        "Woorden die vaker voorkomen in nagekeken zinnen met de code dan in de andere nagekeken zinnen, geordend naar"
        " log-likelihood (Dunning 1993; Rayson en Garside 2000). Minstens 3 keer, in minstens 2 beurten. Een wenk, geen toets.",
        "Words more frequent in checked sentences with the code than in the other checked ones, ordered by log-likelihood"
        " (Dunning 1993; Rayson and Garside 2000). At least 3 times, in at least 2 turns. A hint, not a test.",
    ),
    "verdict_right": ("kreeg deze code", "carries this code"),
    "verdict_wrong": ("kreeg deze code niet", "does not carry this code"),
    "verdict_unread": ("nog niet nagekeken", "not checked yet"),
    "verdict_missed": ("gemist", "missed"),
    "reload": ("Opnieuw kijken", "Look again"),
    "keys_look": ("Kijken", "Look"),
    "key_rows": ("vorige of volgende rij", "previous or next row"),
    "key_pages": ("vorige of volgende passages", "previous or next passages"),
    "key_tabs": ("een ander tabblad", "another tab"),
    "key_codes": ("vorige of volgende code", "previous or next code"),
    "key_pick": ("een code kiezen", "choose a code"),
    "key_show": ("alle, juiste, foute, niet nagekeken, gemiste passages", "all, right, wrong, unchecked, missed passages"),
    "key_try": ("een term proberen", "try a term"),
    "key_reload": ("kijken of het codeboek gewijzigd is", "look whether the codebook changed"),
}  # fmt: skip
