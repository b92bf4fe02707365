"""What came of a contact: the one table that decides everything counted or drawn, and how records state it.

A column made for outcomes is read generously, running text strictly: a record that speaks of a missed
appointment is not the record of one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of the table.

    `contact`: whether someone was met, None when unknown or not meant. `seen`: whether the subject was, None
    when only a people link can say. `missed`: planned and missed. `apart`: counted apart from both. `mark`:
    how it is drawn: disc, small disc, ringed disc, cross, barred square, open diamond, diamond, triangle or
    hollow disc.
    """

    code: str
    name: str
    contact: bool | None
    seen: bool | None
    missed: bool
    apart: bool
    mark: str


OUTCOMES: Mapping[str, Outcome] = {
    row.code: row
    for row in (
        Outcome("seen", "Seen", True, True, False, False, "disc"),
        Outcome("seen_alone", "Seen alone", True, True, False, False, "disc"),
        Outcome("attended", "Attended", True, None, False, False, "small disc"),
        Outcome(
            "present_not_spoken", "Child present, not spoken to", True, True, False, False, "ringed disc"
        ),
        Outcome("adult_only", "Adult only", True, False, False, False, "small disc"),
        Outcome("telephone", "Telephone", True, False, False, False, "small disc"),
        Outcome("not_brought", "Was not brought", False, False, True, False, "cross"),
        Outcome("did_not_attend", "Did not attend", False, False, True, False, "cross"),
        Outcome("no_access", "No access or no reply", False, False, True, False, "barred square"),
        Outcome("declined", "Declined or refused", False, False, True, False, "barred square"),
        Outcome("cancelled_by_family", "Cancelled by family", False, False, False, True, "open diamond"),
        Outcome("cancelled", "Cancelled, not stated by whom", False, False, False, True, "open diamond"),
        Outcome("cancelled_by_service", "Cancelled by service", False, False, False, False, "diamond"),
        Outcome("rescheduled", "Rescheduled", False, False, False, False, "diamond"),
        Outcome("excused", "Excused", False, False, False, False, "diamond"),
        Outcome("not_applicable", "Not a contact", None, None, False, False, "triangle"),
        Outcome("not_recorded", "Not recorded", None, None, False, False, "hollow disc"),
    )
}
"""Every outcome by its code, in the order people choose from. An outcome not understood is None, with a doubt."""


@dataclass(frozen=True, slots=True)
class OutcomeDoubt:
    """Why an outcome may not be what was meant, and the codes it may be, each with its label."""

    kind: str
    reason: str
    readings: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class OutcomeReading:
    """What a cell states. `stated` is False where it speaks of other things or of nothing."""

    code: str | None = None
    stated: bool = False
    doubts: tuple[OutcomeDoubt, ...] = ()
    who: str = ""
    """In running text, the words that say whose contact it was: "mother", "kyle"."""
    may: tuple[str, ...] = ()
    """What a short word may stand for, likeliest first, where only the rest of its row can tell."""
    names_record: bool = False
    """Whether the cell only names a kind of record ("Letter", "Message left") and so no contact."""


UNSTATED = OutcomeReading()

_FAMILY = (
    r"(?:the\s|her\s|his\s|their\s)?(?:birth\s)?(?:parents?|mother|mum|mom|father|dad|family|carers?|patient|pt|"
    r"client|"
    r"child|baby|mo|fa|mgm|mgf|pgm|gran(?:dmother|dparents?)?|partner|tenant|service user|su|yp|young person|"
    r"pupil|woman|"
    r"lady|step-?(?:father|mother)|foster carers?|guardian|aunt|uncle)"
)
_SERVICE = (
    r"(?:the\s|our\s)?(?:services?|clinic|hospital|trust|team|worker|hv|h/v|health visitor|sw|s/w|social worker|"
    r"midwife|mw|"
    r"us|gp|surgery|practice|agency|staff|school|professionals?|practitioner|clinician|therapist|provider|court|"
    r"nurse|"
    r"doctor|dr|consultant|department|dept|camhs|cmht|csc|office|officer|key ?worker|organisation|ward|nhs)"
)
_STAFF_WHY = (
    r"(?:staff|worker|clinician|hv|sw|midwife|nurse|doctor|dr)\s"
    r"(?:sick|sickness|off|on leave|absen|short|unwell|ill)"
)

_OFFERED = (
    r"(?:to (?!attend|engage|be seen|see|meet|let|allow|admit|open|speak|answer|come|participate)|"
    r"(?:a |the |any |further )*"
    r"(?:referrals?|consent|permission|statement|blood|medication|vaccin|immunis|request|details|comment|smear|"
    r"conveyance|"
    r"information|application|claim|benefit))"
)
"""What can be declined though the contact took place."""

