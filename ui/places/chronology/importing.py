"""Bringing in what agencies send: as sent beside as understood, doubts first, and the sum that leaves nothing out.

Nothing is in the case until it is brought in, and the bar says so. Several files stand in a queue; one may be
left for later, with the answers given so far.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.buttons import Button, KeyCap, Segmented
from ui.chips import Chip, Empty
from ui.desk import Desk
from ui.flow import FlowRow
from ui.forms import Choice
from ui.icons import Icon
from ui.menus import Menu
from ui.panes import PlaceBar, column, scrolled
from ui.places.chronology.columns import ColumnsPanel
from ui.places.chronology.doubts import DoubtCard
from ui.places.chronology.draft_rows import (
    DoubtGroup,
    DraftEvents,
    doubt_groups,
    order_words,
    rows_of_sheet,
    sheet_name,
    sheets_of,
    sum_of,
)
from ui.places.chronology.sheet import Sheet
from ui.places.chronology.whose import Whose, guess
from ui.places.chronology.written import typed_date
from ui.rows import ListingModel
from ui.tables import ListingTable
from ui.theme import be, look, say
from ui.wording import count, listed, literal, short
from workbench.anonymity.rendering import say as rendered
from workbench.casefile import Broadcast
from workbench.chronology import importing
from workbench.chronology.importing import BroughtIn, Draft
from workbench.chronology.understood import Choices
from workbench.materials import read_file
from workbench.people import services
from workbench.problems import Problem, Report

CARDS = 25
"""How many doubts stand as cards at once; the next come as these are settled."""
ALL, NEW = "all", "new"


class SumBar(QFrame):
    """The sum in one line: rows = events + joined + banners + blank, and that it adds up."""

    def __init__(self) -> None:
        super().__init__()
        be(self, ground="paper", edge="below")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 9, 16, 9)

    def show_draft(self, draft: Draft) -> None:
        """Say what became of the rows."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        total = sum_of(draft)
        parts: list[QWidget] = [
            *_figure(total.rows, "row in the file" if total.rows == 1 else "rows in the file", "")
        ]
        parts += _figure(total.events, total.events_words, "=")
        for number, words in total.parts:
            parts += _figure(number, words, "+")
        tone = "good" if total.adds_up else "bad"
        said = "Adds up, nothing left out" if total.adds_up else "Does not add up: please tell us"
        verdict = QWidget()
        row = QHBoxLayout(verdict)
        row.setContentsMargins(12, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Icon("circle-check" if total.adds_up else "circle-alert", tone, 15))
        row.addWidget(say(QLabel(said), "name", tone))
        line = FlowRow(*parts, verdict, gap=8, lines=2)
        self._column.addWidget(line)
        every = ((total.events, total.events_words), *total.parts)
        plain = " + ".join(f"{number:,} {words}" for number, words in every)
        self.setAccessibleName(f"{total.rows:,} rows in the file = {plain}. {said}")


def _figure(number: int, words: str, before: str) -> list[QWidget]:
    """A figure with its words, kept together when the line wraps."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(7)
    if before:
        row.addWidget(say(QLabel(before), "body", "muted"))
    row.addWidget(say(QLabel(f"{number:,}"), "heading"))
    row.addWidget(say(QLabel(words), "body", "ink2"))
    return [holder]


class CorrectedBar(QFrame):
    """Says how a file stands to one brought in before, and asks what to bring in."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        be(self, ground="tint", edge="below")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 6, 16, 6)
        self.choice = ALL
        self.hide()

    def show_draft(self, draft: Draft) -> None:
        """Ask, where an earlier file has some of the rows."""
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        earlier = draft.earlier
        self.setVisible(earlier is not None)
        if earlier is None:
            self.choice = ALL
            return
        parts = [
            f"{len(earlier.same):,} the same",
            f"{len(earlier.changed):,} changed",
            f"{len(earlier.new):,} new",
            f"{len(earlier.gone):,} gone",
        ]
        sentence = (
            f"This corrects {earlier.material}: {listed(parts)}. Nothing brought in before is replaced."
        )
        words = say(QLabel(sentence), "body")
        words.setWordWrap(True)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        words.setAccessibleName(sentence)
        if earlier.gone:
            words.setToolTip(f"Gone: {', '.join(earlier.gone[:40])}")
        every = len(draft.understood.events)
        choice = Segmented(
            "What to bring in", [(NEW, f"Only the {len(earlier.new):,} new"), (ALL, f"All {every:,}")]
        )
        self.choice = NEW
        choice.chosen.connect(self._choose)
        self._row.addWidget(Icon("info", "accent", 16))
        self._row.addSpacing(10)
        self._row.addWidget(words, 1)
        self._row.addSpacing(12)
        self._row.addWidget(choice)

    def _choose(self, key: str) -> None:
        self.choice = key
        self.chosen.emit(key)


