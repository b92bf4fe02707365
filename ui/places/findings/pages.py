"""The page in the middle of Findings: a finding, a recommendation or an action being written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.buttons import Button
from ui.chips import Chip
from ui.desk import Desk, Done
from ui.forms import CheckField, ChoiceField, TextField
from ui.icons import Icon
from ui.inspector import words
from ui.panes import clear
from ui.theme import be, look, say
from workbench.anonymity.rendering import say as as_read
from workbench.chronology.dates import say_when
from workbench.chronology.events import EventView
from workbench.findings import spine
from workbench.findings.spine import ActionView, FindingView, RecommendationView
from workbench.people import ServiceView

PARTS = (
    ("what", "What", "what happened, in plain words"),
    ("why", "Why", "what made it likely"),
    ("known", "Known at the time", "by whom, and when"),
    ("so_what", "So what", "why it matters beyond this family"),
)
"""The parts of a finding: code, head, hint."""


class Page(QWidget):
    """A column for reading and writing, as wide as a line should be."""

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self.desk = desk
        self.thing = ""
        self.setAccessibleName(name)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 16, 24, 24)
        self.column.setSpacing(12)

    def head(self, *widgets: QWidget) -> QHBoxLayout:
        """The line at the top: reference, title, buttons."""
        row = QHBoxLayout()
        row.setSpacing(10)
        for widget in widgets:
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)
        return row


class Chips(QFrame):
    """A line of chips that goes on to further lines: links up or down the spine, with one button at the end."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._grid = QVBoxLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        self._name = name

    def show_links(
        self,
        links: list[tuple[str, str, str]],
        go: Callable[[str], object],
        part: Callable[[str], object] | None,
        *buttons: Button,
    ) -> None:
        """`links` are (id, reference, title); `part` takes one away."""
        clear(self._grid)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(say(QLabel(self._name), "head", "ink"))
        head.addStretch(1)
        for button in buttons:
            head.addWidget(button)
        self._grid.addLayout(head)
        for thing, ref, title in links:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(
                Chip.ref(ref, name=f"Go to {ref}", on_press=partial(go, thing)),
                0,
                Qt.AlignmentFlag.AlignTop,
            )
            row.addWidget(words(as_read(title)), 1)
            if part is not None:
                row.addWidget(
                    Button("Unlink", partial(part, thing), kind="link", name=f"Unlink {ref}"),
                    0,
                    Qt.AlignmentFlag.AlignTop,
                )
            self._grid.addLayout(row)
        if not links:
            self._grid.addWidget(say(QLabel("Nothing yet."), "meta", "muted"))


class FindingPage(Page):
    """A finding."""

    def __init__(self, desk: Desk, actions: FindingActions) -> None:
        super().__init__(desk, "Finding")
        self._do = actions
        self._ref = QVBoxLayout()
        row = self.head()
        row.addLayout(self._ref)
        self.title = TextField("Title", lambda text: self._edit(title=text), role="title", least_lines=1)
        self.title.label.hide()
        row.addWidget(self.title, 1)
        row.addWidget(
            Button(
                "Remove",
                lambda: self._do.remove("finding", self.thing),
                kind="quiet",
                icon="trash-2",
                name="Remove this finding",
            ),
            0,
            Qt.AlignmentFlag.AlignTop,
        )
        self.good = CheckField(
            "Good practice", lambda on: self._edit(good_practice=on), hint="A finding of something done well"
        )
        self.column.addWidget(self.good)
        self.parts = {
            code: TextField(head, self._editor(code), hint=hint, role="reading", least_lines=2)
            for code, head, hint in PARTS
        }
        for field in self.parts.values():
            self.column.addWidget(field)
        self.against = QFrame()
        self.against.setAccessibleName("Evidence against")
        self._against = QVBoxLayout(self.against)
        self._against.setContentsMargins(0, 0, 0, 0)
        self._against.setSpacing(6)
        self.column.addWidget(self.against)
        self.leads = Chips("Leads to")
        self.column.addWidget(self.leads)
        self.column.addStretch(1)

    def show_finding(
        self, finding: FindingView, known: spine.Spine, events: dict[str, EventView], colours: dict[str, str]
    ) -> None:
        """Show a finding; a field being typed in is left alone unless it is another finding."""
        other = finding.id != self.thing
        self.thing = finding.id
        clear(self._ref)
        self._ref.addWidget(Chip.ref(finding.ref))
        self._ref.addStretch(1)
        self.title.show_value(finding.title, force=other)
        self.good.show_value(finding.good_practice)
        for code, field in self.parts.items():
            field.show_value(str(getattr(finding, code)), force=other)
        clear(self._against)
        head = QHBoxLayout()
        head.addWidget(say(QLabel("Evidence against"), "head", "ink"))
        head.addWidget(say(QLabel("what does not fit"), "meta", "muted"), 1)
        head.addWidget(
            Button(
                "Add",
                lambda: self._do.add_evidence(True),
                kind="link",
                icon="plus",
                name="Add evidence against",
            )
        )
        self._against.addLayout(head)
        pieces = [piece for piece in finding.evidence if piece.against and piece.event_id in events]
        for piece in pieces:
            self._against.addWidget(evidence_card(piece, events[piece.event_id], colours, self._do))
        if not pieces:
            self._against.addWidget(say(QLabel("Nothing weighed against it yet."), "meta", "muted"))
        by_ref = {one.ref: one for one in known.recommendations}
        self.leads.show_links(
            [(by_ref[ref].id, ref, by_ref[ref].title) for ref in finding.recommendations],
            lambda thing: self.desk.go("findings", thing),
            lambda thing: self.desk.do(lambda case: spine.link_finding(case, self.thing, thing, on=False)),
            Button("Link one", self._do.link, kind="link", icon="link-2", name="Link a recommendation"),
            Button("New recommendation", self._do.new_recommendation, kind="link", icon="plus"),
        )

    def _editor(self, code: str) -> Callable[[str], Done[None]]:
        return lambda text: self._edit(**{code: text})

    def _edit(self, **values: Any) -> Done[None]:  # noqa: ANN401 - whatever a field holds
        thing = self.thing
        return self.desk.do(lambda case: spine.edit_finding(case, thing, **values), tell=False)


