"""A grid of counts for a document: the picture at print quality, its alternative text, and its figures as a table.

Each cell carries its number, so that nothing hangs on the colour. Where a count is a share of something the cell
is filled from its left edge as far as the share goes; where it is not, the greater count has the deeper shade.
Months stand in a band for each year, so that a year reads across and the years compare down the page.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from PIL import Image, ImageDraw, ImageFont

import resources
from workbench.chronology.when import MONTH_NAMES
from workbench.word.markup import Cell, Para, Run, TableColumn, para
from workbench.word.paper import Paper

DOTS_A_MM = 300 / 25.4
LABEL_WIDE, ROW_HIGH, HEAD_HIGH, GAP = 34.0, 6.4, 6.0, 0.35
"""Millimetres."""
MOST_ROWS = 34
"""Of months in bands of years; a longer time is counted by year."""
_INK, _MUTED, _PAPER, _NOTHING, _LINE = "#1F2933", "#55616D", "#FFFFFF", "#F7F8FA", "#C9D0D8"
_SHARE, _SHARE_EDGE, _KEPT = "#F6C3A5", "#C24A00", "#EEF1F4"
_DEEPEST = (0x20, 0x5C, 0x7E)


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

    @property
    def short(self) -> str:
        """The same where there is little room."""
        return f"{self.number}" if self.of is None else f"{self.number}/{self.of}"


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
    """The picture of a grid as PNG, so many millimetres wide, at 300 dots an inch."""
    bands = _bands(grid)
    most = max(len(columns) for _, columns in bands)
    cell = min(26.0, (wide - LABEL_WIDE) / most)
    high = sum(HEAD_HIGH + ROW_HIGH * len(grid.rows) + 2.4 for _ in bands)
    image = Image.new("RGB", (_dots(wide), _dots(high)), _PAPER)
    pen = ImageDraw.Draw(image)
    deepest = max((count.number for count in grid.cells.values() if count.of is None), default=1) or 1
    top = 0.0
    for name, columns in bands:
        _write(pen, name, (0, top, LABEL_WIDE, HEAD_HIGH), "SemiBold", _INK, middle=False)
        for place, column in enumerate(columns):
            box = (LABEL_WIDE + place * cell, top, cell, HEAD_HIGH)
            _write(pen, column.text, box, "Medium", column.colour or _MUTED)
        top += HEAD_HIGH
        for row in grid.rows:
            _write(
                pen, row.text, (0, top, LABEL_WIDE, ROW_HIGH), "SemiBold", row.colour or _INK, middle=False
            )
            for place, column in enumerate(columns):
                found = grid.cells.get((row.key, column.key))
                _cell(pen, (LABEL_WIDE + place * cell, top, cell, ROW_HIGH), found, deepest)
            top += ROW_HIGH
        top += 2.4
    written = io.BytesIO()
    image.save(written, "PNG", optimize=True, dpi=(300, 300))
    return written.getvalue()


def _bands(grid: Grid) -> list[tuple[str, Sequence[Head]]]:
    """The columns in bands: of months a band for each year with all twelve of its months, else one."""
    if not grid.by_month or not grid.columns or len(grid.columns[0].key) == 4:
        return [("", grid.columns)]
    first, last = int(grid.columns[0].key[:4]), int(grid.columns[-1].key[:4])
    return [(str(year), months_of(f"{year}-01", f"{year}-12")) for year in range(first, last + 1)]


Box = tuple[float, float, float, float]
"""Left, top, width, height; millimetres."""


def _cell(pen: ImageDraw.ImageDraw, box: Box, count: Count | None, deepest: int) -> None:
    left, top, wide, high = box
    inner = (left + GAP, top + GAP, wide - 2 * GAP, high - 2 * GAP)
    if count is None:
        _fill(pen, inner, _NOTHING)
        _write(pen, "–", box, "Regular", _MUTED)
        return
    weight, tone = "Regular", _MUTED
    if count.of is not None:
        _fill(pen, inner, _KEPT)
        if count.number:
            share = min(1.0, count.number / max(1, count.of))
            _fill(pen, (inner[0], inner[1], inner[2] * share, inner[3]), _SHARE)
            _fill(pen, (inner[0], inner[1], 0.5, inner[3]), _SHARE_EDGE)
            weight, tone = "SemiBold", _INK
    else:
        depth = 0.10 + 0.90 * count.number / deepest if count.number else 0.0
        _fill(pen, inner, _mixed(depth))
        weight = "SemiBold" if count.number else "Regular"
        tone = _PAPER if depth > 0.55 else _INK if count.number else _MUTED
    _write(pen, count.short, box, weight, tone)


def _mixed(depth: float) -> str:
    if not depth:
        return _NOTHING
    return "#" + "".join(f"{round(255 - (255 - part) * depth):02X}" for part in _DEEPEST)


def _fill(pen: ImageDraw.ImageDraw, box: Box, colour: str) -> None:
    left, top, wide, high = box
    pen.rectangle((_dots(left), _dots(top), _dots(left + wide) - 1, _dots(top + high) - 1), fill=colour)


def _write(
    pen: ImageDraw.ImageDraw, text: str, box: Box, weight: str, tone: str, *, middle: bool = True
) -> None:
    left, top, wide, high = box
    for size in (3.2, 2.9, 2.6, 2.3):
        font = _font(weight, _dots(size))
        if font.getlength(text) <= _dots(wide - 0.6):
            break
    while len(text) > 1 and font.getlength(text) > _dots(wide - 0.6):
        text = f"{text[:-2].rstrip()}…"
    at = (_dots(left + wide / 2) if middle else _dots(left), _dots(top + high / 2))
    pen.text(at, text, fill=tone, font=font, anchor="mm" if middle else "lm")


@cache
def _font(weight: str, dots: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(resources.path("fonts", f"Inter-{weight}.ttf")), dots)


def _dots(millimetres: float) -> int:
    return round(millimetres * DOTS_A_MM)
