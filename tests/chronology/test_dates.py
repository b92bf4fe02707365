"""Dates and times as agencies write them."""

import datetime as dt

import pytest

from workbench.chronology.dates import (
    UNKNOWN,
    DateReading,
    When,
    age,
    age_on,
    day,
    easter,
    edtf,
    month_span,
    months_between,
    read_date,
    say_when,
    span,
    year_span,
)
from workbench.chronology.times import read_time

THIS_YEAR = 2026


def read(written: str, year: int | None = None, month: int | None = None) -> DateReading:
    return read_date(written, year=year, month=month, this_year=THIS_YEAR)


def bounds(reading: DateReading) -> tuple[str | None, str | None, str]:
    return reading.when.earliest, reading.when.latest, reading.when.precision


def kinds(reading: DateReading) -> set[str]:
    return {doubt.kind for doubt in reading.doubts}


@pytest.mark.parametrize(
    "written",
    [
        "03/04/2013",
        "3/4/2013",
        "3.4.13",
        "03-04-2013",
        "03-Apr-13",
        "3 April 2013",
        "3rd April 2013",
        "3rd of April, 2013",
        "Wed 3 April 2013",
        "Wednesday 3rd Apr 2013",
        "Wed\n03/04/2013",
        "2013-04-03",
        "2013/04/03",
        "20130403",
        "April 3, 2013",
        "3Apr2013",
        "03/04/2013*",
        " 03/04/2013. ",
        "03/04/2013 (by phone)",
        "3 Apr ’13",
        "Date: 3 April 2013",
        "03 04 2013",
        "on 3 April 2013",
        "03/04/2013 [note: from memory]",
        "2013 April 3",
    ],
)
def test_a_day_is_one_day_whatever_its_dress(written: str) -> None:
    reading = read(written)
    assert bounds(reading) == ("2013-04-03", "2013-04-03", "day")
    assert not reading.doubts
    assert reading.time is None


