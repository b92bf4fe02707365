"""The SQL that makes a case file record itself: the journal's tables, and triggers generated from the others.

Triggers write each row's image before and after into `journal_image` in the same transaction as the write. A
write while no change is open is refused by the database itself, and so is the COMMIT of a change that was not
sealed. This guards against our own mistakes, not against someone who has the passphrase and drops triggers.
"""

from collections.abc import Iterator

from sqlalchemy import Column, LargeBinary, MetaData, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

_dialect = sqlite.dialect()

SCHEMA = (
    # A change is open while `open` is -1. No change has that number, so the deferred foreign key makes COMMIT
    # fail until the seal sets `open` to NULL.
    """CREATE TABLE journal_change (
         number INTEGER PRIMARY KEY CHECK (number > 0), id TEXT NOT NULL UNIQUE, at TEXT NOT NULL,
         "by" TEXT NOT NULL, label TEXT NOT NULL, kind TEXT NOT NULL,
         undoes INTEGER REFERENCES journal_change (number), note TEXT NOT NULL, seal BLOB,
         open INTEGER DEFAULT -1 REFERENCES journal_change (number) DEFERRABLE INITIALLY DEFERRED)""",
    "CREATE UNIQUE INDEX journal_change_open ON journal_change (open) WHERE open IS NOT NULL",
    """CREATE TABLE journal_image (
         number INTEGER PRIMARY KEY, change INTEGER NOT NULL, tbl TEXT NOT NULL, row TEXT NOT NULL,
         before TEXT, after TEXT, salt BLOB DEFAULT (randomblob(16)), digest BLOB)""",
    "CREATE INDEX journal_image_change ON journal_image (change)",
    "CREATE INDEX journal_image_row ON journal_image (tbl, row)",
    """CREATE TRIGGER journal_image_kept BEFORE DELETE ON journal_image
       BEGIN SELECT RAISE(ABORT, 'the journal is kept'); END""",
    """CREATE TRIGGER journal_image_fixed BEFORE UPDATE ON journal_image
       WHEN NOT (old.digest IS NULL AND new.digest IS NOT NULL AND new.before IS NULL AND new.after IS NULL
         AND new.salt IS NULL AND new.number = old.number AND new.change = old.change
         AND new.tbl = old.tbl AND new.row = old.row)
       BEGIN SELECT RAISE(ABORT, 'an image may only be struck'); END""",
    """CREATE TRIGGER journal_change_kept BEFORE DELETE ON journal_change
       BEGIN SELECT RAISE(ABORT, 'the journal is kept'); END""",
    """CREATE TRIGGER journal_change_fixed BEFORE UPDATE ON journal_change WHEN old.open IS NULL
       BEGIN SELECT RAISE(ABORT, 'a change is fixed once sealed'); END""",
    # Not journalled: facts of the file itself, running numbers, and originals' bytes in parts.
    "CREATE TABLE file_fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE counter (name TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE original (number INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, size INTEGER NOT NULL)",
    """CREATE TABLE original_part (
         number INTEGER PRIMARY KEY, original INTEGER NOT NULL REFERENCES original (number) ON DELETE CASCADE,
         part INTEGER NOT NULL, bytes BLOB NOT NULL, UNIQUE (original, part))""",
)

_OPEN = "coalesce((SELECT number FROM journal_change WHERE open = -1), RAISE(ABORT, 'no change is open'))"


def journalled(metadata: MetaData) -> list[Table]:
    """The tables whose rows the journal keeps, in an order that puts parents first."""
    return [table for table in metadata.sorted_tables if table.info.get("journal", True)]


def searched(metadata: MetaData) -> list[Table]:
    """The tables with a full-text index."""
    return [table for table in metadata.sorted_tables if table.info.get("search")]


def kept_columns(table: Table) -> list[Column[object]]:
    """The columns that make up a row's image."""
    return [c for c in table.columns if c.info.get("journal", True) and c.computed is None]


def words_table(table: Table) -> str:
    """The name of a table's full-text index."""
    return f"{table.name}_words"