class DoubtList(QWidget):
    """The open doubts of a draft as cards.

    `fixed(group, number)`, `kept(group)` and `dated(group, When, time)` are the answers; `focused(events)` tells
    which events the card in focus stands on.
    """

    fixed = Signal(object, int)
    kept = Signal(object)
    dated = Signal(object, object)
    focused = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._cards: dict[tuple[object, ...], DoubtCard] = {}
        self._groups: list[DoubtGroup] = []
        be(self, ground="paper")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 2, 14, 12)
        self._column.setSpacing(8)
        self.more = say(QLabel(), "meta", "muted")
        self.more.hide()
        self._column.addWidget(self.more)
        self._column.addStretch(1)

    def show_groups(self, draft: Draft, groups: Sequence[DoubtGroup], *, anew: bool) -> None:
        """Show these doubts; cards that stay are kept, so that focus stays too."""
        wanted = {group.key: group for group in groups[:CARDS]}
        self._groups = list(groups)
        gone = [key for key in self._cards if anew or key not in wanted]
        for key in gone:
            # Focus passes along the cards as they are hidden; that is nobody's choice.
            self._cards[key].blockSignals(True)
        for key in gone:
            card = self._cards.pop(key)
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, (key, group) in enumerate(wanted.items()):
            if key not in self._cards:
                self._cards[key] = self._card(draft, group)
                self._column.insertWidget(place, self._cards[key])
                # Now, and not when the layout comes round to it: what cannot be seen takes no focus.
                self._cards[key].show()
        left = len(groups) - len(wanted)
        self.more.setText(f"and {count(left, 'more doubt')}, shown as these are settled")
        self.more.setVisible(left > 0)

    def _card(self, draft: Draft, group: DoubtGroup) -> DoubtCard:
        doubt = group.doubt
        rows = [
            draft.understood.rows[draft.understood.events[event].rows[0]] for event in sorted(group.events)
        ]
        right = f"row {rows[0].number}" if len(rows) == 1 else f"{len(rows):,} rows"
        ways: list[tuple[str, Callable[[], object]]] = [
            (fix.label, partial(self.fixed.emit, group, number)) for number, fix in enumerate(doubt.fixes)
        ]
        ways.append(("Keep as read", partial(self.kept.emit, group)))
        reason = doubt.reason if len(rows) == 1 else f"{doubt.reason} One answer for all {len(rows):,} rows."
        dated = doubt.field == "date"
        card = DoubtCard(
            f"“{short(rendered(doubt.text), 70)}”"
            if doubt.text
            else doubt.kind.replace("_", " ").capitalize(),
            reason,
            ways,
            right=right,
            type_word="Type a date",
            type_value=partial(self._typed, group) if dated else None,
            parse=(lambda text: typed_date(text).words) if dated else None,
        )
        card.stepped.connect(lambda by, card=card: self.step(card, by))
        card.focused.connect(lambda: self.focused.emit(group.events))
        return card

    def _typed(self, group: DoubtGroup, text: str) -> None:
        self.dated.emit(group, typed_date(text))

    @property
    def cards(self) -> list[DoubtCard]:
        """The cards, in order."""
        order = [group.key for group in self._groups]
        return [self._cards[key] for key in order if key in self._cards]

    def step(self, card: DoubtCard, by: int) -> None:
        """Go to the next or previous card."""
        cards = self.cards
        at = cards.index(card) + by if card in cards else 0
        if 0 <= at < len(cards):
            cards[at].setFocus(Qt.FocusReason.OtherFocusReason)

    def place_of_focus(self) -> int:
        """Where the card in focus stands; -1 where none has it."""
        focus = self.focusWidget()
        for at, card in enumerate(self.cards):
            if focus is not None and (card is focus or card.isAncestorOf(focus)):
                return at
        return -1

    def focus_at(self, at: int) -> bool:
        """Give a card focus, or the last; False where there is none."""
        cards = self.cards
        if not cards:
            return False
        cards[max(0, min(at, len(cards) - 1))].setFocus(Qt.FocusReason.OtherFocusReason)
        return True


