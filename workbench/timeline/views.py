"""Saved views of the timeline: which lanes, which filters, which stretch of time, under a name."""

from sqlalchemy.orm import Mapped, mapped_column

from workbench.casefile import Row


class SavedView(Row):
    """One view that a person named and kept."""

    __tablename__ = "saved_view"
    name: Mapped[str] = mapped_column(unique=True)
    settings: Mapped[str]
    """JSON: what `workbench.timeline` calls a view."""
    position: Mapped[int]
