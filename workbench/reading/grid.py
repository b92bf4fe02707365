"""What a table is once read, whatever it was written in."""

from dataclasses import dataclass
from datetime import date, datetime, time

Value = date | datetime | time | float | int | bool | None
"""What a spreadsheet stores behind the text of a cell; None wherever a cell is just text."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table as a person sees it.

    `merged` marks the continuation of a cell merged from above, `across` one merged from the left: both are
    empty. `shown` says which parts of a stored date the cell displays, letters out of "ymdt": a spreadsheet
    stores 1 March 2016 behind a cell that shows only "Mar-16".
    """

    text: str
    value: Value = None
    merged: bool = False
    across: bool = False
    shown: str = ""


EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row; `number` counts from 1 as a person would: row of the sheet or Word table, record of the CSV."""

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds anything that can be seen."""
        return not any(cell.text.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet (`sheet` is its name), a Word table (`table` counts from 1) or the whole of a CSV (neither).

    `before` holds the paragraphs between the table before and this one: a year often stands there.
    """

    sheet: str | None
    table: int | None
    rows: tuple[TableRow, ...]
    name: str = ""
    hidden: bool = False
    before: tuple[str, ...] = ()
