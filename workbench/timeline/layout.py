"""One frame: the arranged facts laid out for a stretch of time and a size, as numbers only.

Pure and quick: what does not change from frame to frame is in `Arranged`, and everything here is culled to what
is in view. Words are given room in the order in which they matter: what is marked and tied first, then key
labels, then what was missed, then the captions of runs and gaps, then the rest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np

from workbench.anonymity.rendering import reader, say
from workbench.chronology.when import SHORT_DAYS, When, say_when
from workbench.timeline import axes, lettering
from workbench.timeline.arranging import Arranged, Spans
from workbench.timeline.legend import lay_legend, legend_height
from workbench.timeline.notes import notes_of
from workbench.timeline.picture import (
    Bools,
    Box,
    Floats,
    Ints,
    Lane,
    Marks,
    NoRecord,
    NotSeen,
    Picture,
    Run,
    StatusBar,
    Tails,
    ThemeTicks,
    Tie,
    Vertical,
    Words,
)
from workbench.timeline.placing import Frame, count_width, mark_size, placed, row_offset
from workbench.timeline.rooms import Room, Rooms

NAMES = 160.0
"""The width of the lanes' names at the left."""
EDGE = 12.0
COMFORTABLE = 47.0
"""The height of a lane where there is room."""
LEAST = 34.0
MOST = 72.0
AGE, STATUS, SEEN, LIFE, DATES = 26.0, 20.0, 22.0, 22.0, 26.0
"""The heights of the strips above the lanes (of one row of statuses), and of the dates under them."""
SHORTEST = 1 / 24
"""The least stretch of time in view: an hour."""
LONGEST = 365.25 * 120
_QUIET = 0.022
"""Up to so many events a lane and pixel, each may have its label; above, only key events and what was missed."""
_MOST_LABELS = 400
_LEAST_LABEL = 24.0
_LABEL_AIR = 3.0
_CAPTION_AIR = 5.0
"""Between a caption and what stands beside it: at a tail's end it would seem to say how long the tail is."""
_DOT_AIR = 8.0
_ROUND = 4.0
"""Between a run's marks and its box."""
_OPEN_TAIL = 26.0
_LINE = 3.0
"""What a thin upright takes on either side."""

Kind = Literal["key", "missed", "rest"]


def held(start: float, end: float) -> tuple[float, float]:
    """A stretch of time that can be shown: in order, no shorter than an hour and no longer than any life."""
    middle, half = (start + end) / 2, max(SHORTEST, min(abs(end - start), LONGEST)) / 2
    middle = max(half + 1.0, min(middle, 3_652_000.0 - half))
    return middle - half, middle + half


def lay_out(of: Arranged, start: float | None, end: float | None, width: float, height: float) -> Picture:
    """The picture of a stretch of time (None: to the end of all there is) on so many pixels at 100 %."""
    first, last = of.period
    start, end = held(first if start is None else start, last if end is None else end)
    return _Layout(of, start, end, max(width, NAMES + 160.0), height).picture()


@dataclass(frozen=True)
class _Strips:
    """The tops of the strips above the lanes, None for one that is off, and where the lanes begin."""

    age: float | None
    status: float | None
    seen: float | None
    life: float | None
    lanes: float


