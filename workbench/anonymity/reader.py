"""The anonymous reader of a case: it shows every person under a pseudonym."""

import re

from sqlalchemy.orm import Session

from workbench.anonymity.rendering import Named, Reader, Rendered, Span
from workbench.people import PersonView, people

TABLES = frozenset({"person", "alias", "service", "organisation"})
"""The tables whose changes make another reader."""


def anonymous_reader(session: Session) -> Reader:
    """The reader that sees none of the names of this case."""
    return _Pseudonyms(people(session))


def without_pseudonym(session: Session) -> list[PersonView]:
    """The people who have no pseudonym yet, and so hold back whatever leaves anonymous."""
    return [person for person in people(session) if not person.pseudonym]


class _Pseudonyms:
    months_only = True

    def __init__(self, everyone: list[PersonView]) -> None:
        self._shown = {
            name: person.pseudonym or _withheld(person)
            for person in everyone
            for name in (person.name, *person.aliases)
        }
        names = sorted(map(re.escape, self._shown), key=len, reverse=True)
        self._names = re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)") if names else None

    def render(self, text: str) -> Rendered:
        spans, pieces, at, shown = [], [], 0, 0
        for found in self._names.finditer(text) if self._names else ():
            for piece, start, end in (
                (text[at : found.start()], at, found.start()),
                (self._shown[found.group()], found.start(), found.end()),
            ):
                if piece:
                    spans.append(Span(shown, shown + len(piece), start, end))
                    shown += len(piece)
                    pieces.append(piece)
            at = found.end()
        if at < len(text) or not spans:
            spans.append(Span(shown, shown + len(text) - at, at, len(text)))
            pieces.append(text[at:])
        return Rendered("".join(pieces), tuple(spans))

    def say_name(self, text: str) -> str:
        return self._shown.get(text.strip(), "")

    def say_person(self, person: Named) -> str:
        return person.pseudonym or _withheld(person)

    def say_service(self, name: str) -> str:
        return self.render(name).text

    def say_file(self, name: str, code: str | None, what: str) -> str:
        return f"{code} {what}".strip() if code else what or "A document"


def _withheld(person: Named) -> str:
    return f"[{person.role}]" if person.role else "[someone]"
