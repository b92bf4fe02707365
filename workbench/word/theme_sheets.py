"""The theme report as an Excel workbook: the codebook, one row for each tag, and the counts, to sort and filter.

What is text stays text: words of a record that begin like a formula are written as words, so that no sheet
ever works anything out, here or where someone copies it to.
"""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from workbench.anonymity.rendering import say, say_name
from workbench.chronology.when import say_when
from workbench.problems import Report, quiet
from workbench.review import ReviewView
from workbench.tagged import NO_SERVICE, NOT_IN_ONE_MONTH, PASSAGES, HeatMap
from workbench.themes.codebook import ThemeView
from workbench.word.analysis import DIMENSIONS, place_of, service_of
from workbench.word.markup import clean
from workbench.word.paper import Provenance, same_bytes
from workbench.word.quoting import outcome_words, reads_days, where_from
from workbench.word.tagged_pieces import Piece, Themes, every_piece

_LONGEST = 32_000
"""Characters; Excel takes 32,767 in one cell."""
_DAY = "d mmm yyyy"
_HEAD = PatternFill("solid", fgColor="E7F0F5")
_AT_A_TIME = 200
_CHANGED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_LIKE_A_FORMULA = ("=", "+", "-", "@")

Value = str | int | date | None


def write_theme_sheets(
    review: ReviewView, of: Themes, provenance: Provenance, report: Report = quiet
) -> bytes:
    """The workbook's bytes: the same for the same case on the same day."""
    book = Workbook()
    book.remove(book.worksheets[0])
    moment = datetime.combine(provenance.today, time())
    properties = book.properties
    properties.creator = clean(say(review.commissioner)) or None
    properties.title = clean(f"{say(review.title)}: theme report")
    properties.subject = review.kind.name
    properties.category = review.marking
    properties.language = "en-GB"
    properties.created = properties.modified = moment
    _codebook(book, review, of)
    _tagged(book, of, report)
    _heat(book, "Theme x service", of, of.by_service)
    _heat(book, "Theme x month", of, of.by_month)
    for sheet in book.worksheets:
        _for_print(sheet, review, provenance)
    written = io.BytesIO()
    book.save(written)
    stamp = f"{moment.isoformat()}Z".encode()

    def settled(name: str, data: bytes) -> bytes:
        return _CHANGED.sub(rb"\g<1>" + stamp + rb"\g<2>", data) if name == "docProps/core.xml" else data

    return same_bytes(written.getvalue(), settled)


def _codebook(book: Workbook, review: ReviewView, of: Themes) -> None:
    headings = (
        "Code", "Theme", "Dimension", "Under", "Definition", "Use when", "Not when", "Example", "Retired", "Events",
        "Passages", "With themes beneath",
    )  # fmt: skip
    rows: list[Sequence[Value]] = []
    for theme in of.themes:
        found = of.counts.get(theme.id)
        rows.append(
            (
                theme.code,
                say(theme.name),
                DIMENSIONS[theme.dimension],
                theme.parent or "",
                say(theme.definition),
                say(theme.use_when),
                say(theme.not_when),
                say(theme.example),
                "retired" if theme.retired else "",
                found.events if found else 0,
                found.passages if found else 0,
                found.whole if found else 0,
            )
        )
    sheet = _sheet(book, "Codebook", headings, rows, (9, 30, 24, 9, 55, 40, 40, 40, 10, 9, 11, 14))
    below = len(rows) + 3
    for at, words in enumerate((of.absent, f"{review.marking}. {review.draft_words}."), below):
        _put(sheet.cell(at, 1), words)
        sheet.cell(at, 1).alignment = Alignment(wrap_text=False, vertical="top")


