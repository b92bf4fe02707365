"""The codebook as one list: two dimensions, the themes in them, those under each indented, the retired folded away."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QMimeData,
    QModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ui.chips import paint_theme
from ui.icons import paint_icon
from ui.lines import LINE, Index, LineList, LineModel
from ui.theme import look
from workbench.anonymity.rendering import say
from workbench.tagged import Counted
from workbench.themes.codebook import ThemeView
from workbench.themes.sets import DIMENSIONS

RETIRED: Final = "retired"
_MIME: Final = "application/x-review-theme"
_INDENT: Final = 16


@dataclass(frozen=True)
class Line:
    """One line: the head of a dimension, a theme, or the head of those retired."""

    kind: str
    id: str
    code: str
    name: str
    colour: str
    level: int
    count: int
    folded: bool = False

    @property
    def words(self) -> str:
        """Its words, which are those that are said."""
        return self.said

    @property
    def said(self) -> str:
        """What a screen reader says."""
        if self.kind == "theme":
            return f"{self.code}, {self.name}, {self.count:,} tagged"
        state = "folded" if self.folded else "open"
        return f"{self.name}, {self.count:,}, {state}"


def lines(
    everything: Sequence[ThemeView], counts: Mapping[str, Counted], folded: Collection[str]
) -> list[Line]:
    """The codebook as lines; a dimension without themes has no head."""
    told: list[Line] = []

    def line(theme: ThemeView, level: int) -> Line:
        whole = counts[theme.id].whole if theme.id in counts else 0
        return Line("theme", theme.id, theme.code, say(theme.name), theme.colour, level, whole)

    for code, words in DIMENSIONS.items():
        within = [theme for theme in everything if theme.dimension == code and not theme.retired]
        if not within:
            continue
        # What stands under a theme is counted with it, so the sum is that of the themes that stand under none.
        shown = {theme.id for theme in within}
        tops = [theme for theme in within if theme.parent_id not in shown]
        whole = sum(counts[theme.id].whole for theme in tops if theme.id in counts)
        told.append(Line("dimension", code, "", words, "", 0, whole, code in folded))
        if code not in folded:
            told += [line(theme, theme.depth + 1) for theme in within]
    retired = [theme for theme in everything if theme.retired]
    if retired:
        told.append(Line("retired", RETIRED, "", "Retired", "", 0, len(retired), RETIRED in folded))
        if RETIRED not in folded:
            told += [line(theme, 1) for theme in retired]
    return told


class _Model(LineModel):
    def flags(self, index: Index) -> Qt.ItemFlag:
        """Themes can be dragged onto one another."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and self.lines[index.row()].kind == "theme":
            flags |= Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled
        return flags

    def mimeTypes(self) -> list[str]:
        """The id alone."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The id of the theme that is dragged."""
        data = QMimeData()
        if indexes:
            data.setData(_MIME, self.lines[indexes[0].row()].id.encode())
        return data


