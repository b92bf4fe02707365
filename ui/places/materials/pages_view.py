"""The pages of a document as they are drawn, with its tags on them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractScrollArea

from ui.desk import Desk
from ui.places.materials.opened import Opened
from ui.places.materials.text_view import PassageTag


class PagesView(QAbstractScrollArea):
    """Stand-in."""

    scrolled = Signal()
    moved = Signal()
    pressed_tag = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.page = 0
        self.end_in_view = False

    def show_document(self, opened: Opened | None) -> None:
        """."""

    def go_to(self, page: int) -> None:
        """."""

    def show_tags(self, tags: Sequence[PassageTag]) -> None:
        """."""

    def let_go(self) -> None:
        """."""
