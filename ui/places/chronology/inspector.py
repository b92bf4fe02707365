"""The inspector of the chronology: one event in a fixed order, or what can be done to several at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from ui.about_events import (
    SURROUND,
    About,
    Surroundings,
    about,
    age_words,
    differences,
    outcome_words,
    surroundings,
    there_words,
    time_words,
    when_words,
)
from ui.buttons import Button
from ui.chips import Chip
from ui.desk import Desk, Done
from ui.flow import FlowRow
from ui.forms import TextField
from ui.icons import paint_icon
from ui.inspector import Inspector, Section
from ui.menus import Menu
from ui.places.chronology.acts import Acts
from ui.places.chronology.compare import Compare
from ui.places.chronology.correcting import Correcting, Fact, KeepsFocus, Struck
from ui.places.chronology.doubts import DoubtCard
from ui.places.chronology.source import HIDDEN, OpenSource
from ui.places.chronology.written import day_words, span_words, typed_date, typed_time
from ui.tables import outcome_mark
from ui.theme import look
from ui.theme import say as dress
from ui.wording import count, short
from workbench.anonymity.rendering import is_anonymous, say, say_name, say_person, say_service
from workbench.casefile import Broadcast, CaseFile
from workbench.chronology.corrections import correct, settle_doubt, take_fix, withdraw_correction
from workbench.chronology.dates import UNKNOWN, When, say_when
from workbench.chronology.events import FIELDS, PARTS, EventView, remove_event
from workbench.chronology.linking import unlink_person
from workbench.chronology.marks import answer_question, remove_question
from workbench.chronology.outcomes import OUTCOMES
from workbench.chronology.when import reads_months
from workbench.findings.spine import remove_evidence
from workbench.notes import edit_note, remove_note
from workbench.themes.tags import tags_on_events

HISTORY_SHOWN = 12
_SEEN = {True: "yes", False: "no", None: ""}
Kind = TypeVar("Kind", bound=QWidget)
LONG = frozenset({"text", "action", "analysis"})


class EventInspector(Inspector):
    """The panel. `show_events(ids)` shows one, several, or nothing."""

    def __init__(self, desk: Desk, acts: Acts) -> None:
        super().__init__(
            "Inspector", "Choose a row to read it here, as it was written and as it was understood."
        )
        self._desk = desk
        self._acts = acts
        self._around: Surroundings | None = None
        self._shown: list[str] = []
        self.place_words: Callable[[str], str] = lambda _: ""
        """Says where an event stands among the rows; the table page sets it."""
        self._all_fields = False
        self._history_open = False
        self._correcting: Correcting | None = None
        self._stale = False
        self._about: About | None = None

    # ---- what is shown

    @property
    def one(self) -> EventView | None:
        """The one event that is shown."""
        return self._about.event if self._about is not None else None

    @property
    def busy(self) -> bool:
        """Whether a correction is being typed."""
        return self._correcting is not None

    def show_events(self, ids: Sequence[str]) -> None:
        """Show these events."""
        if self._correcting is not None:
            self._correcting.commit()
            self._correcting = None
        self._shown = list(ids)
        self.refresh()

    def heard(self, broadcast: Broadcast, seen: bool = True) -> None:
        """Something was changed: show it, unless a person is typing here, or nobody sees it until `catch_up`."""
        if SURROUND & broadcast.touched.keys():
            self._around = None
        if broadcast.touched.keys() <= {"tag"} and not self._tags_changed():
            return
        if self._correcting is not None or not seen:
            self._stale = True
            return
        self.refresh()

    def catch_up(self) -> None:
        """Show what was changed while nobody saw it."""
        if self._stale and self._correcting is None:
            self.refresh()

    def _tags_changed(self) -> bool:
        """Whether the themes of the one event that is shown are others now; passages are tagged far more often."""
        shown = self._about
        if shown is None:
            return False
        event_id = shown.event.id
        return shown.tags != tuple(
            self._desk.read(lambda session: tags_on_events(session, [event_id])).get(event_id, ())
        )

    def switched(self) -> None:
        """Names have become anonymous, or named again: say everything anew."""
        self._around = None
        self._correcting = None
        self.refresh()

    def refresh(self) -> None:
        """Read and show anew what is shown."""
        if self._desk.case is None:
            return
        self._stale = False
        if not self._shown:
            self._about = None
            self.show_nothing()
        elif len(self._shown) > 1:
            self._about = None
            self.show_thing("+".join(self._shown[:20]), self._build_many)
        else:
            self._about = self._desk.read(lambda session: about(session, self._shown[0]))
            if self._about is None:
                self.show_nothing()
                return
            keeps = KeepsFocus()
            keeps.remember(self)
            self.show_thing(self._shown[0], self._build_one)
            keeps.give_back(self)

    @property
    def around(self) -> Surroundings:
        """People, services, findings and lines of enquiry, read once until they change."""
        if self._around is None:
            self._around = self._desk.read(surroundings)
        return self._around

    def _here(self, kind: type[Kind]) -> list[Kind]:
        """Parts that are shown now; those made before are still there, hidden, until Qt lets them go."""
        return [each for each in self.findChildren(kind) if each.isVisibleTo(self)]

    # ---- one event

    def _build_one(self, panel: Inspector) -> None:
        assert self._about is not None
        event, known = self._about.event, self.around
        self._head_of(event, known)
        if event.doubts:
            self._doubts(event)
        self._as_written(event)
        self._reading(event, known)
        self._accounts(event, known)
        self._people(event, known)
        self._themes(self._about)
        self._notes(self._about)
        self._questions(event)
        self._review_marks(event, known)
        self._evidence(event, known)
        self._history(event)

    def _chip(self, code: str, known: Surroundings) -> Chip:
        service = known.services.get(code)
        return Chip.service(
            code, service.colour if service else "#33414F", say_service(service.name) if service else ""
        )

    def _head_of(self, event: EventView, known: Surroundings) -> None:
        right = f"{event.ref}  {self.place_words(event.id)}".strip()
        self.head(
            event.contact_type or say_service(event.service_name),
            chips=[self._chip(event.service, known)],
            right=right,
        )
        when = dress(QLabel(when_words(event)), "name", "warn" if event.precision == "unknown" else "ink")
        when.setWordWrap(True)
        how_old = dress(QLabel(age_words(event, known.subject)), "meta", "muted")
        key = Button(
            "Key",
            partial(self._acts.toggle_key, [event.id]),
            kind="link",
            icon="star",
            name="Key: take the mark off" if event.key else "Mark as key",
            hint="Key: *",
            changes=True,
        )
        if event.key:
            key.setIcon(_filled_star())
        self._head_column.addWidget(FlowRow(when, how_old, key, gap=7, lines=2))
        if event.out_of_scope:
            self._head_column.addWidget(FlowRow(Chip.pill("Out of scope", "plain", "not_accepted")))

    def _doubts(self, event: EventView) -> None:
        section = self.section(count(len(event.doubts), "doubt"))
        for doubt in event.doubts:
            ways: list[tuple[str, Callable[[], object]]] = [
                (say(label), partial(self._take_fix, doubt.id, at))
                for at, (label, _) in enumerate(doubt.fixes)
            ]
            ways.append(("Keep as read", partial(self._keep, doubt.id)))
            dated = doubt.field == "date"
            card = DoubtCard(
                f"“{say(doubt.text)}”"
                if doubt.text
                else FIELDS.get(doubt.field, (doubt.field, ()))[0].capitalize(),
                say(doubt.reason),
                ways,
                type_word="Type a date",
                type_value=partial(self._give_date, event) if dated else None,
                parse=(lambda text: typed_date(text).words) if dated else None,
            )
            card.stepped.connect(lambda by, card=card: self._step_doubt(card, by))
            section.add(card)

    def focus_doubts(self) -> bool:
        """Go to the first doubt; False where there is none."""
        cards = self._here(DoubtCard)
        if cards:
            cards[0].setFocus(Qt.FocusReason.OtherFocusReason)
            self.area.ensureWidgetVisible(cards[0])
        return bool(cards)

    def _step_doubt(self, card: DoubtCard, by: int) -> None:
        cards = self._here(DoubtCard)
        at = cards.index(card) + by
        if 0 <= at < len(cards):
            cards[at].setFocus(Qt.FocusReason.OtherFocusReason)
            self.area.ensureWidgetVisible(cards[at])

    def _take_fix(self, doubt_id: str, at: int) -> None:
        self._desk.do(lambda case: take_fix(case, doubt_id, at))
        self.focus_doubts()

    def _keep(self, doubt_id: str) -> None:
        self._desk.do(lambda case: settle_doubt(case, doubt_id))
        self.focus_doubts()

    def _give_date(self, event: EventView, text: str) -> None:
        done = self._correct_date(event, text, "")
        if not done and done.problem is not None:
            raise done.problem

    def _as_written(self, event: EventView) -> None:
        if not event.as_written:
            section = self.section("Added by hand", "Remove", partial(self._remove, event), changes=True)
            section.meta("Known from no agency’s chronology.")
            return
        if is_anonymous():
            self.section("As written").quote(HIDDEN)
            return
        rows = [str(number) for number in event.rows]
        where = f"row {rows[0]}" if len(rows) == 1 else f"rows {rows[0]} – {rows[-1]}"
        section = self.section(f"As written · {where}", "Open source", self.open_source, icon="external-link")
        section.quote(" | ".join(" ".join(say(cell).split()) for _, cell in event.as_written if cell.strip()))
        table = f"sheet {event.sheet}" if event.sheet else f"table {event.table}" if event.table else ""
        section.meta(", ".join(part for part in (f"{event.material} {event.file}", table) if part))

    def open_source(self) -> None:
        """Show the agency's rows as they were sent."""
        if is_anonymous():
            self._desk.notice(HIDDEN)
        elif self.one is not None and self.one.as_written:
            OpenSource(self.window(), self._desk, self.one).show_asking()

    def compare(self) -> None:
        """Show the accounts side by side."""
        if self._about is not None and self._about.accounts:
            both = (self._about.event, *self._about.accounts)
            Compare(self.window(), both, self.around, self._acts).show_asking()

    # ---- the reading, each field corrected where it stands

    def _reading(self, event: EventView, known: Surroundings) -> None:
        section = self.section(
            "Reading",
            "Fewer fields" if self._all_fields else "All fields",
            self._toggle_fields,
        )
        seen_word = f"{known.subject_word.capitalize()} seen"
        outcome = outcome_words(event.outcome)
        facts: list[tuple[str, str, str, str]] = [
            ("date", "Date", self._date_words(event), ""),
            ("time", "Time", "" if reads_months() else event.time or "", ""),
            ("end_time", "Until", "" if reads_months() else event.end_time or "", ""),
            ("outcome", "Outcome", outcome, outcome_mark(event.outcome) if event.outcome else "doubt"),
            ("child_seen", seen_word, _SEEN[event.child_seen].capitalize(), ""),
            ("service", "Service", say_service(event.service_name), ""),
            ("contact_type", "Contact", say(event.contact_type), ""),
            ("recorded_by", "Recorded by", say_name(event.recorded_by), ""),
            ("source", "Source", say(event.source_as_written), ""),
            ("text", "Event", say(event.text), ""),
            ("action", "Action", say(event.action), ""),
            ("analysis", "Analysis", say(event.analysis), ""),
        ]
        always = {"date", "outcome", "text"}
        corrected = {one.field for one in event.corrections}
        for field, label, value, mark in facts:
            quiet = field in ("service", "text") and field not in corrected and event.as_written
            if self._all_fields or field in always | corrected or (value and not quiet):
                if field == "text" and quiet and not self._all_fields:
                    continue
                tone = "warn" if field == "date" and event.precision == "unknown" else "ink"
                section.add(Fact(field, label, value, self._start, mark=mark, tone=tone))
        if event.voice:
            section.fact("Voice", say(event.voice))
        if event.outcome_as_written and event.outcome_as_written.casefold() != outcome.casefold():
            section.fact("As stated", f"“{say(event.outcome_as_written)}”", "muted")
        if event.reference_as_written and not is_anonymous():
            section.fact("Their ref", say(event.reference_as_written), "muted")
        last = {one.field: one.id for one in event.corrections}
        for one in event.corrections:
            undo = partial(self._withdraw, event.id, one.field) if last[one.field] == one.id else None
            name = FIELDS[one.field][0]
            section.add(
                Struck(
                    name[0].upper() + name[1:],
                    short(say(one.was_said), 80),
                    short(say(one.now_said), 80),
                    _signed(one.by, one.at),
                    say(one.why),
                    undo,
                )
            )

    @staticmethod
    def _date_words(event: EventView) -> str:
        said = say_when(event.when)
        exact = event.precision == "day" and not event.approximate
        written = event.date_as_written
        if event.precision == "unknown":
            return said
        if reads_months():
            return said
        if exact:
            return f"{said}, exact"
        return f"{said}, from “{written}”" if written else said

    def _toggle_fields(self) -> None:
        self._all_fields = not self._all_fields
        self.refresh()

    def correct_field(self, field: str) -> None:
        """Open one field for a correction, by its code."""
        if self.one is None:
            return
        fact = next((each for each in self._here(Fact) if each.field == field), None)
        if fact is None:
            self._all_fields = True
            self.refresh()
            fact = next((each for each in self._here(Fact) if each.field == field), None)
        if fact is not None:
            self._start(fact)

    def fields_menu(self) -> Menu:
        """The fields that can be corrected, by their first letters."""
        menu = Menu("Correct", self)
        for field, words in (
            ("date", "&Date"),
            ("time", "&Time"),
            ("end_time", "&Until"),
            ("outcome", "&Outcome"),
            ("child_seen", "Child &seen"),
            ("service", "Ser&vice"),
            ("contact_type", "&Contact"),
            ("recorded_by", "&Recorded by"),
            ("source", "Sourc&e"),
            ("text", "&Words of the event"),
            ("action", "&Action"),
            ("analysis", "A&nalysis"),
        ):
            menu.addAction(words).triggered.connect(partial(self.correct_field, field))
        return menu

    def _start(self, fact: Fact) -> None:
        event = self.one
        if event is None:
            return
        if self._correcting is not None:
            self._correcting.commit()
        field = fact.field
        editor = Correcting(
            fact.label,
            self._held(event, field),
            partial(self._give, event, field),
            options=self._options(field),
            parse=(lambda text: typed_date(text).words) if field == "date" else None,
            long=field in LONG,
            hint={"date": "5 Dec 2023, mid October 2023, unknown", "time": "14:05", "end_time": "15:30"}.get(
                field, ""
            ),
        )
        editor.setProperty("field", field)
        holder = fact.parentWidget()
        layout = holder.layout() if holder is not None else None
        if layout is None:
            return
        layout.replaceWidget(fact, editor)
        fact.hide()
        self._correcting = editor
        editor.over.connect(lambda: self._ended(editor, field))
        editor.show()
        self.area.ensureWidgetVisible(editor)

    def _ended(self, editor: Correcting, field: str) -> None:
        if self._correcting is editor:
            self._correcting = None
        had_focus = editor.isAncestorOf(self.focusWidget() or self) or editor.edit.hasFocus()
        self.refresh()
        if had_focus:
            for fact in self._here(Fact):
                if fact.field == field:
                    fact.value.setFocus(Qt.FocusReason.OtherFocusReason)

    def _held(self, event: EventView, field: str) -> str:
        if field == "date":
            return "" if event.when == UNKNOWN else say_when(event.when)
        if field == "child_seen":
            return _SEEN[event.child_seen]
        if field == "service":
            return event.service
        if field == "source":
            return event.source_as_written
        return str(getattr(event, field) or "")

    def _options(self, field: str) -> Sequence[tuple[str, str, str]]:
        if field == "outcome":
            every = [(code, outcome.name, code) for code, outcome in OUTCOMES.items()]
            return [*every, ("", "Not understood", "doubt")]
        if field == "child_seen":
            return [("yes", "Yes", ""), ("no", "No", ""), ("", "Not stated", "")]
        if field == "service":
            return [(code, f"{code}   {service.name}", "") for code, service in self.around.services.items()]
        return ()

    def _give(self, event: EventView, field: str, text: str, why: str) -> Done[None]:
        if field == "date":
            return self._correct_date(event, text, why)
        value: object = text
        if field in ("time", "end_time"):
            value = typed_time(text)
        elif field == "outcome":
            value = text or None
        elif field == "child_seen":
            value = {"yes": True, "no": False}.get(text)
        return self._desk.do(lambda case: correct(case, event.id, field, value, why), tell=False)

    def _correct_date(self, event: EventView, text: str, why: str) -> Done[None]:
        typed = typed_date(text or "unknown")

        def both(case: CaseFile) -> None:
            with case.change(f"Correct the date of {event.ref}"):
                correct(case, event.id, "date", typed.when, why)
                if typed.time is not None:
                    correct(case, event.id, "time", typed.time, why)
                if typed.end_time is not None:
                    correct(case, event.id, "end_time", typed.end_time, why)

        return self._desk.do(both, tell=False)

    def _withdraw(self, event_id: str, field: str) -> None:
        self._desk.do(lambda case: withdraw_correction(case, event_id, field))

    def _remove(self, event: EventView) -> None:
        if self._desk.do(lambda case: remove_event(case, event.id)):
            self._desk.notice(f"{event.ref} was removed.", undo=True)

    # ---- accounts

    def _accounts(self, event: EventView, known: Surroundings) -> None:
        assert self._about is not None
        others = self._about.accounts
        if not others:
            section = self.section(
                "Other accounts", "Link", lambda: self._acts.link([event.id]), icon="link-2", changes=True
            )
            section.meta("None linked. Choose this row and another, then press L.")
            return
        every = (event, *others)
        differ = differences(every, known)
        said = f", {count(len(differ), 'difference')}" if differ else ", no difference"
        section = self.section(f"{len(every)} accounts{said}", "Compare", self.compare)
        for one in every:
            self._account(section, one, event, every, differ, known)

    def _account(
        self,
        section: Section,
        one: EventView,
        event: EventView,
        every: Sequence[EventView],
        differ: frozenset[str],
        known: Surroundings,
    ) -> None:
        card = section.card(f"Account of {one.service}, {one.ref}")
        inner = Section("", first=True)
        inner.head.hide()
        inner.column.setContentsMargins(0, 0, 0, 0)
        this = one.id == event.id
        ref = dress(QLabel(one.ref), "ref" if this else "body", "ink")
        last: QWidget
        if this:
            last = dress(QLabel("this event"), "meta", "muted")
        else:
            last = Button(
                "Go there",
                partial(self._desk.go, "chronology", one.id),
                kind="link",
                name=f"Go to the account {one.ref}",
            )
        unlink = Button(
            "Unlink",
            partial(self._acts.unlink, one.id),
            kind="link",
            name=f"Unlink {one.ref} from the other accounts",
            changes=True,
        )
        room = QWidget()
        inner.row(self._chip(one.service, known), ref, last, room, unlink, stretch=room)
        if "date" in differ:
            inner.fact("Date", say_when(one.when), differs=True)
        inner.fact("Time", time_words(one, every), differs="time" in differ)
        inner.fact("There", there_words(one, known) or "not stated", differs="there" in differ)
        inner.fact("Outcome", outcome_words(one.outcome), differs="outcome" in differ)
        if "seen" in differ:
            inner.fact("Seen", _SEEN[one.child_seen] or "not stated", differs=True)
        if one.action:
            inner.fact("Agreed", short(say(one.action), 160), differs="agreed" in differ)
        card.addWidget(inner)

    # ---- people

    def _people(self, event: EventView, known: Surroundings) -> None:
        section = self.section(
            "People", "Add", partial(self._person_menu, event.id), icon="plus", changes=True
        )
        if not event.people:
            section.meta("Nobody is linked to this event.")
        for one in event.people:
            person = known.people.get(one.id or "")
            name = say_person(person) if person is not None else say_name(one.as_written) or "Someone"
            part = "whose contact it was" if one.part == "for" else PARTS.get(one.part, one.part)
            shown = dress(QLabel(name), "name" if person else "body", "ink" if person else "warn")
            shown.setWordWrap(True)
            quiet = dress(QLabel(part if person else f"{part}, not matched"), "meta", "muted")
            row: list[QWidget] = [shown, quiet]
            if person is None and is_anonymous():
                pass
            elif person is None:
                match = Button("Match", None, kind="link", name=f"Match {one.as_written} to a person")
                match.clicked.connect(partial(self._match, match, one.as_written, event.id))
                row.append(match)
            elif not is_anonymous() and person.name.casefold() != one.as_written.casefold():
                row.insert(1, dress(QLabel(f"“{say(one.as_written)}”"), "meta", "muted"))
            row.append(
                Button(
                    "Remove",
                    partial(self._unlink_person, one.link_id),
                    kind="link",
                    name=f"Remove {name}, {part}, from this event",
                    changes=True,
                )
            )
            section.add(FlowRow(*row, gap=8, lines=0))

    def _person_menu(self, event_id: str) -> None:
        self._acts.person_menu(event_id).open_at(self._menu_point("People"))

    def _match(self, button: Button, as_written: str, event_id: str) -> None:
        at = button.mapToGlobal(QPoint(0, button.height()))
        self._acts.match_menu(as_written, event_id).open_at(at)

    def _unlink_person(self, link_id: str) -> None:
        self._desk.do(lambda case: unlink_person(case, link_id))

    def _menu_point(self, head: str) -> QPoint:
        for section in self._here(Section):
            if section.accessibleName() == head and section.link is not None:
                return section.link.mapToGlobal(QPoint(0, section.link.height()))
        return self.mapToGlobal(QPoint(16, 64))

    # ---- words of the panel

    def _themes(self, facts: About) -> None:
        event = facts.event
        section = self.section("Themes", "Add", None, icon="plus", changes=True)
        if section.link is not None:
            section.link.clicked.connect(partial(self._tag, section, event.id))
        for tag in facts.tags:
            name = say(tag.theme_name)
            chip = Chip.theme(
                tag.theme, tag.colour, name, on_press=partial(self._desk.go, "themes", tag.theme_id)
            )
            words = dress(QLabel(name), "body")
            words.setWordWrap(True)
            section.row(chip, words, stretch=words)
            if tag.note:
                section.text(say(tag.note)).setAccessibleName(f"Note on {tag.theme}: {say(tag.note)}")
            signed = dress(QLabel(_signed(tag.by, tag.at)), "meta", "muted")
            note = Button(
                "Edit note" if tag.note else "Note",
                partial(self._acts.note_on_tag, tag),
                kind="link",
                name=f"Note on {tag.theme}",
                changes=True,
            )
            remove = Button(
                "Remove",
                partial(self._acts.untag, tag),
                kind="link",
                name=f"Remove {tag.theme}",
                changes=True,
            )
            section.add(FlowRow(signed, note, remove, gap=8))
        if not facts.tags:
            section.meta("None yet. T tags it.")

    def _tag(self, section: Section, event_id: str) -> None:
        self._acts.tags.ask([event_id], section, section.rect())

    def _notes(self, facts: About) -> None:
        event = facts.event
        section = self.section(
            "Panel notes", "Add", partial(self._acts.note, event.id), icon="plus", changes=True
        )
        for note in facts.notes:
            self._words(
                section,
                f"Note of {say_name(note.by) or 'a panel member'}",
                say(note.text),
                _signed(note.by, note.at),
                partial(self._edit_note, note.id),
                partial(self._remove_note, note.id),
            )
        if not facts.notes:
            section.meta("None yet. N writes one.")

    def _edit_note(self, note_id: str, text: str) -> Done[None]:
        return self._desk.do(lambda case: edit_note(case, note_id, text), tell=False)

    def _remove_note(self, note_id: str) -> None:
        self._desk.do(lambda case: remove_note(case, note_id))

    def _words(
        self,
        section: Section,
        name: str,
        text: str,
        signed: str,
        save: Callable[[str], object],
        remove: Callable[[], object],
    ) -> None:
        shown = section.text(text)
        shown.setAccessibleName(f"{name}: {text}")
        said = f"{name[0].lower()}{name[1:]}"
        edit = Button("Edit", None, kind="link", name=f"Edit {said}", changes=True)
        take = Button("Remove", remove, kind="link", name=f"Remove {said}", changes=True)
        foot = FlowRow(dress(QLabel(signed), "meta", "muted"), edit, take, gap=8)
        section.add(foot)
        edit.clicked.connect(partial(self._edit_words, section, shown, foot, name, text, save))

    def _edit_words(
        self,
        section: Section,
        shown: QLabel,
        foot: QWidget,
        name: str,
        text: str,
        save: Callable[[str], object],
    ) -> None:
        field = TextField(name, save, least_lines=2, most_lines=12)
        field.show_value(text, force=True)
        section.column.replaceWidget(shown, field)
        shown.hide()
        foot.hide()
        field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        field.edit.given_up.connect(self.refresh)

    def _questions(self, event: EventView) -> None:
        open_ones = sum(one.answer is None for one in event.questions)
        head = "Questions to the agency" + (f" · {open_ones} open" if open_ones else "")
        section = self.section(head, "Ask", partial(self._acts.question, event.id), icon="plus", changes=True)
        for one in event.questions:
            asked_words = say(one.text)
            section.text(asked_words).setAccessibleName(f"Question: {asked_words}")
            remove = Button(
                "Remove",
                partial(self._remove_question, one.id),
                kind="link",
                name=f"Remove the question: {short(asked_words, 40)}",
                changes=True,
            )
            asked = dress(QLabel(_signed(one.asked_by, one.asked_at)), "meta", "muted")
            section.add(FlowRow(asked, remove, gap=8))
            answer = TextField(
                "Answer",
                partial(self._answer, one.id),
                name=f"Answer to: {short(asked_words, 60)}",
                placeholder="What the agency answered",
                least_lines=1,
                most_lines=8,
            )
            answer.show_value(one.answer, force=True)
            section.add(answer)
            if one.answer:
                section.meta(f"Answered, noted by {_signed(one.answered_by or '', one.answered_at or '')}")
        if not event.questions:
            section.meta("None asked. Q asks one.")

    def _answer(self, question_id: str, text: str) -> Done[None]:
        return self._desk.do(lambda case: answer_question(case, question_id, text), tell=False)

    def _remove_question(self, question_id: str) -> None:
        self._desk.do(lambda case: remove_question(case, question_id))

    # ---- standing in the review

    def _review_marks(self, event: EventView, known: Surroundings) -> None:
        section = self.section(
            "Lines of enquiry",
            "Choose",
            partial(self._lines_menu, event.id),
            icon="list-checks",
            changes=True,
        )
        chips: list[QWidget] = [
            Chip.ref(ref, plain=True, name=f"{ref}: {say(text)}")
            for _, ref, text in known.lines
            if ref in event.lines
        ]
        if chips:
            section.add(FlowRow(*chips))
        else:
            section.meta("Under none. I puts it under one.")
        scope = Button(
            "Bring back into scope" if event.out_of_scope else "Mark out of scope",
            partial(self._acts.toggle_scope, [event.id]),
            kind="link",
            changes=True,
        )
        section.row(scope)

    def _lines_menu(self, event_id: str) -> None:
        self._acts.lines_menu([event_id]).open_at(self._menu_point("Lines of enquiry"))

    def _evidence(self, event: EventView, known: Surroundings) -> None:
        section = self.section(
            "Evidence in findings",
            "Add",
            partial(self._evidence_menu, event.id),
            icon="plus",
            changes=True,
        )
        used = known.evidence.get(event.id, [])
        for finding, piece in used:
            go = partial(self._desk.go, "findings", finding.id)
            chip = Chip.ref(finding.ref, name=f"Go to {finding.ref}: {say(finding.title)}", on_press=go)
            side = dress(QLabel("against" if piece.against else "for"), "meta", "muted")
            remove = Button(
                "Remove",
                partial(self._remove_evidence, piece.id),
                kind="link",
                name=f"Remove from the evidence of {finding.ref}",
                changes=True,
            )
            section.add(FlowRow(chip, side, remove, gap=8))
            section.text(finding.title)
        if not used:
            section.meta("In none yet. E adds it to one.")

    def _evidence_menu(self, event_id: str) -> None:
        self._acts.evidence.menu([event_id]).open_at(self._menu_point("Evidence in findings"))

    def _remove_evidence(self, evidence_id: str) -> None:
        self._desk.do(lambda case: remove_evidence(case, evidence_id))

    def _history(self, event: EventView) -> None:
        section = self.section("History", "Hide" if self._history_open else "Show", self._toggle_history)
        if not self._history_open:
            return
        entries = {entry.number: entry for entry in self._desk.the_case.history(row=("event", event.id))}
        for one in event.corrections:
            for entry in self._desk.the_case.history(row=("correction", one.id)):
                entries[entry.number] = entry
        for number in sorted(entries, reverse=True)[:HISTORY_SHOWN]:
            entry = entries[number]
            section.text(entry.sentence)
            section.meta(f"{_signed(entry.by, entry.at)}, {entry.at[11:16]} UTC")
        if len(entries) > HISTORY_SHOWN:
            section.meta(f"and {len(entries) - HISTORY_SHOWN} more, in History")

    def _toggle_history(self) -> None:
        self._history_open = not self._history_open
        self.refresh()

    # ---- several

    def _build_many(self, panel: Inspector) -> None:
        ids = self._shown
        known = self.around
        events = self._acts.views(ids[:500])
        self.head(f"{len(ids):,} events chosen")
        services: dict[str, int] = {}
        for event in events:
            services[event.service] = services.get(event.service, 0) + 1
        self._head_column.addWidget(
            FlowRow(
                *[self._chip(code, known) for code in services], dress(QLabel(_span(events)), "meta", "muted")
            )
        )
        section = self.section("Do to all of them")
        keyed = all(event.key for event in events)
        outside = all(event.out_of_scope for event in events)
        for words, icon, key, run in (
            ("Take the key mark off" if keyed else "Mark as key", "star", "*", self._acts.toggle_key),
            (
                "Bring back into scope" if outside else "Mark out of scope",
                "ban",
                "O",
                self._acts.toggle_scope,
            ),
            ("Link as the same event", "link-2", "L", self._acts.link),
        ):
            section.row(Button(words, partial(run, ids), icon=icon, hint=f"Key: {key}", changes=True))
        tag = Button("Tag with a theme…", None, icon="tag", hint="Key: T", changes=True)
        tag.clicked.connect(lambda: self._acts.tags.ask(ids, tag, tag.rect()))
        section.row(tag)
        for words, icon, key, build in (
            ("Lines of enquiry…", "list-checks", "I", self._acts.lines_menu),
            ("Add as evidence…", "scale", "E", self._acts.evidence.menu),
            ("Correct all…", "pencil", "C", self._acts.correct_menu),
        ):
            button = Button(words, None, icon=icon, hint=f"Key: {key}", changes=True)
            button.clicked.connect(partial(self._menu_of, button, build, ids))
            section.row(button)
        listed = self.section("Chosen")
        for event in events[:30]:
            words = f"{event.ref}   {event.service}   {say_when(event.when, event.time)}"
            listed.text(words, role="meta")
        if len(ids) > 30:
            listed.meta(f"and {len(ids) - 30:,} more")

    def _menu_of(self, button: Button, build: Callable[[Sequence[str]], Menu], ids: Sequence[str]) -> None:
        build(ids).open_at(button.mapToGlobal(QPoint(0, button.height())))


def _span(events: Sequence[EventView]) -> str:
    days = sorted(day for event in events for day in (event.earliest, event.latest) if day)
    if not days:
        return "undated"
    return span_words(days[0], days[-1]) if days[0] != days[-1] else say_when(When(days[0], days[0], "day"))


def _signed(by: str, at: str) -> str:
    """Who wrote something and when; a member who is not on the panel's list has no pseudonym."""
    return f"{say_name(by) or 'A panel member'}, {day_words(at)}"


def _filled_star() -> QIcon:
    """The star of what is key, as wide as the outlined one of other events."""
    side, gap = look.px(15), look.px(5)
    picture = QPixmap((side + gap) * 2, side * 2)
    picture.setDevicePixelRatio(2.0)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_icon(painter, "star", QRectF(0, 0, side, side), "accent", filled=True)
    painter.end()
    return QIcon(picture)
