"""Who took part in each row's event and what came of it, weighed with everything else the row says."""

import re
from collections.abc import Iterable

from workbench.chronology.drafts import Draft
from workbench.chronology.names_in_rows import NameMatcher
from workbench.chronology.outcomes import (
    OUTCOMES,
    UNSTATED,
    OutcomeDoubt,
    OutcomeReading,
    is_na,
    read_outcome,
    read_outcome_in_text,
    spoken_of,
)
from workbench.chronology.outcomes_likely import likely, ways
from workbench.chronology.understood import Fix, Known

People = tuple[tuple[str, str | None, str], ...]
"""Names as written, the person each stands for or None, and the part taken: for, seen or present."""

_CHILD = re.compile(
    r"\b(?:child(?:ren)?|baby|infant|toddler|newborn|pupil|sibling|paediatric\w*|pead\w*|paed\w*|immuni[sz]\w*|"
    r"nursery|school|"
    r"developmental|weigh(?:ed|ing)|son|daughter|boy|girl|young person|unborn|lac|cyp|pre-?school|reception class|"
    r"6-8 week|2 year|new birth|health visit\w*|camhs|child's|immunisations?|vaccinat\w*)\b",
    re.IGNORECASE,
)
_ADULT = re.compile(
    r"\b(?:mother|mum|mo|father|dad|fa|parents?|partner|grand\w*|mgm|mgf|pgm|pgf|mrs|mr|ms|miss|antenatal|"
    r"midwi\w+|smear|"
    r"key ?work|prescribing|probation|methadone|needle|urine|group programme|adult|carer|tenant|uncle|aunt|"
    r"step-?father|"
    r"step-?mother|perpetrator|victim|detox|counselling)\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\b(?:appointments?|appt|visit(?:ed|s)?|home visit|clinic|review|consultation|session|seen|f2f|face to face|"
    r"attendance|attended|surgery|check|assessment|examination|scan|immunisation|weighed|key ?work|interview|"
    r"contact with|"
    r"joint visit|stat visit|statutory visit|welfare check|safe and well|group)\b",
    re.IGNORECASE,
)
_NOT_CONTACT = re.compile(
    r"\b(?:letters?|e-?mails?|case ?notes?|information|notification|notified|referral|report|supervision|"
    r"meeting|conference|"
    r"discuss(?:ed|ion)|strategy|marac|core group|panel|intelligence|intel|log|record|file|note|minutes|"
    r"discharge summary|"
    r"prescription|text|sms|administration|admin|administrative|correspondence|fax|liaison|copy|invitation|"
    r"result|closed|"
    r"allocat\w+|crime|theft|arrest\w*|incident|call from)\b",
    re.IGNORECASE,
)
_SUBJECT_SEEN = re.compile(
    r"\b(?:child(?:ren)?|baby|infant|subject|young person|yp|pupil)\b(?! not)[^.]{0,20}\bseen\b|"
    r"\bseen\b[^.]{0,12}\b(?:child|baby)\b",
    re.IGNORECASE,
)
_YES = re.compile(r"(?:y|yes|true|✓|✔|☒|x|seen|yes\b.*|y\b.*)", re.IGNORECASE)
_NO = re.compile(r"(?:n|no|false|✗|☐|not seen|no\b.*|n\b.*|not\b.*)", re.IGNORECASE)
_NEITHER = re.compile(
    r"n/?a\b.*|not applicable.*|not (?:recorded|known|stated|clear).*|unknown|n/?k|no record.*", re.IGNORECASE
)
_THE_CHILD = re.compile(r"\b(?:the |subject |index )+(?:child|subject)\b", re.IGNORECASE)
_CHILD_WORD = re.compile(r"\b(?:subject )?(?:child|children|baby|infant|subject|pupil)\b", re.IGNORECASE)
_KEPT = frozenset({"seen", "seen_alone"})
_STATED_BY_KIND = frozenset(
    (
        "not_brought",
        "did_not_attend",
        "no_access",
        "declined",
        "cancelled",
        "cancelled_by_family",
        "cancelled_by_service",
        "rescheduled",
        "excused",
    )
)
"""What a column for the type of contact may state as well: "No access visit"."""
_MEETING = re.compile(
    r"\b(?:core (?:group|gp|grp|mtg)|(?:case |review |child protection |initial )*conference|icpc|rcpc|cpc|"
    r"strategy (?:meeting|discussion|mtg)|marac|mappa|tac|taf|team around|mdt|mash|cin (?:meeting|mtg|review)|"
    r"(?:professionals?'?|network|planning|multi-?agency|legal planning|review|discharge planning|allocation) "
    r"(?:meeting|mtg)|panel|supervision|mtg|meeting)\b(?! (?:with|at home|of) )",
    re.IGNORECASE,
)
_VISIT_OR_APPOINTMENT = re.compile(
    r"\b(?:visit(?:ed|s)?|appointments?|appt|clinic|sessions?|consultation)\b", re.IGNORECASE
)
_BY_PHONE = re.compile(
    r"^\W*(?:t/?c|tel|telephon\w*|phon\w*|rang|ring|called|call to|text\w*|sms|voice ?mail|message|left)\b",
    re.I,
)
_THERE = re.compile(
    r"\b(?:mother|mum|mo|father|dad|fa|both parents|parents?|family|carers?|grand\w+|mgm|child(?:ren)?|baby)\b"
    r"(?: and [\w']+)? (?:also |both )?(?:attended|present|came|there|joined|in attendance|was there|were there|"
    r"was present|were present|seen)\b|"
    r"\b(?:met|saw|seen|spoke) (?:with |to )?(?:the |both )?"
    r"(?:mother|mum|father|dad|parents?|family|carers?|child|baby)\b",
    re.IGNORECASE,
)
_INVITED = re.compile(r"\binvited\b(?! (?:professionals?|agenc|staff|gp|hv|police|school))", re.IGNORECASE)
_AT_HOME = re.compile(
    r"\b(?:group|gp|grp|meeting|mtg|conference|held|review) (?:held )?at (?:the |her |his |their |family )*home\b",
    re.IGNORECASE,
)
"""Signs that the family was meant to come, or was met, at a meeting."""
_CAME = (
    r"(?: and [\w']+)? (?:also )?(?:attended|present|came|joined|in attendance|was (?:there|present)|seen)\b"
)
_ANY_CHILD = re.compile(
    r"\b(?:baby|bub|infant|toddler|newborn|child|children|young person)\b(?!['’]?s? (?:protection|social|services?|"
    r"centre|minder|health|benefit|in need|care|clinic))",
    re.IGNORECASE,
)
_CHILD_SEEN = re.compile(
    r"\b(?:baby|bub|infant|toddler|newborn|child|children|young person)\b(?: [\w']+)? (?:was |were )?"
    r"(?:seen|weighed|examined|observed)\b|"
    r"\b(?:saw|seen|weighed|examined|observed) (?:with )?(?:the |her |his |their )?"
    r"(?:baby|bub|infant|toddler|newborn|child|children)\b",
    re.IGNORECASE,
)
_KEY_OF_CHILD = re.compile(
    r"(?:the |subject |index )*(?:child|baby|infant|subject)(?:,? [\w' ]{1,30})?|"
    r".{1,40}[(,;-] ?(?:the |subject |index )*(?:child|baby|infant|subject)\)?",
    re.IGNORECASE,
)
_KEY_OF_SERVICE = re.compile(
    r"protection|social|team|services?|officer|worker|health|department|visitor|need|centre|nurse|guardian|minder",
    re.IGNORECASE,
)
_WITH_PARENT = re.compile(
    r"\b(?:with|by) (?:her|his|their) (?:mother|mum|father|dad|parents?|carers?|gran\w*)\b", re.IGNORECASE
)
_BROUGHT_BY = re.compile(
    r"\b(?:seen|weighed|examined|attended|came|clinic|brought) (?:in |at (?:home|clinic) )?(?:with|by) "
    r"(?:(?:her|his|their|the) )?(?:mother|mum|father|dad|parents?|carers?|gran\w*|mgm|mo|fa)\b",
    re.IGNORECASE,
)
"""Whoever was seen with a parent was not the parent."""
_VOICE = re.compile(r"\bvoice of (?:the )?child\b", re.IGNORECASE)
_ADULT_SEEN = re.compile(
    r"(?=.*\b(?:mother|mum|mo|father|dad|fa|parents?|partner|grand\w+|mg[mf]|pg[mf]|adults?|carers?|aunt|uncle)\b)"
    r"(?:(?:both|the|mother|mum|mo|father|dad|fa|parents?|partner|grand\w+|mgm|mgf|pgm|pgf|adults?|carers?|aunt|uncle|"
    r"and|only|seen|was|were|at|home|alone|by|hv|sw|in|clinic|today)[\s,&+/.-]*)+",
    re.IGNORECASE,
)
_ONLY = re.compile(r"(?P<who>.{1,40}?)(?: seen)? only\.?", re.IGNORECASE)
_ATTENDED = frozenset({"attended", "adult_only"})
_MISSED = frozenset({"did_not_attend", "not_brought"})
_ANY_WAY = frozenset({"outcome_not_understood", "outcome_unsure", "outcome_short", "not_seen", "na"})
"""Doubts that offer every outcome the row may have had."""


