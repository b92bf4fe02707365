"""Workbooks and delimited files as text: a row a line, each with where it stands."""

import io

from openpyxl import Workbook
from openpyxl.comments import Comment

from workbench.reading.document import Document
from workbench.reading.documents import read_document


def told(document: Document) -> list[tuple[str, str, str]]:
    return [(piece.kind, piece.label, document.text[piece.start : piece.end]) for piece in document.pieces]


def test_a_workbook_is_read_sheet_by_sheet_with_what_stands_beside_its_cells() -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "Visits"
    for line in (["Date", "Event"], [None, None], ["3 May", "Seen\tat\nhome"]):
        first.append(line)
    first["B3"].comment = Comment("Check this", "J. Thorley")
    first.row_dimensions[3].hidden = True
    other = book.create_sheet("Left over")
    other.append(["x"])
    other.sheet_state = "hidden"
    book.create_sheet("Empty")
    out = io.BytesIO()
    book.save(out)
    found = read_document(out.getvalue(), "a.xlsx")
    assert told(found) == [
        ("heading", "sheet", "Visits"),
        ("row", "Visits!1", "Date\tEvent"),
        ("row", "Visits!3", "3 May\tSeen at\nhome"),
        ("comment", "comment on Visits!B3 by J. Thorley", "Check this"),
        ("heading", "hidden sheet", "Left over"),
        ("row", "Left over!1", "x"),
    ]
    assert [mark.kind for mark in found.pieces[2].marks] == ["hidden"]


def test_a_delimited_file_keeps_the_numbers_of_its_rows() -> None:
    found = read_document(b"Date;Event\n\n3 May;Seen\n", "a.csv")
    assert told(found) == [("row", "row 1", "Date\tEvent"), ("row", "row 3", "3 May\tSeen")]


def test_markdown_is_kept_as_written_with_its_headings_told() -> None:
    found = read_document(b"# Visit\n\n- seen\n> said\n", "a.md")
    assert found.text == "# Visit\n\n- seen\n> said\n"
    assert [(piece.kind, piece.level) for piece in found.pieces] == [
        ("heading", 1),
        ("item", 1),
        ("quote", 0),
    ]