_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (code, re.compile(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])"))
    for code, pattern in (
        (
            "not_brought",
            r"wnb|cnb|w\.n\.b|(?:was|were|been)\s?(?:not|n't) brought(?: in)?|wasn't brought|weren't brought|"
            rf"not brought(?: in| to| by)?|not bought(?: in)?|(?:{_FAMILY} )?failed to bring|did ?n[o']t bring|"
            rf"not taken to",
        ),
        (
            "did_not_attend",
            r"dna(?:'?(?:e?d|s))?|d/n/a|did ?n[o']?'?t (?:attend|turn up|show(?: up)?|arrive|come|keep|present)|"
            r"fail(?:ed|s|ure) to (?:attend|arrive|keep|show|turn up|present)|fta|f/t/a|fta'd|no[\s-]?shows?|"
            r"non[\s-]?attend(?:ance|ed|er)?|not attend(?:ed|ing)?|does not attend|not kept|never (?:attended|"
            r"arrived)|"
            r"un(?:acceptable|authori[sz]ed) absence|absent(?: without leave)?|"
            r"missed(?=(?: (?:the|her|his|their|this|an?))?(?: [a-z]+)? (?:appt|appointment|visit|session|"
            r"clinic|review|contact)|$)|"
            r"(?:appt|appointment|session|visit|contact|clinic|review) (?:was )?missed|failed (?:appt|"
            r"appointment|contact|session)",
        ),
        (
            "no_access",
            r"no access(?: visit| gained| obtained)?|nav|no reply|no answer|no response|nobody (?:in|home|"
            r"at home|answered)|"
            r"no[\s-]?one (?:in|home|at home|answered|was home)|not (?:at )?home|not in|unable to (?:gain|"
            r"get) (?:access|entry)|"
            r"(?:could|did) not gain (?:access|entry)|access not (?:gained|obtained)|door not answered|"
            r"not answered|unanswered|"
            r"(?:did not|didn't|not) answer(?:ed)?(?: the)?(?: door| phone)?|no entry|n/a visit|"
            r"failed (?:home )?visit|abortive(?: visit)?|"
            r"out when (?:called|visited)|ineffective visit|unsuccessful (?:visit|call|contact)|visit unsuccessful|"
            r"no contact made|card left|left card|calling card left|(?:family|parents?|everyone|all) out|"
            r"unable to contact|not contactable|uncontactable|did not reply|no-reply|nac|n/r",
        ),
        (
            "declined",
            rf"(?:declin(?:ed|es|ing)|refus(?:ed|al|es|ing))(?! {_OFFERED})(?: (?:entry|access))?|"
            r"(?:access|entry) (?:denied|refused|declined)|"
            r"denied (?:entry|access)|turned (?:away|down)|did not (?:want|wish)(?: to)?(?: engage)?|opted out|dec",
        ),
        (
            "cancelled_by_family",
            rf"canc[a-z]*\.? ?(?:by|per) {_FAMILY}|{_FAMILY} (?:has |had )?(?:rang to |called to |"
            rf"phoned to )?canc[a-z]*|cbp|cbf|"
            rf"canc[a-z]*\.? ?[\(-] ?{_FAMILY}|(?:parent|family|patient|client)[\s-](?:canc[a-z]*)",
        ),
        (
            "cancelled_by_service",
            rf"canc[a-z]*\.? ?(?:by|per) {_SERVICE}|{_SERVICE} (?:has |had )?canc[a-z]*|cbs|cbh|"
            rf"canc[a-z]*\.? ?[\(-] ?{_SERVICE}|canc[a-z]*[^.;]{{0,20}}{_STAFF_WHY}",
        ),
        (
            "rescheduled",
            r"canc[a-z]*\.?(?: (?:and|&))?[\s,(-]*(?:re-?booked|re-?scheduled|re-?arranged)|re-?scheduled|re-?booked|"
            r"re-?arranged|postponed|deferred|re-?appointed|put back|brought forward|date changed",
        ),
        (
            "cancelled",
            r"(?:appointment |appt |visit |session )?(?:was )?canc(?:el+(?:ed|ations?)?)?|canx|canxd|cnx|cncl|cx|cxl",
        ),
        (
            "excused",
            r"excused|uta|u/t/a|unable to attend|could not attend|can't attend|cannot attend|acceptable absence|"
            r"absent -? ?\(?authori[sz]ed\)?|"
            r"authori[sz]ed absence|apologies(?: (?:given|received|sent))?|sent apologies",
        ),
        (
            "seen_alone",
            r"(?:child |baby )?seen(?: and spoken to)? (?:alone|on (?:his|her|their) own|separately|one to one)|"
            r"spoken to alone|"
            r"spoke(?:n)? (?:to|with) (?:child|[a-z]+) alone|seen - alone|seen \(alone\)",
        ),
        (
            "present_not_spoken",
            r"(?:seen|present|there|in (?:the )?room)(?: at home)?[,;]?(?: -)?(?: but| and)?(?: was| were)? "
            r"(?:not spoken(?: to| with)?|asleep|sleeping)|not spoken (?:to|with)|"
            r"child (?:present|asleep|sleeping|in (?:the )?room)(?:,? not spoken to)?|seen asleep|"
            r"asleep(?: in cot)?|observed(?: only)?",
        ),
        (
            "adult_only",
            r"(?:adults?|mother|mum|parents?|father|dad|carers?)(?: seen)? only|seen without (?:the )?(?:child|"
            r"children|baby)|"
            r"(?:mother|mum|parents?|father|dad|adults?) seen,? (?:the )?(?:child|children|baby) (?:was |"
            r"were )?not (?:seen|present)|"
            r"(?:child|children|baby) not (?:present|at home)|without (?:the )?(?:child|children)",
        ),
        (
            "telephone",
            r"(?:seen |spoken to |spoke |contact(?:ed)? )?(?:by|via|on|over) (?:the )?(?:tele)?phone|"
            r"telephone(?: call| contact| consultation| appointment| review)?|phone (?:call|contact)|t/c|"
            r"tel call|tel contact|tc",
        ),
        (
            "attended",
            r"att|attd|attended|attends|attendance|kept(?: appt| appointment)?|arrived|present(?:ed)?|complied|"
            r"in attendance|"
            r"took place|engaged|brought(?: in)?(?: to)?|contact made|(?:successful|effective|"
            r"completed) (?:visit|contact)|"
            r"visit (?:completed|successful|made|carried out)|access gained|home visit completed|at home",
        ),
        (
            "seen",
            r"seen(?: (?:at|by|in|with|on|for)(?: [a-z]+)?)?|child seen|sighted|face to face|f2f",
        ),
    )
)
_IN_COLUMN_ONLY = re.compile(r"dec|in|at home|cx|nac|tc|observed|asleep.*|present|absent")
_NOT_SEEN = re.compile(
    r"(?<![a-z])(?:not|wasn't|never|n't)(?: been| being)? seen(?! alone)|unseen|unable to (?:be )?see[n]?\b"
)
_NOT_ALONE = re.compile(
    r"not (?:seen|spoken to)(?: and spoken to)? alone|unable to (?:see|speak)[a-z ]* alone"
)

