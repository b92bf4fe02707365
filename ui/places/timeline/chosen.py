"""What a person has chosen on the timeline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from workbench.timeline.facts import Facts
from workbench.timeline.picture import Hit, Picture


@dataclass(frozen=True)
class Chosen:
    """A thing on the picture by what does not change with the picture.

    `what` is as in `Hit`, or "event"; `of` are the places of the runs, the gap, the status or the life event in the
    facts; `events` are the events behind it, by their place in the facts; `said` is what its card says in one line.
    """

    what: str = ""
    of: tuple[int, ...] = ()
    events: tuple[int, ...] = ()
    said: str = ""


NOTHING: Final = Chosen()


def runs_chosen(facts: Facts, runs: tuple[int, ...]) -> Chosen:
    """Runs of missed contacts, with all that was missed in them."""
    return Chosen("run", runs, _rows(facts, [one for run in runs for one in facts.runs[run].rows]))


def gap_chosen(facts: Facts, gap: int) -> Chosen:
    """A gap, with the events at its ends."""
    found = facts.gaps[gap]
    what = "no record" if found.kind == "no_record" else "not seen"
    return Chosen(what, (gap,), _rows(facts, found.rows))


def _rows(facts: Facts, ids: Iterable[str]) -> tuple[int, ...]:
    return tuple(row for one in ids if (row := facts.contacts.row_of(one)) is not None)


def chosen_at(hit: Hit, picture: Picture, facts: Facts) -> Chosen:
    """What lies under the pointer, told by the facts and not by the picture."""
    match hit.what:
        case "run":
            return runs_chosen(facts, picture.runs[hit.index].runs)
        case "no record":
            return gap_chosen(facts, picture.no_records[hit.index].gap)
        case "not seen":
            return gap_chosen(facts, picture.not_seen[hit.index].gap)
        case "status":
            bar = picture.statuses[hit.index]
            return Chosen("status", (bar.status,), (), bar.about)
        case "life" | "incident":
            upright = picture.verticals[hit.index]
            return Chosen(hit.what, (upright.index,), (), upright.about)
        case "lane":
            return NOTHING
        case _:
            return Chosen("event" if len(hit.events) == 1 else hit.what, (), hit.events)
