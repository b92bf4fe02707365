"""How long documents of a case of 5,000 events and 2,000 tags take: `python tests/bench/word.py`."""

import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2])]

from workbench.case import new_case  # noqa: E402 - found through the path above
from workbench.casefile import CaseFile  # noqa: E402
from workbench.chronology.combined import CombinedChronology  # noqa: E402
from workbench.chronology.events import Event, SourceRow, event_views, reading_of  # noqa: E402
from workbench.chronology.outcomes import OUTCOMES  # noqa: E402
from workbench.listing import Ask  # noqa: E402
from workbench.materials import take_in  # noqa: E402
from workbench.people import add_person, add_service, services  # noqa: E402
from workbench.themes.codebook import themes  # noqa: E402
from workbench.themes.tags import tag_events  # noqa: E402
from workbench.word import publish  # noqa: E402

ROWS = 5_000
TAGS = 2_000
WORDS = (
    "Home visit attempted as agreed by telephone. No reply at the door; a card was left and the office told. "
)


def fill(case: CaseFile) -> None:
    """Put the events in, as an import would."""
    for code in ("HV", "CSC", "GP", "POL"):
        add_service(case, f"Service {code}", code)
    add_person(case, "Robin Ashdown", born="2012-01-10", subject=True)
    material = take_in(case, "records.xlsx", b"rows")
    outcomes = list(OUTCOMES)
    with case.change("Bring in many rows") as session:
        ids = [service.id for service in services(session)]
        first = case.number(session, "event", ROWS)
        for number in range(ROWS):
            day = (date(2012, 1, 1) + timedelta(days=number * 4000 // ROWS)).isoformat()
            event = Event(
                number=first + number,
                service_id=ids[number % len(ids)],
                material_id=material,
                position=number,
                text=WORDS * (1 + number % 4),
                date_as_written=f"{day[8:]}/{day[5:7]}/{day[:4]}",
                earliest=day,
                latest=day,
                precision="day",
                approximate=False,
                time="10:30" if number % 3 else None,
                end_time=None,
                outcome_as_written="",
                outcome=outcomes[number % len(outcomes)],
                child_seen=None,
                contact_type="Home visit",
                recorded_by=f"Worker {number % 9}",
                source_as_written=f"Record, page {number // 20}",
                reference_as_written="",
                action="Visit again next week." if number % 5 == 0 else "",
                analysis="",
                voice="",
                reading=reading_of(dict.fromkeys(Event.__table__.columns.keys())),
                is_key=number % 40 == 0,
                out_of_scope=False,
                day_order=None,
                happening=None,
            )
            session.add(event)
            session.flush()
            session.add(
                SourceRow(
                    material_id=material,
                    event_id=event.id,
                    sheet="Contacts",
                    table_number=None,
                    row=number + 2,
                    position=number,
                    cells='[["Date", "1"], ["Event", "x"]]',
                    fate="event",
                    reason="",
                    reader="1",
                )
            )


def tag(case: CaseFile) -> None:
    """Put themes on the events, as members would."""
    with case.reading() as session:
        ids = CombinedChronology().ids(session, Ask())[:TAGS]
        codes = [theme.id for theme in themes(session)]
    for at, theme in enumerate(codes):
        tag_events(case, ids[at :: len(codes)], theme)


def main() -> None:
    """Make the case, then time each step of the export."""
    with tempfile.TemporaryDirectory() as folder:
        case = new_case(Path(folder) / "bench.rpw", "bench", "Child B", "lcspr", by="Bench")
        fill(case)
        tag(case)
        started = time.perf_counter()
        with case.reading() as session:
            ids = CombinedChronology().ids(session, Ask())
            event_views(session, ids)
        print(f"reading {ROWS:,} events           {time.perf_counter() - started:6.2f} s")
        started = time.perf_counter()
        made = publish.make(case, "chronology", today=date(2026, 11, 23))
        spent = time.perf_counter() - started
        print(f"Word chronology of {ROWS:,} rows  {spent:6.2f} s, {len(made) / 1e6:.1f} MB")
        for document, ending in (("overview", "docx"), ("theme-report", "docx"), ("theme-report", "xlsx")):
            started = time.perf_counter()
            made = publish.make(case, document, ending=ending, today=date(2026, 11, 23))
            spent = time.perf_counter() - started
            print(f"{f'{document}.{ending}':31}{spent:6.2f} s, {len(made) / 1e6:.1f} MB")
        print(
            f"most memory held               {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MB"
        )
        case.close()


if __name__ == "__main__":
    main()
