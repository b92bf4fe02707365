"""Pieces of a document set in lines: paragraphs, headings, rows in their cells, notes in blocks of their own.

A part of a text (some thousand characters) is laid out as a whole, and only when it comes near to being seen.
Coordinates within a part are pixels from its upper left corner, which is also the left edge of the column of text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QTextCharFormat, QTextLayout, QTextOption

from ui.places.materials.words_shown import Shown, words_shown
from ui.theme import SEMIBOLD, look
from workbench.anonymity.rendering import is_anonymous, say
from workbench.reading.document import Piece

GUTTER = 56
"""Room at the left of the column for labels such as 4.3, in pixels at 100 %."""

BLOCKS = {"comment": "Comment", "footnote": "Footnote", "endnote": "Endnote", "textbox": "Text box"}
"""Pieces that stand in a block of their own, under their word."""

_CELL_LEAST = 44
_CELL_MOST = 130
_CELL_GAP = 12
_RECTS_KEPT = 400
_ITEM = 18


@dataclass(frozen=True)
class _Manner:
    """How a kind of piece is set: type role, tone, room above and below at 100 %."""

    role: str
    tone: str = "ink"
    above: int = 0
    below: int = 10


_MANNERS = {
    "title": _Manner("title", above=6, below=12),
    "heading": _Manner("heading", above=12, below=8),
    "paragraph": _Manner("reading"),
    "item": _Manner("reading", below=6),
    "row": _Manner("body", above=5, below=6),
    "header": _Manner("meta", "muted", below=8),
    "footer": _Manner("meta", "muted", above=6, below=8),
    "field": _Manner("body", "ink2", below=2),
    "quote": _Manner("reading", "ink2", below=3),
}
_BLOCK = _Manner("body", "ink2", above=24, below=18)


def manner(piece: Piece) -> _Manner:
    """How a piece is set."""
    if piece.kind in BLOCKS:
        return _BLOCK
    if piece.kind == "heading" and piece.level <= 1:
        return _Manner("title", above=14, below=8)
    return _MANNERS[piece.kind]


class Units:
    """Qt counts UTF-16 units and we count code points; they part where a text has characters beyond U+FFFF."""

    def __init__(self, text: str) -> None:
        self._wide = [at for at, letter in enumerate(text) if letter > "\uffff"] if not text.isascii() else []
        self._after = [at + extra for extra, at in enumerate(self._wide, 1)]

    def qt(self, at: int) -> int:
        """A place in code points, in Qt's units."""
        return at + bisect_left(self._wide, at)

    def ours(self, at: int) -> int:
        """A place in Qt's units, in code points."""
        return at - bisect_right(self._after, at - 1) if self._after else at


@dataclass
class Box:
    """A stretch of what a piece shows, set in lines: the whole piece, or one cell of a row."""

    start: int
    """Code points into what the piece shows."""
    end: int
    layout: QTextLayout
    units: Units
    left: float
    top: float
    """Within the piece."""
    width: float
    height: float = 0
    lead: float = 0
    """Room over the letters of each line."""

    def line_at(self, y: float) -> int:
        """The line at a height within the piece."""
        for number in range(self.layout.lineCount()):
            if y < self.top + self.bottom_of(number):
                return number
        return max(0, self.layout.lineCount() - 1)

    def bottom_of(self, number: int) -> float:
        """The lower edge of a line, from the top of the box."""
        return (
            self.layout.lineAt(number + 1).position().y() - self.lead
            if number + 1 < self.layout.lineCount()
            else self.height
        )

    def line_of(self, at: int) -> int:
        """The line that a place stands in."""
        return max(0, self.layout.lineForTextPosition(self.units.qt(at - self.start)).lineNumber())

    def x_of(self, at: int, line: int) -> float:
        """How far to the right a place stands in a line."""
        found: Any = self.layout.lineAt(line).cursorToX(self.units.qt(at - self.start))
        # PySide gives the place in the line beside it, which its types do not tell.
        return self.left + float(found[0] if isinstance(found, tuple) else found)

    def at_x(self, x: float, line: int) -> int:
        """The place in a line nearest to an x."""
        found: Any = self.layout.lineAt(line).xToCursor(x - self.left)
        return self.start + self.units.ours(int(found))

    def line_span(self, line: int) -> tuple[int, int]:
        """Where a line starts and ends."""
        found = self.layout.lineAt(line)
        return (
            self.start + self.units.ours(found.textStart()),
            self.start + self.units.ours(found.textStart() + found.textLength()),
        )


