"""Times of day as agencies write them. Wall-clock, to the minute, without zone.

Only a stated clock time is a time: "am", "morning" and "overnight" are not, and nothing is made up for them.
"""

import datetime as dt
import re
from dataclasses import dataclass

from workbench.reading.grid import Value

_HALF = r"(?P<half{n}>[ap])\.?\s?m\.?(?![a-z])"
_CLOCK = (
    r"(?:(?P<word{n}>(?:12\s?)?(?:noon|midday|midnight))"
    r"|(?P<hour{n}>\d{{1,2}})\s?[:.;h]\s?(?P<minute{n}>\d{{2}})(?:[:.]\d{{2}}(?:[.,]\d+)?)?(?!\d)(?:\s?"
    + _HALF
    + r")?"
    r"|(?P<digits{n}>\d{{3,4}})(?!\d)(?:\s?" + _HALF.replace("half", "half_d") + r")?"
    r"|(?P<bare{n}>\d{{1,2}})(?!\d)(?:\s?" + _HALF.replace("half", "half_b") + r")?)"
    r"(?P<unit{n}>\s?(?:hrs?|hours|h|o'?clock)\b\.?)?(?P<zone{n}>\s?(?:z|utc|gmt|bst|[+-]00:?00)\b)?"
)
_LEAD = (
    r"(?P<about>(?:at|@|from|time|,|;|-|between|"
    r"(?:approx(?:imately)?|about|around|circa|c|ca|by|~)\.?)\s*)*"
)
_ONE = re.compile(_LEAD + _CLOCK.format(n="1") + r"\s*(?P<tail>onwards?|approx\.?|\(approx\.?\)|ish|\?)?\s*")
_TWO = re.compile(
    _LEAD
    + _CLOCK.format(n="1")
    + r"\s*(?:-|to|until|till|and|&|/|->)\s*"
    + _CLOCK.format(n="2")
    + r"\s*(?P<tail>approx\.?|\(approx\.?\))?\s*"
)
_HEDGE = re.compile(r"approx|about|around|circa|\bc\b|\bca\b|~|by\b")
_NO_CLOCK = re.compile(
    r"(?!midnight)(?:the\s)?(?:(?:early|late|mid)[\s-]?)?(?:a\.?m\.?|p\.?m\.?|(?:mid[\s-]?(?:morning|afternoon|"
    r"day\sish)|morning|afternoon|evening|night|eve)|"
    r"overnight|lunch\s?time|tea\s?time|daytime|out of hours|early hours|all day|various|several|n/?[kar]|"
    r"not (?:known|stated|recorded|given|applicable)|unknown|none|nil|tbc|untimed|no time.*|[-–—?.]+)"
    r"(?:\s(?:of|call|visit))?",
)


@dataclass(frozen=True, slots=True)
class TimeDoubt:
    """Why a time may not be what was meant; `readings` are other times it may be, each with its label."""

    kind: str
    reason: str
    readings: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class TimeReading:
    """Start and end as "HH:MM", either None. `understood` is False where words were left over."""

    time: str | None = None
    end_time: str | None = None
    doubts: tuple[TimeDoubt, ...] = ()
    understood: bool = True


NO_TIME = TimeReading()
_LOST = TimeReading(
    doubts=(TimeDoubt("time_not_understood", "The time could not be understood, so none is set."),),
    understood=False,
)


def read_time(written: str | Value) -> TimeReading:
    """The time or span of time that a cell of a time column states."""
    match written:
        case None | "":
            return NO_TIME
        case bool():
            return _LOST
        case dt.datetime():
            return TimeReading(f"{written:%H:%M}")
        case dt.time():
            return TimeReading(f"{written:%H:%M}")
        case dt.date():
            # Midnight comes back from a spreadsheet as a date without a time.
            return NO_TIME if written.year > 1901 else TimeReading("00:00")
        case int() | float():
            return _number(float(written))
    text = " ".join(written.replace("–", "-").replace("—", "-").replace("’", "'").lower().split())
    return clock(text) if text else NO_TIME


