"""Connections to an encrypted case file: SQLAlchemy on SQLCipher."""

import errno
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol, cast

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2 as sqlcipher

from workbench.casefile.keys import Key
from workbench.problems import Problem

APPLICATION_ID = 0x52505731  # "RPW1"
_LEAST_ROOM = 1 << 20  # bytes; the log's shared memory alone takes 32 KiB
_BUSY_SECONDS = 5.0  # for our own backup or checkpoint to get out of the way; other programs are kept out
_PRAGMAS = (
    "cipher_log_level = NONE",
    "temp_store = MEMORY",  # a temporary file would hold clear text
    "journal_mode = WAL",
    "synchronous = FULL",
    "fullfsync = ON",  # macOS: a plain fsync does not reach the disk there
    "checkpoint_fullfsync = ON",
    "foreign_keys = ON",
    "recursive_triggers = ON",  # else REPLACE deletes unseen by the journal
    "secure_delete = ON",  # else struck images linger in free pages
    "trusted_schema = OFF",
    "cache_size = -65536",
)

_CODES: Final = {
    "database or disk is full": sqlcipher.SQLITE_FULL,
    "database disk image is malformed": sqlcipher.SQLITE_CORRUPT,
    "file is not a database": sqlcipher.SQLITE_NOTADB,
    "disk I/O error": sqlcipher.SQLITE_IOERR,
    "unable to open database file": sqlcipher.SQLITE_CANTOPEN,
}

Values = Sequence[object] | Mapping[str, object]


class Cursor(Protocol):
    """What the journal uses of a database cursor."""

    @property
    def lastrowid(self) -> int: ...
    @property
    def rowcount(self) -> int: ...
    def __iter__(self) -> Iterator[tuple[Any, ...]]: ...
    def fetchone(self) -> tuple[Any, ...] | None: ...
    def fetchall(self) -> list[tuple[Any, ...]]: ...


class Database(Protocol):
    """One raw connection, without SQLAlchemy: the journal and the checks of the file speak plain SQL."""

    @property
    def in_transaction(self) -> bool: ...
    @property
    def total_changes(self) -> int: ...
    def execute(self, sql: str, values: Values = ..., /) -> Cursor: ...
    def executemany(self, sql: str, values: Sequence[Values], /) -> Cursor: ...
    def backup(
        self, target: "Database", *, pages: int = ..., progress: Callable[[int, int, int], None] | None = ...
    ) -> None: ...
    def commit(self) -> None: ...
    def rollback(self) -> None: ...
    def close(self) -> None: ...


def connect(path: Path, key: Key) -> Database:
    """A raw connection to the file, with our settings. Autocommit: a transaction begins with BEGIN."""
    database = cast(
        Database,
        sqlcipher.connect(str(path), timeout=_BUSY_SECONDS, check_same_thread=False, isolation_level=None),
    )
    try:
        database.execute(key.pragma)
        for pragma in _PRAGMAS:
            database.execute(f"PRAGMA {pragma}")
    except BaseException:
        database.close()
        raise
    return database


def connect_bare(path: Path, key: Key) -> Database:
    """A raw connection for a file nobody else uses: it needs no shared memory, so any disk will do."""
    database = cast(Database, sqlcipher.connect(str(path), check_same_thread=False, isolation_level=None))
    try:
        database.execute(key.pragma)
        for pragma in ("cipher_log_level = NONE", "temp_store = MEMORY", "locking_mode = EXCLUSIVE"):
            database.execute(f"PRAGMA {pragma}")
    except BaseException:
        database.close()
        raise
    return database


def writing_engine(path: Path, key: Key) -> Engine:
    """The one connection that writes. Each transaction takes the write lock as it begins."""
    return _engine(path, key, begin="BEGIN IMMEDIATE", read_only=False, connections=1)


def reading_engine(path: Path, key: Key) -> Engine:
    """Connections that only read, one for each thread that is reading at this moment."""
    return _engine(path, key, begin="BEGIN", read_only=True, connections=8)


def _engine(path: Path, key: Key, *, begin: str, read_only: bool, connections: int) -> Engine:
    def opened() -> Database:
        if not path.exists():  # connecting would make an empty file of that name
            raise vanished(path)
        database = connect(path, key)
        if read_only:
            database.execute("PRAGMA query_only = ON")
        return database

    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=opened,
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,  # what is in the case never stands in an error
    )

    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "begin", begun)
    return engine


def raw(session: Session) -> Database:
    """The connection under a session, inside the session's transaction."""
    return cast(Database, session.connection().connection.driver_connection)


def one(database: Database, sql: str, values: Values = ()) -> Any:  # noqa: ANN401 - a value of the database
    """The first value of the first row, or None."""
    row = database.execute(sql, values).fetchone()
    return None if row is None else row[0]


@contextmanager
def faults_told(path: Path) -> Iterator[None]:
    """Turns what the disk does to the database into a `Problem`; any other error is ours and goes through."""
    try:
        yield
    except (DBAPIError, sqlcipher.Error) as fault:
        problem = _problem(path, fault.orig if isinstance(fault, DBAPIError) else fault)
        if problem is None:
            raise
        raise problem from fault


def _problem(path: Path, fault: BaseException | None) -> Problem | None:
    code: int | None = getattr(fault, "sqlite_errorcode", None)
    if code is None:  # the backup API's errors carry none, only sqlite3_errstr's text
        code = _CODES.get(str(fault))
    if code is None:
        return None
    match code & 0xFF:
        case sqlcipher.SQLITE_FULL:
            return no_room(path)
        case sqlcipher.SQLITE_CORRUPT | sqlcipher.SQLITE_NOTADB:
            return damaged(path)
        case sqlcipher.SQLITE_READONLY if code != sqlcipher.SQLITE_READONLY:
            return read_only(path)
        case sqlcipher.SQLITE_IOERR | sqlcipher.SQLITE_CANTOPEN:
            return _out_of_reach(path)
    return None


def _out_of_reach(path: Path) -> Problem:
    try:
        free = shutil.disk_usage(path.parent).free
    except OSError:
        return vanished(path)
    if free < _LEAST_ROOM:
        return no_room(path)
    return unreadable(path) if path.exists() else vanished(path)


def disk_problem(path: Path, fault: OSError) -> Problem:
    """What the system says of a file, as a `Problem`."""
    if isinstance(fault, FileNotFoundError):
        return vanished(path)
    return no_room(path) if fault.errno in (errno.ENOSPC, errno.EDQUOT) else read_only(path)


def no_room(path: Path) -> Problem:
    return Problem(
        f"There is no room left on the disk that holds “{path.name}”.",
        "Everything saved before is safe. Free some space and do this again.",
    )


def damaged(path: Path) -> Problem:
    return Problem(
        f"“{path.name}” is damaged: the passphrase is right, but what is in the file cannot be read.",
        "Open the newest backup, and keep this file for whoever looks into it.",
    )


def newer(path: Path) -> Problem:
    return Problem(
        f"“{path.name}” was made by a newer version of this program.",
        "Open it with that version. Nothing in it was changed.",
    )


def read_only(path: Path) -> Problem:
    return Problem(
        f"“{path.name}” is in a place that can only be read.",
        "Copy it to a folder of your own and open the copy.",
    )


def vanished(path: Path) -> Problem:
    return Problem(
        f"“{path.name}” is no longer where it was opened; its folder or drive has gone.",
        "Put it back and open it again. All that was saved is in it.",
    )


def unreadable(path: Path) -> Problem:
    return Problem(
        f"The disk that holds “{path.name}” does not answer as it should, so this was not done.",
        "Copy the file to another disk and open it there.",
    )
