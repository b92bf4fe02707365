"""Every job the window can do, for scripts, tests and large batches: the same functions, the same words.

Exit codes: 0 done; 1 something a person must see, in a sentence and what to do on standard error, with the
JSON still complete where it was asked for; 2 wrong usage. Progress goes to standard error, on a terminal only.
"""

import argparse
import getpass
import io
import json
import os
import shutil
import sys
import textwrap
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from traceback import extract_tb

from sqlalchemy.orm import Session

from workbench import history, review, sample
from workbench.anonymity.rendering import say
from workbench.case import faults, new_case, open_case, read_passphrase
from workbench.casefile import CaseFile
from workbench.chronology import combined, events, importing
from workbench.chronology.dates import read_date, say_when
from workbench.chronology.outcomes import OUTCOMES
from workbench.chronology.understanding import FIELDS, Choices
from workbench.findings import followed, gaps, spine
from workbench.listing import Ask
from workbench.materials import MaterialView, find_material, materials, read_file, save_original
from workbench.notes import add_note, notes_on
from workbench.people import (
    PersonView,
    add_person,
    add_service,
    edit_person,
    edit_service,
    find_person,
    find_service,
    people,
    services,
)
from workbench.problems import Cancelled, Problem, Report, quiet
from workbench.records import iso_date, iso_moment
from workbench.search import KINDS as SEARCHED
from workbench.search import find
from workbench.word import publish

