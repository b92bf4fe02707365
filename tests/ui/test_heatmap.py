"""The grid of counts: read as a picture, walked by keys, and told in words."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.heatmap import ALL, Cell, Grid, Head, HeatMap, month_heads
from ui.theme import look
from ui.window import Window

MONTHS = month_heads("2023-11", "2024-02")


@pytest.fixture
def grid() -> Grid:
    rows = [
        Head("hv", "HV", "Health visiting", "service", "#0B6660", second="3 of 5"),
        Head("gp", "GP", "General practice", "service", "#51409A", second="0 of 1"),
        Head(ALL, "All services", second="3 of 6", strong=True),
    ]
    cells = {
        ("hv", "2023-11"): Cell(1, 2, "1 of 2 missed"),
        ("hv", "2024-01"): Cell(2, 3, "2 of 3 missed"),
        ("gp", "2024-01"): Cell(0, 1, "0 of 1 missed"),
        (ALL, "2024-01"): Cell(2, 4, "2 of 4 missed"),
    }
    return Grid(rows, MONTHS, cells, "none planned")


@pytest.fixture
def heat(qtbot: QtBot, make_window: Callable[..., Window], grid: Grid) -> HeatMap:
    make_window([])
    made = HeatMap("Missed contacts by month")
    qtbot.addWidget(made)
    made.show_grid(grid)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_months_are_told_apart_by_their_years() -> None:
    assert [(head.key, head.text, head.spoken) for head in MONTHS] == [
        ("2023-11", "Nov 23", "November 2023"),
        ("2023-12", "Dec", "December 2023"),
        ("2024-01", "Jan 24", "January 2024"),
        ("2024-02", "Feb", "February 2024"),
    ]


def test_a_screen_reader_says_each_cell_in_full(heat: HeatMap) -> None:
    assert heat.said_at("hv", "2024-01") == "Health visiting, January 2024: 2 of 3 missed"
    assert heat.said_at("gp", "2023-12") == "General practice, December 2023: none planned"
    assert heat.said_at("gp", "2019-01") == ""
    table = QAccessible.queryAccessibleInterface(heat)
    assert table.role() == QAccessible.Role.Table
    cells = [table.child(at).text(QAccessible.Text.Name) for at in range(table.childCount())]
    assert "Health visiting, January 2024: 2 of 3 missed" in cells


def test_arrows_walk_and_enter_opens_what_counts_something(qtbot: QtBot, heat: HeatMap) -> None:
    opened: list[tuple[str, str]] = []
    heat.opened.connect(lambda row, column: opened.append((row, column)))
    assert heat.stand_on("hv", "2023-11")
    QTest.keyClick(heat, Qt.Key.Key_Return)
    QTest.keyClick(heat, Qt.Key.Key_Right)
    QTest.keyClick(heat, Qt.Key.Key_Return)
    assert heat.at == ("hv", "2023-12")
    QTest.keyClick(heat, Qt.Key.Key_Right)
    QTest.keyClick(heat, Qt.Key.Key_Down)
    QTest.keyClick(heat, Qt.Key.Key_Return)
    QTest.keyClick(heat, Qt.Key.Key_End)
    assert heat.at == ("gp", "2024-02")
    QTest.keyClick(heat, Qt.Key.Key_Home)
    assert heat.at == ("gp", "2023-11")
    assert opened == [("hv", "2023-11"), ("gp", "2024-01")]


def test_a_click_opens_a_cell(heat: HeatMap) -> None:
    opened: list[tuple[str, str]] = []
    heat.opened.connect(lambda row, column: opened.append((row, column)))
    for row, column in ((0, 2), (0, 1), (2, 2)):
        where = heat.visualRect(heat.grid_model.index(row, column)).center()
        QTest.mouseClick(heat.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert opened == [("hv", "2024-01"), (ALL, "2024-01")]


def test_the_same_figures_as_a_table_of_words(heat: HeatMap) -> None:
    button = heat.table_button()
    button.click()
    assert heat.in_words
    assert button.text() == "Picture"
    assert heat.grid_model.index(0, 2).data() == "2 of 3 missed"
    assert heat.grid_model.index(1, 1).data() == "none planned"
    button.click()
    assert heat.grid_model.index(0, 2).data() == "2"


def test_figures_shown_anew_keep_the_cell_one_stands_on(heat: HeatMap, grid: Grid) -> None:
    heat.stand_on("gp", "2024-01")
    heat.show_grid(Grid(grid.rows[1:], MONTHS, grid.cells, "none planned"))
    assert heat.at == ("gp", "2024-01")


def test_columns_can_be_placed_under_a_picture(heat: HeatMap) -> None:
    heat.place_columns([30, 31, 31, 29], 120)
    assert [heat.columnWidth(at) for at in range(4)] == [30, 31, 31, 29]
    assert heat.columnViewportPosition(3) == 92
    assert heat.verticalHeader().width() == 120


def test_it_is_drawn_in_every_scheme_and_at_twice_the_size(heat: HeatMap) -> None:
    for scheme in ("light", "dark", "contrast"):
        look.use(scheme=scheme, text_size=200)
        assert not heat.grab().isNull()
    high = heat.row_high
    look.use(scheme="light", text_size=100)
    assert heat.row_high < high
