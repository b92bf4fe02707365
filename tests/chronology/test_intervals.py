"""Intervals between two events, as wide as their dates are."""

import pytest

from workbench.chronology.dates import read_date
from workbench.chronology.when import interval, say_days, say_span


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("5 May 2013", "5 May 2013", "the same day"),
        ("5 May 2013", "6 May 2013", "1 day"),
        ("5 May 2013", "4 July 2013", "60 days"),
        ("5 May 2013", "9 August 2013", "3 months 4 days"),
        ("9 August 2013", "5 May 2013", "3 months 4 days"),
        ("31 January 2013", "30 April 2013", "3 months"),
        ("5 May 2010", "5 August 2013", "3 years 3 months"),
        ("5 May 2013", "w/c 7 May 2013", "2 – 8 days"),
        ("5 May 2013", "May 2013", "up to 26 days"),
        ("10 January 2013", "May 2013", "3 months 21 days – 4 months 21 days"),
        ("before 5 May 2013", "9 May 2013", "at least 5 days"),
        ("5 May 2013", "after 9 May 2013", "at least 5 days"),
        ("about 5 May 2013", "15 May 2013", "about 10 days"),
        ("not known", "5 May 2013", ""),
    ],
)  # fmt: skip
def test_an_interval_is_as_wide_as_its_dates(first: str, last: str, said: str) -> None:
    assert interval(read_date(first).when, read_date(last).when) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (("5 May 2013", "22:10"), ("5 May 2013", "23:40"), "1 hour 30 minutes"),
        (("5 May 2013", "23:40"), ("5 May 2013", "22:10"), "1 hour 30 minutes"),
        (("5 May 2013", "23:40"), ("6 May 2013", "00:25"), "45 minutes"),
        (("5 May 2013", "08:00"), ("6 May 2013", "09:00"), "25 hours"),
        (("5 May 2013", "08:00"), ("8 May 2013", "09:00"), "3 days 1 hour"),
        (("5 May 2013", "08:00"), ("9 August 2013", "07:00"), "3 months 4 days"),
        (("5 May 2013", None), ("6 May 2013", "09:00"), "1 day"),
        (("about 5 May 2013", "08:00"), ("6 May 2013", "09:00"), "about 1 day"),
    ],
)  # fmt: skip
def test_times_count_where_both_days_are_exact(
    first: tuple[str, str | None], last: tuple[str, str | None], said: str
) -> None:
    assert interval(read_date(first[0]).when, read_date(last[0]).when, first[1], last[1]) == said


def test_a_caption_is_shorter_and_never_longer_than_it_was() -> None:
    assert say_span("2013-01-01", "2013-02-01") == "31 days"
    assert (say_days("2012-01-01", "2013-05-31"), say_span("2012-01-01", "2013-05-31")) == (
        "16 months 30 days",
        "16 months",
    )
    assert (say_span("2010-01-01", "2012-01-01"), say_span("2010-01-01", "2012-04-02")) == (
        "2 years",
        "27 months",
    )
