"""What every document promises: clean, accessible, and right in Word and LibreOffice alike."""

import io
import zipfile
from datetime import date
from itertools import pairwise

import docx
import pytest
from PIL import Image
from word.parts import names, paragraphs, readable, style, tables, w, words, xml

from workbench.casefile import CaseFile
from workbench.word import publish
from workbench.word.action_plan import LAYOUTS
from workbench.word.markup import Cell, TableColumn, para
from workbench.word.paper import Paper, Provenance, say_day

TODAY = date(2026, 11, 23)
DOCUMENTS = [
    *(("action-plan", layout) for layout in LAYOUTS),
    ("chronology", None),
    ("overview", None),
    ("theme-report", None),
]


@pytest.fixture(scope="session", params=DOCUMENTS, ids=lambda pair: "-".join(part for part in pair if part))
def made(request: pytest.FixtureRequest, case: CaseFile) -> bytes:
    """Each document of the small case in turn."""
    document, layout = request.param
    return publish.make(case, document, layout=layout, notes=document == "chronology", today=TODAY)


def blank(title: str = "A title", *, landscape: bool = True) -> Paper:
    return Paper(
        title,
        subject="",
        author="",
        marking="OFFICIAL",
        draft="DRAFT v1",
        provenance=Provenance(TODAY, "0123456789abcdef", 7),
        landscape=landscape,
    )


def test_nothing_is_left_of_the_blank_document(made: bytes) -> None:
    of_numbered_documents = {"word/numbering.xml", "word/header2.xml", "word/footer2.xml"}
    assert {name for name in names(made) - of_numbered_documents if "/media/" not in name} == {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/styles.xml",
        "word/settings.xml",
        "word/header1.xml",
        "word/footer1.xml",
    }
    everything = "".join(readable(made, name) for name in names(made) if "/media/" not in name)
    for trace in ("python-docx", "thumbnail", "Macintosh", "rsid", "w:comment", "w:ins ", "w:del ", "theme/"):
        assert trace not in everything


def test_properties_are_the_reviews_own(made: bytes) -> None:
    properties = docx.Document(io.BytesIO(made)).core_properties
    assert properties.title.startswith("Child R: ")
    assert (properties.author, properties.last_modified_by) == ("Safeguarding partners", "")
    assert (properties.category, properties.language) == ("OFFICIAL-SENSITIVE", "en-GB")
    assert (properties.comments, properties.keywords, properties.revision) == ("", "", 1)
    assert properties.created
    assert properties.modified
    assert properties.created.date() == properties.modified.date() == TODAY


