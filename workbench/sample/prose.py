"""Reports, minutes, letters, notes and e-mails as files: the prose of the sample's sources, as agencies send it.

The body's marks are told in the sources' own README. A PDF is drawn by matplotlib, a scan is the same page as a
picture, tilted and grey, so that it has no text to read.
"""

import datetime as dt
import io
import random
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree
from matplotlib import rc_context
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from PIL import Image, ImageDraw, ImageFilter, ImageFont

import resources
from workbench.sample.files import blank_word, word_bytes
from workbench.sample.sources import Source, cells
from workbench.sample.tables import fill, shade

_INLINE = re.compile(
    r"\{\+(?P<inserted>.*?)\+\}|\{-(?P<deleted>.*?)-\}|\{\^ ?(?P<note>.*?) ?\^\}|"
    r"\{! ?(?P<by>[^:]+): (?P<comment>.*?) ?!\}"
)
_A4 = (8.27, 11.69)
"""Inches."""
_PAGE_LINES = 46
_PAGE_LETTERS = 92
_DPI = 110


@dataclass(frozen=True)
class Block:
    """A stretch of the body: heading, paragraph, bullet, table or picture."""

    kind: str
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


def blocks(source: Source) -> list[Block]:
    """The body, block by block."""
    found: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for line in [*source.body, ""]:
        if line.startswith("|"):
            rows.append(cells(line[1:]))
            continue
        if rows:
            wide = max(map(len, rows))
            found.append(Block("table", rows=tuple(row + ("",) * (wide - len(row)) for row in rows)))
            rows = []
        if line.startswith("== "):
            found.append(Block("heading", line[3:], 1))
        elif line.startswith("- "):
            found.append(Block("bullet", line[2:]))
        elif line.startswith("> picture "):
            found.append(Block("picture", line[10:]))
        elif line:
            found.append(Block("paragraph", line))
    return found


# --- Word


def word(source: Source) -> bytes:
    """The document in Word, with its tracked changes, comments, footnotes, tables and pictures."""
    document = blank_word(source, after=6)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    document.add_heading(source.one("title"), 1)
    if source.all("block"):
        _table(document, [tuple(part.strip() for part in each.split("=", 1)) for each in source.all("block")])
    notes: list[str] = []
    for block in blocks(source):
        if block.kind == "heading":
            document.add_heading(block.text, block.level + 1)
        elif block.kind == "table":
            _table(document, block.rows, heads=True)
        elif block.kind == "picture":
            document.add_picture(io.BytesIO(_body_map()), width=Cm(9))
            document.add_paragraph(block.text).runs[0].italic = True
        else:
            paragraph = document.add_paragraph(style="List Bullet" if block.kind == "bullet" else None)
            _inline(document, paragraph, block.text, source, notes)
    if notes:
        _footnotes(document, notes)
    return word_bytes(document, source)


def _table(document: Document, rows: Sequence[tuple[str, ...]], *, heads: bool = False) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    for at, (row, words) in enumerate(zip(table.rows, rows, strict=True)):
        for column, (cell, text) in enumerate(zip(row.cells, words, strict=True)):
            fill(cell, text, bold=(heads and at == 0) or (not heads and column == 0))
            if heads and at == 0:
                shade(cell)
    document.add_paragraph()