def _tagged(book: Workbook, of: Themes, report: Report) -> None:
    headings = (
        "Code", "Theme", "Dimension", "What", "Ref", "Service", "Date", "Time", "Words", "Outcome", "Page",
        "Where from", "Note", "Tagged by", "Tagged on",
    )  # fmt: skip

    def rows() -> Iterable[Sequence[Value]]:
        pieces = every_piece(of)
        for done, (theme, piece) in enumerate(pieces, 1):
            yield from _rows_of(theme, piece)
            if done % _AT_A_TIME == 0 or done == len(pieces):
                report(done, len(pieces), "Writing the theme report")

    _sheet(book, "Tagged", headings, rows(), (9, 26, 22, 9, 8, 9, 15, 8, 70, 22, 7, 34, 40, 18, 13))


def _rows_of(theme: ThemeView, piece: Piece) -> Iterable[Sequence[Value]]:
    """A row for each tag on a piece."""
    event, passage = piece.event, piece.passage
    days = reads_days()
    for tag in piece.tags:
        named: Sequence[Value] = (theme.code, say(theme.name), DIMENSIONS[theme.dimension])
        told: Sequence[Value]
        if event is not None:
            exact = days and event.earliest is not None and event.earliest == event.latest
            when = date.fromisoformat(event.earliest or "") if exact else say_when(event.when)
            told = (
                "Event", event.ref, event.service, when, (event.time or "") if days else "", say(event.text),
                outcome_words(event), None, where_from(event),
            )  # fmt: skip
        elif passage is not None:
            told = (
                "Passage", passage.material, service_of(piece), None, "", say(passage.text), "", passage.page,
                place_of(piece),
            )  # fmt: skip
        else:
            continue
        yield (*named, *told, say(tag.note), say_name(tag.by), date.fromisoformat(tag.at[:10]))


def _heat(book: Workbook, name: str, of: Themes, heat: HeatMap) -> None:
    words = {NO_SERVICE: "No service", NOT_IN_ONE_MONTH: "Not in one month", PASSAGES: "Passages"}
    used = [theme for theme in of.themes if any(key == theme.id for key, _ in heat.cells)]
    rows: list[Sequence[Value]] = [
        (theme.code, say(theme.name), *(heat.cells.get((theme.id, column), 0) for column in heat.columns))
        for theme in used
    ]
    headings = ("Code", "Theme", *(words.get(column, column) for column in heat.columns))
    sheet = _sheet(book, name, headings, rows, (9, 34, *(10 for _ in heat.columns)))
    _put(sheet.cell(len(rows) + 3, 1), of.absent)


def _sheet(
    book: Workbook,
    name: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Value]],
    widths: Sequence[int],
) -> Worksheet:
    """A sheet with a heading row that stays in sight and filters what is below it."""
    sheet = book.create_sheet(name)
    for at, words in enumerate(headings, 1):
        cell = sheet.cell(1, at)
        _put(cell, words)
        cell.font = Font(bold=True)
        cell.fill = _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    last = 1
    for last, row in enumerate(rows, 2):
        for at, value in enumerate(row, 1):
            if value is not None and value != "":
                _put(sheet.cell(last, at), value)
    for at, wide in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = wide
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{last}"
    return sheet


_WRAPPED = Alignment(wrap_text=True, vertical="top")


def _put(cell: Cell, value: Value) -> None:
    """A value into a cell: dates and numbers as such, everything else as words, whatever it begins with."""
    if isinstance(value, str):
        words = clean(value)[:_LONGEST]
        cell.value = words
        cell.data_type = "s"
        cell.alignment = _WRAPPED
        if words.startswith(_LIKE_A_FORMULA):
            cell.quotePrefix = True
        return
    cell.value = value
    cell.alignment = _WRAPPED
    if isinstance(value, date):
        cell.number_format = _DAY


def _for_print(sheet: Worksheet, review: ReviewView, provenance: Provenance) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    marking = review.marking.replace("&", "&&")
    sheet.oddHeader.left.text = f"&B{marking}"
    sheet.oddHeader.right.text = review.draft_words
    sheet.oddFooter.left.text = f"{marking}, copy {provenance.short}, change {provenance.change}"
    sheet.oddFooter.right.text = "Page &P of &N"
