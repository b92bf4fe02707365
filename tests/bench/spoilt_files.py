"""Files of every kind, spoilt in many more ways than the tests have time for.

    python tests/bench/spoilt_files.py [EACH [SEED]]

Prints how many of each were taken and refused, and keeps under build/spoilt/ whatever a reader did not know.
"""

import collections
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]

from reading.spoilt import WHOLE, spoilt  # noqa: E402 - found through the path above

from workbench.reading import apart  # noqa: E402
from workbench.reading.refusal import Refused  # noqa: E402

KEPT = Path(__file__).resolve().parents[2] / "build" / "spoilt"


def main(each: int, seed: int) -> None:
    """Print the figures."""
    for name in WHOLE:
        begun, slowest = time.perf_counter(), 0.0
        counts: collections.Counter[str] = collections.Counter()
        for number, data in enumerate(spoilt(name, each, seed)):
            started = time.perf_counter()
            try:
                apart.read(data, name)
                counts["taken"] += 1
                if not name.endswith((".pdf", ".eml", ".md")):
                    apart.read_tables(data, name)
            except Refused as refused:
                counts[refused.reason] += 1
                if "does not know" in refused.what:
                    KEPT.mkdir(parents=True, exist_ok=True)
                    (KEPT / f"{seed}-{number}-{name}").write_bytes(data)
                    print(f"  {seed}-{number}-{name}: {refused.what}")
            slowest = max(slowest, time.perf_counter() - started)
        told = ", ".join(f"{count} {what}" for what, count in counts.most_common())
        print(f"{name:<10} {time.perf_counter() - begun:6.1f} s, slowest {slowest:.2f} s: {told}")


if __name__ == "__main__":
    main(*(int(one) for one in [*sys.argv[1:], *["500", "1"][len(sys.argv) - 1 :]]))
