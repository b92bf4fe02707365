"""Cases with many events, for measuring the timeline and for its tests: written at once, as an import would."""

import json
import random
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import insert, select

from workbench import review
from workbench.case import new_case
from workbench.casefile import CaseFile, new_id
from workbench.chronology.events import FIELDS, Event, EventPerson
from workbench.people import add_person, add_service
from workbench.themes.codebook import Theme
from workbench.themes.tags import Tag

PASSPHRASE = "only to measure with"
LANES = (
    ("Children’s social care", "CSC", 18), ("Health visiting", "HV", 12), ("GP practice", "GP", 9),
    ("School and nursery", "NUR", 20), ("Police", "POL", 8), ("Hospital", "HOS", 6), ("CAMHS", "CAMHS", 5),
    ("Housing", "HSG", 4), ("Probation", "PRO", 3), ("Midwifery", "MID", 5), ("Adult social care", "ASC", 3),
    ("Drug and alcohol service", "DAS", 7),
)  # fmt: skip
OUTCOMES = (
    ("seen", 26), ("attended", 16), ("present_not_spoken", 5), ("adult_only", 8), ("telephone", 7),
    ("did_not_attend", 7), ("not_brought", 4), ("no_access", 4), ("declined", 2), ("cancelled_by_family", 2),
    ("cancelled_by_service", 3), ("rescheduled", 1), ("not_applicable", 12), ("not_recorded", 3), (None, 1),
)  # fmt: skip
KINDS = (
    "Home visit",
    "Strategy meeting",
    "Core group",
    "Clinic",
    "Call-out",
    "Review",
    "Phone call",
    "Referral",
)
WORDS = "Mother said she was managing; cot made up in her own room and little food in. Next visit booked."
BORN = date(2012, 6, 17)


def many_events(path: Path, events: int, *, years: int = 10, seed: int = 1) -> CaseFile:
    """A case of so many events of twelve services, open; every hundredth vague, one in five hundred undated."""
    rng = random.Random(seed)
    incident = BORN + timedelta(days=round(365.25 * (years - 2)))
    case = new_case(
        path,
        PASSPHRASE,
        "Many events",
        "lcspr",
        by="Ada",
        incident=f"{incident}T18:40",
        scope_from=str(BORN - timedelta(days=270)),
        scope_to=str(incident),
    )
    child = add_person(case, "Rowan Pell", pseudonym="Child R", born=str(BORN), subject=True)
    mother = add_person(case, "Tamsin Pell", pseudonym="Mother", role="Mother")
    services = [add_service(case, name, code) for name, code, _ in LANES]
    review.add_status(case, "Child in need", str(BORN), "2014-02-01")
    review.add_status(case, "Child protection plan", "2014-02-01", "2015-08-01", note="neglect")
    review.add_status(case, "Interim care order", "2018-01-01", None)
    review.add_life_event(case, "2015-03-01", "Move to Larch Court")
    review.add_life_event(case, "2017-09-04", "Starts school")
    begins = BORN - timedelta(days=400)
    span = round(365.25 * years)
    weights = [weight for _, _, weight in LANES]
    codes, shares = [code for code, _ in OUTCOMES], [share for _, share in OUTCOMES]
    rows = []
    for number in range(1, events + 1):
        day = begins + timedelta(days=rng.randrange(span))
        last = day + timedelta(days=rng.choice((6, 29, 90))) if rng.random() < 0.01 else day
        undated = rng.random() < 0.002
        rows.append(
            {
                "id": new_id(),
                "number": number,
                "service_id": rng.choices(services, weights)[0],
                "material_id": None,
                "position": number,
                "text": f"{rng.choice(KINDS)}. {WORDS} Entry {number}.",
                "date_as_written": "",
                "earliest": None if undated else str(day),
                "latest": None if undated else str(last),
                "precision": "unknown" if undated else "day" if last == day else "range",
                "approximate": False,
                "time": f"{rng.randrange(8, 18):02d}:{rng.randrange(60):02d}" if rng.random() < 0.4 else None,
                "end_time": None,
                "outcome_as_written": "",
                "outcome": rng.choices(codes, shares)[0],
                "child_seen": None,
                "contact_type": rng.choice(KINDS),
                "recorded_by": "",
                "source_as_written": "",
                "reference_as_written": "",
                "action": "",
                "analysis": "",
                "voice": "",
                "is_key": rng.random() < 0.005,
                "out_of_scope": False,
                "day_order": None,
                "happening": None,
            }
        )
    for row in rows:
        if rng.random() < 0.004:
            row["happening"] = rng.choice(rows)["id"]
    for row in rows:
        row["reading"] = json.dumps(
            {name: [row[column] for column in of] for name, (_, of) in FIELDS.items()}
        )
    parts = [
        {
            "id": new_id(),
            "event_id": row["id"],
            "person_id": mother if row["outcome"] in ("adult_only", "telephone") else child,
            "as_written": "",
            "part": "for",
        }
        for row in rows
        if rng.random() < 0.6
    ]
    with case.change("Bring in many events") as session:
        session.execute(insert(Event), rows)
        session.execute(insert(EventPerson), parts)
        themes = list(session.scalars(select(Theme).order_by(Theme.position).limit(3)))
        session.execute(
            insert(Tag),
            [
                {"id": new_id(), "theme_id": rng.choice(themes).id, "event_id": row["id"], "quote": "", "note": "",
                 "by": "Ada", "at": "2026-01-01T00:00:00Z"}
                for row in rng.sample(rows, events // 20)
            ],
        )  # fmt: skip
    return case