class Weighing:
    """Weighs what the rows of one file say of people and outcomes."""

    def __init__(self, known: Known, names: NameMatcher, key: dict[str, str]) -> None:
        self.known = known
        self.names = names
        self.key = key
        """Short codes that the file itself explains; it may still grow while rows are read."""
        self.children = known.subjects if known.children is None else known.children
        self.family = tuple(
            sorted({" ".join(name.lower().replace("’", "'").split()) for name in known.people})
        )

    def people(self, draft: Draft) -> People:
        found: list[tuple[str, str | None, str]] = []
        for name, part in (("for_whom", "for"), ("seen", "seen"), ("present", "present")):
            cell = draft.cell(name).text
            if cell:
                for written, person in self.names.people(cell):
                    if (written, person, part) not in found:
                        found.append((written, person, part))
        return tuple(found)

    def outcome(self, draft: Draft, people: People) -> tuple[str | None, bool | None]:
        written = draft.words("outcome")
        heading = (
            draft.layout.headings[draft.layout.fields["outcome"]] if "outcome" in draft.layout.fields else ""
        )
        reading = UNSTATED
        about = written
        if written:
            reading = read_outcome(
                written, heading=heading, key=tuple(self.key.items()) if len(written) <= 8 else ()
            )
            reading = self._in_its_row(draft, reading, written)
        if not reading.stated:
            in_text = read_outcome_in_text(draft.text, self.family)
            kind = draft.words("contact_type")
            of_kind = read_outcome(kind) if kind and not in_text.stated else UNSTATED
            if of_kind.code in _STATED_BY_KIND:
                reading, about = of_kind, kind
            elif in_text.stated:
                reading, about = in_text, draft.text[:80]
        seen = self._child_seen(draft, people)
        reading = self._at_meeting(draft, reading, stated_by_cell=bool(written) and about == written)
        code = self._code(draft, reading, people, seen, about)
        if not reading.stated:
            code = self._unstated(draft, written)
        if code in _KEPT or code == "present_not_spoken":
            seen = True if seen is None else seen
        elif seen is None and (code == "adult_only" or (code == "attended" and self._says_not_seen(draft))):
            seen = False
        for doubt in reading.doubts:
            fixes = tuple(Fix(label, {"outcome": other}) for label, other in doubt.readings)
            if doubt.kind in _ANY_WAY:
                fixes = self._any_way(draft, code, (other for _, other in doubt.readings if other))
            draft.doubt(doubt.kind, "outcome", about, doubt.reason, *fixes)
        return code, seen

    # --- what only the whole row can tell

    def _in_its_row(self, draft: Draft, reading: OutcomeReading, written: str) -> OutcomeReading:
        """What a cell means beside the rest of its row: a short word, "NA", or the name of a record."""
        if (reading.code is None or reading.code == "seen") and self._adult_only(draft):
            return OutcomeReading("adult_only", True)
        if is_na(written) and reading.code == "not_applicable":
            return self._na(draft, reading)
        if reading.may:
            told = read_outcome_in_text(draft.text, self.family)
            spoken = [code for code in spoken_of(draft.text) if code in reading.may]
            if told.code in reading.may:
                spoken = [told.code, *spoken]
            if spoken and spoken[0] == reading.code and reading.code != "attended":
                return OutcomeReading(reading.code, True)
            if spoken and reading.code is None:
                return OutcomeReading(spoken[0], True)
            if reading.code is None and "not_applicable" in reading.may and self._nature(draft) == "record":
                return OutcomeReading("not_applicable", True)
            if spoken:
                # The text goes against the word's usual meaning, so neither is certain.
                return OutcomeReading(None, True, reading.doubts)
        if reading.names_record:
            return self._record_named(draft, reading)
        return reading

    def _na(self, draft: Draft, reading: OutcomeReading) -> OutcomeReading:
        told = read_outcome_in_text(draft.text, self.family)
        spoken = spoken_of(draft.text)
        nature = self._nature(draft)
        if "no_access" in (told.code, *spoken) and (nature != "record" or told.stated):
            return OutcomeReading("no_access", True)
        if told.stated:
            return told
        if nature != "contact":
            return reading
        reason = "“NA” may mean no access, no answer, not attended or not applicable."
        doubt = OutcomeDoubt(
            "na", reason, (("No access or no reply", "no_access"), ("Not a contact", "not_applicable"))
        )
        return OutcomeReading(None, True, (doubt,))

    def _record_named(self, draft: Draft, reading: OutcomeReading) -> OutcomeReading:
        """ "Letter" beside a home visit says what was done next; beside anything else, what the row is."""
        kind, opening = draft.words("contact_type"), draft.text[:80]
        by_phone = _BY_PHONE.search(kind or opening) is not None
        says = kind or opening
        visited = _VISIT_OR_APPOINTMENT.search(says) and not _NOT_CONTACT.search(says)
        return UNSTATED if visited and not by_phone else reading

    def _at_meeting(self, draft: Draft, reading: OutcomeReading, *, stated_by_cell: bool) -> OutcomeReading:
        """Coming to a meeting of professionals is no contact, and staying away from it no missed contact."""
        code = reading.code
        if code is None or not self._is_meeting(draft):
            return reading
        if code == "excused":
            return OutcomeReading("not_applicable", True)
        if code not in _ATTENDED | _MISSED or (code in _ATTENDED and not stated_by_cell):
            return reading
        if _INVITED.search(draft.text) or _AT_HOME.search(draft.text):
            # The family was to come: the cell says whether it did.
            return reading
        if code in _MISSED:
            reason = "This row is a meeting, so nobody’s staying away is counted as a missed contact."
        elif self._family_came(draft):
            reason = "This row is a meeting; it counts as a contact only if the family was met there."
            doubt = OutcomeDoubt("meeting", reason, (("Not a contact", "not_applicable"),))
            return OutcomeReading(code, True, (*reading.doubts, doubt), reading.who)
        else:
            reason = "This row is a meeting, and it does not say that the family was met there."
        doubt = OutcomeDoubt("meeting", reason, ((OUTCOMES[code].name, code),))
        return OutcomeReading("not_applicable", True, (doubt,))

    def _is_meeting(self, draft: Draft) -> bool:
        kind = draft.words("contact_type")
        if kind and _MEETING.search(kind):
            return True
        if kind and _VISIT_OR_APPOINTMENT.search(kind):
            return False
        opening = re.split(r"[.:;\n]", draft.text[:80], maxsplit=1)[0]
        found = _MEETING.search(opening)
        return found is not None and not _VISIT_OR_APPOINTMENT.search(opening) and len(opening.split()) <= 8

    def _family_came(self, draft: Draft) -> bool:
        words = f"{draft.text}\n{draft.words('outcome')}"
        if _THERE.search(words):
            return True
        return any(
            re.search(rf"\b{re.escape(name)}\b{_CAME}", words, re.IGNORECASE) for name in self.known.people
        )

    def _nature(self, draft: Draft) -> str:
        """Whether a row is a contact, a record of something else, or neither by its words."""
        kind = draft.words("contact_type")
        if self._is_meeting(draft):
            return "record"
        for words in (kind, draft.text[:80]):
            about, contact = _NOT_CONTACT.search(words), _CONTACT.search(words)
            if about is not None and (contact is None or about.start() <= contact.start()):
                return "record"
            if contact is not None:
                return "contact"
        return ""

    def _any_way(self, draft: Draft, code: str | None, first: Iterable[str]) -> tuple[Fix, ...]:
        about = f"{draft.words('contact_type')} {draft.text}"
        every = likely(first, spoken_of(draft.text), about)
        return ways(other for other in every if other != code)

    def _says_not_seen(self, draft: Draft) -> bool:
        """Whether the text says of the subject that they were not seen."""
        for sentence in re.split(r"[.;!?]\s+|\n", draft.text):
            if re.search(r"\b(?:not|wasn['’]t) (?:\w+ )?seen\b|\bunseen\b", sentence, re.IGNORECASE):
                named = self.names.mentioned(draft.text)
                if any(person in self.known.subjects for person in named) or _ANY_CHILD.search(draft.text):
                    return True
        return False

    def _child_seen(self, draft: Draft, people: People) -> bool | None:
        for name in ("child_seen", "seen_alone"):
            words = draft.cell(name).text.strip()
            if not words or _NEITHER.fullmatch(words):
                continue
            if _NO.fullmatch(words):
                if name == "child_seen":
                    return False
            elif _YES.fullmatch(words):
                return True
        cell = draft.cell("seen").text.strip()
        if not cell or _NEITHER.fullmatch(cell):
            return None
        seen = [person for _, person, part in people if part == "seen"]
        if any(person in self.known.subjects for person in seen if person is not None) or _CHILD_WORD.search(
            cell
        ):
            return None if re.search(r"\bnot\b", cell, re.IGNORECASE) else True
        if _NO.fullmatch(cell):
            return False
        return False if seen and all(person is not None for person in seen) else None

    def _code(
        self,
        draft: Draft,
        reading: OutcomeReading,
        people: People,
        seen: bool | None,
        about: str,
    ) -> str | None:
        code = reading.code
        if code is None:
            return None
        alone = draft.cell("seen_alone").text.strip()
        if code in _KEPT:
            code = self._who_was_seen(draft, code, people, seen, about, reading.who)
        if code == "seen" and alone and _YES.fullmatch(alone) and not _NO.fullmatch(alone):
            code = "seen_alone"
        if code == "attended" and seen and alone and _YES.fullmatch(alone):
            code = "seen_alone"
        if code == "did_not_attend" and self._may_be_child(draft, people, reading.who):
            draft.doubt(
                "child_did_not_attend",
                "outcome",
                about,
                "If the appointment was a child’s, the child was not brought.",
                Fix("Was not brought", {"outcome": "not_brought"}),
            )
        return code

    def _who_was_seen(
        self,
        draft: Draft,
        code: str,
        people: People,
        seen: bool | None,
        about: str,
        who: str,
    ) -> str:
        """ "Seen" counts for the subject only where the record says that it was the subject."""
        if seen is not None:
            return code if seen else "attended"
        written = draft.words("outcome")
        if in_cell := self.names.mentioned(written):
            return code if any(person in self.known.subjects for person in in_cell) else "attended"
        if _ADULT_SEEN.fullmatch(written.strip()):
            return "attended"
        whose = [person for _, person, part in people if part == "for"]
        if any(person in self.known.subjects for person in whose if person is not None):
            return code
        if whose and all(person is not None for person in whose):
            return "attended"
        if any(_THE_CHILD.fullmatch(name) for name, _, part in people if part == "for"):
            return code
        if who and (person := self.names.person(who)) is not None:
            return code if person in self.known.subjects else "attended"
        if who:
            return code if _CHILD_WORD.search(who) else "attended"
        if not whose and (named := self.names.mentioned(_BROUGHT_BY.sub(" ", draft.text))):
            # Whom the text names is who it was about, unless it names the subject among others.
            theirs = [person in self.known.subjects for person in named]
            if all(theirs):
                return code
            if not any(theirs):
                return code if self.children and _CHILD_SEEN.search(draft.text) else "attended"
        elif not whose and self._speaks_of_child(draft.text):
            return code
        if _SUBJECT_SEEN.search(draft.words("outcome")):
            return code
        draft.doubt(
            "who_was_seen",
            "outcome",
            about,
            "The record says “seen” but not whether the subject was.",
            Fix("The subject was seen", {"outcome": code, "child_seen": True}),
            Fix("Someone else was seen", {"outcome": "attended", "child_seen": False}),
        )
        return "attended"

    def _speaks_of_child(self, text: str) -> bool:
        """Whether text that names nobody known is about the child: it says so, or uses the file's own initials."""
        if self.known.people and not self.children:
            # A review about adults: a child in the text is somebody else.
            return False
        if _CHILD_SEEN.search(text):
            return True
        if _ADULT.search(text):
            return False
        if _THE_CHILD.search(text) or _ANY_CHILD.search(text):
            return True
        return any(
            re.search(rf"(?<!\w){re.escape(code)}(?!\w)", text) is not None
            for code, meaning in self.key.items()
            if code[:1].isupper() and _KEY_OF_CHILD.fullmatch(meaning) and not _KEY_OF_SERVICE.search(meaning)
        )

    def _adult_only(self, draft: Draft) -> bool:
        found = _ONLY.fullmatch(draft.words("outcome"))
        person = self.names.person(found["who"]) if found is not None else None
        return person is not None and person not in self.children

    def _may_be_child(self, draft: Draft, people: People, who: str) -> bool:
        if who:
            person = self.names.person(who)
            if person is not None:
                return person in self.children
            if _ADULT.fullmatch(who):
                return False
        whose = [(name, person) for name, person, part in people if part == "for"]
        known = [person for _, person in whose if person is not None]
        if known:
            return any(person in self.children for person in known)
        about = " ".join((draft.text, draft.words("contact_type"), *(name for name, _ in whose)))
        about = _VOICE.sub("", about)
        if _WITH_PARENT.search(about):
            return True
        named = self.names.mentioned(about)
        if named:
            return any(person in self.children for person in named)
        if _CHILD.search(about):
            return True
        return bool(whose) and not _ADULT.search(about)

    def _unstated(self, draft: Draft, written: str) -> str:
        """The code of a row whose record does not say what came of it."""
        kind = draft.words("contact_type")
        if kind:
            if _NOT_CONTACT.search(kind):
                return "not_applicable"
            if _CONTACT.search(kind):
                return "not_recorded"
        opening = draft.text[:80]
        about = _NOT_CONTACT.search(opening)
        contact = _CONTACT.search(opening)
        if about is not None and (contact is None or about.start() <= contact.start()):
            return "not_applicable"
        if contact is not None:
            return "not_recorded"
        return "not_applicable" if written or "outcome" not in draft.layout.fields else "not_recorded"
