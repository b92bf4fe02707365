"""F1: what this place is for, and every key that works in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.buttons import Button, KeyCap
from ui.commands import Command
from ui.inspector import words
from ui.panes import clear, scrolled
from ui.place import Place
from ui.theme import be, look, say

EVERYWHERE = (
    ("Esc", "Dismiss news, close what is open"),
    ("Tab", "Next control"),
)


class HelpPanel(QFrame):
    """The panel that opens over the right of the window. `gone` is emitted when it closes."""

    gone = Signal()

    def __init__(self) -> None:
        super().__init__()
        be(self, ground="paper", edge="left")
        self.setAccessibleName("Help")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QFrame()
        be(head, edge="below")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 8, 12, 8)
        row.addWidget(say(QLabel("Help"), "heading"))
        row.addStretch(1)
        self.close_button = Button("Close", self.gone.emit, kind="link", name="Close help")
        row.addWidget(self.close_button)
        row.addWidget(KeyCap("Esc"))
        column.addWidget(head)
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(16, 12, 16, 16)
        self._column.setSpacing(6)
        column.addWidget(scrolled(body, "paper", "Help text"), 1)

    def show_for(self, place: Place | None, commands: Sequence[Command]) -> None:
        """Say it for a place, or for the welcome."""
        clear(self._column)
        if place is not None:
            self._column.addWidget(say(QLabel(place.title), "title"))
            self._column.addWidget(words(place.purpose, "body", "ink2"))
            own = [
                (" / ".join(each.keys), each.said)
                for each in commands
                if each.key.startswith(f"{place.key}.") and each.keys
            ]
            if own or place.keys:
                self._head(f"Keys in {place.title}")
                for keys, what in (*place.keys, *own):
                    self._line(keys, what)
        else:
            self._column.addWidget(
                words(
                    "Make a new case, open one, or try the sample. A case is one encrypted file that you keep where"
                    " you like; nothing leaves this computer.",
                    "body",
                    "ink2",
                )
            )
        self._head("Keys everywhere")
        for command in commands:
            if command.menu != "Place" and command.keys:
                self._line(command.keys[0], command.said)
        for keys, what in EVERYWHERE:
            self._line(keys, what)
        self._column.addStretch(1)
        self.setMinimumWidth(look.px(328))

    def _head(self, text: str) -> None:
        self._column.addSpacing(10)
        self._column.addWidget(say(QLabel(text), "head", "muted"))

    def _line(self, keys: str, what: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(words(what, "body"), 1)
        row.addWidget(KeyCap(keys), 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.gone.emit()
        else:
            super().keyPressEvent(event)
