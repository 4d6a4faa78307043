"""Words that tell a name from ordinary text before a colon, in the languages that the authors read."""
# ruff: noqa: SIM905

# Words that open a sentence with a colon and name nobody, in languages of the authors' reach.
OPENERS = frozenset(
    """
    aandachtspunt aanvulling aanvullend advies afspraak allee allez anders antwoord bedenking besluit bijlage
    bijvoorbeeld boodschap bron citaat conclusie concreet context daarom dan data dus eerlijk eerst einde en
    gevolg gewoon helaas herhaling idee inderdaad inleiding ja kansen kijk kortom kritiek les link luister maar
    moraal motto nadeel nadelen nee neen nogmaals noot nota oef ok oke oké onderwerp oorzaak oplossing opmerking
    opmerkingen opvolging overigens probleem punt reactie reden resultaat resumé samengevat samenvatting
    sterktes stelling stiekem stop thema tip titel toelichting trouwens uitleg uitspraak vaststelling verder
    verschil vervolg voorbeeld voorbeelden voordeel voordelen voorstel voorwaarde voorwaarden vraag vragen
    waarom want zeg zie zwaktes bedreigingen
    actually advantage advantages also and answer because besides but conclusion condition conditions
    disadvantage disadvantages example examples finally first honestly idea listen look maybe meaning moral no
    note notes ok okay opportunities point problem question questions reason remark remarks result right
    second see simply so solution still strengths suggestion summary then theme therefore third threats thus
    tip title topic warning weaknesses well why yes
    alors bref conclusion donc ensuite exemple mais note non oui problème puis question raison regarde remarque
    réponse résumé solution voilà
    achtung also antwort beispiel denn eben fazit frage grund hinweis ja nein problem schau
    """.split()
)
# Words for people in a conversation, where no name is written.
ROLES = frozenset(
    """
    allemaal allen begeleider begeleidster deelneemster deelnemer deelnemers gast geïnterviewde gespreksleider
    iedereen iemand interviewster man mevrouw meneer notulist observator onbekend respondent respondente spreker
    stem tolk verslaggever vrouw
    all audience caller everyone everybody facilitator female group guest host interpreter interviewee
    interviewer male moderator observer participant participants researcher several somebody someone speaker
    unknown unidentified voice
    animateur animatrice enquêteur enquêtrice femme homme inconnu inconnue interprète intervenant intervieweur
    locuteur modérateur modératrice participante tous
    alle befragte befragter dolmetscher interviewerin moderatorin sprecher sprecherin teilnehmer teilnehmerin
    unbekannt
    """.split()
)
# Keys of the block that describes a recording.
METADATA = (
    frozenset(
        """
    aanwezig aanwezigen afwezig bestand bestandsnaam codering datum document duur duurtijd focusgroep groep
    interview legende locatie onderzoek onderzoeker opname opgenomen plaats project ronde sessie setting studie
    taal tijd tijdstip transcribent transcript transcriptie uitgeschreven uur versie
    absent attendees audio author code coder date document duration file filename group id interviewed key
    language legend length location meeting place present project recorded recording round session source study
    subject time transcribed transcriber transcription type version
    aufnahme dauer durée enregistrement fichier groupe lieu ort présents projekt sprache teilnehmende zeit
    """.split()
    )
    | ROLES
)
# Small words inside names, and words between two of them.
PARTICLES = frozenset(
    "van de der den ter ten te het 't le la les du des di da dos del della von zu zur bin ben ibn al el abu d' l' o' st".split()
)
JOINERS = frozenset("en and et und & + / , of or ou oder".split())
