"""A doubt as a card: the reason first, then the ways to settle it, each with a number key while the card has focus."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QMouseEvent, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.buttons import Button
from ui.flow import FlowRow
from ui.forms import LineEdit
from ui.icons import Icon
from ui.inspector import words
from ui.theme import be, look, say
from ui.wording import literal
from workbench.problems import Problem


def key_icon(number: int) -> QIcon:
    """A number key in its little frame, with air before the word that follows."""
    side = look.px(16)
    picture = QPixmap((side + _AIR) * 2, side * 2)
    picture.setDevicePixelRatio(2.0)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour("strong"), 1))
    painter.setBrush(look.colour("paper"))
    painter.drawRoundedRect(QRectF(0.5, 0.5, side - 1, side - 1), 3, 3)
    painter.setPen(look.colour("ink2"))
    painter.setFont(look.font("mark"))
    painter.drawText(QRectF(0, 0, side, side), Qt.AlignmentFlag.AlignCenter, str(number))
    painter.end()
    return QIcon(picture)


_AIR = 4


class Way(Button):
    """One way to settle a doubt. Its number shows while its card has focus."""

    def __init__(self, number: int, text: str, run: Callable[[], object], name: str) -> None:
        super().__init__(literal(text), run, name=name, changes=True)
        self.number = number
        # The card is one stop for Tab; its ways are reached by number, or by arrows within.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def show_number(self, on: bool) -> None:
        """Show or hide the number."""
        self.setIconSize(QSize(look.px(16) + _AIR, look.px(16)))
        self.setIcon(key_icon(self.number) if on and self.number <= 9 else QIcon())


class DoubtCard(QFrame):
    """A doubt. J and K (or the arrows) ask for the next and previous one; digits settle it.

    `ways` are (label, what it does); `type_value(text)`, where given, adds *Type a date* with `parse` saying
    how it is read; `right` is a quiet word such as "31 rows".
    """

    stepped = Signal(int)
    focused = Signal()

    def __init__(
        self,
        title: str,
        reason: str,
        ways: Sequence[tuple[str, Callable[[], object]]],
        *,
        right: str = "",
        type_word: str = "",
        type_value: Callable[[str], object] | None = None,
        parse: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__()
        self._parse = parse
        self._type_value = type_value
        self._has_focus = False
        self.title = title
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", "own")
        be(self, ground="paper", edge="card")
        self.setAccessibleName(f"Doubt: {title}. {reason}{f' {right}.' if right else ''}")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(12, 9, 12, 9)
        outer.setSpacing(10)
        outer.addWidget(Icon("triangle-alert", "warn", 16), 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(words(title, "ref"), 1)
        if right:
            head.addWidget(say(QLabel(right), "meta", "muted"), 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(head)
        self._column.addWidget(words(reason, "meta", "muted"))
        self._ways: list[Way] = []
        every = [*ways]
        for number, (label, run) in enumerate(every, 1):
            self._ways.append(Way(number, label, run, f"{label}: {title}"))
        if type_value is not None:
            self._ways.append(Way(len(every) + 1, type_word, self.start_typing, f"{type_word}: {title}"))
        self._all_ways = FlowRow(*self._ways, gap=8)
        self._column.addWidget(self._all_ways)
        self.edit: LineEdit | None = None
        self._reading = words("", "meta", "muted")
        self._reading.hide()
        self._column.addWidget(self._reading)
        outer.addLayout(self._column, 1)
        self._outer = outer
        self._beside = False
        look.changed.connect(self._look_changed)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def start_typing(self) -> None:
        """Open the line in which a value is typed."""
        if self.edit is None:
            self.edit = LineEdit(f"Type it: {self.title}", "for example 20 – 29 Feb 2024")
            self.edit.textChanged.connect(self._read)
            self._column.insertWidget(self._column.count() - 1, self.edit)
        self.edit.show()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits settle, J and K step, Enter in the line takes what was typed, Esc leaves the line."""
        typing = self.edit is not None and self.edit.hasFocus()
        key, plain = (
            event.key(),
            event.modifiers()
            in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            ),
        )
        if typing and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif typing and key == Qt.Key.Key_Escape:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif typing or not plain:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_J, Qt.Key.Key_Down):
            self.stepped.emit(1)
        elif key in (Qt.Key.Key_K, Qt.Key.Key_Up):
            self.stepped.emit(-1)
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and key - Qt.Key.Key_1 < len(self._ways):
            self._ways[key - Qt.Key.Key_1].click()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press anywhere gives it focus."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the numbers."""
        super().focusInEvent(event)
        self._show_focus(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """With room to spare the ways stand beside the reason, so that more doubts are in sight."""
        super().resizeEvent(event)
        self._place_ways()

    def _look_changed(self) -> None:
        if self._has_focus:
            for way in self._ways:
                way.show_number(True)

    def _place_ways(self) -> None:
        needed = self._all_ways.sizeHint().width()
        beside = not self._has_focus and needed + look.px(300) < self.width()
        if beside == self._beside:
            return
        self._beside = beside
        if beside:
            self._column.removeWidget(self._all_ways)
            self._all_ways.setMinimumWidth(needed)
            self._outer.addWidget(self._all_ways, 0, Qt.AlignmentFlag.AlignVCenter)
        else:
            self._outer.removeWidget(self._all_ways)
            self._all_ways.setMinimumWidth(0)
            self._column.insertWidget(2, self._all_ways)

    def _focus_moved(self, old: QWidget | None, now: QWidget | None) -> None:
        if now is not None:
            self._show_focus(now is self or self.isAncestorOf(now))

    def _show_focus(self, on: bool) -> None:
        if on == self._has_focus:
            return
        self._has_focus = on
        for way in self._ways:
            way.show_number(on)
        self._place_ways()
        self.setStyleSheet(
            f"DoubtCard {{ border: 2px solid {look.hex('accent')}; border-radius: 6px; }}" if on else ""
        )
        if on:
            self.focused.emit()

    def _read(self) -> None:
        if self.edit is None or self._parse is None:
            return
        text = self.edit.text().strip()
        try:
            said = f"Read as {self._parse(text)}. Enter takes it" if text else ""
        except Problem:
            said = "Not read as a date yet"
        self._tell(said, "muted")

    def _tell(self, text: str, tone: str) -> None:
        say(self._reading, "meta", tone)
        self._reading.setText(text)
        self._reading.setVisible(bool(text))

    def _take(self) -> None:
        if self.edit is None or self._type_value is None:
            return
        try:
            self._type_value(self.edit.text().strip())
        except Problem as problem:
            self._tell(str(problem), "bad")
