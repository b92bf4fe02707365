"""Which column holds what: re-mapped by choosing, and read again at once."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from ui.buttons import Button
from ui.forms import CheckField, ChoiceField
from ui.inspector import words
from ui.panes import clear, scrolled
from ui.theme import be, look, say
from workbench.chronology.importing import Draft
from workbench.chronology.understood import FIELDS, Choices

ONE, COLUMN, SHEETS = "one", "column", "sheets"
NO_COLUMN = ""


class ColumnsPanel(QWidget):
    """The panel. `chosen(choices, keeps the one service)` asks for the file to be read again."""

    chosen = Signal(object, bool)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        inner = QWidget()
        be(inner, ground="paper")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(16, 12, 16, 16)
        self._column.setSpacing(10)
        outer.addWidget(scrolled(inner, "paper", "Columns"))
        self.setAccessibleName("Columns")
        self._draft: Draft | None = None
        self._fields: dict[str, ChoiceField] = {}

    def show_draft(self, draft: Draft) -> None:
        """Show how this draft was read."""
        self._draft = draft
        self._fields.clear()
        clear(self._column)
        head = QWidget()
        row = QGridLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(say(QLabel("What each column holds"), "heading"), 0, 0)
        row.addWidget(Button("Done", self.closed.emit, kind="link", name="Done with the columns"), 0, 2)
        row.setColumnStretch(1, 1)
        self._column.addWidget(head)
        self._column.addWidget(
            words(
                "The file is read again at each choice. Answers given to doubts start afresh.",
                "meta",
                "muted",
            )
        )
        self._whose(draft)
        headings = [(NO_COLUMN, "No column"), *((each, each) for each in draft.understood.headings)]
        grid_holder = QWidget()
        grid = QGridLayout(grid_holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        across = 2 if self.width() >= look.px(520) else 1
        for at, (code, name) in enumerate(FIELDS.items()):
            if code == "service":
                continue
            field = ChoiceField(
                name,
                headings,
                partial(self._choose, code),
                name=f"Column of: {name}",
            )
            field.choice.setMinimumWidth(120)
            field.choice.setSizeAdjustPolicy(
                field.choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            field.show_value(draft.understood.columns.get(code, NO_COLUMN), force=True)
            self._fields[code] = field
            place = at if at < list(FIELDS).index("service") else at - 1
            grid.addWidget(field, place // across, place % across)
        self._column.addWidget(grid_holder)
        self._sheets(draft)
        american = CheckField(
            "Month before day, as in American dates",
            self._american,
            hint="Only where a person knows it is so",
        )
        american.show_value(draft.choices.month_first)
        self._column.addWidget(american)
        self._column.addStretch(1)

    def focus_first(self) -> None:
        """Go to the first choice."""
        field = self._fields.get("date")
        if field is not None:
            field.choice.setFocus()

    def _whose(self, draft: Draft) -> None:
        held = COLUMN if draft.choices.service_column else SHEETS if draft.choices.service_sheets else ONE
        if draft.service_id is None and held == ONE and draft.understood.columns.get("service"):
            held = COLUMN
        options = [(ONE, "One service’s records"), (COLUMN, "A column says which service")]
        if len(draft.tables) > 1:
            options.append((SHEETS, "Each sheet or table is a service"))
        field = ChoiceField("Whose records", options, self._set_whose, name="Whose records")
        field.show_value(held, force=True)
        self._column.addWidget(field)
        if held == COLUMN:
            heading = draft.choices.service_column or draft.understood.columns.get("service", NO_COLUMN)
            column = ChoiceField(
                "Column that says which service",
                [(NO_COLUMN, "Choose a column…"), *((each, each) for each in draft.understood.headings)],
                self._set_service_column,
            )
            column.show_value(heading, force=True)
            self._column.addWidget(column)

    def _sheets(self, draft: Draft) -> None:
        names = [table.name or table.sheet or f"table {table.table}" for table in draft.tables]
        if len(names) < 2:
            return
        self._column.addWidget(say(QLabel("Sheets and tables to read"), "head"))
        read = draft.choices.sheets or tuple(names)
        for name in names:
            check = CheckField(name, partial(self._set_sheet, name, names))
            check.show_value(name in read)
            self._column.addWidget(check)

    # ---- choosing

    @property
    def _choices(self) -> Choices:
        assert self._draft is not None
        return self._draft.choices

    def _choose(self, code: str, heading: str) -> None:
        columns = {
            name: held for name, held in self._choices.columns.items() if not (heading and held == heading)
        }
        self.chosen.emit(replace(self._choices, columns={**columns, code: heading}), True)

    def _american(self, on: bool) -> None:
        self.chosen.emit(replace(self._choices, month_first=on), True)

    def _set_whose(self, how: str) -> None:
        choices = replace(self._choices, service_column=None, service_sheets=None)
        if how == SHEETS and self._draft is not None:
            names = [table.name or table.sheet or f"table {table.table}" for table in self._draft.tables]
            choices = replace(choices, service_sheets={name: name for name in names})
        elif how == COLUMN and self._draft is not None:
            heading = self._draft.understood.columns.get("service") or next(
                iter(self._draft.understood.headings), ""
            )
            choices = replace(choices, service_column=heading or None)
        self.chosen.emit(choices, how == ONE)

    def _set_service_column(self, heading: str) -> None:
        self.chosen.emit(
            replace(self._choices, service_column=heading or None, service_sheets=None), not heading
        )

    def _set_sheet(self, name: str, names: list[str], on: bool) -> None:
        read = [each for each in names if (on if each == name else each in (self._choices.sheets or names))]
        if read:
            self.chosen.emit(replace(self._choices, sheets=tuple(read)), True)
        elif self._draft is not None:
            self.show_draft(self._draft)
