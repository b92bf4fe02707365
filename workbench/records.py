"""Changing, removing and ordering one record: what every room of the review does alike."""

from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbench.casefile import CaseFile, Row
from workbench.problems import Problem

Record = TypeVar("Record", bound=Row)


def get(session: Session, kind: type[Record], record_id: str) -> Record:
    """The record with this id. Raises `Problem` when it is no longer there (undone or removed meanwhile)."""
    found = session.get(kind, record_id)
    if found is None:
        raise Problem("That is no longer in the case.", "It may have been removed or undone; see History.")
    return found


def edit(case: CaseFile, kind: type[Record], record_id: str, label: str, **values: object) -> None:
    """Set fields of one record as one change. A change that alters nothing leaves no trace."""
    with case.change(label) as session:
        record = get(session, kind, record_id)
        for name, value in values.items():
            if name not in kind.__table__.columns:
                raise AttributeError(f"{kind.__name__} has no field {name}")
            setattr(record, name, value.strip() if isinstance(value, str) else value)


def remove(case: CaseFile, kind: type[Record], record_id: str, label: str) -> None:
    """Delete one record, and what hangs from it, as one change that undo brings back whole."""
    with case.change(label) as session:
        session.delete(get(session, kind, record_id))


def reorder(case: CaseFile, kind: type[Record], record_id: str, by: int, label: str) -> None:
    """Move a record up (negative) or down by so many places in the order that people keep for its kind.

    At either end it stays where it is, and no change is made.
    """
    with case.change(label) as session:
        moving = get(session, kind, record_id)
        table = kind.__table__.c
        rows = list(session.scalars(select(kind).order_by(table.position, table.id)))
        at = rows.index(moving)
        rows.insert(max(0, min(len(rows) - 1, at + by)), rows.pop(at))
        for place, row in enumerate(rows):
            if getattr(row, "position", None) != place:
                setattr(row, "position", place)  # noqa: B010 - only kinds with an order come here


def position_after(session: Session, kind: type[Record]) -> int:
    """The position behind the last record of a kind that people keep in an order of their own."""
    last = session.scalar(select(func.max(kind.__table__.c.position)))
    return 0 if last is None else int(last) + 1


def iso_date(value: object) -> str | None:
    """An exact day as ISO text, or None for an empty one. Raises `Problem` for anything else."""
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value.isoformat()[:10]
    try:
        return date.fromisoformat(str(value).strip()).isoformat()
    except ValueError:
        raise Problem(
            f"“{value}” is not an exact date.", "Write it as year-month-day, for example 2024-02-29."
        ) from None


def iso_moment(value: object) -> str | None:
    """An exact day, with a time to the minute where one is given, as ISO text: 2024-02-29T14:05."""
    if value is None or value == "":
        return None
    text = str(value).strip().replace(" ", "T")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Problem(
            f"“{value}” is not a date and time.", "Write it as 2024-02-29 or 2024-02-29T14:05."
        ) from None
    return moment.strftime("%Y-%m-%dT%H:%M") if "T" in text else moment.date().isoformat()


def worded(text: str, what: str) -> str:
    """A text with words in it, without spaces at its ends. Raises `Problem` for an empty one."""
    if not text.strip():
        raise Problem(f"The {what} is empty.", "Write at least a few words.")
    return text.strip()


def shortened(text: str, most: int = 48) -> str:
    """A text on one line, cut with an ellipsis: for the sentences people read under Undo and in the history."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"
