"""Everything under a theme in one list, with its filters; Enter opens where it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ui.chips import Empty
from ui.desk import Desk
from ui.flow import Flow
from ui.menus import StayMenu, under
from ui.panes import FilterButton
from ui.rows import ListingModel
from ui.tables import ListingTable
from ui.theme import be, look, say
from ui.wording import count
from workbench.anonymity.rendering import say_name, say_service
from workbench.chronology.when import MONTH_NAMES
from workbench.listing import Ask
from workbench.people import services
from workbench.tagged import NO_SERVICE, NOT_IN_ONE_MONTH, PASSAGES, Counted, Tagged, by_month, taggers
from workbench.themes.codebook import ThemeView

KINDS = {"event": "Events", "passage": "Passages"}
_ROW = 62


def month_words(month: str) -> str:
    """A month of the heat map: "June 2023", "Not in one month"."""
    if month == NOT_IN_ONE_MONTH:
        return "Not in one month"
    if month == PASSAGES:
        return "Passages, of no month"
    return f"{MONTH_NAMES[int(month[5:]) - 1]} {month[:4]}"


class TaggedTable(ListingTable):
    """The rows: two lines of words, and one of where they stand.

    - `asked_off(ids)`: Del, to take the theme off what is chosen.
    """

    asked_off = Signal(list)

    @property
    def row_height(self) -> int:
        """Two lines of words and a quiet one."""
        return look.bar(_ROW, 54)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del takes the theme off."""
        if event.key() == Qt.Key.Key_Delete and self.selected_ids:
            self.asked_off.emit(self.selected_ids)
        else:
            super().keyPressEvent(event)


