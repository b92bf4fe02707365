"""The switch: names or anonymous on every place at once, and nothing changed while anonymous."""

from person import Person
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.buttons import Button
from ui.commands import Command
from ui.desk import READ_ONLY, Done
from ui.forms import CheckField, ChoiceField, LineField
from workbench.anonymity.rendering import is_anonymous, say
from workbench.casefile import CaseFile
from workbench.people import add_person


def test_the_switch_hides_names_and_shows_them_again(person_with_case: Person, qtbot: QtBot) -> None:
    window = person_with_case.window
    add_person(window.desk.the_case, "Kayleigh Fenwick", pseudonym="Child K")
    with qtbot.waitSignal(window.desk.switched):
        person_with_case.key("Ctrl+Shift+A")
    assert window.desk.anonymous
    assert not window.desk.can_change
    assert window.top.names.choice == "anonymous"
    assert say("Kayleigh Fenwick was seen.") == "Child K was seen."
    assert window.anonymous.isVisible()
    assert not window.anonymous.show_them.isVisible()
    assert window.status.words.text().startswith("Read only")
    person_with_case.press("Names")
    assert not window.desk.anonymous
    assert not window.anonymous.isVisible()
    assert say("Kayleigh Fenwick was seen.") == "Kayleigh Fenwick was seen."


def test_nothing_is_changed_while_anonymous(person_with_case: Person) -> None:
    window = person_with_case.window
    desk = window.desk
    add_person(desk.the_case, "Kayleigh Fenwick")
    number = desk.the_case.undo_number
    desk.read_as_anonymous(True)
    done = desk.do(lambda case: add_person(case, "Dean Fenwick"))
    assert not done
    assert done.problem == READ_ONLY
    assert not desk.undo()
    assert desk.work("Working", lambda report: None, changes=True) is None
    assert desk.the_case.undo_number == number
    assert str(READ_ONLY) in window.notices.texts()
    assert desk.do(lambda case: 7, aside=True).value == 7


def test_what_changes_the_case_stands_still_until_names_are_back(person_with_case: Person) -> None:
    window = person_with_case.window
    pressed: list[str] = []
    window.desk.commands.add(Command("mend", "Mend it", lambda: pressed.append("mend"), changes=True), window)
    inside = QWidget(window)
    column = QVBoxLayout(inside)
    button = Button("Mend", lambda: pressed.append("button"), changes=True)
    line = LineField("Words", lambda value: pressed.append(value))
    choice = ChoiceField("Kind", [("a", "A"), ("b", "B")], lambda value: pressed.append(value))
    tick = CheckField("Tick", lambda on: pressed.append("tick"))
    free = LineField("Search")
    for each in (button, line, choice, tick, free):
        column.addWidget(each)
    inside.show()
    window.desk.read_as_anonymous(True)
    assert not button.isEnabled()
    assert not choice.choice.isEnabled()
    assert not tick.isEnabled()
    assert line.edit.isReadOnly()
    assert not free.edit.isReadOnly()
    button.setEnabled(True)
    assert not button.isEnabled()
    assert not any(command.key == "mend" for command in window.desk.commands.matching("mend"))
    window.desk.commands.run("mend")
    assert not pressed
    assert str(READ_ONLY) in window.notices.texts()
    window.desk.read_as_anonymous(False)
    assert button.isEnabled()
    assert choice.choice.isEnabled()
    assert tick.isEnabled()
    assert not line.edit.isReadOnly()
    window.desk.commands.run("mend")
    assert pressed == ["mend"]


def test_work_reads_as_the_window_read_when_it_began(person_with_case: Person, qtbot: QtBot) -> None:
    desk = person_with_case.window.desk
    seen: list[bool] = []
    desk.read_as_anonymous(True)
    job = desk.work("Writing", lambda report: is_anonymous(), finished=seen.append)
    assert job is not None
    desk.read_as_anonymous(False)
    desk.work("Writing", lambda report: is_anonymous(), finished=seen.append)
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen == [True, False]


def test_closing_the_case_brings_names_back(person_with_case: Person) -> None:
    desk = person_with_case.window.desk
    desk.read_as_anonymous(True)
    case = desk.let_go()
    assert isinstance(case, CaseFile)
    assert not is_anonymous()
    case.close()


def test_words_that_are_not_kept_hold_the_switch_back(person_with_case: Person) -> None:
    window = person_with_case.window
    field = LineField("Words", lambda value: Done[None](False, problem=READ_ONLY))
    field.setParent(window)
    field.show()
    field.edit.setText("half a thought")
    person_with_case.key("Ctrl+Shift+A")
    assert not window.desk.anonymous
    assert window.top.names.choice == "names"
    assert field.unkept
    field.give_up()
    person_with_case.key("Ctrl+Shift+A")
    assert window.desk.anonymous
