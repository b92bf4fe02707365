"""Chronologies that are no plain table: cards, tables on their side, and a column for each agency."""

from collections.abc import Iterable

import pytest
from chronology.rows_made import ACROSS, FAMILY, HEADER, MERGED, TAIL, fates, kinds, read, table

from workbench.chronology.understanding import Choices, Known, Understood, understand
from workbench.problems import Problem
from workbench.reading.grid import Table


def whole(*tables: Table, choices: Choices | None = None, known: Known = FAMILY) -> Understood:
    understood = understand(tables, choices or Choices(), known)
    accounted(understood)
    return understood


def accounted(understood: Understood) -> None:
    """Every row is exactly one of event, joined and skipped, and events and rows point to each other."""
    rows = understood.rows
    for at, row in enumerate(rows):
        owners = [number for number, event in enumerate(understood.events) if at in event.rows]
        assert (row.fate == "skipped") == (not owners) == bool(row.reason)
        assert row.event == (owners[0] if owners else None)
    for event in understood.events:
        assert rows[event.rows[0]].fate == "event"


def card(number: int, date: str, text: str, outcome: str) -> Table:
    return table(
        ("Date of contact:", date),
        ("Time", "10:30"),
        ("Worker", "AB"),
        ("What happened", text),
        ("Outcome", outcome),
        number=number,
    )


def told(understood: Understood) -> list[tuple[str | None, str, str | None]]:
    return [(event.when.earliest, event.text, event.outcome) for event in understood.events]


def test_one_small_word_table_for_each_event() -> None:
    understood = whole(
        card(1, "02/05/2013", "Home visit, planned.", "No access"),
        card(2, "09/05/2013", "Clinic for Rowan.", "WNB"),
        card(3, "May 2013", "Letter to the family.", "N/A"),
    )
    assert told(understood) == [
        ("2013-05-02", "Home visit, planned.", "no_access"),
        ("2013-05-09", "Clinic for Rowan.", "not_brought"),
        ("2013-05-01", "Letter to the family.", "not_applicable"),
    ]
    assert understood.events[2].when.precision == "month"
    assert [event.time for event in understood.events] == ["10:30"] * 3
    assert understood.events[0].recorded_by == "AB"
    assert fates(understood) == ["event", "joined", "joined", "joined", "joined"] * 3
    assert understood.rows[3].cells == (("What happened", "Home visit, planned."),)
    assert understood.columns["event"] == "What happened"


def test_cards_one_below_another_in_a_sheet() -> None:
    understood = whole(
        table(
            ("Chronology of health visiting", ""),
            ("", ""),
            ("Contact 1", ""),
            ("Date", "02/05/2013"),
            ("Event", "Home visit, planned."),
            ("", "It went on below."),
            ("Outcome", "Attended"),
            ("Contact 2", ""),
            ("Date", "03/05/2013"),
            ("Event", "Clinic"),
            ("Outcome", "DNA"),
            ("Prepared by the named nurse", ""),
            sheet="HV",
        )
    )
    assert told(understood) == [
        ("2013-05-02", "Home visit, planned.\nIt went on below.", "attended"),
        ("2013-05-03", "Clinic", "did_not_attend"),
    ]
    assert fates(understood) == [
        *("title", "title", "event", "joined", "joined", "joined"),
        *("banner", "event", "joined", "joined", "footnote"),
    ]


def test_two_labels_with_their_values_in_one_row() -> None:
    understood = whole(
        *(
            table(
                ("Date", date, "Time", "10:30"),
                ("Worker", "AB", "Outcome", "DNA"),
                ("Event", text, ACROSS, ACROSS),
                number=number,
            )
            for number, date, text in ((1, "02/05/2013", "Clinic about sleep."), (2, "09/05/2013", "Clinic."))
        )
    )
    assert told(understood) == [
        ("2013-05-02", "Clinic about sleep.", "did_not_attend"),
        ("2013-05-09", "Clinic.", "did_not_attend"),
    ]
    assert understood.rows[1].cells == (("Worker", "AB"), ("Outcome", "DNA"))


