"""How the case is shown anonymous: dates, names that are words, places and other words, what bodies are called."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from ui.buttons import Button
from ui.desk import Done
from ui.forms import ChoiceField, LineField
from ui.inspector import words
from ui.parts import Part
from ui.places.case.grid import RecordGrid, Spec, note
from ui.places.case.section import Section
from ui.theme import look, say
from ui.wording import count
from workbench import people, review
from workbench.anonymity import identifying
from workbench.anonymity.leaving import WordToDecide, shared_names, without_pseudonym, words_to_decide
from workbench.anonymity.rendering import is_anonymous
from workbench.anonymity.rendering import say as as_read
from workbench.anonymity.suggesting import give_pseudonyms
from workbench.problems import Problem

_DATES = (("months", "By month, and ages by calendar month"), ("days", "By day, as they are known"))


class AnonymitySection(Section):
    """What stands for names, and what is still to be decided."""

    key = "anonymity"
    title = "Anonymity"
    sentence = (
        "Ctrl+Shift+A shows every place without names. Here stands what that needs beside people’s pseudonyms. "
        "Documents can go out anonymous once nothing here is left to settle."
    )

    def build(self) -> None:
        """The dates, what is to settle, the identifying words, and published names."""
        self._missing = Part("People without a pseudonym", 6)
        self._decide = Part("Names that are ordinary words", 6)
        self._shared = Part("Names that several people have", 4)
        self._dates = ChoiceField("Dates in anonymous views", _DATES, self._choose_dates)
        self._dates.setMaximumWidth(look.px(420))
        self._words = RecordGrid(
            "identifying word",
            (Spec("words", "Word or words", share=5), Spec("shown", "Shown as", share=5)),
            lambda thing, key, value: self.do(
                lambda case: identifying.edit_identifier(case, thing, **{key: value})
            ),
            lambda thing: self.undoably(
                "The word is shown again.", lambda case: identifying.remove_identifier(case, thing)
            ),
            "None yet. Towns, schools, roads, a pet with a rare name: whatever would tell readers who this is.",
        )
        self._bodies = RecordGrid(
            "published name",
            (Spec("name", "Organisation or service", share=5), Spec("published", "Published as", share=5)),
            self._publish,
            lambda _: None,
            "No service yet.",
            removable=False,
        )
        hidden = LineField("Word or words", name="New identifying word", placeholder="for example a town")
        shown = LineField(
            "Shown as", name="New identifying word is shown as", placeholder="for example the town"
        )
        for part in (self._missing, self._decide, self._shared):
            self.column.addWidget(part)
        self.column.addWidget(self._dates)
        self._head("Places and other words that identify")
        self.column.addWidget(
            self.adder(
                "Add word",
                (hidden, shown),
                lambda case: identifying.add_identifier(case, hidden.value, shown.value),
                lambda _: None,
            )
        )
        self.column.addWidget(self._words)
        self._head("What organisations and services are called in public")
        self.column.addWidget(self._bodies)
        self.column.addWidget(
            note(
                "E-mail addresses, telephone and NHS numbers, postcodes, street addresses and birth dates are "
                "hidden by their shape. Rare facts still identify: read what goes out."
            )
        )

    def read(self) -> None:
        """Show what the case holds."""
        missing = self.desk.read(without_pseudonym)
        self._missing.fill(
            (tuple((one.id, one.name) for one in missing), is_anonymous()),
            lambda column: self._show_missing(column, [as_read(one.name) for one in missing]),
        )
        decide = self.desk.read(words_to_decide)
        self._decide.fill((tuple(decide), is_anonymous()), lambda column: self._show_words(column, decide))
        shared = self.desk.read(shared_names)
        self._shared.fill((tuple(shared), is_anonymous()), lambda column: self._show_shared(column, shared))
        months = self.desk.read(review.the_review).anonymous_months
        self._dates.show_value("months" if months else "days", force=True)
        hidden = self.desk.read(identifying.identifiers)
        self._words.show_rows(
            [
                (one.id, one.shown, {"words": "hidden" if is_anonymous() else one.words, "shown": one.shown})
                for one in hidden
            ]
        )
        bodies = self.desk.read(people.published_names)
        self._bodies.show_rows(
            [(one.id, one.name, {"name": one.name, "published": one.published}) for one in bodies]
        )

    def _head(self, text: str) -> None:
        head = say(QLabel(text), "head", "ink")
        head.setContentsMargins(0, look.px(10), 0, 0)
        self.column.addWidget(head)

    def _show_missing(self, column: QVBoxLayout, names: list[str]) -> None:
        if not names:
            return
        row = QHBoxLayout()
        said = f"{count(len(names), 'person', 'people')} without a pseudonym: {', '.join(names[:8])}"
        row.addWidget(words(said + (" …" if len(names) > 8 else ""), "body"), 1)
        row.addWidget(
            Button(
                "Suggest pseudonyms",
                lambda: self.undoably("Pseudonyms are given.", give_pseudonyms),
                changes=True,
                hint="Gives each one a usual pseudonym, such as Mother, Sibling 1, SW2; change any in People",
            ),
            0,
            Qt.AlignmentFlag.AlignTop,
        )
        column.addLayout(row)

    def _show_words(self, column: QVBoxLayout, decide: list[WordToDecide]) -> None:
        if not decide:
            return
        column.addWidget(say(QLabel("Names that are ordinary words"), "head", "ink"))
        for one in decide:
            row = QHBoxLayout()
            row.setSpacing(8)
            whose = " or ".join(one.whose)
            # The word itself would tell a reader without names what it hides.
            shown = f"A name of {whose}" if is_anonymous() else f"“{one.word}”: {whose}?"
            row.addWidget(words(f"{shown} It stands {count(one.count, 'time')} with a capital.", "body"), 1)
            for label, is_name in (("It is the name", True), ("It is the word", False)):
                row.addWidget(
                    Button(
                        label,
                        partial(self._decided, one.word, is_name),
                        name=f"{label}: {'hidden' if is_anonymous() else one.word}",
                        changes=True,
                    )
                )
            column.addLayout(row)
            if not is_anonymous():
                for example in one.examples:
                    column.addWidget(words(example, "meta", "muted"))

    def _show_shared(self, column: QVBoxLayout, shared: list[str]) -> None:
        if shared and not is_anonymous():
            column.addWidget(say(QLabel("Names that several people have"), "head", "ink"))
            for one in shared[:6]:
                column.addWidget(words(one, "meta", "ink2"))
            if len(shared) > 6:
                column.addWidget(words(f"And {len(shared) - 6} more.", "meta", "muted"))

    def _decided(self, word: str, is_name: bool) -> None:
        self.undoably(
            f"“{word}” is {'hidden' if is_name else 'shown'} where it has a capital.",
            lambda case: identifying.decide_word(case, word, is_name),
        )

    def _choose_dates(self, key: str) -> object:
        return self.do(lambda case: review.change_review(case, anonymous_months=key == "months"))

    def _publish(self, thing: str, key: str, value: object) -> Done[None]:
        if key == "name":
            return Done(
                False,
                problem=Problem("Its own name stays as it is here.", "Change it in Services; press Esc."),
            )
        return self.do(lambda case: people.publish_as(case, thing, str(value)))
