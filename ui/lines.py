"""A list of lines that stand under one another: the spine of findings, the codebook of themes.

What a line is, how it is drawn and what falls on it are for the place; how one moves, where the ring stands and what
something dragged is held over are the same everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QDragLeaveEvent, QFocusEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from ui.theme import be, look

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole + 1


class AnyLine(Protocol):
    """What every line has: an id, its words, and what a screen reader says of it."""

    @property
    def id(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def said(self) -> str: ...


class LineModel(QAbstractListModel):
    """The lines, in order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Any] = []

    def show(self, told: Sequence[AnyLine]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = list(told)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """One row a line."""
        return len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The line, and its words for readers and tooltips."""
        line: AnyLine = self.lines[index.row()]
        if role == LINE:
            return line
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return line.said
        return line.words if role == Qt.ItemDataRole.DisplayRole else None


class LineList(QListView):
    """The list. `over` is the id of the line over which something is being dragged."""

    def __init__(self, model: LineModel, name: str) -> None:
        super().__init__()
        self.over = ""
        self._model = model
        model.setParent(self)
        self.setModel(model)
        self.setAccessibleName(name)
        be(self, ground="ground")
        self.setProperty("ring", "own")
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setAcceptDrops(True)
        look.changed.connect(self.scheduleDelayedItemsLayout)

    def line_at(self, at: QPoint) -> Any:  # noqa: ANN401 - a line of the place's own kind
        """The line at a point of the view, or None."""
        index = self.indexAt(at)
        return self._model.lines[index.row()] if index.isValid() else None

    def line_stood_on(self) -> Any:  # noqa: ANN401
        """The line the person stands on, or None."""
        index = self.currentIndex()
        return self._model.lines[index.row()] if index.isValid() else None

    def step(self, by: int) -> None:
        """Move by so many lines."""
        row = max(0, min(self._model.rowCount() - 1, self.currentIndex().row() + by))
        self.setCurrentIndex(self._model.index(row))

    def show_over(self, thing: str) -> None:
        """Ring the line on which what is dragged would fall; "" rings none."""
        if self.over != thing:
            self.over = thing
            self.viewport().update()

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here, not a search."""

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing would fall here any more."""
        self.show_over("")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring is drawn by the rows."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring is drawn by the rows."""
        super().focusOutEvent(event)
        self.viewport().update()
