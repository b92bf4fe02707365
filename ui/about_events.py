"""Everything a panel beside the events needs of one of them, read in one go and held as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workbench.anonymity.rendering import say_name, say_person
from workbench.chronology.dates import age, say_when
from workbench.chronology.events import EventView, event_views
from workbench.chronology.outcomes import OUTCOMES
from workbench.chronology.when import interval, reads_months
from workbench.findings.spine import EvidenceView, FindingView, spine
from workbench.notes import NoteView, notes_on
from workbench.people import PersonView, ServiceView, people, services
from workbench.review import lines, the_review
from workbench.themes.tags import TagOnEvent, tags_on_events

SURROUND = frozenset(
    {"person", "alias", "service", "organisation", "finding", "evidence", "line_of_enquiry", "review"}
)
"""Tables whose changes make what `Surroundings` holds stale."""


@dataclass(frozen=True)
class Surroundings:
    """What is the same for every event: people, services, findings, lines of enquiry."""

    people: dict[str, PersonView]
    services: dict[str, ServiceView]
    subject: PersonView | None
    subject_word: str
    lines: tuple[tuple[str, str, str], ...]
    evidence: dict[str, list[tuple[FindingView, EvidenceView]]]


@dataclass(frozen=True)
class About:
    """One event with its other accounts, its notes and its themes."""

    event: EventView
    accounts: tuple[EventView, ...]
    notes: tuple[NoteView, ...]
    tags: tuple[TagOnEvent, ...] = ()


def surroundings(session: Any) -> Surroundings:  # noqa: ANN401 - ui knows no session
    """Read what is the same for every event."""
    everyone = people(session)
    evidence: dict[str, list[tuple[FindingView, EvidenceView]]] = {}
    for finding in spine(session).findings:
        for piece in finding.evidence:
            evidence.setdefault(piece.event_id, []).append((finding, piece))
    return Surroundings(
        {person.id: person for person in everyone},
        {service.code: service for service in services(session)},
        next((person for person in everyone if person.leads), None),
        the_review(session).kind.subject,
        tuple(lines(session)),
        evidence,
    )


def about(session: Any, event_id: str) -> About | None:  # noqa: ANN401 - ui knows no session
    """Read one event; None where it is no longer there."""
    found = event_views(session, [event_id])
    if not found:
        return None
    event = found[0]
    accounts = tuple(event_views(session, event.accounts)) if event.accounts else ()
    tags = tuple(tags_on_events(session, [event_id]).get(event_id, ()))
    return About(event, accounts, tuple(notes_on(session, event_id)), tags)


def age_words(event: EventView, subject: PersonView | None) -> str:
    """The age of the lead subject at an event: "age 9 months"; empty where it cannot be told."""
    said = age(subject.born, event.when) if subject is not None else ""
    if not said:
        return ""
    return said if said.endswith(" birth") or said.startswith("about ") else f"age {said}"


def when_words(event: EventView) -> str:
    """Date and time: "Tue 5 Dec 2023, 14:00 – 15:00"."""
    said = say_when(event.when, event.time)
    return f"{said} – {event.end_time}" if event.end_time and not reads_months() else said


def time_words(event: EventView, accounts: Sequence[EventView]) -> str:
    """When in the day: the time; to a reader of months only how long after the first account ("30 minutes later")."""
    if not reads_months():
        return event.time or "not stated"
    if event.time is None:
        return "not stated"
    timed = [one for one in accounts if one.time and one.precision == "day"]
    first = min(timed, key=lambda one: (one.earliest or "", one.time or ""), default=event)
    apart = interval(first.when, event.when, first.time, event.time) if event in timed else ""
    if first.id == event.id or apart in ("", "0 minutes", "the same day"):
        return "first"
    return f"{apart} later"


def outcome_words(code: str | None) -> str:
    """An outcome's name."""
    return OUTCOMES[code].name if code else "Not understood"


def there_words(event: EventView, known: Surroundings) -> str:
    """Who was there: everyone seen or present, by the names they are known by."""
    names = [
        say_person(known.people[one.id]) if one.id in known.people else say_name(one.as_written)
        for one in event.people
        if one.part != "spoken_of"
    ]
    return ", ".join(name for name in dict.fromkeys(names) if name)


def differences(events: Sequence[EventView], known: Surroundings) -> frozenset[str]:
    """In what some accounts of one event differ: time, there, outcome, seen, agreed."""
    told: dict[str, set[str]] = {
        "date": {str(event.when) for event in events},
        "time": {event.time or "" for event in events},
        "there": {there_words(event, known).casefold() for event in events},
        "outcome": {event.outcome or "" for event in events},
        "seen": {str(event.child_seen) for event in events if event.child_seen is not None},
        "agreed": {event.action.casefold() for event in events},
    }
    return frozenset(name for name, values in told.items() if len(values) > 1)