Json = dict[str, object]
Given = argparse.Namespace
Job = Callable[[Given], int]
Line = Sequence[str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say and give the exit code."""
    _speak_utf8()
    given = Given(json=False, told=False, empty={})
    try:
        _parsed(sys.argv[1:] if arguments is None else list(arguments), given)
        return _done(given)
    except SystemExit as end:  # help, version and wrong usage end so
        return end.code if isinstance(end.code, int) else 2
    except KeyboardInterrupt:
        if sys.stderr.isatty():
            _warn("")  # a prompt or a bar stands on the line
        return _stopped(given, "Stopped.", "What was finished before stays; nothing was left half done.")
    except Exception as fault:  # noqa: BLE001 - the top level: a person sees a sentence, never the case's own words
        return _stopped(
            given,
            f"The program met a fault of its own ({_where(fault)}) and stopped; nothing was left half done.",
            "Tell whoever looks after the program what is in the brackets; nothing of the case is in it.",
        )


def _done(given: Given) -> int:
    job: Job = given.job
    try:
        return job(given)
    except Problem as problem:
        return _stopped(given, problem.what, problem.do)
    except Cancelled:
        return _stopped(given, "Stopped.", "Nothing was changed.")


def _stopped(given: Given, what: str, do: str) -> int:
    """Say what a person must see, and still give the JSON that was asked for."""
    sentence = f"{what} {do}".strip()
    if given.json and not given.told:
        _tell(given, {**given.empty, "problems": [sentence]}, [])
    _warn(sentence)
    return 1


def _where(fault: Exception) -> str:
    """The kind of a fault and the line of ours it came from. Its message may hold a case's words and is left out."""
    ours = [step for step in extract_tb(fault.__traceback__) if "workbench" in Path(step.filename).parts]
    place = f", {Path(ours[-1].filename).name} line {ours[-1].lineno}" if ours else ""
    return f"{type(fault).__name__}{place}"


# --- setting up a case ---------------------------------------------------------------------------------------


def _sample(given: Given) -> int:
    made = [str(path) for path in sample.make(Path(given.dir), _progress())]
    _tell(given, {"made": made, "total": len(made)}, [("Made", path) for path in made])
    return 0


def _new(given: Given) -> int:
    if given.born and not given.subject:
        raise Problem("A date of birth was given, but nobody it belongs to.", "Add --subject NAME.")
    case = new_case(
        Path(given.case),
        _new_passphrase(given.passphrase_file),
        given.title,
        given.kind,
        by=_by(given),
        incident=given.incident,
        scope_from=given.date_from,
        scope_to=given.date_to,
    )
    with case:
        if given.subject:
            add_person(case, given.subject, born=given.born, subject=True)
        with case.reading() as session:
            told = _review_json(session)
        _tell(
            given,
            {"case": case.id, "path": str(case.path), **told},
            [
                (f"Made {given.case}.",),
                ("Run “workbench recovery” on it and lock the recovery key away: it opens the case too.",),
            ],
        )
    return 0


def _review_json(session: Session) -> Json:
    about = review.the_review(session)
    return {
        "id": about.id,
        "title": say(about.title),
        "kind": about.kind.code,
        "nation": about.nation,
        "marking": about.marking,
        "commissioner": about.commissioner,
        "incident": about.incident,
        "incident_text": say(about.incident_text),
        "scope_from": about.scope_from,
        "scope_to": about.scope_to,
        "notified": about.notified,
        "draft": about.draft,
        "clocks": [{"name": due.name, "on": due.on.isoformat()} for due in review.clocks(about)],
        "subjects": [_person_json(person) for person in people(session) if person.subject],
        "lines": [{"id": one, "ref": ref, "text": say(words)} for one, ref, words in review.lines(session)],
        "panel": [_entry_json(one) for one in review.members(session)],
        "statuses": [_entry_json(one) for one in review.statuses(session)],
        "life_events": [_entry_json(one) for one in review.life_events(session)],
    }


def _entry_json(one: review.Listed) -> Json:
    return {"id": one.id, "name": say(one.name), **one.values}


def _review_show(given: Given) -> int:
    with _case(given) as case:
        _tell_review(given, case)
    return 0


def _tell_review(given: Given, case: CaseFile) -> None:
    with case.reading() as session:
        about = review.the_review(session)
        told = _review_json(session)
        lines: list[Line] = [
            (f"{say(about.title)}: {about.kind.name}, {about.draft_words}",),
            (f"scope {about.scope_from or 'open'} to {about.scope_to or 'open'}",),
            (f"incident {about.incident or 'not given'}",),
        ]
        lines += [(f"{due.name} by {followed.say_day(due.on.isoformat())}",) for due in review.clocks(about)]
        lines += [(f"{ref}  {say(words)}",) for _, ref, words in review.lines(session)]
        known = {person.id: say(person.name) for person in people(session)}
        for name, found in (
            ("panel", review.members(session)),
            ("status", review.statuses(session)),
            ("life event", review.life_events(session)),
        ):
            for one in found:
                rest = ", ".join(
                    known.get(value, say(value))
                    for key, value in one.values.items()
                    if value and key not in ("name", "kind", "text")
                )
                lines.append((f"{name}: {say(one.name)}{f' ({rest})' if rest else ''}",))
    _tell(given, told, lines)


def _review_set(given: Given) -> int:
    values = _stated(given, _REVIEW)
    values |= {
        f"scope_{end}": day
        for end, day in (("from", given.date_from), ("to", given.date_to))
        if day is not None
    }
    with _case(given) as case:
        if values:
            review.change_review(case, **values)
        _tell_review(given, case)
    return 0


def _review_add(given: Given) -> int:
    with _case(given) as case:
        if given.part == "line":
            review.add_line(case, given.text)
        elif given.part == "member":
            review.add_member(case, given.text, given.role or "", given.organisation or "")
        elif given.part == "life":
            review.add_life_event(case, given.on, given.text)
        else:
            with case.reading() as session:
                person = find_person(session, given.person).id if given.person else None
            review.add_status(case, given.text, given.date_from, given.date_to, person, given.note or "")
        _tell_review(given, case)
    return 0


def _review_remove(given: Given) -> int:
    with _case(given) as case:
        with case.reading() as session:
            found: dict[str, Callable[[], None]] = {}
            for line_id, ref, _ in review.lines(session):
                found[line_id] = found[ref.casefold()] = partial(review.remove_line, case, line_id)
            for listed, remove in (
                (review.members, review.remove_member),
                (review.statuses, review.remove_status),
                (review.life_events, review.remove_life_event),
            ):
                for one in listed(session):
                    found[one.id] = partial(remove, case, one.id)
        taken = found.get(given.thing.casefold())
        if taken is None:
            raise Problem(
                f"There is no “{given.thing}” in the review.",
                "Use K1 for a line of enquiry, or an id of “show --json”.",
            )
        taken()
        _tell_review(given, case)
    return 0


_REVIEW = (
    "title",
    "kind",
    "nation",
    "marking",
    "commissioner",
    "incident",
    "incident_text",
    "notified",
    "draft",
)


def _service_add(given: Given) -> int:
    with _case(given) as case:
        made = add_service(case, given.name, given.code, organisation=given.organisation)
        _tell_service(given, case, made)
    return 0


def _service_set(given: Given) -> int:
    with _case(given) as case:
        with case.reading() as session:
            found = find_service(session, given.service)
        edit_service(case, found.id, **_stated(given, ("name", "code", "organisation", "colour")))
        _tell_service(given, case, found.id)
    return 0


def _tell_service(given: Given, case: CaseFile, service_id: str) -> None:
    with case.reading() as session:
        view = find_service(session, service_id)
    _tell(given, asdict(view), [(view.code, say(view.name), view.organisation or "")])


def _service_list(given: Given) -> int:
    with _case(given) as case, case.reading() as session:
        found = services(session)
        lines = [(one.code, say(one.name), one.organisation or "") for one in found]
        _tell(given, _listed("services", [asdict(one) for one in found]), lines)
    return 0


def _person_add(given: Given) -> int:
    with _case(given) as case:
        made = add_person(
            case,
            given.name,
            pseudonym=given.pseudonym,
            aliases=tuple(given.alias),
            role=given.role or "",
            born=given.born,
            subject=given.subject,
        )
        _tell_person(given, case, made)
    return 0


def _person_set(given: Given) -> int:
    with _case(given) as case:
        with case.reading() as session:
            found = find_person(session, given.person)
        values = _stated(given, ("name", "pseudonym", "role", "born", "subject"))
        if given.alias:
            values["aliases"] = list(dict.fromkeys([*found.aliases, *given.alias]))
        edit_person(case, found.id, **values)
        _tell_person(given, case, found.id)
    return 0


def _tell_person(given: Given, case: CaseFile, person_id: str) -> None:
    with case.reading() as session:
        view = find_person(session, person_id)
    _tell(given, _person_json(view), [_person_line(view)])


def _person_json(view: PersonView) -> Json:
    return {
        "id": view.id,
        "name": say(view.name),
        "pseudonym": view.pseudonym,
        "aliases": [say(alias) for alias in view.aliases],
        "role": view.role,
        "born": view.born,
        "subject": view.subject,
        "leads": view.leads,
    }


def _person_line(view: PersonView) -> Line:
    standing = "subject" if view.subject else ""
    return (say(view.name), view.pseudonym or "", view.role, view.born or "", standing)


def _person_list(given: Given) -> int:
    with _case(given) as case, case.reading() as session:
        found = people(session)
        told = _listed("people", [_person_json(one) for one in found])
        _tell(given, told, [_person_line(one) for one in found])
    return 0


def _person_match(given: Given) -> int:
    with _case(given) as case:
        with case.reading() as session:
            person = find_person(session, given.person)
        with case.change(f"Match “{given.as_written}” to a person"):
            count = events.match_name(case, given.as_written, person.id)
            if given.as_written not in (person.name, *person.aliases):
                edit_person(case, person.id, aliases=[*person.aliases, given.as_written])
        words = f"“{say(given.as_written)}” is {say(person.name)} in {_count(count, 'event')}."
        _tell(given, {"matched": count, "person": person.id}, [(words,)])
    return 0


def _person_unmatched(given: Given) -> int:
    with _case(given) as case, case.reading() as session:
        found = events.unmatched_names(session)
        told = _listed("names", [{"as_written": say(name), "events": count} for name, count in found])
        _tell(given, told, [(say(name), _count(count, "event")) for name, count in found])
    return 0


# --- materials and search ------------------------------------------------------------------------------------


def _material_json(view: MaterialView) -> Json:
    return {
        "id": view.id,
        "ref": view.ref,
        "name": view.name,
        "kind": view.kind,
        "service": view.service,
        "pages": None,
        "characters": None,
        "sha256": view.sha256,
        "size": view.size,
        "taken_at": view.taken_at,
        "taken_by": view.taken_by,
        "warnings": [],
    }


def _materials(given: Given) -> int:
    with _case(given) as case, case.reading() as session:
        found = materials(session)
        lines = [
            (
                one.ref,
                one.service or "",
                f"{history.local(one.taken_at):%d %b %Y %H:%M}",
                one.taken_by,
                say(one.name),
            )
            for one in found
        ]
        _tell(given, _listed("materials", [_material_json(one) for one in found]), lines)
    return 0


def _original(given: Given) -> int:
    with _case(given) as case:
        with case.reading() as session:
            found = find_material(session, given.material)
        save_original(case, found.id, Path(given.out))
        told = {"id": found.id, "ref": found.ref, "saved": given.out, "sha256": found.sha256}
        _tell(given, told, [(f"Saved {found.ref} as {given.out}.",)])
    return 0


def _search(given: Given) -> int:
    with _case(given) as case, case.reading() as session:
        found = find(session, given.words, within=given.within, limit=given.limit)
        hits: list[Json] = [
            {
                "in": hit.within,
                "id": hit.id,
                "ref": hit.ref,
                "title": say(hit.title),
                "page": None,
                "start": None,
                "end": None,
                "snippet": say(hit.snippet),
            }
            for hit in found.hits
        ]
        lines: list[Line] = [
            (
                hit.ref,
                hit.within,
                say(hit.snippet) if hit.title == hit.snippet else f"{say(hit.title)}: {say(hit.snippet)}",
            )
            for hit in found.hits
        ]
        shown = f", {len(hits)} shown" if len(hits) < found.total else ""
        told: Json = {"hits": hits, "total": found.total}
        _tell(given, told, [*lines, (f"{found.total} found{shown}.",)])
    return 0


# --- chronology ----------------------------------------------------------------------------------------------


def _import_events(given: Given) -> int:
    path = Path(given.file)
    choices = Choices(
        columns=dict(given.column),
        sheets=tuple(given.sheet) or None,
        service_column=given.service_column,
        service_sheets=dict(given.service_sheet) or None,
        month_first=given.month_first,
    )
    with _case(given) as case:
        name = path.name.encode("utf-8", "replace").decode()
        drafted = importing.draft(
            case, name, read_file(path), service=given.service, choices=choices, report=_progress()
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
                    made = importing.bring_in(case, drafted, only_new=only_new, report=_progress())
            except Problem as refused:
                problem = refused
        with case.reading() as session:
            told = _import_json(session, drafted, made)
        told["problems"] = [str(problem)] if problem else []
        _tell(given, told, _import_lines(drafted, told, made))
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
        _events_json(session, events.event_views(session, made.event_ids))
        if made
        else [_draft_json(drafted, at, codes) for at in range(len(found.events))]
    )
    joined, skipped = [], []
    for at, row in enumerate(rows):
        if row.event is not None and row.event in left:
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
    joined = sum(row.fate == "joined" and row.event not in left for row in found.rows)
    lines: list[Line] = [
        (
            f"{drafted.name}: {_count(len(found.rows), 'row')}, of which {_count(len(kept), 'event')}, "
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
        lines.append((f"{_count(total, 'doubt')} to look at:",))
    for each in kinds.values():
        some = ", ".join(str(row) for row, _ in each[:6]) + (" …" if len(each) > 6 else "")
        lines.append((f"  {len(each)} such as: {say(each[0][1])} (rows {some})",))
    if found.unmatched_names:
        lines.append((f"Names matched to nobody yet: {', '.join(say(n) for n in found.unmatched_names)}",))
    if unknown := [name for name in drafted.unknown_services() if name]:
        lines.append((f"Services the case does not have: {', '.join(say(name) for name in unknown)}",))
    lines.append((f"Brought in as one change: {_count(len(kept), 'event')}." if made else _NOT_IN,))
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


def _events_json(session: Session, views: Sequence[events.EventView]) -> list[Json]:
    ids = {material.ref: material.id for material in materials(session)}
    return [_event_json(view, ids) for view in views]


def _event_json(view: events.EventView, materials_by_ref: Mapping[str, str]) -> Json:
    return {
        "id": view.id,
        "ref": view.ref,
        "service": view.service,
        "material": materials_by_ref.get(view.material or ""),
        "file": view.file,
        "sheet": view.sheet,
        "table": view.table,
        "row": view.row,
        "rows": list(view.rows),
        "text": say(view.text),
        "date_as_written": view.date_as_written,
        "earliest": view.earliest,
        "latest": view.latest,
        "precision": view.precision,
        "approximate": view.approximate,
        "time": view.time,
        "end_time": view.end_time,
        "outcome_as_written": view.outcome_as_written,
        "outcome": view.outcome,
        "people": [
            {"id": one.id, "as_written": say(one.as_written), "part": one.part} for one in view.people
        ],
        "child_seen": view.child_seen,
        "recorded_by": say(view.recorded_by),
        "source_as_written": say(view.source_as_written),
        "contact_type": view.contact_type,
        "reference_as_written": view.reference_as_written,
        "action": say(view.action),
        "analysis": say(view.analysis),
        "voice": say(view.voice),
        "doubts": [
            {
                "id": doubt.id,
                "field": doubt.field,
                "text": say(doubt.text),
                "reason": say(doubt.reason),
                "kind": doubt.kind,
                "fixes": [label for label, _ in doubt.fixes],
            }
            for doubt in view.doubts
        ],
        "tags": list(view.tags),
        "corrections": [
            {
                "id": one.id,
                "field": one.field,
                "was": say(one.before) if isinstance(one.before, str) else one.before,
                "now": say(one.after) if isinstance(one.after, str) else one.after,
                "by": one.by,
                "at": one.at,
                "why": say(one.why),
            }
            for one in view.corrections
        ],
        "as_written": [[heading, say(cell)] for heading, cell in view.as_written],
        "key": view.key,
        "out_of_scope": view.out_of_scope,
        "lines": list(view.lines),
        "accounts": list(view.accounts),
        "questions": [
            {
                "id": one.id,
                "text": say(one.text),
                "asked_by": one.asked_by,
                "asked_at": one.asked_at,
                "answer": None if one.answer is None else say(one.answer),
                "answered_by": one.answered_by,
                "answered_at": one.answered_at,
            }
            for one in view.questions
        ],
    }


def _event_line(view: events.EventView) -> Line:
    outcome = OUTCOMES.get(view.outcome or "")
    return (
        view.ref,
        say_when(view.when),
        view.time or "",
        view.service,
        outcome.name if outcome else "Not understood",
        say(view.text),
    )


def _filters(session: Session, given: Given) -> dict[str, object]:
    """The choice of events that options of `_choosing` state."""
    return {
        "services": [find_service(session, name).code for name in given.service],
        "outcomes": [_outcome(name) for name in given.outcome],
        "people": [find_person(session, name).id for name in given.person],
        "date_from": given.date_from,
        "date_to": given.date_to,
        "doubts": given.doubts,
        "key": given.key,
        "words": given.words,
    }


def _events(given: Given) -> int:
    with _case(given) as case, case.reading() as session:
        filters = _filters(session, given)
        ids = combined.CombinedChronology().ids(session, Ask(filters=filters))
        views = events.event_views(session, ids)
        aside = combined.undated_left_out(session, filters)
        undated = aside or sum(view.when.precision == "unknown" for view in views)
        told = {**_listed("events", _events_json(session, views)), "undated": undated}
        left = f" {_count(aside, 'undated event')} left aside." if aside else ""
        lines = [_event_line(view) for view in views]
        _tell(given, told, [*lines, (f"{_count(len(views), 'event')}.{left}",)])
    return 0


def _event_add(given: Given) -> int:
    read = read_date(given.date)
    if not read.understood or read.doubts:
        raise _unread(given.date)
    with _case(given) as case:
        made = events.add_event(
            case,
            given.service,
            read.when,
            given.text,
            date_as_written=given.date,
            time=given.time or read.time,
            end_time=given.end_time or read.end_time,
            outcome=_outcome(given.outcome),
            child_seen=_yes_or_no(given.child_seen),
            recorded_by=given.recorded_by or "",
            source=given.source or "",
        )
        _tell_event(given, case, made)
    return 0


def _unread(text: str) -> Problem:
    return Problem(
        f"“{text}” cannot be read as one date.",
        "Write a day as 2013-05-03, or say what is known: “May 2013”, “w/c 2013-05-06”, “before 3 May 2013”, "
        "“date unknown”.",
    )


def _event_show(given: Given) -> int:
    with _case(given) as case:
        _tell_event(given, case, _event_of(case, given.event))
    return 0


def _event_of(case: CaseFile, name: str) -> str:
    with case.reading() as session:
        return events.find_event(session, name)


def _event_correct(given: Given) -> int:
    value: object = given.value
    if given.field == "date":
        read = read_date(given.value)
        if not read.understood or read.doubts:
            raise _unread(given.value)
        value = read.when
    elif given.field == "outcome":
        value = _outcome(given.value)
    elif given.field == "child_seen":
        value = _yes_or_no(given.value)
    elif given.field in ("time", "end_time") and given.value.lower() in ("none", "null", "unknown"):
        value = None
    with _case(given) as case:
        found = _event_of(case, given.event)
        events.correct(case, found, given.field, value, given.why)
        _tell_event(given, case, found)
    return 0


def _yes_or_no(said: str | None) -> bool | None:
    return {"yes": True, "true": True, "no": False, "false": False}.get((said or "").lower())


def _event_withdraw(given: Given) -> int:
    with _case(given) as case:
        found = _event_of(case, given.event)
        events.withdraw_correction(case, found, given.field)
        _tell_event(given, case, found)
    return 0


def _event_note(given: Given) -> int:
    with _case(given) as case:
        found = _event_of(case, given.event)
        add_note(case, found, given.text)
        _tell_event(given, case, found)
    return 0


def _event_link(given: Given) -> int:
    with _case(given) as case:
        found = [_event_of(case, name) for name in given.event]
        events.link_as_same(case, found)
        _tell_event(given, case, found[0])
    return 0


def _event_unlink(given: Given) -> int:
    with _case(given) as case:
        found = _event_of(case, given.event)
        events.unlink(case, found)
        _tell_event(given, case, found)
    return 0


def _event_person(given: Given) -> int:
    with _case(given) as case:
        found = _event_of(case, given.event)
        with case.reading() as session:
            person = find_person(session, given.person)
        events.link_person(case, found, person.id, given.part_taken)
        _tell_event(given, case, found)
    return 0


def _event_mark(given: Given) -> int:
    with _case(given) as case:
        found = [_event_of(case, name) for name in given.event]
        if given.mark == "key":
            events.mark_key(case, found, not given.off)
        elif given.mark == "out-of-scope":
            events.mark_out_of_scope(case, found, not given.off)
        else:
            with case.reading() as session:
                known = {ref: line_id for line_id, ref, _ in review.lines(session)}
            line = known.get(given.mark.upper())
            if line is None:
                raise Problem(
                    f"“{given.mark}” is not a mark.",
                    "Use key, out-of-scope, or a line of enquiry such as K1.",
                )
            events.mark_line(case, found, line, not given.off)
        _tell_event(given, case, found[0])
    return 0


def _event_settle(given: Given) -> int:
    """Keep the reading a doubt stands on, or take one of the ways it offers."""
    with _case(given) as case:
        found = _event_of(case, given.event)
        with case.reading() as session:
            doubts = events.event_view(session, found).doubts
        if not 1 <= given.doubt <= len(doubts):
            raise Problem(
                f"{given.event} has {_count(len(doubts), 'open doubt')}, so none with number {given.doubt}.",
                "Look at “event CASE show”.",
            )
        doubt = doubts[given.doubt - 1]
        if given.fix is None:
            events.settle_doubt(case, doubt.id)
        elif 1 <= given.fix <= len(doubt.fixes):
            events.take_fix(case, doubt.id, given.fix - 1)
        else:
            raise Problem(
                f"That doubt offers {_count(len(doubt.fixes), 'way')} to mend it.",
                "Look at “event CASE show”.",
            )
        _tell_event(given, case, found)
    return 0


def _event_ask(given: Given) -> int:
    with _case(given) as case:
        found = _event_of(case, given.event)
        events.ask_agency(case, found, given.text)
        _tell_event(given, case, found)
    return 0


def _event_answer(given: Given) -> int:
    with _case(given) as case:
        found = _event_of(case, given.event)
        with case.reading() as session:
            asked = events.event_view(session, found).questions
        if not 1 <= given.question <= len(asked):
            raise Problem(
                f"{given.event} has {_count(len(asked), 'question')}, so none with number {given.question}.",
                "Look at “event CASE show”.",
            )
        events.answer_question(case, asked[given.question - 1].id, given.text)
        _tell_event(given, case, found)
    return 0


def _event_remove(given: Given) -> int:
    with _case(given) as case:
        found = _event_of(case, given.event)
        events.remove_event(case, found)
        _tell(given, {"removed": found}, [(f"Removed {given.event}.",)])
    return 0


def _tell_event(given: Given, case: CaseFile, event_id: str) -> None:
    with case.reading() as session:
        view = events.event_view(session, event_id)
        notes = notes_on(session, event_id)
        [told] = _events_json(session, [view])
        refs = [other.ref for other in events.event_views(session, view.accounts)]
    told["notes"] = [{**asdict(note), "text": say(note.text)} for note in notes]
    lines: list[Line] = [_event_line(view)]
    if view.file:
        lines.append((f"  from {view.file}, row {view.row}",))
    if view.date_as_written:
        lines.append((f"  date as written: {view.date_as_written}",))
    if view.outcome_as_written:
        lines.append((f"  outcome as written: {view.outcome_as_written}",))
    for one in view.people:
        lines.append((f"  {events.PARTS.get(one.part, one.part)}: {say(one.as_written)}",))
    for number, doubt in enumerate(view.doubts, 1):
        ways = "".join(f"; {at} {label}" for at, (label, _) in enumerate(doubt.fixes, 1))
        lines.append((f"  doubt {number}: {say(doubt.reason)}{f' Ways to mend it{ways}' if ways else ''}",))
    for change in view.corrections:
        why = f" ({say(change.why)})" if change.why else ""
        name = events.FIELDS[change.field][0]
        lines.append((f"  {name} corrected by {change.by}: {say(change.was)} → {say(change.now)}{why}",))
    for number, asked in enumerate(view.questions, 1):
        answer = say(asked.answer) if asked.answer else "not answered yet"
        lines.append((f"  question {number}: {say(asked.text)} – {answer}",))
    lines += [(f"  note by {note.by}: {say(note.text)}",) for note in notes]
    if refs:
        lines.append((f"  other accounts of it: {', '.join(refs)}",))
    _tell(given, told, lines)


# --- the spine -----------------------------------------------------------------------------------------------

SpineView = spine.FindingView | spine.RecommendationView | spine.ActionView


def _finding_add(given: Given) -> int:
    with _case(given) as case:
        with case.change(f"Add the finding “{given.title}”"):
            evidence = [_event_of(case, name) for name in given.evidence]
            against = [_event_of(case, name) for name in given.against]
            values = _stated(given, _FINDING)
            made = spine.add_finding(
                case, given.title, evidence=evidence, **values, good_practice=bool(given.good_practice)
            )
            if against:
                spine.add_evidence(case, made, against, against=True)
        _tell_spine(given, case, made)
    return 0


def _finding_set(given: Given) -> int:
    with _case(given) as case:
        with case.reading() as session:
            found = spine.spine(session).finding(given.ref)
        evidence = [_event_of(case, name) for name in given.evidence]
        against = [_event_of(case, name) for name in given.against]
        dropped = [_event_of(case, name) for name in given.drop]
        values = _stated(given, ("title", *_FINDING, "good_practice"))
        with case.change(f"Change {found.ref}"):
            if values:
                spine.edit_finding(case, found.id, **values)
            if evidence:
                spine.add_evidence(case, found.id, evidence, note=given.note or "")
            if against:
                spine.add_evidence(case, found.id, against, against=True, note=given.note or "")
            for piece in found.evidence:
                if piece.event_id in dropped:
                    spine.remove_evidence(case, piece.id)
        _tell_spine(given, case, found.id)
    return 0


def _recommendation_add(given: Given) -> int:
    with _case(given) as case:
        with case.reading() as session:
            known = spine.spine(session)
            findings = [known.finding(name).id for name in given.finding]
        made = spine.add_recommendation(
            case,
            given.title,
            findings=findings,
            services_to=given.service,
            to_all=bool(given.to_all),
            to_board=bool(given.to_board),
            **_stated(given, ("detail", "scope")),
        )
        _tell_spine(given, case, made)
    return 0


def _recommendation_set(given: Given) -> int:
    with _case(given) as case:
        with case.reading() as session:
            known = spine.spine(session)
            found = known.recommendation(given.ref)
            findings = [known.finding(name).id for name in given.finding]
            dropped = [known.finding(name).id for name in given.drop]
        values = _stated(given, ("title", "detail", "scope", "to_all", "to_board"))
        if given.service:
            values["services_to"] = [*given.service]
        with case.change(f"Change {found.ref}"):
            if values:
                spine.edit_recommendation(case, found.id, **values)
            for finding_id in findings:
                spine.link_finding(case, finding_id, found.id)
            for finding_id in dropped:
                spine.link_finding(case, finding_id, found.id, on=False)
        _tell_spine(given, case, found.id)
    return 0


def _action_add(given: Given) -> int:
    with _case(given) as case:
        with case.reading() as session:
            answered = spine.spine(session).recommendation(given.recommendation)
        made = spine.add_action(
            case, answered.id, given.title, owners=given.service, **_stated(given, _ACTION)
        )
        _tell_spine(given, case, made)
    return 0


def _action_set(given: Given) -> int:
    if (given.on or given.evidence) and not given.progress:
        raise Problem("A day or evidence was given, but no progress it belongs to.", "Add --progress TEXT.")
    with _case(given) as case:
        with case.reading() as session:
            found = spine.spine(session).action(given.ref)
        values = _stated(given, ("title", *_ACTION))
        if given.service:
            values["owners"] = [*given.service]
        with case.change(f"Change {found.ref}"):
            if values:
                spine.edit_action(case, found.id, **values)
            if given.progress:
                spine.add_progress(case, found.id, given.progress, on=given.on, evidence=given.evidence or "")
        _tell_spine(given, case, found.id)
    return 0


def _action_milestone(given: Given) -> int:
    with _case(given) as case:
        with case.reading() as session:
            found = spine.spine(session).action(given.ref)
        there = [one for one in found.milestones if one.text == given.text.strip()]
        with case.change(f"Set a milestone of {found.ref}"):
            made = there[0].id if there else spine.add_milestone(case, found.id, given.text)
            if values := _stated(given, ("due", "done_on")):
                spine.edit_milestone(case, made, **values)
        _tell_spine(given, case, found.id)
    return 0


def _spine_list(given: Given) -> int:
    with _case(given) as case, case.reading() as session:
        known = spine.spine(session)
        views = _views(known, given.command)
        told = _listed(f"{given.command}s", [_spine_json(known, view) for view in views])
        _tell(given, told, [_spine_line(session, view) for view in views])
    return 0


def _spine_show(given: Given) -> int:
    with _case(given) as case:
        with case.reading() as session:
            found = _named(spine.spine(session), given.command, given.ref)
        _tell_spine(given, case, found.id)
    return 0


def _spine_remove(given: Given) -> int:
    remove = {
        "finding": spine.remove_finding,
        "recommendation": spine.remove_recommendation,
        "action": spine.remove_action,
    }
    with _case(given) as case:
        with case.reading() as session:
            found = _named(spine.spine(session), given.command, given.ref)
        remove[given.command](case, found.id)
        _tell(given, {"removed": found.id, "ref": found.ref}, [(f"Removed {found.ref}.",)])
    return 0


def _views(known: spine.Spine, kind: str) -> Sequence[SpineView]:
    kinds: Mapping[str, Sequence[SpineView]] = {
        "finding": known.findings,
        "recommendation": known.recommendations,
        "action": known.actions,
    }
    return kinds[kind]


def _named(known: spine.Spine, kind: str, name: str) -> SpineView:
    if kind == "finding":
        return known.finding(name)
    return known.recommendation(name) if kind == "recommendation" else known.action(name)


def _spine_json(known: spine.Spine, view: SpineView) -> Json:
    told = {name: say(value) if isinstance(value, str) else value for name, value in asdict(view).items()}
    if isinstance(view, spine.FindingView):
        told["actions"] = [one.ref for one in known.actions if view.ref in one.findings]
    elif isinstance(view, spine.RecommendationView):
        told["addressed"] = view.addressed
    else:
        today = date.today()
        told |= {
            "recommendations": [view.recommendation],
            "standing": view.standing(today),
            "days_late": view.days_late(today),
            "done": view.done,
            "advice": gaps.advice(view),
        }
    return told


def _spine_line(session: Session, view: SpineView) -> Line:
    if isinstance(view, spine.FindingView):
        links = f"{len(view.evidence)} evidence → {', '.join(view.recommendations) or 'nothing yet'}"
    elif isinstance(view, spine.RecommendationView):
        links = f"{', '.join(view.findings) or 'no finding'} → {', '.join(view.actions) or 'nothing yet'}"
    else:
        words = {status.code: status for status in spine.legend(session)}
        links = followed.status_words(view, date.today(), words)
        due = followed.say_day(view.due) or "no date"
        return (
            view.ref,
            links,
            due,
            ", ".join(view.services) or say(view.owner) or "nobody",
            say(view.title),
        )
    return (view.ref, links, say(view.title))


def _tell_spine(given: Given, case: CaseFile, thing_id: str) -> None:
    with case.reading() as session:
        known = spine.spine(session)
        view = _named(known, given.command, thing_id)
        _tell(given, _spine_json(known, view), [_spine_line(session, view), *_spine_more(view)])


def _spine_more(view: SpineView) -> Iterator[Line]:
    if isinstance(view, spine.FindingView):
        for name in _FINDING:
            if words := str(getattr(view, name)):
                yield (f"  {name.replace('_', ' ')}: {say(words)}",)
        for piece in view.evidence:
            note = f": {say(piece.note)}" if piece.note else ""
            yield (f"  {'against' if piece.against else 'for'}: {piece.event}{note}",)
    elif isinstance(view, spine.RecommendationView):
        yield (f"  addressed to: {view.addressed or 'nobody yet'}",)
    else:
        yield (
            f"  owned by: {say(view.owner) or 'nobody yet'}; lead officer: {say(view.lead) or 'nobody yet'}",
        )
        for told in view.progress:
            evidence = f" (evidence: {say(told.evidence)})" if told.evidence else ""
            yield (f"  {followed.say_day(told.on)}, {told.by}: {say(told.text)}{evidence}",)
        for step in view.milestones:
            done = f", done {followed.say_day(step.done_on)}" if step.done_on else ""
            yield (f"  milestone: {say(step.text)}, {followed.say_day(step.due) or 'no date'}{done}",)
        for words in gaps.advice(view):
            yield (f"  advice: {say(words)}",)


def _check(given: Given) -> int:
    with _case(given) as case, case.reading() as session:
        missing = gaps.gaps(spine.spine(session), date.today())
        doubtful = combined.CombinedChronology().ids(session, Ask(filters={"doubts": True}))
        views = events.event_views(session, doubtful)
    problems: list[Json] = [
        {"kind": gap.kind, "ref": gap.ref, "id": gap.thing_id, "text": say(gap.text)} for gap in missing
    ]
    doubts: list[Json] = [
        {
            "kind": "doubt",
            "ref": view.ref,
            "id": view.id,
            "text": say(doubt.reason),
            "field": doubt.field,
            "as_written": say(doubt.text),
        }
        for view in views
        for doubt in view.doubts
    ]
    found = [*problems, *doubts]
    told = {**_listed("problems", found), "gaps": len(problems), "doubts": len(doubts)}
    _tell(given, told, [(str(one["ref"]), str(one["text"])) for one in found] or [("Nothing is missing.",)])
    if found:
        _warn(
            f"{_count(len(problems), 'gap')} in the spine and {_count(len(doubts), 'open doubt')}. "
            "Look at each; a gap may be meant, and a doubt is settled by correcting or keeping the reading."
        )
    return 1 if found else 0


def _export(given: Given) -> int:
    with _case(given) as case:
        with case.reading() as session:
            filters = {name: value for name, value in _filters(session, given).items() if value}
        if filters and not publish.DOCUMENTS[given.document].filtered:
            raise Problem(
                f"Events cannot be chosen for the {publish.DOCUMENTS[given.document].name.lower()}.",
                "Leave the choice out.",
            )
        left = publish.export(
            case,
            given.document,
            Path(given.out),
            layout=given.layout,
            filters=Ask(filters=filters),
            notes=given.notes,
            today=date.today(),
            report=_progress(),
        )
        _tell(given, {**asdict(left), "path": given.out}, [(f"Wrote {given.out}.",)])
    return 0


# --- the file itself -----------------------------------------------------------------------------------------


def _history(given: Given) -> int:
    with _case(given) as case:
        entries = case.history(limit=given.limit)
        changes: list[Json] = [
            {
                "number": entry.number,
                "at": entry.at,
                "by": entry.by,
                "label": say(entry.sentence),
                "touched": {table: sorted(ids) for table, ids in entry.touched.items()},
                "kind": entry.kind,
                "undoes": entry.undoes,
                "head": entry.seal,
            }
            for entry in entries
        ]
        lines = [
            (
                str(entry.number),
                f"{history.local(entry.at):%d %b %Y %H:%M}",
                entry.by,
                say(entry.sentence),
                history.summary(entry.touched),
            )
            for entry in entries
        ]
        _tell(given, {"changes": changes, "total": case.last_change}, lines)
    return 0


def _undo(given: Given) -> int:
    with _case(given) as case:
        did = case.undo() if given.number is None else case.undo_change(given.number)
        _tell(given, {"number": did.number, "label": say(did.label)}, [(f"Undone: {say(did.label)}",)])
    return 0


def _redo(given: Given) -> int:
    with _case(given) as case:
        did = case.redo()
        _tell(given, {"number": did.number, "label": say(did.label)}, [(f"Done again: {say(did.label)}",)])
    return 0


def _verify(given: Given) -> int:
    with _case(given) as case:
        found = case.verify(head=given.head, report=_progress())
        with case.reading() as session:
            problems = [*found.problems, *faults(session)]
    told: Json = {
        "ok": not problems,
        "changes": found.changes,
        "head": found.head,
        "problems": problems,
        "total": len(problems),
    }
    lines = [(f"{_count(found.changes, 'change')}, head {found.head}",)]
    _tell(given, told, [*lines, ("All is well.",)] if not problems else lines)
    if problems:
        _warn(" ".join(problems))
        _warn("Keep the file as it is, and hold a backup or another copy against it.")
    return 1 if problems else 0


def _backup(given: Given) -> int:
    with _case(given) as case:
        head = case.backup_to(Path(given.out), _progress())
        _tell(
            given,
            {"backup": given.out, "head": head},
            [(f"Backed up to {given.out}, read back and checked.",)],
        )
    return 0


def _passphrase(given: Given) -> int:
    with _case(given) as case:
        case.change_passphrase(_new_passphrase(given.new_passphrase_file), _progress())
        _tell(
            given,
            {"changed": True, "head": case.head},
            [
                ("The passphrase is changed, and with it the recovery key: print the new one.",),
                ("Copies and backups made before still open with the old passphrase.",),
            ],
        )
    return 0


def _recovery(given: Given) -> int:
    with _case(given) as case:
        key = case.recovery_key()
        _tell(given, {"recovery_key": key}, [(key,)])
    return 0


# --- how it is asked -----------------------------------------------------------------------------------------

_FINDING = ("what", "why", "so_what", "known")
_ACTION = (
    "owner",
    "lead",
    "due",
    "measure",
    "strength",
    "status",
    "reason",
    "begun_on",
    "done_on",
    "assured_on",
    "assured_by",
    "comment",
    "tested_on",
    "impact",
)
_ACTION_HELP = {
    "owner": "an owner that is no service of the case, such as the Board",
    "lead": "the lead officer",
    "due": "the day it is due",
    "measure": "the intended impact and how it will be measured",
    "reason": "why it was not accepted",
    "begun_on": "the day it was begun",
    "done_on": "the day it was done",
    "assured_on": "the day someone else had tested that it was done",
    "assured_by": "who tested that",
    "comment": "the critical friend's comment",
    "tested_on": "the day its impact was tested",
    "impact": "what testing the impact found",
}
_HELP = "show this and stop"
_FINDING_HELP = {
    "what": "what happened",
    "why": "why, in the system, it happened",
    "so_what": "so what: why it matters",
    "known": "what was known at the time, and by whom",
}


def _parsed(arguments: list[str], given: Given) -> None:
    """Read the arguments into `given`. Options every job has may stand anywhere; ends in SystemExit when wrong."""
    parser = _parser()
    shared, rest = _shared(arguments)
    given.json = shared.json
    parser.parse_args(rest, given)
    vars(given).update(vars(shared))


def _shared(arguments: list[str]) -> tuple[Given, list[str]]:
    found = _shared_options(argparse.ArgumentParser(prog="workbench", add_help=False, allow_abbrev=False))
    taken: list[str] = []
    rest: list[str] = []
    queue = iter(arguments)
    for argument in queue:
        name, equals, _ = argument.partition("=")
        if argument == "--":
            rest += [argument, *queue]
        elif name in ("--passphrase-file", "--by"):
            taken += [argument] if equals else [argument, *_next(queue)]
        elif argument == "--json":
            taken.append(argument)
        else:
            rest.append(argument)
    return found.parse_args(taken), rest


def _next(queue: Iterator[str]) -> list[str]:
    return [value] if (value := next(queue, None)) is not None else []


def _shared_options(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument(
        "--passphrase-file", metavar="F", help="file that holds the passphrase; else it is asked for"
    )
    parser.add_argument(
        "--by", metavar="NAME", help="who acts, for the history; else your name on this computer"
    )
    parser.add_argument(
        "--json", action="store_true", help="one JSON object on standard output, nothing else there"
    )
    return parser


class _Book:
    """The commands as they are written down: each with its job, its words and the heading it stands under."""

    def __init__(self) -> None:
        self.top = argparse.ArgumentParser(
            prog="workbench",
            usage="workbench COMMAND CASE ... [--passphrase-file F] [--by NAME] [--json]",
            description="Review Panel Workbench: agencies' chronologies, findings and actions in one encrypted\n"
            "case file. With no command it opens the window.",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
            add_help=False,
        )
        self.top.add_argument("-h", "--help", action="help", help=_HELP)
        self.top.add_argument(
            "--version",
            action="version",
            help="say which version this is",
            version=f"Review Panel Workbench {_version()}",
        )
        self._commands = self.top.add_subparsers(
            dest="command", required=True, metavar="COMMAND", help=argparse.SUPPRESS, prog="workbench"
        )
        self._shared = _shared_options(argparse.ArgumentParser(add_help=False))
        self._lines: list[str] = []

    def heading(self, words: str) -> None:
        """Put the commands that follow under a heading of the help."""
        self._lines += ["", f"{words}:"]

    def command(
        self, name: str, job: Job, words: str, *, case: bool = True, **empty: object
    ) -> argparse.ArgumentParser:
        """A command of its own. `empty` is its JSON where there is nothing to tell."""
        made = self._add(self._commands, name, words)
        self._lines.append(f"  {name:<16}{words}")
        if case:
            made.add_argument("case", metavar="CASE", help="the case file")
        made.set_defaults(job=job, empty=empty)
        return made

    def group(self, name: str, words: str) -> Callable[..., argparse.ArgumentParser]:
        """A command with parts: gives what adds a part to it."""
        made = self._add(self._commands, name, words)
        self._lines.append(f"  {name:<16}{words}")
        made.add_argument("case", metavar="CASE", help="the case file")
        parts = made.add_subparsers(
            dest="part", required=True, metavar="PART", title="parts", prog=f"workbench {name} CASE"
        )

        def part(part_name: str, job: Job, part_words: str, **empty: object) -> argparse.ArgumentParser:
            sub = self._add(parts, part_name, part_words)
            sub.set_defaults(job=job, empty=empty)
            return sub

        return part

    def _add(
        self, to: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, words: str
    ) -> argparse.ArgumentParser:
        made = to.add_parser(
            name,
            parents=[self._shared],
            help=words,
            description=words[:1].upper() + words[1:] + ".",
            allow_abbrev=False,
            add_help=False,
        )
        # Words to look for may begin with “-h”, so help there has its long name alone.
        made.add_argument(*(("--help",) if name == "search" else ("-h", "--help")), action="help", help=_HELP)
        return made

    def closed(self) -> argparse.ArgumentParser:
        """The parser, with the list of commands at the end of its help."""
        self.top.epilog = "\n".join(
            [
                "commands:",
                *self._lines,
                "",
                "The window:",
                "  (no command)    opens the window",
                "  open CASE       opens it on a case",
                "",
                *textwrap.wrap(
                    "“workbench COMMAND --help” tells more of each. References (E12, F3, R2, A2.1, M4), codes, names, "
                    "pseudonyms and ids all name a thing. The passphrase is asked for, or read from a file. Exit "
                    "codes: 0 done; 1 something to see, said on standard error; 2 wrong usage.",
                    78,
                ),
            ]
        )
        return self.top


def _version() -> str:
    try:
        return version("review-panel-workbench")
    except PackageNotFoundError:
        return "of the source"


def _parser() -> argparse.ArgumentParser:
    book = _Book()
    book.heading("Setting up a case")
    _case_commands(book)
    book.heading("Chronologies")
    _chronology_commands(book)
    book.heading("Findings, recommendations, actions")
    _spine_commands(book)
    book.heading("The case file")
    _file_commands(book)
    return book.closed()


def _case_commands(book: _Book) -> None:
    one = book.command(
        "sample", _sample, "make the invented sample case and its documents", case=False, made=[], total=0
    )
    one.add_argument("dir", metavar="DIR", help="the folder to make them in")
    one = book.command("new", _new, "make a case file")
    one.add_argument("--title", required=True, metavar="T")
    one.add_argument("--kind", required=True, choices=list(review.KINDS), help="the kind of review")
    one.add_argument("--subject", metavar="NAME", help="the person the review is about")
    one.add_argument("--born", metavar="DATE", type=_day, help="the subject's date of birth")
    one.add_argument("--incident", metavar="DATE[THH:MM]", type=_moment)
    _dates(one, "the review's scope")

    part = book.group("review", "what the review is: its scope, questions, panel, statuses, life events")
    part("show", _review_show, "show all of it")
    one = part("set", _review_set, "change the review")
    for option in _REVIEW:
        name = f"--{option.replace('_', '-')}"
        if option == "kind":
            one.add_argument(name, choices=list(review.KINDS))
        elif option == "nation":
            one.add_argument(name, choices=["england", "scotland", "wales", "northern-ireland"])
        elif option == "incident":
            one.add_argument(name, metavar="DATE[THH:MM]", type=_moment)
        elif option == "notified":
            one.add_argument(name, metavar="DATE", type=_day, help="the day its clocks started")
        elif option == "draft":
            one.add_argument(
                name, metavar="N", type=int, help="number of the draft that documents carry; 0 is final"
            )
        else:
            one.add_argument(name, metavar="TEXT")
    _dates(one, "the review's scope")
    for name, metavar, words in (
        ("line", "TEXT", "add a key line of enquiry"),
        ("member", "NAME", "add a panel member"),
        ("status", "KIND", "add a legal or plan status"),
        ("life", "TEXT", "add a key life event"),
    ):
        one = part(name, _review_add, words)
        one.add_argument("text", metavar=metavar)
        if name == "member":
            one.add_argument("--role", metavar="R")
            one.add_argument("--organisation", metavar="O")
        elif name == "status":
            one.add_argument("--person", metavar="P", help="whose status it was")
            one.add_argument("--note", metavar="TEXT")
            _dates(one, "the status")
        elif name == "life":
            one.add_argument("--on", metavar="DATE", type=_day, required=True)
    one = part("remove", _review_remove, "remove a line of enquiry, panel member, status or life event")
    one.add_argument("thing", metavar="THING", help="K1, or an id of “show --json”")

    part = book.group("service", "the services that met the family")
    one = part("add", _service_add, "add a service")
    one.add_argument("name", metavar="NAME")
    one.add_argument("--code", required=True, metavar="CSC", help="one to six capital letters or digits")
    one.add_argument("--organisation", metavar="O", help="the body it is part of")
    one = part("set", _service_set, "change a service")
    one.add_argument("service", metavar="SERVICE")
    for option in ("name", "code", "organisation", "colour"):
        one.add_argument(f"--{option}", metavar=option.upper())
    part("list", _service_list, "list the services", services=[], total=0)

    part = book.group("person", "the family and the professionals")
    for name, job in (("add", _person_add), ("set", _person_set)):
        one = part(name, job, "add a person" if name == "add" else "change a person")
        one.add_argument("name" if name == "add" else "person", metavar="NAME")
        if name == "set":
            one.add_argument("--name", metavar="NAME")
        one.add_argument("--pseudonym", metavar="P", help="what reports call them")
        one.add_argument(
            "--alias", metavar="A", action="append", default=[], help="another name in the records"
        )
        one.add_argument("--role", metavar="R", help="mother, father, health visitor ...")
        one.add_argument("--born", metavar="DATE", type=_day)
        one.add_argument("--subject", action="store_true", default=None, help="the review is about them")
    part("list", _person_list, "list the people", people=[], total=0)
    part(
        "unmatched",
        _person_unmatched,
        "list names in the records that are matched to nobody",
        names=[],
        total=0,
    )
    one = part("match", _person_match, "say whom a name in the records means")
    one.add_argument("as_written", metavar="NAME")
    one.add_argument("person", metavar="PERSON")

    book.command("materials", _materials, "list the files the case keeps", materials=[], total=0)
    one = book.command("original", _original, "save a file out as it came")
    one.add_argument("material", metavar="MATERIAL", help="its reference (M3), name or id")
    one.add_argument("out", metavar="OUT")
    one = book.command("search", _search, "find words anywhere in the case", hits=[], total=0)
    one.add_argument("words", metavar="WORDS", help='words all found; "a phrase"; word*; -not')
    one.add_argument(
        "--in", dest="within", action="append", default=[], choices=list(SEARCHED), help="only there"
    )
    one.add_argument("--limit", metavar="N", type=_natural, help="at most so many of each kind")


def _chronology_commands(book: _Book) -> None:
    one = book.command(
        "import-events",
        _import_events,
        "bring in an agency's chronology",
        rows=0,
        events=[],
        joined=[],
        skipped=[],
        doubts=[],
        columns={},
        unmatched_names=[],
    )
    one.add_argument("file", metavar="FILE", help="a Word, Excel or CSV file; the case keeps it too")
    whose = one.add_mutually_exclusive_group()
    whose.add_argument("--service", metavar="CODE_OR_NAME", help="the one service whose records they are")
    whose.add_argument("--service-column", metavar="HEADING", help="the column that says which service")
    whose.add_argument(
        "--service-sheet",
        metavar="SHEET=CODE",
        type=_pair,
        action="append",
        default=[],
        help="the service of one sheet; may be repeated",
    )
    one.add_argument(
        "--service-name",
        metavar="WRITTEN=CODE",
        type=_pair,
        action="append",
        default=[],
        help="which service a name in the file stands for",
    )
    one.add_argument("--dry-run", action="store_true", help="read and tell, bring nothing in")
    one.add_argument(
        "--column",
        metavar="FIELD=HEADING",
        type=_field_pair,
        action="append",
        default=[],
        help=f"which column holds a field: {', '.join(FIELDS)}",
    )
    one.add_argument(
        "--sheet", metavar="NAME", action="append", default=[], help="only this sheet; may be repeated"
    )
    one.add_argument("--month-first", action="store_true", help="its dates are in American order")
    either = one.add_mutually_exclusive_group()
    either.add_argument("--only-new", action="store_true", help="of a corrected file, only the new rows")
    either.add_argument("--all", action="store_true", help="of a corrected file, every row beside the old")

    one = book.command("events", _events, "list events", events=[], total=0, undated=0)
    _choosing(one)

    part = book.group("event", "add, show, correct, mark or link one event")
    one = part("add", _event_add, "add an event by hand")
    one.add_argument("text", metavar="TEXT")
    one.add_argument("--service", required=True, metavar="CODE")
    one.add_argument(
        "--date", required=True, metavar="DATE", help="as exact as it is known: 2013-05-03, “May 2013”"
    )
    one.add_argument("--time", metavar="HH:MM", type=_clock)
    one.add_argument("--end-time", metavar="HH:MM", type=_clock)
    one.add_argument(
        "--outcome", default="not_recorded", metavar="O", type=_outcome_code, help=", ".join(OUTCOMES)
    )
    one.add_argument("--child-seen", choices=["yes", "no"])
    one.add_argument("--recorded-by", metavar="NAME")
    one.add_argument("--source", metavar="TEXT", help="where it is known from")

    def of_event(name: str, job: Job, words: str) -> argparse.ArgumentParser:
        made = part(name, job, words)
        made.add_argument("event", metavar="EVENT", help="its reference (E12) or id")
        return made

    of_event("show", _event_show, "show an event and all that lies behind it")
    one = of_event("correct", _event_correct, "correct one field of an event, keeping what it was")
    one.add_argument("field", choices=list(events.FIELDS), metavar="FIELD", help=", ".join(events.FIELDS))
    one.add_argument("value", metavar="VALUE")
    one.add_argument("--why", default="", metavar="TEXT")
    one = of_event("withdraw", _event_withdraw, "take back the last correction of a field")
    one.add_argument("field", choices=list(events.FIELDS), metavar="FIELD")
    one = of_event(
        "settle", _event_settle, "keep the reading a doubt stands on, or mend it in a way it offers"
    )
    one.add_argument("doubt", metavar="N", type=_natural, help="which of its doubts, as “show” numbers them")
    one.add_argument(
        "--fix", metavar="N", type=_natural, help="which of the ways offered; else the reading stands"
    )
    one = of_event("note", _event_note, "write a panel note beside an event")
    one.add_argument("text", metavar="TEXT")
    one = part("link", _event_link, "link accounts of the same event")
    one.add_argument("event", metavar="EVENT", nargs="+")
    of_event("unlink", _event_unlink, "take an account away from the others it was linked to")
    one = of_event("person", _event_person, "say that a person took part in an event")
    one.add_argument("person", metavar="PERSON")
    one.add_argument("part_taken", metavar="PART", choices=list(events.PARTS), help=", ".join(events.PARTS))
    one = part("mark", _event_mark, "mark events as key, out of scope, or under a line of enquiry")
    one.add_argument("mark", metavar="MARK", help="key, out-of-scope, or a line of enquiry such as K1")
    one.add_argument("event", metavar="EVENT", nargs="+")
    one.add_argument("--off", action="store_true", help="take the mark off")
    one = of_event("ask", _event_ask, "ask the agency about an event")
    one.add_argument("text", metavar="TEXT")
    one = of_event("answer", _event_answer, "write down what the agency answered")
    one.add_argument("question", metavar="N", type=_natural, help="which question, as “show” numbers them")
    one.add_argument("text", metavar="TEXT")
    of_event("remove", _event_remove, "remove an event that was added by hand")


def _spine_commands(book: _Book) -> None:
    for kind, words, add, change in (
        ("finding", "what the review learned", _finding_add, _finding_set),
        ("recommendation", "what should change, and who is asked", _recommendation_add, _recommendation_set),
        ("action", "who will do what by when", _action_add, _action_set),
    ):
        part = book.group(kind, words)
        article = "an" if kind == "action" else "a"
        one = part("add", add, f"add {article} {kind}")
        one.add_argument("title", metavar="TITLE")
        _spine_options(one, kind)
        if kind == "action":
            one.add_argument("--recommendation", metavar="R", required=True, help="what it answers")
        one = part("set", change, f"change {article} {kind}")
        one.add_argument("ref", metavar="REF")
        one.add_argument("--title", metavar="TITLE")
        _spine_options(one, kind)
        if kind == "action":
            one.add_argument("--progress", metavar="TEXT", help="note progress")
            one.add_argument("--on", metavar="DATE", type=_day, help="the day of the progress; else today")
            one.add_argument("--evidence", metavar="TEXT", help="the evidence for the progress")
        else:
            named = "EVENT" if kind == "finding" else "F"
            one.add_argument("--drop", metavar=named, action="append", default=[], help="take this link away")
        if kind == "finding":
            one.add_argument("--note", metavar="TEXT", help="why the evidence counts")
        part("list", _spine_list, f"list the {kind}s", **{f"{kind}s": [], "total": 0})
        for name, job in (("show", _spine_show), ("remove", _spine_remove)):
            one = part(name, job, f"{name} {article} {kind}")
            one.add_argument("ref", metavar="REF")
        if kind == "action":
            one = part(
                "milestone", _action_milestone, "add a step to an action, or change the step with these words"
            )
            one.add_argument("ref", metavar="REF")
            one.add_argument("text", metavar="TEXT")
            one.add_argument("--due", metavar="DATE", type=_day)
            one.add_argument("--done-on", metavar="DATE", type=_day)
    book.command("check", _check, "gaps in the spine, and doubts still open", problems=[], total=0)
    one = book.command("export", _export, "write a Word document")
    one.add_argument(
        "document", metavar="DOCUMENT", choices=list(publish.DOCUMENTS), help=", ".join(publish.DOCUMENTS)
    )
    one.add_argument("out", metavar="OUT.docx")
    layouts = list(publish.DOCUMENTS["action-plan"].layouts)
    one.add_argument(
        "--layout", choices=layouts, help="columns of the action plan; else as the kind of review has it"
    )
    one.add_argument(
        "--notes", action="store_true", help="panel notes, questions and open doubts in the chronology"
    )
    _choosing(one)


def _spine_options(one: argparse.ArgumentParser, kind: str) -> None:
    if kind == "finding":
        for option in _FINDING:
            one.add_argument(f"--{option.replace('_', '-')}", metavar="TEXT", help=_FINDING_HELP[option])
        one.add_argument("--good-practice", action=argparse.BooleanOptionalAction, default=None)
        one.add_argument(
            "--evidence", metavar="EVENT", action="append", default=[], help="an event that speaks for it"
        )
        one.add_argument(
            "--against", metavar="EVENT", action="append", default=[], help="an event that speaks against it"
        )
    elif kind == "recommendation":
        one.add_argument("--finding", metavar="F", action="append", default=[], help="a finding it rests on")
        one.add_argument(
            "--service", metavar="CODE", action="append", default=[], help="a service it is addressed to"
        )
        one.add_argument(
            "--to-all", action=argparse.BooleanOptionalAction, default=None, help="addressed to all agencies"
        )
        one.add_argument(
            "--to-board", action=argparse.BooleanOptionalAction, default=None, help="addressed to the Board"
        )
        one.add_argument("--detail", metavar="TEXT")
        one.add_argument("--scope", choices=list(spine.SCOPES))
    else:
        one.add_argument(
            "--service", metavar="CODE", action="append", default=[], help="a service that owns it"
        )
        for option in _ACTION:
            name = f"--{option.replace('_', '-')}"
            if option == "due" or option.endswith("_on"):
                one.add_argument(name, metavar="DATE", type=_day, help=_ACTION_HELP[option])
            elif option == "status":
                one.add_argument(name, choices=list(spine.STATUSES))
            elif option == "strength":
                one.add_argument(name, choices=[code for code in spine.STRENGTHS if code])
            else:
                one.add_argument(name, metavar="TEXT", help=_ACTION_HELP[option])


def _file_commands(book: _Book) -> None:
    one = book.command("history", _history, "who changed what, when, newest first", changes=[], total=0)
    one.add_argument("--limit", metavar="N", type=_natural, help="only the newest so many")
    one = book.command("undo", _undo, "take back the last change, or one by its number")
    one.add_argument("number", metavar="NUMBER", type=_natural, nargs="?")
    book.command("redo", _redo, "do again what was undone last")
    one = book.command(
        "verify", _verify, "check the whole file against its own record", ok=False, changes=0, head=None
    )
    one.add_argument("--head", metavar="HEX", help="a head kept elsewhere, such as on an export")
    one = book.command("backup", _backup, "write a checked, encrypted copy")
    one.add_argument("out", metavar="OUT")
    one = book.command("passphrase", _passphrase, "change the passphrase")
    one.add_argument(
        "--new-passphrase-file", metavar="F", help="file that holds the new one; else it is asked for"
    )
    book.command("recovery", _recovery, "show the recovery key")


def _dates(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument(
        "--from", dest="date_from", metavar="DATE", type=_day, help=f"the first day of {what}"
    )
    parser.add_argument("--to", dest="date_to", metavar="DATE", type=_day, help=f"the last day of {what}")


def _choosing(parser: argparse.ArgumentParser) -> None:
    """The options that choose events; see `_filters`."""
    parser.add_argument(
        "--service", metavar="S", action="append", default=[], help="of this service; may be repeated"
    )
    _dates(parser, "the span: what overlaps it is kept, undated events are left aside and counted")
    parser.add_argument(
        "--outcome",
        metavar="O",
        type=_outcome_code,
        action="append",
        default=[],
        help=", ".join([*OUTCOMES, _NULL]),
    )
    parser.add_argument(
        "--person", metavar="P", action="append", default=[], help="with this person; may be repeated"
    )
    parser.add_argument("--doubts", action="store_true", help="with an open doubt")
    parser.add_argument("--key", action="store_true", help="marked as key")
    parser.add_argument("--words", metavar="WORDS", default="", help="in which these words are found")


def _day(text: str) -> str:
    return _checked(iso_date, text)


def _moment(text: str) -> str:
    return _checked(iso_moment, text)


def _checked(read: Callable[[object], str | None], text: str) -> str:
    try:
        found = read(text)
    except Problem as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None
    if found is None:
        raise argparse.ArgumentTypeError("The date is empty.")
    return found


def _clock(text: str) -> str:
    hours, colon, minutes = text.partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60):
        raise argparse.ArgumentTypeError(f"“{text}” is not a time. Write hours and minutes, such as 14:05.")
    return f"{int(hours):02}:{int(minutes):02}"


def _natural(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 1.")
    return int(text)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.rpartition("=")
    if not equals or not name or not value:
        raise argparse.ArgumentTypeError(f"“{text}” has not two parts with = between them.")
    return name, value


def _field_pair(text: str) -> tuple[str, str]:
    name, equals, heading = text.partition("=")
    if not equals or name not in FIELDS:
        raise argparse.ArgumentTypeError(f"“{text}” is not FIELD=HEADING with one of: {', '.join(FIELDS)}.")
    return name, heading


_NULL = "null"


def _outcome_code(name: str) -> str:
    if name.casefold() in ("", _NULL, "none", "not understood"):
        return _NULL
    for code, outcome in OUTCOMES.items():
        if name.casefold() in (code, outcome.name.casefold()):
            return code
    raise argparse.ArgumentTypeError(
        f"“{name}” is not an outcome. Use one of: {', '.join([*OUTCOMES, _NULL])}."
    )


def _outcome(name: str) -> str | None:
    try:
        code = _outcome_code(name)
    except argparse.ArgumentTypeError as wrong:
        raise Problem(str(wrong)) from None
    return None if code == _NULL else code


@contextmanager
def _case(given: Given) -> Iterator[CaseFile]:
    case = open_case(Path(given.case), _passphrase_of(given), by=_by(given), report=_progress())
    try:
        yield case
    finally:
        case.close()


def _passphrase_of(given: Given) -> str:
    if given.passphrase_file:
        return read_passphrase(Path(given.passphrase_file))
    return _asked("Passphrase: ")


def _new_passphrase(file: str | None) -> str:
    if file:
        return read_passphrase(Path(file))
    first = _asked("New passphrase: ")
    if _asked("The same again: ") != first:
        raise Problem("The two passphrases differ.", "Type the same one twice.")
    return first


def _asked(prompt: str) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", getpass.GetPassWarning
            )  # no terminal: it is read from standard input
            typed = getpass.getpass(prompt, sys.stderr)
    except EOFError:
        raise Problem(
            "No passphrase was given.",
            "Name a file that holds it with --passphrase-file, or run this in a terminal.",
        ) from None
    return unicodedata.normalize("NFC", typed)


def _by(given: Given) -> str:
    if given.by and given.by.strip():
        return str(given.by).strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such person in the system's list
        return "Somebody"


def _stated(given: Given, names: Sequence[str]) -> dict[str, object]:
    return {name: getattr(given, name) for name in names if getattr(given, name) is not None}


# --- how it is told ------------------------------------------------------------------------------------------


def _listed(name: str, told: Sequence[Json]) -> Json:
    return {name: list(told), "total": len(told)}


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def _tell(given: Given, told: Json, lines: Sequence[Line]) -> None:
    given.told = True
    try:
        if given.json:
            print(json.dumps(told, ensure_ascii=False, default=list))
        else:
            for line in _in_columns(lines):
                print(line)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has read enough; what was done stays done
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _in_columns(lines: Sequence[Line]) -> Iterator[str]:
    """Lines of cells under one another; on a terminal each is cut to its width. A line of one cell stands alone."""
    rows = [[" ".join(cell.split()) if len(line) > 1 else cell for cell in line] for line in lines]
    many = [row for row in rows if len(row) > 1]
    widths = (
        [min(40, max(len(row[at]) for row in many)) for at in range(max(map(len, many)) - 1)] if many else []
    )
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    for row in rows:
        if len(row) == 1:
            yield row[0]
            continue
        line = "  ".join(
            [*(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)), *row[len(widths) :]]
        )
        yield (line[: room - 1] + "…" if room and len(line) > room else line).rstrip()


def _warn(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _progress() -> Report:
    if not sys.stderr.isatty():
        return quiet

    def bar(done: int, total: int, what: str) -> None:
        width = 30
        full = width * done // max(total, 1)
        end = "\n" if done >= total else ""
        print(
            f"\r\x1b[K{what} [{'#' * full}{'.' * (width - full)}] {done}/{total}",
            end=end,
            file=sys.stderr,
            flush=True,
        )

    return bar
