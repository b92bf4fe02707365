"""The pattern of contact in a report: the measures in sentences, and the pictures with their facts as tables.

Every figure comes from `chronology.measures`, so that the report says what the window shows. A figure that a
vague date could change says so, and what the records leave open is told and not counted.
"""

from collections.abc import Sequence

from workbench.anonymity.rendering import say_person, say_service
from workbench.chronology.measures import FEWEST_IN_A_RUN, Gap, Measures, Run, days_before
from workbench.chronology.when import MONTH_NAMES
from workbench.people import ServiceView
from workbench.timeline.export import Figure
from workbench.word import markup
from workbench.word.grids import Count, Grid, Head, by_month, put_grid
from workbench.word.held import Held
from workbench.word.markup import Cell, TableColumn, para
from workbench.word.paper import Paper, count
from workbench.word.quoting import listed, say_case_day

BEFORE_THE_INCIDENT = 90
"""Days; the window that panels ask for."""
_LONGEST = 6
"""How many of the longest times a table shows."""


def put_contact(paper: Paper, held: Held) -> None:
    """The whole section; nothing where the case has no contact to count."""
    found = held.measures
    planned, _ = found.planned_and_missed
    if not len(found.contacts):
        return
    paper.heading(2, "The pattern of contact")
    paper.paragraph(
        "This part counts what the services recorded, over all of them together. How it is counted stands at the end "
        "of the report. Figures speak of records: what happened and was not written down is in none of them."
    )
    if found.out_of_scope:
        number = found.out_of_scope
        paper.paragraph(
            f"{count(number, 'event')} that the panel marked as out of scope {'is' if number == 1 else 'are'} counted "
            "nowhere in it."
        )
    if planned:
        _missed(paper, found)
        _runs(paper, found)
    _not_seen(paper, held, found)
    _no_record(paper, found)
    _before_the_incident(paper, held, found)
    _timeline(paper, held.timeline)


def _missed(paper: Paper, found: Measures) -> None:
    paper.heading(3, "Contacts planned and missed")
    planned, missed = found.planned_and_missed
    by = found.missed
    apart = int(by.apart.sum())
    told = f"{count(planned, 'planned contact')} {_is(planned, 'is', 'are')} recorded"
    told += f", and {missed:,} of them ({_share(missed, planned)}) {_is(missed, 'was', 'were')} missed."
    if not missed:
        told = (
            f"{count(planned, 'planned contact')} {_is(planned, 'is', 'are')} recorded, and none was missed."
        )
    if apart:
        told += (
            f" {count(apart, 'more was', 'more were')} cancelled by the family, or nobody said by whom; "
            f"{_is(apart, 'it counts', 'they count')} as neither."
        )
    vague = int(by.vague_planned.sum())
    if vague:
        told += (
            f" Of the planned contacts {vague:,} {_is(vague, 'is', 'are')} dated too vaguely to fall in one month, and "
            f"{_is(vague, 'stands', 'stand')} in no month of the figure below."
        )
    paper.lead_in(told)
    sums = [
        (
            service,
            int(by.planned[at].sum() + by.vague_planned[at]),
            int(by.missed[at].sum() + by.vague_missed[at]),
            int(by.apart[at].sum()),
        )
        for at, service in enumerate(by.services)
    ]
    paper.table(
        "Contacts planned and missed, by service",
        "For each service the number of contacts planned, the number missed, their share, and the number cancelled.",
        [
            TableColumn("Service", 66),
            TableColumn("Planned", 25),
            TableColumn("Missed", 25),
            TableColumn("Share missed", 29),
            TableColumn("Cancelled", 25),
        ],
        [
            [
                _service(service),
                _cell(f"{all_of_them:,}"),
                _cell(f"{not_kept:,}"),
                _cell(_share(not_kept, all_of_them) if all_of_them else "–"),
                _cell(f"{cancelled:,}"),
            ]
            for service, all_of_them, not_kept, cancelled in sums
            if all_of_them or cancelled
        ],
        together=True,
    )
    grid = missed_grid(found)
    if grid is not None:
        description = (
            f"Grid of planned contacts by service and {'month' if len(grid.columns[0].key) > 4 else 'year'}, from "
            f"{grid.columns[0].said} to {grid.columns[-1].said}. Each cell says how many of the planned contacts were "
            f"missed. {_most_missed(found)} All figures stand in the table below the picture."
        )
        put_grid(
            paper,
            grid,
            "Missed contacts of those planned, by service and time",
            description,
            "Month" if len(grid.columns[0].key) > 4 else "Year",
        )