def quoted(name: str) -> str:
    """`name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def image(table: Table, side: str) -> str:
    """SQL for a row of `table` as one JSON object; bytes as hex, since JSON has none."""

    def value(column: Column[object]) -> str:
        name = f"{side}.{quoted(column.name)}"
        return f"iif({name} IS NULL, NULL, hex({name}))" if isinstance(column.type, LargeBinary) else name

    return "json_object(" + ", ".join(f"'{c.name}', {value(c)}" for c in kept_columns(table)) + ")"


def create_statements(metadata: MetaData) -> Iterator[str]:
    """Every statement that makes an empty case file of these tables."""
    yield from SCHEMA
    for table in metadata.sorted_tables:
        yield str(CreateTable(table).compile(dialect=_dialect))
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            yield str(CreateIndex(index).compile(dialect=_dialect))
    yield from (statement for _, statement in generated(metadata))


def generated(metadata: MetaData) -> Iterator[tuple[str, str]]:
    """What is derived from the tables and can be dropped and made again: (name, statement)."""
    for table in journalled(metadata):
        yield from _journal_triggers(table)
    for table in metadata.sorted_tables:
        yield from _foreign_key_indexes(table)
    for table in searched(metadata):
        yield from _search_index(table)


def _differs(name: str) -> str:
    return f"old.{quoted(name)} COLLATE BINARY IS NOT new.{quoted(name)}"


def _journal_triggers(table: Table) -> Iterator[tuple[str, str]]:
    names = [column.name for column in kept_columns(table)]
    on, record = (
        quoted(table.name),
        f"INSERT INTO journal_image (change, tbl, row, before, after) SELECT {_OPEN}",
    )
    old, new = image(table, "old"), image(table, "new")
    # json_remove with the path '$.""' removes nothing, so that only the columns that differ stay.
    same = ", ".join(f"""iif({_differs(name)}, '$.""', '$."{name}"')""" for name in names)
    for when, row, before, after in (
        ("INSERT", "new.id", "NULL", new),
        ("DELETE", "old.id", old, "NULL"),
        ("UPDATE", "new.id", f"json_remove({old}, {same})", f"json_remove({new}, {same})"),
    ):
        name = f"{table.name}_journal_{when.lower()}"
        only = f" WHEN {' OR '.join(map(_differs, names))}" if when == "UPDATE" else ""
        fixed = f"SELECT RAISE(ABORT, 'an id never changes') WHERE {_differs('id')}; " if only else ""
        yield (
            name,
            (
                f"CREATE TRIGGER {quoted(name)} AFTER {when} ON {on}{only} "
                f"BEGIN {fixed}{record}, '{table.name}', {row}, {before}, {after}; END"
            ),
        )


def _foreign_key_indexes(table: Table) -> Iterator[tuple[str, str]]:
    """Without them each deletion, and so each undo of an import, reads every child table through."""
    led = {tuple(index.columns.keys())[:1] for index in table.indexes}
    led |= {
        tuple(c.name for c in key.columns)[:1]
        for key in table.constraints
        if hasattr(key, "columns") and key.__visit_name__ in ("unique_constraint", "primary_key_constraint")
    }
    for column in table.columns:
        if column.foreign_keys and (column.name,) not in led:
            name = f"{table.name}_{column.name}_points"
            yield name, f"CREATE INDEX {quoted(name)} ON {quoted(table.name)} ({quoted(column.name)})"


def _search_index(table: Table) -> Iterator[tuple[str, str]]:
    """An FTS5 index with external content, so that the words are stored once (sqlite.org/fts5.html, 4.4.2)."""
    words: list[str] = table.info["search"]
    index, on = words_table(table), quoted(table.name)
    listed = ", ".join(map(quoted, words))
    old, new = (f"{side}.key, " + ", ".join(f"{side}.{quoted(w)}" for w in words) for side in ("old", "new"))
    drop = f"INSERT INTO {quoted(index)} ({quoted(index)}, rowid, {listed}) VALUES ('delete', {old});"
    add = f"INSERT INTO {quoted(index)} (rowid, {listed}) VALUES ({new});"
    yield (
        index,
        (
            f"CREATE VIRTUAL TABLE {quoted(index)} USING fts5({listed}, content={quoted(table.name)}, "
            "content_rowid='key', tokenize='unicode61 remove_diacritics 2')"
        ),
    )
    for when, only, does in (
        ("insert", "", add),
        ("delete", "", drop),
        ("update", f" WHEN {' OR '.join(map(_differs, [*words, 'key']))}", f"{drop} {add}"),
    ):
        name = f"{index}_{when}"
        yield name, f"CREATE TRIGGER {quoted(name)} AFTER {when.upper()} ON {on}{only} BEGIN {does} END"
