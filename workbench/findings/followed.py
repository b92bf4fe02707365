"""Actions as a board follows them: one listing, grouped by status, recommendation, service or due date.

Filters an `Ask` may carry: `by` (one of `GROUPINGS`), `lead` (words of the lead officer's name), `advice`
(only actions with advice), `words`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from workbench.findings.gaps import advice
from workbench.findings.spine import STATUSES, ActionView, Spine, Status, legend, spine
from workbench.listing import Ask, Column, Shown
from workbench.people import services

GROUPINGS: Mapping[str, str] = {
    "status": "By status",
    "recommendation": "By recommendation",
    "service": "By service",
    "due": "By due date",
}
"""How the actions can be grouped."""

_ORDER = ("overdue", "red", "amber", "green", "blue", "grey")


@dataclass(frozen=True)
class Head:
    """A head over some of the actions: its words, how many follow, and the status it stands for."""

    text: str
    count: int
    mark: str = ""


class ActionListing:
    """The listing of actions, as of one day."""

    name = "actions"
    tables = frozenset(
        {
            "action",
            "action_owner",
            "progress",
            "milestone",
            "recommendation",
            "finding_recommendation",
            "finding",
            "service",
            "status_words",
        }
    )

    def __init__(self, today: date) -> None:
        self._today = today

    @property
    def columns(self) -> Sequence[Column]:
        """Every column there is, in the first order."""
        return (
            Column("ref", "Ref", 58, "ref", sortable=False),
            Column("action", "Action", 318, "text", sortable=False),
            Column("owner", "Services", 96, "services", sortable=False),
            Column("lead", "Lead officer", 112, "text", sortable=False),
            Column("due", "Due", 112, "date", sortable=False),
            Column("status", "Status", 158, "status", sortable=False),
            Column("progress", "Last progress", 220, "text", sortable=False, shown=False),
            Column("impact", "Impact", 160, "text", sortable=False, shown=False),
        )

    def ids(self, session: Session, ask: Ask) -> list[str]:
        """The ids of the actions asked for, in the order of their groups."""
        return [action.id for _, actions in self._grouped(session, ask) for action in actions]

    def heads(self, session: Session, ask: Ask, ids: Sequence[str]) -> list[Head]:
        """The heads over them; their counts add up to the ids."""
        return [
            Head(head.text, len(actions), head.mark)
            for head, actions in self._grouped(session, ask)
            if actions
        ]

    def records(self, session: Session, ids: Sequence[str]) -> Mapping[str, Mapping[str, Shown]]:
        """What stands in each column, for each action."""
        known = spine(session)
        colours = {service.code: service.colour for service in services(session)}
        words = {status.code: status for status in legend(session)}
        wanted = set(ids)
        return {
            action.id: self._row(action, colours, words) for action in known.actions if action.id in wanted
        }

    def _row(
        self, action: ActionView, colours: Mapping[str, str], words: Mapping[str, Status]
    ) -> Mapping[str, Shown]:
        told = advice(action)
        second, mark = "", ""
        if told and not action.done:
            second, mark = f"Advice: {told[0][0].lower() + told[0][1:]}", "advice"
        last = action.progress[0] if action.progress else None
        return {
            "ref": Shown(action.ref),
            "action": Shown(action.title, second, mark),
            "owner": Shown(
                " ".join(action.services), action.other_owner, " ".join(colours[c] for c in action.services)
            )
            if action.services
            else Shown(action.other_owner or "No owner", "", "" if action.other_owner else "warn"),
            "lead": Shown(action.lead or "No lead", "", "" if action.lead else "warn"),
            "due": _due(action, self._today),
            "status": Shown(status_words(action, self._today, words), "", status_mark(action, self._today)),
            "progress": Shown(last.text if last else "", f"{say_day(last.on)}, {last.by}" if last else ""),
            "impact": Shown(action.impact, f"tested {say_day(action.tested_on)}" if action.tested_on else ""),
        }

    def _grouped(self, session: Session, ask: Ask) -> list[tuple[Head, list[ActionView]]]:
        known = spine(session)
        chosen = [action for action in known.actions if _asked(action, ask.filters)]
        by = str(ask.filters.get("by") or "status")
        if by == "recommendation":
            return [
                (
                    Head(f"{one.ref}  {one.title}", 0),
                    [action for action in chosen if action.recommendation == one.ref],
                )
                for one in known.recommendations
            ]
        if by == "service":
            groups = [
                (
                    Head(f"{one.code}  {one.name}", 0),
                    [action for action in chosen if action.services[:1] == (one.code,)],
                )
                for one in services(session)
            ]
            others = [action for action in chosen if not action.services]
            named = sorted({action.other_owner for action in others if action.other_owner})
            groups += [
                (Head(name, 0), [action for action in others if action.other_owner == name]) for name in named
            ]
            return [*groups, (Head("No owner", 0, "warn"), [one for one in others if not one.other_owner])]
        chosen.sort(key=lambda action: action.due or "9999")
        if by == "due":
            months = sorted({(action.due or "")[:7] for action in chosen}, key=lambda month: month or "9999")
            return [
                (
                    Head(_month(month) if month else "No date", 0, "" if month else "warn"),
                    [action for action in chosen if (action.due or "")[:7] == month],
                )
                for month in months
            ]
        words = {status.code: status for status in legend(session)}
        return [
            (
                Head("Overdue" if mark == "overdue" else _name(words[mark]), 0, mark),
                [action for action in chosen if status_mark(action, self._today) == mark],
            )
            for mark in _ORDER
        ]


@dataclass(frozen=True)
class Sums:
    """The sums that stand over the actions."""

    actions: int
    recommendations: int
    overdue: int
    no_owner: int
    with_advice: int


def sums(known: Spine, today: date) -> Sums:
    """Count what a board asks first."""
    return Sums(
        len(known.actions),
        len({action.recommendation for action in known.actions}),
        sum(action.days_late(today) > 0 for action in known.actions),
        sum(not action.owner and action.status != "grey" for action in known.actions),
        sum(bool(advice(action)) and not action.done for action in known.actions),
    )


def status_mark(action: ActionView, today: date) -> str:
    """The code that decides how a status is drawn: the board's, or "overdue" once the date has passed."""
    return "overdue" if action.days_late(today) else action.standing(today)


