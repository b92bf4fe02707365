"""The importer against many layouts it was not built for."""

import pytest
from chronology.layouts import LAYOUTS, layouts, named
from chronology.layouts_pieces import Made
from chronology.layouts_score import Score, score

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


@pytest.mark.parametrize("what", list(AT_LEAST))
def test_nearly_always(total: Score, what: str) -> None:
    assert total.share(what) >= AT_LEAST[what], shown(total, what)


@pytest.mark.parametrize("what", ALWAYS)
def test_always(total: Score, what: str) -> None:
    assert total.share(what) == 1.0, shown(total, what)
