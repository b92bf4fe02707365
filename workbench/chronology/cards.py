"""Events written as cards: a small table of labels and values for each, or a sheet with a column for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.chronology.columns import Layout, heading_fields, looks_like_date, plain_heading
from workbench.reading.grid import EMPTY, Cell, Table, TableRow

MOST_PAIRS = 3
"""Labels with their values that may stand side by side in one row of a card."""
_LONGEST_LABEL = 60
_KNOWN_SHARE = 0.7
"""The least share of the labels that must be known as headings."""


@dataclass(frozen=True)
class Card:
    """One event written as labels with values: which rows of the table it takes, and what they hold."""

    rows: tuple[int, ...]
    layout: Layout
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Cards:
    """All events of a table written so. `pairs` gives each row's labels and texts, for keeping it as written."""

    cards: tuple[Card, ...]
    pairs: Mapping[int, tuple[tuple[str, str], ...]]


def find_cards(table: Table, chosen: Mapping[str, str]) -> Cards | None:
    """The cards a table consists of, or None where it is laid out otherwise.

    `chosen` gives fields the label a person chose for them.
    """
    across = _beside_each_other(table, chosen)
    return across if across is not None else _below_each_other(table, chosen)


def _label(cell: Cell) -> str:
    text = " ".join(cell.text.split())
    return text.rstrip(" :") if text and len(text) <= _LONGEST_LABEL and not looks_like_date(cell) else ""


def _is_known(label: str) -> bool:
    return bool(label) and bool(heading_fields(label))


def _offset(rows: Sequence[TableRow]) -> int:
    """The first column with anything in it."""
    return min(
        (column for row in rows for column, cell in enumerate(row.cells) if cell.text.strip()), default=0
    )


def _fields(labels: Sequence[str], cells: Sequence[Cell], chosen: Mapping[str, str]) -> dict[str, int]:
    """Which label holds what: the strongest claim first, a person's choice before any."""
    fields: dict[str, int] = {}
    none = {field for field, heading in chosen.items() if not heading}
    for field, heading in chosen.items():
        for place, label in enumerate(labels):
            if heading and plain_heading(label) == plain_heading(heading):
                fields.setdefault(field, place)
    claims = sorted(
        (
            (weight + (4 if field == "date" and looks_like_date(cells[place]) else 0), -place, field)
            for place, label in enumerate(labels)
            for field, weight in heading_fields(label).items()
        ),
        reverse=True,
    )
    for _, place, field in claims:
        if field not in fields and -place not in fields.values() and field not in none:
            fields[field] = -place
    return fields


def _layout(labels: Sequence[str], cells: Sequence[Cell], chosen: Mapping[str, str]) -> Layout:
    return Layout((), tuple(labels), _fields(labels, cells, chosen))


def _tells(card: Card) -> bool:
    """Whether a card is an event: a date, and words about it."""
    fields = card.layout.fields
    return (
        "date" in fields
        and "event" in fields
        and looks_like_date(card.cells[fields["date"]])
        and bool(card.cells[fields["event"]].text.strip())
    )


def _below_each_other(table: Table, chosen: Mapping[str, str]) -> Cards | None:
    """Label beside value, row under row; a label met again begins the next card."""
    offset = _offset(table.rows)
    pairs: dict[int, tuple[tuple[str, str], ...]] = {}
    found: list[Card] = []
    rows: list[int] = []
    labels: list[str] = []
    cells: list[Cell] = []
    known = unknown = 0

    def close() -> None:
        if labels:
            found.append(Card(tuple(rows), _layout(labels, cells, chosen), tuple(cells)))
        rows.clear()
        labels.clear()
        cells.clear()

    for index, row in enumerate(table.rows):
        if row.is_empty:
            continue
        beside = _pairs(row, offset)
        if beside is None:
            return None
        if not beside[0][0] and labels:
            # A value that goes on below, its label not repeated.
            text = "\n".join(words for words in (cells[-1].text, beside[0][1].text) if words)
            cells[-1] = Cell(text, cells[-1].value, shown=cells[-1].shown)
            pairs[index] = ((labels[-1], beside[0][1].text),)
            rows.append(index)
            continue
        here = [label for label, _ in beside]
        alone = len(beside) == 1 and not beside[0][1].text.strip()
        if alone and (not _is_known(here[0]) or here[0][-1:].isdigit()):
            # A title over a card, "Contact 3", belongs to none.
            close()
            continue
        known += sum(map(_is_known, here))
        unknown += sum(not _is_known(label) for label in here)
        if any(plain_heading(label) in map(plain_heading, labels) for label in here):
            close()
        rows.append(index)
        labels += here
        cells += [cell for _, cell in beside]
        pairs[index] = tuple((label, cell.text) for label, cell in beside)
    close()
    if known < _KNOWN_SHARE * (known + unknown) or not any(map(_tells, found)):
        return None
    if sum(map(_tells, found)) * 2 < len(found):
        return None
    return Cards(tuple(found), pairs)


def _pairs(row: TableRow, offset: int) -> list[tuple[str, Cell]] | None:
    """A row's labels with their values, or None for a row that is not made of them."""
    cells = [cell for cell in row.cells[offset:] if not cell.across]
    while cells and not cells[-1].text.strip():
        cells.pop()
    if len(cells) > 2 * MOST_PAIRS:
        return None
    if not cells[0].text.strip():
        filled = [cell for cell in cells if cell.text.strip()]
        return [("", filled[0])] if len(filled) == 1 else None
    beside: list[tuple[str, Cell]] = []
    for place in range(0, len(cells), 2):
        label = _label(cells[place])
        value = cells[place + 1] if place + 1 < len(cells) else EMPTY
        if not label or (place and not _is_known(label)):
            return None
        beside.append((label, value))
    return beside


def _beside_each_other(table: Table, chosen: Mapping[str, str]) -> Cards | None:
    """Labels down the first column, a column for each event: a chronology on its side."""
    offset = _offset(table.rows)
    rows = [(index, row) for index, row in enumerate(table.rows) if not row.is_empty]
    labels = [
        # A label with nothing beside it holds nothing for any event.
        _label(row.cells[offset]) if any(cell.text.strip() for cell in row.cells[offset + 1 :]) else ""
        for _, row in rows
    ]
    known = [place for place, label in enumerate(labels) if _is_known(label)]
    if len(known) < 2 or len({plain_heading(labels[place]) for place in known}) < len(known):
        return None
    if any(looks_like_date(row.cells[offset]) for _, row in rows if offset < len(row.cells)):
        return None
    used = [place for place in range(known[0], len(rows)) if labels[place]]
    if len(known) < _KNOWN_SHARE * len(used):
        return None
    width = max(len(row.cells) for _, row in rows)
    found: list[Card] = []
    for column in range(offset + 1, width):
        cells = [
            rows[place][1].cells[column] if column < len(rows[place][1].cells) else EMPTY for place in used
        ]
        if any(cell.text.strip() for cell in cells):
            names = [labels[place] for place in used]
            made = _layout(names, cells, chosen)
            found.append(Card(tuple(rows[place][0] for place in used), made, tuple(cells)))
    if len(found) < 2 or not all(map(_tells, found)):
        return None
    pairs = {
        rows[place][0]: tuple(
            (labels[place], cell.text) for cell in rows[place][1].cells[offset + 1 :] if cell.text.strip()
        )
        for place in used
    }
    return Cards(tuple(found), pairs)
