"""Tags: a theme put on an event, or on a passage of a document, by a member."""

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from workbench.casefile import Searched


class Tag(Searched):
    """One theme on one event or one passage. A passage with two themes has two tags.

    A passage is a stretch of a frozen text: `start` and `end` are code points, half-open, and `quote` is what
    stands there, so that it can be found again in another reading of the same document.
    """

    __tablename__ = "tag"
    theme_id: Mapped[str] = mapped_column(ForeignKey("theme.id", ondelete="RESTRICT"), index=True)
    event_id: Mapped[str | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    material_id: Mapped[str | None] = mapped_column(ForeignKey("material.id", ondelete="CASCADE"))
    text_id: Mapped[str | None] = mapped_column(ForeignKey("material_text.id", ondelete="RESTRICT"))
    start: Mapped[int | None]
    end: Mapped[int | None]
    page: Mapped[int | None]
    quote: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    by: Mapped[str]
    at: Mapped[str]
    __table_args__ = (
        CheckConstraint("(event_id IS NULL) <> (material_id IS NULL)", name="on_one_thing"),
        CheckConstraint(
            '(material_id IS NULL) = (text_id IS NULL) AND (material_id IS NULL) = ("end" IS NULL) '
            'AND (start IS NULL OR 0 <= start AND start < "end")',
            name="passage_has_its_place",
        ),
        Index("tag_in_material", "material_id", "start"),
        {"info": {"search": ["quote", "note"]}},
    )
