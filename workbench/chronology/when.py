"""When something happened, as exactly as it is known: its bounds, how people say it, its EDTF, and ages.

EDTF is ISO 8601-2:2019, level 1 and the parts of level 2 that intervals need.
"""

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass

from workbench.anonymity.rendering import reader

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
MONTH_NAMES = tuple(month.capitalize() for month in MONTHS)
_SHORT_MONTHS = tuple(month[:3] for month in MONTH_NAMES)
SHORT_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SEASONS = {"spring": (3, 5, 21), "summer": (6, 8, 22), "autumn": (9, 11, 23), "winter": (12, 2, 24)}
"""First month, last month (of the next year for winter) and EDTF number."""

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class When:
    """When something happened: inclusive ISO bounds, either open, both open when nothing is known.

    `precision` is day, week, month, season, year, range or unknown; `approximate` says that the record itself
    hedges ("about", "early", a season).
    """

    earliest: str | None
    latest: str | None
    precision: str
    approximate: bool = False


UNKNOWN = When(None, None, "unknown")


def day(date: dt.date) -> When:
    """One exact day."""
    return When(date.isoformat(), date.isoformat(), "day")


def span(first: dt.date | None, last: dt.date | None, precision: str, approximate: bool = False) -> When:
    """The days from first to last, both included, either None when that end is open."""
    return When(
        None if first is None else first.isoformat(),
        None if last is None else last.isoformat(),
        precision,
        approximate,
    )


def month_span(year: int, month: int) -> When:
    """A whole calendar month."""
    return span(dt.date(year, month, 1), dt.date(year, month, monthrange(year, month)[1]), "month")


def year_span(year: int) -> When:
    """A whole calendar year."""
    return span(dt.date(year, 1, 1), dt.date(year, 12, 31), "year")


def say_when(when: When, time: str | None = None) -> str:
    """The date as people read it, no more exact than it is known: "Tue 5 Dec 2023", "before 3 May 2023".

    To a reader of months only it is "Dec 2023", and a time of day is not said: without its day it tells nothing
    but what may give someone away. How long one event came after another is still said, by `interval`.
    """
    months = reads_months()
    said = _said_months(when) if months else _said(when)
    time = None if months else time
    if when.approximate and when.precision != "season" and not _is_part(when):
        said = f"about {said}"
    return f"{said}, {time}" if time else said


def reads_months() -> bool:
    """Whether whoever reads is shown months in place of days."""
    who = reader()
    return who is not None and who.months_only


def _said_months(when: When) -> str:
    if when.precision == "season" and not _is_christmas(when):
        return _said(when)
    if when.earliest is None and when.latest is None:
        return "Date unknown"
    if when.earliest is None:
        return f"by {_month(when.latest or '')}"
    if when.latest is None:
        return f"from {_month(when.earliest)}"
    first, last = dt.date.fromisoformat(when.earliest), dt.date.fromisoformat(when.latest)
    if (first.month, first.day, last.month, last.day, first.year) == (1, 1, 12, 31, last.year):
        return str(first.year)
    if (first.year, first.month) == (last.year, last.month):
        return _month(when.latest)
    if first.year == last.year:
        return f"{_SHORT_MONTHS[first.month - 1]} – {_month(when.latest)}"
    return f"{_month(when.earliest)} – {_month(when.latest)}"


def _month(on: str) -> str:
    date = dt.date.fromisoformat(on)
    return f"{_SHORT_MONTHS[date.month - 1]} {date.year}"


def _is_christmas(when: When) -> bool:
    return (when.earliest or "")[5:] == "12-24"


def _said(when: When) -> str:
    if when.earliest is None and when.latest is None:
        return "Date unknown"
    if when.earliest is None:
        return f"before {_short(dt.date.fromisoformat(when.latest or '') + ONE_DAY)}"
    first = dt.date.fromisoformat(when.earliest)
    if when.latest is None:
        return f"from {_short(first)}"
    last = dt.date.fromisoformat(when.latest)
    if first == last:
        return f"{SHORT_DAYS[first.weekday()]} {_short(first)}"
    if when.precision == "week" and last - first == 6 * ONE_DAY:
        return f"w/c {_short(first)}"
    if when.precision == "season":
        return _said_season(first, last)
    whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if whole and (first.month, last.month, first.year) == (1, 12, last.year):
        return str(first.year)
    if whole and (first.year, first.month) == (last.year, last.month):
        return f"{_SHORT_MONTHS[first.month - 1]} {first.year}"
    if whole and first.year == last.year:
        return f"{_SHORT_MONTHS[first.month - 1]} – {_SHORT_MONTHS[last.month - 1]} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} – {_short(last)}"
    if first.year == last.year:
        return f"{first.day} {_SHORT_MONTHS[first.month - 1]} – {_short(last)}"
    return f"{_short(first)} – {_short(last)}"


