"""How long searching takes: over 50,000 events, and over 200 documents of ten pages. Figures to look at, no limits.

    python tests/bench/search.py [EVENTS] [DOCUMENTS]

EVENTS are those of the case that `chronology_place.py` keeps under build/bench/ (made when it is not there).
DOCUMENTS is a folder of files to take in; without it as many of the same size are made up.
"""

import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]

from bench.chronology_place import PASSPHRASE, the_case  # noqa: E402 - found through the path above

from workbench.case import new_case, open_case  # noqa: E402
from workbench.casefile import CaseFile  # noqa: E402
from workbench.materials import take_in_files  # noqa: E402
from workbench.search import count, find, places  # noqa: E402
from workbench.themes.codebook import find_theme  # noqa: E402
from workbench.themes.tags import tag_places  # noqa: E402

IN_EVENTS = (
    ("a word in every fifth event", "neighbour"),
    ("two words that seldom meet", "curtains third"),
    ("a word at the end of its text", "posted"),
    ("one event of all", "Entry 2-777"),
    ("a word that stands nowhere", "kaleidoscope"),
)
IN_DOCUMENTS = (
    ("ten times in each document", "Zephyrine"),
    ("two words beside each other", "strategy meeting"),
    ("the commonest word", "the"),
    ("a word that stands nowhere", "kaleidoscope"),
)
TIMES = 7


def documents(folder: Path) -> None:
    """Two hundred made-up documents of some 30,000 characters, with one name ten times in each."""
    said = (
        "The health visitor recorded the strategy meeting and no follow-up was evidenced in the file.",
        "A police officer telephoned about the missed appointment within the agreed timescale.",
        "The duty manager did not share concerns over neglect although the family declined consent.",
        "Mother discussed the safety plan in supervision with the interpreter present.",
    )
    for number in range(200):
        rng = random.Random(number)
        lines = [rng.choice(said) for _ in range(330)]
        for at in rng.sample(range(330), 10):
            lines[at] += " Child Zephyrine was named in this entry."
        (folder / f"record_{number:03}.txt").write_text("\n".join(lines), encoding="utf-8")


def _timed(do: Callable[[], object]) -> str:
    took = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        do()
        took.append((time.perf_counter() - begun) * 1000)
    return f"first {took[0]:7.1f}  best {min(took):7.1f} ms"


def _searched(case: CaseFile, asked: tuple[tuple[str, str], ...]) -> None:
    for what, words in asked:
        with case.reading() as session:
            first = _timed(lambda words=words: find(session, words, limit=8, counted=False))  # type: ignore[misc]
            counted = _timed(lambda words=words: count(session, words))  # type: ignore[misc]
            number = sum(count(session, words).values())
        print(f"  {what:<32} first 8: {first}   all counted: {counted}   {number:,} places")


def main(events: int, folder: str = "") -> None:
    """Print the figures: the first time and the best of several, since other work may share the machine."""
    made = the_case(events)
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "case.rpw"
        shutil.copy(made, copy)
        print(f"{events:,} events")
        with open_case(copy, PASSPHRASE, by="Ada") as case:
            _searched(case, IN_EVENTS)
        chosen = Path(folder) if folder else Path(scratch) / "documents"
        if not folder:
            chosen.mkdir()
            documents(chosen)
        with new_case(Path(scratch) / "texts.rpw", PASSPHRASE, "Child B", "lcspr", by="Ada") as case:
            taken = take_in_files(case, [chosen]).taken
            print(f"{len(taken)} documents, {sum(one.characters or 0 for one in taken):,} characters")
            _searched(case, IN_DOCUMENTS)
            with case.reading() as session:
                theme = find_theme(session, "CDE").id
                print(f"  every place of Zephyrine          {_timed(lambda: places(session, 'Zephyrine'))}")
                everywhere = places(session, "Zephyrine")
            begun = time.perf_counter()
            number = tag_places(case, theme, everywhere, "Zephyrine")
            print(
                f"  {number:,} places tagged as one change   {(time.perf_counter() - begun) * 1000:7.1f} ms"
            )
    print(f"  memory held at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000, *sys.argv[2:3])
