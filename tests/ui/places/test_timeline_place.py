"""The contact timeline, driven as a person does: looked about in, walked by keys, read aloud, and acted on."""

from pathlib import Path

import numpy as np
import pytest
from person import Person
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from small_chronologies import bring

from ui.buttons import Button
from ui.heatmap import ALL
from ui.menus import Menu
from ui.places.chronology import ChronologyPlace
from ui.places.timeline.canvas import Canvas
from ui.places.timeline.painter import Pen
from ui.places.timeline.place import PRESETS, TimelinePlace
from ui.theme import look
from workbench.anonymity.reader import anonymous_reader
from workbench.anonymity.rendering import reading_as
from workbench.casefile import CaseFile
from workbench.chronology.events import find_event
from workbench.chronology.linking import link_as_same
from workbench.chronology.marks import mark_key
from workbench.findings.spine import add_finding, spine
from workbench.people import add_person, add_service
from workbench.review import add_life_event, add_status, change_review
from workbench.themes.codebook import seed, themes
from workbench.themes.tags import tag_events
from workbench.timeline.layout import lay_out
from workbench.timeline.pen import PER_INCH, _figure
from workbench.timeline.picture import MARKS, Floats, Picture

HEALTH = """Date,Time,Contact,Who was seen,Event,Outcome
02/11/2023,10:30,Home visit,,No reply at the door. Card left for Marisa Fenwick.,No access
16/11/2023,11:00,Home visit,,No reply. Curtains drawn.,No access
30/11/2023,,Clinic,,Kyra not brought to clinic.,Was not brought
05/12/2023,16:00,Home visit,Kyra Fenwick,Kyra weighed at home. Weight 25th centile.,Seen
mid January 2024,,Letter,,Letter to the GP.,Information
29/02/2024,22:40,Telephone,,Ambulance told the duty nurse.,Telephone
unknown,,Record,,Note found loose in the file.,Information only
"""
SOCIAL = """Date,Time,Event,Outcome
05/12/2023,16:00,Joint visit with HV. Kyra seen.,Seen
06/12/2023,,Visit cancelled by the family.,Cancelled by family
20/12/2023,,No reply.,No access
10/01/2024,,Kyra seen asleep.,Seen
"""


@pytest.fixture
def told(case: CaseFile) -> CaseFile:
    """A child, two services, a run of three missed contacts, a status, a life event and the incident."""
    change_review(case, scope_from="2023-10-01", scope_to="2024-02-29", incident="2024-02-29T22:40")
    add_person(
        case, "Kyra Fenwick", pseudonym="Child K", aliases=("Kyra", "K"), born="2023-02-26", subject=True
    )
    add_person(case, "Marisa Fenwick", role="mother", pseudonym="Mother")
    add_service(case, "Health visiting", "HV")
    add_service(case, "Children’s social care", "CSC")
    add_status(case, "Child in need", "2023-11-01", "2024-02-01")
    add_life_event(case, "2023-12-20", "Kyra moves to her Nan")
    bring(case, "HV chronology.csv", HEALTH, "HV")
    bring(case, "CSC chronology.csv", SOCIAL, "CSC")
    return case


@pytest.fixture
def panel(person: Person, told: CaseFile) -> Person:
    """A person at the timeline."""
    person.window.cases.take(told)
    person.window.desk.go("timeline")
    person.waits_until(lambda: place(person).of is not None, "the picture")
    place(person).canvas.setFocus()
    return person


def place(person: Person) -> TimelinePlace:
    found = person.window.place
    assert isinstance(found, TimelinePlace)
    return found


def canvas(person: Person) -> Canvas:
    return place(person).canvas


def picture(person: Person) -> Picture:
    found = canvas(person).picture
    assert found is not None
    return found


def ids_chosen(person: Person) -> list[str]:
    of = canvas(person).of
    assert of is not None
    return [of.facts.contacts.ids[at] for at in canvas(person).chosen.events]


def ref(person: Person, reference: str) -> str:
    return person.window.desk.read(lambda session: find_event(session, reference))


# ---- keys and the reader of the screen


def test_arrow_keys_visit_every_dated_event_in_order(panel: Person) -> None:
    of = canvas(panel).of
    assert of is not None
    dated = [at for at in of.chosen.tolist() if of.facts.contacts.dated[at]]
    panel.key("Home")
    visited = [canvas(panel).chosen.events[0]]
    for _ in range(len(dated) + 3):
        panel.key("Right")
        if canvas(panel).chosen.events[0] == visited[-1]:
            break
        visited.append(canvas(panel).chosen.events[0])
    assert visited == dated
    assert len(visited) == 10
    panel.key("Left")
    assert canvas(panel).chosen.events[0] == dated[-2]
    panel.key("End")
    assert canvas(panel).chosen.events[0] == dated[-1]


