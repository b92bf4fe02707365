"""The importer against many layouts it was not built for."""

from dataclasses import replace
from random import Random

import pytest
from chronology.layouts import LAYOUTS, layouts, named
from chronology.layouts_pieces import PEOPLE, SUBJECTS, Made
from chronology.layouts_score import Score, import_made, score

from workbench.chronology.understanding import Choices, Known, understand
from workbench.reading.grid import EMPTY, Table
from workbench.reading.tables import read_tables

SEEDS = (1, 2, 3)
SHOWN = 12

AT_LEAST = {
    "dates": 0.97,
    "precision": 0.97,
    "approximate": 0.95,
    "times": 0.97,
    "end times": 0.97,
    "outcomes": 0.96,
    "outcomes in words": 0.85,
    "no invented outcome": 0.99,
    "no doubt without reason": 0.98,
    "joined": 0.97,
    "tails": 0.97,
    "child seen": 0.97,
    "services": 0.99,
    "people": 0.97,
    "beside: recorded_by": 0.95,
    "beside: source_as_written": 0.95,
    "beside: reference_as_written": 0.95,
    "beside: contact_type": 0.95,
    "beside: action": 0.95,
    "beside: analysis": 0.95,
}
ALWAYS = (
    "row totals",
    "fates",
    "reasons",
    "each row once",
    "main rows",
    "row points to event",
    "no false certainty",
    "no swap",
    "no invented time",
    "no missed contact from a mention",
    "no silent null",
    "doubts",
    "nothing struck out",
    "text as written kept",
    "where it stands",
)


@pytest.fixture(scope="module")
def files() -> dict[int, list[Made]]:
    return {seed: layouts(seed) for seed in SEEDS}


@pytest.fixture(scope="module")
def scores(files: dict[int, list[Made]]) -> dict[str, Score]:
    """One score for each layout, over all seeds."""
    by_layout: dict[str, Score] = {}
    for of_seed in files.values():
        for made in of_seed:
            by_layout.setdefault(made.name, Score()).add(score(made))
    return by_layout


@pytest.fixture(scope="module")
def total(scores: dict[str, Score]) -> Score:
    out = Score()
    for one in scores.values():
        out.add(one)
    return out


def shown(score_: Score, what: str) -> str:
    misses = score_.missed(what)
    return "\n".join([f"{len(misses)} wrong: {what}", *misses[:SHOWN]])


def test_a_seed_gives_the_same_files_again(files: dict[int, list[Made]]) -> None:
    assert layouts(1) == files[1]
    assert layouts(1) != files[2]
    assert len({made.name for made in files[1]}) == len(LAYOUTS)


def test_rows_become_events(total: Score) -> None:
    assert total.rows_f1 >= 0.97, shown(total, "rows")


@pytest.mark.parametrize("name", [named(make) for make in LAYOUTS])
def test_rows_of_each_layout_become_events(scores: dict[str, Score], name: str) -> None:
    assert scores[name].rows_f1 >= 0.95, shown(scores[name], "rows")


@pytest.mark.parametrize("what", ["dates", "times", "outcomes"])
@pytest.mark.parametrize("name", [named(make) for make in LAYOUTS])
def test_each_layout_is_read_rightly(scores: dict[str, Score], name: str, what: str) -> None:
    assert scores[name].share(what) >= 0.85, shown(scores[name], what)


def test_rows_and_dates_need_no_one_known(files: dict[int, list[Made]]) -> None:
    """A case with no people or services yet reads the same rows and dates."""
    for made in files[1]:
        tables = read_tables(made.data, made.filename)
        choices = Choices(
            service_column=made.service_column, service_sheets=dict(made.service_sheets) or None
        )
        alone, known = understand(tables, choices, Known()), import_made(made)
        assert [r.fate for r in alone.rows] == [r.fate for r in known.rows], made.name
        assert [e.when for e in alone.events] == [e.when for e in known.events], made.name


def disturbed(tables: tuple[Table, ...], rng: Random) -> tuple[Table, ...]:
    """The same tables as a careless hand leaves them: rows out of order, cells lost, columns gone."""
    out = []
    for table in tables:
        rows = list(table.rows)
        if rng.random() < 0.3:
            rng.shuffle(rows)
        gone = rng.randrange(8) if rng.random() < 0.4 else None
        loss = rng.choice((0.0, 0.05, 0.3))
        hurt = []
        for number, row in enumerate(rows, 1):
            cells = [EMPTY if rng.random() < loss else cell for cell in row.cells]
            if gone is not None and gone < len(cells):
                del cells[gone]
            if rng.random() < 0.05:
                cells = cells[: rng.randrange(len(cells) + 1)]
            hurt.append(replace(row, number=number, cells=tuple(cells)))
        out.append(replace(table, rows=tuple(hurt)))
    return tuple(out)


@pytest.mark.parametrize("seed", range(6))
def test_every_row_is_accounted_for_in_damaged_tables(files: dict[int, list[Made]], seed: int) -> None:
    rng = Random(seed)
    for made in files[1]:
        tables = disturbed(read_tables(made.data, made.filename), rng)
        understood = understand(tables, Choices(), Known(people=PEOPLE, subjects=SUBJECTS))
        filled = sum(not row.is_empty for table in tables for row in table.rows)
        assert len(understood.rows) == filled, made.name
        claimed = sorted(n for event in understood.events for n in event.rows)
        assert claimed == [n for n, row in enumerate(understood.rows) if row.fate != "skipped"], made.name
        for event in understood.events:
            when = event.when
            assert when.earliest is None or when.latest is None or when.earliest <= when.latest, made.name
            assert event.outcome is not None or any(d.field == "outcome" for d in event.doubts), made.name


@pytest.mark.parametrize("what", list(AT_LEAST))
def test_nearly_always(total: Score, what: str) -> None:
    assert total.share(what) >= AT_LEAST[what], shown(total, what)


@pytest.mark.parametrize("what", ALWAYS)
def test_always(total: Score, what: str) -> None:
    assert total.share(what) == 1.0, shown(total, what)
