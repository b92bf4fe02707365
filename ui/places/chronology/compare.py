"""The accounts of one event side by side, and where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.about_events import Surroundings, differences, outcome_words, there_words, time_words
from ui.buttons import Button
from ui.chips import Chip
from ui.dialogs.frame import Asking
from ui.inspector import Section
from ui.panes import scrolled
from ui.places.chronology.acts import Acts
from ui.places.chronology.source import HIDDEN, give_room
from ui.theme import be, look
from ui.theme import say as dress
from ui.wording import count, listed
from workbench.anonymity.rendering import is_anonymous, say, say_service
from workbench.chronology.dates import say_when
from workbench.chronology.events import EventView

NAMES = {
    "date": "date",
    "time": "time",
    "there": "who was there",
    "outcome": "outcome",
    "seen": "whether the subject was seen",
    "agreed": "what was agreed",
}


class Compare(Asking):
    """Shows each account in a column of its own."""

    def __init__(self, parent: QWidget, events: Sequence[EventView], known: Surroundings, acts: Acts) -> None:
        self._events = events
        differ = differences(events, known)
        said = listed([NAMES[name] for name in NAMES if name in differ])
        super().__init__(
            parent,
            f"{count(len(events), 'account')} of one event",
            f"They differ in {said}. Each stays as it is; none is put right by another."
            if differ
            else "They do not differ in time, people, outcome or what was agreed.",
            button="Close",
            cancel="",
            wide=860,
        )
        columns = QWidget()
        row = QHBoxLayout(columns)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for event in events:
            row.addWidget(self._account(event, differ, known, acts), 1)
        area = scrolled(columns, "paper", "Accounts")
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        area.setMinimumHeight(look.px(380))
        self.body.addWidget(area)
        give_room(self)
        self.resize(min(1180, 320 * len(events) + 80), 620)

    def _account(self, event: EventView, differ: frozenset[str], known: Surroundings, acts: Acts) -> QFrame:
        card = QFrame()
        be(card, ground="paper", edge="card")
        card.setAccessibleName(f"Account of {say_service(event.service_name)}, {event.ref}")
        card.setMinimumWidth(look.px(240))
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 10, 12, 12)
        section = Section("", first=True)
        section.head.hide()
        service = known.services.get(event.service)
        unlink = Button(
            "Unlink",
            partial(self._unlink, acts, event.id),
            kind="link",
            name=f"Unlink {event.ref}",
            changes=True,
        )
        section.row(
            Chip.service(
                event.service, service.colour if service else "#33414F", say_service(event.service_name)
            ),
            dress(QLabel(event.ref), "ref"),
            QWidget(),
            unlink,
        )
        section.fact("Date", say_when(event.when), differs="date" in differ)
        section.fact("Time", time_words(event, self._events), differs="time" in differ)
        section.fact("There", there_words(event, known) or "not stated", differs="there" in differ)
        section.fact("Outcome", outcome_words(event.outcome), differs="outcome" in differ)
        seen = {True: "yes", False: "no", None: "not stated"}[event.child_seen]
        section.fact("Seen", seen, differs="seen" in differ)
        section.fact("Agreed", say(event.action) or "not stated", differs="agreed" in differ)
        section.text(say(event.text))
        if event.as_written and is_anonymous():
            section.meta(HIDDEN)
        elif event.as_written:
            section.quote(
                " | ".join(" ".join(say(cell).split()) for _, cell in event.as_written if cell.strip())
            )
            section.meta(f"{event.file}, row {event.row}")
        else:
            section.meta("Added by hand")
        section.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column.addWidget(section)
        column.addStretch(1)
        return card

    def _unlink(self, acts: Acts, event_id: str) -> None:
        self.accept()
        acts.unlink(event_id)
