"""Which events a chronology shows, and how it says in words what it leaves out."""

import re
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbench.anonymity.rendering import say, say_person
from workbench.chronology.combined import CombinedChronology, undated_left_out
from workbench.chronology.events import Event, event_views
from workbench.chronology.outcomes import OUTCOMES
from workbench.listing import Ask
from workbench.materials import materials
from workbench.notes import Note, NoteView
from workbench.people import Service, people
from workbench.problems import Problem, Report
from workbench.review import lines
from workbench.word.chronology import Shown
from workbench.word.quoting import say_case_day


def shown(session: Session, ask: Ask, with_notes: bool, report: Report) -> Shown:
    """The events an `Ask` keeps, in its order. Raises `Problem` when there is none."""
    ids = CombinedChronology().ids(session, ask)
    if not ids:
        raise Problem(
            "No event fits what was chosen, so there is nothing to export.", "Choose less narrowly."
        )
    events = []
    for start in range(0, len(ids), _AT_A_TIME):
        report(start, len(ids), "Reading the events")
        events += event_views(session, ids[start : start + _AT_A_TIME])
    notes: dict[str, list[NoteView]] = {}
    for row in session.scalars(select(Note).order_by(Note.at, Note.id)):
        notes.setdefault(row.event_id, []).append(NoteView(row.id, row.text, row.by, row.at))
    linked = session.execute(
        select(Event.id, Event.number, Service.code)
        .join(Service, Service.id == Event.service_id)
        .where(Event.happening.is_not(None))
    )
    return Shown(
        events=events,
        total=session.scalar(select(func.count()).select_from(Event)) or 0,
        chosen=_chosen(session, ask),
        undated_aside=undated_left_out(session, ask.filters),
        refs={event_id: f"E{number} ({code})" for event_id, number, code in linked},
        lines=[(ref, words) for _, ref, words in lines(session)],
        notes=notes,
        with_notes=with_notes,
        by_date=ask.sort in (None, "date"),
    )


_AT_A_TIME = 500


def _chosen(session: Session, ask: Ask) -> list[str]:
    """What an `Ask` keeps, in the words in which the document says what it leaves out."""
    filters = ask.filters
    said = []
    for name, words in _SWITCHES.items():
        if filters.get(name):
            said.append(words)
    if codes := _codes(filters.get("services")):
        said.append(f"services {', '.join(codes)}" if len(codes) > 1 else f"service {codes[0]}")
    outcomes = filters.get("outcomes")
    if isinstance(outcomes, list | tuple | set | frozenset) and outcomes:
        names = [OUTCOMES[str(code)].name.lower() if code else "not understood" for code in outcomes]
        said.append(f"outcomes {', '.join(names)}")
    if refs := _codes(filters.get("lines")):
        said.append(f"events for {', '.join(refs)}")
    anyone = _codes(filters.get("people")) or [str(one) for one in (filters.get("person"),) if one]
    if anyone:
        known = {each.id: say_person(each) for each in people(session)}
        names = [known.get(each, "someone since removed") for each in anyone]
        said.append(f"events with {' or '.join(names)}")
    if "ids" in filters:
        said.append(f"{len(_codes(filters['ids'])):,} chosen events")
    if material := filters.get("material"):
        ref = next((each.ref for each in materials(session) if each.id == str(material)), "one document")
        said.append(f"events from {ref}")
    if start := filters.get("date_from"):
        said.append(f"from {say_case_day(str(start))}")
    if end := filters.get("date_to"):
        said.append(f"up to {say_case_day(str(end))}")
    if words := re.sub(r"\s+", " ", str(filters.get("words") or "")).strip():
        said.append(f"events in which “{say(words)}” is found")
    return said


_SWITCHES = {
    "key": "key events only",
    "doubts": "events with an open doubt only",
    "linked": "events told by more than one service only",
    "questions": "events with an unanswered question only",
    "undated": "events without a date only",
    "in_scope": "events in scope only",
}


def _codes(value: object) -> Sequence[str]:
    return [str(code) for code in value] if isinstance(value, list | tuple | set | frozenset) else []
