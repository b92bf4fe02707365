"""Panes beside each other, and the bars that stand over them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui.buttons import Button, KeyCap
from ui.forms import LineEdit
from ui.icons import Icon
from ui.settings import Settings
from ui.theme import be, look, say

BAR = 48
LEFT = (264, 248, 340)
RIGHT = (328, 280, 376)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def column(
    *widgets: QWidget, stretch: QWidget | None = None, ground: str = "paper", name: str = ""
) -> QFrame:
    """Widgets under each other without gaps; one of them takes what room is left."""
    made = QFrame()
    be(made, ground=ground)
    made.setAccessibleName(name)
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget, 1 if widget is stretch else 0)
    if stretch is None:
        layout.addStretch(1)
    return made


def scrolled(content: QWidget, ground: str = "paper", name: str = "") -> QScrollArea:
    """Content that scrolls up and down, and is as wide as its room."""
    area = _Scrolled()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    be(area, ground=ground)
    be(content, ground=ground)
    content.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    area.setWidget(content)
    content.installEventFilter(area)
    return area


class _Scrolled(QScrollArea):
    """Its content is as high as it needs at the width there is.

    Left to itself the least height would be that of its words at a guessed, narrower width, with nothing but
    empty ground to scroll to.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What stands in it was changed."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width needs another height."""
        self._fit()
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """What was resized while it stood hidden is laid out anew."""
        super().showEvent(event)
        self._fit()
        self.setWidgetResizable(False)
        self.setWidgetResizable(True)

    def _fit(self) -> None:
        content: QWidget | None = self.widget()
        if content is None:
            return
        layout: QLayout | None = content.layout()
        if layout is not None and layout.hasHeightForWidth():
            wide = min(self.viewport().width(), content.maximumWidth())
            high = layout.totalHeightForWidth(max(wide, layout.totalMinimumSize().width()))
            if content.minimumHeight() != high:
                content.setMinimumHeight(high)


