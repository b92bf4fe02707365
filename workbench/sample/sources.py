"""The sample's documents as they are written: readable text under `resources/samples/`, whose README says how."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path

import resources

SOURCES = resources.path("samples", "robyn")
"""The sample case's own folder of sources."""
NEXT = "*"
_BREAK = re.compile(r"\s*//\s*")


@dataclass(frozen=True)
class Line:
    """One line of a document's text: a row of cells, or a directive (`banner`, `header`, `sheet` ...)."""

    kind: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """A document as it is written under `resources/samples/`: its head, in order, and its lines.

    A chronology has `lines`, rows and directives; every other kind has the `body` as it stands.
    """

    path: Path
    head: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    body: tuple[str, ...] = ()

    def all(self, name: str) -> tuple[str, ...]:
        """Every value this name has in the head."""
        return tuple(value for key, value in self.head if key == name)

    def one(self, name: str, otherwise: str = "") -> str:
        """The first value this name has in the head."""
        return next(iter(self.all(name)), otherwise)

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the document's table."""
        return cells(self.one("columns"))

    @property
    def made(self) -> datetime:
        """The day the agency made the document, at noon."""
        return datetime.combine(date.fromisoformat(self.one("made")), time(12))


def read_source(path: Path) -> Source:
    """A document's text, read. Raises `ValueError` naming the line when it does not follow the README."""
    head: list[tuple[str, str]] = []
    lines: list[Line] = []
    in_head = True
    body: list[str] = []
    for number, text in enumerate(_whole_lines(path), 1):
        if in_head:
            if not text:
                in_head = False
                continue
            name, colon, value = text.partition(":")
            if not colon:
                raise ValueError(f"{path.name}, line {number} of the head is not “name: value”")
            head.append((name.strip(), value.strip()))
        elif dict(head)["kind"] != "chronology":
            body.append(text)
        elif text.startswith(">"):
            kind, _, rest = text[1:].strip().partition(" ")
            parts = cells(rest) if kind in ("columns", "widths") else (rest.strip(),)
            lines.append(Line(kind, parts))
        elif text and not text.startswith("#"):
            lines.append(Line("row", cells(text)))
    source = Source(path, tuple(head), tuple(lines), tuple(body))
    return _numbered(_checked(source))


def sources(folder: Path = SOURCES) -> list[Source]:
    """Every document of the case in this folder, in the order of their names."""
    return [read_source(path) for path in sorted((folder / "documents").glob("*.txt"))]


def _whole_lines(path: Path) -> list[str]:
    """The file's lines; in a chronology, each with the lines that go on from it joined by one space."""
    whole: list[str] = []
    table = False
    for line in path.read_text(encoding="utf-8").splitlines():
        table = table or line == "kind: chronology"
        if (
            line.startswith(" ")
            and table
            and whole
            and whole[-1]
            and line.strip()
            and not line.lstrip().startswith("|")
        ):
            whole[-1] += " " + line.strip()
        else:
            whole.append(line.rstrip())
    return whole


def cells(text: str) -> tuple[str, ...]:
    """The cells of a line, parted by bars."""
    return tuple(_BREAK.sub("\n", cell.strip()) for cell in text.split("|"))


def _checked(source: Source) -> Source:
    columns = source.columns
    for line in source.lines:
        if line.kind == "columns":
            columns = line.cells
        elif line.kind == "row" and len(line.cells) != len(columns):
            raise ValueError(
                f"{source.path.name}: {len(line.cells)} cells for {len(columns)} columns "
                f"in “{' | '.join(line.cells)[:60]}”"
            )
    return source


def _numbered(source: Source) -> Source:
    """The same with each lone `*` replaced by its number."""
    number = int(source.one("numbers from", "1"))
    lines = []
    for line in source.lines:
        numbered = list(line.cells)
        for index, cell in enumerate(numbered):
            if line.kind == "row" and cell == NEXT:
                numbered[index] = str(number)
                number += 1
        lines.append(Line(line.kind, tuple(numbered)))
    return replace(source, lines=tuple(lines))
