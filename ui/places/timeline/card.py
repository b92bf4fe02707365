"""The card that floats beside what is pointed at: the same words that a screen reader says."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.chips import paint_service, service_width
from ui.marks import paint_mark
from ui.theme import be, look, say
from workbench.timeline.cards import Card

_WIDE: Final = 384
_AIR: Final = 8


class CardFrame(QFrame):
    """Lies over the window and lets every press through."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self._card: Card | None = None
        be(self, ground="paper", edge="pop")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("decoration", True)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 12, 9)
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
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(20)
        shadow.setOffset(0, 4)
        shadow.setColor(look.colour("strong"))
        self.setGraphicsEffect(shadow)
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
        wide = look.px(_WIDE)
        self.setFixedWidth(min(wide, top.width() - 16))
        high = self._column.totalHeightForWidth(self.width())
        self.resize(self.width(), high)
        at = self._owner.mapTo(top, QPoint(round(around.left()), round(around.top())))
        left = at.x() + round(around.width() / 2) - self.width() // 3
        left = max(8, min(left, top.width() - self.width() - 8))
        below = at.y() + round(around.height()) + _AIR
        over = at.y() - high - _AIR
        self.move(left, below if below + high <= top.height() - 8 or over < 8 else over)
        self.show()
        self.raise_()


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
