"""The steps that the stories share, and the whole of a case in a form that can be compared."""

from dataclasses import dataclass
from pathlib import Path

from person import Person
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from workbench import review
from workbench.casefile import CaseFile
from workbench.chronology.combined import CombinedChronology
from workbench.chronology.events import EventView, event_views
from workbench.findings import spine
from workbench.listing import Ask
from workbench.materials import MaterialView, materials
from workbench.notes import NoteView, notes_on
from workbench.people import PersonView, ServiceView, people, services

PASSPHRASE = "seven small boats at anchor"


@dataclass(frozen=True)
class Whole:
    """Everything in a case that people put there."""

    review: review.ReviewView
    lines: tuple[tuple[str, str, str], ...]
    people: tuple[PersonView, ...]
    services: tuple[ServiceView, ...]
    materials: tuple[MaterialView, ...]
    events: tuple[EventView, ...]
    notes: tuple[NoteView, ...]
    spine: spine.Spine


def whole(case: CaseFile) -> Whole:
    """The case as it is now."""
    with case.reading() as session:
        ids = CombinedChronology().ids(session, Ask())
        return Whole(
            review.the_review(session),
            tuple(review.lines(session)),
            tuple(people(session)),
            tuple(services(session)),
            tuple(materials(session)),
            tuple(event_views(session, ids)),
            tuple(note for event in ids for note in notes_on(session, event)),
            spine.spine(session),
        )


def gives_passphrase(person: Person, secret: str = PASSPHRASE) -> None:
    """Answer the question for the passphrase."""
    person.type_in("Passphrase", secret, leave=False)
    person.press("Open")


def opens(person: Person, path: Path, secret: str = PASSPHRASE) -> None:
    """Open a case from the welcome, as far as trying its passphrase."""
    person.press("Open a case")
    person.gives_files(path)
    gives_passphrase(person, secret)
    person.waits_for_work()


def closes(person: Person) -> None:
    """Close the case from the menu, and wait until it is shut."""
    person.menu("File", "Close the case")
    person.waits_until(lambda: person.window.desk.case is None, "the case to be let go")
    person.waits_for_work()
    person.sees("New case")


def drops_on_the_window(person: Person, *files: Path) -> None:
    """Drag files over the window and let them go, as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    window = person.window
    entered = QDragEnterEvent(
        QPoint(400, 400),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, entered)
    assert entered.isAccepted()
    dropped = QDropEvent(
        QPointF(400, 400),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, dropped)
    assert dropped.isAccepted()
