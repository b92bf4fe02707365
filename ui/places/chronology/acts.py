"""What can be done to events, one or many: each act is one change, by key, menu, inspector or palette alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.ask_words import AskWords
from ui.dialogs.frame import Asking
from ui.evidence import Evidence, refs
from ui.forms import LineField
from ui.menus import Menu
from ui.tables import outcome_icon
from ui.tagging import EventTags
from ui.wording import count, short
from workbench.anonymity.rendering import say, say_person, say_service
from workbench.casefile import CaseFile
from workbench.chronology.corrections import correct_many
from workbench.chronology.events import PARTS, EventView, event_views, find_event
from workbench.chronology.linking import link_as_same, link_person, match_name, unlink
from workbench.chronology.marks import (
    all_key,
    all_out_of_scope,
    ask_agency,
    mark_key,
    mark_line,
    mark_out_of_scope,
    move_within_day,
)
from workbench.chronology.outcomes import OUTCOMES
from workbench.notes import add_note
from workbench.people import add_person, people, services
from workbench.review import lines
from workbench.themes.tags import TagOnEvent, note_on_tag, untag

AT_ONCE = 500
"""More events than this are changed by the worker, with its bar."""


class AskPerson(Asking):
    """Asks who somebody is, to add them to the people of the case."""

    def __init__(self, parent: QWidget, name: str, then: Callable[[str, str, str], object]) -> None:
        super().__init__(
            parent,
            "New person",
            "Everyone the records speak of is listed once, with every name they go by.",
            button="Add person",
        )
        self._then = then
        self.name = LineField("Name", hint="as most records have it")
        self.role = LineField("Role", hint="such as mother, social worker")
        self.pseudonym = LineField("Pseudonym", hint="such as Mother, SW2; may be left empty")
        self.name.show_value(name, force=True)
        for field in (self.name, self.role, self.pseudonym):
            self.body.addWidget(field)
        self.answer = self._answer
        self.name.setFocus()

    def _answer(self) -> None:
        if not self.name.value:
            self.show_problem("That person has no name. Write the name as most records have it.")
            return
        self.accept()
        self._then(self.name.value, self.role.value, self.pseudonym.value)


class Acts(QObject):
    """The acts. Menus are built when asked for, so that they always hold what the case holds."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self.evidence = Evidence(desk, owner)
        self.tags = EventTags(desk, owner)

    def views(self, ids: Sequence[str]) -> list[EventView]:
        """The events as they are now."""
        return self._desk.read(lambda session: event_views(session, ids))

    def _do(self, ids: Sequence[str], label: str, fn: Callable[[CaseFile], object]) -> None:
        """Make a change at once; one of very many events off the window's thread."""
        if len(ids) <= AT_ONCE:
            self._desk.do(fn)
        else:
            case = self._desk.the_case
            self._desk.work(label, lambda _: fn(case), changes=True)

    # ---- marks

    def toggle_key(self, ids: Sequence[str]) -> None:
        """Mark as key, or take the mark off where all have it."""
        if ids:
            on = not self._desk.read(lambda session: all_key(session, ids[:500]))
            self._do(ids, "Marking events", lambda case: mark_key(case, ids, on))

    def toggle_scope(self, ids: Sequence[str]) -> None:
        """Put out of scope, or bring back where all are out."""
        if ids:
            on = not self._desk.read(lambda session: all_out_of_scope(session, ids[:500]))
            self._do(ids, "Marking events", lambda case: mark_out_of_scope(case, ids, on))

    def toggle_line(self, ids: Sequence[str], line_id: str, on: bool) -> None:
        """Put under a line of enquiry, or take out."""
        self._do(ids, "Marking events", lambda case: mark_line(case, ids, line_id, on))

    def move(self, event_id: str, by: int) -> None:
        """Move up or down within its day."""
        self._desk.do(lambda case: move_within_day(case, event_id, by))

    # ---- accounts

    def link(self, ids: Sequence[str]) -> None:
        """Link the chosen rows as accounts of one event; with one row, ask which other."""
        if len(ids) == 1:
            self._ask_other(ids[0])
        elif ids and self._desk.do(lambda case: link_as_same(case, ids)):
            self._desk.notice(f"{refs(self._desk, ids)} are linked as accounts of the same event.", undo=True)

    def _ask_other(self, event_id: str) -> None:
        def linked(reference: str) -> None:
            def both(case: CaseFile) -> None:
                with case.reading() as session:
                    other = find_event(session, reference)
                link_as_same(case, [event_id, other])

            self._desk.do(both)

        AskWords(
            self._owner.window(),
            "Link to another account",
            "Reference of the other account",
            linked,
            sentence="Or choose both rows in the table (Ctrl and click, or Shift and arrows) and press L.",
            button="Link",
            placeholder="such as E12",
            one_line=True,
        ).show_asking()

    def unlink(self, event_id: str) -> None:
        """Say that this account tells of another event."""
        self._desk.do(lambda case: unlink(case, event_id))

    # ---- themes

    def note_on_tag(self, tag: TagOnEvent) -> None:
        """Write why a theme was put on an event."""
        AskWords(
            self._owner.window(),
            f"Why {tag.theme}",
            "Note",
            lambda words: self._desk.do(lambda case: note_on_tag(case, tag.id, words)),
            button="Keep note",
            placeholder="What in this event shows the theme",
            words=tag.note,
        ).show_asking()

    def untag(self, tag: TagOnEvent) -> None:
        """Take a theme off an event."""
        self._desk.do(lambda case: untag(case, [tag.id]))

    # ---- words

    def note(self, event_id: str) -> None:
        """Write a panel note."""
        ref = refs(self._desk, [event_id])
        AskWords(
            self._owner.window(),
            f"Panel note on {ref}",
            "Note",
            lambda words: self._desk.do(lambda case: add_note(case, event_id, words)),
            button="Add note",
            placeholder="What the panel should remember about this event",
        ).show_asking()

    def question(self, event_id: str) -> None:
        """Put a question to the agency."""
        event = self.views([event_id])[0]
        AskWords(
            self._owner.window(),
            f"Question to {event.service_name}",
            "Question",
            lambda words: self._desk.do(lambda case: ask_agency(case, event_id, words)),
            sentence=f"About {event.ref}, {short(say(event.text), 90)}",
            button="Ask",
            placeholder="What the agency should answer",
        ).show_asking()

    # ---- lines of enquiry

    def lines_menu(self, ids: Sequence[str]) -> Menu:
        """The key lines of enquiry, ticked where every one of these events is under it."""
        menu = self._menu("Lines of enquiry")
        events = self.views(ids[:500])
        for line_id, ref, text in self._desk.read(lines):
            on = bool(events) and all(ref in event.lines for event in events)
            menu.press(
                f"{ref}   {short(say(text), 70)}",
                partial(self.toggle_line, ids, line_id, not on),
                ticked=on,
            )
        if menu.isEmpty():
            menu.press(
                "The review has no lines of enquiry yet: add them in Case",
                lambda: self._desk.go("case"),
            )
        return menu

    # ---- corrections of many

    def correct_menu(self, ids: Sequence[str]) -> Menu:
        """The outcome or the service of several events at once."""
        menu = self._menu("Correct all chosen")
        outcomes = menu.inner("Outcome")
        for code, outcome in OUTCOMES.items():
            outcomes.press(
                outcome.name,
                partial(self._correct_all, ids, "outcome", code),
            ).setIcon(outcome_icon(code))
        bodies = menu.inner("Service")
        for service in self._desk.read(services):
            bodies.press(
                f"{service.code}   {say_service(service.name)}",
                partial(self._correct_all, ids, "service", service.id),
            )
        return menu

    def _correct_all(self, ids: Sequence[str], field: str, value: object) -> None:
        self._do(ids, "Correcting events", lambda case: correct_many(case, ids, field, value))

    def _link_person(self, event_id: str, person_id: str, part: str) -> None:
        self._desk.do(lambda case: link_person(case, event_id, person_id, part))

    # ---- people

    def person_menu(self, event_id: str) -> Menu:
        """Who else took part, and how."""
        menu = self._menu("Add a person")
        everyone = self._desk.read(people)
        for part, word in PARTS.items():
            inner = menu.inner({"for": "Whose contact it was"}.get(part, word.capitalize()))
            for person in everyone:
                inner.press(
                    say_person(person),
                    partial(self._link_person, event_id, person.id, part),
                )
            if everyone:
                inner.addSeparator()
            inner.press("New person…", partial(self._new_person, "", event_id, part))
        return menu

    def match_menu(self, as_written: str, event_id: str) -> Menu:
        """Whom a name as written means, wherever it stands so."""
        menu = self._menu(f"Who is “{as_written}”?")
        for person in self._desk.read(people):
            words = f"{say_person(person)}, {say(person.role)}" if person.role else say_person(person)
            menu.press(words, partial(self._match, as_written, person.id))
        if not menu.isEmpty():
            menu.addSeparator()
        menu.press("New person…", lambda: self._new_person(as_written, event_id, ""))
        return menu

    def _match(self, as_written: str, person_id: str) -> None:
        done = self._desk.do(lambda case: match_name(case, as_written, person_id))
        if done:
            self._desk.notice(f"“{as_written}” is matched in {count(done.value or 0, 'event')}.", undo=True)

    def _new_person(self, as_written: str, event_id: str, part: str) -> None:
        def add(name: str, role: str, pseudonym: str) -> None:
            def both(case: CaseFile) -> int:
                with case.change(f"Add {name} and link them"):
                    aliases = (as_written,) if as_written and as_written != name else ()
                    person_id = add_person(
                        case, name, role=role, pseudonym=pseudonym or None, aliases=aliases
                    )
                    if as_written:
                        return match_name(case, as_written, person_id)
                    link_person(case, event_id, person_id, part)
                    return 1

            done = self._desk.do(both)
            if done:
                self._desk.notice(f"{name} is in the case, in {count(done.value or 0, 'event')}.", undo=True)

        AskPerson(self._owner.window(), as_written, add).show_asking()

    # ---- menus

    def _menu(self, title: str) -> Menu:
        return Menu(title, self._owner)
