"""The panel beside the page: the selected passage, its themes and notes, and what is known of the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QLabel

from ui.buttons import Button, KeyCap
from ui.chips import Chip
from ui.commands import Commands
from ui.desk import Desk
from ui.forms import TextField
from ui.inspector import Inspector, Section, words
from ui.places.materials.laying import label_shown
from ui.places.materials.pictures import MAY_HOLD
from ui.places.materials.reader import Reader
from ui.places.materials.source import Source
from ui.places.materials.warnings import warning
from ui.theme import say as dress
from ui.wording import count, listed, short
from workbench.anonymity.rendering import is_anonymous, say, say_name
from workbench.findings.spine import spine
from workbench.history import local
from workbench.materials import materials
from workbench.people import services
from workbench.shelf import OnShelf, Readers, on_shelf, readers, title_of
from workbench.themes.tags import PassageView, note_on_tag, untag

_SHOWN_THEMES = 12
_SOON = 90


@dataclass(frozen=True)
class _Known:
    """What the case knows of the document, read in one go."""

    document: OnShelf
    service: tuple[str, str, str] | None
    """Code, colour, name."""
    readers: Readers
    evidence: tuple[tuple[str, str, str, str, bool], ...]
    """Finding's id, reference and title, the tag, and whether it speaks against."""
    attached_to: tuple[str, str] | None
    """The id of the e-mail it came with, and its title."""
    taken: str
    warnings: tuple[str, ...]