@dataclass
class LaidPiece:
    """One piece, set."""

    piece: Piece
    shown: Shown
    boxes: list[Box]
    top: float
    """Within its part."""
    height: float
    label: str
    """What stands in the gutter, or above a block."""
    _rects: dict[tuple[int, int], list[QRectF]] = field(default_factory=dict)

    @property
    def is_block(self) -> bool:
        """Whether it stands in a block of its own."""
        return self.piece.kind in BLOCKS

    def rects(self, start: int, end: int) -> list[QRectF]:
        """The rectangles, line by line and within the part, of a stored stretch."""
        if end <= self.piece.start or start >= self.piece.end:
            return []
        kept = self._rects.get((start, end))
        if kept is None:
            if len(self._rects) > _RECTS_KEPT:
                self._rects.clear()
            kept = self._rects[start, end] = self._work_out(start, end)
        return kept

    def _work_out(self, start: int, end: int) -> list[QRectF]:
        first, last = self.shown.of(max(start, self.piece.start), min(end, self.piece.end))
        found: list[QRectF] = []
        for box in self.boxes:
            from_, to = max(first, box.start), min(last, box.end)
            if from_ >= to:
                continue
            for number in range(box.line_of(from_), box.layout.lineCount()):
                line_start, line_end = box.line_span(number)
                if line_start >= to:
                    break
                last_shown = min(to, line_end)
                if last_shown == line_end < box.end and self.shown.text[last_shown - 1].isspace():
                    last_shown -= 1  # the space on which the line is broken
                left = box.x_of(max(from_, line_start), number)
                right = box.x_of(last_shown, number)
                top = box.top + (box.bottom_of(number - 1) if number else 0)
                bottom = box.top + box.bottom_of(number)
                found.append(QRectF(left, self.top + top, right - left, bottom - top))
        return found

    def caret(self, at: int, *, ends: bool = False) -> QRectF:
        """Where the caret stands for a stored place, within the part; `ends` where a selection ends there."""
        shown = self.shown.shown(at, ends=ends or at >= self.piece.end)
        box = self.box_of(shown)
        number = box.line_of(shown)
        top = box.top + (box.bottom_of(number - 1) if number else 0)
        return QRectF(box.x_of(shown, number), self.top + top, 0, box.top + box.bottom_of(number) - top)

    def box_of(self, shown: int) -> Box:
        """The box that a place in what is shown stands in."""
        return next((box for box in self.boxes if shown <= box.end), self.boxes[-1])

    def hit(self, x: float, y: float) -> int:
        """The stored place nearest to a point within the part."""
        within = y - self.top
        beside = [box for box in self.boxes if box.top <= within <= box.top + box.height] or self.boxes
        box = min(
            beside,
            key=lambda each: (max(each.left - x, x - each.left - each.width, 0), abs(each.top - within)),
        )
        return self.shown.stored(box.at_x(x, box.line_at(within)))


@dataclass
class LaidPart:
    """A part of a text, set: its pieces and its height."""

    number: int
    start: int
    end: int
    pieces: list[LaidPiece]
    height: float
    starts: list[int] = field(default_factory=list)

    def piece_at(self, at: int) -> LaidPiece | None:
        """The piece that a stored place stands in or right behind."""
        found = bisect_right(self.starts, at) - 1
        return self.pieces[max(0, found)] if self.pieces else None

    def piece_near(self, y: float) -> LaidPiece | None:
        """The piece at a height within the part."""
        for piece in self.pieces:
            if y < piece.top + piece.height:
                return piece
        return self.pieces[-1] if self.pieces else None


def lay(
    number: int, start: int, text: str, pieces: Sequence[Piece], width: float, above: float = 0
) -> LaidPart:
    """Set a part in a column of so many pixels, `above` of which are left free over its first piece."""
    laid: list[LaidPiece] = []
    top = above
    for is_table, group in groupby(pieces, key=lambda piece: piece.kind == "row"):
        run = list(group)
        widths = _cell_widths([_of(text, start, piece) for piece in run], width) if is_table else None
        for at, piece in enumerate(run):
            made = _lay_piece(piece, _of(text, start, piece), width, top, widths)
            after = run[at + 1].kind if at + 1 < len(run) else ""
            made.height += look.px(_room_after(piece.kind, after))
            top += made.height
            laid.append(made)
    return LaidPart(number, start, start + len(text), laid, top, [each.piece.start for each in laid])


def _room_after(kind: str, after: str) -> int:
    """What follows the last of some lines that belong together stands a little off."""
    return 10 if kind in ("field", "quote", "row") and after != kind else 0


def label_shown(piece: Piece) -> str:
    """How a person would point to a piece, as its reader sees it: who wrote a comment is not said to all."""
    return say(piece.label.partition(" by ")[0] if is_anonymous() else piece.label)


def _of(text: str, start: int, piece: Piece) -> str:
    return text[piece.start - start : piece.end - start]


