"""A text in parts of some thousand characters, as it is kept, searched and shown.

The parts of a text, in order, are the text. A part ends where a piece ends and never crosses a page.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workbench.reading.document import Attached, Document, Mark, Piece

LONG_ENOUGH = 4_000
"""Code points after which a part ends with its piece."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text with the pieces in it."""

    start: int
    """Where in the whole text it starts: code points."""
    page: int | None
    text: str
    pieces: str
    """JSON: [start, end, kind, label, level, marks] of each piece, counted from the start of the whole text; a
    mark is [start, end, kind, by, at]."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as read, in the form in which it is kept."""

    kind: str
    reader: str
    title: str
    pages: int | None
    characters: int
    text_sha256: str
    """Of the whole text in UTF-8."""
    warnings: tuple[str, ...]
    parts: tuple[Part, ...]
    attached: tuple[Attached, ...] = ()


def in_parts(document: Document) -> ReadFile:
    """A document in the form in which it is kept."""
    return ReadFile(
        document.kind,
        document.reader,
        document.title,
        document.pages,
        len(document.text),
        hashlib.sha256(document.text.encode()).hexdigest(),
        document.warnings,
        tuple(_parts(document)),
        document.attached,
    )


def _parts(document: Document) -> Iterator[Part]:
    waiting: list[Piece] = []
    start = 0
    for piece in document.pieces:
        if waiting and (piece.page != waiting[0].page or waiting[-1].end - start >= LONG_ENOUGH):
            yield _part(document.text, start, piece.start, waiting)
            start, waiting = piece.start, []
        waiting.append(piece)
    if start < len(document.text):
        yield _part(document.text, start, len(document.text), waiting)


def _part(text: str, start: int, end: int, pieces: list[Piece]) -> Part:
    told = [
        [
            piece.start,
            piece.end,
            piece.kind,
            piece.label,
            piece.level,
            [[mark.start, mark.end, mark.kind, mark.by, mark.at] for mark in piece.marks],
        ]
        for piece in pieces
    ]
    page = pieces[0].page if pieces else None
    return Part(start, page, text[start:end], json.dumps(told, ensure_ascii=False, separators=(",", ":")))


def pieces_of(stored: Iterable[tuple[int | None, str]]) -> Iterator[Piece]:
    """The pieces of parts, each given as its page and its pieces in JSON."""
    for page, pieces in stored:
        for start, end, kind, label, level, marks in json.loads(pieces):
            yield Piece(start, end, kind, page, label, level, tuple(Mark(*mark) for mark in marks))
