"""What stands under each theme, read once for a report: events and passages with who tagged them, and the counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.chronology.events import IN_ORDER, Event, EventView, event_views
from workbench.materials import MaterialView, materials
from workbench.people import ServiceView, services
from workbench.tagged import Counted, HeatMap, absent_tag, by_month, by_service, counted, unread
from workbench.themes.codebook import ThemeView, themes
from workbench.themes.tags import PassageView, Tag, TagOnEvent, passages, tags_on_events


@dataclass(frozen=True)
class Piece:
    """One event or one passage under a theme, with every tag that put it there: two members may have."""

    tags: Sequence[TagOnEvent | PassageView]
    event: EventView | None = None
    passage: PassageView | None = None
    material: MaterialView | None = None
    """The document of a passage."""


@dataclass(frozen=True)
class Themes:
    """The codebook and everything tagged."""

    themes: Sequence[ThemeView]
    counts: Mapping[str, Counted]
    """By id of the theme."""
    pieces: Mapping[str, Sequence[Piece]]
    """By id of the theme: its events in the order of the chronology, then its passages by document and place."""
    by_service: HeatMap
    by_month: HeatMap
    absent: str
    """What must be said beside every count of themes."""
    services: Sequence[ServiceView]

    @property
    def used(self) -> list[ThemeView]:
        """The themes under which anything stands of their own."""
        return [theme for theme in self.themes if self.pieces.get(theme.id)]

    @property
    def everything(self) -> int:
        """How many things are tagged; one under two themes counts twice."""
        return sum(map(len, self.pieces.values()))


def read_themes(session: Session) -> Themes:
    """Everything tagged in the case."""
    known = themes(session)
    ids = list(
        session.scalars(
            select(Event.id)
            .where(Event.id.in_(select(Tag.event_id).where(Tag.event_id.is_not(None))))
            .order_by(*IN_ORDER)
        )
    )
    on_events = tags_on_events(session, ids)
    pieces: dict[str, list[Piece]] = {}
    for event in event_views(session, ids):
        by_theme: dict[str, list[TagOnEvent]] = {}
        for tag in on_events.get(event.id, ()):
            by_theme.setdefault(tag.theme_id, []).append(tag)
        for theme_id, tags in by_theme.items():
            pieces.setdefault(theme_id, []).append(Piece(tags, event=event))
    documents = {each.id: each for each in materials(session)}
    same: dict[tuple[str, str, int, int], list[PassageView]] = {}
    for passage in passages(session):
        key = (passage.theme_id, passage.material_id, passage.start, passage.end)
        same.setdefault(key, []).append(passage)
    for (theme_id, material_id, _, _), found in same.items():
        pieces.setdefault(theme_id, []).append(
            Piece(found, passage=found[0], material=documents.get(material_id))
        )
    return Themes(
        known,
        counted(session),
        pieces,
        by_service(session),
        by_month(session),
        absent_tag(unread(session)),
        services(session),
    )


def every_piece(of: Themes) -> list[tuple[ThemeView, Piece]]:
    """Each thing under each theme, in the order of the codebook."""
    return list(
        chain.from_iterable([(theme, piece) for piece in of.pieces.get(theme.id, ())] for theme in of.themes)
    )
