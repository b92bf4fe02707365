"""The agency's rows as they were sent: the row an event was read from, and its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.buttons import Button
from ui.desk import Desk
from ui.dialogs.files import ANY, ask_save
from ui.dialogs.frame import Asking
from ui.places.chronology.sheet import Sheet, SheetRow
from workbench.anonymity.rendering import say
from workbench.chronology.events import EventView, SourceRowView, rows_around
from workbench.materials import find_material, save_original

REASONS = {
    "title": "title",
    "blank": "blank",
    "header": "heading",
    "banner": "banner",
    "footnote": "footnote",
    "no_table": "outside the table",
}
"""Why a row is no event, as people say it."""


HIDDEN = "Hidden while names are anonymous. Switch to Names to read the row as the agency sent it."
"""What stands for a source row, whose every cell may name someone."""


def why_skipped(reason: str) -> str:
    """Why a row is no event, in words."""
    return REASONS.get(reason, reason)


def give_room(dialog: Asking) -> None:
    """Let what the dialog shows have the room that is left, and not its sentence."""
    layout = dialog.layout()
    if isinstance(layout, QVBoxLayout):
        layout.setStretchFactor(dialog.body, 1)


class OpenSource(Asking):
    """Shows the source rows of an event, and saves the whole file as it came."""

    def __init__(self, parent: QWidget, desk: Desk, event: EventView) -> None:
        where = (
            f"sheet {event.sheet}" if event.sheet else f"table {event.table}" if event.table else "whole file"
        )
        super().__init__(
            parent,
            f"{event.material} {event.file}",
            f"{event.ref} stands in {where}, row {event.row}. These are the agency’s own words; they never change.",
            button="Close",
            cancel="",
            wide=900,
        )
        self._desk = desk
        self._event = event
        rows = desk.read(lambda session: rows_around(session, event.id))
        sheet = Sheet(f"{event.file} as sent")
        sheet.show_rows(headings(rows), [_row(row) for row in rows])
        sheet.setMinimumHeight(420)
        self.body.addWidget(sheet)
        self.sheet = sheet
        own = [at for at, row in enumerate(rows) if row.event_id == event.id]
        if own:
            sheet.mark(frozenset(own))
        self.resize(980, 620)
        give_room(self)
        save = Button("Save original…", self._save, icon="download")
        save.setAutoDefault(False)
        self.foot.insertWidget(0, save)
        whole = Button("Open document", self._open_document, icon="files", name="Open the whole document")
        whole.setAutoDefault(False)
        self.foot.insertWidget(1, whole)
        sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_document(self) -> None:
        """Read the document from which the event came, in Materials."""
        material = self._event.material or ""
        self.accept()
        self._desk.go("materials", self._desk.read(lambda session: find_material(session, material).id))

    def _save(self) -> None:
        event = self._event
        name = event.file or "original"

        def put(path: Path) -> None:
            def work(case_id: str) -> None:
                if self._desk.do(lambda case: save_original(case, case_id, path)):
                    self._desk.notice(f"{name} was saved as it came. The history says that it left the case.")

            work(self._desk.read(lambda session: find_material(session, event.material or "").id))

        ask_save(self, "Save the original", put, name=name, kinds=(ANY,))


def headings(rows: Sequence[SourceRowView]) -> list[str]:
    """Every heading of the rows, in the order met."""
    return list(dict.fromkeys(heading for row in rows for heading, _ in row.cells))


def _row(row: SourceRowView) -> SheetRow:
    cells: dict[str, str] = {}
    for heading, cell in row.cells:
        cells[heading] = f"{cells[heading]} {say(cell)}" if heading in cells else say(cell)
    note = (
        why_skipped(row.reason)
        if row.fate == "skipped"
        else "joined to the row above"
        if row.fate == "joined"
        else ""
    )
    return SheetRow(row.row, cells, row.fate, note)
