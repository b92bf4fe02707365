"""Bringing in what agencies send: as sent beside as understood, doubts first, nothing left out and nothing unasked."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from person import Person
from PySide6.QtWidgets import QApplication
from small_chronologies import (
    BY_COLUMN,
    CORRECTED,
    HEALTH,
    SOCIAL,
    bring,
    people_and_services,
    place_of,
    write,
)

from ui.places.chronology.doubts import DoubtCard
from ui.places.chronology.importing import ImportPage
from ui.window import Window
from workbench.casefile import CaseFile
from workbench.chronology.combined import CombinedChronology, counts
from workbench.chronology.events import EventView, event_views
from workbench.listing import Ask
from workbench.people import services
from workbench.problems import Report


@pytest.fixture
def panel(make_window: Callable[..., Window], case: CaseFile, person: Person) -> Person:
    """A person in the chronology of a case that has two services and no events."""
    people_and_services(case)
    person.window.cases.take(case)
    person.window.desk.go("chronology")
    return person


def page(person: Person) -> ImportPage:
    """The import page."""
    return place_of(person.window).importing


def events(person: Person) -> list[EventView]:
    """Every event in the case, oldest first."""
    return person.window.desk.read(lambda s: event_views(s, CombinedChronology().ids(s, Ask())))


def test_an_empty_chronology_offers_the_one_next_step(panel: Person, tmp_path: Path) -> None:
    panel.sees("Every agency’s record in one table")
    panel.press("Import a chronology")
    panel.gives_files(write(tmp_path, "HV chronology.csv", HEALTH))
    panel.sees("Import a chronology")
    panel.sees("Adds up, nothing left out")


def test_what_was_sent_stands_beside_what_was_understood_and_the_sum_adds_up(
    panel: Person, tmp_path: Path
) -> None:
    panel.drops(write(tmp_path, "HV chronology.csv", HEALTH))
    panel.sees("7 rows in the file = 6 events + 1 banner or heading. Adds up, nothing left out")
    panel.sees("service HV")
    panel.sees("30/02/2024")
    rows = panel.rows("Understood")
    assert any("Tue 5 Dec 2023" in row and "14:30" in row for row in rows)
    assert any("Date unknown" in row for row in rows)
    panel.sees("Nothing is in the case until you bring it in")
    assert not events(panel)


def test_events_are_brought_in_shown_and_undone(panel: Person, tmp_path: Path) -> None:
    panel.drops(write(tmp_path, "HV chronology.csv", HEALTH))
    panel.press("Bring in 6 events")
    panel.sees("6 events from HV chronology.csv are in the chronology")
    panel.sees("6 of 6 events")
    panel.sees("HV chronology.csv")
    panel.press("Clear all filters")
    panel.sees("6 events  ·  1 service")
    panel.press("Undo")
    panel.sees("Every agency’s record in one table")
    assert not events(panel)


def test_doubts_come_first_and_one_answer_serves_for_all_rows_alike(panel: Person, tmp_path: Path) -> None:
    panel.drops(write(tmp_path, "HV chronology.csv", HEALTH))
    panel.waits_until(
        lambda: isinstance(QApplication.focusWidget(), DoubtCard), "the first doubt to have focus"
    )
    cards = page(panel).doubts.cards
    together = next(card for card in cards if "“DNA”" in card.title)
    assert "One answer for all 2 rows." in together.accessibleName()
    together.setFocus()
    panel.key("1")
    panel.waits_until(lambda: len(page(panel).doubts.cards) == len(cards) - 1, "the doubt to go")
    assert isinstance(QApplication.focusWidget(), DoubtCard)
    panel.press("Bring in 6 events")
    panel.sees("6 events from HV chronology.csv")
    assert [event.outcome for event in events(panel)].count("not_brought") == 2


def test_j_and_k_go_through_the_doubts_and_both_sides_follow(panel: Person, tmp_path: Path) -> None:
    panel.drops(write(tmp_path, "HV chronology.csv", HEALTH))
    panel.waits_until(lambda: isinstance(QApplication.focusWidget(), DoubtCard), "the first doubt")
    cards = page(panel).doubts.cards
    assert len(cards) > 1
    panel.key("J")
    assert QApplication.focusWidget() is cards[1]
    first = page(panel).sheet.marked
    panel.key("K")
    assert QApplication.focusWidget() is cards[0]
    assert page(panel).sheet.marked != first
    panel.key("J")
    assert page(panel).sheet.marked == first


def test_an_impossible_date_is_settled_by_typing_one(panel: Person, tmp_path: Path) -> None:
    panel.drops(write(tmp_path, "HV chronology.csv", HEALTH))
    panel.sees("30/02/2024")
    card = next(each for each in page(panel).doubts.cards if "30/02" in each.title)
    panel.press(f"Type a date: {card.title}")
    panel.types("end of Feb 2024")
    panel.sees("Read as 20 – 29 Feb 2024. Enter takes it")
    panel.key("Enter")
    panel.waits_until(lambda: any("20 – 29 Feb 2024" in row for row in panel.rows("Understood")), "the date")
    panel.press("Bring in 6 events")
    panel.sees("6 events from")
    mended = next(event for event in events(panel) if event.date_as_written.startswith("30/02"))
    assert (mended.earliest, mended.latest) == ("2024-02-20", "2024-02-29")
    assert mended.corrections[0].why == "Typed"


def test_a_file_that_does_not_say_whose_it_is_asks_and_a_service_is_made_on_the_spot(
    panel: Person, tmp_path: Path
) -> None:
    panel.drops(write(tmp_path, "export.csv", HEALTH))
    panel.sees("Whose records are these?")
    panel.press("Bring in 6 events")
    panel.sees("Say whose records these are first")
    panel.press("New service…")
    panel.type_in("Name of the service", "General practice")
    panel.type_in("Code of the service", "GP", leave=False)
    panel.press("Add service")
    panel.sees("service GP")
    panel.press("Bring in 6 events")
    panel.sees("6 events from export.csv")
    assert {event.service for event in events(panel)} == {"GP"}


def test_services_named_in_a_column_are_matched_or_made(panel: Person, tmp_path: Path) -> None:
    panel.drops(write(tmp_path, "export.csv", BY_COLUMN))
    panel.sees("The file names 2 services the case does not know by that name.")
    panel.press("New service for “GP”…")
    panel.type_in("Name of the service", "General practice", leave=False)
    panel.press("Add service")
    panel.sees("The file names 1 service the case does not know by that name.")
    panel.choose("Service that “Night nursing team” stands for", "HV   Health visiting")
    panel.does_not_see("The file names")
    panel.press("Bring in 2 events")
    panel.sees("2 events from export.csv")
    assert [event.service for event in events(panel)] == ["GP", "HV"]


def test_a_column_for_each_agency_gives_each_its_events_whatever_the_file_is_called(
    panel: Person, tmp_path: Path
) -> None:
    told = (
        "Date,Health visiting,Police\n"
        "02/10/2023,Home visit. No reply at the door.,Called to the address about noise.\n"
        "03/10/2023,,Bail check on the flat. No concerns.\n"
    )
    panel.drops(write(tmp_path, "HV and others.csv", told))
    panel.sees("3 rows in the file = 2 rows with 3 events + 1 banner or heading. Adds up, nothing left out")
    panel.sees("The file names 1 service the case does not know by that name.")
    panel.choose("Service that “Police” stands for", "CSC   Children’s social care")
    panel.press("Bring in 3 events")
    panel.sees("3 events from HV and others.csv")
    assert sorted((event.earliest, event.service) for event in events(panel)) == [
        ("2023-10-02", "CSC"),
        ("2023-10-02", "HV"),
        ("2023-10-03", "CSC"),
    ]


def test_the_same_bytes_are_refused_with_a_sentence(panel: Person, tmp_path: Path) -> None:
    bring(panel.window.desk.the_case, "HV chronology.csv", HEALTH, "HV")
    panel.drops(write(tmp_path, "HV again.csv", HEALTH))
    panel.sees("HV again.csv is in the case already, as M1 (HV chronology.csv).")
    panel.press("Back to the chronology")
    panel.sees("6 events")


def test_a_corrected_file_says_how_it_differs_and_brings_in_only_what_is_new(
    panel: Person, tmp_path: Path
) -> None:
    bring(panel.window.desk.the_case, "HV chronology.csv", HEALTH, "HV")
    panel.drops(write(tmp_path, "HV chronology v2.csv", CORRECTED))
    panel.sees("This corrects M1 (HV chronology.csv): 5 the same, 1 changed, 1 new and 0 gone.")
    panel.press("All 7")
    panel.sees("Bring in 7 events")
    panel.press("Only the 1 new")
    panel.press("Bring in 1 event")
    panel.sees("1 event from HV chronology v2.csv is in the chronology")
    assert len(events(panel)) == 7


def test_a_column_is_mapped_otherwise_and_the_file_read_again_at_once(panel: Person, tmp_path: Path) -> None:
    panel.drops(write(tmp_path, "CSC chronology.csv", SOCIAL.replace("Action", "Comment")))
    panel.press("Columns")
    panel.choose("Column of: Action taken", "Comment")
    panel.waits_for_work()
    panel.press("Done with the columns")
    panel.press("Bring in 2 events")
    panel.sees("2 events from")
    assert events(panel)[0].action == "Weekly visits"


def test_several_files_stand_in_a_queue(panel: Person, tmp_path: Path) -> None:
    panel.drops(
        write(tmp_path, "HV chronology.csv", HEALTH),
        write(tmp_path, "CSC chronology.csv", SOCIAL),
        write(tmp_path, "letter.pdf", "%PDF-1.7 nothing of use"),
    )
    panel.sees("HV chronology.csv  ·  1 of 3 files")
    panel.press("Bring in 6 events")
    panel.sees("CSC chronology.csv  ·  2 of 3 files")
    panel.press("Bring in 2 events")
    panel.sees("letter.pdf")
    panel.press("Back to the chronology")
    panel.sees("2 of 8 events")


def test_a_file_is_left_for_later_with_its_answers_and_gone_on_with(panel: Person, tmp_path: Path) -> None:
    panel.drops(write(tmp_path, "HV chronology.csv", HEALTH))
    panel.waits_until(lambda: isinstance(QApplication.focusWidget(), DoubtCard), "the first doubt")
    before = len(page(panel).doubts.cards)
    panel.key("1")
    panel.press("Leave for later")
    panel.sees("HV chronology.csv is left for later")
    assert not events(panel)
    panel.press("Import, 1 left for later")
    panel.picks("Go on with HV chronology.csv")
    panel.sees("Bring in 6 events")
    assert len(page(panel).doubts.cards) == before - 1


def test_the_sides_follow_each_other(panel: Person, tmp_path: Path) -> None:
    panel.drops(write(tmp_path, "HV chronology.csv", HEALTH))
    panel.sees("Bring in 6 events")
    panel.row("Core group joined", "Understood")
    sheet = page(panel).sheet
    assert sheet.model_.rows[sheet.currentIndex().row()].number == 3
    sheet.setCurrentIndex(sheet.model_.index(4, 0))
    assert "not brought" in panel.table("Understood").listing_model.record(3)["event"].text


def test_reading_can_be_cancelled(panel: Person, tmp_path: Path) -> None:
    go = threading.Event()

    def waits(report: Report) -> None:
        go.wait(20)

    panel.window.desk.work("Something before", waits)
    panel.drops(write(tmp_path, "HV chronology.csv", HEALTH))
    panel.sees("Reading HV chronology.csv…")
    for job in list(panel.window.desk.jobs._under_way)[1:]:
        job.cancel()
    go.set()
    panel.waits_for_work()
    panel.sees("Every agency’s record in one table")


def test_nothing_is_lost_when_bringing_in_is_cancelled(panel: Person, tmp_path: Path) -> None:
    panel.drops(write(tmp_path, "HV chronology.csv", HEALTH))
    panel.sees("Bring in 6 events")
    go = threading.Event()

    def waits(report: Report) -> None:
        go.wait(20)

    panel.window.desk.work("Something before", waits)
    panel.press("Bring in 6 events")
    for job in list(panel.window.desk.jobs._under_way)[1:]:
        job.cancel()
    go.set()
    panel.waits_for_work()
    panel.sees("Bring in 6 events")
    assert panel.window.desk.read(counts).events == 0


def test_services_added_meanwhile_can_be_chosen(panel: Person, tmp_path: Path) -> None:
    panel.drops(write(tmp_path, "export.csv", HEALTH))
    panel.sees("Whose records are these?")
    panel.choose("Service of the whole file", "CSC   Children’s social care")
    panel.sees("service CSC")
    assert len(panel.window.desk.read(services)) == 2