@pytest.mark.parametrize(
    ("written", "earliest", "latest", "precision", "approximate"),
    [
        ("w/c 11/04/2022", "2022-04-11", "2022-04-17", "week", False),
        ("week commencing 11th April 2022", "2022-04-11", "2022-04-17", "week", False),
        ("Wk beg 11.4.22", "2022-04-11", "2022-04-17", "week", False),
        ("w/e 17/04/2022", "2022-04-11", "2022-04-17", "week", False),
        ("May 2016", "2016-05-01", "2016-05-31", "month", False),
        ("Feb ’20", "2020-02-01", "2020-02-29", "month", False),
        ("Mar-16", "2016-03-01", "2016-03-31", "month", False),
        ("05/2016", "2016-05-01", "2016-05-31", "month", False),
        ("??/07/2016", "2016-07-01", "2016-07-31", "month", False),
        ("--/12/2018", "2018-12-01", "2018-12-31", "month", False),
        ("early May 2016", "2016-05-01", "2016-05-10", "month", True),
        ("mid-May 2016", "2016-05-10", "2016-05-20", "month", True),
        ("late February 2016", "2016-02-20", "2016-02-29", "month", True),
        ("end of May 2016", "2016-05-20", "2016-05-31", "month", True),
        ("mid to late May 2016", "2016-05-10", "2016-05-31", "month", True),
        ("first week of May 2016", "2016-05-01", "2016-05-07", "month", True),
        ("early 2016", "2016-01-01", "2016-04-30", "year", True),
        ("mid 2016", "2016-05-01", "2016-08-31", "year", True),
        ("late 2016", "2016-09-01", "2016-12-31", "year", True),
        ("spring 2016", "2016-03-01", "2016-05-31", "season", True),
        ("Summer 2016", "2016-06-01", "2016-08-31", "season", True),
        ("Autumn 2016", "2016-09-01", "2016-11-30", "season", True),
        ("winter 2016/17", "2016-12-01", "2017-02-28", "season", True),
        ("Summer term 2016", "2016-04-01", "2016-07-31", "range", True),
        ("Christmas 2019", "2019-12-24", "2019-12-26", "season", True),
        ("2016", "2016-01-01", "2016-12-31", "year", False),
        ("2023 (exact date not known)", "2023-01-01", "2023-12-31", "year", False),
        ("2012-2013", "2012-01-01", "2013-12-31", "range", False),
        ("12–13 July 2022", "2022-07-12", "2022-07-13", "range", False),
        ("overnight 5/6 February 2021", "2021-02-05", "2021-02-06", "range", False),
        ("03/05/2016 - 10/05/2016", "2016-05-03", "2016-05-10", "range", False),
        ("between 3 and 10 May 2016", "2016-05-03", "2016-05-10", "range", False),
        ("from 3 May to 10 June 2016", "2016-05-03", "2016-06-10", "range", False),
        ("28 Dec – 3 Jan 2017", "2016-12-28", "2017-01-03", "range", False),
        ("May/June 2016", "2016-05-01", "2016-06-30", "range", False),
        ("weekend of 1/2 September 2012", "2012-09-01", "2012-09-02", "range", False),
        ("before 3 May 2016", None, "2016-05-02", "range", False),
        ("prior to May 2016", None, "2016-04-30", "range", False),
        ("by 3 May 2016", None, "2016-05-03", "range", False),
        ("after 3 May 2016", "2016-05-04", None, "range", False),
        ("since 2014", "2014-01-01", None, "range", False),
        ("6 June 2013 onwards", "2013-06-06", None, "range", False),
        ("3/5/16 - ongoing", "2016-05-03", None, "range", False),
        ("about 3 May 2016", "2016-05-03", "2016-05-03", "day", True),
        ("c. March 2017", "2017-03-01", "2017-03-31", "month", True),
        ("approx February 2023", "2023-02-01", "2023-02-28", "month", True),
        ("April 2013?", "2013-04-01", "2013-04-30", "month", True),
        ("8/4/2013 (approx)", "2013-04-08", "2013-04-08", "day", True),
    ],
)
def test_a_vague_date_keeps_its_vagueness(
    written: str, earliest: str | None, latest: str | None, precision: str, approximate: bool
) -> None:
    reading = read(written)
    assert bounds(reading) == (earliest, latest, precision)
    assert reading.when.approximate is approximate
    assert reading.understood
    assert reading.time is None


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("30/2/13", "February 2013 has only 28 days"),
        ("31/06/2016", "June 2016 has only 30 days"),
        ("29 February 2017", "February 2017 has only 28 days"),
        ("04/13/2013", "There is no month 13"),
        ("12/03/2106", "The year 2106 cannot be right"),
        ("12/03/20166", "The year 20166 cannot be right"),
        ("10/05/2016 - 03/05/2016", "comes before the date it begins on"),
    ],
)
def test_an_impossible_date_is_unknown_and_says_why(written: str, says: str) -> None:
    reading = read(written)
    assert reading.when == UNKNOWN
    assert any(says in doubt.reason for doubt in reading.doubts)


def test_american_order_is_offered_and_never_taken() -> None:
    reading = read("04/13/2013")
    assert reading.when == UNKNOWN
    assert [other for doubt in reading.doubts for _, other in doubt.readings] == [day(dt.date(2013, 4, 13))]


def test_a_person_may_say_that_a_column_is_in_american_order() -> None:
    assert bounds(read_date("04/03/2013", month_first=True, this_year=THIS_YEAR))[0] == "2013-04-03"


@pytest.mark.parametrize(
    "written", ["2O/O3/2016", "2o/3/2016", "20/032016", "20 Mrach 2016", "20th Marhc 2016"]
)
def test_a_slip_of_the_keys_is_mended_only_with_a_doubt(written: str) -> None:
    reading = read(written)
    assert reading.when == day(dt.date(2016, 3, 20))
    assert kinds(reading) == {"repaired_date"}


