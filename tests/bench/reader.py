"""What reading costs on screen: a document of a thousand pages, with 10,000 tags in it; figures, no limits held.

    python tests/bench/reader.py [PAGES] [TAGS]

The case is made once, and kept under build/bench/. The list is measured with 2,000 documents of its own case.
"""

import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication
from reportlab.pdfgen.canvas import Canvas

from ui.places.materials import MaterialsPlace
from ui.places.materials.finding import find_in
from ui.settings import Settings
from ui.start import prepare
from ui.window import Window
from workbench.case import new_case, open_case
from workbench.casefile import CaseFile
from workbench.materials import find_material, take_in_files
from workbench.people import add_service
from workbench.themes.codebook import themes
from workbench.themes.tags import Place, tag_places

ROOT = Path(__file__).resolve().parent.parent.parent
PASSPHRASE = "only to measure with"
LINES = (
    "The health visitor completed the review in clinic and the child was alert and pulling to stand.",
    "Between November and January each service made announced visits to which there was no reply.",
    "Neither record shows that the number of missed visits across services was known to anyone.",
    "The notification was filed on the basis that the case was open and others would be aware of it.",
)


def nothing(_: int) -> None:
    """Before each time, as a rule."""


def each(
    what: str, times: int, do: Callable[[int], object], before: Callable[[int], object] = nothing
) -> None:
    """The median, the 95th of a hundred and the worst of many."""
    took = []
    for number in range(times):
        before(number)
        begun = time.perf_counter()
        do(number)
        took.append((time.perf_counter() - begun) * 1000)
    took.sort()
    print(
        f"  {what:<58} {statistics.median(took):9.2f} ms   p95 {took[int(len(took) * 0.95)]:.2f}"
        f"   worst {took[-1]:.2f}"
    )


