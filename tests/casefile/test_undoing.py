"""Undo, redo, the history, the chain, erasing, and the check of the whole."""

import json
from pathlib import Path

import pytest
from casefile.library import PLAN, Book, Loan, Reader, Shelf, everything, some_books
from sqlalchemy import delete, func, insert, select, text, update

from workbench.casefile import CaseFile
from workbench.casefile.casefile import create_with, open_with
from workbench.casefile.connections import raw
from workbench.casefile.keys import Key
from workbench.problems import Cancelled, Problem


def names(case: CaseFile) -> list[str]:
    with case.reading() as session:
        return list(session.scalars(select(Shelf.name).order_by(Shelf.name)))


def put_up(case: CaseFile, *shelves: str, inside: str | None = None) -> list[str]:
    """Each shelf as a change of its own; the ids."""
    ids = []
    for name in shelves:
        with case.change(f"Put up {name}") as session:
            shelf = Shelf(name=name, inside=inside)
            session.add(shelf)
            session.flush()
            ids.append(shelf.id)
    return ids


def test_all_the_way_back_and_all_the_way_forward_through_closing(
    case: CaseFile, path: Path, key: Key
) -> None:
    put_up(case, "Art", "Law", "Travel")
    case.undo()
    case.undo()
    case.close()
    again = open_with(path, key, PLAN, by="Bea")
    assert (names(again), again.undo_label, again.redo_label) == (["Art"], "Put up Art", "Put up Law")
    again.redo()
    again.close()
    with open_with(path, key, PLAN, by="Bea") as third:
        third.redo()
        assert (names(third), third.redo_label) == (["Art", "Law", "Travel"], None)
        while third.undo_label:
            third.undo()
        assert names(third) == []
        with pytest.raises(Problem, match="nothing to undo"):
            third.undo()
        while third.redo_label:
            third.redo()
        assert names(third) == ["Art", "Law", "Travel"]
        with pytest.raises(Problem, match="nothing to redo"):
            third.redo()
        assert third.verify().ok


def test_new_work_ends_redo(case: CaseFile) -> None:
    put_up(case, "Art")
    case.undo()
    put_up(case, "Law")
    assert case.redo_label is None
    assert names(case) == ["Law"]


def test_an_import_of_10_000_rows_is_undone_and_redone(case: CaseFile) -> None:
    with case.change("Import") as session:
        shelf = Shelf(name="Import")
        session.add(shelf)
        session.flush()
        session.execute(insert(Book), some_books(10_000, shelf.id))
    with case.reading() as session:
        stood = everything(session)
    case.undo()
    with case.reading() as session:
        assert all(not rows for rows in everything(session).values())
    case.redo()
    with case.reading() as session:
        assert everything(session) == stood
    assert case.verify().ok


def test_a_cascade_comes_back_whole(case: CaseFile) -> None:
    with case.change("Set up") as session:
        session.add_all([Shelf(id="top", name="Top"), Book(id="loose", title="Loose")])
        session.flush()
        session.add(Shelf(id="low", name="Low", inside="top"))
        session.flush()
        session.add(Shelf(id="lowest", name="Lowest", inside="low"))
        session.flush()
        session.add_all([Book(id="a", title="A", shelf="low"), Book(id="b", title="B", shelf="lowest")])
        session.flush()
        session.execute(update(Book).where(Book.id == "loose").values(sequel_of="b"))
    with case.reading() as session:
        stood = everything(session)
    with case.change("Take down the top shelf") as session:
        session.execute(delete(Shelf).where(Shelf.id == "top"))
    with case.reading() as session:
        assert [row["sequel_of"] for row in everything(session)["book"].values()] == [None]
    case.undo()
    with case.reading() as session:
        assert everything(session) == stood
    case.redo()
    case.undo()
    with case.reading() as session:
        assert everything(session) == stood
    assert case.verify().ok


def test_rows_that_point_at_each_other_are_undone_together(case: CaseFile) -> None:
    with case.change("Two volumes, each the sequel of the other") as session:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        session.execute(insert(Book), [{"id": "a", "title": "A", "sequel_of": "b"}])
        session.execute(insert(Book), [{"id": "b", "title": "B", "sequel_of": "a"}])
    with case.reading() as session:
        stood = everything(session)
    case.undo()
    case.redo()
    with case.reading() as session:
        assert everything(session) == stood


