"""Outcomes that only the whole row can tell, and words that mean more than one thing."""

import pytest
from chronology.rows_made import FAMILY, kinds, read

from workbench.chronology.outcomes import read_outcome, read_outcome_in_text
from workbench.chronology.understanding import Known, UnderstoodEvent

HEADER = ("Date", "Type of contact", "Details", "Outcome")
TAIL = [
    ("01/06/2014", "Home visit", "Planned visit to the flat to talk about sleep and feeding.", "Seen"),
    ("08/06/2014", "Clinic", "Appointment at the baby clinic that runs on Thursdays.", "DNA"),
    ("15/06/2014", "Letter", "Letter to the family about the next appointment at the clinic.", "N/A"),
    ("22/06/2014", "Clinic", "Appointment at the clinic about the family's housing form.", "Attended"),
]


def row(kind: str, text: str, outcome: str, known: Known = FAMILY) -> UnderstoodEvent:
    return read(HEADER, ("02/01/2014", kind, text, outcome), *TAIL, known=known).events[0]


def offered(event: UnderstoodEvent) -> list[object]:
    return [fix.changes["outcome"] for doubt in event.doubts for fix in doubt.fixes]


@pytest.mark.parametrize("written", ["NA", "N/A", "n/a", "N.A."])
def test_na_is_what_its_row_says(written: str) -> None:
    assert row("Home visit", "No reply, curtains drawn. Card left.", written).outcome == "no_access"
    assert row("Home visit", "No access. Television heard.", written).outcome == "no_access"
    assert row("Information", "Police notification received.", written).outcome == "not_applicable"
    assert row("Core group", "Plan agreed by those present.", written).outcome == "not_applicable"
    silent = row("Home visit", "Visited as planned; spoke about sleep.", written)
    assert silent.outcome is None
    assert {"no_access", "not_applicable", "seen", "declined"} <= set(offered(silent))
    assert offered(silent)[0] == "no_access"


def test_the_files_own_key_says_what_na_means() -> None:
    understood = read(
        ("Key: NA = no access; DNA = did not attend; RV = subject child", "", "", ""),
        HEADER,
        ("02/01/2014", "Home visit", "Called at the flat as arranged.", "NA"),
        ("03/01/2014", "Home visit", "RV was in her chair, alert.", "Seen"),
        *TAIL,
    )
    assert understood.events[0].outcome == "no_access"
    assert understood.events[1].outcome == "seen"


@pytest.mark.parametrize(
    ("kind", "text", "written", "code"),
    [
        ("Home visit", "Mother refused, said not convenient.", "ref", "declined"),
        ("Home visit", "Mother refused, said not convenient.", "Refd", "declined"),
        ("Referral", "Referral to speech therapy accepted.", "ref", "not_applicable"),
        ("Clinic", "Reviewed as planned.", "ref", None),
        ("Clinic", "Reviewed as planned.", "Attended? not known", None),
        ("Clinic", "Reviewed as planned.", "?DNA", None),
        ("Home visit", "Rowan was in the room.", "Present, not spoken to", "present_not_spoken"),
        ("Home visit", "Planned visit.", "Rowan present, asleep", "present_not_spoken"),
        ("Info", "Police notification received.", "Information", "not_applicable"),
        ("Info", "School rang about attendance.", "Info", "not_applicable"),
        ("Core group", "Plan agreed.", "Mtg", "not_applicable"),
        ("Phone", "Message left for mother.", "Message left", "not_applicable"),
        ("Phone", "Rang to remind mother.", "Text sent", "not_applicable"),
        ("Letter", "About the next appointment.", "Letter", "not_applicable"),
        ("Home visit", "No reply.", "Message left", "no_access"),
        ("Home visit", "Planned visit about feeding.", "Letter", "not_recorded"),
        ("Core Gp", "Apologies from the alcohol service. Plan agreed.", "att", "not_applicable"),
        ("Core group", "Mother and Rowan attended. Plan agreed.", "att", "attended"),
        ("Core group", "Mother invited. Plan agreed.", "Attended", "attended"),
        ("Core group", "Mother invited. Plan agreed.", "DNA", "did_not_attend"),
        ("Core group", "Met mother in the waiting room. Plan agreed.", "att", "attended"),
        ("Strategy meeting", "Concerns about conditions at home shared.", "Attended", "not_applicable"),
        ("Core group", "Mo did not come. Plan agreed.", "Mtg", "not_applicable"),
        ("Core group", "Plan agreed.", "Mo did not come", "not_applicable"),
        ("Core group", "Plan agreed.", "Apologies", "not_applicable"),
        ("Clinic", "Reviewed as planned.", "CNA", "excused"),
        ("Clinic", "Reviewed as planned.", "Late", "attended"),
        ("Group", "Parenting group.", "Late - 20 mins", "attended"),
        ("Review", "TAC meeting", "Attended", "not_applicable"),
        ("Home visit", "Planned visit.", "Mum only", "adult_only"),
    ],
)
def test_a_cell_is_read_beside_its_row(kind: str, text: str, written: str, code: str | None) -> None:
    assert row(kind, text, written).outcome == code


