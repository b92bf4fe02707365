"""The timeline as numbers: everything a pen needs, with nothing left for it to decide.

Lengths are pixels at 100 %, floats, from the picture's top left corner, y downward; in a document a pixel is
1/96 inch. Colours are the names of tokens ("vermilion"), or "#RRGGBB" where a service, theme or status brings
its own; each pen looks them up in its own table. Text stands in boxes measured by `lettering`, the same for
every pen: a pen writes it left-aligned and centred on the height of its box.
"""

from dataclasses import dataclass, field
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
    "Present, not spoken to",
    "Attended, adult only, telephone",
    "Information, meeting, record",
    "Cancelled by service, rescheduled, excused",
    "Cancelled by family, or not stated",
    "Not recorded",
    "Not brought, did not attend",
    "Refused, no access",
)
"""What each mark means, for the legend."""
PAINTED = (6, 4, 5, 3, 2, 0, 1, 8, 7)
"""The order in which kinds are painted, so that what was missed lies on top."""


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
    name: Words
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
    here, and their number is written from x + size / 2 + 2 on, centred on y, in the role "mark".
    """

    x: Floats
    y: Floats
    size: float
    kind: Codes
    count: Ints
    lane: Ints
    key: Bools
    """Whether a key event is among them: a second ring round the mark."""
    dimmed: Bools
    first: Ints
    """Where the events behind each mark begin in `members`; they are `count` long."""
    members: Ints
    """Indices of events in the facts."""

    def events(self, mark: int) -> Ints:
        """The events behind one mark, in order."""
        return self.members[self.first[mark] : self.first[mark] + self.count[mark]]

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
    """A labelled upright: a life event (dashed, with a small dot at its top), the incident, or an edge of the scope."""

    kind: Literal["life", "incident", "scope", "born"]
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
    _rows: Ints = field(default_factory=lambda: np.zeros(1, np.int64), repr=False)
    """Where the marks of each lane begin."""

    def x_of(self, day: float) -> float:
        """Where a moment lies, in view or not."""
        return self.plot.x + (day - self.start) * self.plot.width / (self.end - self.start)

    def day_at(self, x: float) -> float:
        """The moment under a place."""
        return self.start + (x - self.plot.x) * (self.end - self.start) / self.plot.width
