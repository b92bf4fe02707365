"""The codebook: sets, themes, and everything people do to them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tagged_case import TaggedCase, tagged_case

from workbench.problems import Problem
from workbench.themes.codebook import (
    LEAST_CONTRAST,
    THEME_COLOURS,
    add_theme,
    code_for,
    contrast,
    edit_theme,
    find_theme,
    move_theme,
    remove_theme,
    retire_theme,
    sets,
    switch_off_set,
    switch_on_set,
    themes,
)
from workbench.themes.sets import CODE, DIMENSIONS, theme_sets
from workbench.themes.tags import last_used, tag_events, tags_on_events


@pytest.fixture
def made(tmp_path: Path) -> Iterator[TaggedCase]:
    found = tagged_case(tmp_path / "a.rpw")
    yield found
    found.case.close()


def codes(made: TaggedCase, *, retired: bool = True) -> list[str]:
    with made.case.reading() as session:
        return [theme.code for theme in themes(session, retired=retired)]


def test_a_new_case_begins_with_the_starter_set_which_no_undo_takes_away(made: TaggedCase) -> None:
    assert codes(made) == ["NAF", "UAO", "CDE", "INF", "MCO", "AMB", "GPR"]
    while made.case.undo_label:
        made.case.undo()
    assert codes(made) == ["NAF", "UAO", "CDE", "INF", "MCO", "AMB", "GPR"]


def test_every_set_says_what_each_theme_is_for_and_judges_nobody() -> None:
    seen: set[str] = set()
    for each in theme_sets():
        assert each.dimension in DIMENSIONS
        for theme in each.themes:
            assert CODE.fullmatch(theme.code), theme.code
            assert theme.code not in seen
            seen.add(theme.code)
            for words in (theme.name, theme.definition, theme.use_when, theme.not_when, theme.example):
                assert words.strip()
            assert "failure" not in theme.name.casefold()
            assert "failed" not in theme.name.casefold()
            assert contrast(theme.colour) >= LEAST_CONTRAST, f"{theme.code} {contrast(theme.colour):.2f}"
    assert len(seen) == 35
    assert all(contrast(colour) >= LEAST_CONTRAST for colour in THEME_COLOURS)


def test_the_starter_set_has_the_colours_that_were_settled() -> None:
    starter = theme_sets()[0]
    assert {theme.code: theme.colour for theme in starter.themes} == {
        "NAF": "#7A5C00",
        "UAO": "#B3541E",
        "CDE": "#A0307A",
        "INF": "#2F6DA3",
        "MCO": "#C0391B",
        "AMB": "#5E6B2A",
        "GPR": "#1E7A52",
    }


def test_a_set_is_switched_on_and_off_as_one_change(made: TaggedCase) -> None:
    assert len(switch_on_set(made.case, "why")) == 6
    assert made.case.undo_label == "Switch on the themes “Why it was likely”"
    with made.case.reading() as session:
        assert {each.key: each.here for each in sets(session)}["why"] == 6
    assert switch_on_set(made.case, "why") == []
    assert switch_off_set(made.case, "why") == []
    assert "HUB" not in codes(made)
    made.case.undo()
    assert codes(made)[-6:] == ["HUB", "FPI", "RTI", "LTW", "TLS", "MGS"]


def test_switching_off_leaves_what_is_in_use(made: TaggedCase) -> None:
    switch_on_set(made.case, "adults")
    tag_events(made.case, made.events[:1], made.theme("MCA"))
    assert switch_off_set(made.case, "adults") == ["MCA"]
    assert "SNE" not in codes(made)
    with pytest.raises(Problem, match="in use"):
        switch_off_set(made.case, "adults")


def test_a_set_finds_its_codes_taken_and_takes_the_next(made: TaggedCase) -> None:
    add_theme(made.case, "MCA", "Something of our own")
    switch_on_set(made.case, "adults")
    assert "MCA2" in codes(made)
    assert switch_on_set(made.case, "adults") == []


def test_a_theme_of_our_own_gets_a_code_and_a_colour_of_its_own(made: TaggedCase) -> None:
    first = add_theme(made.case, "", "Unseen adults in the home")
    second = add_theme(made.case, "", "Keys")
    with made.case.reading() as session:
        one, two = find_theme(session, first), find_theme(session, second)
    assert (one.code, two.code) == ("UAH", "KEY")
    assert one.colour != two.colour
    assert made.case.undo_label == "Add the theme “Keys”"


@pytest.mark.parametrize(
    ("name", "code"),
    [("Voice of the child", "VOC"), ("Keys", "KEY"), ("1", "T1"), ("a", "TA"), ("Ü", "TH"), ("No", "NO")],
)
def test_a_code_is_made_of_any_name(name: str, code: str) -> None:
    assert code_for(name, ()) == code
    assert CODE.fullmatch(code_for(name, {code}))
    assert code_for(name, {code}) != code


def test_codes_names_and_colours_are_held_to_their_rules(made: TaggedCase) -> None:
    with pytest.raises(Problem, match="belongs to"):
        add_theme(made.case, "naf", "Another")
    with pytest.raises(Problem, match="cannot be a theme’s code"):
        add_theme(made.case, "A B", "Another")
    with pytest.raises(Problem, match="empty"):
        add_theme(made.case, "ABC", "  ")
    with pytest.raises(Problem, match="colour"):
        edit_theme(made.case, made.theme("NAF"), colour="#FFEE00")
    with pytest.raises(Problem, match="colour"):
        edit_theme(made.case, made.theme("NAF"), colour="rebecca")
    with pytest.raises(Problem, match="no theme “ZZZ”"):
        made.theme("ZZZ")


def test_renaming_keeps_what_was_tagged(made: TaggedCase) -> None:
    tag_events(made.case, made.events[:2], made.theme("MCO"))
    edit_theme(made.case, made.theme("MCO"), code="MIS", name="Missed contacts")
    assert made.case.undo_label == "Rename the theme MCO"
    with made.case.reading() as session:
        assert [tag.theme for tag in tags_on_events(session, made.events)[made.events[0]]] == ["MIS"]


def test_a_theme_stands_under_another_and_never_under_itself(made: TaggedCase) -> None:
    child = add_theme(made.case, "IMM", "Immunisations", parent="MCO")
    assert codes(made) == ["NAF", "UAO", "CDE", "INF", "MCO", "IMM", "AMB", "GPR"]
    with pytest.raises(Problem, match="under itself"):
        move_theme(made.case, made.theme("MCO"), parent=child)
    move_theme(made.case, child, parent=None)
    assert codes(made)[-1] == "IMM"
    move_theme(made.case, child, -2)
    assert codes(made) == ["NAF", "UAO", "CDE", "INF", "MCO", "IMM", "AMB", "GPR"]
    number = made.case.last_change
    move_theme(made.case, made.theme("NAF"), -1)
    assert made.case.last_change == number


def test_what_stands_under_a_theme_moves_with_it_to_the_other_dimension(made: TaggedCase) -> None:
    switch_on_set(made.case, "why")
    add_theme(made.case, "IMM", "Immunisations", parent="MCO")
    move_theme(made.case, made.theme("MCO"), parent=made.theme("TLS"))
    with made.case.reading() as session:
        found = {theme.code: theme for theme in themes(session)}
    assert (found["MCO"].dimension, found["IMM"].dimension, found["IMM"].depth) == ("why", "why", 2)


def test_a_retired_theme_keeps_its_tags_and_is_not_offered(made: TaggedCase) -> None:
    tag_events(made.case, made.events[:2], made.theme("MCO"))
    retire_theme(made.case, made.theme("MCO"))
    assert "MCO" not in codes(made, retired=False)
    with made.case.reading() as session:
        assert len(tags_on_events(session, made.events)) == 2
        assert last_used(session, "R. Marsh") == []
    with pytest.raises(Problem, match="retired"):
        tag_events(made.case, made.events, made.theme("MCO"))
    retire_theme(made.case, made.theme("MCO"), on=False)
    assert made.case.undo_label == "Bring back the theme MCO"
    assert tag_events(made.case, made.events, made.theme("MCO")) == 3


def test_only_a_theme_on_which_nothing_rests_is_removed(made: TaggedCase) -> None:
    tag_events(made.case, made.events[:1], made.theme("MCO"))
    with pytest.raises(Problem, match="MCO has tags"):
        remove_theme(made.case, made.theme("MCO"))
    add_theme(made.case, "IMM", "Immunisations", parent="NAF")
    with pytest.raises(Problem, match="under it"):
        remove_theme(made.case, made.theme("NAF"))
    remove_theme(made.case, made.theme("IMM"))
    remove_theme(made.case, made.theme("NAF"))
    assert codes(made) == ["UAO", "CDE", "INF", "MCO", "AMB", "GPR"]
