"""The documents of a case as one list: whose they are, what they are, and how far a member has read them.

Filters an `Ask` may carry: `words` (in the title or the service, as its reader sees them), `unread` (true) and
`service` (a code; "" for documents of no one service). Sorts: by service (none asked), `title`, `newest`, `unread`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from workbench.anonymity.rendering import say_file, say_name, say_service
from workbench.chronology.events import Event
from workbench.listing import Ask, Column, Shown
from workbench.materials import Material, MaterialText, ReadBy, StoppedAt, TextPart
from workbench.people import Service
from workbench.review import members
from workbench.themes.tags import PassageView, Tag, passages

KINDS: Mapping[str, str] = {
    "pdf": "PDF",
    "docx": "Word",
    "xlsx": "Excel",
    "xlsm": "Excel",
    "csv": "CSV",
    "eml": "E-mail",
    "txt": "Text",
    "md": "Text",
    "png": "Picture",
    "jpg": "Picture",
    "jpeg": "Picture",
    "tif": "Picture",
    "tiff": "Picture",
}
"""What people call a kind of file."""

COLUMNS = (
    Column("ref", "Ref", 48, "ref", shown=False),
    Column("document", "Document", 240, "text"),
)
SORTS: Mapping[str, str] = {
    "": "By service",
    "title": "By name",
    "newest": "Newest first",
    "unread": "Unread first",
}
"""The orders the list can stand in, and their words."""


def kind_word(kind: str) -> str:
    """What people call a kind of file."""
    return KINDS.get(kind, kind.upper() or "File")


@dataclass(frozen=True)
class OnShelf:
    """One document as the list shows it."""

    id: str
    number: int
    title: str
    """As its reader sees it."""
    kind: str
    service: str
    """Code; "" where it belongs to no one service."""
    service_name: str
    parent: str | None
    """The e-mail it came with."""
    attachments: int
    pages: int | None
    characters: int | None
    """None where no text was read from it yet; 0 where it has none."""
    events: int
    distressing: bool
    read: bool
    stopped: str
    """How far the member came, in words; empty where they have not begun or have read it."""

    @property
    def ref(self) -> str:
        """Its short reference."""
        return f"M{self.number}"

    @property
    def state(self) -> str:
        """How far it is read, in words."""
        return "read" if self.read else self.stopped or "unread"

    @property
    def about(self) -> str:
        """What it is and how far it is read: "PDF · 22 pages · at page 7"."""
        if self.distressing:
            return f"{kind_word(self.kind)} · distressing · {self.state}"
        parts = [kind_word(self.kind)]
        if self.events:
            parts.append(f"{self.events:,} event{'' if self.events == 1 else 's'}")
        elif self.pages and self.kind != "xlsx":
            pages = f"{self.pages:,} page{'' if self.pages == 1 else 's'}"
            parts.append(f"{pages}, no text" if self.characters == 0 else pages)
        elif self.characters == 0:
            parts.append("no text")
        if self.attachments:
            parts = [f"with {self.attachments} attachment{'' if self.attachments == 1 else 's'}"]
        return " · ".join([*parts, self.state])


@dataclass(frozen=True)
class Head:
    """A service that stands over its documents; without a code, those of no one service."""

    code: str
    name: str
    colour: str
    count: int


@dataclass(frozen=True)
class _Whose:
    """A service, as documents are ordered by it and found by its name."""

    code: str
    name: str
    """As its reader sees it."""
    colour: str
    place: int
    """In the panel's order; after all services where it is none."""


_NOBODYS = _Whose("", "", "", 1_000_000)
_Line = SqlRow[str, int, str, str, str, str | None, str | None, str | None, int | None]
"""What order and filters need of a document: id, number, name, title, kind, parent_id, service_id, read, place."""


