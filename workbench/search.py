"""One search over everything in the case that has words: events, findings, recommendations, actions, notes.

Words are all to be found; "a phrase" together; `word*` by its beginning; `-not` without. The index is fed by
the case file itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbench.casefile import Searched, marked, matching, search
from workbench.chronology.dates import When, say_when
from workbench.chronology.events import Event
from workbench.findings.spine import (
    Action,
    ActionView,
    Finding,
    FindingView,
    Recommendation,
    RecommendationView,
    looks_like_reference,
    spine,
)
from workbench.materials import Material, TextPart
from workbench.notes import Note
from workbench.people import services
from workbench.problems import Problem
from workbench.themes.tags import Place

KINDS: Mapping[str, type[Searched]] = {
    "event": Event,
    "finding": Finding,
    "recommendation": Recommendation,
    "action": Action,
    "note": Note,
    "material": Material,
}
"""What can be searched, by the word `in` uses."""


@dataclass(frozen=True)
class Hit:
    """A place where the words were found. `start` and `end` are null where the thing has no pages of text."""

    within: str
    """The kind of thing, as `KINDS` names it."""
    id: str
    """Of the thing to open: for a note, of the event it stands beside."""
    ref: str
    title: str
    snippet: str
    found: tuple[tuple[int, int], ...] = ()
    """Where in the snippet the words stand: code points, half-open."""


@dataclass(frozen=True)
class Hits:
    """The best hits, and how many there are in all."""

    hits: tuple[Hit, ...]
    total: int


def find(session: Session, words: str, *, within: Sequence[str] = (), limit: int | None = 50) -> Hits:
    """The best `limit` hits (None: all) of each kind asked for (every kind when none is), best first in a kind."""
    unknown = [name for name in within if name not in KINDS]
    if unknown:
        raise Problem(f"“{unknown[0]}” cannot be searched.", f"Use some of: {', '.join(KINDS)}.")
    hits: list[Hit] = []
    total = 0
    reference = words.strip().rstrip("*")
    if looks_like_reference(reference) or _is_event_reference(reference):
        hits += _by_reference(session, reference)
        total += len(hits)
    if not words.strip():
        return Hits((), 0)
    for kind in within or KINDS:
        found = search(session, KINDS[kind], words, limit=limit)
        total += (
            session.scalar(select(func.count()).select_from(matching(KINDS[kind], words).subquery())) or 0
        )
        titles = _titles(session, kind, [one.id for one in found])
        hits += [Hit(kind, *titles[one.id], one.snippet, one.found) for one in found if one.id in titles]
    return Hits(tuple(hits), total)


def places(session: Session, words: str) -> list[Place]:
    """Every place in the documents, as they are shown, where the words stand: what tagging by search tags.

    Words are all to be found in one part of a text, some thousand characters; each of them is a place.
    """
    shown = {
        part_id: (material_id, start)
        for material_id, part_id, start in session.execute(
            select(Material.id, TextPart.id, TextPart.start)
            .join(TextPart, TextPart.text_id == Material.text_id)
            .where(TextPart.id.in_(matching(TextPart, words)))
        )
    }
    found = []
    for part_id, stands in marked(session, TextPart, words, "text"):
        if part_id in shown:
            material_id, first = shown[part_id]
            found += [Place(material_id, first + start, first + end) for start, end in stands]
    return sorted(found, key=lambda place: (place.material_id, place.start))


def while_typed(words: str) -> str:
    """Words still being typed, so that the last is found by its beginning: "immun" finds immunisations."""
    return f"{words}*" if words[-1:].isalnum() and words.count('"') % 2 == 0 else words


def _is_event_reference(words: str) -> bool:
    return words[:1] in ("E", "e") and words[1:].isdigit()


def _by_reference(session: Session, words: str) -> list[Hit]:
    wanted = words.strip().upper()
    if wanted.startswith("E"):
        found = session.scalars(select(Event).where(Event.number == int(wanted[1:]))).first()
        return [Hit("event", *_titles(session, "event", [found.id])[found.id], found.text)] if found else []
    everything = spine(session)
    kinds: tuple[tuple[str, Sequence[FindingView | RecommendationView | ActionView]], ...] = (
        ("finding", everything.findings),
        ("recommendation", everything.recommendations),
        ("action", everything.actions),
    )
    return [
        Hit(kind, view.id, view.ref, view.title, view.title)
        for kind, views in kinds
        for view in views
        if view.ref == wanted
    ]


def _titles(session: Session, kind: str, ids: Sequence[str]) -> dict[str, tuple[str, str, str]]:
    """For each id: the id to open, its short reference, and a title."""
    if kind == "event":
        codes = {service.id: service.code for service in services(session)}
        return {
            row.id: (row.id, f"E{row.number}", f"{codes[row.service_id]}, {_day(row)}")
            for row in session.scalars(select(Event).where(Event.id.in_(ids)))
        }
    if kind == "note":
        return {
            note.id: (event.id, f"E{event.number}", f"Note by {note.by} on E{event.number}")
            for note, event in session.execute(
                select(Note, Event).join(Event, Event.id == Note.event_id).where(Note.id.in_(ids))
            )
        }
    if kind == "material":
        return {
            row.id: (row.id, f"M{row.number}", row.name)
            for row in session.scalars(select(Material).where(Material.id.in_(ids)))
        }
    everything = spine(session)
    views: Mapping[str, Sequence[FindingView | RecommendationView | ActionView]] = {
        "finding": everything.findings,
        "recommendation": everything.recommendations,
        "action": everything.actions,
    }
    return {view.id: (view.id, view.ref, view.title) for view in views[kind] if view.id in set(ids)}


def _day(row: Event) -> str:
    return say_when(When(row.earliest, row.latest, row.precision, row.approximate))
