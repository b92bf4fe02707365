"""Counts as a grid for documents: the missed-contact matrix, and the heat maps of themes, before they are drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workbench.chronology.measures import MissedByMonth
from workbench.chronology.when import MONTH_NAMES

MARGIN = 16.0
"""Round a grid, in pixels."""
_LEAST = 21.0
"""The least width of a column; months that would be narrower are put together into quarters, then years."""


@dataclass(frozen=True)
class GridHead:
    """What stands at a row or over a column. A service or theme brings its code and colour; sums are strong.

    `said` is the head in full, where a picture has room for less: "Jan 2024".
    """

    text: str
    code: str = ""
    colour: str = ""
    second: str = ""
    strong: bool = False
    said: str = ""

    @property
    def words(self) -> str:
        """The head in full."""
        return self.said or f"{self.code} {self.text}".strip()


@dataclass(frozen=True)
class CountGrid:
    """Rows, columns, and for each pair of their places a count and what it is a share of (None: of nothing)."""

    rows: tuple[GridHead, ...]
    columns: tuple[GridHead, ...]
    cells: Mapping[tuple[int, int], tuple[int, int | None]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    tone: str = "vermilion"


def missed_grid(
    found: MissedByMonth, first: str, last: str, width: float, names: Mapping[str, str]
) -> CountGrid:
    """Planned contacts missed, by service and month, from one month to another ("2023-08"), as fits a width.

    `names` say each service, by its code. The last row sums them. Where months would be too narrow they are put
    together, and the heads say so.
    """
    months = [at for at, month in enumerate(found.months) if first <= month <= last]
    columns = _columns([found.months[at] for at in months], width)
    lanes = [lane for lane in range(len(found.services)) if found.planned[lane, months].any()]
    cells: dict[tuple[int, int], tuple[int, int | None]] = {}
    rows = []
    for row, lane in enumerate(lanes):
        service = found.services[lane]
        missed, planned = int(found.missed[lane, months].sum()), int(found.planned[lane, months].sum())
        rows.append(
            GridHead(
                names.get(service.code, service.name), service.code, service.colour, f"{missed} of {planned}"
            )
        )
        for column, (_, places) in enumerate(columns):
            here = [months[place] for place in places]
            if found.planned[lane, here].any():
                cells[(row, column)] = (
                    int(found.missed[lane, here].sum()),
                    int(found.planned[lane, here].sum()),
                )
    if len(lanes) > 1:
        every, sums = [*lanes], len(lanes)
        missed, planned = (int(table[every][:, months].sum()) for table in (found.missed, found.planned))
        rows.append(GridHead("All services", second=f"{missed} of {planned}", strong=True))
        for column, (_, places) in enumerate(columns):
            here = [months[place] for place in places]
            if found.planned[every][:, here].any():
                cells[(sums, column)] = (
                    int(found.missed[every][:, here].sum()),
                    int(found.planned[every][:, here].sum()),
                )
    notes = ["Number missed; the fuller the cell, the greater the share of planned contacts missed."]
    apart = int(found.apart[:, months].sum()) if months else 0
    if apart:
        notes.append(f"{apart} cancelled by the family, or not stated by whom, counted apart.")
    vague = int(found.vague_planned.sum())
    if vague:
        notes.append(f"{vague} planned contacts are dated too vaguely for one month and stand in none.")
    return CountGrid(tuple(rows), tuple(head for head, _ in columns), cells, tuple(notes))


def grid_alt(grid: CountGrid, what: str) -> str:
    """A grid in words: the sums of its rows, and its greatest cell."""
    rows = [f"{head.code or head.text} {head.second}".strip() for head in grid.rows if head.second]
    told = f"{what}. {'; '.join(rows)}." if rows else f"{what}."
    inner = {place: cell for place, cell in grid.cells.items() if not grid.rows[place[0]].strong}
    if inner:
        (row, column), (count, of) = max(inner.items(), key=lambda one: one[1][0])
        head = grid.rows[row]
        share = f" of {of}" if of is not None else ""
        told += f" The most is {count}{share}, {head.code or head.text}, {grid.columns[column].words}."
    return told


def _columns(months: Sequence[str], width: float) -> list[tuple[GridHead, list[int]]]:
    """Heads of columns, with the places of the months in each: months, quarters or years, as fits."""
    room = width - 2 * MARGIN - 170.0
    for step in (1, 3, 12):
        found: dict[str, tuple[GridHead, list[int]]] = {}
        for place, month in enumerate(months):
            year, number = int(month[:4]), int(month[5:7])
            part = (number - 1) // step
            key = f"{year}-{part}"
            if key not in found:
                found[key] = (_month_head(year, number, step, first=not found), [])
            found[key][1].append(place)
        if step == 12 or len(found) * _LEAST <= room:
            return list(found.values())
    return []


def _month_head(year: int, month: int, step: int, *, first: bool) -> GridHead:
    if step == 12:
        return GridHead(str(year), strong=True)
    opens = month <= step
    if step == 3:
        quarter = f"Q{(month - 1) // 3 + 1}"
        return GridHead(f"{year}" if opens or first else quarter, strong=opens, said=f"{quarter} {year}")
    short = MONTH_NAMES[month - 1][:3]
    return GridHead(f"{year}" if opens else short, strong=opens, said=f"{short} {year}")
