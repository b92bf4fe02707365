"""A small case to tag things in: two services, dated and vague events, and documents with a text."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.case import new_case
from workbench.casefile import CaseFile, now_utc
from workbench.chronology.dates import read_date
from workbench.chronology.events import add_event
from workbench.materials import Material, MaterialText, TextPart
from workbench.people import add_service, find_service
from workbench.themes.codebook import find_theme

PAGES = (
    "1. Contact\nThe health visitor called twice in June. Nobody came to the door.\n",
    "2. What was known\nEach service recorded its own missed visits. Neither knew of the other’s.\n",
)


@dataclass(frozen=True)
class TaggedCase:
    """The case and the ids of what is in it."""

    case: CaseFile
    events: tuple[str, ...]
    material: str
    other: str

    def theme(self, code: str) -> str:
        """The id of a theme by its code."""
        with self.case.reading() as session:
            return find_theme(session, code).id


def tagged_case(path: Path, *, by: str = "R. Marsh") -> TaggedCase:
    """Make it."""
    case = new_case(path, "three plain words", "Child T", "lcspr", by=by)
    for name, code in (("Children’s social care", "CSC"), ("Health visiting", "HV")):
        add_service(case, name, code)
    events = [
        add_event(case, service, read_date(when).when, words, outcome=outcome)
        for service, when, words, outcome in (
            ("CSC", "4 June 2023", "Home visit, no reply", "no_access"),
            ("HV", "9 June 2023", "Not brought to clinic", "not_brought"),
            ("HV", "June 2023", "Second visit missed, card left", "no_access"),
            ("CSC", "summer 2023", "Core group: visits discussed", "not_applicable"),
            ("CSC", "2 July 2023", "Seen with father, settled", "seen"),
        )
    ]
    material = add_text(case, "HV report.docx", PAGES, service="HV")
    other = add_text(case, "Letter.pdf", ("A letter about missed visits, without a service.\n",))
    return TaggedCase(case, tuple(events), material, other)


def add_text(case: CaseFile, name: str, pages: Sequence[str], service: str | None = None) -> str:
    """A document of these pages, as though it had been taken in and read; gives its id."""
    with case.change(f"Take in {name}") as session:
        row = Material(
            number=case.number(session, "material"),
            name=name,
            kind=Path(name).suffix.lstrip("."),
            service_id=find_service(session, service).id if service else None,
            sha256=case.keep("".join([name, *pages]).encode()),
            size=1,
            taken_at=now_utc(),
            taken_by=case.by,
        )
        session.add(row)
        session.flush()
        material_id = row.id
    read_anew(case, material_id, pages, "made 1")
    return material_id


def read_anew(case: CaseFile, material_id: str, pages: Sequence[str], reader: str) -> str:
    """Give a document another reading, and give the id of its text."""
    whole = "".join(pages)
    with case.change("Read a document") as session:
        material = session.get_one(Material, material_id)
        text = MaterialText(
            sha256=material.sha256,
            reader=reader,
            text_sha256=hashlib.sha256(whole.encode()).hexdigest(),
            pages=len(pages),
            characters=len(whole),
            warnings="[]",
            made_at=now_utc(),
        )
        session.add(text)
        session.flush()
        start = 0
        for number, page in enumerate(pages):
            pieces = json.dumps([[start, start + len(page) - 1, "paragraph", "", 0, []]])
            session.add(
                TextPart(
                    text_id=text.id, number=number, start=start, page=number + 1, text=page, pieces=pieces
                )
            )
            start += len(page)
        material.text_id = text.id
        session.flush()
        return text.id
