"""Everything under a theme in one list, and the counts of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tagged_case import PAGES, TaggedCase, tagged_case

from workbench.case import open_case
from workbench.chronology.combined import CombinedChronology
from workbench.listing import Ask
from workbench.materials import mark_read
from workbench.tagged import (
    NO_SERVICE,
    NOT_IN_ONE_MONTH,
    PASSAGES,
    Tagged,
    absent_tag,
    by_month,
    by_service,
    counted,
    unread,
)
from workbench.themes.codebook import add_theme
from workbench.themes.tags import tag_events, tag_passage


@pytest.fixture
def made(tmp_path: Path) -> Iterator[TaggedCase]:
    found = tagged_case(tmp_path / "a.rpw")
    yield found
    found.case.close()


def fill(made: TaggedCase) -> str:
    """Missed contacts on four events and three passages, one of them under a theme beneath; gives that theme."""
    home = add_theme(made.case, "HOM", "Home visits", parent="MCO")
    tag_events(made.case, made.events[:4], made.theme("MCO"))
    tag_events(made.case, made.events[:1], home)
    start = "".join(PAGES).index("Each service")
    tag_passage(made.case, made.material, start, start + 44, made.theme("MCO"), note="its own")
    tag_passage(made.case, made.other, 0, 8, home)
    tag_passage(made.case, made.other, 0, 8, made.theme("CDE"))
    return home


def words(made: TaggedCase, **filters: object) -> list[str]:
    """The words of the rows that are asked for."""
    with made.case.reading() as session:
        ids = Tagged().ids(session, Ask(filters))
        records = Tagged().records(session, ids)
        return [records[each]["words"].text for each in ids]


def test_everything_under_a_theme_stands_in_one_list(made: TaggedCase) -> None:
    home = fill(made)
    assert words(made, theme=made.theme("MCO")) == [
        "Second visit missed, card left",
        "Core group: visits discussed",
        "Home visit, no reply",
        "Not brought to clinic",
        "Each service recorded its own missed visits.",
        "A letter",
    ]
    assert words(made, theme=home) == ["Home visit, no reply", "A letter"]
    assert len(words(made)) == 6


def test_a_row_says_where_it_stands_and_who_tagged_it(made: TaggedCase) -> None:
    fill(made)
    with made.case.reading() as session:
        ids = Tagged().ids(session, Ask({"theme": made.theme("MCO")}))
        records = Tagged().records(session, ids)
    event, passage, letter = records[ids[2]], records[ids[4]], records[ids[5]]
    assert event["words"].second == "Sun 4 Jun 2023 · event · tagged by RM"
    assert event["themes"].text == "MCO HOM"
    assert event["ref"].text == "E1"
    assert passage["words"].second == "HR report.docx, p. 2 · passage · tagged by RM · note".replace(
        "HR", "HV"
    )
    assert (passage["service"].text, passage["ref"].text) == ("HV", "M1")
    assert letter["service"].text == ""
    assert letter["themes"].text == "CDE HOM"


def test_rows_are_filtered_by_service_month_member_and_kind(made: TaggedCase) -> None:
    fill(made)
    path = made.case.path
    made.case.close()
    with open_case(path, "three plain words", by="J. Other") as other:
        tag_passage(other, made.material, 0, 10, TaggedCase(other, (), "", "").theme("MCO"))
    again = open_case(path, "three plain words", by="R. Marsh")
    try:
        case = TaggedCase(again, made.events, made.material, made.other)
        assert words(case, services=["HV"], kind="event") == [
            "Second visit missed, card left",
            "Not brought to clinic",
        ]
        assert words(case, services=[NO_SERVICE]) == ["A letter"]
        assert words(case, month="2023-06") == [
            "Second visit missed, card left",
            "Home visit, no reply",
            "Not brought to clinic",
        ]
        assert words(case, month=NOT_IN_ONE_MONTH) == ["Core group: visits discussed"]
        assert len(words(case, month=PASSAGES)) == 3
        assert words(case, by="J. Other") == ["1. Contact"]
        assert words(case, kind="passage", theme=case.theme("CDE")) == ["A letter"]
    finally:
        again.close()


def test_rows_are_sorted_by_what_a_person_chooses(made: TaggedCase) -> None:
    fill(made)
    with made.case.reading() as session:
        by_service_first = Tagged().ids(session, Ask({}, sort="service"))
        newest = Tagged().ids(session, Ask({}, sort="at", descending=True))
        first = Tagged().records(session, by_service_first)[by_service_first[0]]
        last = Tagged().records(session, newest)[newest[0]]
    assert first["service"].text == ""
    assert last["words"].text == "A letter"


def test_a_thing_counts_once_however_many_tags_it_has(made: TaggedCase) -> None:
    home = fill(made)
    with made.case.reading() as session:
        counts = counted(session)
    whole = counts[made.theme("MCO")]
    assert (whole.events, whole.passages, whole.all_events, whole.all_passages, whole.whole) == (
        4,
        1,
        4,
        2,
        6,
    )
    assert (counts[home].events, counts[home].passages) == (1, 1)
    assert counts[made.theme("GPR")].whole == 0


def test_the_cells_of_the_heat_maps_open_as_many_rows_as_they_count(made: TaggedCase) -> None:
    fill(made)
    with made.case.reading() as session:
        services, months = by_service(session), by_month(session)
    assert services.columns == ("CSC", "HV", NO_SERVICE)
    assert months.columns == ("2023-06", NOT_IN_ONE_MONTH, PASSAGES)
    for (theme, code), number in services.cells.items():
        assert len(words(made, theme=theme, services=[code])) == number
    for (theme, month), number in months.cells.items():
        assert len(words(made, theme=theme, month=month)) == number
    assert services.cells[made.theme("MCO"), "CSC"] == 2
    assert months.cells[made.theme("MCO"), "2023-06"] == 3
    assert months.cells[made.theme("MCO"), NOT_IN_ONE_MONTH] == 1


def test_no_month_is_left_out_between_the_first_and_the_last(made: TaggedCase) -> None:
    tag_events(made.case, [made.events[0], made.events[4]], made.theme("MCO"))
    with made.case.reading() as session:
        assert by_month(session).columns == ("2023-06", "2023-07")


def test_what_is_not_read_is_said_beside_the_counts(made: TaggedCase) -> None:
    fill(made)
    with made.case.reading() as session:
        found = unread(session)
    assert (found.documents, found.unread, found.by_service, found.tagged) == (2, 2, {"HV": 1}, 2)
    assert (
        absent_tag(found)
        == "An absent tag is not an absent feature. 2 documents are not read yet, most of them of HV."
    )
    mark_read(made.case, made.material, True)
    with made.case.reading() as session:
        assert absent_tag(unread(session)).endswith("1 document is not read yet.")
    mark_read(made.case, made.other, True)
    with made.case.reading() as session:
        assert absent_tag(unread(session)).endswith("Every document has been read by someone.")


def test_the_chronology_shows_and_filters_by_theme(made: TaggedCase) -> None:
    fill(made)
    listing = CombinedChronology()
    with made.case.reading() as session:
        ids = listing.ids(session, Ask({"themes": ["MCO"]}))
        cells = listing.records(session, ids)
        assert len(ids) == 4
        assert cells[made.events[0]]["themes"].text == "MCO HOM"
        assert len(cells[made.events[0]]["themes"].mark.split()) == 2
        assert listing.ids(session, Ask({"themes": ["HOM"]})) == [made.events[0]]
        assert listing.ids(session, Ask({"themes": ["GPR"]})) == []
