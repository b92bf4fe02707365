"""Asking for one sentence: the title of something new, or why something is so. Enter answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.desk import Done
from ui.dialogs.frame import Asking
from ui.forms import TextField


def ask_sentence(
    parent: QWidget,
    title: str,
    label: str,
    answer: Callable[[str], Done[str] | Done[None]],
    *,
    sentence: str = "",
    button: str = "Add",
    value: str = "",
    before: Sequence[QWidget] = (),
    then: Callable[[str], object] | None = None,
    given_up: Callable[[], object] | None = None,
) -> Asking:
    """Ask for a sentence; `answer(text)` makes the change, and what is wrong with it stands in the dialog.

    `then(id)` is called once it was made, with what the change gave back; `before` are widgets that stand over
    the sentence; `given_up` is called where the person turns away.
    """
    asking = Asking(parent, title, sentence, button=button, wide=520)
    field = TextField(label, least_lines=2, most_lines=8)
    field.show_value(value, force=True)
    for widget in before:
        asking.body.addWidget(widget)
    asking.body.addWidget(field)

    def give() -> None:
        done = answer(field.value)
        if not done:
            asking.show_problem(str(done.problem))
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        asking.accept()
        if then is not None:
            then(done.value or "")

    asking.answer = give
    if given_up is not None:
        asking.rejected.connect(given_up)
    field.edit.installEventFilter(_EnterAnswers(asking))
    asking.show_asking()
    field.edit.selectAll()
    field.control.setFocus(Qt.FocusReason.OtherFocusReason)
    return asking


class _EnterAnswers(QObject):
    """One sentence has no second line: Enter answers, Shift+Enter breaks the line all the same."""

    def __init__(self, asking: Asking) -> None:
        super().__init__(asking)
        self._asking = asking

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Press the primary button."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            self._asking.primary.click()
            return True
        return False
