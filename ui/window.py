"""The window: the frame, the places within it, and the commands that hold everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from ui.anonymous import AnonymousBar, FollowsSwitch
from ui.cases import Cases
from ui.commands import Command
from ui.desk import Desk
from ui.dialogs.unexpected import Unexpected, details
from ui.forms import Field
from ui.found import SEARCH, best, total
from ui.frame import Rail, StatusBar, TopBar, below
from ui.help import HelpPanel
from ui.notices import Notice, NoticeBars
from ui.place import LoadedLate, Place
from ui.places.rail import PLACES
from ui.places.welcome import Welcome
from ui.settings import Settings
from ui.theme import LARGEST, SMALLEST, STEP, look
from workbench.anonymity.rendering import say as as_read
from workbench.casefile import Broadcast
from workbench.problems import Problem
from workbench.review import the_review

NAME = "Review Panel Workbench"
MENUS = ("File", "Edit", "View", "Go", "Place", "Help")
_IDLE_BEFORE_SETTLING = 20_000


class Window(QMainWindow):
    """The one window. `places` are those of the rail, or others in a test."""

    def __init__(self, settings: Settings, places: Sequence[type[Place] | LoadedLate] = PLACES) -> None:
        super().__init__()
        self.setWindowTitle(NAME)
        self.setAccessibleName(NAME)
        self.setAcceptDrops(True)
        self.settings = settings
        self.desk = Desk(settings, self)
        self.desk.search, self.desk.count_found = best, total
        self.cases = Cases(self.desk, self)
        self._kinds: dict[str, type[Place] | LoadedLate] = {place.key: place for place in places}
        self._places: dict[str, Place] = {}
        self._current = ""
        self._may_close = False
        self._alt_alone = False
        self._back: list[str] = []

        self.top = TopBar(self.desk)
        self.rail = Rail([(place.key, place.title, place.icon) for place in places if place.on_rail])
        self.anonymous = AnonymousBar(self.desk)
        self.notices = NoticeBars()
        self.stack = QStackedWidget()
        self.welcome = Welcome()
        self.stack.addWidget(self.welcome)
        self.status = StatusBar(self.desk, _version())
        self.help = HelpPanel()
        self.help.setParent(self)
        self.help.hide()

        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.anonymous)
        middle.addWidget(self.notices)
        middle.addWidget(self.stack, 1)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addLayout(middle, 1)
        whole = QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.top)
        whole.addLayout(across, 1)
        whole.addWidget(self.status)
        centre = QWidget()
        centre.setLayout(whole)
        self.setCentralWidget(centre)
        self.setMinimumSize(960, 600)

        self._add_commands()
        self._connect()
        self._show_frame()
        wide, high = settings.number("window_width", 1280), settings.number("window_height", 800)
        self.resize(wide, high)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(_IDLE_BEFORE_SETTLING)
        self._idle.timeout.connect(self._settle)

    # ---- commands

    def _add_commands(self) -> None:
        def has_case() -> bool:
            return self.desk.case is not None and not self.cases.closing

        def free() -> bool:
            return not self.cases.closing

        def undo_words() -> str:
            return f"Undo {_lower(self.desk.undo_label)}" if self.desk.undo_label else "Undo"

        def redo_words() -> str:
            return f"Redo {_lower(self.desk.redo_label)}" if self.desk.redo_label else "Redo"

        add = self._command
        add("new", "New case…", self.cases.new, "Ctrl+N", menu="File", icon="circle-plus", can=free)
        add("open", "Open a case…", self.cases.open, "Ctrl+O", menu="File", icon="folder-open", can=free)
        add(
            "sample",
            "Try the sample case…",
            self.cases.sample,
            "Ctrl+T",
            menu="File",
            icon="graduation-cap",
            can=free,
        )
        add(
            "copy_to",
            "Copy to…",
            self.cases.copy_to,
            menu="File",
            icon="copy",
            can=has_case,
            changes=True,
            words="save as duplicate",
        )
        add(
            "back_up",
            "Back up now",
            self.cases.back_up_now,
            menu="File",
            icon="archive",
            can=has_case,
            changes=True,
            words="save",
        )
        add(
            "passphrase",
            "Change passphrase…",
            self.cases.change_passphrase,
            menu="File",
            icon="key-round",
            can=has_case,
            changes=True,
        )
        add(
            "recovery",
            "Recovery key…",
            self.cases.show_recovery_key,
            menu="File",
            icon="key-round",
            can=has_case,
        )
        add("close", "Close the case", self.cases.close, "Ctrl+W", menu="File", icon="log-out", can=has_case)
        add("quit", "Quit", self.close, "Ctrl+Q", menu="File")
        add(
            "undo",
            undo_words,
            self.desk.undo,
            "Ctrl+Z",
            menu="Edit",
            icon="undo-2",
            can=lambda: bool(self.desk.undo_label),
            changes=True,
        )
        add(
            "redo",
            redo_words,
            self.desk.redo,
            "Ctrl+Y",
            "Ctrl+Shift+Z",
            menu="Edit",
            icon="redo-2",
            can=lambda: bool(self.desk.redo_label),
            changes=True,
        )
        add("search", "Search, or type a command", self._search, "Ctrl+K", menu="Edit", icon="search")
        add(
            "search_all",
            "Search the whole case…",
            lambda: self.desk.go(SEARCH),
            "Ctrl+Shift+F",
            menu="Edit",
            icon="search",
            can=lambda: has_case() and SEARCH in self._kinds,
            words="find everywhere every place words",
        )
        add(
            "larger",
            "Larger text",
            lambda: self._text_size(STEP),
            "Ctrl+=",
            "Ctrl++",
            menu="View",
            icon="zoom-in",
        )
        add("smaller", "Smaller text", lambda: self._text_size(-STEP), "Ctrl+-", menu="View", icon="zoom-out")
        add(
            "plain_size",
            "Text at 100 %",
            lambda: self._text_size(0),
            "Ctrl+0",
            menu="View",
            icon="a-large-small",
        )
        add(
            "anonymous",
            lambda: "Show names" if self.desk.anonymous else "Show everything anonymous",
            lambda: self._read_as_anonymous(not self.desk.anonymous),
            "Ctrl+Shift+A",
            menu="View",
            icon="eye-off",
            can=has_case,
            words="names pseudonyms switch read only anonymise",
        )
        on_rail = {key: place for key, place in self._kinds.items() if place.on_rail}
        for number, (key, place) in enumerate(on_rail.items(), 1):
            add(
                f"go_{key}",
                place.title,
                lambda key=key: self.desk.go(key),
                f"Ctrl+{number}",
                menu="Go",
                icon=place.icon,
                can=has_case,
                words="go to place",
            )
        add(
            "back",
            "Back",
            self._go_back,
            "Alt+Left",
            menu="Go",
            icon="arrow-left",
            can=lambda: bool(self._back),
        )
        add("next_pane", "Next pane", lambda: self._pane(1), "F6", menu="Go", can=has_case)
        add("last_pane", "Previous pane", lambda: self._pane(-1), "Shift+F6", menu="Go", can=has_case)
        add(
            "help",
            "Keys and what this place is for",
            self._help,
            "F1",
            menu="Help",
            icon="circle-question-mark",
        )
        add("menu", "Menu", self.show_menu, "F10")

    def _command(self, key: str, title: Any, run: Any, *keys: str, **more: Any) -> None:  # noqa: ANN401
        self.desk.commands.add(Command(key, title, run, keys, **more), self)

    def show_menu(self) -> None:
        """Open the menu, with every command in it."""
        menu = QMenu("Menu", self)
        menu.setAccessibleName("Menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in MENUS:
            commands = [each for each in self.desk.commands.in_menu(name) if name != "Place" or each.can()]
            if not commands:
                continue
            inner = menu.addMenu(self._current_title if name == "Place" else f"&{name}")
            inner.setAccessibleName(self._current_title if name == "Place" else name)
            for command in commands:
                inner.addAction(self.desk.commands.entry(command.key, inner))
        menu.popup(below(self.top.menu) - QPoint(menu.sizeHint().width() - self.top.menu.width(), 0))

    @property
    def _current_title(self) -> str:
        place = self.place
        return place.title if place is not None else "Place"

    def _text_size(self, by: int) -> None:
        size = max(SMALLEST, min(LARGEST, look.text_size + by)) if by else SMALLEST
        look.use(text_size=size)
        self.settings.keep("text_size", size)

    def _search(self) -> None:
        if self.desk.case is not None:
            self.top.search.start()
        else:
            self.show_menu()

    # ---- the case coming and going

    def _connect(self) -> None:
        desk = self.desk
        desk.opened.connect(self._opened)
        desk.closing.connect(self._closing)
        desk.changed.connect(self._changed)
        desk.went.connect(self._went)
        desk.noticed.connect(self._noticed)
        desk.switched.connect(self._switched)
        self.top.anonymous_asked.connect(self._read_as_anonymous)
        self.rail.asked.connect(desk.go)
        self.rail.help_asked.connect(self._help)
        self.status.help_asked.connect(self._help)
        self.status.undo_asked.connect(lambda: desk.commands.run("undo"))
        self.status.text_size_asked.connect(lambda: self._text_size(STEP if look.text_size < LARGEST else 0))
        self.top.menu_asked.connect(self.show_menu)
        self.welcome.new_asked.connect(lambda: desk.commands.run("new"))
        self.welcome.open_asked.connect(lambda: desk.commands.run("open"))
        self.welcome.sample_asked.connect(lambda: desk.commands.run("sample"))
        self.help.gone.connect(self._close_help)
        look.changed.connect(self._place_help)

    def _show_frame(self) -> None:
        case = self.desk.case is not None
        self.top.setVisible(case)
        self.rail.setVisible(case)
        if not case:
            self.stack.setCurrentWidget(self.welcome)
        self.status.refresh()

    def _opened(self) -> None:
        self.notices.clear()
        self._show_review()
        self._show_frame()
        if self._kinds:
            first = "chronology" if "chronology" in self._kinds else next(iter(self._kinds))
            self._went(first, "")

    def _closing(self) -> None:
        self._close_help()
        self.notices.clear()
        self._current = ""
        self._back.clear()
        self.stack.setCurrentWidget(self.welcome)
        for key in list(self._places):
            self._drop(key)
        self.top.setVisible(False)
        self.top.names.choose("names")
        self.anonymous.hide()
        self.rail.setVisible(False)
        self.welcome.new.setFocus()

    def _changed(self, broadcast: Broadcast) -> None:
        if "review" in broadcast.touched:
            self._show_review()
        self._idle.start()

    def _show_review(self) -> None:
        try:
            review = self.desk.read(the_review)
        except Problem as problem:
            self.desk.tell(problem)
            return
        self.top.show_case(as_read(review.title), review.kind.name, review.marking)

    # ---- names or anonymous

    def _read_as_anonymous(self, on: bool) -> None:
        """Switch, once what was being typed is kept. Words that were refused hold the switch back."""
        focus = QApplication.focusWidget()
        if focus is not None and isinstance(focus, QLineEdit | QTextEdit):
            focus.clearFocus()
        held = [field for field in self.findChildren(Field) if field.isVisible() and field.unkept]
        if on and held:
            self.top.names.choose("names")
            self.desk.tell(
                Problem(
                    "Something that was typed is not kept yet, so names stay.",
                    "Mend the field that says what is wrong, or press Esc in it, and switch again.",
                )
            )
            held[0].setFocus()
            return
        self.desk.read_as_anonymous(on)
        self.top.names.choose("anonymous" if self.desk.anonymous else "names")
        if focus is not None and isValid(focus):
            focus.setFocus()

    def _switched(self) -> None:
        """Everything that says words of the case says them anew, and what changes it stands still or moves again."""
        self.top.names.choose("anonymous" if self.desk.anonymous else "names")
        self.top.search.forget()
        self.notices.clear()
        self._close_help()
        self._show_review()
        self.anonymous.refresh()
        self.status.refresh()
        for key, place in list(self._places.items()):
            if type(place).switched is not Place.switched:
                place.switched()
            elif key != self._current:
                self._drop(key)
            else:
                thing = place.stands_on()
                self._drop(key)
                self._current = ""
                self._went(key, thing)
        for widget in self.findChildren(QWidget):
            if isinstance(widget, FollowsSwitch):
                widget.follow_switch()

    def _drop(self, key: str) -> None:
        """Let a place go; it is made anew when next gone to."""
        place = self._places.pop(key)
        place.let_go()
        self.stack.removeWidget(place)
        place.deleteLater()

    def _settle(self) -> None:
        if self.desk.case is not None and not self.desk.jobs.busy:
            try:
                self.desk.case.settle()
            except Problem as problem:
                self.desk.tell(problem)

    # ---- places

    @property
    def place(self) -> Place | None:
        """The place shown, if a case is open."""
        return self._places.get(self._current)

    def _went(self, key: str, thing: str) -> None:
        if self.desk.case is None or key not in self._kinds:
            return
        place = self._places.get(key)
        if place is None:
            kind = self._kinds[key]
            place = (kind.load() if isinstance(kind, LoadedLate) else kind)(self.desk)
            place.said.connect(self._said)
            self._places[key] = place
            self.stack.addWidget(place)
        if self._current and self._current != key:
            self._back = [*[each for each in self._back if each != key][-8:], self._current]
        moved = key != self._current
        self._current = key
        self.status.say_for_place("")
        self.stack.setCurrentWidget(place)
        self.rail.show_place(key)
        place.shown()
        if thing:
            place.show_thing(thing)
        start = place.start()
        if (moved or not thing) and start is not None:
            start.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.help.isVisible():
            self.help.show_for(place, self.desk.commands.all())

    def _go_back(self) -> None:
        if self._back:
            key = self._back.pop()
            self._went(key, "")
            self._back = self._back[:-1]

    def _said(self, words: str) -> None:
        if self.sender() is self.place:
            self.status.say_for_place(words)

    def _pane(self, by: int) -> None:
        place = self.place
        if place is None:
            return
        panes = [self.rail, *place.panes(), self.top.search]
        focus = QApplication.focusWidget()
        at = next(
            (
                number
                for number, pane in enumerate(panes)
                if focus is not None and (pane is focus or pane.isAncestorOf(focus))
            ),
            0,
        )
        for step in range(1, len(panes) + 1):
            target = _first_focus(panes[(at + by * step) % len(panes)])
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return

    # ---- news and help

    def _noticed(self, notice: Notice) -> None:
        self.notices.show_notice(notice)

    def _help(self) -> None:
        if self.help.isVisible():
            self._close_help()
            return
        self.help.show_for(self.place, self.desk.commands.all())
        self._place_help()
        self.help.show()
        self.help.raise_()
        self.help.close_button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _close_help(self) -> None:
        had = self.help.isVisible()
        self.help.hide()
        place = self.place
        if had and place is not None:
            start = place.start()
            if start is not None:
                start.setFocus()

    def _place_help(self) -> None:
        top = self.top.height() if self.top.isVisible() else 0
        wide = look.px(360) if look.text_size < 150 else round(self.width() * 0.5)
        self.help.setGeometry(self.width() - wide, top, wide, self.height() - top - self.status.height())

    def unexpected(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """A fault of ours reached the top: say so, and go on. What can be wrong with a file is no fault of ours."""
        if isinstance(error, Problem):
            self.desk.tell(error)
            return
        Unexpected(self, details(kind, trace)).show_asking()

    # ---- Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Remember the size; the help keeps to the right edge."""
        super().resizeEvent(event)
        self._place_help()
        if self.isVisible() and not self.isMaximized() and not self.isFullScreen():
            self.settings.keep("window_width", self.width())
            self.settings.keep("window_height", self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes help, then news."""
        if event.key() == Qt.Key.Key_Escape:
            if self.help.isVisible():
                self._close_help()
                return
            if self.notices.dismiss():
                return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt by itself opens the menu, as in the programs people know."""
        if isinstance(event, QKeyEvent) and self.isActiveWindow():
            if event.type() == QEvent.Type.KeyPress:
                self._alt_alone = event.key() == Qt.Key.Key_Alt
            elif event.type() == QEvent.Type.KeyRelease and event.key() == Qt.Key.Key_Alt and self._alt_alone:
                self._alt_alone = False
                if QApplication.activePopupWidget() is None and QApplication.activeModalWidget() is None:
                    self.show_menu()
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped."""
        if self.desk.case is not None and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Give the files to the place shown."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if self.take_files(files):
            event.acceptProposedAction()

    def take_files(self, files: Sequence[Path]) -> bool:
        """Files for the place shown; says in a bar when it has no use for them."""
        place = self.place
        if place is None or not files:
            return False
        if place.take_files(files):
            return True
        self.desk.notice(
            "Documents can be dropped on Materials, and chronologies on Chronology.",
            link="Go to Materials" if "materials" in self._kinds else "",
            on_link=lambda: self.desk.go("materials"),
        )
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the case first: that waits for work, and backs up what was changed."""
        if self.desk.case is not None or self.cases.closing:
            event.ignore()
            if not self.cases.closing:
                self.setEnabled(True)
                self.cases.close(self.close)
            return
        self.desk.jobs.close()
        self.desk.aside.close()
        super().closeEvent(event)


def _version() -> str:
    try:
        return version("review-panel-workbench")
    except PackageNotFoundError:
        return "from source"


def _lower(label: str | None) -> str:
    return label[:1].lower() + label[1:] if label else ""


def _first_focus(pane: QWidget) -> QWidget | None:
    """The control of a pane that focus goes to: the checked or current one, else the first."""
    parts = [pane, *pane.findChildren(QWidget)]
    able = [
        part
        for part in parts
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus
        and part.isVisible()
        and part.isEnabled()
        and part.focusProxy() is None
    ]
    return next((part for part in able if part.property("checked") is True), able[0] if able else None)
