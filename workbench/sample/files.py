"""What all of the sample's files have in common: nothing in them tells of a moment, a machine or a person."""

import io
import re
import zipfile

from docx.document import Document

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


def without_picture(document: Document) -> None:
    """Take out the thumbnail that the blank document brings with it."""
    relations = document.part.package.rels if document.part.package else {}
    for key, relation in list(relations.items()):
        if relation.reltype.endswith("/thumbnail"):
            del relations[key]
