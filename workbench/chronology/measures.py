"""What a panel counts: missed contacts, runs of them, silence, how long the child was not seen, and ages.

One set of functions over `Contacts` feeds the pictures, the panel of measures, the command line and the report.
Each figure names the events it was counted from, so that it can be opened. Only events whose day is exactly known
bound or make a figure; those dated more vaguely are counted apart, and a figure that they could change says how
("at least", "at most"). What is counted twice over, because one service recorded the same event in two rows that
people linked, counts once. Rows marked out of scope are left out by `measures`, and told.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from sqlalchemy.orm import Session

from workbench.anonymity.rendering import say_name, say_person
from workbench.chronology.contacts import (
    NO,
    NO_END,
    NO_START,
    NOT_UNDERSTOOD,
    OUTCOME_CODES,
    UNKNOWN,
    YES,
    Contacts,
    Flags,
    Ints,
    Named,
    contacts,
    iso,
    ordinal,
)
from workbench.chronology.when import age, say_days, say_span
from workbench.people import PersonView, ServiceView
from workbench.review import ReviewView, life_events, statuses, the_review

FEWEST_IN_A_RUN = 3
"""Planned contacts missed in a row that make a run."""

Opens = Literal["seen", "birth", "scope"]
Closes = Literal["seen", "incident", "scope"]
_OPENS = {"birth": "from birth", "scope": "from the start of scope"}
_CLOSES = {"incident": "until the incident", "scope": "until the end of scope"}
_NOT_RECORDED = OUTCOME_CODES.index("not_recorded")
_EPOCH = dt.date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Frame:
    """What the measures stand in: the review's own dates. Days are ISO."""

    incident: str | None
    """A day, or a day and a time."""
    scope_from: str | None
    scope_to: str | None
    silence_days: int
    children: bool = True
    """Whether the subjects are children, whom a talk with an adult alone, or by telephone, does not reach."""


@dataclass(frozen=True)
class MissedInMonth:
    """Planned contacts of one service in one calendar month."""

    service: ServiceView
    month: str
    """"2013-04"."""
    planned: int
    missed: int
    apart: int
    """Cancelled by the family, or not stated by whom: in neither of the two."""

    @property
    def share(self) -> float | None:
        """Missed of planned, 0 to 1; None where nothing was planned."""
        return self.missed / self.planned if self.planned else None


@dataclass(frozen=True, eq=False)
class MissedByMonth:
    """Planned and missed contacts by service and month: what the matrix shows.

    Arrays are services x months; `months` runs without a hole from the first month with any to the last.
    """

    contacts: Contacts
    months: tuple[str, ...]
    planned: Ints
    missed: Ints
    apart: Ints
    vague_planned: Ints
    """By service: planned contacts whose date lies not within one month, or is unknown; in no month above."""
    vague_missed: Ints
    _kind: Ints
    """By row: 0 kept, 1 missed, 2 counted apart, -1 none of them."""
    _month: Ints
    """By row: the place of its month; -1 where it lies not within one."""

    @property
    def services(self) -> tuple[ServiceView, ...]:
        """The services, in the order of the first axis."""
        return self.contacts.services

    def cells(self) -> list[MissedInMonth]:
        """Every month of a service in which anything was planned or cancelled, by service and then by month."""
        return [
            MissedInMonth(
                self.services[lane],
                self.months[month],
                int(self.planned[lane, month]),
                int(self.missed[lane, month]),
                int(self.apart[lane, month]),
            )
            for lane, month in np.argwhere(self.planned + self.apart > 0)
        ]

    def rows(
        self,
        service: int | None = None,
        month: int | None = None,
        what: Literal["planned", "missed", "apart"] = "missed",
    ) -> tuple[str, ...]:
        """The events counted in one cell, or in a whole row or column of cells where one of the two is None.

        A month of -1 gives those that lie not within one month.
        """
        kinds = {"planned": (0, 1), "missed": (1,), "apart": (2,)}[what]
        mask = np.isin(self._kind, kinds)
        if service is not None:
            mask &= self.contacts.service == service
        mask &= self._month == month if month is not None else self._month >= 0
        return self.contacts.ids_of(np.flatnonzero(mask))


