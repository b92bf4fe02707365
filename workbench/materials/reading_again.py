"""Reading documents again: those whose text was never kept, and those that an older reader read."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbench.casefile import CaseFile
from workbench.materials.kept import Material, MaterialText
from workbench.materials.taking_in import keep_text
from workbench.problems import Problem, Report, quiet
from workbench.reading import apart, versions
from workbench.records import get

Moved = Callable[[Session, str, str, str], object]
"""Told within the change: the session, the material's id, the old text's id and the new one's."""


@dataclass(frozen=True)
class NotReadAgain:
    """A document that could not be read, and the sentence that says why."""

    material_id: str
    sentence: str


def to_read_again(session: Session) -> list[str]:
    """The ids of documents without a text, or whose reader has a newer version now."""
    return list(
        session.scalars(
            select(Material.id)
            .outerjoin(MaterialText, MaterialText.id == Material.text_id)
            .where((MaterialText.id.is_(None)) | (MaterialText.reader.not_in(versions.OF_TEXTS)))
            .order_by(Material.number)
        )
    )


def without_text(session: Session) -> int:
    """How many of them no text was ever read from."""
    return session.scalar(select(func.count()).select_from(Material).where(Material.text_id.is_(None))) or 0


def read_again(
    case: CaseFile, material_ids: list[str], *, moved: Moved | None = None, report: Report = quiet
) -> list[NotReadAgain]:
    """Read documents again, one change each, and give those that cannot be read.

    `moved` places again, in the same change, what was tied to the old text. The old text stays in the file.
    """
    failed: list[NotReadAgain] = []
    for done, material_id in enumerate(material_ids):
        with case.reading() as session:
            row = get(session, Material, material_id)
            number, name, digest, before = row.number, row.name, row.sha256, row.text_id
        report(done, len(material_ids), f"Reading M{number}")
        try:
            read = apart.read(case.original(digest), name)
        except Problem as problem:
            failed.append(NotReadAgain(material_id, str(problem)))
            continue
        with case.change(f"Read M{number} again", patient=True) as session:
            row = get(session, Material, material_id)
            row.text_id = keep_text(session, digest, read)
            row.kind = read.kind
            session.flush()
            if moved is not None and before is not None and before != row.text_id:
                moved(session, material_id, before, row.text_id)
    report(len(material_ids), len(material_ids), "Read")
    return failed
