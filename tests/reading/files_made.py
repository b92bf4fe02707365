"""Word, Excel and zip files made part by part, so that a test can put anything into them."""

import io
import zipfile
from collections.abc import Mapping

from workbench.reading.grid import Table
from workbench.reading.tables import read_tables

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_LINK = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://x/{kind}" Target="{target}"/>{more}</Relationships>'
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return out.getvalue()


def word(body: str, before: str = "") -> bytes:
    """A Word document with this XML as its body, and `before` ahead of its root."""
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": _LINK.format(kind="officeDocument", target="word/document.xml", more=""),
            "word/document.xml": f"{before}<w:document {W}><w:body>{body}</w:body></w:document>",
        }
    )


def para(text: str) -> str:
    """A paragraph of one run."""
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def cell(inside: str, properties: str = "") -> str:
    """A cell: of plain text, or of XML."""
    content = inside if inside.startswith("<") else para(inside)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells: str) -> str:
    """A row of cells, plain strings made into cells."""
    return "<w:tr>" + "".join(one if one.startswith("<w:tc") else cell(one) for one in cells) + "</w:tr>"


def word_table(*rows: str) -> str:
    """A table of rows."""
    return "<w:tbl>" + "".join(rows) + "</w:tbl>"


def excel(
    sheet: str, *, styles: str = "", strings: str = "", merges: str = "", before: str = "", workbook: str = ""
) -> bytes:
    """A workbook of one sheet called Entries, with this XML as its sheet data."""
    more = ""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": _LINK.format(kind="officeDocument", target="xl/workbook.xml", more=""),
        "xl/workbook.xml": f'<workbook {S} {R}>{workbook}<sheets><sheet name="Entries" sheetId="1" r:id="r1"/></sheets>'
        "</workbook>",
        "xl/worksheets/sheet1.xml": f"{before}<worksheet {S}><sheetData>{sheet}</sheetData>{merges}</worksheet>",
    }
    if styles:
        parts["xl/styles.xml"] = f"<styleSheet {S}>{styles}</styleSheet>"
        more += '<Relationship Id="r2" Type="http://x/styles" Target="styles.xml"/>'
    if strings:
        parts["xl/sharedStrings.xml"] = f"<sst {S}>{strings}</sst>"
        more += '<Relationship Id="r3" Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml"/>'
    parts["xl/_rels/workbook.xml.rels"] = _LINK.format(
        kind="worksheet", target="worksheets/sheet1.xml", more=more
    )
    return zipped(parts)


def texts(table: Table) -> list[list[str]]:
    """The text of every cell."""
    return [[one.text for one in row.cells] for row in table.rows]


def only_table(data: bytes, name: str) -> Table:
    """The one table of a file."""
    (table,) = read_tables(data, name)
    return table
