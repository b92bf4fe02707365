"""The welcome: three ways in, the promise of privacy, and the program's grammar as its only drawing."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.chips import paint_service
from ui.icons import Icon, paint_icon
from ui.inspector import words
from ui.marks import paint_mark
from ui.panes import scrolled
from ui.theme import be, look, say

# lane: code, colour, the marks by month (above the line or below it), and the run of months not seen
_LANES = (
    (
        "HV",
        "#0B6660",
        {
            0: "disc",
            1: "disc",
            2: "disc",
            3: "barred_square",
            4: "barred_square",
            5: "barred_square",
            7: "disc",
        },
        (3, 5),
    ),
    ("GP", "#51409A", {0: "disc", 2: "cross", 3: "cross", 5: "disc", 7: "cross"}, None),
    (
        "CSC",
        "#1B5287",
        {
            0: "disc",
            1: "disc",
            3: "barred_square",
            4: "disc",
            5: "disc",
            7: "barred_square",
            8: "barred_square",
        },
        None,
    ),
    (
        "DAS",
        "#8A4600",
        {
            0: "small_disc",
            1: "cross",
            2: "cross",
            4: "small_disc",
            5: "small_disc",
            7: "cross",
            8: "cross",
            9: "cross",
        },
        (7, 9),
    ),
    ("NUR", "#3B661A", {3: "disc", 4: "disc", 5: "disc", 6: "disc", 8: "cross", 9: "cross"}, None),
)
_BELOW = {"cross", "barred_square"}
_CAPTION = "Five services, one child. Each missed contact looked small on its own."


class WayIn(QAbstractButton):
    """One of the ways in: a card with an icon, a head, a sentence and its key."""

    def __init__(self, icon: str, head: str, sentence: str, key: str) -> None:
        super().__init__()
        self._icon, self._sentence, self._key = icon, sentence, key
        self.setText(head)
        self.setAccessibleName(head)
        self.setAccessibleDescription(sentence)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("edge", "card")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._dress()
        look.changed.connect(self._dress)

    def _dress(self) -> None:
        self.setFixedHeight(look.px(80))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, arrows move."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(look.colour("strong" if self.underMouse() else "line"), 1))
        painter.setBrush(look.colour("ground" if self.isDown() else "paper"))
        painter.drawRoundedRect(box, 6, 6)
        side = look.px(24)
        paint_icon(painter, self._icon, QRectF(look.px(18), (self.height() - side) / 2, side, side), "accent")
        left = look.px(61)
        painter.setFont(look.font("heading"))
        painter.setPen(look.colour("ink"))
        middle = self.height() / 2
        painter.drawText(
            QRectF(left, middle - look.px(24), self.width() - left, look.px(22)),
            Qt.AlignmentFlag.AlignVCenter,
            self.text(),
        )
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("muted"))
        key_font = look.font("caption_name")
        wide = QFontMetricsF(key_font).horizontalAdvance(self._key) + look.px(14)
        room = self.width() - left - wide - look.px(28)
        sentence = QFontMetricsF(painter.font()).elidedText(self._sentence, Qt.TextElideMode.ElideRight, room)
        painter.drawText(
            QRectF(left, middle + look.px(2), room, look.px(20)), Qt.AlignmentFlag.AlignVCenter, sentence
        )
        cap = QRectF(
            self.width() - wide - look.px(17) + 0.5, middle - look.px(10) + 0.5, wide - 1, look.px(20) - 1
        )
        painter.setPen(QPen(look.colour("strong"), 1))
        painter.setBrush(look.colour("paper"))
        painter.drawRoundedRect(cap, 4, 4)
        painter.setFont(key_font)
        painter.setPen(look.colour("ink2"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key)
        painter.end()


class Grammar(QWidget):
    """The marks of the program, drawn on five lanes: what a reviewer will learn to read."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(
            "Five services, their contacts and missed contacts with one child before an incident"
        )
        self.setMinimumWidth(look.px(380))
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lanes, marks, runs and the incident."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step, lane = 36.0, look.px(72)
        left, first = look.px(40.0), look.px(96.0)
        right = min(self.width() - look.px(28.0), first + 10 * step + look.px(24))
        step = (right - first - look.px(16)) / 10
        high = lane * len(_LANES)
        top = (self.height() - high) / 2 + look.px(10)
        incident = first + 10 * step + step * 0.2
        for number, (code, colour, marks, run) in enumerate(_LANES):
            line = round(top + number * lane) + 0.5
            painter.setPen(QPen(look.colour("line"), 1))
            painter.drawLine(QPointF(first, line), QPointF(right + 8, line))
            if run is not None:
                box = QRectF(
                    first + (run[0] + 0.2) * step,
                    line - look.px(26),
                    (run[1] - run[0] + 0.85) * step,
                    look.px(52),
                )
                painter.setPen(QPen(look.colour("vermilion"), 1.2))
                painter.setBrush(look.colour("run"))
                painter.drawRoundedRect(box, 6, 6)
                painter.setPen(look.colour("warn"))
                painter.setFont(look.font("mark"))
                painter.drawText(
                    box.adjusted(look.px(8), look.px(5), 0, 0), f"{run[1] - run[0] + 1} not seen"
                )
                painter.setPen(QPen(look.colour("line"), 1))
                painter.drawLine(QPointF(box.left() + 1, line), QPointF(box.right() - 1, line))
            paint_service(painter, left - look.px(0), line, code, colour)
            for month, mark in marks.items():
                offset = look.px(13) if mark in _BELOW else -look.px(12)
                size = look.px(14 if mark != "cross" else 15)
                paint_mark(painter, mark, QPointF(first + (month + 0.6) * step, line + offset), size)
        painter.setPen(QPen(look.colour("bad"), 2))
        foot = top + (len(_LANES) - 1) * lane + look.px(40)
        painter.drawLine(QPointF(incident, top - look.px(44)), QPointF(incident, foot))
        painter.setFont(look.font("mark"))
        painter.drawText(
            QRectF(incident - 60, top - look.px(66), 120, look.px(18)),
            Qt.AlignmentFlag.AlignCenter,
            "Incident",
        )
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("muted"))
        caption = QRectF(left, foot + look.px(30), self.width() - left - 12, look.px(44))
        painter.drawText(caption, int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap), _CAPTION)
        painter.end()


