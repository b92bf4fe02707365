"""A grid of counts that is read as a picture and as a table: services or themes by months or services.

Each cell carries its number, so nothing hangs on the colour. Where a count is a share of something the cell is
filled from its left edge as far as the share goes; where it is not, the greater count has the deeper shade. It is
a table to a screen reader, walked by the arrow keys, and *Table* shows the same figures in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ui.buttons import Button
from ui.chips import paint_service, paint_theme, service_width, theme_width
from ui.theme import be, look, mix
from workbench.chronology.when import MONTH_NAMES

ALL: Final = ""
"""The key of a row or a column of sums."""

_GAP: Final = 2
_HEAD: Final = 24
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Head:
    """What stands at a row or over a column: its key, the few letters shown, and what is said of it in full.

    `chip` is "service", "theme" or "" for plain words; `second` stands quietly beside a row's head, such as the sum
    "6 of 10"; `strong` is for sums and for the month a year begins with. Words come as their reader may see them.
    """

    key: str
    text: str
    said: str = ""
    chip: str = ""
    colour: str = ""
    second: str = ""
    strong: bool = False

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return self.said or self.text


@dataclass(frozen=True)
class Cell:
    """A count, and what it is a share of, where it is one. `said` puts both in words: "2 of 3 missed"."""

    count: int
    of: int | None = None
    said: str = ""

    @property
    def words(self) -> str:
        """The figures in words."""
        return self.said or (f"{self.count:,}" if self.of is None else f"{self.count:,} of {self.of:,}")


@dataclass(frozen=True)
class Grid:
    """Rows, columns, and a cell for each pair of keys that there is something to count for.

    `nothing` is said of the pairs that have no cell, such as "none planned".
    """

    rows: Sequence[Head] = ()
    columns: Sequence[Head] = ()
    cells: Mapping[tuple[str, str], Cell] = field(default_factory=dict)
    nothing: str = "none"


def month_heads(first: str, last: str) -> list[Head]:
    """A head for each month from "2023-11" to "2024-02", both included; January carries its year."""
    year, month = int(first[:4]), int(first[5:7])
    made: list[Head] = []
    while (key := f"{year:04d}-{month:02d}") <= last[:7]:
        name = MONTH_NAMES[month - 1]
        short = name[:3]
        with_year = month == 1 or not made
        said = f"{name} {year}"
        made.append(Head(key, f"{short} {year % 100:02d}" if with_year else short, said, strong=month == 1))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return made


class _Model(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.grid = Grid()
        self.in_words = False

    def show(self, grid: Grid) -> None:
        self.beginResetModel()
        self.grid = grid
        self.endResetModel()

    def cell(self, index: _Index) -> Cell | None:
        return self.grid.cells.get((self.grid.rows[index.row()].key, self.grid.columns[index.column()].key))

    def said(self, index: _Index) -> str:
        """One cell in full: "Health visiting, January 2024: 2 of 3 missed"."""
        row, column = self.grid.rows[index.row()], self.grid.columns[index.column()]
        cell = self.cell(index)
        return f"{row.spoken}, {column.spoken}: {cell.words if cell is not None else self.grid.nothing}"

    def rowCount(self, parent: _Index | None = None) -> int:
        """Rows."""
        return 0 if parent is not None and parent.isValid() else len(self.grid.rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Columns."""
        return 0 if parent is not None and parent.isValid() else len(self.grid.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The number, and the whole in words for the pointer and the screen reader."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.said(index)
        if role == Qt.ItemDataRole.DisplayRole:
            cell = self.cell(index)
            if cell is None:
                return self.grid.nothing if self.in_words else ""
            return cell.words if self.in_words else f"{cell.count:,}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Heads."""
        heads = self.grid.columns if orientation == Qt.Orientation.Horizontal else self.grid.rows
        if not 0 <= section < len(heads):
            return None
        head = heads[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return head.text
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{head.spoken}: {head.second}" if head.second else head.spoken
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Every cell can be stood on; what has nothing to open says so."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: HeatMap) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Ground, fill or shade, and the number."""
        view = self._view
        half = _GAP / 2
        box = QRectF(option.rect).adjusted(half, half, -half, -half)
        cell = view.grid_model.cell(index)
        strong = view.grid_model.grid.rows[index.row()].strong
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        ground = look.colour("sunk")
        tone = look.colour("muted")
        bold = strong
        if cell is None:
            ground = look.colour("ground")
        elif cell.of is not None:
            bold = bold or cell.count > 0
            tone = look.colour("ink") if cell.count else tone
        elif cell.count:
            depth = cell.count / view.deepest
            ground = mix(look.colour("accent"), look.colour("paper"), 0.10 + 0.9 * depth)
            tone = readable_on(ground)
            bold = bold or depth > 0.3
        painter.fillRect(box, ground)
        if cell is not None and cell.of and cell.count:
            full = QRectF(box)
            full.setWidth(box.width() * min(1.0, cell.count / cell.of))
            painter.fillRect(full, share_colour())
            painter.fillRect(QRectF(box.left(), box.top(), max(2, look.px(3)), box.height()), share_edge())
        elif cell is None and not view.in_words and view.dashes:
            painter.setPen(QPen(look.colour("line"), 1))
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        text = str(index.data() or "") or ("–" if view.dashes else "")
        painter.setFont(look.font("mark" if bold else "caption"))
        painter.setPen(tone)
        if text and QFontMetricsF(painter.font()).horizontalAdvance(text) <= option.rect.width():
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        elif text and cell is not None and cell.count:
            # Too narrow for its number: a dot says that there is one, and the cell still tells it.
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tone)
            painter.drawEllipse(box.center(), 1.5, 1.5)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """The view decides."""
        return QSize(self._view.row_high, self._view.row_high)


class _Heads(QHeaderView):
    def __init__(self, way: Qt.Orientation, view: HeatMap) -> None:
        super().__init__(way, view)
        self._view = view
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(1)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        be(self, ground=view.ground)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """A chip, or quiet words; at a row also its sum."""
        grid = self._view.grid_model.grid
        across = self.orientation() == Qt.Orientation.Horizontal
        heads = grid.columns if across else grid.rows
        if section >= len(heads):
            return
        head = heads[section]
        box = QRectF(rect)
        painter.save()
        painter.fillRect(box, look.colour(self._view.ground))
        if across:
            self._over(painter, box, head)
        else:
            self._beside(painter, box, head)
        painter.restore()

    def _over(self, painter: QPainter, box: QRectF, head: Head) -> None:
        if head.chip and _chip_width(head) <= box.width():
            _paint_chip(painter, box.center().x() - _chip_width(head) / 2, box.center().y(), head)
            return
        painter.setFont(look.font("mark" if head.strong else "caption"))
        painter.setPen(look.colour("ink" if head.strong else "muted"))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(head.text)
        if wide <= box.width():
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, head.text)

    def _beside(self, painter: QPainter, box: QRectF, head: Head) -> None:
        left = box.left() + look.px(self._view.margin)
        if head.chip:
            if box.height() < look.px(20):
                painter.setClipRect(box)
                wide = _paint_low_chip(painter, left, box, head)
            else:
                wide = _paint_chip(painter, left, box.center().y(), head)
        else:
            painter.setFont(look.font("mark" if head.strong else "caption"))
            painter.setPen(look.colour("ink"))
            room = QRectF(left, box.top(), box.right() - left, box.height())
            shown = QFontMetricsF(painter.font()).elidedText(
                head.text, Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
            wide = QFontMetricsF(painter.font()).horizontalAdvance(shown)
        if head.second:
            painter.setFont(look.font("mark" if head.strong else "caption"))
            painter.setPen(look.colour("ink"))
            at = left + wide + look.px(6)
            painter.drawText(
                QRectF(at, box.top(), box.right() - at, box.height()),
                Qt.AlignmentFlag.AlignVCenter,
                head.second,
            )

    def sizeHint(self) -> QSize:
        """As the view wants it."""
        if self.orientation() == Qt.Orientation.Horizontal:
            return QSize(super().sizeHint().width(), self._view.head_high)
        return QSize(self._view.head_wide, super().sizeHint().height())


class HeatMap(QTableView):
    """The grid as a widget.

    - `show_grid(grid)` shows figures; the cell a person stands on stays by its keys.
    - `opened(row key, column key)`: a click on a cell that counts something, or Enter; ALL stands for a sum.
    - `place_columns(widths)` gives every column its width in pixels, to stand under a picture with the same months;
      without it columns are as wide as what stands in them, and a long period scrolls sideways.
    - `mark_row(key)` frames a row, such as that of the theme chosen beside it.
    - `show_in_words(True)` is the same as a plain table; `table_button()` makes the switch for it.
    """

    opened = Signal(str, str)

    def __init__(
        self,
        name: str,
        *,
        low: bool = False,
        dashes: bool = False,
        ground: str = "paper",
        margin: int = 0,
    ) -> None:
        """`low` rows are for many services under a picture; `dashes` mark pairs with nothing to count."""
        super().__init__()
        self.grid_model = _Model()
        self.dashes = dashes
        self.ground = ground
        self.margin = margin
        self.deepest = 1
        self._low = low
        self._widths: list[int] = []
        self._head_wide = 0
        self._marked = ""
        self._button: Button | None = None
        self.setAccessibleName(name)
        self.setProperty("ring", "own")
        be(self, ground=ground)
        self.setModel(self.grid_model)
        self.setItemDelegate(_Delegate(self))
        self.setHorizontalHeader(_Heads(Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(_Heads(Qt.Orientation.Vertical, self))
        self.horizontalHeader().setAccessibleName(f"Columns of {name}")
        self.verticalHeader().setAccessibleName(f"Rows of {name}")
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setMouseTracking(True)
        look.changed.connect(self._dress)
        self._dress()

    # ---- what is shown

    @property
    def in_words(self) -> bool:
        """Whether it stands as a plain table."""
        return self.grid_model.in_words

    def show_grid(self, grid: Grid) -> None:
        """Show these figures."""
        stood = self.at
        self.deepest = max(
            (cell.count for (row, column), cell in grid.cells.items() if row and column), default=1
        )
        self.deepest = max(1, self.deepest)
        if len(grid.columns) != len(self._widths):
            self._widths = []
        self.grid_model.show(grid)
        self._dress()
        if stood is not None:
            self.stand_on(*stood)

    @property
    def at(self) -> tuple[str, str] | None:
        """The keys of the cell one stands on."""
        index = self.currentIndex()
        if not index.isValid():
            return None
        grid = self.grid_model.grid
        return grid.rows[index.row()].key, grid.columns[index.column()].key

    def stand_on(self, row: str, column: str) -> bool:
        """Stand on a cell by its keys; False where it is not there."""
        grid = self.grid_model.grid
        at = next((n for n, head in enumerate(grid.rows) if head.key == row), -1)
        across = next((n for n, head in enumerate(grid.columns) if head.key == column), -1)
        if at < 0 or across < 0:
            return False
        self.selectionModel().setCurrentIndex(
            self.grid_model.index(at, across), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        return True

    def said_at(self, row: str, column: str) -> str:
        """What a screen reader says of a cell; empty where it is not there."""
        grid = self.grid_model.grid
        rows = [head.key for head in grid.rows]
        columns = [head.key for head in grid.columns]
        if row not in rows or column not in columns:
            return ""
        return self.grid_model.said(self.grid_model.index(rows.index(row), columns.index(column)))

    def mark_row(self, key: str) -> None:
        """Frame one row; ALL frames none."""
        if key != self._marked:
            self._marked = key
            self.viewport().update()

    def show_in_words(self, on: bool) -> None:
        """The same figures as a plain table of words, or as the picture."""
        self.grid_model.in_words = on
        self._dress()
        if self._button is not None:
            self._button.rename("Picture" if on else "Table", self._button_name())
        self.viewport().update()

    def table_button(self) -> Button:
        """The link that switches between picture and table."""
        self._button = Button(
            "Table", lambda: self.show_in_words(not self.in_words), kind="link", name=self._button_name()
        )
        return self._button

    def _button_name(self) -> str:
        name = self.accessibleName()
        return f"Picture: {name} as a picture" if self.in_words else f"Table: {name} in words"

    # ---- sizes

    @property
    def row_high(self) -> int:
        """Pixels of a row."""
        return look.px(24 if self.in_words else 16 if self._low else 32) + _GAP

    @property
    def head_high(self) -> int:
        """Pixels of the heads over the columns."""
        return look.px(18 if self._low else _HEAD)

    @property
    def head_wide(self) -> int:
        """Pixels of the heads beside the rows."""
        return self._head_wide or self._natural_head()

    @property
    def natural_height(self) -> int:
        """Pixels that all rows and heads take."""
        return self.head_high + self.row_high * len(self.grid_model.grid.rows)

    def place_columns(self, widths: Sequence[int], head_wide: int) -> None:
        """Give each column its width and the row heads theirs, in pixels: the grid of a picture above."""
        if (list(widths), head_wide) == (self._widths, self._head_wide):
            return
        same = len(widths) == len(self._widths) and head_wide == self._head_wide and not self.in_words
        self._widths, self._head_wide = list(widths), head_wide
        if not same:
            self._dress()
            return
        # Under a picture that is being dragged only a few columns change with each frame.
        for at, wide in enumerate(widths):
            if self.columnWidth(at) != wide:
                self.setColumnWidth(at, wide)

    def sizeHint(self) -> QSize:
        """All of it."""
        wide = self.head_wide + self.horizontalHeader().length()
        return QSize(wide, self.natural_height + 2)

    def minimumSizeHint(self) -> QSize:
        """Some of it: the rest scrolls."""
        return QSize(self.head_wide + look.px(80), self.head_high + self.row_high * 2)

    def _natural_head(self) -> int:
        caption = QFontMetricsF(look.font("mark"))
        wide = 0.0
        for head in self.grid_model.grid.rows:
            own = _chip_width(head) if head.chip else caption.horizontalAdvance(head.text)
            beside = caption.horizontalAdvance(head.second) + look.px(6) if head.second else 0
            wide = max(wide, own + beside)
        return round(min(wide, look.px(220))) + look.px(self.margin) + look.px(8)

    def _natural_column(self, column: int) -> int:
        grid = self.grid_model.grid
        metrics = QFontMetricsF(look.font("mark"))
        head = grid.columns[column]
        wide = _chip_width(head) if head.chip else metrics.horizontalAdvance(head.text)
        for row in range(len(grid.rows)):
            shown = str(self.grid_model.index(row, column).data() or "")
            wide = max(wide, metrics.horizontalAdvance(shown))
        return max(look.px(30), round(wide) + look.px(8)) + _GAP

    def _dress(self) -> None:
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.setDefaultSectionSize(self.row_high)
        columns.setFixedHeight(self.head_high)
        rows.setFixedWidth(self.head_wide)
        for at in range(self.grid_model.rowCount()):
            self.setRowHeight(at, self.row_high)
        across = range(self.grid_model.columnCount())
        placed = self._widths if self._widths and not self.in_words else None
        # All alike, so that the same distance is the same time.
        alike = max(map(self._natural_column, across), default=0) if placed is None else 0
        for at in across:
            self.setColumnWidth(at, placed[at] if placed else alike)
        self.updateGeometry()

    # ---- drawing and keys

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cells, the frame round a marked row, and the ring round the cell in focus."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        keys = [head.key for head in self.grid_model.grid.rows]
        if self._marked and self._marked in keys and self.grid_model.columnCount():
            at = keys.index(self._marked)
            top = self.rowViewportPosition(at)
            wide = min(self.viewport().width(), self.horizontalHeader().length())
            painter.drawRoundedRect(QRectF(1, top + 1, wide - 2, self.rowHeight(at) - 2), 4, 4)
        index = self.currentIndex()
        if self.hasFocus() and index.isValid():
            painter.drawRoundedRect(QRectF(self.visualRect(index)).adjusted(1, 1, -1, -1), 3, 3)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open; arrows, Home and End are the table's own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are for the place."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens what the cell counts."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._open(self.indexAt(event.position().toPoint()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what opens."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        opens = index.isValid() and self._opens(index)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)

    def _opens(self, index: QModelIndex) -> bool:
        cell = self.grid_model.cell(index)
        return cell is not None and bool(cell.count or cell.of)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and self._opens(index):
            grid = self.grid_model.grid
            self.opened.emit(grid.rows[index.row()].key, grid.columns[index.column()].key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming here by key stands on the first cell where none was."""
        super().focusInEvent(event)
        by_mouse = event.reason() == Qt.FocusReason.MouseFocusReason
        if not self.currentIndex().isValid() and self.grid_model.rowCount() and not by_mouse:
            self.setCurrentIndex(self.grid_model.index(0, 0))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Lose the ring."""
        super().focusOutEvent(event)
        self.viewport().update()


def share_colour() -> QColor:
    """How the part of a cell is filled that was missed."""
    under = 0.45 if look.scheme == "dark" else 0.62
    return mix(look.colour("vermilion"), look.colour("paper"), under)


def share_edge() -> QColor:
    """The edge that marks a cell in which something was missed, also where its share is small."""
    return look.colour("vermilion")


def readable_on(ground: QColor) -> QColor:
    """Ink or paper, whichever stands out more."""
    ink, paper = look.colour("ink"), look.colour("paper")
    return max((ink, paper), key=lambda tone: _contrast(tone, ground))


def _contrast(one: QColor, other: QColor) -> float:
    bright, dark = sorted((_light(one), _light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _light(colour: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return float(0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2])


def _chip_width(head: Head) -> float:
    return service_width(head.text) if head.chip == "service" else theme_width(head.text)


def _paint_chip(painter: QPainter, left: float, middle: float, head: Head) -> float:
    paint = paint_service if head.chip == "service" else paint_theme
    return paint(painter, left, middle, head.text, head.colour)


def _paint_low_chip(painter: QPainter, left: float, box: QRectF, head: Head) -> float:
    """A chip in a row too low for its usual height: scaled in height alone it would not fit its letters, so that
    only its frame is lower."""
    ink, ground, edge = look.service(head.colour)
    frame = QRectF(round(left) + 0.5, box.top() + 1.5, service_width(head.text) - 1, box.height() - 3)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(frame, 4, 4)
    painter.setPen(ink)
    painter.setFont(look.font("mark"))
    painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, head.text)
    return frame.width() + 1
