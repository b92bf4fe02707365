"""Following one action: its panel at the right, the progress note, and the board's legend."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.buttons import Button
from ui.chips import Chip
from ui.days import exact_day, say_exact
from ui.desk import Desk, Done
from ui.dialogs.frame import Asking
from ui.forms import CheckField, ChoiceField, DateField, Field, LineField, TextField
from ui.icons import Icon
from ui.inspector import Inspector, Section, words
from ui.tables import STATUSES
from ui.theme import look, say
from workbench.anonymity.rendering import say as as_read
from workbench.findings import spine
from workbench.findings.followed import say_day, say_due, status_mark, status_words
from workbench.findings.gaps import advice
from workbench.findings.spine import STRENGTHS, ActionView, Spine, Status
from workbench.history import account, local
from workbench.people import ServiceView, services
from workbench.problems import Problem

_STAGES = (
    ("begun_on", "Begun"),
    ("done_on", "Done"),
    ("assured_on", "Assured by critical friend"),
    ("tested_on", "Impact tested"),
)


class ActionPanel:
    """The panel of one action. Everything in it can be changed in place."""

    def __init__(self, desk: Desk, inspector: Inspector, today: date) -> None:
        self._desk, self._inspector, self._today = desk, inspector, today
        self._thing = ""
        self._first: Field | None = None

    def show_action(self, thing: str) -> None:
        """Show an action by its id; nothing for ""."""
        self._thing = thing
        if not thing:
            self._inspector.show_nothing()
            return
        focused = self._focused()

        def read(session: Any) -> tuple[Spine, list[Status], list[ServiceView]]:  # noqa: ANN401 - ui knows no session
            return spine.spine(session), spine.legend(session), services(session)

        known, legend, everyone = self._desk.read(read)
        found = next((action for action in known.actions if action.id == thing), None)
        if found is None:
            self._inspector.show_nothing()
            return
        self._inspector.show_thing(thing, lambda panel: self._build(panel, found, known, legend, everyone))
        if focused:
            self._focus(focused)

    def focus_first(self) -> None:
        """Go to the first field."""
        if self._first is not None:
            self._first.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focused(self) -> str:
        focus = self._inspector.window().focusWidget() if self._inspector.window() else None
        within = focus is not None and self._inspector.isAncestorOf(focus)
        return focus.accessibleName() if focus is not None and within else ""

    def _focus(self, name: str) -> None:
        for widget in self._inspector.findChildren(QWidget):
            if widget.accessibleName() == name and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _build(
        self,
        panel: Inspector,
        action: ActionView,
        known: Spine,
        legend: list[Status],
        everyone: list[ServiceView],
    ) -> None:
        by_code = {status.code: status for status in legend}
        kind, shape = STATUSES[status_mark(action, self._today)]
        late = action.days_late(self._today)
        panel.head(
            as_read(action.title),
            chips=[Chip.ref(action.ref)],
            actions=[
                Chip.pill(
                    f"Overdue {late} {'day' if late == 1 else 'days'}"
                    if late
                    else status_words(action, self._today, by_code),
                    kind,
                    shape,
                ),
                Button(
                    "Update",
                    lambda: ask_progress(panel, self._desk, action.id),
                    kind="primary",
                    icon="pencil",
                    name="Update this action",
                ),
            ],
        )
        self._answers(panel.section("Answers"), action, known)
        if told := [sentence for sentence in advice(action) if not action.done]:
            section = panel.section("Advice")
            for sentence in told:
                section.row(
                    Icon("lightbulb", "warn", 14), line := words(sentence, "body", "warn"), stretch=line
                )
        self._how_far(panel.section("How far"), action)
        self._who(panel.section("Who and when"), action, legend, everyone)
        self._progress(panel, action)
        self._milestones(panel, action)
        self._impact(panel.section("Intended impact"), action)
        self._history(panel, action)

    def _answers(self, section: Section, action: ActionView, known: Spine) -> None:
        above = known.recommendation(action.recommendation)
        for ref, thing, title in [
            (above.ref, above.id, above.title),
            *((one.ref, one.id, one.title) for one in known.findings if one.ref in action.findings),
        ]:
            shown = words(as_read(title))
            section.row(
                Chip.ref(
                    ref,
                    plain=ref.startswith("R"),
                    name=f"Go to {ref}",
                    on_press=partial(self._desk.go, "findings", thing),
                ),
                shown,
                stretch=shown,
            )

    def _how_far(self, section: Section, action: ActionView) -> None:
        for name, word in _STAGES:
            on = getattr(action, name)
            row = [
                Icon("circle-dot" if on else "circle", "accent" if on else "muted", 16),
                label := say(QLabel(word), "name" if on else "body", "ink" if on else "muted"),
            ]
            label.setAccessibleName(f"{word}: {say_day(on) or 'not yet'}")
            if on:
                day = say(QLabel(say_day(on)), "meta", "muted")
                clear = Button(
                    "Clear", partial(self._set, **{name: None}), kind="link", name=f"{word}: clear the day"
                )
                section.row(*row, day, clear, stretch=label)
            else:
                today = Button(
                    "Today",
                    partial(self._set, **{name: self._today.isoformat()}),
                    kind="link",
                    name=f"{word} today",
                )
                other = Button(
                    "On…", partial(self._ask_day, name, word), kind="link", name=f"{word} on another day"
                )
                section.row(*row, today, other, stretch=label)

    def _who(
        self, section: Section, action: ActionView, legend: list[Status], everyone: list[ServiceView]
    ) -> None:
        self._first = self._add(
            section, TextField("Action", self._editor("title"), least_lines=1), action.title
        )
        status = ChoiceField(
            "Status", [(one.code, one.name) for one in legend], lambda code: self._set(status=code)
        )
        self._add(section, status, action.status)
        if action.status == "grey":
            self._add(
                section,
                TextField("Why it is not accepted", self._editor("reason"), least_lines=1),
                action.reason,
            )
        section.add(say(QLabel("Owned by"), "head", "ink"))
        for service in everyone:
            tick = CheckField(
                f"{service.code}, {as_read(service.name)}", partial(self._own, action.services, service.code)
            )
            tick.show_value(service.code in action.services)
            section.add(tick)
        self._add(
            section,
            LineField("Another owner", self._editor("owner"), placeholder="for example the Partnership"),
            action.other_owner,
        )
        self._add(section, LineField("Lead officer", self._editor("lead")), action.lead)
        due = DateField(
            "Due",
            say_exact,
            lambda text: self._set(due=exact_day(text)),
            placeholder="for example 30 Sep 2026",
        )
        self._add(section, due, say_day(action.due))
        if action.due and not action.done and action.status not in ("blue", "grey"):
            section.meta(
                say_due(action.due, self._today), "bad" if action.days_late(self._today) else "muted"
            )

    def _progress(self, panel: Inspector, action: ActionView) -> None:
        section = panel.section("Progress", "Add", lambda: ask_progress(panel, self._desk, action.id), "plus")
        for note in action.progress:
            head = say(QLabel(say_day(note.on)), "name")
            who = say(QLabel(as_read(note.by)), "meta", "muted")
            away = Button(
                "Remove",
                partial(self._remove_progress, note.id),
                kind="link",
                name=f"Remove the note of {say_day(note.on)}",
            )
            section.row(head, who, away, stretch=who)
            section.text(as_read(note.text))
            if note.evidence:
                section.row(
                    Icon("file-text", "accent", 13),
                    shown := words(as_read(note.evidence), "meta", "accent"),
                    stretch=shown,
                )
        if not action.progress:
            section.meta("No progress noted yet.")

    def _milestones(self, panel: Inspector, action: ActionView) -> None:
        section = panel.section("Milestones", "Add", self._ask_milestone, "plus")
        for step in action.milestones:
            tick = CheckField(as_read(step.text), partial(self._step_done, step.id))
            tick.show_value(step.done_on is not None)
            due = say(
                QLabel(f"done {say_day(step.done_on)}" if step.done_on else say_day(step.due)),
                "meta",
                "muted",
            )
            away = Button(
                "Remove",
                partial(self._remove_step, step.id),
                kind="link",
                name=f"Remove the milestone {step.text}",
            )
            section.add(tick)
            section.row(due, away, stretch=due)
        if not action.milestones:
            section.meta("No steps on the way.")

    def _impact(self, section: Section, action: ActionView) -> None:
        self._add(
            section,
            TextField(
                "What will be different, and how it will be measured",
                self._editor("measure"),
                least_lines=2,
                name="Intended impact and measure",
            ),
            action.measure,
        )
        self._add(
            section,
            ChoiceField("Strength", list(STRENGTHS.items()), lambda code: self._set(strength=code)),
            action.strength,
        )
        self._add(
            section, TextField("What testing found", self._editor("impact"), least_lines=1), action.impact
        )
        self._add(section, LineField("Assured by", self._editor("assured_by")), action.assured_by)
        self._add(
            section,
            TextField("Critical friend’s comment", self._editor("comment"), least_lines=1),
            action.comment,
        )

    def _history(self, panel: Inspector, action: ActionView) -> None:
        changes = self._desk.the_case.row_history("action", action.id)
        section = panel.section("History", f"All {len(changes)}", self._all_history)
        for entry, _ in changes[:4]:
            told = account(self._desk.the_case, entry.number)
            when = local(entry.at)
            section.text(as_read(entry.sentence))
            moved = [
                field
                for thing in (told.told if told else ())
                for field in thing.fields
                if thing.done == "changed"
            ]
            for name, was, now in moved[:2]:
                section.meta(as_read(f"{name}: {was or 'nothing'} → {now or 'nothing'}"))
            section.meta(f"{as_read(entry.by)}, {when.day} {when:%b %Y}")

    def _all_history(self) -> None:
        changes = self._desk.the_case.row_history("action", self._thing)
        if changes:
            self._desk.go("history", str(changes[0][0].number))

    # ---- changing

    def _add(self, section: Section, field: Field, value: str) -> Field:
        field.show_value(value, force=True)
        section.add(field)
        return field

    def _editor(self, name: str) -> Callable[[str], Done[None]]:
        return lambda text: self._set(**{name: text})

    def _set(self, **values: Any) -> Done[None]:  # noqa: ANN401 - whatever a field holds
        thing = self._thing
        return self._desk.do(lambda case: spine.edit_action(case, thing, **values), tell=False)

    def _own(self, held: tuple[str, ...], code: str, on: bool) -> Done[None]:
        return self._set(owners=[one for one in held if one != code] + ([code] if on else []))

    def _remove_progress(self, note: str) -> None:
        self._desk.do(lambda case: spine.remove_progress(case, note))

    def _remove_step(self, step: str) -> None:
        self._desk.do(lambda case: spine.remove_milestone(case, step))

    def _step_done(self, step: str, on: bool) -> Done[None]:
        day = self._today.isoformat() if on else None
        return self._desk.do(lambda case: spine.edit_milestone(case, step, done_on=day))

    def _ask_day(self, name: str, word: str) -> None:
        asking = Asking(self._inspector, word, button="Set the day")
        day = DateField("Day", say_exact, placeholder="for example 30 Sep 2026")
        asking.body.addWidget(day)

        def answer() -> None:
            try:
                on = exact_day(day.value)
            except Problem as problem:
                asking.show_problem(str(problem))
                return
            self._set(**{name: on})
            asking.accept()

        asking.answer = answer
        asking.show_asking()
        day.control.setFocus()

    def _ask_milestone(self) -> None:
        thing = self._thing
        asking = Asking(self._inspector, "New milestone", button="Add milestone")
        step = LineField("The step")
        due = DateField("Due", say_exact, placeholder="for example 30 Sep 2026")
        asking.body.addWidget(step)
        asking.body.addWidget(due)

        def answer() -> None:
            done = self._desk.do(
                lambda case: spine.add_milestone(case, thing, step.value, exact_day(due.value)), tell=False
            )
            if done:
                asking.accept()
            else:
                asking.show_problem(str(done.problem))

        asking.answer = answer
        asking.show_asking()
        step.control.setFocus()


def ask_progress(parent: QWidget, desk: Desk, thing: str) -> None:
    """Ask for a progress note on an action: the day, who says so, what, the evidence, and the status now."""

    def read(session: Any) -> tuple[ActionView, list[Status]]:  # noqa: ANN401 - ui knows no session
        return spine.spine(session).action(thing), spine.legend(session)

    action, legend = desk.read(read)
    asking = Asking(
        parent, f"Progress on {action.ref}", as_read(action.title), button="Note progress", wide=520
    )
    text = TextField("What has been done", least_lines=3)
    evidence = LineField("Evidence that shows it", hint="a file, minutes, an audit")
    on = DateField("On", say_exact)
    on.show_value(say_day(date.today().isoformat()), force=True)
    by = LineField("Told by")
    by.show_value(desk.who, force=True)
    status = ChoiceField("Status now", [(one.code, one.name) for one in legend])
    status.show_value(action.status, force=True)
    side = QHBoxLayout()
    side.setSpacing(12)
    side.addWidget(on, 1)
    side.addWidget(by, 1)
    asking.body.addWidget(text)
    asking.body.addWidget(evidence)
    asking.body.addLayout(side)
    asking.body.addWidget(status)

    def answer() -> None:
        done = desk.do(
            lambda case: spine.add_progress(
                case,
                thing,
                text.value,
                on=exact_day(on.value),
                by=by.value,
                evidence=evidence.value,
                status=status.value,
            ),
            tell=False,
        )
        if done:
            asking.accept()
        else:
            asking.show_problem(str(done.problem))

    asking.answer = answer
    asking.show_asking()
    text.control.setFocus()


def ask_legend(parent: QWidget, desk: Desk) -> None:
    """The board's own words for each status; they are printed as a legend with the plan."""
    asking = Asking(
        parent,
        "Board legend",
        "The words your board uses for each colour. They stand on screen and under every action plan.",
        button="Keep these words",
        wide=560,
    )
    fields: dict[str, tuple[LineField, LineField]] = {}
    for status in desk.read(spine.legend):
        kind, shape = STATUSES[status.code]
        column = QVBoxLayout()
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(Chip.pill(status.colour.capitalize(), kind, shape), 0, Qt.AlignmentFlag.AlignBottom)
        name = LineField("Word", name=f"Word for {status.colour}")
        name.show_value(status.name, force=True)
        meaning = LineField("Meaning", name=f"Meaning of {status.colour}")
        meaning.show_value(status.meaning, force=True)
        name.setMinimumWidth(look.px(150))
        row.addWidget(name)
        row.addWidget(meaning, 1)
        column.addLayout(row)
        asking.body.addLayout(column)
        fields[status.code] = (name, meaning)

    def answer() -> None:
        def word(session: Any) -> None:  # noqa: ANN401 - ui knows no session
            for code, (name, meaning) in fields.items():
                spine.word_status(desk.the_case, code, name.value, meaning.value)

        done = desk.change("Word the board’s legend", word)
        if done:
            asking.accept()
        else:
            asking.show_problem(str(done.problem))

    asking.answer = answer
    asking.show_asking()
