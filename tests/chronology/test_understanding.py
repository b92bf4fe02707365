"""Which rows are events, when they were, and what is in doubt: the rules of the trade one by one."""

import datetime as dt

import pytest
from chronology.rows_made import (
    ACROSS,
    CHILD,
    FAMILY,
    HEADER,
    MERGED,
    MOTHER,
    TAIL,
    fates,
    kinds,
    only,
    read,
    table,
)

from workbench.chronology.dates import UNKNOWN, When, day
from workbench.chronology.understanding import Choices, Known, Understood, understand
from workbench.problems import Cancelled, Problem
from workbench.reading.grid import Cell

DAY = day(dt.date(2014, 5, 3))


def dates(understood: Understood) -> list[str | None]:
    return [event.when.earliest for event in understood.events]


class TestEveryRowHasOnePlace:
    def test_titles_headers_banners_blanks_and_footnotes_are_told_apart(self) -> None:
        understood = read(
            ("Agency chronology", ACROSS, ACROSS, ACROSS),
            ("", "", "", ""),
            HEADER,
            ("2014", ACROSS, ACROSS, ACROSS),
            ("3 May", "AB", "Home visit to the family flat, all seen.", "Attended"),
            ("", "", "and the kitchen was tidy", ""),
            HEADER,
            *TAIL,
            ("-", "", "", ""),
            ("Abbreviations: MGM = maternal grandmother", ACROSS, ACROSS, ACROSS),
            ("Total entries: 4", ACROSS, ACROSS, ACROSS),
        )
        assert fates(understood) == [
            "title",
            "header",
            "banner",
            "event",
            "joined",
            "header",
            "event",
            "event",
            "event",
            "blank",
            "footnote",
            "footnote",
        ]
        assert [row.number for row in understood.rows] == [1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]

    def test_a_sheet_that_is_no_chronology_is_kept_row_by_row(self) -> None:
        key = table(("Initials", "Name", "Start date"), ("AB", "Ann Bell", "01/02/2011"), sheet="Staff key")
        understood = understand([table(HEADER, *TAIL, sheet="Entries"), key], Choices(), Known())
        assert fates(understood)[-2:] == ["no_table", "no_table"]
        assert understood.sheets == ("Entries",)

    def test_a_split_entry_is_joined_to_the_row_above(self) -> None:
        understood = read(
            HEADER, ("03/05/2014", "AB", "Home visit to the", "Attended"), ("", "", "family flat.", ""), *TAIL
        )
        assert only(understood).text == "Home visit to the\nfamily flat."
        assert only(understood).rows == (1, 2)
        assert understood.rows[2].event == 0

    def test_an_entry_split_over_two_pages_goes_on_below_the_repeated_header(self) -> None:
        understood = read(
            HEADER,
            ("03/05/2014", "AB", "Home visit to the", "Attended"),
            HEADER,
            ("", "", "family flat.", ""),
            *TAIL,
        )
        assert fates(understood)[1:4] == ["event", "header", "joined"]

    def test_words_with_nothing_above_to_join_are_an_event_without_a_date(self) -> None:
        understood = read(
            HEADER,
            ("2014", ACROSS, ACROSS, ACROSS),
            ("", "", "Background of the family before the birth.", ""),
            *TAIL,
        )
        assert fates(understood)[1:3] == ["banner", "event"]
        assert kinds(only(understood)) == {"no_date"}

    def test_an_analysis_that_goes_on_below_is_joined_too(self) -> None:
        understood = read(
            ("Date", "Event", "Author’s analysis"),
            ("03/05/2014", "Home visit to the family flat.", "Not clear why"),
            ("", "", "no referral was made"),
            ("04/05/2014", "Letter sent to the family.", ""),
        )
        assert only(understood).analysis == "Not clear why\nno referral was made"

    def test_the_words_of_each_cell_stay_as_written(self) -> None:
        understood = read(HEADER, ("3.5.14 ", "AB", " Home visit\nto the flat", "Seen"), *TAIL)
        assert understood.rows[1].cells == (
            ("Date", "3.5.14 "),
            ("Worker", "AB"),
            ("Event", " Home visit\nto the flat"),
            ("Outcome", "Seen"),
        )
        assert only(understood).date_as_written == "3.5.14"


