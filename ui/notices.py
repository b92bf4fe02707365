"""Small news in a bar: one sentence, one link or Undo, gone with Esc. Never more than two at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.buttons import Button, KeyCap
from ui.icons import Icon
from ui.theme import be, look, say

Kind = Literal["info", "good", "warn"]


@dataclass(frozen=True)
class Notice:
    """News: a sentence, of what kind, and the one thing a person may want to do about it."""

    text: str
    kind: Kind = "info"
    link: str = ""
    on_link: Callable[[], object] | None = None


class NoticeBar(QFrame):
    """One bar. `gone` is emitted when it has been dismissed or its link was followed."""

    gone = Signal()

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self.notice = notice
        warns = notice.kind == "warn"
        be(self, ground="warn" if warns else "tint", edge="below")
        self.setAccessibleName(notice.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(10)
        icon = {"warn": "triangle-alert", "good": "circle-check", "info": "info"}[notice.kind]
        row.addWidget(Icon(icon, "warn" if warns else "accent", 16))
        words = say(QLabel(notice.text), "body", "ink")
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        words.setMinimumHeight(look.px(22))
        row.addWidget(words, 1)
        self.link: Button | None = None
        if notice.link:
            self.link = Button(notice.link, self._follow, kind="link")
            row.addWidget(self.link)
        self.dismiss = Button("Dismiss", self.gone.emit, kind="link", name=f"Dismiss: {notice.text}")
        row.addWidget(self.dismiss)
        row.addWidget(KeyCap("Esc"))

    def _follow(self) -> None:
        if self.notice.on_link is not None:
            self.notice.on_link()
        self.gone.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc dismisses it."""
        if event.key() == Qt.Key.Key_Escape:
            self.gone.emit()
        else:
            super().keyPressEvent(event)


class NoticeBars(QWidget):
    """The bars above a place, newest first, two at the most."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._bars: list[NoticeBar] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def show_notice(self, notice: Notice) -> None:
        """Show news; the same news twice is shown once, and the oldest of three goes."""
        for bar in [each for each in self._bars if each.notice.text == notice.text]:
            self._take(bar)
        bar = NoticeBar(notice)
        bar.gone.connect(self._gone)
        self._bars.insert(0, bar)
        self._column.insertWidget(0, bar)
        while len(self._bars) > 2:
            self._take(self._bars[-1])

    def dismiss(self) -> bool:
        """Dismiss the newest; says whether there was one."""
        if not self._bars:
            return False
        self._take(self._bars[0])
        return True

    def clear(self) -> None:
        """Dismiss all."""
        while self.dismiss():
            pass

    def texts(self) -> list[str]:
        """What the bars say, newest first."""
        return [bar.notice.text for bar in self._bars]

    def _gone(self) -> None:
        bar = self.sender()
        if isinstance(bar, NoticeBar):
            self._take(bar)

    def _take(self, bar: NoticeBar) -> None:
        if bar in self._bars:
            self._bars.remove(bar)
            self._column.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
