"""The combined chronology: every service's events as one table, asked for by filters.

Filters an `Ask` may carry, all optional and all to hold at once: `services`, `outcomes` and `lines` (lists of
codes; an outcome of None is "not understood"), `themes` (codes; what is under one counts with it), `person` (an
id) or `people` (ids, any of whom took part), `material` (an id), `ids` (of the very events, as a figure was counted
from them), `date_from` and `date_to` (ISO; what overlaps is kept, undated events are left out and counted apart),
`words` (full text), and the switches `key`, `doubts`, `linked`, `questions`, `undated`, `in_scope`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, literal_column, or_, select
from sqlalchemy.orm import Session

from workbench.anonymity.rendering import is_anonymous, say_name, say_person, say_service
from workbench.casefile import matching
from workbench.chronology.dates import When, age, say_when
from workbench.chronology.events import (
    IN_ORDER,
    Correction,
    DoubtRow,
    Event,
    EventLine,
    EventPerson,
    Question,
    date_says_more,
)
from workbench.chronology.outcomes import OUTCOMES
from workbench.chronology.when import reads_months
from workbench.listing import Ask, Column, Shown
from workbench.people import Service, lead_subject
from workbench.people import people as everyone
from workbench.review import LineOfEnquiry
from workbench.themes.codebook import Theme, family
from workbench.themes.tags import Tag, TagOnEvent, tags_on_events

COLUMNS = (
    Column("key", "Key", 34, "star"),
    Column("date", "Date", 150, "date"),
    Column("service", "Svc", 58, "service"),
    Column("outcome", "Outcome", 116, "outcome"),
    Column("event", "Event", 330, "text", sortable=False),
    Column("themes", "Themes", 92, "themes", sortable=False),
    Column("links", "Links", 50, "count"),
    Column("doubts", "Doubts", 58, "count"),
    Column("ref", "Ref", 54, "ref"),
    Column("people", "People", 150, "text", sortable=False, shown=False),
    Column("recorded_by", "Recorded by", 120, "text", shown=False),
    Column("contact_type", "Contact", 120, "text", shown=False),
    Column("source", "Source", 140, "text", shown=False),
    Column("action", "Action", 200, "text", sortable=False, shown=False),
    Column("analysis", "Analysis", 200, "text", sortable=False, shown=False),
    Column("lines", "Enquiry", 80, "text", sortable=False, shown=False),
)

DOUBT_MARK = "doubt"
LINK_MARK = "link"

# Most cells of a page are among these, and a page is made for each screen that is scrolled past.
_EMPTY = Shown("")
_KEY = Shown("Key", mark="key")
_NO_LINKS = Shown("", mark=LINK_MARK)
_NO_DOUBTS = Shown("", mark=DOUBT_MARK)


_ABOUT: Mapping[
    str,
    type[EventPerson] | type[DoubtRow] | type[Correction] | type[EventLine] | type[Question] | type[Tag],
] = {
    "event_person": EventPerson,
    "doubt": DoubtRow,
    "correction": Correction,
    "event_line": EventLine,
    "question": Question,
    "tag": Tag,
}
"""Tables whose rows belong to one event."""
_FEW = 40


class CombinedChronology:
    """The listing of events."""

    name = "events"
    tables = frozenset(
        {
            "event",
            "event_person",
            "doubt",
            "correction",
            "event_line",
            "question",
            "service",
            "person",
            "line_of_enquiry",
            "tag",
            "theme",
        }
    )

    @property
    def columns(self) -> Sequence[Column]:
        """Every column there is, in the first order."""
        return COLUMNS

    def ids(self, session: Session, ask: Ask) -> list[str]:
        """The ids of the events asked for: oldest first, or by the column chosen and then oldest first."""
        return list(session.scalars(self._query(session, ask)))

    def among(self, session: Session, ask: Ask, ids: Sequence[str]) -> list[str]:
        """Of these events, the ones that are asked for, in order."""
        return list(session.scalars(self._query(session, ask).where(Event.id.in_(ids))))

    def concerned(self, session: Session, touched: Mapping[str, frozenset[str]]) -> frozenset[str] | None:
        """The events a small change is about; None where it is large, or about services, people or lines."""
        if any(table not in _ABOUT and table != "event" for table in touched):
            return None
        if sum(len(ids) for ids in touched.values()) > _FEW:
            return None
        found = set(touched.get("event", ()))
        for table, ids in touched.items():
            if kind := _ABOUT.get(table):
                owners = session.execute(select(kind.id, kind.event_id).where(kind.id.in_(ids))).all()
                if len(owners) < len(ids):  # one was removed, and no longer says whose it was
                    return None
                found.update(owner for _, owner in owners if owner)
        linked = select(Event.id).where(
            Event.happening.in_(select(Event.happening).where(Event.id.in_(found)))
        )
        return frozenset(found | set(session.scalars(linked)))

    def _query(self, session: Session, ask: Ask) -> Select[str]:
        query = select(Event.id).select_from(Event)
        for condition in conditions(session, ask.filters):
            query = query.where(condition)
        first = _sort(ask.sort)
        if first is not None:
            return query.order_by(first.desc() if ask.descending else first.asc(), *IN_ORDER)
        if ask.descending:
            return query.order_by(
                IN_ORDER[0], func.coalesce(Event.earliest, Event.latest).desc(), *IN_ORDER[2:]
            )
        return query.order_by(*IN_ORDER)

    def records(self, session: Session, ids: Sequence[str]) -> Mapping[str, Mapping[str, Shown]]:
        """What stands in each column, for each event."""
        doubts = _counted(
            session,
            select(DoubtRow.event_id).where(DoubtRow.settled_at.is_(None), DoubtRow.event_id.in_(ids)),
        )
        happenings = select(Event.happening).where(Event.id.in_(ids), Event.happening.is_not(None))
        linked = _counted(session, select(Event.happening).where(Event.happening.in_(happenings)))
        people: dict[str, list[str]] = {}
        known = {person.id: person for person in everyone(session)} if is_anonymous() else {}
        for event_id, written, person_id in session.execute(
            select(EventPerson.event_id, EventPerson.as_written, EventPerson.person_id)
            .where(EventPerson.event_id.in_(ids))
            .order_by(EventPerson.id)
        ):
            # Anonymous, a person is told by the link and not by the words: those may name somebody else.
            person = known.get(person_id or "")
            told = say_person(person) if person is not None else say_name(written)
            if told:
                people.setdefault(event_id, []).append(told)
        lines: dict[str, list[str]] = {}
        for event_id, number in session.execute(
            select(EventLine.event_id, LineOfEnquiry.number)
            .join(LineOfEnquiry, LineOfEnquiry.id == EventLine.line_id)
            .where(EventLine.event_id.in_(ids))
            .order_by(LineOfEnquiry.number)
        ):
            lines.setdefault(event_id, []).append(f"K{number}")
        themes = tags_on_events(session, ids)
        born = None
        if reads_months():
            lead = lead_subject(session)
            born = lead.born if lead is not None else None
        # Columns and not whole records: a screen is some forty rows, and scrolling asks for many screens.
        rows = session.execute(
            select(*_SHOWN_COLUMNS).join(Service, Service.id == Event.service_id).where(Event.id.in_(ids))
        )
        return {
            row.id: _shown(
                row, doubts.get(row.id, 0), linked.get(row.happening, 0), people, lines, themes, born
            )
            for row in rows
        }


_SHOWN_COLUMNS: tuple[Any, ...] = (
    Event.id,
    Event.number,
    Event.text,
    Event.date_as_written,
    Event.earliest,
    Event.latest,
    Event.precision,
    Event.approximate,
    Event.time,
    Event.end_time,
    Event.outcome,
    Event.contact_type,
    Event.recorded_by,
    Event.source_as_written,
    Event.action,
    Event.analysis,
    Event.is_key,
    Event.out_of_scope,
    Event.happening,
    Service.code,
    Service.name,
    Service.colour,
)


@dataclass(frozen=True)
class Counts:
    """How many events there are, and how many of them have no date or an open doubt."""

    events: int
    undated: int
    doubts: int
    services: int


def counts(session: Session) -> Counts:
    """The sums that stand over the combined chronology."""
    return Counts(
        session.scalar(select(func.count()).select_from(Event)) or 0,
        session.scalar(select(func.count()).select_from(Event).where(_UNDATED)) or 0,
        session.scalar(select(func.count()).select_from(DoubtRow).where(DoubtRow.settled_at.is_(None))) or 0,
        session.scalar(
            select(func.count()).select_from(Service).where(exists().where(Event.service_id == Service.id))
        )
        or 0,
    )


def conditions(session: Session, filters: Mapping[str, object]) -> list[ColumnElement[bool]]:
    """The filters as conditions on `Event`; see the module for their names."""
    made: list[ColumnElement[bool]] = []
    if codes := _list(filters.get("services")):
        made.append(Event.service_id.in_(select(Service.id).where(Service.code.in_(codes))))
    if "outcomes" in filters and (wanted := _list(filters["outcomes"])):
        stated = Event.outcome.in_([code for code in wanted if code is not None])
        made.append(or_(stated, Event.outcome.is_(None)) if None in wanted else stated)
    if anyone := _list(filters.get("people")) or ([one] if (one := filters.get("person")) else []):
        made.append(
            exists().where(
                and_(
                    EventPerson.event_id == Event.id,
                    EventPerson.person_id.in_([str(each) for each in anyone]),
                )
            )
        )
    if "ids" in filters:
        # As one value: 50,000 of them are more than a statement may hold.
        these = func.json_each(json.dumps(_list(filters["ids"]))).table_valued("value")
        made.append(Event.id.in_(select(these.c.value)))
    if material := filters.get("material"):
        made.append(Event.material_id == str(material))
    if refs := _list(filters.get("lines")):
        numbers = [int(str(ref)[1:]) for ref in refs if str(ref)[1:].isdigit()]
        made.append(
            exists().where(
                and_(
                    EventLine.event_id == Event.id,
                    EventLine.line_id.in_(select(LineOfEnquiry.id).where(LineOfEnquiry.number.in_(numbers))),
                )
            )
        )
    if codes := _list(filters.get("themes")):
        made.append(
            Event.id.in_(select(Tag.event_id).where(Tag.theme_id.in_(_with_those_under(session, codes))))
        )
    start, end = filters.get("date_from"), filters.get("date_to")
    if start:
        made.append(and_(~_UNDATED, or_(Event.latest.is_(None), Event.latest >= str(start))))
    if end:
        made.append(and_(~_UNDATED, or_(Event.earliest.is_(None), Event.earliest <= str(end))))
    if words := str(filters.get("words") or "").strip():
        made.append(Event.id.in_(matching(Event, words)))
    if filters.get("key"):
        made.append(Event.is_key.is_(True))
    if filters.get("doubts"):
        made.append(exists().where(and_(DoubtRow.event_id == Event.id, DoubtRow.settled_at.is_(None))))
    if filters.get("linked"):
        made.append(Event.happening.is_not(None))
    if filters.get("questions"):
        made.append(exists().where(and_(Question.event_id == Event.id, Question.answered_at.is_(None))))
    if filters.get("undated"):
        made.append(_UNDATED)
    if filters.get("in_scope"):
        made.append(~Event.out_of_scope)
    return made


def shown_themes(tags: Sequence[TagOnEvent]) -> Shown:
    """The cell of a row's themes: their codes, and their colours in the same order."""
    colours = {tag.theme: tag.colour for tag in tags}
    return Shown(" ".join(colours), mark=" ".join(colours.values())) if colours else _EMPTY


