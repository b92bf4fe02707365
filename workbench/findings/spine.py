"""Findings, recommendations and actions, linked up and down.

finding -> recommendation -> action -> progress and evidence -> impact. Evidence for and against a finding is an
event of the chronology or a tagged passage of a document, with a note of why it counts. Short references stay: F1,
R2, and A2.1 for the first action of recommendation 2; a number is never given twice.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workbench.casefile import CaseFile, Row, Searched, now_utc
from workbench.chronology.events import Event
from workbench.materials import Material
from workbench.people import find_service, services
from workbench.problems import Problem
from workbench.records import edit, get, iso_date, position_after, remove, shortened, worded
from workbench.themes.codebook import Theme
from workbench.themes.tags import Tag

SCOPES: Mapping[str, str] = {"local": "Local", "regional": "Regional", "national": "National"}
STRENGTHS: Mapping[str, str] = {
    "": "Not said",
    "system": "Changes the system",
    "standard": "Standardises",
    "reminder": "Reminds or trains",
}
"""How strong an action is: what changes the system outlasts what reminds people."""


@dataclass(frozen=True)
class Status:
    """A status of an action as boards colour it: the code stays, words and meaning are the board's own."""

    code: str
    name: str
    colour: str
    meaning: str


STATUSES: Mapping[str, Status] = {
    status.code: status
    for status in (
        Status("red", "Overdue or not begun", "red", "Not begun, or the due date has passed"),
        Status("amber", "At risk", "amber", "Begun, but may not be done by its date"),
        Status("green", "On track", "green", "Begun, and expected to be done by its date"),
        Status("blue", "Done and assured", "blue", "Done, with evidence that someone else has tested"),
        Status("grey", "Not accepted", "grey", "Not accepted, with the reason given"),
    )
}
"""The common legend (BRAG), in the order in which a board looks at it."""


class StatusWords(Row):
    """A board's own words for one status."""

    __tablename__ = "status_words"
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    meaning: Mapped[str]


class Finding(Searched):
    """What the review learned: what happened, why, and so what."""

    __tablename__ = "finding"
    __table_args__ = {"info": {"search": ["title", "what", "why", "so_what", "known"]}}  # noqa: RUF012
    number: Mapped[int]
    title: Mapped[str]
    what: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="")
    so_what: Mapped[str] = mapped_column(default="")
    known: Mapped[str] = mapped_column(default="")
    """What was known at the time and by whom, against hindsight."""
    good_practice: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]


class Evidence(Row):
    """An event, or a tagged passage of a document, that speaks for or against a finding."""

    __tablename__ = "evidence"
    finding_id: Mapped[str] = mapped_column(ForeignKey("finding.id", ondelete="CASCADE"), index=True)
    event_id: Mapped[str | None] = mapped_column(ForeignKey("event.id", ondelete="RESTRICT"), index=True)
    tag_id: Mapped[str | None] = mapped_column(ForeignKey("tag.id", ondelete="RESTRICT"), index=True)
    """The tag on the passage, where it is a passage."""
    against: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    __table_args__ = (
        UniqueConstraint("finding_id", "event_id"),
        UniqueConstraint("finding_id", "tag_id"),
        CheckConstraint("(event_id IS NULL) <> (tag_id IS NULL)", name="rests_on_one_thing"),
    )


class FindingTheme(Row):
    """A theme that a finding is about."""

    __tablename__ = "finding_theme"
    finding_id: Mapped[str] = mapped_column(ForeignKey("finding.id", ondelete="CASCADE"), index=True)
    theme_id: Mapped[str] = mapped_column(ForeignKey("theme.id", ondelete="RESTRICT"), index=True)
    __table_args__ = (UniqueConstraint("finding_id", "theme_id"),)


class Recommendation(Searched):
    """What should change, and who is asked to change it."""

    __tablename__ = "recommendation"
    __table_args__ = {"info": {"search": ["title", "detail"]}}  # noqa: RUF012
    number: Mapped[int]
    title: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    scope: Mapped[str] = mapped_column(default="local")
    to_all: Mapped[bool] = mapped_column(default=False)
    to_board: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]


