"""Views of the timeline that people named and kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.ask_words import AskWords
from ui.menus import Menu, under
from workbench.anonymity.rendering import say
from workbench.timeline.view import View
from workbench.timeline.views import SavedViewView, remove_view, rename_view, save_view, saved_views


class SavedViews(QObject):
    """The menu of saved views, and what can be done with them."""

    def __init__(
        self, desk: Desk, owner: QWidget, now: Callable[[], View], show: Callable[[View], object]
    ) -> None:
        super().__init__(owner)
        self._desk, self._owner, self._now, self._show = desk, owner, now, show

    def open(self, button: QWidget) -> None:
        """Open the menu under a button."""
        menu = Menu("Saved views", self._owner)
        kept = self._desk.read(saved_views)
        for one in kept:
            menu.press(say(one.name), partial(self._show, one.view))
        if kept:
            menu.addSeparator()
        can = self._desk.can_change
        menu.press("Save this view…", self.save).setEnabled(can)
        for words, act in (("Rename", self._rename), ("Remove", self._remove)):
            inner = menu.inner(words)
            inner.setEnabled(bool(kept) and can)
            for one in kept:
                inner.press(say(one.name), partial(act, one))
        menu.open_at(under(button))

    def save(self) -> None:
        """Ask for a name, and keep what is shown."""
        view = self._now()

        def keep(name: str) -> None:
            if self._desk.do(lambda case: save_view(case, name, view)):
                self._desk.notice(f"The view “{say(name)}” is kept.", undo=True)

        AskWords(
            self._owner.window(),
            "Save this view",
            "Name",
            keep,
            sentence="Lanes, filters, strips and the stretch of time are kept under this name.",
            button="Save",
            placeholder="such as The 90 days before",
            one_line=True,
        ).show_asking()

    def _rename(self, one: SavedViewView) -> None:
        AskWords(
            self._owner.window(),
            "Rename the view",
            "Name",
            lambda name: self._desk.do(lambda case: rename_view(case, one.id, name)),
            button="Rename",
            one_line=True,
            words=one.name,
        ).show_asking()

    def _remove(self, one: SavedViewView) -> None:
        if self._desk.do(lambda case: remove_view(case, one.id)):
            self._desk.notice(f"The view “{say(one.name)}” is removed.", undo=True)