@dataclass(frozen=True)
class Run:
    """Three or more planned contacts missed in one service by one person, with no contact with them between."""

    service: ServiceView
    who: Named | None
    """Whose contacts they were; None where the records do not say."""
    first: str
    last: str
    """Days of the first and the last missed contact, ISO."""
    rows: tuple[str, ...]
    """The missed contacts, in order."""
    may_break: tuple[str, ...] = ()
    """Vaguely dated contacts with that person that may have come between."""
    may_add: tuple[str, ...] = ()
    """Missed contacts that may belong to it: vaguely dated, or in which the record does not say whose they were."""

    @property
    def count(self) -> int:
        """How many were missed."""
        return len(self.rows)

    @property
    def qualifier(self) -> str:
        """What stands before the count: "", "at least", "at most", or "about" where either may be."""
        return _qualifier(at_least=bool(self.may_add), at_most=bool(self.may_break))

    @property
    def whose(self) -> str:
        """Who missed them, as the reader may know them; empty where the records do not say."""
        return "" if self.who is None else say_named(self.who)


@dataclass(frozen=True)
class Gap:
    """Silence: no record from a service, or a subject not seen, between two days."""

    kind: Literal["no_record", "not_seen"]
    service: ServiceView | None
    """None where a subject was not seen by any service."""
    subject: PersonView | None
    """Of *not seen*."""
    first: str
    last: str
    """The two days that bound it, ISO: of the events that do, of birth, of the scope or of the incident."""
    days: int
    opens: Opens
    closes: Closes
    rows: tuple[str, ...]
    """The events that bound it: two, one or none."""
    may_break: tuple[str, ...] = ()
    """Vaguely dated events that may lie within it and would break it."""
    tried: tuple[str, ...] = ()
    """Of *not seen*: planned contacts within it that were missed."""
    unclear: tuple[str, ...] = ()
    """Of *not seen*: contacts within it whose record does not say whether the subject was seen."""

    @property
    def qualifier(self) -> str:
        """What stands before its length: "at most" where a vaguely dated event may break it, else ""."""
        return _qualifier(at_least=False, at_most=bool(self.may_break))

    @property
    def length(self) -> str:
        """How long it was, in the words reviews use: "3 months 4 days"."""
        return say_days(self.first, self.last)

    @property
    def caption(self) -> str:
        """How long it was, as short as a picture has room for: "16 months"."""
        return say_span(self.first, self.last)

    @property
    def until(self) -> str:
        """What ends it, where that is not an event: "until the incident"; empty where an event does."""
        return _CLOSES.get(self.closes, "")


@dataclass(frozen=True)
class Together:
    """A stretch of time in which several services had a run of missed contacts at once."""

    first: str
    last: str
    runs: tuple[Run, ...]

    @property
    def services(self) -> tuple[ServiceView, ...]:
        """The services, each once, in the order of the runs."""
        return tuple({run.service.id: run.service for run in self.runs}.values())

    @property
    def rows(self) -> tuple[str, ...]:
        """The missed contacts of all of the runs."""
        return tuple(dict.fromkeys(row for run in self.runs for row in run.rows))


@dataclass(frozen=True)
class ServiceWithin:
    """What one service did in a window of time."""

    service: ServiceView
    events: int
    contacts: int
    missed: int


@dataclass(frozen=True)
class Window:
    """What was recorded from one day to another, both included."""

    first: str
    last: str
    by_service: tuple[ServiceWithin, ...]
    """Services with any event in it, in the panel's order."""
    events: tuple[str, ...]
    contacts: tuple[str, ...]
    missed: tuple[str, ...]
    perhaps: tuple[str, ...]
    """Vaguely dated events that may lie in it, and are in none of the above."""

    @property
    def days(self) -> int:
        """How many days it has."""
        return ordinal(self.last) - ordinal(self.first) + 1


