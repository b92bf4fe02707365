"""What the timeline shows of a case, read once: plain data, text as it is stored.

Runs, gaps and ages are the measures' own; nothing here counts anything anew. Text is rendered for its reader
where labels and cards are made, never here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.chronology.contacts import NO_END, NO_START, OUTCOME_CODES, YES, Contacts, contacts_with
from workbench.chronology.measures import (
    Gap,
    MissedByMonth,
    Run,
    frame,
    missed_by_month,
    no_record,
    not_seen,
    not_seen_by_service,
    runs,
)
from workbench.chronology.outcomes import OUTCOMES
from workbench.people import PersonView, ServiceView
from workbench.review import ReviewView, life_events, statuses, the_review
from workbench.themes.codebook import Theme
from workbench.themes.tags import Tag
from workbench.timeline.picture import MARKS, Bools, Codes, Floats, Ints
from workbench.timeline.view import MINUTE, day_number

FIRST_WORDS = 280
"""How many characters of an event's text a label or a card may be made from."""
NOT_SEEN_BY_ANYONE_DAYS = 42
"""From so many days on, a span in which nobody saw the subject is drawn over the lanes: six weeks."""
_MARK_OF = np.array(
    [*(MARKS.index(OUTCOMES[code].mark) for code in OUTCOME_CODES), MARKS.index("hollow disc")], np.int8
)


@dataclass(frozen=True)
class Status:
    """A legal or plan status of a subject; an open end is None."""

    id: str
    kind: str
    note: str
    start: float | None
    end: float | None
    """The moment after its last day."""
    starts: str | None
    ends: str | None


@dataclass(frozen=True)
class LifeEvent:
    """A key event in the family's life."""

    id: str
    text: str
    on: str
    at: float


@dataclass(frozen=True)
class ThemeFact:
    """A theme that events carry, with its colour "#RRGGBB"."""

    id: str
    code: str
    name: str
    colour: str


@dataclass(frozen=True, eq=False)
class Facts:
    """Everything the picture needs from the case. Row `n` of each array is event `n` of the contacts."""

    contacts: Contacts
    review: ReviewView
    counted: Contacts
    """The contacts in scope, which runs and gaps are counted from."""
    runs: tuple[Run, ...]
    """Three or more missed in a row."""
    gaps: tuple[Gap, ...]
    """Both kinds, as long as the picture draws them: no record from a service; the followed subject not seen, by a
    service and by anyone."""
    kinds_of_contact: tuple[str, ...]
    """What sort of contact each was, as written; mostly short: "Home visit"."""
    first_words: tuple[str, ...]
    """How the text of each begins, as written."""
    subject: PersonView | None
    """The one whose age and contacts the picture follows."""
    statuses: tuple[Status, ...]
    life_events: tuple[LifeEvent, ...]
    themes: tuple[ThemeFact, ...]
    tag_event: Ints
    """For each tag of an event its row, ascending; each theme once."""
    tag_theme: Ints
    """And its theme, as a place in `themes`."""

    # ---- when

    @cached_property
    def start(self) -> Floats:
        """Where each mark stands: the earliest moment, or the latest day where no earliest is known; else NaN."""
        of = self.contacts
        day = np.where(of.earliest != NO_START, of.earliest, of.latest).astype(np.float64)
        timed = (of.minute >= 0) & (of.earliest == of.latest)
        day[timed] += of.minute[timed] * MINUTE
        day[~of.dated] = np.nan
        return day

    @cached_property
    def end(self) -> Floats:
        """How far its date reaches: the end of the latest day; the moment itself where its time is known."""
        of = self.contacts
        known = of.dated & (of.latest != NO_END)
        return np.where(known & ~self.timed, of.latest + 1.0, self.start)

    @cached_property
    def timed(self) -> Bools:
        """Whether its day and its time are known."""
        found: Bools = (self.contacts.minute >= 0) & (self.contacts.earliest == self.contacts.latest)
        return found

    @cached_property
    def vague(self) -> Bools:
        """Whether its day is not known exactly."""
        found: Bools = self.contacts.dated & (self.contacts.earliest != self.contacts.latest)
        return found

    @cached_property
    def open_start(self) -> Bools:
        """Whether no earliest is known, only a latest."""
        found: Bools = self.contacts.dated & (self.contacts.earliest == NO_START)
        return found

    @cached_property
    def open_end(self) -> Bools:
        """Whether no latest is known, only an earliest."""
        found: Bools = self.contacts.dated & (self.contacts.latest == NO_END)
        return found

    @cached_property
    def incident(self) -> float | None:
        """The moment of the incident."""
        return None if self.review.incident is None else day_number(self.review.incident)

    @cached_property
    def scope(self) -> tuple[float | None, float | None]:
        """The moments at which the scoping period begins and has ended."""
        starts, ends = self.review.scope_from, self.review.scope_to
        return (
            None if starts is None else day_number(starts),
            None if ends is None else day_number(ends) + 1.0,
        )

    @cached_property
    def period(self) -> tuple[float, float]:
        """From the first to the last that there is to show, with a little air: what *Fit* shows."""
        dated = self.contacts.dated
        ends = [float(value) for value in (*self.scope, self.incident) if value is not None]
        if dated.any():
            ends += [float(np.nanmin(self.start)), float(np.nanmax(self.end))]
        if not ends:
            ends = [day_number("2000-01-01"), day_number("2001-01-01")]
        first, last = min(ends), max(ends)
        air = max((last - first) * 0.015, 1.0)
        return first - air, last + air

    # ---- what

    @cached_property
    def mark(self) -> Codes:
        """How each is drawn, as a place in `MARKS`: what the outcome table says."""
        return _MARK_OF[self.contacts.outcome]

    @cached_property
    def seen(self) -> Bools:
        """Whether the subject was seen."""
        found: Bools = self.contacts.seen() == YES
        return found

    @cached_property
    def missed(self) -> MissedByMonth:
        """Planned and missed contacts by service and month."""
        return missed_by_month(self.counted)

    @property
    def out_of_scope(self) -> int:
        """How many events are drawn, and counted in no run or gap."""
        return len(self.contacts) - len(self.counted)

    @cached_property
    def run_of(self) -> Mapping[str, int]:
        """The run that each missed contact in one belongs to, by the event's id."""
        return {event: at for at, run in enumerate(self.runs) for event in run.rows}

    def themes_of(self, event: int) -> tuple[ThemeFact, ...]:
        """The themes an event carries."""
        first, last = np.searchsorted(self.tag_event, (event, event + 1))
        return tuple(self.themes[at] for at in self.tag_theme[first:last].tolist())

    @property
    def services(self) -> tuple[ServiceView, ...]:
        """The services, in the panel's order."""
        return self.contacts.services

    @property
    def born(self) -> str | None:
        """The day the subject was born, ISO."""
        return self.subject.born if self.subject else None

    @property
    def undated(self) -> int:
        """How many events have no date: they are counted, and placed nowhere."""
        return self.contacts.undated


