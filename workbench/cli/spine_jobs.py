"""Findings, recommendations and actions, and what is still missing among them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy.orm import Session

from workbench.anonymity.rendering import say
from workbench.casefile import CaseFile
from workbench.chronology import combined, events
from workbench.cli.event_jobs import event_named
from workbench.cli.opening import opened
from workbench.cli.telling import Given, Json, Line, as_list, counted, tell, warn
from workbench.cli.values import stated
from workbench.findings import followed, gaps, spine
from workbench.listing import Ask
from workbench.problems import Problem
from workbench.themes.codebook import find_theme
from workbench.themes.tags import Tag

SpineView = spine.FindingView | spine.RecommendationView | spine.ActionView


FINDING_VALUES = ("what", "why", "so_what", "known")


ACTION_VALUES = (
    "owner",
    "lead",
    "due",
    "measure",
    "strength",
    "status",
    "reason",
    "begun_on",
    "done_on",
    "assured_on",
    "assured_by",
    "comment",
    "tested_on",
    "impact",
)


def finding_add(given: Given) -> int:
    with opened(given) as case:
        with case.change(f"Add the finding “{given.title}”"):
            values = stated(given, FINDING_VALUES)
            made = spine.add_finding(
                case, given.title, evidence=(), tags=(), **values, good_practice=bool(given.good_practice)
            )
            _add_evidence(case, made, given, "")
        _tell_spine(given, case, made)
    return 0


def finding_set(given: Given) -> int:
    with opened(given) as case:
        with case.reading() as session:
            found = spine.spine(session).finding(given.ref)
            about = [(find_theme(session, name).id, True) for name in given.theme]
            about += [(find_theme(session, name).id, False) for name in given.drop_theme]
        events_dropped, tags_dropped = _evidence_named(case, given.drop)
        values = stated(given, ("title", *FINDING_VALUES, "good_practice"))
        with case.change(f"Change {found.ref}"):
            if values:
                spine.edit_finding(case, found.id, **values)
            _add_evidence(case, found.id, given, given.note or "")
            for piece in found.evidence:
                if piece.event_id in events_dropped or piece.tag_id in tags_dropped:
                    spine.remove_evidence(case, piece.id)
            for theme_id, on in about:
                spine.link_theme(case, found.id, theme_id, on)
        _tell_spine(given, case, found.id)
    return 0


def _add_evidence(case: CaseFile, finding_id: str, given: Given, note: str) -> None:
    for names, against in ((given.evidence, False), (given.against, True)):
        if names:
            events_named, tags_named = _evidence_named(case, names)
            spine.add_evidence(case, finding_id, events_named, tags=tags_named, against=against, note=note)


def _evidence_named(case: CaseFile, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The events and the tags that evidence is named by: a reference or an id, or the id of a tag on a passage."""
    with case.reading() as session:
        tags = [name for name in names if session.get(Tag, name) is not None]
    return [event_named(case, name) for name in names if name not in tags], tags


def recommendation_add(given: Given) -> int:
    with opened(given) as case:
        with case.reading() as session:
            known = spine.spine(session)
            findings = [known.finding(name).id for name in given.finding]
        made = spine.add_recommendation(
            case,
            given.title,
            findings=findings,
            services_to=given.service,
            to_all=bool(given.to_all),
            to_board=bool(given.to_board),
            **stated(given, ("detail", "scope")),
        )
        _tell_spine(given, case, made)
    return 0


def recommendation_set(given: Given) -> int:
    with opened(given) as case:
        with case.reading() as session:
            known = spine.spine(session)
            found = known.recommendation(given.ref)
            findings = [known.finding(name).id for name in given.finding]
            dropped = [known.finding(name).id for name in given.drop]
        values = stated(given, ("title", "detail", "scope", "to_all", "to_board"))
        if given.service:
            values["services_to"] = [*given.service]
        with case.change(f"Change {found.ref}"):
            if values:
                spine.edit_recommendation(case, found.id, **values)
            for finding_id in findings:
                spine.link_finding(case, finding_id, found.id)
            for finding_id in dropped:
                spine.link_finding(case, finding_id, found.id, on=False)
        _tell_spine(given, case, found.id)
    return 0


def action_add(given: Given) -> int:
    with opened(given) as case:
        with case.reading() as session:
            answered = spine.spine(session).recommendation(given.recommendation)
        made = spine.add_action(
            case, answered.id, given.title, owners=given.service, **stated(given, ACTION_VALUES)
        )
        _tell_spine(given, case, made)
    return 0


def action_set(given: Given) -> int:
    if (given.on or given.evidence) and not given.progress:
        raise Problem("A day or evidence was given, but no progress it belongs to.", "Add --progress TEXT.")
    with opened(given) as case:
        with case.reading() as session:
            found = spine.spine(session).action(given.ref)
        values = stated(given, ("title", *ACTION_VALUES))
        if given.service:
            values["owners"] = [*given.service]
        with case.change(f"Change {found.ref}"):
            if values:
                spine.edit_action(case, found.id, **values)
            if given.progress:
                spine.add_progress(case, found.id, given.progress, on=given.on, evidence=given.evidence or "")
        _tell_spine(given, case, found.id)
    return 0


def action_milestone(given: Given) -> int:
    with opened(given) as case:
        with case.reading() as session:
            found = spine.spine(session).action(given.ref)
        there = [one for one in found.milestones if one.text == given.text.strip()]
        with case.change(f"Set a milestone of {found.ref}"):
            made = there[0].id if there else spine.add_milestone(case, found.id, given.text)
            if values := stated(given, ("due", "done_on")):
                spine.edit_milestone(case, made, **values)
        _tell_spine(given, case, found.id)
    return 0