def test_up_and_down_go_to_the_lane_beside(panel: Person) -> None:
    panel.key("Home")
    of = canvas(panel).of
    assert of is not None
    lane = int(of.facts.contacts.service[canvas(panel).chosen.events[0]])
    panel.key("Down")
    assert int(of.facts.contacts.service[canvas(panel).chosen.events[0]]) != lane
    panel.key("Up")
    assert int(of.facts.contacts.service[canvas(panel).chosen.events[0]]) == lane


def test_what_a_screen_reader_says_is_what_the_card_says(panel: Person) -> None:
    panel.key("Home")
    said = []
    for _ in range(10):
        card = canvas(panel).card
        panel.waits_until(card.isVisible, "the card")
        assert card.text
        assert canvas(panel).accessibleDescription() == card.text
        spoken = QAccessible.queryAccessibleInterface(canvas(panel)).text(QAccessible.Text.Description)
        assert spoken == card.text
        assert card.accessibleName() == card.text
        said.append(card.text)
        panel.key("Right")
    assert len(set(said)) == 10
    assert any("Kyra not brought to clinic" in each for each in said)


def test_the_card_under_the_pointer_is_the_card_of_the_keys(panel: Person) -> None:
    panel.key("Home")
    by_key = canvas(panel).card.text
    panel.key("Esc")
    mark = picture(panel).mark_of(0)
    QTest.mouseMove(canvas(panel), point(panel, mark))
    panel.waits_until(lambda: canvas(panel).card.text == by_key, "the same card")
    QTest.mouseMove(canvas(panel), QPoint(3, 3))
    panel.waits_until(lambda: not canvas(panel).card.isVisible(), "the card to go")


def point(person: Person, mark: int) -> QPoint:
    marks = picture(person).marks
    return QPointF(float(marks.x[mark]), float(marks.y[mark])).toPoint()


def test_an_event_out_of_sight_is_brought_into_view(panel: Person) -> None:
    canvas(panel).look_at(canvas(panel).start, canvas(panel).start + 1)
    panel.key("End")
    at = float(canvas(panel).of.facts.start[canvas(panel).chosen.events[0]])  # type: ignore[union-attr]
    assert canvas(panel).start < at < canvas(panel).end
    assert canvas(panel).end - canvas(panel).start == pytest.approx(1)


# ---- looking about


