"""What can go out as a Word file, made from the case and recorded when it leaves."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbench.anonymity.rendering import say
from workbench.casefile import CaseFile
from workbench.chronology.combined import CombinedChronology, undated_left_out
from workbench.chronology.events import Event, event_views
from workbench.chronology.measures import measures
from workbench.chronology.outcomes import OUTCOMES
from workbench.findings.spine import legend, spine
from workbench.listing import Ask
from workbench.materials import materials
from workbench.notes import Note, NoteView
from workbench.outgoing import OutgoingView, send_out
from workbench.people import Service, people, services
from workbench.problems import Problem, Report, quiet
from workbench.review import ReviewView, life_events, lines, members, statuses, the_review
from workbench.word.action_plan import LAYOUTS, usual_layout, write_action_plan
from workbench.word.chronology import Shown, write_chronology
from workbench.word.held import Held
from workbench.word.overview import APPENDICES, write_overview
from workbench.word.paper import Provenance, say_day


@dataclass(frozen=True)
class Document:
    """A kind of document the case can make."""

    code: str
    """As the command line names it."""
    name: str
    about: str
    """One sentence on what it is for."""
    layouts: Mapping[str, str] = field(default_factory=dict)
    """Names of its layouts by code; empty where it has one form only."""
    filtered: bool = False
    """Whether events can be chosen for it, and the panel's notes put in."""
    appendices: Mapping[str, str] = field(default_factory=dict)
    """Names of the appendices that can be left out, by code."""


DOCUMENTS: Mapping[str, Document] = {
    document.code: document
    for document in (
        Document(
            "action-plan",
            "Action plan",
            "Every action with its owner, date, progress and status, in the columns a board works with.",
            layouts={layout.code: layout.name for layout in LAYOUTS.values()},
        ),
        Document(
            "chronology",
            "Combined chronology",
            "Every service’s events in one order, with outcomes and where each is recorded.",
            filtered=True,
        ),
        Document(
            "overview",
            "Overview report",
            "What the case holds as one report: what happened, the pattern of contact, findings and what is asked for.",
            layouts={layout.code: layout.name for layout in LAYOUTS.values()},
            appendices=APPENDICES,
        ),
    )
}
"""Every document there is, by code."""

KEY_EVENTS_ONLY = Ask({"key": True})
"""The choice of events that panels ask for most."""


def usual_layout_of(review: ReviewView, document: str) -> str | None:
    """The layout a document takes for this kind of review; None where it has one form only."""
    return usual_layout(review.kind) if _document(document).layouts else None


def suggested_name(review: ReviewView, document: str, today: date, layout: str | None = None) -> str:
    """A file name for a document. No title stands in it: titles carry family names, and names of files travel."""
    parts = [_document(document).code]
    if layout := layout or usual_layout_of(review, document):
        parts.append(layout)
    parts.append(f"draft-v{review.draft}" if review.draft else "final")
    return "-".join([*parts, today.isoformat()]) + ".docx"


def missing(session: Session, document: str) -> Problem | None:
    """What has to be done before a document can be made; None when it can."""
    if _document(document).code == "action-plan":
        if not spine(session).actions:
            return Problem(
                "There is no action in this case yet, so there is no action plan to export.",
                "Write a recommendation in Findings and add an action to it.",
            )
    elif not session.scalar(select(func.count()).select_from(Event)):
        if document == "overview":
            return Problem(
                "There is no event in this case yet, so there is nothing for an overview report to tell.",
                "Bring in an agency’s chronology first.",
            )
        return Problem(
            "There is no event in this case yet, so there is no chronology to export.",
            "Bring in an agency’s chronology first.",
        )
    return None


