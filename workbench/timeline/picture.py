"""The timeline as numbers: everything a pen needs, with nothing left for it to decide.

Lengths are pixels at 100 %, floats, from the picture's top left corner, y downward; in a document a pixel is
1/96 inch. Colours are the names of tokens ("vermilion"), or "#RRGGBB" where a service, theme or status brings
its own; each pen looks them up in its own table. Text stands in boxes measured by `lettering`, the same for
every pen: a pen writes it left-aligned and centred on the height of its box.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Codes = NDArray[np.int8]
Bools = NDArray[np.bool_]

MARKS = (
    "disc",
    "ringed disc",
    "small disc",
    "triangle",
    "diamond",
    "open diamond",
    "hollow disc",
    "cross",
    "barred square",
)
"""The marks by the number that stands in `Marks.kind`. Pens draw them in the order of `PAINTED`."""
BELOW = frozenset({"cross", "barred square"})
"""What was planned and missed stands below the lane's line."""
MARK_TONES = ("blue", "blue", "blue", "green", "grey", "grey", "grey", "vermilion", "plum")
MARK_WORDS = (
    "Seen",
    "Not spoken to",
    "Attended, adult only, phone",
    "Information",
    "Called off by service",
    "Cancelled by family",
    "Not recorded",
    "Not brought or attended",
    "Refused, no access",
)
"""What each mark means, for the legend."""
COUNT_AIR = 3.5
"""How far beside a merged mark its number begins: beyond the ring of a key event."""
PAINTED = (6, 4, 5, 3, 2, 0, 1, 8, 7)
"""The order in which kinds are painted, so that what was missed lies on top."""


_NEAR = 4.0
"""How far beside a thing a pointer may be and still mean it."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.x <= x <= self.right and self.y <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text in its box. `role` names its size and weight (as in `lettering`), `tone` its colour."""

    text: str
    box: Box
    role: str = "caption"
    tone: str = "ink"
    event: int = -1
    """Whose label it is: an event's index in the facts; -1 for any other text."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane: its band from edge to edge, the line through its middle, its name, and its code as a chip."""

    key: str
    """The id of its service or person, or the code of its kind."""
    box: Box
    line: float
    """y of its middle line: contacts stand above, what was missed below."""
    name: tuple[Words, ...]
    """In one line, or in two."""
    chip: Words | None
    """Its code, with the box of the chip round it."""
    colour: str
    """ "#RRGGBB" of its service; empty for other lanes."""
    shaded: bool
    about: str = ""
    """Its name in full, for a tooltip and a screen reader."""


@dataclass(frozen=True, slots=True)
class Marks:
    """All marks in view, sorted by lane, then row, then x. Arrays of one length.

    A mark's rectangle is `size` wide and high round (x, y), whatever its shape. The shape itself is drawn as the
    program's marks are: a small disc fills 62 % of it. Where `count` is over 1 several events of this one kind stand
    here, and their number is written from x + size / 2 + COUNT_AIR on, centred on y, in the role "mark".
    """

    x: Floats
    y: Floats
    size: float
    kind: Codes
    count: Ints
    lane: Ints
    key: Bools
    """Whether a key event is among them: a thin ring round the mark, unless it is dimmed."""
    dimmed: Bools
    below: Bools
    """Whether each stands below its lane's line."""
    first: Ints
    """The first event behind each: the first key event, where there is one."""
    _cell: Ints
    """Which cell of its row each mark stands for."""
    _event: Ints
    """Every event in view, sorted as the marks are, with the cell it went to, and its entry."""
    _event_cell: Ints
    _entry: Ints

    def events(self, mark: int) -> Ints:
        """The events behind one mark, oldest first: their rows in the facts."""
        # All of one row's cells rise with time, and kinds mix within a cell: 16 numbers to each.
        cell = int(self._cell[mark])
        first, last = np.searchsorted(self._event_cell >> 4, (cell >> 4, (cell >> 4) + 1))
        found: Ints = self._event[first:last][self._event_cell[first:last] == cell]
        return found

    def of_entries(self, entries: Ints) -> Ints:
        """The marks that entries of the arranged facts went to; -1 for one that is not in view."""
        if not len(self._entry) or not len(self._cell):
            return np.full(len(entries), -1, np.int64)
        at = np.minimum(np.searchsorted(self._entry, entries), len(self._entry) - 1)
        cell = self._event_cell[at]
        mark = np.minimum(np.searchsorted(self._cell, cell), len(self._cell) - 1)
        return np.where((self._entry[at] == entries) & (self._cell[mark] == cell), mark, -1)

    def only(self, kept: Bools) -> "Marks":
        """Some of the marks."""
        return replace(
            self,
            x=self.x[kept],
            y=self.y[kept],
            kind=self.kind[kept],
            count=self.count[kept],
            lane=self.lane[kept],
            key=self.key[kept],
            dimmed=self.dimmed[kept],
            below=self.below[kept],
            first=self.first[kept],
            _cell=self._cell[kept],
        )

    def in_lanes(self, place: Ints) -> "Marks":
        """The marks with their lanes renumbered."""
        return replace(self, lane=place[self.lane]) if len(place) else self

    @property
    def events_in_view(self) -> int:
        """How many events the marks stand for."""
        return int(self.count.sum())

    def __len__(self) -> int:
        return len(self.x)