class ImportPage(QFrame):
    """The import.

    `over(material id, name)` when there is nothing more to read: the id is that of the file brought in last, or
    "". `said(words)` for the status bar.
    """

    over = Signal(str, str)
    said = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.draft: Draft | None = None
        self.later: list[Draft] = []
        self._queue: list[Path] = []
        self._total = 0
        self._busy = False
        self._last: tuple[str, str] = ("", "")
        self._groups: list[DoubtGroup] = []
        self._sheet_rows: list[int] = []
        be(self, ground="paper")
        self.setAccessibleName("Import a chronology")
        self.columns_button = Button(
            "Columns", self._toggle_columns, icon="columns-3", hint="Which column holds what"
        )
        self.columns_button.setCheckable(True)
        self.later_button = Button("Leave for later", self.leave)
        self.bring_button = Button("Bring in", self.bring_in, icon="download", kind="primary")
        self.bar = PlaceBar(
            "Import a chronology", (self.columns_button, self.later_button, self.bring_button)
        )
        self.sum = SumBar()
        self.corrected = CorrectedBar()
        self.corrected.chosen.connect(lambda _: self._say_button())

        self.sheet = Sheet("As sent")
        self.sheet.stood_on.connect(self._stood_on_row)
        self.sheets = Choice("Sheet")
        self.sheets.activated.connect(lambda _: self._show_sheet(self.sheets.key))
        self.sent_words = say(QLabel(), "meta", "muted")
        self.sent_words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        sent_head = _head(
            say(QLabel("As sent"), "ref"), self.sent_words, self.sheets, stretch=self.sent_words
        )
        framed = QFrame()
        be(framed, ground="paper", edge="card")
        framed_row = QHBoxLayout(framed)
        framed_row.setContentsMargins(1, 1, 1, 1)
        framed_row.addWidget(self.sheet)
        around = QFrame()
        be(around, ground="ground")
        around_row = QHBoxLayout(around)
        around_row.setContentsMargins(12, 0, 12, 12)
        around_row.addWidget(framed)
        self.left = column(sent_head, around, stretch=around, ground="ground", name="As sent")

        self.whose = Whose(desk)
        self.whose.chosen.connect(self._name_service)
        self.pill = Chip.pill("", "warn")
        self._doubts_head = QFrame()
        self._doubts_row = QHBoxLayout(self._doubts_head)
        self._doubts_row.setContentsMargins(16, 9, 14, 7)
        self._doubts_row.setSpacing(8)
        self.doubts = DoubtList()
        self.doubts.fixed.connect(self._fix)
        self.doubts.kept.connect(self._keep)
        self.doubts.dated.connect(self._date)
        self.doubts.focused.connect(self._show_events)
        self.doubts_area = scrolled(self.doubts, "paper", "Doubts, list")
        self._upper = column(
            self.whose, self._doubts_head, self.doubts_area, stretch=self.doubts_area, name="Doubts"
        )
        self.listing = DraftEvents()
        self.model = ListingModel(desk, self.listing, parent=self)
        self.table = ListingTable(self.model, "Understood", desk.settings, two_lines=False)
        self.table.chosen.connect(self._stood_on_event)
        self.understood_words = say(QLabel(), "meta", "muted")
        self.understood_words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.change = Button("Change", self._toggle_columns, kind="link", name="Change how it was read")
        understood_head = _head(
            say(QLabel("Understood"), "ref"),
            self.understood_words,
            self.change,
            stretch=self.understood_words,
        )
        be(understood_head, edge="above")
        self._lower = column(understood_head, self.table, stretch=self.table, name="Understood, pane")
        self.columns = ColumnsPanel()
        self.columns.chosen.connect(self._read_again)
        self.columns.closed.connect(self._toggle_columns)
        self.right = QSplitter(Qt.Orientation.Vertical)
        self.right.setHandleWidth(1)
        self.right.setChildrenCollapsible(False)
        self.upper = QStackedWidget()
        self.upper.addWidget(self._upper)
        self.upper.addWidget(self.columns)
        self.right.addWidget(self.upper)
        self.right.addWidget(self._lower)
        self.across = QSplitter(Qt.Orientation.Horizontal)
        self.across.setHandleWidth(1)
        self.across.setChildrenCollapsible(False)
        self.across.addWidget(self.left)
        self.across.addWidget(self.right)
        self.across.setSizes([480, 720])

        self.views = Segmented(
            "What to see", [("doubts", "Doubts"), ("sent", "As sent"), ("read", "Understood")]
        )
        self.views.chosen.connect(lambda _: self._turn())
        self.views_row = _head(self.views, QWidget(), stretch=self.views)
        self.views_row.hide()
        self.waiting = QStackedWidget()
        self.reading = Empty("hourglass", "Reading…")
        self.refused = Empty("circle-alert", "", "Go on", self._next)
        work = QWidget()
        whole = QVBoxLayout(work)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for bar in (self.sum, self.corrected, self.views_row):
            whole.addWidget(bar)
        whole.addWidget(self.across, 1)
        self.work = work
        for page in (work, self.reading, self.refused):
            self.waiting.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.bar)
        outer.addWidget(self.waiting, 1)
        look.changed.connect(self._turn)

    # ---- for the place

    @property
    def under_way(self) -> bool:
        """Whether a file is being read, shown or brought in."""
        return (
            self._busy
            or self.draft is not None
            or (self.waiting.currentWidget() is self.refused and self._total > 0)
        )

    def read(self, files: Sequence[Path]) -> None:
        """Read these files, after those that wait already."""
        self._queue += files
        self._total += len(files)
        if not self._busy and self.draft is None:
            self._next()
        else:
            self._say_bar()

    def go_on(self, number: int) -> None:
        """Go on with a file that was left for later."""
        self._total = 1
        self._show(self.later.pop(number), anew=True)

    def drop_all(self) -> None:
        """Forget everything; the case closes."""
        self.draft = None
        self.later.clear()
        self._queue.clear()
        self._total = 0

    def start(self) -> QWidget | None:
        """What has focus first: whose records, the first doubt, or the rows."""
        if self.draft is None:
            return self.refused.button if self.waiting.currentWidget() is self.refused else None
        if self.whose.isVisible():
            return next(iter(self.whose.findChildren(Choice)), None)
        return self.doubts.cards[0] if self.doubts.cards else self.table

    def panes(self) -> Sequence[QWidget]:
        """As sent, doubts or columns, understood."""
        return [pane for pane in (self.left, self.upper, self._lower) if pane.isVisible()]

    def heard(self, broadcast: Broadcast) -> None:
        """Services may have come."""
        if "service" in broadcast.touched and self.draft is not None and self.isVisible():
            self.whose.show_draft(self.draft)

    def refresh_later(self, button: Button) -> None:
        """Let the button say that something waits."""
        left = len(self.later)
        button.rename(
            f"Import  {left}" if left else "Import", f"Import, {left} left for later" if left else "Import"
        )

    def later_menu(
        self, button: Button, choose: Callable[[], object], go_on: Callable[[int], object]
    ) -> None:
        """What to do with files left for later, or read others."""
        menu = Menu("Import", self)
        menu.addAction("Choose files…").triggered.connect(lambda: choose())
        menu.addSeparator()
        for number, draft in enumerate(self.later):
            menu.addAction(literal(f"Go on with {draft.name}")).triggered.connect(partial(go_on, number))
        forget = menu.inner("Forget")
        for draft in list(self.later):
            forget.addAction(literal(draft.name)).triggered.connect(partial(self._forget, draft, button))
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _forget(self, draft: Draft, button: Button) -> None:
        self.later = [each for each in self.later if each is not draft]
        self.refresh_later(button)

    # ---- reading

    def _next(self) -> None:
        self.draft = None
        if not self._queue:
            last, self._last, self._total = self._last, ("", ""), 0
            self.waiting.setCurrentWidget(self.reading)
            self.over.emit(*last)
            return
        path = self._queue.pop(0)
        case = self._desk.the_case
        known = self._desk.read(services)

        def work(report: Report) -> Draft:
            found = guess(path.name, known)
            drafted = importing.draft(case, path.name, read_file(path), report=report)
            if found is not None and not drafted.understood.services_named:
                drafted = importing.for_service(case, drafted, found.code)
            return drafted

        self._begin(f"Reading {path.name}")
        self._desk.work(
            f"Reading {path.name}",
            work,
            finished=self._read_it,
            failed=lambda problem: self._refuse(path.name, problem),
            cancelled=self._next,
        )

    def _begin(self, words: str) -> None:
        self._busy = True
        self.reading.show_sentence(f"{words}…")
        self.waiting.setCurrentWidget(self.reading)
        self._say_bar()

    def _read_it(self, draft: Draft) -> None:
        self._busy = False
        self._show(draft, anew=True)
        start = self.start()
        if start is not None and self.isVisible():
            start.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refuse(self, name: str, problem: Problem) -> None:
        self._busy = False
        self.refused.show_sentence(str(problem))
        if self.refused.button is not None:
            self.refused.button.rename("Next file" if self._queue else "Back to the chronology")
        self.waiting.setCurrentWidget(self.refused)
        self._say_bar(name)
        if self.refused.button is not None and self.isVisible():
            self.refused.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read_again(self, choices: object, one_service: bool) -> None:
        draft = self.draft
        if draft is None or not isinstance(choices, Choices):
            return
        before = draft if one_service else replace(draft, service_id=None, services={})
        case = self._desk.the_case
        self._busy = True
        self.across.setEnabled(False)

        def done(made: Draft) -> None:
            self._busy = False
            self.across.setEnabled(True)
            self._show(made, anew=True)

        def failed(problem: Problem) -> None:
            self._busy = False
            self.across.setEnabled(True)
            self._desk.tell(problem)
            self.columns.show_draft(draft)

        self._desk.work(
            f"Reading {draft.name} again",
            lambda report: importing.choose(case, before, choices, report=report),
            finished=done,
            failed=failed,
            cancelled=lambda: done(draft),
        )

    # ---- showing

    def _show(self, draft: Draft, *, anew: bool = False) -> None:
        """Show a draft; `anew` when it is another reading and not only other answers."""
        if anew:
            # The page gives focus back to the card that had it last, which may be of another file.
            self.doubts.show_groups(draft, (), anew=True)
        self.draft = draft
        self.waiting.setCurrentWidget(self.work)
        self.listing = DraftEvents(draft)
        self.model.listing = self.listing
        self.model.refresh()
        self._groups = doubt_groups(draft)
        self.whose.show_draft(draft)
        self._say_doubts()
        self.doubts.show_groups(draft, self._groups, anew=anew)
        self.doubts_area.setVisible(bool(self._groups))
        if anew:
            self.sum.show_draft(draft)
            self.corrected.show_draft(draft)
            self.columns.show_draft(draft)
            names = sheets_of(draft)
            self.sheets.set_options([(name, name) for name in names])
            self.sheets.setVisible(len(names) > 1)
            with_events = [sheet_name(row) for row in draft.understood.rows if row.event is not None]
            self._show_sheet(with_events[0] if with_events else names[0] if names else "")
            self._share_height()
        self._say_understood()
        self._say_bar()
        self._say_button()

    def _share_height(self) -> None:
        high = max(self.right.height(), 400)
        if self.upper.currentWidget() is self.columns:
            self.right.setSizes([high * 7 // 10, high * 3 // 10])
            return
        wanted = look.px(60) + look.px(112) * min(len(self._groups), 3)
        if not self.whose.isHidden():
            wanted += self.whose.sizeHint().height()
        upper = min(wanted, high * 6 // 10)
        self.right.setSizes([upper, high - upper])

    def _show_sheet(self, name: str) -> None:
        if self.draft is None:
            return
        headings, rows = rows_of_sheet(self.draft, name)
        self.sheets.choose(name)
        self._sheet_rows = [at for at, _ in rows]
        self.sheet.show_rows(headings, [row for _, row in rows])
        numbers = [row.number for _, row in rows]
        where = f"{name}, " if name and len(sheets_of(self.draft)) == 1 and not name.endswith(".csv") else ""
        span = f"rows {numbers[0]} – {numbers[-1]}" if numbers else "no rows"
        self.sent_words.setText(f"{where}{span}")

    def _say_doubts(self) -> None:
        while (item := self._doubts_row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        left = len(self._groups)
        self._doubts_row.addWidget(say(QLabel("Doubts"), "ref"))
        if left:
            self._doubts_row.addWidget(Chip.pill(f"{left:,} left", "warn"))
            self._doubts_row.addStretch(1)
            for word, key in (("Next", "J"), ("previous", "K")):
                self._doubts_row.addWidget(say(QLabel(word), "meta", "muted"))
                self._doubts_row.addWidget(KeyCap(key))
        else:
            self._doubts_row.addWidget(Icon("circle-check", "good", 15))
            self._doubts_row.addWidget(say(QLabel("None left"), "body", "good"))
            self._doubts_row.addStretch(1)
        self._doubts_head.setAccessibleName(f"Doubts, {left} left" if left else "Doubts, none left")

    def _say_understood(self) -> None:
        draft = self.draft
        if draft is None:
            return
        known = {service.id: service for service in self._desk.read(services)}
        parts = [order_words(draft), "month before day" if draft.choices.month_first else "day before month"]
        if draft.service_id in known:
            parts.append(f"service {known[draft.service_id].code}")
        elif draft.understood.services_named:
            parts.append(f"services from the file: {', '.join(draft.understood.services_named[:4])}")
        if draft.understood.unmatched_names:
            parts.append(f"{count(len(draft.understood.unmatched_names), 'name')} to match later")
        words = ", ".join(part for part in parts if part)
        self.understood_words.setText(words)
        self.understood_words.setToolTip(words)

    def _say_bar(self, name: str = "") -> None:
        name = name or (self.draft.name if self.draft is not None else "")
        number = self._total - len(self._queue)
        several = f"{number} of {self._total} files" if self._total > 1 else ""
        self.bar.say("  ·  ".join(part for part in (name, several) if part))
        ready = self.draft is not None and not self._busy
        for button in (self.columns_button, self.later_button, self.bring_button):
            button.setVisible(ready)
        self.said.emit("Nothing is in the case until you bring it in")

    def _say_button(self) -> None:
        if self.draft is not None:
            number = len(self.draft.understood.events)
            if self.corrected.choice == NEW and self.draft.earlier is not None:
                number = len(self.draft.earlier.new)
            self.bring_button.rename(f"Bring in {count(number, 'event')}")

    def _toggle_columns(self) -> None:
        on = self.upper.currentWidget() is not self.columns
        self.views.choose("doubts")
        self._turn()
        if on and self.draft is not None:
            self.columns.show_draft(self.draft)
        self.upper.setCurrentWidget(self.columns if on else self._upper)
        self.columns_button.setChecked(on)
        self._share_height()
        if on:
            self.columns.focus_first()
        elif not self.doubts.focus_at(0):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self) -> None:
        """At large text there is room for one part at a time, and a switch between them."""
        roomy = self.width() >= look.px(860)
        seen = self.views.choice
        self.views_row.setVisible(not roomy)
        self.left.setVisible(roomy or seen == "sent")
        self.right.setVisible(roomy or seen != "sent")
        self.upper.setVisible(roomy or seen == "doubts")
        self._lower.setVisible(roomy or seen == "read")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See whether all parts have room."""
        super().resizeEvent(event)
        self._turn()

    # ---- both sides tied

    def _show_events(self, events: object) -> None:
        """Lay the ground of something found under the rows of some events, on both sides."""
        if self.draft is None or not isinstance(events, frozenset) or not events:
            return
        understood = self.draft.understood
        first = understood.rows[understood.events[min(events)].rows[0]]
        if sheet_name(first) != self.sheets.key:
            self._show_sheet(sheet_name(first))
        own = {row for event in events for row in understood.events[event].rows}
        self.sheet.mark(frozenset(at for at, row in enumerate(self._sheet_rows) if row in own))
        self.table.mark_rows(frozenset(str(event) for event in events))
        self.table.clearSelection()
        at = self.model.row_of(str(min(events)))
        if at is not None:
            self.table.scrollTo(self.model.index(at, 0))
        card = self.doubts.cards[self.doubts.place_of_focus()] if self.doubts.place_of_focus() >= 0 else None
        if card is not None:
            self.doubts_area.ensureWidgetVisible(card, 0, 8)

    def _stood_on_event(self, event: str) -> None:
        if self.draft is None or not event or int(event) >= len(self.draft.understood.events):
            return
        row = self.draft.understood.events[int(event)].rows[0]
        name = sheet_name(self.draft.understood.rows[row])
        if name != self.sheets.key:
            self._show_sheet(name)
        if row in self._sheet_rows:
            self.sheet.stand_on(self._sheet_rows.index(row))

    def _stood_on_row(self, at: int) -> None:
        if self.draft is None or not 0 <= at < len(self._sheet_rows):
            return
        event = self.draft.understood.rows[self._sheet_rows[at]].event
        if event is not None and self.table.current_id != str(event):
            self.table.choose(str(event))

    # ---- answering

    def _answered(self, draft: Draft) -> None:
        at = self.doubts.place_of_focus()
        self._show(draft)
        if at >= 0 and not self.doubts.focus_at(at):
            self.table.mark_rows(frozenset())
            self.sheet.mark(frozenset())
            self.bring_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fix(self, group: DoubtGroup, number: int) -> None:
        if self.draft is not None:
            self._answered(importing.take_fix_for_all(self.draft, group.at, number))

    def _keep(self, group: DoubtGroup) -> None:
        if self.draft is not None:
            self._answered(importing.keep_reading(self.draft, group.at))

    def _date(self, group: DoubtGroup, typed: object) -> None:
        draft = self.draft
        if draft is None:
            return
        when, time = getattr(typed, "when", None), getattr(typed, "time", None)
        for event in sorted(group.events):
            draft = importing.mend(draft, event, "date", when, "Typed")
            if time is not None:
                draft = importing.mend(draft, event, "time", time, "Typed")
        self._answered(importing.keep_reading(draft, group.at))

    def _name_service(self, name: str, service_id: str) -> None:
        draft = self.draft
        if draft is None:
            return
        known = {service.id: service.code for service in self._desk.read(services)}
        if service_id not in known:
            return
        case = self._desk.the_case
        if name == "" and draft.unknown_services() == [""]:
            made = importing.for_service(case, draft, known[service_id])
        else:
            made = importing.name_service(case, draft, name, known[service_id])
        self._show(made)
        self.corrected.show_draft(made)
        self._say_button()
        self._share_height()
        start = self.start()
        if start is not None:
            start.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- in, or later

    def leave(self) -> None:
        """Leave this file for later, with the answers given so far."""
        if self.draft is None:
            return
        left = self.draft
        self.later.append(left)
        self._desk.notice(f"{left.name} is left for later, while the case is open. Import goes on with it.")
        self._next()

    def bring_in(self) -> None:
        """Bring the events in as one change."""
        draft = self.draft
        if draft is None or self._busy:
            return
        if draft.unknown_services():
            if self.upper.currentWidget() is self.columns:
                self._toggle_columns()
            self.whose.ask("Say whose records these are first: choose a service, or add a new one.")
            return
        only_new = self.corrected.choice == NEW and draft.earlier is not None
        case = self._desk.the_case
        self._begin(f"Bringing in {draft.name}")
        self._desk.work(
            f"Bringing in {draft.name}",
            lambda report: importing.bring_in(case, draft, only_new=only_new, report=report),
            finished=lambda brought: self._brought_in(draft, brought),
            failed=lambda problem: self._not_in(draft, problem),
            cancelled=lambda: self._not_in(draft, None),
        )

    def _brought_in(self, draft: Draft, brought: BroughtIn) -> None:
        self._busy = False
        self.draft = None
        self._last = (brought.material_id, draft.name)
        events = len(brought.event_ids)
        doubts = sum(1 for event, _, _ in draft.open_doubts() if event not in brought.left)
        words = (
            f"{count(events, 'event')} from {draft.name} {'is' if events == 1 else 'are'} in the chronology"
        )
        words += f", with {count(doubts, 'open doubt')}." if doubts else "."
        self._desk.notice(words, "good", undo=True)
        self._next()

    def _not_in(self, draft: Draft, problem: Problem | None) -> None:
        self._busy = False
        self._show(draft, anew=True)
        if problem is not None:
            self._desk.tell(problem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J and K come back to the doubts from anywhere on the page."""
        if event.key() in (Qt.Key.Key_J, Qt.Key.Key_K) and self.doubts.focus_at(0):
            return
        else:
            super().keyPressEvent(event)


def _head(*widgets: QWidget, stretch: QWidget) -> QFrame:
    """The head of a side: its name, quiet words, and something at the right."""
    frame = QFrame()
    row = QHBoxLayout(frame)
    row.setContentsMargins(16, 9, 14, 7)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget, 1 if widget is stretch else 0)
    return frame
