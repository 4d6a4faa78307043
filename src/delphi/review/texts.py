"""What the notebooks say to people, in Dutch and English; a study in another language gets English."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("nl", "en")
Versions = Mapping[str, tuple[str, str]]


def in_language(language: str, *parts: Versions) -> dict[str, str]:
    """Texts in one language; what a later part says goes before what an earlier one does."""
    place = LANGUAGES.index(language) if language in LANGUAGES else LANGUAGES.index("en")
    return {name: versions[place] for part in parts for name, versions in part.items()}


def texts(language: str) -> dict[str, str]:
    """All texts of *check_tags* in one language."""
    return in_language(language, FRAME, TEXTS)


# What every window says.
FRAME: Versions = {
    "other_language": ("English", "Nederlands"),
    "other_code": ("en", "nl"),
    "help": ("Toetsen", "Keys"),
    "full_screen": ("Volledig scherm", "Full screen"),
    "larger": ("Groter", "Larger"),
    "smaller": ("Kleiner", "Smaller"),
    "close": ("Sluiten", "Close"),
    "work_model": ("Werkmodel", "Work model"),
    "swot": ("Categorie", "Category"),
    "turn": ("beurt", "turn"),
    "previous": ("Vorige", "Previous"),
    "next": ("Volgende", "Next"),
    "key_help": ("deze lijst", "this list"),
}  # fmt: skip
TEXTS: Versions = {
    # start
    "title": ("Tags nakijken", "Check tags"),
    "who": ("Wie ben je?", "Who are you?"),
    "new_name": ("Nieuwe naam", "New name"),
    "continue": ("Verder", "Continue"),
    "where": ("Wat wil je nakijken?", "What do you want to check?"),
    "resume": ("Verder waar je gebleven was", "Continue where you were"),
    "queue": ("Waar je het meest nodig bent", "Where you are needed most"),
    "queue_why": (
        "Eerst een steekproef uit alle gesprekken, daarna de twijfelgevallen.",
        "First a sample of all conversations, then the doubtful ones.",
    ),
    "again": ("{count} tags opnieuw te beslissen: hun code is gesplitst", "{count} tags to decide again: their code was split"),
    "read_of": ("{read} van {total} beurten gelezen", "{read} of {total} turns read"),
    "other_name": ("Iemand anders", "Someone else"),
    "put_aside": ("Zet die rij opzij en ga verder", "Put that row aside and go on"),
    # frame
    "find": ("Zoeken", "Search"),
    "go": ("Ga naar", "Go to"),
    "memos": ("Memo's", "Memos"),
    "start": ("Begin", "Start"),
    "cancel": ("Annuleren", "Cancel"),
    "save": ("Bewaren", "Save"),
    "choose": ("Kiezen", "Choose"),
    "working": ("Bezig…", "Working…"),
    "no_answer": (
        "Python antwoordt niet. Wat bewaard was, staat in je bestand. Voer de cel opnieuw uit (Shift+Enter).",
        "Python does not answer. What was saved is in your file. Run the cell again (Shift+Enter).",
    ),
    "desk": ("Werkblad: tags nakijken", "Desk: check tags"),
    # the work surface
    "round": ("ronde", "round"),
    "conversation": ("Het gesprek", "The conversation"),
    "this_turn": ("Deze beurt", "This turn"),
    "facilitator": ("gespreksleider", "facilitator"),
    "your_tag": ("Jouw tag", "Your tag"),
    "suggestion": ("Voorstel", "Suggestion"),
    "rejected": ("Afgewezen voorstel", "Rejected suggestion"),
    "dropped": ("Niet overgenomen voorstel", "Suggestion not taken"),
    "decide_again": ("Opnieuw te beslissen", "Decide again"),
    "was": ("was: {code}", "was: {code}"),
    "changed": ("Gewijzigd, nog niet bewaard", "Changed, not saved yet"),
    "new_tag": ("Nieuwe tag", "New tag"),
    "rests_on": ("Steunt op", "Rests on"),
    "under_discussion": ("waarover het gaat: {words}, beurt {turn}", "under discussion: {words}, turn {turn}"),
    "negation": ("let op, ontkenning: {words}", "mind the negation: {words}"),
    "learned": ("geleerd van nagekeken beurten: {shares}", "learned from checked turns: {shares}"),
    "then": ("dan", "then"),
    "second": ("mee afgewogen met {name}, zelf niet nagemeten", "blended with {name}, which was not measured"),
    "telling": ("woorden die wegen: {words}", "telling words: {words}"),
    "by": ("bij", "by"),
    "certainty": ("zekerheid", "certainty"),
    "low": ("laag", "low"),
    "middling": ("matig", "middling"),
    "high": ("hoog", "high"),
    "none_yet": ("nog te kiezen", "not chosen yet"),
    "definition": ("Wat is het?", "What is it?"),
    "include": ("Telt mee", "Include"),
    "exclude": ("Telt niet mee", "Exclude"),
    "examples": ("Voorbeelden", "Examples"),
    "item": ("Uitspraak", "Statement"),
    "memo": ("Memo", "Memo"),
    "is_read": ("gelezen", "read"),
    "not_read": ("nog niet gelezen", "not read yet"),
    "no_suggestion": ("Hier wordt geen voorstel getoond.", "No suggestion is shown here."),
    "nothing_else": (
        "Staat hier niets (anders) in? Spatie: gelezen, volgende.",
        "Nothing (else) here? Space: read, next.",
    ),
    "facilitators_turn": (
        "Beurten van de gespreksleider worden niet gecodeerd.",
        "The facilitator's turns are not coded.",
    ),
    "progress": ("{read} van {total} gelezen", "{read} of {total} read"),
    "written": ("{count} rijen bewaard in deze sessie", "{count} rows saved in this session"),
    # acts
    "accept": ("Akkoord", "Accept"),
    "save_change": ("Bewaar wijziging", "Save change"),
    "reject": ("Afwijzen", "Reject"),
    "remove": ("Verwijder tag", "Remove tag"),
    "new": ("Nieuwe tag", "New tag"),
    "range": ("Stuk tekst", "Stretch"),
    "divide": ("Delen", "Split"),
    "read": ("Gelezen, volgende", "Read, next"),
    "undo": ("Ongedaan", "Undo"),
    "supports": ("steunt", "supports"),
    "contests": ("spreekt tegen", "contests"),
    "nuances": ("nuanceert", "nuances"),
    "maybe_item": ("Misschien bij uitspraak", "Maybe statement"),
    "stance_measured": (
        "nagemeten: juist in {right} van {shown}, en in {other_right} van {other} waar ze afwijkt van de meest voorkomende",
        "measured: right in {right} of {shown}, and in {other_right} of {other} where it differs from the most frequent one",
    ),
    "suggested_unchecked": ("voorgesteld, niet nagekeken", "suggested, not checked"),
    "no_link": ("Geen uitspraak", "No statement"),
    "pick_item": ("Bij welke uitspraak hoort dit?", "Which statement does this belong to?"),
    "pick_stance": ("Wat doet de spreker met die uitspraak?", "What does the speaker do with that statement?"),
    "pick_model": ("Kies een werkmodel", "Choose a work model"),
    "pick_swot": ("Kies een categorie", "Choose a category"),
    "search_items": ("Zoek in de uitspraken", "Search the statements"),
    "only_model": ("alleen dit werkmodel", "this work model only"),
    "memo_tag": ("Memo bij deze tag", "Memo on this tag"),
    "memo_turn": ("Memo bij deze beurt", "Memo on this turn"),
    "memo_turn_saves": (
        "Een memo bij een beurt wordt bewaard samen met “gelezen”.",
        "A memo on a turn is saved together with “read”.",
    ),
    "memo_empty": ("Je hebt nog geen memo's.", "You have no memos yet."),
    "search_words": ("Woorden die in de beurt staan, dan Enter", "Words that stand in the turn, then Enter"),
    "hits": ("{count} beurten", "{count} turns"),
    "transcript": ("Gesprek", "Transcript"),
    "turn_number": ("Nummer van de beurt", "Number of the turn"),
    # notices
    "saved": ("Bewaard in {file}.", "Saved in {file}."),
    "undone": ("Ongedaan gemaakt; ook dat staat in je bestand.", "Undone; that, too, is in your file."),
    "reopened": (
        "Het voorstel staat weer open. De afwijzing blijft in je bestand tot je het overneemt.",
        "The suggestion is open again. The rejection stays in your file until you accept it.",
    ),
    "read_stays_read": (
        "Terug. Gelezen blijft gelezen, maar je kunt hier nog tags toevoegen of weghalen.",
        "Back. Read stays read, but you can still add or remove tags here.",
    ),
    "nothing_to_undo": (
        "Er is niets ongedaan te maken in deze sessie. Een tag van vroeger haal je weg met x.",
        "There is nothing to undo in this session. An earlier tag is removed with x.",
    ),
    "changed_elsewhere": (
        "Deze beurt is in een ander venster gewijzigd; er is niets ongedaan gemaakt.",
        "This turn was changed in another window; nothing was undone.",
    ),
    "all_read": ("Alles hier is gelezen. Mooi werk.", "Everything here is read. Well done."),
    "last_turn": ("Dit is de laatste beurt.", "This is the last turn."),
    "first_turn": ("Dit is de eerste beurt.", "This is the first turn."),
    "no_turns": ("Er is hier geen beurt van een deelnemer.", "There is no participant's turn here."),
    "no_such_turn": (
        "{transcript} heeft geen beurt met dat nummer; de laatste is {last}.",
        "{transcript} has no turn of that number; the last is {last}.",
    ),
    "not_this_turn": (
        "Het venster toonde een andere beurt; er is niets bewaard. Kijk opnieuw.",
        "The window showed another turn; nothing was saved. Please look again.",
    ),
    "who_are_you": ("Kies eerst je naam.", "Choose your name first."),
    "row_cut": (
        "De laatste rij van {file} is halverwege afgebroken (stroom weg?). Ze was nog niet bevestigd: {row}",
        "The last row of {file} was cut in the middle (power lost?). It was not confirmed yet: {row}",
    ),
    "lost": (
        "{count} van je beslissingen vinden hun plaats niet meer in de gesprekken; ze staan in reports/tables/anchors.csv.",
        "{count} of your decisions no longer find their place in the transcripts; see reports/tables/anchors.csv.",
    ),
    "columns_missing": (
        "Je bestand heeft geen kolom {columns}; die gegevens worden dus niet bewaard.",
        "Your file has no column {columns}; so that information is not kept.",
    ),
    "unsaved": (
        "Er is een wijziging die nog niet bewaard is: Enter bewaart ze, Esc laat ze vallen.",
        "There is a change that is not saved yet: Enter saves it, Esc drops it.",
    ),
    "incomplete": ("Kies eerst een werkmodel (m) en een categorie.", "Choose a work model (m) and a category first."),
    "no_tag": ("Kies eerst een tag of voorstel (↑ ↓) of maak een tag (n).", "Pick a tag or suggestion first (↑ ↓) or make a tag (n)."),
    "one_sentence": ("Dit stuk telt maar één woord en kan niet gedeeld worden.", "This stretch is one word and cannot be split."),
    "already_saved": ("Deze tag is al bewaard. Spatie: gelezen, volgende.", "This tag is saved already. Space: read, next."),
    # keyboard reference
    "keys_decide": ("Beslissen", "Decide"),
    "keys_stretch": ("Een stuk tekst", "A stretch"),
    "keys_move": ("Bewegen", "Move"),
    "key_accept": ("voorstel overnemen, of een wijziging bewaren", "accept the suggestion, or save a change"),
    "key_reject": ("voorstel afwijzen, of je tag verwijderen", "reject the suggestion, or remove your tag"),
    "key_model": ("een ander werkmodel", "another work model"),
    "key_swot": ("een andere categorie", "another category"),
    "key_new": ("nieuwe tag: kies een stuk met de pijlen of met de muis", "new tag: select a stretch with arrows or mouse"),
    "key_item": ("koppelen aan een uitspraak, met een houding", "link to a statement, with a stance"),
    "key_memo": ("memo schrijven", "write a memo"),
    "key_read": ("niets (anders) hier: gelezen, volgende", "nothing (else) here: read, next"),
    "key_undo": ("laatste beslissing ongedaan maken", "undo the last decision"),
    "key_range": ("grenzen van de tag aanpassen", "change the bounds of the tag"),
    "key_move_stretch": ("het stuk naar een andere zin schuiven", "move the stretch to another sentence"),
    "key_grow": ("einde een zin verder of terug", "end one sentence on or back"),
    "key_grow_word": ("einde een woord verder of terug", "end one word on or back"),
    "key_grow_start": ("begin een woord terug of verder", "start one word back or on"),
    "key_widen": ("verbreden of versmallen met een zin", "widen or narrow by a sentence"),
    "key_divide": ("tag delen: kies de plaats met de pijlen, dan Enter", "split the tag: choose the place with arrows, then Enter"),
    "key_escape": ("wijziging laten vallen, venster sluiten", "drop the change, close the dialog"),
    "key_focus": ("tag of voorstel in deze beurt kiezen", "pick a tag or suggestion in this turn"),
    "key_turns": ("vorige of volgende beurt, zonder beslissing", "previous or next turn, without a decision"),
    "key_go": ("naar een gesprek en een beurt", "to a transcript and a turn"),
    "key_find": ("zoeken in de gesprekken", "search the transcripts"),
    "key_memos": ("al je memo's", "all your memos"),
    "draft_keys": (
        "↑ ↓ andere zin · ← → langer of korter · met Shift per woord",
        "↑ ↓ another sentence · ← → longer or shorter · with Shift by word",
    ),
    "splitting": (
        "Kies met ← → waar de tag gedeeld wordt (met Shift per woord); Enter deelt, Esc laat het zo.",
        "Choose with ← → where the tag is split (with Shift by word); Enter splits, Esc leaves it.",
    ),
    "space": ("Spatie", "Space"),
}  # fmt: skip
