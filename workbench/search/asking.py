"""What a person asks: words, whose names, and where to look; and the same words sought in text that has no index."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.casefile import Query, Term, tokens_of
from workbench.people import PersonView


@dataclass(frozen=True)
class Where:
    """Where to look: everywhere, or only in what belongs to some services or to one document."""

    services: tuple[str, ...] = ()
    """Codes."""
    material: str | None = None
    """An id."""

    def __bool__(self) -> bool:
        return bool(self.services or self.material)

    def of(self, service: str | None, material: str | None) -> tuple[str, list[object]]:
        """The same as a condition in SQL, given what in `source` names the service and the document.

        Either is an expression for an id, or None where such things have none: then nothing of them is found.
        """
        parts: list[str] = []
        values: list[object] = []
        if self.services:
            codes = "SELECT id FROM service WHERE code IN (SELECT value FROM json_each(?))"
            parts.append("0" if service is None else f"{service} IN ({codes})")
            values += [] if service is None else [json.dumps(self.services)]
        if self.material:
            parts.append("0" if material is None else f"{material} = ?")
            values += [] if material is None else [self.material]
        return " AND ".join(parts), values


def while_typed(words: str) -> str:
    """Words still being typed, so that the last is found by its beginning: "immun" finds immunisations."""
    return f"{words}*" if words[-1:].isalnum() and words.count('"') % 2 == 0 else words


def names_of(person: PersonView) -> Query:
    """A question for the places where someone is named by any of the names in the records."""
    names = dict.fromkeys(name.strip() for name in (person.name, *person.aliases))
    terms = tuple(Term(name) for name in names if any(letter.isalnum() for letter in name))
    return Query((terms,)) if terms else Query(())


def stands_in(query: Query, text: str) -> tuple[tuple[int, int], ...]:
    """Where what is asked stands in a text that no index holds; nowhere unless all of it does."""
    tokens = tokens_of(text)
    if any(_places(term, tokens) for term in query.unwanted):
        return ()
    found: list[tuple[int, int]] = []
    for group in query.wanted:
        places = [place for term in group for place in _places(term, tokens)]
        if not places:
            return ()
        found += places
    return tuple(sorted(set(found)))


def _places(term: Term, tokens: Sequence[tuple[str, int, int]]) -> list[tuple[int, int]]:
    wanted = term.tokens
    if not wanted:
        return []
    found = []
    for at in range(len(tokens) - len(wanted) + 1):
        here = [word for word, _, _ in tokens[at : at + len(wanted)]]
        last = here[-1].startswith(wanted[-1]) if term.begins else here[-1] == wanted[-1]
        if last and tuple(here[:-1]) == wanted[:-1]:
            found.append((tokens[at][1], tokens[at + len(wanted) - 1][2]))
    return found
