"""Findings: the spine at the left, the finding or recommendation being written, and the evidence for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.buttons import Button, KeyCap
from ui.chips import Chip, Empty
from ui.desk import Desk, Done
from ui.dialogs.frame import Asking
from ui.dialogs.sentence import ask_sentence
from ui.forms import ChoiceField
from ui.inspector import words
from ui.panes import scrolled
from ui.parts import Part
from ui.place import Place
from ui.places.findings.pages import (
    ActionPage,
    EvidenceCard,
    FindingActions,
    FindingPage,
    RecommendationPage,
    shown_pieces,
)
from ui.places.findings.picking import ask_events
from ui.places.findings.tree import SpineList, lines
from ui.rows import things_in
from ui.theme import be, look, say
from workbench.anonymity.rendering import say as as_read
from workbench.casefile import Broadcast
from workbench.chronology.events import EventView, event_views
from workbench.findings import spine
from workbench.findings.gaps import Gap, gaps
from workbench.findings.spine import FindingView, Spine
from workbench.people import ServiceView, services
from workbench.review import the_review
from workbench.themes.codebook import themes

_TABLES = frozenset(
    {
        "finding",
        "finding_theme",
        "evidence",
        "theme",
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
    keys = (
        ("J / K", "Next and previous on the spine"),
        ("Enter", "Write the finding; open an action in Actions"),
        ("X", "Turn the evidence in focus: for or against"),
        ("Del", "Take the evidence in focus away"),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._spine = Spine((), (), ())
        self._gaps: list[Gap] = []
        self._result = "recommendation"
        self._do = FindingActions(
            remove=self._remove,
            add_evidence=self._add_evidence,
            link=self._link,
            unlink=self._unlink,
            new_recommendation=self._new_recommendation,
            new_action=self._new_action,
            drop_evidence=self._drop_evidence,
            turn_evidence=self._turn_evidence,
            note_evidence=self._note_evidence,
            open_evidence=self._open_evidence,
            link_theme=self._link_theme,
        )
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
        self._evidence = EvidencePane(lambda: self._add_evidence(False))
        self._evidence.dropped.connect(lambda ids: self._take_evidence(self._standing("finding"), ids))
        self._panes = self.lay_out(self._pages, left=self._left(), right=self._evidence)
        self.command("new", "New finding", self._new_finding, "N", icon="plus", words="add", changes=True)
        self.command(
            "evidence",
            "Add evidence for this finding",
            lambda: self._add_evidence(False),
            "E",
            icon="plus",
            can=self._on_finding,
            changes=True,
        )
        self.command(
            "against",
            "Add evidence against this finding",
            lambda: self._add_evidence(True),
            "Shift+E",
            can=self._on_finding,
            changes=True,
        )
        self.command(
            "recommend",
            self._recommend_words,
            self._new_recommendation,
            "R",
            icon="plus",
            can=self._on_finding,
            changes=True,
        )
        self.command(
            "action",
            "New action for this recommendation",
            self._new_action,
            "A",
            icon="plus",
            can=self._on_recommendation,
            changes=True,
        )
        self.command(
            "up",
            "Move up",
            lambda: self._move(-1),
            "Alt+Up",
            icon="arrow-up",
            can=self._can_move,
            changes=True,
        )
        self.command(
            "down",
            "Move down",
            lambda: self._move(1),
            "Alt+Down",
            icon="arrow-down",
            can=self._can_move,
            changes=True,
        )
        self.command(
            "remove",
            "Remove what is in focus",
            self._remove_standing,
            "Del",
            icon="trash-2",
            can=self._can_remove,
            changes=True,
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
        head.addWidget(Button("New", self._new_finding, icon="plus", name="New finding", changes=True))
        column.addLayout(head)
        self._gap_row = Part("Gaps in the spine", spacing=0)
        column.addWidget(self._gap_row)
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

    def stands_on(self) -> str:
        """The finding, recommendation or action of the spine."""
        return self._list.standing.id if self._list.standing is not None else ""

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
        count = len(self._gaps)
        gaps_words = f"{count} {'gap' if count == 1 else 'gaps'}"
        any_spine = bool(self._spine.findings or self._spine.recommendations)

        def build(column: QVBoxLayout) -> None:
            if not any_spine:
                return
            column.setContentsMargins(12, 0, 12, 8)
            row = QHBoxLayout()
            row.setSpacing(8)
            if count:
                row.addWidget(Chip.pill(gaps_words, "warn", "doubt"))
                row.addWidget(say(QLabel("in the spine"), "meta", "muted"), 1)
                row.addWidget(Button("List", self._list_gaps, kind="link", name="List the gaps"))
            else:
                row.addWidget(Chip.pill("No gaps in the spine", "good", "on_track"))
                row.addStretch(1)
            column.addLayout(row)

        self._gap_row.fill((count, any_spine), build)
        if self.isVisible():
            self.said.emit(f"{gaps_words} in the spine" if count else "")

    def _show(self, kind: str, thing: str) -> None:
        if not thing:
            self._pages.setCurrentWidget(self._empty)
            self._evidence.hide()
            return
        if kind == "finding":
            finding = self._spine.finding(thing)
            events, known, codebook = self.desk.read(
                lambda session: (
                    {
                        view.id: view
                        for view in event_views(session, [one.event_id for one in finding.evidence])
                    },
                    services(session),
                    themes(session),
                )
            )
            colours = {one.code: one.colour for one in known}
            self._finding.show_finding(finding, self._spine, events, colours, self._result, codebook)
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
        return bool(self._answered())

    def _answered(self) -> str:
        """The recommendation that a new action would answer: the one in focus, or that of the action in focus."""
        action = self._standing("action")
        if action:
            return self._spine.recommendation(self._spine.action(action).recommendation).id
        return self._standing("recommendation")

    def _recommend_words(self) -> str:
        return f"New {self._result} from this finding"

    # ---- doing

    def _new_finding(self) -> None:
        def written(thing: str) -> None:
            self._list.choose(thing)
            self._finding.parts["what"].setFocus(Qt.FocusReason.OtherFocusReason)

        ask_sentence(
            self,
            "New finding",
            "The finding in one sentence",
            lambda title: self.desk.do(lambda case: spine.add_finding(case, title), tell=False),
            sentence="Say it in one sentence; the rest is written on its page.",
            button="Add finding",
            then=written,
        )

    def _new_recommendation(self) -> None:
        findings = [finding] if (finding := self._standing("finding")) else []

        def add(title: str) -> Done[str]:
            return self.desk.do(
                lambda case: spine.add_recommendation(case, title, findings=findings), tell=False
            )

        def written(thing: str) -> None:
            self._list.choose(thing)
            self._recommendation.detail.setFocus(Qt.FocusReason.OtherFocusReason)

        ask_sentence(
            self,
            f"New {self._result}",
            "What should change",
            add,
            sentence="Say what should change, in one sentence.",
            button=f"Add {self._result}",
            then=written,
        )

    def _new_action(self) -> None:
        recommendation = self._answered()
        if not recommendation:
            return
        ref = self._spine.recommendation(recommendation).ref
        ask_sentence(
            self,
            f"New action for {ref}",
            "What will be done",
            lambda title: self.desk.do(
                lambda case: spine.add_action(case, recommendation, title), tell=False
            ),
            sentence="One thing that someone will do, by a date.",
            button="Add action",
            then=lambda thing: self.desk.go("actions", thing),
        )

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
        asking = Asking(self, f"Link a {what}", button="Link", wide=560)
        choice = ChoiceField(what.capitalize(), options)
        choice.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        asking.body.addWidget(choice)

        def answer() -> None:
            pair = (finding, choice.value) if finding else (choice.value, recommendation)
            self.desk.do(lambda case: spine.link_finding(case, *pair))
            asking.accept()

        asking.answer = answer
        asking.show_asking()
        choice.control.setFocus(Qt.FocusReason.OtherFocusReason)

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
        if self.desk.do(lambda case: spine.remove_evidence(case, piece)):
            self.desk.notice("Taken from the evidence; it stays where it was.", undo=True)

    def _turn_evidence(self, piece: str, against: bool) -> None:
        if self.desk.do(lambda case: spine.edit_evidence(case, piece, against=against)):
            self.desk.notice(f"It now counts {'against' if against else 'for'} the finding.", undo=True)

    def _note_evidence(self, piece: str, note: str) -> None:
        ask_sentence(
            self,
            "Why it counts",
            "Why it counts for or against the finding",
            lambda text: self.desk.do(lambda case: spine.edit_evidence(case, piece, note=text), tell=False),
            button="Keep",
            value=note,
        )

    def _open_evidence(self, piece: spine.EvidenceView) -> None:
        """Go to the event, or to the passage in its document."""
        if piece.kind == "event":
            self.desk.go("chronology", piece.event_id)
        else:
            self.desk.go("materials", f"{piece.material_id}@{piece.start}-{piece.end}")

    def _link_theme(self, theme: str, on: bool) -> None:
        finding = self._standing("finding")
        if finding:
            self.desk.do(lambda case: spine.link_theme(case, finding, theme, on))

    def _unlink(self, finding: str, recommendation: str) -> None:
        if self.desk.do(lambda case: spine.link_finding(case, finding, recommendation, on=False)):
            refs = self._spine.finding(finding).ref, self._spine.recommendation(recommendation).ref
            self.desk.notice(f"{refs[1]} no longer rests on {refs[0]}.", undo=True)

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

    def _can_remove(self) -> bool:
        # Del on a card of evidence, or beside it, must never take the whole finding away.
        focus = self.window().focusWidget()
        elsewhere = focus is not None and (
            self._evidence.isAncestorOf(focus) or self._pages.isAncestorOf(focus)
        )
        return self._list.standing is not None and not elsewhere

    def _move(self, by: int) -> None:
        """Past the line that stands before or after it at the same place of the spine."""
        line = self._list.standing
        if line is None:
            return
        beside = self._list.beside(line, by)
        if beside is None:
            self.desk.notice(f"{line.ref} is already {'first' if by < 0 else 'last'} where it stands.")
            return
        if line.kind == "finding":
            order = [one.id for one in self._spine.findings]
        elif line.kind == "recommendation":
            order = [one.id for one in self._spine.recommendations]
        else:
            ref = self._spine.action(line.id).recommendation
            order = [one.id for one in self._spine.actions if one.recommendation == ref]
        places = order.index(beside.id) - order.index(line.id)
        if line.kind == "finding":
            self.desk.do(lambda case: spine.move(case, spine.Finding, line.id, places))
        elif line.kind == "recommendation":
            self.desk.do(lambda case: spine.move(case, spine.Recommendation, line.id, places))
        else:
            self.desk.do(lambda case: spine.move(case, spine.Action, line.id, places))

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
        buttons: list[Button] = []
        for gap in self._gaps:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Chip.ref(gap.ref, plain=not gap.ref.startswith("F")), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(words(titles.get(gap.ref, ""), "body"), 1)
            go = Button(
                gap.text, partial(self._go_to, gap, asking), kind="link", name=f"{gap.ref}: {gap.text}"
            )
            buttons.append(go)
            row.addWidget(go, 0, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        column.addStretch(1)
        area = scrolled(content, "paper", "Gaps")
        area.setFixedHeight(min(look.px(400), column.totalHeightForWidth(look.px(560 - 48)) + 4))
        if self._gaps:
            asking.body.addWidget(area)
        asking.show_asking()
        if buttons:
            buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

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

    def __init__(self, add: Callable[[], object]) -> None:
        super().__init__()
        be(self, ground="ground", edge="left")
        self.setAccessibleName("Evidence")
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 14, 8)
        head.setSpacing(8)
        head.addWidget(say(QLabel("Evidence"), "heading"))
        self._count = say(QLabel(), "meta", "muted")
        head.addWidget(self._count, 1)
        head.addWidget(
            Button("Add", add, icon="plus", name="Add evidence", hint="Add evidence (E)", changes=True)
        )
        head.addWidget(KeyCap("E"))
        column.addLayout(head)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(16, 4, 14, 12)
        self._cards = Part("Evidence for the finding", spacing=8)
        inner.addWidget(self._cards)
        inner.addStretch(1)
        column.addWidget(scrolled(content, "ground", "Evidence, cards"), 1)

    def show_evidence(
        self,
        finding: FindingView,
        events: dict[str, EventView],
        colours: dict[str, str],
        actions: FindingActions,
    ) -> None:
        """Show what speaks for a finding."""
        pieces = shown_pieces(finding, False, events)
        self._count.setText(str(len(pieces)))
        self._count.setAccessibleName(f"{len(pieces)} pieces of evidence for {finding.ref}")

        def build(column: QVBoxLayout) -> None:
            for piece, event in pieces:
                column.addWidget(EvidenceCard(piece, event, colours, actions))
            if not pieces:
                column.addWidget(
                    words(
                        "No evidence yet. Press E to choose events, or press E on a row of the chronology, "
                        "or drag rows here.",
                        "body",
                        "muted",
                    )
                )

        self._cards.fill((finding.id, tuple(pieces), colours), build)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Events may come in."""
        if things_in(event.mimeData(), "events"):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Events become evidence."""
        self.dropped.emit(things_in(event.mimeData(), "events"))
        event.acceptProposedAction()
