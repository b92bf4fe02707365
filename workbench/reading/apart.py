"""Files read apart from the program: the one way by which hostile bytes are parsed.

Bytes go through a pipe to a process that may open no file, socket or process (`lockdown`), and plain values come
back. It is stopped when it takes too long or too much memory. Up to two such processes are kept, so that many files
are read quickly; one that was stopped, or has grown, is replaced.
"""

import atexit
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, NoReturn

from workbench.problems import Cancelled, Problem
from workbench.reading import refusal
from workbench.reading.grid import Table
from workbench.reading.parts import ReadFile
from workbench.reading.wire import OUT_OF_MEMORY, Frame, MalformedError, file_in, receive, send, tables_in

AT_ONCE: Final = 2
"""How many files are read at the same time."""
GROWN: Final = 300
"""Megabytes that a process may have held before it is replaced by a fresh one."""
FLAG: Final = "--read-apart"
"""The first argument with which a frozen program is to call `child.main` and nothing else."""
TO_START: Final = 60.0
"""Seconds that a process may take to get ready on a machine that is busy."""

_HERE: Final = (
    "import sys; sys.path[:] = sys.argv[2:]; from workbench.reading.child import main; main(int(sys.argv[1]))"
)


@dataclass(frozen=True)
class Limits:
    """What one document may take to read."""

    seconds: float = 20.0
    megabytes: int = 500


class Process:
    """One process that reads. Asked from one thread at a time."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.peak = 0
        """The most memory it has held, in megabytes, where the system tells."""
        self._stopped = False
        self._unwanted = False
        self._process = subprocess.Popen(
            _command(limits.megabytes),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._to: BinaryIO = _pipe(self._process.stdin)
        self._from: BinaryIO = _pipe(self._process.stdout)
        self.walls: tuple[str, ...] = ()

    @property
    def pid(self) -> int:
        """The system's number of it."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def start(self) -> None:
        """Wait until it is ready: it has loaded all it needs and given up the rest."""
        if not self.walls:
            with self._watched(TO_START):
                ready = receive(self._from)
            if ready is None:
                self.close()
                if self._unwanted:
                    raise Cancelled
                raise Problem(
                    "The part of the program that reads files does not start.",
                    "Close other programs and try again; if it stays so, install the program anew.",
                )
            self.walls = tuple(str(wall) for wall in ready.head["walls"])

    def ask(self, do: str, name: str, data: bytes = b"", **more: object) -> Frame:
        """Have something done with a file. Raises `Refused`; after that the process may be gone."""
        self.start()
        answer: Frame | None = None
        with self._watched(self.limits.seconds):
            try:
                send(
                    self._to,
                    Frame({"do": do, "name": name, "seconds": self.limits.seconds, **more}, (data,)),
                )
                answer = receive(self._from)
            except (BrokenPipeError, MalformedError):
                pass  # told below, with all else that has no answer
        if answer is None:
            self._tell_why(name)
        self.peak = int(answer.head.get("peak", 0))
        if "refused" in answer.head:
            reason, what, do_so = (str(part)[:1_000] for part in answer.head["refused"])
            raise refusal.Refused(reason, what, do_so)
        if "fault" in answer.head:
            raise refusal.beyond_us(name, str(answer.head["fault"])[:200])
        return answer

    @contextmanager
    def _watched(self, seconds: float) -> Iterator[None]:
        """Stopped when it takes longer."""
        watch = threading.Timer(seconds, self._stop)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()

    def _stop(self) -> None:
        self._stopped = True
        self._process.kill()

    def kill(self) -> None:
        """Have it end; whoever waits for its answer gets `Cancelled`."""
        self._unwanted = True
        self._process.kill()

    def _tell_why(self, name: str) -> NoReturn:
        """Say why there was no answer."""
        code = self.close()
        if self._unwanted:
            raise Cancelled
        if self._stopped:
            raise refusal.too_slow(name, self.limits.seconds)
        # What is not written in Python aborts where it has no more memory.
        if code in (OUT_OF_MEMORY, -signal.SIGABRT):
            raise refusal.too_much_memory(name, self.limits.megabytes)
        raise refusal.beyond_us(name, f"ended with {code}")

    def close(self) -> int:
        """End it, leave nothing of it behind, and give the code it ended with. Closing twice does nothing."""
        if self._process.returncode is None:
            self._process.kill()
            self._process.wait()
        for pipe in (self._to, self._from):
            with suppress(BrokenPipeError):
                pipe.close()
        return self._process.wait()