def test_a_chronology_on_its_side() -> None:
    understood = whole(
        table(
            ("Chronology", "", "", ""),
            ("Date", "02/05/2013", "03/05/2013", "04/05/2013"),
            ("Details", "Home visit, planned", "Clinic", "Letter from the GP"),
            ("Outcome", "No access", "DNA", ""),
            ("Date", "", "", ""),
        )
    )
    assert told(understood) == [
        ("2013-05-02", "Home visit, planned", "no_access"),
        ("2013-05-03", "Clinic", "did_not_attend"),
        ("2013-05-04", "Letter from the GP", "not_applicable"),
    ]
    assert fates(understood) == ["title", "event", "joined", "joined", "footnote"]
    assert {event.rows for event in understood.events} == {(1, 2, 3)}


def test_a_title_block_with_a_date_is_no_event_beside_a_chronology() -> None:
    understood = whole(
        table(("Agency", "HV"), ("Date", "01/02/2014"), ("Summary", "Prepared for the panel."), number=1),
        table(HEADER, *TAIL, number=2),
    )
    assert fates(understood) == ["no_table"] * 3 + ["header"] + ["event"] * 3


def test_a_person_may_say_which_label_is_which() -> None:
    cards = [
        table(("Date", f"0{day}/05/2013"), ("Remarks", "Home visit, planned."), ("Details", "See file"))
        for day in (1, 2)
    ]
    chosen = whole(*cards, choices=Choices(columns={"event": "Remarks"}))
    assert [event.text for event in chosen.events] == ["Home visit, planned."] * 2
    with pytest.raises(Problem, match="no column called “Nothing”"):
        whole(*cards, choices=Choices(columns={"event": "Nothing"}))


AGENCIES = ("Date", "Police", "Health", "Social care")


def services(understood: Understood) -> list[tuple[str | None, str | None, str]]:
    return [(event.service, event.when.earliest, event.text) for event in understood.events]


def test_a_column_for_each_agency_gives_each_its_own_event() -> None:
    understood = whole(
        table(
            ("Combined chronology", "", "", ""),
            AGENCIES,
            ("2013", "", "", ""),
            ("02/05/2013", "Called to the address, no offences.", "Cough, mother advised by the GP.", ""),
            ("03/05/2013", "", "-", "Home visit, no reply. Card left."),
            ("", "", "Clinic about sleep: DNA", ""),
            AGENCIES,
            ("05/05", "Arrest of father for theft.", "", "Strategy discussion held."),
            ("06/05/2013", "", "", ""),
            ("Note: police records are incomplete", "", "", ""),
            sheet="All",
        )
    )
    assert services(understood) == [
        ("Police", "2013-05-02", "Called to the address, no offences."),
        ("Health", "2013-05-02", "Cough, mother advised by the GP."),
        ("Social care", "2013-05-03", "Home visit, no reply. Card left."),
        ("Health", "2013-05-03", "Clinic about sleep: DNA"),
        ("Police", "2013-05-05", "Arrest of father for theft."),
        ("Social care", "2013-05-05", "Strategy discussion held."),
    ]
    assert [event.outcome for event in understood.events][2:4] == ["no_access", "did_not_attend"]
    assert "date_from_above" in kinds(understood.events[3])
    assert fates(understood) == [
        *("title", "header", "banner", "event", "event", "event", "header", "event", "blank", "footnote")
    ]
    assert understood.by_agency
    assert understood.services_named == ("Police", "Health", "Social care")


def test_the_services_of_the_case_name_agency_columns_too() -> None:
    known = Known(services={"Rowan House": "s-1", "RH": "s-1", "Zeta project": "s-2"})
    rows: Iterable[tuple[str, str, str]] = [
        ("02/05/2013", "Came to stay with his mother.", "Drop-in, first visit."),
        ("03/05/2013", "Left after breakfast.", ""),
    ]
    understood = whole(table(("Date", "Rowan House", "Zeta project"), *rows), known=known)
    assert services(understood)[:2] == [
        ("Rowan House", "2013-05-02", "Came to stay with his mother."),
        ("Zeta project", "2013-05-02", "Drop-in, first visit."),
    ]


