"""The forms in which a name stands in records: whole, turned round, shortened, by initials, by one part alone."""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

from workbench.anonymity.folding import folded
from workbench.anonymity.words import (
    CAPITALISED,
    FEMALE_TITLES,
    KEPT_CAPITALS,
    MALE_TITLES,
    ORDINARY,
    PARTICLES,
    ROLE_WORDS,
    SUFFIXES,
    TITLES,
)

Part = Literal["whole", "given", "surname", "initials"]
Needs = Literal["nothing", "capital", "each", "capitals", "title", "same"]
"""What an occurrence must show to be read as the name: a capital at its start, at the start of each word, capitals
throughout, a title before it, or letter for letter what is shown."""

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NICKNAME = re.compile(r"""(?<!\S)["“”'‘]([^"“”'’‘]{2,})["“”'’](?!\S)""")


@dataclass(frozen=True)
class Parsed:
    """A name taken apart, folded: given names, surname, a title before it, and names in quotation marks."""

    given: tuple[str, ...]
    surname: str
    title: str
    nicknames: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """One way in which someone is written, folded; `owns` is what is left behind it, such as "'s"."""

    words: str
    part: Part
    needs: Needs
    owns: str = ""


def is_role(words: str) -> bool:
    """Whether these words tell someone's part and no name: "Mum", "maternal grandmother", "HV"."""
    tokens = re.findall(r"[^\W\d_]+", folded(words))
    return all(token in ROLE_WORDS for token in tokens)


def parse(name: str) -> Parsed:
    """Take a name apart: "Dr Anne O'Neil", "Fenwick, Kayleigh", "Nan Jean", "Maria de la Cruz"."""
    nicknames = tuple(folded(found) for found in _NICKNAME.findall(name) if not is_role(found))
    plain = folded(_ASIDE.sub(" ", _NICKNAME.sub(" ", name)))
    if "," in plain:
        last, _, first = plain.partition(",")
        plain = last if all(word.strip(".") in SUFFIXES for word in first.split()) else f"{first} {last}"
    tokens = [token.strip(".,;:") for token in re.sub(r"\.(?=[a-z])", ". ", plain).split()]
    tokens = [token for token in tokens if any(letter.isalpha() for letter in token)]
    title = ""
    while len(tokens) > 1 and (tokens[0] in TITLES or tokens[0] in ROLE_WORDS):
        title = tokens[0] if tokens[0] in TITLES else title
        tokens = tokens[1:]
    while len(tokens) > 1 and tokens[-1] in SUFFIXES:
        tokens = tokens[:-1]
    if not tokens:
        return Parsed((), "", title, nicknames)
    if len(tokens) == 1:
        return (
            Parsed((), tokens[0], title, nicknames) if title else Parsed((tokens[0],), "", title, nicknames)
        )
    at = next((at for at in range(1, len(tokens) - 1) if tokens[at] in PARTICLES), len(tokens) - 1)
    return Parsed(tuple(tokens[:at]), " ".join(tokens[at:]), title, nicknames)


def sex_of_title(title: str) -> str:
    """ "m", "f" or "" for a title."""
    return "m" if title in MALE_TITLES else "f" if title in FEMALE_TITLES else ""


def is_ordinary(word: str) -> bool:
    """Whether a name is an ordinary word too, so that a person must confirm it before it is replaced alone."""
    return word in ORDINARY or word in ROLE_WORDS


def forms(name: str, surnames: Container[str] = frozenset()) -> Iterator[Form]:
    """Every form of one name; the same words may come more than once.

    A name of one word is a first name, unless it is among the `surnames` of the case.
    """
    parsed = parse(name)
    given: tuple[str, ...] = parsed.given
    surname = parsed.surname
    if not surname and given and given[0] in surnames:
        surname, given = given[0], ()
    whole = folded(name).strip(" .,;:")
    if len(re.findall(r"[^\W\d_]{2,}", whole)) > 1:
        for each in _spelt(whole):
            yield Form(each, "whole", "capital" if _common(whole.split()) else "nothing")
    for alone in (*given[:1], *parsed.nicknames):
        if len(alone) > 1 or not surname:  # an initial before a surname is no name by itself
            yield from _alone(alone, "given")
    if surname:
        yield from _alone(surname, "surname")
    if not given or not surname:
        return
    yield from _whole(given, surname)
    for nickname in parsed.nicknames:
        yield from _whole((nickname,), surname)
    yield from _initials([name[0] for name in (*given, surname)])
    if len(given) > 1:
        yield from _initials([given[0][0], surname[0]])


