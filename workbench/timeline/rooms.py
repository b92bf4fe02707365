"""Room for words: what is taken in each row of a lane, and where a label or a caption still fits.

A row is half a lane: above its line, or below. Whatever stands in it (marks with their counts, tails, ties, the
edges of boxes and bands, uprights) takes a stretch of it. Words take theirs in turn, the most important first, and
words for which there is no room are left out: the card has them.
"""

from bisect import bisect_right, insort
from collections.abc import Iterable

import numpy as np

from workbench.timeline.picture import Floats


class Room:
    """What is taken in one row."""

    def __init__(self, taken: Iterable[tuple[float, float]] = ()) -> None:
        self._from: list[float] = []
        self._to: list[float] = []
        for start, end in sorted(taken):
            if self._to and start <= self._to[-1]:
                self._to[-1] = max(self._to[-1], end)
            else:
                self._from.append(start)
                self._to.append(end)

    def free(self, start: float, end: float) -> bool:
        """Whether nothing stands between two places."""
        at = bisect_right(self._from, end)
        return at == 0 or self._to[at - 1] <= start

    def take(self, start: float, end: float) -> None:
        """Take a free stretch."""
        at = bisect_right(self._from, start)
        self._from.insert(at, start)
        self._to.insert(at, end)

    def first(self, start: float, end: float, width: float) -> float | None:
        """The leftmost place from `start` on where so much is free before `end`; None where there is none."""
        at = bisect_right(self._from, start) - 1
        place = max(start, self._to[at]) if at >= 0 else start
        while place + width <= end:
            at += 1
            if at >= len(self._from) or place + width <= self._from[at]:
                return place
            place = self._to[at]
        return None


class Rooms:
    """Every row's room, made when it is first asked for."""

    def __init__(self, row: np.ndarray, start: Floats, end: Floats, rows: int) -> None:
        """`row`, `start` and `end` are what the marks take, sorted by row."""
        self._bounds = np.searchsorted(row, np.arange(rows + 1))
        self._start, self._end = start, end
        self._more: dict[int, list[tuple[float, float]]] = {}
        self._made: dict[int, Room] = {}

    def stand(self, row: int, start: float, end: float) -> None:
        """Something else stands in a row. To be said before its room is first asked for."""
        self._more.setdefault(row, []).append((start, end))

    def __getitem__(self, row: int) -> Room:
        room = self._made.get(row)
        if room is None:
            first, last = self._bounds[row], self._bounds[row + 1]
            taken = list(zip(self._start[first:last].tolist(), self._end[first:last].tolist(), strict=True))
            for other in self._more.get(row, ()):
                insort(taken, other)
            room = self._made[row] = Room(taken)
        return room
