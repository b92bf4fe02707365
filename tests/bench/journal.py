"""What the case file costs: figures to look at, no limits held. `python tests/bench/journal.py [ROWS]`"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, String, Table, func, insert, select, update

from workbench.casefile import CaseFile, Plan, create, new_id, open_file

COLUMNS = 20
PASSPHRASE = "only to measure with"


def library(metadata: MetaData, *, search: bool) -> Table:
    """A table of 20 columns of text and short values, with a full-text index over two of them or none."""
    names = [f"c{number}" for number in range(COLUMNS - 1)]
    key = [Column("key", Integer, primary_key=True, info={"journal": False})] if search else []
    return Table(
        "entry",
        metadata,
        *key,
        Column("id", String, primary_key=not search, unique=search, nullable=False, default=new_id),
        *(Column(name, String) for name in names),
        info={"search": ["c0", "c1"]} if search else {},
    )


@contextmanager
def timed(what: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    print(f"  {what:<44} {(time.perf_counter() - begun) * 1000:10.1f} ms")


def measure(rows: int, *, search: bool) -> None:
    """Every figure once, over a fresh file."""
    table = library(metadata := MetaData(), search=search)
    plan = Plan(metadata, 1)
    values = [
        {
            "c0": f"Home visit number {number}, nobody in, a card was left",
            "c1": f"Seen by health visitor {number % 7}",
        }
        | {f"c{column}": f"{number % (column + 9)}" for column in range(2, COLUMNS - 1)}
        for number in range(rows)
    ]
    print(f"{rows} rows of {COLUMNS} columns, {'with' if search else 'without'} full-text index")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.rpw"
        with timed("create"):
            case = create(path, PASSPHRASE, plan, by="Ada")
        with timed("import"), case.change("Import") as session:
            session.execute(insert(table), values)
        size = path.stat().st_size
        with timed("undo of it"):
            case.undo()
        with timed("redo of it"):
            case.redo()
        edits(case, table)
        with timed("verify"):
            assert case.verify().ok
        with timed("history, newest 100"):
            case.history(limit=100)
        with timed("settle"):
            case.settle()
        with timed("copy, read back"):
            case.copy_to(Path(folder) / "copy.rpw")
        with timed("new passphrase"):
            case.change_passphrase(PASSPHRASE + "!")
        with timed("close"):
            case.close()
        with timed("open, Argon2 and all"):
            case = open_file(path, PASSPHRASE + "!", plan, by="Ada")
        with timed("first count of the rows"), case.reading() as session:
            assert session.scalar(select(func.count()).select_from(table)) == rows
        case.close()
        print(f"  file after the import {size / 1e6:.1f} MB, at the end {path.stat().st_size / 1e6:.1f} MB")


def edits(case: CaseFile, table: Table, count: int = 50) -> None:
    """One edit and commit, as leaving a field makes it: median and worst."""
    with case.reading() as session:
        ids = session.scalars(select(table.c.id).limit(count)).all()
    taken = []
    for row in ids:
        begun = time.perf_counter()
        with case.change("Correct") as session:
            session.execute(update(table).where(table.c.id == row).values(c0="as it should read"))
        taken.append((time.perf_counter() - begun) * 1000)
    taken.sort()
    print(
        f"  {'one edit and commit, median (worst)':<44} {taken[len(taken) // 2]:10.1f} ms ({taken[-1]:.1f})"
    )
    begun = time.perf_counter()
    case.undo()
    print(f"  {'undo of one edit':<44} {(time.perf_counter() - begun) * 1000:10.1f} ms")


if __name__ == "__main__":
    for with_search in (False, True):
        measure(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, search=with_search)