def _said_season(first: dt.date, last: dt.date) -> str:
    if (first.month, first.day, last.day) == (12, 24, 26):
        return f"Christmas {first.year}"
    for name, (begins, ends, _) in SEASONS.items():
        if (first.month, last.month, first.day) == (begins, ends, 1):
            years = f"{first.year}/{last.year % 100:02d}" if last.year > first.year else str(first.year)
            return f"{name} {years}"
    return _said(span(first, last, "range"))


def _is_part(when: When) -> bool:
    """Whether the bounds themselves say "early" or "late": part of a month or a year."""
    if when.precision not in ("month", "year") or when.earliest is None or when.latest is None:
        return False
    first, last = dt.date.fromisoformat(when.earliest), dt.date.fromisoformat(when.latest)
    whole = month_span(first.year, first.month) if when.precision == "month" else year_span(first.year)
    return (whole.earliest, whole.latest) != (first.isoformat(), last.isoformat())


def _short(date: dt.date) -> str:
    return f"{date.day} {_SHORT_MONTHS[date.month - 1]} {date.year}"


def edtf(when: When) -> str:
    """The date in EDTF; empty when nothing is known."""
    mark = "~" if when.approximate else ""
    if when.earliest is None and when.latest is None:
        return ""
    if when.earliest is None or when.latest is None:
        first = f"{when.earliest}{mark}" if when.earliest else ".."
        last = f"{when.latest}{mark}" if when.latest else ".."
        return f"{first}/{last}"
    start, end = dt.date.fromisoformat(when.earliest), dt.date.fromisoformat(when.latest)
    if start == end:
        return f"{when.earliest}{mark}"
    if when.precision == "month" and not _is_part(when):
        return f"{when.earliest[:7]}{mark}"
    if when.precision == "year" and not _is_part(when):
        return f"{when.earliest[:4]}{mark}"
    if when.precision == "season":
        for first_month, last_month, number in SEASONS.values():
            if (start.month, start.day, end.month) == (first_month, 1, last_month):
                return f"{start.year}-{number}{mark}"
    return f"{when.earliest}{mark}/{when.latest}{mark}"


# --- ages


def months_between(born: str, on: str) -> int:
    """Whole calendar months from one ISO date to another; negative before the first."""
    first, last = dt.date.fromisoformat(born), dt.date.fromisoformat(on)
    months = (last.year - first.year) * 12 + last.month - first.month
    # Someone born on the 31st turns a month older on the last day of a shorter month.
    reached = min(first.day, monthrange(last.year, last.month)[1])
    return months if last.day >= reached else months - 1


