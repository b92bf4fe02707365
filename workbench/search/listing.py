"""Every place found, as a table that reads only the rows it shows.

Filters of an `Ask`: `words`, or `person` (an id, whose names are sought); `within` (kinds) and `services` (codes).
"""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from workbench.listing import Ask, Column, Shown
from workbench.problems import Problem
from workbench.search.finding import Hit, keys, shown

COLUMNS = (
    Column("within", "In", 84, "meta", sortable=False),
    Column("ref", "Ref", 60, "ref", sortable=False),
    Column("title", "Where", 190, "text", sortable=False),
    Column("page", "Page", 52, "meta", sortable=False),
    Column("words", "Words around it", 460, "context", sortable=False),
)
KIND_NAMES: Mapping[str, str] = {
    "person": "Person",
    "material": "Document",
    "passage": "Tagged",
    "event": "Event",
    "note": "Note",
    "finding": "Finding",
    "recommendation": "Recommendation",
    "action": "Action",
    "theme": "Theme",
}
"""What each kind is called beside a hit."""


class HitsListing:
    """The listing of hits, whose ids are the keys of hits."""

    name = "hits"
    tables = frozenset(
        {
            "person",
            "alias",
            "material",
            "tag",
            "theme",
            "event",
            "note",
            "finding",
            "recommendation",
            "action",
            "service",
        }
    )

    def __init__(self) -> None:
        self._words = ""
        self._person: str | None = None
        self._held: tuple[Ask, list[str]] | None = None

    def hold(self, ask: Ask, ids: list[str]) -> None:
        """Keep what `find` gave: until other ids are held, `ids` gives these for this ask without seeking them."""
        self._held = ask, ids

    @property
    def columns(self) -> Sequence[Column]:
        """Every column there is, in the first order."""
        return COLUMNS

    def ids(self, session: Session, ask: Ask) -> list[str]:
        """The keys of what is found, by kind and best first. Words that cannot be asked find nothing."""
        self._words, self._person = _asked(ask)
        if self._held is not None and self._held[0] == ask:
            return self._held[1]
        return self.find(session, ask)

    def find(self, session: Session, ask: Ask) -> list[str]:
        """The same, sought now: it changes nothing here, so that it can be done on another thread."""
        words, person = _asked(ask)
        if not words.strip() and person is None:
            return []
        try:
            return keys(
                session,
                words,
                within=_texts(ask.filters.get("within")),
                services=_texts(ask.filters.get("services")),
                person_id=person,
            )
        except Problem:  # `count`, which is asked as well, says it
            return []

    def records(self, session: Session, ids: Sequence[str]) -> Mapping[str, Mapping[str, Shown]]:
        """What stands in each column, for each key."""
        return {key: _record(hit) for key, hit in self.hits(session, ids).items()}

    def hits(self, session: Session, ids: Sequence[str]) -> Mapping[str, Hit]:
        """The hits themselves, for these keys."""
        return shown(session, self._words, ids, self._person)


def _asked(ask: Ask) -> tuple[str, str | None]:
    person = ask.filters.get("person")
    return str(ask.filters.get("words") or ""), str(person) if person else None


def _record(hit: Hit) -> dict[str, Shown]:
    mark = " ".join(f"{start}-{end}" for start, end in hit.found)
    return {
        "within": Shown(KIND_NAMES[hit.within]),
        "ref": Shown(hit.ref),
        "title": Shown(hit.title),
        "page": Shown(str(hit.page) if hit.page and hit.start is not None else ""),
        "words": Shown(hit.snippet, mark=mark),
    }


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else []
