"""The styles of every Word document, as data: the one place where type, colour and spacing are decided.

The window is drawn in Inter, which is shipped with the program. A board's machines do not have it, and Word
would put whatever it likes in its place, so documents are set in Arial, which every one of them has; LibreOffice
on Linux draws Liberation Sans for it, of the very same widths. Body text is 12 points as accessible documents
ask; the wide tables are 9 points, the least that still reads well in print. Marks stand in Segoe UI Symbol,
because Arial has no diamonds or ticks; where it is missing another font is found for each mark.

Colours are the light tokens of the window, each at least 4.5:1 on its ground.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from docx.oxml.ns import nsdecls

FONT = "Arial"
MARKS_FONT = "Segoe UI Symbol"
INK = "1F2933"
MUTED = "55616D"
ACCENT = "205C7E"
TINT = "E7F0F5"
RULE = "8793A1"
HAIRLINE = "C9D0D8"


@dataclass(frozen=True)
class ParagraphStyle:
    """A paragraph style. Sizes and spaces are in points, the line in multiples of one."""

    id: str
    name: str
    size: float
    bold: bool = False
    colour: str = INK
    before: float = 0
    after: float = 0
    line: float = 1.0
    keep_next: bool = False
    level: int | None = None
    """Outline level, 0 for Heading 1; None for text."""
    based_on: str = "Normal"
    next: str | None = None
    tab: int | None = None
    """A right-hand tab stop, in twips from the left margin."""
    leader: bool = False
    """Whether dots lead to it."""
    stop: int | None = None
    """A tab stop at the left of it, likewise."""
    indent: int = 0
    """How far in from the left margin, in twips."""
    hanging: int = 0
    """How far the first line stands out of it."""
    list_level: int | None = None
    """Level in the document's numbered list, for a style whose paragraphs carry numbers."""
    bar: str = ""
    """Colour of a bar down the left side."""


@dataclass(frozen=True)
class CharacterStyle:
    """A character style; an empty colour is that of the paragraph."""

    id: str
    name: str
    bold: bool = False
    colour: str = ""
    font: str = ""
    italic: bool = False


TABLE_STYLE = "ReviewTable"

CHARACTERS = (
    CharacterStyle("Strong", "Strong", bold=True),
    CharacterStyle("Quiet", "Quiet", colour=MUTED),
    CharacterStyle("Marking", "Marking", bold=True, colour="8A1F1F"),
    CharacterStyle("Label", "Label", bold=True, colour=MUTED),
    CharacterStyle("Reference", "Reference", bold=True, colour=ACCENT),
    CharacterStyle("Late", "Late", bold=True, colour="A32A2A"),
)
"""Those that every document has; a document adds its own (services, statuses, outcomes)."""


_HEADING_2 = ParagraphStyle(
    "Heading2", "heading 2", 15, True, ACCENT, 16, 5, keep_next=True, level=1, next="Normal"
)
NUMBER_WIDTH = 794
"""Twips from the left margin to the words of a numbered paragraph: 14 mm."""
NUMBERED = "Numbered"
"""The style of a numbered document's body paragraphs: 1.1, 1.2."""


def paragraphs(text_width: int) -> tuple[ParagraphStyle, ...]:
    """The paragraph styles of a page whose text is so many twips wide."""
    return (
        ParagraphStyle("Normal", "Normal", 12, after=6, line=1.15, based_on=""),
        ParagraphStyle(
            "Heading1", "heading 1", 20, True, ACCENT, after=4, keep_next=True, level=0, next="Normal"
        ),
        _HEADING_2,
        ParagraphStyle("Heading3", "heading 3", 12, True, INK, 10, 4, keep_next=True, level=2, next="Normal"),
        ParagraphStyle("Subtitle", "Subtitle", 12, colour=MUTED, after=2),
        ParagraphStyle("Header", "header", 9, colour=MUTED, tab=text_width),
        ParagraphStyle("Footer", "footer", 9, colour=MUTED, tab=text_width),
        ParagraphStyle("Caption", "caption", 10, True, INK, 4, 4, keep_next=True),
        ParagraphStyle("TableText", "Table Text", 9, after=1.5, line=1.05),
        ParagraphStyle("TableHeading", "Table Heading", 9, True, keep_next=True),
        ParagraphStyle("TableNote", "Table Note", 9, colour=MUTED, after=1.5, line=1.05),
        ParagraphStyle("Colophon", "Colophon", 10, colour=MUTED, before=14),
    )


