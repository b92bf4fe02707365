"""Bringing in an agency’s chronology, and telling what became of each of its rows."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.orm import Session

from workbench.anonymity.rendering import say
from workbench.chronology import events, importing
from workbench.chronology.understanding import FIELDS, Choices
from workbench.cli.event_jobs import events_json
from workbench.cli.opening import opened
from workbench.cli.telling import Given, Json, Line, counted, progress, tell
from workbench.materials import read_file
from workbench.people import services
from workbench.problems import Problem


def import_events(given: Given) -> int:
    path = Path(given.file)
    choices = Choices(
        columns=dict(given.column),
        sheets=tuple(given.sheet) or None,
        service_column=given.service_column,
        service_sheets=dict(given.service_sheet) or None,
        month_first=given.month_first,
    )
    with opened(given) as case:
        name = path.name.encode("utf-8", "replace").decode()
        drafted = importing.draft(
            case, name, read_file(path), service=given.service, choices=choices, report=progress()
        )
        for as_written, service in given.service_name:
            drafted = importing.name_service(case, drafted, as_written, service)
        made: importing.BroughtIn | None = None
        problem = None
        if not given.dry_run:
            problem = None if given.only_new or given.all else _corrected(drafted)
            try:
                if problem is None:
                    only_new = given.only_new and drafted.earlier is not None
                    made = importing.bring_in(case, drafted, only_new=only_new, report=progress())
            except Problem as refused:
                problem = refused
        with case.reading() as session:
            told = _import_json(session, drafted, made)
        told["problems"] = [str(problem)] if problem else []
        tell(given, told, _import_lines(drafted, told, made))
        if problem is not None:
            raise problem
    return 0


def _corrected(drafted: importing.Draft) -> Problem | None:
    earlier = drafted.earlier
    if earlier is None:
        return None
    return Problem(
        f"This looks like a corrected {earlier.material}: of its rows {len(earlier.same)} are the same, "
        f"{len(earlier.changed)} changed and {len(earlier.new)} new, and {len(earlier.gone)} are gone. "
        "Nothing was brought in.",
        "Say --only-new to bring in only the new rows, or --all to bring in every row beside the old.",
    )


def _import_json(session: Session, drafted: importing.Draft, made: importing.BroughtIn | None) -> Json:
    found = drafted.understood
    rows, earlier = found.rows, drafted.earlier
    left = set(made.left) if made else set()
    refs = {pair.event: pair.earlier_ref for pair in (*earlier.same, *earlier.changed)} if earlier else {}

    def where(at: int) -> Json:
        return {"sheet": rows[at].sheet, "table": rows[at].table, "row": rows[at].number}

    codes = {service.id: service.code for service in services(session)}
    told: list[Json] = (
        events_json(session, events.event_views(session, made.event_ids))
        if made
        else [_draft_json(drafted, at, codes) for at in range(len(found.events))]
    )
    joined, skipped = [], []
    brought = {index for at, event in enumerate(found.events) if at not in left for index in event.rows}
    for at, row in enumerate(rows):
        if row.event is not None and at not in brought:
            text, ref = say(row.text), refs.get(row.event)
            skipped.append({**where(at), "text": text, "reason": "earlier", "event": ref})
        elif row.fate == "joined" and row.event is not None:
            into = rows[found.events[row.event].rows[0]].number
            joined.append({**where(at), "into": into, "text": say(row.text)})
        elif row.fate == "skipped":
            skipped.append({**where(at), "text": say(row.text), "reason": row.reason})
    return {
        "rows": len(rows),
        "events": told,
        "joined": joined,
        "skipped": skipped,
        "doubts": [
            {
                **where(event.rows[0]),
                "field": doubt.field,
                "text": say(doubt.text),
                "reason": say(doubt.reason),
                "kind": doubt.kind,
            }
            for at, event in enumerate(found.events)
            if at not in left
            for doubt in event.doubts
        ],
        "columns": dict(found.columns),
        "unmatched_names": [say(name) for name in found.unmatched_names],
        "unknown_services": [say(name) for name in drafted.unknown_services() if name],
        "material": made.material_id if made else None,
        "file": drafted.name,
        "corrects": {
            "material": earlier.material_id,
            "same": len(earlier.same),
            "changed": len(earlier.changed),
            "new": len(earlier.new),
            "gone": list(earlier.gone),
        }
        if earlier
        else None,
    }


def _import_lines(drafted: importing.Draft, told: Json, made: importing.BroughtIn | None) -> list[Line]:
    found = drafted.understood
    left = set(made.left) if made else set()
    kept = [event for at, event in enumerate(found.events) if at not in left]
    skipped = told["skipped"]
    reasons = Counter(str(row["reason"]) for row in skipped) if isinstance(skipped, list) else Counter[str]()
    why = ", ".join(f"{count} {_REASONS[reason][count > 1]}" for reason, count in reasons.items())
    brought = {index for event in kept for index in event.rows}
    joined = sum(found.rows[index].fate == "joined" for index in brought)
    telling = len(brought) - joined
    made_of = counted(len(kept), "event")
    if telling != len(kept):
        made_of = f"{counted(telling, 'row')} with {made_of}"
    lines: list[Line] = [
        (
            f"{drafted.name}: {counted(len(found.rows), 'row')}, of which {made_of}, "
            f"{joined} joined to the row above, {sum(reasons.values())} skipped{f' ({why})' if why else ''}.",
        ),
        ("Columns: " + ", ".join(f"{FIELDS[code]} from “{name}”" for code, name in found.columns.items()),),
    ]
    kinds: dict[str, list[tuple[int, str]]] = {}
    for event in kept:
        for doubt in event.doubts:
            kinds.setdefault(doubt.kind, []).append((found.rows[event.rows[0]].number, doubt.reason))
    total = sum(len(each) for each in kinds.values())
    if total:
        lines.append((f"{counted(total, 'doubt')} to look at:",))
    for each in kinds.values():
        some = ", ".join(str(row) for row, _ in each[:6]) + (" …" if len(each) > 6 else "")
        lines.append((f"  {len(each)} such as: {say(each[0][1])} (rows {some})",))
    if found.unmatched_names:
        lines.append((f"Names matched to nobody yet: {', '.join(say(n) for n in found.unmatched_names)}",))
    if unknown := [name for name in drafted.unknown_services() if name]:
        lines.append((f"Services the case does not have: {', '.join(say(name) for name in unknown)}",))
    lines.append((f"Brought in as one change: {counted(len(kept), 'event')}." if made else _NOT_IN,))
    return lines


_NOT_IN = "Nothing was brought in."


_REASONS = {
    "title": ("title", "titles"),
    "blank": ("without an event", "without an event"),
    "header": ("header", "headers"),
    "banner": ("banner", "banners"),
    "footnote": ("footnote", "footnotes"),
    "no_table": ("outside any table", "outside any table"),
    "earlier": ("in an earlier file", "in an earlier file"),
}


def _draft_json(drafted: importing.Draft, at: int, codes: Mapping[str, str]) -> Json:
    event = drafted.understood.events[at]
    rows = [drafted.understood.rows[index] for index in event.rows]
    service = drafted.service_id or drafted.services.get(event.service or "")
    return {
        "id": None,
        "ref": None,
        "service": codes.get(service or ""),
        "material": None,
        "file": drafted.name,
        "sheet": rows[0].sheet,
        "table": rows[0].table,
        "row": rows[0].number,
        "rows": [row.number for row in rows],
        "text": say(event.text),
        "date_as_written": event.date_as_written,
        "earliest": event.when.earliest,
        "latest": event.when.latest,
        "precision": event.when.precision,
        "approximate": event.when.approximate,
        "time": event.time,
        "end_time": event.end_time,
        "outcome_as_written": event.outcome_as_written,
        "outcome": event.outcome,
        "people": [
            {"id": person, "as_written": say(name), "part": part} for name, person, part in event.people
        ],
        "child_seen": event.child_seen,
        "recorded_by": say(event.recorded_by),
        "source_as_written": say(event.source_as_written),
        "contact_type": event.contact_type,
        "reference_as_written": event.reference_as_written,
        "action": say(event.action),
        "analysis": say(event.analysis),
        "voice": say(event.voice),
        "doubts": [
            {"field": doubt.field, "text": say(doubt.text), "reason": say(doubt.reason), "kind": doubt.kind}
            for doubt in event.doubts
        ],
        "tags": [],
        "corrections": [],
        "as_written": [[heading, say(cell)] for row in rows for heading, cell in row.cells],
    }
