"""Any file as a text with places in it. What kind a file is is decided by its bytes; its name only breaks ties."""

import re
from dataclasses import replace

from workbench.reading.delimited import decode, looks_delimited
from workbench.reading.document import LARGEST_FILE, Document
from workbench.reading.mail import looks_like_mail, read_mail
from workbench.reading.package import OLE_MAGIC, Package
from workbench.reading.pdf import read_pdf
from workbench.reading.plain import read_plain
from workbench.reading.refusal import Refused, broken, encrypted, not_read, nothing_in, too_large
from workbench.reading.rows import read_delimited, read_workbook
from workbench.reading.word_text import read_word

ENDINGS = {
    "pdf": {"pdf"},
    "docx": {"docx", "docm", "dotx", "dotm"},
    "xlsx": {"xlsx", "xlsm", "xltx", "xltm"},
    "csv": {"csv", "tsv", "tab", "txt"},
    "eml": {"eml", "txt"},
    "md": {"md", "markdown", "txt"},
}
"""The endings that a file of each kind may have without a word said; a plain text may have any that is not here."""
_OTHERS = frozenset(
    {"doc", "xls", "ppt", "pptx", "rtf", "odt", "ods", "msg", "html", "htm", "zip", "png", "jpg"}
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_AS_PDF = "Save it as PDF and choose that copy."
_AS_WORD = "Save it as Word (.docx) or PDF and choose that copy."
_OLD = (
    ("WordDocument", "a document of an old kind of Word (.doc)", _AS_WORD),
    (
        "Workbook",
        "a workbook of an old kind of Excel (.xls)",
        "Save it as Excel (.xlsx) and choose that copy.",
    ),
    ("Book", "a workbook of an old kind of Excel (.xls)", "Save it as Excel (.xlsx) and choose that copy."),
    ("PowerPoint Document", "a presentation of an old kind (.ppt)", _AS_PDF),
    (
        "__substg1.0_",
        "an Outlook message (.msg)",
        "Open it in Outlook, save it as an e-mail (.eml) or PDF, and choose that copy.",
    ),
)


def ending(name: str) -> str:
    """A file name's ending in lower case, without its dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def read_document(data: bytes, name: str) -> Document:
    """The file as text. Raises `Refused` where it cannot be read, with the reason."""
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise nothing_in(name)
    if len(data) > LARGEST_FILE:
        raise too_large(name, f"it is over {LARGEST_FILE // 1024**2} MB")
    try:
        read = _read(data, name)
    except RecursionError as error:
        raise too_large(name, "its contents are nested too deep") from error
    warnings = set(read.warnings)
    if not read.pieces:
        warnings.add("no_text")
    if not _may_end_so(read.kind, ending(name)):
        warnings.add("wrong_extension")
    return replace(read, warnings=tuple(sorted(warnings)))


def _may_end_so(kind: str, end: str) -> bool:
    if kind == "txt":
        return end not in _OTHERS and not any(
            end in endings - {"txt"} for other, endings in ENDINGS.items() if other not in ("csv", "md")
        )
    return not end or end in ENDINGS[kind]


def _read(data: bytes, name: str) -> Document:
    start = data[:1024]
    if b"%PDF-" in start:
        return read_pdf(data, name)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _from_package(data, name)
    if start.startswith(OLE_MAGIC):
        raise _old(data, name)
    if start.startswith(_PICTURES) or start[4:12] in (b"ftypheic", b"ftypheif", b"ftypmif1"):
        raise not_read(name, "a picture", "Save or print it as PDF and choose that copy.")
    if start.startswith(b"{\\rtf"):
        raise not_read(name, "a rich text file (.rtf)", _AS_WORD)
    if start.startswith((b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"SQLite format 3")):
        raise not_read(name, "no document", "Choose the document itself.")
    if re.match(rb"\s*(<!doctype html|<html)", start.removeprefix(b"\xef\xbb\xbf"), re.IGNORECASE):
        raise not_read(name, "a web page", _AS_PDF)
    return _from_text(data, name)


def _from_package(data: bytes, name: str) -> Document:
    package = Package(data, name)
    main = package.main_part()
    if main is None or package.part(main) is None:
        if package.part("mimetype") is not None:
            raise not_read(name, "a document of LibreOffice or OpenOffice", _AS_WORD)
        if ending(name) in ENDINGS["docx"] | ENDINGS["xlsx"]:
            raise broken(name)
        raise not_read(name, "a zip archive", "Unpack it and choose the files that were in it.")
    if main.lower().endswith(".bin"):
        raise not_read(name, "a binary workbook (.xlsb)", "Save it as Excel (.xlsx) and choose that copy.")
    kind = package.required(main).tag.rpartition("}")[2]
    if kind == "document":
        return read_word(package, main)
    if kind == "workbook":
        return read_workbook(package, main)
    if kind == "presentation":
        raise not_read(name, "a presentation", _AS_PDF)
    raise broken(name)


def _old(data: bytes, name: str) -> Refused:
    """Why a file in the container of old Office programs is not read: locked, or of a kind gone by."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return encrypted(name)
    for stream, what, do in _OLD:
        if stream.encode("utf-16-le") in data:
            return not_read(name, what, do)
    return not_read(name, "a file of an old kind of program", _AS_PDF)


def _from_text(data: bytes, name: str) -> Document:
    end = ending(name)
    known = end in {"txt", "md", "markdown"} or any(end in endings for endings in ENDINGS.values())
    try:
        text = decode(data, name)
    except Refused:
        raise (
            broken(name) if known else not_read(name, "no document", "Choose the document itself.")
        ) from None
    odd = sum(text.count(chr(code)) for code in (*range(9), *range(14, 27), *range(28, 32), 0xFFFD))
    if odd > max(8, len(text) // 50):
        raise broken(name) if known else not_read(name, "no document", "Choose the document itself.")
    if end in ("html", "htm"):
        raise not_read(name, "a web page", _AS_PDF)
    if end not in ("txt", "md", "markdown", "csv", "tsv", "tab") and looks_like_mail(data[:65536]):
        return read_mail(data, name)
    if end in ("csv", "tsv", "tab") or (end in ENDINGS["xlsx"] and looks_delimited(text)):
        return read_delimited(data, name)
    return read_plain(text, name, marked_down=end in ("md", "markdown"))
