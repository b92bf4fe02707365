"""The one search box: commands and everything the case says, found together."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from ui.buttons import KeyCap
from ui.commands import Command
from ui.desk import Desk, Hit
from ui.forms import LineEdit
from ui.found import every_place
from ui.icons import Icon, paint_icon
from ui.theme import be, look, say
from workbench.anonymity.rendering import say as as_read

WIDE = 296
_ROW = 40
_MOST = 12
_MOST_HITS = 8
_REST = 300
_FINDING = "the box finds"
_COUNTING = "the box counts"
WHAT = Qt.ItemDataRole.UserRole


class SearchBox(QFrame):
    """The box in the top bar. Ctrl+K comes here; what is found opens under it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        be(self, edge="search")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 6, 0)
        row.setSpacing(8)
        self._glass = Icon("search", "muted", 14)
        self.edit = _Edit("Search, or type a command", "Search, or type a command")
        be(self.edit, bare=True)
        self.edit.setProperty("ring", "parent")
        self.setFocusProxy(self.edit)
        row.addWidget(self._glass)
        row.addWidget(self.edit, 1)
        row.addWidget(KeyCap("Ctrl+K"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._found: Found | None = None
        self._before: QWidget | None = None
        self._looking = False
        self._takes = False
        """Whether Enter was pressed before what it takes was found."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._remember)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(60)
        self._soon.timeout.connect(self.look_up)
        # How many places there are in all takes longer than the best of them, so it follows when typing rests.
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(_REST)
        self._counting.timeout.connect(self._count)
        self.edit.textEdited.connect(self._typed)
        self.edit.came.connect(self.look_up)
        self.edit.went.connect(self._close)
        self.edit.moved.connect(self._move)
        self.edit.taken.connect(self._take)
        self.edit.given_up_search.connect(self._give_up)
        self._dress()
        look.changed.connect(self._dress)

    def _typed(self) -> None:
        self._takes = False
        self._soon.start()

    @property
    def found(self) -> Found | None:
        """The list under the box while it is open."""
        return self._found

    def start(self) -> None:
        """Go to the box, with what stood in it selected."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()
        self.look_up()

    def look_up(self) -> None:
        """Show commands and hits for what is typed; hits are sought beside the window and shown as they come."""
        self._soon.stop()
        self._counting.stop()
        if not self.edit.hasFocus():
            return
        words, search = self.edit.text().strip(), self._desk.search
        if not words or self._desk.case is None or search is None:
            self._looking = False
            self._desk.aside.drop(_FINDING)
            self._show(words, [])
            return
        self._looking = True
        self._desk.read_aside(
            _FINDING,
            lambda session: list(search(session, words))[:_MOST_HITS],
            lambda hits: self._came(words, hits),
            failed=lambda problem: self._came(words, [], str(problem)),
        )

    def _came(self, words: str, hits: list[Hit], problem: str = "") -> None:
        self._looking = False
        if hits and self._desk.count_found is not None:
            hits = [*hits, every_place(words, None)]
            self._counting.start()
        self._show(words, hits, problem)
        if self._takes:
            self._take()

    def _show(self, words: str, hits: list[Hit], problem: str = "") -> None:
        commands = self._desk.commands.matching(words)[: _MOST if not words else 5]
        if self._found is None:
            window = self.window()
            self._found = Found(window)
            self._found.taken.connect(self._take_current)
        self._found.show_found(words, commands, hits, problem)
        self._found.place_under(self)

    def _count(self) -> None:
        """Say how many places there are in all, where the list is still open."""
        words, count = self.edit.text().strip(), self._desk.count_found

        def counted(number: int) -> None:
            if self._found is not None:
                self._found.rename_last_hit(every_place(words, number))

        if self._found is not None and words and count is not None and self._desk.case is not None:
            self._desk.read_aside(_COUNTING, lambda session: count(session, words), counted)

    def forget(self) -> None:
        """Close the list and take the words away: they may hold a name."""
        self._close()
        self.edit.clear()

    def _move(self, by: int) -> None:
        if self._found is None:
            self.look_up()
        elif self._found is not None:
            self._found.move_by(by)

    def _take(self) -> None:
        """Take what stands first for the words as they are now, once it is found."""
        if self._soon.isActive():
            self.look_up()
        self._takes = self._looking
        if not self._takes:
            self._take_current()

    def _take_current(self) -> None:
        what = self._found.current if self._found is not None else None
        if what is None:
            return
        self._close()
        self.edit.clear()
        self._go_back()
        if isinstance(what, Command):
            self._desk.commands.run(what.key)
        else:
            self._desk.go(what.place, what.thing)

    def _give_up(self) -> None:
        self._close()
        self.edit.clear()
        self._go_back()

    def _remember(self, old: QWidget | None, now: QWidget | None) -> None:
        if now is self.edit and old is not None:
            self._before = old

    def _go_back(self) -> None:
        """To where focus was before: keys that reach nobody leave a person without a mouse lost."""
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.edit.clearFocus()

    def _close(self) -> None:
        self._soon.stop()
        self._counting.stop()
        self._looking = self._takes = False
        self._desk.aside.drop(_FINDING)
        self._desk.aside.drop(_COUNTING)
        if self._found is not None:
            self._found.hide()
            self._found.deleteLater()
            self._found = None

    def _dress(self) -> None:
        self.setFixedSize(look.px(WIDE) if look.text_size < 150 else look.px(220), look.px(32))


class _Edit(LineEdit):
    came = Signal()
    went = Signal()
    moved = Signal(int)
    taken = Signal()
    given_up_search = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the list, Enter takes, Esc gives up."""
        match event.key():
            case Qt.Key.Key_Down:
                self.moved.emit(1)
            case Qt.Key.Key_Up:
                self.moved.emit(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.taken.emit()
            case Qt.Key.Key_Escape:
                self.given_up_search.emit()
            case _:
                super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Leaving closes the list; a press in it is no leaving."""
        done = super().event(event)
        if event.type() == QEvent.Type.FocusOut:
            self.went.emit()
        elif event.type() == QEvent.Type.MouseButtonPress:
            self.came.emit()
        return done


class Found(QFrame):
    """The list of what was found. It never takes the focus from the box."""

    taken = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        be(self, ground="paper", edge="pop")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Found")
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(0)
        self.list = QListWidget()
        self.list.setAccessibleName("Commands and places found")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_FoundDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.viewport().installEventFilter(self)
        self.nothing = say(QLabel(), "meta", "muted")
        self.nothing.setContentsMargins(10, 8, 10, 8)
        self.nothing.setWordWrap(True)
        column.addWidget(self.list)
        column.addWidget(self.nothing)

    @property
    def current(self) -> Command | Hit | None:
        """What Enter would take."""
        item = self.list.currentItem()
        found = item.data(WHAT) if item is not None else None
        return found if isinstance(found, Command | Hit) else None

    def show_found(self, words: str, commands: list[Command], hits: list[Hit], problem: str) -> None:
        """Hits first where there are words, then commands."""
        self.list.clear()
        found: list[Hit | Command] = [*hits, *commands]
        for what in found:
            item = QListWidgetItem(what.title if isinstance(what, Hit) else what.said)
            item.setData(WHAT, what)
            self.list.addItem(item)
        if self.list.count():
            self.list.setCurrentRow(0)
        self.list.setVisible(self.list.count() > 0)
        self.nothing.setText(problem or f"Nothing found for “{as_read(words)}”.")
        self.nothing.setVisible(bool(problem) or self.list.count() == 0)

    def rename_last_hit(self, hit: Hit) -> None:
        """Say the row that leads to every place anew."""
        for row in range(self.list.count()):
            what = self.list.item(row).data(WHAT)
            if isinstance(what, Hit) and (what.place, what.thing) == (hit.place, hit.thing):
                self.list.item(row).setData(WHAT, hit)
                self.list.item(row).setText(hit.title)

    def move_by(self, by: int) -> None:
        """Go down or up the list."""
        if self.list.count():
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + by)))

    def place_under(self, box: QWidget) -> None:
        """Open under the box, as wide as it needs within the window."""
        window = self.parentWidget()
        assert window is not None
        wide = min(max(box.width(), look.px(460)), window.width() - 24)
        shown = min(self.list.count(), 10)
        high = shown * look.px(_ROW) + (look.px(40) if self.nothing.isVisibleTo(self) else 0) + 12
        right = box.mapTo(window, QPoint(box.width(), box.height() + 5))
        self.setGeometry(right.x() - wide, right.y(), wide, min(high, window.height() - right.y() - 8))
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press takes what was pressed."""
        if watched is self.list.viewport() and event.type() == QEvent.Type.MouseButtonRelease:
            self.taken.emit()
            return True
        return False


class _FoundDelegate(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Icon, words, and the key or the words around the hit."""
        what = index.data(WHAT)
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("tint"))
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 4, 4)
        side = look.px(16)
        icon = what.icon or ("chevron-right" if isinstance(what, Command) else "search")
        paint_icon(painter, icon, QRectF(box.left() + 10, box.center().y() - side / 2, side, side), "muted")
        inner = box.adjusted(look.px(36), 0, -10, 0)
        title = what.title if isinstance(what, Hit) else what.said
        painter.setFont(look.font("name"))
        painter.setPen(look.colour("ink"))
        metrics = QFontMetricsF(painter.font())
        kind = what.kind if isinstance(what, Hit) else ""
        if kind:
            painter.setFont(look.font("caption"))
            painter.setPen(look.colour("muted"))
            wide = QFontMetricsF(painter.font()).horizontalAdvance(kind) + look.px(8)
            flag = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            where = QRectF(inner.left(), inner.top() + look.px(3), inner.width(), look.px(18))
            painter.drawText(where if what.snippet else inner, flag, kind)
            inner.setRight(inner.right() - wide)
            painter.setFont(look.font("name"))
            painter.setPen(look.colour("ink"))
        if isinstance(what, Hit) and what.snippet:
            top = QRectF(inner.left(), inner.top() + look.px(3), inner.width(), look.px(18))
            painter.drawText(
                top,
                Qt.AlignmentFlag.AlignVCenter,
                metrics.elidedText(title, Qt.TextElideMode.ElideRight, top.width()),
            )
            below = QRectF(top.left(), top.top() + look.px(16), box.right() - 10 - top.left(), top.height())
            self._around(painter, below, what)
        else:
            painter.drawText(
                inner,
                Qt.AlignmentFlag.AlignVCenter,
                metrics.elidedText(title, Qt.TextElideMode.ElideRight, inner.width() - look.px(90)),
            )
            keys = what.keys[0].replace("+", " ") if isinstance(what, Command) and what.keys else ""
            painter.setFont(look.font("meta"))
            painter.setPen(QPen(look.colour("muted")))
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, keys)
        painter.restore()

    @staticmethod
    def _around(painter: QPainter, box: QRectF, hit: Hit) -> None:
        """The words around what was found, on one line, with what was found always in sight."""
        start, end = hit.found[0] if hit.found else (0, 0)
        text = hit.snippet if hit.found else " ".join(hit.snippet.split())
        pieces = (
            (text[:start], "meta", Qt.TextElideMode.ElideLeft),
            (text[start:end], "meta_name", Qt.TextElideMode.ElideRight),
            (text[end:], "meta", Qt.TextElideMode.ElideRight),
        )
        found = QFontMetricsF(look.font("meta_name")).horizontalAdvance(text[start:end])
        across = box.left()
        for at, (piece, role, cut) in enumerate(pieces):
            if not piece:
                continue
            painter.setFont(look.font(role))
            painter.setPen(look.colour("ink" if at == 1 else "muted"))
            metrics = QFontMetricsF(painter.font())
            left = box.right() - across
            room = (box.width() - found) / 2 if at == 0 else left
            said = metrics.elidedText(piece, cut, max(0.0, room))
            painter.drawText(
                QRectF(across, box.top(), left, box.height()), Qt.AlignmentFlag.AlignVCenter, said
            )
            across += metrics.horizontalAdvance(said)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All alike."""
        return QSize(100, look.px(_ROW))
