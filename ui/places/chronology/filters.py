"""The filters over the combined chronology: a box, menus and switches. What is on stands in the bar."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QFrame, QMenu, QWidget

from ui.buttons import Button, KeyCap
from ui.desk import Desk, These
from ui.dialogs.frame import Asking
from ui.flow import Flow
from ui.forms import DateField
from ui.menus import StayMenu, under
from ui.panes import FilterBox, FilterButton
from ui.places.chronology.written import bounds, span_words, typed_date
from ui.tables import outcome_icon
from ui.theme import be, look
from ui.wording import count, literal
from workbench.anonymity.rendering import say, say_file, say_person, say_service
from workbench.chronology.outcomes import OUTCOMES
from workbench.materials import materials
from workbench.people import people, services
from workbench.problems import Problem
from workbench.records import shortened
from workbench.review import lines, the_review
from workbench.search import while_typed
from workbench.themes.codebook import themes

PAUSE = 120
"""Milliseconds without a key before the rows are asked for: a query for each letter would lag behind typing."""

SWITCHES: Mapping[str, str] = {
    "linked": "Linked accounts",
    "questions": "Questions open",
    "undated": "Undated",
    "in_scope": "In scope",
}


class Between(Asking):
    """Asks for two dates, either of which may be left out."""

    def __init__(
        self,
        parent: QWidget,
        start: str | None,
        end: str | None,
        then: Callable[[str | None, str | None], object],
    ) -> None:
        super().__init__(
            parent,
            "Events between dates",
            "Whatever overlaps is shown. Undated events are counted, and left out.",
            button="Show these",
        )
        self._then = then
        self.start = DateField(
            "From", lambda text: typed_date(text).words, placeholder="for example Oct 2023"
        )
        self.end = DateField("To", lambda text: typed_date(text).words, placeholder="for example Jan 2024")
        for field, held in ((self.start, start), (self.end, end)):
            field.show_value(span_words(held, held) if held else "", force=True)
            self.body.addWidget(field)
        self.answer = self._answer

    def _answer(self) -> None:
        try:
            first = bounds(self.start.value)[0]
            last = bounds(self.end.value)[1]
        except Problem as problem:
            self.show_problem(str(problem))
            return
        if first and last and last < first:
            self.show_problem("The last day is before the first. Change one of them.")
            return
        self.accept()
        self._then(first, last)


class Filters(QFrame):
    """The bar. `changed(filters)` gives all that hold, by the names the combined chronology knows."""

    changed = Signal(object)
    left = Signal()
    """The person is done typing and goes to the rows."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.held: dict[str, object] = {}
        self._these = ""
        self._open_doubts = 0
        be(self, ground="paper", edge="below")
        self.setAccessibleName("Filters")
        flow = Flow(self, gap=6, lines=6)
        flow.setContentsMargins(12, 8, 12, 8)
        self.box = FilterBox("Filter rows", 140)
        self.box.edit.setAccessibleDescription("Words the events hold. Press / to come here, Esc to empty it")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(PAUSE)
        self._typing.timeout.connect(lambda: self.put(words=while_typed(self.box.edit.text().strip())))
        self.box.asked.connect(lambda _: self._typing.start())
        self.box.done.connect(self.left)
        self.services = FilterButton(
            "All services", lambda: self._services_menu().popup(under(self.services))
        )
        self.outcomes = FilterButton("Any outcome", lambda: self._outcomes_menu().popup(under(self.outcomes)))
        self.dates = FilterButton(
            "Any date", lambda: self._dates_menu().popup(under(self.dates)), icon="calendar"
        )
        self.themes = FilterButton("Any theme", lambda: self._themes_menu().popup(under(self.themes)))
        self.key = FilterButton("Key only", lambda: self.put(key=not self.held.get("key")))
        self.doubts = FilterButton("Doubts", lambda: self.put(doubts=not self.held.get("doubts")))
        self.more = FilterButton("More", lambda: self._more_menu().popup(under(self.more)))
        for widget in (
            self.box,
            self.services,
            self.outcomes,
            self.dates,
            self.themes,
            self.key,
            self.doubts,
            self.more,
        ):
            flow.addWidget(widget)
        self._extra: dict[str, FilterButton] = {}
        for name in ("ids", "person", "lines", "material", *SWITCHES):
            button = FilterButton(SWITCHES.get(name, name), partial(self.put, **{name: None}))
            button.setToolTip("Take this filter away")
            button.hide()
            self._extra[name] = button
            flow.addWidget(button)
        self.clear_all = Button("Clear", self.clear, kind="link", name="Clear all filters")
        self.clear_all.hide()
        flow.addWidget(self.clear_all)
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """At large text the box and the icon yield, so that the filters keep to one line."""
        large = look.text_size >= 150
        self.box.setFixedSize(look.px(76 if large else 140), look.px(32))
        self.box.edit.setPlaceholderText("Filter" if large else "Filter rows")
        for cap in self.box.findChildren(KeyCap):
            cap.setVisible(not large)
        self.dates.show_icon("calendar")
        if large:
            self.dates.setIcon(QIcon())

    # ---- what holds

    def put(self, **filters: object) -> None:
        """Change some filters and keep the rest; None, False, "" and empty lists take a filter away."""
        before = dict(self.held)
        for name, value in filters.items():
            if value in (None, False, "", [], ()):
                self.held.pop(name, None)
            else:
                self.held[name] = value
        if self.held != before:
            self._show()
            self.changed.emit(dict(self.held))

    def _switch(self, name: str, on: bool) -> None:
        self.put(**{name: on})

    def clear(self) -> None:
        """Take every filter away."""
        if self.held:
            self._forget()
            self._show()
            self.changed.emit({})

    def _forget(self) -> None:
        self.held.clear()
        self._typing.stop()
        self.box.edit.blockSignals(True)
        self.box.clear()
        self.box.edit.blockSignals(False)

    def say_doubts(self, number: int) -> None:
        """Say how many doubts are open."""
        if number != self._open_doubts:
            self._open_doubts = number
            self._show()

    def _show(self) -> None:
        held = self.held
        self.services.hold(", ".join(_texts(held.get("services"))))
        outcomes = list(_list(held.get("outcomes")))
        named = [OUTCOMES[str(code)].name if code else "Not understood" for code in outcomes]
        self.outcomes.hold(named[0] if len(named) == 1 else f"{len(named)} outcomes" if named else "")
        start, end = held.get("date_from"), held.get("date_to")
        self.dates.hold(span_words(str(start) if start else None, str(end) if end else None))
        self.themes.hold(", ".join(_texts(held.get("themes"))))
        self.key.hold("Key only" if held.get("key") else "")
        self.key.setText("Key only")
        open_doubts = self._open_doubts
        words = f"Doubts  {open_doubts:,}" if open_doubts else "Doubts"
        self.doubts.hold(words if held.get("doubts") else "")
        self.doubts.rename(words, count(open_doubts, "open doubt") if open_doubts else "Doubts: none open")
        for name, button in self._extra.items():
            value = held.get(name)
            said = SWITCHES.get(name, "")
            if name == "ids":
                said = shortened(say(self._these), 64)
            elif name == "lines":
                said = ", ".join(_texts(value))
            elif name in ("person", "material"):
                said = self._said_of(name, str(value))
            button.hold(literal(said) if value else "")
            button.setVisible(bool(value))
        self.clear_all.setVisible(bool(held))
        self.updateGeometry()

    # ---- menus

    def _ticked(self, menu: QMenu, words: str, name: str, code: object, picture: QIcon | None = None) -> None:
        action = QAction(literal(words), menu)
        if picture is not None:
            action.setIcon(picture)
        action.setCheckable(True)
        action.setChecked(code in _list(self.held.get(name)))
        action.toggled.connect(lambda on: self._tick(name, code, on))
        menu.addAction(action)

    def _tick(self, name: str, code: object, on: bool) -> None:
        kept = [each for each in _list(self.held.get(name)) if each != code]
        self.put(**{name: [*kept, code] if on else kept})

    def _menu(self, title: str) -> StayMenu:
        return StayMenu(title, self)

    def _press(self, menu: QMenu, words: str, run: Callable[[], object], on: bool | None = None) -> None:
        action = QAction(literal(words), menu)
        if on is not None:
            action.setCheckable(True)
            action.setChecked(on)
        action.triggered.connect(lambda: run())
        menu.addAction(action)

    def _services_menu(self) -> QMenu:
        menu = self._menu("Services")
        self._press(menu, "All services", lambda: self.put(services=None))
        menu.addSeparator()
        for service in self._desk.read(services):
            self._ticked(menu, f"{service.code}   {say_service(service.name)}", "services", service.code)
        return menu

    def _outcomes_menu(self) -> QMenu:
        menu = self._menu("Outcomes")
        missed = [code for code, outcome in OUTCOMES.items() if outcome.missed]
        met = [code for code, outcome in OUTCOMES.items() if outcome.contact]
        self._press(menu, "Any outcome", lambda: self.put(outcomes=None))
        self._press(menu, "Planned and missed", lambda: self.put(outcomes=missed))
        self._press(menu, "Contact happened", lambda: self.put(outcomes=met))
        menu.addSeparator()
        for code, outcome in OUTCOMES.items():
            self._ticked(menu, outcome.name, "outcomes", code, outcome_icon(code))
        self._ticked(menu, "Not understood", "outcomes", None, outcome_icon(None))
        return menu

    def _themes_menu(self) -> QMenu:
        menu = self._menu("Themes")
        menu.press("Any theme", lambda: self.put(themes=None))
        menu.addSeparator()
        for theme in self._desk.read(themes):
            self._ticked(menu, f"{theme.code}   {say(theme.name)}", "themes", theme.code)
        return menu

    def _dates_menu(self) -> QMenu:
        menu = self._menu("Dates")
        review = self._desk.read(the_review)
        self._press(menu, "Any date", lambda: self.put(date_from=None, date_to=None))
        self._press(menu, "Between two dates…", self.ask_dates)
        menu.addSeparator()
        if review.scope_from or review.scope_to:
            said = span_words(review.scope_from, review.scope_to)
            self._press(
                menu,
                f"The scoping period, {said}",
                lambda: self.put(date_from=review.scope_from, date_to=review.scope_to),
            )
        if review.incident:
            day = date.fromisoformat(review.incident[:10])
            for words, days in (
                ("The 90 days before the incident", 90),
                ("The year before the incident", 365),
            ):
                start = (day - timedelta(days=days)).isoformat()
                self._press(menu, words, partial(self.put, date_from=start, date_to=day.isoformat()))
        return menu

    def ask_dates(self) -> None:
        """Ask for two dates."""
        start, end = self.held.get("date_from"), self.held.get("date_to")
        Between(
            self.window(),
            str(start) if start else None,
            str(end) if end else None,
            lambda first, last: self.put(date_from=first, date_to=last),
        ).show_asking()

    def _more_menu(self) -> StayMenu:
        menu = self._menu("More filters")

        def read(session: Any) -> tuple[Sequence[Any], ...]:  # noqa: ANN401 - ui knows no session
            return people(session), lines(session), materials(session)

        everyone, enquiry, files = self._desk.read(read)
        for name, words in SWITCHES.items():
            action = QAction(words, menu)
            action.setCheckable(True)
            action.setChecked(bool(self.held.get(name)))
            action.toggled.connect(partial(self._switch, name))
            menu.addAction(action)
        menu.addSeparator()
        persons = menu.inner("Person")
        for person in everyone:
            self._press(
                persons,
                say_person(person),
                partial(self.put, person=person.id),
                self.held.get("person") == person.id,
            )
        persons.setEnabled(bool(everyone))
        enquiries = menu.inner("Line of enquiry")
        for _, ref, text in enquiry:
            self._ticked(enquiries, f"{ref}   {say(text)[:70]}", "lines", ref)
        enquiries.setEnabled(bool(enquiry))
        sources = menu.inner("File it came from")
        for material in files:
            self._press(
                sources,
                f"{material.ref}   {say_file(material.name, material.service)}",
                partial(self.put, material=material.id),
                self.held.get("material") == material.id,
            )
        sources.setEnabled(bool(files))
        return menu

    def hold_these(self, these: These) -> None:
        """Show some events and nothing else, under the words that say which they are."""
        self._forget()
        self._these = these.said
        self.put(ids=list(these.ids))

    def hold_material(self, material_id: str) -> None:
        """Show one file's events and nothing else."""
        self._forget()
        self.put(material=material_id)

    def _said_of(self, name: str, thing: str) -> str:
        """A person or a file as the reader may know them."""
        if name == "person":
            person = next((one for one in self._desk.read(people) if one.id == thing), None)
            return say_person(person) if person is not None else ""
        file = next((one for one in self._desk.read(materials) if one.id == thing), None)
        return say_file(file.name, file.service) if file is not None else ""

    def switched(self) -> None:
        """Say what holds anew. Words that were typed may be a name, and are taken away."""
        if self.box.edit.text():
            self.box.edit.blockSignals(True)
            self.box.clear()
            self.box.edit.blockSignals(False)
            self.put(words=None)
        self._show()


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


def _texts(value: object) -> list[str]:
    return [str(each) for each in _list(value)]