class TestBlankDates:
    def test_the_date_above_holds_with_a_doubt(self) -> None:
        understood = read(
            HEADER, ("03/05/2014", "AB", "Home visit.", "Attended"), ("", "CD", "Letter sent.", ""), *TAIL
        )
        assert understood.events[1].when == DAY
        assert kinds(understood.events[1]) == {"date_from_above"}
        assert "3 May 2014" in understood.events[1].doubts[0].reason

    def test_a_merged_cell_holds_without_one_and_its_time_too(self) -> None:
        understood = read(
            HEADER,
            ("03/05/2014 14:30", "AB", "Home visit.", "Attended"),
            (MERGED, "CD", "Letter sent.", ""),
            *TAIL,
        )
        assert understood.events[1].when == DAY
        assert understood.events[1].time == "14:30"
        assert not understood.events[1].doubts

    def test_no_time_is_carried_to_a_row_that_states_none(self) -> None:
        understood = read(
            HEADER,
            ("03/05/2014 14:30", "AB", "Home visit.", "Attended"),
            ("", "CD", "Letter sent.", ""),
            *TAIL,
        )
        assert understood.events[1].time is None

    @pytest.mark.parametrize(
        "between", [("2015", ACROSS, ACROSS, ACROSS), HEADER, ("Second part", ACROSS, ACROSS, ACROSS)]
    )
    def test_a_banner_or_header_ends_the_carrying_down(self, between: tuple[str, ...]) -> None:
        understood = read(
            HEADER,
            ("03/05/2014", "AB", "Home visit.", "Attended"),
            between,
            ("", "CD", "Letter sent.", ""),
            *TAIL,
        )
        assert understood.events[1].when == UNKNOWN
        assert kinds(understood.events[1]) == {"no_date"}

    def test_as_above_is_the_date_above_and_says_so(self) -> None:
        understood = read(
            HEADER,
            ("03/05/2014", "AB", "Home visit.", "Attended"),
            ("As above", "CD", "Letter sent.", ""),
            *TAIL,
        )
        assert understood.events[1].when == DAY
        assert kinds(understood.events[1]) == {"date_from_above"}

    def test_nothing_holds_below_an_unknown_date(self) -> None:
        understood = read(
            HEADER, ("30/02/2014", "AB", "Home visit.", "Attended"), ("", "CD", "Letter sent.", ""), *TAIL
        )
        assert [event.when for event in understood.events[:2]] == [UNKNOWN, UNKNOWN]

    def test_rows_merged_but_for_their_text_are_one_entry(self) -> None:
        understood = read(
            HEADER,
            ("03/05/2014", "AB", "Home visit to the", "Attended"),
            (MERGED, MERGED, "family flat.", MERGED),
            *TAIL,
        )
        assert fates(understood)[1:3] == ["event", "joined"]


