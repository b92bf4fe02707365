"""Bringing an agency's chronology into the case: read, compared with what came before, brought in as one change.

Nothing is in the case until `bring_in` is called; until then everything lives in a `Draft` that the import
place shows and the person mends. Every non-empty row of the file is kept with what became of it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from workbench.casefile import CaseFile, new_id, now_utc
from workbench.chronology.corrections import value_from_json, value_to_json
from workbench.chronology.dates import When
from workbench.chronology.events import (
    FIELDS,
    Correction,
    DoubtRow,
    Event,
    EventPerson,
    SourceRow,
    reading_of,
)
from workbench.chronology.understanding import (
    Choices,
    Doubt,
    Known,
    Understood,
    UnderstoodEvent,
    understand,
)
from workbench.materials import Material, keep_ready, ready_to_take_in
from workbench.people import Alias, Person, find_service, services
from workbench.problems import Problem, Report, quiet
from workbench.reading import apart, versions
from workbench.reading.grid import Table
from workbench.review import the_review

SAME_FILE_SHARE = 0.3
"""A file is taken for a corrected one when at least this share of its rows stand in an earlier file."""
CHANGED_LIKENESS = 60
"""Rows count as one row changed when their words are at least this alike, from 0 to 100."""


ADULT = 18
"""Years; from this age nobody's appointment is one they were not brought to."""


@dataclass(frozen=True)
class Mended:
    """A person's answer to a doubt before the events come in: one field of one event."""

    event: int
    field: str
    value: object
    why: str


@dataclass(frozen=True)
class Pair:
    """A row of the file and the event of an earlier file it stands for."""

    event: int
    earlier: str
    earlier_ref: str


@dataclass(frozen=True)
class Comparison:
    """How a file stands to one brought in before."""

    material_id: str
    material: str
    same: tuple[Pair, ...]
    changed: tuple[Pair, ...]
    new: tuple[int, ...]
    """Indices of the events that stand in no earlier file."""
    gone: tuple[str, ...]
    """References of earlier events that the new file no longer has."""


@dataclass(frozen=True)
class Draft:
    """A chronology read and understood, not yet in the case."""

    name: str
    data: bytes = field(repr=False)
    tables: tuple[Table, ...] = field(repr=False)
    choices: Choices
    understood: Understood = field(repr=False)
    service_id: str | None
    """The one service of the whole file, when no column or sheet says which."""
    services: Mapping[str, str]
    """Service id by the service's name as written in the file, where a column or a sheet says which."""
    mended: tuple[Mended, ...] = ()
    settled: frozenset[tuple[int, int]] = frozenset()
    """Doubts answered, as (event, place among that event's doubts)."""
    earlier: Comparison | None = None

    def open_doubts(self) -> list[tuple[int, int, Doubt]]:
        """Doubts still open, as (event, place among its doubts, doubt), in the order of the rows."""
        return [
            (at, place, doubt)
            for at, event in enumerate(self.understood.events)
            for place, doubt in enumerate(event.doubts)
            if (at, place) not in self.settled
        ]

    def effective(self, at: int) -> Mapping[str, object]:
        """The fields of one event (codes of `FIELDS`) with what the person mended in place."""
        values = _values(self.understood.events[at])
        for mend in self.mended:
            if mend.event == at:
                values[mend.field] = mend.value
        return values

    def unknown_services(self) -> list[str]:
        """Services named in the file that stand for no service of the case yet."""
        if self.service_id is not None:
            return []
        named = {event.service or "" for event in self.understood.events}
        return sorted(name for name in named if name not in self.services)


@dataclass(frozen=True)
class BroughtIn:
    """What an import did."""

    material_id: str
    event_ids: tuple[str, ...]
    left: tuple[int, ...]
    """Indices of events left out because an earlier file has them."""


