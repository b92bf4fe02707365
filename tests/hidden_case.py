"""A case full of names, each of a word that stands nowhere else, for the tests of what is shown anonymous."""

import re
import unicodedata
from pathlib import Path

from workbench import notes, people, review
from workbench.anonymity.identifying import add_identifier
from workbench.case import new_case
from workbench.casefile import CaseFile
from workbench.chronology import corrections, linking, marks
from workbench.chronology.combined import CombinedChronology
from workbench.chronology.importing import bring_in, draft
from workbench.findings import spine
from workbench.listing import Ask
from workbench.materials import take_in
from workbench.materials.shown import text_of
from workbench.themes import codebook, tags

PASSPHRASE = "nine quiet lanterns"
FORBIDDEN = (
    "Zephira", "Quillfeather", "Zeffy", "Marlowina", "Thornbrackle", "Osgoode", "Wexcombe", "Ferdinanda", "Hobdayle",
    "Prunella", "Sandringhame", "Ludovica", "Okonjwa", "Barnabus", "Tiverholme", "Cressidee", "Vantongeren",
    "Mellingford", "Duckenfield", "kquill", "07700 900417", "ZE1 4QT", "Adeyemisson", "Rosalindis", "17 Mar 2012",
    "17/03/2012", "2012-03-17", "17 March 2012",
)  # fmt: skip
"""What no anonymous reader may meet, anywhere: names, places, addresses, a birth date."""
_WANTED = [re.sub(r"\W", "", each).casefold() for each in FORBIDDEN]
# Days of the family's life; the first and last of a month are how a month stands in JSON.
_DAYS = re.compile(
    r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* 201[1-4]|\b201[1-4]-\d\d-(?!01|28|30|31)\d\d"
)

HEALTH = """Date,Time,Who was seen,Event,Outcome,Action,Recorded by,Source
14/11/2013,10:30,Zephira Quillfeather,Home visit by Prunella Sandringhame. Zeffy seen with Ms Thornbrackle; e-mail kquill@mail.example,Seen,Ring Mr Wexcombe,P. Sandringhame,Quillfeather file p 4
02/12/2013,,Zephira Quillfeather,"QUILLFEATHER, Zephira not brought. Rang Marlowina on 07700 900417.",DNA,Write to Ms M Thornbrackle,Prunella Sandringhame HV,
30/02/2014,,,Zephira's second appointment at Duckenfield Road clinic.,DNA,,Nurse Ludovica,
"""  # noqa: E501 - rows as an agency sends them
SOCIAL = """Date,Time,Event,Outcome,Action,Social worker
14.11.2013,2pm,"Core group. Osgoode Wexcombe and M. Thornbrackle came with Nan (Ferdinanda Hobdayle). Z.Q. born 17/03/2012 slept.",Meeting,Weekly visits by Barnabus,Barnabus Tiverholme
6.12.2013,,Visit to 14 Duckenfield Road ZE1 4QT in Mellingford cancelled. Ludovica Okonjwa rang.,Cancelled,,B Tiverholme
"""  # noqa: E501 - as above
LETTER = (
    "To Prunella Sandringhame\n\nRe Zephira Quillfeather, born 17 March 2012, of 14 Duckenfield Road, Mellingford.\n\n"
    "Marlowina Thornbrackle did not attend. Mr Wexcombe (Osgoode) said Zeffy was with Ferdinanda. Contact Barnabus at "
    "b.tiverholme@council.example or 07700 900417.\n"
)


def tells(text: str) -> list[str]:
    """What a text tells that nobody may be told."""
    plain = "".join(
        each
        for each in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(each) and each != "\u00ad"
    ).casefold()
    bare = re.sub(r"\W", "", plain)
    return [FORBIDDEN[at] for at, wanted in enumerate(_WANTED) if wanted in bare] + _DAYS.findall(text)


def hidden_case(path: Path) -> CaseFile:
    """Make the case, open: everybody has a pseudonym and nothing is left to decide."""
    case = new_case(
        path, PASSPHRASE, "The Quillfeather review", "lcspr", by="Rosalindis Adeyemisson",
        incident="2014-02-09T18:40", scope_from="2012-01-01", scope_to="2014-02-09",
    )  # fmt: skip
    _people(case)
    _review(case)
    _events(case)
    _spine(case)
    return case


