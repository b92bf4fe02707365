"""How a Word document is made: a clean page, headings, paragraphs, tables, and what stands on every page.

python-docx gives the package; everything that its blank document brings along (thumbnail, theme, some 160
styles, a program's name, a description) is taken out, so that nothing stands in a file but what the review
put there. The same content on the same day gives the same bytes.

Structure follows the guidance on accessible documents: one heading 1, no level skipped, everything left
aligned, language and title set, tables without merged cells whose header row is marked and repeated, and a
caption and description on each.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import accumulate
from math import ceil
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Twips
from lxml import etree

from workbench.word.styles import CHARACTERS, TABLE_STYLE, CharacterStyle, styles_xml

PAGE = (297, 210)
"""A4 on its side, in millimetres."""
SIDE_LANDSCAPE, SIDE_PORTRAIT = 10, 20
"""Margins left and right, in millimetres."""
LONG_ROW = 22
"""Lines; a row that is likely to be longer may break over the page."""

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_CANNOT_STAND_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = re.compile("([\n\t])")
_AS_XML = {"\n": "<w:br/>", "\t": "<w:tab/>"}
_LETTERS_A_MM = 0.55
"""Letters of 9 point Arial in a millimetre, on average and with some air."""


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


@dataclass(frozen=True)
class Provenance:
    """By what a copy can be matched to the case it came from."""

    today: date
    """The day the document speaks of; properties and file dates carry it too."""
    head: str
    """The case's head, in hex."""
    change: int
    """The number of the last change the document shows."""

    @property
    def short(self) -> str:
        """The first twelve digits of the head, in groups of four."""
        return " ".join(self.head[start : start + 4] for start in (0, 4, 8))


def say_day(day: date | str, *, full: bool = False) -> str:
    """A day as documents write it: "3 Nov 2026", or "3 November 2026" in running text. Never broken at a line."""
    if isinstance(day, str):
        day = date.fromisoformat(day[:10])
    return f"{day.day}\u00a0{day.strftime('%B' if full else '%b')}\u00a0{day.year}"


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 action", "2 actions", "4 agencies"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


