"""The pages of a PDF as drawn, for the window. The drawing happens apart from the program."""

import threading
from dataclasses import dataclass

from workbench.reading.apart import Process, own_process
from workbench.reading.refusal import Refused, beyond_us
from workbench.reading.wire import Frame


@dataclass(frozen=True)
class Drawn:
    """A page as a picture: four bytes a dot (blue, green, red, 255), row by row without gaps."""

    width: int
    height: int
    dots: bytes


@dataclass(frozen=True)
class Box:
    """Where something stands on a page: fractions of its width and height, from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


class Pages:
    """A PDF that is open in a process of its own. Pages count from 1. Any thread may ask; one is answered at a time.

    Every method raises `Refused` where a page makes the process fail; the next call starts a new one.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._data = data
        self._turn = threading.Lock()
        self._process: Process | None = None
        self._closed = False
        self._sizes: dict[int, tuple[float, float]] = {}
        with self._turn:
            self.count = self._opened()

    def size(self, page: int) -> tuple[float, float]:
        """The width and height of a page in points."""
        if page not in self._sizes:
            width, height = self._ask("size", page=page).head["size"]
            self._sizes[page] = (float(width), float(height))
        return self._sizes[page]

    def draw(self, page: int, width: int) -> Drawn:
        """A page so many dots wide (fewer where it would be a very large picture)."""
        answer = self._ask("draw", page=page, width=width)
        across, down = (int(side) for side in answer.head["size"])
        if len(answer.data) != 1 or len(answer.data[0]) != 4 * across * down:
            raise beyond_us(self.name, "no such picture")
        return Drawn(across, down, answer.data[0])

    def boxes(self, page: int, start: int, end: int) -> list[Box]:
        """Where a stretch of a page's text stands, a box a line. Code points from where the page's text begins."""
        answer = self._ask("boxes", page=page, start=start, end=end)
        return [Box(*(float(side) for side in box)) for box in answer.head["boxes"]]

    def close(self) -> None:
        """End the process. Closing twice does nothing."""
        with self._turn:
            self._closed = True
            if self._process is not None:
                self._process.close()
                self._process = None

    def _ask(self, do: str, **more: object) -> Frame:
        with self._turn:
            if self._closed:
                raise RuntimeError("the pages have been closed")
            if self._process is None:
                self._opened()
            assert self._process is not None
            return self._asked(self._process, do, b"", **more)

    def _opened(self) -> int:
        process = own_process()
        self._process = process
        return int(self._asked(process, "open", self._data).head["count"])

    def _asked(self, process: Process, do: str, data: bytes, **more: object) -> Frame:
        try:
            return process.ask(do, self.name, data, **more)
        except Refused:
            process.close()
            self._process = None
            raise


def open_pages(data: bytes, name: str) -> Pages:
    """A PDF's pages, to be closed when done with. Raises `Refused` where it cannot be opened."""
    return Pages(data, name)
