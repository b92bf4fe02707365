"""A Word document as text, with nothing of its evidence lost (ECMA-376 part 1, 17).

Tracked insertions, deletions and moves stand in the text and are marked; so is hidden text. Notes and comments
follow the paragraph they hang on, text boxes the paragraph they are anchored in; headers and footers stand once,
at the start and the end. A table is read row by row, a table within a cell as lines of that cell.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from workbench.reading import versions
from workbench.reading.composing import Composer, clean
from workbench.reading.document import Document, Mark, MarkKind, PieceKind
from workbench.reading.numbering import Numbering
from workbench.reading.package import Element, Package, attribute, local
from workbench.reading.refusal import too_large
from workbench.reading.word_xml import child_of, inside, is_checked, number_of, symbol

DEEPEST = 100
"""How far anything may stand inside anything else."""
MOST_MARKS = 500_000

_SKIPPED = frozenset(
    {"pPr", "rPr", "tcPr", "tblPr", "tblGrid", "trPr", "sdtPr", "sdtEndPr", "sectPr", "instrText",
     "delInstrText", "fldData", "proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak"}
)  # fmt: skip
_TRACKED: dict[str, tuple[MarkKind, ...]] = {
    "ins": ("inserted",),
    "del": ("deleted",),
    "moveTo": ("moved", "inserted"),
    "moveFrom": ("moved", "deleted"),
}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}


@dataclass
class _Words:
    """The words of one paragraph or cell while they are gathered, and what hangs on them."""

    texts: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Mark] = field(default_factory=list)
    after: list[tuple[str, str]] = field(default_factory=list)
    """Notes and comments that are referred to, as (kind, id)."""
    boxes: list[Element] = field(default_factory=list)

    def put(self, text: str) -> None:
        text = clean(text)
        self.texts.append(text)
        self.length += len(text)

    @property
    def text(self) -> str:
        return "".join(self.texts)


@dataclass(frozen=True)
class _Comment:
    element: Element
    number: int
    by: str
    at: str


class _Reader:
    def __init__(self, package: Package, main: str) -> None:
        self.package = package
        self.main = main
        self.composer = Composer(package.name)
        self.links = package.links(main)
        self.numbering = Numbering(package, self.links)
        self.notes = {kind: self._notes(kind) for kind in ("footnote", "endnote")}
        self.comments = self._comments()
        self.told: set[tuple[str, str]] = set()
        self.numbers: dict[str, int] = {"footnote": 0, "endnote": 0}
        self.number_of_note: dict[tuple[str, str], int] = {}
        self.marked = 0

    def _parts(self, kind: str) -> Iterator[Element]:
        for link in self.links.values():
            if link.kind == kind:
                root = self.package.xml(link.target)
                if root is not None:
                    yield root

    def _notes(self, kind: str) -> dict[str, Element]:
        return {
            attribute(note, "id") or "": note
            for root in self._parts(f"{kind}s")
            for note in root
            if local(note) == kind and attribute(note, "type") in (None, "normal")
        }

    def _comments(self) -> dict[str, _Comment]:
        found: dict[str, _Comment] = {}
        for root in self._parts("comments"):
            for comment in root:
                if local(comment) == "comment":
                    found[attribute(comment, "id") or ""] = _Comment(
                        comment,
                        len(found) + 1,
                        clean(attribute(comment, "author") or ""),
                        clean(attribute(comment, "date") or ""),
                    )
        return found

    # --- the whole

    def read(self, body: Element) -> None:
        self._edges("header")
        self._blocks(body, 0)
        for kind in ("footnote", "endnote"):
            for note in self.notes[kind]:
                self._hanging([(kind, note)], 0)
        self._hanging([("comment", comment) for comment in self.comments], 0)
        self._edges("footer")

    def _edges(self, kind: PieceKind) -> None:
        """Headers or footers: each text once, however many sections and kinds of page repeat it."""
        seen: set[str] = set()
        for link in list(self.links.values()):
            if link.kind != kind:
                continue
            root = self.package.xml(link.target)
            if root is None:
                continue
            before = self.composer
            self.composer = Composer(self.package.name)
            self._blocks(root, 0, kind)
            edge, self.composer = self.composer, before
            if edge.text not in seen:
                seen.add(edge.text)
                for piece in edge.pieces:
                    marks = [
                        Mark(m.start - piece.start, m.end - piece.start, m.kind, m.by, m.at)
                        for m in piece.marks
                    ]
                    before.add(kind, edge.text[piece.start : piece.end], label=piece.label, marks=marks)

    # --- blocks

    def _blocks(self, parent: Element, depth: int, kind: PieceKind | None = None, label: str = "") -> None:
        """Paragraphs and tables under an element, as pieces of this kind where one is given."""
        if depth > DEEPEST:
            raise too_large(self.package.name, "its contents are nested too deep")
        for child in parent:
            name = local(child)
            if name == "p":
                self._paragraph(child, depth + 1, kind, label)
            elif name == "tbl":
                self._table(child, depth + 1, kind, label)
            elif name == "altChunk":
                self.told.add(("warning", "embedded_files"))
            elif name == "AlternateContent":
                self._blocks(_choice(child), depth + 1, kind, label)
            elif name and name not in _SKIPPED:
                self._blocks(child, depth + 1, kind, label)

    def _paragraph(self, paragraph: Element, depth: int, kind: PieceKind | None, label: str) -> None:
        words = _Words()
        self._runs(paragraph, words, depth)
        number, heading, item = self.numbering.of(paragraph)
        if kind is None:
            if heading == "title":
                self.composer.add("title", words.text, label=number, marks=words.marks)
            elif heading:
                self.composer.add("heading", words.text, label=number, level=int(heading), marks=words.marks)
            elif item:
                self.composer.add("item", words.text, label=number, level=item, marks=words.marks)
            else:
                self.composer.add("paragraph", words.text, label=number, marks=words.marks)
        else:
            self.composer.add(kind, words.text, label=label, marks=words.marks)
        self._after(words, depth)

    def _table(self, table: Element, depth: int, kind: PieceKind | None, label: str) -> None:
        if depth > DEEPEST:
            raise too_large(self.package.name, "its contents are nested too deep")
        for row in inside(table, "tr"):
            words = _Words()
            properties = child_of(row, "trPr")
            for count, cell in enumerate(inside(row, "tc")):
                if count:
                    words.put("\t")
                inner = _Words()
                self._cell(cell, inner, depth + 1)
                base = words.length
                words.marks += [Mark(base + m.start, base + m.end, m.kind, m.by, m.at) for m in inner.marks]
                words.put(inner.text.replace("\t", " "))
                words.after += inner.after
                words.boxes += inner.boxes
            for name in ("ins", "del"):
                change = child_of(properties, name)
                if change is not None:
                    self._mark(words, 0, _TRACKED[name], change)
            self.composer.add(kind or "row", words.text, label=label, marks=words.marks)
            self._after(words, depth)

    def _cell(self, parent: Element, words: _Words, depth: int) -> None:
        """The contents of a cell, a line a paragraph; of a table within it a line a row."""
        if depth > DEEPEST:
            raise too_large(self.package.name, "its contents are nested too deep")
        for child in parent:
            name = local(child)
            if name == "p":
                if words.length:
                    words.put("\n")
                number, _, item = self.numbering.of(child)
                if number and item:
                    words.put(f"{number} ")
                self._runs(child, words, depth + 1)
            elif name == "tbl":
                for row in inside(child, "tr"):
                    if words.length:
                        words.put("\n")
                    for count, cell in enumerate(inside(row, "tc")):
                        if count:
                            words.put(" | ")
                        inner = _Words()
                        self._cell(cell, inner, depth + 1)
                        base = words.length
                        words.marks += [
                            Mark(base + m.start, base + m.end, m.kind, m.by, m.at) for m in inner.marks
                        ]
                        words.put(inner.text.replace("\n", " "))
                        words.after += inner.after
                        words.boxes += inner.boxes
            elif name == "AlternateContent":
                self._cell(_choice(child), words, depth + 1)
            elif name and name not in _SKIPPED:
                self._cell(child, words, depth + 1)

    # --- what hangs on a paragraph

    def _after(self, words: _Words, depth: int) -> None:
        for box in words.boxes:
            self._blocks(box, depth + 1, "textbox")
        self._hanging(words.after, depth)

    def _hanging(self, references: list[tuple[str, str]], depth: int) -> None:
        """Notes and comments that have not been told yet."""
        for kind, note in references:
            if (kind, note) in self.told:
                continue
            self.told.add((kind, note))
            if kind == "comment":
                comment = self.comments[note]
                label = f"comment {comment.number}" + (f" by {comment.by}" if comment.by else "")
                if comment.at:
                    label += f", {comment.at[:10]}"
                self._blocks(comment.element, depth + 1, "comment", label)
            elif kind == "footnote":
                self._blocks(self.notes[kind][note], depth + 1, "footnote", self._note_label(kind, note))
            else:
                self._blocks(self.notes[kind][note], depth + 1, "endnote", self._note_label(kind, note))

    def _note_label(self, kind: str, note: str) -> str:
        return f"{kind} {self._note_number(kind, note)}"

    def _note_number(self, kind: str, note: str) -> int:
        if (kind, note) not in self.number_of_note:
            self.numbers[kind] += 1
            self.number_of_note[kind, note] = self.numbers[kind]
        return self.number_of_note[kind, note]

    # --- runs

    def _runs(self, parent: Element, words: _Words, depth: int) -> None:
        if depth > DEEPEST:
            raise too_large(self.package.name, "its contents are nested too deep")
        for child in parent:
            name = local(child)
            if name == "r":
                start = words.length
                self._runs(child, words, depth + 1)
                if words.length > start:
                    self._format(child, words, start)
            elif name in ("t", "delText"):
                words.put(child.text or "")
            elif name in ("tab", "ptab"):
                words.put("\t")
            elif name in ("br", "cr"):
                words.put("\n")
            elif name == "noBreakHyphen":
                words.put("-")
            elif name == "sym":
                words.put(symbol(child))
            elif name in _TRACKED:
                start = words.length
                self._runs(child, words, depth + 1)
                self._mark(words, start, _TRACKED[name], child)
            elif name in _NOTES:
                note, kind = attribute(child, "id") or "", _NOTES[name]
                if note in self.notes[kind]:
                    words.put(f"[{self._note_number(kind, note)}]")
                    words.after.append((kind, note))
            elif name == "commentReference":
                if (note := attribute(child, "id") or "") in self.comments:
                    words.after.append(("comment", note))
            elif name in ("checkBox", "checkbox"):
                words.put("☒" if is_checked(child) else "☐")
            elif name == "ddList":
                words.put(_chosen(child))
            elif name == "txbxContent":
                words.boxes.append(child)
            elif name == "docPr":
                told = " ".join((attribute(child, "descr") or "").split())
                if _holds_picture(parent):
                    words.put(f"[picture: {told}]" if told else "[picture]")
            elif name == "relIds":
                self._diagram(attribute(child, "dm"), words)
            elif name == "chart":
                self._diagram(attribute(child, "id"), words)
            elif name == "AlternateContent":
                self._runs(_choice(child), words, depth + 1)
            elif name == "sdt":
                for part in child:
                    if local(part) == "sdtPr":
                        for box in part:
                            if local(box) == "checkbox" and not _has_words(child):
                                words.put("☒" if is_checked(box) else "☐")
                    elif local(part) == "sdtContent":
                        self._runs(part, words, depth + 1)
            elif name and name not in _SKIPPED:
                self._runs(child, words, depth + 1)

    def _format(self, run: Element, words: _Words, start: int) -> None:
        properties = child_of(run, "rPr")
        if properties is None:
            return
        for element in properties:
            name = local(element)
            if name in ("b", "i", "vanish") and (attribute(element, "val") or "1") not in (
                "0",
                "false",
                "off",
            ):
                kind: MarkKind = "bold" if name == "b" else "italic" if name == "i" else "hidden"
                self._mark(words, start, (kind,), None)

    def _mark(self, words: _Words, start: int, kinds: tuple[MarkKind, ...], change: Element | None) -> None:
        if words.length == start:
            return
        by = at = ""
        if change is not None:
            by, at = clean(attribute(change, "author") or ""), clean(attribute(change, "date") or "")
        for kind in kinds:
            last = words.marks[-1] if words.marks else None
            if last is not None and (last.end, last.kind, last.by, last.at) == (start, kind, by, at):
                words.marks[-1] = Mark(last.start, words.length, kind, by, at)
            else:
                words.marks.append(Mark(start, words.length, kind, by, at))
                self.marked += 1
        if self.marked > MOST_MARKS:
            raise too_large(self.package.name, "it holds too many tracked changes")

    def _diagram(self, link_id: str | None, words: _Words) -> None:
        """The words of a diagram or chart, which lie in a part of their own."""
        link = self.links.get(link_id or "")
        if link is None or ("diagram", link.target) in self.told:
            return
        self.told.add(("diagram", link.target))
        root = self.package.xml(link.target)
        said = [
            " ".join("".join(part.text or "" for part in line.iter() if local(part) == "t").split())
            for line in (root.iter() if root is not None else ())
            if local(line) == "p"
        ]
        if any(said):
            words.put("[diagram: " + "; ".join(one for one in said if one) + "]")


def read_word(package: Package, main: str) -> Document:
    """A Word document."""
    root = package.required(main)
    reader = _Reader(package, main)
    reader.read(root)
    warnings = set(package.warnings()) | {code for kind, code in reader.told if kind == "warning"}
    composer = reader.composer
    return Document(
        composer.text,
        tuple(composer.pieces),
        None,
        versions.WORD,
        "docx",
        tuple(sorted(warnings)),
        package.title(),
    )


def _choice(alternatives: Element) -> Element:
    """The form of something that a newer Word would show, or the older one where only that has words."""
    choice = [child for child in alternatives if local(child) == "Choice"]
    fallback = [child for child in alternatives if local(child) == "Fallback"]
    if choice and (not fallback or _has_words(choice[0]) or not _has_words(fallback[0])):
        return choice[0]
    return fallback[0] if fallback else ()


def _has_words(element: Element) -> bool:
    return any(local(part) in ("t", "delText", "pic", "relIds", "chart") for part in element.iter())


def _holds_picture(drawing: Element) -> bool:
    return any(local(part) == "pic" for part in drawing.iter())


def _chosen(listed: Element) -> str:
    """What a drop-down list of an old form shows."""
    chosen = child_of(listed, "result")
    entries = [attribute(entry, "val") or "" for entry in listed if local(entry) == "listEntry"]
    at = number_of(chosen) if chosen is not None else 0
    return entries[at] if at < len(entries) else ""
