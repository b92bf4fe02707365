"""What must hold of every table, however it is laid out."""

import datetime as dt

from chronology.rows_made import ACROSS, FAMILY, HEADER, MERGED, TAIL, table
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.chronology.outcomes import OUTCOMES
from workbench.chronology.understanding import FIELDS, Choices, Known, Understood, understand
from workbench.reading.grid import Cell, Table

WORDS = st.sampled_from(
    [
        "",
        "",
        "",
        "Date",
        "Event",
        "Outcome",
        "Time",
        "Patient",
        "Analysis",
        "2014",
        "March 2014",
        "Second part",
        "-",
        "1",
        "AB",
        "3 May",
        "3 May 2014",
        "03/05/2014",
        "04/13/2014",
        "30/2/14",
        "early May 2014",
        "as above",
        "next day",
        "n/k",
        "14:30",
        "00:00",
        "2014-05-03T00:00:00",
        "Home visit to the family flat.",
        "Letter sent to the family.",
        "and the kitchen was tidy",
        "Clinic appointment for the baby. DNA.",
        "DNA",
        "Seen",
        "Cancelled",
        "NFA",
        "Y",
        "Rowan Pell",
        "Mum, Rowan and Mr Stranger",
        "Total entries: 4",
        "Key: DN = did not attend",
        "DN",
        "continued",
        "12",
        "42500",
        "School year 2013/14",
        "Monday 3 March 2014",
    ]
)
CELLS = (
    WORDS.map(Cell)
    | st.sampled_from(
        [
            MERGED,
            ACROSS,
            Cell("03/05/2014", dt.date(2014, 5, 3), shown="ymd"),
            Cell("May-14", dt.date(2014, 5, 1), shown="ym"),
            Cell("3-May", dt.date(2026, 5, 3), shown="md"),
            Cell("14:30", dt.time(14, 30), shown="t"),
            Cell("0.5", 0.5),
            Cell("TRUE", True),
            Cell("03/05/2014 00:00", dt.datetime(2014, 5, 3), shown="ymdt"),
            Cell("42500", 42500),
        ]
    )
    | st.text(max_size=12).map(Cell)
)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=12)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    rows = [list(row) for row in draw(ROWS)]
    if draw(st.booleans()):
        rows = [[Cell(text) for text in HEADER], *rows, *([Cell(text) for text in row] for row in TAIL)]
    return table(*rows, sheet=draw(st.sampled_from([None, "2014", "Entries"])))


def check(understood: Understood, made: list[Table]) -> None:
    rows = understood.rows
    assert len(rows) == sum(1 for one in made for row in one.rows if not row.is_empty)
    placed = [index for event in understood.events for index in event.rows]
    assert sorted(placed) == [place for place, row in enumerate(rows) if row.fate != "skipped"]
    for place, event in enumerate(understood.events):
        assert rows[event.rows[0]].fate == "event"
        assert all(rows[index].fate == "joined" for index in event.rows[1:])
        assert all(rows[index].event == place for index in event.rows)
        assert event.outcome is None or event.outcome in OUTCOMES
        assert event.outcome is not None or any(doubt.field == "outcome" for doubt in event.doubts)
        assert event.text
        when = event.when
        if when.earliest is not None and when.latest is not None:
            assert when.earliest <= when.latest
        if event.time is not None:
            assert dt.time.fromisoformat(event.time)
        for doubt in event.doubts:
            assert doubt.reason.endswith(".")
            assert all(fix.label and fix.changes for fix in doubt.fixes)
    for row in rows:
        if row.fate == "skipped":
            assert row.reason in ("title", "blank", "header", "banner", "footnote", "no_table")
            assert row.event is None
    assert set(understood.columns) <= set(FIELDS)


@settings(max_examples=250, deadline=None)
@given(st.lists(tables(), min_size=1, max_size=2))
def test_every_row_is_in_exactly_one_place(made: list[Table]) -> None:
    check(understand(made, Choices(), Known()), made)
    check(understand(made, Choices(month_first=True), FAMILY), made)


@settings(max_examples=60, deadline=None)
@given(tables())
def test_the_same_table_is_always_understood_alike(made: Table) -> None:
    assert understand([made], Choices(), FAMILY) == understand([made], Choices(), FAMILY)
