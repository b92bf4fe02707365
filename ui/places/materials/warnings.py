"""What a person should know of a document as it was read, in words."""

from __future__ import annotations

from workbench.materials import WARNINGS


def warning(code: str) -> str:
    """A reader's code in words."""
    return WARNINGS.get(code, code.replace("_", " ").capitalize() + ".")
