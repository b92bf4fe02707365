"""The one table: ids in one query, records by the page, and staying where one was."""

from collections.abc import Callable

import pytest
from jottings import Jottings, fill
from person import Person
from pytestqt.qtbot import QtBot

from ui.rows import Group, ListingModel, things_in
from ui.tables import ListingTable, wrapped
from ui.window import Window
from workbench import review
from workbench.casefile import CaseFile
from workbench.chronology import corrections, linking, marks
from workbench.chronology.combined import CombinedChronology
from workbench.chronology.dates import When
from workbench.chronology.events import remove_event
from workbench.listing import Ask


@pytest.fixture
def many(qtbot: QtBot, make_window: Callable[..., Window], case: CaseFile) -> tuple[Person, list[str]]:
    ids = fill(case, 60)
    window = make_window([Jottings])
    window.cases.take(case)
    return Person(qtbot, window), ids


def test_rows_are_read_by_the_page(many: tuple[Person, list[str]]) -> None:
    person, _ = many
    assert person.table().listing_model.count == 60
    assert person.table().listing_model.read_count == 1


def test_a_change_elsewhere_keeps_what_is_chosen_and_the_scroll(many: tuple[Person, list[str]]) -> None:
    person, _ = many
    table = person.table()
    chosen = person.row("Jotting 40")
    person.row("Jotting 41", adding=True)
    selected = table.selected_ids
    at = table.verticalScrollBar().value()
    gone = next(thing for thing in table.listing_model.ids()[-5:] if thing not in selected)
    assert person.window.desk.do(lambda case: remove_event(case, gone))
    assert table.listing_model.count == 59
    assert table.selected_ids == selected
    assert chosen in selected
    assert table.verticalScrollBar().value() == at


def test_when_the_row_one_stands_on_goes_its_neighbour_is_stood_on(many: tuple[Person, list[str]]) -> None:
    person, _ = many
    table = person.table()
    gone = person.row("Jotting 7")
    row = table.currentIndex().row()
    person.window.desk.do(lambda case: remove_event(case, gone))
    assert table.current_id not in ("", gone)
    assert table.currentIndex().row() == row


def test_j_and_k_home_and_end_move(many: tuple[Person, list[str]]) -> None:
    person, _ = many
    table = person.table()
    table.setFocus()
    person.key("Home")
    person.key("J")
    person.key("J")
    assert table.currentIndex().row() == 2
    person.key("K")
    assert table.currentIndex().row() == 1
    person.key("End")
    assert table.currentIndex().row() == 59


def test_typing_filters_and_escape_gives_the_rows_back(many: tuple[Person, list[str]]) -> None:
    person, _ = many
    person.table().setFocus()
    person.key("/")
    person.types("clinic")
    person.waits_until(lambda: len(person.rows()) == 20)
    person.key("Esc")
    person.waits_until(lambda: len(person.rows()) == 60)


def test_a_heading_sorts_up_then_down_then_not_at_all(many: tuple[Person, list[str]]) -> None:
    person, ids = many
    table = person.table()
    model = table.listing_model
    ref = [column.key for column in model.columns].index("ref")
    own = model.ids()
    table.horizontalHeader().sectionClicked.emit(ref)
    assert model.ids() == ids
    table.horizontalHeader().sectionClicked.emit(ref)
    assert model.ids() == ids[::-1]
    table.horizontalHeader().sectionClicked.emit(ref)
    assert model.ids() == own


def test_columns_chosen_are_remembered(many: tuple[Person, list[str]]) -> None:
    person, _ = many
    person.press("Columns")
    person.picks("Recorded by")
    person.press("Columns")
    person.picks("Links")
    place = person.window.place
    assert isinstance(place, Jottings)
    again = ListingTable(place.model, "Again", person.window.settings)
    shown = [column.key for at, column in enumerate(place.model.columns) if not again.isColumnHidden(at)]
    assert "recorded_by" in shown
    assert "links" not in shown
    again.deleteLater()


def test_rows_fit_their_text_where_asked_and_only_those_in_view(many: tuple[Person, list[str]]) -> None:
    person, _ = many
    table = person.table()
    thing = table.listing_model.id_at(0)
    assert thing is not None
    table.choose(thing)
    person.type_in("Event", "A long account of what was said. " * 20)
    plain = table.rowHeight(0)
    table.fit_rows(True)
    person.waits_until(lambda: table.rowHeight(0) > plain * 2)
    assert table.rowHeight(59) == table.row_height
    table.fit_rows(False)
    person.waits_until(lambda: table.rowHeight(0) == plain)


