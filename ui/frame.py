"""The frame round every place: the bar on top, the rail at the left, the status bar at the foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.buttons import Button, KeyCap, Segmented
from ui.desk import Desk
from ui.icons import Icon, paint_icon
from ui.palette import SearchBox
from ui.rows import THINGS
from ui.theme import be, look, say

TOP = 56
RAIL = 80
STATUS = 32
READ_ONLY_WORDS = "Read only: switch to Names to make changes"


class TopBar(QFrame):
    """Case title, kind of review and marking; names or anonymous, the search box and the menu at the right."""

    menu_asked = Signal()
    anonymous_asked = Signal(bool)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        be(self, ground="paper", edge="below")
        self.setAccessibleName("Case")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(16)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.setContentsMargins(0, 0, 0, 0)
        self.title = say(QLabel(), "heading")
        self.kind = say(QLabel(), "meta", "muted")
        for label in (self.title, self.kind):
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        names.addStretch(1)
        names.addWidget(self.title)
        names.addWidget(self.kind)
        names.addStretch(1)
        row.addLayout(names)
        self.marking = say(QLabel(), "mark")
        be(self.marking, edge="marking")
        self.marking.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(self.marking)
        row.addStretch(1)
        self.names = Segmented(
            "Names or anonymous",
            [("names", "Names"), ("anonymous", "Anonymous")],
            icons={"names": "user", "anonymous": "eye-off"},
        )
        self.names.setToolTip("Whether people are named on every place (Ctrl+Shift+A)")
        self.names.chosen.connect(lambda key: self.anonymous_asked.emit(key == "anonymous"))
        row.addWidget(self.names)
        self.search = SearchBox(desk)
        row.addWidget(self.search)
        self.menu = Button(
            "", self.menu_asked.emit, kind="quiet", icon="ellipsis-vertical", name="Menu", hint="Menu (F10)"
        )
        row.addWidget(self.menu)
        self._dress()
        look.changed.connect(self._dress)

    def show_case(self, title: str, kind: str, marking: str) -> None:
        """Say which case this is. A long title is cut short on screen and whole in its tooltip."""
        self.title.setToolTip(title)
        self.title.setAccessibleName(title)
        self.kind.setToolTip(kind)
        self.kind.setAccessibleName(kind)
        self.marking.setText(marking)
        self.marking.setVisible(bool(marking))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower bar cuts the title shorter."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        taken = self.search.width() + self.menu.sizeHint().width() + 7 * 16
        taken += self.marking.sizeHint().width() if self.marking.text() else 0
        # With icons alone the switch gives room to the title.
        self.names.show_words(True)
        if self.width() - taken - self.names.sizeHint().width() < look.px(80):
            self.names.show_words(False)
        taken += self.names.sizeHint().width()
        for label in (self.title, self.kind):
            room = max(self.width() - taken, 80)
            label.setText(
                QFontMetricsF(label.font()).elidedText(label.toolTip(), Qt.TextElideMode.ElideRight, room)
            )

    def _dress(self) -> None:
        self.setFixedHeight(look.bar(TOP, 36))
        self._fit()


class RailButton(QAbstractButton):
    """A place on the rail: icon and word; the current one has tint, accent and a bar.

    `waited_over()` is emitted when rows dragged from a table rest on it: the place opens, so that they can be
    dropped there.
    """

    waited_over = Signal()

    def __init__(self, icon: str, word: str, name: str = "", hint: str = "") -> None:
        super().__init__()
        self._icon = icon
        self.setText(word)
        self.setCheckable(True)
        self.setAccessibleName(name or word)
        self.setToolTip(hint)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAcceptDrops(True)
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(300)
        self._resting.timeout.connect(self.waited_over)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Rows have come over it; passing over on the way elsewhere opens nothing."""
        if event.mimeData().hasFormat(THINGS):
            event.acceptProposedAction()
            self._resting.start()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went on."""
        self._resting.stop()

    def dropEvent(self, event: QDropEvent) -> None:
        """Nothing falls on the rail itself."""
        self._resting.stop()
        event.ignore()

    def sizeHint(self) -> QSize:
        """68 by 54 within the rail's 80 by 62."""
        wide = max(look.px(68), round(QFontMetricsF(look.font("mark")).horizontalAdvance(self.text())) + 8)
        return QSize(wide, self._icon_side + look.px(16) + 18)

    @property
    def _icon_side(self) -> int:
        # The word grows with the text, the icon only a little: seven of them share the height of the window.
        return min(look.px(20), 26)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Icon over word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        if on or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("tint" if on else "sunk"))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        tone = "accent" if on else "ink2"
        # Where large text makes the rail too long for the window the icon yields, never the word.
        high = look.px(16)
        top, gap = (8, 4) if self.height() >= self.sizeHint().height() else (3, 1)
        side = min(self._icon_side, self.height() - high - 2 * top - gap)
        if side >= 10:
            paint_icon(painter, self._icon, QRectF((self.width() - side) / 2, top, side, side), tone)
            word = QRectF(0, top + side + gap, self.width(), high)
        else:
            word = QRectF(self.rect())
        painter.setFont(look.font("mark" if on else "caption_name"))
        painter.setPen(look.colour(tone))
        painter.drawText(word, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()


class Rail(QFrame):
    """The places, from top to bottom, and Help at the foot. `asked(key)` is emitted when one is pressed."""

    asked = Signal(str)
    help_asked = Signal()

    def __init__(self, places: Sequence[tuple[str, str, str]]) -> None:
        """`places` are (key, word, icon)."""
        super().__init__()
        be(self, ground="ground", edge="right")
        self.setAccessibleName("Places")
        self.buttons: dict[str, RailButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(8)
        for number, (key, word, icon) in enumerate(places, 1):
            button = RailButton(icon, word, hint=f"{word} (Ctrl+{number})")
            button.clicked.connect(lambda _=False, key=key: self.asked.emit(key))
            button.waited_over.connect(lambda key=key: self.asked.emit(key))
            self.buttons[key] = button
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.help = RailButton(
            "circle-question-mark", "Help  F1", name="Help", hint="Keys and what this place is for (F1)"
        )
        self.help.setCheckable(False)
        self.help.clicked.connect(self.help_asked.emit)
        column.addWidget(self.help, 0, Qt.AlignmentFlag.AlignHCenter)
        self._dress()
        look.changed.connect(self._dress)

    def show_place(self, key: str) -> None:
        """Mark the current place."""
        for each, button in self.buttons.items():
            button.setChecked(each == key)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go along the rail."""
        if event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar beside the current place, at the window's very edge."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for button in self.buttons.values():
            if button.isChecked():
                middle = button.geometry().center().y() + 1
                high = look.px(32)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.colour("accent"))
                painter.drawRoundedRect(QRectF(-3, middle - high / 2, 6, high), 3, 3)
        painter.end()

    def _dress(self) -> None:
        wide = max((button.sizeHint().width() for button in [*self.buttons.values(), self.help]), default=68)
        self.setFixedWidth(max(RAIL, wide + 10))


class StatusBar(QFrame):
    """What is saved, what Undo would undo, how far long work is, and that the file is encrypted."""

    undo_asked = Signal()
    help_asked = Signal()
    text_size_asked = Signal()

    def __init__(self, desk: Desk, version: str) -> None:
        super().__init__()
        self._desk = desk
        self._said = ""
        be(self, ground="ground", edge="above")
        self.setAccessibleName("Status")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)

        self.version = say(QLabel(f"Version {version}"), "meta", "muted")
        self._saved_icon = Icon("circle-check", "good", 14)
        self.saved = say(QLabel("All changes saved"), "meta", "ink2")
        self.undo = Button("Undo", self.undo_asked.emit, kind="link")
        say(self.undo, "head", "")
        self.undo_words = say(QLabel(), "meta", "muted")
        self.undo_words.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._undo_key = KeyCap("Ctrl+Z")
        self._case_left: list[QWidget] = [self._saved_icon, self.saved]
        self._undo_parts: list[QWidget] = [self.undo, self.undo_words, self._undo_key]

        self.work_words = say(QLabel(), "meta", "ink2")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(look.px(160))
        self.bar.setAccessibleName("Progress")
        self.cancel = Button("Cancel", self._cancel, kind="link")
        self._work_parts: list[QWidget] = [self.work_words, self.bar, self.cancel]

        self.words = say(QLabel(), "meta", "muted")
        self._lock = Icon("lock", "muted", 13)
        self.encrypted = say(QLabel("Encrypted"), "meta", "muted")
        self.encrypted.setToolTip("Everything in this case stands in one encrypted file")
        self._case_right: list[QWidget] = [self.words, self._lock, self.encrypted]
        self.help = Button("Help", self.help_asked.emit, kind="link")
        self._help_key = KeyCap("F1")
        self.text_size = Button("Text size 100 %", self.text_size_asked.emit, kind="link", name="Text size")
        self._welcome_parts: list[QWidget] = [self.version, self.help, self._help_key, self.text_size]

        row.addWidget(self.version)
        for part in (*self._case_left, *self._undo_parts):
            row.addWidget(part)
        row.addStretch(1)
        for part in self._work_parts:
            row.addWidget(part)
        row.addSpacing(8)
        for part in (self.words, self._lock, self.encrypted, self.help, self._help_key, self.text_size):
            row.addWidget(part)
        desk.jobs.changed.connect(self.refresh)
        desk.settled.connect(self.refresh)
        look.changed.connect(self._dress)
        self._dress()
        self.refresh()

    def say_for_place(self, words: str) -> None:
        """A few words of the current place, such as "3 doubts open"."""
        self._said = words
        self.refresh()

    def refresh(self) -> None:
        """Show things as they are now."""
        case = self._desk.case is not None
        job = self._desk.jobs.current
        label = None if self._desk.anonymous else self._desk.undo_label
        for part in (*self._case_left, *self._case_right):
            part.setVisible(case)
        for part in self._welcome_parts:
            part.setVisible(not case)
        for part in self._undo_parts:
            part.setVisible(label is not None)
        if label is not None:
            said = label[:1].lower() + label[1:]
            metrics = QFontMetricsF(self.undo_words.font())
            self.undo_words.setText(metrics.elidedText(said, Qt.TextElideMode.ElideRight, look.px(330)))
            self.undo_words.setToolTip(label)
            self.undo.setAccessibleName(f"Undo {said}")
        self.words.setText(READ_ONLY_WORDS if self._desk.anonymous else self._said)
        for part in self._work_parts:
            part.setVisible(job is not None)
        if job is not None:
            done, total, what = self._desk.jobs.progress
            words = "Stopping…" if job.stopping else (what or job.label)
            self.work_words.setText(words)
            self.bar.setRange(0, max(total, 0))
            self.bar.setValue(done)
            self.cancel.setEnabled(not job.stopping)
            self.cancel.setAccessibleName(f"Cancel: {job.label}")

    def _cancel(self) -> None:
        job = self._desk.jobs.current
        if job is not None:
            job.cancel()
            self.refresh()

    def _dress(self) -> None:
        self.setFixedHeight(look.bar(STATUS, 20))
        self.text_size.rename(f"Text size {look.text_size} %")


def below(widget: QWidget) -> QPoint:
    """Where a menu of a widget opens: under its lower left corner."""
    return widget.mapToGlobal(QPoint(0, widget.height() + 2))