@dataclass(frozen=True)
class AgeAt:
    """How old a subject was at something that matters to the review."""

    subject: PersonView
    at: str
    """What it was: "the incident", a status, a life event's own words."""
    on: str
    said: str
    """"21 months"."""
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Measures:
    """Everything a panel asks for, counted from the same events."""

    contacts: Contacts
    frame: Frame
    missed: MissedByMonth
    runs: tuple[Run, ...]
    """By service, oldest first."""
    no_record: tuple[Gap, ...]
    """Longest first."""
    not_seen: tuple[Gap, ...]
    """Overall, for each subject: longest first."""
    not_seen_by: tuple[Gap, ...]
    """By service: longest first."""
    together: tuple[Together, ...]
    ages: tuple[AgeAt, ...]
    undated: tuple[str, ...]
    """Events with no date: they are in no run, gap or month."""
    out_of_scope: int = 0
    """How many rows the panel put out of scope; they are counted nowhere."""

    @property
    def planned_and_missed(self) -> tuple[int, int]:
        """Over all services and times: planned, and missed."""
        missed = self.missed
        return (
            int(missed.planned.sum() + missed.vague_planned.sum()),
            int(missed.missed.sum() + missed.vague_missed.sum()),
        )


def measures(session: Session, of: Contacts | None = None) -> Measures:
    """Everything, of the whole case but for what the panel put out of scope.

    `of` are all contacts of the case, where they have been read already.
    """
    everything = contacts(session) if of is None else of
    return measure(
        everything.in_scope(),
        frame(the_review(session)),
        moments(session),
        out_of_scope=int(np.count_nonzero(everything.out_of_scope)),
    )


def frame(review: ReviewView) -> Frame:
    """The frame that a review sets."""
    return Frame(
        review.incident,
        review.scope_from,
        review.scope_to,
        review.silence_days,
        children=review.kind.subject == "child",
    )


@dataclass(frozen=True)
class Moment:
    """A day on which something happened at which a panel asks how old the child was."""

    on: str
    what: str
    of: str | None = None
    """The id of the one person it concerns; None where it concerns every subject."""


def moments(session: Session) -> list[Moment]:
    """Life events, beginnings of statuses, the incident and the ends of scope, oldest first."""
    review = the_review(session)
    found = [Moment(str(each.values["on"]), str(each.values["text"])) for each in life_events(session)]
    found += [
        Moment(starts, each.name, each.values["of"])
        for each in statuses(session)
        if (starts := each.values["starts"])
    ]
    for day, what in (
        (review.scope_from, "the start of scope"),
        (review.incident, "the incident"),
        (review.scope_to, "the end of scope"),
    ):
        if day:
            found.append(Moment(day[:10], what))
    return sorted(found, key=lambda one: one.on)


def measure(
    of: Contacts,
    within: Frame,
    at: Sequence[Moment] = (),
    *,
    out_of_scope: int = 0,
) -> Measures:
    """Everything, of these events. Leave out whole services or people and not outcomes: gaps would appear."""
    found = runs(of, children=within.children)
    overall: list[Gap] = []
    by_service: list[Gap] = []
    for subject in of.subjects:
        overall += not_seen(of, within, subject)
        by_service += not_seen_by_service(of, within, subject)
    return Measures(
        of,
        within,
        missed_by_month(of),
        tuple(found),
        tuple(no_record(of, within.silence_days)),
        tuple(sorted(overall, key=_longest)),
        tuple(sorted(by_service, key=_longest)),
        tuple(at_the_same_time(found)),
        tuple(ages(of.subjects, at)),
        of.ids_of(np.flatnonzero(~of.dated)),
        out_of_scope,
    )


# ---- missed contacts