def test_there_is_one_title_and_no_level_is_skipped(made: bytes) -> None:
    levels = [int(name[-1]) for name, _ in paragraphs(made) if name.startswith("Heading")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_styles_are_real_and_everything_stands_at_the_left(made: bytes) -> None:
    known = {each.get(w("styleId")) for each in xml(made, "word/styles.xml").iter(w("style"))}
    for part in ("word/document.xml", "word/header1.xml", "word/footer1.xml"):
        root = xml(made, part)
        used = {
            each.get(w("val")) for kind in ("pStyle", "rStyle", "tblStyle") for each in root.iter(w(kind))
        }
        assert used <= known
        assert all(style(paragraph) for paragraph in root.iter(w("p")))
        assert not list(root.iter(w("jc"), w("rFonts"), w("sz"), w("b"), w("color")))
    assert {each.get(w("val")) for each in xml(made, "word/styles.xml").iter(w("jc"))} == {"left"}


def test_what_is_set_of_a_paragraph_stands_in_the_order_that_word_asks_for(made: bytes) -> None:
    order = [
        "pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr", "shd", "tabs",
        "spacing", "ind", "jc", "outlineLvl", "sectPr",
    ]  # fmt: skip
    for part in ("word/document.xml", "word/styles.xml"):
        for settings in xml(made, part).iter(w("pPr")):
            found = [order.index(each.tag.removeprefix(w(""))) for each in settings]
            assert found == sorted(found)


def test_type_is_large_enough(made: bytes) -> None:
    root = xml(made, "word/styles.xml")
    sizes = {
        each.get(w("styleId"), ""): int(each.find(f"{w('rPr')}/{w('sz')}").get(w("val"), "0"))
        for each in root.iter(w("style"))
        if each.find(f"{w('rPr')}/{w('sz')}") is not None
    }
    sizes.pop("SectionEnd", None)  # No words ever stand in it.
    assert sizes["Normal"] == 24
    assert min(sizes.values()) >= 18
    assert {each.get(w("ascii")) for each in root.find(w("docDefaults")).iter(w("rFonts"))} == {"Arial"}


def test_the_language_is_set(made: bytes) -> None:
    assert [each.get(w("val")) for each in xml(made, "word/styles.xml").iter(w("lang"))] == ["en-GB"]
    assert [each.get(w("val")) for each in xml(made, "word/settings.xml").iter(w("themeFontLang"))] == [
        "en-GB"
    ]


def test_every_page_says_what_it_is(made: bytes) -> None:
    head, foot = xml(made, "word/header1.xml"), xml(made, "word/footer1.xml")
    assert words(head) == "OFFICIAL-SENSITIVE\tDRAFT v1"
    lines = [words(paragraph) for paragraph in foot.iter(w("p"))]
    assert lines[0] == "OFFICIAL-SENSITIVE\tPage 1 of 1"
    assert [each.text.strip() for each in foot.iter(w("instrText"))] == ["PAGE", "NUMPAGES"]
    assert lines[1].startswith("Child R: ")
    for section in xml(made).iter(w("sectPr")):
        assert section.find(w("titlePg")) is None
        assert len(section.findall(w("headerReference"))) == len(section.findall(w("footerReference"))) == 1


def test_tables_are_plain_grids_with_marked_headers(made: bytes) -> None:
    root = xml(made)
    text_width = max(
        int(page.find(w("pgSz")).get(w("w")))
        - sum(int(page.find(w("pgMar")).get(w(side))) for side in ("left", "right"))
        for page in root.iter(w("sectPr"))
    )
    assert not list(root.iter(w("vMerge"), w("gridSpan"), w("hMerge")))
    widest = 0
    for table in root.iter(w("tbl")):
        settings = table.find(w("tblPr"))
        for name in ("tblCaption", "tblDescription"):
            assert settings.find(w(name)).get(w("val"))
        assert settings.find(w("tblLayout")).get(w("type")) == "fixed"
        grid = [int(each.get(w("w"))) for each in table.iter(w("gridCol"))]
        assert sum(grid) == int(settings.find(w("tblW")).get(w("w")))
        widest = max(widest, sum(grid))
        rows = table.findall(w("tr"))
        assert len(rows) > 1
        marked = [row.find(f"{w('trPr')}/{w('tblHeader')}") is not None for row in rows]
        assert marked == [True] + [False] * (len(rows) - 1)
        for row in rows:
            assert [int(each.get(w("w"))) for each in row.iter(w("tcW"))] == grid
        before = table.getprevious()
        assert style(before) == "Caption"
        assert words(before).startswith("Table ")
        assert table.getnext().tag == w("p")
    assert abs(widest - text_width) <= 2


def test_every_picture_is_told_in_words_and_in_a_table(made: bytes) -> None:
    root = xml(made)
    for shown in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"):
        assert len(shown.get("descr")) > 60
        assert shown.get("title") is None
        figure = next(each for each in shown.iterancestors(w("p")))
        assert words(figure.getprevious()).startswith("Figure ")
        assert words(figure.getnext()).startswith("Table ")
        assert figure.getnext().getnext().tag == w("tbl")
    pictures = [name for name in names(made) if "/media/" in name]
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        for name in pictures:
            with Image.open(io.BytesIO(package.read(name))) as picture:
                assert set(picture.info) <= {"dpi"}


def test_no_paragraph_and_no_cell_of_an_action_is_left_blank(made: bytes) -> None:
    assert all(text for name, text in paragraphs(made) if name not in ("SectionEnd", "Picture"))
    headings = {heading for rows in tables(made) for heading in rows[0]}
    assert "" not in headings


def test_the_same_case_on_the_same_day_gives_the_same_bytes(case: CaseFile) -> None:
    first, second = (publish.make(case, "chronology", today=TODAY) for _ in range(2))
    assert first == second


def test_what_xml_cannot_hold_is_left_out() -> None:
    paper = blank("Fo\x0crm\x00feed")
    paper.paragraph("one\x0btwo\r\nthree\ud800\x1f \U0001f600")
    paper.table("T\x01", "D\x02", [TableColumn("A\x03", 1)], [[Cell((para("\x04cell"),))]])
    made = paper.finish()
    assert ("Heading1", "Formfeed") in paragraphs(made)
    assert ("Normal", "one\ntwo\nthree \U0001f600") in paragraphs(made)
    assert tables(made) == [[["A"], ["cell"]]]


def test_headings_cannot_skip_a_level() -> None:
    paper = blank()
    with pytest.raises(ValueError, match="heading 3"):
        paper.heading(3, "Too deep")
    with pytest.raises(ValueError, match="heading 1"):
        paper.heading(1, "A second title")


def test_a_page_can_stand_upright() -> None:
    size = xml(blank(landscape=False).finish()).find(f".//{w('pgSz')}")
    assert int(size.get(w("w"))) < int(size.get(w("h")))


def test_columns_add_up_to_the_whole_whatever_their_shares() -> None:
    paper = blank()
    columns = [TableColumn(str(share), share) for share in (1, 1, 1, 7.3, 0.9, 13)]
    paper.table("Shares", "Odd shares", columns, [[Cell((para("x"),))] * 6])
    grid = [int(each.get(w("w"))) for each in xml(paper.finish()).iter(w("gridCol"))]
    assert sum(grid) == paper.text_width


def test_a_long_row_may_break_and_a_short_one_may_not() -> None:
    paper = blank()
    rows = [[Cell((para("short"),))], [Cell((para("a long account " * 400),))]]
    paper.table("Rows", "Rows", [TableColumn("Event", 1)], rows)
    kept = [
        row.find(f"{w('trPr')}/{w('cantSplit')}") is not None for row in xml(paper.finish()).iter(w("tr"))
    ]
    assert kept == [True, True, False]


def test_a_short_table_is_kept_on_one_page() -> None:
    paper = blank()
    rows = [[Cell((para(str(number)),))] for number in range(3)]
    paper.table("Key", "A key", [TableColumn("Code", 1)], rows, together=True)
    kept = [row.find(f".//{w('keepNext')}") is not None for row in xml(paper.finish()).iter(w("tr"))]
    assert kept == [False, True, True, False]  # The heading's own style keeps it with the next row.


def test_a_day_is_written_in_full_only_in_running_text() -> None:
    assert say_day("2026-11-03T10:00") == "3\u00a0Nov\u00a02026"
    assert say_day(date(2026, 11, 3), full=True) == "3\u00a0November\u00a02026"
