"""Facts of the timeline made without a case, for tests that lay out many of them; and what must hold of any picture."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from workbench.chronology.contacts import NO_END, NO_START, OUTCOME_CODES, Contacts, Named
from workbench.chronology.measures import Frame, no_record, not_seen, not_seen_by_service, runs
from workbench.people import PersonView, ServiceView
from workbench.review import KINDS, ReviewView
from workbench.timeline.arranging import Arranged
from workbench.timeline.facts import NOT_SEEN_BY_ANYONE_DAYS, Facts, LifeEvent, Status, ThemeFact
from workbench.timeline.picture import Box, Picture, Words
from workbench.timeline.placing import count_width
from workbench.timeline.view import day_number

CODES = ("HV", "CSC", "POL")
COLOURS = ("#0B6660", "#1B5287", "#33414F")
CHILD = PersonView("child", "Kyra Fenwick", "Child K", (), "Subject", "2020-01-15", True, True)
MOTHER = PersonView("mother", "Jade Fenwick", "Mother", (), "Mother", None, False, False)


@dataclass(frozen=True)
class Made:
    """One event to make facts of. Days count from 1 January 2020; None is an open end, both None no date."""

    service: int = 0
    first: int | None = 100
    last: int | None = 100
    minute: int = -1
    outcome: str | None = "seen"
    key: bool = False
    happening: int = -1
    who: int = 0
    """0 the child, 1 the mother."""
    themes: tuple[int, ...] = ()
    words: str = "Home visit"


ZERO = int(day_number("2020-01-01"))


def facts_of(made: Iterable[Made]) -> Facts:
    """Facts of these events, in the trade's order, with two statuses, a life event and an incident."""
    events = sorted(
        made,
        key=lambda one: (
            one.first is None and one.last is None,
            one.first if one.first is not None else one.last or 0,
            one.minute < 0,
            one.minute,
        ),
    )
    services = tuple(
        ServiceView(code.lower(), f"Service {code}", code, None, colour)
        for code, colour in zip(CODES, COLOURS, strict=True)
    )
    number = len(events)
    contacts = Contacts(
        ids=tuple(f"event-{at}" for at in range(number)),
        number=np.arange(1, number + 1),
        services=services,
        service=np.array([one.service for one in events], np.int64),
        earliest=np.array([NO_START if one.first is None else ZERO + one.first for one in events], np.int64),
        latest=np.array([NO_END if one.last is None else ZERO + one.last for one in events], np.int64),
        precision=np.array(
            [
                6 if one.first is None and one.last is None else 0 if one.first == one.last else 5
                for one in events
            ],
            np.int8,
        ),
        approximate=np.zeros(number, np.bool_),
        minute=np.array([one.minute if one.first == one.last else -1 for one in events], np.int64),
        end_minute=np.full(number, -1, np.int64),
        outcome=np.array(
            [-1 if one.outcome is None else OUTCOME_CODES.index(one.outcome) for one in events], np.int64
        ),
        key=np.array([one.key for one in events], np.bool_),
        out_of_scope=np.zeros(number, np.bool_),
        happening=np.array([one.happening for one in events], np.int64),
        people=(Named("child", CHILD.name, CHILD), Named("mother", MOTHER.name, MOTHER)),
        link_row=np.arange(number),
        link_who=np.array([one.who for one in events], np.int64),
        link_part=np.zeros(number, np.int8),
        child_seen=np.full(number, -1, np.int8),
    )
    review = ReviewView(
        id="review",
        title="Child K",
        kind=KINDS["lcspr"],
        nation="england",
        marking="OFFICIAL-SENSITIVE",
        commissioner="",
        incident="2022-06-01T18:40",
        incident_text="",
        scope_from="2020-03-01",
        scope_to="2022-06-01",
        notified=None,
        draft=1,
        predictable="",
        preventable="",
        silence_days=120,
        anonymous_months=True,
    )
    within = Frame(review.incident, review.scope_from, review.scope_to, review.silence_days)
    gaps = [
        *no_record(contacts, 120),
        *not_seen(contacts, within, CHILD, least=NOT_SEEN_BY_ANYONE_DAYS),
        *not_seen_by_service(contacts, within, CHILD, least=120),
    ]
    tags = sorted({(at, theme) for at, one in enumerate(events) for theme in one.themes})
    return Facts(
        contacts=contacts,
        review=review,
        counted=contacts,
        runs=tuple(runs(contacts)),
        gaps=tuple(gaps),
        kinds_of_contact=tuple(one.words for one in events),
        first_words=tuple(f"{one.words}, as written." for one in events),
        subject=CHILD,
        statuses=(
            Status(
                "a",
                "Child in need",
                "",
                day_number("2020-02-01"),
                day_number("2021-01-01"),
                "2020-02-01",
                "2020-12-31",
            ),
            Status(
                "b", "Child protection plan", "neglect", day_number("2020-12-01"), None, "2020-12-01", None
            ),
        ),
        life_events=(LifeEvent("move", "Move to Larch Court", "2021-03-01", day_number("2021-03-01")),),
        themes=(
            ThemeFact("mco", "MCO", "Missed", "#C0391B"),
            ThemeFact("inf", "INF", "Information", "#2F6DA3"),
        ),
        tag_event=np.array([event for event, _ in tags], np.int64),
        tag_theme=np.array([theme for _, theme in tags], np.int64),
    )