class TestBanners:
    def test_a_year_over_days_without_one(self) -> None:
        understood = read(
            HEADER,
            ("2013", ACROSS, ACROSS, ACROSS),
            ("28 Dec", "AB", "Home visit.", ""),
            ("2014", ACROSS, ACROSS, ACROSS),
            ("3 Jan", "AB", "Letter sent.", ""),
            *TAIL,
        )
        assert dates(understood)[:2] == ["2013-12-28", "2014-01-03"]
        assert not any(event.doubts for event in understood.events[:2])

    def test_a_month_over_days_of_the_month(self) -> None:
        understood = read(
            HEADER,
            ("March 2014", ACROSS, ACROSS, ACROSS),
            ("3rd", "AB", "Home visit.", ""),
            ("Wed 19", "AB", "Letter sent.", ""),
            *TAIL,
        )
        assert dates(understood)[:2] == ["2014-03-03", "2014-03-19"]

    def test_a_school_year_turns_in_september(self) -> None:
        understood = read(
            HEADER,
            ("School year 2013/14", ACROSS, ACROSS, ACROSS),
            ("28 Nov", "AB", "Parents’ evening.", ""),
            ("3 Feb", "AB", "Letter sent.", ""),
            *TAIL,
        )
        assert dates(understood)[:2] == ["2013-11-28", "2014-02-03"]

    def test_the_name_of_a_sheet_may_give_the_year(self) -> None:
        understood = read(
            HEADER,
            ("28 Nov", "AB", "Home visit to them.", ""),
            ("3 Dec", "AB", "Letter sent.", ""),
            sheet="2013",
        )
        assert dates(understood) == ["2013-11-28", "2013-12-03"]

    def test_a_day_over_the_entries_of_that_day(self) -> None:
        understood = read(
            ("Time", "Entry", "Signed"),
            ("Monday 3 March 2014", ACROSS, ACROSS),
            ("09:15", "Breakfast eaten, went to school.", "AB"),
            ("15:30", "Came home from school upset.", "CD"),
            ("Tuesday 4 March 2014", ACROSS, ACROSS),
            ("08:00", "Refused to get up for school.", "AB"),
        )
        assert [(event.when.earliest, event.time) for event in understood.events] == [
            ("2014-03-03", "09:15"),
            ("2014-03-03", "15:30"),
            ("2014-03-04", "08:00"),
        ]

    def test_a_row_without_a_year_and_no_banner_is_unknown(self) -> None:
        understood = read(HEADER, ("3 May", "AB", "Home visit.", "Attended"), *TAIL)
        assert only(understood).when == UNKNOWN
        assert kinds(only(understood)) == {"no_year"}


