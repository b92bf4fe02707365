"""The pen for documents: a laid-out picture as PNG, SVG or PDF, drawn by matplotlib.

It decides nothing: every place is the layout's. One set of axes covers the page in the picture's own pixels, y
downward, so that a mark stands in a document exactly where it stood on the screen. Figures are made directly,
never through pyplot, whose state belongs to no thread; what matplotlib keeps for all threads is set under a lock.
"""

import io
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Literal

import matplotlib as mpl
import numpy as np
from fontTools import subset
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyBboxPatch, Rectangle
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

import resources
from workbench.timeline import lettering
from workbench.timeline.inks import ink, mixed
from workbench.timeline.picture import COUNT_AIR, MARK_TONES, MARKS, PAINTED, Box, LegendEntry, Picture, Words

Format = Literal["png", "svg", "pdf"]
PER_INCH = 96.0
"""Pixels of a picture to an inch of paper."""
DPI = 200
POINT = 72 / PER_INCH
"""A pixel in points."""
MARGIN = 16.0
_PALE = 0.28
_WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600}
_LOCK = threading.Lock()
_SETTINGS: Any = {
    "svg.fonttype": "none",  # text stays text
    "pdf.fonttype": 42,
    "svg.hashsalt": "timeline",
    "path.simplify": False,
    "text.hinting": "none",  # letters stand where their widths say, at any size
    "text.usetex": False,
    "text.parse_math": False,  # a $ in a record is a dollar
}


def write(
    picture: Picture, kind: Format, *, dpi: int = DPI, title: str = "", marking: str = "", alt: str = ""
) -> bytes:
    """The picture as the bytes of a file, with its notes under it. `title` and `marking` stand on top, if given.

    The same picture gives the same bytes: neither a date nor who made it stands in the file. `alt` becomes the
    description that a screen reader finds in an SVG.
    """
    with drawing():
        figure = _figure(picture, title, marking, letters=kind == "svg")
        return saved(figure, kind, dpi, alt)


def saved(figure: Figure, kind: Format, dpi: int = DPI, alt: str = "") -> bytes:
    """A finished figure as the bytes of a file."""
    nothing: dict[Format, dict[str, str | None]] = {
        "png": {"Software": None},
        "svg": {"Date": None, "Creator": None, "Title": "Contact timeline"},
        "pdf": {"Creator": None, "Producer": None, "CreationDate": None, "Title": "Contact timeline"},
    }
    out = io.BytesIO()
    how: dict[str, Any] = {"pil_kwargs": {"compress_level": 4}} if kind == "png" else {}
    figure.savefig(out, format=kind, dpi=dpi, metadata=nothing[kind], facecolor=ink("paper"), **how)
    data = out.getvalue()
    if kind == "svg" and alt:
        begin = data.index(b">", data.index(b"<svg")) + 1
        told = alt.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        data = data[:begin] + f"\n <desc>{told}</desc>".encode() + data[begin:]
    return data


@contextmanager
def drawing() -> Iterator[None]:
    """While a figure is made and saved: matplotlib's settings are of the whole process, so one at a time."""
    with _LOCK, mpl.rc_context(_SETTINGS):
        options = subset.Options
        # A PDF embeds the letters it shows in the places they have; how letters combine, which costs a tenth of a
        # second a font to work out, stays behind.
        subset.Options = partial(options, layout_features=[])
        try:
            yield
        finally:
            subset.Options = options


def _figure(picture: Picture, title: str, marking: str, *, letters: bool = True) -> Figure:
    over = 30.0 if title or marking else 0.0
    notes = wrapped(" ".join(picture.notes), picture.width - 2 * MARGIN)
    height = over + picture.height + 15.0 * len(notes) + (8.0 if notes else 0.0)
    page = Page(picture.width, height, over)
    if title:
        page.write(title, MARGIN, 18.0 - over, "head")
    if marking:
        left = picture.width - MARGIN - lettering.width(marking, "mark")
        page.write(marking, left, 18.0 - over, "mark", "ink2")
    Pen(page, picture, letters=letters).draw()
    for at, line in enumerate(notes):
        page.write(line, MARGIN, picture.height + 8.0 + 15.0 * at, "caption", "muted")
    return page.figure


def wrapped(text: str, most: float, role: str = "caption") -> list[str]:
    """A text broken into lines of at most so many pixels."""
    lines: list[str] = []
    for word in text.split():
        if lines and lettering.width(f"{lines[-1]} {word}", role) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


