"""Every table of a Word document, with the text that a reader of the document sees.

Tracked insertions are kept and deletions left out, as Word shows the final text; content controls, text
boxes and nested tables are read (ECMA-376 part 1, 17.4 tables, 17.5 structured document tags, 17.13
revisions). A table nested in an otherwise empty row, or longer than the one around it, is a table of its own;
a small one beside other cells with text belongs to its cell.
"""

from workbench.reading.grid import EMPTY, Cell, Table, TableRow
from workbench.reading.package import Element, Package, attribute, local
from workbench.reading.refusal import too_large
from workbench.reading.word_xml import child_of, inside, is_checked, number_of, symbol

MOST_ROWS = 100_000
MOST_COLUMNS = 63
"""Word's own limit."""
DEEPEST = 20
MOST_BEFORE = 20
"""Paragraphs before a table that are kept with it."""

_LEFT_OUT = frozenset(
    {"del", "moveFrom", "pPr", "rPr", "instrText", "delText", "delInstrText", "Fallback", "fldData"}
)
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


class _Document:
    """One document being read: its tables as they are found, and the notes its text refers to."""

    def __init__(self, package: Package, main: str) -> None:
        self.package = package
        self.tables: list[Table] = []
        self.rows = 0
        self.before: list[str] = []
        self.notes = {kind: self._read_notes(main, kind) for kind in ("footnotes", "endnotes")}

    def _read_notes(self, main: str, kind: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for link in self.package.links(main).values():
            if link.kind != kind:
                continue
            root = self.package.xml(link.target)
            for note in root if root is not None else ():
                if local(note) in ("footnote", "endnote") and attribute(note, "type") is None:
                    words = " ".join(self.text_of(note, 0).split())
                    found[attribute(note, "id") or ""] = words
        return found

    # --- text

    def text_of(self, element: Element, depth: int) -> str:
        """The paragraphs under an element, a line each, without those of tables inside it."""
        lines: list[str] = []
        self._lines(element, lines, depth)
        return "\n".join(lines).strip("\n")

    def _lines(self, element: Element, lines: list[str], depth: int) -> None:
        if depth > DEEPEST:
            raise too_large(self.package.name, "its contents are nested too deep")
        for child in element:
            kind = local(child)
            if kind == "p":
                parts: list[str] = []
                self._runs(child, parts, depth)
                lines.append("".join(parts))
            elif kind and kind not in _LEFT_OUT and kind not in ("tbl", "tcPr"):
                self._lines(child, lines, depth + 1)

    def _runs(self, element: Element, parts: list[str], depth: int) -> None:
        if depth > 4 * DEEPEST:
            raise too_large(self.package.name, "its contents are nested too deep")
        for child in element:
            kind = local(child)
            if kind == "t":
                parts.append(child.text or "")
            elif kind in ("tab", "ptab"):
                parts.append("\t")
            elif kind in ("br", "cr"):
                parts.append("\n")
            elif kind == "noBreakHyphen":
                parts.append("-")
            elif kind == "sym":
                parts.append(symbol(child))
            elif kind in _NOTES:
                words = self.notes.get(_NOTES[kind], {}).get(attribute(child, "id") or "")
                if words:
                    parts.append(f" [note: {words}]")
            elif kind == "checkBox" or kind == "checkbox":
                parts.append("☒" if is_checked(child) else "☐")
            elif kind == "txbxContent":
                parts.append("\n" + self.text_of(child, depth + 1))
            elif kind and kind not in _LEFT_OUT:
                self._runs(child, parts, depth + 1)

    # --- tables

    def find(self, element: Element, depth: int = 0) -> None:
        """Read every table under the element, in the order they stand."""
        if depth > 4 * DEEPEST:
            raise too_large(self.package.name, "its contents are nested too deep")
        for child in element:
            kind = local(child)
            if kind == "tbl":
                self.read_table(child, depth + 1)
            elif kind == "p" and not inside(child, "tbl"):
                parts: list[str] = []
                self._runs(child, parts, depth)
                words = " ".join("".join(parts).split())
                if words:
                    self.before.append(words)
            elif kind and kind not in _LEFT_OUT:
                self.find(child, depth + 1)

    def read_table(self, table: Element, depth: int) -> None:
        """Take in one table, and after it those that stand inside it as tables of their own."""
        place = len(self.tables)
        before = tuple(self.before[-MOST_BEFORE:])
        self.before = []
        self.tables.append(Table(None, place + 1, ()))
        rows: list[TableRow] = []
        inner: list[Element] = []
        number = 0
        around = inside(table, "tr")
        for row in around:
            if child_of(child_of(row, "trPr"), "del") is not None:
                continue
            number += 1
            self.rows += 1
            if self.rows > MOST_ROWS:
                raise too_large(self.package.name, f"its tables have over {MOST_ROWS:,} rows")
            cells, nested = self._read_row(row, depth, len(around))
            inner.extend(nested)
            rows.append(TableRow(number, cells))
        width = max((len(row.cells) for row in rows), default=0)
        padded = tuple(
            row
            if len(row.cells) == width
            else TableRow(row.number, row.cells + (EMPTY,) * (width - len(row.cells)))
            for row in rows
        )
        self.tables[place] = Table(None, place + 1, padded, f"table {place + 1}", before=before)
        for nested_table in inner:
            self.read_table(nested_table, depth + 1)

    def _read_row(self, row: Element, depth: int, around: int) -> tuple[tuple[Cell, ...], list[Element]]:
        cells: list[Cell] = []
        nested: list[tuple[int, list[Element]]] = []
        before = number_of(child_of(child_of(row, "trPr"), "gridBefore"))
        cells.extend([EMPTY] * min(before, MOST_COLUMNS))
        for cell in inside(row, "tc"):
            properties = child_of(cell, "tcPr")
            merge = child_of(properties, "vMerge")
            continued = merge is not None and (attribute(merge, "val") or "continue") != "restart"
            text = "" if continued else self.text_of(cell, depth)
            tables = [] if continued else list(inside(cell, "tbl"))
            if tables:
                nested.append((len(cells), tables))
            cells.append(Cell(text, merged=continued))
            across = number_of(child_of(properties, "gridSpan")) - 1
            cells.extend([Cell("", merged=continued, across=True)] * max(0, min(across, MOST_COLUMNS)))
            if len(cells) > 4 * MOST_COLUMNS:
                raise too_large(self.package.name, "a table has too many columns")
        own: list[Element] = []
        for position, tables in nested:
            beside = any(cell.text.strip() for place, cell in enumerate(cells) if place != position)
            longest = max(len(inside(table, "tr")) for table in tables)
            if beside and longest <= max(around, 3):
                words = [cells[position].text, *(self._as_text(table, depth + 1) for table in tables)]
                cells[position] = Cell("\n".join(word for word in words if word))
            else:
                own.extend(tables)
        return tuple(cells), own

    def _as_text(self, table: Element, depth: int) -> str:
        """A table inside a cell as lines, its cells parted by a bar."""
        if depth > DEEPEST:
            raise too_large(self.package.name, "its tables are nested too deep")
        lines: list[str] = []
        for row in inside(table, "tr"):
            if child_of(child_of(row, "trPr"), "del") is not None:
                continue
            words: list[str] = []
            for cell in inside(row, "tc"):
                inner = [self._as_text(nested, depth + 1) for nested in inside(cell, "tbl")]
                words.append("\n".join(word for word in (self.text_of(cell, depth), *inner) if word))
            lines.append(" | ".join(word for word in words if word.strip()))
        return "\n".join(line for line in lines if line)


def word_tables(package: Package, main: str, root: Element) -> tuple[Table, ...]:
    """Every table of the document in reading order, nested ones after the table they stand in."""
    document = _Document(package, main)
    document.find(root)
    return tuple(document.tables)