class TestDoubtsOnDates:
    def test_an_impossible_date_leaves_the_row_an_event(self) -> None:
        understood = read(HEADER, ("30/2/13", "AB", "Home visit.", "Attended"), *TAIL)
        assert only(understood).when == UNKNOWN
        (doubt,) = only(understood).doubts
        assert (doubt.kind, doubt.field, doubt.text) == ("impossible_date", "date", "30/2/13")
        assert "28 days" in doubt.reason
        assert doubt.fixes[0].changes == {"date": When("2013-02-01", "2013-02-28", "month")}

    def test_a_column_in_american_order_is_doubted_and_not_swapped(self) -> None:
        understood = read(
            HEADER,
            ("04/13/2014", "AB", "Home visit.", ""),
            ("04/03/2014", "AB", "Clinic.", ""),
            ("05/16/2014", "AB", "Letter.", ""),
        )
        assert dates(understood) == [None, "2014-03-04", None]
        assert kinds(understood.events[1]) == {"american_order"}
        assert understood.events[1].doubts[0].fixes[0].changes == {"date": day(dt.date(2014, 4, 3))}

    def test_american_order_can_be_chosen(self) -> None:
        understood = read(
            HEADER,
            ("04/13/2014", "AB", "Home visit.", ""),
            ("04/03/2014", "AB", "Clinic.", ""),
            ("05/16/2014", "AB", "Letter.", ""),
            choices=Choices(month_first=True),
        )
        assert dates(understood) == ["2014-04-13", "2014-04-03", "2014-05-16"]

    def test_a_slip_of_the_year_is_doubted_and_the_likely_year_offered(self) -> None:
        rows = [
            (f"{number:02d}/01/2014", "AB", f"Home visit number {number} to the flat.", "Attended")
            for number in range(1, 12)
        ]
        rows[5] = ("06/01/2013", "AB", "Home visit to the flat.", "Attended")
        understood = read(HEADER, *rows)
        assert [kinds(event) for event in understood.events] == [set()] * 5 + [{"out_of_order"}] + [set()] * 5
        assert understood.events[5].doubts[0].fixes[0].changes == {"date": day(dt.date(2014, 1, 6))}

    def test_newest_first_is_no_reason_for_doubt(self) -> None:
        rows = [
            (f"03/05/{year}", "AB", f"Home visit to the flat in {year}.", "Attended")
            for year in range(2015, 2009, -1)
        ]
        assert not any(event.doubts for event in read(HEADER, *rows).events)

    def test_midnight_beside_every_date_is_no_time(self) -> None:
        rows = [
            (f"{number:02d}/01/2014 00:00", "AB", f"Home visit number {number} to the flat.", "")
            for number in range(1, 6)
        ]
        understood = read(HEADER, *rows)
        assert {event.time for event in understood.events} == {None}
        assert not any(event.doubts for event in understood.events)

    def test_midnight_among_times_is_kept_with_a_doubt(self) -> None:
        times = ("09:15", "00:00", "14:30", "16:00")
        rows = [
            (f"0{place}/01/2014 {time}", "AB", f"Home visit {place} to the flat.", "")
            for place, time in enumerate(times, 1)
        ]
        understood = read(HEADER, *rows)
        assert [event.time for event in understood.events] == list(times)
        assert kinds(understood.events[1]) == {"midnight"}

    def test_a_stored_date_is_read_as_the_cell_shows_it(self) -> None:
        cell = Cell("Mar-14", dt.date(2014, 3, 1), shown="ym")
        understood = read(HEADER, (cell, "AB", "Home visit.", "Attended"), *TAIL)
        assert only(understood).when == When("2014-03-01", "2014-03-31", "month")

    def test_days_that_show_no_year_are_trusted_only_where_their_years_differ(self) -> None:
        def made(*years: int) -> Understood:
            cells = [Cell("3-May", dt.date(year, 5, 3), shown="md") for year in years]
            return read(
                HEADER, *((cell, "AB", "Home visit to the family flat.", "Attended") for cell in cells)
            )

        assert dates(made(2026, 2026, 2026)) == [None] * 3
        assert dates(made(2013, 2014, 2015)) == ["2013-05-03", "2014-05-03", "2015-05-03"]
        assert all(kinds(event) == {"year_not_shown"} for event in made(2013, 2014, 2015).events)


class TestTimes:
    HEAD = ("Date", "Time", "End time", "Event")

    def test_start_and_end_in_columns_of_their_own(self) -> None:
        understood = read(
            self.HEAD,
            ("03/05/2014", "2315hrs", "01:10", "Called to the flat by a neighbour."),
            ("04/05/2014", "am", "", "Letter sent out."),
        )
        assert [(event.time, event.end_time) for event in understood.events] == [
            ("23:15", "01:10"),
            (None, None),
        ]

    def test_an_end_date_makes_a_span(self) -> None:
        understood = read(
            ("Start date", "End date", "Event"),
            ("03/05/2014", "10/05/2014", "In hospital for a week."),
            ("12/05/2014", "", "Went home to rest."),
        )
        assert only(understood).when == When("2014-05-03", "2014-05-10", "range")
        assert understood.events[1].when.precision == "day"

    def test_two_times_that_differ_are_doubted(self) -> None:
        understood = read(
            self.HEAD,
            ("03/05/2014 09:00", "10:00", "", "Called to the flat."),
            ("04/05/2014", "11:00", "", "Letter sent out."),
        )
        assert only(understood).time == "10:00"
        assert kinds(only(understood)) == {"two_times"}


