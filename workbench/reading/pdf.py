"""PDF files (ISO 32000) through PDFium: the text of each page, its notes and form fields, and the bookmarks.

PDFium gives a page as lines. Lines that run on are joined into paragraphs, one space in place of each line's end,
so that a phrase is found across two lines.
"""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from workbench.reading import versions
from workbench.reading.composing import Composer, clean
from workbench.reading.document import Document
from workbench.reading.refusal import broken, encrypted, too_large

MOST_PAGES = 20_000
MOST_ON_A_PAGE = 2_000_000
"""Characters."""
MOST_BOOKMARKS = 20_000
MOST_NOTES = 5_000
"""On one page."""

_BULLET = re.compile(r"\s*(?:[•●▪◦‣·*–—-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|\d{1,2}(?:\.\d{1,2})+)\s")
_ENDS = (".", ":", ";", "?", "!", "”", '"')
_BROKEN = "\ufffe"
"""What PDFium puts for the hyphen of a word broken at the end of a line. It is kept: "long-term" may be one such."""
_NOTES = {
    pdfium.FPDF_ANNOT_TEXT,
    pdfium.FPDF_ANNOT_FREETEXT,
    pdfium.FPDF_ANNOT_HIGHLIGHT,
    pdfium.FPDF_ANNOT_UNDERLINE,
    pdfium.FPDF_ANNOT_STRIKEOUT,
    pdfium.FPDF_ANNOT_SQUIGGLY,
    pdfium.FPDF_ANNOT_STAMP,
    pdfium.FPDF_ANNOT_CARET,
    pdfium.FPDF_ANNOT_SQUARE,
    pdfium.FPDF_ANNOT_CIRCLE,
    pdfium.FPDF_ANNOT_INK,
    pdfium.FPDF_ANNOT_POLYGON,
    pdfium.FPDF_ANNOT_LINE,
}


def open_pdf(data: bytes, name: str) -> pypdfium2.PdfDocument:
    """The document. Raises `Refused` where it is locked with a password or damaged."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise encrypted(name) from error
        raise broken(name) from error
    count = len(document)
    if count > MOST_PAGES:
        document.close()
        raise too_large(name, f"it says that it has over {MOST_PAGES:,} pages")
    if count < 1:
        document.close()
        raise broken(name)
    return document


def read_pdf(data: bytes, name: str) -> Document:
    """Every page's text. Pages that the file promises and does not hold are left out of the count at its end."""
    document = open_pdf(data, name)
    try:
        composer = Composer(name)
        headings = _bookmarks(document)
        last = 0
        warnings: set[str] = set()
        for number in range(1, len(document) + 1):
            try:
                page = document[number - 1]
            except pypdfium2.PdfiumError:
                warnings.add("pages_missing")
                continue
            last = number
            _read_page(composer, page, number, headings.get(number, {}))
            page.close()
        if not last:
            raise broken(name)
        if not composer.pieces:
            warnings.add("no_text")
        title = " ".join(clean(document.get_metadata_value("Title") or "").split())
        return Document(
            composer.text, tuple(composer.pieces), last, versions.PDF, "pdf", tuple(sorted(warnings)), title
        )
    finally:
        document.close()


def _read_page(composer: Composer, page: pypdfium2.PdfPage, number: int, headings: dict[str, int]) -> None:
    text = page.get_textpage()
    try:
        letters = page_letters(text)
    finally:
        text.close()
    for start, end in paragraphs(letters):
        words = letters[start:end].replace("\n", " ")
        level = headings.get(_plainly(words), 0)
        composer.add("heading" if level else "paragraph", words, page=number, level=level)
    for kind, by, text in _notes(page):
        if kind == "comment":
            composer.add("comment", text, page=number, label="comment" + (f" by {by}" if by else ""))
        else:
            composer.add("field", f"{by}: {text}" if by else text, page=number, label="form field")


@dataclass(frozen=True)
class PlacedPiece:
    """A paragraph of a page, with PDFium's number of each of its characters; -1 for one that has none."""

    text: str
    places: tuple[int, ...]


def page_letters(text: pypdfium2.PdfTextPage) -> str:
    """The characters of a page, a line feed between its lines."""
    if not 0 < pdfium.FPDFText_CountChars(text) <= MOST_ON_A_PAGE:
        return ""
    raw: str = text.get_text_range()
    return clean(raw.replace(_BROKEN, "-"))


