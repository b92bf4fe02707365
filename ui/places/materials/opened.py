"""A document as the reader opens it: what it is, where one stopped, and its text in parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ui.desk import Desk
from ui.places.materials.source import PartAt, Source
from workbench.materials import MaterialView, Stop, materials, parts_of, places_of, stopped_at
from workbench.shelf import title_of


@dataclass(frozen=True)
class Opened:
    """What the reader needs to know of a document before it shows any of it."""

    material: MaterialView
    title: str
    """As its reader sees it."""
    stop: Stop | None
    parts: tuple[PartAt, ...]

    @property
    def has_pages(self) -> bool:
        """Whether its pages can be seen as they were drawn."""
        return self.material.kind == "pdf"

    @property
    def has_text(self) -> bool:
        """Whether there are any words to read."""
        return bool(self.parts)


@dataclass(frozen=True)
class Address:
    """What `desk.go("materials", ...)` may name: a document, "id@start-end" for a passage of it, or a tag."""

    id: str
    start: int | None = None
    end: int | None = None

    @classmethod
    def read(cls, thing: str) -> Address:
        """An address as written; what is no passage is an id."""
        material_id, at, place = thing.partition("@")
        start, dash, end = place.partition("-")
        if at and dash and start.isdigit() and end.isdigit():
            return cls(material_id, int(start), int(end))
        return cls(material_id)


def open_material(session: Any, material_id: str, by: str) -> Opened | None:  # noqa: ANN401 - ui knows no session
    """Read what is needed to open a document; None where it is no longer there."""
    found = materials(session, [material_id])
    if not found:
        return None
    material = found[0]
    parts: list[PartAt] = []
    if material.text_id is not None:
        places = places_of(session, material_id)
        ends = [*(place.start for place in places[1:]), material.characters or 0]
        parts = [PartAt(place.start, end, place.page) for place, end in zip(places, ends, strict=False)]
    title = title_of(material.title, material.name, material.service, material.kind)
    return Opened(material, title, stopped_at(session, material_id, by), tuple(parts))


def source_of(desk: Desk, opened: Opened) -> Source:
    """The text of a document, read from the case part by part."""
    material, parts = opened.material, opened.parts

    def read(first: int, last: int) -> list[tuple[str, Any]]:
        start, end = parts[first].start, parts[last].end
        found = desk.read(lambda session: parts_of(session, material.id, start=start, end=end))
        return [(part.text, part.pieces) for part in found]

    return Source(material.text_id or "", opened.title, material.characters or 0, material.pages, parts, read)
