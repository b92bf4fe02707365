"""What was done in the case, told in the trade's words: who, when, what, and each thing before and after."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.anonymity.rendering import is_anonymous, say_file, say_name, say_person
from workbench.casefile import Base, CaseFile, ChangeEntry, Image
from workbench.chronology.dates import When, say_when
from workbench.chronology.events import FIELDS, Event, say_value
from workbench.chronology.outcomes import OUTCOMES
from workbench.chronology.when import day, reads_months
from workbench.findings.spine import SCOPES, STATUSES, STRENGTHS, Finding, Recommendation
from workbench.listing import Ask, Column, Shown
from workbench.materials import Material
from workbench.people import COLOUR_NAMES, Person, Service, people
from workbench.review import KINDS as REVIEW_KINDS
from workbench.review import NATIONS

KINDS: Mapping[str, str] = {
    "work": "Change",
    "undo": "Undo",
    "redo": "Redo",
    "record": "Recorded",
    "upgrade": "File brought forward",
}
"""What each kind of entry is called."""

_THINGS: Mapping[str, tuple[str, str]] = {
    "review": ("the review", "the review"),
    "line_of_enquiry": ("line of enquiry", "lines of enquiry"),
    "panel_member": ("panel member", "panel members"),
    "status_period": ("status", "statuses"),
    "life_event": ("life event", "life events"),
    "person": ("person", "people"),
    "alias": ("other name", "other names"),
    "organisation": ("organisation", "organisations"),
    "service": ("service", "services"),
    "material": ("material", "materials"),
    "outgoing": ("document that went out", "documents that went out"),
    "source_row": ("row as sent", "rows as sent"),
    "event": ("event", "events"),
    "event_person": ("person in an event", "people in events"),
    "correction": ("correction", "corrections"),
    "doubt": ("doubt", "doubts"),
    "event_line": ("mark under a line of enquiry", "marks under lines of enquiry"),
    "question": ("question to an agency", "questions to agencies"),
    "note": ("panel note", "panel notes"),
    "status_words": ("status wording", "status wordings"),
    "finding": ("finding", "findings"),
    "evidence": ("piece of evidence", "pieces of evidence"),
    "recommendation": ("recommendation", "recommendations"),
    "finding_recommendation": ("link to a finding", "links to findings"),
    "addressed_to": ("addressee", "addressees"),
    "action": ("action", "actions"),
    "action_owner": ("owner of an action", "owners of actions"),
    "milestone": ("milestone", "milestones"),
    "progress": ("progress note", "progress notes"),
}

_FIELDS: Mapping[str, str] = {
    "is_key": "key",
    "so_what": "so what",
    "known": "known at the time",
    "date_as_written": "date as written",
    "outcome_as_written": "outcome as written",
    "source_as_written": "source",
    "service_id": "service",
    "person_id": "person",
    "event_id": "event",
    "finding_id": "finding",
    "recommendation_id": "recommendation",
    "action_id": "action",
    "material_id": "file",
    "line_id": "line of enquiry",
    "happening": "accounts",
    "day_order": "place within its day",
    "to_all": "to all agencies",
    "to_board": "to the Board",
    "on": "day",
    "at": "when",
    "by": "who",
    "sha256": "SHA-256",
    "head": "head before it",
    "starts": "from",
    "ends": "to",
    "begun_on": "begun",
    "done_on": "done",
    "assured_on": "assured",
    "tested_on": "impact tested",
    "measure": "intended impact",
    "impact": "what testing found",
    "lead": "lead officer",
    "leads": "leads the review",
    "position": "place in the list",
    "incident_text": "what happened",
    "scope_from": "scope from",
    "scope_to": "scope to",
}
_UNSAID = frozenset({"id", "reading", "fixes", "cells", "number", "size"})
_WHEN_MOVED = frozenset({"position", "colour"})
"""Said of something changed only: of something new they are mere housekeeping."""
_NAMES_NOBODY = frozenset({"born", "as_written", "reference_as_written", "original_name"})
_NAMES_SOMEONE = frozenset({("person", "name"), ("alias", "name"), ("panel_member", "name")})
"""Fields that are not told to a reader without names: a birthday, a name, words that hold nothing but one."""
_WHO = frozenset(
    {"by", "recorded_by", "asked_by", "answered_by", "lead", "assured_by", "taken_by", "settled_by"}
)
"""Fields that hold a name and nothing else."""
_COPIED = frozenset({"sha256", "head", "seal"})
"""Values to be held against another copy: told whole, and never broken up."""
_CODES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("action", "status"): {code: status.name for code, status in STATUSES.items()},
    ("action", "strength"): STRENGTHS,
    ("recommendation", "scope"): SCOPES,
    ("review", "kind"): {code: kind.name for code, kind in REVIEW_KINDS.items()},
    ("review", "nation"): {str(code): name for code, name in NATIONS.items()},
    ("event", "outcome"): {code: outcome.name for code, outcome in OUTCOMES.items()},
    ("service", "colour"): COLOUR_NAMES,
}
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d)(?::\d\d)?(Z?))?")
_NAMED: Mapping[str, tuple[type[Base], str]] = {
    "service_id": (Service, "code"),
    "person_id": (Person, "name"),
    "event_id": (Event, "number"),
    "finding_id": (Finding, "number"),
    "recommendation_id": (Recommendation, "number"),
    "material_id": (Material, "name"),
}
_LETTERS = {"event": "E", "finding": "F", "recommendation": "R", "material": "M"}
_MOST_ROWS = 60
_LOOKED_INTO = 500
"""Writes of one change that are read; more would only be counted."""


@dataclass(frozen=True)
class Told:
    """One thing that a change touched: what it is, what was done to it, and the fields that moved."""

    thing: str
    done: str
    """added, changed, removed, or sent out."""
    fields: tuple[tuple[str, str, str], ...]
    """(field, before, after); the before of something added and the after of something removed are empty."""
    copied: frozenset[str] = frozenset()
    """The fields whose values are to be held against another copy, such as a hash."""


@dataclass(frozen=True)
class Account:
    """A change in full, as the inspector shows it."""

    entry: ChangeEntry
    told: tuple[Told, ...]
    more: int
    """How many things it touched beyond those told."""
    alone: Mapping[str, str]
    """Table -> id, where it touched one thing of its kind and no more."""


def summary(touched: Mapping[str, int]) -> str:
    """What a change touched, counted: "10 events, 3 people in events"."""
    parts = []
    for table, rows in touched.items():
        one, many = _THINGS.get(table, (table, table))
        parts.append(one if table == "review" else f"{rows:,} {one if rows == 1 else many}")
    return ", ".join(parts)


def account(case: CaseFile, number: int) -> Account | None:
    """A change told in full; None when there is none with this number."""
    entry = case.entry(number)
    if entry is None:
        return None
    images = case.images(number, without=("source_row",), limit=_LOOKED_INTO)
    alone = {image.table: image.row for image in images if entry.touched.get(image.table) == 1}
    beyond = 0
    if len(images) == _LOOKED_INTO:  # an import: the rest of it is only counted
        beyond = max(0, sum(entry.touched.values()) - entry.touched.get("source_row", 0) - len(images))
    corrected = {
        str({**(image.before or {}), **(image.after or {})}.get("event_id"))
        for image in images
        if image.table == "correction"
    }
    # A correction tells what it did to its event's columns; they would only say it again.
    images = [image for image in images if image.table != "event" or image.row not in corrected]
    with case.reading() as session:
        told = tuple(_told(session, image) for image in images[:_MOST_ROWS])
    return Account(entry, told, max(0, len(images) - _MOST_ROWS) + beyond, alone)


def name_of(case: CaseFile, table: str, thing: str) -> str:
    """What a thing is called, for the head of its own history: "finding F1", "event E12"."""
    with case.reading() as session:
        return _thing(session, Image(table, thing, None, None))


def local(at: str) -> datetime:
    """The moment of a change on this computer's clock; changes are stamped in UTC."""
    return datetime.fromisoformat(at).astimezone()