def missed_by_month(of: Contacts) -> MissedByMonth:
    """Planned, missed and cancelled contacts by service and month."""
    kind = np.full(len(of), -1, np.int64)
    kind[of.contact == YES] = 0
    kind[of.missed] = 1
    kind[of.apart] = 2
    kind[_told_twice(of, kind)] = -1
    first, last = _month_of(of.earliest), _month_of(of.latest)
    within = (first == last) & of.dated & (of.earliest != NO_START) & (of.latest != NO_END)
    counted = kind >= 0
    lanes = len(of.services)
    dated = counted & within
    if dated.any():
        start, end = int(first[dated].min()), int(first[dated].max())
        months = tuple(f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(start, end + 1))
        month = np.where(within, first - start, -1)
        month[~dated] = -1
    else:
        months, month = (), np.full(len(of), -1, np.int64)
    cells = np.zeros((3, lanes, len(months)), np.int64)
    np.add.at(cells, (kind[dated], of.service[dated], month[dated]), 1)
    vague = np.zeros((3, lanes), np.int64)
    aside = counted & ~within
    np.add.at(vague, (kind[aside], of.service[aside]), 1)
    return MissedByMonth(
        contacts=of,
        months=months,
        planned=cells[0] + cells[1],
        missed=cells[1],
        apart=cells[2],
        vague_planned=vague[0] + vague[1],
        vague_missed=vague[1],
        _kind=kind,
        _month=month,
    )


def runs(of: Contacts, *, children: bool = True) -> list[Run]:
    """Every run of missed contacts, by service and then by its first day.

    A contact breaks the run of a person it was for, who was seen in it or who was present; where the record names
    nobody it may have been with anyone, and breaks all. `children`: a talk with an adult alone or by telephone
    breaks no run of a subject, whom it did not reach. Contacts for nobody named make runs of their own.
    """
    kind = np.full(len(of), -1, np.int64)
    kind[of.contact == YES] = 0
    kind[of.missed] = 1
    kind[_told_twice(of, kind)] = -1
    exact = of.exact
    unnamed = np.ones(len(of), np.bool_)
    unnamed[of.link_row] = False
    for_nobody = np.ones(len(of), np.bool_)
    for_nobody[of.link_row[of.link_part == 0]] = False
    unreached = {
        of.place_of(subject.id): of.seen(subject.id) == NO for subject in (of.subjects if children else ())
    }
    found: list[Run] = []
    for lane, service in enumerate(of.services):
        here = (of.service == lane) & (kind >= 0)
        rows = np.flatnonzero(here)
        missed = kind[rows] == 1
        if np.count_nonzero(missed & exact[rows]) < FEWEST_IN_A_RUN:
            continue
        in_lane = np.isin(of.link_row, rows)
        link_at = np.searchsorted(rows, of.link_row[in_lane])
        link_who, link_part = of.link_who[in_lane], of.link_part[in_lane]
        whom = [int(who) for who in np.unique(link_who[(link_part == 0) & missed[link_at]])]
        for who in [*whom, -1]:
            if who < 0:
                theirs, met = missed & for_nobody[rows], ~missed
                perhaps = np.zeros(len(rows), np.bool_)
            else:
                theirs = np.zeros(len(rows), np.bool_)
                theirs[link_at[(link_who == who) & (link_part == 0)]] = True
                perhaps = missed & for_nobody[rows]
                met = unnamed[rows].copy()
                met[link_at[link_who == who]] = True
                met &= ~missed
                if who in unreached:
                    met &= ~unreached[who][rows]
                theirs &= missed
            found += _runs_of(
                of, service, None if who < 0 else of.people[who], rows, theirs, met, perhaps, exact[rows]
            )
    return sorted(found, key=lambda run: (of.services.index(run.service), run.first, run.last))


def _runs_of(
    of: Contacts,
    service: ServiceView,
    who: Named | None,
    rows: Ints,
    missed: Flags,
    met: Flags,
    perhaps: Flags,
    exact: Flags,
) -> list[Run]:
    """The runs of one person in one service, whose rows are in order."""
    counted = rows[(missed | met) & exact]
    broken = met[(missed | met) & exact]
    if not len(counted):
        return []
    # Blocks of misses: a new one begins after each contact.
    block = np.cumsum(broken)
    counted, block = counted[~broken], block[~broken]
    _, starts, sizes = np.unique(block, return_index=True, return_counts=True)
    vague_met, vague_missed = rows[met & ~exact], rows[missed & ~exact]
    unsure = rows[perhaps & exact]
    found = []
    for at in np.flatnonzero(sizes >= FEWEST_IN_A_RUN):
        own = counted[starts[at] : starts[at] + sizes[at]]
        first, last = int(of.earliest[own[0]]), int(of.latest[own[-1]])
        within = unsure[(of.earliest[unsure] >= first) & (of.earliest[unsure] <= last)]
        may_add = np.sort(np.concatenate([_may_lie(of, vague_missed, first, last), within]))
        found.append(
            Run(
                service,
                who,
                iso(first),
                iso(last),
                of.ids_of(own),
                of.ids_of(_may_lie(of, vague_met, first, last)),
                of.ids_of(may_add),
            )
        )
    return found