def read_facts(session: Session) -> Facts:
    """Everything the timeline shows of a case."""
    everything, (kinds, beginnings) = contacts_with(
        session, "contact_type", f"substr(text, 1, {FIRST_WORDS})"
    )
    review = the_review(session)
    subject = next(iter(everything.subjects), None)
    within = frame(review)
    counted = everything.in_scope()
    gaps = no_record(counted, within.silence_days)
    if subject is not None:
        gaps += not_seen(counted, within, subject, least=NOT_SEEN_BY_ANYONE_DAYS)
        gaps += not_seen_by_service(counted, within, subject, least=within.silence_days)
    themes = tuple(
        ThemeFact(row.id, row.code, row.name, row.colour)
        for row in session.execute(
            select(Theme.id, Theme.code, Theme.name, Theme.colour).order_by(Theme.position)
        )
    )
    place = {theme.id: at for at, theme in enumerate(themes)}
    tags = sorted(
        {
            (row, place[theme])
            for event, theme in session.execute(
                select(Tag.event_id.expression, Tag.theme_id.expression).where(Tag.event_id.is_not(None))
            )
            if event is not None and (row := everything.row_of(event)) is not None
        }
    )
    return Facts(
        contacts=everything,
        review=review,
        counted=counted,
        runs=tuple(runs(counted, children=within.children)),
        gaps=tuple(gaps),
        kinds_of_contact=kinds,
        first_words=beginnings,
        subject=subject,
        statuses=tuple(
            Status(
                one.id,
                one.name,
                str(one.values["note"] or ""),
                None if (starts := one.values["starts"]) is None else day_number(starts),
                None if (ends := one.values["ends"]) is None else day_number(ends) + 1.0,
                starts,
                ends,
            )
            for one in statuses(session)
            if one.values["of"] in (None, subject.id if subject else None)
        ),
        life_events=tuple(
            LifeEvent(one.id, one.name, str(one.values["on"]), day_number(str(one.values["on"])))
            for one in life_events(session)
        ),
        themes=themes,
        tag_event=np.array([event for event, _ in tags], np.int64),
        tag_theme=np.array([theme for _, theme in tags], np.int64),
    )
