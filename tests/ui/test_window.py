"""The frame: places, undo, news, search, help, keys and leaving, driven as a person would."""

from collections.abc import Callable
from pathlib import Path

import pytest
from jottings import Jottings, fill
from person import Person
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ui.place import Place
from ui.ring import FocusRing
from ui.theme import look
from ui.window import Window
from workbench.casefile import CaseFile
from workbench.people import Alias, add_person


class Other(Place):
    """A second place, to go to and come back from."""

    key = "other"
    title = "Other"
    icon = "folder"
    purpose = "Nothing but being elsewhere."


@pytest.fixture
def filled(case: CaseFile) -> list[str]:
    return fill(case)


@pytest.fixture
def at_work(qtbot: QtBot, make_window: Callable[..., Window], case: CaseFile, filled: list[str]) -> Person:
    window = make_window([Jottings, Other])
    window.cases.take(case)
    return Person(qtbot, window)


def test_the_welcome_offers_three_ways_in_and_no_case(person: Person) -> None:
    for way in ("New case", "Open a case", "Try the sample case"):
        person.sees(way)
    assert not person.can_see("All changes saved")


def test_the_case_is_named_on_top_and_never_in_the_title_of_the_window(at_work: Person) -> None:
    at_work.sees("Child K")
    at_work.sees("Local child safeguarding practice review")
    at_work.sees("OFFICIAL-SENSITIVE")
    assert at_work.window.windowTitle() == "Review Panel Workbench"
    assert at_work.window.windowFilePath() == ""


def test_a_change_is_seen_at_once_and_undone_and_redone_by_key(at_work: Person) -> None:
    at_work.row("Jotting 3")
    at_work.key("S")
    at_work.sees("Marked as key.")
    at_work.sees("mark E3 as key")
    at_work.key("Ctrl+Z")
    at_work.does_not_see("Undo mark E3 as key")
    assert not [row for row in at_work.rows() if row.startswith("Key")]
    at_work.key("Ctrl+Y")
    assert [row for row in at_work.rows() if row.startswith("Key") and "Jotting 3" in row]


def test_undo_stands_in_the_status_bar_the_news_and_the_menu(at_work: Person) -> None:
    at_work.row("Jotting 4")
    at_work.key("S")
    at_work.press("Undo")
    assert not [row for row in at_work.rows() if row.startswith("Key")]
    at_work.menu("Edit", "Redo mark E4 as key")
    assert [row for row in at_work.rows() if row.startswith("Key")]
    at_work.menu("Edit", "Undo mark E4 as key")
    assert not [row for row in at_work.rows() if row.startswith("Key")]


def names_of_many(case: CaseFile) -> int:
    """One change of very many rows; gives its number."""
    someone = add_person(case, "Robyn Invented")
    with case.change("Note the names of many") as session:
        session.add_all(Alias(person_id=someone, name=f"Name {number}") for number in range(1_200))
    return case.last_change


def test_a_large_change_is_undone_and_redone_beside_the_window(at_work: Person) -> None:
    desk = at_work.window.desk
    number = names_of_many(desk.the_case)
    assert desk.undo()
    assert desk.jobs.busy
    at_work.sees("Undoing: Note the names of many")
    at_work.waits_for_work()
    assert desk.undo_label == "Add Robyn Invented"
    assert desk.redo()
    assert desk.jobs.busy
    at_work.waits_for_work()
    assert desk.undo_label == "Note the names of many"
    done: list[int] = []
    assert desk.undo_change(number + 2, lambda: done.append(number))
    at_work.waits_for_work()
    assert done == [number]


def test_while_a_large_change_is_undone_another_waits_and_cancel_leaves_all_as_it_was(
    at_work: Person,
) -> None:
    desk = at_work.window.desk
    number = names_of_many(desk.the_case)
    assert desk.undo()
    assert not desk.undo_change(number)
    at_work.sees("“Undoing: Note the names of many” is running, so nothing else can be changed just now.")
    desk.jobs.cancel_all()
    at_work.waits_for_work()
    assert desk.the_case.last_change in (number, number + 1)
    assert desk.the_case.verify().ok


def test_typing_in_a_field_is_its_own_undo_and_one_change_when_left(at_work: Person) -> None:
    at_work.row("Jotting 5")
    before = at_work.window.desk.the_case.last_change
    at_work.type_in("Event", "Written anew", leave=False)
    at_work.key("Ctrl+Z")
    assert at_work.window.desk.the_case.last_change == before
    at_work.type_in("Event", "Written anew")
    at_work.waits_until(lambda: at_work.window.desk.the_case.last_change == before + 1)
    assert [row for row in at_work.rows() if "Written anew" in row]
    at_work.key("Ctrl+Z")
    at_work.waits_until(lambda: any("Jotting 5" in row for row in at_work.rows()))


def test_news_goes_with_escape(at_work: Person) -> None:
    at_work.window.desk.notice("Something small.")
    at_work.sees("Something small.")
    at_work.table().setFocus()
    at_work.key("Esc")
    at_work.does_not_see("Something small.")


def test_never_more_than_two_bars_of_news(at_work: Person) -> None:
    for number in range(4):
        at_work.window.desk.notice(f"News {number}.")
    assert at_work.window.notices.texts() == ["News 3.", "News 2."]


