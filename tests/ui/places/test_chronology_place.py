"""The chronology, driven as a person does: one table over all services, and an inspector that corrects in place."""

from collections.abc import Callable
from pathlib import Path

import pytest
from person import Person
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from small_chronologies import filled, place_of

from ui.menus import Menu
from ui.places.chronology.doubts import DoubtCard
from ui.rows import things_in
from ui.window import Window
from workbench.casefile import CaseFile
from workbench.chronology.combined import CombinedChronology
from workbench.chronology.events import EventView, event_views, find_event
from workbench.findings.spine import add_finding, spine
from workbench.listing import Ask
from workbench.notes import notes_on


@pytest.fixture
def panel(make_window: Callable[..., Window], qtbot: object, case: CaseFile, person: Person) -> Person:
    """A person in the chronology of a case with two services."""
    filled(case)
    person.window.cases.take(case)
    person.window.desk.go("chronology")
    person.sees("8 events")
    return person


def event(person: Person, ref: str) -> EventView:
    """One event as it is now."""
    return person.window.desk.read(lambda s: event_views(s, [find_event(s, ref)])[0])


def pick_within(title: str, entry: str) -> None:
    """Choose an entry of a menu within the menu that is open."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu)
    inner = next(each for each in menu.findChildren(Menu) if each.title() == title)
    menu.close()
    next(each for each in inner.actions() if each.text() == entry).trigger()


def test_every_service_stands_in_one_table_oldest_first_and_the_undated_last(panel: Person) -> None:
    rows = panel.rows("Events")
    assert "No reply at the door" in rows[0]
    assert "Core group. HV gave apologies" in rows[1]
    assert "Core group joined by telephone" in rows[2]
    assert rows[-3].startswith("Undated, placed nowhere by guess 2")
    panel.sees("8 events  ·  2 services")


def test_services_are_chosen_from_a_menu_and_all_come_back(panel: Person) -> None:
    panel.press("All services")
    panel.picks("CSC   Children’s social care")
    panel.sees("2 of 8 events")
    assert all("CSC" in row for row in panel.rows("Events"))
    panel.press("CSC")
    panel.picks("HV   Health visiting")
    panel.sees("8 of 8 events")
    panel.press("Clear all filters")
    panel.sees("8 events  ·")


def test_words_filter_the_rows_as_they_are_typed_and_esc_empties_the_box(panel: Person) -> None:
    panel.table("Events").setFocus()
    panel.key("/")
    panel.types("gave apologies")
    panel.sees("1 of 8 events")
    panel.key("Esc")
    panel.sees("8 events  ·")
    panel.key("Esc")
    assert panel.table("Events").hasFocus()


def test_a_filter_by_dates_says_how_many_undated_events_it_leaves_out(panel: Person) -> None:
    panel.press("Any date")
    panel.picks("Between two dates…")
    panel.type_in("From", "Nov 2023")
    panel.type_in("To", "December 2023")
    panel.press("Show these")
    panel.sees("5 of 8 events")
    panel.sees("Nov 2023 – Dec 2023")
    panel.sees("2 undated events are left out by the dates.")
    panel.press("Show the undated events")
    panel.sees("2 of 8 events")


def test_filters_that_leave_nothing_say_so_and_offer_the_way_back(panel: Person) -> None:
    panel.press("Key only")
    panel.sees("No event matches these filters.")
    panel.press("Clear the filters")
    panel.sees("8 events  ·")
    assert panel.table("Events").current_id


def test_outcomes_persons_and_switches_filter_too(panel: Person) -> None:
    panel.press("Any outcome")
    panel.picks("Planned and missed")
    panel.sees("3 of 8 events")
    panel.press("Clear all filters")
    place_of(panel.window).page.filters.put(
        person=event(panel, "E3").people[0].id, in_scope=True, services=["HV"]
    )
    assert [row for row in panel.rows("Events") if "Kyra weighed" in row]
    panel.press("In scope")
    panel.press("Clear all filters")


def test_the_events_of_a_figure_are_shown_by_themselves_under_its_words(panel: Person) -> None:
    desk = panel.window.desk
    panel.press("Key only")
    panel.sees("No event matches these filters.")
    desk.go("findings")
    wanted = [event(panel, ref).id for ref in ("E2", "E5")]
    desk.show_these("chronology", wanted, "2 missed contacts in 90 days")
    panel.sees("2 of 8 events")
    assert panel.table("Events").listing_model.ids() == [
        one for one in panel.window.desk.read(lambda s: CombinedChronology().ids(s, Ask())) if one in wanted
    ]
    panel.press("2 missed contacts in 90 days")
    panel.sees("8 events  ·")
    panel.does_not_see("2 missed contacts in 90 days")
    desk.show_these("chronology", wanted[:1], "1 missed contact")
    assert panel.table("Events").current_id == wanted[0]
    panel.sees("8 events  ·")


def test_the_inspector_shows_what_was_written_and_what_was_understood(panel: Person) -> None:
    panel.row("Kyra weighed at home", "Events")
    panel.sees("As written · row 4")
    panel.sees("3 | 05/12/2023 | 16:00 | Home visit | Kyra Fenwick")
    panel.sees("M1 HV chronology.csv")
    panel.sees("Date: Tue 5 Dec 2023, exact")
    panel.sees("age 9 months")
    panel.sees("Kyra Fenwick")


def test_a_date_is_corrected_where_it_stands_read_aloud_and_withdrawn(panel: Person) -> None:
    panel.row("No reply at the door", "Events")
    panel.key("C")
    panel.picks("Date")
    panel.type_in("Date", "mid October 2023", leave=False)
    panel.sees("Read as 10 – 20 Oct 2023")
    panel.key("Tab")
    panel.types("The letter says so")
    panel.key("Enter")
    panel.sees("Date: 10 – 20 Oct 2023")
    panel.sees("Thu 2 Nov 2023 corrected to 10 – 20 Oct 2023")
    panel.sees("R. Adeyemi")
    assert event(panel, "E1").corrections[0].why == "The letter says so"
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName().startswith("Date: ")
    panel.press("Withdraw the correction of date")
    panel.sees("Date: Thu 2 Nov 2023, exact")
    panel.key("Esc")
    panel.key("Ctrl+Z")
    panel.sees("Date: 10 – 20 Oct 2023")


def test_a_date_that_is_none_is_refused_beneath_the_field_and_esc_leaves_it(panel: Person) -> None:
    panel.row("No reply at the door", "Events")
    panel.key("C")
    panel.picks("Date")
    panel.type_in("Date", "32/13/23", leave=False)
    panel.key("Enter")
    panel.sees("unknown")
    assert place_of(panel.window).inspector.busy
    panel.key("Esc")
    assert not place_of(panel.window).inspector.busy
    assert not event(panel, "E1").corrections


def test_an_outcome_is_corrected_by_choice_and_the_other_fields_by_words(panel: Person) -> None:
    panel.row("No reply at the door", "Events")
    panel.key("C")
    panel.picks("Outcome")
    panel.choose("Outcome", "Declined or refused")
    panel.press("Correct: Outcome")
    panel.sees("Outcome: Declined or refused")
    panel.key("Esc")
    panel.key("C")
    panel.picks("Recorded by")
    panel.type_in("Recorded by", "HV1", leave=False)
    panel.key("Enter")
    panel.sees("Recorded by: HV1")
    panel.key("Esc")
    panel.key("C")
    panel.picks("Time")
    panel.type_in("Time", "quarter to", leave=False)
    panel.key("Enter")
    panel.sees("“quarter to” is not a time.")
    panel.type_in("Time", "2.30pm", leave=False)
    panel.key("Enter")
    panel.sees("Time: 14:30")


def test_doubts_stand_first_with_their_reason_and_a_number_settles_one(panel: Person) -> None:
    panel.row("Kyra not brought to clinic", "Events")
    panel.key("D")
    card = QApplication.focusWidget()
    assert isinstance(card, DoubtCard)
    panel.sees("the child was not brought")
    panel.key("1")
    panel.waits_until(lambda: event(panel, "E4").outcome == "not_brought", "the fix")
    assert not event(panel, "E4").doubts
    panel.row("Second appointment", "Events")
    doubts = len(event(panel, "E5").doubts)
    panel.key("D")
    panel.key("J")
    panel.key("K")
    card = QApplication.focusWidget()
    assert isinstance(card, DoubtCard)
    panel.press(f"Keep as read: {card.title}")
    panel.waits_until(lambda: len(event(panel, "E5").doubts) == doubts - 1, "the doubt to be kept")


def test_a_date_in_doubt_is_settled_by_typing_one(panel: Person) -> None:
    panel.row("Second appointment", "Events")
    card = next(
        each for each in place_of(panel.window).inspector.findChildren(DoubtCard) if "30/02" in each.title
    )
    panel.press(f"Type a date: {card.title}")
    panel.types("28 Feb 2024")
    panel.sees("Read as Wed 28 Feb 2024. Enter takes it")
    panel.key("Enter")
    panel.waits_until(lambda: event(panel, "E5").earliest == "2024-02-28", "the date")


def test_the_doubts_are_gone_through_from_event_to_event(panel: Person) -> None:
    panel.row("No reply at the door", "Events")
    panel.key("Shift+D")
    assert event(panel, "E8").id == panel.table("Events").current_id or event(panel, "E4").doubts
    first = panel.table("Events").current_id
    panel.table("Events").setFocus()
    panel.key("Shift+D")
    assert panel.table("Events").current_id != first


def test_keys_mark_put_out_of_scope_and_order_within_the_day(panel: Person) -> None:
    panel.row("Kyra weighed at home", "Events")
    panel.key("S")
    assert event(panel, "E3").key
    panel.key("S")
    assert not event(panel, "E3").key
    panel.key("O")
    assert event(panel, "E3").out_of_scope
    panel.sees("Out of scope")
    panel.key("O")
    panel.key("Alt+Up")
    rows = panel.rows("Events")
    assert "Kyra weighed" in rows[2]
    assert "joined by telephone" in rows[3]
    panel.key("Ctrl+Z")
    assert "joined by telephone" in panel.rows("Events")[2]


def test_accounts_are_linked_compared_and_unlinked(panel: Person) -> None:
    panel.row("Core group. HV gave apologies", "Events")
    panel.row("Core group joined by telephone", "Events", adding=True)
    panel.sees("2 events chosen")
    panel.key("L")
    panel.sees("are linked as accounts of the same event.")
    panel.row("Core group. HV gave apologies", "Events")
    panel.sees("2 accounts, 2 differences")
    panel.sees("Weekly visits")
    panel.sees("Fortnightly visits")
    panel.press("Compare: 2 accounts, 2 differences")
    panel.sees("They differ in time and what was agreed.")
    panel.press("Close")
    panel.table("Events").setFocus()
    panel.key("Shift+L")
    panel.sees("None linked.")


def test_one_row_is_linked_to_another_by_its_reference(panel: Person) -> None:
    panel.row("Core group. HV gave apologies", "Events")
    panel.key("L")
    panel.type_in("Reference of the other account", "E2", leave=False)
    panel.press("Link")
    panel.waits_until(lambda: len(event(panel, "E7").accounts) == 1, "the link")


def test_notes_questions_and_answers_are_written_beside_an_event(panel: Person) -> None:
    panel.row("No reply at the door", "Events")
    panel.key("N")
    panel.type_in("Note", "Who held the plan?", leave=False)
    panel.press("Add note")
    panel.sees("Who held the plan?")
    panel.press("Edit note of R. Adeyemi")
    panel.type_in("Note of R. Adeyemi", "Who held the plan after November?")
    panel.sees("Who held the plan after November?")
    place = place_of(panel.window)
    notes = panel.window.desk.read(lambda s: notes_on(s, place.page.table.current_id))
    assert [note.text for note in notes] == ["Who held the plan after November?"]
    panel.table("Events").setFocus()
    panel.key("Q")
    panel.type_in("Question", "Was a card left?", leave=False)
    panel.press("Ask")
    panel.sees("Questions to the agency · 1 open")
    panel.type_in("Answer to: Was a card left?", "Yes, and a text was sent.")
    panel.waits_until(lambda: event(panel, "E1").questions[0].answer is not None, "the answer")
    panel.press("Remove note of R. Adeyemi")
    panel.does_not_see("Who held the plan")


def test_several_rows_become_evidence_at_once_and_the_inspector_leads_to_the_finding(panel: Person) -> None:
    case = panel.window.desk.the_case
    finding = add_finding(case, "Missed contacts were not read as a signal")
    panel.row("No reply at the door", "Events")
    panel.row("Kyra not brought", "Events", adding=True)
    panel.key("E")
    panel.picks("F1   Missed contacts were not read as a signal")
    panel.sees("E1, E4 added as evidence for F1.")
    told = panel.window.desk.read(spine).finding("F1")
    assert [piece.event for piece in told.evidence] == ["E1", "E4"]
    panel.row("No reply at the door", "Events")
    panel.sees("Missed contacts were not read as a signal")
    panel.press("Remove from the evidence of F1")
    panel.waits_until(lambda: len(panel.window.desk.read(spine).finding("F1").evidence) == 1, "one less")
    assert finding


def test_a_new_finding_is_started_from_the_rows_it_rests_on(panel: Person) -> None:
    panel.row("No reply at the door", "Events")
    panel.key("E")
    panel.picks("New finding on E1…")
    panel.type_in("Title of the finding", "Visits stopped without anyone deciding so", leave=False)
    panel.press("Add finding")
    panel.sees("F1 is new, with E1 as evidence.")


def test_events_are_put_under_a_line_of_enquiry_and_filtered_by_it(panel: Person) -> None:
    panel.row("No reply at the door", "Events")
    panel.key("I")
    panel.picks("K1   Was the child seen?")
    panel.waits_until(lambda: event(panel, "E1").lines == ("K1",), "the mark")
    place_of(panel.window).page.filters.put(lines=["K1"])
    panel.sees("1 of 8 events")


def test_people_are_added_and_names_matched_to_a_new_person(panel: Person) -> None:
    panel.row("No reply at the door", "Events")
    panel.press("Add: People")
    panel.waits_until(lambda: QApplication.activePopupWidget() is not None, "the menu")
    pick_within("Seen", "New person…")
    panel.type_in("Name", "Leanne Fenwick")
    panel.type_in("Role", "Mother", leave=False)
    panel.press("Add person")
    panel.waits_until(
        lambda: [one.as_written for one in event(panel, "E1").people] == ["Leanne Fenwick"], "her"
    )
    panel.press("Remove Leanne Fenwick, seen, from this event")
    panel.waits_until(lambda: not event(panel, "E1").people, "her to be gone")


def test_several_rows_are_corrected_at_once(panel: Person) -> None:
    panel.row("No reply at the door", "Events")
    panel.row("Visit cancelled", "Events", adding=True)
    panel.press("Mark as key")
    assert event(panel, "E1").key
    assert event(panel, "E8").key
    panel.press("Correct all…")
    pick_within("Outcome", "Cancelled by family")
    panel.waits_until(lambda: event(panel, "E8").outcome == "cancelled_by_family", "the correction")
    assert event(panel, "E1").outcome == "cancelled_by_family"


def test_the_agencys_rows_are_shown_as_sent_and_the_file_saved_as_it_came(
    panel: Person, tmp_path: Path
) -> None:
    panel.row("Kyra weighed at home", "Events")
    panel.key("R")
    panel.sees("E3 stands in whole file, row 4.")
    panel.sees("No reply at the door. Card left.")
    panel.press("Save original…")
    panel.gives_files(tmp_path / "original.csv")
    panel.waits_until((tmp_path / "original.csv").exists, "the file")
    assert "Weight 25th centile" in (tmp_path / "original.csv").read_text(encoding="utf-8")
    panel.press("Close")


def test_an_event_is_added_by_hand_with_a_vague_date_and_removed_again(panel: Person) -> None:
    panel.table("Events").setFocus()
    panel.press("New event")
    panel.type_in("Date", "early January 2024")
    panel.sees("Read as 1 – 10 Jan 2024")
    panel.press("Add event")
    panel.sees("The event has no words.")
    panel.type_in("What happened", "A neighbour told the panel of shouting.")
    panel.choose("Outcome", "Not a contact")
    panel.press("Add event")
    panel.sees("The event is in the chronology.")
    panel.sees("Known from no agency’s chronology.")
    assert event(panel, "E9").text == "A neighbour told the panel of shouting."
    panel.press("Remove: Added by hand")
    panel.sees("E9 was removed.")
    panel.sees("8 events  ·")


def test_columns_are_chosen_and_stay_chosen(panel: Person) -> None:
    panel.press("Columns")
    panel.picks("Recorded by")
    table = panel.table("Events")
    at = [column.key for column in table.listing_model.columns].index("recorded_by")
    assert not table.isColumnHidden(at)
    assert "recorded_by" in panel.window.settings.words("events_columns")


def test_the_history_of_one_event_is_told(panel: Person) -> None:
    panel.row("No reply at the door", "Events")
    panel.key("S")
    panel.press("Show: History")
    panel.sees("Mark E1 as key")
    panel.sees("Bring in 6 events from HV chronology.csv")


def test_rows_are_dragged_as_ids_and_no_words(panel: Person) -> None:
    panel.row("No reply at the door", "Events")
    model = panel.table("Events").listing_model
    data = model.mimeData([model.index(0, 0), model.index(1, 0)])
    assert isinstance(data, QMimeData)
    assert things_in(data, "events") == model.ids()[:2]


def test_the_context_menu_holds_every_act_with_its_key(panel: Person) -> None:
    panel.row("No reply at the door", "Events")
    table = panel.table("Events")
    table.customContextMenuRequested.emit(table.viewport().rect().center())
    menu = QApplication.activePopupWidget()
    assert menu is not None
    words = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert "Mark as key, or take the mark off" in words
    assert "Add as evidence…" in words
    menu.close()


def test_enter_goes_to_the_inspector_and_esc_comes_back(panel: Person) -> None:
    panel.row("No reply at the door", "Events")
    panel.key("Enter")
    inspector = place_of(panel.window).inspector
    focus = QApplication.focusWidget()
    assert focus is not None
    assert inspector.isAncestorOf(focus)
    QTest.keyClick(focus, Qt.Key.Key_Escape)
    assert panel.table("Events").hasFocus()


def test_search_leads_to_an_event_that_filters_leave_out(panel: Person) -> None:
    place_of(panel.window).page.filters.put(services=["CSC"])
    panel.window.desk.go("chronology", event(panel, "E3").id)
    panel.sees("8 events  ·")
    assert panel.table("Events").current_id == event(panel, "E3").id
