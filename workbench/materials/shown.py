"""Documents as places, exports and JSON show them: the list, the texts, who has read what and stopped where."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from workbench.casefile import CaseFile, now_utc
from workbench.materials.kept import Material, MaterialText, ReadBy, StoppedAt, TextPart
from workbench.people import Service
from workbench.problems import Problem
from workbench.reading.document import Piece
from workbench.reading.parts import pieces_of
from workbench.records import get

WARNINGS: Mapping[str, str] = {
    "no_text": "It holds no words: a scan, perhaps. Its pages can be looked at.",
    "wrong_extension": "Its name says another kind of file than it is; it was read as what it is.",
    "macros": "It carries macros. They were not run, and never are.",
    "external_content": "It points to pictures or files elsewhere. Nothing was fetched.",
    "embedded_files": "Other files are embedded in it. They were not read; save the original to look at them.",
    "pages_missing": "Some of its pages could not be read.",
}
"""What a person should know of a document, by the reader's code."""


@dataclass(frozen=True)
class MaterialView:
    """A material, as places, documents and JSON show one."""

    id: str
    ref: str
    name: str
    """The file's own name."""
    title: str
    """What the panel calls it; empty until someone names it."""
    kind: str
    """What it really is: pdf docx xlsx csv eml txt md; for one whose text was never read, its name's ending."""
    service: str | None
    """The code."""
    sha256: str
    size: int
    pages: int | None
    characters: int | None
    """None where its text was never read."""
    warnings: tuple[str, ...]
    """Codes of `WARNINGS`."""
    taken_at: str
    taken_by: str
    parent: str | None
    """The id of the e-mail that it came attached to."""
    distressing: bool
    text_id: str | None


@dataclass(frozen=True)
class TextPartView:
    """A stretch of a text with the pieces in it, as `parts_of` gives it."""

    number: int
    """From 0, in the order of the text."""
    start: int
    page: int | None
    text: str
    pieces: tuple[Piece, ...]

    @property
    def end(self) -> int:
        """Where in the whole text it ends: code points."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class MaterialTextView:
    """A material's text as it was read, frozen. Offsets are code points, half-open."""

    text_id: str
    reader: str
    text: str
    pieces: tuple[Piece, ...]
    pages: int | None


@dataclass(frozen=True)
class Stop:
    """Where a member stopped reading a document."""

    place: int
    """Code points into the text."""
    pages: bool
    """Whether the pages as drawn were shown, and not the text."""
    at: str


def materials(session: Session, ids: Sequence[str] | None = None) -> list[MaterialView]:
    """Every material in the order it was taken in; or those of these ids."""
    return _views(session) if ids is None else _views(session, Material.id.in_(ids))


def find_material(session: Session, name: str) -> MaterialView:
    """The material with this id, reference (M3), title or file name. Raises `Problem` when there is none."""
    wanted = name.strip()
    if wanted[:1] in ("M", "m") and wanted[1:].isascii() and wanted[1:].isdigit() and len(wanted) < 12:
        found = _views(session, Material.number == int(wanted[1:]))
    else:
        found = _views(session, Material.id == wanted)
    if not found:
        folded = wanted.casefold()
        found = [
            one for one in _views(session) if folded and folded in (one.name.casefold(), one.title.casefold())
        ]
    if not found:
        raise Problem(
            f"There is no material “{name}” in this case.", "Use its reference, such as M1, or its name."
        )
    return found[0]


def _views(session: Session, *only: ColumnElement[bool]) -> list[MaterialView]:
    text = aliased(MaterialText)
    rows = session.execute(
        select(Material, Service.code, text.pages, text.characters, text.warnings)
        .outerjoin(Service, Service.id == Material.service_id)
        .outerjoin(text, text.id == Material.text_id)
        .where(*only)
        .order_by(Material.number)
    )
    return [
        MaterialView(
            id=row.id,
            ref=f"M{row.number}",
            name=row.name,
            title=row.title,
            kind=row.kind,
            service=code,
            sha256=row.sha256,
            size=row.size,
            pages=pages,
            characters=characters,
            warnings=tuple(json.loads(warnings)) if warnings else (),
            taken_at=row.taken_at,
            taken_by=row.taken_by,
            parent=row.parent_id,
            distressing=row.distressing,
            text_id=row.text_id,
        )
        for row, code, pages, characters, warnings in rows
    ]


