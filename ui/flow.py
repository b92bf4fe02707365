"""Widgets beside each other that go on to the next line where the room ends, so that large text cuts nothing off."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QStyle, QWidget


class Flow(QLayout):
    """A layout that wraps like words do. Each line is as high as its highest widget, and centred on it."""

    def __init__(
        self, parent: QWidget | None = None, *, gap: int = 6, lines: int = 6, low: bool = False
    ) -> None:
        """`gap` stands between widgets, `lines` between lines, in pixels; `low` puts all on the line's foot."""
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._lines = gap, lines
        self._across = Qt.AlignmentFlag.AlignBottom if low else Qt.AlignmentFlag.AlignVCenter
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """The next one."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One of them, or None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take one out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It asks for no more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Less width, more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines at a width."""
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put every widget in its place."""
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        shown = [item for item in self._items if not item.isEmpty()]
        wide = sum(item.sizeHint().width() for item in shown) + self._gap * max(0, len(shown) - 1)
        high = max((item.sizeHint().height() for item in shown), default=0)
        edges = self.contentsMargins()
        return QSize(wide + edges.left() + edges.right(), high + edges.top() + edges.bottom())

    def minimumSize(self) -> QSize:
        """The widest widget alone on its line."""
        edges = self.contentsMargins()
        least = QSize(0, 0)
        for item in self._items:
            if not item.isEmpty():
                least = least.expandedTo(item.minimumSize())
        return least + QSize(edges.left() + edges.right(), edges.top() + edges.bottom())

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        edges = self.contentsMargins()
        inner = rect.adjusted(edges.left(), edges.top(), -edges.right(), -edges.bottom())
        lines: list[list[tuple[QLayoutItem, QSize]]] = [[]]
        across = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            size.setWidth(min(size.width(), max(inner.width(), item.minimumSize().width())))
            if lines[-1] and across + size.width() > inner.width():
                lines.append([])
                across = 0
            lines[-1].append((item, size))
            across += size.width() + self._gap
        top = inner.top()
        for line in lines:
            high = max((size.height() for _, size in line), default=0)
            if place:
                left = inner.left()
                for item, size in line:
                    high_here = (
                        item.heightForWidth(size.width()) if item.hasHeightForWidth() else size.height()
                    )
                    item.setGeometry(
                        QStyle.alignedRect(
                            Qt.LayoutDirection.LeftToRight,
                            Qt.AlignmentFlag.AlignLeft | self._across,
                            QSize(size.width(), max(high_here, size.height())),
                            QRect(left, top, size.width(), high),
                        )
                    )
                    left += size.width() + self._gap
            top += high + self._lines
        return top - self._lines - rect.top() + edges.bottom()


class FlowRow(QWidget):
    """A row of widgets that wraps."""

    def __init__(self, *widgets: QWidget, gap: int = 6, lines: int = 6, low: bool = False) -> None:
        super().__init__()
        self._flow = Flow(self, gap=gap, lines=lines, low=low)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for widget in widgets:
            self.add(widget)

    def add(self, widget: QWidget) -> None:
        """The next one."""
        self._flow.addWidget(widget)
