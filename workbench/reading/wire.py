"""What goes through the pipes between the program and the process that reads files: frames of JSON and bytes.

Nothing that comes back is trusted further than its form: it is plain values, checked, and never code.
"""

import datetime as dt
import hashlib
import json
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, get_args

from workbench.reading.document import Attached, MarkKind, PieceKind
from workbench.reading.grid import EMPTY, Cell, Table, TableRow, Value
from workbench.reading.parts import Part, ReadFile

LARGEST_HEAD = 64 * 1024 * 1024
LARGEST_FRAME = 2 * 1024**3
ROWS_AT_ONCE = 500
OUT_OF_MEMORY = 3
"""The code a process that reads ends with when it has had no more memory."""
_KINDS = frozenset(get_args(PieceKind))
_MARKS = frozenset(get_args(MarkKind))

Head = dict[str, Any]


class MalformedError(Exception):
    """What came through the pipe does not have the form it should."""


@dataclass(frozen=True)
class Frame:
    """One message: a head of plain values, and bytes."""

    head: Head
    data: tuple[bytes, ...] = ()


def send(to: BinaryIO, frame: Frame) -> None:
    """Write a frame and let it go."""
    head = json.dumps({**frame.head, "sizes": [len(each) for each in frame.data]}).encode()
    to.write(struct.pack(">I", len(head)) + head)
    for each in frame.data:
        to.write(each)
    to.flush()


def receive(source: BinaryIO) -> Frame | None:
    """Read a frame; None where the other end is gone. Raises `MalformedError`."""
    begins = source.read(4)
    if len(begins) < 4:
        return None
    (length,) = struct.unpack(">I", begins)
    if length > LARGEST_HEAD:
        raise MalformedError
    told = source.read(length)
    if len(told) < length:
        return None
    try:
        head = json.loads(told)
        sizes = [int(size) for size in head.pop("sizes")]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise MalformedError from error
    if any(size < 0 for size in sizes) or sum(sizes) > LARGEST_FRAME:
        raise MalformedError
    data = []
    for size in sizes:
        each = source.read(size)
        if len(each) < size:
            return None
        data.append(each)
    return Frame(head, tuple(data))


# --- a file as text


def file_out(read: ReadFile) -> Frame:
    """A file as read, on its way to the program."""
    texts = [part.text.encode() for part in read.parts]
    pieces = [part.pieces.encode() for part in read.parts]
    head = {
        "kind": read.kind,
        "reader": read.reader,
        "title": read.title,
        "pages": read.pages,
        "warnings": list(read.warnings),
        "parts": [
            [part.page, len(text), len(told)]
            for part, text, told in zip(read.parts, texts, pieces, strict=True)
        ],
        "attached": [one.name for one in read.attached],
    }
    return Frame(head, (b"".join(texts), b"".join(pieces), *(one.data for one in read.attached)))


def file_in(frame: Frame) -> ReadFile:
    """A file as read, come to the program. Raises `MalformedError`."""
    try:
        return _file_in(frame)
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise MalformedError from error


def _file_in(frame: Frame) -> ReadFile:
    head = frame.head
    texts, pieces, *attached = frame.data
    hashed = hashlib.sha256(texts)
    start = text_at = pieces_at = 0
    parts: list[Part] = []
    for page, text_size, pieces_size in head["parts"]:
        text = texts[text_at : text_at + text_size].decode()
        told = pieces[pieces_at : pieces_at + pieces_size].decode()
        _check_pieces(json.loads(told), start, start + len(text))
        parts.append(Part(start, None if page is None else int(page), text, told))
        start += len(text)
        text_at += text_size
        pieces_at += pieces_size
    if text_at != len(texts) or len(attached) != len(head["attached"]):
        raise MalformedError
    return ReadFile(
        str(head["kind"]),
        str(head["reader"]),
        str(head["title"]),
        None if head["pages"] is None else int(head["pages"]),
        start,
        hashed.hexdigest(),
        tuple(str(code) for code in head["warnings"]),
        tuple(parts),
        tuple(Attached(str(name), data) for name, data in zip(head["attached"], attached, strict=True)),
    )


def _check_pieces(pieces: list[list[Any]], at: int, last: int) -> None:
    for start, end, kind, label, level, marks in pieces:
        if not (at <= start <= end <= last and kind in _KINDS and type(label) is str and type(level) is int):
            raise MalformedError
        for mark_start, mark_end, mark, by, when in marks:
            if not (
                start <= mark_start <= mark_end <= end
                and mark in _MARKS
                and type(by) is str
                and type(when) is str
            ):
                raise MalformedError
        at = end


# --- tables


def tables_out(tables: Sequence[Table]) -> Frame:
    """Tables on their way to the program."""
    heads, data = [], []
    for table in tables:
        chunks = list(_chunks(table.rows))
        data += chunks
        heads.append(
            [table.sheet, table.table, table.name, table.hidden, list(table.before), len(chunks)],
        )
    return Frame({"tables": heads}, tuple(data))


def _chunks(rows: Sequence[TableRow]) -> Iterator[bytes]:
    for at in range(0, len(rows), ROWS_AT_ONCE):
        told = [
            [row.number, row.hidden, [_cell_out(cell) for cell in row.cells]]
            for row in rows[at : at + ROWS_AT_ONCE]
        ]
        yield json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _cell_out(cell: Cell) -> object:
    if cell.value is None and not (cell.merged or cell.across or cell.shown):
        return cell.text
    kind = type(cell.value).__name__
    value = cell.value.isoformat() if isinstance(cell.value, dt.date | dt.time) else cell.value
    return [cell.text, kind, value, cell.merged, cell.across, cell.shown]


def tables_in(frame: Frame) -> tuple[Table, ...]:
    """Tables come to the program. Raises `MalformedError`."""
    try:
        chunks = iter(frame.data)
        return tuple(
            Table(
                None if sheet is None else str(sheet),
                None if table is None else int(table),
                tuple(row for _ in range(count) for row in _rows_in(next(chunks))),
                str(name),
                bool(hidden),
                tuple(str(line) for line in before),
            )
            for sheet, table, name, hidden, before, count in frame.head["tables"]
        )
    except (ValueError, KeyError, TypeError, StopIteration, RuntimeError, RecursionError) as error:
        raise MalformedError from error


def _rows_in(chunk: bytes) -> Iterator[TableRow]:
    rows: list[tuple[int, bool, list[Any]]] = json.loads(chunk.decode("utf-8", "surrogatepass"))
    for number, hidden, cells in rows:
        yield TableRow(int(number), tuple(_cell_in(cell) for cell in cells), bool(hidden))


def _cell_in(told: str | list[Any]) -> Cell:
    if isinstance(told, str):
        return Cell(told) if told else EMPTY
    text, kind, value, merged, across, shown = told
    return Cell(str(text), _value_in(kind, value), bool(merged), bool(across), str(shown))


def _value_in(kind: str, value: Any) -> Value:  # noqa: ANN401 - whatever JSON gave
    match kind:
        case "datetime":
            return dt.datetime.fromisoformat(value)
        case "date":
            return dt.date.fromisoformat(value)
        case "time":
            return dt.time.fromisoformat(value)
        case "int":
            return int(value)
        case "float":
            return float(value)
        case "bool":
            return bool(value)
        case "NoneType":
            return None
    raise MalformedError
