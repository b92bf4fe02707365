"""Who took part in each row's event and what came of it, weighed with everything else the row says."""

import re

from workbench.chronology.drafts import Draft
from workbench.chronology.names_in_rows import NameMatcher
from workbench.chronology.outcomes import UNSTATED, OutcomeReading, read_outcome, read_outcome_in_text
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
        if not reading.stated:
            in_text = read_outcome_in_text(draft.text, self.family)
            kind = draft.words("contact_type")
            of_kind = read_outcome(kind) if kind and not in_text.stated else UNSTATED
            if of_kind.code in _STATED_BY_KIND:
                reading, about = of_kind, kind
            elif in_text.stated:
                reading, about = in_text, draft.text[:80]
        seen = self._child_seen(draft, people)
        code = self._code(draft, reading, people, seen, about)
        if not reading.stated:
            code = self._unstated(draft, written)
        if code in _KEPT or code == "present_not_spoken":
            seen = True if seen is None else seen
        elif code == "adult_only" and seen is None:
            seen = False
        for doubt in reading.doubts:
            fixes = tuple(Fix(label, {"outcome": other}) for label, other in doubt.readings)
            draft.doubt(doubt.kind, "outcome", about, doubt.reason, *fixes)
        return code, seen

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
        if not whose and (named := self.names.mentioned(draft.text)):
            # Whom the text names is who it was about, unless it names the subject among others.
            theirs = [person in self.known.subjects for person in named]
            if all(theirs):
                return code
            if not any(theirs):
                return "attended"
        elif not whose and _THE_CHILD.search(draft.text) and not _ADULT.search(draft.text):
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
