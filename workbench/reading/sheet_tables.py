"""Every sheet of an Excel workbook (ECMA-376 part 1, 18), read sparsely from its XML.

The display format of a cell is read with its value, because it says what the writer meant: a cell that shows
"Mar-16" stores 1 March 2016, and a reader of the value alone would make one exact day of a month. Hidden
rows and sheets are read and marked; nobody's evidence goes missing over a filter left on.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from lxml import etree

from workbench.reading.grid import EMPTY, Cell, Table, TableRow, Value
from workbench.reading.package import Element, Package, attribute, local, not_parsed
from workbench.reading.refusal import broken, too_large

MOST_ROWS = 300_000
MOST_COLUMNS = 500
MOST_CELLS = 6_000_000

_BUILT_IN = {
    9: "0%", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "hh:mm", 21: "hh:mm:ss", 22: "dd/mm/yyyy hh:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
}  # fmt: skip
"""18.8.30; where the standard leaves the form to the reader's country it stands as a UK machine shows it."""

_TOKEN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|am/pm|a/p|y+|m+|d+|h+|s+|0+|.', re.IGNORECASE | re.DOTALL)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})$")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class _Format:
    """What a number format does with a number: its pieces, and which of "ymdt" it shows of a date."""

    pieces: tuple[str, ...]
    shown: str
    zeros: int = 0


@dataclass(frozen=True)
class Sheet:
    """One sheet: its table, and what is written beside its cells."""

    name: str
    table: Table
    comments: tuple[tuple[str, str, str], ...]
    """Where, by whom, and what: ("B7", "J. Thorley", "Check this date.")."""
    boxes: tuple[str, ...]
    """The texts of boxes and shapes that lie on it."""


def sheet_tables(package: Package, main: str, root: Element) -> tuple[Table, ...]:
    """Every sheet as a table, in the order of its tab."""
    return tuple(sheet.table for sheet in read_sheets(package, main, root))


def read_sheets(package: Package, main: str, root: Element) -> Iterator[Sheet]:
    """Every sheet in the order of its tab."""
    links = package.links(main)
    strings = _shared_strings(
        package, [link.target for link in links.values() if link.kind == "sharedStrings"]
    )
    formats = _formats(package, [link.target for link in links.values() if link.kind == "styles"])
    people = _people(package, [link.target for link in links.values() if link.kind == "person"])
    from_1904 = False
    budget = [MOST_CELLS]
    for element in root.iter():
        kind = local(element)
        if kind == "workbookPr":
            from_1904 = attribute(element, "date1904") in ("1", "true")
        if kind != "sheet":
            continue
        link = links.get(attribute(element, "id") or "")
        if link is None or link.kind != "worksheet":
            continue
        data = package.part(link.target)
        if data is None:
            raise broken(package.name)
        name = attribute(element, "name") or ""
        rows = _Sheet(package.name, strings, formats, from_1904, budget).read(data)
        hidden = attribute(element, "state") in ("hidden", "veryHidden")
        beside = package.links(link.target).values()
        comments = tuple(
            one
            for kind, read in (("comments", _comments), ("threadedComment", _threaded))
            for target in (other.target for other in beside if other.kind == kind)
            for one in read(package, target, people)
        )
        boxes = tuple(
            text for other in beside if other.kind == "drawing" for text in _boxes(package, other.target)
        )
        yield Sheet(name, Table(name, None, rows, name, hidden), comments, boxes)


def _people(package: Package, targets: list[str]) -> dict[str, str]:
    """Who wrote threaded comments, by the id they are known by."""
    root = package.xml(targets[0]) if targets else None
    return {
        attribute(person, "id") or "": attribute(person, "displayName") or ""
        for person in (root if root is not None else ())
    }


