"""Fields: a label, a control, and beneath them in words what is wrong.

Typing is the widget's own undo. On leaving a field (or Enter in one of one line, or choosing), what was
typed becomes one change: `on_commit(value)` is called once, only when the value differs. It may return the
`Done` of `desk.do(..., tell=False)`; when that failed, its words stand beneath the field and what was typed
stays. Esc gives back what the field held.

A field that commits changes the case, so it can only be read while names are anonymous; words that it is given to
show are shown as their reader may see them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Done
from ui.icons import paint_icon
from ui.theme import be, look, say
from workbench.anonymity.rendering import is_anonymous
from workbench.anonymity.rendering import say as as_read
from workbench.problems import Problem

Commit = Callable[[str], object]


class LineEdit(QLineEdit):
    """One line. Ctrl+Z undoes typing while there is some, and is the window's own Undo otherwise."""

    left = Signal()
    given_up = Signal()

    def __init__(self, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        say(self, "body")
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)

    def event(self, event: QEvent) -> bool:
        """Leave Undo and Redo to the window where there is no typing to undo."""
        if _goes_to_window(event, self.isUndoAvailable(), self.isRedoAvailable()):
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter commits, Esc gives up."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape and self.isUndoAvailable():
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving commits; a menu over the field is no leaving."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class TextEdit(QTextEdit):
    """Plain paragraphs, as high as their text. Tab goes on to the next field."""

    left = Signal()
    given_up = Signal()

    def __init__(
        self,
        name: str,
        placeholder: str = "",
        *,
        role: str = "body",
        least_lines: int = 2,
        most_lines: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        """`most_lines` 0 lets it grow without end."""
        super().__init__(parent)
        self._role, self._least, self._most = role, least_lines, most_lines
        say(self, role)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(look.px(9 if role == "reading" else 6))
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        look.changed.connect(self._look_changed)
        self.set_text("")

    def text(self) -> str:
        """What is written, its lines ended by newlines."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Put text in; it can't be undone by typing's undo."""
        self.setPlainText(text)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        block = QTextBlockFormat()
        high = look.line(self._role)
        block.setLineHeight(float(high), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        cursor.mergeBlockFormat(block)
        self.document().clearUndoRedoStacks()
        self._fit()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as plain text."""
        self.insertPlainText(source.text())

    def event(self, event: QEvent) -> bool:
        """Leave Undo and Redo to the window where there is no typing to undo."""
        document = self.document()
        if _goes_to_window(event, document.isUndoAvailable(), document.isRedoAvailable()):
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up, Ctrl+Enter commits."""
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and held:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.document().isUndoAvailable():
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving commits."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width needs another height."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """As high as the text."""
        return QSize(super().sizeHint().width(), self.height())

    def _fit(self) -> None:
        around = 2 * self.frameWidth() + 2
        margin = 2 * self.document().documentMargin()
        least = self._least * look.line(self._role) + margin
        needed = max(least, self.document().size().height())
        if self._most:
            needed = min(needed, self._most * look.line(self._role) + margin)
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if self._most else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        high = round(needed) + around
        if self.height() != high:
            self.setFixedHeight(high)

    def _look_changed(self) -> None:
        if not self.document().isUndoAvailable():
            self.set_text(self.text())


class Choice(QComboBox):
    """One of several, told by a key. The wheel scrolls the page, not the choice."""

    def __init__(
        self, name: str, options: Sequence[tuple[str, str]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        say(self, "body")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_options(options)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """What can be chosen, as (key, word)."""
        was = self.key
        self.blockSignals(True)
        self.clear()
        for key, word in options:
            self.addItem(word, key)
        self.blockSignals(False)
        self.choose(was)

    @property
    def key(self) -> str:
        """The key of what is chosen; "" where nothing is."""
        found = self.currentData()
        return found if isinstance(found, str) else ""

    def choose(self, key: str) -> None:
        """Choose by key, without telling anyone."""
        self.blockSignals(True)
        self.setCurrentIndex(max(0, self.findData(key)) if self.count() else -1)
        self.blockSignals(False)

    def minimumSizeHint(self) -> QSize:
        """Long words yield where there is little room; the list itself shows them whole."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), look.px(96)), hint.height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame, then the arrow in the set's own drawing."""
        super().paintEvent(event)
        painter = QPainter(self)
        side = look.px(14)
        where = QRectF(self.width() - side - look.px(8), (self.height() - side) / 2, side, side)
        paint_icon(painter, "chevron-down", where, "muted" if self.isEnabled() else "strong")
        painter.end()


class Field(QWidget):
    """A label, a control and room for what is wrong. Use one of the kinds below.

    `value` is what it holds as text; `show_value` puts another in without making a change, unless the
    person is typing in it just then.
    """

    def __init__(
        self,
        label: str,
        control: QWidget,
        on_commit: Commit | None,
        *,
        hint: str = "",
        beside: bool = False,
        changes: bool = True,
    ) -> None:
        """What is committed `changes` the case, unless it is said that it does not."""
        super().__init__()
        self._on_commit = on_commit
        self._changes = changes
        self._held = ""
        self.control = control
        self.setFocusProxy(control)
        self.label = say(QLabel(label), "meta" if beside else "head", "muted" if beside else "ink")
        self.label.setBuddy(control)
        self.hint = say(QLabel(hint), "meta", "muted")
        if not hint:  # showing a label that has no parent yet would flash it as a window of its own
            self.hint.hide()
        self.wrong = say(QLabel(), "meta", "bad")
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        inner = self.under = QVBoxLayout()
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        if beside:
            outer = QHBoxLayout(self)
            outer.setContentsMargins(0, 0, 0, 0)
            outer.setSpacing(8)
            self.label.setFixedWidth(look.px(84))
            outer.addWidget(self.label, 0, Qt.AlignmentFlag.AlignTop)
            self.label.setContentsMargins(0, look.px(8), 0, 0)
            outer.addLayout(inner, 1)
        else:
            column = QVBoxLayout(self)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(4)
            head = QHBoxLayout()
            head.setContentsMargins(0, 0, 0, 0)
            head.setSpacing(8)
            head.addWidget(self.label)
            head.addWidget(self.hint, 1)
            head.addStretch()
            column.addLayout(head)
            column.addLayout(inner)
        inner.addWidget(control)
        inner.addWidget(self.wrong)
        if beside and hint:
            inner.addWidget(self.hint)
        if hint:
            control.setAccessibleDescription(hint)
        self.follow_switch()

    def follow_switch(self) -> None:
        """Be read only while names are anonymous; the window calls this."""
        still = self._changes and self._on_commit is not None and is_anonymous()
        if isinstance(self.control, QLineEdit | QTextEdit):
            self.control.setReadOnly(still)
        else:
            self.control.setEnabled(not still)

    @property
    def value(self) -> str:
        """What stands in the control now."""
        raise NotImplementedError

    def _put(self, value: str) -> None:
        raise NotImplementedError

    @property
    def typing(self) -> bool:
        """Whether something was typed that is not committed yet."""
        return self.value != self._held

    @property
    def unkept(self) -> bool:
        """Whether what was typed should have become a change, and could not."""
        return self._on_commit is not None and self.typing

    def show_value(self, value: str | None, *, force: bool = False) -> None:
        """Show what the case holds. What a person is typing just then is left alone."""
        value = value or ""
        if force or not (self.control.hasFocus() and self.typing):
            self._put(value)
            self.show_problem("")
        self._held = value

    def show_problem(self, words: str) -> None:
        """Say beneath the field what is wrong; "" when nothing is."""
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))
        be(self.control, wrong=bool(words))
        if words:
            self.control.setAccessibleDescription(words)

    def commit(self) -> bool:
        """Make the change now, where something was typed; False when it was refused."""
        value = self.value
        if value == self._held:
            return True
        if self._on_commit is None:
            self._held = value
            return True
        before, self._held = self._held, value
        try:
            answer = self._on_commit(value)
        except Problem as problem:
            answer = Done[None](False, problem=problem)
        if isinstance(answer, Done) and not answer:
            self._held = before
            self.show_problem(str(answer.problem or ""))
            return False
        self.show_problem("")
        return True

    def give_up(self) -> None:
        """Show again what the case holds."""
        self._put(self._held)
        self.show_problem("")


class LineField(Field):
    """One line of text."""

    def __init__(
        self,
        label: str,
        on_commit: Commit | None = None,
        *,
        hint: str = "",
        placeholder: str = "",
        name: str = "",
        beside: bool = False,
    ) -> None:
        self.edit = LineEdit(name or label, placeholder)
        super().__init__(label, self.edit, on_commit, hint=hint, beside=beside)
        self.edit.left.connect(self.commit)
        self.edit.given_up.connect(self.give_up)

    @property
    def value(self) -> str:
        """The text, without spaces at its ends."""
        return self.edit.text().strip()

    def show_value(self, value: str | None, *, force: bool = False) -> None:
        """Show what the case holds, as its reader may see it."""
        super().show_value(self._as_read(value or ""), force=force)

    def _as_read(self, value: str) -> str:
        return as_read(value)

    def _put(self, value: str) -> None:
        if self.edit.text() != value:
            self.edit.setText(value)
            self.edit.setCursorPosition(0)


class TextField(Field):
    """Plain paragraphs. `role="reading"` is for findings being written."""

    def __init__(
        self,
        label: str,
        on_commit: Commit | None = None,
        *,
        hint: str = "",
        placeholder: str = "",
        name: str = "",
        role: str = "body",
        least_lines: int = 2,
        most_lines: int = 0,
        beside: bool = False,
    ) -> None:
        self.edit = TextEdit(
            name or label, placeholder, role=role, least_lines=least_lines, most_lines=most_lines
        )
        super().__init__(label, self.edit, on_commit, hint=hint, beside=beside)
        self.edit.left.connect(self.commit)
        self.edit.given_up.connect(self.give_up)

    @property
    def value(self) -> str:
        """The text, without spaces at its ends."""
        return self.edit.text().strip()

    def show_value(self, value: str | None, *, force: bool = False) -> None:
        """Show what the case holds, as its reader may see it."""
        super().show_value(as_read(value or ""), force=force)

    def _put(self, value: str) -> None:
        if self.edit.text() != value:
            self.edit.set_text(value)
        else:
            self.edit.document().clearUndoRedoStacks()


class ChoiceField(Field):
    """One of several; choosing is committing."""

    def __init__(
        self,
        label: str,
        options: Sequence[tuple[str, str]],
        on_commit: Commit | None = None,
        *,
        hint: str = "",
        name: str = "",
        beside: bool = False,
        changes: bool = True,
    ) -> None:
        self.choice = Choice(name or label, options)
        super().__init__(label, self.choice, on_commit, hint=hint, beside=beside, changes=changes)
        self._held = self.choice.key
        self.choice.activated.connect(lambda _: self.commit())
        self.choice.currentIndexChanged.connect(lambda _: self.commit())

    @property
    def value(self) -> str:
        """The key of what is chosen."""
        return self.choice.key

    def _put(self, value: str) -> None:
        self.choice.choose(value)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """What can be chosen, as (key, word)."""
        self.choice.set_options(options)
        self._held = self.choice.key


class DateField(LineField):
    """A date as people write it, vague ones too. How it was understood stands beneath, in words.

    `parse(text)` gives those words ("10 – 20 Oct 2023"), or raises a Problem that says what is wrong. An
    empty field is no date, and is not parsed.
    """

    def __init__(
        self,
        label: str,
        parse: Callable[[str], str],
        on_commit: Commit | None = None,
        *,
        hint: str = "",
        placeholder: str = "for example 5 Dec 2023, mid October 2023",
        name: str = "",
        beside: bool = False,
    ) -> None:
        super().__init__(label, on_commit, hint=hint, placeholder=placeholder, name=name, beside=beside)
        self._parse = parse
        self.reading = say(QLabel(), "meta", "muted")
        self.reading.setVisible(False)
        self.under.addWidget(self.reading)
        self.edit.textChanged.connect(self._read)

    def _read(self) -> None:
        try:
            words = self._parse(self.value) if self.value else ""
        except Problem:
            # Half-typed dates are not scolded; leaving the field says what is wrong.
            words = ""
        self.reading.setText(
            f"Read as {words}"
            if words and words != self.value and (self.typing or self._on_commit is None)
            else ""
        )
        self.reading.setVisible(bool(self.reading.text()))

    def _as_read(self, value: str) -> str:
        # Dates of the family's life come by their month already where they must; a due date stays a day.
        return value

    def show_value(self, value: str | None, *, force: bool = False) -> None:
        """Show a date the case holds; it needs no reading beneath."""
        super().show_value(value, force=force)
        self._read()

    def commit(self) -> bool:
        """Refuse what is no date, in words beneath; otherwise make the change."""
        if self.value and self.typing:
            try:
                self._parse(self.value)
            except Problem as problem:
                self.show_problem(str(problem))
                return False
        made = super().commit()
        self._read()
        return made


class CheckField(QCheckBox):
    """Yes or no; pressing is committing. `on_commit(bool)`."""

    def __init__(
        self, label: str, on_commit: Callable[[bool], object] | None = None, *, hint: str = ""
    ) -> None:
        super().__init__(label)
        say(self, "body")
        self.setAccessibleName(label)
        self.setAccessibleDescription(hint)
        self.setToolTip(hint)
        self._on_commit = on_commit
        self._able = True
        self.clicked.connect(self._clicked)
        self.follow_switch()

    def setEnabled(self, on: bool) -> None:
        """Let it be ticked, or not."""
        self._able = on
        self.follow_switch()

    def follow_switch(self) -> None:
        """Stand still while names are anonymous, where ticking changes the case; the window calls this."""
        super().setEnabled(self._able and not (self._on_commit is not None and is_anonymous()))

    def show_value(self, value: bool) -> None:
        """Show what the case holds."""
        self.setChecked(value)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words, then the box in the same strokes as the fields beside it."""
        super().paintEvent(event)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = QRectF(self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self))
        side = look.px(16)
        box = QRectF(room.left() + 0.5, room.center().y() - side / 2 + 0.5, side - 1, side - 1)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look.colour("accent" if self.isChecked() else "strong"))
        painter.setBrush(look.colour("accent" if self.isChecked() else "paper"))
        painter.drawRoundedRect(box, 3, 3)
        if self.isChecked():
            paint_icon(painter, "check", box.adjusted(2, 2, -2, -2), "on_accent")
        painter.end()

    def _clicked(self, on: bool) -> None:
        if self._on_commit is not None:
            answer = self._on_commit(on)
            if isinstance(answer, Done) and not answer:
                self.setChecked(not on)


def _goes_to_window(event: QEvent, can_undo: bool, can_redo: bool) -> bool:
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return (event.matches(QKeySequence.StandardKey.Undo) and not can_undo) or (
        event.matches(QKeySequence.StandardKey.Redo) and not can_redo
    )
