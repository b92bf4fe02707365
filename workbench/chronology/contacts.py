"""Every event as columns of numbers: what the measures count and what the pictures draw.

Read once, in the trade's order, and filtered in memory. What counts as a contact, as seen or as missed is the
outcome table's; nothing here decides it anew.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.chronology.combined import conditions
from workbench.chronology.events import IN_ORDER, Event
from workbench.chronology.outcomes import OUTCOMES
from workbench.chronology.when import When
from workbench.people import PersonView, ServiceView, people, services

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]

NO_START = 0
"""The day in `earliest` where there is none: before every date there is."""
NO_END = dt.date.max.toordinal() + 1
"""The day in `latest` where there is none: after every date there is."""
NOT_UNDERSTOOD = -1
"""The place in `OUTCOME_CODES` of an outcome that nobody has understood yet."""
YES, NO, UNKNOWN = 1, 0, -1
"""The three answers of `contact` and `seen_by`."""

OUTCOME_CODES: tuple[str, ...] = tuple(OUTCOMES)
"""What `outcome` counts in, in the order of the outcome table."""
PRECISIONS: tuple[str, ...] = ("day", "week", "month", "season", "year", "range", "unknown")
"""What `precision` counts in."""


def _answer(value: bool | None) -> int:
    return UNKNOWN if value is None else int(value)


# One place more than there are outcomes: an index of NOT_UNDERSTOOD finds the last.
_CONTACT = np.array([*(_answer(row.contact) for row in OUTCOMES.values()), UNKNOWN], np.int8)
_SEEN = np.array([*(_answer(row.seen) for row in OUTCOMES.values()), UNKNOWN], np.int8)
_MISSED = np.array([*(row.missed for row in OUTCOMES.values()), False], np.bool_)
_APART = np.array([*(row.apart for row in OUTCOMES.values()), False], np.bool_)
_OUTCOME_AT: Mapping[str | None, int] = {code: at for at, code in enumerate(OUTCOME_CODES)}
_PRECISION_AT: Mapping[str | None, int] = {code: at for at, code in enumerate(PRECISIONS)}


@dataclass(frozen=True)
class Named:
    """Someone named in the records of contacts: a person of the case, or a name that nobody has matched yet."""

    id: str | None
    name: str
    person: PersonView | None = None


@dataclass(frozen=True, eq=False)
class Contacts:
    """Every event in the trade's order, one array a column; row `n` of each is the same event.

    Days are proleptic ordinals (`datetime.date.toordinal`), both ends inclusive. Minutes are of the day.
    """

    ids: tuple[str, ...]
    number: Ints
    """Of the short reference: 12 for E12."""
    services: tuple[ServiceView, ...]
    service: Ints
    """Place in `services`."""
    earliest: Ints
    """First possible day, or `NO_START`."""
    latest: Ints
    """Last possible day, or `NO_END`."""
    precision: Codes
    """Place in `PRECISIONS`."""
    approximate: Flags
    """Whether the record itself hedges its date."""
    minute: Ints
    """Minute of the day it began; -1 where the record gives no time."""
    end_minute: Ints
    """Minute of the day it ended; -1 where the record gives none. Before `minute` it is of the next day."""
    outcome: Ints
    """Place in `OUTCOME_CODES`, or `NOT_UNDERSTOOD`."""
    key: Flags
    out_of_scope: Flags
    happening: Ints
    """A number shared by all accounts of one event; -1 where no other account is linked."""
    people: tuple[Named, ...]
    """Everyone the links below name: people of the case first, then names not matched."""
    link_row: Ints
    """For each link of a person to an event: the row of the event, ascending."""
    link_who: Ints
    """For each link: the place in `people`."""
    link_part: Codes
    """For each link: 0 for whom it was, 1 seen, 2 present."""
    child_seen: Codes
    """What the record says outright of the subject being seen: YES, NO or UNKNOWN."""
    _at: dict[str, int] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if len(self._at) != len(self.ids):
            self._at.update({event: row for row, event in enumerate(self.ids)})

    def __len__(self) -> int:
        return len(self.ids)

    # ---- what the outcome table says

    @cached_property
    def dated(self) -> Flags:
        """Whether anything is known of the date."""
        return _kept((self.earliest != NO_START) | (self.latest != NO_END))

    @cached_property
    def exact(self) -> Flags:
        """Whether the day is known and not hedged: what alone may bound a gap or make a run."""
        return _kept((self.earliest == self.latest) & ~self.approximate)

    @property
    def undated(self) -> int:
        """How many events have no date at all."""
        return int(np.count_nonzero(~self.dated))

    @property
    def contact(self) -> Codes:
        """Whether someone was met: YES, NO, or UNKNOWN where it is not recorded or not meant."""
        return _CONTACT[self.outcome]

    @property
    def missed(self) -> Flags:
        """Whether it was planned and missed."""
        return _MISSED[self.outcome]

    @property
    def apart(self) -> Flags:
        """Whether the family cancelled it, or it is not stated who did: counted apart from kept and missed."""
        return _APART[self.outcome]

    # ---- whose, and who was seen

    @property
    def subjects(self) -> tuple[PersonView, ...]:
        """The subjects of the review, the one who leads it first."""
        return tuple(one.person for one in self.people if one.person is not None and one.person.subject)

    def whose(self, part: int = 0) -> Ints:
        """For each event the first person it was for (or who was seen, part 1), as a place in `people`; else -1."""
        found = np.full(len(self), -1, np.int64)
        chosen = self.link_part == part
        # Written from the last to the first, so that the first stays.
        found[self.link_row[chosen][::-1]] = self.link_who[chosen][::-1]
        return found

    def place_of(self, person_id: str) -> int:
        """The place in `people` of a person of the case; -1 where there is none."""
        return next((at for at, one in enumerate(self.people) if one.id == person_id), -1)

    def linked(self, who: int, *parts: int) -> Flags:
        """The events in which someone (a place in `people`) takes one of these parts; any part where none is given."""
        found = np.zeros(len(self), np.bool_)
        chosen = self.link_who == who
        if parts:
            chosen &= np.isin(self.link_part, parts)
        found[self.link_row[chosen]] = True
        return found

    def seen(self, subject_id: str | None = None) -> Codes:
        """Whether a subject (the one who leads the review, where none is named) was seen: YES, NO or UNKNOWN.

        What the record says outright comes first, then a link of the subject as seen, then the outcome table,
        by which *attended* alone does not say so. An event that names which subjects it was for, or whom it saw,
        says nothing of the others.
        """
        subjects = self.subjects
        chosen = next((one for one in subjects if one.id == subject_id), None)
        if chosen is None:
            if subject_id is not None or not subjects:
                return np.full(len(self), UNKNOWN, np.int8)
            chosen = subjects[0]
        leads = chosen.id == subjects[0].id
        them = self.place_of(chosen.id)
        named = self.linked(them, 0, 1)
        others = np.zeros(len(self), np.bool_)
        for other in subjects:
            if other.id != chosen.id:
                others |= self.linked(self.place_of(other.id), 0, 1)
        concerned = named | (~others if leads else np.zeros(len(self), np.bool_))
        table = _SEEN[self.outcome]
        answer = np.where(concerned, table, np.where(others, np.int8(NO), np.int8(UNKNOWN)))
        answer = np.where(table == NO, np.int8(NO), answer)
        answer = np.where(self.linked(them, 1), np.int8(YES), answer)
        said = concerned & (self.child_seen != UNKNOWN)
        return np.where(said, self.child_seen, answer).astype(np.int8)

    # ---- filtering

    def in_scope(self) -> "Contacts":
        """All but what the panel put out of scope."""
        return self.only(~self.out_of_scope) if self.out_of_scope.any() else self

    def only(self, mask: Flags) -> "Contacts":
        """The events of a mask, as contacts of their own in the same order."""
        kept = np.flatnonzero(mask)
        moved = np.full(len(self), -1, np.int64)
        moved[kept] = np.arange(len(kept))
        links = moved[self.link_row] >= 0
        return Contacts(
            ids=self.ids_of(kept),
            number=self.number[kept],
            services=self.services,
            service=self.service[kept],
            earliest=self.earliest[kept],
            latest=self.latest[kept],
            precision=self.precision[kept],
            approximate=self.approximate[kept],
            minute=self.minute[kept],
            end_minute=self.end_minute[kept],
            outcome=self.outcome[kept],
            key=self.key[kept],
            out_of_scope=self.out_of_scope[kept],
            happening=self.happening[kept],
            people=self.people,
            link_row=moved[self.link_row[links]],
            link_who=self.link_who[links],
            link_part=self.link_part[links],
            child_seen=self.child_seen[kept],
        )

    def among(self, ids: Collection[str]) -> Flags:
        """The mask of these events; ids that are not here are passed over."""
        found = np.zeros(len(self), np.bool_)
        found[[row for one in ids if (row := self._at.get(one)) is not None]] = True
        return found

    def row_of(self, event_id: str) -> int | None:
        """The row of an event."""
        return self._at.get(event_id)

    def ids_of(self, rows: Ints) -> tuple[str, ...]:
        """The ids of events by their rows."""
        return tuple([self.ids[row] for row in rows.tolist()])

    def overlapping(self, first: int | None, last: int | None) -> Flags:
        """The dated events that may have happened within these days, either of which may be open."""
        found = self.dated.copy()
        if first is not None:
            found &= self.latest >= first
        if last is not None:
            found &= self.earliest <= last
        return found

    def within(self, first: int | None, last: int | None) -> Flags:
        """The events that did happen within these days, whatever their day was."""
        found = self.dated.copy()
        if first is not None:
            found &= self.earliest >= first
        if last is not None:
            found &= self.latest <= last
        return found

    def of_services(self, codes: Collection[str]) -> Flags:
        """The events of the services with these codes."""
        places = [at for at, service in enumerate(self.services) if service.code in codes]
        return np.isin(self.service, places)

    def when(self, row: int) -> When:
        """The date of one event as the rest of the program knows dates."""
        first, last = int(self.earliest[row]), int(self.latest[row])
        return When(
            iso(first) if first != NO_START else None,
            iso(last) if last != NO_END else None,
            PRECISIONS[self.precision[row]],
            bool(self.approximate[row]),
        )

    def time(self, row: int) -> str | None:
        """The time of day of one event, "14:05"."""
        minute = int(self.minute[row])
        return None if minute < 0 else f"{minute // 60:02d}:{minute % 60:02d}"

    def ref(self, row: int) -> str:
        """The short reference of one event: E12."""
        return f"E{self.number[row]}"


def _kept(found: Flags) -> Flags:
    """What is worked out once, and never to be written into."""
    found.flags.writeable = False
    return found


def iso(ordinal: int) -> str:
    """A day as ISO text."""
    return dt.date.fromordinal(ordinal).isoformat()


def ordinal(day: str) -> int:
    """The day of an ISO date, or of an ISO date with a time."""
    return dt.date.fromisoformat(day[:10]).toordinal()


class _Remembered(dict[str | None, int]):
    """Numbers for texts that come again and again: each is worked out once."""

    def __init__(self, work_out: Any, known: Mapping[str | None, int] | None = None) -> None:  # noqa: ANN401
        super().__init__(known or {})
        self._work_out = work_out

    def __missing__(self, text: str) -> int:
        found: int = self._work_out(text)
        self[text] = found
        return found


def _minutes(time: str) -> int:
    hour, minute = time.split(":")[:2]
    return int(hour) * 60 + int(minute)


_COLUMNS = (
    "id", "number", "service_id", "earliest", "latest", "precision", "approximate", "time", "end_time", "outcome",
    "child_seen", "is_key", "out_of_scope", "happening",
)  # fmt: skip
# From an index that holds both: rows read in this order by the database would come from all over the file.
_ORDER = f"SELECT id FROM event ORDER BY {', '.join(map(str, IN_ORDER))}"
_LINKS = (
    "SELECT event_id, person_id, part, as_written FROM event_person WHERE part IN ('for', 'seen', 'present')"
)
_PARTS: Mapping[str, int] = {"for": 0, "seen": 1, "present": 2}


def contacts(session: Session) -> Contacts:
    """Every event of the case as columns."""
    return contacts_with(session)[0]


def contacts_with(session: Session, *more: str) -> tuple[Contacts, list[tuple[str, ...]]]:
    """Every event of the case as columns, and more columns of the events: SQL, read in the same pass over the file."""
    lanes = tuple(services(session))
    lane_at = {service.id: at for at, service in enumerate(lanes)}
    wanted = (*_COLUMNS, *more)
    rows = _tuples(session, f"SELECT {', '.join(wanted)} FROM event")
    # By column and not by zip, which would make 50,000 iterators for the collector of garbage to look through.
    column = {name: [row[at] for row in rows] for at, name in enumerate(wanted)}
    read_at = dict(zip(column["id"], range(len(rows)), strict=True))
    ids = tuple([one for (one,) in _tuples(session, _ORDER)])
    order = np.fromiter(map(read_at.__getitem__, ids), np.int64, len(ids))
    row_at = dict(zip(ids, range(len(ids)), strict=True))
    days = _Remembered(ordinal, {None: NO_START})
    ends = _Remembered(ordinal, {None: NO_END})
    minutes = _Remembered(_minutes, {None: -1, "": -1})
    outcomes = _Remembered(lambda _: NOT_UNDERSTOOD, {**_OUTCOME_AT, None: NOT_UNDERSTOOD})
    precisions = _Remembered(lambda _: PRECISIONS.index("range"), _PRECISION_AT)
    happenings = {None: -1}
    for value in column["happening"]:
        happenings.setdefault(value, len(happenings) - 1)

    def numbers(name: str, of: Mapping[Any, int]) -> Ints:
        found: Ints = np.fromiter(map(of.__getitem__, column[name]), np.int64, len(rows))[order]
        return found

    def flags(name: str) -> Flags:
        return np.array(column[name], np.bool_)[order]

    named, link_row, link_who, link_part = _links(session, row_at)
    made = Contacts(
        ids=ids,
        number=np.array(column["number"], np.int64)[order],
        services=lanes,
        service=numbers("service_id", lane_at),
        earliest=numbers("earliest", days),
        latest=numbers("latest", ends),
        precision=numbers("precision", precisions).astype(np.int8),
        approximate=flags("approximate"),
        minute=numbers("time", minutes),
        end_minute=numbers("end_time", minutes),
        outcome=numbers("outcome", outcomes),
        key=flags("is_key"),
        out_of_scope=flags("out_of_scope"),
        happening=numbers("happening", happenings),
        people=named,
        link_row=link_row,
        link_who=link_who,
        link_part=link_part,
        child_seen=numbers("child_seen", {None: UNKNOWN, 0: NO, 1: YES}).astype(np.int8),
        _at=row_at,
    )
    return made, [tuple([column[name][at] for at in order.tolist()]) for name in more]


def _tuples(session: Session, sql: str) -> list[tuple[Any, ...]]:
    """The bare rows of the database: 50,000 of them cost half of what the ORM makes of them, objects ten times."""
    cursor = session.connection().exec_driver_sql(sql).cursor
    return [] if cursor is None else list(cursor.fetchall())


def _links(session: Session, row_at: Mapping[str, int]) -> tuple[tuple[Named, ...], Ints, Ints, Codes]:
    known = people(session)
    named = [Named(person.id, person.name, person) for person in known]
    person_at = {person.id: at for at, person in enumerate(known)}
    spelt_at: dict[str, int] = {}

    def unmatched(written: str) -> int:
        name = " ".join(written.split())
        at = spelt_at.setdefault(name.casefold(), len(named))
        if at == len(named):
            named.append(Named(None, name))
        return at

    written_at = _Remembered(unmatched)
    found = _tuples(session, _LINKS)
    row = np.fromiter([row_at[event] for event, _, _, _ in found], np.int64, len(found))
    who = np.fromiter(
        [written_at[name] if person is None else person_at[person] for _, person, _, name in found],
        np.int64,
        len(found),
    )
    part = np.fromiter([_PARTS[part] for _, _, part, _ in found], np.int64, len(found))
    order = np.lexsort((part, row))
    return tuple(named), row[order], who[order], part[order].astype(np.int8)


def filtered(session: Session, of: Contacts, filters: Mapping[str, object]) -> Flags:
    """The mask of the events that the filters of the combined chronology let through; see `combined`."""
    made = conditions(session, filters)
    if not made:
        return np.ones(len(of), np.bool_)
    return of.among(session.scalars(select(Event.id).where(*made)).all())
