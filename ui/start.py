"""Opening the window. Everything that needs Qt is reached from here, and only from here."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from ui.dialogs.files import forget_folders
from ui.later import load_what_is_left
from ui.ring import FocusRing
from ui.settings import Settings
from ui.theme import look
from ui.window import NAME, Window

_QUIET = 400
"""Milliseconds after the start in which the window is drawn and answers first."""


def prepare(app: QApplication, settings: Settings) -> None:
    """Give the application its look, its focus ring and no memory of folders."""
    app.setApplicationName(NAME)
    app.setApplicationDisplayName(NAME)
    app.setStyle("Fusion")
    forget_folders()
    look.use(text_size=settings.number("text_size", 100))
    FocusRing(app)


def run(
    case: Path | None = None, settings_folder: Path | None = None, passphrase_file: Path | None = None
) -> int:
    """Open the window, on a case where one is given, and give the exit code when it has closed.

    With a file that holds its passphrase the case is opened at once; otherwise the window asks.
    """
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(sys.argv[:1])
    settings = Settings(settings_folder)
    prepare(app, settings)
    window = Window(settings)
    app.installEventFilter(window)

    def unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            app.quit()
            return
        window.unexpected(kind, error, trace)

    sys.excepthook = unexpected
    window.show()
    if case is not None:
        window.cases.open(case, passphrase_file)
    QTimer.singleShot(_QUIET, load_what_is_left)
    return app.exec()
