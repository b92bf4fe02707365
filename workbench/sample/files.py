"""What all of the sample's files have in common: nothing in them tells of a moment, a machine or a person."""

import io
import re
import zipfile

import docx
from docx.document import Document
from docx.shared import Pt
from docx.styles.style import ParagraphStyle

from workbench.sample.sources import Source

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def same_bytes(archive: bytes, modified: bytes | None = None) -> bytes:
    """The archive again with nothing of the moment in it: fixed times, one order, one compression."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(written, "w") as new:
        for name in sorted(old.namelist(), key=lambda part: (part != "[Content_Types].xml", part)):
            part = old.read(name)
            if modified and name == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>" + modified + rb"\g<2>", part)
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            new.writestr(entry, part)
    return written.getvalue()


def blank_word(source: Source, *, after: float) -> Document:
    """A Word document in the source's font, with its foot, and so many points after each paragraph."""
    document = docx.Document()
    _without_picture(document)
    font, _, size = source.one("font", "Arial 10").rpartition(" ")
    style = document.styles["Normal"]
    if isinstance(style, ParagraphStyle):
        style.font.name = font
        style.font.size = Pt(float(size))
        style.paragraph_format.space_after = Pt(after)
    document.sections[0].footer.paragraphs[0].text = source.one("foot")
    return document


def word_bytes(document: Document, source: Source) -> bytes:
    """The finished document, with the properties its agency gave it and no others."""
    properties = document.core_properties
    properties.author = properties.last_modified_by = source.one("author")
    properties.title = source.one("title")
    properties.comments = source.one("foot")
    properties.created = properties.modified = source.made
    properties.language = "en-GB"
    properties.revision = 1
    written = io.BytesIO()
    document.save(written)
    return same_bytes(written.getvalue())


def _without_picture(document: Document) -> None:
    """Take out the thumbnail that the blank document brings with it."""
    relations = document.part.package.rels if document.part.package else {}
    for key, relation in list(relations.items()):
        if relation.reltype.endswith("/thumbnail"):
            del relations[key]
