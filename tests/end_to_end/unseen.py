"""A whole day's work in the real program, with one sentence put through everything that takes words.

Run as a program: `unseen.py CASES RECEIVED GIVEN how`, where `how` it ends is "quit" or "killed". The window is
started as the console script starts it, and driven in the place of its event loop. Passphrase and sentence come
on standard input, a line each, so that they stand in no list of processes; the recovery key goes to standard
output.
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType

from end_to_end.story import closes, opens
from person import Person
from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt import exceptions
from pytestqt.qtbot import QtBot

from ui import main
from ui.window import Window


class Patience(QtBot):
    """The waiting of pytest-qt, outside any test."""

    def __init__(self) -> None:
        """There is no request of a test to hold on to."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 5000) -> None:  # noqa: N802
        """Let events happen until something holds; as pytest-qt's own."""
        limit = QDeadlineTimer(timeout)
        while not callback():
            if limit.hasExpired():
                raise exceptions.TimeoutError
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)


def stop(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """End at once when something goes wrong, in a slot as well."""
    traceback.print_exception(kind, error, trace)
    sys.stderr.flush()
    os._exit(3)


class Day:
    """One person's day, on a sentence."""

    def __init__(self, person: Person, sentence: str, secret: str) -> None:
        self.person, self.sentence, self.secret = person, sentence, secret

    def makes_the_case(self, cases: Path) -> Path:
        """A new case, its recovery key shown, copied and told."""
        person = self.person
        person.press("New case")
        person.type_in("Title of the case", self.sentence)
        person.type_in("Passphrase", self.secret)
        person.type_in("Passphrase again", self.secret)
        person.type_in("Your name", self.sentence)
        person.press("Choose where to keep it")
        path = cases / f"{cases.name}.rpw"
        person.gives_files(path)
        person.waits_for_work()
        print(person.window.desk.the_case.recovery_key(), flush=True)
        person.press("Copy the recovery key")
        assert QGuiApplication.clipboard().text()
        person.press("I have it on paper")
        return path

    def fills_the_case(self) -> None:
        """The review, its services, people, questions, panel and life events."""
        person, sentence = self.person, self.sentence
        person.type_in("What happened", sentence)
        person.type_in("Commissioned by", sentence)
        person.item("Parts of the case", "Services")
        person.type_in("New service’s name", sentence, leave=False)
        person.type_in("New service’s code", "ZZ", leave=False)
        person.type_in("New service’s organisation", sentence, leave=False)
        person.press("Add service")
        person.item("Parts of the case", "People")
        person.type_in("New person’s name", sentence, leave=False)
        person.press("Add person")
        person.type_in(f"Pseudonym, {sentence}", sentence[:30])
        person.type_in(f"Other names, {sentence}", sentence[30:])
        person.item("Parts of the case", "Key lines of enquiry")
        person.type_in("New line of enquiry", sentence, leave=False)
        person.press("Add line of enquiry")
        person.item("Parts of the case", "Panel")
        person.type_in("New member’s name", sentence, leave=False)
        person.press("Add panel member")
        person.item("Parts of the case", "Key life events")
        person.type_in("New life event’s day", "1 Dec 2022", leave=False)
        person.type_in("New life event", sentence, leave=False)
        person.press("Add life event")

    def begins_to_bring_in(self, file: Path) -> None:
        """A file read, and told to go in."""
        person = self.person
        person.key(person.place_key("chronology"))
        person.key("Ctrl+I")
        person.gives_files(file)
        person.waits_for_work()
        person.choose("Service of the whole file", f"ZZ   {self.sentence}")
        person.does_not_see("Whose records are these?")
        person.key("Ctrl+Enter")

    def brings_in(self, file: Path) -> None:
        """A file brought in."""
        self.begins_to_bring_in(file)
        self.person.waits_for_work()
        self.person.sees(f"from {file.name}")

    def is_refused(self, file: Path) -> None:
        """A file that is none of those it could be."""
        self.person.key("Ctrl+I")
        self.person.gives_files(file)
        self.person.waits_for_work()
        self.person.press("Back to the chronology")

    def works_through(self) -> None:
        """A correction, a note, a question, an event by hand, and filters."""
        person, sentence = self.person, self.sentence
        person.row(sentence, "Events")
        person.key("C")
        person.picks("Recorded by")
        person.type_in("Recorded by", sentence, leave=False)
        person.key("Tab")
        person.types(sentence)
        person.key("Enter")
        person.sees(f"Recorded by: {sentence}")
        person.key("Esc")
        person.key("N")
        person.type_in("Note", sentence, leave=False)
        person.press("Add note")
        person.table("Events").setFocus()
        person.key("Q")
        person.type_in("Question", sentence, leave=False)
        person.press("Ask")
        person.table("Events").setFocus()
        person.key("R")
        person.press("Close")
        person.press("New event")
        person.type_in("Date", "early January 2024")
        person.type_in("What happened", sentence)
        person.press("Add event")
        person.table("Events").setFocus()
        person.key("/")
        person.types(sentence)
        person.sees("of ")
        person.key("Esc")
        person.key("Esc")
        person.key("Ctrl+K")
        person.types(sentence)
        box = person.window.top.search
        person.waits_until(lambda: box.found is not None and box.found.current is not None, "what is found")
        person.key("Enter")

    def writes_findings(self) -> None:
        """A finding, its evidence, a recommendation and an action followed."""
        person, sentence = self.person, self.sentence
        person.key(person.place_key("chronology"))
        person.row(sentence, "Events")
        person.key("E")
        person.key("Enter")
        person.type_in("Title of the finding", sentence, leave=False)
        person.press("Add finding")
        person.press("Go to F1")
        for part in ("What", "Why", "So what", "Known at the time"):
            person.type_in(part, sentence)
        person.press("New recommendation")
        person.type_in("What should change", sentence, leave=False)
        person.press("Add recommendation")
        person.press("New action")
        person.type_in("What will be done", sentence, leave=False)
        person.press("Add action")
        person.type_in("Lead officer", sentence)
        person.table("Actions").setFocus()
        person.key("U")
        person.type_in("What has been done", sentence, leave=False)
        person.type_in("Evidence that shows it", sentence, leave=False)
        person.press("Note progress")
        person.sees(sentence)

    def lets_things_out(self, given: Path, cases: Path) -> None:
        """Documents saved outside, a copy, a backup, and what the whole file says of itself."""
        person = self.person
        person.press("Publish")
        person.press("Save the action plan as Word")
        person.gives_files(given / f"{given.name}.docx")
        person.waits_for_work()
        person.sees("is written, and recorded in the history.")
        person.menu("File", "Copy to")
        person.gives_files(cases / f"{cases.name} copy.rpw")
        person.waits_for_work()
        person.menu("File", "Back up now")
        person.waits_for_work()
        person.press("History")
        person.press("Check the file")
        person.waits_for_work()
        person.sees("All is well")
        person.key("Ctrl+=")
        person.press("Chronology")
        for _ in range(3):
            person.key("Ctrl+Z")
        person.key("Ctrl+Y")

    def takes_another_passphrase(self) -> None:
        """A new passphrase, which a second reading of the same sentence makes."""
        person = self.person
        person.menu("File", "Change passphrase")
        self.secret = f"{self.secret} anew"
        person.type_in("Passphrase", self.secret)
        person.type_in("Passphrase again", self.secret)
        person.press("Change it")
        person.waits_for_work()
        print(person.window.desk.the_case.recovery_key(), flush=True)
        person.press("I have it on paper")

    def is_killed_in_the_middle(self, file: Path) -> None:
        """Thousands of rows on their way into the case, and then nothing more."""
        self.begins_to_bring_in(file)
        jobs = self.person.window.desk.jobs

        def well_begun() -> bool:
            return jobs.current is not None and jobs.progress[0] > 0

        self.person.waits_until(well_begun, "the first rows to be written")
        os.kill(os.getpid(), signal.SIGKILL)


def live(secret: str, sentence: str, folders: Sequence[Path], how: str) -> int:
    """The day, in the place of the event loop; gives the exit code."""
    sys.excepthook = stop
    cases, received, given = folders
    (window,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, Window))
    day = Day(Person(Patience(), window), sentence, secret)
    path = day.makes_the_case(cases)
    day.fills_the_case()
    for file in sorted(received.glob("*.*")):
        if file.suffix == ".xls":
            day.is_refused(file)
        elif "many" not in file.name:
            day.brings_in(file)
    day.works_through()
    day.writes_findings()
    if how == "killed":
        day.is_killed_in_the_middle(next(received.glob("*many*")))
    day.lets_things_out(given, cases)
    day.takes_another_passphrase()
    closes(day.person)
    opens(day.person, path, f"not {day.secret}")
    day.person.sees("That is not the passphrase")
    day.person.type_in("Passphrase", day.secret, leave=False)
    day.person.press("Open")
    day.person.waits_until(lambda: window.desk.case is not None, "the case to open")
    window.close()
    day.person.waits_until(lambda: not window.isVisible(), "the window to close")
    return 0


def refuse_sockets(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook under which asking for the network, even in vain, is the end."""
    if event.startswith("socket."):
        sys.stderr.write(f"{event} was asked for\n")
        sys.stderr.flush()
        os._exit(4)


def begin(arguments: list[str]) -> int:
    """Start the program."""
    sys.addaudithook(refuse_sockets)
    secret, sentence = sys.stdin.readline().rstrip("\n"), sys.stdin.readline().rstrip("\n")
    *folders, how = arguments
    day = partial(live, secret, sentence, [Path(each) for each in folders], how)
    setattr(QApplication, "exec", staticmethod(day))  # noqa: B010 - the one thing of Qt that is replaced
    return main.main([])


if __name__ == "__main__":
    sys.exit(begin(sys.argv[1:]))
