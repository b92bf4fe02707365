"""Backups, copies, a new passphrase, and telling an older or parted copy."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from casefile.conftest import PASSPHRASE
from casefile.library import PLAN, Book, Shelf, some_books
from sqlalchemy import insert, select

from workbench.casefile import CaseFile, open_file
from workbench.casefile.backup import folder_beside
from workbench.casefile.casefile import open_with
from workbench.casefile.keys import Key
from workbench.casefile.lock import lock_path
from workbench.casefile.seen import Kind, SeenHere
from workbench.problems import Cancelled, Problem

FIGURES = "a figure that stands nowhere else: 8c1f"


def put_up(case: CaseFile, name: str) -> None:
    with case.change(f"Put up {name}") as session:
        session.add(Shelf(name=name))


def names(case: CaseFile) -> list[str]:
    with case.reading() as session:
        return list(session.scalars(select(Shelf.name).order_by(Shelf.name)))


@dataclass
class Heard:
    """A `Report` that remembers, and may do something at the first call."""

    at_first: Callable[[], None] | None = None
    done: int = 0
    total: int = 0

    def __call__(self, done: int, total: int, what: str) -> None:
        self.done, self.total = done, total
        if self.at_first is not None:
            first, self.at_first = self.at_first, None
            first()


def test_a_copy_is_a_whole_case_file_of_one_moment(case: CaseFile, tmp_path: Path) -> None:
    put_up(case, "Art")
    with case.change("Buy") as session:
        session.execute(insert(Book), some_books(20_000))
    head = case.head
    copy = tmp_path / "elsewhere" / "copy.rpw"
    copy.parent.mkdir()
    heard = Heard(at_first=lambda: put_up(case, "Written meanwhile"))
    assert case.copy_to(copy, heard) == head
    assert heard.done == heard.total > 0
    assert [each.name for each in copy.parent.iterdir()] == ["copy.rpw"]
    with open_file(copy, PASSPHRASE, PLAN, by="Bea") as other:
        assert (names(other), other.head, other.id) == (["Art"], head, case.id)
        assert other.verify(head).ok
        assert other.undo_label == "Buy"
    assert names(case) == ["Art", "Written meanwhile"]
    with pytest.raises(Problem, match="already a file"):
        case.copy_to(copy)
    with pytest.raises(Problem, match="folder for"):
        case.copy_to(tmp_path / "nowhere" / "copy.rpw")


def test_a_copy_that_is_cancelled_leaves_nothing(case: CaseFile, tmp_path: Path) -> None:
    def cancel(done: int, total: int, what: str) -> None:
        raise Cancelled

    before = sorted(tmp_path.iterdir())
    with pytest.raises(Cancelled):
        case.copy_to(tmp_path / "copy.rpw", cancel)
    assert sorted(tmp_path.iterdir()) == before
    put_up(case, "And on")


def test_a_backup_is_made_only_when_the_file_changed_and_five_are_kept(
    case: CaseFile, path: Path, key: Key
) -> None:
    made = []
    for name in "abcdefg":
        put_up(case, name)
        made.append(case.backup_if_changed())
        assert case.backup_if_changed() is None
    folder = folder_beside(path)
    assert folder.name == "library backups"
    kept = sorted(folder.iterdir())
    assert len(kept) == 5
    assert set(kept) == set(made[-5:])
    newest = made[-1]
    assert newest is not None
    with open_with(newest, key, PLAN, by="Bea") as backup:
        assert (backup.head, names(backup)) == (case.head, list("abcdefg"))
        assert backup.verify().ok


def test_backups_to_a_chosen_folder_leave_other_files_alone(case: CaseFile, tmp_path: Path, key: Key) -> None:
    folder = tmp_path / "chosen" / "deeper"
    folder.mkdir(parents=True)
    others = [
        folder / "library 2020-01-01 0000.rpw",
        folder / "library 2020-01-02 0000.rpw",
        folder / "notes.txt",
    ]
    others[0].write_bytes(b"no case file")
    others[1].write_bytes(key.header + bytes(5000))
    others[2].write_text("of somebody's")
    (folder / "library 2020-01-03 0000.rpw.part").write_bytes(key.header)  # left by a kill
    for name in "abc":
        put_up(case, name)
        assert case.backup_if_changed(folder, keep=2) is not None
    assert all(each.exists() for each in others)
    assert len(list(folder.iterdir())) == len(others) + 2
    blocked = tmp_path / "a file"
    blocked.touch()
    with pytest.raises(Problem, match="cannot be made"):
        case.backup_if_changed(blocked)


def test_a_backup_runs_on_another_thread_while_work_goes_on(case: CaseFile) -> None:
    with case.change("Buy") as session:
        session.execute(insert(Book), some_books(20_000))
    made: list[Path | None] = []
    writing = threading.Event()

    def wait() -> None:
        writing.wait()

    heard = Heard(at_first=wait)
    worker = threading.Thread(target=lambda: made.append(case.backup_if_changed(report=heard)))
    worker.start()
    put_up(case, "Meanwhile")
    writing.set()
    worker.join()
    assert made[0] is not None
    assert names(case) == ["Meanwhile"]
    assert case.verify().ok


def test_a_new_passphrase_takes_the_place_of_the_old(case: CaseFile, path: Path) -> None:
    put_up(case, "Art")
    with case.change("Buy") as session:
        session.execute(insert(Book), some_books(5000))
    old_recovery, identity = case.recovery_key(), case.id
    heard = Heard()
    case.change_passphrase("another way home", heard)
    assert heard.done == heard.total > 0
    assert case.recovery_key() != old_recovery
    put_up(case, "Law")  # it stays open and goes on
    case.undo()
    case.redo()
    entry = case.history()[3]
    assert (entry.label, entry.kind) == ("Change the passphrase", "record")
    with pytest.raises(Problem, match="open elsewhere: Ada Example"):
        open_file(path, "another way home", PLAN, by="Bea")
    recovery = case.recovery_key()
    case.close()
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    with pytest.raises(Problem, match="not the passphrase"):
        open_file(path, PASSPHRASE, PLAN, by="Bea")
    with pytest.raises(Problem, match="Look for the one printed since"):
        open_file(path, old_recovery, PLAN, by="Bea")
    for secret in ("another way home", recovery):
        with open_file(path, secret, PLAN, by="Bea") as again:
            assert (names(again), again.id) == (["Art", "Law"], identity)
            assert again.verify().ok


def test_a_change_of_passphrase_that_is_cancelled_changes_nothing(case: CaseFile, path: Path) -> None:
    def cancel(done: int, total: int, what: str) -> None:
        raise Cancelled

    head, before = case.head, path.read_bytes()[:16]
    with pytest.raises(Cancelled):
        case.change_passphrase("another", cancel)
    assert (case.head, path.read_bytes()[:16]) == (head, before)
    assert {each.name for each in path.parent.iterdir()} <= {
        path.name,
        path.name + "-wal",
        path.name + "-shm",
        lock_path(path).name,
    }
    put_up(case, "And on")
    with pytest.raises(Problem, match="needs a passphrase"):
        case.change_passphrase("")


def test_one_that_was_killed_before_it_took_effect_is_cleared_away(
    case: CaseFile, path: Path, key: Key
) -> None:
    case.close()
    begun = path.with_name(path.name + ".new")
    begun.write_bytes(b"half")
    begun.with_name(begun.name + "-wal").write_bytes(b"half")
    begun.with_name(begun.name + ".part").write_bytes(b"half")
    with open_with(path, key, PLAN, by="Bea"):
        pass
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_backups_begin_anew_under_a_new_passphrase(case: CaseFile, path: Path) -> None:
    case.backup_if_changed()
    case.change_passphrase("another way home")
    fresh = case.backup_if_changed()
    assert fresh is not None
    assert len(list(folder_beside(path).iterdir())) == 2
    with open_file(fresh, "another way home", PLAN, by="Bea") as backup:
        assert backup.head == case.head


@pytest.fixture
def seen(tmp_path: Path) -> SeenHere:
    return SeenHere(tmp_path / "settings" / "seen.json")


def test_open_copy_change_both_reopen_each(
    path: Path, tmp_path: Path, case: CaseFile, key: Key, seen: SeenHere
) -> None:
    put_up(case, "Art")
    assert seen.standing(case).kind is Kind.NEW
    seen.note(case)
    copy = tmp_path / "copy.rpw"
    case.copy_to(copy)
    put_up(case, "Law")
    put_up(case, "Travel")
    assert seen.standing(case).kind is Kind.SAME
    seen.note(case)
    case.close()
    with open_with(copy, key, PLAN, by="Ada") as other:
        told = seen.standing(other)
        assert told.kind is Kind.OLDER
        assert told.what.startswith("This is an older copy")
        put_up(other, "History")  # one change, where the original has two: fewer, and yet no older copy
    with open_with(copy, key, PLAN, by="Ada") as other:
        told = seen.standing(other)
        assert told.kind is Kind.PARTED
        assert told.what.startswith("This copy has parted")
        put_up(other, "Music")
        put_up(other, "Maps")
        assert seen.standing(other).kind is Kind.PARTED
        seen.note(other)
    with open_with(path, key, PLAN, by="Ada") as original:
        assert seen.standing(original).kind is Kind.PARTED
        seen.note(original)
        assert seen.standing(original).kind is Kind.SAME


def test_an_older_copy_taken_at_any_change_is_known(
    case: CaseFile, tmp_path: Path, key: Key, seen: SeenHere
) -> None:
    copies = []
    for number in range(4):
        put_up(case, str(number))
        copies.append(tmp_path / f"copy {number}.rpw")
        case.copy_to(copies[-1])
        if number == 1:
            seen.note(case)
    seen.note(case)
    kinds = []
    for copy in copies:
        with open_with(copy, key, PLAN, by="Ada") as other:
            kinds.append(seen.standing(other).kind)
    assert kinds == [Kind.OLDER, Kind.OLDER, Kind.OLDER, Kind.SAME]


def test_what_is_remembered_names_nothing_and_may_be_lost(case: CaseFile, path: Path, seen: SeenHere) -> None:
    put_up(case, "Art")
    seen.note(case)
    content = seen.path.read_text()
    assert case.id in content
    for hidden in ("library", "Art", "Ada", str(path)):
        assert hidden not in content
    for spoilt in ("", "[]", "{", json.dumps({case.id: 3}), json.dumps({case.id: {}})):
        seen.path.write_text(spoilt)
        assert seen.standing(case).kind is Kind.NEW
    seen.note(case)
    seen.note(case)
    assert seen.standing(case).kind is Kind.SAME


def test_a_sentence_written_everywhere_is_found_in_no_byte_on_the_disk(
    case: CaseFile, tmp_path: Path, seen: SeenHere
) -> None:
    looked_at: set[str] = set()

    def look(*_: object) -> None:
        for file in tmp_path.rglob("*"):
            assert FIGURES not in str(file)
            if file.is_file():
                content = file.read_bytes()
                looked_at.add(file.suffix)
                for written in (
                    FIGURES.encode(),
                    FIGURES.encode("utf-16-le"),
                    FIGURES.encode().hex().encode(),
                ):
                    assert written not in content, file

    case.by = FIGURES
    case.listeners.append(look)
    with case.change(FIGURES) as session:
        session.add(Book(id=FIGURES, title=FIGURES, blurb=FIGURES, cover=FIGURES.encode(), tags=[FIGURES]))
        case.keep(FIGURES.encode() * 1000)
        case.number(session, FIGURES)
        session.execute(insert(Book), [{**each, "blurb": FIGURES} for each in some_books(5000)])
        look()
    case.record(FIGURES, what=FIGURES)
    case.undo()
    case.redo()
    seen.note(case)
    case.copy_to(tmp_path / "copy.rpw", look)
    case.backup_if_changed(report=look)
    case.change_passphrase(FIGURES, look)
    with case.reading() as session:
        session.execute(
            select(Book).order_by(Book.blurb, Book.title)
        ).all()  # a sort that could spill to disk
    case.verify(report=look)
    case.close()
    with open_file(case.path, FIGURES, PLAN, by=FIGURES) as again:
        again.settle()
        look()
    look()
    assert {".rpw", ".rpw-wal", ".lock", ".json", ".part"} <= looked_at
