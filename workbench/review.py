"""The review a case file holds: its kind and that kind's words, its scope, its clocks, its panel, its statuses.

Dates of the review's own (incident, scope, clocks) are exact ISO dates set by people, and so are plain text
here. Dates that come from records are vague and live in `workbench.chronology`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import holidays
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workbench.casefile import CaseFile, Row
from workbench.problems import Problem
from workbench.records import edit, iso_date, iso_moment, position_after, remove, reorder, shortened, worded

Nation = Literal["england", "scotland", "wales", "northern-ireland"]


@dataclass(frozen=True)
class Clock:
    """A limit set by guidance: `amount` of `unit` after the review was notified."""

    name: str
    amount: int
    unit: Literal["working days", "months"]


@dataclass(frozen=True)
class Kind:
    """A kind of review and the words it uses. Facts from the national guidance of each kind."""

    code: str
    name: str
    subject: str
    """What the person at the centre is called: child, adult, victim."""
    commissioner: str
    result: str
    """What the review asks for, in the singular, as it is called: recommendation, suggested strategy."""
    results: str
    nation: Nation
    clocks: tuple[Clock, ...] = ()


KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "rapid-review",
            "Rapid review",
            "child",
            "Safeguarding partners",
            "recommendation",
            "recommendations",
            "england",
            (Clock("Notify", 5, "working days"), Clock("Rapid review", 15, "working days")),
        ),
        Kind(
            "lcspr",
            "Local child safeguarding practice review",
            "child",
            "Safeguarding partners",
            "recommendation",
            "recommendations",
            "england",
            (Clock("Publish", 6, "months"),),
        ),
        Kind(
            "sar",
            "Safeguarding adults review",
            "adult",
            "Safeguarding adults board",
            "recommendation",
            "recommendations",
            "england",
            (Clock("Complete", 6, "months"),),
        ),
        Kind(
            "dardr",
            "Domestic abuse related death review",
            "victim",
            "Community safety partnership",
            "recommendation",
            "recommendations",
            "england",
            (Clock("Decide", 1, "months"), Clock("Report", 6, "months")),
        ),
        Kind(
            "susr",
            "Single unified safeguarding review",
            "person",
            "Regional safeguarding board",
            "recommendation",
            "recommendations",
            "wales",
        ),
        Kind(
            "scotland",
            "Learning review",
            "child",
            "Child protection committee",
            "suggested strategy",
            "suggested strategies",
            "scotland",
        ),
        Kind(
            "other", "Review", "person", "Commissioning body", "recommendation", "recommendations", "england"
        ),
    )
}
"""Every kind of review the program knows, by code."""

NATIONS: Mapping[Nation, str] = {
    "england": "England",
    "scotland": "Scotland",
    "wales": "Wales",
    "northern-ireland": "Northern Ireland",
}
_SUBDIVISIONS: Mapping[Nation, str] = {
    "england": "ENG",
    "scotland": "SCT",
    "wales": "WLS",
    "northern-ireland": "NIR",
}
MARKINGS = ("OFFICIAL-SENSITIVE", "OFFICIAL", "OFFICIAL-SENSITIVE: PERSONAL")
STATUS_KINDS = (
    "Child in need",
    "Child protection plan",
    "Looked after",
    "Interim care order",
    "Supervision order",
    "Pre-proceedings",
    "Early help",
    "Section 42 enquiry",
    "Deprivation of liberty authorisation",
    "Detained under the Mental Health Act",
)
"""Legal and plan statuses offered when one is added; any other words may be typed."""


SILENCE_DAYS = 120
"""The span that counts as *no record* until the panel sets another."""


class Review(Row):
    """The one row that says what this case file reviews."""

    __tablename__ = "review"
    title: Mapped[str]
    kind: Mapped[str]
    nation: Mapped[str]
    marking: Mapped[str] = mapped_column(default="OFFICIAL-SENSITIVE")
    commissioner: Mapped[str] = mapped_column(default="")
    incident: Mapped[str | None]
    """ISO date, or date and time to the minute: wall-clock, no zone."""
    incident_text: Mapped[str] = mapped_column(default="")
    scope_from: Mapped[str | None]
    scope_to: Mapped[str | None]
    notified: Mapped[str | None]
    """The day the clocks of this kind of review started."""
    draft: Mapped[int] = mapped_column(default=1)
    """Number of the draft that documents carry; 0 once the review is final."""
    predictable: Mapped[str] = mapped_column(default="")
    """The panel's view on whether what happened could have been predicted; empty until it is written."""
    preventable: Mapped[str] = mapped_column(default="")
    """Its view on whether it could have been prevented: a question of its own."""
    silence_days: Mapped[int] = mapped_column(default=SILENCE_DAYS)
    """How many days without a record from a service count as *no record*, where the service has no span of its own."""
    anonymous_months: Mapped[bool] = mapped_column(default=True)
    """Whether the anonymous view shows dates by their month, and ages counted by calendar month."""


