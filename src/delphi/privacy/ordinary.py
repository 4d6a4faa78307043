"""Words with a capital that name no private person, place or organisation, in Dutch and English."""
# ruff: noqa: SIM905

DAYS_AND_FEASTS = frozenset(
    """
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april mei juni juli augustus
    september oktober november december kerst kerstmis kerstdag kerstavond nieuwjaar oudjaar pasen paasmaandag
    pinksteren hemelvaart allerheiligen allerzielen sinterklaas sint moederdag vaderdag driekoningen carnaval ramadan
    suikerfeest offerfeest lichtmis wapenstilstand valentijn halloween aswoensdag witte donderdag eid hanukkah jom kippoer diwali
    monday tuesday wednesday thursday friday saturday sunday january february march may june july august october
    christmas easter ramadan halloween thanksgiving whitsun
    """.split()
)
COUNTRIES = frozenset(
    """
    belgië belgie belg belgen belgisch belgische vlaanderen vlaming vlamingen vlaams vlaamse wallonië wallonie waal
    walen waals waalse brussels brusselse brusselaar brusselaars antwerps antwerpse antwerpenaar gents gentse
    nederland nederlands nederlandse nederlander nederlanders hollander hollanders hollands hollandse frankrijk frans
    franse fransen fransman duitsland duits duitse duitser duitsers engeland engels engelse engelsen engelsman
    brits britse britten schots schotse iers ierse ierland italië italie italiaans italiaanse italiaan italianen
    spanje spaans spaanse spanjaard spanjaarden portugal portugees portugese portugezen griekenland grieks griekse
    grieken pools poolse polen pool roemenië roemeens roemeense roemenen roemeen bulgarije bulgaars bulgaarse bulgaren
    rusland russisch russische russen oekraïne oekraïens oekraïense oekraïners turkije turks turkse turken turk
    marokko marokkaan marokkanen marokkaans marokkaanse algerije algerijns algerijnse tunesië tunesisch tunesische
    egypte egyptisch syrië syrisch syrische syriër syriërs irak iraaks irakees iran iraans iraanse afghanistan afghaan
    afghanen afghaans afghaanse pakistan pakistaans pakistaanse india indisch indische china chinees chinese chinezen
    japan japans japanse vietnam thailand thais thaise filipijnen congo congolees congolese congolezen rwanda rwandees
    burundi ghana ghanees ghanese nigeria nigeriaans nigeriaanse kameroen guinee somalië somalisch somalische
    ethiopië eritrea senegal amerika amerikaans amerikaanse amerikaan amerikanen canada brazilië braziliaans
    europa europees europese europeaan europeanen afrika afrikaans afrikaanse afrikaan afrikanen azië aziatisch
    aziatische arabisch arabische arabieren berbers koerdisch koerdische koerden joods joodse joden jood roma latijn
    christelijk christen christenen katholiek katholieke protestants moslim moslims moslima islam islamitisch
    islamitische koran bijbel boeddhist god allah jezus satan
    romeinen romein romeins romeinse vikingen germanen kelten slaven zigeuners pro deo
    britain british england english scotland scottish wales welsh ireland irish france french germany german germans
    italy italian spain spanish portugal portuguese poland polish pole poles romania romanian greece greek turkey
    turkish morocco moroccan europe european american america africa african asia asian arab arabic chinese indian
    pakistani bangladeshi jamaican nigerian somali ukrainian russian dutch flemish belgian belgium christian muslim
    jewish hindu sikh catholic bible koran quran lord
    """.split()
)
THINGS = frozenset(
    """
    facebook messenger whatsapp instagram tiktok twitter snapchat youtube google gmail hotmail outlook skype zoom teams
    netflix spotify linkedin word excel powerpoint windows android apple iphone ipad samsung microsoft wikipedia
    opel berlingo citroën renault peugeot volkswagen bmw mercedes ford toyota audi kia dacia volvo fiat skoda hyundai
    mastercard visa maestro bancontact payconiq itsme paypal
    discord mastodon telegram signal nokia sony philips huawei chromebook macbook laptop express kbc belfius argenta ing fortis crelan bnp
    tinder internet corona covid covid-19 bingo sudoku monopoly lego ikea aldi lidl colruyt delhaize carrefour kruidvat
    action zeeman hema h&m primark nmbs velo bpost post proximus telenet uitpas
    amazon uber tesco asda sainsburys sainsbury's morrisons boots greggs monopoly playstation xbox nintendo nhs bbc pc
    mister meneer mevrouw juffrouw madam madame monsieur mijnheer dokter dr mr mrs ms miss sir professor prof
    i i'm i've i'll i'd ok oké
    """.split()
)
ORDINARY = DAYS_AND_FEASTS | COUNTRIES | THINGS
HOMOGRAPHS = frozenset(
    """
    jasmijn dahlia violet heide linde
    amber adem axel beste ben christian constant elke erna frank frans ida job joke karin ken kerstin leen linde luna
    marina maxime mia mien nele pascal roman rune serge staf sander tinne trui ugo ulla ward wout
    an ans april august bas bea bert bo bob boy bram cas daan dag de dean den dirk do don dop e eden els ever faith
    floor florence gerrit grace guy han hans harmony heidi holly hope hou iris jack jade jan jet jo joker joost joy
    june kaat kat kim klaas koen kris lars lente lief lies lieve lily loes lore lot lotte lou love lucky maan mark
    mars mat may mei merel mia min moon nel nick noor nora of page peer pep piet pip pol prince rain rein rien rob
    robin rein roos rose ruby rust sam sara sky sol soul ster stan sterre storm sus sun teun tim tom tijl toon
    trees vera victor victoria violet ward wiel will willow winter wim wolf zoë zon zonne
    """.split()
)
"""Names that are words too; in lower case only a word before them (`heet`, `mijn broer`) makes them a name."""