class TestOutcomesOfRows:
    HEAD = ("Date", "Patient", "Details of contact", "Outcome")

    def of(self, patient: str, text: str, outcome: str) -> Understood:
        return read(self.HEAD, ("03/05/2014", patient, text, outcome), *TAIL, known=FAMILY)

    def test_seen_counts_only_for_the_subject(self) -> None:
        assert only(self.of("Rowan Pell", "Clinic appointment.", "Seen")).outcome == "seen"
        assert only(self.of("Tamsin Pell", "Clinic appointment.", "Seen")).outcome == "attended"
        unsure = only(self.of("A Stranger", "Clinic appointment.", "Seen"))
        assert unsure.outcome == "attended"
        assert kinds(unsure) == {"who_was_seen"}

    def test_a_childs_dna_stays_and_is_doubted(self) -> None:
        event = only(self.of("Rowan Pell", "Clinic appointment.", "DNA"))
        assert event.outcome == "did_not_attend"
        assert kinds(event) == {"child_did_not_attend"}
        assert event.doubts[0].fixes[0].changes == {"outcome": "not_brought"}
        assert kinds(only(self.of("Isla-Mae O'Dare", "Clinic appointment.", "DNA"))) == {
            "child_did_not_attend"
        }

    def test_an_adults_dna_is_not(self) -> None:
        assert not only(self.of("Mother", "Clinic appointment.", "DNA")).doubts

    def test_a_childs_dna_is_told_by_the_words_where_nobody_is_known(self) -> None:
        understood = read(self.HEAD, ("03/05/2014", "", "Childhood immunisation for the baby.", "DNA"), *TAIL)
        assert kinds(only(understood)) == {"child_did_not_attend"}

    def test_a_bare_cancelled_is_doubted(self) -> None:
        event = only(self.of("Tamsin Pell", "Clinic appointment.", "Cancelled"))
        assert event.outcome == "cancelled"
        assert kinds(event) == {"cancelled_by_whom"}

    def test_what_the_column_leaves_out_the_text_may_state(self) -> None:
        assert only(self.of("Tamsin Pell", "Home visit – no reply.", "")).outcome == "no_access"
        assert only(self.of("Tamsin Pell", "Home visit – no reply.", "Noted")).outcome == "no_access"

    def test_a_blank_is_not_recorded_for_a_contact_and_not_applicable_for_a_record(self) -> None:
        assert (
            only(self.of("Tamsin Pell", "Home visit to look at the kitchen.", "")).outcome == "not_recorded"
        )
        assert (
            only(self.of("Tamsin Pell", "Letter received from the school.", "")).outcome == "not_applicable"
        )

    def test_not_understood_is_null_with_a_doubt(self) -> None:
        event = only(self.of("Tamsin Pell", "Clinic appointment.", "ZQ9"))
        assert event.outcome is None
        assert kinds(event) == {"outcome_not_understood"}

    def test_a_key_in_a_footnote_explains_two_letter_codes(self) -> None:
        understood = read(
            self.HEAD,
            ("03/05/2014", "Tamsin Pell", "Clinic appointment.", "DN"),
            *TAIL,
            ("Key: AT = attended; DN = did not attend", ACROSS, ACROSS, ACROSS),
            known=FAMILY,
        )
        assert only(understood).outcome == "did_not_attend"

    def test_the_type_of_contact_may_say_it(self) -> None:
        understood = read(
            ("Date", "Contact type", "Notes", "Worker"),
            ("03/05/2014", "No access visit", "Ms Pell was to show the kitchen.", "AB"),
            ("04/05/2014", "Letter", "Letter sent to the family.", "AB"),
        )
        assert [event.outcome for event in understood.events] == ["no_access", "not_applicable"]