def test_what_may_be_otherwise_carries_a_doubt() -> None:
    assert kinds(row("Clinic", "Reviewed as planned.", "CNA")) == {"outcome_short"}
    assert kinds(row("Clinic", "Reviewed as planned.", "Late")) == {"outcome_short"}
    assert kinds(row("Clinic", "Arrived too late to be seen.", "Late")) == {"outcome_short"}
    assert kinds(row("Clinic", "Reviewed as planned.", "Attended? not known")) == {"outcome_unsure"}
    assert kinds(row("Core group", "Plan agreed.", "att")) == {"meeting"}
    against = row("Clinic", "Cancelled by the clinic.", "CNA")
    assert against.outcome is None
    assert offered(against)[0] == "cancelled_by_service"


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("Clinic", "attended"),
        ("Home visit", "seen"),
        ("Telephone call", "telephone"),
        ("Letter", "not_applicable"),
    ],
)
def test_every_plausible_outcome_is_offered_the_likeliest_first(kind: str, first: str) -> None:
    event = row(kind, "About the form.", "XQ")
    assert event.outcome is None
    assert offered(event)[0] == first
    assert set(offered(event)) >= {
        "seen",
        "attended",
        "did_not_attend",
        "no_access",
        "declined",
        "cancelled_by_family",
        "cancelled_by_service",
        "telephone",
        "not_applicable",
    }


def test_what_the_text_speaks_of_is_offered_first() -> None:
    event = row("Home visit", "Visit about the form: it seems mother refused.", "XQ")
    assert offered(event)[0] == "declined"


@pytest.mark.parametrize(
    ("text", "written", "code", "seen"),
    [
        ("Planned visit.", "Rowan seen", "seen", True),
        ("Planned visit.", "Mum and Rowan seen", "seen", True),
        ("Rowan asleep upstairs; not seen", "Mum seen", "attended", False),
        ("Baby seen asleep in the cot.", "Seen", "seen", True),
        ("Planned visit to mother.", "Seen", "attended", None),
    ],
)
def test_seen_counts_for_whom_the_record_names(text: str, written: str, code: str, seen: bool | None) -> None:
    event = row("Home visit", text, written)
    assert (event.outcome, event.child_seen) == (code, seen)


def test_seen_with_nobody_known() -> None:
    unknown = row("Home visit", "Robyn seen asleep in the cot.", "seen", Known())
    assert unknown.outcome == "attended"
    assert kinds(unknown) == {"who_was_seen"}
    assert row("Home visit", "Baby seen asleep in the cot.", "seen", Known()).outcome == "seen"
    adult = row("Home visit", "Planned visit.", "Mother seen", Known())
    assert adult.outcome == "attended"
    assert not kinds(adult)
    assert kinds(row("Home visit", "Planned visit.", "Mother and Toby seen", Known())) == {"who_was_seen"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("No one attended the clinic.", "did_not_attend"),
        ("Failed to attend court.", "did_not_attend"),
        ("Missed group session.", "did_not_attend"),
        ("Not at home.", "no_access"),
        ("Mother not at home when HV called.", "no_access"),
        ("Not brought by mother.", "not_brought"),
        ("DNAd.", "did_not_attend"),
        ("Did not want to be seen.", "declined"),
        ("Declined the visit.", "declined"),
        ("Home visit. Rowan seen, alone, in the kitchen.", "seen_alone"),
    ],
)
def test_running_text_that_states_an_outcome(text: str, code: str) -> None:
    assert read_outcome_in_text(text, ("rowan",)).code == code


@pytest.mark.parametrize(
    "text",
    [
        "Discussed his DNA last week.",
        "Mother has not missed any appointments.",
        "Has not missed any.",
        "If she does not attend the clinic she will be discharged.",
        "Warned that missed appointments would lead to discharge.",
        "Missed appointments discussed.",
        "Missed appointment letter sent.",
        "Missed two appointments.",
        "Missed appointment with consultant last week discussed.",
        "Did not want to be seen by a male doctor, examined by the nurse.",
        "No one attended from school.",
        "Missed call from mother.",
        "Nobody attended the strategy meeting.",
        "School report he missed a session.",
    ],
)
def test_a_mention_or_a_negation_is_no_outcome(text: str) -> None:
    assert not read_outcome_in_text(text, ("rowan",)).stated


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Attended? Y", "attended"),
        ("Attended? No", "did_not_attend"),
        ("DNA - reason not known", "did_not_attend"),
        ("DNA ?reason", "did_not_attend"),
        ("Attended, late", "attended"),
        ("Child seen and spoken to alone", "seen_alone"),
        ("Child seen with mother present", "seen"),
        ("Child seen, not alone", "seen"),
    ],
)
def test_a_question_answered_or_about_something_else_is_no_doubt(written: str, code: str) -> None:
    reading = read_outcome(written)
    assert reading.code == code
    assert not reading.doubts
