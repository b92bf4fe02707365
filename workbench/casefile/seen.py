"""What this computer remembers of the case files opened on it, to tell an older or parted copy.

For each random file id the last change seen here and its head, with a trail of the heads before it in short
form: no path, no title, no name. The caller says where it is stored.
"""

import json
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Final

from workbench.casefile.casefile import CaseFile

_SHORT: Final = 8  # hex digits of each head in the trail
_LONGEST: Final = 20_000


_KEYS: Final = {"number", "head", "first", "trail"}


class Kind(Enum):
    """How the file just opened stands to the one of the same id last open here."""

    NEW = "new"
    SAME = "same"
    OLDER = "older"
    PARTED = "parted"


@dataclass(frozen=True)
class Standing:
    """What to tell whoever opened the file; nothing where `what` is empty."""

    kind: Kind
    what: str = ""
    do: str = ""


_OLDER: Final = Standing(
    Kind.OLDER,
    "This is an older copy: on this computer the case was last open with changes that are not in this file.",
    "Close it and open the newer one, unless you mean to go on from here.",
)
_PARTED: Final = Standing(
    Kind.PARTED,
    "This copy has parted from the one last open on this computer: each has changes that the other lacks.",
    "Settle with the others which one goes on, and enter in it by hand what only the other has.",
)


class SeenHere:
    """The store: one JSON file. What cannot be read in it is taken as nothing remembered."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def standing(self, case: CaseFile) -> Standing:
        """How the file just opened stands to what is remembered. Ask before `note`."""
        seen = self._read().get(case.id)
        if seen is None:
            return Standing(Kind.NEW)
        if case.last_change >= seen["number"]:
            return Standing(Kind.SAME) if _goes_on(case, seen) else _PARTED
        place = (case.last_change - seen["first"]) * _SHORT
        if place < 0:  # older than the trail goes back
            return _OLDER
        return _OLDER if case.head.startswith(seen["trail"][place : place + _SHORT]) else _PARTED

    def note(self, case: CaseFile) -> None:
        """Remember the file as it is now. Worth doing after opening, when idle, and before closing."""
        store = self._read()
        seen = store.get(case.id)
        trail, after = "", max(0, case.last_change - _LONGEST)
        if seen is not None and _goes_on(case, seen):
            if seen["number"] == case.last_change:
                return
            trail, after = seen["trail"], seen["number"]
        trail += "".join(head[:_SHORT] for head in case.heads(after=after))
        trail = trail[-_LONGEST * _SHORT :]
        store[case.id] = {
            "number": case.last_change,
            "head": case.head,
            "first": case.last_change - len(trail) // _SHORT + 1,
            "trail": trail,
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_name(self.path.name + ".new")
        new.write_text(json.dumps(store), encoding="utf-8")
        new.replace(self.path)

    def _read(self) -> dict[str, Any]:
        try:
            store = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(store, dict):
            return {}
        return {name: seen for name, seen in store.items() if isinstance(seen, dict) and seen.keys() >= _KEYS}


def _goes_on(case: CaseFile, seen: dict[str, Any]) -> bool:
    """Whether the file holds the last change that was seen here, and perhaps more after it."""
    head: str = seen["head"]
    return case.heads(after=seen["number"] - 1, limit=1) == [head]
