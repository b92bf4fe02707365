"""The pictures of the themes place and of tagging: what they show beyond the first page. `screens.py` takes them."""

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.places.chronology.place import ChronologyPlace
from ui.places.themes.place import ThemesPlace
from ui.tagging import TagPopup
from ui.theme import look
from ui.window import Window
from workbench.chronology.combined import CombinedChronology
from workbench.listing import Ask
from workbench.themes.codebook import find_theme, themes
from workbench.themes.tags import tag_events


class Camera(Protocol):
    """What takes the pictures."""

    window: Window

    def settle(self) -> None: ...

    def take(self, name: str) -> None: ...


def _place(camera: Camera) -> ThemesPlace:
    camera.window.desk.go("themes")
    place = camera.window.place
    assert isinstance(place, ThemesPlace)
    return place


def _some_tags(camera: Camera) -> None:
    """Something to show, where the case has nothing tagged yet."""
    desk = camera.window.desk
    missed = desk.read(
        lambda session: CombinedChronology().ids(
            session, Ask({"outcomes": ["did_not_attend", "not_brought", "no_access"]})
        )
    )
    met = desk.read(
        lambda session: CombinedChronology().ids(session, Ask({"outcomes": ["seen", "attended"]}))
    )
    for code, ids in (("MCO", missed), ("CDE", [*met[::3], *missed[::4]]), ("GPR", met[1::5])):
        _tag(camera, code, ids)


def _tag(camera: Camera, code: str, ids: list[str]) -> None:
    desk = camera.window.desk
    theme = desk.read(lambda session: find_theme(session, code).id)
    desk.do(lambda case: tag_events(case, ids, theme))


def page(camera: Camera) -> None:
    """A theme with what is tagged, by month, being edited, its menus and dialogs, a split, an empty theme."""
    desk = camera.window.desk
    place = _place(camera)
    if not any(place._counts[each.id].whole for each in place._themes):
        _some_tags(camera)
    place.show_thing(desk.read(lambda session: find_theme(session, "MCO").id))
    camera.take("themes-tagged")
    desk.commands.run("themes.month")
    camera.take("themes-month")
    place.heat.map.show_in_words(True)
    camera.take("themes-table")
    place.heat.map.show_in_words(False)
    place.heat._larger()
    camera.take("themes-larger")
    _close(camera)
    desk.commands.run("themes.service")
    place.to_rows()
    camera.take("themes-rows")
    desk.commands.run("themes.edit")
    camera.take("themes-edit")
    place._end_editing()
    for name in ("sets", "merge", "under", "new"):
        desk.commands.run(f"themes.{name}")
        camera.take(f"themes-{name}")
        _close(camera)
    place.begin_split()
    assert place.split is not None
    place.split.name.edit.setText("Home visits, no access")
    place.split.setFocus()
    place.split.give("stays")
    camera.take("themes-split")
    place.split.leave()
    place.show_thing(desk.read(lambda session: find_theme(session, "AMB").id))
    camera.take("themes-empty-theme")


def tagging(camera: Camera) -> None:
    """The list of themes beside a row, and the column and the inspector of themes."""
    desk = camera.window.desk
    desk.go("chronology")
    place = camera.window.place
    assert isinstance(place, ChronologyPlace)
    theme = desk.read(lambda session: find_theme(session, "MCO").code)
    place.page.filters.put(themes=[theme])
    place.page.table.choose_first()
    place.page.to_rows()
    for size in (100, 200):
        look.use(text_size=size)
        camera.settle()
        desk.commands.run("chronology.tag")
        camera.settle()
        popup = camera.window.findChild(TagPopup)
        if popup is not None:
            QTest.keyClicks(popup.edit, "i")
        camera.take(f"tagging-{size}")
        focus = QApplication.focusWidget()
        if focus is not None:
            QTest.keyClick(focus, Qt.Key.Key_Escape)
    look.use(text_size=100)
    place.page.filters.clear()
    assert desk.read(themes)


def large(camera: Camera) -> None:
    """The place at twice the text size."""
    look.use(text_size=200)
    place = _place(camera)
    place.show_thing(camera.window.desk.read(lambda session: find_theme(session, "MCO").id))
    camera.take("themes-theme-200")
    desk = camera.window.desk
    place.to_rows()
    camera.take("themes-tagged-200")
    desk.commands.run("themes.service")
    camera.take("themes-counts-200")
    place.begin_split()
    camera.take("themes-split-200")
    assert place.split is not None
    place.split.leave()
    camera.window.desk.commands.run("themes.edit")
    camera.take("themes-edit-200")
    place._end_editing()
    look.use(text_size=100)


def _close(camera: Camera) -> None:
    dialog = QApplication.activeModalWidget()
    if dialog is not None:
        dialog.close()
    camera.settle()


THEMES = (page, tagging, large)
