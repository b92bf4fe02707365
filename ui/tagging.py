"""Tagging: the little list in which a theme is found by two letters, and a new theme made from what was typed.

It opens beside what is being tagged and never over it, in the chronology, in the reader and in the lists under a
theme alike.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from ui.buttons import Button, KeyCap
from ui.chips import paint_theme
from ui.desk import Desk
from ui.dialogs.frame import Asking
from ui.forms import ChoiceField, LineEdit, LineField, TextField
from ui.icons import paint_icon
from ui.theme import be, look, say
from ui.wording import count, literal, short
from workbench.anonymity.rendering import say as as_read
from workbench.themes.codebook import ThemeView, add_theme, code_for, find_theme, themes
from workbench.themes.sets import DIMENSIONS
from workbench.themes.tags import last_used, tag_events, tags_on_events

_WIDE: Final = 372
_ROW: Final = 30
_MOST: Final = 8
_GAP: Final = 6
_CHIP: Final = 56
WHAT: Final = Qt.ItemDataRole.UserRole
Chosen = Callable[[str, bool], object]
"""`chosen(theme id, on)`: the theme is to be put on what is tagged, or taken off it."""


def found_by(everything: Sequence[ThemeView], words: str) -> list[ThemeView]:
    """The themes that answer to what was typed: by code first, then by the beginning of a word, then anywhere."""
    asked = words.casefold().split()
    if not asked:
        return list(everything)
    whole = " ".join(asked)
    ranked = []
    for at, theme in enumerate(everything):
        code, name = theme.code.casefold(), as_read(theme.name).casefold()
        if code.startswith(whole):
            ranked.append((0, at, theme))
        elif all(any(word.startswith(part) for word in (code, *name.split())) for part in asked):
            ranked.append((1, at, theme))
        elif all(part in code or part in name for part in asked):
            ranked.append((2, at, theme))
    return [theme for *_, theme in sorted(ranked, key=lambda each: each[:2])]


def used_last(desk: Desk) -> list[ThemeView]:
    """The themes the person at the window used last, latest first: keys 1 to 9."""

    def read(session: Any) -> list[ThemeView]:  # noqa: ANN401 - ui knows no session
        known = {theme.id: theme for theme in themes(session, retired=False)}
        return [known[each] for each in last_used(session, desk.the_case.by) if each in known]

    return desk.read(read)


class EventTags(QObject):
    """Puts themes on events and takes them off, wherever events are shown; each time one change."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk = desk

    def ask(self, ids: Sequence[str], within: QWidget, anchor: QRect) -> TagPopup | None:
        """Ask for a theme; `anchor` is where the events stand, in the coordinates of `within`."""
        if not ids:
            return None
        there = self._desk.read(lambda session: tags_on_events(session, ids))
        sets = [{tag.theme_id for tag in there.get(event_id, ())} for event_id in ids]
        return TagPopup.ask(
            within,
            anchor,
            self._desk,
            lambda theme_id, on: self.put(ids, theme_id, on),
            current=set.intersection(*sets),
            partly=set.union(*sets),
            what=count(len(ids), "event"),
        )

    def put_last(self, ids: Sequence[str], number: int) -> None:
        """Put one of the themes used last on events, from 1."""
        last = used_last(self._desk)
        if ids and number <= len(last):
            self.put(ids, last[number - 1].id, True)

    def put(self, ids: Sequence[str], theme_id: str, on: bool) -> None:
        """Put a theme on events, or take it off them."""
        done = self._desk.do(lambda case: tag_events(case, ids, theme_id, on))
        if done and len(ids) > 1:
            code = self._desk.read(lambda session: find_theme(session, theme_id)).code
            altered = count(done.value or 0, "event")
            self._desk.notice(
                f"{altered} tagged with {code}." if on else f"{code} is off {altered}.", undo=True
            )


