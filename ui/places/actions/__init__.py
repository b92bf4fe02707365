"""Actions: who does what by when, how far it is, and what shows it. Overdue first; done apart from tested."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from ui.buttons import Button, Segmented
from ui.chips import Empty
from ui.desk import Desk
from ui.dialogs.sentence import ask_sentence
from ui.forms import Choice, ChoiceField
from ui.inspector import Inspector
from ui.panes import FilterBar, FilterBox, FilterButton, PlaceBar, column
from ui.place import Place
from ui.places.actions.following import ActionPanel, ask_legend, ask_progress
from ui.rows import Group, ListingModel
from ui.tables import STATUSES, ListingTable
from ui.theme import look
from workbench.anonymity.rendering import say as as_read
from workbench.anonymity.rendering import say_name
from workbench.casefile import Broadcast
from workbench.findings import spine
from workbench.findings.followed import GROUPINGS, ActionListing, say_day, sums
from workbench.findings.spine import Spine
from workbench.listing import Ask

_NO_ONE = "There is no recommendation yet for an action to answer. Write one in Findings first."


class Actions(Place):
    """The actions that answer the recommendations."""

    key = "actions"
    title = "Actions"
    icon = "square-check"
    purpose = (
        "Who will do what by when in answer to the recommendations, how far each action is, and the evidence "
        "that it is done and that it made a difference."
    )
    keys = (("J / K", "Next and previous action"), ("U", "Update with a progress note"))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._today = date.today()
        self._listing = ActionListing(self._today)
        self._model = ListingModel(desk, self._listing, groups=self._heads, parent=self)
        self._table = ListingTable(self._model, "Actions", desk.settings)
        self._bar = PlaceBar(
            "Actions",
            [
                Button("New action", self._new, icon="plus", changes=True),
                Button("Action plan, Word", lambda: desk.go("publish", "action-plan"), icon="send"),
                self._table.columns_button(),
            ],
        )
        self._filters = filters = FilterBar("How the actions are shown")
        self._by = Segmented("Group the actions", list(GROUPINGS.items()))
        self._by.chosen.connect(self._group)
        # The same, for where the bar has no room for four words beside each other.
        self._by_short = Choice("Group the actions", list(GROUPINGS.items()))
        self._by_short.activated.connect(lambda _: self._group(self._by_short.key))
        self._by_short.hide()
        self._box = FilterBox("Filter actions", 128)
        self._box.asked.connect(lambda words: self._model.filter(words=words))
        self._box.done.connect(self._table.setFocus)
        self._mine = FilterButton("My actions", self._only_mine)
        self._advice = FilterButton("Advice", self._only_advice)
        for widget in (self._by, self._by_short, self._box, self._mine, self._advice):
            filters.add(widget)
        self._legend = Button("Board legend", lambda: ask_legend(self, desk), kind="link", changes=True)
        filters.add_end(self._legend)
        self._inspector = Inspector("Action", "Choose an action to see how far it is.")
        self._panel = ActionPanel(desk, self._inspector, self._today)
        self._empty = Empty(
            "square-check",
            "Actions answer recommendations: one thing each, with an owner, a date and evidence that it made a "
            "difference.",
            "Go to Findings",
            lambda: desk.go("findings"),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        self.lay_out(column(self._bar, filters, self._stack, stretch=self._stack), right=self._inspector)
        self._table.chosen.connect(self._panel.show_action)
        self._table.typed.connect(self._box.start)
        self._table.activated_thing.connect(lambda _: self._panel.focus_first())
        self.command("new", "New action", self._new, "N", icon="plus", words="add", changes=True)
        self.command(
            "update",
            "Update with a progress note",
            self._update,
            "U",
            icon="pencil",
            can=self._standing,
            changes=True,
        )
        self.command("filter", "Filter actions", self._box.start, "/", icon="funnel")
        self.command(
            "up",
            "Move up within its recommendation",
            lambda: self._move(-1),
            "Alt+Up",
            can=self._standing,
            changes=True,
        )
        self.command(
            "down",
            "Move down within its recommendation",
            lambda: self._move(1),
            "Alt+Down",
            can=self._standing,
            changes=True,
        )
        self.command(
            "remove",
            "Remove the action",
            self._remove,
            "Del",
            icon="trash-2",
            can=self._can_remove,
            changes=True,
        )
        self.command("legend", "Board legend of statuses", lambda: ask_legend(self, desk), changes=True)
        self._table.choose_first()
        self._filters.installEventFilter(self)
        look.changed.connect(self._make_room)
        self._count()

    def start(self) -> QWidget:
        """The table has focus first."""
        return self._table if self._model.count else (self._empty.button or self._table)

    def shown(self) -> None:
        """Say the sums at the foot."""
        self._count()

    def show_thing(self, thing: str) -> None:
        """Stand on an action, whatever the filters hold."""
        if not self._table.choose(thing):
            self._box.clear()
            self._mine.setChecked(False)
            self._advice.setChecked(False)
            self._model.show(Ask(filters={"by": self._by.choice}))
            self._table.choose(thing)

    def stands_on(self) -> str:
        """The action."""
        return self._table.current_id

    def heard(self, broadcast: Broadcast) -> None:
        """The table reads itself anew; the panel and the sums follow."""
        if self._listing.tables & broadcast.touched.keys():
            self._count()
            self._panel.show_action(self._table.current_id)

    def _heads(self, session: Any, ask: Ask, ids: Sequence[str]) -> Sequence[Group]:  # noqa: ANN401 - ui knows no session
        def group(text: str, count: int, mark: str) -> Group:
            shape = STATUSES[mark][1] if mark in STATUSES else ""
            return Group(as_read(text), count, shape, "warn" if mark == "warn" else "ink")

        return [group(head.text, head.count, head.mark) for head in self._listing.heads(session, ask, ids)]

    def _group(self, by: str) -> None:
        self._by.choose(by)
        self._by_short.choose(by)
        self._model.filter(by=by)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Where the filters have no room for the four ways of grouping, they become one choice."""
        if event.type() == QEvent.Type.Resize:
            self._make_room()
        return super().eventFilter(watched, event)

    def _make_room(self) -> None:
        others = (self._mine, self._advice, self._legend)
        needed = self._by.sizeHint().width() + sum(each.sizeHint().width() for each in others)
        short = self._filters.width() < needed + look.px(92) + 2 * 16 + 5 * 8
        focused = self._by.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self._by.setVisible(not short)
        self._by_short.setVisible(short)
        if short and focused:
            self._by_short.setFocus()

    def _count(self) -> None:
        known: Spine = self.desk.read(spine.spine)
        told = sums(known, self._today)
        self._stack.setCurrentWidget(self._table if told.actions else self._empty)
        self._bar.say(
            f"{told.actions} {'action' if told.actions == 1 else 'actions'} on {told.recommendations} "
            f"{'recommendation' if told.recommendations == 1 else 'recommendations'}  ·  "
            f"today {say_day(self._today.isoformat())}"
            if told.actions
            else ""
        )
        self._advice.rename(
            f"Advice {told.with_advice}" if told.with_advice else "Advice", "Only actions with advice"
        )
        if self.isVisible():
            late = f"{told.overdue} overdue"
            owner = f"{told.no_owner} without an owner"
            self.said.emit(
                "   ".join(part for part, count in ((late, told.overdue), (owner, told.no_owner)) if count)
            )

    def _only_mine(self) -> None:
        self._model.filter(lead=self.desk.who if self._mine.isChecked() else None)
        if self._mine.isChecked() and not self._model.count:
            self.desk.notice(f"No action names {say_name(self.desk.who) or 'you'} as its lead officer.")

    def _only_advice(self) -> None:
        self._model.filter(advice=self._advice.isChecked())

    def _standing(self) -> bool:
        return bool(self._table.current_id)

    def _can_remove(self) -> bool:
        # Del on a button of the panel must not take the whole action away.
        focus = self.window().focusWidget()
        return self._standing() and not (focus is not None and self._inspector.isAncestorOf(focus))

    def _new(self) -> None:
        known: Spine = self.desk.read(spine.spine)
        if not known.recommendations:
            self.desk.notice(_NO_ONE, "warn", link="Findings", on_link=lambda: self.desk.go("findings"))
            return
        answers = ChoiceField(
            "Answers the recommendation",
            [(one.id, f"{one.ref}  {as_read(one.title)}") for one in known.recommendations],
        )
        answers.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        standing = self._table.current_id
        if standing:
            ref = known.action(standing).recommendation
            answers.show_value(known.recommendation(ref).id, force=True)

        def written(thing: str) -> None:
            self.show_thing(thing)
            self._panel.focus_first()

        ask_sentence(
            self,
            "New action",
            "What will be done",
            lambda title: self.desk.do(lambda case: spine.add_action(case, answers.value, title), tell=False),
            sentence="One thing that someone will do, by a date.",
            button="Add action",
            before=(answers,),
            then=written,
        )

    def _update(self) -> None:
        ask_progress(self, self.desk, self._table.current_id)

    def _move(self, by: int) -> None:
        thing = self._table.current_id
        self.desk.do(lambda case: spine.move(case, spine.Action, thing, by))

    def _remove(self) -> None:
        thing = self._table.current_id
        ref = self.desk.read(spine.spine).action(thing).ref
        if self.desk.do(lambda case: spine.remove_action(case, thing)):
            self.desk.notice(f"{ref} is removed.", undo=True)
