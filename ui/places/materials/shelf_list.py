"""The list of documents at the left: by service, what each is, and how far one has read it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.buttons import Button
from ui.chips import Empty, paint_service
from ui.desk import Desk
from ui.icons import paint_icon
from ui.menus import Menu, under
from ui.panes import FilterBox
from ui.rows import NOTHING, Group, ListingModel
from ui.tables import ListingTable
from ui.theme import be, look, say
from workbench.listing import Ask
from workbench.shelf import SORTS, Shelf

ICONS = {
    "pdf": "file-text",
    "docx": "file-text",
    "xlsx": "table-2",
    "xlsm": "table-2",
    "csv": "table-2",
    "eml": "mail",
    "png": "image",
    "jpg": "image",
    "jpeg": "image",
    "txt": "file",
    "md": "file",
}
_NO_SERVICE = "Of no one service"


class ShelfTable(ListingTable):
    """The rows: painted, one column, with the chip of the service over its documents."""

    removal_asked = Signal()

    def __init__(self, desk: Desk, model: ListingModel) -> None:
        super().__init__(model, "Materials", desk.settings)
        self.setItemDelegate(_Row(self))
        self.horizontalHeader().hide()
        self.setDragEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        be(self, ground="ground")

    def _paint_group(self, painter: QPainter, box: QRectF, group: Group) -> None:
        painter.fillRect(box, look.colour("ground"))
        at = box.left() + look.px(12)
        if group.mark:
            code, _, colour = group.mark.partition(" ")
            at += paint_service(painter, at, box.center().y(), code, colour or "#33414F") + look.px(8)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("muted"))
        room = QRectF(at, box.top(), box.right() - at - look.px(8), box.height())
        words = painter.fontMetrics().elidedText(group.text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete asks to remove."""
        if event.key() == Qt.Key.Key_Delete and self.selected_ids:
            self.removal_asked.emit()
        else:
            super().keyPressEvent(event)


