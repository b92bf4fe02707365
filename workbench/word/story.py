"""What happened, as a report tells it: the background before the scoping period, and the key episodes within it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workbench.anonymity.rendering import say
from workbench.chronology.events import EventView
from workbench.chronology.when import MONTH_NAMES
from workbench.word.held import Held
from workbench.word.markup import Para, Run, para
from workbench.word.paper import Paper, count
from workbench.word.quoting import date_and_age, listed, outcome_words, say_case_day

_EPISODE_DAYS = 60
"""Key events further apart than this belong to different episodes, until there would be too many of them."""
_MOST_EPISODES = 12


@dataclass(frozen=True)
class _Told:
    """Something that stands in the story: its first and last day, and its paragraph."""

    first: str
    last: str
    words: Para


def _story(held: Held) -> list[_Told]:
    """Life events and key events in order; what has no date stands last."""
    born = held.born if held.review.kind.subject in ("child", "person") else None
    told = []
    for one in held.life:
        on = str(one.values["on"])
        words = para(Run(f"{say_case_day(on)}. ", "Strong"), say(one.name), style="Normal")
        told.append(_Told(on[:10], on[:10], words))
    for event in held.chronology.events:
        if event.key:
            first = event.earliest or event.latest or ""
            told.append(_Told(first, event.latest or first, _key_event(event, born, held)))
    dated = sorted((one for one in told if one.first), key=lambda one: one.first)
    return dated + [one for one in told if not one.first]


def _key_event(event: EventView, born: str | None, held: Held) -> Para:
    parts: list[Run | str] = [
        Run(f"{date_and_age(event, born)}. ", "Strong"),
        Run(f"{event.service} ", f"Service{event.service}"),
        " ".join(say(event.text).split()),
    ]
    if outcome := outcome_words(event):
        parts += [" ", Run(f"{outcome}.", "Label")]
    if event.accounts:
        others = [held.chronology.refs[other] for other in event.accounts if other in held.chronology.refs]
        if others:
            parts.append(f" Also told in {listed(others)}.")
    parts.append(Run(f" ({event.ref})", "Quiet"))
    return para(*parts, style="Normal")


def put_background(paper: Paper, held: Held) -> None:
    """What came before the scoping period; nothing where no start is set or nothing came before."""
    start = held.review.scope_from
    if not start:
        return
    before = [one for one in _story(held) if one.first and one.last < start]
    earlier = [event for event in held.chronology.events if event.latest and event.latest < start]
    if not before and not earlier:
        return
    paper.heading(2, "Background")
    number = count(len(earlier), "event")
    if before:
        paper.paragraph(
            f"The records hold {number} from before {say_case_day(start)}, when the scoping period begins. What "
            f"matters most for understanding what followed is told here."
        )
        for one in before:
            paper.paragraph(one.words)
    else:
        paper.paragraph(
            f"The records hold {number} from before {say_case_day(start)}, when the scoping period begins. The panel "
            "has marked none of them as key."
        )


def put_episodes(paper: Paper, held: Held) -> None:
    start = held.review.scope_from or ""
    told = [one for one in _story(held) if not one.first or one.last >= start]
    paper.heading(2, "Key episodes")
    if not told:
        paper.paragraph("The panel has marked no key event in this time yet.")
        return
    for heading, episode in _grouped(told):
        paper.heading(3, heading)
        for one in episode:
            paper.paragraph(one.words)


def _grouped(told: Sequence[_Told]) -> list[tuple[str, list[_Told]]]:
    """Episodes: what lies close together in time, under the months it spans; undated last."""
    dated = [one for one in told if one.first]
    undated = [one for one in told if not one.first]
    span = _EPISODE_DAYS
    while len(groups := _apart(dated, span)) > _MOST_EPISODES:
        span *= 2
    made = [(_months(group), group) for group in groups]
    if undated:
        made.append(("Date not known", undated))
    return made


def _apart(told: Sequence[_Told], days: int) -> list[list[_Told]]:
    groups: list[list[_Told]] = []
    end = 0
    for one in told:
        first = _day_number(one.first)
        if not groups or first - end > days:
            groups.append([])
            end = 0
        groups[-1].append(one)
        end = max(end, first)
    return _joined(groups)


def _joined(groups: list[list[_Told]]) -> list[list[_Told]]:
    """No episode of a single thing: it opens the episode that follows, and the last closes the one before."""
    made: list[list[_Told]] = []
    waiting: list[_Told] = []
    for group in groups:
        waiting += group
        if len(waiting) > 1:
            made.append(waiting)
            waiting = []
    if waiting and made:
        made[-1] += waiting
    elif waiting:
        made.append(waiting)
    return made


def _day_number(iso: str) -> int:
    return date.fromisoformat(iso[:10]).toordinal()


def _months(told: Sequence[_Told]) -> str:
    """The months a group spans: "March to June 2023"."""
    first, last = told[0].first, max(one.first for one in told)
    start, end = (f"{MONTH_NAMES[int(day[5:7]) - 1]} {day[:4]}" for day in (first, last))
    if start == end:
        return start
    return f"{MONTH_NAMES[int(first[5:7]) - 1]} to {end}" if first[:4] == last[:4] else f"{start} to {end}"
