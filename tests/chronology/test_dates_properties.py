"""What must hold of every date, whatever is written."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from workbench.chronology.dates import (
    When,
    age,
    day,
    edtf,
    month_span,
    months_between,
    read_date,
    say_when,
    span,
    year_span,
)
from workbench.chronology.times import read_time

DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2026, 12, 31))
PIECES = st.sampled_from(
    [
        "3",
        "31",
        "30",
        "29",
        "12",
        "13",
        "0",
        "/",
        ".",
        "-",
        " ",
        "–",
        "Feb",
        "May",
        "June",
        "sept",
        "2016",
        "16",
        "2013",
        "early",
        "mid",
        "late",
        "w/c",
        "about",
        "before",
        "after",
        "to",
        "between",
        "and",
        "Tue",
        "th",
        "14:30",
        "2pm",
        "hrs",
        "1430",
        "am",
        "spring",
        "winter",
        "Christmas",
        "?",
        "(approx)",
        "overnight",
        "n/k",
        "as above",
        "onwards",
        "’",
        "\n",
        "o",
        "99999",
        "1",
    ]
)
WRITTEN = (
    st.lists(PIECES, min_size=1, max_size=9).map(" ".join)
    | st.lists(PIECES, max_size=9).map("".join)
    | st.text(max_size=30)
)
HINTS = st.none() | st.integers(1990, 2026)


def ways_of_writing(on: dt.date) -> list[str]:
    return [
        f"{on:%d/%m/%Y}",
        f"{on.day}.{on.month}.{on.year}",
        f"{on:%Y-%m-%d}",
        f"{on.day} {on:%B} {on.year}",
        f"{on:%d-%b-%Y}",
        f"{on:%a} {on.day} {on:%b} {on.year}",
        f"{on.day}th {on:%B}, {on.year}",
        f"{on:%Y%m%d}",
    ]


@given(DAYS, st.integers(0, 7))
def test_a_day_written_in_any_usual_way_comes_back(on: dt.date, way: int) -> None:
    reading = read_date(ways_of_writing(on)[way], this_year=2026)
    assert reading.when == day(on)
    assert not reading.doubts


@given(WRITTEN, HINTS)
def test_bounds_are_in_order_and_never_exact_unless_a_day_is_meant(written: str, year: int | None) -> None:
    reading = read_date(written, year=year, this_year=2026)
    when = reading.when
    for bound in (when.earliest, when.latest):
        assert bound is None or dt.date.fromisoformat(bound).isoformat() == bound
    if when.earliest is not None and when.latest is not None:
        assert when.earliest <= when.latest
        assert (when.earliest == when.latest) == (when.precision == "day")
    if when.precision == "unknown":
        assert when.earliest is None
        assert when.latest is None
    else:
        assert when.earliest is not None or when.latest is not None
        assert when.precision in ("day", "week", "month", "season", "year", "range")
    if when.precision not in ("range", "unknown"):
        assert when.earliest is not None
        assert when.latest is not None


@given(WRITTEN)
def test_no_time_is_read_from_what_states_none(written: str) -> None:
    reading = read_date(written, year=2016, month=5, this_year=2026)
    if reading.time is not None:
        assert any(character.isdigit() for character in written) or "noon" in written
        hour, minute = reading.time.split(":")
        assert (len(hour), len(minute)) == (2, 2)
        assert int(hour) < 24
        assert int(minute) < 60


@given(st.text(max_size=12))
def test_any_text_may_stand_in_a_time_column(written: str) -> None:
    reading = read_time(written)
    assert reading.time is None or len(reading.time) == 5


@given(DAYS, st.integers(0, 700), st.sampled_from(["day", "week", "month", "year", "range"]), st.booleans())
def test_what_is_said_can_be_read_again(first: dt.date, days: int, kind: str, approximate: bool) -> None:
    when = {
        "day": day(first),
        "week": span(first, first + dt.timedelta(days=6), "week"),
        "month": month_span(first.year, first.month),
        "year": year_span(first.year),
        "range": span(first, first + dt.timedelta(days=days + 1), "range"),
    }[kind]
    when = When(when.earliest, when.latest, when.precision, approximate)
    again = read_date(say_when(when), this_year=2030).when
    assert (again.earliest, again.latest) == (when.earliest, when.latest)
    if kind != "range":
        assert again == when


@given(DAYS)
def test_open_ends_can_be_read_again(on: dt.date) -> None:
    for when in (When(None, on.isoformat(), "range"), When(on.isoformat(), None, "range")):
        assert read_date(say_when(when), this_year=2030).when == when


@given(WRITTEN, HINTS)
def test_edtf_names_no_day_that_the_bounds_do_not(written: str, year: int | None) -> None:
    when = read_date(written, year=year, this_year=2026).when
    written_out = edtf(when)
    assert (written_out == "") == (when.precision == "unknown")
    if written_out and "/" not in written_out and when.precision != "day":
        assert len(written_out.rstrip("~")) < 10


@given(DAYS, st.integers(0, 30000))
def test_ages_never_go_back(born: dt.date, days: int) -> None:
    on = min(born + dt.timedelta(days=days), dt.date(2100, 1, 1))
    months = months_between(born.isoformat(), on.isoformat())
    assert months >= 0
    assert months_between(born.isoformat(), (on + dt.timedelta(days=1)).isoformat()) >= months
    assert age(born.isoformat(), on.isoformat()) not in ("", "before birth")


@given(DAYS)
def test_a_date_before_birth_has_no_age(born: dt.date) -> None:
    before = born - dt.timedelta(days=1)
    assert age(born.isoformat(), day(before)) == "before birth"
