"""Files read apart from the program: the way by which everything else has hostile bytes parsed."""

from workbench.reading.documents import read_document
from workbench.reading.parts import ReadFile, in_parts

AT_ONCE = 2
"""How many files are read at the same time."""


def read(data: bytes, name: str) -> ReadFile:
    """The file as text, in parts. Raises `Refused` where it cannot be read."""
    return in_parts(read_document(data, name))
