"""Pages of a PDF as pictures, and where on them a stretch of their text stands. Runs apart from the program."""

import ctypes
import io

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from workbench.reading.pdf import open_pdf, page_pieces
from workbench.reading.refusal import broken

MOST_DOTS = 24_000_000
"""Of one picture: an A4 page at about 500 dots an inch."""
MOST_BOXES = 2_000

Box = list[float]
"""Left, top, right and bottom as fractions of the page's width and height, from its upper left corner."""


class Opened:
    """One PDF that is open. Pages count from 1."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._document = open_pdf(data, name)
        self.count = len(self._document)
        self._letters: tuple[int, tuple[int, ...]] = (0, ())

    def close(self) -> None:
        """Let it go."""
        self._document.close()

    def _page(self, number: int) -> pypdfium2.PdfPage:
        if not 1 <= number <= self.count:
            raise broken(self.name)
        try:
            return self._document[number - 1]
        except pypdfium2.PdfiumError as error:
            raise broken(self.name) from error

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of a page in points; those of A4 where it says nothing sensible."""
        try:
            width, height = self._document.get_page_size(number - 1)
        except pypdfium2.PdfiumError:
            return 595.0, 842.0
        return (width, height) if 1 <= width <= 20_000 and 1 <= height <= 20_000 else (595.0, 842.0)

    def draw(self, number: int, width: int) -> tuple[int, int, bytes]:
        """A page so many dots wide, with its notes, on white: width, height and the dots (blue, green, red, 255)."""
        across, down = self.size(number)
        width = max(1, min(width, 8_000))
        height = max(1, round(width * down / across))
        if width * height > MOST_DOTS:
            shrink = (MOST_DOTS / (width * height)) ** 0.5
            width, height = max(1, int(width * shrink)), max(1, int(height * shrink))
        page = self._page(number)
        bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGRA)
        try:
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
            pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT)
            whole = bytes(bitmap.buffer)
            stride = bitmap.stride
        finally:
            bitmap.close()
            page.close()
        if stride != 4 * width:
            whole = b"".join(whole[at * stride : at * stride + 4 * width] for at in range(height))
        return width, height, whole

    def picture(self, number: int, width: int) -> bytes:
        """A page as a PNG file."""
        across, down, dots = self.draw(number, width)
        out = io.BytesIO()
        Image.frombuffer("RGBA", (across, down), dots, "raw", "BGRA", 0, 1).convert("RGB").save(out, "PNG")
        return out.getvalue()

    def boxes(self, number: int, start: int, end: int) -> list[Box]:
        """Where a stretch of a page's text stands, a box a line; places count from where the page's text begins."""
        page = self._page(number)
        text = page.get_textpage()
        try:
            if self._letters[0] != number:
                self._letters = (number, _letters_of(text))
            places = [place for place in self._letters[1][max(0, start) : max(0, end)] if place >= 0]
            left, bottom, right, top = page.get_bbox()
            if not places or right <= left or top <= bottom:
                return []
            count = pdfium.FPDFText_CountRects(text, places[0], places[-1] - places[0] + 1)
            found: list[Box] = []
            for at in range(min(count, MOST_BOXES)):
                one = [ctypes.c_double() for _ in range(4)]
                if pdfium.FPDFText_GetRect(text, at, *(ctypes.byref(side) for side in one)):
                    found.append(_on_page(page, [side.value for side in one], self.size(number)))
            return found
        finally:
            text.close()
            page.close()


def _on_page(page: pypdfium2.PdfPage, rect: list[float], size: tuple[float, float]) -> Box:
    """A rectangle of the page's own space (left, top, right, bottom, upwards) as fractions of what is drawn."""
    scale = 10_000
    corners = []
    for across, down in ((rect[0], rect[1]), (rect[2], rect[3])):
        x, y = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, scale, scale, 0, across, down, ctypes.byref(x), ctypes.byref(y))
        corners.append((min(max(x.value / scale, 0.0), 1.0), min(max(y.value / scale, 0.0), 1.0)))
    (left, top), (right, bottom) = corners
    return [min(left, right), min(top, bottom), max(left, right), max(top, bottom)]


def _letters_of(text: pypdfium2.PdfTextPage) -> tuple[int, ...]:
    """For each code point of the page's text as it is kept, PDFium's number of that character; -1 for none."""
    return tuple(place for piece in page_pieces(text) for place in (*piece.places, -1))
