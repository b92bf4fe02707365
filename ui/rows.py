"""One model over any listing: ids in one query, records by the page, refreshed by what was changed."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from ui.desk import Desk
from workbench.anonymity.rendering import say
from workbench.casefile import Broadcast
from workbench.listing import Ask, Column, FollowsOne, Listing, Shown

PAGE = 40
_KEPT = 20 * PAGE
NOTHING = Shown("")
THINGS = "application/x-review-things"
"""Drag and drop: {"kind": listing name, "ids": [...]} as JSON. It holds ids, and no words of the case."""

ID = Qt.ItemDataRole.UserRole
SHOWN = Qt.ItemDataRole.UserRole + 1
GROUP = Qt.ItemDataRole.UserRole + 2

# Asked for several times for each cell that is drawn.
_THING = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
_HEAD = Qt.ItemFlag.NoItemFlags

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Group:
    """A head that stands over some of the rows: its words, how many rows follow, and a mark.

    Rows of a group without words stand there without a head.
    """

    text: str
    count: int
    mark: str = ""
    tone: str = "ink"


GroupsOf = Callable[[Any, Ask, Sequence[str]], Sequence[Group]]
"""`groups(session, ask, ids)` gives the heads in the order of the ids; their counts add up to the ids."""


class ListingModel(QAbstractTableModel):
    """The rows of a listing.

    - `about_to_reread`, then `reread`: the rows are read anew; the view keeps its selection in between.
    - `read_count` is how many queries for records were made, for tests and measuring.
    """

    about_to_reread = Signal()
    reread = Signal()

    def __init__(
        self,
        desk: Desk,
        listing: Listing,
        *,
        groups: GroupsOf | None = None,
        asleep: bool = False,
        parent: QObject | None = None,
    ) -> None:
        """One that is `asleep` reads nothing until it is woken, or asked for rows."""
        super().__init__(parent)
        self._desk = desk
        self.listing = listing
        self.columns: list[Column] = list(listing.columns)
        self.ask = Ask()
        self.read_count = 0
        self._groups = groups
        self._lines: list[str | Group] = []
        self._at: dict[str, int] = {}
        self._records: OrderedDict[str, Mapping[str, Shown]] = OrderedDict()
        self._count = 0
        self._rests = self._missed = asleep
        desk.changed.connect(self._changed)
        desk.closing.connect(self._closing)
        desk.switched.connect(self._switched)
        if desk.case is not None and not asleep:
            self._read()

    # ---- asking

    def show(self, ask: Ask) -> None:
        """Show the rows that are asked for."""
        self.ask = ask
        self.refresh()

    def filter(self, **filters: object) -> None:
        """Change some filters and keep the rest; None or "" or an empty list takes a filter away."""
        kept = {
            name: value
            for name, value in {**self.ask.filters, **filters}.items()
            if value not in (None, "", [], False)
        }
        self.show(replace(self.ask, filters=kept))

    def refresh(self) -> None:
        """Read the rows anew, whatever was changed."""
        self._missed = False
        self._records.clear()
        self._reset()

    def rest(self) -> None:
        """Nobody sees the rows: what is changed is only noted until they are woken."""
        self._rests = True

    def wake(self) -> None:
        """Show the rows as they are now."""
        self._rests = False
        if self._missed:
            self.refresh()

    @property
    def count(self) -> int:
        """How many things there are, group heads apart."""
        return self._count

    def id_at(self, row: int) -> str | None:
        """The id of the thing in a row; None for a group head and outside."""
        line = self._lines[row] if 0 <= row < len(self._lines) else None
        return line if isinstance(line, str) else None

    def group_at(self, row: int) -> Group | None:
        """The group head in a row."""
        line = self._lines[row] if 0 <= row < len(self._lines) else None
        return line if isinstance(line, Group) else None

    def row_of(self, thing: str) -> int | None:
        """The row of a thing, or None where the filters leave it out."""
        return self._at.get(thing)

    def ids(self) -> list[str]:
        """Every id, in order."""
        return [line for line in self._lines if isinstance(line, str)]

    def record(self, row: int) -> Mapping[str, Shown]:
        """What stands in a row, by column key; empty for a group head and for what has just gone."""
        thing = self.id_at(row)
        if thing is None or self._desk.case is None:
            return {}
        found = self._records.get(thing)
        if found is None:
            self._read_page(row)
            found = self._records.get(thing, {})
        return found

    # ---- what Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows, with group heads."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index | None = None) -> int:
        """Columns, chosen or not."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, what is said aloud, the id and the `Shown` of a cell."""
        if not index.isValid():
            return None
        row = index.row()
        group = self.group_at(row)
        if role == ID:
            return self.id_at(row)
        if role == GROUP:
            return group
        if group is not None:
            said = f"{group.text}, {group.count}"
            return said if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None
        shown = self.record(row).get(self.columns[index.column()].key, NOTHING)
        if role == SHOWN:
            return shown
        if role == Qt.ItemDataRole.DisplayRole:
            return shown.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return _plain(shown) if len(shown.text) > 30 else shown.second or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            heading = self.columns[index.column()].heading
            return f"{heading}: {_plain(shown)}" if shown.text else f"{heading}: empty"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Headings."""
        if orientation == Qt.Orientation.Horizontal and role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return self.columns[section].heading
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Things can be chosen and dragged; group heads can't."""
        if index.isValid() and self.id_at(index.row()) is not None:
            return _THING
        return _HEAD

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by asking anew; -1 is the listing's own order."""
        key = self.columns[column].key if column >= 0 else None
        self.show(replace(self.ask, sort=key, descending=order == Qt.SortOrder.DescendingOrder))

    def mimeTypes(self) -> list[str]:
        """Ids only."""
        return [THINGS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The ids of the rows dragged."""
        rows = sorted({index.row() for index in indexes})
        ids = [thing for row in rows if (thing := self.id_at(row)) is not None]
        data = QMimeData()
        data.setData(THINGS, json.dumps({"kind": self.listing.name, "ids": ids}).encode())
        return data

    # ---- reading

    def _read(self) -> None:
        def both(session: Any) -> tuple[list[str], Sequence[Group]]:  # noqa: ANN401 - ui knows no session
            ids = self.listing.ids(session, self.ask)
            return ids, self._groups(session, self.ask, ids) if self._groups is not None else ()

        ids, groups = self._desk.read(both)
        self._count = len(ids)
        self._lines = list(_in_groups(ids, groups)) if groups else list(ids)
        self._at = {line: row for row, line in enumerate(self._lines) if isinstance(line, str)}

    def _read_page(self, row: int) -> None:
        # A view asks for its uppermost row first, so that most of what it needs next lies below.
        first = max(0, row - PAGE // 4)
        wanted = [
            line
            for line in self._lines[first : first + PAGE]
            if isinstance(line, str) and line not in self._records
        ]
        self.read_count += 1
        read = self._desk.read(lambda session: self.listing.records(session, wanted))
        dates = {column.key for column in self.columns if column.kind == "date"}
        self._records.update({thing: _as_read(record, dates) for thing, record in read.items()})
        while len(self._records) > _KEPT:
            self._records.popitem(last=False)

    def _reset(self) -> None:
        self.about_to_reread.emit()
        self.beginResetModel()
        self._read()
        self.endResetModel()
        self.reread.emit()

    def _changed(self, broadcast: Broadcast) -> None:
        hit = self.listing.tables & broadcast.touched.keys()
        if not hit or self._desk.case is None:
            return
        if self._rests:
            self._missed = True
            return
        if (stayed := self._stayed({table: broadcast.touched[table] for table in hit})) is not None:
            for thing in stayed:
                self._records.pop(thing, None)
                row = self._at[thing]
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))
            return
        lines = self._lines
        self._records.clear()
        was = self._at
        self._read()
        if self._lines == lines:
            self._at = was
            if lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(self.columns) - 1))
            return
        now, now_at, count = self._lines, self._at, self._count
        self._lines, self._at = lines, was
        self.about_to_reread.emit()
        self.beginResetModel()
        self._lines, self._at, self._count = now, now_at, count
        self.endResetModel()
        self.reread.emit()

    def _switched(self) -> None:
        # Heads say words too, and rows may be grouped under other ones.
        if self._desk.case is not None:
            self.refresh()

    def _stayed(self, touched: Mapping[str, frozenset[str]]) -> list[str] | None:
        """The rows shown that a small change altered where they stand; None when ids must be read again.

        Each row the change is about is asked for together with its neighbours: where they come back in the same
        order, it has neither moved nor gone, and no head over it can have changed.
        """
        listing = self.listing
        if not isinstance(listing, FollowsOne):
            return None

        def look(session: Any) -> list[str] | None:  # noqa: ANN401 - ui knows no session
            things = listing.concerned(session, touched)
            if things is None:
                return None
            hidden = [thing for thing in things if thing not in self._at]
            if hidden and listing.among(session, self.ask, hidden):
                return None
            shown = [thing for thing in things if thing in self._at]
            for thing in shown:
                beside = self._beside(thing)
                if beside is None or listing.among(session, self.ask, beside) != beside:
                    return None
            return shown

        return self._desk.read(look)

    def _beside(self, thing: str) -> list[str] | None:
        """A row with those above and below it; None where a head is beside it, or it stands alone under heads."""
        row = self._at[thing]
        lines = self._lines[max(0, row - 1) : row + 2]
        ids = [line for line in lines if isinstance(line, str)]
        return ids if len(ids) == len(lines) and (len(ids) > 1 or self._groups is None) else None

    def _closing(self) -> None:
        self.beginResetModel()
        self._lines, self._at, self._count = [], {}, 0
        self._records.clear()
        self.endResetModel()


def things_in(data: QMimeData, kind: str) -> list[str]:
    """The ids of the things of a kind (a listing's name) that are being dragged; none of another kind."""
    if not data.hasFormat(THINGS):
        return []
    told = json.loads(bytes(data.data(THINGS).data()))
    return [str(thing) for thing in told["ids"]] if told["kind"] == kind else []


def _in_groups(ids: Sequence[str], groups: Sequence[Group]) -> Sequence[str | Group]:
    lines: list[str | Group] = []
    at = 0
    for group in groups:
        if group.count:
            if group.text:
                lines.append(group)
            lines.extend(ids[at : at + group.count])
            at += group.count
    lines.extend(ids[at:])
    return lines


def _as_read(record: Mapping[str, Shown], dates: Collection[str]) -> Mapping[str, Shown]:
    """The cells of a row as their reader may see them. Dates say themselves: the day of a change stays a day."""
    return {key: _cell_as_read(shown, key in dates) for key, shown in record.items()}


def _cell_as_read(shown: Shown, date: bool) -> Shown:
    text = say(shown.text) if shown.text and not date else shown.text
    second = say(shown.second) if shown.second else ""
    same = text == shown.text and second == shown.second
    return shown if same else replace(shown, text=text, second=second)


def _plain(shown: Shown) -> str:
    return f"{shown.text}, {shown.second}" if shown.second else shown.text