def spine_list(given: Given) -> int:
    with opened(given) as case, case.reading() as session:
        known = spine.spine(session)
        views = _views(known, given.command)
        told = as_list(f"{given.command}s", [_spine_json(known, view) for view in views])
        tell(given, told, [_spine_line(session, view) for view in views])
    return 0


def spine_show(given: Given) -> int:
    with opened(given) as case:
        with case.reading() as session:
            found = _named(spine.spine(session), given.command, given.ref)
        _tell_spine(given, case, found.id)
    return 0


def spine_remove(given: Given) -> int:
    remove = {
        "finding": spine.remove_finding,
        "recommendation": spine.remove_recommendation,
        "action": spine.remove_action,
    }
    with opened(given) as case:
        with case.reading() as session:
            found = _named(spine.spine(session), given.command, given.ref)
        remove[given.command](case, found.id)
        tell(given, {"removed": found.id, "ref": found.ref}, [(f"Removed {found.ref}.",)])
    return 0


def _views(known: spine.Spine, kind: str) -> Sequence[SpineView]:
    kinds: Mapping[str, Sequence[SpineView]] = {
        "finding": known.findings,
        "recommendation": known.recommendations,
        "action": known.actions,
    }
    return kinds[kind]


def _named(known: spine.Spine, kind: str, name: str) -> SpineView:
    if kind == "finding":
        return known.finding(name)
    return known.recommendation(name) if kind == "recommendation" else known.action(name)


def _spine_json(known: spine.Spine, view: SpineView) -> Json:
    told = {name: say(value) if isinstance(value, str) else value for name, value in asdict(view).items()}
    if isinstance(view, spine.FindingView):
        told["actions"] = [one.ref for one in known.actions if view.ref in one.findings]
        told["evidence"] = [
            {**asdict(piece), "quote": say(piece.quote), "note": say(piece.note)} for piece in view.evidence
        ]
    elif isinstance(view, spine.RecommendationView):
        told["addressed"] = view.addressed
    else:
        today = date.today()
        told |= {
            "recommendations": [view.recommendation],
            "standing": view.standing(today),
            "days_late": view.days_late(today),
            "done": view.done,
            "advice": gaps.advice(view),
        }
    return told


def _spine_line(session: Session, view: SpineView) -> Line:
    if isinstance(view, spine.FindingView):
        links = f"{len(view.evidence)} evidence → {', '.join(view.recommendations) or 'nothing yet'}"
    elif isinstance(view, spine.RecommendationView):
        links = f"{', '.join(view.findings) or 'no finding'} → {', '.join(view.actions) or 'nothing yet'}"
    else:
        words = {status.code: status for status in spine.legend(session)}
        links = followed.status_words(view, date.today(), words)
        due = followed.say_day(view.due) or "no date"
        return (
            view.ref,
            links,
            due,
            ", ".join(view.services) or say(view.owner) or "nobody",
            say(view.title),
        )
    return (view.ref, links, say(view.title))


def _tell_spine(given: Given, case: CaseFile, thing_id: str) -> None:
    with case.reading() as session:
        known = spine.spine(session)
        view = _named(known, given.command, thing_id)
        tell(given, _spine_json(known, view), [_spine_line(session, view), *_spine_more(view)])


def _spine_more(view: SpineView) -> Iterator[Line]:
    if isinstance(view, spine.FindingView):
        for name in FINDING_VALUES:
            if words := str(getattr(view, name)):
                yield (f"  {name.replace('_', ' ')}: {say(words)}",)
        for piece in view.evidence:
            note = f": {say(piece.note)}" if piece.note else ""
            yield (f"  {'against' if piece.against else 'for'}: {piece.ref}{note}",)
    elif isinstance(view, spine.RecommendationView):
        yield (f"  addressed to: {view.addressed or 'nobody yet'}",)
    else:
        yield (
            f"  owned by: {say(view.owner) or 'nobody yet'}; lead officer: {say(view.lead) or 'nobody yet'}",
        )
        for told in view.progress:
            evidence = f" (evidence: {say(told.evidence)})" if told.evidence else ""
            yield (f"  {followed.say_day(told.on)}, {told.by}: {say(told.text)}{evidence}",)
        for step in view.milestones:
            done = f", done {followed.say_day(step.done_on)}" if step.done_on else ""
            yield (f"  milestone: {say(step.text)}, {followed.say_day(step.due) or 'no date'}{done}",)
        for words in gaps.advice(view):
            yield (f"  advice: {say(words)}",)


def check(given: Given) -> int:
    with opened(given) as case, case.reading() as session:
        missing = gaps.gaps(spine.spine(session), date.today())
        doubtful = combined.CombinedChronology().ids(session, Ask(filters={"doubts": True}))
        views = events.event_views(session, doubtful)
    problems: list[Json] = [
        {"kind": gap.kind, "ref": gap.ref, "id": gap.thing_id, "text": say(gap.text)} for gap in missing
    ]
    doubts: list[Json] = [
        {
            "kind": "doubt",
            "ref": view.ref,
            "id": view.id,
            "text": say(doubt.reason),
            "field": doubt.field,
            "as_written": say(doubt.text),
        }
        for view in views
        for doubt in view.doubts
    ]
    found = [*problems, *doubts]
    told = {**as_list("problems", found), "gaps": len(problems), "doubts": len(doubts)}
    tell(given, told, [(str(one["ref"]), str(one["text"])) for one in found] or [("Nothing is missing.",)])
    if found:
        warn(
            f"{counted(len(problems), 'gap')} in the spine and {counted(len(doubts), 'open doubt')}. "
            "Look at each; a gap may be meant, and a doubt is settled by correcting or keeping the reading."
        )
    return 1 if found else 0
