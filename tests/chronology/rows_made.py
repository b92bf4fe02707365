"""Tables made by hand for tests of the importer."""

from collections.abc import Sequence

from workbench.chronology.understanding import Choices, Known, Understood, UnderstoodEvent, understand
from workbench.reading.grid import Cell, Table, TableRow

CHILD, SISTER, MOTHER = "person-child", "person-sister", "person-mother"
FAMILY = Known(
    people={
        "Rowan Pell": CHILD,
        "Rowan": CHILD,
        "Isla-Mae O’Dare": SISTER,
        "Isla-Mae": SISTER,
        "Tamsin Pell": MOTHER,
        "Mother": MOTHER,
        "Mum": MOTHER,
    },
    subjects=frozenset({CHILD}),
    children=frozenset({CHILD, SISTER}),
    services={"HV": "service-hv", "Health visiting": "service-hv", "GP": "service-gp"},
)
MERGED = Cell("", merged=True)
ACROSS = Cell("", across=True)

HEADER = ("Date", "Worker", "Event", "Outcome")
TAIL = [
    ("01/06/2014", "AB", "Home visit to the family flat, no concerns noted by the worker.", "Attended"),
    ("08/06/2014", "AB", "Clinic appointment for the baby clinic run on Thursdays.", "DNA"),
    ("15/06/2014", "CD", "Letter sent to the family about the next appointment.", ""),
]
"""Ordinary rows that make the layout plain, put after the ones a test is about."""


def table(*rows: Sequence[str | Cell], sheet: str | None = None, number: int | None = None) -> Table:
    """A table of these rows, numbered from 1; plain strings become cells."""
    made = tuple(
        TableRow(place, tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in row))
        for place, row in enumerate(rows, 1)
    )
    return Table(sheet, number, made, sheet or "the file")


def read(
    *rows: Sequence[str | Cell],
    choices: Choices | None = None,
    known: Known | None = None,
    sheet: str | None = None,
) -> Understood:
    """What these rows are understood to say."""
    return understand([table(*rows, sheet=sheet)], choices or Choices(), known or Known())


def only(understood: Understood) -> UnderstoodEvent:
    """The first event, which the test is about."""
    return understood.events[0]


def kinds(event: UnderstoodEvent) -> set[str]:
    """The kinds of doubt on an event."""
    return {doubt.kind for doubt in event.doubts}


def fates(understood: Understood) -> list[str]:
    """What became of each row: its fate, or the reason it was skipped."""
    return [row.fate if row.fate != "skipped" else row.reason for row in understood.rows]
