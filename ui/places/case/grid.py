"""A short list of records, each a row of fields that are changed in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from ui.buttons import Button
from ui.days import say_exact
from ui.desk import Done
from ui.forms import CheckField, ChoiceField, DateField, Field, LineField, TextField
from ui.icons import Icon
from ui.panes import clear
from ui.theme import look, say

Edit = Callable[[str, str, object], Done[None]]
"""`edit(record id, field, value)` makes the change."""


@dataclass(frozen=True)
class Spec:
    """A field of every row: its key, its head, its kind, and its share of the width."""

    key: str
    head: str
    kind: Literal["line", "text", "choice", "check", "day"] = "line"
    share: int = 1
    options: Sequence[tuple[str, str]] = field(default=())


class RecordGrid(QWidget):
    """The rows. Rebuilt only when rows come or go, so that focus and typing survive a change elsewhere."""

    def __init__(
        self, thing: str, specs: Sequence[Spec], edit: Edit, remove: Callable[[str], object], nothing: str
    ) -> None:
        """`thing` names one record ("panel member"); `nothing` is said where there is none."""
        super().__init__()
        self._thing, self._specs, self._edit, self._remove, self._nothing = (
            thing,
            specs,
            edit,
            remove,
            nothing,
        )
        self._ids: list[str] = []
        self._fields: dict[tuple[str, str], Field | CheckField] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def show_rows(self, rows: Sequence[tuple[str, str, Mapping[str, object]]]) -> None:
        """`rows` are (id, the name a screen reader says for the row, values by key)."""
        ids = [thing for thing, _, _ in rows]
        if ids != self._ids or not self._column.count():
            self._build(rows)
            self._ids = ids
        for thing, _, values in rows:
            for spec in self._specs:
                shown = self._fields[thing, spec.key]
                value = values.get(spec.key)
                if isinstance(shown, CheckField):
                    shown.show_value(bool(value))
                else:
                    shown.show_value("" if value is None else str(value))

    def offer(self, key: str, options: Sequence[tuple[str, str]]) -> None:
        """What can be chosen in a field of kind choice."""
        self._specs = tuple(
            replace(spec, options=options) if spec.key == key else spec for spec in self._specs
        )
        for (_, name), shown in self._fields.items():
            if name == key and isinstance(shown, ChoiceField):
                shown.set_options(options)

    def focus_row(self, thing: str) -> None:
        """Go to the first field of a record."""
        shown = self._fields.get((thing, self._specs[0].key))
        if shown is not None:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self, rows: Sequence[tuple[str, str, Mapping[str, object]]]) -> None:
        clear(self._column)
        self._fields.clear()
        if not rows:
            self._column.addWidget(say(QLabel(self._nothing), "body", "muted"))
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        for at, spec in enumerate(self._specs):
            grid.addWidget(say(QLabel(spec.head), "head", "muted"), 0, at)
            grid.setColumnStretch(at, spec.share)
        for row, (thing, name, _) in enumerate(rows, start=1):
            for at, spec in enumerate(self._specs):
                made = self._make(spec, thing, name)
                self._fields[thing, spec.key] = made
                grid.addWidget(made, row, at, Qt.AlignmentFlag.AlignTop)
            away = Button("", partial(self._remove, thing), kind="quiet", icon="x", name=f"Remove {name}")
            away.setToolTip(f"Remove this {self._thing}")
            grid.addWidget(away, row, len(self._specs), Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(grid)

    def _make(self, spec: Spec, thing: str, name: str) -> Field | CheckField:
        whole = f"{spec.head}, {name}"
        commit = partial(self._edit, thing, spec.key)
        if spec.kind == "check":
            tick = CheckField("", commit, hint=whole)
            tick.setAccessibleName(whole)
            return tick
        made: Field
        if spec.kind == "choice":
            made = ChoiceField(spec.head, list(spec.options), commit, name=whole)
        elif spec.kind == "day":
            made = DateField(spec.head, say_exact, commit, placeholder="no date", name=whole)
        elif spec.kind == "text":
            made = TextField(spec.head, commit, least_lines=1, name=whole)
        else:
            made = LineField(spec.head, commit, name=whole)
        made.label.hide()
        return made


def note(text: str, icon: str = "info") -> QWidget:
    """A quiet line with an icon: what is worth knowing here."""
    made = QWidget()
    row = QGridLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setHorizontalSpacing(8)
    row.addWidget(Icon(icon, "muted", 15), 0, 0, Qt.AlignmentFlag.AlignTop)
    words = say(QLabel(text), "meta", "muted")
    words.setWordWrap(True)
    words.setMinimumWidth(look.px(200))
    row.addWidget(words, 0, 1)
    row.setColumnStretch(1, 1)
    return made
