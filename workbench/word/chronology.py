"""The combined chronology on paper: every service's events as one, oldest first, with where each came from.

Events stand in a table for each year, so that a reader can go from year to year by its headings and Word stays
quick. Events without a date are never placed by guess: they stand last, counted.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from workbench.anonymity.rendering import say, say_file, say_name, say_service
from workbench.chronology.dates import age, say_when
from workbench.chronology.events import FIELDS, EventView
from workbench.chronology.outcomes import OUTCOMES, Outcome
from workbench.materials import MaterialView
from workbench.notes import NoteView
from workbench.people import ServiceView
from workbench.problems import Report, quiet
from workbench.review import ReviewView
from workbench.word.markup import Cell, Para, Run, TableColumn, para
from workbench.word.paper import Paper, Provenance, about_the_review, count, say_day
from workbench.word.quoting import reads_days, say_case_day
from workbench.word.styles import MARKS_FONT, CharacterStyle

MARKS: Mapping[str, tuple[str, str]] = {
    "disc": ("●", "0072B2"),
    "small disc": ("•", "0072B2"),
    "ringed disc": ("◉", "0072B2"),
    "cross": ("✕", "C24A00"),
    "barred square": ("⊟", "8E2C63"),
    "open diamond": ("◇", "5F6C7B"),
    "diamond": ("◆", "5F6C7B"),
    "triangle": ("▲", "00694D"),
    "hollow disc": ("◦", "5F6C7B"),
}
"""The sign and the colour of each mark of the outcomes' table."""
MISSED_GROUND = "FBE6DC"
"""Under what was planned and missed, so that a run of it is seen down the page, in grey print too."""

_COLUMNS = (
    TableColumn("Ref", 14),
    TableColumn("Date", 37),
    TableColumn("Time", 15),
    TableColumn("Service", 16),
    TableColumn("Event", 109),
    TableColumn("Outcome", 34),
    TableColumn("Source", 33),
    TableColumn("Marks", 15),
)
_NOT_UNDERSTOOD = Outcome("", "Not understood", None, None, False, False, "hollow disc")


@dataclass(frozen=True)
class _Case:
    """What the cells of an event need to know beside the event."""

    tints: Mapping[str, str]
    born: str | None
    subject: str
    shown: "Shown"


@dataclass(frozen=True)
class Shown:
    """What of the case stands in the chronology, and what was left out of it."""

    events: Sequence[EventView]
    """In the order in which they are to stand."""
    total: int
    """How many events the case has."""
    chosen: Sequence[str] = ()
    """What was chosen, each a short phrase: "key events only", "services CSC and HV"."""
    undated_aside: int = 0
    """How many undated events a choice of dates leaves aside."""
    refs: Mapping[str, str] = field(default_factory=dict)
    """References of the events that others are linked to, by id."""
    lines: Sequence[tuple[str, str]] = ()
    """The key lines of enquiry: reference and words."""
    notes: Mapping[str, Sequence[NoteView]] = field(default_factory=dict)
    """Panel notes by event's id."""
    with_notes: bool = False
    """Whether the panel's notes, questions and doubts stand in it."""
    by_date: bool = True
    """Whether the events are in order of date, and so stand by year."""


def write_chronology(
    review: ReviewView,
    shown: Shown,
    services: Sequence[ServiceView],
    materials: Sequence[MaterialView],
    born: str | None,
    provenance: Provenance,
    report: Report = quiet,
) -> bytes:
    """The chronology as a Word file. `born` is the birth date of the subject who leads, where ages are to stand."""
    paper = Paper(
        f"{say(review.title)}: combined chronology",
        subject=review.kind.name,
        author=say(review.commissioner),
        marking=review.marking,
        draft=review.draft_words,
        provenance=provenance,
        characters=characters(services),
    )
    paper.paragraph(para(about_the_review(review), style="Subtitle"))
    put_chronology(paper, 2, review, shown, services, materials, born, provenance, report)
    return paper.finish()


def put_chronology(
    paper: Paper,
    level: int,
    review: ReviewView,
    shown: Shown,
    services: Sequence[ServiceView],
    materials: Sequence[MaterialView],
    born: str | None,
    provenance: Provenance,
    report: Report = quiet,
) -> None:
    """The chronology under headings of a level: as a document of its own, and as an appendix of another."""
    paper.heading(level, "What this chronology holds")
    paper.paragraph(*_holdings(review, shown, born, provenance))
    _services_table(paper, level, shown.events, services)
    _outcomes_table(paper, level, shown.events, review.kind.subject)
    _lines_table(paper, level, shown)
    tints = {service.code: _tint(service.colour) for service in services}
    case = _Case(tints, born, review.kind.subject, shown)
    done = 0
    for heading, caption, words, events in _groups(shown):
        paper.heading(level, heading)
        if words:
            paper.paragraph(words)
        paper.table(
            caption,
            "Each row is one event as one service recorded it: reference, date, time, service, what happened, "
            "outcome, where it is recorded, and how the panel marked it.",
            _COLUMNS,
            _rows(events, case, done, report),
        )
        done += len(events)
    _materials_table(paper, level, shown.events, materials)