_MENTION_BEFORE = re.compile(
    r"(?:\b(?:after|following|previous(?:ly)?|prior|re|re:|regarding|due to|since|if|last|history of|pattern of|"
    r"discuss\w*|"
    r"about|despite|because(?: of)?|policy|concern\w*|letter|reported|reports?|informed|stated|states|told|says|said|"
    r"risk of|number of|several|multiple|two|three|earlier|advised|warned|remind\w*|should|would|will|"
    r"(?<!\d )may|might|to be|await\w*|"
    r"in case|unless|when|had|chas\w+|reason for|second|third|fourth|another|no|not|never|nil|without|before|"
    r"explore\w*)"
    r"(?:[\s:]+[\w'&/-]+){0,2}[\s:]*)$"
)
_MENTION_AFTER = re.compile(
    r"[\s,]*(?:(?:at|from|on|in|for|of)?\s?(?:the|her|his|their)?\s?(?:last|previous|prior|earlier)\b|discuss|"
    r"polic|letter|rate|"
    r"history|yesterday|last\b|previous|warning|procedure|protocol|follow[\s-]?up (?:letter|call)|explained|"
    r"rates?\b|pathway)"
)
_FOLLOW_UP = re.compile(
    r"(?:nfa|no further action|noted|note|on-?going|see (?:comments?|above|below|notes?|text|action|analysis|"
    r"entry).*|"
    r"referral.*|referred.*|info(?:rmation)? (?:shared|sent|received|only|gathering).*|info|letter.*|closed|"
    r"case closed.*|advice.*|"
    r"advised.*|discuss.*|filed|actioned|await.*|pending|[-–—./?]+|none|nil|as above|ditto|tbc|continu.*|"
    r"monitor.*|open|"
    r"logged|e-?mail.*|passed.*|shared.*|for (?:info|information|review|discussion|noting).*|complete[d]?|done|"
    r"recorded.*|"
    r"resolved|ok|satisfactory|no (?:action|concerns?|issues?|change|outcome).*|plan.*|action.*|"
    r"follow[\s-]?up.*|f/u.*|"
    r"report.*|assessment.*|strategy.*|s\.?47.*|section 47.*|crime.*|arrest.*|charged.*|bailed.*|discharged.*|"
    r"prescri.*|medication.*|immunis.*|vaccin.*|weigh.*|normal.*|escalat.*|meeting.*|minutes.*|invoice.*|"
    r"(?:text|sms|card|reminder|dna letter|appointment letter)s? (?:sent|given|posted).*|admitted.*|conveyed.*|"
    r"see and treat|"
    r"spoke (?:to|with) .*|[a-z]+ (?:informed|contacted|attended|aware)|mash.*|step.*|transfer.*|allocat.*|"
    r"investigat.*|warning.*|tenancy.*|notice.*|repair.*|safety plan.*|key:.*)"
)
_NOT_A_CONTACT = re.compile(
    r"n/?a|not applicable|not a contact|for information(?: only)?|information only|info only|fyi"
)
_NOT_STATED = re.compile(
    r"^(?:attendance |outcome |response )?(?:was )?(?:not|never) (?:recorded|known|stated|documented|clear|"
    r"noted)(?: in .*)?$|"
    r"^(?:unknown|no (?:outcome|response) (?:recorded|stated|documented)|n/?k)$"
)
_NA = re.compile(r"n/?a")
_MAY_MEAN: Mapping[str, tuple[str | None, tuple[str, ...]]] = {
    "ref": (None, ("declined", "not_applicable")),
    "refd": (None, ("declined", "not_applicable")),
    "ref'd": (None, ("declined", "not_applicable")),
    "rfd": (None, ("declined", "not_applicable")),
    "cna": (
        "excused",
        ("excused", "did_not_attend", "no_access", "cancelled_by_family", "cancelled_by_service"),
    ),
    "late": ("attended", ("attended", "did_not_attend", "rescheduled")),
    "can": (None, ("cancelled_by_family", "cancelled_by_service", "rescheduled")),
    "nr": (None, ("no_access", "not_recorded")),
    "abs": (None, ("did_not_attend", "excused")),
}
"""Short words with more than one meaning: what is set where nothing in the row tells, and all they may mean."""
_HOW_LATE = re.compile(r"^late[\s,:(-]*(?:by )?\d+ ?(?:m|mins?|minutes?|hrs?|hours?)?\)?$")
_NAMES_RECORD = re.compile(
    r"(?:information|info|intelligence|record|mtg|meeting|minutes|letter|e-?mail|referral|report|notification|"
    r"case ?note|file ?note|fax|correspondence)(?: only)?|"
    r"(?:(?:telephone|phone|voice ?mail|answer ?phone|text) )?message (?:was )?left(?: (?:on|for|with) .{1,40})?|"
    r"left (?:a )?(?:voice ?mail |answer ?phone )?message(?: (?:on|for|with) .{1,40})?|voice ?mail(?: left)?|"
    r"answer ?phone|(?:text|sms|text message) sent"
)
_UNSURE = (
    r"(?:not (?:known|recorded|clear|stated|sure|certain|confirmed)|unknown|unclear|unsure|uncertain|n/?k|tbc|"
    r"to be confirmed)"
)
_IN_QUESTION = re.compile(
    rf"\?+\s*(?P<after>[^?]+)|(?P<before>[^?]+?)\s*(?:\?+[\s.,;:(-]*(?:{_UNSURE})?|[\s.,;:(-]+{_UNSURE})\)?"
)
_ASKED_AND_ANSWERED = re.compile(r"(?P<asked>[a-z ]{3,30}?)\s?\?[\s:-]*(?P<answer>y|yes|n|no)")
_YES = re.compile(r"y|yes|true|✓|☒|✔|x|1")
_NO = re.compile(r"n|no|false|✗|☐|0")
_MISSED_HEADING = re.compile(r"\b(?:dna|wnb|missed|did not attend|not brought)\b")
_SEEN_HEADING = re.compile(r"\bseen\b")
_KEPT_HEADING = re.compile(r"\b(?:attend\w*|kept|present|attendance)\b")

