"""Small things that stand for something: service chips, theme chips, reference tags and pills.

A service is filled, a theme is white with an edge and a colour bar, a reference is a filled tag without an
edge: the three never look alike. Each is drawn by one function, used by tables and by the widgets alike.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.buttons import Button
from ui.icons import Icon
from ui.marks import paint_mark
from ui.theme import look, mix, say

_HEIGHT = 20

PILLS = {
    "good": ("good", "good_ground"),
    "warn": ("warn", "warn_ground"),
    "bad": ("bad", "bad_ground"),
    "done": ("done", "done_ground"),
    "accent": ("accent", "tint"),
    "plain": ("ink2", "plain_ground"),
}


def _width(text: str, role: str = "mark") -> float:
    return QFontMetricsF(look.font(role)).horizontalAdvance(text)


def service_width(code: str) -> float:
    """How wide the chip of a service is."""
    return max(look.px(38), _width(code) + look.px(18))


def paint_service(painter: QPainter, left: float, middle: float, code: str, colour: str) -> float:
    """Draw a service's chip from its left edge, centred on a line; gives its width."""
    ink, ground, edge = look.service(colour)
    box = QRectF(
        round(left) + 0.5,
        round(middle - look.px(_HEIGHT) / 2) + 0.5,
        service_width(code) - 1,
        look.px(_HEIGHT) - 1,
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(ink)
    painter.setFont(look.font("mark"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, code)
    return box.width() + 1


def theme_width(code: str) -> float:
    """How wide the chip of a theme is."""
    return max(look.px(46), _width(code) + look.px(22))


def paint_theme(painter: QPainter, left: float, middle: float, code: str, colour: str) -> float:
    """Draw a theme's chip from its left edge, centred on a line; gives its width."""
    box = QRectF(
        round(left) + 0.5,
        round(middle - look.px(_HEIGHT) / 2) + 0.5,
        theme_width(code) - 1,
        look.px(_HEIGHT) - 1,
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour("line"), 1))
    painter.setBrush(look.colour("paper"))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(Qt.PenStyle.NoPen)
    own = look.colour(colour)
    painter.setBrush(mix(QColor("#FFFFFF"), own, 0.35) if look.scheme == "dark" else own)
    painter.drawRoundedRect(
        QRectF(box.left() + look.px(4), box.top() + look.px(4), look.px(4), box.height() - look.px(8)),
        1.5,
        1.5,
    )
    painter.setPen(look.colour("ink"))
    painter.setFont(look.font("mark"))
    painter.drawText(box.adjusted(look.px(12), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, code)
    return box.width() + 1


def ref_width(ref: str) -> float:
    """How wide the tag of a reference is."""
    return max(look.px(28), _width(ref, "mark") + look.px(14))


def paint_ref(painter: QPainter, left: float, middle: float, ref: str, plain: bool = False) -> float:
    """Draw a reference's tag from its left edge, centred on a line; gives its width."""
    box = QRectF(round(left), round(middle - look.px(_HEIGHT) / 2), ref_width(ref), look.px(_HEIGHT))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("plain_ground" if plain else "tint"))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(look.colour("ink2" if plain else "accent"))
    painter.setFont(look.font("mark"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, ref)
    return box.width()


def pill_width(word: str, mark: str = "") -> float:
    """How wide a status pill is."""
    return _width(word, "head") + look.px(18) + (look.px(18) if mark else 0)


def paint_pill(
    painter: QPainter, left: float, middle: float, word: str, mark: str = "", kind: str = "plain"
) -> float:
    """Draw a status: word, shape and colour together. Gives its width."""
    ink, ground = PILLS[kind]
    high = look.px(22)
    box = QRectF(round(left), round(middle - high / 2), pill_width(word, mark), high)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(ground))
    painter.drawRoundedRect(box, 4, 4)
    at = box.left() + look.px(9)
    if mark:
        paint_mark(painter, mark, QPointF(at + look.px(6), box.center().y()), look.px(12), ink)
        at += look.px(18)
    painter.setPen(look.colour(ink))
    painter.setFont(look.font("head"))
    painter.drawText(QRectF(at, box.top(), box.right() - at, high), Qt.AlignmentFlag.AlignVCenter, word)
    return box.width()


class Chip(QWidget):
    """A chip, tag or pill as a widget. Make one with `service`, `theme`, `ref`, `pill` or `mark`.

    With `on_press` it can be pressed, by mouse, Enter or Space.
    """

    def __init__(
        self,
        paint: Callable[[QPainter, float, float], float],
        width: Callable[[], float],
        name: str,
        on_press: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self._paint, self._width, self._on_press = paint, width, on_press
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if on_press is not None:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self.updateGeometry)

    @classmethod
    def service(
        cls, code: str, colour: str, name: str = "", on_press: Callable[[], object] | None = None
    ) -> Chip:
        """A service by its code and its one colour; `name` in full for the tooltip."""
        return cls(
            lambda p, x, y: paint_service(p, x, y, code, colour),
            lambda: service_width(code),
            f"{code}, {name}" if name else code,
            on_press,
        )

    @classmethod
    def theme(
        cls, code: str, colour: str, name: str = "", on_press: Callable[[], object] | None = None
    ) -> Chip:
        """A theme by its code and colour."""
        return cls(
            lambda p, x, y: paint_theme(p, x, y, code, colour),
            lambda: theme_width(code),
            f"{code}, {name}" if name else code,
            on_press,
        )

    @classmethod
    def ref(
        cls, ref: str, plain: bool = False, name: str = "", on_press: Callable[[], object] | None = None
    ) -> Chip:
        """A short reference, such as F1 or R2; `plain` draws it grey, for what stands lower on the spine."""
        return cls(
            lambda p, x, y: paint_ref(p, x, y, ref, plain), lambda: ref_width(ref), name or ref, on_press
        )

    @classmethod
    def pill(
        cls, word: str, kind: str = "plain", mark: str = "", on_press: Callable[[], object] | None = None
    ) -> Chip:
        """A status: `kind` is good, warn, bad, done, accent or plain; `mark` its shape."""
        return cls(
            lambda p, x, y: paint_pill(p, x, y, word, mark, kind),
            lambda: pill_width(word, mark),
            word,
            on_press,
        )

    @classmethod
    def mark(cls, mark: str, name: str, size: float = 13) -> Chip:
        """An outcome's mark by itself; `name` is its word, which should also stand beside it."""

        def paint(painter: QPainter, left: float, middle: float) -> float:
            paint_mark(painter, mark, QPointF(left + look.px(size + 3) / 2, middle), look.px(size))
            return look.px(size + 3)

        return cls(paint, lambda: look.px(size + 3), name)

    def sizeHint(self) -> QSize:
        """Its own width, and the height every chip has."""
        return QSize(round(self._width()), look.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        self._paint(painter, 0, self.height() / 2)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Press it."""
        if self._on_press is not None and event.button() == Qt.MouseButton.LeftButton:
            self._on_press()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space press it."""
        if self._on_press is not None and event.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Space,
        ):
            self._on_press()
        else:
            super().keyPressEvent(event)


class Empty(QWidget):
    """What an empty place shows: an icon, one sentence of what it is for, and the one next step."""

    def __init__(
        self,
        icon: str,
        sentence: str,
        button: str = "",
        on_press: Callable[[], object] | None = None,
        *,
        primary: bool = True,
    ) -> None:
        super().__init__()
        self.setAccessibleName(sentence)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(Icon(icon, "muted", 28), alignment=Qt.AlignmentFlag.AlignHCenter)
        self.words = say(QLabel(sentence), "body", "ink2")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.words, alignment=Qt.AlignmentFlag.AlignHCenter)
        self.button: Button | None = None
        if button:
            # The one next step of an empty place adds something; taking filters away does not.
            self.button = Button(button, on_press, kind="primary" if primary else "", changes=primary)
            column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.show_sentence(sentence)
        look.changed.connect(self._look_changed)

    def _look_changed(self) -> None:
        self.show_sentence(self.words.text())

    def show_sentence(self, sentence: str) -> None:
        """Say another sentence. A label that wraps asks for too little height unless its width is told."""
        self.words.setText(sentence)
        self.setAccessibleName(sentence)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the sentence takes more lines."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        natural = QFontMetricsF(look.font("body")).horizontalAdvance(self.words.text()) + 8
        wide = min(look.px(420), int(natural) + 1)
        if self.isVisible():
            wide = max(look.px(120), min(wide, self.width() - 48))
        self.words.setFixedWidth(wide)
        self.words.setMinimumHeight(max(0, self.words.heightForWidth(wide)))
