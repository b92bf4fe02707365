"""The people of the case: each on two lines, and the one that is open as a form beneath them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.buttons import Button
from ui.chips import paint_pill, paint_ref, pill_width, ref_width
from ui.days import say_exact, say_moment
from ui.forms import CheckField, DateField, Field, LineField
from ui.icons import paint_icon
from ui.places.case.grid import Edit
from ui.theme import be, look
from workbench.anonymity.rendering import is_anonymous, say, say_person
from workbench.people import PersonView


class PeopleCards(QWidget):
    """Everyone, in order. One form is open at a time; opening another closes it."""

    def __init__(self, edit: Edit, remove: Callable[[str], object]) -> None:
        super().__init__()
        self.setAccessibleName("People of the case")
        self._edit, self._remove = edit, remove
        self._cards: dict[str, PersonCard] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def show_people(self, everyone: Sequence[PersonView]) -> None:
        """Show them. Cards stay what they are, so that typing and focus survive a change elsewhere."""
        ids = [one.id for one in everyone]
        if ids != list(self._cards):
            for gone in [thing for thing in self._cards if thing not in ids]:
                card = self._cards.pop(gone)
                self._column.removeWidget(card)
                card.hide()
                card.deleteLater()
            kept, self._cards = self._cards, {}
            for place, thing in enumerate(ids):
                card = kept.get(thing) or PersonCard(thing, self._edit, self._remove, self._opened)
                self._cards[thing] = card
                self._column.insertWidget(place, card)
        for one in everyone:
            self._cards[one.id].show_person(one)

    def open(self, thing: str, focus: bool = False) -> bool:
        """Open someone's form; False where nobody has this id."""
        card = self._cards.get(thing)
        if card is None:
            return False
        card.open(True)
        self._opened(thing)
        if focus:
            card.focus_first()
        return True

    def _opened(self, thing: str) -> None:
        for each, card in self._cards.items():
            if each != thing:
                card.open(False)


