"""The outline of a document: its headings, or its pages where it has none."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListView, QVBoxLayout, QWidget

from ui.buttons import Button
from ui.places.materials.source import Source
from ui.theme import be, look, say
from workbench.anonymity.rendering import say as as_read

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Heading:
    """One line of the outline."""

    at: int
    text: str
    level: int
    page: int | None


def headings(source: Source) -> list[Heading]:
    """The headings of a text; its pages where it has no headings, or its sheets and tables where those are all."""
    found = []
    source.read_whole()
    for number, part in enumerate(source.parts):
        text, pieces = source.read(number)
        for piece in pieces:
            if piece.kind in ("title", "heading"):
                words = " ".join(text[piece.start - part.start : piece.end - part.start].split())
                if words:
                    label = f"{piece.label} " if piece.label and not words.startswith(piece.label) else ""
                    found.append(
                        Heading(piece.start, as_read(f"{label}{words}"), max(1, piece.level), part.page)
                    )
    if found:
        return found
    return [
        Heading(part.start, f"Page {part.page}", 1, part.page)
        for number, part in enumerate(source.parts)
        if source.begins_page(number)
    ]


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Heading] = []

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{'    ' * (line.level - 1)}{line.text}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<qt>{escape(line.text)}</qt>"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.text}, page {line.page}" if line.page else line.text
        if role == Qt.ItemDataRole.FontRole:
            return look.font("name" if line.level <= 1 else "body")
        return None

    def show(self, lines: list[Heading]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()


class Outline(QFrame):
    """The drawer. `went(place)` when a line is chosen; `gone` when it closes."""

    went = Signal(int)
    gone = Signal()

    def __init__(self) -> None:
        super().__init__()
        be(self, ground="ground", edge="right")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Outline")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 8, 8, 8)
        row.addWidget(say(QLabel("Outline"), "head", "muted"), 1)
        row.addWidget(Button("Close", self.gone.emit, kind="link", name="Close outline"))
        column.addWidget(head)
        self._model = _Model()
        self.list = _List()
        self.list.setModel(self._model)
        self.list.activated.connect(self._go)
        self.list.clicked.connect(self._go)
        self.list.closed.connect(self.gone)
        column.addWidget(self.list, 1)
        self.none = say(QLabel("This document has no headings and no pages."), "meta", "muted")
        self.none.setWordWrap(True)
        self.none.setContentsMargins(12, 8, 12, 8)
        self.none.hide()
        column.addWidget(self.none)
        self.hide()

    def show_source(self, source: Source | None) -> None:
        """Show the outline of a text."""
        self._model.show(headings(source) if source is not None else [])
        self.none.setVisible(not self._model.lines)

    def stand_at(self, at: int) -> None:
        """Mark the line one reads under."""
        row = sum(line.at <= at for line in self._model.lines) - 1
        if row >= 0:
            self.list.setCurrentIndex(self._model.index(row, 0))

    def _go(self, index: QModelIndex) -> None:
        self.went.emit(self._model.lines[index.row()].at)


class _List(QListView):
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Headings")
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        be(self, ground="ground")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J, K and arrows move, Enter goes there, Esc closes."""
        key = event.key()
        if key in (Qt.Key.Key_J, Qt.Key.Key_K):
            row = self.currentIndex().row() + (1 if key == Qt.Key.Key_J else -1)
            if 0 <= row < self.model().rowCount():
                self.setCurrentIndex(self.model().index(row, 0))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
