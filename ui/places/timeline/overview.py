"""The whole period as a strip, with a brush over what is in view."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLineF, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from ui.theme import look, mix
from workbench.chronology.when import month_span, say_when
from workbench.timeline.arranging import Arranged
from workbench.timeline.layout import NAMES
from workbench.timeline.overview import overview
from workbench.timeline.picture import Overview
from workbench.timeline.view import date_of

_HIGH: Final = 52
_GRIP: Final = 5
"""How near to an end of the brush a press takes hold of it, in pixels."""
_LEAST: Final = 3.0
"""A brush is drawn no narrower than this, so that the minutes of one day can still be found among years."""


class OverviewStrip(QWidget):
    """Contacts kept over the line and missed under it, for the whole period.

    Drag the brush or its ends, click to go there, or use the keys: left and right move it, plus and minus make it
    narrower and wider, Home and End go to the ends. `asked(start, end)` is the stretch a person wants to see.
    """

    asked = Signal(float, float)

    def __init__(self) -> None:
        super().__init__()
        self._of: Arranged | None = None
        self._start, self._end = 0.0, 1.0
        self._strip: Overview | None = None
        self._frame: QPixmap | None = None
        self._hold = ""
        self._held_at = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Whole period")
        look.changed.connect(self._look_changed)
        self._look_changed()

    def show_arranged(self, of: Arranged | None) -> None:
        """Count these."""
        self._of = of
        self._again()

    def look_at(self, start: float, end: float) -> None:
        """What is in view."""
        self._start, self._end = start, end
        self._strip = None
        self.update()

    def say(self, words: str) -> None:
        """What is in view, in words."""
        said = f"In view: {words}"
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)
            if self.hasFocus() and QAccessible.isActive():
                QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    @property
    def strip(self) -> Overview | None:
        """The strip as numbers."""
        if self._strip is None and self._of is not None and self.width() > 40:
            scale = look.text_size / 100
            self._strip = overview(
                self._of, self._start, self._end, self.width() / scale, self.height() / scale
            )
        return self._strip

    def _again(self) -> None:
        self._strip = None
        self._frame = None
        self.update()

    def _look_changed(self) -> None:
        self.setFixedHeight(look.px(_HIGH))
        self._again()

    # ---- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bars, then the brush."""
        painter = QPainter(self)
        strip = self.strip
        if strip is None:
            painter.fillRect(self.rect(), look.colour("paper"))
            painter.end()
            return
        if self._frame is None:
            self._frame = self._draw(strip)
        painter.drawPixmap(0, 0, self._frame)
        scale = look.text_size / 100
        painter.save()
        painter.scale(scale, scale)
        brush = self._brush(strip)
        shade = QColor(look.colour("accent"))
        shade.setAlphaF(0.14)
        painter.fillRect(brush, shade)
        painter.setPen(QPen(look.colour("accent"), 1.4))
        painter.drawRect(brush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look.colour("paper"))
        for x in (brush.left(), brush.right()):
            painter.drawRoundedRect(QRectF(x - 2.5, brush.center().y() - 7, 5, 14), 2, 2)
        if strip.incident is not None:
            painter.setPen(QPen(look.colour("bad"), 1.6))
            painter.drawLine(QLineF(strip.incident, strip.box.y - 2, strip.incident, strip.box.bottom + 2))
        painter.restore()
        painter.end()

    def _draw(self, strip: Overview) -> QPixmap:
        ratio = self.devicePixelRatioF()
        frame = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        frame.setDevicePixelRatio(ratio)
        frame.fill(look.colour("paper"))
        painter = QPainter(frame)
        scale = look.text_size / 100
        painter.save()
        painter.scale(scale, scale)
        box = strip.box
        middle = round(box.y + box.height / 2) + 0.5
        most = max(strip.most, 1)
        half = box.height / 2 - 1
        kept, missed = mix(look.colour("blue"), look.colour("paper"), 0.7), look.colour("vermilion")
        for at in range(len(strip.kept)):
            left, right = float(strip.x[at]), float(strip.x[at + 1])
            wide = max(right - left - 1, 1.0)
            if up := int(strip.kept[at]):
                high = max(1.5, up / most * half)
                painter.fillRect(QRectF(left, middle - 0.5 - high, wide, high), kept)
            if down := int(strip.missed[at]):
                high = max(1.5, down / most * half)
                painter.fillRect(QRectF(left, middle + 0.5, wide, high), missed)
        painter.setPen(QPen(look.colour("strong"), 1))
        painter.drawLine(QLineF(box.x, middle, box.right, middle))
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(QLineF(0, 0.5, self.width() / scale, 0.5))
        painter.restore()
        margin = look.px(16)
        painter.setFont(look.font("caption"))
        high = look.line("caption")
        middle_px = round(middle * scale)
        for row, (words, tone) in enumerate((("Whole period", "ink2"), (_period(strip), "muted"))):
            painter.setPen(look.colour(tone))
            shown = QFontMetricsF(painter.font()).elidedText(
                words, Qt.TextElideMode.ElideRight, NAMES * scale - margin
            )
            painter.drawText(
                QRectF(margin, middle_px - high + row * high, NAMES * scale, high),
                Qt.AlignmentFlag.AlignVCenter,
                shown,
            )
        for tick in strip.ticks:
            if tick.words is not None:
                year = tick.words
                painter.setFont(look.font(year.role))
                painter.setPen(look.colour(year.tone))
                painter.drawText(
                    QPointF(
                        year.box.x * scale,
                        (year.box.y + year.box.height / 2) * scale
                        + QFontMetricsF(painter.font()).capHeight() / 2,
                    ),
                    year.text,
                )
        painter.end()
        return frame

    def _brush(self, strip: Overview) -> QRectF:
        box, whole = strip.brush, strip.box
        left, right = max(box.x, whole.x), min(box.right, whole.right)
        if right - left >= _LEAST:
            return QRectF(left, box.y, right - left, box.height)
        wide = max(box.width, _LEAST)
        return QRectF(box.x - (wide - box.width) / 2, box.y, wide, box.height)

    # ---- pointer and keys

    def _part(self, at: QPoint) -> str:
        """What a press takes hold of: an end, the middle, or nothing."""
        strip = self.strip
        if strip is None:
            return ""
        scale = look.text_size / 100
        x = at.x() / scale
        brush = self._brush(strip)
        if abs(x - brush.left()) <= _GRIP and abs(x - brush.left()) <= abs(x - brush.right()):
            return "start"
        if abs(x - brush.right()) <= _GRIP:
            return "end"
        return "middle" if brush.left() < x < brush.right() else ""

    def _day(self, at: QPoint) -> float:
        strip = self.strip
        return strip.day_at(at.x() / (look.text_size / 100)) if strip is not None else 0.0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the brush, or bring it here."""
        if event.button() != Qt.MouseButton.LeftButton or self.strip is None:
            return
        at = event.position().toPoint()
        self._hold = self._part(at)
        day = self._day(at)
        if not self._hold:
            half = (self._end - self._start) / 2
            self.asked.emit(day - half, day + half)
            self._hold = "middle"
        self._held_at = day - self._start

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held."""
        at = event.position().toPoint()
        if not self._hold:
            part = self._part(at)
            self.setCursor(
                Qt.CursorShape.SizeHorCursor
                if part in ("start", "end")
                else Qt.CursorShape.OpenHandCursor
                if part
                else Qt.CursorShape.PointingHandCursor
            )
            return
        day = self._day(at)
        match self._hold:
            case "start":
                self.asked.emit(min(day, self._end), self._end)
            case "end":
                self.asked.emit(self._start, max(day, self._start))
            case _:
                start = day - self._held_at
                self.asked.emit(start, start + self._end - self._start)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._hold = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, narrow and widen."""
        strip = self.strip
        span = self._end - self._start
        if strip is None:
            super().keyPressEvent(event)
            return
        first, last = float(strip.edges[0]), float(strip.edges[-1])
        match event.key():
            case Qt.Key.Key_Left:
                self.asked.emit(self._start - span * 0.1, self._end - span * 0.1)
            case Qt.Key.Key_Right:
                self.asked.emit(self._start + span * 0.1, self._end + span * 0.1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.asked.emit(self._start + span * 0.1, self._end - span * 0.1)
            case Qt.Key.Key_Minus:
                self.asked.emit(self._start - span * 0.125, self._end + span * 0.125)
            case Qt.Key.Key_Home:
                self.asked.emit(first, first + span)
            case Qt.Key.Key_End:
                self.asked.emit(last - span, last)
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say what is in view."""
        super().focusInEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other columns."""
        super().resizeEvent(event)
        self._again()

    def sizeHint(self) -> QSize:
        """One strip high."""
        return QSize(600, look.px(_HIGH))


def _period(strip: Overview) -> str:
    first, last = date_of(float(strip.edges[0])), date_of(float(strip.edges[-1]))
    return " – ".join(say_when(month_span(day.year, day.month)) for day in (first, last))