class ReaderInspector(Inspector):
    """The panel. `show_reader(reader)` follows one reader; it is made anew a moment after things change."""

    def __init__(self, desk: Desk, commands: Commands) -> None:
        super().__init__("About the document", "Choose a document to see what is known of it.")
        self._desk = desk
        self._commands = commands
        self._reader: Reader | None = None
        self._known: _Known | None = None
        self._shown: object = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._soon.timeout.connect(self.refresh)

    def show_reader(self, reader: Reader) -> None:
        """Follow this reader."""
        self._reader = reader
        self.forget()

    def showEvent(self, event: QShowEvent) -> None:
        """What was changed while it stood hidden is shown now, before anyone can read what no longer holds."""
        super().showEvent(event)
        if self._known is None:
            self.refresh()
        else:
            self.soon()

    def forget(self) -> None:
        """What the case knows may have changed: read it again."""
        self._known = None
        self._shown = None
        self.soon()

    def soon(self) -> None:
        """The selection has moved: show it once it rests."""
        self._soon.start()

    def refresh(self) -> None:
        """Show what is selected now."""
        self._soon.stop()
        reader = self._reader
        if self._desk.case is None or not self.isVisible():
            return
        if reader is None or reader.opened is None:
            self._shown = None
            self.show_nothing()
            return
        focus = self.focusWidget()
        if focus is not None and self.isAncestorOf(focus) and focus.hasFocus() and self._typing():
            return
        material_id = reader.material_id
        if self._known is None or self._known.document.id != material_id:
            self._known = self._desk.read(
                lambda session: _known(session, material_id, self._desk.the_case.by)
            )
        if self._known is None:
            self.show_nothing()
            return
        now = (
            material_id,
            reader.shows,
            reader.text.selection if reader.shows == "text" else reader.pages.page,
            reader.page,
            reader.text.chosen_tag,
            tuple((each.id, each.theme, each.note) for each in reader.passages),
            self._desk.anonymous,
        )
        if now == self._shown:
            return
        self._shown = now
        known = self._known  # the panel is made anew at another text size, whatever is known by then
        self.show_thing(material_id, lambda _: self._sections(reader, known))

    def _typing(self) -> bool:
        return any(field.typing for field in self.findChildren(TextField))

    # ---- the sections

    def _sections(self, reader: Reader, known: _Known) -> None:
        document = known.document
        chips = [Chip.service(*known.service)] if known.service is not None else []
        self.head(document.title, chips=chips, right=document.ref, second_meta=document.about)
        if not reader.shows:
            self.section("Distressing").text("It opens when you ask for it.")
            self._build_document(known)
            return
        here: list[PassageView] = []
        if reader.shows == "text":
            here = self._build_passage(reader)
        self._build_themes(reader)
        self._build_evidence(known, here)
        self._build_document(known)
        if document.kind in MAY_HOLD and not self._desk.anonymous:
            pictures = self.section("Pictures")
            pictures.meta("Folded until asked for.")
            show = partial(self._commands.run, "materials.pictures")
            pictures.row(Button("Show its pictures", show, kind="link", icon="image", hint="G"), KeyCap("G"))

    def _build_passage(self, reader: Reader) -> list[PassageView]:
        """The selected passage, the themes on it and their notes; gives its tags."""
        start, end = reader.text.selection
        if start == end:
            section = self.section("Passage")
            section.meta("Select words, or press J for the next paragraph, and then T to tag it.")
            return []
        quote = reader.text.selected_words()
        section = self.section("Selected passage", "Copy", partial(_copy, quote), "quote")
        shown = section.quote(short(quote, 600))
        shown.setAccessibleName(f"Selected: {quote[:400]}")
        section.meta(where_words(reader))
        for told in tracked_words(reader, start, end):
            section.meta(told)
        here = [each for each in reader.passages if each.start < end and each.end > start]
        if self._desk.can_change:
            section.row(
                Button(
                    "Tag…",
                    partial(self._commands.run, "materials.tag"),
                    icon="tag",
                    name="Tag the selected passage",
                    hint="T",
                ),
                KeyCap("T"),
            )
        if here:
            themes = self.section("Themes on this passage")
            for each in here:
                self._theme_line(reader, themes, each)
            if self._desk.can_change:
                evidence = partial(self._commands.run, "materials.evidence")
                themes.row(
                    Button("Make it evidence…", evidence, kind="link", icon="scale", hint="E"), KeyCap("E")
                )
            self._build_notes(here, reader.text.chosen_tag)
        return here

    def _theme_line(self, reader: Reader, section: Section, tag: PassageView) -> None:
        chip = Chip.theme(tag.theme, tag.colour, say(tag.theme_name), partial(_choose, reader, tag))
        name = _beside(say(tag.theme_name))
        line = [chip, name]
        if self._desk.can_change:
            off = Button(
                "",
                partial(self._untag, tag),
                kind="quiet",
                icon="x",
                name=f"Take {tag.theme} off",
                hint="Delete",
            )
            section.row(*line, off, stretch=name)
        else:
            section.row(*line, stretch=name)

    def _untag(self, tag: PassageView) -> None:
        self._desk.do(lambda case: untag(case, [tag.id]))

    def _build_notes(self, here: Sequence[PassageView], chosen: str) -> None:
        section = self.section("Notes on this passage")
        for each in sorted(here, key=lambda tag: tag.id != chosen):
            when = local(each.at)
            signed = f"{say_name(each.by)}, {when.day} {when:%B %Y}".lstrip(", ")
            if self._desk.can_change:
                field = TextField(
                    f"{each.theme}, why",
                    partial(self._note, each.id),
                    placeholder="Why this theme, in a sentence",
                    name=f"Note on {each.theme}",
                    least_lines=1,
                )
                field.show_value(each.note, force=True)
                section.add(field)
            elif each.note:
                section.text(f"{each.theme}: {say(each.note)}")
            section.meta(f"{each.theme} by {signed}" if signed else each.theme)

    def _note(self, tag_id: str, note: str) -> object:
        return self._desk.do(lambda case: note_on_tag(case, tag_id, note), tell=False)

    def _build_themes(self, reader: Reader) -> None:
        """The themes on the page in view, or in the whole document where it has no pages."""
        page = reader.page
        if page is not None:
            on_it = [each for each in reader.passages if each.page == page]
            head = "Themes on this page"
        else:
            on_it, head = reader.passages, "Themes in this document"
        section = self.section(head)
        if not on_it:
            section.meta("None yet." if page is None or not reader.passages else "None on this page.")
        by_theme = Counter(each.theme for each in on_it)
        first = {each.theme: each for each in reversed(on_it)}
        for code, many in by_theme.most_common(_SHOWN_THEMES):
            tag = first[code]
            name = _beside(say(tag.theme_name))
            number = dress(QLabel(f"{many:,}"), "body", "muted")
            number.setAccessibleName(count(many, "passage"))
            section.row(
                Chip.theme(code, tag.colour, say(tag.theme_name), partial(_choose, reader, tag)),
                name,
                number,
                stretch=name,
            )
        if len(by_theme) > _SHOWN_THEMES:
            section.meta(f"and {len(by_theme) - _SHOWN_THEMES} more")

    def _build_evidence(self, known: _Known, here: Sequence[PassageView]) -> None:
        ids = {each.id for each in here}
        rows = [each for each in known.evidence if each[3] in ids] or list(known.evidence)
        if not rows:
            return
        section = self.section("Evidence in findings")
        seen = set()
        for finding_id, ref, title, _, against in rows:
            if (finding_id, against) in seen:
                continue
            seen.add((finding_id, against))
            name = _beside(f"{say(title)}{', against' if against else ''}")
            section.row(
                Chip.ref(ref, on_press=partial(self._desk.go, "findings", finding_id), name=f"Go to {ref}"),
                name,
                stretch=name,
            )

    def _build_document(self, known: _Known) -> None:
        document = known.document
        if document.events:
            section = self.section("Linked events", "Open", partial(self._desk.go, "chronology", document.id))
            section.text(f"{count(document.events, 'event')} of the chronology came from it.")
        if known.attached_to is not None:
            parent, title = known.attached_to
            self.section("Attached to", "Open", partial(self._desk.go, "materials", parent)).text(title)
        read_by = self.section("Read by")
        names = [name or "someone" for name, _ in known.readers.read]
        if names:
            read_by.text(listed(names))
        else:
            read_by.meta("Nobody yet.")
        if known.readers.not_yet:
            read_by.meta(f"Not yet: {listed([name or 'someone' for name in known.readers.not_yet])}")
        came = self.section(
            "Where it came from", "History", partial(self._desk.go, "history", f"material:{document.id}")
        )
        came.meta(known.taken)
        for code in known.warnings:
            came.meta(warning(code), "warn" if code == "pages_missing" else "muted")


