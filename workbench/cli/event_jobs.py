"""Events: listed, added, shown, corrected, marked, linked, asked about."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from sqlalchemy.orm import Session

from workbench import review
from workbench.anonymity.rendering import is_anonymous, say, say_file, say_name
from workbench.casefile import CaseFile
from workbench.chronology import combined, corrections, events, linking, marks
from workbench.chronology.dates import read_date, say_when
from workbench.chronology.outcomes import OUTCOMES
from workbench.chronology.when import reads_months
from workbench.cli.opening import opened
from workbench.cli.telling import Given, Json, Line, as_list, counted, tell
from workbench.cli.values import outcome_of
from workbench.listing import Ask
from workbench.materials import materials
from workbench.notes import add_note, notes_on
from workbench.people import find_person, find_service
from workbench.problems import Problem
from workbench.themes.codebook import find_theme


def events_json(session: Session, views: Sequence[events.EventView]) -> list[Json]:
    """The JSON of events: the same for one, for a list and for an import."""
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
        "" if reads_months() else view.time or "",
        view.service,
        outcome.name if outcome else "Not understood",
        say(view.text),
    )


def filters_of(session: Session, given: Given) -> dict[str, object]:
    """What the options that choose events ask for, as the filters of the combined chronology."""
    return {
        "services": [find_service(session, name).code for name in given.service],
        "outcomes": [outcome_of(name) for name in given.outcome],
        "people": [find_person(session, name).id for name in given.person],
        "themes": [find_theme(session, name).code for name in given.theme],
        "date_from": given.date_from,
        "date_to": given.date_to,
        "doubts": given.doubts,
        "key": given.key,
        "words": given.words,
    }


def event_list(given: Given) -> int:
    with opened(given) as case, case.reading() as session:
        filters = filters_of(session, given)
        ids = combined.CombinedChronology().ids(session, Ask(filters=filters))
        views = events.event_views(session, ids)
        aside = combined.undated_left_out(session, filters)
        undated = aside or sum(view.when.precision == "unknown" for view in views)
        told = {**as_list("events", events_json(session, views)), "undated": undated}
        left = f" {counted(aside, 'undated event')} left aside." if aside else ""
        lines = [_event_line(view) for view in views]
        tell(given, told, [*lines, (f"{counted(len(views), 'event')}.{left}",)])
    return 0


def event_add(given: Given) -> int:
    read = read_date(given.date)
    if not read.understood or read.doubts:
        raise _unread(given.date)
    with opened(given) as case:
        made = events.add_event(
            case,
            given.service,
            read.when,
            given.text,
            date_as_written=given.date,
            time=given.time or read.time,
            end_time=given.end_time or read.end_time,
            outcome=outcome_of(given.outcome),
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


def event_show(given: Given) -> int:
    with opened(given) as case:
        _tell_event(given, case, event_named(case, given.event))
    return 0


def event_named(case: CaseFile, name: str) -> str:
    """The id of the event with this reference or id. Raises `Problem` when there is none."""
    with case.reading() as session:
        return events.find_event(session, name)


def event_correct(given: Given) -> int:
    value: object = given.value
    if given.field == "date":
        read = read_date(given.value)
        if not read.understood or read.doubts:
            raise _unread(given.value)
        value = read.when
    elif given.field == "outcome":
        value = outcome_of(given.value)
    elif given.field == "child_seen":
        value = _yes_or_no(given.value)
    elif given.field in ("time", "end_time") and given.value.lower() in ("none", "null", "unknown"):
        value = None
    with opened(given) as case:
        found = event_named(case, given.event)
        corrections.correct(case, found, given.field, value, given.why)
        _tell_event(given, case, found)
    return 0


def _yes_or_no(said: str | None) -> bool | None:
    return {"yes": True, "true": True, "no": False, "false": False}.get((said or "").lower())


def event_withdraw(given: Given) -> int:
    with opened(given) as case:
        found = event_named(case, given.event)
        corrections.withdraw_correction(case, found, given.field)
        _tell_event(given, case, found)
    return 0


def event_note(given: Given) -> int:
    with opened(given) as case:
        found = event_named(case, given.event)
        add_note(case, found, given.text)
        _tell_event(given, case, found)
    return 0


def event_link(given: Given) -> int:
    with opened(given) as case:
        found = [event_named(case, name) for name in given.event]
        linking.link_as_same(case, found)
        _tell_event(given, case, found[0])
    return 0


def event_unlink(given: Given) -> int:
    with opened(given) as case:
        found = event_named(case, given.event)
        linking.unlink(case, found)
        _tell_event(given, case, found)
    return 0


def event_person(given: Given) -> int:
    with opened(given) as case:
        found = event_named(case, given.event)
        with case.reading() as session:
            person = find_person(session, given.person)
        linking.link_person(case, found, person.id, given.part_taken)
        _tell_event(given, case, found)
    return 0


def event_mark(given: Given) -> int:
    with opened(given) as case:
        found = [event_named(case, name) for name in given.event]
        if given.mark == "key":
            marks.mark_key(case, found, not given.off)
        elif given.mark == "out-of-scope":
            marks.mark_out_of_scope(case, found, not given.off)
        else:
            with case.reading() as session:
                known = {ref: line_id for line_id, ref, _ in review.lines(session)}
            line = known.get(given.mark.upper())
            if line is None:
                raise Problem(
                    f"“{given.mark}” is not a mark.",
                    "Use key, out-of-scope, or a line of enquiry such as K1.",
                )
            marks.mark_line(case, found, line, not given.off)
        _tell_event(given, case, found[0])
    return 0


def event_settle(given: Given) -> int:
    """Keep the reading a doubt stands on, or take one of the ways it offers."""
    with opened(given) as case:
        found = event_named(case, given.event)
        with case.reading() as session:
            doubts = events.event_view(session, found).doubts
        if not 1 <= given.doubt <= len(doubts):
            raise Problem(
                f"{given.event} has {counted(len(doubts), 'open doubt')}, so none with number {given.doubt}.",
                "Look at “event CASE show”.",
            )
        doubt = doubts[given.doubt - 1]
        if given.fix is None:
            corrections.settle_doubt(case, doubt.id)
        elif 1 <= given.fix <= len(doubt.fixes):
            corrections.take_fix(case, doubt.id, given.fix - 1)
        else:
            raise Problem(
                f"That doubt offers {counted(len(doubt.fixes), 'way')} to mend it.",
                "Look at “event CASE show”.",
            )
        _tell_event(given, case, found)
    return 0


def event_ask(given: Given) -> int:
    with opened(given) as case:
        found = event_named(case, given.event)
        marks.ask_agency(case, found, given.text)
        _tell_event(given, case, found)
    return 0


def event_answer(given: Given) -> int:
    with opened(given) as case:
        found = event_named(case, given.event)
        with case.reading() as session:
            asked = events.event_view(session, found).questions
        if not 1 <= given.question <= len(asked):
            raise Problem(
                f"{given.event} has {counted(len(asked), 'question')}, so none with number {given.question}.",
                "Look at “event CASE show”.",
            )
        marks.answer_question(case, asked[given.question - 1].id, given.text)
        _tell_event(given, case, found)
    return 0


def event_remove(given: Given) -> int:
    with opened(given) as case:
        found = event_named(case, given.event)
        events.remove_event(case, found)
        tell(given, {"removed": found}, [(f"Removed {given.event}.",)])
    return 0


def _tell_event(given: Given, case: CaseFile, event_id: str) -> None:
    with case.reading() as session:
        view = events.event_view(session, event_id)
        notes = notes_on(session, event_id)
        [told] = events_json(session, [view])
        refs = [other.ref for other in events.event_views(session, view.accounts)]
    told["notes"] = [{**asdict(note), "text": say(note.text)} for note in notes]
    lines: list[Line] = [_event_line(view)]
    if view.file:
        lines.append((f"  from {say_file(view.file, view.service)}, row {view.row}",))
    if view.date_as_written and not is_anonymous():
        lines.append((f"  date as written: {view.date_as_written}",))
    if view.outcome_as_written:
        lines.append((f"  outcome as written: {view.outcome_as_written}",))
    for one in view.people:
        lines.append((f"  {events.PARTS.get(one.part, one.part)}: {say_name(one.as_written)}",))
    for number, doubt in enumerate(view.doubts, 1):
        ways = "".join(f"; {at} {label}" for at, (label, _) in enumerate(doubt.fixes, 1))
        lines.append((f"  doubt {number}: {say(doubt.reason)}{f' Ways to mend it{ways}' if ways else ''}",))
    for change in view.corrections:
        why = f" ({say(change.why)})" if change.why else ""
        name = events.FIELDS[change.field][0]
        lines.append(
            (f"  {name} corrected by {say_name(change.by)}: {say(change.was)} → {say(change.now)}{why}",)
        )
    for number, asked in enumerate(view.questions, 1):
        answer = say(asked.answer) if asked.answer else "not answered yet"
        lines.append((f"  question {number}: {say(asked.text)} – {answer}",))
    lines += [(f"  note by {say_name(note.by)}: {say(note.text)}",) for note in notes]
    if refs:
        lines.append((f"  other accounts of it: {', '.join(refs)}",))
    tell(given, told, lines)
