"""The documents' parts are what they were when someone last looked at them."""

import difflib

from word.golden_parts import GOLDEN, golden

from workbench.casefile import CaseFile


def test_documents_are_as_they_were_last_looked_at(case: CaseFile) -> None:
    changed = []
    made = dict(golden(case))
    for name, text in made.items():
        kept = (GOLDEN / name).read_text(encoding="utf-8") if (GOLDEN / name).exists() else ""
        if kept != text:
            difference = difflib.unified_diff(
                kept.splitlines(), text.splitlines(), name, "now", lineterm="", n=1
            )
            changed.append("\n".join(list(difference)[:30]))
    assert not changed, "\n\n".join(
        [*changed, "If this is meant: python tests/word/golden_parts.py, and look at the pages."]
    )
    assert {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*.xml")} == set(made)