def test_what_is_dragged_is_ids_and_no_words(many: tuple[Person, list[str]]) -> None:
    person, _ = many
    model = person.table().listing_model
    data = model.mimeData([model.index(0, 0), model.index(0, 1), model.index(1, 0)])
    assert things_in(data, "events") == [model.id_at(0), model.id_at(1)]
    assert things_in(data, "findings") == []
    assert data.formats() == ["application/x-review-things"]


def test_a_screen_reader_hears_heading_and_whole_text(many: tuple[Person, list[str]]) -> None:
    person, _ = many
    table = person.table()
    person.row("Jotting 1")
    event = [column.key for column in table.listing_model.columns].index("event")
    said = table.listing_model.data(table.listing_model.index(0, event), 11)
    assert str(said).startswith("Event: Announced home visit.")
    assert str(said).endswith("Jotting 1")


def test_group_heads_stand_over_their_rows_and_are_stepped_over(
    qtbot: QtBot, make_window: Callable[..., Window], case: CaseFile
) -> None:
    fill(case, 6)
    window = make_window([Jottings])
    window.cases.take(case)
    model = ListingModel(
        window.desk,
        CombinedChronology(),
        groups=lambda session, ask, ids: [Group("First", 2, "overdue"), Group("Rest", len(ids) - 2)],
    )
    table = ListingTable(model, "Grouped", window.settings)
    qtbot.addWidget(table)
    table.show()
    assert model.count == 6
    assert model.rowCount() == 8
    table.choose_first()
    assert table.currentIndex().row() == 1
    table.step(1)
    table.step(1)
    assert table.currentIndex().row() == 4


def test_a_long_text_ends_in_an_ellipsis_and_keeps_to_its_lines(make_window: Callable[..., Window]) -> None:
    make_window([])
    lines = wrapped("word " * 200, "body", 300, 2, 100)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert wrapped("short", "body", 300, 2, 100) == ("short",)


def test_after_any_small_change_the_table_shows_what_it_would_read_anew(
    many: tuple[Person, list[str]],
) -> None:
    person, ids = many
    desk = person.window.desk
    line = review.add_line(desk.the_case, "Was she seen?")
    asks = (
        Ask(),
        Ask(sort="outcome"),
        Ask(descending=True),
        Ask({"outcomes": ["not_recorded"]}),
        Ask({"key": True}),
        Ask({"linked": True}),
        Ask({"date_to": "2030-01-01"}, sort="key"),
    )
    models = [ListingModel(desk, CombinedChronology(), parent=person.window) for _ in asks]
    for model, ask in zip(models, asks, strict=True):
        model.show(ask)
    early, vague = When("1999-01-01", "1999-01-01", "day"), When(None, None, "unknown")
    changes: list[Callable[[CaseFile], object]] = [
        lambda case: marks.mark_key(case, ids[10:12], True),
        lambda case: corrections.correct(case, ids[10], "outcome", "seen", "as the record says"),
        lambda case: corrections.correct(case, ids[30], "date", early),
        lambda case: corrections.correct(case, ids[31], "date", vague),
        lambda case: corrections.correct(case, ids[5], "text", "Other words."),
        lambda case: linking.link_as_same(case, ids[1:4]),
        lambda case: linking.unlink(case, ids[1]),
        lambda case: linking.unlink(case, ids[2]),
        lambda case: marks.mark_line(case, ids[20:21], line, True),
        lambda case: marks.ask_agency(case, ids[21], "Who was there?"),
        lambda case: corrections.withdraw_correction(case, ids[10], "outcome"),
        lambda case: marks.move_within_day(case, ids[30], 1),
        lambda case: remove_event(case, ids[40]),
        lambda case: marks.mark_key(case, ids[:60:7], True),
        *[lambda case: case.undo()] * 8,
        *[lambda case: case.redo()] * 8,
    ]
    for number, change in enumerate(changes):
        desk.do(change)
        for model in models:
            fresh = ListingModel(desk, CombinedChronology(), parent=person.window)
            fresh.show(model.ask)
            assert model.ids() == fresh.ids(), (number, model.ask)
            for row in range(model.count):
                assert model.record(row) == fresh.record(row), (number, model.ask, row)
            fresh.deleteLater()
