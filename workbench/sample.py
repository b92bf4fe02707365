"""The sample case: an invented child, family and services, made from readable text by the functions people use.

`resources/samples/` holds the sources and says how they are written. `documents` turns each document's text
into the Word, Excel or CSV file an agency might have sent; the same text always gives the same bytes. `make`
brings those files into a new case and then does what a panel would do, by the same functions.
"""

import csv
import io
import re
import tomllib
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from math import ceil
from pathlib import Path
from typing import Any, TypeVar

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Cell, _Row
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import select

import resources
from workbench import notes, people, review
from workbench.case import new_case
from workbench.casefile import CaseFile
from workbench.chronology import corrections, events, importing, linking, marks
from workbench.findings import spine
from workbench.problems import Problem, Report, quiet
from workbench.word import publish

SOURCES = resources.path("samples", "robyn")
"""The sample case's own folder of sources."""
CASE = "sample.rpw"
PASSPHRASE = "passphrase.txt"
EXPORTS = {"action-plan": "Action plan.docx", "chronology": "Combined chronology.docx"}
"""The documents the case leads to, and the files they are written to beside it."""

_BREAK = re.compile(r"\s*//\s*")
_SAME = '"'
_NEXT = "*"
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_SHADE = "E7E6E6"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


@dataclass(frozen=True)
class Line:
    """One line of a document's text: a row of cells, or a directive (`banner`, `header`, `sheet` ...)."""

    kind: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """A document as it is written under `resources/samples/`: its head, in order, and its lines."""

    path: Path
    head: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]

    def all(self, name: str) -> tuple[str, ...]:
        """Every value this name has in the head."""
        return tuple(value for key, value in self.head if key == name)

    def one(self, name: str, otherwise: str = "") -> str:
        """The first value this name has in the head."""
        return next(iter(self.all(name)), otherwise)

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the document's table."""
        return _cells(self.one("columns"))

    @property
    def made(self) -> datetime:
        """The day the agency made the document, at noon."""
        return datetime.combine(date.fromisoformat(self.one("made")), time(12))


def read_source(path: Path) -> Source:
    """A document's text, read. Raises `ValueError` naming the line when it does not follow the README."""
    head: list[tuple[str, str]] = []
    lines: list[Line] = []
    in_head = True
    for number, text in enumerate(_whole_lines(path), 1):
        if in_head:
            if not text:
                in_head = False
                continue
            name, colon, value = text.partition(":")
            if not colon:
                raise ValueError(f"{path.name}, line {number} of the head is not “name: value”")
            head.append((name.strip(), value.strip()))
        elif text.startswith(">"):
            kind, _, rest = text[1:].strip().partition(" ")
            cells = _cells(rest) if kind in ("columns", "widths") else (rest.strip(),)
            lines.append(Line(kind, cells))
        elif text and not text.startswith("#"):
            lines.append(Line("row", _cells(text)))
    source = Source(path, tuple(head), tuple(lines))
    return _numbered(_checked(source))


def sources(folder: Path = SOURCES) -> list[Source]:
    """Every document of the case in this folder, in the order of their names."""
    return [read_source(path) for path in sorted((folder / "documents").glob("*.txt"))]


