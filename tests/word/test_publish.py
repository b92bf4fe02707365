"""Documents are made from the case, recorded as they leave, and refused with a sentence."""

import hashlib
import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from word.parts import words, xml

from workbench import people, review
from workbench.case import new_case
from workbench.casefile import CaseFile
from workbench.listing import Ask
from workbench.outgoing import outgoing
from workbench.problems import Cancelled, Problem
from workbench.review import change_review, the_review
from workbench.word import publish
from workbench.word.paper import Provenance

TODAY = date(2026, 11, 23)


def test_an_export_is_recorded_with_its_hash_and_the_head(own_case: CaseFile, tmp_path: Path) -> None:
    head, last = own_case.head, own_case.last_change
    sent = publish.export(own_case, "action-plan", tmp_path / "plan.docx", layout="sar", today=TODAY)
    data = (tmp_path / "plan.docx").read_bytes()
    assert (sent.document, sent.name) == ("Action plan (SAR)", "plan.docx")
    assert (sent.sha256, sent.head) == (hashlib.sha256(data).hexdigest(), head)
    with own_case.reading() as session:
        assert [each.sha256 for each in outgoing(session)] == [sent.sha256]
    assert own_case.last_change == last + 1
    assert own_case.undo_label != "Export Action plan (SAR) as plan.docx"


def test_a_copy_can_be_matched_to_the_case(case: CaseFile) -> None:
    made = Provenance(TODAY, case.head, case.last_change)
    assert made.short.replace(" ", "") == case.head[:12]
    foot = words(xml(publish.make(case, "chronology", today=TODAY), "word/footer1.xml"))
    assert f"Copy {made.short}, change {case.last_change}" in foot


def test_suggested_names_carry_no_title(own_case: CaseFile) -> None:
    with own_case.reading() as session:
        review = the_review(session)
    assert (
        publish.suggested_name(review, "action-plan", TODAY) == "action-plan-lcspr-draft-v1-2026-11-23.docx"
    )
    assert publish.suggested_name(review, "action-plan", TODAY, "sar") == (
        "action-plan-sar-draft-v1-2026-11-23.docx"
    )
    change_review(own_case, draft=0)
    with own_case.reading() as session:
        review = the_review(session)
    assert publish.suggested_name(review, "chronology", TODAY) == "chronology-final-2026-11-23.docx"


@pytest.mark.parametrize(
    ("document", "options", "sentence"),
    [
        (
            "poem",
            {},
            "“poem” is not a document this program makes. Use one of: overview, action-plan, chronology, theme-report.",
        ),
        (
            "action-plan",
            {"layout": "ofsted"},
            "“ofsted” is not a layout of the action plan. Use one of: lcspr, sar, dardr, susr, scotland.",
        ),
        (
            "chronology",
            {"layout": "sar"},
            "The combined chronology has one layout only. Leave the layout out.",
        ),
        (
            "chronology",
            {"filters": Ask({"date_from": "2030-01-01"})},
            "No event fits what was chosen, so there is nothing to export. Choose less narrowly.",
        ),
    ],
)
def test_a_choice_that_cannot_be_met_is_told(
    case: CaseFile, document: str, options: dict[str, object], sentence: str
) -> None:
    with pytest.raises(Problem) as told:
        publish.make(case, document, today=TODAY, **options)  # type: ignore[arg-type]
    assert str(told.value) == sentence


@pytest.mark.parametrize("document", publish.DOCUMENTS)
def test_an_empty_case_has_nothing_to_export_and_says_what_to_do(tmp_path: Path, document: str) -> None:
    case = new_case(tmp_path / "empty.rpw", "empty", "Child E", "lcspr", by="A. Reviewer")
    with pytest.raises(Problem, match="in this case yet"):
        publish.export(case, document, tmp_path / "out.docx")
    assert not (tmp_path / "out.docx").exists()
    case.close()


def test_cancelling_leaves_no_file(own_case: CaseFile, tmp_path: Path) -> None:
    def stop(done: int, total: int, what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        publish.export(own_case, "chronology", tmp_path / "out.docx", report=stop)
    assert list(tmp_path.glob("out*")) == []
    with own_case.reading() as session:
        assert outgoing(session) == []


@pytest.mark.parametrize("document", publish.DOCUMENTS)
def test_nothing_leaves_anonymous_until_everyone_has_a_pseudonym(own_case: CaseFile, document: str) -> None:
    people.add_person(own_case, "Rowan Ashdown", role="Mother")
    with pytest.raises(Problem, match="Rowan Ashdown has no pseudonym"):
        publish.make(own_case, document, anonymous=True, today=TODAY)


@pytest.mark.parametrize(
    ("document", "ending"),
    [(one.code, ending) for one in publish.DOCUMENTS.values() for ending in one.endings],
)
def test_no_name_is_left_in_any_part_of_an_anonymous_document(
    own_case: CaseFile, document: str, ending: str
) -> None:
    review.change_review(
        own_case, title="Robin Ashdown, a review", incident_text="Robin’s fall. R. Ashdown fell."
    )
    data = publish.make(own_case, document, ending=ending, anonymous=True, today=TODAY)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        everything = "".join(
            package.read(name).decode("utf-8") for name in package.namelist() if "/media/" not in name
        )
    words = re.sub(r"<[^>]*>", "", everything) + everything
    assert "Robin" not in words
    assert "Ashdown" not in words
    assert "Child R" in words
    assert "anonymous" in publish.suggested_name(_review(own_case), document, TODAY, anonymous=True)


def test_the_history_says_that_a_document_left_anonymous(own_case: CaseFile, tmp_path: Path) -> None:
    sent = publish.export(own_case, "overview", tmp_path / "o.docx", anonymous=True, today=TODAY)
    assert sent.document == "Overview report (anonymous)"
    with pytest.raises(Problem, match="cannot be made as “pdf”"):
        publish.export(own_case, "overview", tmp_path / "o.pdf", today=TODAY)


def _review(case: CaseFile) -> review.ReviewView:
    with case.reading() as session:
        return the_review(session)
