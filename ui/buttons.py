"""Buttons, round filters, segmented switches and key caps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ui.icons import icon
from ui.theme import be, look, say
from workbench.anonymity.rendering import is_anonymous

_ICON_TONES = {"primary": "on_accent", "link": "accent", "quiet": "ink2", "danger": "bad"}


class Button(QPushButton):
    """A button with a word and perhaps an icon.

    `kind` is "" (outlined), "primary" (one in a window), "link" (a word in a head or a bar), "quiet",
    "filter" (round, stays down) or "danger". `name` is what a screen reader says where the word alone
    is not enough ("Undo correction of date"). One that `changes` the case cannot be pressed while names are
    anonymous, whatever `setEnabled` says.
    """

    def __init__(
        self,
        text: str,
        on_press: Callable[[], object] | None = None,
        *,
        icon: str = "",
        kind: str = "",
        name: str = "",
        hint: str = "",
        changes: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._changes = changes
        self._able = True
        self._icon = icon
        self._kind = kind
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        say(self, "meta_name" if kind == "link" else "name", "")
        if kind:
            be(self, kind=kind)
        if kind == "filter":
            self.setCheckable(True)
        self.setAccessibleName(name or text.replace("&", ""))
        if hint:
            self.setToolTip(hint)
            self.setAccessibleDescription(hint)
        if on_press is not None:
            self.clicked.connect(lambda: on_press())
        if icon:
            look.changed.connect(self._draw)
            self.toggled.connect(self._draw)
            self._draw()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        # Enter presses the button in focus, as in the programs people know.
        self.setAutoDefault(True)
        self.follow_switch()

    def setEnabled(self, on: bool) -> None:
        """Let it be pressed, or not."""
        self._able = on
        self.follow_switch()

    def follow_switch(self) -> None:
        """Stand still while names are anonymous, where it changes the case; the window calls this."""
        super().setEnabled(self._able and not (self._changes and is_anonymous()))

    def rename(self, text: str, name: str = "") -> None:
        """Change the word, and the accessible name with it."""
        self.setText(text)
        self.setAccessibleName(name or text.replace("&", ""))
        self.updateGeometry()

    def show_icon(self, icon: str) -> None:
        """Change the icon."""
        self._icon = icon
        self._draw()

    def _draw(self) -> None:
        tone = (
            "accent" if self.isChecked() and self._kind != "primary" else _ICON_TONES.get(self._kind, "ink2")
        )
        gap = 5 if self.text() else 0
        self.setIcon(icon(self._icon, tone, 15, gap))
        self.setIconSize(QSize(look.px(15) + look.px(gap), look.px(15)))


class KeyCap(QLabel):
    """The name of a key in its little frame."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(key.replace("+", " "), parent)
        say(self, "caption_name", "ink2")
        be(self, edge="key")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"Key {key}")


class Segmented(QFrame):
    """A few choices of which one holds, side by side. Left and right arrows move between them.

    `chosen(key)` is emitted when the person chooses another.
    """

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        choices: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
        *,
        icons: Mapping[str, str] | None = None,
    ) -> None:
        """`choices` are (key, word); the first holds until `choose` says otherwise. `icons` go by key."""
        super().__init__(parent)
        self.setAccessibleName(name)
        be(self, edge="switch")
        self._parts: dict[str, _Segment] = {}
        self._held = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for key, word in choices:
            part = _Segment(word, self, (icons or {}).get(key, ""))
            part.setAccessibleName(word)
            part.setAccessibleDescription(name)
            part.clicked.connect(lambda _=False, key=key: self._pressed(key))
            self._parts[key] = part
            row.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if choices:
            self.choose(choices[0][0])

    @property
    def choice(self) -> str:
        """The key of the choice that holds."""
        return self._held

    def choose(self, key: str) -> None:
        """Let a choice hold, without saying so."""
        self._held = key
        for each, part in self._parts.items():
            part.setChecked(each == key)
            part.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each == key else Qt.FocusPolicy.ClickFocus)

    def show_words(self, on: bool) -> None:
        """Show words beside the icons, or icons alone where there is no room."""
        for part in self._parts.values():
            part.show_word(on)

    def step(self, part: _Segment, by: int) -> None:
        """Move to the choice beside one."""
        keys = list(self._parts)
        at = list(self._parts.values()).index(part) + by
        if 0 <= at < len(keys):
            self._pressed(keys[at])
            self._parts[keys[at]].setFocus(Qt.FocusReason.TabFocusReason)

    def _pressed(self, key: str) -> None:
        # A press on the choice that holds would lift it; it stays.
        was = self._held
        self.choose(key)
        if key != was:
            self.chosen.emit(key)


class _Segment(QPushButton):
    def __init__(self, word: str, owner: Segmented, icon: str = "") -> None:
        super().__init__(word, owner)
        self._owner, self._word, self._icon = owner, word, icon
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        say(self, "name", "")
        be(self, kind="segment")
        if icon:
            look.changed.connect(self._draw)
            self.toggled.connect(self._draw)
            self._draw()

    def show_word(self, on: bool) -> None:
        """Show its word, or its icon alone; the word is then its tooltip."""
        self.setText(self._word if on or not self._icon else "")
        self.setToolTip("" if self.text() else self._word)
        self._draw()

    def _draw(self) -> None:
        if self._icon:
            gap = 5 if self.text() else 0
            self.setIcon(icon(self._icon, "on_accent" if self.isChecked() else "ink2", 15, gap))
            self.setIconSize(QSize(look.px(15) + look.px(gap), look.px(15)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right arrows move between the choices."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._owner.step(self, 1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)
