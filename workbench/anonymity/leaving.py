"""Whether the case can leave anonymous: who has no pseudonym yet, and which words a person has yet to decide about."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from workbench.anonymity.folding import folded
from workbench.anonymity.reader import Anonymous, anonymous_reader, reader_with_words
from workbench.casefile import Base
from workbench.casefile.searching import matching
from workbench.people import PersonView, people
from workbench.problems import Problem

EXAMPLES = 3
_AROUND = 32


@dataclass(frozen=True)
class WordToDecide:
    """An ordinary word that is somebody's name too, as it stands in the case with a capital."""

    word: str
    whose: tuple[str, ...]
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Hold:
    """One reason why nothing leaves anonymous yet. `thing` is the id of a person, or the word."""

    kind: str
    thing: str
    sentence: str


def without_pseudonym(session: Session) -> list[PersonView]:
    """The people who have no pseudonym yet, and so hold back whatever leaves anonymous."""
    return [person for person in people(session) if not person.pseudonym]


def words_to_decide(session: Session) -> list[WordToDecide]:
    """The words to decide about that stand in the case, the most frequent first, each with a few examples."""
    return _words_to_decide(session, anonymous_reader(session))


def _words_to_decide(session: Session, known: Anonymous) -> list[WordToDecide]:
    undecided = known.to_decide
    if not undecided:
        return []
    reader = reader_with_words(session, undecided)
    found: list[WordToDecide] = []
    for word, whose in undecided.items():
        count, examples = 0, list[str]()
        for text in _texts_with(session, word):
            for start, end in reader.places_of(word, text):
                count += 1
                if len(examples) < EXAMPLES:
                    examples.append(_around(text, start, end))
        if count:
            found.append(WordToDecide(word.capitalize(), tuple(whose), count, tuple(examples)))
    return sorted(found, key=lambda each: (-each.count, each.word))


def shared_names(session: Session) -> list[str]:
    """What is doubtful about names that several people have, in sentences."""
    return [
        f"{len(whose)} people are called {word.title()}: {', '.join(whose)}. "
        "Where the records do not say which, no pseudonym can tell."
        for word, whose in sorted(anonymous_reader(session).shared.items())
    ]


def ready_to_leave(session: Session) -> list[Hold]:
    """Everything that holds an anonymous document back; empty when one can leave."""
    reader = anonymous_reader(session)
    held = [
        Hold("person", person.id, f"{person.name} has no pseudonym.") for person in without_pseudonym(session)
    ]
    held += [
        Hold(
            "pseudonym",
            person.id,
            f"The pseudonym “{person.pseudonym}” says a name that stands in this case.",
        )
        for person in people(session)
        if person.pseudonym and reader.names_in(person.pseudonym)
    ]
    held += [
        Hold("word", one.word, f"“{one.word}” stands {one.count} times with a capital and may be a name.")
        for one in _words_to_decide(session, reader)
    ]
    return held


def check_ready(session: Session) -> None:
    """Raises `Problem`, with everything that holds it back, where nothing can leave anonymous yet."""
    held = ready_to_leave(session)
    if not held:
        return
    people_held = [one for one in held if one.kind == "person"]
    sentences = " ".join(one.sentence for one in held)
    do = "Give each a pseudonym in Case, People" if people_held else "Settle them in Case, Anonymity"
    if people_held and len(people_held) < len(held):
        do += ", and settle the rest in Case, Anonymity"
    raise Problem(f"Nothing can leave anonymous yet. {sentences}", f"{do}, and try again.")


def _texts_with(session: Session, word: str) -> Iterator[str]:
    """Every text of the case in which a word stands, found by the full-text index."""
    for table in Base.metadata.sorted_tables:
        columns = table.info.get("search")
        if columns:
            yield from _rows_with(session, table, columns, word)


def _rows_with(session: Session, table: Table, columns: list[str], word: str) -> Iterator[str]:
    asked = matching(table, f'"{word}"')
    for row in session.execute(select(*(table.c[name] for name in columns)).where(table.c.id.in_(asked))):
        yield from (text for text in row if isinstance(text, str) and word in folded(text))


def _around(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    cut = f"{'…' if start > _AROUND else ''}{before}{text[start:end]}{after}"
    return " ".join(cut.split()) + ("…" if end + _AROUND < len(text) else "")
