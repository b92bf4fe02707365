"""Opening a case file: each thing in the way has a sentence of its own, and nothing stays beside the file."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from casefile.conftest import PASSPHRASE
from casefile.library import PLAN, Book, Shelf, some_books
from sqlalchemy import insert, select, text

from workbench.casefile import CaseFile, create, keys, open_file, whereabouts
from workbench.casefile.casefile import create_with, open_with
from workbench.casefile.connections import connect
from workbench.casefile.keys import Key
from workbench.casefile.lock import lock_path
from workbench.problems import Problem


def test_a_file_is_made_closed_and_opened_with_its_passphrase_and_its_recovery_key(path: Path) -> None:
    with create(path, PASSPHRASE, PLAN, by="Ada") as case:
        recovery = case.recovery_key()
        identity = case.id
        with case.change("Put up a shelf") as session:
            session.add(Shelf(name="Travel"))
    for secret in (PASSPHRASE, recovery):
        with open_file(path, secret, PLAN, by="Bea") as case, case.reading() as session:
            assert session.scalars(select(Shelf.name)).all() == ["Travel"]
            assert case.id == identity


def test_nothing_is_beside_the_file_once_it_is_closed(case: CaseFile, path: Path) -> None:
    with case.change("Put up a shelf") as session:
        session.add(Shelf(name="Travel"))
    with case.reading() as session:
        session.scalars(select(Shelf)).all()
    assert len(list(path.parent.iterdir())) > 1
    case.close()
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_closed_file_is_not_opened_again_by_using_it(case: CaseFile, path: Path) -> None:
    case.close()
    for use in (
        lambda: case.change("Late").__enter__(),
        lambda: case.reading().__enter__(),
        lambda: case.undo_change(1),
        case.verify,
        case.settle,
    ):
        with pytest.raises(RuntimeError, match="has been closed"):
            use()
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_the_file_says_what_it_is(case: CaseFile, path: Path, key: Key) -> None:
    assert path.read_bytes()[:16] == key.header
    assert key.header.startswith(b"RPW1")
    with case.reading() as session:
        told = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in (
                *("application_id", "user_version", "journal_mode", "synchronous", "foreign_keys"),
                *("recursive_triggers", "secure_delete", "temp_store", "cache_size", "trusted_schema"),
                "query_only",
            )
        }
    assert told == {
        "application_id": int.from_bytes(b"RPW1"),
        "user_version": 1,
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "secure_delete": 1,
        "temp_store": 2,
        "cache_size": -65536,
        "trusted_schema": 0,
        "query_only": 1,
    }


def problem_of_opening(path: Path, secret: str = PASSPHRASE) -> Problem:
    with pytest.raises(Problem) as told:
        open_file(path, secret, PLAN, by="Bea")
    assert not lock_path(path).exists()
    return told.value


@pytest.fixture
def closed(path: Path, key: Key) -> Path:
    """A case file with something in it, closed."""
    with create_with(path, key, PLAN, by="Ada") as case, case.change("Buy books") as session:
        session.execute(insert(Book), some_books(200))
    return path


def test_a_wrong_passphrase(closed: Path) -> None:
    assert problem_of_opening(closed, "a long walk").what == "That is not the passphrase of “library.rpw”."


def test_a_mistyped_and_a_foreign_recovery_key(closed: Path, key: Key) -> None:
    printed = keys.recovery_key(key)
    wrong = ("B" if printed[0] == "A" else "A") + printed[1:]
    assert problem_of_opening(closed, wrong).what == "The recovery key has a mistake in it."
    other = keys.recovery_key(keys.make("another"))
    assert problem_of_opening(closed, other).what.startswith("This recovery key is not the one of")


@pytest.mark.parametrize("content", [b"", b"RPW1", b"%PDF-1.7 and more than sixteen bytes"])
def test_not_a_case_file(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert problem_of_opening(path).what == "“library.rpw” is not a case file."
    assert path.read_bytes() == content


@pytest.mark.parametrize("size", [None, 16, 2048])
def test_damaged(closed: Path, size: int | None) -> None:
    content = bytearray(closed.read_bytes())
    content[100] ^= 1
    closed.write_bytes(content[:size])
    assert problem_of_opening(closed).what.startswith("“library.rpw” is damaged")


def test_what_is_damaged_or_locked_says_nothing_on_the_terminal(
    closed: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    content = bytearray(closed.read_bytes())
    content[100] ^= 1
    closed.write_bytes(content)
    problem_of_opening(closed)
    problem_of_opening(closed, "wrong")
    assert capfd.readouterr() == ("", "")


def test_damage_further_in_is_told_when_it_is_met(closed: Path, key: Key) -> None:
    content = bytearray(closed.read_bytes())
    for page in range(len(content) // 4096 // 2, len(content) // 4096):
        content[page * 4096 + 100] ^= 1
    closed.write_bytes(content)
    with open_with(closed, key, PLAN, by="Bea") as case:
        with pytest.raises(Problem, match="is damaged"), case.reading() as session:
            session.scalars(select(Book)).all()
        with pytest.raises(Problem, match="is damaged"), case.change("Give away") as session:
            session.execute(text("DELETE FROM book"))
        found = case.verify()
        assert not found.ok
        assert found.problems[0].startswith("The file is damaged")
    assert not lock_path(closed).exists()


def test_made_by_a_newer_program(closed: Path, key: Key) -> None:
    with closing(connect(closed, key)) as database:
        database.execute("PRAGMA user_version = 2")
    assert problem_of_opening(closed).what == "“library.rpw” was made by a newer version of this program."
    closed.write_bytes(b"RPW2" + closed.read_bytes()[4:])
    assert problem_of_opening(closed).what == "“library.rpw” was made by a newer version of this program."


def test_made_by_a_program_too_old(closed: Path, key: Key) -> None:
    with pytest.raises(Problem, match="too old"):
        open_with(closed, key, replace(PLAN, version=3), by="Bea")


def test_open_elsewhere_says_who_and_since_when(case: CaseFile, path: Path) -> None:
    with pytest.raises(
        Problem, match=r"open elsewhere: Ada Example has had it open since \d\d:\d\d on \d\d \w+ \d{4}\."
    ):
        open_file(path, PASSPHRASE, PLAN, by="Bea")
    assert b"Ada" not in lock_path(path).read_bytes()
    with case.change("Still fine") as session:
        session.add(Shelf(name="Travel"))


def test_a_lock_that_says_nothing_readable_still_keeps_others_out(case: CaseFile, path: Path) -> None:
    lock_path(path).write_bytes(b"")
    with pytest.raises(Problem, match="open in another window or on another screen"):
        open_file(path, PASSPHRASE, PLAN, by="Bea")


def test_a_lock_left_behind_is_taken_over_without_a_question(closed: Path, key: Key) -> None:
    lock_path(closed).write_bytes(keys.seal(key, b'{"by": "Ada", "since": "2020-01-01T00:00:00Z"}'))
    with open_with(closed, key, PLAN, by="Bea") as case:
        assert case.last_change == 2
    assert not lock_path(closed).exists()


def test_a_new_file_that_was_killed_half_way_is_no_hindrance(path: Path, key: Key) -> None:
    path.with_name(path.name + ".part").write_bytes(key.header + bytes(100))
    with create_with(path, key, PLAN, by="Ada") as case:
        assert case.verify().ok
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_no_file_no_folder_and_a_name_already_taken(closed: Path) -> None:
    nowhere = closed.with_name("other.rpw")
    assert problem_of_opening(nowhere).what == "There is no file called “other.rpw” there."
    assert problem_of_opening(closed.parent / "gone" / "x.rpw").what == "The folder of “x.rpw” is not there."
    assert problem_of_opening(closed.parent).what.endswith("cannot be read.")
    with pytest.raises(Problem, match="already a file"):
        create(closed, PASSPHRASE, PLAN, by="Bea")
    with pytest.raises(Problem, match="needs a passphrase"):
        create(nowhere, " ", PLAN, by="Bea")


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[None]:
    """A small disk of its own on a folder, where the system lets us."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", *options, "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows folders have no such permission")
