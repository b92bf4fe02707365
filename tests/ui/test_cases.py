"""New, open, sample, passphrase and what is left on the computer, through the real window and its dialogs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from jottings import Jottings, fill
from person import Person
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from window_fixtures import PASSPHRASE

from ui.dialogs.passphrase import advice
from ui.window import Window
from workbench.case import open_case
from workbench.casefile import CaseFile


@pytest.fixture
def at_the_door(qtbot: QtBot, make_window: Callable[..., Window]) -> Person:
    return Person(qtbot, make_window([Jottings]))


@pytest.fixture
def closed_case(case: CaseFile) -> Path:
    fill(case, 3)
    case.close()
    return case.path


def open_it(person: Person, path: Path, secret: str) -> None:
    person.press("Open a case")
    person.gives_files(path)
    person.type_in("Passphrase", secret, leave=False)
    person.press("Open")


def test_a_new_case_is_made_and_its_recovery_key_shown(at_the_door: Person, tmp_path: Path) -> None:
    at_the_door.press("New case")
    at_the_door.type_in("Title of the case", "Child R")
    at_the_door.choose("Kind of review", "Safeguarding adults review")
    at_the_door.type_in("Passphrase", PASSPHRASE)
    at_the_door.sees("Strong")
    at_the_door.type_in("Passphrase again", "something else")
    at_the_door.press("Choose where to keep it")
    at_the_door.sees("The two are not the same")
    at_the_door.type_in("Passphrase again", PASSPHRASE)
    at_the_door.press("Choose where to keep it")
    folder = tmp_path / "cases"
    folder.mkdir()
    at_the_door.gives_files(folder / "child-r.rpw")
    at_the_door.waits_for_work()
    at_the_door.sees("I have it on paper")
    key = at_the_door.window.desk.the_case.recovery_key()
    at_the_door.sees(key)
    at_the_door.press("I have it on paper")
    at_the_door.sees("Child R")
    at_the_door.sees("Safeguarding adults review")


def test_a_case_opens_with_its_passphrase_and_says_so_when_it_is_wrong(
    at_the_door: Person, closed_case: Path
) -> None:
    open_it(at_the_door, closed_case, "not this one")
    at_the_door.waits_for_work()
    at_the_door.sees("passphrase")
    assert at_the_door.window.desk.case is None
    at_the_door.type_in("Passphrase", PASSPHRASE, leave=False)
    at_the_door.press("Open")
    at_the_door.waits_until(lambda: at_the_door.window.desk.case is not None)
    at_the_door.sees("Jotting 3")


def test_the_recovery_key_opens_it_too(at_the_door: Person, closed_case: Path) -> None:
    with open_case(closed_case, PASSPHRASE, by="someone") as case:
        key = case.recovery_key()
    open_it(at_the_door, closed_case, key)
    at_the_door.waits_until(lambda: at_the_door.window.desk.case is not None)


def test_what_is_no_case_is_said_in_words(at_the_door: Person, tmp_path: Path) -> None:
    other = tmp_path / "letter.rpw"
    other.write_bytes(b"Dear all, this is a letter and nothing more, and long enough to be read.")
    open_it(at_the_door, other, PASSPHRASE)
    at_the_door.waits_for_work()
    at_the_door.sees("not a case file")


def test_an_older_copy_is_told_when_it_opens(at_the_door: Person, closed_case: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.rpw"
    older.write_bytes(closed_case.read_bytes())
    open_it(at_the_door, closed_case, PASSPHRASE)
    at_the_door.waits_until(lambda: at_the_door.window.desk.case is not None)
    at_the_door.row("Jotting 1")
    at_the_door.key("S")
    at_the_door.sees("Marked as key.")
    at_the_door.menu("File", "Close the case")
    at_the_door.waits_until(lambda: at_the_door.window.desk.case is None)
    at_the_door.waits_for_work()
    open_it(at_the_door, older, PASSPHRASE)
    at_the_door.sees("This is an older copy")


def test_the_passphrase_is_changed_and_the_old_one_no_longer_opens(
    at_the_door: Person, closed_case: Path
) -> None:
    open_it(at_the_door, closed_case, PASSPHRASE)
    at_the_door.waits_until(lambda: at_the_door.window.desk.case is not None)
    at_the_door.menu("File", "Change passphrase")
    at_the_door.type_in("Passphrase", "a wholly other set of words")
    at_the_door.type_in("Passphrase again", "a wholly other set of words")
    at_the_door.press("Change it")
    at_the_door.sees("I have it on paper")
    at_the_door.press("I have it on paper")
    at_the_door.menu("File", "Close the case")
    at_the_door.waits_until(lambda: at_the_door.window.desk.case is None)
    at_the_door.waits_for_work()
    open_it(at_the_door, closed_case, "a wholly other set of words")
    at_the_door.waits_until(lambda: at_the_door.window.desk.case is not None)


def test_no_folder_is_remembered_anywhere_outside_the_case(
    qtbot: QtBot, at_the_door: Person, tmp_path: Path
) -> None:
    folder = tmp_path / "Quillfeather family"
    folder.mkdir()
    at_the_door.press("New case")
    at_the_door.type_in("Title of the case", "Quillfeather")
    at_the_door.type_in("Passphrase", PASSPHRASE)
    at_the_door.type_in("Passphrase again", PASSPHRASE)
    at_the_door.press("Choose where to keep it")
    at_the_door.gives_files(folder / "quillfeather.rpw")
    at_the_door.press("I have it on paper")
    at_the_door.menu("File", "Copy to")
    at_the_door.gives_files(folder / "again.rpw")
    at_the_door.sees("Copied as")
    at_the_door.menu("File", "Close the case")
    at_the_door.waits_until(lambda: at_the_door.window.desk.case is None)
    at_the_door.waits_for_work()
    written = [each for each in tmp_path.rglob("*") if each.is_file() and folder not in each.parents]
    assert written, "the settings at least are written"
    for each in written:
        assert b"uillfeather" not in each.read_bytes(), each
        assert "uillfeather" not in each.name


def test_advice_on_a_passphrase_is_in_plain_words() -> None:
    assert advice("letmein")[0] == "Weak"
    assert advice("aaaaaaaaaaaaaaaaaaaa")[0] == "Weak"
    assert advice("brown teapot winter")[0] == "Fair"
    assert advice(PASSPHRASE)[0] == "Strong"


def test_a_fault_of_ours_says_so_without_words_of_the_case(at_the_door: Person) -> None:
    try:
        raise KeyError("Quillfeather, born 2 May")
    except KeyError as error:
        at_the_door.window.unexpected(type(error), error, error.__traceback__)
    at_the_door.sees("This is a fault of ours")
    at_the_door.sees("builtins.KeyError")
    assert not at_the_door.can_see("Quillfeather")
    at_the_door.press("Go on")
    assert at_the_door._visible(QLabel)
