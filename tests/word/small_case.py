"""A small invented case for the documents' tests: each status, each kind of date, each thing that may be missing."""

from pathlib import Path

from sqlalchemy import update

from workbench import materials, notes, people, review
from workbench.case import new_case
from workbench.casefile import CaseFile
from workbench.chronology import corrections, events, linking, marks
from workbench.chronology.dates import When, month_span, read_date
from workbench.findings import spine
from workbench.themes.codebook import themes
from workbench.themes.tags import Tag, tag_events, tag_passage


def small_case(path: Path, kind: str = "lcspr") -> CaseFile:
    """Make the case, open."""
    case = new_case(
        path,
        "a small case",
        "Child R",
        kind,
        by="A. Reviewer",
        incident="2024-02-09T18:40",
        scope_from="2022-11-01",
        scope_to="2024-02-09",
    )
    people.add_person(case, "Robin Ashdown", pseudonym="Child R", born="2022-11-14", subject=True)
    people.add_service(case, "Health visiting", "HV", organisation="Westmere Community NHS Trust")
    people.add_service(case, "Children’s social care", "CSC", organisation="Westmere Council")
    people.add_service(case, "Police", "POL")
    line = review.add_line(case, "Was each missed contact seen beside the others?")
    refs = _events(case)
    marks.mark_line(case, refs[1:3], line, on=True)
    _spine(case, refs)
    _tags(case, refs)
    _on_one_day(case)
    return case


def _tags(case: CaseFile, event_ids: list[str]) -> None:
    letter = (
        "The nurse rang Mother each week. Nobody else was told that Robin had not been seen.\n"
        "=1+1 is what he said."
    )
    with case.reading() as session:
        service = people.find_service(session, "HV").id
        known = {theme.code: theme.id for theme in themes(session)}
    material = materials.take_in(case, "letter.txt", letter.encode(), service)
    tag_events(case, event_ids[1:3], known["MCO"])
    tag_events(case, event_ids[2:3], known["INF"])
    for theme, words, note in (
        ("INF", "Nobody else was told that Robin had not been seen.", "Not even the GP."),
        ("GPR", "The nurse rang Mother each week.", ""),
        ("CDE", "=1+1 is what he said.", ""),
    ):
        start = letter.index(words)
        tag = tag_passage(case, material, start, start + len(words), known[theme], note)
        if theme == "INF":
            with case.reading() as session:
                finding = spine.spine(session).finding("F1").id
            spine.add_evidence(case, finding, [], tags=[tag], note="The letter says so.")
            spine.link_theme(case, finding, known["INF"])


def _on_one_day(case: CaseFile) -> None:
    """Let all that carries the day it was written carry one day, whenever the tests are run."""
    stamp = "2026-11-20T09:30:00Z"
    with case.change("Set the days") as session:
        session.execute(update(notes.Note).values(at=stamp))
        session.execute(update(events.Correction).values(at=stamp))
        session.execute(update(events.Question).values(asked_at=stamp))
        session.execute(update(materials.Material).values(taken_at=stamp))
        session.execute(update(Tag).values(at=stamp))


