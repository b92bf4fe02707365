"""The action plan, in the columns that each kind of board works with.

One action is one row, and each row stands by itself: the recommendation it answers is repeated in it rather
than merged over several rows, because a screen reader then hears it with the action, and a row that is
copied, sorted or filtered keeps its meaning. A recommendation without an action still has its row.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workbench.anonymity.rendering import say, say_service
from workbench.findings.spine import SCOPES, ActionView, RecommendationView, Spine, Status
from workbench.people import ServiceView
from workbench.review import Kind, ReviewView
from workbench.word.markup import Cell, Para, Run, TableColumn, para
from workbench.word.paper import Paper, Provenance, about_the_review, count, say_day
from workbench.word.styles import MARKS_FONT, CharacterStyle

SHAPES: Mapping[str, str] = {"red": "▲", "amber": "◆", "green": "●", "blue": "☑", "grey": "○"}
"""The shape of each status, so that none is told by its colour alone."""

_INKS = {"red": "A32A2A", "amber": "8A4B00", "green": "1B6B45", "blue": "1B4F8A", "grey": "4F5963"}
_GROUNDS = {"red": "FBE7E5", "amber": "FDF1DC", "green": "E3F2EA", "blue": "E2ECF8", "grey": "EEF1F4"}


@dataclass(frozen=True)
class _Row:
    """What one row of the plan tells of. `action` is None where a recommendation has none yet."""

    action: ActionView | None
    recommendation: RecommendationView
    first: bool
    """Whether it is the first row of its recommendation."""
    spine: Spine
    statuses: Mapping[str, Status]
    today: date


_Part = Callable[[ActionView, _Row], list[Para]]


@dataclass(frozen=True)
class _Column:
    """A column of a layout: its heading, its share of the width, and the parts that stand in its cells."""

    heading: str
    share: float
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """A board's set of columns. `{result}` in a heading becomes the word of the kind of review."""

    code: str
    name: str
    columns: tuple[_Column, ...]


LAYOUTS: Mapping[str, Layout] = {
    layout.code: layout
    for layout in (
        Layout(
            "lcspr",
            "Child safeguarding practice review (LCSPR)",
            (
                _Column("Ref", 12.5, ("ref",)),
                _Column("Finding", 23, ("findings",)),
                _Column("{result}", 31, ("recommendation",)),
                _Column("Agency", 23, ("agency",)),
                _Column("Action", 35, ("title",)),
                _Column("Lead officer", 22.5, ("lead",)),
                _Column("Timescale", 22, ("due",)),
                _Column("Intended impact and measure", 28, ("measure", "impact")),
                _Column("Progress", 36, ("reason", "milestones", "progress", "comment")),
                _Column("Evidence", 22, ("evidence",)),
                _Column("BRAG", 22, ("status", "stages")),
            ),
        ),
        Layout(
            "sar",
            "Safeguarding adults review (SAR)",
            (
                _Column("{result}", 46, ("recommendation", "findings")),
                _Column("Relevant agencies", 24, ("agency",)),
                _Column("Action", 50, ("ref_and_title", "measure")),
                _Column("Timescale and progress", 56, ("due", "lead", "reason", "milestones", "progress")),
                _Column("Supporting evidence", 33, ("evidence",)),
                _Column("Critical friend’s comments", 36, ("comment", "impact")),
                _Column("RAG", 26, ("status", "stages")),
            ),
        ),
        Layout(
            "dardr",
            "Domestic abuse related death review (DARDR)",
            (
                _Column("{result}", 48, ("recommendation", "findings")),
                _Column("Scope", 16, ("scope",)),
                _Column("Action", 50, ("ref_and_title", "measure")),
                _Column("Lead agency", 24, ("agency", "lead")),
                _Column("Milestones", 44, ("milestones",)),
                _Column("Target date", 21, ("due",)),
                _Column(
                    "Completion date and outcome",
                    66,
                    ("status", "stages", "reason", "progress", "evidence", "comment", "impact"),
                ),
            ),
        ),
        Layout(
            "susr",
            "Single unified safeguarding review (SUSR)",
            (
                _Column("{result}", 46, ("recommendation", "findings")),
                _Column("Action", 50, ("ref_and_title",)),
                _Column("Who is responsible", 27, ("agency", "lead")),
                _Column("By when", 21, ("due",)),
                _Column("Intended outcome", 40, ("measure", "impact")),
                _Column(
                    "Progress and evidence", 58, ("reason", "milestones", "progress", "evidence", "comment")
                ),
                _Column("Status", 27, ("status", "stages")),
            ),
        ),
        Layout(
            "scotland",
            "Learning review (Scotland)",
            (
                _Column("{result}", 48, ("recommendation", "findings")),
                _Column("Who", 27, ("agency", "lead")),
                _Column("What", 54, ("ref_and_title",)),
                _Column("By when", 22, ("due",)),
                _Column("How we will know", 38, ("measure", "impact")),
                _Column("Progress", 55, ("reason", "milestones", "progress", "evidence", "comment")),
                _Column("Status", 27, ("status", "stages")),
            ),
        ),
    )
}
"""The layouts by code, as `--layout` names them."""


