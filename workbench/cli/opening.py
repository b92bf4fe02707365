"""The case a job works on: its passphrase asked for or read from a file, and who acts."""

import getpass
import sys
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.anonymity.reader import anonymous_reader
from workbench.anonymity.rendering import read_from_now_on_as
from workbench.case import open_case, read_passphrase
from workbench.casefile import CaseFile
from workbench.cli.telling import Given, progress
from workbench.problems import Problem


@contextmanager
def opened(given: Given) -> Iterator[CaseFile]:
    """The case the arguments name, open for as long as the job lasts. Raises `Problem` when it cannot be.

    With `--anonymous` everything the job tells from then on is told without names.
    """
    case = open_case(Path(given.case), _passphrase_of(given), by=who_acts(given), report=progress())
    try:
        if vars(given).get("anonymous"):
            with case.reading() as session:
                read_from_now_on_as(anonymous_reader(session))
        yield case
    finally:
        case.close()


def _passphrase_of(given: Given) -> str:
    if given.passphrase_file:
        return read_passphrase(Path(given.passphrase_file))
    return _asked("Passphrase: ")


def new_passphrase(file: str | None) -> str:
    """A passphrase to set, from a file or typed twice. Raises `Problem` when the two differ."""
    if file:
        return read_passphrase(Path(file))
    first = _asked("New passphrase: ")
    if _asked("The same again: ") != first:
        raise Problem("The two passphrases differ.", "Type the same one twice.")
    return first


def _asked(prompt: str) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", getpass.GetPassWarning
            )  # no terminal: it is read from standard input
            typed = getpass.getpass(prompt, sys.stderr)
    except EOFError:
        raise Problem(
            "No passphrase was given.",
            "Name a file that holds it with --passphrase-file, or run this in a terminal.",
        ) from None
    return unicodedata.normalize("NFC", typed)


def who_acts(given: Given) -> str:
    """The name that the history gives for what is done."""
    if given.by and given.by.strip():
        return str(given.by).strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such person in the system's list
        return "Somebody"
