"""What the invented chronologies of `layouts` are built from: dates, times and outcomes as agencies write
them, each with what it means; entries made of those; and plain writers of Word, Excel and CSV files.

Every event's words hold a phrase that no other event of the same file has (its *mark*), so that a scorer
can tell which row became which event.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook

# --- what the truth is made of -------------------------------------------------------------------------

Reading = tuple[str | None, str | None, str]
"""Earliest day, latest day (ISO, either may be open) and precision."""

NOTHING: frozenset[str | None] = frozenset({None, "not_recorded", "not_applicable", "telephone"})
"""What an importer may say where no outcome of a visit or appointment is written."""
CAME: frozenset[str | None] = frozenset({"attended", "seen"})
TALKED: frozenset[str | None] = NOTHING | CAME | {"adult_only"}


@dataclass(frozen=True)
class Dated:
    """A date as it stands in a cell, and every reading of it that is right (the first is the best)."""

    written: object
    readings: tuple[Reading, ...]
    approximate: bool | None = None  # None: both are fair
    doubt: bool = False  # a doubt on the date must stand
    plain: bool = True  # nothing about it gives reason for a doubt
    inline: str | None = None  # a time that stands in the same cell
    inline_end: str | None = None


@dataclass(frozen=True)
class Said:
    """An outcome as it stands in a cell or in the words, and the codes that are right for it."""

    written: str
    codes: frozenset[str | None]
    stated: bool = True  # False: nothing happened or failed to happen, so a code for that is invented
    doubt: bool = False  # a doubt on the outcome must stand
    plain: bool = True


@dataclass(frozen=True)
class TrueEvent:
    """What one event of a file is."""

    mark: str
    tail: str | None  # words from a row that continues it
    absent: str | None  # words that were struck out and must not appear
    readings: tuple[Reading, ...]
    approximate: bool | None
    date_written: str
    times: tuple[str | None, ...]
    end_times: tuple[str | None, ...] | None  # None: not scored
    codes: frozenset[str | None] | None  # None: not scored
    stated: bool
    outcome_written: str
    doubts: frozenset[str]  # fields on which a doubt must stand
    plain: bool  # nothing about it gives reason for a doubt
    service: str | None
    child_seen: bool | None
    sheet: str | None
    number: int | None  # the row as a person would point to it
    person: str | None = None  # whom a column names, where the case knows the name
    beside: tuple[tuple[str, str], ...] = ()  # what other columns hold, by kind


@dataclass(frozen=True)
class Made:
    """A file and what is in it. `rows` counts the non-empty rows of every sheet and table."""

    name: str
    filename: str
    data: bytes
    events: tuple[TrueEvent, ...]
    joined: tuple[str, ...]
    rows: int
    service_column: str | None = None
    service_sheets: Mapping[str, str] = field(default_factory=dict)


# --- the invented family -------------------------------------------------------------------------------

CHILD = ("Tobias Fenwright", "Toby", "the child", "Toby Fenwright")
MOTHER = ("Carys Fenwright", "Ms Fenwright", "mother", "Mum")
PARTNER = ("Gethin Rowle", "Mr Rowle")
PEOPLE: Mapping[str, str] = {
    **dict.fromkeys(("Tobias Fenwright", "Toby", "Toby Fenwright", "TF"), "person-toby"),
    **dict.fromkeys(("Carys Fenwright", "Ms Fenwright", "Mum", "Mother", "CF"), "person-carys"),
    **dict.fromkeys(("Gethin Rowle", "Mr Rowle", "GR"), "person-gethin"),
    **dict.fromkeys(("Marnie Fenwright", "Marnie"), "person-marnie"),
    **dict.fromkeys(("Olwen Fenwright", "MGM"), "person-olwen"),
}
SUBJECTS = frozenset({"person-toby"})
WORKERS = ("R Salter", "J. Okonjo", "Priya Nandra", "SW Team Manager", "D Whitlock", "Lowri Pask", "duty")
INITIALS = ("RS", "JO", "PN", "DW", "LP")
SOURCES = ("Case notes p14", "Paper file vol 2", "Rio", "SystmOne", "email", "LCS", "")
ANALYSES = (
    "",
    "",
    "",
    "Good practice.",
    "As above",
    "Rationale not recorded.",
    "Author: would expect a referral here.",
)
ACTIONS = ("", "", "Letter to GP.", "To discuss in supervision.", "Rebook.", "Chase school nurse.")

ADJECTIVES = (
    "amber", "brass", "crimson", "dented", "embroidered", "faded", "gilded", "hollow", "indigo", "jagged", "knitted",
    "lacquered", "mottled", "narrow", "olive", "painted", "quilted", "rusty", "scarlet", "tartan", "upholstered",
    "velvet", "woven", "yellow", "zinc", "copper", "folding", "glazed", "striped", "wicker",
)  # fmt: skip
THINGS = (
    "armchair", "bucket", "caravan", "dresser", "easel", "fiddle", "gatepost", "hamper", "kettle", "lantern",
    "mandolin", "notebook", "oboe", "paddle", "quilt", "rucksack", "scooter", "teapot", "umbrella", "violin",
    "wardrobe", "xylophone", "hammock", "barrow", "canoe", "dinghy", "footstool", "goblet", "harmonica", "pushchair",
)  # fmt: skip


class Marks:
    """Phrases, none of them given twice."""

    def __init__(self, rng: Random) -> None:
        self._left = [f"{a} {t}" for a in ADJECTIVES for t in THINGS]
        rng.shuffle(self._left)

    def next(self) -> str:
        return self._left.pop()


# --- dates ---------------------------------------------------------------------------------------------

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def nth(day: int) -> str:
    ending = "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


DayForm = Callable[[date], str]
FORMS: Mapping[str, DayForm] = {
    "slash": lambda d: f"{d:%d/%m/%Y}",
    "short slash": lambda d: f"{d.day}/{d.month}/{d:%y}",
    "dots": lambda d: f"{d.day}.{d.month}.{d:%y}",
    "long dots": lambda d: f"{d:%d.%m.%Y}",
    "dashes": lambda d: f"{d:%d-%m-%Y}",
    "abbreviated": lambda d: f"{d:%d}-{MONTHS[d.month - 1][:3]}-{d:%y}",
    "words": lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    "nth words": lambda d: f"{nth(d.day)} {MONTHS[d.month - 1]} {d.year}",
    "nth of": lambda d: f"{nth(d.day)} of {MONTHS[d.month - 1]} {d.year}",
    "short words": lambda d: f"{d.day} {MONTHS[d.month - 1][:3]} {d:%y}",
    "weekday words": lambda d: f"{WEEKDAYS[d.weekday()]} {nth(d.day)} {MONTHS[d.month - 1]} {d.year}",
    "weekday slash": lambda d: f"{WEEKDAYS[d.weekday()][:3]} {d:%d/%m/%Y}",
    "weekday dots": lambda d: f"{WEEKDAYS[d.weekday()][:3]} {d.day}.{d.month}.{d:%y}",
    "month first": lambda d: f"{MONTHS[d.month - 1]} {nth(d.day)}, {d.year}",
    "apostrophe": lambda d: f"{d.day} {MONTHS[d.month - 1][:3]} ’{d:%y}",
    "capitals": lambda d: f"{d:%d} {MONTHS[d.month - 1][:3].upper()} {d.year}",
    "iso": lambda d: d.isoformat(),
    "iso slash": lambda d: f"{d:%Y/%m/%d}",
}
YEARLESS: Mapping[str, DayForm] = {
    "slash": lambda d: f"{d.day}/{d.month}",
    "nth words": lambda d: f"{nth(d.day)} {MONTHS[d.month - 1]}",
    "words": lambda d: f"{d.day} {MONTHS[d.month - 1]}",
    "short words": lambda d: f"{d.day} {MONTHS[d.month - 1][:3]}",
    "weekday words": lambda d: f"{WEEKDAYS[d.weekday()][:3]} {d.day} {MONTHS[d.month - 1]}",
    "dashes": lambda d: f"{d:%d}-{MONTHS[d.month - 1][:3]}",
}


def one_day(day: date, written: object) -> Dated:
    iso = day.isoformat()
    return Dated(written, ((iso, iso, "day"),), approximate=False)


def span(
    written: str,
    earliest: date | None,
    latest: date | None,
    precision: str,
    *more: Reading,
    about: bool | None = None,
    doubt: bool = False,
) -> Dated:
    """Something other than one plain day."""
    first = (earliest.isoformat() if earliest else None, latest.isoformat() if latest else None, precision)
    return Dated(written, (first, *more), approximate=about, doubt=doubt, plain=False)


UNKNOWN: Reading = (None, None, "unknown")


def season(day: date) -> tuple[str, date, date]:
    month, year = day.month, day.year
    if 3 <= month <= 5:
        return f"Spring {year}", date(year, 3, 1), date(year, 5, 31)
    if 6 <= month <= 8:
        return f"Summer {year}", date(year, 6, 1), date(year, 8, 31)
    if 9 <= month <= 11:
        return f"Autumn {year}", date(year, 9, 1), date(year, 11, 30)
    first = year if month == 12 else year - 1
    return f"Winter {first}/{(first + 1) % 100:02}", date(first, 12, 1), month_end(first + 1, 2)


def vague_dates(day: date) -> list[Dated]:
    """Every vague way to write something near `day`, with its year."""
    year, month = day.year, day.month
    name, short, yy = MONTHS[month - 1], MONTHS[month - 1][:3], f"{day:%y}"
    first, last = date(year, month, 1), month_end(year, month)
    monday = day - timedelta(days=day.weekday())
    sunday = monday + timedelta(days=6)
    few = day.replace(day=min(day.day, 24))
    plus2 = few + timedelta(days=2)
    plus1 = few + timedelta(days=1)
    crossing = last + timedelta(days=3)
    saturday = first + timedelta(days=(5 - first.weekday()) % 7)
    and_sunday = saturday + timedelta(days=1)
    over = f"{crossing.day} {MONTHS[crossing.month - 1]} {crossing.year}"
    following = month % 12 + 1
    its, its_first, its_last = season(day)
    out = [
        span(f"w/c {monday.day}.{monday.month}.{monday:%y}", monday, sunday, "week"),
        span(f"Week commencing {monday:%d/%m/%Y}", monday, sunday, "week"),
        span(f"W/C {monday.day} {MONTHS[monday.month - 1]} {monday.year}", monday, sunday, "week"),
        span(f"wk beginning {monday:%d/%m/%y}", monday, sunday, "week"),
        span(f"w/e {sunday:%d/%m/%Y}", monday, sunday, "week"),
        span(f"early {name} {year}", first, first.replace(day=10), "month"),
        span(f"Beginning of {name} {year}", first, first.replace(day=10), "month"),
        span(f"mid-{name} {year}", first.replace(day=10), first.replace(day=20), "month"),
        span(f"Mid {short} {year}", first.replace(day=10), first.replace(day=20), "month"),
        span(f"late {name} {year}", first.replace(day=20), last, "month"),
        span(f"End of {name} {year}", first.replace(day=20), last, "month"),
        span(f"{name} {year}", first, last, "month"),
        span(f"{short} ’{yy}", first, last, "month"),
        span(f"{short}. {year}", first, last, "month"),
        span(f"{month:02}/{year}", first, last, "month"),
        span(f"??/{month:02}/{year}", first, last, "month"),
        span(f"--/{month:02}/{yy}", first, last, "month"),
        span(f"xx/{month:02}/{year}", first, last, "month"),
        span(f"{name} {year} (day not recorded)", first, last, "month"),
        span(f"{name} {year}?", first, last, "month", about=True),
        span(f"c. {name} {year}", first, last, "month", about=True),
        span(f"about {day.day} {name} {year}", day, day, "day", about=True),
        span(f"approx. {day:%d/%m/%Y}", day, day, "day", about=True),
        span(f"{day:%d/%m/%Y} (approx)", day, day, "day", about=True),
        span(f"{day:%d/%m/%Y}?", day, day, "day", about=True),
        span(its, its_first, its_last, "season"),
        span(f"Christmas {year}", date(year, 12, 24), date(year, 12, 26), "season"),
        span(f"before Christmas {year}", None, date(year, 12, 23), "range"),
        span(f"before {nth(day.day)} {name} {year}", None, day - timedelta(days=1), "range"),
        span(f"Prior to {name} {year}", None, first - timedelta(days=1), "range"),
        span(
            f"after {day:%d/%m/%Y}", day + timedelta(days=1), None, "range", (day.isoformat(), None, "range")
        ),
        span(f"{day.day} {name} {year} onwards", day, None, "range"),
        span(f"{year}", date(year, 1, 1), date(year, 12, 31), "year"),
        span(f"c. {year}", date(year, 1, 1), date(year, 12, 31), "year", about=True),
        span(f"circa {year}", date(year, 1, 1), date(year, 12, 31), "year", about=True),
        span(f"early {year}", date(year, 1, 1), date(year, 4, 30), "year"),
        span(f"mid {year}", date(year, 5, 1), date(year, 8, 31), "year"),
        span(f"late {year}", date(year, 9, 1), date(year, 12, 31), "year"),
        span(f"Early in {year}", date(year, 1, 1), date(year, 4, 30), "year"),
        span(f"{nth(few.day)}-{nth(plus2.day)} {name} {year}", few, plus2, "range"),
        span(f"{few.day} – {plus2.day} {short} {year}", few, plus2, "range"),
        span(f"{few.day} to {plus2.day} {name} {year}", few, plus2, "range"),
        span(f"{few:%d/%m/%Y} - {plus2:%d/%m/%Y}", few, plus2, "range"),
        span(f"{few:%d/%m/%y}-{plus2:%d/%m/%y}", few, plus2, "range"),
        span(f"from {few:%d/%m/%Y} to {plus2:%d/%m/%Y}", few, plus2, "range"),
        span(f"Between {few.day} and {plus2.day} {name} {year}", few, plus2, "range"),
        span(f"overnight {few.day}/{plus1.day} {name} {year}", few, plus1, "range"),
        span(f"{few.day}/{plus1.day} {name} {year}", few, plus1, "range"),
        span(f"{few.day} or {plus1.day} {name} {year}", few, plus1, "range"),
        span(f"weekend of {saturday.day}/{saturday.day + 1} {name} {year}", saturday, and_sunday, "range"),
        span(f"{last.day} {name} – {over}", last, crossing, "range"),
        span(f"{year - 1}-{year}", date(year - 1, 1, 1), date(year, 12, 31), "range"),
    ]  # fmt: skip
    if month < 12:
        after = month_end(year, following)
        out += [
            span(f"{name}/{MONTHS[following - 1]} {year}", first, after, "range"),
            span(f"{name} to {MONTHS[following - 1]} {year}", first, after, "range"),
        ]
    return out


def vague_yearless(day: date) -> list[Dated]:
    """Vague dates whose year stands in a banner or a sheet's name."""
    year, month = day.year, day.month
    name = MONTHS[month - 1]
    first, last = date(year, month, 1), month_end(year, month)
    few = day.replace(day=min(day.day, 24))
    out = [
        span(f"early {name}", first, first.replace(day=10), "month"),
        span(f"Mid {name}", first.replace(day=10), first.replace(day=20), "month"),
        span(f"late {name}", first.replace(day=20), last, "month"),
        span(name, first, last, "month"),
        span(f"{nth(few.day)}-{nth(few.day + 2)} {name}", few, few + timedelta(days=2), "range"),
        span(f"Christmas {year}", date(year, 12, 24), date(year, 12, 26), "season"),
    ]
    monday = day - timedelta(days=day.weekday())
    if monday.year == year:
        out.append(span(f"w/c {monday.day}/{monday.month}", monday, monday + timedelta(days=6), "week"))
    if 3 <= month <= 11:
        its, its_first, its_last = season(day)
        out.append(span(its.split()[0], its_first, its_last, "season"))
    return out


