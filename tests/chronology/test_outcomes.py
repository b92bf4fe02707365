"""What records say came of a contact."""

import pytest

from workbench.chronology.outcomes import OUTCOMES, read_outcome, read_outcome_in_text


def test_the_one_table_says_what_counts() -> None:
    assert {code for code, row in OUTCOMES.items() if row.missed} == {
        "not_brought",
        "did_not_attend",
        "no_access",
        "declined",
    }
    assert {code for code, row in OUTCOMES.items() if row.seen} == {
        "seen",
        "seen_alone",
        "present_not_spoken",
    }
    assert {code for code, row in OUTCOMES.items() if row.apart} == {"cancelled_by_family", "cancelled"}
    assert {code for code, row in OUTCOMES.items() if row.contact} == {
        "seen",
        "seen_alone",
        "attended",
        "present_not_spoken",
        "adult_only",
        "telephone",
    }
    assert OUTCOMES["attended"].seen is None
    assert {row.mark for row in OUTCOMES.values()} == {
        "disc",
        "small disc",
        "ringed disc",
        "cross",
        "barred square",
        "open diamond",
        "diamond",
        "triangle",
        "hollow disc",
    }


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("DNA", "did_not_attend"),
        ("D.N.A.", "did_not_attend"),
        ("DNA x2", "did_not_attend"),
        ("DNA’d", "did_not_attend"),
        ("Did not attend", "did_not_attend"),
        ("FTA", "did_not_attend"),
        ("No show", "did_not_attend"),
        ("did not attend – no contact", "did_not_attend"),
        ("Unacceptable absence", "did_not_attend"),
        ("WNB", "not_brought"),
        ("Was Not Brought (WNB)", "not_brought"),
        ("was not brought by mother", "not_brought"),
        ("Mother did not bring child", "not_brought"),
        ("No access visit – card left", "no_access"),
        ("NAV", "no_access"),
        ("No reply at door", "no_access"),
        ("Not at home", "no_access"),
        ("T/C to mother – no reply", "no_access"),
        ("Declined", "declined"),
        ("Refused entry", "declined"),
        ("declined support", "declined"),
        ("Cancelled by parent", "cancelled_by_family"),
        ("Mum cancelled", "cancelled_by_family"),
        ("cancelled by parent and rebooked", "cancelled_by_family"),
        ("Canc. by service", "cancelled_by_service"),
        ("cancelled by SW", "cancelled_by_service"),
        ("Clinic cancelled due to staff sickness", "cancelled_by_service"),
        ("Cancelled", "cancelled"),
        ("Appointment cancelled", "cancelled"),
        ("cancelled – rebooked", "rescheduled"),
        ("Rearranged", "rescheduled"),
        ("UTA – unwell", "excused"),
        ("Excused", "excused"),
        ("Acceptable absence", "excused"),
        ("Attended", "attended"),
        ("ATT", "attended"),
        ("Kept", "attended"),
        ("Attended on time", "attended"),
        ("Attended but refused to engage", "attended"),
        ("Attended. Previous appt DNA", "attended"),
        ("Seen", "seen"),
        ("Seen at home", "seen"),
        ("Seen by GP after DNA last week", "seen"),
        ("Seen alone", "seen_alone"),
        ("Child seen alone", "seen_alone"),
        ("Not seen alone", "seen"),
        ("Mother seen, child not seen", "adult_only"),
        ("Adult only", "adult_only"),
        ("Child present, not spoken to", "present_not_spoken"),
        ("Telephone contact", "telephone"),
        ("N/A", "not_applicable"),
        ("Attendance not recorded", "not_recorded"),
    ],
)
def test_a_column_of_outcomes(written: str, code: str) -> None:
    assert read_outcome(written).code == code


@pytest.mark.parametrize(
    "written",
    [
        "",
        "NFA",
        "Noted",
        "Ongoing",
        "Referral made",
        "Info shared with SW",
        "See comment",
        "-",
        "Letter sent to mother",
        "DNA at last appointment discussed",
        "DNA policy explained by letter",
        "Awaiting attendance",
        "Advice given on safe sleep and a referral made to the speech therapist",
    ],
)
def test_what_was_done_next_is_no_outcome(written: str) -> None:
    assert read_outcome(written).code is None
    assert not read_outcome(written).doubts


