"""Putting a text together piece by piece, so that every reader counts places in the same way."""

import re
from collections.abc import Sequence

from workbench.reading.document import Mark, Piece, PieceKind
from workbench.reading.refusal import too_large

MOST_CHARACTERS = 40_000_000
"""Of one text: about 15,000 pages."""
MOST_PIECES = 1_000_000

_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_AS_LINE_FEED = frozenset("\r\x0b\x0c\x85\u2028\u2029")


def clean(text: str) -> str:
    """The text as it is kept: every way of ending a line as a line feed, no control characters, no half characters."""
    if not _UNWANTED.search(text):
        return text
    return _UNWANTED.sub(_instead, text.replace("\r\n", "\n"))


def _instead(found: re.Match[str]) -> str:
    letter = found[0]
    if letter in _AS_LINE_FEED:
        return "\n"
    return "\ufffd" if "\ud800" <= letter <= "\udfff" else ""


class Composer:
    """A text being put together; `name` is the file's, for the sentence that refuses one that is too long."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.pieces: list[Piece] = []
        self.length = 0
        self._texts: list[str] = []

    def add(
        self,
        kind: PieceKind,
        text: str,
        *,
        page: int | None = None,
        label: str = "",
        level: int = 0,
        marks: Sequence[Mark] = (),
    ) -> None:
        """Add a piece and the line feed that ends it; one without a word is left out.

        `marks` count from the start of `text`, which must have been through `clean` where there are any.
        """
        if not marks:
            text = clean(text)
        text = text.rstrip()
        if not text:
            return
        start, end = self.length, self.length + len(text)
        placed = tuple(
            Mark(start + mark.start, min(start + mark.end, end), mark.kind, mark.by, mark.at)
            for mark in marks
            if mark.start < len(text)
        )
        self.pieces.append(Piece(start, end, kind, page, clean(label), level, placed))
        self._put(text)
        self._put("\n")
        if len(self.pieces) > MOST_PIECES:
            raise too_large(self.name, f"it has over {MOST_PIECES:,} paragraphs or rows")

    def blank(self) -> None:
        """An empty line, kept where the layout of a plain text speaks through it."""
        self._put("\n")

    def _put(self, text: str) -> None:
        self._texts.append(text)
        self.length += len(text)
        if self.length > MOST_CHARACTERS:
            raise too_large(self.name, f"it holds over {MOST_CHARACTERS:,} characters")

    @property
    def text(self) -> str:
        """All of it so far."""
        return "".join(self._texts)
