"""The measures, by hand-made cases: each is one sentence of how the trade counts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench import review
from workbench.case import new_case
from workbench.casefile import CaseFile
from workbench.chronology.contacts import contacts
from workbench.chronology.dates import read_date
from workbench.chronology.events import add_event
from workbench.chronology.linking import link_as_same, link_person
from workbench.chronology.marks import mark_out_of_scope
from workbench.chronology.measures import (
    Gap,
    Measures,
    Run,
    days_before,
    measures,
    most_missed,
    say_gap,
    say_run,
    window,
)
from workbench.people import add_person, add_service, edit_service


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    with new_case(
        tmp_path / "a.rpw",
        "three plain words",
        "Child T",
        "lcspr",
        by="R. Marsh",
        incident="2013-09-21T23:40",
        scope_from="2012-01-01",
        scope_to="2013-12-31",
    ) as made:
        for code, name in (("HV", "Health visiting"), ("DAS", "Drug and alcohol service"), ("POL", "Police")):
            add_service(made, name, code)
        yield made


def add(case: CaseFile, date: str, outcome: str | None = "seen", service: str = "HV", whose: str = "") -> str:
    event = add_event(case, service, read_date(date).when, f"On {date}.", outcome=outcome)
    if whose:
        link_person(case, event, whose, "for")
    return event


def all_of(case: CaseFile) -> Measures:
    with case.reading() as session:
        return measures(session)


def the_run(case: CaseFile) -> Run:
    [found] = all_of(case).runs
    return found


def spans(gaps: tuple[Gap, ...]) -> list[tuple[str, str]]:
    return [(gap.first, gap.last) for gap in gaps]


# ---- runs


def test_three_missed_in_a_row_are_a_run_and_two_are_none(case: CaseFile) -> None:
    rows = [add(case, f"{day} May 2013", "no_access") for day in (1, 8)]
    assert all_of(case).runs == ()
    rows.append(add(case, "15 May 2013", "declined"))
    run = the_run(case)
    assert (run.first, run.last, run.rows, run.count) == ("2013-05-01", "2013-05-15", tuple(rows), 3)
    assert (run.service.code, run.who, run.qualifier) == ("HV", None, "")
    assert say_run(run) == "3 planned contacts missed in a row"


@pytest.mark.parametrize(
    "between",
    ["cancelled_by_family", "cancelled", "cancelled_by_service", "rescheduled", "excused", "not_applicable",
     "not_recorded", None],
)  # fmt: skip
def test_what_is_neither_kept_nor_missed_neither_breaks_nor_counts(
    case: CaseFile, between: str | None
) -> None:
    rows = [add(case, "1 May 2013", "did_not_attend"), add(case, "2 May 2013", "did_not_attend")]
    add(case, "3 May 2013", between)
    rows.append(add(case, "4 May 2013", "did_not_attend"))
    assert the_run(case).rows == tuple(rows)


@pytest.mark.parametrize("between", ["seen", "attended", "telephone", "adult_only", "present_not_spoken"])
def test_a_contact_breaks_a_run(case: CaseFile, between: str) -> None:
    for day in (1, 2):
        add(case, f"{day} May 2013", "did_not_attend")
    add(case, "3 May 2013", between)
    for day in (4, 5):
        add(case, f"{day} May 2013", "did_not_attend")
    assert all_of(case).runs == ()


def test_a_run_is_of_one_person_in_one_service(case: CaseFile) -> None:
    child = add_person(case, "Ash Young", subject=True)
    mother = add_person(case, "Bea Young")
    for day in (1, 3):
        add(case, f"{day} May 2013", "not_brought", whose=child)
        add(case, f"{day + 1} May 2013", "did_not_attend", whose=mother)
    add(case, "6 May 2013", "did_not_attend", "DAS", whose=mother)
    assert all_of(case).runs == ()
    last = add(case, "20 May 2013", "not_brought", whose=child)
    run = the_run(case)
    assert (run.whose, run.rows[-1], run.count) == ("Ash Young", last, 3)
    assert say_run(run) == "3 planned contacts missed in a row by Ash Young"


def test_a_contact_with_someone_else_does_not_break_a_run(case: CaseFile) -> None:
    mother, father = add_person(case, "Bea Young"), add_person(case, "Cal Young")
    for day in (1, 2):
        add(case, f"{day} May 2013", "did_not_attend", "DAS", mother)
    add(case, "3 May 2013", "attended", "DAS", father)
    add(case, "4 May 2013", "did_not_attend", "DAS", mother)
    assert the_run(case).whose == "Bea Young"


def test_a_contact_with_nobody_named_may_be_with_anyone_and_breaks(case: CaseFile) -> None:
    mother = add_person(case, "Bea Young")
    for day in (1, 2):
        add(case, f"{day} May 2013", "did_not_attend", "DAS", mother)
    add(case, "3 May 2013", "attended", "DAS")
    add(case, "4 May 2013", "did_not_attend", "DAS", mother)
    assert all_of(case).runs == ()


def test_an_adult_met_ends_the_run_of_an_adult_and_not_of_a_child(case: CaseFile) -> None:
    child = add_person(case, "Ash Young", subject=True)
    mother = add_person(case, "Bea Young")
    for who, service in ((child, "HV"), (mother, "DAS")):
        for day in (1, 2):
            add(case, f"{day} May 2013", "no_access", service, who)
        add(case, "3 May 2013", "adult_only", service, who)
        add(case, "4 May 2013", "telephone", service, who)
        add(case, "5 May 2013", "no_access", service, who)
    assert the_run(case).service.code == "HV"
    review.change_review(case, kind="sar")
    assert all_of(case).runs == ()


def test_vague_and_undated_events_make_no_run_and_are_said(case: CaseFile) -> None:
    for date in ("May 2013", "w/c 6 May 2013", "not known"):
        add(case, date, "no_access")
    assert all_of(case).runs == ()
    for day in (1, 11, 21):
        add(case, f"{day} May 2013", "no_access")
    run = the_run(case)
    assert (run.count, run.qualifier, len(run.may_add)) == (3, "at least", 2)
    assert say_run(run) == "At least 3 planned contacts missed in a row"
    between = add(case, "mid May 2013", "seen")
    run = the_run(case)
    assert (run.qualifier, run.may_break) == ("about", (between,))


def test_the_same_miss_told_twice_by_one_service_counts_once(case: CaseFile) -> None:
    first = add(case, "1 May 2013", "no_access")
    second = add(case, "1 May 2013", "no_access")
    add(case, "2 May 2013", "no_access")
    assert the_run(case).count == 3
    link_as_same(case, [first, second])
    found = all_of(case)
    assert found.runs == ()
    assert found.planned_and_missed == (2, 2)


def test_what_is_out_of_scope_counts_nowhere_and_is_told(case: CaseFile) -> None:
    rows = [add(case, f"{day} May 2013", "no_access") for day in (1, 2, 3)]
    mark_out_of_scope(case, rows[:1], True)
    found = all_of(case)
    assert (found.runs, found.planned_and_missed, found.out_of_scope) == ((), (2, 2), 1)


def test_services_with_runs_at_the_same_time_are_shown_together(case: CaseFile) -> None:
    for day in (1, 10, 20):
        add(case, f"{day} May 2013", "no_access")
    for day in (15, 25, 30):
        add(case, f"{day} May 2013", "did_not_attend", "DAS")
    add(case, "1 June 2013", "attended", "DAS")
    for day in (1, 2, 3):
        add(case, f"{day} July 2013", "declined", "DAS")
    [together] = all_of(case).together
    assert (together.first, together.last) == ("2013-05-15", "2013-05-20")
    assert [service.code for service in together.services] == ["HV", "DAS"]
    assert len(together.rows) == 6


# ---- missed by service and month


def test_missed_and_planned_by_service_and_month(case: CaseFile) -> None:
    kept, lost = add(case, "1 May 2013", "seen"), add(case, "2 May 2013", "not_brought")
    away = add(case, "3 May 2013", "cancelled_by_family")
    add(case, "4 May 2013", "rescheduled")
    add(case, "5 May 2013", "not_applicable")
    add(case, "3 July 2013", "did_not_attend", "DAS")
    found = all_of(case).missed
    assert found.months == ("2013-05", "2013-06", "2013-07")
    first, second = found.cells()
    assert (first.service.code, first.month, first.planned, first.missed, first.apart) == (
        "HV", "2013-05", 2, 1, 1,
    )  # fmt: skip
    assert (first.share, second.share) == (0.5, 1.0)
    assert found.rows(0, 0) == (lost,)
    assert found.rows(0, 0, "planned") == (kept, lost)
    assert found.rows(0, 0, "apart") == (away,)
    assert len(found.rows()) == 2


def test_dates_within_a_month_count_in_it_and_wider_ones_apart(case: CaseFile) -> None:
    within = [add(case, date, "no_access") for date in ("May 2013", "early May 2013", "about 5 May 2013")]
    wide = [add(case, date, "no_access") for date in ("spring 2013", "w/c 29 April 2013", "not known")]
    add(case, "before 5 May 2013", "seen")
    found = all_of(case).missed
    assert sorted(found.rows(0, 0)) == sorted(within)
    assert sorted(found.rows(0, -1)) == sorted(wide)
    assert (found.vague_planned.tolist(), found.vague_missed.tolist()) == ([4, 0, 0], [3, 0, 0])


# ---- no record


def test_no_record_is_longer_than_the_span_of_its_service(case: CaseFile) -> None:
    first = add(case, "1 January 2013", "not_applicable")
    last = add(case, "1 May 2013", "seen")
    assert all_of(case).no_record == ()  # 120 days and no more
    late = add(case, "30 August 2013", "no_access")
    [gap] = all_of(case).no_record
    assert (gap.first, gap.last, gap.days, gap.rows) == ("2013-05-01", "2013-08-30", 121, (last, late))
    assert (gap.length, gap.caption, say_gap(gap)) == (
        "3 months 29 days",
        "3 months",
        "No record for 3 months 29 days",
    )
    review.change_review(case, silence_days=200)
    assert all_of(case).no_record == ()
    edit_service(case, all_of(case).missed.services[0].id, silence_days=100)
    assert [gap.rows[0] for gap in all_of(case).no_record] == [last, first]


def test_a_vague_record_never_bounds_silence_and_may_break_it(case: CaseFile) -> None:
    add(case, "1 January 2013")
    vague = add(case, "March 2013")
    add(case, "not known")
    add(case, "1 September 2013")
    [gap] = all_of(case).no_record
    assert (gap.first, gap.last, gap.may_break) == ("2013-01-01", "2013-09-01", (vague,))
    assert say_gap(gap) == "No record for at most 8 months"


def test_silence_outside_a_services_involvement_is_none(case: CaseFile) -> None:
    add(case, "1 September 2013", service="POL")
    assert all_of(case).no_record == ()


# ---- not seen


def test_not_seen_runs_from_birth_to_the_incident(case: CaseFile) -> None:
    add_person(case, "Ash Young", subject=True, born="2012-01-10")
    add(case, "1 December 2011", "seen")  # before birth: it was not the child
    first = add(case, "20 January 2012", "seen")
    tried = add(case, "1 March 2012", "no_access")
    unclear = add(case, "2 March 2012", "attended")
    add(case, "3 March 2012", "telephone")
    second = add(case, "1 June 2012", "present_not_spoken", "POL")
    add(case, "1 October 2013", "seen")  # after the incident
    long, between, opening = all_of(case).not_seen
    assert (long.first, long.last, long.closes, long.rows) == (
        "2012-06-01", "2013-09-21", "incident", (second,),
    )  # fmt: skip
    assert say_gap(long) == "Not seen for 15 months 20 days, until the incident"
    assert (between.rows, between.tried, between.unclear) == ((first, second), (tried,), (unclear,))
    assert (opening.first, opening.opens, opening.days) == ("2012-01-10", "birth", 10)
    assert say_gap(opening) == "Not seen for 10 days, from birth"


def test_not_seen_without_birth_or_incident_runs_over_the_scope(case: CaseFile) -> None:
    add_person(case, "Ash Young", subject=True)
    review.change_review(case, incident=None)
    add(case, "1 June 2012", "attended")
    [whole] = all_of(case).not_seen
    assert (whole.first, whole.last, whole.opens, whole.closes) == (
        "2012-01-01", "2013-12-31", "scope", "scope",
    )  # fmt: skip
    assert say_gap(whole) == "Not seen for 23 months 30 days, from the start of scope until the end of scope"


def test_a_vague_sighting_never_bounds_and_may_break(case: CaseFile) -> None:
    add_person(case, "Ash Young", subject=True, born="2012-01-10")
    vague = add(case, "spring 2012", "seen")
    [gap] = all_of(case).not_seen
    assert (gap.first, gap.last, gap.may_break, gap.qualifier) == (
        "2012-01-10", "2013-09-21", (vague,), "at most",
    )  # fmt: skip


def test_a_service_for_a_parent_is_not_asked_whether_it_saw_the_child(case: CaseFile) -> None:
    add_person(case, "Ash Young", subject=True, born="2012-01-10")
    mother = add_person(case, "Bea Young")
    add(case, "1 June 2012", "attended", "DAS", mother)
    add(case, "1 June 2012", "not_brought")
    add(case, "1 June 2012", "not_applicable", "POL")
    assert [gap.service.code for gap in all_of(case).not_seen_by if gap.service] == ["HV"]


def test_each_subject_has_their_own_time_not_seen(case: CaseFile) -> None:
    ash = add_person(case, "Ash Young", subject=True, born="2012-01-10")
    dee = add_person(case, "Dee Young", subject=True, born="2010-01-10")
    add(case, "1 June 2012", "seen", whose=ash)
    add(case, "1 July 2012", "seen", whose=dee)
    found = all_of(case).not_seen
    assert {(gap.subject.id if gap.subject else "", gap.first, gap.last) for gap in found} == {
        (ash, "2012-01-10", "2012-06-01"),
        (ash, "2012-06-01", "2013-09-21"),
        (dee, "2012-01-01", "2012-07-01"),
        (dee, "2012-07-01", "2013-09-21"),
    }


# ---- windows and ages


def test_contacts_in_the_days_before_the_incident(case: CaseFile) -> None:
    inside = add(case, "20 September 2013", "no_access")
    add(case, "21 September 2013", "seen")
    edge = add(case, "23 June 2013", "seen", "POL")
    add(case, "22 June 2013", "seen")
    perhaps = add(case, "June 2013", "seen")
    with case.reading() as session:
        found = days_before(contacts(session), "2013-09-21T23:40", 90)
    assert (found.first, found.last, found.days) == ("2013-06-23", "2013-09-20", 90)
    assert (found.events, found.contacts, found.missed, found.perhaps) == (
        (edge, inside), (edge,), (inside,), (perhaps,),
    )  # fmt: skip
    assert [(one.service.code, one.events, one.contacts, one.missed) for one in found.by_service] == [
        ("HV", 1, 0, 1),
        ("POL", 1, 1, 0),
    ]


def test_the_window_with_the_most_missed_across_services(case: CaseFile) -> None:
    with case.reading() as session:
        assert most_missed(contacts(session)) is None
    add(case, "1 January 2013", "no_access")
    rows = tuple(
        add(case, date, "no_access", service)
        for date, service in (("1 May 2013", "HV"), ("2 June 2013", "DAS"), ("29 July 2013", "POL"))
    )
    add(case, "30 July 2013", "no_access")
    with case.reading() as session:
        found = most_missed(contacts(session), 90)
        assert found is not None
        assert (found.missed, found.first, found.last) == (rows, "2013-05-01", "2013-07-29")
        assert window(contacts(session), "2014-01-01", "2014-02-01").by_service == ()


def test_ages_stand_in_the_words_reviews_use(case: CaseFile) -> None:
    add_person(case, "Ash Young", subject=True, born="2011-12-15")
    add_person(case, "Dee Young", subject=True)
    review.add_status(case, "Child protection plan", "2012-01-03", None)
    review.add_life_event(case, "2011-11-30", "Family moves")
    assert [(one.at, one.said) for one in all_of(case).ages] == [
        ("Family moves", "before birth"),
        ("the start of scope", "2 weeks"),
        ("Child protection plan", "2 weeks"),
        ("the incident", "21 months"),
        ("the end of scope", "2 years"),
    ]


def test_an_empty_case_measures_nothing(case: CaseFile) -> None:
    found = all_of(case)
    assert (found.runs, found.no_record, found.not_seen, found.missed.cells()) == ((), (), (), [])
    assert (found.missed.months, found.together, found.undated) == ((), (), ())
