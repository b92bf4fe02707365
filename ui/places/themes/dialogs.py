"""Dialogs of the codebook: sets to switch on, merging, and moving a theme under another."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.buttons import Button
from ui.desk import Desk
from ui.dialogs.frame import Asking
from ui.forms import ChoiceField
from ui.inspector import words
from ui.panes import scrolled
from ui.parts import Part
from ui.theme import look, say
from ui.wording import count, listed
from workbench.anonymity.rendering import say as as_read
from workbench.tagged import counted
from workbench.themes.codebook import (
    SetView,
    ThemeView,
    family,
    move_theme,
    sets,
    switch_off_set,
    switch_on_set,
    themes,
)
from workbench.themes.reshaping import merge_themes
from workbench.themes.sets import DIMENSIONS

TOP = ""


class Sets(Asking):
    """The sets the program comes with; each is switched on or off at once, and can be undone."""

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(
            parent,
            "Sets of themes",
            "Switch on what the review needs; each is one step that Undo takes back. Themes that are in use stay "
            "when their set is switched off.",
            button="Done",
            cancel="",
            wide=600,
        )
        self._desk = desk
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        self._rows: dict[str, Part] = {}
        for each in desk.read(sets):
            row = Part(each.name, spacing=2)
            self._rows[each.key] = row
            column.addWidget(row)
        column.addStretch(1)
        area = scrolled(content, "paper", "Sets")
        area.setMinimumHeight(look.px(300))
        self.body.addWidget(area)
        self._show()

    def _show(self) -> None:
        for each in self._desk.read(sets):
            self._rows[each.key].fill(each, partial(self._row, each))

    def _row(self, each: SetView, column: QVBoxLayout) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(words(each.name, "ref"), 1)
        state = f"{each.here} of {len(each.codes)} in the codebook" if each.on else "not in the codebook"
        row.addWidget(say(QLabel(state), "meta", "muted"))
        if not each.whole:
            row.addWidget(
                Button(
                    "Switch on",
                    partial(self._switch, each, True),
                    name=f"Switch on: {each.name}",
                    changes=True,
                )
            )
        if each.on:
            row.addWidget(
                Button(
                    "Switch off",
                    partial(self._switch, each, False),
                    name=f"Switch off: {each.name}",
                    changes=True,
                )
            )
        column.addLayout(row)
        dimension = DIMENSIONS[each.dimension].lower()
        column.addWidget(words(f"{each.about} {', '.join(each.codes)} · {dimension}", "meta", "muted"))

    def _switch(self, each: SetView, on: bool) -> None:
        key = each.key
        self.show_problem("")
        if on:
            self._desk.do(lambda case: switch_on_set(case, key))
        else:
            done = self._desk.do(lambda case: switch_off_set(case, key), tell=False)
            if not done:
                self.show_problem(str(done.problem))
            elif done.value:
                self.show_problem(f"In use, and so still there: {', '.join(done.value)}.")
        self._show()


class MergeInto(Asking):
    """Asks which theme takes this one in, and says what will move."""

    def __init__(self, parent: QWidget, desk: Desk, theme: ThemeView, into: str = "") -> None:
        super().__init__(
            parent,
            f"Merge {theme.code} into another theme",
            button="Merge",
            wide=520,
        )
        self._desk, self._theme = desk, theme
        others = [each for each in desk.read(themes) if each.id != theme.id]
        self.choice = ChoiceField(
            "Theme that stays", [(each.id, f"{each.code}, {as_read(each.name)}") for each in others]
        )
        self.choice.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        if into:
            self.choice.show_value(into, force=True)
        self.told = words("", "body", "ink2")
        self.body.addWidget(self.choice)
        self.body.addWidget(self.told)
        self._codes = {each.id: each.code for each in others}
        self.choice.choice.currentIndexChanged.connect(lambda _: self._tell())
        self.answer = self._answer
        self._tell()
        self.choice.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        whole = self._desk.read(counted)[self._theme.id]
        into = self._codes.get(self.choice.value, "")
        moving = listed([count(whole.events, "event"), count(whole.passages, "passage")])
        self.told.setText(
            f"{moving} tagged with {self._theme.code} will be tagged with {into}, with every note. Where one "
            f"member tagged the same thing with both, the two become one with both notes. {self._theme.code} "
            "leaves the codebook; Undo brings it back."
        )

    def _answer(self) -> None:
        into, gone = self.choice.value, self._theme.id
        done = self._desk.do(lambda case: merge_themes(case, [gone], into), tell=False)
        self.settle(done)
        if done:
            self._desk.notice(f"{self._theme.code} is merged into {self._codes[into]}.", undo=True)
            self._desk.go("themes", into)


class MoveUnder(Asking):
    """Asks which theme this one is to stand under."""

    def __init__(self, parent: QWidget, desk: Desk, theme: ThemeView) -> None:
        super().__init__(
            parent,
            f"Move {theme.code} under another theme",
            "What is tagged stays tagged, and counts with the theme it stands under.",
            button="Move",
            wide=520,
        )
        self._desk, self._theme = desk, theme

        def read(session: Any) -> tuple[list[ThemeView], list[str]]:  # noqa: ANN401 - ui knows no session
            return themes(session), family(session, theme.id)

        everything, own = desk.read(read)
        options = [
            (each.id, f"{each.code}, {as_read(each.name)}") for each in everything if each.id not in own
        ]
        self.choice = ChoiceField("Stands under", [(TOP, "No other theme"), *options])
        self.choice.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.choice.show_value(theme.parent_id or TOP, force=True)
        self.body.addWidget(self.choice)
        self.answer = self._answer
        self.choice.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer(self) -> None:
        theme, above = self._theme.id, self.choice.value or None
        self.settle(self._desk.do(lambda case: move_theme(case, theme, parent=above), tell=False))
