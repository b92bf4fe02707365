"""Findings, Actions, Publish and History, driven as a person would."""

import zipfile
from pathlib import Path

import pytest
from person import Person
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from ui.buttons import Button
from ui.frame import RailButton
from ui.places.findings import EvidencePane
from ui.places.findings.pages import EvidenceCard
from ui.places.findings.tree import SpineList
from workbench.casefile import CaseFile
from workbench.chronology.dates import When
from workbench.chronology.events import Event, add_event
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
    with_actions.press("Edit the note of 2 Oct 2026")
    with_actions.type_in("What has been done", "In use at nine groups.", leave=False)
    with_actions.press("Keep the note")
    assert [one.text for one in known(case).action("A1.1").progress] == ["In use at nine groups."]
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


def dropped_on(target: QWidget, data: QMimeData, at: QPoint) -> None:
    """Drag over a widget and drop there, as a mouse would."""
    action, button, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    for event in (
        QDragEnterEvent(at, action, data, button, none),
        QDragMoveEvent(at, action, data, button, none),
        QDropEvent(QPointF(at), action, data, button, none),
    ):
        QApplication.sendEvent(target, event)


def test_rows_dragged_over_the_rail_open_findings_and_fall_on_a_finding(
    at_work: Person, case: CaseFile
) -> None:
    spine.add_finding(case, "Each missed contact looked small")
    spine.add_finding(case, "Nobody asked what a day was like")
    at_work.press("Chronology")
    table = at_work.table()
    model = table.listing_model
    data = model.mimeData([model.index(row, 0) for row in range(2)])
    rail = at_work.named("Findings", RailButton)
    over = QDragEnterEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(rail, over)
    assert over.isAccepted()
    at_work.sees("Nobody asked what a day was like")
    spine_list = at_work.named("Findings, recommendations and actions", SpineList)
    second = spine_list.visualRect(spine_list.model().index(1, 0)).center()
    dropped_on(spine_list.viewport(), data, second)
    at_work.sees("2 events added as evidence for F2.")
    dropped_on(at_work.named("Evidence", EvidencePane), model.mimeData([model.index(2, 0)]), QPoint(40, 200))
    at_work.sees("1 event added as evidence for F1.")
    assert [len(finding.evidence) for finding in known(case).findings] == [1, 2]
    at_work.press("Undo")
    assert [len(finding.evidence) for finding in known(case).findings] == [0, 2]


def test_the_spine_is_walked_and_put_in_order_by_keys_alone(at_work: Person, case: CaseFile) -> None:
    first = spine.add_finding(case, "Each missed contact looked small")
    spine.add_finding(case, "Nobody asked what a day was like")
    spine.add_recommendation(case, "One view of missed contacts", findings=[first])
    at_work.press("Findings")
    focus(at_work, "Findings, recommendations and actions")
    at_work.key("Alt+Down")
    assert [one.ref for one in known(case).findings] == ["F2", "F1"]
    at_work.key("J")
    at_work.sees("One view of missed contacts")
    at_work.key("Alt+Up")
    at_work.sees("R1 is already first where it stands.")
    at_work.key("A")
    at_work.types("Put the counts on every agenda")
    at_work.key("Enter")
    at_work.sees("1 action on 1 recommendation")
    assert known(case).action("A1.1").title == "Put the counts on every agenda"
    at_work.press("Findings")
    focus(at_work, "Findings, recommendations and actions")
    at_work.key("K")
    at_work.key("K")
    at_work.key("Del")
    at_work.sees("is removed.")
    assert len(known(case).findings) == 1
    at_work.key("Ctrl+Z")
    assert len(known(case).findings) == 2


def test_what_is_typed_and_where_one_stands_outlive_each_change_of_a_finding(
    at_work: Person, case: CaseFile
) -> None:
    finding = spine.add_finding(case, "Each missed contact looked small")
    with case.reading() as session:
        events = [event.id for event in session.query(Event)]
    spine.add_evidence(case, finding, events)
    at_work.press("Findings")
    at_work.type_in("What", "Two contacts were missed.")
    at_work.types("The rota left no one free.")
    at_work.key("Tab")
    assert (known(case).finding("F1").what, known(case).finding("F1").why) == (
        "Two contacts were missed.",
        "The rota left no one free.",
    )
    at_work.type_in("Known at the time", "The health visitor knew.", leave=False)
    # Leaving the field by pressing a button makes its change first; the press still counts.
    at_work.press("What can be done with E2")
    at_work.picks("Remove from the evidence")
    at_work.sees("Taken from the evidence; it stays where it was.")
    assert known(case).finding("F1").known == "The health visitor knew."
    card = next(each for each in at_work.window.findChildren(EvidenceCard) if each.isVisible())
    card.setFocus()
    at_work.key("X")
    assert [piece.against for piece in known(case).finding("F1").evidence] == [True, False]
    at_work.key("Ctrl+Z")
    focus_card(at_work)
    at_work.key("Del")
    assert len(known(case).finding("F1").evidence) == 1
    focus_card(at_work)
    assert len(known(case).findings) == 1