def spoilt_dates(day: date) -> list[Dated]:
    """Dates that cannot be, or can be read only by mending them: a doubt must stand on each."""
    year, yy = day.year, f"{day:%y}"
    small = date(year, 5, 12)
    december = date(year, 12, 13)
    day_of: Callable[[date], Reading] = lambda d: (d.isoformat(), d.isoformat(), "day")  # noqa: E731
    return [
        span(f"30/2/{yy}", None, None, "unknown", doubt=True),
        span(f"31/11/{year}", None, None, "unknown", doubt=True),
        span(f"31st June {year}", None, None, "unknown", doubt=True),
        span(f"31.04.{year}", None, None, "unknown", doubt=True),
        span(f"45/01/{year}", None, None, "unknown", doubt=True),
        span(f"12/O5/{year}", small, small, "day", UNKNOWN, doubt=True),
        span(f"l2/05/{year}", small, small, "day", UNKNOWN, doubt=True),
        span(f"12/05/2O{yy}", small, small, "day", UNKNOWN, doubt=True),
        span(f"12/13/{year}", None, None, "unknown", day_of(december), doubt=True),
    ]


def undated(written: str) -> Dated:
    return Dated(written, (UNKNOWN,), plain=False)


UNDATED = ("Undated", "n/k", "Not known", "date not recorded", "Unknown", "?", "No date", "ND")


