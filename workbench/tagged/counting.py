"""How much is tagged: by theme, by theme and service, by theme and month, and how much is not read yet.

What is counted are things, events and passages, not tags: one that two members tagged, or that stands under a theme
and under one beneath it, counts once. An event counts in a month only where it surely lies within it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, case, exists, func, select
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
    families = _families(themes(session))
    own, whole = _spread(session, Tag.event_id.is_not(None), families)
    return {
        theme_id: Counted(
            own.get((theme_id, True), 0),
            own.get((theme_id, False), 0),
            whole.get((theme_id, True), 0),
            whole.get((theme_id, False), 0),
        )
        for theme_id in families
    }


def by_service(session: Session) -> HeatMap:
    """Themes by the services whose events and documents they are tagged in."""
    _, whole = _spread(
        session, func.coalesce(Event.service_id, Material.service_id), _families(themes(session))
    )
    codes = {service.id: service.code for service in services(session)}
    cells = {
        (theme, codes.get(service or "", NO_SERVICE)): number for (theme, service), number in whole.items()
    }
    used = {column for _, column in cells}
    return HeatMap((*codes.values(), *([NO_SERVICE] if NO_SERVICE in used else [])), cells)


def by_month(session: Session) -> HeatMap:
    """Themes by the months in which their events surely lie, every month from the first to the last."""
    month = case((Tag.event_id.is_(None), PASSAGES), else_=func.coalesce(month_of_event(), NOT_IN_ONE_MONTH))
    _, cells = _spread(session, month, _families(themes(session)))
    used = {column for _, column in cells}
    months = sorted(used - {NOT_IN_ONE_MONTH, PASSAGES})
    ends = [column for column in (NOT_IN_ONE_MONTH, PASSAGES) if column in used]
    return HeatMap((*_every_month(months), *ends), cells)


def month_of_event() -> ColumnElement[str | None]:
    """The month an event lies within ("2023-06"); null where it may lie in more than one, or has no date."""
    first, last = func.substr(Event.earliest, 1, 7), func.substr(Event.latest, 1, 7)
    return case((first == last, first), else_=None)


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


def _spread(
    session: Session, column: ColumnElement[Any], families: Mapping[str, Sequence[str]]
) -> tuple[dict[tuple[str, Any], int], dict[tuple[str, Any], int]]:
    """How many things lie in each value of a column: by theme, and by theme with those under it."""

    def things(*more: Any) -> Select[Any]:  # noqa: ANN401 - columns and labels of any kind
        return (
            select(*more, Tag.event_id, Tag.text_id, Tag.start, Tag.end, column.label("lies"))
            .select_from(Tag)
            .outerjoin(Event, Event.id == Tag.event_id)
            .outerjoin(Material, Material.id == Tag.material_id)
            .distinct()
        )

    alone = things(Tag.theme_id).subquery()
    own: dict[tuple[str, Any], int] = {}
    for theme, lies, number in session.execute(
        select(alone.c.theme_id, alone.c.lies, func.count()).group_by(alone.c.theme_id, alone.c.lies)
    ):
        own[theme, _plain(lies)] = number
    whole = dict(own)
    for theme, under in families.items():
        if not under:
            continue
        together = things().where(Tag.theme_id.in_([theme, *under])).subquery()
        for lies, number in session.execute(select(together.c.lies, func.count()).group_by(together.c.lies)):
            whole[theme, _plain(lies)] = number
    return own, whole


def _plain(lies: Any) -> Any:  # noqa: ANN401 - what a column holds
    """SQLite has no truth values of its own."""
    return bool(lies) if isinstance(lies, int) else lies


def _every_month(months: Sequence[str]) -> list[str]:
    if not months:
        return []
    found = [months[0]]
    while found[-1] < months[-1]:
        year, month = int(found[-1][:4]), int(found[-1][5:])
        found.append(f"{year + month // 12}-{month % 12 + 1:02}")
    return found
