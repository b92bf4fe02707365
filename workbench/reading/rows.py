"""Workbooks and delimited files as text: a row a line, its cells parted by tabs."""

from collections.abc import Sequence

from workbench.reading import versions
from workbench.reading.composing import Composer, clean
from workbench.reading.delimited import delimited_tables
from workbench.reading.document import Document, Mark
from workbench.reading.grid import TableRow
from workbench.reading.package import Package
from workbench.reading.sheet_tables import read_sheets


def row_text(cells: Sequence[str]) -> str:
    """Cells on one line, parted by tabs, without the empty ones at its end; no tab stands within a cell."""
    return clean("\t".join(cell.replace("\t", " ").strip() for cell in cells)).rstrip()


def read_delimited(data: bytes, name: str) -> Document:
    """A CSV file; each row is labelled with its number as a spreadsheet would show it."""
    composer = Composer(name)
    for table in delimited_tables(data, name):
        for row in table.rows:
            composer.add("row", row_text([cell.text for cell in row.cells]), label=f"row {row.number}")
    return Document(composer.text, tuple(composer.pieces), None, versions.CSV, "csv")


def read_workbook(package: Package, main: str) -> Document:
    """An Excel workbook: each sheet under its name, its rows, then what is written beside its cells."""
    root = package.required(main)
    composer = Composer(package.name)
    warnings = package.warnings()
    for sheet in read_sheets(package, main, root):
        words = [row for row in sheet.table.rows if not row.is_empty]
        if not words and not sheet.comments and not sheet.boxes:
            continue
        composer.add("heading", sheet.name, label="hidden sheet" if sheet.table.hidden else "sheet", level=1)
        for row in words:
            text, marks = _sheet_row(row)
            composer.add("row", text, label=f"{sheet.name}!{row.number}", marks=marks)
        for place, by, text in sheet.comments:
            label = f"comment on {sheet.name}!{place}" + (f" by {by}" if by else "")
            composer.add("comment", text, label=label)
        for text in sheet.boxes:
            composer.add("textbox", text, label=f"text box on {sheet.name}")
    return Document(
        composer.text, tuple(composer.pieces), None, versions.SHEET, "xlsx", warnings, package.title()
    )


def _sheet_row(row: TableRow) -> tuple[str, tuple[Mark, ...]]:
    text = row_text([cell.text for cell in row.cells])
    return text, (Mark(0, len(text), "hidden"),) if row.hidden else ()
