"""The Case place, driven as a person would."""

import pytest
from person import Person
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui.chips import Chip
from ui.forms import LineEdit
from workbench import review
from workbench.casefile import CaseFile
from workbench.chronology import importing
from workbench.chronology.linking import unmatched_names
from workbench.people import add_person, add_service, people, services


@pytest.fixture
def at_case(person_with_case: Person) -> Person:
    person_with_case.press("Case")
    return person_with_case


def test_every_fact_of_the_review_is_one_change_made_on_leaving_its_field(
    at_case: Person, case: CaseFile
) -> None:
    at_case.type_in("Commissioned by", "Brook Partnership")
    at_case.choose("Kind of review", "Rapid review")
    at_case.type_in("Incident", "9 March 2024 at 21:40")
    at_case.type_in("Notified on", "11/3/2024")
    with case.reading() as session:
        found = review.the_review(session)
    assert (found.commissioner, found.kind.code) == ("Brook Partnership", "rapid-review")
    assert (found.incident, found.notified) == ("2024-03-09T21:40", "2024-03-11")
    at_case.sees("Rapid review by 3 Apr 2024")
    for _ in range(4):
        at_case.key("Ctrl+Z")
    with case.reading() as session:
        assert review.the_review(session).commissioner == "Safeguarding partners"


def test_a_date_that_is_vague_or_out_of_order_is_answered_beneath_its_field(
    at_case: Person, case: CaseFile
) -> None:
    at_case.type_in("Scope from", "summer 2023")
    at_case.sees("is not one exact day")
    at_case.type_in("Scope from", "1 Sep 2023")
    at_case.type_in("Scope to", "1 Aug 2023")
    at_case.sees("The scoping period ends before it starts.")
    with case.reading() as session:
        assert review.the_review(session).scope_to is None


def test_people_are_added_named_and_matched_to_the_names_in_the_records(
    at_case: Person, case: CaseFile
) -> None:
    add_service(case, "General practice", "GP")
    data = b"Date,Patient,Details\n02/05/2023,A. Vale,Asked about sleep and feeding at home.\n"
    importing.bring_in(case, importing.draft(case, "gp.csv", data, service="GP"))
    at_case.item("Parts of the case", "People")
    at_case.type_in("New person’s name", "Robyn Vale", leave=False)
    at_case.key("Enter")
    at_case.type_in("New person’s name", "Anwen Vale", leave=False)
    at_case.press("Add person")
    at_case.type_in("Pseudonym, Anwen Vale", "Mother")
    at_case.type_in("Other names, Anwen Vale", "Ms Vale, Winnie")
    at_case.sees("Names in the records that stand for nobody yet")
    at_case.choose("A. Vale is", "Anwen Vale")
    at_case.sees("“A. Vale” is matched in 1 event.")
    with case.reading() as session:
        child, mother = people(session)
        assert unmatched_names(session) == []
    assert (child.name, child.subject, child.leads) == ("Robyn Vale", True, True)
    assert (mother.pseudonym, mother.aliases) == ("Mother", ("Ms Vale", "Winnie"))


def test_two_people_with_one_pseudonym_are_refused_beneath_the_field(at_case: Person, case: CaseFile) -> None:
    add_person(case, "Robyn Vale", pseudonym="Child T")
    add_person(case, "Anwen Vale")
    at_case.item("Parts of the case", "People")
    at_case.press("Anwen Vale")
    at_case.type_in("Pseudonym, Anwen Vale", "Child T")
    at_case.sees("The pseudonym “Child T” is taken.")
    at_case.named("Pseudonym, Anwen Vale", LineEdit).setFocus()
    at_case.key("Esc")
    at_case.does_not_see("The pseudonym “Child T” is taken.")


def test_services_are_added_renamed_and_removed_with_undo_at_hand(at_case: Person, case: CaseFile) -> None:
    at_case.item("Parts of the case", "Services")
    at_case.type_in("New service’s name", "Health visiting", leave=False)
    at_case.type_in("New service’s code", "hv", leave=False)
    at_case.press("Add service")
    at_case.type_in("Organisation, HV", "Brook Trust")
    with case.reading() as session:
        assert [(one.code, one.organisation) for one in services(session)] == [("HV", "Brook Trust")]
    at_case.press("Remove HV")
    at_case.sees("The service is removed.")
    at_case.press("Undo")
    at_case.sees("Health visiting")