def test_a_swap_of_unique_values_is_undone(case: CaseFile) -> None:
    with case.change("Readers") as session:
        session.add_all([Reader(id="a", name="A", card=1), Reader(id="b", name="B", card=2)])
    with case.change("Swap cards") as session:
        for reader, card in (("a", None), ("b", 1), ("a", 2)):
            session.execute(update(Reader).where(Reader.id == reader).values(card=card))
    case.undo()
    with case.reading() as session:
        assert session.execute(select(Reader.id, Reader.card).order_by(Reader.id)).all() == [
            ("a", 1),
            ("b", 2),
        ]


def test_an_older_change_is_undone_where_nothing_rests_on_it(case: CaseFile) -> None:
    put_up(case, "Art", "Law", "Travel")
    assert case.in_the_way(3) is None
    case.undo_change(3)
    assert names(case) == ["Art", "Travel"]
    assert (case.undo_label, case.redo_label) == ("Put up Travel", "Put up Law")
    case.undo()
    case.redo()
    case.redo()
    assert names(case) == ["Art", "Law", "Travel"]
    with pytest.raises(Problem, match="has been undone or redone already"):
        case.undo_change(3)


def test_the_later_change_is_named_where_the_row_has_moved_on(case: CaseFile) -> None:
    [shelf] = put_up(case, "Art")
    for name, inside in (("Arts", None), ("Arts and crafts", None)):
        with case.change(f"Call it {name}") as session:
            session.execute(update(Shelf).where(Shelf.id == shelf).values(name=name, inside=inside))
    [other] = put_up(case, "Law")
    with case.change("Move it") as session:  # another column of the same row is in nobody's way
        session.execute(update(Shelf).where(Shelf.id == shelf).values(inside=other))
    problem = case.in_the_way(3)
    assert problem is not None
    assert problem.what == (
        "“Call it Arts” can't be undone yet: change 4, “Call it Arts and crafts”, came after it and rests on it."
    )
    assert problem.do == "Undo change 4 first."
    with pytest.raises(Problem, match="change 4"):
        case.undo_change(3)
    case.undo_change(4)
    case.undo_change(3)
    assert names(case) == ["Art", "Law"]


def test_the_later_change_is_named_where_something_came_to_rest_on_the_row(case: CaseFile) -> None:
    [shelf] = put_up(case, "Art")
    with case.change("Buy") as session:
        session.add(Book(id="b", title="Rivers"))
    with case.change("Shelve it") as session:
        session.execute(update(Book).values(shelf=shelf))
    with case.change("Call it something else") as session:
        session.execute(update(Book).values(title="Streams"))
    with pytest.raises(Problem, match="change 4, “Shelve it”"):
        case.undo_change(2)
    with case.reading() as session:
        assert session.scalars(select(Book.shelf)).all() == [shelf]
    with case.change("Take it off") as session:
        session.execute(update(Book).values(shelf=None))
    case.undo_change(2)
    assert names(case) == []


def test_the_later_change_is_named_where_a_parent_has_gone(case: CaseFile) -> None:
    [shelf] = put_up(case, "Art")
    with case.change("Buy") as session:
        session.add(Book(id="b", title="Rivers", shelf=shelf))
    with case.change("Give away") as session:
        session.execute(delete(Book))
    with case.change("Take down") as session:
        session.execute(delete(Shelf))
    with pytest.raises(Problem, match="change 5, “Take down”"):
        case.undo_change(4)
    case.undo_change(5)
    case.undo_change(4)
    with case.reading() as session:
        assert session.scalars(select(Book.title)).all() == ["Rivers"]


def test_the_later_change_is_named_where_its_place_has_been_taken(case: CaseFile) -> None:
    with case.change("A reader comes") as session:
        session.add(Reader(id="a", name="A", card=1))
    with case.change("A reader goes") as session:
        session.execute(delete(Reader))
    with case.change("Another comes") as session:
        session.add(Reader(id="b", name="B", card=1))
    with case.change("And is called otherwise") as session:
        session.execute(update(Reader).values(name="Bee"))
    with pytest.raises(Problem, match="change 4, “Another comes”"):
        case.undo_change(3)
    with case.reading() as session:
        assert session.scalars(select(Reader.name)).all() == ["Bee"]
    assert case.verify().ok


def test_a_loan_keeps_its_book_from_being_undone(case: CaseFile) -> None:
    with case.change("Buy") as session:
        session.add(Book(id="b", title="Rivers"))
    with case.change("Lend") as session:
        session.add(Reader(id="r", name="Bea"))
        session.flush()
        session.add(Loan(book="b", reader="r"))
    with pytest.raises(Problem, match="change 3, “Lend”"):
        case.undo_change(2)


