"""The one way by which case text reaches a screen, a page or a terminal: named, or anonymous.

Real text is stored; what a reader sees is a rendering of it with a map of where each piece came from, so that
a place in what is shown can be found again in what is stored. Offsets are Unicode code points, half-open.

Who reads is ambient (`reading_as`): each thread, and each piece of work handed to another thread, carries its own
reader, so that an anonymous document can be written while the window shows names.

Which function to ask:

- `say` for prose, as people or agencies wrote it; `render` where offsets are needed;
- `say_name` for a field that holds a name and nothing else: who recorded it, an author, a key worker;
- `say_person` for someone in the case, `say_service` for a service, `say_file` for the name of a file;
- dates and ages say themselves: `say_when` and `age` in `workbench.chronology.when` ask here.
"""

from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Span:
    """A stretch of shown text and the stretch of stored text it stands for."""

    shown_start: int
    shown_end: int
    stored_start: int
    stored_end: int
    replaced: bool = False
    """Whether something else is shown; a place within it has no other end than its two edges."""


@dataclass(frozen=True)
class Rendered:
    """Text as a reader sees it, and where each piece came from."""

    text: str
    spans: tuple[Span, ...]

    def stored(self, offset: int) -> int:
        """The place in the stored text behind a place in the shown text; from within a pseudonym, its start."""
        span = self.spans[max(0, bisect_right(self.spans, offset, key=lambda each: each.shown_start) - 1)]
        if not span.replaced:
            return span.stored_start + min(offset, span.shown_end) - span.shown_start
        return span.stored_end if offset >= span.shown_end else span.stored_start

    def shown(self, offset: int) -> int:
        """The place in the shown text for a place in the stored text; from within a name, its pseudonym's start."""
        span = self.spans[max(0, bisect_right(self.spans, offset, key=lambda each: each.stored_start) - 1)]
        if not span.replaced:
            return span.shown_start + min(offset, span.stored_end) - span.stored_start
        return span.shown_end if offset >= span.stored_end else span.shown_start

    def stored_range(self, start: int, end: int) -> tuple[int, int]:
        """The stored stretch behind a shown one; a pseudonym that is only touched is taken whole."""
        return self._whole(start, end, shown=True)

    def shown_range(self, start: int, end: int) -> tuple[int, int]:
        """The shown stretch for a stored one; a name that is only touched is shown by its whole pseudonym."""
        return self._whole(start, end, shown=False)

    def _whole(self, start: int, end: int, *, shown: bool) -> tuple[int, int]:
        at = self.stored if shown else self.shown
        first, last = at(start), at(end)
        for span in self.spans:
            begins, ends = (
                (span.shown_start, span.shown_end) if shown else (span.stored_start, span.stored_end)
            )
            if span.replaced and begins < end < ends:
                last = span.stored_end if shown else span.shown_end
        return first, max(first, last)


class Named(Protocol):
    """Someone in the case, as far as naming them goes."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def pseudonym(self) -> str | None: ...
    @property
    def role(self) -> str: ...


class Reader(Protocol):
    """Whoever reads without names. `workbench.anonymity` makes one from the people and services of a case."""

    @property
    def months_only(self) -> bool:
        """Whether dates are shown by their month, and ages counted by calendar month."""
        ...

    def render(self, text: str) -> Rendered: ...
    def say_name(self, text: str) -> str: ...
    def say_person(self, person: Named) -> str: ...
    def say_service(self, name: str) -> str: ...
    def say_file(self, name: str, code: str | None, what: str) -> str: ...


_reader: ContextVar[Reader | None] = ContextVar("reader", default=None)


def reader() -> Reader | None:
    """Who reads; None for a reader of names."""
    return _reader.get()


def is_anonymous() -> bool:
    """Whether the one who reads sees no names."""
    return _reader.get() is not None


@contextmanager
def reading_as(who: Reader | None) -> Iterator[None]:
    """Render all text within for this reader; None for names."""
    before = _reader.set(who)
    try:
        yield
    finally:
        _reader.reset(before)


def read_from_now_on_as(who: Reader | None) -> None:
    """Render all text of this thread for this reader until told otherwise: what the window's switch does."""
    _reader.set(who)


def render(text: str) -> Rendered:
    """Prose as its reader sees it, with the map back."""
    who = _reader.get()
    return Rendered(text, (Span(0, len(text), 0, len(text)),)) if who is None else who.render(text)


def say(text: str) -> str:
    """Prose as its reader sees it, for whoever needs no map back."""
    who = _reader.get()
    return text if who is None else who.render(text).text


def say_name(text: str) -> str:
    """A field that holds a name and nothing else: a pseudonym or a role where it is known, else nothing."""
    who = _reader.get()
    return text if who is None else who.say_name(text)


def say_person(person: Named) -> str:
    """Someone in the case: the name, or the pseudonym."""
    who = _reader.get()
    return person.name if who is None else who.say_person(person)


def say_service(name: str) -> str:
    """A service or an organisation by its name: its own, or the one it is published under."""
    who = _reader.get()
    return name if who is None else who.say_service(name)


def say_file(name: str, code: str | None = None, what: str = "") -> str:
    """A file: its name or title, or the service's code and what it is ("HV chronology")."""
    who = _reader.get()
    return name if who is None else who.say_file(name, code, what)