_KEPT_CODES = frozenset({"seen", "seen_alone", "attended", "present_not_spoken", "adult_only"})
_ALLOWED = frozenset(
    (
        "appointment", "appt", "appts", "visit", "visits", "clinic", "session", "today", "again", "on", "time",
        "at", "the", "door", "home", "to", "of", "for", "by", "a", "an", "and", "or", "was", "is", "were",
        "this", "with", "but", "hv", "sw", "gp", "complied", "card", "left", "letter", "sent", "contact",
        "made", "call", "phone", "tc", "telephone", "mother", "mum", "parent", "parents", "father", "dad",
        "child", "baby", "family", "carer", "patient", "client", "pupil", "tenant", "she", "he", "they", "her",
        "his", "their", "mo", "fa", "mgm", "contacted", "support", "service", "services", "offered", "offer",
        "x2", "x3", "x1", "twice", "unwell", "ill", "sick", "school", "nursery", "review", "follow-up",
        "scheduled", "planned", "arranged", "booked", "joint", "announced", "unannounced", "rebooked",
        "rescheduled", "rearranged", "wnb", "dna", "fta", "nav", "entry", "access", "in", "out", "from", "any",
        "further", "all", "known", "early", "late", "first", "reason", "given", "no", "not", "gained", "when",
        "worker", "midwife", "opd", "ed", "staff", "subject", "sibling", "antenatal", "postnatal",
        "developmental", "health", "home-visit", "message", "voicemail", "via", "text", "property", "address",
        "partner", "weekly", "monthly", "children", "grandmother", "engagement", "input", "treatment",
        "appointments", "sessions",
    )
)  # fmt: skip
"""What may stand beside a stated outcome in running text and leave it a statement."""
_AGENCIES = frozenset(
    (
        "hv", "sw", "gp", "police", "worker", "midwife", "nurse", "doctor", "dr", "school", "staff", "officer",
        "officers", "health", "social", "housing", "probation", "camhs", "csc", "ambulance", "teacher", "solicitor",
        "professional", "professionals", "agency", "agencies", "consultant", "visitor", "service", "team", "chair",
        "education", "nursery", "surgery", "hospital", "paramedics", "who", "they",
    )
)  # fmt: skip
"""Someone else who did not come: it says nothing of the family."""
_SPLIT = re.compile(r"(?<=[a-z\d\)”\"'])[.;](?:\s+|$)|\n|(?:\s|^)-\s+|:\s|,\s|\s-(?=\s)")
_SENTENCES = re.compile(r"(?<=[a-z\d\)”\"'!?])[.;!?](?:\s+|$)|\n+")
_TELLING = re.compile(
    r"\b(?:letter|copy|notif\w+|reports?|reported|informed|discuss\w*|supervision|e-?mail\w*|minutes|referral|"
    r"told|stated?s?|"
    r"said|advised that|information|intelligence|summary|history|conference|meeting|alleg\w+|previous\w*|according|"
    r"chronology|invitation|message from|call from|t/?c from|spoke to|confirmed that|aware that|request\w*)\b"
)
_CHILD_WORD = re.compile(r"\b(?:child|children|baby|infant|pupil)\b")
_WORD = re.compile(r"[a-z0-9'/-]+")


