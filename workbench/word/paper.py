"""How a Word document is made: a clean page, headings, paragraphs, tables, figures, and what stands on every page.

python-docx gives the package; everything that its blank document brings along (thumbnail, theme, some 160
styles, a program's name, a description) is taken out, so that nothing stands in a file but what the review
put there. The same content on the same day gives the same bytes.

Structure follows the guidance on accessible documents: one heading 1, no level skipped, everything left
aligned, language and title set, tables without merged cells whose header row is marked and repeated, and a
caption and description on each table and figure. In a `numbered` document sections and body paragraphs carry
numbers of Word's own lists, and a contents list is filled in.
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.parts.numbering import NumberingPart
from lxml import etree
from PIL import Image

from workbench.anonymity.rendering import say
from workbench.review import ReviewView
from workbench.word import markup
from workbench.word.lengths import LINE, Flow, lines
from workbench.word.markup import Cell, Para, Run, TableColumn, clean, para
from workbench.word.styles import (
    CHARACTERS,
    NUMBERED,
    CharacterStyle,
    ParagraphStyle,
    numbered_paragraphs,
    numbering_xml,
    paragraphs,
    styles_xml,
)

PAGE = (297, 210)
"""A4 on its side, in millimetres."""
SIDE_LANDSCAPE, SIDE_PORTRAIT = 10, 20
"""Margins left and right, in millimetres."""
TOP_AND_BOTTOM = 20
LONG_ROW = 22
"""Lines; a row that is likely to be longer may break over the page."""
POINTS_A_MM = 72 / 25.4

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


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


def about_the_review(review: ReviewView) -> str:
    """The line under a document's title: kind of review, who commissioned it, its state."""
    parts = (review.kind.name, say(review.commissioner), review.draft_words)
    return f"{'. '.join(part for part in parts if part)}."


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
        numbered: bool = False,
        before_title: Sequence[Para] = (),
    ) -> None:
        self._title = clean(title)
        self._marking = clean(marking)
        self._draft = clean(draft)
        self._provenance = provenance
        self._numbered = numbered
        self._landscape = landscape
        self._tables = self._figures = self._level = 0
        self._list = 1
        """The list that sections and paragraphs are numbered in: 1 for the body, 2 for appendices."""
        self._in_list = [0, 0, 0]
        """How many sections each list has so far."""
        self._headings: list[tuple[int, str, str]] = []
        """Level, number and words of each, for the contents list."""
        self._contents_at: int | None = None
        self._break = ""
        self._running: dict[bool, tuple[str, str]] = {}
        self._document = docx.Document()
        self._strip()
        self._styles = self._restyle((*CHARACTERS, *characters))
        self._settle()
        self._properties(clean(subject), clean(author))
        self._content: list[str] = []
        self._flow = Flow(self._page_points)
        self.paragraph(*before_title)
        self.heading(1, title)

    # The page

    @property
    def text_width(self) -> int:
        """How wide the text of this page is, in twips."""
        return _text_width(self._landscape)

    @property
    def text_mm(self) -> tuple[float, float]:
        """How wide and how high the text of this page may be, in millimetres."""
        return self.text_width * 25.4 / 1440, PAGE[1 if self._landscape else 0] - 2 * TOP_AND_BOTTOM

    @property
    def _page_points(self) -> float:
        return self.text_mm[1] * POINTS_A_MM

    def _strip(self) -> None:
        """Take out every part of the blank document that no page needs."""
        package = self._document.part.package
        kept = ("officeDocument", "core-properties", "styles", "settings")
        for relations in (self._document.part.rels, package.rels if package else {}):
            for key, relation in list(relations.items()):
                if relation.reltype.rsplit("/", 1)[-1] not in kept:
                    del relations[key]

    def _restyle(self, characters: Sequence[CharacterStyle]) -> dict[str, ParagraphStyle]:
        styles = {style.id: style for style in paragraphs(self.text_width)}
        if self._numbered:
            more = numbered_paragraphs(_text_width(landscape=False), _text_width(landscape=True))
            styles |= {style.id: style for style in more}
            part = NumberingPart(
                PackURI("/word/numbering.xml"),
                CONTENT_TYPE.WML_NUMBERING,
                parse_xml(numbering_xml()),
                self._document.part.package,
            )
            self._document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        _refill(self._document.styles.element, styles_xml(styles.values(), characters))
        return styles

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

    def _section(self) -> str:
        """The settings of the pages written since the last turn."""
        head, foot = self._head_and_foot()
        wide, high = PAGE if self._landscape else PAGE[::-1]
        side = _twips(SIDE_LANDSCAPE if self._landscape else SIDE_PORTRAIT)
        top, middle = _twips(TOP_AND_BOTTOM), _twips(9)
        across = ' w:orient="landscape"' if self._landscape else ""
        return (
            f'<w:sectPr><w:headerReference w:type="default" r:id="{head}"/>'
            f'<w:footerReference w:type="default" r:id="{foot}"/>'
            f'<w:pgSz w:w="{_twips(wide)}" w:h="{_twips(high)}"{across}/>'
            f'<w:pgMar w:top="{top}" w:right="{side}" w:bottom="{top}" w:left="{side}" w:header="{middle}" '
            f'w:footer="{middle}" w:gutter="0"/></w:sectPr>'
        )

    def _head_and_foot(self) -> tuple[str, str]:
        """What stands at the head and the foot of every page, by the relations to the parts that hold it."""
        if self._landscape in self._running:
            return self._running[self._landscape]
        of = "Wide" if self._numbered and self._landscape else ""
        header, head = self._document.part.add_header_part()  # type: ignore[no-untyped-call]
        footer, foot = self._document.part.add_footer_part()  # type: ignore[no-untyped-call]
        marked = para(Run(self._marking, "Marking"), Run(f"\t{self._draft}", "Strong"), style=f"Header{of}")
        _refill(header.element, _running("hdr", markup.paragraph(marked)))
        number = para(Run(self._marking, "Marking"), Run("\tPage "), style=f"Footer{of}")
        pages = f"{markup.field('PAGE', '1')}{markup.run(Run(' of '))}{markup.field('NUMPAGES', '1')}"
        copy = f"\tCopy {self._provenance.short}, change {self._provenance.change}"
        numbered = markup.paragraph(number).removesuffix("</w:p>") + pages + "</w:p>"
        named = markup.paragraph(para(self._title, copy, style=f"Footer{of}"))
        _refill(footer.element, _running("ftr", numbered + named))
        self._running[self._landscape] = head, foot
        return head, foot

    def turn(self, *, landscape: bool) -> None:
        """Go on on a new page that lies on its side, or stands upright."""
        if landscape == self._landscape:
            self.new_page()
            return
        self._content.append(f'<w:p><w:pPr><w:pStyle w:val="SectionEnd"/>{self._section()}</w:pPr></w:p>')
        self._landscape = landscape
        self._flow.turn(self._page_points)

    def new_page(self) -> None:
        """Let the next paragraph begin a page."""
        self._break = markup.PAGE_BEFORE

    # What stands on it

    def heading(self, level: int, words: str) -> None:
        """A heading; levels go down one at a time from the title, which is the only heading 1."""
        if level > self._level + 1 or (level == 1 and self._level):
            raise ValueError(f"a heading {level} cannot follow a heading {self._level}")
        self._level = level
        number, listed = "", ""
        if self._numbered and level == 2:
            self._in_list[self._list] += 1
            at = self._in_list[self._list]
            number = str(at) if self._list == 1 else f"Appendix {chr(64 + at)}:"
            listed = self._of_appendix(0)
        mark = f"_Toc{len(self._headings) + 1:06}"
        before = ""
        if self._numbered and level in (2, 3):
            before = markup.bookmark(mark, len(self._headings) + 1)
            self._headings.append((level, number, clean(words)))
        self._put(para(words, style=f"Heading{level}"), before=before, listed=listed, mark=mark)

    def appendices(self) -> None:
        """From now on sections are appendices: Appendix A, its paragraphs A.1, A.2."""
        self._list = 2

    def contents(self) -> None:
        """The contents list, filled in when the document is finished, on a page of its own."""
        self._contents_at = len(self._content)
        self._content.append("")
        self._flow.turn()

    def paragraph(self, *paragraphs: Para | str) -> None:
        """Paragraphs, in the body's style where none is named."""
        for each in paragraphs:
            whole = para(each, style="Normal") if isinstance(each, str) else each
            listed = ""
            if self._numbered and whole.style == "Normal":
                whole, listed = Para(whole.runs, NUMBERED), self._of_appendix(1)
            self._put(whole, listed=listed)

    def _of_appendix(self, level: int) -> str:
        """The setting that numbers a paragraph of an appendix; those of the body are numbered by their style."""
        return markup.in_list(2, level) if self._numbered and self._list == 2 else ""

    def lead_in(self, words: str) -> None:
        """A body paragraph that stays on the page of the table or figure it leads to."""
        whole = para(words, style=NUMBERED if self._numbered else "Normal")
        self._put(whole, listed=self._of_appendix(1), with_next=True)

    def quote(self, words: str, source: Sequence[Run | str]) -> None:
        """Words quoted from a record, with where they come from under them."""
        self._put(para(words, style="Quote"), with_next=True)
        self._put(para(*source, style="QuoteSource"))

    def _put(
        self, whole: Para, *, before: str = "", listed: str = "", mark: str = "", with_next: bool = False
    ) -> None:
        """A paragraph into the document, and onto the pages as they are likely to fall."""
        settings = (markup.KEEP_NEXT if with_next else "") + self._break + listed
        if self._break:
            self._flow.turn()
            self._break = ""
        elif self._numbered and self._content and self._content[-1] == "</w:tbl>":
            settings += _SPACE_AFTER_TABLE
        self._content.append(markup.paragraph(whole, before=before, settings=settings))
        style = self._styles[whole.style]
        high = _high(whole, self.text_width / 20, style)
        least = min(high, 2 * style.size * LINE * style.line)
        self._flow.place(
            high, least=least, after=style.after, with_next=style.keep_next or with_next, mark=mark
        )

    def figure(self, caption: str, description: str, png: bytes, *, wide: float | None = None) -> None:
        """A picture under its caption, so many millimetres `wide`, and never larger than the page lets it be.

        `description` is its alternative text: what a reader who does not see it has to know.
        """
        self._figures += 1
        number = markup.run(Run("Figure ")) + markup.field(r"SEQ Figure \* ARABIC", str(self._figures))
        self._caption(caption, number)
        with Image.open(io.BytesIO(png)) as image:
            shape = image.height / image.width
        most_wide, most_high = self.text_mm
        across = min(wide or most_wide, most_wide, (most_high - _CAPTION_ROOM) / shape)
        relation, _ = self._document.part.get_or_add_image(io.BytesIO(png))
        shown = markup.picture(relation, self._figures, description, across, across * shape)
        self._content.append(markup.paragraph(para(style="Picture"), before=shown))
        self._flow.place(across * shape * POINTS_A_MM + self._styles["Picture"].after)

    def _caption(self, caption: str, number: str) -> None:
        self._put(para(f". {caption}", style="Caption"), before=number)

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
        number = markup.run(Run("Table ")) + markup.field(r"SEQ Table \* ARABIC", str(self._tables))
        self._caption(caption, number)
        widths = markup.widths(columns, round(self.text_width * of))
        heads = [Cell((para(column.heading, style="TableHeading"),)) for column in columns]
        body: list[Sequence[Cell]] = list(rows)
        if self._numbered and not self._landscape:
            heads = [_larger(cell) for cell in heads]
            body = [[_larger(cell) for cell in cells] for cells in body]
        last = len(body) - 1 if together else -1
        self._content += [
            "<w:tbl>",
            markup.table_properties(sum(widths), caption, description),
            "<w:tblGrid>",
            *(f'<w:gridCol w:w="{width}"/>' for width in widths),
            "</w:tblGrid>",
            markup.row(heads, widths, header=True),
        ]
        heights = []
        for place, cells in enumerate(body):
            high = self._row_high(cells, widths)
            whole, keep = high <= _LONG_ROW_HIGH, place < last
            self._content.append(markup.row(cells, widths, whole=whole, keep=keep))
            heights.append((high, not whole, keep))
        self._content.append("</w:tbl>")
        self._flow.rows(heights, self._row_high(heads, widths))

    def _row_high(self, cells: Sequence[Cell], widths: Sequence[int]) -> float:
        """About how high a row will be, in points."""
        highest = 0.0
        for cell, wide in zip(cells, widths, strict=True):
            inner = wide / 20 - _CELL_SIDES
            highest = max(
                highest, sum(_high(each, inner, self._styles[each.style]) for each in cell.paragraphs)
            )
        return highest + _CELL_TOP_AND_FOOT

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
        if self._contents_at is not None:
            self._content[self._contents_at] = self._contents()
        # The whole is read at once: the parser is quick, and moving a long table into a tree is not.
        part = self._document.part
        part._element = parse_xml(
            f"<w:document {nsdecls('w', 'r')}><w:body>{''.join(self._content)}{self._section()}"
            "</w:body></w:document>"
        )
        etree.cleanup_namespaces(part._element)
        written = io.BytesIO()
        self._document.save(written)
        return same_bytes(written.getvalue())

    def _entry_high(self, level: int, number: str, words: str) -> float:
        style = self._styles[f"TOC{level}"]
        return _high(para(f"{number} {words}"), _text_width(landscape=False) / 20 - _PAGE_NUMBER_WIDE, style)

    def _contents(self) -> str:
        """The list as Word would fill it in: each heading with its number and its page, tied to its place."""
        entries = []
        own = 1 + int(
            sum(self._entry_high(*heading) for heading in self._headings) / (_PAGE_HIGH * POINTS_A_MM)
        )
        for at, (level, number, words) in enumerate(self._headings, 1):
            mark = f"_Toc{at:06}"
            beside = f"{number}{' ' if number.startswith('Appendix') else chr(9)}" if number else ""
            page = markup.field(rf"PAGEREF {mark} \h", str(self._flow.at.get(mark, 1) + own))
            named = markup.run(Run(f"{beside}{words}")) + "<w:r><w:tab/></w:r>" + page
            link = f'<w:hyperlink w:anchor="{mark}" w:history="1">{named}</w:hyperlink>'
            begins = markup.field_begins(r'TOC \o "2-3" \h \z \u') if at == 1 else ""
            ends = markup.FIELD_ENDS if at == len(self._headings) else ""
            entries.append(markup.paragraph(para(style=f"TOC{level}"), before=f"{begins}{link}{ends}"))
        heading = markup.paragraph(para("Contents", style="TOCHeading"), settings=markup.PAGE_BEFORE)
        return (
            '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
            f"</w:docPartObj></w:sdtPr><w:sdtContent>{heading}{''.join(entries)}</w:sdtContent></w:sdt>"
        )