def test_undo_of_work_that_a_recorded_change_moved_is_refused(case: CaseFile) -> None:
    put_up(case, "Art")
    with case.change("Publish", undoable=False) as session:
        session.execute(update(Shelf).values(name="Art, published"))
    with pytest.raises(Problem, match=r"change 3, “Publish”.* change this by hand"):
        case.undo()


def test_the_history_says_who_when_what_and_what_it_was_before(case: CaseFile) -> None:
    [shelf] = put_up(case, "Art")
    case.by = "Bea Sample"
    with case.change("Call it Arts") as session:
        session.execute(update(Shelf).values(name="Arts"))
    case.undo()
    newest, edit, made, started = case.history()
    assert (started.kind, started.note, made.by, edit.by) == (
        "record",
        {"version": 1},
        "Ada Example",
        "Bea Sample",
    )
    assert (newest.kind, newest.undoes, newest.sentence) == ("undo", 3, "Undo: Call it Arts")
    assert (newest.can_undo, edit.can_undo, made.can_undo, started.can_undo) == (True, False, True, False)
    assert edit.touched == {"shelf": 1}
    assert newest.seal == case.head
    assert made.at <= edit.at <= newest.at
    [image] = case.images(3)
    assert (image.table, image.row, image.before, image.after) == (
        "shelf",
        shelf,
        {"name": "Art"},
        {"name": "Arts"},
    )
    assert case.history(limit=1) == [newest]
    assert case.history(before=3) == [made, started]
    assert (case.change_numbers(), case.change_numbers("art")) == ([4, 3, 2, 1], [4, 3, 2, 1])
    assert (case.change_numbers("CALL IT"), case.change_numbers("sample")) == ([4, 3], [4, 3])
    assert (case.entry(3), case.entry(99)) == (edit, None)
    put_up(case, "Law")
    told = case.row_history("shelf", shelf)
    assert [entry.number for entry, _ in told] == [4, 3, 2]
    assert told[0][1][0].after == {"name": "Art"}
    assert case.history(row=("shelf", shelf)) == [entry for entry, _ in told]


@pytest.fixture
def well(case: CaseFile) -> CaseFile:
    """A file with a few changes in it, that verifies."""
    put_up(case, "Art", "Law")
    with case.change("Buy") as session:
        session.execute(insert(Book), some_books(50))
        case.keep(b"an original")
    assert case.verify().ok
    return case


def tamper(case: CaseFile, *statements: str) -> None:
    """Write as nobody can from the program: with the triggers out of the way."""
    with case._apart() as database:
        for statement in statements:
            database.execute(statement)


KEPT = ("DROP TRIGGER journal_image_kept", "DROP TRIGGER journal_image_fixed")
FIXED = ("DROP TRIGGER journal_change_kept", "DROP TRIGGER journal_change_fixed")


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (
            (*KEPT, 'UPDATE journal_image SET after = \'{"name":"Artful"}\' WHERE number = 1'),
            "Change 2 is not as it",
        ),
        ((*KEPT, "DELETE FROM journal_image WHERE number = 2"), "Change 3 is not as it was sealed."),
        (
            (*KEPT, "INSERT INTO journal_image (change, tbl, row) VALUES (77, 'shelf', 'x')"),
            "belong to no change",
        ),
        (
            (*FIXED, "UPDATE journal_change SET label = 'x' WHERE number = 3"),
            "Change 3 is not as it was sealed.",
        ),
        (
            (*FIXED, 'UPDATE journal_change SET "by" = 1 WHERE number = 1'),
            "Change 1 is not as it was sealed.",
        ),
        (
            (*FIXED, "DELETE FROM journal_change WHERE number = 3"),
            "The record has a gap: change 3 is missing.",
        ),
        (
            ("DROP TRIGGER shelf_journal_update", "UPDATE shelf SET name = 'Artful'"),
            "A row of shelf does not stand",
        ),
        (
            ("DROP TRIGGER shelf_journal_delete", "DELETE FROM shelf"),
            "A row of shelf does not stand as the record",
        ),
        (("DROP TRIGGER shelf_journal_insert",), "A rule that keeps the record is missing or altered"),
        (
            ("DROP TRIGGER shelf_journal_insert", "INSERT INTO shelf (id, name) VALUES ('x', 'Slipped in')"),
            "A row of shelf does not stand as the record says: x.",
        ),
        (
            ("PRAGMA foreign_keys = OFF", "INSERT INTO original_part VALUES (9, 9, 9, '')"),
            "points at something in original",
        ),
        (
            ("INSERT INTO book_words (book_words) VALUES ('delete-all')",),
            "The search index of book does not fit",
        ),
        (("UPDATE original_part SET bytes = x'00'",), "An original is not as it was received"),
        (
            (*KEPT, "UPDATE journal_image SET before = NULL, after = NULL, salt = NULL, digest = x'00'"),
            "erased without a record of it",
        ),
    ],
)
def test_what_was_altered_past_the_program_is_found(
    well: CaseFile, statements: tuple[str, ...], said: str
) -> None:
    tamper(well, *statements)
    found = well.verify()
    assert not found.ok
    assert any(said in problem for problem in found.problems), found.problems