def test_places_are_gone_to_by_rail_key_and_back(at_work: Person) -> None:
    at_work.press("Other")
    assert at_work.window.place is not None
    assert at_work.window.place.key == "other"
    at_work.key("Ctrl+1")
    assert at_work.window.place.key == "jottings"
    at_work.key("Alt+Left")
    assert at_work.window.place.key == "other"


def test_the_search_box_finds_commands_and_what_the_case_says(at_work: Person, filled: list[str]) -> None:
    at_work.key("Ctrl+K")
    at_work.types("larger")
    at_work.waits_until(lambda: at_work.window.top.search.found is not None)
    at_work.key("Enter")
    at_work.waits_until(lambda: look.text_size == 110, "larger text")
    at_work.key("Ctrl+K")
    at_work.types("curtains")
    found = at_work.window.top.search
    at_work.waits_until(lambda: found.found is not None and found.found.current is not None)
    at_work.key("Esc")
    assert found.found is None


def test_help_says_what_the_place_is_for_and_its_keys(at_work: Person) -> None:
    at_work.key("F1")
    at_work.sees("Every event of the case in one table")
    at_work.sees("Mark as key")
    at_work.key("Esc")
    at_work.does_not_see("Every event of the case in one table")


def test_f6_goes_round_the_panes(at_work: Person) -> None:
    at_work.table().setFocus()
    at_work.row("Jotting 1")
    been = []
    for _ in range(4):
        at_work.key("F6")
        focus = QApplication.focusWidget()
        assert focus is not None
        been.append(focus.accessibleName())
    assert "Search, or type a command" in been
    assert "Jottings" in been


def test_text_grows_to_twice_its_size_and_no_further(at_work: Person) -> None:
    for _ in range(14):
        at_work.key("Ctrl+=")
    assert look.text_size == 200
    assert look.font().pixelSize() == 26
    at_work.key("Ctrl+0")
    assert look.font().pixelSize() == 13


def test_every_place_and_help_have_their_words_on_the_rail_at_twice_the_size(
    person: Person, case: CaseFile
) -> None:
    window = person.window
    window.cases.take(case)
    window.resize(1280, 800)
    look.use(text_size=200)
    QApplication.processEvents()
    buttons = [*window.rail.buttons.values(), window.rail.help]
    assert len(buttons) == 10
    bottom = 0
    for button in buttons:
        assert button.y() >= bottom
        bottom = button.geometry().bottom() + 1
        metrics = QFontMetricsF(look.font("mark"))
        assert metrics.horizontalAdvance(button.text()) <= button.width()
        assert metrics.tightBoundingRect(button.text()).height() <= button.height()
        assert button.height() >= look.px(16) + 10, "no room for the icon over the word"
    assert bottom <= window.rail.height()


def test_files_dropped_go_to_the_place_shown(at_work: Person, tmp_path: Path) -> None:
    at_work.drops(tmp_path / "one.docx")
    place = at_work.window.place
    assert isinstance(place, Jottings)
    assert place.dropped == [tmp_path / "one.docx"]
    at_work.press("Other")
    at_work.drops(tmp_path / "two.docx")
    at_work.sees("Documents can be dropped on Materials, and chronologies on Chronology.")


def test_every_control_has_a_name(at_work: Person) -> None:
    at_work.row("Jotting 2")
    nameless = [
        f"{type(each).__name__} in {type(each.parent()).__name__}"
        for each in at_work.window.findChildren(QWidget)
        if each.focusPolicy() and each.isVisible() and not each.accessibleName()
        # What a label says is its name.
        if not (isinstance(each, QLabel) and each.text())
    ]
    assert nameless == []


def test_focus_is_always_ringed(at_work: Person, qapp: QApplication) -> None:
    ring = qapp.findChild(FocusRing)
    assert ring is not None
    at_work.named("Columns", QWidget).setFocus()
    assert ring.around is at_work.named("Columns", QWidget)
    at_work.named("Search, or type a command", QWidget).setFocus()
    assert ring.around is at_work.window.top.search


def test_closing_waits_for_work_and_leaves_nothing_beside_the_file(at_work: Person, tmp_path: Path) -> None:
    case = at_work.window.desk.the_case
    at_work.row("Jotting 1")
    at_work.key("S")
    at_work.menu("File", "Close the case")
    at_work.waits_until(lambda: at_work.window.desk.case is None and not at_work.window.cases.closing)
    at_work.sees("New case")
    assert not [each for each in tmp_path.iterdir() if each.name.startswith("case.rpw-")]
    assert list(tmp_path.glob("case*backups*/*.rpw"))
    assert case.path.exists()


def test_the_help_lists_the_keys_of_the_place_one_is_in_and_of_no_other(person_with_case: Person) -> None:
    for place in ("Chronology", "Findings", "History"):
        person_with_case.press(place)
    person_with_case.key("F1")
    person_with_case.sees("Keys in History")
    person_with_case.sees("Undo the change in focus")
    assert not person_with_case.can_see("Link as accounts of the same event")
    assert not person_with_case.can_see("New finding")


def test_the_search_box_finds_a_word_by_its_beginning_and_a_thing_by_its_reference(at_work: Person) -> None:
    at_work.key("Ctrl+K")
    at_work.types("jott")
    at_work.sees("Jotting 3")
    at_work.key("Esc")
    at_work.key("Ctrl+K")
    at_work.types("e4")
    at_work.sees("Jotting 4")
