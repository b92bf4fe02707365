"""What every table of a case file is made from."""

import os
import threading
import time
import uuid
from datetime import UTC, datetime

from sqlalchemy import Integer, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

_id_lock = threading.Lock()
_last_id = 0


def new_id() -> str:
    """A new id: UUID version 7 (RFC 9562) as text. Ids made by one process sort in the order they were made."""
    global _last_id
    with _id_lock:
        step = int.from_bytes(os.urandom(5))
        fresh = time.time_ns() // 1_000_000 << 74 | int.from_bytes(os.urandom(9))
        _last_id = number = max(fresh, _last_id + 1 + step)
    high, low = number >> 62, number & (1 << 62) - 1
    return str(uuid.UUID(int=(high >> 12) << 80 | 7 << 76 | (high & 0xFFF) << 64 | 2 << 62 | low))


def now_utc() -> str:
    """The time of a change: ISO 8601 in UTC to the second, "2026-11-23T09:30:00Z"."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Base(DeclarativeBase):
    """The tables of a case file. One metadata holds them all."""

    metadata = MetaData(naming_convention=_NAMES)


class Row(Base):
    """A journalled table: one text id that never changes.

    `__table_args__ = {"info": {"journal": False}}` exempts a table from the journal.
    """

    __abstract__ = True

    id: Mapped[str] = mapped_column(String, primary_key=True, default=new_id, sort_order=-2)


class Searched(Row):
    """A journalled table with a full-text index over the columns named in its info.

    `__table_args__ = {"info": {"search": ["title", "what"]}}`. The integer `key` ties a row to its words and is
    no part of what the journal keeps: a row that is deleted and brought back may have another.
    """

    __abstract__ = True
    __mapper_args__ = {"primary_key": ["id"]}  # noqa: RUF012 - as SQLAlchemy types it

    key: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-1, info={"journal": False})
    id: Mapped[str] = mapped_column(
        String, primary_key=False, unique=True, nullable=False, default=new_id, sort_order=-2
    )
