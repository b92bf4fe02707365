"""Passphrases: choosing one, giving one, and the recovery key that opens the file without it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from ui.buttons import Button
from ui.chips import Chip
from ui.dialogs.frame import Asking
from ui.forms import CheckField, LineField
from ui.icons import Icon
from ui.inspector import words
from ui.theme import be, look, say

_SHORT, _FAIR = 12, 20


def advice(passphrase: str) -> tuple[str, str, str]:
    """How strong a passphrase is: a word, a kind for its pill, and what would make it stronger.

    Length is what counts: a few words no one would put together beat a short one full of signs. It advises
    and never forbids.
    """
    if not passphrase:
        return "", "plain", "Four or more words that no one would put together are easy to keep in mind."
    different = len(set(passphrase.casefold()))
    parts = [part for part in passphrase.replace("-", " ").split() if len(part) > 2]
    if len(passphrase) < _SHORT or different < 6:
        return "Weak", "bad", "A stranger's computer would guess this in hours. Add two or three more words."
    if len(passphrase) < _FAIR or (len(parts) < 3 and different < 12):
        return "Fair", "warn", "One or two more words would make it strong."
    return "Strong", "good", "Nobody can open the file without it, and nobody can look it up for you."


class _Secret(LineField):
    def __init__(self, label: str, hint: str = "") -> None:
        super().__init__(label, hint=hint)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )

    @property
    def value(self) -> str:
        """Spaces at the ends belong to a passphrase."""
        return self.edit.text()

    def reveal(self, on: bool) -> None:
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)


class _By(LineField):
    """Who works on the case, for the history."""

    def __init__(self, who: str) -> None:
        super().__init__("Your name", hint="as the history of the case will show it")
        self.show_value(who)


class NewPassphrase(Asking):
    """Choose a passphrase, twice. `then(passphrase, who)` is called once both agree."""

    def __init__(
        self,
        parent: QWidget,
        then: Callable[[str, str], object],
        *,
        title: str = "Choose a passphrase",
        sentence: str = "It is asked for each time the case is opened. There is no other way in but the recovery key.",
        button: str = "Continue",
        who: str = "",
        ask_who: bool = True,
    ) -> None:
        super().__init__(parent, title, sentence, button=button)
        self._then = then
        self.first = _Secret("Passphrase")
        self.again = _Secret("The same again")
        self.again.edit.setAccessibleName("Passphrase again")
        self.body.addWidget(self.first)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._pill = QHBoxLayout()
        row.addLayout(self._pill)
        self._advice = words("", "meta", "muted")
        row.addWidget(self._advice, 1)
        self.body.addLayout(row)
        self.body.addWidget(self.again)
        self.shown = CheckField("Show what I type")
        self.shown.setAccessibleName("Show what I type")
        self.shown.toggled.connect(self._reveal)
        self.body.addWidget(self.shown)
        self._who = who
        self.by = _By(who)
        self.by.setVisible(ask_who)
        self.body.addWidget(self.by)
        self.first.edit.textChanged.connect(self._advise)
        self.answer = self._agree
        self._advise()

    def _reveal(self, on: bool) -> None:
        self.first.reveal(on)
        self.again.reveal(on)

    def _advise(self) -> None:
        word, kind, sentence = advice(self.first.value)
        while (item := self._pill.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        if word:
            self._pill.addWidget(Chip.pill(word, kind))
        self._advice.setText(sentence)

    def _agree(self) -> None:
        if not self.first.value:
            self.show_problem("A case file needs a passphrase. Type one that you will remember.")
            self.first.edit.setFocus()
        elif self.first.value != self.again.value:
            self.show_problem("The two are not the same. Type the passphrase again.")
            self.again.edit.selectAll()
            self.again.edit.setFocus()
        else:
            self.show_problem("")
            self._then(self.first.value, self.by.value or self._who)


class GivePassphrase(Asking):
    """Give the passphrase of a case, or its recovery key. `then(secret, who)` tries; the dialog stays until told."""

    def __init__(self, parent: QWidget, file_name: str, then: Callable[[str, str], object], who: str) -> None:
        super().__init__(parent, "Open a case", file_name, button="Open")
        self._then = then
        self.secret = _Secret("Passphrase", hint="or the recovery key")
        self.body.addWidget(self.secret)
        self.shown = CheckField("Show what I type")
        self.shown.setAccessibleName("Show what I type")
        self.shown.toggled.connect(self.secret.reveal)
        self.body.addWidget(self.shown)
        self._who = who
        self.by = _By(who)
        self.body.addWidget(self.by)
        self.answer = self._try
        self.secret.edit.setFocus()

    def _try(self) -> None:
        if self.secret.value:
            self._then(self.secret.value, self.by.value or self._who)
        else:
            self.show_problem("Type the passphrase of this case, or its recovery key.")

    def refused(self, sentence: str) -> None:
        """Say why it did not open; what was typed can be mended."""
        self.show_problem(sentence)
        self.secret.edit.selectAll()
        self.secret.edit.setFocus()


class RecoveryKey(Asking):
    """Show the recovery key, to be printed or written down. It is kept nowhere."""

    def __init__(self, parent: QWidget, key: str) -> None:
        super().__init__(
            parent,
            "Recovery key",
            "It opens this case when the passphrase is lost. Write it down or print it now, and lock the paper"
            " away from this computer. Whoever has it can read the case.",
            button="I have it on paper",
            cancel="",
            wide=560,
        )
        self.key = say(QLabel(key), "heading")
        be(self.key, ground="sunk", edge="quote")
        self.key.setWordWrap(True)
        self.key.setMargin(look.px(12))
        self.key.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.key.setAccessibleName(f"Recovery key {key}")
        self.body.addWidget(self.key)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Icon("key-round", "muted", 16))
        row.addWidget(
            words(
                "It stays the same until the passphrase is changed, and can be shown again from the menu.",
                "meta",
                "muted",
            ),
            1,
        )
        self.body.addLayout(row)
        copy = Button(
            "Copy",
            lambda: QGuiApplication.clipboard().setText(key),
            icon="copy",
            name="Copy the recovery key",
        )
        copy.setAutoDefault(False)
        self.foot.insertWidget(0, copy)