def _with_those_under(session: Session, codes: Sequence[object]) -> list[str]:
    named = session.scalars(select(Theme.id).where(Theme.code.in_([str(code) for code in codes])))
    return [each for theme_id in list(named) for each in family(session, theme_id)]


def undated_left_out(session: Session, filters: Mapping[str, object]) -> int:
    """How many undated events a filter by dates leaves aside: they are counted, never placed by guess."""
    if not (filters.get("date_from") or filters.get("date_to")):
        return 0
    rest = {name: value for name, value in filters.items() if name not in ("date_from", "date_to")}
    query = select(func.count()).select_from(Event).where(_UNDATED, *conditions(session, rest))
    return session.scalar(query) or 0


_UNDATED: ColumnElement[bool] = IN_ORDER[0].op("=")(literal_column("1"))
"""No date at all, in the very words of the index in order, which then answers without reading the events."""


def _sort(key: str | None) -> ColumnElement[Any] | None:
    sorts: Mapping[str, ColumnElement[Any]] = {
        "service": select(Service.position).where(Service.id == Event.service_id).scalar_subquery(),
        "outcome": func.coalesce(Event.outcome, ""),
        "key": Event.is_key.is_(False),
        "links": Event.happening.is_(None),
        "doubts": ~exists().where(and_(DoubtRow.event_id == Event.id, DoubtRow.settled_at.is_(None))),
        "ref": Event.number.expression,
        "recorded_by": func.lower(Event.recorded_by),
        "contact_type": func.lower(Event.contact_type),
        "source": func.lower(Event.source_as_written),
    }
    return sorts.get(key or "")


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple | set | frozenset) else []


