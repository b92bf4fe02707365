"""Words as people type them, and nothing of the index's own syntax."""

import pytest
from casefile.library import Book, Shelf
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from workbench.casefile import CaseFile, matching, read_query, search
from workbench.problems import Problem

BOOKS = {
    "rivers": ("Rivers of the north", "He was not brought to the weir by O'Brien"),
    "cafe": ("The café", "not, in the end, brought: two cups"),
    "near": ("AND or NEAR", "near title OR blurb in a column"),
    "plain": ("Plain", None),
}


@pytest.fixture
def shelved(case: CaseFile) -> CaseFile:
    with case.change("Buy") as session:
        session.execute(insert(Book), [{"id": i, "title": t, "blurb": b} for i, (t, b) in BOOKS.items()])
    return case


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("brought", {"rivers", "cafe"}),
        ("brought not", {"rivers", "cafe"}),
        ('"not brought"', {"rivers"}),
        ("“not brought”", {"rivers"}),
        ('"not brought', {"rivers"}),
        ("brought -cups", {"rivers"}),
        ('brought -"not brought"', {"cafe"}),
        ("bro*", {"rivers", "cafe"}),
        ("bro", set()),
        ("o'bri*", {"rivers"}),
        ("O’Brien", {"rivers"}),
        ("CAFE", {"cafe"}),
        ("and", {"near"}),
        ("AND", {"near"}),
        ("brought OR plain", set()),
        ("NEAR(and or)", set()),
        ("NEAR(title", {"near"}),
        ("title:and", set()),
        ("column:", {"near"}),
        ("title", {"near"}),
        ("rivers north -", {"rivers"}),
        ('"', set()),
        ("*", set()),
        ("", set()),
        ("- * \" ' ^ ( )", set()),
        ("well-known", set()),
    ],
)
def test_words(shelved: CaseFile, words: str, found: set[str]) -> None:
    with shelved.reading() as session:
        assert {hit.id for hit in search(session, Book, read_query(words))} == found
        assert set(session.scalars(select(Book.id).where(Book.id.in_(matching(Book, words))))) == found


def test_only_what_to_leave_out_is_answered_with_a_sentence() -> None:
    with pytest.raises(Problem, match="only what to leave out"):
        read_query("-brought")


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab\"“”'*-+^():{}[] \0\n\\NEARTOD.é"), max_size=20))
def test_whatever_is_typed_never_reaches_the_index_as_syntax(typed: str) -> None:
    try:
        query = read_query(typed).whole.sql
    except Problem:
        return
    outside = "".join(query.split('"')[::2])
    assert set(outside.replace("AND", "").replace("NOT", "").replace("OR", "")) <= set(" *()")


def test_a_hit_says_where_its_words_stand(shelved: CaseFile) -> None:
    with shelved.reading() as session:
        [hit] = search(session, Book, read_query("weir"), limit=5)
    assert [hit.text[start:end] for start, end in hit.found] == ["weir"]
    assert hit.text == BOOKS["rivers"][1]


def test_the_best_comes_first_and_no_more_than_asked_for(case: CaseFile) -> None:
    with case.change("Buy") as session:
        session.execute(insert(Book), [{"id": f"b{n}", "title": "long " * 50 + "weir"} for n in range(5)])
        session.execute(insert(Book), [{"id": "best", "title": "weir"}])
    with case.reading() as session:
        assert next(hit.id for hit in search(session, Book, read_query("weir"))) == "best"
        assert len(search(session, Book, read_query("weir"), limit=2)) == 2


def test_the_index_follows_edits_undo_and_redo(shelved: CaseFile) -> None:
    def found(words: str) -> set[str]:
        with shelved.reading() as session:
            return {hit.id for hit in search(session, Book, read_query(words))}

    with shelved.change("Retitle") as session:
        session.execute(update(Book).where(Book.id == "plain").values(title="Fancy"))
    assert (found("plain"), found("fancy")) == (set(), {"plain"})
    shelved.undo()
    assert (found("plain"), found("fancy")) == ({"plain"}, set())
    with shelved.change("Clear") as session:
        session.execute(delete(Book))
    assert found("plain") == set()
    shelved.undo()
    assert found("plain") == {"plain"}
    assert shelved.verify().ok


def test_two_searches_in_one_query(shelved: CaseFile) -> None:
    both = select(Book.id).where(Book.id.in_(matching(Book, "brought")), Book.id.in_(matching(Book, "weir")))
    with shelved.reading() as session:
        assert session.scalars(both).all() == ["rivers"]


def test_a_table_without_an_index_cannot_be_searched(case: CaseFile) -> None:
    with case.reading() as session, pytest.raises(RuntimeError):
        search(session, Shelf.__table__, read_query("x"))  # type: ignore[arg-type]  # a table of any kind is refused
