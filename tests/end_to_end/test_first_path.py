"""The first path through the program, as a reviewer walks it: from an empty window to a Word action plan, and back."""

from pathlib import Path

import docx
import pytest
from end_to_end.story import PASSPHRASE, closes, drops_on_the_window, opens, whole
from person import Person
from PySide6.QtWidgets import QMenu

from ui.places.chronology.doubts import DoubtCard
from workbench import sample
from workbench.chronology.events import EventView, event_views
from workbench.findings import spine

SERVICES = (
    ("Children’s social care", "CSC", "Tarnmouth Council"),
    ("Health visiting", "HV", "Eskerside Community Health"),
    ("Substance misuse service", "SMS", "Beaconway"),
    ("Police", "POL", "Eskershire Police"),
)
TITLE = "Each missed contact was read on its own"
EVENTS = 55 + 43 + 42 + 29


@pytest.fixture
def chronologies(tmp_path: Path) -> dict[str, Path]:
    """What four agencies sent: two Word files, a sheet and a CSV."""
    written = sample.documents(tmp_path / "received")
    return {
        source.one("service"): path
        for source, path in zip(sample.sent(), written, strict=True)
        if source.one("kind") == "chronology"
    }


def starts_a_case(person: Person, folder: Path) -> Path:
    person.press("New case")
    person.type_in("Title of the case", "Child W")
    person.choose("Kind of review", "Rapid review")
    person.type_in("Passphrase", PASSPHRASE)
    person.type_in("Passphrase again", PASSPHRASE)
    person.type_in("Your name", "R. Adeyemi")
    person.press("Choose where to keep it")
    folder.mkdir()
    person.gives_files(folder / "child-w")
    person.waits_for_work()
    person.sees(person.window.desk.the_case.recovery_key())
    person.press("I have it on paper")
    return folder / "child-w.rpw"


def describes_the_review(person: Person) -> None:
    person.sees("Child W")
    person.choose("Kind of review", "Local child safeguarding practice review")
    person.type_in("Incident", "22 Aug 2024 at 09:50")
    person.type_in("Scope from", "1 Sep 2022")
    person.type_in("Scope to", "30 Aug 2024")
    person.item("Parts of the case", "Key lines of enquiry")
    person.type_in("New line of enquiry", "Was she seen?", leave=False)
    person.key("Enter")
    person.item("Parts of the case", "Services")
    for name, code, organisation in SERVICES:
        person.type_in("New service’s name", name, leave=False)
        person.type_in("New service’s code", code, leave=False)
        person.type_in("New service’s organisation", organisation, leave=False)
        person.press("Add service")
        person.sees(f"Remove {code}")


def the_doubt(person: Person, words: str) -> DoubtCard:
    """The card of a doubt whose head holds these words."""
    found: list[DoubtCard] = []

    def there() -> bool:
        found[:] = [each for each in person._visible(DoubtCard) if words in each.title]
        return bool(found)

    person.waits_until(there, f"a doubt about “{words}”")
    return found[0]


def brings_in_by_button_with_a_date_typed(person: Person, path: Path) -> None:
    person.press("Chronology")
    person.press("Import a chronology")
    person.gives_files(path)
    person.waits_for_work()
    person.sees("Adds up, nothing left out")
    card = the_doubt(person, "30.2")
    person.press(f"Type a date: {card.title}")
    person.types("28 Feb 2024")
    person.sees("Read as Wed 28 Feb 2024")
    person.key("Enter")
    person.does_not_see(f"Type a date: {card.title}")
    person.press("Bring in 55 events")
    person.waits_for_work()
    person.sees("55 events from CSC chronology Askerdale v3.docx are in the chronology, with")


def brings_in_by_dropping_with_one_answer_for_several_rows(person: Person, path: Path) -> None:
    drops_on_the_window(person, path)
    person.waits_for_work()
    person.sees("One answer for all 3 rows.")
    the_doubt(person, "not seen").setFocus()
    person.key("1")
    person.does_not_see("One answer for all 3 rows.")
    person.press("Bring in 29 events")
    person.waits_for_work()
    person.sees("29 events from Police chronology")


def brings_in_by_command_and_says_whose_it_is(person: Person, path: Path) -> None:
    person.key("Ctrl+K")
    person.types("import a chron")
    person.key("Enter")
    person.gives_files(path)
    person.waits_for_work()
    person.sees("Whose records are these?")
    person.press("Bring in 42 events")
    person.sees("Say whose records these are first")
    person.choose("Service of the whole file", "SMS   Substance misuse service")
    person.does_not_see("Whose records are these?")
    person.press("Bring in 42 events")
    person.waits_for_work()
    person.sees("42 events from DAS_case_notes_export_SA.csv are in the chronology")


