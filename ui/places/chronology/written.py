"""What a person types and what the place says of it: dates, times, counts, who and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workbench.chronology.dates import UNKNOWN, When, read_date, say_when
from workbench.chronology.times import read_time
from workbench.chronology.when import reads_months
from workbench.problems import Problem

NOT_KNOWN = frozenset({"unknown", "not known", "date unknown", "n/k", "nk", "?"})


@dataclass(frozen=True)
class Typed:
    """A date as typed, with the time where one was given beside it."""

    when: When
    time: str | None = None
    end_time: str | None = None

    @property
    def words(self) -> str:
        """How it was understood: "Tue 5 Dec 2023, 14:00"."""
        said = say_when(self.when, self.time)
        return f"{said} – {self.end_time}" if self.end_time else said


def typed_date(text: str) -> Typed:
    """A date in any of the ways agencies write one. Raises `Problem` where it is none."""
    if text.strip().casefold() in NOT_KNOWN:
        return Typed(UNKNOWN)
    reading = read_date(text.strip())
    if reading.when.precision == "unknown" or not reading.understood:
        why = reading.doubts[0].reason if reading.doubts else f"“{text.strip()}” cannot be read as a date."
        raise Problem(
            why, "Write it like 5 Dec 2023, w/c 6/11/23, mid October 2023, before 3 May 2023 or unknown."
        )
    return Typed(reading.when, reading.time, reading.end_time)


def typed_time(text: str) -> str | None:
    """One time as "HH:MM", None for an empty text. Raises `Problem` where it is none."""
    if not text.strip():
        return None
    reading = read_time(text.strip())
    if reading.time is None:
        raise Problem(f"“{text.strip()}” is not a time.", "Write it like 14:05, 2pm or 1405.")
    return reading.time


def bounds(text: str) -> tuple[str | None, str | None]:
    """The first and last day of a date as typed; (None, None) for an empty text."""
    if not text.strip():
        return None, None
    when = typed_date(text).when
    return when.earliest, when.latest


def day_words(moment: str) -> str:
    """The day of an ISO moment at which somebody did something here: "12 May 2026"."""
    on = date.fromisoformat(moment[:10])
    return f"{on.day} {on:%b %Y}"


def span_words(start: str | None, end: str | None) -> str:
    """From one ISO day to another, in whole months where they are whole: "Oct 2023 – Jan 2024"."""
    if start and end:
        first, last = _month(start, first=True), _month(end, first=False)
        if first and last:
            return first if first == last else f"{first} – {last}"
        return f"{_case_day(start)} – {_case_day(end)}"
    if start:
        return f"from {_case_day(start)}"
    return f"until {_case_day(end)}" if end else ""


def _case_day(day: str) -> str:
    return say_when(When(day, day, "month")) if reads_months() else day_words(day)


def _month(day: str, *, first: bool) -> str:
    edge = bounds(day[:7])
    if day != edge[0 if first else 1]:
        return ""
    return day_words(day).split(" ", 1)[1]