def _pipe(stream: object) -> BinaryIO:
    if stream is None:
        raise RuntimeError("a pipe was asked for and not given")
    return stream  # type: ignore[return-value] # it was asked for as bytes


def _command(megabytes: int) -> Sequence[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, FLAG, str(megabytes)]
    # Isolated from the surroundings, and yet with the same libraries as this process.
    return [sys.executable, "-I", "-X", "utf8", "-c", _HERE, str(megabytes), *_where_things_are()]


def _where_things_are() -> list[str]:
    root = str(Path(__file__).resolve().parents[2])
    return list(dict.fromkeys([root, *(path for path in sys.path if path and Path(path).exists())]))


class Stop:
    """A way to end at once what is being read under it, when nobody waits for it any more."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reading: set[Process] = set()
        self._stopped = False

    @contextmanager
    def over(self, process: Process) -> Iterator[None]:
        with self._lock:
            self._reading.add(process)
            if self._stopped:
                process.kill()
        try:
            yield
        finally:
            with self._lock:
                self._reading.discard(process)

    def now(self) -> None:
        """End it. What is read under it from now on ends too."""
        with self._lock:
            self._stopped = True
            for process in self._reading:
                process.kill()


class _Kept:
    """The processes that wait for the next file."""

    def __init__(self) -> None:
        self.limits = Limits()
        self._lock = threading.Lock()
        self._idle: list[Process] = []
        atexit.register(self.close)

    @contextmanager
    def one(self) -> Iterator[Process]:
        process = self.take()
        try:
            yield process
        except BaseException as stop:
            if not isinstance(stop, refusal.Refused):
                process.close()  # it may be in the middle of an answer
            raise
        finally:
            self.give_back(process)

    def take(self) -> Process:
        with self._lock:
            while self._idle:
                process = self._idle.pop()
                if process.limits == self.limits and process.alive:
                    return process
                process.close()
        return Process(self.limits)

    def give_back(self, process: Process) -> None:
        with self._lock:
            keep = len(self._idle) < AT_ONCE and process.limits == self.limits and process.peak < GROWN
            if keep and process.alive:
                self._idle.append(process)
                return
        process.close()

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for process in idle:
            process.close()


_kept = _Kept()


def set_limits(seconds: float | None = None, megabytes: int | None = None) -> None:
    """Set what one document may take to read, from now on; None goes back to what is usual."""
    usual = Limits()
    _kept.limits = Limits(
        usual.seconds if seconds is None else seconds, usual.megabytes if megabytes is None else megabytes
    )


def close() -> None:
    """End the processes that wait. The next file starts a new one; at the program's end this happens by itself."""
    _kept.close()


def read(data: bytes, name: str, stop: Stop | None = None) -> ReadFile:
    """The file as text, in parts. Raises `Refused` where it cannot be read, and `Cancelled` where it was stopped."""
    with _kept.one() as process, (stop or Stop()).over(process):
        try:
            return file_in(process.ask("text", name, data))
        except MalformedError as error:
            process.close()
            raise refusal.beyond_us(name, "no such answer") from error


def read_tables(data: bytes, name: str) -> tuple[Table, ...]:
    """The tables in the file, as `tables.read_tables` reads them. Raises `Refused` where there is none to be had."""
    with _kept.one() as process:
        try:
            return tables_in(process.ask("tables", name, data))
        except MalformedError as error:
            process.close()
            raise refusal.beyond_us(name, "no such answer") from error


def pictures(data: bytes, name: str) -> list[tuple[str, bytes]]:
    """The pictures in a Word document or an e-mail, each with its name, as PNG files made anew."""
    with _kept.one() as process:
        answer = process.ask("pictures", name, data)
    return [(str(one), made) for one, made in zip(answer.head["names"], answer.data, strict=False)]


def own_process() -> Process:
    """A process for one caller alone, who closes it: for a PDF that stays open."""
    return _kept.take()