def page_pieces(text: pypdfium2.PdfTextPage) -> Iterator[PlacedPiece]:
    """The paragraphs of a page as they are kept, each character with its place in PDFium's own order."""
    letters = page_letters(text)
    places = _placed(text, letters)
    for start, end in paragraphs(letters):
        yield PlacedPiece(letters[start:end].replace("\n", " "), places[start:end])


def _placed(text: pypdfium2.PdfTextPage, letters: str) -> tuple[int, ...]:
    """For each character that is kept the number PDFium knows it by, found by walking both side by side."""
    count = pdfium.FPDFText_CountChars(text)
    found: list[int] = []
    at = 0
    for letter in letters:
        place = -1
        # Characters that are left out are few and follow one another closely, so the search stays short.
        for ahead in range(at, min(at + 24, count)):
            code = pdfium.FPDFText_GetUnicode(text, ahead)
            if (
                code == ord(letter)
                or (letter == "-" and code in (2, 0xFFFE))
                or (letter == "\n" and code == 13)
            ):
                place, at = ahead, ahead + 1
                break
        found.append(place)
    return tuple(found)


def paragraphs(letters: str) -> Iterator[tuple[int, int]]:
    """Where each paragraph of a page starts and ends. A full line runs on into the next unless that begins anew."""
    lines: list[tuple[int, int]] = []
    at = 0
    for line in letters.split("\n"):
        stripped = line.strip()
        if stripped:
            start = at + line.index(stripped[0])
            lines.append((start, start + len(stripped)))
        else:
            lines.append((at, at))
        at += len(line) + 1
    lengths = sorted(end - start for start, end in lines if end > start)
    if not lengths:
        return
    full = max(40, lengths[len(lengths) * 9 // 10])
    begun: int | None = None
    for number, (start, end) in enumerate(lines):
        if end == start:
            continue
        if begun is None:
            begun = start
        after = lines[number + 1] if number + 1 < len(lines) else (0, 0)
        if not _runs_on(letters[start:end], letters[after[0] : after[1]], full):
            yield begun, end
            begun = None


def _runs_on(line: str, after: str, full: int) -> bool:
    if not after or _BULLET.match(after):
        return False
    if line.endswith("-"):
        return True
    share = len(line) / full
    if after[0].islower():
        return share > 0.5
    return share > (0.92 if line.endswith(_ENDS) else 0.75)


def _plainly(text: str) -> str:
    return "".join(text.split()).casefold()


def _bookmarks(document: pypdfium2.PdfDocument) -> dict[int, dict[str, int]]:
    """For each page, from 1, the titles that bookmarks lead to with their level."""
    found: dict[int, dict[str, int]] = {}
    try:
        for count, mark in enumerate(document.get_toc()):
            if count >= MOST_BOOKMARKS:
                break
            to = mark.get_dest()
            index = to.get_index() if to is not None else None
            if index is not None:
                found.setdefault(index + 1, {})[_plainly(clean(mark.get_title()))] = mark.level + 1
    except pypdfium2.PdfiumError:
        pass  # bookmarks that lead nowhere take nothing from the text
    return found


def _notes(page: pypdfium2.PdfPage) -> Iterator[tuple[str, str, str]]:
    """What is written on the page beside its text: ("comment", by whom, words) or ("field", its name, its value)."""
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST_NOTES)):
        note = pdfium.FPDFPage_GetAnnot(page, number)
        if not note:
            continue
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(note)
            if kind == pdfium.FPDF_ANNOT_WIDGET:
                value = _entry(note, b"V")
                if value and value != "Off":
                    yield "field", _entry(note, b"T"), value
            elif kind in _NOTES and (words := _entry(note, b"Contents")):
                yield "comment", _entry(note, b"T"), words
        finally:
            pdfium.FPDFPage_CloseAnnot(note)


def _entry(note: object, key: bytes) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(note, key, None, 0)
    if not 2 < size < 2_000_000:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    pdfium.FPDFAnnot_GetStringValue(note, key, buffer, size)
    return clean(bytes(buffer)[: size - 2].decode("utf-16-le", errors="replace")).strip()
