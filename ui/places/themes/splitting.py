"""Splitting a theme: everything tagged with it, one after the other, and a side chosen for each by one key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from ui.buttons import Button, KeyCap
from ui.chips import Chip
from ui.desk import Desk
from ui.flow import FlowRow
from ui.forms import LineEdit, LineField
from ui.inspector import words
from ui.panes import scrolled
from ui.parts import Part
from ui.theme import be, look, say
from ui.wording import count
from workbench.anonymity.rendering import say as as_read
from workbench.listing import Shown
from workbench.tagged import Tagged
from workbench.themes.codebook import ThemeView, code_for, themes
from workbench.themes.reshaping import BOTH, MOVES, STAYS, split_theme
from workbench.themes.tags import tags_with


@dataclass(frozen=True)
class Thing:
    """One tag to be given a side."""

    id: str
    words: str
    where: str
    note: str
    service: Shown


class SplitPage(QFrame):
    """The page. `over(theme id)` when it is done, with the new theme, or left, with none.

    1 stays, 2 moves, 3 both, Backspace takes the last answer back. Nothing is changed before it is finished.
    """

    over = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._theme: ThemeView | None = None
        self._things: list[Thing] = []
        self._sides: list[str] = []
        self._taken: set[str] = set()
        be(self, ground="paper")
        self.setAccessibleName("Split a theme")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", "own")
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        top = QHBoxLayout()
        self.title = words("", "title")
        top.addWidget(self.title, 1)
        top.addWidget(Button("Leave it as it was", self.leave, name="Leave the theme as it was"))
        self.finish_button = Button(
            "Finish", self.finish, kind="primary", name="Finish the split", changes=True
        )
        top.addWidget(self.finish_button)
        column.addLayout(top)
        fields = QHBoxLayout()
        fields.setSpacing(12)
        self.name = LineField("Name of the new theme", placeholder="such as Home visits, no access")
        self.code = LineField("Its code", hint="two to six letters or digits")
        fields.addWidget(self.name, 3)
        fields.addWidget(self.code, 1)
        column.addLayout(fields)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("How many have a side")
        column.addWidget(self.progress)
        self.card = Part("What is tagged", spacing=6)
        column.addWidget(self.card)
        self.buttons: dict[str, Button] = {}
        row: list[QWidget] = []
        for key, side in (("1", STAYS), ("2", MOVES), ("3", BOTH)):
            row.append(KeyCap(key))
            self.buttons[side] = Button("", partial(self.give, side))
            row.append(self.buttons[side])
        self.back = Button("Back one", self.take_back, icon="undo-2", kind="quiet", hint="Backspace")
        column.addWidget(FlowRow(*row, self.back, gap=8))
        self.told = words("", "meta", "muted")
        column.addWidget(self.told)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(content, "paper", "Split, page"))
        self._own_code = False
        self.name.edit.textChanged.connect(lambda _: self._named())
        self.code.edit.textEdited.connect(lambda text: self._coded(text))
        self.name.edit.returnPressed.connect(lambda: self.setFocus(Qt.FocusReason.OtherFocusReason))

    def begin(self, theme: ThemeView) -> None:
        """Start on a theme."""
        self._theme, self._sides, self._own_code = theme, [], False

        def read(session: Any) -> tuple[list[Thing], set[str]]:  # noqa: ANN401 - ui knows no session
            ids = tags_with(session, theme.id)
            records = Tagged().records(session, ids)
            things = [
                Thing(
                    each,
                    records[each]["words"].text,
                    records[each]["words"].second,
                    records[each]["note"].text,
                    records[each]["service"],
                )
                for each in ids
            ]
            return things, {each.code for each in themes(session)}

        self._things, self._taken = self._desk.read(read)
        self.title.setText(f"Split {theme.code}, {as_read(theme.name)}")
        self.name.show_value("", force=True)
        self.code.show_value("", force=True)
        self._show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- answering

    @property
    def at(self) -> int:
        """Which thing is to be given a side, from 0."""
        return len(self._sides)

    def give(self, side: str) -> None:
        """Give the thing that is shown a side, and go on to the next."""
        if self.at < len(self._things):
            self._sides.append(side)
            self._show()

    def take_back(self) -> None:
        """Take the last answer back."""
        if self._sides:
            self._sides.pop()
            self._show()

    def finish(self) -> None:
        """Make the split; what has no side stays."""
        theme = self._theme
        if theme is None:
            return
        name, code = self.name.value, self.code.value
        sides = {thing.id: side for thing, side in zip(self._things, self._sides, strict=False)}
        done = self._desk.do(lambda case: split_theme(case, theme.id, code, name, sides), tell=False)
        if not done:
            field = self.code if name and "code" in str(done.problem) else self.name
            field.show_problem(str(done.problem))
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        moved = sum(side != STAYS for side in sides.values())
        self._desk.notice(
            f"{theme.code} is split; {count(moved, 'thing')} went to {code.upper()}.", undo=True
        )
        self._end(done.value or "")

    def leave(self) -> None:
        """Leave the theme as it was."""
        self._end("")

    def _end(self, made: str) -> None:
        self._theme = None
        self._things, self._sides = [], []
        self.over.emit(made)

    # ---- showing

    def switched(self) -> None:
        """Names have become anonymous, or named again."""
        if self._theme is not None:
            self._show()

    def _named(self) -> None:
        if not self._own_code:
            text = self.name.edit.text().strip()
            self.code.show_value(code_for(text, self._taken) if text else "", force=True)
        self._show()

    def _coded(self, text: str) -> None:
        self._own_code = bool(text.strip())
        self._show()

    def _show(self) -> None:
        theme = self._theme
        if theme is None:
            return
        new = self.code.edit.text().strip().upper() or "the new theme"
        whole, at = len(self._things), self.at
        self.progress.setRange(0, max(1, whole))
        self.progress.setValue(at)
        open_one = at < whole
        for side, said in (
            (STAYS, f"Stays in {theme.code}"),
            (MOVES, f"Moves to {new}"),
            (BOTH, "Both"),
        ):
            self.buttons[side].rename(said)
            self.buttons[side].setEnabled(open_one)
        self.back.setEnabled(at > 0)
        given = {side: self._sides.count(side) for side in (STAYS, MOVES, BOTH)}
        rest = f" {count(whole - at, 'thing')} without a side will stay." if open_one else ""
        self.told.setText(
            f"So far {given[STAYS]:,} stay, {given[MOVES]:,} move, {given[BOTH]:,} both.{rest} "
            "Nothing is changed before you finish, and then it is one step to undo."
        )
        thing = self._things[at] if open_one else None
        self.card.fill(
            (thing, at, whole, as_read(thing.words) if thing else ""),
            lambda column: self._card(column, thing, at, whole),
        )
        self.card.setAccessibleName(
            f"{at + 1} of {whole}: {as_read(thing.words)}" if thing else f"All {whole} have a side"
        )

    def _card(self, column: QVBoxLayout, thing: Thing | None, at: int, whole: int) -> None:
        if thing is None:
            said = (
                f"All {whole:,} have a side."
                if whole
                else "Nothing is tagged with it; it can be split all the same."
            )
            column.addWidget(words(said, "body", "ink2"))
            return
        head = QHBoxLayout()
        head.setSpacing(8)
        if thing.service.text:
            head.addWidget(
                Chip.service(thing.service.text, thing.service.mark, as_read(thing.service.second))
            )
        head.addWidget(say(QLabel(f"{at + 1:,} of {whole:,}"), "meta", "muted"))
        head.addWidget(words(as_read(thing.where), "meta", "muted"), 1)
        column.addLayout(head)
        quote = words(as_read(thing.words), "reading")
        be(quote, ground="sunk", edge="quote")
        quote.setMargin(look.px(10))
        column.addWidget(quote)
        if thing.note:
            column.addWidget(words(f"Note: {as_read(thing.note)}", "meta", "ink2"))

    # ---- keys

    def event(self, event: QEvent) -> bool:
        """Its keys are its own, except while a name is typed."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._act(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2, 3 give a side; Backspace takes one back; Esc leaves."""
        act = self._act(event)
        if act is not None:
            act()
        else:
            super().keyPressEvent(event)

    def _act(self, event: QKeyEvent) -> Callable[[], object] | None:
        if isinstance(self.window().focusWidget(), LineEdit) and event.key() != Qt.Key.Key_Escape:
            return None
        return {
            Qt.Key.Key_1: lambda: self.give(STAYS),
            Qt.Key.Key_2: lambda: self.give(MOVES),
            Qt.Key.Key_3: lambda: self.give(BOTH),
            Qt.Key.Key_Backspace: self.take_back,
            Qt.Key.Key_Escape: self.leave,
        }.get(Qt.Key(event.key()))
