"""The pictures in a Word document or an e-mail: folded until someone asks for them, since they may distress."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.dialogs.frame import Asking
from ui.inspector import words
from ui.panes import scrolled
from ui.places.materials.opened import Opened
from ui.theme import look
from ui.wording import count
from workbench.reading.apart import pictures

MAY_HOLD = frozenset({"docx", "eml"})
"""Kinds of document whose pictures stand within the text and not on a page that is drawn."""
_MOST = 60


def show_pictures(desk: Desk, owner: QWidget, opened: Opened) -> None:
    """Have the pictures taken out, apart from the program, and show them."""
    case, material = desk.the_case, opened.material

    def done(found: list[tuple[str, bytes]]) -> None:
        if not found:
            desk.notice("There are no pictures in this document.")
        elif not desk.anonymous:
            PicturesSheet(owner.window(), opened.title, found).show_asking()

    desk.work(
        "Looking for pictures",
        lambda report: pictures(case.original(material.sha256), material.name),
        finished=done,
    )


class PicturesSheet(Asking):
    """The pictures one under the other, each as wide as there is room."""

    def __init__(self, parent: QWidget, title: str, found: Sequence[tuple[str, bytes]]) -> None:
        super().__init__(
            parent,
            "Pictures",
            f"{count(len(found), 'picture')} in “{title}”.",
            button="Close",
            cancel="",
            wide=640,
        )
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        room = look.px(580)
        for number, (name, data) in enumerate(found[:_MOST], 1):
            picture = QPixmap()
            picture.loadFromData(data, "PNG")
            shown = QLabel()
            shown.setAccessibleName(f"Picture {number} of {len(found)}")
            if picture.width() > room:
                picture = picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
            shown.setPixmap(picture)
            column.addWidget(words(f"{number}  {name}", "meta", "muted"))
            column.addWidget(shown)
        if len(found) > _MOST:
            column.addWidget(words(f"and {len(found) - _MOST} more, in the original", "meta", "muted"))
        column.addStretch(1)
        area = scrolled(body, "paper", "Pictures")
        area.setMinimumHeight(look.px(420))
        self.body.addWidget(area)
