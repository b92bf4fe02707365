"""What a report concludes: the findings with their evidence, good practice, the conclusions, and what it asks for."""

from workbench.anonymity.rendering import say, say_file, say_service
from workbench.findings.spine import SCOPES, EvidenceView, FindingView
from workbench.review import ReviewView
from workbench.word.held import Held
from workbench.word.markup import Run, para
from workbench.word.paper import Paper, count
from workbench.word.quoting import listed, paragraphs_of, quoted, source_of

_PARTS = (
    ("What happened", "what"),
    ("Why", "why"),
    ("So what", "so_what"),
    ("What was known at the time", "known"),
)


def put_findings(paper: Paper, held: Held) -> None:
    """Every finding that is not one of good practice, each under its own heading."""
    paper.heading(2, "Findings")
    learned = [finding for finding in held.spine.findings if not finding.good_practice]
    if not learned:
        paper.paragraph("The panel has written no finding yet.")
        return
    for finding in learned:
        _finding(paper, held, finding)


def put_good_practice(paper: Paper, held: Held) -> None:
    """The findings of good practice, in the same form and the same detail as the others."""
    good = [finding for finding in held.spine.findings if finding.good_practice]
    paper.heading(2, "Good practice")
    if not good:
        paper.paragraph(
            "The panel has written no finding of good practice yet. That none is written does not mean that there "
            "was none."
        )
        return
    for finding in good:
        _finding(paper, held, finding)


def _finding(paper: Paper, held: Held, finding: FindingView) -> None:
    paper.heading(3, f"{finding.ref} {say(finding.title)}")
    bare = True
    for label, name in _PARTS:
        told = paragraphs_of(getattr(finding, name))
        for place, words in enumerate(told):
            paper.paragraph(
                para(*([Run(f"{label}. ", "Strong")] if not place else []), words, style="Normal")
            )
            bare = False
    if bare:
        paper.paragraph("What happened, why, and what follows from it have not been written yet.")
    supporting = [piece for piece in finding.evidence if not piece.against]
    against = [piece for piece in finding.evidence if piece.against]
    if supporting:
        paper.paragraph(para(Run("Evidence. ", "Strong"), _rests_on(len(supporting)), style="Normal"))
        _evidence(paper, held, supporting)
    else:
        paper.paragraph("No evidence has been put to this finding yet.")
    if against:
        paper.paragraph(
            para(
                Run("Evidence against. ", "Strong"),
                "The panel weighed what speaks against it as well.",
                style="Normal",
            )
        )
        _evidence(paper, held, against)
    names = [held.theme_names[code] for code in finding.themes if code in held.theme_names]
    if names:
        paper.paragraph(
            f"It is about {'this theme' if len(names) == 1 else 'these themes'}: {'; '.join(names)}."
        )
    if finding.recommendations:
        kind = held.review.kind
        word = kind.result if len(finding.recommendations) == 1 else kind.results
        paper.paragraph(f"It leads to {word} {listed(finding.recommendations)}.")


def _rests_on(number: int) -> str:
    return "The finding rests on this account." if number == 1 else f"The finding rests on {number} accounts."


def _evidence(paper: Paper, held: Held, pieces: list[EvidenceView]) -> None:
    for piece in pieces:
        event = held.by_id.get(piece.event_id)
        if event is not None:
            paper.quote(quoted(event.text), source_of(event, piece.note))
        elif piece.kind == "passage":
            source: list[Run | str] = [Run(f"{piece.ref}. ", "Reference")]
            if document := held.documents.get(piece.material_id or ""):
                source.append(f"{say_file(document.title or document.name, document.service, 'document')}.")
            if piece.note:
                source += [Run(" The panel: ", "Label"), say(piece.note)]
            paper.quote(quoted(piece.quote), source)


def put_conclusions(paper: Paper, held: Held) -> None:
    """The panel's view on whether it could have been predicted, and, by itself, whether it could be prevented."""
    paper.heading(2, "Conclusions")
    learned = [finding for finding in held.spine.findings if not finding.good_practice]
    if learned:
        paper.paragraph(
            f"The review makes {count(len(learned), 'finding')} on how agencies worked. They stand by themselves, "
            "whatever the answer to the two questions below: practice may fall short where nothing could have been "
            "foreseen, and be sound where harm was done all the same."
        )
    for heading, name, lacking in (
        ("Could it have been predicted?", "predictable", "predictability"),
        ("Could it have been prevented?", "preventable", "preventability"),
    ):
        paper.heading(3, heading)
        told = paragraphs_of(_view(held.review, name))
        paper.paragraph(*told or [f"The panel’s view on {lacking} has not been written yet."])


def _view(review: ReviewView, name: str) -> str:
    return review.predictable if name == "predictable" else review.preventable


def put_recommendations(paper: Paper, held: Held) -> None:
    """What the review asks for, of whom, and on what it rests, in the word of its kind."""
    kind, asked = held.review.kind, held.spine.recommendations
    paper.heading(2, kind.results.capitalize())
    if not asked:
        paper.paragraph(f"The panel has agreed no {kind.result} yet.")
        return
    names = {service.code: service for service in held.services}
    for one in asked:
        paper.paragraph(para(Run(f"{one.ref} ", "Reference"), Run(say(one.title), "Strong"), style="Normal"))
        paper.paragraph(*paragraphs_of(one.detail))
        to = [names[code].name for code in one.services if code in names]
        told = f"Addressed to {_whom(to, one.to_all, one.to_board)}."
        if one.scope != "local":
            told += f" It is {SCOPES.get(one.scope, one.scope).lower()} in reach."
        if one.findings:
            word = "finding" if len(one.findings) == 1 else "findings"
            told += f" It rests on {word} {listed(one.findings)}."
        if one.actions:
            word = "action" if len(one.actions) == 1 else "actions"
            told += f" It is answered by {word} {listed(one.actions)}."
        paper.paragraph(told)


def _whom(services: list[str], to_all: bool, to_board: bool) -> str:
    whom = ["all agencies"] if to_all else [say_service(name) for name in services]
    if to_board:
        whom.append("the Board")
    return listed(whom) if whom else "nobody yet"