def characters(services: Sequence[ServiceView]) -> list[CharacterStyle]:
    """The character styles that a chronology needs."""
    return [
        *(
            CharacterStyle(
                f"Service{service.code}", f"Service {service.code}", True, service.colour.lstrip("#")
            )
            for service in services
        ),
        *(
            CharacterStyle(f"Mark{_joined(mark)}", f"Mark {mark}", False, colour, MARKS_FONT)
            for mark, (_, colour) in MARKS.items()
        ),
        CharacterStyle("KeyMark", "Key mark", False, "8A4600", MARKS_FONT),
    ]


def _joined(mark: str) -> str:
    return mark.title().replace(" ", "")


# What stands at the top


def _holdings(review: ReviewView, shown: Shown, born: str | None, provenance: Provenance) -> list[str]:
    events = shown.events
    codes = {event.service for event in events}
    dated = [event for event in events if event.earliest or event.latest]
    told = (
        f"{count(len(events), 'event')} from {count(len(codes), 'service')}"
        f"{_reach(dated)}, as the case stood on {say_day(provenance.today, full=True)}."
    )
    if review.scope_from or review.scope_to:
        start = say_case_day(review.scope_from) if review.scope_from else "no set start"
        end = say_case_day(review.scope_to) if review.scope_to else "no set end"
        told += f" The scoping period is {start} to {end}."
    said = [told, _left_out(shown)]
    aged = f", then the age of the {review.kind.subject}" if born else ""
    said.append(
        "Each row is one service’s own account. The date is our reading; where the record put it in other words "
        f"they follow in quotation marks{aged}. Accounts of the same event "
        "name each other and are never joined into one."
    )
    return said


def _reach(dated: Sequence[EventView]) -> str:
    if not dated:
        return ""
    first = min(event.earliest or event.latest or "" for event in dated)
    last = max(event.latest or event.earliest or "" for event in dated)
    return f", {say_case_day(first)} to {say_case_day(last)}"


def _left_out(shown: Shown) -> str:
    parts = []
    if shown.chosen:
        parts.append(f"Chosen for this copy: {'; '.join(shown.chosen)}.")
    missing = shown.total - len(shown.events)
    if missing:
        parts.append(f"{count(missing, 'event')} of the case’s {shown.total:,} {_is(missing)} left out.")
    else:
        parts.append("No event of the case is left out.")
    if shown.undated_aside:
        aside = shown.undated_aside
        parts.append(
            f"Among them {_is(aside)} {count(aside, 'event')} without a date, which no choice of dates can place."
        )
    if shown.with_notes:
        parts.append("The panel’s notes, questions, corrections and open doubts stand with the events.")
        return " ".join(parts)
    notes = sum(len(shown.notes.get(event.id, ())) for event in shown.events)
    questions = sum(len(event.questions) for event in shown.events)
    doubts = sum(len(event.doubts) for event in shown.events)
    kept = [
        words
        for number, words in (
            (notes, count(notes, "panel note")),
            (questions, count(questions, "question to an agency", "questions to agencies")),
            (doubts, f"{count(doubts, 'open doubt')} about how a record was read"),
        )
        if number
    ]
    if kept:
        parts.append(
            f"{_listed(kept)[:1].upper()}{_listed(kept)[1:]} {_is(notes + questions + doubts)} left out."
        )
    return " ".join(parts)


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _services_table(
    paper: Paper, level: int, events: Sequence[EventView], services: Sequence[ServiceView]
) -> None:
    numbers = Counter(event.service for event in events)
    paper.heading(level, "Services and their codes")
    paper.table(
        "The services whose records stand here",
        "Each service’s code, name and organisation, and how many of the events are from its records.",
        [
            TableColumn("Code", 18),
            TableColumn("Service", 66),
            TableColumn("Organisation", 66),
            TableColumn("Events", 18),
        ],
        [
            [
                Cell((para(Run(service.code, f"Service{service.code}")),), _tint(service.colour)),
                Cell((para(say_service(service.name)),)),
                Cell((para(say(service.organisation or "Not said")),)),
                Cell((para(f"{numbers[service.code]:,}"),)),
            ]
            for service in services
            if numbers[service.code]
        ],
        of=0.66,
        together=True,
    )


