"""The form every dialog of ours has: a head, a sentence, what is asked, and its buttons at the foot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from ui.buttons import Button
from ui.desk import Done
from ui.inspector import words
from ui.theme import be, look, say


class Asking(QDialog):
    """A dialog that asks for something. It never blocks: `show_asking()` opens it, `answered` tells.

    Fill `self.body`; give `answer` what the primary button does. `show_problem` says in words, above the
    buttons, what stands in the way; `wait("Opening…")` shows that something is under way.
    """

    answered = Signal()

    def __init__(
        self,
        parent: QWidget,
        title: str,
        sentence: str = "",
        *,
        button: str = "OK",
        cancel: str = "Cancel",
        wide: int = 460,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(min(look.px(wide), 900))
        be(self, ground="paper")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 20)
        outer.setSpacing(12)
        head = say(QLabel(title), "title")
        head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        outer.addWidget(head)
        self.sentence = words(sentence, "body", "ink2")
        if not sentence:  # showing it before it has a parent would flash it as a window of its own
            self.sentence.hide()
        outer.addWidget(self.sentence)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        outer.addLayout(self.body)
        self.problem = words("", "body", "bad")
        be(self.problem, ground="warn")
        self.problem.setMargin(look.px(8))
        self.problem.hide()
        outer.addWidget(self.problem)
        self._waiting = QProgressBar()
        self._waiting.setRange(0, 0)
        self._waiting.setTextVisible(False)
        self._waiting.setAccessibleName("Working")
        self._waiting.hide()
        outer.addWidget(self._waiting)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 4, 0, 0)
        foot.setSpacing(8)
        self.foot = foot
        foot.addStretch(1)
        self.cancel: Button | None = None
        if cancel:
            self.cancel = Button(cancel, self.reject)
            self.cancel.setAutoDefault(False)
            foot.addWidget(self.cancel)
        self.primary = Button(button, self._press, kind="primary")
        self.primary.setDefault(True)
        foot.addWidget(self.primary)
        outer.addStretch(1)
        outer.addLayout(foot)
        self.answer: Callable[[], object] | None = None
        # Not every system gives the keyboard back to the window beneath by itself.
        self.finished.connect(parent.window().activateWindow)

    def show_asking(self) -> None:
        """Open it over its window, as high as its words need at its width."""
        layout = self.layout()
        if layout is not None:
            wide = max(self.minimumWidth(), self.sizeHint().width())
            self.resize(wide, layout.totalHeightForWidth(wide))
        self.open()

    def show_problem(self, text: str) -> None:
        """Say what stands in the way; "" when nothing does."""
        self.problem.setText(text)
        self.problem.setAccessibleName(text)
        self.problem.setVisible(bool(text))
        self.wait("")
        self.adjustSize()

    def settle(self, done: Done[Any]) -> None:
        """Close when the change was made; otherwise say why not, and stay."""
        if done:
            self.accept()
        else:
            self.show_problem(str(done.problem or ""))

    def wait(self, what: str) -> None:
        """Show that something is under way, or that it no longer is."""
        self._waiting.setVisible(bool(what))
        self._waiting.setAccessibleDescription(what)
        self.primary.setEnabled(not what)
        if what:
            self.problem.hide()

    @property
    def waiting(self) -> bool:
        """Whether something is under way."""
        return not self._waiting.isHidden()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is Cancel, and waits while something is under way."""
        if self.waiting:
            event.ignore()
        else:
            super().closeEvent(event)

    def reject(self) -> None:
        """Esc and Cancel; not while something is under way."""
        if not self.waiting:
            super().reject()

    def _press(self) -> None:
        if self.answer is not None:
            self.answer()
        else:
            self.accept()
        self.answered.emit()
