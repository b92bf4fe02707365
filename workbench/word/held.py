"""What of the case a report tells of, read once before it is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from workbench.anonymity.rendering import say, say_person
from workbench.chronology.events import EventView
from workbench.chronology.measures import Measures, measures
from workbench.findings.spine import Spine, Status, legend, spine
from workbench.listing import Ask
from workbench.materials import MaterialView, materials
from workbench.people import PersonView, ServiceView, people, services
from workbench.problems import Report
from workbench.review import Listed, ReviewView, life_events, lines, members, statuses, the_review
from workbench.timeline.export import Figure, draw_figure
from workbench.timeline.facts import read_facts
from workbench.timeline.view import View
from workbench.word.choosing import shown
from workbench.word.chronology import Shown
from workbench.word.tagged_pieces import Themes, read_themes


@dataclass(frozen=True)
class Held:
    """What of the case the report tells of."""

    review: ReviewView
    lines: Sequence[tuple[str, str]]
    """The key lines of enquiry: reference and words."""
    members: Sequence[Listed]
    people: Sequence[PersonView]
    services: Sequence[ServiceView]
    statuses: Sequence[Listed]
    life: Sequence[Listed]
    materials: Sequence[MaterialView]
    chronology: Shown
    """Every event, in the order of the combined chronology."""
    measures: Measures
    timeline: Figure
    """The contact timeline as it is to stand in the report, for the ambient reader."""
    themes: Themes
    spine: Spine
    legend: Sequence[Status]

    @property
    def lead(self) -> PersonView | None:
        """The subject the review is about."""
        return next((person for person in self.people if person.leads), None)

    @property
    def born(self) -> str | None:
        """The birth date of the subject the review is about."""
        return self.lead.born if self.lead else None

    @property
    def subject(self) -> str:
        """What the subject is called in a sentence: by name or pseudonym, else by the word of the review."""
        return say_person(self.lead) if self.lead else f"the {self.review.kind.subject}"

    @cached_property
    def by_id(self) -> Mapping[str, EventView]:
        """Every event by its id."""
        return {event.id: event for event in self.chronology.events}

    @cached_property
    def documents(self) -> Mapping[str, MaterialView]:
        """Every document by its id."""
        return {each.id: each for each in self.materials}

    @cached_property
    def theme_names(self) -> Mapping[str, str]:
        """What each theme is called, by its code, as the reader may see it."""
        return {theme.code: say(theme.name) for theme in self.themes.themes}

    @cached_property
    def findings_about(self) -> Mapping[str, Sequence[str]]:
        """The references of the findings about each theme, by its code."""
        found: dict[str, list[str]] = {}
        for finding in self.spine.findings:
            for code in finding.themes:
                found.setdefault(code, []).append(finding.ref)
        return found

    @cached_property
    def evidence(self) -> frozenset[str]:
        """The ids of the events that findings rest on."""
        return frozenset(piece.event_id for finding in self.spine.findings for piece in finding.evidence)


def read_held(session: Session, view: View | None, report: Report) -> Held:
    """All of it, with the timeline as a view shows it; the whole of it when None."""
    facts = read_facts(session)
    report(0, 1, "Drawing the timeline")
    timeline = draw_figure(facts, view)
    return Held(
        review=the_review(session),
        lines=[(ref, words) for _, ref, words in lines(session)],
        members=members(session),
        people=people(session),
        services=services(session),
        statuses=statuses(session),
        life=life_events(session),
        materials=materials(session),
        chronology=shown(session, Ask(), False, report),
        measures=measures(session, facts.contacts),
        timeline=timeline,
        themes=read_themes(session),
        spine=spine(session),
        legend=legend(session),
    )
