"""Dates as agencies write them, read into inclusive bounds without adding certainty.

Day comes before month. A vague date keeps its vagueness as earliest and latest day; an impossible one is
unknown, with a doubt that says why. The forms are a ladder of patterns tried in turn: general date parsers
swap day and month, fill in what is missing from today's date, and turn "2013" into one day.
"""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from workbench.chronology.times import NO_TIME, TimeDoubt, TimeReading, clock
from workbench.chronology.when import (
    DAY_NAMES,
    MONTH_NAMES,
    MONTHS,
    ONE_DAY,
    SEASONS,
    SHORT_DAYS,
    UNKNOWN,
    When,
    age,
    age_on,
    day,
    edtf,
    month_span,
    months_between,
    say_when,
    span,
    year_span,
)
from workbench.reading.grid import Value

__all__ = [
    "MONTH_NAMES",
    "NOTHING",
    "SEASONS",
    "UNKNOWN",
    "DateDoubt",
    "DateReading",
    "When",
    "age",
    "age_on",
    "day",
    "easter",
    "edtf",
    "month_span",
    "months_between",
    "read_date",
    "say_when",
    "span",
    "year_span",
]

FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class DateDoubt:
    """Why a date may not be what was meant; `readings` are other dates it may be, each with its label."""

    kind: str
    reason: str
    readings: tuple[tuple[str, When], ...] = ()


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a cell says about when.

    `understood` is False where it is neither a date nor a plain statement that there is none. `follows` is
    how many days after the row above it says it was ("same day" is 0), else None. `order` tells what a date in
    figures gives away about the order of day and month: "day", "month", "either" or "".
    """

    when: When
    time: str | None = None
    end_time: str | None = None
    doubts: tuple[DateDoubt, ...] = ()
    time_doubts: tuple[TimeDoubt, ...] = ()
    understood: bool = True
    follows: int | None = None
    order: str = ""
    short_year: bool = False
    bare: str = ""
    """What a banner or the row above had to supply: "year" or "month"; empty for a date that stands alone."""


NOTHING = DateReading(UNKNOWN, understood=False)


# --- reading


@dataclass
class _Ladder:
    """One cell being read, with what the table around it supplies."""

    year: int | None
    month: int | None
    this_year: int
    month_first: bool
    doubts: list[DateDoubt] = field(default_factory=list)
    time: TimeReading = NO_TIME
    order: str = ""
    short_year: bool = False
    bare: str = ""
    impossible: bool = False
    serial_time: str | None = None

    def doubt(self, kind: str, reason: str, *readings: tuple[str, When]) -> None:
        """Note a doubt once."""
        made = DateDoubt(kind, reason, readings)
        if made not in self.doubts:
            self.doubts.append(made)


_MONTH = (
    r"(?P<mon>jan(?:uary|ry|y)?|feb(?:r?uary|uray|r)?|mar(?:ch)?|apr(?:il|l)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|octo?(?:ber)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_YEAR = r"(?:(?P<y4>(?:19|20|21)\d\d)|'?(?P<y2>\d\d)(?!\s?(?:am|pm|a\.m|p\.m|noon|o'?clock)))"
_NOT_CLOCK = r"(?!\d)(?!\s?[:;h]\d)(?!\.\d\d(?!\d))(?!\s?(?:hrs?|hours|h)\b)"
_TH = r"(?:\s?(?:st|nd|rd|th))?"
_WEEKDAY = re.compile(
    r"(?P<name>mon|tue|wed|thu|fri|sat|sun)(?:s|r|rs|nes|ur|n)?(?:day)?\b[\s,.\-]*(?:the\s)?(?:on\s)?(?=\S)"
)
_PRE = re.compile(r"(?:on|the|dated?|in|during|of|date:|at|circa the)\s+(?=\S)")
_BLANK_DAY = r"(?:\?{1,2}|x{1,2}|-{1,2}|_{1,2}|dd|nk|n/k|00)"


def _rx(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_DAY_MONTH_YEAR = _rx(
    r"(?P<d>\d{1,2})\s?[/.\-\\,]{1,2}\s?(?P<m>\d{1,2})\s?[/.\-\\,]{1,2}\s?(?:(?P<y4>\d{4,5}|\d{3})|'?(?P<y2>\d\d))"
    r"(?!\d)(?!:\d)"
)
_DAY_MONTH_YEAR_SPACED = _rx(
    r"(?P<d>\d{1,2})\s(?P<m>\d{1,2})\s(?:(?P<y4>(?:19|20)\d\d)|(?P<y2>\d\d))" + _NOT_CLOCK
)
_RUN_TOGETHER = _rx(r"(?P<d>\d{2})(?:(?P<m>\d{2})[/.\-]|[/.\-](?P<m_>\d{2}))(?P<y4>(?:19|20)\d\d)(?!\d)")
_YEAR_MONTH_DAY = _rx(r"(?P<y4>(?:19|20|21)\d\d)(?P<sep>[\-/.\s])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)")
_COMPACT = _rx(r"(?P<y4>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)")
_DAY_NAME_YEAR = _rx(
    r"(?P<d>\d{1,2})" + _TH + r"[\s\-/.,]*(?:of\s)?" + _MONTH + r"[\s\-/.,]*" + _YEAR + _NOT_CLOCK
)
_DAY_NAME_ODD_YEAR = _rx(
    r"(?P<d>\d{1,2})"
    + _TH
    + r"[\s\-/.,]*(?:of\s)?"
    + _MONTH
    + r"[\s\-/.,]*(?P<odd>\d{3}|\d{5}|[3-9]\d{3}|[01]\d{3})"
    r"(?!\d)(?!\s?(?:hrs?|hours|h\b))"
)
_NAME_DAY_YEAR = _rx(
    _MONTH + r"[\s\-/.,]*(?P<d>\d{1,2})" + _TH + r"[\s,\-/.]+(?P<y4>(?:19|20)\d\d)" + _NOT_CLOCK
)
_DAY_NAME = _rx(
    r"(?P<d>\d{1,2})"
    + _TH
    + r"[\s\-/.,]*(?:of\s)?"
    + _MONTH
    + r"(?![\s\-/.,']*(?:\d{2}$|(?:19|20)\d\d(?!\d)(?!\s?h)))"
)
_NAME_DAY = _rx(_MONTH + r"[\s.]*(?P<d>\d{1,2})(?:\s?(?:st|nd|rd|th)\b)")
_NAME_DAY_PLAIN = _rx(_MONTH + r"[\s.]+(?P<d>\d{1,2})" + _NOT_CLOCK)
_DAY_MONTH = _rx(r"(?P<d>\d{1,2})[/.\-](?P<m>\d{1,2})(?!\d)(?![/.\-:])")
_DAY_ALONE = _rx(r"(?P<d>\d{1,2})" + _TH + _NOT_CLOCK)
_NAME_YEAR = _rx(_MONTH + r"[\s\-/.,]*(?:of\s)?" + _YEAR + _NOT_CLOCK)
_YEAR_NAME = _rx(r"(?P<y4>(?:19|20)\d\d)[\s\-/.,]+" + _MONTH + r"(?![\s\-/.]*\d)")
_YEAR_NAME_DAY = _rx(
    r"(?P<y4>(?:19|20)\d\d)[\s\-/.,]+" + _MONTH + r"[\s\-/.]*(?P<d>\d{1,2})" + _TH + _NOT_CLOCK
)
_MONTH_YEAR = _rx(r"(?P<m>\d{1,2})[/.\-](?P<y4>(?:19|20)\d\d)(?!\d)")
_YEAR_MONTH = _rx(r"(?P<y4>(?:19|20)\d\d)[\-/.](?P<m>0[1-9]|1[0-2])(?!\d)")
_MONTH_SHORT_YEAR = _rx(r"(?P<m>\d{1,2})[/](?P<y2>\d\d)(?!\d)(?![/.\-:])")
_NO_DAY = _rx(
    _BLANK_DAY
    + r"\s?[/.\-\s]\s?(?:(?P<m>\d{1,2})|"
    + _MONTH
    + r")\s?[/.\-\s]\s?(?:(?P<y4>(?:19|20)\d\d)|(?P<y2>\d\d))"
    r"(?!\d)"
)
_NO_MONTH = _rx(
    r"(?:\d{1,2}|" + _BLANK_DAY + r")\s?[/.\-\s]\s?(?:\?{1,2}|x{1,2}|-{1,2}|_{1,2}|mm|00)\s?[/.\-\s]\s?"
    r"(?P<y4>(?:19|20)\d\d)(?!\d)"
)
_NAME_ALONE = _rx(_MONTH)
_YEAR_ALONE = _rx(r"(?P<y4>(?:19|20)\d\d)(?!\d)")
_TWO_YEARS = _rx(r"(?P<y4>(?:19|20)\d\d)\s?[/\-]\s?(?P<second>(?:19|20)\d\d)(?!\d)(?![/\-.]\d)")
_YEAR_PAIR = _rx(r"(?P<y4>(?:19|20)\d\d)\s?[/\-]\s?(?P<y2>\d\d)(?!\d)(?![/\-.])")
_SEASON = _rx(
    r"(?:the\s)?(?P<season>spring|summer|autumn|winter|fall)(?:\s(?:of|term))?[\s,']*"
    + _YEAR
    + r"(?:[/\-](?P<second>\d\d(?:\d\d)?))?(?!\d)"
)
_CHRISTMAS = _rx(
    r"(?P<feast>christmas|xmas|x-mas)(?P<which>\s(?:day|eve|time|period))?[\s,']*(?:of\s)?"
    + _YEAR
    + r"(?!\d)"
)
_BOXING = _rx(r"(?P<feast>boxing day)[\s,']*" + _YEAR + r"(?!\d)")
_EASTER = _rx(r"(?P<feast>easter)(?P<which>\s(?:sunday|monday|weekend))?[\s,']*" + _YEAR + r"(?!\d)")
_FEAST_ALONE = _rx(
    r"(?:the\s)?(?P<named>spring|summer|autumn|winter|(?:christmas|xmas)(?:\s(?:day|eve))?|boxing day|"
    r"easter(?:\s(?:sunday|monday|weekend))?)(?P<term>\sterm)?$"
)
_QUARTER = _rx(
    r"(?:q(?P<q>[1-4])|(?P<q_>[1-4])(?:st|nd|rd|th)? quarter(?: of)?)[\s/,]*(?P<y4>(?:19|20)\d\d)(?!\d)"
)
_TWO_DAYS = _rx(
    r"(?P<d>\d{1,2})"
    + _TH
    + r"\s?(?:/|-|&|and|to|\+)\s?(?P<d2>\d{1,2})"
    + _TH
    + r"[\s\-/.,]*(?:of\s)?"
    + _MONTH
    + r"(?:[\s\-/.,]*"
    + _YEAR
    + _NOT_CLOCK
    + r")?"
)
_TWO_DAYS_FIGURES = _rx(
    r"(?P<d>\d{1,2})\s?[\-&]\s?(?P<d2>\d{1,2})[/.](?P<m>\d{1,2})[/.](?:(?P<y4>(?:19|20)\d\d)|(?P<y2>\d\d))(?!\d)"
)
_OLD_SERIAL = _rx(r"(?P<serial>[2-5]\d{4}(?:\.\d+)?)(?!\d)")

_SHARE = r"(?:early|mid(?:dle)?|late|(?:the\s)?(?:beginning|start|end))"
_PART = re.compile(
    r"(?:at\s|the\s|in\s)*(?P<part>(?:first|second|1st|2nd|last|latter) half|(?:first|second|third|fourth|last|"
    r"1st|2nd|"
    r"3rd|4th) week|"
    + _SHARE
    + r"(?:\s?(?:/|-|to)\s?"
    + _SHARE
    + r")?)(?:[\s\-]+(?:in\s|of\s|the\s)*|(?<=mid))(?=\S)"
)
_WEEK = re.compile(
    r"(?:w\s?[/.\-]?\s?[cb]|wk\.?\s?(?:comm?\.?(?:encing)?|beg\.?(?:inning)?|b|c|of)|week\s?-?(?:commencing|comm?\.?|"
    r"beginning|beg\.?|starting|from|of))\b[\s:.\-]*(?=\S)"
)
_WEEK_END = re.compile(r"(?:w\s?/\s?e|wk\.?\s?end(?:ing)?|week\s?-?ending)\b[\s:.\-]*(?=\S)")
_ABOUT = re.compile(
    r"(?:approx(?:imate(?:ly)?)?|about|abt|around|circa|ca?\.?(?=\s|\d)|c\.|est(?:imated)?|probably|prob|"
    r"possibly|poss|"
    r"thought to be|believed to be|on or (?:about|around)|some\s?time (?:in|during|around)|~|\?)[.:]?\s*(?=\S)"
)
_ABOUT_AFTER = re.compile(
    r"[\s,]*(?:\(?(?:approx(?:imate(?:ly)?)?|estimated?|est|circa|tbc|date approx(?:imate)?)"
    r"\.?\)?|or thereabouts|\(?\?+\)?)$"
)
_BEFORE = re.compile(
    r"(?P<how>(?:some\s?time\s)?(?:before|prior to|pre|earlier than)|on or before|up to(?: and including)?|"
    r"until|till|"
    r"no later than|by)[\s\-]*(?=\S)"
)
_AFTER = re.compile(
    r"(?P<how>(?:some\s?time\s)?(?:after|post|later than)|on or after|from|since|no earlier than)[\s\-]*(?=\S)"
)
_ONWARDS = re.compile(r"\s*(?:onwards?|on-?going|to (?:date|present)|-\s*(?:present|ongoing|date|current))$")
_BETWEEN = re.compile(r"(?:between|from|various dates?|various|dates?)[:\s]+(?=\S)")
_OVERNIGHT = re.compile(r"(?:(?:over)?night(?:s)?(?:\sof)?|o/n|overnight)[\s:,]*(?=\S)")
_WEEKEND = re.compile(
    r"(?:the\s)?(?:bank holiday\s)?week-?\s?end(?:\s(?:of|starting|beginning))?[\s:,]*(?=\S)"
)
_PARTED = re.compile(
    r"\s*(?:-|\bto\b|\band\b|\bor\b|\buntil\b|\btill\b|\bthrough\b|&|->|(?<=[a-z])/(?=[a-z])|\s/\s)\s*"
)
_BRACKETS = re.compile(r"[\(\[][^()\[\]]*[\)\]]")
_NOTES = re.compile(r"\[note: [^\]]*\]|[¹²³⁰⁴⁵⁶⁷⁸⁹]+|(?<=[\da-z])\s?[*†‡§]+|^[*†‡§]+\s?")
_WORDS = re.compile(r"[a-z]")
_UNKNOWN = re.compile(
    r"(?:date\s?)?(?:n/?\.?k\.?|n/?\.?a\.?|not\s?known|unknown|un-?dated|not (?:stated|recorded|given|clear|"
    r"dated|specified|available)|no date(?: (?:given|recorded|stated|on record))?|none(?: given| stated)?|"
    r"unclear|illegible|tbc|tba|nil|date unknown|various(?: dates)?|historic(?:al)?|blank|missing|unsure|uncertain)"
    r"(?:\s?(?:date|\(?exact date not known\)?))?\.?"
)
_ONLY_MARKS = re.compile(r"[\s?\-–—_.*/x]+")
_SAME = re.compile(
    r"(?:as above|same (?:day|date)(?: as above)?|ditto|do\.?|-\s?do\s?-|a/a|[\"“”〃]+|''|\^+|as previous(?: entry)?|"
    r"(?:later|earlier)?\s?(?:that|the|on the)?\s?same (?:day|date)|later (?:that|the same) (?:day|evening|night)|"
    r"see above|same|that (?:day|evening|afternoon|morning|night))[\s,.:]*"
)
_NEXT = re.compile(r"(?:the\s)?(?:next|following) (?:day|morning)[\s,.:]*")
_LATER = re.compile(r"(?P<n>\d{1,3}|one|two|three|four|five|six|seven) days? later[\s,.:]*")
_NUMBER_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_CONFUSED = str.maketrans({"o": "0", "l": "1", "i": "1", "s": "5"})
_LOOKS_CONFUSED = re.compile(r"(?=.*\d)[\dolis]{1,2}[/.\-][\dolis]{1,2}[/.\-][\dolis]{2,4}(?=\s|$)")
_MISSPELT = re.compile(r"\d(?:st|nd|rd|th)?[\s\-/.,]+(?P<word>[a-z]{4,10})\b")
_MAYBE_DATE = re.compile(
    r"\d|[?]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|n/|unk|not|undated|ditto|same|above|next|follow|\"|"
    r"“|”|〃|"
    r"date|day|none|n\.?k|n\.?a|nil|t\.?b\.?c|various|hist|un|-|blank|miss|illeg|night|\^|later|spring|summer|"
    r"autumn|winter|christ|xmas|easter|boxing|''"
)


_RECORDED_BESIDE = re.compile(
    r"(?<![a-z])(?:(?:retrospective|late|date of|date|time of|case ?note|rio|system)[\s-]*)*(?:entry|entered|recorded|"
    r"recording|record|rec'?d?|written(?: up)?|typed(?: up)?|inputted|input|logged|uploaded|added|created|"
    r"documented)\b\.?(?: (?:made|date|dated|up|in retrospect|retrospectively))*(?: (?:on|at))?[\s:\-]*(?=\d|(?:mon|"
    r"tue|wed|thu|fri|sat|sun))"
)
"""Words that say of a date that it is only when the entry was made."""
_EVENT_BESIDE = re.compile(
    r"(?<![a-z])(?:(?:date|time) of (?:the )?)?(?:event|contact|visit|incident|seen|occurred|appointment)\b"
    r"(?: (?:date|on|was))*[\s:\-]*(?=\d|(?:mon|tue|wed|thu|fri|sat|sun))"
)


def read_date(
    written: str | Value,
    *,
    year: int | None = None,
    month: int | None = None,
    shown: str = "",
    this_year: int | None = None,
    month_first: bool = False,
) -> DateReading:
    """What a cell says about when something happened.

    `year` and `month` are what a banner above or a sheet's name supplies to a cell without them. `shown` says
    which parts of a stored date the spreadsheet displays. `this_year` decides the century of two figures.
    `month_first` is only for a column that a person said is in American order.
    """
    now = this_year or dt.date.today().year
    if isinstance(written, str):
        return _cached(written, year, month, now, month_first)
    if isinstance(written, dt.date):
        return _native(written, year, shown)
    if isinstance(written, int | float) and not isinstance(written, bool):
        text = str(int(written)) if float(written).is_integer() else str(written)
        return _cached(text, year, month, now, month_first)
    return NOTHING


def _native(stored: dt.date, year: int | None, shown: str) -> DateReading:
    on = stored.date() if isinstance(stored, dt.datetime) else stored
    time: str | None = None
    if isinstance(stored, dt.datetime) and (stored.time() != dt.time() or "t" in shown):
        time = f"{stored:%H:%M}"
    if on.year < FIRST_YEAR + 1:
        return DateReading(UNKNOWN, time, understood=time is not None)
    if shown and "d" not in shown:
        if "m" not in shown:
            return DateReading(year_span(on.year)) if "y" in shown else DateReading(UNKNOWN, time)
        return DateReading(month_span(on.year, on.month))
    if shown and "y" not in shown:
        # A spreadsheet adds the year in which "3 Apr" was typed; only a banner knows the right one.
        if year is not None:
            try:
                return DateReading(day(on.replace(year=year)), time, bare="year")
            except ValueError:
                return DateReading(
                    UNKNOWN,
                    doubts=(
                        DateDoubt("impossible_date", f"{year} had no such day, so the date is unknown."),
                    ),
                )
        reason = "The cell shows no year, and the one stored behind it may only be the year it was typed."
        likely = (f"Read as {say_when(day(on))}", day(on))
        return DateReading(UNKNOWN, time, doubts=(DateDoubt("year_not_shown", reason, (likely,)),))
    return DateReading(day(on), time)


@lru_cache(maxsize=20_000)
def _cached(
    written: str, year: int | None, month: int | None, this_year: int, month_first: bool
) -> DateReading:
    text = plain(written)
    if not text:
        return NOTHING
    if len(text) > 120 or not _MAYBE_DATE.search(text):
        return NOTHING
    ladder = _Ladder(year, month, this_year, month_first)
    if _UNKNOWN.fullmatch(text):
        return DateReading(UNKNOWN)
    for pattern, days in ((_SAME, 0), (_NEXT, 1), (_LATER, -1)):
        found = pattern.match(text)
        if found is None:
            continue
        rest = text[found.end() :].strip()
        timed = clock(rest) if rest else NO_TIME
        if timed.understood:
            if days < 0:
                days = _NUMBER_WORDS.get(found["n"]) or int(found["n"])
            return DateReading(UNKNOWN, timed.time, timed.end_time, time_doubts=timed.doubts, follows=days)
    if (beside := _RECORDED_BESIDE.search(text)) is not None:
        apart = _apart_from_recorded(text, beside, year, month, this_year, month_first)
        if apart is not None:
            return apart
    if _ONLY_MARKS.fullmatch(text):
        return DateReading(UNKNOWN, doubts=(DateDoubt("no_date", "The cell holds only a mark, no date."),))
    when = _read(text, ladder)
    if when is None and not ladder.impossible:
        when = _without_asides(text, ladder)
    if when is None and not ladder.impossible:
        when = _mended(text, ladder)
    if when is None:
        if not ladder.impossible:
            return NOTHING
        when = UNKNOWN
    return DateReading(
        when,
        ladder.time.time if when is not UNKNOWN or ladder.impossible else None,
        ladder.time.end_time,
        tuple(ladder.doubts),
        ladder.time.doubts,
        True,
        None,
        ladder.order,
        ladder.short_year,
        ladder.bare,
    )


def _apart_from_recorded(
    text: str, beside: re.Match[str], year: int | None, month: int | None, this_year: int, month_first: bool
) -> DateReading | None:
    """The date of the event where the date of the record stands beside it, whichever comes first."""
    before, after = text[: beside.start()].strip(" ,;:-(["), text[beside.end() :].strip(" ,;:-)].")
    event = _EVENT_BESIDE.search(after) if not before else None
    if event is not None:
        before, after = after[event.end() :].strip(" ,;:-)]."), after[: event.start()].strip(" ,;:-([")
    of_event = _cached(before, year, month, this_year, month_first) if before else NOTHING
    if not of_event.understood or of_event.when == UNKNOWN or of_event.when.earliest is None:
        return None
    its_year = int(of_event.when.earliest[:4])
    recorded = _cached(after, year or its_year, month, this_year, month_first)
    if not recorded.understood or recorded.when == UNKNOWN:
        return None
    reason = "The cell also says when the entry was made; the date before it is taken."
    if event is not None:
        reason = "The cell also says when the entry was made; the date of the event is taken."
    doubt = DateDoubt(
        "recorded_beside",
        reason,
        ((f"Read as {say_when(recorded.when)}", recorded.when), ("Date unknown", UNKNOWN)),
    )
    return replace(of_event, doubts=(*of_event.doubts, doubt))


def plain(written: str) -> str:
    """Lower case, single spaces, plain dashes and quotes, without footnote marks."""
    text = _NOTES.sub("", written)
    for odd, usual in (
        ("–", "-"),
        ("—", "-"),
        ("‑", "-"),
        ("−", "-"),
        ("’", "'"),
        ("‘", "'"),
        ("´", "'"),
        ("`", "'"),
    ):
        if odd in text:
            text = text.replace(odd, usual)
    return " ".join(text.lower().split()).strip(" .,;:").removeprefix("date:").lstrip("' ")


def _without_asides(text: str, ladder: _Ladder) -> When | None:
    """Once more without what stands in brackets: "2023 (exact date not known)"."""
    bare = " ".join(_BRACKETS.sub(" ", text).split()).strip(" .,;:")
    if not bare or bare == text:
        return None
    when = _read(bare, ladder)
    asides = " ".join(_BRACKETS.findall(text))
    if when is not None and re.search(r"approx|estimat|about|circa|\?", asides):
        return replace(when, approximate=True)
    if when is not None and re.search(r"year not (?:known|clear|stated)|date unknown", asides):
        return None
    return when


def _mended(text: str, ladder: _Ladder) -> When | None:
    """A date once a slip of the keys is put right, which is never done without a doubt."""
    found = _LOOKS_CONFUSED.match(text)
    if found is not None and _WORDS.search(found[0]):
        fixed = found[0].translate(_CONFUSED) + text[found.end() :]
        reason = "Letters stand where figures belong"
    else:
        month = _MISSPELT.search(text)
        meant = _nearest_month(month["word"]) if month is not None else None
        if month is None or meant is None:
            return None
        fixed = text[: month.start("word")] + meant + text[month.end("word") :]
        reason = "The month is misspelt"
    when = _read(fixed, ladder)
    if when is not None:
        ladder.doubt("repaired_date", f"{reason}; it is read as {say_when(when)}.")
    return when


def _nearest_month(word: str) -> str | None:
    """The one month a misspelt word is near to; None when it is one already, or near to none."""
    if word in MONTHS:
        return None
    near = process.extract(word, MONTHS, scorer=fuzz.ratio, score_cutoff=75, limit=2)
    if not near or (len(near) > 1 and near[0][1] - near[1][1] < 5):
        return None
    return str(near[0][0])


def _read(text: str, ladder: _Ladder) -> When | None:
    """A whole cell: hedges, parts and weeks around one date or two."""
    simple = _day_and_time(text, ladder)
    if simple is not None or ladder.impossible:
        return simple
    after = _ABOUT_AFTER.search(text)
    if after is not None and after.start() > 0:
        when = _read(text[: after.start()], ladder)
        return when and replace(when, approximate=True)
    found = _ABOUT.match(text)
    if found is not None:
        when = _read(text[found.end() :], ladder)
        return when and replace(when, approximate=True)
    for pattern, make in _FRAMES:
        found = pattern.match(text)
        if found is not None:
            framed = make(found, text[found.end() :], ladder)
            if framed is not None or ladder.impossible:
                return framed
    found = _ONWARDS.search(text)
    if found is not None and found.start() > 0:
        inner = _read(text[: found.start()], ladder)
        return inner and When(inner.earliest, None, "range", inner.approximate)
    return _two_dates(text, ladder)


def _part_of(found: re.Match[str], rest: str, ladder: _Ladder) -> When | None:
    inner = _read(rest, ladder)
    if inner is None or inner.earliest is None:
        return None
    first = dt.date.fromisoformat(inner.earliest)
    written = found["part"]
    if inner.precision == "season":
        return replace(inner, approximate=True)
    if inner.precision not in ("month", "year"):
        return None
    if inner.precision == "month":
        last = monthrange(first.year, first.month)[1]
        bounds = _PARTS_OF_MONTH
        weeks = [place for word, place in _WEEKS_OF_MONTH.items() if written == f"{word} week"]
        if weeks:
            begins = last - 6 if weeks[0] == 0 else 7 * weeks[0] - 6
            return span(first.replace(day=begins), first.replace(day=begins + 6), "month", True)
    else:
        last = 12
        bounds = _PARTS_OF_YEAR
    if written.endswith("week"):
        return None
    shares = [bounds[name] for word, name in _PART_WORDS.items() if word in written]
    begins, ends = min(share[0] for share in shares), max(share[1] or last for share in shares)
    if inner.precision == "month":
        return span(first.replace(day=begins), first.replace(day=ends), "month", True)
    return span(
        dt.date(first.year, begins, 1),
        dt.date(first.year, ends, monthrange(first.year, ends)[1]),
        "year",
        True,
    )


_PART_WORDS = {
    "early": "early", "beginning": "early", "start": "early", "mid": "mid", "late": "late", "end": "late",
    "first half": "first", "1st half": "first", "second half": "second", "2nd half": "second", "last half": "second",
    "latter half": "second",
}  # fmt: skip
_WEEKS_OF_MONTH = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "last": 0,
}
_PARTS_OF_MONTH = {"early": (1, 10), "mid": (10, 20), "late": (20, 0), "first": (1, 15), "second": (16, 0)}
_PARTS_OF_YEAR = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "first": (1, 6), "second": (7, 12)}
"""First and last day or month, 0 for the last there is."""


def _week_from(found: re.Match[str], rest: str, ladder: _Ladder) -> When | None:
    inner = _read(rest, ladder)
    if inner is None or inner.precision != "day" or inner.earliest is None:
        return None
    first = dt.date.fromisoformat(inner.earliest)
    ladder.time = NO_TIME
    if found[0].startswith(("week of", "wk of")) and first.weekday():
        first -= dt.timedelta(days=first.weekday())
        ladder.doubt("week", "The week is taken from the Monday before the day that is named.")
    return span(first, first + 6 * ONE_DAY, "week", inner.approximate)


def _week_to(_: re.Match[str], rest: str, ladder: _Ladder) -> When | None:
    inner = _read(rest, ladder)
    if inner is None or inner.precision != "day" or inner.latest is None:
        return None
    last = dt.date.fromisoformat(inner.latest)
    return span(last - 6 * ONE_DAY, last, "week", inner.approximate)


def _before(found: re.Match[str], rest: str, ladder: _Ladder) -> When | None:
    inner = _read(rest, ladder)
    if inner is None or inner.earliest is None or inner.latest is None:
        return None
    ladder.time = NO_TIME
    if re.match(r"on or|up to|until|till|no later|by", found["how"]):
        return When(None, inner.latest, "range", inner.approximate)
    return span(None, dt.date.fromisoformat(inner.earliest) - ONE_DAY, "range", inner.approximate)


def _after(found: re.Match[str], rest: str, ladder: _Ladder) -> When | None:
    if found["how"] == "from" and _two_dates(rest, replace(ladder, doubts=[])) is not None:
        return None
    inner = _read(rest, ladder)
    if inner is None or inner.earliest is None or inner.latest is None:
        return None
    ladder.time = NO_TIME
    if re.match(r"on or|from|since|no earlier", found["how"]):
        return When(inner.earliest, None, "range", inner.approximate)
    return span(dt.date.fromisoformat(inner.latest) + ONE_DAY, None, "range", inner.approximate)


def _between(found: re.Match[str], rest: str, ladder: _Ladder) -> When | None:
    both = _two_dates(rest, ladder)
    if both is None and found[0].startswith(("various", "date")):
        return _read(rest, ladder)
    return both


def _overnight(_: re.Match[str], rest: str, ladder: _Ladder) -> When | None:
    return _read(rest, ladder)


def _weekend(_: re.Match[str], rest: str, ladder: _Ladder) -> When | None:
    inner = _read(rest, ladder)
    if inner is None or inner.precision != "day" or inner.earliest is None:
        return inner if inner is not None and inner.precision == "range" else None
    first = dt.date.fromisoformat(inner.earliest)
    if first.weekday() == 6:
        first -= ONE_DAY
    if first.weekday() != 5:
        ladder.doubt("weekend", "The day that is named falls in no weekend; the two days from it are set.")
    return span(first, first + ONE_DAY, "range", inner.approximate)


_FRAMES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str, _Ladder], When | None]], ...] = (
    (_PART, _part_of),
    (_WEEK, _week_from),
    (_WEEK_END, _week_to),
    (_BEFORE, _before),
    (_AFTER, _after),
    (_BETWEEN, _between),
    (_OVERNIGHT, _overnight),
    (_WEEKEND, _weekend),
    (_PRE, _overnight),
)


def _two_dates(text: str, ladder: _Ladder) -> When | None:
    """Two dates with a dash, "to" or "and" between them; what the first leaves out the second supplies."""
    for parting in _PARTED.finditer(text):
        left, right = text[: parting.start()], text[parting.end() :]
        if not left or not right or not _could_be_date(left) or not _could_be_date(right):
            continue
        last = replace(ladder, doubts=[], time=NO_TIME)
        end = _read(right, last)
        if end is None or end.latest is None or end.earliest is None or last.impossible:
            if last.impossible:
                ladder.impossible, ladder.doubts = True, last.doubts
                return None
            continue
        until = dt.date.fromisoformat(end.latest)
        first = replace(ladder, year=until.year, month=until.month, doubts=[], time=NO_TIME, bare="")
        start = _read(left, first)
        if start is None and first.impossible:
            ladder.impossible, ladder.doubts = True, first.doubts
            return None
        if start is None or start.earliest is None:
            continue
        since = dt.date.fromisoformat(start.earliest)
        if since > until and first.bare == "year":
            # "28 Dec - 3 Jan 2017" begins in the year before.
            since = since.replace(year=since.year - 1) if (since.month, since.day) != (2, 29) else since
        if since > until:
            ladder.impossible = True
            ladder.doubt("impossible_date", "The date it ends on comes before the date it begins on.")
            return None
        ladder.doubts += [doubt for doubt in (*first.doubts, *last.doubts) if doubt not in ladder.doubts]
        ladder.bare = last.bare
        ladder.time = TimeReading(first.time.time, last.time.time, first.time.doubts + last.time.doubts)
        if first.time.time is None:
            ladder.time = NO_TIME
        if start.precision == end.precision == "day" and since == until:
            return replace(end, approximate=start.approximate or end.approximate)
        return span(since, until, "range", start.approximate or end.approximate)
    return None


def _could_be_date(text: str) -> bool:
    return any(character.isdigit() for character in text) or _NAME_ALONE.match(text) is not None


def _day_and_time(text: str, ladder: _Ladder) -> When | None:
    """One plain date with, perhaps, a weekday before it and a clock time on either side."""
    named = _WEEKDAY.match(text)
    rest = text[named.end() :] if named is not None else text
    weekday = named["name"] if named is not None else ""
    for pattern, make in _FORMS:
        found = pattern.match(rest)
        if found is None:
            continue
        tail = rest[found.end() :].strip(" ,;")
        if tail.startswith("t") and tail[1:2].isdigit():
            tail = tail[1:]
        tail = _strip_weekday(tail)
        if "?" in tail:
            continue
        timed = clock(tail) if tail else NO_TIME
        if not timed.understood:
            continue
        if timed.time is not None and pattern in _VAGUE:
            continue
        before = len(ladder.doubts)
        when = make(found, ladder)
        if when is None and not ladder.impossible:
            del ladder.doubts[before:]
            continue
        ladder.time = timed if ladder.serial_time is None else TimeReading(ladder.serial_time)
        if when is not None and weekday:
            _check_weekday(weekday, when, ladder)
        return when
    return _time_first(rest, ladder)


def _strip_weekday(tail: str) -> str:
    bare = tail.strip("()")
    return "" if re.fullmatch(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?", bare) else tail


_CLOCK_FIRST = re.compile(
    r"(?P<clock>(?:\d{1,2}[:.]\d{2}(?::\d{2})?\s?(?:am|pm|hrs?)?|\d{4}\s?(?:hrs?|hours|h)|\d{1,2}\s?(?:am|pm)))"
    r"[\s,\-]+(?:on\s)?(?:the\s)?(?=[a-z\d])"
)


def _time_first(text: str, ladder: _Ladder) -> When | None:
    found = _CLOCK_FIRST.match(text)
    if found is None:
        return None
    timed = clock(found["clock"])
    rest = text[found.end() :]
    if timed.time is None or _CLOCK_FIRST.match(rest):
        return None
    when = _day_and_time(rest, ladder)
    if when is not None and ladder.time.time is None:
        ladder.time = timed
        return when
    return None


def _check_weekday(weekday: str, when: When, ladder: _Ladder) -> None:
    if when.precision != "day" or when.earliest is None:
        return
    is_on = dt.date.fromisoformat(when.earliest).weekday()
    if SHORT_DAYS[is_on].lower() != weekday:
        said = DAY_NAMES[[name.lower() for name in SHORT_DAYS].index(weekday)]
        ladder.doubt("weekday_differs", f"The record says {said}, but that date was a {DAY_NAMES[is_on]}.")


# --- the forms of one date


def _month_of(found: re.Match[str]) -> int:
    groups = found.groupdict()
    name = groups.get("mon")
    if name:
        return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))
    return int(groups.get("m") or groups.get("m_") or 0)


def _year_of(found: re.Match[str], ladder: _Ladder) -> int:
    groups = found.groupdict()
    if groups.get("y4"):
        return int(groups["y4"])
    two = int(groups["y2"])
    ladder.short_year = True
    if two <= ladder.this_year % 100:
        return 2000 + two
    ladder.doubt(
        "two_figure_year",
        f"The year has only two figures; it is read as {1900 + two}.",
    )
    return 1900 + two


def _exact(year: int, month: int, of_month: int, ladder: _Ladder) -> When | None:
    """One day, or nothing and the doubt that says why there is no such day."""
    if not FIRST_YEAR <= year <= ladder.this_year + 5:
        ladder.impossible = True
        ladder.doubt("impossible_date", f"The year {year} cannot be right, so the date is unknown.")
        return None
    if 1 <= month <= 12 and of_month == 0:
        ladder.doubt("no_day", "The day is given as nought; the whole month is set.")
        return month_span(year, month)
    if 1 <= month <= 12 and 1 <= of_month <= monthrange(year, month)[1]:
        return day(dt.date(year, month, of_month))
    ladder.impossible = True
    if month > 12 and 1 <= of_month <= 12 and month <= monthrange(year, of_month)[1]:
        other = day(dt.date(year, of_month, month))
        ladder.doubt(
            "impossible_date",
            f"There is no month {month}, so the date is unknown. The month may have been written before the day.",
            (f"Read as {say_when(other)}", other),
        )
    elif not 1 <= month <= 12:
        ladder.doubt("impossible_date", f"There is no month {month}, so the date is unknown.")
    else:
        whole = month_span(year, month)
        last = monthrange(year, month)[1]
        reason = f"{MONTH_NAMES[month - 1]} {year} has only {last} days, so the date is unknown."
        ladder.doubt("impossible_date", reason, (f"Sometime in {MONTH_NAMES[month - 1]} {year}", whole))
    return None


def _figures(found: re.Match[str], ladder: _Ladder) -> When | None:
    first, second = int(found["d"]), _month_of(found)
    groups = found.groupdict()
    written = groups.get("y4") or ""
    if written and (len(written) != 4 or not FIRST_YEAR <= int(written) <= ladder.this_year + 5):
        ladder.impossible = True
        guess = _likely_year(written, ladder)
        readings: tuple[tuple[str, When], ...] = ()
        if guess is not None and 1 <= second <= 12 and 1 <= first <= monthrange(guess, second)[1]:
            other = day(dt.date(guess, second, first))
            readings = ((f"Read as {say_when(other)}", other),)
        ladder.doubt(
            "impossible_date", f"The year {written} cannot be right, so the date is unknown.", *readings
        )
        return None
    year = _year_of(found, ladder)
    ladder.order = "day" if first > 12 else "month" if second > 12 else "either" if first != second else ""
    if ladder.month_first:
        first, second = second, first
    return _exact(year, second, first, ladder)


def _likely_year(written: str, ladder: _Ladder) -> int | None:
    """The one believable year that a slip of one figure, or two changed places, would make of this."""
    found: set[int] = set()
    for place in range(len(written)):
        if len(written) == 5:
            found.add(int(written[:place] + written[place + 1 :]))
        elif len(written) == 4 and place < 3:
            swapped = written[:place] + written[place + 1] + written[place] + written[place + 2 :]
            found.add(int(swapped))
    near = ladder.year
    likely = [year for year in found if ladder.this_year - 60 <= year <= ladder.this_year]
    if near is not None and near in likely:
        return near
    return likely[0] if len(likely) == 1 else None


def _iso(found: re.Match[str], ladder: _Ladder) -> When | None:
    return _exact(int(found["y4"]), int(found["m"]), int(found["d"]), ladder)


def _run_together(found: re.Match[str], ladder: _Ladder) -> When | None:
    when = _exact(int(found["y4"]), _month_of(found), int(found["d"]), ladder)
    if when is not None:
        ladder.doubt(
            "repaired_date", f"A mark is missing between the figures; it is read as {say_when(when)}."
        )
    return when


def _named(found: re.Match[str], ladder: _Ladder) -> When | None:
    return _exact(_year_of(found, ladder), _month_of(found), int(found["d"]), ladder)


def _odd_year(found: re.Match[str], ladder: _Ladder) -> When | None:
    written = found["odd"]
    if len(written) == 4 and clock(written).time is not None:
        return None
    ladder.impossible = True
    guess = _likely_year(written, ladder)
    readings: tuple[tuple[str, When], ...] = ()
    if guess is not None and 1 <= int(found["d"]) <= monthrange(guess, _month_of(found))[1]:
        other = day(dt.date(guess, _month_of(found), int(found["d"])))
        readings = ((f"Read as {say_when(other)}", other),)
    ladder.doubt("impossible_date", f"The year {written} cannot be right, so the date is unknown.", *readings)
    return None


def _lacks_year(found: re.Match[str], ladder: _Ladder) -> When | None:
    month, of_month = _month_of(found), int(found["d"])
    if ladder.month_first and found.groupdict().get("mon") is None:
        month, of_month = of_month, month
    if not 1 <= month <= 12 or not 1 <= of_month <= 31:
        return None
    ladder.bare = "year"
    if ladder.year is None:
        ladder.impossible = True
        ladder.doubt("no_year", "No year is given here or above, so the date is unknown.")
        return None
    return _exact(ladder.year, month, of_month, ladder)


def _lacks_year_plain(found: re.Match[str], ladder: _Ladder) -> When | None:
    """ "Mar 16" is a month and a year, unless the figure can be no year."""
    of_month = int(found["d"])
    if of_month > 9 and of_month <= ladder.this_year % 100:
        return None
    return _lacks_year(found, ladder)


def _lacks_month(found: re.Match[str], ladder: _Ladder) -> When | None:
    of_month = int(found["d"])
    if ladder.year is None or ladder.month is None or not 1 <= of_month <= 31:
        return None
    ladder.bare = "month"
    return _exact(ladder.year, ladder.month, of_month, ladder)


def _month_year(found: re.Match[str], ladder: _Ladder) -> When | None:
    year, month = _year_of(found, ladder), _month_of(found)
    if not 1 <= month <= 12 or not FIRST_YEAR <= year <= ladder.this_year + 5:
        return None
    unsure = not found.groupdict().get("mon") or ladder.year not in (None, year)
    if unsure and ladder.short_year and "'" not in found[0]:
        ladder.doubt("two_figure_year", f"It is read as {MONTH_NAMES[month - 1]} {year}, but may be a day.")
    return month_span(year, month)


def _no_day(found: re.Match[str], ladder: _Ladder) -> When | None:
    year, month = _year_of(found, ladder), _month_of(found)
    return month_span(year, month) if 1 <= month <= 12 else None


def _year_only(found: re.Match[str], ladder: _Ladder) -> When | None:
    year = int(found["y4"])
    return year_span(year) if year <= ladder.this_year + 5 else None


def _month_only(found: re.Match[str], ladder: _Ladder) -> When | None:
    if ladder.year is None:
        return None
    ladder.bare = "year"
    return month_span(ladder.year, _month_of(found))


def _year_pair(found: re.Match[str], ladder: _Ladder) -> When | None:
    first = int(found["y4"])
    if int(found["y2"]) != (first + 1) % 100:
        return None
    ladder.doubt(
        "two_years", "It does not say whether a school year, a financial year or both years are meant."
    )
    return span(dt.date(first, 1, 1), dt.date(first + 1, 12, 31), "range")


def _two_years(found: re.Match[str], ladder: _Ladder) -> When | None:
    first, last = int(found["y4"]), int(found["second"])
    return span(dt.date(first, 1, 1), dt.date(last, 12, 31), "range") if first < last else None


_TERMS = {"spring": (1, 4), "summer": (4, 7), "autumn": (9, 12)}
"""First and last month of a school term."""


def _season(found: re.Match[str], ladder: _Ladder) -> When | None:
    year = _year_of(found, ladder)
    name = "autumn" if found["season"] == "fall" else found["season"]
    if "term" in found[0] and name in _TERMS:
        first, last = _TERMS[name]
        ladder.doubt("term", "Schools differ in when a term begins and ends; its usual months are set.")
        return span(dt.date(year, first, 1), dt.date(year, last, monthrange(year, last)[1]), "range", True)
    first, last, _ = SEASONS[name]
    over = year + 1 if last < first else year
    if over > year and not found["second"]:
        reason = "Winter runs over two years; it is read as beginning in December of the year given."
        other = span(dt.date(year - 1, 12, 1), dt.date(year, 2, monthrange(year, 2)[1]), "season", True)
        ladder.doubt("winter", reason, (f"Read as {say_when(other)}", other))
    return span(dt.date(year, first, 1), dt.date(over, last, monthrange(over, last)[1]), "season", True)


def _christmas(found: re.Match[str], ladder: _Ladder) -> When | None:
    year = _year_of(found, ladder)
    which = (found.groupdict().get("which") or "").strip()
    exact = {"day": 25, "eve": 24}.get(which)
    if found["feast"] == "boxing day":
        exact = 26
    if exact is not None:
        return day(dt.date(year, 12, exact))
    return span(dt.date(year, 12, 24), dt.date(year, 12, 26), "season", True)


def easter(year: int) -> dt.date:
    """Easter Sunday in the Gregorian calendar (the anonymous algorithm, Nature 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * i) // 451
    month, before = divmod(h + i - 7 * m + 114, 31)
    return dt.date(year, month, before + 1)


