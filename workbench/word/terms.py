"""What lets a report be read alone: the services, the words of the trade, and how things are counted."""

from workbench.anonymity.rendering import say_service
from workbench.chronology.events import EventView
from workbench.chronology.outcomes import OUTCOMES
from workbench.word.held import Held
from workbench.word.markup import Cell, Run, TableColumn, para
from workbench.word.paper import Paper, count
from workbench.word.quoting import say_case_day

_WORDS = (
    ("Agency", "A body that takes part in the review, such as a council, a trust or a police force."),
    ("Service", "The part of an agency that met the family. Each has a short code."),
    ("Contact", "An event in which a service met, or tried to meet, someone."),
    (
        "Was not brought",
        "A contact missed by someone who depends on another to bring them, such as a child or an adult in care.",
    ),
    ("Did not attend", "A contact missed by someone who could be expected to come by themselves."),
    (
        "Combined chronology",
        "The records of all agencies put into one order, each kept as its agency wrote it.",
    ),
    ("Key event", "An event that the panel marked as mattering most for understanding what happened."),
    ("Line of enquiry", "A question that the review was asked to answer."),
)


def put_services(paper: Paper, held: Held) -> None:
    """The services with their codes and the time from which their records come, and the words of the trade."""
    events = held.chronology.events
    paper.heading(3, "Services and their codes")
    rows = []
    for service in held.services:
        own = [event for event in events if event.service == service.code]
        rows.append(
            [
                Cell((para(Run(service.code, f"Service{service.code}")),)),
                Cell((para(say_service(service.name)),)),
                Cell((para(say_service(service.organisation) if service.organisation else "Not said"),)),
                Cell((para(_reach(own)),)),
            ]
        )
    paper.table(
        "Services and their codes",
        "Each service’s code, name and organisation, and the time that its records in this review span.",
        [
            TableColumn("Code", 17),
            TableColumn("Service", 50),
            TableColumn("Organisation", 53),
            TableColumn("Records span", 50),
        ],
        rows,
        together=len(rows) <= 15,
    )
    paper.heading(3, "Words used")
    paper.table(
        "Words used in this report",
        "Each word with what it means here.",
        [TableColumn("Word", 42), TableColumn("What it means", 128)],
        [[Cell((para(Run(word, "Strong")),)), Cell((para(means),))] for word, means in _WORDS],
    )


def _reach(events: list[EventView]) -> str:
    first = min((event.earliest for event in events if event.earliest), default=None)
    last = max((event.latest for event in events if event.latest), default=None)
    if first is None or last is None:
        return "No dated record"
    return f"{say_case_day(first)} to {say_case_day(last)}"


def put_counting(paper: Paper, held: Held) -> None:
    """What counts as what, and by which spans: whoever counts again comes to the same figures."""
    review, subject = held.review, held.review.kind.subject
    missed = [outcome.name.lower() for outcome in OUTCOMES.values() if outcome.missed]
    kept = [outcome.name.lower() for outcome in OUTCOMES.values() if outcome.contact]
    events = held.chronology.events
    told = (
        (
            "Contact, and missed contact",
            f"A contact counts as kept when the record says so ({'; '.join(kept)}), and as planned and missed when it "
            f"says that ({'; '.join(missed)}). Planned contacts are those kept and those missed. What the family, or "
            "nobody named, cancelled is counted apart; what a service cancelled, moved or excused is neither kept nor "
            "missed.",
        ),
        (
            f"{subject.capitalize()} seen",
            f"The {subject} counts as seen only where a record says so. That someone attended or was met at home is "
            "not enough.",
        ),
        (
            "A run",
            "Three or more planned contacts with one person missed in a row in one service, with no contact with that "
            "person between. What was cancelled, moved, excused or not recorded neither breaks a run nor counts in it.",
        ),
        ("No record", _silence(held)),
        (
            "Not seen",
            f"The time between two contacts in which the {subject} was seen, by one service or by any. From birth or "
            "the start of the scoping period to the first, and from the last to the incident or the end of the scoping "
            "period, count as well, and say so.",
        ),
        (
            "Vague dates",
            "A vague date is never read as one exact day. Events whose date is vague or not known bound no gap and no "
            "run; where they could change a figure it says “at least” or “at most”.",
        ),
        (
            "What was counted",
            f"{count(len(events), 'event')}, of which "
            f"{count(sum(not (event.earliest or event.latest) for event in events), 'event')} without a date and "
            f"{count(sum(event.outcome is None for event in events), 'event')} whose outcome nobody could tell. "
            "Figures speak of what was recorded. What happened and was not written down is in none of them.",
        ),
    )
    for heading, words in told:
        paper.paragraph(para(Run(f"{heading}. ", "Strong"), words, style="Normal"))
    if review.scope_from or review.scope_to:
        start = say_case_day(review.scope_from) if review.scope_from else "no set start"
        end = say_case_day(review.scope_to) if review.scope_to else "no set end"
        paper.paragraph(
            para(
                Run("Scoping period. ", "Strong"), f"{start[:1].upper()}{start[1:]} to {end}.", style="Normal"
            )
        )


def _silence(held: Held) -> str:
    told = (
        f"More than {held.review.silence_days} days with nothing at all from a service between its first record and "
        "its last. It is not the same as a contact that was tried and missed, which is a record."
    )
    own = [
        f"{service.code} {service.silence_days} days"
        for service in held.services
        if service.silence_days is not None
    ]
    return f"{told} Services with a span of their own: {'; '.join(own)}." if own else told
