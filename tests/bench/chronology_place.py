"""What the chronology costs on screen with 50,000 events: figures to look at, no limits held.

    python tests/bench/chronology_place.py [EVENTS]

The case is made once, by importing as a person would, and kept under build/bench/.
"""

import itertools
import os
import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.places.chronology.place import ChronologyPlace
from ui.settings import Settings
from ui.start import prepare
from ui.window import Window
from workbench.case import new_case, open_case
from workbench.chronology.importing import bring_in, draft
from workbench.people import add_person, add_service

ROOT = Path(__file__).resolve().parent.parent.parent
PASSPHRASE = "only to measure with"
SERVICES = (("Health visiting", "HV"), ("General practice", "GP"), ("Social care", "CSC"), ("Police", "POL"))
WORDS = (
    "Home visit. Child seen asleep in the cot, mother tired but warm.",
    "No reply at the door, curtains drawn, card left for the third time this month.",
    "Core group. Plan agreed: weekly visits, the child to be seen each time, drug service to be told.",
    "Telephone call from a neighbour about shouting. Officers attended and left words of advice.",
    "Clinic appointment. Weight on the 25th centile, immunisations given, next appointment posted.",
)
OUTCOMES = ("Seen", "No access", "Meeting", "Telephone", "Did not attend", "Cancelled by service", "Attended")


def chronology(rows: int, seed: int) -> bytes:
    """A CSV chronology of so many rows over ten years, oldest first, a few of them vague or undated."""
    rng = random.Random(seed)
    day = date(2014, 1, 1)
    lines = ["Date,Time,Who recorded,Event,Outcome"]
    for number in range(rows):
        day += timedelta(days=1 if rng.random() < 3600 / rows else 0)
        said = day.strftime("%d/%m/%Y") if number % 97 else f"mid {day:%B %Y}"
        lines.append(
            f"{'' if number % 499 == 3 else said},{rng.randrange(8, 18):02d}:{rng.randrange(60):02d},"
            f'W{rng.randrange(9)},"{rng.choice(WORDS)} Entry {seed}-{number}.",{rng.choice(OUTCOMES)}'
        )
    return "\n".join(lines).encode()


@contextmanager
def timed(what: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    print(f"  {what:<58} {(time.perf_counter() - begun) * 1000:9.1f} ms")


def each(what: str, times: int, do: Callable[[int], object]) -> None:
    """The median and the worst of many."""
    took = []
    for number in range(times):
        begun = time.perf_counter()
        do(number)
        took.append((time.perf_counter() - begun) * 1000)
    print(f"  {what:<58} {statistics.median(took):9.1f} ms   worst {max(took):.1f}")


def the_case(events: int) -> Path:
    """The case file, made when it is not there yet."""
    path = ROOT / "build" / "bench" / f"{events}.rpw"
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.rpw")
    part.unlink(missing_ok=True)
    case = new_case(part, PASSPHRASE, "Child B", "lcspr", by="Ada")
    add_person(case, "Robyn Bench", born="2016-03-09", subject=True)
    for name, code in SERVICES:
        add_service(case, name, code)
    for seed, (_, code) in enumerate(SERVICES):
        rows = events // len(SERVICES)
        with timed(f"read and understand {rows:,} rows of {code}"):
            drafted = draft(case, f"{code}.csv", chronology(rows, seed), service=code)
        with timed("  and bring them in"):
            bring_in(case, drafted)
    case.close()
    part.replace(path)
    return path


def settle() -> None:
    """Let everything that is due happen."""
    for _ in range(3):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)


def main(events: int) -> None:
    """Print the figures."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(f"{events:,} events")
    made = the_case(events)
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        settings = Settings(folder / "settings")
        prepare(app, settings)
        window = Window(settings)
        window.resize(1280, 800)
        window.show()
        settle()
        copy = folder / "case.rpw"
        shutil.copy(made, copy)
        with timed("open: key from the passphrase, file, journal"):
            case = open_case(copy, PASSPHRASE, by="Ada")
        with timed("from the open file to the first screen"):
            window.cases.take(case)
            window.desk.go("chronology")
            settle()
        place = window.place
        assert isinstance(place, ChronologyPlace)
        table = place.page.table
        bar = table.verticalScrollBar()

        def paint(number: int) -> None:
            bar.setValue(number * bar.maximum() // 60)
            table.viewport().repaint()

        each("a page far away: records read and painted", 60, paint)
        each("the same pages again", 60, paint)
        bar.setValue(0)
        table.choose_first()
        settle()

        def down(_: int) -> None:
            QTest.keyClick(table, Qt.Key.Key_J)
            table.viewport().repaint()

        each("J: next row, inspector made anew, painted", 60, down)
        ids = place.page.model.ids()
        each(
            "inspector of a row far away",
            30,
            lambda n: place.inspector.show_events([ids[n * 977 % len(ids)]]),
        )

        def star(_: int) -> None:
            QTest.keyClick(table, Qt.Key.Key_S)

        each("one edit (key mark): commit, refresh and inspector", 20, star)

        def repaint(_: int) -> None:
            table.viewport().repaint()

        each("  and repaint", 20, repaint)
        with timed("filter by a word"):
            place.page.filters.put(words="neighbour")
            table.viewport().repaint()
        with timed("filter by services and outcomes"):
            place.page.filters.put(words=None, services=["HV", "POL"], outcomes=["no_access"])
            table.viewport().repaint()
        with timed("clear the filters"):
            place.page.filters.clear()
            table.viewport().repaint()
        with timed("sort by outcome"):
            table.listing_model.sort(3)
            table.viewport().repaint()
        ten = chronology(10_000, 99)
        with timed("read and understand 10,000 rows"):
            drafted = draft(case, "ten.csv", ten, service="HV")
        with timed("bring in 10,000 rows"):
            bring_in(case, drafted)
        with timed("  and show them"):
            settle()
        # A person looks on, or scrolls: the table is drawn again ten times a second, and the longest time between
        # two turns of the event loop is what they would feel.
        drawing, turns = QTimer(), [time.perf_counter()]

        def look() -> None:
            turns.append(time.perf_counter())
            table.viewport().repaint()

        drawing.timeout.connect(look)
        drawing.start(100)
        with timed("undo of it, and show that"):
            window.desk.undo()
            while window.desk.jobs.busy:
                QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            settle()
        drawing.stop()
        longest = max(later - earlier for earlier, later in itertools.pairwise([*turns, time.perf_counter()]))
        print(f"  {'  longest between two looks, due every 100 ms':<58} {longest * 1000:9.1f} ms")
        window.close()
        while window.desk.case is not None or window.cases.closing:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
        window.close()
    print(f"  memory held at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
