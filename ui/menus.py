"""Menus whose letters are their own: while one is open, a letter finds an entry and runs no command of the place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from ui.wording import literal


class Menu(QMenu):
    """A menu with an accessible name. It is let go once closed, after the entry that was chosen has run."""

    def __init__(self, title: str, parent: QWidget, *, passing: bool = True) -> None:
        super().__init__(title, parent)
        self.setAccessibleName(title)
        if passing:
            self.aboutToHide.connect(self.deleteLater)

    def inner(self, title: str) -> Menu:
        """A menu within this one."""
        made = type(self)(title, self, passing=False)
        self.addMenu(made)
        return made

    def press(self, words: str, run: Callable[[], object], *, ticked: bool | None = None) -> QAction:
        """One more entry; `ticked` gives it a box that is ticked or not."""
        action = QAction(literal(words), self)
        if ticked is not None:
            action.setCheckable(True)
            action.setChecked(ticked)
        action.triggered.connect(lambda: run())
        self.addAction(action)
        return action

    def tick(self, words: str, on: bool, run: Callable[[bool], object]) -> QAction:
        """One more entry with a box; `run(on)` is told each time it is ticked or not."""
        action = QAction(literal(words), self)
        action.setCheckable(True)
        action.setChecked(on)
        action.toggled.connect(run)
        self.addAction(action)
        return action

    def open_at(self, at: QPoint) -> None:
        """Open, and stand on the first entry, so that arrows and Enter do at once."""
        self.popup(at)
        actions = [action for action in self.actions() if action.isEnabled() and not action.isSeparator()]
        if actions and actions[0].menu() is None:
            self.setActiveAction(actions[0])

    def event(self, event: QEvent) -> bool:
        """Take letters before the single-letter keys of the place would."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
            if event.text() and not held:
                event.accept()
                return True
        return super().event(event)


class StayMenu(Menu):
    """A menu that stays while several things in it are ticked; Space ticks, Enter ticks and closes, Esc closes."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick without closing."""
        action = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable() and action.isEnabled():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks without closing."""
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None and action.isCheckable():
            action.trigger()
        else:
            super().keyPressEvent(event)


def under(widget: QWidget) -> QPoint:
    """Where a menu opens: beneath the widget."""
    return widget.mapToGlobal(QPoint(0, widget.height() + 2))
