"""Materials: every document of the case in one list, and the reader beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from ui.chips import Empty
from ui.desk import Desk
from ui.evidence import Evidence
from ui.menus import Menu, under
from ui.place import Place
from ui.places.materials.acts import DocumentActs
from ui.places.materials.inspector import ReaderInspector
from ui.places.materials.opened import Address
from ui.places.materials.pictures import MAY_HOLD, show_pictures
from ui.places.materials.reader import Reader
from ui.places.materials.shelf_list import ShelfList
from ui.places.materials.taking_in import TakingIn
from ui.places.materials.waiting import DocumentsWaiting
from ui.tagging import TagPopup, used_last
from ui.theme import look
from workbench.anonymity.rendering import say as as_read
from workbench.casefile import Broadcast
from workbench.materials import materials
from workbench.shelf import tagged_passage, unread
from workbench.themes.tags import PassageView, tag_passage, untag

_ABOUT_DOCUMENTS = frozenset(
    {"material", "service", "read_by", "event", "finding", "evidence", "panel_member", "person", "theme"}
)


_ROOMY = 760
"""Room for the page and what is known of it beside each other, at 100 %."""


class MaterialsPlace(Place):
    """The place.

    `desk.go("materials", thing)` goes to a document by its id, to a passage of one by "id@start-end" (code points
    into its text), or to a tagged passage by the id of its tag.
    """

    key: ClassVar[str] = "materials"
    title: ClassVar[str] = "Materials"
    icon: ClassVar[str] = "files"
    purpose: ClassVar[str] = (
        "Every document of the case, kept as it came: read it, and tag with themes the passages that matter."
    )
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("J / K", "Next and previous document; in the reader, the next paragraph"),
        ("Enter", "Open the document; Esc goes back to the list"),
        ("Shift+arrows", "Select words in the reader; with Ctrl whole words"),
        ("1 – 9", "Tag the selection with a theme used last"),
        ("Del", "Take the theme off the selected passage"),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.list = ShelfList(desk)
        self.taking_in = TakingIn(desk, self)
        self.acts = DocumentActs(desk, self, self._ids)
        self.inspector = ReaderInspector(desk, desk.commands)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.readers: list[Reader] = []
        self._about_shown: bool | None = None
        """Whether a person wants to see what is known of the document; None while room decides."""
        self._list_asked = False
        self._unread: int | None = None
        self._counts_stale = False
        self.current = self._add_reader()
        self.documents_waiting = DocumentsWaiting(desk)
        self.body.addWidget(self.documents_waiting)
        self.frame = self.lay_out(self.split, left=self.list, right=self.inspector)
        self.nothing = Empty(
            "files",
            "Every document the agencies sent belongs here: reports, letters, e-mails, minutes. They are kept as "
            "they came, read, and can be tagged.",
            "Add documents",
            lambda: self.taking_in.menu(self.nothing.button or self),
        )
        self.body.addWidget(self.nothing, 1)
        self.list.opened.connect(self._open_and_read)
        self.list.add_asked.connect(self.taking_in.menu)
        self.list.menu_asked.connect(self._list_menu)
        self.list.table.removal_asked.connect(lambda: desk.commands.run("materials.remove"))
        self.list.model.reread.connect(self._show_empty)
        self.taking_in.ended.connect(self._taken_in)
        self._say_soon = QTimer(self)
        self._say_soon.setSingleShot(True)
        self._say_soon.setInterval(0)
        self._say_soon.timeout.connect(self._say)
        self._fit_soon = QTimer(self)
        self._fit_soon.setSingleShot(True)
        self._fit_soon.setInterval(0)
        self._fit_soon.timeout.connect(self._fit)
        look.changed.connect(self._fit_soon.start)
        self._add_commands()
        self._show_empty()
        self.inspector.show_reader(self.current)

    def _add_commands(self) -> None:
        add, acts = self.command, self.acts
        chosen, page, words = acts.able, self._page_shown, self._text_shown
        add(
            "add",
            "Add documents…",
            self.taking_in.ask_files,
            "Ctrl+I",
            icon="plus",
            changes=True,
            words="take in files pdf word",
        )
        add(
            "add_folder",
            "Add a folder of documents…",
            self.taking_in.ask_folder,
            icon="folder-open",
            changes=True,
        )
        add("filter", "Filter documents", self._filter, "/", icon="funnel")
        add("open", "Open the document", self._open_chosen, can=chosen, icon="book-open")
        add(
            "beside",
            "Side by side",
            self._open_beside,
            "Ctrl+Shift+B",
            icon="columns-2",
            can=chosen,
            words="two compare",
        )
        add(
            "read",
            acts.read_words,
            acts.toggle_read,
            "Ctrl+R",
            icon="circle-check",
            can=chosen,
            changes=True,
            words="mark read unread",
        )
        add(
            "distressing",
            acts.distressing_words,
            acts.toggle_distressing,
            icon="eye-off",
            can=chosen,
            changes=True,
            words="mark distressing warning",
        )
        add("rename", "Rename the document…", acts.rename, "F2", icon="pencil", can=chosen, changes=True)
        add(
            "service",
            "Set the service…",
            lambda: acts.service_menu(under(self.list.add)),
            icon="building-2",
            can=chosen,
            changes=True,
            words="whose agency",
        )
        add("original", "Save the original…", acts.save_original, icon="download", can=acts.able_with_names)
        add("events", "Show its events in the chronology", acts.show_events, icon="table-2", can=chosen)
        add("remove", "Remove the document", acts.remove, icon="trash-2", can=chosen, changes=True)
        add(
            "tag",
            "Tag the selected passage…",
            self.tag,
            "T",
            icon="tag",
            can=words,
            changes=True,
            words="theme code",
        )
        add("untag", "Take the theme off the passage", self.untag, icon="x", can=words, changes=True)
        add(
            "evidence",
            "Make the tagged passage evidence…",
            self.evidence,
            "E",
            icon="scale",
            can=words,
            changes=True,
            words="finding",
        )
        add(
            "pictures",
            "Show its pictures",
            self.pictures,
            "G",
            icon="image",
            can=self._may_hold_pictures,
            words="photographs unfold",
        )
        add("next_tag", "Next tagged passage", lambda: self.current.step_tag(1), "Shift+J", can=words)
        add("last_tag", "Previous tagged passage", lambda: self.current.step_tag(-1), "Shift+K", can=words)
        add(
            "find",
            "Find in this document",
            lambda: self.current.start_find(),
            "Ctrl+F",
            icon="search",
            can=page,
        )
        add(
            "outline",
            "Outline",
            lambda: self.current.toggle_outline(),
            "Ctrl+Shift+O",
            icon="list-tree",
            can=words,
            words="headings contents",
        )
        add("view", "Change between pages and text", self._other_view, "P", icon="file-text", can=page)
        add(
            "about",
            "Show or hide what is known of it",
            self._toggle_about,
            "I",
            icon="panel-right",
            can=page,
            words="inspector panel",
        )

    # ---- the frame asks

    def shown(self) -> None:
        """Stand on the first document where one stands on none, and tell what was changed meanwhile."""
        if self._counts_stale:
            self._counts_stale = False
            self.list.refresh()
        self.inspector.soon()
        if not self.list.table.current_id and self.list.model.count:
            self.list.table.choose_first()
        self._say_soon.start()

    def start(self) -> QWidget | None:
        """The page, where a document is open; the list; or the one next step."""
        if not self.list.model.count and not self.list.model.ask.filters:
            return self.nothing.button
        return self.current.page_widget or self.list.table

    def show_thing(self, thing: str) -> None:
        """Go to a document, to a passage of one, or to a tagged passage; what is not known is passed over."""
        address = Address.read(thing)
        chosen_tag = ""
        found = self.desk.read(lambda session: materials(session, [address.id]))
        if not found:
            place = self.desk.read(lambda session: tagged_passage(session, address.id))
            if place is None:
                return
            chosen_tag = address.id
            address = Address(place.material_id, place.start, place.end)
        self.list.choose(address.id)
        then: Callable[[], object] | None = None
        if address.start is not None and address.end is not None:
            start, end = address.start, address.end

            def show() -> None:
                self.current.show_passage(start, end)
                self.current.text.chosen_tag = chosen_tag

            then = show
        if self.current.material_id == address.id and self.current.shows:
            if then is not None:
                then()
        else:
            self.open(address.id, then)
        self.current.focus_page()

    def heard(self, broadcast: Broadcast) -> None:
        """Something was changed."""
        touched = broadcast.touched.keys()
        for reader in self.readers:
            if "theme" in touched:
                reader.read_tags()
            elif "tag" in touched:
                reader.tags_changed(broadcast.touched["tag"])
            if "material" in touched and reader.material_id in broadcast.touched["material"]:
                self._document_changed(reader)
        if {"material", "read_by"} & touched:
            self._unread = None
        if "material" in touched:
            self.documents_waiting.refresh()
        if "event" in touched:
            # How many came from each is counted anew when it is looked at, not with every correction elsewhere.
            self._counts_stale = not self.isVisible()
            if self.isVisible():
                self.list.refresh()
        if _ABOUT_DOCUMENTS & touched:
            self.inspector.forget()
        self._say_soon.start()

    def _document_changed(self, reader: Reader) -> None:
        if not self.desk.read(lambda session: materials(session, [reader.material_id])):
            if len(self.readers) > 1:
                self._close(reader)
            else:
                reader.shut()
        else:
            reader.show_anew()

    def switched(self) -> None:
        """Names have become anonymous, or named again."""
        self.list.add.setEnabled(self.desk.can_change)
        self.documents_waiting.refresh()
        for reader in self.readers:
            reader.show_anew()
        self.inspector.forget()
        self.inspector.refresh()
        self._say()

    def panes(self) -> Sequence[QWidget]:
        """The list, the documents, the inspector."""
        if self.nothing.isVisible():
            return [self.nothing]
        pages = [page for reader in self.readers if (page := reader.page_widget) is not None]
        return [self.list.table, *(pages or [self.split]), self.inspector]

    def take_files(self, files: Sequence[Path]) -> bool:
        """Files and folders dropped on the window are taken in."""
        self.taking_in.ask_whose(files)
        return True

    def let_go(self) -> None:
        """The case closes: where one stopped is kept."""
        for reader in self.readers:
            reader.keep_place()
            reader.pages.let_go()
        super().let_go()

    def hideEvent(self, event: QHideEvent) -> None:
        """Going elsewhere keeps the place one stopped at."""
        super().hideEvent(event)
        if self.desk.case is not None:
            for reader in self.readers:
                reader.keep_place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the reader or beside it goes back to the list."""
        focus = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape and focus is not None and not self.list.isAncestorOf(focus):
            if self.inspector.isAncestorOf(focus):
                self.current.focus_page()
            else:
                self._to_list()
        else:
            super().keyPressEvent(event)

    # ---- reading

    def _add_reader(self) -> Reader:
        reader = Reader(self.desk)
        reader.entered.connect(lambda: self._enter(reader))
        reader.moved.connect(lambda: self._moved(reader))
        reader.beside_asked.connect(self._open_beside)
        reader.close_asked.connect(lambda: self._close(reader))
        reader.list_asked.connect(self._to_list)
        reader.kept.connect(self.list.refresh)
        reader.text.pressed_tag.connect(lambda tag: self._press_tag(reader, tag))
        reader.text.digit.connect(self.tag_again)
        reader.text.removal_asked.connect(self.untag)
        reader.text.menu_asked.connect(self._text_menu)
        reader.pages.pressed_tag.connect(lambda tag: self._press_tag(reader, tag))
        self.readers.append(reader)
        self.split.addWidget(reader)
        return reader

    def open(self, material_id: str, then: Callable[[], object] | None = None) -> None:
        """Open a document in the reader that keys act on."""
        self._list_asked = False
        self.current.open(material_id, then)
        self._fit()
        self.inspector.show_reader(self.current)

    def _open_and_read(self, material_id: str) -> None:
        if self.current.material_id != material_id:
            self.open(material_id)
        self._list_asked = False
        self._fit()
        self.current.focus_page()

    def _open_chosen(self) -> None:
        if self.list.table.current_id:
            self._open_and_read(self.list.table.current_id)

    def _open_beside(self) -> None:
        """Open the document stood on in a second reader, or the one being read in both."""
        other = self.list.table.current_id or self.current.material_id
        if not other:
            return
        if len(self.readers) == 1:
            self._add_reader()
            self.split.setSizes([1, 1])
        second = next(reader for reader in self.readers if reader is not self.current)
        self.current = second
        for reader in self.readers:
            reader.as_one_of_two(True)
        self._fit()
        self.open(other)
        second.focus_page()

    def _close(self, reader: Reader) -> None:
        """Close the second document; the only one goes back to nothing."""
        if len(self.readers) == 1:
            reader.shut()
            self._to_list()
            return
        reader.shut()
        reader.pages.let_go()
        self.readers.remove(reader)
        reader.hide()
        reader.setParent(None)
        reader.deleteLater()
        self.current = self.readers[0]
        self.current.as_one_of_two(False)
        self._fit()
        self.inspector.show_reader(self.current)
        self.current.focus_page()

    # ---- room

    def _fit(self) -> None:
        """Give the page room: beside another document what is known of it stands back, and where there is room
        for one pane only, at large text, so does the list while a document is open."""
        one_pane = self.frame.orientation() == Qt.Orientation.Vertical
        left = self.list.width() if self.list.isVisible() else 0
        cramped = one_pane or len(self.readers) > 1 or self.width() - left < look.px(_ROOMY)
        if self._about_shown is None:
            self.inspector.setVisible(not cramped)
        else:
            self.inspector.setVisible(self._about_shown)
        reading = any(reader.opened is not None for reader in self.readers)
        self.list.setVisible(not (one_pane and reading and not self._list_asked))
        self.split.setVisible(not (one_pane and self._list_asked))
        for reader in self.readers:
            reader.to_list_button.setVisible(one_pane)

    def _to_list(self) -> None:
        self._list_asked = True
        self._fit()
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _filter(self) -> None:
        self._list_asked = True
        self._fit()
        self.list.box.start()

    def _toggle_about(self) -> None:
        self._about_shown = not self.inspector.isVisible()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size may give room for more panes, or for fewer."""
        super().resizeEvent(event)
        self._fit_soon.start()

    def _enter(self, reader: Reader) -> None:
        if reader is not self.current:
            self.current = reader
            self.inspector.show_reader(reader)
            self._say_soon.start()

    def _moved(self, reader: Reader) -> None:
        if reader is self.current:
            self.inspector.soon()
            self._say_soon.start()

    def _say(self) -> None:
        """At the right of the status bar: the page, and how much is unread."""
        if self.desk.case is None:
            return
        if self._unread is None:
            by = self.desk.the_case.by
            self._unread = self.desk.read(lambda session: unread(session, by))
        parts = []
        page = self.current.page
        if page is not None and self.current.opened is not None and self.current.opened.material.pages:
            parts.append(f"Page {page} of {self.current.opened.material.pages:,}")
        parts.append(f"{self._unread:,} unread" if self._unread else "All read")
        self.said.emit("   ".join(parts))

    def _show_empty(self) -> None:
        empty = not self.list.model.count and not self.list.model.ask.filters
        self.nothing.setVisible(empty)
        self.frame.setVisible(not empty)

    def _taken_in(self, ids: list[str]) -> None:
        if ids:
            self.list.choose(ids[0])
            if self.isVisible():
                self.list.table.setFocus()

    # ---- tags

    def tag(self) -> None:
        """Ask which theme to put on the selected passage, or to take off it; the list stands clear of the passage."""
        text = self.current.text
        start, end = text.selection
        if start == end:
            text.step_piece(1)
            start, end = text.selection
        if start == end:
            return
        here = {
            each.theme_id: each.id for each in self.current.passages if (each.start, each.end) == (start, end)
        }
        box = text.selection_box()
        anchor = QRect(self.mapFromGlobal(box.topLeft()), box.size())

        def chosen(theme_id: str, on: bool) -> None:
            if on:
                self._tag_with(theme_id)
            else:
                self.desk.do(lambda case: untag(case, [here[theme_id]]))

        TagPopup.ask(self, anchor, self.desk, chosen, current=list(here))

    def tag_again(self, number: int) -> None:
        """Tag the selected passage with one of the themes used last, by its number from 1."""
        start, end = self.current.text.selection
        if start == end:
            self.desk.notice("Select the words to be tagged first.")
            return
        last = used_last(self.desk)
        if number <= len(last):
            self._tag_with(last[number - 1].id)

    def _tag_with(self, theme_id: str) -> None:
        reader = self.current
        start, end = reader.text.selection
        self.desk.do(lambda case: tag_passage(case, reader.material_id, start, end, theme_id))

    def untag(self) -> None:
        """Take the theme that is chosen, or the only one, off the selected passage."""
        start, end = self.current.text.selection
        here = self._tags_here()
        chosen = [each for each in here if each.id == self.current.text.chosen_tag]
        exact = [each for each in here if (each.start, each.end) == (start, end)]
        wanted = chosen or (exact if len(exact) == 1 else here if len(here) == 1 else [])
        if wanted:
            self._untag(wanted[0].id)
        elif here:
            menu = Menu("Take a theme off", self)
            for each in exact or here:
                menu.press(
                    f"{each.theme}   {as_read(each.theme_name)}",
                    partial(self._untag, each.id),
                )
            menu.open_at(self.current.text.selection_box().bottomLeft())
        else:
            self.desk.notice("There is no theme on this passage.")

    def evidence(self) -> None:
        """Ask for which finding, or against which, the tagged passage is evidence."""
        here = self._tags_here()
        if not here:
            self.desk.notice("Evidence rests on a tagged passage: press T to tag this one first.")
            return
        chosen = [each for each in here if each.id == self.current.text.chosen_tag]
        menu = Evidence(self.desk, self).menu((), [each.id for each in chosen or here[:1]])
        menu.open_at(self.current.text.selection_box().bottomLeft())

    def _tags_here(self) -> list[PassageView]:
        """The tags on what is selected; those on exactly that first."""
        start, end = self.current.text.selection
        here = [
            each for each in self.current.passages if each.start < max(end, start + 1) and each.end > start
        ]
        return sorted(here, key=lambda each: (each.start, each.end) != (start, end))

    def pictures(self) -> None:
        """Show the pictures in the document, which stay folded until then."""
        if self.current.opened is not None and self._may_hold_pictures():
            show_pictures(self.desk, self, self.current.opened)

    def _may_hold_pictures(self) -> bool:
        opened = self.current.opened
        shows = bool(self.current.shows) and not self.desk.anonymous
        return shows and opened is not None and opened.material.kind in MAY_HOLD

    def _untag(self, tag_id: str) -> None:
        self.desk.do(lambda case: untag(case, [tag_id]))

    def _press_tag(self, reader: Reader, tag_id: str) -> None:
        tag = next((each for each in reader.passages if each.id == tag_id), None)
        if tag is not None:
            reader.show_passage(tag.start, tag.end)
            reader.text.chosen_tag = tag_id
            reader.focus_page()

    # ---- acts

    def _page_shown(self) -> bool:
        return bool(self.current.shows)

    def _text_shown(self) -> bool:
        return self.current.shows == "text"

    def _ids(self) -> list[str]:
        """The documents an act is about: those chosen in the list, or the one being read where focus is there."""
        focus = self.focusWidget()
        if focus is not None and self.split.isAncestorOf(focus) and self.current.material_id:
            return [self.current.material_id]
        return self.list.ids

    def _other_view(self) -> None:
        self.current.show_as("pages" if self.current.shows == "text" else "text")
        self.current.focus_page()

    # ---- menus

    def _list_menu(self, at: QPoint) -> None:
        menu = Menu("Document", self)
        for group in (
            ("open", "beside"),
            ("read", "distressing"),
            ("rename", "service", "events"),
            ("original", "remove"),
        ):
            for name in group:
                menu.addAction(self.desk.commands.entry(f"{self.key}.{name}", menu))
            menu.addSeparator()
        menu.popup(at)

    def _text_menu(self, at: QPoint) -> None:
        text = self.current.text
        menu = Menu("Passage", self)
        start, end = text.selection
        copy = menu.press("Copy", text.copy)
        copy.setEnabled(start != end)
        menu.addSeparator()
        for name in ("tag", "untag", "evidence", "next_tag", "last_tag"):
            menu.addAction(self.desk.commands.entry(f"{self.key}.{name}", menu))
        menu.addSeparator()
        for name in ("find", "outline", "view", "read"):
            menu.addAction(self.desk.commands.entry(f"{self.key}.{name}", menu))
        menu.popup(at)
