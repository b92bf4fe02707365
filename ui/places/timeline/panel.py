"""The inspector or the measures over the right part of the picture, folded to a strip while nothing is read there."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.buttons import Button
from ui.theme import be, look

_WIDE = 328
_STRIP = 36


class Folded(QWidget):
    """A main part with a strip at its right, and a panel that opens over it: the inspector, or the measures.

    `opened(bool)` tells when the panel has opened or folded, and `turned` when it shows the other of the two.
    """

    opened = Signal(bool)
    turned = Signal()

    def __init__(self, main: QWidget, panel: QWidget, measures: QWidget) -> None:
        super().__init__()
        self.setAccessibleName("Timeline and inspector")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(main, 1)
        self.strip = QFrame()
        be(self.strip, ground="ground", edge="left")
        self.strip.setAccessibleName("Inspector, folded")
        column = QVBoxLayout(self.strip)
        column.setContentsMargins(2, 8, 2, 8)
        self.button = Button(
            "", self.turn, kind="quiet", icon="panel-right", name="Open the inspector", hint="Inspector: I"
        )
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.measures_button = Button(
            "", self.turn_measures, kind="quiet", icon="hash", name="Open the measures", hint="Measures: U"
        )
        column.addWidget(self.measures_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        row.addWidget(self.strip)
        self.panel = QFrame(self)
        self.panel.setAccessibleName("Inspector over the timeline")
        be(self.panel, ground="ground", edge="left")
        inner = QVBoxLayout(self.panel)
        inner.setContentsMargins(1, 0, 0, 0)
        self.stack = QStackedWidget()
        self.stack.addWidget(panel)
        self.stack.addWidget(measures)
        inner.addWidget(self.stack)
        self.panel.hide()
        look.changed.connect(self._dress)
        self._dress()

    @property
    def is_open(self) -> bool:
        """Whether the panel is open."""
        return self.panel.isVisibleTo(self)

    @property
    def shows_measures(self) -> bool:
        """Whether the panel, open, shows the measures and not the inspector."""
        return self.is_open and self.stack.currentIndex() == 1

    def open(self, on: bool = True, *, measures: bool = False) -> None:
        """Open the panel on the inspector or on the measures, or fold it."""
        if on and self.stack.currentIndex() != int(measures):
            self.stack.setCurrentIndex(int(measures))
            self.turned.emit()
        if on != self.is_open:
            self.panel.setVisible(on)
            self._place()
            if on:
                self.panel.raise_()
            self.opened.emit(on)
        inspector, counted = self.is_open and not self.shows_measures, self.shows_measures
        self.button.rename("", "Fold the inspector" if inspector else "Open the inspector")
        self.measures_button.rename("", "Fold the measures" if counted else "Open the measures")

    def turn(self) -> None:
        """Open the inspector; fold it where it is open."""
        self.open(not self.is_open or self.shows_measures)

    def turn_measures(self) -> None:
        """Open the measures; fold them where they are open."""
        self.open(not self.shows_measures, measures=True)

    def _dress(self) -> None:
        self.strip.setFixedWidth(look.px(_STRIP))
        self._place()

    def _place(self) -> None:
        room = self.width() - self.strip.width()
        wide = min(look.px(_WIDE), max(room - look.px(120), room // 2))
        self.panel.setGeometry(QRect(room - wide, 0, wide, self.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep to the right."""
        super().resizeEvent(event)
        self._place()