def status_words(action: ActionView, today: date, words: Mapping[str, Status]) -> str:
    """The status in the board's words; "Overdue" once the date has passed."""
    if action.days_late(today):
        return "Overdue"
    if action.done and action.status not in ("blue", "grey"):
        return "Done, not assured"
    return _name(words[action.status])


def _name(status: Status) -> str:
    # Unless the board has words of its own, red that is not overdue is what has not begun.
    return "Not begun" if status == STATUSES["red"] else status.name


def say_day(day: str | None) -> str:
    """An ISO day as people say it: 30 Sep 2026."""
    if not day:
        return ""
    on = date.fromisoformat(day)
    return f"{on.day} {on:%b %Y}"


def say_due(due: str, today: date) -> str:
    """How far off a day is: "54 days late", "in 18 days", "in 5 weeks", "in 5 months"."""
    days = (date.fromisoformat(due) - today).days
    if days < 0:
        return f"{-days} {'day' if days == -1 else 'days'} late"
    if days == 0:
        return "today"
    if days < 21:
        return f"in {days} {'day' if days == 1 else 'days'}"
    return f"in {days // 7} weeks" if days < 140 else f"in {round(days / 30.44)} months"


def _due(action: ActionView, today: date) -> Shown:
    if action.due is None:
        return Shown("No date", "", "undated")
    if action.done:
        return Shown(say_day(action.due), f"done {say_day(action.done_on)}")
    if action.status == "grey":
        return Shown(say_day(action.due))
    return Shown(say_day(action.due), say_due(action.due, today), "late" if action.days_late(today) else "")


def _asked(action: ActionView, filters: Mapping[str, object]) -> bool:
    lead = str(filters.get("lead") or "").casefold()
    words = str(filters.get("words") or "").casefold().split()
    text = " ".join(
        (
            action.ref,
            action.title,
            action.lead,
            action.owner,
            action.measure,
            *(one.text for one in action.progress),
        )
    ).casefold()
    return (
        (not lead or lead in action.lead.casefold())
        and (not filters.get("advice") or (bool(advice(action)) and not action.done))
        and all(word in text for word in words)
    )


def _month(month: str) -> str:
    return f"{date.fromisoformat(month + '-01'):%B %Y}"
