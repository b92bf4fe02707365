"""Pages drawn apart from the window: asked for by number and width, answered when they are ready."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from workbench.problems import Problem
from workbench.reading.pages import Box, Drawn, Pages, open_pages

_SIZES = 3_000
"""Pages whose sizes are asked for at once; those after them are taken to be like the last."""


@dataclass(frozen=True)
class Spot:
    """A stretch of the text of a page, for which its place on the page is asked."""

    key: str
    start: int
    """Code points from where the page's text begins."""
    end: int


class Drawer(QObject):
    """Draws the pages of one document at a time, on a thread of its own.

    - `sized(sizes)`: width and height of each page in points.
    - `drawn(page, width, image)`, `spotted(page, {key: boxes})`, `failed(sentence)`.

    What is no longer wanted when its turn comes is passed over.
    """

    sized = Signal(list)
    drawn = Signal(int, int, QImage)
    spotted = Signal(int, dict)
    failed = Signal(str)
    _came_back = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pages")
        self._pages: Pages | None = None
        self._document = 0
        self._asked: dict[tuple[int, int], int] = {}
        self._wanted: frozenset[int] = frozenset()
        self._came_back.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def open(self, data: Callable[[], bytes], name: str) -> None:
        """Open another document; `data()` gives its bytes, on the thread."""
        document = self._new()

        def work() -> Callable[[], None]:
            self._close_pages()
            self._pages = pages = open_pages(data(), name)
            sizes = [pages.size(number) for number in range(1, min(pages.count, _SIZES) + 1)]
            sizes += [sizes[-1]] * (pages.count - len(sizes))
            return lambda: self.sized.emit(sizes)

        self._submit(document, work)

    def shut(self) -> None:
        """Let the document go."""
        document = self._new()

        def work() -> Callable[[], None]:
            self._close_pages()
            return _nothing

        self._submit(document, work)

    def close(self) -> None:
        """Wait for what is being drawn, and let the thread go."""
        self.shut()
        self._pool.shutdown(wait=True)

    def want(self, pages: frozenset[int]) -> None:
        """Say which pages are near to being seen; others asked for are passed over."""
        self._wanted = pages

    def draw(self, page: int, width: int) -> None:
        """Ask for a page, from 1, so many dots wide."""
        document = self._document
        if (page, width) in self._asked:
            return
        self._asked[page, width] = document

        def work() -> Callable[[], None]:
            pages = self._pages
            if pages is None or page not in self._wanted or document != self._document:
                return lambda: self._passed_over(page, width)
            made = _image(pages.draw(page, width))

            def tell() -> None:
                self._passed_over(page, width)
                self.drawn.emit(page, width, made)

            return tell

        self._submit(document, work)

    def spot(self, page: int, spots: list[Spot]) -> None:
        """Ask where stretches of a page's text stand on it."""
        document = self._document

        def work() -> Callable[[], None]:
            pages = self._pages
            found: dict[str, list[Box]] = {}
            if pages is not None and document == self._document:
                found = {each.key: pages.boxes(page, each.start, each.end) for each in spots}
            return lambda: self.spotted.emit(page, found)

        self._submit(document, work)

    # ---- the thread

    def _new(self) -> int:
        self._document += 1
        self._asked.clear()
        return self._document

    def _passed_over(self, page: int, width: int) -> None:
        self._asked.pop((page, width), None)

    def _close_pages(self) -> None:
        if self._pages is not None:
            self._pages.close()
            self._pages = None

    def _submit(self, document: int, work: Callable[[], Callable[[], None]]) -> None:
        future = self._pool.submit(work)
        future.add_done_callback(lambda done: self._came_back.emit((document, done)))

    def _deliver(self, come: tuple[int, Future[Any]]) -> None:
        document, future = come
        if future.cancelled():
            return
        error = future.exception()
        if isinstance(error, Problem):
            if document == self._document:
                self.failed.emit(str(error))
        elif error is not None:
            raise error
        elif document == self._document:
            future.result()()


def _nothing() -> None:
    pass


def _image(drawn: Drawn) -> QImage:
    whole = QImage(drawn.dots, drawn.width, drawn.height, 4 * drawn.width, QImage.Format.Format_RGB32)
    return whole.copy()  # the dots belong to Python, and go
