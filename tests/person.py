"""A person at the window: finds things by the names a screen reader says, and presses real keys.

Nothing here sleeps. Every step waits, within a limit, for what it needs to be there.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QAbstractListModel, QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTextEdit,
    QWidget,
)
from pytestqt import exceptions
from pytestqt.qtbot import QtBot

from ui.tables import ListingTable
from ui.window import Window

LIMIT = 6_000
Kind = TypeVar("Kind", bound=QWidget)


class Person:
    """Drives the real window of a test."""

    def __init__(self, qtbot: QtBot, window: Window) -> None:
        self.qtbot = qtbot
        self.window = window

    # ---- looking

    def waits_until(self, holds: Callable[[], bool], what: str = "") -> None:
        """Wait until something holds."""

        def check() -> bool:
            return bool(holds())

        try:
            self.qtbot.waitUntil(check, timeout=LIMIT)
        except exceptions.TimeoutError as late:
            raise AssertionError(
                f"Waited in vain{f' for {what}' if what else ''}; {self._in_sight()}"
            ) from late

    def waits_for_work(self) -> None:
        """Wait until no long work runs, and what it led to has been shown."""
        self.waits_until(
            lambda: (
                not self.window.desk.jobs.busy
                and not self.window.desk.aside.busy
                and not self.window.cases.closing
            ),
            "work to end",
        )

    def sees(self, text: str) -> None:
        """Wait until some text can be read somewhere in the window: in a label, a field, a button or a row."""
        self.waits_until(lambda: self.can_see(text), f"“{text}” to be seen")

    def does_not_see(self, text: str) -> None:
        """Wait until a text can no longer be read."""
        self.waits_until(lambda: not self.can_see(text), f"“{text}” to be gone")

    def can_see(self, text: str) -> bool:
        """Whether a text can be read now."""
        return any(text in each for each in self._texts())

    def named(self, name: str, kind: type[Kind]) -> Kind:
        """The visible widget of that accessible name; waits for it to come."""
        found: list[Kind] = []

        def look() -> bool:
            found[:] = [each for each in self._visible(kind) if each.accessibleName() == name]
            return bool(found)

        self.waits_until(look, f"“{name}”")
        # In a dialog before what lies beneath it.
        top = QApplication.activeModalWidget()
        within = [each for each in found if top is not None and each.window() is top]
        return (within or found)[0]

    # ---- doing

    def press(self, name: str) -> None:
        """Press a button, rail entry, filter, card or check box by its name; it must be able to be pressed."""
        button = self.named(name, QAbstractButton)
        self.waits_until(button.isEnabled, f"“{name}” to be able to be pressed")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=_within(button))

    def choose(self, name: str, option: str) -> None:
        """Choose an option, by its words, in a field of several."""
        box = self.named(name, QComboBox)
        at = box.findText(option)
        assert at >= 0, (
            f"“{name}” has no “{option}”, but {[box.itemText(each) for each in range(box.count())]}"
        )
        box.setFocus()
        box.setCurrentIndex(at)

    def type_in(self, name: str, text: str, *, leave: bool = True) -> None:
        """Replace what stands in a field by typing, and leave it with Tab."""
        field = self._field(name)
        self._active()
        field.setFocus()
        field.selectAll()
        if isinstance(field, QTextEdit) and "\n" in text:
            field.insertPlainText(text)
        elif text:
            _types(field, text)
        else:
            QTest.keyClick(field, Qt.Key.Key_Delete)
        if leave:
            QTest.keyClick(field, Qt.Key.Key_Tab)

    def _field(self, name: str) -> QLineEdit | QTextEdit:
        found: list[QLineEdit | QTextEdit] = []

        def there() -> bool:
            fields: list[QLineEdit | QTextEdit] = [*self._visible(QLineEdit), *self._visible(QTextEdit)]
            top = QApplication.activeModalWidget()
            named = [each for each in fields if each.accessibleName() == name]
            found[:] = [each for each in named if top is None or each.window() is top] or named
            return bool(found)

        self.waits_until(there, f"the field “{name}”")
        return found[0]

    def key(self, keys: str) -> None:
        """Press keys ("Ctrl+Z", "J", "Esc") where focus is, as the whole application would get them."""
        self._active()
        popup = QApplication.activePopupWidget()
        menu = popup if isinstance(popup, QMenu) else None
        target = menu or QApplication.focusWidget() or QApplication.activeModalWidget() or self.window
        key, held = _stroke(keys)
        QTest.keyClick(target, key, held)

    def place_key(self, place: str) -> str:
        """The keys that go to a place, by its key: they follow the order of the rail."""
        return next(each.keys[0] for each in self.window.desk.commands.all() if each.key == f"go_{place}")

    def types(self, text: str) -> None:
        """Type where focus is."""
        self._active()
        _types(QApplication.focusWidget() or self.window, text)

    def menu(self, *path: str) -> None:
        """Choose from the menu: `menu("File", "Copy to…")`. The words begin the entry's words."""
        self.press("Menu")
        menu: QMenu | None = self._menu("Menu")
        for step in path:
            assert menu is not None
            action = next((each for each in menu.actions() if _words(each).startswith(step)), None)
            assert action is not None, (
                f"“{step}” is not in the menu: {[each.text() for each in menu.actions()]}"
            )
            inner = action.menu()
            if isinstance(inner, QMenu):
                menu = inner
            else:
                assert action.isEnabled(), f"“{action.text()}” can't be chosen now"
                action.trigger()
                self._close_menus()
                return

    def picks(self, entry: str) -> None:
        """Choose an entry of the menu that a button has just opened."""
        popup: list[QMenu] = []

        def opened() -> bool:
            popup[:] = self._visible(QMenu)
            return bool(popup)

        self.waits_until(opened, "a menu")
        for menu in popup:
            for action in menu.actions():
                if _words(action) == entry:
                    action.trigger()
                    self._close_menus()
                    return
        raise AssertionError(f"No menu has “{entry}”")

    # ---- rows

    def table(self, name: str = "") -> ListingTable:
        """A table by its name, or the one in sight."""
        if name:
            return self.named(name, ListingTable)
        self.waits_until(lambda: bool(self._visible(ListingTable)), "a table")
        return self._visible(ListingTable)[0]

    def rows(self, table: str = "") -> list[str]:
        """The words of every row: its cells joined by " | "."""
        found = self.table(table)
        return [self._row_text(found, row) for row in range(found.listing_model.rowCount())]

    def row(self, text: str, table: str = "", *, adding: bool = False) -> str:
        """Choose the first row whose words hold the text, by pressing it; gives the thing's id.

        `adding` keeps what was chosen before, as with Ctrl held.
        """
        found = self.table(table)
        at: list[int] = []

        def there() -> bool:
            model = found.listing_model
            at[:] = [
                row
                for row in range(model.rowCount())
                if model.id_at(row) and text in self._row_text(found, row)
            ][:1]
            return bool(at)

        self.waits_until(there, f"a row with “{text}”")
        shown = next(
            column
            for column in range(found.model().columnCount())
            if not found.isColumnHidden(column) and column
        )
        index = found.listing_model.index(at[0], shown)
        found.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        held = Qt.KeyboardModifier.ControlModifier if adding else Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, held, found.visualRect(index).center())
        found.setFocus()
        return found.listing_model.id_at(at[0]) or ""

    def item(self, name: str, text: str) -> None:
        """Choose the entry of a plain list or tree whose words hold the text."""
        view = self.named(name, QAbstractItemView)
        model = view.model()
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            if text in str(index.data() or ""):
                view.scrollTo(index)
                QTest.mouseClick(
                    view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center()
                )
                return
        raise AssertionError(f"“{name}” has no “{text}”")

    # ---- files

    def gives_files(self, *files: Path) -> None:
        """Answer the file dialog that is open, with files or a folder or a name to save under."""
        dialogs: list[QFileDialog] = []

        def opened() -> bool:
            dialogs[:] = self._visible(QFileDialog)
            return bool(dialogs)

        self.waits_until(opened, "a file dialog")
        dialog = dialogs[-1]
        edit = dialog.findChild(QLineEdit, "fileNameEdit")
        assert edit is not None
        if len(files) == 1:
            edit.setText(str(files[0]))
        else:
            dialog.setDirectory(str(files[0].parent))
            edit.setText(" ".join(f'"{file.name}"' for file in files))
        accept = next(
            each
            for each in dialog.findChildren(QPushButton)
            if each.text().replace("&", "")
            == dialog.labelText(QFileDialog.DialogLabel.Accept).replace("&", "")
        )
        self.waits_until(accept.isEnabled, "the dialog to take the name")
        QTest.mouseClick(accept, Qt.MouseButton.LeftButton)
        self.waits_until(lambda: dialog not in self._visible(QFileDialog), "the file dialog to go")

    def drops(self, *files: Path) -> None:
        """Drop files on the window."""
        self.window.take_files(list(files))

    # ---- the parts of it

    def _visible(self, kind: type[Kind]) -> list[Kind]:
        found: list[Kind] = []
        for top in QApplication.topLevelWidgets():
            if not top.isVisible():
                continue
            if isinstance(top, kind):
                found.append(top)
            found.extend(each for each in top.findChildren(kind) if each.isVisible())
        return found

    def _texts(self) -> Iterator[str]:
        for each in self._visible(QWidget):
            if isinstance(each, QLabel | QAbstractButton | QLineEdit):
                yield each.text()
            elif isinstance(each, QTextEdit):
                yield each.toPlainText()
            elif isinstance(each, QComboBox):
                yield each.currentText()
            elif isinstance(each, ListingTable):
                yield from (
                    self._row_text(each, row) for row in range(min(each.listing_model.rowCount(), 400))
                )
            elif isinstance(each, QAbstractItemView) and each.model() is not None:
                model = each.model()
                for row in range(min(model.rowCount(), 400)):
                    across = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
                    yield " | ".join(str(model.index(row, at).data() or "") for at in range(across))
            if each.accessibleName():
                yield each.accessibleName()

    @staticmethod
    def _row_text(table: ListingTable, row: int) -> str:
        model = table.listing_model
        group = model.group_at(row)
        if group is not None:
            return f"{group.text} {group.count}"
        record = model.record(row)
        cells = []
        for column in model.columns:
            shown = record.get(column.key)
            if shown is not None and (shown.text or shown.second):
                cells.append(f"{shown.text} {shown.second}".strip())
        return " | ".join(cells)

    def _active(self) -> None:
        """Without a desktop nobody hands the focus back to the window when a dialog has gone."""
        top = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window
        if not top.isActiveWindow():
            top.activateWindow()
            self.waits_until(top.isActiveWindow, "the window to be active")

    def _close_menus(self) -> None:
        for menu in self._visible(QMenu):
            menu.close()

    def _menu(self, name: str) -> QMenu:
        found = [each for each in self._visible(QMenu) if each.accessibleName() == name]
        assert found, f"No menu “{name}” is open"
        return found[0]

    def _in_sight(self) -> str:
        names = sorted({each.accessibleName() for each in self._visible(QWidget) if each.accessibleName()})
        return f"in sight: {', '.join(names)[:1500]}"


