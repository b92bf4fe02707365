"""The sample case: invented, the same every time, and true to what its findings say."""

import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from workbench import materials, people, review, sample
from workbench.case import open_case, verify
from workbench.casefile import CaseFile
from workbench.chronology.combined import CombinedChronology
from workbench.chronology.events import EventView, event_views
from workbench.chronology.outcomes import OUTCOMES
from workbench.findings.gaps import advice, gaps
from workbench.findings.spine import spine
from workbench.listing import Ask
from workbench.problems import Problem
from workbench.themes import tags

INPUTS = Path(__file__).resolve().parents[2] / "shared" / "inputs"
EVENTS = {"CSC": 55, "HV": 43, "DAS": 42, "POL": 29, "SCH": 5, "HOS": 1}
MEETING_DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    sample.make(folder)
    return folder


@pytest.fixture(scope="module")
def case(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseFile]:
    """The sample case, opened as a person would with the passphrase beside it. It is only read."""
    copy = tmp_path_factory.mktemp("opened") / sample.CASE
    copy.write_bytes((made / sample.CASE).read_bytes())
    opened = open_case(copy, (made / sample.PASSPHRASE).read_text(encoding="utf-8").strip(), by="Tester")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def told(case: CaseFile) -> list[EventView]:
    with case.reading() as session:
        return event_views(session, CombinedChronology().ids(session, Ask()))


def one(told: list[EventView], service: str, words: str) -> EventView:
    (found,) = [event for event in told if event.service == service and words in event.text]
    return found


def test_the_documents_are_the_same_bytes_every_time(tmp_path: Path) -> None:
    first = sample.documents(tmp_path / "first")
    second = sample.documents(tmp_path / "second")
    assert [path.name for path in first] == [path.name for path in second]
    kinds = Counter(path.suffix for path in first)
    assert kinds == {".csv": 1, ".docx": 6, ".eml": 2, ".md": 1, ".pdf": 3, ".txt": 1, ".xlsx": 1}
    for here, there in zip(first, second, strict=True):
        assert here.read_bytes() == there.read_bytes()


def test_the_files_own_properties_name_no_moment_and_no_machine(tmp_path: Path) -> None:
    for path in sample.documents(tmp_path):
        if path.suffix not in (".docx", ".xlsx"):
            continue
        with zipfile.ZipFile(path) as archive:
            assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
            assert not [name for name in archive.namelist() if "thumbnail" in name]
            assert not [
                name for name in archive.namelist() if "custom" in name.lower() and "docProps" in name
            ]
            properties = archive.read("docProps/core.xml").decode()
        years = set(re.findall(r">(\d{4})-\d\d-\d\dT", properties))
        assert len(years) == 1
        assert years <= {"2023", "2024", "2025"}


def test_every_part_says_that_it_is_invented(made: Path, case: CaseFile) -> None:
    assert "invented" in (sample.SOURCES.parent / "README.md").read_text(encoding="utf-8")
    with case.reading() as session:
        about = review.the_review(session)
    assert "invented" in about.title
    assert "invented" in about.incident_text
    with case.reading() as session:
        for material in materials.materials(session):
            said = materials.text_of(session, material.id).text
            scan = "no_text" in material.warnings
            assert scan or "Invented sample. No real child, family, place or service" in said, material.name


