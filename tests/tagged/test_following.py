"""What a few tags mean for the rows of what is tagged, without reading every row again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.case import new_case
from workbench.casefile import CaseFile
from workbench.chronology.dates import read_date
from workbench.chronology.events import add_event
from workbench.listing import Ask, FollowsOne
from workbench.materials import take_in
from workbench.people import add_service
from workbench.tagged import Tagged
from workbench.themes.codebook import find_theme
from workbench.themes.tags import Tag, tag_events, tag_passage, untag


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    with new_case(tmp_path / "a.rpw", "three plain words", "Child T", "lcspr", by="R. Marsh") as made:
        yield made


def test_a_tag_on_what_is_tagged_concerns_its_row_alone(case: CaseFile) -> None:
    add_service(case, "Police", "POL")
    event = add_event(case, "POL", read_date("6 May 2013").when, "Car park.", outcome=None)
    letter = take_in(case, "letter.txt", b"Seen at home.")
    with case.reading() as session:
        one, other = find_theme(session, "CDE").id, find_theme(session, "MCO").id
    tag_events(case, [event], one)
    passage = tag_passage(case, letter, 0, 4, one)
    listing = Tagged()
    assert isinstance(listing, FollowsOne)
    ask = Ask({"theme": one})
    with case.reading() as session:
        rows = listing.ids(session, ask)
        assert listing.among(session, ask, rows[::-1]) == rows
    second = tag_passage(case, letter, 0, 4, other)
    third = tag_passage(case, letter, 5, 7, other)
    with case.reading() as session:
        assert listing.ids(session, ask) == rows
        assert listing.concerned(session, {"tag": frozenset([second])}) == frozenset([passage, second])
        assert listing.among(session, ask, [second, passage]) == [passage]
        assert listing.among(session, ask, [third]) == []
        assert listing.among(session, Ask(), [second, third]) == [third]
        assert listing.concerned(session, {"tag": frozenset([third])}) == frozenset([third])
        assert listing.concerned(session, {"theme": frozenset([one])}) is None
    untag(case, [second])
    with case.reading() as session:
        assert listing.concerned(session, {"tag": frozenset([second])}) is None
        assert session.get(Tag, second) is None