class Shelf:
    """The listing of documents, for one member of the panel.

    What orders and filters need is read once and kept, so that a filter asks nothing of the case as it is typed;
    who owns the listing says by `forget` when it may have changed.
    """

    name = "materials"
    tables = frozenset({"material", "service", "read_by"})

    def __init__(self, by: str) -> None:
        self.by = by
        self._lines: list[_Line] | None = None
        self._services: Mapping[str | None, _Whose] = {}
        self._said: list[str] = []
        self._last: list[_Line] = []

    @property
    def columns(self) -> Sequence[Column]:
        """The reference, which is hidden, and the document."""
        return COLUMNS

    def forget(self) -> None:
        """Documents, or who reads, may have changed: the next that is asked is read anew."""
        self._lines = None
        self._said = []

    def ids(self, session: Session, ask: Ask) -> list[str]:
        """The ids asked for; by service, each e-mail is followed by what came attached to it."""
        lines = self._lines
        if lines is None:
            self._services, lines = _services(session), _lines(session, self.by)
            self._lines = lines = _with_what_came_attached(lines, self._services)
        words = str(ask.filters.get("words") or "").casefold().split()
        if words:
            self._said = self._said or [self._words_of(each) for each in lines]
            said = self._said
            lines = [each for at, each in enumerate(lines) if all(word in said[at] for word in words)]
        if ask.filters.get("unread"):
            lines = [each for each in lines if not each.read]
        service = ask.filters.get("service")
        if service is not None:
            lines = [each for each in lines if self._whose(each).code == service]
        match ask.sort:
            case "title":
                lines = sorted(lines, key=lambda each: self._title(each).casefold())
            case "newest":
                lines = sorted(lines, key=lambda each: -each.number)
            case "unread":
                lines = sorted(
                    lines, key=lambda each: (bool(each.read), bool(each.place and not each.read), each.number)
                )
        self._last = lines
        return [each.id for each in lines]

    def _whose(self, line: _Line) -> _Whose:
        return self._services.get(line.service_id, _NOBODYS)

    def _title(self, line: _Line) -> str:
        return title_of(line.title, line.name, self._whose(line).code or None, line.kind)

    def _words_of(self, line: _Line) -> str:
        whose = self._whose(line)
        return f"{self._title(line)} {whose.code} {whose.name} M{line.number}".casefold()

    def heads(self, ask: Ask) -> list[Head]:
        """The services over the rows that `ids` gave last; none where the list stands in another order."""
        if ask.sort is not None:
            return []
        found: list[tuple[_Whose, int]] = []
        for each in self._last:
            whose = self._whose(each)
            if found and (each.parent_id is not None or found[-1][0] is whose):
                found[-1] = found[-1][0], found[-1][1] + 1
            else:
                found.append((whose, 1))
        return [Head(whose.code, whose.name, whose.colour, count) for whose, count in found]

    def records(self, session: Session, ids: Sequence[str]) -> Mapping[str, Mapping[str, Shown]]:
        """What stands in each column. The mark says what the list draws: kind, and unread, begun or attached."""
        return {
            each.id: {
                "ref": Shown(each.ref),
                "document": Shown(each.title, each.about, _mark(each)),
            }
            for each in on_shelf(session, self.by, ids)
        }


def _mark(each: OnShelf) -> str:
    words = [each.kind or "file"]
    if each.distressing:
        words.append("distressing")
    if not each.read:
        words.append("begun" if each.stopped else "unread")
    if each.parent is not None:
        words.append("attached")
    return " ".join(words)


def _services(session: Session) -> dict[str | None, _Whose]:
    rows = session.execute(select(Service.id, Service.code, Service.name, Service.colour, Service.position))
    return {
        row.id: _Whose(row.code, say_service(row.name) if row.name else "", row.colour or "", row.position)
        for row in rows
    }


def _lines(session: Session, by: str) -> list[_Line]:
    rows = session.execute(
        select(
            Material.id,
            Material.number,
            Material.name,
            Material.title,
            Material.kind,
            Material.parent_id,
            Material.service_id,
            ReadBy.id.label("read"),
            StoppedAt.place,
        )
        .outerjoin(ReadBy, (ReadBy.material_id == Material.id) & (ReadBy.by == by))
        .outerjoin(StoppedAt, (StoppedAt.material_id == Material.id) & (StoppedAt.by == by))
        .order_by(Material.number)
    )
    return list(rows.all())


def _with_what_came_attached(lines: Sequence[_Line], services: Mapping[str | None, _Whose]) -> list[_Line]:
    """By service, then as they came, attachments behind their e-mail."""
    known = {each.id for each in lines}
    under: dict[str, list[_Line]] = {}
    roots = []
    for each in lines:
        if each.parent_id in known:
            under.setdefault(each.parent_id or "", []).append(each)
        else:
            roots.append(each)
    ordered: list[_Line] = []

    def put(each: _Line) -> None:
        ordered.append(each)
        for inner in under.get(each.id, ()):
            put(inner)

    for root in sorted(roots, key=lambda each: services.get(each.service_id, _NOBODYS).place):
        put(root)
    return ordered


