"""Search: every place found, by kind, each with the words around it; opened one after the other, or tagged at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QPoint, QRect, QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.buttons import Button
from ui.chips import Empty
from ui.commands import Command
from ui.desk import Desk
from ui.flow import Flow
from ui.found import PERSON, SEARCH, home_of
from ui.menus import StayMenu, under
from ui.panes import FilterBox, FilterButton, PlaceBar, column
from ui.place import Place
from ui.rows import ListingModel
from ui.tables import ListingTable
from ui.tagging import TagPopup
from ui.theme import be, look
from ui.wording import count
from workbench import search
from workbench.anonymity.rendering import say as as_read
from workbench.anonymity.rendering import say_person, say_service
from workbench.casefile import Broadcast
from workbench.listing import Ask
from workbench.people import people, services
from workbench.problems import Problem
from workbench.search import HitsListing, while_typed
from workbench.themes.tags import Place as Stretch
from workbench.themes.tags import tag_events, tag_places

PAUSE = 150
"""Milliseconds without a key before everything is asked for."""
_PLURALS: Mapping[str, str] = {
    "person": "People",
    "material": "Documents",
    "passage": "Tagged",
    "event": "Events",
    "note": "Notes",
    "finding": "Findings",
    "recommendation": "Recommendations",
    "action": "Actions",
    "theme": "Themes",
}
_FINDING = "search finds"
_COUNTING = "search counts"
_AT_ONCE = 3_000
"""Places that are tagged while the window waits; more are tagged beside it."""


class SearchPlace(Place):
    """The place. It stands on no rail: the search box and Ctrl+Shift+F lead here."""

    key: ClassVar[str] = SEARCH
    title: ClassVar[str] = "Search"
    icon: ClassVar[str] = "search"
    on_rail: ClassVar[bool] = False
    purpose: ClassVar[str] = (
        "Every place where words stand, in documents, events, notes, findings and people, with what stands round "
        'them. Words are all to be found; "a phrase" together; word* by its beginning; -not without.'
    )
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("J / K", "Next and previous place"),
        ("Enter", "Open the place where it stands"),
        ("Ctrl+PgDown / Ctrl+PgUp", "Open the next or previous place, from anywhere"),
        ("/", "Type other words"),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.listing = HitsListing()
        # It reads nothing by itself: what is found is sought beside the window, and given to it.
        self.model = ListingModel(desk, self.listing, asleep=True, parent=self)
        self.table = ListingTable(self.model, "Places found", desk.settings)
        self.tag_button = Button(
            "Tag all with…", self.tag_all, icon="tag", hint="Put one theme on every place shown", changes=True
        )
        self.bar = PlaceBar("Search", (self.tag_button, self.table.columns_button()))
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(PAUSE)
        self._typing.timeout.connect(self._ask)
        self.box = FilterBox("Search the whole case", 320)
        self.box.asked.connect(self._types)
        self.box.done.connect(self._typed)
        look.changed.connect(self._fit)
        self._fit()
        self.services = FilterButton(
            "All services", lambda: self._services_menu().popup(under(self.services))
        )
        self.who = FilterButton("Named", self._nobody)
        self.who.setToolTip("Search for words again")
        self.who.hide()
        bar = QWidget()
        be(bar, ground="paper", edge="below")
        bar.setAccessibleName("Filters")
        flow = Flow(bar, gap=6, lines=6)
        flow.setContentsMargins(12, 8, 12, 8)
        for widget in (self.box, self.who, self.services):
            flow.addWidget(widget)
        self._kinds: dict[str, FilterButton] = {}
        for kind, word in _PLURALS.items():
            button = FilterButton(word, partial(self._turn, kind))
            button.hide()
            self._kinds[kind] = button
            flow.addWidget(button)
        self.nothing = Empty(
            "search",
            "Type words to find them anywhere in the case: in documents, events, notes, findings and names.",
            "Type words",
            self.box.start,
            primary=False,
        )
        self.none_match = Empty(
            "search", "Nothing is found.", "Type other words", self.box.start, primary=False
        )
        self.rows = QStackedWidget()
        for page in (self.table, self.nothing, self.none_match):
            self.rows.addWidget(page)
        self.rows.setCurrentWidget(self.nothing)
        self.lay_out(column(self.bar, bar, self.rows, stretch=self.rows, name="Found"))
        self.table.activated_thing.connect(lambda _: self.open())
        self.table.typed.connect(self._letter)
        self.model.reread.connect(self._said_anew)
        self._words = ""
        self._person = ""
        self._within: list[str] = []
        self._codes: list[str] = []
        self._problem = ""
        self._looking = self._stale = False
        self._to_rows = False
        """Whether whoever asked is to stand on the first place once it is found."""
        can = self._has_row
        self.command("open", "Open the place", self.open, icon="external-link", can=can)
        self.command("tag", "Tag what is chosen…", self.tag_chosen, "T", icon="tag", can=can, changes=True)
        self.command("tag_all", "Tag every place shown…", self.tag_all, "Shift+T", can=can, changes=True)
        self.command("words", "Type other words", self.box.start, "/", icon="search")
        # These work from the place that a hit was opened in.
        for key, title, keys, by in (
            ("search.next", "Next place found", "Ctrl+PgDown", 1),
            ("search.previous", "Previous place found", "Ctrl+PgUp", -1),
        ):
            desk.commands.add(
                Command(key, title, partial(self.step, by), (keys,), "Go", can=self._any),
                self._window_of(desk),
            )
            self._commands.append(key)

    def _fit(self) -> None:
        """At large text the box yields, so that what can be chosen keeps to fewer lines."""
        self.box.setFixedSize(look.px(190 if look.text_size >= 150 else 320), look.px(32))

    def _window_of(self, desk: Desk) -> QWidget:
        window = desk.parent()
        return window if isinstance(window, QWidget) else self

    # ---- the frame asks

    def show_thing(self, thing: str) -> None:
        """Look for words; or, after `PERSON`, for every name of a person."""
        self._person = thing.removeprefix(PERSON) if thing.startswith(PERSON) else ""
        self._within, self._codes = [], []
        self.box.edit.blockSignals(True)
        self.box.edit.setText("" if self._person else thing)
        self.box.edit.blockSignals(False)
        self._to_rows = True
        self._ask()

    def start(self) -> QWidget | None:
        """The places, or the box where there are none."""
        return self.table if self.model.count else self.box.edit

    def heard(self, broadcast: Broadcast) -> None:
        """Something was changed; the rows have seen to themselves."""
        if self.listing.tables & broadcast.touched.keys():
            self._stale = True
            self.shown()

    def shown(self) -> None:
        """Seek anew what was changed while nobody looked."""
        if self._stale and self.isVisible():
            self._find()

    def switched(self) -> None:
        """Say everything anew for whoever reads now; words that were typed with names may hold one, and go."""
        if self.desk.anonymous and self.box.edit.text():
            self.show_thing("")
        else:
            self._show_person()
            self._find()

    # ---- asking

    def _types(self) -> None:
        self._to_rows = False
        self._typing.start()

    def _typed(self) -> None:
        self._to_rows = True
        self._ask()

    def _letter(self, text: str) -> None:
        if text == "/":
            self.box.start()

    def _ask(self) -> None:
        self._typing.stop()
        typed = self.box.edit.text().strip()
        if typed:
            self._person = ""
        self._words = while_typed(typed)
        self._show_person()
        self._find()

    def _asks(self) -> Ask:
        filters: dict[str, object] = {"within": list(self._within), "services": list(self._codes)}
        if self._person:
            filters["person"] = self._person
        else:
            filters["words"] = self._words
        return Ask(filters)

    @property
    def _asked(self) -> bool:
        """Whether anything is sought."""
        return bool(self._words.strip() or self._person)

    def _find(self) -> None:
        """Seek what is asked for beside the window: first the places, then how many there are of each kind."""
        ask = self._asks()
        self.desk.aside.drop(_COUNTING)
        if not self._asked:
            self.desk.aside.drop(_FINDING)
            self._found(ask, [])
            return
        self._stale = False
        if ask != self.model.ask:
            self._looking = True
            self.bar.say("Looking…")
        self.desk.read_aside(
            _FINDING, lambda session: self.listing.find(session, ask), partial(self._found, ask)
        )

    def _found(self, ask: Ask, keys: list[str]) -> None:
        """Show the places that were found."""
        self._looking = False
        anew = ask != self.model.ask
        self._problem = self._problem if not anew else ""
        self.listing.hold(ask, keys)
        self.model.show(ask)
        self.tag_button.setVisible(any(self._taggable(key) for key in keys[:200]))
        self._count(anew)
        to_rows, self._to_rows = self._to_rows, False
        if to_rows and keys and self.isVisible():
            if self.box.edit.hasFocus():
                self.table.setFocus()
            if not self.table.current_id:
                self.table.choose_first()

    def _nobody(self) -> None:
        self._person = ""
        self._ask()
        self.box.start()

    def _show_person(self) -> None:
        named = [one for one in self.desk.read(people) if one.id == self._person]
        self.who.setVisible(bool(named))
        self.who.hold(f"Any name of {say_person(named[0])}" if named else "")

    def _turn(self, kind: str) -> None:
        self._within = (
            [one for one in self._within if one != kind] if kind in self._within else [*self._within, kind]
        )
        self._ask()

    def _services_menu(self) -> StayMenu:
        menu = StayMenu("Services", self)

        def turn(code: str) -> None:
            self._codes = (
                [one for one in self._codes if one != code] if code in self._codes else [*self._codes, code]
            )
            self._ask()

        def everything() -> None:
            self._codes = []
            self._ask()

        menu.press("All services", everything)
        menu.addSeparator()
        for service in self.desk.read(services):
            menu.press(
                f"{service.code}   {say_service(service.name)}",
                partial(turn, service.code),
                ticked=service.code in self._codes,
            )
        return menu

    # ---- what is shown

    def _count(self, anew: bool) -> None:
        words, person, codes = self._words, self._person or None, list(self._codes)
        if not self._asked:
            self._counted({})
            return
        if anew:
            self.bar.say("Counting…")
        self.desk.read_aside(
            _COUNTING,
            lambda session: search.count(session, words, services=codes, person_id=person),
            self._counted,
            failed=lambda problem: self._counted({}, str(problem)),
        )

    def _counted(self, counts: Mapping[str, int], problem: str = "") -> None:
        """Say how many places there are of each kind, and in all."""
        self._problem = problem
        for kind, button in self._kinds.items():
            number = counts.get(kind, 0)
            button.setVisible(bool(number) or kind in self._within)
            words = f"{_PLURALS[kind]}  {number:,}"
            button.hold(words if kind in self._within else "")
            button.rename(words, f"{_PLURALS[kind]}: {count(number, 'place')}")
        self.services.hold(", ".join(self._codes))
        chosen = [number for kind, number in counts.items() if not self._within or kind in self._within]
        number = sum(chosen)
        shown = f", the first {self.model.count:,} shown" if self.model.count < number else ""
        self.bar.say(f"{count(number, 'place')}{shown}" if self._asked else "")
        self._said_anew()

    def _said_anew(self) -> None:
        self.none_match.show_sentence(self._problem or "Nothing is found.")
        page = (
            self.table
            if self.model.count
            else self.none_match
            if self._asked or self._problem
            else self.nothing
        )
        if self.rows.currentWidget() is not page:
            self.rows.setCurrentWidget(page)

    def _has_row(self) -> bool:
        return bool(self.table.current_id) and not self._looking

    def _any(self) -> bool:
        return self.desk.case is not None and bool(self.model.count)

    # ---- opening

    def open(self) -> None:
        """Open what one stands on where it stands."""
        current = self.table.current_id
        if not current:
            return
        hit = self.desk.read(lambda session: self.listing.hits(session, [current])).get(current)
        if hit is None:
            self.desk.tell(Problem("That is no longer in the case.", "It may have been undone; see History."))
            return
        self.desk.go(*home_of(hit))

    def step(self, by: int) -> None:
        """Open the next place, or the one before."""
        row = self.model.row_of(self.table.current_id or "")
        at = 0 if row is None else row + by
        thing = self.model.id_at(at)
        if thing is None:
            self.desk.notice(
                "That was the last place found." if by > 0 else "That was the first place found."
            )
            return
        self.table.choose(thing)
        self.open()

    # ---- tagging

    @staticmethod
    def _taggable(key: str) -> bool:
        return key.startswith("event|") or (key.startswith("material|") and "@" in key)

    def tag_chosen(self) -> None:
        """Ask for a theme for the places that are chosen."""
        row = self.table.visualRect(self.table.currentIndex())
        top = self.table.viewport().mapTo(self, row.topLeft())
        self._ask_theme(self.table.selected_ids, QRect(top, row.size()))

    def tag_all(self) -> None:
        """Ask for a theme for every place that is shown."""
        corner = self.tag_button.mapTo(self, QPoint(0, 0))
        self._ask_theme(self.model.ids(), QRect(corner, self.tag_button.size()))

    def _ask_theme(self, ids: Sequence[str], anchor: QRect) -> None:
        if self._looking:
            return  # what is shown is not what is typed
        keys = [key for key in ids if self._taggable(key)]
        if not keys:
            self.desk.notice("Only places in documents, and events, can be tagged.")
            return

        def chosen(theme_id: str, on: bool) -> None:
            self._tag(keys, theme_id)

        TagPopup.ask(self, anchor, self.desk, chosen, what=count(len(keys), "place"))

    def _tag(self, keys: Sequence[str], theme_id: str) -> None:
        """Put a theme on places and events as one change."""
        words = self.box.edit.text().strip()
        stretches, events = [], []
        for key in keys:
            kind, _, row = key.partition("|")
            if kind == "event":
                events.append(row)
                continue
            material, _, place = row.partition("@")
            start, _, end = place.partition("-")
            stretches.append(Stretch(material, int(start), int(end)))
        case = self.desk.the_case

        def tag() -> int:
            done = 0
            with case.change(_label(len(keys), words)):
                if stretches:
                    done += tag_places(case, theme_id, stretches, words)
                if events:
                    done += tag_events(case, events, theme_id)
            return done

        def told(done: int | None) -> None:
            already = len(keys) - (done or 0)
            more = f" {count(already, 'place')} had it already." if already > 0 else ""
            self.desk.notice(f"{count(done or 0, 'place')} tagged.{more}", "good", undo=bool(done))

        if len(keys) <= _AT_ONCE:
            made = self.desk.do(lambda _: tag())
            if made:
                told(made.value)
        else:
            self.desk.work("Tagging", lambda report: tag(), finished=told, changes=True)


def _label(number: int, words: str) -> str:
    said = f" that say “{as_read(words)}”" if words else ""
    return f"Tag {count(number, 'place')}{said}"
