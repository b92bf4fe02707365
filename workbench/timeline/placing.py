"""Marks on their places: which stand alone, which stand side by side, and which merge and count.

Nothing is ever hidden. Events of one row whose marks would touch make a *crowd*. A crowd is cut into cells; in a
cell each kind of mark has a slot of its own, two above each other and the next two beside them, and events of one
kind in one cell are one mark that counts them. All of it is arithmetic on whole arrays: 50,000 events take a few
milliseconds.
"""

from dataclasses import dataclass, replace

import numpy as np

from workbench.timeline.arranging import Arranged
from workbench.timeline.picture import COUNT_AIR, Bools, Codes, Floats, Ints, Marks

AIR = 1.0
"""Between two marks."""
FIGURE = 7.4
"""The width of one figure of a count."""
MARGIN = 160.0
"""How far beyond what is placed crowds are followed, so that its edges are as they would be in the middle."""
_KINDS = np.array([bin(bits).count("1") for bits in range(512)])
_PASSES = 12


@dataclass(frozen=True)
class Frame:
    """Where time and lanes lie."""

    left: float
    right: float
    start: float
    per_day: float
    lines: Floats
    """y of the middle line of each lane."""
    lane_height: float
    size: float
    """Of a mark."""

    def x(self, at: Floats) -> Floats:
        """Where moments lie."""
        return self.left + (at - self.start) * self.per_day


def row_offset(height: float) -> float:
    """How far above or below the line of its lane a mark stands."""
    return height * 0.215


def mark_size(height: float) -> float:
    """How large the marks of lanes of this height are."""
    return float(np.clip(height * 0.235, 7.0, 11.0))


def placed(of: Arranged, frame: Frame) -> Marks:
    """The marks in view.

    They are placed for a stretch three times as wide, and kept: while one pans at the same zoom they only move.
    """
    zoom = (
        round(frame.per_day, 9),
        frame.size,
        frame.lane_height,
        frame.lines.tobytes(),
        frame.left,
        frame.right,
    )
    wide = frame.right - frame.left
    kept = of.said.marks
    if kept is not None and kept[0][0] == zoom and abs(frame.start - kept[0][1]) * frame.per_day <= wide:
        moved = (kept[0][1] - frame.start) * frame.per_day
        marks = kept[1]
    else:
        marks, moved = place(of, frame, wide), 0.0
        of.said.marks = ((zoom, frame.start), marks)
    x = marks.x + moved
    seen = (x > frame.left - frame.size / 2) & (x < frame.right + frame.size / 2)
    return replace(marks, x=x).only(seen)


def place(of: Arranged, frame: Frame, beyond: float) -> Marks:
    """The marks in view, and so far beyond on either side."""
    size, pitch = frame.size, frame.size + AIR
    crowds = np.flatnonzero(of.since * frame.per_day >= pitch)
    after = np.append(crowds[1:], len(of.event)) if len(crowds) else crowds
    seen = np.zeros(0, np.bool_)
    if len(crowds):
        first, last = frame.x(of.start[crowds]), frame.x(of.start[after - 1])
        seen = (last > frame.left - beyond - MARGIN) & (first < frame.right + beyond + MARGIN)
    crowds, after = crowds[seen], after[seen]
    if not len(crowds):
        return _none(size)
    length = after - crowds
    entry = np.repeat(crowds - np.concatenate(([0], np.cumsum(length)[:-1])), length) + np.arange(
        length.sum()
    )
    x = frame.x(of.start[entry])
    kind = of.kind[entry].astype(np.int64)
    begins = np.concatenate(([0], np.cumsum(length)[:-1]))
    row = of.row[crowds]
    left, right, need, begins, length, row = _crowds(x, kind, begins, row, pitch)
    cells = np.maximum(1, np.floor((right - left + 1e-6) / need)).astype(np.int64)
    wide = (right - left) / cells
    offset = np.concatenate(([0], np.cumsum(cells)[:-1]))
    crowd = np.repeat(np.arange(len(length)), length)
    within = np.minimum(((x - left[crowd]) / wide[crowd]).astype(np.int64), cells[crowd] - 1)
    cell = (offset[crowd] + within) * 16 + kind
    count = np.bincount(cell)
    used = np.flatnonzero(count)
    count = count[used]
    head = np.zeros(used[-1] + 1, np.int64)
    head[cell[::-1]] = np.arange(len(cell))[::-1]
    head = head[used]
    speaks = np.full(used[-1] + 1, -1, np.int64)
    keys = np.flatnonzero(of.key[entry])[::-1]
    speaks[cell[keys]] = keys
    speaks = np.where(speaks[used] >= 0, speaks[used], head)
    own = crowd[head]
    mark_x, track = _slots(x[head], used, count, own, offset, left, wide, pitch)
    lane = row[own] // 2
    below = row[own] % 2 == 1
    shown = (mark_x > frame.left - beyond - size / 2) & (mark_x < frame.right + beyond + size / 2)
    key = of.key[entry[speaks]]
    lit = (
        np.bincount(cell, weights=~of.dimmed[entry])[used] > 0
        if of.choice.themes
        else np.ones(len(used), np.bool_)
    )
    return Marks(
        x=mark_x[shown],
        y=_heights(frame, lane, below, track)[shown],
        size=size,
        kind=(used & 15).astype(np.int8)[shown],
        count=count[shown],
        lane=lane[shown],
        key=key[shown],
        dimmed=~lit[shown],
        below=below[shown],
        first=of.event[entry[speaks]][shown],
        _cell=used[shown],
        _event=of.event[entry],
        _event_cell=cell,
        _entry=entry,
    )


