"""The XML of each thing in a Word document, and the words and cells it is made from.

Text is put together and read by the parser at once: a long table built element by element takes three times as
long, and by python-docx's own cells a hundred times.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from docx.oxml.ns import nsdecls

from workbench.word.styles import TABLE_STYLE

CANNOT_STAND_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = re.compile("([\n\t])")
_AS_XML = {"\n": "<w:br/>", "\t": "<w:tab/>"}
_EMU_A_MM = 36_000


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one character style; an empty style is that of the paragraph."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph: its runs and its paragraph style."""

    runs: tuple[Run, ...]
    style: str


def para(*parts: Run | str, style: str = "TableText") -> Para:
    """A paragraph of runs and plain words, in a table's text style unless another is named."""
    return Para(tuple(part if isinstance(part, Run) else Run(part) for part in parts), style)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its paragraphs, and the colour of its ground (six hex digits) if it has one."""

    paragraphs: tuple[Para, ...]
    fill: str = ""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column's heading and its share of the page's width."""

    heading: str
    share: float


def clean(text: str) -> str:
    """The text without what XML cannot hold, such as the control characters of old systems."""
    return CANNOT_STAND_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n"))


def escape(text: str) -> str:
    """Words as they stand between tags and in attributes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def run(one: Run) -> str:
    """A run; line ends and tabs inside it become Word's own."""
    text = one.text if one.text.isprintable() else clean(one.text)
    if not text:
        return ""
    style = f'<w:rPr><w:rStyle w:val="{one.style}"/></w:rPr>' if one.style else ""
    pieces = _BREAKS.split(text) if "\n" in text or "\t" in text else (text,)
    return f"<w:r>{style}{''.join(_AS_XML.get(piece) or _words(piece) for piece in pieces if piece)}</w:r>"


def _words(text: str) -> str:
    kept = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f"<w:t{kept}>{escape(text)}</w:t>"


def field(instruction: str, shown: str) -> str:
    """A field with the text it shows until Word works it out anew."""
    return f"{field_begins(instruction)}{run(Run(shown))}{FIELD_ENDS}"


def field_begins(instruction: str) -> str:
    """The beginning of a field, before what it shows."""
    asked = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return f"{_field_mark('begin')}{asked}{_field_mark('separate')}"


def _field_mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


FIELD_ENDS = _field_mark("end")


def paragraph(words: Para, *, before: str = "", settings: str = "") -> str:
    """A paragraph, with XML `before` its own runs, and `settings` of its own beside its style, in Word's order."""
    runs = "".join(map(run, words.runs))
    return f'<w:p><w:pPr><w:pStyle w:val="{words.style}"/>{settings}</w:pPr>{before}{runs}</w:p>'


KEEP_NEXT = "<w:keepNext/>"
"""The setting of a paragraph that stays on the page of the next."""
PAGE_BEFORE = "<w:pageBreakBefore/>"


def in_list(number: int, level: int) -> str:
    """The setting that puts a paragraph in a list at a level, whatever its style says."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def bookmark(name: str, number: int) -> str:
    """A named place, to stand before the words it names."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'


def picture(relation: str, number: int, description: str, wide: float, high: float) -> str:
    """A run that shows a picture so many millimetres wide and high, with its alternative text."""
    across, down = round(wide * _EMU_A_MM), round(high * _EMU_A_MM)
    told = escape(clean(description))
    return (
        f'<w:r><w:drawing><wp:inline {nsdecls("wp", "a", "pic")} distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{across}" cy="{down}"/><wp:docPr id="{number}" name="Figure {number}" descr="{told}"/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="Figure {number}" descr="{told}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def table_properties(width: int, caption: str, description: str) -> str:
    """A table's settings; caption and description are what a screen reader says of it."""
    return (
        f'<w:tblPr><w:tblStyle w:val="{TABLE_STYLE}"/><w:tblW w:w="{width}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" '
        'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escape(clean(caption))}"/>'
        f'<w:tblDescription w:val="{escape(clean(description))}"/></w:tblPr>'
    )


def row(
    cells: Sequence[Cell],
    widths: Sequence[int],
    *,
    header: bool = False,
    whole: bool = True,
    keep: bool = False,
) -> str:
    """A row of a table: a `whole` one never breaks over a page, one to `keep` stays with the next."""
    settings = "<w:cantSplit/>" if header or whole else ""
    if header:
        settings += "<w:tblHeader/>"
    made = ["<w:tr>", f"<w:trPr>{settings}</w:trPr>" if settings else ""]
    kept = KEEP_NEXT if keep else ""
    for cell, width in zip(cells, widths, strict=True):
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>' if cell.fill else ""
        made.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>')
        made += [paragraph(each, settings=kept) for each in cell.paragraphs or (para(""),)]
        made.append("</w:tc>")
    made.append("</w:tr>")
    return "".join(made)


def widths(columns: Sequence[TableColumn], whole: int) -> list[int]:
    """The columns' widths in twips, by their shares; they add up to the whole exactly."""
    shares = sum(column.share for column in columns)
    edges = [round(whole * part / shares) for part in accumulate(column.share for column in columns)]
    return [edge - before for before, edge in zip([0, *edges], edges, strict=False)]
