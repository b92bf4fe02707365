"""Whole files of every kind, and a way to spoil them that gives the same spoilt files every time."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from random import Random

from openpyxl import Workbook
from openpyxl.comments import Comment
from reading.files_made import W, cell, para, row, word_table
from reading.odd_files import (
    CATALOG,
    FONT,
    ONE_PAGE,
    PAGE,
    WORDS,
    drawn,
    flat,
    link,
    mail,
    nested_mail,
    pdf,
    word_parts,
)

_WORDS = (
    b"<", b">", b"&", b'"', b"/", b"=", b"0", b"-1", b"99999999999", b"\x00", b"\xff\xfe", b"%", b"R", b"obj",
    b"endobj", b"stream", b"[", b"]", b"<<", b">>", b":", b";", b"\n", b"\r\n\r\n", b"--x", b"=?utf-8?b?", b"w:p",
    b"w:tbl", b"id", b"val", b"A1", b"ZZZ9", b"\xe2\x80\xae", b"\xed\xa0\x80", b"charset=", b"base64",
    b"multipart/mixed", b"message/rfc822",
)  # fmt: skip
_VALUES = (
    b"",
    b"-1",
    b"0",
    b"7",
    b"99999999999999999999",
    b"1e999",
    b"nan",
    b"x",
    "é\u202e".encode(),
    b"A1:B2",
    b"%1%9",
)
"""What the value of an attribute, or the words of an element, may be changed to without breaking the XML."""


def word_file() -> bytes:
    """A Word document with most of what one can hold."""
    run = "<w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r>"
    body = (
        f'<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr>{run.format("Contacts")}</w:p>'
        f'<w:p><w:ins w:author="A" w:date="2020-01-01">{run.format("in")}</w:ins>'
        "<w:del><w:r><w:delText>out</w:delText></w:r></w:del>"
        '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="1"/></w:r>'
        '<w:r><w:sym w:char="F0FC"/></w:r></w:p>'
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        f"{run.format('item')}</w:p>"
        + word_table(row("Date", "Event"), row("3 May", cell("Visit", '<w:gridSpan w:val="2"/>')))
        + f"<w:sdt><w:sdtPr><w:checkbox/></w:sdtPr><w:sdtContent>{para('x')}</w:sdtContent></w:sdt>"
    )
    parts: dict[str, str | bytes] = {
        "word/styles.xml": f'<w:styles {W}><w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>'
        "</w:style></w:styles>",
        "word/numbering.xml": f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/>'
        "</w:lvlOverride></w:num></w:numbering>",
        "word/footnotes.xml": f'<w:footnotes {W}><w:footnote w:id="2">{para("Note")}</w:footnote></w:footnotes>',
        "word/comments.xml": f'<w:comments {W}><w:comment w:id="1" w:author="A">{para("Why")}</w:comment></w:comments>',
        "word/header1.xml": f"<w:hdr {W}>{para('Head')}</w:hdr>",
    }
    links = "".join(
        link(kind, target, number)
        for number, (kind, target) in enumerate(
            [
                ("styles", "styles.xml"),
                ("numbering", "numbering.xml"),
                ("footnotes", "footnotes.xml"),
                ("comments", "comments.xml"),
                ("header", "header1.xml"),
            ],
            2,
        )
    )
    return word_parts(body, parts, links)


def sheet_file() -> bytes:
    """A workbook with dates, numbers, a merge and a comment."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["Date", "Event", "Count"], ["3 May", "Visit", 1.5], [None, "Call", True]):
        sheet.append(line)
    sheet["A2"].comment = Comment("Check", "A")
    sheet["C2"].number_format = "dd/mm/yyyy"
    sheet.merge_cells("A2:A3")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def pdf_file() -> bytes:
    """A PDF with a bookmark, a note and a packed page."""
    note = b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(Check)/T(A)>>"
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R/Outlines 7 0 R>>",
        ONE_PAGE,
        PAGE.replace(b"/Contents", b"/Annots[6 0 R]/Contents"),
        flat(b"BT /F 12 Tf 20 100 Td (Seen at home.) Tj 0 -14 Td (Well.) Tj ET"),
        FONT,
        note,
        b"<</First 8 0 R/Last 8 0 R/Count 1>>",
        b"<</Title(Seen)/Parent 7 0 R/Dest[3 0 R/Fit]>>",
    )


WHOLE: Mapping[str, Callable[[], bytes]] = {
    "a.docx": word_file,
    "a.xlsx": sheet_file,
    "a.pdf": pdf_file,
    "drawn.pdf": lambda: drawn("Seen at home.", "Well."),
    "plain.pdf": lambda: pdf(CATALOG, ONE_PAGE, PAGE, WORDS, FONT),
    "a.csv": lambda: 'Date,Event\n3 May,"Visit, home"\n4 May,“Call”\n'.encode(),
    "a.md": lambda: b"# Visit\n\n- seen\n> said\n",
    "a.eml": lambda: nested_mail(2),
    "b.eml": lambda: (
        mail("Seen.\n> Was she?\n", Date="Mon, 3 Feb 2020 10:00:00 +0000").as_bytes()
        + b"Content-Type: text/html\n\n<p>Seen <b>at</b> home</p>"
    ),
}
"""One whole file of each kind, by its name."""


def spoilt(name: str, count: int, seed: int = 0) -> Iterator[bytes]:
    """So many spoilt forms of a whole file; of a packed one also its parts, packed again."""
    dice = Random(f"{name} {seed}")
    whole = WHOLE[name]()
    packed = whole.startswith(b"PK")
    for _ in range(count):
        if packed and dice.random() < 0.8:
            yield _with_a_spoilt_part(whole, dice)
        else:
            yield _spoil(whole, dice)


def _spoil(data: bytes, dice: Random) -> bytes:
    made = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 5, 20))):
        at = dice.randrange(len(made) + 1)
        match dice.randrange(6):
            case 0:
                made[at : at + 1] = bytes((dice.randrange(256),))
            case 1:
                made[at:at] = dice.choice(_WORDS)
            case 2:
                del made[at : at + dice.randrange(1, 40)]
            case 3:
                other = dice.randrange(len(made) + 1)
                made[at:at] = made[other : other + dice.randrange(1, 200)]
            case 4:
                made[at : at + 4] = dice.choice(_WORDS)
            case 5:
                piece = bytes(made[at : at + dice.randrange(1, 60)])
                made[at:at] = piece * dice.choice((2, 10, 200))
        if not made:
            made = bytearray(b"x")
    return bytes(made)


def _with_a_spoilt_part(data: bytes, dice: Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        names = whole.namelist()
        chosen = dice.choice(names)
        for name in names:
            part = whole.read(name)
            if name == chosen and part:
                part = _with_other_values(part, dice) if dice.random() < 0.6 else _spoil(part, dice)
            made.writestr(name, part)
    return out.getvalue()


def _with_other_values(part: bytes, dice: Random) -> bytes:
    """XML that stays whole, with a few of its values and words changed."""
    places = list(re.finditer(rb'(?<==")[^"]*(?=")|(?<=>)[^<>]+(?=<)', part))
    for found in sorted(
        dice.sample(places, min(len(places), dice.choice((1, 2, 6)))), key=lambda one: -one.start()
    ):
        if not found[0].startswith(b"http"):
            part = part[: found.start()] + dice.choice(_VALUES) + part[found.end() :]
    return part
