"""Publish: the documents the case can make, what stands in their way, and what has left already."""

from __future__ import annotations

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
from ui.dialogs.files import WORD, ask_save
from ui.forms import CheckField, ChoiceField
from ui.icons import Icon
from ui.inspector import Inspector, words
from ui.panes import PlaceBar, column, scrolled
from ui.parts import Part
from ui.place import Place
from ui.theme import be, look, say
from workbench.anonymity.rendering import say as as_read
from workbench.casefile import Broadcast
from workbench.findings.gaps import Gap, gaps
from workbench.findings.spine import Spine, spine
from workbench.history import local
from workbench.listing import Ask
from workbench.outgoing import OutgoingView, outgoing
from workbench.problems import Problem, Report
from workbench.review import ReviewView, change_review, the_review
from workbench.word.publish import (
    DOCUMENTS,
    KEY_EVENTS_ONLY,
    Document,
    export,
    missing,
    suggested_name,
    usual_layout_of,
)

_MOST_GAPS = 8


class Publish(Place):
    """What goes out."""

    key = "publish"
    title = "Publish"
    icon = "send"
    purpose = (
        "The Word documents of the review: the action plan and the combined chronology, each marked, numbered "
        "as a draft, and recorded in the history when it leaves."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._bar = PlaceBar("Publish")
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(24, 20, 24, 24)
        self._column.setSpacing(16)
        self._cards = {
            code: DocumentCard(desk, document, self._export) for code, document in DOCUMENTS.items()
        }
        self._draft = DraftCard(desk)
        self._open = OpenCard(desk)
        self._column.addWidget(self._draft)
        for card in self._cards.values():
            self._column.addWidget(card)
        self._column.addWidget(self._open)
        self._column.addStretch(1)
        main = scrolled(self._body, "ground", "Documents")
        self._left = Inspector("What has left", "Nothing has left this case yet.")
        self.lay_out(column(self._bar, main, stretch=main), right=self._left)
        for code, document in DOCUMENTS.items():
            self.command(
                code,
                f"Export the {document.name.lower()} to Word",
                partial(self._export, code),
                icon="file-text",
            )
        self._read()

    def start(self) -> QWidget:
        """The first document's button has focus first."""
        return next(iter(self._cards.values())).button

    def heard(self, broadcast: Broadcast) -> None:
        """Anything may be in a document; what stands in the way is asked anew."""
        self._read()

    def show_thing(self, thing: str) -> None:
        """Stand on a document, by its code."""
        if thing in self._cards:
            self._cards[thing].button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read(self) -> None:
        def read(
            session: Any,  # noqa: ANN401 - ui knows no session
        ) -> tuple[ReviewView, dict[str, Problem | None], list[Gap], Spine, list[OutgoingView]]:
            known = spine(session)
            return (
                the_review(session),
                {code: missing(session, code) for code in DOCUMENTS},
                gaps(known, date.today()),
                known,
                outgoing(session),
            )

        review, lacks, open_gaps, known, left = self.desk.read(read)
        self._bar.say(f"{review.marking}  ·  {review.draft_words}")
        self._draft.show_review(review)
        self._open.show_gaps(open_gaps, known)
        for code, card in self._cards.items():
            card.show_state(review, lacks[code])
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
                section.fact("By", as_read(one.by))
                section.fact("SHA-256", f"{one.sha256[:20]}…").setToolTip(one.sha256)
                section.fact("Head", f"{one.head[:20]}…").setToolTip(one.head)

        if self._left.key != f"left {len(left)}":
            self._left.show_thing(f"left {len(left)}", build)

    def _export(self, code: str) -> None:
        card = self._cards[code]
        review = self.desk.read(the_review)
        name = suggested_name(review, code, date.today(), card.layout_code or None)
        ask_save(
            self,
            f"Save the {DOCUMENTS[code].name.lower()}",
            partial(self._write, code, card.layout_code or None, card.filters, card.with_notes),
            name=name,
            ending="docx",
            kinds=(WORD,),
        )

    def _write(self, code: str, layout: str | None, filters: Ask | None, notes: bool, to: Path) -> None:
        case = self.desk.the_case

        def work(report: Report) -> OutgoingView:
            return export(case, code, to, layout=layout, filters=filters, notes=notes, report=report)

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
                row.addWidget(Button(f"Start draft {review.draft + 1}", partial(self._set, review.draft + 1)))
                row.addWidget(Button("Make final", partial(self._set, 0)))
            else:
                row.addWidget(Button("Back to draft", partial(self._set, 1)))
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
    """One document: what it is for, its choices, and the button that makes it."""

    def __init__(self, desk: Desk, document: Document, make: Any) -> None:  # noqa: ANN401 - a method of the place
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
        head.addLayout(titles, 1)
        self.button = Button(
            "Save as Word…",
            partial(make, document.code),
            icon="download",
            name=f"Save the {document.name.lower()} as Word",
        )
        head.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(head)
        self._layout: ChoiceField | None = None
        self._key: CheckField | None = None
        self._notes: CheckField | None = None
        self._chosen = False
        self._review: ReviewView | None = None
        self._missing: Problem | None = None
        if document.layouts:
            self._layout = ChoiceField(
                "Columns",
                list(document.layouts.items()),
                self._choose,
                name=f"Columns of the {document.name.lower()}",
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
    def layout_code(self) -> str:
        """The layout chosen; "" where the document has one form only."""
        return self._layout.value if self._layout is not None else ""

    @property
    def filters(self) -> Ask | None:
        """Which events are asked for."""
        return KEY_EVENTS_ONLY if self._key is not None and self._key.isChecked() else None

    @property
    def with_notes(self) -> bool:
        """Whether the panel's notes go in."""
        return self._notes is not None and self._notes.isChecked()

    def show_state(self, review: ReviewView, lack: Problem | None) -> None:
        """Show whether it can be made, and the layout that goes with the kind of review until one is chosen."""
        usual = usual_layout_of(review, self._document.code)
        if self._layout is not None and usual is not None and not self._chosen:
            self._layout.show_value(usual, force=True)
        self._review, self._missing = review, lack
        self.button.setEnabled(lack is None)
        self._say()

    def _say(self) -> None:
        review, lack = self._review, self._missing
        if review is None:
            return
        name = suggested_name(review, self._document.code, date.today(), self.layout_code or None)
        said = str(lack) if lack is not None else f"Its suggested name is {name}"
        icon = "info" if lack is not None else "file"

        def build(column: QVBoxLayout) -> None:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Icon(icon, "muted", 15), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(words(said, "meta", "muted"), 1)
            column.addLayout(row)

        self._lack.fill(said, build)

    def _choose(self, _: str) -> None:
        self._chosen = True
        self._say()


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