def brings_in_by_menu(person: Person, path: Path) -> None:
    person.menu("Chronology", "Import a chronology")
    person.gives_files(path)
    person.waits_for_work()
    person.press("Bring in 43 events")
    person.waits_for_work()
    person.sees("43 of 169 events")


def reads_the_whole_and_filters_it(person: Person) -> None:
    person.press("Clear all filters")
    person.sees("169 events  ·  4 services")
    rows = person.rows("Events")
    assert {code for _, code, _ in SERVICES} == {
        code for _, code, _ in SERVICES if any(code in row for row in rows)
    }
    person.press("All services")
    person.picks("POL   Police")
    person.sees("29 of 169 events")
    person.press("Any outcome")
    person.picks("Planned and missed")
    person.press("Clear all filters")
    person.table("Events").setFocus()
    person.key("/")
    person.types("Neighbour found Robyn")
    person.sees("1 of 169 events")
    person.key("Esc")
    person.key("Esc")
    person.sees("169 events  ·")


def the_event(person: Person, words: str) -> EventView:
    found = [each for each in whole(person.window.desk.the_case).events if words in each.text]
    assert len(found) == 1, words
    return found[0]


def works_through_the_chronology(person: Person) -> None:
    person.row("DA officer rang next day", "Events")
    person.key("C")
    person.picks("Time")
    person.type_in("Time", "13:20", leave=False)
    person.key("Tab")
    person.types("The author says it is the previous entry’s time")
    person.key("Enter")
    person.sees("11:20 corrected to 13:20")
    person.sees("The author says it is the previous entry’s time")
    person.key("Esc")
    person.row("Neighbour found Robyn", "Events")
    person.key("S")
    person.waits_until(lambda: the_event(person, "Neighbour found Robyn").key, "the mark")
    person.key("N")
    person.type_in("Note", "Three services tell this to the minute.", leave=False)
    person.press("Add note")
    person.sees("Three services tell this to the minute.")
    person.table("Events").setFocus()
    person.key("Q")
    person.type_in("Question", "Which clock was the log kept by?", leave=False)
    person.press("Ask")
    person.sees("Questions to the agency · 1 open")
    person.row("Neighbour found Robyn", "Events")
    person.row("Took a call in session", "Events", adding=True)
    person.key("L")
    person.sees("are linked as accounts of the same event.")
    person.row("no restrictor", "Events")
    person.key("I")
    person.picks("K1   Was she seen?")
    person.waits_until(lambda: the_event(person, "no restrictor").lines == ("K1",), "the line")


def references_chosen(person: Person) -> str:
    chosen = person.table("Events").selected_ids
    return ", ".join(
        view.ref for view in person.window.desk.read(lambda session: event_views(session, chosen))
    )


def writes_a_finding(person: Person) -> None:
    person.row("fourth attempt", "Events")
    person.row("Clinic appointment for Robyn", "Events", adding=True)
    person.key("E")
    person.picks(f"New finding on {references_chosen(person)}…")
    person.type_in("Title of the finding", TITLE, leave=False)
    person.press("Add finding")
    person.sees("F1 is new, with E")
    person.row("No reply from room 4", "Events")
    person.key("E")
    person.picks(f"F1   {TITLE}")
    person.sees("added as evidence for F1.")
    person.press("Go to F1")
    person.sees("Known at the time")
    person.type_in("What", "Four services each missed contacts and none counted the others’.")
    person.type_in("Why", "Each service’s policy spoke of its own appointments alone.")
    person.type_in("So what", "No one saw how long Robyn had not been seen.")
    finding = whole(person.window.desk.the_case).spine.finding("F1")
    assert finding.so_what == "No one saw how long Robyn had not been seen."
    person.item("Findings, recommendations and actions", TITLE)
    person.key("Shift+E")
    person.types("Neighbour found")
    person.row("Neighbour found", "Events to choose from")
    person.type_in("Why it counts", "She was seen that very morning", leave=False)
    person.press("Add as evidence")
    person.sees("She was seen that very morning")


