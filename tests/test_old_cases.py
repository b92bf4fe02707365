"""Case files that older versions made open with everything in them, and can be undone to their beginning."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect

from workbench.case import PLAN, new_case, open_case, verify
from workbench.casefile import CaseFile
from workbench.chronology.combined import CombinedChronology
from workbench.chronology.events import event_views
from workbench.findings.spine import spine
from workbench.listing import Ask
from workbench.materials import materials, read_again, to_read_again
from workbench.people import services
from workbench.review import the_review
from workbench.themes import codebook

OLD = Path(__file__).parent / "old_files"
_INDEXES = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"


@pytest.fixture
def old(tmp_path: Path) -> CaseFile:
    """The sample case as version 1 made it, opened by today's program."""
    path = tmp_path / "old.rpw"
    shutil.copy(OLD / "case-v1.rpw", path)
    return open_case(path, "seven gulls over a pebble harbour", by="Bea Sample")


def laid_out(case: CaseFile) -> dict[str, tuple[object, ...]]:
    """Every table of the file: its columns, what they may hold, and what they point to."""
    with case.reading() as session:
        connection = session.connection()
        assert isinstance(connection, Connection)
        look = inspect(connection)
        return {
            name: (
                sorted((c["name"], str(c["type"]), c["nullable"]) for c in look.get_columns(name)),
                sorted((c["constrained_columns"], c["referred_table"]) for c in look.get_foreign_keys(name)),
                sorted(str(c["column_names"]) for c in look.get_unique_constraints(name)),
                sorted(connection.exec_driver_sql(_INDEXES, (name,)).scalars()),
                sorted(" ".join(str(c["sqltext"]).split()) for c in look.get_check_constraints(name)),
            )
            for name in PLAN.metadata.tables
        }


def test_a_case_of_the_first_version_comes_forward_whole(old: CaseFile) -> None:
    with old, old.reading() as session:
        views = event_views(session, CombinedChronology().ids(session, Ask()))
        assert len(views) == 169
        whole = spine(session)
        assert [len(whole.findings), len(whole.recommendations), len(whole.actions)] == [3, 4, 8]
        assert {piece.kind for finding in whole.findings for piece in finding.evidence} == {"event"}
        assert len(services(session)) == 4
        assert the_review(session).silence_days == 120
        assert [each.text_id for each in materials(session)] == [None] * 4


# The order of events is an index over an expression, which is compared here by its name alone.
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
def test_it_is_laid_out_as_a_new_one_is(old: CaseFile, tmp_path: Path) -> None:
    with (
        old,
        new_case(tmp_path / "new.rpw", "three tall ships", "A new one", "lcspr", by="Bea Sample") as new,
    ):
        assert laid_out(old) == laid_out(new)


def test_its_record_holds_and_all_of_it_can_be_undone_and_done_again(old: CaseFile) -> None:
    with old:
        found = verify(old)
        assert found.ok, found.problems
        undone = 0
        while old.undo_label is not None:
            old.undo()
            undone += 1
        assert undone > 60
        with old.reading() as session:
            assert CombinedChronology().ids(session, Ask()) == []
            assert materials(session) == []
        while old.redo_label is not None:
            old.redo()
        with old.reading() as session:
            assert len(CombinedChronology().ids(session, Ask())) == 169
        assert verify(old).ok


def test_its_documents_are_read_when_asked_and_its_codebook_switched_on(old: CaseFile) -> None:
    with old:
        with old.reading() as session:
            waiting = to_read_again(session)
        assert len(waiting) == 4
        read_again(old, waiting)
        with old.reading() as session:
            assert all(each.text_id and each.characters for each in materials(session))
            assert to_read_again(session) == []
        codebook.switch_on_set(old, "starter")
        with old.reading() as session:
            assert [theme.code for theme in codebook.themes(session)][:3] == ["NAF", "UAO", "CDE"]
        assert verify(old).ok
