"""The table page of the chronology: its bar, its filters, the rows over all services, and what stands beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QStackedWidget, QWidget

from ui.buttons import Button
from ui.chips import Empty
from ui.desk import Desk
from ui.icons import Icon
from ui.panes import PlaceBar, column
from ui.places.chronology.acts import Acts
from ui.places.chronology.filters import Filters
from ui.places.chronology.inspector import EventInspector
from ui.rows import Group, ListingModel
from ui.tables import ListingTable
from ui.theme import be, look, say
from ui.wording import count
from workbench.casefile import Broadcast
from workbench.chronology.combined import CombinedChronology, counts, undated_left_out
from workbench.listing import Ask
from workbench.materials import materials

_NOT_COUNTED = frozenset({"event", "event_line", "event_person", "question", "tag"})
"""Tables in which a change to events that stay where they are alters none of the sums in the bar."""


def undated_apart(session: Any, ask: Ask, ids: Sequence[str]) -> Sequence[Group]:  # noqa: ANN401 - ui knows no session
    """A head over the undated events, which stand last and are counted; none where all have dates."""
    if ask.sort not in (None, "date") or ask.filters.get("undated"):
        return ()
    undated = len(CombinedChronology().ids(session, Ask({**ask.filters, "undated": True})))
    if not undated:
        return ()
    dated = len(ids) - undated
    return (Group("", dated), Group("Undated, placed nowhere by guess", undated, "doubt", "ink2"))


class LeftOut(QFrame):
    """Says what a filter by dates leaves out, and shows it."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        be(self, ground="tint", edge="below")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(10)
        row.addWidget(Icon("info", "accent", 16))
        self.words = say(QLabel(), "body")
        row.addWidget(self.words, 1)
        row.addWidget(Button("Show them", self.asked.emit, kind="link", name="Show the undated events"))
        self.hide()

    def tell(self, number: int) -> None:
        """Say how many; nothing for none."""
        self.words.setText(
            f"{count(number, 'undated event')} {'is' if number == 1 else 'are'} left out by the dates."
        )
        self.setAccessibleName(self.words.text())
        self.setVisible(bool(number))


