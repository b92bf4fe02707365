"""The panel of measures: each figure opens its events, and the ruler says how long it was."""

from collections.abc import Callable

import pytest
from person import Person
from PySide6.QtWidgets import QLabel

from ui.measures_panel import Figure, MeasuresPanel
from ui.place import Place
from ui.places.chronology.place import ChronologyPlace
from ui.window import Window
from workbench import review
from workbench.casefile import CaseFile
from workbench.chronology.dates import read_date
from workbench.chronology.events import add_event
from workbench.chronology.linking import link_person
from workbench.people import add_person, add_service


class Counting(Place):
    """A place that shows the panel alone."""

    key = "counting"
    title = "Counting"
    icon = "clock"

    def __init__(self, desk: object) -> None:
        super().__init__(desk)  # type: ignore[arg-type]
        self.panel = MeasuresPanel(self.desk)
        self.lay_out(self.panel)

    def shown(self) -> None:
        self.panel.refresh()

    def switched(self) -> None:
        self.panel.refresh()


@pytest.fixture
def counting(make_window: Callable[..., Window], case: CaseFile, qtbot: object) -> Person:
    child = add_person(case, "Ash Young", subject=True, born="2012-01-10", pseudonym="Child T")
    mother = add_person(case, "Bea Young", pseudonym="Mother")
    add_service(case, "Health visiting", "HV")
    add_service(case, "Drug and alcohol service", "DAS")
    review.change_review(case, incident="2013-09-21T23:40", scope_from="2012-01-01")
    for date, outcome, service, whose in (
        ("7 January 2013", "seen", "HV", child),
        ("1 July 2013", "did_not_attend", "DAS", mother),
        ("8 July 2013", "did_not_attend", "DAS", mother),
        ("5 August 2013", "declined", "DAS", mother),
        ("1 September 2013", "no_access", "HV", child),
        ("not known", "no_access", "HV", child),
    ):
        event = add_event(case, service, read_date(date).when, f"On {date}.", outcome=outcome)
        link_person(case, event, whose, "for")
    window = make_window((Counting, ChronologyPlace))
    window.cases.take(case)
    window.desk.go("counting")
    person = Person(qtbot, window)  # type: ignore[arg-type]
    person.waits_for_work()
    return person


def figures(person: Person) -> list[str]:
    return [
        f"{figure.link.text()} | {figure.findChildren(QLabel)[0].text()}"
        for figure in person.window.findChildren(Figure)
        if figure.isVisible()
    ]


def test_figures_stand_with_what_they_are_of(counting: Person) -> None:
    counting.sees("20 months")
    shown = figures(counting)
    assert "8 months 14 days | Not seen by anyone, 7 Jan – 21 Sep 2013, until the incident" in shown
    assert "3 in a row | DAS by Bea Young, 1 Jul – 5 Aug 2013" in shown
    assert "5 of 6, 83% | All services" in shown
    assert "2 of 3, 67% | HV  Health visiting" in shown
    assert "1 undated event | in no month, run or gap" in shown


def test_a_figure_opens_the_events_it_was_counted_from(counting: Person) -> None:
    counting.press("DAS: 3 planned contacts missed in a row by Bea Young")
    counting.sees("3 of 6 events")
    counting.sees("DAS: 3 planned contacts missed in a row by Bea Young")
    assert all("DAS" in row for row in counting.rows("Events"))


def test_the_ruler_measures_between_events_dates_birth_and_incident(counting: Person) -> None:
    panel = next(iter(counting.window.findChildren(MeasuresPanel)))
    counting.type_in("Measure from", "E1")
    counting.type_in("Measure to", "incident")
    counting.sees("8 months 14 days")
    counting.sees("E1 HV: Mon 7 Jan 2013, 11 months\nIncident: Sat 21 Sep 2013, 23:40, 20 months")
    counting.type_in("Measure from", "lunch")
    counting.sees("“lunch” is no date that is understood.")
    counting.press("Measure from the chosen event")
    counting.sees("Choose an event first.")
    panel.offer(panel._found.contacts.ids[1] if panel._found else "")
    counting.press("Measure from the chosen event")
    counting.sees("2 months 20 days")


def test_the_panel_shows_no_name_while_names_are_anonymous(counting: Person) -> None:
    counting.window.desk.read_as_anonymous(True)
    assert figures(counting) == []
    counting.sees("Counting…")
    counting.waits_for_work()
    shown = " ".join(figures(counting))
    assert "Mother" in shown
    assert "Bea" not in shown
    counting.press("DAS: 3 planned contacts missed in a row by Mother")
    counting.sees("DAS: 3 planned contacts missed in a row by Mother")


def test_an_empty_case_says_what_to_do(
    make_window: Callable[..., Window], case: CaseFile, qtbot: object
) -> None:
    window = make_window((Counting, ChronologyPlace))
    window.cases.take(case)
    window.desk.go("counting")
    Person(qtbot, window).sees("There are no events to count yet.")  # type: ignore[arg-type]