def missed_grid(found: Measures) -> Grid | None:
    """Missed of planned by service and month; None where nothing planned has its month."""
    by = found.missed
    rows = [
        Head(service.id, service.code, say_service(service.name), service.colour) for service in by.services
    ]
    cells = {(one.service.id, one.month): Count(one.missed, one.planned) for one in by.cells() if one.planned}
    return by_month(rows, cells, nothing="–")


def _most_missed(found: Measures) -> str:
    most = max(found.missed.cells(), key=lambda one: one.missed, default=None)
    if most is None or not most.missed:
        return "None was missed."
    when = f"{MONTH_NAMES[int(most.month[5:7]) - 1]} {most.month[:4]}"
    return f"The most in one month were {most.missed} of {most.planned}, {most.service.code} in {when}."


def _runs(paper: Paper, found: Measures) -> None:
    paper.heading(3, "Contacts missed in a row")
    if not found.runs:
        paper.paragraph(
            f"No service has {FEWEST_IN_A_RUN} or more planned contacts missed in a row by one person."
        )
        return
    longest = max(found.runs, key=lambda run: run.count)
    paper.lead_in(
        f"{count(len(found.runs), 'run')} of {FEWEST_IN_A_RUN} or more planned contacts missed in a row "
        f"{_is(len(found.runs), 'is', 'are')} recorded. The longest is {_of_run(longest)} in "
        f"{say_service(longest.service.name)}, from {say_case_day(longest.first)} to {say_case_day(longest.last)}."
    )
    paper.table(
        "Runs of missed contacts",
        "For each run the service, whose contacts they were, the first and the last missed contact, and how many.",
        [
            TableColumn("Service", 43),
            TableColumn("Whose", 35),
            TableColumn("From", 37),
            TableColumn("To", 37),
            TableColumn("Missed", 18),
        ],
        [
            [
                _service(run.service),
                _cell(run.whose or "Not said"),
                _cell(say_case_day(run.first)),
                _cell(say_case_day(run.last)),
                _cell(f"{run.qualifier} {run.count}".strip().capitalize()),
            ]
            for run in sorted(found.runs, key=lambda run: run.first)
        ],
        together=len(found.runs) <= 12,
    )
    for both in found.together:
        names = listed([say_service(service.name) for service in both.services])
        paper.paragraph(
            f"From {say_case_day(both.first)} to {say_case_day(both.last)}, {names} each had such a run at the same "
            "time."
        )


def _of_run(run: Run) -> str:
    whose = f" by {run.whose}" if run.whose else ""
    return f"{run.qualifier} {run.count} missed{whose}".strip()


def _not_seen(paper: Paper, held: Held, found: Measures) -> None:
    gaps = [gap for gap in found.not_seen if held.lead and gap.subject and gap.subject.id == held.lead.id]
    if not gaps:
        return
    paper.heading(3, f"When {held.subject} was not seen")
    longest = gaps[0]
    told = (
        f"The longest time in which no service recorded seeing {held.subject} is {_length(longest)}, "
        f"{_from_to(longest)}."
    )
    if longest.tried:
        number = len(longest.tried)
        told += f" {count(number, 'planned contact was', 'planned contacts were')} missed in that time."
    if longest.unclear:
        number = len(longest.unclear)
        told += (
            f" {count(number, 'record')} of contact in it {_is(number, 'does', 'do')} not say whether "
            f"{held.subject} was seen, so the time may be shorter."
        )
    paper.lead_in(told)
    _gaps_table(paper, f"The longest times in which {held.subject} was seen by no service", gaps[:_LONGEST])
    others = [
        say_person(gap.subject)
        for gap in found.not_seen
        if gap.subject is not None and held.lead is not None and gap.subject.id != held.lead.id
    ]
    by_service: dict[str, Gap] = {}
    for gap in found.not_seen_by:
        if gap.service and gap.subject and held.lead and gap.subject.id == held.lead.id:
            by_service.setdefault(gap.service.id, gap)
    if by_service:
        _gaps_table(
            paper,
            f"The longest time in which each service did not see {held.subject}",
            list(by_service.values()),
        )
    for name in dict.fromkeys(others):
        gap = next(
            one for one in found.not_seen if one.subject is not None and say_person(one.subject) == name
        )
        paper.paragraph(
            f"The longest time in which no service recorded seeing {name} is {_length(gap)}, {_from_to(gap)}."
        )