class TablePage(QFrame):
    """Everything at the left of the inspector.

    - `import_asked`, `new_asked`: the buttons of the bar.
    - `counted(doubts)`: how many doubts are open, for the status bar.
    """

    import_asked = Signal()
    new_asked = Signal()
    counted = Signal(int)

    def __init__(self, desk: Desk, inspector: EventInspector, acts: Acts) -> None:
        super().__init__()
        self._desk = desk
        self._inspector = inspector
        self._acts = acts
        self.listing = CombinedChronology()
        self.model = ListingModel(desk, self.listing, groups=undated_apart, parent=self)
        self.table = ListingTable(self.model, "Events", desk.settings)
        self.import_button = Button(
            "Import", self.import_asked.emit, icon="download", hint="Ctrl+I", changes=True
        )
        self.new_button = Button("New event", self.new_asked.emit, icon="plus", hint="Insert", changes=True)
        self.bar = PlaceBar(
            "Combined chronology", (self.import_button, self.new_button, self.table.columns_button())
        )
        self.filters = Filters(desk)
        self.left_out = LeftOut()
        self.nothing = Empty(
            "table-2",
            "Every agency’s record in one table, in the order things happened. "
            "Bring in the first chronology an agency sent: Word, Excel or CSV.",
            "Import a chronology",
            self.import_asked.emit,
        )
        self.none_match = Empty(
            "funnel",
            "No event matches these filters.",
            "Clear the filters",
            self.filters.clear,
            primary=False,
        )
        self.rows = QStackedWidget()
        for page in (self.table, self.nothing, self.none_match):
            self.rows.addWidget(page)
        inner = column(self.bar, self.filters, self.left_out, self.rows, stretch=self.rows, name="Events")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(inner)
        self.filters.changed.connect(self._filtered)
        self.filters.left.connect(self.to_rows)
        self.left_out.asked.connect(self._show_undated)
        self.table.chosen.connect(lambda _: self._follow())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._follow())
        self.table.typed.connect(self._typed)
        self.table.pressed_cell.connect(self._pressed)
        self.table.activated_thing.connect(lambda _: self.to_inspector())
        self.model.reread.connect(self._after_rereading)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._shown: list[str] = []
        inspector.place_words = self.place_words
        self.open_doubts = 0
        self._last = ""
        self._rows_stayed = True

    # ---- what is chosen

    @property
    def ids(self) -> list[str]:
        """What is chosen, or the row stood on."""
        chosen = self.table.selected_ids
        return chosen or ([self.table.current_id] if self.table.current_id else [])

    def show_chosen(self) -> None:
        """Let the inspector show what is chosen."""
        ids = self.ids
        self._shown = ids
        self._last = self.table.current_id or self._last
        self._inspector.show_events(ids)

    def place_words(self, event_id: str) -> str:
        """Where an event stands among the rows: "row 96 of 1,284"."""
        row = self.model.row_of(event_id)
        return (
            f"· row {row + 1 - self._heads_above(row):,} of {self.model.count:,}" if row is not None else ""
        )

    def _heads_above(self, row: int) -> int:
        """The head over the undated events is no row of its own."""
        if self.model.rowCount() == self.model.count:
            return 0
        last = self.model.rowCount() - 1
        while last >= 0 and self.model.group_at(last) is None:
            last -= 1
        return int(row > last)

    def _follow(self) -> None:
        """Selecting a row tells twice, of what is chosen and of where one stands; it is shown once."""
        if self.ids != self._shown:
            self.show_chosen()

    def choose(self, event_id: str) -> bool:
        """Stand on an event, taking filters away where they leave it out."""
        if self.model.row_of(event_id) is None and self.filters.held:
            self.filters.clear()
        return self.table.choose(event_id)

    def to_rows(self) -> None:
        """Go to the rows."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def to_inspector(self) -> None:
        """Go to what is selected, at the right."""
        target = next(
            (
                each
                for each in self._inspector.findChildren(QWidget)
                if each.focusPolicy() & Qt.FocusPolicy.TabFocus
                and each.isVisibleTo(self._inspector)
                and each.isEnabled()
            ),
            None,
        )
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def menu_point(self) -> QPoint:
        """Where a menu asked for by key opens: under the row stood on."""
        index = self.table.currentIndex()
        box = self.table.visualRect(index)
        return self.table.viewport().mapToGlobal(QPoint(box.left() + 40, box.bottom()))

    def chosen_box(self) -> QRect:
        """Where what is chosen stands in the table: from the first to the last chosen row in sight."""
        view = self.table.viewport().rect()
        boxes = [
            self.table.visualRect(self.model.index(row, 0))
            for thing in self.ids
            if (row := self.model.row_of(thing)) is not None
        ]
        seen = [box for box in boxes if box.bottom() > view.top() and box.top() < view.bottom()] or boxes[:1]
        top, bottom = min(box.top() for box in seen), max(box.bottom() for box in seen)
        if bottom - top > view.height() // 2:
            here = self.table.visualRect(self.table.currentIndex())
            top, bottom = here.top(), here.bottom()
        return QRect(view.left() + look.px(220), top, view.width() - look.px(220), bottom - top)

    # ---- what is shown

    def refresh(self) -> None:
        """Say the sums anew."""
        held = self.filters.held

        def read(session: Any) -> tuple[Any, int]:  # noqa: ANN401 - ui knows no session
            return counts(session), undated_left_out(session, held)

        sums, left = self._desk.read(read)
        words = count(sums.events, "event")
        if held:
            words = f"{self.model.count:,} of {words}"
        self.bar.say(f"{words}  ·  {count(sums.services, 'service')}" if sums.events else "")
        self.left_out.tell(left)
        self.filters.setVisible(bool(sums.events))
        if not sums.events:
            self.rows.setCurrentWidget(self.nothing)
        elif not self.model.count:
            self.rows.setCurrentWidget(self.none_match)
        else:
            self.rows.setCurrentWidget(self.table)
        self.filters.say_doubts(sums.doubts)
        self.counted.emit(sums.doubts)

    def heard(self, broadcast: Broadcast) -> None:
        """Something was changed; the rows have seen to themselves."""
        if self.listing.tables & broadcast.touched.keys():
            held = self.filters.held.get("material")
            if held and all(one.id != held for one in self._desk.read(materials)):
                # The file that was shown alone has gone, as when its import is undone.
                self.filters.put(material=None)
            # No event has come or gone, and no doubt or date has changed: the sums are what they were.
            same = (
                self._rows_stayed
                and self.listing.tables & broadcast.touched.keys() <= _NOT_COUNTED
                and all(self.model.row_of(one) is not None for one in broadcast.touched.get("event", ()))
            )
            if not same:
                self.refresh()
        self._rows_stayed = True

    def _filtered(self, filters: dict[str, object]) -> None:
        stood_on = self.table.current_id or self._last
        self.model.show(Ask(filters, self.model.ask.sort, self.model.ask.descending))
        self.refresh()
        if not self.table.current_id and not self.table.choose(stood_on):
            self.table.choose_first()

    def _after_rereading(self) -> None:
        self._rows_stayed = False
        if not self.table.current_id and not self.model.count:
            self._inspector.show_events([])
        elif self.ids != self._shown:
            self.show_chosen()

    def _show_undated(self) -> None:
        self.filters.put(date_from=None, date_to=None, undated=True)

    def _typed(self, text: str) -> None:
        if text == "/":
            self.filters.box.start()
        elif text in tuple("123456789"):
            self._acts.tags.put_last(self.ids, int(text))

    def _pressed(self, event_id: str, key: str) -> None:
        if key == "key":
            self._acts.toggle_key([event_id])
        elif key == "doubts":
            self._inspector.focus_doubts()

    def show_menu(self, menu: QMenu, at: QPoint) -> None:
        """Open the menu of the rows."""
        menu.popup(self.table.viewport().mapToGlobal(at))
