"""Files made by older versions come forward, with their history, and undo goes on across it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from casefile import old_library
from casefile.old_library import OLDEST, PLAN, Label, Note, Person
from sqlalchemy import select

from workbench.casefile import CaseFile, Step, open_file, read_query, search
from workbench.casefile.backup import folder_beside
from workbench.casefile.casefile import create_with, open_with
from workbench.casefile.connections import Database
from workbench.casefile.keys import Key
from workbench.casefile.lock import lock_path
from workbench.problems import Cancelled, Problem

OLD_FILE = Path(__file__).parents[1] / "old_files" / "library-v1.rpw"


@pytest.fixture
def old(path: Path, key: Key) -> Path:
    """A file of version 1 made just now, closed."""
    with create_with(path, key, OLDEST, by="Ada Example") as case:
        old_library.fill(case)
    return path


@pytest.fixture
def today(old: Path, key: Key) -> Iterator[CaseFile]:
    """The same, brought forward and open."""
    with open_with(old, key, PLAN, by="Bea Sample") as case:
        yield case


def people(case: CaseFile) -> list[tuple[str, str | None]]:
    with case.reading() as session:
        return [(each.given, each.family) for each in session.scalars(select(Person).order_by(Person.id))]


def test_rows_indexes_and_record_come_forward(today: CaseFile) -> None:
    assert people(today) == [("Ada", "Sample"), ("Bea", None)]
    with today.reading() as session:
        notes = session.execute(select(Note.id, Note.heading).order_by(Note.id)).all()
        assert notes == [("n1", "Visit"), ("n2", "")]
        assert [hit.id for hit in search(session, Note, read_query("visit"))] == ["n1"]
        assert len(session.scalars(select(Label)).all()) == 2
    found = today.verify()
    assert found.ok, found.problems
    entry = today.history(limit=1)[0]
    assert (entry.label, entry.kind, entry.by) == (
        "Bring the file forward to version 3",
        "upgrade",
        "Bea Sample",
    )
    assert entry.note == {"version": 3, "from": 1}
    assert entry.touched == {"note": 1, "label": 2}


def test_the_history_is_told_in_the_new_form(today: CaseFile) -> None:
    [image] = today.images(5)
    assert (image.before, image.after) == (
        {"given": "Ada", "family": "Example"},
        {"given": "Ada", "family": "Sample"},
    )


def test_undo_goes_back_across_it_and_stops_with_a_sentence_where_it_cannot(today: CaseFile) -> None:
    assert (today.undo_label, today.redo_label) == ("Correct Ada's name", "Remove Ada")
    today.undo()
    assert people(today) == [("Ada", "Example"), ("Bea", None)]
    today.redo()
    assert people(today)[0] == ("Ada", "Sample")
    today.undo()
    with pytest.raises(
        Problem, match="“Write a draft” can't be undone: it was done before this file was brought"
    ):
        today.undo()
    with pytest.raises(
        Problem, match=r"change 8, “Bring the file forward to version 3”.* change this by hand"
    ):
        today.undo_change(2)
    with today.change("Remove the labels") as session:
        for label in session.scalars(select(Label)):
            session.delete(label)
    today.undo_change(3)
    assert people(today) == [("Ada", "Example")]
    assert today.verify().ok


def test_redo_of_what_was_undone_before_it(today: CaseFile) -> None:
    with pytest.raises(Problem, match="change 8"):  # a label has come to rest on Ada
        today.redo()


def test_a_copy_as_it_was_is_made_first(today: CaseFile, old: Path, key: Key) -> None:
    [copy] = folder_beside(old).iterdir()
    assert copy.name == "library as version 1.rpw"
    with open_with(copy, key, OLDEST, by="Ada") as before:
        assert before.last_change == 7
        assert before.verify().ok
    with today.change("Go on") as session:
        session.add(Person(given="Cay"))
    for _ in range(7):
        today.backup_if_changed(keep=1)
    assert copy.exists()


def test_a_file_of_today_is_left_as_it_is(today: CaseFile, old: Path, key: Key) -> None:
    head = today.head
    today.close()
    with open_with(old, key, PLAN, by="Bea") as again:
        assert again.head == head
    assert len(list(folder_beside(old).iterdir())) == 1


def broken(database: Database) -> None:
    database.execute("DELETE FROM person WHERE id = 'ada'")


def wrong(database: Database) -> None:
    database.execute("ALTER TABLE person ADD COLUMN another TEXT")


@pytest.mark.parametrize("run", [broken, wrong])
def test_steps_that_go_wrong_leave_the_file_as_it_was(
    old: Path, key: Key, run: Callable[[Database], None]
) -> None:
    before = old.read_bytes()
    plan = replace(OLDEST, version=2, steps={2: Step("Going wrong", run)})
    with pytest.raises(RuntimeError, match="the steps"):
        open_with(old, key, plan, by="Bea")
    assert old.read_bytes() == before
    assert not lock_path(old).exists()
    with open_with(old, key, OLDEST, by="Ada") as case:
        assert case.verify().ok


def test_cancelling_leaves_the_file_as_it_was(old: Path, key: Key) -> None:
    def cancel(done: int, total: int, what: str) -> None:
        if what == "Giving notes a heading":
            raise Cancelled

    with pytest.raises(Cancelled):
        open_with(old, key, PLAN, by="Bea", report=cancel)
    with open_with(old, key, OLDEST, by="Ada") as case:
        assert case.last_change == 7
        assert case.verify().ok


def test_a_file_made_by_version_1_long_ago_opens_today(tmp_path: Path) -> None:
    path = Path(shutil.copy(OLD_FILE, tmp_path))
    path.chmod(0o644)
    with open_file(path, old_library.PASSPHRASE, PLAN, by="Bea") as case:
        assert people(case) == [("Ada", "Sample"), ("Bea", None)]
        found = case.verify("1f")
        assert [problem for problem in found.problems if "head" not in problem] == []
        case.undo()
        case.redo()
        assert case.verify().ok
