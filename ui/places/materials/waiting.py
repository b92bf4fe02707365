"""Documents that wait to be read: with no text yet, as in a case of an older version, or read by an older reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.dialogs.frame import Asking
from ui.inspector import words
from ui.notices import Notice, NoticeBar
from ui.panes import scrolled
from ui.theme import look
from ui.wording import count
from workbench.anonymity.rendering import say
from workbench.materials import NotReadAgain, read_again, to_read_again, without_text
from workbench.problems import Problem, Report
from workbench.themes.placing import place_again
from workbench.themes.tags import PassageView

_SHOWN = 400


@dataclass(frozen=True)
class ReadAnew:
    """What came of reading documents: how many there were, those that failed, and passages found nowhere."""

    asked: int
    failed: Sequence[NotReadAgain]
    lost: Sequence[PassageView]


class DocumentsWaiting(QWidget):
    """A bar that says how many documents wait, with the one thing to do; nothing while none does."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._bar: NoticeBar | None = None
        self._dismissed = self._reads = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setAccessibleName("Documents that wait to be read")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.refresh()

    def refresh(self) -> None:
        """Say how many wait now."""
        said, number = "", 0
        if self._desk.can_change and not self._dismissed and not self._reads:
            said, number = self._desk.read(_waiting)
        if self._bar is not None and self._bar.notice.text != said:
            self._column.removeWidget(self._bar)
            self._bar.hide()
            self._bar.deleteLater()
            self._bar = None
        if said and self._bar is None:
            self._bar = NoticeBar(Notice(said, "info", "Read it" if number == 1 else "Read them", self.read))
            self._bar.gone.connect(self._gone)
            self._column.addWidget(self._bar)
        self.setVisible(self._bar is not None)

    def _gone(self) -> None:
        # Following the link goes to `read`; otherwise it was dismissed, until the case is opened again.
        self._dismissed = self._dismissed or not self._reads
        self.refresh()

    def read(self) -> None:
        """Read them on the worker's thread, and put the tags of each where its words stand now."""
        case = self._desk.the_case
        ids = self._desk.read(to_read_again)
        lost: list[PassageView] = []

        def moved(session: Any, material_id: str, before: str, after: str) -> None:  # noqa: ANN401 - ui knows no session
            lost.extend(place_again(session, material_id, before, after))

        def work(report: Report) -> ReadAnew:
            return ReadAnew(len(ids), read_again(case, ids, moved=moved, report=report), lost)

        def stopped() -> None:
            ended(ReadAnew(0, (), lost))

        def not_done(problem: Problem) -> None:
            self._desk.tell(problem)
            stopped()

        def ended(told: ReadAnew) -> None:
            self._reads = False
            # What can't be read is told once, and not asked for again and again.
            self._dismissed = bool(told.failed)
            self.refresh()
            if told.failed or told.lost:
                ReadAnewSheet(self.window(), told).show_asking()
            elif told.asked:
                self._desk.notice(f"{count(told.asked, 'document')} read.", "good")

        self._reads = True
        self.refresh()
        self._desk.work(
            "Reading documents",
            work,
            finished=ended,
            failed=not_done,
            cancelled=stopped,
            changes=True,
        )


def _waiting(session: Any) -> tuple[str, int]:  # noqa: ANN401 - ui knows no session
    number, without = len(to_read_again(session)), without_text(session)
    older = number - without
    parts = []
    if without:
        parts.append(f"{count(without, 'document')} {'has' if without == 1 else 'have'} no text yet.")
    if older:
        parts.append(
            f"{count(older, 'document')} can be read better than when {'it' if older == 1 else 'they'} came."
        )
    return " ".join(parts), number


class ReadAnewSheet(Asking):
    """What could not be read, and which tagged words stand nowhere in a new text."""

    def __init__(self, parent: QWidget, told: ReadAnew) -> None:
        read = told.asked - len(told.failed)
        sentence = f"{count(read, 'document')} read." if read > 0 else "What was read stays read."
        super().__init__(parent, "Documents read", sentence, button="Close", cancel="", wide=640)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        for head, lines in (
            ("Not read", [say(each.sentence) for each in told.failed]),
            (
                "Tagged words that are not in the new text, and stay in the old one",
                [f"{each.material}  {each.theme}: “{say(each.text)}”" for each in told.lost],
            ),
        ):
            if not lines:
                continue
            column.addWidget(words(f"{head}, {len(lines):,}", "head", "muted"))
            for line in lines[:_SHOWN]:
                column.addWidget(words(line))
            if len(lines) > _SHOWN:
                column.addWidget(words(f"and {len(lines) - _SHOWN:,} more", "meta", "muted"))
            column.addSpacing(8)
        column.addStretch(1)
        area = scrolled(body, "paper", "What came of it")
        area.setMinimumHeight(look.px(240))
        self.body.addWidget(area)