# --- times ---------------------------------------------------------------------------------------------

NO_TIME = ("", "", "AM", "PM", "morning", "evening", "n/k", "not recorded", "?")


def clock(rng: Random, low: int = 8, high: int = 19) -> tuple[str, str]:
    """A time as written, and as it is."""
    hour, minute = rng.randrange(low, high), rng.randrange(0, 60, 5)
    twelve, half = (hour - 1) % 12 + 1, "am" if hour < 12 else "pm"
    meant = f"{hour:02}:{minute:02}"
    ways = [
        (meant, meant),
        (f"{hour:02}.{minute:02}", meant),
        (f"{hour:02}{minute:02}hrs", meant),
        (f"{hour:02}:{minute:02} hrs", meant),
        (f"{hour:02}{minute:02}h", meant),
        (f"{twelve}.{minute:02}{half}", meant),
        (f"{twelve}:{minute:02} {half}", meant),
        (f"{twelve}.{minute:02} {half[0]}.m.", meant),
        (f"{twelve}{half}", f"{hour:02}:00"),
        (f"{twelve} {half.upper()}", f"{hour:02}:00"),
        (f"{hour:02}:{minute:02}:00", meant),
        ("12 noon", "12:00"),
    ]
    return rng.choice(ways)


def later(start: str, minutes: int) -> str:
    hours, mins = (int(part) for part in start.split(":"))
    total = (hours * 60 + mins + minutes) % (24 * 60)
    return f"{total // 60:02}:{total % 60:02}"


