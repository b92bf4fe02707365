"""People, services and the names they go by."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.case import new_case
from workbench.casefile import CaseFile
from workbench.chronology.dates import When
from workbench.chronology.events import add_event
from workbench.people import (
    add_person,
    add_service,
    edit_person,
    edit_service,
    find_person,
    find_service,
    lead_subject,
    people,
    remove_person,
    remove_service,
    services,
)
from workbench.problems import Problem


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    made = new_case(tmp_path / "a.rpw", "three plain words", "Child T", "lcspr", by="R. Marsh")
    yield made
    made.close()


def test_the_first_subject_leads_until_another_is_chosen(case: CaseFile) -> None:
    first = add_person(case, "Robyn Vale", subject=True, born="2022-12-01")
    sibling = add_person(case, "Wren Vale", subject=True)
    with case.reading() as session:
        lead = lead_subject(session)
    assert lead is not None
    assert lead.id == first
    edit_person(case, sibling, leads=True)
    with case.reading() as session:
        assert [(person.name, person.leads) for person in people(session)] == [
            ("Wren Vale", True),
            ("Robyn Vale", False),
        ]
    case.undo()
    with case.reading() as session:
        lead = lead_subject(session)
    assert lead is not None
    assert lead.id == first


def test_two_people_never_share_a_pseudonym(case: CaseFile) -> None:
    add_person(case, "Robyn Vale", pseudonym="Child T")
    with pytest.raises(Problem, match="is taken"):
        add_person(case, "Wren Vale", pseudonym="child t")


def test_a_person_is_found_by_every_name_and_a_shared_name_is_told(case: CaseFile) -> None:
    mother = add_person(case, "Anwen Vale", pseudonym="Mother", aliases=("Ms Vale", "Winnie"))
    add_person(case, "Ceri Vale", aliases=("Ms Vale",))
    with case.reading() as session:
        assert find_person(session, "winnie").id == mother
        with pytest.raises(Problem, match="could be 2 people"):
            find_person(session, "Ms Vale")
        with pytest.raises(Problem, match="no “Nan”"):
            find_person(session, "Nan")
    edit_person(case, mother, aliases=["Winnie", "Win"])
    with case.reading() as session:
        assert find_person(session, mother).aliases == ("Win", "Winnie")


def test_services_get_the_colours_their_codes_are_known_by_and_never_two_alike(case: CaseFile) -> None:
    add_service(case, "Health visiting", "hv", organisation="Brook Trust")
    add_service(case, "Drug and alcohol service", "DAS", organisation="brook trust")
    for code in ("X1", "X2", "X3", "X4"):
        add_service(case, f"Service {code}", code)
    with case.reading() as session:
        found = services(session)
    assert found[0].colour == "#0B6660"
    assert found[0].organisation == found[1].organisation == "Brook Trust"
    assert len({service.colour for service in found}) == len(found)


def test_a_code_is_short_and_belongs_to_one_service(case: CaseFile) -> None:
    add_service(case, "Police", "POL")
    for code in ("pol", "", "TOOLONGCODE", "9A"):
        with pytest.raises(Problem):
            add_service(case, "Other", code)
    other = add_service(case, "Other", "OTH")
    with pytest.raises(Problem, match="belongs to Police"):
        edit_service(case, other, code="POL")


def test_a_service_with_events_stays_and_one_without_can_go(case: CaseFile) -> None:
    service = add_service(case, "Police", "POL")
    spare = add_service(case, "Fire", "FIRE")
    add_event(case, "POL", When("2023-01-02", "2023-01-02", "day"), "Call from a neighbour.")
    with pytest.raises(Problem, match="so it stays"):
        remove_service(case, service)
    remove_service(case, spare)
    with case.reading() as session:
        assert [one.code for one in services(session)] == ["POL"]
        assert find_service(session, "police").id == service


def test_someone_removed_comes_back_with_every_alias(case: CaseFile) -> None:
    mother = add_person(case, "Anwen Vale", aliases=("Winnie",))
    remove_person(case, mother)
    case.undo()
    with case.reading() as session:
        assert find_person(session, "Winnie").id == mother