def numbered_paragraphs(upright: int, wide: int) -> tuple[ParagraphStyle, ...]:
    """The further styles of a document with numbered sections and paragraphs; the two widths are in twips,
    of the text on an upright page and on one on its side."""
    body = 11.5
    return (
        replace(_HEADING_2, next=NUMBERED, list_level=0, indent=NUMBER_WIDTH, hanging=NUMBER_WIDTH),
        ParagraphStyle(
            NUMBERED,
            "Numbered",
            12,
            after=7,
            line=1.15,
            list_level=1,
            indent=NUMBER_WIDTH,
            hanging=NUMBER_WIDTH,
        ),
        ParagraphStyle("CoverKind", "Cover Kind", 14, colour=MUTED, before=120, after=10),
        ParagraphStyle("CoverSubject", "Cover Subject", 16, True, after=26),
        ParagraphStyle("CoverFact", "Cover Fact", 12, after=5, line=1.15),
        ParagraphStyle("TOCHeading", "TOC Heading", 15, True, ACCENT, after=10, keep_next=True),
        ParagraphStyle(
            "TOC2", "toc 2", body, before=5, after=1, tab=upright, leader=True, stop=NUMBER_WIDTH, next="TOC2"
        ),
        ParagraphStyle(
            "TOC3",
            "toc 3",
            10.5,
            colour=MUTED,
            after=1,
            tab=upright,
            leader=True,
            indent=NUMBER_WIDTH,
            next="TOC3",
        ),
        ParagraphStyle("Quote", "Quote", 11.5, after=1, line=1.12, indent=NUMBER_WIDTH + 200, bar=RULE),
        ParagraphStyle(
            "QuoteSource", "Quote Source", 10, colour=MUTED, after=8, indent=NUMBER_WIDTH + 200, bar=RULE
        ),
        ParagraphStyle("TableTextLarge", "Table Text Large", 10.5, after=2, line=1.05),
        ParagraphStyle("TableHeadingLarge", "Table Heading Large", 10.5, True, keep_next=True),
        ParagraphStyle("TableNoteLarge", "Table Note Large", 10.5, colour=MUTED, after=2, line=1.05),
        ParagraphStyle("Picture", "Picture", 12, after=4),
        ParagraphStyle("HeaderWide", "Header Wide", 9, colour=MUTED, tab=wide),
        ParagraphStyle("FooterWide", "Footer Wide", 9, colour=MUTED, tab=wide),
        ParagraphStyle("SectionEnd", "Section End", 1),
    )


_BUILT_IN = frozenset(
    {"Normal", "Heading1", "Heading2", "Heading3", "Subtitle", "Header", "Footer", "Caption", "TOCHeading", "TOC2",
     "TOC3", "Quote"}
)  # fmt: skip


def styles_xml(styles: Iterable[ParagraphStyle], characters: Iterable[CharacterStyle]) -> str:
    """The whole of a document's styles part."""
    parts = [
        f"<w:styles {nsdecls('w')}>",
        "<w:docDefaults><w:rPrDefault><w:rPr>",
        f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>',
        '<w:sz w:val="24"/><w:szCs w:val="24"/>',
        '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="en-GB"/>',
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>",
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList">'
        '<w:name w:val="No List"/><w:semiHidden/></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>",
        *(_paragraph(style) for style in styles),
        *(_character(style) for style in characters),
        _table(),
        "</w:styles>",
    ]
    return "".join(parts)