class LineOfEnquiry(Row):
    """A key line of enquiry: a question the review was asked to answer. People see K1, K2."""

    __tablename__ = "line_of_enquiry"
    number: Mapped[int]
    text: Mapped[str]
    position: Mapped[int]


class PanelMember(Row):
    """Someone on the panel."""

    __tablename__ = "panel_member"
    name: Mapped[str]
    role: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    position: Mapped[int]


class StatusPeriod(Row):
    """A time during which a subject had a legal or plan status. An open end is null."""

    __tablename__ = "status_period"
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    starts: Mapped[str | None]
    ends: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    position: Mapped[int]


class LifeEvent(Row):
    """A key event in the family's life, as against a contact with a service."""

    __tablename__ = "life_event"
    on: Mapped[str]
    text: Mapped[str]
    position: Mapped[int]


@dataclass(frozen=True)
class ReviewView:
    """What a place or a document needs to know of the review."""

    id: str
    title: str
    kind: Kind
    nation: Nation
    marking: str
    commissioner: str
    incident: str | None
    incident_text: str
    scope_from: str | None
    scope_to: str | None
    notified: str | None
    draft: int
    silence_days: int
    predictable: str
    preventable: str
    anonymous_months: bool

    @property
    def draft_words(self) -> str:
        """What a document says of its state: "DRAFT v2", or "Final"."""
        return f"DRAFT v{self.draft}" if self.draft else "Final"


@dataclass(frozen=True)
class Due:
    """One clock of the review and the day it runs out."""

    name: str
    on: date


def the_review(session: Session) -> ReviewView:
    """The review of this case file."""
    row = session.scalars(select(Review)).one()
    return ReviewView(
        row.id,
        row.title,
        KINDS[row.kind],
        _nation(row.nation),
        row.marking,
        row.commissioner,
        row.incident,
        row.incident_text,
        row.scope_from,
        row.scope_to,
        row.notified,
        row.draft,
        row.silence_days,
        row.predictable,
        row.preventable,
        row.anonymous_months,
    )


def kind_of_review(code: str) -> Kind:
    """The kind with this code. Raises `Problem` when there is none."""
    if code not in KINDS:
        raise Problem(f"“{code}” is not a kind of review.", f"Use one of: {', '.join(KINDS)}.")
    return KINDS[code]


def start_review(
    case: CaseFile,
    title: str,
    kind: str,
    *,
    incident: str | None = None,
    scope_from: str | None = None,
    scope_to: str | None = None,
) -> str:
    """Write the review's own row into a new case file and give its id."""
    chosen = kind_of_review(kind)
    if not title.strip():
        raise Problem("The case has no title.", "Give it a short one that the panel will know it by.")
    values = {
        "incident": iso_moment(incident),
        "scope_from": iso_date(scope_from),
        "scope_to": iso_date(scope_to),
    }
    _scope_in_order(values["scope_from"], values["scope_to"])
    # Without it there is nothing to show: whoever undoes everything comes back to an empty review, not to none.
    with case.change(f"Start the review “{title.strip()}”", undoable=False) as session:
        row = Review(
            title=title.strip(),
            kind=chosen.code,
            nation=chosen.nation,
            commissioner=chosen.commissioner,
            marking="OFFICIAL-SENSITIVE",
            incident_text="",
            notified=None,
            draft=1,
            silence_days=SILENCE_DAYS,
            **values,
        )
        session.add(row)
        session.flush()
        return row.id


