"""Where the stripes of tags stand in the margin, and the codes beside them: numbers only, no drawing.

Two stripes that share any height stand in two lanes, there are never more lanes than stripes that meet at one
height, and no two codes lie on each other.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Stripe:
    """The height that a tagged passage takes in the margin, from its first line to its last: pixels, half-open."""

    key: str
    top: float
    bottom: float


@dataclass(frozen=True)
class Placed:
    """A stripe in its lane (from 0, nearest to the text), and where the top of its code stands."""

    stripe: Stripe
    lane: int
    label_top: float


def place(stripes: Sequence[Stripe], label_height: float) -> list[Placed]:
    """Give each stripe a lane and its code a place, in the order of their tops.

    The lowest lane that is free is taken. A code stands at the top of its stripe, or beneath the code above it
    where that is still in the way.
    """
    placed: list[Placed] = []
    free: list[int] = []
    taken: list[tuple[float, int]] = []
    lanes = 0
    clear_from = float("-inf")
    for stripe in sorted(stripes, key=lambda each: (each.top, -each.bottom, each.key)):
        while taken and taken[0][0] <= stripe.top:
            heapq.heappush(free, heapq.heappop(taken)[1])
        if free:
            lane = heapq.heappop(free)
        else:
            lane, lanes = lanes, lanes + 1
        heapq.heappush(taken, (stripe.bottom, lane))
        label_top = max(stripe.top, clear_from)
        clear_from = label_top + label_height
        placed.append(Placed(stripe, lane, label_top))
    return placed


def lanes_of(placed: Sequence[Placed]) -> int:
    """How many lanes there are."""
    return max((each.lane for each in placed), default=-1) + 1
