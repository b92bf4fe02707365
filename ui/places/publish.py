"""Publish: the documents the case can make, what stands in their way, and what has left already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.buttons import Button
from ui.chips import Chip
from ui.desk import Desk
from ui.dialogs.files import EXCEL, WORD, ask_save
from ui.forms import CheckField, ChoiceField
from ui.icons import Icon
from ui.inspector import Inspector, words
from ui.panes import PlaceBar, column, scrolled
from ui.parts import Part
from ui.place import Place
from ui.standing import PUBLISH
from ui.theme import be, look, say
from workbench.anonymity.leaving import Hold, ready_to_leave
from workbench.anonymity.rendering import say as as_read
from workbench.anonymity.rendering import say_name
from workbench.casefile import Broadcast
from workbench.findings.gaps import Gap, gaps
from workbench.findings.spine import Spine, spine
from workbench.history import local
from workbench.listing import Ask
from workbench.outgoing import OutgoingView, outgoing
from workbench.problems import Problem, Report
from workbench.review import ReviewView, change_review, the_review
from workbench.timeline.views import saved_views
from workbench.word.publish import (
    DOCUMENTS,
    ENDINGS,
    KEY_EVENTS_ONLY,
    Document,
    export,
    lacking,
    missing,
    suggested_name,
    usual_layout_of,
)

_MOST_GAPS = 8
_MOST_HOLDS = 5
_KINDS = {"docx": WORD, "xlsx": EXCEL}


@dataclass(frozen=True)
class Wish:
    """What a person chose for one document."""

    layout: str = ""
    filters: Ask | None = None
    notes: bool = False
    without: tuple[str, ...] = ()
    view: str = ""
    """The id of a saved view of the timeline; empty for all of it."""


class Publish(Place):
    """What goes out."""

    key, title, icon = PUBLISH
    purpose = (
        "The documents of the review: the overview report, the action plan, the combined chronology and the theme "
        "report, each marked, numbered as a draft, and recorded in the history when it leaves."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._bar = PlaceBar("Publish")
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(24, 20, 24, 24)
        self._column.setSpacing(16)
        self._cards = {code: DocumentCard(document, self._export) for code, document in DOCUMENTS.items()}
        self._draft = DraftCard(desk)
        self._names = NamesCard(desk, self._read)
        self._open = OpenCard(desk)
        self._column.addWidget(self._draft)
        self._column.addWidget(self._names)
        for card in self._cards.values():
            self._column.addWidget(card)
        self._column.addWidget(self._open)
        self._column.addStretch(1)
        main = scrolled(self._body, "ground", "Documents")
        self._left = Inspector("What has left", "Nothing has left this case yet.")
        self.lay_out(column(self._bar, main, stretch=main), right=self._left)
        for code, document in DOCUMENTS.items():
            for ending in document.endings:
                self.command(
                    code if ending == document.endings[0] else f"{code}_{ending}",
                    f"Export the {document.name.lower()} to {ENDINGS[ending]}",
                    partial(self._export, code, ending),
                    icon="file-spreadsheet" if ending == "xlsx" else "file-text",
                )
        self._read()

    def start(self) -> QWidget:
        """The first document's button has focus first."""
        return next(iter(self._cards.values())).button

    def heard(self, broadcast: Broadcast) -> None:
        """Anything may be in a document; what stands in the way is asked anew."""
        self._read()

    def switched(self) -> None:
        """Say everything anew; what was chosen for a document stays chosen."""
        self._read()

    def show_thing(self, thing: str) -> None:
        """Stand on a document, by its code."""
        if thing in self._cards:
            self._cards[thing].button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read(self) -> None:
        anonymous = self._names.anonymous

        def read(
            session: Any,  # noqa: ANN401 - ui knows no session
        ) -> tuple[ReviewView, dict[str, State], list[Hold], list[Gap], Spine, list[OutgoingView]]:
            known = spine(session)
            views = tuple((one.id, one.name) for one in saved_views(session))
            return (
                the_review(session),
                {
                    code: State(missing(session, code), tuple(lacking(session, code)), views)
                    for code in DOCUMENTS
                },
                ready_to_leave(session) if anonymous else [],
                gaps(known, date.today()),
                known,
                outgoing(session),
            )

        review, states, holds, open_gaps, known, left = self.desk.read(read)
        self._bar.say(f"{review.marking}  ·  {review.draft_words}")
        self._draft.show_review(review)
        self._names.show_holds(holds)
        self._open.show_gaps(open_gaps, known)
        for code, card in self._cards.items():
            card.show_state(review, states[code], anonymous=anonymous, held=bool(holds))
        self._show_left(left)

    def _show_left(self, left: list[OutgoingView]) -> None:
        if not left:
            self._left.show_nothing()
            return

        def build(panel: Inspector) -> None:
            panel.head("What has left", right=f"{len(left):,}")
            for one in left:
                when = local(one.at)
                section = panel.section(
                    f"{when.day} {when:%b %Y}, {when:%H:%M}",
                    "Copy SHA-256",
                    partial(_copy, one.sha256),
                    "copy",
                )
                if section.link is not None:
                    section.link.setAccessibleName(f"Copy the SHA-256 of {as_read(one.name)}")
                section.text(as_read(one.document), role="name")
                section.meta(as_read(one.name))
                section.fact("By", say_name(one.by) or "A panel member")
                section.fact("SHA-256", f"{one.sha256[:20]}…").setToolTip(one.sha256)
                section.fact("Head", f"{one.head[:20]}…").setToolTip(one.head)

        key = f"left {len(left)}{' anonymous' if self.desk.anonymous else ''}"
        if self._left.key != key:
            self._left.show_thing(key, build)

    def _export(self, code: str, ending: str) -> None:
        review, anonymous = self.desk.read(the_review), self._names.anonymous
        wish = self._cards[code].wish
        name = suggested_name(
            review, code, date.today(), wish.layout or None, ending=ending, anonymous=anonymous
        )
        ask_save(
            self,
            f"Save the {DOCUMENTS[code].name.lower()}",
            partial(self._write, code, wish, anonymous),
            name=name,
            ending=ending,
            kinds=(_KINDS[ending],),
        )

    def _write(self, code: str, wish: Wish, anonymous: bool, to: Path) -> None:
        case = self.desk.the_case

        def work(report: Report) -> OutgoingView:
            return export(
                case,
                code,
                to,
                anonymous=anonymous,
                layout=wish.layout or None,
                filters=wish.filters,
                notes=wish.notes,
                without=wish.without,
                view=wish.view,
                report=report,
            )

        def finished(left: OutgoingView) -> None:
            self.desk.notice(f"{left.name} is written, and recorded in the history.")

        self.desk.work(f"Writing the {DOCUMENTS[code].name.lower()}", work, finished=finished)


