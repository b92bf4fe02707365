"""Saving the picture as a file, drawn by the pen of documents and recorded as having left the case."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.files import ask_save
from workbench.outgoing import OutgoingView
from workbench.problems import Report
from workbench.review import the_review
from workbench.timeline.export import export, suggested_name
from workbench.timeline.view import View

_KINDS: Final = {"png": "Pictures (*.png)", "svg": "Drawings (*.svg)", "pdf": "PDF documents (*.pdf)"}


def ask_export(desk: Desk, parent: QWidget, view: View, ending: str) -> None:
    """Ask where to, and write it off the window's thread. Names are as the window shows them."""
    review = desk.read(the_review)
    ask_save(
        parent,
        "Save the timeline",
        partial(_write, desk, view),
        name=suggested_name(review, ending),
        ending=ending,
        kinds=(_KINDS[ending],),
    )


def _write(desk: Desk, view: View, to: Path) -> None:
    case = desk.the_case

    def work(report: Report) -> OutgoingView:
        return export(case, view, to, report=report)

    def finished(left: OutgoingView) -> None:
        desk.notice(f"{left.name} is written, and recorded in the history.")

    desk.work("Drawing the timeline", work, finished=finished)