class TaggedPage(QFrame):
    """The list. `changed()` when other filters hold."""

    changed = Signal()

    def __init__(self, desk: Desk, tag_more: Callable[[], object]) -> None:
        super().__init__()
        self._desk = desk
        self._theme: ThemeView | None = None
        self._counts: Counted | None = None
        self.held: dict[str, object] = {}
        be(self, ground="paper")
        self.setAccessibleName("What is tagged")
        self.model = ListingModel(desk, Tagged(), asleep=True, parent=self)
        self.table = TaggedTable(self.model, "Tagged", desk.settings)
        self.bar = QFrame()
        be(self.bar, ground="paper", edge="below")
        self.bar.setAccessibleName("Filters")
        flow = Flow(self.bar, gap=5, lines=6)
        flow.setContentsMargins(12, 8, 12, 8)
        self.words = say(QLabel(), "name")
        self.more = say(QLabel(), "meta", "muted")
        for label in (self.words, self.more):
            label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.services = FilterButton(
            "All services", lambda: self._services_menu().popup(under(self.services))
        )
        self.months = FilterButton("Any month", lambda: self._months_menu().popup(under(self.months)))
        self.other = FilterButton("More", lambda: self._other_menu().popup(under(self.other)))
        for widget in (self.words, self.more, self.services, self.months, self.other):
            flow.addWidget(widget)
        self.nothing = Empty(
            "tag",
            "Nothing is tagged with this theme yet. In the chronology or in a document, select and press T.",
            "Go to the chronology",
            tag_more,
            primary=False,
        )
        self.none_match = Empty(
            "funnel",
            "Nothing that is tagged matches these filters.",
            "Clear the filters",
            self.clear,
            primary=False,
        )
        self.rows = QStackedWidget()
        for page in (self.table, self.nothing, self.none_match):
            self.rows.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.rows, 1)
        self.model.reread.connect(self._say)
        look.changed.connect(self._say)

    # ---- what is shown

    def show_theme(self, theme: ThemeView | None, counts: Counted | None) -> None:
        """Show what is tagged with a theme, of which there is so much; other filters hold on."""
        self._counts = counts
        if (theme.id if theme else "") != (self._theme.id if self._theme else ""):
            self._theme = theme
            self._ask()
        self._theme = theme
        self._say()

    def put(self, **filters: object) -> None:
        """Change some filters and keep the rest; None takes one away."""
        for name, value in filters.items():
            if value in (None, [], ""):
                self.held.pop(name, None)
            else:
                self.held[name] = value
        self._ask()
        self.changed.emit()

    def clear(self) -> None:
        """Take every filter away."""
        self.held.clear()
        self._ask()
        self.changed.emit()

    def _ask(self) -> None:
        theme = {"theme": self._theme.id} if self._theme is not None else {}
        ask = self.model.ask
        self.model.show(Ask({**self.held, **theme}, ask.sort, ask.descending))

    def _say(self) -> None:
        if self._desk.case is None:
            return
        whole, counts = self.model.count, self._counts
        told = counts is not None and not self.held
        if counts is not None and told:
            self.more.setText(f"{count(counts.all_events, 'event')}, {count(counts.all_passages, 'passage')}")
        self.more.setVisible(told)
        self.words.setText(f"{whole:,} tagged")
        for label in (self.words, self.more):
            label.setFixedSize(label.sizeHint())
        codes = [str(code) for code in _list(self.held.get("services"))]
        self.services.hold(", ".join("no service" if code == NO_SERVICE else code for code in codes))
        month = self.held.get("month")
        self.months.hold(month_words(str(month)) if month else "")
        by = self.held.get("by")
        others = [
            KINDS.get(str(self.held.get("kind")), ""),
            f"by {say_name(str(by)) or 'one member'}" if by else "",
        ]
        self.other.hold(", ".join(word for word in others if word))
        page: QWidget = self.table
        if not whole:
            page = self.none_match if self.held else self.nothing
        self.rows.setCurrentWidget(page)
        self.bar.updateGeometry()

    # ---- what is chosen

    @property
    def ids(self) -> list[str]:
        """What is chosen, or the row stood on."""
        chosen = self.table.selected_ids
        return chosen or ([self.table.current_id] if self.table.current_id else [])

    def chosen_box(self) -> QRect:
        """Where the row stood on is, in the table."""
        box = self.table.visualRect(self.table.currentIndex())
        view = self.table.viewport().rect()
        return QRect(look.px(80), box.top(), view.width() - look.px(80), box.height())

    # ---- menus

    def _services_menu(self) -> StayMenu:
        menu = StayMenu("Services", self)
        menu.press("All services", lambda: self.put(services=None))
        menu.addSeparator()
        known = [(one.code, f"{one.code}   {say_service(one.name)}") for one in self._desk.read(services)]
        for code, words in [*known, (NO_SERVICE, "Documents of no service")]:
            held = _list(self.held.get("services"))
            action = menu.press(words, lambda: None, ticked=code in held)
            action.toggled.connect(partial(self._tick, code))
        return menu

    def _tick(self, code: str, on: bool) -> None:
        kept = [each for each in _list(self.held.get("services")) if each != code]
        self.put(services=[*kept, code] if on else kept)

    def _months_menu(self) -> StayMenu:
        menu = StayMenu("Months", self)
        menu.press("Any month", lambda: self.put(month=None))
        menu.addSeparator()
        heat = self._desk.read(by_month)
        used = {month for theme, month in heat.cells if self._theme is None or theme == self._theme.id}
        for month in heat.columns:
            if month in used:
                menu.press(
                    month_words(month),
                    partial(self.put, month=month),
                    ticked=self.held.get("month") == month,
                )
        return menu

    def _other_menu(self) -> StayMenu:
        menu = StayMenu("More filters", self)
        menu.press("Events and passages", lambda: self.put(kind=None), ticked="kind" not in self.held)
        for kind, words in KINDS.items():
            menu.press(f"{words} only", partial(self.put, kind=kind), ticked=self.held.get("kind") == kind)
        menu.addSeparator()
        menu.press("Tagged by anyone", lambda: self.put(by=None), ticked="by" not in self.held)
        for at, name in enumerate(self._desk.read(taggers), 1):
            shown = say_name(name) or f"panel member {at}"
            menu.press(f"Tagged by {shown}", partial(self.put, by=name), ticked=self.held.get("by") == name)
        return menu


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()
