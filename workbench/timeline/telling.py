"""The picture in words: the alternative text of a figure, and its facts as a table under it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from workbench.anonymity.rendering import say_service
from workbench.chronology.contacts import OUTCOME_CODES, YES
from workbench.chronology.measures import say_gap, say_run
from workbench.chronology.outcomes import OUTCOMES
from workbench.chronology.when import When, age, say_when
from workbench.timeline.arranging import Arranged
from workbench.timeline.notes import period_words
from workbench.timeline.picture import Picture

MOST_LETTERS = 1600
"""How long an alternative text may become; the table has everything."""


@dataclass(frozen=True)
class FactsTable:
    """The facts of a picture as rows; `shares` are the widths of the columns, together 1."""

    headings: tuple[str, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]


def alt_text(of: Arranged, picture: Picture) -> str:
    """What the picture shows, for someone who does not see it: the counts, the runs, the gaps, the incident."""
    sentences = [
        f"Contact timeline, {period_words(picture.start, picture.end)}, "
        f"{len(picture.lanes)} lane{'' if len(picture.lanes) == 1 else 's'}.",
        _counted(of, _in_view(of, picture)),
    ]
    facts = of.facts
    sentences += [f"{upright.about.rstrip('.')}." for upright in picture.verticals]
    runs = [facts.runs[at] for box in picture.runs for at in box.runs]
    sentences += [
        f"{run.service.code}: {_lower(say_run(run))}, {say_when(When(run.first, run.last, 'range'))}."
        for run in runs
    ]
    gaps = sorted(
        {span.gap for span in picture.not_seen if span.lane < 0}, key=lambda at: -facts.gaps[at].days
    )
    sentences += [
        f"{say_gap(facts.gaps[at]).replace('Not seen', 'Not seen by anyone', 1)}." for at in gaps[:3]
    ]
    bands = sorted({band.gap for band in picture.no_records}, key=lambda at: -facts.gaps[at].days)
    for at in bands:
        gap = facts.gaps[at]
        code = gap.service.code if gap.service else ""
        sentences.append(f"{code}: {_lower(say_gap(gap))}.")
    told = ""
    for sentence in sentences:
        if len(told) + len(sentence) > MOST_LETTERS - 40:
            return f"{told} The table has the rest.".strip()
        told = f"{told} {sentence}".strip()
    return told


def facts_table(of: Arranged, picture: Picture) -> FactsTable:
    """The same facts as rows: first what each service did, then everything dated, oldest first."""
    rows = [
        (
            "Whole period",
            "",
            lane.about if lane.chip is None else f"{lane.chip.text} {lane.about}",
            _lane(of, picture, at),
        )
        for at, lane in enumerate(picture.lanes)
    ]
    dated = sorted(_dated(of, picture), key=lambda row: row[0])
    return FactsTable(
        ("When", "Age", "Service", "What"),
        (0.2, 0.13, 0.2, 0.47),
        (*rows, *(row[1:] for row in dated)),
    )


def _in_view(of: Arranged, picture: Picture) -> np.ndarray:
    """The chosen events whose date lies at least partly in view."""
    facts = of.facts
    start, end = facts.start[of.chosen], facts.end[of.chosen]
    return of.chosen[(start <= picture.end) & (end >= picture.start)]


def _counted(of: Arranged, events: np.ndarray) -> str:
    contacts = of.facts.contacts
    missed = int(np.count_nonzero(contacts.missed[events]))
    kept = int(np.count_nonzero(contacts.contact[events] == YES))
    outcomes = Counter(contacts.outcome[events].tolist())
    parts = [
        f"{number} {_lower(OUTCOMES[OUTCOME_CODES[code]].name) if code >= 0 else 'not understood'}"
        for code, number in sorted(outcomes.items(), key=lambda one: (one[0] < 0, one[0]))
    ]
    if not len(events):
        return "No event in view."
    planned = f"; {missed} of {kept + missed} planned contacts were missed" if missed else ""
    return f"{len(events)} event{'' if len(events) == 1 else 's'}: {', '.join(parts)}{planned}."


def _lane(of: Arranged, picture: Picture, lane: int) -> str:
    key = picture.lanes[lane].key
    at = next(place for place, fact in enumerate(of.lanes) if fact.key == key)
    inside = (of.row // 2 == at) & (of.start <= picture.end) & (of.end >= picture.start)
    return _counted(of, np.unique(of.event[inside]))


def _dated(of: Arranged, picture: Picture) -> Iterator[tuple[str, str, str, str, str]]:
    """Sort key, when, age, service, what."""
    facts = of.facts
    born = facts.born
    for box in picture.runs:
        for at in box.runs:
            run = facts.runs[at]
            yield _row(born, run.first, run.last, _service(run.service.code, run.service.name), say_run(run))
    for at in dict.fromkeys(band.gap for band in picture.no_records):
        gap = facts.gaps[at]
        named = _service(gap.service.code, gap.service.name) if gap.service else "Any service"
        yield _row(born, gap.first, gap.last, named, say_gap(gap))
    for at in dict.fromkeys(span.gap for span in picture.not_seen):
        gap = facts.gaps[at]
        named = _service(gap.service.code, gap.service.name) if gap.service else "Any service"
        yield _row(born, gap.first, gap.last, named, say_gap(gap))
    for bar in picture.statuses:
        status = facts.statuses[bar.status]
        first = status.starts or status.ends or ""
        said = say_when(When(status.starts, status.ends, "range"))
        yield first, said, age(born, first) if first else "", "", bar.about
    for upright in picture.verticals:
        day = (facts.review.incident or "")[:10] if upright.index < 0 else facts.life_events[upright.index].on
        words = "The incident" if upright.index < 0 else upright.about
        yield _row(born, day, day, "", words)
    contacts = facts.contacts
    shown = _in_view(of, picture)
    for event in shown[contacts.key[shown]].tolist():
        when = contacts.when(event)
        service = facts.services[contacts.service[event]]
        code = int(contacts.outcome[event])
        outcome = OUTCOMES[OUTCOME_CODES[code]].name if code >= 0 else "Not understood"
        yield (
            when.earliest or when.latest or "",
            say_when(when, contacts.time(event)),
            age(born, when),
            _service(service.code, service.name),
            f"Key event: {of.label(event)} ({_lower(outcome)})",
        )


def _row(born: str | None, first: str, last: str, service: str, what: str) -> tuple[str, str, str, str, str]:
    when = When(first, last, "day" if first == last else "range")
    return first, say_when(when), age(born, first), service, what


def _service(code: str, name: str) -> str:
    return f"{code} {say_service(name)}"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
