"""Rows and events while they are being understood, and what stands above a row and may hold for it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from workbench.chronology.columns import Layout
from workbench.chronology.dates import NOTHING, UNKNOWN, DateReading, When
from workbench.chronology.times import TimeDoubt
from workbench.chronology.understood import Doubt, Fix, UnderstoodRow
from workbench.reading.grid import EMPTY, Cell, Table, TableRow


@dataclass
class Row:
    """A row of a table while it is being understood."""

    table: Table
    row: TableRow
    layout: Layout | None
    fate: str = "skipped"
    reason: str = "no_table"
    event: int | None = None
    pairs: tuple[tuple[str, str], ...] = ()
    """Headings with texts where they stand side by side in the row itself, as on a card."""

    def understood(self) -> UnderstoodRow:
        """The row as it is handed on, its cells under their headings."""
        headings = self.layout.headings if self.layout is not None else ()
        cells = self.row.cells
        pairs = tuple(
            (headings[column] if column < len(headings) else f"Column {column + 1}", cell.text)
            for column, cell in enumerate(cells)
            if cell.text or (column < len(headings) and not headings[column].startswith("Column "))
        )
        pairs = self.pairs or pairs
        reason = self.reason if self.fate == "skipped" else ""
        return UnderstoodRow(
            self.table.sheet, self.table.table, self.row.number, pairs, self.fate, reason, self.event
        )


@dataclass
class Draft:
    """An event while it is being understood."""

    rows: list[int]
    layout: Layout
    cells: tuple[Cell, ...]
    """The row's cells, a merged cell replaced by the one it continues."""
    text: str
    group: int
    """Which table, so that order is judged within it."""
    reading: DateReading = NOTHING
    when: When = UNKNOWN
    time: str | None = None
    end_time: str | None = None
    written_date: str = ""
    """The words of the banner that dates it, where no cell of its own does."""
    time_from_date: bool = False
    sheet: str | None = None
    service: str | None = None
    """Whose record it is, where the heading of its column says."""
    hidden: bool = False
    more: dict[str, str] = field(default_factory=dict)
    """Text that joined rows add to other fields."""
    doubts: list[Doubt] = field(default_factory=list)

    def cell(self, name: str) -> Cell:
        """The cell that holds a field."""
        column = self.layout.fields.get(name)
        return self.cells[column] if column is not None and column < len(self.cells) else EMPTY

    def words(self, name: str) -> str:
        """The text of a field, with what joined rows add."""
        here = self.cell(name).text.strip()
        more = self.more.get(name)
        return f"{here}\n{more}".strip() if more else here

    def doubt(self, kind: str, about: str, text: str, reason: str, *fixes: Fix) -> None:
        """Note a doubt once."""
        made = Doubt(kind, about, " ".join(text.split()), reason, fixes)
        if made not in self.doubts:
            self.doubts.append(made)


@dataclass
class Above:
    """What stands above a row and may hold for it."""

    year: int | None = None
    second_year: int | None = None
    """Of a school or financial year: the year its later months belong to."""
    turns: int = 9
    """The month in which such a year begins."""
    month: int | None = None
    banner_day: When | None = None
    """The exact day that the last banner names."""
    banner_text: str = ""
    on: When | None = None
    """The date above, None once a banner, title or header has ended it."""
    time: str | None = None
    end_time: str | None = None
    event: int | None = None
    """The event above, to which a row may be joined."""
    cells: tuple[Cell, ...] = ()


def value_of(cell: Cell) -> str | dt.date | float | int:
    """What a date is best read from: the stored date where there is one, else the text."""
    value = cell.value
    if isinstance(value, bool) or value is None or isinstance(value, dt.time):
        return cell.text
    return value


def doubt_times(draft: Draft, doubts: Sequence[TimeDoubt], written: str, about: str = "time") -> None:
    for doubt in doubts:
        fixes = tuple(Fix(label, {about: other}) for label, other in doubt.readings)
        draft.doubt(doubt.kind, about, written, doubt.reason, *fixes)
