"""A case file for each test, under one key for all: Argon2 is tried where it matters."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from casefile.library import PLAN

from workbench.casefile import CaseFile, keys
from workbench.casefile.casefile import create_with
from workbench.casefile.keys import Key

PASSPHRASE = "a long walk by the river"


@pytest.fixture(scope="session")
def key() -> Key:
    """The key of `PASSPHRASE`."""
    return keys.make(PASSPHRASE)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the case file stands."""
    return tmp_path / "library.rpw"


@pytest.fixture
def case(path: Path, key: Key) -> Iterator[CaseFile]:
    """An empty case file, open."""
    opened = create_with(path, key, PLAN, by="Ada Example")
    yield opened
    opened.close()
