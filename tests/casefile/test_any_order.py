"""Edits, cascades, undo and redo in any order, older changes too, against a model that keeps whole states."""

import copy
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from casefile.library import PLAN, Book, Loan, Reader, Shelf, everything
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from workbench.casefile import CaseFile, keys, new_id
from workbench.casefile.casefile import create_with, open_with
from workbench.casefile.keys import Key
from workbench.problems import Problem

State = dict[str, dict[str, dict[str, Any]]]

KEY = Key(bytes(range(32)), keys.MAGIC + bytes(12))
POINTS = (
    ("shelf", "inside", "shelf"),
    ("book", "shelf", "shelf"),
    ("book", "sequel_of", "book"),
    ("loan", "book", "book"),
    ("loan", "reader", "reader"),
)
WORDS = st.sampled_from(["Art", "Law", "Travel", "Weir", "O'Brien", "café"])
NUMBERS = st.integers(0, 3)


@dataclass
class Done:
    """A change as the model knows it: what each row was before and after, in the columns that moved."""

    rows: dict[tuple[str, str], tuple[dict[str, Any] | None, dict[str, Any] | None]]


def difference(before: State, after: State) -> Done:
    rows: dict[tuple[str, str], tuple[dict[str, Any] | None, dict[str, Any] | None]] = {}
    for table in before:
        for row in {**before[table], **after[table]}:
            was, now = before[table].get(row), after[table].get(row)
            if was is not None and now is not None:
                moved = [name for name in was if was[name] != now[name]]
                if moved:
                    rows[table, row] = (
                        {name: was[name] for name in moved},
                        {name: now[name] for name in moved},
                    )
            elif was != now:
                rows[table, row] = (was, now)
    return Done(rows)


def taken_back(state: State, done: Done) -> State | None:
    """The state without this change, or None where a row moved on or something would not fit."""
    result = copy.deepcopy(state)
    for (table, row), (before, after) in done.rows.items():
        here = state[table].get(row)
        if (here is None) != (after is None):
            return None
        if here is not None and after is not None and any(here[name] != after[name] for name in after):
            return None
        if before is None:
            del result[table][row]
        else:
            result[table][row] = {**(here or {}), **before}
    return result if stands(result) else None


def stands(state: State) -> bool:
    """Whether every pointer points at something and what must be unique is."""
    for table, column, target in POINTS:
        for values in state[table].values():
            if values[column] is not None and values[column] not in state[target]:
                return False
    cards = [values["card"] for values in state["reader"].values() if values["card"] is not None]
    loans = [(values["book"], values["reader"]) for values in state["loan"].values()]
    return len(cards) == len(set(cards)) and len(loans) == len(set(loans))


