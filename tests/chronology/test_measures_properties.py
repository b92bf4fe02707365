"""The measures against a slow reference in plain Python, written from the definitions and not from the code."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.chronology.contacts import (
    NO_END,
    NO_START,
    OUTCOME_CODES,
    PRECISIONS,
    Contacts,
    Named,
    iso,
)
from workbench.chronology.measures import (
    Frame,
    at_the_same_time,
    missed_by_month,
    most_missed,
    no_record,
    not_seen,
    runs,
    window,
)
from workbench.chronology.outcomes import OUTCOMES
from workbench.people import PersonView, ServiceView

START = dt.date(2013, 1, 1).toordinal()
SERVICES = tuple(
    ServiceView(code, code, code, None, "#000000", silence_days=days)
    for code, days in (("HV", None), ("DAS", 5), ("POL", None))
)
CHILD = PersonView("child", "Ash", None, (), "", iso(START + 3), True, True)
SIBLING = PersonView("sibling", "Dee", None, (), "", None, True, False)
MOTHER = PersonView("mother", "Bea", None, (), "", None, False, False)
PEOPLE = (*(Named(one.id, one.name, one) for one in (CHILD, SIBLING, MOTHER)), Named(None, "Mum"))


@dataclass(frozen=True)
class One:
    """An event, as the reference knows one."""

    id: str
    service: int
    first: int
    last: int
    hedged: bool
    outcome: str | None
    links: frozenset[tuple[int, int]]
    child_seen: bool | None
    happening: int

    @property
    def exact(self) -> bool:
        return self.first == self.last and not self.hedged

    @property
    def dated(self) -> bool:
        return not (self.first == NO_START and self.last == NO_END)

    @property
    def contact(self) -> bool:
        return self.outcome is not None and OUTCOMES[self.outcome].contact is True

    @property
    def missed(self) -> bool:
        return self.outcome is not None and OUTCOMES[self.outcome].missed

    def whose(self) -> set[int]:
        return {who for who, part in self.links if part == 0}

    def saw(self, who: int) -> bool | None:
        """Whether a subject (0 the child, who leads; 1 the sibling) was seen."""
        both = {0, 1}
        named = {one for one, part in self.links if part in (0, 1)} & both
        concerned = who in named if named else who == 0
        if who == 0 and 1 not in named:
            concerned = True
        if concerned and self.child_seen is not None:
            return self.child_seen
        if (who, 1) in self.links:
            return True
        table = OUTCOMES[self.outcome].seen if self.outcome else None
        if table is False:
            return False
        if not concerned:
            return False if both - {who} & named else None
        return table


days = st.integers(0, 60)
outcomes = st.sampled_from([None, *OUTCOME_CODES, "no_access", "no_access", "did_not_attend", "seen"])


@st.composite
def events(draw: st.DrawFn) -> list[One]:
    made = []
    for number in range(draw(st.integers(0, 24))):
        first = START + draw(days)
        kind = draw(st.sampled_from(["day"] * 8 + ["range", "hedged", "before", "after", "undated"]))
        last = first
        if kind == "range":
            last = first + draw(st.integers(1, 40))
        elif kind == "before":
            first = NO_START
        elif kind == "after":
            last = NO_END
        elif kind == "undated":
            first, last = NO_START, NO_END
        links = draw(st.frozensets(st.tuples(st.integers(0, 3), st.sampled_from([0, 0, 1, 2])), max_size=2))
        made.append(
            One(
                f"e{number:02}",
                draw(st.integers(0, 2)),
                first,
                last,
                kind == "hedged",
                draw(outcomes),
                links,
                draw(st.sampled_from([None, None, None, True, False])),
                draw(st.sampled_from([-1, -1, -1, 0, 1])),
            )
        )

    def in_order(one: One) -> tuple[bool, int, int, str]:
        return not one.dated, one.first if one.first != NO_START else one.last, one.last, one.id

    return sorted(made, key=in_order)


def as_contacts(given: list[One]) -> Contacts:
    links = sorted((row, who, part) for row, one in enumerate(given) for who, part in one.links)
    columns = np.array(links, np.int64).reshape(-1, 3)
    answer = {None: -1, False: 0, True: 1}

    def ints(values: list[int]) -> "np.typing.NDArray[np.int64]":
        return np.array(values, np.int64)

    return Contacts(
        ids=tuple(one.id for one in given),
        number=ints(list(range(len(given)))),
        services=SERVICES,
        service=ints([one.service for one in given]),
        earliest=ints([one.first for one in given]),
        latest=ints([one.last for one in given]),
        precision=np.array([PRECISIONS.index("range")] * len(given), np.int8),
        approximate=np.array([one.hedged for one in given], np.bool_),
        minute=ints([-1] * len(given)),
        end_minute=ints([-1] * len(given)),
        outcome=ints([OUTCOME_CODES.index(one.outcome) if one.outcome else -1 for one in given]),
        key=np.zeros(len(given), np.bool_),
        out_of_scope=np.zeros(len(given), np.bool_),
        happening=ints([one.happening for one in given]),
        people=PEOPLE,
        link_row=columns[:, 0].copy(),
        link_who=columns[:, 1].copy(),
        link_part=columns[:, 2].astype(np.int8),
        child_seen=np.array([answer[one.child_seen] for one in given], np.int8),
    )


def once(given: list[One]) -> list[One]:
    """Without the second and further accounts, by one service, of one event that came to the same."""
    kept: dict[tuple[int, int, str], One] = {}
    for one in [*(one for one in given if one.exact), *(one for one in given if not one.exact)]:
        kind = "contact" if one.contact else "missed" if one.missed else "apart" if _apart(one) else ""
        if kind and one.happening >= 0:
            kept.setdefault((one.happening, one.service, kind), one)
    stays = {one.id for one in kept.values()}
    return [
        one
        for one in given
        if one.happening < 0 or one.id in stays or not (one.contact or one.missed or _apart(one))
    ]


def _apart(one: One) -> bool:
    return one.outcome is not None and OUTCOMES[one.outcome].apart


def slow_runs(given: list[One], children: bool) -> set[tuple[str, int, tuple[str, ...]]]:
    found = set()
    for lane, service in enumerate(SERVICES):
        here = [one for one in once(given) if one.service == lane and one.exact]
        for who in (-1, 0, 1, 2, 3):
            row: list[str] = []
            for one in [*here, None]:
                if one is not None and one.missed and (who in one.whose() or (who < 0 and not one.whose())):
                    row.append(one.id)
                    continue
                if one is None:
                    met = True
                elif not one.contact:
                    continue
                elif who < 0:
                    met = True
                else:
                    met = not one.links or who in {each for each, _ in one.links}
                    if children and who in (0, 1) and one.saw(who) is False:
                        met = False
                if met:
                    if len(row) >= 3:
                        found.add((service.code, who, tuple(row)))
                    row = []
    return found


@settings(max_examples=300, deadline=None)
@given(events(), st.booleans())
def test_runs_are_those_of_the_reference(given: list[One], children: bool) -> None:
    found = runs(as_contacts(given), children=children)
    as_told = {
        (run.service.code, -1 if run.who is None else PEOPLE.index(run.who), run.rows) for run in found
    }
    assert as_told == slow_runs(given, children)
    assert len(as_told) == len(found)
    at = {one.id: one for one in given}
    for run in found:
        first, last = at[run.rows[0]].first, at[run.rows[-1]].last
        assert (run.first, run.last) == (iso(first), iso(last))
        assert all(not at[one].exact and at[one].contact for one in run.may_break)
        assert all(at[one].missed and at[one].dated and at[one].last >= first for one in run.may_add)
    together = at_the_same_time(found)
    busy = {
        day
        for day in range(START, START + 62)
        if len({run.service.code for run in found if run.first <= iso(day) <= run.last}) > 1
    }
    told = {day for one in together for day in range(START, START + 62) if one.first <= iso(day) <= one.last}
    assert told == busy


@settings(max_examples=200, deadline=None)
@given(events())
def test_silence_is_that_of_the_reference(given: list[One]) -> None:
    expected = set()
    for lane, service in enumerate(SERVICES):
        on = sorted({one.first for one in given if one.service == lane and one.exact})
        longest = 9 if service.silence_days is None else service.silence_days
        for first, last in pairwise(on):
            if last - first > longest:
                may = frozenset(
                    one.id
                    for one in given
                    if one.service == lane
                    and one.dated
                    and not one.exact
                    and one.first < last
                    and one.last > first
                )
                expected.add((service.code, iso(first), iso(last), last - first, may))
    found = no_record(as_contacts(given), 9)
    assert {
        (gap.service.code if gap.service else "", gap.first, gap.last, gap.days, frozenset(gap.may_break))
        for gap in found
    } == expected
    assert [gap.days for gap in found] == sorted((gap.days for gap in found), reverse=True)


@settings(max_examples=300, deadline=None)
@given(
    events(),
    st.sampled_from([0, 1]),
    st.sampled_from([None, 0, 1]),
    st.sampled_from([None, START + 30]),
    st.sampled_from([None, START]),
)
def test_time_not_seen_is_that_of_the_reference(
    given: list[One], who: int, lane: int | None, incident: int | None, scope: int | None
) -> None:
    subject = (CHILD, SIBLING)[who]
    frame = Frame(
        None if incident is None else iso(incident),
        None if scope is None else iso(scope),
        iso(START + 50),
        120,
    )
    born = START + 3 if who == 0 else None
    end = incident if incident is not None else START + 50
    sightings = [
        one.first
        for one in given
        if one.exact
        and one.saw(who) is True
        and (lane is None or one.service == lane)
        and (born is None or one.first >= born)
        and one.first <= end
    ]
    start = max((day for day in (born, scope) if day is not None), default=None)
    points = sorted(set(sightings))
    expected = set(pairwise(points))
    if start is not None and (not points or start < points[0]):
        expected.add((start, points[0] if points else end))
    if points and points[-1] < end:
        expected.add((points[-1], end))
    found = not_seen(as_contacts(given), frame, subject, lane)
    assert {(gap.first, gap.last) for gap in found} == {
        (iso(first), iso(last)) for first, last in expected if last > first
    }
    at = {one.id: one for one in given}
    for gap in found:
        assert all(gap.first < iso(at[one].first) < gap.last and at[one].missed for one in gap.tried)
        assert all(at[one].saw(who) is None for one in gap.unclear)
        assert (gap.closes == "incident") == (
            incident is not None and gap.last == iso(end) and end not in points
        )


@settings(max_examples=200, deadline=None)
@given(events())
def test_months_windows_and_sums_are_those_of_the_reference(given: list[One]) -> None:
    of = as_contacts(given)
    counted: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    aside = [0, 0]
    for one in once(given):
        if not (one.contact or one.missed or _apart(one)):
            continue
        whole = one.first != NO_START and one.last != NO_END and iso(one.first)[:7] == iso(one.last)[:7]
        if whole:
            cell = counted[one.service, iso(one.first)[:7]]
            cell[0] += one.contact or one.missed
            cell[1] += one.missed
            cell[2] += _apart(one)
        else:
            aside[0] += one.contact or one.missed
            aside[1] += one.missed
    found = missed_by_month(of)
    assert {
        (SERVICES.index(cell.service), cell.month): [cell.planned, cell.missed, cell.apart]
        for cell in found.cells()
    } == dict(counted)
    assert [int(found.vague_planned.sum()), int(found.vague_missed.sum())] == aside
    for each in found.cells():
        lane, month = SERVICES.index(each.service), found.months.index(each.month)
        assert len(found.rows(lane, month)) == each.missed
        assert len(found.rows(lane, month, "planned")) == each.planned
    assert len(found.rows()) == sum(cell.missed for cell in found.cells())

    inside = window(of, iso(START + 10), iso(START + 29))
    assert set(inside.events) == {
        one.id for one in given if one.first >= START + 10 and one.last <= START + 29
    }
    assert set(inside.missed) == {one.id for one in once(given) if one.missed and one.id in inside.events}
    best = most_missed(of, 20)
    missed = [one for one in once(given) if one.missed and one.exact]
    assert (best is None) == (not missed)
    if best is not None:
        most = max(sum(first.first <= one.first < first.first + 20 for one in missed) for first in missed)
        sure = [one for one in missed if best.first <= iso(one.first) <= best.last]
        assert len(sure) == most
