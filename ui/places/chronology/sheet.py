"""A table as an agency sent it: row numbers, cells in their frames, banners, and rows that are no events muted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.tables import lines_needed, wrapped
from ui.theme import look, say

MOST_LINES = 8
PAD = 6
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class SheetRow:
    """One row as sent: its number, its cells by heading, what became of it, and why in words."""

    number: int
    cells: Mapping[str, str] = field(repr=False)
    fate: str = "event"
    note: str = ""
    event: int | None = None
    """The index of the event it made or was joined to."""

    @property
    def said(self) -> str:
        """The row's words in one line."""
        return " | ".join(" ".join(cell.split()) for cell in self.cells.values() if cell.strip())


class SheetModel(QAbstractTableModel):
    """Rows of cells; the first column is the row's number."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.headings: list[str] = []
        self.rows: list[SheetRow] = []

    def put(self, headings: Sequence[str], rows: Sequence[SheetRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.headings, self.rows = list(headings), list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """The number, then the headings."""
        return 0 if parent is not None and parent.isValid() else len(self.headings) + 1

    def text(self, row: int, column: int) -> str:
        """What stands in a cell."""
        if column == 0:
            return str(self.rows[row].number)
        return self.rows[row].cells.get(self.headings[column - 1], "")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell, and what a screen reader says of it."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            fate = f", {row.note}" if row.note else ""
            return f"Row {row.number}{fate}: {self.text(index.row(), index.column()) or 'empty'}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.note or self.text(index.row(), index.column()) or None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The agency's own headings."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.FontRole:
            return look.font("meta_name")
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return "" if section == 0 else self.headings[section - 1]
        return None


class _Cells(QStyledItemDelegate):
    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet)
        self._sheet = sheet

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """A framed cell; banners in the stronger type, what is no event muted."""
        box = QRectF(option.rect)
        row = self._sheet.model_.rows[index.row()]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        skipped = row.fate == "skipped"
        ground = (
            "found"
            if index.row() in self._sheet.marked
            else "tint"
            if chosen
            else "sunk"
            if skipped
            else "paper"
        )
        painter.fillRect(box, look.colour(ground))
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(box.topRight() + _HALF_LEFT, box.bottomRight() + _HALF_LEFT)
        painter.drawLine(box.bottomLeft() + _HALF_UP, box.bottomRight() + _HALF_UP)
        text = self._sheet.model_.text(index.row(), index.column())
        if not text:
            return
        role = self._sheet.role_of(index.row(), index.column())
        painter.setFont(look.font(role))
        painter.setPen(look.colour("muted" if skipped or index.column() == 0 else "ink"))
        inner = box.adjusted(look.px(PAD), look.px(4), -look.px(PAD) + 2, -look.px(3))
        high = look.line(role)
        room = max(1, round((inner.height() + 2) / high))
        top = inner.top()
        for line in wrapped(text, role, self._sheet.room(index.row(), index.column()), room, look.text_size):
            painter.drawText(
                QRectF(inner.left(), top, inner.width() + 2, high), Qt.AlignmentFlag.AlignVCenter, line
            )
            top += high

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The sheet decides the heights."""
        return QSize(look.px(40), look.px(26))


_HALF_LEFT = QRectF(-0.5, 0, 0, 0).topLeft()
_HALF_UP = QRectF(0, -0.5, 0, 0).topLeft()