# --- outcomes ------------------------------------------------------------------------------------------


def codes(*of: str) -> frozenset[str | None]:
    return frozenset(of)


KEPT = [
    Said(w, CAME)
    for w in ("Attended", "ATT", "Kept", "Seen", "attended", "Attended on time", "Attended late", "Seen at home")
]  # fmt: skip
KEPT_BY_CHILD = [
    Said("Child seen", codes("seen")),
    Said("Child seen alone", codes("seen_alone")),
    Said("Child seen and spoken to alone", codes("seen_alone")),
    Said("Child seen with mother present", codes("seen")),
    Said("Child seen, not alone", codes("seen")),
    Said("Seen alone", codes("seen_alone")),
    Said("Child present, not spoken to", codes("present_not_spoken")),
]
KEPT_BY_ADULT = [
    Said("Attended", CAME),
    Said("Mother only seen", codes("adult_only", "attended")),
    Said("Telephone contact", codes("telephone")),
]
MISSED = [
    Said(w, codes("did_not_attend"))
    for w in (
        "DNA",
        "D.N.A.",
        "Did not attend",
        "FTA",
        "Failed to attend",
        "No show",
        "DNA x2",
        "dna",
        "DNA – 2nd",
        "DNA’d",
        "Missed appointment",
        "Non-attendance",
        "Did not arrive",
    )
]
NOT_BROUGHT = [
    Said(w, codes("not_brought"))
    for w in (
        "WNB",
        "Was not brought",
        "Not brought",
        "Not brought to appointment",
        "Not brought to clinic",
        "CNB",
        "Wasn’t brought",
        "Child not brought",
        "Was Not Brought (WNB)",
    )
]
AT_THE_DOOR = [
    Said(w, codes("no_access"))
    for w in (
        "No access",
        "NAV",
        "No reply",
        "No reply – card left",
        "No answer at door",
        "No access visit",
        "no reply",
        "Nobody in",
        "Not at home",
        "Unable to gain access",
        "Card left",
    )
]
DECLINED = [
    Said(w, codes("declined"))
    for w in ("Declined", "Refused", "Declined support", "Refused visit", "Turned down")
] + [Said("Refused entry", codes("declined", "no_access"))]
CANCELLED = [
    Said(w, codes("cancelled"), doubt=True, plain=False)
    for w in ("Cancelled", "Canc.", "Appt cancelled", "CANX")
]
CANCELLED_BY = [
    Said("Cancelled by clinic", codes("cancelled_by_service")),
    Said("Cancelled by service", codes("cancelled_by_service")),
    Said("Canc. by hospital", codes("cancelled_by_service")),
    Said("Clinic cancelled", codes("cancelled_by_service")),
    Said("Cancelled by mother", codes("cancelled_by_family")),
    Said("Mum cancelled", codes("cancelled_by_family")),
    Said("Cancelled by parent", codes("cancelled_by_family")),
    Said("Hospital cancellation", codes("cancelled_by_service")),
    Said("Patient cancelled", codes("cancelled_by_family")),
    Said("Postponed", codes("rescheduled")),
    Said("Apologies sent", codes("excused")),
    Said("Rescheduled", codes("rescheduled")),
    Said("Rearranged", codes("rescheduled")),
    Said("Cancelled – rebooked", codes("rescheduled", "cancelled"), plain=False),
    Said("Excused", codes("excused")),
    Said("UTA – unwell", codes("excused")),
    Said("Unable to attend", codes("excused")),
]
NO_OUTCOME = [
    Said(w, NOTHING, stated=False, plain=w in ("", "NFA", "N/A"))
    for w in ("", "", "", "NFA", "N/A", "Noted", "Ongoing", "Referral made", "See comment", "-")
]

CHILD_APPOINTMENTS = (
    "Clinic appointment for {child} about the {mark}.",
    "Speech therapy appointment, {child}: the {mark}.",
    "Developmental review for {child} – the {mark}.",
)
ADULT_APPOINTMENTS = (
    "Appointment for {adult} about the {mark}.",
    "Keyworker session with {adult} booked to talk about the {mark}.",
    "Review of the {mark} with {adult}.",
)
VISITS = (
    "Home visit about the {mark}.",
    "Planned home visit, family of {adult}: the {mark}.",
    "Visit to the flat to look at the {mark}.",
)
NOTES = (
    "Letter received from the school about the {mark}.",
    "Email to the housing officer about the {mark}.",
    "Information shared with the GP about the {mark}.",
    "Report from a neighbour concerning the {mark}.",
    "Supervision: the {mark} discussed with manager.",
    "Referral received regarding the {mark}.",
    "Strategy meeting: minutes mention the {mark}.",
    "Copy of the plan, with a note on the {mark}, placed on file.",
)
ASIDES = (
    " Kettle on, radio playing.",
    " Rent arrears now £412.60.",
    " “Everything is fine at home”, she said.",
    " Discussed with line manager – no further action at this time.",
    " Flat 3, 90 Millrace Rd.",
    " Ref 4/2013 on the paper file.",
    " Breath test 0.",
    " Next one 14/06/2014.",
    " Two bedrooms, heating off.",
)
MISLEADING_ASIDES = (
    " Missed two previous appts.",
    " DNA last time.",
    " Declined to give name of new partner.",
    " Had cancelled the week before.",
)

