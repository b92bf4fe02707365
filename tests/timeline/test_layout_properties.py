"""What holds of every timeline that can be: nothing is hidden, nothing lies over anything else, at any zoom."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from timeline.facts_made import ZERO, Made, check, facts_of

from workbench.chronology.outcomes import OUTCOMES
from workbench.timeline.arranging import arrange
from workbench.timeline.layout import lay_out
from workbench.timeline.view import Choice

DAYS = st.integers(0, 900)
OUTCOME = st.sampled_from([*OUTCOMES, None, "no_access", "not_brought", "not_brought", "did_not_attend"])


@st.composite
def made(draw: st.DrawFn) -> Made:
    first: int | None = draw(DAYS)
    last: int | None = first
    kind = draw(st.integers(0, 9))
    if kind == 0:
        assert first is not None
        last = first + draw(st.integers(1, 120))
    elif kind == 1:
        last = None
    elif kind == 2:
        first = None
    return Made(
        service=draw(st.integers(0, 2)),
        first=first,
        last=last,
        minute=draw(st.one_of(st.just(-1), st.integers(0, 1439))),
        outcome=draw(OUTCOME),
        key=draw(st.integers(0, 9)) == 0,
        happening=draw(st.sampled_from([-1, -1, -1, 0, 1])),
        who=draw(st.integers(0, 1)),
        themes=tuple(draw(st.lists(st.integers(0, 1), max_size=2))),
        words=draw(
            st.sampled_from(["Visit", "Core group", "A very long name of a contact", "2-year review", ""])
        ),
    )


SPANS = st.sampled_from([3650.0, 1000.0, 365.0, 90.0, 31.0, 7.0, 1.0, 0.1])


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    events=st.lists(made(), min_size=0, max_size=60),
    span=SPANS,
    middle=st.floats(-100, 1000),
    width=st.sampled_from([420.0, 800.0, 1164.0, 2000.0]),
    height=st.sampled_from([0.0, 300.0, 620.0]),
    lanes=st.sampled_from(["service", "person", "kind"]),
)
def test_nothing_is_hidden_and_nothing_lies_over_anything(
    events: list[Made], span: float, middle: float, width: float, height: float, lanes: str
) -> None:
    choice = (
        Choice(lanes="service")
        if lanes == "service"
        else Choice(lanes="person" if lanes == "person" else "kind")
    )
    arranged = arrange(facts_of(events), choice)
    start = ZERO + middle - span / 2
    picture = lay_out(arranged, start, start + span, width, height)
    check(arranged, picture)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(events=st.lists(made(), min_size=1, max_size=60), span=SPANS, step=st.floats(0.001, 0.9))
def test_panning_moves_marks_and_changes_none(events: list[Made], span: float, step: float) -> None:
    arranged = arrange(facts_of(events))
    start = ZERO + 400 - span / 2
    kept = lay_out(arranged, start, start + span, 1000, 500)
    moved = lay_out(arranged, start + step * span, start + (1 + step) * span, 1000, 500)
    again = lay_out(arrange(arranged.facts), start + step * span, start + (1 + step) * span, 1000, 500)
    assert len(moved.marks) == len(again.marks)
    assert abs(moved.marks.x - again.marks.x).max(initial=0) < 1e-3
    assert (moved.marks.count == again.marks.count).all()
    del kept


@settings(max_examples=30, deadline=None)
@given(events=st.lists(made(), min_size=1, max_size=40))
def test_stepping_visits_every_event_once_and_comes_back(events: list[Made]) -> None:
    arranged = arrange(facts_of(events))
    seen = [int(arranged.chosen[0])]
    while (after := arranged.step(seen[-1], 1)) != seen[-1]:
        seen.append(after)
    assert seen == arranged.chosen.tolist() == list(range(len(events)))
    back = [seen[-1]]
    while (before := arranged.step(back[-1], -1)) != back[-1]:
        back.append(before)
    assert back == seen[::-1]