class Paper:
    """A Word document being written, from its title down; `finish` gives its bytes."""

    def __init__(
        self,
        title: str,
        *,
        subject: str,
        author: str,
        marking: str,
        draft: str,
        provenance: Provenance,
        landscape: bool = True,
        characters: Iterable[CharacterStyle] = (),
    ) -> None:
        self._title = _clean(title)
        self._marking = _clean(marking)
        self._provenance = provenance
        self._tables = 0
        self._level = 0
        self._document = docx.Document()
        self._strip()
        section = self._document.sections[0]
        self.text_width = self._page(section, landscape)
        self._restyle((*CHARACTERS, *characters))
        self._settle()
        self._properties(_clean(subject), _clean(author))
        self._running(section, _clean(draft))
        self._content: list[str] = []
        self.heading(1, title)

    # The page

    def _strip(self) -> None:
        """Take out every part of the blank document that no page needs."""
        package = self._document.part.package
        kept = ("officeDocument", "core-properties", "styles", "settings")
        for relations in (self._document.part.rels, package.rels if package else {}):
            for key, relation in list(relations.items()):
                if relation.reltype.rsplit("/", 1)[-1] not in kept:
                    del relations[key]

    def _page(self, section: Section, landscape: bool) -> int:
        """Lay the page out and give the width of its text in twips."""
        wide, high = PAGE if landscape else PAGE[::-1]
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(wide), Mm(high)
        side = SIDE_LANDSCAPE if landscape else SIDE_PORTRAIT
        section.left_margin = section.right_margin = Mm(side)
        section.top_margin, section.bottom_margin = Mm(20), Mm(20)
        section.header_distance = section.footer_distance = Mm(9)
        section.gutter = Twips(0)
        return round((wide - 2 * side) * 1440 / 25.4)

    def _restyle(self, characters: Sequence[CharacterStyle]) -> None:
        _refill(self._document.styles.element, styles_xml(self.text_width, characters))

    def _settle(self) -> None:
        _refill(
            self._document.settings.element,
            f'<w:settings {nsdecls("w")}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
            '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting '
            'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
            '<w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>',
        )

    def _properties(self, subject: str, author: str) -> None:
        properties = self._document.core_properties
        element = properties._element
        for child in list(element):
            element.remove(child)
        moment = datetime.combine(self._provenance.today, time())
        properties.title = self._title[:255]
        properties.subject = subject[:255]
        properties.author = author[:255]
        properties.category = self._marking[:255]
        properties.language = "en-GB"
        properties.created = properties.modified = moment
        properties.revision = 1

    def _running(self, section: Section, draft: str) -> None:
        """What stands at the head and the foot of every page."""
        head = (Run(self._marking, "Marking"), Run(f"\t{draft}", "Strong"))
        _add(section.header.paragraphs[0]._p, "".join(map(_run, head)))
        foot = (Run(self._marking, "Marking"), Run("\tPage "))
        pages = f"{_field('PAGE', '1')}{_run(Run(' of '))}{_field('NUMPAGES', '1')}"
        _add(section.footer.paragraphs[0]._p, "".join(map(_run, foot)) + pages)
        copy = f"\tCopy {self._provenance.short}, change {self._provenance.change}"
        _add(section.footer._element, _paragraph(para(self._title, copy, style="Footer")))

    # What stands on it

    def heading(self, level: int, words: str) -> None:
        """A heading; levels go down one at a time from the title, which is the only heading 1."""
        if level > self._level + 1 or (level == 1 and self._level):
            raise ValueError(f"a heading {level} cannot follow a heading {self._level}")
        self._level = level
        self.paragraph(para(words, style=f"Heading{level}"))

    def paragraph(self, *paragraphs: Para | str) -> None:
        """Paragraphs, in the body's style where none is named."""
        for each in paragraphs:
            whole = para(each, style="Normal") if isinstance(each, str) else each
            self._content.append(_paragraph(whole))

    def table(
        self,
        caption: str,
        description: str,
        columns: Sequence[TableColumn],
        rows: Iterable[Sequence[Cell]],
        *,
        of: float = 1.0,
        together: bool = False,
    ) -> None:
        """A table with its caption, as wide as the page or a part `of` it; `description` is its alternative text.

        A table kept `together` is short enough to stand on one page.
        """
        self._tables += 1
        number = _run(Run("Table ")) + _field(r"SEQ Table \* ARABIC", str(self._tables))
        self._content.append(_paragraph(para(f". {caption}", style="Caption"), before=number))
        widths = _widths(columns, round(self.text_width * of))
        heads = [Cell((para(column.heading, style="TableHeading"),)) for column in columns]
        body = list(rows)
        last = len(body) - 1 if together else -1
        self._content += [
            "<w:tbl>",
            _table_properties(sum(widths), _escape(_clean(caption)), _escape(_clean(description))),
            "<w:tblGrid>",
            *(f'<w:gridCol w:w="{width}"/>' for width in widths),
            "</w:tblGrid>",
            _row(heads, widths, header=True),
            *(_row(cells, widths, keep=place < last) for place, cells in enumerate(body)),
            "</w:tbl>",
        ]

    def finish(self) -> bytes:
        """How this copy was made, and the document's bytes."""
        made = self._provenance
        self.paragraph(
            para(
                Run("About this copy. ", "Strong"),
                f"Made on {say_day(made.today, full=True)} from change {made.change} of the case file, "
                f"whose record then stood at {made.short}. The history of the case file says when this copy "
                "left and holds its fingerprint.",
                style="Colophon",
            )
        )
        page = self._document.sections[0]._sectPr
        for trace in [name for name in page.attrib if "rsid" in name]:
            del page.attrib[trace]  # the editing sessions in which the blank document was written
        for spare in ("w:docGrid", "w:cols"):
            if (found := page.find(qn(spare))) is not None:
                page.remove(found)
        # The whole is read at once: the parser is quick, and moving a long table into a tree is not.
        part = self._document.part
        part._element = parse_xml(
            f"<w:document {nsdecls('w', 'r')}><w:body>{''.join(self._content)}"
            f"{etree.tostring(page, encoding='unicode')}</w:body></w:document>"
        )
        etree.cleanup_namespaces(part._element)
        written = io.BytesIO()
        self._document.save(written)
        return _same_bytes(written.getvalue())


