"""Publish: what can go out, with its choices, what holds it back, and what nobody has written yet."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
from person import Person

from ui.buttons import Button
from workbench.casefile import CaseFile
from workbench.chronology.dates import When
from workbench.chronology.events import add_event
from workbench.outgoing import outgoing
from workbench.people import add_person, add_service, edit_person
from workbench.themes.codebook import themes
from workbench.themes.tags import tag_events


@pytest.fixture
def at_publish(person_with_case: Person, case: CaseFile) -> Person:
    add_service(case, "Health visiting", "HV")
    missed = add_event(
        case, "HV", When("2023-05-02", "2023-05-02", "day"), "Marlow not brought.", outcome="not_brought"
    )
    with case.reading() as session:
        theme = next(one.id for one in themes(session) if one.code == "MCO")
    tag_events(case, [missed], theme)
    add_person(case, "Marlow Penhale", pseudonym="Child M", born="2022-01-04", subject=True)
    person_with_case.press("Publish")
    return person_with_case


def able(person: Person, name: str) -> bool:
    return person.named(name, Button).isEnabled()


def everything(path: Path) -> str:
    with zipfile.ZipFile(path) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist() if "/media/" not in name)


def test_the_overview_report_says_what_is_not_written_and_goes_out_with_the_chosen_appendices(
    at_publish: Person, case: CaseFile, tmp_path: Path
) -> None:
    at_publish.sees("Not written yet: ")
    at_publish.sees("the view on predictability")
    at_publish.press("With the appendix Combined chronology")
    at_publish.press("Save the overview report as Word")
    at_publish.gives_files(tmp_path / "report")
    at_publish.waits_for_work()
    at_publish.sees("report.docx is written, and recorded in the history.")
    words = everything(tmp_path / "report.docx")
    assert "What this chronology holds" not in words
    assert "How the counts were made" in words
    with case.reading() as session:
        assert [one.document for one in outgoing(session)] == ["Overview report"]


def test_the_theme_report_goes_out_as_a_workbook(at_publish: Person, tmp_path: Path) -> None:
    at_publish.press("Save the theme report as Excel")
    at_publish.gives_files(tmp_path / "themes")
    at_publish.waits_for_work()
    book = openpyxl.load_workbook(tmp_path / "themes.xlsx")
    assert book["Tagged"]["I2"].value == "Marlow not brought."


def test_names_are_left_out_only_once_everyone_has_a_pseudonym(
    at_publish: Person, case: CaseFile, tmp_path: Path
) -> None:
    someone = add_person(case, "Rowan Penhale", role="Mother")
    at_publish.press("Leave names out: pseudonyms stand for people")
    at_publish.sees("Rowan Penhale has no pseudonym.")
    assert not able(at_publish, "Save the overview report as Word")
    edit_person(case, someone, pseudonym="Mother")
    at_publish.sees("anonymous-draft-v1")
    assert able(at_publish, "Save the overview report as Word")
    at_publish.press("Save the overview report as Word")
    at_publish.gives_files(tmp_path / "report")
    at_publish.waits_for_work()
    words = everything(tmp_path / "report.docx")
    assert "Child M" in words
    assert "Penhale" not in words
    assert "Marlow" not in words
    with case.reading() as session:
        assert [one.document for one in outgoing(session)] == ["Overview report (anonymous)"]