def _easter(found: re.Match[str], ladder: _Ladder) -> When | None:
    sunday = easter(_year_of(found, ladder))
    which = (found["which"] or "").strip()
    if which == "sunday":
        return day(sunday)
    if which == "monday":
        return day(sunday + ONE_DAY)
    return span(sunday - 2 * ONE_DAY, sunday + ONE_DAY, "season", True)


def _feast_alone(found: re.Match[str], ladder: _Ladder) -> When | None:
    """A season or feast under a banner that gives its year."""
    if ladder.year is None:
        return None
    ladder.bare = "year"
    written = f"{found['named']}{found['term'] or ''} {ladder.year}"
    for pattern, make in (
        (_SEASON, _season),
        (_CHRISTMAS, _christmas),
        (_BOXING, _christmas),
        (_EASTER, _easter),
    ):
        dated = pattern.fullmatch(written)
        if dated is not None:
            return make(dated, ladder)
    return None


def _quarter(found: re.Match[str], ladder: _Ladder) -> When | None:
    year, first = int(found["y4"]), 3 * int(found["q"] or found["q_"]) - 2
    ladder.doubt("quarter", "Quarters of the calendar year are set; a financial year may be meant.")
    return span(dt.date(year, first, 1), dt.date(year, first + 2, monthrange(year, first + 2)[1]), "range")


