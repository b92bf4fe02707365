"""The history told in the trade's words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.case import new_case
from workbench.casefile import CaseFile
from workbench.chronology import corrections, events
from workbench.chronology.dates import When
from workbench.findings import spine
from workbench.history import Account, HistoryListing, account, name_of, summary
from workbench.listing import Ask
from workbench.outgoing import send_out
from workbench.people import add_person, add_service, edit_service, find_service, move_service, services


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    made = new_case(tmp_path / "a.rpw", "three plain words", "Child T", "lcspr", by="R. Marsh")
    add_service(made, "Health visiting", "HV")
    add_service(made, "Police", "POL")
    yield made
    made.close()


def last(case: CaseFile) -> Account:
    found = account(case, case.last_change)
    assert found is not None
    return found


def test_a_correction_is_told_once_in_words_with_its_reason(case: CaseFile) -> None:
    event = events.add_event(case, "HV", When("2022-12-06", "2022-12-06", "day"), "Visit.", outcome="seen")
    corrections.correct(
        case, event, "date", When("2023-03-10", "2023-03-20", "month", True), "Mid March, she says"
    )
    told = last(case).told
    assert [(one.thing, one.done) for one in told] == [("correction of the date of E1", "added")]
    assert told[0].fields[0][0] == "date"
    assert told[0].fields[0][1] == "Tue 6 Dec 2022"
    assert "Mar 2023" in told[0].fields[0][2]
    assert told[0].fields[1] == ("why", "", "Mid March, she says")
    corrections.correct(case, event, "outcome", "no_access")
    assert last(case).told[0].fields[0] == ("outcome", "Seen", "No access or no reply")
    corrections.correct(case, event, "service", "POL")
    assert last(case).told[0].fields[0] == ("service", "HV", "POL")


def test_things_are_called_by_their_references_and_fields_by_their_names(case: CaseFile) -> None:
    event = events.add_event(case, "HV", When("2022-12-06", "2022-12-06", "day"), "Visit.")
    finding = spine.add_finding(case, "Each looked small", evidence=[event])
    recommendation = spine.add_recommendation(case, "One view", findings=[finding])
    action = spine.add_action(case, recommendation, "Counts on every agenda")
    spine.edit_action(case, action, lead="Named nurse")
    assert last(case).told[0].thing.startswith("action A1.1")
    assert last(case).told[0].fields == (("lead officer", "", "Named nurse"),)
    spine.edit_finding(case, finding, so_what="It could happen again")
    assert last(case).told[0].fields == (("so what", "", "It could happen again"),)
    spine.remove_action(case, action)
    assert last(case).told[0].done == "removed"


def test_what_a_change_touched_is_counted(case: CaseFile) -> None:
    add_person(case, "Anwen Vale", aliases=("Winnie", "Win"))
    assert summary(last(case).entry.touched) == "1 person, 2 other names"


def test_the_listing_is_newest_first_and_filters_by_words_and_by_who(case: CaseFile) -> None:
    case.by = "A. Chair"
    add_person(case, "Anwen Vale")
    case.undo()
    listing = HistoryListing(case)
    with case.reading() as session:
        ids = listing.ids(session, Ask())
        rows = listing.records(session, ids)
        chair = listing.ids(session, Ask({"words": "a. chair"}))
    assert rows[ids[0]]["label"].text == "Undo: Add Anwen Vale"
    assert chair == ids[:2]
    assert account(case, 999) is None


def test_codes_days_and_colours_are_told_in_words(case: CaseFile) -> None:
    recommendation = spine.add_recommendation(case, "One view")
    action = spine.add_action(case, recommendation, "Counts on every agenda")
    spine.edit_action(case, action, status="green", due="2026-09-30")
    assert last(case).told[0].fields == (
        ("due", "", "30 Sep 2026"),
        ("status", "Overdue or not begun", "On track"),
    )
    with case.reading() as session:
        service = find_service(session, "HV").id
    edit_service(case, service, colour="#8E2C63")
    assert last(case).told[0].fields == (("colour", "teal", "plum"),)


def test_a_service_is_moved_within_its_order_and_no_further_than_its_end(case: CaseFile) -> None:
    with case.reading() as session:
        police = find_service(session, "POL").id
    move_service(case, police, -1)
    with case.reading() as session:
        assert [one.code for one in services(session)] == ["POL", "HV"]
    assert last(case).told[-1].fields[0][0] == "place in the list"
    changes = case.last_change
    move_service(case, police, -5)
    assert case.last_change == changes


def test_what_went_out_keeps_its_hash_and_head_whole(case: CaseFile, tmp_path: Path) -> None:
    head = case.head
    left = send_out(case, "Action plan (LCSPR)", b"a plan", tmp_path / "plan.docx")
    told = last(case).told[0]
    assert (told.thing, told.done) == ("plan.docx", "sent out")
    said = {field: now for field, _, now in told.fields}
    assert (said["SHA-256"], said["head before it"]) == (left.sha256, head)
    assert {"SHA-256", "head before it"} <= told.copied


def test_one_thing_has_a_history_of_its_own(case: CaseFile) -> None:
    finding = spine.add_finding(case, "Each looked small")
    spine.add_finding(case, "Another")
    spine.edit_finding(case, finding, why="The rota")
    listing = HistoryListing(case)
    with case.reading() as session:
        ids = listing.ids(session, Ask({"row": f"finding:{finding}"}))
    assert len(ids) == 2
    assert name_of(case, "finding", finding) == "finding F1"
