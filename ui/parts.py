"""Parts of a page that are made anew only when what they show has changed, and keep the focus they had.

A page that is rebuilt on every change loses the button a person is just pressing, because leaving the field
before it makes a change of its own. A `Part` stays as it is while what it shows stays the same.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.panes import clear
from ui.theme import look

Build = Callable[[QVBoxLayout], object]


class Part(QFrame):
    """A column that is filled with `fill(shown, build)`; nothing is done while `shown` is what it was."""

    def __init__(self, name: str = "", spacing: int = 6) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._spacing = spacing
        self._shown: object = None
        self._build: Build | None = None
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        look.changed.connect(self._again)

    def fill(self, shown: object, build: Build) -> None:
        """Show something; `build(column)` makes the widgets for it. Everything they depend on is in `shown`."""
        changed = self._build is None or shown != self._shown
        self._shown, self._build = shown, build
        if changed:
            self._again()

    def _again(self) -> None:
        # Widths of labels within were measured for the text size there was.
        if self._build is None:
            return
        name, at = self._focus()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._spacing)
        self._build(column)
        clear(self._outer)
        self._outer.addWidget(inner)
        inner.show()
        if at >= 0:
            self._focus_again(name, at)

    def _focus(self) -> tuple[str, int]:
        focus = self.window().focusWidget()
        stops = self._stops()
        if focus is None or focus not in stops:
            return "", -1
        return focus.accessibleName(), stops.index(focus)

    def _focus_again(self, name: str, at: int) -> None:
        stops = self._stops()
        same = [stop for stop in stops if stop.accessibleName() == name]
        if same or stops:
            (same[0] if same else stops[min(at, len(stops) - 1)]).setFocus(Qt.FocusReason.OtherFocusReason)

    def _stops(self) -> list[QWidget]:
        return [
            each
            for each in self.findChildren(QWidget)
            if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisibleTo(self) and each.isEnabled()
        ]
