"""What the adjudication notebook says, in Dutch and English, beside what all notebooks say."""

from __future__ import annotations

from delphi.review import texts as common


def texts(language: str) -> dict[str, str]:
    """All texts in one language."""
    return common.in_language(language, common.FRAME, common.TEXTS, TEXTS)


TEXTS: common.Versions = {
    # start
    "title": ("Verschillen beslissen", "Adjudicate"),
    "desk": ("Werkblad: verschillen tussen codeurs beslissen", "Desk: decide where coders differ"),
    "where": ("Welke verschillen wil je bekijken?", "Which differences do you want to look at?"),
    "matters_first": ("Begin met wat het meest telt", "Begin with what matters most"),
    "matters_why": (
        "Eerst waar codeurs in één werkmodel het tegengestelde zien, dan de rest in de volgorde van de gesprekken.",
        "First where coders see the opposite in one work model, then the rest in the order of the transcripts.",
    ),
    "open_of": ("{open} open, {ruled} beslist", "{open} open, {ruled} decided"),
    "nothing_here": (
        "Er zijn geen verschillen: geen twee codeurs lazen dezelfde beurt en codeerden ze anders.",
        "There are no differences: no two coders read the same turn and coded it differently.",
    ),
    "filter": ("Kiezen welke", "Choose which"),
    "any_transcript": ("alle gesprekken", "all transcripts"),
    "any_pair": ("alle codeurs", "all coders"),
    "any_model": ("alle werkmodellen", "all work models"),
    "pair": ("Codeurs", "Coders"),
    "apply_filter": ("Toon deze", "Show these"),
    "filter_empty": ("Zo'n verschil is er niet.", "There is no such difference."),
    # numbers
    "numbers": ("Overeenstemming", "Agreement"),
    "numbers_of_build": (
        "Krippendorffs alfa per beurt, vóór → na beslissing, bij de laatste opbouw (make).",
        "Krippendorff's alpha by turn, before → after adjudication, as of the last build (make).",
    ),
    "no_build": (
        "De overeenstemming is nog niet berekend: voer `make` uit.",
        "Agreement has not been measured yet: run `make`.",
    ),
    "since_build": ("Sindsdien beslist: {count}.", "Decided since: {count}."),
    "none_since": ("Sindsdien is niets beslist.", "Nothing was decided since."),
    "both_facets": ("werkmodel en categorie (MASI)", "work model and category (MASI)"),
    "n_units": ("{count} beurten", "{count} turns"),
    # the work surface
    "opposite": ("Zelfde werkmodel, andere categorie", "Same work model, other category"),
    "codes": ("Andere codes", "Other codes"),
    "stance": ("Andere houding", "Other stance"),
    "column": ("Codeur {number}: {coder}", "Coder {number}: {coder}"),
    "read_it": ("gelezen", "read"),
    "did_not_read": ("niet als gelezen gemarkeerd", "not marked as read"),
    "no_tags": ("geen tag", "no tag"),
    "agreed": ("Eens", "Agreed"),
    "stands": ("Wat blijft staan", "What stands"),
    "stands_none": ("Geen van deze tags blijft staan.", "None of these tags stands."),
    "ruled_by": ("Beslist door {judge}", "Decided by {judge}"),
    "ruled": ("beslist", "decided"),
    "is_open": ("nog te beslissen", "to be decided"),
    "reason": ("Reden", "Reason"),
    "choose_how": (
        "Wie volg je? Druk op een cijfer, op a (alle) of n (geen).",
        "Whom do you follow? Press a number, a (all) or n (none).",
    ),
    "tags_of": ("Volg {coder}", "Follow {coder}"),
    "all_two": ("Beide", "Both"),
    "all_more": ("Alle", "All"),
    "none_two": ("Geen van beide", "Neither"),
    "none_more": ("Geen", "None"),
    "settle_it": ("Bewaar en verder", "Save and go on"),
    "add_tag": ("Tag erbij", "Add a tag"),
    "drop": ("Laat vallen", "Drop"),
    "why_title": ("Waarom? (mag leeg blijven)", "Why? (may stay empty)"),
    "why_hint": (
        "Enter bewaart, met of zonder reden. ↑ en ↓: eerdere redenen.",
        "Enter saves, with or without a reason. ↑ and ↓: earlier reasons.",
    ),
    "progress": ("{done} van {total} beslist", "{done} of {total} decided"),
    "list": ("Alle verschillen", "All differences"),
    "list_filter": ("Zoek op gesprek, codeur of code", "Search by transcript, coder or code"),
    "draft_keys": (
        "↑ ↓ een andere tag · r het stuk · m en letters de codes · i uitspraak · x laat vallen · + tag erbij",
        "↑ ↓ another tag · r the stretch · m and letters the codes · i statement · x drop · + add a tag",
    ),
    "range_keys": (
        "← → langer of korter · ↑ ↓ andere zin · met Shift per woord · Enter klaar",
        "← → longer or shorter · ↑ ↓ another sentence · with Shift by word · Enter done",
    ),
    # notices
    "saved": ("Bewaard in {file}.", "Saved in {file}."),
    "unchanged": ("Dat stond al zo; er is niets geschreven.", "That is how it stood; nothing was written."),
    "choose_first": (
        "Kies eerst wie je volgt (een cijfer, a of n); daarna kun je wijzigen.",
        "Choose first whom you follow (a number, a or n); then you can change it.",
    ),
    "two_stances": (
        "Eén tag kan geen twee houdingen tegenover een uitspraak hebben; kies een codeur, of wijzig de houding met i.",
        "One tag cannot have two stances on a statement; choose a coder, or change the stance with i.",
    ),
    "no_such_coder": ("Er is geen codeur met dat nummer.", "There is no coder of that number."),
    "all_ruled": ("Alles hier is beslist. Mooi werk.", "Everything here is decided. Well done."),
    "last_one": ("Dit is het laatste verschil.", "This is the last difference."),
    "first_one": ("Dit is het eerste verschil.", "This is the first difference."),
    "no_dispute": ("Op die beurt verschillen codeurs niet (meer).", "Coders do not differ on that turn (any more)."),
    "undone": (
        "De vorige beslissing staat er weer; ook dat staat in het bestand.",
        "The decision before stands again; that, too, is in the file.",
    ),
    "ruling_stays": (
        "Terug. Een beslissing blijft in het bestand tot je anders beslist; dat kan hier.",
        "Back. A decision stays in the file until you decide otherwise; you can do so here.",
    ),
    "nothing_to_undo": ("Je hebt nog niets beslist.", "You have not decided anything yet."),
    "lost": (
        "{count} rijen in {file} vinden hun plaats niet meer in de gesprekken; zie reports/tables/anchors.csv.",
        "{count} rows in {file} no longer find their place in the transcripts; see reports/tables/anchors.csv.",
    ),
    # keyboard reference
    "key_coder": ("de tags van codeur 1, 2, … blijven staan", "the tags of coder 1, 2, … stand"),
    "key_all": ("alle tags blijven staan", "all tags stand"),
    "key_none": ("geen enkele tag blijft staan", "no tag stands"),
    "key_settle": ("bewaren (reden mag) en naar het volgende", "save (a reason may be given), on to the next"),
    "key_reason": ("de reden schrijven", "write the reason"),
    "key_drop": ("deze tag laten vallen", "drop this tag"),
    "key_add": ("een tag erbij; met de muis kan ook", "add a tag; the mouse can, too"),
    "key_which": ("een andere tag in de keuze", "another tag of the choice"),
    "key_undo": ("terug naar de laatste beslissing", "back to the last decision"),
    "key_escape": ("keuze laten vallen, venster sluiten", "drop the choice, close the dialog"),
    "key_next": ("volgend of vorig verschil, zonder beslissing", "next or previous difference, without a decision"),
    "key_list": ("lijst van alle verschillen", "list of all differences"),
    "key_filter": ("kiezen op gesprek, codeurs of werkmodel", "choose by transcript, coders or work model"),
    "key_numbers": ("de overeenstemming, voor en na", "agreement, before and after"),
    "keys_change": ("De keuze wijzigen", "Change the choice"),
}  # fmt: skip
