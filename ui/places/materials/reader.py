"""One document open for reading: its bar, the page, finding, the outline, and what stands before it opens."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Collection
from html import escape

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ui.buttons import Button, Segmented
from ui.chips import Empty
from ui.desk import Desk
from ui.places.materials.finding import FindBar
from ui.places.materials.opened import Opened, open_material, source_of
from ui.places.materials.outline import Outline
from ui.places.materials.pages_view import PagesView
from ui.places.materials.text_view import PassageTag, TextView
from ui.theme import be, look, say
from workbench.anonymity.rendering import say as as_read
from workbench.materials import keep_stop, mark_read, read_again
from workbench.shelf import tagged_between, tagged_passages
from workbench.themes.placing import place_again
from workbench.themes.tags import PassageView, passages_on

_IDLE = 1_500
_END_IN_SIGHT = 1_500
_WHOLE_IN_SIGHT = 15_000
"""Milliseconds: what fits the view as a whole has its end in sight at once, and is still to be read."""
_FEW = 400
_LONG = 100_000


class Reader(QFrame):
    """A document, or nothing yet.

    - `moved()`: the selection, the page or the tags have changed.
    - `entered()`: focus has come here, so that keys act on this one.
    - `beside_asked()`, `close_asked()`, `list_asked()`: the buttons of the bar.
    - `kept()`: where one stopped, or that one has read it, was noted.
    """

    moved = Signal()
    entered = Signal()
    beside_asked = Signal()
    close_asked = Signal()
    list_asked = Signal()
    kept = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.opened: Opened | None = None
        self.passages: list[PassageView] = []
        self._tags: list[PassageTag] = []
        self._shown_anyway: set[str] = set()
        self._two = False
        self._read_noted = ""
        self._after_opening: Callable[[], object] | None = None
        self._stop_kept: tuple[str, int, bool] | None = None
        be(self, ground="sunk")
        self.setAccessibleName("Document")
        self._bar = self._make_bar()
        self.text = TextView()
        self.pages = PagesView(desk)
        self.find_bar = FindBar(self.text)
        self.outline = Outline()
        self.outline.setParent(self)
        self.nothing = Empty("book-open", "Choose a document to read it here.")
        self.warning = Empty("eye-off", "", "Open anyway", self._open_anyway)
        self.warning.setAccessibleName("Distressing")
        self._not_now = Button("Not now", self.close_asked.emit)
        layout = self.warning.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(layout.count() - 1, self._not_now, alignment=Qt.AlignmentFlag.AlignHCenter)
        self.hidden = Empty(
            "eye-off",
            "The pages of an original show real names, so they are hidden while names are anonymous.",
        )
        self.without = Empty("file", "", "Read its text now", self._read_again)
        self.stack = QStackedWidget()
        for page in (self.nothing, self.warning, self.without, self.hidden, self.text, self.pages):
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self.find_bar)
        column.addWidget(self.stack, 1)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(_IDLE)
        self._idle.timeout.connect(self.keep_place)
        self._at_end = QTimer(self)
        self._at_end.setSingleShot(True)
        self._at_end.timeout.connect(self.note_read)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(0)
        self._rest.timeout.connect(self.read_tags)
        self.text.moved.connect(self._moved)
        self.text.scrolled.connect(self._scrolled)
        self.pages.scrolled.connect(self._scrolled)
        self.pages.moved.connect(self._moved)
        self.find_bar.gone.connect(self.focus_page)
        self.outline.went.connect(self._go)
        self.outline.gone.connect(self.close_outline)
        for part in (self.text, self.pages, self.find_bar.edit, self.outline.list, self.warning.button):
            if part is not None:
                part.installEventFilter(self)
        look.changed.connect(self._dress)
        self._show_bar()

    def _make_bar(self) -> QFrame:
        bar = QFrame()
        be(bar, ground="paper", edge="below")
        bar.setFixedHeight(look.bar(48))
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(8)
        self.title = _Title()
        row.addWidget(self.title, 1)
        self.views = Segmented("Show as", (("pages", "Pages"), ("text", "Text")))
        self.views.chosen.connect(self._view_chosen)
        self.outline_button = Button("Outline", self.toggle_outline, kind="quiet", icon="list-tree")
        self.find_button = Button("Find", self.start_find, kind="quiet", icon="search", hint="Ctrl+F")
        self.beside_button = Button("Side by side", self.beside_asked.emit, kind="quiet", icon="columns-2")
        self.close_button = Button(
            "Close", self.close_asked.emit, kind="quiet", icon="x", name="Close this side"
        )
        for part in (
            self.views,
            self.outline_button,
            self.find_button,
            self.beside_button,
            self.close_button,
        ):
            row.addWidget(part)
        self.to_list_button = Button(
            "", self.list_asked.emit, kind="quiet", icon="arrow-left", name="Back to the list of documents"
        )
        row.insertWidget(0, self.to_list_button)
        self.to_list_button.hide()
        return bar

    def _dress(self) -> None:
        self._bar.setFixedHeight(look.bar(48))
        self._place_outline()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow pane the bar keeps the title, and what has keys of its own stands back."""
        super().resizeEvent(event)
        self._place_outline()
        self._show_bar()

    def _place_outline(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()  # the find bar may have just gone
        at = self.stack.geometry()
        self.outline.setGeometry(at.left(), at.top(), min(look.px(300), at.width()), at.height())

    # ---- opening

    @property
    def material_id(self) -> str:
        """The document that is open, or waits behind its warning; "" for none."""
        return self.opened.material.id if self.opened is not None else ""

    @property
    def shows(self) -> str:
        """What is shown: text, pages, or "" for neither."""
        shown = self.stack.currentWidget()
        return "text" if shown is self.text else "pages" if shown is self.pages else ""

    @property
    def page(self) -> int | None:
        """The page in view, from 1, where there are pages."""
        return (
            self.text.page if self.shows == "text" else self.pages.page + 1 if self.shows == "pages" else None
        )

    def open(self, material_id: str, then: Callable[[], object] | None = None) -> None:
        """Open a document where one stopped; `then` follows once it is open, after its warning where it has one."""
        self.keep_place()
        self.find_bar.hide()
        self.close_outline()
        by = self._desk.the_case.by
        self.opened = self._desk.read(lambda session: open_material(session, material_id, by))
        self._after_opening = then
        self._read_noted = ""
        self._stop_kept = None
        self._show()

    def show_anew(self) -> None:
        """Show the same document as it is now, for whoever reads now, at the same place."""
        opened = self.opened
        if opened is None:
            return
        place = self.text.first_seen if self.shows == "text" else None
        selection = self.text.selection
        by = self._desk.the_case.by
        self.opened = self._desk.read(lambda session: open_material(session, opened.material.id, by))
        if self.opened is None:
            self.shut()
            return
        if self._desk.anonymous:
            self.pages.show_document(None)
        if place is not None and self.opened.material.text_id == opened.material.text_id:
            self.read_tags()
            self._show_words(place)
            self.text.select(*selection, into_view=False)
            self.text.go_to(place, top=True)
        else:
            self._show()

    def shut(self) -> None:
        """Show nothing."""
        self.keep_place()
        self.opened = None
        self.passages = []
        self.text.show_source(None)
        self.pages.show_document(None)
        self._show_page(self.nothing)
        self.moved.emit()

    def _open_anyway(self) -> None:
        self._shown_anyway.add(self.material_id)
        self._show()
        self.focus_page()

    def _show(self) -> None:
        opened = self.opened
        if opened is None:
            self.shut()
            return
        material = opened.material
        if material.distressing and material.id not in self._shown_anyway:
            self.passages = []
            self.text.show_source(None)
            self.pages.show_document(None)
            self.warning.show_sentence(
                f"“{opened.title}” is marked as distressing. Read it when you are ready, and not alone if you "
                "would rather not."
            )
            self._show_page(self.warning)
            return
        stop = opened.stop
        place = stop.place if stop is not None and not stop.pages else 0
        self._read_tags_near(place)
        if stop is not None and stop.pages and opened.has_pages and not self._desk.anonymous:
            self._show_words(0)
            self._show_drawn(stop.place)
        elif opened.has_text:
            self._show_words(place)
        elif opened.has_pages:
            self._show_drawn(stop.place if stop is not None and stop.pages else 0)
        else:
            self._show_without()
        self._scrolled()
        if self._after_opening is not None:
            then, self._after_opening = self._after_opening, None
            then()

    def _show_words(self, place: int) -> None:
        assert self.opened is not None
        self.text.show_source(source_of(self._desk, self.opened), place)
        self.text.show_tags(self._tags)
        self.text.setAccessibleName(f"Text of {self.opened.title}")
        self._show_page(self.text)

    def _show_drawn(self, page: int) -> None:
        assert self.opened is not None
        if self._desk.anonymous:
            self.pages.show_document(None)
            self._show_page(self.hidden)
            return
        self.pages.show_document(self.opened)
        self.pages.go_to(page)
        self._show_page(self.pages)

    def _show_without(self) -> None:
        assert self.opened is not None
        material = self.opened.material
        self.text.show_source(None)
        unread = material.text_id is None
        self.without.show_sentence(
            "The text of this document has not been read yet."
            if unread
            else "There are no words in this document. Its original can be saved out and looked at elsewhere."
        )
        if self.without.button is not None:
            self.without.button.setVisible(unread)
        self._show_page(self.without)

    def _read_again(self) -> None:
        material_id = self.material_id
        case = self._desk.the_case

        def done(failed: object) -> None:
            if isinstance(failed, list) and failed:
                self._desk.notice(failed[0].sentence, "warn")
            elif self.material_id == material_id:
                self.open(material_id)

        self._desk.work(
            "Reading the document",
            lambda report: read_again(case, [material_id], moved=place_again, report=report),
            finished=done,
            changes=True,
        )

    def _show_page(self, page: QWidget) -> None:
        self.stack.setCurrentWidget(page)
        self._show_bar()
        self.moved.emit()

    def _show_bar(self) -> None:
        opened = self.opened
        title = opened.title if opened is not None else ""
        self.title.setText(title)
        self.title.setToolTip(f"<qt>{escape(title)}</qt>" if title else "")
        self.title.setAccessibleName(title)
        self.setAccessibleName(f"Document {title}" if title else "Document")
        both = opened is not None and opened.has_pages and opened.has_text and bool(self.shows)
        self.views.setVisible(both and not self._desk.anonymous)
        self.views.choose(self.shows or "text")
        roomy = self.width() > look.px(430)
        self.outline_button.setVisible(self.shows == "text" and roomy)
        self.find_button.setVisible(bool(self.shows) and opened is not None and opened.has_text and roomy)
        self.beside_button.setVisible(bool(self.shows) and not self._two and roomy)
        self.close_button.setVisible(self._two)

    def as_one_of_two(self, two: bool) -> None:
        """Say whether another document stands beside this one."""
        self._two = two
        self._show_bar()

    def _view_chosen(self, key: str) -> None:
        self.show_as(key)
        self.focus_page()

    def show_as(self, key: str) -> None:
        """Show the text, or the pages as drawn, at the page one stands on."""
        if self.opened is None or key == self.shows or not self.shows:
            return
        if key == "pages" and self.opened.has_pages and not self._desk.anonymous:
            page = self.text.page
            self._show_drawn((page or 1) - 1)
        elif key == "text" and self.opened.has_text:
            page = self.pages.page + 1
            self._show_page(self.text)
            source = self.text.source
            if source is not None and self.text.page != page:
                start = next((part.start for part in source.parts if part.page == page), 0)
                self.text.select(start, start, into_view=False)
                self.text.go_to(start, top=True)
        self._show_bar()

    def focus_page(self) -> None:
        """Give the keyboard to what is shown."""
        target = self.page_widget
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def page_widget(self) -> QWidget | None:
        """What takes the keyboard first."""
        shown = self.stack.currentWidget()
        if shown in (self.text, self.pages):
            return shown
        if shown is self.warning:
            return self.warning.button
        if shown is self.without and self.without.button is not None and self.without.button.isVisible():
            return self.without.button
        return None

    # ---- tags

    def read_tags(self) -> None:
        """Read the tags of the document, and show them."""
        self._rest.stop()
        if self.opened is None or self._desk.case is None:
            return
        material_id = self.material_id
        self.passages = [
            each for each in self._desk.read(lambda session: passages_on(session, material_id)) if each.placed
        ]
        self._show_tags()

    def _read_tags_near(self, place: int) -> None:
        """Of a long document read the tags near to what is seen first, and the rest when it has been shown."""
        assert self.opened is not None
        if (self.opened.material.characters or 0) <= _LONG:
            self.read_tags()
            return
        material_id, near = self.material_id, _LONG // 2
        self.passages = self._desk.read(
            lambda session: tagged_between(session, material_id, place - near, place + near)
        )
        self._rest.start()
        self._show_tags()

    def tags_changed(self, tag_ids: Collection[str]) -> None:
        """Some tags were put, altered or taken: read those again, and not ten thousand others."""
        if self.opened is None:
            return
        if len(tag_ids) > _FEW or self._rest.isActive():
            self.read_tags()
            return
        now = self._desk.read(lambda session: tagged_passages(session, list(tag_ids)))
        here = [each for each in now if each.material_id == self.material_id and each.placed]
        kept = [each for each in self.passages if each.id not in tag_ids]
        if not here and len(kept) == len(self.passages):
            return
        self.passages = kept
        for each in here:
            insort(self.passages, each, key=_in_text)
        self._show_tags()

    def _show_tags(self) -> None:
        # Each name is rendered once, and not once for every passage.
        names = {each.theme: each.theme_name for each in self.passages}
        shown = {theme: as_read(name) for theme, name in names.items()}
        self._tags = [
            PassageTag(each.id, each.start, each.end, each.theme, shown[each.theme], each.colour)
            for each in self.passages
        ]
        self.text.show_tags(self._tags)
        self.pages.show_tags(self._tags)
        self.moved.emit()

    def step_tag(self, by: int) -> None:
        """Select the next tagged passage (1), or the one before (-1)."""
        places = sorted({(each.start, each.end) for each in self.passages})
        if not places:
            self._desk.notice("No passage of this document is tagged yet. Select one and press T.")
            return
        here = self.text.selection
        if by > 0:
            found = next((place for place in places if place > here), None)
        else:
            found = next((place for place in reversed(places) if place < here), None)
        if found is None:
            self._desk.notice(
                "That was the last tagged passage." if by > 0 else "That was the first tagged passage."
            )
            return
        self.show_passage(*found)

    def show_passage(self, start: int, end: int) -> None:
        """Select a passage and bring it into view, as text."""
        if self.opened is None or not self.opened.has_text:
            return
        if self.shows != "text":
            self.show_as("text")
        whole = self.opened.material.characters or 0
        self.text.select(min(start, whole), min(end, whole))

    # ---- finding, outline

    def start_find(self) -> None:
        """Open the find bar."""
        if self.opened is None or not self.opened.has_text or not self.shows:
            return
        if self.shows != "text":
            self.show_as("text")
        self.find_bar.start(self.text.selected_words())

    def toggle_outline(self) -> None:
        """Open the outline, or close it."""
        if self.outline.isVisible():
            self.close_outline()
            self.focus_page()
        elif self.shows == "text":
            self.outline.show_source(self.text.source)
            self._place_outline()
            self.outline.show()
            self.outline.raise_()
            here, first = self.text.selection[0], self.text.first_seen
            self.outline.stand_at(here if first <= here <= self.text.last_seen else first)
            self.outline.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_outline(self) -> None:
        """Close it."""
        had = self.outline.isVisible() and self.outline.isAncestorOf(self.focusWidget() or self)
        self.outline.hide()
        if had:
            self.focus_page()

    def _go(self, place: int) -> None:
        self.outline.hide()
        self.text.select(place, place, into_view=False)
        self.text.go_to(place, top=True)
        self.focus_page()

    # ---- where one stopped

    def keep_place(self) -> None:
        """Note where one is, without a word."""
        self._idle.stop()
        if self.opened is None or not self.shows or self._desk.case is None:
            return
        material_id, pages = self.material_id, self.shows == "pages"
        place = self.pages.page if pages else self.text.first_seen
        now = (material_id, place, pages)
        stop = self.opened.stop
        before = self._stop_kept or (
            (material_id, stop.place, stop.pages) if stop else (material_id, 0, pages)
        )
        if now == before:
            return
        if self._desk.do(
            lambda case: keep_stop(case, material_id, place, pages=pages), tell=False, aside=True
        ):
            self._stop_kept = now
            self.kept.emit()

    def note_read(self) -> None:
        """The end has stood in sight: the document is read."""
        self._at_end.stop()
        material_id = self.material_id
        if (
            not material_id
            or not self._desk.can_change
            or self._read_noted == material_id
            or not self._ended()
        ):
            return
        self._read_noted = material_id
        before = self._desk.the_case.last_change
        done = self._desk.do(lambda case: mark_read(case, material_id, True), tell=False)
        if done and self._desk.the_case.last_change != before:
            self._desk.notice("You have come to the end: marked as read.", "good", undo=True)

    def _ended(self) -> bool:
        if self.shows == "text":
            return self.text.end_in_view
        return self.shows == "pages" and self.pages.end_in_view

    def _scrolls(self) -> bool:
        shown = self.text if self.shows == "text" else self.pages
        return shown.verticalScrollBar().maximum() > 0

    def _scrolled(self) -> None:
        self._idle.start()
        if self._ended() and self.isVisible():
            self._at_end.start(_END_IN_SIGHT if self._scrolls() else _WHOLE_IN_SIGHT)
        else:
            self._at_end.stop()
        self.moved.emit()

    def _moved(self) -> None:
        self.moved.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Focus in any part is focus here."""
        if event.type() == QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            self.entered.emit()
        return False


def _in_text(passage: PassageView) -> tuple[int, int]:
    return passage.start, passage.end


class _Title(QLabel):
    """The name of the document, with an ellipsis where there is too little room for it."""

    def __init__(self) -> None:
        super().__init__()
        say(self, "heading")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setFont(look.font("heading"))
        painter.setPen(look.colour("ink"))
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