def usual_layout(kind: Kind) -> str:
    """The code of the layout that a kind of review works with."""
    return kind.code if kind.code in LAYOUTS else "lcspr"


def write_action_plan(
    review: ReviewView,
    spine: Spine,
    legend: Sequence[Status],
    services: Sequence[ServiceView],
    layout: str,
    provenance: Provenance,
) -> bytes:
    """The plan as a Word file, as it stands on the provenance's day. `legend` is the board's own."""
    paper = Paper(
        f"{say(review.title)}: action plan",
        subject=review.kind.name,
        author=say(review.commissioner),
        marking=review.marking,
        draft=review.draft_words,
        provenance=provenance,
        characters=CHARACTERS,
    )
    paper.paragraph(para(about_the_review(review), style="Subtitle"))
    put_action_plan(paper, 2, review, spine, legend, services, layout, provenance.today)
    return paper.finish()


CHARACTERS = [
    *(
        CharacterStyle(f"Status{code.capitalize()}", f"Status {code}", True, ink)
        for code, ink in _INKS.items()
    ),
    *(
        CharacterStyle(f"Shape{code.capitalize()}", f"Shape {code}", False, ink, MARKS_FONT)
        for code, ink in _INKS.items()
    ),
]
"""The character styles that an action plan needs."""


def put_action_plan(
    paper: Paper,
    level: int,
    review: ReviewView,
    spine: Spine,
    legend: Sequence[Status],
    services: Sequence[ServiceView],
    layout: str,
    today: date,
) -> None:
    """The plan under headings of a level: as a document of its own, and as an appendix of another."""
    columns = LAYOUTS[layout].columns
    result = review.kind.result.capitalize()
    paper.heading(level, f"Where the plan stands on {say_day(today, full=True)}")
    paper.paragraph(_summary(spine, review.kind, today))
    _legend_table(paper, spine, legend, today)
    _agencies_table(paper, level, spine, services)
    paper.heading(level, "Actions")
    statuses = {status.code: status for status in legend}
    rows = [
        _Row(action, recommendation, place == 0, spine, statuses, today)
        for recommendation in spine.recommendations
        for place, action in enumerate(
            [each for each in spine.actions if each.recommendation == recommendation.ref] or [None]
        )
    ]
    paper.table(
        f"Actions, one a row, with the {review.kind.result} each answers",
        f"Each row is one action: {', '.join(column.heading.format(result=result) for column in columns)}.",
        [TableColumn(column.heading.format(result=result), column.share) for column in columns],
        [[_cell(column, row) for column in columns] for row in rows],
    )


def _summary(spine: Spine, kind: Kind, today: date) -> str:
    actions = spine.actions
    refused = sum(action.status == "grey" for action in actions)
    done = sum(action.done for action in actions)
    tested = sum(action.tested_on is not None for action in actions)
    late = sum(action.days_late(today) > 0 for action in actions)
    bare = sum(not recommendation.actions for recommendation in spine.recommendations)
    told = [
        f"{count(len(actions), 'action')} on {count(len(spine.recommendations), kind.result, kind.results)}.",
        f"{done or 'None'} {'is' if done == 1 else 'are'} done; "
        f"{tested or 'none'} {'has' if tested == 1 else 'have'} had the impact tested.",
        f"{late or 'None'} {'is' if late == 1 else 'are'} past the due date.",
    ]
    if refused:
        told.append(f"{refused} {'was' if refused == 1 else 'were'} not accepted.")
    if bare:
        told.append(
            f"{count(bare, kind.result, kind.results).capitalize()} {'has' if bare == 1 else 'have'} no action yet."
        )
    return " ".join(told)


