"""How long things are on paper: lines, heights, and on which page each heading is likely to stand.

A contents list needs page numbers before anybody has laid the pages out, and Word lays them out only when it
opens the file. So the lengths are reckoned here from the widths of Arial's letters, the spaces of the styles
and the rules of paragraphs that stay together. It comes out within a page of Word and LibreOffice; both put
it right to the page when the reader updates the contents list.
"""

from collections.abc import Iterable
from functools import lru_cache
from math import ceil

_ASCII = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667,
    556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556,
    556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722,
    500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
"""Advance widths of Arial's printable ASCII letters, in thousandths of the type size."""
_WIDTHS = {chr(32 + at): width / 1000 for at, width in enumerate(_ASCII)}
_WIDTHS |= {
    "\u00a0": 0.278,
    "‘": 0.222,
    "’": 0.222,
    "“": 0.333,
    "”": 0.333,
    "·": 0.278,
    "…": 1.0,
    "\u2002": 0.5,
}
_OTHER = 0.556
_BOLDER = 1.06
"""How much wider bold type is."""
LINE = 1.149
"""The height of one line of Arial, in multiples of its size."""


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide words on one line are, in points."""
    return _ems(text) * size * (_BOLDER if bold else 1.0)


@lru_cache(maxsize=20_000)
def _ems(text: str) -> float:
    """How wide words are at a size of one: the same words come again and again."""
    return sum([_WIDTHS.get(letter, _OTHER) for letter in text])


def lines(text: str, wide: float, size: float, bold: bool = False) -> int:
    """How many lines words fill in a column so many points wide."""
    if len(text) * size * 0.35 < wide and "\n" not in text:
        return 1 if width(text, size, bold) <= wide else _broken(text, wide, size, bold)
    return sum(_broken(part, wide, size, bold) for part in text.split("\n"))


def _broken(text: str, wide: float, size: float, bold: bool) -> int:
    space = 0.278 * size
    number, used = 1, 0.0
    for word in text.split(" "):
        long = width(word, size, bold)
        if used and used + space + long > wide:
            number += 1
            used = 0.0
        elif used:
            used += space
        if long > wide:
            number += ceil(long / wide) - 1
            long %= wide
        used += long
    return number


class Flow:
    """Things falling one under the other onto pages; heights in points.

    Its pages are numbered from one. `at` of a mark is known once something that need not stay with what
    follows has been placed after it.
    """

    def __init__(self, high: float) -> None:
        self.page = 1
        self._high = high
        self._used = 0.0
        self._together: list[tuple[float, float, str]] = []
        self.at: dict[str, int] = {}
        """The page of each mark."""

    def place(
        self,
        high: float,
        *,
        least: float | None = None,
        after: float = 0.0,
        with_next: bool = False,
        mark: str = "",
    ) -> None:
        """Let something fall. It moves to the next page unless its `least` part (all of it if None) fits.

        The space `after` it, which is part of its height, may hang over the foot of the page.
        """
        self._together.append((high, after, mark))
        if with_next:
            return
        before = sum(each for each, _, _ in self._together[:-1])
        needed = high - after if least is None else min(least, high - after)
        if self._used and self._used + before + needed > self._high:
            self.turn()
        for each, loose, named in self._together:
            if named:
                self.at[named] = self.page
            self._used += each
            if self._used - loose > self._high:  # what is higher than what is left goes on overleaf
                more = ceil(self._used / self._high) - 1
                self.page += more
                self._used -= more * self._high
            self._used = min(self._used, self._high)
        self._together = []

    def turn(self, high: float | None = None) -> None:
        """Begin a page, of another height if one is given. An empty page is not left behind."""
        if self._used:
            self.page += 1
            self._used = 0.0
        if high is not None:
            self._high = high

    def rows(self, heights: Iterable[tuple[float, bool, bool]], head: float) -> None:
        """Let a table fall, its head repeated on each page: of each row its height, whether it may break, and
        whether it stays with the next."""
        self.place(head, with_next=True)
        for high, may_break, with_next in heights:
            page = self.page
            self.place(high, least=min(high, 30.0) if may_break else None, with_next=with_next)
            if self.page > page:
                self._used += head