def documents(folder: Path, of: Path = SOURCES) -> list[Path]:
    """Write every document of the sample into `folder` and give their paths.

    The bytes depend on the sources and the writing libraries alone: no clock, machine or person is in them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for source in sources(of):
        path = folder / source.one("file")
        path.write_bytes(_WRITERS[source.one("kind"), path.suffix](source))
        written.append(path)
    return written


def make(folder: Path, report: Report = quiet, *, of: Path = SOURCES) -> list[Path]:
    """Make the sample case in `folder`, with its passphrase, the documents it is made from and those it leads to.

    Gives the paths of all of them, the case first.

    Raises `Problem` when a case is there already: someone may have worked in it.
    """
    target = folder / CASE
    if target.exists():
        raise Problem(
            f"There is a {CASE} in that folder already.", "Choose another folder, or move it away first."
        )
    written = documents(folder, of)
    about = _read(of / "case.toml")
    (folder / PASSPHRASE).write_text(about["passphrase"] + "\n", encoding="utf-8")
    by = about["by"]
    case = new_case(target, about["passphrase"], **about["review"], by=by)
    try:
        report(0, len(written) + 3, "Setting up the sample review")
        _set_up(case, about)
        work = _read(of / "panel.toml")
        for number, (source, path) in enumerate(zip(sources(of), written, strict=True), 1):
            report(number, len(written) + 3, f"Bringing in {path.name}")
            _bring_in(case, source, path, work["mended"])
        report(len(written) + 1, len(written) + 3, "Working through the chronology")
        _work_through(case, work, by)
        report(len(written) + 2, len(written) + 3, "Writing findings and actions")
        _write_spine(case, _read(of / "findings.toml"))
        for document, name in EXPORTS.items():
            publish.export(case, document, folder / name)
        report(len(written) + 3, len(written) + 3, "The sample case is made")
    except BaseException:
        case.close()
        target.unlink(missing_ok=True)
        raise
    case.close()
    return [target, folder / PASSPHRASE, *written, *(folder / name for name in EXPORTS.values())]


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _set_up(case: CaseFile, about: Mapping[str, Any]) -> None:
    review.change_review(case, **about["more_of_the_review"])
    for one in about["lines"]:
        review.add_line(case, one["text"])
    for one in about["services"]:
        people.add_service(case, one["name"], one["code"], organisation=one["organisation"])
    for one in about["people"]:
        people.add_person(case, **{**one, "aliases": tuple(one["aliases"])})
    for one in about["panel"]:
        review.add_member(case, **one)
    for one in about["statuses"]:
        with case.reading() as session:
            person = people.find_person(session, one["person"])
        review.add_status(case, one["kind"], one["starts"], one.get("ends"), person.id, one.get("note", ""))
    for one in about["life"]:
        review.add_life_event(case, **one)


def _bring_in(case: CaseFile, source: Source, path: Path, mended: Sequence[Mapping[str, Any]]) -> None:
    drafted = importing.draft(case, path.name, path.read_bytes(), service=source.one("service"))
    for one in mended:
        pointer = one["event"]
        if pointer["service"] != source.one("service"):
            continue
        known = [(at, told.when.earliest, told.text) for at, told in enumerate(drafted.understood.events)]
        drafted = importing.mend(drafted, _pointed_at(pointer, known), one["field"], one["value"], one["why"])
    importing.bring_in(case, drafted)


Told = TypeVar("Told")


def _pointed_at(pointer: Mapping[str, str], known: Iterable[tuple[Told, str | None, str]]) -> Told:
    """The one event that a pointer of the sources means, among (event, day, words) of its service."""
    found = [
        told
        for told, day, text in known
        if pointer["words"] in text and ("date" not in pointer or pointer["date"] == day)
    ]
    if len(found) != 1:
        raise ValueError(f"{len(found)} events of {pointer['service']} say “{pointer['words']}”, not one")
    return found[0]


class _Events:
    """The case's events as the sources point to them."""

    def __init__(self, case: CaseFile) -> None:
        with case.reading() as session:
            rows = session.execute(
                select(events.Event.id, people.Service.code, events.Event.earliest, events.Event.text).join(
                    people.Service, people.Service.id == events.Event.service_id
                )
            )
            self._known = [(event_id, service, day, text) for event_id, service, day, text in rows]

    def one(self, pointer: Mapping[str, str]) -> str:
        """The id of the one event a pointer means."""
        of_service = [row for row in self._known if row[1] == pointer["service"]]
        return _pointed_at(pointer, [(event_id, day, text) for event_id, _, day, text in of_service])

    def all(self, pointers: Iterable[Mapping[str, str]]) -> list[str]:
        """The ids of the events that several pointers mean."""
        return [self.one(pointer) for pointer in pointers]


def _work_through(case: CaseFile, work: Mapping[str, Any], by: str) -> None:
    pointed = _Events(case)
    with case.reading() as session:
        lines = {ref: line_id for line_id, ref, _ in review.lines(session)}
    for one in work["corrections"]:
        case.by = one["by"]
        corrections.correct(case, pointed.one(one["event"]), one["field"], one["value"], one["why"])
    case.by = by
    for one in work["key"]:
        marks.mark_key(case, pointed.all(one["events"]), True)
    for one in work["accounts"]:
        linking.link_as_same(case, pointed.all(one["events"]))
    for one in work["on_line"]:
        marks.mark_line(case, pointed.all(one["events"]), lines[one["line"]], True)
    for one in work["notes"]:
        case.by = one["by"]
        notes.add_note(case, pointed.one(one["event"]), one["text"])
    for one in work["questions"]:
        case.by = one["by"]
        question = marks.ask_agency(case, pointed.one(one["event"]), one["text"])
        if "answer" in one:
            case.by = one["answered_by"]
            marks.answer_question(case, question, one["answer"])
    case.by = by