class FindingLeadsTo(Row):
    """A recommendation rests on a finding."""

    __tablename__ = "finding_recommendation"
    finding_id: Mapped[str] = mapped_column(ForeignKey("finding.id", ondelete="CASCADE"), index=True)
    recommendation_id: Mapped[str] = mapped_column(
        ForeignKey("recommendation.id", ondelete="CASCADE"), index=True
    )
    __table_args__ = (UniqueConstraint("finding_id", "recommendation_id"),)


class AddressedTo(Row):
    """A service that a recommendation is addressed to."""

    __tablename__ = "addressed_to"
    recommendation_id: Mapped[str] = mapped_column(
        ForeignKey("recommendation.id", ondelete="CASCADE"), index=True
    )
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="RESTRICT"), index=True)
    __table_args__ = (UniqueConstraint("recommendation_id", "service_id"),)


class Action(Searched):
    """One thing that someone will do in answer to a recommendation, by a date."""

    __tablename__ = "action"
    __table_args__ = {"info": {"search": ["title", "lead", "measure", "impact"]}}  # noqa: RUF012
    recommendation_id: Mapped[str] = mapped_column(
        ForeignKey("recommendation.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    """Running number within its recommendation."""
    title: Mapped[str]
    owner: Mapped[str] = mapped_column(default="")
    """An owner that is no service of the case: the Board, the partnership."""
    lead: Mapped[str] = mapped_column(default="")
    """The lead officer."""
    due: Mapped[str | None]
    measure: Mapped[str] = mapped_column(default="")
    """Intended impact, and how it will be measured."""
    strength: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="red")
    reason: Mapped[str] = mapped_column(default="")
    """Why it was not accepted."""
    begun_on: Mapped[str | None]
    done_on: Mapped[str | None]
    assured_on: Mapped[str | None]
    assured_by: Mapped[str] = mapped_column(default="")
    comment: Mapped[str] = mapped_column(default="")
    """The critical friend's comment."""
    tested_on: Mapped[str | None]
    impact: Mapped[str] = mapped_column(default="")
    """What testing the impact found."""
    position: Mapped[int]


class ActionOwner(Row):
    """A service that owns an action."""

    __tablename__ = "action_owner"
    action_id: Mapped[str] = mapped_column(ForeignKey("action.id", ondelete="CASCADE"), index=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="RESTRICT"), index=True)
    __table_args__ = (UniqueConstraint("action_id", "service_id"),)


class Milestone(Row):
    """A step on the way to an action."""

    __tablename__ = "milestone"
    action_id: Mapped[str] = mapped_column(ForeignKey("action.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    due: Mapped[str | None]
    done_on: Mapped[str | None]
    position: Mapped[int]


class Progress(Row):
    """What was reported on an action on a day, with the evidence named."""

    __tablename__ = "progress"
    action_id: Mapped[str] = mapped_column(ForeignKey("action.id", ondelete="CASCADE"), index=True)
    on: Mapped[str]
    by: Mapped[str]
    text: Mapped[str]
    evidence: Mapped[str] = mapped_column(default="")
    position: Mapped[int]


@dataclass(frozen=True)
class EvidenceView:
    """An event, or a passage of a document, as evidence."""

    id: str
    kind: str
    """event or passage."""
    event_id: str
    event: str
    """The event's short reference; both are empty for a passage."""
    ref: str
    """Where it stands, as people point to it: "E12", "M3, p. 7"."""
    quote: str
    """The words of the event or the passage, as they are stored."""
    against: bool
    note: str
    tag_id: str | None = None
    material_id: str | None = None
    start: int | None = None
    end: int | None = None
    page: int | None = None
    theme: str | None = None
    """Code of the theme that a passage is tagged with."""
    file: str = ""
    """What the document of a passage is called."""
    service: str | None = None
    """Code of the service whose document it is."""


@dataclass(frozen=True)
class FindingView:
    """A finding with its links. Field names are those of the JSON."""

    id: str
    ref: str
    title: str
    what: str
    why: str
    so_what: str
    known: str
    good_practice: bool
    evidence: tuple[EvidenceView, ...]
    recommendations: tuple[str, ...]
    """Short references."""
    themes: tuple[str, ...] = ()
    """Codes of the themes it is about."""


@dataclass(frozen=True)
class RecommendationView:
    """A recommendation with its links."""

    id: str
    ref: str
    title: str
    detail: str
    scope: str
    services: tuple[str, ...]
    """Codes of the services it is addressed to."""
    to_all: bool
    to_board: bool
    findings: tuple[str, ...]
    actions: tuple[str, ...]

    @property
    def addressed(self) -> str:
        """Whom it is addressed to, in words: "All agencies and the Board", "CSC, HV"."""
        parts = (["All agencies"] if self.to_all else list(self.services)) + (
            ["the Board"] if self.to_board else []
        )
        if not parts:
            return ""
        if len(parts) == 2 and self.to_board:
            return " and ".join(parts)
        return ", ".join(parts).replace("the Board", "the Board" if len(parts) > 1 else "The Board")


@dataclass(frozen=True)
class MilestoneView:
    """A step on the way to an action."""

    id: str
    text: str
    due: str | None
    done_on: str | None


@dataclass(frozen=True)
class ProgressView:
    """One dated report on an action."""

    id: str
    on: str
    by: str
    text: str
    evidence: str


@dataclass(frozen=True)
class ActionView:
    """An action with its links."""

    id: str
    ref: str
    title: str
    recommendation: str
    """Short reference of what it answers."""
    findings: tuple[str, ...]
    services: tuple[str, ...]
    owner: str
    """Who owns it, in words: service codes and any other owner; empty when nobody does."""
    other_owner: str
    lead: str
    due: str | None
    measure: str
    strength: str
    status: str
    reason: str
    begun_on: str | None
    done_on: str | None
    assured_on: str | None
    assured_by: str
    comment: str
    tested_on: str | None
    impact: str
    milestones: tuple[MilestoneView, ...]
    progress: tuple[ProgressView, ...]

    @property
    def done(self) -> bool:
        """Done, which is apart from its impact being tested."""
        return self.done_on is not None

    def standing(self, today: date) -> str:
        """The status to show: overdue once the date has passed and it is neither done nor refused."""
        if self.status in ("blue", "grey") or self.done:
            return self.status
        return "red" if self.days_late(today) > 0 else self.status

    def days_late(self, today: date) -> int:
        """Days since it was due, 0 when not late, done or not accepted."""
        if self.due is None or self.done or self.status in ("blue", "grey"):
            return 0
        return max(0, (today - date.fromisoformat(self.due)).days)


@dataclass(frozen=True)
class Spine:
    """Every finding, recommendation and action, in the panel's order, found by short reference as well."""

    findings: tuple[FindingView, ...]
    recommendations: tuple[RecommendationView, ...]
    actions: tuple[ActionView, ...]

    def finding(self, name: str) -> FindingView:
        """The finding with this id or reference. Raises `Problem` when there is none."""
        return _named(self.findings, name, "finding", "F1")

    def recommendation(self, name: str) -> RecommendationView:
        """The recommendation with this id or reference. Raises `Problem` when there is none."""
        return _named(self.recommendations, name, "recommendation", "R1")

    def action(self, name: str) -> ActionView:
        """The action with this id or reference. Raises `Problem` when there is none."""
        return _named(self.actions, name, "action", "A1.1")


NamedView = TypeVar("NamedView", FindingView, RecommendationView, ActionView)


def spine(session: Session) -> Spine:
    """The whole spine in a handful of queries: there are tens of each, never thousands."""
    codes = {service.id: service.code for service in services(session)}
    findings = list(session.scalars(select(Finding).order_by(Finding.position, Finding.number)))
    recommendations = list(
        session.scalars(select(Recommendation).order_by(Recommendation.position, Recommendation.number))
    )
    actions = list(session.scalars(select(Action).order_by(Action.position, Action.number)))
    finding_ref = {row.id: f"F{row.number}" for row in findings}
    recommendation_ref = {row.id: f"R{row.number}" for row in recommendations}
    action_ref = {row.id: f"A{recommendation_ref[row.recommendation_id][1:]}.{row.number}" for row in actions}
    leads: list[tuple[str, str]] = [
        (row.finding_id, row.recommendation_id) for row in session.scalars(select(FindingLeadsTo))
    ]
    evidence: dict[str, list[EvidenceView]] = {}
    for row, event, tag, material, theme in session.execute(
        select(Evidence, Event, Tag, Material, Theme.code)
        .outerjoin(Event, Event.id == Evidence.event_id)
        .outerjoin(Tag, Tag.id == Evidence.tag_id)
        .outerjoin(Material, Material.id == Tag.material_id)
        .outerjoin(Theme, Theme.id == Tag.theme_id)
        .order_by(Evidence.position, Evidence.id)
    ):
        service = codes.get(material.service_id or "") if material is not None else None
        evidence.setdefault(row.finding_id, []).append(
            _evidence_view(row, event, tag, material, theme, service)
        )
    about: dict[str, list[str]] = {}
    for finding_id, code in session.execute(
        select(FindingTheme.finding_id, Theme.code)
        .join(Theme, Theme.id == FindingTheme.theme_id)
        .order_by(Theme.dimension, Theme.position)
    ):
        about.setdefault(finding_id, []).append(code)
    addressed: dict[str, set[str]] = {}
    for to in session.scalars(select(AddressedTo)):
        addressed.setdefault(to.recommendation_id, set()).add(codes[to.service_id])
    owners: dict[str, set[str]] = {}
    for own in session.scalars(select(ActionOwner)):
        owners.setdefault(own.action_id, set()).add(codes[own.service_id])
    milestones: dict[str, list[MilestoneView]] = {}
    for step in session.scalars(select(Milestone).order_by(Milestone.position)):
        milestones.setdefault(step.action_id, []).append(
            MilestoneView(step.id, step.text, step.due, step.done_on)
        )
    progress: dict[str, list[ProgressView]] = {}
    for told in session.scalars(select(Progress).order_by(Progress.on.desc(), Progress.position.desc())):
        progress.setdefault(told.action_id, []).append(
            ProgressView(told.id, told.on, told.by, told.text, told.evidence)
        )
    order = list(codes.values())
    by_recommendation: dict[str, list[str]] = {}
    for action in actions:
        by_recommendation.setdefault(action.recommendation_id, []).append(action_ref[action.id])
    findings_of = {
        row.id: tuple(finding_ref[f.id] for f in findings if (f.id, row.id) in leads)
        for row in recommendations
    }
    return Spine(
        tuple(
            FindingView(
                row.id,
                finding_ref[row.id],
                row.title,
                row.what,
                row.why,
                row.so_what,
                row.known,
                row.good_practice,
                tuple(evidence.get(row.id, ())),
                tuple(recommendation_ref[r.id] for r in recommendations if (row.id, r.id) in leads),
                tuple(about.get(row.id, ())),
            )
            for row in findings
        ),
        tuple(
            RecommendationView(
                row.id,
                recommendation_ref[row.id],
                row.title,
                row.detail,
                row.scope,
                tuple(code for code in order if code in addressed.get(row.id, ())),
                row.to_all,
                row.to_board,
                findings_of[row.id],
                tuple(by_recommendation.get(row.id, ())),
            )
            for row in recommendations
        ),
        tuple(
            _action_view(
                row,
                action_ref[row.id],
                recommendation_ref[row.recommendation_id],
                findings_of[row.recommendation_id],
                tuple(code for code in order if code in owners.get(row.id, ())),
                tuple(milestones.get(row.id, ())),
                tuple(progress.get(row.id, ())),
            )
            for row in sorted(
                actions,
                key=lambda a: ([r.id for r in recommendations].index(a.recommendation_id), a.position),
            )
        ),
    )


def legend(session: Session) -> list[Status]:
    """The statuses with this board's own words, in the order in which a board looks at them."""
    own = {row.code: row for row in session.scalars(select(StatusWords))}
    return [
        Status(code, own[code].name, status.colour, own[code].meaning) if code in own else status
        for code, status in STATUSES.items()
    ]


def word_status(case: CaseFile, code: str, name: str, meaning: str) -> None:
    """Give a status the board's own words."""
    if code not in STATUSES:
        raise Problem(f"“{code}” is not a status.", f"Use one of: {', '.join(STATUSES)}.")
    with case.change(f"Word the status {name.strip() or code}") as session:
        row = session.scalars(select(StatusWords).where(StatusWords.code == code)).first()
        if row is None:
            session.add(StatusWords(code=code, name=worded(name, "status"), meaning=meaning.strip()))
        else:
            row.name, row.meaning = worded(name, "status"), meaning.strip()


def add_finding(
    case: CaseFile, title: str, *, evidence: Sequence[str] = (), tags: Sequence[str] = (), **values: object
) -> str:
    """Add a finding, with events (ids) and what is tagged (ids of tags) as evidence for it, and give its id."""
    with case.change(f"Add the finding “{shortened(title)}”") as session:
        row = Finding(
            number=case.number(session, "finding"),
            title=worded(title, "finding"),
            position=position_after(session, Finding),
            **values,
        )
        session.add(row)
        session.flush()
        if evidence or tags:
            add_evidence(case, row.id, evidence, tags=tags)
        return row.id


def edit_finding(case: CaseFile, finding_id: str, **values: object) -> None:
    """Change a finding: title, what, why, so_what, known, good_practice."""
    names = {
        "title": "title",
        "what": "what happened",
        "why": "why",
        "so_what": "so what",
        "known": "what was known",
        "good_practice": "kind",
    }
    if "title" in values:
        worded(str(values["title"]), "finding")
    ref = _ref(case, finding_id)
    edit(case, Finding, finding_id, f"Edit {_list_words(values, names)} in {ref}", **values)


def remove_finding(case: CaseFile, finding_id: str) -> None:
    """Take a finding out with its evidence; its recommendations stay."""
    remove(case, Finding, finding_id, f"Remove the finding {_ref(case, finding_id)}")


def add_evidence(
    case: CaseFile,
    finding_id: str,
    event_ids: Sequence[str],
    *,
    tags: Sequence[str] = (),
    against: bool = False,
    note: str = "",
) -> None:
    """Put events, and what is tagged (ids of tags), under a finding as evidence for it, or against it.

    A tag on an event stands for the event, one on a passage for the passage. One already there changes its side.
    """
    side = "against" if against else "for"
    label = f"Add {_evidence_said(len(event_ids), len(tags))} as evidence {side} {_ref(case, finding_id)}"
    with case.change(label) as session:
        get(session, Finding, finding_id)
        there = {
            row.event_id or row.tag_id: row
            for row in session.scalars(select(Evidence).where(Evidence.finding_id == finding_id))
        }
        wanted: dict[str, dict[str, str]] = {}
        for event_id in event_ids:
            get(session, Event, event_id)
            wanted[event_id] = {"event_id": event_id}
        for tag_id in tags:
            on_event = get(session, Tag, tag_id).event_id
            wanted[on_event or tag_id] = {"event_id": on_event} if on_event else {"tag_id": tag_id}
        for thing, rests_on in wanted.items():
            if thing in there:
                there[thing].against = against
                there[thing].note = note.strip() or there[thing].note
                continue
            session.add(
                Evidence(
                    finding_id=finding_id,
                    **rests_on,
                    against=against,
                    note=note.strip(),
                    position=position_after(session, Evidence),
                )
            )
            session.flush()


def _evidence_said(events: int, tagged: int) -> str:
    if tagged and not events:
        return f"{tagged} tagged places" if tagged != 1 else "a tagged place"
    number = events + tagged
    return f"{number} events" if number != 1 else "an event"


def _evidence_view(
    row: Evidence,
    event: Event | None,
    tag: Tag | None,
    material: Material | None,
    theme: str | None,
    service: str | None,
) -> EvidenceView:
    if tag is None or material is None:
        ref = f"E{event.number}" if event else ""
        words = event.text if event else ""
        return EvidenceView(row.id, "event", row.event_id or "", ref, ref, words, row.against, row.note)
    page = f", p. {tag.page}" if tag.page else ""
    return EvidenceView(
        row.id,
        "passage",
        "",
        "",
        f"M{material.number}{page}",
        tag.quote,
        row.against,
        row.note,
        tag.id,
        tag.material_id,
        tag.start,
        tag.end,
        tag.page,
        theme,
        material.title or material.name,
        service,
    )


def link_theme(case: CaseFile, finding_id: str, theme_id: str, on: bool = True) -> None:
    """Say that a finding is about a theme, or no longer is."""
    with case.reading() as session:
        code = get(session, Theme, theme_id).code
    ref = _ref(case, finding_id)
    with case.change(
        f"Link {ref} to the theme {code}" if on else f"Unlink {ref} from the theme {code}"
    ) as session:
        get(session, Finding, finding_id)
        there = session.scalars(
            select(FindingTheme).where(
                FindingTheme.finding_id == finding_id, FindingTheme.theme_id == theme_id
            )
        ).first()
        if on and there is None:
            session.add(FindingTheme(finding_id=finding_id, theme_id=theme_id))
        elif not on and there is not None:
            session.delete(there)


def edit_evidence(case: CaseFile, evidence_id: str, **values: object) -> None:
    """Change the note on a piece of evidence, or the side it speaks for."""
    edit(case, Evidence, evidence_id, "Change a piece of evidence", **values)


def remove_evidence(case: CaseFile, evidence_id: str) -> None:
    """Take a piece of evidence from its finding; the event or the passage stays."""
    remove(case, Evidence, evidence_id, "Remove a piece of evidence")


def add_recommendation(
    case: CaseFile,
    title: str,
    *,
    findings: Sequence[str] = (),
    services_to: Sequence[str] = (),
    **values: object,
) -> str:
    """Add a recommendation resting on findings (ids), addressed to services (codes), and give its id."""
    with case.change(f"Add “{shortened(title)}”") as session:
        row = Recommendation(
            number=case.number(session, "recommendation"),
            title=worded(title, "recommendation"),
            position=position_after(session, Recommendation),
            **values,
        )
        session.add(row)
        session.flush()
        for finding_id in findings:
            get(session, Finding, finding_id)
            session.add(FindingLeadsTo(finding_id=finding_id, recommendation_id=row.id))
        for code in services_to:
            session.add(AddressedTo(recommendation_id=row.id, service_id=find_service(session, code).id))
        return row.id


def edit_recommendation(case: CaseFile, recommendation_id: str, **values: object) -> None:
    """Change a recommendation: title, detail, scope, to_all, to_board, and `services_to` as the whole list."""
    addressed = values.pop("services_to", None)
    if "title" in values:
        worded(str(values["title"]), "recommendation")
    if values.get("scope", "local") not in SCOPES:
        raise Problem(f"“{values['scope']}” is not a scope.", f"Use one of: {', '.join(SCOPES)}.")
    label = f"Edit {_ref(case, recommendation_id)}"
    with case.change(label) as session:
        edit(case, Recommendation, recommendation_id, label, **values)
        if isinstance(addressed, list | tuple):
            _relink(session, AddressedTo, "recommendation_id", recommendation_id, addressed)


def remove_recommendation(case: CaseFile, recommendation_id: str) -> None:
    """Take a recommendation out with its actions; undo brings all of it back."""
    remove(case, Recommendation, recommendation_id, f"Remove {_ref(case, recommendation_id)}")


def link_finding(case: CaseFile, finding_id: str, recommendation_id: str, on: bool = True) -> None:
    """Say that a recommendation rests on a finding, or no longer does."""
    refs = f"{_ref(case, recommendation_id)} {'to' if on else 'from'} {_ref(case, finding_id)}"
    with case.change(f"Link {refs}" if on else f"Unlink {refs}") as session:
        get(session, Finding, finding_id)
        get(session, Recommendation, recommendation_id)
        there = session.scalars(
            select(FindingLeadsTo).where(
                FindingLeadsTo.finding_id == finding_id,
                FindingLeadsTo.recommendation_id == recommendation_id,
            )
        ).first()
        if on and there is None:
            session.add(FindingLeadsTo(finding_id=finding_id, recommendation_id=recommendation_id))
        elif not on and there is not None:
            session.delete(there)


def add_action(
    case: CaseFile, recommendation_id: str, title: str, *, owners: Sequence[str] = (), **values: object
) -> str:
    """Add an action to a recommendation, owned by services (codes), and give its id."""
    _check_action(values)
    with case.change(f"Add the action “{shortened(title)}”") as session:
        get(session, Recommendation, recommendation_id)
        row = Action(
            recommendation_id=recommendation_id,
            number=case.number(session, f"action of {recommendation_id}"),
            title=worded(title, "action"),
            position=position_after(session, Action),
            **values,
        )
        session.add(row)
        session.flush()
        for code in owners:
            session.add(ActionOwner(action_id=row.id, service_id=find_service(session, code).id))
        return row.id


def edit_action(case: CaseFile, action_id: str, **values: object) -> None:
    """Change an action's fields (names as in `Action`), and `owners` as the whole list of service codes."""
    owners = values.pop("owners", None)
    _check_action(values)
    if "title" in values:
        worded(str(values["title"]), "action")
    label = f"Edit {_ref(case, action_id)}"
    if set(values) == {"status"} and owners is None:
        label = f"Set {_ref(case, action_id)} to {STATUSES[str(values['status'])].name.lower()}"
    with case.change(label) as session:
        edit(case, Action, action_id, label, **values)
        if isinstance(owners, list | tuple):
            _relink(session, ActionOwner, "action_id", action_id, owners)


def remove_action(case: CaseFile, action_id: str) -> None:
    """Take an action out with its milestones and progress."""
    remove(case, Action, action_id, f"Remove the action {_ref(case, action_id)}")


def add_milestone(case: CaseFile, action_id: str, words: str, due: str | None = None) -> str:
    """Add a step to an action and give its id."""
    with case.change(f"Add a milestone to {_ref(case, action_id)}") as session:
        get(session, Action, action_id)
        row = Milestone(
            action_id=action_id,
            text=worded(words, "milestone"),
            due=iso_date(due),
            done_on=None,
            position=position_after(session, Milestone),
        )
        session.add(row)
        session.flush()
        return row.id


def edit_milestone(case: CaseFile, milestone_id: str, **values: object) -> None:
    """Change a milestone: text, due, done_on."""
    for name in ("due", "done_on"):
        if name in values:
            values[name] = iso_date(values[name])
    edit(case, Milestone, milestone_id, "Change a milestone", **values)


def remove_milestone(case: CaseFile, milestone_id: str) -> None:
    """Take a milestone out."""
    remove(case, Milestone, milestone_id, "Remove a milestone")


def add_progress(
    case: CaseFile,
    action_id: str,
    words: str,
    *,
    on: str | None = None,
    by: str = "",
    evidence: str = "",
    status: str | None = None,
) -> str:
    """Note progress on an action on a day (today when not said), perhaps with a new status; give its id."""
    with case.change(f"Note progress on {_ref(case, action_id)}") as session:
        action = get(session, Action, action_id)
        row = Progress(
            action_id=action_id,
            on=iso_date(on) or now_utc()[:10],
            by=by.strip() or case.by,
            text=worded(words, "progress note"),
            evidence=evidence.strip(),
            position=position_after(session, Progress),
        )
        session.add(row)
        if status is not None:
            _check_action({"status": status})
            action.status = status
        session.flush()
        return row.id


def edit_progress(case: CaseFile, progress_id: str, **values: object) -> None:
    """Change a progress note: on, by, text, evidence."""
    if "on" in values:
        values["on"] = iso_date(values["on"]) or now_utc()[:10]
    if "text" in values:
        worded(str(values["text"]), "progress note")
    edit(case, Progress, progress_id, "Change a progress note", **values)


def remove_progress(case: CaseFile, progress_id: str) -> None:
    """Take a progress note out."""
    remove(case, Progress, progress_id, "Remove a progress note")


Ordered = TypeVar("Ordered", Finding, Recommendation, Action)


def move(case: CaseFile, kind: type[Ordered], record_id: str, by: int) -> None:
    """Move a finding, recommendation or action up (negative) or down in the panel's order. References stay."""
    with case.change(f"Move {_ref(case, record_id)}") as session:
        moving = get(session, kind, record_id)
        rows: list[Ordered] = list(session.scalars(select(kind)))
        if isinstance(moving, Action):
            rows = [row for row in rows if getattr(row, "recommendation_id", "") == moving.recommendation_id]
        rows.sort(key=lambda row: (row.position, row.number))
        at = rows.index(moving)
        rows.insert(max(0, min(len(rows) - 1, at + by)), rows.pop(at))
        for place, row in enumerate(rows):
            row.position = place


Link = TypeVar("Link", AddressedTo, ActionOwner)


def _relink(
    session: Session,
    kind: type[Link],
    owner: str,
    owner_id: str,
    codes: Sequence[object],
) -> None:
    """Make the services that a thing is linked to be exactly these."""
    wanted = {find_service(session, str(code)).id for code in codes}
    links: list[Link] = list(session.scalars(select(kind).where(kind.__table__.c[owner] == owner_id)))
    for link in links:
        if link.service_id in wanted:
            wanted.discard(link.service_id)
        else:
            session.delete(link)
    for service_id in sorted(wanted):
        session.add(kind(**{owner: owner_id, "service_id": service_id}))


def _action_view(
    row: Action,
    ref: str,
    recommendation: str,
    findings: tuple[str, ...],
    codes: tuple[str, ...],
    milestones: tuple[MilestoneView, ...],
    progress: tuple[ProgressView, ...],
) -> ActionView:
    return ActionView(
        id=row.id,
        ref=ref,
        title=row.title,
        recommendation=recommendation,
        findings=findings,
        services=codes,
        owner=", ".join([*codes, *([row.owner] if row.owner else [])]),
        other_owner=row.owner,
        lead=row.lead,
        due=row.due,
        measure=row.measure,
        strength=row.strength,
        status=row.status,
        reason=row.reason,
        begun_on=row.begun_on,
        done_on=row.done_on,
        assured_on=row.assured_on,
        assured_by=row.assured_by,
        comment=row.comment,
        tested_on=row.tested_on,
        impact=row.impact,
        milestones=milestones,
        progress=progress,
    )


def _check_action(values: dict[str, object]) -> None:
    for name in ("due", "begun_on", "done_on", "assured_on", "tested_on"):
        if name in values:
            values[name] = iso_date(values[name])
    if values.get("status", "red") not in STATUSES:
        raise Problem(f"“{values['status']}” is not a status.", f"Use one of: {', '.join(STATUSES)}.")
    if values.get("strength", "") not in STRENGTHS:
        raise Problem(f"“{values['strength']}” is not a strength.", f"Use one of: {', '.join(STRENGTHS)}.")


def _ref(case: CaseFile, record_id: str) -> str:
    with case.reading() as session:
        if finding := session.get(Finding, record_id):
            return f"F{finding.number}"
        if recommendation := session.get(Recommendation, record_id):
            return f"R{recommendation.number}"
        if action := session.get(Action, record_id):
            parent = session.get_one(Recommendation, action.recommendation_id)
            return f"A{parent.number}.{action.number}"
    return "something since removed"


def _named(views: Sequence[NamedView], name: str, what: str, example: str) -> NamedView:
    wanted = name.strip().casefold()
    for view in views:
        if wanted in (view.id, view.ref.casefold()):
            return view
    raise Problem(f"There is no {what} “{name}” in this case.", f"Use its reference, such as {example}.")


def _list_words(values: Mapping[str, object], names: Mapping[str, str]) -> str:
    return " and ".join(f"“{names.get(name, name)}”" for name in values)


_REF = re.compile(r"[FR]\d+|A\d+\.\d+", re.IGNORECASE)


def looks_like_reference(text: str) -> bool:
    """Whether a text is a short reference of the spine: F1, R2, A2.1."""
    return _REF.fullmatch(text.strip()) is not None
