"""A case made by an older version: its documents are read when a person asks, and what went amiss is told."""

import shutil
from collections.abc import Callable
from pathlib import Path

from person import Person
from sqlalchemy import text as sql

from ui.window import Window
from workbench.case import open_case
from workbench.casefile import CaseFile
from workbench.materials import materials, take_in, to_read_again
from workbench.themes.codebook import find_theme
from workbench.themes.tags import tag_passage

OLD = Path(__file__).parents[2] / "old_files" / "case-v1.rpw"


def test_documents_of_an_older_case_are_read_when_asked(
    make_window: Callable[..., Window], person: Person, tmp_path: Path
) -> None:
    path = tmp_path / "old.rpw"
    shutil.copy(OLD, path)
    window = person.window
    window.cases.take(open_case(path, "seven gulls over a pebble harbour", by="Bea Sample"))
    window.desk.go("materials")
    person.sees("4 documents have no text yet.")
    window.desk.read_as_anonymous(True)
    person.does_not_see("4 documents have no text yet.")
    window.desk.read_as_anonymous(False)
    person.sees("4 documents have no text yet.")
    person.press("Read them")
    person.does_not_see("4 documents have no text yet.")
    person.sees("4 documents read.")
    assert window.desk.read(to_read_again) == []
    assert all(each.characters for each in window.desk.read(materials))
    person.does_not_see("Read them")


def test_tagged_words_that_are_not_in_a_new_text_are_told(person: Person, case: CaseFile) -> None:
    letter = take_in(case, "letter.txt", b"Seen at home.")
    with case.reading() as session:
        theme = find_theme(session, "CDE").id
    tag_passage(case, letter, 0, 4, theme)
    with case.change("As an older reader had it") as session:
        session.execute(sql("UPDATE material_text SET reader = 'plain 0'"))
        session.execute(sql("UPDATE tag SET quote = 'Not brought.'"))
    person.window.cases.take(case)
    person.window.desk.go("materials")
    person.sees("1 document can be read better than when it came.")
    person.press("Read it")
    person.sees("1 document read.")
    person.sees("Tagged words that are not in the new text, and stay in the old one, 1")
    person.sees("M1  CDE: “Not brought.”")


def test_the_bar_can_be_dismissed(person: Person, case: CaseFile) -> None:
    take_in(case, "letter.txt", b"Seen at home.")
    with case.change("As an older version had it") as session:
        session.execute(sql("UPDATE material SET text_id = NULL"))
    person.window.cases.take(case)
    person.window.desk.go("materials")
    person.sees("1 document has no text yet.")
    person.press("Dismiss: 1 document has no text yet.")
    person.does_not_see("1 document has no text yet.")
    assert len(person.window.desk.read(to_read_again)) == 1
