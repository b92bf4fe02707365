"""The panel at the right of a place: what is selected, in a fixed look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.buttons import Button
from ui.icons import Icon
from ui.panes import clear, scrolled
from ui.theme import be, look, say
from workbench.anonymity.rendering import say as as_read


def words(text: str, role: str = "body", tone: str = "ink") -> QLabel:
    """Text that wraps and can be selected and copied."""
    made = say(QLabel(text), role, tone)
    made.setTextFormat(Qt.TextFormat.PlainText)
    # Before wrapping is switched on: that tells the layout that the height follows from the width.
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    made.setWordWrap(True)
    made.setAlignment(Qt.AlignmentFlag.AlignTop)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class Section(QFrame):
    """One section: a quiet head with at most one link, and what stands in it.

    Words that it is given are shown as their reader may see them.
    """

    def __init__(
        self,
        head: str,
        link: str = "",
        on_link: Callable[[], object] | None = None,
        icon: str = "",
        first: bool = False,
        changes: bool = False,
    ) -> None:
        """A link that `changes` the case cannot be pressed while names are anonymous."""
        super().__init__()
        if not first:
            be(self, edge="above")
        self.setAccessibleName(head)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 10, 0, 12)
        self.column.setSpacing(4)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        self.head = words(head, "head", "muted")
        row.addWidget(self.head, 1)
        self.link: Button | None = None
        if link:
            self.link = Button(link, on_link, kind="link", icon=icon, name=f"{link}: {head}", changes=changes)
            row.addWidget(self.link)
        self.column.addLayout(row)
        self.column.addSpacing(2)

    def quote(self, text: str) -> QLabel:
        """Words exactly as they were written, on a sunk ground with a bar."""
        text = as_read(text)
        made = words(text, "body", "ink2")
        be(made, ground="sunk", edge="quote")
        made.setMargin(look.px(8))
        made.setAccessibleName(f"As written: {text}")
        self.column.addWidget(made)
        return made

    def fact(self, label: str, value: str, tone: str = "ink", differs: bool = False) -> QLabel:
        """A label and its value on one line; `differs` adds the two-arrow icon."""
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        name = say(QLabel(label), "meta", "muted")
        name.setWordWrap(True)
        name.setFixedWidth(look.px(84))
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        value = as_read(value)
        shown = words(value, "name" if differs else "body", tone)
        shown.setAccessibleName(f"{label}: {value}")
        row.addWidget(shown, 1)
        if differs:
            row.addWidget(Icon("arrow-left-right", "warn", 12), 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)
        return shown

    def text(self, text: str, tone: str = "ink", role: str = "body") -> QLabel:
        """A paragraph."""
        made = words(as_read(text), role, tone)
        self.column.addWidget(made)
        return made

    def meta(self, text: str, tone: str = "muted") -> QLabel:
        """A quiet line: who and when, or a word of the program; words of the case are said by whoever gives them."""
        made = words(text, "meta", tone)
        self.column.addWidget(made)
        return made

    def row(self, *widgets: QWidget, stretch: QWidget | None = None, end: bool = True) -> QHBoxLayout:
        """Widgets beside each other; `stretch` takes the room that is left."""
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for widget in widgets:
            row.addWidget(widget, 1 if widget is stretch else 0)
        if stretch is None and end:
            row.addStretch(1)
        self.column.addLayout(row)
        return row

    def add(self, widget: QWidget) -> None:
        """Any widget, such as a field."""
        self.column.addWidget(widget)

    def card(self, name: str) -> QVBoxLayout:
        """A framed card to put things in."""
        card = QFrame()
        be(card, ground="paper", edge="card")
        card.setAccessibleName(name)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(10, 8, 10, 8)
        inner.setSpacing(3)
        self.column.addWidget(card)
        return inner


class Inspector(QFrame):
    """The panel. `show(key, build)` makes it anew; the same key keeps the place one had scrolled to."""

    def __init__(self, name: str = "Inspector", nothing: str = "Choose a row to read it here.") -> None:
        super().__init__()
        be(self, ground="ground")
        self.setAccessibleName(name)
        self._nothing = nothing
        self._key = ""
        self._build: Callable[[Inspector], object] | None = None
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._head = QFrame()
        be(self._head, ground="ground", edge="below")
        self._head_column = QVBoxLayout(self._head)
        self._head_column.setContentsMargins(16, 10, 14, 10)
        self._head_column.setSpacing(4)
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(16, 2, 14, 12)
        self._column.setSpacing(0)
        self.area: QScrollArea = scrolled(self._body, "ground", f"{name}, sections")
        self._outer.addWidget(self._head)
        self._outer.addWidget(self.area, 1)
        self.show_nothing()
        look.changed.connect(self._again)

    def _again(self) -> None:
        # Widths of labels within were measured for another text size.
        if self._build is not None:
            self.show_thing(self._key, self._build)

    @property
    def key(self) -> str:
        """What is shown, by the key given to `show`."""
        return self._key

    def show_nothing(self, sentence: str = "") -> None:
        """Nothing is selected."""

        def build(panel: Inspector) -> None:
            panel._head.hide()
            empty = words(sentence or self._nothing, "body", "muted")
            empty.setContentsMargins(0, 16, 0, 0)
            panel._column.addWidget(empty)

        self.show_thing("", build)

    def show_thing(self, key: str, build: Callable[[Inspector], object]) -> None:
        """Make the panel anew: `build(panel)` calls `head` and `section` in the order they stand."""
        self._build = build
        bar = self.area.verticalScrollBar()
        at = bar.value() if key == self._key else 0
        self._key = key
        self.setUpdatesEnabled(False)
        # Laid out once when all is there, and not again with each part that comes.
        self._body.hide()
        clear(self._head_column)
        clear(self._column)
        self._head.show()
        build(self)
        self._column.addStretch(1)
        tab_as_it_stands(self._head, self._body)
        self._body.show()
        self._body.updateGeometry()
        self.setUpdatesEnabled(True)
        bar.setValue(at)

    def head(
        self,
        title: str,
        *,
        chips: Sequence[QWidget] = (),
        right: str = "",
        second: str = "",
        second_meta: str = "",
        actions: Sequence[QWidget] = (),
    ) -> None:
        """Chips and the title with a quiet word at the right; then a second line with actions at its right."""
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for chip in chips:
            row.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        name = words(as_read(title), "heading")
        row.addWidget(name, 1)
        if right:
            row.addWidget(say(QLabel(right), "meta", "muted"), 0, Qt.AlignmentFlag.AlignTop)
        self._head_column.addLayout(row)
        if second or second_meta or actions:
            line = QHBoxLayout()
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(8)
            if second:
                line.addWidget(say(QLabel(second), "name"))
            if second_meta:
                line.addWidget(say(QLabel(second_meta), "meta", "muted"))
            line.addStretch(1)
            for action in actions:
                line.addWidget(action)
            self._head_column.addLayout(line)

    def head_of(self, widget: QWidget) -> None:
        """A head of the place's own making, in place of `head`."""
        self._head_column.addWidget(widget)

    def section(
        self,
        head: str,
        link: str = "",
        on_link: Callable[[], object] | None = None,
        icon: str = "",
        changes: bool = False,
    ) -> Section:
        """The next section."""
        made = Section(head, link, on_link, icon, first=self._column.count() == 0, changes=changes)
        self._column.addWidget(made)
        return made


def tab_as_it_stands(*wholes: QWidget) -> None:
    """Let Tab follow the order in which things stand; without this it is the order in which they were joined."""
    standing = [each for whole in wholes for each in _as_it_stands(whole)]
    for before, after in pairwise(standing):
        QWidget.setTabOrder(before, after)


def _as_it_stands(part: QWidget | QLayout) -> Iterator[QWidget]:
    takes_focus = isinstance(part, QWidget) and bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
    if isinstance(part, QWidget) and takes_focus and part.focusProxy() is None:
        yield part
    layout = part if isinstance(part, QLayout) else part.layout()
    if layout is None:
        return
    for at in range(layout.count()):
        item = layout.itemAt(at)
        inner = item.widget() or item.layout() if item is not None else None
        if inner is not None:
            yield from _as_it_stands(inner)
