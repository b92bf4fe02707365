"""The words of an HTML body, line by line. Nothing is fetched, run or drawn."""

import re
from html.parser import HTMLParser

from workbench.reading.composing import clean
from workbench.reading.document import PieceKind

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "fieldset",
     "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav",
     "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul"}
)  # fmt: skip
_CELLS = frozenset({"td", "th"})
_SILENT = frozenset({"script", "style", "title", "template", "noscript"})
_FETCHES = frozenset({"img", "iframe", "embed", "object", "video", "audio", "source", "link", "script"})
_SPACE = re.compile(r"[ \t\n\r\f\xa0]+")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[PieceKind, str]] = []
        self.fetches = False
        self._line: list[str] = []
        self._silent: list[str] = []
        self._quoted = 0
        self._pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _FETCHES and any(
            name in ("src", "href", "data")
            and (value or "").strip().lower().startswith(("http:", "https:", "//"))
            for name, value in attrs
        ):
            self.fetches = True
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag in _BLOCKS:
            self.end_line()
        elif tag in _CELLS and any(part.strip() for part in self._line):
            self._line.append("\t")
        if tag == "blockquote":
            self._quoted += 1
        elif tag == "pre":
            self._pre += 1
        elif tag == "li":
            self._line.append("• ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and tag in self._silent:
            del self._silent[self._silent.index(tag) :]
        elif tag in _BLOCKS:
            self.end_line()
        if tag == "blockquote":
            self._quoted = max(0, self._quoted - 1)
        elif tag == "pre":
            self._pre = max(0, self._pre - 1)

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._pre:
            first, *rest = data.split("\n")
            self._line.append(first)
            for line in rest:
                self.end_line()
                self._line.append(line)
        else:
            self._line.append(_SPACE.sub(" ", data))

    def end_line(self) -> None:
        text = "\t".join(cell.strip() for cell in "".join(self._line).split("\t")).strip()
        self._line = []
        if text and text != "•":
            self.lines.append(("quote" if self._quoted else "paragraph", re.sub(" {2,}", " ", text)))


def html_lines(text: str) -> tuple[list[tuple[PieceKind, str]], bool]:
    """The lines, quoted ones told apart, and whether it would have fetched anything from elsewhere."""
    words = _Words()
    words.feed(clean(text))
    words.close()
    words.end_line()
    return words.lines, words.fetches
