"""What the panel puts on events: marks, its own order within a day, and questions to the agency."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbench.casefile import CaseFile, now_utc
from workbench.chronology.events import IN_ORDER, Event, EventLine, Question, events_with, refs_of
from workbench.problems import Problem
from workbench.records import get
from workbench.review import LineOfEnquiry


def all_key(session: Session, event_ids: Sequence[str]) -> bool:
    """Whether every one of these events is marked as key."""
    bare = select(Event.id).where(Event.id.in_(event_ids), ~Event.is_key)
    return session.scalars(bare.limit(1)).first() is None


def all_out_of_scope(session: Session, event_ids: Sequence[str]) -> bool:
    """Whether every one of these events is out of scope."""
    within = select(Event.id).where(Event.id.in_(event_ids), ~Event.out_of_scope)
    return session.scalars(within.limit(1)).first() is None


def mark_key(case: CaseFile, event_ids: Sequence[str], on: bool) -> None:
    """Mark events as key, or take the mark off."""
    refs = refs_of(case, event_ids)
    with case.change(f"Mark {refs} as key" if on else f"Take the key mark off {refs}") as session:
        for event in events_with(session, event_ids):
            event.is_key = on


def mark_out_of_scope(case: CaseFile, event_ids: Sequence[str], on: bool) -> None:
    """Mark events as outside the review's scope, or bring them back."""
    refs = refs_of(case, event_ids)
    with case.change(f"Mark {refs} out of scope" if on else f"Bring {refs} back into scope") as session:
        for event in events_with(session, event_ids):
            event.out_of_scope = on


def mark_line(case: CaseFile, event_ids: Sequence[str], line_id: str, on: bool) -> None:
    """Put events under a key line of enquiry, or take them out from under it."""
    refs = refs_of(case, event_ids)
    with case.change(
        f"Put {refs} under a line of enquiry" if on else f"Take {refs} out from under a line of enquiry"
    ) as session:
        line = get(session, LineOfEnquiry, line_id)
        for event in events_with(session, event_ids):
            already = session.scalars(
                select(EventLine).where(EventLine.event_id == event.id, EventLine.line_id == line.id)
            ).first()
            if on and already is None:
                session.add(EventLine(event_id=event.id, line_id=line.id))
            elif not on and already is not None:
                session.delete(already)


def move_within_day(case: CaseFile, event_id: str, by: int) -> None:
    """Move an event up (negative) or down among those that share its day, by so many places."""
    with case.change(f"Move {refs_of(case, [event_id])} within its day") as session:
        event = get(session, Event, event_id)
        day = event.earliest or event.latest
        if day is None:
            raise Problem(
                f"E{event.number} has no date, so it has no place within a day.", "Give it a date first."
            )
        same = list(
            session.scalars(
                select(Event).where(func.coalesce(Event.earliest, Event.latest) == day).order_by(*IN_ORDER)
            )
        )
        at = same.index(event)
        to = max(0, min(len(same) - 1, at + by))
        if to == at:
            raise Problem(
                f"E{event.number} cannot move further within its day.",
                "Only events that begin on the same day can change places; correct the date to move it further.",
            )
        same.insert(to, same.pop(at))
        for place, other in enumerate(same):
            other.day_order = place


def ask_agency(case: CaseFile, event_id: str, words: str) -> str:
    """Put a question to the agency about one of its rows, and give the question's id."""
    if not words.strip():
        raise Problem("The question is empty.", "Write what the agency should answer.")
    with case.change(f"Ask a question about {refs_of(case, [event_id])}") as session:
        get(session, Event, event_id)
        row = Question(event_id=event_id, text=words.strip(), asked_by=case.by, asked_at=now_utc())
        session.add(row)
        session.flush()
        return row.id


def answer_question(case: CaseFile, question_id: str, answer: str) -> None:
    """Write down what the agency answered; an empty answer opens the question again."""
    with case.change("Answer a question to an agency") as session:
        row = get(session, Question, question_id)
        row.answer = answer.strip() or None
        row.answered_by = case.by if row.answer else None
        row.answered_at = now_utc() if row.answer else None


def remove_question(case: CaseFile, question_id: str) -> None:
    """Take a question back."""
    with case.change("Remove a question to an agency") as session:
        session.delete(get(session, Question, question_id))