def _clean(text: str) -> str:
    """The text without what XML cannot hold, such as the control characters of old systems."""
    return _CANNOT_STAND_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n"))


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _add(element: Any, xml: str) -> None:  # noqa: ANN401 - lxml has no types
    """Append to the element what this XML stands for."""
    for made in list(parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>")):
        element.append(made)


def _refill(element: Any, xml: str) -> None:  # noqa: ANN401
    """Put the children of this XML in place of those the element has."""
    for child in list(element):
        element.remove(child)
    for child in list(parse_xml(xml)):
        element.append(child)


# The XML of each thing. Text is put together and read by the parser at once: a long table built element by
# element takes three times as long, and by python-docx's own cells a hundred times.


def _run(run: Run) -> str:
    """A run; line ends and tabs inside it become Word's own."""
    text = run.text if run.text.isprintable() else _clean(run.text)
    if not text:
        return ""
    style = f'<w:rPr><w:rStyle w:val="{run.style}"/></w:rPr>' if run.style else ""
    pieces = _BREAKS.split(text) if "\n" in text or "\t" in text else (text,)
    return f"<w:r>{style}{''.join(_AS_XML.get(piece) or _words(piece) for piece in pieces if piece)}</w:r>"


def _words(text: str) -> str:
    kept = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f"<w:t{kept}>{_escape(text)}</w:t>"


def _field(instruction: str, shown: str) -> str:
    """A field with the text it shows until Word works it out anew."""

    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    asked = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return f"{mark('begin')}{asked}{mark('separate')}{_run(Run(shown))}{mark('end')}"


def _paragraph(words: Para, *, before: str = "", keep: bool = False) -> str:
    """A paragraph, with runs `before` its own; one to `keep` stays on the page of the next."""
    kept = "<w:keepNext/>" if keep else ""
    runs = "".join(map(_run, words.runs))
    return f'<w:p><w:pPr><w:pStyle w:val="{words.style}"/>{kept}</w:pPr>{before}{runs}</w:p>'


def _table_properties(width: int, caption: str, description: str) -> str:
    return (
        f'<w:tblPr><w:tblStyle w:val="{TABLE_STYLE}"/><w:tblW w:w="{width}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" '
        'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{caption}"/><w:tblDescription w:val="{description}"/></w:tblPr>'
    )


def _row(cells: Sequence[Cell], widths: Sequence[int], *, header: bool = False, keep: bool = False) -> str:
    settings = "<w:cantSplit/>" if header or _lines(cells, widths) <= LONG_ROW else ""
    if header:
        settings += "<w:tblHeader/>"
    made = ["<w:tr>", f"<w:trPr>{settings}</w:trPr>" if settings else ""]
    for cell, width in zip(cells, widths, strict=True):
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>' if cell.fill else ""
        made.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>')
        made += [_paragraph(each, keep=keep) for each in cell.paragraphs or (para(""),)]
        made.append("</w:tc>")
    made.append("</w:tr>")
    return "".join(made)


def _lines(cells: Sequence[Cell], widths: Sequence[int]) -> int:
    """About how many lines the row will be high."""
    highest = 1
    for cell, width in zip(cells, widths, strict=True):
        letters = max(4.0, (width / 56.7 - 3) * _LETTERS_A_MM)
        highest = max(
            highest,
            sum(
                max(1, ceil(sum(len(run.text) for run in each.runs) / letters))
                + sum(run.text.count("\n") for run in each.runs)
                for each in cell.paragraphs
            ),
        )
    return highest


def _widths(columns: Sequence[TableColumn], whole: int) -> list[int]:
    """The columns' widths in twips, by their shares; they add up to the whole exactly."""
    shares = sum(column.share for column in columns)
    edges = [round(whole * part / shares) for part in accumulate(column.share for column in columns)]
    return [edge - before for before, edge in zip([0, *edges], edges, strict=False)]


def _same_bytes(package: bytes) -> bytes:
    """The package with every entry dated alike, so that the same content is the same file."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            new.writestr(info, old.read(entry))
    return written.getvalue()