def phrase(words: str) -> Iterator[Form]:
    """A name that is no person's: a place, a school, a service. One word with a capital asks for a capital."""
    plain = folded(words)
    needs: Needs = (
        "capital" if words.strip()[:1].isupper() and (" " not in plain or _common([plain])) else "nothing"
    )
    for each in _spelt(plain):
        yield Form(each, "whole", needs)


def _alone(word: str, part: Part) -> Iterator[Form]:
    ordinary = is_ordinary(word) or word in ("a", "i")
    needs: Needs = "title" if ordinary else "capital" if len(word) < 3 or word in CAPITALISED else "nothing"
    for each in _spelt(word):
        yield Form(each, part, needs)
    # "Kayleighs mum", "the Fenwicks": written without an apostrophe as often as with one.
    if not ordinary and len(word) > 2 and not word.endswith("s") and not is_ordinary(f"{word}s"):
        yield Form(f"{word}s", part, needs, "'s" if part == "given" else "")


def _whole(given: tuple[str, ...], surname: str) -> Iterator[Form]:
    first, middle = given[0], given[1:]
    common = _common([first, surname])
    needs: Needs = "capital" if common else "nothing"
    lasts = list(_spelt(surname))
    for one, last in product(_spelt(first), lasts):
        for words in (
            f"{one} {last}", f"{last}, {one}", f"{last},{one}", f"{last} {one}", f"{one}.{last}", f"{one}_{last}",
            f"{last}.{one}", f"{last}_{one}", f"{one}-{last}", f"{last}-{one}",
        ):  # fmt: skip
            yield Form(words, "whole", needs)
        if not common:
            yield Form(f"{one}{last}", "whole", "nothing")
            yield Form(f"{last}{one}", "whole", "nothing")
        yield Form(f"{one} {last[0]}.", "whole", "each")
        if not (is_ordinary(one) and last[0] in "ai"):  # "May I"
            yield Form(f"{one} {last[0]}", "whole", "each")
        if middle:
            rest, letters = " ".join(middle), [name[0] for name in middle]
            for between in (rest, " ".join(letters), ". ".join(letters) + "."):
                yield Form(f"{one} {between} {last}", "whole", needs)
                yield Form(f"{last}, {one} {between}", "whole", needs)
                yield Form(f"{last} {one} {between}", "whole", needs)
            yield Form(f"{one} {rest}", "whole", needs)
    letters = [name[0] for name in given]
    for last in lasts:
        for some in {tuple(letters[:1]), tuple(letters)}:
            for before in {" ".join(some), "".join(some), ".".join(some) + ".", ". ".join(some) + "."}:
                for words in (
                    f"{before} {last}",
                    f"{last} {before}",
                    f"{last}, {before}",
                    f"{last},{before}",
                ):
                    yield Form(words, "whole", "each")
                if before.endswith("."):
                    yield Form(f"{before}{last}", "whole", "each")


def _initials(letters: list[str]) -> Iterator[Form]:
    yield Form(".".join(letters) + ".", "initials", "capitals")
    yield Form(". ".join(letters) + ".", "initials", "capitals")
    yield Form(".".join(letters), "initials", "capitals")
    bare = "".join(letters)
    if bare not in KEPT_CAPITALS and bare not in ORDINARY:
        yield Form(bare, "initials", "capitals")


def _spelt(words: str) -> Iterable[str]:
    """One name with its hyphens and apostrophes written, left out, or as spaces."""
    spelt = {words}
    for mark in "-'":
        spelt |= {each.replace(mark, other) for each in spelt if mark in each for other in ("", " ")}
    if "-" in words:
        spelt.add(words.replace("-", " - "))
    return sorted(spelt)


def _common(words: list[str]) -> bool:
    """Whether every one of these words is an ordinary one, so that only a capital shows a name."""
    return all(
        is_ordinary(token) or len(token) < 3 or token in CAPITALISED
        for word in words
        for token in re.split(r"[ '-]", word)
    )