def _two_days(found: re.Match[str], ladder: _Ladder) -> When | None:
    groups = found.groupdict()
    if groups.get("y4") or groups.get("y2"):
        year = _year_of(found, ladder)
    elif ladder.year is not None:
        year = ladder.year
        ladder.bare = "year"
    else:
        ladder.impossible = True
        ladder.doubt("no_year", "No year is given here or above, so the date is unknown.")
        return None
    month, first, last = _month_of(found), int(found["d"]), int(found["d2"])
    end = _exact(year, month, last, ladder)
    if end is None:
        return None
    if first <= last:
        start = _exact(year, month, first, ladder)
    else:
        before = dt.date(year, month, 1) - ONE_DAY
        start = _exact(before.year, before.month, first, ladder)
    if start is None:
        return None
    return When(start.earliest, end.latest, "range")


def _serial(found: re.Match[str], ladder: _Ladder) -> When | None:
    number = float(found["serial"])
    moment = dt.datetime(1899, 12, 30) + dt.timedelta(days=int(number))
    if not FIRST_YEAR <= moment.year <= ladder.this_year + 5:
        return None
    when = day(moment.date())
    part = round((number - int(number)) * 1440)
    if part:
        ladder.serial_time = f"{part // 60 % 24:02d}:{part % 60:02d}"
    ladder.doubt("serial_date", f"The cell holds a spreadsheet’s day number; it is read as {say_when(when)}.")
    return when


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _Ladder], When | None]], ...] = (
    (_YEAR_MONTH_DAY, _iso),
    (_DAY_MONTH_YEAR, _figures),
    (_DAY_NAME_YEAR, _named),
    (_NAME_DAY_YEAR, _named),
    (_DAY_NAME_ODD_YEAR, _odd_year),
    (_TWO_DAYS, _two_days),
    (_DAY_NAME, _lacks_year),
    (_NAME_DAY, _lacks_year),
    (_NAME_DAY_PLAIN, _lacks_year_plain),
    (_NAME_YEAR, _month_year),
    (_YEAR_NAME_DAY, _named),
    (_YEAR_NAME, _month_year),
    (_MONTH_YEAR, _month_year),
    (_YEAR_MONTH, _month_year),
    (_NO_DAY, _no_day),
    (_NO_MONTH, _year_only),
    (_TWO_DAYS_FIGURES, _two_days),
    (_COMPACT, _iso),
    (_TWO_YEARS, _two_years),
    (_RUN_TOGETHER, _run_together),
    (_DAY_MONTH_YEAR_SPACED, _figures),
    (_YEAR_PAIR, _year_pair),
    (_SEASON, _season),
    (_CHRISTMAS, _christmas),
    (_BOXING, _christmas),
    (_EASTER, _easter),
    (_FEAST_ALONE, _feast_alone),
    (_QUARTER, _quarter),
    (_YEAR_ALONE, _year_only),
    (_DAY_MONTH, _lacks_year),
    (_MONTH_SHORT_YEAR, _month_year),
    (_OLD_SERIAL, _serial),
    (_NAME_ALONE, _month_only),
    (_DAY_ALONE, _lacks_month),
)


_VAGUE = frozenset(
    {
        _NAME_YEAR, _YEAR_NAME, _MONTH_YEAR, _YEAR_MONTH, _YEAR_PAIR, _SEASON, _QUARTER, _YEAR_ALONE, _MONTH_SHORT_YEAR,
        _NAME_ALONE, _TWO_YEARS, _CHRISTMAS, _EASTER, _DAY_ALONE,
    }
)  # fmt: skip
"""Forms that no clock time can follow: what looks like one is the end of a span."""
