"""Search, driven as a person does: the box as one types, and every place found in a place of its own."""

import threading
from collections.abc import Callable

import pytest
from person import Person

from ui.palette import WHAT
from ui.places.search import SearchPlace
from ui.window import Window
from workbench import search
from workbench.casefile import CaseFile
from workbench.chronology.dates import read_date
from workbench.chronology.events import add_event
from workbench.materials import materials, take_in
from workbench.people import add_person, add_service
from workbench.search.finding import keys
from workbench.themes.codebook import find_theme
from workbench.themes.tags import passages, tag_passage

LETTER = "Zephyrine was named.\n" * 30 + "Bea Young came to the clinic. The clinic was shut.\n"


@pytest.fixture
def panel(make_window: Callable[..., Window], case: CaseFile, person: Person) -> Person:
    add_service(case, "Health visiting", "HV")
    add_service(case, "Police", "POL")
    add_person(case, "Bea Young", pseudonym="Mother", aliases=("B Quill",))
    add_event(case, "HV", read_date("5 May 2013").when, "Clinic visit: B Quill seen.", outcome="attended")
    add_event(case, "POL", read_date("6 May 2013").when, "Clinic car park.", outcome=None)
    take_in(case, "letter.txt", LETTER.encode())
    person.window.cases.take(case)
    return person


def place_of(person: Person) -> SearchPlace:
    place = person.window.place
    assert isinstance(place, SearchPlace)
    return place


def list_of(person: Person) -> list[str]:
    """What the list under the box offers."""
    found = person.window.top.search.found
    return [] if found is None else [found.list.item(row).text() for row in range(found.list.count())]


def test_the_box_finds_as_one_types_and_leads_to_every_place(panel: Person) -> None:
    panel.key("Ctrl+K")
    panel.types("clin")
    panel.waits_until(lambda: any("letter.txt" in row for row in list_of(panel)), "the document")
    panel.waits_until(lambda: any(row.startswith("E1") for row in list_of(panel)), "the event")
    panel.waits_until(lambda: "All 4 places for “clin”" in list_of(panel), "the count of places")
    found = panel.window.top.search.found
    assert found is not None
    hit = found.list.item(0).data(WHAT)
    assert hit.snippet[slice(*hit.found[0])] == "clinic"
    at = list_of(panel).index("All 4 places for “clin”")
    for _ in range(at):
        panel.key("Down")
    panel.key("Enter")
    panel.sees("4 places")
    assert len(panel.rows("Places found")) == 4


def test_every_place_is_filtered_by_kind_and_service(panel: Person) -> None:
    panel.key("Ctrl+Shift+F")
    panel.sees("Type words to find them anywhere in the case")
    panel.types("clinic")
    panel.sees("4 places")
    panel.press("Events: 2 places")
    panel.waits_for_work()
    assert len(panel.rows("Places found")) == 2
    assert all("clinic" in row.lower() for row in panel.rows("Places found"))
    panel.press("All services")
    panel.picks("POL   Police")
    panel.key("Esc")
    panel.sees("1 place")
    panel.waits_for_work()
    assert len(panel.rows("Places found")) == 1
    panel.press("Events: 1 place")
    panel.type_in("Search the whole case", "kaleidoscope")
    panel.sees("Nothing is found.")
    panel.type_in("Search the whole case", "-clinic")
    panel.sees("That says only what to leave out.")


def test_a_place_opens_where_it_stands_and_the_next_after_it(panel: Person) -> None:
    panel.window.desk.go("search", "clinic")
    panel.sees("4 places")
    went: list[tuple[str, str]] = []
    panel.window.desk.went.connect(lambda place, thing: went.append((place, thing)))
    table = panel.table("Places found")
    table.setFocus()
    panel.key("Enter")
    assert went[-1][0] == "materials"
    assert "@" in went[-1][1]
    panel.key("Ctrl+PgDown")
    panel.key("Ctrl+PgDown")
    assert went[-1][0] == "chronology"
    panel.key("Ctrl+PgDown")
    panel.key("Ctrl+PgDown")
    panel.sees("That was the last place found.")


