"""Changing what is kept about a document, and letting one out or go. Its bytes and its text never change."""

from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbench.casefile import Base, CaseFile, now_utc
from workbench.materials.kept import Material, ReadBy
from workbench.outgoing import send_out
from workbench.people import find_service
from workbench.problems import Problem
from workbench.records import edit, get


def rename_material(case: CaseFile, material_id: str, title: str) -> None:
    """Say what the panel calls a document; an empty title goes back to its file's name."""
    edit(case, Material, material_id, f"Call a document “{title.strip()}”", title=" ".join(title.split()))


def set_service(case: CaseFile, material_id: str, service: str | None) -> None:
    """Say which service a document came from, by code, name or id; None for none."""
    with case.change("Set the service of a document") as session:
        service_id = find_service(session, service).id if service else None
        get(session, Material, material_id).service_id = service_id


def mark_distressing(case: CaseFile, material_id: str, on: bool) -> None:
    """Mark a document so that a line of warning comes before it opens, or take the mark away."""
    label = "Mark a document as distressing" if on else "Take the mark of distressing from a document"
    edit(case, Material, material_id, label, distressing=on)


def mark_read(case: CaseFile, material_id: str, on: bool) -> None:
    """Note that the member at work has read a document, or has not."""
    with case.reading() as session:
        number = get(session, Material, material_id).number
    with case.change(f"Mark M{number} as {'read' if on else 'not read'}") as session:
        row = session.scalars(
            select(ReadBy).where(ReadBy.material_id == material_id, ReadBy.by == case.by)
        ).first()
        if on and row is None:
            session.add(ReadBy(material_id=material_id, by=case.by, at=now_utc()))
        elif not on and row is not None:
            session.delete(row)


def remove_material(case: CaseFile, material_id: str) -> None:
    """Take a document out of the case, with what came attached to it and the tags on its passages.

    Its bytes stay until they are purged. Raises `Problem` where events came from it, or a passage of it is
    evidence for a finding.
    """
    with case.change("Take a document out of the case") as session:
        row = get(session, Material, material_id)
        family = [row.id, *session.scalars(select(Material.id).where(Material.parent_id == row.id))]
        found = len(family)
        while True:
            family += [
                one
                for one in session.scalars(select(Material.id).where(Material.parent_id.in_(family)))
                if one not in family
            ]
            if len(family) == found:
                break
            found = len(family)
        for material in family:
            _refuse_what_rests(session, material)
        session.delete(row)


def _refuse_what_rests(session: Session, material_id: str) -> None:
    number = get(session, Material, material_id).number
    tables = Base.metadata.tables
    events = tables["event"]
    count = session.scalar(
        select(func.count()).select_from(events).where(events.c.material_id == material_id)
    )
    if count:
        raise Problem(
            f"{count:,} {'event' if count == 1 else 'events'} came from M{number}, and accounts are never removed.",
            "Undo the import that brought them first.",
        )
    tags, evidence = tables["tag"], tables["evidence"]
    count = session.scalar(
        select(func.count())
        .select_from(evidence.join(tags, tags.c.id == evidence.c.tag_id))
        .where(tags.c.material_id == material_id)
    )
    if count:
        raise Problem(
            f"{count:,} {'passage' if count == 1 else 'passages'} of M{number} "
            f"{'is' if count == 1 else 'are'} evidence for a finding.",
            "Take that evidence from the findings first.",
        )


def save_original(case: CaseFile, material_id: str, to: Path) -> None:
    """Write a material's bytes out as they came, and record in the history that they left."""
    with case.reading() as session:
        row = get(session, Material, material_id)
        number, digest = row.number, row.sha256
    send_out(case, f"the original of M{number}", case.original(digest), to)
