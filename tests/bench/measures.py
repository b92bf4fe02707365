"""What counting costs over 50,000 events: figures to look at, no limits held.

    python tests/bench/measures.py [EVENTS]

It counts over the case that `chronology_place.py` keeps under build/bench/, and makes it when it is not there.
"""

import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]

from bench.chronology_place import PASSPHRASE, the_case  # noqa: E402 - found through the path above

from workbench.case import open_case  # noqa: E402
from workbench.chronology.contacts import contacts  # noqa: E402
from workbench.chronology.measures import (  # noqa: E402
    measures,
    missed_by_month,
    most_missed,
    no_record,
    not_seen,
    not_seen_by_service,
    runs,
)

TIMES = 7


def main(events: int) -> None:
    """Print the figures: the first time and the best of several, since other work may share the machine."""
    made = the_case(events)
    print(f"{events:,} events")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "case.rpw"
        shutil.copy(made, copy)
        with open_case(copy, PASSPHRASE, by="Ada") as case, case.reading() as session:
            _best("read every event as columns", lambda: contacts(session))
            found = measures(session)
            of, child = found.contacts, found.contacts.subjects[0]
            _best("missed by service and month", lambda: missed_by_month(of))
            _best(f"{len(found.runs):,} runs", lambda: runs(of))
            _best(f"{len(found.no_record):,} times of no record", lambda: no_record(of, 120))
            _best(f"{len(found.not_seen):,} times not seen", lambda: not_seen(of, found.frame, child))
            _best(
                f"{len(found.not_seen_by):,} times not seen, by service",
                lambda: not_seen_by_service(of, found.frame, child),
            )
            _best("the 90 days with the most missed", lambda: most_missed(of))
            _best("everything, with reading it", lambda: measures(session))
    print(f"  memory held at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _best(what: str, do: Callable[[], object]) -> None:
    took = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        do()
        took.append((time.perf_counter() - begun) * 1000)
    print(f"  {what:<46} first {took[0]:7.1f} ms   best {min(took):7.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