# What only the words say.
IN_WORDS: tuple[Said, ...] = (
    Said("Home visit about the {mark}. No reply, card left.", codes("no_access")),
    Said("Called at the home about the {mark}; no access.", codes("no_access")),
    Said("Called about the {mark}, nobody in. No answer at door.", codes("no_access")),
    Said("{child} was not brought to the clinic to talk about the {mark}.", codes("not_brought")),
    Said("Not brought to baby clinic (the {mark}).", codes("not_brought")),
    Said("{adult} did not attend her appointment about the {mark}.", codes("did_not_attend")),
    Said("{adult} failed to attend the session about the {mark}.", codes("did_not_attend")),
    Said("DNA. {adult} had been due to talk about the {mark}.", codes("did_not_attend")),
    Said(
        "Toby: speech therapy appointment about the {mark} – DNA.",
        codes("did_not_attend"),
        doubt=True,
        plain=False,
    ),
    Said("Appointment about the {mark} cancelled.", codes("cancelled"), doubt=True, plain=False),
    Said("Appointment about the {mark} cancelled by clinic.", codes("cancelled_by_service")),
    Said("Mother cancelled the appointment about the {mark}.", codes("cancelled_by_family")),
    Said("Ms Fenwright rang to cancel the visit about the {mark}.", codes("cancelled_by_family")),
    Said("Refused entry when we called about the {mark}.", codes("declined", "no_access")),
    Said("Mother declined the visit about the {mark}.", codes("declined")),
    Said("{adult} attended the clinic and talked about the {mark}.", CAME | {"adult_only"}),
    Said("Home visit: Toby seen alone, showed us the {mark}.", codes("seen_alone")),
    Said("Home visit. Toby seen with his mother, playing with the {mark}.", codes("seen")),
    Said("Nobody home when we called with the {mark}; card left.", codes("no_access")),
    Said("Unable to gain access. The {mark} was seen through the window.", codes("no_access")),
    Said("Mum WNB Toby to clinic – third time. The {mark} still on order.", codes("not_brought")),
    Said("{adult} missed her appointment about the {mark}.", codes("did_not_attend")),
    Said("{adult} DNA’d the session about the {mark}.", codes("did_not_attend")),
    Said("{adult} kept her appointment about the {mark}.", CAME | {"adult_only"}),
    Said("Toby was brought to clinic by his grandmother with the {mark}.", CAME),
    Said("Visited the home address about the {mark}. No one in.", codes("no_access")),
    Said("Mum refused to let the worker in to look at the {mark}.", codes("declined", "no_access")),
    Said("Toby has not been brought to be weighed; the {mark} was to be returned.", codes("not_brought")),
    Said("Unannounced visit about the {mark}. Family out.", codes("no_access")),
    Said("Mother would not allow access to the flat to fetch the {mark}.", codes("declined", "no_access")),
    Said(
        "Toby was DNA at the clinic where the {mark} is kept.",
        codes("did_not_attend"),
        doubt=True,
        plain=False,
    ),
    Said("Third DNA. The {mark} returned to stock.", codes("did_not_attend"), plain=False),
    Said("Home visit: Toby seen, appeared well, holding the {mark}.", codes("seen")),
    Said("Saw Toby alone in his bedroom, he drew the {mark}.", codes("seen_alone")),
    Said("Rescheduled from last week. {adult} attended, talked about the {mark}.", CAME | {"adult_only"}),
    Said("{adult} attended with Toby and the {mark}.", CAME),
    Said("{adult} did not turn up to talk about the {mark}.", codes("did_not_attend")),
    Said("Child seen: well, playing with the {mark}.", codes("seen")),
    Said("Spoke to Toby on his own about the {mark}.", codes("seen_alone", "seen")),
    Said("Visit about the {mark} declined by mother.", codes("declined")),
    Said("Clinic cancelled the appointment about the {mark}.", codes("cancelled_by_service")),
    Said("Session about the {mark} cancelled by mother, unwell.", codes("cancelled_by_family", "excused")),
    Said("Appointment about the {mark} rearranged.", codes("rescheduled")),
)
TRAPS: tuple[Said, ...] = tuple(
    Said(words, allowed, stated=False, plain=False)
    for words, allowed in (
        ("Discussed previous DNA and the {mark} with mother.", TALKED),
        ("Mum said she had not missed any appointments; the {mark} was mentioned.", TALKED),
        ("DNA policy explained by letter; the {mark} enclosed.", NOTHING),
        ("No missed appointments this quarter; the {mark} is to be returned.", NOTHING),
        ("Police took a DNA sample from Mr Rowle in connection with the {mark}.", TALKED),
        ("Housing benefit was cancelled by the council after the {mark} was reported.", NOTHING),
        ("Manager asked by email whether a visit had ever been refused; see the {mark}.", NOTHING),
        ("Toby has never been seen alone, wrote the tutor; see the {mark}.", NOTHING),
        ("Plan: child to be seen alone at the next visit; the {mark} to be checked.", NOTHING),
        ("If Toby is not brought to the next clinic a meeting will be held; see the {mark}.", NOTHING),
        ("Mother did not miss a single session last term, the tutor wrote about the {mark}.", TALKED),
        ("Letter sent: please attend the clinic and bring the {mark}.", NOTHING),
        (
            "Toby was asleep and not seen; mother talked about the {mark}.",
            TALKED - {"seen"} | {"present_not_spoken"},
        ),
        ("Asked the clinic to send a letter each time Toby is not brought, enclosing the {mark}.", NOTHING),
        ("Mother asked whether she may cancel next week; the {mark} was mentioned.", TALKED),
        ("Telephone call from mother about the {mark}.", NOTHING),
        ("Strategy meeting about the {mark}. Police did not attend.", NOTHING),
        ("Toby was seen by a neighbour in the street with the {mark}.", NOTHING),
        ("Mr Rowle seen by a neighbour carrying the {mark}.", NOTHING),
        ("GP has not seen the {mark}, nor the report.", NOTHING),
        ("The {mark} was seen in the hall by a neighbour, who wrote in.", NOTHING),
        ("Email from the nursery: has the family seen the {mark}?", NOTHING),
    )
)