@dataclass(frozen=True, slots=True)
class Tails:
    """How far vague dates reach: lines from earliest to latest behind the marks. Arrays of one length."""

    x: Floats
    end: Floats
    y: Floats
    open_start: Bools
    """No earliest is known ("before 3 May"): the tail ends in the mark and fades at its start."""
    open_end: Bools
    dimmed: Bools
    event: Ints


@dataclass(frozen=True, slots=True)
class ThemeTicks:
    """Small upright bars, 3 wide and `height` high, centred on x with their top at y. Arrays of one length."""

    x: Floats
    y: Floats
    height: float
    theme: Ints
    """Index of the theme in the facts, which know its colour."""


@dataclass(frozen=True, slots=True)
class Run:
    """A rounded box round three or more not seen in a row; or several such runs where they lie too close."""

    box: Box
    caption: Words | None
    lane: int
    count: int
    runs: tuple[int, ...]
    """Indices of runs in the facts."""


@dataclass(frozen=True, slots=True)
class NoRecord:
    """A band in which a service has no record, with a thin bracket at each end that lies in view."""

    box: Box
    caption: Words | None
    lane: int
    starts: bool
    ends: bool
    gap: int
    """Index of the gap in the facts."""


@dataclass(frozen=True, slots=True)
class NotSeen:
    """A dashed line with end bars: the subject was not seen, by the service of its lane, or by anyone (lane -1)."""

    x: float
    end: float
    y: float
    caption: Words | None
    lane: int
    starts: bool
    """Whether it begins in view, and so has its end bar there."""
    ends: bool
    gap: int


@dataclass(frozen=True, slots=True)
class Tie:
    """Accounts of one event: a thin line through the marks of their lanes, top to bottom."""

    points: tuple[tuple[float, float], ...]
    events: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StatusBar:
    """A legal or plan status. `tone` is its ground: status_plan, status_need, status_care, status_other."""

    box: Box
    words: Words | None
    tone: str
    starts: bool
    ends: bool
    about: str
    status: int


@dataclass(frozen=True, slots=True)
class Vertical:
    """A labelled upright: a life event (dashed, with a small dot at its top), or the incident."""

    kind: Literal["life", "incident"]
    x: float
    top: float
    bottom: float
    words: Words | None
    """The incident's words stand in a filled box."""
    about: str
    index: int = -1


