"""Setting up a case: the sample, a new case file, the review, its services and its people."""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from workbench import review, sample
from workbench.anonymity.rendering import is_anonymous, say, say_person
from workbench.case import new_case
from workbench.casefile import CaseFile
from workbench.chronology import linking
from workbench.cli.opening import new_passphrase, opened, who_acts
from workbench.cli.telling import Given, Json, Line, as_list, counted, progress, tell
from workbench.cli.values import stated
from workbench.findings import followed
from workbench.people import (
    PersonView,
    add_person,
    add_service,
    edit_person,
    edit_service,
    find_person,
    find_service,
    people,
    services,
)
from workbench.problems import Problem


def sample_case(given: Given) -> int:
    made = [str(path) for path in sample.make(Path(given.dir), progress())]
    tell(given, {"made": made, "total": len(made)}, [("Made", path) for path in made])
    return 0


def new(given: Given) -> int:
    if given.born and not given.subject:
        raise Problem("A date of birth was given, but nobody it belongs to.", "Add --subject NAME.")
    case = new_case(
        Path(given.case),
        new_passphrase(given.passphrase_file),
        given.title,
        given.kind,
        by=who_acts(given),
        incident=given.incident,
        scope_from=given.date_from,
        scope_to=given.date_to,
    )
    with case:
        if given.subject:
            add_person(case, given.subject, born=given.born, subject=True)
        with case.reading() as session:
            told = _review_json(session)
        tell(
            given,
            {"case": case.id, "path": str(case.path), **told},
            [
                (f"Made {given.case}.",),
                ("Run “workbench recovery” on it and lock the recovery key away: it opens the case too.",),
            ],
        )
    return 0


def _review_json(session: Session) -> Json:
    about = review.the_review(session)
    return {
        "id": about.id,
        "title": say(about.title),
        "kind": about.kind.code,
        "nation": about.nation,
        "marking": about.marking,
        "commissioner": about.commissioner,
        "incident": about.incident,
        "incident_text": say(about.incident_text),
        "scope_from": about.scope_from,
        "scope_to": about.scope_to,
        "notified": about.notified,
        "draft": about.draft,
        "predictable": say(about.predictable),
        "preventable": say(about.preventable),
        "clocks": [{"name": due.name, "on": due.on.isoformat()} for due in review.clocks(about)],
        "subjects": [_person_json(person) for person in people(session) if person.subject],
        "lines": [{"id": one, "ref": ref, "text": say(words)} for one, ref, words in review.lines(session)],
        "panel": [_entry_json(one) for one in review.members(session)],
        "statuses": [_entry_json(one) for one in review.statuses(session)],
        "life_events": [_entry_json(one) for one in review.life_events(session)],
    }


def _entry_json(one: review.Listed) -> Json:
    return {"id": one.id, "name": say(one.name), **one.values}


def review_show(given: Given) -> int:
    with opened(given) as case:
        _tell_review(given, case)
    return 0


def _tell_review(given: Given, case: CaseFile) -> None:
    with case.reading() as session:
        about = review.the_review(session)
        told = _review_json(session)
        lines: list[Line] = [
            (f"{say(about.title)}: {about.kind.name}, {about.draft_words}",),
            (f"scope {about.scope_from or 'open'} to {about.scope_to or 'open'}",),
            (f"incident {about.incident or 'not given'}",),
        ]
        lines += [(f"{due.name} by {followed.say_day(due.on.isoformat())}",) for due in review.clocks(about)]
        lines += [(f"{ref}  {say(words)}",) for _, ref, words in review.lines(session)]
        known = {person.id: say_person(person) for person in people(session)}
        for name, found in (
            ("panel", review.members(session)),
            ("status", review.statuses(session)),
            ("life event", review.life_events(session)),
        ):
            for one in found:
                rest = ", ".join(
                    known.get(value, say(value))
                    for key, value in one.values.items()
                    if value and key not in ("name", "kind", "text")
                )
                lines.append((f"{name}: {say(one.name)}{f' ({rest})' if rest else ''}",))
    tell(given, told, lines)


def review_set(given: Given) -> int:
    values = stated(given, REVIEW_VALUES)
    values |= {
        f"scope_{end}": day
        for end, day in (("from", given.date_from), ("to", given.date_to))
        if day is not None
    }
    with opened(given) as case:
        if values:
            review.change_review(case, **values)
        _tell_review(given, case)
    return 0


def review_add(given: Given) -> int:
    with opened(given) as case:
        if given.part == "line":
            review.add_line(case, given.text)
        elif given.part == "member":
            review.add_member(case, given.text, given.role or "", given.organisation or "")
        elif given.part == "life":
            review.add_life_event(case, given.on, given.text)
        else:
            with case.reading() as session:
                person = find_person(session, given.person).id if given.person else None
            review.add_status(case, given.text, given.date_from, given.date_to, person, given.note or "")
        _tell_review(given, case)
    return 0