class HistoryListing:
    """The listing of changes, newest first.

    Filters: `words`, over labels and who acted; `row`, "table:id" of one thing, for its own history.
    """

    name = "changes"
    tables = frozenset(_THINGS)

    def __init__(self, case: CaseFile) -> None:
        self._case = case
        self._told: dict[str, Mapping[str, Shown]] = {}

    @property
    def columns(self) -> Sequence[Column]:
        """Every column there is, in the first order."""
        return (
            Column("number", "No.", 64, "ref", sortable=False),
            Column("at", "When", 150, "date", sortable=False),
            Column("by", "Who", 150, "text", sortable=False),
            Column("label", "What", 380, "text", sortable=False),
            Column("touched", "Touched", 220, "meta", sortable=False),
        )

    def ids(self, session: Session, ask: Ask) -> list[str]:
        """The numbers of the changes asked for, as text."""
        numbers = self._case.change_numbers(str(ask.filters.get("words") or "").strip())
        if row := str(ask.filters.get("row") or ""):
            table, _, thing = row.partition(":")
            its_own = {entry.number for entry in self._case.history(row=(table, thing))}
            numbers = [number for number in numbers if number in its_own]
        return [str(number) for number in numbers]

    def records(self, session: Session, ids: Sequence[str]) -> Mapping[str, Mapping[str, Shown]]:
        """What stands in each column, for each change."""
        for change in ids:
            if change not in self._told and (entry := self._case.entry(int(change))) is not None:
                self._told[change] = _row(entry)  # what was done once never changes
        told = {change: self._told[change] for change in ids if change in self._told}
        if is_anonymous():  # who did it is shown by what stands for them
            told = {change: {**row, "by": Shown(say_name(row["by"].text))} for change, row in told.items()}
        return told


def _row(entry: ChangeEntry) -> Mapping[str, Shown]:
    when = local(entry.at)
    return {
        "number": Shown(str(entry.number)),
        "at": Shown(f"{when.day} {when:%b %Y}", f"{when:%H:%M}"),
        "by": Shown(entry.by),
        "label": Shown(entry.sentence),
        "touched": Shown(summary(entry.touched)),
    }