class NewTheme(Asking):
    """Asks for a theme of the panel's own. `then(theme id)` follows when it is in the codebook."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        then: Callable[[str], object],
        *,
        name: str = "",
        above: str = "",
        dimension: str = "what",
    ) -> None:
        super().__init__(
            parent,
            "New theme",
            "Name what to look at, and judge nobody. What it covers can be written in full later.",
            button="Add theme",
        )
        self._desk, self._then = desk, then
        known = desk.read(themes)
        self._taken = {theme.code for theme in known}
        self._own_code = False
        self.name = LineField("Name", placeholder="such as Unseen adults")
        self.code = LineField("Code", hint="two to six letters or digits")
        self.definition = TextField("What it covers", placeholder="in a sentence", least_lines=2)
        places = [
            *((each, words) for each, words in DIMENSIONS.items()),
            *(
                (theme.id, f"Under {theme.code}, {as_read(theme.name)}")
                for theme in known
                if not theme.retired
            ),
        ]
        self.place = ChoiceField("Where it stands", places)
        self.name.show_value(name.strip()[:1].upper() + name.strip()[1:], force=True)
        self.place.show_value(above or dimension, force=True)
        for field in (self.name, self.code, self.place, self.definition):
            self.body.addWidget(field)
        self.name.edit.textChanged.connect(lambda _: self._suggest())
        self.code.edit.textEdited.connect(lambda text: self._typed(text))
        self.answer = self._answer
        self._suggest()
        self.name.setFocus()

    def _typed(self, text: str) -> None:
        self._own_code = bool(text.strip())

    def _suggest(self) -> None:
        words = self.name.edit.text().strip()
        if not self._own_code:
            self.code.show_value(code_for(words, self._taken) if words else "", force=True)

    def _answer(self) -> None:
        place = str(self.place.value)
        where = {"dimension": place} if place in DIMENSIONS else {"parent": place}
        name, code, definition = self.name.edit.text(), self.code.edit.text(), self.definition.value
        done = self._desk.do(
            lambda case: add_theme(case, code, name, definition=definition, **where), tell=False
        )
        self.settle(done)
        if done and done.value is not None:
            self._then(done.value)


class TagPopup(QFrame):
    """The list. Make one with `ask`; it lets itself go when a theme is chosen, on Esc, and when focus leaves it."""

    gone = Signal()

    @classmethod
    def ask(
        cls,
        parent: QWidget,
        anchor: QRect,
        desk: Desk,
        on_chosen: Chosen,
        *,
        current: Collection[str] = (),
        partly: Collection[str] = (),
        what: str = "passage",
    ) -> TagPopup | None:
        """Open it beside what is tagged: `anchor` is where that stands, in the coordinates of `parent`.

        `current` are the ids of the themes it has, `partly` those that some of several have; choosing one that
        it has takes it off. `what` says what is tagged: "passage", "3 events". Gives nothing where the case can't
        be changed.
        """
        if not desk.can_change:
            return None
        made = cls(parent, anchor, desk, on_chosen, current, partly, what)
        made.place()
        made.show()
        made.raise_()
        made.edit.setFocus(Qt.FocusReason.PopupFocusReason)
        return made

    def __init__(
        self,
        parent: QWidget,
        anchor: QRect,
        desk: Desk,
        on_chosen: Chosen,
        current: Collection[str],
        partly: Collection[str],
        what: str,
    ) -> None:
        window = parent.window()
        super().__init__(window)
        self._desk, self._on_chosen = desk, on_chosen
        self._current, self._partly = set(current), set(partly) - set(current)
        self._anchor = QRect(parent.mapTo(window, anchor.topLeft()), anchor.size())
        self._before = QApplication.focusWidget()
        self._over = False
        be(self, ground="paper", edge="pop")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(f"Tag {what}")
        everything = desk.read(themes)
        self._themes = [theme for theme in everything if not theme.retired or theme.id in self._current]
        self._last = used_last(desk)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(say(QLabel(f"Tag {what}"), "ref"))
        head.addStretch(1)
        head.addWidget(KeyCap("Esc"))
        column.addLayout(head)
        self.edit = _Edit(f"Theme for {what}", "Code or words")
        column.addWidget(self.edit)
        self.list = QListWidget()
        self.list.setAccessibleName("Themes found")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_ThemeDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.viewport().installEventFilter(self)
        column.addWidget(self.list)
        fresh = QHBoxLayout()
        self.fresh = Button("New theme …", self.new_theme, kind="quiet", icon="plus")
        self.fresh.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        fresh.addWidget(self.fresh)
        fresh.addStretch(1)
        fresh.addWidget(say(QLabel("Ctrl Enter"), "meta", "muted"))
        column.addLayout(fresh)
        foot = QHBoxLayout()
        foot.setSpacing(5)
        self.count = say(QLabel(), "meta", "muted")
        foot.addWidget(self.count)
        foot.addStretch(1)
        shown = self._last[: 3 if look.text_size < 150 else 2]
        if shown:
            foot.addWidget(say(QLabel("Last used"), "meta", "muted"))
        for number, theme in enumerate(shown, 1):
            foot.addWidget(KeyCap(str(number)))
            code = say(QLabel(theme.code), "meta")
            code.setAccessibleName(f"{number}: {theme.code}, {as_read(theme.name)}")
            foot.addWidget(code)
        column.addLayout(foot)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.edit.textChanged.connect(lambda _: self.look_up())
        self.edit.moved.connect(self._move)
        self.edit.taken.connect(self.take)
        self.edit.new_asked.connect(self.new_theme)
        self.edit.numbered.connect(self.take_last)
        self.edit.given_up_search.connect(self.close_it)
        self.edit.went.connect(self._went)
        desk.closing.connect(self.close_it)
        desk.switched.connect(self.close_it)
        look.changed.connect(self.close_it)
        self.look_up()

    # ---- what is shown

    @property
    def chosen(self) -> ThemeView | None:
        """The theme that Enter takes; None where none answers to what is typed."""
        item = self.list.currentItem()
        held = item.data(WHAT) if item is not None else None
        return held[0] if held is not None else None

    def look_up(self) -> None:
        """Show the themes that answer to what is typed, and the way to a new one."""
        words = self.edit.text().strip()
        found = found_by(self._themes, words)
        self.list.clear()
        for theme in found:
            on = "tagged" if theme.id in self._current else "on some" if theme.id in self._partly else ""
            item = QListWidgetItem(f"{theme.code}, {as_read(theme.name)}{f', {on}' if on else ''}")
            item.setData(WHAT, (theme, on))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.fresh.rename(literal(f"New theme “{short(words, 24)}” …") if words else "New theme …")
        self.count.setText(f"{len(found)} of {len(self._themes)} themes")
        self._tell()

    def _tell(self) -> None:
        item = self.list.currentItem()
        at = self.list.currentRow() + 1
        said = f"{item.text()}; {at} of {self.list.count()}" if item is not None else "No theme of that name"
        self.edit.setAccessibleDescription(f"{said}. Enter takes it, Ctrl+Enter makes a new theme")

    def _move(self, by: int) -> None:
        self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + by)))
        self._tell()

    # ---- what is done

    def take(self) -> None:
        """Take what is stood on: put it on, take it off, or make it."""
        theme = self.chosen
        if theme is None:
            self.new_theme()
        else:
            self._give(theme)

    def take_last(self, number: int) -> None:
        """Take one of the themes used last, from 1."""
        if number <= len(self._last):
            self._give(self._last[number - 1])

    def new_theme(self) -> None:
        """Ask for a new theme named by what was typed, and put it on."""
        words, on_chosen, window = self.edit.text().strip(), self._on_chosen, self.window()
        self.close_it()
        NewTheme(window, self._desk, lambda made: on_chosen(made, True), name=words).show_asking()

    def _give(self, theme: ThemeView) -> None:
        on = theme.id not in self._current
        self.close_it()
        self._on_chosen(theme.id, on)

    def close_it(self) -> None:
        """Go, and give the focus back to where it was."""
        if self._over:
            return
        self._over = True
        before = self._before
        had = self.edit.hasFocus()
        self.hide()
        if had and before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.deleteLater()
        self.gone.emit()

    def _went(self) -> None:
        # To another window one goes for a moment; elsewhere in this one the person is done here.
        if not self._over and self.window().isActiveWindow():
            self.close_it()

    # ---- where it stands

    def place(self) -> None:
        """Stand under what is tagged, or above or beside it: wherever all of it can be read still."""
        window = self.window()
        room = window.rect().adjusted(8, 8, -8, -8)
        wide = min(look.px(_WIDE), room.width())
        row = look.px(_ROW)
        rows = max(1, min(_MOST, self.list.count()))
        self.list.setFixedHeight(rows * row + 4)
        layout = self.layout()
        assert layout is not None
        high = layout.totalSizeHint().height()
        spare = high - rows * row
        anchor = self._anchor.intersected(room) if self._anchor.intersects(room) else self._anchor
        below, above = room.bottom() - anchor.bottom() - _GAP, anchor.top() - room.top() - _GAP
        left = max(room.left(), min(anchor.left(), room.right() - wide))
        if high > max(below, above):
            beside = [
                at
                for at in (anchor.right() + _GAP, anchor.left() - _GAP - wide)
                if room.left() <= at and at + wide <= room.right()
            ]
            if beside and high <= room.height():
                top = max(room.top(), min(anchor.top(), room.bottom() - high))
                self.setGeometry(beside[0], top, wide, high)
                return
            # Nowhere is there room for all of it: a shorter list, which scrolls, and what is tagged stays in sight.
            rows = max(1, (max(below, above) - spare) // row)
            self.list.setFixedHeight(rows * row + 4)
            high = spare + rows * row
        top = anchor.bottom() + _GAP if high <= below or below >= above else anchor.top() - _GAP - high
        self.setGeometry(left, max(room.top(), min(top, room.bottom() - high)), wide, high)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press takes what was pressed."""
        if watched is self.list.viewport() and event.type() == QEvent.Type.MouseButtonRelease:
            if not self._over:
                self.take()
            return True
        return False