class ThemeList(LineList):
    """The list. `chosen(theme id)` as the person moves, "" on a head; `opened(theme id)` on Enter.

    `folded(key)` asks for a head to be folded or opened; `dropped(theme, onto, at)` tells of a theme dragged onto
    another, and where on the screen.
    """

    chosen = Signal(str)
    opened = Signal(str)
    folded = Signal(str)
    dropped = Signal(str, str, QPoint)

    def __init__(self) -> None:
        super().__init__(_Model(), "Codebook")
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.doubleClicked.connect(lambda _: self._open())

    def show_lines(self, told: list[Line]) -> None:
        """Show other lines and stand where one stood; where that has gone, on what took its place."""
        if told == self._model.lines:
            return
        standing, row = self.standing, self.currentIndex().row()
        self.blockSignals(True)
        self._model.show(told)
        here = next((at for at, line in enumerate(told) if standing and line.id == standing.id), -1)
        if here < 0 and told:
            first = next((at for at, line in enumerate(told) if line.kind == "theme"), 0)
            here = min(row, len(told) - 1) if row >= 0 else first
        if here >= 0:
            self.setCurrentIndex(self._model.index(here))
        self.blockSignals(False)

    def choose(self, thing: str) -> bool:
        """Stand on a theme by its id; False where it is not shown."""
        at = next((row for row, line in enumerate(self._model.lines) if line.id == thing), -1)
        if at >= 0:
            self.setCurrentIndex(self._model.index(at))
        return at >= 0

    @property
    def standing(self) -> Line | None:
        """The line the person stands on."""
        line: Line | None = self.line_stood_on()
        return line

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell where the person stands."""
        super().currentChanged(current, previous)
        line = self.standing
        self.chosen.emit(line.id if line is not None and line.kind == "theme" else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J and K move; Enter opens, or folds a head; left and right fold."""
        line = self.standing
        head = line is not None and line.kind != "theme"
        if event.key() in (Qt.Key.Key_J, Qt.Key.Key_K) and not event.modifiers():
            self.step(1 if event.key() == Qt.Key.Key_J else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (
            head and event.key() == Qt.Key.Key_Space
        ):
            self._open()
        elif head and line is not None and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            if line.folded == (event.key() == Qt.Key.Key_Right):
                self.folded.emit(line.id)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the arrow of a head folds it."""
        super().mouseReleaseEvent(event)
        line: Line | None = self.line_at(event.position().toPoint())
        if line is not None and line.kind != "theme" and event.position().x() < look.px(30):
            self.folded.emit(line.id)

    def _open(self) -> None:
        line = self.standing
        if line is None:
            return
        (self.opened if line.kind == "theme" else self.folded).emit(line.id)

    # ---- a theme dragged onto another

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Themes may come in."""
        if event.mimeData().hasFormat(_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Only onto another theme."""
        line: Line | None = self.line_at(event.position().toPoint())
        dragged = bytes(event.mimeData().data(_MIME).data()).decode()
        fits = line is not None and line.kind == "theme" and line.id != dragged
        self.show_over(line.id if line is not None and fits else "")
        if fits:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask what it means."""
        at = event.position().toPoint()
        line: Line | None = self.line_at(at)
        dragged = bytes(event.mimeData().data(_MIME).data()).decode()
        self.show_over("")
        if line is not None and line.kind == "theme" and dragged and line.id != dragged:
            # The row itself is not taken from the list: what becomes of it is the codebook's to say.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(dragged, line.id, self.viewport().mapToGlobal(at))


class _Delegate(QStyledItemDelegate):
    """A chip, a name and how much is tagged; heads in the stronger type, with the arrow that folds them."""

    def __init__(self, owner: ThemeList) -> None:
        super().__init__(owner)
        self._list = owner

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        line: Line = index.data(LINE)
        box = QRectF(self._list.visualRect(index))
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(box, look.colour("tint"))
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), look.colour("accent"))
        right = box.right() - look.px(12)
        number = f"{line.count:,}"
        painter.setFont(look.font("meta"))
        painter.setPen(look.colour("muted"))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(number)
        painter.drawText(
            QRectF(right - wide, box.top(), wide + 1, box.height()), Qt.AlignmentFlag.AlignVCenter, number
        )
        right -= wide + look.px(8)
        if line.kind == "theme":
            left = box.left() + look.px(12) + line.level * look.px(_INDENT)
            left += paint_theme(painter, left, box.center().y(), line.code, line.colour) + look.px(8)
            painter.setFont(look.font("name" if chosen else "body"))
        else:
            side = look.px(14)
            arrow = "chevron-right" if line.folded else "chevron-down"
            paint_icon(
                painter,
                arrow,
                QRectF(box.left() + look.px(8), box.center().y() - side / 2, side, side),
                "muted",
            )
            left = box.left() + look.px(28)
            painter.setFont(look.font("ref"))
        painter.setPen(look.colour("ink"))
        room = QRectF(left, box.top(), max(0.0, right - left), box.height())
        shown = QFontMetricsF(painter.font()).elidedText(line.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        if (chosen and self._list.hasFocus()) or line.id == self._list.over:
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All alike."""
        return QSize(100, look.px(32))
