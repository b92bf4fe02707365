"""How everything looks: colours, type and spacing, from one table of tokens.

A widget never names a colour or a size of its own. It says what it *is* (`say(label, "meta", "muted")`,
`button.setProperty("kind", "primary")`) or asks `look` for a token when it paints itself. Changing the
scheme or the text size is then one call that reaches everything.
"""

from __future__ import annotations

from typing import Final, Literal, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

import resources

Scheme = Literal["light", "dark", "contrast"]
Kind = TypeVar("Kind", bound=QWidget)

# token: light, dark, high contrast
TOKENS: Final[dict[str, tuple[str, str, str]]] = {
    "ink": ("#1F2933", "#E6EAEF", "#000000"),
    "ink2": ("#3A4754", "#CBD3DC", "#000000"),
    "muted": ("#5F6C7B", "#A0ACB9", "#1A1A1A"),
    "paper": ("#FFFFFF", "#1B2229", "#FFFFFF"),
    "ground": ("#F7F8FA", "#14191F", "#FFFFFF"),
    "sunk": ("#EEF1F4", "#10151A", "#F0F0F0"),
    "line": ("#DDE2E8", "#333D48", "#000000"),
    "line2": ("#EBEEF2", "#28313A", "#767676"),
    "strong": ("#8793A1", "#6C7A89", "#000000"),
    "accent": ("#205C7E", "#8CC1DE", "#003A6B"),
    "accent_over": ("#1A4C68", "#A6D0E7", "#002A4E"),
    "on_accent": ("#FFFFFF", "#14191F", "#FFFFFF"),
    "tint": ("#E7F0F5", "#213B4B", "#D6E9F8"),
    "good": ("#1B6B45", "#7CCBA2", "#004D26"),
    "warn": ("#8A4B00", "#F0BE74", "#5C3200"),
    "bad": ("#A32A2A", "#F2A09B", "#7A0000"),
    "good_ground": ("#E3F2EA", "#1B3328", "#E3F2EA"),
    "warn_ground": ("#FDF1DC", "#3A2D17", "#FDF1DC"),
    "bad_ground": ("#FBE7E5", "#3E2322", "#FBE7E5"),
    "done": ("#1B5287", "#8CC1DE", "#003A6B"),
    "done_ground": ("#E1ECF7", "#213B4B", "#D6E9F8"),
    "plain_ground": ("#EEF1F4", "#28313A", "#F0F0F0"),
    "found": ("#F9EDBF", "#4A4220", "#FFF3B0"),
    "blue": ("#0072B2", "#56AEE6", "#005A94"),
    "vermilion": ("#D55E00", "#FF8F42", "#B04A00"),
    "plum": ("#8B1E5B", "#D67CB0", "#6E0F45"),
    "grey": ("#7A8794", "#A3AEBA", "#4F5963"),
    "green": ("#009E73", "#3FC79C", "#00694D"),
    "run": ("#FBE6DC", "#40291E", "#FBE6DC"),
    "no_record": ("#F1ECE0", "#2B2A22", "#F1ECE0"),
    "no_record_ink": ("#6B5F3F", "#CFC4A2", "#000000"),
    "no_record_edge": ("#B8AB8C", "#6B6349", "#000000"),
    "tail": ("#9FB4C7", "#5B7286", "#767676"),
    "status_plan": ("#F3C97B", "#5A4419", "#FBE3B5"),
    "status_need": ("#F3EDAA", "#4A4720", "#FBF8D5"),
    "status_care": ("#B5DBF4", "#1F4257", "#D6E9F8"),
    "status_other": ("#E3E8DC", "#2F3A2C", "#F0F0F0"),
}
_COLUMN: Final[dict[Scheme, int]] = {"light": 0, "dark": 1, "contrast": 2}

REGULAR: Final = QFont.Weight.Normal
MEDIUM: Final = QFont.Weight.Medium
SEMIBOLD: Final = QFont.Weight.DemiBold

# role: size in px at 100 %, line height in px, weight
ROLES: Final[dict[str, tuple[int, int, QFont.Weight]]] = {
    "display": (28, 36, SEMIBOLD),
    "title": (18, 24, SEMIBOLD),
    "heading": (15, 20, SEMIBOLD),
    "lead": (15, 24, REGULAR),
    "reading": (15, 23, REGULAR),
    "body": (13, 18, REGULAR),
    "name": (13, 18, MEDIUM),
    "ref": (13, 18, SEMIBOLD),
    "meta": (12, 16, REGULAR),
    "meta_name": (12, 16, MEDIUM),
    "head": (12, 16, SEMIBOLD),
    "caption": (11, 14, REGULAR),
    "caption_name": (11, 14, MEDIUM),
    "mark": (11, 14, SEMIBOLD),
}
FAMILY: Final = "Inter"
SMALLEST: Final = 100
LARGEST: Final = 200
STEP: Final = 10

