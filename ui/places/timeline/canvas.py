"""The picture as a widget: looked about in, walked by keys, pointed at and read aloud."""

from __future__ import annotations

from time import perf_counter
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from ui.places.timeline.card import CardFrame
from ui.places.timeline.chosen import NOTHING, Chosen, chosen_at, gap_chosen, runs_chosen
from ui.places.timeline.painter import Pen
from ui.theme import look
from workbench.timeline.arranging import Arranged
from workbench.timeline.cards import Card, card_of
from workbench.timeline.layout import SHORTEST, lay_out
from workbench.timeline.picture import Hit, Picture

_STEP: Final = 1.25
"""How much nearer a key or a notch of the wheel brings."""
_MOST_RINGS: Final = 400
_DRAG: Final = 4
"""Pixels a press moves before it is a drag and no click."""


class Canvas(QWidget):
    """The timeline.

    - `chose(Chosen)`: what is selected has changed, by click or key.
    - `asked(Chosen)`: Enter or a click; the inspector is to open.
    - `moved()`: another stretch of time is in view.
    - `lifted(pixels)`: it was dragged up or down; `stood_at(y)`: where what is stood on lies, to be scrolled to.

    The wheel zooms at the pointer, a drag pans, a double click fits. Left and right step through every dated event,
    up and down go to the lane beside.
    """

    chose = Signal(object)
    asked = Signal(object)
    moved = Signal()
    lifted = Signal(int)
    stood_at = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.pen = Pen()
        self.of: Arranged | None = None
        self.start, self.end = 0.0, 1.0
        self.chosen = NOTHING
        self.covered = 0
        """Pixels at the right that a panel lies over; what is stood on is brought out from under it."""
        self.took = 0.0
        """Milliseconds the last frame took to lay out and draw."""
        self._picture: Picture | None = None
        self._frame: QPixmap | None = None
        self._under: Hit | None = None
        self._pressed: QPoint | None = None
        self._pressed_at = (0.0, 0.0)
        self._lifted_from = 0
        self._dragging = False
        self._room = QSize()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", "own")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Contact timeline")
        self.card = CardFrame(self)
        look.changed.connect(self._look_changed)

    # ---- what is shown

    def show_arranged(self, of: Arranged | None) -> None:
        """Show these facts in these lanes. What was chosen stays, by its events."""
        was, before = self.chosen, self.of
        kept = tuple(before.facts.contacts.ids[at] for at in was.events) if before is not None else ()
        self.of = of
        self.chosen = NOTHING
        if of is not None and kept and was.what not in ("status", "life", "incident"):
            rows = [of.facts.contacts.row_of(one) for one in kept]
            events = tuple(row for row in rows if row is not None and of.place[row] >= 0)
            if len(events) == len(kept):
                self.chosen = _again(was, before, of, events)
        self._hide_card()
        self._again()
        if self.chosen != was:
            self.chose.emit(self.chosen)

    def look_at(self, start: float, end: float) -> None:
        """Look at a stretch of time, in days."""
        if end - start < SHORTEST:
            middle = (start + end) / 2
            start, end = middle - SHORTEST / 2, middle + SHORTEST / 2
        if (start, end) != (self.start, self.end):
            self.start, self.end = start, end
            self._again()
            self.moved.emit()

    def fit(self) -> None:
        """Look at everything there is."""
        if self.of is not None:
            self.look_at(*self.of.period)

    def zoom(self, by: float, at: float | None = None) -> None:
        """Come nearer by a factor over 1, or go away by one below; `at` is the moment that stays where it is."""
        if self.of is None:
            return
        first, last = self.of.period
        span = self.end - self.start
        wanted = min(max(span / by, SHORTEST), max((last - first) * 1.5, 2.0, span))
        moment = at if at is not None else self._heart
        share = (moment - self.start) / span
        self.look_at(moment - share * wanted, moment - share * wanted + wanted)

    def zoom_to(self, span: float) -> None:
        """Look at so many days round what is chosen, or round the middle."""
        heart = self._heart
        self.look_at(heart - span / 2, heart + span / 2)

    def pan(self, share: float) -> None:
        """Go on by a share of what is in view; less than nothing goes back."""
        by = (self.end - self.start) * share
        self.look_at(self.start + by, self.end + by)

    @property
    def _heart(self) -> float:
        """What zooming by key keeps in place: the chosen event where it is in view, else the middle."""
        if self.of is not None and self.chosen.events:
            at = float(self.of.facts.start[self.chosen.events[0]])
            if self.start <= at <= self.end:
                return at
        return (self.start + self.end) / 2

    @property
    def scale(self) -> float:
        """Pixels to one of the picture's."""
        return look.text_size / 100

    @property
    def picture(self) -> Picture | None:
        """The picture as it is now; laid out when it is first asked for after a change."""
        if self._picture is None and self.of is not None and self.width() > 8:
            room = self._room if self._room.isValid() else self.size()
            scale = self.scale
            self._picture = lay_out(
                self.of, self.start, self.end, self.width() / scale, max(room.height() / scale, 1.0)
            )
            high = round(self._picture.height * scale)
            if high != self.minimumHeight():
                self.setMinimumHeight(high)
        return self._picture

    def give_room(self, room: QSize) -> None:
        """How much of it can be seen at once; the lanes fill that, or more where there are many."""
        if room.height() != self._room.height():
            self._room = room
            self._again()

    def cover(self, pixels: int) -> None:
        """A panel lies over so many pixels at the right; it says what the card would."""
        self.covered = pixels
        if pixels:
            self._hide_card()

    def _again(self) -> None:
        self._picture = None
        self._frame = None
        self._under = None
        self.update()

    def _look_changed(self) -> None:
        self._again()

    def switched(self) -> None:
        """Say all words anew for another reader."""
        self.pen.forget()
        self._hide_card()
        self._again()

    # ---- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, then what is chosen, pointed at and in focus."""
        begun = perf_counter()
        picture = self.picture
        if picture is not None and self._frame is None:
            self._frame = self._draw(picture)
        painter = QPainter(self)
        try:
            if picture is None or self._frame is None:
                painter.fillRect(self.rect(), look.colour("paper"))
            else:
                painter.drawPixmap(0, 0, self._frame)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.scale(self.scale, self.scale)
                self._paint_chosen(painter, picture)
        finally:
            # A painter left open by a fault would stop every further drawing of the window.
            painter.end()
        self.took = (perf_counter() - begun) * 1000

    def _draw(self, picture: Picture) -> QPixmap:
        ratio = self.devicePixelRatioF()
        frame = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        frame.setDevicePixelRatio(ratio)
        frame.fill(look.colour("paper"))
        painter = QPainter(frame)
        try:
            self.pen.paint(painter, picture, self.scale, ratio)
        finally:
            painter.end()
        return frame

    def _paint_chosen(self, painter: QPainter, picture: Picture) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._under is not None and self._under.what == "mark":
            painter.setPen(QPen(look.colour("ink"), 1.4))
            where = self._around(picture, self._under.index, 3)
            painter.drawEllipse(where)
        strong = QPen(look.colour("accent"), 2.2 if self.hasFocus() else 1.4)
        painter.setPen(strong)
        match self.chosen.what:
            case "run":
                for run in picture.runs:
                    if set(self.chosen.of) & set(run.runs):
                        box = run.box
                        painter.drawRoundedRect(
                            QRectF(box.x - 2.5, box.y - 2.5, box.width + 5, box.height + 5), 7, 7
                        )
            case "no record":
                for band in picture.no_records:
                    if band.gap in self.chosen.of:
                        box = band.box
                        painter.drawRect(QRectF(box.x, box.y, box.width, box.height))
            case "not seen":
                for gap in picture.not_seen:
                    if gap.gap in self.chosen.of:
                        painter.drawRoundedRect(QRectF(gap.x - 2, gap.y - 7, gap.end - gap.x + 4, 14), 4, 4)
            case _:
                for mark in self._marks_of(picture, self.chosen.events):
                    painter.drawRoundedRect(self._around(picture, mark, 4.5), 4, 4)
        if self.hasFocus() and not self.chosen.what:
            painter.drawRect(
                QRectF(1, 1, picture.width - 2, min(picture.height, self.height() / self.scale) - 2)
            )

    @staticmethod
    def _around(picture: Picture, mark: int, by: float) -> QRectF:
        reach = picture.marks.size / 2 + by
        x, y = float(picture.marks.x[mark]), float(picture.marks.y[mark])
        return QRectF(x - reach, y - reach, reach * 2, reach * 2)

    @staticmethod
    def _marks_of(picture: Picture, events: tuple[int, ...]) -> list[int]:
        found = {picture.mark_of(event) for event in events[:_MOST_RINGS]}
        return sorted(found - {-1})

    # ---- stepping

    def step(self, by: int) -> bool:
        """Stand on the next or the previous dated event; the first or last where none was stood on."""
        of = self.of
        if of is None or not len(of.event):
            return False
        if not self.chosen.events:
            return self.go_to_end(first=by > 0)
        here = self.chosen.events[0 if by < 0 else -1]
        there = of.step(here, by)
        if there == here or not of.facts.contacts.dated[there]:
            return False
        return self.stand_on(there)

    def go_to_end(self, *, first: bool) -> bool:
        """Stand on the first or the last dated event."""
        of = self.of
        if of is None:
            return False
        dated = of.chosen[of.facts.contacts.dated[of.chosen]]
        return bool(len(dated)) and self.stand_on(int(dated[0 if first else -1]))

    def step_lane(self, by: int) -> bool:
        """Stand on the event nearest in time in a lane above or below."""
        of = self.of
        if of is None or not self.chosen.events:
            return self.step(1)
        here = self.chosen.events[0]
        there = of.beside(here, by)
        return there != here and self.stand_on(there)

    def stand_on(self, event: int, *, ask: bool = False) -> bool:
        """Stand on one event, bring it into view, and say it."""
        of = self.of
        if of is None or of.entry[event] < 0:
            return False
        moment = float(of.facts.start[event])
        self.bring_in(moment, moment)
        self.choose(Chosen("event", (), (event,)), by_key=True)
        if ask:
            self.asked.emit(self.chosen)
        return True

    def bring_in(self, start: float, end: float) -> None:
        """Bring a stretch of time into view, clear of the edges and of a panel, if it is not; wider if it must be."""
        span = self.end - self.start
        clear = 1.0 - min(self.covered / max(self.width(), 1), 0.6)
        margin = span * 0.04
        if start >= self.start + margin and end <= self.start + span * clear - margin:
            return
        span = max(span, (end - start) * 1.25 / clear)
        first = (start + end) / 2 - span * clear / 2
        self.look_at(first, first + span)

    def uncover(self) -> None:
        """Move what is chosen out from under the panel, no further than it must."""
        of = self.of
        if of is None or not self.chosen.events:
            return
        span = self.end - self.start
        clear = self.start + span * (1.0 - min(self.covered / max(self.width(), 1), 0.6) - 0.04)
        last = max(float(of.facts.start[event]) for event in self.chosen.events)
        first = min(float(of.facts.start[event]) for event in self.chosen.events)
        # What is wider than the room keeps its beginning in view.
        by = min(last - clear, first - self.start - span * 0.04)
        if last > clear and by > 0:
            self.look_at(self.start + by, self.end + by)

    def choose(self, chosen: Chosen, *, by_key: bool = False) -> None:
        """Select something; by key its card stands beside it and is read aloud."""
        self.chosen = chosen
        self.update()
        self.chose.emit(chosen)
        if by_key:
            self._show_card_of(chosen)
        self._say(self.card_text)

    @property
    def card_text(self) -> str:
        """What the card of what is chosen says, which is what a screen reader says."""
        card = self._card(self.chosen)
        return card.text if card is not None else ""

    @property
    def card_line(self) -> str:
        """The first line of that."""
        card = self._card(self.chosen)
        return " ".join(part for part in (card.code, card.title) if part) if card is not None else ""

    def _card(self, chosen: Chosen) -> Card | None:
        if self.of is None or not chosen.what:
            return None
        # A run and a gap have events too, but a card of their own.
        return card_of(self.of, chosen.what, chosen.of, () if chosen.of else chosen.events)

    def _say(self, text: str) -> None:
        if text == self.accessibleDescription():
            return
        self.setAccessibleDescription(text)
        if text and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    # ---- the card

    def _show_card_of(self, chosen: Chosen) -> None:
        picture, card = self.picture, self._card(chosen)
        if picture is None or card is None:
            self._hide_card()
            return
        marks = self._marks_of(picture, chosen.events)
        if not marks:
            return
        box = self._around(picture, marks[0], 4)
        self.stood_at.emit(round(box.center().y() * self.scale))
        if not self.covered:
            self.card.show_beside(card, self._on_screen(box))

    def _hide_card(self) -> None:
        self.card.hide()

    def _on_screen(self, box: QRectF) -> QRectF:
        scale = self.scale
        return QRectF(box.x() * scale, box.y() * scale, box.width() * scale, box.height() * scale)

    # ---- pointer

    def _hit(self, at: QPointF) -> Hit | None:
        picture = self.picture
        return picture.at(at.x() / self.scale, at.y() / self.scale) if picture is not None else None

    def _moment(self, x: float) -> float:
        picture = self.picture
        return picture.day_at(x / self.scale) if picture is not None else self.start

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; sideways, or with Shift, pan; with Ctrl scroll up and down."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.lifted.emit(-event.angleDelta().y() // 2)
            event.accept()
            return
        pixels, angle = event.pixelDelta(), event.angleDelta()
        sideways = abs(angle.x()) > abs(angle.y())
        if sideways or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            way = angle.x() if sideways else angle.y()
            self.pan(-way / 120 * 0.1 if pixels.isNull() else -way / max(self.width(), 1))
        elif angle.y():
            self.zoom(_STEP ** (angle.y() / 120), self._moment(event.position().x()))
        event.accept()
        self._point(event.position())

    def event(self, event: QEvent) -> bool:
        """Pinching zooms as well."""
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.zoom(1 + event.value(), self._moment(event.position().x()))
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The beginning of a click or a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
            self._pressed_at = (self.start, self.end)
            self._lifted_from = event.globalPosition().toPoint().y()
            self._dragging = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or show the card of what lies under the pointer."""
        at = event.position()
        if self._pressed is not None:
            away = at.toPoint() - self._pressed
            if not self._dragging and away.manhattanLength() >= _DRAG:
                self._dragging = True
                self._hide_card()
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
            picture = self.picture
            if self._dragging and picture is not None:
                start, end = self._pressed_at
                by = away.x() / self.scale * (end - start) / max(picture.plot.width, 1.0)
                self.look_at(start - by, end - by)
                y = event.globalPosition().toPoint().y()
                if y != self._lifted_from:
                    self.lifted.emit(self._lifted_from - y)
                    self._lifted_from = y
            return
        self._point(at)

    def _point(self, at: QPointF) -> None:
        found = self._hit(at)
        if found is not None and found.what == "lane":
            found = None
        if found == self._under:
            return
        self._under = found
        self.update()
        if found is None:
            self.unsetCursor()
            self._hide_card()
            return
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        picture = self.picture
        of = self.of
        card = (
            self._card(chosen_at(found, picture, of.facts))
            if picture is not None and of is not None
            else None
        )
        if card is None:
            self._hide_card()
            return
        around = QRectF(at.x() - 6, at.y() - 6, 12, 12)
        if picture is not None and found.what == "mark":
            around = self._on_screen(self._around(picture, found.index, 4))
        self.card.show_beside(card, around)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click selects what lies there; on nothing it lets go."""
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pressed = None
        self.unsetCursor()
        if self._dragging:
            self._dragging = False
            self._point(event.position())
            return
        found = self._hit(event.position())
        picture = self.picture
        of = self.of
        if found is None or picture is None or of is None or found.what == "lane":
            self.choose(NOTHING)
            return
        self._hide_card()
        self.choose(chosen_at(found, picture, of.facts))
        self.asked.emit(self.chosen)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On the ground: everything."""
        found = self._hit(event.position())
        if event.button() == Qt.MouseButton.LeftButton and (found is None or found.what == "lane"):
            self.fit()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer has gone, and with it the card."""
        self._under = None
        self._hide_card()
        self.update()
        super().leaveEvent(event)

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step, Home and End go to the ends, Enter opens; + and - zoom, 0 fits, Page keys pan."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = held == Qt.KeyboardModifier.ShiftModifier
        if held and not shift:
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Left:
                self.pan(-0.2) if shift else self.step(-1)
            case Qt.Key.Key_Right:
                self.pan(0.2) if shift else self.step(1)
            case Qt.Key.Key_Up:
                self.step_lane(-1)
            case Qt.Key.Key_Down:
                self.step_lane(1)
            case Qt.Key.Key_Home:
                self.go_to_end(first=True)
            case Qt.Key.Key_End:
                self.go_to_end(first=False)
            case Qt.Key.Key_PageUp:
                self.pan(-0.8)
            case Qt.Key.Key_PageDown:
                self.pan(0.8)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                if self.chosen.what:
                    self.asked.emit(self.chosen)
            case Qt.Key.Key_Escape:
                if not self.chosen.what:
                    super().keyPressEvent(event)
                self._hide_card()
                self.choose(NOTHING)
            case _:
                super().keyPressEvent(event)

    # ---- the rest

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where one stands."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The card goes with the focus."""
        super().focusOutEvent(event)
        self._hide_card()
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing floats over another place."""
        super().hideEvent(event)
        self._hide_card()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width is another picture."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._again()
            self.moved.emit()
        else:
            self._frame = None
            self.update()

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(900, 480)


def _again(was: Chosen, before: Arranged | None, of: Arranged, events: tuple[int, ...]) -> Chosen:
    """What was chosen, told by facts that were read anew; nothing where it is no longer there."""
    if was.what == "run":
        rows = {of.facts.contacts.ids[at] for at in events}
        runs = tuple(at for at, run in enumerate(of.facts.runs) if rows & set(run.rows))
        return runs_chosen(of.facts, runs) if runs else NOTHING
    if was.what in ("no record", "not seen"):
        gap = before.facts.gaps[was.of[0]] if before is not None else None
        same = [at for at, each in enumerate(of.facts.gaps) if each == gap]
        return gap_chosen(of.facts, same[0]) if same else NOTHING
    return Chosen(was.what, (), events)