def test_nothing_is_sought_or_counted_while_the_window_waits(
    panel: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, sought = threading.get_ident(), []

    def heeded(what: str, does: Callable[..., object]) -> Callable[..., object]:
        def does_it(*told: object, **more: object) -> object:
            sought.append((what, threading.get_ident()))
            return does(*told, **more)

        return does_it

    monkeypatch.setattr(search, "count", heeded("count", search.count))
    monkeypatch.setattr(search, "find", heeded("find", search.find))
    monkeypatch.setattr("workbench.search.listing.keys", heeded("keys", keys))
    panel.key("Ctrl+K")
    panel.types("clinic")
    panel.waits_until(lambda: "All 4 places for “clinic”" in list_of(panel), "the count of places")
    panel.window.desk.go("search", "clinic")
    panel.sees("4 places")
    panel.waits_for_work()
    assert {what for what, _ in sought} == {"count", "find", "keys"}
    assert here not in {thread for _, thread in sought}


def test_enter_pressed_before_anything_is_found_takes_what_is_found(panel: Person) -> None:
    went: list[tuple[str, str]] = []
    panel.window.desk.went.connect(lambda place, thing: went.append((place, thing)))
    panel.key("Ctrl+K")
    panel.types("quill")
    panel.key("Enter")
    panel.waits_until(lambda: bool(went), "what is found")
    assert went[0][1].startswith("person:")


def test_a_note_on_a_tag_opens_the_passage_it_is_on(panel: Person, case: CaseFile) -> None:
    with case.reading() as session:
        theme, letter = find_theme(session, "CDE").id, materials(session)[0].id
    tag_passage(case, letter, 0, 9, theme, "Nobody asked the grandmother.")
    went: list[tuple[str, str]] = []
    panel.window.desk.went.connect(lambda place, thing: went.append((place, thing)))
    panel.window.desk.go("search", "grandmother")
    panel.sees("Note by")
    panel.waits_for_work()
    panel.key("Enter")
    assert went[-1] == ("materials", f"{letter}@0-9")


def test_every_place_is_tagged_as_one_change(panel: Person, case: CaseFile) -> None:
    panel.window.desk.go("search", "zephyrine")
    panel.sees("30 places")
    panel.press("Tag all with…")
    panel.types("cde")
    panel.key("Enter")
    panel.sees("30 places tagged.")
    assert len(panel.window.desk.read(passages)) == 30
    panel.sees("Tagged  30")
    panel.key("Ctrl+Z")
    panel.waits_until(lambda: not panel.window.desk.read(passages), "the tags taken back")


def test_a_person_is_found_by_any_name_and_listed_wherever_named(panel: Person) -> None:
    panel.key("Ctrl+K")
    panel.types("quill")
    panel.waits_until(lambda: "Bea Young" in list_of(panel), "the person")
    panel.key("Enter")
    panel.sees("Any name of Bea Young")
    panel.waits_for_work()
    rows = panel.rows("Places found")
    assert len(rows) == 2
    panel.window.desk.read_as_anonymous(True)
    panel.sees("Any name of Mother")
    shown = " ".join(panel.rows("Places found"))
    assert "Bea" not in shown
    assert "Quill" not in shown
    assert not place_of(panel).tag_button.isEnabled()


def test_words_that_may_hold_a_name_go_when_names_become_anonymous(panel: Person) -> None:
    panel.window.desk.go("search", "bea")
    panel.sees("2 places")
    panel.window.desk.read_as_anonymous(True)
    panel.sees("Type words to find them anywhere in the case")
    assert place_of(panel).box.edit.text() == ""


def test_what_is_undone_leaves_the_list(panel: Person, case: CaseFile) -> None:
    panel.window.desk.go("search", "zephyrine")
    panel.sees("30 places")
    panel.window.desk.undo()
    panel.sees("Nothing is found.")
