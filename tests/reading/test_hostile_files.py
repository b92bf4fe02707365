"""Files that are broken, locked, swollen or meant to do harm: each is refused with a sentence."""

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading.files_made import TYPES, cell, excel, row, word, word_table, zipped

from workbench.problems import Problem
from workbench.reading.package import OLE_MAGIC
from workbench.reading.refusal import Refused
from workbench.reading.tables import read_tables

CELL = '<row r="1"><c r="A1" t="str"><v>{}</v></c></row>'
ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing.csv": ("empty", lambda: b"  \n"),
    "no table.docx": ("empty", lambda: word("<w:p/>")),
    "blank.csv": ("empty", lambda: b",,,\n,,\n"),
    "locked.docx": ("encrypted", lambda: OLE_MAGIC + bytes(99) + "EncryptedPackage".encode("utf-16-le")),
    "old.doc": ("unsupported", lambda: OLE_MAGIC + bytes(999)),
    "page.pdf": ("unsupported", lambda: b"%PDF-1.7"),
    "picture.csv": ("unsupported", lambda: b"\x89PNG\r\n\x1a\n"),
    "slides.pptx": ("unsupported", lambda: zipped({"[Content_Types].xml": TYPES})),
    "not a zip.docx": ("broken", lambda: b"PK\x03\x04" + b"x" * 99),
    "not a document.docx": ("broken", lambda: b"plain words"),
    "cut short.xlsx": ("broken", lambda: excel(CELL.format("x"))[:-60]),
    "bytes.csv": ("broken", lambda: b"a,\x00b\n"),
    "entity.docx": ("broken", lambda: word(word_table(row("&a;")), ENTITY)),
    "entity.xlsx": ("broken", lambda: excel(CELL.format("&a;"), before=ENTITY)),
    "fetches.docx": (
        "broken",
        lambda: word(word_table(row("x")), '<!DOCTYPE x SYSTEM "file:///etc/hostname">'),
    ),
    "no such string.xlsx": ("broken", lambda: excel('<row r="1"><c r="A1" t="s"><v>9</v></c></row>')),
    "no such place.xlsx": ("broken", lambda: excel('<row r="1"><c r="?!"><v>9</v></c></row>')),
    "no number.xlsx": ("broken", lambda: excel('<row r="1"><c r="A1"><v>x</v></c></row>')),
    "bomb.docx": ("too_large", lambda: word(" " * 60_000_000)),
    "deep.docx": (
        "too_large",
        lambda: word("<w:tbl><w:tr><w:tc>" * 60 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 60),
    ),
    "deep runs.docx": (
        "too_large",
        lambda: word(
            word_table(row(cell("<w:p>" + "<w:r>" * 150 + "<w:t>x</w:t>" + "</w:r>" * 150 + "</w:p>")))
        ),
    ),
    "far away.xlsx": ("too_large", lambda: excel('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    "wide.csv": ("too_large", lambda: b",".join([b"x"] * 2000)),
    "many parts.docx": ("too_large", lambda: zipped({str(number): b"" for number in range(6000)})),
}


@pytest.mark.parametrize("name", FILES)
def test_each_is_refused_with_its_reason_and_what_to_do(name: str) -> None:
    reason, make = FILES[name]
    with pytest.raises(Refused) as refused:
        read_tables(make(), name)
    assert refused.value.reason == reason
    assert refused.value.what.startswith(name)
    assert refused.value.do.endswith(".")


def test_a_merge_over_the_whole_sheet_costs_nothing() -> None:
    merges = "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 500 + "</mergeCells>"
    (table,) = read_tables(excel(CELL.format("x"), merges=merges), "a.xlsx")
    assert table.rows[0].cells[0].text == "x"


def test_a_cell_alone_at_the_foot_of_a_sheet_makes_one_row() -> None:
    (table,) = read_tables(excel('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "a.xlsx")
    assert [row.number for row in table.rows] == [1048576]


def test_a_part_whose_size_is_a_lie_is_refused() -> None:
    data = bytearray(word(word_table(row("x" * 5000))))
    place = data.rfind(b"PK\x01\x02")
    while place >= 0 and b"word/document.xml" not in data[place : place + 80]:
        place = data.rfind(b"PK\x01\x02", 0, place)
    data[place + 24 : place + 28] = (50).to_bytes(4, "little")
    with pytest.raises(Refused):
        read_tables(bytes(data), "a.docx")


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 10_000), st.binary(min_size=1, max_size=8), st.sampled_from(["a.docx", "a.xlsx", "a.csv"])
)
def test_spoilt_bytes_are_read_or_refused(place: int, spoilt: bytes, name: str) -> None:
    whole = {
        "a.docx": word(word_table(row("Date", "Event"), row("3 May", "Visit"))),
        "a.xlsx": excel(CELL.format("Visit")),
        "a.csv": b"Date,Event\n03/05/2014,Visit\n",
    }[name]
    place %= len(whole)
    with contextlib.suppress(Problem):
        read_tables(whole[:place] + spoilt + whole[place + len(spoilt) :], name)


def test_every_spoilt_byte_of_the_zip_directory_is_read_or_refused() -> None:
    whole = excel(CELL.format("Visit"))
    begins = whole.index(b"PK\x01\x02")
    for place in range(begins, len(whole)):
        for spoilt in (0x01, 0xFF):
            with contextlib.suppress(Problem):
                read_tables(whole[:place] + bytes((spoilt,)) + whole[place + 1 :], "a.xlsx")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for name in ("a.csv", "a.docx", "a.xlsx"):
        with contextlib.suppress(Problem):
            read_tables(data, name)
