"""Work off the window's thread: long work, one at a time, with progress and a Cancel; and quiet reading beside it."""

from __future__ import annotations

import contextvars
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from workbench.problems import Cancelled, Problem, Report

_BETWEEN_REPORTS = 0.05
_TURN = 0.001
"""Seconds for which the worker may hold the interpreter while the window waits for it. A frame gives it up and
takes it back dozens of times, and would wait Python's usual five milliseconds each time."""


class Job(QObject):
    """One piece of long work. Its signals arrive on the window's thread.

    `finished(result)`, `failed(error)` or `cancelled()` comes exactly once, then `ended()`.
    """

    progressed = Signal(int, int, str)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()
    _told = Signal(int, int, str)
    _came_back = Signal(object)

    def __init__(self, work: Callable[[Report], Any], label: str, parent: QObject) -> None:
        super().__init__(parent)
        self.label = label
        self.over = False
        self._work = work
        self._stop = threading.Event()
        self._last = 0.0
        # Emitted on the worker's thread, received on the one this object lives on.
        self._told.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._came_back.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        """Whether it has been asked to stop."""
        return self._stop.is_set()

    def report(self, done: int, total: int, what: str = "") -> None:
        """The `Report` given to the work; called on the worker's thread."""
        if self._stop.is_set():
            raise Cancelled
        now = monotonic()
        # A report for each of 50,000 rows would flood the window.
        if done >= total or now - self._last >= _BETWEEN_REPORTS:
            self._last = now
            self._told.emit(done, total, what)

    def run_on(self, pool: ThreadPoolExecutor) -> None:
        """Put the work on the worker's thread. Whoever reads here, with names or without, reads there too."""
        future = pool.submit(contextvars.copy_context().run, self._work, self.report)
        future.add_done_callback(self._came_back.emit)

    def _tell(self, done: int, total: int, what: str) -> None:
        if not self.over:
            self.progressed.emit(done, total, what)

    def _end(self, future: Future[Any]) -> None:
        self.over = True
        error = future.exception()
        if error is None:
            self.finished.emit(future.result())
        elif isinstance(error, Cancelled):
            self.cancelled.emit()
        else:
            self.failed.emit(error)
        self.ended.emit()
        if error is not None and not isinstance(error, Cancelled | Problem):
            sys.excepthook(type(error), error, error.__traceback__)


class Jobs(QObject):
    """The one worker thread. Work started while other work runs waits its turn.

    `changed` is emitted when work starts, gets on or ends; `current` is what runs.
    """

    changed = Signal()
    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(_TURN)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="work")
        self._under_way: list[Job] = []
        self.progress: tuple[int, int, str] = (0, 0, "")

    @property
    def current(self) -> Job | None:
        """The work that runs now."""
        return self._under_way[0] if self._under_way else None

    @property
    def busy(self) -> bool:
        """Whether any work runs or waits."""
        return bool(self._under_way)

    def start(
        self,
        label: str,
        work: Callable[[Report], Any],
        *,
        finished: Callable[[Any], object] | None = None,
        failed: Callable[[BaseException], object] | None = None,
        cancelled: Callable[[], object] | None = None,
    ) -> Job:
        """Run `work(report)` on the worker's thread; `label` says it to the person ("Importing 212 rows")."""
        job = Job(work, label, self)
        if finished is not None:
            job.finished.connect(finished)
        if failed is not None:
            job.failed.connect(failed)
        if cancelled is not None:
            job.cancelled.connect(cancelled)
        job.progressed.connect(self._progressed)
        job.ended.connect(self._ended)
        self._under_way.append(job)
        if len(self._under_way) == 1:
            self.progress = (0, 0, label)
        job.run_on(self._pool)
        self.changed.emit()
        return job

    def _progressed(self, done: int, total: int, what: str) -> None:
        self.progress = (done, total, what)
        self.changed.emit()

    def _ended(self) -> None:
        job = self.sender()
        if isinstance(job, Job):
            self._under_way.remove(job)
            job.deleteLater()
        self.progress = (0, 0, self._under_way[0].label if self._under_way else "")
        self.changed.emit()
        if not self._under_way:
            self.idle.emit()

    def cancel_all(self) -> None:
        """Ask everything to stop; `idle` follows when it has."""
        for job in self._under_way:
            job.cancel()
        self.changed.emit()

    def close(self) -> None:
        """Stop, wait for what runs, and let the thread go."""
        self.cancel_all()
        self._pool.shutdown(wait=True)


class _Asked:
    """What was asked to be read aside, and whom to tell."""

    def __init__(
        self, name: str, then: Callable[[Any], object], failed: Callable[[BaseException], object]
    ) -> None:
        self.name = name
        self.then = then
        self.failed = failed
        self.future: Future[Any] | None = None


class Aside(QObject):
    """Quiet reading off the window's thread, with no bar and no Cancel: what is shown a moment later.

    Two things at once, so that words typed need not wait for figures being counted. Of what is asked under one
    name only the last is answered. `idle` comes when nothing is waited for any more.
    """

    idle = Signal()
    _came_back = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="aside")
        self._asked: dict[str, _Asked] = {}
        self._came_back.connect(self._end, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether an answer is still waited for."""
        return bool(self._asked)

    def ask(
        self,
        name: str,
        read: Callable[[], Any],
        then: Callable[[Any], object],
        failed: Callable[[BaseException], object],
    ) -> None:
        """Read on another thread, as whoever reads here; `then` and `failed` are called on the window's."""
        self.drop(name)
        asked = self._asked[name] = _Asked(name, then, failed)
        future = self._pool.submit(contextvars.copy_context().run, read)
        asked.future = future
        future.add_done_callback(lambda _: self._came_back.emit(asked))

    def drop(self, name: str) -> None:
        """What was asked under this name is no longer wanted."""
        asked = self._asked.pop(name, None)
        if asked is not None and asked.future is not None:
            asked.future.cancel()

    def drop_all(self) -> None:
        """Nothing that was asked is wanted any more."""
        for name in list(self._asked):
            self.drop(name)

    def _end(self, asked: _Asked) -> None:
        if self._asked.get(asked.name) is not asked or asked.future is None:
            return
        del self._asked[asked.name]
        error = asked.future.exception()
        if error is None:
            asked.then(asked.future.result())
        else:
            asked.failed(error)
        if not self._asked:
            self.idle.emit()

    def close(self) -> None:
        """Let the threads go, after what they read now."""
        self.drop_all()
        self._pool.shutdown(wait=True)
