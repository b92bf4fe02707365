"""How long tagging takes, and what is tagged takes to be shown: figures to look at, no limits held.

    python tests/bench/themes.py

It makes a case of 200 documents in which one name stands 2,000 times, tags them all by search, brings the tags to
10,000, then tags one passage more, from the keystroke's commit to the repaint of the place that shows it, and shows
the 10,000 in the real window.
"""

import os
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent  # noqa: E402 - found through the path above
from PySide6.QtWidgets import QApplication  # noqa: E402
from tagged_case import add_text  # noqa: E402

from ui.places.themes.place import ThemesPlace  # noqa: E402
from ui.settings import Settings  # noqa: E402
from ui.start import prepare  # noqa: E402
from ui.window import Window  # noqa: E402
from workbench.case import new_case  # noqa: E402
from workbench.casefile import CaseFile  # noqa: E402
from workbench.chronology.dates import read_date  # noqa: E402
from workbench.chronology.events import add_event  # noqa: E402
from workbench.people import add_service  # noqa: E402
from workbench.search import places  # noqa: E402
from workbench.themes.codebook import find_theme  # noqa: E402
from workbench.themes.tags import Place, tag_passage, tag_places  # noqa: E402

DOCUMENTS, PAGES = 200, 10
PAGE = (
    "At the strategy meeting of {number} the health visitor said that Zephyrine had called and been turned away. "
    + "The record goes on at length about the visit, the weather, the stairs and who was at home that day. "
    * 24
    + "\n"
)
TIMES = 15


def made(path: Path) -> tuple[CaseFile, list[str]]:
    """The case, and the ids of its documents."""
    case = new_case(path, "four plain paper boats", "Child B", "lcspr", by="Ada")
    for name, code in (("Children’s social care", "CSC"), ("Health visiting", "HV"), ("Police", "POL")):
        add_service(case, name, code)
    with case.change("Take in documents"):
        materials = [
            add_text(
                case,
                f"Report {number}.txt",
                [PAGE.format(number=number * PAGES + page) for page in range(PAGES)],
                service=("CSC", "HV", "POL")[number % 3],
            )
            for number in range(DOCUMENTS)
        ]
    return case, materials


def ms(begun: float) -> float:
    """Milliseconds since."""
    return (time.perf_counter() - begun) * 1000


def repaint() -> None:
    """Everything that is due, painting included."""
    for _ in range(3):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def by_search(case: CaseFile) -> None:
    """Tag every place where the name stands, several times over."""
    with case.reading() as session:
        theme = find_theme(session, "MCO").id
    searching, tagging = [], []
    for _ in range(5):
        begun = time.perf_counter()
        with case.reading() as session:
            found = places(session, "Zephyrine")
        searching.append(ms(begun))
        begun = time.perf_counter()
        number = tag_places(case, theme, found, "Zephyrine")
        tagging.append(ms(begun))
        case.undo()
    print(
        f"tag all {number:,} places of a search: finding them {min(searching):.0f} ms, tagging {min(tagging):.0f} ms"
    )
    tag_places(case, theme, found, "Zephyrine")


def fill(case: CaseFile, materials: list[str]) -> None:
    """Bring the tags to 10,000, over several themes."""
    for at, code in enumerate(("CDE", "INF", "UAO", "NAF")):
        with case.reading() as session:
            theme = find_theme(session, code).id
        per = PAGES
        size = len(PAGE.format(number=100))
        everywhere = [
            Place(material, page * size + 130 + 40 * at, page * size + 160 + 40 * at)
            for material in materials
            for page in range(per)
        ]
        tag_places(case, theme, everywhere)


def one_more(window: Window, case: CaseFile, material: str, where: str) -> None:
    """Tag one passage more, with one place in sight and the others opened before."""
    window.desk.go(where)
    repaint()
    with case.reading() as session:
        theme = find_theme(session, "GPR").id
    commits, whole = [], []
    for number in range(TIMES):
        begun = time.perf_counter()
        done = window.desk.do(
            lambda case, number=number: tag_passage(case, material, 300 + number * 7, 320 + number * 7, theme)  # type: ignore[misc]
        )
        commits.append(ms(begun))
        repaint()
        whole.append(ms(begun))
        assert done
    print(
        f"one tag more, {where} in sight: told of after {statistics.median(commits):.1f} ms, painted after "
        f"{statistics.median(whole):.1f} ms (best {min(whole):.1f})"
    )


def main() -> None:
    """Print the figures."""
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as scratch:
        case, materials = made(Path(scratch) / "case.rpw")
        for number in range(40):
            when = read_date(f"{number % 27 + 1} June 2023").when
            add_event(case, "CSC", when, f"Home visit {number}, no reply")
        by_search(case)
        fill(case, materials)
        settings = Settings(Path(scratch) / "settings")
        prepare(app, settings)
        window = Window(settings)
        window.resize(1280, 800)
        window.show()
        repaint()
        window.cases.take(case)
        repaint()
        begun = time.perf_counter()
        window.desk.go("themes")
        repaint()
        print(f"the place of themes made and shown, with 10,000 tags in the case: {ms(begun):.0f} ms")
        place = window.place
        assert isinstance(place, ThemesPlace)
        model = place.list.model()
        begun = time.perf_counter()
        place.list.setCurrentIndex(model.index(0, 0))
        repaint()
        print(f"all {place.page.model.count:,} things tagged on screen: {ms(begun):.0f} ms")
        assert place.page.model.count >= 10_000
        shows = []
        for _ in range(7):
            place.list.setCurrentIndex(model.index(1, 0))
            repaint()
            begun = time.perf_counter()
            place.list.setCurrentIndex(model.index(0, 0))
            repaint()
            shows.append(ms(begun))
        print(f"the same again, best of {len(shows)}: {min(shows):.0f} ms")
        scrolls = []
        bar = place.page.table.verticalScrollBar()
        for number in range(60):
            begun = time.perf_counter()
            bar.setValue(bar.maximum() * number // 60)
            repaint()
            scrolls.append(ms(begun))
        print(
            f"scrolling through them, a leap each: median {statistics.median(scrolls):.1f} ms, worst {max(scrolls):.1f}"
        )
        one_more(window, case, materials[0], "chronology")
        one_more(window, case, materials[1], "themes")
        print(f"memory held at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
        window.close()
        while window.desk.case is not None or window.cases.closing:
            app.processEvents()
        window.close()


if __name__ == "__main__":
    main()
