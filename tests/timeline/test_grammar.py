"""Every row of the timeline's grammar, over a small case: what is drawn, where, and what is said of it."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from timeline.facts_made import ZERO, Made, check, facts_of
from timeline.small_timeline import EVENTS, small_timeline

from ui.theme import TOKENS
from workbench.anonymity.reader import anonymous_reader
from workbench.anonymity.rendering import Reader, reading_as
from workbench.timeline import axes, lettering
from workbench.timeline.arranging import Arranged, arrange
from workbench.timeline.cards import card_of, event_card
from workbench.timeline.facts import Facts, LifeEvent, read_facts
from workbench.timeline.grids import missed_grid
from workbench.timeline.inks import INKS
from workbench.timeline.layout import lay_out
from workbench.timeline.overview import overview
from workbench.timeline.picture import MARKS, Box, Picture
from workbench.timeline.telling import alt_text, facts_table
from workbench.timeline.view import Choice, View, date_of, day_number, from_json, to_json

WIDTH, HEIGHT = 1164.0, 560.0
ZOOMS = {
    "decade": ("2016-01-01", "2026-01-01"),
    "year": ("2024-01-01", "2025-01-15"),
    "month": ("2023-11-25", "2023-12-28"),
    "day": ("2025-03-13T06:00", "2025-03-15T06:00"),
    "hour": ("2025-03-14T18:00", "2025-03-14T21:00"),
}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Facts, Reader]]:
    path: Path = tmp_path_factory.mktemp("timeline") / "case.rpw"
    with small_timeline(path) as case, case.reading() as session:
        yield read_facts(session), anonymous_reader(session)


@pytest.fixture(scope="module")
def facts(read: tuple[Facts, Reader]) -> Facts:
    return read[0]


@pytest.fixture
def arranged(facts: Facts) -> Arranged:
    return arrange(facts)


@pytest.fixture
def whole(arranged: Arranged) -> Picture:
    return lay_out(arranged, None, None, WIDTH, HEIGHT)


def zoomed(of: Arranged, zoom: str) -> Picture:
    start, end = (day_number(day) for day in ZOOMS[zoom])
    return lay_out(of, start, end, WIDTH, HEIGHT)


def event(facts: Facts, code: str, what: str) -> int:
    """The first event of a service with this sort of contact."""
    return next(
        at
        for at in range(len(facts.contacts))
        if facts.services[facts.contacts.service[at]].code == code and facts.kinds_of_contact[at] == what
    )


@pytest.mark.parametrize("zoom", ZOOMS)
@pytest.mark.parametrize("anonymous", [False, True])
def test_nothing_lies_over_anything_at_five_zooms(
    read: tuple[Facts, Reader], arranged: Arranged, zoom: str, anonymous: bool
) -> None:
    with reading_as(read[1] if anonymous else None):
        check(arranged, zoomed(arranged, zoom))


def test_each_outcome_has_its_mark_and_what_was_missed_stands_below_the_line(
    facts: Facts, arranged: Arranged, whole: Picture
) -> None:
    marks = whole.marks
    for code, what, mark in (
        ("HV", "Seen at Nan’s", "disc"),
        ("NUR", "Hungry", "ringed disc"),
        ("DAS", "Key work", "small disc"),
        ("HV", "Letter", "triangle"),
        ("CSC", "Visit", "disc"),
        ("HV", "2-year review", "cross"),
        ("HV", "Visit", "diamond"),
        ("NUR", "Diary", "hollow disc"),
    ):
        at = whole.mark_of(event(facts, code, what))
        assert MARKS[marks.kind[at]] == mark, what
    refused = next(at for at in range(len(facts.contacts)) if facts.contacts.ref(at) == "E7")
    assert MARKS[marks.kind[whole.mark_of(refused)]] == "barred square"
    cancelled = next(at for at in range(len(facts.contacts)) if facts.contacts.ref(at) == "E11")
    assert MARKS[marks.kind[whole.mark_of(cancelled)]] == "open diamond"
    lines = np.array([lane.line for lane in whole.lanes])[marks.lane]
    below = np.isin(marks.kind, [MARKS.index("cross"), MARKS.index("barred square")])
    assert (marks.y[below] > lines[below]).all()
    assert (marks.y[~below] < lines[~below]).all()


def test_a_mark_that_stands_alone_stands_at_its_moment(facts: Facts, whole: Picture) -> None:
    seen = event(facts, "HV", "Seen at Nan’s")
    assert whole.marks.x[whole.mark_of(seen)] == pytest.approx(whole.x_of(day_number("2024-03-28T10:00")))


def test_vague_dates_have_a_tail_to_their_latest_and_their_label_after_it(
    facts: Facts, whole: Picture
) -> None:
    place = event(facts, "NUR", "Place offered")
    at = whole.tails.event.tolist().index(place)
    assert whole.tails.x[at] == pytest.approx(whole.x_of(day_number("2023-10-10")))
    assert whole.tails.end[at] == pytest.approx(whole.x_of(day_number("2023-10-21")))
    before = event(facts, "HOS", "Old letter")
    at = whole.tails.event.tolist().index(before)
    assert whole.tails.open_start[at]
    assert whole.tails.end[at] == pytest.approx(whole.x_of(day_number("2024-05-02")))
    for label in whole.labels:
        tails = np.flatnonzero(whole.tails.event == label.event)
        assert not len(tails) or label.box.x > whole.tails.end[tails[0]]


def test_undated_events_are_counted_and_placed_nowhere(facts: Facts, whole: Picture) -> None:
    undated = event(facts, "HOS", "Undated note")
    assert whole.mark_of(undated) == -1
    assert "1 event has no date and is not drawn." in whole.notes


def test_three_or_more_not_seen_in_a_row_have_a_box_that_never_vanishes(arranged: Arranged) -> None:
    for zoom in ("year", "decade"):
        drawn = {run for box in zoomed(arranged, zoom).runs for run in box.runs}
        assert len(drawn) >= (5 if zoom == "decade" else 3)
    far = lay_out(arranged, day_number("1960-01-01"), day_number("2060-01-01"), WIDTH, HEIGHT)
    assert {run for box in far.runs for run in box.runs} == set(range(5))
    assert all(box.box.width > far.marks.size for box in far.runs)
    said = [box.caption.text for box in zoomed(arranged, "year").runs if box.caption]
    assert "4 not seen in a row" in said


def test_both_kinds_of_gap_are_drawn_and_until_the_incident_is_said(
    arranged: Arranged, whole: Picture
) -> None:
    bands = [band.caption.text for band in whole.no_records if band.caption]
    assert "no record 10 months" in bands
    assert any(span.lane == -1 and span.caption for span in whole.not_seen)
    lanes = [whole.lanes[span.lane].key for span in whole.not_seen if span.lane >= 0]
    codes = {service.id: service.code for service in arranged.facts.services}
    assert {codes[key] for key in lanes} == {"HV", "GP", "CSC", "NUR", "HOS"}
    words = [span.caption.text for span in zoomed(arranged, "day").not_seen if span.caption]
    assert any(text.endswith("until the incident") for text in words)
    assert not [
        span
        for span in lay_out(
            arrange(arranged.facts, Choice(not_seen=False)), None, None, WIDTH, HEIGHT
        ).not_seen
        if span.lane >= 0
    ]


def test_accounts_of_one_event_are_tied_across_lanes(facts: Facts, whole: Picture) -> None:
    pairs = [{facts.services[facts.contacts.service[row]].code for row in tie.events} for tie in whole.ties]
    assert {"POL", "HOS"} in pairs
    assert {"CSC", "HV"} in pairs
    for tie in whole.ties:
        assert tie.points[0][1] < tie.points[-1][1]


def test_status_bars_life_events_incident_and_scope(whole: Picture, arranged: Arranged) -> None:
    assert [bar.tone for bar in whole.statuses] == ["status_need", "status_plan", "status_need"]
    assert whole.statuses[1].words is not None
    assert whole.statuses[1].words.text == "Child protection plan: neglect"
    incident = next(upright for upright in whole.verticals if upright.kind == "incident")
    assert incident.words is not None
    assert incident.words.text == "Incident 14 Mar 2025"
    assert incident.x == pytest.approx(whole.x_of(day_number("2025-03-14T18:40")))
    assert len(whole.outside) == 2
    assert whole.outside[0].right == pytest.approx(whole.x_of(day_number("2023-08-20")))
    bare = lay_out(arrange(arranged.facts, Choice(strips=())), None, None, WIDTH, HEIGHT)
    assert [(one.kind, one.words, one.top) for one in bare.verticals] == [("incident", None, bare.plot.y)]
    assert (bare.ages, bare.statuses, bare.heads, len(bare.seen)) == ((), (), (), 0)
    hour = next(one for one in zoomed(arranged, "hour").verticals if one.kind == "incident")
    assert hour.about == "Incident 14 Mar 2025, 18:40"


def test_two_statuses_at_once_stand_over_each_other() -> None:
    picture = lay_out(arrange(facts_of([Made()])), None, None, WIDTH, HEIGHT)
    first, second = picture.statuses
    assert first.box.bottom <= second.box.y


def test_merged_marks_count_what_they_stand_for_and_hide_no_other_kind() -> None:
    made = [
        Made(first=day, last=day, outcome=outcome)
        for day in range(100, 130)
        for outcome in ("seen", "not_brought", "telephone", "not_applicable", "no_access")
    ]
    arranged = arrange(facts_of(made))
    picture = lay_out(arranged, ZERO - 2000, ZERO + 2000, 900, 400)
    counts = {
        MARKS[kind]: int(picture.marks.count[picture.marks.kind == kind].sum())
        for kind in np.unique(picture.marks.kind)
    }
    assert counts == dict.fromkeys(("disc", "cross", "small disc", "triangle", "barred square"), 30)
    check(arranged, picture)


def test_themes_in_focus_let_the_rest_stand_back(facts: Facts) -> None:
    theme = next(one for one in facts.themes if one.code == "MCO")
    picture = lay_out(arrange(facts, Choice(themes=(theme.id,))), None, None, WIDTH, HEIGHT)
    below = picture.marks.below
    crosses = picture.marks.kind == MARKS.index("cross")
    assert not picture.marks.dimmed[crosses].any()
    assert picture.marks.dimmed[~below].all()
    assert len(picture.marks) == len(lay_out(arrange(facts), None, None, WIDTH, HEIGHT).marks)
    assert len(picture.theme_ticks.x) > 10


def test_lanes_by_person_and_by_kind(facts: Facts) -> None:
    people = lay_out(arrange(facts, Choice(lanes="person")), None, None, WIDTH, HEIGHT)
    assert [lane.about for lane in people.lanes] == ["Kyra Fenwick", "Jade Fenwick", "Nobody named"]
    assert people.runs
    kinds = lay_out(arrange(facts, Choice(lanes="kind")), None, None, WIDTH, HEIGHT)
    assert "Not brought or attended" in [lane.about for lane in kinds.lanes]
    assert not kinds.runs
    assert all(
        len(set(kinds.marks.kind[kinds.marks.lane == lane].tolist())) == 1 for lane in range(len(kinds.lanes))
    )


def test_filters_choose_and_are_said(facts: Facts) -> None:
    hv = next(service for service in facts.services if service.code == "HV")
    arranged = arrange(facts, Choice(services=(hv.id,), outcomes=("no_access", "declined")))
    picture = lay_out(arranged, None, None, WIDTH, HEIGHT)
    assert picture.marks.events_in_view == 3
    assert any(note.startswith("Only HV; ") for note in picture.notes)


def test_linked_accounts_can_stand_alone(facts: Facts) -> None:
    picture = lay_out(arrange(facts, Choice(linked=True)), None, None, WIDTH, HEIGHT)
    linked = np.flatnonzero(facts.contacts.happening >= 0)
    assert 0 < picture.marks.events_in_view == len(linked) < len(facts.contacts)
    assert picture.ties
    assert any(note.startswith("Only linked accounts: ") for note in picture.notes)
    assert from_json(to_json(View(Choice(linked=True)))).choice.linked


def test_the_words_of_life_events_keep_clear_of_each_others_dots() -> None:
    facts = facts_of([Made()])
    days = ("2020-05-01", "2020-07-22", "2020-11-30", "2021-01-01")
    life = tuple(LifeEvent(day, "Move to the flats", day, day_number(day)) for day in days)
    arranged = arrange(replace(facts, life_events=life))
    for days_shown in range(300, 1200, 20):
        check(arranged, lay_out(arranged, ZERO, ZERO + days_shown, WIDTH, HEIGHT))


def test_a_service_with_nothing_in_view_is_folded_only_where_lanes_are_cramped(arranged: Arranged) -> None:
    start, end = (day_number(day) for day in ZOOMS["month"])
    high = lay_out(arranged, start, end, WIDTH, 900)
    low = zoomed(arranged, "month")
    assert high.folded is None
    assert low.folded is not None
    assert low.folded.text == "MID: nothing in view"
    assert len(high.lanes) == len(low.lanes) + 1


@pytest.mark.parametrize("zoom", ZOOMS)
def test_the_date_axis_suits_the_zoom_and_says_where_it_is(arranged: Arranged, zoom: str) -> None:
    picture = zoomed(arranged, zoom)
    said = [tick.words.text for tick in picture.dates if tick.words]
    expected = {
        "decade": "Jan 2020",
        "year": "Jun",
        "month": "4 Dec",
        "day": "Fri 14 Mar 2025",
        "hour": "19:00",
    }
    assert expected[zoom] in said
    assert "20" in said[0], "the first label carries the year"
    boxes = [tick.words.box for tick in picture.dates if tick.words]
    assert all(one.right <= other.x for one, other in pairwise(boxes))


def test_ages_are_told_at_every_zoom(arranged: Arranged) -> None:
    said = {zoom: [tick.words.text for tick in zoomed(arranged, zoom).ages if tick.words] for zoom in ZOOMS}
    assert said["decade"] == ["Born", "1 year", "2 years"]
    assert "15 months" in said["year"]
    assert said["month"] == ["8 months", "9 months"]
    assert said["day"] == ["23 months", "2 years"]
    assert said["hour"] == ["2 years"]


def test_an_untimed_day_is_a_stretch_once_hours_are_told(facts: Facts, arranged: Arranged) -> None:
    visit = event(facts, "CSC", "Closed")
    start = day_number("2024-10-29T18:00")
    picture = lay_out(arranged, start, start + 2, WIDTH, HEIGHT)
    at = picture.tails.event.tolist().index(visit)
    assert picture.tails.end[at] - picture.tails.x[at] == pytest.approx(
        picture.x_of(start + 1) - picture.x_of(start)
    )
    assert visit not in lay_out(arranged, start - 20, start + 20, WIDTH, HEIGHT).tails.event


def test_anonymous_pictures_name_nobody_and_are_no_finer_than_months(
    read: tuple[Facts, Reader], arranged: Arranged
) -> None:
    lay_out(
        arranged, None, None, WIDTH, HEIGHT
    )  # labels made for a reader of names are not kept for the other
    with reading_as(read[1]):
        for zoom in ZOOMS:
            picture = zoomed(arranged, zoom)
            said = (
                _all_words(picture) + alt_text(arranged, picture) + str(facts_table(arranged, picture).rows)
            )
            said += " ".join(
                event_card(arranged.facts, at).text for at in range(len(arranged.facts.contacts))
            )
            for name in ("Kyra", "Jade", "Fenwick"):
                assert name not in said
            labels = [tick.words.text for tick in picture.dates if tick.words]
            assert all((":" not in text and not text[:1].isdigit()) or text.isdigit() for text in labels), (
                labels
            )
        ages = [tick.words.text for tick in zoomed(arranged, "year").ages if tick.words]
        assert all(text.startswith("about ") for text in ages)
        firsts = {
            date_of(zoomed(arranged, "year").day_at(tick.x)).day for tick in zoomed(arranged, "year").ages[1:]
        }
        assert firsts <= {1, 31, 30}, "no tick gives the birthday away"
        assert "Child K stays with Nan, 5 weeks" in [one.about for one in zoomed(arranged, "year").verticals]


def _all_words(picture: Picture) -> str:
    words = [*picture.labels, *picture.heads, *(line for lane in picture.lanes for line in lane.name)]
    words += [entry.words for entry in picture.legend]
    words += [
        one
        for group in (picture.runs, picture.no_records, picture.not_seen)
        for part in group
        if (one := part.caption)
    ]
    return " ".join([*(one.text for one in words), *picture.notes, *(lane.about for lane in picture.lanes)])


# ---- pointing and stepping


def test_pointing_finds_marks_bands_runs_and_lines(arranged: Arranged, whole: Picture) -> None:
    for at in range(len(whole.marks)):
        hit = whole.at(float(whole.marks.x[at]), float(whole.marks.y[at]))
        assert hit is not None
        assert (hit.what, hit.index) == ("mark", at)
        assert hit.events == tuple(whole.marks.events(at).tolist())
    band = whole.no_records[0].box
    assert whole.at(band.x + band.width / 2 + 20, band.bottom - 4) is not None
    found = whole.at(band.x + 60, band.bottom - 4)
    assert found is not None
    assert found.what in ("no record", "not seen")
    bar = whole.statuses[0].box
    status = whole.at(bar.x + 3, bar.y + 3)
    assert status is not None
    assert status.what == "status"
    for label in whole.labels:
        on_label = whole.at(label.box.x + label.box.width / 2, label.box.y + 7)
        assert on_label is not None
        assert label.event in on_label.events
    assert whole.at(-5, -5) is None


def test_the_row_decides_what_is_meant() -> None:
    arranged = arrange(facts_of([Made(outcome="seen"), Made(outcome="not_brought")]))
    picture = lay_out(arranged, None, None, 900, 500)
    (lane,) = picture.lanes
    for y, outcome in ((lane.line - 10, "seen"), (lane.line + 10, "not_brought")):
        hit = picture.at(float(picture.marks.x[0]), y)
        assert hit is not None
        assert (
            arranged.facts.contacts.outcome[hit.events[0]] == ["seen", "seen_alone"].index("seen")
            if outcome == "seen"
            else True
        )
    assert {tuple(picture.marks.events(at)) for at in range(2)} == {(0,), (1,)}


def test_stepping_goes_through_every_event_and_beside_to_the_next_lane(
    facts: Facts, arranged: Arranged
) -> None:
    at, visited = -1, []
    for _ in range(len(EVENTS)):
        at = arranged.step(at, 1)
        visited.append(at)
    assert visited == list(range(len(EVENTS)))
    seen = event(facts, "HV", "Seen at Nan’s")
    below = arranged.beside(seen, 1)
    assert facts.services[facts.contacts.service[below]].code == "GP"
    assert arranged.beside(below, -1) != below


def test_the_card_says_all_that_matters_in_words(facts: Facts, arranged: Arranged) -> None:
    refused = next(at for at in range(len(facts.contacts)) if facts.contacts.ref(at) == "E7")
    card = event_card(facts, refused)
    assert card.title == "Thu 25 Jan 2024, 09:30 · Declined or refused"
    assert card.text.startswith("HV Health visiting. Thu 25 Jan 2024, 09:30")
    assert "One of 3 planned contacts missed in a row" in card.lines
    assert card.foot == "E7 · 10 months old"
    assert card.mark == "barred square"
    many = card_of(arranged, "mark", (), (refused, refused - 1))
    assert many is not None
    assert many.title.startswith("2 events")
    for what, places in (
        ("run", (0,)),
        ("no record", (0,)),
        ("status", (1,)),
        ("life", (0,)),
        ("incident", (-1,)),
    ):
        found = card_of(arranged, what, places, ())
        assert found is not None
        assert found.text


# ---- the strip, the table, views


def test_the_strip_counts_the_whole_period_and_holds_the_brush(arranged: Arranged) -> None:
    start, end = (day_number(day) for day in ZOOMS["year"])
    strip = overview(arranged, start, end, WIDTH, 60)
    contacts = arranged.facts.contacts
    assert strip.kept.sum() == np.count_nonzero((contacts.contact == 1) & contacts.dated)
    assert strip.missed.sum() == np.count_nonzero(contacts.missed)
    assert strip.day_at(strip.brush.x) == pytest.approx(start, abs=0.5)
    assert strip.day_at(strip.brush.right) == pytest.approx(end, abs=0.5)
    assert strip.incident is not None


def test_the_facts_stand_in_a_table_and_in_words(arranged: Arranged, whole: Picture) -> None:
    table = facts_table(arranged, whole)
    assert len({len(row) for row in table.rows} | {len(table.headings), len(table.shares)}) == 1
    assert sum(table.shares) == pytest.approx(1)
    told = str(table.rows)
    for words in (
        "No record for 10 months 26 days",
        "4 planned contacts missed in a row",
        "The incident",
        "Move to Larch Court",
        "Key event: Last seen (seen)",
    ):
        assert words in told
    alt = alt_text(arranged, whole)
    assert "63 events" in alt
    assert "24 of 50 planned contacts were missed" in alt
    assert len(alt) < 1700


def test_the_missed_matrix_has_the_measures_numbers_at_any_width(facts: Facts) -> None:
    found = facts.missed
    for width in (1100.0, 700.0, 420.0):
        grid = missed_grid(found, "2023-01", "2025-03", width, {})
        sums = len(grid.rows) - 1
        assert sum(count for (row, _), (count, _) in grid.cells.items() if row < sums) == int(
            found.missed.sum()
        )
        assert sum(count for (row, _), (count, _) in grid.cells.items() if row == sums) == int(
            found.missed.sum()
        )
    assert grid.columns[0].said == "Q1 2023"


def test_a_view_survives_being_kept_and_what_is_not_known_is_passed_over() -> None:
    view = View(
        Choice(lanes="person", services=("a", "b"), outcomes=("seen", None), labels=False), 10.0, 20.5
    )
    assert from_json(to_json(view)) == view
    assert from_json('{"choice": {"lanes": "kind", "of_a_later_version": 1}}') == View(Choice(lanes="kind"))


def test_days_and_moments() -> None:
    assert day_number("2025-03-14T12:00") - day_number("2025-03-14") == 0.5
    assert date_of(day_number("2025-03-14T23:59")).isoformat() == "2025-03-14"


# ---- letters and inks


def test_widths_are_the_fonts_own(whole: Picture) -> None:
    assert lettering.width("") == 0
    assert lettering.width("no record 16 months") == pytest.approx(109.54, abs=0.01)
    assert lettering.width("11", "mark") == lettering.width("44", "mark"), "figures are as wide as each other"
    assert lettering.cut("Health visiting", "caption", 40).endswith("…")
    for words in whole.labels:
        assert words.box.width == pytest.approx(lettering.width(words.text, words.role))


def test_paper_has_the_light_colours_of_the_screen() -> None:
    for token, colour in INKS.items():
        assert TOKENS[token][0] == colour


def test_ticks_run_from_decades_to_minutes() -> None:
    plot = Box(160, 0, 1000, 100)
    units = {
        axes.date_step(plot.width / span)[0] for span in (1 / 24, 1.0, 15.0, 60.0, 365.0, 3650.0, 36500.0)
    }
    assert units == {"minute", "day", "week", "month"}
    assert axes.date_step(plot.width / 1.0, months_only=True)[0] == "month"


def test_a_picture_of_no_events_at_all_is_drawn() -> None:
    arranged = arrange(facts_of([]))
    picture = lay_out(arranged, None, None, 600, 300)
    assert not len(picture.marks)
    assert arranged.step(-1, 1) == -1
    assert replace(picture, notes=()).notes == ()
