"""What is inside a Word file, for tests: its parts as readable XML, and questions about them."""

import io
import re
import zipfile

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD = re.compile(r"\b[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}\b")


def w(name: str) -> str:
    """The full name of an element or attribute of WordprocessingML."""
    return f"{{{W}}}{name}"


def names(document: bytes) -> set[str]:
    """The names of the package's parts."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return set(package.namelist())


def xml(document: bytes, part: str = "word/document.xml") -> etree._Element:
    """One part, parsed."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return etree.fromstring(package.read(part))


def readable(document: bytes, part: str) -> str:
    """One part, one element a line, with what differs from case to case (the head) masked."""
    return _lines(xml(document, part))


def without_pictures(document: bytes, part: str) -> str:
    """The same without what is another room's: sizes and words of pictures, and the rows of the timeline's facts."""
    root = xml(document, part)
    for each in root.iter():
        for name in {"descr", "cx", "cy"} & set(each.attrib):
            each.set(name, "…")
    for table in root.iter(w("tbl")):
        if (
            table.find(f"{w('tblPr')}/{w('tblCaption')}")
            .get(w("val"))
            .startswith("The facts of contact timeline")
        ):
            for row in table.findall(w("tr"))[1:]:
                table.remove(row)
    return _lines(root)


def _lines(root: etree._Element) -> str:
    etree.indent(root, " ")
    return _HEAD.sub("0000 0000 0000", etree.tostring(root, encoding="unicode")) + "\n"


def words(element: etree._Element) -> str:
    """The text of an element, its line breaks as such."""
    return "".join(
        "\n" if node.tag == w("br") else "\t" if node.tag == w("tab") else node.text or ""
        for node in element.iter(w("t"), w("br"), w("tab"))
        if node.getparent().tag == w("r")
    )


def paragraphs(document: bytes) -> list[tuple[str, str]]:
    """Every paragraph outside tables: its style and its words."""
    return [(style(p), words(p)) for p in xml(document).iterfind(f"{w('body')}/{w('p')}")]


def style(paragraph: etree._Element) -> str:
    """The style a paragraph names."""
    found = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return "" if found is None else found.get(w("val"), "")


def tables(document: bytes) -> list[list[list[str]]]:
    """The words of every cell of every table; paragraphs of a cell stand on lines of their own."""
    return [
        [
            ["\n".join(words(p) for p in cell.iterfind(w("p"))) for cell in row.iterfind(w("tc"))]
            for row in table.iterfind(w("tr"))
        ]
        for table in xml(document).iter(w("tbl"))
    ]


def table(document: bytes, *headings: str) -> list[dict[str, str]]:
    """The rows of every table with these headings among its own, as heading -> words, one after the other."""
    found = []
    for rows in tables(document):
        if set(headings) <= set(rows[0]):
            found += [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    return found