def test_undo_of_a_row_altered_past_the_program_is_refused(well: CaseFile) -> None:
    tamper(well, "DROP TRIGGER shelf_journal_update", "UPDATE shelf SET name = 'Artful'")
    with pytest.raises(Problem, match="its rows do not stand as the record says"):
        well.undo_change(2)


def test_many_problems_of_one_kind_are_counted(well: CaseFile) -> None:
    tamper(well, "DROP TRIGGER book_journal_update", "UPDATE book SET weight = 1")
    assert "… and 45 more of the same kind." in well.verify().problems


def test_a_search_index_that_does_not_fit_is_made_again(well: CaseFile) -> None:
    tamper(well, "INSERT INTO book_words (book_words) VALUES ('delete-all')")
    well.rebuild_search()
    assert well.verify().ok


def test_a_cut_tail_shows_only_against_a_head_kept_elsewhere(
    well: CaseFile, tmp_path: Path, key: Key
) -> None:
    early = well.head
    well.copy_to(tmp_path / "early.rpw")
    put_up(well, "Travel")
    late = well.head
    assert well.verify(early).ok
    assert well.verify(late.upper()).ok
    with open_with(tmp_path / "early.rpw", key, PLAN, by="Bea") as older:
        assert older.verify().ok
        assert older.verify(early).ok
        assert "older copy, or it has parted" in older.verify(late).problems[0]


def test_verify_reports_and_can_be_cancelled(well: CaseFile) -> None:
    seen: list[tuple[int, int, str]] = []
    found = well.verify(report=lambda *said: seen.append(said))
    assert (found.ok, found.changes, found.head, found.problems) == (True, 4, well.head, [])
    assert seen[-1][0] == seen[-1][1]

    def cancel(done: int, total: int, what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        well.verify(report=cancel)
    put_up(well, "And on")


def test_what_is_struck_is_gone_for_good_and_the_chain_holds(case: CaseFile, path: Path, key: Key) -> None:
    with case.change("A reader comes") as session:
        session.add_all([Reader(id="r", name="Wrongly Received"), Shelf(id="s", name="Stays")])
    with pytest.raises(Problem, match="still in the case"):
        case.strike("reader", "r", "Erase a reader")
    with case.change("The reader goes") as session:
        session.execute(delete(Reader))
    number = case.strike("reader", "r", "Erase a reader wrongly received")
    assert case.verify().ok
    entry = case.history(limit=1)[0]
    assert (entry.number, entry.kind, entry.note["row"], len(entry.note["struck"])) == (
        number,
        "record",
        "r",
        2,
    )
    with pytest.raises(Problem, match="erased for good"):
        case.undo()
    assert [each.row for each in case.images(2)] == ["s"]
    assert "Wrongly" not in json.dumps([repr(case.images(each)) for each in range(1, number + 1)])
    case.close()
    with open_with(path, key, PLAN, by="Bea") as again, again.reading() as session:
        assert again.verify().ok
        found = (
            raw(session).execute("SELECT before, after, salt FROM journal_image WHERE row = 'r'").fetchall()
        )
        assert set(found) == {(None, None, None)}


def test_a_row_of_many_changes_is_undone_as_fast_as_its_number_of_rows(tmp_path: Path, key: Key) -> None:
    """Deleting a parent of many asks its children through an index, not by reading them all for each."""
    with create_with(tmp_path / "many.rpw", key, PLAN, by="Ada") as case, case.reading() as session:
        plan = session.execute(
            text("EXPLAIN QUERY PLAN SELECT 1 FROM book WHERE shelf = 'x' AND sequel_of = 'y'")
        ).all()
        assert "USING INDEX" in plan[0][3]
        assert session.scalar(select(func.count()).select_from(Book)) == 0
