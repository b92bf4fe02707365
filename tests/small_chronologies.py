"""Small chronologies of an invented family, as agencies send them, for the tests of the chronology place."""

from pathlib import Path

from ui.places.chronology.place import ChronologyPlace
from ui.window import Window
from workbench.casefile import CaseFile
from workbench.chronology.importing import bring_in, draft
from workbench.people import add_person, add_service
from workbench.review import add_line, change_review

HEALTH = """Ref,Date,Time,Contact,Who was seen,Event,Outcome,Action
1,02/11/2023,10:30,Home visit,,No reply at the door. Card left.,No access,
2,05/12/2023,14:30,Core group,,Core group joined by telephone.,Meeting,Fortnightly visits
3,05/12/2023,16:00,Home visit,Kyra Fenwick,Kyra weighed at home. Weight 25th centile.,Seen,
4,10/01/2024,,Clinic,,Third immunisations. Kyra not brought to clinic.,DNA,
5,30/02/2024,,Clinic,,Second appointment for Kyra.,DNA,
6,,,Record,,Note found loose in the file.,Information only,
"""
SOCIAL = """Date,Time,Event,Outcome,Action
5.12.2023,2pm,"Core group. HV gave apologies, K to be seen each time.",Meeting,Weekly visits
6.12.2023,,Visit cancelled.,Cancelled,
"""
CORRECTED = HEALTH.replace("Weight 25th centile", "Weight 9th centile").replace(
    "6,,,Record", "7,12/02/2024,11:00,Home visit,Kyra Fenwick,Kyra seen asleep in her cot.,Seen,\n6,,,Record"
)
BY_COLUMN = """Service,Date,Event,Outcome
GP,03/10/2023,Antenatal booking missed.,DNA
Night nursing team,04/10/2023,Telephone call to mother.,Telephone
"""


def write(folder: Path, name: str, text: str) -> Path:
    """A file as an agency would send it."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def people_and_services(case: CaseFile) -> None:
    """The child, her mother, two services, a line of enquiry and the scope."""
    change_review(case, scope_from="2023-10-01", scope_to="2024-02-29", incident="2024-02-29T22:40")
    add_person(
        case, "Kyra Fenwick", pseudonym="Child K", aliases=("Kyra", "K"), born="2023-02-26", subject=True
    )
    add_service(case, "Health visiting", "HV")
    add_service(case, "Children’s social care", "CSC")
    add_line(case, "Was the child seen?")


def bring(case: CaseFile, name: str, text: str, service: str) -> None:
    """Bring a chronology in without the window."""
    bring_in(case, draft(case, name, text.encode(), service=service))


def filled(case: CaseFile) -> None:
    """A case with two services' chronologies: eight events."""
    people_and_services(case)
    bring(case, "HV chronology.csv", HEALTH, "HV")
    bring(case, "CSC chronology.csv", SOCIAL, "CSC")


def place_of(window: Window) -> ChronologyPlace:
    """The chronology, which the window has open."""
    place = window.place
    assert isinstance(place, ChronologyPlace)
    return place
