"""The review itself: its kind's words, its clocks, its scope."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from workbench import review
from workbench.case import new_case
from workbench.casefile import CaseFile
from workbench.people import add_person
from workbench.problems import Problem


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    made = new_case(tmp_path / "a.rpw", "three plain words", "Child T", "lcspr", by="R. Marsh")
    yield made
    made.close()


def test_a_new_case_knows_its_kind_and_the_words_that_go_with_it(case: CaseFile) -> None:
    with case.reading() as session:
        found = review.the_review(session)
    assert (found.title, found.kind.code, found.kind.results) == ("Child T", "lcspr", "recommendations")
    assert found.marking == "OFFICIAL-SENSITIVE"
    assert found.draft_words == "DRAFT v1"


def test_a_scottish_learning_review_speaks_of_suggested_strategies(case: CaseFile) -> None:
    review.change_review(case, kind="scotland", nation="scotland")
    with case.reading() as session:
        assert review.the_review(session).kind.results == "suggested strategies"


def test_working_days_skip_weekends_and_the_nation_s_bank_holidays(case: CaseFile) -> None:
    review.change_review(case, kind="rapid-review", notified="2024-12-20")
    with case.reading() as session:
        due = {clock.name: clock.on for clock in review.clocks(review.the_review(session))}
    # Fri 20 Dec 2024; Mon 23, Tue 24, (25, 26 holidays), Fri 27, Mon 30, Tue 31.
    assert due["Notify"] == date(2024, 12, 31)


def test_a_month_on_from_the_thirty_first_is_the_last_day_of_a_shorter_month(case: CaseFile) -> None:
    review.change_review(case, notified="2024-08-31")
    with case.reading() as session:
        assert review.clocks(review.the_review(session))[0].on == date(2025, 2, 28)


@pytest.mark.parametrize("start", ["2023-11-30", "2023-12-31", "2024-01-31", "2024-06-15"])
def test_six_months_on_keeps_the_day_where_the_month_has_it(case: CaseFile, start: str) -> None:
    review.change_review(case, notified=start)
    with case.reading() as session:
        on = review.clocks(review.the_review(session))[0].on
    begun = date.fromisoformat(start)
    assert (on.year * 12 + on.month) - (begun.year * 12 + begun.month) == 6
    assert on.day == begun.day or (on.month != (date.fromordinal(on.toordinal() + 1)).month)


def test_a_scope_that_ends_before_it_starts_is_refused_and_nothing_changes(case: CaseFile) -> None:
    review.change_review(case, scope_from="2022-01-01")
    with pytest.raises(Problem, match="ends before it starts"):
        review.change_review(case, scope_to="2021-01-01")
    with case.reading() as session:
        assert review.the_review(session).scope_to is None


def test_a_date_that_is_no_date_gets_a_sentence(case: CaseFile) -> None:
    with pytest.raises(Problem, match="not an exact date"):
        review.change_review(case, scope_from="30/2/2013")


def test_the_incident_keeps_its_time_to_the_minute(case: CaseFile) -> None:
    review.change_review(case, incident="2024-03-09T21:40")
    with case.reading() as session:
        assert review.the_review(session).incident == "2024-03-09T21:40"


def test_lines_members_statuses_and_life_events_can_each_be_added_changed_removed_and_undone(
    case: CaseFile,
) -> None:
    subject = add_person(case, "Robyn Vale", subject=True)
    line = review.add_line(case, "Was she seen?")
    member = review.add_member(case, "A. Chair", "Lead reviewer", "Independent")
    status = review.add_status(case, "Child protection plan", "2023-01-10", None, subject)
    life = review.add_life_event(case, "2022-12-01", "Robyn is born")
    review.edit_line(case, line, "Was she seen alone?")
    review.edit_member(case, member, role="Chair")
    review.edit_status(case, status, ends="2023-09-01")
    review.edit_life_event(case, life, text="Robyn is born at home")
    with case.reading() as session:
        assert [text for _, _, text in review.lines(session)] == ["Was she seen alone?"]
        assert session.get_one(review.StatusPeriod, status).ends == "2023-09-01"
    review.remove_line(case, line)
    review.remove_member(case, member)
    review.remove_status(case, status)
    review.remove_life_event(case, life)
    for _ in range(4):
        case.undo()
    with case.reading() as session:
        assert review.lines(session)[0][1] == "K1"
        assert session.get_one(review.LifeEvent, life).text == "Robyn is born at home"


def test_a_mistake_in_a_new_case_leaves_no_file_behind(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="not a kind of review"):
        new_case(tmp_path / "b.rpw", "three plain words", "Child T", "inquest", by="R. Marsh")
    assert list(tmp_path.glob("b.rpw*")) == []


def test_undoing_everything_leaves_an_empty_review_and_not_none(case: CaseFile) -> None:
    review.change_review(case, commissioner="Brook Partnership")
    case.undo()
    assert case.undo_label is None
    with case.reading() as session:
        assert review.the_review(session).title
