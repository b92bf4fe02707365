"""A short list of records, each a row of fields that are changed in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QVBoxLayout, QWidget

from ui.buttons import Button
from ui.chips import paint_service, service_width
from ui.days import say_exact
from ui.desk import Done
from ui.forms import CheckField, ChoiceField, DateField, Field, LineField, TextField
from ui.icons import Icon
from ui.panes import clear
from ui.parts import Part
from ui.theme import look, say
from workbench.anonymity.rendering import is_anonymous
from workbench.anonymity.rendering import say as as_read

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
        self,
        thing: str,
        specs: Sequence[Spec],
        edit: Edit,
        remove: Callable[[str], object],
        nothing: str,
        *,
        move: Callable[[str, int], object] | None = None,
        lead: Callable[[str], tuple[object, QWidget]] | None = None,
        removable: bool = True,
    ) -> None:
        """`thing` names one record ("panel member"); `nothing` is said where there is none.

        With `move(id, by)` rows are put in order by Alt+Up and Alt+Down; `lead(id)` gives what a small widget
        before the fields shows, and the widget. Rows that are not `removable` come and go elsewhere.
        """
        super().__init__()
        self._move, self._lead, self._removable = move, lead, removable
        self._leads: dict[str, Part] = {}
        self._thing, self._specs, self._edit, self._remove, self._nothing = (
            thing,
            specs,
            edit,
            remove,
            nothing,
        )
        self._ids: list[str] = []
        self._rows: Sequence[tuple[str, str, Mapping[str, object]]] = ()
        self._wraps = False
        self._fields: dict[tuple[str, str], Field | CheckField] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def show_rows(self, rows: Sequence[tuple[str, str, Mapping[str, object]]]) -> None:
        """`rows` are (id, the name a screen reader says for the row, values by key)."""
        ids = [thing for thing, _, _ in rows]
        self._rows = rows
        if ids != self._ids or not self._column.count():
            held = self._focused()
            self._ids = ids
            self._build(rows)
            if held in self._fields:
                self._fields[held].setFocus(Qt.FocusReason.OtherFocusReason)
        for thing, part in self._leads.items():
            self._fill_lead(thing, part)
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where fields beside each other would cut their words, a record takes two lines."""
        super().resizeEvent(event)
        wraps = len(self._specs) > 2 and self.width() < look.px(158) * len(self._specs)
        if wraps != self._wraps and self._rows:
            self._wraps = wraps
            for field in self._fields.values():
                if isinstance(field, Field):
                    field.commit()
            self._ids = []
            self.show_rows(self._rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Up and Alt+Down move the row one is in."""
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        held = self._focused()
        if by and held[0] and self._move is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            field = self._fields[held]
            if isinstance(field, Field):
                field.commit()
            if not is_anonymous():
                self._move(held[0], by)
        else:
            super().keyPressEvent(event)

    def _focused(self) -> tuple[str, str]:
        focus = self.window().focusWidget()
        for at, shown in self._fields.items():
            if focus is not None and (focus is shown or shown.isAncestorOf(focus)):
                return at
        return "", ""

    def _fill_lead(self, thing: str, part: Part) -> None:
        if self._lead is not None:
            shown, widget = self._lead(thing)
            part.fill(shown, lambda column: column.addWidget(widget))

    def _menu(self, thing: str, name: str, button: Button) -> None:
        move = self._move
        if move is None:
            return
        menu = QMenu(button)
        menu.setAccessibleName(f"Order of {name}")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        up = menu.addAction("Move up\tAlt+Up", lambda: move(thing, -1))
        down = menu.addAction("Move down\tAlt+Down", lambda: move(thing, 1))
        up.setEnabled(thing != self._ids[0])
        down.setEnabled(thing != self._ids[-1])
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _build(self, rows: Sequence[tuple[str, str, Mapping[str, object]]]) -> None:
        clear(self._column)
        self._fields.clear()
        self._leads.clear()
        first = 0 if self._lead is None else 1
        if not rows:
            self._column.addWidget(say(QLabel(self._nothing), "body", "muted"))
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        across = -(-len(self._specs) // 2) if self._wraps else len(self._specs)
        lines = 2 if self._wraps else 1
        for at, spec in enumerate(self._specs[:across]):
            if not self._wraps:
                grid.addWidget(say(QLabel(spec.head), "head", "muted"), 0, first + at)
            grid.setColumnStretch(first + at, spec.share)
        for row, (thing, name, _) in zip(range(1, len(rows) * lines + 1, lines), rows, strict=True):
            if self._lead is not None:
                part = self._leads[thing] = Part(spacing=0)
                part.setContentsMargins(0, look.px(5), 0, 0)
                grid.addWidget(part, row, 0, Qt.AlignmentFlag.AlignTop)
            for at, spec in enumerate(self._specs):
                made = self._make(spec, thing, name)
                self._fields[thing, spec.key] = made
                grid.addWidget(made, row + at // across, first + at % across, Qt.AlignmentFlag.AlignTop)
            if self._move is not None:
                order = Button(
                    "", kind="quiet", icon="arrow-up-down", name=f"Order of {as_read(name)}", changes=True
                )
                order.setToolTip("Move up or down (Alt+Up, Alt+Down in a field)")
                order.clicked.connect(partial(self._menu, thing, name, order))
                grid.addWidget(order, row, first + across, Qt.AlignmentFlag.AlignTop)
            if not self._removable:
                continue
            away = Button(
                "",
                partial(self._remove, thing),
                kind="quiet",
                icon="x",
                name=f"Remove {as_read(name)}",
                changes=True,
            )
            away.setToolTip(f"Remove this {self._thing}")
            grid.addWidget(away, row, first + across + 1, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(grid)

    def _make(self, spec: Spec, thing: str, name: str) -> Field | CheckField:
        whole = f"{spec.head}, {as_read(name)}"
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
        if not self._wraps:
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


def swatch(code: str, colour: str) -> QIcon:
    """A service's chip in a colour, as a menu shows it."""
    ratio = 2
    wide, high = round(service_width(code)) + 2, look.px(22)
    picture = QPixmap(wide * ratio, high * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_service(painter, 0, high / 2, code, colour)
    painter.end()
    return QIcon(picture)
