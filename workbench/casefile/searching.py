"""Full-text search over the tables that carry an index, in words as people type them.

    words all found; "a phrase"; word*; -not

Whatever else is typed is taken as letters to look for: the index's own syntax never reaches it.
"""

import re
import secrets
import unicodedata
from collections.abc import Sequence
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
_TOKEN: Final = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
_MARK: Final = f"\x02{secrets.token_hex(6)}\x03"
"""Set round each word found. Nobody can know it, so no text can hold it."""


@dataclass(frozen=True)
class Match:
    """A question to an index, in its own syntax with everything that was typed quoted."""

    sql: str


@dataclass(frozen=True)
class Term:
    """A word, or words that stand together, to look for."""

    text: str
    """As typed, without quotation marks."""
    begins: bool = False
    """Whether the last word is only the beginning of one."""

    @property
    def tokens(self) -> tuple[str, ...]:
        """Its words as the index has them: without capitals and accents."""
        return tuple(word for word, _, _ in tokens_of(self.text))

    @property
    def quoted(self) -> str:
        """The term as the index asks for it."""
        return '"' + self.text.replace('"', '""') + '"' + ("*" if self.begins else "")


@dataclass(frozen=True)
class Query:
    """What people type, understood."""

    wanted: tuple[tuple[Term, ...], ...]
    """All are to be found; of each, any of its ways of being written."""
    unwanted: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted)

    @property
    def whole(self) -> Match:
        """As a question about one row: all that is wanted, and nothing that is not."""
        query = " AND ".join(any_of(group).sql for group in self.wanted)
        return Match(f"({query}) NOT ({any_of(self.unwanted).sql})" if self.unwanted else query)

    def within(self, column: str) -> Match:
        """The same, where all of it stands in one searched column."""
        return Match(f"{{{column}}} : ({self.whole.sql})" if self else "")

    @property
    def any(self) -> Match:
        """As a question for every place where anything that is wanted stands."""
        return any_of([term for group in self.wanted for term in group])


def any_of(terms: Sequence[Term]) -> Match:
    """A question for any of these terms."""
    asked = " OR ".join(term.quoted for term in terms)
    return Match(f"({asked})" if len(terms) > 1 else asked)


def at_the_start(term: Term) -> Match:
    """A question for rows whose text begins with a term."""
    return Match(f"^ {term.quoted}")


@dataclass(frozen=True)
class Hit:
    """A row that was found: its id, and the text in which words were found, with their places."""

    id: str
    text: str
    """The whole of the first of its searched columns in which any stands."""
    found: tuple[tuple[int, int], ...]
    """Where in it: code points, half-open. Words that stand beside each other are one place."""


def tokens_of(text: str) -> list[tuple[str, int, int]]:
    """The words of a text as the index has them, with where each stands."""
    return [(_folded(found[0]), found.start(), found.end()) for found in _TOKEN.finditer(text)]


def _folded(word: str) -> str:
    spread = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def read_query(words: str) -> Query:
    """What people type, understood; empty where it holds no word at all.

    `Problem` where it only says what to leave out.
    """
    wanted: list[tuple[Term, ...]] = []
    unwanted: list[Term] = []
    for term in _TERM.finditer(words.replace("\0", " ")):
        typed = term["phrase"] if term["phrase"] is not None else term["word"]
        if not any(letter.isalnum() for letter in typed):
            continue
        made = Term(typed.rstrip("*"), term["word"] is not None and typed.endswith("*"))
        if term["not"]:
            unwanted.append(made)
        else:
            wanted.append((made,))
    if unwanted and not wanted:
        raise Problem("That says only what to leave out.", "Add a word to look for.")
    return Query(tuple(wanted), tuple(unwanted))


def search(
    session: Session,
    where: type[Searched] | Table,
    query: Query | Match,
    *,
    limit: int | None = None,
    among: str = "",
    values: Sequence[object] = (),
) -> list[Hit]:
    """The rows in which what is asked is found, best first, with where the words stand.

    `among` is a condition in SQL on the row, as `source`, with its `values`.
    """
    asked = query.whole.sql if isinstance(query, Query) else query.sql
    if not asked:
        return []
    source = _table(where)
    index = quoted(words_table(source))
    shown = ", ".join(f"highlight({index}, {at}, ?, ?)" for at in range(len(source.info["search"])))
    marks = [_MARK, _MARK] * len(source.info["search"])
    found = session.connection().exec_driver_sql(
        f"SELECT source.id, {shown} FROM {index} JOIN {quoted(source.name)} AS source ON source.key = {index}.rowid "
        f"WHERE {index} MATCH ? {f'AND {among}' if among else ''} "
        f"ORDER BY {index}.rank, {index}.rowid LIMIT ?",
        (*marks, asked, *values, -1 if limit is None else limit),
    )
    return [
        Hit(row, *_marked(next((text for text in texts if text and _MARK in text), "")))
        for row, *texts in found
    ]


def ranked(
    session: Session,
    where: type[Searched] | Table,
    query: Query | Match,
    *,
    limit: int | None = None,
    among: str = "",
    values: Sequence[object] = (),
) -> list[str]:
    """The ids of the rows that `search` would find, in its order."""
    asked = query.whole.sql if isinstance(query, Query) else query.sql
    if not asked:
        return []
    source = _table(where)
    index = quoted(words_table(source))
    found = session.connection().exec_driver_sql(
        f"SELECT source.id FROM {index} JOIN {quoted(source.name)} AS source ON source.key = {index}.rowid "
        f"WHERE {index} MATCH ? {f'AND {among}' if among else ''} "
        f"ORDER BY {index}.rank, {index}.rowid LIMIT ?",
        (asked, *values, -1 if limit is None else limit),
    )
    return [row for (row,) in found]


def count(
    session: Session,
    where: type[Searched] | Table,
    query: Query | Match,
    *,
    among: str = "",
    values: Sequence[object] = (),
) -> int:
    """How many rows `search` would find."""
    asked = query.whole.sql if isinstance(query, Query) else query.sql
    if not asked:
        return 0
    source = _table(where)
    index = quoted(words_table(source))
    join = f"JOIN {quoted(source.name)} AS source ON source.key = {index}.rowid" if among else ""
    [(number,)] = session.connection().exec_driver_sql(
        f"SELECT count(*) FROM {index} {join} WHERE {index} MATCH ? {f'AND {among}' if among else ''}",
        (asked, *values),
    )
    return int(number)


def matching(where: type[Searched] | Table, words: str) -> Select[str]:
    """The ids of the rows in which the words are found, as a query to be part of another.

    `select(Event.date).where(Event.id.in_(matching(Event, "not brought")))`. No words at all find no row.
    """
    source = _table(where)
    row: Column[str] = source.c.id
    query = read_query(words).whole.sql
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


def _marked(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A text without its marks, and where they stood: what lies beside each other with no word between is one."""
    pieces = text.split(_MARK)
    places: list[tuple[int, int]] = []
    at = 0
    for number, piece in enumerate(pieces):
        end = at + len(piece)
        if number % 2:
            if places and _TOKEN.search(pieces[number - 1]) is None:
                places[-1] = places[-1][0], end
            else:
                places.append((at, end))
        at = end
    return "".join(pieces), tuple(places)
