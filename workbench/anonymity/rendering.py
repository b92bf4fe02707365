"""The one function through which case text passes on its way to any reader.

Real text is stored; what a reader sees is a rendering of it with a map of where each piece came from, so that
a place in what is shown can be found again in what is stored. Offsets are Unicode code points, half-open.
Today every reader is shown names; each place, document and terminal already asks here.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """A stretch of shown text and the stretch of stored text it stands for."""

    shown_start: int
    shown_end: int
    stored_start: int
    stored_end: int


@dataclass(frozen=True)
class Rendered:
    """Text as a reader sees it, and where each piece came from."""

    text: str
    spans: tuple[Span, ...]

    def stored(self, offset: int) -> int:
        """The place in the stored text behind a place in the shown text."""
        for span in self.spans:
            if span.shown_start <= offset <= span.shown_end:
                if span.shown_end - span.shown_start == span.stored_end - span.stored_start:
                    return span.stored_start + offset - span.shown_start
                return span.stored_start if offset < span.shown_end else span.stored_end
        return 0


def render(text: str) -> Rendered:
    """The text as its reader sees it."""
    return Rendered(text, (Span(0, len(text), 0, len(text)),))


def say(text: str) -> str:
    """The text alone, for whoever needs no map back."""
    return render(text).text