def test_two_figures_of_a_year_in_the_last_century_are_doubted() -> None:
    assert bounds(read("3/5/68"))[0] == "1968-05-03"
    assert kinds(read("3/5/68")) == {"two_figure_year"}
    assert not read("3/5/16").doubts


def test_a_weekday_that_does_not_fit_is_doubted() -> None:
    assert kinds(read("Fri 03/05/2016")) == {"weekday_differs"}
    assert not read("Tue 03/05/2016").doubts


@pytest.mark.parametrize("written", ["n/k", "Not known", "undated", "date not recorded", "unknown"])
def test_a_date_said_to_be_unknown_is_understood(written: str) -> None:
    reading = read(written)
    assert reading.understood
    assert reading.when == UNKNOWN
    assert not reading.doubts


@pytest.mark.parametrize("written", ["", "Home visit", "12 weeks", "aged 3", "DNA", "3 days", "Tuesday"])
def test_what_is_no_date_is_not_made_one(written: str) -> None:
    reading = read(written)
    assert reading.when == UNKNOWN
    assert not reading.understood


def test_a_day_number_of_a_spreadsheet_is_read_with_a_doubt() -> None:
    assert bounds(read("42500"))[0] == "2016-05-10"
    assert kinds(read("42500")) == {"serial_date"}
    assert read("42500.5").time == "12:00"
    assert bounds(read_date(42500, this_year=THIS_YEAR))[0] == "2016-05-10"


class TestWhatABannerSupplies:
    def test_the_year(self) -> None:
        assert bounds(read("4 Apr", year=2017)) == ("2017-04-04", "2017-04-04", "day")
        assert bounds(read("31/3", year=2017))[0] == "2017-03-31"
        assert bounds(read("May", year=2017)) == ("2017-05-01", "2017-05-31", "month")
        assert bounds(read("Spring", year=2017))[2] == "season"

    def test_the_month(self) -> None:
        assert bounds(read("14th", year=2017, month=3))[0] == "2017-03-14"
        assert bounds(read("Tue 14", year=2017, month=3))[0] == "2017-03-14"

    def test_nothing_where_the_cell_says_it_itself(self) -> None:
        assert bounds(read("4 Apr 2016", year=2017))[0] == "2016-04-04"

    def test_without_one_the_year_is_not_guessed(self) -> None:
        reading = read("4 Apr")
        assert reading.when == UNKNOWN
        assert kinds(reading) == {"no_year"}


class TestStoredDates:
    def test_a_stored_day_is_that_day(self) -> None:
        assert bounds(read_date(dt.date(2016, 5, 3), shown="ymd"))[0] == "2016-05-03"

    def test_a_cell_that_shows_only_a_month_means_a_month(self) -> None:
        assert bounds(read_date(dt.date(2016, 3, 1), shown="ym")) == ("2016-03-01", "2016-03-31", "month")

    def test_a_cell_that_shows_no_year_is_given_the_banners(self) -> None:
        assert bounds(read_date(dt.date(2026, 4, 3), year=2016, shown="md"))[0] == "2016-04-03"

    def test_without_one_the_stored_year_is_only_offered(self) -> None:
        reading = read_date(dt.date(2026, 4, 3), shown="md")
        assert reading.when == UNKNOWN
        assert reading.doubts[0].readings[0][1] == day(dt.date(2026, 4, 3))

    def test_a_stored_moment_keeps_its_time(self) -> None:
        assert read_date(dt.datetime(2016, 5, 3, 14, 30), shown="ymdt").time == "14:30"
        assert read_date(dt.datetime(2016, 5, 3), shown="ymd").time is None