class DraftCard(Part):
    """The state every document carries: which draft it is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("State of the review")
        self._desk = desk
        be(self, ground="paper", edge="card")

    def show_review(self, review: ReviewView) -> None:
        """Show the draft."""

        def build(column: QVBoxLayout) -> None:
            row = QHBoxLayout()
            row.setContentsMargins(16, 12, 16, 12)
            row.setSpacing(12)
            row.addWidget(say(QLabel("Documents now say"), "body", "muted"))
            row.addWidget(Chip.pill(review.draft_words, "warn" if review.draft else "good"))
            row.addStretch(1)
            if review.draft:
                again = partial(self._set, review.draft + 1)
                row.addWidget(Button(f"Start draft {review.draft + 1}", again, changes=True))
                row.addWidget(Button("Make final", partial(self._set, 0), changes=True))
            else:
                row.addWidget(Button("Back to draft", partial(self._set, 1), changes=True))
            column.addLayout(row)

        self.fill((review.draft, review.draft_words), build)

    def _set(self, draft: int) -> None:
        if self._desk.do(lambda case: change_review(case, draft=draft)):
            self._desk.notice(
                f"Documents made from now on say DRAFT v{draft}."
                if draft
                else "Documents made from now on are final.",
                undo=True,
            )


class NamesCard(QFrame):
    """Whether documents carry people's names, and what is to be settled before they can go without."""

    def __init__(self, desk: Desk, chosen: Callable[[], object]) -> None:
        super().__init__()
        self._desk = desk
        be(self, ground="paper", edge="card")
        self.setAccessibleName("Names in documents")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 14)
        outer.setSpacing(8)
        self._check = CheckField(
            "Leave names out: pseudonyms stand for people",
            hint="For everyone outside the panel. Dates, ages, places and names of files follow the choices in Case.",
        )
        self._check.clicked.connect(lambda _: chosen())
        outer.addWidget(self._check)
        self._holds = Part("What holds anonymous documents back")
        outer.addWidget(self._holds)

    @property
    def anonymous(self) -> bool:
        """Whether documents leave without names: when that is chosen, and while the window shows none."""
        return self._check.isChecked() or self._desk.anonymous

    def show_holds(self, holds: list[Hold]) -> None:
        """Show what is to be settled first, each with a way to it."""
        switched = self._desk.anonymous
        self._check.setEnabled(not switched)
        if switched:
            self._check.setChecked(True)
        shown = tuple((hold.kind, hold.thing, as_read(hold.sentence)) for hold in holds)

        def build(column: QVBoxLayout) -> None:
            if switched:
                told = "Names are anonymous in the window, so documents leave without names as well."
                column.addWidget(words(told, "meta", "muted"))
            if not shown:
                return
            head = QHBoxLayout()
            head.setSpacing(8)
            count = len(shown)
            head.addWidget(Chip.pill(f"{count} to settle", "warn", "doubt"))
            told = "Nothing can leave anonymous until this is settled."
            head.addWidget(words(told, "meta", "ink2"), 1, Qt.AlignmentFlag.AlignVCenter)
            column.addLayout(head)
            for _, _, sentence in shown[:_MOST_HOLDS]:
                column.addWidget(words(sentence, "body"))
            if count > _MOST_HOLDS:
                column.addWidget(words(f"And {count - _MOST_HOLDS} more.", "meta", "muted"))
            part = "people" if any(kind == "person" for kind, _, _ in shown) else "anonymity"
            column.addWidget(Button("Settle them in Case", partial(self._desk.go, "case", part), kind="link"))

        self._holds.fill((switched, shown), build)


