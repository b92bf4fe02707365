"""The tables of what has been taken in: documents, their texts, who has read them and where each stopped."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workbench.casefile import Row, Searched


class Material(Searched):
    """A file that an agency sent. Its bytes lie beside the journal, found by their SHA-256."""

    __tablename__ = "material"
    __table_args__ = {"info": {"search": ["name", "title"]}}  # noqa: RUF012 - SQLAlchemy reads it so
    number: Mapped[int]
    name: Mapped[str]
    """The file's own name, without its folder."""
    title: Mapped[str] = mapped_column(default="")
    """What the panel calls it; empty until someone names it."""
    kind: Mapped[str]
    """The ending without its dot, lower case: docx, xlsx, csv."""
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id", ondelete="SET NULL"), index=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int]
    taken_at: Mapped[str]
    taken_by: Mapped[str]
    text_id: Mapped[str | None] = mapped_column(ForeignKey("material_text.id", ondelete="RESTRICT"))
    """The reading of it that is shown; null for a file taken in before texts were kept."""
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("material.id", ondelete="CASCADE"), index=True)
    """The e-mail that it came attached to."""
    distressing: Mapped[bool] = mapped_column(default=False)
    """Marked by someone so that a line of warning comes before it opens."""


class MaterialText(Row):
    """What one version of a reader made of an original. Never changes, and never leaves while the bytes stay.

    Like originals it stands outside the journal: undo drops the reference to a text, not the text.
    """

    __tablename__ = "material_text"
    sha256: Mapped[str]
    """Of the original that was read."""
    reader: Mapped[str]
    text_sha256: Mapped[str]
    """Of the whole text in UTF-8, so that `verify` can tell that it is as it was."""
    pages: Mapped[int | None]
    characters: Mapped[int]
    warnings: Mapped[str]
    """JSON: a list of codes."""
    made_at: Mapped[str]
    __table_args__ = (UniqueConstraint("sha256", "reader"), {"info": {"journal": False}})


class TextPart(Searched):
    """A stretch of a text, of some thousand characters, ending where a piece ends and never crossing a page.

    The parts of a text, in order, are the text. They are what the full-text index stands on.
    """

    __tablename__ = "text_part"
    text_id: Mapped[str] = mapped_column(ForeignKey("material_text.id", ondelete="CASCADE"))
    number: Mapped[int]
    start: Mapped[int]
    """Where in the whole text it starts: code points."""
    page: Mapped[int | None]
    text: Mapped[str]
    pieces: Mapped[str]
    """JSON: [start, end, kind, label, level, marks] of each piece, counted from the start of the whole text."""
    __table_args__ = (UniqueConstraint("text_id", "number"), {"info": {"journal": False, "search": ["text"]}})


class ReadBy(Row):
    """A member has read a document."""

    __tablename__ = "read_by"
    material_id: Mapped[str] = mapped_column(ForeignKey("material.id", ondelete="CASCADE"))
    by: Mapped[str]
    at: Mapped[str]
    __table_args__ = (UniqueConstraint("material_id", "by"),)


class StoppedAt(Row):
    """Where a member stopped reading a document: no part of the record, and so outside the journal."""

    __tablename__ = "stopped_at"
    material_id: Mapped[str] = mapped_column(ForeignKey("material.id", ondelete="CASCADE"))
    by: Mapped[str]
    place: Mapped[int]
    """Code points into the text."""
    pages: Mapped[bool]
    """Whether the pages as drawn were shown, and not the text."""
    at: Mapped[str]
    __table_args__ = (UniqueConstraint("material_id", "by"), {"info": {"journal": False}})
