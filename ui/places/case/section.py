"""One part of the case: a head, a sentence, and what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.buttons import Button
from ui.desk import Desk, Done
from ui.forms import ChoiceField, Field, LineField
from ui.inspector import words
from ui.theme import be, look, say
from workbench.casefile import CaseFile


class Section(QWidget):
    """One part of the case: a head, a sentence, and what stands in it."""

    key = ""
    title = ""
    sentence = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(self.title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(28, 20, 28, 28)
        self.column.setSpacing(14)
        self.head = QHBoxLayout()
        self.head.addWidget(say(QLabel(self.title), "title"), 1)
        self.column.addLayout(self.head)
        self.column.addWidget(words(self.sentence, "body", "ink2"))
        self.build()
        self.column.addStretch(1)
        self._dress()
        look.changed.connect(self._dress)

    def _dress(self) -> None:
        self.setMaximumWidth(look.px(940))

    def build(self) -> None:
        """Fill the column."""

    def read(self) -> None:
        """Show what the case holds."""

    def show_thing(self, thing: str) -> bool:
        """Show a thing that stands in this part, by its id; False where it does not."""
        return False

    def do(self, fn: Callable[[CaseFile], Any]) -> Done[None]:
        """Make a change for a field, which shows what is wrong itself."""
        return self.desk.do(fn, tell=False)

    def undoably(self, what: str, fn: Callable[[CaseFile], Any]) -> None:
        """Take something away, with Undo offered in a bar."""
        if self.desk.do(fn):
            self.desk.notice(what, undo=True)

    def adder(
        self,
        button: str,
        fields: Sequence[Field],
        add: Callable[[CaseFile], str],
        shown: Callable[[str], object],
    ) -> QWidget:
        """A row of empty fields with a button that adds a record from them; Enter in a field adds too."""
        made = QFrame()
        be(made, ground="ground", edge="card")
        made.setAccessibleName(button)
        outer = QVBoxLayout(made)
        outer.setContentsMargins(12, 10, 12, 12)
        row = QHBoxLayout()
        row.setSpacing(8)
        outer.addLayout(row)

        def press() -> None:
            done = self.desk.do(add, tell=False)
            fields[0].show_problem("" if done else str(done.problem))
            if done:
                for each in fields:
                    if not isinstance(each, ChoiceField):
                        each.show_value("", force=True)
                shown(str(done.value))
                fields[0].control.setFocus(Qt.FocusReason.OtherFocusReason)

        for each in fields:
            row.addWidget(each, 1)
            if isinstance(each, LineField):
                each.edit.returnPressed.connect(press)
        add_button = Button(button, press, icon="plus", changes=True)
        if len(fields) > 3:  # beside four fields it would leave none of them its words at large text
            outer.addWidget(add_button, 0, Qt.AlignmentFlag.AlignRight)
        else:
            row.addWidget(add_button, 0, Qt.AlignmentFlag.AlignBottom)
        return made