def _types(target: QWidget, text: str) -> None:
    """Type text, one key a letter; QTest itself knows no letters but those of ASCII."""
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(target, letter)
        else:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                pressed = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(target, pressed)


def _words(action: QAction) -> str:
    return action.text().split("\t")[0].replace("&", "")


def _within(button: QWidget) -> QPoint:
    """Where to press: a check box only at its mark and word."""
    if isinstance(button, QCheckBox):
        return QPoint(10, button.height() // 2)
    return button.rect().center()


_NAMES = {
    "Esc": Qt.Key.Key_Escape,
    "Enter": Qt.Key.Key_Return,
    "Space": Qt.Key.Key_Space,
    "Tab": Qt.Key.Key_Tab,
    "Del": Qt.Key.Key_Delete,
    "PgUp": Qt.Key.Key_PageUp,
    "PgDown": Qt.Key.Key_PageDown,
    "/": Qt.Key.Key_Slash,
    "=": Qt.Key.Key_Equal,
    "-": Qt.Key.Key_Minus,
}
_HELD = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}


def _stroke(keys: str) -> tuple[Qt.Key, Qt.KeyboardModifier]:
    """ "Ctrl+Shift+Z" as a key and what is held with it."""
    *held, last = keys.split("+")
    modifiers = Qt.KeyboardModifier.NoModifier
    for each in held:
        modifiers |= _HELD[each]
    return _NAMES.get(last) or Qt.Key[f"Key_{last}"], modifiers
