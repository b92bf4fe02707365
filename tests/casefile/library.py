"""A small library, to try the case file with tables of every shape: its own, so that no trade comes into it."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, MetaData, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workbench.casefile import Base, Plan, Row, Searched, new_id


class Kept(Row):
    """A row of the library's own metadata."""

    __abstract__ = True
    metadata = MetaData(naming_convention=Base.metadata.naming_convention)


class KeptAndSearched(Searched):
    """A searched row of the library's own metadata."""

    __abstract__ = True
    metadata = Kept.metadata


class Shelf(Kept):
    """Shelves stand in one another; with one go all that stand in it, and their books."""

    __tablename__ = "shelf"

    name: Mapped[str]
    inside: Mapped[str | None] = mapped_column(ForeignKey("shelf.id", ondelete="CASCADE"))


class Book(KeptAndSearched):
    """A book with a column of every kind."""

    __tablename__ = "book"
    __table_args__ = {"info": {"search": ["title", "blurb"]}}  # noqa: RUF012 - as SQLAlchemy types it

    title: Mapped[str]
    blurb: Mapped[str | None]
    shelf: Mapped[str | None] = mapped_column(ForeignKey("shelf.id", ondelete="CASCADE"))
    sequel_of: Mapped[str | None] = mapped_column(ForeignKey("book.id", ondelete="SET NULL"))
    cover: Mapped[bytes | None] = mapped_column(LargeBinary)
    lent: Mapped[bool] = mapped_column(default=False)
    weight: Mapped[float | None]
    tags: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)


class Reader(Kept):
    """A reader; a card number is nobody else's."""

    __tablename__ = "reader"

    name: Mapped[str]
    card: Mapped[int | None] = mapped_column(unique=True)


class Loan(Kept):
    """A book with a reader: neither can go while it stands."""

    __tablename__ = "loan"
    __table_args__ = (UniqueConstraint("book", "reader"),)

    book: Mapped[str] = mapped_column(ForeignKey("book.id"))
    reader: Mapped[str] = mapped_column(ForeignKey("reader.id"))


class Glance(Kept):
    """Something that the journal does not keep."""

    __tablename__ = "glance"
    __table_args__ = {"info": {"journal": False}}  # noqa: RUF012 - as SQLAlchemy types it

    what: Mapped[str]


PLAN = Plan(Kept.metadata, 1)

TABLES: tuple[type[Kept] | type[KeptAndSearched], ...] = (Shelf, Book, Reader, Loan)


def everything(session: Session) -> dict[str, dict[str, dict[str, Any]]]:
    """All rows of the journalled tables: table -> id -> values, without the search key."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for kind in TABLES:
        rows = session.execute(select(kind.__table__)).mappings()
        found[kind.__tablename__] = {
            row["id"]: {name: value for name, value in row.items() if name not in ("id", "key")}
            for row in rows
        }
    return found


def some_books(count: int, shelf: str | None = None) -> list[dict[str, Any]]:
    """Values of as many books, for a bulk insert."""
    return [
        {
            "id": new_id(),
            "title": f"Volume {number}",
            "blurb": f"What is told in part {number}",
            "shelf": shelf,
        }
        for number in range(count)
    ]