def on_shelf(session: Session, by: str, ids: Sequence[str]) -> list[OnShelf]:
    """The documents with these ids, as they came."""
    query = (
        select(
            Material.id,
            Material.number,
            Material.name,
            Material.title,
            Material.kind,
            Material.parent_id,
            Material.distressing,
            Material.text_id,
            Service.code,
            Service.name.label("service"),
            MaterialText.pages,
            MaterialText.characters,
            ReadBy.id.label("read"),
            StoppedAt.place,
            StoppedAt.pages.label("in_pages"),
        )
        .outerjoin(Service, Service.id == Material.service_id)
        .outerjoin(MaterialText, MaterialText.id == Material.text_id)
        .outerjoin(ReadBy, (ReadBy.material_id == Material.id) & (ReadBy.by == by))
        .outerjoin(StoppedAt, (StoppedAt.material_id == Material.id) & (StoppedAt.by == by))
        .where(Material.id.in_(ids))
        .order_by(Material.number)
    )
    events = _counted(session, Event.material_id, ids)
    attached = _counted(session, Material.parent_id, ids)
    found: list[OnShelf] = []
    for row in session.execute(query):
        begun = row.place and not row.read
        found.append(
            OnShelf(
                row.id,
                row.number,
                title_of(row.title, row.name, row.code, row.kind),
                row.kind,
                row.code or "",
                say_service(row.service) if row.service else "",
                row.parent_id,
                attached.get(row.id, 0),
                row.pages,
                row.characters,
                events.get(row.id, 0),
                row.distressing,
                row.read is not None,
                _how_far(session, row) if begun else "",
            )
        )
    return found


def _counted(
    session: Session, column: InstrumentedAttribute[str | None], ids: Sequence[str]
) -> dict[str, int]:
    rows = session.execute(select(column, func.count()).where(column.in_(ids)).group_by(column))
    return {str(one): count for one, count in rows}


def title_of(title: str, name: str, code: str | None, kind: str) -> str:
    """What a document is called, as its reader sees it: its title, or its file's name without the ending."""
    called = title or (name.rpartition(".")[0] if "." in name.lstrip(".") else name) or name
    return say_file(called, code, "e-mail" if kind == "eml" else f"{kind_word(kind)} document")


def _how_far(session: Session, row: SqlRow[*tuple[Any, ...]]) -> str:
    """How far someone came who stopped at a place: "at page 7", or a share where there are no pages."""
    if row.in_pages:
        return f"at page {row.place + 1}"
    if row.pages and row.text_id:
        page = session.scalar(
            select(TextPart.page)
            .where(TextPart.text_id == row.text_id, TextPart.start <= row.place)
            .order_by(TextPart.start.desc())
            .limit(1)
        )
        return f"at page {page}" if page else "begun"
    return f"{min(99, row.place * 100 // row.characters)} % read" if row.characters else "begun"


# ---- who has read it


@dataclass(frozen=True)
class Readers:
    """Who has read a document, with the day, and which members of the panel have not yet."""

    read: tuple[tuple[str, str], ...]
    not_yet: tuple[str, ...]


def readers(session: Session, material_id: str) -> Readers:
    """Who has read a document."""
    read = [
        (by, at)
        for by, at in session.execute(
            select(ReadBy.by, ReadBy.at).where(ReadBy.material_id == material_id).order_by(ReadBy.at)
        )
    ]
    names = {name.casefold() for name, _ in read}
    return Readers(
        tuple((say_name(name), at) for name, at in read),
        tuple(say_name(each.name) for each in members(session) if each.name.casefold() not in names),
    )


def unread(session: Session, by: str) -> int:
    """How many documents a member has not read."""
    read = select(ReadBy.material_id).where(ReadBy.by == by)
    return session.scalar(select(func.count()).select_from(Material).where(Material.id.not_in(read))) or 0


def tagged_between(session: Session, material_id: str, start: int, end: int) -> list[PassageView]:
    """The tagged passages that touch a stretch of a document's text, in order."""
    found = passages(session, Tag.material_id == material_id, Tag.start < end, Tag.end > start)
    return [each for each in found if each.placed]


def tagged_passages(session: Session, tag_ids: Sequence[str]) -> list[PassageView]:
    """The passages that these tags are on; tags on events, and those that are gone, are left out."""
    return passages(session, Tag.id.in_(tag_ids), Tag.material_id.is_not(None))


def tagged_passage(session: Session, tag_id: str) -> PassageView | None:
    """The passage that a tag is on, by the tag's id; None where there is no such tag, or it is on an event."""
    found = tagged_passages(session, [tag_id])
    return found[0] if found else None
