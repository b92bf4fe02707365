"""What can go out as a document, made from the case and recorded when it leaves."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbench.anonymity.leaving import check_ready
from workbench.anonymity.reader import anonymous_reader
from workbench.anonymity.rendering import is_anonymous, reader, reading_as
from workbench.casefile import CaseFile
from workbench.chronology.events import Event
from workbench.findings.spine import legend, spine
from workbench.listing import Ask
from workbench.materials import materials
from workbench.outgoing import OutgoingView, send_out
from workbench.people import lead_subject, services
from workbench.problems import Problem, Report, quiet
from workbench.review import ReviewView, the_review
from workbench.themes.tags import Tag
from workbench.timeline.views import find_view
from workbench.word.action_plan import LAYOUTS, usual_layout, write_action_plan
from workbench.word.choosing import shown
from workbench.word.chronology import write_chronology
from workbench.word.held import read_held
from workbench.word.overview import APPENDICES, unwritten, write_overview
from workbench.word.paper import Provenance
from workbench.word.tagged_pieces import read_themes
from workbench.word.theme_report import write_theme_report
from workbench.word.theme_sheets import write_theme_sheets

ENDINGS = {"docx": "Word", "xlsx": "Excel"}
"""The programs that open each kind of file, by its ending."""


@dataclass(frozen=True)
class Document:
    """A kind of document the case can make."""

    code: str
    """As the command line names it."""
    name: str
    about: str
    """One sentence on what it is for."""
    layouts: Mapping[str, str] = field(default_factory=dict)
    """Names of its layouts by code; empty where it has one form only."""
    filtered: bool = False
    """Whether events can be chosen for it, and the panel's notes put in."""
    appendices: Mapping[str, str] = field(default_factory=dict)
    """Names of the appendices that can be left out, by code."""
    endings: tuple[str, ...] = ("docx",)
    """The kinds of file it can be, by ending; the first is the usual one."""


_LAYOUTS = {layout.code: layout.name for layout in LAYOUTS.values()}
DOCUMENTS: Mapping[str, Document] = {
    document.code: document
    for document in (
        Document(
            "overview",
            "Overview report",
            "What the case holds as one report: what happened, the pattern of contact, findings, what is asked for.",
            layouts=_LAYOUTS,
            appendices=APPENDICES,
        ),
        Document(
            "action-plan",
            "Action plan",
            "Every action with its owner, date, progress and status, in the columns a board works with.",
            layouts=_LAYOUTS,
        ),
        Document(
            "chronology",
            "Combined chronology",
            "Every service’s events in one order, with outcomes and where each is recorded.",
            filtered=True,
        ),
        Document(
            "theme-report",
            "Theme report",
            "The codebook, how often each theme was met and where, and every event and passage under it.",
            endings=("docx", "xlsx"),
        ),
    )
}
"""Every document there is, by code."""

KEY_EVENTS_ONLY = Ask({"key": True})
"""The choice of events that panels ask for most."""


def usual_layout_of(review: ReviewView, document: str) -> str | None:
    """The layout a document takes for this kind of review; None where it has one form only."""
    return usual_layout(review.kind) if _document(document).layouts else None


def suggested_name(
    review: ReviewView,
    document: str,
    today: date,
    layout: str | None = None,
    *,
    ending: str = "docx",
    anonymous: bool = False,
) -> str:
    """A file name for a document. No title stands in it: titles carry family names, and names of files travel."""
    parts = [_document(document).code]
    if not DOCUMENTS[document].appendices and (layout := layout or usual_layout_of(review, document)):
        parts.append(layout)
    if anonymous:
        parts.append("anonymous")
    parts.append(f"draft-v{review.draft}" if review.draft else "final")
    return "-".join([*parts, today.isoformat()]) + f".{ending}"


def missing(session: Session, document: str) -> Problem | None:
    """What has to be done before a document can be made; None when it can."""
    code = _document(document).code
    if code == "action-plan":
        if not spine(session).actions:
            return Problem(
                "There is no action in this case yet, so there is no action plan to export.",
                "Write a recommendation in Findings and add an action to it.",
            )
    elif code == "theme-report":
        if not session.scalar(select(func.count()).select_from(Tag)):
            return Problem(
                "Nothing is tagged in this case yet, so there is no theme report to export.",
                "Tag events or passages with themes first.",
            )
    elif not session.scalar(select(func.count()).select_from(Event)):
        told = "nothing for an overview report to tell" if code == "overview" else "no chronology to export"
        return Problem(
            f"There is no event in this case yet, so there is {told}.",
            "Bring in an agency’s chronology first.",
        )
    return None


def lacking(session: Session, document: str) -> list[str]:
    """Parts of a document that nobody has written yet, as few words each. They hold nothing back."""
    return unwritten(session) if _document(document).code == "overview" else []


