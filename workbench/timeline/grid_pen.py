"""The pen for grids of counts in documents: the missed-contact matrix and the heat maps, as PNG, SVG or PDF.

Each cell carries its number. Where a count is a share of something the cell is filled from its left as far as the
share goes; where it is not, the greater count has the deeper shade.
"""

from workbench.timeline import lettering
from workbench.timeline.grids import MARGIN, CountGrid
from workbench.timeline.inks import ink, mixed
from workbench.timeline.pen import DPI, Format, Page, drawing, saved, wrapped
from workbench.timeline.picture import Box

ROW = 22.0
_HEAD = 22.0
_MOST = 56.0
"""The greatest width of a column."""


def write_grid(
    grid: CountGrid, width: float, kind: Format = "png", *, dpi: int = DPI, title: str = "", alt: str = ""
) -> bytes:
    """A grid as the bytes of a picture, so many pixels wide."""
    names = _names_width(grid)
    cell = min(_MOST, (width - 2 * MARGIN - names) / max(1, len(grid.columns)))
    notes = wrapped(" ".join(grid.notes), width - 2 * MARGIN)
    over = 26.0 if title else 0.0
    height = _HEAD + ROW * len(grid.rows) + 12.0 + 15.0 * len(notes) + 6.0
    with drawing():
        page = Page(width, height + over, over)
        if title:
            page.write(title, MARGIN, 14.0 - over, "head")
        _heads(page, grid, names, cell)
        most = max((count for count, _ in grid.cells.values()), default=0)
        for row in range(len(grid.rows)):
            for column in range(len(grid.columns)):
                box = Box(MARGIN + names + column * cell, _HEAD + row * ROW, cell - 2, ROW - 2)
                _cell(page, grid, box, grid.cells.get((row, column)), most, grid.rows[row].strong)
        for at, line in enumerate(notes):
            page.write(line, MARGIN, _HEAD + ROW * len(grid.rows) + 14.0 + 15.0 * at, "caption", "muted")
        return saved(page.figure, kind, dpi, alt)


def _names_width(grid: CountGrid) -> float:
    wide = 60.0
    for head in grid.rows:
        chip = lettering.width(head.code, "mark") + 22 if head.code else 0.0
        second = lettering.width(head.second, "caption") + 10 if head.second else 0.0
        name = 0.0 if head.code and head.second else lettering.width(head.text, "caption_name")
        wide = max(wide, chip + name + second + 10)
    return min(wide, 220.0)


def _heads(page: Page, grid: CountGrid, names: float, cell: float) -> None:
    taken = 0.0
    for column, head in enumerate(grid.columns):
        role = "mark" if head.strong else "caption"
        wide = lettering.width(head.text, role)
        left = MARGIN + names + column * cell + (cell - 2 - wide) / 2
        if left >= taken:
            page.write(head.text, left, _HEAD / 2, role, "ink" if head.strong else "muted")
            taken = left + wide + 4
    for row, head in enumerate(grid.rows):
        middle = _HEAD + row * ROW + (ROW - 2) / 2
        left = MARGIN
        role = "mark" if head.strong else "caption_name"
        if head.code:
            wide = lettering.width(head.code, "mark")
            box = Box(left, middle - 8, max(wide + 12, 36.0), 16.0)
            page.box(box, mixed(head.colour, 0.13), mixed(head.colour, 0.4), z=2, radius=4)
            page.write(head.code, left + (box.width - wide) / 2, middle, "mark", head.colour)
            left = box.right + 6
        if not (head.code and head.second):
            page.write(lettering.cut(head.text, role, names - left + MARGIN), left, middle, role)
            left += lettering.width(head.text, role) + 8
        if head.second:
            page.write(head.second, left, middle, "caption", "ink" if head.strong else "ink2")


def _cell(
    page: Page, grid: CountGrid, box: Box, cell: tuple[int, int | None] | None, most: int, strong: bool
) -> None:
    page.box(box, ink("ground"), z=0)
    if cell is None:
        return
    count, of = cell
    tone = ink(grid.tone)
    if of:
        page.box(Box(box.x, box.y, box.width * count / of, box.height), mixed(tone, 0.55), z=1)
        if count:
            page.lines([[(box.x + 0.75, box.y), (box.x + 0.75, box.bottom)]], tone, z=1.5, line=1.5)
    elif most and count:
        page.box(box, mixed(tone, 0.12 + 0.5 * count / most), z=1)
    text = str(count)
    role = "mark" if count else "caption"
    left = box.x + (box.width - lettering.width(text, role)) / 2
    page.write(text, left, box.y + box.height / 2, role, "ink" if count or strong else "muted")
