"""What the timeline costs with 50,000 events: figures to look at, no limits held.

    python tests/bench/timeline.py [EVENTS]

The case is made once and kept under build/bench/. Frames are laid out only; what the window's pen adds is measured
with the place. Times are the thread's own, so that other work on the machine counts little.
"""

import resource
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]

from timeline_made import PASSPHRASE, many_events  # noqa: E402 - found through the path above

from workbench.case import open_case  # noqa: E402
from workbench.chronology.contacts import contacts  # noqa: E402
from workbench.timeline import export, pen  # noqa: E402
from workbench.timeline.arranging import Arranged, arrange  # noqa: E402
from workbench.timeline.cards import event_card  # noqa: E402
from workbench.timeline.facts import read_facts  # noqa: E402
from workbench.timeline.layout import lay_out  # noqa: E402
from workbench.timeline.overview import overview  # noqa: E402
from workbench.timeline.view import View  # noqa: E402
from workbench.versions import VERSION  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
WIDTH, HEIGHT = 1164.0, 620.0
ZOOMS = (("all ten years", 1.0), ("a year", 0.1), ("a month", 0.0082), ("a day", 0.00027))
FRAMES = 120


def the_case(events: int) -> Path:
    """The case with so many events, made when it is not there yet."""
    path = ROOT / "build" / "bench" / f"timeline-v{VERSION}-{events}.rpw"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        print(f"Making a case of {events:,} events …", flush=True)
        many_events(path, events).close()
    return path


def took(work: Callable[[], object]) -> float:
    """How long a piece of work took this thread, in milliseconds."""
    begun = time.thread_time()
    work()
    return (time.thread_time() - begun) * 1000


def of_frames(label: str, of: Arranged, stretches: Iterator[tuple[float, float]]) -> None:
    """Print what laying out each stretch of time took."""
    times = sorted(took(partial(lay_out, of, start, end, WIDTH, HEIGHT)) for start, end in stretches)
    print(
        f"  {label:<34} median {statistics.median(times):6.2f} ms   p95 {times[int(len(times) * 0.95)]:6.2f} ms"
        f"   worst {times[-1]:6.2f} ms"
    )


def say(what: str, *milliseconds: float, figures: int = 0) -> None:
    """Print one figure, or the best of several."""
    print(f"  {what:<38} {min(milliseconds):.{figures}f} ms")


def main(events: int) -> None:
    """Print the figures."""
    path = the_case(events)
    print(f"{events:,} events, a picture of {WIDTH:.0f} x {HEIGHT:.0f}")
    with open_case(path, PASSPHRASE, by="Ada") as case:
        with case.reading() as session:
            begun = time.perf_counter()
            columns = contacts(session)
            read = time.perf_counter()
            facts = read_facts(session)
            done = time.perf_counter()
        print(
            f"  events as columns; all facts after     {(read - begun) * 1000:.0f} ms; {(done - read) * 1000:.0f} ms"
        )
        say("put into lanes", *(took(partial(arrange, facts)) for _ in range(5)))
        arranged = arrange(facts)
        say("first picture, once read", took(partial(lay_out, arranged, None, None, WIDTH, HEIGHT)))
        first, last = arranged.period
        middle, span = (first + last) / 2, last - first
        for name, share in ZOOMS:
            half = span * share / 2
            steps = [middle + (at - FRAMES / 2) * half * 0.02 for at in range(FRAMES)]
            of_frames(f"panning, {name} in view", arranged, ((at - half, at + half) for at in steps))
        factors = [0.94**at for at in range(FRAMES)]
        of_frames(
            "zooming, all ten years to a day",
            arranged,
            ((middle - span / 2 * one, middle + span / 2 * one) for one in factors),
        )
        of_frames(
            "zooming out again",
            arranged,
            ((middle - span / 2 * one, middle + span / 2 * one) for one in reversed(factors)),
        )
        picture = lay_out(arranged, middle - span * 0.05, middle + span * 0.05, WIDTH, HEIGHT)
        places = [
            (
                picture.plot.x + picture.plot.width * (at % 97) / 97,
                picture.plot.y + picture.plot.height * (at % 61) / 61,
            )
            for at in range(2000)
        ]
        hits = [took(partial(picture.at, *place)) for place in places]
        say("what lies under the pointer, median", statistics.median(hits), figures=3)
        say("the same, at worst", max(hits), figures=3)
        step = took(lambda: [arranged.step(at, 1) for at in range(len(columns) - 1)]) / max(1, len(columns))
        say("from event to event", step, figures=4)
        say("a card", *(took(partial(event_card, facts, events // 2)) for _ in range(9)), figures=2)
        strip = partial(overview, arranged, first, middle, WIDTH, 60)
        say("the strip, its brush moved", *(took(strip) for _ in range(9)), figures=2)
        whole = lay_out(arranged, None, None, WIDTH, HEIGHT)
        pen.write(whole, "png", dpi=40)  # the library is loaded once
        for ending in ("png", "svg", "pdf"):
            say(f"drawn as {ending.upper()}", *(took(partial(pen.write, whole, ending)) for _ in range(3)))
        with tempfile.TemporaryDirectory() as folder:
            begun = time.perf_counter()
            export.export(case, View(), Path(folder) / "timeline.png")
            print(f"  exported, with reading the case        {time.perf_counter() - begun:.2f} s")
        tracemalloc.start()
        with case.reading() as session:
            again = arrange(read_facts(session))
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        print(f"  facts and lanes hold                   {held / 1e6:.0f} MB ({len(again.chosen):,} events)")
    print(
        f"  memory held at most                    {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
