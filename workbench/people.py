"""The family, the professionals, and the organisations and services that met them.

An *organisation* is the body; a *service* is the part of it that met the family, and is what events, lanes
and recommendations belong to. Each service has one short code and one colour, always shown together.
"""

import re
from dataclasses import dataclass

from sqlalchemy import ForeignKey, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from workbench.casefile import CaseFile, Row
from workbench.problems import Problem
from workbench.records import edit, get, iso_date, position_after, remove, reorder

SERVICE_COLOURS = (
    "#1B5287",
    "#0B6660",
    "#51409A",
    "#33414F",
    "#8A4600",
    "#3B661A",
    "#8E2C63",
    "#9B2C2C",
    "#2F5D8C",
    "#5B5A00",
    "#6B3FA0",
    "#00605A",
)
"""Colours given to services in turn: each keeps 4.5:1 on paper and differs for colour-blind eyes."""
COLOUR_NAMES = dict(
    zip(
        SERVICE_COLOURS,
        (
            "blue", "teal", "indigo", "slate", "brown", "green", "plum", "red", "steel blue", "olive", "violet",
            "deep teal",
        ),
        strict=True,
    )
)  # fmt: skip
"""What the colours are called."""
USUAL_COLOURS = {
    "CSC": "#1B5287",
    "HV": "#0B6660",
    "GP": "#51409A",
    "POL": "#33414F",
    "DAS": "#8A4600",
    "NUR": "#3B661A",
    "MID": "#8E2C63",
    "HOS": "#9B2C2C",
}
"""The colours that services with a usual code are known by."""
_CODE = re.compile(r"[A-Z][A-Z0-9]{0,5}")


class Person(Row):
    """Someone the records speak of: the subject, family, or a professional."""

    __tablename__ = "person"
    name: Mapped[str]
    pseudonym: Mapped[str | None] = mapped_column(unique=True)
    role: Mapped[str] = mapped_column(default="")
    born: Mapped[str | None]
    subject: Mapped[bool] = mapped_column(default=False)
    leads: Mapped[bool] = mapped_column(default=False)
    """The one subject whose age and contacts the pictures follow; others are siblings."""
    position: Mapped[int]


class Alias(Row):
    """Another name a person goes by in the records."""

    __tablename__ = "alias"
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]


class Organisation(Row):
    """A body that takes part in the review."""

    __tablename__ = "organisation"
    name: Mapped[str] = mapped_column(unique=True)
    published: Mapped[str] = mapped_column(default="")
    """What it is called where people are anonymous; empty where its own name can stand."""
    position: Mapped[int]


class Service(Row):
    """The part of an organisation that met the family."""

    __tablename__ = "service"
    organisation_id: Mapped[str | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="RESTRICT"), index=True
    )
    name: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)
    colour: Mapped[str]
    published: Mapped[str] = mapped_column(default="")
    """What it is called where people are anonymous; empty where its own name can stand."""
    silence_days: Mapped[int | None]
    """How many days without a record from it count as *no record*; null takes the review's span."""
    position: Mapped[int]


@dataclass(frozen=True)
class PersonView:
    """A person, as places, documents and JSON show one."""

    id: str
    name: str
    pseudonym: str | None
    aliases: tuple[str, ...]
    role: str
    born: str | None
    subject: bool
    leads: bool


@dataclass(frozen=True)
class ServiceView:
    """A service, as places, documents and JSON show one."""

    id: str
    name: str
    code: str
    organisation: str | None
    colour: str
    published: str = ""
    silence_days: int | None = None


def people(session: Session) -> list[PersonView]:
    """Everyone in the case: subjects first, then in the order they were added."""
    aliases: dict[str, list[str]] = {}
    for alias in session.scalars(select(Alias).order_by(Alias.name)):
        aliases.setdefault(alias.person_id, []).append(alias.name)
    rows = session.scalars(
        select(Person).order_by(Person.leads.desc(), Person.subject.desc(), Person.position, Person.id)
    )
    return [
        PersonView(
            row.id,
            row.name,
            row.pseudonym,
            tuple(aliases.get(row.id, ())),
            row.role,
            row.born,
            row.subject,
            row.leads,
        )
        for row in rows
    ]


