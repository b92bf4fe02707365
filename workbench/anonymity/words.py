"""Words that decide how a name is read: titles, roles, and names that are ordinary words as well.

All are folded (lower case, no accents). They are lists of the trade and of English, and hold nobody's name as such.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MALE_TITLES = frozenset({"mr", "mister", "master", "sir"})
FEMALE_TITLES = frozenset({"mrs", "ms", "miss", "madam", "lady"})
YOUNG_TITLES = frozenset({"miss", "master"})
"""Titles that children have too."""
TITLES = (
    MALE_TITLES
    | FEMALE_TITLES
    | _words(
        "mx dr doctor prof professor rev revd reverend pc wpc pcso dc ds di dci dsu supt sgt sergeant insp "
        "inspector constable detective cllr councillor judge hhj nurse midwife"
    )
)
"""What stands before a surname and shows it to be one."""

FEMALE_ROLES = _words(
    "mother mum mam mummy mom stepmother stepmum grandmother grandma gran granny nan nana nanna nanny mgm pgm mggm "
    "aunt aunty auntie sister daughter stepdaughter granddaughter wife girlfriend niece woman girl"
)
MALE_ROLES = _words(
    "father dad daddy stepfather stepdad grandfather grandad granddad grandpa grandpop mgf pgf uncle brother son "
    "stepson grandson husband boyfriend nephew man boy"
)
PROFESSIONS = _words(
    "social worker sw health visitor hv gp general practitioner doctor nurse midwife teacher headteacher head "
    "teaching assistant police officer pc detective sergeant constable inspector paediatrician consultant registrar "
    "psychiatrist psychologist therapist counsellor manager deputy team leader lead practitioner key keyworker "
    "drug drugs alcohol worker support family school nursery community student senior advanced duty out of hours "
    "edt probation housing advocate solicitor guardian cafcass independent reviewing chair iro conference "
    "safeguarding named designated clinical psychiatric mental learning disability early help outreach pharmacist "
    "dentist ambulance paramedic crew call handler receptionist administrator admin clerk reporter author staff "
    "assistant childcare childminder carer foster adoption link tutor pastoral welfare attendance education "
    "substance misuse domestic abuse idva mash lado cpn ot physio physiotherapist speech language adviser advisor "
    "coordinator co-ordinator professional agency service unit ward hospital clinic surgery centre panel member "
    "reviewer"
)
ROLE_WORDS = (
    FEMALE_ROLES
    | MALE_ROLES
    | PROFESSIONS
    | _words(
        "maternal paternal great half step ex former new older elder younger eldest youngest sibling siblings twin "
        "twins baby infant child children kid toddler newborn unborn cousin relative relation partner parent parents "
        "grandparent grandparents fiance fiancee friend neighbour landlord lodger babysitter guardian subject adult "
        "male female person pop pops babe bump the my her his their our a an and of in to s mothers fathers mums "
        "dads"
    )
)
"""Words that tell someone's part, not who it is: an alias made of these alone can stand as it is."""

MONTH_WORDS = frozenset({"may", "april", "june", "august", "jan", "mar", "jun", "dec"})
SEASON_WORDS = frozenset({"summer", "autumn", "winter", "spring"})

ORDINARY = _words(
    "will may mark grace rose hope summer joy faith april june august autumn dawn violet olive amber pearl "
    "crystal sky river chance chase cash grant guy lance miles penny rich sandy wade ward art rod skip van honor "
    "honour patience prudence charity constance mercy verity melody harmony destiny precious blessing angel star "
    "storm rain sunny ginger cherry clementine bonnie poppy iris fern rosemary marigold jasmine willow ash aspen "
    "reed heath cliff dale forest brook lake bay beau earnest ernest major duke earl prince king queen baron "
    "bishop deacon pope abbot monk parson young old brown white green black grey blue gold golden silver baker "
    "cook bell hill wood woods price field fields ford knight long short little marsh page park parks rice sharp "
    "stone street summers winters walker waters west east north south wise carter carpenter fisher gardener "
    "gardner hunter mason miller potter shepherd weaver wheeler banks best bird birds bond bull bush case "
    "chambers church close cross day days down english fox good hall hand hart head house lamb lane law love low "
    "march might moss new noble noon paris peace pool power quick root rush sales savage self small snow speed "
    "spring still strong swift thorn tree underwood wall walls war watch wells winter worth wright read reading "
    "bath farmer butler porter steward brewer clerk draper dyer foster glover goldsmith judge marshal merchant "
    "nurse painter piper plumber singer usher ball barn beach berry birch block booth bridge bridges broad bright "
    "burn burns camp castle child childs coal cotton cox crane crisp crook cruise curry dance dark dear dove "
    "drummer early else ever fair fall farrow fell finch fish flack flower flowers flood frost fry gates gay "
    "guest hardy hawk hay hays herring hick hides holder hood horn hunt hurt kind lack last lock loft lord lucky "
    "mead mills mist money moon more morning nail neat nest nice nicely night oak organ outlaw owl pace pain palm "
    "pass patch patient peak pepper perks pike pill plant plum pond poor pound prior pry purse race raven rest "
    "ridge rivers roads rock rook sand sands seal sear sergeant sermon shore silk sparrow spear spice spry staff "
    "stack steel stock stocks storey stout sugar sweet temple tuck twist vale vest vine wake wallet warden warm "
    "way weeks whale wick wild wilde wing winner wolf wool worm yard york oh an do to so no on in at by be he me "
    "my we us go or if it as is am can had has him his her how see say set sit son sun tea ten the too top try "
    "two use was who why yes yet "
)
"""Names that are ordinary words too: each is replaced only where a person has confirmed it, and only with a capital."""

