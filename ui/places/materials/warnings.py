"""What a person should know of a document as it was read, in words."""

from __future__ import annotations

WARNINGS = {
    "no_text": "It holds no words: a scan, perhaps. Its pages can be looked at.",
    "wrong_extension": "Its name says another kind of file than it is; it was read as what it is.",
    "macros": "It carries macros. They were not run, and never are.",
    "external_content": "It points to pictures or files elsewhere. Nothing was fetched.",
    "embedded_files": "Other files are embedded in it. They were not read; save the original to look at them.",
    "pages_missing": "Some of its pages could not be read.",
}
"""What a person should know of a document, by the reader's code."""


def warning(code: str) -> str:
    """A reader's code in words."""
    return WARNINGS.get(code, code.replace("_", " ").capitalize() + ".")
