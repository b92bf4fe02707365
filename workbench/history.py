"""What was done in the case, told in the trade's words: who, when, what, and each thing before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from workbench.casefile import Base, CaseFile, ChangeEntry, Image
from workbench.chronology.events import Event
from workbench.findings.spine import Finding, Recommendation
from workbench.listing import Ask, Column, Shown
from workbench.materials import Material
from workbench.people import Person, Service

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
    "outgoing": ("file that left", "files that left"),
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
    "happening": "same event as",
    "day_order": "place within its day",
    "to_all": "to all agencies",
    "to_board": "to the Board",
    "on": "day",
    "at": "when",
    "by": "who",
}
_UNSAID = frozenset({"id", "reading", "position", "fixes", "colour", "cells", "head", "number"})
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


@dataclass(frozen=True)
class Told:
    """One thing that a change touched: what it is, what was done to it, and the fields that moved."""

    thing: str
    done: str
    """added, changed or removed."""
    fields: tuple[tuple[str, str, str], ...]
    """(field, before, after); the before of something added and the after of something removed are empty."""


@dataclass(frozen=True)
class Account:
    """A change in full, as the inspector shows it."""

    entry: ChangeEntry
    told: tuple[Told, ...]
    more: int
    """How many things it touched beyond those told."""


def summary(touched: Mapping[str, frozenset[str]]) -> str:
    """What a change touched, counted: "10 events, 3 people in events"."""
    parts = []
    for table, ids in touched.items():
        one, many = _THINGS.get(table, (table, table))
        parts.append(one if table == "review" else f"{len(ids):,} {one if len(ids) == 1 else many}")
    return ", ".join(parts)


def account(case: CaseFile, number: int) -> Account | None:
    """A change told in full; None when there is none with this number."""
    entry = case.entry(number)
    if entry is None:
        return None
    images = [image for image in case.images(number) if image.table != "source_row"]
    with case.reading() as session:
        told = tuple(_told(session, image) for image in images[:_MOST_ROWS])
    return Account(entry, told, max(0, len(images) - _MOST_ROWS))


def local(at: str) -> datetime:
    """The moment of a change on this computer's clock; changes are stamped in UTC."""
    return datetime.fromisoformat(at).astimezone()


class HistoryListing:
    """The listing of changes, newest first. The only filter is `words`, over labels and who acted."""

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
        return [str(number) for number in numbers]

    def records(self, session: Session, ids: Sequence[str]) -> Mapping[str, Mapping[str, Shown]]:
        """What stands in each column, for each change."""
        for change in ids:
            if change not in self._told and (entry := self._case.entry(int(change))) is not None:
                self._told[change] = _row(entry)  # what was done once never changes
        return {change: self._told[change] for change in ids if change in self._told}


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
    names = [name for name in {**(before or {}), **(after or {})} if name not in _UNSAID]
    fields = []
    for name in names:
        was = _say(session, image.table, name, (before or {}).get(name))
        now = _say(session, image.table, name, (after or {}).get(name))
        if was != now:
            fields.append((_FIELDS.get(name, name.replace("_", " ")), was, now))
    done = "added" if before is None else "removed" if after is None else "changed"
    return Told(_thing(session, image), done, tuple(fields))


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
    title = numbers.get("name") or numbers.get("title") or _stored(session, image.table, image.row, "name")
    return f"{one} {title}" if title else one


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
    if name in _NAMED:
        kind, column = _NAMED[name]
        found = session.get(kind, str(value))
        if found is None:
            return "something since removed"
        said = str(getattr(found, column))
        letter = _LETTERS.get(kind.__tablename__, "") if column == "number" else ""
        return f"{letter}{said}"
    return str(value)