_PAGE_HIGH = PAGE[0] - 2 * TOP_AND_BOTTOM
"""Of the text of an upright page, in millimetres; a contents list stands on such pages."""
_CELL_SIDES = 6.75
_CELL_TOP_AND_FOOT = 4.25
"""The margins of a cell, as the table's style sets them, and a rule; in points."""
_LONG_ROW_HIGH = LONG_ROW * 11.2
_PAGE_NUMBER_WIDE = 40
_SPACE_AFTER_TABLE = '<w:spacing w:before="200"/>'
_CAPTION_ROOM = 21
"""Millimetres that a heading over a figure and its caption may take."""


def _larger(cell: Cell) -> Cell:
    """The cell in the larger type of tables that stand among paragraphs."""
    return Cell(tuple(Para(each.runs, f"{each.style}Large") for each in cell.paragraphs), cell.fill)


def _high(words: Para, wide: float, style: ParagraphStyle) -> float:
    """About how high a paragraph is in a column so many points wide, with the space before and after it."""
    text = "".join(run.text for run in words.runs) if len(words.runs) != 1 else words.runs[0].text
    number = lines(text, wide - style.indent / 20, style.size, style.bold)
    return number * style.size * LINE * style.line + style.before + style.after


def _text_width(landscape: bool) -> int:
    """The width of the text of a page, in twips."""
    wide = PAGE[0] if landscape else PAGE[1]
    return _twips(wide - 2 * (SIDE_LANDSCAPE if landscape else SIDE_PORTRAIT))


def _twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)


def _running(kind: str, xml: str) -> str:
    return f"<w:{kind} {nsdecls('w')}>{xml}</w:{kind}>"


def _refill(element: Any, xml: str) -> None:  # noqa: ANN401 - lxml has no types
    """Put the children of this XML in place of those the element has."""
    for child in list(element):
        element.remove(child)
    for child in list(parse_xml(xml)):
        element.append(child)


def same_bytes(package: bytes, settled: Callable[[str, bytes], bytes] | None = None) -> bytes:
    """The package with every entry dated alike, so that the same content is the same file.

    `settled` gives an entry's bytes by its name where those carry the moment they were written too.
    """
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            data = old.read(entry)
            new.writestr(info, settled(entry.filename, data) if settled else data)
    return written.getvalue()