@pytest.mark.parametrize(
    ("written", "time", "end"),
    [
        ("03/05/2016 14:30", "14:30", None),
        ("3.5.16 @ 1430hrs", "14:30", None),
        ("3 May 2016 at 2.32pm", "14:32", None),
        ("3 May 2016\n1430", "14:30", None),
        ("2016-05-03T14:30:00", "14:30", None),
        ("3 May 2016, 12 noon", "12:00", None),
        ("3 May 2016 (am)", None, None),
        ("3 May 2016 pm", None, None),
        ("3 May 2016, evening", None, None),
        ("03/05/2016 09:00-10:30", "09:00", "10:30"),
        ("3 May 2016 23:30 - 4 May 2016 01:15", "23:30", "01:15"),
        ("14:30 on 3 May 2016", "14:30", None),
        ("1400hrs 03/05/16", "14:00", None),
    ],
)
def test_a_time_beside_a_date_is_taken_and_none_is_made_up(
    written: str, time: str | None, end: str | None
) -> None:
    reading = read(written)
    assert (reading.time, reading.end_time) == (time, end)
    assert reading.when.earliest == "2016-05-03"


@pytest.mark.parametrize(
    ("written", "time", "end"),
    [
        ("14:00", "14:00", None),
        ("1400hrs", "14:00", None),
        ("1400", "14:00", None),
        ("2pm", "14:00", None),
        ("2.30 p.m.", "14:30", None),
        ("14.30", "14:30", None),
        ("0930", "09:30", None),
        ("9.05am", "09:05", None),
        ("12:15 am", "00:15", None),
        ("12.15pm", "12:15", None),
        ("noon", "12:00", None),
        ("14:00:59", "14:00", None),
        ("1830h", "18:30", None),
        ("am", None, None),
        ("morning", None, None),
        ("overnight", None, None),
        ("n/k", None, None),
        ("-", None, None),
        ("25:00", None, None),
        ("10:75", None, None),
        ("14:00-15:30", "14:00", "15:30"),
        ("2-3pm", "14:00", "15:00"),
        ("11-1pm", "11:00", "13:00"),
        ("23:30 to 01:15", "23:30", "01:15"),
        ("1400 - 1530hrs", "14:00", "15:30"),
        ("about 3pm", "15:00", None),
    ],
)
def test_times_of_day(written: str, time: str | None, end: str | None) -> None:
    reading = read_time(written)
    assert (reading.time, reading.end_time) == (time, end)


def test_times_a_spreadsheet_stored() -> None:
    assert read_time(dt.time(9, 30)).time == "09:30"
    assert read_time(0.5).time == "12:00"
    assert read_time(1430).time == "14:30"
    assert read_time(14.3).time == "14:30"
    assert read_time(14.3).doubts


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("25:00", "impossible_time"),
        ("2.30", "morning_or_afternoon"),
        ("midnight", "midnight"),
        ("soon", "time_not_understood"),
        ("c. 14:00", "about_time"),
    ],
)
def test_a_doubtful_time_says_why(written: str, kind: str) -> None:
    assert kind in {doubt.kind for doubt in read_time(written).doubts}


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (day(dt.date(2023, 12, 5)), "Tue 5 Dec 2023"),
        (span(dt.date(2023, 10, 10), dt.date(2023, 10, 20), "month", True), "10 – 20 Oct 2023"),
        (When(None, "2023-05-02", "range"), "before 3 May 2023"),
        (When("2023-05-03", None, "range"), "from 3 May 2023"),
        (UNKNOWN, "Date unknown"),
        (span(dt.date(2022, 4, 11), dt.date(2022, 4, 17), "week"), "w/c 11 Apr 2022"),
        (month_span(2016, 5), "May 2016"),
        (year_span(2016), "2016"),
        (When("2016-05-01", "2016-05-31", "month", True), "about May 2016"),
        (When("2016-05-03", "2016-05-03", "day", True), "about Tue 3 May 2016"),
        (span(dt.date(2016, 12, 1), dt.date(2017, 2, 28), "season", True), "winter 2016/17"),
        (span(dt.date(2016, 12, 24), dt.date(2016, 12, 26), "season", True), "Christmas 2016"),
        (span(dt.date(2016, 12, 28), dt.date(2017, 1, 3), "range"), "28 Dec 2016 – 3 Jan 2017"),
        (span(dt.date(2016, 3, 1), dt.date(2016, 5, 31), "range"), "Mar – May 2016"),
    ],
)
def test_a_date_is_said_no_more_exactly_than_it_is_known(when: When, said: str) -> None:
    assert say_when(when) == said


