"""Merging and splitting themes: whatever is done and undone, every tag is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from tagged_case import TaggedCase, tagged_case

from workbench.findings.spine import FindingTheme, add_evidence, add_finding
from workbench.problems import Problem
from workbench.themes.codebook import Theme, add_theme, themes
from workbench.themes.reshaping import BOTH, MOVES, STAYS, merge_themes, split_theme
from workbench.themes.tags import Tag, note_on_tag, tag_events, tag_passage, tags_on_events

Tagged = set[tuple[str, str, str]]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[TaggedCase]:
    found = tagged_case(tmp_path / "a.rpw")
    yield found
    found.case.close()


def tagged(made: TaggedCase) -> Tagged:
    """What is tagged with which theme, with which note."""
    with made.case.reading() as session:
        codes = {row.id: row.code for row in session.scalars(select(Theme))}
        return {
            (codes[tag.theme_id], tag.event_id or f"{tag.start}-{tag.end}", tag.note)
            for tag in session.scalars(select(Tag))
        }


def fill(made: TaggedCase) -> None:
    tag_events(made.case, made.events[:3], made.theme("MCO"))
    tag_events(made.case, made.events[2:4], made.theme("CDE"))
    tag_passage(made.case, made.material, 0, 9, made.theme("MCO"), note="first")
    tag_passage(made.case, made.material, 0, 9, made.theme("CDE"), note="second")


def test_merging_moves_every_tag_and_joins_the_notes_of_doubles(made: TaggedCase) -> None:
    fill(made)
    add_theme(made.case, "IMM", "Immunisations", parent="MCO")
    before = tagged(made)
    merge_themes(made.case, [made.theme("MCO")], made.theme("CDE"))
    assert made.case.undo_label == "Merge MCO into CDE"
    events = {("CDE", event, "") for event in made.events[:4]}
    assert tagged(made) == {*events, ("CDE", "0-9", "second\nfirst")}
    with made.case.reading() as session:
        found = {theme.code: theme for theme in themes(session)}
    assert "MCO" not in found
    assert found["IMM"].parent == "CDE"
    made.case.undo()
    assert tagged(made) == before
    made.case.redo()
    assert ("CDE", "0-9", "second\nfirst") in tagged(made)


def test_what_findings_rest_on_is_kept_when_themes_merge(made: TaggedCase) -> None:
    fill(made)
    with made.case.reading() as session:
        tags = {
            theme: session.scalars(
                select(Tag.id).where(Tag.theme_id == made.theme(theme), Tag.material_id.is_not(None))
            ).one()
            for theme in ("MCO", "CDE")
        }
    finding = add_finding(made.case, "Each missed contact looked small")
    add_evidence(made.case, finding, [], tags=[tags["MCO"]])
    with made.case.change("About") as session:
        session.add(FindingTheme(finding_id=finding, theme_id=made.theme("MCO")))
        session.add(FindingTheme(finding_id=finding, theme_id=made.theme("CDE")))
    merge_themes(made.case, [made.theme("MCO")], made.theme("CDE"))
    with made.case.reading() as session:
        [passage] = session.scalars(select(Tag).where(Tag.material_id.is_not(None)))
        [about] = session.scalars(select(FindingTheme))
    assert passage.id == tags["MCO"]
    assert about.theme_id == made.theme("CDE")


def test_a_theme_merges_into_one_that_stood_under_it(made: TaggedCase) -> None:
    child = add_theme(made.case, "IMM", "Immunisations", parent="MCO")
    add_theme(made.case, "HOM", "Home visits", parent="MCO")
    merge_themes(made.case, [made.theme("MCO")], child)
    with made.case.reading() as session:
        found = {theme.code: theme.parent for theme in themes(session)}
    assert found["IMM"] is None
    assert found["HOM"] == "IMM"
    with pytest.raises(Problem, match="with itself"):
        merge_themes(made.case, [child], child)


def test_splitting_asks_a_side_for_each_and_is_one_undo(made: TaggedCase) -> None:
    fill(made)
    before = tagged(made)
    with made.case.reading() as session:
        on = tags_on_events(session, made.events)
        ids = [next(tag.id for tag in on[event] if tag.theme == "MCO") for event in made.events[:3]]
    note_on_tag(made.case, ids[2], "both ways")
    sides = {ids[0]: STAYS, ids[1]: MOVES, ids[2]: BOTH}
    split_theme(made.case, made.theme("MCO"), "HOM", "Home visits missed", sides, definition="At home.")
    assert made.case.undo_label == "Split the theme MCO"
    found = tagged(made)
    assert {each for each in found if each[0] == "HOM"} == {
        ("HOM", made.events[1], ""),
        ("HOM", made.events[2], "both ways"),
    }
    assert ("MCO", made.events[1], "") not in found
    assert ("MCO", made.events[2], "both ways") in found
    made.case.undo()
    made.case.undo()
    assert tagged(made) == before
    with pytest.raises(Problem, match="not a side"):
        split_theme(made.case, made.theme("MCO"), "HOM", "Home", {ids[0]: "left"})
    with pytest.raises(Problem, match="no longer is"):
        split_theme(made.case, made.theme("CDE"), "HOM", "Home", {ids[0]: MOVES})
    assert tagged(made) == before


CODES = ("NAF", "UAO", "CDE")
acts = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), st.sampled_from(CODES), st.sampled_from(CODES)),
        st.tuples(st.just("split"), st.sampled_from(CODES), st.sampled_from((MOVES, BOTH, STAYS))),
        st.tuples(st.just("undo"), st.none(), st.none()),
        st.tuples(st.just("redo"), st.none(), st.none()),
    ),
    max_size=6,
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TaggedCase]:
    """One case for all examples: each begins where the tags are undone to."""
    found = tagged_case(tmp_path_factory.mktemp("themes") / "a.rpw")
    yield found
    found.case.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(doing=acts, put=st.lists(st.tuples(st.sampled_from(CODES), st.integers(0, 6)), max_size=10))
def test_nothing_that_was_tagged_is_ever_lost(
    kept: TaggedCase, doing: list[tuple[str, str | None, str | None]], put: list[tuple[str, int]]
) -> None:
    case, floor = kept.case, kept.case.undo_number
    try:
        for code, thing in put:
            if thing < len(kept.events):
                tag_events(case, [kept.events[thing]], kept.theme(code))
            else:
                tag_passage(case, kept.material, 0, 3 * thing, kept.theme(code), note=f"{code} {thing}")
        things = {thing for _, thing, _ in tagged(kept)}
        notes = {note for _, _, note in tagged(kept) if note}
        states = [tagged(kept)]
        for number, (act, one, two) in enumerate(doing):
            with case.reading() as session:
                known = {theme.code: theme.id for theme in themes(session)}
            if act == "merge" and one in known and two in known and one != two:
                merge_themes(case, [known[one]], known[two])
                states.append(tagged(kept))
            elif act == "split" and one in known:
                with case.reading() as session:
                    ids = list(session.scalars(select(Tag.id).where(Tag.theme_id == known[one])))
                split_theme(case, known[one], f"N{number}", f"New {number}", dict.fromkeys(ids, str(two)))
                states.append(tagged(kept))
            elif act == "undo" and len(states) > 1:
                case.undo()
                states.pop()
                assert tagged(kept) == states[-1]
            found = tagged(kept)
            assert {thing for _, thing, _ in found} == things
            assert notes <= {line for _, _, note in found for line in note.split("\n")}
    finally:
        while case.undo_number != floor:
            case.undo()
