"""Find in a document: as one types, counted, step by step."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from ui.buttons import Button, KeyCap
from ui.forms import LineEdit
from ui.places.materials.source import Source
from ui.places.materials.text_view import TextView
from ui.theme import be, look, say
from workbench.anonymity.rendering import Rendered, render

MOST = 10_000
"""Places found that are kept; a letter typed in a thousand pages is in hundreds of thousands."""


def find_in(source: Source, words: str) -> Iterator[tuple[int, int]]:
    """Every place of the words, whatever their capitals, in what the reader sees; given as places in what is stored."""
    wanted = words.casefold()
    if not wanted.strip():
        return
    source.read_whole()
    for number, part in enumerate(source.parts):
        text, _ = source.read(number)
        rendered = render(text)
        plain = rendered.text == text
        low = rendered.text.casefold()
        if len(low) != len(rendered.text):
            # A few letters grow when folded (ß); lower() keeps the places for almost all of them.
            low = "".join(each.lower() if len(each.lower()) == 1 else each for each in rendered.text)
        at = low.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            if plain:
                yield part.start + at, part.start + end
            else:
                yield part.start + _start(rendered, at), part.start + rendered.stored(end)
            at = low.find(wanted, end)


def _start(rendered: Rendered, at: int) -> int:
    """The stored place where a shown place begins; the end of one pseudonym is the start of what follows it."""
    for span in rendered.spans:
        if span.shown_start <= at < span.shown_end:
            alike = span.shown_end - span.shown_start == span.stored_end - span.stored_start
            return span.stored_start + (at - span.shown_start if alike else 0)
    return rendered.stored(at)


class FindBar(QFrame):
    """The bar over the page. `gone` when it closes."""

    gone = Signal()

    def __init__(self, view: TextView) -> None:
        super().__init__()
        self._view = view
        self._found: list[tuple[int, int]] = []
        self._at = -1
        be(self, ground="ground", edge="below")
        self.setAccessibleName("Find in this document")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(8)
        self.edit = _FindEdit("Find in this document", "Words in this document")
        self.edit.setMaximumWidth(look.px(280))
        row.addWidget(self.edit, 1)
        self.count = say(QLabel(), "meta", "muted")
        row.addWidget(self.count)
        row.addStretch(1)
        self.before = Button("", lambda: self.step(-1), kind="quiet", icon="chevron-up", name="Found before")
        self.after = Button("", lambda: self.step(1), kind="quiet", icon="chevron-down", name="Found next")
        row.addWidget(self.before)
        row.addWidget(self.after)
        row.addWidget(Button("Close", self.close_bar, kind="link", name="Close find"))
        row.addWidget(KeyCap("Esc"))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(60)
        self._soon.timeout.connect(self.look_up)
        self.edit.textChanged.connect(lambda _: self._soon.start())
        self.edit.stepped.connect(self.step)
        self.edit.closed.connect(self.close_bar)
        self.hide()

    def start(self, words: str = "") -> None:
        """Open it; with words where some are selected."""
        self.show()
        if words and "\n" not in words and len(words) < 80:
            self.edit.setText(words)
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()
        self.look_up()

    def close_bar(self) -> None:
        """Close it; what was found last stays selected."""
        if 0 <= self._at < len(self._found):
            self._view.select(*self._found[self._at])
        self._found, self._at = [], -1
        self._view.show_found([], -1)
        self.hide()
        self.gone.emit()

    def look_up(self) -> None:
        """Find what has been typed, from where one reads on."""
        self._soon.stop()
        self._found, self._at = [], -1
        source = self._view.source
        words = self.edit.text()
        if source is not None and words.strip():
            for place in find_in(source, words):
                self._found.append(place)
                if len(self._found) >= MOST:
                    break
            here = self._view.first_seen
            self._at = next(
                (at for at, (start, _) in enumerate(self._found) if start >= here), 0 if self._found else -1
            )
        self._show()

    def step(self, by: int) -> None:
        """The next, or the one before, round the end."""
        if self._soon.isActive():
            self.look_up()
            return
        if self._found:
            self._at = (self._at + by) % len(self._found)
        self._show()

    def _show(self) -> None:
        self._view.show_found(self._found, self._at)
        many = f"{len(self._found):,}{' or more' if len(self._found) >= MOST else ''}"
        if not self.edit.text().strip():
            self.count.setText("")
        elif not self._found:
            self.count.setText("Not found")
        else:
            self.count.setText(f"{self._at + 1:,} of {many}")
        self.count.setAccessibleName(self.count.text())
        if 0 <= self._at < len(self._found):
            self._view.go_to(self._found[self._at][0])


class _FindEdit(LineEdit):
    stepped = Signal(int)
    closed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter steps on, with Shift back; Esc closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