def text_of(session: Session, material_id: str) -> MaterialTextView:
    """The whole text of a material. Raises `Problem` where its text was never read."""
    text = _text_row(session, material_id)
    parts = session.execute(
        select(TextPart.page, TextPart.text, TextPart.pieces)
        .where(TextPart.text_id == text.id)
        .order_by(TextPart.number)
    ).all()
    return MaterialTextView(
        text.id,
        text.reader,
        "".join(words for _, words, _ in parts),
        tuple(pieces_of((page, pieces) for page, _, pieces in parts)),
        text.pages,
    )


def parts_of(
    session: Session, material_id: str, *, start: int = 0, end: int | None = None
) -> list[TextPartView]:
    """The parts of a material's text that hold any of a stretch of it (code points), so that a long text need
    not be loaded whole."""
    text = _text_row(session, material_id)
    query = select(TextPart).where(TextPart.text_id == text.id).order_by(TextPart.number)
    if end is not None:
        query = query.where(TextPart.start < max(end, start + 1))
    first = (
        select(TextPart.number)
        .where(TextPart.text_id == text.id, TextPart.start <= start)
        .order_by(TextPart.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    return [
        TextPartView(row.number, row.start, row.page, row.text, tuple(pieces_of([(row.page, row.pieces)])))
        for row in session.scalars(query.where(TextPart.number >= first))
    ]


@dataclass(frozen=True)
class PartPlace:
    """Where a part of a text starts (code points), and its page."""

    start: int
    page: int | None


def places_of(session: Session, material_id: str) -> list[PartPlace]:
    """Where the parts of a material's text start, in order: for whoever loads them one by one, as they are seen."""
    text = _text_row(session, material_id)
    rows = session.execute(
        select(TextPart.start, TextPart.page).where(TextPart.text_id == text.id).order_by(TextPart.number)
    )
    return [PartPlace(start, page) for start, page in rows]


def _text_row(session: Session, material_id: str) -> MaterialText:
    row = get(session, Material, material_id)
    text = session.get(MaterialText, row.text_id) if row.text_id else None
    if text is None:
        raise Problem(
            f"The text of M{row.number} has not been read yet.", "Read it again in Materials, or save it out."
        )
    return text


def read_by(session: Session) -> dict[str, dict[str, str]]:
    """For each material that anyone has read, by id: who, and when."""
    found: dict[str, dict[str, str]] = {}
    for row in session.scalars(select(ReadBy).order_by(ReadBy.at)):
        found.setdefault(row.material_id, {})[row.by] = row.at
    return found


def stopped_at(session: Session, material_id: str, by: str) -> Stop | None:
    """Where a member stopped reading, or None."""
    row = session.scalars(
        select(StoppedAt).where(StoppedAt.material_id == material_id, StoppedAt.by == by)
    ).first()
    return None if row is None else Stop(row.place, row.pages, row.at)


def keep_stop(case: CaseFile, material_id: str, place: int, *, pages: bool = False) -> None:
    """Remember where the member at work stopped reading. No part of the record."""
    with case.aside() as session:
        if session.get(Material, material_id) is None:
            return
        row = session.scalars(
            select(StoppedAt).where(StoppedAt.material_id == material_id, StoppedAt.by == case.by)
        ).first()
        if row is None:
            session.add(
                StoppedAt(material_id=material_id, by=case.by, place=place, pages=pages, at=now_utc())
            )
        else:
            row.place, row.pages, row.at = place, pages, now_utc()
        session.flush()