class Panes(QSplitter):
    """Up to three panes: a list at the left, the main one, an inspector at the right. Widths are remembered.

    F6 in the window goes from pane to pane.
    """

    def __init__(
        self,
        settings: Settings,
        name: str,
        *,
        left: QWidget | None = None,
        main: QWidget,
        right: QWidget | None = None,
        right_wide: int = RIGHT[0],
    ) -> None:
        """`right_wide` is how wide the right pane is until a person drags it (pixels at 100 %)."""
        super().__init__(Qt.Orientation.Horizontal)
        self._right_wide = right_wide
        self._settings, self._key = settings, f"{name}_panes"
        self._left, self._main, self._right = left, main, right
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for pane in (left, main, right):
            if pane is not None:
                self.addWidget(pane)
                self.setStretchFactor(self.indexOf(pane), 1 if pane is main else 0)
        main.setMinimumWidth(320)
        self._lay_out()
        self.splitterMoved.connect(self._moved)
        look.changed.connect(self._look_changed)

    @property
    def panes(self) -> list[QWidget]:
        """The panes from left to right, for F6."""
        return [
            pane for pane in (self._left, self._main, self._right) if pane is not None and pane.isVisible()
        ]

    def _lay_out(self) -> None:
        stacked = self.orientation() == Qt.Orientation.Vertical
        kept = self._settings.numbers(self._key)
        left = look.px(kept[0] if len(kept) == 2 else LEFT[0])
        right = look.px(kept[1] if len(kept) == 2 else self._right_wide)
        shares = {id(self._left): 40, id(self._main): 60, id(self._right): 30}
        whole = sum(shares[id(self.widget(at))] for at in range(self.count()))
        sizes = []
        for at in range(self.count()):
            pane = self.widget(at)
            share = shares[id(pane)]
            self.setStretchFactor(at, share if stacked else 1 if pane is self._main else 0)
            if stacked:
                sizes.append(max(1, self.height() * share // whole))
            else:
                sizes.append(left if pane is self._left else right if pane is self._right else 2000)
        for pane, (_, least, most) in ((self._left, LEFT), (self._right, RIGHT)):
            if pane is not None:
                pane.setMinimumWidth(0 if stacked else look.px(least))
                pane.setMaximumWidth(100_000 if stacked else look.px(most))
        self.setSizes(sizes)

    def _turn(self) -> None:
        """Beside each other while there is room; at large text or in a small window under each other."""
        needed = 400
        needed += LEFT[1] if self._left is not None else 0
        needed += RIGHT[1] if self._right is not None else 0
        wanted = Qt.Orientation.Horizontal if self.width() >= look.px(needed) else Qt.Orientation.Vertical
        if self.orientation() != wanted:
            self.setOrientation(wanted)
            self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn where there is no longer room, or is again."""
        super().resizeEvent(event)
        self._turn()

    def _moved(self) -> None:
        if self.orientation() == Qt.Orientation.Vertical:
            return

        def wide(pane: QWidget | None, otherwise: int) -> int:
            return (
                round(pane.width() * 100 / look.text_size)
                if pane is not None and pane.isVisible()
                else otherwise
            )

        self._settings.keep(self._key, [wide(self._left, LEFT[0]), wide(self._right, self._right_wide)])

    def _look_changed(self) -> None:
        self._turn()
        self._lay_out()


class PlaceBar(QFrame):
    """The bar over a place: its name, a few quiet words, and buttons at the right."""

    def __init__(self, title: str, buttons: Sequence[QWidget] = ()) -> None:
        super().__init__()
        be(self, ground="paper", edge="below")
        self.setAccessibleName(title)
        self.setFixedHeight(look.bar(BAR))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.setSpacing(12)
        self.title = say(QLabel(title), "title")
        self._row.addWidget(self.title)
        self.words = say(QLabel(), "body", "muted")
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row.addWidget(self.words, 1)
        for button in buttons:
            self._row.addWidget(button)
        look.changed.connect(self._dress)

    def _dress(self) -> None:
        self.setFixedHeight(look.bar(BAR))

    def say(self, words: str) -> None:
        """The quiet words beside the name: "47 of 1,284 events · 6 services"."""
        self.words.setText(words)
        self.words.setToolTip(words)

    def add(self, widget: QWidget) -> None:
        """Another button at the right."""
        self._row.addWidget(widget)


class FilterBar(QFrame):
    """The bar of filters under the place's bar; wide contents scroll sideways rather than being cut."""

    def __init__(self, name: str = "Filters") -> None:
        super().__init__()
        be(self, ground="paper", edge="below")
        self.setAccessibleName(name)
        self.setFixedHeight(look.bar(BAR))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.setSpacing(8)
        self._row.addStretch(1)
        look.changed.connect(self._dress)

    def _dress(self) -> None:
        self.setFixedHeight(look.bar(BAR))

    def add(self, widget: QWidget) -> None:
        """A filter at the left."""
        self._row.insertWidget(self._row.count() - (1 if self._ends is None else self._ends), widget)

    _ends: int | None = None

    def add_end(self, widget: QWidget) -> None:
        """Something at the right end."""
        self._row.addWidget(widget)
        self._ends = (self._ends or 1) + 1


class FilterBox(QFrame):
    """The box that filters rows as one types. `/` comes here; Esc empties it and goes back.

    `asked(text)` is emitted as typing goes on.
    """

    asked = Signal(str)
    done = Signal()

    def __init__(self, name: str = "Filter rows", wide: int = 164) -> None:
        super().__init__()
        be(self, edge="switch")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 6, 0)
        row.setSpacing(6)
        self.edit = _FilterEdit(name, name)
        be(self.edit, bare=True)
        self.edit.setProperty("ring", "parent")
        self.setFocusProxy(self.edit)
        row.addWidget(Icon("funnel", "muted", 14))
        row.addWidget(self.edit, 1)
        row.addWidget(KeyCap("/"))
        self.edit.textChanged.connect(lambda text: self.asked.emit(text.strip()))
        self.edit.left_by_key.connect(self.done)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._wide = wide
        self._dress()
        look.changed.connect(self._dress)

    def _dress(self) -> None:
        # It yields where its bar is full.
        self.setMinimumWidth(look.px(92))
        self.setMaximumWidth(look.px(self._wide))
        self.setFixedHeight(look.px(32))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as it is meant to be."""
        return QSize(look.px(self._wide), look.px(32))

    def start(self, text: str = "") -> None:
        """Go to the box and type there."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self.edit.insert(text)

    def clear(self) -> None:
        """Empty it."""
        self.edit.clear()


class _FilterEdit(LineEdit):
    left_by_key = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties, then leaves; Enter and Down leave for the rows."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.left_by_key.emit()
        else:
            super().keyPressEvent(event)


class FilterButton(Button):
    """A round filter with a menu or a switch; on, it carries the accent and says what it holds to.

    `on_press` is called on each press; `hold("Oct 2023 – Jan 2024")` shows it on with those words, and
    `hold("")` shows its first words again.
    """

    def __init__(self, words: str, on_press: Callable[[], object] | None = None, *, icon: str = "") -> None:
        self._words = words
        super().__init__(words, on_press, kind="filter", icon=icon)
        self._holds = False
        self.clicked.connect(lambda: self.setChecked(self._holds))

    def hold(self, words: str) -> None:
        """Show what it holds to, or that it is off."""
        self._holds = bool(words)
        self.rename(words or self._words)
        self.setChecked(self._holds)
