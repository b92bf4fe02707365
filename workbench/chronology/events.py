"""Events in three layers: the row as an agency wrote it, our reading of it, and people's corrections.

A `SourceRow` never changes. An `Event` holds the effective values that every list, picture and document
shows; what the program first understood stands in `reading`, and each `Correction` says which field a person
set to what, and why. `correct` is the only way the three move, so they cannot drift apart, and `astray` finds
it if they ever did.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, ForeignKey, Index, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from workbench.casefile import CaseFile, Row, Searched, new_id, now_utc
from workbench.chronology.dates import When, edtf, read_date, say_when
from workbench.chronology.outcomes import OUTCOMES
from workbench.materials import Material
from workbench.people import Person, Service, find_service, services
from workbench.problems import Problem
from workbench.records import get
from workbench.review import LineOfEnquiry

FIELDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "date": ("date", ("earliest", "latest", "precision", "approximate")),
    "time": ("time", ("time",)),
    "end_time": ("end time", ("end_time",)),
    "outcome": ("outcome", ("outcome",)),
    "child_seen": ("child seen", ("child_seen",)),
    "text": ("words of the event", ("text",)),
    "contact_type": ("type of contact", ("contact_type",)),
    "recorded_by": ("who recorded it", ("recorded_by",)),
    "source": ("source", ("source_as_written",)),
    "action": ("action taken", ("action",)),
    "analysis": ("author’s analysis", ("analysis",)),
    "service": ("service", ("service_id",)),
}
"""What of an event people may correct: code, its name in a sentence, and the columns it stands in."""

_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")

PARTS: Mapping[str, str] = {"for": "for", "seen": "seen", "present": "present", "spoken_of": "spoken of"}
"""How a person takes part in an event; `for` is whose contact it was."""


_ORDER = (
    "(coalesce(earliest, latest) IS NULL)",
    "coalesce(earliest, latest)",
    "(day_order IS NULL)",
    "day_order",
    "(time IS NULL)",
    "time",
    "latest",
    "position",
    "event.id",
)


class SourceRow(Row):
    """One row as it came: its cells under their headings, and what became of it. Never changes."""

    __tablename__ = "source_row"
    material_id: Mapped[str] = mapped_column(ForeignKey("material.id", ondelete="CASCADE"), index=True)
    event_id: Mapped[str | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    sheet: Mapped[str | None]
    table_number: Mapped[int | None]
    row: Mapped[int]
    """The row as a person would point to it: the sheet's row number, or the row in the Word table."""
    position: Mapped[int]
    cells: Mapped[str]
    """JSON: an ordered list of [heading, cell]."""
    fate: Mapped[str]
    """event, joined or skipped."""
    reason: Mapped[str]
    reader: Mapped[str]


