"""How much is tagged: by theme, by theme and service, by theme and month, and how much is not read yet.

What is counted are things, events and passages, not tags: one that two members tagged, or that stands under a theme
and under one beneath it, counts once. An event counts in a month only where it surely lies within it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from workbench.chronology.events import Event
from workbench.materials import Material, ReadBy
from workbench.people import Service, services
from workbench.themes.codebook import ThemeView, themes
from workbench.themes.tags import Tag

NO_SERVICE: Final = "-"
"""Stands for documents that belong to no service."""
NOT_IN_ONE_MONTH: Final = "vague"
"""Stands for events that may lie in more than one month, or have no date."""
PASSAGES: Final = "passages"
"""Stands for passages: a document is of no month."""

Key = tuple[str | None, str | None, int | None, int | None]


@dataclass(frozen=True)
class Counted:
    """How many events and passages stand under a theme: of its own, and with those of the themes under it."""

    events: int = 0
    passages: int = 0
    all_events: int = 0
    all_passages: int = 0

    @property
    def whole(self) -> int:
        """Everything, with what stands under it."""
        return self.all_events + self.all_passages


@dataclass(frozen=True)
class HeatMap:
    """Themes by services or by months: for each pair that has any, how many things are tagged.

    A cell opens with the filters `Tagged` takes: the theme's id, and a service's code or a month.
    """

    columns: tuple[str, ...]
    """Codes of services or months, in order, with those of what has none at the end."""
    cells: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """By (id of a theme, column); a theme counts what stands under it as well."""


@dataclass(frozen=True)
class Unread:
    """How many documents no member has marked as read."""

    documents: int
    unread: int
    by_service: Mapping[str, int]
    """By code, those with any; most first."""
    tagged: int
    """How many documents have a tagged passage."""


def counted(session: Session) -> dict[str, Counted]:
    """For each theme, by id, how much stands under it."""
    events: dict[str, set[str]] = {}
    passages: dict[str, set[Key]] = {}
    for theme_id, event_id, text_id, start, end in session.execute(
        select(Tag.theme_id, Tag.event_id, Tag.text_id, Tag.start, Tag.end)
    ):
        if event_id is not None:
            events.setdefault(theme_id, set()).add(event_id)
        else:
            passages.setdefault(theme_id, set()).add((None, text_id, start, end))
    found = {}
    for theme_id, under in _families(themes(session)).items():
        all_events = events.get(theme_id, set()).union(*(events.get(each, ()) for each in under))
        all_passages = passages.get(theme_id, set()).union(*(passages.get(each, ()) for each in under))
        found[theme_id] = Counted(
            len(events.get(theme_id, ())),
            len(passages.get(theme_id, ())),
            len(all_events),
            len(all_passages),
        )
    return found


def by_service(session: Session) -> HeatMap:
    """Themes by the services whose events and documents they are tagged in."""
    rows = session.execute(
        select(Tag.theme_id, Tag.event_id, Tag.text_id, Tag.start, Tag.end, Service.code)
        .outerjoin(Event, Event.id == Tag.event_id)
        .outerjoin(Material, Material.id == Tag.material_id)
        .outerjoin(Service, Service.id == func.coalesce(Event.service_id, Material.service_id))
    )
    cells = _cells(
        session,
        (
            (theme, (event, text, start, end), code or NO_SERVICE)
            for theme, event, text, start, end, code in rows
        ),
    )
    used = {column for _, column in cells}
    columns = [service.code for service in services(session)]
    return HeatMap((*columns, *([NO_SERVICE] if NO_SERVICE in used else [])), cells)


def by_month(session: Session) -> HeatMap:
    """Themes by the months in which their events surely lie, every month from the first to the last."""
    rows = session.execute(
        select(
            Tag.theme_id, Tag.event_id, Tag.text_id, Tag.start, Tag.end, Event.earliest, Event.latest
        ).outerjoin(Event, Event.id == Tag.event_id)
    )
    cells = _cells(
        session,
        (
            (theme, (event, text, start, end), _month(event, first, last))
            for theme, event, text, start, end, first, last in rows
        ),
    )
    used = {column for _, column in cells}
    months = sorted(used - {NOT_IN_ONE_MONTH, PASSAGES})
    ends = [column for column in (NOT_IN_ONE_MONTH, PASSAGES) if column in used]
    return HeatMap((*_every_month(months), *ends), cells)


def taggers(session: Session) -> list[str]:
    """Everyone who has tagged anything, by name."""
    return list(session.scalars(select(Tag.by).distinct().order_by(Tag.by)))


def unread(session: Session) -> Unread:
    """How many documents are not read yet, in all and by service."""
    nobody = ~exists().where(ReadBy.material_id == Material.id)
    by_code: dict[str, int] = {}
    documents = waiting = 0
    for code, not_read in session.execute(
        select(Service.code, nobody.label("unread"))
        .select_from(Material)
        .outerjoin(Service, Service.id == Material.service_id)
    ):
        documents += 1
        if not_read:
            waiting += 1
            if code is not None:
                by_code[code] = by_code.get(code, 0) + 1
    tagged = session.scalar(select(func.count(Tag.material_id.distinct()))) or 0
    most_first = dict(sorted(by_code.items(), key=lambda each: (-each[1], each[0])))
    return Unread(documents, waiting, most_first, tagged)


def absent_tag(found: Unread) -> str:
    """What must be said beside counts of themes: what is not tagged may not have been looked for yet."""
    said = "An absent tag is not an absent feature."
    if not found.documents:
        return said
    if not found.unread:
        return f"{said} Every document has been read by someone."
    number = f"{found.unread} document{'s are' if found.unread != 1 else ' is'} not read yet"
    if not found.by_service:
        return f"{said} {number}."
    most = max(found.by_service.values())
    least_read = [code for code, left in found.by_service.items() if left == most][:3]
    among = " and ".join([", ".join(least_read[:-1]), least_read[-1]] if least_read[1:] else least_read)
    return (
        f"{said} {number}, most of them of {among}." if found.unread > 1 else f"{said} {number}, of {among}."
    )


def _month(event: str | None, first: str | None, last: str | None) -> str:
    if event is None:
        return PASSAGES
    return first[:7] if first and last and first[:7] == last[:7] else NOT_IN_ONE_MONTH


def _families(everything: Sequence[ThemeView]) -> dict[str, list[str]]:
    """For each theme, by id, the ids of all themes under it."""
    found: dict[str, list[str]] = {theme.id: [] for theme in everything}
    above = {theme.id: theme.parent_id for theme in everything}
    for theme in everything:
        parent = theme.parent_id
        while parent is not None:
            found[parent].append(theme.id)
            parent = above[parent]
    return found


def _cells(session: Session, rows: Iterable[tuple[str, Key, str]]) -> dict[tuple[str, str], int]:
    things: dict[tuple[str, str], set[Key]] = {}
    for theme, thing, column in rows:
        things.setdefault((theme, column), set()).add(thing)
    cells: dict[tuple[str, str], int] = {}
    columns = {column for _, column in things}
    for theme, under in _families(themes(session)).items():
        for column in columns:
            own = things.get((theme, column), set())
            number = len(own.union(*(things.get((each, column), ()) for each in under)) if under else own)
            if number:
                cells[theme, column] = number
    return cells


def _every_month(months: Sequence[str]) -> list[str]:
    if not months:
        return []
    found = [months[0]]
    while found[-1] < months[-1]:
        year, month = int(found[-1][:4]), int(found[-1][5:])
        found.append(f"{year + month // 12}-{month % 12 + 1:02}")
    return found