CAPITALISED = _words(
    "jack josh nick harry peter carol bob ben max jay kit jo li al ng ho pip jan don ron ted tom tim jim kim lee "
    "les lou mia nat neil norm phil piers randy rick sam sid stew tony vic wayne wes zoe alec basil dolly gill "
    "jenny jerry jimmy johnny molly nancy ollie percy polly sally terry tiffany tilly toby tommy troy warren "
    "robin rob sue bill pat frank drew gene ray victor dean lily daisy holly heather ruby jade ivy hazel glen "
    "brooke rowan smith clark fletcher cooper turner parker taylor tailor webb leach pearce hogg gunn flynn "
    "curtis giles gray beck drake pratt pitt nott nutt paul collier coleman chandler slater sawyer tanner "
    "thatcher tyler spencer skinner sadler groom weir robins ladd rowe hyde keen hooper barber archer bowman "
    "marshall cole harp "
)
"""Names that are now and then another word: replaced wherever they have a capital."""

AFTER_A_VERB = _words(
    "i you he she it we they the a an this that these those there be not mum mother dad father baby child parents "
    "family anyone someone need have also only still contact attend"
)
"""What follows *Will*, *May*, *Mark* at the start of a sentence when it is the verb."""

KEPT_CAPITALS = _words(
    "ae aed afc aka am asap bp cab ca cc ce ceo cin cla cme co cp cpp cps cpr cr cs csc csp ct cv da dash das dc dhr "
    "dna do dob ds dv dva ecg edt ed ehc eh er fao ff fi fg fp fs ft gp hc he hm hmp ho hos hr hv ia icu id ie imr "
    "ip ir iq is it iv ke kg la lac lcs le lp lscb mar mash mc md me mh mha mid ml mr ms na nai nb ncp nfa nhs ni no "
    "np nspcc nur ny od of oh ok on oo ot pa pc pcso pe pm po pol pr ps pt qc ra rag re rn rs rsv sa sar sats sc scr "
    "sd se sen sg sip sm smt so sp st sw ta tac tb to ts tv ucs uk us usb va vat vc vs vp wc wd we wi wp"
)
"""Pairs and threes of capitals that the records are full of: never read as somebody's initials without points."""

CHILD_ROLES = _words(
    "brother sister son daughter sibling child baby infant toddler twin nephew niece grandson granddaughter"
)
"""Parts that no *Mr* or *Mrs* means."""

DOCUMENT_WORDS = (
    "chronology", "referral", "assessment", "minutes", "statement", "letter", "report", "notes", "note", "plan",
    "e-mail", "email", "form", "record", "records", "summary", "review", "log", "transcript", "policy", "genogram",
    "timeline", "agenda", "index", "scan",
)  # fmt: skip
"""What a file is, where its name says so."""

SUFFIXES = frozenset(
    {"jr", "jnr", "sr", "snr", "ii", "iii", "phd", "mbe", "obe", "esq", "qc", "kc", "rn", "mbbs"}
)
PARTICLES = frozenset(
    {"de", "da", "del", "della", "der", "van", "von", "den", "di", "la", "le", "bin", "ibn", "abu", "al", "el", "o",
     "mc", "mac", "st", "ter", "ten", "dos", "do", "du"}
)  # fmt: skip
"""Small words that begin a surname of several."""
