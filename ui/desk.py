"""The desk: the one thing that places share. Places meet only here, and hold ids, never records.

A place reads with `desk.read`, changes with `desk.do`, hears of every change by `desk.changed`, and moves
the person elsewhere with `desk.go`. It never asks who else listens.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, Signal

from ui.commands import Commands
from ui.jobs import Aside, Job, Jobs
from ui.notices import Kind, Notice
from ui.settings import Settings
from workbench.anonymity.reader import TABLES, anonymous_reader
from workbench.anonymity.rendering import is_anonymous, read_from_now_on_as, say
from workbench.casefile import Broadcast, CaseFile
from workbench.problems import Problem, Report

T = TypeVar("T")

READ_ONLY = Problem("Names are anonymous, so nothing can be changed.", "Switch to Names and try again.")
"""Why a change is refused while names are anonymous: a pseudonym must never be saved over evidence."""


@dataclass(frozen=True)
class Done(Generic[T]):
    """How a change went: true when it was made, with what the function gave back."""

    made: bool
    value: T | None = None
    problem: Problem | None = None

    def __bool__(self) -> bool:
        return self.made


@dataclass(frozen=True)
class Hit:
    """Something found by the search box: where it is, what it is, and the words around it."""

    place: str
    thing: str = field(repr=False)
    title: str
    snippet: str = ""
    icon: str = "search"
    kind: str = ""
    """What it is, in a word: "Document"."""
    found: tuple[tuple[int, int], ...] = ()
    """Where in the snippet the words stand."""


THESE = "these"
"""The thing a place is told to show when it is to show several at once: they lie in `Desk.these`."""


@dataclass(frozen=True)
class These:
    """Several things of a place, such as the events a figure was counted from, and the words that say which."""

    ids: tuple[str, ...]
    said: str
    """What they are, as the filter that holds them says it: "8 missed contacts in 90 days"."""


class Desk(QObject):
    """What places share.

    - `opened()` and `closing()`: a case has come, or is about to go; `case` is None between.
    - `changed(Broadcast)`: something was changed, by anyone; always on the window's thread, after the commit.
    - `refreshed(Broadcast)`: comes after every `changed`, when the tables show it; places hear this one.
    - `went(place, thing)`: the window should show a place, and a thing in it where `thing` is not "".
    - `noticed(Notice)`: the window should show news.
    - `switched()`: names have become anonymous, or named again; everything that says words of the case is shown
      anew. A place overrides `switched` and hears of it there.
    - `settled()`: what Undo would undo, the save state or the case's title may have changed.
    """

    opened = Signal()
    closing = Signal()
    closed = Signal()
    changed = Signal(object)
    refreshed = Signal(object)
    went = Signal(str, str)
    noticed = Signal(object)
    switched = Signal()
    settled = Signal()
    _committed = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.jobs = Jobs(self)
        self.aside = Aside(self)
        self.commands = Commands(self)
        self.case: CaseFile | None = None
        self.who = getpass.getuser()
        self.search: Callable[[Any, str], Sequence[Hit]] | None = None
        """`search(session, words)` finds the best hits in the full text; the window sets it."""
        self.count_found: Callable[[Any, str], int] | None = None
        """`count_found(session, words)` says how many places there are in all; the window sets it."""
        self.these: These | None = None
        """What a place that was told to show `THESE` is to show."""
        self._waiting: list[Broadcast] = []
        self._committed.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self.commands.refused.connect(lambda: self.tell(READ_ONLY))

    # ---- the case

    def take(self, case: CaseFile) -> None:
        """Work on a case that has been opened. One at a time: the one before must have been let go."""
        self.case = case
        self.who = case.by or self.who
        case.listeners.append(self._heard)
        self.opened.emit()
        self.settled.emit()

    def let_go(self) -> CaseFile | None:
        """Stop working on the case, and give it back to be closed."""
        case = self.case
        if case is None:
            return None
        self.closing.emit()
        self.aside.drop_all()
        case.listeners.remove(self._heard)
        self._waiting.clear()
        self.case = None
        self.these = None
        read_from_now_on_as(None)
        self.closed.emit()
        self.settled.emit()
        return case

    @property
    def the_case(self) -> CaseFile:
        """The case, where there must be one."""
        if self.case is None:
            raise LookupError("No case is open")
        return self.case

    # ---- names or anonymous

    @property
    def anonymous(self) -> bool:
        """Whether the window shows no names."""
        return self.case is not None and is_anonymous()

    @property
    def can_change(self) -> bool:
        """Whether the case can be changed just now: one is open, and names are named."""
        return self.case is not None and not is_anonymous()

    def read_as_anonymous(self, on: bool) -> None:
        """Show the case without names, or with them; every place hears of it by `switched`."""
        if self.case is not None and on != self.anonymous:
            read_from_now_on_as(self.read(anonymous_reader) if on else None)
            self.aside.drop_all()
            self.switched.emit()
            self.settled.emit()

    # ---- reading and changing

    def read(self, fn: Callable[[Any], T]) -> T:
        """What `fn(session)` gives within a short reading of the case. Nothing it holds outlives the reading."""
        with self.the_case.reading() as session:
            return fn(session)

    def read_aside(
        self,
        name: str,
        fn: Callable[[Any], T],
        then: Callable[[T], object],
        *,
        failed: Callable[[Problem], object] | None = None,
    ) -> None:
        """Read what takes longer than a frame beside the window, without a bar: `then` is told what `fn` gave.

        Of what is asked under one `name` only the last is answered; nothing is, once the case closes or names
        are switched. Who shows what was read asks again on a switch, as after a change.
        """
        case = self.the_case

        def read() -> T:
            with case.reading() as session:
                return fn(session)

        def not_read(error: BaseException) -> None:
            if not isinstance(error, Problem):
                raise error
            if failed is not None:
                failed(error)
            else:
                self.tell(error)

        self.aside.ask(name, read, then, not_read)

    def do(self, fn: Callable[[CaseFile], T], *, tell: bool = True, aside: bool = False) -> Done[T]:
        """Make a change: `fn(case)` calls a workbench function that changes the case.

        A Problem is given back in the result, and shown as a bar unless `tell` is False (a field shows it
        beneath itself). When this returns, `changed` has been
        delivered for what was committed, so a new thing can be gone to at once.

        Nothing is changed while names are anonymous, except what is written `aside`: a bookmark, never words.
        """
        if self.anonymous and not aside:
            if tell:
                self.tell(READ_ONLY)
            return Done(False, problem=READ_ONLY)
        try:
            value = fn(self.the_case)
        except Problem as problem:
            self._deliver()
            if tell:
                self.tell(problem)
            return Done(False, problem=problem)
        self._deliver()
        return Done(True, value)

    def change(self, label: str, fn: Callable[[Any], T]) -> Done[T]:
        """Make one change of several steps: `fn(session)` within `case.change(label)`."""

        def within(case: CaseFile) -> T:
            with case.change(label) as session:
                return fn(session)

        return self.do(within)

    def work(
        self,
        label: str,
        fn: Callable[[Report], T],
        *,
        finished: Callable[[T], object] | None = None,
        failed: Callable[[Problem], object] | None = None,
        cancelled: Callable[[], object] | None = None,
        changes: bool = False,
    ) -> Job | None:
        """Run long work on the worker's thread, with a bar and a Cancel. `fn(report)` must not touch widgets.

        A Problem is shown as a bar, unless `failed` takes it. Work that `changes` the case is refused with one
        while names are anonymous; other work reads as the window reads when it is started.
        """

        def not_done(error: BaseException) -> None:
            if isinstance(error, Problem):
                if failed is not None:
                    failed(error)
                else:
                    self.tell(error)

        if changes and self.anonymous:
            not_done(READ_ONLY)
            return None
        return self.jobs.start(label, fn, finished=finished, failed=not_done, cancelled=cancelled)

    # ---- undo

    @property
    def undo_label(self) -> str | None:
        """What Undo would undo, or None."""
        label = self.case.undo_label if self.case is not None else None
        return None if label is None else say(label)

    @property
    def redo_label(self) -> str | None:
        """What Redo would redo, or None."""
        label = self.case.redo_label if self.case is not None else None
        return None if label is None else say(label)

    def undo(self) -> bool:
        """Undo the last change. Says whether it is undone, or, where it was large, whether that has begun."""
        return self.case is not None and self._take_back(self.case.undo_number, "undo")

    def redo(self) -> bool:
        """Redo what was undone last, in the same way."""
        return self.case is not None and self._take_back(self.case.redo_number, "redo")

    def undo_change(self, number: int, then: Callable[[], object] | None = None) -> bool:
        """Undo one change, last or not, or do its work again where it is an undo; `then` follows when it is done.

        A large one is taken back on the worker's thread, with a bar; until then everything can still be read.
        """
        case = self.the_case
        large = self.do(lambda case: case.is_large(number))
        if not large:
            return False
        if not large.value:
            done = bool(large) and bool(self.do(lambda case: case.undo_change(number)))
            if done and then is not None:
                then()
            return done
        if (running := self.jobs.current) is not None:
            # Its turn would come when what was last may no longer be last.
            self.tell(
                Problem(
                    f"“{running.label}” is running, so nothing else can be changed just now.",
                    "Wait until it is done, or cancel it.",
                )
            )
            return False
        label, kind = self.read(lambda _: case.label_and_kind(number))
        self.work(
            f"{'Doing again' if kind == 'undo' else 'Undoing'}: {say(label)}",
            lambda report: case.undo_change(number, report),
            finished=lambda _: then() if then is not None else None,
            changes=True,
        )
        return True

    def _take_back(self, number: int | None, what: str) -> bool:
        if number is None:
            self.tell(Problem(f"There is nothing to {what}."))
            return False
        return self.undo_change(number)

    # ---- elsewhere

    def go(self, place: str, thing: str | None = None) -> None:
        """Show a place by its key ("findings"), and a thing in it by its id."""
        self.went.emit(place, thing or "")

    def show_these(self, place: str, ids: Sequence[str], said: str) -> None:
        """Show several things of a place and nothing else: the events of a figure in the chronology.

        `said` stands in the filter that holds them: "8 missed contacts in 90 days". A single thing is gone to.
        """
        if len(ids) == 1:
            self.go(place, ids[0])
            return
        self.these = These(tuple(ids), said)
        self.went.emit(place, THESE)

    def notice(
        self,
        text: str,
        kind: Kind = "info",
        *,
        undo: bool = False,
        link: str = "",
        on_link: Callable[[], object] | None = None,
    ) -> None:
        """Show small news in a bar, with *Undo* or a link of its own."""
        if undo:
            link, on_link = "Undo", self.undo
        self.noticed.emit(Notice(text, kind, link, on_link))

    def tell(self, problem: Problem) -> None:
        """Show a Problem as a warning bar, in its own words."""
        self.notice(str(problem), "warn")

    # ---- hearing

    def _heard(self, broadcast: Broadcast) -> None:
        self._waiting.append(broadcast)
        # On the window's own thread `do` delivers as it returns; the queued call is for other threads, and
        # for changes made without `do`.
        self._committed.emit()

    def _deliver(self) -> None:
        if QThread.currentThread() is not self.thread() and QThread.currentThread() != self.thread():
            return
        while self._waiting:
            broadcast = self._waiting.pop(0)
            # Work that was begun with names may end without them.
            known = self.anonymous and bool(TABLES & broadcast.touched.keys())
            if known:
                read_from_now_on_as(self.read(anonymous_reader))
                self.aside.drop_all()
            self.changed.emit(broadcast)
            self.refreshed.emit(broadcast)
            if known:
                self.switched.emit()
            if not self._waiting:
                self.settled.emit()

    @property
    def backup_folder(self) -> Path | None:
        """Where backups of this case go: a folder beside it."""
        return self.case.path.parent / f"{self.case.path.stem} backups" if self.case is not None else None