def _crowds(
    x: Floats, kind: Ints, begins: Ints, row: Ints, pitch: float
) -> tuple[Floats, Floats, Floats, Ints, Ints, Ints]:
    """Left, right, the width of a cell, first entry, length and row of each crowd.

    A crowd that needs more room than its events span takes in the next one where they would touch.
    """
    bits = 1 << kind
    for _ in range(_PASSES):
        ends = np.append(begins[1:], len(x))
        length = ends - begins
        kinds = _KINDS[np.bitwise_or.reduceat(bits, begins)]
        # Where every kind comes once no mark has a number beside it.
        slot = np.where(
            length > kinds, pitch + COUNT_AIR + 1.0 + FIGURE * _figures(length - kinds + 1), pitch
        )
        need = slot * ((kinds + 1) // 2)
        left = x[begins] - pitch / 2
        right = np.maximum(x[ends - 1] + pitch / 2, left + need)
        touch = (right[:-1] > left[1:] + 1e-6) & (row[:-1] == row[1:])
        if not touch.any():
            break
        keep = np.concatenate(([True], ~touch))
        begins, row = begins[keep], row[keep]
    return left, right, need, begins, length, row


def _figures(number: Ints) -> Ints:
    return 1 + (number > 9).astype(np.int64) + (number > 99) + (number > 999) + (number > 9999)


def _slots(
    first_x: Floats,
    used: Ints,
    count: Ints,
    crowd: Ints,
    offset: Ints,
    left: Floats,
    wide: Floats,
    pitch: float,
) -> tuple[Floats, Ints]:
    """x of each mark, and its track: 0 in the middle of its row, 1 nearer the lane's line, 2 further from it."""
    cell = used >> 4
    opens = np.flatnonzero(np.concatenate(([True], cell[1:] != cell[:-1])))
    kinds = np.diff(np.append(opens, len(cell)))
    here = np.repeat(np.arange(len(opens)), kinds)
    rank = np.arange(len(cell)) - opens[here]
    most = np.maximum.reduceat(count, opens)
    slot = np.where(most > 1, pitch + COUNT_AIR + 1.0 + FIGURE * _figures(most), pitch)
    start = left[crowd[opens]] + (cell[opens] - offset[crowd[opens]]) * wide[crowd[opens]]
    room = start + wide[crowd[opens]] - slot * ((kinds + 1) // 2)
    # As near to where its first event lies as its cell allows.
    begin = np.maximum(np.minimum(np.minimum.reduceat(first_x, opens) - pitch / 2, room), start)
    x = begin[here] + pitch / 2 + (rank // 2) * slot[here]
    return x, np.where(kinds[here] == 1, 0, 1 + rank % 2)


def _heights(frame: Frame, lane: Ints, below: Bools, track: Ints) -> Floats:
    inner = frame.size / 2 + 0.5
    away = np.array([row_offset(frame.lane_height), inner, inner + frame.size + 0.5])[track]
    return frame.lines[lane] + np.where(below, away, -away)


def count_width(count: Ints) -> Floats:
    """How far the number beside a merged mark reaches beyond the mark; 0 where there is none."""
    return np.where(count > 1, COUNT_AIR + FIGURE * _figures(count), 0.0)


def _none(size: float) -> Marks:
    empty, whole, flags = np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.bool_)
    codes: Codes = np.zeros(0, np.int8)
    return Marks(
        empty, empty, size, codes, whole, whole, flags, flags, flags, whole, whole, whole, whole, whole
    )
