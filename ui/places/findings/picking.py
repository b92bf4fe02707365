"""Choosing events as evidence: search, look, choose for or against."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.buttons import Segmented
from ui.desk import Desk
from ui.dialogs.frame import Asking
from ui.forms import LineField
from ui.panes import FilterBox
from ui.rows import ListingModel
from ui.tables import ListingTable
from ui.theme import look
from workbench.chronology.combined import CombinedChronology
from workbench.search import while_typed


def ask_events(
    parent: QWidget,
    desk: Desk,
    title: str,
    then: Callable[[list[str], bool, str], object],
    *,
    against: bool = False,
) -> Asking:
    """Ask for events; `then(ids, against, note)` is called with those chosen."""
    asking = Asking(
        parent,
        title,
        "Choose one or more events. Shift and Ctrl add to what is chosen.",
        button="Add as evidence",
        wide=820,
    )
    side = Segmented("The evidence speaks", [("for", "For the finding"), ("against", "Against it")])
    if against:
        side.choose("against")
    box = FilterBox("Find events", 420)
    model = ListingModel(desk, CombinedChronology(), parent=asking)
    table = ListingTable(model, "Events to choose from", desk.settings)
    table.setMinimumHeight(look.px(300))
    box.asked.connect(lambda words: model.filter(words=while_typed(words)))
    box.done.connect(table.setFocus)
    note = LineField(
        "Why it counts", hint="optional, one line", placeholder="for example: the third in a row"
    )
    asking.body.addWidget(side)
    asking.body.addWidget(box)
    asking.body.addWidget(table, 1)
    asking.body.addWidget(note)

    def answer() -> None:
        chosen = table.selected_ids
        if not chosen:
            asking.show_problem("No event is chosen. Choose at least one row of the table.")
            return
        then(chosen, side.choice == "against", note.value)
        asking.accept()

    asking.answer = answer
    table.activated_thing.connect(lambda _: answer())
    asking.show_asking()
    box.start()
    return asking
