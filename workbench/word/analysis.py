"""What is tagged, as reports quote it: a theme with its definition, its counts, and the words it rests on."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from workbench.anonymity.rendering import say, say_file, say_name
from workbench.tagged import NO_SERVICE, NOT_IN_ONE_MONTH, PASSAGES, HeatMap
from workbench.word.grids import Count, Grid, Head, by_month, put_grid
from workbench.word.markup import Run
from workbench.word.paper import Paper, count
from workbench.word.quoting import listed, quoted, source_of
from workbench.word.tagged_pieces import Piece, Themes

DIMENSIONS = {"what": "What happened in practice", "why": "Why it was likely"}
MOST_QUOTES = 6
"""How many of a theme's quotations an overview report shows; the theme report shows all."""


def put_analysis(
    paper: Paper, of: Themes, evidence: Collection[str], findings: Mapping[str, Sequence[str]]
) -> None:
    """The overview report's analysis; nothing where nothing is tagged.

    `evidence` are ids of events that findings rest on, `findings` the references of those about a theme, by its code.
    """
    used = of.used
    if not used:
        return
    paper.heading(2, "Analysis by theme")
    paper.paragraph(
        f"The panel tagged what it read with themes. Under {count(len(used), 'theme')} stand events and passages, "
        f"quoted here with where they come from. {of.absent}"
    )
    for theme in used:
        pieces = of.pieces.get(theme.id, ())
        paper.heading(3, f"{say(theme.name)} ({theme.code})")
        if theme.definition:
            paper.paragraph(say(theme.definition))
        about = findings.get(theme.code, ())
        told = f" {listed(about)} {'is' if len(about) == 1 else 'are'} about it." if about else ""
        paper.paragraph(f"{_counts(pieces)}{told}")
        _quotations(paper, pieces, evidence)


def _quotations(paper: Paper, pieces: Sequence[Piece], first: Collection[str]) -> None:
    """Of more than are shown those come before others whose events are `first`, and then the key ones."""
    shown = _chosen(pieces, MOST_QUOTES, first)
    for piece in shown:
        put_piece(paper, piece)
    if len(shown) < len(pieces):
        left = len(pieces) - len(shown)
        paper.paragraph(
            f"{count(left, 'more stands', 'more stand')} under this theme in the theme report. Shown first is what the "
            "findings rest on, and what the panel marked as key."
        )


def _counts(pieces: Sequence[Piece]) -> str:
    events = [piece.event for piece in pieces if piece.event]
    texts = [piece for piece in pieces if piece.passage]
    told = []
    if events:
        told.append(count(len(events), "event"))
    if texts:
        documents = len({piece.passage.material_id for piece in texts if piece.passage})
        told.append(f"{count(len(texts), 'passage')} of {count(documents, 'document')}")
    by = Counter(code for piece in pieces if (code := service_of(piece)))
    spread = f", from {listed([f'{code} ({number})' for code, number in by.most_common()])}" if by else ""
    return f"{listed(told)[:1].upper()}{listed(told)[1:]}{spread}."


def service_of(piece: Piece) -> str:
    """The code of the service whose record a piece is; empty for a document of none."""
    if piece.event:
        return piece.event.service
    return (piece.material.service or "") if piece.material else ""


def _chosen(pieces: Sequence[Piece], most: int, first: Collection[str]) -> list[Piece]:
    if len(pieces) <= most:
        return list(pieces)

    def weight(place: int) -> tuple[bool, bool, int]:
        event = pieces[place].event
        return (event is None or event.id not in first, event is None or not event.key, place)

    kept = sorted(range(len(pieces)), key=weight)[:most]
    return [pieces[place] for place in sorted(kept)]


def put_piece(paper: Paper, piece: Piece, *, by_whom: bool = False) -> None:
    """A quotation with where it comes from and what was noted beside it; and `by_whom` it was tagged."""
    if piece.event:
        words, source = quoted(piece.event.text), source_of(piece.event)
    elif piece.passage:
        words = quoted(piece.passage.text)
        service = service_of(piece)
        source = [
            Run(f"{piece.passage.material}{f', {service}' if service else ''}, ", "Reference"),
            _place(piece),
        ]
    else:
        return
    for tag in piece.tags:
        if by_whom and (who := say_name(tag.by)):
            source.append(f" Tagged by {who}.")
        if tag.note:
            source += [Run(" Note: ", "Label"), say(tag.note)]
    paper.quote(words, source)


def _place(piece: Piece) -> str:
    return f"{place_of(piece)}."


def place_of(piece: Piece) -> str:
    """Where a passage stands: its document's name and the page."""
    told = (
        say_file(piece.material.name, piece.material.service, "document") if piece.material else "a document"
    )
    return f"{told}, page {piece.passage.page}" if piece.passage and piece.passage.page else told


def put_heat_maps(paper: Paper, of: Themes) -> None:
    """Themes by service and by month, each as a picture and as a table."""
    rows = [Head(theme.id, theme.code, say(theme.name), theme.colour) for theme in of.themes]
    used = [row for row in rows if any(key == row.key for key, _ in of.by_service.cells)]
    if not used:
        return
    paper.heading(2, "Themes and services")
    paper.lead_in(
        "How many events and passages of each service’s records stand under each theme. A theme counts what stands "
        f"under the themes beneath it as well. {of.absent}"
    )
    colours = {service.code: service.colour for service in of.services}
    columns = [
        Head(code, "None", "No service")
        if code == NO_SERVICE
        else Head(code, code, code, colours.get(code, ""))
        for code in of.by_service.columns
    ]
    put_grid(
        paper,
        Grid(used, columns, _cells(of.by_service), "–"),
        "Themes by service",
        f"Grid of {count(len(used), 'theme')} by {count(len(columns), 'service')}; each cell is the number of events "
        f"and passages tagged. {_deepest(of, of.by_service)} All figures stand in the table below the picture.",
        "Theme",
    )
    months = {
        key: Count(number)
        for key, number in of.by_month.cells.items()
        if key[1] not in (NOT_IN_ONE_MONTH, PASSAGES)
    }
    grid = by_month([row for row in rows if any(key == row.key for key, _ in months)], months, "–")
    if grid is None:
        return
    paper.heading(2, "Themes over time")
    aside = sum(number for (_, column), number in of.by_month.cells.items() if column == NOT_IN_ONE_MONTH)
    paper.lead_in(
        "How many tagged events lie in each month. Passages of documents have no month."
        + (f" {count(aside, 'tagged event')} cannot be placed in one month." if aside else "")
        + f" {of.absent}"
    )
    put_grid(
        paper,
        grid,
        "Themes by time",
        f"Grid of {count(len(grid.rows), 'theme')} from {grid.columns[0].said} to {grid.columns[-1].said}; each cell "
        "is the number of tagged events. All figures stand in the table below the picture.",
        "Month" if len(grid.columns[0].key) > 4 else "Year",
    )


def _cells(of: HeatMap) -> dict[tuple[str, str], Count]:
    return {key: Count(number) for key, number in of.cells.items() if number}


def _deepest(of: Themes, heat: HeatMap) -> str:
    if not heat.cells:
        return ""
    (theme_id, column), number = max(heat.cells.items(), key=lambda one: one[1])
    name = next((say(theme.name) for theme in of.themes if theme.id == theme_id), "")
    return (
        f"The most are {number}, {name} in {'documents of no service' if column == NO_SERVICE else column}."
    )
