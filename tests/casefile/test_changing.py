"""One way to write: what becomes a change, what leaves no trace, and who is told."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from casefile.library import PLAN, Book, Glance, Loan, Reader, Shelf, everything, some_books
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DatabaseError

from workbench.casefile import Broadcast, CaseFile, Plan, new_id, now_utc
from workbench.casefile.casefile import create_with
from workbench.casefile.keys import Key
from workbench.problems import Cancelled, Problem


@contextmanager
def another_thread(case: CaseFile, label: str) -> Iterator[None]:
    """Somebody else is in a change as long as this lasts."""
    begun, finished = threading.Event(), threading.Event()

    def work() -> None:
        with case.change(label) as session:
            session.add(Shelf(name="Slow"))
            session.flush()
            begun.set()
            finished.wait()

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait()
    try:
        yield
    finally:
        finished.set()
        thread.join()


def test_ids_sort_in_the_order_they_were_made_and_are_uuids_of_version_7() -> None:
    ids = [new_id() for _ in range(5000)]
    assert ids == sorted(set(ids))
    assert {(len(each), each[14], each[19] in "89ab") for each in ids} == {(36, "7", True)}
    assert len(now_utc()) == 20
    assert now_utc().endswith("Z")


def test_a_change_is_told_to_listeners_with_the_rows_it_touched(case: CaseFile) -> None:
    told: list[Broadcast] = []
    case.listeners.append(told.append)
    with case.change("Put up two shelves") as session:
        travel, art = Shelf(name="Travel"), Shelf(name="Art")
        session.add_all([travel, art])
        session.flush()
        book = Book(title="Rivers", shelf=travel.id)
        session.add(book)
    assert told == [
        Broadcast(
            2,
            "Put up two shelves",
            "work",
            {"shelf": frozenset({travel.id, art.id}), "book": frozenset({book.id})},
        )
    ]
    case.undo()
    assert (told[1].label, told[1].kind, told[1].sentence, told[1].touched) == (
        "Put up two shelves",
        "undo",
        "Undo: Put up two shelves",
        told[0].touched,
    )


def test_a_listener_may_read_and_change(case: CaseFile) -> None:
    def add_reader(told: Broadcast) -> None:
        if "shelf" in told.touched:
            with case.reading() as session:
                name = session.scalars(select(Shelf.name)).one()
            with case.change("A reader comes") as session:
                session.add(Reader(name=name))

    case.listeners.append(add_reader)
    with case.change("Put up a shelf") as session:
        session.add(Shelf(name="Travel"))
    assert [entry.label for entry in case.history(limit=2)] == ["A reader comes", "Put up a shelf"]


def test_a_change_that_touches_nothing_leaves_no_trace(case: CaseFile) -> None:
    told: list[Broadcast] = []
    with case.change("Put up a shelf") as session:
        shelf = Shelf(name="Travel")
        session.add(shelf)
    case.listeners.append(told.append)
    head = case.head
    with case.change("Look and leave"):
        pass
    with case.change("Write the same again") as session:
        session.execute(update(Shelf).values(name="Travel"))
    with case.change("Not kept by the journal, and nothing else") as session:
        session.add(Glance(what="seen"))
    assert (case.head, case.last_change, told) == (head, 2, [])
    with case.reading() as session:
        assert session.scalars(select(Glance)).all() == []


def test_what_fails_is_rolled_back_whole(case: CaseFile) -> None:
    def half() -> None:
        with case.change("Half done") as session:
            session.execute(insert(Book), some_books(10))
            raise Cancelled

    with pytest.raises(Cancelled):
        half()
    with case.reading() as session:
        assert session.scalar(select(func.count()).select_from(Book)) == 0
    assert case.last_change == 1
    assert case.undo_label is None


def test_a_change_within_a_change_joins_it(case: CaseFile) -> None:
    with case.change("Import") as outer:
        with case.change("Put up a shelf") as inner:
            inner.add(Shelf(name="Travel"))
        assert outer is inner
        with case.reading() as reading:
            assert reading is outer
            assert reading.scalars(select(Shelf.name)).all() == ["Travel"]
    assert [entry.label for entry in case.history()] == ["Import", "Start the case file"]


def test_an_inner_change_that_failed_half_way_is_not_kept_with_the_outer(case: CaseFile) -> None:
    def put_up() -> None:
        with case.change("Put up a shelf") as session:
            session.add(Shelf(name="Travel"))
            session.flush()
            raise Problem("This went wrong.")

    def import_all() -> None:
        with case.change("Import"), pytest.raises(Problem):
            put_up()

    with pytest.raises(RuntimeError, match="failed half way"):
        import_all()
    assert case.last_change == 1


def test_an_inner_change_that_was_refused_before_it_wrote_leaves_the_outer_well(case: CaseFile) -> None:
    def refuse() -> None:
        with case.change("Put up a shelf"):
            raise Problem("No room for a shelf.")

    with case.change("Import") as session:
        session.add(Reader(name="Bea"))
        session.flush()
        with pytest.raises(Problem):
            refuse()
    assert case.history(limit=1)[0].label == "Import"


def test_another_thread_that_would_write_is_told_at_once_what_is_running(case: CaseFile) -> None:
    with another_thread(case, "Import 4 chronologies"):
        for attempt in (
            lambda: case.change("Mine").__enter__(),
            case.verify,
            case.close,
            lambda: case.record("Export"),
        ):
            with pytest.raises(Problem, match="“Import 4 chronologies” is running"):
                attempt()
        with case.reading() as session:  # and reads meanwhile, the state before
            assert session.scalars(select(Shelf)).all() == []
    with case.reading() as session:
        assert session.scalars(select(Shelf.name)).all() == ["Slow"]


def test_a_read_sees_one_state_from_begin_to_end(case: CaseFile) -> None:
    with case.reading() as session:
        assert session.scalars(select(Shelf)).all() == []
        with another_thread(case, "Meanwhile"):
            pass
        with case.reading() as same:
            assert same is session
        assert session.scalars(select(Shelf)).all() == []
    with case.reading() as session:
        assert len(session.scalars(select(Shelf)).all()) == 1


def test_a_reading_session_cannot_write(case: CaseFile) -> None:
    with pytest.raises(DatabaseError, match="readonly"), case.reading() as session:
        session.execute(insert(Shelf).values(name="Travel"))


def test_the_database_itself_refuses_a_write_outside_a_change(case: CaseFile) -> None:
    with (
        pytest.raises(DatabaseError, match="no change is open"),
        case._writer.begin() as connection,
    ):
        connection.execute(insert(Shelf).values(name="Travel"))
    with case._writer.begin() as connection:  # what the journal does not keep is free
        connection.execute(insert(Glance).values(id="1", what="seen"))


def test_the_database_itself_refuses_to_commit_an_unsealed_change(case: CaseFile) -> None:
    def cut_short() -> None:
        with case.change("Cut short") as session:
            session.add(Shelf(name="Travel"))
            session.commit()

    with pytest.raises(DatabaseError, match="FOREIGN KEY"):
        cut_short()
    assert case.last_change == 1
    with case.change("As it should be") as session:
        session.add(Shelf(name="Travel"))


def test_a_change_ended_within_its_block_is_a_fault(case: CaseFile) -> None:
    with pytest.raises(RuntimeError, match="inside its own block"), case.change("Ended") as session:
        session.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_change SET label = 'another'",
        "DELETE FROM journal_change",
        "DELETE FROM journal_image",
        "UPDATE journal_image SET after = '{}'",
        "UPDATE journal_image SET before = NULL, after = NULL",
        "UPDATE shelf SET id = 'another'",
    ],
)
def test_the_record_and_ids_cannot_be_altered(case: CaseFile, statement: str) -> None:
    with case.change("Put up a shelf") as session:
        session.add(Shelf(name="Travel"))
    with pytest.raises(DatabaseError, match=r"kept|fixed|struck|never"), case.change("Tamper") as session:
        session.execute(text(statement))
    assert case.verify().ok


def test_replacing_a_row_is_recorded_like_its_deletion(case: CaseFile) -> None:
    with case.change("A reader comes") as session:
        session.add(Reader(id="r", name="Bea", card=1))
    with case.change("Replace") as session:
        session.execute(text("INSERT OR REPLACE INTO reader (id, name, card) VALUES ('s', 'Cay', 1)"))
    assert [(each.row, each.before is None) for each in case.images(3)] == [("r", False), ("s", True)]
    case.undo()
    with case.reading() as session:
        assert session.scalars(select(Reader.name)).all() == ["Bea"]


def test_a_change_can_be_recorded_and_not_undone(case: CaseFile) -> None:
    told: list[Broadcast] = []
    with case.change("Put up a shelf") as session:
        session.add(Shelf(name="Travel"))
    case.listeners.append(told.append)
    number = case.record("Export the catalogue", sha256="ab" * 32)
    with case.change("A disclosure", undoable=False) as session:
        session.add(Reader(name="Bea"))
    entry = case.history(before=4)[0]
    assert (entry.number, entry.kind, entry.note) == (number, "record", {"sha256": "ab" * 32})
    assert [each.number for each in told] == [3, 4]
    assert case.undo_label == "Put up a shelf"
    with pytest.raises(Problem, match="“A disclosure” is a record"):
        case.undo_change(4)
    with pytest.raises(Problem, match="no change 99"):
        case.undo_change(99)
    case.undo()
    with case.reading() as session:
        assert session.scalars(select(Reader.name)).all() == ["Bea"]


def test_running_numbers_are_never_given_twice(case: CaseFile) -> None:
    with case.change("Add three") as session:
        assert [case.number(session, "finding"), case.number(session, "finding", 2)] == [1, 2]
        assert case.number(session, "event", 500) == 1
        session.add(Shelf(name="F1"))
    case.undo()
    with case.change("Add another") as session:
        assert [case.number(session, "finding"), case.number(session, "event")] == [4, 501]
        session.add(Shelf(name="F4"))
    with case.reading() as session, pytest.raises(RuntimeError):
        case.number(session, "finding")


def test_originals_are_kept_once_and_come_back_whole(case: CaseFile) -> None:
    large = bytes(range(256)) * 10_000  # more than two parts
    with case.change("Take in") as session:
        first, again = case.keep(large), case.keep(large)
        empty = case.keep(b"")
        session.add(Shelf(name=first))
        assert case.original(first) == large
    assert first == again
    case.undo()
    assert case.original(first) == large
    assert case.original(empty) == b""
    with pytest.raises(Problem, match="not in the case any more"):
        case.original("00" * 32)
    with pytest.raises(RuntimeError):
        case.keep(b"outside a change")
    with pytest.raises(RuntimeError), another_thread(case, "Somebody else's"):
        case.keep(b"in another's change")


def test_purging_takes_the_bytes_of_unused_originals_and_is_recorded(case: CaseFile) -> None:
    with case.change("Take in") as session:
        used, unused = case.keep(b"used"), case.keep(b"unused")
        session.add(Shelf(name=used))
    assert case.purge_originals({used}, "Purge what is not used") == 1
    assert case.purge_originals({used}, "Purge what is not used") == 0
    assert case.original(used) == b"used"
    with pytest.raises(Problem):
        case.original(unused)
    assert case.history(limit=1)[0].note == {"purged": [unused]}
    assert case.verify().ok


def test_a_new_case_can_begin_with_rows_that_are_not_undone(tmp_path: Path, key: Key) -> None:
    plan = Plan(PLAN.metadata, 1, seed=lambda session: session.add(Shelf(name="New books")))
    with create_with(tmp_path / "seeded.rpw", key, plan, by="Ada") as case:
        assert case.undo_label is None
        with case.reading() as session:
            assert session.scalars(select(Shelf.name)).all() == ["New books"]


def test_a_new_case_that_cannot_be_set_out_leaves_nothing(tmp_path: Path, key: Key) -> None:
    plan = Plan(PLAN.metadata, 1, seed=lambda session: session.add(Shelf(inside="nowhere")))
    with pytest.raises(DatabaseError):
        create_with(tmp_path / "seeded.rpw", key, plan, by="Ada")
    assert list(tmp_path.iterdir()) == []


def test_values_of_every_kind_come_through_undo_and_redo_as_they_were(case: CaseFile) -> None:
    with case.change("Buy") as session:
        first = Book(
            title="One", weight=0.1 + 0.2, lent=True, cover=bytes(range(256)), tags=["a", {"b": None}]
        )
        odd = Book(title="nul \0 quote \" ' back\\ \U0001f600 \u2028", blurb="", cover=b"", weight=-1e308)
        plain = Book(title="two\nlines", tags=None)
        session.add_all([first, odd, plain])
    with case.reading() as session:
        stood = everything(session)
    with case.change("Clear") as session:
        session.execute(delete(Book))
    case.undo()
    with case.reading() as session:
        assert everything(session) == stood
    case.undo()
    case.redo()
    with case.reading() as session:
        assert everything(session) == stood
    [image] = [each for each in case.images(2) if each.row == first.id]
    assert image.before is None
    assert image.after is not None
    assert (image.after["lent"], image.after["cover"], image.after["tags"]) == (
        True,
        bytes(range(256)),
        ["a", {"b": None}],
    )
    assert "key" not in image.after
    assert case.verify().ok


def test_loans_are_unique(case: CaseFile) -> None:
    """A fault of the caller's comes through as it is, and leaves the file well."""
    with case.change("A book and a reader") as session:
        session.add_all([Book(id="b", title="One"), Reader(id="r", name="Bea")])
    with pytest.raises(DatabaseError, match="UNIQUE"), case.change("Lend twice") as session:
        session.add_all([Loan(book="b", reader="r"), Loan(book="b", reader="r")])
    assert case.verify().ok


def test_errors_never_hold_what_is_in_the_case(case: CaseFile) -> None:
    with pytest.raises(DatabaseError) as fault, case.change("Wrong") as session:
        session.execute(insert(Reader), [{"id": "r", "name": "a name nobody may read"}] * 2)
    assert "a name nobody" not in str(fault.value)


def test_the_file_is_no_plain_database(case: CaseFile, path: Path) -> None:
    case.settle()
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(path).execute("SELECT * FROM sqlite_master").fetchall()
