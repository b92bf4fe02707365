"""A text on the page: set as it comes near to being seen, read with a caret, selected, and shown with its tags."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextLayout,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip, QWidget

from ui.places.materials.laying import GUTTER, LaidPart, LaidPiece, lay, manner
from ui.places.materials.source import Source
from ui.places.materials.stripes import Placed, Stripe, lanes_of, place
from ui.theme import be, look, mix

LETTERS = 66
"""Letters a line that the column is made for."""
MARGIN = 104
"""Room at the right of the column for stripes and their codes, at 100 %."""
_KEPT = 40
_NEAR = 600
_BREAK = 14
_HEAD = 44


@dataclass(frozen=True, slots=True)
class PassageTag:
    """A tag on the text: which passage, and the theme's code, name and colour."""

    id: str
    start: int
    end: int
    code: str
    name: str
    colour: str


def theme_ink(colour: str) -> QColor:
    """A theme's colour as a line or a letter: lightened where the paper is dark."""
    own = QColor(colour)
    return mix(QColor("#FFFFFF"), own, 0.45) if look.scheme == "dark" else own


class TextView(QAbstractScrollArea):
    """The page.

    - `moved()`: the caret or the selection has changed; `selection` says where they are.
    - `scrolled()`: another stretch of the text is in view.
    - `pressed_tag(id)`: a stripe or its code was pressed.
    - `digit(n)`: a key 1 to 9. `removal_asked()`: Delete. `step_asked(n)`: to the next tagged passage, or before.
    - `menu_asked(point)`: the context menu, at a point of the screen.
    """

    moved = Signal()
    scrolled = Signal()
    pressed_tag = Signal(str)
    digit = Signal(int)
    removal_asked = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.viewport().setMouseTracking(True)
        be(self, ground="sunk")
        self.setAccessibleName("Text")
        self._source: Source | None = None
        self._laid: OrderedDict[int, LaidPart] = OrderedDict()
        self._heights: list[float] = []
        self._tops: list[float] = [0.0]
        self._tags: list[PassageTag] = []
        self._reach: list[int] = []
        self._stripes: tuple[object, list[Placed]] | None = None
        self._found: list[tuple[int, int]] = []
        self._found_at = -1
        self._anchor = self._caret = 0
        self._goal_x: float | None = None
        self._dragging = False
        self._third: QPoint | None = None
        self._thrice = QTimer(self)
        self._thrice.setSingleShot(True)
        self._thrice.timeout.connect(self._no_third)
        self.chosen_tag = ""
        self.verticalScrollBar().valueChanged.connect(self._on_scroll)
        look.changed.connect(self.set_anew)

    # ---- what is shown

    def show_source(self, source: Source | None, at: int = 0) -> None:
        """Show a text, from a place in it."""
        self._source = source
        self._tags, self._reach, self._stripes = [], [], None
        self._found, self._found_at = [], -1
        self._anchor = self._caret = at
        self.chosen_tag = ""
        self._reset()
        self.go_to(at, top=True)

    @property
    def source(self) -> Source | None:
        """The text that is shown."""
        return self._source

    def set_anew(self) -> None:
        """Set everything anew where it stands: another width, another text size, another reader."""
        if self._source is None:
            return
        at, start = self.first_seen, self.selection[0]
        had_caret = at <= start <= self.last_seen
        self._reset()
        self.go_to(at, top=True)
        if had_caret:
            self._see(start)

    def show_tags(self, tags: Sequence[PassageTag]) -> None:
        """Show the tags there are on the text."""
        self._tags = sorted(tags, key=lambda tag: (tag.start, -tag.end, tag.id))
        self._reach = list(accumulate((tag.end for tag in self._tags), max))
        self._stripes = None
        self.viewport().update()

    @property
    def tags(self) -> Sequence[PassageTag]:
        """The tags, in the order of the text."""
        return self._tags

    def tags_within(self, start: int, end: int) -> list[PassageTag]:
        """The tags that touch a stretch, in the order of the text."""
        last = bisect_left(self._tags, end, key=lambda tag: tag.start)
        first = bisect_right(self._reach, start, hi=last)
        return [tag for tag in self._tags[first:last] if tag.end > start]

    def show_found(self, found: Sequence[tuple[int, int]], at: int) -> None:
        """Mark what was found, in order, and which of it one stands on (-1 for none)."""
        self._found, self._found_at = list(found), at
        self.viewport().update()

    # ---- where one is

    @property
    def selection(self) -> tuple[int, int]:
        """What is selected: code points into the text, half-open; empty where nothing is."""
        return min(self._anchor, self._caret), max(self._anchor, self._caret)

    @property
    def caret(self) -> int:
        """Where the caret stands."""
        return self._caret

    def select(self, start: int, end: int, *, into_view: bool = True) -> None:
        """Select a stretch, and bring its beginning into view."""
        self._anchor, self._caret = start, end
        self._goal_x = None
        if into_view and self._source is not None:
            self._see(start)
            if self._height_between(start, end) < self.viewport().height():
                self._see(end)
        self._say_moved()

    def selected_words(self) -> str:
        """The selected words as they are shown, without what the page adds to them."""
        start, end = self.selection
        return self.words_as_shown(start, end)

    def words_as_shown(self, start: int, end: int) -> str:
        """What a stretch reads as, for whoever reads."""
        lines = []
        for laid in self._pieces_within(start, end):
            first, last = laid.shown.of(max(start, laid.piece.start), min(end, laid.piece.end))
            ours = [each for each in laid.shown.styled if each.kind == "word"]
            kept = [
                letter
                for at, letter in enumerate(laid.shown.text[first:last], first)
                if not any(each.start <= at < each.end for each in ours)
            ]
            lines.append("".join(kept))
        return "\n".join(lines)

    @property
    def first_seen(self) -> int:
        """The first place of the text in view."""
        if self._source is None or not self._source.parts:
            return 0
        y = float(self.verticalScrollBar().value())
        number = self._part_at(y)
        piece = self._part(number).piece_near(y - self._tops[number])
        if piece is None:
            return self._source.parts[number].start
        if piece.top + self._tops[number] >= y - 2:
            return piece.piece.start
        return piece.hit(0, y - self._tops[number])

    @property
    def last_seen(self) -> int:
        """The last place of the text in view."""
        if self._source is None or not self._source.parts:
            return 0
        y = self.verticalScrollBar().value() + self.viewport().height()
        if y >= self._tops[-1]:
            return self._source.characters
        number = self._part_at(float(y))
        piece = self._part(number).piece_near(y - self._tops[number])
        return piece.hit(1e6, y - self._tops[number]) if piece is not None else self._source.parts[number].end

    @property
    def end_in_view(self) -> bool:
        """Whether the end of the text can be seen."""
        bar = self.verticalScrollBar()
        return self._source is not None and bar.value() >= bar.maximum() - 4

    @property
    def page(self) -> int | None:
        """The page of the caret while it is in view, else the one most of the view shows; None without pages."""
        if self._source is None or not self._source.parts:
            return None
        if QRectF(self.viewport().rect()).intersects(self._caret_line()):
            return self._source.page_at(self._caret)
        middle = self.verticalScrollBar().value() + self.viewport().height() / 3
        return self._source.parts[self._part_at(float(middle))].page

    def piece_at(self, at: int) -> LaidPiece | None:
        """The piece that a place stands in."""
        if self._source is None or not self._source.parts:
            return None
        return self._part(self._source.number_at(at)).piece_at(at)

    def go_to(self, at: int, *, top: bool = False) -> None:
        """Bring a place into view: at the top, or a third of the way down where it was out of sight."""
        if self._source is None or not self._source.parts:
            return
        if top:
            bar = self.verticalScrollBar()
            number = self._source.number_at(at)
            part = self._part(number)
            piece = part.piece_at(at)
            inner = 0.0
            if piece is not None and at > part.start:
                inner = piece.top if at <= piece.piece.start else piece.caret(at).top()
            bar.setValue(round(self._tops[number] + inner))
            self._settle()
            # What lay above was guessed until now.
            bar.setValue(round(self._tops[number] + inner))
        else:
            self._see(at)

    def selection_box(self) -> QRect:
        """The selected passage on the screen, as far as it is in view; the caret's line where nothing is selected."""
        start, end = self.selection
        boxes = [box for box in self._rects(start, end) if box.intersects(QRectF(self.viewport().rect()))]
        if not boxes:
            boxes = [self._caret_box()]
        whole = boxes[0]
        for box in boxes[1:]:
            whole = whole.united(box)
        shown = whole.toAlignedRect()
        return QRect(self.viewport().mapToGlobal(shown.topLeft()), shown.size())

    # ---- setting

    @property
    def column_width(self) -> float:
        """How wide the column of text is."""
        wanted = QFontMetricsF(look.font("reading")).averageCharWidth() * LETTERS
        room = self.viewport().width() - self._gutter - self._margin - 2 * look.px(8)
        return max(look.px(140), min(wanted, room))

    @property
    def _narrow(self) -> bool:
        return self.viewport().width() < look.px(540)

    @property
    def _gutter(self) -> int:
        """Room at the left of the column, for labels."""
        return look.px(GUTTER if not self._narrow else 40)

    @property
    def _margin(self) -> int:
        """Room at the right of the column, for stripes and their codes."""
        return look.px(MARGIN if not self._narrow else 84)

    @property
    def _left(self) -> float:
        """The left edge of the column in the view."""
        sheet = self._gutter + self.column_width + self._margin
        return round(max(0.0, (self.viewport().width() - sheet) / 2)) + self._gutter

    def _reset(self) -> None:
        self._laid.clear()
        self._stripes = None
        source = self._source
        if source is None or not source.parts:
            self._heights = []
        else:
            metrics = QFontMetricsF(look.font("reading"))
            letters = max(20.0, self.column_width / metrics.averageCharWidth())
            line = look.line("reading")
            self._heights = [
                ((part.end - part.start) / letters * 1.25 + 1) * line
                + (self._above(number) if source.begins_page(number) or not number else 0)
                for number, part in enumerate(source.parts)
            ]
        self._measure()

    def _above(self, number: int) -> float:
        """Room for the break and the head over the first part of a page."""
        if self._source is None or not (number == 0 or self._source.begins_page(number)):
            return 0
        return look.px(_HEAD) + (look.px(_BREAK) + look.px(24) if number else look.px(12))

    def _measure(self) -> None:
        self._tops = [0.0, *accumulate(self._heights)]
        bar = self.verticalScrollBar()
        below = look.px(40)
        bar.blockSignals(True)
        bar.setRange(0, max(0, round(self._tops[-1] + below) - self.viewport().height()))
        bar.setPageStep(max(1, self.viewport().height() - look.line("reading") * 2))
        bar.setSingleStep(look.line("reading") * 2)
        bar.blockSignals(False)

    def _part_at(self, y: float) -> int:
        return min(max(0, bisect_right(self._tops, y) - 1), max(0, len(self._heights) - 1))

    def _part(self, number: int) -> LaidPart:
        """A part, set; what is above the view stays where it is seen."""
        found = self._laid.get(number)
        if found is not None:
            self._laid.move_to_end(number)
            return found
        assert self._source is not None
        text, pieces = self._source.read(number)
        at = self._source.parts[number]
        made = lay(number, at.start, text, pieces, self.column_width, self._above(number))
        self._laid[number] = made
        self._stripes = None
        if abs(made.height - self._heights[number]) > 0.01:
            bar = self.verticalScrollBar()
            was = bar.value()
            first = self._part_at(float(was))
            within = was - self._tops[first]
            if number == first and self._heights[number]:
                within *= made.height / self._heights[number]
            self._heights[number] = made.height
            self._measure()
            bar.blockSignals(True)
            bar.setValue(round(self._tops[first] + within))
            bar.blockSignals(False)
        while len(self._laid) > _KEPT:
            self._laid.popitem(last=False)
        return made

    def _settle(self) -> None:
        """Set what is in view and near to it."""
        if not self._heights:
            return
        near, high = look.px(_NEAR), self.viewport().height()
        # Setting one may move the rest; those near are set from the top of the view outwards.
        for _ in range(3):
            top = float(self.verticalScrollBar().value())
            wanted = range(self._part_at(max(0.0, top - near)), self._part_at(top + high + near) + 1)
            missing = [number for number in wanted if number not in self._laid]
            if not missing:
                return
            first = self._part_at(top)
            for number in sorted(missing, key=lambda each: (each < first, abs(each - first))):
                self._part(number)

    def _pieces_within(self, start: int, end: int) -> Iterator[LaidPiece]:
        if self._source is None or end <= start or not self._source.parts:
            return
        for number in range(self._source.number_at(start), self._source.number_at(end - 1) + 1):
            for piece in self._part(number).pieces:
                if piece.piece.start < end and piece.piece.end > start:
                    yield piece

    def _rects(self, start: int, end: int) -> list[QRectF]:
        """The rectangles of a stretch in the view, of those parts that are set."""
        if self._source is None or end <= start or not self._source.parts:
            return []
        found = []
        bar = self.verticalScrollBar().value()
        for number in range(self._source.number_at(start), self._source.number_at(end - 1) + 1):
            part = self._laid.get(number)
            if part is None:
                continue
            across, down = self._left, self._tops[number] - bar
            for piece in part.pieces:
                found += [rect.translated(across, down) for rect in piece.rects(start, end)]
        return found

    # ---- moving

    def _caret_box(self) -> QRectF:
        """The caret in the view."""
        if self._source is None or not self._source.parts:
            return QRectF()
        number = self._source.number_at(self._caret)
        piece = self._part(number).piece_at(self._caret)
        at_end = self._caret > self._anchor
        box = (
            piece.caret(self._caret, ends=at_end)
            if piece is not None
            else QRectF(0, 0, 0, look.line("reading"))
        )
        return box.translated(self._left, self._tops[number] - self.verticalScrollBar().value())

    def _caret_line(self) -> QRectF:
        """The caret as something with a width; nothing where its part is not set, and so not near."""
        assert self._source is not None
        if self._source.number_at(self._caret) not in self._laid:
            return QRectF()
        return self._caret_box().adjusted(-1, 0, 1, 0)

    def _see(self, at: int) -> None:
        """Scroll as little as shows a place; far ones come a third of the way down."""
        assert self._source is not None
        number = self._source.number_at(at)
        piece = self._part(number).piece_at(at)
        box = piece.caret(at) if piece is not None else QRectF(0, 0, 0, look.line("reading"))
        top, bar = self._tops[number] + box.top(), self.verticalScrollBar()
        high = self.viewport().height()
        room = look.line("reading")
        if top - room < bar.value():
            far = top < bar.value() - high / 2
            bar.setValue(round(top - (high / 3 if far else room)))
        elif top + box.height() + room > bar.value() + high:
            far = top > bar.value() + high * 1.5
            bar.setValue(round(top - high / 3 if far else top + box.height() + room - high))
        self._settle()

    def _height_between(self, start: int, end: int) -> float:
        rects = self._rects(start, end)
        return rects[-1].bottom() - rects[0].top() if rects else 0

    def _place_caret(self, at: int, *, keep: bool, goal: float | None = None) -> None:
        self._caret = at
        if not keep:
            self._anchor = at
        self._goal_x = goal
        self.chosen_tag = ""
        self._see(at)
        self._say_moved()

    def _beside(self, at: int, by: int, words: bool) -> int:
        """The place one letter or word further on, or back; across the ends of pieces."""
        assert self._source is not None
        mode = QTextLayout.CursorMode.SkipWords if words else QTextLayout.CursorMode.SkipCharacters
        laid = self.piece_at(at)
        if laid is None:
            return at
        shown = laid.shown.shown(at, ends=at >= laid.piece.end)
        while True:
            box = laid.box_of(shown)
            here = box.units.qt(shown - box.start)
            layout = box.layout
            there = (
                layout.nextCursorPosition(here, mode) if by > 0 else layout.previousCursorPosition(here, mode)
            )
            if there == here:
                boxes = laid.boxes
                next_box = boxes.index(box) + by
                if 0 <= next_box < len(boxes):
                    shown = boxes[next_box].start if by > 0 else boxes[next_box].end
                else:
                    other = self._neighbour(laid, by)
                    return at if other is None else other.piece.start if by > 0 else other.piece.end
            else:
                shown = box.start + box.units.ours(there)
            stored = laid.shown.stored(shown, back=by < 0)
            if stored != at:
                return max(laid.piece.start, min(stored, laid.piece.end))

    def _neighbour(self, laid: LaidPiece, by: int) -> LaidPiece | None:
        assert self._source is not None
        number = self._source.number_at(laid.piece.start)
        pieces = self._part(number).pieces
        at = next((at for at, each in enumerate(pieces) if each.piece.start == laid.piece.start), 0) + by
        while not 0 <= at < len(pieces):
            number += by
            if not 0 <= number < len(self._source.parts):
                return None
            pieces = self._part(number).pieces
            at = 0 if by > 0 else len(pieces) - 1
        return pieces[at]

    def _line_away(self, by: int) -> tuple[int, float]:
        """The place a line up or down, and the x one keeps to."""
        assert self._source is not None
        laid = self.piece_at(self._caret)
        if laid is None:
            return self._caret, 0
        caret = laid.caret(self._caret)
        goal = self._goal_x if self._goal_x is not None else caret.x()
        y = caret.bottom() + 1 if by > 0 else caret.top() - 1
        inside = any(box.top + laid.top <= y <= box.top + box.height + laid.top for box in laid.boxes)
        if inside:
            return laid.hit(goal, y), goal
        other = self._neighbour(laid, by)
        if other is None:
            return (laid.piece.end if by > 0 else laid.piece.start), goal
        edge = min(box.top for box in other.boxes) if by > 0 else max(b.top + b.height for b in other.boxes)
        return other.hit(goal, other.top + edge + (1 if by > 0 else -1)), goal

    def _line_edge(self, end: bool) -> int:
        laid = self.piece_at(self._caret)
        if laid is None:
            return self._caret
        shown = laid.shown.shown(self._caret, ends=self._caret >= laid.piece.end)
        box = laid.box_of(shown)
        start, finish = box.line_span(box.line_of(shown))
        if end and finish < box.end:
            finish -= 1  # before the space on which the line is broken
        return laid.shown.stored(finish if end else start)

    def step_piece(self, by: int) -> None:
        """Select the next piece that has words, or the one before; the first in view where none is."""
        if self._source is None or not self._source.parts:
            return
        start, end = self.selection
        laid = self.piece_at(start if by < 0 else max(start, end - 1))
        in_view = laid is not None and self.first_seen - 4000 < start < self.last_seen + 4000
        if laid is None or not in_view:
            laid = self.piece_at(self.first_seen)
        elif start != end or by < 0:
            laid = self._neighbour(laid, by)
        while laid is not None and not laid.shown.text.strip():
            laid = self._neighbour(laid, by)
        if laid is not None:
            self.chosen_tag = ""
            self.select(laid.piece.start, laid.piece.end)

    def select_piece(self) -> None:
        """Select the piece that the caret stands in; where it is selected already, everything."""
        laid = self.piece_at(self.selection[0])
        if laid is None or self._source is None:
            return
        if self.selection == (laid.piece.start, laid.piece.end):
            self.select(0, self._source.characters, into_view=False)
        else:
            self.select(laid.piece.start, laid.piece.end, into_view=False)

    def _select_word(self, at: int) -> None:
        laid = self.piece_at(at)
        if laid is None:
            return
        text = laid.shown.text
        here = laid.shown.shown(at)
        start = end = min(here, max(0, len(text) - 1))
        while start > 0 and _in_word(text[start - 1]):
            start -= 1
        while end < len(text) and _in_word(text[end]):
            end += 1
        if start < end:
            self.select(laid.shown.stored(start), laid.shown.stored(end), into_view=False)

    def _say_moved(self) -> None:
        self.viewport().update()
        self._describe()
        self.moved.emit()

    def _describe(self) -> None:
        """What a screen reader says: where one stands, what is selected, and the piece."""
        laid = self.piece_at(self._caret)
        if laid is None or self._source is None:
            return
        start, end = self.selection
        parts = []
        page = self._source.page_at(self._caret)
        if page is not None:
            parts.append(f"Page {page}")
        if laid.label:
            parts.append(laid.label)
        if start != end:
            parts.append(f"selected: {self.selected_words()[:400]}")
        else:
            parts.append(laid.shown.text[:400])
        codes = [tag.code for tag in self.tags_within(start, max(end, start + 1))]
        if codes:
            parts.append(f"tagged {', '.join(dict.fromkeys(codes))}")
        said = ". ".join(parts)
        if said == self.accessibleDescription():
            return
        self.setAccessibleDescription(said)
        if QAccessible.isActive() and self.hasFocus():
            # A page that draws itself is read by what it announces: the piece, or the words selected in it.
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The caret, as in the programs people know; J and K by pieces."""
        if self._source is None or not self._source.parts:
            super().keyPressEvent(event)
            return
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        keep = bool(held & Qt.KeyboardModifier.ShiftModifier)
        ctrl = bool(held & Qt.KeyboardModifier.ControlModifier)
        plain = held == Qt.KeyboardModifier.NoModifier
        start, end = self.selection
        match key:
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                by = 1 if key == Qt.Key.Key_Right else -1
                if start != end and not keep and not ctrl:
                    self._place_caret(end if by > 0 else start, keep=False)
                else:
                    self._place_caret(self._beside(self._caret, by, ctrl), keep=keep)
            case Qt.Key.Key_Up | Qt.Key.Key_Down if ctrl:
                self._by_piece(1 if key == Qt.Key.Key_Down else -1, keep)
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                at, goal = self._line_away(1 if key == Qt.Key.Key_Down else -1)
                self._place_caret(at, keep=keep, goal=goal)
            case Qt.Key.Key_Home | Qt.Key.Key_End if ctrl:
                self._place_caret(0 if key == Qt.Key.Key_Home else self._source.characters, keep=keep)
            case Qt.Key.Key_Home | Qt.Key.Key_End:
                self._place_caret(self._line_edge(key == Qt.Key.Key_End), keep=keep)
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown | Qt.Key.Key_Space if not ctrl:
                self._by_page(-1 if key == Qt.Key.Key_PageUp or (key == Qt.Key.Key_Space and keep) else 1)
            case Qt.Key.Key_J if plain:
                self.step_piece(1)
            case Qt.Key.Key_K if plain:
                self.step_piece(-1)
            case Qt.Key.Key_Delete if plain:
                self.removal_asked.emit()
            case Qt.Key.Key_Escape if start != end:
                self._place_caret(self._caret, keep=False)
            case Qt.Key.Key_Menu:
                self.menu_asked.emit(self.selection_box().bottomLeft())
            case _ if Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and plain:
                self.digit.emit(key - Qt.Key.Key_0)
            case _ if event.matches(QKeySequence.StandardKey.Copy):
                self.copy()
            case _ if event.matches(QKeySequence.StandardKey.SelectAll):
                self.select_piece()
            case _:
                super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the selected words on the clipboard, as they are shown."""
        if words := self.selected_words():
            QGuiApplication.clipboard().setText(words)

    def _by_piece(self, by: int, keep: bool) -> None:
        laid = self.piece_at(self._caret)
        if laid is None:
            return
        if by < 0 and self._caret > laid.piece.start:
            self._place_caret(laid.piece.start, keep=keep)
            return
        other = self._neighbour(laid, by)
        if other is not None:
            self._place_caret(other.piece.start, keep=keep)
        else:
            self._place_caret(laid.piece.end if by > 0 else laid.piece.start, keep=keep)

    def _by_page(self, by: int) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + by * bar.pageStep())
        self._settle()
        self._caret = self._anchor = self.first_seen
        self._say_moved()

    # ---- the mouse

    def _place_under(self, point: QPointF) -> int:
        assert self._source is not None
        y = point.y() + self.verticalScrollBar().value()
        if y >= self._tops[-1]:
            return self._source.characters
        number = self._part_at(max(0.0, y))
        within = y - self._tops[number]
        piece = self._part(number).piece_near(within)
        return (
            piece.hit(point.x() - self._left, within)
            if piece is not None
            else self._source.parts[number].start
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Set the caret, extend with Shift, press a stripe; the third press of three selects the piece."""
        if event.button() != Qt.MouseButton.LeftButton or self._source is None or not self._source.parts:
            return
        tag = self._tag_under(event.position())
        if tag:
            self.pressed_tag.emit(tag)
            return
        if self._third is not None and (event.position().toPoint() - self._third).manhattanLength() < 6:
            self._third = None
            self.select_piece()
            return
        at = self._place_under(event.position())
        self.chosen_tag = ""
        self._caret = at
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._anchor = at
        self._goal_x = None
        self._dragging = True
        self._say_moved()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend what is selected."""
        if self._dragging and self._source is not None:
            self._caret = self._place_under(event.position())
            if not self.viewport().rect().contains(event.position().toPoint()):
                self._see(self._caret)
            self._say_moved()
            return
        over = bool(self._tag_under(event.position()))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The selection is made."""
        self._dragging = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word."""
        if event.button() == Qt.MouseButton.LeftButton and self._source is not None and self._source.parts:
            self._select_word(self._place_under(event.position()))
            self._third = event.position().toPoint()
            self._thrice.start(QApplication.doubleClickInterval())

    def _no_third(self) -> None:
        self._third = None

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu: on a passage that is not selected it selects nothing new."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self.menu_asked.emit(event.globalPos())
        else:
            self.menu_asked.emit(self.selection_box().bottomLeft())

    def viewportEvent(self, event: QEvent) -> bool:
        """The name of a theme beside its stripe."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            tag = self._tag_under(QPointF(event.pos()))
            found = next((each for each in self._tags if each.id == tag), None) if tag else None
            if found is not None:
                QToolTip.showText(
                    event.globalPos(), f"<qt>{escape(f'{found.code}, {found.name}')}</qt>", self
                )
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    # ---- stripes

    def stripes(self) -> list[Placed]:
        """The stripes of the parts that are set near the view, in pixels of the whole text."""
        if self._source is None or not self._tags:
            return []
        top = float(self.verticalScrollBar().value())
        near, high = look.px(_NEAR), self.viewport().height()
        first, last = self._part_at(max(0.0, top - near)), self._part_at(top + high + near)
        key = (first, last, tuple(self._tops[first : last + 2]))
        if self._stripes is not None and self._stripes[0] == key:
            return self._stripes[1]
        start, end = self._source.parts[first].start, self._source.parts[last].end
        stripes = []
        for tag in self.tags_within(start, end):
            upper = self._height_of(max(tag.start, start), first, last, False)
            lower = self._height_of(min(tag.end, end), first, last, True)
            stripes.append(Stripe(tag.id, upper + 2, max(lower - 2, upper + 8)))
        made = place(stripes, look.line("mark") + 2)
        self._stripes = (key, made)
        return made

    def _height_of(self, at: int, first: int, last: int, lower: bool) -> float:
        assert self._source is not None
        number = min(max(self._source.number_at(at - 1 if lower else at), first), last)
        part = self._laid.get(number)
        if part is None:
            return self._tops[number + 1 if lower else number]
        piece = part.piece_at(at - 1 if lower else at)
        if piece is None:
            return self._tops[number]
        box = piece.caret(at)
        return self._tops[number] + (box.bottom() if lower else box.top())

    @property
    def _lane_step(self) -> float:
        return look.px(7.0) if self._stripes is None or lanes_of(self._stripes[1]) < 6 else look.px(4.0)

    def _stripe_boxes(self) -> list[tuple[Placed, QRectF, QRectF]]:
        """Each stripe in view with its own box and that of its code."""
        placed = self.stripes()
        step, left = self._lane_step, self._left + self.column_width + look.px(14)
        lanes = max(2, lanes_of(placed))
        label_left = left + lanes * step + look.px(6)
        down = -self.verticalScrollBar().value()
        found = []
        for each in placed:
            if each.stripe.bottom + down < -look.px(60) or each.stripe.top + down > self.viewport().height():
                continue
            box = QRectF(
                left + each.lane * step,
                each.stripe.top + down,
                look.px(4),
                each.stripe.bottom - each.stripe.top,
            )
            label = QRectF(label_left, each.label_top + down, look.px(48), look.line("mark") + 1)
            found.append((each, box, label))
        return found

    def _tag_under(self, point: QPointF) -> str:
        if point.x() < self._left + self.column_width + look.px(6):
            return ""
        for each, box, label in self._stripe_boxes():
            if box.adjusted(-2, 0, 2, 0).contains(point) or label.contains(point):
                return each.stripe.key
        return ""

    # ---- drawing

    def _on_scroll(self) -> None:
        self._settle()
        self.viewport().update()
        self.scrolled.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width is set anew; another height only shows more."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.set_anew()
        else:
            self._measure()
            self._settle()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the caret."""
        super().focusInEvent(event)
        self._describe()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the caret; what is selected stays."""
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sheet, what stands on it, and the stripes beside it."""
        painter = QPainter(self.viewport())
        wide, high = self.viewport().width(), self.viewport().height()
        painter.fillRect(0, 0, wide, high, look.colour("sunk"))
        if self._source is None or not self._source.parts:
            painter.end()
            return
        self._settle()
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        value = self.verticalScrollBar().value()
        left, column = self._left, self.column_width
        sheet = QRectF(
            left - self._gutter,
            -value,
            self._gutter + column + self._margin,
            self._tops[-1] + look.px(24),
        )
        painter.fillRect(sheet, look.colour("paper"))
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(QPointF(sheet.left(), 0), QPointF(sheet.left(), min(high, sheet.bottom())))
        painter.drawLine(QPointF(sheet.right(), 0), QPointF(sheet.right(), min(high, sheet.bottom())))
        stripes = self._stripe_boxes()
        lanes = {each.stripe.key: each.lane for each in self.stripes()}
        first, last = self._part_at(float(value)), self._part_at(float(value + high))
        for number in range(first, last + 1):
            part = self._part(number)
            down = self._tops[number] - value
            if self._above(number):
                self._paint_head(painter, number, QRectF(sheet.left(), down, sheet.width(), 0))
            for piece in part.pieces:
                top = down + piece.top
                if top > high or top + piece.height < 0:
                    continue
                self._paint_piece(painter, piece, left, down, lanes)
        self._paint_stripes(painter, stripes)
        if self.hasFocus():
            caret = self._caret_box()
            painter.fillRect(
                QRectF(caret.x() - 1, caret.top() + 2, 2, caret.height() - 4), look.colour("accent")
            )
        painter.end()

    def _paint_head(self, painter: QPainter, number: int, box: QRectF) -> None:
        """The break between pages, and what stands at the head of one."""
        assert self._source is not None
        top = box.top()
        if number:
            high = look.px(_BREAK)
            gap = QRectF(box.left() - 1, top + look.px(24) - high / 2, box.width() + 2, high)
            painter.fillRect(gap, look.colour("sunk"))
            painter.setPen(QPen(look.colour("line"), 1))
            painter.drawLine(gap.topLeft(), gap.topRight())
            painter.drawLine(gap.bottomLeft(), gap.bottomRight())
            top += look.px(24) + high
        else:
            top += look.px(8)
        left, right = self._left, self._left + self.column_width
        line = QRectF(left, top, right - left, look.px(28))
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("muted"))
        page = self._source.parts[number].page
        said = f"page {page} of {self._source.pages or page}" if page is not None else ""
        wide = painter.fontMetrics().horizontalAdvance(said) + look.px(16) if said else 0
        title = painter.fontMetrics().elidedText(
            self._source.title, Qt.TextElideMode.ElideRight, int(line.width() - wide)
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, said)
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(QPointF(left, line.bottom() + 0.5), QPointF(right, line.bottom() + 0.5))

    def _paint_piece(
        self, painter: QPainter, laid: LaidPiece, left: float, down: float, lanes: dict[str, int]
    ) -> None:
        piece = laid.piece
        how = manner(piece)
        top = down + laid.top
        first_box = laid.boxes[0]
        if laid.is_block:
            ground = QRectF(left, top + look.px(4), self.column_width, laid.height - look.px(10))
            painter.fillRect(ground, look.colour("sunk"))
            painter.fillRect(QRectF(ground.left(), ground.top(), 3, ground.height()), look.colour("strong"))
            painter.setFont(look.font("meta"))
            painter.setPen(look.colour("muted"))
            word = QRectF(left + look.px(14), top + look.px(6), self.column_width - look.px(20), look.px(18))
            said = painter.fontMetrics().elidedText(
                laid.label[:1].upper() + laid.label[1:], Qt.TextElideMode.ElideRight, int(word.width())
            )
            painter.drawText(word, Qt.AlignmentFlag.AlignVCenter, said)
        elif piece.kind == "quote":
            bar = QRectF(left + look.px(2), top, 3, laid.boxes[-1].height + look.px(how.below))
            painter.fillRect(bar, look.colour("line"))
        elif piece.kind == "row":
            painter.setPen(QPen(look.colour("line"), 1))
            bottom = max(box.top + box.height for box in laid.boxes)
            below = round(top + bottom + look.px(how.below)) - 0.5
            painter.drawLine(QPointF(left, below), QPointF(left + self.column_width, below))
        line = look.line(how.role)
        box_top = top + first_box.top
        if laid.label and not laid.is_block:
            painter.setFont(look.font("meta"))
            painter.setPen(look.colour("muted"))
            room = QRectF(left - self._gutter + 4, box_top, self._gutter - look.px(12) + first_box.left, line)
            said = painter.fontMetrics().elidedText(laid.label, Qt.TextElideMode.ElideLeft, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, said)
        elif piece.kind == "item":
            painter.setFont(look.font("reading"))
            painter.setPen(look.colour("muted"))
            room = QRectF(left + first_box.left - look.px(_DOT), box_top, look.px(_DOT), line)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, "•")
        self._paint_grounds(painter, laid, left, down, lanes)
        painter.setPen(look.colour(how.tone))
        for box in laid.boxes:
            box.layout.draw(painter, QPointF(left + box.left, top + box.top))

    def _paint_grounds(
        self, painter: QPainter, laid: LaidPiece, left: float, down: float, lanes: dict[str, int]
    ) -> None:
        piece = laid.piece
        for tag in self.tags_within(piece.start, piece.end):
            ink = theme_ink(tag.colour)
            ground = QColor(ink)
            ground.setAlphaF(0.30 if look.scheme == "dark" else 0.16)
            under = 3 + (lanes.get(tag.id, 0) % 3) * 2.5
            for rect in laid.rects(tag.start, tag.end):
                shown = rect.translated(left, down)
                painter.fillRect(shown.adjusted(0, 2, 0, -2), ground)
                painter.fillRect(QRectF(shown.left(), shown.bottom() - under, shown.width(), 1.5), ink)
        if self._found:
            at = bisect_right(self._found, (piece.start, piece.start)) - 1
            for number in range(max(0, at), len(self._found)):
                start, end = self._found[number]
                if start >= piece.end:
                    break
                for rect in laid.rects(start, end):
                    shown = rect.translated(left, down).adjusted(-1, 1, 1, -1)
                    painter.fillRect(shown, look.colour("found"))
                    painter.setPen(
                        QPen(look.colour("accent" if number == self._found_at else "warn"), 2)
                        if number == self._found_at
                        else QPen(look.colour("warn"), 1, Qt.PenStyle.DotLine)
                    )
                    painter.drawRect(shown)
        start, end = self.selection
        if start < end:
            ground = mix(look.colour("accent"), look.colour("paper"), 0.32)
            for rect in laid.rects(start, end):
                painter.fillRect(rect.translated(left, down).adjusted(0, 1, 0, -1), ground)

    def _paint_stripes(self, painter: QPainter, stripes: list[tuple[Placed, QRectF, QRectF]]) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        known = {tag.id: tag for tag in self.tags_within(self.first_seen - 60_000, self.last_seen + 60_000)}
        for each, box, label in stripes:
            tag = known.get(each.stripe.key)
            if tag is None:
                continue
            ink = theme_ink(tag.colour)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawRoundedRect(box, 2, 2)
            painter.setPen(ink if tag.id != self.chosen_tag else look.colour("ink"))
            painter.setFont(look.font("mark"))
            painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, tag.code)
            if tag.id == self.chosen_tag:
                painter.setPen(QPen(look.colour("ink"), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 3, 3)


_DOT = 14


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter in "’'-"