def _write_spine(case: CaseFile, told: Mapping[str, Any]) -> None:
    pointed = _Events(case)
    findings = []
    for one in told["findings"]:
        values = {name: value for name, value in one.items() if name not in ("title", "evidence")}
        finding = spine.add_finding(case, one["title"], **values)
        findings.append(finding)
        for piece in one["evidence"]:
            spine.add_evidence(
                case,
                finding,
                [pointed.one(piece["event"])],
                against=piece.get("against", False),
                note=piece.get("note", ""),
            )
    for one in told["recommendations"]:
        values = {name: value for name, value in one.items() if name not in ("title", "findings", "actions")}
        values["findings"] = [findings[number - 1] for number in one["findings"]]
        recommendation = spine.add_recommendation(case, one["title"], **values)
        for action in one["actions"]:
            _write_action(case, recommendation, action)


def _write_action(case: CaseFile, recommendation: str, one: Mapping[str, Any]) -> None:
    values = {name: value for name, value in one.items() if name not in ("title", "milestones", "progress")}
    action = spine.add_action(case, recommendation, one["title"], **values)
    for step in one.get("milestones", ()):
        milestone = spine.add_milestone(case, action, step["text"], step["due"])
        if "done_on" in step:
            spine.edit_milestone(case, milestone, done_on=step["done_on"])
    for told in one.get("progress", ()):
        spine.add_progress(
            case, action, told["text"], on=told["on"], by=told["by"], evidence=told.get("evidence", "")
        )


def _whole_lines(path: Path) -> list[str]:
    """The file's lines, each with the lines that go on from it joined by one space."""
    whole: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if (
            line.startswith(" ")
            and whole
            and whole[-1]
            and line.strip()
            and not line.lstrip().startswith("|")
        ):
            whole[-1] += " " + line.strip()
        else:
            whole.append(line.rstrip())
    return whole


def _cells(text: str) -> tuple[str, ...]:
    return tuple(_BREAK.sub("\n", cell.strip()) for cell in text.split("|"))


def _checked(source: Source) -> Source:
    columns = source.columns
    for line in source.lines:
        if line.kind == "columns":
            columns = line.cells
        elif line.kind == "row" and len(line.cells) != len(columns):
            raise ValueError(
                f"{source.path.name}: {len(line.cells)} cells for {len(columns)} columns "
                f"in “{' | '.join(line.cells)[:60]}”"
            )
    return source


def _numbered(source: Source) -> Source:
    """The same with each lone `*` replaced by its number."""
    number = int(source.one("numbers from", "1"))
    lines = []
    for line in source.lines:
        cells = list(line.cells)
        for index, cell in enumerate(cells):
            if line.kind == "row" and cell == _NEXT:
                cells[index] = str(number)
                number += 1
        lines.append(Line(line.kind, tuple(cells)))
    return Source(source.path, source.head, tuple(lines))


# Word


def _word(source: Source) -> bytes:
    document = docx.Document()
    _without_picture(document)
    font, _, size = source.one("font", "Arial 10").rpartition(" ")
    style = document.styles["Normal"]
    if isinstance(style, ParagraphStyle):
        style.font.name = font
        style.font.size = Pt(float(size))
        style.paragraph_format.space_after = Pt(3)
    section = document.sections[0]
    wide, high = Cm(29.7), Cm(21.0)
    if source.one("page") == "landscape":
        section.orientation = WD_ORIENT.LANDSCAPE
    else:
        wide, high = high, wide
    section.page_width, section.page_height = wide, high
    section.left_margin = section.right_margin = Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(1.4)
    section.footer.paragraphs[0].text = source.one("foot")
    _word_head(document, source)
    _word_table(document, source)
    properties = document.core_properties
    properties.author = properties.last_modified_by = source.one("author")
    properties.title = source.one("title")
    properties.comments = source.one("foot")
    properties.created = properties.modified = source.made
    properties.language = "en-GB"
    properties.revision = 1
    written = io.BytesIO()
    document.save(written)
    return _same_bytes(written.getvalue())


