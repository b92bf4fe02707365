"""The theme report: everything under each theme with where it comes from, as a Word file and as a workbook."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from word.parts import paragraphs, table

from workbench.casefile import CaseFile
from workbench.word import publish

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def made(case: CaseFile) -> bytes:
    return publish.make(case, "theme-report", today=TODAY)


@pytest.fixture(scope="module")
def sheets(case: CaseFile) -> Iterator[Workbook]:
    book = openpyxl.load_workbook(io.BytesIO(publish.make(case, "theme-report", ending="xlsx", today=TODAY)))
    yield book
    book.close()


def rows(book: Workbook, name: str) -> list[dict[str, object]]:
    heads, *below = list(book[name].iter_rows(values_only=True))
    return [
        {str(head): value for head, value in zip(heads, row, strict=True)}
        for row in below
        if row[1] is not None
    ]


def test_every_theme_stands_in_the_codebook_with_its_counts(made: bytes) -> None:
    found = {row["Code"]: row for row in table(made, "Code", "What it means")}
    assert list(found) == ["NAF", "UAO", "CDE", "INF", "MCO", "AMB", "GPR"]
    assert [(found["INF"][name]) for name in ("Events", "Passages")] == ["1", "1"]
    assert "Use when: " in found["INF"]["What it means"]


def test_what_stands_under_a_theme_is_quoted_with_where_from_by_whom_and_the_note(made: bytes) -> None:
    found = paragraphs(made)
    at = found.index(("Heading3", "Information not shared (INF)"))
    assert [text for name, text in found[at + 2 : at + 6]] == [
        "“Telephone call from Mother asking to put the visit off. Agreed.”",
        "E3, CSC, Jun 2023; added by the panel. Tagged by A. Reviewer.",
        "“Nobody else was told that Robin had not been seen.”",
        "M2, HV, letter.txt. Tagged by A. Reviewer. Note: Not even the GP.",
    ]


def test_counts_never_stand_without_what_an_absent_tag_means(made: bytes) -> None:
    assert sum("An absent tag is not an absent feature." in text for _, text in paragraphs(made)) == 3


def test_services_and_months_stand_as_tables_under_their_pictures(made: bytes) -> None:
    by_service = {row["Theme"]: row for row in table(made, "Theme", "HV", "CSC")}
    assert (by_service["Information not shared"]["HV"], by_service["Information not shared"]["CSC"]) == (
        "1",
        "1",
    )
    assert [row["MCO"] for row in table(made, "Month", "MCO")] == ["1", "1"]


def test_the_overview_report_quotes_by_theme(case: CaseFile) -> None:
    found = paragraphs(publish.make(case, "overview", today=TODAY))
    at = found.index(("Heading2", "Analysis by theme"))
    assert [text for name, text in found[at:] if name == "Heading3"][:4] == [
        "Child’s daily experience not explored (CDE)",
        "Information not shared (INF)",
        "Missed contacts not read as a signal (MCO)",
        "Good practice (GPR)",
    ]


def test_the_workbook_has_a_row_for_each_tag_with_real_dates_where_they_are_exact(sheets: Workbook) -> None:
    assert sheets.sheetnames == ["Codebook", "Tagged", "Theme x service", "Theme x month"]
    found = rows(sheets, "Tagged")
    assert [(row["Code"], row["Ref"]) for row in found] == [
        ("CDE", "M2"), ("INF", "E3"), ("INF", "M2"), ("MCO", "E2"), ("MCO", "E3"), ("GPR", "M2"),
    ]  # fmt: skip
    assert [row["Date"] for row in found] == [None, "Jun 2023", None, datetime(2023, 5, 3), "Jun 2023", None]
    assert sheets["Tagged"].auto_filter.ref == "A1:O7"
    assert sheets["Tagged"].freeze_panes == "C2"
    assert rows(sheets, "Theme x service")[1] == {
        "Code": "INF", "Theme": "Information not shared", "HV": 1, "CSC": 1, "POL": 0,
    }  # fmt: skip


def test_no_cell_of_the_workbook_is_a_formula(sheets: Workbook) -> None:
    cells = [cell for sheet in sheets.worksheets for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    quoted = [cell for cell in cells if str(cell.value).startswith("=1+1")]
    assert [(cell.data_type, cell.quotePrefix) for cell in quoted] == [("s", True)]


def test_the_workbook_says_nothing_of_who_or_what_made_it(case: CaseFile) -> None:
    data, again = (publish.make(case, "theme-report", ending="xlsx", today=TODAY) for _ in range(2))
    assert data == again
    book = openpyxl.load_workbook(io.BytesIO(data))
    about = book.properties
    assert (about.creator, about.lastModifiedBy, about.keywords, about.description) == (
        "Safeguarding partners", None, None, None,
    )  # fmt: skip
    assert (about.title, about.created, about.modified) == (
        "Child R: theme report", datetime(2026, 11, 23), datetime(2026, 11, 23),
    )  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        everything = b"".join(package.read(name) for name in package.namelist())
    assert b"openpyxl" not in everything
