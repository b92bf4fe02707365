"""Themes: what happened in practice, and why it was likely. Each has a code, a neutral definition and a colour."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from workbench.casefile import Row


class Theme(Row):
    """One theme of the codebook."""

    __tablename__ = "theme"
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    dimension: Mapped[str]
    """what (happened in practice) or why (it was likely)."""
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("theme.id", ondelete="RESTRICT"), index=True)
    definition: Mapped[str] = mapped_column(default="")
    use_when: Mapped[str] = mapped_column(default="")
    not_when: Mapped[str] = mapped_column(default="")
    example: Mapped[str] = mapped_column(default="")
    colour: Mapped[str]
    collection: Mapped[str] = mapped_column(default="")
    """Key of the set in resources/ that it came with; empty for the panel's own."""
    retired: Mapped[bool] = mapped_column(default=False)
    """Keeps its tags, and is not offered for new ones."""
    position: Mapped[int]
