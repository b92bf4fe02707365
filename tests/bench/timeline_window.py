"""What the timeline costs on screen with 50,000 events: figures to look at, no limits held.

    python tests/bench/timeline_window.py [EVENTS]

A frame is what a person waits for: the picture laid out anew, drawn, and everything round it that follows. It is
told in time of the processor, which other work on the machine does not stretch.
"""

import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

# Another script of figures makes the case, and the tests' own folder `ui` must not stand before the program's.
sys.path[0] = str(Path(__file__).resolve().parent.parent.parent)
sys.path.append(str(Path(__file__).resolve().parent.parent))

import numpy as np
from bench.chronology_place import PASSPHRASE, settle, the_case, timed
from PySide6.QtCore import QEventLoop, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.places.timeline.place import TimelinePlace
from ui.settings import Settings
from ui.start import prepare
from ui.window import Window
from workbench.case import open_case


def frames(what: str, times: int, do: Callable[[int], object]) -> None:
    """The median, the 95th of a hundred and the worst of many frames."""
    took = []
    for number in range(times):
        begun = time.thread_time()
        do(number)
        settle()
        took.append((time.thread_time() - begun) * 1000)
    p95 = float(np.percentile(took, 95))
    print(f"  {what:<58} {statistics.median(took):6.1f} ms   p95 {p95:5.1f}   worst {max(took):5.1f}")


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
        window.cases.take(open_case(copy, PASSPHRASE, by="Ada"))
        settle()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        with timed("gone to: the place is there, and says that it reads"):
            window.desk.go("timeline")
            settle()
        place = window.place
        assert isinstance(place, TimelinePlace)
        with timed("  until every event is read, arranged and drawn"):
            while window.desk.jobs.busy:
                QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
            settle()
        canvas = place.canvas

        def drawn(_: int) -> None:
            canvas.show_arranged(place.of)
            canvas.repaint()

        frames("first picture of what has been read", 5, drawn)
        assert place.of is not None
        start, end = place.of.period
        middle = (start + end) / 2
        for words, span in (
            ("all ten years", end - start),
            ("four years", 1461.0),
            ("a year", 365.0),
            ("three months", 91.0),
            ("a week", 7.0),
            ("a day", 1.0),
        ):
            canvas.look_at(middle - span / 2, middle + span / 2)
            settle()

            def panned(number: int) -> None:
                canvas.pan(0.012 if number % 60 < 30 else -0.012)

            marks = len(canvas.picture.marks) if canvas.picture is not None else 0
            frames(f"panning, {words} in view ({marks} marks)", 120, panned)
        canvas.fit()
        settle()

        def turned(number: int) -> None:
            at = QPointF(canvas.width() * 0.6, canvas.height() * 0.6)
            notch = 120 if number % 80 < 40 else -120
            event = QWheelEvent(
                at,
                canvas.mapToGlobal(at),
                QPoint(),
                QPoint(0, notch),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QApplication.sendEvent(canvas, event)

        frames("zooming by the wheel, ten years to hours and back", 160, turned)
        canvas.fit()
        settle()
        picture = canvas.picture
        assert picture is not None
        places = np.random.default_rng(1).random((2000, 2)) * (picture.width, picture.height)
        took = []
        for x, y in places.tolist():
            begun = time.perf_counter()
            picture.at(x, y)
            took.append((time.perf_counter() - begun) * 1000)
        print(
            f"  {'what lies under the pointer':<58} {statistics.median(took):6.3f} ms   worst {max(took):.3f}"
        )
        frames("the next event by key, with its card", 60, lambda _: QTest.keyClick(canvas, Qt.Key.Key_Right))
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"  memory held at most {after:.0f} MB, of which for the timeline {after - before:.0f} MB")
        window.close()
        while window.desk.case is not None or window.cases.closing:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
        window.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