class _Layout:
    """The working of one frame. Lanes are those of `Arranged` until the picture is put together."""

    def __init__(self, of: Arranged, start: float, end: float, width: float, height: float) -> None:
        self.of, self.facts, self.choice = of, of.facts, of.choice
        self.start, self.end, self.width = start, end, width
        who = reader()
        self.months_only = who is not None and who.months_only
        self.per_day = (width - NAMES - EDGE) / (end - start)
        self.strips = self._tops(legend_height(of, width))
        self.shown = self._lanes_shown(height)
        room = (height - self.strips.lanes - DATES) / max(1, len(self.shown))
        self.lane_height = min(max(room, LEAST), MOST)
        bottom = self.strips.lanes + max(1, len(self.shown)) * self.lane_height
        self.plot = Box(NAMES, self.strips.lanes, width - NAMES - EDGE, bottom - self.strips.lanes)
        self.height = max(height, bottom + DATES)
        self.place_of = np.full(len(of.lanes), -1, np.int64)
        self.place_of[self.shown] = np.arange(len(self.shown))
        self.lines = np.full(len(of.lanes), -1e6)
        self.lines[self.shown] = self.strips.lanes + (np.arange(len(self.shown)) + 0.5) * self.lane_height
        self.size = mark_size(self.lane_height)
        self.offset = row_offset(self.lane_height)
        self.hours = axes.hours_are_told(self.per_day, self.months_only)

    def _tops(self, at: float) -> _Strips:
        tops: dict[str, float | None] = {"age": None, "status": None, "seen": None, "life": None}
        for name, high, there in (
            ("age", AGE, self.facts.born is not None),
            ("status", STATUS * (1 + max(self.of.status_rows, default=0)) + 2, bool(self.facts.statuses)),
            ("seen", SEEN, self.facts.subject is not None),
            ("life", LIFE, bool(self.facts.life_events) or self.facts.incident is not None),
        ):
            if there and name in self.choice.strips:
                tops[name] = at
                at += high
        return _Strips(tops["age"], tops["status"], tops["seen"], tops["life"], at + 4.0)

    def _lanes_shown(self, height: float) -> Ints:
        """All lanes; where they would be cramped, without those that have nothing in view."""
        of = self.of
        if len(of.lanes) * COMFORTABLE <= height - self.strips.lanes - DATES:
            return np.arange(len(of.lanes))
        there = np.zeros(len(of.lanes), np.bool_)
        there[of.row[(of.end >= self.start) & (of.start <= self.end)] // 2] = True
        for spans in (of.runs, of.no_records, of.not_seen):
            there[spans.lane[self._in_view(spans)]] = True
        return np.flatnonzero(there)

    def _in_view(self, spans: Spans) -> Bools:
        found: Bools = (spans.end >= self.start) & (spans.start <= self.end)
        return found

    def x(self, at: float) -> float:
        """Where a moment lies."""
        return self.plot.x + (at - self.start) * self.per_day

    def row_y(self, row: int) -> float:
        """The middle of a row, where its marks and words stand."""
        return float(self.lines[row // 2]) + (self.offset if row % 2 else -self.offset)

    # ---- the frame

    def picture(self) -> Picture:
        of, plot, strips = self.of, self.plot, self.strips
        marks = placed(
            of,
            Frame(plot.x, plot.right, self.start, self.per_day, self.lines, self.lane_height, self.size),
        )
        if len(self.shown) < len(of.lanes):
            marks = marks.only(self.place_of[marks.lane] >= 0)
        rooms = self._rooms(marks)
        tails = self._tails(rooms)
        ties = tuple(self._ties(marks, rooms))
        verticals = tuple(self._verticals(rooms))
        runs, bands = list(self._runs(rooms)), list(self._bands(rooms))
        labels: list[Words] = []
        if self.choice.labels:
            labels += self._labels(marks, tails, rooms, "key")
            labels += self._labels(marks, tails, rooms, "missed")
        runs = [self._run_captioned(run, rooms) for run in runs]
        bands = [self._band_captioned(band, rooms) for band in bands]
        not_seen = (*self._overall(), *self._not_seen(rooms))
        quiet = marks.events_in_view <= _QUIET * plot.width * max(1, len(self.shown))
        if self.choice.labels and quiet:
            labels += self._labels(marks, tails, rooms, "rest")
        found = marks.in_lanes(self.place_of)
        picture = Picture(
            width=self.width,
            height=self.height,
            start=self.start,
            end=self.end,
            plot=plot,
            lanes=tuple(self._lanes()),
            folded=self._folded(),
            marks=found,
            tails=tails,
            theme_ticks=self._theme_ticks(marks),
            theme_colours=tuple(theme.colour for theme in self.facts.themes),
            runs=tuple(runs),
            no_records=tuple(bands),
            not_seen=not_seen,
            ties=ties,
            labels=tuple(labels),
            ages=()
            if strips.age is None
            else axes.ages(
                plot, self.start, self.end, strips.age + 9, self.facts.born or "", self.months_only
            ),
            age_line=None if strips.age is None else strips.age + AGE - 5,
            dates=axes.dates(plot, self.start, self.end, plot.bottom + DATES / 2, self.months_only),
            date_line=plot.bottom,
            statuses=() if strips.status is None else tuple(self._statuses(strips.status)),
            seen=self._seen(),
            seen_strip=None if strips.seen is None else Box(plot.x, strips.seen, plot.width, SEEN),
            heads=tuple(self._heads()),
            verticals=verticals,
            outside=tuple(self._outside()),
            legend=(),
            notes=(),
            _find=lambda event: int(found.of_entries(of.entry[event : event + 1])[0]) if event >= 0 else -1,
        )
        return replace(picture, legend=lay_legend(of, picture), notes=notes_of(of, picture))

    # ---- marks, tails and ties

    def _rooms(self, marks: Marks) -> Rooms:
        left, right = self._reach(marks)
        return Rooms(
            2 * marks.lane + marks.below,
            left,
            right,
            2 * len(self.of.lanes),
        )

    def _reach(self, marks: Marks) -> tuple[Floats, Floats]:
        """Where each mark begins and ends, with the ring of a key event and the number beside it."""
        half = self.size / 2 + np.where(marks.key, 3.0, 1.0)
        return marks.x - half, marks.x + np.maximum(half, self.size / 2 + count_width(marks.count))

    def _tails(self, rooms: Rooms) -> Tails:
        of, plot = self.of, self.plot
        entries = of.reach
        if self.hours:  # a day without a time is a stretch now
            entries = np.flatnonzero((of.end >= self.start) & (of.start <= self.end) & (of.end > of.start))
        entries = entries[(of.end[entries] >= self.start) & (of.start[entries] <= self.end)]
        entries = entries[self.place_of[of.row[entries] // 2] >= 0]
        event = of.event[entries]
        x = plot.x + (of.start[entries] - self.start) * self.per_day
        end = plot.x + (of.end[entries] - self.start) * self.per_day
        opens, closes = self.facts.open_start[event], self.facts.open_end[event]
        x, end = np.where(opens, x - _OPEN_TAIL, x), np.where(closes, x + _OPEN_TAIL, end)
        long = end - x > self.size / 2 + 3
        row = of.row[entries][long]
        x, end = np.maximum(x[long], plot.x - 50), np.minimum(end[long], plot.right + 50)
        for one, start, stop in zip(row.tolist(), x.tolist(), end.tolist(), strict=True):
            rooms.stand(one, start, stop + 1)
        return Tails(
            x=x,
            end=end,
            y=self.lines[row // 2] + np.where(row % 2 == 1, self.offset, -self.offset),
            open_start=opens[long],
            open_end=closes[long],
            dimmed=of.dimmed[entries][long],
            event=event[long],
        )

    def _ties(self, marks: Marks, rooms: Rooms) -> Iterator[Tie]:
        of = self.of
        seen = np.flatnonzero((of.tie_end >= self.start) & (of.tie_start <= self.end))
        if not len(seen):
            return
        entries = np.concatenate([of.ties[tie] for tie in seen])
        entries_of = np.repeat(np.arange(len(seen)), [len(of.ties[tie]) for tie in seen])
        mark = marks.of_entries(entries)
        row = of.row[entries]
        there = self.place_of[row // 2] >= 0
        default_y = self.lines[row // 2] + np.where(row % 2 == 1, self.offset, -self.offset)
        default_x = self.plot.x + (of.start[entries] - self.start) * self.per_day
        x, y = default_x, default_y
        if len(marks):
            x = np.where(mark >= 0, marks.x[mark], default_x)
            y = np.where(mark >= 0, marks.y[mark], default_y)
        points: dict[int, list[tuple[float, float, int]]] = {}
        for tie, at_x, at_y, event, shown in zip(
            entries_of.tolist(),
            x.tolist(),
            y.tolist(),
            of.event[entries].tolist(),
            there.tolist(),
            strict=True,
        ):
            if shown:
                points.setdefault(tie, []).append((at_y, at_x, event))
        for through in points.values():
            through.sort()
            if len(through) < 2 or through[0][:2] == through[-1][:2]:
                continue
            for (y0, x0, _), (y1, x1, _) in pairwise(through):
                self._stand_between(rooms, x0, y0, x1, y1)
            yield Tie(tuple((at_x, at_y) for at_y, at_x, _ in through), tuple(event for *_, event in through))

    def _stand_between(self, rooms: Rooms, x0: float, y0: float, x1: float, y1: float) -> None:
        """Let a line take its stretch of every row it crosses."""
        for lane in self.shown.tolist():
            for row in (2 * lane, 2 * lane + 1):
                top, bottom = self.row_y(row) - 8.0, self.row_y(row) + 8.0
                if y1 > top and y0 < bottom and y1 > y0:
                    slope = (x1 - x0) / (y1 - y0)
                    ends = x0 + (max(top, y0) - y0) * slope, x0 + (min(bottom, y1) - y0) * slope
                    rooms.stand(row, min(ends) - _LINE, max(ends) + _LINE)

    def _theme_ticks(self, marks: Marks) -> ThemeTicks:
        of = self.of
        at = of.start[of.tag_entry]
        near = (at >= self.start - 20 / self.per_day) & (at <= self.end + 20 / self.per_day)
        mark = marks.of_entries(of.tag_entry[near])
        there = mark >= 0
        pairs = np.unique(mark[there] * 1024 + of.tag_theme[near][there])
        mark, theme = pairs >> 10, pairs & 1023
        if not len(mark):
            return ThemeTicks(np.zeros(0), np.zeros(0), 4.0, np.zeros(0, np.int64))
        opens = np.flatnonzero(np.concatenate(([True], mark[1:] != mark[:-1])))
        many = np.diff(np.append(opens, len(mark)))
        rank = np.arange(len(mark)) - np.repeat(opens, many)
        few = np.repeat(many, many)
        away = self.size / 2 + 1.0
        y = marks.y[mark]
        return ThemeTicks(
            x=marks.x[mark] + (rank - (few - 1) / 2) * 4.0,
            y=np.where(marks.below[mark], y + away, y - away - 4.0),
            height=4.0,
            theme=theme,
        )

    # ---- boxes and bands

    def _runs(self, rooms: Rooms) -> Iterator[Run]:
        spans = self.of.runs
        around = self.size / 2 + _ROUND
        top, high = self.lane_height / 2 - 3, self.lane_height - 6
        # Plain numbers while runs are joined: a zoomed out picture joins a thousand of them in each frame.
        of_lane, left, right, count = -1, 0.0, 0.0, 0
        joined: list[int] = []

        def box() -> Run:
            middle = float(self.lines[of_lane])
            return Run(Box(left, middle - top, right - left, high), None, of_lane, count, tuple(joined))

        seen = np.flatnonzero(self._in_view(spans))
        for lane, run, start, end in zip(
            spans.lane[seen].tolist(),
            spans.of[seen].tolist(),
            spans.start[seen].tolist(),
            spans.end[seen].tolist(),
            strict=True,
        ):
            if self.place_of[lane] < 0:
                continue
            missed = self.facts.runs[run].count
            first, last = self.x(start), self.x(end)
            # Marks that merged have their number beside them.
            until = max(last, first + (9.0 if missed < 10 else 17.0)) + around
            if lane == of_lane and first - around < right + 2:
                right, count = max(right, until), count + missed
                joined.append(run)
                continue
            if joined:
                yield self._stood(box(), rooms)
            of_lane, left, right, count, joined = lane, first - around, until, missed, [run]
        if joined:
            yield self._stood(box(), rooms)

    def _stood(self, run: Run, rooms: Rooms) -> Run:
        """Hold a run's box near the plot, and let its edges take their place."""
        left, right = max(run.box.x, self.plot.x - 30), min(run.box.right, self.plot.right + 30)
        for edge in (left, right):
            for row in (2 * run.lane, 2 * run.lane + 1):
                rooms.stand(row, edge - _LINE, edge + _LINE)
        return replace(run, box=replace(run.box, x=left, width=right - left))

    def _run_captioned(self, run: Run, rooms: Rooms) -> Run:
        if len(run.runs) == 1:
            qualifier = self.facts.runs[run.runs[0]].qualifier
            options = [f"{qualifier} {run.count} not seen in a row".strip(), f"×{run.count}"]
        else:
            options = [f"{len(run.runs)} runs, {run.count} not seen", f"{len(run.runs)} runs"]
        words = self._caption(rooms, 2 * run.lane, run.box, options, "mark", "warn")
        if (
            words is None
        ):  # nothing fits above the line; below it the marks themselves stand, perhaps with room
            words = self._caption(rooms, 2 * run.lane + 1, run.box, options[1:], "mark", "warn")
        return replace(run, caption=words, lane=int(self.place_of[run.lane]))

    def _bands(self, rooms: Rooms) -> Iterator[NoRecord]:
        spans, plot = self.of.no_records, self.plot
        inset = self.size / 2 + 3
        for at in np.flatnonzero(self._in_view(spans)).tolist():
            lane = int(spans.lane[at])
            left, right = self.x(float(spans.start[at])) + inset, self.x(float(spans.end[at])) - inset
            if self.place_of[lane] < 0 or right - left < 3 or right < plot.x or left > plot.right:
                continue
            starts, ends = left >= plot.x, right <= plot.right
            left, right = max(left, plot.x - 30), min(right, plot.right + 30)
            for edge in (left, right):
                for row in (2 * lane, 2 * lane + 1):
                    rooms.stand(row, edge - _LINE, edge + _LINE)
            top = float(self.lines[lane]) - self.lane_height / 2 + 4
            yield NoRecord(
                Box(left, top, right - left, self.lane_height - 8),
                None,
                lane,
                starts,
                ends,
                int(spans.of[at]),
            )

    def _band_captioned(self, band: NoRecord, rooms: Rooms) -> NoRecord:
        gap = self.facts.gaps[band.gap]
        options = [f"no record {gap.qualifier} {gap.caption}".replace("  ", " "), gap.caption]
        words = self._caption(rooms, 2 * band.lane, band.box, options, "caption", "no_record_ink")
        return replace(band, caption=words, lane=int(self.place_of[band.lane]))

    def _caption(
        self, rooms: Rooms, row: int, within: Box, options: Sequence[str], role: str, tone: str
    ) -> Words | None:
        """The first of the options that has room in a row of a box in view."""
        left, right = max(within.x, self.plot.x) + 1, min(within.right, self.plot.right) - 1
        for text in options:
            wide = lettering.width(text, role) + 2 * _CAPTION_AIR
            if right - left < wide:
                continue
            room = rooms[row]
            at = room.first(left, right, wide)
            if at is not None:
                room.take(at, at + wide)
                return self._words(text, at + _CAPTION_AIR, self.row_y(row), role, tone)
        return None

    def _words(self, text: str, x: float, y: float, role: str, tone: str = "ink", event: int = -1) -> Words:
        high = lettering.line(role)
        return Words(text, Box(x, y - high / 2, lettering.width(text, role), high), role, tone, event)

    # ---- the subject not seen

    def _not_seen(self, rooms: Rooms) -> Iterator[NotSeen]:
        if not self.choice.not_seen:
            return
        spans = self.of.not_seen
        for at in np.flatnonzero(self._in_view(spans)).tolist():
            lane = int(spans.lane[at])
            if self.place_of[lane] < 0:
                continue
            gap = self.facts.gaps[int(spans.of[at])]
            line = self._not_seen_line(float(spans.start[at]), float(spans.end[at]))
            if line is None:
                continue
            left, right, starts, ends = line
            length = f"{gap.qualifier} {gap.caption}".strip()
            options = [f"{self._subject_word()} not seen {length} {gap.until}".strip(), f"not seen {length}"]
            box = Box(left, 0, right - left, 0)
            words = self._caption(rooms, 2 * lane + 1, box, options, "mark", "plum")
            yield NotSeen(
                left,
                right,
                float(self.lines[lane]),
                words,
                int(self.place_of[lane]),
                starts,
                ends,
                int(spans.of[at]),
            )

    def _overall(self) -> Iterator[NotSeen]:
        if self.strips.seen is None:
            return
        spans, y = self.of.overall, self.strips.seen + SEEN / 2
        for at in np.flatnonzero(self._in_view(spans)).tolist():
            gap = self.facts.gaps[int(spans.of[at])]
            line = self._not_seen_line(float(spans.start[at]), float(spans.end[at]))
            if line is None:
                continue
            left, right, starts, ends = line
            length = f"{gap.qualifier} {gap.caption}".strip()
            options = [
                f"not seen by anyone {length} {gap.until}".strip(),
                f"{length} {gap.until}".strip(),
                length,
            ]
            words = None
            for text in dict.fromkeys(options):
                wide = lettering.width(text, "mark")
                inside = max(left, self.plot.x), min(right, self.plot.right)
                if inside[1] - inside[0] >= wide + 28:
                    words = self._words(text, sum(inside) / 2 - wide / 2, y, "mark", "plum")
                    break
            yield NotSeen(left, right, y, words, -1, starts, ends, int(spans.of[at]))

    def _not_seen_line(self, start: float, end: float) -> tuple[float, float, bool, bool] | None:
        left, right = self.x(start) + 2, self.x(end) - 2
        if right - left < 6 or right < self.plot.x or left > self.plot.right:
            return None
        starts, ends = left >= self.plot.x, right <= self.plot.right
        return max(left, self.plot.x), min(right, self.plot.right), starts, ends

    def _seen(self) -> Floats:
        if self.strips.seen is None:
            return np.zeros(0)
        first, last = np.searchsorted(self.of.seen, (self.start, self.end))
        found: Floats = self.plot.x + (self.of.seen[first:last] - self.start) * self.per_day
        return np.unique(np.round(found)) if len(found) > self.plot.width / 2 else found

    def _subject_word(self) -> str:
        return self.facts.review.kind.subject

    # ---- labels

    def _labels(self, marks: Marks, tails: Tails, rooms: Rooms, which: Kind) -> list[Words]:
        if not len(marks):
            return []
        plot, of = self.plot, self.of
        if which == "key":
            chosen = marks.key.copy()
        else:
            chosen = (marks.count == 1) & ~marks.key & (marks.below == (which == "missed"))
        chosen &= ~marks.dimmed & (marks.x >= plot.x) & (marks.x <= plot.right)
        left, right = self._reach(marks)
        row = 2 * marks.lane + marks.below
        gap = np.full(len(marks) + 1, np.inf)
        gap[1:-1] = np.where(row[1:] == row[:-1], left[1:] - right[:-1], np.inf)
        chosen &= (gap[1:] >= _LEAST_LABEL) | (gap[:-1] >= _LEAST_LABEL)
        ends = dict(zip(tails.event.tolist(), tails.end.tolist(), strict=True)) if len(tails.event) else {}
        made: list[Words] = []
        role = "mark" if which == "key" else "caption"
        for at in np.flatnonzero(chosen)[:_MOST_LABELS].tolist():
            event = int(marks.first[at])
            text = of.label(event)
            if not text:
                continue
            if self.hours and self.facts.timed[event]:
                text = f"{self.facts.contacts.time(event)} {text}"
            wide = lettering.width(text, role)
            where, room = int(row[at]), rooms[int(row[at])]
            begin = max(float(right[at]), ends.get(event, 0.0) + 1) + _LABEL_AIR
            if not self._fits(room, begin, wide):
                begin = float(left[at]) - _LABEL_AIR - wide
                if event in ends or not self._fits(room, begin, wide):
                    continue
            room.take(begin - 5, begin + wide + 5)
            made.append(self._words(text, begin, self.row_y(where), role, "ink", event))
        return made

    def _fits(self, room: Room, begin: float, wide: float) -> bool:
        inside = begin >= self.plot.x + 2 and begin + wide <= self.plot.right - 2
        return inside and room.free(begin - 2, begin + wide + 2)

    # ---- strips and edges

    def _statuses(self, top: float) -> Iterator[StatusBar]:
        plot = self.plot
        for at, status in enumerate(self.facts.statuses):
            start = self.start - 1 if status.start is None else status.start
            end = self.end + 1 if status.end is None else status.end
            if end < self.start or start > self.end:
                continue
            left, right = max(self.x(start), plot.x), min(self.x(end), plot.right)
            if right - left < 1:
                continue
            box = Box(left, top + self.of.status_rows[at] * STATUS + 1, right - left, STATUS - 2)
            about = say(f"{status.kind}: {status.note}" if status.note else status.kind)
            text = ""
            for option in (about, say(status.kind)):
                text = text or (option if lettering.width(option, "mark") <= box.width - 14 else "")
            text = text or lettering.cut(say(status.kind), "mark", box.width - 14)
            yield StatusBar(
                box,
                self._words(text, left + 7, box.y + box.height / 2, "mark") if text else None,
                status_tone(status.kind),
                start >= self.start,
                end <= self.end and status.end is not None,
                about,
                at,
            )

    def _verticals(self, rooms: Rooms) -> Iterator[Vertical]:
        """Life events and the incident, their words in the life strip; the incident's first."""
        facts, plot, top = self.facts, self.plot, self.strips.life
        y = plot.y if top is None else top + LIFE / 2
        found: list[tuple[Literal["life", "incident"], float, str, int]] = []
        if facts.incident is not None:
            day, _, time = (facts.review.incident or "").partition("T")
            said = say_when(When(day, day, "day"), time if self.hours and time else None)
            weekday, _, rest = said.partition(" ")
            found.append(
                ("incident", facts.incident, f"Incident {rest if weekday in SHORT_DAYS else said}", -1)
            )
        if top is not None:
            found += [("life", one.at, say(one.text), at) for at, one in enumerate(facts.life_events)]
        found = [one for one in found if plot.x <= self.x(one[1]) <= plot.right]
        taken = [(self.x(moment) - 4, self.x(moment) + 4) for kind, moment, *_ in found if kind == "life"]
        strip: Room | None = None
        for kind, moment, about, index in found:
            x = self.x(moment)
            for lane in self.shown.tolist():
                rooms.stand(2 * lane, x - _LINE, x + _LINE)
                rooms.stand(2 * lane + 1, x - _LINE, x + _LINE)
            words: Words | None = None
            if kind == "life":
                strip = strip or Room(taken)
                words = self._life_words(strip, about, x, y)
            elif top is not None:  # without the strip only its line is drawn
                words = self._incident_words(about, x, y)
                taken.append((words.box.x - 8, words.box.right + 8))
            yield Vertical(kind, x, y, plot.bottom, words, about, index)

    def _incident_words(self, about: str, x: float, y: float) -> Words:
        """In a filled box that ends at its line, or begins there where it would leave the plot."""
        wide = lettering.width(about, "mark")
        left = x - 6 - wide if x - 12 - wide >= self.plot.x else x + 6
        return self._words(about, left, y, "mark", "paper")

    def _life_words(self, strip: Room, about: str, x: float, y: float) -> Words | None:
        text = about if len(about) <= 40 else f"{about[:39].rstrip()}…"
        wide = lettering.width(text, "caption")
        # Clear of the dot of the one beside it, whose words it would else seem to be.
        for left, before, after in ((x + 7, 2.0, _DOT_AIR), (x - 7 - wide, _DOT_AIR, 2.0)):
            inside = left >= self.plot.x and left + wide <= self.plot.right
            if inside and strip.free(left - before, left + wide + after):
                strip.take(left - 2, left + wide + 2)
                return self._words(text, left, y, "caption", "ink")
        return None

    def _heads(self) -> Iterator[Words]:
        strips = self.strips
        subject = self._subject_word().capitalize()
        for top, high, text in (
            (strips.age, AGE - 8, f"{subject}’s age"),
            (strips.status, STATUS, "Legal and plan status"),
            (strips.seen, SEEN, "Seen by any service"),
            (strips.life, LIFE, "Life events"),
        ):
            if top is not None:
                yield self._words(text, 16.0, top + high / 2, "caption", "muted")

    def _outside(self) -> Iterator[Box]:
        starts, ends = self.facts.scope
        plot = self.plot
        if starts is not None and (right := min(self.x(starts), plot.right)) > plot.x:
            yield Box(plot.x, plot.y, right - plot.x, plot.height)
        if ends is not None and (left := max(self.x(ends), plot.x)) < plot.right:
            yield Box(left, plot.y, plot.right - left, plot.height)

    # ---- lanes

    def _lanes(self) -> Iterator[Lane]:
        for at, lane in enumerate(self.shown.tolist()):
            fact, name = self.of.lanes[lane], self.of.lane_name(lane)
            line = float(self.lines[lane])
            box = Box(0.0, line - self.lane_height / 2, self.width, self.lane_height)
            left, chip = 16.0, None
            if fact.code:
                wide = lettering.width(fact.code, "mark")
                chip = self._words(fact.code, left, line, "mark")
                chip = replace(chip, box=Box(left, line - 10, max(wide + 14, 38.0), 20.0))
                left = chip.box.right + 6
            lines = lettering.broken(name, "meta_name", NAMES - left - 4)
            high = lettering.line("meta_name")
            first = line - high / 2 * (len(lines) - 1)
            yield Lane(
                fact.key,
                box,
                line,
                tuple(
                    self._words(text, left, first + high * row, "meta_name") for row, text in enumerate(lines)
                ),
                chip,
                fact.colour,
                at % 2 == 0,
                name,
            )

    def _folded(self) -> Words | None:
        if len(self.shown) == len(self.of.lanes):
            return None
        there = set(self.shown.tolist())
        names = [
            fact.code or self.of.lane_name(at) for at, fact in enumerate(self.of.lanes) if at not in there
        ]
        text = f"{', '.join(names)}: nothing in view"
        if lettering.width(text, "caption") > NAMES - 30:
            text = f"{len(names)} with nothing in view"
        return self._words(text, 16.0, self.plot.bottom + DATES / 2, "caption", "muted")


def status_tone(kind: str) -> str:
    """The ground of a status's bar: a plan, a need, care by the state, or any other."""
    words = kind.casefold()
    if ("plan" in words and "no plan" not in words) or "section 42" in words or "pre-proceedings" in words:
        return "status_plan"
    if "need" in words:
        return "status_need"
    if any(word in words for word in ("looked after", "care", "order", "depriv", "detain")):
        return "status_care"
    return "status_other"