def _events(case: CaseFile) -> list[str]:
    birth = events.add_event(
        case,
        "HV",
        read_date("14 Nov 2022").when,
        "Birth visit planned from the ward.",
        outcome="not_applicable",
    )
    missed = events.add_event(
        case,
        "HV",
        read_date("03/05/2023").when,
        "Clinic appointment. Not brought; no call to cancel.",
        date_as_written="03/05/2023",
        time="10:30",
        outcome="not_brought",
        recorded_by="HV1",
        source="Electronic record, p. 12",
    )
    vague = events.add_event(
        case,
        "CSC",
        month_span(2023, 6),
        "Telephone call from Mother\nasking to put the visit off.\x0bAgreed.",
        date_as_written="during June",
        outcome="cancelled_by_family",
    )
    seen = events.add_event(
        case,
        "CSC",
        day_of("2023-12-05"),
        "Home visit. Robin seen with Mother, well and playing.",
        date_as_written="5 Dec",
        time="14:00",
        end_time="14:45",
        outcome="seen",
        child_seen=True,
    )
    police = events.add_event(
        case,
        "POL",
        day_of("2024-02-09"),
        "999 call at the address <flat 2> & ambulance asked for.",
        date_as_written="9.2.24",
        time="18:52",
        outcome="not_applicable",
    )
    ambulance = events.add_event(
        case, "HV", day_of("2024-02-09"), "Told by the ward of the admission.", time="19:30", outcome=None
    )
    events.add_event(
        case,
        "HV",
        When(None, None, "unknown"),
        "Note in the margin: “no one in, third time”.",
        date_as_written="31/02/2023",
        outcome="no_access",
    )
    marks.mark_key(case, [missed, police], on=True)
    linking.link_as_same(case, [police, ambulance])
    corrections.correct(case, seen, "outcome", "seen_alone", "The worker’s own note says so.")
    notes.add_note(case, missed, "Third missed contact in the half year; nobody had all three in one list.")
    marks.answer_question(
        case, marks.ask_agency(case, vague, "Who agreed to put it off?"), "The duty worker."
    )
    marks.ask_agency(case, missed, "Was a second appointment sent?")
    marks.mark_out_of_scope(case, [birth], on=True)
    material = materials.take_in(case, "hv-records.docx", b"not read here")
    with case.change("Say which rows the events came from") as session:
        for number, event_id in enumerate((missed, ambulance), 14):
            session.get_one(events.Event, event_id).material_id = material
            session.add(
                events.SourceRow(
                    material_id=material,
                    event_id=event_id,
                    sheet=None,
                    table_number=1,
                    row=number,
                    position=number,
                    cells='[["Date", "03/05/2023"], ["Event", "Clinic"]]',
                    fate="event",
                    reason="",
                    reader="1",
                )
            )
    return [birth, missed, vague, seen, police]


def day_of(iso: str) -> When:
    """One exact day."""
    return When(iso, iso, "day")


def _spine(case: CaseFile, event_ids: list[str]) -> None:
    missed = spine.add_finding(
        case,
        "Each missed contact looked small by itself",
        evidence=event_ids[1:3],
        why="No list held them all.",
    )
    spine.add_evidence(case, missed, event_ids[3:4], against=True, note="This one was followed up.")
    first = spine.add_recommendation(
        case,
        "One list of missed contacts for every child on a plan",
        detail="The list is to be in front of every core group.",
        findings=[missed],
        services_to=["HV", "CSC"],
    )
    second = spine.add_recommendation(case, "The Board tests whether the list is used", to_board=True)
    spine.add_recommendation(
        case, "Ask the national panel about outcome codes", scope="national", to_all=True
    )
    late = spine.add_action(
        case,
        first,
        "Add the list to the core group agenda, with counts from all services",
        owners=["CSC", "HV"],
        lead="T. Marchetti",
        due="2026-09-30",
        measure="Every core group can say how many contacts were missed since the last one.",
        status="green",
        begun_on="2026-06-22",
    )
    spine.edit_milestone(
        case, spine.add_milestone(case, late, "Template agreed", "2026-07-31"), done_on="2026-08-04"
    )
    spine.add_milestone(case, late, "In use in half of core groups", "2026-10-31")
    spine.add_milestone(case, late, "In use everywhere", "2027-01-31")
    spine.add_progress(
        case, late, "Template out for comment.", on="2026-09-02", by="A. Penhale", evidence="Template v3"
    )
    spine.add_progress(case, late, "In use at 7 of 19 core groups.", on="2026-11-16", by="T. Marchetti")
    spine.add_action(case, first, "Replace the code DNA for children", status="amber", due="2026-12-31")
    done = spine.add_action(
        case, second, "Audit 40 cases", owner="The Board", lead="M. Castellan", due="2026-10-31", status="blue",
        done_on="2026-10-12", assured_on="2026-10-20", assured_by="S. Quill", tested_on="2026-11-02",
        comment="Sample checked against records.", impact="38 of 40 lists were complete.",
    )  # fmt: skip
    spine.add_progress(
        case, done, "Audit finished.", on="2026-10-12", by="M. Castellan", evidence="Audit report"
    )
    spine.add_action(
        case, second, "Buy a new system", owners=["POL"], status="grey", reason="The present one can do it."
    )
