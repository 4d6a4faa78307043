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
# Words for people that also open sentences (`Ouders: die wel`), and name somebody with a number (`Ouder 1`).
PEOPLE = frozenset(
    """
    arts bewoner bezoeker burger buur buurvrouw cliënt collega deskundige docent dokter expert gebruiker jongen
    jongere kind klant leerkracht leerling leraar lid mantelzorger medewerker meisje moeder ouder panellid
    patiënt persoon student vader verpleegkundige vrijwilliger werknemer zoon dochter
    boy carer child citizen client colleague customer daughter doctor employee father girl member mother neighbour
    neighbor nurse panellist panelist parent patient person pupil resident son teacher user volunteer worker
    citoyen collègue enfant enseignant habitant membre mère parent patient personne père usager élève étudiant
    bewohner elternteil kind kollege lehrer mitglied mutter patient person schüler vater
    """.split()
)
# Words that are numbered in speech, and name nobody: `Stap 1:`.
NUMBERED = frozenset(
    """
    artikel categorie criterium dag deel fase figuur hoofdstuk hypothese jaar kolom maand model niveau nummer
    oefening opdracht optie paragraaf regel ronde scenario stap tabel week
    article category chapter criterion day exercise figure hypothesis level month number option part phase
    round row rule scenario section step table task version week year
    année article chapitre jour numéro phase semaine tableau étape
    abschnitt jahr kapitel nummer phase schritt tabelle tag teil woche
    """.split()
)
# Words that make sentences and no names.
GRAMMAR = frozenset(
    """
    aan alle als na rond sinds tegen vanaf altijd ander andere bij daar dat deze die dit ding door dus een eerste één eén enige er ge geen
    gij haar had hebben heb hebt heeft hen hier hij hoe hun iets ik in is jij je jou jullie kan kon laatste
    meer met mij mijn moet naar niet niets niks nog nu om ons onze ook op over te tot toch toen tweede derde uit
    volgende voor waar wanneer was waren wat we wel welke wie wij wil wordt zal ze zegt zei zich zij zijn zo zou
    a about after are around at before since until be been but by can could did do does for from had has have he her here his how if it its last
    me must my next not now on one or our said say says she should that the their there these they thing think this those
    to us was were what when where which who with would you your
    c'est ce cette dans est il je j'ai mon nous on pas pour première qui quoi sont tu un une vous
    aber auf aus das dass dem die ein eine er es ich ihr ist mein mit nicht sie sind und war was wenn wer wir
    """.split()
)
# Words and letters under which the person who leads a conversation is usually written down.
LEADING = frozenset(
    """
    begeleider begeleidster gespreksleider gespreksleidster interviewer interviewster moderator onderzoeker
    onderzoekster facilitator host researcher animateur animatrice enquêteur enquêtrice intervieweur modérateur
    modératrice moderatorin interviewerin
    """.split()
)
TAKING_NOTES = frozenset("notulist verslaggever taker".split())
LEADING_LETTERS = frozenset("i int intv m mod q v".split())
LEADERS = LEADING | TAKING_NOTES | LEADING_LETTERS
