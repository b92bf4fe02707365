"""What a person asks of the timeline: which lanes, which events, which stretch of time, which strips.

Days are floats: proleptic ordinals (`datetime.date.toordinal`) with the time of day as the fraction. Case times
are wall-clock, without a zone, so that every day has 24 hours.
"""

import datetime as dt
import json
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

Lanes = Literal["service", "person", "kind"]
LANES: tuple[Lanes, ...] = ("service", "person", "kind")
STRIPS = ("age", "status", "seen", "life")
"""What may stand above the lanes, from the top: the subject's age, the statuses, when anyone saw the subject,
the key life events with the incident."""

MINUTE = 1 / 1440


@dataclass(frozen=True)
class Choice:
    """Which events are shown, and how they are laid into lanes: what changes only when a person says so.

    Empty filters let everything through. Services, people and themes are named by their ids, outcomes by codes
    (None is an outcome not understood).
    """

    lanes: Lanes = "service"
    services: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    outcomes: tuple[str | None, ...] = ()
    key: bool = False
    """Only key events."""
    linked: bool = False
    """Only events that several accounts tell of."""
    in_scope: bool = False
    """Leave out events marked as out of scope."""
    themes: tuple[str, ...] = ()
    """In focus: what carries none of them is dimmed, never hidden."""
    strips: tuple[str, ...] = STRIPS
    not_seen: bool = True
    """Draw in each lane when the subject was not seen by it."""
    labels: bool = True
    legend: bool = True
    """Draw what the signs mean over the strips."""


@dataclass(frozen=True)
class View:
    """A choice and the stretch of time it is looked at. Without one, everything there is fits."""

    choice: Choice = field(default_factory=Choice)
    start: float | None = None
    end: float | None = None


def day_number(iso: str) -> float:
    """The moment of an ISO date (its beginning), or of a date and time to the minute."""
    days = float(dt.date.fromisoformat(iso[:10]).toordinal())
    if len(iso) > 10:
        days += (int(iso[11:13]) * 60 + int(iso[14:16])) * MINUTE
    return days


def date_of(days: float) -> dt.date:
    """The calendar day that a moment falls on, held within the years a calendar has."""
    return dt.date.fromordinal(min(max(int(days // 1), 1), dt.date.max.toordinal()))


def to_json(view: View) -> str:
    """A view as it is kept."""
    return json.dumps(asdict(view), separators=(",", ":"))


def from_json(text: str) -> View:
    """A view as it was kept. What a later version added or no longer knows is left at its first value."""
    kept = json.loads(text)
    known = {part.name for part in fields(Choice)}
    chosen: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in kept.get("choice", {}).items()
        if name in known
    }
    return View(Choice(**chosen), kept.get("start"), kept.get("end"))
