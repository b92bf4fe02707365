"""The one form in which tables are asked for: ordered ids in one query, records for any ids in another.

So a table of 50,000 rows costs one list of ids and the records of the rows on screen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

from sqlalchemy.orm import Session

ColumnKind = Literal[
    "text",
    "date",
    "service",
    "services",
    "themes",
    "outcome",
    "star",
    "count",
    "ref",
    "status",
    "meta",
    "context",
]


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, how it is drawn, and how wide it is at first (pixels at 100 %)."""

    key: str
    heading: str
    width: int
    kind: ColumnKind = "text"
    sortable: bool = True
    shown: bool = True
    """Whether it is shown until a person chooses otherwise."""


@dataclass(frozen=True)
class Ask:
    """What is asked of a listing: which rows, by name of filter, and in what order."""

    filters: Mapping[str, object] = field(default_factory=dict)
    sort: str | None = None
    """Key of a sortable column; None is the listing's own order."""
    descending: bool = False


@dataclass(frozen=True)
class Shown:
    """One cell as a place draws it and a screen reader says it."""

    text: str
    second: str = ""
    """A second line, in the quieter type."""
    mark: str = ""
    """A code that decides the drawing: a service's colour, an outcome's mark, a status."""


class Listing(Protocol):
    """A table of one kind of thing."""

    name: str
    """What the rows are, for remembered widths and for screen readers: events, actions."""
    tables: frozenset[str]
    """Names of the database tables whose changes can alter it."""

    @property
    def columns(self) -> Sequence[Column]:
        """Every column there is, in the first order."""
        ...

    def ids(self, session: Session, ask: Ask) -> list[str]:
        """The ids of the rows that were asked for, in order."""
        ...

    def records(self, session: Session, ids: Sequence[str]) -> Mapping[str, Mapping[str, Shown]]:
        """For each id, what stands in each column. Ids no longer there are left out."""
        ...


@runtime_checkable
class FollowsOne(Protocol):
    """A listing that can say what a small change means for its rows, so that not every id is read again."""

    def concerned(self, session: Session, touched: Mapping[str, frozenset[str]]) -> frozenset[str] | None:
        """The rows whose cells, place or presence a change may alter; None where any might be.

        `touched` is what was changed, ids by table, among the listing's own tables.
        """
        ...

    def among(self, session: Session, ask: Ask, ids: Sequence[str]) -> list[str]:
        """Of these ids, the ones that are asked for, in order."""
        ...