def test_a_time_is_said_after_its_date() -> None:
    assert say_when(day(dt.date(2023, 12, 5)), "14:30") == "Tue 5 Dec 2023, 14:30"


@pytest.mark.parametrize(
    ("when", "written"),
    [
        (day(dt.date(2023, 12, 5)), "2023-12-05"),
        (month_span(2016, 5), "2016-05"),
        (year_span(2016), "2016"),
        (When("2016-05-01", "2016-05-31", "month", True), "2016-05~"),
        (When(None, "2023-05-02", "range"), "../2023-05-02"),
        (When("2023-05-03", None, "range"), "2023-05-03/.."),
        (span(dt.date(2016, 9, 1), dt.date(2016, 11, 30), "season"), "2016-23"),
        (span(dt.date(2022, 4, 11), dt.date(2022, 4, 17), "week"), "2022-04-11/2022-04-17"),
        (UNKNOWN, ""),
    ],
)
def test_a_date_in_edtf(when: When, written: str) -> None:
    assert edtf(when) == written


@pytest.mark.parametrize(
    ("year", "month", "sunday"), [(2016, 3, 27), (2019, 4, 21), (2024, 3, 31), (2000, 4, 23)]
)
def test_easter_falls_when_it_fell(year: int, month: int, sunday: int) -> None:
    assert easter(year) == dt.date(year, month, sunday)


@pytest.mark.parametrize(
    ("born", "on", "said"),
    [
        ("2012-01-31", "2012-02-09", "9 days"),
        ("2012-01-01", "2012-02-01", "4 weeks"),
        ("2012-01-01", "2013-10-01", "21 months"),
        ("2012-01-01", "2014-01-01", "2 years"),
        ("2012-01-01", "2014-04-01", "2 years 3 months"),
        ("2012-01-01", "2022-06-01", "10 years"),
        ("2012-01-02", "2012-01-01", "before birth"),
        ("2012-01-31", "2012-04-30", "3 months"),
    ],
)
def test_ages_are_told_as_reviewers_tell_them(born: str, on: str, said: str) -> None:
    assert age_on(born, on) == said


def test_an_age_is_as_wide_as_the_date() -> None:
    assert age("2012-01-15", month_span(2013, 10)) == "20 – 21 months"
    assert age("2012-01-15", day(dt.date(2013, 10, 15))) == "21 months"
    assert age("2012-01-15", When(None, "2013-10-15", "range")) == ""
    assert age(None, day(dt.date(2013, 10, 15))) == ""
    assert months_between("2012-02-29", "2013-02-28") == 12


@pytest.mark.parametrize(
    "written",
    [
        "12/05/2013 - date of entry 14/05/2013",
        "12/05/2013 (recorded 14/05/2013)",
        "12/05/13 entered 14/05/13",
        "12/05/2013 rec’d 14/05",
        "12/05/2013\nwritten up on Tue 14/05/2013 09:30",
        "12/05/2013 retrospective entry made 14/05/2013",
        "Date of entry 14/05/2013, event 12/05/2013",
    ],
)
def test_a_date_of_entry_beside_the_date_is_no_second_day(written: str) -> None:
    reading = read_date(written)
    assert (reading.when, reading.time) == (day(dt.date(2013, 5, 12)), None)
    (doubt,) = reading.doubts
    assert doubt.kind == "recorded_beside"
    assert day(dt.date(2013, 5, 14)) in [other for _, other in doubt.readings]


def test_two_days_with_nothing_said_of_records_stay_a_span() -> None:
    assert read_date("12/05/2013 - 14/05/2013").when.precision == "range"
