"""The overview report: what the case holds, in the order in which panels write and boards read it.

It is written from the case alone, so that a draft can be made on any day of the review. What a reader expects
and nobody has written yet is said in one sentence; what this case simply has none of is left out.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.anonymity.rendering import is_anonymous, say, say_name, say_person, say_service
from workbench.chronology.events import Event
from workbench.chronology.when import age
from workbench.findings.spine import spine
from workbench.people import PersonView, lead_subject
from workbench.problems import Report, quiet
from workbench.review import lines, members, the_review
from workbench.word import action_plan
from workbench.word.analysis import put_analysis
from workbench.word.chronology import characters, put_chronology
from workbench.word.contact_pattern import put_contact
from workbench.word.held import Held
from workbench.word.learning import put_conclusions, put_findings, put_good_practice, put_recommendations
from workbench.word.markup import Cell, Run, TableColumn, para
from workbench.word.paper import Paper, Provenance, count, say_day
from workbench.word.quoting import listed, paragraphs_of, say_case_day, say_moment
from workbench.word.story import put_background, put_episodes
from workbench.word.terms import put_counting, put_services

APPENDICES: Mapping[str, str] = {
    "chronology": "Combined chronology",
    "action-plan": "Action plan",
    "services": "Services and the words they use",
    "counts": "How the counts were made",
}
"""What may stand behind the report, by the code that leaves it out."""

_PURPOSES: Mapping[str, str] = {
    "rapid-review": "A rapid review gathers the facts of a serious incident quickly, says what can be learned at "
    "once, and advises whether a fuller review is needed.",
    "lcspr": "A local child safeguarding practice review looks at how organisations worked together to safeguard "
    "a child, so that practice can become safer.",
    "sar": "A safeguarding adults review, under section 44 of the Care Act 2014, looks at how organisations worked "
    "together to protect an adult with care and support needs.",
    "dardr": "A domestic abuse related death review looks at the circumstances in which someone died and at what "
    "organisations can learn from how they responded.",
    "susr": "A single unified safeguarding review brings together what organisations in Wales can learn from one "
    "set of circumstances.",
    "scotland": "A learning review looks at how organisations worked together to protect a child, at what supported "
    "good practice and at what stood in its way.",
    "other": "This review looks at how organisations worked together, and at what they can learn.",
}


def write_overview(
    held: Held,
    layout: str,
    appendices: Collection[str],
    provenance: Provenance,
    report: Report = quiet,
) -> bytes:
    """The report as a Word file. `layout` is that of its action plan, `appendices` are codes of `APPENDICES`."""
    review = held.review
    paper = Paper(
        f"{say(review.title)}: overview report",
        subject=review.kind.name,
        author=say(review.commissioner),
        marking=review.marking,
        draft=review.draft_words,
        provenance=provenance,
        landscape=False,
        characters=[*characters(held.services), *action_plan.CHARACTERS],
        numbered=True,
        before_title=[para(review.kind.name, style="CoverKind")],
    )
    _cover(paper, held, provenance)
    paper.contents()
    paper.new_page()
    _introduction(paper, held)
    _summary(paper, held)
    _method(paper, held)
    _family(paper, held)
    put_background(paper, held)
    put_episodes(paper, held)
    put_contact(paper, held)
    put_analysis(paper, held.themes, held.evidence, held.findings_about)
    put_findings(paper, held)
    put_good_practice(paper, held)
    put_conclusions(paper, held)
    put_recommendations(paper, held)
    _appendices(paper, held, layout, appendices, provenance, report)
    return paper.finish()


def unwritten(session: Session) -> list[str]:
    """The parts of the report that a reader expects and nobody has written yet, as few words each."""
    review, known = the_review(session), spine(session)
    lacking = {
        "the subject of the review": lead_subject(session) is None,
        "what happened": not review.incident_text,
        "the scoping period": not (review.scope_from or review.scope_to),
        "lines of enquiry": not lines(session),
        "the panel’s members": not members(session),
        "key events": session.scalar(select(Event.id).where(Event.is_key).limit(1)) is None,
        "findings": not known.findings,
        "good practice": not any(finding.good_practice for finding in known.findings),
        "the view on predictability": not review.predictable,
        "the view on preventability": not review.preventable,
        review.kind.results: not known.recommendations,
    }
    return [words for words, lacks in lacking.items() if lacks]


def _cover(paper: Paper, held: Held, provenance: Provenance) -> None:
    review = held.review
    old = age(held.born, review.incident and review.incident[:10])
    if held.lead is not None:
        paper.paragraph(para(f"{held.subject}, aged {old}" if old else held.subject, style="CoverSubject"))
    facts = [
        ("Commissioned by", say(review.commissioner) or "not said yet"),
        ("State", review.draft_words),
        ("Date", say_day(provenance.today, full=True)),
        ("Marking", review.marking),
        (
            "Names",
            "pseudonyms stand for people’s names"
            if is_anonymous()
            else "people’s real names stand in this copy; it is for the panel alone",
        ),
    ]
    for label, words in facts:
        paper.paragraph(para(Run(f"{label}: ", "Label"), words, style="CoverFact"))


# What the review is


def _introduction(paper: Paper, held: Held) -> None:
    review, kind = held.review, held.review.kind
    paper.heading(2, "Introduction")
    by = f" It was commissioned by {say(review.commissioner)}." if review.commissioner else ""
    old = age(held.born, review.incident and review.incident[:10])
    aged = f", who was {old} old when the incident happened" if old else ""
    whom = held.subject if held.lead else f"a {kind.subject}"
    paper.paragraph(f"This is the overview report of a {_lower(kind.name)} about {whom}{aged}.{by}")
    paper.paragraph(_PURPOSES[kind.code])
    when = f"The incident happened {say_moment(review.incident)}." if review.incident else ""
    told = paragraphs_of(review.incident_text)
    if told:
        told[0] = f"{when} {told[0]}".strip()
        paper.paragraph(*told)
    else:
        paper.paragraph(f"{when} What happened has not been written down yet.".strip())
    paper.paragraph(
        "The aim is learning and never blame. People acted on what they knew and could see at the time, with the "
        "means they had; where the report judges, it says what was known then and by whom."
    )
    if is_anonymous():
        paper.paragraph(
            "People’s names are replaced by pseudonyms, ages stand in place of birth dates, and dates may be given "
            "by their month."
        )


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def _summary(paper: Paper, held: Held) -> None:
    kind, spine = held.review.kind, held.spine
    paper.heading(2, "Summary of learning")
    learned = [finding for finding in spine.findings if not finding.good_practice]
    good = [finding for finding in spine.findings if finding.good_practice]
    if not spine.findings:
        paper.paragraph("The panel has written no finding yet.")
        return
    told = [count(len(learned), "finding")] if learned else []
    if good:
        told.append(f"{count(len(good), 'example')} of good practice")
    asked = count(len(spine.recommendations), kind.result, kind.results)
    paper.paragraph(
        f"The review has {listed(told)}, and makes {asked if spine.recommendations else f'no {kind.result} yet'}."
    )
    for finding in (*learned, *good):
        words = " ".join(paragraphs_of(finding.so_what))
        title = say(finding.title).rstrip(".")
        paper.paragraph(para(Run(f"{title}. ", "Strong"), f"{words} ({finding.ref})".strip(), style="Normal"))


def _method(paper: Paper, held: Held) -> None:
    events = held.chronology.events
    paper.heading(2, "How the review was done")
    paper.heading(3, "Terms of reference")
    if held.lines:
        paper.paragraph(
            f"The review was asked {count(len(held.lines), 'question')}, its key lines of enquiry."
            if len(held.lines) > 1
            else "The review was asked one question, its key line of enquiry."
        )
        for ref, words in held.lines:
            paper.paragraph(para(Run(f"{ref} ", "Reference"), say(words), style="Normal"))
    else:
        paper.paragraph("The key lines of enquiry have not been set yet.")
    paper.paragraph(_scope(held))
    paper.heading(3, "The panel")
    _panel(paper, held)
    paper.heading(3, "Agencies and their records")
    _agencies(paper, held)
    key = sum(event.key for event in events)
    asked = [question for event in events for question in event.questions]
    open_questions = sum(question.answer is None for question in asked)
    told = (
        f"The agencies’ records were put into one combined chronology of {count(len(events), 'event')}, each kept as "
        f"its agency wrote it. The panel marked {count(key, 'event')} as key."
    )
    if asked:
        told += (
            f" It put {count(len(asked), 'question')} to agencies about their records; "
            f"{_unanswered(open_questions)}."
        )
    paper.paragraph(told)


def _unanswered(number: int) -> str:
    if not number:
        return "all are answered"
    return f"{number:,} {'is' if number == 1 else 'are'} not answered yet"


def _scope(held: Held) -> str:
    start, end = held.review.scope_from, held.review.scope_to
    if not (start or end):
        return "No scoping period has been set, so the whole of the records is looked at."
    first = say_case_day(start) if start else "no set start"
    last = say_case_day(end) if end else "no set end"
    told = f"The review looks closely at {first} to {last}"
    outside = sum(event.out_of_scope for event in held.chronology.events)
    if outside:
        return (
            f"{told}. {count(outside, 'event')} {'is' if outside == 1 else 'are'} marked as out of scope and kept as "
            "background."
        )
    return f"{told}; what came before is background."


def _panel(paper: Paper, held: Held) -> None:
    if not held.members:
        paper.paragraph("The panel’s members have not been listed yet.")
        return
    rows = [
        (
            say_name(str(one.values["name"] or "")),
            say(str(one.values["role"] or "")),
            say_service(str(one.values["organisation"] or "")),
        )
        for one in held.members
    ]
    columns = [TableColumn("Name", 50), TableColumn("Role", 56), TableColumn("Organisation", 64)]
    if not any(name for name, _, _ in rows):
        columns, rows = columns[1:], [("", *row[1:]) for row in rows]
    paper.table(
        "The panel",
        "Each member of the panel with role and organisation.",
        columns,
        [[_cell(words or "Not said") for words in row[-len(columns) :]] for row in rows],
        together=True,
    )


def _agencies(paper: Paper, held: Held) -> None:
    events = held.chronology.events
    numbers = {
        service.code: sum(event.service == service.code for event in events) for service in held.services
    }
    sent = {
        service.code: sum(one.service == service.code for one in held.materials) for service in held.services
    }
    took_part = [service for service in held.services if numbers[service.code] or sent[service.code]]
    if not took_part:
        paper.paragraph("No agency’s records have been taken in yet.")
        return
    paper.table(
        "The agencies whose records the review read",
        "Each service with its code and organisation, how many documents came from it, and how many events of the "
        "combined chronology.",
        [
            TableColumn("Code", 17),
            TableColumn("Service", 53),
            TableColumn("Organisation", 54),
            TableColumn("Documents", 25),
            TableColumn("Events", 21),
        ],
        [
            [
                Cell((para(Run(service.code, "Reference")),)),
                _cell(say_service(service.name)),
                _cell(say_service(service.organisation) if service.organisation else "Not said"),
                _cell(f"{sent[service.code]:,}"),
                _cell(f"{numbers[service.code]:,}"),
            ]
            for service in took_part
        ],
        together=True,
    )


def _cell(words: str) -> Cell:
    return Cell((para(words),))


# Who it is about


def _family(paper: Paper, held: Held) -> None:
    paper.heading(2, "The family")
    if not held.people:
        paper.paragraph("The people of the case have not been listed yet.")
        return
    family = [person for person in held.people if _is_family(person)]
    others = [person for person in held.people if not _is_family(person)]
    paper.lead_in(
        "These are the people whom the report speaks of"
        + (", by the pseudonyms that stand for them." if is_anonymous() else ".")
    )
    if family:
        _people_table(paper, held, "The family and those near to it", family)
    if others:
        _people_table(paper, held, "Others whom the records name", others)
    if held.statuses:
        _statuses(paper, held)


def _is_family(person: PersonView) -> bool:
    """Whether someone belongs to the family or its circle: no professional has a birth date in the case."""
    words = set(re.findall(r"\w+", person.role.casefold()))
    return person.subject or person.born is not None or bool(words & _OF_THE_FAMILY)


_OF_THE_FAMILY = frozenset(
    {"mother", "father", "mum", "dad", "parent", "stepmother", "stepfather", "brother", "sister", "sibling", "son",
     "daughter", "twin", "partner", "husband", "wife", "grandmother", "grandfather", "grandparent", "aunt", "uncle",
     "cousin", "niece", "nephew", "carer", "neighbour", "friend", "tenant"}
)  # fmt: skip


def _people_table(paper: Paper, held: Held, caption: str, people: Sequence[PersonView]) -> None:
    incident = held.review.incident and held.review.incident[:10]
    aged = [age(person.born, incident) for person in people]
    columns = [TableColumn("Who", 50), TableColumn("Role", 78)]
    if any(aged):
        columns.append(TableColumn("Age at the incident", 42))
    paper.table(
        caption,
        f"Each person with the role{', and the age at the time of the incident' if any(aged) else ''}.",
        columns,
        [
            [
                Cell((para(Run(say_person(person), "Strong")),)),
                _cell(say(person.role) or "Not said"),
                *(
                    [_cell({"before birth": "Not yet born"}.get(old, old) or "Not known")]
                    if any(aged)
                    else []
                ),
            ]
            for person, old in zip(people, aged, strict=True)
        ],
        together=len(people) <= 12,
    )


def _statuses(paper: Paper, held: Held) -> None:
    known = {person.id: person for person in held.people}
    paper.heading(3, "Legal and plan status")
    rows = []
    for one in held.statuses:
        who = known.get(str(one.values["of"])) or held.lead
        starts, ends, note = one.values["starts"], one.values["ends"], one.values["note"]
        rows.append(
            [
                Cell((para(Run(say(one.name), "Strong")), *([para(say(note))] if note else []))),
                _cell(say_person(who) if who else "Not said"),
                _cell(say_case_day(starts) if starts else "Not known"),
                _cell(say_case_day(ends) if ends else "No end known"),
            ]
        )
    paper.table(
        "Legal and plan status over time",
        "Each status, whose it was, and from when to when.",
        [TableColumn("Status", 60), TableColumn("Whose", 36), TableColumn("From", 37), TableColumn("To", 37)],
        rows,
        together=len(rows) <= 12,
    )


def _appendices(
    paper: Paper,
    held: Held,
    layout: str,
    chosen: Collection[str],
    provenance: Provenance,
    report: Report,
) -> None:
    paper.appendices()
    if "chronology" in chosen and held.chronology.events:
        paper.turn(landscape=True)
        paper.heading(2, APPENDICES["chronology"])
        born = held.born if held.review.kind.subject in ("child", "person") else None
        put_chronology(
            paper, 3, held.review, held.chronology, held.services, held.materials, born, provenance, report
        )
    if "action-plan" in chosen and held.spine.actions:
        paper.turn(landscape=True)
        paper.heading(2, APPENDICES["action-plan"])
        action_plan.put_action_plan(
            paper, 3, held.review, held.spine, held.legend, held.services, layout, provenance.today
        )
    if "services" in chosen and held.services:
        paper.turn(landscape=False)
        paper.heading(2, APPENDICES["services"])
        put_services(paper, held)
    if "counts" in chosen and held.chronology.events:
        paper.turn(landscape=False)
        paper.heading(2, APPENDICES["counts"])
        put_counting(paper, held)
