"""Events in three layers: the row as an agency wrote it, our reading of it, and people's corrections.

A `SourceRow` never changes. An `Event` holds the effective values that every list, picture and document
shows; what the program first understood stands in `reading`, and each `Correction` says which field a person
set to what, and why. The module `corrections` alone moves the values of an event that stands in the case.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, ForeignKey, Index, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from workbench.casefile import CaseFile, Row, Searched
from workbench.chronology.dates import When, edtf, read_date, say_when
from workbench.chronology.outcomes import OUTCOMES
from workbench.materials import Material
from workbench.people import Service, find_service, services
from workbench.problems import Problem
from workbench.records import get
from workbench.review import LineOfEnquiry
from workbench.themes.tags import tags_on_events

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
    """Codes of its themes."""
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
    tags = tags_on_events(session, wanted)
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
                    DoubtView(row.id, row.kind, row.field, row.text, row.reason, read_fixes(row.fixes))
                    for row in doubts.get(event_id, [])
                    if row.settled_at is None
                ),
                tags=tuple(dict.fromkeys(tag.theme for tag in tags.get(event_id, ()))),
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
    once: dict[int, SourceRow] = {}
    for row in rows:
        # A row that tells of several events is kept with each: it is shown once, as this event's where it is.
        if row.position not in once or row.event_id == event_id:
            once[row.position] = row
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
        for row in once.values()
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
    check_outcome(outcome)
    with case.change(f"Add an event, {say_when(when)}") as session:
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


def check_outcome(code: object) -> None:
    """Raise `Problem` unless this is an outcome’s code, or None for one not understood."""
    if code is not None and code not in OUTCOMES:
        raise Problem(f"“{code}” is not an outcome.", f"Use one of: {', '.join(OUTCOMES)}.")


def refs_of(case: CaseFile, event_ids: Sequence[str]) -> str:
    """The references of events as the label of a change names them; of many, only how many they are."""
    with case.reading() as session:
        numbers = sorted(session.scalars(select(Event.number).where(Event.id.in_(list(event_ids)[:500]))))
    if len(numbers) > 3:
        return f"{len(event_ids)} events"
    return " and ".join(f"E{number}" for number in numbers) or "an event"


def read_fixes(stored: str) -> tuple[tuple[str, Mapping[str, object]], ...]:
    """The ways to mend a doubt, as stored: each with its label and the values it gives to fields."""
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


def events_with(session: Session, event_ids: Sequence[str]) -> list[Event]:
    """The events with these ids, in that order. Raises `Problem` when one is no longer there."""
    return [get(session, Event, event_id) for event_id in dict.fromkeys(event_ids)]