_TABULAR: Final = QFont.Tag("tnum")
_RUNNING: Final = frozenset({"reading", "lead", "display"})


def mix(over: QColor, under: QColor, share: float) -> QColor:
    """`share` (0 to 1) of one colour laid over another."""
    return QColor(
        round(over.red() * share + under.red() * (1 - share)),
        round(over.green() * share + under.green() * (1 - share)),
        round(over.blue() * share + under.blue() * (1 - share)),
    )


class Look(QObject):
    """The look in use: scheme and text size, and every token worked out for them.

    `changed` is emitted after either has changed and everything styled by roles has been restyled; a
    widget that paints itself connects its `update` to it.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.scheme: Scheme = "light"
        self.text_size = SMALLEST
        self._colours: dict[str, QColor] = {}
        self._fonts: dict[str, QFont] = {}

    def colour(self, token: str) -> QColor:
        """The colour of a token ("accent"), or of a "#RRGGBB" given as it is."""
        found = self._colours.get(token)
        if found is None:
            found = QColor(token if token.startswith("#") else TOKENS[token][_COLUMN[self.scheme]])
            self._colours[token] = found
        return found

    def hex(self, token: str) -> str:
        """The colour of a token as "#rrggbb"."""
        return self.colour(token).name()

    def font(self, role: str = "body") -> QFont:
        """The font of a role at the text size in use. Figures are tabular except in running text."""
        found = self._fonts.get(role)
        if found is None:
            size, _, weight = ROLES[role]
            found = QFont(FAMILY)
            found.setPixelSize(self.px(size))
            found.setWeight(weight)
            if role not in _RUNNING:
                found.setFeature(_TABULAR, 1)
            self._fonts[role] = found
        return QFont(found)

    def line(self, role: str = "body") -> int:
        """The height of one line of a role, in pixels."""
        return self.px(ROLES[role][1])

    def px(self, at_full: float) -> int:
        """A length given for 100 % text, at the text size in use, in whole pixels."""
        return round(at_full * self.text_size / 100)

    def service(self, colour: str) -> tuple[QColor, QColor, QColor]:
        """Ink, ground and edge of a service's chip, from the service's one colour "#RRGGBB"."""
        own = QColor(colour if QColor(colour).isValid() else "#33414F")
        paper = self.colour("paper")
        if self.scheme == "dark":
            return mix(QColor("#FFFFFF"), own, 0.62), mix(own, paper, 0.38), mix(own, paper, 0.70)
        return own, mix(own, paper, 0.13), mix(own, paper, 0.40)

    def bar(self, at_full: int, text: int = 30) -> int:
        """The height of a bar: only the part its text needs grows with the text, the air round it does not."""
        return self.px(text) + at_full - text

    def use(self, scheme: Scheme | None = None, text_size: int | None = None) -> None:
        """Change scheme or text size (per cent, held between 100 and 200) and restyle everything."""
        if scheme is not None:
            self.scheme = scheme
        if text_size is not None:
            self.text_size = max(SMALLEST, min(LARGEST, text_size))
        self._colours.clear()
        self._fonts.clear()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self.dress(app)
        self.changed.emit()

    def dress(self, app: QApplication) -> None:
        """Give the application its style, palette, font and stylesheet."""
        if FAMILY not in QFontDatabase.families():
            for file in resources.fonts():
                QFontDatabase.addApplicationFont(str(file))
        app.setFont(self.font())
        app.setPalette(self._palette())
        app.setStyleSheet(_stylesheet(self))
        for widget in app.allWidgets():
            role = widget.property("role")
            if isinstance(role, str):
                widget.setFont(self.font(role))

    def _palette(self) -> QPalette:
        palette = QPalette()
        roles = {
            QPalette.ColorRole.Window: "ground",
            QPalette.ColorRole.WindowText: "ink",
            QPalette.ColorRole.Base: "paper",
            QPalette.ColorRole.AlternateBase: "ground",
            QPalette.ColorRole.Text: "ink",
            QPalette.ColorRole.PlaceholderText: "muted",
            QPalette.ColorRole.Button: "paper",
            QPalette.ColorRole.ButtonText: "ink",
            QPalette.ColorRole.ToolTipBase: "paper",
            QPalette.ColorRole.ToolTipText: "ink",
            QPalette.ColorRole.Highlight: "accent",
            QPalette.ColorRole.HighlightedText: "on_accent",
            QPalette.ColorRole.Link: "accent",
            QPalette.ColorRole.LinkVisited: "accent",
            QPalette.ColorRole.Accent: "accent",
            QPalette.ColorRole.Mid: "line",
            QPalette.ColorRole.Dark: "strong",
        }
        for role, token in roles.items():
            palette.setColor(role, self.colour(token))
        for role in (
            QPalette.ColorRole.WindowText,
            QPalette.ColorRole.Text,
            QPalette.ColorRole.ButtonText,
        ):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("strong"))
        return palette


look = Look()
"""The one look of the program. It is process-wide because Qt's own palette and stylesheet are."""


