"""The pages of a document as they are drawn, at the width of the view, with its tags on them."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from html import escape
from itertools import accumulate

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from ui.desk import Desk
from ui.places.materials.drawing import Drawer, Spot
from ui.places.materials.opened import Opened
from ui.places.materials.stripes import Placed, Stripe, place
from ui.places.materials.text_view import PassageTag, theme_ink
from ui.theme import be, look
from workbench.reading.pages import Box

_KEPT = 8
_GAP = 14
_MARGIN = 92
_WIDEST = 900
_A4 = (595.0, 842.0)


class PagesView(QAbstractScrollArea):
    """The pages, one under the other. `page` is the one most of the view shows, from 0.

    - `scrolled()`: other pages are in view; `pressed_tag(id)`: a tag on a page was pressed.
    """

    scrolled = Signal()
    moved = Signal()
    pressed_tag = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Pages")
        be(self, ground="sunk")
        self._opened: Opened | None = None
        self._texts: dict[int, tuple[int, int]] = {}
        self._sizes: list[tuple[float, float]] = []
        self._tops: list[float] = [0.0]
        self._images: OrderedDict[int, tuple[int, QImage]] = OrderedDict()
        self._tags: list[PassageTag] = []
        self._boxes: dict[tuple[int, str], list[Box]] = {}
        self._spots_asked: set[tuple[int, str]] = set()
        self._stripes: dict[int, list[Placed]] = {}
        self._problem = ""
        self._wanted_page = 0
        self._drawer: Drawer | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(25)
        self._soon.timeout.connect(self._ask)
        self.verticalScrollBar().valueChanged.connect(self._on_scroll)
        look.changed.connect(self._measure)

    # ---- what is shown

    def show_document(self, opened: Opened | None) -> None:
        """Show the pages of a document; None lets them go."""
        same = (
            opened is not None and self._opened is not None and self._opened.material.id == opened.material.id
        )
        if same and not self._problem:
            self._opened = opened
            return
        self._opened = opened
        self._texts = {}
        for part in opened.parts if opened is not None else ():
            if part.page is not None:
                start, _ = self._texts.get(part.page - 1, (part.start, 0))
                self._texts[part.page - 1] = (start, part.end)
        self._images.clear()
        self._boxes.clear()
        self._spots_asked.clear()
        self._stripes.clear()
        self._problem = ""
        self._sizes = [_A4] * (opened.material.pages or 1) if opened is not None else []
        self._wanted_page = 0
        self._measure()
        if opened is None:
            if self._drawer is not None:
                self._drawer.shut()
            return
        if self._drawer is None:
            self._drawer = Drawer(self)
            self._drawer.sized.connect(self._sized)
            self._drawer.drawn.connect(self._drawn)
            self._drawer.spotted.connect(self._spotted)
            self._drawer.failed.connect(self._failed)
        case, digest = self._desk.the_case, opened.material.sha256
        self._drawer.open(lambda: case.original(digest), opened.material.name)
        self.setAccessibleName(f"Pages of {opened.title}")
        self._soon.start()

    def let_go(self) -> None:
        """End the drawing; the case closes."""
        if self._drawer is not None:
            self._drawer.close()
            self._drawer = None

    def show_tags(self, tags: Sequence[PassageTag]) -> None:
        """Show the tags of the document on its pages."""
        self._tags = list(tags)
        self._stripes.clear()
        self._soon.start()
        self.viewport().update()

    @property
    def page(self) -> int:
        """The page that a third of the way down the view shows, from 0."""
        middle = self.verticalScrollBar().value() + self.viewport().height() / 3
        return min(max(0, bisect_right(self._tops, middle) - 1), max(0, len(self._sizes) - 1))

    @property
    def is_drawn(self) -> bool:
        """Whether the pages in view have come, and their tags."""
        seen = self._in_view()
        return all(page in self._images for page in seen) and all(
            (page, tag.id) in self._boxes
            for page in seen
            for tag in self._tags
            if self._texts.get(page, (0, 0))[0] <= tag.start < self._texts.get(page, (0, 0))[1]
        )

    @property
    def end_in_view(self) -> bool:
        """Whether the end of the last page can be seen."""
        bar = self.verticalScrollBar()
        return bool(self._sizes) and not self._problem and bar.value() >= bar.maximum() - 4

    def go_to(self, page: int) -> None:
        """Bring a page into view, from 0."""
        self._wanted_page = max(0, min(page, len(self._sizes) - 1))
        if self._sizes:
            self.verticalScrollBar().setValue(round(self._tops[self._wanted_page]))

    # ---- where things are

    @property
    def _width(self) -> int:
        """The width of a page in the view."""
        room = self.viewport().width() - look.px(_MARGIN) - 2 * look.px(12)
        return max(look.px(160), min(room, look.px(_WIDEST)))

    @property
    def _left(self) -> int:
        return max(look.px(12), (self.viewport().width() - self._width - look.px(_MARGIN)) // 2)

    def _measure(self) -> None:
        page = self.page if self._sizes else 0
        within = self.verticalScrollBar().value() - self._tops[page] if page < len(self._tops) else 0
        gap = look.px(_GAP)
        self._tops = [
            0.0,
            *accumulate(self._width * height / wide + gap for wide, height in self._sizes),
        ]
        bar = self.verticalScrollBar()
        bar.blockSignals(True)
        bar.setRange(0, max(0, round(self._tops[-1] + gap) - self.viewport().height()))
        bar.setPageStep(max(1, self.viewport().height() - look.px(48)))
        bar.setSingleStep(look.px(48))
        if page < len(self._tops):
            bar.setValue(round(self._tops[page] + within))
        bar.blockSignals(False)
        self._stripes.clear()
        self._soon.start()
        self.viewport().update()

    def _box_of(self, page: int) -> QRectF:
        """A page in the view."""
        top = self._tops[page] + look.px(_GAP) - self.verticalScrollBar().value()
        return QRectF(self._left, top, self._width, self._tops[page + 1] - self._tops[page] - look.px(_GAP))

    def _in_view(self, near: float = 0) -> range:
        if not self._sizes:
            return range(0)
        value = self.verticalScrollBar().value()
        first = max(0, bisect_right(self._tops, value - near) - 1)
        last = min(
            len(self._sizes) - 1, bisect_right(self._tops, value + self.viewport().height() + near) - 1
        )
        return range(first, last + 1)

    # ---- asking for pictures

    def _ask(self) -> None:
        """Ask for the pages in view first, then those beside them, and for the places of their tags."""
        if self._drawer is None or self._opened is None or self._problem or not self.isVisible():
            return
        width = round(self._width * self.devicePixelRatioF())
        seen = self._in_view()
        near = [page for page in self._in_view(self.viewport().height()) if page not in seen]
        self._drawer.want(frozenset(page + 1 for page in [*seen, *near]))
        for page in [*seen, *near]:
            kept = self._images.get(page)
            if kept is None or kept[0] != width:
                self._drawer.draw(page + 1, width)
        for page in seen:
            self._ask_spots(page)

    def _ask_spots(self, page: int) -> None:
        assert self._drawer is not None
        start, end = self._texts.get(page, (0, 0))
        spots = [
            Spot(f"{tag.id}", tag.start - start, min(tag.end, end) - start)
            for tag in self._tags
            if start <= tag.start < end and (page, tag.id) not in self._spots_asked
        ]
        if spots:
            self._spots_asked.update((page, each.key) for each in spots)
            self._drawer.spot(page + 1, spots)

    def _sized(self, sizes: list[tuple[float, float]]) -> None:
        self._sizes = sizes or self._sizes
        page = self._wanted_page
        self._measure()
        if page:
            self.go_to(page)
        self._soon.start()

    def _drawn(self, page: int, width: int, image: QImage) -> None:
        self._images[page - 1] = (width, image)
        self._images.move_to_end(page - 1)
        while len(self._images) > _KEPT:
            self._images.popitem(last=False)
        self.viewport().update()

    def _spotted(self, page: int, found: dict[str, list[Box]]) -> None:
        for key, boxes in found.items():
            self._boxes[page - 1, key] = boxes
        self._stripes.pop(page - 1, None)
        self.viewport().update()

    def _failed(self, sentence: str) -> None:
        self._problem = sentence
        self.setAccessibleDescription(sentence)
        self.viewport().update()

    # ---- tags on a page

    def _tags_on(self, page: int) -> list[tuple[PassageTag, list[QRectF]]]:
        box = self._box_of(page)
        found = []
        for tag in self._tags:
            boxes = self._boxes.get((page, tag.id))
            if boxes:
                rects = [
                    QRectF(
                        box.left() + each.left * box.width(),
                        box.top() + each.top * box.height(),
                        (each.right - each.left) * box.width(),
                        (each.bottom - each.top) * box.height(),
                    )
                    for each in boxes
                ]
                found.append((tag, rects))
        return found

    def _stripes_of(self, page: int, tags: list[tuple[PassageTag, list[QRectF]]]) -> list[Placed]:
        kept = self._stripes.get(page)
        if kept is None:
            top = self._box_of(page).top()
            stripes = [
                Stripe(
                    tag.id,
                    min(rect.top() for rect in rects) - top,
                    max(max(rect.bottom() for rect in rects), min(rect.top() for rect in rects) + 8) - top,
                )
                for tag, rects in tags
            ]
            kept = self._stripes[page] = place(stripes, look.line("mark") + 2)
        return kept

    def _tag_under(self, point: QPointF) -> PassageTag | None:
        for page in self._in_view():
            box = self._box_of(page)
            tags = self._tags_on(page)
            for tag, rects in tags:
                if any(rect.contains(point) for rect in rects):
                    return tag
            known = {tag.id: tag for tag, _ in tags}
            for each in self._stripes_of(page, tags):
                stripe, label = self._stripe_boxes(box, each)
                if stripe.adjusted(-2, 0, 2, 0).contains(point) or label.contains(point):
                    return known.get(each.stripe.key)
        return None

    def _stripe_boxes(self, box: QRectF, each: Placed) -> tuple[QRectF, QRectF]:
        left = box.right() + look.px(10) + each.lane * look.px(7)
        stripe = QRectF(left, box.top() + each.stripe.top, look.px(4), each.stripe.bottom - each.stripe.top)
        label = QRectF(
            box.right() + look.px(32), box.top() + each.label_top, look.px(54), look.line("mark") + 1
        )
        return stripe, label

    # ---- drawing

    def _on_scroll(self) -> None:
        self._wanted_page = 0
        self._soon.start()
        self.viewport().update()
        self.setAccessibleDescription(f"Page {self.page + 1} of {len(self._sizes)}")
        self.scrolled.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The pages in view: their picture, or their paper until it has been drawn."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), look.colour("sunk"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in self._in_view():
            box = self._box_of(page)
            kept = self._images.get(page)
            # Paper stays paper in a dark window: it is a picture of what was sent.
            painter.fillRect(box, QColor("#FFFFFF"))
            if kept is not None:
                painter.drawImage(box, kept[1])
            else:
                painter.setPen(QColor("#5F6C7B"))
                painter.setFont(look.font("body"))
                said = self._problem or f"Page {page + 1} is being drawn"
                painter.drawText(
                    box.adjusted(24, 24, -24, -24),
                    Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap,
                    said,
                )
            painter.setPen(QPen(look.colour("line"), 1))
            painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))
            self._paint_tags(painter, page, box)
            painter.setFont(look.font("caption"))
            painter.setPen(look.colour("muted"))
            number = QRectF(box.left(), box.bottom() - look.px(20), box.width() - look.px(8), look.px(18))
            painter.setPen(QColor("#5F6C7B"))
            painter.drawText(
                number, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(page + 1)
            )
        painter.end()

    def _paint_tags(self, painter: QPainter, page: int, box: QRectF) -> None:
        tags = self._tags_on(page)
        placed = self._stripes_of(page, tags)
        lanes = {each.stripe.key: each.lane for each in placed}
        known = {tag.id: tag for tag, _ in tags}
        for tag, rects in tags:
            ink = QColor(tag.colour)
            ground = QColor(ink)
            ground.setAlphaF(0.16)
            for rect in rects:
                painter.fillRect(rect, ground)
                under = rect.bottom() + 1 + (lanes.get(tag.id, 0) % 3) * 2.5
                painter.fillRect(QRectF(rect.left(), under, rect.width(), 1.5), ink)
        painter.setFont(look.font("mark"))
        for each in placed:
            tag = known[each.stripe.key]
            stripe, label = self._stripe_boxes(box, each)
            painter.fillRect(stripe, theme_ink(tag.colour))
            painter.setPen(theme_ink(tag.colour))
            painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, tag.code)

    # ---- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, page keys, Home and End scroll; J and K go from page to page."""
        bar = self.verticalScrollBar()
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Down:
                bar.setValue(bar.value() + bar.singleStep())
            case Qt.Key.Key_Up:
                bar.setValue(bar.value() - bar.singleStep())
            case Qt.Key.Key_PageDown:
                bar.setValue(bar.value() + bar.pageStep())
            case Qt.Key.Key_PageUp:
                bar.setValue(bar.value() - bar.pageStep())
            case Qt.Key.Key_Space:
                bar.setValue(bar.value() + (-bar.pageStep() if back else bar.pageStep()))
            case Qt.Key.Key_Home:
                bar.setValue(0)
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case Qt.Key.Key_J if not back:
                self.go_to(self.page + 1)
            case Qt.Key.Key_K if not back:
                self.go_to(self.page - 1)
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a tag selects its passage."""
        tag = self._tag_under(event.position())
        if tag is not None:
            self.pressed_tag.emit(tag.id)

    def viewportEvent(self, event: QEvent) -> bool:
        """The name of a theme beside its tag."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            tag = self._tag_under(QPointF(event.pos()))
            if tag is not None:
                QToolTip.showText(event.globalPos(), f"<qt>{escape(f'{tag.code}, {tag.name}')}</qt>", self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width is drawn anew."""
        super().resizeEvent(event)
        self._measure()

    def showEvent(self, event: QShowEvent) -> None:
        """Coming into view asks for its pages."""
        super().showEvent(event)
        self._soon.start()
