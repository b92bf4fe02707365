"""A small invented case in which every row of the grammar stands: each mark, both gaps, a run, vague dates, ties."""

from pathlib import Path

from sqlalchemy import select

from workbench import review
from workbench.case import new_case
from workbench.casefile import CaseFile
from workbench.chronology.dates import When, read_date
from workbench.chronology.events import Event, add_event
from workbench.chronology.linking import link_as_same, link_person
from workbench.chronology.marks import mark_key
from workbench.people import add_person, add_service
from workbench.themes.codebook import Theme
from workbench.themes.tags import Tag

PASSPHRASE = "a small timeline"
CHILD, MOTHER = "Kyra Fenwick", "Jade Fenwick"
SERVICES = (
    ("Health visiting", "HV"), ("GP practice", "GP"), ("Social care", "CSC"), ("Drug and alcohol service", "DAS"),
    ("Nursery", "NUR"), ("Police", "POL"), ("Hospital", "HOS"), ("Midwifery", "MID"),
)  # fmt: skip
# service, date, time, outcome, kind of contact, whose (c child, m mother)
EVENTS = (
    ("MID", "3 Feb 2023", None, "attended", "Booking", "m"),
    ("MID", "14 Mar 2023", "11:00", "seen", "Birth", "c"),
    ("HV", "20 Sep 2023", "10:00", "seen", "Home visit", "c"),
    ("HV", "2 Nov 2023", None, "telephone", "Call", "m"),
    ("HV", "1 Dec 2023", None, "not_applicable", "Letter", ""),
    ("HV", "4 Jan 2024", "09:30", "no_access", "Home visit", "c"),
    ("HV", "25 Jan 2024", "09:30", "declined", "Home visit", "c"),
    ("HV", "20 Feb 2024", "14:00", "no_access", "Home visit", "c"),
    ("HV", "1 Mar 2024", None, "cancelled_by_service", "Visit", "c"),
    ("HV", "28 Mar 2024", "10:00", "seen", "Seen at Nan’s", "c"),
    ("HV", "10 May 2024", None, "cancelled_by_family", "Clinic", "c"),
    ("HV", "9 Jul 2024", None, "not_brought", "2-year review", "c"),
    ("HV", "20 Aug 2024", None, "seen", "Clinic", "c"),
    ("HV", "11 Feb 2025", None, "not_brought", "2-year review", "c"),
    ("GP", "early October 2023", None, "not_brought", "Imms", "c"),
    ("GP", "20 Nov 2023", None, "not_brought", "Imms", "c"),
    ("GP", "14 Dec 2023", None, "not_brought", "Imms", "c"),
    ("GP", "2 Feb 2024", None, "not_brought", "Imms", "c"),
    ("GP", "5 Apr 2024", None, "attended", "Ear infection", "c"),
    ("GP", "12 Jun 2024", None, "not_applicable", "Letter", ""),
    ("GP", "8 Jan 2025", None, "did_not_attend", "Imms recall", "c"),
    ("CSC", "4 Sep 2023", None, "seen", "Visit", "c"),
    ("CSC", "25 Sep 2023", None, "seen_alone", "Visit", "c"),
    ("CSC", "18 Oct 2023", None, "no_access", "Visit", "c"),
    ("CSC", "28 Oct 2023", None, "rescheduled", "Visit", "c"),
    ("CSC", "6 Dec 2023", "10:00", "not_applicable", "Core group", ""),
    ("CSC", "6 Dec 2023", "14:00", "not_applicable", "Strategy meeting", ""),
    ("CSC", "12 Dec 2023", None, "no_access", "Visit", "c"),
    ("CSC", "3 Jan 2024", None, "declined", "Visit", "c"),
    ("CSC", "17 Jan 2024", None, "seen", "Visit", "c"),
    ("CSC", "17 Jan 2024", None, "adult_only", "Call to mother", "m"),
    ("CSC", "26 Jun 2024", "15:30", "seen", "Last seen", "c"),
    ("CSC", "1 Aug 2024", None, "no_access", "Visit", "c"),
    ("CSC", "22 Aug 2024", None, "no_access", "Visit", "c"),
    ("CSC", "12 Sep 2024", None, "no_access", "Visit", "c"),
    ("CSC", "24 Sep 2024", None, "declined", "Visit", "c"),
    ("CSC", "30 Oct 2024", None, "not_applicable", "Closed", ""),
    ("DAS", "30 Aug 2023", None, "adult_only", "Key work", "m"),
    ("DAS", "5 Oct 2023", None, "did_not_attend", "Key work", "m"),
    ("DAS", "3 Nov 2023", None, "did_not_attend", "Key work", "m"),
    ("DAS", "5 Dec 2023", None, "declined", "Key work", "m"),
    ("DAS", "20 Jan 2024", None, "did_not_attend", "Key work", "m"),
    ("DAS", "20 Feb 2024", None, "adult_only", "Key work", "m"),
    ("DAS", "9 Jul 2024", None, "did_not_attend", "Key work", "m"),
    ("DAS", "10 Jan 2025", None, "telephone", "Call", "m"),
    ("NUR", "mid October 2023", None, "not_applicable", "Place offered", ""),
    ("NUR", "early December 2023", None, "not_brought", "Session", "c"),
    ("NUR", "15 Apr 2024", None, "seen", "Starts", "c"),
    ("NUR", "29 Apr 2024", None, "seen", "Session", "c"),
    ("NUR", "13 May 2024", None, "seen", "Session", "c"),
    ("NUR", "15 May 2024", None, "seen", "Session", "c"),
    ("NUR", "24 Jun 2024", "08:50", "seen", "Session", "c"),
    ("NUR", "1 Jul 2024", "09:10", "not_brought", "Session", "c"),
    ("NUR", "9 Sep 2024", None, "seen", "New term", "c"),
    ("NUR", "7 Oct 2024", None, "present_not_spoken", "Hungry", "c"),
    ("NUR", "2024", None, "not_recorded", "Diary", "c"),
    ("POL", "28 Nov 2023", "23:10", "present_not_spoken", "Call-out", "c"),
    ("POL", "24 Oct 2024", "21:40", "present_not_spoken", "Call-out", "c"),
    ("POL", "14 Mar 2025", "18:52", "not_applicable", "Called by ambulance", ""),
    ("HOS", "25 Oct 2024", "01:15", "attended", "A&E", "m"),
    ("HOS", "14 Mar 2025", "19:05", "seen", "Resuscitation", "c"),
    ("HOS", "14 Mar 2025", "20:30", "not_applicable", "Strategy discussion", ""),
    ("HOS", "", None, "not_recorded", "Undated note", ""),
    ("HOS", "before 3 May 2024", None, "not_recorded", "Old letter", ""),
)  # fmt: skip
KEY = ("Core group", "Last seen", "Closed")
TIES = (("POL", "Call-out", "HOS", "A&E"), ("CSC", "Core group", "HV", "Letter"))


