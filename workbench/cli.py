"""Every job the window can do, for scripts, tests and large batches: the same functions, the same words.

Exit codes: 0 done; 1 something a person must see, in a sentence and what to do on standard error, with the
JSON still complete where it was asked for; 2 wrong usage. Progress goes to standard error, on a terminal only.
"""

import argparse
import getpass
import json
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from workbench import sample
from workbench.anonymity.rendering import say
from workbench.case import faults, new_case, open_case
from workbench.casefile import CaseFile
from workbench.chronology import combined, events, importing
from workbench.chronology.dates import read_date, say_when
from workbench.chronology.outcomes import OUTCOMES
from workbench.chronology.understanding import FIELDS, Choices
from workbench.findings import gaps, spine
from workbench.listing import Ask
from workbench.materials import find_material, materials, read_file, save_original
from workbench.notes import add_note, notes_on
from workbench.people import (
    add_person,
    add_service,
    edit_person,
    find_person,
    find_service,
    people,
    services,
)
from workbench.problems import Cancelled, Problem, Report, quiet
from workbench.review import KINDS
from workbench.search import find
from workbench.word import publish

Json = dict[str, object]
Job = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say and give the exit code."""
    given = _parser().parse_args(arguments)
    job: Job = given.job
    try:
        return job(given)
    except Problem as problem:
        print(str(problem), file=sys.stderr)
        return 1
    except Cancelled:
        return 1


# --- setting up a case ---------------------------------------------------------------------------------------


def _sample(given: argparse.Namespace) -> int:
    folder = Path(given.dir)
    made = sample.make(folder, _progress())
    _tell(
        given, {"made": [path.name for path in made], "total": len(made)}, [f"Made {path}" for path in made]
    )
    return 0


def _new(given: argparse.Namespace) -> int:
    case = new_case(
        Path(given.case),
        _new_passphrase(given),
        given.title,
        given.kind,
        by=_by(given),
        incident=given.incident,
        scope_from=given.date_from,
        scope_to=given.date_to,
    )
    try:
        if given.subject:
            add_person(case, given.subject, born=given.born, subject=True)
        elif given.born:
            raise Problem("A date of birth was given, but nobody it belongs to.", "Add --subject NAME.")
        _tell(given, {"case": case.id, "title": given.title}, [f"Made {given.case}"])
    finally:
        case.close()
    return 0


def _service_add(given: argparse.Namespace) -> int:
    with _case(given) as case:
        made = add_service(case, given.name, given.code, organisation=given.organisation)
        with case.reading() as session:
            view = find_service(session, made)
        _tell(given, asdict(view), [f"Added {say(view.name)} as {view.code}"])
    return 0


def _service_list(given: argparse.Namespace) -> int:
    with _case(given) as case, case.reading() as session:
        found = services(session)
        _tell(given, _listed("services", found), [f"{one.code:6} {say(one.name)}" for one in found])
    return 0


def _person_add(given: argparse.Namespace) -> int:
    with _case(given) as case:
        made = add_person(
            case,
            given.name,
            pseudonym=given.pseudonym,
            aliases=tuple(given.alias),
            role=given.role,
            born=given.born,
            subject=given.subject,
        )
        with case.reading() as session:
            view = find_person(session, made)
        _tell(given, asdict(view), [f"Added {say(view.name)}"])
    return 0


def _person_list(given: argparse.Namespace) -> int:
    with _case(given) as case, case.reading() as session:
        found = people(session)
        lines = [f"{say(one.name)}{f' ({one.role})' if one.role else ''}" for one in found]
        _tell(given, _listed("people", found), lines)
    return 0


def _person_match(given: argparse.Namespace) -> int:
    with _case(given) as case:
        with case.reading() as session:
            person = find_person(session, given.person)
        count = events.match_name(case, given.as_written, person.id)
        if given.as_written not in (person.name, *person.aliases):
            edit_person(case, person.id, aliases=[*person.aliases, given.as_written])
        _tell(
            given, {"matched": count}, [f"“{say(given.as_written)}” is {say(person.name)} in {count} events"]
        )
    return 0


# --- materials and search ------------------------------------------------------------------------------------


def _materials(given: argparse.Namespace) -> int:
    with _case(given) as case, case.reading() as session:
        found = materials(session)
        _tell(given, _listed("materials", found), [f"{one.ref:5} {say(one.name)}" for one in found])
    return 0


def _original(given: argparse.Namespace) -> int:
    with _case(given) as case:
        with case.reading() as session:
            found = find_material(session, given.material)
        save_original(case, found.id, Path(given.out))
        _tell(given, {"saved": given.out, "sha256": found.sha256}, [f"Saved {given.out}"])
    return 0


def _search(given: argparse.Namespace) -> int:
    with _case(given) as case, case.reading() as session:
        found = find(session, given.words, within=given.within)
        hits = [
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
        lines = [f"{hit['ref']:6} {hit['title']}: {hit['snippet']}" for hit in hits]
        _tell(given, {"hits": hits, "total": found.total}, [*lines, f"{found.total} found"])
    return 0


# --- chronology ----------------------------------------------------------------------------------------------


def _import_events(given: argparse.Namespace) -> int:
    path = Path(given.file)
    choices = Choices(
        columns=_pairs(given.column, "FIELD=HEADING", tuple(FIELDS)),
        sheets=tuple(given.sheet) or None,
        service_column=given.service_column,
        service_sheets=_pairs(given.service_sheet, "SHEET=CODE") or None,
    )
    with _case(given) as case:
        drafted = importing.draft(
            case, path.name, read_file(path), service=given.service, choices=choices, report=_progress()
        )
        ids: tuple[str, ...] = ()
        problem = None
        if not given.dry_run:
            earlier = drafted.earlier
            if earlier and not (given.only_new or given.all):
                problem = Problem(
                    f"This looks like a corrected {earlier.material}: {len(earlier.same)} rows are the same, "
                    f"{len(earlier.changed)} changed, {len(earlier.new)} new, {len(earlier.gone)} gone. "
                    "Nothing was brought in.",
                    "Say --only-new to bring in only the new rows, or --all to bring in every row beside the old.",
                )
            else:
                ids = importing.bring_in(case, drafted, only_new=given.only_new, report=_progress()).event_ids
        with case.reading() as session:
            told = _import_json(session, drafted, ids)
        found = drafted.understood
        _tell(
            given,
            told,
            [
                f"{told['rows']} rows: {len(found.events)} events, "
                f"{sum(row.fate == 'joined' for row in found.rows)} joined, "
                f"{sum(row.fate == 'skipped' for row in found.rows)} skipped; "
                f"{len(drafted.open_doubts())} doubts to look at"
            ],
        )
        if problem is not None:
            raise problem
    return 0


def _import_json(session: Session, drafted: importing.Draft, ids: Sequence[str]) -> Json:
    found = drafted.understood
    rows = found.rows

    def whole(index: int) -> str:
        return " | ".join(cell for _, cell in rows[index].cells if cell.strip())

    def where(index: int) -> Json:
        return {"sheet": rows[index].sheet, "table": rows[index].table, "row": rows[index].number}

    codes = {service.id: service.code for service in services(session)}
    made: list[Json] = (
        [_event_json(view) for view in events.event_views(session, ids)]
        if ids
        else [_draft_json(drafted, at, codes) for at in range(len(found.events))]
    )
    return {
        "rows": sum(any(cell.strip() for _, cell in row.cells) or row.fate != "skipped" for row in rows),
        "events": made,
        "joined": [
            {**where(at), "into": rows[found.events[row.event].rows[0]].number, "text": whole(at)}
            for at, row in enumerate(rows)
            if row.fate == "joined" and row.event is not None
        ],
        "skipped": [
            {**where(at), "text": whole(at), "reason": row.reason}
            for at, row in enumerate(rows)
            if row.fate == "skipped"
        ],
        "doubts": [
            {
                **where(event.rows[0]),
                "field": doubt.field,
                "text": doubt.text,
                "reason": doubt.reason,
                "kind": doubt.kind,
            }
            for event in found.events
            for doubt in event.doubts
        ],
        "columns": dict(found.columns),
        "unmatched_names": list(found.unmatched_names),
    }


def _draft_json(drafted: importing.Draft, at: int, codes: Mapping[str, str]) -> Json:
    event = drafted.understood.events[at]
    first = drafted.understood.rows[event.rows[0]]
    service = drafted.service_id or drafted.services.get(event.service or "")
    return {
        "id": None,
        "ref": None,
        "service": codes.get(service or ""),
        "material": None,
        "file": drafted.name,
        "sheet": first.sheet,
        "table": first.table,
        "row": first.number,
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
        "doubts": [
            {"field": doubt.field, "text": doubt.text, "reason": doubt.reason} for doubt in event.doubts
        ],
        "tags": [],
        "corrections": [],
        "as_written": [
            [heading, say(cell)]
            for index in event.rows
            for heading, cell in drafted.understood.rows[index].cells
        ],
    }


def _event_json(view: events.EventView) -> Json:
    told = asdict(view)
    for name in ("text", "recorded_by", "source_as_written", "action", "analysis", "voice"):
        told[name] = say(told[name])
    told["people"] = [
        {"id": person.id, "as_written": say(person.as_written), "part": person.part} for person in view.people
    ]
    told["doubts"] = [
        {"id": doubt.id, "field": doubt.field, "text": doubt.text, "reason": doubt.reason}
        for doubt in view.doubts
    ]
    told["as_written"] = [[heading, say(cell)] for heading, cell in view.as_written]
    return told


def _events(given: argparse.Namespace) -> int:
    with _case(given) as case, case.reading() as session:
        filters: dict[str, object] = {
            "services": [find_service(session, name).code for name in given.service],
            "outcomes": [_outcome(name) for name in given.outcome],
            "date_from": given.date_from,
            "date_to": given.date_to,
            "doubts": given.doubts,
            "key": given.key,
            "words": given.words,
        }
        if given.person:
            filters["person"] = find_person(session, given.person).id
        listing = combined.CombinedChronology()
        ids = listing.ids(session, Ask(filters=filters))
        views = events.event_views(session, ids)
        undated = combined.undated_left_out(session, filters) or sum(
            view.precision == "unknown" for view in views
        )
        _tell(
            given,
            {"events": [_event_json(view) for view in views], "total": len(views), "undated": undated},
            [
                f"{view.ref:6} {say_when(view.when)} {view.time or '':5} {view.service:5} {say(view.text)}"
                for view in views
            ],
        )
    return 0


def _event_add(given: argparse.Namespace) -> int:
    read = read_date(given.date)
    with _case(given) as case:
        made = events.add_event(
            case,
            given.service,
            read.when,
            given.text,
            date_as_written=given.date,
            time=given.time or read.time,
            end_time=read.end_time,
            outcome=_outcome(given.outcome),
            source=given.source,
        )
        _tell_event(given, case, made)
    return 0


def _event_show(given: argparse.Namespace) -> int:
    with _case(given) as case:
        with case.reading() as session:
            found = events.find_event(session, given.event)
        _tell_event(given, case, found)
    return 0


def _event_correct(given: argparse.Namespace) -> int:
    value: object = given.value
    if given.field == "date":
        value = read_date(given.value).when
    elif given.field == "outcome":
        value = _outcome(given.value)
    elif given.field == "child_seen":
        value = {"true": True, "yes": True, "false": False, "no": False}.get(given.value.lower())
    with _case(given) as case:
        with case.reading() as session:
            found = events.find_event(session, given.event)
        events.correct(case, found, given.field, value, given.why)
        _tell_event(given, case, found)
    return 0


def _event_note(given: argparse.Namespace) -> int:
    with _case(given) as case:
        with case.reading() as session:
            found = events.find_event(session, given.event)
        add_note(case, found, given.text)
        with case.reading() as session:
            notes = notes_on(session, found)
        _tell(given, _listed("notes", notes), [f"{len(notes)} notes on {given.event}"])
    return 0


def _event_link(given: argparse.Namespace) -> int:
    with _case(given) as case:
        with case.reading() as session:
            found = [events.find_event(session, name) for name in given.event]
        events.link_as_same(case, found)
        _tell_event(given, case, found[0])
    return 0


def _event_mark(given: argparse.Namespace) -> int:
    with _case(given) as case:
        with case.reading() as session:
            found = [events.find_event(session, name) for name in given.event]
        mark = events.mark_key if given.mark == "key" else events.mark_out_of_scope
        mark(case, found, not given.off)
        _tell_event(given, case, found[0])
    return 0


def _event_ask(given: argparse.Namespace) -> int:
    with _case(given) as case:
        with case.reading() as session:
            found = events.find_event(session, given.event)
        events.ask_agency(case, found, given.text)
        _tell_event(given, case, found)
    return 0


def _tell_event(given: argparse.Namespace, case: CaseFile, event_id: str) -> None:
    with case.reading() as session:
        view = events.event_view(session, event_id)
    _tell(given, _event_json(view), [f"{view.ref} {say_when(view.when)} {view.service} {say(view.text)}"])


# --- the spine -----------------------------------------------------------------------------------------------


def _finding_add(given: argparse.Namespace) -> int:
    with _case(given) as case:
        with case.reading() as session:
            evidence = [events.find_event(session, name) for name in given.evidence]
        made = spine.add_finding(
            case, given.title, evidence=evidence, **_given(given, _FINDING), good_practice=given.good_practice
        )
        _tell_spine(given, case, made)
    return 0


def _finding_set(given: argparse.Namespace) -> int:
    with _case(given) as case:
        with case.reading() as session:
            found = spine.spine(session).finding(given.ref)
            evidence = [events.find_event(session, name) for name in given.evidence]
            against = [events.find_event(session, name) for name in given.against]
        values = _given(given, ("title", *_FINDING))
        with case.change(f"Change {found.ref}"):
            if values:
                spine.edit_finding(case, found.id, **values)
            if evidence:
                spine.add_evidence(case, found.id, evidence)
            if against:
                spine.add_evidence(case, found.id, against, against=True)
        _tell_spine(given, case, found.id)
    return 0


def _recommendation_add(given: argparse.Namespace) -> int:
    with _case(given) as case:
        with case.reading() as session:
            known = spine.spine(session)
            findings = [known.finding(name).id for name in given.finding]
        made = spine.add_recommendation(
            case,
            given.title,
            findings=findings,
            services_to=given.service,
            to_all=given.to_all,
            to_board=given.to_board,
            **_given(given, ("detail", "scope")),
        )
        _tell_spine(given, case, made)
    return 0


def _recommendation_set(given: argparse.Namespace) -> int:
    with _case(given) as case:
        with case.reading() as session:
            known = spine.spine(session)
            found = known.recommendation(given.ref)
            findings = [known.finding(name).id for name in given.finding]
        values = _given(given, ("title", "detail", "scope"))
        for switch in ("to_all", "to_board"):
            if getattr(given, switch):
                values[switch] = True
        if given.service:
            values["services_to"] = [*given.service]
        with case.change(f"Change {found.ref}"):
            if values:
                spine.edit_recommendation(case, found.id, **values)
            for finding_id in findings:
                spine.link_finding(case, finding_id, found.id)
        _tell_spine(given, case, found.id)
    return 0


def _action_add(given: argparse.Namespace) -> int:
    with _case(given) as case:
        with case.reading() as session:
            answered = spine.spine(session).recommendation(given.recommendation)
        made = spine.add_action(
            case, answered.id, given.title, owners=given.service, **_given(given, _ACTION)
        )
        _tell_spine(given, case, made)
    return 0


def _action_set(given: argparse.Namespace) -> int:
    with _case(given) as case:
        with case.reading() as session:
            found = spine.spine(session).action(given.ref)
        values = _given(given, ("title", *_ACTION))
        if given.service:
            values["owners"] = [*given.service]
        with case.change(f"Change {found.ref}"):
            if values:
                spine.edit_action(case, found.id, **values)
            if given.progress:
                spine.add_progress(case, found.id, given.progress, on=given.on, evidence=given.evidence or "")
        _tell_spine(given, case, found.id)
    return 0


def _spine_list(given: argparse.Namespace) -> int:
    name = f"{given.command}s"
    with _case(given) as case, case.reading() as session:
        views = _views(spine.spine(session), given.command)
        _tell(
            given,
            {name: [_spine_json(view) for view in views], "total": len(views)},
            [f"{view.ref:6} {say(view.title)}" for view in views],
        )
    return 0


SpineView = spine.FindingView | spine.RecommendationView | spine.ActionView


def _views(known: spine.Spine, kind: str) -> Sequence[SpineView]:
    kinds: Mapping[str, Sequence[SpineView]] = {
        "finding": known.findings,
        "recommendation": known.recommendations,
        "action": known.actions,
    }
    return kinds[kind]


def _spine_json(view: SpineView) -> Json:
    told = asdict(view)
    if isinstance(view, spine.ActionView):
        told |= {
            "recommendations": [view.recommendation],
            "status": view.standing(date.today()),
            "set_status": view.status,
            "done": view.done,
            "advice": gaps.advice(view),
        }
    if isinstance(view, spine.RecommendationView):
        told["addressed"] = view.addressed
    return {name: say(value) if isinstance(value, str) else value for name, value in told.items()}


def _tell_spine(given: argparse.Namespace, case: CaseFile, thing_id: str) -> None:
    with case.reading() as session:
        view = next(one for one in _views(spine.spine(session), given.command) if one.id == thing_id)
    _tell(given, _spine_json(view), [f"{view.ref} {say(view.title)}"])


def _check(given: argparse.Namespace) -> int:
    with _case(given) as case, case.reading() as session:
        missing = gaps.gaps(spine.spine(session), date.today())
        doubtful = combined.CombinedChronology().ids(session, Ask(filters={"doubts": True}))
        views = events.event_views(session, doubtful)
        doubts = [
            {"event": view.ref, "field": doubt.field, "text": doubt.text, "reason": doubt.reason}
            for view in views
            for doubt in view.doubts
        ]
        _tell(
            given,
            {
                "problems": [asdict(gap) for gap in missing],
                "doubts": doubts,
                "total": len(missing) + len(doubts),
            },
            [f"{gap.ref:6} {gap.text}" for gap in missing]
            + [f"{doubt['event']:6} {say(str(doubt['reason']))}" for doubt in doubts],
        )
    return 1 if missing or doubts else 0


def _export(given: argparse.Namespace) -> int:
    with _case(given) as case:
        left = publish.export(
            case, given.document, Path(given.out), layout=given.layout, today=date.today(), report=_progress()
        )
        _tell(given, asdict(left), [f"Wrote {given.out}"])
    return 0


# --- the file itself -----------------------------------------------------------------------------------------


def _history(given: argparse.Namespace) -> int:
    with _case(given) as case:
        entries = case.history()
        changes = [
            {
                "number": entry.number,
                "at": entry.at,
                "by": entry.by,
                "label": say(entry.label),
                "kind": entry.kind,
                "touched": {table: sorted(ids) for table, ids in entry.touched.items()},
            }
            for entry in entries
        ]
        _tell(
            given,
            {"changes": changes, "total": len(changes)},
            [f"{one['number']:5} {one['at']} {one['by']}: {one['label']}" for one in changes],
        )
    return 0


def _verify(given: argparse.Namespace) -> int:
    with _case(given) as case:
        found = case.verify(head=given.head, report=_progress())
        with case.reading() as session:
            problems = [*found.problems, *faults(session)]
        told: Json = {
            "ok": not problems,
            "changes": found.changes,
            "head": found.head,
            "problems": problems,
        }
        _tell(given, told, [f"{found.changes} changes, head {found.head}", *(problems or ["All is well."])])
    if problems and given.json:
        print(" ".join(problems), file=sys.stderr)
    return 1 if problems else 0


def _backup(given: argparse.Namespace) -> int:
    with _case(given) as case:
        case.backup_to(Path(given.out), _progress())
        _tell(given, {"backup": given.out, "head": case.head}, [f"Backed up to {given.out}"])
    return 0


def _passphrase(given: argparse.Namespace) -> int:
    new = _read_passphrase(Path(given.new_passphrase_file))
    with _case(given) as case:
        case.change_passphrase(new, _progress())
        _tell(
            given, {"changed": True}, ["The passphrase is changed. The old recovery key no longer opens it."]
        )
    return 0


def _recovery(given: argparse.Namespace) -> int:
    with _case(given) as case:
        key = case.recovery_key()
        _tell(given, {"recovery_key": key}, [key])
    return 0


# --- how it is asked and told --------------------------------------------------------------------------------

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


def _parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="workbench", description="Review Panel Workbench: with no command, opens the window."
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--passphrase-file", metavar="F", help="file that holds the passphrase")
    shared.add_argument("--by", metavar="NAME", help="who acts")
    shared.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def command(name: str, job: Job, words: str, *, case: bool = True) -> argparse.ArgumentParser:
        made = commands.add_parser(name, parents=[shared], help=words, description=words)
        if case:
            made.add_argument("case", metavar="CASE")
        made.set_defaults(job=job)
        return made

    def group(name: str, words: str) -> Callable[[str, Job, str], argparse.ArgumentParser]:
        made = commands.add_parser(name, help=words, description=words)
        made.add_argument("case", metavar="CASE")
        parts = made.add_subparsers(dest="part", required=True, metavar="PART")

        def part(part_name: str, job: Job, part_words: str) -> argparse.ArgumentParser:
            sub = parts.add_parser(part_name, parents=[shared], help=part_words, description=part_words)
            sub.set_defaults(job=job)
            return sub

        return part

    one = command("sample", _sample, "make the invented sample case and its documents", case=False)
    one.add_argument("dir", metavar="DIR")
    one = command("new", _new, "make a case file")
    one.add_argument("--title", required=True)
    one.add_argument("--kind", required=True, choices=list(KINDS))
    one.add_argument("--subject", metavar="NAME")
    one.add_argument("--born", metavar="DATE")
    one.add_argument("--incident", metavar="DATE[THH:MM]")
    _dates(one)

    part = group("service", "the services that met the family")
    one = part("add", _service_add, "add a service")
    one.add_argument("name", metavar="NAME")
    one.add_argument("--code", required=True)
    one.add_argument("--organisation", metavar="O")
    part("list", _service_list, "list the services")

    part = group("person", "the family and the professionals")
    one = part("add", _person_add, "add a person")
    one.add_argument("name", metavar="NAME")
    one.add_argument("--pseudonym", metavar="P")
    one.add_argument("--alias", metavar="A", action="append", default=[])
    one.add_argument("--role", metavar="R", default="")
    one.add_argument("--born", metavar="DATE")
    one.add_argument("--subject", action="store_true")
    part("list", _person_list, "list the people")
    one = part("match", _person_match, "say whom a name in the records means")
    one.add_argument("as_written", metavar="NAME")
    one.add_argument("person", metavar="PERSON")

    command("materials", _materials, "list the files the case keeps")
    one = command("original", _original, "save a file out as it came")
    one.add_argument("material", metavar="MATERIAL")
    one.add_argument("out", metavar="OUT")
    one = command("search", _search, "find words anywhere in the case")
    one.add_argument("words", metavar="WORDS")
    one.add_argument("--in", dest="within", action="append", default=[], metavar="KIND")

    one = command("import-events", _import_events, "bring in an agency's chronology")
    one.add_argument("file", metavar="FILE")
    one.add_argument("--service", metavar="CODE_OR_NAME")
    one.add_argument("--service-column", metavar="HEADING")
    one.add_argument("--service-sheet", metavar="SHEET=CODE", action="append", default=[])
    one.add_argument("--dry-run", action="store_true", help="read and tell, bring nothing in")
    one.add_argument("--column", metavar="FIELD=HEADING", action="append", default=[])
    one.add_argument("--sheet", metavar="NAME", action="append", default=[])
    either = one.add_mutually_exclusive_group()
    either.add_argument("--only-new", action="store_true", help="of a corrected file, only the new rows")
    either.add_argument("--all", action="store_true", help="of a corrected file, every row")

    one = command("events", _events, "list events")
    one.add_argument("--service", metavar="S", action="append", default=[])
    _dates(one)
    one.add_argument("--outcome", metavar="O", action="append", default=[])
    one.add_argument("--person", metavar="P")
    one.add_argument("--doubts", action="store_true")
    one.add_argument("--key", action="store_true")
    one.add_argument("--words", metavar="WORDS", default="")

    part = group("event", "one event")
    one = part("add", _event_add, "add an event by hand")
    one.add_argument("text", metavar="TEXT")
    one.add_argument("--service", required=True, metavar="CODE")
    one.add_argument("--date", required=True)
    one.add_argument("--time", metavar="HH:MM")
    one.add_argument("--outcome", default="not_recorded", metavar="O")
    one.add_argument("--source", default="")
    one = part("show", _event_show, "show an event")
    one.add_argument("event", metavar="EVENT")
    one = part("correct", _event_correct, "correct one field of an event")
    one.add_argument("event", metavar="EVENT")
    one.add_argument("field", choices=list(events.FIELDS))
    one.add_argument("value", metavar="VALUE")
    one.add_argument("--why", default="")
    one = part("note", _event_note, "write a panel note beside an event")
    one.add_argument("event", metavar="EVENT")
    one.add_argument("text", metavar="TEXT")
    one = part("link", _event_link, "link accounts of the same event")
    one.add_argument("event", metavar="EVENT", nargs="+")
    one = part("mark", _event_mark, "mark events as key or out of scope")
    one.add_argument("mark", choices=["key", "out-of-scope"])
    one.add_argument("event", metavar="EVENT", nargs="+")
    one.add_argument("--off", action="store_true")
    one = part("ask", _event_ask, "ask the agency about an event")
    one.add_argument("event", metavar="EVENT")
    one.add_argument("text", metavar="TEXT")

    part = group("finding", "findings")
    for name, job, first in (("add", _finding_add, "title"), ("set", _finding_set, "ref")):
        one = part(name, job, f"{name} a finding")
        one.add_argument(first, metavar=first.upper())
        if first == "ref":
            one.add_argument("--title")
            one.add_argument("--against", metavar="EVENT", action="append", default=[])
        else:
            one.add_argument("--good-practice", action="store_true")
        for option in _FINDING:
            one.add_argument(f"--{option.replace('_', '-')}", metavar="TEXT")
        one.add_argument("--evidence", metavar="EVENT", action="append", default=[])
    part("list", _spine_list, "list the findings")

    part = group("recommendation", "recommendations")
    for name, job, first in (("add", _recommendation_add, "title"), ("set", _recommendation_set, "ref")):
        one = part(name, job, f"{name} a recommendation")
        one.add_argument(first, metavar=first.upper())
        if first == "ref":
            one.add_argument("--title")
        one.add_argument("--finding", metavar="F", action="append", default=[])
        one.add_argument("--service", metavar="CODE", action="append", default=[])
        one.add_argument("--to-all", action="store_true")
        one.add_argument("--to-board", action="store_true")
        one.add_argument("--detail", metavar="TEXT")
        one.add_argument("--scope", choices=list(spine.SCOPES))
    part("list", _spine_list, "list the recommendations")

    part = group("action", "actions")
    for name, job, first in (("add", _action_add, "title"), ("set", _action_set, "ref")):
        one = part(name, job, f"{name} an action")
        one.add_argument(first, metavar=first.upper())
        if first == "ref":
            one.add_argument("--title")
            one.add_argument("--progress", metavar="TEXT", help="note progress")
            one.add_argument("--on", metavar="DATE", help="the day of the progress note")
            one.add_argument("--evidence", metavar="TEXT", help="evidence named in the progress note")
        else:
            one.add_argument("--recommendation", metavar="R", required=True)
        one.add_argument("--service", metavar="CODE", action="append", default=[])
        for option in _ACTION:
            one.add_argument(f"--{option.replace('_', '-')}", metavar="VALUE")
    part("list", _spine_list, "list the actions")

    command("check", _check, "gaps in the spine and doubtful rows")
    one = command("export", _export, "write a Word document")
    one.add_argument("document", metavar="DOCUMENT", choices=list(publish.DOCUMENTS))
    one.add_argument("out", metavar="OUT.docx")
    one.add_argument("--layout", choices=["lcspr", "sar", "dardr", "susr", "scotland"])
    command("history", _history, "who changed what, when")
    one = command("verify", _verify, "check the whole file")
    one.add_argument("--head", metavar="HEX", help="a head kept elsewhere")
    one = command("backup", _backup, "write a verified, encrypted copy")
    one.add_argument("out", metavar="OUT")
    one = command("passphrase", _passphrase, "change the passphrase")
    one.add_argument("--new-passphrase-file", metavar="F", required=True)
    command("recovery", _recovery, "show the recovery key")
    return top


def _dates(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="date_from", metavar="DATE")
    parser.add_argument("--to", dest="date_to", metavar="DATE")


@contextmanager
def _case(given: argparse.Namespace) -> Iterator[CaseFile]:
    case = open_case(Path(given.case), _passphrase_of(given), by=_by(given))
    try:
        yield case
    finally:
        case.close()


def _passphrase_of(given: argparse.Namespace) -> str:
    if given.passphrase_file:
        return _read_passphrase(Path(given.passphrase_file))
    return unicodedata.normalize("NFC", getpass.getpass("Passphrase: "))


def _new_passphrase(given: argparse.Namespace) -> str:
    if given.passphrase_file:
        return _read_passphrase(Path(given.passphrase_file))
    first = getpass.getpass("New passphrase: ")
    if getpass.getpass("The same again: ") != first:
        raise Problem("The two passphrases differ.", "Type the same one twice.")
    return unicodedata.normalize("NFC", first)


def _read_passphrase(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Problem(f"The passphrase file {path.name} cannot be read.", "Check where it is.") from None
    return unicodedata.normalize("NFC", text.removesuffix("\n").removesuffix("\r"))


def _by(given: argparse.Namespace) -> str:
    return given.by or getpass.getuser()


def _given(given: argparse.Namespace, names: Sequence[str]) -> dict[str, object]:
    return {name: getattr(given, name) for name in names if getattr(given, name) is not None}


def _pairs(given: Sequence[str], form: str, allowed: Sequence[str] = ()) -> dict[str, str]:
    made = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not value or (allowed and name not in allowed):
            raise Problem(
                f"“{text}” is not {form}.",
                f"Use one of: {', '.join(allowed)}." if allowed else "Write both parts.",
            )
        made[name] = value
    return made


def _outcome(name: str) -> str | None:
    if name in ("", "null", "none"):
        return None
    if name not in OUTCOMES:
        raise Problem(f"“{name}” is not an outcome.", f"Use one of: {', '.join(OUTCOMES)}.")
    return name


def _listed(name: str, views: Sequence[object]) -> Json:
    return {name: [asdict(view) for view in views], "total": len(views)}  # type: ignore[call-overload]


def _tell(given: argparse.Namespace, told: Json, lines: Sequence[str]) -> None:
    if given.json:
        print(json.dumps(told, ensure_ascii=False, default=list))
    else:
        for line in lines:
            print(line)


def _progress() -> Report:
    if not sys.stderr.isatty():
        return quiet

    def bar(done: int, total: int, what: str) -> None:
        width = 30
        full = width * done // max(total, 1)
        end = "\n" if done >= total else ""
        print(f"\r{what} [{'#' * full}{'.' * (width - full)}] {done}/{total}", end=end, file=sys.stderr)

    return bar