def known(session: Session) -> Known:
    """Everyone and every service the case knows, by every name they go by; and who of them is a child.

    Someone is a child who was under 18 when the review's scope began, by the date of birth; or, where that is not
    known, the subject of a review about a child.
    """
    review = the_review(session)
    begins = review.scope_from or (review.incident or "")[:10]
    names: dict[str, str] = {}
    subjects, children = set(), set()
    for person in session.scalars(select(Person)):
        names[person.name] = person.id
        if person.pseudonym:
            names.setdefault(person.pseudonym, person.id)
        if person.subject:
            subjects.add(person.id)
        if person.born and begins:
            grown = f"{int(person.born[:4]) + ADULT:04}{person.born[4:]}" <= begins
        else:
            grown = not (person.subject and review.kind.subject == "child")
        if not grown:
            children.add(person.id)
    for alias in session.scalars(select(Alias)):
        names.setdefault(alias.name, alias.person_id)
    bodies: dict[str, str] = {}
    for service in services(session):
        bodies[service.code] = service.id
        bodies.setdefault(service.name, service.id)
    return Known(names, frozenset(subjects), bodies, frozenset(children))


def draft(
    case: CaseFile,
    name: str,
    data: bytes,
    *,
    service: str | None = None,
    choices: Choices | None = None,
    report: Report = quiet,
) -> Draft:
    """Read and understand a file without bringing anything in.

    `service` is the code, name or id of the one service whose chronology it is; without it the file's own
    column or sheets must say, by `choices` or by what the reading finds. Raises `Problem` when the file cannot
    be read, has no table, or its very bytes are in the case already.
    """
    with case.reading() as session:
        _refuse_same_bytes(session, name, data)
        service_id = find_service(session, service).id if service else None
        everyone = known(session)
    tables = apart.read_tables(data, name)
    return _drafted(case, name, data, tables, choices or Choices(), service_id, everyone, report)


def choose(
    case: CaseFile, before: Draft, choices: Choices, *, service: str | None = None, report: Report = quiet
) -> Draft:
    """Read the same file again with other columns, sheets or service; answers to doubts start afresh."""
    with case.reading() as session:
        service_id = find_service(session, service).id if service else before.service_id
        everyone = known(session)
    made = _drafted(case, before.name, before.data, before.tables, choices, service_id, everyone, report)
    return replace(made, services={**made.services, **before.services})


def name_service(case: CaseFile, before: Draft, as_written: str, service: str) -> Draft:
    """Say which service of the case a name in the file stands for."""
    with case.reading() as session:
        return replace(before, services={**before.services, as_written: find_service(session, service).id})


def for_service(case: CaseFile, before: Draft, service: str) -> Draft:
    """Say that the whole file is one service's chronology; answers to doubts stay."""
    with case.reading() as session:
        made = replace(before, service_id=find_service(session, service).id)
        return replace(made, earlier=_compare(session, made))


def mend(before: Draft, event: int, field_code: str, value: object, why: str) -> Draft:
    """Answer doubts by setting a field of one event; the doubts about that field are settled."""
    if field_code not in FIELDS:
        raise Problem(f"“{field_code}” cannot be set.", f"Use one of: {', '.join(FIELDS)}.")
    kept = tuple(m for m in before.mended if (m.event, m.field) != (event, field_code))
    settled = {
        (event, place)
        for place, doubt in enumerate(before.understood.events[event].doubts)
        if doubt.field == field_code
    }
    return replace(
        before,
        mended=(*kept, Mended(event, field_code, value, why)),
        settled=before.settled | settled,
    )


def take_fix(before: Draft, event: int, place: int, fix: int) -> Draft:
    """Use one of the ways offered to mend a doubt (0 is the first)."""
    chosen = before.understood.events[event].doubts[place].fixes[fix]
    after = before
    for field_code, value in chosen.changes.items():
        after = mend(after, event, field_code, value, chosen.label)
    return replace(after, settled=after.settled | {(event, place)})


def take_fix_for_all(before: Draft, doubts: Sequence[tuple[int, int]], fix: int) -> Draft:
    """Use the same way to mend many doubts, each as (event, place): one answer for all the rows it stands on.

    `fix` is its place among those of the first; the others may offer the same ways in another order.
    """
    first, at_first = doubts[0]
    label = before.understood.events[first].doubts[at_first].fixes[fix].label
    mended = {(one.event, one.field): one for one in before.mended}
    settled = set(before.settled)
    for event, place in doubts:
        standing = before.understood.events[event].doubts
        chosen = next(one for one in standing[place].fixes if one.label == label)
        for field_code, value in chosen.changes.items():
            if field_code not in FIELDS:
                raise Problem(f"“{field_code}” cannot be set.", f"Use one of: {', '.join(FIELDS)}.")
            mended[event, field_code] = Mended(event, field_code, value, chosen.label)
            settled |= {(event, at) for at, doubt in enumerate(standing) if doubt.field == field_code}
        settled.add((event, place))
    return replace(before, mended=tuple(mended.values()), settled=frozenset(settled))


