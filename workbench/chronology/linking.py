"""What belongs together: accounts of the same event, and events with the people who took part in them."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbench.casefile import CaseFile, new_id
from workbench.chronology.events import PARTS, Event, EventPerson, events_with, refs_of
from workbench.people import Person
from workbench.problems import Problem
from workbench.records import get


def link_as_same(case: CaseFile, event_ids: Sequence[str]) -> None:
    """Say that these are accounts of one event. Accounts already linked to any of them come along."""
    refs = refs_of(case, event_ids)
    with case.change(f"Link {refs} as accounts of the same event") as session:
        events = events_with(session, event_ids)
        if len(events) < 2:
            raise Problem("One account cannot be linked to itself.", "Choose two or more rows.")
        shared = sorted({event.happening for event in events if event.happening})
        happening = shared[0] if shared else min(event.id for event in events)
        for event in [*events, *session.scalars(select(Event).where(Event.happening.in_(shared)))]:
            event.happening = happening


def unlink(case: CaseFile, event_id: str) -> None:
    """Say that this account tells of another event than those it was linked to."""
    refs = refs_of(case, [event_id])
    with case.change(f"Unlink {refs} from the other accounts") as session:
        event = get(session, Event, event_id)
        if event.happening is None:
            raise Problem(f"E{event.number} is not linked to another account.", "There is nothing to unlink.")
        others = list(
            session.scalars(select(Event).where(Event.happening == event.happening, Event.id != event.id))
        )
        event.happening = None
        # Those that stay together get a new mark, so that each of them is told that one has left.
        shared = None if len(others) == 1 else new_id()
        for other in others:
            other.happening = shared


def link_person(case: CaseFile, event_id: str, person_id: str, part: str, as_written: str = "") -> None:
    """Say that a known person took part in an event."""
    if part not in PARTS:
        raise Problem(f"“{part}” is not a part in an event.", f"Use one of: {', '.join(PARTS)}.")
    with case.change(f"Link a person to {refs_of(case, [event_id])}") as session:
        person = get(session, Person, person_id)
        event = get(session, Event, event_id)
        session.add(
            EventPerson(
                event_id=event.id, person_id=person.id, as_written=as_written or person.name, part=part
            )
        )


def unlink_person(case: CaseFile, link_id: str) -> None:
    """Take one person's part out of an event."""
    with case.change("Unlink a person from an event") as session:
        session.delete(get(session, EventPerson, link_id))


def match_name(case: CaseFile, as_written: str, person_id: str) -> int:
    """Say whom a name in the records means, wherever it stands so, and give the number of events."""
    with case.change(f"Match “{as_written}” to a person") as session:
        person = get(session, Person, person_id)
        found = list(
            session.scalars(
                select(EventPerson).where(
                    EventPerson.person_id.is_(None), func.lower(EventPerson.as_written) == as_written.lower()
                )
            )
        )
        for link in found:
            link.person_id = person.id
        return len({link.event_id for link in found})


def unmatched_names(session: Session) -> list[tuple[str, int]]:
    """Names in the records that stand for no known person yet, with how many events each is in."""
    return [
        (name, count)
        for name, count in session.execute(
            select(EventPerson.as_written, func.count(EventPerson.event_id.distinct()))
            .where(EventPerson.person_id.is_(None))
            .group_by(EventPerson.as_written)
            .order_by(func.count().desc(), EventPerson.as_written)
        )
    ]
