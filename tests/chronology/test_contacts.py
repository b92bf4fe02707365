"""Every event as columns: in the trade's order, filtered in memory, with the outcome table's answers."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from workbench.case import new_case
from workbench.casefile import CaseFile
from workbench.chronology.contacts import NO, NO_END, NO_START, UNKNOWN, YES, Contacts, contacts, filtered
from workbench.chronology.dates import read_date
from workbench.chronology.events import EventPerson, add_event
from workbench.chronology.linking import link_as_same, link_person
from workbench.chronology.marks import mark_key
from workbench.people import add_person, add_service


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    with new_case(tmp_path / "a.rpw", "three plain words", "Child T", "lcspr", by="R. Marsh") as made:
        add_service(made, "Health visiting", "HV")
        add_service(made, "Drug and alcohol service", "DAS")
        yield made


def add(case: CaseFile, date: str, outcome: str | None = "seen", service: str = "HV", **more: object) -> str:
    return add_event(case, service, read_date(date).when, f"On {date}.", outcome=outcome, **more)  # type: ignore[arg-type]


def read(case: CaseFile) -> Contacts:
    with case.reading() as session:
        return contacts(session)


def test_events_come_in_the_trades_order_with_the_undated_last(case: CaseFile) -> None:
    later = add(case, "5 May 2013")
    undated = add(case, "not known")
    vague = add(case, "March 2013")
    timed = add(case, "5 May 2013", time="09:30", end_time="10:00")
    found = read(case)
    assert found.ids == (vague, timed, later, undated)
    assert found.minute.tolist() == [-1, 570, -1, -1]
    assert found.end_minute.tolist() == [-1, 600, -1, -1]
    assert found.exact.tolist() == [False, True, True, False]
    assert (found.earliest[3], found.latest[3], found.undated) == (NO_START, NO_END, 1)
    assert found.earliest[0] == dt.date(2013, 3, 1).toordinal()
    assert found.when(0) == read_date("March 2013").when
    assert (found.ref(0), found.time(1), found.time(2)) == ("E3", "09:30", None)


def test_a_hedged_day_is_not_an_exact_one(case: CaseFile) -> None:
    add(case, "about 5 May 2013")
    add(case, "before 5 May 2013")
    found = read(case)
    assert found.exact.tolist() == [False, False]
    assert found.latest.tolist() == [dt.date(2013, 5, 4).toordinal(), dt.date(2013, 5, 5).toordinal()]


def test_the_outcome_table_answers(case: CaseFile) -> None:
    for outcome in ("seen", "not_brought", "cancelled_by_family", "not_applicable", None):
        add(case, "5 May 2013", outcome)
    found = read(case)
    assert found.contact.tolist() == [YES, NO, NO, UNKNOWN, UNKNOWN]
    assert found.missed.tolist() == [False, True, False, False, False]
    assert found.apart.tolist() == [False, False, True, False, False]


def test_who_was_seen_follows_the_record_then_the_people_then_the_outcome(case: CaseFile) -> None:
    child = add_person(case, "Ash Young", subject=True)
    mother = add_person(case, "Bea Young")
    add(case, "1 May 2013", "seen")
    add(case, "2 May 2013", "attended")
    linked = add(case, "3 May 2013", "attended")
    link_person(case, linked, child, "seen")
    other = add(case, "4 May 2013", "attended")
    link_person(case, other, mother, "seen")
    add(case, "5 May 2013", "attended", child_seen=True)
    add(case, "6 May 2013", "seen", child_seen=False)
    add(case, "7 May 2013", "adult_only")
    add(case, "8 May 2013", "not_recorded")
    add(case, "9 May 2013", "present_not_spoken")
    assert read(case).seen().tolist() == [YES, UNKNOWN, YES, UNKNOWN, YES, NO, NO, UNKNOWN, YES]
    assert read(case).seen(mother).tolist() == [UNKNOWN] * 9


def test_what_names_one_child_says_nothing_of_another(case: CaseFile) -> None:
    child = add_person(case, "Ash Young", subject=True)
    sibling = add_person(case, "Dee Young", subject=True)
    add(case, "1 May 2013", "seen")
    theirs = add(case, "2 May 2013", "seen")
    link_person(case, theirs, sibling, "for")
    both = add(case, "3 May 2013", "seen")
    link_person(case, both, sibling, "seen")
    link_person(case, both, child, "seen")
    found = read(case)
    assert found.seen(child).tolist() == [YES, NO, YES]
    assert found.seen(sibling).tolist() == [UNKNOWN, YES, YES]


def test_masks_filter_without_reading_again(case: CaseFile) -> None:
    child = add_person(case, "Ash Young", subject=True)
    first = add(case, "1 May 2013", "seen")
    vague = add(case, "May 2013", "not_brought", "DAS")
    add(case, "not known", "declined", "DAS")
    last = add(case, "20 June 2013", "seen")
    link_person(case, last, child, "for")
    mark_key(case, [last], True)
    link_as_same(case, [first, last])
    found = read(case)
    may = dt.date(2013, 5, 2).toordinal(), dt.date(2013, 5, 31).toordinal()
    assert found.ids_of(np.flatnonzero(found.overlapping(*may))) == (vague,)
    assert not found.within(*may).any()
    das = found.only(found.of_services({"DAS"}))
    assert (len(das), das.undated, das.missed.tolist()) == (2, 1, [True, True])
    kept = found.only(found.key)
    assert kept.ids == (last,)
    assert kept.whose().tolist() == [kept.place_of(child)]
    assert found.happening[found.row_of(first) or 0] == found.happening[found.row_of(last) or 0] >= 0
    with case.reading() as session:
        mask = filtered(session, found, {"services": ["HV"], "date_to": "2013-05-31"})
    assert found.ids_of(np.flatnonzero(mask)) == (first,)


def test_a_name_nobody_has_matched_is_someone_of_their_own(case: CaseFile) -> None:
    bea = add_person(case, "Bea Young")
    one, two = add(case, "1 May 2013", "did_not_attend"), add(case, "2 May 2013", "did_not_attend")
    link_person(case, one, bea, "for")
    with case.change("Name whom the record names") as session:
        session.add(EventPerson(event_id=two, person_id=None, as_written="Mum ", part="for"))
    found = read(case)
    assert [(named.id, named.name) for named in found.people] == [(bea, "Bea Young"), (None, "Mum")]
    assert found.whose().tolist() == [0, 1]


def test_an_empty_case_has_no_contacts(case: CaseFile) -> None:
    found = read(case)
    assert (len(found), found.undated, found.seen().tolist()) == (0, 0, [])