class _Row(QStyledItemDelegate):
    """One document: icon, title, and under it what it is and how far it is read."""

    def __init__(self, table: ShelfTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw it. Heads are drawn by the table."""
        model = self._table.listing_model
        if model.group_at(index.row()) is not None:
            return
        shown = model.record(index.row()).get("document", NOTHING)
        marks = shown.mark.split()
        kind = marks[0] if marks else "file"
        box = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, look.colour("tint" if chosen else "ground"))
        if chosen:
            painter.fillRect(QRectF(box.left(), box.top(), look.px(3), box.height()), look.colour("accent"))
        unread = "unread" in marks or "begun" in marks
        left = box.left() + look.px(12) + (look.px(20) if "attached" in marks else 0)
        side = look.px(16)
        icon = "eye-off" if "distressing" in marks else ICONS.get(kind, "file")
        paint_icon(
            painter,
            icon,
            QRectF(left, box.center().y() - side / 2, side, side),
            "ink2" if unread else "muted",
        )
        left += side + look.px(10)
        right = box.right() - look.px(12)
        if "unread" in marks:
            dot = look.px(8)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent"))
            painter.drawEllipse(QPointF(right - dot / 2, box.center().y()), dot / 2, dot / 2)
            right -= dot + look.px(8)
        first, second = look.line("body"), look.line("meta")
        top = box.center().y() - (first + second) / 2
        for text, role, tone, high in (
            (shown.text, "ref" if unread else "body", "ink", first),
            (shown.second, "meta", "muted", second),
        ):
            painter.setFont(look.font(role))
            painter.setPen(look.colour(tone))
            room = QRectF(left, top, right - left, high)
            words = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
            top += high


class ShelfList(QFrame):
    """The pane: head with *Add*, the filter, the rows.

    - `chosen(id)`, `opened(id)`: one stands on a document; Enter or a press opens it.
    - `menu_asked(point)`: the context menu of the documents chosen.
    """

    chosen = Signal(str)
    opened = Signal(str)
    menu_asked = Signal(QPoint)
    add_asked = Signal(QWidget)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        be(self, ground="ground", edge="right")
        self.setAccessibleName("Materials")
        self.shelf = Shelf(desk.the_case.by)
        # Before the rows hear of it, who ask the shelf.
        desk.changed.connect(self._forget)
        desk.switched.connect(self._forget)
        self.model = ListingModel(desk, self.shelf, groups=self._groups, parent=self)
        self.table = ShelfTable(desk, self.model)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        title = say(QLabel("Materials"), "title")
        title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(title, 1)
        self.add = Button("Add", lambda: self.add_asked.emit(self.add), icon="plus", name="Add documents")
        row.addWidget(self.add)
        column.addWidget(head)
        tools = QWidget()
        line = QHBoxLayout(tools)
        line.setContentsMargins(12, 0, 12, 8)
        line.setSpacing(6)
        self.box = FilterBox("Filter documents", 2000)
        line.addWidget(self.box, 1)
        self.sort = Button("", self._sort_menu, icon="arrow-up-down", kind="quiet", name="Order of the list")
        line.addWidget(self.sort)
        column.addWidget(tools)
        self.nothing = Empty("files", "No document matches.", "Show all", self.clear, primary=False)
        self.nothing.hide()
        column.addWidget(self.table, 1)
        column.addWidget(self.nothing, 1)
        self.box.asked.connect(self._filter)
        self.box.done.connect(self.table.setFocus)
        self.table.chosen.connect(self.chosen)
        self.table.activated_thing.connect(self.opened)
        self.table.pressed_cell.connect(self._pressed)
        self.table.typed.connect(self._typed)
        self.table.customContextMenuRequested.connect(self._menu)
        self.model.reread.connect(self._count)
        self._count()

    @property
    def ids(self) -> list[str]:
        """The documents chosen; the one stood on where none is."""
        return self.table.selected_ids or ([self.table.current_id] if self.table.current_id else [])

    def clear(self) -> None:
        """Show every document again."""
        self.box.clear()
        self.model.filter(words=None, unread=None)

    def choose(self, material_id: str) -> bool:
        """Stand on a document, showing all where a filter hides it."""
        if self.model.row_of(material_id) is None:
            self.clear()
        return self.table.choose(material_id)

    def refresh(self) -> None:
        """Read it anew: how far one has read is no change that is told of."""
        self._forget()
        self.model.refresh()

    def _forget(self) -> None:
        self.shelf.forget()

    def _groups(self, session: Any, ask: Ask, ids: Sequence[str]) -> Sequence[Group]:  # noqa: ANN401
        return [
            Group(head.name or _NO_SERVICE, head.count, f"{head.code} {head.colour}" if head.code else "")
            for head in self.shelf.heads(ask)
        ]

    def _filter(self, words: str) -> None:
        self.model.filter(words=words)

    def _pressed(self, material_id: str, _: str) -> None:
        # With Shift or Ctrl several are chosen, and none is opened.
        if self.table.selected_ids == [material_id]:
            self.opened.emit(material_id)

    def _typed(self, text: str) -> None:
        if text == "/":
            self.box.start()

    def _count(self) -> None:
        filtered = bool(self.model.ask.filters)
        self.nothing.setVisible(filtered and not self.model.count)
        self.table.setVisible(bool(self.model.count) or not filtered)
        if not filtered:
            many = self.model.count
            words = f"Filter {many:,} document{'' if many == 1 else 's'}"
            self.box.edit.setPlaceholderText(words)

    def _sort_menu(self) -> None:
        menu = Menu("Order of the list", self)
        now = self.model.ask.sort or ""
        for key, words in SORTS.items():
            menu.press(words, partial(self.sort_by, key), ticked=key == now)
        menu.addSeparator()
        unread = bool(self.model.ask.filters.get("unread"))
        menu.press("Unread only", lambda: self.model.filter(unread=not unread), ticked=unread)
        menu.open_at(under(self.sort))

    def sort_by(self, key: str) -> None:
        """Stand in another order: a key of `SORTS`."""
        self.model.show(Ask(self.model.ask.filters, key or None))

    def _menu(self, at: QPoint) -> None:
        if self.ids:
            self.menu_asked.emit(self.table.viewport().mapToGlobal(at))
