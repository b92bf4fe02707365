"""What is selected on the timeline, at its right: an event, several, a run, a gap, or what stands above the lanes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.about_events import (
    SURROUND,
    About,
    Surroundings,
    about,
    age_words,
    outcome_words,
    surroundings,
    there_words,
    when_words,
)
from ui.buttons import Button
from ui.chips import Chip
from ui.desk import Desk
from ui.flow import FlowRow
from ui.inspector import Inspector, words
from ui.places.timeline.chosen import NOTHING, Chosen
from ui.tables import outcome_mark
from ui.theme import say
from ui.wording import count, short
from workbench.anonymity.rendering import say as as_read
from workbench.anonymity.rendering import say_file, say_name, say_person, say_service
from workbench.casefile import Broadcast
from workbench.chronology.events import event_views
from workbench.chronology.when import When, say_when
from workbench.timeline.facts import Facts

_LISTED: Final = 60
"""Events told one by one; more are counted, and open in the chronology."""


class TimelineInspector(Inspector):
    """The panel.

    - `stand(event index)`: an event of a list was chosen.
    - `rows(event ids, words)`: they are to open in the chronology.
    - `evidence(event ids)`: they are to be put in a finding.
    - `folds()`: the panel is to close.
    """

    stand = Signal(int)
    rows = Signal(object, str)
    evidence = Signal(object)
    folds = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("Inspector", "Choose a mark, a run or a gap to read it here.")
        self._desk = desk
        self._facts: Facts | None = None
        self._chosen = NOTHING
        self._around: Surroundings | None = None

    # ---- what is shown

    def show_chosen(self, facts: Facts | None, chosen: Chosen) -> None:
        """Show what was chosen; while the panel is folded it is only remembered, and made when it opens."""
        self._facts, self._chosen = facts, chosen
        if self.isVisible() or not chosen.what:
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what was chosen meanwhile."""
        super().showEvent(event)
        self.refresh()

    @property
    def ids(self) -> tuple[str, ...]:
        """The events behind what is shown."""
        facts = self._facts
        return tuple(facts.contacts.ids[at] for at in self._chosen.events) if facts is not None else ()

    def heard(self, broadcast: Broadcast) -> None:
        """Something was changed."""
        if SURROUND & broadcast.touched.keys():
            self._around = None

    def refresh(self) -> None:
        """Show anew what is shown."""
        facts, chosen = self._facts, self._chosen
        if self._desk.case is None or facts is None or not chosen.what:
            self.show_nothing()
            return
        key = f"{chosen.what}:{','.join(map(str, chosen.of))}:{'+'.join(self.ids[:20])}"
        match chosen.what:
            case "run":
                self.show_thing(key, self._run)
            case "no record" | "not seen":
                self.show_thing(key, self._gap)
            case "status" | "life" | "incident":
                self.show_thing(key, self._moment)
            case _ if len(chosen.events) == 1:
                told = self._desk.read(lambda session: about(session, self.ids[0]))
                if told is None:
                    self.show_nothing()
                else:
                    self.show_thing(key, partial(self._one, told))
            case _:
                self.show_thing(key, self._many)

    @property
    def _known(self) -> Surroundings:
        if self._around is None:
            self._around = self._desk.read(surroundings)
        return self._around

    def _close_button(self) -> Button:
        return Button(
            "", self.folds.emit, kind="quiet", icon="x", name="Close the inspector", hint="Close: Esc"
        )

    def _chip_of(self, code: str) -> Chip:
        service = self._known.services.get(code)
        name = say_service(service.name) if service else ""
        return Chip.service(code, service.colour if service else "#33414F", name)

    # ---- one event

    def _one(self, told: About, panel: Inspector) -> None:
        event, known = told.event, self._known
        facts = self._facts
        assert facts is not None
        panel.head(
            as_read(event.contact_type) or say_service(event.service_name),
            chips=[self._chip_of(event.service)],
            right=event.ref,
            actions=[self._close_button()],
            second=when_words(event),
        )
        age = age_words(event, known.subject)
        marks: list[QWidget] = [Chip.mark(outcome_mark(event.outcome or ""), outcome_words(event.outcome))]
        marks.append(say(QLabel(outcome_words(event.outcome)), "name"))
        if age:
            marks.append(say(QLabel(age), "meta", "muted"))
        if event.key:
            marks.append(Chip.pill("Key", "accent"))
        panel._head_column.addWidget(FlowRow(*marks, gap=7, lines=2))
        self._acts(panel, "Open in chronology")
        if event.as_written and not self._desk.anonymous:
            rows = [str(number) for number in event.rows]
            where = f"row {rows[0]}" if len(rows) == 1 else f"rows {rows[0]} – {rows[-1]}"
            section = panel.section(f"As written · {where}")
            section.quote(" | ".join(" ".join(cell.split()) for _, cell in event.as_written if cell.strip()))
            section.meta(f"{event.material} {say_file(event.file or '', event.service, 'chronology')}")
        section = panel.section("Reading")
        if self._desk.anonymous or not event.as_written:
            section.text(as_read(event.text))
        facts_of = (
            ("Recorded by", say_name(event.recorded_by)),
            ("There", as_read(there_words(event, known))),
            ("Action", as_read(event.action)),
            ("Analysis", as_read(event.analysis)),
        )
        section.fact("Outcome", outcome_words(event.outcome))
        for label, value in facts_of:
            if value:
                section.fact(label, value)
        if told.accounts:
            section = panel.section(f"Other accounts of this event · {len(told.accounts)}")
            for other in told.accounts:
                card = section.card(f"Account of {other.service}")
                row = FlowRow(
                    self._chip_of(other.service),
                    say(QLabel(when_words(other)), "name"),
                    say(QLabel(outcome_words(other.outcome)), "meta", "muted"),
                )
                card.addWidget(row)
                card.addWidget(words(short(as_read(other.text), 220)))
                place = facts.contacts.row_of(other.id)
                if place is not None:
                    card.addWidget(
                        Button("Show", partial(self.stand.emit, place), kind="link", name=f"Show {other.ref}")
                    )
        tags = facts.tag_theme[facts.tag_event == self._chosen.events[0]]
        themes = [facts.themes[at] for at in tags.tolist()]
        if themes:
            section = panel.section("Themes")
            section.add(FlowRow(*(Chip.theme(one.code, one.colour, one.name) for one in themes)))
        if told.notes:
            section = panel.section("Panel notes")
            for note in told.notes:
                section.text(as_read(note.text))
                section.meta(as_read(note.by))
        evidence = known.evidence.get(event.id, [])
        if evidence:
            section = panel.section("Evidence in findings")
            for finding, piece in evidence:
                chip = Chip.ref(
                    finding.ref,
                    name=f"Go to {finding.ref}: {as_read(finding.title)}",
                    on_press=partial(self._desk.go, "findings", finding.id),
                )
                title = words(short(as_read(finding.title), 90) + (" · against" if piece.against else ""))
                section.row(chip, title, stretch=title)

    def _acts(self, panel: Inspector, rows: str, said: str = "") -> None:
        """What can be done with the events behind what is shown."""
        open_rows = Button(rows, partial(self._open, said), icon="table-2")
        finding = Button(
            "Put in a finding",
            lambda: self.evidence.emit(self.ids),
            icon="scale",
            hint="Put in a finding: E",
            changes=True,
        )
        panel._head_column.addWidget(FlowRow(open_rows, finding, gap=8))

    def _open(self, said: str) -> None:
        self.rows.emit(self.ids, said)

    # ---- several

    def _many(self, panel: Inspector) -> None:
        ids = self.ids
        events = self._desk.read(lambda session: event_views(session, ids[:_LISTED]))
        said = sorted({outcome_words(event.outcome) for event in events})
        panel.head(
            f"{len(ids)} {said[0].lower()}" if len(said) == 1 else count(len(ids), "event"),
            chips=[self._chip_of(code) for code in dict.fromkeys(event.service for event in events)][:4],
            actions=[self._close_button()],
            second="",
        )
        which = "Accounts of one event" if self._chosen.what == "tie" else "Events on the timeline"
        self._acts(panel, "Open rows in chronology", which)
        self._list(panel, "Events", ids)

    def _run(self, panel: Inspector) -> None:
        facts = self._facts
        assert facts is not None
        runs = [facts.runs[at] for at in self._chosen.of]
        ids = self.ids
        first = runs[0]
        service = first.service
        names = list(dict.fromkeys(run.whose for run in runs if run.whose))
        panel.head(
            f"{first.count} not seen in a row"
            if len(runs) == 1
            else f"{len(ids)} missed in {len(runs)} runs",
            chips=[Chip.service(service.code, service.colour, say_service(service.name))],
            actions=[self._close_button()],
            second=_span(first.first, max(run.last for run in runs)),
        )
        self._acts(panel, "Open rows in chronology", f"{service.code}: {len(ids)} missed in a row")
        section = panel.section("What it rests on")
        if names:
            section.fact("Whose", ", ".join(names))
        section.text(
            "Planned contacts missed one after another, with no contact between. Cancelled and rescheduled ones "
            "neither count nor break it.",
            "muted",
            "meta",
        )
        for run in runs:
            if run.may_add:
                section.meta(
                    f"At least so many: {count(len(run.may_add), 'vaguely dated contact')} may belong to it."
                )
            if run.may_break:
                section.meta(
                    f"At most so many: {count(len(run.may_break), 'vaguely dated contact')} may have come between."
                )
        others = [
            run
            for run in facts.runs
            if run.service.id != service.id and run.first <= first.last and run.last >= first.first
        ]
        if others:
            section = panel.section("At the same time")
            for run in others[:6]:
                section.row(
                    Chip.service(run.service.code, run.service.colour, say_service(run.service.name)),
                    say(QLabel(f"{run.count} in a row, {_span(run.first, run.last)}"), "body"),
                )
        self._list(panel, "Missed contacts", ids)

    def _gap(self, panel: Inspector) -> None:
        facts = self._facts
        assert facts is not None
        gap = facts.gaps[self._chosen.of[0]]
        chips = []
        if gap.service is not None:
            chips.append(Chip.service(gap.service.code, gap.service.colour, say_service(gap.service.name)))
        not_seen = gap.kind == "not_seen"
        word = facts.review.kind.subject.capitalize()
        who = say_person(gap.subject) if gap.subject is not None else word
        title = f"{who} not seen" if not_seen else "No record"
        if not_seen and gap.service is None:
            title = f"{who} not seen by anyone"
        panel.head(
            f"{title}, {gap.length}",
            chips=chips,
            actions=[self._close_button()],
            second=f"{_span(gap.first, gap.last)}{', ' + gap.until if gap.until else ''}",
        )
        if self.ids:
            self._acts(panel, "Open rows in chronology", f"{title}, {gap.length}")
        section = panel.section("What it means")
        section.text(
            "Contact may have been tried: no record says that the child was seen."
            if not_seen
            else f"Nothing from this service for longer than {facts.review.silence_days} days, between its first "
            "and its last record. No record is not the same as no contact.",
            "muted",
            "meta",
        )
        if gap.may_break:
            section.meta(
                f"At most so long: {count(len(gap.may_break), 'vaguely dated event')} may lie within it."
            )
        if gap.unclear:
            said = count(len(gap.unclear), "contact within it does", "contacts within it do")
            section.meta(f"{said} not say whether the child was seen.")
        if gap.rows:
            self._list(panel, "Events at its ends", gap.rows)
        if gap.tried:
            self._list(panel, "Planned and missed within it", gap.tried)

    def _moment(self, panel: Inspector) -> None:
        facts, chosen = self._facts, self._chosen
        assert facts is not None
        panel.head(chosen.said or "On the timeline", actions=[self._close_button()], second="")
        section = panel.section("In the case")
        section.add(Button("Open in Case", partial(self._desk.go, "case"), kind="link"))

    # ---- lists of events

    def _list(self, panel: Inspector, head: str, ids: Sequence[str]) -> None:
        facts = self._facts
        assert facts is not None
        events = self._desk.read(lambda session: event_views(session, ids[:_LISTED]))
        section = panel.section(f"{head} · {len(ids)}")
        for event in events:
            place = facts.contacts.row_of(event.id)
            section.add(
                EventLine(
                    event.service,
                    self._known.services[event.service].colour
                    if event.service in self._known.services
                    else "",
                    when_words(event),
                    outcome_mark(event.outcome or ""),
                    outcome_words(event.outcome),
                    short(as_read(event.text), 120),
                    partial(self.stand.emit, place) if place is not None else None,
                )
            )
        if len(ids) > len(events):
            section.meta(f"and {len(ids) - len(events):,} more: open the rows in the chronology")


class EventLine(QWidget):
    """One event in a list: chip, mark and day, and below it how it begins. A press stands on it."""

    def __init__(
        self,
        code: str,
        colour: str,
        when: str,
        mark: str,
        outcome: str,
        text: str,
        on_press: Callable[[], object] | None,
    ) -> None:
        super().__init__()
        self._on_press = on_press
        self.setAccessibleName(f"{code}, {when}, {outcome}. {text}")
        flow = FlowRow(
            Chip.service(code, colour or "#33414F"),
            Chip.mark(mark, outcome),
            say(QLabel(when), "name"),
            gap=6,
            lines=2,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 6)
        column.setSpacing(2)
        column.addWidget(flow)
        column.addWidget(words(text, "meta", "ink2"))
        if on_press is not None:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stand on it."""
        if self._on_press is not None and event.button() == Qt.MouseButton.LeftButton:
            self._on_press()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space stand on it."""
        if self._on_press is not None and event.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Space,
        ):
            self._on_press()
        else:
            super().keyPressEvent(event)


def _span(first: str, last: str) -> str:
    """From one day to another, as people say it."""
    return say_when(When(first, last, "day" if first == last else "range"))
