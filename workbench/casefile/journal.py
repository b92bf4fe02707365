"""The journal: one record of every change, read five ways - undo and redo, history, the chain, refresh, merging.

The triggers of `triggers.py` write the record; this reads it, seals it and applies it backwards. Everything
here works inside a transaction that `casefile.py` has begun on the writing or a reading connection.
"""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final, Literal, cast

from sqlalchemy import LargeBinary, MetaData, Table
from sqlalchemy.dialects import sqlite
from sqlcipher3 import dbapi2 as sqlcipher

from workbench.casefile.connections import Database, one
from workbench.casefile.tables import new_id, now_utc
from workbench.casefile.triggers import image, journalled, kept_columns, quoted
from workbench.problems import Problem, Report, quiet

Kind = Literal["work", "undo", "redo", "record", "upgrade"]
"""What a change is: work that can be undone, its undoing, the undoing's undoing; or something only recorded."""

Values = dict[str, Any]
RowName = tuple[str, str]  # table, id
Touched = dict[str, frozenset[str]]  # table -> ids

_dialect = sqlite.dialect()
_SAID: Final = {"undo": "Undo: ", "redo": "Redo: "}
_AT_ONCE: Final = 500  # writes between two reports
_LOOKED_INTO = 200  # rows in the way that are traced to their change; one is enough to name


@dataclass(frozen=True)
class Image:
    """One row before and after one write.

    `before` is None for a row that was added, `after` for one that was deleted; of a changed row only the
    columns that differ are there.
    """

    table: str
    row: str
    before: Values | None
    after: Values | None


Carry = Callable[[int, Image], Image | None]
"""Brings an image of the change with this number into today's tables; None where that cannot be done."""


@dataclass(frozen=True)
class Broadcast:
    """What listeners are told after a commit."""

    number: int
    label: str
    kind: Kind
    touched: Touched

    @property
    def sentence(self) -> str:
        """The label, with "Undo: " or "Redo: " before it where that is what was done."""
        return _SAID.get(self.kind, "") + self.label


@dataclass(frozen=True)
class ChangeEntry:
    """One change as the history shows it."""

    number: int
    at: str  # "2026-11-23T09:30:00Z"
    by: str
    label: str  # of an undo or redo, the label of the work it took back or did again
    kind: Kind
    undoes: int | None
    note: Mapping[str, Any]  # what a recorded change says of itself, such as the hash of an exported document
    seal: str  # the head of the case file just after this change
    touched: Mapping[str, int] = field(default_factory=dict)
    """How many rows of each table, in the order in which the tables were come to."""
    can_undo: bool = False
    """Whether it is work still in force. Whether later work rests on it, `CaseFile.in_the_way` says."""

    @property
    def sentence(self) -> str:
        """The label, with "Undo: " or "Redo: " before it where that is what was done."""
        return _SAID.get(self.kind, "") + self.label


def fold(images: Iterable[Image]) -> dict[RowName, tuple[Values | None, Values | None]]:
    """Many images -> for each row what it was before the first and after the last, in the columns that moved."""
    net: dict[RowName, tuple[Values | None, Values | None]] = {}
    for each in images:
        name = (each.table, each.row)
        if name not in net:
            net[name] = (each.before and dict(each.before), each.after and dict(each.after))
            continue
        first, last = net[name]
        if first is not None and each.before is not None and last is not None:
            first = {**each.before, **first}  # columns that move for the first time
        merged = {**last, **each.after} if last is not None and each.after is not None else each.after
        net[name] = (first, merged)
    return net


