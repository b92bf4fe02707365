"""The spine as one list: each finding, what it leads to, the actions beneath, and the gaps named in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
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
    QKeyEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ui.chips import paint_ref, ref_width
from ui.icons import paint_icon
from ui.lines import LINE, Index, LineList, LineModel
from ui.rows import things_in
from ui.tables import wrapped
from ui.theme import look
from workbench.anonymity.rendering import say
from workbench.findings.gaps import Gap
from workbench.findings.spine import Spine

_INDENT = 18


@dataclass(frozen=True)
class Line:
    """One line of the spine."""

    kind: str
    id: str
    ref: str
    title: str
    level: int
    gaps: tuple[str, ...]

    @property
    def words(self) -> str:
        """Its words."""
        return f"{self.ref} {self.title}"

    @property
    def said(self) -> str:
        """What a screen reader says."""
        return ", ".join([self.kind.capitalize(), self.ref, self.title, *self.gaps])


def lines(spine: Spine, gaps: Sequence[Gap]) -> list[Line]:
    """The spine from the top: a recommendation stands under the first finding it rests on, once."""
    missing: dict[str, list[str]] = {}
    for gap in gaps:
        missing.setdefault(gap.ref, []).append(gap.text)
    actions: dict[str, list[Line]] = {}
    for action in spine.actions:
        actions.setdefault(action.recommendation, []).append(
            Line("action", action.id, action.ref, say(action.title), 2, tuple(missing.get(action.ref, ())))
        )
    told: list[Line] = []
    placed: set[str] = set()
    by_ref = {recommendation.ref: recommendation for recommendation in spine.recommendations}

    def place(ref: str) -> None:
        if ref in placed:
            return
        placed.add(ref)
        found = by_ref[ref]
        told.append(Line("recommendation", found.id, ref, say(found.title), 1, tuple(missing.get(ref, ()))))
        told.extend(actions.get(ref, ()))

    for finding in spine.findings:
        told.append(
            Line(
                "finding", finding.id, finding.ref, say(finding.title), 0, tuple(missing.get(finding.ref, ()))
            )
        )
        for ref in finding.recommendations:
            place(ref)
    for recommendation in spine.recommendations:
        place(recommendation.ref)
    return told


class SpineList(LineList):
    """The list. `chosen(kind, id)` as the person moves; `opened(kind, id)` on Enter or a double click.

    Events dragged from the chronology may be dropped on a finding: `dropped(finding id, event ids)`.
    """

    chosen = Signal(str, str)
    opened = Signal(str, str)
    dropped = Signal(str, list)

    def __init__(self) -> None:
        super().__init__(LineModel(), "Findings, recommendations and actions")
        self.setItemDelegate(_LineDelegate(self))
        self.viewport().setAcceptDrops(True)
        self.doubleClicked.connect(lambda _: self._open())

    def show_lines(self, told: list[Line], standing: str) -> None:
        """Show other lines and stand where one stood; where that has gone, on what took its place."""
        was, row = self._model.lines, self.currentIndex().row()
        self._model.show(told)
        gone = bool(told) and 0 <= row < len(was) and all(line.id != standing for line in told)
        self.choose(told[min(row, len(told) - 1)].id if gone else standing)

    def choose(self, thing: str) -> bool:
        """Stand on a thing by its id; on the first where it is not there."""
        rows = [row for row, line in enumerate(self._model.lines) if line.id == thing]
        if not rows and not self._model.lines:
            self.chosen.emit("", "")
            return False
        self.setCurrentIndex(self._model.index(rows[0] if rows else 0))
        return bool(rows)

    @property
    def standing(self) -> Line | None:
        """The line the person stands on."""
        line: Line | None = self.line_stood_on()
        return line

    def beside(self, line: Line, by: int) -> Line | None:
        """The line before (-1) or after (1) one at the same place of the spine: of its kind, under the same head."""
        told: list[Line] = self._model.lines
        at = next(row for row, one in enumerate(told) if one.id == line.id) + by
        while 0 <= at < len(told) and told[at].level >= line.level:
            if told[at].level == line.level:
                return told[at]
            at += by
        return None

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Tell where the person stands."""
        super().currentChanged(current, previous)
        line = self.standing
        self.chosen.emit(line.kind if line else "", line.id if line else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J and K move; Enter opens."""
        if event.key() in (Qt.Key.Key_J, Qt.Key.Key_K) and not event.modifiers():
            self.step(1 if event.key() == Qt.Key.Key_J else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks lines elsewhere."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Events may come in."""
        if things_in(event.mimeData(), "events"):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Only onto a finding."""
        line: Line | None = self.line_at(QPoint(look.px(20), event.position().toPoint().y()))
        if line is not None and line.kind == "finding" and things_in(event.mimeData(), "events"):
            self.show_over(line.id)
            event.acceptProposedAction()
        else:
            self.show_over("")
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Events become evidence for the finding they fall on."""
        line: Line | None = self.line_at(QPoint(look.px(20), event.position().toPoint().y()))
        if line is not None and line.kind == "finding":
            self.show_over("")
            self.dropped.emit(line.id, things_in(event.mimeData(), "events"))
            event.acceptProposedAction()

    def _open(self) -> None:
        line = self.standing
        if line is not None:
            self.opened.emit(line.kind, line.id)


class _LineDelegate(QStyledItemDelegate):
    """A reference, a title on as many lines as it needs, and its gaps beneath."""

    def __init__(self, owner: SpineList) -> None:
        super().__init__(owner)
        self._list = owner

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line of the spine."""
        line: Line = index.data(LINE)
        box = QRectF(self._list.visualRect(index))
        painter.save()
        chosen = bool(_state(option) & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(box, look.colour("tint"))
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), look.colour("accent"))
        left = box.left() + look.px(12) + line.level * look.px(_INDENT)
        high = look.line("body")
        top = box.top() + look.px(7)
        paint_ref(painter, left, top + high / 2, line.ref, plain=line.level > 0)
        text_left = left + ref_width(line.ref) + look.px(8)
        painter.setFont(look.font("ref" if line.level == 0 else "body"))
        painter.setPen(look.colour("ink"))
        for words in self._wrapped(line):
            painter.drawText(
                QRectF(text_left, top, box.right() - text_left, high), Qt.AlignmentFlag.AlignVCenter, words
            )
            top += high
        painter.setFont(look.font("meta"))
        for gap in line.gaps:
            side = look.px(13)
            paint_icon(painter, "triangle-alert", QRectF(text_left, top + 2, side, side), "warn")
            painter.setPen(look.colour("warn"))
            painter.drawText(
                QRectF(text_left + side + 5, top, box.right() - text_left - side, look.line("meta")),
                Qt.AlignmentFlag.AlignVCenter,
                gap,
            )
            top += look.line("meta") + 2
        if (chosen and self._list.hasFocus()) or line.id == self._list.over:
            pen = painter.pen()
            pen.setColor(look.colour("accent"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its words."""
        line: Line = index.data(LINE)
        high = len(self._wrapped(line)) * look.line("body") + len(line.gaps) * (look.line("meta") + 2)
        return QSize(self._list.viewport().width(), round(high + look.px(14)))

    def _wrapped(self, line: Line) -> Sequence[str]:
        left = look.px(12) + line.level * look.px(_INDENT) + ref_width(line.ref) + look.px(8)
        wide = max(60, round(self._list.viewport().width() - left - look.px(8)))
        return wrapped(line.title, "body" if line.level else "ref", wide, 4, look.text_size)


def _state(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    state: QStyle.StateFlag = option.state
    return state
