"""What the card of a thing on the timeline says: the words that hover beside it are those a screen reader says."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbench.anonymity.rendering import say, say_person, say_service
from workbench.chronology.contacts import OUTCOME_CODES
from workbench.chronology.events import PARTS
from workbench.chronology.measures import say_gap, say_run
from workbench.chronology.outcomes import OUTCOMES
from workbench.chronology.when import When, age, say_when
from workbench.people import ServiceView
from workbench.timeline.arranging import Arranged
from workbench.timeline.facts import FIRST_WORDS, Facts
from workbench.timeline.picture import MARK_WORDS, MARKS

_SHOWN = 6
"""How many of the events behind one mark its card names."""


@dataclass(frozen=True)
class Card:
    """One card: a heading, lines of text, and a quiet last line. Words are as their reader may see them."""

    title: str
    lines: tuple[str, ...] = ()
    foot: str = ""
    code: str = ""
    colour: str = ""
    """ "#RRGGBB" of the service whose code it is."""
    mark: str = ""
    service: str = ""

    @property
    def text(self) -> str:
        """All of it as one text, as a screen reader says it."""
        first = f"{self.code} {self.service}".strip()
        return ". ".join(part.rstrip(".") for part in (first, self.title, *self.lines, self.foot) if part)


def card_of(of: Arranged, what: str, places: Sequence[int], events: Sequence[int]) -> Card | None:
    """The card of something on the picture; None where there is nothing to say.

    `what` is as in `picture.Hit`; `places` are those of its runs, gap, status or life event in the facts, and
    `events` the events behind a mark.
    """
    facts = of.facts
    if events:
        return event_card(facts, events[0]) if len(events) == 1 else _many(facts, events)
    if what == "run" and places:
        return _run_card(facts, places)
    if what in ("no record", "not seen") and places:
        return _gap_card(facts, places[0])
    if what == "status" and places:
        status = facts.statuses[places[0]]
        when = say_when(When(status.starts, status.ends, "range")) if status.starts or status.ends else ""
        return Card(
            say(f"{status.kind}: {status.note}" if status.note else status.kind), (when,) if when else ()
        )
    if what == "life" and places:
        life = facts.life_events[places[0]]
        return Card(say(life.text), (say_when(When(life.on, life.on, "day")),), _age(facts, life.on))
    if what == "incident" and facts.review.incident is not None:
        day, _, time = facts.review.incident.partition("T")
        return Card(
            f"Incident, {say_when(When(day, day, 'day'), time or None)}",
            (say(facts.review.incident_text),) if facts.review.incident_text else (),
            _age(facts, day),
        )
    return None


def event_card(facts: Facts, event: int) -> Card:
    """The card of one event."""
    of = facts.contacts
    service = facts.services[of.service[event]]
    outcome = _outcome(facts, event)
    lines = [_words(facts, event)]
    lines += _people(facts, event)
    if (run := facts.run_of.get(of.ids[event])) is not None:
        found = facts.runs[run]
        number = f"{found.qualifier} {found.count}".strip()
        lines.append(f"One of {number} planned contacts missed in a row")
    if others := _accounts(facts, event):
        lines.append(f"The same event is told by {others}")
    if themes := facts.themes_of(event):
        lines.append("Tagged " + ", ".join(f"{theme.code} {theme.name}" for theme in themes))
    marks = [
        words for words, on in (("Key event", of.key[event]), ("Out of scope", of.out_of_scope[event])) if on
    ]
    if marks:
        lines.append(", ".join(marks))
    when = of.when(event)
    return Card(
        title=f"{say_when(when, of.time(event))} · {outcome}",
        lines=tuple(line for line in lines if line),
        foot=" · ".join(part for part in (of.ref(event), _age(facts, when)) if part),
        code=service.code,
        colour=service.colour,
        mark=MARKS[facts.mark[event]],
        service=say_service(service.name),
    )


def _many(facts: Facts, events: Sequence[int]) -> Card:
    """Several events behind one mark, or tied as accounts of one."""
    of = facts.contacts
    rows = np.array(events)
    first = rows[np.argmin(facts.start[rows])]
    last = rows[np.argmax(facts.end[rows])]
    kinds = set(facts.mark[rows].tolist())
    places = set(of.service[rows].tolist())
    lines = [f"{say_when(of.when(row), of.time(row))}: {_label(facts, row)}" for row in list(events)[:_SHOWN]]
    if len(events) > _SHOWN:
        lines.append(f"and {len(events) - _SHOWN} more")
    kind = kinds.pop() if len(kinds) == 1 else -1
    service = facts.services[places.pop()] if len(places) == 1 else None
    what = f" · {MARK_WORDS[kind]}" if kind >= 0 else ""
    return Card(
        title=f"{len(events)} events{what}",
        lines=tuple(lines),
        foot=_from_to(facts, int(first), int(last)),
        code=service.code if service else "",
        colour=service.colour if service else "",
        mark=MARKS[kind] if kind >= 0 else "",
        service=say_service(service.name) if service else "",
    )


def _run_card(facts: Facts, places: Sequence[int]) -> Card:
    runs = [facts.runs[at] for at in places]
    service = runs[0].service
    lines = []
    for run in runs:
        when = say_when(When(run.first, run.last, "range"))
        if len(runs) > 1:
            lines.append(f"{say_run(run)}: {when}")
            continue
        lines.append(when)
        rows = [row for one in run.rows[:_SHOWN] if (row := facts.contacts.row_of(one)) is not None]
        lines += [
            f"{say_when(facts.contacts.when(row))}: {_label(facts, row)}, {_outcome(facts, row).lower()}"
            for row in rows
        ]
        if run.count > _SHOWN:
            lines.append(f"and {run.count - _SHOWN} more")
    title = say_run(runs[0]) if len(runs) == 1 else f"{len(runs)} runs of missed contacts"
    return _of_service(service, title, lines)


def _gap_card(facts: Facts, place: int) -> Card:
    gap = facts.gaps[place]
    lines = [say_when(When(gap.first, gap.last, "range"))]
    if gap.tried:
        lines.append(f"{len(gap.tried)} planned and missed within it")
    if gap.unclear:
        lines.append(f"{len(gap.unclear)} within it in which the record does not say who was seen")
    title = say_gap(gap)
    if gap.service is None:
        return Card(title.replace("Not seen", "Not seen by anyone", 1), tuple(lines))
    return _of_service(gap.service, title, lines)


def _of_service(service: ServiceView, title: str, lines: Sequence[str]) -> Card:
    return Card(title, tuple(lines), "", service.code, service.colour, "", say_service(service.name))


def _words(facts: Facts, event: int) -> str:
    """The text of an event, with the sort of contact before it where it does not say so itself."""
    text, sort = facts.first_words[event].strip(), facts.kinds_of_contact[event].strip()
    if len(text) == FIRST_WORDS:
        text = f"{text.rsplit(' ', 1)[0]}…"
    if sort and sort.casefold() not in text.casefold():
        text = f"{sort}: {text}" if text else sort
    return say(text)


def _label(facts: Facts, event: int) -> str:
    text = _words(facts, event)
    return text if len(text) <= 90 else f"{text[:89].rsplit(' ', 1)[0]}…"


def _outcome(facts: Facts, event: int) -> str:
    code = int(facts.contacts.outcome[event])
    return "Outcome not understood" if code < 0 else OUTCOMES[OUTCOME_CODES[code]].name


def _people(facts: Facts, event: int) -> list[str]:
    """Who took part, by their parts; names that nobody has matched are left to the inspector."""
    of = facts.contacts
    first, last = np.searchsorted(of.link_row, (event, event + 1))
    parts: dict[int, list[str]] = {}
    for who, part in zip(of.link_who[first:last].tolist(), of.link_part[first:last].tolist(), strict=True):
        person = of.people[who].person
        if person is not None and (said := say_person(person)) not in parts.setdefault(part, []):
            parts[part].append(said)
    names = list(PARTS.values())
    said_parts = [
        f"{names[part].capitalize()} {', '.join(people)}" for part, people in sorted(parts.items()) if people
    ]
    return ["; ".join(said_parts)] if said_parts else []


def _accounts(facts: Facts, event: int) -> str:
    of = facts.contacts
    happening = int(of.happening[event])
    if happening < 0:
        return ""
    others = [row for row in np.flatnonzero(of.happening == happening).tolist() if row != event]
    return ", ".join(f"{facts.services[of.service[row]].code} ({of.ref(row)})" for row in others)


def _from_to(facts: Facts, first: int, last: int) -> str:
    begins, ends = facts.contacts.when(first), facts.contacts.when(last)
    start, stop = begins.earliest or begins.latest, ends.latest or ends.earliest
    if start is None or stop is None:
        return ""
    return say_when(When(start, stop, "day" if start == stop else "range"))


def _age(facts: Facts, when: When | str) -> str:
    old = age(facts.born, when)
    return old if not old or "birth" in old else f"{old} old"