class Journal:
    """The journal of one case file. Knows the tables; holds which changes undo and redo take back next."""

    def __init__(self, metadata: MetaData, carry: Carry) -> None:
        self.metadata = metadata
        self._carry = carry
        self._tables: dict[str, Table] = {table.name: table for table in journalled(metadata)}
        self._points = [
            (table, column.name, key.column.table.name)
            for table in self._tables.values()
            for column in table.columns
            for key in column.foreign_keys
            if key.column.name == "id" and key.column.table.name in self._tables
        ]
        self._binary = {
            table.name: {c.name for c in table.columns if isinstance(c.type, LargeBinary)}
            for table in self._tables.values()
        }
        self._readers = {table.name: _readers(table) for table in self._tables.values()}
        self.done: list[int] = []
        self.undone: list[int] = []
        self.head = b""
        self.last = 0

    def load(self, database: Database) -> None:
        """Take up the record of a file just opened."""
        self.done.clear()
        self.undone.clear()
        for number, kind, undoes in database.execute(
            "SELECT number, kind, undoes FROM journal_change ORDER BY number"
        ):
            self.remember(number, kind, undoes)
        row = database.execute(
            "SELECT number, seal FROM journal_change ORDER BY number DESC LIMIT 1"
        ).fetchone()
        self.last, self.head = row or (0, b"")

    def remember(self, number: int, kind: Kind, undoes: int | None) -> None:
        """Put a sealed change where undo or redo finds it."""
        if kind == "work":
            self.done.append(number)
            self.undone.clear()
        elif kind == "undo":
            _forget(self.done, undoes)
            self.undone.append(number)
        elif kind == "redo":
            _forget(self.undone, undoes)
            self.done.append(number)

    # Making a change

    def begin(
        self,
        database: Database,
        by: str,
        label: str,
        kind: Kind,
        *,
        undoes: int | None = None,
        note: Mapping[str, Any] | None = None,
    ) -> int:
        """Open a change in the transaction that has begun, and give its number."""
        return database.execute(
            'INSERT INTO journal_change (id, at, "by", label, kind, undoes, note) VALUES (?, ?, ?, ?, ?, ?, ?)',
            (new_id(), now_utc(), by, label, kind, undoes, json.dumps(note or {}, ensure_ascii=False)),
        ).lastrowid

    def seal(self, database: Database, number: int) -> tuple[Touched, bytes]:
        """Close a change, so that COMMIT will take it: the rows it touched, and its seal."""
        touched: dict[str, set[str]] = {}
        seal = link(database, number, touched)
        changed = database.execute(
            "UPDATE journal_change SET seal = ?, open = NULL WHERE number = ? AND open = -1", (seal, number)
        ).rowcount
        if changed != 1:
            raise RuntimeError("the change was ended inside its own block")
        return {table: frozenset(rows) for table, rows in touched.items()}, seal

    # Reading it

    def images(
        self, database: Database, number: int, *, without: Collection[str] = (), limit: int | None = None
    ) -> list[Image | None]:
        """What one change did, in order, in today's tables. None stands for an image struck or not carried.

        Perhaps without those of some tables, or only the first so many.
        """
        return [
            self._read(number, *found)
            for found in database.execute(
                "SELECT tbl, row, before, after FROM journal_image WHERE change = ? "
                "AND tbl NOT IN (SELECT value FROM json_each(?)) ORDER BY number LIMIT ?",
                (number, json.dumps(list(without)), -1 if limit is None else limit),
            )
        ]

    def _read(self, change: int, table: str, row: str, before: str | None, after: str | None) -> Image | None:
        if before is None and after is None:
            return None
        return self._carry(change, Image(table, row, loaded(before), loaded(after)))

    def entries(
        self,
        database: Database,
        *,
        before: int | None = None,
        limit: int | None = None,
        row: RowName | None = None,
        number: int | None = None,
    ) -> list[ChangeEntry]:
        """The history, newest first: all of it, before one number, of one row, or one change."""
        where = ["open IS NULL"]
        values: list[object] = []
        if before is not None:
            where.append("number < ?")
            values.append(before)
        if number is not None:
            where.append("number = ?")
            values.append(number)
        if row is not None:
            where.append("number IN (SELECT change FROM journal_image WHERE tbl = ? AND row = ?)")
            values.extend(row)
        found = database.execute(
            'SELECT number, at, "by", label, kind, undoes, note, seal FROM journal_change '
            f"WHERE {' AND '.join(where)} ORDER BY number DESC LIMIT ?",
            [*values, -1 if limit is None else limit],
        ).fetchall()
        touched = self._counted(database, [each[0] for each in found])
        live = {*self.done, *self.undone}
        return [
            ChangeEntry(
                number=number,
                at=at,
                by=by,
                label=label,
                kind=kind,
                undoes=undoes,
                note=json.loads(note),
                seal=seal.hex(),
                touched=touched.get(number, {}),
                can_undo=number in live,
            )
            for number, at, by, label, kind, undoes, note, seal in found
        ]

    def numbers(self, database: Database, words: str = "") -> list[int]:
        """The numbers of the changes, newest first; with `words`, of those whose label or author has them."""
        found = database.execute(
            "SELECT number FROM journal_change WHERE open IS NULL "
            """AND (? = '' OR instr(lower(label || ' ' || "by"), lower(?))) ORDER BY number DESC""",
            (words, words),
        )
        return [number for (number,) in found]

    def row_history(self, database: Database, name: RowName) -> list[tuple[ChangeEntry, list[Image]]]:
        """The changes of one row, newest first, with its own images."""
        images: dict[int, list[Image]] = {}
        for change, *found in database.execute(
            "SELECT change, tbl, row, before, after FROM journal_image WHERE tbl = ? AND row = ? ORDER BY number",
            name,
        ):
            each = self._read(change, *found)
            if each is not None:
                images.setdefault(change, []).append(each)
        return [(entry, images.get(entry.number, [])) for entry in self.entries(database, row=name)]

    def touched(self, database: Database, number: int) -> Touched:
        """The rows of one change."""
        rows: dict[str, set[str]] = {}
        for table, row in database.execute(
            "SELECT tbl, row FROM journal_image WHERE change = ? ORDER BY number", (number,)
        ):
            rows.setdefault(table, set()).add(row)
        return {table: frozenset(ids) for table, ids in rows.items()}

    def _counted(self, database: Database, numbers: list[int]) -> dict[int, dict[str, int]]:
        counted: dict[int, dict[str, int]] = {}
        for change, table, rows in database.execute(
            "SELECT change, tbl, count(DISTINCT row) FROM journal_image "
            "WHERE change IN (SELECT value FROM json_each(?)) GROUP BY change, tbl ORDER BY min(number)",
            (json.dumps(numbers),),
        ):
            counted.setdefault(change, {})[table] = rows
        return counted

    def said(self, each: Image) -> Image:
        """An image with its values as the tables' columns give them: bytes, true and false, lists."""
        readers = self._readers.get(each.table, {})

        def read(values: Values | None) -> Values | None:
            return values and {name: readers.get(name, _as_is)(value) for name, value in values.items()}

        return Image(each.table, each.row, read(each.before), read(each.after))

    # Taking back

    def wrote_more(self, database: Database, number: int, than: int) -> bool:
        """Whether a change made more than so many writes; no further is counted."""
        return bool(
            one(database, "SELECT 1 FROM journal_image WHERE change = ? LIMIT 1 OFFSET ?", (number, than))
        )

    def label(self, database: Database, number: int) -> str:
        """The sentence a change was made under."""
        return cast(str, one(database, "SELECT label FROM journal_change WHERE number = ?", (number,)))

    def label_and_kind(self, database: Database, number: int) -> tuple[str, Kind]:
        """The sentence a change was made under, and what it is."""
        found = database.execute(
            "SELECT label, kind FROM journal_change WHERE number = ?", (number,)
        ).fetchone()
        return cast(tuple[str, Kind], found)

    def reversible(self, database: Database, number: int) -> list[Image]:
        """The images of a change that can be taken back now, else the `Problem` that says why not."""
        label = self.label(database, number)
        if number not in self.done and number not in self.undone:
            kind = one(database, "SELECT kind FROM journal_change WHERE number = ?", (number,))
            if kind is None:
                raise Problem(f"There is no change {number}.", "Look in the history for its number.")
            if kind in ("record", "upgrade"):
                raise Problem(
                    f"“{label}” is a record of what was done and can't be undone.", "Nothing was changed."
                )
            raise Problem(f"“{label}” has been undone or redone already.", "Nothing was changed.")
        images = self.images(database, number)
        whole = [each for each in images if each is not None]
        if len(whole) < len(images):
            struck = one(
                database,
                "SELECT count(*) FROM journal_image WHERE change = ? AND digest IS NOT NULL",
                (number,),
            )
            raise Problem(
                f"“{label}” can't be undone: "
                + (
                    "some of what it did has been erased for good."
                    if struck
                    else "it was done before this file was brought forward from an older version."
                ),
                "Change it by hand.",
            )
        blame = self._in_the_way(database, whole)
        if blame:
            culprits = (self._moved_by(database, number, *each) for each in blame[:_LOOKED_INTO])
            later = max((change for change in culprits if change is not None), default=None)
            if later is None:
                raise Problem(
                    f"“{label}” can't be undone: its rows do not stand as the record says.",
                    "Check the case file, and go back to a backup where it finds more.",
                )
            raise self._rests(database, number, later)
        return whole

    def _rests(self, database: Database, number: int, later: int) -> Problem:
        label = self.label(database, number)
        entry = self.entries(database, number=later)[0]
        return Problem(
            f"“{label}” can't be undone yet: change {later}, “{entry.sentence}”, came after it and rests on it.",
            f"Undo change {later} first."
            if entry.kind in _SAID or entry.kind == "work"
            else "That is a record and stays; change this by hand.",
        )

    def _in_the_way(self, database: Database, images: list[Image]) -> list[tuple[RowName, set[str] | None]]:
        """Rows that keep these images from being taken back, and their columns: moved on, or come to rest on them."""
        net = fold(images)
        now = self.now(database, net)
        blame: list[tuple[RowName, set[str] | None]] = []
        for name, (_, after) in net.items():
            here = now.get(name)
            if after is None or here is None:
                if (after is None) != (here is None):
                    blame.append((name, None))
            elif moved := {column for column, value in after.items() if here[column] != value}:
                blame.append((name, moved))
        gone = {name for name, (before, after) in net.items() if before is None and after is not None}
        blame += self._resting_on(database, gone, net)
        blame += self._missing_parents(database, gone, net)
        return blame

    def _resting_on(
        self,
        database: Database,
        gone: set[RowName],
        net: Mapping[RowName, tuple[Values | None, Values | None]],
    ) -> Iterator[tuple[RowName, set[str] | None]]:
        """Rows outside the change that point at rows which taking it back would delete."""
        for table, column, target in self._points:
            ids = [row for name, row in gone if name == target]
            if not ids:
                continue
            for child, parent in database.execute(
                f"SELECT id, {quoted(column)} FROM {quoted(table.name)} "
                f"WHERE {quoted(column)} IN (SELECT value FROM json_each(?))",
                (json.dumps(ids),),
            ):
                name = (table.name, child)
                if name in gone:
                    continue
                before = net.get(name, (None, None))[0] or {}
                if before.get(column, parent) == parent:
                    yield name, {column}

    def _missing_parents(
        self,
        database: Database,
        gone: set[RowName],
        net: Mapping[RowName, tuple[Values | None, Values | None]],
    ) -> Iterator[tuple[RowName, set[str] | None]]:
        """Rows that what comes back would point at, and that are no longer there."""
        wanted: set[RowName] = set()
        for table, column, target in self._points:
            for (name, _), (before, _after) in net.items():
                if name == table.name and before and before.get(column) is not None:
                    wanted.add((target, before[column]))
        returning = {name for name, (before, _) in net.items() if before is not None}
        here = self.now(database, wanted - returning)
        for parent in wanted - returning:
            if parent not in here and parent not in gone:
                yield parent, None

    def _moved_by(
        self, database: Database, number: int, name: RowName, columns: set[str] | None
    ) -> int | None:
        """The newest change after `number` that moved these columns of a row, or added or deleted it."""
        newest = None
        for change, *found in database.execute(
            "SELECT change, tbl, row, before, after FROM journal_image "
            "WHERE tbl = ? AND row = ? AND change > ? ORDER BY number DESC",
            (*name, number),
        ):
            newest = newest or cast(int, change)
            each = self._read(change, *found)
            if each is None or each.before is None or each.after is None:
                return cast(int, change)
            if columns is None or columns & set(each.after):
                return cast(int, change)
        return newest

    def now(self, database: Database, names: Iterable[RowName]) -> dict[RowName, Values]:
        """Rows as they stand, as whole images."""
        found: dict[RowName, Values] = {}
        for table, group in groupby(sorted(names), lambda name: name[0]):
            if table not in self._tables:
                continue
            ids = json.dumps([row for _, row in group])
            for row, content in database.execute(
                f"SELECT id, {image(self._tables[table], quoted(table))} FROM {quoted(table)} "
                "WHERE id IN (SELECT value FROM json_each(?))",
                (ids,),
            ):
                found[table, row] = json.loads(content)
        return found

    def take_back(self, database: Database, number: int, by: str, report: Report = quiet) -> int:
        """Open a change that applies another backwards, and give its number: exactly its rows move, or `Problem`."""
        report(0, 0, "")
        images = self.reversible(database, number)
        kind: Kind = "redo" if number in self.undone else "undo"
        opened = self.begin(database, by, self.label(database, number), kind, undoes=number)
        # What one change did step by step can be taken back step by step; foreign keys wait for the end.
        database.execute("PRAGMA defer_foreign_keys = ON")
        back = [Image(each.table, each.row, each.after, each.before) for each in reversed(images)]
        try:
            self._write(database, back, report)
        except sqlcipher.IntegrityError as fault:
            later = self._taken_by(database, number, images, str(fault)) or opened - 1
            raise self._rests(database, number, later) from fault
        own = {(each.table, each.row) for each in images}
        for table, row in database.execute(
            "SELECT DISTINCT tbl, row FROM journal_image WHERE change = ?", (opened,)
        ).fetchall():
            if (table, row) not in own:  # swept along by ON DELETE, beyond the change itself
                later = one(
                    database,
                    "SELECT max(change) FROM journal_image WHERE tbl = ? AND row = ? AND change < ?",
                    (table, row, opened),
                )
                raise self._rests(database, number, later or opened - 1)
        return opened

    def _taken_by(self, database: Database, number: int, images: list[Image], message: str) -> int | None:
        """The later change that took a place only one row may have, read from the database's own message."""
        places = re.findall(r"(\w+)\.(\w+)", message)
        if "UNIQUE" not in message or not places:
            return None
        table, columns = places[0][0], [column for _, column in places]
        if table not in self._tables:
            return None
        for (name, row), (before, _) in fold(images).items():
            if name != table or before is None:
                continue
            whole = {**self.now(database, [(name, row)]).get((name, row), {}), **before}
            found = one(
                database,
                f"SELECT id FROM {quoted(table)} WHERE id <> ? AND "
                + " AND ".join(f"{quoted(column)} IS ?" for column in columns),
                (row, *(whole.get(column) for column in columns)),
            )
            if found is not None:
                return self._moved_by(database, number, (table, found), set(columns))
        return None

    def _write(self, database: Database, images: Sequence[Image], report: Report) -> None:
        """Write images forwards as plain SQL, in order, in as few statements as the order allows."""

        def shape(each: Image) -> tuple[str, bool, bool, tuple[str, ...]]:
            return each.table, each.before is None, each.after is None, tuple(each.after or ())

        written = 0
        for (table, is_new, is_gone, columns), group in groupby(images, shape):
            binary, on = self._binary[table], quoted(table)

            def stored(each: Image, binary: set[str] = binary) -> list[object]:
                return [
                    bytes.fromhex(value) if name in binary and value is not None else value
                    for name, value in (each.after or {}).items()
                ]

            if is_gone:
                sql = f"DELETE FROM {on} WHERE id = ?"
                values: list[list[object]] = [[each.row] for each in group]
            elif is_new:
                places = ", ".join("?" * len(columns))
                sql = f"INSERT INTO {on} ({', '.join(map(quoted, columns))}) VALUES ({places})"
                values = [stored(each) for each in group]
            else:
                sql = f"UPDATE {on} SET {', '.join(f'{quoted(c)} = ?' for c in columns)} WHERE id = ?"
                values = [[*stored(each), each.row] for each in group]
            for at in range(0, len(values), _AT_ONCE):
                report(written + at, len(images), "")
                database.executemany(sql, values[at : at + _AT_ONCE])
            written += len(values)

    # Striking

    def strike(self, database: Database, name: RowName) -> list[int]:
        """Erase every image of one row for good and give their numbers. Their digests hold the chain together."""
        found = database.execute(
            "SELECT number, tbl, row, before, after, salt FROM journal_image "
            "WHERE tbl = ? AND row = ? AND digest IS NULL",
            name,
        ).fetchall()
        database.executemany(
            "UPDATE journal_image SET before = NULL, after = NULL, salt = NULL, digest = ? WHERE number = ?",
            [(digest(*each), each[0]) for each in found],
        )
        return [each[0] for each in found]