def _lay_piece(piece: Piece, text: str, width: float, top: float, cells: Sequence[float] | None) -> LaidPiece:
    shown = words_shown(text, piece)
    how = manner(piece)
    above, below = look.px(how.above), look.px(how.below)
    left = 0.0
    if piece.kind == "item":
        left = look.px(_ITEM) * max(1, piece.level)
    elif piece.kind in BLOCKS or piece.kind == "quote":
        left = look.px(14)
    boxes: list[Box] = []
    if piece.kind == "row" and "\t" in shown.text:
        boxes = _row_boxes(shown, how, above, cells) if cells else _flowing_boxes(shown, how, above, width)
    if not boxes:
        boxes = [_box(shown, 0, len(shown.text), how, left, above, width - left - (left if left else 0))]
    bottom = max(box.top + box.height for box in boxes)
    label = label_shown(piece)
    if piece.kind == "row":
        label = label.rpartition("!")[2]
    elif piece.kind in BLOCKS and not label:
        label = BLOCKS[piece.kind]
    if label and shown.text.startswith(label):
        label = ""
    return LaidPiece(piece, shown, boxes, top, bottom + below, label)


def _box(shown: Shown, start: int, end: int, how: _Manner, left: float, top: float, width: float) -> Box:
    text = shown.text[start:end]
    units = Units(text)
    font = look.font(how.role)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setUseDesignMetrics(True)
    layout.setTextOption(option)
    formats = []
    for styled in shown.styled:
        from_, to = max(styled.start, start), min(styled.end, end)
        if from_ >= to:
            continue
        made = QTextLayout.FormatRange()
        made.start = units.qt(from_ - start)
        made.length = units.qt(to - start) - made.start
        made.format = _format(styled.kind)
        formats.append(made)
    layout.setFormats(formats)
    high = look.line(how.role)
    lead = 0.0
    y = 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(20.0, width))
        lead = max(0.0, (high - line.height()) / 2)
        line.setPosition(QPointF(0, y + lead))
        y += high
    layout.endLayout()
    made_box = Box(start, end, layout, units, left, top, width)
    made_box.height, made_box.lead = max(y, float(high)), lead
    return made_box


def _format(kind: str) -> QTextCharFormat:
    made = QTextCharFormat()
    match kind:
        case "inserted":
            made.setFontUnderline(True)
            made.setForeground(look.colour("good"))
        case "deleted":
            made.setFontStrikeOut(True)
            made.setForeground(look.colour("bad"))
        case "moved":
            made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
            made.setForeground(look.colour("done"))
        case "bold":
            made.setFontWeight(SEMIBOLD)
        case "italic":
            made.setFontItalic(True)
        case "hidden":
            made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            made.setForeground(look.colour("muted"))
        case _:
            made.setFont(look.font("caption"))
            made.setForeground(look.colour("muted"))
    return made


# ---- rows


def _cell_widths(rows: Sequence[str], width: float) -> list[float] | None:
    """Widths of the cells of a table in this part; None where it has more than fit beside each other.

    Each is at least as wide as its longest word; what is left is shared by how much stands in them.
    """
    most = max(row.count("\t") for row in rows) + 1
    gap = look.px(_CELL_GAP)
    if most < 2 or most * (look.px(_CELL_LEAST) + gap) - gap > width:
        return None
    metrics = QFontMetricsF(look.font("body"))
    letter = metrics.averageCharWidth()
    least = [float(look.px(_CELL_LEAST))] * most
    wanted = list(least)
    for row in rows:
        for at, cell in enumerate(row.split("\t")):
            word = max(cell.split(), key=len, default="")
            if len(word) * letter * 1.3 > least[at]:
                least[at] = max(least[at], min(metrics.horizontalAdvance(word) + 4, look.px(_CELL_MOST)))
            # A long cell asks for more, though not in proportion: it can break its lines.
            wanted[at] = max(wanted[at], least[at], letter * min(len(cell), 20 + len(cell) // 2, 90) + 4)
    room = width - gap * (most - 1)
    if sum(least) > room:
        return None
    over = sum(wanted) - sum(least)
    share = min(1.0, (room - sum(least)) / over) if over > 0 else 1.0
    return [low + (high - low) * share for low, high in zip(least, wanted, strict=True)]


def _row_boxes(shown: Shown, how: _Manner, top: float, widths: Sequence[float]) -> list[Box]:
    """One box a cell, in the columns of the table."""
    boxes: list[Box] = []
    left, at = 0.0, 0
    for number, cell in enumerate(shown.text.split("\t")):
        wide = widths[number] if number < len(widths) else widths[-1]
        boxes.append(_box(shown, at, at + len(cell), how, left, top, wide))
        at += len(cell) + 1
        left += wide + look.px(_CELL_GAP)
    return boxes


def _flowing_boxes(shown: Shown, how: _Manner, top: float, width: float) -> list[Box]:
    """The cells of a row that has too many to stand in columns: one after the other, filled cells only."""
    metrics = QFontMetricsF(look.font(how.role))
    gap = look.px(_CELL_GAP) * 1.5
    boxes: list[Box] = []
    left, at, bottom = 0.0, 0, top
    for cell in shown.text.split("\t"):
        if cell:
            wide = min(width, metrics.horizontalAdvance(cell) + 2)
            if left and left + wide > width:
                left, top = 0.0, bottom
            made = _box(shown, at, at + len(cell), how, left, top, wide)
            boxes.append(made)
            bottom = max(bottom, top + made.height)
            left += wide + gap
        at += len(cell) + 1
    return boxes