def _told(session: Session, image: Image) -> Told:
    before, after = image.before, image.after
    moved = before is not None and after is not None
    names = [
        name
        for name in {**(before or {}), **(after or {})}
        if name not in _UNSAID and (moved or name not in _WHEN_MOVED)
    ]
    fields = []
    if image.table == "correction" and (whole := after or before):
        said = _correction(session, whole)
        return Told(said[0], "added" if before is None else "removed", said[1:])
    for name in names:
        if is_anonymous() and (name in _NAMES_NOBODY or (image.table, name) in _NAMES_SOMEONE):
            continue
        was = _say(session, image.table, name, (before or {}).get(name))
        now = _say(session, image.table, name, (after or {}).get(name))
        if was != now:
            fields.append((_FIELDS.get(name, name.replace("_", " ")), was, now))
    done = "added" if before is None else "removed" if after is None else "changed"
    if image.table == "outgoing" and before is None:
        done = "sent out"
    return Told(
        _thing(session, image), done, tuple(fields), frozenset(_FIELDS.get(name, name) for name in _COPIED)
    )


def _correction(
    session: Session, row: Mapping[str, Any]
) -> tuple[str, tuple[str, str, str], tuple[str, str, str]]:
    """What was corrected, then the value before and after, and why, each as a field."""
    codes = {service.id: service.code for service in session.scalars(select(Service))}
    code = str(row["field"])
    was, now = (
        say_when(When(*stored)) if code == "date" else say_value(code, stored, codes)
        for stored in (json.loads(row["was"]), json.loads(row["now"]))
    )
    event = _say(session, "correction", "event_id", row["event_id"])
    return (
        f"correction of the {FIELDS[code][0]} of {event}",
        (FIELDS[code][0], was, now),
        ("why", "", str(row.get("why") or "")),
    )


def _thing(session: Session, image: Image) -> str:
    one = _THINGS.get(image.table, (image.table, ""))[0]
    numbers = {**(image.before or {}), **(image.after or {})}
    number = numbers.get("number")
    if number is None:
        number = _stored(session, image.table, image.row, "number")
    if image.table == "action":
        parent = numbers.get("recommendation_id") or _stored(
            session, "action", image.row, "recommendation_id"
        )
        above = _stored(session, "recommendation", str(parent), "number")
        return f"action A{above}.{number}" if above is not None else one
    if number is not None and image.table in _LETTERS:
        return f"{one} {_LETTERS[image.table]}{number}"
    if is_anonymous() and image.table in ("person", "alias", "panel_member"):
        known = {person.id: person for person in people(session)}
        person = known.get(str(numbers.get("person_id") or image.row))
        return f"{one} “{say_person(person)}”" if person is not None else one
    if is_anonymous() and image.table == "material":
        return one
    title = numbers.get("name") or numbers.get("title") or _stored(session, image.table, image.row, "name")
    if image.table == "outgoing" and title:
        return str(title)
    return f"{one} “{title}”" if title else one


def _stored(session: Session, table: str, row: str, column: str) -> object:
    mapped = next((kind for kind in _mapped() if kind.__tablename__ == table), None)
    if mapped is None or column not in mapped.__table__.columns:
        return None
    found = session.get(mapped, row)
    return getattr(found, column, None)


def _mapped() -> list[type[Base]]:
    return [mapper.class_ for mapper in Base.registry.mappers]


def _say(session: Session, table: str, name: str, value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name in _WHO:
        return say_name(str(value))
    if name == "outcome" and value in OUTCOMES:
        return OUTCOMES[str(value)].name
    if name in _NAMED:
        kind, column = _NAMED[name]
        found = session.get(kind, str(value))
        if found is None:
            return "something since removed"
        said = str(getattr(found, column))
        if isinstance(found, Person):
            said = say_person(found)
        elif isinstance(found, Material):
            said = say_file(said)
        letter = _LETTERS.get(kind.__tablename__, "") if column == "number" else ""
        return f"{letter}{said}"
    if name == "happening":
        alike = session.scalars(select(Event.number).where(Event.happening == value).order_by(Event.number))
        return ", ".join(f"E{number}" for number in alike) or "accounts since parted"
    codes = _CODES.get((table, name), {})
    if str(value) in codes:
        return codes[str(value)]
    if name == "position" and isinstance(value, int):
        return str(value + 1)
    return _day(str(value))


def _day(text: str) -> str:
    """A day or moment of the record as people write it, moments in UTC by this computer's clock."""
    found = _DAY.fullmatch(text)
    if found is None:
        return text
    time = found[4] or ""
    if found[5]:
        moment = local(text)
        return f"{moment.day} {moment:%b %Y}, {moment:%H:%M}"
    on = date(int(found[1]), int(found[2]), int(found[3]))
    if reads_months():
        return say_when(day(on))
    return f"{on.day} {on:%b %Y} {time}".strip()
