"""Findings, Actions, Publish and History, driven as a person would."""

import zipfile
from pathlib import Path

import pytest
from person import Person

from workbench.casefile import CaseFile
from workbench.chronology.dates import When
from workbench.chronology.events import add_event
from workbench.findings import spine
from workbench.outgoing import outgoing
from workbench.people import add_service


def known(case: CaseFile) -> spine.Spine:
    with case.reading() as session:
        return spine.spine(session)


@pytest.fixture
def at_work(person_with_case: Person, case: CaseFile) -> Person:
    add_service(case, "Health visiting", "HV")
    for day, text in (
        ("02", "No reply at the door, card left."),
        ("09", "Was not brought to clinic."),
        ("16", "Seen at Nan’s, well."),
    ):
        add_event(case, "HV", When(f"2023-05-{day}", f"2023-05-{day}", "day"), text)
    return person_with_case


def test_an_empty_place_gives_its_one_next_step(person_with_case: Person) -> None:
    person_with_case.press("Findings")
    person_with_case.sees("Findings say what happened in practice, why, and so what")
    person_with_case.press("Actions")
    person_with_case.sees("Actions answer recommendations")
    person_with_case.press("Publish")
    person_with_case.sees("There is no action in this case yet")


def test_a_finding_is_written_with_evidence_for_and_against_and_led_to_an_action(
    at_work: Person, case: CaseFile
) -> None:
    at_work.press("Findings")
    at_work.key("N")
    at_work.type_in("The finding in one sentence", "Each missed contact looked small", leave=False)
    at_work.press("Add finding")
    at_work.type_in("What", "Two contacts in a row were missed.")
    at_work.type_in("Known at the time", "The health visitor knew of both.")
    at_work.press("Add evidence")
    at_work.row("No reply at the door", "Events to choose from")
    at_work.row("Was not brought", "Events to choose from", adding=True)
    at_work.press("Add as evidence")
    at_work.press("Add evidence against")
    at_work.row("Seen at Nan’s", "Events to choose from")
    at_work.type_in("Why it counts", "She was seen that week", leave=False)
    at_work.press("Add as evidence")
    finding = known(case).finding("F1")
    assert finding.what == "Two contacts in a row were missed."
    assert [(piece.event, piece.against) for piece in finding.evidence] == [
        ("E1", False),
        ("E2", False),
        ("E3", True),
    ]
    at_work.press("What can be done with E1")
    at_work.picks("Counts against the finding")
    assert [piece.against for piece in known(case).finding("F1").evidence] == [True, False, True]
    at_work.key("Ctrl+Z")
    at_work.press("New recommendation")
    at_work.type_in("What should change", "One view of missed contacts", leave=False)
    at_work.press("Add recommendation")
    at_work.press("HV, Health visiting")
    at_work.press("The Board")
    assert known(case).recommendation("R1").addressed == "HV and the Board"
    at_work.press("New action")
    at_work.type_in("What will be done", "Put the counts on every agenda", leave=False)
    at_work.press("Add action")
    at_work.sees("Put the counts on every agenda")
    assert known(case).action("A1.1").findings == ("F1",)


@pytest.fixture
def with_actions(at_work: Person, case: CaseFile) -> Person:
    finding = spine.add_finding(case, "Each missed contact looked small")
    recommendation = spine.add_recommendation(case, "One view of missed contacts", findings=[finding])
    spine.add_action(case, recommendation, "Put the counts on every agenda", owners=["HV"], due="2020-01-31")
    spine.add_action(case, recommendation, "Remind staff to record")
    at_work.press("Actions")
    return at_work


def test_actions_stand_overdue_first_and_everything_is_changed_in_place(
    with_actions: Person, case: CaseFile
) -> None:
    with_actions.sees("Overdue 1")
    with_actions.row("Remind staff")
    with_actions.sees("“remind” is weak on its own")
    with_actions.type_in("Lead officer", "Designated nurse")
    with_actions.type_in("Due", "30 Sep 2031")
    with_actions.press("HV, Health visiting")
    with_actions.choose("Status", "On track")
    with_actions.press("Begun today")
    action = known(case).action("A1.2")
    assert (action.lead, action.due, action.services, action.status) == (
        "Designated nurse",
        "2031-09-30",
        ("HV",),
        "green",
    )
    assert action.begun_on is not None
    with_actions.sees("On track 1")


def test_progress_is_dated_and_names_its_evidence(with_actions: Person, case: CaseFile) -> None:
    with_actions.row("Put the counts")
    with_actions.key("U")
    with_actions.type_in("What has been done", "In use at seven groups.", leave=False)
    with_actions.type_in("Evidence that shows it", "Sample of minutes", leave=False)
    with_actions.type_in("On", "2 Oct 2026", leave=False)
    with_actions.press("Note progress")
    note = known(case).action("A1.1").progress[0]
    assert (note.on, note.text, note.evidence) == (
        "2026-10-02",
        "In use at seven groups.",
        "Sample of minutes",
    )
    with_actions.press("Add: Progress")
    with_actions.press("Note progress")
    with_actions.sees("The progress note is empty.")
    with_actions.press("Cancel")


def test_the_board_words_its_legend_and_actions_follow(with_actions: Person, case: CaseFile) -> None:
    with_actions.press("Board legend")
    with_actions.type_in("Word for red", "Stuck", leave=False)
    with_actions.press("Keep these words")
    with_actions.sees("Stuck 1")
    with_actions.key("Ctrl+Z")
    with_actions.sees("Not begun 1")


def test_the_action_plan_goes_out_marked_recorded_and_listed(
    with_actions: Person, case: CaseFile, tmp_path: Path
) -> None:
    with_actions.press("Publish")
    with_actions.choose("Columns of the action plan", "Safeguarding adults review (SAR)")
    with_actions.press("Save the action plan as Word")
    with_actions.gives_files(tmp_path / "plan")
    with_actions.waits_for_work()
    with_actions.sees("plan.docx is written, and recorded in the history.")
    with zipfile.ZipFile(tmp_path / "plan.docx") as parts:
        assert "Put the counts on every agenda" in parts.read("word/document.xml").decode()
    with case.reading() as session:
        left = outgoing(session)
    assert [one.name for one in left] == ["plan.docx"]
    with_actions.press("History")
    with_actions.sees("Export Action plan")


def test_history_tells_before_and_after_and_undoes_one_change_out_of_turn(
    with_actions: Person, case: CaseFile
) -> None:
    thing = known(case).finding("F1").id
    spine.edit_finding(case, thing, why="The rota")
    spine.edit_finding(case, thing, what="Two in a row")
    with_actions.press("History")
    with_actions.row("Edit “why” in F1")
    with_actions.sees("nothing → The rota")
    with_actions.key("U")
    with_actions.sees("Undone: Edit “why” in F1")
    assert (known(case).finding("F1").why, known(case).finding("F1").what) == ("", "Two in a row")
    with_actions.row("Add the finding")
    with_actions.sees("rests on")


def test_the_whole_file_is_checked_from_the_history(with_actions: Person) -> None:
    with_actions.press("History")
    with_actions.press("Check the file")
    with_actions.waits_for_work()
    with_actions.sees("All is well")