def _counted(session: Session, query: Select[Any]) -> dict[str, int]:
    """How often each value of a query's one column comes."""
    counted: dict[str, int] = {}
    for (value,) in session.execute(query):
        counted[value] = counted.get(value, 0) + 1
    return counted


def _text(text: str) -> Shown:
    return Shown(text) if text else _EMPTY


def _shown(
    row: Row[Any],
    doubts: int,
    linked: int,
    people: Mapping[str, list[str]],
    lines: Mapping[str, list[str]],
    themes: Mapping[str, list[TagOnEvent]],
    born: str | None,
) -> dict[str, Shown]:
    when = When(row.earliest, row.latest, row.precision, row.approximate)
    second = row.time or ""
    if row.end_time:
        second += f" – {row.end_time}"
    if reads_months():
        second = age(born, when)
    elif date_says_more(row.date_as_written, when, row.time):
        second = f"{second}  “{row.date_as_written}”".strip()
    outcome = OUTCOMES.get(row.outcome or "")
    return {
        "key": _KEY if row.is_key else _EMPTY,
        "date": Shown(say_when(when), second, "undated" if when.precision == "unknown" else ""),
        "service": Shown(row.code, say_service(row.name), row.colour),
        "outcome": Shown(outcome.name if outcome else "Not understood", mark=outcome.code if outcome else ""),
        "event": Shown(row.text, mark="out_of_scope" if row.out_of_scope else ""),
        "themes": shown_themes(themes.get(row.id, ())),
        "links": Shown(str(linked), mark=LINK_MARK) if linked > 1 else _NO_LINKS,
        "doubts": Shown(str(doubts), mark=DOUBT_MARK) if doubts else _NO_DOUBTS,
        "ref": Shown(f"E{row.number}"),
        "people": _text(", ".join(people.get(row.id, ()))),
        "recorded_by": _text(say_name(row.recorded_by)),
        "contact_type": _text(row.contact_type),
        "source": _text(row.source_as_written),
        "action": _text(row.action),
        "analysis": _text(row.analysis),
        "lines": _text(", ".join(lines.get(row.id, ()))),
    }