def change_review(case: CaseFile, **values: object) -> None:
    """Set fields of the review (names as in `Review`). Raises `Problem` for a date or kind not understood."""
    if "kind" in values:
        values["kind"] = kind_of_review(str(values["kind"])).code
    if "title" in values and not str(values["title"]).strip():
        raise Problem("The case has no title.", "Give it a short one that the panel will know it by.")
    if "incident" in values:
        values["incident"] = iso_moment(values["incident"])
    for name in ("scope_from", "scope_to", "notified"):
        if name in values:
            values[name] = iso_date(values[name])
    with case.change(_review_label(values)) as session:
        row = session.scalars(select(Review)).one()
        _scope_in_order(
            str(values.get("scope_from", row.scope_from) or "") or None,
            str(values.get("scope_to", row.scope_to) or "") or None,
        )
        for name, value in values.items():
            setattr(row, name, value)


def clocks(review: ReviewView) -> list[Due]:
    """When each clock of this kind of review runs out; empty until the day it was notified is known.

    Working days skip weekends and the bank holidays of the review's nation. A month on from the 31st is the
    last day of a shorter month.
    """
    if review.notified is None:
        return []
    start = date.fromisoformat(review.notified)
    closed = holidays.country_holidays("GB", subdiv=_SUBDIVISIONS[review.nation])
    due = []
    for clock in review.kind.clocks:
        if clock.unit == "working days":
            on = start
            left = clock.amount
            while left:
                on += timedelta(days=1)
                left -= on.weekday() < 5 and on not in closed
        else:
            on = _months_on(start, clock.amount)
        due.append(Due(clock.name, on))
    return due


def add_line(case: CaseFile, text: str) -> str:
    """Add a key line of enquiry and give its id."""
    with case.change(f"Add the line of enquiry “{shortened(text)}”") as session:
        row = LineOfEnquiry(
            number=case.number(session, "line_of_enquiry"),
            text=worded(text, "line of enquiry"),
            position=position_after(session, LineOfEnquiry),
        )
        session.add(row)
        session.flush()
        return row.id


def edit_line(case: CaseFile, line_id: str, text: str) -> None:
    """Reword a key line of enquiry."""
    edit(case, LineOfEnquiry, line_id, "Reword a line of enquiry", text=worded(text, "line of enquiry"))


def move_line(case: CaseFile, line_id: str, by: int) -> None:
    """Move a key line of enquiry up (negative) or down; its reference stays."""
    reorder(case, LineOfEnquiry, line_id, by, "Move a line of enquiry")


def remove_line(case: CaseFile, line_id: str) -> None:
    """Take a key line of enquiry out, with the marks that put events under it."""
    remove(case, LineOfEnquiry, line_id, "Remove a line of enquiry")


def add_member(case: CaseFile, name: str, role: str = "", organisation: str = "") -> str:
    """Add a panel member and give the id."""
    with case.change(f"Add {name.strip()} to the panel") as session:
        row = PanelMember(
            name=worded(name, "panel member"),
            role=role.strip(),
            organisation=organisation.strip(),
            position=position_after(session, PanelMember),
        )
        session.add(row)
        session.flush()
        return row.id


def edit_member(case: CaseFile, member_id: str, **values: object) -> None:
    """Change a panel member's name, role or organisation."""
    edit(case, PanelMember, member_id, "Change a panel member", **values)


def move_member(case: CaseFile, member_id: str, by: int) -> None:
    """Move a panel member up (negative) or down the list."""
    reorder(case, PanelMember, member_id, by, "Move a panel member")


def remove_member(case: CaseFile, member_id: str) -> None:
    """Take someone off the panel's list."""
    remove(case, PanelMember, member_id, "Remove a panel member")


def add_status(
    case: CaseFile,
    kind: str,
    starts: str | None,
    ends: str | None,
    person_id: str | None = None,
    note: str = "",
) -> str:
    """Add a legal or plan status with its dates (either may be open) and give its id."""
    starts, ends = iso_date(starts), iso_date(ends)
    if starts and ends and ends < starts:
        raise Problem("That status ends before it starts.", "Check the two dates.")
    with case.change(f"Add the status {kind.strip()}") as session:
        row = StatusPeriod(
            person_id=person_id,
            kind=worded(kind, "status"),
            starts=starts,
            ends=ends,
            note=note.strip(),
            position=position_after(session, StatusPeriod),
        )
        session.add(row)
        session.flush()
        return row.id


