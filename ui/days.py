"""Exact days and moments as people write them in fields, read by the one ladder that reads chronologies."""

from __future__ import annotations

from datetime import date

from workbench.chronology.dates import read_date, say_when
from workbench.chronology.when import day, reads_months
from workbench.problems import Problem


def exact_day(text: str) -> str | None:
    """An exact day as ISO text; None for nothing. Raises `Problem` for a vague or impossible one."""
    return exact_moment(text, with_time=False)


def exact_moment(text: str, *, with_time: bool = True) -> str | None:
    """An exact day, with its time to the minute where one is written: 2024-03-09T21:40."""
    if not text.strip():
        return None
    read = read_date(text)
    if read.when.precision != "day" or read.when.earliest is None or (read.time and not with_time):
        example = "9 Mar 2024 21:40" if with_time else "30 Sep 2026 or 30/09/2026"
        raise Problem(
            f"“{text}” is not one exact {'moment' if with_time else 'day'}.", f"Write it like {example}."
        )
    return f"{read.when.earliest}T{read.time}" if read.time else read.when.earliest


def say_exact(text: str) -> str:
    """How an exact day was understood, in words."""
    exact_day(text)
    return say_when(read_date(text).when)


def say_exact_moment(text: str) -> str:
    """How an exact moment was understood, in words."""
    exact_moment(text)
    read = read_date(text)
    return say_when(read.when, read.time)


def say_case_day(iso: str | None) -> str:
    """A day of the family's life in a field: as `say_moment` has it, or by its month to a reader of months only."""
    if iso and reads_months():
        return say_when(day(date.fromisoformat(iso[:10])))
    return say_moment(iso)


def say_moment(iso: str | None) -> str:
    """An ISO day, or day and time, as people write it: 9 Mar 2024 21:40; "" for none."""
    if not iso:
        return ""
    written, _, time = iso.partition("T")
    on = date.fromisoformat(written)
    return f"{on.day} {on:%b %Y} {time}".strip()