def at_the_same_time(found: Sequence[Run]) -> list[Together]:
    """The stretches of days in which two or more services had a run, oldest first."""
    edges: dict[str, list[tuple[int, bool]]] = {}
    for at, run in enumerate(found):
        edges.setdefault(run.first, []).append((at, True))
        edges.setdefault(_day_after(run.last), []).append((at, False))
    together: list[Together] = []
    active: set[int] = set()
    gathered: set[int] = set()
    begun = ""
    for day in sorted(edges):
        for at, begins in edges[day]:
            (active.add if begins else active.discard)(at)
        several = len({found[at].service.id for at in active}) > 1
        if several:
            begun = begun or day
            gathered |= active
        elif begun:
            together.append(Together(begun, _day_before(day), tuple(found[at] for at in sorted(gathered))))
            begun, gathered = "", set()
    return together


def window(of: Contacts, first: str, last: str) -> Window:
    """What was recorded from one ISO day to another, both included."""
    start, end = ordinal(first), ordinal(last)
    inside = of.within(start, end)
    kind = np.full(len(of), -1, np.int64)
    kind[of.contact == YES] = 0
    kind[of.missed] = 1
    twice = _told_twice(of, kind)
    met, missed = inside & (of.contact == YES) & ~twice, inside & of.missed & ~twice
    by_service = []
    for lane, service in enumerate(of.services):
        here = of.service == lane
        events = int(np.count_nonzero(here & inside))
        if events:
            by_service.append(
                ServiceWithin(
                    service, events, int(np.count_nonzero(here & met)), int(np.count_nonzero(here & missed))
                )
            )
    return Window(
        first[:10],
        last[:10],
        tuple(by_service),
        of.ids_of(np.flatnonzero(inside)),
        of.ids_of(np.flatnonzero(met)),
        of.ids_of(np.flatnonzero(missed)),
        of.ids_of(np.flatnonzero(of.overlapping(start, end) & ~inside)),
    )


def days_before(of: Contacts, day: str, days: int) -> Window:
    """What was recorded in so many days before one, that day not included: the 90 days before the incident."""
    last = ordinal(day) - 1
    return window(of, iso(max(1, last - days + 1)), iso(max(1, last)))


def most_missed(of: Contacts, days: int = 90) -> Window | None:
    """The window of so many days with the most missed contacts, the earliest of such; None where none was missed."""
    kind = np.where(of.missed, 1, -1)
    counted = of.missed & of.exact & ~_told_twice(of, kind)
    on = np.sort(of.earliest[counted])
    if not len(on):
        return None
    within = np.searchsorted(on, on + days, "left") - np.arange(len(on))
    start = int(on[int(np.argmax(within))])
    return window(of, iso(start), iso(start + days - 1))


# ---- silence


def no_record(of: Contacts, silence_days: int) -> list[Gap]:
    """Where a service recorded nothing for longer than its span (the review's, where it has none), longest first."""
    exact = of.exact
    found: list[Gap] = []
    for lane, service in enumerate(of.services):
        here = of.service == lane
        rows = np.flatnonzero(here & exact)
        if len(rows) < 2:
            continue
        days = of.earliest[rows]
        longest = service.silence_days if service.silence_days is not None else silence_days
        vague = _Vague(of, np.flatnonzero(here & ~exact & of.dated))
        for at in np.flatnonzero(np.diff(days) > longest):
            first, last = int(days[at]), int(days[at + 1])
            found.append(
                Gap(
                    "no_record",
                    service,
                    None,
                    iso(first),
                    iso(last),
                    last - first,
                    "seen",
                    "seen",
                    of.ids_of(rows[at : at + 2]),
                    of.ids_of(vague.between(first, last)),
                )
            )
    return sorted(found, key=_longest)