def test_a_finding_and_an_action_lead_to_their_own_history(with_actions: Person, case: CaseFile) -> None:
    spine.edit_finding(case, known(case).finding("F1").id, why="The rota", what="Two in a row")
    with_actions.press("Findings")
    with_actions.press("History of this finding")
    with_actions.sees("Only finding F1")
    assert len(with_actions.rows("Changes")) == 2
    with_actions.press("Only finding F1")
    with_actions.sees("Add the action")
    with_actions.press("Actions")
    with_actions.row("Put the counts")
    with_actions.press("All 1 changes of A1.1")
    with_actions.sees("Only action A1.1")


def test_typing_in_one_field_of_an_action_and_then_the_next_loses_nothing(
    with_actions: Person, case: CaseFile
) -> None:
    with_actions.row("Remind staff")
    with_actions.type_in("Another owner", "The Partnership")
    with_actions.types("Designated nurse")
    with_actions.key("Tab")
    with_actions.types("30 Sep 2031")
    with_actions.key("Tab")
    action = known(case).action("A1.2")
    assert (action.owner, action.lead, action.due) == ("The Partnership", "Designated nurse", "2031-09-30")
    with_actions.type_in("Lead officer", "Practice lead", leave=False)
    with_actions.press("Begun today")
    action = known(case).action("A1.2")
    assert (action.lead, bool(action.begun_on)) == ("Practice lead", True)
    for _ in range(5):
        with_actions.key("Ctrl+Z")
    assert known(case).action("A1.2").owner == ""


def test_not_accepted_asks_for_its_reason_at_once(with_actions: Person, case: CaseFile) -> None:
    with_actions.row("Remind staff")
    with_actions.choose("Status", "Not accepted")
    with_actions.press("Cancel")
    assert known(case).action("A1.2").status == "red"
    with_actions.choose("Status", "Not accepted")
    with_actions.type_in("Why it is not accepted", "Another plan covers it", leave=False)
    with_actions.key("Enter")
    action = known(case).action("A1.2")
    assert (action.status, action.reason) == ("grey", "Another plan covers it")
    with_actions.key("Ctrl+Z")
    assert known(case).action("A1.2").status == "red"


def test_a_change_that_something_rests_on_leads_to_the_later_one(with_actions: Person) -> None:
    with_actions.press("History")
    with_actions.row("Add “One view of missed contacts”")
    with_actions.sees("came after it and rests on it")
    later = next(
        each.accessibleName()
        for each in with_actions.window.findChildren(Button)
        if each.isVisible() and each.accessibleName().startswith("Go to change")
    )
    with_actions.press(later)
    with_actions.sees(later.removeprefix("Go to ").capitalize())


def test_a_document_names_its_gaps_and_its_hash_can_be_copied(
    with_actions: Person, tmp_path: Path, case: CaseFile
) -> None:
    with_actions.press("Publish")
    with_actions.sees("A1.2")
    with_actions.press("Save the action plan as Word")
    with_actions.gives_files(tmp_path / "plan")
    with_actions.waits_for_work()
    with_actions.press("Copy the SHA-256 of plan.docx")
    with case.reading() as session:
        whole = outgoing(session)[0].sha256
    assert QGuiApplication.clipboard().text() == whole
    with_actions.press("Start draft 2")
    with_actions.sees("DRAFT v2")
    with_actions.press("History")
    with_actions.row("Export Action plan")
    with_actions.sees(whole[:32])


def test_whatever_takes_the_keyboard_says_what_it_is(with_actions: Person) -> None:
    for place in ("Findings", "Actions", "Publish", "History"):
        with_actions.press(place)
        unnamed = [
            type(each).__name__
            for each in with_actions.window.findChildren(QWidget)
            if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus and not each.accessibleName()
        ]
        assert unnamed == [], place


def focus(person: Person, name: str) -> None:
    person.named(name, QAbstractItemView).setFocus()


def focus_card(person: Person) -> None:
    next(each for each in person.window.findChildren(EvidenceCard) if each.isVisible()).setFocus()
