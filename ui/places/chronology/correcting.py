"""Facts of an event that are corrected where they stand: words at rest, a field with room for why when asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.buttons import Button
from ui.chips import Chip
from ui.desk import Done
from ui.flow import FlowRow
from ui.forms import Choice, LineEdit, TextEdit
from ui.icons import Icon
from ui.inspector import words
from ui.tables import outcome_icon
from ui.theme import be, look, say
from workbench.anonymity.rendering import is_anonymous
from workbench.problems import Problem

LABEL = 84


class Pressed(QLabel):
    """Words that can be pressed, by mouse, Enter, Space or F2, and show it only when met."""

    pressed = Signal()

    def __init__(self, text: str, name: str, role: str = "body", tone: str = "ink") -> None:
        super().__init__(text)
        say(self, role, tone)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAccessibleName(name)
        self.setAccessibleDescription("Enter corrects it")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Space and F2 press it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F2):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click presses it."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        be(self, ground="tint")
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """And no longer."""
        be(self, ground="")
        super().leaveEvent(event)


class Fact(QWidget):
    """A label and what stands for it; pressing it asks for a correction."""

    def __init__(
        self,
        field: str,
        label: str,
        value: str,
        correct: Callable[[Fact], object],
        *,
        mark: str = "",
        chip: Chip | None = None,
        tone: str = "ink",
    ) -> None:
        """`mark` is an outcome's mark drawn before the words; `field` is the code that is corrected."""
        super().__init__()
        self.field = field
        self.label = label
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        name = say(QLabel(label), "meta", "muted")
        name.setFixedWidth(look.px(LABEL))
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        if mark:
            drawn = Chip.mark(mark, value)
            drawn.setFixedHeight(look.line("body"))
            row.addWidget(drawn, 0, Qt.AlignmentFlag.AlignTop)
        if chip is not None:
            row.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        self.value = Pressed(value or "–", f"{label}: {value or 'empty'}", "body", tone if value else "muted")
        self.value.pressed.connect(lambda: correct(self) if not is_anonymous() else None)
        if is_anonymous():
            self.value.setAccessibleDescription("")
            self.value.unsetCursor()
        row.addWidget(self.value, 1, Qt.AlignmentFlag.AlignTop)
        self.setFocusProxy(self.value)


