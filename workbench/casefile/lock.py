"""The lock that lets one program at a time have a case file open, and says to others who has it and since when.

The truth is the operating system's advisory lock on the lock file, which ends with the process however that
ends: one left behind by a kill is taken over without a question. Its content, sealed under the key of the case,
only serves the sentence.
"""

import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from workbench.casefile import keys
from workbench.casefile.keys import Key
from workbench.casefile.tables import now_utc
from workbench.problems import Problem

if sys.platform == "win32":
    import msvcrt

    _FAR: Final = 1 << 30  # past the content, which others must be able to read; Windows locks are mandatory

    def _take(handle: int) -> bool:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True
else:
    import fcntl

    def _take(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@dataclass
class Lock:
    """A lock that is held. Content is at most a few hundred bytes."""

    path: Path
    _handle: int

    def say(self, key: Key, by: str) -> None:
        """Write who holds it since now, for others to be told."""
        content = keys.seal(key, json.dumps({"by": by, "since": now_utc()}).encode())
        os.ftruncate(self._handle, 0)
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, content)

    def release(self) -> None:
        """Give it up and leave nothing behind."""
        if sys.platform == "win32":
            os.close(self._handle)  # Windows deletes no open file
            with suppress(OSError):  # another program has it open by now: then it is theirs to delete
                self.path.unlink()
        else:
            with suppress(OSError):  # its folder may have gone
                self.path.unlink()
            os.close(self._handle)


def lock_path(case: Path) -> Path:
    """Where the lock of a case file stands while it is open."""
    return case.with_name(case.name + ".lock")


def take(case: Path, key: Key, by: str) -> Lock:
    """Hold the case file for this process. `Problem` where another has it; OSError where nothing can be written."""
    path = lock_path(case)
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        if not _take(handle):
            content = os.read(handle, 4096)
            os.close(handle)
            raise _held(case, keys.unseal(key, content))
        if _is_still(path, handle):
            lock = Lock(path, handle)
            try:
                lock.say(key, by)
            except BaseException:  # no room even for this
                lock.release()
                raise
            return lock
        os.close(handle)  # its holder deleted it between our opening and our taking it


def _is_still(path: Path, handle: int) -> bool:
    if sys.platform == "win32":
        return True
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _held(case: Path, content: bytes | None) -> Problem:
    do = "Close it there first, or open a copy."
    try:
        said = json.loads(content) if content else {}
    except ValueError:
        said = {}
    if "by" not in said or "since" not in said:
        return Problem(f"“{case.name}” is open in another window or on another screen.", do)
    since = datetime.fromisoformat(said["since"]).astimezone()
    return Problem(
        f"“{case.name}” is open elsewhere: {said['by']} has had it open since {since:%H:%M} on {since:%d %B %Y}.",
        do,
    )