class AnyOrder(RuleBasedStateMachine):
    """One real encrypted file and the model beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.case: CaseFile = create_with(self.folder / "library.rpw", KEY, PLAN, by="Ada")
        self.state: State = {"shelf": {}, "book": {}, "reader": {}, "loan": {}}
        self.changes: dict[int, Done] = {}
        self.done: list[int] = []
        self.undone: list[int] = []

    def teardown(self) -> None:
        found = self.case.verify()
        assert found.ok, found.problems
        self.case.close()
        assert [each.name for each in self.folder.iterdir()] == ["library.rpw"]
        shutil.rmtree(self.folder)

    # Work

    def pick(self, table: str, number: int) -> str | None:
        rows = sorted(self.state[table])
        return rows[number % len(rows)] if rows else None

    def changed(self) -> None:
        """Take up what a change did, as the file shows it."""
        with self.case.reading() as session:
            now = everything(session)
        if now == self.state:
            return
        number = self.case.last_change
        self.changes[number] = difference(self.state, now)
        self.done.append(number)
        self.undone.clear()
        self.state = now

    @rule(word=WORDS, inside=NUMBERS, nested=st.booleans())
    def put_up_a_shelf(self, word: str, inside: int, nested: bool) -> None:
        with self.case.change("Put up a shelf") as session:
            session.add(Shelf(name=word, inside=self.pick("shelf", inside) if nested else None))
        self.changed()

    @rule(word=WORDS, shelf=NUMBERS, sequel=NUMBERS, count=st.integers(1, 3))
    def buy(self, word: str, shelf: int, sequel: int, count: int) -> None:
        with self.case.change("Buy") as session:
            for _ in range(count):
                session.add(
                    Book(
                        id=new_id(),
                        title=word,
                        shelf=self.pick("shelf", shelf),
                        sequel_of=self.pick("book", sequel) if sequel else None,
                        cover=word.encode(),
                    )
                )
        self.changed()

    @rule(word=WORDS, card=st.none() | NUMBERS)
    def a_reader_comes(self, word: str, card: int | None) -> None:
        try:
            with self.case.change("A reader comes") as session:
                session.add(Reader(name=word, card=card))
        except IntegrityError:
            return
        self.changed()

    @rule(book=NUMBERS, reader=NUMBERS)
    def lend(self, book: int, reader: int) -> None:
        chosen, who = self.pick("book", book), self.pick("reader", reader)
        if chosen is None or who is None:
            return
        try:
            with self.case.change("Lend") as session:
                session.add(Loan(book=chosen, reader=who))
        except IntegrityError:
            return
        self.changed()

    @rule(book=NUMBERS, word=WORDS)
    def retitle(self, book: int, word: str) -> None:
        with self.case.change("Retitle") as session:
            session.execute(update(Book).where(Book.id == self.pick("book", book)).values(title=word))
        self.changed()

    @rule(book=NUMBERS, shelf=NUMBERS, sequel=NUMBERS)
    def move(self, book: int, shelf: int, sequel: int) -> None:
        with self.case.change("Move") as session:
            session.execute(
                update(Book)
                .where(Book.id == self.pick("book", book))
                .values(shelf=self.pick("shelf", shelf), sequel_of=self.pick("book", sequel))
            )
        self.changed()

    @rule(first=NUMBERS, second=NUMBERS)
    def swap_cards(self, first: int, second: int) -> None:
        one, other = self.pick("reader", first), self.pick("reader", second)
        if one is None or other is None or one == other:
            return
        cards = self.state["reader"][one]["card"], self.state["reader"][other]["card"]
        with self.case.change("Swap cards") as session:
            for reader, card in ((one, None), (other, cards[0]), (one, cards[1])):
                session.execute(update(Reader).where(Reader.id == reader).values(card=card))
        self.changed()

    @rule(table=st.sampled_from([Shelf, Book, Reader, Loan]), number=NUMBERS)
    def remove(self, table: type[Shelf] | type[Book] | type[Reader] | type[Loan], number: int) -> None:
        try:
            with self.case.change("Remove") as session:
                session.execute(delete(table).where(table.id == self.pick(table.__tablename__, number)))
        except IntegrityError:  # a loan keeps it
            return
        self.changed()

    @rule(word=WORDS, shelf=NUMBERS)
    def put_up_and_take_down_in_one(self, word: str, shelf: int) -> None:
        with self.case.change("A shelf for a moment, and another") as session:
            session.add(Shelf(id=(passing := new_id()), name=word))
            session.flush()
            session.add(Book(title=word, shelf=passing))
            session.flush()
            session.execute(update(Shelf).where(Shelf.id == self.pick("shelf", shelf)).values(name=word))
            session.execute(delete(Shelf).where(Shelf.id == passing))
        before = self.state
        self.changed()
        if self.state == before:  # the record has it, though nothing moved in the end
            self.changes[self.case.last_change] = Done({})
            self.done.append(self.case.last_change)
            self.undone.clear()

    # Taking back

    def reverse(self, number: int) -> None:
        expected = taken_back(self.state, self.changes[number])
        hindrance = self.case.in_the_way(number)
        if expected is None:
            with pytest.raises(Problem):
                self.case.undo_change(number)
            return
        assert hindrance is None
        told = self.case.undo_change(number)
        self.changes[told.number] = difference(self.state, expected)
        if not self.changes[told.number].rows:
            self.changes[told.number] = Done({})
        self.state = expected
        source, target = (self.done, self.undone) if number in self.done else (self.undone, self.done)
        source.remove(number)
        target.append(told.number)

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        self.reverse(self.done[-1])

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        self.reverse(self.undone[-1])

    @precondition(lambda self: self.done or self.undone)
    @rule(data=st.data())
    def undo_an_older_one(self, data: st.DataObject) -> None:
        self.reverse(data.draw(st.sampled_from(self.done + self.undone)))

    @precondition(lambda self: self.done)
    @rule()
    def all_the_way_back_and_forward(self) -> None:
        """As far as it goes: an older change undone out of turn may stand in the way."""
        for numbers in (self.done, self.undone):
            while numbers:
                left = len(numbers)
                self.reverse(numbers[-1])
                if len(numbers) == left:
                    break

    @rule()
    def close_and_reopen(self) -> None:
        self.case.close()
        self.case = open_with(self.folder / "library.rpw", KEY, PLAN, by="Bea")

    @invariant()
    def as_the_model_says(self) -> None:
        with self.case.reading() as session:
            assert everything(session) == self.state
        labels = [entry.number for entry in self.case.history() if entry.can_undo]
        assert sorted(labels) == sorted(self.done + self.undone)
        assert (self.case.undo_label is None, self.case.redo_label is None) == (
            not self.done,
            not self.undone,
        )


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