class RecommendationPage(Page):
    """A recommendation."""

    def __init__(self, desk: Desk, actions: FindingActions) -> None:
        super().__init__(desk, "Recommendation")
        self._do = actions
        self._ref = QVBoxLayout()
        row = self.head()
        row.addLayout(self._ref)
        self.title = TextField("Title", lambda text: self._edit(title=text), role="title", least_lines=1)
        self.title.label.hide()
        row.addWidget(self.title, 1)
        row.addWidget(
            Button(
                "Remove",
                lambda: self._do.remove("recommendation", self.thing),
                kind="quiet",
                icon="trash-2",
                name="Remove this recommendation",
            ),
            0,
            Qt.AlignmentFlag.AlignTop,
        )
        self.detail = TextField(
            "In full",
            lambda text: self._edit(detail=text),
            hint="what should change, and how one will know",
            role="reading",
        )
        self.column.addWidget(self.detail)
        self.addressed = QFrame()
        self.addressed.setAccessibleName("Addressed to")
        self._addressed = QVBoxLayout(self.addressed)
        self._addressed.setContentsMargins(0, 0, 0, 0)
        self._addressed.setSpacing(6)
        self.column.addWidget(self.addressed)
        self.scope = ChoiceField("Scope", list(spine.SCOPES.items()), lambda key: self._edit(scope=key))
        self.scope.setMaximumWidth(look.px(220))
        self.column.addWidget(self.scope)
        self.rests = Chips("Rests on")
        self.column.addWidget(self.rests)
        self.answered = Chips("Answered by")
        self.column.addWidget(self.answered)
        self.column.addStretch(1)

    def show_recommendation(
        self, shown: RecommendationView, known: spine.Spine, services: list[ServiceView]
    ) -> None:
        """Show a recommendation."""
        other = shown.id != self.thing
        self.thing = shown.id
        clear(self._ref)
        self._ref.addWidget(Chip.ref(shown.ref, plain=True))
        self._ref.addStretch(1)
        self.title.show_value(shown.title, force=other)
        self.detail.show_value(shown.detail, force=other)
        self.scope.show_value(shown.scope, force=other)
        self._show_addressed(shown, services)
        findings = {one.ref: one for one in known.findings}
        self.rests.show_links(
            [(findings[ref].id, ref, findings[ref].title) for ref in shown.findings],
            lambda thing: self.desk.go("findings", thing),
            lambda thing: self.desk.do(lambda case: spine.link_finding(case, thing, self.thing, on=False)),
            Button("Link one", self._do.link, kind="link", icon="link-2", name="Link a finding"),
        )
        actions = {one.ref: one for one in known.actions}
        self.answered.show_links(
            [(actions[ref].id, ref, actions[ref].title) for ref in shown.actions],
            lambda thing: self.desk.go("actions", thing),
            None,
            Button("New action", self._do.new_action, kind="link", icon="plus"),
        )

    def _show_addressed(self, shown: RecommendationView, services: list[ServiceView]) -> None:
        clear(self._addressed)
        self._addressed.addWidget(say(QLabel("Addressed to"), "head", "ink"))
        grid = QGridLayout()
        grid.setSpacing(6)
        ticks = [
            ("All agencies", shown.to_all, lambda on: self._edit(to_all=on)),
            ("The Board", shown.to_board, lambda on: self._edit(to_board=on)),
        ]
        for service in services:
            ticks.append(
                (
                    f"{service.code}, {as_read(service.name)}",
                    service.code in shown.services,
                    partial(self._address, shown, service.code),
                )
            )
        for place, (word, held, commit) in enumerate(ticks):
            tick = CheckField(word, commit)
            tick.show_value(held)
            grid.addWidget(tick, place // 2, place % 2)
        self._addressed.addLayout(grid)

    def _address(self, shown: RecommendationView, code: str, on: bool) -> Done[None]:
        codes = [one for one in shown.services if one != code] + ([code] if on else [])
        return self._edit(services_to=codes)

    def _edit(self, **values: Any) -> Done[None]:  # noqa: ANN401 - whatever a field holds
        thing = self.thing
        return self.desk.do(lambda case: spine.edit_recommendation(case, thing, **values), tell=False)


class ActionPage(Page):
    """An action, read here and followed in its own place."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Action")

    def show_action(self, action: ActionView, status: str) -> None:
        """Show an action."""
        self.thing = action.id
        clear(self.column)
        self.column.setSpacing(12)
        row = self.head(Chip.ref(action.ref, plain=True))
        row.addWidget(words(as_read(action.title), "title"), 1)
        for label, value in (
            ("Owner", action.owner or "Nobody yet"),
            ("Lead officer", action.lead or "Nobody yet"),
            ("Due", action.due or "No date"),
            ("Status", status),
            ("Intended impact", action.measure or "Not said"),
        ):
            line = QHBoxLayout()
            name = say(QLabel(label), "meta", "muted")
            name.setFixedWidth(look.px(110))
            line.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
            shown = words(as_read(value))
            shown.setAccessibleName(f"{label}: {value}")
            line.addWidget(shown, 1)
            self.column.addLayout(line)
        self.column.addWidget(
            Button("Follow it in Actions", lambda: self.desk.go("actions", action.id), icon="square-check")
        )
        self.column.addStretch(1)


class FindingActions:
    """What pages ask their place to do."""

    def __init__(
        self,
        *,
        remove: Callable[[str, str], object],
        add_evidence: Callable[[bool], object],
        link: Callable[[], object],
        new_recommendation: Callable[[], object],
        new_action: Callable[[], object],
        drop_evidence: Callable[[str], object],
        turn_evidence: Callable[[str, bool], object],
        note_evidence: Callable[[str, str], object],
    ) -> None:
        self.remove = remove
        self.add_evidence = add_evidence
        self.link = link
        self.new_recommendation = new_recommendation
        self.new_action = new_action
        self.drop_evidence = drop_evidence
        self.turn_evidence = turn_evidence
        self.note_evidence = note_evidence
        self.go: Callable[[str], object] = lambda _: None


def evidence_card(
    piece: spine.EvidenceView, event: EventView, colours: dict[str, str], actions: FindingActions
) -> QFrame:
    """An event as a piece of evidence: where it stands, its words, why it counts, and what can be done."""
    card = QFrame()
    be(card, ground="paper", edge="card")
    card.setAccessibleName(f"{event.ref}, {event.service}, {say_when(event.when)}: {as_read(event.text)}")
    inner = QVBoxLayout(card)
    inner.setContentsMargins(10, 8, 10, 8)
    inner.setSpacing(4)
    head = QHBoxLayout()
    head.setSpacing(6)
    head.addWidget(
        Chip.ref(event.ref, name=f"Open {event.ref} in the chronology", on_press=lambda: actions.go(event.id))
    )
    head.addWidget(Chip.service(event.service, colours.get(event.service, "#33414F"), event.service_name))
    head.addWidget(say(QLabel(say_when(event.when)), "name"), 1)
    inner.addLayout(head)
    inner.addWidget(words(as_read(_short(event.text)), "body", "ink2"))
    if piece.note:
        note = QHBoxLayout()
        note.setSpacing(6)
        note.addWidget(Icon("sticky-note", "muted", 13), 0, Qt.AlignmentFlag.AlignTop)
        note.addWidget(words(as_read(piece.note), "meta", "muted"), 1)
        inner.addLayout(note)
    foot = QHBoxLayout()
    foot.setSpacing(10)
    foot.addStretch(1)
    foot.addWidget(
        Button(
            "Counts for it" if piece.against else "Counts against",
            lambda: actions.turn_evidence(piece.id, not piece.against),
            kind="link",
            name=f"{event.ref} counts {'for' if piece.against else 'against'} the finding",
        )
    )
    foot.addWidget(
        Button(
            "Why",
            lambda: actions.note_evidence(piece.id, piece.note),
            kind="link",
            name=f"Say why {event.ref} counts",
        )
    )
    foot.addWidget(
        Button("Remove", lambda: actions.drop_evidence(piece.id), kind="link", name=f"Remove {event.ref}")
    )
    inner.addLayout(foot)
    return card


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 200 else flat[:199].rstrip() + "…"