@pytest.mark.parametrize("written", ["XQ", "Code 7", "Attended / DNA", "Not seen", "Y"])
def test_what_is_not_understood_carries_a_doubt(written: str) -> None:
    assert read_outcome(written).code is None
    assert read_outcome(written).doubts


def test_a_bare_cancelled_is_doubted_with_ways_to_settle_it() -> None:
    (doubt,) = read_outcome("Cancelled").doubts
    assert {code for _, code in doubt.readings} == {
        "cancelled_by_family",
        "cancelled_by_service",
        "rescheduled",
    }


@pytest.mark.parametrize(
    ("heading", "written", "code"),
    [
        ("Attended?", "Y", "attended"),
        ("Attended?", "No", "did_not_attend"),
        ("DNA (Y/N)", "Y", "did_not_attend"),
        ("DNA (Y/N)", "N", None),
        ("Seen?", "Yes", "seen"),
    ],
)
def test_yes_and_no_mean_what_the_heading_asks(heading: str, written: str, code: str | None) -> None:
    assert read_outcome(written, heading=heading).code == code


def test_the_files_own_key_explains_codes_that_nothing_else_does() -> None:
    key = (("AT", "attended"), ("DN", "did not attend"), ("DNA", "telephone"))
    assert read_outcome("DN", key=key).code == "did_not_attend"
    assert read_outcome("AT", key=key).code == "attended"
    assert read_outcome("DNA", key=key).code == "did_not_attend"


FAMILY = ("rowan", "tamsin pell", "ms pell")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bail check on the flat. No concerns raised. NAV.", "no_access"),
        ("Home visit – no reply.", "no_access"),
        ("Nobody home when we called; card left.", "no_access"),
        ("Mother did not attend her appointment about the housing form.", "did_not_attend"),
        ("Ms Pell did not attend.", "did_not_attend"),
        ("Rowan was not brought to the clinic.", "not_brought"),
        ("The child has not been brought to be weighed.", "not_brought"),
        ("Ms Pell rang to cancel the visit about the form.", "cancelled_by_family"),
        ("Clinic cancelled the appointment about the form.", "cancelled_by_service"),
        ("Appointment about the form cancelled.", "cancelled"),
        ("Session about the form rearranged.", "rescheduled"),
        ("Mother declined the visit.", "declined"),
        ("Mum refused to let the worker in.", "declined"),
        ("Tamsin Pell attended the clinic and talked about the form.", "attended"),
        ("Home visit: Rowan seen alone, showed us a drawing.", "seen_alone"),
        ("Spoke to Rowan on his own about school.", "seen_alone"),
        ("Appointment with the nurse. Attended on time.", "attended"),
    ],
)
def test_running_text_that_states_an_outcome(text: str, code: str) -> None:
    assert read_outcome_in_text(text, FAMILY).code == code


@pytest.mark.parametrize(
    "text",
    [
        "Copy letter from hospital – Rowan missed paediatric clinic follow up.",
        "Letter from paediatrics: Rowan missed follow-up clinic.",
        "Named nurse attended strategy meeting regarding Rowan.",
        "Strategy meeting about the family. Police did not attend.",
        "Social worker did not attend.",
        "MARAC attended by safeguarding team.",
        "Missed two previous appts.",
        "Declined to give name of new partner.",
        "Rowan was seen by a neighbour in the street.",
        "Discussed DNA at last appointment with mother.",
        "Mother asked whether she may cancel next week.",
        "Supervision: history of missed appointments considered.",
        "If mother does not attend, discharge.",
        "T/C to GP surgery – message left.",
        "ED: Rowan brought by Tamsin Pell. Injury to right wrist.",
    ],
)
def test_a_mere_mention_is_no_outcome(text: str) -> None:
    assert not read_outcome_in_text(text, FAMILY).stated
