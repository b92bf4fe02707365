"""Every command of the window in one registry, which menus, the palette and the help all read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from workbench.anonymity.rendering import is_anonymous


def _always() -> bool:
    return True


@dataclass(frozen=True)
class Command:
    """Something a person can ask for.

    `title` is its words, or a function giving them where they change ("Undo correction of date"). `menu`
    is the menu it stands in ("File", "Edit", "View", "Go", "Place", "Help"), "" for none. `keys` are key
    sequences in Qt's words ("Ctrl+Shift+N"); the first is shown. `words` are further ones it is found by.
    `changes` says that it changes the case, so that it cannot be done while names are anonymous.
    """

    key: str
    title: str | Callable[[], str]
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    menu: str = ""
    icon: str = ""
    can: Callable[[], bool] = field(default=_always)
    words: str = ""
    line_before: bool = False
    changes: bool = False

    @property
    def said(self) -> str:
        """Its words as they are now."""
        return self.title if isinstance(self.title, str) else self.title()

    @property
    def able(self) -> bool:
        """Whether it can be done just now."""
        return self.can() and not (self.changes and is_anonymous())


class Commands(QObject):
    """The commands there are.

    `changed` is emitted when some come or go, and `refused` when one that changes the case was asked for while
    names are anonymous.
    """

    changed = Signal()
    refused = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}

    def add(self, command: Command, owner: QWidget, *, only_within: bool = False) -> QAction:
        """Add a command, with its keys working in the owner's window, or only while focus is within it."""
        action = QAction(command.said, owner)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setShortcutContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
            if only_within
            else Qt.ShortcutContext.WindowShortcut
        )
        action.triggered.connect(lambda: self.run(command.key))
        owner.addAction(action)
        self._all[command.key] = command
        self._actions[command.key] = action
        self.changed.emit()
        return action

    def remove(self, key: str) -> None:
        """Take a command away; its owner is going."""
        if self._all.pop(key, None) is not None:
            self._actions.pop(key).deleteLater()
            self.changed.emit()

    def run(self, key: str) -> None:
        """Do it, where it can be done now."""
        command = self._all.get(key)
        if command is None or not command.can():
            return
        if command.able:
            command.run()
        else:
            self.refused.emit()

    def entry(self, key: str, menu: QMenu) -> QAction:
        """An entry for a menu: the command's words, key and whether it can be done, as they are just then.

        The action that holds the keys is never switched off: whether it can run is asked when it is pressed.
        """
        command = self._all[key]
        keys = (
            QKeySequence(command.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
            if command.keys
            else ""
        )
        made = QAction(f"{command.said}\t{keys}" if keys else command.said, menu)
        made.setEnabled(command.able)
        made.triggered.connect(lambda: self.run(key))
        return made

    def all(self) -> list[Command]:
        """Every command, in the order they were added."""
        return list(self._all.values())

    def in_menu(self, menu: str) -> list[Command]:
        """The commands of one menu."""
        return [command for command in self._all.values() if command.menu == menu]

    def matching(self, words: str) -> list[Command]:
        """The commands that can be done now whose words hold all of the words, best first."""
        asked = words.casefold().split()
        found = []
        for order, command in enumerate(self._all.values()):
            said = command.said.casefold()
            whole = f"{said} {command.words.casefold()} {command.menu.casefold()}"
            if command.able and all(word in whole for word in asked):
                first = 0 if asked and said.startswith(asked[0]) else 1
                found.append((first, order, command))
        return [command for _, _, command in sorted(found, key=lambda each: each[:2])]