class PersonCard(QFrame):
    """One person: a head of two lines, and beneath it the form while it is open."""

    def __init__(
        self, thing: str, edit: Edit, remove: Callable[[str], object], opened: Callable[[str], object]
    ) -> None:
        super().__init__()
        be(self, ground="paper", edge="card")
        self._thing, self._edit, self._remove, self._told = thing, edit, remove, opened
        self._view: PersonView | None = None
        self._fields: dict[str, Field] = {}
        self._ticks: dict[str, CheckField] = {}
        self._away: Button | None = None
        self._form: QFrame | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self.head = _Head()
        self.head.clicked.connect(self._pressed)
        self._column.addWidget(self.head)

    def show_person(self, one: PersonView) -> None:
        """Show what the case holds of the person."""
        self._view = one
        self.head.show_person(one)
        name = say_person(one)
        self.setAccessibleName(f"{name}, card")
        if self._form is None:
            return
        values = {
            "name": name,
            "pseudonym": one.pseudonym or "",
            "role": say(one.role),
            # A birthday and a name give someone away by themselves.
            "born": "" if is_anonymous() else say_moment(one.born),
            "aliases": "" if is_anonymous() else ", ".join(one.aliases),
        }
        for key, field in self._fields.items():
            field.show_value(values[key])
            field.control.setAccessibleName(f"{field.label.text()}, {name}")
        for key, tick in self._ticks.items():
            tick.show_value(bool(getattr(one, key)))
            tick.setAccessibleName(f"{tick.text()}, {name}")
        if self._away is not None:
            self._away.setAccessibleName(f"Remove {name}")

    def open(self, on: bool) -> None:
        """Show the form, or put it away."""
        if on and self._form is None:
            self._make_form()
            if self._view is not None:
                self.show_person(self._view)
        if self._form is not None:
            self._form.setVisible(on)
        self.head.show_open(on)

    def focus_first(self) -> None:
        """Go to the first field."""
        self._fields["name"].control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pressed(self) -> None:
        on = not self.head.is_open
        self.open(on)
        if on:
            self._told(self._thing)

    def _make_form(self) -> None:
        self._form = QFrame()
        be(self._form, edge="above")
        grid = QGridLayout(self._form)
        grid.setContentsMargins(14, 12, 14, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        places = {
            "name": (LineField("Name", self._editor("name")), 0, 0, 1),
            "pseudonym": (
                LineField("Pseudonym", self._editor("pseudonym"), hint="printed in place of the name"),
                0,
                1,
                1,
            ),
            "role": (
                LineField("Role", self._editor("role"), placeholder="for example mother, HV2"),
                1,
                0,
                2,
            ),
            "born": (
                DateField("Born", say_exact, self._editor("born"), placeholder="for example 9 Mar 2023"),
                2,
                0,
                1,
            ),
            "aliases": (
                LineField(
                    "Other names", self._editor("aliases"), hint="as the records write them, with commas"
                ),
                2,
                1,
                1,
            ),
        }
        for key, (field, row, across, wide) in places.items():
            self._fields[key] = field
            grid.addWidget(field, row, across, 1, wide, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.setSpacing(20)
        for key, word, hint in (
            ("subject", "Subject", "The review is about this person"),
            ("leads", "Leads", "The one subject whose age and contacts the pictures follow"),
        ):
            tick = CheckField(word, self._ticker(key), hint=hint)
            self._ticks[key] = tick
            foot.addWidget(tick)
        foot.addStretch(1)
        self._away = Button(
            "Remove", lambda: self._remove(self._thing), kind="quiet", icon="trash-2", changes=True
        )
        foot.addWidget(self._away)
        grid.addLayout(foot, 3, 0, 1, 2)
        self._column.addWidget(self._form)

    def _editor(self, key: str) -> Callable[[str], object]:
        return lambda value: self._edit(self._thing, key, value)

    def _ticker(self, key: str) -> Callable[[bool], object]:
        return lambda on: self._edit(self._thing, key, on)


class _Head(QAbstractButton):
    """Name, pseudonym and what the person is to the review; beneath, role, birth and other names."""

    def __init__(self) -> None:
        super().__init__()
        self.is_open = False
        self._pseudonym, self._second = "", ""
        self._pills: list[str] = []
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def show_person(self, one: PersonView) -> None:
        """Show someone."""
        self.setText(say_person(one))
        self._pseudonym = "" if is_anonymous() else one.pseudonym or ""
        self._pills = ["Leads"] if one.leads else ["Subject"] if one.subject else []
        parts = [say(one.role)]
        if is_anonymous():
            parts += [] if one.pseudonym else ["no pseudonym yet"]
        else:
            parts += [f"born {say_moment(one.born)}"] if one.born else []
            parts += [f"also {', '.join(one.aliases)}"] if one.aliases else []
        self._second = "  ·  ".join(part for part in parts if part) or "No role yet"
        self.setToolTip(self._second)
        self._say()
        self.update()

    def show_open(self, on: bool) -> None:
        """Show that the form is open, or not."""
        self.is_open = on
        self._say()
        self.update()

    def _say(self) -> None:
        self.setAccessibleName(self.text())
        told = [self._pseudonym, *self._pills, self._second, "form open" if self.is_open else "form closed"]
        self.setAccessibleDescription(", ".join(part for part in told if part))

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(look.px(200), look.line("body") + look.line("meta") + look.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The two lines and the arrow."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.is_open:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("ground"))
            painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
        left, high = look.px(13), look.line("body")
        side = look.px(16)
        right = self.width() - look.px(14) - side
        top = look.px(8)
        arrow = "chevron-up" if self.is_open else "chevron-down"
        paint_icon(
            painter, arrow, QRectF(right + look.px(4), (self.height() - side) / 2, side, side), "muted"
        )
        tags = (ref_width(self._pseudonym) + look.px(8) if self._pseudonym else 0) + sum(
            pill_width(word) + look.px(8) for word in self._pills
        )
        font = look.font("ref")
        painter.setFont(font)
        painter.setPen(QPen(look.colour("ink")))
        metrics = QFontMetricsF(font)
        room = max(look.px(60), right - left - tags)
        name = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(left, top, room, high), Qt.AlignmentFlag.AlignVCenter, name)
        at = left + metrics.horizontalAdvance(name) + look.px(10)
        if self._pseudonym:
            at += paint_ref(painter, at, top + high / 2, self._pseudonym) + look.px(8)
        for word in self._pills:
            at += paint_pill(painter, at, top + high / 2, word, kind="plain") + look.px(8)
        font = look.font("meta")
        painter.setFont(font)
        painter.setPen(QPen(look.colour("muted")))
        second = QFontMetricsF(font).elidedText(self._second, Qt.TextElideMode.ElideRight, right - left)
        painter.drawText(
            QRectF(left, top + high + look.px(2), right - left, look.line("meta")),
            Qt.AlignmentFlag.AlignVCenter,
            second,
        )
        painter.end()
