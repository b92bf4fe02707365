"""The overview report tells what the case holds, in numbered paragraphs, and says what nobody has written yet."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from lxml import etree
from word.parts import paragraphs, style, table, w, words, xml

from workbench import people, review
from workbench.casefile import CaseFile
from workbench.findings import spine
from workbench.problems import Problem
from workbench.timeline.view import View, day_number
from workbench.timeline.views import save_view
from workbench.word import publish

TODAY = date(2026, 11, 23)


def overview(case: CaseFile, without: tuple[str, ...] = ()) -> bytes:
    return publish.make(case, "overview", without=without, today=TODAY)


def told(made: bytes) -> str:
    return "\n".join(text for _, text in paragraphs(made))


def list_of(paragraph: etree._Element, made: bytes) -> tuple[int, int] | None:
    """The list and level a paragraph is numbered in, by itself or by its style."""
    own = paragraph.find(f"{w('pPr')}/{w('numPr')}")
    if own is None:
        name = style(paragraph)
        found = [
            each for each in xml(made, "word/styles.xml").iter(w("style")) if each.get(w("styleId")) == name
        ]
        own = found[0].find(f"{w('pPr')}/{w('numPr')}")
    if own is None:
        return None
    level = own.find(w("ilvl"))
    return int(own.find(w("numId")).get(w("val"))), 0 if level is None else int(level.get(w("val")))


def numbered(made: bytes) -> Iterator[tuple[str, str]]:
    """The number that Word gives each numbered paragraph, and its words."""
    counts = {1: [0, 0], 2: [0, 0]}
    for paragraph in xml(made).iterfind(f"{w('body')}/{w('p')}"):
        at = list_of(paragraph, made)
        if at is None:
            continue
        number, level = at
        counts[number][level] += 1
        if level == 0:
            counts[number][1] = 0
        first = str(counts[number][0]) if number == 1 else chr(64 + counts[number][0])
        yield f"{first}.{counts[number][1]}" if level else first, words(paragraph)


def test_every_body_paragraph_is_numbered_by_the_list_and_none_by_hand(case: CaseFile) -> None:
    made = overview(case)
    for paragraph in xml(made).iterfind(f"{w('body')}/{w('p')}"):
        name = style(paragraph)
        if name in ("Heading2", "Numbered"):
            assert list_of(paragraph, made) is not None
        else:
            assert name != "Normal"
            assert list_of(paragraph, made) is None
    numbers = dict(numbered(made))
    assert numbers["1"] == "Introduction"
    assert numbers["1.1"].startswith(
        "This is the overview report of a local child safeguarding practice review"
    )
    assert numbers["A"] == "Combined chronology"
    assert numbers["A.1"].startswith("7 events from 3 services")
    assert numbers["D.1"].startswith("Contact, and missed contact.")


def test_the_lists_are_tied_to_the_headings(case: CaseFile) -> None:
    lists = xml(overview(case), "word/numbering.xml")
    body, appendices = lists.findall(w("abstractNum"))
    assert [each.get(w("val")) for each in body.iter(w("pStyle"))] == ["Heading2", "Numbered"]
    assert [each.get(w("val")) for each in body.iter(w("lvlText"))] == ["%1", "%1.%2"]
    assert [each.get(w("val")) for each in appendices.iter(w("lvlText"))] == ["Appendix %1:", "%1.%2"]


def test_the_contents_list_is_filled_in_with_every_heading(case: CaseFile) -> None:
    made = overview(case)
    root = xml(made)
    contents = root.find(f".//{w('sdtContent')}")
    entries = [each for each in contents.iterfind(w("p")) if style(each) != "TOCHeading"]
    headings = [
        each for each in root.iterfind(f"{w('body')}/{w('p')}") if style(each) in ("Heading2", "Heading3")
    ]
    numbers = {text: number for number, text in numbered(made)}
    shown = []
    for each in headings:
        number = numbers.get(words(each), "")
        before = f"Appendix {number}: " if number.isalpha() else f"{number}\t" if number else ""
        shown.append(before + words(each))
    listed = [words(each) for each in entries]
    assert [text.rsplit("\t", 1)[0] for text in listed] == shown
    pages = [int(text.rsplit("\t", 1)[1]) for text in listed]
    assert all(before <= after for before, after in pairwise(pages))
    assert pages[0] == 3
    places = {each.get(w("name")) for each in root.iter(w("bookmarkStart"))}
    assert {each.get(w("anchor")) for each in contents.iter(w("hyperlink"))} == places
    asked = [each.text.strip() for each in contents.iter(w("instrText"))]
    assert asked[0] == r'TOC \o "2-3" \h \z \u'


def test_pages_turn_on_their_side_for_the_wide_tables_only(case: CaseFile) -> None:
    turned = [each.find(w("pgSz")).get(w("orient")) for each in xml(overview(case)).iter(w("sectPr"))]
    assert turned == [None, "landscape", None, "landscape", None]


def test_appendices_can_be_left_out(case: CaseFile) -> None:
    made = overview(case, without=("chronology", "counts"))
    headings = [text for name, text in paragraphs(made) if name == "Heading2"]
    assert headings[-2:] == ["Action plan", "Services and the words they use"]
    with pytest.raises(Problem, match="“poem” is not an appendix of the overview report"):
        overview(case, without=("poem",))


def test_what_nobody_has_written_is_said_in_a_sentence(case: CaseFile) -> None:
    text = told(overview(case))
    assert "The panel’s view on predictability has not been written yet." in text
    assert "The panel’s members have not been listed yet." in text
    assert "That none is written does not mean that there was none." in text


def test_the_views_on_predictability_and_preventability_stand_apart(own_case: CaseFile) -> None:
    review.change_review(
        own_case, predictable="To a limited extent.", preventable="No.\nNot by any one service."
    )
    found = dict(numbered(overview(own_case)))
    at = next(number for number, text in found.items() if text == "To a limited extent.")
    section = at.split(".")[0]
    assert found[section] == "Conclusions"
    assert [found[f"{section}.{number}"] for number in (3, 4)] == ["No.", "Not by any one service."]


def test_findings_quote_their_evidence_for_and_against(case: CaseFile) -> None:
    made = overview(case)
    found = paragraphs(made)
    found = found[found.index(("Heading2", "Findings")) :]
    quotes = [text for name, text in found if name == "Quote"]
    sources = [text for name, text in found if name == "QuoteSource"]
    assert quotes[0] == "“Clinic appointment. Not brought; no call to cancel.”"
    assert sources[0] == "E2, HV, Wed 3 May 2023, 10:30; M1, row 14 (Electronic record, p. 12)."
    assert quotes[2] == "“Nobody else was told that Robin had not been seen.”"
    assert sources[2] == "M2. letter.txt. The panel: The letter says so."
    assert sources[3].endswith("The panel: This one was followed up.")
    assert "It is about this theme: Information not shared." in told(made)


def test_good_practice_is_told_in_the_same_form(own_case: CaseFile) -> None:
    spine.add_finding(own_case, "The nurse rang every week", good_practice=True, what="She did.")
    found = [text for name, text in paragraphs(overview(own_case)) if name.startswith("Heading")]
    assert found.index("F2 The nurse rang every week") == found.index("Good practice") + 1


@pytest.mark.parametrize(
    ("kind", "word", "section"),
    [
        ("scotland", "learning review", "Suggested strategies"),
        ("sar", "safeguarding adults review", "Recommendations"),
    ],
)
def test_the_words_follow_the_kind_of_review(own_case: CaseFile, kind: str, word: str, section: str) -> None:
    review.change_review(own_case, kind=kind)
    made = overview(own_case)
    assert f"This is the overview report of a {word}" in told(made)
    assert section in [text for name, text in paragraphs(made) if name == "Heading2"]


def test_key_events_stand_in_episodes_with_dates_and_ages(case: CaseFile) -> None:
    found = paragraphs(overview(case))
    at = found.index(("Heading2", "Key episodes"))
    assert found[at + 1] == ("Heading3", "May 2023 to February 2024")
    assert found[at + 2][1] == (
        "Wed 3 May 2023, 10:30, at 5 months. HV Clinic appointment. Not brought; no call to cancel. "
        "Was not brought. (E2)"
    )


def test_the_family_is_told_from_professionals(own_case: CaseFile) -> None:
    people.add_person(own_case, "Ada Quill", role="Health visitor")
    people.add_person(own_case, "Rowan Ashdown", role="Mother of Robin")
    found = table(overview(own_case), "Who", "Role")
    assert [row["Who"] for row in found] == ["Robin Ashdown", "Rowan Ashdown", "Ada Quill"]


def test_the_pattern_of_contact_is_told_in_sentences_and_tables(case: CaseFile) -> None:
    made = overview(case)
    text = told(made)
    assert "3 planned contacts are recorded, and 2 of them (67 %) were missed." in text
    assert "1 more was cancelled by the family, or nobody said by whom; it counts as neither." in text
    assert "No service has 3 or more planned contacts missed in a row by one person." in text
    assert "The longest time in which no service recorded seeing Robin Ashdown is" in text
    sums = table(made, "Service", "Planned", "Missed")
    assert {row["Service"]: row["Share missed"] for row in sums} == {
        "HV Health visiting": "100 %",
        "CSC Children’s social care": "0 %",
    }
    assert [row["HV"] for row in table(made, "Month", "HV")] == ["1 of 1", "–"]


def test_the_timeline_stands_on_its_side_with_its_facts(case: CaseFile) -> None:
    made = overview(case)
    captions = [text for name, text in paragraphs(made) if name == "Caption"]
    assert [text for text in captions if text.startswith("Figure")][1].startswith(
        "Figure 2. Contact timeline, "
    )
    assert any(row["What"] == "The incident" for row in table(made, "When", "Age", "Service", "What"))


def test_the_timeline_is_shown_in_a_saved_view(own_case: CaseFile) -> None:
    save_view(own_case, "Summer", View(start=day_number("2023-05-01"), end=day_number("2023-08-31")))
    made = publish.make(own_case, "overview", view="summer", today=TODAY)
    captions = [text for name, text in paragraphs(made) if name == "Caption"]
    assert "1 May – 30 Aug 2023" in next(text for text in captions if text.startswith("Figure 2"))
    with pytest.raises(Problem, match="There is no saved view “winter”"):
        publish.make(own_case, "overview", view="winter", today=TODAY)
