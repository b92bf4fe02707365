"""What holds an anonymous document back, and how it is settled."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.anonymity.identifying import (
    add_identifier,
    decide_word,
    edit_identifier,
    identifiers,
    remove_identifier,
)
from workbench.anonymity.leaving import check_ready, ready_to_leave, shared_names, words_to_decide
from workbench.anonymity.reader import anonymous_reader
from workbench.anonymity.suggesting import give_pseudonyms, suggested_pseudonyms
from workbench.case import new_case
from workbench.casefile import CaseFile
from workbench.chronology.dates import read_date
from workbench.chronology.events import add_event
from workbench.chronology.importing import bring_in, draft
from workbench.people import add_person, add_service, edit_person, people, publish_as, published_names
from workbench.problems import Problem
from workbench.review import add_member


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    """A case of an invented family."""
    made = new_case(tmp_path / "a.rpw", "a passphrase", "Child T", "lcspr", by="R. Adeyemi")
    add_person(made, "Tamsin Price", subject=True, born="2012-03-17")
    add_person(made, "May Price", role="mother", aliases=("Mum",))
    add_person(made, "Jack Okafor", role="social worker")
    add_person(made, "Jack Price", role="brother")
    add_service(made, "Northbrook health visiting", "HV", organisation="Northbrook Trust")
    yield made
    made.close()


def event(case: CaseFile, words: str) -> None:
    add_event(case, "HV", read_date("5 Dec 2013").when, words)


def test_everyone_without_a_pseudonym_is_named(case: CaseFile) -> None:
    with case.reading() as session:
        held = ready_to_leave(session)
        with pytest.raises(Problem, match="Tamsin Price has no pseudonym"):
            check_ready(session)
    assert [one.kind for one in held].count("person") == 4


def test_suggested_pseudonyms_settle_it_in_one_change(case: CaseFile) -> None:
    with case.reading() as session:
        assert list(suggested_pseudonyms(session).values()) == ["Child T", "Mother", "SW1", "Sibling 1"]
    before = case.last_change
    assert give_pseudonyms(case) == 4
    assert case.last_change == before + 1
    with case.reading() as session:
        assert not ready_to_leave(session)
    with pytest.raises(Problem, match="Everybody has"):
        give_pseudonyms(case)


def test_a_word_that_may_be_a_name_holds_back_until_somebody_decides(case: CaseFile) -> None:
    give_pseudonyms(case)
    event(case, "May rang. In May Mrs Price was out; the price was too high. Price of it asked.")
    with case.reading() as session:
        found = words_to_decide(session)
        assert [(one.word, one.count) for one in found] == [("May", 1), ("Price", 1)]
        assert "May rang" in found[0].examples[0]
        assert {one.thing for one in ready_to_leave(session)} == {"May", "Price"}
    decide_word(case, "May", True)
    decide_word(case, "Price", False)
    with case.reading() as session:
        assert not ready_to_leave(session)
        shown = anonymous_reader(session).render("May rang. In May Mrs Price was out; Price").text
    assert shown == "Mother rang. In May Mother was out; Price"


def test_a_pseudonym_that_says_a_name_holds_back(case: CaseFile) -> None:
    give_pseudonyms(case)
    with case.reading() as session:
        tamsin = people(session)[0].id
    edit_person(case, tamsin, pseudonym="Okafor")
    with case.reading() as session:
        assert [one.kind for one in ready_to_leave(session)] == ["pseudonym"]


def test_names_that_several_have_are_doubtful(case: CaseFile) -> None:
    give_pseudonyms(case)
    with case.reading() as session:
        assert any("Jack" in one and "SW1" in one and "Sibling 1" in one for one in shared_names(session))


def test_identifying_words_are_kept_changed_and_taken_away(case: CaseFile) -> None:
    made = add_identifier(case, "Northbrook", "the town")
    with pytest.raises(Problem, match="in the list"):
        add_identifier(case, "northbrook", "a town")
    with pytest.raises(Problem, match="still says"):
        add_identifier(case, "Upton", "Upton town")
    with case.reading() as session:
        assert anonymous_reader(session).render("to Northbrook").text == "to the town"
    edit_identifier(case, made, shown="Town A")
    with case.reading() as session:
        assert anonymous_reader(session).say_service("Northbrook Trust") == "Town A Trust"
    remove_identifier(case, made)
    with case.reading() as session:
        assert not identifiers(session)


def test_bodies_go_by_the_names_they_are_published_under(case: CaseFile) -> None:
    with case.reading() as session:
        body, service = published_names(session)
    publish_as(case, body.id, "the community trust")
    publish_as(case, service.id, "Health visiting")
    with case.reading() as session:
        reader = anonymous_reader(session)
    assert reader.say_service("Northbrook health visiting") == "Health visiting"
    assert reader.render("Northbrook Trust wrote").text == "the community trust wrote"


def test_the_panel_and_those_who_recorded_are_no_more_named_than_the_family(case: CaseFile) -> None:
    add_member(case, "Ruth Adeyemi", "Lead reviewer")
    text = "Date,Event,Outcome,Recorded by\n5/12/2013,Seen by Prunella Sandringhame.,Seen,Prunella Sandringhame HV\n"
    bring_in(case, draft(case, "a.csv", text.encode(), service="HV"))
    with case.reading() as session:
        reader = anonymous_reader(session)
    assert reader.render("R. Adeyemi asked").text == "Lead reviewer asked"
    assert reader.render("Ms Sandringhame came; Prunella Sandringhame").text == "[HV] came; [HV]"
    assert reader.say_name("Prunella Sandringhame HV") == "HV"