class _Edit(LineEdit):
    moved = Signal(int)
    taken = Signal()
    new_asked = Signal()
    numbered = Signal(int)
    given_up_search = Signal()
    went = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter takes, Ctrl+Enter makes a new one, a digit by itself takes one used last."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        match event.key():
            case Qt.Key.Key_Down:
                self.moved.emit(1)
            case Qt.Key.Key_Up:
                self.moved.emit(-1)
            case Qt.Key.Key_PageDown:
                self.moved.emit(_MOST)
            case Qt.Key.Key_PageUp:
                self.moved.emit(-_MOST)
            case Qt.Key.Key_Escape:
                self.given_up_search.emit()
            case _ if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.new_asked.emit()
            case _ if enter:
                self.taken.emit()
            case _ if event.text() in tuple("123456789") and not self.text():
                self.numbered.emit(int(event.text()))
            case _:
                super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Its keys are its own while it is open, and leaving it closes the list."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
            if enter or event.text():
                event.accept()
                return True
        done = super().event(event)
        if event.type() == QEvent.Type.FocusOut:
            self.went.emit()
        return done


class _ThemeDelegate(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The chip and the name; at the right whether it is on already, and the key that takes it."""
        held: tuple[ThemeView, str] = index.data(WHAT)
        theme, on = held
        box = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("tint"))
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 4, 4)
        right = box.right() - look.px(8)
        painter.setFont(look.font("meta"))
        painter.setPen(look.colour("muted"))
        metrics = QFontMetricsF(painter.font())
        if chosen:
            wide = metrics.horizontalAdvance("Enter")
            right -= wide
            painter.drawText(
                QRectF(right, box.top(), wide + 1, box.height()), Qt.AlignmentFlag.AlignVCenter, "Enter"
            )
            right -= look.px(10)
        side = look.px(14)
        if on:
            wide = metrics.horizontalAdvance(on)
            right -= wide
            painter.drawText(
                QRectF(right, box.top(), wide + 1, box.height()), Qt.AlignmentFlag.AlignVCenter, on
            )
            right -= side + look.px(4)
            icon = "check" if on == "tagged" else "minus"
            paint_icon(painter, icon, QRectF(right, box.center().y() - side / 2, side, side), "accent")
            right -= look.px(8)
        left = box.left() + look.px(6) + look.px(12) * theme.depth
        left += max(
            paint_theme(painter, left, box.center().y(), theme.code, theme.colour), look.px(_CHIP)
        ) + look.px(6)
        painter.setFont(look.font("name"))
        painter.setPen(look.colour("ink"))
        room = QRectF(left, box.top(), max(0.0, right - left), box.height())
        words = QFontMetricsF(painter.font()).elidedText(
            as_read(theme.name), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All alike."""
        return QSize(100, look.px(_ROW))