def not_seen(
    of: Contacts, within: Frame, subject: PersonView, service: int | None = None, *, least: int = 1
) -> list[Gap]:
    """The spans of `least` days or more in which a subject was seen by nobody, or not by one service (its place).

    Between two contacts in which they were seen; from birth or the start of scope to the first; and from the last
    to the incident or, where there is none, to the end of scope. What came after the incident is left aside.
    """
    seen = of.seen(subject.id)
    here = np.ones(len(of), np.bool_) if service is None else of.service == service
    start = max((ordinal(day) for day in (subject.born, within.scope_from) if day), default=None)
    opens: Opens = "birth" if subject.born is not None and start == ordinal(subject.born) else "scope"
    end_day = within.incident or within.scope_to
    closes: Closes = "incident" if within.incident else "scope"
    end = None if end_day is None else ordinal(end_day)
    if subject.born is not None:
        here &= of.latest >= ordinal(subject.born)  # nobody is seen before they are born
    rows = np.flatnonzero(here & of.exact & (seen == YES) & (of.earliest <= (NO_END if end is None else end)))
    days = of.earliest[rows]
    missed = np.flatnonzero(here & of.exact & of.missed)
    unclear = np.flatnonzero(here & of.exact & (of.contact != NO) & (seen == UNKNOWN) & _may_be_contact(of))
    vague = _Vague(of, np.flatnonzero(here & ~of.exact & of.dated & (seen == YES)))
    bounds: list[_Bounds] = [
        (int(days[at]), int(days[at + 1]), "seen", "seen", rows[at : at + 2])
        for at in np.flatnonzero(np.diff(days) >= max(1, least))
    ]
    if start is not None and (not len(days) or start < days[0]):
        if len(days):
            bounds.append((start, int(days[0]), opens, "seen", rows[:1]))
        elif end is not None and start < end:
            bounds.append((start, end, opens, closes, rows[:0]))
    if end is not None and len(days) and days[-1] < end:
        bounds.append((int(days[-1]), end, "seen", closes, rows[-1:]))
    bounds = [bound for bound in bounds if bound[1] - bound[0] >= max(1, least)]
    tried, not_clear = _inside(of, missed, bounds), _inside(of, unclear, bounds)
    found = [
        Gap(
            "not_seen",
            None if service is None else of.services[service],
            subject,
            iso(first),
            iso(last),
            last - first,
            begins,
            ends,
            of.ids_of(bounding),
            of.ids_of(vague.between(first, last)),
            tried[at],
            not_clear[at],
        )
        for at, (first, last, begins, ends, bounding) in enumerate(bounds)
    ]
    return sorted(found, key=_longest)


def not_seen_by_service(of: Contacts, within: Frame, subject: PersonView, *, least: int = 1) -> list[Gap]:
    """The same for each service that was to see the subject, longest first.

    A service whose every contact was for somebody else, such as a parent's drug service, is not among them.
    """
    planned = (of.contact == YES) | of.missed
    them = of.place_of(subject.id)
    for_nobody = np.ones(len(of), np.bool_)
    for_nobody[of.link_row[of.link_part == 0]] = False
    theirs = (planned & (of.linked(them, 0) | for_nobody)) | (of.seen(subject.id) == YES)
    lanes = np.unique(of.service[theirs])
    found = [gap for lane in lanes for gap in not_seen(of, within, subject, int(lane), least=least)]
    return sorted(found, key=_longest)


# ---- ages


def ages(subjects: Iterable[PersonView], at: Sequence[Moment]) -> list[AgeAt]:
    """How old each subject was at each moment that concerns them, where their birth is known."""
    return [
        AgeAt(subject, one.what, one.on, age(subject.born, one.on))
        for subject in subjects
        if subject.born is not None
        for one in at
        if one.of in (None, subject.id)
    ]