def make(
    case: CaseFile,
    document: str,
    *,
    ending: str = "docx",
    anonymous: bool = False,
    layout: str | None = None,
    filters: Ask | None = None,
    notes: bool = False,
    without: Collection[str] = (),
    view: str = "",
    today: date | None = None,
    report: Report = quiet,
) -> bytes:
    """A document's bytes: the same for the same case on the same day.

    `ending` says what kind of file. `anonymous` leaves every name out; whoever reads anonymous already gets no
    other. `layout` is a code of the document's layouts, the usual one of this kind of review when None. `filters`
    says which events a chronology shows and in what order; `notes` puts the panel's notes, questions and open
    doubts in. `without` names the appendices to leave out, `view` the saved view that the
    timeline is shown in. Raises `Problem` when there is nothing to export, when
    something is to be settled before names can be left out, or when a choice is not known.
    """
    chosen = _document(document)
    if ending not in chosen.endings:
        raise Problem(
            f"The {chosen.name.lower()} cannot be made as “{ending}”.",
            f"Let its name end in {' or '.join(f'.{one}' for one in chosen.endings)}.",
        )
    if layout is not None and not chosen.layouts:
        raise Problem(f"The {chosen.name.lower()} has one layout only.", "Leave the layout out.")
    appendices = _kept(chosen, without)
    if view and not chosen.appendices:
        raise Problem(f"There is no timeline in the {chosen.name.lower()}.", "Leave the view out.")
    provenance = Provenance(today or date.today(), case.head, case.last_change)
    who = reader()
    with case.reading() as session:
        if lack := missing(session, document):
            raise lack
        if anonymous or is_anonymous():
            check_ready(session)
            who = anonymous_reader(session)
    with reading_as(who), case.reading() as session:
        review = the_review(session)
        columns = _layout(chosen, layout or usual_layout(review.kind)) if chosen.layouts else ""
        if chosen.code == "action-plan":
            known = services(session)
            return write_action_plan(review, spine(session), legend(session), known, columns, provenance)
        if chosen.code == "overview":
            kept = find_view(session, view).view if view else None
            told = read_held(session, kept, report)
            return write_overview(told, columns, appendices, provenance, report)
        if chosen.code == "theme-report":
            write = write_theme_sheets if ending == "xlsx" else write_theme_report
            return write(review, read_themes(session), provenance, report)
        lead = lead_subject(session)
        born = lead.born if lead and review.kind.subject in WHOSE_AGE_MATTERS else None
        events = shown(session, filters or Ask(), notes, report)
        return write_chronology(
            review, events, services(session), materials(session), born, provenance, report
        )


WHOSE_AGE_MATTERS = ("child", "person")
"""An adult's age on every row would only be noise; the subject of a Welsh review may be a child."""


def export(
    case: CaseFile,
    document: str,
    to: Path,
    *,
    anonymous: bool = False,
    layout: str | None = None,
    filters: Ask | None = None,
    notes: bool = False,
    without: Collection[str] = (),
    view: str = "",
    today: date | None = None,
    report: Report = quiet,
) -> OutgoingView:
    """Make a document, write it where a person chose, and record in the history that it left. See `make`.

    The ending of the file's name says what kind of file it is.
    """
    data = make(
        case,
        document,
        ending=to.suffix.lower().lstrip("."),
        anonymous=anonymous,
        layout=layout,
        filters=filters,
        notes=notes,
        without=without,
        view=view,
        today=today,
        report=report,
    )
    chosen = DOCUMENTS[document]
    said = []
    if chosen.layouts and not chosen.appendices:
        with case.reading() as session:
            said.append((layout or usual_layout(the_review(session).kind)).upper())
    if anonymous or is_anonymous():
        said.append("anonymous")
    return send_out(case, f"{chosen.name} ({', '.join(said)})" if said else chosen.name, data, to)


def _document(code: str) -> Document:
    if code not in DOCUMENTS:
        raise Problem(
            f"“{code}” is not a document this program makes.", f"Use one of: {', '.join(DOCUMENTS)}."
        )
    return DOCUMENTS[code]


def _layout(document: Document, code: str) -> str:
    if code not in document.layouts:
        raise Problem(
            f"“{code}” is not a layout of the {document.name.lower()}.",
            f"Use one of: {', '.join(document.layouts)}.",
        )
    return code


def _kept(document: Document, without: Collection[str]) -> list[str]:
    for code in without:
        if code not in document.appendices:
            raise Problem(
                f"“{code}” is not an appendix of the {document.name.lower()}.",
                f"Use one of: {', '.join(document.appendices)}."
                if document.appendices
                else "It has none; leave this out.",
            )
    return [code for code in document.appendices if code not in without]