def test_a_read_only_place(closed: Path, key: Key) -> None:
    folder = closed.parent / "place"
    if os.geteuid() == 0:  # root may write anywhere but on a disk mounted to be read
        with mounted(folder), open_with(closed, key, PLAN, by="Ada") as case:
            shutil.copy(closed, folder)
            subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
            problem = problem_of_opening(folder / closed.name)
            with pytest.raises(Problem, match="cannot be written in that folder"):
                case.copy_to(folder / "copy.rpw")
            with pytest.raises(Problem, match="can only be read"):
                create(folder / "new.rpw", PASSPHRASE, PLAN, by="Bea")
    else:
        folder.mkdir()
        shutil.copy(closed, folder)
        folder.chmod(0o555)
        problem = problem_of_opening(folder / closed.name)
        folder.chmod(0o755)
    assert problem.what == "“library.rpw” is in a place that can only be read."


def test_a_network_drive_is_refused() -> None:
    mounts = whereabouts.read_mountinfo(
        "22 1 254:0 / / rw - ext4 /dev/sda1 rw\n"
        "40 22 0:50 / /mnt/board\\040drive rw,relatime shared:1 - cifs //server/board rw\n"
        "41 40 0:51 / /mnt/board\\040drive/local rw - ext4 /dev/sdb1 rw\n"
    )
    assert whereabouts.kind_of_mount(Path("/mnt/board drive/reviews"), mounts) == "cifs"
    assert whereabouts.kind_of_mount(Path("/mnt/board drive/local/x"), mounts) == "ext4"
    assert whereabouts.kind_of_mount(Path("/mnt/board drives"), mounts) == "ext4"
    mac = whereabouts.read_mount_lines(
        "/dev/disk3s1 on / (apfs, sealed, local)\n//ada@server/board on /Volumes/board (smbfs, nodev)\n"
    )
    assert whereabouts.kind_of_mount(Path("/Volumes/board/reviews"), mac) == "smbfs"
    assert whereabouts.is_network_kind("smbfs")
    assert not whereabouts.is_network_kind("apfs")
    assert not whereabouts.is_network(Path(__file__).parent)