class Welcome(QFrame):
    """What stands in the window while no case is open."""

    new_asked = Signal()
    open_asked = Signal()
    sample_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        be(self, ground="paper")
        self.setAccessibleName("Welcome")
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        page = QWidget()
        centre = QHBoxLayout(page)
        centre.setContentsMargins(32, 24, 32, 24)
        centre.addStretch(1)
        self._column = QWidget()
        self._column.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self._column)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(say(QLabel("Review Panel Workbench"), "display"))
        lead = words(
            "Read every agency’s record together, see the pattern of contact, and carry each finding through to"
            " an action that is done.",
            "lead",
            "ink2",
        )
        column.addWidget(lead)
        column.addSpacing(16)
        self.new = WayIn(
            "circle-plus", "New case", "Start a review: kind, subject, scoping period, services", "Ctrl N"
        )
        self.open = WayIn(
            "folder", "Open a case", "Choose an encrypted case file; its passphrase is asked for", "Ctrl O"
        )
        self.sample = WayIn(
            "graduation-cap",
            "Try the sample case",
            "An invented child, family and services; nothing in it is real",
            "Ctrl T",
        )
        for way, signal in (
            (self.new, self.new_asked),
            (self.open, self.open_asked),
            (self.sample, self.sample_asked),
        ):
            way.clicked.connect(signal.emit)
            column.addWidget(way)
        column.addSpacing(20)
        promises = QHBoxLayout()
        promises.setSpacing(16)
        for icon, promise in (
            ("lock", "Everything stays in one encrypted file, on this computer"),
            ("ban", "No network, no accounts, no list of recent cases kept"),
            ("rotate-ccw", "Every change saved as you make it, and can be undone"),
        ):
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(Icon(icon, "muted", 17))
            row.addWidget(words(promise, "meta", "muted"), 1)
            promises.addLayout(row, 1)
        column.addLayout(promises)
        column.addStretch(1)
        centre.addWidget(self._column, 20)
        centre.addStretch(1)
        self._grammar = QFrame()
        be(self._grammar, ground="ground", edge="left")
        inner = QVBoxLayout(self._grammar)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(Grammar())
        whole.addWidget(scrolled(page, "paper", "Ways in"), 19)
        whole.addWidget(self._grammar, 13)
        self._dress()
        look.changed.connect(self._dress)

    def _dress(self) -> None:
        self._column.setMaximumWidth(look.px(568))
        # At large text the ways in need the whole window; the drawing says nothing that they do not.
        self._grammar.setVisible(look.text_size < 140)
