"""Gaps in the spine, and gentle advice on actions. Neither ever blocks.

The signs of a weak action follow what published studies of action plans found: reminders and training alone,
several actions in one row, no owner, no date, no evidence named.
"""

import re
from dataclasses import dataclass
from datetime import date

from workbench.findings.spine import ActionView, FindingView, RecommendationView, Spine

_VAGUE = re.compile(
    r"\b(remind|raise awareness|be aware|ensure|consider|encourage|support staff|reissue|re-issue|circulate|explore)\b",
    re.IGNORECASE,
)
_TRAINING = re.compile(r"\b(train|training|briefing|workshop|e-?learning)\b", re.IGNORECASE)
_SEVERAL = re.compile(r";|\band\b.*\band\b|\n\s*[-•*\d]|\b(and|then) (?:also|to)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Gap:
    """Something missing on the way from evidence to impact."""

    kind: str
    ref: str
    thing_id: str
    text: str
    """The few words shown beside the thing: "No owner"."""


def gaps(spine: Spine, today: date) -> list[Gap]:
    """Every gap, from findings down to actions, in the spine's own order."""
    found: list[Gap] = []
    for finding in spine.findings:
        found += _finding_gaps(finding)
    for recommendation in spine.recommendations:
        found += _recommendation_gaps(recommendation)
    for action in spine.actions:
        found += _action_gaps(action, today)
    return found


def advice(action: ActionView, findings: tuple[str, ...] | None = None) -> list[str]:
    """Advice on how an action is put, each in one sentence; empty when there is none."""
    told = []
    behind = action.findings if findings is None else findings
    if vague := _VAGUE.search(action.title):
        told.append(
            f"“{vague[0].lower()}” is weak on its own: say what will be different and how one will see it."
        )
    elif _TRAINING.search(action.title) and action.strength != "system":
        told.append(
            "Training alone seldom lasts: what in the system would make the right thing the easy thing?"
        )
    if _SEVERAL.search(action.title):
        told.append("This may be several actions in one; each needs its own owner, date and evidence.")
    if not action.owner:
        told.append("Nobody owns it yet.")
    if action.due is None:
        told.append("It has no date.")
    if not action.measure:
        told.append("Nothing says how its impact will be measured.")
    if action.done and not any(note.evidence for note in action.progress):
        told.append("It is done, but no evidence is named.")
    if not behind:
        told.append("No finding stands behind it.")
    return told


def _finding_gaps(finding: FindingView) -> list[Gap]:
    found = []
    if not any(not piece.against for piece in finding.evidence):
        found.append(Gap("no_evidence", finding.ref, finding.id, "No evidence"))
    elif not finding.good_practice and not any(piece.against for piece in finding.evidence):
        found.append(Gap("no_evidence_against", finding.ref, finding.id, "No evidence against weighed"))
    if not finding.recommendations and not finding.good_practice:
        found.append(Gap("no_recommendation", finding.ref, finding.id, "No recommendation"))
    return found


def _recommendation_gaps(recommendation: RecommendationView) -> list[Gap]:
    found = []
    if not recommendation.findings:
        found.append(Gap("no_finding", recommendation.ref, recommendation.id, "No finding behind it"))
    if not recommendation.addressed:
        found.append(Gap("no_addressee", recommendation.ref, recommendation.id, "Addressed to nobody"))
    if not recommendation.actions:
        found.append(Gap("no_action", recommendation.ref, recommendation.id, "No action"))
    return found


def _action_gaps(action: ActionView, today: date) -> list[Gap]:
    if action.status == "grey":
        return (
            []
            if action.reason
            else [Gap("no_reason", action.ref, action.id, "Not accepted, no reason given")]
        )
    found = []
    if not action.owner:
        found.append(Gap("no_owner", action.ref, action.id, "No owner"))
    if action.due is None:
        found.append(Gap("no_date", action.ref, action.id, "No date"))
    if action.done and not any(note.evidence for note in action.progress):
        found.append(Gap("no_proof", action.ref, action.id, "Done, no evidence named"))
    if action.done and action.tested_on is None:
        found.append(Gap("not_tested", action.ref, action.id, "Done, impact not tested"))
    if late := action.days_late(today):
        found.append(Gap("overdue", action.ref, action.id, f"{late} {'day' if late == 1 else 'days'} late"))
    return found