def _without_picture(document: Document) -> None:
    """Take out the thumbnail that the blank document brings with it."""
    relations = document.part.package.rels if document.part.package else {}
    for key, relation in list(relations.items()):
        if relation.reltype.endswith("/thumbnail"):
            del relations[key]


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
                    _fill(cell, words.strip(), bold=words is label)
            document.add_paragraph()
        elif name == "title":
            for _, value in group:
                run = document.add_paragraph().add_run(value)
                if size:
                    run.bold, run.font.size, size = True, Pt(size), 0.0


def _word_table(document: Document, source: Source) -> None:
    widths = [float(width) for width in _cells(source.one("widths"))]
    lines = [Line("header", ()), *source.lines]
    table = document.add_table(rows=len(lines), cols=len(widths))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    repeats = not any(line.kind == "header" for line in source.lines)
    above: list[_Cell] = []
    for number, (row, line) in enumerate(zip(table.rows, lines, strict=True)):
        cells = list(row.cells)
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(cells, widths, strict=True):
            cell.width = Cm(width)
        if line.kind == "row":
            for index, (cell, text) in enumerate(zip(cells, line.cells, strict=True)):
                if text == _SAME:
                    _merge_down(above[index], cell)
                else:
                    _fill(cell, text)
        elif line.kind == "header":
            for cell, heading in zip(cells, source.columns, strict=True):
                _fill(cell, heading, bold=True)
                _shade(cell)
            if not number and repeats:
                row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        elif line.kind in ("banner", "note"):
            _across(row, cells, sum(widths))
            _fill(cells[0], line.cells[0], bold=line.kind == "banner")
            if line.kind == "banner":
                _shade(cells[0])
        elif line.kind != "blank":
            raise ValueError(f"{source.path.name}: a Word table has no “{line.kind}”")
        above = cells


def _across(row: _Row, cells: Sequence[_Cell], width: float) -> None:
    """Make the row's first cell reach over all of them."""
    for spare in cells[1:]:
        row._tr.remove(spare._tc)
    cells[0].width = Cm(width)
    span = OxmlElement("w:gridSpan")
    span.set(qn("w:val"), str(len(cells)))
    cells[0]._tc.get_or_add_tcPr().append(span)


def _fill(cell: _Cell, text: str, *, bold: bool = False) -> None:
    cell.paragraphs[0].add_run(text).bold = bold or None


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _SHADE)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _merge_down(above: _Cell, below: _Cell) -> None:
    for cell, part in ((above, "restart"), (below, None)):
        properties = cell._tc.get_or_add_tcPr()
        if properties.find(qn("w:vMerge")) is None:
            merge = OxmlElement("w:vMerge")
            if part:
                merge.set(qn("w:val"), part)
            properties.append(merge)


# Excel


def _excel(source: Source) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    font, _, size = source.one("font", "Arial 10").rpartition(" ")
    plain, bold = Font(name=font, size=float(size)), Font(name=font, size=float(size), bold=True)
    dates, times = _cells(source.one("dates")), _cells(source.one("times"))
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
    return _same_bytes(written.getvalue(), stamp)


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


# CSV


def _csv(source: Source) -> bytes:
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


def _same_bytes(archive: bytes, modified: bytes | None = None) -> bytes:
    """The archive again with nothing of the moment in it: fixed times, one order, one compression."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(written, "w") as new:
        for name in sorted(old.namelist(), key=lambda part: (part != "[Content_Types].xml", part)):
            part = old.read(name)
            if modified and name == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>" + modified + rb"\g<2>", part)
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            new.writestr(entry, part)
    return written.getvalue()


_WRITERS: Mapping[tuple[str, str], Callable[[Source], bytes]] = {
    ("chronology", ".docx"): _word,
    ("chronology", ".xlsx"): _excel,
    ("chronology", ".csv"): _csv,
}
"""How each kind of document becomes each kind of file. A new kind of document is one more line here."""
