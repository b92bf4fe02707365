"""The zip of XML parts that Word and Excel files are (ECMA-376 part 2), opened as if it were an attack.

Limits stand on the number of parts, on the size of each and of all, and on how far a part may swell. Document
type declarations are refused, so that no entity can be defined, let alone expanded or fetched.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from lxml import etree

from workbench.reading.refusal import broken, encrypted, too_large, unsupported

MOST_PARTS = 5_000
LARGEST_PART = 256 * 1024 * 1024
LARGEST_WHOLE = 512 * 1024 * 1024
SWELLS_AT_MOST = 400
"""Unpacked to packed size. Plain XML reaches about 30; a bomb starts at 1,000."""
SMALL_ENOUGH = 4 * 1024 * 1024
"""Parts below this many bytes may swell as they like."""

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

BEYOND_LIMITS = 114
"""XML_ERR_RESOURCE_LIMIT of libxml2, which lxml does not name."""

Element = Any
"""An lxml element; lxml carries no types."""


def local(element: Element) -> str:
    """The element's name without its namespace; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its name, whichever namespace (transitional or strict, or none) it stands in."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def parse_xml(data: bytes, name: str) -> Element:
    """The root of a part, with entities, network and document type declarations off."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise not_parsed(error, name) from error
    if root.getroottree().docinfo.doctype:
        raise broken(name)
    return root


def not_parsed(error: Exception, name: str) -> Exception:
    """Why XML could not be parsed: no memory was left, it goes beyond the parser's own limits, or it is broken."""
    code = error.code if isinstance(error, etree.XMLSyntaxError) else None
    if code == etree.ErrorTypes.ERR_NO_MEMORY:
        return MemoryError()
    if code == BEYOND_LIMITS:
        return too_large(name, "a part of it is nested too deep or runs on too long")
    return broken(name)


@dataclass(frozen=True)
class Link:
    """One relationship of a part: what kind of thing it points to and where that lies in the package."""

    kind: str
    target: str


class Package:
    """The parts of one Word or Excel file."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        if data.startswith(OLE_MAGIC):
            if "EncryptedPackage".encode("utf-16-le") in data:
                raise encrypted(name)
            raise unsupported(name)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise broken(name) from error
        self._parts: dict[str, zipfile.ZipInfo] = {}
        self._unpacked = 0
        parts = self._zip.infolist()
        if len(parts) > MOST_PARTS:
            raise too_large(name, "it holds too many parts")
        whole = 0
        for part in parts:
            whole += part.file_size
            swollen = part.file_size > SWELLS_AT_MOST * max(part.compress_size, 1)
            if part.file_size > LARGEST_PART or (swollen and part.file_size > SMALL_ENOUGH):
                raise too_large(name, "a part of it unpacks to far more than it should")
            self._parts[part.filename.lstrip("/").lower()] = part
        if whole > LARGEST_WHOLE:
            raise too_large(name, "it unpacks to more than half a gigabyte")

    def paths(self, within: str) -> list[str]:
        """Where the parts lie whose place has these words in it, in the order of the file."""
        return [path for path in self._parts if within in f"/{path}"]

    def part(self, path: str) -> bytes | None:
        """The bytes of a part, or None where there is none of that name."""
        found = self._parts.get(path.lstrip("/").lower())
        if found is None:
            return None
        if found.flag_bits & 0x1:
            raise encrypted(self.name)
        try:
            with self._zip.open(found) as stream:
                data = stream.read(LARGEST_PART + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            OSError,
            ValueError,
            struct.error,
        ) as error:
            # Offsets that point outside the file end in a bare ValueError or struct.error.
            raise broken(self.name) from error
        self._unpacked += len(data)
        if len(data) > LARGEST_PART or self._unpacked > LARGEST_WHOLE:
            raise too_large(self.name, "it unpacks to more than half a gigabyte")
        return data

    def xml(self, path: str) -> Element | None:
        """The root element of a part, or None where there is none of that name."""
        data = self.part(path)
        return None if data is None else parse_xml(data, self.name)

    def links(self, path: str) -> dict[str, Link]:
        """The relationships of a part by their id. A path of "" gives those of the package."""
        folder, file = posixpath.split(path)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        if root is None:
            return {}
        found: dict[str, Link] = {}
        for link in root:
            if local(link) != "Relationship" or link.get("TargetMode") == "External":
                continue
            target = link.get("Target") or ""
            resolved = target if target.startswith("/") else posixpath.join(folder, target)
            kind = (link.get("Type") or "").rpartition("/")[2]
            found[link.get("Id") or ""] = Link(kind, posixpath.normpath(resolved).lstrip("/"))
        return found

    def required(self, path: str) -> Element:
        """The root element of a part without which the file is not what it says it is."""
        root = self.xml(path)
        if root is None:
            raise broken(self.name)
        return root

    def title(self) -> str:
        """What the file calls itself in its properties; empty where it does not."""
        for link in self.links("").values():
            if link.kind == "core-properties":
                root = self.xml(link.target)
                for element in root if root is not None else ():
                    if local(element) == "title":
                        return " ".join((element.text or "").split())
        return ""

    def warnings(self) -> tuple[str, ...]:
        """Codes of what a person should know that the file carries: macros, external_content, embedded_files."""
        found: set[str] = set()
        for path in self._parts:
            if path.endswith("vbaproject.bin"):
                found.add("macros")
            elif "/embeddings/" in path:
                found.add("embedded_files")
            elif path.endswith(".rels"):
                root = self.xml(path)
                for link in root if root is not None else ():
                    kind = (link.get("Type") or "").rpartition("/")[2] if local(link) else ""
                    if link.get("TargetMode") == "External" and kind != "hyperlink":
                        found.add("external_content")
        return tuple(sorted(found))

    def main_part(self) -> str | None:
        """Where the document or workbook itself lies."""
        for link in self.links("").values():
            if link.kind == "officeDocument":
                return link.target
        return None
