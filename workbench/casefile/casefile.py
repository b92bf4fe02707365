"""The encrypted case file: opening it, the one way to write in it, reading, and what keeps it safe."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from workbench.casefile import keys, lock, originals, whereabouts
from workbench.casefile.connections import (
    APPLICATION_ID,
    Database,
    connect,
    damaged,
    faults_told,
    no_room,
    one,
    raw,
    read_only,
    reading_engine,
    vanished,
    writing_engine,
)
from workbench.casefile.journal import Broadcast, ChangeEntry, Image, Journal
from workbench.casefile.keys import Key
from workbench.casefile.lock import Lock
from workbench.casefile.tables import new_id, now_utc
from workbench.casefile.triggers import create_statements
from workbench.casefile.upgrades import Plan
from workbench.problems import Problem

_SHORTEST_PASSPHRASE: Final = 1


def create(path: Path, passphrase: str, plan: Plan, *, by: str) -> "CaseFile":
    """Make a new case file and open it. `Problem` where there is already one, or it cannot be written there."""
    path = _place(path)
    if path.exists():
        raise Problem(f"There is already a file called “{path.name}” there.", "Choose another name.")
    _check_passphrase(passphrase)
    key = keys.make(passphrase)
    held = _take_lock(path, key, by)
    try:
        try:
            with faults_told(path):
                database = connect(path, key)
                try:
                    _lay_out(database, plan, by)
                finally:
                    database.close()
            case = CaseFile(path, key, plan, held, by=by)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    except BaseException:
        held.release()
        raise
    return case


def open_file(path: Path, secret: str, plan: Plan, *, by: str) -> "CaseFile":
    """Open a case file with its passphrase or its recovery key. Each thing in the way is a `Problem` of its own."""
    path = _place(path)
    key = _unlock(path, secret)
    held = _take_lock(path, key, by)
    try:
        return CaseFile(path, key, plan, held, by=by)
    except BaseException:
        held.release()
        raise


def _place(path: Path) -> Path:
    path = path.expanduser().resolve()
    if not path.parent.is_dir():
        raise Problem(
            f"The folder of “{path.name}” is not there.",
            "Connect the drive it is on, or look for the file elsewhere.",
        )
    whereabouts.refuse_network(path)
    return path


def _check_passphrase(passphrase: str) -> None:
    if len(passphrase) < _SHORTEST_PASSPHRASE:
        raise Problem("A case file needs a passphrase.", "Type one that you will remember.")


def _unlock(path: Path, secret: str) -> Key:
    """The key, from the file's first bytes and what the person typed."""
    try:
        with path.open("rb") as file:
            header = file.read(keys.HEADER_SIZE)
    except FileNotFoundError:
        raise Problem(f"There is no file called “{path.name}” there.", "Look for it elsewhere.") from None
    except OSError:
        raise Problem(
            f"“{path.name}” cannot be read.", "Check that it is a file and that you may open it."
        ) from None
    if len(header) < keys.HEADER_SIZE or not header.startswith(keys.MAGIC):
        raise Problem(f"“{path.name}” is not a case file.", "Choose a file whose name ends in .rpw.")
    key = keys.read_recovery_key(secret, header)
    if key is not None:
        if not keys.fits(key, header):
            raise Problem(
                f"This recovery key is not the one of “{path.name}” as it is now.",
                "Look for the one printed since the passphrase was last changed.",
            )
        return key
    key = keys.unlock(header, secret)
    if key is None and keys.looks_like_recovery_key(secret):
        raise Problem("The recovery key has a mistake in it.", "Check it letter by letter against the print.")
    if key is None:
        raise Problem(
            f"That is not the passphrase of “{path.name}”.",
            "Check capitals and spaces and type it again, or use the recovery key.",
        )
    return key


def _take_lock(path: Path, key: Key, by: str) -> Lock:
    try:
        return lock.take(path, key, by)
    except OSError as fault:
        raise _disk_problem(path, fault) from fault


