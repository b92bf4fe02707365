"""The words of a piece as the page shows them, and the way from each place in them back to the stored text.

What is shown differs from what is stored in two ways: the reader may be anonymous, and tracked changes carry
their word ("inserted", "deleted"), so that they are not told by a line alone. Offsets are code points counted
from the start of the whole text for what is stored, and from the start of the piece for what is shown.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.anonymity.rendering import Span, render
from workbench.reading.document import Mark, Piece

TRACKED = {"inserted": "inserted", "deleted": "deleted", "moved": "moved"}
"""The marks that carry a word, and the word."""


@dataclass(frozen=True)
class Styled:
    """A stretch of what is shown that has something to it: the kind of a mark, or "word" for a word of ours."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Shown:
    """A piece as shown. `spans` cover the text from end to end, in order; a word of ours stands for nothing stored."""

    text: str
    spans: tuple[Span, ...]
    styled: tuple[Styled, ...]

    def stored(self, at: int, *, back: bool = False) -> int:
        """The place in the stored text behind a place in what is shown; within a pseudonym its end, or its start."""
        found = self.spans[0]
        for span in self.spans[max(0, bisect_right(self.spans, at, key=lambda each: each.shown_start) - 1) :]:
            found = span
            if at < span.shown_end:
                break
        return _across(
            at, found.shown_start, found.shown_end, found.stored_start, found.stored_end, whole=not back
        )

    def shown(self, at: int, *, ends: bool = False) -> int:
        """The place in what is shown of a place in the stored text; `ends` where a stretch ends there."""
        for span in self.spans:
            if span.stored_start == span.stored_end:
                continue
            if at < span.stored_end or (ends and at == span.stored_end):
                return _across(
                    max(at, span.stored_start),
                    span.stored_start,
                    span.stored_end,
                    span.shown_start,
                    span.shown_end,
                    whole=ends,
                )
        return self._last

    @property
    def _last(self) -> int:
        real = [span.shown_end for span in self.spans if span.stored_start != span.stored_end]
        return real[-1] if real else len(self.text)

    def of(self, start: int, end: int) -> tuple[int, int]:
        """What is shown of a stored stretch. A name that stands for another is shown whole or not at all."""
        return self.shown(start), self.shown(end, ends=True)


def _across(at: int, start: int, end: int, other_start: int, other_end: int, *, whole: bool) -> int:
    if end - start == other_end - other_start:
        return other_start + at - start
    if at <= start:
        return other_start
    return other_end if whole or at >= end else other_start


def words_shown(text: str, piece: Piece) -> Shown:
    """A piece as its reader sees it; `text` is that of the piece alone."""
    cuts = [mark for mark in piece.marks if mark.kind in TRACKED]
    rendered = render(text)
    spans: list[Span] = []
    styled: list[Styled] = []
    out: list[str] = []
    at = 0

    def add(words: str, start: int, end: int) -> None:
        nonlocal at
        spans.append(Span(at, at + len(words), start, end))
        out.append(words)
        at += len(words)

    def word(words: str, where: int) -> None:
        styled.append(Styled(at, at + len(words), "word"))
        add(words, where, where)

    edges = sorted({edge for mark in cuts for edge in (mark.start, mark.end)})
    for span in rendered.spans:
        shown = rendered.text[span.shown_start : span.shown_end]
        start, end = piece.start + span.stored_start, piece.start + span.stored_end
        alike = text[span.stored_start : span.stored_end] == shown
        here = start
        for edge in [each for each in edges if start <= each < end] if alike else ():
            if edge > here:
                add(shown[here - start : edge - start], here, edge)
                here = edge
            _words_at(edge, cuts, word)
        if not alike:
            # A pseudonym is never cut in two; what begins or ends within it is told before it.
            for edge in [each for each in edges if start <= each < end]:
                _words_at(edge, cuts, word)
        if here < end or not alike:
            add(shown[here - start :] if alike else shown, here, end)
    for edge in (each for each in edges if each >= piece.start + len(text)):
        _words_at(edge, cuts, word)
    if not spans:
        add("", piece.start, piece.end)
    made = Shown("".join(out), tuple(spans), ())
    for mark in piece.marks:
        begin, finish = made.of(mark.start, mark.end)
        styled.append(Styled(begin, finish, mark.kind))
    return Shown(made.text, made.spans, tuple(styled))


def _words_at(edge: int, marks: Sequence[Mark], word: Callable[[str, int], None]) -> None:
    for mark in marks:
        if mark.end == edge and mark.start < edge:
            word("]", edge)
    for mark in marks:
        if mark.start == edge and mark.end > edge:
            word(f"[{TRACKED[mark.kind]} ", edge)