def keep_reading(before: Draft, doubts: Iterable[tuple[int, int]]) -> Draft:
    """Say of some doubts, as (event, place), that the reading stands."""
    return replace(before, settled=before.settled | set(doubts))


def bring_in(case: CaseFile, drafted: Draft, *, only_new: bool = False, report: Report = quiet) -> BroughtIn:
    """Bring a draft into the case as one change: the file, every row, the events, their doubts and people.

    With `only_new`, rows that an earlier file holds unchanged or changed are kept as skipped rows and make no
    second event. Raises `Problem` when a service is not known yet, or the very file is there already.
    """
    if unknown := drafted.unknown_services():
        raise Problem(
            "The file does not say whose records some rows are."
            if unknown == [""]
            else f"The file names services the case does not have: {', '.join(unknown).strip(', ')}.",
            "Choose a service for each, or add it to the case first.",
        )
    earlier = drafted.earlier if only_new else None
    left = {pair.event: pair.earlier_ref for pair in (*earlier.same, *earlier.changed)} if earlier else {}
    total = len(drafted.understood.events) - len(left)
    if earlier and not total:
        raise Problem(
            f"Every row of {drafted.name} stands in {earlier.material} already.",
            "There is nothing new to bring in; bring in all its rows, or leave it.",
        )
    ready = ready_to_take_in(case, drafted.name, drafted.data)
    with case.change(
        f"Bring in {total} {'event' if total == 1 else 'events'} from {drafted.name}"
    ) as session:
        material_id = keep_ready(case, ready, drafted.service_id)
        first = case.number(session, "event", max(total, 1))
        kept = [at for at in range(len(drafted.understood.events)) if at not in left]
        ids = {at: new_id() for at in kept}
        report(0, total, "Bringing in events")
        _write_events(session, drafted, material_id, ids, first, case.by)
        report(total // 2, total, "Bringing in events")
        _write_rows(session, drafted, material_id, ids, left)
        _write_around(session, drafted, ids, case.by)
        report(total, total, "Bringing in events")
    return BroughtIn(material_id, tuple(ids.values()), tuple(sorted(left)))


def _drafted(
    case: CaseFile,
    name: str,
    data: bytes,
    tables: tuple[Table, ...],
    choices: Choices,
    service_id: str | None,
    everyone: Known,
    report: Report,
) -> Draft:
    understood = understand(tables, choices, everyone, report)
    if understood.by_agency:
        # A column for each agency: the file is not one service's, whatever was chosen for it.
        service_id = None
    named = {event.service or "" for event in understood.events}
    folded = {text.casefold(): body for text, body in everyone.services.items()}
    found = {text: folded[text.casefold()] for text in named if text.casefold() in folded}
    made = Draft(name, data, tables, choices, understood, service_id, found)
    with case.reading() as session:
        return replace(made, earlier=_compare(session, made))


def _refuse_same_bytes(session: Session, name: str, data: bytes) -> None:
    if not data:
        raise Problem(f"{name} is empty.", "Ask the agency to send it again.")
    digest = hashlib.sha256(data).hexdigest()
    already = session.scalars(select(Material).where(Material.sha256 == digest)).first()
    if already is not None:
        raise Problem(
            f"{name} is in the case already, as M{already.number} ({already.name}).",
            "Nothing was brought in. If the agency sent a corrected file, choose that one.",
        )


def _compare(session: Session, made: Draft) -> Comparison | None:
    """The earlier file this one corrects, if there is one: the one that shares most of its rows."""
    rows = [_words(made, at) for at in range(len(made.understood.events))]
    if not rows:
        return None
    earlier: dict[str, list[tuple[str, int, str]]] = {}
    query = (
        select(SourceRow.material_id, SourceRow.event_id, Event.number, SourceRow.cells)
        .join(Event, Event.id == SourceRow.event_id)
        .where(SourceRow.fate != "skipped")
        .order_by(SourceRow.position)
    )
    if made.service_id is not None:
        query = query.where(Event.service_id == made.service_id)
    told: dict[str, tuple[str, int, list[str]]] = {}
    for material_id, event_id, number, stored in session.execute(query):
        told.setdefault(event_id or "", (material_id, number, []))[2].extend(
            cell for _, cell in json.loads(stored)
        )
    for event_id, (material_id, number, cells) in told.items():
        earlier.setdefault(material_id, []).append((event_id, number, _folded(cells)))
    best: tuple[float, str] | None = None
    for material_id, theirs in earlier.items():
        words = {text for _, _, text in theirs}
        share = sum(text in words for text in rows) / min(len(rows), len(theirs))
        if share >= SAME_FILE_SHARE and (best is None or share > best[0]):
            best = (share, material_id)
    if best is None:
        return None
    material_id = best[1]
    material = session.get_one(Material, material_id)
    return _aligned(rows, earlier[material_id], material_id, f"M{material.number} ({material.name})")


def _aligned(
    rows: Sequence[str], theirs: Sequence[tuple[str, int, str]], material_id: str, material: str
) -> Comparison:
    same: list[Pair] = []
    free_new: list[int] = []
    waiting: dict[str, list[int]] = {}
    for place, (_, _, text) in enumerate(theirs):
        waiting.setdefault(text, []).append(place)
    for at, text in enumerate(rows):
        if waiting.get(text):
            event_id, number, _ = theirs[waiting[text].pop(0)]
            same.append(Pair(at, event_id, f"E{number}"))
        else:
            free_new.append(at)
    free_old = {place: theirs[place][2] for place in sorted(p for places in waiting.values() for p in places)}
    changed: list[Pair] = []
    new: list[int] = []
    for at in free_new:
        found = process.extractOne(
            rows[at], free_old, scorer=fuzz.token_sort_ratio, score_cutoff=CHANGED_LIKENESS
        )
        if found is None:
            new.append(at)
            continue
        place = found[2]
        del free_old[place]
        event_id, number, _ = theirs[place]
        changed.append(Pair(at, event_id, f"E{number}"))
    return Comparison(
        material_id,
        material,
        tuple(same),
        tuple(changed),
        tuple(new),
        tuple(f"E{theirs[place][1]}" for place in free_old),
    )


def _words(made: Draft, at: int) -> str:
    return _folded(
        cell for index in made.understood.events[at].rows for _, cell in made.understood.rows[index].cells
    )


def _folded(cells: Iterable[str]) -> str:
    return " | ".join(" ".join(cell.split()).casefold() for cell in cells if cell.strip())


def _values(event: UnderstoodEvent) -> dict[str, object]:
    return {
        "date": event.when,
        "time": event.time,
        "end_time": event.end_time,
        "outcome": event.outcome,
        "child_seen": event.child_seen,
        "text": event.text,
        "contact_type": event.contact_type,
        "recorded_by": event.recorded_by,
        "source": event.source_as_written,
        "action": event.action,
        "analysis": event.analysis,
        "service": event.service or "",
    }


def _columns(values: Mapping[str, object]) -> dict[str, object]:
    columns: dict[str, object] = {}
    for code, (_, names) in FIELDS.items():
        value = values[code]
        if isinstance(value, When):
            columns |= {
                "earliest": value.earliest,
                "latest": value.latest,
                "precision": value.precision,
                "approximate": value.approximate,
            }
        else:
            columns[names[0]] = value
    return columns


def _service_of(drafted: Draft, at: int) -> str:
    return drafted.service_id or drafted.services[drafted.understood.events[at].service or ""]


def _write_events(
    session: Session, drafted: Draft, material_id: str, ids: Mapping[int, str], first: int, by: str
) -> None:
    made, corrections = [], []
    mended: dict[int, list[Mended]] = {}
    for one in drafted.mended:
        mended.setdefault(one.event, []).append(one)
    for number, (at, event_id) in enumerate(ids.items(), start=first):
        event = drafted.understood.events[at]
        read = _columns(_values(event) | {"service": _service_of(drafted, at)})
        row: dict[str, object] = {
            "id": event_id,
            "number": number,
            "material_id": material_id,
            "position": at,
            "date_as_written": event.date_as_written,
            "outcome_as_written": event.outcome_as_written,
            "reference_as_written": event.reference_as_written,
            "voice": event.voice,
            "reading": reading_of(read),
            "is_key": False,
            "out_of_scope": False,
            "day_order": None,
            "happening": None,
            **read,
        }
        for one in mended.get(at, ()):
            columns = FIELDS[one.field][1]
            value = _mended_value(session, one)
            was = [row[column] for column in columns]
            now = list(_columns_of_value(columns, value))
            if was != now:
                row |= dict(zip(columns, now, strict=True))
                corrections.append((event_id, one.field, was, now, one.why))
        made.append(row)
    if made:
        session.execute(insert(Event), made)
    _write_corrections(session, corrections, by)


def _mended_value(session: Session, one: Mended) -> object:
    if one.field == "date" and isinstance(one.value, Mapping):
        return value_from_json("date", one.value)
    if one.field == "service":
        return find_service(session, str(one.value)).id
    return one.value


def _columns_of_value(columns: Sequence[str], value: object) -> Iterable[object]:
    if isinstance(value, When):
        return (value.earliest, value.latest, value.precision, value.approximate)
    return (value,) if len(columns) == 1 else tuple(value) if isinstance(value, tuple | list) else ()


def _write_corrections(
    session: Session, corrections: Sequence[tuple[str, str, list[object], list[object], str]], by: str
) -> None:
    if corrections:
        session.execute(
            insert(Correction),
            [
                {
                    "id": new_id(),
                    "event_id": event_id,
                    "field": code,
                    "was": json.dumps(was, ensure_ascii=False),
                    "now": json.dumps(now, ensure_ascii=False),
                    "by": by,
                    "at": now_utc(),
                    "why": why,
                }
                for event_id, code, was, now, why in corrections
            ],
        )


def _write_rows(
    session: Session, drafted: Draft, material_id: str, ids: Mapping[int, str], left: Mapping[int, str]
) -> None:
    owners: dict[int, list[int]] = {}
    for at, event in enumerate(drafted.understood.events):
        for index in event.rows:
            owners.setdefault(index, []).append(at)
    rows = []
    for position, row in enumerate(drafted.understood.rows):
        fate, reason = row.fate, row.reason or ""
        # A row that tells of several events is kept once with each of them.
        kept: list[str | None] = [ids[at] for at in owners.get(position, ()) if at in ids]
        if row.event is not None and not kept:
            fate, reason = "skipped", f"in an earlier file as {left[row.event]}"
        rows += [
            {
                "id": new_id(),
                "material_id": material_id,
                "event_id": event_id,
                "sheet": row.sheet,
                "table_number": row.table,
                "row": row.number,
                "position": position,
                "cells": json.dumps(row.cells, ensure_ascii=False),
                "fate": fate,
                "reason": reason,
                "reader": versions.TABLES,
            }
            for event_id in kept or [None]
        ]
    if rows:
        session.execute(insert(SourceRow), rows)


def _write_around(session: Session, drafted: Draft, ids: Mapping[int, str], by: str) -> None:
    people, doubts = [], []
    at_utc = now_utc()
    for at, event_id in ids.items():
        event = drafted.understood.events[at]
        people += [
            {"id": new_id(), "event_id": event_id, "person_id": person_id, "as_written": name, "part": part}
            for name, person_id, part in event.people
        ]
        for place, doubt in enumerate(event.doubts):
            settled = (at, place) in drafted.settled
            doubts.append(
                {
                    "id": new_id(),
                    "event_id": event_id,
                    "kind": doubt.kind,
                    "field": doubt.field,
                    "text": doubt.text,
                    "reason": doubt.reason,
                    "fixes": json.dumps(
                        [
                            [fix.label, {code: value_to_json(value) for code, value in fix.changes.items()}]
                            for fix in doubt.fixes
                        ],
                        ensure_ascii=False,
                    ),
                    "settled_by": by if settled else None,
                    "settled_at": at_utc if settled else None,
                }
            )
    if people:
        session.execute(insert(EventPerson), people)
    if doubts:
        session.execute(insert(DoubtRow), doubts)
