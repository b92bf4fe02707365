"""Tagging by keyboard: the list of themes that opens beside what is tagged."""

from collections.abc import Callable

import pytest
from person import Person
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from small_chronologies import filled, place_of

from ui.tagging import TagPopup, found_by
from ui.theme import look
from ui.window import Window
from workbench.casefile import CaseFile
from workbench.chronology.events import event_views, find_event
from workbench.themes.codebook import retire_theme, themes
from workbench.themes.tags import tag_events, tags_on_events


@pytest.fixture
def panel(make_window: Callable[..., Window], case: CaseFile, person: Person) -> Person:
    """A person in the chronology of a case with two services."""
    filled(case)
    person.window.cases.take(case)
    person.window.desk.go("chronology")
    person.sees("8 events")
    return person


def tags(person: Person, ref: str) -> tuple[str, ...]:
    """The codes of an event's themes."""
    return person.window.desk.read(lambda s: event_views(s, [find_event(s, ref)])[0].tags)


def popup(person: Person) -> TagPopup:
    """The list that is open."""
    found = [each for each in person.window.findChildren(TagPopup) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def theme_id(person: Person, code: str) -> str:
    return next(each.id for each in person.window.desk.read(themes) if each.code == code)


def test_two_letters_and_enter_tag_the_row_and_the_focus_goes_back(panel: Person) -> None:
    panel.row("Kyra weighed at home", "Events")
    panel.key("T")
    panel.types("in")
    chosen = popup(panel).chosen
    assert chosen is not None
    assert chosen.code == "INF"
    panel.key("Enter")
    assert tags(panel, "E3") == ("INF",)
    assert panel.table("Events").hasFocus()
    assert any("INF" in row for row in panel.rows("Events"))
    panel.sees("Information not shared")
    panel.key("Ctrl+Z")
    assert tags(panel, "E3") == ()


def test_what_has_the_theme_already_says_so_and_the_same_keys_take_it_off(panel: Person) -> None:
    panel.row("Kyra weighed at home", "Events")
    for _ in range(2):
        panel.key("T")
        panel.types("mis")
        panel.key("Enter")
    assert tags(panel, "E3") == ()
    panel.key("T")
    panel.types("mc")
    panel.key("Enter")
    panel.key("T")
    panel.types("mco")
    panel.sees("MCO, Missed contacts not read as a signal, tagged")
    panel.key("Esc")
    assert tags(panel, "E3") == ("MCO",)


def test_several_rows_are_tagged_at_once_and_again_with_one_digit(panel: Person) -> None:
    panel.row("No reply at the door", "Events")
    panel.row("Kyra weighed at home", "Events", adding=True)
    panel.key("T")
    panel.sees("Tag 2 events")
    panel.types("cd")
    panel.key("Enter")
    panel.sees("2 events tagged with CDE.")
    assert tags(panel, "E3") == ("CDE",)
    panel.row("Core group joined by telephone", "Events")
    panel.key("T")
    panel.key("1")
    found = [row for row in panel.rows("Events") if "CDE" in row]
    assert len(found) == 3


def test_on_some_of_several_is_told_and_putting_it_on_puts_it_on_all(panel: Person) -> None:
    panel.row("Kyra weighed at home", "Events")
    panel.key("T")
    panel.types("gpr")
    panel.key("Enter")
    panel.row("No reply at the door", "Events", adding=True)
    panel.key("T")
    panel.sees("GPR, Good practice, on some")
    panel.types("gpr")
    panel.key("Enter")
    panel.sees("1 event tagged with GPR.")


def test_a_new_theme_is_made_from_what_was_typed_and_put_on(panel: Person) -> None:
    panel.row("Kyra weighed at home", "Events")
    panel.key("T")
    panel.types("keys not handed on")
    panel.key("Ctrl+Enter")
    panel.sees("New theme")
    assert panel.named("Code", QWidget).property("text") == "KEH"
    panel.type_in("Code", "key")
    panel.press("Add theme")
    assert tags(panel, "E3") == ("KEY",)
    panel.sees("Keys not handed on")


def test_what_is_retired_is_not_offered(panel: Person, case: CaseFile) -> None:
    panel.window.desk.do(lambda case: retire_theme(case, theme_id(panel, "MCO")))
    panel.row("Kyra weighed at home", "Events")
    panel.key("T")
    assert "6 of 6 themes" in popup(panel).count.text()
    panel.types("mco")
    assert popup(panel).chosen is None
    panel.key("Esc")


@pytest.mark.parametrize("size", [100, 150, 200])
def test_the_list_never_hides_what_is_tagged_and_stays_in_the_window(panel: Person, size: int) -> None:
    look.use(text_size=size)
    window = panel.window
    window.resize(1024, 700)
    for top in (60, 200, 320, 500, 640):
        anchor = QRect(300, top, 400, 40)
        made = TagPopup.ask(window, anchor, window.desk, lambda *_: None)
        assert made is not None
        assert not made.geometry().intersects(anchor)
        assert window.rect().contains(made.geometry())
        made.close_it()


def test_themes_are_found_by_code_then_by_the_beginning_of_words(panel: Person) -> None:
    every = panel.window.desk.read(themes)
    assert [each.code for each in found_by(every, "na")] == ["NAF", "MCO"]
    assert [each.code for each in found_by(every, "ag")] == ["NAF", "UAO"]
    assert [each.code for each in found_by(every, "sig")] == ["MCO"]
    assert [each.code for each in found_by(every, "daily exp")] == ["CDE"]
    assert found_by(every, "zz") == []
    assert len(found_by(every, "  ")) == 7


def test_the_inspector_shows_the_themes_of_an_event_with_who_put_them_there(panel: Person) -> None:
    event_id = panel.row("Kyra weighed at home", "Events")
    panel.window.desk.do(lambda case: tag_events(case, [event_id], theme_id(panel, "CDE")))
    panel.sees("Child’s daily experience not explored")
    panel.press("Note on CDE")
    panel.type_in("Note", "Nobody asked about her day")
    panel.press("Keep note")
    panel.sees("Nobody asked about her day")
    panel.press("Remove CDE")
    assert panel.window.desk.read(lambda s: tags_on_events(s, [event_id])) == {}
    panel.press("Add: Themes")
    panel.sees("Tag 1 event")
    panel.key("Esc")


def test_rows_are_filtered_by_theme(panel: Person) -> None:
    event_id = panel.row("Kyra weighed at home", "Events")
    panel.window.desk.do(lambda case: tag_events(case, [event_id], theme_id(panel, "CDE")))
    panel.press("Any theme")
    panel.picks("CDE   Child’s daily experience not explored")
    panel.sees("1 of 8 events")
    assert place_of(panel.window).page.filters.held == {"themes": ["CDE"]}


def test_nothing_is_tagged_while_names_are_anonymous(panel: Person) -> None:
    panel.row("Kyra weighed at home", "Events")
    panel.window.desk.read_as_anonymous(True)
    panel.key("T")
    assert not [each for each in panel.window.findChildren(TagPopup) if each.isVisible()]
    panel.window.desk.read_as_anonymous(False)
