"""What a panel does with everything that agencies send: take it in, read and tag it, and let a report leave."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from end_to_end.hands import Hands
from end_to_end.story import drops_on_the_window
from person import Person
from PySide6.QtWidgets import QApplication, QLineEdit
from reading.odd_files import FILES
from small_documents import call_out_log, mail, report, scan
from sqlalchemy.orm import Session

from ui.places.materials.taking_in import TakenInSheet, WhoseSheet
from ui.window import Window
from workbench import sample
from workbench.case import open_case, verify
from workbench.materials import find_material, materials
from workbench.people import people
from workbench.themes.tags import passages_on


@pytest.fixture
def at_sample(make_window: Callable[..., Window], tmp_path: Path, person: Person) -> Person:
    """A panel member at the sample case."""
    path, *_ = sample.make(tmp_path / "sample")
    secret = (tmp_path / "sample" / sample.PASSPHRASE).read_text(encoding="utf-8").rstrip("\n")
    window = make_window()
    window.cases.take(open_case(path, secret, by="R. Adeyemi"))
    person.window = window
    return person


def test_a_folder_of_mixed_and_bad_documents_is_taken_in_and_nothing_is_passed_over_in_silence(
    at_sample: Person, tmp_path: Path
) -> None:
    person = at_sample
    folder = tmp_path / "Second post from the hospital"
    (folder / "ward").mkdir(parents=True)
    good = [report(folder), call_out_log(folder / "ward"), scan(folder / "ward"), mail(folder)]
    bad = [name for name, odd in FILES.items() if "taken" not in odd.outcomes][:20]
    for name in bad:
        (folder / name).write_bytes(FILES[name].make())
    person.press("Materials")
    drops_on_the_window(person, folder)
    person.waits_until(lambda: isinstance(QApplication.activeModalWidget(), WhoseSheet), "the question whose")
    person.choose("Service", "HOS   Eskershire General Hospital")
    person.press("Take in")
    person.waits_for_work()
    person.waits_until(lambda: isinstance(QApplication.activeModalWidget(), TakenInSheet), "what came of it")
    person.sees(f"{len(good) + 1} documents taken in, {len(bad)} files refused.")
    for name in bad:
        person.sees(f"Refused: {name}")
    person.press("Close")
    held = person.window.desk.read(materials)
    assert {path.name for path in good} <= {each.name for each in held}
    assert sum(each.service == "HOS" for each in held) == 2 + len(good) + 1
    assert verify(person.window.desk.the_case).ok
    person.sees("Scan")


def test_an_agency_report_is_read_and_tagged_by_keyboard_alone(at_sample: Person) -> None:
    person, hands = at_sample, Hands(at_sample)
    hands.key(person.place_key("materials"))
    hands.key("/")
    hands.types("agency report, health")
    person.does_not_see("Police chronology")
    hands.key("Enter")
    hands.key("Enter")
    person.waits_until(
        lambda: hands.focus().accessibleName() == "Text of Agency report, health visiting", "the page to open"
    )
    hands.key("Ctrl+F")
    hands.types("the weekly list nobody reads")
    person.sees("Not found")
    hands.key("Ctrl+A")
    hands.types("the voicemail was full")
    hands.key("Enter", "Esc")
    hands.key("T")
    person.named("Theme for passage", QLineEdit)
    hands.types("in")
    hands.key("Enter")

    def read(session: Session) -> list[tuple[str, str]]:
        found = find_material(session, "Agency report, health visiting.pdf")
        return [(one.theme, one.text) for one in passages_on(session, found.id)]

    def tagged() -> list[tuple[str, str]]:
        return person.window.desk.read(read)

    person.waits_until(lambda: ("INF", "The voicemail was full") in tagged(), "the passage to be tagged")
    hands.key("J")
    hands.key("1")
    person.waits_until(
        lambda: sum(code == "INF" for code, _ in tagged()) == 2, "the next to be tagged as well"
    )
    hands.key("Ctrl+Z")
    person.waits_until(lambda: sum(code == "INF" for code, _ in tagged()) == 1, "that to be undone")


def test_the_overview_report_leaves_anonymous(at_sample: Person, tmp_path: Path) -> None:
    person = at_sample
    person.press("Publish")
    person.sees("Joan Wrexby")  # who let the first documents go
    person.press("Anonymous")
    person.sees("Anonymous, read only.")
    person.does_not_see("Joan Wrexby")
    person.press("Save the overview report as Word")
    person.gives_files(tmp_path / "overview.docx")
    person.waits_for_work()
    person.sees("overview.docx is written, and recorded in the history.")
    with zipfile.ZipFile(tmp_path / "overview.docx") as archive:
        written = " ".join(
            archive.read(name).decode("utf-8")
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        )
    names = {word for each in person.window.desk.read(people) for word in each.name.split() if len(word) > 2}
    assert len(names) > 20
    assert sorted(name for name in names if name in written) == []
    assert "Tarnmouth" not in written
    assert "Child W" in written
    person.press("Names")
    person.press("History")
    person.sees("overview.docx")