def _inline(document: Document, paragraph: Paragraph, text: str, source: Source, notes: list[str]) -> None:
    """Write a paragraph's text with what its marks ask for."""
    at = 0
    last: Run | None = None
    stamp = f"{dt.date.fromisoformat(source.one('revised') or source.one('made')).isoformat()}T10:00:00Z"
    who = source.one("reviser") or source.one("author")
    for found in _INLINE.finditer(text):
        if text[at : found.start()]:
            last = paragraph.add_run(text[at : found.start()])
        at = found.end()
        if found["inserted"] is not None or found["deleted"] is not None:
            inserted = found["inserted"] is not None
            run = paragraph.add_run(found["inserted"] if inserted else "")
            change = OxmlElement("w:ins" if inserted else "w:del")
            change.set(qn("w:id"), str(1000 + found.start()))
            change.set(qn("w:author"), who)
            change.set(qn("w:date"), stamp)
            run._r.addprevious(change)
            change.append(run._r)
            if not inserted:
                gone = OxmlElement("w:delText")
                gone.text = found["deleted"]
                gone.set(qn("xml:space"), "preserve")
                run._r.append(gone)
        elif found["note"] is not None:
            notes.append(found["note"])
            mark = paragraph.add_run()
            mark.font.superscript = True
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), str(len(notes) + 1))
            mark._r.append(reference)
        elif last is not None:
            made = document.add_comment(last, text=found["comment"], author=found["by"], initials="")
            made._comment_elm.set(qn("w:date"), stamp)
    if text[at:]:
        paragraph.add_run(text[at:])


def _footnotes(document: Document, notes: Sequence[str]) -> None:
    """The part of the footnotes, which python-docx does not write (ECMA-376 part 1, 17.11)."""
    root = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
    for number, kind in ((0, "separator"), (1, "continuationSeparator")):
        root.append(_footnote(number, kind=kind))
    for number, text in enumerate(notes, 2):
        root.append(_footnote(number, text=text))
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _footnote(number: int, *, kind: str = "", text: str = "") -> BaseOxmlElement:
    note = OxmlElement("w:footnote")
    note.set(qn("w:id"), str(number))
    paragraph, run = OxmlElement("w:p"), OxmlElement("w:r")
    if kind:
        note.set(qn("w:type"), kind)
        run.append(OxmlElement(f"w:{kind}"))
    else:
        words = OxmlElement("w:t")
        words.text = text
        run.append(words)
    paragraph.append(run)
    note.append(paragraph)
    return note


def _body_map() -> bytes:
    """A plain outline, front and back, with three marks: as much as a hospital's form shows."""
    image = Image.new("L", (520, 420), 255)
    pen = ImageDraw.Draw(image)
    for left in (60, 310):
        pen.ellipse((left + 50, 20, left + 100, 80), outline=0, width=2)
        pen.rounded_rectangle((left + 40, 84, left + 110, 220), 20, outline=0, width=2)
        for arm in (left + 12, left + 114):
            pen.rounded_rectangle((arm, 92, arm + 24, 210), 10, outline=0, width=2)
        for leg in (left + 44, left + 80):
            pen.rounded_rectangle((leg, 224, leg + 28, 390), 10, outline=0, width=2)
    for x, y in ((152, 48), (184, 160), (116, 320)):
        pen.ellipse((x - 7, y - 7, x + 7, y + 7), fill=90)
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


# --- PDF


def pdf(source: Source) -> bytes:
    """The document as a PDF; a scan is pictures of its pages."""
    return _scan(source) if source.one("kind") == "scan" else _drawn(source)


def _lines(source: Source) -> Iterator[tuple[str, str, int]]:
    """The lines of a PDF: words, weight and how far in they stand, in letters."""
    yield from ((line, "title", 0) for line in textwrap.wrap(source.one("title"), 60))
    yield "", "plain", 0
    for each in source.all("block"):
        label, _, value = (part.strip() for part in each.partition("="))
        yield from ((line, "plain", 0) for line in textwrap.wrap(f"{label}: {value}", _PAGE_LETTERS))
    for block in blocks(source):
        yield "", "plain", 0
        weight = "heading" if block.kind == "heading" else "plain"
        yield from ((line, weight, 0) for line in textwrap.wrap(block.text, _PAGE_LETTERS))


