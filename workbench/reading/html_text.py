"""The words of an HTML body, line by line. Nothing is fetched, run or drawn."""

import re
from typing import Any

from lxml import etree

from workbench.reading.composing import clean
from workbench.reading.document import PieceKind
from workbench.reading.package import BEYOND_LIMITS, local

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "fieldset",
     "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav",
     "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul"}
)  # fmt: skip
_CELLS = frozenset({"td", "th"})
_SILENT = frozenset({"script", "style", "title", "template", "noscript"})
_FETCHES = frozenset({"img", "iframe", "embed", "object", "video", "audio", "source", "link", "script"})
_TAG = re.compile(r"<[^<>]*>")
_SPACE = re.compile(r"[ \t\n\r\f\xa0]+")


class _Words:
    """The lines as they are gathered on the way through the elements."""

    def __init__(self) -> None:
        self.lines: list[tuple[PieceKind, str]] = []
        self.fetches = False
        self._line: list[str] = []
        self._silent = 0
        self._quoted = 0
        self._as_laid_out = 0

    def begin(self, element: Any) -> None:  # noqa: ANN401 - lxml carries no types
        tag = local(element)
        if tag in _FETCHES and any(
            (element.get(name) or "").strip().lower().startswith(("http:", "https:", "//"))
            for name in ("src", "href", "data")
        ):
            self.fetches = True
        if tag in _BLOCKS:
            self.end_line()
        elif tag in _CELLS and any(part.strip() for part in self._line):
            self._line.append("\t")
        self._count(tag, 1)
        if tag == "li":
            self._line.append("• ")
        if tag:
            self._say(element.text)

    def end(self, element: Any) -> None:  # noqa: ANN401 - lxml carries no types
        tag = local(element)
        if tag in _BLOCKS:
            self.end_line()
        self._count(tag, -1)
        self._say(element.tail)

    def _count(self, tag: str, by: int) -> None:
        self._silent += by if tag in _SILENT else 0
        self._quoted += by if tag == "blockquote" else 0
        self._as_laid_out += by if tag == "pre" else 0

    def _say(self, text: str | None) -> None:
        if not text or self._silent:
            return
        if self._as_laid_out:
            first, *rest = text.split("\n")
            self._line.append(first)
            for line in rest:
                self.end_line()
                self._line.append(line)
        else:
            self._line.append(_SPACE.sub(" ", text))

    def end_line(self) -> None:
        text = "\t".join(cell.strip() for cell in "".join(self._line).split("\t")).strip()
        self._line = []
        if text and text != "•":
            self.lines.append(("quote" if self._quoted else "paragraph", re.sub(" {2,}", " ", text)))


def html_lines(text: str) -> tuple[list[tuple[PieceKind, str]], bool]:
    """The lines, quoted ones told apart, and whether it would have fetched anything from elsewhere."""
    parser = etree.HTMLParser(no_network=True, recover=True, huge_tree=True, encoding="utf-8")
    try:
        root = etree.fromstring(clean(text).encode(), parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        root = None
    words = _Words()
    if any(fault.type == BEYOND_LIMITS for fault in parser.error_log):
        # Nested deeper than any program would: the parser has stopped, and the words are taken without it.
        return [("paragraph", line) for line in _TAG.sub("\n", clean(text)).split("\n")], "src=" in text
    if root is not None:
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "start":
                words.begin(element)
            else:
                words.end(element)
    words.end_line()
    return words.lines, words.fetches