def _legend_table(paper: Paper, spine: Spine, legend: Sequence[Status], today: date) -> None:
    numbers = Counter(action.standing(today) for action in spine.actions)
    paper.table(
        "What each status means, and how many actions have it",
        "Each status with its shape, its meaning and the number of actions that have it.",
        [TableColumn("Status", 48), TableColumn("Meaning", 98), TableColumn("Actions", 18)],
        [
            [
                Cell((_status_words(status),), _GROUNDS[status.code]),
                Cell((para(say(status.meaning)),)),
                Cell((para(str(numbers[status.code])),)),
            ]
            for status in legend
        ],
        of=0.62,
        together=True,
    )


def _agencies_table(paper: Paper, level: int, spine: Spine, services: Sequence[ServiceView]) -> None:
    """The names behind the codes that the plan uses; nothing where it uses none."""
    used = {code for action in spine.actions for code in action.services}
    used |= {code for recommendation in spine.recommendations for code in recommendation.services}
    named = [service for service in services if service.code in used]
    if not named:
        return
    paper.heading(level, "Agencies and their codes")
    paper.table(
        "The agencies named in this plan",
        "Each code with the service and the organisation it stands for.",
        [TableColumn("Code", 18), TableColumn("Service", 70), TableColumn("Organisation", 76)],
        [
            [
                Cell((para(Run(service.code, "Reference")),)),
                Cell((para(say_service(service.name)),)),
                Cell((para(say(service.organisation or "Not said")),)),
            ]
            for service in named
        ],
        of=0.62,
        together=True,
    )


def _cell(column: _Column, row: _Row) -> Cell:
    alone = len(column.parts) == 1
    paragraphs: list[Para] = []
    for name in column.parts:
        if name in _OF_RECOMMENDATION:
            paragraphs += _OF_RECOMMENDATION[name](row, alone)
        elif row.action is None:
            if name in ("title", "ref_and_title"):
                paragraphs.append(_missing("No action agreed yet"))
        else:
            written = _OF_ACTION[name](row.action, row)
            if not written and alone:
                written = [_missing(_NONE_YET.get(name, "None yet"))]
            elif written and name in _LABELS and name != column.parts[0]:
                written = [_labelled(_LABELS[name], written[0]), *written[1:]]
            paragraphs += written
    ground = _GROUNDS[row.action.standing(row.today)] if row.action and "status" in column.parts else ""
    return Cell(tuple(paragraphs) or (_missing("–" if row.action is None else "None yet"),), ground)


_LABELS = {
    "lead": "Lead: ",
    "measure": "Measure: ",
    "comment": "Critical friend: ",
    "evidence": "Evidence: ",
}
"""What a part is introduced with where it shares a cell."""
_NONE_YET = {
    "lead": "Nobody yet",
    "measure": "Not said yet",
    "evidence": "None named yet",
    "milestones": "None set",
}


def _missing(words: str) -> Para:
    return para(Run(words, "Quiet"))


def _labelled(label: str, words: Para) -> Para:
    return Para((Run(label, "Label"), *words.runs), words.style)


def _status_words(status: Status) -> Para:
    style = status.code.capitalize()
    return para(Run(f"{SHAPES[status.code]}\u00a0", f"Shape{style}"), Run(say(status.name), f"Status{style}"))


# Parts of a recommendation


def _recommendation(row: _Row, alone: bool) -> list[Para]:
    asked = row.recommendation
    written = [para(Run(f"{asked.ref}\u2002", "Reference"), say(asked.title))]
    if row.first and asked.detail:
        written.append(para(say(asked.detail)))
    return written


def _findings(row: _Row, alone: bool) -> list[Para]:
    found = [row.spine.finding(ref) for ref in row.recommendation.findings]
    if not found:
        return [_missing("No finding behind it")] if alone else []
    if not alone and row.first:
        named = "; ".join(f"{finding.ref} {say(finding.title)}" for finding in found)
        return [_labelled("Rests on: ", para(named))]
    if not alone:
        return [_labelled("Rests on: ", para(", ".join(finding.ref for finding in found)))]
    return [para(Run(f"{finding.ref}\u2002", "Reference"), say(finding.title)) for finding in found]


