"""The window's pen: draws a `Picture` with QPainter, and decides nothing.

A picture's lengths are pixels at 100 %; the pen draws them at the text size in use. Marks are small pictures made
once for each kind, size and scheme, and set on whole pixels of the screen, so that thousands cost little and none
is blurred. `mark_boxes` tells where they stand, to be held against what the pen of documents draws.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QLinearGradient,
    QPainter,
    QPen,
    QPixmap,
    QPolygonF,
    QStaticText,
    QTransform,
)

from ui.marks import paint_mark
from ui.theme import look, mix
from workbench.timeline.picture import (
    COUNT_AIR,
    MARKS,
    PAINTED,
    Box,
    Floats,
    LegendEntry,
    Picture,
    StatusBar,
    Vertical,
    Words,
)

_HALO: Final = 1.4
"""Pixels of paper round every mark."""
_DIM: Final = 0.25
_KEPT: Final = 6_000
"""Texts laid out and kept; a person who zooms about meets the same ones again."""


class Pen:
    """Draws pictures onto one kind of screen. `forget` when the look has changed."""

    def __init__(self) -> None:
        self._sprites: dict[tuple[int, float, float, bool], QPixmap] = {}
        self._texts: dict[tuple[str, str], tuple[QStaticText, float]] = {}
        self._metrics: dict[str, QFontMetricsF] = {}
        self._role = ""
        look.changed.connect(self.forget)

    def forget(self) -> None:
        """Make sprites and texts anew: colours or sizes have changed."""
        self._sprites.clear()
        self._texts.clear()
        self._metrics.clear()

    # ---- the whole

    def paint(
        self,
        painter: QPainter,
        picture: Picture,
        scale: float = 1.0,
        ratio: float = 1.0,
    ) -> None:
        """Draw it all from the painter's origin.

        `scale` is the text size, 1.0 at 100 %; `ratio` is
        how many pixels of the screen go to one of the window's.
        """
        painter.save()
        painter.fillRect(QRectF(0, 0, picture.width * scale, picture.height * scale), look.colour("paper"))
        painter.save()
        painter.scale(scale, scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._lanes(painter, picture)
        painter.save()
        plot = picture.plot
        painter.setClipRect(QRectF(plot.x, 0, plot.width, picture.height))
        self._grid(painter, picture)
        self._outside(painter, picture)
        self._no_records(painter, picture)
        self._runs(painter, picture)
        self._seen(painter, picture)
        for bar in picture.statuses:
            self._status(painter, bar)
        for vertical in picture.verticals:
            self._upright(painter, vertical)
        self._not_seen(painter, picture)
        self._ties(painter, picture)
        self._tails(painter, picture)
        painter.restore()
        painter.restore()
        self._marks(painter, picture, scale, ratio)
        painter.save()
        painter.scale(scale, scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._theme_ticks(painter, picture)
        self._axes(painter, picture)
        for entry in picture.legend:
            self._sign(painter, entry)
        painter.restore()
        self._all_words(painter, picture, scale)
        painter.restore()

    # ---- behind the marks

    def _lanes(self, painter: QPainter, picture: Picture) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for lane in picture.lanes:
            if lane.shaded:
                painter.fillRect(_rect(lane.box), look.colour("ground"))
        painter.setPen(QPen(look.colour("line2"), 1))
        plot = picture.plot
        painter.drawLines(
            [QLineF(plot.x, _crisp(lane.line), plot.right, _crisp(lane.line)) for lane in picture.lanes]
        )

    def _grid(self, painter: QPainter, picture: Picture) -> None:
        plot = picture.plot
        for major, tone in ((False, "line2"), (True, "line")):
            painter.setPen(QPen(look.colour(tone), 1))
            lines = [
                QLineF(_crisp(tick.x), plot.y, _crisp(tick.x), plot.bottom)
                for tick in picture.dates
                if tick.grid and tick.major == major
            ]
            if lines:
                painter.drawLines(lines)

    def _outside(self, painter: QPainter, picture: Picture) -> None:
        for box in picture.outside:
            rect = _rect(box)
            painter.fillRect(rect, mix(look.colour("sunk"), look.colour("paper"), 0.55))
            painter.fillRect(rect, QBrush(look.colour("line2"), Qt.BrushStyle.BDiagPattern))

    def _no_records(self, painter: QPainter, picture: Picture) -> None:
        ground = look.colour("no_record")
        edge = QPen(look.colour("no_record_edge"), 1.2)
        for band in picture.no_records:
            box = _rect(band.box)
            painter.fillRect(box, ground)
            painter.setPen(edge)
            foot = 4.0
            for shown, x, way in ((band.starts, box.left(), 1), (band.ends, box.right(), -1)):
                if shown:
                    painter.drawPolyline(
                        QPolygonF(
                            [
                                QPointF(x + foot * way, box.top()),
                                QPointF(x, box.top()),
                                QPointF(x, box.bottom()),
                                QPointF(x + foot * way, box.bottom()),
                            ]
                        )
                    )

    def _runs(self, painter: QPainter, picture: Picture) -> None:
        painter.setBrush(look.colour("run"))
        painter.setPen(QPen(look.colour("vermilion"), 1.4))
        for run in picture.runs:
            painter.drawRoundedRect(_rect(run.box), 5, 5)

    def _seen(self, painter: QPainter, picture: Picture) -> None:
        strip = picture.seen_strip
        if strip is None or not len(picture.seen):
            return
        painter.setPen(QPen(look.colour("blue"), 2))
        top, bottom = strip.y + 3, strip.bottom - 3
        # Several in one pixel are one tick.
        painter.drawLines([QLineF(x, top, x, bottom) for x in np.unique(np.round(picture.seen)).tolist()])

    def _status(self, painter: QPainter, bar: StatusBar) -> None:
        ground = look.colour(bar.tone)
        painter.setBrush(ground)
        painter.setPen(QPen(mix(look.colour("ink"), ground, 0.38), 1))
        box = _rect(bar.box).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, 3, 3)
        for cut, x in ((not bar.starts, box.left()), (not bar.ends, box.right())):
            if cut:  # it goes on beyond the edge of the picture: no closing edge there
                painter.setPen(QPen(ground, 2))
                painter.drawLine(QLineF(x, box.top() + 1, x, box.bottom() - 1))
                painter.setPen(QPen(mix(look.colour("ink"), ground, 0.38), 1))

    def _upright(self, painter: QPainter, vertical: Vertical) -> None:
        x = _crisp(vertical.x)
        match vertical.kind:
            case "incident":
                painter.setPen(QPen(look.colour("bad"), 2))
            case "life":
                painter.setPen(_dashed(look.colour("muted"), 1, (4, 3)))
            case "born":
                painter.setPen(_dashed(look.colour("blue"), 1.2, (4, 3)))
            case _:
                painter.setPen(_dashed(look.colour("strong"), 1, (2, 3)))
        painter.drawLine(QLineF(x, vertical.top, x, vertical.bottom))
        if vertical.kind == "life":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("muted"))
            painter.drawEllipse(QPointF(x, vertical.top), 2.6, 2.6)

    def _not_seen(self, painter: QPainter, picture: Picture) -> None:
        tone = look.colour("plum")
        solid = QPen(tone, 1.6)
        dashed = _dashed(tone, 1.6, (3, 2))
        for gap in picture.not_seen:
            painter.setPen(dashed)
            y = _crisp(gap.y)
            caption = gap.caption.box if gap.caption is not None else None
            if caption is not None and caption.y <= y <= caption.bottom:
                painter.drawLine(QLineF(gap.x, y, caption.x - 4, y))
                painter.drawLine(QLineF(caption.right + 4, y, gap.end, y))
            else:
                painter.drawLine(QLineF(gap.x, y, gap.end, y))
            painter.setPen(solid)
            for shown, x in ((gap.starts, gap.x), (gap.ends, gap.end)):
                if shown:
                    painter.drawLine(QLineF(_crisp(x), y - 4, _crisp(x), y + 4))

    def _ties(self, painter: QPainter, picture: Picture) -> None:
        painter.setPen(QPen(look.colour("ink2"), 1.2))
        for tie in picture.ties:
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in tie.points]))

    def _tails(self, painter: QPainter, picture: Picture) -> None:
        tails = picture.tails
        tone = look.colour("tail")
        for x, end, y, open_start, open_end, dimmed in zip(
            tails.x.tolist(),
            tails.end.tolist(),
            tails.y.tolist(),
            tails.open_start.tolist(),
            tails.open_end.tolist(),
            tails.dimmed.tolist(),
            strict=True,
        ):
            colour = QColor(tone)
            if dimmed:
                colour.setAlphaF(_DIM)
            brush = QBrush(colour)
            if open_start or open_end:
                clear = QColor(colour)
                clear.setAlphaF(0.0)
                fade = QLinearGradient(QPointF(x, y), QPointF(end, y))
                fade.setColorAt(0, clear if open_start else colour)
                fade.setColorAt(1, clear if open_end else colour)
                brush = QBrush(fade)
            pen = QPen(brush, 4)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap if open_start or open_end else Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(QLineF(x, y, end, y))

    # ---- marks

    def mark_boxes(self, picture: Picture, scale: float = 1.0, ratio: float = 1.0) -> Floats:
        """The rectangle of each mark as it is drawn, in the picture's own pixels: left, top, width, height."""
        marks = picture.marks
        left, top = self._corners(marks.x, marks.y, marks.size, scale, ratio)
        inset = self._inset(marks.size, scale, ratio)
        size = np.full(len(marks), marks.size)
        return np.column_stack(((left + inset) / scale, (top + inset) / scale, size, size))

    @staticmethod
    def _side(size: float, scale: float, ratio: float) -> int:
        """Pixels of the screen along a sprite: the mark with its halo."""
        return int(np.ceil((size * scale + 2 * _HALO + 2) * ratio))

    def _inset(self, size: float, scale: float, ratio: float) -> float:
        """From the corner of a sprite to that of its mark, in the window's pixels."""
        return (self._side(size, scale, ratio) / ratio - size * scale) / 2

    def _corners(
        self, x: Floats, y: Floats, size: float, scale: float, ratio: float
    ) -> tuple[Floats, Floats]:
        """Where the sprites' corners go, on whole pixels of the screen."""
        half = self._side(size, scale, ratio) / 2
        left = np.round(x * scale * ratio - half) / ratio
        top = np.round(y * scale * ratio - half) / ratio
        return left, top

    def _sprite(self, kind: int, size: float, scale: float, ratio: float, dimmed: bool) -> QPixmap:
        key = (kind, size * scale, ratio, dimmed)
        found = self._sprites.get(key)
        if found is not None:
            return found
        side = self._side(size, scale, ratio)
        middle = QPointF(side / ratio / 2, side / ratio / 2)
        shape = _empty(side, ratio)
        painter = QPainter(shape)
        paint_mark(painter, MARKS[kind], middle, size * scale)
        painter.end()
        # Its silhouette in paper, moved about by the width of the halo, lies beneath it.
        under = QPixmap(shape)
        painter = QPainter(under)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(under.rect(), look.colour("paper"))
        painter.end()
        made = _empty(side, ratio)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if dimmed:
            painter.setOpacity(_DIM)
        else:
            for angle in np.linspace(0, 2 * np.pi, 12, endpoint=False).tolist():
                painter.drawPixmap(QPointF(_HALO * np.cos(angle), _HALO * np.sin(angle)), under)
        painter.drawPixmap(0, 0, shape)
        painter.end()
        self._sprites[key] = made
        return made

    def _marks(self, painter: QPainter, picture: Picture, scale: float, ratio: float) -> None:
        marks = picture.marks
        if not len(marks):
            return
        plot = picture.plot
        painter.save()
        painter.setClipRect(QRectF(plot.x * scale, 0, plot.width * scale, picture.height * scale))
        left, top = self._corners(marks.x, marks.y, marks.size, scale, ratio)
        draw = painter.drawPixmap
        for kind in PAINTED:
            of_kind = marks.kind == kind
            for dimmed in (True, False):
                which = np.flatnonzero(of_kind & (marks.dimmed == dimmed))
                if not len(which):
                    continue
                sprite = self._sprite(kind, marks.size, scale, ratio, dimmed)
                if ratio == 1.0:
                    for x, y in zip(
                        left[which].astype(int).tolist(), top[which].astype(int).tolist(), strict=True
                    ):
                        draw(x, y, sprite)
                else:
                    for x, y in zip(left[which].tolist(), top[which].tolist(), strict=True):
                        draw(QPointF(x, y), sprite)
        painter.restore()
        painter.save()
        painter.scale(scale, scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(QRectF(plot.x, 0, plot.width, picture.height))
        painter.setPen(QPen(look.colour("ink"), 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        reach = marks.size / 2 + 2.0
        for at in np.flatnonzero(marks.key & ~marks.dimmed).tolist():
            painter.drawEllipse(QPointF(marks.x[at], marks.y[at]), reach, reach)
        painter.restore()
        painter.setPen(look.colour("ink"))
        self._role = ""
        many = np.flatnonzero((marks.count > 1) & (marks.x < plot.right - 4))
        beside = marks.x[many] + marks.size / 2 + COUNT_AIR
        for number, x, y in zip(
            marks.count[many].tolist(), beside.tolist(), marks.y[many].tolist(), strict=True
        ):
            self._text(painter, f"{number:,}", "mark", x, y, scale)

    def _theme_ticks(self, painter: QPainter, picture: Picture) -> None:
        ticks = picture.theme_ticks
        for x, y, theme in zip(ticks.x.tolist(), ticks.y.tolist(), ticks.theme.tolist(), strict=True):
            painter.fillRect(QRectF(x - 1.5, y, 3, ticks.height), look.colour(picture.theme_colours[theme]))

    # ---- axes, legend and words

    def _axes(self, painter: QPainter, picture: Picture) -> None:
        plot = picture.plot
        painter.setPen(QPen(look.colour("strong"), 1))
        if picture.age_line is not None:
            y = _crisp(picture.age_line)
            painter.drawLine(QLineF(plot.x, y, plot.right, y))
            painter.drawLines(
                [
                    QLineF(_crisp(tick.x), y - (5 if tick.major else 3), _crisp(tick.x), y)
                    for tick in picture.ages
                ]
                or [QLineF(plot.x, y, plot.x, y)]
            )
        painter.setPen(QPen(look.colour("line"), 1))
        y = _crisp(picture.date_line)
        painter.drawLine(QLineF(0, y, picture.width, y))
        painter.drawLine(QLineF(0, _crisp(plot.y), picture.width, _crisp(plot.y)))
        painter.drawLines(
            [QLineF(_crisp(tick.x), y, _crisp(tick.x), y + 3) for tick in picture.dates]
            or [QLineF(plot.x, y, plot.x, y)]
        )
        for lane in picture.lanes:
            if lane.chip is not None:
                _, ground, edge = look.service(lane.colour)
                painter.setPen(QPen(edge, 1))
                painter.setBrush(ground)
                painter.drawRoundedRect(_rect(lane.chip.box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        for vertical in picture.verticals:
            if vertical.kind == "incident" and vertical.words is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.colour("bad"))
                painter.drawRoundedRect(_rect(vertical.words.box).adjusted(-5, 0, 5, 0), 3, 3)

    def _sign(self, painter: QPainter, entry: LegendEntry) -> None:
        box = _rect(entry.box)
        middle = box.center()
        match entry.sign:
            case "run":
                painter.setPen(QPen(look.colour("vermilion"), 1.3))
                painter.setBrush(look.colour("run"))
                painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            case "no record":
                painter.fillRect(box, look.colour("no_record"))
                painter.setPen(QPen(look.colour("no_record_edge"), 1.2))
                painter.drawLine(QLineF(box.left(), box.top(), box.left(), box.bottom()))
                painter.drawLine(QLineF(box.right(), box.top(), box.right(), box.bottom()))
            case "not seen":
                painter.setPen(_dashed(look.colour("plum"), 1.6, (3, 2)))
                painter.drawLine(QLineF(box.left(), middle.y(), box.right(), middle.y()))
            case "tail":
                painter.setPen(QPen(look.colour("tail"), 4, c=Qt.PenCapStyle.RoundCap))
                painter.drawLine(QLineF(box.left() + 2, middle.y(), box.right() - 2, middle.y()))
            case "tie":
                painter.setPen(QPen(look.colour("ink2"), 1.2))
                painter.drawLine(QLineF(middle.x(), box.top(), middle.x(), box.bottom()))
            case "theme":
                painter.fillRect(
                    QRectF(middle.x() - 1.5, box.top() + 1, 3, box.height() - 2),
                    look.colour(entry.tone or "muted"),
                )
            case sign if sign in MARKS:
                paint_mark(painter, sign, middle, min(box.width(), box.height()))
            case "scope":
                painter.fillRect(box, mix(look.colour("sunk"), look.colour("paper"), 0.55))
                painter.fillRect(box, QBrush(look.colour("line"), Qt.BrushStyle.BDiagPattern))
            case "merged":
                paint_mark(painter, "disc", QPointF(box.left() + 3.5, middle.y()), 8)
                painter.setPen(look.colour("ink"))
                painter.setFont(_small(look.font("mark")))
                painter.drawText(
                    QRectF(box.left() + 8, box.top(), 10, box.height()), Qt.AlignmentFlag.AlignVCenter, "2"
                )
            case _:
                paint_mark(painter, "disc", middle, 6)
                painter.setPen(QPen(look.colour("ink"), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                reach = min(box.width(), box.height()) / 2 - 0.5
                painter.drawEllipse(middle, reach, reach)

    def _all_words(self, painter: QPainter, picture: Picture, scale: float) -> None:
        self._role = ""
        for tick in (*picture.ages, *picture.dates):
            self._words(painter, tick.words, scale)
        for head in picture.heads:
            self._words(painter, head, scale)
        for lane in picture.lanes:
            for line in lane.name:
                self._words(painter, line, scale)
            if lane.chip is not None:
                ink, _, _ = look.service(lane.colour)
                painter.setPen(ink)
                box = lane.chip.box
                wide = self._width(lane.chip.text, lane.chip.role) / scale
                at = box.x + (box.width - wide) / 2
                self._text(painter, lane.chip.text, lane.chip.role, at, box.y + box.height / 2, scale)
        for entry in picture.legend:
            self._words(painter, entry.words, scale)
        self._words(painter, picture.folded, scale)
        plot = picture.plot
        painter.setClipRect(
            QRectF(plot.x * scale, 0, (picture.width - plot.x) * scale, picture.height * scale)
        )
        for bar in picture.statuses:
            self._words(painter, bar.words, scale)
        for band in picture.no_records:
            self._words(painter, band.caption, scale)
        for run in picture.runs:
            self._words(painter, run.caption, scale)
        for gap in picture.not_seen:
            self._words(painter, gap.caption, scale)
        for vertical in picture.verticals:
            if vertical.kind == "incident" and vertical.words is not None:
                box = vertical.words.box
                painter.setPen(look.colour("paper"))
                self._text(
                    painter, vertical.words.text, vertical.words.role, box.x, box.y + box.height / 2, scale
                )
            else:
                self._words(painter, vertical.words, scale)
        for label in picture.labels:
            self._words(painter, label, scale)

    def _words(self, painter: QPainter, words: Words | None, scale: float) -> None:
        if words is not None:
            painter.setPen(look.colour(words.tone))
            box = words.box
            self._text(painter, words.text, words.role, box.x, box.y + box.height / 2, scale)

    def _text(self, painter: QPainter, text: str, role: str, x: float, middle: float, scale: float) -> None:
        """Write from x on, centred on the height `middle`, both in the picture's pixels."""
        laid = self._laid(text, role)
        if role != self._role:  # setting the same font a thousand times costs as much as the letters
            painter.setFont(look.font(role))
            self._role = role
        painter.drawStaticText(QPointF(x * scale, middle * scale - laid[1] / 2), laid[0])

    def _laid(self, text: str, role: str) -> tuple[QStaticText, float]:
        found = self._texts.get((text, role))
        if found is None:
            if len(self._texts) > _KEPT:
                self._texts.clear()
            made = QStaticText(text)
            made.setTextFormat(Qt.TextFormat.PlainText)
            made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            made.prepare(QTransform(), look.font(role))
            found = (made, self._of(role).height())
            self._texts[text, role] = found
        return found

    def _of(self, role: str) -> QFontMetricsF:
        found = self._metrics.get(role)
        if found is None:
            found = QFontMetricsF(look.font(role))
            self._metrics[role] = found
        return found

    def _width(self, text: str, role: str) -> float:
        return self._of(role).horizontalAdvance(text)


def _rect(box: Box) -> QRectF:
    return QRectF(box.x, box.y, box.width, box.height)


def _crisp(at: float) -> float:
    """In the middle of a pixel, where a line one pixel wide is drawn sharp."""
    return round(at - 0.5) + 0.5


def _dashed(colour: QColor, width: float, dashes: tuple[float, float]) -> QPen:
    pen = QPen(colour, width)
    pen.setDashPattern([dashes[0] / width, dashes[1] / width])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _small(font: QFont) -> QFont:
    """The same letters for a painter that is scaled by the text size itself."""
    font.setPixelSize(10)
    return font


def _empty(side: int, ratio: float) -> QPixmap:
    made = QPixmap(side, side)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    return made
