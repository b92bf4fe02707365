"""Full-text search over the tables that carry an index, in words as people type them.

    words all found; "a phrase"; word*; -not

Whatever else is typed is taken as letters to look for: the index's own syntax never reaches it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    Select,
    Table,
    bindparam,
    column,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.orm import Session

from workbench.casefile.connections import Database
from workbench.casefile.tables import Searched
from workbench.casefile.triggers import quoted, searched, words_table
from workbench.problems import Problem

_TERM: Final = re.compile(r"""(?P<not>-?)(?:["“”](?P<phrase>[^"“”]*)["“”]?|(?P<word>[^\s"“”]+))""")
_START, _END = "\x02", "\x03"
_SNIPPET_WORDS: Final = 24


@dataclass(frozen=True)
class Hit:
    """A row that was found, best first: its id and the words around what was found."""

    id: str
    snippet: str
    found: tuple[tuple[int, int], ...]  # where in the snippet the words stand, half-open


def read_words(words: str) -> str:
    """What people type, as a query of the index with everything quoted; empty where it holds no word at all.

    `Problem` where it only says what to leave out.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for term in _TERM.finditer(words.replace("\0", " ")):
        typed = term["phrase"] if term["phrase"] is not None else term["word"]
        if not any(letter.isalnum() for letter in typed):
            continue
        begins = "*" if term["word"] is not None and typed.endswith("*") else ""
        quoted_term = '"' + typed.rstrip("*").replace('"', '""') + '"' + begins
        (unwanted if term["not"] else wanted).append(quoted_term)
    if unwanted and not wanted:
        raise Problem("That says only what to leave out.", "Add a word to look for.")
    query = " AND ".join(wanted)
    return f"({query}) NOT ({' OR '.join(unwanted)})" if unwanted else query


def search(
    session: Session, where: type[Searched] | Table, words: str, *, limit: int | None = None
) -> list[Hit]:
    """The rows in which the words are found, best first, each with a snippet."""
    query = read_words(words)
    if not query:
        return []
    source = _table(where)
    index = quoted(words_table(source))
    found = session.connection().exec_driver_sql(
        f"SELECT source.id, snippet({index}, -1, '{_START}', '{_END}', '…', {_SNIPPET_WORDS}) "
        f"FROM {index} JOIN {quoted(source.name)} AS source ON source.key = {index}.rowid "
        f"WHERE {index} MATCH ? ORDER BY {index}.rank, {index}.rowid LIMIT ?",
        (query, -1 if limit is None else limit),
    )
    return [Hit(row, *_marked(snippet or "")) for row, snippet in found]


def marked(
    session: Session, where: type[Searched] | Table, words: str, in_column: str
) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
    """Every row in which the words are found, with each place in one of its columns where they stand.

    Places are code points, half-open; a phrase is one place. Rows in which they stand in other columns only are
    left out.
    """
    query = read_words(words)
    if not query:
        return
    source = _table(where)
    index = quoted(words_table(source))
    at = list(source.info["search"]).index(in_column)
    found = session.connection().exec_driver_sql(
        f"SELECT source.id, highlight({index}, {at}, '{_START}', '{_END}') "
        f"FROM {index} JOIN {quoted(source.name)} AS source ON source.key = {index}.rowid "
        f"WHERE {index} MATCH ? ORDER BY {index}.rowid",
        (query,),
    )
    for row_id, whole in found:
        _, places = _marked(whole)
        if places:
            yield row_id, places


def matching(where: type[Searched] | Table, words: str) -> Select[str]:
    """The ids of the rows in which the words are found, as a query to be part of another.

    `select(Event.date).where(Event.id.in_(matching(Event, "not brought")))`. No words at all find no row.
    """
    source = _table(where)
    row: Column[str] = source.c.id
    query = read_words(words)
    if not query:
        return select(row).where(literal_column("0"))
    index = words_table(source)
    keys: Select[int] = (
        select(column("rowid", Integer))
        .select_from(table(index))
        .where(text(f"{quoted(index)} MATCH :words").bindparams(bindparam("words", query, unique=True)))
    )
    return select(row).where(source.c.key.in_(keys))


def rebuild(database: Database, metadata: MetaData) -> None:
    """Make every full-text index again from its table."""
    for each in searched(metadata):
        index = quoted(words_table(each))
        database.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")


def _table(where: type[Searched] | Table) -> Table:
    source = where if isinstance(where, Table) else where.__table__
    if not isinstance(source, Table) or not source.info.get("search"):
        raise RuntimeError("this table has no full-text index")
    return source


def _marked(snippet: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A snippet without its marks, and where they stood."""
    plain, places = "", []
    for piece in re.split(f"({_START}[^{_END}]*{_END})", snippet):
        if piece.startswith(_START):
            places.append((len(plain), len(plain) + len(piece) - 2))
            piece = piece[1:-1]
        plain += piece
    return plain, tuple(places)