@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    text = text.lower().replace("’", "'").replace("–", "-").replace("—", "-").replace("\xa0", " ")
    text = re.sub(r"\b([a-z])\.\s?(?=[a-z]\b)", r"\1", text)
    return re.sub(r"[ \t]+", " ", text).strip()


def _first(clause: str, strict: bool) -> tuple[int, int, str] | None:
    """The outcome stated first in a clause: where it stands and its code, mentions left aside."""
    best: tuple[int, int, str] | None = None
    for code, pattern in _RULES:
        for found in pattern.finditer(clause):
            if not found[0] or (strict and _IN_COLUMN_ONLY.fullmatch(found[0])):
                continue
            if _MENTION_BEFORE.search(clause[: found.start()]) or _MENTION_AFTER.match(clause[found.end() :]):
                continue
            if code in _KEPT_CODES and not strict and not _tells_of_family(clause, found):
                continue
            if best is None or (found.start(), -found.end()) < (best[0], -best[1]):
                best = (found.start(), found.end(), code)
            break
    return best


def _tells_of_family(clause: str, found: re.Match[str]) -> bool:
    """Whether "attended" in a cell is the family's coming and not a worker's, nor a word in passing."""
    before = _WORD.findall(clause[: found.start()])
    if any(word in _AGENCIES for word in before):
        return False
    return len(before) <= 3 or len(before) + len(_WORD.findall(clause[found.end() :])) <= 4


def read_outcome(text: str, *, heading: str = "", key: tuple[tuple[str, str], ...] = ()) -> OutcomeReading:
    """What a cell of an outcome column states.

    `heading` gives a plain yes or no its meaning ("Attended?", "DNA Y/N"). `key` explains the file's own short
    codes, as a footnote or a key sheet gives them.
    """
    return _read_cell(text, heading, key) if text.strip() else UNSTATED


@lru_cache(maxsize=8192)
def _read_cell(text: str, heading: str, key: tuple[tuple[str, str], ...]) -> OutcomeReading:
    plain = _plain(text).strip(" .,;:*")
    if _YES.fullmatch(plain) or _NO.fullmatch(plain):
        answered = _yes_or_no(plain, _plain(heading))
        if answered is not None:
            return answered
    asked = _ASKED_AND_ANSWERED.fullmatch(plain)
    if asked is not None:
        answered = _yes_or_no(asked["answer"], asked["asked"])
        if answered is not None:
            return answered
    if _NOT_STATED.search(plain):
        return OutcomeReading("not_recorded", True)
    if (in_question := _in_question(_plain(text).strip(" .,;:*"))) is not None:
        reason = "The record itself is not sure of this."
        named = (OUTCOMES[in_question].name, in_question)
        return OutcomeReading(None, True, (OutcomeDoubt("outcome_unsure", reason, (named,)),))
    plain = _HOW_LATE.sub("late", plain)
    if _NA.fullmatch(plain) or plain in _MAY_MEAN:
        for code, meaning in key:
            if plain == _plain(code).strip(" ."):
                return _read_cell(meaning, heading, ())
    if plain in _MAY_MEAN:
        code_if_untold, may = _MAY_MEAN[plain]
        reason = f"“{text.strip()}” can mean more than one thing."
        ways = tuple((OUTCOMES[one].name, one) for one in may if one != code_if_untold)
        doubt = OutcomeDoubt("outcome_short", reason, ways)
        return OutcomeReading(code_if_untold, True, (doubt,), may=may)
    if _NAMES_RECORD.fullmatch(plain):
        return OutcomeReading("not_applicable", True, names_record=True)
    if choices := _either_or(plain):
        reason = "More than one outcome stands here and none is struck out."
        ways = tuple((OUTCOMES[one].name, one) for one in choices)
        return OutcomeReading(None, True, (OutcomeDoubt("outcome_not_understood", reason, ways),))
    if _NOT_A_CONTACT.fullmatch(plain):
        return OutcomeReading("not_applicable", True)
    if _NOT_ALONE.search(plain) and "seen" in plain:
        return OutcomeReading("seen", True)
    clauses = [clause for clause in _SPLIT.split(plain) if clause and clause.strip()]
    whole = _first(plain, strict=False) if len(plain) <= 60 else None
    stated = [found for found in (_first(clause, strict=False) for clause in clauses) if found is not None]
    if whole is not None and whole[2] in (
        "rescheduled",
        "cancelled_by_family",
        "cancelled_by_service",
        "adult_only",
        "excused",
        "present_not_spoken",
    ):
        stated = [whole, *stated[1:]] if stated else [whole]
    if not stated:
        if _NOT_SEEN.search(plain):
            return OutcomeReading(
                None,
                True,
                (
                    OutcomeDoubt(
                        "not_seen",
                        "The record says “not seen”, but not whether the contact took place.",
                        (
                            ("Adult only", "adult_only"),
                            ("No access or no reply", "no_access"),
                            ("Did not attend", "did_not_attend"),
                        ),
                    ),
                ),
            )
        if _FOLLOW_UP.fullmatch(plain) or len(plain.split()) > 4:
            return UNSTATED
        for code, meaning in key:
            if plain == _plain(code).strip(" ."):
                return _read_cell(meaning, heading, ())
        reason = "What this says of the contact is not understood."
        return OutcomeReading(None, True, (OutcomeDoubt("outcome_not_understood", reason),))
    if stated[0][2] == "telephone" and len(stated) > 1:
        # "T/C to mother - no reply": how it was tried, then what came of it.
        stated = stated[1:]
    code = stated[0][2]
    if _NOT_SEEN.search(plain) and code in ("seen", "attended"):
        code = "adult_only" if re.search(r"mother|mum|parent|father|dad|adult|carer", plain) else code
    doubts: list[OutcomeDoubt] = []
    if code == "cancelled":
        doubts.append(BARE_CANCELLED)
    others = {_kind_of(found[2]) for found in stated[1:]} - {_kind_of(code), "moved", "telephone"}
    if others and _kind_of(code) != "moved":
        other = next(found[2] for found in stated[1:] if _kind_of(found[2]) in others)
        reason = f"The record also says “{OUTCOMES[other].name.lower()}”; what it says first is set."
        doubts.append(OutcomeDoubt("two_outcomes", reason, ((OUTCOMES[other].name, other),)))
    return OutcomeReading(code, True, tuple(doubts))


