"""Fixtures for tests of the window: import them in the `conftest.py` of a folder whose tests need them.

They stand apart from the tests of the review itself, which run where there is no Qt.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from person import Person
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.dialogs.files import forget_folders
from ui.place import LoadedLate, Place
from ui.places.rail import PLACES
from ui.settings import Settings
from ui.start import prepare
from ui.theme import look
from ui.window import Window
from workbench.case import new_case
from workbench.casefile import CaseFile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PASSPHRASE = "seven small boats at anchor"


@pytest.fixture(autouse=True)
def never_the_real_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test starts keeps its settings in the test's own folder."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings in the test's own folder."""
    return Settings(tmp_path / "settings")


_prepared: list[QApplication] = []


@pytest.fixture
def make_window(qtbot: QtBot, qapp: QApplication, settings: Settings) -> Iterator[Callable[..., Window]]:
    """Makes a window; it is closed, with its case, when the test ends."""
    if not _prepared:
        prepare(qapp, settings)
        _prepared.append(qapp)
    look.use(scheme="light", text_size=100)
    forget_folders()
    made: list[Window] = []

    def make(places: Sequence[type[Place] | LoadedLate] = PLACES) -> Window:
        window = Window(settings, places)
        made.append(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    yield make
    for window in made:

        def closed(window: Window = window) -> bool:
            return window.desk.case is None and not window.cases.closing

        window.close()
        qtbot.waitUntil(closed, timeout=20_000)
        window.close()
        window.deleteLater()
    look.use(scheme="light", text_size=100)


@pytest.fixture
def window(make_window: Callable[..., Window]) -> Window:
    """The window as it opens, with every place."""
    return make_window()


@pytest.fixture
def person(qtbot: QtBot, window: Window) -> Person:
    """A person at the window."""
    return Person(qtbot, window)


@pytest.fixture
def case(tmp_path: Path) -> CaseFile:
    """A new, empty case; whoever takes it onto the desk closes it with the window."""
    return new_case(tmp_path / "case.rpw", PASSPHRASE, "Child K", "lcspr", by="R. Adeyemi")


@pytest.fixture
def person_with_case(person: Person, case: CaseFile) -> Person:
    """A person with an empty case open."""
    person.window.cases.take(case)
    return person
