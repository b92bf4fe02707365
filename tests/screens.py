"""Pictures of every place from the real window: `python tests/screens.py OUT`.

Each place on the rail is drawn at 1280 x 800, and a few at twice the text size and in a narrow window, on the
sample case. A place that has more to show than its first page adds steps to `MORE`.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

# The folder of this script holds one called ui as well, which would stand before the program's own.
sys.path[0] = str(Path(__file__).resolve().parent.parent)
sys.path.append(str(Path(__file__).resolve().parent))

from chronology_pictures import CHRONOLOGY
from materials_pictures import MATERIALS
from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QDialog
from themes_pictures import THEMES
from timeline_pictures import TIMELINE

from ui.cases import NewCase
from ui.dialogs.passphrase import RecoveryKey
from ui.settings import Settings
from ui.start import prepare
from ui.theme import look
from ui.window import Window
from workbench import sample
from workbench.case import open_case

FULL = (1280, 800)
NARROW = (1024, 700)


class Camera:
    """Takes pictures of one window into a folder."""

    def __init__(self, window: Window, out: Path) -> None:
        self.window, self.out = window, out
        self.taken: list[Path] = []

    def settle(self) -> None:
        """Let everything that is due happen: layouts, queued signals, short timers, work on the other thread."""
        limit = QDeadlineTimer(30_000)
        desk = self.window.desk
        while (desk.jobs.busy or desk.aside.busy or self.window.cases.closing) and not limit.hasExpired():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
        loop = QEventLoop()
        QTimer.singleShot(150, loop.quit)
        loop.exec()

    def take(self, name: str) -> None:
        """A picture of the window as it is, with the dialog that is open laid over it."""
        self.settle()
        picture = self.window.grab()
        dialog = QApplication.activeModalWidget()
        self._save(name, picture)
        if isinstance(dialog, QDialog):
            self._save(f"{name}-dialog", dialog.grab())

    def _save(self, name: str, picture: QPixmap) -> None:
        path = self.out / f"{name}.png"
        picture.save(str(path))
        self.taken.append(path)


def frame(camera: Camera) -> None:
    """What belongs to the window itself."""
    window = camera.window
    window.desk.commands.run("help")
    camera.take("help")
    window.desk.commands.run("help")
    window.activateWindow()
    window.top.search.start()
    window.top.search.edit.setText("seen")
    window.top.search.look_up()
    camera.take("search")
    window.top.search.edit.given_up_search.emit()
    window.desk.go("search", "missed appointment")
    camera.take("search-all")
    look.use(text_size=200)
    camera.take("search-all-200")
    look.use(text_size=100)


def anonymous(camera: Camera, keys: list[str]) -> None:
    """Every place as it is seen without names, the first of them with large text too."""
    window = camera.window
    window.desk.go("case", "anonymity")
    camera.take("case-anonymity")
    window.desk.commands.run("anonymous")
    for key in keys:
        window.desk.go(key)
        camera.take(f"{key}-anonymous")
    look.use(text_size=200)
    window.desk.go("chronology")
    camera.take("chronology-anonymous-200")
    look.use(text_size=100)
    window.desk.commands.run("anonymous")


MORE: dict[str, tuple[Callable[[Camera], None], ...]] = {
    "chronology": CHRONOLOGY,
    "materials": MATERIALS,
    "themes": THEMES,
    "timeline": TIMELINE,
}
"""Further pictures of a place, by its key: functions that lead it somewhere and call `camera.take`."""


def main(arguments: list[str]) -> int:
    """Draw everything into the folder named."""
    if len(arguments) != 1:
        print("usage: python tests/screens.py OUT", file=sys.stderr)
        return 2
    out = Path(arguments[0])
    out.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        settings = Settings(folder / "settings")
        prepare(app, settings)
        window = Window(settings)
        window.resize(*FULL)
        window.show()
        window.activateWindow()
        camera = Camera(window, out)
        window.welcome.new.setFocus()
        camera.take("welcome")
        NewCase(window, lambda passphrase, who: None, "R. Adeyemi").show_asking()
        camera.take("new-case")
        _close_dialogs()
        made, *_ = sample.make(folder / "sample")
        passphrase = (folder / "sample" / sample.PASSPHRASE).read_text(encoding="utf-8").rstrip("\n")
        window.cases.take(open_case(made, passphrase, by="R. Adeyemi"))
        keys = list(window.rail.buttons)
        for key in keys:
            window.desk.go(key)
            camera.take(key)
            for step in MORE.get(key, ()):
                step(camera)
        frame(camera)
        anonymous(camera, keys)
        RecoveryKey(window, window.desk.the_case.recovery_key()).show_asking()
        camera.take("recovery-key")
        _close_dialogs()
        window.resize(*NARROW)
        for key in keys:
            window.desk.go(key)
            camera.take(f"{key}-narrow")
        window.resize(*FULL)
        look.use(text_size=200)
        for key in keys:
            window.desk.go(key)
            camera.take(f"{key}-200")
        look.use(text_size=100, scheme="dark")
        for key in keys[1:3]:
            window.desk.go(key)
            camera.take(f"{key}-dark")
        look.use(scheme="light")
        window.close()
        camera.settle()
        window.close()
    for path in camera.taken:
        print(path)
    return 0


def _close_dialogs() -> None:
    for top in QApplication.topLevelWidgets():
        if isinstance(top, QDialog):
            top.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