def test_a_date_merged_over_two_rows_and_an_agencys_cell_merged_down() -> None:
    understood = whole(
        table(
            AGENCIES,
            ("02/05/2013", "Called to the address, no offences.", "", "Referral read."),
            (MERGED, MERGED, "Seen in the emergency department with a cough.", "Visit arranged for Friday."),
            ("03/05/2013", "", "Letter to the family.", ""),
        )
    )
    assert services(understood) == [
        ("Police", "2013-05-02", "Called to the address, no offences."),
        ("Social care", "2013-05-02", "Referral read."),
        ("Health", "2013-05-02", "Seen in the emergency department with a cough."),
        ("Social care", "2013-05-02", "Visit arranged for Friday."),
        ("Health", "2013-05-03", "Letter to the family."),
    ]
    assert not any("date_from_above" in kinds(event) for event in understood.events)


def test_an_outcome_beside_several_agencies_is_set_for_none() -> None:
    understood = whole(
        table(
            ("Date", "Police records", "Children’s social care", "Outcome"),
            ("02/05/2013", "Called to the address, no offences.", "Visit with the police.", "Attended"),
            ("03/05/2013", "", "Home visit, no reply. Card left.", "No access"),
        )
    )
    assert [kinds(event) for event in understood.events] == [{"shared_outcome"}, {"shared_outcome"}, set()]
    assert [event.outcome for event in understood.events][2] == "no_access"
    assert "attended" not in [event.outcome for event in understood.events]


def test_ticks_under_agencies_beside_an_event_are_no_events() -> None:
    understood = whole(
        table(
            ("Date", "Event", "Police", "Health", "Outcome"),
            ("02/05/2013", "Called to the address, no offences found.", "Y", "", "Attended"),
            ("03/05/2013", "Home visit by the health visitor about sleep.", "", "Y", "DNA"),
        )
    )
    assert [event.service for event in understood.events] == [None, None]
    assert not understood.by_agency


# --- rows that say too little


def test_a_row_with_only_a_date_or_only_an_outcome_is_blank() -> None:
    understood = read(
        HEADER,
        *TAIL,
        ("18/06/2014", "", "", ""),
        ("", "", "", "DNA"),
        ("20/06/2014", "AB", "Home visit to see the family.", "Attended"),
        ("2015", "", "", ""),
        ("", "", "", "DNA"),
        ("20/06/2015", "AB", "Home visit to see the family.", "Attended"),
        ("3 July 2015", "", "", ""),
    )
    accounted(understood)
    assert fates(understood)[4:] == ["blank", "blank", "event", "banner", "blank", "event", "blank"]


def test_a_date_in_a_row_of_its_own_is_the_date_above() -> None:
    understood = read(
        HEADER,
        *TAIL,
        ("18/06/2014", "", "", ""),
        ("", "AB", "Home visit to see the family.", "Attended"),
        ("25/06/2014", "AB", "Home visit to see the family.", "Attended"),
    )
    event = understood.events[3]
    assert event.when.earliest == "2014-06-18"
    assert "date_from_above" in kinds(event)


@pytest.mark.parametrize("written", ["06/05/2013", "6 May 2013", "Monday 6 May 2013"])
def test_days_over_the_entries_date_them_however_they_are_written(written: str) -> None:
    understood = read(
        ("Time", "Worker", "Event", "Outcome"),
        (written, "", "", ""),
        ("10:00", "AB", "Home visit to the family flat, no concerns.", "Attended"),
        ("11:00", "AB", "Clinic appointment for the baby.", "DNA"),
        ("07/07/2013", "", "", ""),
        ("10:00", "AB", "Home visit to the family flat, once more.", "Attended"),
    )
    assert [event.when.earliest for event in understood.events] == ["2013-05-06", "2013-05-06", "2013-07-07"]
    assert fates(understood) == ["header", "banner", "event", "event", "banner", "event"]