def test_a_folder_that_vanishes_is_told_and_what_was_saved_is_there(
    case: CaseFile, path: Path, key: Key
) -> None:
    with case.change("Put up a shelf") as session:
        session.add(Shelf(name="Travel"))
    away = path.parent.with_name("away")
    path.parent.rename(away)
    with pytest.raises(Problem, match="no longer where it was opened"), case.change("Another") as session:
        session.add(Shelf(name="History"))
    away.rename(path.parent)
    with case.change("Back again") as session:
        session.add(Shelf(name="Art"))
    path.rename(path.with_name("renamed.rpw"))
    with pytest.raises(Problem, match="no longer where it was opened"), case.change("Once more") as session:
        session.add(Shelf(name="Law"))
    path.with_name("renamed.rpw").rename(path)
    case.close()
    with open_with(path, key, PLAN, by="Bea") as again, again.reading() as session:
        assert session.scalars(select(Shelf.name).order_by(Shelf.name)).all() == ["Art", "Travel"]
        assert again.verify().ok


def test_a_file_that_goes_while_a_change_is_being_made_does_not_take_it(case: CaseFile, path: Path) -> None:
    away = path.with_name("away.rpw")

    def written_while_it_goes() -> None:
        with case.change("Too late") as session:
            session.add(Shelf(name="Travel"))
            path.rename(away)

    with pytest.raises(Problem, match="no longer where it was opened"):
        written_while_it_goes()
    away.rename(path)
    with case.reading() as session:
        assert session.scalars(select(Shelf)).all() == []


def test_a_full_disk_is_told_the_change_is_rolled_back_and_the_file_goes_on(
    case: CaseFile, path: Path, key: Key
) -> None:
    with case.change("Put up a shelf") as session:
        session.add(Shelf(name="Travel"))
        pages = session.execute(text("PRAGMA page_count")).scalar_one()
        session.execute(text(f"PRAGMA max_page_count = {pages + 20}"))
    with pytest.raises(Problem, match="no room left on the disk"), case.change("Too much") as session:
        session.execute(insert(Book), some_books(5000))
    with case.change("A little") as session:
        session.add(Shelf(name="Art"))
        session.execute(text("PRAGMA max_page_count = 1000000"))
    with case.change("Much") as session:
        session.execute(insert(Book), some_books(500))
    assert case.verify().ok
    assert [entry.label for entry in case.history()][:3] == ["Much", "A little", "Put up a shelf"]


def fill(file: Path) -> None:
    """Make a file as large as its disk allows."""
    with file.open("wb", buffering=0) as open_file, suppress(OSError):
        while True:
            open_file.write(bytes(1024))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a small disk that can be mounted")
def test_a_disk_that_is_truly_full(tmp_path: Path, key: Key) -> None:
    folder = tmp_path / "small"
    with mounted(folder, "-o", "size=3m"):
        path = folder / "library.rpw"
        case = create_with(path, key, PLAN, by="Ada")
        with case.change("Put up a shelf") as session:
            session.add(Shelf(name="Travel"))
        with pytest.raises(Problem, match="no room left on the disk"), case.change("Too much") as session:
            session.execute(insert(Book), some_books(20_000))
        filler = folder / "filler"
        fill(filler)
        before = sorted(folder.iterdir())
        with pytest.raises(Problem, match="no room left on the disk"):
            case.copy_to(folder / "copy.rpw")
        assert sorted(folder.iterdir()) == before
        with pytest.raises(Problem, match="no room left on the disk"), case.change("One more") as session:
            session.execute(insert(Book), some_books(20_000))
        case.close()
        fill(folder / "second filler")  # what the log took
        with pytest.raises(Problem, match="no room left on the disk"):
            open_with(path, key, PLAN, by="Bea")
        for each in folder.glob("*filler"):
            each.unlink()
        with open_with(path, key, PLAN, by="Bea") as again:
            with again.reading() as session:
                assert session.scalars(select(Shelf.name)).all() == ["Travel"]
            assert again.verify().ok
            assert again.undo_label == "Put up a shelf"
