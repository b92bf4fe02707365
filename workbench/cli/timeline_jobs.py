"""The contact timeline as a file."""

from dataclasses import asdict
from pathlib import Path

from sqlalchemy.orm import Session

from workbench.anonymity.reader import anonymous_reader
from workbench.anonymity.rendering import reading_as
from workbench.cli.opening import opened
from workbench.cli.telling import Given, progress, tell
from workbench.cli.values import outcome_of
from workbench.people import find_person, find_service
from workbench.problems import Problem
from workbench.themes.codebook import find_theme
from workbench.timeline.export import export
from workbench.timeline.view import Choice, View, day_number
from workbench.timeline.views import find_view


def timeline(given: Given) -> int:
    """Draw it, write it, and record that it left."""
    with opened(given) as case:
        with case.reading() as session:
            view = _view(session, given)
            who = anonymous_reader(session) if given.anonymous else None
        with reading_as(who):
            left = export(
                case, view, Path(given.out), width=given.width, height=given.height, report=progress()
            )
        tell(given, {**asdict(left), "path": given.out}, [(f"Wrote {given.out}.",)])
    return 0


def _view(session: Session, given: Given) -> View:
    if given.view:
        kept = find_view(session, given.view).view
    else:
        kept = View(
            Choice(
                lanes=given.lanes,
                services=tuple(find_service(session, name).id for name in given.service),
                people=tuple(find_person(session, name).id for name in given.person),
                outcomes=tuple(outcome_of(name) for name in given.outcome),
                key=given.key,
                themes=tuple(find_theme(session, name).id for name in given.theme),
            )
        )
    start = day_number(given.date_from) if given.date_from else kept.start
    end = day_number(given.date_to) + 1 if given.date_to else kept.end
    if start is not None and end is not None and end <= start:
        raise Problem("The timeline would end before it starts.", "Check the two dates.")
    return View(kept.choice, start, end)
