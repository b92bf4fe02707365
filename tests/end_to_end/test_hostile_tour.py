"""Everything that can be wrong with a case file, met through the window: the sentence, and a window that goes on."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from end_to_end.story import PASSPHRASE, closes, gives_passphrase, opens
from person import Person

from workbench import review
from workbench.case import new_case, open_case
from workbench.people import add_service

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A small case, whole and closed."""
    path = tmp_path / "cases" / "child-k.rpw"
    path.parent.mkdir()
    with new_case(path, PASSPHRASE, "Child K", "lcspr", by="R. Adeyemi") as case:
        add_service(case, "Health visiting", "HV")
    return path


def works_on(person: Person) -> None:
    """The window takes a change, shows it and undoes it."""
    person.waits_until(lambda: person.window.desk.case is not None, "the case to be open")
    person.press("Case")
    person.type_in("Commissioned by", "Brook Partnership")
    person.sees("commissioner")
    person.key("Ctrl+Z")
    person.does_not_see("Brook Partnership")


def opens_another(person: Person, other: Path) -> None:
    """After what went wrong, another case opens all the same."""
    person.press("Cancel")
    opens(person, other)
    works_on(person)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A second case, in which nothing is wrong."""
    path = tmp_path / "other.rpw"
    new_case(path, PASSPHRASE, "Child L", "sar", by="R. Adeyemi").close()
    return path


def test_a_wrong_passphrase_is_told_and_the_right_one_opens(person: Person, closed: Path) -> None:
    opens(person, closed, "seven small boats at sea")
    person.sees(
        "That is not the passphrase of “child-k.rpw”."
        " Check capitals and spaces and type it again, or use the recovery key."
    )
    gives_passphrase(person)
    works_on(person)


def test_a_damaged_file_is_told_apart_from_a_wrong_passphrase(
    person: Person, closed: Path, other: Path
) -> None:
    data = bytearray(closed.read_bytes())
    data[200:2000] = bytes(1800)
    closed.write_bytes(data)
    opens(person, closed)
    person.sees(
        "“child-k.rpw” is damaged: the passphrase is right, but what is in the file cannot be read."
        " Open the newest backup, and keep this file for whoever looks into it."
    )
    assert [each.name for each in closed.parent.iterdir()] == [closed.name]
    opens_another(person, other)


def test_a_file_that_is_no_case_file_is_told(person: Person, closed: Path, other: Path) -> None:
    closed.write_bytes(b"Dear all, this is a letter and nothing more, and long enough to be read.")
    opens(person, closed)
    person.sees("“child-k.rpw” is not a case file. Choose a file whose name ends in .rpw.")
    opens_another(person, other)


def test_a_file_of_a_newer_program_is_told_and_left_as_it_is(
    person: Person, closed: Path, other: Path
) -> None:
    data = b"RPW9" + closed.read_bytes()[4:]
    closed.write_bytes(data)
    opens(person, closed)
    person.sees(
        "“child-k.rpw” was made by a newer version of this program."
        " Open it with that version. Nothing in it was changed."
    )
    assert closed.read_bytes() == data
    opens_another(person, other)


def test_a_file_that_is_open_elsewhere_says_who_has_it_and_opens_when_they_are_done(
    person: Person, closed: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "end_to_end.holder", str(closed)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        holder.stdin.write(f"{PASSPHRASE}\nJoan Wrexby\n")
        holder.stdin.flush()
        assert holder.stdout.readline() == "open\n"
        opens(person, closed)
        person.sees("“child-k.rpw” is open elsewhere: Joan Wrexby has had it open since ")
        person.sees("Close it there first, or open a copy.")
        holder.stdin.close()
        assert holder.wait(20) == 0
    gives_passphrase(person)
    works_on(person)


@contextmanager
def to_be_read_only(folder: Path) -> Iterator[None]:
    """A folder nobody can write to: for root that takes a disk mounted so."""
    if os.geteuid() != 0:
        folder.chmod(0o555)
        try:
            yield
        finally:
            folder.chmod(0o755)
        return
    twice = ["mount", "--bind", str(folder), str(folder)]
    if shutil.which("mount") is None or subprocess.run(twice, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows folders have no such permission")
def test_a_place_that_can_only_be_read_is_told(person: Person, closed: Path, other: Path) -> None:
    with to_be_read_only(closed.parent):
        opens(person, closed)
        person.sees(
            "“child-k.rpw” is in a place that can only be read."
            " Copy it to a folder of your own and open the copy."
        )
        opens_another(person, other)


GONE = (
    "“child-k.rpw” is no longer where it was opened; its folder or drive has gone."
    " Put it back and open it again. All that was saved is in it."
)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows moves no folder in which a file is open")
def test_a_folder_that_vanishes_while_open_is_told_and_the_case_opens_when_it_is_back(
    person: Person, closed: Path
) -> None:
    opens(person, closed)
    person.press("Case")
    person.type_in("Commissioned by", "Kept before")
    away = closed.parent.rename(closed.parent.with_name("away"))
    person.type_in("What happened", "Lost after")
    person.sees(GONE)
    for place in ("Chronology", "Findings", "Actions", "Publish", "History", "Case"):
        person.press(place)
    person.window._settle()
    person.menu("File", "Back up now")
    person.waits_for_work()
    person.key("Ctrl+Z")
    person.sees(GONE)
    person.menu("File", "Close the case")
    person.waits_until(lambda: person.window.desk.case is None, "the case to be let go")
    person.waits_for_work()
    away.rename(closed.parent)
    opens(person, closed)
    with person.window.desk.the_case.reading() as session:
        found = review.the_review(session)
    assert (found.commissioner, found.incident_text) == ("Kept before", "")
    works_on(person)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes no file that is open")
def test_a_file_deleted_under_the_window_is_told_and_nothing_takes_its_name(
    person: Person, closed: Path
) -> None:
    opens(person, closed)
    person.press("Case")
    kept = closed.with_name("kept aside.rpw")
    for beside in ("-wal", "-shm"):
        closed.with_name(closed.name + beside).unlink(missing_ok=True)
    closed.rename(kept)
    person.type_in("Commissioned by", "Lost after")
    person.sees("“child-k.rpw” is no longer where it was opened")
    person.window._settle()
    person.menu("File", "Back up now")
    person.waits_for_work()
    person.menu("File", "Close the case")
    person.waits_until(lambda: person.window.desk.case is None, "the case to be let go")
    person.waits_for_work()
    assert not closed.exists()
    opens(person, kept)
    works_on(person)


def test_an_older_copy_and_one_that_has_parted_are_each_told(
    person: Person, closed: Path, tmp_path: Path
) -> None:
    older, parted = tmp_path / "older.rpw", tmp_path / "parted.rpw"
    shutil.copy(closed, older)
    shutil.copy(closed, parted)
    opens(person, closed)
    works_on(person)
    closes(person)
    with open_case(parted, PASSPHRASE, by="Joan Wrexby") as case:
        for number in range(6):
            review.change_review(case, commissioner=f"Other partners {number}")
    opens(person, older)
    person.sees(
        "This is an older copy: on this computer the case was last open with changes that are not in this file."
        " Close it and open the newer one, unless you mean to go on from here."
    )
    works_on(person)
    closes(person)
    opens(person, parted)
    person.sees(
        "This copy has parted from the one last open on this computer: each has changes that the other lacks."
        " Settle with the others which one goes on, and enter in it by hand what only the other has."
    )
    person.press("Case")
    person.sees("Other partners 5")
