"""What a place is: one page of the window, with its own panes, keys and commands.

A place is written in ui/places/<key>.py and listed in ui/places/rail.py. It is made when first gone to and
let go when the case closes. It knows the desk and nothing else of the window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.commands import Command
from ui.desk import Desk
from ui.panes import Panes
from workbench.casefile import Broadcast


@dataclass(frozen=True)
class LoadedLate:
    """A place whose module is loaded when it is first gone to, or in a quiet moment after the start."""

    key: str
    title: str
    icon: str
    load: Callable[[], type[Place]]
    on_rail: ClassVar[bool] = True


class Place(QWidget):
    """Derive from this. Give the four names, fill `self.body` in `__init__`, and override what you need.

    `said(text)` may be emitted to show a few words at the right of the status bar ("3 doubts open").
    """

    key: ClassVar[str] = ""
    """How the desk is told to go here: "findings"."""
    title: ClassVar[str] = ""
    """Its word on the rail: "Findings"."""
    icon: ClassVar[str] = ""
    """Its icon on the rail."""
    on_rail: ClassVar[bool] = True
    """Whether it stands on the rail; what is come to only from elsewhere does not."""
    purpose: ClassVar[str] = ""
    """One sentence of what the place is for, for the help."""
    keys: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Keys that work here beside its commands, for the help: ("J / K", "Next and previous row")."""

    said = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(self.title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self._commands: list[str] = []
        self._panes: Panes | None = None
        desk.refreshed.connect(self._heard)

    def lay_out(self, main: QWidget, *, left: QWidget | None = None, right: QWidget | None = None) -> Panes:
        """Fill the place with up to three panes, whose widths are remembered under the place's key."""
        self._panes = Panes(self.desk.settings, self.key, left=left, main=main, right=right)
        self.body.addWidget(self._panes, 1)
        return self._panes

    def command(
        self,
        key: str,
        title: str | Callable[[], str],
        run: Callable[[], object],
        *keys: str,
        icon: str = "",
        can: Callable[[], bool] | None = None,
        words: str = "",
        changes: bool = False,
    ) -> None:
        """Add a command of this place: to the menu *Place*, the palette and the help.

        Its keys work while focus is in the place, and single letters only while no text field has it. One that
        `changes` the case cannot be done while names are anonymous.
        """

        def able() -> bool:
            return self.isVisible() and (can is None or can())

        whole = f"{self.key}.{key}"
        self.desk.commands.add(
            Command(whole, title, run, keys, "Place", icon, able, f"{self.title} {words}", changes=changes),
            self,
            only_within=True,
        )
        self._commands.append(whole)

    # ---- what a place may override

    def shown(self) -> None:
        """The person has come here."""

    def show_thing(self, thing: str) -> None:
        """Stand on a thing, by its id; unknown ids are passed over in silence."""

    def heard(self, broadcast: Broadcast) -> None:
        """Something was changed somewhere. Tables over a listing have refreshed by themselves already."""

    def switched(self) -> None:
        """Names have become anonymous, or named again: show anew everything that says words of the case.

        Tables over a listing have refreshed by themselves already, and buttons and fields that change the case
        stand still, or move again, by themselves. A place that leaves this as it is is made anew instead, and
        shows again what it `stands_on`.
        """

    def stands_on(self) -> str:
        """What the person stands on, in words that `show_thing` understands; "" where there is nothing."""
        return ""

    def panes(self) -> Sequence[QWidget]:
        """The panes F6 goes round, from left to right."""
        return self._panes.panes if self._panes is not None else [self]

    def take_files(self, files: Sequence[Path]) -> bool:
        """Files were dropped on the window; False when this place has no use for them."""
        return False

    def start(self) -> QWidget | None:
        """The widget that has focus first; None leaves it to the tab order."""
        return None

    # ---- for the window

    def _heard(self, broadcast: Broadcast) -> None:
        if self.desk.case is not None:
            self.heard(broadcast)

    def let_go(self) -> None:
        """The case closes: take the place's commands away."""
        for key in self._commands:
            self.desk.commands.remove(key)
        self._commands.clear()
        self.desk.refreshed.disconnect(self._heard)
