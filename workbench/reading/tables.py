"""Tables out of a Word, Excel or CSV file, from its bytes alone."""

from workbench.reading.delimited import delimited_tables
from workbench.reading.grid import Table
from workbench.reading.package import OLE_MAGIC, Package
from workbench.reading.refusal import broken, empty, too_large, unsupported
from workbench.reading.sheet_tables import sheet_tables
from workbench.reading.word_tables import word_tables

LARGEST_FILE = 128 * 1024 * 1024
TEXT_ENDINGS = (".csv", ".tsv", ".txt", ".tab")


def read_tables(data: bytes, name: str) -> tuple[Table, ...]:
    """Every table in the file, in the order a person meets them; what is inside decides, not the name.

    Raises `Refused` (a `Problem` with a reason code) when the file is encrypted, broken, empty, unsupported
    or too large.
    """
    if not data.strip():
        raise empty(name)
    if len(data) > LARGEST_FILE:
        raise too_large(name, "it is over 128 MB")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", OLE_MAGIC)):
        tables = _from_package(data, name)
    elif data.startswith((b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"<!DOCTYPE", b"<html")):
        raise unsupported(name)
    elif name.lower().endswith((".docx", ".xlsx", ".docm", ".xlsm", ".dotx", ".xltx")):
        raise broken(name)
    elif name.lower().endswith(TEXT_ENDINGS) or "." not in name:
        tables = delimited_tables(data, name)
    else:
        raise unsupported(name)
    if not any(not row.is_empty for table in tables for row in table.rows):
        raise empty(name)
    return tables


def _from_package(data: bytes, name: str) -> tuple[Table, ...]:
    package = Package(data, name)
    main = package.main_part()
    root = package.xml(main) if main is not None else None
    if main is None or root is None:
        raise broken(name) if name.lower().endswith((".docx", ".xlsx")) else unsupported(name)
    kind = root.tag.rpartition("}")[2]
    if kind == "document":
        return word_tables(package, main, root)
    if kind == "workbook":
        return sheet_tables(package, main, root)
    raise unsupported(name)