def make(
    case: CaseFile,
    document: str,
    *,
    layout: str | None = None,
    filters: Ask | None = None,
    notes: bool = False,
    without: Collection[str] = (),
    today: date | None = None,
    report: Report = quiet,
) -> bytes:
    """A document's bytes: the same for the same case on the same day.

    `layout` is a code of the document's layouts, the usual one of this kind of review when None. `filters` says
    which events a chronology shows and in what order; `notes` puts the panel's notes, questions and open
    doubts in. `without` names the appendices to leave out. Raises `Problem` when there is nothing to export or
    a choice is not known.
    """
    chosen = _document(document)
    provenance = Provenance(today or date.today(), case.head, case.last_change)
    with case.reading() as session:
        if lack := missing(session, document):
            raise lack
        review = the_review(session)
        if layout is not None and not chosen.layouts:
            raise Problem(f"The {chosen.name.lower()} has one layout only.", "Leave the layout out.")
        columns = _layout(chosen, layout or usual_layout(review.kind)) if chosen.layouts else ""
        if chosen.code == "action-plan":
            known = services(session)
            return write_action_plan(review, spine(session), legend(session), known, columns, provenance)
        if chosen.code == "overview":
            held = _held(session, review, report)
        else:
            shown = _shown(session, filters or Ask(), notes, report)
            leads = next((person for person in people(session) if person.leads), None)
            born = leads.born if leads and review.kind.subject in _WHOSE_AGE_MATTERS else None
            kept = services(session), materials(session)
    if chosen.code == "overview":
        appendices = _kept(chosen, without)
        return write_overview(held, columns, appendices, provenance, report)
    return write_chronology(review, shown, *kept, born, provenance, report)


def export(
    case: CaseFile,
    document: str,
    to: Path,
    *,
    layout: str | None = None,
    filters: Ask | None = None,
    notes: bool = False,
    without: Collection[str] = (),
    today: date | None = None,
    report: Report = quiet,
) -> OutgoingView:
    """Make a document, write it where a person chose, and record in the history that it left. See `make`."""
    data = make(
        case,
        document,
        layout=layout,
        filters=filters,
        notes=notes,
        without=without,
        today=today,
        report=report,
    )
    name = DOCUMENTS[document].name
    if DOCUMENTS[document].layouts:
        with case.reading() as session:
            name += f" ({(layout or usual_layout(the_review(session).kind)).upper()})"
    return send_out(case, name, data, to)


def _held(session: Session, review: ReviewView, report: Report) -> Held:
    return Held(
        review=review,
        lines=[(ref, words) for _, ref, words in lines(session)],
        members=members(session),
        people=people(session),
        services=services(session),
        statuses=statuses(session),
        life=life_events(session),
        materials=materials(session),
        chronology=_shown(session, Ask(), False, report),
        measures=measures(session),
        spine=spine(session),
        legend=legend(session),
    )


def _kept(document: Document, without: Collection[str]) -> list[str]:
    for code in without:
        if code not in document.appendices:
            raise Problem(
                f"“{code}” is not an appendix of the {document.name.lower()}.",
                f"Use one of: {', '.join(document.appendices)}."
                if document.appendices
                else "It has none; leave this out.",
            )
    return [code for code in document.appendices if code not in without]


def _document(code: str) -> Document:
    if code not in DOCUMENTS:
        raise Problem(
            f"“{code}” is not a document this program makes.", f"Use one of: {', '.join(DOCUMENTS)}."
        )
    return DOCUMENTS[code]


def _layout(document: Document, code: str) -> str:
    if code not in document.layouts:
        raise Problem(
            f"“{code}” is not a layout of the {document.name.lower()}.",
            f"Use one of: {', '.join(document.layouts)}.",
        )
    return code


def _shown(session: Session, ask: Ask, with_notes: bool, report: Report) -> Shown:
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
_WHOSE_AGE_MATTERS = ("child", "person")
"""An adult's age on every row would only be noise; the subject of a Welsh review may be a child."""


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
        known = {each.id: each.name for each in people(session)}
        names = [say(known.get(each, "someone since removed")) for each in anyone]
        said.append(f"events with {' or '.join(names)}")
    if "ids" in filters:
        said.append(f"{len(_codes(filters['ids'])):,} chosen events")
    if material := filters.get("material"):
        ref = next((each.ref for each in materials(session) if each.id == str(material)), "one document")
        said.append(f"events from {ref}")
    if start := filters.get("date_from"):
        said.append(f"from {say_day(str(start))}")
    if end := filters.get("date_to"):
        said.append(f"up to {say_day(str(end))}")
    if words := re.sub(r"\s+", " ", str(filters.get("words") or "")).strip():
        said.append(f"events in which “{words}” is found")
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
