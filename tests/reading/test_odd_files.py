"""Files as they should not be, through the real process: each is taken or refused as it should be, and soon."""

import pytest
from reading.odd_files import FILES, Odd

from workbench.reading import apart
from workbench.reading.refusal import Refused


@pytest.mark.parametrize("name", FILES)
def test_what_comes_of(name: str) -> None:
    odd = FILES[name]
    if (refused := outcome(odd, name)) is not None:
        assert refused.reason in odd.outcomes
        assert refused.what.startswith(name)
        assert refused.do.endswith(".")
        assert "does not know" not in refused.what


def outcome(odd: Odd, name: str) -> Refused | None:
    """Why the file was refused; None where it was taken, as it should be."""
    try:
        read = apart.read(odd.make(), name)
    except Refused as refused:
        return refused
    assert "taken" in odd.outcomes
    if odd.warnings is not None:
        assert read.warnings == odd.warnings
    assert read.characters > 0 or "no_text" in read.warnings
    return None