def _people(case: CaseFile) -> None:
    add = people.add_person
    add(
        case,
        "Zephira Quillfeather",
        pseudonym="Child Z",
        aliases=("Zeffy", "Z"),
        born="2012-03-17",
        subject=True,
    )
    add(case, "Marlowina Thornbrackle", pseudonym="Mother", aliases=("Mum",), role="mother")
    add(case, "Osgoode Wexcombe", pseudonym="Father", role="father", born="1985-06-02")
    add(case, "Ferdinanda Hobdayle", pseudonym="MGM", aliases=("Nan",), role="maternal grandmother")
    add(case, "Prunella Sandringhame", pseudonym="HV1", role="health visitor")
    add(case, "Nurse Ludovica Okonjwa", pseudonym="Nurse 1", role="nurse")
    add(case, "Barnabus Tiverholme", pseudonym="SW1", role="social worker")
    people.add_service(case, "Mellingford health visiting", "HV", organisation="Mellingford Community Trust")
    people.add_service(case, "Children’s social care", "CSC", organisation="Mellingford Council")


def _review(case: CaseFile) -> None:
    review.change_review(
        case, commissioner="Mellingford Safeguarding Partnership",
        incident_text="Zephira was found unwell by Osgoode Wexcombe.",
    )  # fmt: skip
    review.add_line(case, "What did agencies know of Mr Wexcombe?")
    review.add_member(case, "Cressidee Vantongeren", "Lead reviewer", "Independent")
    review.add_member(case, "Rosalindis Adeyemisson", "Board officer", "Mellingford Council")
    with case.reading() as session:
        child = people.find_person(session, "Child Z").id
    review.add_status(
        case, "Child protection plan", "2013-10-03", "2014-01-08", child, "Told Marlowina by letter"
    )
    review.add_life_event(case, "2013-06-21", "Osgoode Wexcombe moved in")
    add_identifiers(case)


def add_identifiers(case: CaseFile) -> None:
    """The places of the case."""

    add_identifier(case, "Mellingford", "the town")
    add_identifier(case, "Duckenfield Road", "the road")


def _events(case: CaseFile) -> None:
    for name, text, service in (
        ("Quillfeather HV chronology.csv", HEALTH, "HV"),
        ("CSC Thornbrackle.csv", SOCIAL, "CSC"),
    ):
        bring_in(case, draft(case, name, text.encode(), service=service))
    with case.reading() as session:
        first, second, third, *_ = CombinedChronology().ids(session, Ask())
        mother = people.find_person(session, "Mother").id
    marks.mark_key(case, [first, third], on=True)
    linking.link_as_same(case, [first, second])
    linking.link_person(case, second, mother, "present")
    corrections.correct(case, third, "outcome", "not_brought", "Zephira depends on Marlowina to bring her.")
    notes.add_note(case, first, "Who told Prunella that Osgoode had moved in on 21 June 2013?")
    asked = marks.ask_agency(case, second, "Did Barnabus see Zephira?")
    marks.answer_question(case, asked, "Yes, says Mr Tiverholme.")
    theme = codebook.add_theme(case, "WEX", "Mr Wexcombe unseen", definition="Osgoode not spoken to.")
    tags.tag_events(case, [first, third], theme)
    letter = take_in(case, "Letter about Zephira Quillfeather.txt", LETTER.encode())
    with case.reading() as session:
        service = people.find_service(session, "HV").id
        text = text_of(session, letter).text
    at = text.index("Marlowina")
    tags.tag_passage(case, letter, at, at + 40, theme, "Osgoode again")
    take_in(case, "Minutes Wexcombe.txt", b"Minutes. Ms Thornbrackle gave apologies.", service)


def _spine(case: CaseFile) -> None:
    with case.reading() as session:
        ids = CombinedChronology().ids(session, Ask())
    finding = spine.add_finding(
        case, "Nobody asked Osgoode Wexcombe", evidence=ids[:2], what="Zephira was seen with Marlowina.",
        why="Prunella had no supervision.", so_what="Barnabus did not know.", known="Known to Ludovica.",
    )  # fmt: skip
    with case.reading() as session:
        piece = spine.spine(session).findings[0].evidence[0].id
    spine.edit_evidence(case, piece, note="Zeffy’s own words")
    asked = spine.add_recommendation(
        case, "See every Wexcombe", findings=[finding], detail="As Ferdinanda asked."
    )
    action = spine.add_action(
        case, asked, "Train Mellingford staff", owners=["HV"], lead="Prunella Sandringhame", due="2026-12-01",
        measure="Ask Marlowina",
    )  # fmt: skip
    spine.add_progress(case, action, "Barnabus wrote.", by="Ludovica Okonjwa", evidence="Tiverholme memo")
    spine.add_milestone(case, action, "Zephira’s nursery asked")
    spine.word_status(case, "green", "On track", "Agreed with Cressidee Vantongeren")
