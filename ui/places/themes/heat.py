"""Themes by service or by month as a heat map, with what an absent tag means, and the findings about a theme."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.buttons import Button, Segmented
from ui.chips import Chip
from ui.desk import Desk
from ui.dialogs.frame import Asking
from ui.heatmap import Cell, Grid, Head, HeatMap, month_heads
from ui.icons import Icon
from ui.inspector import Section, words
from ui.menus import Menu, under
from ui.panes import scrolled
from ui.parts import Part
from ui.theme import be, look, say
from ui.wording import short
from workbench.anonymity.rendering import say as as_read
from workbench.anonymity.rendering import say_service
from workbench.findings.spine import FindingView, link_theme
from workbench.people import ServiceView
from workbench.tagged import NO_SERVICE, NOT_IN_ONE_MONTH, PASSAGES
from workbench.tagged import HeatMap as Counts
from workbench.themes.codebook import ThemeView

SERVICE, MONTH = "service", "month"
_FEW = 10
"""Of so many themes each has its row, tagged or not."""


@dataclass(frozen=True)
class Told:
    """What the pane shows, read in one go."""

    theme: ThemeView | None
    themes: tuple[ThemeView, ...]
    """Those with a row of their own."""
    left_out: int
    """How many themes have none, because nothing is tagged with them."""
    counts: Counts
    services: tuple[ServiceView, ...]
    absent: str
    findings: tuple[FindingView, ...]


def rows_of(
    everything: Sequence[ThemeView], theme: ThemeView | None, tagged: Callable[[ThemeView], bool]
) -> list[ThemeView]:
    """The themes that have a row: those that stand under none, and what stands under the one that is shown.

    Of a long codebook, those with nothing tagged have none.
    """
    shown = {theme.id, theme.parent_id} if theme is not None else set()
    found = [
        each for each in everything if each.parent_id is None or each.parent_id in shown or each.id in shown
    ]
    if len(found) <= _FEW:
        return [each for each in found if not each.retired or tagged(each)]
    return [each for each in found if tagged(each) or (theme is not None and each.id == theme.id)]


def grid_of(told: Told, by: str) -> Grid:
    """The figures as a grid."""
    rows = [
        Head(each.id, each.code, f"{each.code}, {as_read(each.name)}", "theme", each.colour)
        for each in told.themes
    ]
    if by == SERVICE:
        known = {each.code: each for each in told.services}
        columns = [
            Head(code, code, f"{code}, {say_service(known[code].name)}", "service", known[code].colour)
            if code in known
            else Head(NO_SERVICE, "none", "documents of no service")
            for code in told.counts.columns
        ]
    else:
        months = [column for column in told.counts.columns if column not in (NOT_IN_ONE_MONTH, PASSAGES)]
        columns = month_heads(months[0], months[-1]) if months else []
        if NOT_IN_ONE_MONTH in told.counts.columns:
            columns.append(Head(NOT_IN_ONE_MONTH, "vague", "not within one month"))
        if PASSAGES in told.counts.columns:
            columns.append(Head(PASSAGES, "texts", "passages, which are of no month"))
    cells = {key: Cell(number, said=f"{number:,} tagged") for key, number in told.counts.cells.items()}
    return Grid(rows, columns, cells, "nothing tagged")


class Larger(Asking):
    """The map by itself, as large as it needs; a cell opens what it counts."""

    def __init__(self, parent: QWidget, grid: Grid, name: str, opened: Callable[[str, str], object]) -> None:
        super().__init__(parent, name, "A cell opens what it counts.", button="Close", cancel="")
        self.map = HeatMap(f"{name}, large", dashes=True)
        self.map.show_grid(grid)
        room = parent.window().size()
        self.map.setFixedHeight(min(self.map.natural_height + 20, room.height() - look.px(220)))
        self.map.setMinimumWidth(min(self.map.sizeHint().width() + 4, room.width() - 120))
        self.body.addWidget(self.map)
        self.foot.insertWidget(0, self.map.table_button())
        self.map.opened.connect(lambda row, column: self._open(opened, row, column))
        self.map.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, opened: Callable[[str, str], object], row: str, column: str) -> None:
        self.accept()
        opened(row, column)


class HeatPane(QFrame):
    """The pane. `opened(theme id, column)` when a cell is opened; `turned(by)` when the other view is chosen."""

    opened = Signal(str, str)
    turned = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._told: Told | None = None
        self._placed: list[int] = []
        be(self, ground="ground", edge="left")
        self.setAccessibleName("Counts and findings")
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 10, 14, 12)
        column.setSpacing(6)
        head = QHBoxLayout()
        self._title = words("Themes by service", "head", "muted")
        head.addWidget(self._title, 1)
        self.map = HeatMap("Themes by service", dashes=True, ground="ground")
        head.addWidget(self.map.table_button())
        head.addWidget(Button("Larger", self._larger, kind="link", name="The map in a window of its own"))
        column.addLayout(head)
        self._caption = words("", "meta", "muted")
        column.addWidget(self._caption)
        across = QHBoxLayout()
        across.addWidget(self.map)
        across.addStretch(0)
        column.addLayout(across)
        note = QHBoxLayout()
        note.setSpacing(8)
        note.addWidget(Icon("circle-alert", "warn", 15), 0, Qt.AlignmentFlag.AlignTop)
        self.absent = words("", "meta", "ink2")
        note.addWidget(self.absent, 1)
        column.addLayout(note)
        column.addSpacing(4)
        view = Section("View")
        self.view = Segmented("View", [(SERVICE, "Service"), (MONTH, "Month")])
        view.row(self.view)
        column.addWidget(view)
        self.findings = Part("In findings", spacing=0)
        column.addWidget(self.findings)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(content, "ground", "Counts and findings, sections"))
        self.map.opened.connect(self.opened)
        self.view.chosen.connect(self.turned)
        look.changed.connect(self._fit)

    @property
    def by(self) -> str:
        """Whether services or months stand across."""
        return self.view.choice

    def show_told(self, told: Told) -> None:
        """Show the figures, the sentence and the findings."""
        name = f"Themes by {self.by}"
        self._title.setText(name)
        self.map.setAccessibleName(name)
        before, self._told = self._told, told
        left = f" {told.left_out} more have nothing tagged." if told.left_out else ""
        self._caption.setText(f"Events and passages tagged. A cell opens what it counts.{left}")
        self.map.show_grid(grid_of(told, self.by))
        self.map.mark_row(told.theme.id if told.theme is not None else "")
        self.absent.setText(told.absent)
        self.absent.setAccessibleName(told.absent)
        self._fit()
        theme = told.theme
        if before is None or before.theme != theme or before.counts.columns != told.counts.columns:
            self._show_first(told)
        shown = tuple((each.id, each.ref, as_read(each.title), each.themes) for each in told.findings)
        self.findings.fill(
            (theme.id if theme else "", shown, self._desk.can_change),
            lambda column: self._show_findings(column, told),
        )

    def _show_first(self, told: Told) -> None:
        """Of a long period, begin with the months in which the theme first stands."""
        theme = told.theme
        first = next(
            (
                at
                for at, column in enumerate(told.counts.columns)
                if theme is not None and (theme.id, column) in told.counts.cells
            ),
            0,
        )
        bar = self.map.horizontalScrollBar()
        bar.setValue(self.map.columnViewportPosition(max(0, first - 1)) + bar.value())

    def _fit(self) -> None:
        """Let the services fill the width; months that need more have a bar beneath."""
        columns = self.map.grid_model.columnCount()
        # Of the pane, whose width is settled before that of what stands in it.
        room = self.width() - 42 - self.map.head_wide
        each = room // max(1, columns)
        if self.by == SERVICE and not self.map.in_words and each >= look.px(30):
            wide = min(each, look.px(56))
            if [wide] * columns != self._placed:
                self._placed = [wide] * columns
                self.map.place_columns(self._placed, 0)
        elif self._placed:
            self._placed = []
            self.map.place_columns([], 0)
        bar = 14 if self.map.horizontalHeader().length() > room else 0
        self.map.setFixedHeight(self.map.natural_height + bar + 6)
        self.map.setMaximumWidth(self.map.sizeHint().width() + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other columns."""
        super().resizeEvent(event)
        if self._told is not None:
            self._fit()

    def _larger(self) -> None:
        if self._told is not None:
            Larger(
                self.window(), grid_of(self._told, self.by), self.map.accessibleName(), self.opened.emit
            ).show_asking()

    def _show_findings(self, column: QVBoxLayout, told: Told) -> None:
        theme = told.theme
        if theme is None:
            return
        about = [each for each in told.findings if theme.code in each.themes]
        section = Section("In findings", "Link", None, icon="link-2")
        if section.link is not None:
            link = section.link
            link.clicked.connect(lambda: self._link_menu(theme, told.findings).open_at(under(link)))
        for finding in about:
            row = QHBoxLayout()
            row.setSpacing(8)
            title = as_read(finding.title)
            chip = Chip.ref(
                finding.ref,
                name=f"Open {finding.ref}: {title}",
                on_press=partial(self._desk.go, "findings", finding.id),
            )
            row.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(words(title), 1)
            row.addWidget(
                Button(
                    "Unlink",
                    partial(self._link, finding.id, theme.id, False),
                    kind="link",
                    name=f"Unlink {finding.ref} from {theme.code}",
                    changes=True,
                ),
                0,
                Qt.AlignmentFlag.AlignTop,
            )
            section.column.addLayout(row)
        if not about:
            section.add(say(QLabel("No finding is about it yet."), "meta", "muted"))
        column.addWidget(section)

    def _link_menu(self, theme: ThemeView, findings: Sequence[FindingView]) -> Menu:
        menu = Menu("Findings", self)
        for finding in findings:
            menu.press(
                f"{finding.ref}   {short(as_read(finding.title), 54)}",
                partial(self._link, finding.id, theme.id, theme.code not in finding.themes),
                ticked=theme.code in finding.themes,
            )
        if not findings:
            menu.press("There is no finding yet: write one in Findings", partial(self._desk.go, "findings"))
        return menu

    def _link(self, finding_id: str, theme_id: str, on: bool) -> None:
        self._desk.do(lambda case: link_theme(case, finding_id, theme_id, on))
