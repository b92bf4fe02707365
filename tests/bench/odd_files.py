"""What each odd and hostile file costs: how long its refusal or its reading takes, and the memory of the process.

    python tests/bench/odd_files.py

Each file is read by a process of its own, so that the memory told is that file's; a process that has only started
is told first.
"""

import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]

from reading.odd_files import FILES  # noqa: E402 - found through the path above

from workbench.reading import apart  # noqa: E402
from workbench.reading.refusal import Refused  # noqa: E402


def read(name: str, data: bytes) -> tuple[str, float, int]:
    """What came of one file, the seconds it took, and the most megabytes its process held."""
    process = apart.Process(apart.Limits())
    try:
        process.start()
        begun = time.perf_counter()
        try:
            head = process.ask("text", name, data).head
            outcome = "taken" + "".join(f" {code}" for code in head["warnings"])
        except Refused as refused:
            outcome = refused.reason
        return outcome, time.perf_counter() - begun, process.peak
    finally:
        process.close()


def main() -> None:
    """Print the figures."""
    _, _, bare = read("a.txt", b"A line")
    print(f"{len(FILES)} files; a process that has read one line holds {bare} MB")
    slowest, largest = 0.0, 0
    for name, odd in FILES.items():
        data = odd.make()
        outcome, took, peak = read(name, data)
        slowest, largest = max(slowest, took), max(largest, peak)
        held = f"{peak:4} MB" if peak else "ended  "
        print(f"  {name:<28} {len(data) / 1024:9.1f} kB  {outcome:<24} {took:6.2f} s  {held}")
    print(f"  at most {slowest:.2f} s and {largest} MB")


if __name__ == "__main__":
    main()
