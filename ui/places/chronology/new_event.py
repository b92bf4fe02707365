"""An event added by hand: one that is known from no agency's chronology."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.frame import Asking
from ui.forms import ChoiceField, DateField, LineField, TextField
from ui.places.chronology.written import typed_date, typed_time
from ui.tables import outcome_icon
from workbench.chronology.dates import UNKNOWN
from workbench.chronology.events import add_event
from workbench.chronology.outcomes import OUTCOMES
from workbench.people import services
from workbench.problems import Problem


class NewEvent(Asking):
    """Asks for what an event needs; `then(id)` is called once it is in the case."""

    def __init__(self, parent: QWidget, desk: Desk, then: Callable[[str], object]) -> None:
        super().__init__(
            parent,
            "New event",
            "For what no agency’s chronology tells. The date may be as vague as what is known.",
            button="Add event",
            wide=520,
        )
        self._desk = desk
        self._then = then
        self.date = DateField("Date", lambda text: typed_date(text).words)
        self.time = LineField("Time", hint="may be left empty", placeholder="14:05")
        bodies = [(one.code, f"{one.code}   {one.name}") for one in desk.read(services)]
        self.service = ChoiceField("Service", bodies)
        self.words = TextField("What happened", least_lines=3, most_lines=10)
        outcomes = [(code, outcome.name) for code, outcome in OUTCOMES.items()]
        self.outcome = ChoiceField("Outcome", outcomes)
        self.outcome.show_value("not_recorded", force=True)
        for at, (code, _) in enumerate(outcomes):
            self.outcome.choice.setItemIcon(at, outcome_icon(code))
        self.recorded_by = LineField("Recorded by", hint="may be left empty")
        self.source = LineField("Source", hint="such as the panel’s own enquiry; may be left empty")
        for field in (
            self.date,
            self.time,
            self.service,
            self.words,
            self.outcome,
            self.recorded_by,
            self.source,
        ):
            self.body.addWidget(field)
        self.answer = self._answer
        self.date.setFocus()

    def _answer(self) -> None:
        try:
            typed = typed_date(self.date.value) if self.date.value else None
            time = typed_time(self.time.value)
        except Problem as problem:
            self.show_problem(str(problem))
            return
        if not self.words.value:
            self.show_problem("The event has no words. Say in a sentence what happened.")
            self.words.setFocus()
            return
        when = typed.when if typed is not None else UNKNOWN
        done = self._desk.do(
            lambda case: add_event(
                case,
                self.service.value,
                when,
                self.words.value,
                date_as_written=self.date.value,
                time=time or (typed.time if typed is not None else None),
                end_time=typed.end_time if typed is not None else None,
                outcome=self.outcome.value,
                recorded_by=self.recorded_by.value,
                source=self.source.value,
            ),
            tell=False,
        )
        if not done:
            self.show_problem(str(done.problem))
            return
        self.accept()
        self._then(str(done.value))