def test_the_wheel_zooms_at_the_pointer_and_a_drag_pans(panel: Person) -> None:
    shown = canvas(panel)
    before = picture(panel)
    at = QPointF(before.plot.x + before.plot.width * 0.7, before.plot.y + 20)
    moment = before.day_at(at.x())
    turn(shown, at, 120)
    assert picture(panel).end - picture(panel).start < before.end - before.start
    assert picture(panel).day_at(at.x()) == pytest.approx(moment, abs=0.01)
    start = shown.start
    spot = QPoint(int(at.x()), int(before.plot.bottom) - 3)
    QTest.mousePress(shown, Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseMove(shown, spot - QPoint(60, 0))
    QTest.mouseMove(shown, spot - QPoint(120, 0))
    QTest.mouseRelease(shown, Qt.MouseButton.LeftButton, pos=spot - QPoint(120, 0))
    assert shown.start > start
    assert shown.chosen.what == ""
    QTest.mouseDClick(shown, Qt.MouseButton.LeftButton, pos=spot)
    of = shown.of
    assert of is not None
    assert (shown.start, shown.end) == of.period


def turn(shown: Canvas, at: QPointF, by: int) -> None:
    wheel = QWheelEvent(
        at,
        shown.mapToGlobal(at),
        QPoint(),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(shown, wheel)


def test_it_shows_decades_and_minutes_and_no_less(panel: Person) -> None:
    for _, words, days, keys in PRESETS:
        panel.key(keys)
        assert canvas(panel).end - canvas(panel).start == pytest.approx(days), words
        assert not canvas(panel).grab().isNull()
    for _ in range(60):
        panel.key("=")
    assert canvas(panel).end - canvas(panel).start >= 1 / 24 - 1e-9
    panel.key("0")
    assert (canvas(panel).start, canvas(panel).end) == canvas(panel).of.period  # type: ignore[union-attr]


def test_the_strip_moves_what_is_in_view(panel: Person) -> None:
    overview = place(panel).overview
    panel.key("Shift+M")
    start = canvas(panel).start
    overview.setFocus()
    panel.key("Left")
    assert canvas(panel).start < start
    panel.waits_until(lambda: narrow(panel), "the brush to be narrow")
    strip = overview.strip
    assert strip is not None
    spot = QPoint(int(strip.box.right - 8), int(strip.box.y + strip.box.height / 2))
    QTest.mouseClick(overview, Qt.MouseButton.LeftButton, pos=spot)
    day = strip.day_at(spot.x())
    assert canvas(panel).start < day < canvas(panel).end


def narrow(person: Person) -> bool:
    strip = place(person).overview.strip
    return strip is not None and strip.brush.width < strip.box.width / 2


def test_lanes_filters_and_strips_are_chosen(panel: Person) -> None:
    panel.press("Person")
    assert next(lane.about for lane in picture(panel).lanes).startswith("Kyra")
    panel.press("Kind")
    assert len(picture(panel).lanes) > 3
    panel.press("Service")
    panel.press("Filter")
    panel.picks("Key events only")
    panel.waits_until(lambda: len(picture(panel).marks) == 0, "only key events")
    panel.sees("1 filter")
    panel.press("1 filter")
    panel.picks("Everything")
    panel.press("Filter")
    panel.picks("Linked accounts only")
    panel.sees("1 filter")
    panel.press("1 filter")
    panel.picks("Everything")
    assert len(picture(panel).marks) > 5
    panel.press("Show")
    panel.picks("Age")
    assert picture(panel).age_line is None


def test_themes_in_focus_dim_the_rest(panel: Person) -> None:
    case = panel.window.desk.the_case
    if not panel.window.desk.read(themes):
        with case.change("Begin the codebook") as session:
            seed(session)
    theme = panel.window.desk.read(themes)[0]
    panel.window.desk.do(lambda case: tag_events(case, [ref(panel, "E1")], theme.id))
    panel.waits_until(lambda: len(picture(panel).theme_ticks.x) == 1, "a tick of the theme")
    panel.press("All themes")
    panel.picks(f"{theme.code}   {theme.name}")
    panel.waits_until(lambda: bool(picture(panel).marks.dimmed.any()), "the rest to be dimmed")
    assert not picture(panel).marks.dimmed.all()


def test_a_view_is_kept_shown_again_renamed_and_removed(panel: Person) -> None:
    panel.press("Kind")
    panel.key("Shift+Y")
    start, end = canvas(panel).start, canvas(panel).end
    panel.press("Saved views")
    panel.picks("Save this view…")
    panel.type_in("Name", "A year by kind", leave=False)
    panel.press("Save")
    panel.sees("The view “A year by kind” is kept.")
    panel.press("Service")
    panel.press("Fit")
    panel.press("Saved views")
    panel.picks("A year by kind")
    assert place(panel).choice.lanes == "kind"
    assert (canvas(panel).start, canvas(panel).end) == (start, end)
    panel.press("Saved views")
    within("Rename", "A year by kind")
    panel.type_in("Name", "The year", leave=False)
    panel.press("Rename")
    panel.press("Saved views")
    within("Remove", "The year")
    panel.sees("The view “The year” is removed.")


def within(title: str, entry: str) -> None:
    """Choose an entry of a menu within the menu that is open."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu)
    inner = next(each for each in menu.findChildren(Menu) if each.title() == title)
    menu.close()
    next(each for each in inner.actions() if each.text() == entry).trigger()


# ---- what is chosen


def test_a_missed_pattern_is_found_opened_and_put_in_a_finding(panel: Person) -> None:
    desk = panel.window.desk
    finding = desk.do(lambda case: add_finding(case, "Missed contacts were not read as a signal")).value
    panel.key("N")
    panel.sees("Missed contacts · 3")
    missed = [ref(panel, each) for each in ("E1", "E2", "E3")]
    assert ids_chosen(panel) == missed
    panel.key("E")
    panel.picks("F1   Missed contacts were not read as a signal")
    panel.sees("3 events added as evidence for F1.") if len(missed) > 3 else panel.sees(
        "added as evidence for F1."
    )
    held = desk.read(lambda session: spine(session).finding(str(finding)))
    assert [piece.event_id for piece in held.evidence] == missed
    panel.press("Open rows in chronology")
    panel.sees("3 of 11 events")
    assert [row for row in panel.rows("Events") if "Curtains drawn" in row]


def test_a_click_on_a_mark_opens_it_in_the_inspector_and_esc_folds_it(panel: Person) -> None:
    mark = picture(panel).mark_of(3)
    QTest.mouseClick(canvas(panel), Qt.MouseButton.LeftButton, pos=point(panel, mark))
    panel.waits_until(lambda: place(panel).folded.is_open, "the inspector")
    panel.sees("Open in chronology")
    panel.key("Esc")
    panel.waits_until(lambda: not place(panel).folded.is_open, "the inspector to fold")
    panel.key("I")
    assert place(panel).folded.is_open


def test_a_gap_is_chosen_by_key_and_tells_its_ends(panel: Person) -> None:
    panel.key("B")
    panel.waits_until(
        lambda: canvas(panel).chosen.what in ("no record", "not seen") or panel.can_see("no gap longer"),
        "a gap, or that there is none",
    )


def test_the_measures_open_beside_the_picture_and_lead_to_their_events(panel: Person) -> None:
    panel.key("U")
    panel.sees("Longest not seen")
    panel.sees("3 in a row")
    place(panel).canvas.setFocus()
    panel.key("Home")
    panel.sees("Longest not seen")
    panel.press("Measure from the chosen event")
    panel.type_in("Measure to", "incident")
    panel.sees("3 months 27 days")
    panel.key("I")
    panel.does_not_see("Longest not seen")
    panel.key("U")
    panel.press("HV: 3 planned contacts missed in a row")
    panel.sees("3 of 11 events")


def test_cells_of_the_matrix_open_what_they_count(panel: Person) -> None:
    heat = place(panel).matrix.heat
    panel.waits_until(lambda: bool(heat.grid_model.grid.rows), "the matrix")
    hv = next(head.key for head in heat.grid_model.grid.rows if head.text == "HV")
    assert "2 of 2 missed" not in heat.said_at(hv, "2023-12")
    assert heat.said_at(hv, "2023-11") == "Health visiting, November 2023: 3 of 3 missed"
    assert heat.said_at(ALL, "2023-12").startswith("All services, December 2023: ")
    heat.setFocus()
    heat.stand_on(hv, "2023-11")
    panel.key("Enter")
    panel.sees("3 of 11 events")


def test_matrix_and_picture_share_one_grid_of_months(panel: Person) -> None:
    panel.key("Shift+Y")
    matrix = place(panel).matrix
    panel.waits_until(lambda: bool(matrix.heat.grid_model.grid.columns), "the matrix")
    panel.waits_until(
        lambda: matrix.heat.verticalHeader().width() == round(picture(panel).plot.x), "the heads to stand"
    )
    left = matrix.heat.verticalHeader().width()
    for at, column in enumerate(matrix.columns):
        drawn = left + matrix.heat.columnViewportPosition(at) + matrix.heat.columnWidth(at)
        assert drawn == pytest.approx(column.right, abs=0.5)


# ---- changes and names


def test_a_change_elsewhere_is_drawn_and_what_was_chosen_stays(panel: Person) -> None:
    panel.key("Home")
    chosen = ids_chosen(panel)
    assert not picture(panel).marks.key.any()
    panel.window.desk.do(lambda case: mark_key(case, [ref(panel, "E4")], True))
    panel.waits_until(lambda: bool(picture(panel).marks.key.any()), "the key event's ring")
    assert ids_chosen(panel) == chosen
    panel.window.desk.do(lambda case: link_as_same(case, [ref(panel, "E4"), ref(panel, "E8")]))
    panel.waits_until(lambda: len(picture(panel).ties) == 1, "the tie")
    panel.key("Ctrl+Z")
    panel.waits_until(lambda: not picture(panel).ties, "no tie")


def test_anonymous_there_is_no_name_in_picture_card_or_matrix(panel: Person) -> None:
    panel.key("Home")
    assert "Marisa" in canvas(panel).card.text
    panel.window.desk.read_as_anonymous(True)
    panel.key("Home")
    panel.key("Enter")
    assert not panel.named("Put in a finding", Button).isEnabled()
    panel.key("Esc")
    panel.key("Home")
    said = []
    for _ in range(10):
        said.append(canvas(panel).card_text)
        assert canvas(panel).accessibleDescription() == canvas(panel).card_text
        panel.key("Right")
    shown = picture(panel)
    words = [each.text for each in shown.labels]
    words += [line.text for lane in shown.lanes for line in lane.name]
    words += [up.words.text for up in shown.verticals if up.words is not None] + [
        up.about for up in shown.verticals
    ]
    for name in ("Kyra", "Fenwick", "Marisa"):
        assert not [each for each in [*said, *words] if name in each]
    panel.window.desk.read_as_anonymous(False)


def test_an_empty_case_says_what_the_timeline_is_for(person_with_case: Person) -> None:
    person_with_case.window.desk.go("timeline")
    person_with_case.sees("It needs a chronology first.")
    person_with_case.press("Import a chronology")
    person_with_case.waits_until(
        lambda: isinstance(person_with_case.window.place, ChronologyPlace), "the chronology"
    )


# ---- screen and document


def in_document(laid: Picture) -> dict[str, Floats]:
    """Left and top of each mark that the pen of documents draws, by kind, in the picture's own pixels."""
    figure = _figure(laid, "", "")
    found = {kind: np.zeros((0, 2)) for kind in MARKS}
    for drawn in figure.axes[0].collections:
        name = str(drawn.get_gid() or "")
        if name.startswith("marks "):
            on_page = drawn.get_offset_transform().transform(drawn.get_offsets())
            on_page[:, 1] = figure.bbox.height - on_page[:, 1]
            found[name.removeprefix("marks ")] = on_page / figure.dpi * PER_INCH - laid.marks.size / 2
    return found


@pytest.mark.parametrize("anonymous", [False, True])
def test_screen_and_document_draw_every_mark_in_the_same_place(panel: Person, anonymous: bool) -> None:
    of = canvas(panel).of
    assert of is not None
    incident = of.facts.incident
    assert incident is not None
    spans = ((None, None), *((incident - days * 0.7, incident + days * 0.3) for days in (365, 120, 31, 1)))
    pen = Pen()
    compared = 0
    with reading_as(panel.window.desk.read(anonymous_reader) if anonymous else None):
        for start, end in spans:
            laid = lay_out(of, start, end, 1164, 480)
            in_file = in_document(laid)
            for scale, ratio in ((1.0, 1.0), (1.0, 2.0), (1.5, 1.0), (2.0, 1.0)):
                on_screen = pen.mark_boxes(laid, scale, ratio)
                assert len(on_screen) == len(laid.marks)
                for number, kind in enumerate(MARKS):
                    here = on_screen[laid.marks.kind == number][:, :2]
                    there = in_file[kind]
                    assert len(here) == len(there)
                    if len(here):
                        assert np.abs(_sorted(here) - _sorted(there)).max() <= 0.5 + 1e-9
                        compared += len(here)
    assert compared > 80


def _sorted(places: Floats) -> Floats:
    """Whole pixels apart in at least one direction, so that rounding does not change the order."""
    return places[np.lexsort((places[:, 0].round(), places[:, 1].round(-1)))]


def test_the_marks_on_screen_stand_where_the_pen_says(panel: Person) -> None:
    shown = picture(panel)
    pen = canvas(panel).pen
    taken = canvas(panel).grab().toImage()
    paper = look.colour("paper").rgb()
    for left, top, wide, high in pen.mark_boxes(shown)[:6].tolist():
        inked = [
            (x, y)
            for x in range(round(left), round(left + wide))
            for y in range(round(top), round(top + high))
            if taken.pixel(x, y) != paper
        ]
        assert len(inked) > 10


def test_export_writes_a_file_and_records_that_it_left(panel: Person, tmp_path: Path) -> None:
    for words, ending in (
        ("Picture for a document (PNG)", "png"),
        ("Drawing that stays sharp (SVG)", "svg"),
        ("Page for print (PDF)", "pdf"),
    ):
        to = tmp_path / f"timeline.{ending}"
        panel.press("Export")
        panel.picks(words)
        panel.gives_files(to)
        panel.waits_for_work()
        panel.sees(f"timeline.{ending} is written, and recorded in the history.")
        assert to.stat().st_size > 5_000
    svg = (tmp_path / "timeline.svg").read_text(encoding="utf-8")
    assert "Health visiting" in svg


def test_it_stands_at_twice_the_text_size_and_in_every_scheme(panel: Person) -> None:
    for scheme in ("light", "dark", "contrast"):
        look.use(scheme=scheme, text_size=200)
        panel.key("Home")
        panel.key("Right")
        assert not panel.window.grab().isNull()
        assert canvas(panel).minimumHeight() == round(picture(panel).height * 2)
    look.use(scheme="light", text_size=100)
