"""A fault of ours: the work is safe, and the details can be copied without any words of the case."""

from __future__ import annotations

import platform
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ui.buttons import Button
from ui.dialogs.frame import Asking
from ui.forms import TextEdit


def details(kind: type[BaseException], trace: TracebackType | None) -> str:
    """What happened where, without the error's own words: those may quote the case."""
    lines = [f"{kind.__module__}.{kind.__qualname__}"]
    for frame in traceback.extract_tb(trace):
        file = Path(frame.filename)
        lines.append(f"  {file.parent.name}/{file.name}:{frame.lineno} in {frame.name}")
    lines.append(f"Python {platform.python_version()}, Qt {qVersion()}, {sys.platform}")
    return "\n".join(lines)


class Unexpected(Asking):
    """Say that something went wrong within the program."""

    def __init__(self, parent: QWidget, text: str) -> None:
        super().__init__(
            parent,
            "Something went wrong in the program",
            "This is a fault of ours, not of yours. Every change made before it is saved. You can go on; if it"
            " comes again, close the case and open it anew. The details below hold no words of the case.",
            button="Go on",
            cancel="",
            wide=560,
        )
        self.details = TextEdit("Details", least_lines=5, most_lines=10)
        self.details.set_text(text)
        self.details.setReadOnly(True)
        self.body.addWidget(self.details)
        copy = Button("Copy the details", lambda: QGuiApplication.clipboard().setText(text), icon="copy")
        copy.setAutoDefault(False)
        self.foot.insertWidget(0, copy)