def _beside(text: str) -> QLabel:
    """Words beside a chip, level with it."""
    made = words(text)
    made.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return made


def _choose(reader: Reader, tag: PassageView) -> None:
    reader.text.chosen_tag = ""
    reader.show_passage(tag.start, tag.end)
    reader.text.chosen_tag = tag.id
    reader.text.viewport().update()
    reader.focus_page()


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def where_words(reader: Reader) -> str:
    """Where the selected passage stands: "Page 7, 4.3"."""
    start, _ = reader.text.selection
    source = reader.text.source
    page = source.page_at(start) if source is not None else None
    piece = reader.text.piece_at(start)
    parts = [f"Page {page}"] if page is not None else []
    if piece is not None and piece.piece.label:
        parts.append(label_shown(piece.piece))
    elif piece is not None and piece.piece.kind not in ("paragraph", "item"):
        parts.append(piece.piece.kind.replace("textbox", "text box"))
    if not parts and source is not None and (under := _heading_over(source, start)):
        parts.append(f"under “{under}”")
    said = ", ".join(parts) or "In the text"
    return said[:1].upper() + said[1:]


def _heading_over(source: Source, at: int) -> str:
    """The heading that a place stands under, where it is not far off."""
    number = source.number_at(at)
    for each in range(number, max(-1, number - 4), -1):
        text, pieces = source.read(each)
        start = source.parts[each].start
        for piece in reversed(pieces):
            if piece.kind in ("heading", "title") and piece.start < at:
                return short(say(text[piece.start - start : piece.end - start]), 60)
    return ""


def tracked_words(reader: Reader, start: int, end: int) -> list[str]:
    """Who inserted or deleted what in the selected passage, and when."""
    told = []
    source = reader.text.source
    if source is None or not source.parts:
        return []
    for number in range(source.number_at(start), source.number_at(max(start, end - 1)) + 1):
        for piece in source.read(number)[1]:
            for mark in piece.marks:
                if mark.kind in ("inserted", "deleted", "moved") and mark.start < end and mark.end > start:
                    who = f" by {name}" if (name := say_name(mark.by)) else ""
                    day = f", {mark.at[:10]}" if mark.at and not is_anonymous() else ""
                    told.append(f"{mark.kind.capitalize()}{who}{day}")
    return list(dict.fromkeys(told))[:6]


def _known(session: Any, material_id: str, by: str) -> _Known | None:  # noqa: ANN401 - ui knows no session
    found = on_shelf(session, by, [material_id])
    if not found:
        return None
    document = found[0]
    [material] = materials(session, [material_id])
    service = next((each for each in services(session) if each.code == document.service), None)
    evidence = tuple(
        (finding.id, finding.ref, finding.title, piece.tag_id or "", piece.against)
        for finding in spine(session).findings
        for piece in finding.evidence
        if piece.material_id == material_id
    )
    parent = materials(session, [material.parent]) if material.parent else []
    when = local(material.taken_at)
    taken = f"Taken into the case on {when.day} {when:%B %Y}"
    if name := say_name(material.taken_by):
        taken += f" by {name}"
    return _Known(
        document,
        (service.code, service.colour, document.service_name) if service is not None else None,
        readers(session, material_id),
        evidence,
        (parent[0].id, title_of(parent[0].title, parent[0].name, parent[0].service, parent[0].kind))
        if parent
        else None,
        f"{taken}.",
        material.warnings,
    )