class Sheet(QTableView):
    """The sheet. `stood_on(row)` tells which row the person stands on, by its place in the list."""

    stood_on = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.model_ = SheetModel(self)
        self.marked: frozenset[int] = frozenset()
        self._heights: dict[int, int] = {}
        self._quiet = False
        self.setAccessibleName(name)
        self.setProperty("ring", "yes")
        self.setModel(self.model_)
        self.setItemDelegate(_Cells(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(look.px(22))
        self.horizontalHeader().setHighlightSections(False)
        say(self.horizontalHeader(), "head", "muted")
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.horizontalHeader().setMinimumSectionSize(look.px(34))
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(0)
        self._fitting.timeout.connect(self._fit)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._fitting.start())
        self.horizontalHeader().sectionResized.connect(self._refit)
        look.changed.connect(self._look_changed)

    def show_rows(self, headings: Sequence[str], rows: Sequence[SheetRow]) -> None:
        """Show rows under their headings."""
        self.marked = frozenset()
        self._heights.clear()
        self.model_.put(headings, rows)
        self.verticalHeader().setDefaultSectionSize(look.px(28))
        self._share_width()
        self._spans()
        self._fitting.start()

    def mark(self, rows: frozenset[int]) -> None:
        """Lay the ground of something found under some rows, and bring the first into view."""
        self.marked = rows
        self.viewport().update()
        if rows:
            self.bring(min(rows))

    def bring(self, row: int) -> None:
        """Bring a row into view, some rows from the top."""
        if not 0 <= row < self.model_.rowCount():
            return
        self._fit_from(max(0, row - 12), row + 12)
        self.scrollTo(self.model_.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)
        self._fit()
        self.scrollTo(self.model_.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)

    def stand_on(self, row: int) -> None:
        """Choose a row without telling anyone."""
        self._quiet = True
        self.selectionModel().setCurrentIndex(
            self.model_.index(row, 0),
            QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
        )
        self._quiet = False
        self.bring(row)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which row the person stands on."""
        super().currentChanged(current, previous)
        if current.isValid() and not self._quiet:
            self.stood_on.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J and K go down and up, as everywhere."""
        step = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            row = max(0, min(self.model_.rowCount() - 1, self.currentIndex().row() + step))
            self.setCurrentIndex(self.model_.index(row, 0))
        else:
            super().keyPressEvent(event)

    def role_of(self, row: int, column: int) -> str:
        """The type of a cell."""
        if column == 0:
            return "caption"
        return "head" if self.model_.rows[row].note in ("banner", "title", "heading") else "meta"

    def room(self, row: int, column: int) -> int:
        """How wide the text of a cell may be."""
        wide = self.columnWidth(column)
        if self.columnSpan(row, column) > 1:
            wide = sum(self.columnWidth(at) for at in range(column, self.model_.columnCount()))
        return int(wide - 2 * look.px(PAD) + 2)

    # ---- widths and heights

    def _spans(self) -> None:
        self.clearSpans()
        across = self.model_.columnCount() - 1
        if across < 2:
            return
        for at, row in enumerate(self.model_.rows):
            filled = [place for place in range(1, across + 1) if self.model_.text(at, place).strip()]
            if row.fate == "skipped" and filled == [1]:
                self.setSpan(at, 1, 1, across)

    def _share_width(self) -> None:
        columns = self.model_.columnCount()
        if columns < 2:
            return
        self.setColumnWidth(0, look.px(38))
        sample = self.model_.rows[:300]
        weights, least = [], []
        metrics = QFontMetricsF(look.font("head"))
        for heading in self.model_.headings:
            cells = [row.cells.get(heading, "") for row in sample if row.fate != "skipped"]
            lengths = sorted(len(cell) for cell in cells)
            usual = lengths[int(len(lengths) * 0.8)] if lengths else 0
            weights.append(max(6.0, min(64.0, usual**0.85)))
            # A column is never so narrow that a usual word is broken.
            longest = sorted((word for cell in [*cells, heading] for word in cell.split()), key=len)
            usual_longest = longest[int(len(longest) * 0.97)] if longest else ""
            words = metrics.horizontalAdvance(max(usual_longest, *heading.split(), "", key=len))
            least.append(min(look.px(112), words * 1.1 + 2 * look.px(PAD) + 4))
        room = max(self.viewport().width() - look.px(44), look.px(60) * (columns - 1))
        whole = sum(weights) or 1
        for at, weight in enumerate(weights, 1):
            self.setColumnWidth(at, int(max(look.px(44), least[at - 1], room * weight / whole)))
        left = self.viewport().width() - sum(self.columnWidth(at) for at in range(columns))
        if left > 0:
            widest = max(range(1, columns), key=self.columnWidth)
            self.setColumnWidth(widest, self.columnWidth(widest) + left)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def _fit(self) -> None:
        first = self.rowAt(0)
        if first < 0:
            return
        row, bottom = first, self.viewport().height()
        while row < self.model_.rowCount() and self.rowViewportPosition(row) < bottom:
            self._fit_row(row)
            row += 1

    def _fit_from(self, first: int, last: int) -> None:
        for row in range(first, min(last, self.model_.rowCount())):
            self._fit_row(row)

    def _fit_row(self, row: int) -> None:
        high = self._heights.get(row)
        if high is None:
            lines = [
                min(
                    MOST_LINES,
                    lines_needed(self.model_.text(row, at), self.role_of(row, at), self.room(row, at)),
                )
                for at in range(1, self.model_.columnCount())
                if self.model_.text(row, at)
            ]
            high = max(lines, default=1) * look.line("meta") + look.px(9)
            self._heights[row] = high
        if self.rowHeight(row) != high:
            self.setRowHeight(row, high)

    def _refit(self) -> None:
        self._heights.clear()
        self._fitting.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._share_width()
        self._refit()

    def _look_changed(self) -> None:
        self.verticalHeader().setDefaultSectionSize(look.px(28))
        self._share_width()
        self._refit()