def _outcomes_table(paper: Paper, level: int, events: Sequence[EventView], subject: str) -> None:
    numbers = Counter(event.outcome or "" for event in events)
    used = [outcome for outcome in (*OUTCOMES.values(), _NOT_UNDERSTOOD) if numbers[outcome.code]]
    paper.heading(level, "What the outcomes mean")
    paper.table(
        "Outcomes met in this chronology",
        f"For each outcome whether there was contact, whether the {subject} was seen, and whether it counts "
        "as planned and missed, with the number of events.",
        [
            TableColumn("Outcome", 56),
            TableColumn("Contact made?", 26),
            TableColumn(f"{subject.capitalize()} seen?", 44),
            TableColumn("Planned and missed?", 30),
            TableColumn("Events", 16),
        ],
        [
            [
                Cell((_outcome(outcome),), MISSED_GROUND if outcome.missed else ""),
                Cell((para(_yes_or_no(outcome.contact, outcome)),)),
                Cell((para(_seen(outcome)),)),
                Cell((para(_missed(outcome)),)),
                Cell((para(f"{numbers[outcome.code]:,}"),)),
            ]
            for outcome in used
        ],
        of=0.66,
        together=True,
    )


def _lines_table(paper: Paper, level: int, shown: Shown) -> None:
    used = {ref for event in shown.events for ref in event.lines}
    if not used:
        return
    paper.heading(level, "Key lines of enquiry")
    paper.table(
        "The questions that events are marked as bearing on",
        "Each key line of enquiry with its reference, which stands in the last column of the events it bears on.",
        [TableColumn("Ref", 14), TableColumn("Key line of enquiry", 150)],
        [
            [Cell((para(Run(ref, "Reference")),)), Cell((para(say(words)),))]
            for ref, words in shown.lines
            if ref in used
        ],
        of=0.66,
        together=True,
    )


def _outcome(outcome: Outcome) -> Para:
    sign, _ = MARKS[outcome.mark]
    return para(Run(f"{sign}\u00a0", f"Mark{_joined(outcome.mark)}"), outcome.name)


def _yes_or_no(value: bool | None, outcome: Outcome) -> str:
    if value is None:
        return "Does not apply" if outcome.code == "not_applicable" else "Not known"
    return "Yes" if value else "No"


def _seen(outcome: Outcome) -> str:
    if outcome.code == "attended":
        return "Only where the record says so"
    if outcome.code == "present_not_spoken":
        return "Yes, but not spoken to"
    return _yes_or_no(outcome.seen, outcome)


def _missed(outcome: Outcome) -> str:
    if outcome.contact is None:
        return _yes_or_no(None, outcome)
    if outcome.apart:
        return "No, counted apart"
    return "Yes" if outcome.missed else "No"


# The events


def _groups(shown: Shown) -> Iterator[tuple[str, str, str, Sequence[EventView]]]:
    """Each table's heading, caption, words before it, and events."""
    if not shown.by_date:
        yield "Events", f"Events in the order chosen ({len(shown.events):,})", "", shown.events
        return
    undated = [event for event in shown.events if not (event.earliest or event.latest)]
    dated = [event for event in shown.events if event.earliest or event.latest]
    for year, of_year in groupby(dated, key=lambda event: (event.earliest or event.latest or "")[:4]):
        events = list(of_year)
        yield year, f"Events of {year} ({len(events):,})", "", events
    if undated:
        number = count(len(undated), "event")
        yield (
            "Events without a date",
            f"Events without a date ({len(undated):,})",
            f"{number} whose date is not known. {'It is' if len(undated) == 1 else 'They are'} not placed by "
            "guess; what the record says of the date stands in quotation marks.",
            undated,
        )


def _rows(events: Sequence[EventView], case: _Case, done: int, report: Report) -> Iterator[list[Cell]]:
    total = len(case.shown.events)
    for number, event in enumerate(events, done + 1):
        outcome = OUTCOMES.get(event.outcome or "", _NOT_UNDERSTOOD)
        yield [
            Cell((para(Run(event.ref, "Reference")),)),
            Cell(tuple(_date(event, case.born))),
            Cell((para(_time(event)),)),
            Cell((para(Run(event.service, f"Service{event.service}")),), case.tints[event.service]),
            Cell(tuple(_event(event, case.shown))),
            Cell(tuple(_came_of_it(event, outcome, case.subject)), MISSED_GROUND if outcome.missed else ""),
            Cell(tuple(_source(event))),
            Cell(tuple(_key(event))),
        ]
        if number % 100 == 0 or number == total:
            report(number, total, "Writing the chronology")


def _date(event: EventView, born: str | None) -> list[Para]:
    more = []
    if event.date_says_more:
        more.append(f"“{say(event.date_as_written.strip())}”")
    if old := age(born, event.when):
        more.append({"before birth": old, "0 days": "day of birth"}.get(old, f"at {old}"))
    written = [para(Run(say_when(event.when), "Strong"))]
    if more:
        written.append(para(_AND_THEN.join(more), style="TableNote"))
    return written