# ---- in words


def say_named(who: Named) -> str:
    """Someone named in the records, as the reader may know them."""
    said = say_person(who.person) if who.person is not None else say_name(who.name)
    return said or "someone named in the record"


def say_run(run: Run) -> str:
    """A run in one sentence: "At least 4 planned contacts missed in a row by Mother"."""
    number = f"{run.qualifier} {run.count}".strip()
    whose = f" by {run.whose}" if run.whose else ""
    return f"{number[0].upper()}{number[1:]} planned contacts missed in a row{whose}"


def say_gap(gap: Gap) -> str:
    """A gap in one sentence: "No record for 5 months", "Not seen for at most 9 days, until the incident"."""
    what = "No record for" if gap.kind == "no_record" else "Not seen for"
    length = f"{gap.qualifier} {gap.length}".strip()
    edges = " ".join(edge for edge in (_OPENS.get(gap.opens, ""), gap.until) if edge)
    return f"{what} {length}" + (f", {edges}" if edges else "")


# ---- within

_Bounds = tuple[int, int, Opens, Closes, Ints]
"""Two days, what each of them is, and the rows of the events that they are of."""


class _Vague:
    """Vaguely dated events, to be asked which of them may lie between two days; mostly none do."""

    def __init__(self, of: Contacts, rows: Ints) -> None:
        self._rows = rows
        self._earliest, self._latest = of.earliest[rows], of.latest[rows]

    def between(self, first: int, last: int) -> Ints:
        """Those that may have happened after the one day and before the other."""
        if not len(self._rows):
            return self._rows
        return self._rows[(self._earliest < last) & (self._latest > first)]


def _may_lie(of: Contacts, rows: Ints, first: int, last: int) -> Ints:
    dated: Flags = of.dated[rows]
    return rows[dated & (of.earliest[rows] <= last) & (of.latest[rows] >= first)]


def _inside(of: Contacts, rows: Ints, bounds: Sequence[_Bounds]) -> list[tuple[str, ...]]:
    """For each two days, the events of these rows, in order of their days, after the one and before the other."""
    days, ids = of.earliest[rows], of.ids_of(rows)
    starts = np.searchsorted(days, [bound[0] for bound in bounds], "right").tolist()
    ends = np.searchsorted(days, [bound[1] for bound in bounds], "left").tolist()
    return [ids[start:end] for start, end in zip(starts, ends, strict=True)]


def _may_be_contact(of: Contacts) -> Flags:
    """Whether anyone may have been met: not for what is no contact at all, such as a letter or a meeting."""
    found: Flags = np.isin(of.outcome, (_NOT_RECORDED, NOT_UNDERSTOOD)) | (of.contact == YES)
    return found


def _told_twice(of: Contacts, kind: Ints) -> Flags:
    """The second and further accounts, by the same service, of one event that came to the same."""
    twice = np.zeros(len(of), np.bool_)
    linked = np.flatnonzero((of.happening >= 0) & (kind >= 0))
    if len(linked):
        # An account with an exact day stands for the others.
        linked = linked[np.argsort(~of.exact[linked], kind="stable")]
        same = np.stack([of.happening[linked], of.service[linked], kind[linked]], axis=1)
        _, first = np.unique(same, axis=0, return_index=True)
        twice[linked] = True
        twice[linked[first]] = False
    return twice


def _month_of(days: Ints) -> Ints:
    """Months since the year 0 of days; of the open ends, whatever comes."""
    safe = np.clip(days, 1, NO_END - 1)
    since: Ints = (safe - _EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    since += 1970 * 12
    return since


def _qualifier(*, at_least: bool, at_most: bool) -> str:
    return ("about" if at_most else "at least") if at_least else "at most" if at_most else ""


def _longest(gap: Gap) -> tuple[int, str]:
    return -gap.days, gap.first


def _day_after(day: str) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat()


def _day_before(day: str) -> str:
    return (dt.date.fromisoformat(day) - dt.timedelta(days=1)).isoformat()
