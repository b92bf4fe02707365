"""A text as the page asks for it: where its parts are, all at once, and what stands in one, when it is needed.

A thousand pages are three million characters in some thousand parts; where they start is known in a millisecond.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.reading.document import Piece


@dataclass(frozen=True, slots=True)
class PartAt:
    """Where a part of a text is: code points, half-open, and its page where the file has pages."""

    start: int
    end: int
    page: int | None


_KEPT = 24


class Source:
    """One text. The parts, in order, are the whole text."""

    def __init__(
        self,
        text_id: str,
        title: str,
        characters: int,
        pages: int | None,
        parts: Sequence[PartAt],
        read: Callable[[int, int], Sequence[tuple[str, Sequence[Piece]]]],
    ) -> None:
        """`read(first, last)` gives the text and the pieces of so many parts, the last one too."""
        self.text_id = text_id
        self.title = title
        self.characters = characters
        self.pages = pages
        self.parts = tuple(parts)
        self._read = read
        self._whole: list[tuple[str, Sequence[Piece]]] = []
        self._kept: OrderedDict[int, tuple[str, Sequence[Piece]]] = OrderedDict()
        self._starts = [part.start for part in self.parts]

    def read(self, number: int) -> tuple[str, Sequence[Piece]]:
        """The text of a part, and its pieces."""
        if self._whole:
            return self._whole[number]
        found = self._kept.get(number)
        if found is None:
            [found] = self._read(number, number)
            self._kept[number] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def read_whole(self) -> None:
        """Have every part at hand: for finding words in all of them, or every heading."""
        if not self._whole and self.parts:
            self._whole = list(self._read(0, len(self.parts) - 1))
            self._kept.clear()

    def number_at(self, at: int) -> int:
        """The part that a place stands in."""
        return max(0, bisect_right(self._starts, at) - 1)

    def page_at(self, at: int) -> int | None:
        """The page that a place stands on."""
        return self.parts[self.number_at(at)].page if self.parts else None

    def begins_page(self, number: int) -> bool:
        """Whether a new page begins with a part."""
        page = self.parts[number].page
        return page is not None and (number == 0 or self.parts[number - 1].page != page)

    def words(self, start: int, end: int) -> str:
        """What stands between two places, as stored."""
        if end <= start or not self.parts:
            return ""
        found = []
        for number in range(self.number_at(start), self.number_at(end - 1) + 1):
            part = self.parts[number]
            text, _ = self.read(number)
            found.append(text[max(0, start - part.start) : end - part.start])
        return "".join(found)