def _no_record(paper: Paper, found: Measures) -> None:
    paper.heading(3, "Silence in the records")
    if not found.no_record:
        paper.paragraph(
            "No service has a longer time without any record, between its first and its last, than the span that the "
            "panel set."
        )
        return
    longest = found.no_record[0]
    name = say_service(longest.service.name) if longest.service else ""
    paper.lead_in(
        f"{_often(len(found.no_record))} a service recorded nothing for longer than the span that the "
        f"panel set. The longest silence is that of {name}: {_length(longest)}, {_from_to(longest)}. Silence is not "
        "the same as a contact that was tried and missed."
    )
    _gaps_table(paper, "Times without any record from a service", found.no_record)


def _gaps_table(paper: Paper, caption: str, gaps: Sequence[Gap]) -> None:
    of_service = any(gap.service for gap in gaps)
    missed = any(gap.kind == "not_seen" for gap in gaps)
    columns = [TableColumn("Service", 42)] if of_service else []
    columns += [TableColumn("From", 38), TableColumn("To", 38), TableColumn("How long", 38)]
    if missed:
        columns.append(TableColumn("Missed in it", 24))
    paper.table(
        caption,
        "For each time where it begins and ends, how long it is"
        + (", and how many planned contacts were missed in it." if missed else "."),
        columns,
        [
            [
                *([_service(gap.service)] if of_service and gap.service else []),
                _cell(_edge(gap.first, {"birth": "birth", "scope": "start of scope"}.get(gap.opens, ""))),
                _cell(
                    _edge(gap.last, {"incident": "the incident", "scope": "end of scope"}.get(gap.closes, ""))
                ),
                _cell(_length(gap).capitalize()),
                *([_cell(f"{len(gap.tried):,}")] if missed else []),
            ]
            for gap in gaps
        ],
        together=len(gaps) <= 12,
    )


def _before_the_incident(paper: Paper, held: Held, found: Measures) -> None:
    incident = held.review.incident
    if not incident:
        return
    before = days_before(found.contacts, incident[:10], BEFORE_THE_INCIDENT)
    paper.heading(3, f"The {BEFORE_THE_INCIDENT} days before the incident")
    told = (
        f"In the {BEFORE_THE_INCIDENT} days before the incident the services recorded "
        f"{count(len(before.events), 'event')}: {count(len(before.contacts), 'contact was', 'contacts were')} made and "
        f"{count(len(before.missed), 'planned contact was', 'planned contacts were')} missed."
    )
    if before.perhaps:
        told += f" {count(len(before.perhaps), 'vaguely dated event')} may fall in it as well."
    if not before.by_service:
        paper.paragraph(told)
        return
    paper.lead_in(told)
    paper.table(
        f"The {BEFORE_THE_INCIDENT} days before the incident, by service",
        "For each service how many events it recorded, how many contacts were made, and how many were missed.",
        [
            TableColumn("Service", 80),
            TableColumn("Events", 30),
            TableColumn("Contacts made", 34),
            TableColumn("Missed", 26),
        ],
        [
            [
                _service(one.service),
                _cell(f"{one.events:,}"),
                _cell(f"{one.contacts:,}"),
                _cell(f"{one.missed:,}"),
            ]
            for one in before.by_service
        ],
        together=True,
    )


def _timeline(paper: Paper, timeline: Figure) -> None:
    paper.turn(landscape=True)
    paper.heading(3, "The timeline")
    paper.figure(timeline.caption, timeline.description, timeline.png)
    if timeline.rows:
        paper.table(
            f"The facts of {timeline.caption[:1].lower()}{timeline.caption[1:]}",
            "The same facts as in the picture above, a row for each.",
            [TableColumn(*each) for each in zip(timeline.headings, timeline.shares, strict=True)],
            [[_cell(words) for words in row] for row in timeline.rows],
        )
    paper.turn(landscape=False)


def _service(service: ServiceView) -> Cell:
    return Cell((para(markup.Run(service.code, f"Service{service.code}"), f" {say_service(service.name)}"),))


def _cell(words: str) -> Cell:
    return Cell((para(words),))


def _edge(day: str, what: str) -> str:
    return f"{say_case_day(day)} ({what})" if what else say_case_day(day)


def _length(gap: Gap) -> str:
    return f"{gap.qualifier} {gap.length}".strip()


def _from_to(gap: Gap) -> str:
    start = {"birth": "birth", "scope": "the start of the scoping period"}.get(
        gap.opens, say_case_day(gap.first)
    )
    end = {"incident": "the incident", "scope": "the end of the scoping period"}.get(
        gap.closes, say_case_day(gap.last)
    )
    return f"from {start} to {end}"


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %" if whole else "–"


def _often(number: int) -> str:
    return {1: "Once", 2: "Twice"}.get(number, f"{number:,} times")


def _is(number: int, one: str, many: str) -> str:
    return one if number == 1 else many
