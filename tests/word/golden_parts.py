"""The golden parts of the documents, and how they are written anew: `python tests/word/golden_parts.py`.

Look at what changed (`git diff tests/golden`) before keeping it.
"""

import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]

from word.parts import readable, without_pictures  # noqa: E402 - found through the path above when run by itself
from word.small_case import small_case  # noqa: E402

from workbench.casefile import CaseFile  # noqa: E402
from workbench.word import publish  # noqa: E402

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
TODAY = date(2026, 11, 23)
OF_ONE = ("word/document.xml",)
OF_ALL = (
    "word/styles.xml",
    "word/settings.xml",
    "word/header1.xml",
    "word/footer1.xml",
    "docProps/core.xml",
    "[Content_Types].xml",
)
"""Parts that every document has alike; those of the LCSPR action plan are kept."""


def golden(case: CaseFile) -> Iterator[tuple[str, str]]:
    """The name of each golden file and what it holds."""
    plan = publish.make(case, "action-plan", today=TODAY)
    for part in OF_ALL:
        yield f"paper/{Path(part).name.strip('[]').replace(']', '')}", readable(plan, part)
    for layout in ("lcspr", "sar", "dardr"):
        made = publish.make(case, "action-plan", layout=layout, today=TODAY)
        for part in OF_ONE:
            yield f"action-plan-{layout}/{Path(part).name}", readable(made, part)
    made = publish.make(case, "chronology", notes=True, today=TODAY)
    for part in ("word/document.xml", "word/styles.xml"):
        yield f"chronology/{Path(part).name}", readable(made, part)
    made = publish.make(case, "theme-report", today=TODAY)
    for part in ("word/document.xml", "word/styles.xml"):
        yield f"theme-report/{Path(part).name}", without_pictures(made, part)
    made = publish.make(case, "overview", today=TODAY)
    for part in ("word/document.xml", "word/styles.xml", "word/numbering.xml"):
        yield f"overview/{Path(part).name}", without_pictures(made, part)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        made = small_case(Path(folder) / "small.rpw")
        for name, text in golden(made):
            (GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / name).write_text(text, encoding="utf-8")
            print(f"wrote tests/golden/{name}")
        made.close()
