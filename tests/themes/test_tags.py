"""Tags on passages and events."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tagged_case import PAGES, TaggedCase, add_text, read_anew, tagged_case

from workbench.case import open_case
from workbench.chronology.events import event_view
from workbench.problems import Problem
from workbench.themes.placing import place_again
from workbench.themes.tags import (
    Place,
    last_used,
    note_on_tag,
    passages_on,
    stretch,
    tag_events,
    tag_passage,
    tag_places,
    tags_on_events,
    untag,
)

WHOLE = "".join(PAGES)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[TaggedCase]:
    found = tagged_case(tmp_path / "a.rpw")
    yield found
    found.case.close()


def at(words: str) -> tuple[int, int]:
    start = WHOLE.index(words)
    return start, start + len(words)


def test_a_passage_is_kept_with_its_words_its_page_and_who_tagged_it(made: TaggedCase) -> None:
    start, end = at("Each service recorded its own missed visits.")
    tag_passage(made.case, made.material, start - 1, end + 1, made.theme("MCO"), note=" two of them ")
    assert made.case.undo_label == "Tag a passage of M1 with MCO"
    with made.case.reading() as session:
        [passage] = passages_on(session, made.material)
    assert (passage.start, passage.end, passage.page) == (start, end, 2)
    assert passage.text == WHOLE[start:end]
    assert (passage.theme, passage.by, passage.note, passage.material) == (
        "MCO",
        "R. Marsh",
        "two of them",
        "M1",
    )
    assert passage.placed


def test_a_passage_may_cross_a_page_and_themes_may_overlap(made: TaggedCase) -> None:
    start, end = at("Nobody came to the door.\n2. What")
    tag_passage(made.case, made.material, start, end, made.theme("CDE"))
    tag_passage(made.case, made.material, start + 3, end + 4, made.theme("MCO"))
    tag_passage(made.case, made.material, start, end, made.theme("INF"))
    with made.case.reading() as session:
        found = passages_on(session, made.material)
        text_id = session.connection().exec_driver_sql("SELECT text_id FROM material LIMIT 1").scalar_one()
        assert stretch(session, text_id, start, end) == WHOLE[start:end]
    assert [passage.theme for passage in found] == ["CDE", "INF", "MCO"]
    assert found[0].page == 1


def test_the_same_theme_on_the_same_words_again_makes_no_second_tag(made: TaggedCase, tmp_path: Path) -> None:
    start, end = at("missed visits")
    first = tag_passage(made.case, made.material, start, end, made.theme("MCO"))
    number = made.case.last_change
    assert tag_passage(made.case, made.material, start, end, made.theme("MCO")) == first
    assert made.case.last_change == number
    path = made.case.path
    made.case.close()
    with open_case(path, "three plain words", by="J. Other") as again:
        other = tag_passage(again, made.material, start, end, TaggedCase(again, (), "", "").theme("MCO"))
        assert other != first
        with again.reading() as session:
            assert {passage.by for passage in passages_on(session, made.material)} == {"R. Marsh", "J. Other"}


def test_white_space_alone_and_what_has_no_text_cannot_be_tagged(made: TaggedCase) -> None:
    gap = WHOLE.index("\n")
    with pytest.raises(Problem, match="no words"):
        tag_passage(made.case, made.material, gap, gap + 1, made.theme("MCO"))
    with pytest.raises(Problem, match="no words"):
        tag_passage(made.case, made.material, 90_000, 90_010, made.theme("MCO"))


def test_many_events_are_tagged_at_once_and_none_twice(made: TaggedCase) -> None:
    assert tag_events(made.case, made.events[:3], made.theme("MCO")) == 3
    assert made.case.undo_label == "Tag 3 events with MCO"
    assert tag_events(made.case, made.events, made.theme("MCO")) == 2
    with made.case.reading() as session:
        assert event_view(session, made.events[0]).tags == ("MCO",)
        assert sum(len(tags) for tags in tags_on_events(session, made.events).values()) == 5
    assert tag_events(made.case, made.events[:2], made.theme("MCO"), on=False) == 2
    assert made.case.undo_label == "Take MCO off 2 events"
    made.case.undo()
    made.case.undo()
    with made.case.reading() as session:
        assert set(tags_on_events(session, made.events)) == set(made.events[:3])
    with pytest.raises(Problem, match="no longer in the case"):
        tag_events(made.case, ["nothing"], made.theme("MCO"))


def test_a_note_says_why_and_a_tag_is_taken_away(made: TaggedCase) -> None:
    tag_events(made.case, made.events[:1], made.theme("MCO"))
    with made.case.reading() as session:
        [tag] = tags_on_events(session, made.events)[made.events[0]]
    note_on_tag(made.case, tag.id, " third in a row ")
    with made.case.reading() as session:
        assert tags_on_events(session, made.events)[made.events[0]][0].note == "third in a row"
    untag(made.case, [tag.id])
    assert made.case.undo_label == "Take MCO off an event"
    with made.case.reading() as session:
        assert tags_on_events(session, made.events) == {}


def test_the_themes_used_last_come_first(made: TaggedCase) -> None:
    for code in ("MCO", "CDE", "INF", "MCO"):
        tag_events(made.case, made.events[:1], made.theme(code), on=False)
        tag_events(made.case, made.events[:1], made.theme(code))
    with made.case.reading() as session:
        assert last_used(session, "R. Marsh") == [made.theme(code) for code in ("MCO", "INF", "CDE")]
        assert last_used(session, "J. Other") == []


def test_all_places_of_a_search_are_one_change(made: TaggedCase) -> None:
    many = add_text(made.case, "Long.txt", ["Zephyrine came. Zephyrine went. 😀 Zephyrine stayed.\n"] * 30)
    page = "Zephyrine came. Zephyrine went. 😀 Zephyrine stayed.\n"
    starts = [
        n * len(page) + at for n in range(30) for at in range(len(page)) if page[at:].startswith("Zeph")
    ]
    places = [Place(many, start, start + 9) for start in starts]
    tag_passage(made.case, many, starts[5], starts[5] + 9, made.theme("CDE"))
    assert tag_places(made.case, made.theme("CDE"), [*places, Place(many, 15, 16)], "Zephyrine") == 89
    assert made.case.undo_label == "Tag 91 passages that say “Zephyrine” with CDE"
    with made.case.reading() as session:
        found = passages_on(session, many)
    assert {passage.text for passage in found} == {"Zephyrine"}
    assert [passage.page for passage in found] == [n + 1 for n in range(30) for _ in range(3)]
    made.case.undo()
    with made.case.reading() as session:
        assert len(passages_on(session, many)) == 1


def test_passages_are_found_again_in_another_reading(made: TaggedCase) -> None:
    for words in ("called twice in June", "missed visits", "Nobody came to the door."):
        tag_passage(made.case, made.material, *at(words), made.theme("MCO"))
    with made.case.reading() as session:
        old = session.connection().exec_driver_sql("SELECT text_id FROM material LIMIT 1").scalar_one()
    pages = (
        "A cover page that speaks of missed visits to another child.\n",
        "1. Contact\n\nThe health visitor called  twice\nin June. Somebody came.\n",
        PAGES[1],
    )
    new = read_anew(made.case, made.material, pages, "made 2")
    with made.case.change("Place the passages") as session:
        lost = place_again(session, made.material, old, new)
    assert [passage.text for passage in lost] == ["Nobody came to the door."]
    with made.case.reading() as session:
        found = passages_on(session, made.material)
    whole = "".join(pages)
    assert [(passage.text, passage.page, passage.placed) for passage in found] == [
        ("called  twice\nin June", 2, True),
        ("missed visits", 3, True),
        ("Nobody came to the door.", 1, False),
    ]
    assert all(whole[each.start : each.end] == each.text for each in found if each.placed)