# --- entries: what a person would have written -----------------------------------------------------------


@dataclass
class Entry:
    """One thing an agency recorded, before a layout lays it out."""

    mark: str
    day: date
    dated: Dated
    text: str
    said: Said
    who: str
    child: bool
    worker: str
    source: str
    kind: str
    ref: str
    action: str
    analysis: str
    recorded: date
    time_written: object = ""
    times: tuple[str | None, ...] = (None,)
    end_written: object = ""
    end_times: tuple[str | None, ...] | None = (None,)
    in_words: bool = False
    outcome_scored: bool = True
    service: str | None = None
    child_seen: bool | None = None
    child_seen_written: str = ""
    from_above: bool = False
    tail: str | None = None
    absent: str | None = None

    def truth(self, sheet: str | None, number: int | None) -> TrueEvent:
        doubts = set()
        if self.dated.doubt or self.from_above:
            doubts.add("date")
        child_dna = self.child and self.said.codes == {"did_not_attend"}
        if self.outcome_scored and (self.said.doubt or child_dna):
            doubts.add("outcome")
        return TrueEvent(
            mark=self.mark,
            tail=self.tail,
            absent=self.absent,
            readings=self.dated.readings,
            approximate=self.dated.approximate,
            date_written=str(self.dated.written),
            times=(self.dated.inline,) if self.dated.inline else self.times,
            end_times=(self.dated.inline_end,) if self.dated.inline else self.end_times,
            codes=self.said.codes if self.outcome_scored else None,
            stated=self.said.stated,
            outcome_written=self.text if self.in_words else self.said.written,
            doubts=frozenset(doubts),
            plain=self.dated.plain and self.said.plain and not doubts and self.tail is None,
            service=self.service,
            child_seen=self.child_seen,
            sheet=sheet,
            number=number,
        )


@dataclass
class Telling:
    """How an agency writes: which forms of date, how often vague or spoilt, where times and outcomes stand."""

    forms: Sequence[str] = ("slash",)
    native: float = 0.0  # share of dates that are dates to the spreadsheet
    vague: float = 0.0
    spoilt: float = 0.0
    undated: float = 0.0
    yearless: bool = False
    times: str = "none"  # none, column, inline, range (inline, from - to), native
    outcomes: str = "column"  # column, words, none
    child: float = 0.4
    visits: float = 0.25
    asides: float = 0.3
    step: int = 16
    start: date = date(2012, 1, 9)