BARE_CANCELLED = OutcomeDoubt(
    "cancelled_by_whom",
    "The record says cancelled, but not by whom.",
    (
        ("Cancelled by family", "cancelled_by_family"),
        ("Cancelled by service", "cancelled_by_service"),
        ("Rescheduled", "rescheduled"),
    ),
)


def is_na(text: str) -> bool:
    """Whether a cell holds "NA": not applicable, no access or no answer, as the rest of its row tells."""
    return _NA.fullmatch(_plain(text).strip(" .,;:*")) is not None


def spoken_of(text: str) -> tuple[str, ...]:
    """The outcomes that running text speaks of in passing, in its order: hints, not statements."""
    found: dict[str, None] = {}
    for sentence in _SENTENCES.split(_plain(text)):
        for clause in _SPLIT.split(sentence or ""):
            first = _first(clause, strict=True) if clause else None
            if first is not None:
                found.setdefault(first[2])
    return tuple(found)


def _in_question(plain: str) -> str | None:
    """The outcome that a cell names and doubts in one breath: "Attended?", "?DNA", "Attended - not known"."""
    found = _IN_QUESTION.fullmatch(plain)
    if found is None or len(plain) > 60:
        return None
    words = (found["after"] or found["before"]).strip(" .,;:-(")
    first = _first(words, strict=False)
    return first[2] if first is not None and first[1] - first[0] == len(words) else None


def _either_or(plain: str) -> tuple[str, ...]:
    """The choices of a form that stand as printed: "Attended / DNA"; none where one is plainly meant."""
    parts = [part.strip() for part in re.split(r"/|\bor\b", plain) if part.strip()]
    if len(parts) < 2 or len(plain) > 60:
        return ()
    found = [_first(part, strict=False) for part in parts]
    codes = tuple(dict.fromkeys(one[2] for one in found if one is not None))
    alike = len({_kind_of(code) for code in codes}) < 2
    return () if alike or any(one is None for one in found) else codes


def _kind_of(code: str) -> str:
    if code in _KEPT_CODES:
        return "kept"
    if code in ("not_brought", "did_not_attend"):
        return "missed"
    if code.startswith("cancelled") or code in ("rescheduled", "excused"):
        return "moved"
    return code


def _yes_or_no(plain: str, heading: str) -> OutcomeReading | None:
    yes = _YES.fullmatch(plain) is not None
    if _MISSED_HEADING.search(heading):
        return OutcomeReading("did_not_attend", True) if yes else UNSTATED
    if _SEEN_HEADING.search(heading):
        return OutcomeReading("seen", True) if yes else None
    if _KEPT_HEADING.search(heading):
        return OutcomeReading("attended" if yes else "did_not_attend", True)
    return None


def is_follow_up(text: str) -> bool:
    """Whether a cell says what was done next ("NFA", "Referral made") rather than what came of the contact."""
    return _FOLLOW_UP.fullmatch(_plain(text).strip(" .,;:*")) is not None


@lru_cache(maxsize=65536)
def read_outcome_in_text(text: str, names: tuple[str, ...] = ()) -> OutcomeReading:
    """An outcome that running text states as a sentence or clause of its own: "Home visit - no reply."

    `names` are those of the family, in lower case, who may be the subject of such a sentence.

    What the text tells of other times, or passes on from other people, is left alone.
    """
    for sentence in _SENTENCES.split(_plain(text)):
        if not sentence or len(sentence) > 300:
            continue
        told_of = _sentence(sentence, names)
        if told_of is not None:
            return told_of
        told = False
        for clause in _SPLIT.split(sentence):
            clause = clause.strip(" .,;:-*•()")
            if not clause:
                continue
            if _TELLING.search(clause):
                told = True
            if told:
                continue
            found = _first(clause, strict=True)
            if found is None or not _is_statement(clause, found):
                continue
            code = found[2]
            if code == "telephone":
                continue
            if code == "cancelled" and re.search(r"re-?(?:booked|scheduled|arranged)", sentence):
                code = "rescheduled"
            whose = _CHILD_WORD.search(clause)
            who = whose[0] if whose is not None and _kind_of(code) in ("kept", "missed") else ""
            return OutcomeReading(code, True, (BARE_CANCELLED,) if code == "cancelled" else (), who)
    return UNSTATED


