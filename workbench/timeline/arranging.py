"""The facts put into lanes by a choice: what is worked out once, so that a frame has only to place it.

Entries are events in lanes: one event stands once in lanes of services or kinds, and once for each person in
lanes of people. They are sorted by *row*, two for each lane (above its line, and below), and by time within.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np

from workbench.anonymity.rendering import Reader, is_anonymous, reader, say, say_person, say_service
from workbench.chronology.contacts import OUTCOME_CODES
from workbench.chronology.measures import Gap
from workbench.timeline.facts import Facts
from workbench.timeline.picture import BELOW, MARK_WORDS, MARKS, Bools, Codes, Floats, Ints, Marks
from workbench.timeline.view import Choice, day_number

_BELOW = np.array([mark in BELOW for mark in MARKS])
LABEL_LETTERS = 30
"""The most letters of a label on the picture; the card has all the words."""


@dataclass(frozen=True)
class LaneFact:
    """A lane before it has a place: `at` is the place of its service, person or kind among all of them."""

    key: str
    at: int
    name: Callable[[], str]
    code: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Spans:
    """Runs, or gaps, of the lanes: arrays of one length, sorted by lane and start."""

    lane: Ints
    start: Floats
    end: Floats
    of: Ints
    """Place among the runs, or the gaps, of the facts."""


@dataclass(eq=False)
class Said:
    """What was worked out for an earlier frame. Labels are of the reader they were made for: another gets them anew."""

    counts: dict[int, tuple[Ints, Ints]] = field(default_factory=dict)
    """Of the overview, by how many columns it has."""
    marks: tuple[tuple[object, float], Marks] | None = None
    """The marks of the last frame, with what they were placed for: they hold for as long as one only pans."""
    who: Reader | None = None
    labels: dict[int, str] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Arranged:
    """The facts in lanes."""

    facts: Facts
    choice: Choice
    lanes: tuple[LaneFact, ...]
    chosen: Ints
    """The events that the filters let through, in the trade's order; undated ones last."""
    place: Ints
    """For each event its place in `chosen`; -1 where it is filtered out."""
    event: Ints
    row: Ints
    """Twice the lane, and one more where the mark stands below its line."""
    start: Floats
    end: Floats
    kind: Codes
    key: Bools
    dimmed: Bools
    since: Floats
    """Days since the entry before in the same row; infinite for the first."""
    entry: Ints
    """For each event its first entry; -1 where it has none."""
    reach: Ints
    """Entries whose date reaches further than a day: vague ones."""
    runs: Spans
    no_records: Spans
    not_seen: Spans
    """By service; `overall` are those of anyone."""
    overall: Spans
    ties: tuple[Ints, ...]
    """Entries of each event told by several accounts, where they stand in more than one row."""
    tie_start: Floats
    tie_end: Floats
    tag_entry: Ints
    tag_theme: Ints
    seen: Floats
    """Every moment at which the subject was seen, ascending."""
    status_rows: tuple[int, ...]
    """For each status of the facts the row of its bar, so that two at once stand over each other."""
    said: Said = field(default_factory=Said)

    def step(self, event: int, direction: int) -> int:
        """The event after this one (1) or before it (-1) in the trade's order, among those chosen; itself at an end.

        -1 where nothing is chosen at all. From an event that is filtered out it goes on to the nearest.
        """
        if not len(self.chosen):
            return -1
        at = int(self.place[event]) if 0 <= event < len(self.place) else -1
        if at < 0:
            at = int(np.searchsorted(self.chosen, event)) - (direction > 0)
            if event < 0:
                at = -1
        return int(self.chosen[min(max(at + direction, 0), len(self.chosen) - 1)])

    def beside(self, event: int, direction: int) -> int:
        """The event nearest in time in the next lane below (1) or above (-1) that has any; itself where none has."""
        entry = int(self.entry[event])
        if entry < 0:
            return event
        lane, at = int(self.row[entry]) // 2, self.start[entry]
        while 0 <= lane + direction < len(self.lanes):
            lane += direction
            rows = np.flatnonzero(self.row // 2 == lane)
            if len(rows):
                return int(self.event[rows[np.argmin(np.abs(self.start[rows] - at))]])
        return event

    @property
    def period(self) -> tuple[float, float]:
        """The stretch of time that shows everything chosen."""
        return self.facts.period

    @cached_property
    def kinds(self) -> frozenset[int]:
        """The kinds of marks there are."""
        return frozenset(np.unique(self.kind).tolist())

    @cached_property
    def any_key(self) -> bool:
        """Whether there is a key event."""
        return bool(self.key.any())

    @cached_property
    def undated(self) -> int:
        """How many of the chosen events have no date."""
        return int(np.count_nonzero(~self.facts.contacts.dated[self.chosen]))

    def label(self, event: int) -> str:
        """The few words that stand beside a mark, as the reader may see them."""
        self._same_reader()
        found = self.said.labels.get(event)
        if found is None:
            found = self.said.labels[event] = _label(self.facts, event)
        return found

    def lane_name(self, lane: int) -> str:
        """What a lane is called, as the reader may see it."""
        self._same_reader()
        found = self.said.names.get(lane)
        if found is None:
            found = self.said.names[lane] = self.lanes[lane].name()
        return found

    def _same_reader(self) -> None:
        who = reader()
        if self.said.who is not who:
            self.said.who = who
            self.said.labels.clear()
            self.said.names.clear()


def _label(facts: Facts, event: int) -> str:
    sort = facts.kinds_of_contact[event].strip()
    raw = sort if sort and len(sort) <= LABEL_LETTERS else facts.first_words[event]
    if is_anonymous():
        raw = say(raw)
    raw = " ".join(raw.split())
    for stop in (". ", "; ", ": ", " - ", " – ", ", "):
        head, found, _ = raw.partition(stop)
        if found and len(head) >= 3:
            raw = head
    raw = raw.rstrip(".,;:")
    if len(raw) <= LABEL_LETTERS:
        return raw
    cut = raw[:LABEL_LETTERS].rsplit(" ", 1)[0].rstrip(".,;:")
    return f"{cut if len(cut) >= 8 else raw[: LABEL_LETTERS - 1]}…"


def chosen_events(facts: Facts, choice: Choice) -> Bools:
    """The mask of the events that a choice lets through."""
    of = facts.contacts
    mask = np.ones(len(of), np.bool_)
    if choice.services:
        wanted = [at for at, service in enumerate(of.services) if service.id in choice.services]
        mask &= np.isin(of.service, wanted)
    if choice.people:
        places = [at for at, one in enumerate(of.people) if one.id in choice.people]
        linked = np.zeros(len(of), np.bool_)
        linked[of.link_row[np.isin(of.link_who, places)]] = True
        mask &= linked
    if choice.outcomes:
        codes = [-1 if code is None else OUTCOME_CODES.index(code) for code in choice.outcomes]
        mask &= np.isin(of.outcome, codes)
    if choice.key:
        mask &= of.key
    if choice.linked:
        mask &= of.happening >= 0
    if choice.in_scope:
        mask &= ~of.out_of_scope
    return mask


def arrange(facts: Facts, choice: Choice | None = None) -> Arranged:
    """Put the facts into lanes as chosen."""
    choice = choice or Choice()
    of = facts.contacts
    mask = chosen_events(facts, choice)
    chosen = np.flatnonzero(mask)
    place = np.full(len(of), -1, np.int64)
    place[chosen] = np.arange(len(chosen))
    event, key_of = _lane_keys(facts, choice, np.flatnonzero(mask & of.dated))
    lanes, lane_at = _lanes(facts, choice, mask, key_of)
    row = 2 * lane_at[key_of] + _BELOW[facts.mark[event]]
    start = facts.start[event]
    order = np.lexsort((start, row))
    event, row, start = event[order], row[order].astype(np.int64), start[order]
    since = np.full(len(event), np.inf)
    if len(event) > 1:
        since[1:] = np.where(row[1:] == row[:-1], np.diff(start), np.inf)
    entry = np.full(len(of), -1, np.int64)
    entry[event[::-1]] = np.arange(len(event))[::-1]
    end = np.where(facts.open_start[event] | facts.open_end[event], start, facts.end[event])
    unfocused = np.zeros(len(of), np.bool_)
    if choice.themes:
        wanted = [at for at, theme in enumerate(facts.themes) if theme.id in choice.themes]
        unfocused[:] = True
        unfocused[facts.tag_event[np.isin(facts.tag_theme, wanted)]] = False
    tagged = entry[facts.tag_event] if len(facts.tag_event) else facts.tag_event
    shown = tagged >= 0
    ties, tie_start, tie_end = _ties(facts, mask, entry, row, start)
    lane_of = {lane.key: at for at, lane in enumerate(lanes)}
    return Arranged(
        facts=facts,
        choice=choice,
        lanes=lanes,
        chosen=chosen,
        place=place,
        event=event,
        row=row,
        start=start,
        end=end,
        kind=facts.mark[event],
        key=of.key[event],
        dimmed=unfocused[event],
        since=since,
        entry=entry,
        reach=np.flatnonzero(facts.vague[event]),
        runs=_runs(facts, choice, mask, lane_of),
        no_records=_gaps(facts, choice, "no_record", lane_of),
        not_seen=_gaps(facts, choice, "not_seen", lane_of),
        overall=_overall(facts),
        ties=ties,
        tie_start=tie_start,
        tie_end=tie_end,
        tag_entry=tagged[shown],
        tag_theme=facts.tag_theme[shown],
        seen=np.unique(facts.start[facts.seen & facts.contacts.exact & mask]),
        status_rows=_stacked(facts),
    )


# ---- lanes


def _lane_keys(facts: Facts, choice: Choice, dated: Ints) -> tuple[Ints, Ints]:
    """For each entry its event, and the place of its service, kind or person (one past the last: nobody named)."""
    of = facts.contacts
    if choice.lanes == "service":
        return dated, of.service[dated]
    if choice.lanes == "kind":
        return dated, facts.mark[dated].astype(np.int64)
    known = np.array([one.id is not None for one in of.people], np.bool_)
    wanted = np.zeros(len(of), np.bool_)
    wanted[dated] = True
    use = wanted[of.link_row]
    nobody = len(of.people)
    who = np.where(known[of.link_who[use]], of.link_who[use], nobody) if nobody else of.link_who[use]
    pairs = np.unique(np.stack([of.link_row[use], who]), axis=1) if use.any() else np.zeros((2, 0), np.int64)
    alone = dated[~np.isin(dated, pairs[0])]
    return (
        np.concatenate([pairs[0], alone]).astype(np.int64),
        np.concatenate([pairs[1], np.full(len(alone), nobody)]).astype(np.int64),
    )


def _lanes(facts: Facts, choice: Choice, mask: Bools, key_of: Ints) -> tuple[tuple[LaneFact, ...], Ints]:
    """The lanes that have anything to show, in order, and for each key the lane it became."""
    of = facts.contacts
    most = max(len(of.services), len(MARKS), len(of.people) + 1)
    used = np.zeros(most + 1, np.bool_)
    used[key_of] = True
    lanes: list[LaneFact] = []
    at_of = np.full(most + 1, -1, np.int64)
    if choice.lanes == "service":
        # A service whose every event is undated has its lane, or it would not be told of at all.
        used[np.unique(of.service[mask])] = True
        for at, service in enumerate(of.services):
            if used[at]:
                at_of[at] = len(lanes)
                lanes.append(
                    LaneFact(
                        service.id,
                        at,
                        partial(say_service, service.name),
                        service.code,
                        service.colour,
                    )
                )
    elif choice.lanes == "kind":
        for at in np.flatnonzero(used[: len(MARKS)]).tolist():
            at_of[at] = len(lanes)
            lanes.append(LaneFact(MARKS[at], at, partial(str, MARK_WORDS[at])))
    else:
        for at, one in enumerate(of.people):
            if used[at] and one.id is not None and one.person is not None:
                at_of[at] = len(lanes)
                lanes.append(LaneFact(one.id, at, partial(say_person, one.person)))
        if used[len(of.people)]:
            at_of[len(of.people)] = len(lanes)
            lanes.append(LaneFact("nobody", len(of.people), partial(str, "Nobody named")))
    return tuple(lanes), at_of


# ---- what spans time


def _spans(found: list[tuple[int, float, float, int]]) -> Spans:
    found.sort()
    table = np.array(found, np.float64).reshape(-1, 4)
    return Spans(
        table[:, 0].astype(np.int64), table[:, 1].copy(), table[:, 2].copy(), table[:, 3].astype(np.int64)
    )


def _runs(facts: Facts, choice: Choice, mask: Bools, lane_of: dict[str, int]) -> Spans:
    """Runs stand in lanes of services and of people, from the moment of the first missed contact to the last."""
    found = []
    of = facts.contacts
    for at, run in enumerate(facts.runs):
        if choice.lanes == "service":
            lane = lane_of.get(run.service.id)
        elif choice.lanes == "person":
            lane = lane_of.get((run.who.id if run.who else None) or "nobody")
        else:
            lane = None
        rows = [row for one in run.rows if (row := of.row_of(one)) is not None]
        if lane is not None and rows and mask[rows].any():
            found.append((lane, float(facts.start[rows[0]]), float(facts.start[rows[-1]]), at))
    return _spans(found)


def _gaps(facts: Facts, choice: Choice, kind: str, lane_of: dict[str, int]) -> Spans:
    found = []
    if choice.lanes == "service":
        for at, gap in enumerate(facts.gaps):
            if (
                gap.kind == kind
                and gap.service is not None
                and (lane := lane_of.get(gap.service.id)) is not None
            ):
                if kind == "not_seen" and not _tried(facts, gap):
                    continue
                found.append((lane, *_ends(facts, gap), at))
    return _spans(found)


def _tried(facts: Facts, gap: Gap) -> bool:
    """Whether a long span in which a service did not see the subject has records of its own within.

    Where it has none, the band of *no record* says so, or the service was not there at all.
    """
    if gap.days < facts.review.silence_days:
        return False
    start, end = _ends(facts, gap)
    at = next(place for place, one in enumerate(facts.services) if gap.service and one.id == gap.service.id)
    of = facts.contacts
    within = (of.service == at) & (facts.start > start) & (facts.end < end)
    return bool(within.any())


def _overall(facts: Facts) -> Spans:
    return _spans(
        [
            (0, *_ends(facts, gap), at)
            for at, gap in enumerate(facts.gaps)
            if gap.kind == "not_seen" and gap.service is None
        ]
    )


def _ends(facts: Facts, gap: Gap) -> tuple[float, float]:
    """Where a gap begins and ends: at the marks that bound it, or at birth, the scope's edge or the incident."""
    of = facts.contacts
    start, end = day_number(gap.first), day_number(gap.last)
    rows = [row for one in gap.rows if (row := of.row_of(one)) is not None]
    if gap.opens == "seen" and rows:
        start = float(facts.start[rows[0]])
    if gap.closes == "seen" and rows:
        end = float(facts.start[rows[-1]])
    elif gap.closes == "incident" and facts.incident is not None:
        end = facts.incident
    elif gap.closes == "scope":
        end += 1.0
    return (start, end) if end > start else (end, start)


def _stacked(facts: Facts) -> tuple[int, ...]:
    """The row of each status's bar. One that begins on another's last day follows it in the same row."""
    free: list[float] = []
    rows = []
    for status in facts.statuses:
        start = -np.inf if status.start is None else status.start
        end = np.inf if status.end is None else status.end
        row = next((at for at, until in enumerate(free) if until <= start + 1), len(free))
        free[row : row + 1] = [end]
        rows.append(row)
    return tuple(rows)


def _ties(
    facts: Facts, mask: Bools, entry: Ints, row: Ints, start: Floats
) -> tuple[tuple[Ints, ...], Floats, Floats]:
    linked = np.flatnonzero(mask & (facts.contacts.happening >= 0) & (entry >= 0))
    groups: dict[int, list[int]] = {}
    for event in linked:
        groups.setdefault(int(facts.contacts.happening[event]), []).append(int(entry[event]))
    ties = [np.array(sorted(entries), np.int64) for entries in groups.values() if len({*row[entries]}) > 1]
    return (
        tuple(ties),
        np.array([start[entries].min() for entries in ties], np.float64),
        np.array([start[entries].max() for entries in ties], np.float64),
    )
