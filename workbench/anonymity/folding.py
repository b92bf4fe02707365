"""Text folded so that one name, however it is written, has one form; with the way back to what is stored.

Capitals become small letters, accents go, each kind of apostrophe, dash and space becomes one, white space within
a line and over one line end becomes a single space, and characters that cannot be seen go altogether. A blank line
stays two spaces, so that no name reaches over the end of a paragraph.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

_UNSEEN = "\u0300-\u036f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_WIDE = {
    "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th",
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
}  # fmt: skip
_NARROW = {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ı": "i"}
_ODD = re.compile(r"[^\x00-\x7f]")
_OTHER_LENGTH = re.compile(rf"[{_UNSEEN}{''.join(_WIDE)}]")
_SPACES = re.compile("  +")
_APOSTROPHES = frozenset("’‘ʼʹ′`´＇‛")
_DASHES = frozenset("‐‑‒–—−﹣－")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text. `back` gives the place in the text as it was."""

    text: str
    _starts: list[int]
    _before: list[int]
    _grew: bool
    """Whether some letter became several."""

    def back(self, at: int) -> int:
        """The place, in the text as it was, of the character at a place in the folded text."""
        if not self._starts:
            return at
        segment = bisect_right(self._starts, at) - 1
        place = self._before[segment] + at - self._starts[segment]
        if self._grew and segment + 1 < len(self._before):
            return min(place, self._before[segment + 1])
        return place


def fold(text: str) -> Folded:
    """Fold a text, and remember where its pieces came from."""
    odd = set() if text.isascii() else set(_ODD.findall(text))
    plain = _spaced(text, odd)
    starts: list[int] = []
    before: list[int] = []
    pieces: list[str] = []
    at = made = 0
    for first, last, into in _unequal(plain, odd):
        piece = plain[at:first]
        starts += (made, made + len(piece))
        before += (at, first)
        pieces += (piece, into)
        made += len(piece) + len(into)
        at = last
    if pieces:
        starts.append(made)
        before.append(at)
        plain = "".join([*pieces, plain[at:]])
    for each in odd:
        if each not in _WIDE and (alike := _plain(each)) != each:
            plain = plain.replace(each, alike)
    return Folded(
        plain.replace("\n", " ").replace("`", "'").lower(), starts, before, not odd.isdisjoint(_WIDE)
    )


def folded(words: str) -> str:
    """A name in its folded form."""
    return " ".join(fold(words).text.split())


def _spaced(text: str, odd: set[str]) -> str:
    """The text with every blank within a line as a space, one for one."""
    text = text.replace("\t", " ").replace("\r", " ")
    for each in odd:
        if each.isspace():
            text = text.replace(each, " ")
    return text


def _unequal(text: str, odd: set[str]) -> list[tuple[int, int, str]]:
    """The stretches that become shorter or longer, in order: (start, end, what they become)."""
    found: list[tuple[int, int, str]] = []
    length = len(text)
    reached = 0
    at = text.find("\n")
    while at >= 0:
        first, last = at, at + 1
        while first > reached and text[first - 1] == " ":
            first -= 1
        while last < length and text[last] == " ":
            last += 1
        if (
            text[first - 1 : first] == "-"
            and text[first - 2 : first - 1].isalpha()
            and text[last : last + 1].isalpha()
        ):
            found.append((first - 1, last, ""))
        elif last - first > 1:
            found.append((first, last, " "))
        reached = last
        at = text.find("\n", last)
    if "  " in text:
        found += [
            (each.start(), each.end(), " ")
            for each in _SPACES.finditer(text)
            if text[each.end() : each.end() + 1] != "\n" and text[each.start() - 1 : each.start()] != "\n"
        ]
    if any(_OTHER_LENGTH.match(each) for each in odd):
        found += [
            (each.start(), each.end(), _WIDE.get(each.group(), "")) for each in _OTHER_LENGTH.finditer(text)
        ]
    found.sort()
    return found


@lru_cache(maxsize=4096)
def _plain(odd: str) -> str:
    """One plain character for an odd one; a letter that has none stays, and what is no letter becomes a mark."""
    if odd in _APOSTROPHES:
        return "'"
    if odd in _DASHES:
        return "-"
    if odd in _NARROW:
        return _NARROW[odd]
    base = "".join(each for each in unicodedata.normalize("NFKD", odd) if not unicodedata.combining(each))
    if len(base) == 1 and (base.isascii() or base.isalpha()):
        return base
    # A capital whose small letter takes more room would shift whatever stands behind it.
    return odd if odd.isalpha() and len(odd.lower()) == 1 else "*"
