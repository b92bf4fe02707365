"""The pictures of the materials place: a report being tagged, pages, two side by side. `screens.py` takes them."""

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.places.materials import MaterialsPlace
from ui.places.materials.taking_in import Ended, TakenInSheet, WhoseSheet
from ui.theme import look
from ui.window import Window
from workbench.materials import MaterialView, Refused, Taken, TakenIn, mark_distressing, materials
from workbench.themes.tags import passages_on


class Camera(Protocol):
    """What takes the pictures."""

    window: Window

    def settle(self) -> None: ...

    def take(self, name: str) -> None: ...


def _place(camera: Camera) -> MaterialsPlace:
    camera.window.desk.go("materials")
    place = camera.window.place
    assert isinstance(place, MaterialsPlace)
    return place


def _documents(camera: Camera) -> list[MaterialView]:
    return camera.window.desk.read(materials)


def _most_tagged(camera: Camera) -> MaterialView:
    """The report with the most tags on it."""

    def tags(each: MaterialView) -> int:
        return len(camera.window.desk.read(lambda session: passages_on(session, each.id)))

    return max((each for each in _documents(camera) if each.characters), key=tags)


def reading(camera: Camera) -> None:
    """A report with its stripes, the list of themes under a passage, find, outline; the same at twice the size."""
    place = _place(camera)
    report = _most_tagged(camera)
    tags = camera.window.desk.read(lambda session: passages_on(session, report.id))
    place.show_thing(tags[len(tags) // 2].id if tags else report.id)
    camera.take("reader")
    camera.window.desk.commands.run("materials.tag")
    camera.settle()
    focus = QApplication.focusWidget()
    if focus is not None:
        QTest.keyClicks(focus, "in")
    camera.take("reader-tagging")
    focus = QApplication.focusWidget()
    if focus is not None:
        QTest.keyClick(focus, Qt.Key.Key_Escape)
    place.current.start_find()
    place.current.find_bar.edit.setText("visit")
    camera.take("reader-find")
    place.current.find_bar.close_bar()
    place.current.toggle_outline()
    camera.take("reader-outline")
    place.current.close_outline()
    look.use(text_size=200)
    camera.take("reader-200")
    look.use(text_size=100, scheme="dark")
    camera.take("reader-dark")
    look.use(scheme="light")
    camera.window.desk.read_as_anonymous(True)
    camera.take("reader-anonymous")
    camera.window.desk.read_as_anonymous(False)


def pages(camera: Camera) -> None:
    """The pages of a PDF as drawn, with tags where it has some; a scan; two documents side by side."""
    place = _place(camera)
    drawn = [each for each in _documents(camera) if each.kind == "pdf"]
    for each in drawn:
        place.show_thing(each.id)
        place.current.show_as("pages")
        for _ in range(40):
            camera.settle()
            if place.current.pages.is_drawn:
                break
        camera.take("reader-pages" if each.characters else "reader-scan")
    place.show_thing(_most_tagged(camera).id)
    others = [each.id for each in _documents(camera) if each.kind == "eml"] or [drawn[0].id]
    place.list.choose(others[0])
    camera.window.desk.commands.run("materials.beside")
    camera.take("reader-two")
    place.readers[1].close_asked.emit()


def warning(camera: Camera) -> None:
    """What stands before a distressing document, and what is asked and told when documents are taken in."""
    place = _place(camera)
    document = _documents(camera)[0]
    camera.window.desk.do(lambda case: mark_distressing(case, document.id, True))
    place.open(document.id)
    camera.take("reader-distressing")
    camera.window.desk.do(lambda case: mark_distressing(case, document.id, False))
    camera.window.notices.clear()
    WhoseSheet(camera.window, camera.window.desk, [], lambda service: None).show_asking()
    camera.take("materials-whose")
    _close()
    taken = TakenIn(
        (
            Taken("a", "M14", "Agency report.docx", "docx", None, 21_000, "", ()),
            Taken("b", "M15", "Call-out log, scanned.pdf", "pdf", 3, 0, "", ("no_text",)),
        ),
        (
            Refused(
                "old/minutes.doc",
                "unsupported",
                "minutes.doc is a document of an old kind of Word (.doc), which is not read. "
                "Save it as Word (.docx) or PDF and choose that copy.",
            ),
            Refused("empty.pdf", "empty", "empty.pdf is empty. Ask the agency to send it again."),
        ),
        (1, 2),
    )
    TakenInSheet(camera.window, Ended(taken, False), lambda result: None).show_asking()
    camera.take("materials-taken-in")
    _close()


def _close() -> None:
    dialog = QApplication.activeModalWidget()
    if dialog is not None:
        dialog.close()


MATERIALS = (reading, pages, warning)
