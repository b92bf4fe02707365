"""The core of the path by keys alone, and names on everything that keys can reach."""

from collections.abc import Callable
from pathlib import Path

import pytest
from end_to_end.hands import FURTHEST, Hands, name_of
from end_to_end.story import PASSPHRASE, whole
from person import Person
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ui.places.rail import PLACES
from ui.window import Window
from workbench import sample
from workbench.case import open_case


@pytest.fixture
def hands(person: Person) -> Hands:
    return Hands(person)


@pytest.fixture
def chronology(tmp_path: Path) -> Path:
    path = tmp_path / "HV chronology.csv"
    path.write_text(
        "Date,Time,Details,Outcome\n"
        "02/05/2023,10:00,Home visit to Kyra,DNA\n"
        "30/02/2023,,Clinic appointment,Attended\n"
        "09/05/2023,11:00,Weighed at clinic,Attended\n",
        encoding="utf-8",
    )
    return path


def test_the_core_of_the_path_is_walked_without_a_mouse(
    hands: Hands, chronology: Path, tmp_path: Path
) -> None:
    person = hands.person
    hands.key("Ctrl+N")
    hands.goes_to("Title of the case")
    hands.types("Child K")
    hands.goes_to("Kind of review")
    hands.key("Down")
    hands.goes_to("Passphrase")
    hands.types(PASSPHRASE)
    hands.goes_to("Passphrase again")
    hands.types(PASSPHRASE)
    hands.key("Enter")
    hands.gives_file(tmp_path / "by-keys.rpw")
    person.sees("I have it on paper")
    hands.key("Enter")
    person.sees("Child K")
    assert hands.focus().accessibleName() == "Parts of the case"

    hands.key("Down", "Down")
    hands.goes_to("New service’s name")
    hands.types("Health visiting")
    hands.key("Tab")
    hands.types("HV")
    hands.key("Enter")
    person.sees("Remove HV")

    hands.key(person.place_key("chronology"))
    assert hands.focus().accessibleName() == "Import a chronology"
    hands.key("Space")
    hands.gives_file(chronology)
    person.sees("Adds up, nothing left out")
    person.waits_until(lambda: hands.focus().accessibleName().startswith("Doubt: "), "the first doubt")
    hands.key("1")
    hands.key("Ctrl+Enter")
    person.waits_for_work()
    person.sees("3 events")

    hands.key("J", "S")
    hands.key("N")
    hands.types("Who held the plan?")
    hands.goes_to("Add note")
    hands.key("Space")
    person.sees("Who held the plan?")
    hands.key("Ctrl+K")
    hands.types("chronology")
    hands.key("Esc")
    hands.key(person.place_key("chronology"))
    hands.goes_to("Events")
    hands.key("E")
    hands.key("Enter")
    hands.types("Missed contacts were not read as a signal")
    hands.key("Enter")
    person.sees("F1 is new")

    hands.key(person.place_key("findings"))
    hands.key("R")
    hands.types("One view of missed contacts")
    hands.goes_to("Add recommendation")
    hands.key("Enter")
    hands.goes_to("Findings, recommendations and actions")
    hands.key("A")
    hands.types("Put the counts on every agenda")
    hands.goes_to("Add action")
    hands.key("Enter")
    person.sees("A1.1")

    hands.key("F6", "F6", "Shift+F6")
    before = whole(person.window.desk.the_case)
    hands.key("F10")
    hands.key("E", "Enter")
    person.waits_until(lambda: whole(person.window.desk.the_case).spine.actions == (), "the undoing")
    hands.key("Ctrl+Y")
    assert whole(person.window.desk.the_case) == before

    hands.key(person.place_key("publish"))
    hands.goes_to("Save the action plan as Word")
    hands.key("Space")
    hands.gives_file(tmp_path / "plan.docx")
    person.sees("plan.docx is written, and recorded in the history.")
    hands.key("Ctrl+W")
    person.waits_until(lambda: person.window.desk.case is None, "the case to be let go")
    person.waits_for_work()
    assert hands.focus().accessibleName() == "New case"


@pytest.fixture
def sample_window(make_window: Callable[..., Window], tmp_path: Path) -> Window:
    """The window on the sample case, which has something of everything."""
    path, *_ = sample.make(tmp_path / "sample")
    secret = (tmp_path / "sample" / sample.PASSPHRASE).read_text(encoding="utf-8").rstrip("\n")
    window = make_window()
    window.cases.take(open_case(path, secret, by="R. Adeyemi"))
    return window


def nameless(window: Window) -> list[str]:
    """What takes focus, is in the window and has no name."""
    return [
        f"{type(each).__name__} in {name_of(each.parentWidget())}"
        for each in window.findChildren(QWidget)
        if each.focusPolicy() != Qt.FocusPolicy.NoFocus
        and each.isVisibleTo(window)
        and not each.accessibleName()
        and each.focusProxy() is None
        and not (isinstance(each, QLabel) and each.text())  # its words are its name
    ]


def test_everything_that_takes_focus_has_a_name_in_every_place(sample_window: Window, person: Person) -> None:
    person.window = sample_window
    found = {}
    for key, place in ((each.key, each.title) for each in PLACES):
        sample_window.desk.go(key)
        person.waits_for_work()
        found[place] = nameless(sample_window)
        if place == "Case":
            for row in range(8):
                person.key("Down")
                found[f"{place} {row}"] = nameless(sample_window)
        elif place != "Publish":
            person.key("J")
            found[f"{place}, further down"] = nameless(sample_window)
    assert {place: those for place, those in found.items() if those} == {}


def test_tab_goes_round_every_place_and_never_out_of_sight(sample_window: Window, person: Person) -> None:
    person.window = sample_window
    hands = Hands(person)
    for key, place in ((each.key, each.title) for each in PLACES):
        sample_window.desk.go(key)
        person.waits_for_work()
        first = hands.focus()
        seen = []
        for _ in range(FURTHEST):
            hands.key("Tab")
            here = hands.focus()
            if here is first:
                break
            seen.append(name_of(here))
        assert len(set(seen)) > 5, f"{place}: {seen}"
