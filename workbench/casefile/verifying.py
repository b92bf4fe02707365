"""Whether a case file is what its record says it is."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import MetaData, Table
from sqlcipher3 import dbapi2 as sqlcipher

from workbench.casefile import originals
from workbench.casefile.connections import Database, one
from workbench.casefile.journal import Carry, Image, Values, fold, link, loaded
from workbench.casefile.triggers import SCHEMA, generated, image, journalled, quoted, searched, words_table
from workbench.problems import Report

_NAMED = 5  # things of one kind that are named before the rest are counted


@dataclass(frozen=True)
class Verified:
    """What a check of the whole file found. `problems` are sentences."""

    ok: bool
    changes: int
    head: str
    problems: list[str]


def verify(
    database: Database, metadata: MetaData, carry: Carry, *, head: str | None, report: Report
) -> list[str]:
    """Check the pages, the chain, every row against the journal, the indexes, and the originals: the problems.

    `head` is one kept elsewhere, on an export or a copy: a cut tail or an older copy shows only against that. To
    be called inside a transaction on a connection that may write: the index checks itself through a command.
    """
    checks: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
        ("Pages", lambda: _pages(database)),
        ("Structure", lambda: _structure(database, metadata)),
        ("Chain of changes", lambda: _chain(database, head, report)),
        ("Rows", lambda: _rows(database, metadata, carry)),
        ("Search", lambda: _indexes(database, metadata)),
        ("Originals", lambda: _originals(database, report)),
    )
    problems: list[str] = []
    for done, (what, check) in enumerate(checks):
        report(done, len(checks), what)
        try:
            problems += _shortened(check())
        except sqlcipher.DatabaseError as fault:
            if fault.sqlite_errorcode & 0xFF not in (sqlcipher.SQLITE_CORRUPT, sqlcipher.SQLITE_NOTADB):
                raise
            problems.append(f"{what}: part of the file is damaged and cannot be read.")
    report(len(checks), len(checks), "Done")
    return problems


def _shortened(problems: Iterator[str]) -> Iterator[str]:
    more = 0
    for count, problem in enumerate(problems):
        if count < _NAMED:
            yield problem
        else:
            more += 1
    if more:
        yield f"… and {more} more of the same kind."


def _pages(database: Database) -> Iterator[str]:
    """Every page as it stands on the disk against its HMAC, then the b-trees."""
    for (found,) in database.execute("PRAGMA cipher_integrity_check").fetchall():
        yield f"The file is damaged: {found}."
    for (found,) in database.execute("PRAGMA quick_check").fetchall():
        for line in found.splitlines():  # one answer may tell of every page
            if line != "ok" and not line.startswith("***"):
                yield f"The file is damaged: {line}."


def _structure(database: Database, metadata: MetaData) -> Iterator[str]:
    """The triggers that keep the journal stand as they were made."""
    standing = {sql for (sql,) in database.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")}
    wanted = [*SCHEMA, *(statement for _, statement in generated(metadata))]
    for statement in wanted:
        if statement.startswith("CREATE TRIGGER") and statement not in standing:
            yield f"A rule that keeps the record is missing or altered: {statement.split()[2]}."
    for table, row, parent, _ in database.execute("PRAGMA foreign_key_check").fetchall():
        yield f"A row of {table} (number {row}) points at something in {parent} that is not there."


def _chain(database: Database, head: str | None, report: Report) -> Iterator[str]:
    expected = 0
    seals = set()
    struck = _struck(database)
    numbers = database.execute(
        "SELECT number, seal, open, note FROM journal_change ORDER BY number"
    ).fetchall()
    for done, (number, seal, is_open, _) in enumerate(numbers):
        if done % 1000 == 0:
            report(done, len(numbers), "Chain of changes")
        expected += 1
        if number != expected:
            yield f"The record has a gap: change {expected} is missing."
            expected = number
        if is_open is not None or link(database, number) != seal:
            yield f"Change {number} is not as it was sealed."
        seals.add((seal or b"").hex())
    for number, change in database.execute(
        "SELECT number, change FROM journal_image WHERE digest IS NOT NULL ORDER BY number"
    ):
        if number not in struck:
            yield f"Part of change {change} has been erased without a record of it."
    if one(database, "SELECT 1 FROM journal_image WHERE change NOT IN (SELECT number FROM journal_change)"):
        yield "The record holds writes that belong to no change."
    if head is not None and head.strip().lower() not in seals:
        yield (
            "The head that was given is not in this file's record: this is an older copy, or it has parted from "
            "the one the head was taken from."
        )


def _struck(database: Database) -> set[int]:
    """The images that the record itself says were erased."""
    struck: set[int] = set()
    for (note,) in database.execute("SELECT note FROM journal_change WHERE kind = 'record'"):
        struck.update(json.loads(note).get("struck", ()))
    return struck


def _rows(database: Database, metadata: MetaData, carry: Carry) -> Iterator[str]:
    for table in journalled(metadata):
        for row, _, _ in astray(database, table, carry):
            yield f"A row of {table.name} does not stand as the record says: {row}."


def astray(
    database: Database, table: Table, carry: Carry
) -> Iterator[tuple[str, Values | None, Values | None]]:
    """The rows that were written past the journal: id, as the record says, as they stand (None: not there).

    Found by walking both in the order of ids, so that a large case takes no more memory than a small one.
    """
    now = iter(
        database.execute(
            f"SELECT id, {image(table, quoted(table.name))} FROM {quoted(table.name)} ORDER BY id"
        )
    )
    standing = next(now, None)
    for row, lasting in _recorded(database, table, carry):
        while standing is not None and standing[0] < row:
            yield standing[0], None, json.loads(standing[1])
            standing = next(now, None)
        here = None
        if standing is not None and standing[0] == row:
            here = json.loads(standing[1])
            standing = next(now, None)
        if lasting != "unknown" and lasting != here:
            yield row, lasting, here
    while standing is not None:
        yield standing[0], None, json.loads(standing[1])
        standing = next(now, None)


def _recorded(database: Database, table: Table, carry: Carry) -> Iterator[tuple[str, Any]]:
    """Each row the journal knows and how it stands by it: its values, None where deleted, or "unknown"."""
    found = database.execute(
        "SELECT row, change, before, after FROM journal_image WHERE tbl = ? ORDER BY row, number",
        (table.name,),
    )
    for row, writes in groupby(found, lambda each: each[0]):
        images: list[Image] = []
        known = True
        for _, change, before, after in writes:
            carried = None
            if before is not None or after is not None:
                carried = carry(change, Image(table.name, row, loaded(before), loaded(after)))
            if carried is None:
                known = False
            else:
                images.append(carried)
        yield row, fold(images)[table.name, row][1] if known else "unknown"


def _indexes(database: Database, metadata: MetaData) -> Iterator[str]:
    for table in searched(metadata):
        index = quoted(words_table(table))
        try:
            database.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
        except sqlcipher.DatabaseError as fault:
            if fault.sqlite_errorcode & 0xFF != sqlcipher.SQLITE_CORRUPT:
                raise
            yield f"The search index of {table.name} does not fit its rows; it can be made again."


def _originals(database: Database, report: Report) -> Iterator[str]:
    found = database.execute("SELECT sha256, size FROM original ORDER BY number").fetchall()
    for done, (sha256, size) in enumerate(found):
        report(done, len(found), "Originals")
        total, hashed = 0, hashlib.sha256()
        for part in originals.parts(database, sha256):
            total += len(part)
            hashed.update(part)
        if total != size or hashed.hexdigest() != sha256:
            yield f"An original is not as it was received: {sha256}."
