"""What any file reads as: one text, the pieces it is made of, and what a person should know of it.

Offsets are Unicode code points, half-open, in `Document.text`; lines end with a line feed.
"""

from dataclasses import dataclass
from typing import Literal

LARGEST_FILE = 512 * 1024 * 1024
"""Bytes; no agency's document comes near it, and a mistaken choice (a film, a disc image) is stopped."""

PieceKind = Literal[
    "title",
    "heading",
    "paragraph",
    "item",
    "row",
    "header",
    "footer",
    "footnote",
    "endnote",
    "comment",
    "textbox",
    "field",
    "quote",
]
"""What a piece is: `row` is a row of a table or sheet, cells parted by tabs; `field` a line of an e-mail's head;
`quote` what an e-mail quotes of an earlier one."""

MarkKind = Literal["inserted", "deleted", "moved", "bold", "italic", "hidden"]
"""What is shown as such within a piece; the first three are tracked changes of a Word document."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a piece with something to it."""

    start: int
    end: int
    kind: MarkKind
    by: str = ""
    """Who made a tracked change, where it is one."""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, a row, a note: the smallest thing a person would point to."""

    start: int
    end: int
    """Without the line feed that ends it."""
    kind: PieceKind
    page: int | None = None
    """From 1; None where the file has no pages of its own (Word, text, e-mail)."""
    label: str = ""
    """How a person would point to it: "4.3", "Sheet1!B7", "comment 2 by J. Thorley"; empty for plain paragraphs."""
    level: int = 0
    """Of a heading or an item, from 1; 0 otherwise."""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Attached:
    """A file within a file: an attachment of an e-mail. Its name is what the sender wrote, and may be hostile."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read."""

    text: str
    pieces: tuple[Piece, ...]
    """In the order of the text; they do not overlap."""
    pages: int | None
    """How many pages the file has; None where it has none of its own."""
    reader: str
    """Which reader read it, and in which version: "word 1". A text is frozen with it."""
    kind: str
    """What the file really is, whatever its ending says: pdf docx xlsx csv eml txt md."""
    warnings: tuple[str, ...] = ()
    """Codes: no_text, wrong_extension, cut, external_content, macros, ..."""
    title: str = ""
    """What the document calls itself, or an e-mail its subject."""
    attached: tuple[Attached, ...] = ()