class Correcting(QFrame):
    """The field that takes a fact's place while it is corrected.

    `give(text, why)` makes the correction and gives back its `Done`; `parse(text)` says how a date is read.
    Enter or leaving makes it, Esc gives up; either ends in `over`.
    """

    over = Signal()

    def __init__(
        self,
        label: str,
        held: str,
        give: Callable[[str, str], Done[None] | None],
        *,
        options: Sequence[tuple[str, str, str]] = (),
        parse: Callable[[str], str] | None = None,
        long: bool = False,
        hint: str = "",
    ) -> None:
        """`options` are (key, word, mark) where it is a choice."""
        super().__init__()
        self._give = give
        self._held = held
        self._parse = parse
        self._ended = False
        be(self, ground="paper", edge="card")
        self.setAccessibleName(f"Correct {label}")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(say(QLabel(label), "head", "muted"))
        self.edit: LineEdit | TextEdit | Choice
        if options:
            choice = Choice(label, [(key, word) for key, word, _ in options])
            for at, (_, _, mark) in enumerate(options):
                if mark:
                    choice.setItemIcon(at, outcome_icon(mark if mark != "doubt" else None))
            choice.setIconSize(QSize(look.px(16), look.px(16)))
            choice.choose(held)
            choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self.edit = choice
        elif long:
            text = TextEdit(label, least_lines=2, most_lines=10)
            text.set_text(held)
            text.left.connect(self._left_by_ctrl_enter)
            self.edit = text
        else:
            line = LineEdit(label, hint)
            line.setText(held)
            line.selectAll()
            line.textChanged.connect(self._read)
            self.edit = line
        column.addWidget(self.edit)
        self.reading = words("", "meta", "muted")
        self.reading.hide()
        column.addWidget(self.reading)
        self.why = LineEdit(f"Why: {label}", "Why? It may be left empty")
        column.addWidget(self.why)
        self.problem = words("", "meta", "bad")
        self.problem.hide()
        column.addWidget(self.problem)
        self.save = Button("Correct", self.commit, name=f"Correct: {label}")
        self.cancel = Button("Cancel", self.give_up, kind="link", name=f"Cancel correcting: {label}")
        column.addWidget(FlowRow(self.save, self.cancel, gap=10))
        if isinstance(self.edit, LineEdit | TextEdit):
            self.edit.given_up.connect(self.give_up)
        self.why.given_up.connect(self.give_up)
        self.setFocusProxy(self.edit)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        if held and parse is not None:
            self._read()

    def showEvent(self, event: QShowEvent) -> None:
        """Come to it at once."""
        super().showEvent(event)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def value(self) -> str:
        """What is typed or chosen."""
        return self.edit.key if isinstance(self.edit, Choice) else self.edit.text().strip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter makes the correction, Esc gives up."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
        elif event.key() == Qt.Key.Key_Escape:
            self.give_up()
        else:
            super().keyPressEvent(event)

    def commit(self) -> None:
        """Make the correction; say beneath why not, where it is refused."""
        if self._ended:
            return
        if self.value == self._held and not self.why.text().strip():
            self.give_up()
            return
        try:
            done = self._give(self.value, self.why.text().strip())
        except Problem as problem:
            done = Done(False, problem=problem)
        if done is not None and not done:
            self._say(str(done.problem))
            return
        self._end()

    def give_up(self) -> None:
        """Leave the fact as it is."""
        if not self._ended:
            self._end()

    def _end(self) -> None:
        self._ended = True
        self.over.emit()

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setAccessibleName(text)
        self.problem.setVisible(bool(text))
        be(self.edit, wrong=bool(text))

    def _left_by_ctrl_enter(self) -> None:
        # Leaving the text for the reason beneath it is no leaving of the whole.
        if self.edit.hasFocus():
            self.commit()

    def _read(self) -> None:
        if self._parse is None:
            return
        try:
            said = self._parse(self.value) if self.value else ""
        except Problem:
            said = ""
        self.reading.setText(f"Read as {said}" if said else "Not read as a date yet" if self.value else "")
        self.reading.setVisible(bool(self.reading.text()))
        if self.problem.text():
            self._say("")

    def _focus_moved(self, old: QWidget | None, now: QWidget | None) -> None:
        if self._ended or old is None or now is None or not self.isVisible():
            return
        if self.isAncestorOf(old) and not self.isAncestorOf(now) and now.window() is self.window():
            self.commit()


class Struck(QWidget):
    """A correction: what stood before, struck out, what stands now, who, when and why, and Undo."""

    def __init__(
        self, field: str, was: str, now: str, by_when: str, why: str, undo: Callable[[], object] | None
    ) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        row.addWidget(Icon("pencil", "muted", 13), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        said = QLabel()
        said.setTextFormat(Qt.TextFormat.RichText)
        said.setText(f"{_safe(field)} <s>{_safe(was)}</s> corrected to <b>{_safe(now)}</b>")
        say(said, "meta", "ink")
        said.setWordWrap(True)
        said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
        said.setAccessibleName(f"{field}: {was} corrected to {now}, {by_when}{f', {why}' if why else ''}")
        column.addWidget(said)
        column.addWidget(words(f"{by_when}. {why}" if why else by_when, "meta", "muted"))
        row.addLayout(column, 1)
        if undo is not None:
            row.addWidget(
                Button(
                    "Undo",
                    undo,
                    kind="link",
                    name=f"Withdraw the correction of {field.lower()}",
                    changes=True,
                ),
                0,
                Qt.AlignmentFlag.AlignTop,
            )


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class KeepsFocus:
    """Which fact had focus, so that it has it again after the panel is made anew."""

    def __init__(self) -> None:
        self.field = ""

    def remember(self, panel: QWidget) -> None:
        """Look where focus is now."""
        focus = QApplication.focusWidget()
        if focus is None or not panel.isAncestorOf(focus):
            self.field = ""
            return
        found: QWidget | None = focus
        while found is not None and found is not panel:
            if isinstance(found, Fact):
                self.field = found.field
                return
            if isinstance(found, Correcting):
                self.field = found.property("field") or ""
                return
            found = found.parentWidget()
        self.field = "?"

    def give_back(self, panel: QWidget) -> None:
        """Focus that fact again."""
        if not self.field:
            return
        for fact in panel.findChildren(Fact):
            # Those made before are still there, hidden, until Qt lets them go.
            if fact.field == self.field and fact.isVisibleTo(panel):
                fact.value.setFocus(Qt.FocusReason.OtherFocusReason)
                return
