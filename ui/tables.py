"""The one table: hairlines, one or two lines a row, a ring round what is chosen, columns a person chooses."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTextLayout,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.buttons import Button
from ui.chips import paint_pill, paint_ref, paint_service, paint_theme, service_width, theme_width
from ui.icons import paint_icon
from ui.marks import paint_mark
from ui.rows import NOTHING, Group, ListingModel
from ui.settings import Settings
from ui.theme import look
from workbench.chronology.outcomes import OUTCOMES
from workbench.listing import Column, Shown

PAD: Final = 8
ONE_LINE: Final = 32
TWO_LINES: Final = 45
_HEAD: Final = 32

# status: pill kind and mark
STATUSES: Final[dict[str, tuple[str, str]]] = {
    "blue": ("done", "assured"),
    "green": ("good", "on_track"),
    "amber": ("warn", "at_risk"),
    "red": ("bad", "overdue"),
    "grey": ("plain", "not_accepted"),
    "overdue": ("bad", "overdue"),
    "at_risk": ("warn", "at_risk"),
    "on_track": ("good", "on_track"),
    "assured": ("done", "assured"),
    "done": ("done", "done"),
    "done_and_assured": ("done", "assured"),
    "not_accepted": ("plain", "not_accepted"),
    "not_begun": ("plain", "not_begun"),
    "draft": ("plain", "draft"),
    "warn": ("warn", "doubt"),
}
_COUNT_ICONS: Final = {"link": ("link-2", "accent"), "doubt": ("triangle-alert", "warn")}


def outcome_mark(code: str) -> str:
    """The mark of an outcome by its code; "doubt" where it was not understood, and a mark is itself."""
    outcome = OUTCOMES.get(code)
    return outcome.mark if outcome is not None else (code or "hollow_disc")


def outcome_icon(code: str | None) -> QIcon:
    """An outcome's mark for a menu or a choice."""
    side = look.px(16)
    picture = QPixmap(side * 2, side * 2)
    picture.setDevicePixelRatio(2.0)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_mark(painter, outcome_mark(code) if code else "doubt", QPointF(side / 2, side / 2), look.px(12))
    painter.end()
    return QIcon(picture)


@lru_cache(maxsize=8192)
def wrapped(text: str, role: str, width: int, lines: int, text_size: int) -> tuple[str, ...]:
    """A text broken into at most so many lines of a role, the last ending in an ellipsis where more follows.

    `text_size` is part of the question only so that answers are remembered for each size.
    """
    text = " ".join(text.split())
    if not text or width <= 0:
        return ()
    font = look.font(role)
    metrics = QFontMetricsF(font)
    if metrics.horizontalAdvance(text) <= width:
        return (text,)
    # A long account is not laid out beyond what can be seen.
    seen = text[: max(60, int(width / max(metrics.averageCharWidth(), 1) * (lines + 1) * 1.6))]
    layout = QTextLayout(seen, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    found: list[str] = []
    layout.beginLayout()
    while len(found) < lines:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        start, length = line.textStart(), line.textLength()
        if len(found) == lines - 1 and start + length < len(text):
            rest = text[start : start + length + 40]
            found.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))
        else:
            found.append(seen[start : start + length].rstrip())
    layout.endLayout()
    return tuple(found)


def lines_needed(text: str, role: str, width: int) -> int:
    """How many lines a whole text takes."""
    return max(1, len(wrapped(text, role, width, 60, look.text_size)))