def a_report(folder: Path, pages: int) -> Path:
    """A PDF of so many pages, some 3,000 characters on each."""
    path = folder / "Long report.pdf"
    rng = random.Random(7)
    canvas = Canvas(str(path), invariant=1)
    for page in range(pages):
        canvas.setFont("Helvetica", 9)
        canvas.drawString(60, 800, f"{page + 1}. What was known")
        for line in range(32):
            gap = 12 * (line // 4)
            canvas.drawString(60, 770 - 14 * line - gap, rng.choice(LINES))
        canvas.showPage()
    canvas.save()
    return path


def the_case(pages: int, tags: int) -> Path:
    """The case file, made when it is not there yet."""
    path = ROOT / "build" / "bench" / f"reader-{pages}-{tags}.rpw"
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.rpw")
    part.unlink(missing_ok=True)
    case = new_case(part, PASSPHRASE, "Child B", "lcspr", by="Ada")
    add_service(case, "Health visiting", "HV")
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        take_in_files(case, [a_report(Path(folder), pages)])
        print(f"  made and took in {pages:,} pages in {time.perf_counter() - begun:.1f} s")
    put_tags(case, tags)
    case.close()
    part.replace(path)
    return path


def put_tags(case: CaseFile, tags: int) -> None:
    """Tags of some sixty letters, spread over the document, in turn with every theme."""
    with case.reading() as session:
        material = find_material(session, "M1")
        codebook = [theme.id for theme in themes(session)]
    step = (material.characters or 0) // tags
    for number, theme in enumerate(codebook):
        places = [
            Place(material.id, at * step, at * step + 60 + at % 90)
            for at in range(tags)
            if at % len(codebook) == number
        ]
        tag_places(case, theme, places)


def the_list(documents: int) -> Path:
    """A case with so many small documents."""
    path = ROOT / "build" / "bench" / f"shelf-{documents}.rpw"
    if path.exists():
        return path
    part = path.with_suffix(".part.rpw")
    part.unlink(missing_ok=True)
    case = new_case(part, PASSPHRASE, "Child B", "lcspr", by="Ada")
    with tempfile.TemporaryDirectory() as folder:
        for number in range(documents):
            (Path(folder) / f"note {number:04}.txt").write_text(f"Note {number}. {LINES[number % 4]}\n")
        begun = time.perf_counter()
        take_in_files(case, [Path(folder)])
        print(f"  took in {documents:,} notes in {time.perf_counter() - begun:.1f} s")
    case.close()
    part.replace(path)
    return path


def settle() -> None:
    """Let everything that is due happen."""
    for _ in range(3):
        QApplication.processEvents()


def reading(window: Window, path: Path) -> None:
    """The figures of one long document."""
    window.cases.take(open_case(path, PASSPHRASE, by="Ada"))
    window.desk.go("materials")
    place = window.place
    assert isinstance(place, MaterialsPlace)
    settle()
    material = place.list.model.ids()[0]

    def open_it(_: int) -> None:
        place.current.shut()
        begun.append(time.perf_counter())
        place.open(material)
        place.current.text.viewport().repaint()
        ended.append(time.perf_counter())

    begun: list[float] = []
    ended: list[float] = []
    for number in range(7):
        open_it(number)
    took = [(end - start) * 1000 for start, end in zip(begun, ended, strict=True)]
    print(f"  {'open it, and the first picture':<58} {statistics.median(took):9.2f} ms   first {took[0]:.2f}")
    page = place.current.text
    bar = page.verticalScrollBar()

    def scroll(_: int) -> None:
        bar.setValue(bar.value() + 60)
        page.viewport().repaint()

    def leap(number: int) -> None:
        bar.setValue(bar.maximum() * (number * 37 % 100) // 100)
        page.viewport().repaint()

    each("a frame while scrolling", 300, scroll)
    each("a leap to a far page", 60, leap)
    page.go_to(500_000, top=True)

    def tag(_: int) -> None:
        place.tag_again(1)
        page.viewport().repaint()

    def on(_: int) -> None:
        page.step_piece(1)

    settle()
    each("one tag by key 1: commit, tags anew, and the picture", 40, tag, before=on)
    settle()
    source = page.source
    assert source is not None
    begin = time.perf_counter()
    found = sum(1 for _ in find_in(source, "others would be aware"))
    print(
        f"  {f'find {found:,} places, the text not at hand':<58} {(time.perf_counter() - begin) * 1000:9.1f} ms"
    )
    begin = time.perf_counter()
    sum(1 for _ in find_in(source, "others would be aware"))
    print(f"  {'find them again':<58} {(time.perf_counter() - begin) * 1000:9.1f} ms")
    begin = time.perf_counter()
    place.current.toggle_outline()
    settle()
    print(f"  {'its outline':<58} {(time.perf_counter() - begin) * 1000:9.1f} ms")


def main(pages: int, tags: int) -> None:
    """Print the figures."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(f"{pages:,} pages, {tags:,} tags")
    made = the_case(pages, tags)
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        settings = Settings(folder / "settings")
        prepare(app, settings)
        window = Window(settings)
        window.resize(1280, 800)
        window.show()
        reading(window, made)
        window.cases.close()
        while window.desk.case is not None or window.cases.closing:
            QApplication.processEvents()
        window.cases.take(open_case(the_list(2_000), PASSPHRASE, by="Ada"))
        begun = time.perf_counter()
        window.desk.go("materials")
        settle()
        print(f"  {'the list of 2,000 documents':<58} {(time.perf_counter() - begun) * 1000:9.1f} ms")
        place = window.place
        assert isinstance(place, MaterialsPlace)
        shelf = place.list
        bar = shelf.table.verticalScrollBar()

        def scroll(number: int) -> None:
            bar.setValue(bar.maximum() * (number * 13 % 100) // 100)
            shelf.table.viewport().repaint()

        each("a frame of the list, anywhere", 100, scroll)
        each("filter it by a word", 20, lambda number: shelf.model.filter(words=f"note {number}"))
        print(f"  memory held at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
        window.close()
        while window.desk.case is not None or window.cases.closing:
            QApplication.processEvents()
        window.close()


if __name__ == "__main__":
    main(*([int(each) for each in sys.argv[1:3]] or [1_000, 10_000]))
