"""What a panel counts: missed contacts, runs, silence, time not seen, ages, windows and intervals."""

from sqlalchemy.orm import Session

from workbench.anonymity.rendering import say, say_person
from workbench.chronology.dates import say_when
from workbench.chronology.events import event_view, find_event
from workbench.chronology.measures import (
    Gap,
    Measures,
    Run,
    Window,
    days_before,
    measures,
    most_missed,
    say_gap,
    say_run,
    window,
)
from workbench.chronology.when import interval, months_between
from workbench.cli.opening import opened
from workbench.cli.telling import Given, Json, Line, counted, tell
from workbench.people import PersonView
from workbench.problems import Problem

_SHOWN = 8
"""Gaps of each kind in the text; the JSON has all of them."""


def measure(given: Given) -> int:
    """Tell every measure; with `--from` and `--to` those of a window, with `--between` of two events."""
    with opened(given) as case, case.reading() as session:
        found = measures(session)
        windows = _windows(given, found)
        between = _between(session, given.between) if given.between else None
        planned, missed = found.planned_and_missed
        told: Json = {
            "missed": [
                {
                    "service": one.service.code,
                    "month": one.month,
                    "planned": one.planned,
                    "missed": one.missed,
                    "share": None if one.share is None else round(one.share, 4),
                    "cancelled_by_family": one.apart,
                }
                for one in found.missed.cells()
            ],
            "not_within_one_month": [
                {
                    "service": service.code,
                    "planned": int(found.missed.vague_planned[lane]),
                    "missed": int(found.missed.vague_missed[lane]),
                    "events": list(found.missed.rows(lane, -1, "planned")),
                }
                for lane, service in enumerate(found.missed.services)
                if found.missed.vague_planned[lane]
            ],
            "planned": planned,
            "total_missed": missed,
            "runs": [_run_json(run) for run in found.runs],
            "gaps": [_gap_json(gap) for gap in (*found.no_record, *found.not_seen, *found.not_seen_by)],
            "together": [
                {
                    "from": one.first,
                    "to": one.last,
                    "services": [service.code for service in one.services],
                    "events": list(one.rows),
                }
                for one in found.together
            ],
            "windows": [_window_json(name, one) for name, one in windows],
            "ages": [
                {
                    "subject": one.subject.id,
                    "at": say(one.at),
                    "on": one.on,
                    "age": one.said,
                    "months": months_between(one.subject.born or one.on, one.on),
                }
                for one in found.ages
            ],
            "silence_days": found.frame.silence_days,
            "undated": len(found.undated),
            "out_of_scope": found.out_of_scope,
        }
        lines = _lines(found, windows)
        if between is not None:
            told["interval"] = between
            lines = [(f"{between['from']} to {between['to']}: {between['said']}",), ("",), *lines]
        tell(given, told, lines)
    return 0


def _run_json(run: Run) -> Json:
    return {
        "service": run.service.code,
        "who": None if run.who is None else run.who.id,
        "whose": run.whose,
        "from": run.first,
        "to": run.last,
        "count": run.count,
        "qualifier": run.qualifier,
        "events": list(run.rows),
        "may_break": list(run.may_break),
        "may_add": list(run.may_add),
    }


def _gap_json(gap: Gap) -> Json:
    return {
        "kind": gap.kind,
        "service": None if gap.service is None else gap.service.code,
        "subject": None if gap.subject is None else gap.subject.id,
        "from": gap.first,
        "to": gap.last,
        "days": gap.days,
        "said": say_gap(gap),
        "opens": gap.opens,
        "closes": gap.closes,
        "qualifier": gap.qualifier,
        "events": list(gap.rows),
        "may_break": list(gap.may_break),
        "tried": list(gap.tried),
        "unclear": list(gap.unclear),
    }


def _window_json(name: str, one: Window) -> Json:
    return {
        "name": name,
        "from": one.first,
        "to": one.last,
        "days": one.days,
        "events": len(one.events),
        "contacts": len(one.contacts),
        "missed": len(one.missed),
        "perhaps": len(one.perhaps),
        "services": [
            {
                "service": each.service.code,
                "events": each.events,
                "contacts": each.contacts,
                "missed": each.missed,
            }
            for each in one.by_service
        ],
        "missed_events": list(one.missed),
    }


