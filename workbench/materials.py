"""A document taken into the case: its bytes as they came, and where they came from."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workbench.casefile import CaseFile, Row, Searched, now_utc
from workbench.outgoing import send_out
from workbench.people import Service
from workbench.problems import Problem
from workbench.records import get

LARGEST = 512 * 1024 * 1024
"""Bytes; no agency's document comes near it, and a mistaken choice (a film, a disc image) is stopped."""


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


@dataclass(frozen=True)
class MaterialView:
    """A material, as places, documents and JSON show one."""

    id: str
    ref: str
    name: str
    kind: str
    service: str | None
    sha256: str
    size: int
    taken_at: str
    taken_by: str


def read_file(path: Path) -> bytes:
    """The bytes of a file a person chose. Raises `Problem` when it cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise Problem(
                f"{path.name} is larger than {LARGEST // 1024**2} MB.", "Send the part that is needed."
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise Problem(
            f"There is no file {path.name} there.", "Check where it is and choose it again."
        ) from None
    except OSError as error:
        raise Problem(
            f"{path.name} cannot be read: {error.strerror}.", "Copy it elsewhere and try again."
        ) from None


def take_in(case: CaseFile, name: str, data: bytes, service_id: str | None = None) -> str:
    """Keep a file's bytes in the case and give the material's id.

    Raises `Problem` for an empty file, and for one whose very bytes are in the case already.
    """
    if not data:
        raise Problem(f"{name} is empty.", "Ask the agency to send it again.")
    digest = hashlib.sha256(data).hexdigest()
    with case.change(f"Take in {name}") as session:
        already = session.scalars(select(Material).where(Material.sha256 == digest)).first()
        if already is not None:
            raise Problem(
                f"{name} is in the case already, as M{already.number} ({already.name}).",
                "Nothing was brought in. If the agency sent a corrected file, choose that one.",
            )
        kept = case.keep(data)
        row = Material(
            number=case.number(session, "material"),
            name=name,
            kind=Path(name).suffix.lstrip(".").lower(),
            service_id=service_id,
            sha256=kept,
            size=len(data),
            taken_at=now_utc(),
            taken_by=case.by,
        )
        session.add(row)
        session.flush()
        return row.id


def materials(session: Session) -> list[MaterialView]:
    """Every material in the order it was taken in."""
    rows = session.execute(
        select(Material, Service.code)
        .outerjoin(Service, Service.id == Material.service_id)
        .order_by(Material.number)
    )
    return [_view(row, code) for row, code in rows]


def find_material(session: Session, name: str) -> MaterialView:
    """The material with this id, reference (M3) or file name. Raises `Problem` when there is none."""
    wanted = name.strip().casefold()
    for material in materials(session):
        if wanted in (material.id, material.ref.casefold(), material.name.casefold()):
            return material
    raise Problem(
        f"There is no material “{name}” in this case.", "Use its reference, such as M1, or its name."
    )


def save_original(case: CaseFile, material_id: str, to: Path) -> None:
    """Write a material's bytes out as they came, and record in the history that they left."""
    with case.reading() as session:
        row = get(session, Material, material_id)
        number, digest = row.number, row.sha256
    send_out(case, f"the original of M{number}", case.original(digest), to)


def _view(row: Material, service: str | None) -> MaterialView:
    return MaterialView(
        row.id,
        f"M{row.number}",
        row.name,
        row.kind,
        service,
        row.sha256,
        row.size,
        row.taken_at,
        row.taken_by,
    )
