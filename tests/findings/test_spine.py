"""Findings, recommendations and actions on one spine, and its gaps."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from workbench.case import new_case
from workbench.casefile import CaseFile
from workbench.chronology.dates import When
from workbench.chronology.events import add_event
from workbench.findings import gaps, spine
from workbench.people import add_service
from workbench.problems import Problem

TODAY = date(2026, 11, 23)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    made = new_case(tmp_path / "a.rpw", "three plain words", "Child T", "lcspr", by="R. Marsh")
    for code, name in (("CSC", "Children’s social care"), ("HV", "Health visiting")):
        add_service(made, name, code)
    yield made
    made.close()


def known(case: CaseFile) -> spine.Spine:
    with case.reading() as session:
        return spine.spine(session)


def event(case: CaseFile, day: str = "2023-05-04") -> str:
    return add_event(case, "HV", When(day, day, "day"), "No reply at the door.", outcome="no_access")


def test_the_spine_is_walked_both_ways(case: CaseFile) -> None:
    seen = [event(case, f"2023-05-0{day}") for day in (1, 2, 3)]
    finding = spine.add_finding(case, "Each missed contact looked small", evidence=seen[:2])
    spine.add_evidence(case, finding, [seen[2]], against=True, note="She was seen at Nan’s")
    recommendation = spine.add_recommendation(
        case, "One view of missed contacts", findings=[finding], services_to=["HV"], to_board=True
    )
    action = spine.add_action(case, recommendation, "Put counts on every agenda", owners=["CSC", "HV"])
    found = known(case)
    assert found.finding("F1").recommendations == ("R1",)
    assert [piece.event for piece in found.finding("f1").evidence] == ["E1", "E2", "E3"]
    assert [piece.against for piece in found.finding(finding).evidence] == [False, False, True]
    assert (found.recommendation("R1").findings, found.recommendation("R1").actions) == (("F1",), ("A1.1",))
    assert found.recommendation("R1").addressed == "HV and the Board"
    assert found.action("A1.1").id == action
    assert (found.action("A1.1").recommendation, found.action("A1.1").findings) == ("R1", ("F1",))
    assert found.action("A1.1").owner == "CSC, HV"


def test_references_stay_when_others_go(case: CaseFile) -> None:
    first = spine.add_finding(case, "First")
    spine.add_finding(case, "Second")
    spine.remove_finding(case, first)
    spine.add_finding(case, "Third")
    assert [finding.ref for finding in known(case).findings] == ["F2", "F3"]
    recommendation = spine.add_recommendation(case, "Do it")
    one = spine.add_action(case, recommendation, "Step one")
    spine.add_action(case, recommendation, "Step two")
    spine.remove_action(case, one)
    spine.add_action(case, recommendation, "Step three")
    assert [action.ref for action in known(case).actions] == ["A1.2", "A1.3"]


def test_a_recommendation_removed_comes_back_with_its_actions_progress_and_links(case: CaseFile) -> None:
    finding = spine.add_finding(case, "Why")
    recommendation = spine.add_recommendation(case, "Do it", findings=[finding], services_to=["CSC"])
    action = spine.add_action(case, recommendation, "Step one", owners=["HV"], due="2027-01-31")
    spine.add_milestone(case, action, "Template agreed", "2026-12-01")
    spine.add_progress(case, action, "Template out", on="2026-11-01", evidence="Minutes", status="green")
    before = known(case)
    spine.remove_recommendation(case, recommendation)
    assert known(case).actions == ()
    case.undo()
    assert known(case) == before


def test_an_action_past_its_day_shows_as_overdue_until_done(case: CaseFile) -> None:
    recommendation = spine.add_recommendation(case, "Do it")
    action = spine.add_action(case, recommendation, "Step", due="2026-11-20", status="green")
    late = known(case).action(action)
    assert (late.standing(TODAY), late.days_late(TODAY)) == ("red", 3)
    spine.edit_action(case, action, done_on="2026-11-22")
    done = known(case).action(action)
    assert (done.done, done.days_late(TODAY), done.standing(TODAY)) == (True, 0, "green")


def test_done_is_apart_from_impact_tested(case: CaseFile) -> None:
    finding = spine.add_finding(case, "Why")
    recommendation = spine.add_recommendation(case, "Do it", findings=[finding], to_all=True)
    action = spine.add_action(
        case, recommendation, "Change the codes", owners=["HV"], due="2026-06-01", done_on="2026-05-01"
    )
    spine.add_progress(case, action, "Codes live", evidence="Screenshot")
    kinds = [gap.kind for gap in gaps.gaps(known(case), TODAY) if gap.ref == "A1.1"]
    assert kinds == ["not_tested"]
    spine.edit_action(case, action, tested_on="2026-10-01", impact="Fewer missed")
    assert [gap for gap in gaps.gaps(known(case), TODAY) if gap.ref == "A1.1"] == []


def test_every_gap_is_named_where_it_is(case: CaseFile) -> None:
    finding = spine.add_finding(case, "Alone")
    recommendation = spine.add_recommendation(case, "Rests on nothing")
    spine.add_action(case, recommendation, "Remind staff to record")
    spine.add_finding(case, "Good work by the health visitor", evidence=[event(case)], good_practice=True)
    told = {(gap.ref, gap.kind) for gap in gaps.gaps(known(case), TODAY)}
    assert told == {
        ("F1", "no_evidence"),
        ("F1", "no_recommendation"),
        ("R1", "no_finding"),
        ("R1", "no_addressee"),
        ("A1.1", "no_owner"),
        ("A1.1", "no_date"),
    }
    spine.link_finding(case, finding, recommendation)
    assert ("R1", "no_finding") not in {(gap.ref, gap.kind) for gap in gaps.gaps(known(case), TODAY)}
    spine.link_finding(case, finding, recommendation, on=False)
    assert ("R1", "no_finding") in {(gap.ref, gap.kind) for gap in gaps.gaps(known(case), TODAY)}


def test_advice_is_gentle_and_names_what_is_weak(case: CaseFile) -> None:
    recommendation = spine.add_recommendation(case, "Do it")
    spine.add_action(case, recommendation, "Remind staff and reissue the policy and hold a workshop")
    told = " ".join(gaps.advice(known(case).action("A1.1")))
    for words in ("remind", "several actions", "Nobody owns", "no date", "No finding"):
        assert words in told


def test_not_accepted_needs_a_reason(case: CaseFile) -> None:
    recommendation = spine.add_recommendation(case, "Do it")
    action = spine.add_action(case, recommendation, "Step", status="grey")
    assert [gap.kind for gap in gaps.gaps(known(case), TODAY) if gap.ref == "A1.1"] == ["no_reason"]
    spine.edit_action(case, action, reason="Already the law")
    assert [gap for gap in gaps.gaps(known(case), TODAY) if gap.ref == "A1.1"] == []


def test_the_board_may_word_its_own_legend(case: CaseFile) -> None:
    spine.word_status(case, "amber", "Slipping", "Late by up to a month")
    with case.reading() as session:
        words = {status.code: status.name for status in spine.legend(session)}
    assert words["amber"] == "Slipping"
    assert words["blue"] == "Done and assured"
    case.undo()
    with case.reading() as session:
        assert [status.name for status in spine.legend(session)][1] == "At risk"


def test_evidence_keeps_its_event_and_its_removal_can_be_undone_out_of_turn(case: CaseFile) -> None:
    finding = spine.add_finding(case, "Why", evidence=[event(case)])
    piece = known(case).finding(finding).evidence[0]
    spine.edit_evidence(case, piece.id, note="The third in a row")
    spine.remove_evidence(case, piece.id)
    removal = case.history()[0].number
    spine.edit_finding(case, finding, why="The rota")
    case.undo_change(removal)
    assert known(case).finding(finding).evidence[0].note == "The third in a row"


def test_findings_and_actions_can_be_put_in_the_panel_s_order(case: CaseFile) -> None:
    first = spine.add_finding(case, "First")
    spine.add_finding(case, "Second")
    spine.move(case, spine.Finding, first, 1)
    assert [finding.title for finding in known(case).findings] == ["Second", "First"]
    one, two = (spine.add_recommendation(case, words) for words in ("One", "Two"))
    later = spine.add_action(case, two, "Of the second")
    spine.add_action(case, one, "Of the first")
    spine.add_action(case, two, "Of the second again")
    spine.move(case, spine.Action, later, 1)
    assert [action.title for action in known(case).actions] == [
        "Of the first",
        "Of the second again",
        "Of the second",
    ]


@pytest.mark.parametrize(
    "values",
    [{"status": "purple"}, {"strength": "mighty"}, {"due": "soon"}],
    ids=["status", "strength", "date"],
)
def test_what_is_not_understood_gets_a_sentence_and_changes_nothing(
    case: CaseFile, values: dict[str, object]
) -> None:
    recommendation = spine.add_recommendation(case, "Do it")
    action = spine.add_action(case, recommendation, "Step")
    before = known(case)
    with pytest.raises(Problem):
        spine.edit_action(case, action, **values)
    assert known(case) == before
    with pytest.raises(Problem, match="no finding “F9”"):
        known(case).finding("F9")