def _drawn(source: Source) -> bytes:
    lines = list(_lines(source))
    pages = [lines[at : at + _PAGE_LINES] for at in range(0, len(lines), _PAGE_LINES)]
    fonts = {
        "plain": FontProperties(fname=str(resources.path("fonts", "Inter-Regular.ttf")), size=10.5),
        "heading": FontProperties(fname=str(resources.path("fonts", "Inter-SemiBold.ttf")), size=12),
        "title": FontProperties(fname=str(resources.path("fonts", "Inter-SemiBold.ttf")), size=17),
        "foot": FontProperties(fname=str(resources.path("fonts", "Inter-Regular.ttf")), size=8),
    }
    facts = {
        "Title": source.one("title"),
        "Author": source.one("author"),
        "Subject": source.one("foot"),
        "CreationDate": source.made,
        "ModDate": source.made,
        "Creator": None,
        "Producer": None,
    }
    written = io.BytesIO()
    # Whole fonts, so that the letters read as the words they are; the usual kind leaves quotation marks adrift.
    with rc_context({"pdf.fonttype": 42}), PdfPages(written, metadata=facts) as book:
        for number, page in enumerate(pages, 1):
            figure = Figure(figsize=_A4)
            for row, (words, weight, _) in enumerate(page):
                figure.text(0.1, 0.93 - row * 0.0183, words, fontproperties=fonts[weight], color="#111111")
            foot = f"{source.one('foot')}    Page {number} of {len(pages)}"
            figure.text(0.1, 0.045, foot, fontproperties=fonts["foot"], color="#444444")
            book.savefig(figure)
    return written.getvalue()


def _scan(source: Source) -> bytes:
    """A page as a copier gives it: a little askew, a little dirty, and without a letter of text."""
    chance = random.Random(source.path.stem)
    wide, high = round(_A4[0] * _DPI), round(_A4[1] * _DPI)
    page = Image.new("L", (wide, high), 250)
    pen = ImageDraw.Draw(page)
    letters = ImageFont.truetype(str(resources.path("fonts", "Inter-Regular.ttf")), 17)
    heavy = ImageFont.truetype(str(resources.path("fonts", "Inter-SemiBold.ttf")), 19)
    pen.text((80, 90), source.one("title"), font=heavy, fill=30)
    for row, line in enumerate(source.body):
        when, rest = line[:16].strip(), line[16:].strip()
        pen.text((80, 150 + row * 27), when, font=letters, fill=45)
        pen.text((236, 150 + row * 27), rest, font=letters, fill=45)
    pen.text((80, high - 80), source.one("foot"), font=letters, fill=90)
    for _ in range(900):
        x, y = chance.randrange(wide), chance.randrange(high)
        page.putpixel((x, y), chance.randrange(120, 230))
    page = page.filter(ImageFilter.GaussianBlur(0.6)).rotate(-0.9, fillcolor=235)
    written = io.BytesIO()
    moment = source.made.timetuple()
    page.save(
        written,
        "PDF",
        resolution=_DPI,
        title=source.one("title"),
        author=source.one("author"),
        subject=source.one("foot"),
        creationDate=moment,
        modDate=moment,
    )
    return written.getvalue()


# --- plain text and mail


def plain(source: Source) -> bytes:
    """The body as it stands, with the foot beneath."""
    return ("\n".join([*source.body, "", source.one("foot")]) + "\n").encode("utf-8")


def mail(source: Source, attached: Sequence[tuple[str, bytes]]) -> bytes:
    """An e-mail, with whatever it brings along."""
    message = EmailMessage(policy=SMTP)
    for head in ("from", "to"):
        name, address = parseaddr(source.one(head))
        user, _, domain = address.partition("@")
        message[head.capitalize()] = Address(name, user, domain)
    message["Subject"] = source.one("title")
    message["Date"] = format_datetime(dt.datetime.fromisoformat(source.one("sent")).replace(tzinfo=dt.UTC))
    message["Message-ID"] = f"<{source.path.stem}@{source.one('from').rpartition('@')[2].strip('>')}>"
    message.set_content("\n".join([*source.body, "", source.one("foot")]), cte="quoted-printable")
    for name, data in attached:
        message.add_attachment(
            data,
            maintype="application",
            subtype="vnd.openxmlformats-officedocument.wordprocessingml.document",
            filename=name,
        )
    if attached:
        message.set_boundary(f"=={source.path.stem}==")
    return message.as_bytes()