class Page:
    """A figure with one set of axes over all of it, in pixels, y downward."""

    def __init__(self, width: float, height: float, over: float = 0.0) -> None:
        """`over` is how far it reaches above the picture's own top."""
        self.figure = Figure(figsize=(width / PER_INCH, height / PER_INCH))
        FigureCanvasAgg(self.figure)
        self.axes: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(height - over, -over)
        self.axes.set_axis_off()
        self.axes.set_autoscale_on(False)
        # Shapes of marks are given in pixels, y downward, round their own middle.
        self.shape = Affine2D().scale(1 / PER_INCH, -1 / PER_INCH) + self.figure.dpi_scale_trans
        self._fonts: dict[str, FontProperties] = {}

    def font(self, role: str) -> FontProperties:
        """The font of a role, from the files the program ships."""
        found = self._fonts.get(role)
        if found is None:
            size, weight = lettering.ROLES[role]
            # The family's name is for an SVG, whose text stays text; the file is for everything that draws letters.
            found = FontProperties(
                family=["Inter", "sans-serif"],
                weight=_WEIGHTS[weight],
                size=size * POINT,
                fname=str(resources.path("fonts", f"Inter-{weight}.ttf")),
            )
            self._fonts[role] = found
        return found

    def write(
        self, text: str, x: float, middle: float, role: str = "caption", tone: str = "ink", z: float = 8.0
    ) -> None:
        """One line of text from x on, its capitals centred on a height."""
        made = self.axes.text(
            x,
            lettering.baseline(middle, role),
            text,
            fontproperties=self.font(role),
            color=ink(tone),
            va="baseline",
            ha="left",
            zorder=z,
        )
        made.set_fontfeatures(["tnum"])

    def words(self, words: Words, z: float = 8.0) -> None:
        """Words of a picture in their place."""
        self.write(words.text, words.box.x, words.box.y + words.box.height / 2, words.role, words.tone, z)

    def box(
        self,
        box: Box,
        fill: str | None,
        edge: str | None = None,
        *,
        z: float = 1.0,
        line: float = 1.0,
        radius: float = 0.0,
        dashed: bool = False,
        hatch: str | None = None,
        clip: Rectangle | None = None,
    ) -> None:
        """A rectangle, perhaps with round corners."""
        look: dict[str, Any] = {
            "facecolor": fill or "none",
            "edgecolor": edge or "none",
            "linewidth": line * POINT if edge or hatch else 0.0,
            "zorder": z,
            "hatch": hatch,
            "linestyle": (0, (3, 2)) if dashed else "solid",
        }
        if radius:
            style = f"round,pad=0,rounding_size={radius}"
            made: Any = FancyBboxPatch((box.x, box.y), box.width, box.height, boxstyle=style, **look)
        else:
            made = Rectangle((box.x, box.y), box.width, box.height, **look)
        self.axes.add_patch(made)
        if clip is not None:
            made.set_clip_path(clip)

    def lines(
        self,
        segments: Sequence[Any],
        tone: str,
        *,
        z: float,
        line: float = 1.0,
        dashes: tuple[float, float] | None = None,
        clip: Rectangle | None = None,
        alpha: float | None = None,
        caps: str = "butt",
    ) -> None:
        """Straight lines."""
        if not len(segments):
            return
        made = LineCollection(
            segments,
            colors=ink(tone),
            linewidths=line * POINT,
            zorder=z,
            linestyles="solid" if dashes is None else (0, dashes),
            alpha=alpha,
            capstyle=caps,
        )
        self.axes.add_collection(made, autolim=False)
        if clip is not None:
            made.set_clip_path(clip)

    def shapes(
        self,
        path: Path,
        places: Any,  # noqa: ANN401 - whatever numpy takes for points
        fill: str | None,
        edge: str | None,
        *,
        z: float,
        line: float = 0.0,
        clip: Rectangle | None = None,
        alpha: float | None = None,
        name: str = "",
    ) -> None:
        """One shape at many places."""
        made = PathCollection(
            [path],
            offsets=places,
            offset_transform=self.axes.transData,
            facecolors=fill or "none",
            edgecolors=edge or "none",
            linewidths=line * POINT,
            zorder=z,
            alpha=alpha,
            capstyle="round",
            joinstyle="round",
        )
        made.set_transform(self.shape)
        if name:
            made.set_gid(name)
        self.axes.add_collection(made, autolim=False)
        if clip is not None:
            made.set_clip_path(clip)

    def mark(
        self,
        kind: int,
        places: Any,  # noqa: ANN401
        size: float,
        *,
        z: float,
        clip: Rectangle | None = None,
        alpha: float | None = None,
        name: str = "",
    ) -> None:
        """Marks of one kind: the shapes of the window's own, with a hairline of paper round each."""
        half, tone, paper = size / 2, ink(MARK_TONES[kind]), ink("paper")
        also: dict[str, Any] = {"clip": clip, "alpha": alpha}
        match MARKS[kind]:
            case "disc":
                self.shapes(_disc(half * 0.92), places, tone, paper, z=z, line=0.8, name=name, **also)
            case "small disc":
                self.shapes(_disc(half * 0.62), places, tone, paper, z=z, line=0.8, name=name, **also)
            case "ringed disc":
                self.shapes(
                    _disc(half * 0.9), places, paper, tone, z=z, line=max(1.5, size * 0.13), name=name, **also
                )
                self.shapes(_disc(half * 0.42), places, tone, None, z=z + 0.01, **also)
            case "cross":
                wide = max(2.0, size * 0.2)
                self.shapes(_cross(half * 0.8), places, None, paper, z=z, line=wide + 1.6, **also)
                self.shapes(_cross(half * 0.8), places, None, tone, z=z + 0.01, line=wide, name=name, **also)
            case "barred square":
                self.shapes(
                    _box_path(-half * 0.86, -half * 0.86, size * 0.86, size * 0.86),
                    places,
                    tone,
                    paper,
                    z=z,
                    line=0.8,
                    name=name,
                    **also,
                )
                bar = _box_path(-half * 0.54, -half * 0.15, size * 0.54, size * 0.15)
                self.shapes(bar, places, paper, None, z=z + 0.01, **also)
            case "diamond":
                self.shapes(_diamond(half), places, tone, paper, z=z, line=0.8, name=name, **also)
            case "open diamond":
                wide = max(1.5, size * 0.14)
                self.shapes(_diamond(half * 0.86), places, paper, tone, z=z, line=wide, name=name, **also)
            case "triangle":
                corners = [(0, -half * 0.92), (half, half * 0.8), (-half, half * 0.8), (0, -half * 0.92)]
                self.shapes(Path(corners, closed=True), places, tone, paper, z=z, line=0.8, name=name, **also)
            case _:
                wide = max(1.4, size * 0.12)
                self.shapes(_disc(half * 0.55), places, paper, tone, z=z, line=wide, name=name, **also)


