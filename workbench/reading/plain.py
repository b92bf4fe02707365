"""Plain text and Markdown: every line as it stands."""

import re

from workbench.reading import versions
from workbench.reading.composing import Composer, clean
from workbench.reading.document import Document, PieceKind

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_ITEM = re.compile(r"(\s*)([-*+]|\d{1,3}[.)])\s+\S")


def read_plain(text: str, name: str, *, marked_down: bool = False) -> Document:
    """A text of lines. In Markdown the headings, items and quotes are told from paragraphs; nothing is left out."""
    composer = Composer(name)
    for line in clean(text).rstrip().split("\n"):
        kind: PieceKind = "paragraph"
        level = 0
        if marked_down:
            if heading := _HEADING.match(line):
                kind, level = "heading", len(heading[1])
            elif item := _ITEM.match(line):
                kind, level = "item", 1 + len(item[1].expandtabs(4)) // 2
            elif line.startswith(">"):
                kind = "quote"
        if line.strip():
            composer.add(kind, line, level=level)
        elif composer.length:
            composer.blank()
    return Document(
        composer.text, tuple(composer.pieces), None, versions.PLAIN, "md" if marked_down else "txt"
    )