_AND_THEN = " · "


def _time(event: EventView) -> str:
    if not reads_days():
        return ""
    return f"{event.time or ''}{f' – {event.end_time}' if event.end_time else ''}"


def _event(event: EventView, shown: Shown) -> list[Para]:
    written = [para(say(event.text))]
    for label, words in (
        ("Action: ", event.action),
        ("Voice: ", event.voice),
        ("Author’s analysis: ", event.analysis),
    ):
        if words:
            written.append(para(Run(label, "Label"), say(words)))
    if event.accounts:
        refs = _listed([shown.refs[other] for other in event.accounts])
        written.append(para(Run("Same event: ", "Label"), refs))
    if shown.with_notes:
        written += _panel(event, shown.notes.get(event.id, ()))
    return written


def _panel(event: EventView, notes: Sequence[NoteView]) -> list[Para]:
    written = [
        para(Run(f"Panel note, {say(note.by)}, {say_day(note.at)}: ", "Label"), say(note.text))
        for note in notes
    ]
    for question in event.questions:
        written.append(para(Run(f"Asked {say_day(question.asked_at)}: ", "Label"), say(question.text)))
        if question.answer:
            written.append(para(Run("Answered: ", "Label"), say(question.answer)))
        else:
            written.append(para(Run("Not answered yet", "Label")))
    for correction in event.corrections:
        label = f"Corrected, {say(correction.by)}, {say_day(correction.at)}: "
        change = f"{FIELDS[correction.field][0]}, was {say(correction.was)}"
        written.append(para(Run(label, "Label"), f"{change}. {say(correction.why)}".strip()))
    written += [para(Run("To settle: ", "Label"), say(doubt.reason)) for doubt in event.doubts]
    return written


def _came_of_it(event: EventView, outcome: Outcome, subject: str) -> list[Para]:
    written = [_outcome(outcome)]
    corrected = any(correction.field == "outcome" for correction in event.corrections)
    if event.outcome_as_written and (corrected or event.outcome is None):
        written.append(para(f"“{say(event.outcome_as_written)}”", style="TableNote"))
    if event.child_seen is not None and outcome.seen is not event.child_seen:
        words = f"{subject.capitalize()} {'seen' if event.child_seen else 'not seen'}"
        written.append(para(words, style="TableNote"))
    return written


def _source(event: EventView) -> list[Para]:
    if event.material is None:
        written = [para("Added by the panel")]
    else:
        where = [event.material]
        if event.sheet:
            where.append(f"sheet {say(event.sheet)}")
        elif event.table is not None and event.table > 1:
            where.append(f"table {event.table}")
        if event.rows:
            numbers = _listed([str(row) for row in event.rows])
            where.append(f"{'row' if len(event.rows) == 1 else 'rows'} {numbers}")
        written = [para(", ".join(where))]
    if event.source_as_written:
        written.append(para(say(event.source_as_written), style="TableNote"))
    by = say_name(event.recorded_by)
    if any(letter.isalnum() for letter in by):
        written.append(para(f"Recorded by {by}", style="TableNote"))
    return written


def _key(event: EventView) -> list[Para]:
    written = []
    if event.key:
        written.append(para(Run("★\u00a0", "KeyMark"), Run("Key", "Strong")))
    if event.lines:
        written.append(para(", ".join(event.lines), style="TableNote"))
    if event.out_of_scope:
        written.append(para("Out of scope", style="TableNote"))
    return written


def _materials_table(
    paper: Paper, level: int, events: Sequence[EventView], materials: Sequence[MaterialView]
) -> None:
    numbers = Counter(event.material for event in events)
    used = [material for material in materials if numbers[material.ref]]
    if not used:
        return
    paper.heading(level, "Where the rows came from")
    paper.table(
        "The agencies’ own documents",
        "Each document’s reference, name and service, the day it was taken in, and how many events came from it.",
        [
            TableColumn("Ref", 16),
            TableColumn("Document", 82),
            TableColumn("Taken in", 30),
            TableColumn("Events", 18),
        ],
        [
            [
                Cell((para(Run(material.ref, "Reference")),)),
                Cell((para(say_file(material.name, material.service)),)),
                Cell((para(say_day(material.taken_at)),)),
                Cell((para(f"{numbers[material.ref]:,}"),)),
            ]
            for material in used
        ],
        of=0.66,
        together=True,
    )


def _tint(colour: str) -> str:
    """The ground of a service's code: 13 % of its colour on white, six hex digits."""
    figures = colour.lstrip("#")
    parts = (int(figures[start : start + 2], 16) for start in (0, 2, 4))
    return "".join(f"{round(255 - (255 - part) * 0.13):02X}" for part in parts)