class Pen:
    """A picture drawn on a page."""

    def __init__(self, page: Page, picture: Picture, *, letters: bool = True) -> None:
        """`letters`: whether the numbers beside merged marks are text too. As shapes hundreds take no time."""
        self.page, self.picture, self.letters = page, picture, letters
        plot = picture.plot
        self.clip = Rectangle((plot.x, plot.y), plot.width, plot.height, transform=page.axes.transData)

    def draw(self) -> None:
        """All of it, from the back to the front."""
        self.lanes()
        self.bands()
        self.axes()
        self.runs()
        self.strips()
        self.uprights()
        self.marks()
        for label in self.picture.labels:
            self.page.words(label)
        for entry in self.picture.legend:
            self.legend(entry)
        for head in self.picture.heads:
            self.page.words(head)
        if self.picture.folded is not None:
            self.page.words(self.picture.folded)

    def lanes(self) -> None:
        page, picture = self.page, self.picture
        for lane in picture.lanes:
            if lane.shaded:
                page.box(lane.box, ink("ground"), z=0)
            if lane.chip is not None:
                page.box(lane.chip.box, mixed(lane.colour, 0.13), mixed(lane.colour, 0.4), z=2, radius=4)
                inside = lane.chip.box.width - lettering.width(lane.chip.text, "mark")
                page.write(
                    lane.chip.text,
                    lane.chip.box.x + inside / 2,
                    lane.line,
                    "mark",
                    lane.colour,
                )
            for line in lane.name:
                page.words(line)
        plot = picture.plot
        page.lines([[(plot.x, lane.line), (plot.right, lane.line)] for lane in picture.lanes], "line2", z=0.6)
        for box in picture.outside:
            page.box(box, None, ink("line"), z=0.7, line=0.0, hatch="////", clip=self.clip)

    def bands(self) -> None:
        page = self.page
        for band in self.picture.no_records:
            page.box(band.box, ink("no_record"), z=1, clip=self.clip)
            for x, inward, there in ((band.box.x, 4.0, band.starts), (band.box.right, -4.0, band.ends)):
                if there:
                    top, bottom = band.box.y, band.box.bottom
                    bracket = [[(x + inward, top), (x, top), (x, bottom), (x + inward, bottom)]]
                    page.lines(bracket, "no_record_edge", z=1.1, clip=self.clip)
            if band.caption is not None:
                page.words(band.caption)

    def runs(self) -> None:
        for run in self.picture.runs:
            self.page.box(run.box, ink("run"), ink("vermilion"), z=1.6, radius=5, line=1.2, clip=self.clip)
            if run.caption is not None:
                self.page.words(run.caption)

    def axes(self) -> None:
        page, picture = self.page, self.picture
        plot = picture.plot
        inside = [tick for tick in picture.dates if plot.x <= tick.x <= plot.right]
        for major, tone in ((False, "line2"), (True, "line")):
            ticks = [tick for tick in inside if tick.major is major and tick.grid]
            page.lines([[(tick.x, plot.y), (tick.x, plot.bottom)] for tick in ticks], tone, z=1.2)
        page.lines([[(0, plot.y), (picture.width, plot.y)]], "line", z=1.3)
        page.lines([[(0, plot.bottom), (picture.width, plot.bottom)]], "line", z=1.3)
        for tick in (*picture.dates, *picture.ages):
            if tick.words is not None:
                page.words(tick.words)
        if picture.age_line is not None:
            y = picture.age_line
            page.lines([[(plot.x, y), (plot.right, y)]], "strong", z=1.3)
            page.lines([[(tick.x, y - 5), (tick.x, y)] for tick in picture.ages], "strong", z=1.3)

    def strips(self) -> None:
        page, picture = self.page, self.picture
        for bar in picture.statuses:
            page.box(bar.box, ink(bar.tone), mixed(ink("ink"), 0.45, ink(bar.tone)), z=2, radius=2)
            if bar.words is not None:
                page.words(bar.words)
        if picture.seen_strip is not None:
            y = picture.seen_strip.y + picture.seen_strip.height / 2
            page.lines([[(x, y - 6), (x, y + 6)] for x in picture.seen], "blue", z=2, line=1.6)
        for span in picture.not_seen:
            overall = span.lane < 0
            ends = [
                [(x, span.y - 4), (x, span.y + 4)]
                for x, there in ((span.x, span.starts), (span.end, span.ends))
                if there
            ]
            page.lines(ends, "plum", z=3, line=1.4)
            pieces = [(span.x, span.end)]
            if overall and span.caption is not None:
                words = span.caption.box
                pieces = [(span.x, words.x - 5), (words.right + 5, span.end)]
            page.lines(
                [[(a, span.y), (b, span.y)] for a, b in pieces],
                "plum",
                z=3,
                line=1.4,
                dashes=None if overall else (2.5, 1.5),
            )
            if span.caption is not None:
                page.words(span.caption)

    def uprights(self) -> None:
        page = self.page
        for upright in self.picture.verticals:
            incident = upright.kind == "incident"
            line = [[(upright.x, upright.top), (upright.x, upright.bottom)]]
            page.lines(
                line,
                "bad" if incident else "muted",
                z=2.6,
                line=2.0 if incident else 1.0,
                dashes=None if incident else (3, 2),
            )
            if not incident:
                page.shapes(_disc(2.8), [(upright.x, upright.top)], ink("muted"), None, z=2.7)
            if upright.words is not None:
                if incident:
                    box = upright.words.box
                    ground = Box(box.x - 6, box.y - 2, box.width + 12, box.height + 4)
                    page.box(ground, ink("bad"), z=2.8, radius=2)
                page.words(upright.words)

    def marks(self) -> None:
        page, picture = self.page, self.picture
        marks, tails = picture.marks, picture.tails
        for tie in picture.ties:
            page.lines([tie.points], "ink2", z=3.2, clip=self.clip)
        for dimmed in (True, False):
            which = np.flatnonzero(tails.dimmed == dimmed)
            page.lines(
                [[(tails.x[at], tails.y[at]), (tails.end[at], tails.y[at])] for at in which],
                "tail",
                z=3.4,
                line=4.0,
                clip=self.clip,
                alpha=_PALE if dimmed else None,
                caps="round",
            )
        places = np.column_stack([marks.x, marks.y])
        for order, kind in enumerate(PAINTED):
            for dimmed in (True, False):
                chosen = (marks.kind == kind) & (marks.dimmed == dimmed)
                if chosen.any():
                    page.mark(
                        kind,
                        places[chosen],
                        marks.size,
                        z=4.0 + 0.05 * order,
                        clip=self.clip,
                        alpha=_PALE if dimmed else None,
                        name=f"marks {MARKS[kind]}{' pale' if dimmed else ''}",
                    )
        ringed = marks.key & ~marks.dimmed
        if ringed.any():
            ring = _disc(marks.size / 2 + 2.0)
            page.shapes(ring, places[ringed], None, ink("ink"), z=4.9, line=1.0, clip=self.clip)
        self.counts()
        ticks = picture.theme_ticks
        for theme in np.unique(ticks.theme):
            of = ticks.theme == theme
            segments = [
                [(x, y), (x, y + ticks.height)] for x, y in zip(ticks.x[of], ticks.y[of], strict=True)
            ]
            page.lines(segments, picture.theme_colours[theme], z=4.95, line=3.0, clip=self.clip)

    def counts(self) -> None:
        """The number beside each merged mark."""
        page, marks = self.page, self.picture.marks
        merged = np.flatnonzero((marks.count > 1) & (marks.x < self.picture.plot.right - 4))
        x = marks.x[merged] + marks.size / 2 + COUNT_AIR
        if self.letters:
            for at, left in zip(merged.tolist(), x.tolist(), strict=True):
                page.write(str(marks.count[at]), left, float(marks.y[at]), "mark", "ink", 5.0)
            return
        y = lettering.baseline(0.0, "mark") + marks.y[merged]
        wide = lettering.width("0", "mark")
        places: dict[str, list[tuple[float, float]]] = {}
        for count, left, line in zip(marks.count[merged].tolist(), x.tolist(), y.tolist(), strict=True):
            for at, figure in enumerate(str(count)):
                places.setdefault(figure, []).append((left + at * wide, line))
        for figure, where in sorted(places.items()):
            page.shapes(_figure_shape(page.font("mark"), figure, "mark"), where, ink("ink"), None, z=5.0)

    def legend(self, entry: LegendEntry) -> None:
        page, box = self.page, entry.box
        page.words(entry.words)
        x, y = box.x + box.width / 2, box.y + box.height / 2
        if entry.sign in MARKS:
            page.mark(MARKS.index(entry.sign), [(x, y)], 11.0, z=4)
        elif entry.sign == "run":
            page.box(box, ink("run"), ink("vermilion"), z=2, radius=3, line=1.2)
        elif entry.sign == "no record":
            page.box(box, ink("no_record"), z=2)
            for edge, inward in ((box.x, 3.0), (box.right, -3.0)):
                bracket = [
                    [(edge + inward, box.y), (edge, box.y), (edge, box.bottom), (edge + inward, box.bottom)]
                ]
                page.lines(bracket, "no_record_edge", z=2.1)
        elif entry.sign == "not seen":
            page.lines([[(box.x, y), (box.right, y)]], "plum", z=2, line=1.4, dashes=(2.5, 1.5))
            page.lines([[(at, y - 4), (at, y + 4)] for at in (box.x, box.right)], "plum", z=2, line=1.4)
        elif entry.sign == "tail":
            page.lines([[(box.x, y), (box.right, y)]], "tail", z=2, line=4.0, caps="round")
        elif entry.sign == "tie":
            page.lines([[(x, box.y - 1), (x, box.bottom + 1)]], "ink2", z=2)
        elif entry.sign == "theme":
            page.lines([[(x, y - 4), (x, y + 4)]], "muted", z=2, line=3.0)
        elif entry.sign == "key":
            page.shapes(_disc(6.0), [(x, y)], None, ink("ink"), z=2, line=1.0)
        elif entry.sign == "merged":
            page.write("2", box.x + 3, y, "mark")
        elif entry.sign == "scope":
            page.box(box, None, ink("line"), z=2, line=0.0, hatch="//////")


def _figure_shape(font: FontProperties, figure: str, role: str) -> Path:
    """One of ten figures as a shape in pixels, as wide as any other."""
    vertices, codes = text_to_path.get_text_path(font, figure, features=("tnum",))
    scale = lettering.ROLES[role][0] / text_to_path.FONT_SCALE
    return Path(np.asarray(vertices) * (scale, -scale), codes)


def _disc(radius: float) -> Path:
    return Path.circle((0, 0), radius)


def _cross(arm: float) -> Path:
    move, line = Path.MOVETO, Path.LINETO
    return Path([(-arm, -arm), (arm, arm), (-arm, arm), (arm, -arm)], [move, line, move, line])


def _diamond(reach: float) -> Path:
    return Path([(0, -reach), (reach, 0), (0, reach), (-reach, 0), (0, -reach)], closed=True)


def _box_path(x: float, y: float, width: float, height: float) -> Path:
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
    return Path(corners, closed=True)
