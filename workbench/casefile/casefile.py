"""The encrypted case file: opening it, the one way to write in it, reading, and what keeps it safe."""

import os
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2 as sqlcipher

from workbench.casefile import backup, keys, lock, originals, searching, whereabouts
from workbench.casefile.connections import (
    APPLICATION_ID,
    Database,
    connect,
    damaged,
    disk_problem,
    faults_told,
    newer,
    one,
    raw,
    read_only,
    reading_engine,
    vanished,
    writing_engine,
)
from workbench.casefile.journal import Broadcast, ChangeEntry, Image, Journal, Kind, Touched
from workbench.casefile.keys import Key
from workbench.casefile.lock import Lock
from workbench.casefile.tables import new_id, now_utc
from workbench.casefile.triggers import create_statements
from workbench.casefile.upgrades import Carrier, Plan, bring_forward
from workbench.casefile.verifying import Verified, verify
from workbench.problems import Problem, Report, quiet

_MOMENT = 0.1
"""Seconds for which whoever comes second waits: the changes of a worker that keeps one document after another
are shorter than this, and nobody is to be turned away for one of them."""
_LARGE = 1_000  # writes; taking back so many is felt as a pause


def create(path: Path, passphrase: str, plan: Plan, *, by: str) -> "CaseFile":
    """Make a new case file and open it. `Problem` where there is already one, or it cannot be written there."""
    _check_passphrase(passphrase)
    return create_with(path, keys.make(passphrase), plan, by=by)


def create_with(path: Path, key: Key, plan: Plan, *, by: str) -> "CaseFile":
    """Make a new case file under a key that was made before, and open it."""
    path = _place(path)
    backup.refuse_existing(path)
    held = _take_lock(path, key, by)
    part = backup.part_of(path)  # so that a kill leaves no file that is half laid out
    try:
        backup.refuse_existing(path)
        backup.remove(part)
        with faults_told(path), closing(connect(part, key)) as database:
            _lay_out(database, plan, by)
        whereabouts.put_in_place(part, path)
        case = CaseFile(path, key, plan, held, by=by)
    except BaseException:
        backup.remove(part)
        held.release()
        raise
    if plan.seed is not None:
        try:
            with case.change("Set out the new case", undoable=False) as session:
                plan.seed(session)
        except BaseException:
            case.close()
            backup.remove(path)
            raise
    return case


def open_file(path: Path, secret: str, plan: Plan, *, by: str, report: Report = quiet) -> "CaseFile":
    """Open a case file with its passphrase or its recovery key. Each thing in the way is a `Problem` of its own.

    One made by an older version is brought forward first, with a copy; that alone may take a while (`report`).
    """
    path = _place(path)
    return open_with(path, _unlock(path, secret), plan, by=by, report=report)


def open_with(path: Path, key: Key, plan: Plan, *, by: str, report: Report = quiet) -> "CaseFile":
    """Open a case file whose key is known already."""
    if not os.access(path, os.W_OK):
        raise read_only(path)
    held = _take_lock(path, key, by)
    try:
        for begun in (_begun(path), backup.part_of(_begun(path))):
            backup.remove(begun)  # a change of passphrase that was killed before it took effect
        bring_forward(path, key, plan, by=by, report=report)
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


def _begun(path: Path) -> Path:
    """Where a file under a new passphrase is written before it takes the place of the old."""
    return path.with_name(path.name + ".new")


def _check_passphrase(passphrase: str) -> None:
    if not passphrase.strip():
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
    if header.startswith(keys.FAMILY) and not header.startswith(keys.MAGIC):
        raise newer(path)
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
        raise disk_problem(path, fault) from fault


def _lay_out(database: Database, plan: Plan, by: str) -> None:
    """The tables of an empty file, and the first change, which says that it was made."""
    database.execute("BEGIN IMMEDIATE")
    for statement in create_statements(plan.metadata):
        database.execute(statement)
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.execute(f"PRAGMA user_version = {plan.version}")
    database.execute("INSERT INTO file_fact VALUES ('id', ?), ('made', ?)", (new_id(), now_utc()))
    journal = Journal(plan.metadata, Carrier(plan))
    number = journal.begin(database, by, "Start the case file", "record", note={"version": plan.version})
    journal.seal(database, number)
    database.commit()