def age_on(born: str, on: str) -> str:
    """The age on one day, as a reviewer says it: days, then weeks, then months under two, then years.

    To a reader of months only it is counted by calendar month, "about 8 months": an exact age beside a month would
    give the birthday away.
    """
    if reads_months():
        return _age_by_month(born, on)
    days = (dt.date.fromisoformat(on) - dt.date.fromisoformat(born)).days
    if days < 0:
        return "before birth"
    if days < 14:
        return _count(days, "day")
    months = months_between(born, on)
    if months < 2:
        return _count(days // 7, "week")
    if months < 24:
        return _count(months, "month")
    years, over = divmod(months, 12)
    return f"{_count(years, 'year')} {_count(over, 'month')}" if over and years < 5 else _count(years, "year")


def age(born: str | None, on: When | str | None) -> str:
    """The age when something happened, as wide as its date is: "20 – 21 months"; empty when unknown."""
    if born is None or on is None:
        return ""
    if isinstance(on, str):
        return age_on(born, on)
    if on.earliest is None or on.latest is None:
        return ""
    first, last = age_on(born, on.earliest), age_on(born, on.latest)
    if first == last:
        return first
    hedge = "about " if first.startswith("about ") else ""
    return hedge + _from_to(first.removeprefix("about "), last.removeprefix("about "))


def _age_by_month(born: str, on: str) -> str:
    first, last = dt.date.fromisoformat(born), dt.date.fromisoformat(on)
    months = (last.year - first.year) * 12 + last.month - first.month
    if months < 0:
        return "before birth"
    if months == 0:
        return "around birth"
    return f"about {_count(months, 'month') if months < 24 else _count(months // 12, 'year')}"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


# --- intervals

_DAY = 24 * 60
_WEEKS_ENOUGH = 61
"""Up to so many days an interval is said in days; two months in days would have to be worked out by the reader."""


def say_days(first: str, last: str) -> str:
    """How long it is from one ISO date to a later one: "9 days", "3 months 4 days", "2 years 3 months"."""
    days = (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days
    if days <= _WEEKS_ENOUGH:
        return _count(days, "day")
    months, over = _months_and_days(first, last)
    if months >= 24:
        years, rest = divmod(months, 12)
        return f"{_count(years, 'year')} {_count(rest, 'month')}" if rest else _count(years, "year")
    return f"{_count(months, 'month')} {_count(over, 'day')}" if over else _count(months, "month")


def say_span(first: str, last: str) -> str:
    """The same, as short as a caption has room for: "9 days", "3 months", "2 years"; never more than it was."""
    days = (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days
    if days <= _WEEKS_ENOUGH:
        return _count(days, "day")
    months = months_between(first, last)
    return _count(months // 12, "year") if months >= 24 and months % 12 == 0 else _count(months, "month")


def interval(first: When, last: When, first_time: str | None = None, last_time: str | None = None) -> str:
    """How long it was from one event to another, as wide as their dates are: "1 hour 30 minutes", "2 – 9 days".

    Times are "HH:MM" and count only where both days are exact. The earlier event may be given second. Empty where
    nothing can be said.
    """
    if _starts(last, last_time) < _starts(first, first_time):
        first, last, first_time, last_time = last, first, last_time, first_time
    hedge = "about " if first.approximate or last.approximate else ""
    least, most = _apart(first.latest, last.earliest), _apart(first.earliest, last.latest)
    if least is None and most is None:
        return ""
    if least is not None and least == most and first.earliest and last.earliest:
        if first_time and last_time and not hedge:
            return _said_minutes(least * _DAY + _minute(last_time) - _minute(first_time), first, last)
        return hedge + (say_days(first.earliest, last.earliest) if least else "the same day")
    if most is None:
        certain = least is not None and least > 0 and first.latest and last.earliest
        return f"at least {hedge}{say_days(first.latest or '', last.earliest or '')}" if certain else ""
    if least is None or least <= 0:
        # They may be of one day, or in either order.
        other = _apart(last.earliest, first.latest)
        if other is None or most >= other:
            return f"up to {hedge}{say_days(first.earliest or '', last.latest or '')}"
        return f"up to {hedge}{say_days(last.earliest or '', first.latest or '')}"
    shortest = say_days(first.latest or "", last.earliest or "")
    return hedge + _from_to(shortest, say_days(first.earliest or "", last.latest or ""))


def _starts(when: When, time: str | None) -> tuple[str, str]:
    return when.earliest or when.latest or "9999", time or ""


def _apart(first: str | None, last: str | None) -> int | None:
    if first is None or last is None:
        return None
    return (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days


def _minute(time: str) -> int:
    hour, minute = time.split(":")[:2]
    return int(hour) * 60 + int(minute)


def _said_minutes(minutes: int, first: When, last: When) -> str:
    hours, over = divmod(minutes, 60)
    if minutes >= 14 * _DAY:
        return say_days(first.earliest or "", last.earliest or "")
    if minutes >= 2 * _DAY:
        days, rest = divmod(hours, 24)
        return f"{_count(days, 'day')} {_count(rest, 'hour')}" if rest else _count(days, "day")
    if not hours:
        return _count(over, "minute")
    return f"{_count(hours, 'hour')} {_count(over, 'minute')}" if over else _count(hours, "hour")


def _months_and_days(first: str, last: str) -> tuple[int, int]:
    """Whole calendar months from one date to another, and the days over them."""
    months = months_between(first, last)
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    reached = dt.date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    return months, (end - reached).days


def _from_to(shortest: str, longest: str) -> str:
    """Two lengths with a dash, their unit once where both have the same one: "2 – 9 days"."""
    if shortest == longest:
        return shortest
    figure, _, unit = shortest.partition(" ")
    _, _, unit_after = longest.partition(" ")
    if " " not in unit and unit.rstrip("s") == unit_after.rstrip("s"):
        return f"{figure} – {longest}"
    return f"{shortest} – {longest}"