def _scope(row: _Row, alone: bool) -> list[Para]:
    return [para(SCOPES.get(row.recommendation.scope, row.recommendation.scope))]


def _agency(row: _Row, alone: bool) -> list[Para]:
    if row.action is None:
        addressed = row.recommendation.addressed
        return [para(say(addressed)) if addressed else _missing("Addressed to nobody yet")]
    return [para(say(row.action.owner)) if row.action.owner else _missing("No owner yet")]


def _ref(row: _Row, alone: bool) -> list[Para]:
    return [para(Run((row.action or row.recommendation).ref, "Reference"))]


_OF_RECOMMENDATION: Mapping[str, Callable[[_Row, bool], list[Para]]] = {
    "recommendation": _recommendation,
    "findings": _findings,
    "scope": _scope,
    "agency": _agency,
    "ref": _ref,
}


# Parts of an action


def _title(action: ActionView, row: _Row) -> list[Para]:
    return [para(say(action.title))]


def _ref_and_title(action: ActionView, row: _Row) -> list[Para]:
    return [para(Run(f"{action.ref}\u2002", "Reference"), say(action.title))]


def _lead(action: ActionView, row: _Row) -> list[Para]:
    return [para(say(action.lead))] if action.lead else []


def _due(action: ActionView, row: _Row) -> list[Para]:
    written = [para(say_day(action.due)) if action.due else _missing("No date yet")]
    if late := action.days_late(row.today):
        written.append(para(Run(f"{count(late, 'day')} late", "Late")))
    return written


def _measure(action: ActionView, row: _Row) -> list[Para]:
    return [para(say(action.measure))] if action.measure else []


def _impact(action: ActionView, row: _Row) -> list[Para]:
    if not action.impact:
        return []
    label = f"Impact, tested {say_day(action.tested_on)}: " if action.tested_on else "Impact: "
    return [para(Run(label, "Label"), say(action.impact))]


def _reason(action: ActionView, row: _Row) -> list[Para]:
    if action.status != "grey":
        return []
    return [para(Run("Reason not accepted: ", "Label"), say(action.reason) if action.reason else "not said")]


def _milestones(action: ActionView, row: _Row) -> list[Para]:
    written = []
    for step in action.milestones:
        if step.done_on:
            when = f"Done {say_day(step.done_on)}: "
        elif step.due:
            passed = step.due < row.today.isoformat() and action.status != "grey"
            when = f"{'Was due' if passed else 'By'} {say_day(step.due)}: "
        else:
            when = "No date: "
        written.append(para(Run(when, "Label"), say(step.text)))
    return written


def _progress(action: ActionView, row: _Row) -> list[Para]:
    return [
        para(Run(f"{say_day(told.on)}, {say(told.by)}: ", "Label"), say(told.text))
        for told in action.progress
    ]


def _evidence(action: ActionView, row: _Row) -> list[Para]:
    return [para(f"{say(told.evidence)}, {say_day(told.on)}") for told in action.progress if told.evidence]


def _comment(action: ActionView, row: _Row) -> list[Para]:
    return [para(say(action.comment))] if action.comment else []


def _assured(action: ActionView) -> list[Para]:
    if not action.assured_on:
        return []
    by = f" by {say(action.assured_by)}" if action.assured_by else ""
    return [para(f"Assured {say_day(action.assured_on)}{by}")]


def _status(action: ActionView, row: _Row) -> list[Para]:
    return [_status_words(row.statuses[action.standing(row.today)])]


def _stages(action: ActionView, row: _Row) -> list[Para]:
    """How far it is: done is one thing, assured and tested for its impact are others."""
    if action.status == "grey":
        return []
    if not action.done_on:
        return [para(f"Begun {say_day(action.begun_on)}; not done" if action.begun_on else "Not done")]
    return [
        para(f"Done {say_day(action.done_on)}"),
        *_assured(action),
        para(f"Impact tested {say_day(action.tested_on)}" if action.tested_on else "Impact not tested yet"),
    ]


_OF_ACTION: Mapping[str, _Part] = {
    "title": _title,
    "ref_and_title": _ref_and_title,
    "lead": _lead,
    "due": _due,
    "measure": _measure,
    "impact": _impact,
    "reason": _reason,
    "milestones": _milestones,
    "progress": _progress,
    "evidence": _evidence,
    "comment": _comment,
    "status": _status,
    "stages": _stages,
}
