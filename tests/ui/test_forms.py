"""Fields: one change when left, words beneath when it is refused."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.desk import Done
from ui.forms import ChoiceField, DateField, Field, LineField, TextField
from workbench.problems import Problem

_KEPT: list[QWidget] = []
"""The page of the test that runs: pytest-qt holds it weakly only."""


def beside_another(qtbot: QtBot, field: Field) -> QLineEdit:
    """Show a field in a window, with another control to go on to."""
    page = QWidget()
    column = QVBoxLayout(page)
    other = QLineEdit()
    column.addWidget(field)
    column.addWidget(other)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    _KEPT[:] = [page]
    return other


def test_a_line_makes_one_change_when_left_and_none_when_untouched(qtbot: QtBot) -> None:
    made: list[str] = []
    field = LineField("Owner", made.append)
    other = beside_another(qtbot, field)
    field.show_value("Children’s services")
    field.edit.setFocus()
    other.setFocus()
    assert made == []
    field.edit.setFocus()
    field.edit.selectAll()
    QTest.keyClicks(field.edit, "Health")
    assert made == []
    other.setFocus()
    assert made == ["Health"]


def test_escape_gives_back_what_the_field_held(qtbot: QtBot) -> None:
    made: list[str] = []
    field = LineField("Owner", made.append)
    other = beside_another(qtbot, field)
    field.show_value("Health")
    field.edit.setFocus()
    QTest.keyClicks(field.edit, " visiting")
    QTest.keyClick(field.edit, Qt.Key.Key_Escape)
    other.setFocus()
    assert field.value == "Health"
    assert made == []


def test_what_is_refused_stands_beneath_and_what_was_typed_stays(qtbot: QtBot) -> None:
    refused = Problem("There is a service HV already.", "Choose another code.")
    field = LineField("Code", lambda text: Done[None](False, problem=refused))
    other = beside_another(qtbot, field)
    field.show_value("CSC")
    field.edit.setFocus()
    field.edit.selectAll()
    QTest.keyClicks(field.edit, "HV")
    other.setFocus()
    assert field.wrong.isVisible()
    assert field.wrong.text() == "There is a service HV already. Choose another code."
    assert field.value == "HV"


def test_a_refresh_leaves_what_is_being_typed_alone(qtbot: QtBot) -> None:
    field = TextField("What")
    beside_another(qtbot, field)
    field.show_value("Before")
    field.edit.setFocus()
    QTest.keyClicks(field.edit, "typed ")
    field.show_value("From elsewhere")
    assert "typed" in field.value


def test_a_text_grows_with_what_is_written(qtbot: QtBot) -> None:
    field = TextField("What", role="reading")
    beside_another(qtbot, field)
    low = field.edit.height()
    field.show_value("A line of text. " * 60)
    qtbot.waitUntil(lambda: field.edit.height() > low)


def test_choosing_is_committing(qtbot: QtBot) -> None:
    made: list[str] = []
    field = ChoiceField("Scope", [("local", "Local"), ("national", "National")], made.append)
    beside_another(qtbot, field)
    field.show_value("local")
    assert made == []
    field.choice.setCurrentIndex(1)
    assert made == ["national"]


def test_a_date_says_how_it_was_read_and_refuses_what_is_none(qtbot: QtBot) -> None:
    made: list[str] = []

    def parse(text: str) -> str:
        if "October" not in text:
            raise Problem(f"“{text}” is no date.", "Write it as 5 Dec 2023.")
        return "10 – 20 Oct 2023"

    field = DateField("Date", parse, made.append)
    other = beside_another(qtbot, field)
    field.edit.setFocus()
    QTest.keyClicks(field.edit, "mid October 2023")
    assert field.reading.text() == "Read as 10 – 20 Oct 2023"
    other.setFocus()
    assert made == ["mid October 2023"]
    field.edit.setFocus()
    field.edit.selectAll()
    QTest.keyClicks(field.edit, "sometime")
    other.setFocus()
    assert made == ["mid October 2023"]
    assert field.wrong.text() == "“sometime” is no date. Write it as 5 Dec 2023."
