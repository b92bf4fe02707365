"""The timeline as it leaves: a file a person chose, or a figure of a report with its words and its facts."""

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from workbench.anonymity.leaving import check_ready
from workbench.anonymity.rendering import is_anonymous, say, say_service
from workbench.casefile import CaseFile
from workbench.outgoing import OutgoingView, send_out
from workbench.problems import Problem, Report, quiet
from workbench.review import ReviewView
from workbench.timeline import grids, telling
from workbench.timeline.arranging import Arranged, arrange
from workbench.timeline.facts import Facts, read_facts
from workbench.timeline.layout import COMFORTABLE, lay_out
from workbench.timeline.picture import Picture
from workbench.timeline.view import View, date_of

ENDINGS = {".png": "png", ".svg": "svg", ".pdf": "pdf"}
DPI = 200
"""Dots to an inch of a picture in a document."""
PER_INCH = 96.0
WIDTH = 1180.0
"""Pixels of an export where none is asked for."""
SMALLEST, LARGEST = 400.0, 8000.0


@dataclass(frozen=True)
class Figure:
    """A picture for a document: its caption, its alternative text, its PNG, and the same facts as rows."""

    caption: str
    description: str
    png: bytes
    headings: tuple[str, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]


def suggested_name(review: ReviewView, ending: str, today: date | None = None) -> str:
    """A name for the file. No title stands in it: titles carry family names, and names of files travel."""
    draft = f"draft-v{review.draft}" if review.draft else "final"
    return f"timeline-{draft}-{(today or date.today()).isoformat()}.{ending}"


def export(
    case: CaseFile,
    view: View,
    to: Path,
    *,
    width: float | None = None,
    height: float | None = None,
    report: Report = quiet,
) -> OutgoingView:
    """Write the timeline as PNG, SVG or PDF where a person chose, and record that it left.

    Who reads is ambient, as everywhere. Raises `Problem` for another ending, a size that cannot be, a case without
    events, or names that hold an anonymous file back.
    """
    kind = ENDINGS.get(to.suffix.lower())
    if kind is None:
        raise Problem(
            f"A timeline cannot be written as “{to.suffix or to.name}”.",
            "End the name in .png, .svg or .pdf.",
        )
    for size in (width, height):
        if size is not None and not SMALLEST <= size <= LARGEST:
            raise Problem(
                f"A timeline cannot be {size:g} pixels wide or high.", f"Give {SMALLEST:g} to {LARGEST:g}."
            )
    report(0, 3, "Reading the case")
    with case.reading() as session:
        if is_anonymous():
            check_ready(session)
        facts = read_facts(session)
    if not len(facts.contacts):
        raise Problem(
            "There is no event in this case yet, so there is no timeline.",
            "Bring in an agency’s chronology first.",
        )
    report(1, 3, "Laying out the timeline")
    arranged = arrange(facts, view.choice)
    picture = fitting(arranged, view, width or WIDTH, height)
    report(2, 3, "Drawing the timeline")
    data: bytes = _pen().write(
        picture,
        kind,
        title=f"Contact timeline · {say(facts.review.title)}",
        marking=facts.review.marking,
        alt=telling.alt_text(arranged, picture),
    )
    report(3, 3, "Writing the file")
    return send_out(case, f"Timeline ({kind.upper()})", data, to)


def fitting(of: Arranged, view: View, width: float, height: float | None = None) -> Picture:
    """The picture as high as its lanes comfortably need, where no height is asked for."""
    if height is None:
        least = lay_out(of, view.start, view.end, width, 0.0)
        height = least.height - least.plot.height + COMFORTABLE * max(1, len(of.lanes))
    return lay_out(of, view.start, view.end, width, height)


def draw_figure(facts: Facts, view: View | None = None, inches: float = 9.7, dpi: int = DPI) -> Figure:
    """The timeline as a figure of a report, so many inches wide, for the ambient reader."""
    view = view or View()
    arranged = arrange(facts, view.choice)
    picture = fitting(arranged, view, inches * PER_INCH)
    table = telling.facts_table(arranged, picture)
    alt = telling.alt_text(arranged, picture)
    return Figure(
        "Contact timeline, " + picture.notes[0].removeprefix("Shown: ").rstrip("."),
        alt,
        _pen().write(picture, "png", dpi=dpi),
        table.headings,
        table.shares,
        table.rows,
    )


def draw_missed(facts: Facts, view: View | None = None, inches: float = 9.7, dpi: int = DPI) -> Figure:
    """Missed contacts by service and month as a figure of a report, over the same stretch of time."""
    view = view or View()
    arranged = arrange(facts, view.choice)
    start, end = arranged.period if view.start is None or view.end is None else (view.start, view.end)
    width = inches * PER_INCH
    first, last = (date_of(at).isoformat()[:7] for at in (start, end))
    names = {service.code: say_service(service.name) for service in facts.services}
    grid = grids.missed_grid(facts.missed, first, last, width, names)
    caption = "Planned contacts missed, by service and month"
    return Figure(
        caption,
        grids.grid_alt(grid, caption),
        draw_grid(grid, width, dpi=dpi),
        ("Service", *(head.words for head in grid.columns)),
        (0.25, *([0.75 / max(1, len(grid.columns))] * len(grid.columns))),
        tuple(
            (
                head.words,
                *(
                    "" if (cell := grid.cells.get((row, column))) is None else f"{cell[0]} of {cell[1]}"
                    for column in range(len(grid.columns))
                ),
            )
            for row, head in enumerate(grid.rows)
        ),
    )


def draw_grid(
    grid: grids.CountGrid, width: float, kind: str = "png", *, dpi: int = DPI, title: str = "", alt: str = ""
) -> bytes:
    """A grid of counts as the bytes of a picture, so many pixels wide: "png", "svg" or "pdf"."""
    drawn: bytes = _pen("grid_pen").write_grid(grid, width, kind, dpi=dpi, title=title, alt=alt)
    return drawn


def _pen(name: str = "pen") -> Any:  # noqa: ANN401 - a module
    """The pen, loaded when something is first drawn: the library under it would cost every start half a second."""
    return import_module(f"workbench.timeline.{name}")
