"""Following one action: its panel at the right, the progress note, and the board's legend."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.buttons import Button
from ui.chips import Chip
from ui.days import exact_day, say_exact
from ui.desk import Desk, Done
from ui.dialogs.frame import Asking
from ui.dialogs.sentence import ask_sentence
from ui.forms import CheckField, ChoiceField, DateField, Field, LineField, TextField
from ui.icons import Icon
from ui.inspector import Inspector, Section, words
from ui.parts import Part
from ui.tables import STATUSES
from ui.theme import be, look, say
from workbench.anonymity.rendering import say as as_read
from workbench.anonymity.rendering import say_name
from workbench.casefile import CaseFile
from workbench.findings import spine
from workbench.findings.followed import say_day, say_due, status_mark, status_words
from workbench.findings.gaps import advice
from workbench.findings.spine import STRENGTHS, ActionView, ProgressView, Spine, Status
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
    """The panel of one action. Everything in it can be changed in place.

    It is laid out once for each action; after a change its fields are shown anew and the parts that changed are
    made anew, so that typing, focus and a press under way are never lost.
    """

    def __init__(self, desk: Desk, inspector: Inspector, today: date) -> None:
        self._desk, self._inspector, self._today = desk, inspector, today
        self._thing = ""
        self._known = Spine((), (), ())
        self._legend: list[Status] = []
        self._services: list[ServiceView] = []
        self._fields: dict[str, Field] = {}
        self._owners: dict[str, CheckField] = {}
        self._parts: dict[str, Part] = {}
        self._action: ActionView | None = None
        self._history: Section = Section("History")
        self._asking = False

    def show_action(self, thing: str) -> None:
        """Show an action by its id; nothing for ""."""

        def read(session: Any) -> tuple[Spine, list[Status], list[ServiceView]]:  # noqa: ANN401 - ui knows no session
            return spine.spine(session), spine.legend(session), services(session)

        known, legend, everyone = self._desk.read(read)
        found = next((action for action in known.actions if action.id == thing), None)
        if self._action is not None and thing != self._action.id:
            # What was typed for the action till now is kept for it, where the person went on by a key.
            for field in list(self._fields.values()):
                field.commit()
        self._action, self._known, self._legend = found, known, legend
        if found is None:
            self._fields.clear()
            self._inspector.show_nothing()
        elif self._inspector.key != thing or everyone != self._services:
            self._services = everyone
            self._inspector.show_thing(thing, self._build)
        else:
            self._refresh(found)

    def focus_first(self) -> None:
        """Go to the first field."""
        if "title" in self._fields:
            self._fields["title"].control.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- laying out

    def _build(self, panel: Inspector) -> None:
        action = self._action
        if action is None:
            return
        self._thing = action.id
        self._fields, self._owners, self._parts = {}, {}, {}
        panel.head_of(self._part("head", "Action"))
        panel.section("Answers").add(self._part("answers", "What it answers"))
        panel.section("How far").add(self._part("far", "How far it is", 2))
        panel.section("Progress", "Add", self._note_progress, "plus").add(
            self._part("progress", "Progress notes", 0)
        )
        self._who(panel.section("Who and when"))
        panel.section("Milestones", "Add", self._ask_milestone, "plus").add(
            self._part("milestones", "Steps on the way", 2)
        )
        self._impact(panel.section("Intended impact"))
        self._history = panel.section("History", "All", self._all_history)
        self._history.add(self._part("history", "Changes of this action", 2))
        self._refresh(action, first=True)

    def _part(self, key: str, name: str, spacing: int = 6) -> Part:
        self._parts[key] = made = Part(name, spacing)
        return made

    def _field(self, section: Section, key: str, field: Field) -> Field:
        self._fields[key] = field
        if isinstance(field, TextField):
            be(field.edit, soft=True)
        section.add(field)
        section.column.addSpacing(4)
        return field

    def _who(self, section: Section) -> None:
        self._field(section, "title", TextField("Action", self._editor("title"), least_lines=1))
        self._field(
            section,
            "status",
            ChoiceField("Status", [(one.code, one.name) for one in self._legend], self._set_status),
        )
        self._field(
            section, "reason", TextField("Why it is not accepted", self._editor("reason"), least_lines=1)
        )
        section.add(say(QLabel("Owned by"), "head", "ink"))
        for service in self._services:
            tick = CheckField(f"{service.code}, {as_read(service.name)}", partial(self._own, service.code))
            self._owners[service.code] = tick
            section.add(tick)
        self._field(
            section,
            "owner",
            LineField("Another owner", self._editor("owner"), placeholder="for example the Partnership"),
        )
        self._field(section, "lead", LineField("Lead officer", self._editor("lead")))
        self._field(
            section,
            "due",
            DateField(
                "Due",
                say_exact,
                lambda text: self._set(due=exact_day(text)),
                placeholder="for example 30 Sep 2026",
            ),
        )
        section.add(self._part("due", "How long until it is due"))

    def _impact(self, section: Section) -> None:
        self._field(
            section,
            "measure",
            TextField(
                "What will be different, and how it will be measured",
                self._editor("measure"),
                least_lines=2,
                name="Intended impact and measure",
            ),
        )
        self._field(
            section,
            "strength",
            ChoiceField("Strength", list(STRENGTHS.items()), lambda code: self._set(strength=code)),
        )
        section.add(self._part("advice", "Advice on this action"))
        self._field(section, "impact", TextField("What testing found", self._editor("impact"), least_lines=1))
        self._field(section, "assured_by", LineField("Assured by", self._editor("assured_by")))
        self._field(
            section,
            "comment",
            TextField("Critical friend’s comment", self._editor("comment"), least_lines=1),
        )

    # ---- showing

    def _refresh(self, action: ActionView, first: bool = False) -> None:
        for key, field in self._fields.items():
            value = action.other_owner if key == "owner" else getattr(action, key)
            field.show_value(say_day(value) if key == "due" else value, force=first)
        status = self._fields["status"]
        if isinstance(status, ChoiceField):
            options = [(one.code, one.name) for one in self._legend]
            if [status.choice.itemText(at) for at in range(status.choice.count())] != [w for _, w in options]:
                status.set_options(options)
        self._fields["reason"].setVisible(action.status == "grey")
        for code, tick in self._owners.items():
            tick.show_value(code in action.services)
        words_of = {status.code: status for status in self._legend}
        pill = status_words(action, self._today, words_of)
        self._parts["head"].fill((action.ref, action.title, pill), lambda column: self._head(column, pill))
        above = self._known.recommendation(action.recommendation)
        behind = tuple(one for one in self._known.findings if one.ref in action.findings)
        answers = (
            (above.ref, above.id, above.title),
            *((one.ref, one.id, one.title) for one in behind),
        )
        self._parts["answers"].fill(answers, lambda column: self._answers(column, answers))
        stages = tuple(getattr(action, name) for name, _ in _STAGES)
        self._parts["far"].fill((action.id, stages, action.due), lambda column: self._far(column, action))
        self._parts["progress"].fill(
            (action.id, action.progress), lambda column: self._progress(column, action)
        )
        self._parts["milestones"].fill(
            (action.id, action.milestones), lambda column: self._milestones(column, action)
        )
        due = "" if action.due is None or action.done or action.status in ("blue", "grey") else action.due
        self._parts["due"].fill(due, lambda column: self._due(column, due))
        told = () if action.done else tuple(advice(action))
        self._parts["advice"].fill(
            (told, action.strength), lambda column: self._advice(column, told, action.strength)
        )
        changes = self._desk.the_case.history(row=("action", action.id))
        if self._history.link is not None:
            self._history.link.rename(f"All {len(changes)}", f"All {len(changes)} changes of {action.ref}")
        latest = tuple(entry.number for entry in changes[:3])
        self._parts["history"].fill(latest, lambda column: self._changes(column, latest))

    def _head(self, column: QVBoxLayout, pill: str) -> None:
        action = self._action
        if action is None:
            return
        kind, shape = STATUSES[status_mark(action, self._today)]
        late = action.days_late(self._today)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Chip.ref(action.ref))
        row.addWidget(
            Chip.pill(f"Overdue {late} {'day' if late == 1 else 'days'}" if late else pill, kind, shape)
        )
        row.addStretch(1)
        row.addWidget(
            Button(
                "Update",
                self._note_progress,
                kind="primary",
                icon="pencil",
                name="Update this action",
                changes=True,
            )
        )
        column.addLayout(row)
        column.addWidget(words(as_read(action.title), "heading"))

    def _answers(self, column: QVBoxLayout, answers: tuple[tuple[str, str, str], ...]) -> None:
        for ref, thing, title in answers:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(
                Chip.ref(
                    ref,
                    plain=ref.startswith("R"),
                    name=f"Go to {ref}, {as_read(title)}",
                    on_press=partial(self._desk.go, "findings", thing),
                ),
                0,
                Qt.AlignmentFlag.AlignTop,
            )
            shown = words(as_read(title))
            shown.setContentsMargins(0, look.px(2), 0, 0)
            row.addWidget(shown, 1)
            column.addLayout(row)

    def _far(self, column: QVBoxLayout, action: ActionView) -> None:
        for name, word in _STAGES:
            on = getattr(action, name)
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Dot(bool(on)))
            label = say(QLabel(word), "name" if on else "body", "ink" if on else "muted")
            label.setAccessibleName(f"{word}: {say_day(on) or 'not yet'}")
            row.addWidget(label, 1)
            if on:
                row.addWidget(say(QLabel(say_day(on)), "meta", "muted"))
                clear = partial(self._set, **{name: None})
                row.addWidget(
                    Button("Clear", clear, kind="link", name=f"{word}: clear the day", changes=True)
                )
            else:
                today = partial(self._set, **{name: self._today.isoformat()})
                row.addWidget(Button("Today", today, kind="link", name=f"{word} today", changes=True))
                other = partial(self._ask_day, name, word)
                row.addWidget(Button("On…", other, kind="link", name=f"{word} on another day", changes=True))
            column.addLayout(row)

    def _progress(self, column: QVBoxLayout, action: ActionView) -> None:
        for note in action.progress:
            made = Told(last=note is action.progress[-1])
            head = QHBoxLayout()
            head.setSpacing(8)
            head.addWidget(say(QLabel(say_day(note.on)), "name"))
            head.addWidget(words(say_name(note.by), "meta", "muted"), 1)
            again = partial(self._edit_progress, note)
            head.addWidget(
                Button("Edit", again, kind="link", name=f"Edit the note of {say_day(note.on)}", changes=True)
            )
            away = partial(self._remove_progress, note.id)
            head.addWidget(
                Button(
                    "Remove", away, kind="link", name=f"Remove the note of {say_day(note.on)}", changes=True
                )
            )
            made.column.addLayout(head)
            made.column.addWidget(words(as_read(note.text)))
            if note.evidence:
                row = QHBoxLayout()
                row.setSpacing(6)
                row.addWidget(Icon("file-text", "accent", 13), 0, Qt.AlignmentFlag.AlignTop)
                row.addWidget(words(as_read(note.evidence), "meta", "accent"), 1)
                made.column.addLayout(row)
            column.addWidget(made)
        if not action.progress:
            column.addWidget(words("No progress noted yet.", "meta", "muted"))

    def _milestones(self, column: QVBoxLayout, action: ActionView) -> None:
        for step in action.milestones:
            tick = CheckField(as_read(step.text), partial(self._step_done, step.id))
            tick.show_value(step.done_on is not None)
            tick.setText("")
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(tick, 0, Qt.AlignmentFlag.AlignTop)
            shown = words(as_read(step.text))
            shown.setContentsMargins(0, look.px(3), 0, 0)
            row.addWidget(shown, 1)
            due = say_day(step.due)
            said = f"done {say_day(step.done_on)}" if step.done_on else f"by {due}" if due else "no date"
            day = say(QLabel(said), "meta", "muted")
            day.setContentsMargins(0, look.px(4), 0, 0)
            row.addWidget(day, 0, Qt.AlignmentFlag.AlignTop)
            away = Button(
                "",
                partial(self._remove_step, step.id),
                kind="link",
                icon="x",
                name=f"Remove the milestone {as_read(step.text)}",
                changes=True,
            )
            row.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        if not action.milestones:
            column.addWidget(words("No steps on the way.", "meta", "muted"))

    def _due(self, column: QVBoxLayout, due: str) -> None:
        if due:
            late = date.fromisoformat(due) < self._today
            column.addWidget(words(say_due(due, self._today), "meta", "bad" if late else "muted"))

    def _advice(self, column: QVBoxLayout, told: tuple[str, ...], strength: str) -> None:
        lines = [("lightbulb", "warn", sentence) for sentence in told]
        if strength == "system":
            lines.insert(0, ("circle-check", "good", "Changes the system: a strong action"))
        for icon, tone, sentence in lines:
            row = QHBoxLayout()
            row.setSpacing(6)
            row.addWidget(Icon(icon, tone, 14), 0, Qt.AlignmentFlag.AlignTop)
            shown = words(sentence, "meta", tone)
            shown.setAccessibleName(f"Advice: {sentence}" if tone == "warn" else sentence)
            row.addWidget(shown, 1)
            column.addLayout(row)

    def _changes(self, column: QVBoxLayout, numbers: tuple[int, ...]) -> None:
        for number in numbers:
            told = account(self._desk.the_case, number)
            if told is None:
                continue
            when = local(told.entry.at)
            column.addWidget(words(as_read(told.entry.sentence)))
            moved = [field for thing in told.told for field in thing.fields if thing.done == "changed"]
            for name, was, now in moved[:2]:
                column.addWidget(
                    words(
                        as_read(
                            f"{name.capitalize()}: {_short(was) or 'nothing'} → {_short(now) or 'nothing'}"
                        ),
                        "meta",
                        "ink2",
                    )
                )
            column.addWidget(
                words(
                    f"{say_name(told.entry.by) or 'A panel member'}, {when.day} {when:%b %Y}", "meta", "muted"
                )
            )
            column.addSpacing(look.px(6))

    def _all_history(self) -> None:
        self._desk.go("history", f"action:{self._thing}")

    # ---- changing

    def _editor(self, name: str) -> Callable[[str], Done[None]]:
        return lambda text: self._set(**{name: text})

    def _set(self, **values: Any) -> Done[None]:  # noqa: ANN401 - whatever a field holds
        thing = self._thing
        return self._desk.do(lambda case: spine.edit_action(case, thing, **values), tell=False)

    def _set_status(self, code: str) -> Done[None]:
        """Not accepted asks for its reason at once, so that both are one change."""
        if code != "grey":
            return self._set(status=code)
        if not self._asking:
            self._asking = True
            status, action = self._fields["status"], self._action
            was = action.status if action is not None else ""

            def given_up() -> None:
                self._asking = False
                status.show_value(was, force=True)

            def answer(reason: str) -> Done[None]:
                done = self._set(status="grey", reason=reason)
                self._asking = not done
                return done

            ask_sentence(
                self._inspector,
                "Not accepted",
                "Why it is not accepted",
                answer,
                sentence="The reason is printed with the action, so that anyone can follow the decision.",
                button="Set to not accepted",
                value=action.reason if action is not None else "",
                given_up=given_up,
            )
        return Done(False)

    def _own(self, code: str, on: bool) -> Done[None]:
        held = self._action.services if self._action is not None else ()
        return self._set(owners=[one for one in held if one != code] + ([code] if on else []))

    def _note_progress(self) -> None:
        ask_progress(self._inspector, self._desk, self._thing)

    def _edit_progress(self, note: ProgressView) -> None:
        ask_progress(self._inspector, self._desk, self._thing, note)

    def _remove_progress(self, note: str) -> None:
        if self._desk.do(lambda case: spine.remove_progress(case, note)):
            self._desk.notice("The progress note is removed.", undo=True)

    def _remove_step(self, step: str) -> None:
        if self._desk.do(lambda case: spine.remove_milestone(case, step)):
            self._desk.notice("The milestone is removed.", undo=True)

    def _step_done(self, step: str, on: bool) -> Done[None]:
        day = self._today.isoformat() if on else None
        return self._desk.do(lambda case: spine.edit_milestone(case, step, done_on=day))

    def _ask_day(self, name: str, word: str) -> None:
        asking = Asking(self._inspector, word, button="Set the day")
        day = DateField("Day", say_exact, placeholder="for example 30 Sep 2026")
        asking.body.addWidget(day)

        def answer() -> None:
            done: Done[None]
            try:
                on = exact_day(day.value)
                if on is None:
                    raise Problem("No day is given.", "Write it like 30 Sep 2026.")
                done = self._set(**{name: on})
            except Problem as problem:
                done = Done(False, problem=problem)
            asking.settle(done)

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
            asking.settle(done)

        asking.answer = answer
        asking.show_asking()
        step.control.setFocus()


class Dot(QWidget):
    """One step of how far something is: a filled disc once it was reached, a ring until then."""

    def __init__(self, on: bool) -> None:
        super().__init__()
        self._on = on
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As large as the mark of a status."""
        return QSize(look.px(16), look.px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The disc or the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        reach = look.px(13) / 2
        painter.setPen(QPen(look.colour("accent" if self._on else "strong"), max(1.5, look.px(1.5))))
        painter.setBrush(look.colour("accent" if self._on else "paper"))
        painter.drawEllipse(QPointF(self.width() / 2, self.height() / 2), reach, reach)
        painter.end()


class Told(QWidget):
    """One note on a line of time: a dot beside its head, and the line on to the note before it."""

    def __init__(self, last: bool) -> None:
        super().__init__()
        self._last = last
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(look.px(20), 0, 0, look.px(0 if last else 10))
        self.column.setSpacing(2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The dot and the line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        across, middle = look.px(6), look.px(11)
        if not self._last or self.height() > look.px(30):
            painter.setPen(QPen(look.colour("line"), look.px(2)))
            painter.drawLine(QPointF(across, middle), QPointF(across, self.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("strong"))
        painter.drawEllipse(QPointF(across, middle), look.px(4), look.px(4))
        painter.end()


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 120 else flat[:119].rstrip() + "…"


def ask_progress(parent: QWidget, desk: Desk, thing: str, before: ProgressView | None = None) -> None:
    """Ask for a progress note on an action: the day, who says so, what, the evidence, and the status now.

    With a note made `before`, that one is put right.
    """

    def read(session: Any) -> tuple[ActionView, list[Status]]:  # noqa: ANN401 - ui knows no session
        return spine.spine(session).action(thing), spine.legend(session)

    action, legend = desk.read(read)
    asking = Asking(
        parent,
        f"Progress on {action.ref}",
        as_read(action.title),
        button="Note progress" if before is None else "Keep the note",
        wide=520,
    )
    text = TextField("What has been done", least_lines=3)
    evidence = LineField("Evidence that shows it", hint="a file, minutes, an audit")
    on = DateField("On", say_exact)
    on.show_value(say_day(before.on if before else date.today().isoformat()), force=True)
    by = LineField("Told by")
    by.show_value(before.by if before else desk.who, force=True)
    if before is not None:
        text.show_value(before.text, force=True)
        evidence.show_value(before.evidence, force=True)
    status = ChoiceField("Status now", [(one.code, one.name) for one in legend])
    status.show_value(action.status, force=True)
    reason = TextField("Why it is not accepted", least_lines=1)
    reason.show_value(action.reason, force=True)

    def status_chosen() -> None:
        reason.setVisible(status.value == "grey")
        asking.adjustSize()

    status.choice.currentIndexChanged.connect(lambda _: status_chosen())
    side = QHBoxLayout()
    side.setSpacing(12)
    side.addWidget(on, 1, Qt.AlignmentFlag.AlignTop)
    side.addWidget(by, 1, Qt.AlignmentFlag.AlignTop)
    asking.body.addWidget(text)
    asking.body.addWidget(evidence)
    asking.body.addLayout(side)
    asking.body.addWidget(status)
    asking.body.addWidget(reason)
    reason.setVisible(action.status == "grey")

    def note(case: CaseFile) -> None:
        said = {"on": exact_day(on.value) or "", "by": by.value, "evidence": evidence.value}
        with case.change(
            f"Note progress on {action.ref}" if before is None else f"Put a note on {action.ref} right"
        ):
            if before is None:
                spine.add_progress(case, thing, text.value, **said)
            else:
                spine.edit_progress(case, before.id, text=text.value, **said)
            if status.value != action.status:
                spine.edit_action(case, thing, status=status.value)
            if status.value == "grey" and reason.value != action.reason:
                spine.edit_action(case, thing, reason=reason.value)

    def answer() -> None:
        done = desk.do(note, tell=False)
        asking.settle(done)

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
        wide=680,
    )
    fields: dict[str, tuple[LineField, LineField]] = {}
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 3)
    grid.setColumnStretch(2, 5)
    for at, head in enumerate(("Colour", "Word", "Meaning")):
        grid.addWidget(say(QLabel(head), "head", "muted"), 0, at)
    for row, status in enumerate(desk.read(spine.legend), start=1):
        kind, shape = STATUSES[status.code]
        name = LineField("Word", name=f"Word for {status.colour}")
        meaning = LineField("Meaning", name=f"Meaning of {status.colour}")
        for field, value in ((name, status.name), (meaning, status.meaning)):
            field.label.hide()
            field.show_value(value, force=True)
        grid.addWidget(Chip.pill(status.colour.capitalize(), kind, shape), row, 0)
        grid.addWidget(name, row, 1)
        grid.addWidget(meaning, row, 2)
        fields[status.code] = (name, meaning)
    asking.body.addLayout(grid)

    def answer() -> None:
        def word(session: Any) -> None:  # noqa: ANN401 - ui knows no session
            for code, (name, meaning) in fields.items():
                spine.word_status(desk.the_case, code, name.value, meaning.value)

        done = desk.change("Word the board’s legend", word)
        asking.settle(done)

    asking.answer = answer
    asking.show_asking()
    next(iter(fields.values()))[0].control.setFocus(Qt.FocusReason.OtherFocusReason)
