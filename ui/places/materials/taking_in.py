"""Taking documents in: which files, whose they are, the work itself, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.buttons import Button
from ui.desk import Desk
from ui.dialogs.files import ANY, ask_folder, ask_open
from ui.dialogs.frame import Asking
from ui.forms import ChoiceField
from ui.inspector import words
from ui.menus import Menu, under
from ui.panes import scrolled
from ui.places.materials.warnings import warning
from ui.theme import be, look
from ui.wording import count
from workbench.materials import Refused, StoppedEarly, Taken, TakenIn, take_in_files, undo_taking_in
from workbench.people import services
from workbench.problems import Report

DOCUMENTS = (
    "Documents: PDF, Word, Excel, CSV, e-mail, text (*.pdf *.docx *.xlsx *.xlsm *.csv *.eml *.txt *.md)"
)
_SHOWN = 400


@dataclass(frozen=True)
class Ended:
    """How a taking in ended."""

    result: TakenIn
    stopped: bool


class TakingIn(QObject):
    """The way in. `ended(ids)` when documents were taken in, with their ids."""

    ended = Signal(list)

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner

    def menu(self, button: QWidget) -> None:
        """Ask whether files or a folder."""
        menu = Menu("Add documents", self._owner)
        menu.press("Files…", self.ask_files)
        menu.press("A folder…", self.ask_folder)
        menu.open_at(under(button))

    def ask_files(self) -> None:
        """Ask for files."""
        ask_open(
            self._owner.window(),
            "Add documents",
            self.ask_whose,
            kinds=(DOCUMENTS, ANY),
            many=True,
            button="Add",
        )

    def ask_folder(self) -> None:
        """Ask for a folder."""
        ask_folder(
            self._owner.window(),
            "Add a folder of documents",
            lambda folder: self.ask_whose([folder]),
            button="Add",
        )

    def ask_whose(self, paths: Sequence[Path]) -> None:
        """Ask once whose the documents are, and then take them in."""
        if not paths:
            return
        if not self._desk.can_change:
            self._desk.do(lambda case: None)  # says why not
            return
        if not self._desk.read(services):
            self.start(paths, None)
            return
        WhoseSheet(
            self._owner.window(), self._desk, paths, lambda service: self.start(paths, service)
        ).show_asking()

    def start(self, paths: Sequence[Path], service_id: str | None) -> None:
        """Take files and folders in, on the worker's thread."""
        case = self._desk.the_case

        def work(report: Report) -> Ended:
            try:
                return Ended(take_in_files(case, paths, service_id=service_id, report=report), False)
            except StoppedEarly as stop:
                return Ended(stop.so_far, True)

        self._desk.work("Taking documents in", work, finished=self._done, changes=True)

    def _done(self, ended: Ended) -> None:
        result = ended.result
        self.ended.emit([each.id for each in result.taken])
        simple = not result.refused and not ended.stopped and not any(each.warnings for each in result.taken)
        if simple and result.taken:
            said = (
                f"{result.taken[0].name} is in the case."
                if len(result.taken) == 1
                else f"{count(len(result.taken), 'document')} are in the case."
            )
            link = "Undo" if len(result.changes) == 1 else "Undo them all"
            self._desk.notice(said, "good", link=link, on_link=lambda: self.undo(result))
        else:
            TakenInSheet(self._owner.window(), ended, self.undo).show_asking()

    def undo(self, result: TakenIn) -> None:
        """Take back what was taken in, all of it."""
        case = self._desk.the_case
        self._desk.work(
            "Undoing the taking in",
            lambda report: undo_taking_in(case, result, report),
            finished=lambda _: self._desk.notice("They are no longer in the case."),
            changes=True,
        )