class Book:
    """Entries for one file, in the order of their days."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.marks = Marks(rng)
        self._number = rng.randrange(100, 900)

    def entries(self, count: int, telling: Telling, service: str | None = None) -> list[Entry]:
        rng, day, out = self.rng, telling.start, []
        for _ in range(count):
            day += timedelta(days=rng.randrange(1, telling.step * 2))
            out.append(self._entry(day, telling, service))
        return out

    def _dated(self, day: date, telling: Telling) -> Dated:
        rng = self.rng
        chance = rng.random()
        if chance < telling.vague:
            return rng.choice(vague_yearless(day) if telling.yearless else vague_dates(day))
        if chance < telling.vague + telling.spoilt:
            return rng.choice(spoilt_dates(day))
        if chance < telling.vague + telling.spoilt + telling.undated:
            return undated(rng.choice(UNDATED))
        if rng.random() < telling.native:
            return one_day(day, datetime(day.year, day.month, day.day))
        forms = YEARLESS if telling.yearless else FORMS
        return one_day(day, forms[rng.choice(telling.forms)](day))

    def _entry(self, day: date, telling: Telling, service: str | None) -> Entry:
        rng, mark = self.rng, self.marks.next()
        self._number += rng.randrange(1, 4)
        said, text, child, who, kind = self._what(mark, telling)
        entry = Entry(
            mark=mark,
            day=day,
            dated=self._dated(day, telling),
            text=text,
            said=said,
            who=who,
            child=child,
            worker=rng.choice(WORKERS),
            source=rng.choice(SOURCES),
            kind=kind,
            ref=f"R{self._number:04}",
            action=rng.choice(ACTIONS),
            analysis=rng.choice(ANALYSES),
            recorded=day + timedelta(days=rng.choice((0, 0, 1, 2, 7))),
            in_words=telling.outcomes == "words",
            service=service,
        )
        self._give_time(entry, telling.times)
        return entry

    def _what(self, mark: str, telling: Telling) -> tuple[Said, str, bool, str, str]:
        rng = self.rng
        child_name, adult = rng.choice(CHILD), rng.choice(MOTHER)
        aside = rng.choice(ASIDES) if rng.random() < telling.asides else ""
        fill: Callable[[str], str] = lambda words: words.format(mark=mark, child=child_name, adult=adult)  # noqa: E731
        if telling.outcomes == "words":
            chance = rng.random()
            if chance < 0.45:
                said = rng.choice(IN_WORDS)
            elif chance < 0.6:
                said = rng.choice(TRAPS)
            else:
                said = Said(rng.choice(NOTES), NOTHING, stated=False)
            text = fill(said.written)
            return said, text[0].upper() + text[1:] + aside, False, "", "Contact"
        if telling.outcomes == "none" or rng.random() < 0.3:
            said = rng.choice(NO_OUTCOME) if telling.outcomes == "column" else NO_OUTCOME[0]
            return (
                said,
                fill(rng.choice(NOTES)) + aside,
                False,
                rng.choice((child_name, adult)),
                "Information",
            )
        if rng.random() < telling.visits:
            said = rng.choice(AT_THE_DOOR + DECLINED + KEPT + CANCELLED_BY[4:7])
            if said.written.startswith("Seen"):
                # A visit to a family: seen, but who? To ask is fair.
                said = replace(said, plain=False)
            return said, fill(rng.choice(VISITS)) + aside, False, adult, "Visit"
        if rng.random() < telling.child:
            said = rng.choice(rng.choice((KEPT, KEPT_BY_CHILD, MISSED, NOT_BROUGHT, CANCELLED, CANCELLED_BY)))
            words, child, who = rng.choice(CHILD_APPOINTMENTS), True, child_name
        else:
            said = rng.choice(
                rng.choice((KEPT, KEPT_BY_ADULT, MISSED, MISSED, DECLINED, CANCELLED, CANCELLED_BY))
            )
            words, child, who = rng.choice(ADULT_APPOINTMENTS), False, adult
        if said.codes == CAME and rng.random() < 0.15:
            aside = rng.choice(MISLEADING_ASIDES)
        return said, fill(words) + aside, child, who, "Appointment"

    def _give_time(self, entry: Entry, where: str) -> None:
        rng, dated = self.rng, entry.dated
        if where == "none":
            return
        if where == "native":
            if isinstance(dated.written, datetime):
                moment = dated.written.replace(hour=rng.randrange(8, 18), minute=rng.randrange(0, 60, 5))
                entry.dated = replace(dated, written=moment, inline=f"{moment:%H:%M}")
            return
        if where == "column":
            if rng.random() < 0.3:
                entry.time_written = rng.choice(NO_TIME)
            else:
                entry.time_written, meant = clock(rng)
                entry.times = (meant,)
            return
        if not dated.plain or rng.random() < 0.25:
            return
        if where == "range":
            hour, minute = rng.randrange(8, 18), rng.choice((0, 15, 30, 45))
            start = f"{hour:02}:{minute:02}"
            end = later(start, rng.choice((30, 45, 75, 120)))
            between = rng.choice(("-", " – ", " to "))
            written = rng.choice(
                (f"{start}{between}{end}", f"{start.replace(':', '')}{between}{end.replace(':', '')}hrs")
            )
            entry.dated = replace(dated, written=f"{dated.written} {written}", inline=start, inline_end=end)
            return
        written, meant = clock(rng)
        gap = rng.choice((" ", " @ ", " at ", "\n", ", "))
        entry.dated = replace(dated, written=f"{dated.written}{gap}{written}", inline=meant)


# --- sheets and tables ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Box:
    """A Word cell that is more than its text."""

    text: str = ""
    across: int = 1
    down: str = ""  # "" start continue
    picked: bool = False  # within a content control
    struck: str = ""  # tracked deletion before the text
    inserted: str = ""  # tracked insertion after the text


@dataclass(frozen=True)
class Shown:
    """A spreadsheet's date and the format that decides how much of it is seen."""

    value: datetime
    number_format: str


Column = tuple[str, Callable[[Entry], object]]


@dataclass
class Grid:
    """Rows as they will stand in one sheet, Word table or CSV file, with what is known of them."""

    sheet: str | None = None
    numbered: bool = True
    rows: list[list[object]] = field(default_factory=list)
    events: list[TrueEvent] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)  # 1-based row, column, row, column
    left: int = 0  # empty columns before the first

    def put(self, *cells: object) -> int:
        self.rows.append(["" for _ in range(self.left)] + list(cells))
        return len(self.rows)

    def blank(self, wide: int) -> None:
        self.put(*["" for _ in range(wide)])

    def header(self, columns: Sequence[Column]) -> None:
        self.put(*(name for name, _ in columns))

    def entry(self, entry: Entry, columns: Sequence[Column]) -> int:
        number = self.put(*(get(entry) for _, get in columns))
        getters = {get for _, get in columns}
        truth = entry.truth(self.sheet, number if self.numbered else None)
        known = {name.casefold(): person for name, person in PEOPLE.items()}
        person = known.get(entry.who.casefold()) if c_who in getters else None
        held = ((kind, str(get(entry))) for kind, get in BESIDE.items() if get in getters)
        beside = tuple((kind, text) for kind, text in held if text)
        self.events.append(replace(truth, person=person, beside=beside))
        return number

    def count(self) -> int:
        return sum(any(str(c.text if isinstance(c, Box) else c).strip() for c in row) for row in self.rows)


def c_date(entry: Entry) -> object:
    return entry.dated.written


def c_time(entry: Entry) -> object:
    return entry.time_written


def c_text(entry: Entry) -> object:
    return entry.text


def c_outcome(entry: Entry) -> object:
    return "" if entry.in_words else entry.said.written


def c_worker(entry: Entry) -> object:
    return entry.worker


def c_who(entry: Entry) -> object:
    return entry.who


def c_source(entry: Entry) -> object:
    return entry.source


def c_kind(entry: Entry) -> object:
    return entry.kind


def c_ref(entry: Entry) -> object:
    return entry.ref


def c_action(entry: Entry) -> object:
    return entry.action


def c_analysis(entry: Entry) -> object:
    return entry.analysis


def c_service(entry: Entry) -> object:
    return entry.service or ""


def c_recorded(entry: Entry) -> object:
    return f"{entry.recorded:%d/%m/%Y}"


BESIDE: Mapping[str, Callable[[Entry], object]] = {
    "recorded_by": c_worker,
    "source_as_written": c_source,
    "reference_as_written": c_ref,
    "contact_type": c_kind,
    "action": c_action,
    "analysis": c_analysis,
}


