"""The documents that go out."""

from dataclasses import asdict
from datetime import date
from pathlib import Path

from workbench.cli.event_jobs import filters_of
from workbench.cli.opening import opened
from workbench.cli.telling import Given, progress, tell
from workbench.listing import Ask
from workbench.problems import Problem
from workbench.word import publish


def export(given: Given) -> int:
    with opened(given) as case:
        with case.reading() as session:
            filters = {name: value for name, value in filters_of(session, given).items() if value}
        if filters and not publish.DOCUMENTS[given.document].filtered:
            raise Problem(
                f"Events cannot be chosen for the {publish.DOCUMENTS[given.document].name.lower()}.",
                "Leave the choice out.",
            )
        left = publish.export(
            case,
            given.document,
            Path(given.out),
            anonymous=given.anonymous,
            layout=given.layout,
            filters=Ask(filters=filters),
            notes=given.notes,
            without=given.without,
            view=given.view or "",
            today=date.today(),
            report=progress(),
        )
        tell(given, {**asdict(left), "path": given.out}, [(f"Wrote {given.out}.",)])
    return 0
