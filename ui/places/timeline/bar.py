"""The bar over the timeline: what is in view, which lanes, which events, which strips, and what leaves."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel

from ui.buttons import Button, Segmented
from ui.desk import Desk
from ui.flow import Flow
from ui.menus import StayMenu, under
from ui.panes import FilterButton
from ui.tables import outcome_icon
from ui.theme import be, look, say
from ui.wording import count
from workbench.anonymity.rendering import say as as_read
from workbench.anonymity.rendering import say_person, say_service
from workbench.chronology.outcomes import OUTCOMES
from workbench.timeline.facts import Facts
from workbench.timeline.view import STRIPS, Choice, Lanes

_LANES: Final[tuple[tuple[Lanes, str], ...]] = (
    ("service", "Service"),
    ("person", "Person"),
    ("kind", "Kind"),
)
_STRIPS: Final = {
    "age": "Age",
    "status": "Legal and plan status",
    "seen": "Seen by any service",
    "life": "Life events and the incident",
}


class TimelineBar(QFrame):
    """The bar.

    - `chosen(Choice)`: other events, lanes or strips are to be shown.
    - `asked(what)`: "fit", "views", "export", "matrix", "incident" or the key of a stretch to zoom to.
    """

    chosen = Signal(object)
    asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._facts: Facts | None = None
        self._choice = Choice()
        be(self, ground="paper", edge="below")
        self.setAccessibleName("Contact timeline, bar")
        flow = Flow(self, gap=8, lines=6)
        flow.setContentsMargins(16, 8, 16, 8)
        self.title = say(QLabel("Contact timeline"), "title")
        self.words = say(QLabel(), "meta", "muted")
        self.lanes = Segmented("Lanes", _LANES)
        self.lanes.chosen.connect(self._choose_lanes)
        self.themes = FilterButton("All themes", lambda: self.themes_menu().open_at(under(self.themes)))
        self.filter = FilterButton(
            "Filter", lambda: self.filter_menu().open_at(under(self.filter)), icon="funnel"
        )
        self.show_button = Button(
            "Show", lambda: self.show_menu().open_at(under(self.show_button)), icon="sliders-horizontal"
        )
        self.views = Button("Saved views", lambda: self.asked.emit("views"), icon="bookmark")
        self.fit = Button("Fit", lambda: self.asked.emit("fit"), icon="maximize", hint="Everything: 0")
        self.export = Button("Export", lambda: self.asked.emit("export"), icon="upload")
        for widget in (
            self.title, self.words, self.lanes, self.themes, self.filter, self.show_button, self.views, self.fit,
            self.export,
        ):  # fmt: skip
            flow.addWidget(widget)
        self._tools = (
            self.lanes,
            self.themes,
            self.filter,
            self.show_button,
            self.views,
            self.fit,
            self.export,
        )
        look.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        # Of one size whatever it says: a drag would else lay the whole place out anew with each frame.
        self.words.setFixedSize(look.px(190), look.px(20))

    def say(self, words: str) -> None:
        """What is in view."""
        if words != self.words.text():
            self.words.setText(words)
            self.words.setToolTip(words)

    def show_facts(self, facts: Facts | None, choice: Choice) -> None:
        """Know the facts, for the menus, and show what is chosen."""
        self._facts, self._choice = facts, choice
        for tool in self._tools:
            tool.setVisible(facts is not None)
        self.words.setVisible(facts is not None)
        self.refresh()

    def refresh(self) -> None:
        """Show what is chosen, as its reader may see it."""
        facts, choice = self._facts, self._choice
        self.lanes.choose(choice.lanes)
        if facts is None:
            return
        codes = [theme.code for theme in facts.themes if theme.id in choice.themes]
        self.themes.hold(", ".join(codes[:3]) + ("…" if len(codes) > 3 else "") if codes else "")
        held = sum(
            (
                bool(choice.services), bool(choice.people), bool(choice.outcomes), choice.key, choice.linked,
                choice.in_scope,
            )
        )  # fmt: skip
        self.filter.hold(count(held, "filter") if held else "")

    # ---- menus

    def _put(self, **parts: object) -> None:
        self._choice = replace(self._choice, **parts)  # type: ignore[arg-type]
        self.refresh()
        self.chosen.emit(self._choice)

    def _tick(self, part: str, value: str | None, on: bool) -> None:
        kept = [each for each in getattr(self._choice, part) if each != value]
        self._put(**{part: (*kept, value) if on else tuple(kept)})

    def _choose_lanes(self, lanes: str) -> None:
        self._put(lanes=lanes)

    def _switch(self, part: str, on: bool) -> None:
        self._put(**{part: on})

    def themes_menu(self) -> StayMenu:
        """Which themes are in focus; the rest is dimmed."""
        menu = StayMenu("Themes in focus", self)
        facts = self._facts
        menu.press("All themes", lambda: self._put(themes=()), ticked=not self._choice.themes)
        menu.addSeparator()
        tagged = set(facts.tag_theme.tolist()) if facts is not None else set()
        for at, theme in enumerate(facts.themes if facts is not None else ()):
            if at in tagged:
                menu.tick(
                    f"{theme.code}   {as_read(theme.name)}",
                    theme.id in self._choice.themes,
                    partial(self._tick, "themes", theme.id),
                )
        if not tagged:
            menu.press("No event is tagged with a theme yet", lambda: self._desk.go("themes")).setEnabled(
                True
            )
        return menu

    def filter_menu(self) -> StayMenu:
        """Which events are drawn."""
        menu = StayMenu("Filter", self)
        facts, choice = self._facts, self._choice
        clear = menu.press(
            "Everything",
            lambda: self._put(services=(), people=(), outcomes=(), key=False, linked=False, in_scope=False),
        )
        clear.setEnabled(choice != Choice(choice.lanes, themes=choice.themes, strips=choice.strips))
        menu.addSeparator()
        for part, words in (
            ("key", "Key events only"),
            ("linked", "Linked accounts only"),
            ("in_scope", "Leave out what is out of scope"),
        ):
            menu.tick(words, bool(getattr(choice, part)), partial(self._switch, part))
        menu.addSeparator()
        if facts is None:
            return menu
        inner = menu.inner("Services")
        for service in facts.services:
            inner.tick(
                f"{service.code}   {say_service(service.name)}",
                service.id in choice.services,
                partial(self._tick, "services", service.id),
            )
        inner = menu.inner("Outcomes")
        missed = tuple(code for code, row in OUTCOMES.items() if row.missed)
        inner.press("Planned and missed", lambda: self._put(outcomes=missed))
        inner.addSeparator()
        for code, outcome in OUTCOMES.items():
            icon = inner.tick(outcome.name, code in choice.outcomes, partial(self._tick, "outcomes", code))
            icon.setIcon(outcome_icon(code))
        inner = menu.inner("People")
        known = [one for one in facts.contacts.people if one.id is not None and one.person is not None]
        for one in known:
            assert one.person is not None
            inner.tick(say_person(one.person), one.id in choice.people, partial(self._tick, "people", one.id))
        inner.setEnabled(bool(known))
        return menu

    def show_menu(self) -> StayMenu:
        """Which strips stand above the lanes, and how near one looks."""
        menu = StayMenu("Show", self)
        for key, words in _STRIPS.items():
            menu.tick(words, key in self._choice.strips, partial(self._strip, key))
        for part, words in (
            ("not_seen", "When the child was not seen, in each lane"),
            ("labels", "Labels"),
            ("legend", "Legend"),
        ):
            menu.tick(words, bool(getattr(self._choice, part)), partial(self._switch, part))
        menu.addSeparator()
        commands = self._desk.commands
        for key in ("matrix", "incident"):
            menu.addAction(commands.entry(f"timeline.{key}", menu))
        menu.addSeparator()
        for key in ("decade", "year", "month", "day", "hour", "in", "out"):
            menu.addAction(commands.entry(f"timeline.{key}", menu))
        return menu

    def _strip(self, key: str, on: bool) -> None:
        kept = {*self._choice.strips, key} if on else set(self._choice.strips) - {key}
        self._put(strips=tuple(each for each in STRIPS if each in kept))
