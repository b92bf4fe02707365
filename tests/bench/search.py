"""How long the search box takes over 50,000 events: figures to look at, no limits held.

    python tests/bench/search.py [EVENTS]

It searches the case that `chronology_place.py` keeps under build/bench/, and makes it when it is not there.
"""

import resource
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]

from bench.chronology_place import PASSPHRASE, the_case  # noqa: E402 - found through the path above

from workbench.case import open_case  # noqa: E402
from workbench.search import find  # noqa: E402

ASKED = (
    ("a word in every fifth event", "neighbour"),
    ("two words that seldom meet", "curtains third"),
    ("a word at the end of its text", "posted"),
    ("one event of all", "Entry 2-777"),
    ("a word that stands nowhere", "kaleidoscope"),
)
TIMES = 9


def main(events: int) -> None:
    """Print the figures."""
    made = the_case(events)
    print(f"{events:,} events, the first 8 hits with the words round them")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "case.rpw"
        shutil.copy(made, copy)
        with open_case(copy, PASSPHRASE, by="Ada") as case:
            for what, words in ASKED:
                took = []
                for _ in range(TIMES):
                    begun = time.perf_counter()
                    with case.reading() as session:
                        found = find(session, words, limit=8)
                    took.append((time.perf_counter() - begun) * 1000)
                print(
                    f"  {what:<32} first time {took[0]:7.1f} ms   median {statistics.median(took):7.1f} ms"
                    f"   {len(found.hits)} hits"
                )
    print(f"  memory held at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