def numbering_xml() -> str:
    """The two lists of a numbered document: sections 1, paragraphs 1.1; and appendices A, paragraphs A.1.

    The first is tied to the styles of headings and body paragraphs, so that whoever writes on in Word gets the
    next number by the style alone.
    """

    def level(at: int, form: str, words: str, style: str = "", hanging: int = NUMBER_WIDTH) -> str:
        tied = f'<w:pStyle w:val="{style}"/>' if style else ""
        beside = "" if hanging else '<w:suff w:val="space"/>'
        return (
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{tied}{beside}'
            f'<w:lvlText w:val="{words}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{hanging}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
        )

    return (
        f'<w:numbering {nsdecls("w")}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
        f"{level(0, 'decimal', '%1', 'Heading2')}{level(1, 'decimal', '%1.%2', NUMBERED)}</w:abstractNum>"
        '<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>'
        f"{level(0, 'upperLetter', 'Appendix %1:', hanging=0)}{level(1, 'decimal', '%1.%2')}</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )


def _paragraph(style: ParagraphStyle) -> str:
    default = ' w:default="1"' if style.id == "Normal" else ""
    custom = "" if style.id in _BUILT_IN else ' w:customStyle="1"'
    based = f'<w:basedOn w:val="{style.based_on}"/>' if style.based_on else ""
    follows = f'<w:next w:val="{style.next}"/>' if style.next else ""
    keep = "<w:keepNext/><w:keepLines/>" if style.keep_next else ""
    stop = f'<w:tab w:val="left" w:pos="{style.stop}"/>' if style.stop else ""
    dots = ' w:leader="dot"' if style.leader else ""
    tab = f'<w:tabs>{stop}<w:tab w:val="right"{dots} w:pos="{style.tab}"/></w:tabs>' if style.tab else ""
    hanging = f' w:hanging="{style.hanging}"' if style.hanging else ""
    indent = f'<w:ind w:left="{style.indent}"{hanging}/>' if style.indent else ""
    listed = ""
    if style.list_level is not None:
        level = f'<w:ilvl w:val="{style.list_level}"/>' if style.list_level else ""
        listed = f'<w:numPr>{level}<w:numId w:val="1"/></w:numPr>'
    bar = (
        f'<w:pBdr><w:left w:val="single" w:sz="12" w:space="8" w:color="{style.bar}"/></w:pBdr>'
        if style.bar
        else ""
    )
    level = f'<w:outlineLvl w:val="{style.level}"/>' if style.level is not None else ""
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f"{based}{follows}<w:qFormat/><w:pPr>{keep}{listed}{bar}{tab}"
        f'<w:spacing w:before="{_twips(style.before)}" w:after="{_twips(style.after)}" '
        f'w:line="{round(style.line * 240)}" w:lineRule="auto"/>{indent}<w:jc w:val="left"/>{level}</w:pPr>'
        f"<w:rPr>{'<w:b/><w:bCs/>' if style.bold else ''}"
        f'<w:color w:val="{style.colour}"/>{_size(style.size)}</w:rPr></w:style>'
    )


def _character(style: CharacterStyle) -> str:
    custom = "" if style.id == "Strong" else ' w:customStyle="1"'
    font = (
        f'<w:rFonts w:ascii="{style.font}" w:hAnsi="{style.font}" w:eastAsia="{style.font}" w:cs="{style.font}"/>'
        if style.font
        else ""
    )
    colour = f'<w:color w:val="{style.colour}"/>' if style.colour else ""
    return (
        f'<w:style w:type="character"{custom} w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/><w:rPr>'
        f"{font}{'<w:b/><w:bCs/>' if style.bold else ''}{'<w:i/><w:iCs/>' if style.italic else ''}"
        f"{colour}</w:rPr></w:style>"
    )


def _table() -> str:
    def edge(side: str, size: int, colour: str) -> str:
        return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'

    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{TABLE_STYLE}"><w:name w:val="Review Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>'
        f"{edge('top', 8, RULE)}{edge('left', 4, HAIRLINE)}{edge('bottom', 8, RULE)}{edge('right', 4, HAIRLINE)}"
        f"{edge('insideH', 4, HAIRLINE)}{edge('insideV', 4, HAIRLINE)}</w:tblBorders>"
        '<w:tblCellMar><w:top w:w="45" w:type="dxa"/><w:left w:w="75" w:type="dxa"/>'
        '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders>'
        f"{edge('bottom', 8, RULE)}</w:tcBorders>"
        f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/></w:tcPr></w:tblStylePr></w:style>'
    )


def _twips(points: float) -> int:
    return round(points * 20)


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'
