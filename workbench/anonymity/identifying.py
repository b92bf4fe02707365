"""What people tell the program so that nobody is given away: places and other words, and names that are words.

A name that is an ordinary word as well ("Will", "May", "Price") is replaced alone only where a person has said that
in this case it is the name. Each further word that would identify someone is written down with what stands for it.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workbench.anonymity.folding import folded
from workbench.casefile import CaseFile, Row
from workbench.problems import Problem
from workbench.records import edit, get, remove, worded


class Identifier(Row):
    """A word or words that would identify someone: a town, a school, a road, a pet; and what is shown for them."""

    __tablename__ = "identifier"
    words: Mapped[str]
    shown: Mapped[str]


class NameWord(Row):
    """An ordinary word that is part of somebody's name, and whether it is to be read as the name in this case."""

    __tablename__ = "name_word"
    word: Mapped[str] = mapped_column(unique=True)
    """Folded: small letters, no accents."""
    is_name: Mapped[bool]


@dataclass(frozen=True)
class IdentifierView:
    """An identifying word and what stands for it."""

    id: str
    words: str
    shown: str


def identifiers(session: Session) -> list[IdentifierView]:
    """The identifying words of the case, by the alphabet."""
    rows = session.scalars(select(Identifier).order_by(Identifier.words, Identifier.id))
    return [IdentifierView(row.id, row.words, row.shown) for row in rows]


def add_identifier(case: CaseFile, words: str, shown: str) -> str:
    """Say that some words would identify someone, and what stands for them; gives the id."""
    words = worded(words, "word")
    shown = worded(shown, "replacement")
    with case.change("Add a word that identifies someone") as session:
        if any(folded(one.words) == folded(words) for one in identifiers(session)):
            raise Problem(f"“{words}” is in the list already.", "Change what stands for it there.")
        _hides(words, shown)
        row = Identifier(words=words, shown=shown)
        session.add(row)
        session.flush()
        return row.id


def edit_identifier(case: CaseFile, identifier_id: str, **values: object) -> None:
    """Change identifying words, or what stands for them (`words`, `shown`)."""
    values = {name: worded(str(value), "word") for name, value in values.items()}
    with case.change("Change a word that identifies someone") as session:
        row = get(session, Identifier, identifier_id)
        _hides(str(values.get("words", row.words)), str(values.get("shown", row.shown)))
        edit(case, Identifier, identifier_id, "Change a word that identifies someone", **values)


def remove_identifier(case: CaseFile, identifier_id: str) -> None:
    """Take identifying words off the list: they are shown again."""
    remove(case, Identifier, identifier_id, "Remove a word that identifies someone")


def name_words(session: Session) -> dict[str, bool]:
    """What people have decided about names that are ordinary words: True where the word is the name."""
    return {row.word: row.is_name for row in session.scalars(select(NameWord))}


def decide_word(case: CaseFile, word: str, is_name: bool) -> None:
    """Say whether an ordinary word, written with a capital, is somebody's name in this case."""
    plain = folded(word)
    sentence = "Say that a word is a name" if is_name else "Say that a word is no name"
    with case.change(sentence) as session:
        row = session.scalar(select(NameWord).where(NameWord.word == plain))
        if row is None:
            session.add(NameWord(word=worded(plain, "word"), is_name=is_name))
        else:
            row.is_name = is_name


def _hides(words: str, shown: str) -> None:
    if f" {folded(words)} " in f" {folded(shown)} ":
        raise Problem(
            f"“{shown}” still says “{words}”.",
            "Choose words that name nobody, such as “the town” or “School 1”.",
        )