def services(session: Session) -> list[ServiceView]:
    """Every service in the panel's order."""
    rows = session.execute(
        select(Service, Organisation.name)
        .outerjoin(Organisation, Organisation.id == Service.organisation_id)
        .order_by(Service.position, Service.id)
    )
    return [
        ServiceView(row.id, row.name, row.code, body, row.colour, row.published, row.silence_days)
        for row, body in rows
    ]


@dataclass(frozen=True)
class PublishedName:
    """An organisation or a service, and what it is called where people are anonymous ("" for its own name)."""

    id: str
    name: str
    published: str


def published_names(session: Session) -> list[PublishedName]:
    """Every organisation, then every service, with what it is published as."""
    bodies = session.scalars(select(Organisation).order_by(Organisation.position, Organisation.id))
    found = [PublishedName(row.id, row.name, row.published) for row in bodies]
    return found + [PublishedName(one.id, one.name, one.published) for one in services(session)]


def publish_as(case: CaseFile, thing: str, published: str) -> None:
    """Say what an organisation or a service (by id) is called where people are anonymous; "" for its own name."""
    with case.reading() as session:
        kind = Organisation if session.get(Organisation, thing) is not None else Service
    edit(case, kind, thing, "Say what a service is called in public", published=published.strip())


def lead_subject(session: Session) -> PersonView | None:
    """The subject the review is about, when one has been named."""
    return next((person for person in people(session) if person.leads), None)


def find_service(session: Session, name: str) -> ServiceView:
    """The service with this code, name or id, whatever its capitals. Raises `Problem` when there is none."""
    wanted = name.strip().casefold()
    known = services(session)
    for service in known:
        if wanted in (service.code.casefold(), service.name.casefold(), service.id):
            return service
    codes = ", ".join(service.code for service in known)
    raise Problem(
        f"There is no service “{name}” in this case.",
        f"Use one of {codes}, or add it first." if codes else "Add it first.",
    )


