"""Agencies' chronologies as files: the tables of the sample's sources written to Word, Excel and CSV."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import groupby
from math import ceil

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell, _Row
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from workbench.sample.files import blank_word, same_bytes, word_bytes
from workbench.sample.sources import Line, Source, cells

_SAME = '"'
_SHADE = "E7E6E6"


def word(source: Source) -> bytes:
    document = blank_word(source, after=3)
    section = document.sections[0]
    wide, high = Cm(29.7), Cm(21.0)
    if source.one("page") == "landscape":
        section.orientation = WD_ORIENT.LANDSCAPE
    else:
        wide, high = high, wide
    section.page_width, section.page_height = wide, high
    section.left_margin = section.right_margin = Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(1.4)
    _word_head(document, source)
    _word_table(document, source)
    return word_bytes(document, source)


def _word_head(document: Document, source: Source) -> None:
    """The lines above the table, and the title block where the head has one, in the head's order."""
    size = 16.0
    for name, group in groupby(source.head, key=lambda pair: pair[0]):
        if name == "block":
            blocks = [value.partition("=") for _, value in group]
            table = document.add_table(rows=len(blocks), cols=2)
            table.style = "Table Grid"
            table.autofit = False
            for column, width in zip(table.columns, (4.5, 12.0), strict=True):
                column.width = Cm(width)
            for row, (label, _, text) in zip(table.rows, blocks, strict=True):
                for cell, words, width in zip(row.cells, (label, text), (4.5, 12.0), strict=True):
                    cell.width = Cm(width)
                    fill(cell, words.strip(), bold=words is label)
            document.add_paragraph()
        elif name == "title":
            for _, value in group:
                run = document.add_paragraph().add_run(value)
                if size:
                    run.bold, run.font.size, size = True, Pt(size), 0.0


def _word_table(document: Document, source: Source) -> None:
    widths = [float(width) for width in cells(source.one("widths"))]
    lines = [Line("header", ()), *source.lines]
    table = document.add_table(rows=len(lines), cols=len(widths))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    repeats = not any(line.kind == "header" for line in source.lines)
    above: list[_Cell] = []
    for number, (row, line) in enumerate(zip(table.rows, lines, strict=True)):
        here = list(row.cells)
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(here, widths, strict=True):
            cell.width = Cm(width)
        if line.kind == "row":
            for index, (cell, text) in enumerate(zip(here, line.cells, strict=True)):
                if text == _SAME:
                    _merge_down(above[index], cell)
                else:
                    fill(cell, text)
        elif line.kind == "header":
            for cell, heading in zip(here, source.columns, strict=True):
                fill(cell, heading, bold=True)
                shade(cell)
            if not number and repeats:
                row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        elif line.kind in ("banner", "note"):
            _across(row, here, sum(widths))
            fill(here[0], line.cells[0], bold=line.kind == "banner")
            if line.kind == "banner":
                shade(here[0])
        elif line.kind != "blank":
            raise ValueError(f"{source.path.name}: a Word table has no “{line.kind}”")
        above = here


def _across(row: _Row, cells: Sequence[_Cell], width: float) -> None:
    """Make the row's first cell reach over all of them."""
    for spare in cells[1:]:
        row._tr.remove(spare._tc)
    cells[0].width = Cm(width)
    span = OxmlElement("w:gridSpan")
    span.set(qn("w:val"), str(len(cells)))
    cells[0]._tc.get_or_add_tcPr().append(span)


def fill(cell: _Cell, text: str, *, bold: bool = False) -> None:
    cell.paragraphs[0].add_run(text).bold = bold or None


def shade(cell: _Cell) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _SHADE)):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def _merge_down(above: _Cell, below: _Cell) -> None:
    for cell, part in ((above, "restart"), (below, None)):
        properties = cell._tc.get_or_add_tcPr()
        if properties.find(qn("w:vMerge")) is None:
            merge = OxmlElement("w:vMerge")
            if part:
                merge.set(qn("w:val"), part)
            properties.append(merge)


