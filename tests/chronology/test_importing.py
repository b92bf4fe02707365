"""Bringing chronologies into the case: everything kept, doubts mended, corrected files compared, one undo."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from workbench.case import new_case, verify
from workbench.casefile import CaseFile
from workbench.chronology import combined, corrections, events, importing, linking
from workbench.chronology.dates import When
from workbench.chronology.understanding import Choices
from workbench.listing import Ask
from workbench.materials import Material, find_material, materials, save_original
from workbench.people import add_person, add_service
from workbench.problems import Cancelled, Problem

HEADINGS = ("Date", "Time", "Details", "Outcome", "Worker")
ROWS = (
    ("02/05/2023", "10:00", "Home visit. Robyn seen with her mother, all well.", "Seen", "HV2"),
    ("09/05/2023", "", "Robyn’s eight-week check in clinic.", "DNA", "HV2"),
    ("30/02/2023", "", "Telephone call to mother, no answer.", "No reply", "HV2"),
    ("16/05/2023", "14:30", "Joint visit with the social worker.", "Cancelled", "HV3"),
    ("w/c 22/05/2023", "", "Message left with the surgery asking for a call.", "", "HV3"),
)


def sheet(rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    made = new_case(tmp_path / "a.rpw", "three plain words", "Child T", "lcspr", by="R. Marsh")
    add_service(made, "Health visiting", "HV")
    add_service(made, "Police", "POL")
    add_person(made, "Robyn Vale", subject=True, born="2023-03-14", aliases=("Robyn",))
    yield made
    assert verify(made).problems == []
    made.close()


def everything(case: CaseFile) -> list[events.EventView]:
    with case.reading() as session:
        ids = combined.CombinedChronology().ids(session, Ask())
        return events.event_views(session, ids)


def test_an_import_is_one_change_that_undo_takes_back_whole_and_redo_brings_again(case: CaseFile) -> None:
    changes = len(case.history())
    drafted = importing.draft(case, "hv.csv", sheet(ROWS), service="HV")
    assert everything(case) == []
    importing.bring_in(case, drafted)
    found = everything(case)
    assert len(found) == 5
    assert len(case.history()) == changes + 1
    assert case.undo_label == "Bring in 5 events from hv.csv"
    case.undo()
    assert everything(case) == []
    with case.reading() as session:
        assert materials(session) == []
    case.redo()
    assert everything(case) == found


def test_what_was_written_stands_beside_what_was_understood(case: CaseFile) -> None:
    importing.bring_in(case, importing.draft(case, "hv.csv", sheet(ROWS), service="HV"))
    first = everything(case)[0]
    assert (first.earliest, first.time, first.outcome) == ("2023-05-02", "10:00", "seen")
    assert first.as_written == tuple(zip(HEADINGS, ROWS[0], strict=True))
    assert (first.file, first.row, first.recorded_by) == ("hv.csv", 2, "HV2")


def test_the_file_itself_is_kept_and_comes_out_as_it_was(case: CaseFile, tmp_path: Path) -> None:
    data = sheet(ROWS)
    importing.bring_in(case, importing.draft(case, "hv.csv", data, service="HV"))
    with case.reading() as session:
        found = find_material(session, "M1")
    save_original(case, found.id, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == data
    assert "original of M1" in case.history()[0].label


def test_a_child_s_dna_a_bare_cancelled_and_an_impossible_date_each_leave_a_doubt(case: CaseFile) -> None:
    importing.bring_in(case, importing.draft(case, "hv.csv", sheet(ROWS), service="HV"))
    doubtful = {doubt.field: one for one in everything(case) for doubt in one.doubts}
    by_text = {one.text.split(".")[0]: one for one in everything(case)}
    dna = by_text["Robyn’s eight-week check in clinic"]
    assert dna.outcome == "did_not_attend"
    assert [doubt.field for doubt in dna.doubts] == ["outcome"]
    cancelled = by_text["Joint visit with the social worker"]
    assert cancelled.outcome == "cancelled"
    assert cancelled.doubts
    impossible = by_text["Telephone call to mother, no answer"]
    assert (impossible.earliest, impossible.precision) == (None, "unknown")
    assert "date" in doubtful


def test_a_doubt_mended_before_the_events_come_in_is_a_correction_afterwards(case: CaseFile) -> None:
    drafted = importing.draft(case, "hv.csv", sheet(ROWS), service="HV")
    at = next(at for at, _, doubt in drafted.open_doubts() if doubt.field == "date")
    drafted = importing.mend(
        drafted, at, "date", When("2023-02-28", "2023-02-28", "day"), "A slip of the pen"
    )
    assert at not in {event for event, _, doubt in drafted.open_doubts() if doubt.field == "date"}
    importing.bring_in(case, drafted)
    mended = everything(case)[0]
    assert mended.earliest == "2023-02-28"
    assert [(one.field, one.was, one.why) for one in mended.corrections] == [
        ("date", "unknown", "A slip of the pen")
    ]
    assert mended.doubts == ()


def test_the_ways_offered_to_mend_a_doubt_work_before_and_after(case: CaseFile) -> None:
    drafted = importing.draft(case, "hv.csv", sheet(ROWS), service="HV")
    at, place, doubt = next(
        one for one in drafted.open_doubts() if one[2].field == "outcome" and one[2].fixes
    )
    fix = next(i for i, one in enumerate(doubt.fixes) if one.changes)
    wanted = doubt.fixes[fix].changes["outcome"]
    before = importing.bring_in(case, importing.take_fix(drafted, at, place, fix))
    with case.reading() as session:
        assert events.event_view(session, before.event_ids[at]).outcome == wanted
    case.undo()
    after = importing.bring_in(case, drafted)
    with case.reading() as session:
        standing = events.event_view(session, after.event_ids[at]).doubts[place]
    corrections.take_fix(case, standing.id, fix)
    with case.reading() as session:
        found = events.event_view(session, after.event_ids[at])
    assert found.outcome == wanted
    assert found.doubts == ()
    corrections.withdraw_correction(case, found.id, "outcome")


def test_a_reading_kept_as_it_is_settles_the_doubt_and_changes_nothing(case: CaseFile) -> None:
    drafted = importing.draft(case, "hv.csv", sheet(ROWS), service="HV")
    drafted = importing.keep_reading(drafted, [(at, place) for at, place, _ in drafted.open_doubts()])
    assert drafted.open_doubts() == []
    importing.bring_in(case, drafted)
    assert all(one.doubts == () and one.corrections == () for one in everything(case))


def test_the_same_bytes_again_are_refused_in_a_sentence(case: CaseFile) -> None:
    importing.bring_in(case, importing.draft(case, "hv.csv", sheet(ROWS), service="HV"))
    with pytest.raises(Problem, match=r"in the case already, as M1 \(hv\.csv\)"):
        importing.draft(case, "another name.csv", sheet(ROWS), service="HV")


def test_a_corrected_file_says_what_is_the_same_changed_new_and_gone_and_replaces_nothing(
    case: CaseFile,
) -> None:
    importing.bring_in(case, importing.draft(case, "hv.csv", sheet(ROWS), service="HV"))
    rows = [list(row) for row in ROWS[:4]]
    rows[0][2] = "Home visit. Robyn seen with her mother, all well, weight taken."
    rows.append(["01/06/2023", "", "Core group at the school, health visitor present.", "", "HV3"])
    drafted = importing.draft(case, "hv v2.csv", sheet(rows), service="HV")
    earlier = drafted.earlier
    assert earlier is not None
    assert earlier.material == "M1 (hv.csv)"
    assert [pair.earlier_ref for pair in earlier.same] == ["E2", "E3", "E4"]
    assert [pair.earlier_ref for pair in earlier.changed] == ["E1"]
    assert earlier.new == (4,)
    assert earlier.gone == ("E5",)
    before = everything(case)
    importing.bring_in(case, drafted, only_new=True)
    after = everything(case)
    assert len(after) == 6
    assert [one for one in after if one.material == "M1"] == before
    with case.reading() as session:
        kept = session.scalars(
            select(events.SourceRow)
            .join(Material, Material.id == events.SourceRow.material_id)
            .where(Material.name == "hv v2.csv", events.SourceRow.fate == "skipped")
        ).all()
    assert [row.reason for row in kept if "E" in row.reason] == [
        f"in an earlier file as E{n}" for n in (1, 2, 3, 4)
    ]
    case.undo()
    importing.bring_in(case, drafted)
    assert len(everything(case)) == 10


def test_a_file_sent_again_with_nothing_new_says_so_and_brings_nothing_in(case: CaseFile) -> None:
    importing.bring_in(case, importing.draft(case, "hv.csv", sheet(ROWS), service="HV"))
    again = importing.draft(case, "hv again.csv", sheet(ROWS[:4]), service="HV")
    changes = len(case.history())
    with pytest.raises(Problem, match=r"Every row of hv again\.csv stands in M1 \(hv\.csv\) already"):
        importing.bring_in(case, again, only_new=True)
    assert len(case.history()) == changes


def test_another_agency_s_file_is_no_corrected_one(case: CaseFile) -> None:
    importing.bring_in(case, importing.draft(case, "hv.csv", sheet(ROWS), service="HV"))
    other = [("03/05/2023", "", "Call from a neighbour about shouting next door.", "", "PC1")]
    assert importing.draft(case, "pol.csv", sheet(other), service="POL").earlier is None


def test_every_non_empty_row_is_kept_with_what_became_of_it(case: CaseFile) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Chronology"
    for row in (
        ["Brook Trust: chronology for the panel"],
        [],
        HEADINGS,
        *ROWS[:2],
        ["", "", "and a leaflet was left.", "", ""],
        [],
        HEADINGS,
        ROWS[3],
    ):
        page.append(list(row))
    data = io.BytesIO()
    book.save(data)
    made = importing.bring_in(case, importing.draft(case, "hv.xlsx", data.getvalue(), service="HV"))
    assert len(made.event_ids) == 3
    with case.reading() as session:
        rows = session.scalars(select(events.SourceRow).order_by(events.SourceRow.position)).all()
        told = [(row.row, row.fate, row.reason) for row in rows]
    assert [row for row, _, _ in told] == [1, 3, 4, 5, 6, 8, 9]
    assert [fate for _, fate, _ in told] == [
        "skipped",
        "skipped",
        "event",
        "event",
        "joined",
        "skipped",
        "event",
    ]
    assert "leaflet" in everything(case)[1].text
    assert everything(case)[1].rows == (5, 6)


def test_one_file_may_hold_several_services_by_a_column(case: CaseFile) -> None:
    rows = [("HV", *ROWS[0]), ("Police", *ROWS[2]), ("Ambulance", *ROWS[4])]
    headings = ("Agency", *HEADINGS)
    choices = Choices(service_column="Agency")
    drafted = importing.draft(case, "all.csv", sheet(rows, headings), choices=choices)
    assert drafted.unknown_services() == ["Ambulance"]
    with pytest.raises(Problem, match="Ambulance"):
        importing.bring_in(case, drafted)
    assert everything(case) == []
    add_service(case, "Ambulance service", "AMB")
    drafted = importing.name_service(case, drafted, "Ambulance", "AMB")
    importing.bring_in(case, drafted)
    assert sorted(one.service for one in everything(case)) == ["AMB", "HV", "POL"]


def test_columns_can_be_chosen_anew_and_the_file_is_read_again_at_once(case: CaseFile) -> None:
    headings = ("When", "Recorded on", "Details", "Outcome", "Worker")
    rows = [("02/05/2023", "05/05/2023", "Home visit to Robyn and her mother.", "Seen", "HV2")]
    drafted = importing.draft(case, "hv.csv", sheet(rows, headings), service="HV")
    again = importing.choose(case, drafted, Choices(columns={"date": "Recorded on"}))
    assert again.understood.events[0].when.earliest == "2023-05-05"


def test_cancelling_an_import_leaves_nothing(case: CaseFile) -> None:
    drafted = importing.draft(case, "hv.csv", sheet(ROWS), service="HV")

    def stop(done: int, total: int, what: str) -> None:
        if done:
            raise Cancelled

    changes = len(case.history())
    with pytest.raises(Cancelled):
        importing.bring_in(case, drafted, report=stop)
    assert everything(case) == []
    assert len(case.history()) == changes


def test_names_in_the_records_are_matched_once_for_all_events(case: CaseFile) -> None:
    headings = ("Date", "Patient", "Details", "Outcome")
    rows = [
        ("02/05/2023", "Robyn Vale", "Weight and length taken.", "Seen"),
        ("03/05/2023", "A. Vale", "Consultation about sleep.", "Attended"),
        ("04/05/2023", "A. Vale", "Repeat prescription asked for.", ""),
    ]
    drafted = importing.draft(case, "gp.csv", sheet(rows, headings), service="HV")
    importing.bring_in(case, drafted)
    with case.reading() as session:
        assert linking.unmatched_names(session) == [("A. Vale", 2)]
    mother = add_person(case, "Anwen Vale")
    assert linking.match_name(case, "A. Vale", mother) == 2
    with case.reading() as session:
        assert linking.unmatched_names(session) == []
        ids = combined.CombinedChronology().ids(session, Ask(filters={"person": mother}))
    assert len(ids) == 2


def test_fixes_are_kept_as_plain_json(case: CaseFile) -> None:
    importing.bring_in(case, importing.draft(case, "hv.csv", sheet(ROWS), service="HV"))
    with case.reading() as session:
        stored = session.scalars(select(events.DoubtRow.fixes)).all()
    assert stored
    assert all(isinstance(json.loads(text), list) for text in stored)


@pytest.mark.parametrize(
    ("kind", "born", "doubtful"),
    [
        ("lcspr", None, True),
        ("sar", "1950-02-01", False),
        ("sar", None, False),
        ("dardr", "2008-02-01", True),
    ],
    ids=["child", "adult", "adult of unknown age", "a young person in an adults’ review"],
)
def test_only_a_child_s_dna_asks_whether_the_child_was_not_brought(
    tmp_path: Path, kind: str, born: str | None, doubtful: bool
) -> None:
    with new_case(
        tmp_path / "b.rpw", "three plain words", "T", kind, by="R. Marsh", scope_from="2023-01-01"
    ) as case:
        add_service(case, "General practice", "GP")
        add_person(case, "Avril Stone", subject=True, born=born)
        rows = [("02/05/2023", "Avril Stone", "Appointment with the practice nurse.", "DNA")]
        data = sheet(rows, ("Date", "Patient", "Details", "Outcome"))
        drafted = importing.draft(case, "gp.csv", data, service="GP")
    event = drafted.understood.events[0]
    assert event.outcome == "did_not_attend"
    assert any("brought" in doubt.reason for doubt in event.doubts) == doubtful


AGENCIES = ("Date", "Police", "Health visiting", "Comment")
COMBINED = (
    ("02/05/2023", "Called to the address, no offences.", "Home visit, no reply. Card left.", "x"),
    ("09/05/2023", "", "Clinic about sleep: DNA", ""),
    ("16/05/2023", "Bail check on the flat. No concerns.", "", ""),
)


def test_a_row_that_tells_of_two_agencies_makes_an_event_for_each(case: CaseFile) -> None:
    drafted = importing.draft(case, "all.csv", sheet(COMBINED, AGENCIES), service="HV")
    assert drafted.unknown_services() == []
    importing.bring_in(case, drafted)
    views = everything(case)
    assert [(view.service, view.earliest, view.text) for view in views] == [
        ("POL", "2023-05-02", "Called to the address, no offences."),
        ("HV", "2023-05-02", "Home visit, no reply. Card left."),
        ("HV", "2023-05-09", "Clinic about sleep: DNA"),
        ("POL", "2023-05-16", "Bail check on the flat. No concerns."),
    ]
    assert [view.rows[0] for view in views] == [2, 2, 3, 4]
    assert views[0].as_written == views[1].as_written
    with case.reading() as session:
        around = events.rows_around(session, views[1].id)
    assert [row.row for row in around] == [1, 2, 3, 4]
    assert around[1].event_id == views[1].id


def test_a_corrected_file_by_agency_brings_in_only_what_is_new(case: CaseFile) -> None:
    importing.bring_in(case, importing.draft(case, "all.csv", sheet(COMBINED, AGENCIES)))
    more = (*COMBINED, ("23/05/2023", "Call about noise, no offences.", "Letter to the family.", ""))
    drafted = importing.draft(case, "all v2.csv", sheet(more, AGENCIES))
    assert drafted.earlier is not None
    assert (len(drafted.earlier.same), len(drafted.earlier.changed)) == (4, 0)
    made = importing.bring_in(case, drafted, only_new=True)
    assert len(made.event_ids) == 2
    assert len(everything(case)) == 6
