"""What a case file holds, and how one made by an older version comes forward."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import MetaData
from sqlalchemy.orm import Session

from workbench.casefile import backup, searching, triggers
from workbench.casefile.connections import Database, connect, damaged, faults_told, newer, one
from workbench.casefile.journal import Image, Journal
from workbench.casefile.keys import Key
from workbench.casefile.verifying import astray
from workbench.problems import Problem, Report


def as_it_was(image: Image) -> Image:
    """The `carry` of a step that changes nothing in the rows it finds."""
    return image


@dataclass(frozen=True)
class Step:
    """One written step from the version before to the version it stands under in a `Plan`.

    `run` alters the tables in plain SQL, frozen in time: it must not read today's metadata. Triggers and
    full-text indexes are gone while it runs and made again after the last step; foreign keys are off, and checked
    before the commit. A table keeps its name and a row its id for good. `carry` brings one image of the journal
    into the new form, or gives None where that cannot be done: undo then stops there with a sentence. What `run`
    does to rows beyond what `carry` explains is recorded in the upgrade's own change. `what` says in a few words
    what the step does.
    """

    what: str
    run: Callable[[Database], None]
    carry: Callable[[Image], Image | None] = as_it_was


@dataclass(frozen=True)
class Plan:
    """The tables of a case file, their version, and the steps that lead to it: `steps[n]` leads from n-1 to n.

    `seed` writes the first rows of a new file; they are recorded and not undone.
    """

    metadata: MetaData
    version: int
    steps: Mapping[int, Step] = field(default_factory=dict)
    seed: Callable[[Session], None] | None = None


class Carrier:
    """Brings images out of the journal into today's tables, whichever version of the program wrote them.

    The journal itself stays as it was written and sealed.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._since: list[tuple[int, int]] = []  # (change number, version from there on)

    def load(self, database: Database) -> None:
        """Take up from the record which changes were made in which version."""
        self._since = []
        for number, note in database.execute(
            "SELECT number, note FROM journal_change WHERE number = 1 OR kind = 'upgrade' ORDER BY number"
        ):
            self._since.append((number, json.loads(note)["version"]))

    def __call__(self, change: int, image: Image) -> Image | None:
        version = self._plan.version
        for number, then in reversed(self._since):
            if number <= change:
                version = then
                break
        carried: Image | None = image
        for step in range(version + 1, self._plan.version + 1):
            if carried is None:
                return None
            carried = self._plan.steps[step].carry(carried)
        return carried


def bring_forward(path: Path, key: Key, plan: Plan, *, by: str, report: Report) -> None:
    """Make an older file one of today's version, in one transaction and with a copy of it made first.

    `Problem` where the file was made by a newer version, or one too old to come forward.
    """
    with faults_told(path), closing(connect(path, key)) as database:
        if one(database, "SELECT count(*) FROM sqlite_master WHERE name = 'journal_change'") != 1:
            raise damaged(path)
        version: int = one(database, "PRAGMA user_version")
        if version == plan.version:
            return
        if version > plan.version:
            raise newer(path)
        numbers = range(version + 1, plan.version + 1)
        if any(number not in plan.steps for number in numbers):
            raise Problem(
                f"“{path.name}” was made by a version too old for this program to read.",
                "Open it once with a version in between, and then with this one.",
            )
        backup.before_upgrade(database, path, key, version, report)
        database.execute("PRAGMA foreign_keys = OFF")  # a table made anew must not sweep its children away
        database.execute("BEGIN IMMEDIATE")
        _drop_generated(database)
        for done, number in enumerate(numbers):
            report(done, len(numbers), plan.steps[number].what)
            plan.steps[number].run(database)
        for _, statement in triggers.generated(plan.metadata):
            database.execute(statement)
        searching.rebuild(database, plan.metadata)
        _record(database, plan, by, version)
        _check(database, plan)
        database.execute(f"PRAGMA user_version = {plan.version}")
        database.commit()
        report(len(numbers), len(numbers), "Done")


def _drop_generated(database: Database) -> None:
    own = {statement.split()[2] for statement in triggers.SCHEMA if statement.startswith("CREATE TRIGGER")}
    found = database.execute("SELECT type, name, sql FROM sqlite_master ORDER BY rowid").fetchall()
    for kind, name, _ in found:
        if kind == "trigger" and name not in own:
            database.execute(f"DROP TRIGGER {triggers.quoted(name)}")
        elif kind == "index" and name.endswith("_points"):
            database.execute(f"DROP INDEX {triggers.quoted(name)}")
    for kind, name, sql in found:
        if kind == "table" and name.endswith("_words") and "USING fts5" in (sql or ""):
            database.execute(f"DROP TABLE {triggers.quoted(name)}")


def _record(database: Database, plan: Plan, by: str, version: int) -> None:
    """The upgrade as a change, with what the steps did to rows beyond what `carry` explains."""
    carrier = Carrier(plan)
    journal = Journal(plan.metadata, carrier)
    number = journal.begin(
        database,
        by,
        f"Bring the file forward to version {plan.version}",
        "upgrade",
        note={"version": plan.version, "from": version},
    )
    carrier.load(database)
    for table in triggers.journalled(plan.metadata):
        database.executemany(
            "INSERT INTO journal_image (change, tbl, row, before, after) VALUES (?, ?, ?, ?, ?)",
            [(number, table.name, *each) for each in _beyond(database, astray(database, table, carrier))],
        )
    journal.seal(database, number)


def _beyond(
    database: Database, rows: Iterator[tuple[str, dict[str, object] | None, dict[str, object] | None]]
) -> Iterator[tuple[str, str | None, str | None]]:
    for row, recorded, here in rows:
        before, after = recorded, here
        if recorded is not None and here is not None:
            differ = {name for name in here if name not in recorded or recorded[name] != here[name]}
            before = {name: recorded.get(name) for name in here if name in differ}
            after = {name: here[name] for name in here if name in differ}
            if not differ:
                continue
        yield row, _text(before), _text(after)


def _text(values: dict[str, object] | None) -> str | None:
    return None if values is None else json.dumps(values, ensure_ascii=False)


def _check(database: Database, plan: Plan) -> None:
    """The steps must lead to today's tables and leave nothing pointing at nothing; if not, the fault is ours."""
    for table in plan.metadata.sorted_tables:
        found = {row[1] for row in database.execute(f"PRAGMA table_xinfo({triggers.quoted(table.name)})")}
        if found != set(table.columns.keys()):
            raise RuntimeError(f"the steps do not lead to the table {table.name} as it is now")
    if database.execute("PRAGMA foreign_key_check").fetchall():
        raise RuntimeError("the steps leave rows that point at nothing")
