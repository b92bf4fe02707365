"""Getting a case onto the desk and off it again: new, open, sample, copy, backup, passphrase, close."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ui import later
from ui.desk import Desk
from ui.dialogs.files import CASES, ask_folder, ask_open, ask_save
from ui.dialogs.passphrase import GivePassphrase, NewPassphrase, RecoveryKey
from ui.forms import ChoiceField, LineField
from workbench.case import new_case, open_case, read_passphrase
from workbench.casefile import CaseFile
from workbench.casefile.seen import SeenHere, Standing
from workbench.problems import Problem, Report
from workbench.review import KINDS

ENDING = "rpw"
BACKUPS_KEPT = 5


class NewCase(NewPassphrase):
    """What a new case needs before anything else: what it is called, its kind, and a passphrase."""

    def __init__(self, parent: QWidget, then: Callable[[str, str], object], who: str) -> None:
        super().__init__(
            parent,
            then,
            title="New case",
            sentence="Everything else can be filled in, and changed, later.",
            button="Choose where to keep it",
            who=who,
        )
        self.name = LineField("Title", hint="such as Child K", name="Title of the case")
        self.kind = ChoiceField("Kind of review", [(kind.code, kind.name) for kind in KINDS.values()])
        self.kind.show_value("lcspr")
        self.body.insertWidget(0, self.name)
        self.body.insertWidget(1, self.kind)
        self.name.edit.setFocus()
        passing = self.answer
        assert passing is not None

        def agree() -> None:
            if not self.name.value:
                self.show_problem("A case needs a title. A pseudonym will do, such as Child K.")
                self.name.edit.setFocus()
            else:
                passing()

        self.answer = agree


class Cases(QObject):
    """The doors of a case. Everything slow happens on the worker's thread."""

    gone = Signal()

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._seen = SeenHere(desk.settings.seen_here)
        self.closing = False

    # ---- in

    def new(self) -> None:
        """Ask what the case is called and its passphrase, then where to keep it, and make it."""

        def agreed(passphrase: str, who: str) -> None:
            ask_save(
                dialog,
                "Where to keep the case",
                lambda path: make(path, passphrase, who),
                name=f"case.{ENDING}",
                ending=ENDING,
                kinds=[CASES],
                button="Make the case",
            )

        def make(path: Path, passphrase: str, who: str) -> None:
            title, kind = dialog.name.value, dialog.kind.value
            dialog.wait("Making the case")

            def made(case: CaseFile) -> None:
                dialog.wait("")
                dialog.accept()
                self._take(case)
                self._desk.go("case")
                self.show_recovery_key()

            self._desk.work(
                "Making the case",
                lambda report: new_case(path, passphrase, title, kind, by=who),
                finished=made,
                failed=lambda problem: dialog.show_problem(str(problem)),
            )

        dialog = NewCase(self._window, agreed, self._desk.who)
        self._when_free(dialog.show_asking)

    def open(self, path: Path | None = None, passphrase_file: Path | None = None) -> None:
        """Ask for a case file, where none is given, and for its passphrase, unless a file holds it."""
        if path is None:
            ask_open(
                self._window, "Open a case", lambda files: self.open(files[0]), kinds=[CASES, "All files (*)"]
            )
            return
        where = path

        def attempt(secret: str, who: str) -> None:
            dialog.wait("Opening")
            self._desk.work(
                "Opening the case",
                lambda report: self._open(where, secret, who),
                finished=opened,
                failed=lambda problem: dialog.refused(str(problem)),
            )

        def opened(found: tuple[CaseFile, Standing]) -> None:
            dialog.wait("")
            dialog.accept()
            self._take(*found)

        dialog = GivePassphrase(self._window, where.name, attempt, self._desk.who)
        self._when_free(dialog.show_asking)
        if passphrase_file is not None:
            try:
                attempt(read_passphrase(passphrase_file), self._desk.who)
            except Problem as problem:
                dialog.refused(str(problem))

    def sample(self) -> None:
        """Ask for a folder, make the sample case there, and open it."""

        def make(folder: Path) -> None:
            def work(report: Report) -> tuple[CaseFile, Standing]:
                sample = later.the_sample()
                path, *_ = sample.make(folder, report)
                passphrase = (folder / sample.PASSPHRASE).read_text(encoding="utf-8").rstrip("\n")
                return self._open(path, passphrase, self._desk.who)

            def made(found: tuple[CaseFile, Standing]) -> None:
                self._take(*found)
                self._desk.notice(
                    "This is the sample case: nothing in it is real. Its passphrase stands in a file beside it."
                )

            self._desk.work("Making the sample case", work, finished=made)

        self._when_free(
            lambda: ask_folder(self._window, "Where to put the sample case", make, button="Make it here")
        )

    def take(self, case: CaseFile) -> None:
        """Work on a case that is open already."""
        self._take(case)

    def _open(self, path: Path, secret: str, who: str) -> tuple[CaseFile, Standing]:
        case = open_case(path, secret, by=who)
        try:
            standing = self._seen.standing(case)
            self._note(case)
        except BaseException:
            case.close()
            raise
        return case, standing

    def _note(self, case: CaseFile) -> None:
        # A settings folder that can't be written costs being told of an older copy, not the case.
        with suppress(OSError):
            self._seen.note(case)

    def _take(self, case: CaseFile, standing: Standing | None = None) -> None:
        self._desk.take(case)
        if standing is not None and standing.what:
            self._desk.notice(f"{standing.what} {standing.do}", "warn")

    # ---- with it

    def show_recovery_key(self) -> None:
        """Show the recovery key of the open case."""
        RecoveryKey(self._window, self._desk.the_case.recovery_key()).show_asking()

    def change_passphrase(self) -> None:
        """Ask for a new passphrase and put the case under it."""

        def agreed(passphrase: str, who: str) -> None:
            case = self._desk.the_case
            dialog.wait("Changing the passphrase")

            def changed(_: object) -> None:
                dialog.wait("")
                dialog.accept()
                self._desk.settled.emit()
                self._desk.notice("The passphrase has been changed, and the recovery key with it.", "good")
                self.show_recovery_key()

            self._desk.work(
                "Changing the passphrase",
                lambda report: case.change_passphrase(passphrase, report),
                finished=changed,
                failed=lambda problem: dialog.show_problem(str(problem)),
            )

        dialog = NewPassphrase(
            self._window,
            agreed,
            title="Change the passphrase",
            sentence="The old one, and the old recovery key, will no longer open this file. They still open"
            " copies and backups made before.",
            button="Change it",
            who=self._desk.who,
            ask_who=False,
        )
        dialog.show_asking()

    def copy_to(self) -> None:
        """Ask for a place and put a whole copy of the case there."""

        def chosen(path: Path) -> None:
            case = self._desk.the_case
            self._desk.work(
                "Copying the case",
                lambda report: case.copy_to(path),
                finished=lambda _: self._desk.notice(
                    f"Copied as {path.name}. It opens with the same passphrase.", "good"
                ),
            )

        ask_save(
            self._window,
            "Copy the case to",
            chosen,
            name=f"copy.{ENDING}",
            ending=ENDING,
            kinds=[CASES],
            button="Copy",
        )

    def back_up_now(self) -> None:
        """Back the case up into the folder of backups beside it."""
        case, folder = self._desk.the_case, self._desk.backup_folder
        assert folder is not None
        self._desk.work(
            "Backing up",
            lambda report: case.backup_if_changed(folder, keep=BACKUPS_KEPT),
            finished=lambda made: self._desk.notice(
                "Backed up beside the case and checked."
                if made
                else "Nothing has changed since the last backup.",
                "good",
            ),
        )

    # ---- out

    def close(self, then: Callable[[], object] | None = None) -> None:
        """Let the case go: what is typed is kept, long work stops, it is backed up if changed, and closed."""
        if self.closing:
            return
        self._leave_field()
        jobs = self._desk.jobs
        if jobs.busy:
            self.closing = True
            self._desk.notice("Waiting for the work under way to stop, then the case closes.")
            jobs.cancel_all()

            def idle() -> None:
                jobs.idle.disconnect(idle)
                self.closing = False
                self.close(then)

            jobs.idle.connect(idle)
            return
        folder = self._desk.backup_folder
        case = self._desk.let_go()
        if case is None or folder is None:
            if then is not None:
                then()
            return
        self.closing = True

        def work(report: Report) -> Problem | None:
            # Whatever comes of the backup, the file is closed and its lock given up.
            try:
                report(0, 0, "Backing up")
                self._note(case)
                case.backup_if_changed(folder, keep=BACKUPS_KEPT)
            except Problem as problem:
                return problem
            finally:
                case.close()
            return None

        def done(trouble: Problem | None = None) -> None:
            self.closing = False
            if isinstance(trouble, Problem):
                self._desk.notice(f"The case is closed, but was not backed up. {trouble}", "warn")
            self.gone.emit()
            if then is not None:
                then()

        jobs.start("Closing the case", work, finished=done, failed=lambda _: done(), cancelled=done)

    def _when_free(self, then: Callable[[], object]) -> None:
        if self._desk.case is not None:
            self.close(then)
        else:
            then()

    def _leave_field(self) -> None:
        focus = self._window.focusWidget()
        if focus is not None:
            focus.clearFocus()
