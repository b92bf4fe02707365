"""Files and folders taken into a case: what is taken, what is refused, and how each can be undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from reading.files_made import para, word

from workbench.case import new_case, verify
from workbench.casefile import CaseFile
from workbench.materials import (
    StoppedEarly,
    find_material,
    keep_stop,
    mark_read,
    materials,
    parts_of,
    read_by,
    stopped_at,
    take_in_files,
    text_of,
    undo_taking_in,
)
from workbench.problems import Cancelled


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    with new_case(tmp_path / "case.rpw", "a long passphrase", "Child T", "lcspr", by="Ada") as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents, an empty one, and what systems leave behind."""
    made = tmp_path / "files"
    (made / "health").mkdir(parents=True)
    (made / "health" / "letter.docx").write_bytes(word(para("Seen at home.") + para("No concerns.")))
    (made / "notes.txt").write_text("One line.\n\nAnother line.\n")
    (made / "empty.txt").write_bytes(b"")
    for left_behind in (".DS_Store", "~$letter.docx", "Thumbs.db"):
        (made / left_behind).write_bytes(b"x")
    return made


def test_a_folder_is_taken_in_one_change_a_document(case: CaseFile, folder: Path) -> None:
    before = case.last_change
    done = take_in_files(case, [folder])
    assert [(one.ref, one.name, one.kind) for one in done.taken] == [
        ("M1", "letter.docx", "docx"),
        ("M2", "notes.txt", "txt"),
    ]
    assert [(one.name, one.reason) for one in done.refused] == [("empty.txt", "empty")]
    assert done.changes == (before + 1, before + 2)
    assert [entry.label for entry in case.history(limit=2)] == [
        "Take in notes.txt (3 of 3)",
        "Take in letter.docx (2 of 3)",
    ]
    with case.reading() as session:
        text = text_of(session, done.taken[1].id)
        assert text.text == "One line.\n\nAnother line.\n"
        assert [text.text[one.start : one.end] for one in text.pieces] == ["One line.", "Another line."]
        assert [one.text for one in parts_of(session, done.taken[1].id, start=3, end=5)] == [text.text]
        assert find_material(session, "m1").characters == len("Seen at home.\nNo concerns.\n")
    assert verify(case).ok
    case.undo()
    with case.reading() as session:
        assert [one.ref for one in materials(session)] == ["M1"]


def test_the_whole_of_a_taking_in_can_be_undone(case: CaseFile, folder: Path) -> None:
    done = take_in_files(case, [folder])
    undo_taking_in(case, done)
    with case.reading() as session:
        assert materials(session) == []
    again = take_in_files(case, [folder])
    assert len(again.taken) == 2
    assert verify(case).ok


def test_what_is_done_before_a_stop_stays_and_is_told(case: CaseFile, folder: Path) -> None:
    def stop_at_the_last(done: int, total: int, what: str) -> None:
        if done == total - 1:
            raise Cancelled

    with pytest.raises(StoppedEarly) as stopped:
        take_in_files(case, [folder], report=stop_at_the_last)
    assert [one.name for one in stopped.value.so_far.taken] == ["letter.docx"]
    with case.reading() as session:
        assert len(materials(session)) == 1


def test_the_same_bytes_are_taken_in_once(case: CaseFile, folder: Path) -> None:
    (folder / "same.txt").write_bytes((folder / "notes.txt").read_bytes())
    done = take_in_files(case, [folder])
    assert [(one.name, one.reason) for one in done.refused] == [
        ("empty.txt", "empty"),
        ("same.txt", "duplicate"),
    ]
    assert "M2 (notes.txt)" in done.refused[1].sentence


def test_who_has_read_what_and_stopped_where(case: CaseFile, folder: Path) -> None:
    (first, _) = take_in_files(case, [folder]).taken
    mark_read(case, first.id, True)
    changes = case.last_change
    keep_stop(case, first.id, 12)
    assert case.last_change == changes
    with case.reading() as session:
        assert list(read_by(session)[first.id]) == ["Ada"]
        stop = stopped_at(session, first.id, "Ada")
        assert stop is not None
        assert (stop.place, stop.pages) == (12, False)
    mark_read(case, first.id, False)
    with case.reading() as session:
        assert read_by(session) == {}
