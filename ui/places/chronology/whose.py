"""Whose records a file holds: one service, or the services it names, each chosen or added on the spot."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.buttons import Button
from ui.desk import Desk
from ui.dialogs.frame import Asking
from ui.flow import FlowRow
from ui.forms import ChoiceField, LineField
from ui.inspector import words
from ui.theme import be
from ui.wording import count, literal
from workbench.chronology.importing import Draft
from workbench.people import ServiceView, add_service, services

CHOOSE = ""


class AskService(Asking):
    """Asks for a new service."""

    def __init__(self, parent: QWidget, desk: Desk, name: str, then: Callable[[str], object]) -> None:
        super().__init__(
            parent,
            "New service",
            "The part of an organisation that met the family, with one short code of its own.",
            button="Add service",
        )
        self._desk = desk
        self._then = then
        self.name = LineField("Name", hint="as the report should print it", name="Name of the service")
        self.code = LineField("Code", hint="such as HV, GP, CSC", name="Code of the service")
        self.organisation = LineField("Organisation", hint="may be left empty")
        self.name.show_value(name, force=True)
        if re.fullmatch(r"[A-Z][A-Z0-9]{0,5}", name):
            self.code.show_value(name, force=True)
        for field in (self.name, self.code, self.organisation):
            self.body.addWidget(field)
        self.answer = self._answer
        self.name.setFocus()

    def _answer(self) -> None:
        done = self._desk.do(
            lambda case: add_service(
                case, self.name.value, self.code.value, organisation=self.organisation.value or None
            ),
            tell=False,
        )
        if not done:
            self.show_problem(str(done.problem))
            return
        self.accept()
        self._then(str(done.value))


def guess(name: str, known: Sequence[ServiceView]) -> ServiceView | None:
    """The one service whose code or name stands in a file's name; None where none does, or several do."""
    folded = f" {re.sub(r'[^a-z0-9]+', ' ', name.casefold())} "
    by_code = [one for one in known if f" {one.code.casefold()} " in folded]
    by_name = [
        one for one in known if f" {re.sub(r'[^a-z0-9]+', ' ', one.name.casefold()).strip()} " in folded
    ]
    found = {one.id: one for one in (by_code or by_name)}
    return next(iter(found.values())) if len(found) == 1 else None


class Whose(QFrame):
    """A row for each name the file gives a service by, or one row for the whole file.

    `chosen(name as written, service id)`: "" stands for the whole file.
    """

    chosen = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._fields: dict[str, ChoiceField] = {}
        be(self, ground="tint", edge="below")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 10, 16, 12)
        self._column.setSpacing(8)
        self._shown: tuple[object, ...] = ()
        self.wrong = words("", "body", "bad")
        self.hide()

    def show_draft(self, draft: Draft) -> None:
        """Ask for what is not known yet; nothing is shown where all is."""
        unknown = draft.unknown_services()
        known = self._desk.read(services)
        shown = (tuple(unknown), tuple(known))
        self.setVisible(bool(unknown))
        if shown == self._shown:
            return
        self._shown = shown
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.wrong:
                widget.hide()
                widget.deleteLater()
        self._fields.clear()
        if not unknown:
            return
        whole = unknown == [""]
        self.setAccessibleName("Whose records are these?")
        self._column.addWidget(
            words(
                "Whose records are these?"
                if whole
                else f"The file names {count(len(unknown), 'service')} the case does not know by that name.",
                "ref",
            )
        )
        for name in unknown:
            rows = sum((event.service or "") == name for event in draft.understood.events)
            label = (
                "Service"
                if whole
                else f"“{name}”, {count(rows, 'row')}"
                if name
                else f"No name, {count(rows, 'row')}"
            )
            field = ChoiceField(
                literal(label),
                [(CHOOSE, "Choose a service…"), *((one.id, f"{one.code}   {one.name}") for one in known)],
                partial(self._choose, name),
                name="Service of the whole file" if whole else f"Service that “{name}” stands for",
            )
            field.choice.setMinimumWidth(240)
            new = Button(
                "New service…",
                partial(self._new, name),
                icon="plus",
                name="New service…" if whole else f"New service for “{name}”…",
            )
            self._fields[name] = field
            self._column.addWidget(FlowRow(field, new, gap=12, low=True))
        self.wrong.hide()
        self._column.addWidget(self.wrong)

    def ask(self, sentence: str) -> None:
        """Say what is missing, and go there."""
        self.wrong.setText(sentence)
        self.wrong.show()
        self.focus_first()

    def focus_first(self) -> None:
        """Go to the first choice."""
        for field in self._fields.values():
            field.choice.setFocus()
            return

    def _new(self, name: str) -> None:
        AskService(self.window(), self._desk, name, partial(self.chosen.emit, name)).show_asking()

    def _choose(self, name: str, service_id: str) -> None:
        if service_id != CHOOSE:
            self.chosen.emit(name, service_id)
