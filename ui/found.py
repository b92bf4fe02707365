"""What search finds, as the window shows it: where each kind of thing opens, its icon and its word."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ui.desk import Hit
from workbench import search
from workbench.anonymity.rendering import say as as_read
from workbench.search.listing import KIND_NAMES

SEARCH = "search"
"""The key of the place that lists everything found."""
PERSON = "person:"
"""What that place is told, before an id, to list where a person is named; anything else it is told are words."""
HOMES = {
    "event": ("chronology", "table-2"),
    "note": ("chronology", "message-square"),
    "finding": ("findings", "lightbulb"),
    "recommendation": ("findings", "corner-down-right"),
    "action": ("actions", "square-check"),
    "material": ("materials", "file-text"),
    "passage": ("materials", "quote"),
    "theme": ("themes", "tag"),
    "person": (SEARCH, "user"),
}
"""Where each kind of thing found is shown, and its icon."""
_OF_A_KIND = 3
_OF_A_DOCUMENT = 2
_MOST = 9
_ASKED = 24


def home_of(hit: search.Hit) -> tuple[str, str]:
    """The place in which a hit opens, and the thing that place is to show."""
    place, _ = HOMES["passage" if hit.within == "note" and hit.material else hit.within]
    return place, f"{PERSON}{hit.id}" if hit.within == "person" else hit.thing


def shown(hit: search.Hit) -> Hit:
    """A hit as the box shows it."""
    place, thing = home_of(hit)
    page = f", p. {hit.page}" if hit.page and hit.start is not None else ""
    return Hit(
        place,
        thing,
        f"{hit.ref}  {hit.title}{page}".strip(),
        hit.snippet,
        HOMES[hit.within][1],
        KIND_NAMES[hit.within],
        hit.found,
    )


def best(session: Any, words: str) -> list[Hit]:  # noqa: ANN401 - ui knows no session
    """The best hits of every kind, for words that are still being typed."""
    found = search.find(session, search.while_typed(words), limit=_ASKED, counted=False).hits
    kinds: dict[str, list[search.Hit]] = {}
    of_document: Counter[str] = Counter()
    for hit in found:
        if hit.within == "material":
            of_document[hit.id] += 1
            if of_document[hit.id] > _OF_A_DOCUMENT:
                continue
        kinds.setdefault(hit.within, []).append(hit)
    room = _MOST if len(kinds) == 1 else max(_OF_A_KIND, _MOST // max(1, len(kinds)))
    return [shown(hit) for hits in kinds.values() for hit in hits[:room]]


def every_place(words: str, number: int | None) -> Hit:
    """The row that leads to everything found; how many there are is known a moment later."""
    said = "Every place" if number is None else f"All {number:,} places" if number != 1 else "The one place"
    return Hit(SEARCH, words, f"{said} for “{as_read(words)}”", icon="list-filter", kind="Ctrl Shift F")


def total(session: Any, words: str) -> int:  # noqa: ANN401 - ui knows no session
    """How many places there are in all."""
    return sum(search.count(session, search.while_typed(words)).values())