def clock(text: str) -> TimeReading:
    """The same for text already in lower case, with single spaces and plain dashes."""
    if _NO_CLOCK.fullmatch(text):
        return NO_TIME
    text = text.removeprefix("(").removesuffix(")") if text.startswith("(") else text
    one = _ONE.fullmatch(text)
    if one is not None and (one["bare1"] is None or one["half_b1"] or one["unit1"]):
        start, doubts = _minutes(one, "1", None)
        if start is None:
            return TimeReading(doubts=doubts)
        return TimeReading(start, None, doubts + _hedged(one))
    two = _TWO.fullmatch(text)
    if two is not None:
        end, after = _minutes(two, "2", None)
        start, before = _minutes(two, "1", _half(two, "2"))
        if start is not None and end is not None:
            if _half(two, "1") is None and _half(two, "2") == "p" and start > end:
                # "11-1pm" begins in the morning.
                start = f"{(int(start[:2]) - 12) % 24:02d}{start[2:]}"
            unsure = before if _half(two, "2") is None else ()
            return TimeReading(start, end, unsure + _hedged(two))
        return TimeReading(start, None, before + after)
    return _LOST


def _half(found: re.Match[str], n: str) -> str | None:
    half = found[f"half{n}"] or found[f"half_d{n}"] or found[f"half_b{n}"]
    return str(half) if half else None


def _minutes(found: re.Match[str], n: str, borrowed: str | None) -> tuple[str | None, tuple[TimeDoubt, ...]]:
    word = found[f"word{n}"]
    if word:
        if "midnight" in word:
            reason = "Midnight belongs to two days: the start of this one is set."
            return "00:00", (TimeDoubt("midnight", reason, (("No time", None),)),)
        return "12:00", ()
    digits = found[f"digits{n}"]
    if digits:
        hour, minute = int(digits[:-2]), int(digits[-2:])
    elif found[f"hour{n}"]:
        hour, minute = int(found[f"hour{n}"]), int(found[f"minute{n}"])
    else:
        hour, minute = int(found[f"bare{n}"]), 0
    half = _half(found, n)
    if hour == 24 and minute == 0:
        reason = "24:00 is the end of the day; no time is set."
        return None, (TimeDoubt("midnight", reason, (("Set 00:00", "00:00"),)),)
    if hour > 23 or minute > 59 or (half and hour == 0 and half == "p"):
        return None, (TimeDoubt("impossible_time", "There is no such time of day, so none is set."),)
    stated = half
    if half is None and borrowed is not None and hour <= 12:
        half = borrowed
    if half is not None and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    doubts: tuple[TimeDoubt, ...] = ()
    if stated is None and found[f"zone{n}"] and not found[f"zone{n}"].strip().startswith(("gmt", "bst")):
        reason = "The time is marked as universal time; in summer the clock on the wall was an hour on."
        doubts = (TimeDoubt("universal_time", reason),)
    written = found[f"hour{n}"] or ""
    if half is None and written and len(written) == 1 and 1 <= hour <= 6 and not found[f"unit{n}"]:
        later = f"{hour + 12:02d}:{minute:02d}"
        reason = "The time does not say morning or afternoon; it is read as morning."
        doubts = (*doubts, TimeDoubt("morning_or_afternoon", reason, ((f"Read as {later}", later),)))
    return f"{hour:02d}:{minute:02d}", doubts


def _hedged(found: re.Match[str]) -> tuple[TimeDoubt, ...]:
    lead = found.string[: found.start("unit1") if found["unit1"] else found.end()]
    if (found["tail"] and found["tail"] != "onwards") or _HEDGE.search(re.split(r"\d", lead)[0]):
        return (TimeDoubt("about_time", "The record gives the time as about this."),)
    return ()


def _number(number: float) -> TimeReading:
    """A number in a time column: part of a day, 1430, or 14.3 where a spreadsheet dropped the nought."""
    if 0 < number < 1:
        minutes = round(number * 1440) % 1440
        return TimeReading(f"{minutes // 60:02d}:{minutes % 60:02d}")
    if number.is_integer() and 100 <= number <= 2359 and number % 100 < 60:
        return TimeReading(f"{int(number) // 100:02d}:{int(number) % 100:02d}")
    hour, minute = int(number), round((number - int(number)) * 100)
    if 1 <= hour < 24 and minute < 60 and abs(number * 100 - round(number * 100)) < 1e-6 and minute:
        reason = "The spreadsheet holds this as a plain number; it is read as hours and minutes."
        return TimeReading(f"{hour:02d}:{minute:02d}", None, (TimeDoubt("time_as_number", reason),))
    return _LOST
