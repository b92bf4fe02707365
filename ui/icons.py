"""Icons of the one set, drawn in a colour of the look and crisp at any scale of the screen."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QWidget

import resources
from ui.theme import look

_SCALES = (1.0, 1.25, 1.5, 2.0, 3.0)


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str, filled: bool) -> QSvgRenderer:
    text = resources.icon(name).read_text(encoding="utf-8").replace("currentColor", colour)
    # Drawn at 16 to 22 px the set's own stroke of 2 in 24 looks heavier than the text beside it.
    text = text.replace('stroke-width="2"', 'stroke-width="1.8"')
    if filled:
        text = text.replace('fill="none"', f'fill="{colour}"', 1)
    return QSvgRenderer(QByteArray(text.encode()))


def paint_icon(painter: QPainter, name: str, box: QRectF, tone: str = "muted", filled: bool = False) -> None:
    """Draw an icon into a box, in the colour of a token."""
    _renderer(name, look.hex(tone), filled).render(painter, box)


def pixmap(
    name: str, tone: str = "muted", size: float = 16, scale: float = 1.0, filled: bool = False
) -> QPixmap:
    """An icon as a pixmap of `size` px at 100 % text, for a screen of that scale."""
    side = look.px(size)
    return _pixmap(name, look.hex(tone), side, scale, filled)


@lru_cache(maxsize=512)
def _pixmap(name: str, colour: str, side: int, scale: float, filled: bool) -> QPixmap:
    picture = QPixmap(QSize(round(side * scale), round(side * scale)))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    _renderer(name, colour, filled).render(painter)
    painter.end()
    picture.setDevicePixelRatio(scale)
    return picture


def icon(name: str, tone: str = "ink", size: float = 16, gap: float = 0) -> QIcon:
    """An icon for a button or a menu, with room left at its right for the word beside it.

    It does not follow the look by itself; `Button` sees to that.
    """
    made = QIcon()
    for scale in _SCALES:
        for each, mode in ((tone, QIcon.Mode.Normal), ("strong", QIcon.Mode.Disabled)):
            drawn = pixmap(name, each, size, scale)
            wide = QPixmap(drawn.width() + round(look.px(gap) * scale), drawn.height())
            wide.setDevicePixelRatio(scale)
            wide.fill(Qt.GlobalColor.transparent)
            painter = QPainter(wide)
            painter.drawPixmap(0, 0, drawn)
            painter.end()
            made.addPixmap(wide, mode)
    return made


class Icon(QLabel):
    """An icon standing by itself. It is decoration: what it says must stand in words beside it."""

    def __init__(
        self,
        name: str,
        tone: str = "muted",
        size: float = 16,
        filled: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._tone, self._size, self._filled = name, tone, size, filled
        look.changed.connect(self._draw)
        self._draw()

    def show_icon(self, name: str, tone: str | None = None, filled: bool = False) -> None:
        """Change the icon, and its tone where given."""
        self._name, self._filled = name, filled
        self._tone = tone or self._tone
        self._draw()

    def _draw(self) -> None:
        picture = pixmap(self._name, self._tone, self._size, self.devicePixelRatioF(), self._filled)
        self.setPixmap(picture)
        self.setFixedSize(look.px(self._size), look.px(self._size))
