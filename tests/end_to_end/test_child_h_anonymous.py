"""The press release that the project began with, taken in as a case would, goes out in a report without a name."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from workbench.anonymity.identifying import add_identifier, decide_word
from workbench.anonymity.leaving import ready_to_leave
from workbench.anonymity.reader import anonymous_reader
from workbench.case import new_case
from workbench.casefile import CaseFile
from workbench.chronology.dates import read_date
from workbench.chronology.events import add_event
from workbench.findings.spine import add_evidence, add_finding
from workbench.materials import take_in
from workbench.materials.shown import text_of
from workbench.people import add_person, add_service
from workbench.review import change_review
from workbench.themes.codebook import themes
from workbench.themes.tags import tag_passage
from workbench.word import publish

RELEASE = Path(__file__).resolve().parents[3] / "shared" / "inputs" / "child-h-press-release.txt"

_CONTACT = re.compile(r"[Cc]ontact:?(?: for [^:\n]+:)?\s+((?:[A-Z][\w-]+ [A-Z][\w-]+/?)+)")
_CHAIR = re.compile(r"^([A-Z]\w+ [A-Z]\w+), Independent chair", re.MULTILINE)
_EMAIL = re.compile(r"[\w.+-]+@[\w.-]+\w")
_PHONE = re.compile(r"\b0\d{3,4} ?\d{3} ?\d{3,4}\b|\b0\d{4} \d{6}\b")


def people_in(text: str) -> list[str]:
    """Whoever the release names, read from where it names them."""
    found = [name for names in _CONTACT.findall(text) for name in names.split("/")]
    return list(dict.fromkeys([*_CHAIR.findall(text), *(name.strip() for name in found if name.strip())]))


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    """A case that holds the release."""
    made = new_case(tmp_path / "h.rpw", "a passphrase", "Child H", "lcspr", by="A. Reviewer")
    yield made
    made.close()


@pytest.mark.skipif(not RELEASE.exists(), reason="the press release is kept beside the project")
def test_the_release_goes_out_without_a_name(case: CaseFile) -> None:
    text = RELEASE.read_text(encoding="utf-8")
    names = people_in(text)
    assert len(names) >= 6
    for number, name in enumerate(names, 1):
        add_person(case, name, pseudonym=f"Officer {number}", role="media contact")
    add_person(case, "Child H", pseudonym="Child H", subject=True)
    add_service(case, "Oxfordshire Safeguarding Children Board", "BRD")
    material = take_in(case, RELEASE.name, text.encode())
    with case.reading() as session:
        read = text_of(session, material).text
        theme = themes(session)[0].id
    county = re.search(r"\w+shire\b", read)
    assert county is not None
    add_identifier(case, county.group(), "the county")
    add_identifier(case, f"{county.group().removesuffix('shire')}", "the city")
    add_identifier(case, "Thames Valley", "the region")
    finding = add_finding(case, f"What {names[0]} said", what=read[:3_000], why=read[3_000:])
    event = add_event(case, "BRD", read_date("September 2013").when, read)
    add_evidence(case, finding, [event])
    change_review(case, incident_text=read[:1_500], predictable=read[1_500:2_500])
    for name in names:
        at = read.find(name)
        if at >= 0:
            tag_passage(case, material, max(0, at - 80), min(len(read), at + 120), theme)
    with case.reading() as session:
        for held in ready_to_leave(session):
            assert held.kind == "word", held
            decide_word(case, held.thing, True)
    with case.reading() as session:
        assert not ready_to_leave(session)
        shown = anonymous_reader(session).render(read).text
    for code in ("overview", "chronology", "theme-report"):
        shown += "\n" + words_of(publish.make(case, code, anonymous=True))
    parts = [word for name in names for word in re.findall(r"[A-Z]\w+", name)]
    left = [
        word for word in (*parts, *county.group().split()) if re.search(rf"\b{word}\b", shown, re.IGNORECASE)
    ]
    assert not left, [shown[max(0, shown.find(word) - 60) : shown.find(word) + 60] for word in left]
    assert not _EMAIL.findall(shown)
    assert not _PHONE.findall(shown)
    assert "Child H" in shown


def words_of(docx: bytes) -> str:
    """The words of every part of a document, its properties and comments among them."""
    with zipfile.ZipFile(BytesIO(docx)) as whole:
        parts = [
            whole.read(name).decode("utf-8") for name in whole.namelist() if name.endswith((".xml", ".rels"))
        ]
    return "\n".join(re.sub(r"</w:p>", "\n", part) for part in parts).replace("\n", " ") + "\n".join(
        re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", part)) for part in parts
    )