def test_a_line_with_too_few_cells_is_named(tmp_path: Path) -> None:
    path = tmp_path / "short.txt"
    path.write_text("kind: chronology\ncolumns: Date | Event\n\nonly one cell\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"short\.txt: 1 cells for 2 columns in “only one cell”"):
        sample.read_source(path)


def test_lines_go_on_and_numbers_count(tmp_path: Path) -> None:
    path = tmp_path / "small.txt"
    path.write_text(
        "kind: chronology\ncolumns: No. | Event\nnumbers from: 7\n\n"
        "* | one\n  and more\n# a remark\n* | two // lines\n",
        encoding="utf-8",
    )
    assert [line.cells for line in sample.read_source(path).lines] == [
        ("7", "one and more"),
        ("8", "two\nlines"),
    ]


def test_every_event_of_the_chronologies_and_those_added_by_hand_are_in_the_case(
    told: list[EventView],
) -> None:
    assert Counter(event.service for event in told) == EVENTS


def test_the_case_is_well(case: CaseFile) -> None:
    with case.reading() as session:
        assert len(people.services(session)) == 6
        lead = people.lead_subject(session)
    assert lead is not None
    assert (lead.name, lead.pseudonym) == ("Robyn Askerdale", "Child W")
    assert verify(case).ok


def test_everything_made_is_named_and_there(made: Path) -> None:
    names = {source.one("file") for source in sample.sent()} | set(sample.EXPORTS.values())
    assert {path.name for path in made.iterdir()} == names | {sample.CASE, sample.PASSPHRASE}


def test_a_case_that_is_there_is_not_overwritten(made: Path) -> None:
    before = (made / sample.CASE).read_bytes()
    with pytest.raises(Problem, match="already"):
        sample.make(made)
    assert (made / sample.CASE).read_bytes() == before


def test_there_is_a_missed_contact_in_every_one_of_thirteen_months(told: list[EventView]) -> None:
    """What the first finding says, counted from the events themselves."""
    missed = [
        event
        for event in told
        if event.outcome
        and OUTCOMES[event.outcome].missed
        and "2023-08" <= (event.earliest or "")[:7] <= "2024-08"
    ]
    months = Counter((event.earliest or "")[:7] for event in missed)
    assert len(missed) == 26
    assert len(months) == 13
    for code in EVENTS:
        own = {(event.earliest or "")[:7] for event in missed if event.service == code}
        assert len(own) <= 7, f"{code} alone would show the pattern"


def test_the_documents_are_in_the_case_with_their_text_and_what_the_panel_made_of_them(
    case: CaseFile,
) -> None:
    with case.reading() as session:
        held = {each.name: each for each in materials.materials(session)}
        tracked = materials.text_of(session, held["CSC agency report (draft 2, tracked).docx"].id)
        by_theme = Counter(each.theme for one in held.values() for each in tags.passages_on(session, one.id))
        whole = spine(session)
    assert len(held) == 16
    assert "no_text" in held["Call-out log 3 August 2024 (scan).pdf"].warnings
    assert (
        held["Concern log, T Askerdale.docx"].parent
        == held["E-mail from Lobster Row Primary, 6 January 2025.eml"].id
    )
    assert [each.name for each in held.values() if each.distressing] == [
        "Hospital safeguarding report 22 August 2024.docx"
    ]
    marks = {mark.kind for piece in tracked.pieces for mark in piece.marks}
    assert {"inserted", "deleted"} <= marks
    assert {"comment", "footnote"} <= {piece.kind for piece in tracked.pieces}
    assert len(by_theme) == 6
    assert sum(piece.kind == "passage" for finding in whole.findings for piece in finding.evidence) == 3
    assert all(finding.themes for finding in whole.findings)


def test_two_minutes_of_one_meeting_agree_on_different_things(case: CaseFile) -> None:
    """What no chronology shows: each of the two was sure, and neither saw the other's paper."""
    with case.reading() as session:
        held = {each.name: each.id for each in materials.materials(session)}
        minutes = materials.text_of(session, held["Core group minutes 24 October 2023.docx"]).text
        note = materials.text_of(session, held["HV file note, core group 24.10.23.txt"]).text
    assert "Weigh Robyn monthly" in minutes
    assert "I weigh Robyn every two weeks" in note


def test_doubts_stand_where_the_writing_leaves_room(told: list[EventView]) -> None:
    dna = one(told, "HV", "second appointment for Robyn")
    assert dna.outcome == "did_not_attend"
    assert "outcome" in {doubt.field for doubt in dna.doubts}
    bare = one(told, "CSC", "Visit cancelled.")
    assert bare.outcome == "cancelled"
    assert bare.doubts
    impossible = one(told, "CSC", "MGM in hospital")
    assert (impossible.earliest, impossible.latest, impossible.precision) == (None, None, "unknown")
    assert "date" in {doubt.field for doubt in impossible.doubts}
    carried = one(told, "CSC", "voicemail full. Text sent")
    assert carried.earliest == "2023-09-14"
    assert "date" in {doubt.field for doubt in carried.doubts}
    merged = one(told, "CSC", "message left for S Holmbarrow")
    assert merged.earliest == "2023-05-03"
    assert "date" not in {doubt.field for doubt in merged.doubts}
    doubts = sum(len(event.doubts) for event in told)
    assert 10 <= doubts <= 30, "enough to mend in a first sitting, and no more"


def test_vague_dates_stay_vague(told: list[EventView]) -> None:
    spans = {
        ("HV", "Caseload review"): ("2024-05-01", "2024-05-10"),
        ("HV", "Weaning advice"): ("2023-07-10", "2023-07-20"),
        ("HV", "that lad Kane"): ("2023-12-24", "2023-12-26"),
        ("HV", "closed by system"): ("2024-08-12", "2024-08-18"),
        ("DAS", "Friday groups"): ("2023-06-01", "2023-08-31"),
        ("POL", "Another force"): ("2023-10-01", "2023-10-31"),
        ("POL", "living at Flat 6"): ("2024-02-20", "2024-02-29"),
        ("HV", "K moved in for good"): (None, None),
    }
    for (service, words), span in spans.items():
        event = one(told, service, words)
        assert (event.earliest, event.latest) == span, words


def test_an_answer_given_while_importing_and_a_correction_are_kept_beside_the_reading(
    told: list[EventView],
) -> None:
    mended = one(told, "HV", "Clinic appointment for Robyn")
    assert mended.outcome == "not_brought"
    assert [correction.field for correction in mended.corrections] == ["outcome"]
    assert "DNA" in [cell for _, cell in mended.as_written]
    corrected = one(told, "POL", "DA officer rang next day")
    assert corrected.time == "13:20"
    assert {correction.field for correction in corrected.corrections} == {"text", "time"}


def test_the_incident_is_told_by_three_services_who_differ(told: list[EventView]) -> None:
    call = one(told, "DAS", "Took a call in session")
    accounts = [call, *(event for event in told if event.id in call.accounts)]
    assert {event.service for event in accounts} == {"CSC", "DAS", "POL"}
    assert {event.earliest for event in accounts} == {"2024-08-22"}
    assert {event.time for event in accounts} == {"10:05", "10:12", "10:19", "10:50"}


def test_findings_rest_on_events_for_and_against_and_lead_to_actions(case: CaseFile) -> None:
    with case.reading() as session:
        whole = spine(session)
    assert [len(whole.findings), len(whole.recommendations), len(whole.actions)] == [4, 4, 8]
    for finding in whole.findings:
        assert {piece.against for piece in finding.evidence} == {True, False}
        assert all([finding.what, finding.why, finding.so_what, finding.known])
        assert finding.recommendations or finding.good_practice
    assert {action.status for action in whole.actions} == {"red", "amber", "green", "blue", "grey"}
    kinds = Counter(gap.kind for gap in gaps(whole, MEETING_DAY))
    assert kinds == {"no_owner": 1, "overdue": 1, "not_tested": 1}
    assert any("weak on its own" in said for action in whole.actions for said in advice(action))


def test_no_name_from_elsewhere_has_strayed_in() -> None:
    """The names of the practice material and of the press release, where those are at hand."""
    if not INPUTS.is_dir():
        pytest.skip("The practice material is not beside this work tree.")
    strangers = set()
    truth = json.loads((INPUTS / "chronologies" / "truth.json").read_text(encoding="utf-8"))
    for names in truth["people"].values():
        strangers |= {word for name in names for word in re.findall(r"[A-Z][\w’-]{3,}", name)}
    release = (INPUTS / "child-h-press-release.txt").read_text(encoding="utf-8")
    for local in re.findall(r"([\w.-]+)@", release):
        strangers |= {part.capitalize() for part in re.findall(r"[A-Za-z]{4,}", local)}
    for names in re.findall(
        r"(?:Contact: |^)([A-Z][a-z]+ [A-Z][\w-]+)(?=[/,] | T:|,| 0)", release, re.MULTILINE
    ):
        strangers |= set(names.split())
    strangers -= {"Child", "Team", "Media"}
    assert len(strangers) > 10
    written = "".join(path.read_text(encoding="utf-8") for path in sample.SOURCES.rglob("*.*"))
    assert sorted(name for name in strangers if re.search(rf"\b{re.escape(name)}\b", written)) == []