def excel(source: Source) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    font, _, size = source.one("font", "Arial 10").rpartition(" ")
    plain, bold = Font(name=font, size=float(size)), Font(name=font, size=float(size), bold=True)
    dates, times = cells(source.one("dates")), cells(source.one("times"))
    sheet: Worksheet | None = None
    columns: tuple[str, ...] = ()
    widths: tuple[float, ...] = ()
    row = 0
    for line in source.lines:
        if line.kind == "sheet":
            sheet = book.create_sheet(line.cells[0])
            sheet.oddFooter.center.text = source.one("foot")
            sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
            sheet.page_setup.fitToHeight = 0
            sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
            columns, row = (), 0
            continue
        if sheet is None:
            raise ValueError(f"{source.path.name}: rows stand before the first sheet")
        if line.kind == "widths":
            widths = tuple(float(width) for width in line.cells)
            for index, width in enumerate(widths, 1):
                sheet.column_dimensions[get_column_letter(index)].width = width
            continue
        row += 1
        if line.kind == "columns":
            columns = line.cells
            _excel_row(sheet, row, columns, bold, shaded=True)
            sheet.freeze_panes = sheet.cell(row + 1, 1)
        elif line.kind == "row":
            typed = [
                _native(text, heading in dates, heading in times)
                for heading, text in zip(columns, line.cells, strict=True)
            ]
            _excel_row(sheet, row, typed, plain)
            high = max(ceil(1.05 * len(text) / width) for text, width in zip(line.cells, widths, strict=True))
            sheet.row_dimensions[row].height = 14.0 * max(high, 1)
        elif line.kind in ("title", "note"):
            sheet.cell(row, 1, line.cells[0]).font = bold if line.kind == "title" and row == 1 else plain
        elif line.kind != "blank":
            raise ValueError(f"{source.path.name}: a sheet has no “{line.kind}”")
    if source.one("foot"):
        first = book.worksheets[0]
        first.cell(first.max_row + 2, 1, source.one("foot")).font = plain
    book.properties.creator = book.properties.lastModifiedBy = source.one("author")
    book.properties.title = source.path.stem
    book.properties.description = source.one("foot")
    book.properties.created = source.made
    written = io.BytesIO()
    book.save(written)
    stamp = f"{source.made:%Y-%m-%dT%H:%M:%S}Z".encode()
    return same_bytes(written.getvalue(), stamp)


def _excel_row(
    sheet: Worksheet, row: int, values: Sequence[str | date | time | int], font: Font, *, shaded: bool = False
) -> None:
    edge = Side(style="thin", color="A6A6A6")
    for index, value in enumerate(values, 1):
        cell = sheet.cell(row, index, value if value != "" else None)
        cell.font = font
        cell.border = Border(left=edge, right=edge, top=edge, bottom=edge)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if shaded:
            cell.fill = PatternFill("solid", fgColor=_SHADE)
        if isinstance(value, date):
            cell.number_format = "DD/MM/YYYY"
        elif isinstance(value, time):
            cell.number_format = "HH:MM"


def _native(text: str, is_date: bool, is_time: bool) -> str | date | time | int:
    """The value a spreadsheet would hold for this text: a day, a time, a whole number, or the text itself."""
    if is_date and re.fullmatch(r"\d\d/\d\d/\d{4}", text):
        return datetime.strptime(text, "%d/%m/%Y").date()
    if is_time and re.fullmatch(r"\d\d:\d\d", text):
        return time.fromisoformat(text)
    return int(text) if re.fullmatch(r"[1-9]\d{0,5}", text) else text


def delimited(source: Source) -> bytes:
    rows = [line.cells for line in source.lines if line.kind == "row"]
    if source.one("order") == "newest first":
        rows.reverse()
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(source.columns)
    writer.writerows(rows)
    if source.one("foot"):
        writer.writerow([source.one("foot")])
    return written.getvalue().encode(source.one("encoding", "utf-8-sig"))