def review_remove(given: Given) -> int:
    with opened(given) as case:
        with case.reading() as session:
            found: dict[str, Callable[[], None]] = {}
            for line_id, ref, _ in review.lines(session):
                found[line_id] = found[ref.casefold()] = partial(review.remove_line, case, line_id)
            for listed, remove in (
                (review.members, review.remove_member),
                (review.statuses, review.remove_status),
                (review.life_events, review.remove_life_event),
            ):
                for one in listed(session):
                    found[one.id] = partial(remove, case, one.id)
        taken = found.get(given.thing.casefold())
        if taken is None:
            raise Problem(
                f"There is no “{given.thing}” in the review.",
                "Use K1 for a line of enquiry, or an id of “show --json”.",
            )
        taken()
        _tell_review(given, case)
    return 0


REVIEW_VALUES = (
    "title",
    "kind",
    "nation",
    "marking",
    "commissioner",
    "incident",
    "incident_text",
    "notified",
    "draft",
    "predictable",
    "preventable",
)


def service_add(given: Given) -> int:
    with opened(given) as case:
        made = add_service(case, given.name, given.code, organisation=given.organisation)
        _tell_service(given, case, made)
    return 0


def service_set(given: Given) -> int:
    with opened(given) as case:
        with case.reading() as session:
            found = find_service(session, given.service)
        edit_service(case, found.id, **stated(given, ("name", "code", "organisation", "colour")))
        _tell_service(given, case, found.id)
    return 0


def _tell_service(given: Given, case: CaseFile, service_id: str) -> None:
    with case.reading() as session:
        view = find_service(session, service_id)
    tell(given, asdict(view), [(view.code, say(view.name), view.organisation or "")])


def service_list(given: Given) -> int:
    with opened(given) as case, case.reading() as session:
        found = services(session)
        lines = [(one.code, say(one.name), one.organisation or "") for one in found]
        tell(given, as_list("services", [asdict(one) for one in found]), lines)
    return 0


def person_add(given: Given) -> int:
    with opened(given) as case:
        made = add_person(
            case,
            given.name,
            pseudonym=given.pseudonym,
            aliases=tuple(given.alias),
            role=given.role or "",
            born=given.born,
            subject=given.subject,
        )
        _tell_person(given, case, made)
    return 0


def person_set(given: Given) -> int:
    with opened(given) as case:
        with case.reading() as session:
            found = find_person(session, given.person)
        values = stated(given, ("name", "pseudonym", "role", "born", "subject"))
        if given.alias:
            values["aliases"] = list(dict.fromkeys([*found.aliases, *given.alias]))
        edit_person(case, found.id, **values)
        _tell_person(given, case, found.id)
    return 0


def _tell_person(given: Given, case: CaseFile, person_id: str) -> None:
    with case.reading() as session:
        view = find_person(session, person_id)
    tell(given, _person_json(view), [_person_line(view)])


def _person_json(view: PersonView) -> Json:
    return {
        "id": view.id,
        "name": say_person(view),
        "pseudonym": view.pseudonym,
        "aliases": [say(alias) for alias in view.aliases],
        "role": view.role,
        "born": view.born,
        "subject": view.subject,
        "leads": view.leads,
    }


def _person_line(view: PersonView) -> Line:
    standing = "subject" if view.subject else ""
    born = "" if is_anonymous() else view.born or ""
    return (say_person(view), view.pseudonym or "", view.role, born, standing)


def person_list(given: Given) -> int:
    with opened(given) as case, case.reading() as session:
        found = people(session)
        told = as_list("people", [_person_json(one) for one in found])
        tell(given, told, [_person_line(one) for one in found])
    return 0


def person_match(given: Given) -> int:
    with opened(given) as case:
        with case.reading() as session:
            person = find_person(session, given.person)
        with case.change(f"Match “{given.as_written}” to a person"):
            count = linking.match_name(case, given.as_written, person.id)
            if given.as_written not in (person.name, *person.aliases):
                edit_person(case, person.id, aliases=[*person.aliases, given.as_written])
        words = f"“{say(given.as_written)}” is {say(person.name)} in {counted(count, 'event')}."
        tell(given, {"matched": count, "person": person.id}, [(words,)])
    return 0


def person_unmatched(given: Given) -> int:
    with opened(given) as case, case.reading() as session:
        found = linking.unmatched_names(session)
        told = as_list("names", [{"as_written": say(name), "events": count} for name, count in found])
        tell(given, told, [(say(name), counted(count, "event")) for name, count in found])
    return 0
