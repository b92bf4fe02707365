"""The chronology: every service's events in one table, and the way in for what agencies send."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.desk import THESE, Desk
from ui.dialogs.files import CHRONOLOGIES, ask_open
from ui.menus import Menu
from ui.place import Place
from ui.places.chronology.acts import Acts
from ui.places.chronology.importing import ImportPage
from ui.places.chronology.inspector import EventInspector
from ui.places.chronology.new_event import NewEvent
from ui.places.chronology.table import TablePage
from ui.wording import count
from workbench.casefile import Broadcast
from workbench.chronology.combined import CombinedChronology
from workbench.listing import Ask
from workbench.materials import materials
from workbench.people import services

IMPORT = "import"
"""The thing to go to for the import: `desk.go("chronology", "import")`."""


class ChronologyPlace(Place):
    """The place. It shows the table, or an import."""

    key: ClassVar[str] = "chronology"
    title: ClassVar[str] = "Chronology"
    icon: ClassVar[str] = "table-2"
    purpose: ClassVar[str] = (
        "Every agency’s record in one table, in the order things happened: read, correct, link and mark it, "
        "and bring in what agencies send."
    )
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("J / K", "Next and previous row"),
        ("Shift+arrows, Ctrl+click", "Choose several rows"),
        ("Enter", "Go to the inspector; Esc goes back to the rows"),
        ("1 – 9", "Put one of the themes used last on the rows; settle the doubt in focus"),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.acts = Acts(desk, self)
        self.inspector = EventInspector(desk, self.acts)
        self.page = TablePage(desk, self.inspector, self.acts)
        self.frame = self.lay_out(self.page, right=self.inspector)
        self._importing: ImportPage | None = None
        self._loaded = False
        self.page.import_asked.connect(self.ask_files)
        self.page.new_asked.connect(self.new_event)
        self.page.counted.connect(self._say_doubts)
        self.page.table.customContextMenuRequested.connect(self._menu)
        self._add_commands()

    @property
    def importing(self) -> ImportPage:
        """The page of the import; made when it is first asked for, so that a case opens without it."""
        if self._importing is None:
            self._importing = ImportPage(self.desk)
            self._importing.hide()
            self.body.addWidget(self._importing, 1)
            self._importing.over.connect(self._import_over)
            self._importing.said.connect(self.said)
        return self._importing

    @property
    def _import_under_way(self) -> bool:
        return self._importing is not None and self._importing.under_way

    def _add_commands(self) -> None:
        rows, one = self._rows, self._one
        add = self.command
        acts, page = self.acts, self.page
        table = self._table_shown
        add(
            "import",
            "Import a chronology…",
            self.ask_files,
            "Ctrl+I",
            icon="download",
            words="word excel csv bring in",
            changes=True,
        )
        add(
            "new",
            "New event…",
            self.new_event,
            "Ins",
            icon="plus",
            can=table,
            words="by hand add",
            changes=True,
        )
        reading = self._import_shown
        add(
            "bring",
            "Bring the events in",
            lambda: self.importing.bring_in(),
            "Ctrl+Return",
            icon="download",
            can=reading,
            changes=True,
        )
        add(
            "later",
            "Leave this file for later",
            lambda: self.importing.leave(),
            icon="clock",
            can=reading,
            changes=True,
        )
        add(
            "columns",
            "Which column holds what",
            lambda: self.importing.columns_button.click(),
            icon="columns-3",
            can=reading,
            words="map heading",
        )
        add("filter", "Filter rows", lambda: page.filters.box.start(), "/", icon="funnel", can=table)
        add(
            "dates",
            "Events between dates…",
            page.filters.ask_dates,
            icon="calendar",
            can=table,
            words="filter",
        )
        add("clear", "Clear all filters", page.filters.clear, can=table)
        add(
            "key",
            "Mark as key, or take the mark off",
            rows(acts.toggle_key),
            "*",
            "S",
            icon="star",
            can=table,
            changes=True,
        )
        add(
            "tag",
            "Tag with a theme…",
            rows(lambda ids: acts.tags.ask(ids, page.table.viewport(), page.chosen_box())),
            "T",
            icon="tag",
            can=table,
            words="theme code",
            changes=True,
        )
        add(
            "scope",
            "Mark out of scope, or bring back",
            rows(acts.toggle_scope),
            "O",
            icon="ban",
            can=table,
            changes=True,
        )
        add(
            "link",
            "Link as accounts of the same event",
            rows(acts.link),
            "L",
            icon="link-2",
            can=table,
            changes=True,
        )
        add(
            "unlink",
            "Unlink from the other accounts",
            one(acts.unlink),
            "Shift+L",
            icon="unlink",
            can=table,
            changes=True,
        )
        add(
            "compare", "Compare the accounts", self.inspector.compare, "V", icon="arrow-left-right", can=table
        )
        add("note", "Write a panel note…", one(acts.note), "N", icon="sticky-note", can=table, changes=True)
        add(
            "question",
            "Ask the agency a question…",
            one(acts.question),
            "Q",
            icon="message-circle-question-mark",
            can=table,
            changes=True,
        )
        add(
            "evidence",
            "Add as evidence…",
            self._pops(acts.evidence.menu),
            "E",
            icon="scale",
            can=table,
            words="finding",
            changes=True,
        )
        add(
            "enquiry",
            "Lines of enquiry…",
            self._pops(acts.lines_menu),
            "I",
            icon="list-checks",
            can=table,
            words="kloe",
            changes=True,
        )
        add(
            "person",
            "Add a person to the event…",
            self._person,
            "P",
            icon="user-plus",
            can=table,
            changes=True,
        )
        add(
            "correct",
            "Correct…",
            self._correct,
            "C",
            icon="pencil",
            can=table,
            words="date time outcome edit",
            changes=True,
        )
        add("doubts", "Go to the doubts of this event", self._doubts, "D", icon="triangle-alert", can=table)
        add("next_doubt", "Next event with a doubt", lambda: self._next_doubt(1), "Shift+D", can=table)
        add(
            "source",
            "Open source",
            self.inspector.open_source,
            "R",
            icon="external-link",
            can=table,
            words="as written rows sent original",
        )
        add(
            "up",
            "Move up within the day",
            one(lambda event: acts.move(event, -1)),
            "Alt+Up",
            icon="arrow-up",
            can=table,
            changes=True,
        )
        add(
            "down",
            "Move down within the day",
            one(lambda event: acts.move(event, 1)),
            "Alt+Down",
            icon="arrow-down",
            can=table,
            changes=True,
        )

    # ---- the frame asks

    def shown(self) -> None:
        """Show the rows as they are now."""
        if not self._loaded:
            self._loaded = True
            self.page.refresh()
            if self.page.model.count and not self.page.table.current_id:
                self.page.table.choose_first()
        self.inspector.catch_up()
        self._say_doubts(self.page.open_doubts)
        if self._importing is not None:
            self._importing.refresh_later(self.page.import_button)

    def start(self) -> QWidget | None:
        """The rows, or the first doubt of an import."""
        if self._import_under_way:
            return self.importing.start()
        if self.page.model.count:
            return self.page.table
        return self.page.nothing.button if not self.page.filters.held else self.page.none_match.button

    def show_thing(self, thing: str) -> None:
        """Stand on an event; show some events, or a file's; or start an import."""
        if thing == IMPORT:
            self.ask_files()
            return
        if self._import_under_way:
            self._show_import(False)
        if thing == THESE and self.desk.these is not None:
            self.page.filters.hold_these(self.desk.these)
            self.page.table.choose_first()
            self.page.to_rows()
            return
        if self.page.choose(thing):
            return
        material = next((one for one in self.desk.read(materials) if one.id == thing), None)
        if material is not None:
            self.page.filters.hold_material(material.id)
            self.page.table.choose_first()

    def heard(self, broadcast: Broadcast) -> None:
        """Something was changed."""
        self.page.heard(broadcast)
        self.inspector.heard(broadcast, seen=self.isVisible())
        if self._importing is not None:
            self._importing.heard(broadcast)

    def switched(self) -> None:
        """Names have become anonymous, or named again. An import is closed meanwhile: it shows what was sent."""
        if self._importing is not None and self._importing.isVisible() and self.desk.anonymous:
            self._importing.leave()
            self._show_import(False)
        self.page.filters.switched()
        self.page.refresh()
        self.inspector.switched()

    def stands_on(self) -> str:
        """The row."""
        return self.page.table.current_id

    def panes(self) -> Sequence[QWidget]:
        """The rows and the inspector, or the parts of an import."""
        if self._importing is not None and self._importing.isVisible():
            return self._importing.panes()
        return super().panes()

    def take_files(self, files: Sequence[Path]) -> bool:
        """Chronologies dropped on the window are read."""
        self.import_files(files)
        return True

    def let_go(self) -> None:
        """The case closes."""
        if self._importing is not None:
            self._importing.drop_all()
        super().let_go()

    # ---- importing

    def ask_files(self) -> None:
        """Go on with what was left for later, or ask for files."""
        if self.importing.under_way:
            self._show_import(True)
            return
        if self.importing.later:
            self.importing.later_menu(self.page.import_button, self._choose_files, self._go_on)
            return
        self._choose_files()

    def _choose_files(self) -> None:
        ask_open(
            self.window(),
            "Import chronologies",
            self.import_files,
            kinds=(CHRONOLOGIES, "All files (*)"),
            many=True,
            button="Read",
        )

    def import_files(self, files: Sequence[Path]) -> None:
        """Read files, one after the other, and show what was understood."""
        if files:
            self._show_import(True)
            self.importing.read(files)

    def _go_on(self, number: int) -> None:
        self._show_import(True)
        self.importing.go_on(number)

    def _show_import(self, on: bool) -> None:
        self.importing.setVisible(on)
        self.frame.setVisible(not on)
        if not on:
            self._say_doubts(self.page.open_doubts)

    def _import_over(self, material_id: str, name: str) -> None:
        """Show the rows again; those just brought in, where there are any."""
        self._show_import(False)
        if material_id:
            self.page.filters.hold_material(material_id)
            self.page.refresh()
            self.page.table.choose_first()
        self.importing.refresh_later(self.page.import_button)
        target = self.start()
        if target is not None and self.isVisible():
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- acts by key

    def _import_shown(self) -> bool:
        page = self._importing
        return page is not None and page.isVisible() and page.draft is not None

    def _table_shown(self) -> bool:
        return self.frame.isVisible()

    def _rows(self, act: Callable[[Sequence[str]], object]) -> Callable[[], object]:
        def run() -> None:
            ids = self.page.ids
            if ids:
                act(ids)

        return run

    def _one(self, act: Callable[[str], object]) -> Callable[[], object]:
        def run() -> None:
            current = self.page.table.current_id
            if current:
                act(current)

        return run

    def _pops(self, build: Callable[[Sequence[str]], Menu]) -> Callable[[], object]:
        return self._rows(lambda ids: build(ids).open_at(self.page.menu_point()))

    def _person(self) -> None:
        current = self.page.table.current_id
        if current:
            self.acts.person_menu(current).open_at(self.page.menu_point())

    def _correct(self) -> None:
        ids = self.page.ids
        if len(ids) > 1:
            self.acts.correct_menu(ids).open_at(self.page.menu_point())
        elif ids:
            self.inspector.fields_menu().open_at(self.page.menu_point())

    def _doubts(self) -> None:
        if not self.inspector.focus_doubts():
            self._next_doubt(1)

    def _next_doubt(self, by: int) -> None:
        """Go to the next event that has an open doubt, round the end."""
        ids = self.page.model.ids()
        asked = Ask({**self.page.model.ask.filters, "doubts": True})
        doubted = set(self.desk.read(lambda session: CombinedChronology().ids(session, asked)))
        here = self.page.table.current_id
        at = ids.index(here) if here in ids else -1
        order = [*ids[at + 1 :], *ids[: at + 1]] if by > 0 else [*ids[:at][::-1], *ids[at:][::-1]]
        found = next((each for each in order if each in doubted), None)
        if found is None:
            self.desk.notice("No event here has an open doubt.", "good")
            return
        self.page.table.choose(found)
        self.inspector.focus_doubts()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the inspector goes back to the rows."""
        focus = self.focusWidget()
        if (
            event.key() == Qt.Key.Key_Escape
            and self.frame.isVisible()
            and focus is not None
            and self.inspector.isAncestorOf(focus)
        ):
            self.page.to_rows()
        else:
            super().keyPressEvent(event)

    def _menu(self, at: QPoint) -> None:
        if not self.page.ids:
            return
        commands = self.desk.commands
        menu = Menu("Event", self)
        groups = (
            ("key", "tag", "scope", "enquiry"),
            ("correct", "doubts", "person"),
            ("note", "question", "evidence"),
            ("link", "unlink", "compare"),
            ("up", "down", "source"),
        )
        for group in groups:
            for name in group:
                menu.addAction(commands.entry(f"{self.key}.{name}", menu))
            menu.addSeparator()
        menu.popup(self.page.table.viewport().mapToGlobal(at))

    # ---- by hand

    def new_event(self) -> None:
        """Ask for an event that no chronology tells."""
        if not self.desk.read(services):
            self.desk.notice(
                "An event belongs to a service, and the case has none yet.",
                "warn",
                link="Add one in Case",
                on_link=lambda: self.desk.go("case"),
            )
            return

        def made(event_id: str) -> None:
            self.page.choose(event_id)
            self.page.to_rows()
            self.desk.notice("The event is in the chronology.", "good", undo=True)

        NewEvent(self.window(), self.desk, made).show_asking()

    def _say_doubts(self, number: int) -> None:
        self.page.open_doubts = number
        if self._importing is None or not self._importing.isVisible():
            self.said.emit(f"{count(number, 'doubt')} open" if number else "")
