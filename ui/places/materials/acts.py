"""What can be done to documents: marking, naming, whose they are, saving one out, taking one out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.files import ANY, ask_save
from ui.dialogs.sentence import ask_sentence
from ui.menus import Menu
from ui.wording import count
from workbench.materials import (
    MaterialView,
    mark_distressing,
    mark_read,
    materials,
    remove_material,
    rename_material,
    save_original,
    set_service,
)
from workbench.people import services
from workbench.shelf import on_shelf, title_of


class DocumentActs(QObject):
    """Acts on the documents that `ids()` gives, each as one change."""

    def __init__(self, desk: Desk, owner: QWidget, ids: Callable[[], list[str]]) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._ids = ids

    def able(self) -> bool:
        """Whether there is a document to act on."""
        return bool(self._ids())

    def able_with_names(self) -> bool:
        """Whether an original, which holds names, may leave."""
        return self.able() and self._desk.can_change

    def _views(self) -> list[MaterialView]:
        ids = self._ids()
        return self._desk.read(lambda session: materials(session, ids)) if ids else []

    def _each(self, label: str, act: Callable[[str], object], ids: Sequence[str] | None = None) -> bool:
        """Do an act to every document; one by itself keeps its own label."""
        ids = self._ids() if ids is None else ids
        if len(ids) == 1:
            return bool(self._desk.do(lambda case: act(ids[0])))
        return bool(ids) and bool(self._desk.change(label, lambda _: [act(each) for each in ids]))

    # ---- read or not, distressing or not

    def _all_read(self) -> bool:
        ids, by = self._ids(), self._desk.the_case.by
        return bool(ids) and all(
            each.read for each in self._desk.read(lambda session: on_shelf(session, by, ids))
        )

    def read_words(self) -> str:
        """What the command says."""
        return "Mark as unread" if self._all_read() else "Mark as read"

    def toggle_read(self) -> None:
        """Mark as read, or as unread where all are read."""
        on = not self._all_read()
        label = f"Mark {count(len(self._ids()), 'document')} as {'read' if on else 'not read'}"
        self._each(label, lambda each: mark_read(self._desk.the_case, each, on))

    def _all_distressing(self) -> bool:
        views = self._views()
        return bool(views) and all(each.distressing for each in views)

    def distressing_words(self) -> str:
        """What the command says."""
        return "Take the distressing mark off" if self._all_distressing() else "Mark as distressing"

    def toggle_distressing(self) -> None:
        """Mark as distressing, or take the mark off where all have it."""
        on = not self._all_distressing()
        label = f"Mark {count(len(self._ids()), 'document')} as {'' if on else 'not '}distressing"
        self._each(label, lambda each: mark_distressing(self._desk.the_case, each, on))

    # ---- name and service

    def rename(self) -> None:
        """Ask what the panel calls it."""
        views = self._views()
        if not views:
            return
        view = views[0]
        ask_sentence(
            self._owner.window(),
            "Rename the document",
            "What the panel calls it",
            lambda title: self._desk.do(lambda case: rename_material(case, view.id, title), tell=False),
            sentence=f"Its file stays {view.name}. Left empty, it is called by that.",
            button="Rename",
            value=view.title or view.name,
        )

    def service_menu(self, at: QPoint) -> None:
        """Ask which service they came from."""
        menu = Menu("Set the service", self._owner)
        now = {view.service for view in self._views()}
        for service in self._desk.read(services):
            words = f"{service.code}   {service.name}"
            menu.press(words, partial(self._put, service.code), ticked=now == {service.code})
        menu.addSeparator()
        menu.press("Several, or not known", partial(self._put, None), ticked=now == {None})
        menu.open_at(at)

    def _put(self, service: str | None) -> None:
        label = f"Set the service of {count(len(self._ids()), 'document')}"
        self._each(label, lambda each: set_service(self._desk.the_case, each, service))

    # ---- going out, and going

    def save_original(self) -> None:
        """Ask where the bytes are to go, as they came."""
        views = self._views()
        if not views:
            return
        view = views[0]

        def put(path: Path) -> None:
            if self._desk.do(lambda case: save_original(case, view.id, path)):
                self._desk.notice(
                    f"{view.name} was saved as it came. The history says that it left the case."
                )

        ask_save(self._owner.window(), "Save the original", put, name=view.name, kinds=(ANY,))

    def show_events(self) -> None:
        """Show the events that came from it."""
        ids = self._ids()
        if ids:
            self._desk.go("chronology", ids[0])

    def remove(self) -> None:
        """Take them out of the case; undo brings them back."""
        chosen = self._views()
        ids = {view.id for view in chosen}
        # What came attached to an e-mail goes with it.
        views = [view for view in chosen if view.parent not in ids]
        said = _out(views)
        label = f"Take {count(len(views), 'document')} out of the case"
        wanted = [view.id for view in views]
        if views and self._each(label, lambda each: remove_material(self._desk.the_case, each), wanted):
            self._desk.notice(said, undo=True)


def _out(views: Sequence[MaterialView]) -> str:
    if len(views) == 1:
        view = views[0]
        return f"{title_of(view.title, view.name, view.service, view.kind)} is out of the case."
    return f"{count(len(views), 'document')} are out of the case."