@dataclass(frozen=True, slots=True)
class Tick:
    """One place on the age or the date axis, with its label where there is room. `grid` draws through the lanes."""

    x: float
    words: Words | None
    major: bool
    grid: bool = False


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """What one sign means. `sign` is a name in `MARKS`, or run, no record, not seen, tail, tie, theme, merged."""

    sign: str
    box: Box
    """Where the sign is drawn."""
    words: Words
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies under a point: the kind of thing, which one in its list, and the events behind it."""

    what: Literal["mark", "tail", "run", "no record", "not seen", "status", "life", "incident", "tie", "lane"]
    index: int
    events: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """The strip of the whole period under the picture: how much was met and missed, and what is in view.

    Bars stand over their middle for contacts kept, under it for planned contacts missed; `kept` and `missed` are
    counts for each column from `edges[i]` to `edges[i + 1]` (days), and `x` where each edge lies.
    """

    box: Box
    x: Floats
    edges: Floats
    kept: Ints
    missed: Ints
    most: int
    """The greatest of all counts: what a bar of half the height stands for."""
    brush: Box
    incident: float | None
    ticks: tuple[Tick, ...]

    def day_at(self, x: float) -> float:
        """The moment under a place on the strip."""
        share = (x - self.box.x) / max(self.box.width, 1.0)
        return float(self.edges[0] + share * (self.edges[-1] - self.edges[0]))


@dataclass(frozen=True)
class Picture:
    """One timeline laid out."""

    width: float
    height: float
    """At least what was asked for; more where the lanes need it."""
    start: float
    end: float
    """The stretch of time in view, in days (see `view`)."""
    plot: Box
    """The lanes, from the end of their names to the right edge."""
    lanes: tuple[Lane, ...]
    folded: Words | None
    """Which lanes have nothing in view and so are not drawn."""
    marks: Marks
    tails: Tails
    theme_ticks: ThemeTicks
    theme_colours: tuple[str, ...]
    """The colour "#RRGGBB" of each theme of the facts."""
    runs: tuple[Run, ...]
    no_records: tuple[NoRecord, ...]
    not_seen: tuple[NotSeen, ...]
    ties: tuple[Tie, ...]
    labels: tuple[Words, ...]
    ages: tuple[Tick, ...]
    age_line: float | None
    """y of the age axis; None where the strip is off."""
    dates: tuple[Tick, ...]
    date_line: float
    statuses: tuple[StatusBar, ...]
    seen: Floats
    """x of every time anyone saw the subject: upright ticks in the strip of that name."""
    seen_strip: Box | None
    heads: tuple[Words, ...]
    """The names of the strips, at the left."""
    verticals: tuple[Vertical, ...]
    outside: tuple[Box, ...]
    """What lies outside the scoping period, hatched."""
    legend: tuple[LegendEntry, ...]
    notes: tuple[str, ...]
    """What the picture rests on, said under it: the spans, the period, what is undated or only at least so."""
    _find: Callable[[int], int] = field(repr=False)

    def mark_of(self, event: int) -> int:
        """The mark that stands for an event; -1 where it is not in view, or has no date."""
        return self._find(event)

    def x_of(self, day: float) -> float:
        """Where a moment lies, in view or not."""
        return self.plot.x + (day - self.start) * self.plot.width / (self.end - self.start)

    def day_at(self, x: float) -> float:
        """The moment under a place."""
        return self.start + (x - self.plot.x) * (self.end - self.start) / self.plot.width

    def at(self, x: float, y: float) -> Hit | None:
        """What lies under a point: a mark before its tail, before what lies behind them."""
        lane = self._lane_at(y)
        if lane >= 0 and self.plot.x <= x <= self.plot.right + 6:
            return self._in_lane(lane, x, y)
        for at, upright in enumerate(self.verticals):
            box = upright.words.box if upright.words is not None else None
            if (box is not None and box.holds(x, y)) or (
                abs(upright.x - x) <= _NEAR and abs(y - upright.top) <= 8
            ):
                return Hit(upright.kind, at)
        for at, bar in enumerate(self.statuses):
            if bar.box.holds(x, y):
                return Hit("status", at)
        for at, span in enumerate(self.not_seen):
            if span.lane < 0 and span.x <= x <= span.end and abs(y - span.y) <= 8:
                return Hit("not seen", at)
        return Hit("lane", lane) if lane >= 0 else None

    def _lane_at(self, y: float) -> int:
        if not self.lanes or not self.plot.y <= y < self.plot.bottom:
            return -1
        return min(int((y - self.plot.y) / self.lanes[0].box.height), len(self.lanes) - 1)

    def _in_lane(self, lane: int, x: float, y: float) -> Hit | None:
        marks = self.marks
        first, last = np.searchsorted(marks.lane, (lane, lane + 1))
        away = np.abs(marks.x[first:last] - x) + np.abs(marks.y[first:last] - y) * 0.8
        if last > first:
            best = int(np.argmin(away))
            if away[best] <= marks.size / 2 + _NEAR:
                mark = int(first) + best
                return Hit("mark", mark, tuple(marks.events(mark).tolist()))
        for label in self.labels:
            if label.event >= 0 and label.box.holds(x, y) and (mark := self.mark_of(label.event)) >= 0:
                return Hit("mark", mark, (label.event,))
        tails = self.tails
        under = np.flatnonzero((tails.x <= x) & (tails.end >= x) & (np.abs(tails.y - y) <= 5))
        if len(under):
            return Hit("tail", int(under[0]), tuple(tails.event[under].tolist()))
        for at, upright in enumerate(self.verticals):
            if upright.kind == "incident" and abs(upright.x - x) <= 3:
                return Hit("incident", at)
        for at, run in enumerate(self.runs):
            if run.lane == lane and run.box.holds(x, y):
                return Hit("run", at)
        for at, span in enumerate(self.not_seen):
            if span.lane == lane and span.x <= x <= span.end and abs(y - span.y) <= 4:
                return Hit("not seen", at)
        for at, band in enumerate(self.no_records):
            if band.lane == lane and band.box.holds(x, y):
                return Hit("no record", at)
        for at, upright in enumerate(self.verticals):
            if upright.kind == "life" and abs(upright.x - x) <= 3:
                return Hit("life", at)
        return Hit("lane", lane)
