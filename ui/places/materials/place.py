"""Materials: every document of the case in one list, and the reader beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import QSplitter, QWidget

from ui.chips import Empty
from ui.desk import Desk
from ui.dialogs.files import ANY, ask_save
from ui.dialogs.sentence import ask_sentence
from ui.menus import Menu, under
from ui.place import Place
from ui.places.materials.inspector import ReaderInspector
from ui.places.materials.opened import Address
from ui.places.materials.reader import Reader
from ui.places.materials.shelf_list import ShelfList
from ui.places.materials.taking_in import TakingIn
from ui.tagging import TagPopup, used_last
from ui.wording import count
from workbench.casefile import Broadcast
from workbench.materials import (
    MaterialView,
    mark_distressing,
    mark_read,
    materials,
    remove_material,
    rename_material,
    save_original,
    set_service,
)
from workbench.people import services
from workbench.shelf import on_shelf, tagged_passage, title_of
from workbench.themes.tags import tag_passage, untag

_ABOUT_DOCUMENTS = frozenset(
    {"material", "service", "read_by", "event", "finding", "evidence", "panel_member", "person", "theme"}
)


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
        self.inspector = ReaderInspector(desk, self.tag)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.readers: list[Reader] = []
        self.current = self._add_reader()
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
        self.list.chosen.connect(self._chosen)
        self.list.add_asked.connect(self.taking_in.menu)
        self.list.menu_asked.connect(self._list_menu)
        self.list.table.removal_asked.connect(self._remove)
        self.list.model.reread.connect(self._show_empty)
        self.taking_in.ended.connect(self._taken_in)
        self._say_soon = QTimer(self)
        self._say_soon.setSingleShot(True)
        self._say_soon.setInterval(0)
        self._say_soon.timeout.connect(self._say)
        self._add_commands()
        self._show_empty()
        self.inspector.show_reader(self.current)

    def _add_commands(self) -> None:
        add = self.command
        chosen, page, words = self._has_chosen, self._page_shown, self._text_shown
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
        add("filter", "Filter documents", self.list.box.start, "/", icon="funnel")
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
            self._read_words,
            self._toggle_read,
            "Ctrl+R",
            icon="circle-check",
            can=chosen,
            changes=True,
            words="mark read unread",
        )
        add(
            "distressing",
            self._distressing_words,
            self._toggle_distressing,
            icon="eye-off",
            can=chosen,
            changes=True,
            words="mark distressing warning",
        )
        add(
            "rename",
            "Rename the document…",
            self._rename,
            "F2",
            icon="pencil",
            can=chosen,
            changes=True,
            words="title call",
        )
        add(
            "service",
            "Set the service…",
            self._service_menu,
            icon="building-2",
            can=chosen,
            changes=True,
            words="whose agency",
        )
        add(
            "original",
            "Save the original…",
            self._save_original,
            icon="download",
            can=self._names_shown,
            words="export file",
        )
        add("events", "Show its events in the chronology", self._show_events, icon="table-2", can=chosen)
        add(
            "remove",
            "Remove the document",
            self._remove,
            icon="trash-2",
            can=chosen,
            changes=True,
            words="delete take out",
        )
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
        add(
            "untag",
            "Take the theme off the passage",
            self.untag,
            icon="x",
            can=words,
            changes=True,
            words="theme delete",
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

    # ---- the frame asks

    def shown(self) -> None:
        """Stand on the first document where one stands on none."""
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
            if "tag" in touched or "theme" in touched:
                reader.read_tags()
            if "material" in touched and reader.material_id in broadcast.touched["material"]:
                self._document_changed(reader)
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

    def hideEvent(self, event: object) -> None:
        """Going elsewhere keeps the place one stopped at."""
        if self.desk.case is not None:
            for reader in self.readers:
                reader.keep_place()
        super().hideEvent(event)  # type: ignore[arg-type]

    # ---- reading

    def _add_reader(self) -> Reader:
        reader = Reader(self.desk)
        reader.entered.connect(lambda: self._enter(reader))
        reader.moved.connect(lambda: self._moved(reader))
        reader.beside_asked.connect(self._open_beside)
        reader.close_asked.connect(lambda: self._close(reader))
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
        self.current.open(material_id, then)
        self.inspector.show_reader(self.current)

    def _open_and_read(self, material_id: str) -> None:
        if self.current.material_id != material_id:
            self.open(material_id)
        self.current.focus_page()

    def _open_chosen(self) -> None:
        if self.list.table.current_id:
            self._open_and_read(self.list.table.current_id)

    def _chosen(self, material_id: str) -> None:
        """Standing on a document with nothing open yet shows what is known of it; opening is a step of its own."""

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
            reader.as_one_of_two(reader is not self.readers[0], True)
        self.open(other)
        second.as_one_of_two(second is not self.readers[0], True)
        second.focus_page()

    def _close(self, reader: Reader) -> None:
        """Close the second document; the only one goes back to nothing."""
        if len(self.readers) == 1:
            reader.shut()
            self.list.table.setFocus()
            return
        reader.shut()
        self.readers.remove(reader)
        reader.hide()
        reader.setParent(None)
        reader.deleteLater()
        self.current = self.readers[0]
        self.current.as_one_of_two(False, False)
        self.inspector.show_reader(self.current)
        self.current.focus_page()

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
        by = self.desk.the_case.by
        unread = sum(not each.read for each in self.desk.read(lambda session: on_shelf(session, by)))
        parts = []
        page = self.current.page
        if page is not None and self.current.opened is not None and self.current.opened.material.pages:
            parts.append(f"Page {page} of {self.current.opened.material.pages:,}")
        parts.append(f"{unread:,} unread" if unread else "All read")
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
        here = [
            each for each in self.current.passages if each.start < max(end, start + 1) and each.end > start
        ]
        chosen = [each for each in here if each.id == self.current.text.chosen_tag]
        exact = [each for each in here if (each.start, each.end) == (start, end)]
        wanted = chosen or (exact if len(exact) == 1 else here if len(here) == 1 else [])
        if wanted:
            self._untag(wanted[0].id)
        elif here:
            menu = Menu("Take a theme off", self)
            for each in exact or here:
                menu.press(
                    f"{each.theme}   {each.theme_name}",
                    partial(self._untag, each.id),
                )
            menu.open_at(self.current.text.selection_box().bottomLeft())
        else:
            self.desk.notice("There is no theme on this passage.")

    def _untag(self, tag_id: str) -> None:
        self.desk.do(lambda case: untag(case, [tag_id]))

    def _press_tag(self, reader: Reader, tag_id: str) -> None:
        tag = next((each for each in reader.passages if each.id == tag_id), None)
        if tag is not None:
            reader.show_passage(tag.start, tag.end)
            reader.text.chosen_tag = tag_id
            reader.focus_page()

    # ---- acts on documents

    def _has_chosen(self) -> bool:
        return bool(self._ids())

    def _names_shown(self) -> bool:
        return self._has_chosen() and self.desk.can_change

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

    def _views(self) -> list[MaterialView]:
        ids = self._ids()
        return self.desk.read(lambda session: materials(session, ids)) if ids else []

    def _all_read(self) -> bool:
        ids, by = self._ids(), self.desk.the_case.by
        return all(each.read for each in self.desk.read(lambda session: on_shelf(session, by, ids)))

    def _read_words(self) -> str:
        return "Mark as unread" if self._has_chosen() and self._all_read() else "Mark as read"

    def _toggle_read(self) -> None:
        ids, on = self._ids(), not self._all_read()
        label = f"Mark {count(len(ids), 'document')} as {'read' if on else 'not read'}"

        def mark(_: object) -> None:
            for each in ids:
                mark_read(self.desk.the_case, each, on)

        if len(ids) == 1:
            self.desk.do(lambda case: mark_read(case, ids[0], on))
        else:
            self.desk.change(label, mark)

    def _distressing_words(self) -> str:
        views = self._views()
        on = bool(views) and all(each.distressing for each in views)
        return "Take the distressing mark off" if on else "Mark as distressing"

    def _toggle_distressing(self) -> None:
        views = self._views()
        on = not all(each.distressing for each in views)

        def mark(_: object) -> None:
            for each in views:
                mark_distressing(self.desk.the_case, each.id, on)

        if len(views) == 1:
            self.desk.do(lambda case: mark_distressing(case, views[0].id, on))
        elif views:
            self.desk.change(
                f"Mark {count(len(views), 'document')} as {'' if on else 'not '}distressing", mark
            )

    def _rename(self) -> None:
        views = self._views()
        if not views:
            return
        view = views[0]
        ask_sentence(
            self.window(),
            "Rename the document",
            "What the panel calls it",
            lambda title: self.desk.do(lambda case: rename_material(case, view.id, title), tell=False),
            sentence=f"Its file stays {view.name}. Left empty, it is called by that.",
            button="Rename",
            value=view.title or view.name,
        )

    def _service_menu(self) -> None:
        ids = self._ids()
        menu = Menu("Set the service", self)

        def put(service: str | None) -> None:
            def each(_: object) -> None:
                for one in ids:
                    set_service(self.desk.the_case, one, service)

            self.desk.change(f"Set the service of {count(len(ids), 'document')}", each)

        now = {view.service for view in self._views()}
        for service in self.desk.read(services):
            menu.press(
                f"{service.code}   {service.name}",
                partial(put, service.code),
                ticked=now == {service.code},
            )
        menu.addSeparator()
        menu.press("Several, or not known", lambda: put(None), ticked=now == {None})
        menu.open_at(under(self.list.add))

    def _save_original(self) -> None:
        views = self._views()
        if not views:
            return
        view = views[0]

        def put(path: Path) -> None:
            if self.desk.do(lambda case: save_original(case, view.id, path)):
                self.desk.notice(f"{view.name} was saved as it came. The history says that it left the case.")

        ask_save(self.window(), "Save the original", put, name=view.name, kinds=(ANY,))

    def _show_events(self) -> None:
        ids = self._ids()
        if ids:
            self.desk.go("chronology", ids[0])

    def _remove(self) -> None:
        views = self._views()

        def each(_: object) -> None:
            for view in views:
                remove_material(self.desk.the_case, view.id)

        if len(views) == 1:
            view = views[0]
            done = self.desk.do(lambda case: remove_material(case, view.id))
            said = f"{title_of(view.title, view.name, view.service, view.kind)} is out of the case."
        else:
            done = self.desk.change(f"Take {count(len(views), 'document')} out of the case", each)
            said = f"{count(len(views), 'document')} are out of the case."
        if done:
            self.desk.notice(said, undo=True)

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
        for name in ("tag", "untag", "next_tag", "last_tag"):
            menu.addAction(self.desk.commands.entry(f"{self.key}.{name}", menu))
        menu.addSeparator()
        for name in ("find", "outline", "view", "read"):
            menu.addAction(self.desk.commands.entry(f"{self.key}.{name}", menu))
        menu.popup(at)