def writes_a_recommendation_and_an_action(person: Person) -> None:
    person.press("New recommendation")
    person.type_in("What should change", "One view of missed contacts, across services", leave=False)
    person.press("Add recommendation")
    person.press("All agencies")
    person.press("New action")
    person.type_in(
        "What will be done", "Put a count of missed contacts on every core group agenda", leave=False
    )
    person.press("Add action")
    person.sees("A1.1")
    person.type_in("Lead officer", "Designated nurse")
    person.type_in("Due", "30 Sep 2031")
    person.press("HV, Health visiting")
    person.sees("30 Sep 2031")
    person.table("Actions").setFocus()
    person.key("U")
    person.type_in("What has been done", "In use at seven core groups.", leave=False)
    person.type_in("Evidence that shows it", "Sample of minutes", leave=False)
    person.type_in("On", "2 Oct 2026", leave=False)
    person.choose("Status now", "On track")
    person.press("Note progress")
    person.sees("In use at seven core groups.")
    person.sees("On track 1")


def exports(person: Person, folder: Path) -> None:
    person.press("Publish")
    person.press("Save the action plan as Word")
    person.gives_files(folder / "plan")
    person.waits_for_work()
    person.sees("plan.docx is written, and recorded in the history.")
    person.press("Save the combined chronology as Word")
    person.gives_files(folder / "all.docx")
    person.waits_for_work()
    person.sees("all.docx is written, and recorded in the history.")
    plan, everything = words_of(folder / "plan.docx"), words_of(folder / "all.docx")
    for words in (
        "Put a count of missed contacts on every core group agenda",
        "One view of missed contacts, across services",
        "Designated nurse",
        "30 Sep 2031",
        "On track",
    ):
        assert words in plan, words
    for words in ("Neighbour found Robyn", "Clinic appointment for Robyn", "SMS", "13:20"):
        assert words in everything, words


def words_of(path: Path) -> str:
    document = docx.Document(str(path))
    said = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        said += [cell.text for cell in table._cells]
    return "\n".join(said).replace("\N{NO-BREAK SPACE}", " ")


def entry_of_the_menu(person: Person, words: str) -> tuple[str, bool]:
    """What an entry of the Edit menu says now, and whether it can be chosen."""
    person.press("Menu")
    edit = next(each.menu() for each in person._menu("Menu").actions() if each.text() == "&Edit")
    assert isinstance(edit, QMenu)
    found = next(each for each in edit.actions() if each.text().startswith(words))
    said = found.text().split("\t")[0], found.isEnabled()
    person._close_menus()
    return said


def undoes_everything(person: Person) -> int:
    """Ctrl+Z until the menu says there is nothing more; gives how often."""
    person.press("Chronology")
    times = 0
    while entry_of_the_menu(person, "Undo")[1]:
        person.key("Ctrl+Z")
        times += 1
    return times


def redoes_everything(person: Person) -> int:
    """Ctrl+Y until the menu says there is nothing more; gives how often."""
    times = 0
    while entry_of_the_menu(person, "Redo")[1]:
        person.key("Ctrl+Y")
        times += 1
    return times


def test_from_an_empty_window_to_a_word_action_plan_and_all_the_way_back_and_forward(
    person: Person, chronologies: dict[str, Path], tmp_path: Path
) -> None:
    path = starts_a_case(person, tmp_path / "cases")
    describes_the_review(person)
    brings_in_by_button_with_a_date_typed(person, chronologies["CSC"])
    brings_in_by_dropping_with_one_answer_for_several_rows(person, chronologies["POL"])
    brings_in_by_command_and_says_whose_it_is(person, chronologies["DAS"])
    brings_in_by_menu(person, chronologies["HV"])
    reads_the_whole_and_filters_it(person)
    works_through_the_chronology(person)
    writes_a_finding(person)
    writes_a_recommendation_and_an_action(person)
    exports(person, tmp_path)

    case = person.window.desk.the_case
    before = whole(case)
    assert len(before.events) == EVENTS
    undone = undoes_everything(person)
    assert undone > 25
    empty = whole(case)
    assert (empty.events, empty.materials, empty.notes) == ((), (), ())
    assert (empty.services, empty.lines) == ((), ())
    assert empty.spine == spine.Spine((), (), ())
    for place in ("Case", "Findings", "Actions", "Publish", "History", "Chronology"):
        person.press(place)
    person.sees("Bring in the first chronology an agency sent")
    assert redoes_everything(person) == undone
    assert whole(case) == before
    assert case.verify().ok
    person.sees("169 events  ·  4 services")

    closes(person)
    assert sorted(each.name for each in path.parent.iterdir()) == ["child-w backups", "child-w.rpw"]
    opens(person, path)
    person.sees("169 events  ·  4 services")
    assert whole(person.window.desk.the_case) == before
    last = entry_of_the_menu(person, "Undo")
    assert last == ("Undo note progress on A1.1", True)
    person.key("Ctrl+Z")
    assert not whole(person.window.desk.the_case).spine.action("A1.1").progress
    person.key("Ctrl+Y")
    assert whole(person.window.desk.the_case) == before
