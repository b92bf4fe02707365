"""The focus ring: 2 px of accent outside the control in focus, wherever focus goes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QMainWindow,
    QMenu,
    QMenuBar,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from ui.theme import look

_OUT = 3


class _Ring(QWidget):
    """Lies over the control's parent, lets every press through, and is no part of the picture it is read by."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("decoration", True)
        self.setAccessibleName("Focus ring")
        self.radius = 6.0

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ring alone."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("accent"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), self.radius, self.radius)
        painter.end()


class FocusRing(QObject):
    """Follows the focus of the application.

    A widget with the property `ring="own"` draws its own (tables draw it round the row), `ring="parent"`
    has it round its parent (an edit within a framed box). The ring is a child of the control's parent, so it
    scrolls and is cut off with it.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._ring: _Ring | None = None
        self._on: QWidget | None = None
        app.focusChanged.connect(self._focus_changed)
        look.changed.connect(self._place)

    @property
    def around(self) -> QWidget | None:
        """The control the ring is round, if any."""
        return self._on if self._ring is not None and isValid(self._ring) and self._ring.isVisible() else None

    def _focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        if self._on is not None and isValid(self._on):
            self._on.removeEventFilter(self)
        self._on = None
        if now is not None:
            _bring_into_sight(now)
        if self._ring is not None and isValid(self._ring):
            self._ring.hide()
            self._ring.setParent(None)
            self._ring.deleteLater()
        self._ring = None
        target = self._target(now)
        if target is None:
            return
        parent = target.parentWidget()
        if parent is None or isinstance(parent, QSplitter | QStackedWidget | QMainWindow):
            # These take every child for a page or pane of theirs.
            return
        self._on = target
        self._ring = _Ring(parent)
        target.installEventFilter(self)
        self._place()
        self._ring.show()
        self._ring.raise_()

    def _target(self, now: QWidget | None) -> QWidget | None:
        if now is None or isinstance(now, QMenu | QMenuBar) or now.property("ring") == "own":
            return None
        if now.property("ring") == "parent":
            return now.parentWidget()
        if (
            isinstance(now, QAbstractScrollArea)
            and not isinstance(now, QTextEdit)
            and now.property("ring") != "yes"
        ):
            return None
        return now

    def _place(self) -> None:
        on, ring = self._on, self._ring
        if on is None or ring is None or not isValid(on) or not isValid(ring):
            return
        box = on.geometry().adjusted(-_OUT, -_OUT, _OUT, _OUT)
        parent = ring.parentWidget()
        if parent is not None:
            # Where the control stands at the very edge the ring comes inside rather than being cut off.
            box = box.intersected(QRect(0, 0, parent.width(), parent.height()))
        round_one = on.property("kind") == "filter"
        ring.radius = box.height() / 2 - 1 if round_one else 8.0 if on.property("edge") == "card" else 6.0
        ring.setGeometry(box)
        ring.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move with the control, and hide with it."""
        if watched is self._on and self._ring is not None and isValid(self._ring):
            if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
                self._place()
            elif event.type() == QEvent.Type.Hide:
                self._ring.hide()
            elif event.type() == QEvent.Type.Show:
                self._ring.show()
        return False


def _bring_into_sight(now: QWidget) -> None:
    """An area scrolls to what Tab comes to within it, but not to what Tab comes to from outside."""
    if not now.isVisible() or not now.visibleRegion().isEmpty():
        return
    part = now.parentWidget()
    while part is not None and not part.isWindow():
        if isinstance(part, QScrollArea):
            part.ensureWidgetVisible(now)
        part = part.parentWidget()
