"""People’s corrections of an event, and the doubts that they settle.

Nothing else moves the values of an event that stands in the case, so that they and its reading with its
corrections cannot drift apart; `astray` finds it if they ever did.
"""

import json
import re
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.casefile import CaseFile, now_utc
from workbench.chronology.dates import When
from workbench.chronology.events import (
    FIELDS,
    Correction,
    DoubtRow,
    Event,
    check_outcome,
    read_fixes,
    refs_of,
)
from workbench.people import find_service
from workbench.problems import Problem
from workbench.records import get

_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


def correct(case: CaseFile, event_id: str, field: str, value: object, why: str = "") -> None:
    """Set one field of an event, keeping what it was, and settle the doubts about that field.

    `value` is a `When` for "date", an outcome's code or None for "outcome", true, false or None for
    "child_seen", a service's id, code or name for "service", "HH:MM" or None for times, and text otherwise.
    """
    name = _field_name(field)
    with case.change(f"Correct the {name} of {refs_of(case, [event_id])}") as session:
        put_correction(session, get(session, Event, event_id), field, value, why, case.by)


def correct_many(case: CaseFile, event_ids: Sequence[str], field: str, value: object, why: str = "") -> None:
    """Set one field of several events to the same value, as one change."""
    name = _field_name(field)
    with case.change(f"Correct the {name} of {refs_of(case, event_ids)}") as session:
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
    with case.change(f"Withdraw the correction of the {name} of {refs_of(case, [event_id])}") as session:
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
        label, values = read_fixes(doubt.fixes)[number]
        event = get(session, Event, doubt.event_id)
        for field, value in values.items():
            put_correction(session, event, field, value_from_json(field, value), label, case.by)
        doubt.settled_by, doubt.settled_at = case.by, now_utc()


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


def _columns_of(session: Session, field: str, value: object) -> list[object]:
    if field == "date":
        if not isinstance(value, When):
            raise TypeError("a date is corrected to a When")
        return [value.earliest, value.latest, value.precision, value.approximate]
    if field == "outcome":
        check_outcome(value)
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