def paint_context(painter: QPainter, box: QRectF, text: str, places: str) -> None:
    """Words around what was found, in as many lines as there is room for; what was found stands out.

    `places` are code points into the text, half-open: "12-20 31-35".
    """
    high = look.line("body")
    room = max(1, int(box.height() / high))
    # What was found is in sight, however narrow the column: what stands before it yields.
    seen = int(box.width() / max(1.0, QFontMetricsF(look.font("body")).averageCharWidth())) * room
    first = int(places.partition("-")[0] or 0)
    if first > seen // 2:
        cut = text.rfind(" ", 0, first - seen // 3) + 1
        text, shift = f"…{text[cut:]}", cut - 1
    else:
        shift = 0
    marked = []
    for place in places.split():
        start, _, end = place.partition("-")
        spot = QTextLayout.FormatRange()
        spot.start = _in_utf16(text, max(0, int(start) - shift))
        spot.length = _in_utf16(text, max(0, int(end) - shift)) - spot.start
        spot.format.setFontWeight(QFont.Weight.DemiBold)
        spot.format.setFontUnderline(True)
        marked.append(spot)
    layout = QTextLayout(text, look.font("body"))
    layout.setFormats(marked)
    layout.beginLayout()
    lines: list[QTextLine] = []
    while len(lines) < room:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(box.width())
        line.setPosition(QPointF(0, len(lines) * high))
        lines.append(line)
    layout.endLayout()
    painter.setPen(look.colour("ink"))
    layout.draw(painter, QPointF(box.left(), box.center().y() - len(lines) * high / 2))


def _in_utf16(text: str, at: int) -> int:
    return len(text[:at].encode("utf-16-le")) // 2


class CellDelegate(QStyledItemDelegate):
    """Draws one cell by the kind of its column."""

    def __init__(self, table: ListingTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, hairline and what stands in the cell. Group heads are drawn by the table itself."""
        model = self._table.listing_model
        row = index.row()
        box = QRectF(option.rect)
        if model.group_at(row) is not None:
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, look.colour("tint" if chosen else self._table.ground_of(row)))
        painter.setPen(QPen(look.colour("line2"), 1))
        below = box.bottom() - 0.5
        painter.drawLine(QPointF(box.left(), below), QPointF(box.right(), below))
        column = model.columns[index.column()]
        shown = model.record(row).get(column.key, NOTHING)
        if shown.text or shown.mark:
            painter.save()
            painter.setClipRect(box)
            self._draw(painter, box.adjusted(look.px(PAD), 0, -look.px(PAD) / 2, -1), column, shown)
            painter.restore()

    def _draw(self, painter: QPainter, box: QRectF, column: Column, shown: Shown) -> None:
        middle = box.center().y()
        match column.kind:
            case "star":
                if shown.mark or shown.text:
                    side = look.px(16)
                    left = box.left() + (box.width() - look.px(PAD) / 2 - side) / 2
                    paint_icon(
                        painter, "star", QRectF(left, middle - side / 2, side, side), "accent", filled=True
                    )
            case "service":
                paint_service(painter, box.left(), middle, shown.text, shown.mark or "#33414F")
            case "services":
                self._services(painter, box, shown)
            case "themes":
                self._themes(painter, box, shown)
            case "outcome":
                mark = outcome_mark(shown.mark) if shown.mark else "doubt"
                paint_mark(painter, mark, QPointF(box.left() + look.px(7), middle), look.px(13))
                self._lines(painter, box.adjusted(look.px(22), 0, 0, 0), shown.text, "body", "ink")
            case "count":
                icon, tone = _COUNT_ICONS.get(shown.mark, ("", "ink"))
                at = box.left()
                if icon and shown.text:
                    side = look.px(14)
                    paint_icon(painter, icon, QRectF(at, middle - side / 2, side, side), tone)
                    at += side + look.px(5)
                painter.setPen(look.colour(tone))
                painter.setFont(look.font("name"))
                painter.drawText(
                    QRectF(at, box.top(), box.right() - at, box.height()),
                    Qt.AlignmentFlag.AlignVCenter,
                    shown.text,
                )
            case "ref":
                if shown.mark == "tag":
                    paint_ref(painter, box.left(), middle, shown.text)
                else:
                    self._lines(painter, box, shown.text, "ref", "ink", shown.second)
            case "status":
                kind, mark = STATUSES.get(shown.mark, ("plain", ""))
                if shown.second and box.height() > look.px(40):
                    paint_pill(painter, box.left(), middle - look.px(8), shown.text, mark, kind)
                    self._one(painter, box.adjusted(0, look.px(22), 0, 0), shown.second, "meta", "muted")
                else:
                    paint_pill(painter, box.left(), middle, shown.text, mark, kind)
            case "date":
                warns = shown.mark in ("undated", "late", "overdue", "bad")
                tone = "warn" if shown.mark == "undated" else "ink"
                second = "bad" if warns and shown.mark != "undated" else "muted"
                self._lines(painter, box, shown.text, "name", tone, shown.second, second)
            case "meta":
                self._lines(painter, box, shown.text, "meta", "muted", shown.second)
            case "context":
                paint_context(painter, box, shown.text, shown.mark)
            case _:
                tone = "muted" if shown.mark == "out_of_scope" else "warn" if shown.mark == "warn" else "ink"
                second = "warn" if shown.mark in ("advice", "warn") else "muted"
                self._lines(painter, box, shown.text, "body", tone, shown.second, second)

    def _services(self, painter: QPainter, box: QRectF, shown: Shown) -> None:
        if shown.mark in ("", "warn"):  # an owner that is no service has no chip
            self._lines(painter, box, shown.text, "body", shown.mark or "ink")
            return
        codes = [code for code in shown.text.replace(",", " ").split() if code]
        colours = shown.mark.replace(",", " ").split()
        across = box.left()
        for at, code in enumerate(codes):
            wide = service_width(code)
            if across > box.left() and across + wide > box.right():
                painter.setPen(look.colour("muted"))
                painter.setFont(look.font("meta"))
                rest = QRectF(across, box.top(), box.right() - across, box.height())
                painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, f"+{len(codes) - at}")
                return
            colour = colours[at] if at < len(colours) else "#33414F"
            across += paint_service(painter, across, box.center().y(), code, colour) + look.px(4)

    def _themes(self, painter: QPainter, box: QRectF, shown: Shown) -> None:
        """The chips of the themes, in as many lines as the row has; those without room are counted."""
        colours = dict(zip(shown.text.split(), shown.mark.split(), strict=False))
        gap, high = look.px(4), look.px(22)
        lines: list[list[str]] = [[]]
        across = 0.0
        room = max(1, int(box.height() / high))
        for code in colours:
            wide = theme_width(code)
            if lines[-1] and across + wide > box.width():
                if len(lines) == room:
                    break
                lines.append([])
                across = 0.0
            lines[-1].append(code)
            across += wide + gap
        left_out = len(colours) - sum(map(len, lines))
        if left_out:
            while lines[-1] and across + look.px(20) > box.width():
                across -= theme_width(lines[-1].pop()) + gap
                left_out += 1
        middle = box.center().y() - (len(lines) - 1) * high / 2
        for line in lines:
            across = box.left()
            for code in line:
                across += paint_theme(painter, across, middle, code, colours[code]) + gap
            middle += high
        if left_out:
            painter.setPen(look.colour("muted"))
            painter.setFont(look.font("meta"))
            rest = QRectF(across, middle - high * 1.5, box.right() - across, high)
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, f"+{left_out}")

    def _one(self, painter: QPainter, box: QRectF, text: str, role: str, tone: str) -> None:
        painter.setFont(look.font(role))
        painter.setPen(look.colour(tone))
        for line in wrapped(text, role, int(box.width()), 1, look.text_size):
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, line)

    def _lines(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        role: str,
        tone: str,
        second: str = "",
        second_tone: str = "muted",
    ) -> None:
        high = look.line(role)
        below = look.line("meta") if second else 0
        room = max(1, int((box.height() - below) / high))
        first = wrapped(text, role, int(box.width()), room, look.text_size)
        top = box.center().y() - (len(first) * high + below) / 2
        painter.setFont(look.font(role))
        painter.setPen(look.colour(tone))
        for line in first:
            painter.drawText(
                QRectF(box.left(), top, box.width() + 2, high), Qt.AlignmentFlag.AlignVCenter, line
            )
            top += high
        if second:
            self._one(painter, QRectF(box.left(), top, box.width(), below), second, "meta", second_tone)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The table decides the heights."""
        return QSize(look.px(40), self._table.row_height)


class _Header(QHeaderView):
    """Headings in the quiet type, with the order of sorting told by an arrow beside the word."""

    def __init__(self, table: ListingTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(look.px(28))
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFixedHeight(look.bar(_HEAD, 18))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Ground, word, arrow and the line beneath."""
        box = QRectF(rect)
        column = self._table.listing_model.columns[section]
        painter.save()
        painter.fillRect(box, look.colour("ground"))
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(QPointF(box.left(), box.bottom() - 0.5), QPointF(box.right(), box.bottom() - 0.5))
        inner = box.adjusted(look.px(PAD), 0, -2, 0)
        painter.setFont(look.font("meta_name"))
        painter.setPen(look.colour("muted"))
        ask = self._table.listing_model.ask
        if column.kind != "star":
            word = QFontMetricsF(painter.font()).elidedText(
                column.heading, Qt.TextElideMode.ElideRight, inner.width()
            )
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, word)
            wide = QFontMetricsF(painter.font()).horizontalAdvance(word)
        else:
            wide = 0
        if ask.sort == column.key:
            side = look.px(12)
            where = QRectF(inner.left() + wide + 3, box.center().y() - side / 2, side, side)
            paint_icon(painter, "arrow-down" if ask.descending else "arrow-up", where, "accent")
        painter.restore()

    def sizeHint(self) -> QSize:
        """One head high."""
        return QSize(super().sizeHint().width(), look.bar(_HEAD, 18))


class ListingTable(QTableView):
    """A table over a `ListingModel`.

    - `chosen(id)`: the row the person stands on has changed; "" when there is none.
    - `activated_thing(id)`: Enter or a double click.
    - `pressed_cell(id, column key)`: a click on a cell, for a star or a count that does something.
    - `typed(text)`: a printable key that nothing else took; places lead it to their filter.

    J and K, arrows, Home and End move; Shift and Ctrl add to what is chosen.
    """

    chosen = Signal(str)
    activated_thing = Signal(str)
    pressed_cell = Signal(str, str)
    typed = Signal(str)

    def __init__(
        self,
        model: ListingModel,
        name: str,
        settings: Settings,
        *,
        two_lines: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """`name` is what a screen reader calls the table ("Events"). Settings remember by the listing's name."""
        super().__init__(parent)
        self.listing_model = model
        self._settings = settings
        self._two_lines = two_lines
        self._fits = False
        self._heights: dict[str, int] = {}
        self._fitted: set[int] = set()
        self._marked: frozenset[str] = frozenset()
        self._said: str = ""
        self._keep: tuple[list[str], str, str, int, int] = ([], "", "", 0, 0)
        self.setAccessibleName(name)
        self.setProperty("ring", "own")
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        self.setHorizontalHeader(_Header(self))
        self.horizontalHeader().setAccessibleName(f"Columns of {name}")
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(False)
        self.verticalHeader().hide()
        # A least height above the default of Qt itself would pin every row to it.
        self.verticalHeader().setMinimumSectionSize(24)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(0)
        self._fitting.timeout.connect(self._fit_visible)
        self._dress()
        self._restore_columns()
        head = self.horizontalHeader()
        head.sectionClicked.connect(self._sort_by)
        head.sectionResized.connect(self._widths_changed)
        head.sectionMoved.connect(self._columns_changed)
        head.customContextMenuRequested.connect(
            lambda at: self.columns_menu().popup(self.horizontalHeader().mapToGlobal(at))
        )
        self.verticalScrollBar().valueChanged.connect(self._fit_soon)
        model.about_to_reread.connect(self._remember_place)
        model.reread.connect(self._return_to_place)
        model.dataChanged.connect(self._fit_soon)
        look.changed.connect(self._look_changed)
        self.doubleClicked.connect(self._activate)
        self._group_heights()

    # ---- what is chosen

    @property
    def current_id(self) -> str:
        """The thing the person stands on, or ""."""
        index = self.currentIndex()
        return (self.listing_model.id_at(index.row()) or "") if index.isValid() else ""

    @property
    def selected_ids(self) -> list[str]:
        """Everything chosen, in the order of the table."""
        selection = self.selectionModel()
        if selection is None:
            return []
        rows = sorted(index.row() for index in selection.selectedRows())
        return [thing for row in rows if (thing := self.listing_model.id_at(row)) is not None]

    def choose(self, thing: str) -> bool:
        """Stand on a thing and bring it into view; False where the filters leave it out."""
        row = self.listing_model.row_of(thing)
        if row is None:
            return False
        self._stand_on(row)
        return True

    def choose_first(self) -> bool:
        """Stand on the first thing; False where there is none."""
        for row in range(min(2, self.listing_model.rowCount())):
            if self.listing_model.id_at(row) is not None:
                self._stand_on(row)
                return True
        return False

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) thing, past group heads."""
        row = self.currentIndex().row() + by if self.currentIndex().isValid() else 0
        while 0 <= row < self.listing_model.rowCount():
            if self.listing_model.id_at(row) is not None:
                self._stand_on(row)
                return
            row += by

    def mark_rows(self, things: frozenset[str]) -> None:
        """Lay the ground of something found under some rows, such as the row of the doubt in focus."""
        self._marked = things
        self.viewport().update()

    def ground_of(self, row: int) -> str:
        """The token of a row's ground."""
        return "found" if self._marked and self.listing_model.id_at(row) in self._marked else "paper"

    def _stand_on(self, row: int) -> None:
        index = self.listing_model.index(row, max(0, self.currentIndex().column()))
        self.selectionModel().setCurrentIndex(
            index,
            QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
        )
        self._into_view(row)

    def _into_view(self, row: int) -> None:
        top, high = self.rowViewportPosition(row), self.rowHeight(row)
        bar = self.verticalScrollBar()
        if top < 0:
            bar.setValue(bar.value() + top)
        elif top + high > self.viewport().height():
            bar.setValue(bar.value() + top + high - self.viewport().height())

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Tell which thing the person stands on now."""
        super().currentChanged(current, previous)
        self._say_chosen()

    def _say_chosen(self) -> None:
        now = self.current_id
        if now != self._said:
            self._said = now
            self.chosen.emit(now)

    def _activate(self, index: QModelIndex) -> None:
        thing = self.listing_model.id_at(index.row())
        if thing is not None:
            self.activated_thing.emit(thing)

    # ---- rows

    @property
    def row_height(self) -> int:
        """The height of a row that is not fitted to its text."""
        return look.bar(TWO_LINES, 36) if self._two_lines else look.bar(ONE_LINE, 18)

    @property
    def fits(self) -> bool:
        """Whether rows are as high as their text needs."""
        return self._fits

    def fit_rows(self, fit: bool) -> None:
        """Make rows as high as their text needs, as they come into view, or all alike again."""
        self._fits = fit
        self._dress()

    def _use_heights(self, two: bool, fit: bool) -> None:
        self._two_lines, self._fits = two, fit
        self._dress()

    def _dress(self) -> None:
        self._heights.clear()
        self.verticalHeader().setDefaultSectionSize(self.row_height)
        # Setting the default leaves rows that were fitted as they are.
        for row in self._fitted:
            self.setRowHeight(row, self.row_height)
        self._fitted.clear()
        self._group_heights()
        self._fit_soon()
        self.viewport().update()

    def _group_heights(self) -> None:
        model = self.listing_model
        if model.rowCount() != model.count:
            for row in range(model.rowCount()):
                if model.group_at(row) is not None:
                    self.setRowHeight(row, look.bar(_HEAD, 18))

    def _fit_soon(self) -> None:
        if self._fits:
            self._fitting.start()

    def _fit_visible(self) -> None:
        """Fit the rows in view only: to lay out 50,000 would take the better part of a minute."""
        model = self.listing_model
        first = self.rowAt(0)
        if first < 0:
            return
        texts = [
            (at, column)
            for at, column in enumerate(model.columns)
            if column.kind in ("text", "date", "meta", "outcome") and not self.isColumnHidden(at)
        ]
        row, bottom = first, self.viewport().height()
        while row < model.rowCount() and self.rowViewportPosition(row) < bottom:
            thing = model.id_at(row)
            if thing is not None:
                high = self._heights.get(thing)
                if high is None:
                    high = self._height_of(row, texts)
                    self._heights[thing] = high
                if self.rowHeight(row) != high:
                    self.setRowHeight(row, high)
                    self._fitted.add(row)
            row += 1

    def _height_of(self, row: int, texts: Sequence[tuple[int, Column]]) -> int:
        record = self.listing_model.record(row)
        needed = look.px(ONE_LINE)
        for at, column in texts:
            shown = record.get(column.key, NOTHING)
            wide = (
                self.columnWidth(at) - look.px(PAD * 1.5) - (look.px(22) if column.kind == "outcome" else 0)
            )
            role = "name" if column.kind == "date" else "meta" if column.kind == "meta" else "body"
            high = lines_needed(shown.text, role, int(wide)) * look.line(role)
            high += look.line("meta") if shown.second else 0
            needed = max(needed, high + look.px(9))
        return needed

    # ---- columns

    @property
    def _stretched(self) -> int:
        columns = self.listing_model.columns
        shown = [at for at in range(len(columns)) if not self.isColumnHidden(at)]
        around = [at for at in shown if columns[at].kind == "context"]
        texts = around or [at for at in shown if columns[at].kind == "text"] or shown
        return max(texts, key=lambda at: columns[at].width, default=-1)

    def _restore_columns(self) -> None:
        name = self.listing_model.listing.name
        columns = self.listing_model.columns
        widths = self._settings.numbers(f"{name}_widths")
        shown = self._settings.words(f"{name}_columns")
        head = self.horizontalHeader()
        head.blockSignals(True)
        for at, column in enumerate(columns):
            wide = widths[at] if len(widths) == len(columns) else column.width
            self.setColumnWidth(at, look.px(wide))
            self.setColumnHidden(at, column.key not in shown if shown else not column.shown)
        if shown:
            keys = [column.key for column in columns]
            for place, key in enumerate(key for key in shown if key in keys):
                head.moveSection(head.visualIndex(keys.index(key)), place)
        head.blockSignals(False)
        self._stretch()

    def _stretch(self) -> None:
        head = self.horizontalHeader()
        stretched = self._stretched
        columns = self.listing_model.columns
        others = sum(
            self.columnWidth(at)
            for at in range(len(columns))
            if at != stretched and not self.isColumnHidden(at)
        )
        narrowest = 160 if stretched >= 0 and columns[stretched].kind == "context" else 220
        least = look.px(min(narrowest, columns[stretched].width)) if stretched >= 0 else 0
        # Where too little is left for the text, the table scrolls sideways rather than squeezing it away.
        roomy = self.viewport().width() - others >= least
        for at in range(len(columns)):
            mode = (
                QHeaderView.ResizeMode.Stretch
                if at == stretched and roomy
                else QHeaderView.ResizeMode.Interactive
            )
            if head.sectionResizeMode(at) != mode:
                head.setSectionResizeMode(at, mode)
        if not roomy and stretched >= 0 and self.columnWidth(stretched) < least:
            self.setColumnWidth(stretched, least)

    def show_column(self, key: str, shown: bool) -> None:
        """Show or hide a column by its key, and remember it."""
        at = [column.key for column in self.listing_model.columns].index(key)
        self.setColumnHidden(at, not shown)
        self._stretch()
        self._columns_changed()

    def columns_menu(self) -> QMenu:
        """A menu of the columns, to choose those to see, and of the heights of rows."""
        menu = QMenu("Columns", self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for at, column in enumerate(self.listing_model.columns):
            action = QAction(column.heading, menu)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(at))
            action.toggled.connect(lambda on, key=column.key: self.show_column(key, on))
            menu.addAction(action)
        menu.addSeparator()
        heights = (
            ("Two lines a row", self._two_lines and not self._fits, (True, False)),
            ("One line a row", not self._two_lines and not self._fits, (False, False)),
            ("Rows as high as their text", self._fits, (self._two_lines, True)),
        )
        for word, on, (two, fit) in heights:
            action = QAction(word, menu)
            action.setCheckable(True)
            action.setChecked(on)
            action.triggered.connect(lambda _=False, two=two, fit=fit: self._use_heights(two, fit))
            menu.addAction(action)
        return menu

    def columns_button(self) -> Button:
        """The button *Columns* that opens the menu."""
        button = Button("Columns", icon="columns-3", hint="Choose columns and the height of rows")
        button.clicked.connect(
            lambda: self.columns_menu().popup(button.mapToGlobal(QPoint(0, button.height() + 2)))
        )
        return button

    def _widths_changed(self) -> None:
        if look.text_size and self.isVisible():
            widths = [
                max(16, round(self.columnWidth(at) * 100 / look.text_size))
                if not self.isColumnHidden(at)
                else column.width
                for at, column in enumerate(self.listing_model.columns)
            ]
            self._settings.keep(f"{self.listing_model.listing.name}_widths", widths)
        self._heights.clear()
        self._fit_soon()

    def _columns_changed(self) -> None:
        head = self.horizontalHeader()
        keys = [
            self.listing_model.columns[head.logicalIndex(place)].key
            for place in range(head.count())
            if not self.isColumnHidden(head.logicalIndex(place))
        ]
        self._settings.keep(f"{self.listing_model.listing.name}_columns", keys)
        self._heights.clear()
        self._fit_soon()

    def _sort_by(self, section: int) -> None:
        model = self.listing_model
        column = model.columns[section]
        if not column.sortable:
            return
        if model.ask.sort != column.key:
            model.sort(section, Qt.SortOrder.AscendingOrder)
        elif not model.ask.descending:
            model.sort(section, Qt.SortOrder.DescendingOrder)
        else:
            # A third press gives the listing's own order back.
            model.sort(-1)
        self.horizontalHeader().viewport().update()

    # ---- staying where one was

    def _remember_place(self) -> None:
        top = self.rowAt(0)
        self._keep = (
            self.selected_ids,
            self.current_id,
            self.listing_model.id_at(top) or "" if top >= 0 else "",
            self.rowViewportPosition(top) if top >= 0 else 0,
            self.currentIndex().row(),
        )

    def _return_to_place(self) -> None:
        selected, current, top, offset, was_row = self._keep
        model = self.listing_model
        # Heights belong to rows in Qt, to things for us; a reset made all rows alike again.
        self._fitted.clear()
        self._group_heights()
        selection = QItemSelection()
        last = len(model.columns) - 1
        for thing in selected:
            row = model.row_of(thing)
            if row is not None:
                selection.select(model.index(row, 0), model.index(row, last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        row = model.row_of(current) if current else None
        if row is not None:
            self.selectionModel().setCurrentIndex(
                model.index(row, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        elif current and model.rowCount():
            # What one stood on has gone: its neighbour takes its place.
            row = min(max(was_row, 0), model.rowCount() - 1)
            if model.id_at(row) is None:
                row = min(row + 1, model.rowCount() - 1)
            self._stand_on(row)
        at = model.row_of(top) if top else None
        if at is not None:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.rowViewportPosition(at) - offset)
        self._say_chosen()
        self._fit_soon()
        self.horizontalHeader().viewport().update()

    # ---- drawing and keys

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, then group heads and the ring round what is chosen, which reach over all columns."""
        super().paintEvent(event)
        model = self.listing_model
        first = self.rowAt(0)
        if first < 0:
            return
        painter = QPainter(self.viewport())
        wide, bottom = self.viewport().width(), self.viewport().height()
        across = min(wide, self.horizontalHeader().length()) if self.horizontalHeader().length() else wide
        selection = self.selectionModel()
        rings: list[QRectF] = []
        row = first
        while row < model.rowCount():
            top = self.rowViewportPosition(row)
            if top > bottom:
                break
            high = self.rowHeight(row)
            group = model.group_at(row)
            if group is not None:
                self._paint_group(painter, QRectF(0, top, wide, high), group)
            elif selection is not None and selection.isRowSelected(row):
                if rings and abs(rings[-1].bottom() - top) < 1:
                    rings[-1].setBottom(top + high)
                else:
                    rings.append(QRectF(0, top, across, high))
            row += 1
        if self.hasFocus():
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for ring in rings:
                painter.drawRect(ring.adjusted(1, 1, -1, -2))
        painter.end()

    def _paint_group(self, painter: QPainter, box: QRectF, group: Group) -> None:
        painter.fillRect(box, look.colour("ground"))
        painter.setPen(QPen(look.colour("line2"), 1))
        painter.drawLine(QPointF(0, box.bottom() - 0.5), QPointF(box.right(), box.bottom() - 0.5))
        at = look.px(14.0)
        if group.mark:
            mark = STATUSES[group.mark][1] if group.mark in STATUSES else group.mark
            paint_mark(painter, mark, QPointF(at + look.px(6), box.center().y()), look.px(12))
            at += look.px(20)
        painter.setFont(look.font("ref"))
        painter.setPen(look.colour(group.tone))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(group.text)
        painter.drawText(
            QRectF(at, box.top(), box.width(), box.height()), Qt.AlignmentFlag.AlignVCenter, group.text
        )
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("muted"))
        painter.drawText(
            QRectF(at + wide + look.px(8), box.top(), box.width(), box.height()),
            Qt.AlignmentFlag.AlignVCenter,
            f"{group.count:,}",
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J, K, Home, End and Enter; other letters are offered to the place."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        key = event.key()
        if plain and key in (Qt.Key.Key_J, Qt.Key.Key_Down):
            self.step(1)
        elif plain and key in (Qt.Key.Key_K, Qt.Key.Key_Up):
            self.step(-1)
        elif plain and key == Qt.Key.Key_Home:
            self.choose_first()
        elif plain and key == Qt.Key.Key_End:
            if self.listing_model.rowCount():
                self._stand_on(self.listing_model.rowCount() - 1)
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.current_id:
                self.activated_thing.emit(self.current_id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # Ctrl+Enter is for whatever the rows stand in
        elif plain and event.text().isprintable() and event.text() and key != Qt.Key.Key_Space:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Qt's own search would read every row; letters go to the place's filter instead."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which cell was pressed."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        thing = self.listing_model.id_at(index.row()) if index.isValid() else None
        if thing is not None and event.button() == Qt.MouseButton.LeftButton:
            self.pressed_cell.emit(thing, self.listing_model.columns[index.column()].key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring; coming here by key stands on the first row where none was."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.choose_first()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep the tint and lose the ring."""
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit what has come into view."""
        super().resizeEvent(event)
        self._stretch()
        self._fit_soon()

    def _look_changed(self) -> None:
        for at, column in enumerate(self.listing_model.columns):
            if at != self._stretched:
                self.setColumnWidth(at, look.px(column.width))
        self.horizontalHeader().setFixedHeight(look.bar(_HEAD, 18))
        self._stretch()
        self._dress()