def test_lines_panel_statuses_and_life_events_are_kept(at_case: Person, case: CaseFile) -> None:
    at_case.item("Parts of the case", "Key lines of enquiry")
    at_case.type_in("New line of enquiry", "Was she seen?", leave=False)
    at_case.press("Add line of enquiry")
    at_case.item("Parts of the case", "Panel")
    at_case.type_in("New member’s name", "Independent Lead", leave=False)
    at_case.press("Add panel member")
    at_case.item("Parts of the case", "Legal and plan status")
    at_case.choose("New status", "Child protection plan")
    at_case.type_in("New status from", "3 May 2023", leave=False)
    at_case.press("Add status")
    at_case.type_in("To, Child protection plan", "18/4/2024")
    at_case.item("Parts of the case", "Key life events")
    at_case.type_in("New life event’s day", "1 Dec 2022", leave=False)
    at_case.type_in("New life event", "Robyn is born", leave=False)
    at_case.press("Add life event")
    with case.reading() as session:
        assert [text for _, _, text in review.lines(session)] == ["Was she seen?"]
        assert [one.name for one in review.members(session)] == ["Independent Lead"]
        status = review.statuses(session)[0].values
        assert (status["starts"], status["ends"]) == ("2023-05-03", "2024-04-18")
        assert [one.values["on"] for one in review.life_events(session)] == ["2022-12-01"]


def test_an_empty_record_is_refused_in_a_sentence(at_case: Person) -> None:
    at_case.item("Parts of the case", "Key lines of enquiry")
    at_case.press("Add line of enquiry")
    at_case.sees("The line of enquiry is empty.")


def test_people_are_opened_and_changed_by_keys_alone(at_case: Person, case: CaseFile) -> None:
    add_person(case, "Robyn Vale", subject=True)
    add_person(case, "Anwen Vale", role="Mother of Robyn, and of two children who live with their father")
    at_case.item("Parts of the case", "People")
    at_case.named("Anwen Vale", QAbstractButton).setFocus()
    at_case.key("Space")
    at_case.key("Tab")
    at_case.key("Tab")
    at_case.types("Mother")
    at_case.key("Tab")
    at_case.key("Tab")
    at_case.types("17 May 1999")
    at_case.key("Enter")
    with case.reading() as session:
        child, mother = people(session)
    assert (mother.pseudonym, mother.born) == ("Mother", "1999-05-17")
    assert child.leads or child.subject
    at_case.press("Remove Anwen Vale")
    at_case.sees("Removed from the people of this case.")
    at_case.press("Undo")
    at_case.named("Anwen Vale", QAbstractButton)


def test_services_and_lines_are_put_in_order_by_keys_and_keep_the_focus(
    at_case: Person, case: CaseFile
) -> None:
    add_service(case, "Health visiting", "HV")
    add_service(case, "Police", "POL")
    for text in ("Was she seen?", "Who knew?"):
        review.add_line(case, text)
    at_case.item("Parts of the case", "Services")
    at_case.named("Service, POL", LineEdit).setFocus()
    at_case.key("Alt+Up")
    with case.reading() as session:
        assert [one.code for one in services(session)] == ["POL", "HV"]
    at_case.waits_until(lambda: at_case.named("Service, POL", LineEdit).hasFocus(), "the focus to stay")
    at_case.types("Response ")
    at_case.key("Tab")
    with case.reading() as session:
        assert services(session)[0].name == "Response Police"
    at_case.item("Parts of the case", "Key lines of enquiry")
    at_case.press("Order of K1")
    at_case.picks("Move down")
    with case.reading() as session:
        assert [ref for _, ref, _ in review.lines(session)] == ["K2", "K1"]


def test_a_service_is_given_another_colour_from_the_set(at_case: Person, case: CaseFile) -> None:
    add_service(case, "Health visiting", "HV")
    at_case.item("Parts of the case", "Services")
    at_case.named("Colour of HV: teal", Chip).setFocus()
    at_case.key("Enter")
    at_case.picks("Plum")
    at_case.named("Colour of HV: plum", Chip)
    with case.reading() as session:
        assert services(session)[0].colour == "#8E2C63"


def test_whatever_takes_the_keyboard_in_the_case_says_what_it_is(at_case: Person, case: CaseFile) -> None:
    add_service(case, "Health visiting", "HV")
    add_person(case, "Robyn Vale")
    at_case.item("Parts of the case", "People")
    at_case.press("Robyn Vale")
    for part in ("The review", "People", "Services", "Panel", "Legal", "Key life", "The file"):
        at_case.item("Parts of the case", part)
        unnamed = [
            type(each).__name__
            for each in at_case.window.findChildren(QWidget)
            if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus and not each.accessibleName()
        ]
        assert unnamed == [], part
