"""A PDF as text with its pages, and its pages as drawn: the two must speak of the same places."""

import io

import pytest
from PIL import Image
from reading.files_made import para, word
from reading.odd_files import CATALOG, FILES, FONT, ONE_PAGE, PAGE, WORDS, drawn, paged, pdf, scan, word_parts
from reportlab.pdfgen.canvas import Canvas

from workbench.reading import apart
from workbench.reading.documents import read_document
from workbench.reading.pages import open_pages
from workbench.reading.parts import in_parts
from workbench.reading.refusal import Refused

LONG = "The health visitor went to the home and saw the child, who was well and had been"


def report() -> bytes:
    """Two pages with bookmarks, paragraphs that run over lines, and a word broken by a hyphen."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(600, 800))
    for page in ("Contacts", "Findings"):
        canvas.bookmarkPage(page)
        canvas.addOutlineEntry(page, page, 0)
        canvas.drawString(50, 700, page)
        canvas.drawString(50, 660, LONG)
        canvas.drawString(50, 645, "fed. No long-")
        canvas.drawString(50, 630, "term concerns.")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_lines_that_run_on_are_one_paragraph_and_bookmarks_are_headings() -> None:
    found = read_document(report(), "a.pdf")
    assert found.pages == 2
    assert [
        (one.kind, one.page, one.level, found.text[one.start : one.end])
        for one in found.pieces
        if one.page == 1
    ] == [
        ("heading", 1, 1, "Contacts"),
        ("paragraph", 1, 0, f"{LONG} fed. No long-term concerns."),
    ]
    assert [part.page for part in in_parts(found).parts] == [1, 2]


def test_notes_and_form_fields_are_read() -> None:
    page = PAGE.replace(b"/Contents", b"/Annots[6 0 R 7 0 R]/Contents")
    note = b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(Check this)/T(J. Thorley)>>"
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/Rect[0 0 9 9]/T(Seen alone)/V(No)>>"
    found = read_document(pdf(CATALOG, ONE_PAGE, page, WORDS, FONT, note, field), "a.pdf")
    assert [(one.kind, one.label, found.text[one.start : one.end]) for one in found.pieces] == [
        ("paragraph", "", "Seen at home."),
        ("comment", "comment by J. Thorley", "Check this"),
        ("field", "form field", "Seen alone: No"),
    ]


def test_a_page_is_drawn_and_its_words_are_found_on_it() -> None:
    pages = open_pages(report(), "a.pdf")
    try:
        assert pages.count == 2
        assert pages.size(1) == (600, 800)
        picture = pages.draw(2, 300)
        assert (picture.width, picture.height, len(picture.dots)) == (300, 400, 300 * 400 * 4)
        text = read_document(report(), "a.pdf")
        begins = next(one.start for one in text.pieces if one.page == 2)
        at = text.text.index("long-term", begins) - begins
        first, second = pages.boxes(2, at, at + len("long-term"))
        dots = Image.frombuffer("RGBA", (300, 400), picture.dots, "raw", "BGRA", 0, 1).convert("L")
        for box in (first, second):
            assert 0 < box.left < box.right < 1
            inside = dots.crop(
                (
                    round(box.left * 300),
                    round(box.top * 400),
                    round(box.right * 300),
                    round(box.bottom * 400) + 1,
                )
            )
            assert min(inside.tobytes()) < 200  # ink
        assert first.bottom <= second.bottom
        assert pages.boxes(2, at, at) == []
        assert pages.draw(1, 50_000).width < 8_001
    finally:
        pages.close()


def test_pages_that_cannot_be_opened_are_refused() -> None:
    with pytest.raises(Refused):
        open_pages(FILES["locked.pdf"].make(), "locked.pdf")
    pages = open_pages(scan(), "scan.pdf")
    try:
        with pytest.raises(Refused):
            pages.draw(2, 100)
        assert pages.draw(1, 100).width == 100
    finally:
        pages.close()


def test_every_odd_pdf_that_is_read_is_drawn_or_refused() -> None:
    for name, odd in FILES.items():
        if not name.endswith(".pdf") or odd.outcomes != ("taken",):
            continue
        data = odd.make()
        if b"%PDF" not in data:
            continue
        pages = open_pages(data, name)
        try:
            assert pages.draw(1, 80).width == 80
            assert len(pages.boxes(1, 0, 4)) <= 1
        finally:
            pages.close()


def test_places_of_letters_fit_the_text_that_is_kept() -> None:
    for data in (drawn("Plain – “words”", "and ﬁne ones: é"), paged()):
        text = read_document(data, "a.pdf").text
        pages = open_pages(data, "a.pdf")
        try:
            lost = [
                at for at, letter in enumerate(text) if letter.isalnum() and not pages.boxes(1, at, at + 1)
            ]
        finally:
            pages.close()
        assert lost == []


def test_pictures_come_out_as_plain_dots() -> None:
    out = io.BytesIO()
    Image.new("RGB", (3000, 30), "red").save(out, "JPEG")
    found = apart.pictures(
        word_parts(
            para("x"), {"word/media/image1.jpeg": out.getvalue(), "word/media/image2.emf": b"no picture"}
        ),
        "a.docx",
    )
    assert [name for name, _ in found] == ["image1.jpeg"]
    with Image.open(io.BytesIO(found[0][1])) as picture:
        assert (picture.format, picture.width) == ("PNG", 1_600)
    assert apart.pictures(word(para("x")), "b.docx") == []