class Event(Searched):
    """What happened, as read from one agency's record or written by hand: the effective values."""

    __tablename__ = "event"
    number: Mapped[int]
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="RESTRICT"), index=True)
    material_id: Mapped[str | None] = mapped_column(ForeignKey("material.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    """Order within its source."""
    text: Mapped[str]
    date_as_written: Mapped[str]
    earliest: Mapped[str | None]
    latest: Mapped[str | None]
    precision: Mapped[str]
    approximate: Mapped[bool]
    time: Mapped[str | None]
    end_time: Mapped[str | None]
    outcome_as_written: Mapped[str]
    outcome: Mapped[str | None]
    child_seen: Mapped[bool | None]
    contact_type: Mapped[str]
    recorded_by: Mapped[str]
    source_as_written: Mapped[str]
    reference_as_written: Mapped[str]
    action: Mapped[str]
    analysis: Mapped[str]
    voice: Mapped[str]
    reading: Mapped[str]
    """JSON: what was first understood, by the codes of `FIELDS`. Never changes."""
    is_key: Mapped[bool] = mapped_column(default=False)
    out_of_scope: Mapped[bool] = mapped_column(default=False)
    day_order: Mapped[int | None]
    """The panel's own order within a day; before all untouched events of that day."""
    happening: Mapped[str | None] = mapped_column(index=True)
    """Shared by all accounts that people linked as telling of one event."""

    __table_args__ = (
        Index("event_in_order", *(literal_column(term.removeprefix("event.")) for term in _ORDER)),
        {"info": {"search": ["text", "outcome_as_written", "action", "analysis", "recorded_by"]}},
    )


IN_ORDER: tuple[ColumnElement[object], ...] = tuple(literal_column(term) for term in _ORDER)
"""Oldest first as the trade orders events: undated ones last, in a group of their own."""


class EventPerson(Row):
    """A person's part in an event; unmatched while `person_id` is null."""

    __tablename__ = "event_person"
    event_id: Mapped[str] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    as_written: Mapped[str]
    part: Mapped[str]


class Correction(Row):
    """A person set one field of an event."""

    __tablename__ = "correction"
    event_id: Mapped[str] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    field: Mapped[str]
    was: Mapped[str]
    now: Mapped[str]
    """JSON, as `FIELDS` lists the columns."""
    by: Mapped[str]
    at: Mapped[str]
    why: Mapped[str]


class DoubtRow(Row):
    """Something in the reading of an event that a person should look at."""

    __tablename__ = "doubt"
    event_id: Mapped[str] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    field: Mapped[str]
    text: Mapped[str]
    reason: Mapped[str]
    fixes: Mapped[str]
    """JSON: a list of [label, {field: value}]."""
    settled_by: Mapped[str | None]
    settled_at: Mapped[str | None]


class EventLine(Row):
    """An event marked as bearing on a key line of enquiry."""

    __tablename__ = "event_line"
    event_id: Mapped[str] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    line_id: Mapped[str] = mapped_column(ForeignKey("line_of_enquiry.id", ondelete="CASCADE"), index=True)


class Question(Row):
    """Something the panel asks an agency about a row, and the answer once it came."""

    __tablename__ = "question"
    event_id: Mapped[str] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    asked_by: Mapped[str]
    asked_at: Mapped[str]
    answer: Mapped[str | None]
    answered_by: Mapped[str | None]
    answered_at: Mapped[str | None]


OfEvent = TypeVar("OfEvent", SourceRow, EventPerson, DoubtRow, Correction, Question)


@dataclass(frozen=True)
class PersonInEvent:
    """A person's part in an event, as shown."""

    id: str | None
    as_written: str
    part: str
    link_id: str


@dataclass(frozen=True)
class CorrectionView:
    """A correction in readable words."""

    id: str
    field: str
    was: str
    now: str
    by: str
    at: str
    why: str
    before: object = None
    after: object = None
    """The same two values as codes: an outcome's code, a service's, EDTF for a date, else as stored."""
    was_said: str = ""
    now_said: str = ""
    """And as the inspector says them: a date as people read it."""


@dataclass(frozen=True)
class DoubtView:
    """An open doubt on an event."""

    id: str
    kind: str
    field: str
    text: str
    reason: str
    fixes: tuple[tuple[str, Mapping[str, object]], ...]


@dataclass(frozen=True)
class QuestionView:
    """A question to an agency."""

    id: str
    text: str
    asked_by: str
    asked_at: str
    answer: str | None
    answered_by: str | None
    answered_at: str | None


@dataclass(frozen=True)
class SourceRowView:
    """A row as an agency sent it."""

    id: str
    event_id: str | None
    sheet: str | None
    table: int | None
    row: int
    cells: tuple[tuple[str, str], ...]
    fate: str
    reason: str


@dataclass(frozen=True)
class EventView:
    """Everything of one event, effective, with what lies behind it. Field names are those of the JSON."""

    id: str
    ref: str
    service: str
    service_name: str
    material: str | None
    file: str | None
    sheet: str | None
    table: int | None
    row: int | None
    text: str
    date_as_written: str
    earliest: str | None
    latest: str | None
    precision: str
    approximate: bool
    time: str | None
    end_time: str | None
    outcome_as_written: str
    outcome: str | None
    people: tuple[PersonInEvent, ...]
    child_seen: bool | None
    recorded_by: str
    source_as_written: str
    contact_type: str
    reference_as_written: str
    action: str
    analysis: str
    voice: str
    doubts: tuple[DoubtView, ...]
    tags: tuple[str, ...]
    corrections: tuple[CorrectionView, ...]
    as_written: tuple[tuple[str, str], ...]
    """The cells of every source row of this event, under their headings."""
    rows: tuple[int, ...]
    key: bool
    out_of_scope: bool
    lines: tuple[str, ...]
    """Short references of the key lines of enquiry it bears on."""
    questions: tuple[QuestionView, ...]
    accounts: tuple[str, ...]
    """Ids of the other accounts of the same event."""

    @property
    def when(self) -> When:
        """Its date as one value."""
        return When(self.earliest, self.latest, self.precision, self.approximate)

    @property
    def date_says_more(self) -> bool:
        """Whether the date as written says anything that the reading does not, so that both should be shown."""
        return date_says_more(self.date_as_written, self.when, self.time)


def date_says_more(as_written: str, when: When, time: str | None) -> bool:
    """Whether a date as written says anything that its reading does not."""
    written = as_written.strip()
    if not written or written.casefold() == say_when(when).casefold():
        return False
    if when.precision != "day":
        return True
    read = read_date(written)
    return read.when != when or read.time not in (None, time) or bool(read.doubts)


def event_views(session: Session, ids: Sequence[str]) -> list[EventView]:
    """The events with these ids, in that order; ids no longer there are left out."""
    wanted = list(dict.fromkeys(ids))
    found = {
        event.id: (event, service, material)
        for part in _slices(wanted)
        for event, service, material in session.execute(
            select(Event, Service, Material)
            .join(Service, Service.id == Event.service_id)
            .outerjoin(Material, Material.id == Event.material_id)
            .where(Event.id.in_(part))
        )
    }
    rows = _grouped(session, SourceRow, wanted, SourceRow.position)
    people = _grouped(session, EventPerson, wanted, EventPerson.id)
    doubts = _grouped(session, DoubtRow, wanted, DoubtRow.id)
    corrections = _grouped(session, Correction, wanted, Correction.id)
    questions = _grouped(session, Question, wanted, Question.id)
    lines: dict[str, list[str]] = {}
    for part in _slices(wanted):
        for event_id, number in session.execute(
            select(EventLine.event_id, LineOfEnquiry.number)
            .join(LineOfEnquiry, LineOfEnquiry.id == EventLine.line_id)
            .where(EventLine.event_id.in_(part))
            .order_by(LineOfEnquiry.number)
        ):
            lines.setdefault(event_id, []).append(f"K{number}")
    accounts: dict[str, list[str]] = {}
    happenings = {event.happening for event, _, _ in found.values() if event.happening}
    for part in _slices(sorted(happenings)):
        for event_id, happening in session.execute(
            select(Event.id, Event.happening).where(Event.happening.in_(part)).order_by(*IN_ORDER)
        ):
            accounts.setdefault(happening or "", []).append(event_id)
    service_codes = {row.id: row.code for row in services(session)}
    views = []
    for event_id in wanted:
        if event_id not in found:
            continue
        event, service, material = found[event_id]
        written = rows.get(event_id, [])
        main = written[0] if written else None
        views.append(
            EventView(
                id=event.id,
                ref=f"E{event.number}",
                service=service.code,
                service_name=service.name,
                material=f"M{material.number}" if material else None,
                file=material.name if material else None,
                sheet=main.sheet if main else None,
                table=main.table_number if main else None,
                row=main.row if main else None,
                text=event.text,
                date_as_written=event.date_as_written,
                earliest=event.earliest,
                latest=event.latest,
                precision=event.precision,
                approximate=event.approximate,
                time=event.time,
                end_time=event.end_time,
                outcome_as_written=event.outcome_as_written,
                outcome=event.outcome,
                people=tuple(
                    PersonInEvent(row.person_id, row.as_written, row.part, row.id)
                    for row in people.get(event_id, [])
                ),
                child_seen=event.child_seen,
                recorded_by=event.recorded_by,
                source_as_written=event.source_as_written,
                contact_type=event.contact_type,
                reference_as_written=event.reference_as_written,
                action=event.action,
                analysis=event.analysis,
                voice=event.voice,
                doubts=tuple(
                    DoubtView(row.id, row.kind, row.field, row.text, row.reason, _fixes(row.fixes))
                    for row in doubts.get(event_id, [])
                    if row.settled_at is None
                ),
                tags=(),
                corrections=tuple(
                    CorrectionView(
                        row.id,
                        row.field,
                        say_value(row.field, json.loads(row.was), service_codes),
                        say_value(row.field, json.loads(row.now), service_codes),
                        row.by,
                        row.at,
                        row.why,
                        _code_value(row.field, json.loads(row.was), service_codes),
                        _code_value(row.field, json.loads(row.now), service_codes),
                        _say_aloud(row.field, json.loads(row.was), service_codes),
                        _say_aloud(row.field, json.loads(row.now), service_codes),
                    )
                    for row in corrections.get(event_id, [])
                ),
                as_written=tuple(
                    (heading, cell) for row in written for heading, cell in json.loads(row.cells)
                ),
                rows=tuple(row.row for row in written),
                key=event.is_key,
                out_of_scope=event.out_of_scope,
                lines=tuple(lines.get(event_id, ())),
                questions=tuple(
                    QuestionView(
                        row.id,
                        row.text,
                        row.asked_by,
                        row.asked_at,
                        row.answer,
                        row.answered_by,
                        row.answered_at,
                    )
                    for row in questions.get(event_id, [])
                ),
                accounts=tuple(
                    other for other in accounts.get(event.happening or "", ()) if other != event_id
                ),
            )
        )
    return views


def event_view(session: Session, event_id: str) -> EventView:
    """One event. Raises `Problem` when it is no longer there."""
    get(session, Event, event_id)
    return event_views(session, [event_id])[0]


def rows_around(session: Session, event_id: str, reach: int = 100) -> list[SourceRowView]:
    """The rows an event was read from, with up to so many neighbours on either side in the same table.

    Empty for an event that was added by hand.
    """
    own = list(
        session.scalars(select(SourceRow).where(SourceRow.event_id == event_id).order_by(SourceRow.position))
    )
    if not own:
        return []
    first, last = own[0], own[-1]
    rows = session.scalars(
        select(SourceRow)
        .where(
            SourceRow.material_id == first.material_id,
            SourceRow.sheet.is_not_distinct_from(first.sheet),
            SourceRow.table_number.is_not_distinct_from(first.table_number),
            SourceRow.position.between(first.position - reach, last.position + reach),
        )
        .order_by(SourceRow.position)
    )
    return [
        SourceRowView(
            row.id,
            row.event_id,
            row.sheet,
            row.table_number,
            row.row,
            tuple((heading, cell) for heading, cell in json.loads(row.cells)),
            row.fate,
            row.reason,
        )
        for row in rows
    ]


def find_event(session: Session, name: str) -> str:
    """The id of the event with this id or short reference (E207). Raises `Problem` when there is none."""
    wanted = name.strip()
    query = select(Event.id).where(Event.id == wanted)
    if wanted[:1] in "Ee" and wanted[1:].isdigit():
        query = select(Event.id).where(Event.number == int(wanted[1:]))
    found = session.scalar(query)
    if found is None:
        raise Problem(f"There is no event “{name}” in this case.", "Use its reference, such as E12.")
    return found


def add_event(
    case: CaseFile,
    service: str,
    when: When,
    words: str,
    *,
    date_as_written: str = "",
    time: str | None = None,
    end_time: str | None = None,
    outcome: str | None = "not_recorded",
    child_seen: bool | None = None,
    recorded_by: str = "",
    source: str = "",
) -> str:
    """Add an event by hand (known from no agency's chronology) and give its id."""
    if not words.strip():
        raise Problem("The event has no words.", "Say in a sentence what happened.")
    _known_outcome(outcome)
    with case.change(f"Add an event on {say_when(when)}") as session:
        values: dict[str, object] = {
            "earliest": when.earliest,
            "latest": when.latest,
            "precision": when.precision,
            "approximate": when.approximate,
            "time": time,
            "end_time": end_time,
            "outcome": outcome,
            "child_seen": child_seen,
            "text": words.strip(),
            "contact_type": "",
            "recorded_by": recorded_by.strip(),
            "source_as_written": source.strip(),
            "action": "",
            "analysis": "",
            "service_id": find_service(session, service).id,
        }
        row = Event(
            number=case.number(session, "event"),
            material_id=None,
            position=0,
            date_as_written=date_as_written,
            outcome_as_written="",
            reference_as_written="",
            voice="",
            reading=reading_of(values),
            is_key=False,
            out_of_scope=False,
            day_order=None,
            happening=None,
            **values,
        )
        session.add(row)
        session.flush()
        return row.id


def remove_event(case: CaseFile, event_id: str) -> None:
    """Take out an event that was added by hand. An agency's account is evidence and stays."""
    with case.change("Remove an event added by hand") as session:
        event = get(session, Event, event_id)
        if event.material_id is not None:
            raise Problem(
                f"E{event.number} is an agency’s account, and accounts are never removed.",
                "Mark it out of scope, or undo the import that brought it.",
            )
        session.delete(event)


def reading_of(values: Mapping[str, object]) -> str:
    """The frozen first reading, as JSON, of an event's column values."""
    return json.dumps(
        {field: [values[column] for column in columns] for field, (_, columns) in FIELDS.items()},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def correct(case: CaseFile, event_id: str, field: str, value: object, why: str = "") -> None:
    """Set one field of an event, keeping what it was, and settle the doubts about that field.

    `value` is a `When` for "date", an outcome's code or None for "outcome", true, false or None for
    "child_seen", a service's id, code or name for "service", "HH:MM" or None for times, and text otherwise.
    """
    name = _field_name(field)
    with case.change(f"Correct the {name} of {_refs(case, [event_id])}") as session:
        put_correction(session, get(session, Event, event_id), field, value, why, case.by)


def correct_many(case: CaseFile, event_ids: Sequence[str], field: str, value: object, why: str = "") -> None:
    """Set one field of several events to the same value, as one change."""
    name = _field_name(field)
    with case.change(f"Correct the {name} of {_refs(case, event_ids)}") as session:
        for event_id in event_ids:
            put_correction(session, get(session, Event, event_id), field, value, why, case.by)


def put_correction(session: Session, event: Event, field: str, value: object, why: str, by: str) -> None:
    """Write one correction inside an open change; see `correct`."""
    columns = FIELDS[field][1]
    was = [getattr(event, column) for column in columns]
    now = _columns_of(session, field, value)
    if was != now:
        session.add(
            Correction(
                event_id=event.id,
                field=field,
                was=json.dumps(was, ensure_ascii=False),
                now=json.dumps(now, ensure_ascii=False),
                by=by,
                at=now_utc(),
                why=why.strip(),
            )
        )
        for column, new in zip(columns, now, strict=True):
            setattr(event, column, new)
        if field == "date":
            event.day_order = None
    _settle(session, event.id, field, by)


def withdraw_correction(case: CaseFile, event_id: str, field: str) -> None:
    """Take the last correction of a field back: the value before it stands again."""
    name = _field_name(field)
    with case.change(f"Withdraw the correction of the {name} of {_refs(case, [event_id])}") as session:
        event = get(session, Event, event_id)
        last = session.scalars(
            select(Correction)
            .where(Correction.event_id == event_id, Correction.field == field)
            .order_by(Correction.id.desc())
        ).first()
        if last is None:
            raise Problem(
                f"The {name} of E{event.number} has not been corrected.", "There is nothing to withdraw."
            )
        for column, value in zip(FIELDS[field][1], json.loads(last.was), strict=True):
            setattr(event, column, value)
        session.delete(last)


def settle_doubt(case: CaseFile, doubt_id: str) -> None:
    """Say that the reading stands as it is: the doubt is settled, nothing else changes."""
    with case.change("Keep a reading as it is") as session:
        doubt = get(session, DoubtRow, doubt_id)
        doubt.settled_by, doubt.settled_at = case.by, now_utc()


def take_fix(case: CaseFile, doubt_id: str, number: int) -> None:
    """Use one of the ways offered to mend a doubt (0 is the first): each field it names is corrected."""
    with case.change("Mend a doubt") as session:
        doubt = get(session, DoubtRow, doubt_id)
        label, values = _fixes(doubt.fixes)[number]
        event = get(session, Event, doubt.event_id)
        for field, value in values.items():
            put_correction(session, event, field, value_from_json(field, value), label, case.by)
        doubt.settled_by, doubt.settled_at = case.by, now_utc()


def mark_key(case: CaseFile, event_ids: Sequence[str], on: bool) -> None:
    """Mark events as key, or take the mark off."""
    refs = _refs(case, event_ids)
    with case.change(f"Mark {refs} as key" if on else f"Take the key mark off {refs}") as session:
        for event in _events(session, event_ids):
            event.is_key = on


def mark_out_of_scope(case: CaseFile, event_ids: Sequence[str], on: bool) -> None:
    """Mark events as outside the review's scope, or bring them back."""
    refs = _refs(case, event_ids)
    with case.change(f"Mark {refs} out of scope" if on else f"Bring {refs} back into scope") as session:
        for event in _events(session, event_ids):
            event.out_of_scope = on


def mark_line(case: CaseFile, event_ids: Sequence[str], line_id: str, on: bool) -> None:
    """Put events under a key line of enquiry, or take them out from under it."""
    refs = _refs(case, event_ids)
    with case.change(
        f"Put {refs} under a line of enquiry" if on else f"Take {refs} out from under a line of enquiry"
    ) as session:
        line = get(session, LineOfEnquiry, line_id)
        for event in _events(session, event_ids):
            already = session.scalars(
                select(EventLine).where(EventLine.event_id == event.id, EventLine.line_id == line.id)
            ).first()
            if on and already is None:
                session.add(EventLine(event_id=event.id, line_id=line.id))
            elif not on and already is not None:
                session.delete(already)


def link_as_same(case: CaseFile, event_ids: Sequence[str]) -> None:
    """Say that these are accounts of one event. Accounts already linked to any of them come along."""
    refs = _refs(case, event_ids)
    with case.change(f"Link {refs} as accounts of the same event") as session:
        events = _events(session, event_ids)
        if len(events) < 2:
            raise Problem("One account cannot be linked to itself.", "Choose two or more rows.")
        shared = sorted({event.happening for event in events if event.happening})
        happening = shared[0] if shared else min(event.id for event in events)
        for event in [*events, *session.scalars(select(Event).where(Event.happening.in_(shared)))]:
            event.happening = happening


def unlink(case: CaseFile, event_id: str) -> None:
    """Say that this account tells of another event than those it was linked to."""
    refs = _refs(case, [event_id])
    with case.change(f"Unlink {refs} from the other accounts") as session:
        event = get(session, Event, event_id)
        if event.happening is None:
            raise Problem(f"E{event.number} is not linked to another account.", "There is nothing to unlink.")
        others = list(
            session.scalars(select(Event).where(Event.happening == event.happening, Event.id != event.id))
        )
        event.happening = None
        # Those that stay together get a new mark, so that each of them is told that one has left.
        shared = None if len(others) == 1 else new_id()
        for other in others:
            other.happening = shared


def link_person(case: CaseFile, event_id: str, person_id: str, part: str, as_written: str = "") -> None:
    """Say that a known person took part in an event."""
    if part not in PARTS:
        raise Problem(f"“{part}” is not a part in an event.", f"Use one of: {', '.join(PARTS)}.")
    with case.change(f"Link a person to {_refs(case, [event_id])}") as session:
        person = get(session, Person, person_id)
        event = get(session, Event, event_id)
        session.add(
            EventPerson(
                event_id=event.id, person_id=person.id, as_written=as_written or person.name, part=part
            )
        )


def unlink_person(case: CaseFile, link_id: str) -> None:
    """Take one person's part out of an event."""
    with case.change("Unlink a person from an event") as session:
        session.delete(get(session, EventPerson, link_id))


def match_name(case: CaseFile, as_written: str, person_id: str) -> int:
    """Say whom a name in the records means, wherever it stands so, and give the number of events."""
    with case.change(f"Match “{as_written}” to a person") as session:
        person = get(session, Person, person_id)
        found = list(
            session.scalars(
                select(EventPerson).where(
                    EventPerson.person_id.is_(None), func.lower(EventPerson.as_written) == as_written.lower()
                )
            )
        )
        for link in found:
            link.person_id = person.id
        return len({link.event_id for link in found})


def unmatched_names(session: Session) -> list[tuple[str, int]]:
    """Names in the records that stand for no known person yet, with how many events each is in."""
    return [
        (name, count)
        for name, count in session.execute(
            select(EventPerson.as_written, func.count(EventPerson.event_id.distinct()))
            .where(EventPerson.person_id.is_(None))
            .group_by(EventPerson.as_written)
            .order_by(func.count().desc(), EventPerson.as_written)
        )
    ]


def ask_agency(case: CaseFile, event_id: str, words: str) -> str:
    """Put a question to the agency about one of its rows, and give the question's id."""
    if not words.strip():
        raise Problem("The question is empty.", "Write what the agency should answer.")
    with case.change(f"Ask a question about {_refs(case, [event_id])}") as session:
        get(session, Event, event_id)
        row = Question(event_id=event_id, text=words.strip(), asked_by=case.by, asked_at=now_utc())
        session.add(row)
        session.flush()
        return row.id


def answer_question(case: CaseFile, question_id: str, answer: str) -> None:
    """Write down what the agency answered; an empty answer opens the question again."""
    with case.change("Answer a question to an agency") as session:
        row = get(session, Question, question_id)
        row.answer = answer.strip() or None
        row.answered_by = case.by if row.answer else None
        row.answered_at = now_utc() if row.answer else None


def remove_question(case: CaseFile, question_id: str) -> None:
    """Take a question back."""
    with case.change("Remove a question to an agency") as session:
        session.delete(get(session, Question, question_id))


def move_within_day(case: CaseFile, event_id: str, by: int) -> None:
    """Move an event up (negative) or down among those that share its day, by so many places."""
    with case.change(f"Move {_refs(case, [event_id])} within its day") as session:
        event = get(session, Event, event_id)
        day = event.earliest or event.latest
        if day is None:
            raise Problem(
                f"E{event.number} has no date, so it has no place within a day.", "Give it a date first."
            )
        same = list(
            session.scalars(
                select(Event).where(func.coalesce(Event.earliest, Event.latest) == day).order_by(*IN_ORDER)
            )
        )
        at = same.index(event)
        to = max(0, min(len(same) - 1, at + by))
        if to == at:
            raise Problem(
                f"E{event.number} cannot move further within its day.",
                "Only events that begin on the same day can change places; correct the date to move it further.",
            )
        same.insert(to, same.pop(at))
        for place, other in enumerate(same):
            other.day_order = place


def astray(session: Session) -> list[str]:
    """References of events whose values are not their reading with its corrections: always empty, or a fault."""
    last: dict[tuple[str, str], str] = {}
    for row in session.scalars(select(Correction).order_by(Correction.id)):
        last[row.event_id, row.field] = row.now
    wrong = []
    for event in session.scalars(select(Event)):
        reading = json.loads(event.reading)
        for field, (_, columns) in FIELDS.items():
            corrected = last.get((event.id, field))
            meant = json.loads(corrected) if corrected is not None else reading[field]
            if [getattr(event, column) for column in columns] != meant:
                wrong.append(f"E{event.number}")
                break
    return wrong


def value_from_json(field: str, value: object) -> object:
    """The value `correct` takes, from the JSON form in which a fix carries it."""
    if field != "date":
        return value
    if isinstance(value, Mapping):
        return When(
            value.get("earliest"),
            value.get("latest"),
            str(value.get("precision", "unknown")),
            bool(value.get("approximate", False)),
        )
    raise TypeError(f"a date is carried as an object, not {type(value).__name__}")


def value_to_json(value: object) -> object:
    """The JSON form of a value that `correct` takes."""
    if isinstance(value, When):
        return {
            "earliest": value.earliest,
            "latest": value.latest,
            "precision": value.precision,
            "approximate": value.approximate,
        }
    return value


def say_value(field: str, columns: Sequence[object], service_codes: Mapping[str, str]) -> str:
    """A field's value in the words the history and the inspector use."""
    first = columns[0]
    if field == "date":
        earliest, latest, precision, approximate = columns
        when = When(
            None if earliest is None else str(earliest),
            None if latest is None else str(latest),
            str(precision),
            bool(approximate),
        )
        return edtf(when) or "unknown"
    if field == "service":
        return service_codes.get(str(first), "a service since removed")
    if field == "outcome":
        return OUTCOMES[str(first)].name if first else "not understood"
    if isinstance(first, bool):
        return "yes" if first else "no"
    return "nothing" if first in (None, "") else str(first)


def _code_value(field: str, columns: Sequence[object], service_codes: Mapping[str, str]) -> object:
    first = columns[0]
    if field == "date":
        said = say_value(field, columns, service_codes)
        return None if said == "unknown" else said
    return service_codes.get(str(first)) if field == "service" else first


def _say_aloud(field: str, columns: Sequence[object], service_codes: Mapping[str, str]) -> str:
    """A field's value as people read it in the inspector."""
    if field != "date":
        return say_value(field, columns, service_codes)
    earliest, latest, precision, approximate = columns
    return say_when(
        When(
            None if earliest is None else str(earliest),
            None if latest is None else str(latest),
            str(precision),
            bool(approximate),
        )
    )


def _columns_of(session: Session, field: str, value: object) -> list[object]:
    if field == "date":
        if not isinstance(value, When):
            raise TypeError("a date is corrected to a When")
        return [value.earliest, value.latest, value.precision, value.approximate]
    if field == "outcome":
        _known_outcome(value)
        return [value]
    if field == "service":
        return [find_service(session, str(value)).id]
    if field in ("time", "end_time"):
        if value and not _CLOCK.fullmatch(str(value)):
            raise Problem(f"“{value}” is not a time.", "Write hours and minutes, such as 14:05.")
        return [str(value) if value else None]
    if field == "child_seen":
        return [None if value is None else bool(value)]
    return [str(value or "").strip()]


def _known_outcome(code: object) -> None:
    if code is not None and code not in OUTCOMES:
        raise Problem(f"“{code}” is not an outcome.", f"Use one of: {', '.join(OUTCOMES)}.")


def _field_name(field: str) -> str:
    if field not in FIELDS:
        raise Problem(f"“{field}” cannot be corrected.", f"Use one of: {', '.join(FIELDS)}.")
    return FIELDS[field][0]


def _settle(session: Session, event_id: str, field: str, by: str) -> None:
    open_doubts = select(DoubtRow).where(
        DoubtRow.event_id == event_id, DoubtRow.field == field, DoubtRow.settled_at.is_(None)
    )
    for doubt in session.scalars(open_doubts):
        doubt.settled_by, doubt.settled_at = by, now_utc()


def _events(session: Session, event_ids: Sequence[str]) -> list[Event]:
    return [get(session, Event, event_id) for event_id in dict.fromkeys(event_ids)]


def _refs(case: CaseFile, event_ids: Sequence[str]) -> str:
    with case.reading() as session:
        numbers = sorted(session.scalars(select(Event.number).where(Event.id.in_(list(event_ids)[:500]))))
    if len(numbers) > 3:
        return f"{len(event_ids)} events"
    return " and ".join(f"E{number}" for number in numbers) or "an event"


def _fixes(stored: str) -> tuple[tuple[str, Mapping[str, object]], ...]:
    return tuple((label, values) for label, values in json.loads(stored))


def _slices(ids: Iterable[str], size: int = 500) -> Iterable[list[str]]:
    everything = list(ids)
    return (everything[start : start + size] for start in range(0, len(everything), size))


def _grouped(
    session: Session,
    kind: type[OfEvent],
    ids: Sequence[str],
    order: InstrumentedAttribute[int] | InstrumentedAttribute[str],
) -> dict[str, list[OfEvent]]:
    event_id = kind.__table__.c.event_id
    found: dict[str, list[OfEvent]] = {}
    for part in _slices(ids):
        for owner, row in session.execute(select(event_id, kind).where(event_id.in_(part)).order_by(order)):
            found.setdefault(owner, []).append(row)
    return found