def _comments(package: Package, target: str, _: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Notes on cells (18.7). Those that only stand in for a threaded comment are left to that."""
    root = package.xml(target)
    authors: list[str] = []
    for element in root.iter() if root is not None else ():
        kind = local(element)
        if kind == "author":
            authors.append(element.text or "")
        elif kind == "comment":
            number = attribute(element, "authorId") or ""
            by = authors[int(number)] if number.isdigit() and int(number) < len(authors) else ""
            text = "".join(_rich_text(part) for part in element if local(part) == "text")
            if not by.startswith("tc={"):
                yield attribute(element, "ref") or "", by, text


def _threaded(package: Package, target: str, people: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    root = package.xml(target)
    for element in root if root is not None else ():
        if local(element) == "threadedComment":
            by = people.get(attribute(element, "personId") or "", "")
            text = "".join(part.text or "" for part in element if local(part) == "text")
            yield attribute(element, "ref") or "", by, text


def _boxes(package: Package, target: str) -> Iterator[str]:
    root = package.xml(target)
    for element in root.iter() if root is not None else ():
        if local(element) == "txBody":
            lines = (
                "".join(part.text or "" for part in line.iter() if local(part) == "t")
                for line in element
                if local(line) == "p"
            )
            if text := "\n".join(line for line in lines if line):
                yield text


class _Sheet:
    """One sheet being read."""

    def __init__(
        self, file: str, strings: list[str], formats: list[_Format], from_1904: bool, budget: list[int]
    ) -> None:
        self.file = file
        self.strings = strings
        self.formats = formats
        self.from_1904 = from_1904
        self.budget = budget
        self.cells: dict[int, dict[int, Cell]] = {}
        self.columns: dict[str, int] = {}
        self.space = ""
        self.hidden: set[int] = set()

    def read(self, data: bytes) -> tuple[TableRow, ...]:
        """The rows that hold anything, in order, each as wide as the sheet."""
        ranges: list[str] = []
        row_number = 0
        try:
            walk = etree.iterparse(
                BytesIO(data),
                events=("end",),
                tag=("{*}row", "{*}mergeCell"),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
            )
            for _, element in walk:
                if local(element) == "mergeCell":
                    ranges.append(element.get("ref") or "")
                    continue
                self.space = element.tag[: -len("row")]
                stated = element.get("r")
                row_number = int(stated) if stated else row_number + 1
                self._read_row(element, row_number)
                element.clear()
            doctype = walk.root.getroottree().docinfo.doctype if walk.root is not None else ""
        except (etree.XMLSyntaxError, ValueError, IndexError) as error:
            raise not_parsed(error, self.file) from error
        if doctype:
            raise broken(self.file)
        self._merge(ranges)
        width = 1 + max((max(row) for row in self.cells.values() if row), default=-1)
        return tuple(
            TableRow(number, tuple(row.get(column, EMPTY) for column in range(width)), number in self.hidden)
            for number, row in sorted(self.cells.items())
            if row
        )

    def _read_row(self, element: Element, number: int) -> None:
        column = -1
        row: dict[int, Cell] = {}
        for child in element:
            reference = child.get("r")
            if reference:
                letters = reference.rstrip("0123456789")
                found = self.columns.get(letters)
                if found is None:
                    found = self.columns[letters] = column_of(reference)
                column = found
            else:
                column += 1
            cell = self._cell(child)
            if cell is None:
                continue
            if column >= MOST_COLUMNS:
                raise too_large(self.file, f"a sheet has over {MOST_COLUMNS} columns")
            row[column] = cell
        if not row:
            return
        self.budget[0] -= len(row)
        if self.budget[0] < 0 or len(self.cells) >= MOST_ROWS:
            raise too_large(self.file, f"it has over {MOST_ROWS:,} rows or {MOST_CELLS:,} cells")
        self.cells.setdefault(number, {}).update(row)
        if element.get("hidden") in ("1", "true"):
            self.hidden.add(number)

    def _cell(self, element: Element) -> Cell | None:
        kind = element.get("t")
        raw: str | None = None
        for child in element:
            if child.tag == f"{self.space}v":
                raw = child.text or ""
            elif child.tag == f"{self.space}is":
                return _text_cell(_rich_text(child))
        if raw is None:
            return None
        if kind == "s":
            return _text_cell(self.strings[int(raw)])
        if kind in ("str", "e"):
            return _text_cell(_unescape(raw))
        if kind == "b":
            return Cell("TRUE" if raw == "1" else "FALSE", raw == "1")
        if kind == "d":
            return _iso_cell(raw)
        if not raw.strip():
            return None
        style = element.get("s")
        form = self.formats[int(style)] if style and int(style) < len(self.formats) else _PLAIN
        return _number_cell(float(raw), form, self.from_1904)

    def _merge(self, ranges: list[str]) -> None:
        covered = 0
        for written in ranges:
            first, _, last = written.partition(":")
            start, end = _REFERENCE.match(first), _REFERENCE.match(last or first)
            if start is None or end is None:
                continue
            top, bottom = int(start[2]), int(end[2])
            left, right = column_of(first), min(column_of(last or first), MOST_COLUMNS)
            # A merge over whole columns says nothing about rows that hold nothing.
            numbers = range(top, bottom + 1)
            present = [number for number in numbers if number in self.cells] if bottom - top < 5000 else []
            covered += len(present)
            if covered > MOST_ROWS:
                raise too_large(self.file, "a sheet has too many merged cells")
            for number in present:
                row = self.cells[number]
                for column in range(left, right + 1):
                    if (number, column) != (top, left):
                        row[column] = Cell("", merged=number > top, across=column > left)


_PLAIN = _Format(("General",), "")


def column_of(reference: str) -> int:
    """The column of a reference like AB12, counted from 0. Raises ValueError for anything else."""
    found = _REFERENCE.match(reference)
    if found is None:
        raise ValueError(reference)
    number = 0
    for letter in found[1].upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _text_cell(text: str) -> Cell | None:
    return Cell(text) if text else None


def _iso_cell(raw: str) -> Cell:
    try:
        moment = dt.datetime.fromisoformat(raw.strip().rstrip("Z"))
    except ValueError:
        return Cell(raw)
    if "T" in raw:
        return Cell(f"{moment:%d/%m/%Y %H:%M}", moment, shown="ymdt")
    return Cell(f"{moment:%d/%m/%Y}", moment.date(), shown="ymd")


def _number_cell(number: float, form: _Format, from_1904: bool) -> Cell:
    if not form.shown:
        whole = number.is_integer() and abs(number) < 1e15
        text = str(int(number)) if whole else f"{number:.15g}"
        if whole and form.zeros:
            text = text.zfill(form.zeros)
        return Cell(text, int(number) if whole else number)
    moment = moment_of(number, from_1904)
    if moment is None:
        return Cell(f"{number:.15g}", number)
    text = _shown_as(moment, form.pieces)
    value: Value
    if number < 1 and "d" not in form.shown:
        value = moment.time()
    elif "t" in form.shown or moment.time() != dt.time():
        value = moment
    else:
        value = moment.date()
    return Cell(text, value, shown=form.shown)


def moment_of(number: float, from_1904: bool = False) -> dt.datetime | None:
    """The date and time a serial number stands for, to the second; None beyond the calendar.

    Excel counts a 29 February 1900 that never was, so numbers below 60 are a day out (18.17.4.1).
    """
    if not 0 <= number < 2958466:
        return None
    days = number + (1462 if from_1904 else 0)
    if 1 <= days < 60:
        days += 1
    return dt.datetime(1899, 12, 30) + dt.timedelta(days=int(days), seconds=round((days - int(days)) * 86400))


def _shown_as(moment: dt.datetime, pieces: tuple[str, ...]) -> str:
    halves = any(piece in ("am/pm", "a/p") for piece in pieces)
    hour = (moment.hour % 12 or 12) if halves else moment.hour
    words: list[str] = []
    for piece in pieces:
        match piece:
            case "yy" | "y":
                words.append(f"{moment.year % 100:02d}")
            case "yyyy" | "yyy":
                words.append(f"{moment.year:04d}")
            case "m" | "mm":
                words.append(str(moment.month).zfill(len(piece)))
            case "mmm":
                words.append(_MONTHS[moment.month - 1][:3])
            case "mmmm":
                words.append(_MONTHS[moment.month - 1])
            case "mmmmm":
                words.append(_MONTHS[moment.month - 1][:1])
            case "d" | "dd":
                words.append(str(moment.day).zfill(len(piece)))
            case "ddd":
                words.append(_DAYS[moment.weekday()][:3])
            case "dddd":
                words.append(_DAYS[moment.weekday()])
            case "h" | "hh":
                words.append(str(hour).zfill(len(piece)))
            case "n" | "nn":
                words.append(f"{moment.minute:02d}")
            case "s" | "ss":
                words.append(f"{moment.second:02d}")
            case "am/pm" | "a/p":
                words.append("AM" if moment.hour < 12 else "PM")
            case _:
                words.append(piece[1:])
    return "".join(words).strip()


@lru_cache(maxsize=512)
def read_format(code: str) -> _Format:
    """What a format code shows. Only its first section counts, which is the one for positive numbers."""
    pieces: list[str] = []
    shown = ""
    for token in _TOKEN.findall(code):
        low = token.lower()
        if token == ";":
            break
        if token[0] == "[":
            if low.strip("[]") in ("h", "hh", "m", "mm", "s", "ss"):
                pieces.append(low.strip("[]"))
                shown += "t"
        elif token[0] == '"':
            pieces.append("'" + token[1:-1])
        elif token[0] == "\\":
            pieces.append("'" + token[1:])
        elif token[0] in "_*":
            pieces.append("' " if token[0] == "_" else "'")
        elif low in ("am/pm", "a/p") or low[0] in "ymdhs":
            pieces.append(low)
        else:
            pieces.append("'" + token)
    # "m" is minutes when hours stand before it or seconds after it (18.8.31).
    clock = [place for place, piece in enumerate(pieces) if piece[0] in "hsmdy"]
    for place, here in enumerate(clock):
        if pieces[here] not in ("m", "mm"):
            continue
        before = pieces[clock[place - 1]][0] if place else ""
        after = pieces[clock[place + 1]][0] if place + 1 < len(clock) else ""
        if before == "h" or after == "s":
            pieces[here] = "n" * len(pieces[here])
    letters = {piece[0] for piece in pieces if piece[0] != "'"}
    shown = "".join(
        letter for letter, marks in (("y", "y"), ("m", "m"), ("d", "d"), ("t", "hns")) if letters & set(marks)
    )
    if "General" in code or re.fullmatch(r"[^ymdhs]*", code, re.IGNORECASE):
        shown = ""
    zeros = len(code) if re.fullmatch(r"0+", code) else 0
    return _Format(tuple(pieces), shown, zeros)


def _formats(package: Package, targets: list[str]) -> list[_Format]:
    """The format of each cell style, by the style's number."""
    root = package.xml(targets[0]) if targets else None
    if root is None:
        return []
    codes = dict(_BUILT_IN)
    styles: list[_Format] = []
    for element in root.iter():
        kind = local(element)
        if kind == "numFmt":
            number = attribute(element, "numFmtId") or ""
            code = attribute(element, "formatCode") or ""
            # A workbook may restate a built-in date format in American order; UK Excel ignores that.
            if number.isdigit() and int(number) not in _BUILT_IN:
                codes[int(number)] = code
        elif kind == "cellXfs":
            for style in element:
                number = attribute(style, "numFmtId") or "0"
                code = codes.get(int(number), "General") if number.isdigit() else "General"
                styles.append(read_format(code) if code != "General" else _PLAIN)
    return styles


def _shared_strings(package: Package, targets: list[str]) -> list[str]:
    root = package.xml(targets[0]) if targets else None
    return [] if root is None else [_rich_text(item) for item in root if local(item) == "si"]


def _rich_text(item: Element) -> str:
    """The text of a string item without the reading aids (rPh) some languages put beside it."""
    if len(item) == 1 and len(item[0]) == 0:
        return _unescape(item[0].text or "")
    words: list[str] = []
    for child in item:
        kind = local(child)
        if kind == "t":
            words.append(child.text or "")
        elif kind == "r":
            words.extend(part.text or "" for part in child if local(part) == "t")
    return _unescape("".join(words))


def _unescape(text: str) -> str:
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