def _windows(given: Given, found: Measures) -> list[tuple[str, Window]]:
    if given.date_from or given.date_to:
        if not (given.date_from and given.date_to):
            raise Problem("A window has two ends.", "Give both --from and --to.")
        if given.date_to < given.date_from:
            raise Problem("The window ends before it starts.", "Check the two dates.")
        return [("as asked", window(found.contacts, given.date_from, given.date_to))]
    windows: list[tuple[str, Window]] = []
    if found.frame.incident:
        windows.append(
            ("the 90 days before the incident", days_before(found.contacts, found.frame.incident, 90))
        )
    most = most_missed(found.contacts)
    if most is not None:
        windows.append(("the 90 days with the most missed", most))
    return windows


def _between(session: Session, named: list[str]) -> Json:
    first, last = (event_view(session, find_event(session, name)) for name in named)
    said = interval(first.when, last.when, first.time, last.time)
    return {
        "from": first.ref,
        "to": last.ref,
        "from_date": say_when(first.when, first.time),
        "to_date": say_when(last.when, last.time),
        "said": said or "not known",
    }


def _lines(found: Measures, windows: list[tuple[str, Window]]) -> list[Line]:
    planned, missed = found.planned_and_missed
    several = len(found.contacts.subjects) > 1
    lines: list[Line] = []
    for one in found.ages:
        whose = f"{say_person(one.subject)}: " if several else ""
        lines.append((f"{whose}age at {say(one.at)}", one.on, one.said))
    share = f" ({missed / planned:.0%})" if planned else ""
    lines += [("",), (f"{missed:,} of {counted(planned, 'planned contact')} missed{share}.",)]
    lines += [
        (cell.service.code, cell.month, f"{cell.missed} of {cell.planned}")
        for cell in found.missed.cells()
        if cell.missed
    ]
    for lane, service in enumerate(found.missed.services):
        if vague := int(found.missed.vague_missed[lane]):
            lines.append((f"{service.code}: {counted(vague, 'more missed')}, not within one month.",))
    lines += [("",), (f"{counted(len(found.runs), 'run')} of missed contacts.",)]
    lines += [(run.service.code, f"{run.first} to {run.last}", say_run(run)) for run in found.runs]
    lines += [
        (f"At the same time, {both.first} to {both.last}: {', '.join(lane.code for lane in both.services)}.",)
        for both in found.together
    ]
    for heading, gaps in (
        (
            f"No record (more than {found.frame.silence_days} days, or the service’s own span):",
            found.no_record,
        ),
        ("Not seen, by anyone:", found.not_seen),
        ("Not seen, by service:", found.not_seen_by),
    ):
        lines += [("",), (heading,), *(_gap_line(gap, several) for gap in gaps[:_SHOWN])]
        if len(gaps) > _SHOWN:
            lines.append((f"… and {len(gaps) - _SHOWN:,} shorter.",))
    lines.append(("",))
    for name, each in windows:
        perhaps = counted(len(each.perhaps), "vaguely dated event")
        missing = sum(by.missed > 0 for by in each.by_service)
        missed_by = f"{len(each.missed):,} missed" + (f" by {missing} services" if missing > 1 else "")
        ends = f"; {perhaps} may belong here." if each.perhaps else "."
        lines.append(
            (
                f"{each.first} to {each.last}, {name}: {counted(len(each.contacts), 'contact')}, {missed_by}{ends}",
            )
        )
    if found.undated:
        lines.append((f"{counted(len(found.undated), 'undated event')} in none of these but the totals.",))
    if found.out_of_scope:
        lines.append((f"{counted(found.out_of_scope, 'event')} out of scope, counted nowhere.",))
    return lines


def _gap_line(gap: Gap, several: bool) -> Line:
    whose = _of(gap.subject) if several else ""
    return (
        "all" if gap.service is None else gap.service.code,
        f"{gap.first} to {gap.last}",
        f"{gap.days:,} days",
        f"{say_gap(gap)}{whose}",
    )


def _of(subject: PersonView | None) -> str:
    return "" if subject is None else f" ({say_person(subject)})"
