"""Copies of a case file: each a whole case file itself, encrypted, and checked after it was written."""

import errno
import re
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Final, cast

from sqlcipher3 import dbapi2 as sqlcipher

from workbench.casefile import whereabouts
from workbench.casefile.connections import Database, connect_bare, faults_told, no_room, one
from workbench.casefile.keys import HEADER_SIZE, Key
from workbench.problems import Problem, Report

_PAGES_AT_ONCE: Final = 2048  # 8 MB between two reports
_LAST: Final = "SELECT number, seal FROM journal_change ORDER BY number DESC LIMIT 1"
_HEAD: Final = "SELECT seal FROM journal_change ORDER BY number DESC LIMIT 1"


def folder_beside(path: Path) -> Path:
    """Where backups go unless another folder is chosen."""
    return path.with_name(f"{path.stem} backups")


def copy(source: Database, path: Path, key: Key, report: Report, what: str = "Copying") -> str:
    """Write a copy of an open file to `path`, which must not exist, under `key`; gives the copy's head in hex.

    `source` must be in no transaction; the copy is of one moment, whatever is written meanwhile. It is read back
    before it takes its name, so that a crash or a Cancel leaves nothing there.
    """
    part = part_of(path)
    remove(part)
    try:
        part.touch(exist_ok=False)
    except OSError as fault:
        raise _not_writable(path, fault) from fault
    try:
        with faults_told(path):
            source.execute("BEGIN")
            try:
                head: bytes = one(source, _HEAD)
                with closing(connect_bare(part, key)) as target:
                    source.backup(
                        target,
                        pages=_PAGES_AT_ONCE,
                        progress=lambda _, left, total: report(total - left, total, what),
                    )
            finally:
                source.rollback()
            _read_back(part, key, head)
        try:
            whereabouts.put_in_place(part, path)
        except OSError as fault:
            raise _not_writable(path, fault) from fault
    except BaseException:
        remove(part)
        raise
    return head.hex()


def _not_writable(path: Path, fault: OSError) -> Problem:
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return no_room(path)
    return Problem(f"“{path.name}” cannot be written in that folder.", "Choose another folder.")


def part_of(path: Path) -> Path:
    """What a copy is called until it is whole."""
    return path.with_name(path.name + ".part")


def _read_back(path: Path, key: Key, head: bytes) -> None:
    with closing(connect_bare(path, key)) as database:
        well = (
            one(database, _HEAD) == head
            and not database.execute("PRAGMA cipher_integrity_check").fetchall()
            and one(database, "PRAGMA quick_check") == "ok"
        )
    if not well:
        raise Problem(
            "The copy that was written does not read back as it should.", "Choose another disk and try again."
        )


def remove(path: Path) -> None:
    """Take away a file that was begun, with what the database may have put beside it."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink()


def refuse_existing(path: Path) -> None:
    """Raises `Problem` where something has that name already, or there is no such folder."""
    if path.exists():
        raise Problem(f"There is already a file called “{path.name}” there.", "Choose another name.")
    if not path.parent.is_dir():
        raise Problem(f"The folder for “{path.name}” is not there.", "Choose another folder.")


def make_folder(folder: Path) -> None:
    """The folder for backups; `Problem` where it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise Problem(
            f"The folder “{folder.name}” for backups cannot be made.", "Choose another folder for them."
        ) from fault


def if_changed(
    source: Database, path: Path, key: Key, file_id: str, folder: Path, keep: int, report: Report
) -> Path | None:
    """Back up the file at `path` unless its newest backup has the same head; then keep the newest `keep`."""
    make_folder(folder)
    for each in _dated(path, folder, ".part"):
        if _header(each) in (key.header, b""):  # one that was killed
            remove(each)
    own = sorted((last, each) for each in _dated(path, folder) if (last := _last_of(each, key, file_id)))
    if own and own[-1][0] == source.execute(_LAST).fetchone():
        return None
    target = _free_name(folder, f"{path.stem} {datetime.now().strftime('%Y-%m-%d %H%M')}", path.suffix)
    copy(source, target, key, report, "Backing up")
    for old in [*(each for _, each in own), target][:-keep]:
        remove(old)
    return target


def before_upgrade(source: Database, path: Path, key: Key, version: int, report: Report) -> Path:
    """A copy of a file as it was in an older version. It is never taken away by itself."""
    folder = folder_beside(path)
    make_folder(folder)
    target = _free_name(folder, f"{path.stem} as version {version}", path.suffix)
    copy(source, target, key, report, "Copying the file as it was")
    return target


def _free_name(folder: Path, name: str, suffix: str) -> Path:
    target, count = folder / f"{name}{suffix}", 1
    while target.exists():
        count += 1
        target = folder / f"{name} ({count}){suffix}"
    return target


def _dated(path: Path, folder: Path, ending: str = "") -> list[Path]:
    """What by its name may be a backup of this file."""
    name = re.compile(
        re.escape(path.stem) + r" \d{4}-\d\d-\d\d \d{4}(?: \(\d+\))?" + re.escape(path.suffix + ending)
    )
    return [each for each in folder.iterdir() if name.fullmatch(each.name)]


def _last_of(path: Path, key: Key, file_id: str) -> tuple[int, bytes] | None:
    """The last change, number and seal, of a backup of this very file under this key; else None."""
    if _header(path) != key.header:
        return None
    try:
        with closing(connect_bare(path, key)) as database:
            if one(database, "SELECT value FROM file_fact WHERE name = 'id'") != file_id:
                return None
            return cast(tuple[int, bytes], database.execute(_LAST).fetchone())
    except sqlcipher.DatabaseError:
        return None


def _header(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(HEADER_SIZE)
    except OSError:
        return None