def link(database: Database, number: int, touched: dict[str, set[str]] | None = None) -> bytes:
    """A change's link in the chain: over the seal before it, the change, and the digests of its images."""
    before = one(
        database, "SELECT seal FROM journal_change WHERE number < ? ORDER BY number DESC LIMIT 1", (number,)
    )
    change = database.execute(
        'SELECT number, id, at, "by", label, kind, undoes, note FROM journal_change WHERE number = ?',
        (number,),
    ).fetchone()
    chain = hashlib.sha256(before or b"")
    chain.update(json.dumps(change).encode())
    for image_number, table, row, was, now, salt, struck in database.execute(
        "SELECT number, tbl, row, before, after, salt, digest FROM journal_image WHERE change = ? ORDER BY number",
        (number,),
    ):
        chain.update(struck or digest(image_number, table, row, was, now, salt))
        if touched is not None:
            touched.setdefault(table, set()).add(row)
    return chain.digest()


def digest(number: int, table: str, row: str, before: str | None, after: str | None, salt: bytes) -> bytes:
    """One image's part in the chain. Salted, so that the digest of a struck image gives nothing away."""
    return hashlib.sha256(salt + json.dumps([number, table, row, before, after]).encode()).digest()


def _forget(numbers: list[int], number: int | None) -> None:
    for place in range(len(numbers) - 1, -1, -1):  # nearly always the last
        if numbers[place] == number:
            del numbers[place]
            return


def loaded(content: str | None) -> Values | None:
    """One side of an image, from the text the triggers wrote."""
    return None if content is None else cast(Values, json.loads(content))


def _as_is(value: object) -> object:
    return value


def _readers(table: Table) -> dict[str, Callable[[Any], Any]]:
    readers: dict[str, Callable[[Any], Any]] = {}
    for column in kept_columns(table):
        if isinstance(column.type, LargeBinary):
            readers[column.name] = lambda value: None if value is None else bytes.fromhex(value)
        elif found := column.type.dialect_impl(_dialect).result_processor(_dialect, None):
            readers[column.name] = found
    return readers