class CaseFile:
    """One open case file.

    `change` is the only way to write and `reading` the way to read. `listeners` are called after each commit, on
    the thread that committed. A `CaseFile` may be used from many threads; one at a time may write.
    """

    def __init__(self, path: Path, key: Key, plan: Plan, held: Lock, *, by: str) -> None:
        """For `create` and `open_file`, which hold the lock and have brought the file forward."""
        self.path = path
        self.by = by
        self.plan = plan
        self.listeners: list[Callable[[Broadcast], None]] = []
        self._key = key
        self._lock = held
        self._turn = _Turn()
        self._readers = _Readers()
        self._here = threading.local()
        self._carrier = Carrier(plan)
        self._journal = Journal(plan.metadata, self._carrier)
        self._session: Session | None = None
        self._spoilt = False
        self._told: Broadcast | None = None
        self._writer: Engine
        self._reader: Engine
        self._identity = (0, 0)
        self.id = ""
        self._open_connections()

    def _open_connections(self) -> None:
        path = self.path
        try:
            with faults_told(path), closing(connect(path, self._key)) as database:
                if one(database, "PRAGMA application_id") != APPLICATION_ID:
                    raise damaged(path)
                self.id = one(database, "SELECT value FROM file_fact WHERE name = 'id'")
                self._carrier.load(database)
                self._journal.load(database)
            self._identity = whereabouts.identity(path)
        except OSError as fault:
            raise disk_problem(path, fault) from fault
        self._writer = writing_engine(path, self._key)
        self._reader = reading_engine(path, self._key)

    def _close_connections(self) -> None:
        """The writer last: the last connection to close takes the log away, and a reader may not."""
        self._reader.dispose()
        self._writer.dispose()

    # Writing

    @contextmanager
    def change(self, label: str, *, undoable: bool = True, patient: bool = False) -> Iterator[Session]:
        """The only way to write: a session whose work becomes one change, or nothing at all.

        `label` is the sentence people read in the history and after Undo. Within a change on the same thread
        another joins it. A change that touches nothing leaves no trace. Where another thread is in a change, a
        `Problem` says so at once; a worker that makes many short changes waits its turn with `patient`.
        `undoable=False` records a change that undo passes over.
        """
        if self._turn.is_mine:
            with self._joined() as session:
                yield session
            return
        with self._writing(label, patient=patient) as (session, database):
            number = self._journal.begin(database, self.by, label, "work" if undoable else "record")
            yield session
            self._finish(session, database, number)

    @contextmanager
    def _joined(self) -> Iterator[Session]:
        session = self._session
        if session is None:
            raise RuntimeError("nothing can be changed from within a check or a change of passphrase")
        written = raw(session).total_changes
        try:
            yield session
        except BaseException as stop:
            interrupted = not isinstance(stop, Exception)  # the connection may be closed: ask nothing of it
            if (
                interrupted
                or raw(session).total_changes != written
                or session.new
                or session.dirty
                or session.deleted
            ):
                self._spoilt = True  # half of the inner change must not be kept with the outer one
            raise

    @contextmanager
    def _writing(self, label: str, *, patient: bool = False) -> Iterator[tuple[Session, Database]]:
        """The writer's turn: a fresh session in a transaction, rolled back unless `_finish` committed it."""
        with self._turn.taken(label, patient=patient), faults_told(self.path):
            self._still_there()
            self._spoilt, self._told = False, None
            with Session(self._writer, expire_on_commit=False) as session:
                database = raw(session)
                self._session = session
                try:
                    yield session, database
                finally:
                    self._session = None
                    with suppress(sqlcipher.ProgrammingError):  # an interrupt in a statement closes it
                        if database.in_transaction:  # a COMMIT that was refused leaves it open
                            database.rollback()
            told = self._told
        if told is not None:
            self._tell(told)

    def _finish(
        self, session: Session, database: Database, number: int, *, even_if_empty: bool = False
    ) -> None:
        """Seal and commit the change, or drop it where it touched nothing."""
        if self._spoilt:
            raise RuntimeError("a change within this one failed half way and was passed over")
        session.flush()
        touched, seal = self._journal.seal(database, number)
        if not touched and not even_if_empty:
            session.rollback()
            return
        [(label, kind, undoes)] = database.execute(
            "SELECT label, kind, undoes FROM journal_change WHERE number = ?", (number,)
        ).fetchall()
        self._still_there()
        session.commit()
        self._journal.head, self._journal.last = seal, number
        self._journal.remember(number, kind, undoes)
        self._told = Broadcast(number, label, kind, touched)

    def _still_there(self) -> None:
        """A file that was deleted or moved can still be written to on most systems, and nobody would find it."""
        if self._readers.closed:
            raise RuntimeError("the case file has been closed")
        try:
            same = whereabouts.identity(self.path) == self._identity
        except OSError:
            same = False
        if not same:
            raise vanished(self.path)

    def _tell(self, told: Broadcast) -> None:
        for listener in list(self.listeners):
            listener(told)

    def record(self, label: str, **note: Any) -> int:  # noqa: ANN401 - whatever JSON can say
        """Record something done that undo passes over, such as an export with its hash; gives its number.

        Not within a change: there, the change itself is the record.
        """
        with self._writing(label) as (session, database):
            number = self._journal.begin(database, self.by, label, "record", note=note)
            self._finish(session, database, number, even_if_empty=True)
        return number

    @contextmanager
    def aside(self) -> Iterator[Session]:
        """Write what is no part of the record: derived tables, and where a member stopped reading.

        The tables written must be exempt from the journal; any other is refused by the database, since no change
        is open. Nothing is sealed and nobody is told. Not within a change: there, write with its own session.
        """
        with self._writing("Keep a place") as (session, _):
            yield session
            session.commit()

    def number_of(self, session: Session) -> int:
        """Within a change: the number it will have, by which it can be undone."""
        if session is not self._session:
            raise RuntimeError("a change is known within itself, by its session")
        number: int = one(raw(session), "SELECT number FROM journal_change WHERE open = -1")
        return number

    def number(self, session: Session, name: str, count: int = 1) -> int:
        """The first of `count` new running numbers under a name. Never given twice, whatever is undone."""
        if session is not self._session:
            raise RuntimeError("running numbers are given within a change, with its session")
        first: int = one(
            raw(session),
            "INSERT INTO counter (name, last) VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET last = last + excluded.last RETURNING last - ? + 1",
            (name, count, count),
        )
        return first

    def keep(self, data: bytes) -> str:
        """Within a change: store bytes as they were received and give their SHA-256 in hex."""
        if self._session is None or not self._turn.is_mine:
            raise RuntimeError("originals are kept within a change")
        return originals.keep(raw(self._session), data)

    def strike(self, table: str, row: str, label: str) -> int:
        """Erase for good what the record holds of a row that is no longer in the case; gives the change's number.

        For what was wrongly received or must be erased. The erasure is recorded under `label`; the chain holds;
        what rests on the erased images can no longer be undone. The bytes of originals are for `purge_originals`.
        """
        with self._writing(label) as (session, database):
            if self._journal.now(database, [(table, row)]):
                raise Problem("This is still in the case.", "Delete it first, and then erase it for good.")
            struck = self._journal.strike(database, (table, row))
            number = self._journal.begin(
                database, self.by, label, "record", note={"table": table, "row": row, "struck": struck}
            )
            self._finish(session, database, number, even_if_empty=True)
        self.settle()  # the log still holds the pages as they were
        return number

    def purge_originals(self, still_used: Collection[str], label: str) -> int:
        """Take out the bytes of all originals but these, under a recorded change; gives how many went."""
        with self._writing(label) as (session, database):
            gone = originals.purge(database, still_used)
            if gone:
                number = self._journal.begin(database, self.by, label, "record", note={"purged": gone})
                self._finish(session, database, number, even_if_empty=True)
        self.settle()
        return len(gone)

    # Reading

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads, of the state when it begins; keep it short.

        Within another on the same thread it is the same one; within a change it is the change's own.
        """
        if self._turn.is_mine and self._session is not None:
            yield self._session
            return
        standing: Session | None = getattr(self._here, "session", None)
        if standing is not None:
            yield standing
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

    def heads(self, *, after: int = 0, limit: int | None = None) -> list[str]:
        """The seals of the changes after a number, oldest first, in hex."""
        with self.reading() as session:
            return [
                seal.hex()
                for (seal,) in raw(session).execute(
                    "SELECT seal FROM journal_change WHERE number > ? ORDER BY number LIMIT ?",
                    (after, -1 if limit is None else limit),
                )
            ]

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

    @property
    def undo_number(self) -> int | None:
        """The number of the change that `undo` takes back next."""
        return self._journal.done[-1] if self._journal.done else None

    @property
    def redo_number(self) -> int | None:
        """The number of the change that `redo` takes back next."""
        return self._journal.undone[-1] if self._journal.undone else None

    def is_large(self, number: int) -> bool:
        """Whether a change wrote so much that taking it back belongs on a worker thread."""
        with self.reading() as session:
            return self._journal.wrote_more(raw(session), number, _LARGE)

    def label_and_kind(self, number: int) -> tuple[str, Kind]:
        """The sentence a change was made under, and what it is."""
        with self.reading() as session:
            return self._journal.label_and_kind(raw(session), number)

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

    def undo_change(self, number: int, report: Report = quiet) -> Broadcast:
        """Take back one change, last or not; of an undo, do its work again. `report` counts the writes.

        `Problem` names the later change where its rows have moved on or something came to rest on them.
        """
        with self._writing("Undo") as (session, database):
            self._finish(session, database, self._journal.take_back(database, number, self.by, report))
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

    def change_numbers(self, words: str = "") -> list[int]:
        """The numbers of the changes, newest first; with `words`, of those whose label or author has them."""
        with self.reading() as session:
            return self._journal.numbers(raw(session), words)

    def entry(self, number: int) -> ChangeEntry | None:
        """One change, or None where there is none with this number."""
        with self.reading() as session:
            return next(iter(self._journal.entries(raw(session), number=number)), None)

    def touched(self, number: int) -> Touched:
        """The rows a change touched."""
        with self.reading() as session:
            return self._journal.touched(raw(session), number)

    def images(self, number: int, *, without: Collection[str] = (), limit: int | None = None) -> list[Image]:
        """What a change did, row by row, before and after, with the values as the columns give them.

        Perhaps without some tables, or only the first so many writes. What has been struck, or cannot be
        brought into today's tables, is left out.
        """
        with self.reading() as session:
            found = self._journal.images(raw(session), number, without=without, limit=limit)
        return [self._journal.said(each) for each in found if each is not None]

    def row_history(self, table: str, row: str) -> list[tuple[ChangeEntry, list[Image]]]:
        """Each change of one row, newest first, with what it did to that row."""
        with self.reading() as session:
            return [
                (entry, [self._journal.said(each) for each in images])
                for entry, images in self._journal.row_history(raw(session), (table, row))
            ]

    # Keeping

    def verify(self, head: str | None = None, report: Report = quiet) -> Verified:
        """Check the whole file against its own record, and against a head kept elsewhere where one is given.

        Nothing can be written meanwhile.
        """
        with self._turn.taken("Check the case file"), self._apart() as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            database.execute("BEGIN IMMEDIATE")
            problems = verify(database, self.plan.metadata, self._carrier, head=head, report=report)
        return Verified(not problems, self.last_change, self.head, problems)

    def rebuild_search(self) -> None:
        """Make every full-text index again from its table."""
        with self._turn.taken("Make the search index again"), self._apart() as database:
            database.execute("BEGIN IMMEDIATE")
            searching.rebuild(database, self.plan.metadata)
            database.commit()

    def copy_to(self, path: Path, report: Report = quiet) -> str:
        """Write a copy, under the same passphrase, to a file that is not there yet; gives its head in hex.

        The only safe way to copy a file that is open. Reading and writing go on meanwhile.
        """
        path = path.expanduser().resolve()
        backup.refuse_existing(path)
        with self._apart() as database:
            return backup.copy(database, path, self._key, report)

    def backup_to(self, path: Path, report: Report = quiet) -> str:
        """A backup at a path of one's choosing; as `copy_to`."""
        return self.copy_to(path, report)

    def backup_if_changed(
        self, folder: Path | None = None, *, keep: int = 5, report: Report = quiet
    ) -> Path | None:
        """Back up unless the newest backup is the same; gives it, or None. Keeps the newest `keep`.

        Into a folder beside the file unless another is given. Meant for a worker thread: reading and writing go
        on meanwhile.
        """
        folder = folder or backup.folder_beside(self.path)
        with self._apart() as database:
            return backup.if_changed(database, self.path, self._key, self.id, folder, keep, report)

    def change_passphrase(self, new: str, report: Report = quiet) -> None:
        """Put the case under a new passphrase and so a new recovery key; recorded in the history.

        The file is copied to the new key and put in the old one's place in one step: a crash leaves one of them
        whole. Copies and backups made before keep the old passphrase.
        """
        _check_passphrase(new)
        self._not_reading()
        key, fresh, label = keys.make(new), _begun(self.path), "Change the passphrase"
        with self._turn.taken(label):
            self._still_there()
            try:
                with self._apart() as database:
                    backup.copy(database, fresh, key, report, label)
                with faults_told(self.path), closing(connect(fresh, key)) as database:
                    database.execute("BEGIN IMMEDIATE")
                    number = self._journal.begin(database, self.by, label, "record")
                    self._journal.seal(database, number)
                    database.commit()
                with self._readers.none():
                    self._close_connections()
                    try:
                        if self.path.with_name(self.path.name + "-wal").exists():
                            raise RuntimeError("the file is still in use")  # its log would spoil the new file
                        whereabouts.put_in_place(fresh, self.path)
                        self._key = key
                    except OSError as fault:
                        raise disk_problem(self.path, fault) from fault
                    finally:
                        self._open_connections()
                with suppress(OSError):  # it is held all the same, and only says less
                    self._lock.say(key, self.by)
            finally:
                backup.remove(fresh)
        self._tell(Broadcast(number, label, "record", {}))

    def recovery_key(self) -> str:
        """The recovery key to print and lock away."""
        return keys.recovery_key(self._key)

    def settle(self) -> None:
        """Bring the write-ahead log into the file. For idle moments; gives way to whoever reads or writes."""
        with self._apart() as database:
            database.execute("PRAGMA busy_timeout = 0")
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    @contextmanager
    def _apart(self) -> Iterator[Database]:
        """A connection of its own for long work, so that others go on reading."""
        with self._readers.one(), faults_told(self.path):
            self._still_there()  # connecting to a file that has gone would make an empty one of its name
            with closing(connect(self.path, self._key)) as database:
                yield database

    def close(self) -> None:
        """Close the file and leave nothing beside it, after whoever reads or makes a copy.

        `Problem` where another thread is in a change. Closing twice does nothing.
        """
        if self._readers.closed:
            return
        self._not_reading()
        with self._turn.taken("Close the case file"), self._readers.none():
            self._close_connections()
            self._readers.closed = True
        self._lock.release()

    def _not_reading(self) -> None:
        if getattr(self._here, "session", None) is not None:
            raise RuntimeError("this does not happen within a read")

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

    @contextmanager
    def taken(self, label: str, *, patient: bool = False) -> Iterator[None]:
        if self.is_mine:
            raise RuntimeError("this does not happen within a change")
        if not self._lock.acquire(timeout=-1 if patient else _MOMENT):
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
        self.closed = False
        self._condition = threading.Condition()
        self._count = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        with self._condition:
            if self.closed:  # an engine would quietly connect again, without the lock
                raise RuntimeError("the case file has been closed")
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