@dataclass(frozen=True)
class State:
    """Why a document cannot be made yet, and which of its parts nobody has written."""

    missing: Problem | None = None
    lacking: tuple[str, ...] = ()
    views: tuple[tuple[str, str], ...] = ()
    """Ids and names of the saved views of the timeline."""


class OpenCard(Part):
    """What is still open in the spine. It stands in nobody's way, and is named before anything goes out."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Still open")
        self._desk = desk
        be(self, ground="paper", edge="card")

    def show_gaps(self, open_gaps: list[Gap], known: Spine) -> None:
        """Show the gaps, each with a way to it."""
        self.setVisible(bool(open_gaps))
        titles = {one.ref: as_read(one.title) for one in known.findings}
        titles |= {one.ref: as_read(one.title) for one in known.recommendations}
        titles |= {one.ref: as_read(one.title) for one in known.actions}
        shown = tuple((gap.ref, gap.thing_id, gap.text, titles.get(gap.ref, "")) for gap in open_gaps)

        def build(column: QVBoxLayout) -> None:
            column.setContentsMargins(16, 12, 16, 14)
            head = QHBoxLayout()
            head.setSpacing(8)
            count = len(shown)
            head.addWidget(Chip.pill(f"{count} {'gap' if count == 1 else 'gaps'}", "warn", "doubt"))
            head.addWidget(say(QLabel("in the spine; documents can go out all the same"), "meta", "muted"), 1)
            column.addLayout(head)
            for ref, thing, text, title in shown[:_MOST_GAPS]:
                row = QHBoxLayout()
                row.setSpacing(8)
                place = "actions" if ref.startswith("A") else "findings"
                row.addWidget(
                    Chip.ref(
                        ref,
                        plain=not ref.startswith("F"),
                        name=f"Go to {ref}: {text}",
                        on_press=partial(self._desk.go, place, thing),
                    ),
                    0,
                    Qt.AlignmentFlag.AlignTop,
                )
                named = words(title, "body")
                named.setContentsMargins(0, look.px(2), 0, 0)
                row.addWidget(named, 1)
                missing_word = say(QLabel(text), "meta_name", "warn")
                missing_word.setContentsMargins(0, look.px(3), 0, 0)
                row.addWidget(missing_word, 0, Qt.AlignmentFlag.AlignTop)
                column.addLayout(row)
            if count > _MOST_GAPS:
                more = f"{count - _MOST_GAPS} more in Findings"
                column.addWidget(Button(more, partial(self._desk.go, "findings"), kind="link"))

        self.fill(shown, build)


class DocumentCard(QFrame):
    """One document: what it is for, its choices, and the buttons that make it."""

    def __init__(self, document: Document, make: Callable[[str, str], object]) -> None:
        super().__init__()
        self._document = document
        be(self, ground="paper", edge="card")
        self.setAccessibleName(document.name)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 14, 16, 16)
        outer.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Icon("file-text", "accent", 20), 0, Qt.AlignmentFlag.AlignTop)
        titles = QVBoxLayout()
        titles.setSpacing(2)
        titles.addWidget(say(QLabel(document.name), "heading"))
        titles.addWidget(words(document.about, "body", "ink2"))
        titles.addStretch(1)
        head.addLayout(titles, 1)
        self._buttons = [
            Button(
                f"Save as {ENDINGS[ending]}…",
                partial(make, document.code, ending),
                icon="download",
                name=f"Save the {document.name.lower()} as {ENDINGS[ending]}",
            )
            for ending in document.endings
        ]
        side = QVBoxLayout()
        side.setSpacing(6)
        for button in self._buttons:
            side.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        side.addStretch(1)
        head.addLayout(side)
        outer.addLayout(head)
        self._layout: ChoiceField | None = None
        self._key: CheckField | None = None
        self._notes: CheckField | None = None
        self._appendices: dict[str, CheckField] = {}
        self._chosen = False
        self._review: ReviewView | None = None
        self._state = State()
        self._anonymous = self._held = False
        if document.appendices:
            for code, name in document.appendices.items():
                check = CheckField(f"With the appendix {name}")
                check.setChecked(True)
                self._appendices[code] = check
                outer.addWidget(check)
        self._view: ChoiceField | None = None
        if document.appendices:
            self._view = ChoiceField(
                "Timeline", [("", "All of it")], hint="or a view saved there", name="View of the timeline"
            )
            self._view.setMaximumWidth(look.px(420))
            outer.addWidget(self._view)
        if document.layouts:
            of_plan = "its action plan" if document.appendices else f"the {document.name.lower()}"
            self._layout = ChoiceField(
                "Columns of its action plan" if document.appendices else "Columns",
                list(document.layouts.items()),
                self._choose,
                name=f"Columns of {of_plan}",
                changes=False,
            )
            self._layout.setMaximumWidth(look.px(420))
            outer.addWidget(self._layout)
        if document.filtered:
            self._key = CheckField("Key events only")
            self._notes = CheckField(
                "With the panel’s notes, questions and open doubts",
                hint="For the panel’s own use; leave out of what goes to others",
            )
            outer.addWidget(self._key)
            outer.addWidget(self._notes)
        self._lack = Part("What stands in the way")
        outer.addWidget(self._lack)

    @property
    def button(self) -> Button:
        """The button that makes it as it is usually wanted."""
        return self._buttons[0]

    @property
    def wish(self) -> Wish:
        """What is chosen."""
        return Wish(
            self._layout.value if self._layout is not None else "",
            KEY_EVENTS_ONLY if self._key is not None and self._key.isChecked() else None,
            self._notes is not None and self._notes.isChecked(),
            tuple(code for code, check in self._appendices.items() if not check.isChecked()),
            self._view.value if self._view is not None else "",
        )

    def show_state(self, review: ReviewView, state: State, *, anonymous: bool, held: bool) -> None:
        """Show whether it can be made, and the layout that goes with the kind of review until one is chosen."""
        usual = usual_layout_of(review, self._document.code)
        if self._layout is not None and usual is not None and not self._chosen:
            self._layout.show_value(usual, force=True)
        if self._view is not None:
            self._view.set_options([("", "All of it"), *((key, as_read(name)) for key, name in state.views)])
        self._review, self._state, self._anonymous, self._held = review, state, anonymous, held
        for button in self._buttons:
            button.setEnabled(state.missing is None and not held)
        self._say()

    def _say(self) -> None:
        review, state = self._review, self._state
        if review is None:
            return
        said: list[tuple[str, str]] = []
        if state.missing is not None:
            said.append(("info", str(state.missing)))
        elif self._held:
            said.append(("info", "It can leave once what holds anonymous documents back is settled."))
        else:
            if state.lacking:
                told = (
                    f"Not written yet: {', '.join(state.lacking)}. The report says so where each would stand."
                )
                said.append(("pencil", told))
            name = suggested_name(
                review,
                self._document.code,
                date.today(),
                self.wish.layout or None,
                ending=self._document.endings[0],
                anonymous=self._anonymous,
            )
            said.append(("file", f"Its suggested name is {name}"))

        def build(column: QVBoxLayout) -> None:
            for icon, told in said:
                row = QHBoxLayout()
                row.setSpacing(8)
                row.addWidget(Icon(icon, "muted", 15), 0, Qt.AlignmentFlag.AlignTop)
                row.addWidget(words(told, "meta", "muted"), 1)
                column.addLayout(row)

        self._lack.fill(tuple(said), build)

    def _choose(self, _: str) -> None:
        self._chosen = True
        self._say()


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