# ---- what must hold


def overlap(one: Box, other: Box) -> float:
    """The area two boxes share."""
    wide = min(one.right, other.right) - max(one.x, other.x)
    high = min(one.bottom, other.bottom) - max(one.y, other.y)
    return max(0.0, wide) * max(0.0, high)


def mark_boxes(picture: Picture) -> list[Box]:
    """The rectangle of each mark, as the docstring of `Marks` says it."""
    marks = picture.marks
    return [
        Box(x - marks.size / 2, y - marks.size / 2, marks.size, marks.size)
        for x, y in zip(marks.x.tolist(), marks.y.tolist(), strict=True)
    ]


def check(of: Arranged, picture: Picture) -> None:
    """What holds of every picture at every zoom: nothing hidden, nothing over anything else."""
    marks, plot = picture.marks, picture.plot
    boxes = mark_boxes(picture)
    # Everything in view stands behind a mark, and no event behind two of one lane.
    shown = (
        np.concatenate([marks.events(at) for at in range(len(marks))])
        if len(marks)
        else np.zeros(0, np.int64)
    )
    assert len(shown) == marks.events_in_view
    inside = (of.start >= picture.start) & (of.start <= picture.end)
    folded = {at for at, lane in enumerate(of.lanes) if lane.key not in {one.key for one in picture.lanes}}
    wanted = of.event[inside & ~np.isin(of.row // 2, list(folded))]
    # A mark of a crowd may stand a little beside its moment, and so beyond the edge that its event is within.
    near = (of.start >= picture.start + 60 * (picture.end - picture.start) / plot.width) & (
        of.start <= picture.end - 60 * (picture.end - picture.start) / plot.width
    )
    assert set(of.event[near & inside].tolist()) <= set(shown.tolist()) or len(wanted) == 0
    for at in range(len(marks)):
        events = marks.events(at)
        assert len(events) == marks.count[at]
        assert (of.facts.mark[events] == marks.kind[at]).all(), (
            "a mark never stands for events of another kind"
        )
    # Marks never lie on each other, whatever their kinds.
    for lane in range(len(picture.lanes)):
        here = np.flatnonzero(marks.lane == lane).tolist()
        for one, other in combinations(here, 2):
            assert overlap(boxes[one], boxes[other]) < 0.5, "two marks over each other"
    # Words keep clear of marks and of each other, and within the plot.
    counts = count_width(marks.count)
    reach = [
        Box(box.x, box.y + 1, box.width + wide, box.height - 2)
        for box, wide in zip(boxes, counts.tolist(), strict=True)
    ]
    words = [*picture.labels, *_captions(picture)]
    for place, word in enumerate(words):
        assert word.box.x >= plot.x
        assert word.box.right <= plot.right
        for beside in words[place + 1 :]:
            assert overlap(word.box, beside.box) == 0, f"{word.text} over {beside.text}"
        for mark in reach:
            assert overlap(word.box, mark) == 0, f"{word.text} over a mark"
    # Nor do the words of a gap begin where a tail ends, as if they said its length.
    tails = picture.tails
    for word in _captions(picture):
        for x, end, y in zip(tails.x.tolist(), tails.end.tolist(), tails.y.tolist(), strict=True):
            if abs(word.box.y + word.box.height / 2 - y) < 4:
                assert word.box.x >= end + 4 or word.box.right <= x - 4, f"{word.text} beside a tail"
    # And those of a life event keep clear of the dots of the others.
    life = [upright for upright in picture.verticals if upright.kind == "life"]
    for upright in life:
        for beside_it in life:
            if upright.words is not None and beside_it is not upright:
                assert not upright.words.box.x - 6 < beside_it.x < upright.words.box.right + 6
    # Words stand wholly inside a box or a band, or wholly outside.
    for edged in (*(run.box for run in picture.runs), *(band.box for band in picture.no_records)):
        for word in words:
            if edged.y < word.box.y + word.box.height / 2 < edged.bottom:
                for edge in (edged.x, edged.right):
                    assert not word.box.x < edge < word.box.right, f"{word.text} straddles an edge"
    # Every run that reaches into view has its box.
    spans = of.runs
    in_view = spans.of[(spans.end >= picture.start) & (spans.start <= picture.end)]
    drawn = {run for box in picture.runs for run in box.runs}
    lanes = {lane.key for lane in picture.lanes}
    assert {
        int(at) for at in in_view if of.facts.runs[at].service.id in lanes or of.choice.lanes != "service"
    } <= drawn
    assert all(run.box.width >= marks.size for run in picture.runs)


def _captions(picture: Picture) -> list[Words]:
    found = [run.caption for run in picture.runs]
    found += [band.caption for band in picture.no_records]
    found += [span.caption for span in picture.not_seen if span.lane >= 0]
    return [words for words in found if words is not None]