class TestPeople:
    HEAD = ("Date", "For", "Who was seen", "Others present", "Event", "Child seen?", "Alone?")

    def of(self, *cells: str) -> Understood:
        return read(
            self.HEAD,
            ("03/05/2014", *cells),
            ("04/05/2014", "", "", "", "Letter sent to the family.", "", ""),
            known=FAMILY,
        )

    def test_names_are_matched_whatever_their_dress_and_the_rest_listed(self) -> None:
        understood = self.of(
            "ROWAN PELL (dob 1/1/12)",
            "Isla Mae O'DARE and mum",
            "Mr Stranger; Tamsin-Pell",
            "Home visit to the flat.",
            "",
            "",
        )
        assert only(understood).people == (
            ("ROWAN PELL", CHILD, "for"),
            ("Isla Mae O'DARE", "person-sister", "seen"),
            ("mum", MOTHER, "seen"),
            ("Mr Stranger", None, "present"),
            ("Tamsin-Pell", MOTHER, "present"),
        )
        assert understood.unmatched_names == ("Mr Stranger",)

    @pytest.mark.parametrize(
        ("seen", "asked", "expected"),
        [
            ("", "Y", True),
            ("", "No", False),
            ("", "", None),
            ("", "N/A", None),
            ("Rowan", "", True),
            ("Mum", "", False),
            ("Mr Stranger", "", None),
        ],
    )
    def test_whether_the_child_was_seen(self, seen: str, asked: str, expected: bool | None) -> None:
        assert only(self.of("", seen, "", "Home visit to the flat.", asked, "")).child_seen is expected

    def test_initials_name_someone_only_in_capitals(self) -> None:
        known = Known(people={"TP": MOTHER, "Rowan": CHILD}, subjects=frozenset({CHILD}))
        rows = (("Date", "Event", "Outcome"), ("03/05/2014", "Key work session with TP.", "Seen"))
        tail = ("04/05/2014", "Letter sent to the tp office.", "")
        event = only(read(*rows, tail, known=known))
        assert (event.outcome, event.doubts) == ("attended", ())

    def test_two_people_of_one_name_are_not_guessed_between(self) -> None:
        known = Known(people={"Alex Pell": "person-a", "Alex-Pell": "person-b"})
        understood = read(
            ("Date", "Patient", "Event"),
            ("03/05/2014", "Alex Pell", "Home visit to the flat."),
            ("04/05/2014", "", "Letter sent to the family."),
            known=known,
        )
        assert only(understood).people == (("Alex Pell", None, "for"),)


class TestChoices:
    ROWS = (
        ("Date", "Recorded", "Notes", "Remarks", "Agency"),
        (
            "03/05/2014",
            "10/05/2014",
            "Home visit to the family flat.",
            "All the rooms were very tidy indeed.",
            "GP",
        ),
        (
            "04/05/2014",
            "11/05/2014",
            "Letter sent to the family home.",
            "Second class stamp and no reply slip.",
            "HV",
        ),
        (
            "05/05/2014",
            "12/05/2014",
            "Letter sent to the family home.",
            "First class stamp and a reply slip.",
            "",
        ),
    )

    def test_the_date_it_was_recorded_is_not_the_date(self) -> None:
        understood = read(*self.ROWS)
        assert understood.columns["date"] == "Date"
        assert understood.columns["recorded_date"] == "Recorded"
        assert dates(understood)[0] == "2014-05-03"

    def test_columns_can_be_chosen_anew(self) -> None:
        understood = read(*self.ROWS, choices=Choices(columns={"event": "remarks", "date": "Recorded"}))
        assert only(understood).text == "All the rooms were very tidy indeed."
        assert dates(understood)[0] == "2014-05-10"

    def test_a_field_can_be_given_no_column(self) -> None:
        assert "analysis" not in read(*self.ROWS, choices=Choices(columns={"analysis": ""})).columns

    @pytest.mark.parametrize(
        "choices",
        [
            Choices(columns={"event": "Nonsense"}),
            Choices(columns={"nonsense": "Notes"}),
            Choices(sheets=("Nonsense",)),
            Choices(service_sheets={"Nonsense": "HV"}),
            Choices(service_column="Nonsense"),
        ],
    )
    def test_a_choice_that_is_not_there_is_a_problem(self, choices: Choices) -> None:
        with pytest.raises(Problem):
            read(*self.ROWS, choices=choices)

    def test_a_column_says_whose_record_each_row_is(self) -> None:
        understood = read(*self.ROWS, choices=Choices(service_column="Agency"))
        assert [event.service for event in understood.events] == ["GP", "HV", None]
        assert understood.services_named == ("GP", "HV")
        assert "no_service" in kinds(understood.events[2])

    def test_sheets_say_whose_records_they_hold(self) -> None:
        tables = [
            table(HEADER, *TAIL, sheet="Ward"),
            table(HEADER, *TAIL, sheet="Clinic"),
            table(HEADER, *TAIL, sheet="Other"),
        ]
        understood = understand(tables, Choices(service_sheets={"Ward": "NUR", "clinic": "GP"}), Known())
        assert [event.service for event in understood.events] == ["NUR"] * 3 + ["GP"] * 3
        assert fates(understood)[-4:] == ["no_table"] * 4


