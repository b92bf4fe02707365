"""The small case, made once for all tests that only read it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from word.small_case import small_case

from workbench.casefile import CaseFile


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseFile]:
    """The small case; whoever writes in it makes a case of their own."""
    made = small_case(tmp_path_factory.mktemp("word") / "small.rpw")
    yield made
    made.close()


@pytest.fixture
def own_case(tmp_path: Path) -> Iterator[CaseFile]:
    """The small case again, for a test that changes it."""
    made = small_case(tmp_path / "own.rpw")
    yield made
    made.close()