_ITS = r"(?: (?:the|her|his|their|this|an?|today's))?(?: [a-z-]+){0,2}?"
_PLANNED = (
    r"(?:appointments?|appts?|sessions?|visits?|clinic|review|contact|group|assessment|surgery|interview|call|"
    r"meeting|entry|"
    r"access|scan|class|screening|immunisations?|check|court|hearing)"
)
_ONE_PLANNED = (
    r"(?:appointment|appt|session|visit|clinic|review|group|assessment|surgery|interview|scan|class|screening|"
    r"immunisation|court|hearing)"
)
_TOLD_OF: tuple[tuple[str, str], ...] = (
    (
        "did_not_attend",
        rf"WHO (?:did not|didn't|failed to|did n't|has not|had not) (?:attend|keep|arrive|turn up|show)\w*"
        rf"(?:{_ITS} {_PLANNED}|$| (?:for|at|to|and|as|but)\b)",
    ),
    (
        "did_not_attend",
        r"WHO (?:was |had )?(?:a )?(?:dna'?d|dna) ?(?:at|for|again|$)",
    ),
    (
        "did_not_attend",
        rf"WHO (?:dna'?d|dna|missed) ?(?:(?:the|her|his|their|this|today's)(?: [a-z-]+){{0,2}}? {_PLANNED}\b|$)",
    ),
    (
        "did_not_attend",
        rf"(?:no-? ?one|nobody|neither(?: parent)?) (?:attended|came|arrived|turned up)(?:(?: to| for| at)?{_ITS} "
        rf"{_ONE_PLANNED}\b|$)",
    ),
    (
        "did_not_attend",
        rf"missed(?: (?:the|her|his|their|this|today's|an?))?(?: (?!two|three|several|many|some|all|any|no|few)"
        rf"[a-z-]+){{0,2}}? {_ONE_PLANNED}(?=$| (?:with|at|for|today|on|to|again)\b|,| \()"
        r"(?!.*\b(?:last|previous|prior|yesterday|noted|reported|discuss\w*|letter|history|explor\w*)\b)",
    ),
    ("did_not_attend", rf"(?:did not|failed to) (?:attend|keep|arrive|turn up)(?:{_ITS} {_PLANNED}|$)"),
    ("not_brought", r"(?:WHO )?(?:was |were |has )?not (?:been )?brought(?: in)?(?: to| for| by| in|$)"),
    ("declined", rf"(?:WHO )?(?:declined|refused)(?: to attend)?{_ITS} {_PLANNED}\b"),
    (
        "declined",
        r"(?:WHO )?(?:did not|didn't|does not) (?:want|wish) (?:to (?:be seen|attend|engage|see (?:the )?(?:hv|health "
        r"visitor|midwife|worker|sw|social worker|anyone))(?=$|,| today| at all| this time| as | because )|"
        r"(?:us|a|the|any) (?:to )?(?:visit|come|appointment))",
    ),
    ("declined", r"WHO (?:refused|declined) to (?:let|allow|admit|open|answer|be seen|see|engage|speak)\b"),
    ("declined", r"WHO (?:would|did) not (?:let|allow|admit|open|answer)\b"),
    ("declined", r"(?:WHO )?(?:refused|declined|denied)(?: us| hv| worker| me)? (?:entry|access)"),
    (
        "cancelled_by_family",
        rf"WHO (?:(?:rang|phoned|called|texted|telephoned|asked|contacted [a-z]+) to )?cancel(?:led)?"
        rf"{_ITS} {_PLANNED}\b",
    ),
    (
        "no_access",
        r"(?:there was )?no (?:reply|answer|response|access)(?: gained| obtained| when\b.*| at\b.*| from\b.*|"
        r" to\b.*|$)",
    ),
    ("no_access", r"(?:unable to|could not|did not) gain (?:access|entry)"),
    (
        "no_access",
        r"(?:mother|mum|family|parents?|both parents|carers?|they) (?:was |were )?not (?:at )?(?:home|in)"
        r"(?: when\b.*|;.*|,.*|$)",
    ),
    ("no_access", r"(?:nobody|no-? ?one|not) (?:was )?(?:at )?(?:home|in)(?: when\b.*|;.*|,.*|$)"),
    ("no_access", r"(?:nobody|no-? ?one) (?:answered|came to)(?: the)? ?(?:door|phone)?"),
    ("cancelled_by_service", rf"{_SERVICE} (?:has |had )?cancelled{_ITS} {_PLANNED}\b"),
    (
        "seen_alone",
        r"(?:(?:i |we |hv |sw |worker )?(?:spoke|spoken|talked|met) (?:to|with) )WHO (?:alone|separately|"
        r"on (?:his|her|their) own)",
    ),
    ("seen_alone", r"WHO (?:was |were )?seen(?: and spoken to)?,? (?:alone|on (?:his|her|their) own)"),
    (
        "seen_alone",
        r"(?:(?:i |we |hv |sw |worker )?(?:saw|met) )WHO (?:alone|separately|on (?:his|her|their) own)",
    ),
    ("seen", rf"WHO (?:was |were )?seen(?:,| (?:at|in|with|on|today)\b| by {_SERVICE}\b|$)"),
    ("attended", r"WHO attended(?:,|$| with\b)"),
    ("did_not_attend", r"(?:first|second|third|fourth|1st|2nd|3rd|4th) (?:consecutive )?dna$"),
    ("not_brought", r"(?:first|second|third|fourth|1st|2nd|3rd|4th) (?:consecutive )?wnb$"),
    ("attended", rf"WHO (?:kept|came to|arrived for){_ITS} {_PLANNED}\b"),
    ("attended", rf"WHO was brought (?:in )?to{_ITS} {_PLANNED}\b"),
    (
        "attended",
        rf"WHO attended{_ITS} (?:appointment|appt|session|clinic|review|surgery|group|assessment|screening|"
        rf"class|scan)\b",
    ),
)
_OF_APPOINTMENT = re.compile(
    rf"(?:the |an? |her |his |their |home |planned )*(?:[a-z-]+ )?{_PLANNED}(?: (?:about|with|for|at|on|"
    rf"regarding|re|to|of|by) "
    r".{1,60}?)? (?:was |were |had been |has been )?(?P<what>cancelled|canc|rearranged|re-arranged|rescheduled|"
    r"re-scheduled|"
    r"postponed|rebooked|re-booked|declined|refused)(?: by (?P<by>[a-z' /-]{1,40}?))?(?:,.*| (?:due to|as|"
    r"because|until|to|for|and|at) .*)?"
)
_FROM_FAMILY = re.compile(_FAMILY + r"\b.*")
_FROM_SERVICE = re.compile(_SERVICE + r"\b.*")
_OPENING = re.compile(
    r"(?:(?:planned |joint |unannounced |announced |stat |statutory |follow-up |booked )*(?:home visit|visit|"
    r"h/v|hv|clinic|appointment|appt|"
    r"contact|session|review|t/c|telephone call|phone call)(?: (?:to|at|with|for) [^:.,-]{1,40})?\s?(?::|-|,|\.)\s?)"
)