class TestLayoutsNeverSeen:
    def test_headings_nobody_has_met_are_told_by_their_cells(self) -> None:
        understood = read(
            ("Moment", "Tale", "Upshot"),
            ("03/05/2014", "Called at the flat and had a long talk about the kitchen.", "No reply"),
            ("04/05/2014", "Sent a letter about the broken window on the stairs.", "NFA"),
            ("05/05/2014", "Called again about the broken window on the stairs.", "DNA"),
            ("06/05/2014", "Sent a letter about the rent and the broken window.", "Attended"),
        )
        assert understood.columns == {"date": "Moment", "event": "Tale", "outcome": "Upshot"}

    def test_a_file_without_headings(self) -> None:
        understood = read(
            ("03/05/2014", "Called at the flat and had a long talk about the kitchen."),
            ("04/05/2014", "Sent a letter about the broken window on the stairs."),
        )
        assert fates(understood) == ["event", "event"]
        assert understood.headings == ("Column 1", "Column 2")

    def test_a_second_header_with_other_columns_is_followed(self) -> None:
        understood = read(
            HEADER,
            *TAIL,
            ("Worker", "Outcome", "Date", "Event"),
            ("AB", "DNA", "03/07/2014", "Clinic appointment for mother."),
        )
        assert understood.events[-1].text == "Clinic appointment for mother."
        assert understood.events[-1].outcome_as_written == "DNA"

    def test_two_rows_of_headings(self) -> None:
        understood = read(
            ("When", ACROSS, "What", ACROSS),
            ("Date", "Time", "Details of contact", "Outcome"),
            ("03/05/2014", "10:00", "Home visit to the family flat.", "Attended"),
            ("04/05/2014", "", "Letter sent to the family.", ""),
        )
        assert fates(understood) == ["header", "header", "event", "event"]
        assert understood.columns == {
            "date": "Date",
            "time": "Time",
            "event": "Details of contact",
            "outcome": "Outcome",
        }

    def test_a_table_that_goes_on_without_a_header_of_its_own(self) -> None:
        more = table(
            ("03/07/2014", "AB", "Home visit to the family flat again.", "Attended"),
            ("04/07/2014", "AB", "Letter sent to the family flat.", ""),
            number=2,
        )
        understood = understand([table(HEADER, *TAIL, number=1), more], Choices(), Known())
        assert len(understood.events) == 5

    def test_a_list_of_names_and_birthdays_is_no_chronology(self) -> None:
        understood = read(
            ("Name", "Date of birth", "Relationship"),
            ("Rowan Pell", "01/02/2012", "Subject"),
            ("Tamsin Pell", "01/02/1990", "Mother"),
        )
        assert fates(understood) == ["no_table"] * 3


def test_understanding_tells_how_far_it_is_and_can_be_stopped() -> None:
    told: list[tuple[int, int]] = []

    def report(done: int, total: int, what: str) -> None:
        told.append((done, total))
        if len(told) == 3:
            raise Cancelled

    rows = [
        ("03/05/2014", "AB", f"Home visit number {place} to the flat.", "Attended") for place in range(2000)
    ]
    with pytest.raises(Cancelled):
        understand([table(HEADER, *rows)], Choices(), Known(), report)
    assert told == sorted(told)
    assert all(done <= total for done, total in told)
