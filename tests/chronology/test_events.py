"""Events in three layers: as written, our reading, people's corrections; and the marks people put on them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench import notes, review
from workbench.case import new_case, verify
from workbench.casefile import CaseFile
from workbench.chronology import combined, corrections, events, linking, marks
from workbench.chronology.dates import UNKNOWN, When
from workbench.listing import Ask
from workbench.people import add_person, add_service
from workbench.problems import Problem


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    made = new_case(tmp_path / "a.rpw", "three plain words", "Child T", "lcspr", by="R. Marsh")
    for code, name in (("CSC", "Children’s social care"), ("HV", "Health visiting"), ("POL", "Police")):
        add_service(made, name, code)
    yield made
    assert verify(made).problems == []
    made.close()


def add(case: CaseFile, day: str | None, words: str = "Visit.", service: str = "HV", **values: object) -> str:
    when = When(day, day, "day") if day else UNKNOWN
    return events.add_event(case, service, when, words, **values)  # type: ignore[arg-type]


def view(case: CaseFile, event_id: str) -> events.EventView:
    with case.reading() as session:
        return events.event_view(session, event_id)


def order(case: CaseFile, **filters: object) -> list[str]:
    with case.reading() as session:
        ids = combined.CombinedChronology().ids(session, Ask(filters=filters))
        return [one.text for one in events.event_views(session, ids)]


def test_a_correction_keeps_what_it_was_who_and_why(case: CaseFile) -> None:
    event = add(case, "2023-12-05", outcome="seen")
    corrections.correct(case, event, "outcome", "not_applicable", "It was a meeting")
    corrections.correct(case, event, "date", When("2023-12-04", "2023-12-06", "range"), "Two records differ")
    found = view(case, event)
    assert found.outcome == "not_applicable"
    assert (found.earliest, found.latest, found.precision) == ("2023-12-04", "2023-12-06", "range")
    outcome, day = found.corrections
    assert (outcome.field, outcome.was, outcome.by, outcome.why) == (
        "outcome",
        "Seen",
        "R. Marsh",
        "It was a meeting",
    )
    assert (day.was, day.now) == ("2023-12-05", "2023-12-04/2023-12-06")


def test_a_correction_withdrawn_leaves_the_one_before_standing(case: CaseFile) -> None:
    event = add(case, "2023-12-05", outcome="seen")
    corrections.correct(case, event, "outcome", "attended")
    corrections.correct(case, event, "outcome", None)
    corrections.withdraw_correction(case, event, "outcome")
    assert view(case, event).outcome == "attended"
    corrections.withdraw_correction(case, event, "outcome")
    assert view(case, event).outcome == "seen"
    assert view(case, event).corrections == ()
    with pytest.raises(Problem, match="has not been corrected"):
        corrections.withdraw_correction(case, event, "outcome")


def test_correcting_to_what_stands_already_leaves_no_trace(case: CaseFile) -> None:
    event = add(case, "2023-12-05", outcome="seen")
    changes = len(case.history())
    corrections.correct(case, event, "outcome", "seen")
    assert len(case.history()) == changes


def test_every_field_can_be_corrected_undone_and_redone(case: CaseFile) -> None:
    event = add(case, "2023-12-05")
    before = view(case, event)
    wanted: dict[str, object] = {
        "date": When(None, "2023-11-30", "range"),
        "time": "14:05",
        "end_time": "15:00",
        "outcome": "no_access",
        "child_seen": False,
        "text": "Nobody came to the door.",
        "contact_type": "Home visit",
        "recorded_by": "HV2",
        "source": "SystmOne p. 4",
        "action": "Card left",
        "analysis": "Third in a row",
        "service": "CSC",
    }
    assert set(wanted) == set(events.FIELDS)
    for field, value in wanted.items():
        corrections.correct(case, event, field, value)
    after = view(case, event)
    for _ in wanted:
        case.undo()
    assert view(case, event) == before
    for _ in wanted:
        case.redo()
    assert view(case, event) == after


def test_events_stand_in_the_order_of_the_trade(case: CaseFile) -> None:
    add(case, None, "undated")
    add(case, "2023-05-02", "untimed")
    add(case, "2023-05-02", "at ten", time="10:00")
    events.add_event(case, "HV", When(None, "2023-05-01", "range"), "before the second")
    events.add_event(case, "HV", When("2023-05-01", "2023-05-31", "month"), "in May")
    add(case, "2023-05-03", "the third")
    assert order(case) == ["before the second", "in May", "at ten", "untimed", "the third", "undated"]


def test_the_panel_may_set_the_order_within_a_day(case: CaseFile) -> None:
    first = add(case, "2023-05-02", "first", time="09:00")
    add(case, "2023-05-02", "second", time="10:00")
    add(case, "2023-05-03", "another day")
    marks.move_within_day(case, first, 1)
    assert order(case) == ["second", "first", "another day"]
    with pytest.raises(Problem, match="cannot move further"):
        marks.move_within_day(case, first, 1)
    case.undo()
    assert order(case) == ["first", "second", "another day"]


def test_a_filter_by_dates_keeps_what_overlaps_and_counts_the_undated_apart(case: CaseFile) -> None:
    add(case, None, "undated")
    add(case, "2023-05-02", "the second")
    events.add_event(case, "HV", When("2023-04-20", "2023-05-10", "range"), "across")
    events.add_event(case, "HV", When("2023-06-01", None, "range"), "after June began")
    found = {"date_from": "2023-05-01", "date_to": "2023-05-05"}
    assert order(case, **found) == ["across", "the second"]
    with case.reading() as session:
        assert combined.undated_left_out(session, found) == 1
    assert order(case, undated=True) == ["undated"]


def test_filters_by_service_outcome_person_words_key_and_line_hold_at_once(case: CaseFile) -> None:
    mother = add_person(case, "Anwen Vale")
    line = review.add_line(case, "Was she seen?")
    one = add(case, "2023-05-02", "No reply at the door.", "HV", outcome="no_access")
    add(case, "2023-05-03", "Mother came to the door.", "CSC", outcome="adult_only")
    linking.link_person(case, one, mother, "for")
    marks.mark_key(case, [one], True)
    marks.mark_line(case, [one], line, True)
    for filters in (
        {"services": ["HV"]},
        {"outcomes": ["no_access"]},
        {"person": mother},
        {"words": '"no reply"'},
        {"key": True},
        {"lines": ["K1"]},
        {"services": ["HV", "POL"], "outcomes": ["no_access", None], "words": "door -mother", "key": True},
    ):
        assert order(case, **filters) == ["No reply at the door."], filters
    assert order(case, services=["POL"]) == []
    assert view(case, one).lines == ("K1",)
    marks.mark_line(case, [one], line, False)
    assert view(case, one).lines == ()


def test_accounts_of_one_event_are_linked_joined_and_parted(case: CaseFile) -> None:
    a, b, c, d = (add(case, "2023-05-02", name) for name in "abcd")
    linking.link_as_same(case, [a, b])
    linking.link_as_same(case, [c, d])
    linking.link_as_same(case, [b, c])
    assert set(view(case, a).accounts) == {b, c, d}
    linking.unlink(case, b)
    assert view(case, b).accounts == ()
    assert set(view(case, a).accounts) == {c, d}
    linking.unlink(case, c)
    linking.unlink(case, d)
    assert view(case, a).accounts == ()
    with pytest.raises(Problem, match="not linked"):
        linking.unlink(case, a)
    with pytest.raises(Problem, match="two or more"):
        linking.link_as_same(case, [a])


def test_questions_are_asked_and_answered(case: CaseFile) -> None:
    event = add(case, "2023-05-02")
    question = marks.ask_agency(case, event, "Who answered the door?")
    assert order(case, questions=True) == ["Visit."]
    marks.answer_question(case, question, "Nobody did.")
    assert order(case, questions=True) == []
    assert view(case, event).questions[0].answer == "Nobody did."


def test_panel_notes_carry_their_author_and_are_kept_when_reworded(case: CaseFile) -> None:
    event = add(case, "2023-05-02")
    note = notes.add_note(case, event, "Who held the plan?")
    notes.edit_note(case, note, "Who held the plan in May?")
    with case.reading() as session:
        found = notes.notes_on(session, event)
    assert [(one.text, one.by) for one in found] == [("Who held the plan in May?", "R. Marsh")]
    entries = case.row_history("note", note)
    assert [entry.label for entry, _ in entries] == ["Reword a panel note", "Write a panel note"]


def test_an_event_by_hand_can_be_removed_and_comes_back_whole(case: CaseFile) -> None:
    event = add(case, "2023-05-02")
    notes.add_note(case, event, "Remember")
    corrections.correct(case, event, "time", "09:15")
    before = view(case, event)
    events.remove_event(case, event)
    assert order(case) == []
    case.undo()
    assert view(case, event) == before


@pytest.mark.parametrize(
    ("field", "value"), [("outcome", "ghosted"), ("service", "NOPE"), ("colour", "red")], ids=str
)
def test_what_is_not_understood_gets_a_sentence(case: CaseFile, field: str, value: str) -> None:
    event = add(case, "2023-05-02")
    before = view(case, event)
    with pytest.raises(Problem):
        corrections.correct(case, event, field, value)
    assert view(case, event) == before