def find_person(session: Session, name: str) -> PersonView:
    """The person with this id, name, pseudonym or alias. Raises `Problem` when there is none, or several."""
    wanted = name.strip().casefold()
    found = [
        person
        for person in people(session)
        if wanted == person.id
        or wanted
        in (word.casefold() for word in (person.name, person.pseudonym or "", *person.aliases) if word)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise Problem(f"“{name}” could be {len(found)} people.", "Use the pseudonym or the full name.")
    raise Problem(
        f"There is no “{name}” among the people of this case.", "Check the spelling, or add them first."
    )


def add_person(
    case: CaseFile,
    name: str,
    *,
    pseudonym: str | None = None,
    aliases: tuple[str, ...] = (),
    role: str = "",
    born: str | None = None,
    subject: bool = False,
) -> str:
    """Add someone and give the id. The first subject leads the review until another is chosen."""
    if not name.strip():
        raise Problem("That person has no name.", "Write the name as most records have it.")
    with case.change(f"Add {name.strip()}") as session:
        everyone = people(session)
        _pseudonym_free(everyone, pseudonym)
        row = Person(
            name=name.strip(),
            pseudonym=(pseudonym or "").strip() or None,
            role=role.strip(),
            born=iso_date(born),
            subject=subject,
            leads=subject and not any(person.leads for person in everyone),
            position=position_after(session, Person),
        )
        session.add(row)
        session.flush()
        for alias in aliases:
            if alias.strip():
                session.add(Alias(person_id=row.id, name=alias.strip()))
        return row.id


def edit_person(case: CaseFile, person_id: str, **values: object) -> None:
    """Change a person: name, pseudonym, role, born, subject, leads, and `aliases` as the whole new list."""
    aliases = values.pop("aliases", None)
    with case.change("Change a person") as session:
        person = get(session, Person, person_id)
        if "pseudonym" in values:
            chosen = str(values["pseudonym"] or "").strip() or None
            _pseudonym_free([other for other in people(session) if other.id != person_id], chosen)
            values["pseudonym"] = chosen
        if "born" in values:
            values["born"] = iso_date(values["born"])
        if "name" in values and not str(values["name"]).strip():
            raise Problem("That person has no name.", "Write the name as most records have it.")
        if values.get("leads"):
            values["subject"] = True
            for other in session.scalars(select(Person).where(Person.leads, Person.id != person_id)):
                other.leads = False
        if values.get("subject") is False:
            values["leads"] = False
        edit(case, Person, person_id, "Change a person", **values)
        if isinstance(aliases, list | tuple):
            _set_aliases(session, person, [str(alias) for alias in aliases])


def remove_person(case: CaseFile, person_id: str) -> None:
    """Take someone out of the case. Events keep the name as written, unmatched."""
    remove(case, Person, person_id, "Remove a person")


def add_service(
    case: CaseFile, name: str, code: str, *, organisation: str | None = None, colour: str | None = None
) -> str:
    """Add a service, and its organisation when that is new, and give its id."""
    if not name.strip():
        raise Problem("That service has no name.", "Write its name as the report should print it.")
    with case.change(f"Add the service {name.strip()} ({code.strip().upper()})") as session:
        known = services(session)
        taken = {service.colour for service in known}
        chosen = _code_free(known, code)
        usual = USUAL_COLOURS.get(chosen)
        free = [usual] if usual and usual not in taken else []
        free += [shade for shade in SERVICE_COLOURS if shade not in taken]
        row = Service(
            organisation_id=_organisation(session, organisation),
            name=name.strip(),
            code=chosen,
            colour=colour or (free or list(SERVICE_COLOURS))[0],
            position=position_after(session, Service),
        )
        session.add(row)
        session.flush()
        return row.id


def edit_service(case: CaseFile, service_id: str, **values: object) -> None:
    """Change a service: name, code, colour, position, and `organisation` by its name."""
    with case.change("Change a service") as session:
        if "code" in values:
            others = [service for service in services(session) if service.id != service_id]
            values["code"] = _code_free(others, str(values["code"]))
        if "organisation" in values:
            values["organisation_id"] = _organisation(session, str(values.pop("organisation") or ""))
        if "name" in values and not str(values["name"]).strip():
            raise Problem("That service has no name.", "Write its name as the report should print it.")
        edit(case, Service, service_id, "Change a service", **values)


def move_service(case: CaseFile, service_id: str, by: int) -> None:
    """Move a service up (negative) or down in the panel's order of services."""
    with case.reading() as session:
        code = get(session, Service, service_id).code
    reorder(case, Service, service_id, by, f"Move the service {code}")


def remove_service(case: CaseFile, service_id: str) -> None:
    """Take out a service that nothing rests on. Raises `Problem` when events or recommendations do."""
    try:
        remove(case, Service, service_id, "Remove a service")
    except IntegrityError:
        raise Problem(
            "That service has events, recommendations or actions, so it stays.",
            "Undo the import or move what rests on it first.",
        ) from None


def _set_aliases(session: Session, person: Person, wanted: list[str]) -> None:
    names = {alias.strip() for alias in wanted if alias.strip()}
    for alias in session.scalars(select(Alias).where(Alias.person_id == person.id)):
        if alias.name in names:
            names.discard(alias.name)
        else:
            session.delete(alias)
    for name in sorted(names):
        session.add(Alias(person_id=person.id, name=name))


def _organisation(session: Session, name: str | None) -> str | None:
    wanted = (name or "").strip()
    if not wanted:
        return None
    for body in session.scalars(select(Organisation)):
        if body.name.casefold() == wanted.casefold():
            return body.id
    made = Organisation(name=wanted, position=position_after(session, Organisation))
    session.add(made)
    session.flush()
    return made.id


def _pseudonym_free(others: list[PersonView], pseudonym: str | None) -> None:
    wanted = (pseudonym or "").strip().casefold()
    if wanted and any((other.pseudonym or "").casefold() == wanted for other in others):
        raise Problem(
            f"The pseudonym “{pseudonym}” is taken.",
            "Two people with one pseudonym could be mixed up; choose another.",
        )


def _code_free(others: list[ServiceView], code: str) -> str:
    wanted = code.strip().upper()
    if not _CODE.fullmatch(wanted):
        raise Problem(
            f"“{code}” cannot be a service’s code.",
            "Use one to six letters or digits, starting with a letter.",
        )
    for other in others:
        if other.code == wanted:
            raise Problem(f"The code {wanted} belongs to {other.name}.", "Choose another code.")
    return wanted
