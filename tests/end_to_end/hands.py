"""A person who has a keyboard and nothing else."""

from pathlib import Path

from person import Person
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

FURTHEST = 80
"""Presses of Tab after which nobody looks any longer."""


class Hands:
    """A person who has a keyboard and nothing else. After each key, focus must be somewhere to be seen."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def focus(self) -> QWidget:
        """What has focus: it can be seen, and a screen reader has a name for it."""
        self.person._active()
        found: list[QWidget] = []

        def somewhere() -> bool:
            popup = QApplication.activePopupWidget()
            focus = popup or QApplication.focusWidget()
            found[:] = [focus] if focus is not None and focus.isVisible() else []
            return bool(found)

        self.person.waits_until(somewhere, "focus to be somewhere")
        (focus,) = found
        self.person.waits_until(
            lambda: not focus.visibleRegion().isEmpty(), f"{name_of(focus)}, which has focus, to be in sight"
        )
        assert focus.accessibleName() or isinstance(focus.window(), QFileDialog), type(focus).__name__
        return focus

    def key(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for each in keys:
            self.person.key(each)
            self.focus()

    def types(self, text: str) -> None:
        """Type where focus is."""
        self.focus()
        self.person.types(text)

    def goes_to(self, name: str, *, back: bool = False) -> None:
        """Press Tab until something of that name has focus."""
        passed = []
        for _ in range(FURTHEST):
            here = self.focus().accessibleName()
            if here == name:
                return
            passed.append(here)
            self.person.key("Shift+Tab" if back else "Tab")
        raise AssertionError(f"Tab never comes to “{name}”; it passes {passed}")

    def gives_file(self, path: Path) -> None:
        """Type a path in the file dialog that has opened, and press Enter."""
        dialogs: list[QFileDialog] = []

        def opened() -> bool:
            dialogs[:] = self.person._visible(QFileDialog)
            return bool(dialogs)

        self.person.waits_until(opened, "a file dialog")
        dialog = dialogs[-1]
        self.goes_to("File name")
        self.types(str(path))
        QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Return)
        self.person.waits_until(lambda: not self.person._visible(QFileDialog), "the file dialog to go")
        self.person.waits_for_work()


def name_of(widget: QWidget | None) -> str:
    return f"{type(widget).__name__} “{widget.accessibleName()}”" if widget is not None else "nothing"
