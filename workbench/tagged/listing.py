"""Everything tagged, as one table: events in the order they happened, then passages as they stand in the documents.

A row is a thing that is tagged, however many tags it has; its id is that of the first of them. Filters an `Ask` may
carry, all optional and all to hold at once: `theme` (an id; what stands under it counts with it), `services` (codes;
`NO_SERVICE` for documents of no service), `month` ("2023-06", or `NOT_IN_ONE_MONTH`, or `PASSAGES`, as the heat map
has its columns), `by` (a member) and `kind` (event or passage).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from workbench.anonymity.rendering import is_anonymous, say_file, say_name
from workbench.chronology.combined import shown_themes
from workbench.chronology.events import IN_ORDER, Event
from workbench.chronology.when import When, say_when
from workbench.listing import Ask, Column, Shown
from workbench.materials import Material
from workbench.people import Service
from workbench.tagged.counting import NO_SERVICE, NOT_IN_ONE_MONTH, PASSAGES, month_of_event
from workbench.themes.codebook import Theme, family
from workbench.themes.tags import Tag, TagOnEvent

COLUMNS = (
    Column("service", "Svc", 62, "service"),
    Column("words", "Event or passage", 420, "text", sortable=False),
    Column("themes", "Themes", 106, "themes", sortable=False),
    Column("ref", "Ref", 64, "ref", sortable=False),
    Column("by", "Tagged by", 120, "meta", shown=False),
    Column("at", "Tagged", 96, "meta", shown=False),
    Column("note", "Note", 200, "text", sortable=False, shown=False),
)

_FEW = 20
_PLACE = (Material.number, Tag.start, Tag.end)
Thing = Row[str, str | None, str | None, int | None, int | None]


def _query(
    conditions: Sequence[ColumnElement[bool]],
) -> Select[str, str | None, str | None, int | None, int | None]:
    return select(Tag.id, Tag.event_id, Tag.text_id, Tag.start, Tag.end).select_from(Tag).where(*conditions)


def _things(session: Session, conditions: Sequence[ColumnElement[bool]], *, on_event: bool) -> list[Thing]:
    """The tags on events as they happened, or on passages as they stand, each with what it is on."""
    query = _query(conditions)
    if on_event:
        query = (
            query.join(Event, Event.id == Tag.event_id)
            .outerjoin(Material, Material.id == Tag.material_id)
            .order_by(*IN_ORDER, Tag.id)
        )
    else:
        query = (
            query.join(Material, Material.id == Tag.material_id)
            .outerjoin(Event, Event.id == Tag.event_id)
            .order_by(*_PLACE, Tag.id)
        )
    # Rows as the database gives them: there may be ten thousand, at each tag that is put on.
    return list(session.connection().execute(query).all())


class Tagged:
    """The listing."""

    name = "tagged"
    tables = frozenset({"tag", "theme", "event", "material", "service"})

    @property
    def columns(self) -> Sequence[Column]:
        """Every column there is, in the first order."""
        return COLUMNS

    def ids(self, session: Session, ask: Ask) -> list[str]:
        """The ids of the first tags of what is asked for, in order."""
        return self._ids(session, ask)

    def _ids(self, session: Session, ask: Ask, *only: ColumnElement[bool]) -> list[str]:
        conditions = [*_conditions(session, ask.filters), *only]
        sort = _sort(ask.sort)
        if sort is None:
            # Each kind by itself: an order over both at once would be worked out row by row.
            things = [
                *_things(session, conditions, on_event=True),
                *_things(session, conditions, on_event=False),
            ]
        else:
            first = sort.desc() if ask.descending else sort.asc()
            things = list(
                session.execute(
                    _query(conditions)
                    .outerjoin(Event, Event.id == Tag.event_id)
                    .outerjoin(Material, Material.id == Tag.material_id)
                    .order_by(first, Tag.event_id.is_(None), *IN_ORDER, *_PLACE, Tag.id)
                )
            )
        once: dict[tuple[object, ...], str] = {}
        for thing in things:
            once.setdefault(thing[1:], thing[0])
        found = list(once.values())
        return found[::-1] if sort is None and ask.descending else found

    def among(self, session: Session, ask: Ask, ids: Sequence[str]) -> list[str]:
        """Of these tags, those whose ids stand for a row that is asked for, in order."""
        on = session.execute(_query([Tag.id.in_(ids)])).all()
        beside = _beside(on)
        if beside is None:
            return []
        wanted = set(ids)
        return [tag_id for tag_id in self._ids(session, ask, beside) if tag_id in wanted]

    def concerned(self, session: Session, touched: Mapping[str, frozenset[str]]) -> frozenset[str] | None:
        """Every tag on the things that a few tags were put on or altered; None where any row may be another."""
        ids = touched.get("tag", frozenset())
        if touched.keys() != {"tag"} or len(ids) > _FEW:
            return None
        on = session.execute(_query([Tag.id.in_(ids)])).all()
        beside = _beside(on)
        if len(on) < len(ids) or beside is None:  # one was taken off, and no longer says from what
            return None
        return frozenset(session.scalars(select(Tag.id).where(beside)))

    def records(self, session: Session, ids: Sequence[str]) -> Mapping[str, Mapping[str, Shown]]:
        """What stands in each column, for each thing that is tagged."""
        rows = session.execute(
            select(
                Tag,
                Event.number.label("event"),
                Event.text,
                Event.earliest,
                Event.latest,
                Event.precision,
                Event.approximate,
                Event.time,
                Material.number.label("material"),
                Material.name,
                Material.title,
                Material.kind,
                Service.code,
                Service.name.label("service"),
                Service.colour,
            )
            .outerjoin(Event, Event.id == Tag.event_id)
            .outerjoin(Material, Material.id == Tag.material_id)
            .outerjoin(Service, Service.id == func.coalesce(Event.service_id, Material.service_id))
            .where(Tag.id.in_(ids))
        ).all()
        themes = _themes(session, [row.Tag for row in rows])
        return {row.Tag.id: _shown(row, themes.get(_thing(row.Tag), ())) for row in rows}


def _beside(on: Sequence[Thing]) -> ColumnElement[bool] | None:
    """The condition on tags that stand on the same things as these; None where there are none."""
    events = [thing.event_id for thing in on if thing.event_id]
    passages = [
        and_(Tag.text_id == thing.text_id, Tag.start.is_not_distinct_from(thing.start), Tag.end == thing.end)
        for thing in on
        if not thing.event_id
    ]
    same = [*([Tag.event_id.in_(events)] if events else []), *passages]
    return or_(*same) if same else None


def _thing(tag: Tag) -> object:
    return tag.event_id or (tag.text_id, tag.start, tag.end)


def _themes(session: Session, tags: Sequence[Tag]) -> dict[object, list[TagOnEvent]]:
    """Every theme on the things of these tags, in the order of the codebook."""
    events = [tag.event_id for tag in tags if tag.event_id]
    texts = {tag.text_id for tag in tags if tag.text_id}
    starts = [tag.start for tag in tags if tag.text_id]
    found: dict[object, list[TagOnEvent]] = {}
    for tag, code, name, colour in session.execute(
        select(Tag, Theme.code, Theme.name, Theme.colour)
        .join(Theme, Theme.id == Tag.theme_id)
        .where(or_(Tag.event_id.in_(events), and_(Tag.text_id.in_(texts), Tag.start.in_(starts))))
        .order_by(Theme.dimension, Theme.position, Tag.id)
    ):
        found.setdefault(_thing(tag), []).append(
            TagOnEvent(tag.id, tag.event_id or "", code, tag.theme_id, name, colour, tag.by, tag.at, tag.note)
        )
    return found


def _shown(row: Any, themes: Sequence[TagOnEvent]) -> dict[str, Shown]:  # noqa: ANN401 - a row of many columns
    tag: Tag = row.Tag
    on_event = tag.event_id is not None
    if on_event:
        when = When(row.earliest, row.latest, row.precision, row.approximate)
        where, ref = say_when(when, row.time), f"E{row.event}"
    else:
        page = f", p. {tag.page}" if tag.page else ""
        where = say_file(row.title or row.name, row.code, "document") + page
        ref = f"M{row.material}"
    second = " · ".join(
        part
        for part in (
            where,
            "event" if on_event else "passage",
            _tagged_by(themes),
            "note" if tag.note else "",
        )
        if part
    )
    return {
        "service": Shown(row.code, row.service, row.colour) if row.code else Shown(""),
        "words": Shown(row.text if on_event else tag.quote, second),
        "themes": shown_themes(themes),
        "ref": Shown(ref, f"p. {tag.page}" if tag.page else ""),
        "by": Shown(say_name(tag.by)),
        "at": Shown(tag.at[:10]),
        "note": Shown(tag.note),
    }


def _tagged_by(themes: Sequence[TagOnEvent]) -> str:
    names = dict.fromkeys(short for tag in themes if (short := _initials(tag.by)))
    return f"tagged by {', '.join(names)}" if names else ""


def _initials(name: str) -> str:
    """A member in a few letters, "R. Adeyemi" as RA; where names are anonymous, as they are called there."""
    if is_anonymous():
        return say_name(name)
    return "".join(word[0] for word in name.split() if word[0].isalpha()).upper() or name


def _sort(key: str | None) -> ColumnElement[Any] | None:
    sorts: Mapping[str, ColumnElement[Any]] = {
        "service": select(Service.position)
        .where(Service.id == func.coalesce(Event.service_id, Material.service_id))
        .scalar_subquery(),
        "by": func.lower(Tag.by),
        "at": Tag.id.expression,
    }
    return sorts.get(key or "")


def _conditions(session: Session, filters: Mapping[str, object]) -> list[ColumnElement[bool]]:
    made: list[ColumnElement[bool]] = []
    if theme := filters.get("theme"):
        made.append(Tag.theme_id.in_(family(session, str(theme))))
    codes = filters.get("services")
    if isinstance(codes, list | tuple) and codes:
        service = func.coalesce(Event.service_id, Material.service_id)
        named = service.in_(select(Service.id).where(Service.code.in_([str(code) for code in codes])))
        made.append(or_(named, service.is_(None)) if NO_SERVICE in codes else named)
    month = filters.get("month")
    if month == PASSAGES:
        made.append(Tag.event_id.is_(None))
    elif month:
        own = month_of_event()
        within = own.is_(None) if month == NOT_IN_ONE_MONTH else own == str(month)
        made.append(and_(Tag.event_id.is_not(None), within))
    if by := filters.get("by"):
        made.append(Tag.by == str(by))
    if kind := filters.get("kind"):
        made.append(Tag.event_id.is_not(None) if kind == "event" else Tag.event_id.is_(None))
    return made
