"""The card that floats beside what is pointed at: the same words that a screen reader says."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.chips import paint_service, service_width
from ui.marks import paint_mark
from ui.theme import look, say
from workbench.timeline.cards import Card

_WIDE: Final = 384
_AIR: Final = 8
_SHADE: Final = 8
"""Pixels of shadow round the card."""


class CardFrame(QFrame):
    """Lies over the window and lets every press through."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self._card: Card | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("decoration", True)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(_SHADE + 12, _SHADE + 9, _SHADE + 12, _SHADE + 9)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._sign = _Sign()
        self._head = say(QLabel(), "ref")
        self._head.setWordWrap(True)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._head, 1)
        column.addLayout(row)
        self._body = say(QLabel(), "meta", "ink")
        self._foot = say(QLabel(), "caption", "muted")
        for label in (self._head, self._body, self._foot):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        column.addWidget(self._body)
        column.addWidget(self._foot)
        self.hide()

    @property
    def text(self) -> str:
        """All that it says, as it says it; empty while it is hidden."""
        return self._card.text if self._card is not None and self.isVisible() else ""

    def show_beside(self, card: Card, around: QRectF) -> None:
        """Show a card beside a rectangle of its owner, below it where there is room, and never over it."""
        if card != self._card:
            self._card = card
            self._sign.show_card(card)
            self._head.setText(card.title)
            self._body.setText("\n".join(card.lines))
            self._body.setVisible(bool(card.lines))
            self._foot.setText(card.foot)
            self._foot.setVisible(bool(card.foot))
            self.setAccessibleName(card.text)
        top = self._owner.window()
        if self.parentWidget() is not top:
            self.setParent(top)
        wide = look.px(_WIDE) + 2 * _SHADE
        self.setFixedWidth(min(wide, top.width() - 16))
        high = self._fit()
        self.resize(self.width(), high)
        at = self._owner.mapTo(top, QPoint(round(around.left()), round(around.top())))
        left = at.x() + round(around.width() / 2) - self.width() // 3
        left = max(8, min(left, top.width() - self.width() - 8))
        below = at.y() + round(around.height()) + _AIR - _SHADE
        over = at.y() - high - _AIR + _SHADE
        self.move(left, below if below + high <= top.height() - 8 or over < 8 else over)
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper with an edge, and a shadow in a few strokes: an effect that blurs would cost more than the picture."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        shade = QColor(look.colour("ink"))
        shade.setAlphaF(0.035)
        painter.setBrush(shade)
        card = QRectF(self.rect()).adjusted(_SHADE, _SHADE, -_SHADE, -_SHADE)
        for out in range(_SHADE - 2, 0, -1):
            painter.drawRoundedRect(card.adjusted(-out, -out + 2, out, out + 2), 6 + out, 6 + out)
        painter.setPen(QPen(look.colour("strong"), 1))
        painter.setBrush(look.colour("paper"))
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()

    def _fit(self) -> int:
        """Give each part the height its words need at this width, and say how high all is.

        A layout would ask again once shown, and cut a line off until then.
        """
        edges = self._column.contentsMargins()
        room = self.width() - edges.left() - edges.right()
        beside = self._sign.width() + 8 if not self._sign.isHidden() else 0
        high = edges.top() + edges.bottom()
        parts = [part for part in (self._head, self._body, self._foot) if not part.isHidden()]
        for part in parts:
            part.setFixedHeight(part.heightForWidth(room - beside if part is self._head else room))
        first = max(self._head.height(), self._sign.height() if beside else 0)
        high += first + sum(part.height() for part in parts if part is not self._head)
        return high + self._column.spacing() * (len(parts) - 1)


class _Sign(QWidget):
    """The chip of the service and the mark."""

    def __init__(self) -> None:
        super().__init__()
        self._card: Card | None = None
        self.setAccessibleName("Service and outcome")

    def show_card(self, card: Card) -> None:
        """Draw those of this card."""
        self._card = card
        chip = service_width(card.code) + look.px(6) if card.code else 0
        mark = look.px(18) if card.mark else 0
        self.setFixedSize(round(chip + mark), look.px(22))
        self.setVisible(bool(chip or mark))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Chip, then mark."""
        card = self._card
        if card is None:
            return
        painter = QPainter(self)
        at = 0.0
        middle = self.height() / 2
        if card.code:
            at = paint_service(painter, 0, middle, card.code, card.colour or "#33414F") + look.px(6)
        if card.mark:
            paint_mark(painter, card.mark, QRectF(at, 0, look.px(16), self.height()).center(), look.px(13))
        painter.end()
