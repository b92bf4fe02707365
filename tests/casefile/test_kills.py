"""A kill at any moment: nothing that was acknowledged is lost, and the file opens without a question."""

import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from casefile import victim
from casefile.library import PLAN, Shelf
from sqlalchemy import select as sql_select

from workbench.casefile import CaseFile, open_file
from workbench.casefile.casefile import create_with, open_with
from workbench.casefile.lock import lock_path
from workbench.problems import Problem

KILLS = 200
INSIDE = 150
AFRESH = 10  # kills on one file before the next begins

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")


class Victims:
    """The process that forks victims, and its pipe."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self._waiting = b""

    def order(self, task: str, path: Path) -> int:
        """Have one begin and give its process id; its own lines may come before that."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{task} {path}\n".encode())
        self._process.stdin.flush()
        self._early: list[str] = []
        while not (line := self._line()).startswith("pid"):
            self._early.append(line)
        return int(line.split()[1])

    def line(self) -> str:
        """The next line of the victim."""
        return self._early.pop(0) if self._early else self._line()

    def rest(self) -> list[str]:
        """After the kill: what it had still said."""
        lines = []
        while (line := self.line()) != "dead":
            lines.append(line)
        return lines

    def wait(self, seconds: float) -> None:
        """Until it says something more, or for so long."""
        if not self._early and b"\n" not in self._waiting:
            assert self._process.stdout is not None
            select.select([self._process.stdout], [], [], seconds)

    def _line(self) -> str:
        assert self._process.stdout is not None
        while b"\n" not in self._waiting:
            found = os.read(self._process.stdout.fileno(), 65536)
            assert found, "the victims' process ended"
            self._waiting += found
        line, _, self._waiting = self._waiting.partition(b"\n")
        return line.decode()


@pytest.fixture(scope="module")
def victims() -> Iterator[Victims]:
    with running() as process:
        yield Victims(process)


@contextmanager
def running() -> Iterator["subprocess.Popen[bytes]"]:
    root = Path(victim.__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, victim.__file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(root), str(root / "tests")])},
    )
    with process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def test_200_kills_lose_nothing_that_was_acknowledged(
    victims: Victims, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each at a random point after the first journalled write of a change and before its commit returned.

    It goes on until at least 150 of them fell inside a transaction, as the change being gone afterwards shows.
    """
    chance = random.Random(20261123)
    path = tmp_path / "library.rpw"
    kills = inside = missed = acknowledged = 0
    longest = 0.05  # how long to wait for a point inside a change; follows what the machine needs
    while kills < KILLS or inside < INSIDE:
        if kills % AFRESH == 0 and not (path.exists() and acknowledged == 0):
            path.unlink(missing_ok=True)
            create_with(path, victim.KEY, PLAN, by="Ada Example").close()
            acknowledged = 0
        pid = victims.order("work", path)
        victim_change = 0
        for _ in range(chance.randint(1, 3)):
            while not (line := victims.line()).startswith("begun"):
                acknowledged = int(line.split()[1])
            victim_change = int(line.split()[1])
        victims.wait(chance.uniform(0, longest))
        os.kill(pid, signal.SIGKILL)
        rest = victims.rest()
        if rest:  # the commit had returned: not one of the 200, though nothing may be lost here either
            acknowledged = max(int(line.split()[1]) for line in rest if line.startswith("done"))
            missed += 1
            longest *= 0.85
        else:
            kills += 1
            longest *= 1.03
        assert lock_path(path).exists()
        with open_with(path, victim.KEY, PLAN, by="Bea") as case:
            found = case.verify()
            assert found.ok, found.problems
            assert acknowledged <= case.last_change <= max(acknowledged, victim_change) + 1
            with case.reading() as session:
                shelves = set(session.scalars(sql_select(Shelf.name)))
            standing = {entry.label for entry in case.history() if entry.can_undo and entry.kind != "undo"}
            assert {f"Change {name}" for name in shelves} == standing
            if not rest:
                inside += case.last_change < victim_change
            acknowledged = case.last_change
        assert [each.name for each in tmp_path.iterdir()] == [path.name]
    with capsys.disabled():
        print(
            f"\n{kills} kills between first write and commit, {inside} inside a transaction; {missed} came too late"
        )


def test_a_change_of_passphrase_that_is_killed_leaves_the_old_or_the_new_whole(
    victims: Victims, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(11)
    made = tmp_path / "made.rpw"
    create_with(made, victim.KEY, PLAN, by="Ada Example").close()
    path = tmp_path / "library.rpw"
    old = new = 0
    longest: float | None = None
    for _ in range(13):
        shutil.copy(made, path)
        pid = victims.order("passphrase", path)
        number = int(victims.line().split()[1])
        done = []
        if longest is None:  # the first is let go on to its end, to know how long one takes
            begun = time.monotonic()
            done.append(victims.line())
            longest = time.monotonic() - begun
        else:
            victims.wait(chance.uniform(0.3, 1.1) * longest)
        os.kill(pid, signal.SIGKILL)
        done += [line for line in victims.rest() if line.startswith("done")]
        try:
            case = open_with(path, victim.KEY, PLAN, by="Bea")
            assert not done
            old += 1
        except Problem:
            case = _opened_with_any(path, range(number, number + len(done) + 1))
            new += 1
        with case:
            assert case.verify().ok
            assert case.last_change >= number - 1 + len(done)
        assert sorted(each.name for each in tmp_path.iterdir()) == [path.name, made.name]
        path.unlink()
    with capsys.disabled():
        print(f"\nkilled while changing the passphrase: {old} times the old one opens, {new} times the new")


def _opened_with_any(path: Path, numbers: range) -> CaseFile:
    for number in reversed(numbers):
        try:
            return open_file(path, str(number), PLAN, by="Bea")
        except Problem as problem:
            told = problem
    raise told
