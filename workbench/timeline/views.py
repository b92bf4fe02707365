"""Saved views of the timeline: which lanes, which filters, which stretch of time, under a name."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workbench.casefile import CaseFile, Row
from workbench.problems import Problem
from workbench.records import edit, get, position_after, remove, worded
from workbench.timeline.view import View, from_json, to_json


class SavedView(Row):
    """One view that a person named and kept."""

    __tablename__ = "saved_view"
    name: Mapped[str] = mapped_column(unique=True)
    settings: Mapped[str]
    """JSON: what `workbench.timeline` calls a view."""
    position: Mapped[int]


@dataclass(frozen=True)
class SavedViewView:
    """A saved view, as places show one."""

    id: str
    name: str
    view: View


def saved_views(session: Session) -> list[SavedViewView]:
    """Every saved view, in the order they were kept."""
    rows = session.scalars(select(SavedView).order_by(SavedView.position, SavedView.id))
    return [SavedViewView(row.id, row.name, from_json(row.settings)) for row in rows]


def find_view(session: Session, name: str) -> SavedViewView:
    """The view of this name or id, whatever its capitals. Raises `Problem` when there is none."""
    wanted = name.strip().casefold()
    known = saved_views(session)
    for one in known:
        if wanted in (one.id, one.name.casefold()):
            return one
    names = ", ".join(f"“{one.name}”" for one in known)
    raise Problem(f"There is no saved view “{name}”.", f"Use one of {names}." if known else "Save one first.")


def save_view(case: CaseFile, name: str, view: View) -> str:
    """Keep a view under a name and give its id; one of that name takes the new settings."""
    name = worded(name, "name of the view")
    with case.change(f"Save the view “{name}” of the timeline") as session:
        row = session.scalar(select(SavedView).where(SavedView.name == name))
        if row is None:
            row = SavedView(name=name, settings="", position=position_after(session, SavedView))
            session.add(row)
        row.settings = to_json(view)
        session.flush()
        return row.id


def rename_view(case: CaseFile, view_id: str, name: str) -> None:
    """Call a view something else. Raises `Problem` when another has that name."""
    name = worded(name, "name of the view")
    with case.change(f"Rename a view of the timeline to “{name}”") as session:
        taken = session.scalar(select(SavedView.id).where(SavedView.name == name, SavedView.id != view_id))
        if taken is not None:
            raise Problem(
                f"There is a view called “{name}” already.", "Choose another name, or remove that one."
            )
        edit(case, SavedView, view_id, "Rename a view of the timeline", name=name)


def remove_view(case: CaseFile, view_id: str) -> None:
    """Take a saved view out."""
    with case.reading() as session:
        name = get(session, SavedView, view_id).name
    remove(case, SavedView, view_id, f"Remove the view “{name}” of the timeline")