@lru_cache(maxsize=64)
def _told_of(names: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    people = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    someone = rf"{_FAMILY}|(?:both )?(?:parents|children)|she|he|they" + (f"|{people}" if people else "")
    who = rf"(?P<who>(?:(?:{someone})(?:'s)?(?: (?:and|&) (?:{someone}))?))"
    return tuple((code, re.compile(pattern.replace("WHO", who))) for code, pattern in _TOLD_OF)


_MAY_TELL = re.compile(
    r"attend|dna|missed|keep|kept|came|spoke|talked|nobody|home|no-? ?one|arrive|turn up|show|brought|declin|"
    r"refus|denied|want|wish|cancel|canc|no (?:reply|answer|response|access)|gain|"
    r"seen|saw|met |wnb|allow|let |arranged|scheduled|postponed|booked"
)


def _sentence(sentence: str, names: tuple[str, ...]) -> OutcomeReading | None:
    """A sentence whose own subject came, did not come, or called it off."""
    if not _MAY_TELL.search(sentence):
        return None
    start = _OPENING.match(sentence)
    rest = sentence[start.end() :] if start is not None else sentence
    if re.match(r"(?:re|from|to)\b", rest):
        return None
    rest = rest.strip(" .;,*•-")
    for code, pattern in _told_of(names):
        found = pattern.match(rest)
        if (
            found is None
            or _MENTION_AFTER.match(rest[found.end() :])
            or re.search(r"\b(?:previous|last|prior)\b", rest[: found.end()])
        ):
            continue
        if code == "declined" and "to attend" in found[0]:
            code = "declined"
        return OutcomeReading(code, True, (), (found.groupdict().get("who") or "").strip())
    found = _OF_APPOINTMENT.fullmatch(rest)
    if found is None or re.search(r"\b(?:previous|last|prior|letter|after|if)\b", rest):
        return None
    if found["what"] in ("declined", "refused"):
        theirs = found["by"] and (found["by"] in names or _FROM_FAMILY.fullmatch(found["by"]))
        return OutcomeReading("declined", True) if theirs or not found["by"] else None
    if not found["what"].startswith("canc"):
        return OutcomeReading("rescheduled", True)
    by = found["by"] or ""
    if by and (by in names or _FROM_FAMILY.fullmatch(by)):
        return OutcomeReading("cancelled_by_family", True)
    if by:
        known = _FROM_SERVICE.fullmatch(by) is not None
        return (
            OutcomeReading("cancelled_by_service", True)
            if known
            else OutcomeReading("cancelled", True, (BARE_CANCELLED,))
        )
    if re.search(r"re-?(?:booked|scheduled|arranged)", rest):
        return OutcomeReading("rescheduled", True)
    return OutcomeReading("cancelled", True, (BARE_CANCELLED,))


def _is_statement(clause: str, found: tuple[int, int, str]) -> bool:
    """Whether nothing in the clause but the outcome matters: who, what and when may stand beside it."""
    start, end, code = found
    before = _WORD.findall(clause[:start])
    after = _WORD.findall(clause[end:])
    if len(before) + len(after) > 8:
        return False
    if code in _KEPT_CODES:
        # "Attended" by itself speaks of the contact; with a subject it may be anybody's attendance.
        return not before and all(word in _ALLOWED or word == "alone" for word in after) and len(after) <= 4
    if any(word in _AGENCIES for word in before):
        return False
    leftover = [word for word in before + after if word not in _ALLOWED and not word.isdigit()]
    # One word may be a name: "Mother did not attend" and "Kyle did not attend" state the same.
    return len(leftover) <= (1 if code in ("did_not_attend", "not_brought") and len(before) == 1 else 0)
