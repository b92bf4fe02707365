"""The combined chronology on paper: what stands in it, in what order, and what it says it leaves out."""

from datetime import date

from word.parts import paragraphs, table, tables, w, xml

from workbench.casefile import CaseFile
from workbench.listing import Ask
from workbench.word import publish

TODAY = date(2026, 11, 23)


def chronology(case: CaseFile, filters: Ask | None = None, *, notes: bool = False) -> bytes:
    return publish.make(case, "chronology", filters=filters, notes=notes, today=TODAY)


def rows(made: bytes) -> dict[str, dict[str, str]]:
    return {row["Ref"]: row for row in table(made, "Ref", "Event", "Source")}


def told(made: bytes) -> str:
    return "\n".join(text for _, text in paragraphs(made))


def test_every_event_is_a_row_oldest_first_and_the_undated_last(case: CaseFile) -> None:
    made = chronology(case)
    assert list(rows(made)) == ["E1", "E2", "E3", "E4", "E5", "E6", "E7"]
    headings = [text for style, text in paragraphs(made) if style == "Heading2"]
    assert headings[-5:] == [
        "2022",
        "2023",
        "2024",
        "Events without a date",
        "Where the rows came from",
    ]
    assert "1 event whose date is not known. It is not placed by guess" in told(made)


def test_the_record_is_quoted_only_where_it_said_the_date_otherwise(case: CaseFile) -> None:
    dates = {ref: row["Date"].split("\n") for ref, row in rows(chronology(case)).items()}
    assert dates["E1"] == ["Mon 14 Nov 2022", "day of birth"]
    assert dates["E2"] == ["Wed 3 May 2023", "at 5 months"]
    assert dates["E3"] == ["Jun 2023", "“during June” · at 6 – 7 months"]
    assert dates["E4"] == ["Tue 5 Dec 2023", "“5 Dec” · at 12 months"]
    assert dates["E5"][0] == "Fri 9 Feb 2024"
    assert dates["E7"] == ["Date unknown", "“31/02/2023”"]


def test_a_row_says_what_came_of_it_and_where_it_is_recorded(case: CaseFile) -> None:
    found = rows(chronology(case))
    assert found["E2"] == {
        "Ref": "E2",
        "Date": "Wed 3 May 2023\nat 5 months",
        "Time": "10:30",
        "Service": "HV",
        "Event": "Clinic appointment. Not brought; no call to cancel.",
        "Outcome": "✕\u00a0Was not brought",
        "Source": "M1, row 14\nElectronic record, p. 12\nRecorded by HV1",
        "Marks": "★\u00a0Key\nK1",
    }
    assert found["E4"]["Time"] == "14:00 – 14:45"
    assert found["E1"]["Marks"] == "Out of scope"
    assert found["E6"]["Outcome"] == "◦\u00a0Not understood"
    assert found["E3"]["Event"] == "Telephone call from Mother\nasking to put the visit off.\nAgreed."


def test_accounts_of_one_event_name_each_other(case: CaseFile) -> None:
    found = rows(chronology(case))
    assert found["E5"]["Event"].endswith("Same event: E6 (HV)")
    assert found["E6"]["Event"].endswith("Same event: E5 (POL)")


def test_codes_and_outcomes_are_explained_before_the_events(case: CaseFile) -> None:
    made = chronology(case)
    assert [rows[0] for rows in tables(made)][:2] == [
        ["Code", "Service", "Organisation", "Events"],
        ["Outcome", "Contact made?", "Child seen?", "Planned and missed?", "Events"],
    ]
    assert [(row["Code"], row["Events"]) for row in table(made, "Code", "Events")] == [
        ("HV", "4"),
        ("CSC", "2"),
        ("POL", "1"),
    ]
    missed = {row["Outcome"][2:]: row["Planned and missed?"] for row in table(made, "Planned and missed?")}
    assert missed == {
        "Seen alone": "No",
        "Was not brought": "Yes",
        "No access or no reply": "Yes",
        "Cancelled by family": "No, counted apart",
        "Not a contact": "Does not apply",
        "Not understood": "Not known",
    }


def test_what_was_missed_has_a_ground_of_its_own(case: CaseFile) -> None:
    shaded = [
        cell
        for cell in xml(chronology(case)).iter(w("tc"))
        if any(each.get(w("fill")) == "FBE6DC" for each in cell.iter(w("shd")))
    ]
    assert len(shaded) == 4  # Two in the key to the outcomes, two in the rows.


def test_panel_notes_come_only_when_asked_for_and_their_absence_is_told(case: CaseFile) -> None:
    without, within = chronology(case), chronology(case, notes=True)
    assert "1 panel note and 2 questions to agencies are left out." in told(without)
    assert "Third missed contact" not in "".join(row["Event"] for row in rows(without).values())
    found = rows(within)
    assert found["E2"]["Event"].split("\n")[1:] == [
        "Panel note, A. Reviewer, 20\u00a0Nov\u00a02026: Third missed contact in the half year; "
        "nobody had all three in one list.",
        "Asked 20\u00a0Nov\u00a02026: Was a second appointment sent?",
        "Not answered yet",
    ]
    assert "Answered: The duty worker." in found["E3"]["Event"]
    assert "outcome, was Seen. The worker’s own note says so." in found["E4"]["Event"]
    assert "panel note" not in told(within)


def test_a_choice_of_events_is_told_in_words(case: CaseFile) -> None:
    made = chronology(case, publish.KEY_EVENTS_ONLY)
    assert list(rows(made)) == ["E2", "E5"]
    assert "Chosen for this copy: key events only. 5 events of the case’s 7 are left out." in told(made)
    made = chronology(
        case, Ask({"services": ["HV"], "date_from": "2023-01-01", "outcomes": ["not_brought", None]})
    )
    assert list(rows(made)) == ["E2", "E6"]
    assert (
        "Chosen for this copy: service HV; outcomes was not brought, not understood; from 1\u00a0January\u00a02023."
        in told(made)
    )
    assert "No event of the case is left out." in told(chronology(case))


def test_undated_events_that_a_choice_of_dates_leaves_aside_are_counted(case: CaseFile) -> None:
    made = chronology(case, Ask({"date_from": "2023-01-01"}))
    assert "2 events of the case’s 7 are left out. Among them is 1 event without a date" in told(made)


def test_another_order_stands_in_one_table(case: CaseFile) -> None:
    made = chronology(case, Ask(sort="service"))
    assert [row["Service"] for row in rows(made).values()] == ["HV", "HV", "HV", "HV", "CSC", "CSC", "POL"]
    assert "Events" in [text for style, text in paragraphs(made) if style == "Heading2"]
