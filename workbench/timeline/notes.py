"""What a picture rests on, in the sentences that stand under it: spans, period, filters, what is not placed."""

from collections.abc import Iterator

import numpy as np

from workbench.anonymity.rendering import say_person, say_service
from workbench.chronology.outcomes import OUTCOMES
from workbench.chronology.when import When, say_when
from workbench.timeline.arranging import Arranged
from workbench.timeline.picture import Picture
from workbench.timeline.view import date_of


def notes_of(of: Arranged, picture: Picture) -> tuple[str, ...]:
    """The sentences under one picture."""
    return tuple(_notes(of, picture))


def period_words(start: float, end: float) -> str:
    """A stretch of time as its reader may know it: "20 Aug 2023 – 18 Apr 2025"."""
    first, last = date_of(start).isoformat(), date_of(end - 1e-6).isoformat()
    return say_when(When(first, last, "range") if first != last else When(first, first, "day"))


def _notes(of: Arranged, picture: Picture) -> Iterator[str]:
    facts, choice = of.facts, of.choice
    yield f"Shown: {period_words(picture.start, picture.end)}."
    if picture.no_records:
        own = [
            f"{service.code} {service.silence_days}"
            for service in facts.services
            if service.silence_days is not None
        ]
        apart = f" ({', '.join(own)})" if own else ""
        yield f"No record: more than {facts.review.silence_days} days without one{apart}."
    if any(span.lane >= 0 for span in picture.not_seen):
        yield f"Not seen by a service: drawn from {facts.review.silence_days} days on."
    qualified = [facts.runs[run].qualifier for box in picture.runs for run in box.runs]
    qualified += [facts.gaps[band.gap].qualifier for band in picture.no_records]
    qualified += [facts.gaps[span.gap].qualifier for span in picture.not_seen]
    if any(qualified):
        yield "“At least” and “at most”: events whose date is not exact could change the figure."
    if undated := of.undated:
        are = (
            "1 event has no date and is not drawn"
            if undated == 1
            else f"{undated} events have no date and are not drawn"
        )
        yield f"{are}."
    if facts.out_of_scope and not choice.in_scope:
        yield f"{facts.out_of_scope} marked out of scope are drawn, and counted in no run or gap."
    yield from _filters(of)


def _filters(of: Arranged) -> Iterator[str]:
    facts, choice = of.facts, of.choice
    parts = []
    if choice.services:
        parts.append(", ".join(one.code for one in facts.services if one.id in choice.services))
    if choice.people:
        named = [one.person for one in facts.contacts.people if one.person and one.id in choice.people]
        parts.append(", ".join(say_person(person) for person in named))
    if choice.outcomes:
        parts.append(
            ", ".join(
                "not understood" if code is None else OUTCOMES[code].name.lower() for code in choice.outcomes
            )
        )
    if choice.key:
        parts.append("key events")
    if choice.linked:
        parts.append("linked accounts")
    if choice.in_scope:
        parts.append("in scope")
    if parts:
        kept = int(np.count_nonzero(of.place >= 0))
        yield f"Only {'; '.join(parts)}: {kept} of {len(of.place)} events."
    if choice.themes:
        names = ", ".join(theme.code for theme in facts.themes if theme.id in choice.themes)
        yield f"Events without the theme {names} are pale."


def service_words(code: str, name: str) -> str:
    """A service as a card names it: its code and its name."""
    return f"{code} · {say_service(name)}"
