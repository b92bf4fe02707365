"""What a theme is: its definition, when to use it and when not, and the same as fields to be written in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.buttons import Button
from ui.chips import Chip
from ui.desk import Desk, Done
from ui.forms import ChoiceField, LineField, TextField
from ui.inspector import words
from ui.parts import Part
from ui.theme import look, say
from workbench.anonymity.rendering import say as as_read
from workbench.themes.codebook import THEME_COLOURS, ThemeView, edit_theme
from workbench.themes.sets import DIMENSIONS

COLOUR_NAMES = dict(
    zip(
        THEME_COLOURS,
        (
            "blue", "plum", "green", "brown", "indigo", "teal", "red", "olive", "violet", "steel blue", "mauve",
            "slate",
        ),
        strict=True,
    )
)  # fmt: skip
PARTS = (
    ("definition", "What it covers"),
    ("use_when", "Use when"),
    ("not_when", "Don’t use when"),
    ("example", "Example, invented"),
)


class ThemeHead(Part):
    """The head of a theme as it is read: words, and two buttons at the right of its name."""

    def __init__(self, edit: Callable[[], object], more: Callable[[QWidget], object]) -> None:
        super().__init__("Theme", spacing=4)
        self._edit, self._more = edit, more

    def show_theme(self, theme: ThemeView, can_change: bool) -> None:
        """Show a theme."""
        said = tuple(as_read(str(getattr(theme, part))) for part, _ in PARTS)
        self.fill((theme, said, can_change), lambda column: self._show(column, theme))

    def _show(self, column: QVBoxLayout, theme: ThemeView) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        chip = Chip.theme(theme.code, theme.colour, as_read(theme.name))
        top.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(words(as_read(theme.name), "title"), 1)
        if theme.retired:
            top.addWidget(Chip.pill("Retired", "plain", "not_accepted"), 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(
            Button("Edit theme", self._edit, icon="pencil", hint="F2", changes=True),
            0,
            Qt.AlignmentFlag.AlignTop,
        )
        more = Button("More", None, icon="ellipsis-vertical", name=f"What can be done with {theme.code}")
        more.clicked.connect(lambda: self._more(more))
        top.addWidget(more, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        if theme.definition:
            column.addWidget(words(as_read(theme.definition), "body", "ink2"))
        for name, text in (
            ("Use when", theme.use_when),
            ("Not when", theme.not_when),
            ("For example", theme.example),
        ):
            if text:
                row = QHBoxLayout()
                row.setSpacing(8)
                head = say(QLabel(name), "head", "ink")
                head.setFixedWidth(look.px(78))
                row.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
                row.addWidget(words(as_read(text), "meta", "ink2"), 1)
                column.addLayout(row)
        if not (theme.definition or theme.use_when):
            column.addWidget(
                words("Not defined yet. Say what it covers, so that all tag alike.", "meta", "muted")
            )


class ThemeFields(QWidget):
    """The same as fields; each is kept as it is left."""

    def __init__(self, desk: Desk, done: Callable[[], object]) -> None:
        super().__init__()
        self._desk = desk
        self._theme = ""
        self.setAccessibleName("Edit theme")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        self.name = LineField("Name", lambda text: self._keep(name=text))
        self.code = LineField("Code", lambda text: self._keep(code=text))
        self.colour = ChoiceField("Colour", [], lambda key: self._keep(colour=key))
        self.dimension = ChoiceField(
            "Dimension", list(DIMENSIONS.items()), lambda key: self._keep(dimension=key)
        )
        self.parts = {
            part: TextField(label, self._keeper(part), least_lines=1, most_lines=6) for part, label in PARTS
        }
        self.done = Button("Done", done, icon="check", name="Done with this theme")
        grid.addWidget(self.name, 0, 0, 1, 2)
        grid.addWidget(self.code, 0, 2)
        grid.addWidget(self.done, 0, 3, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.parts["definition"], 1, 0, 1, 4)
        grid.addWidget(self.parts["use_when"], 2, 0, 1, 2)
        grid.addWidget(self.parts["not_when"], 2, 2, 1, 2)
        grid.addWidget(self.parts["example"], 3, 0, 1, 2)
        grid.addWidget(self.colour, 3, 2)
        grid.addWidget(self.dimension, 3, 3)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        for field in (self.parts["not_when"], self.colour, self.dimension):
            grid.setAlignment(field, Qt.AlignmentFlag.AlignTop)

    def show_theme(self, theme: ThemeView) -> None:
        """Show a theme; a field being typed in is left alone unless it is another theme."""
        other = theme.id != self._theme
        if other:
            self.commit()
        self._theme = theme.id
        self.name.show_value(theme.name, force=other)
        self.code.show_value(theme.code, force=other)
        for part, field in self.parts.items():
            field.show_value(str(getattr(theme, part)), force=other)
        self._show_colours(theme.colour)
        self.dimension.show_value(theme.dimension, force=True)

    def commit(self) -> None:
        """Keep what is still being typed."""
        if self._theme:
            for field in (self.name, self.code, *self.parts.values()):
                field.commit()

    def _show_colours(self, own: str) -> None:
        colours = list(dict.fromkeys([own, *THEME_COLOURS]))
        box = self.colour.choice
        box.blockSignals(True)
        self.colour.set_options([(each, COLOUR_NAMES.get(each, "as it is")) for each in colours])
        for at, each in enumerate(colours):
            box.setItemIcon(at, _swatch(each))
        self.colour.show_value(own, force=True)
        box.blockSignals(False)

    def _keeper(self, part: str) -> Callable[[str], Done[None]]:
        return lambda text: self._keep(**{part: text})

    def _keep(self, **values: Any) -> Done[None]:  # noqa: ANN401 - whatever a field holds
        theme = self._theme
        return self._desk.do(lambda case: edit_theme(case, theme, **values), tell=False)


def _swatch(colour: str) -> QIcon:
    side = look.px(14)
    picture = QPixmap(side * 2, side * 2)
    picture.setDevicePixelRatio(2.0)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(1, 1, side - 2, side - 2, 3, 3)
    painter.end()
    return QIcon(picture)