class WhoseSheet(Asking):
    """Asks once whose the documents are; each can be told apart later."""

    def __init__(
        self, parent: QWidget, desk: Desk, paths: Sequence[Path], then: Callable[[str | None], object]
    ) -> None:
        folders = sum(path.is_dir() for path in paths)
        files = len(paths) - folders
        parts = [count(files, "file")] if files else []
        parts += [count(folders, "folder")] if folders else []
        super().__init__(
            parent,
            "Whose documents are these?",
            f"{' and '.join(parts)} will be kept in the case as they are, and read. You can set the service of "
            "each one later.",
            button="Take in",
        )
        known = desk.read(services)
        options = [("", "Several services, or not known yet")]
        options += [(service.id, f"{service.code}   {service.name}") for service in known]
        self.whose = ChoiceField("Service", options)
        self.whose.show_value(
            self._likely(paths, [(each.id, each.code, each.name) for each in known]), force=True
        )
        self.body.addWidget(self.whose)
        self.answer = self._give
        self._then = then
        self.whose.choice.setFocus(Qt.FocusReason.OtherFocusReason)

    @staticmethod
    def _likely(paths: Sequence[Path], known: Sequence[tuple[str, str, str]]) -> str:
        """The one service that every name begins with: "HV chronology v3.docx"."""
        likely = set()
        for path in paths:
            first = path.name.replace("_", " ").replace("-", " ").split(" ")[0].casefold()
            likely.add(next((each[0] for each in known if each[1].casefold() == first), ""))
        return likely.pop() if len(likely) == 1 else ""

    def _give(self) -> None:
        self.accept()
        self._then(self.whose.value or None)


class TakenInSheet(Asking):
    """What came of a taking in: what was refused and why, first; then what is in the case now."""

    def __init__(self, parent: QWidget, ended: Ended, undo: Callable[[TakenIn], object]) -> None:
        result = self._result = ended.result
        self._undo_it = undo
        taken, refused = len(result.taken), len(result.refused)
        parts = [f"{count(taken, 'document')} taken in" if taken else "Nothing was taken in"]
        if refused:
            parts.append(f"{count(refused, 'file')} refused")
        sentence = ", ".join(parts) + "."
        if ended.stopped:
            sentence = f"You stopped it. {sentence} What was done stays."
        super().__init__(parent, "Documents taken in", sentence, button="Close", cancel="", wide=640)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        if refused:
            column.addWidget(words(f"Refused, {refused:,}", "head", "muted"))
            for each in result.refused[:_SHOWN]:
                column.addWidget(_refused(each))
            if refused > _SHOWN:
                column.addWidget(words(f"and {refused - _SHOWN:,} more", "meta", "muted"))
        warned = [each for each in result.taken if each.warnings]
        if warned:
            column.addSpacing(8)
            column.addWidget(words(f"Taken in, with something to know, {len(warned):,}", "head", "muted"))
            for one in warned[:_SHOWN]:
                column.addWidget(_warned(one))
        rest = [each for each in result.taken if not each.warnings]
        if rest:
            column.addSpacing(8)
            column.addWidget(words(f"Taken in, {len(rest):,}", "head", "muted"))
            names = "\n".join(f"{each.ref}  {each.name}" for each in rest[:_SHOWN])
            column.addWidget(words(names))
        column.addStretch(1)
        area = scrolled(body, "paper", "What was taken in")
        area.setMinimumHeight(look.px(300))
        self.body.addWidget(area)
        if result.changes:
            back = Button("Undo all of it", self._undo, icon="undo-2", name="Undo the taking in")
            back.setAutoDefault(False)
            self.foot.insertWidget(0, back)

    def _undo(self) -> None:
        self.accept()
        self._undo_it(self._result)


def _refused(each: Refused) -> QWidget:
    made = words(each.sentence if each.name in each.sentence else f"{each.name}: {each.sentence}", "body")
    be(made, ground="warn")
    made.setMargin(look.px(6))
    made.setAccessibleName(f"Refused: {made.text()}")
    return made


def _warned(each: Taken) -> QWidget:
    told = " ".join(warning(code) for code in each.warnings)
    made = words(f"{each.ref}  {each.name}: {told}")
    made.setAccessibleName(made.text())
    return made
