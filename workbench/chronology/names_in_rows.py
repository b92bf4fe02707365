"""Names in the cells of people columns, matched to the people a case knows."""

import re
import unicodedata
from collections.abc import Mapping

_TITLE = re.compile(r"^(?:mr|mrs|ms|miss|mx|dr|master|sir|rev|prof|pc|dc|ps|sgt)\.?\s+", re.IGNORECASE)
_PARTED = re.compile(r"\s*(?:[;/\n&+]|,(?!\s*(?:jr|sr)\b)|\band\b|\bplus\b|\bwith\b)\s*", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*[\(\[]([^()\[\]]*)[\)\]]\s*")
_NOBODY = re.compile(
    r"(?:n/?[akr]|none|nil|no ?one|nobody|not (?:known|recorded|stated|applicable|seen|clear)|"
    r"unknown|yes|no|y|n|all|both|[-–—.?*x]+|tbc|see (?:above|text|notes)|as above|ditto|\d+|alone|others?|various|"
    r"not present|absent|true|false)\.?",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\b(?:d\.?o\.?b\.?|nhs|no|aged?)\b.*|\d.*", re.IGNORECASE)


def name_key(name: str) -> str:
    """A name for matching: letters only, without title, accents, case, hyphens or apostrophes."""
    bare = _TITLE.sub("", name.strip())
    plain = unicodedata.normalize("NFKD", bare)
    return "".join(character for character in plain.casefold() if character.isalpha())


class NameMatcher:
    """Finds known people by any of their names."""

    def __init__(self, people: Mapping[str, str]) -> None:
        self._by_key: dict[str, str | None] = {}
        for name, person in people.items():
            for key in {name_key(name), _swapped(name)}:
                if key and self._by_key.setdefault(key, person) != person:
                    # Two people share the name: nobody is guessed.
                    self._by_key[key] = None
        spelt = sorted(
            {_spelling(name) for name in people if len(name_key(name)) >= 3}, key=len, reverse=True
        )
        initials = [re.escape(name) for name in people if len(name) == 2 and name.isupper()]
        # Two letters are somebody only in capitals: "MO" is the mother, "mo" is anything.
        spelt = [f"(?i:{name})" for name in spelt] + initials
        self._anyone = re.compile(rf"(?<!\w)(?:{'|'.join(spelt)})(?!\w)") if spelt else None
        self._cells: dict[str, tuple[tuple[str, str | None], ...]] = {}

    def person(self, name: str) -> str | None:
        """Whose name this is, if it is exactly one person's."""
        return self._by_key.get(name_key(name)) or self._by_key.get(_swapped(name))

    def mentioned(self, text: str) -> list[str]:
        """The people whose names stand in running text, in the order they are first named."""
        if self._anyone is None:
            return []
        found = (self.person(name[0]) for name in self._anyone.finditer(text))
        return list(dict.fromkeys(person for person in found if person is not None))

    def people(self, cell: str) -> tuple[tuple[str, str | None], ...]:
        """Everyone a cell names, as written, each with the person it stands for or None."""
        found = self._cells.get(cell)
        if found is None:
            found = self._cells[cell] = self._read(cell)
        return found

    def _read(self, cell: str) -> tuple[tuple[str, str | None], ...]:
        whole = " ".join(cell.split())
        if not whole or _NOBODY.fullmatch(whole):
            return ()
        person = self.person(whole)
        if person is not None:
            return ((whole, person),)
        bare = " ".join(_BRACKETS.sub(" ", whole).split())
        named = _NUMBERS.sub("", bare).strip(" ,;:-")
        person = self.person(named)
        if person is not None:
            return ((named, person),)
        names: list[tuple[str, str | None]] = []
        parts = [part for part in _PARTED.split(_BRACKETS.sub(" ", cell)) if part and part.strip()]
        if (
            "," in bare
            and len(parts) == 2
            and not any(self.person(part) for part in parts)
            and _one_name(bare)
        ):
            # "Tolland, Kerry" is one person, surname first.
            parts = [bare]
        for part in parts:
            name = _NUMBERS.sub("", part).strip(" .,;:-")
            if (
                name
                and len(name) <= 80
                and not _NOBODY.fullmatch(name)
                and name not in (seen for seen, _ in names)
            ):
                names.append((name, self.person(name)))
        return tuple(names)


def _spelling(name: str) -> str:
    """A pattern for a name however its hyphens, spaces and apostrophes are set."""
    words = [re.escape(word) for word in re.split(r"[\s\-]+", name.strip()) if word]
    return r"[\s\-]?".join(words).replace("'", "['’]?").replace("’", "['’]?")


def _one_name(text: str) -> bool:
    before, _, after = text.partition(",")
    return len(before.split()) == 1 and len(after.split()) in (1, 2) and before.isupper() and len(before) > 2


def _swapped(name: str) -> str:
    before, comma, after = name.partition(",")
    return name_key(f"{after} {before}") if comma else ""