def edit_status(case: CaseFile, status_id: str, **values: object) -> None:
    """Change a status: kind, starts, ends, note, person_id."""
    for name in ("starts", "ends"):
        if name in values:
            values[name] = iso_date(values[name])
    edit(case, StatusPeriod, status_id, "Change a status", **values)


def remove_status(case: CaseFile, status_id: str) -> None:
    """Take a status out."""
    remove(case, StatusPeriod, status_id, "Remove a status")


def add_life_event(case: CaseFile, on: str, text: str) -> str:
    """Add a key life event on an exact day and give its id."""
    day = iso_date(on)
    if day is None:
        raise Problem("The life event has no date.", "Give the day it happened.")
    with case.change(f"Add the life event “{shortened(text)}”") as session:
        row = LifeEvent(on=day, text=worded(text, "life event"), position=position_after(session, LifeEvent))
        session.add(row)
        session.flush()
        return row.id


def edit_life_event(case: CaseFile, event_id: str, **values: object) -> None:
    """Change a life event's day or words."""
    if "on" in values:
        values["on"] = iso_date(values["on"])
    edit(case, LifeEvent, event_id, "Change a life event", **values)


def remove_life_event(case: CaseFile, event_id: str) -> None:
    """Take a life event out."""
    remove(case, LifeEvent, event_id, "Remove a life event")


def lines(session: Session) -> list[tuple[str, str, str]]:
    """Every key line of enquiry as (id, short reference, text), in order."""
    rows = session.scalars(select(LineOfEnquiry).order_by(LineOfEnquiry.position, LineOfEnquiry.id))
    return [(row.id, f"K{row.number}", row.text) for row in rows]


@dataclass(frozen=True)
class Listed:
    """One record of a short list: its id, its name in a sentence, and its fields."""

    id: str
    name: str
    values: Mapping[str, str | None]


def members(session: Session) -> list[Listed]:
    """The panel, in order."""
    rows = session.scalars(select(PanelMember).order_by(PanelMember.position, PanelMember.id))
    return [
        Listed(row.id, row.name, {"name": row.name, "role": row.role, "organisation": row.organisation})
        for row in rows
    ]


def statuses(session: Session) -> list[Listed]:
    """Every legal and plan status by its start; `of` is the id of the person, null for the subject."""
    rows = session.scalars(select(StatusPeriod).order_by(StatusPeriod.starts, StatusPeriod.position))
    return [
        Listed(
            row.id,
            row.kind,
            {"kind": row.kind, "of": row.person_id, "starts": row.starts, "ends": row.ends, "note": row.note},
        )
        for row in rows
    ]


def life_events(session: Session) -> list[Listed]:
    """The key life events by their day."""
    rows = session.scalars(select(LifeEvent).order_by(LifeEvent.on, LifeEvent.position))
    return [Listed(row.id, row.text, {"on": row.on, "text": row.text}) for row in rows]


def _review_label(values: Mapping[str, object]) -> str:
    words = {
        "title": "title",
        "kind": "kind of review",
        "nation": "nation",
        "marking": "marking",
        "commissioner": "commissioner",
        "incident": "incident’s date",
        "incident_text": "incident’s description",
        "scope_from": "start of scope",
        "scope_to": "end of scope",
        "notified": "day of notification",
        "draft": "draft number",
        "silence_days": "span without a record",
        "predictable": "view on predictability",
        "preventable": "view on preventability",
        "anonymous_months": "dates where names are anonymous",
    }
    return "Change the review’s " + " and ".join(words[name] for name in values)


def _nation(code: str) -> Nation:
    for nation in NATIONS:
        if nation == code:
            return nation
    raise Problem(f"“{code}” is not a nation the program knows.", f"Use one of: {', '.join(NATIONS)}.")


def _months_on(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    first_after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=start.day - 1), first_after - timedelta(days=1))


def _scope_in_order(starts: str | None, ends: str | None) -> None:
    if starts and ends and ends < starts:
        raise Problem("The scoping period ends before it starts.", "Check the two dates.")
