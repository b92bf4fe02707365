"""Sheets of Excel workbooks: what the cells hold and what they show."""

import datetime as dt
import io

import openpyxl
import pytest
from reading.files_made import excel, only_table, texts

from workbench.reading.grid import Cell, Table
from workbench.reading.sheet_tables import column_of, moment_of, read_format
from workbench.reading.tables import read_tables


def made(*rows: tuple[object, ...], formats: dict[str, str] | None = None, merge: str = "") -> Table:
    """A real workbook, written and read back."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for place, form in (formats or {}).items():
        sheet[place].number_format = form
    if merge:
        sheet.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return only_table(out.getvalue(), "a.xlsx")


def first(table: Table) -> Cell:
    return table.rows[0].cells[0]


def test_text_numbers_and_truth() -> None:
    table = made(("Visit", 12, 1.5, True, None, "end"))
    assert texts(table) == [["Visit", "12", "1.5", "TRUE", "", "end"]]


def test_a_stored_date_shows_what_its_format_shows() -> None:
    on = dt.datetime(2016, 3, 1)
    shown = {
        "dd/mm/yyyy": ("01/03/2016", "ymd"),
        "mmm-yy": ("Mar-16", "ym"),
        "d-mmm": ("1-Mar", "md"),
        "yyyy": ("2016", "y"),
        "[$-809]dd mmmm yyyy": ("01 March 2016", "ymd"),
        'ddd d "of" mmm': ("Tue 1 of Mar", "md"),
        "mm-dd-yy": ("01/03/2016", "ymd"),
    }
    for form, (text, parts) in shown.items():
        cell = first(made((on,), formats={"A1": form}))
        assert (cell.text, cell.shown, cell.value) == (text, parts, on.date()), form


def test_a_midnight_that_shows_its_time_is_a_moment() -> None:
    assert first(made((dt.datetime(2016, 3, 1),), formats={"A1": "dd/mm/yyyy hh:mm"})) == Cell(
        "01/03/2016 00:00", dt.datetime(2016, 3, 1), shown="ymdt"
    )


def test_times_come_back_as_times() -> None:
    table = made((dt.time(9, 5), dt.time(14, 30)), formats={"A1": "hh:mm", "B1": "h:mm AM/PM"})
    assert [(cell.text, cell.value) for cell in table.rows[0].cells] == [
        ("09:05", dt.time(9, 5)),
        ("2:30 PM", dt.time(14, 30)),
    ]


def test_numbers_written_with_leading_noughts_keep_them() -> None:
    assert first(made((845,), formats={"A1": "0000"})).text == "0845"


def test_merged_cells_are_marked_both_ways() -> None:
    table = made(("3 May", "one", "x"), ("4 May", "two", "y"), merge="A1:B2")
    assert [[(cell.merged, cell.across) for cell in row.cells] for row in table.rows] == [
        [(False, False), (False, True), (False, False)],
        [(True, False), (True, True), (False, False)],
    ]


def test_rows_keep_their_numbers_and_hidden_ones_are_read_and_marked() -> None:
    data = excel(
        '<row r="3"><c r="B3" t="str"><v>one</v></c></row>'
        '<row r="7" hidden="1"><c r="B7" t="inlineStr"><is><t>two</t></is></c></row>'
    )
    table = only_table(data, "a.xlsx")
    assert [(row.number, row.hidden, row.cells[1].text) for row in table.rows] == [
        (3, False, "one"),
        (7, True, "two"),
    ]
    assert table.sheet == "Entries"


def test_places_may_be_left_to_their_order() -> None:
    data = excel("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")
    assert texts(only_table(data, "a.xlsx")) == [["1", "2"], ["3", ""]]


def test_rich_text_is_whole_and_reading_aids_are_left_out() -> None:
    strings = "<si><r><t>one </t></r><r><t>two</t></r><rPh><t>aid</t></rPh></si><si><t>a_x000D_\nb</t></si>"
    data = excel('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>', strings=strings)
    assert texts(only_table(data, "a.xlsx")) == [["one two", "a\nb"]]


def test_the_other_calendar_of_excel() -> None:
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    data = excel(
        '<row r="1"><c r="A1" s="1"><v>0</v></c></row>', styles=styles, workbook='<workbookPr date1904="1"/>'
    )
    assert first(only_table(data, "a.xlsx")).text == "01/01/1904"


@pytest.mark.parametrize(
    ("number", "moment"),
    [
        (1, dt.datetime(1900, 1, 1)),
        (59, dt.datetime(1900, 2, 28)),
        (61, dt.datetime(1900, 3, 1)),
        (42500.604166667, dt.datetime(2016, 5, 10, 14, 30)),
        (-1, None),
        (1e9, None),
        (float("nan"), None),
        (float("inf"), None),
    ],
)
def test_day_numbers(number: float, moment: dt.datetime | None) -> None:
    assert moment_of(number) == moment


def test_formats_that_are_no_dates() -> None:
    assert [read_format(code).shown for code in ("0.00", "General", "#,##0", '"Ref "0', "@")] == [""] * 5
    assert read_format("hh:mm:ss").shown == "t"
    assert read_format("[h]:mm").shown == "t"


def test_columns_by_letter() -> None:
    assert [column_of(place) for place in ("A1", "Z9", "AA1", "XFD1048576")] == [0, 25, 26, 16383]


def test_every_sheet_is_read_and_hidden_ones_marked() -> None:
    book = openpyxl.Workbook()
    book.active.append(["one"])
    other = book.create_sheet("Other")
    other.append(["two"])
    other.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    assert [(table.sheet, table.hidden) for table in read_tables(out.getvalue(), "a.xlsx")] == [
        ("Sheet", False),
        ("Other", True),
    ]