def _disk_problem(path: Path, fault: OSError) -> Problem:
    if isinstance(fault, FileNotFoundError):
        return vanished(path)
    return no_room(path) if fault.errno == 28 else read_only(path)


def _lay_out(database: Database, plan: Plan, by: str) -> None:
    """The tables of an empty file, and the first change, which says that it was made."""
    database.execute("BEGIN IMMEDIATE")
    for statement in create_statements(plan.metadata):
        database.execute(statement)
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.execute(f"PRAGMA user_version = {plan.version}")
    database.execute("INSERT INTO file_fact VALUES ('id', ?), ('made', ?)", (new_id(), now_utc()))
    journal = Journal(plan.metadata, lambda _number, image: image)
    number = journal.begin(database, by, "Start the case file", "record", note={"version": plan.version})
    journal.seal(database, number)
    database.commit()


class CaseFile:
    """One open case file.

    `change` is the only way to write and `reading` the way to read. `listeners` are called after each commit, on
    the thread that committed. A `CaseFile` may be used from many threads; one at a time may write.
    """

    def __init__(self, path: Path, key: Key, plan: Plan, held: Lock, *, by: str) -> None:
        self.path = path
        self.by = by
        self.plan = plan
        self.listeners: list[Callable[[Broadcast], None]] = []
        self._key = key
        self._lock = held
        self._turn = _Turn()
        self._here = threading.local()
        self._readers = _Readers()
        self._journal = Journal(plan.metadata, lambda _number, image: image)
        self._session: Session | None = None
        self._spoilt = False
        self._writer: Engine
        self._reader: Engine
        self._identity = (0, 0)
        self.id = ""
        self._open_connections()

    def _open_connections(self) -> None:
        path = self.path
        try:
            with faults_told(path):
                database = connect(path, self._key)
                try:
                    if one(database, "PRAGMA application_id") != APPLICATION_ID:
                        raise damaged(path)
                    self.id = one(database, "SELECT value FROM file_fact WHERE name = 'id'")
                    self._journal.load(database)
                finally:
                    database.close()
            self._identity = whereabouts.identity(path)
        except OSError as fault:
            raise _disk_problem(path, fault) from fault
        self._writer = writing_engine(path, self._key)
        self._reader = reading_engine(path, self._key)

    # Writing

    @contextmanager
    def change(self, label: str, *, undoable: bool = True) -> Iterator[Session]:
        """The only way to write: a session whose work becomes one change, or nothing at all.

        `label` is the sentence people read in the history and after Undo. Within a change on the same thread
        another joins it. A change that touches nothing leaves no trace. Where another thread is in a change, a
        `Problem` says so at once. `undoable=False` records a change that undo passes over.
        """
        if self._turn.is_mine:
            with self._joined() as session:
                yield session
            return
        with self._writing(label) as (session, database):
            number = self._journal.begin(database, self.by, label, "work" if undoable else "record")
            yield session
            self._finish(session, database, number)

    @contextmanager
    def _joined(self) -> Iterator[Session]:
        session = self._session
        if session is None:
            raise RuntimeError("a change cannot be made from within undo, redo or a check")
        written = raw(session).total_changes
        try:
            yield session
        except BaseException:
            if raw(session).total_changes != written or session.new or session.dirty or session.deleted:
                self._spoilt = True  # half of the inner change must not be kept with the outer one
            raise

    @contextmanager
    def _writing(self, label: str) -> Iterator[tuple[Session, Database]]:
        """The writer's turn: a fresh session in a transaction, rolled back unless `_finish` committed it."""
        with self._turn.taken(label), faults_told(self.path):
            self._still_there()
            self._spoilt = False
            self._told: Broadcast | None = None
            with Session(self._writer, expire_on_commit=False) as session:
                database = raw(session)
                self._session = session
                try:
                    yield session, database
                finally:
                    self._session = None
            told = self._told
        if told is not None:
            for listener in list(self.listeners):
                listener(told)

    def _finish(self, session: Session, database: Database, number: int) -> None:
        """Seal and commit the change, or drop it where it touched nothing."""
        if self._spoilt:
            raise RuntimeError("a change within this one failed half way and was passed over")
        session.flush()
        touched, seal = self._journal.seal(database, number)
        label, kind, undoes, note = next(
            iter(
                database.execute(
                    "SELECT label, kind, undoes, note FROM journal_change WHERE number = ?", (number,)
                )
            )
        )
        if not touched and note == "{}":
            session.rollback()
            return
        self._still_there()
        session.commit()
        self._journal.head, self._journal.last = seal, number
        self._journal.remember(number, kind, undoes)
        self._told = Broadcast(number, label, kind, touched)

    def _still_there(self) -> None:
        try:
            same = whereabouts.identity(self.path) == self._identity
        except OSError:
            same = False
        if not same:
            raise vanished(self.path)

    def record(self, label: str, **note: Any) -> int:  # noqa: ANN401 - whatever JSON can say
        """Record something done that undo passes over, such as an export with its hash; gives its number.

        Inside a change, use `change(label, undoable=False)` or call this after it.
        """
        with self._writing(label) as (session, database):
            number = self._journal.begin(database, self.by, label, "record", note=note)
            self._finish(session, database, number)
        return number

    def number(self, session: Session, name: str, count: int = 1) -> int:
        """The first of `count` new running numbers under a name. Never given twice, whatever is undone."""
        self._own(session)
        return int(
            one(
                raw(session),
                "INSERT INTO counter (name, last) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET last = last + excluded.last RETURNING last - ? + 1",
                (name, count, count),
            )
        )

    def keep(self, data: bytes) -> str:
        """Within a change: store bytes as they were received and give their SHA-256 in hex."""
        if self._session is None or not self._turn.is_mine:
            raise RuntimeError("originals are kept within a change")
        return originals.keep(raw(self._session), data)

    def _own(self, session: Session) -> None:
        if session is not self._session:
            raise RuntimeError("this needs the session of the change that is open")

    # Reading

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads, of the state when it begins; keep it short.

        Within another on the same thread it is the same one; within a change it is the change's own.
        """
        if self._turn.is_mine and self._session is not None:
            yield self._session
            return
        session: Session | None = getattr(self._here, "session", None)
        if session is not None:
            yield session
            return
        with (
            self._readers.one(),
            faults_told(self.path),
            Session(self._reader, autoflush=False, expire_on_commit=False) as session,
        ):
            self._here.session = session
            try:
                yield session
            finally:
                self._here.session = None

    def original(self, sha256: str) -> bytes:
        """The bytes of an original. `Problem` where the case does not have them."""
        with self.reading() as session:
            return b"".join(originals.parts(raw(session), sha256))

    @property
    def head(self) -> str:
        """The seal of the last change in hex: what stands for the whole record so far."""
        return self._journal.head.hex()

    @property
    def last_change(self) -> int:
        """The number of the last change."""
        return self._journal.last

    # Undo, redo and history

    @property
    def undo_label(self) -> str | None:
        """The sentence of what `undo` takes back next."""
        return self._label_of(self._journal.done)

    @property
    def redo_label(self) -> str | None:
        """The sentence of what `redo` does again next."""
        return self._label_of(self._journal.undone)

    def _label_of(self, numbers: list[int]) -> str | None:
        if not numbers:
            return None
        with self.reading() as session:
            return self._journal.label(raw(session), numbers[-1])

    def undo(self) -> Broadcast:
        """Take back the last work still in force. `Problem` where there is none or something rests on it."""
        if not self._journal.done:
            raise Problem("There is nothing to undo.")
        return self.undo_change(self._journal.done[-1])

    def redo(self) -> Broadcast:
        """Do again what was undone last. `Problem` where there is nothing."""
        if not self._journal.undone:
            raise Problem("There is nothing to redo.")
        return self.undo_change(self._journal.undone[-1])

    def undo_change(self, number: int) -> Broadcast:
        """Take back one change, last or not; of an undo, do its work again.

        `Problem` names the later change where its rows have moved on or something came to rest on them.
        """
        if self._turn.is_mine:
            raise RuntimeError("undo does not happen within a change")
        label = "Undo"
        with self._writing(label) as (session, database):
            opened, _kind = self._journal.take_back(database, number, self.by)
            self._finish(session, database, opened)
            told = self._told
        if told is None:
            raise RuntimeError("a change that touched nothing was in the journal")
        return told

    def in_the_way(self, number: int) -> Problem | None:
        """Why a change can't be undone now, or None where it can."""
        with self.reading() as session:
            try:
                self._journal.reversible(raw(session), number)
            except Problem as problem:
                return problem
        return None

    def history(
        self, *, before: int | None = None, limit: int | None = None, row: tuple[str, str] | None = None
    ) -> list[ChangeEntry]:
        """The changes, newest first: all, those before a number, or those of one row (table, id)."""
        with self.reading() as session:
            return self._journal.entries(raw(session), before=before, limit=limit, row=row)

    def images(self, number: int) -> list[Image]:
        """What a change did, row by row, before and after, with the values as the columns give them.

        What has been struck, or cannot be brought into today's tables, is left out.
        """
        with self.reading() as session:
            found = self._journal.images(raw(session), number)
        return [self._journal.said(each) for each in found if each is not None]

    def row_history(self, table: str, row: str) -> list[tuple[ChangeEntry, list[Image]]]:
        """Each change of one row, newest first, with what it did to that row."""
        with self.reading():
            return [
                (
                    entry,
                    [each for each in self.images(entry.number) if (each.table, each.row) == (table, row)],
                )
                for entry in self.history(row=(table, row))
            ]

    # Keeping

    def settle(self) -> None:
        """Bring the write-ahead log into the file. For idle moments; does nothing while somebody writes."""
        if self._turn.is_mine or not self._turn.is_free:
            return
        with self._turn.taken("Settle the file"), self._writer.connect() as connection:
            database = connection.connection.driver_connection
            if database is not None:
                database.rollback()
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def recovery_key(self) -> str:
        """The recovery key to print and lock away."""
        return keys.recovery_key(self._key)

    def close(self) -> None:
        """Close the file and leave nothing beside it. `Problem` where another thread is in a change."""
        with self._turn.taken("Close the case file"), self._readers.none():
            self._close_connections()
        self._lock.release()

    def _close_connections(self) -> None:
        self._reader.dispose()
        self._writer.dispose()

    def __enter__(self) -> "CaseFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Turn:
    """The writer's turn: one thread at a time, and who comes meanwhile is told at once what is running."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner: int | None = None
        self._label = ""

    @property
    def is_mine(self) -> bool:
        return self._owner == threading.get_ident()

    @property
    def is_free(self) -> bool:
        return not self._lock.locked()

    @contextmanager
    def taken(self, label: str) -> Iterator[None]:
        if self.is_mine:
            raise RuntimeError("this does not happen within a change")
        if not self._lock.acquire(blocking=False):
            raise Problem(
                f"“{self._label}” is running, so nothing else can be changed just now.",
                "Wait until it is done, or cancel it.",
            )
        self._owner, self._label = threading.get_ident(), label
        try:
            yield
        finally:
            self._owner = None
            self._lock.release()


class _Readers:
    """How many threads are reading, so that the file can be closed or replaced between reads."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._count = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        with self._condition:
            self._count += 1
        try:
            yield
        finally:
            with self._condition:
                self._count -= 1
                self._condition.notify_all()

    @contextmanager
    def none(self) -> Iterator[None]:
        """Waits for those who read, and holds back those who come."""
        with self._condition:
            self._condition.wait_for(lambda: self._count == 0)
            yield
