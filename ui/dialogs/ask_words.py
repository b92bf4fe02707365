"""Asking for a few words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.dialogs.frame import Asking
from ui.forms import LineField, TextField


class AskWords(Asking):
    """Asks for a few words: a note, a question, a title."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        label: str,
        then: Callable[[str], object],
        *,
        sentence: str = "",
        button: str = "Add",
        placeholder: str = "",
        one_line: bool = False,
        words: str = "",
    ) -> None:
        super().__init__(parent, title, sentence, button=button)
        self.field = (
            LineField(label, placeholder=placeholder)
            if one_line
            else TextField(label, placeholder=placeholder, least_lines=4, most_lines=12)
        )
        self.field.show_value(words, force=True)
        self.body.addWidget(self.field)
        self._then = then
        self.answer = self._answer
        self.field.setFocus()

    def _answer(self) -> None:
        if not self.field.value:
            self.show_problem("Write a few words first, or cancel.")
            return
        self.accept()
        self._then(self.field.value)
