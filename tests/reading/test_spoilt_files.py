"""Files of every kind, spoilt in many ways: each is taken or refused, and no reader meets what it does not know."""

import pytest
from reading.spoilt import WHOLE, spoilt

from workbench.reading import apart
from workbench.reading.refusal import Refused

EACH = 60


@pytest.mark.parametrize("name", WHOLE)
def test_spoilt_files_are_taken_or_refused(name: str) -> None:
    assert apart.read(WHOLE[name](), name).characters > 0
    outcomes = [outcome(data, name) for data in spoilt(name, EACH)]
    assert [one for one in outcomes if "does not know" in one] == []


def outcome(data: bytes, name: str) -> str:
    """What came of it: the sentence of its refusal, or nothing."""
    try:
        apart.read(data, name)
    except Refused as refused:
        return refused.what
    return ""