def fixed(files: bytes) -> bytes:
    """The same archive without the moment it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(files)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            data = old.read(name)
            new.writestr(zipfile.ZipInfo(name, (2014, 1, 1, 0, 0, 0)), data)
    return out.getvalue()


def to_xlsx(*grids: Grid) -> bytes:
    book = Workbook()
    book.properties.created = book.properties.modified = datetime(2014, 1, 1)
    book.remove(book.active)
    for grid in grids:
        sheet = book.create_sheet(grid.sheet)
        for number, row in enumerate(grid.rows, 1):
            for column, value in enumerate(row, 1):
                if value in ("", None):
                    continue
                if isinstance(value, Shown):
                    sheet.cell(number, column, value.value).number_format = value.number_format
                    continue
                cell = sheet.cell(number, column, value)
                if isinstance(value, datetime):
                    cell.number_format = "dd/mm/yyyy hh:mm" if value.time() != time() else "dd/mm/yyyy"
                elif isinstance(value, time):
                    cell.number_format = "hh:mm"
        for top, first, bottom, last in grid.merges:
            sheet.merge_cells(start_row=top, start_column=first, end_row=bottom, end_column=last)
    out = io.BytesIO()
    book.save(out)
    data = out.getvalue()
    # Saving stamps the moment again, whatever the properties said.
    return fixed(_unstamped(data))


def _unstamped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                start = part.index(b"<dcterms:modified")
                end = part.index(b"</dcterms:modified>") + len(b"</dcterms:modified>")
                part = part[:start] + part[end:]
            new.writestr(name, part)
    return out.getvalue()


def to_csv(grid: Grid, *, delimiter: str = ",", encoding: str = "utf-8", quoted: bool = False) -> bytes:
    out = io.StringIO(newline="")
    if quoted:
        writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    else:
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for row in grid.rows:
        writer.writerow([str(c) for c in row])
    return out.getvalue().encode(encoding)


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _cell(value: object, broken: bool, inner: str = "") -> str:
    box = value if isinstance(value, Box) else Box(str(value))
    properties = ""
    if box.across > 1:
        properties += f'<w:gridSpan w:val="{box.across}"/>'
    if box.down == "start":
        properties += '<w:vMerge w:val="restart"/>'
    elif box.down == "continue":
        properties += "<w:vMerge/>"
    who = 'w:id="7" w:author="Author" w:date="2014-01-01T00:00:00Z"'
    if box.struck or box.inserted:
        struck = f"<w:del {who}><w:r><w:delText xml:space='preserve'>{escape(box.struck)}</w:delText></w:r></w:del>"
        inserted = f"<w:ins {who}><w:r><w:t xml:space='preserve'>{escape(box.inserted)}</w:t></w:r></w:ins>"
        kept = f"<w:r><w:t xml:space='preserve'>{escape(box.text)}</w:t></w:r>"
        body = f"<w:p>{struck if box.struck else ''}{kept}{inserted if box.inserted else ''}</w:p>"
    elif broken:
        body = "".join(_paragraph(line) for line in box.text.split("\n"))
    else:
        lines = "<w:br/>".join(
            f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in box.text.split("\n")
        )
        body = f"<w:p><w:r>{lines}</w:r></w:p>"
    if box.picked:
        body = f"<w:sdt><w:sdtPr/><w:sdtContent>{body}</w:sdtContent></w:sdt>"
        body += "<w:p/>"
    if inner:
        body += inner + "<w:p/>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{body}</w:tc>"


def table_xml(grid: Grid, *, inner: Mapping[tuple[int, int], str] | None = None, broken: bool = True) -> str:
    """A Word table; `inner` puts tables within its cells (row and column counted from 0)."""
    wide = max(sum(c.across if isinstance(c, Box) else 1 for c in row) for row in grid.rows)
    columns = "<w:gridCol w:w='1200'/>" * wide
    rows = ""
    for number, row in enumerate(grid.rows):
        cells = "".join(
            _cell(value, broken, (inner or {}).get((number, column), "")) for column, value in enumerate(row)
        )
        rows += f"<w:tr>{cells}</w:tr>"
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def to_docx(*parts: str | Grid, controlled: bool = False, broken: bool = True) -> bytes:
    """Paragraphs (text), ready XML (starting with `<w:tbl`) and tables, in order."""
    document = Document()
    body = document.element.body
    for part in parts:
        if isinstance(part, Grid):
            xml = table_xml(part, broken=broken)
            if controlled:
                xml = f"<w:sdt><w:sdtPr/><w:sdtContent>{xml}</w:sdtContent></w:sdt>"
        elif part.startswith("<w:tbl"):
            xml = part
        else:
            xml = _paragraph(part)
        head, _, rest = xml.partition(">")
        if head.endswith("/"):
            head, rest = head[:-1], "/>" + rest
            element = parse_xml(f"{head} {nsdecls('w')}{rest}")
        else:
            element = parse_xml(f"{head} {nsdecls('w')}>{rest}")
        body.insert(len(body) - 1, element)
    out = io.BytesIO()
    document.save(out)
    return fixed(out.getvalue())


def made(
    filename: str,
    data: bytes,
    *grids: Grid,
    service_column: str | None = None,
    service_sheets: Mapping[str, str] | None = None,
) -> Made:
    """A file and the truth of its grids; whoever lists it gives it its name."""
    return Made(
        name="",
        filename=filename,
        data=data,
        events=tuple(e for g in grids for e in g.events),
        joined=tuple(j for g in grids for j in g.joined),
        rows=sum(g.count() for g in grids),
        service_column=service_column,
        service_sheets=service_sheets or {},
    )


def banner(text: str, wide: int) -> Box:
    return Box(text, across=wide)


def years_of(entries: Iterable[Entry]) -> Iterable[tuple[int, list[Entry]]]:
    """Entries by year, in order."""
    by: dict[int, list[Entry]] = {}
    for entry in entries:
        by.setdefault(entry.day.year, []).append(entry)
    return by.items()
