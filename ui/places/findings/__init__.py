"""Findings: the spine at the left, the finding or recommendation being written, and the evidence for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ui.buttons import Button
from ui.chips import Chip, Empty
from ui.desk import Desk
from ui.dialogs.frame import Asking
from ui.forms import ChoiceField, TextField
from ui.inspector import words
from ui.panes import clear, scrolled
from ui.place import Place
from ui.places.findings.pages import (
    ActionPage,
    FindingActions,
    FindingPage,
    RecommendationPage,
    evidence_card,
)
from ui.places.findings.picking import ask_events
from ui.places.findings.tree import SpineList, lines
from ui.rows import things_in
from ui.theme import be, look, say
from workbench.anonymity.rendering import say as as_read
from workbench.casefile import Broadcast, CaseFile
from workbench.chronology.events import EventView, event_views
from workbench.findings import spine
from workbench.findings.gaps import Gap, gaps
from workbench.findings.spine import FindingView, Spine
from workbench.people import ServiceView, services
from workbench.review import the_review

_TABLES = frozenset(
    {
        "finding",
        "evidence",
        "recommendation",
        "finding_recommendation",
        "addressed_to",
        "action",
        "action_owner",
        "progress",
        "event",
        "service",
        "review",
    }
)


class Findings(Place):
    """The findings and recommendations of the review."""

    key = "findings"
    title = "Findings"
    icon = "lightbulb"
    purpose = (
        "What the review learned and asks for: each finding with the evidence for and against it, the "
        "recommendations it leads to, and every gap in between."
    )
    keys = (("J / K", "Next and previous on the spine"), ("Enter", "Open an action in Actions"))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._spine = Spine((), (), ())
        self._gaps: list[Gap] = []
        self._result = "recommendation"
        self._do = FindingActions(
            remove=self._remove,
            add_evidence=self._add_evidence,
            link=self._link,
            new_recommendation=self._new_recommendation,
            new_action=self._new_action,
            drop_evidence=self._drop_evidence,
            turn_evidence=self._turn_evidence,
            note_evidence=self._note_evidence,
        )
        self._do.go = lambda event: desk.go("chronology", event)
        self._list = SpineList()
        self._list.chosen.connect(self._show)
        self._list.opened.connect(self._open)
        self._list.dropped.connect(self._take_evidence)
        self._finding = FindingPage(desk, self._do)
        self._recommendation = RecommendationPage(desk, self._do)
        self._action = ActionPage(desk)
        self._pages = QStackedWidget()
        self._empty = Empty(
            "lightbulb",
            "Findings say what happened in practice, why, and so what, each resting on events of the chronology.",
            "New finding",
            self._new_finding,
        )
        self._scrolls: dict[str, QScrollArea] = {}
        for page in (self._finding, self._recommendation, self._action):
            self._scrolls[page.accessibleName()] = scrolled(page, "paper", f"{page.accessibleName()}, page")
            self._pages.addWidget(self._scrolls[page.accessibleName()])
        self._pages.addWidget(self._empty)
        self._evidence = EvidencePane()
        self._evidence.dropped.connect(lambda ids: self._take_evidence(self._standing("finding"), ids))
        self._panes = self.lay_out(self._pages, left=self._left(), right=self._evidence)
        self.command("new", "New finding", self._new_finding, "N", icon="plus", words="add")
        self.command(
            "evidence",
            "Add evidence for this finding",
            lambda: self._add_evidence(False),
            "E",
            icon="plus",
            can=self._on_finding,
        )
        self.command(
            "against",
            "Add evidence against this finding",
            lambda: self._add_evidence(True),
            "Shift+E",
            can=self._on_finding,
        )
        self.command(
            "recommend",
            self._recommend_words,
            self._new_recommendation,
            "R",
            icon="plus",
            can=self._on_finding,
        )
        self.command(
            "action",
            "New action for this recommendation",
            self._new_action,
            "A",
            icon="plus",
            can=self._on_recommendation,
        )
        self.command("up", "Move up", lambda: self._move(-1), "Alt+Up", icon="arrow-up", can=self._can_move)
        self.command(
            "down", "Move down", lambda: self._move(1), "Alt+Down", icon="arrow-down", can=self._can_move
        )
        self.command(
            "remove",
            "Remove what is in focus",
            self._remove_standing,
            "Del",
            icon="trash-2",
            can=lambda: self._list.standing is not None,
        )
        self.command("gaps", "List the gaps in the spine", self._list_gaps, "G", icon="triangle-alert")
        self._read()

    # ---- laying out

    def _left(self) -> QWidget:
        pane = QFrame()
        be(pane, ground="ground", edge="right")
        pane.setAccessibleName("The spine")
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 8)
        head.addWidget(say(QLabel("Findings"), "title"), 1)
        head.addWidget(Button("New", self._new_finding, icon="plus", name="New finding"))
        column.addLayout(head)
        self._gap_row = QHBoxLayout()
        self._gap_row.setContentsMargins(12, 0, 12, 8)
        self._gap_row.setSpacing(8)
        column.addLayout(self._gap_row)
        column.addWidget(self._list, 1)
        return pane

    def start(self) -> QWidget:
        """The spine has focus first."""
        return self._list

    def shown(self) -> None:
        """Tell the gaps at the foot of the window."""
        self._say_gaps()

    def show_thing(self, thing: str) -> None:
        """Stand on a finding or a recommendation."""
        self._list.choose(thing)

    def heard(self, broadcast: Broadcast) -> None:
        """Read anew when the spine or what it rests on was changed."""
        if _TABLES & broadcast.touched.keys():
            self._read()

    # ---- reading and showing

    def _read(self) -> None:
        def read(session: Any) -> tuple[Spine, str]:  # noqa: ANN401 - ui knows no session
            return spine.spine(session), the_review(session).kind.result

        self._spine, self._result = self.desk.read(read)
        self._gaps = gaps(self._spine, date.today())
        standing = self._list.standing
        self._list.blockSignals(True)
        self._list.show_lines(lines(self._spine, self._gaps), standing.id if standing else "")
        self._list.blockSignals(False)
        self._say_gaps()
        now = self._list.standing
        self._show(now.kind if now else "", now.id if now else "")

    def _say_gaps(self) -> None:
        clear(self._gap_row)
        count = len(self._gaps)
        said = f"{count} {'gap' if count == 1 else 'gaps'} in the spine" if count else "No gaps in the spine"
        if count:
            self._gap_row.addWidget(
                Chip.pill(f"{count} {'gap' if count == 1 else 'gaps'}", "warn", "warning")
            )
            self._gap_row.addWidget(say(QLabel("in the spine"), "meta", "muted"), 1)
            self._gap_row.addWidget(Button("List", self._list_gaps, kind="link", name="List the gaps"))
        elif self._spine.findings or self._spine.recommendations:
            self._gap_row.addWidget(Chip.pill("No gaps", "good", "check"))
            self._gap_row.addStretch(1)
        if self.isVisible():
            self.said.emit(said)

    def _show(self, kind: str, thing: str) -> None:
        if not thing:
            self._pages.setCurrentWidget(self._empty)
            self._evidence.hide()
            return
        if kind == "finding":
            finding = self._spine.finding(thing)
            events, known = self.desk.read(
                lambda session: (
                    {
                        view.id: view
                        for view in event_views(session, [one.event_id for one in finding.evidence])
                    },
                    services(session),
                )
            )
            colours = {one.code: one.colour for one in known}
            self._finding.show_finding(finding, self._spine, events, colours)
            self._evidence.show_evidence(finding, events, colours, self._do)
            self._evidence.show()
        elif kind == "recommendation":
            everyone: list[ServiceView] = self.desk.read(services)
            self._recommendation.show_recommendation(self._spine.recommendation(thing), self._spine, everyone)
            self._evidence.hide()
        else:
            action = self._spine.action(thing)
            legend = {one.code: one.name for one in self.desk.read(spine.legend)}
            self._action.show_action(action, legend[action.standing(date.today())])
            self._evidence.hide()
        self._pages.setCurrentWidget(self._scrolls[kind.capitalize()])

    def _open(self, kind: str, thing: str) -> None:
        if kind == "action":
            self.desk.go("actions", thing)
        else:
            page = self._finding if kind == "finding" else self._recommendation
            page.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _standing(self, kind: str) -> str:
        line = self._list.standing
        return line.id if line is not None and line.kind == kind else ""

    def _on_finding(self) -> bool:
        return bool(self._standing("finding"))

    def _on_recommendation(self) -> bool:
        return bool(self._standing("recommendation"))

    def _recommend_words(self) -> str:
        return f"New {self._result} from this finding"

    # ---- doing

    def _new_finding(self) -> None:
        asking = Asking(
            self,
            "New finding",
            "Say it in one sentence; the rest is written on its page.",
            button="Add finding",
        )
        title = TextField("The finding in one sentence", least_lines=2)
        asking.body.addWidget(title)

        def answer() -> None:
            done = self.desk.do(lambda case: spine.add_finding(case, title.value), tell=False)
            if not done:
                asking.show_problem(str(done.problem))
                return
            asking.accept()
            self._list.choose(done.value or "")
            self._finding.parts["what"].setFocus(Qt.FocusReason.OtherFocusReason)

        asking.answer = answer
        asking.show_asking()
        title.setFocus()

    def _new_recommendation(self) -> None:
        finding = self._standing("finding")
        asking = Asking(
            self,
            f"New {self._result}",
            "Say what should change, in one sentence.",
            button=f"Add {self._result}",
        )
        title = TextField("What should change", least_lines=2)
        asking.body.addWidget(title)

        def answer() -> None:
            def add(case: CaseFile) -> str:
                return spine.add_recommendation(case, title.value, findings=[finding] if finding else [])

            done = self.desk.do(add, tell=False)
            if not done:
                asking.show_problem(str(done.problem))
                return
            asking.accept()
            self._list.choose(done.value or "")

        asking.answer = answer
        asking.show_asking()
        title.setFocus()

    def _new_action(self) -> None:
        recommendation = self._standing("recommendation")
        if not recommendation:
            return
        asking = Asking(self, "New action", "One thing that someone will do, by a date.", button="Add action")
        title = TextField("What will be done", least_lines=2)
        asking.body.addWidget(title)

        def answer() -> None:
            done = self.desk.do(lambda case: spine.add_action(case, recommendation, title.value), tell=False)
            if not done:
                asking.show_problem(str(done.problem))
                return
            asking.accept()
            self.desk.go("actions", done.value)

        asking.answer = answer
        asking.show_asking()
        title.setFocus()

    def _link(self) -> None:
        finding, recommendation = self._standing("finding"), self._standing("recommendation")
        if finding:
            linked = self._spine.finding(finding).recommendations
            options = [
                (one.id, f"{one.ref}  {as_read(one.title)}")
                for one in self._spine.recommendations
                if one.ref not in linked
            ]
            what = self._result
        else:
            linked = self._spine.recommendation(recommendation).findings
            options = [
                (one.id, f"{one.ref}  {as_read(one.title)}")
                for one in self._spine.findings
                if one.ref not in linked
            ]
            what = "finding"
        if not options:
            self.desk.notice(f"There is no other {what} to link. Add one first.", "warn")
            return
        asking = Asking(self, f"Link a {what}", button="Link")
        choice = ChoiceField(what.capitalize(), options)
        asking.body.addWidget(choice)

        def answer() -> None:
            pair = (finding, choice.value) if finding else (choice.value, recommendation)
            self.desk.do(lambda case: spine.link_finding(case, *pair))
            asking.accept()

        asking.answer = answer
        asking.show_asking()

    def _add_evidence(self, against: bool) -> None:
        finding = self._standing("finding")
        if finding:
            ref = self._spine.finding(finding).ref
            ask_events(
                self,
                self.desk,
                f"Evidence for {ref}" if not against else f"Evidence against {ref}",
                lambda ids, other, note: self.desk.do(
                    lambda case: spine.add_evidence(case, finding, ids, against=other, note=note)
                ),
                against=against,
            )

    def _take_evidence(self, finding: str, events: Sequence[str]) -> None:
        if finding and events and self.desk.do(lambda case: spine.add_evidence(case, finding, list(events))):
            ref = self._spine.finding(finding).ref
            count = len(events)
            self.desk.notice(
                f"{count} {'event' if count == 1 else 'events'} added as evidence for {ref}.", undo=True
            )

    def _drop_evidence(self, piece: str) -> None:
        self.desk.do(lambda case: spine.remove_evidence(case, piece))

    def _turn_evidence(self, piece: str, against: bool) -> None:
        self.desk.do(lambda case: spine.edit_evidence(case, piece, against=against))

    def _note_evidence(self, piece: str, note: str) -> None:
        asking = Asking(self, "Why it counts", button="Keep")
        field = TextField("Why this event counts for or against the finding")
        field.show_value(note)
        asking.body.addWidget(field)

        def answer() -> None:
            self.desk.do(lambda case: spine.edit_evidence(case, piece, note=field.value))
            asking.accept()

        asking.answer = answer
        asking.show_asking()
        field.setFocus()

    def _remove_standing(self) -> None:
        line = self._list.standing
        if line is not None:
            self._remove(line.kind, line.id)

    def _remove(self, kind: str, thing: str) -> None:
        remove = {
            "finding": spine.remove_finding,
            "recommendation": spine.remove_recommendation,
            "action": spine.remove_action,
        }[kind]
        label = next((line.ref for line in lines(self._spine, ()) if line.id == thing), "")
        if self.desk.do(lambda case: remove(case, thing)):
            self.desk.notice(f"{label} is removed.", undo=True)

    def _can_move(self) -> bool:
        return self._list.hasFocus() and self._list.standing is not None

    def _move(self, by: int) -> None:
        line = self._list.standing
        if line is None:
            return
        if line.kind == "finding":
            self.desk.do(lambda case: spine.move(case, spine.Finding, line.id, by))
        elif line.kind == "recommendation":
            self.desk.do(lambda case: spine.move(case, spine.Recommendation, line.id, by))
        else:
            self.desk.do(lambda case: spine.move(case, spine.Action, line.id, by))

    def _list_gaps(self) -> None:
        asking = Asking(
            self,
            "Gaps in the spine",
            "Each is a step missing between the evidence and the impact. Choose one to go there."
            if self._gaps
            else "Every finding leads to a change that someone owns, by a date, with evidence.",
            button="Close",
            cancel="",
            wide=560,
        )
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        titles = {line.ref: line.title for line in lines(self._spine, ())}
        for gap in self._gaps:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Chip.ref(gap.ref, plain=not gap.ref.startswith("F")), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(words(titles.get(gap.ref, ""), "body"), 1)
            row.addWidget(
                Button(
                    gap.text,
                    partial(self._go_to, gap, asking),
                    kind="link",
                    name=f"{gap.ref}: {gap.text}",
                ),
                0,
                Qt.AlignmentFlag.AlignTop,
            )
            column.addLayout(row)
        column.addStretch(1)
        area = scrolled(content, "paper", "Gaps")
        area.setMinimumHeight(min(look.px(360), look.px(28) * max(1, len(self._gaps))))
        if self._gaps:
            asking.body.addWidget(area, 1)
        asking.show_asking()

    def _go_to(self, gap: Gap, asking: Asking) -> None:
        asking.accept()
        if gap.ref.startswith("A"):
            self.desk.go("actions", gap.thing_id)
        else:
            self._list.choose(gap.thing_id)
            self._list.setFocus()


class EvidencePane(QFrame):
    """The evidence for a finding, as cards. Events dragged here become evidence: `dropped(ids)`."""

    dropped = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        be(self, ground="ground", edge="left")
        self.setAccessibleName("Evidence")
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = QHBoxLayout()
        self._head.setContentsMargins(16, 8, 14, 8)
        column.addLayout(self._head)
        content = QWidget()
        self._cards = QVBoxLayout(content)
        self._cards.setContentsMargins(16, 4, 14, 12)
        self._cards.setSpacing(8)
        column.addWidget(scrolled(content, "ground", "Evidence, cards"), 1)

    def show_evidence(
        self,
        finding: FindingView,
        events: dict[str, EventView],
        colours: dict[str, str],
        actions: FindingActions,
    ) -> None:
        """Show what speaks for a finding."""
        clear(self._head)
        clear(self._cards)
        pieces = [one for one in finding.evidence if not one.against and one.event_id in events]
        self._head.addWidget(say(QLabel("Evidence"), "heading"))
        self._head.addWidget(say(QLabel(str(len(pieces))), "meta", "muted"), 1)
        self._head.addWidget(
            Button("Add", lambda: actions.add_evidence(False), icon="plus", name="Add evidence", hint="E")
        )
        for piece in pieces:
            self._cards.addWidget(evidence_card(piece, events[piece.event_id], colours, actions))
        if not pieces:
            self._cards.addWidget(
                words(
                    "No evidence yet. Press E to choose events, or press E on a row of the chronology, "
                    "or drag rows here.",
                    "body",
                    "muted",
                )
            )
        self._cards.addStretch(1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Events may come in."""
        if things_in(event.mimeData(), "events"):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Events become evidence."""
        self.dropped.emit(things_in(event.mimeData(), "events"))
        event.acceptProposedAction()