def small_timeline(path: Path) -> CaseFile:
    """Make the case, open."""
    case = new_case(
        path,
        PASSPHRASE,
        "Child K",
        "lcspr",
        by="A. Reviewer",
        incident="2025-03-14T18:40",
        scope_from="2023-08-20",
        scope_to="2025-03-14",
    )
    child = add_person(case, CHILD, pseudonym="Child K", born="2023-03-14", subject=True)
    mother = add_person(case, MOTHER, pseudonym="Mother", role="Mother", aliases=("Jade",))
    for name, code in SERVICES:
        add_service(case, name, code)
    review.add_status(case, "Child in need", "2023-08-01", "2023-11-23")
    review.add_status(case, "Child protection plan", "2023-11-24", "2024-06-11", note="neglect")
    review.add_status(case, "Child in need", "2024-06-12", "2024-11-30")
    review.add_life_event(case, "2023-12-16", "Move to Larch Court")
    review.add_life_event(case, "2024-03-20", "Kyra stays with Nan, 5 weeks")
    made = {}
    for code, date, time, outcome, what, whose in EVENTS:
        when = read_date(date).when if date else When(None, None, "unknown")
        said = f"{what} by {code}: Jade spoke for Kyra."
        made[(code, what)] = one = add_event(case, code, when, said, time=time, outcome=outcome)
        if whose:
            link_person(case, one, child if whose == "c" else mother, "for")
        if what in KEY:
            mark_key(case, [one], on=True)
    for first_code, first, code, what in TIES:
        link_as_same(case, [made[(first_code, first)], made[(code, what)]])
    with case.change("Say what sort of contact each was, and tag some") as session:
        for event, (*_, what, _) in zip(
            session.scalars(select(Event).order_by(Event.number)), EVENTS, strict=True
        ):
            event.contact_type = what
        codes = {theme.code: theme.id for theme in session.scalars(select(Theme))}
        for event in session.scalars(
            select(Event).where(Event.outcome.in_(("not_brought", "no_access", "did_not_attend")))
        ):
            for code in ("MCO", "CDE")[: 1 + (event.number % 2)]:
                session.add(
                    Tag(
                        theme_id=codes[code],
                        event_id=event.id,
                        quote="",
                        note="",
                        by="A. Reviewer",
                        at="2026-01-01T00:00:00Z",
                    )
                )
    return case
