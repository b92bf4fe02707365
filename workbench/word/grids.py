"""A grid of counts in a document: the picture with its alternative text, and its figures as a table.

Months stand in a band for each year, so that a year reads across and the years compare down the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workbench.chronology.when import MONTH_NAMES
from workbench.timeline.export import PER_INCH, draw_grid
from workbench.timeline.grids import CountGrid, GridHead
from workbench.word.markup import Cell, Para, Run, TableColumn, para
from workbench.word.paper import Paper

_PIXELS_A_MM = PER_INCH / 25.4
MOST_ROWS = 34
"""Of months in bands of years; a longer time is counted by year."""


@dataclass(frozen=True)
class Head:
    """A row's or a column's key, the few letters shown in the picture, what it is in full, and its colour."""

    key: str
    text: str
    said: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Count:
    """How many, and of how many where it is a share."""

    number: int
    of: int | None = None

    @property
    def words(self) -> str:
        """The figures in words."""
        return f"{self.number:,}" if self.of is None else f"{self.number:,} of {self.of:,}"


@dataclass(frozen=True)
class Grid:
    """Rows, columns, and a count for each pair of keys that there is something to count for."""

    rows: Sequence[Head]
    columns: Sequence[Head]
    cells: Mapping[tuple[str, str], Count] = field(default_factory=dict)
    nothing: str = "none"
    """What is said of a pair without a count."""
    by_month: bool = False
    """Whether the columns are months, "2023-11", or years."""


def months_of(first: str, last: str) -> list[Head]:
    """A head for each month from "2023-11" to "2024-02", both included."""
    year, month = int(first[:4]), int(first[5:7])
    made = []
    while (key := f"{year:04d}-{month:02d}") <= last[:7]:
        made.append(Head(key, MONTH_NAMES[month - 1][:3], f"{MONTH_NAMES[month - 1]} {year}"))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return made


def by_month(
    rows: Sequence[Head], cells: Mapping[tuple[str, str], Count], nothing: str = "none"
) -> Grid | None:
    """A grid whose columns are the months that have any count, or their years where those are too many."""
    months = sorted({month for (_, month), count in cells.items() if count.number or count.of})
    if not months:
        return None
    used = [row for row in rows if any(key == row.key for key, _ in cells)]
    columns = months_of(months[0], months[-1])
    years = int(months[-1][:4]) - int(months[0][:4]) + 1
    if years * (len(used) + 1) <= MOST_ROWS:
        return Grid(used, columns, cells, nothing, by_month=True)
    summed: dict[tuple[str, str], Count] = {}
    for (key, month), one in cells.items():
        before = summed.get((key, month[:4]), Count(0, None if one.of is None else 0))
        of = None if one.of is None else (before.of or 0) + one.of
        summed[key, month[:4]] = Count(before.number + one.number, of)
    first = int(months[0][:4])
    heads = [Head(str(first + at), str(first + at), str(first + at)) for at in range(years)]
    return Grid(used, heads, summed, nothing, by_month=True)


def put_grid(paper: Paper, grid: Grid, caption: str, description: str, head: str) -> None:
    """A grid on the page: the picture with its alternative text, and under it the same figures as a table."""
    wide = min(paper.text_mm[0], 170.0)
    paper.figure(caption, description, draw(grid, wide), wide=wide)
    across = grid.rows if grid.by_month else grid.columns
    down = [
        each
        for each in (grid.columns if grid.by_month else grid.rows)
        if any(_at(grid, each, other) for other in across)
    ]
    share = (170 - 40) / max(1, len(across))
    paper.table(
        f"The figures of {caption[:1].lower()}{caption[1:]}",
        f"The same figures as in the picture above, a row for each {head.lower()}.",
        [TableColumn(head, 40), *(TableColumn(each.text, share) for each in across)],
        [
            [
                Cell((para(Run(each.said or each.text, "Strong")),)),
                *(Cell((_words(grid, each, other),)) for other in across),
            ]
            for each in down
        ],
    )


def _at(grid: Grid, down: Head, across: Head) -> Count | None:
    return grid.cells.get((across.key, down.key) if grid.by_month else (down.key, across.key))


def _words(grid: Grid, down: Head, across: Head) -> Para:
    found = _at(grid, down, across)
    return para(Run(grid.nothing, "Quiet")) if found is None else para(found.words)


def draw(grid: Grid, wide: float) -> bytes:
    """The picture of a grid as PNG, so many millimetres wide. Months stand in a band for each year."""
    bands = _bands(grid)
    rows: list[GridHead] = []
    cells: dict[tuple[int, int], tuple[int, int | None]] = {}
    for name, columns in bands:
        if name:
            rows.append(GridHead(name, strong=True))
        for row in grid.rows:
            for place, column in enumerate(columns):
                if (found := grid.cells.get((row.key, column.key))) is not None:
                    cells[len(rows), place] = (found.number, found.of)
            rows.append(GridHead("", row.text, row.colour))
    heads = tuple(GridHead(column.text, strong=bool(column.colour)) for column in bands[0][1])
    tone = "vermilion" if any(count.of is not None for count in grid.cells.values()) else "blue"
    return draw_grid(CountGrid(tuple(rows), heads, cells, tone=tone), wide * _PIXELS_A_MM)


def _bands(grid: Grid) -> list[tuple[str, Sequence[Head]]]:
    """The columns in bands: of months a band for each year with all twelve of its months, else one."""
    if not grid.by_month or not grid.columns or len(grid.columns[0].key) == 4:
        return [("", grid.columns)]
    first, last = int(grid.columns[0].key[:4]), int(grid.columns[-1].key[:4])
    return [(str(year), months_of(f"{year}-01", f"{year}-12")) for year in range(first, last + 1)]
