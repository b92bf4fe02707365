"""The bar that says names are anonymous, and what follows the switch by itself."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from ui.buttons import Button
from ui.desk import Desk
from ui.icons import Icon
from ui.theme import be, look, say
from workbench.anonymity.leaving import without_pseudonym


@runtime_checkable
class FollowsSwitch(Protocol):
    """A widget that changes the case, and so stands still while names are anonymous."""

    def follow_switch(self) -> None:
        """Stand still, or move again."""
        ...


class AnonymousBar(QFrame):
    """Says that everything is anonymous and read only, and who has no pseudonym yet."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        be(self, ground="tint", edge="below")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(10)
        row.addWidget(Icon("eye-off", "accent", 16))
        self.words = say(QLabel(), "body", "ink")
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.words.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.words.setMinimumHeight(look.px(22))
        row.addWidget(self.words, 1)
        self.show_them = Button("Show them", self._show, kind="link")
        row.addWidget(self.show_them)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.hide()

    def refresh(self) -> None:
        """Say how things are now; nothing while names are named."""
        self.setVisible(self._desk.anonymous)
        if not self._desk.anonymous:
            return
        missing = len(self._desk.read(without_pseudonym))
        said = "Pseudonyms for people and places, ages and months for dates."
        if missing:
            who = "1 person has" if missing == 1 else f"{missing} people have"
            holds = "holds" if missing == 1 else "hold"
            said = f"{said} {who} no pseudonym yet and {holds} back any anonymous export."
        self.words.setText(f"<b>Anonymous, read only.</b> {said}")
        self.words.setAccessibleName(f"Anonymous, read only. {said}")
        self.setAccessibleName(self.words.accessibleName())
        self.show_them.setVisible(bool(missing))
        self.show_them.rename(f"Show the {missing}", f"Show the {missing} without a pseudonym")

    def _show(self) -> None:
        missing = self._desk.read(without_pseudonym)
        if missing:
            self._desk.go("case", missing[0].id)
