"""Pseudonyms as reviews use them, suggested for whoever has none yet: "Child K", "Mother", "Sibling 1", "SW2"."""

import re
from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from workbench.anonymity.folding import folded
from workbench.casefile import CaseFile
from workbench.people import PersonView, edit_person, people
from workbench.problems import Problem
from workbench.review import the_review

_FAMILY: tuple[tuple[str, str, bool], ...] = (
    (r"maternal (great ?)?(grandmother|gran|nan\w*)|mgm", "MGM", False),
    (r"maternal (great ?)?(grandfather|grandad|granddad)|mgf", "MGF", False),
    (r"paternal (great ?)?(grandmother|gran|nan\w*)|pgm", "PGM", False),
    (r"paternal (great ?)?(grandfather|grandad|granddad)|pgf", "PGF", False),
    (r"grandmother|gran|nan\w*", "Grandmother", False),
    (r"grandfather|grandad|granddad", "Grandfather", False),
    (r"step ?-?(mother|mum)", "Stepmother", False),
    (r"step ?-?(father|dad)", "Stepfather", False),
    (r"foster carer", "Foster Carer", True),
    (r"mother|mum", "Mother", False),
    (r"father|dad", "Father", False),
    (r"brother|sister|sibling|twin|half-? ?(brother|sister)", "Sibling", True),
    (r"aunt\w*", "Aunt", False),
    (r"uncle", "Uncle", False),
    (r"partner|boyfriend|girlfriend|husband|wife", "Partner", False),
    (r"cousin", "Cousin", True),
    (r"neighbour", "Neighbour", True),
    (r"friend", "Friend", True),
)
_TRADE: tuple[tuple[str, str], ...] = (
    (r"social work(er)?|\bsw\b", "SW"),
    (r"health visit(or|ing)|\bhv\b", "HV"),
    (r"general practitioner|\bgp\b", "GP"),
    (r"midwi(fe|ves)|\bmid\b", "MW"),
    (r"drugs? (and alcohol )?work(er)?|key ?worker|substance", "DW"),
    (r"nursery", "NW"),
    (r"police|\bpc\b|constable|sergeant|detective", "PO"),
    (r"school nurse", "SN"),
    (r"nurse", "Nurse"),
    (r"teacher|head", "Teacher"),
    (r"paediatrician", "Paediatrician"),
    (r"doctor|registrar|consultant|\bdr\b", "Doctor"),
    (r"manager|supervisor", "Manager"),
    (r"family support", "FSW"),
)  # fmt: skip
_TITLED = re.compile(r"\b(Child|Adult|Baby|Person|Victim) ([A-Z]{1,2})\b")


def suggested_pseudonyms(session: Session) -> dict[str, str]:
    """A pseudonym for everyone who has none, by id; nobody's is taken or holds a name of the case."""
    everyone = people(session)
    review = the_review(session)
    taken = {(person.pseudonym or "").casefold() for person in everyone}
    found: dict[str, str] = {}
    for person in everyone:
        if not person.pseudonym:
            free = (
                each
                for each in _ideas(person, review.title, review.kind.subject, everyone)
                if each.casefold() not in taken
            )
            found[person.id] = next(free)
            taken.add(found[person.id].casefold())
    return found


def give_pseudonyms(case: CaseFile, chosen: Mapping[str, str] | None = None) -> int:
    """Give everyone who has no pseudonym the one suggested, or the one chosen (by id), as one change; says how many."""
    with case.reading() as session:
        found = dict(chosen) if chosen is not None else suggested_pseudonyms(session)
    if not found:
        raise Problem("Everybody has a pseudonym.", "Change one in Case, People.")
    with case.change(f"Give {len(found)} {'person' if len(found) == 1 else 'people'} a pseudonym"):
        for person_id, pseudonym in found.items():
            edit_person(case, person_id, pseudonym=pseudonym)
    return len(found)


def _ideas(person: PersonView, title: str, subject: str, everyone: list[PersonView]) -> Iterator[str]:
    if person.subject:
        yield from _for_subject(person, title, subject)
    role = folded(person.role)
    for pattern, word, numbered in _FAMILY:
        if re.search(rf"\b({pattern})\b", role):
            if not numbered:
                yield word
            yield from (f"{word} {number}" for number in range(1 if numbered else 2, 1000))
    for pattern, word in _TRADE:
        if re.search(pattern, role):
            between = "" if word.isupper() else " "
            yield from (f"{word}{between}{number}" for number in range(1, 1000))
    yield from (f"Adult {number}" for number in range(1, 10_000))


def _for_subject(person: PersonView, title: str, subject: str) -> Iterator[str]:
    """The letter of the case's title, or one that does not begin a name of the subject's."""
    if person.leads and (named := _TITLED.search(title)):
        yield named.group()
    word = {"child": "Child", "victim": "Adult", "adult": "Adult"}.get(subject, "Person")
    own = {part[:1] for name in (person.name, *person.aliases) for part in folded(name).upper().split()}
    yield from (f"{word} {letter}" for letter in "KHRTNBCDEFGJLMPSVWXYZAQU" if letter not in own)