def say(widget: Kind, role: str = "body", tone: str = "ink") -> Kind:
    """Give a widget a type role and a tone (a colour token for its text); both follow the look."""
    widget.setProperty("role", role)
    widget.setProperty("tone", tone)
    widget.setFont(look.font(role))
    _restyle(widget)
    return widget


def be(widget: Kind, **what: str | bool) -> Kind:
    """Set what a widget is for the stylesheet, such as `kind="primary"` or `ground="sunk"`."""
    for name, value in what.items():
        widget.setProperty(name, value)
    _restyle(widget)
    return widget


def _restyle(widget: QWidget) -> None:
    # A widget that has not been shown yet takes its style then, with all that is said of it by that time.
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


_STYLESHEET: Final = """
QWidget { color: $ink; }
QMainWindow, QDialog, QMessageBox, QFileDialog { background: $paper; }
QToolTip { background: $paper; color: $ink; border: 1px solid $line; padding: 6px 8px; }
*[ground="paper"] { background: $paper; }
*[ground="ground"] { background: $ground; }
*[ground="sunk"] { background: $sunk; }
*[ground="tint"] { background: $tint; }
*[ground="warn"] { background: $warn_ground; }
*[tone="ink"] { color: $ink; }
*[tone="ink2"] { color: $ink2; }
*[tone="muted"] { color: $muted; }
*[tone="accent"] { color: $accent; }
*[tone="good"] { color: $good; }
*[tone="warn"] { color: $warn; }
*[tone="bad"] { color: $bad; }
*[edge="below"] { border: none; border-bottom: 1px solid $line; }
*[edge="above"] { border: none; border-top: 1px solid $line; }
*[edge="left"] { border: none; border-left: 1px solid $line; }
*[edge="right"] { border: none; border-right: 1px solid $line; }
*[edge="card"] { border: 1px solid $line; border-radius: 6px; }
*[edge="pop"] { border: 1px solid $strong; border-radius: 6px; }
*[edge="key"] { background: $paper; border: 1px solid $strong; border-radius: 4px; padding: 1px 5px; }
*[edge="search"] { background: $ground; border: 1px solid $strong; border-radius: 4px; }
*[edge="marking"] { background: $paper; border: 1px solid $ink2; border-radius: 4px; padding: 4px 7px; }
*[edge="switch"] { background: $paper; border: 1px solid $strong; border-radius: 5px; }
*[edge="quote"] { border: none; border-left: 3px solid $strong; border-radius: 4px; }

QPushButton {
  background: $paper; color: $ink; border: 1px solid $strong; border-radius: 4px;
  padding: 0 12px; min-height: ${30}px;
}
QPushButton:hover { background: $ground; border-color: $muted; }
QPushButton:pressed { background: $sunk; }
QPushButton:checked { background: $tint; color: $accent; border-color: $accent; }
QPushButton:disabled { color: $strong; border-color: $line; background: $ground; }
QPushButton::menu-indicator { image: none; width: 0; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed { background: $accent_over; }
QPushButton[kind="primary"]:disabled { background: $sunk; color: $muted; border-color: $line; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; padding: 0 8px; }
QPushButton[kind="quiet"]:hover { background: $sunk; }
QPushButton[kind="link"] {
  background: transparent; border: none; color: $accent; padding: 0 2px; min-height: ${20}px;
}
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:disabled { color: $muted; }
QPushButton[kind="filter"] { border-color: $line; border-radius: ${14}px; min-height: ${28}px; }
QPushButton[kind="filter"]:hover { border-color: $strong; }
QPushButton[kind="filter"]:checked { border-color: $accent; }
QPushButton[kind="segment"] {
  border: none; border-radius: 3px; min-height: ${26}px; background: transparent;
}
QPushButton[kind="segment"]:hover { background: $ground; }
QPushButton[kind="segment"]:checked { background: $accent; color: $on_accent; }
QPushButton[kind="danger"] { color: $bad; border-color: $bad; }

QLineEdit, QComboBox, QSpinBox, QDateEdit, QTextEdit, QPlainTextEdit {
  background: $paper; color: $ink; border: 1px solid $strong; border-radius: 4px;
  selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit, QComboBox, QSpinBox, QDateEdit { padding: 0 8px; min-height: ${30}px; }
QLineEdit:disabled, QComboBox:disabled, QTextEdit:disabled, QPlainTextEdit:disabled {
  background: $ground; color: $muted; border-color: $line;
}
QLineEdit:read-only, QPlainTextEdit[readOnly="true"], QTextEdit[readOnly="true"] { background: $ground; }
*[wrong="true"] { border: 1px solid $bad; }
*[soft="true"] { border-color: $line; }
*[bare="true"] { border: none; background: transparent; padding: 0; }
QComboBox::drop-down { border: none; width: ${28}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView {
  background: $paper; border: 1px solid $line; outline: 0; padding: 4px;
  selection-background-color: $tint; selection-color: $ink;
}
QComboBox QAbstractItemView::item { min-height: ${28}px; padding: 0 4px; }
QCheckBox, QRadioButton { spacing: 8px; background: transparent; min-height: ${24}px; }
QCheckBox::indicator { width: ${16}px; height: ${16}px; background: transparent; }
QLabel { background: transparent; }
QPushButton, QCheckBox, QRadioButton, QComboBox { outline: none; }
QLineEdit[bare="true"] { border: none; background: transparent; padding: 0; }
QScrollArea { border: none; background: transparent; }
QAbstractScrollArea { background: $paper; }
QStackedWidget { background: transparent; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $accent; }

QTableView, QListView, QTreeView {
  background: $paper; border: none; outline: 0; gridline-color: $line2;
  selection-background-color: $tint; selection-color: $ink;
}
QListView::item { min-height: ${32}px; padding: 0 8px; border-bottom: 1px solid $line2; }
QListView::item:selected { background: $tint; color: $ink; }
QTreeView::item { min-height: ${28}px; }
QTreeView::item:selected { background: $tint; color: $ink; }
QHeaderView { background: $ground; border: none; }
QHeaderView::section {
  background: $ground; color: $muted; border: none; border-bottom: 1px solid $line;
  padding: 0 8px; min-height: ${31}px;
}
QTableCornerButton::section { background: $ground; border: none; }
*[ground="paper"] QTableCornerButton::section { background: $paper; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 2px 1px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 1px 2px; }
QScrollBar::handle { background: $line; border-radius: 4px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: $strong; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
  background: none; border: none; width: 0; height: 0;
}

QMenuBar { background: $paper; border-bottom: 1px solid $line; padding: 2px 8px; }
QMenuBar::item { padding: 4px 10px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $tint; }
QMenu { background: $paper; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; color: $ink; }
QMenu::item:selected { background: $tint; color: $ink; }
QMenu::item:disabled { color: $strong; }
QMenu::separator { height: 1px; background: $line2; margin: 4px 8px; }
QMenu::indicator { width: 16px; height: 16px; margin-left: 8px; }
QMenu::right-arrow { width: 12px; height: 12px; }

QProgressBar { background: $line; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QTabBar::tab {
  background: transparent; color: $ink2; padding: 8px 12px; border: none; border-bottom: 2px solid transparent;
}
QTabBar::tab:selected { color: $accent; border-bottom: 2px solid $accent; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
"""


def _stylesheet(with_look: Look) -> str:
    text = _STYLESHEET
    # Longer names first, so that $line2 is not read as $line and a 2.
    for token in sorted(TOKENS, key=len, reverse=True):
        text = text.replace(f"${token}", with_look.hex(token))
    for length in (14, 16, 20, 24, 26, 28, 30, 31, 32):
        text = text.replace(f"${{{length}}}", str(with_look.px(length)))
    return text
