"""The documents of a case as one list: whose they are, what they are, and how far a member has read them.

Filters an `Ask` may carry: `words` (in the title or the service, as its reader sees them), `unread` (true) and
`service` (a code; "" for documents of no one service). Sorts: by service (none asked), `title`, `newest`, `unread`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
    colour: str
    place: int
    """Of its service, in the panel's order; after all of them where it has none."""
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


class Shelf:
    """The listing of documents, for one member of the panel."""

    name = "materials"
    tables = frozenset({"material", "service", "read_by"})

    def __init__(self, by: str) -> None:
        self.by = by
        self._last: list[OnShelf] = []

    @property
    def columns(self) -> Sequence[Column]:
        """The reference, which is hidden, and the document."""
        return COLUMNS

    def ids(self, session: Session, ask: Ask) -> list[str]:
        """The ids asked for; by service, each e-mail is followed by what came attached to it."""
        self._last = self.documents(session, ask)
        return [each.id for each in self._last]

    def heads(self, ask: Ask) -> list[Head]:
        """The services over the rows that `ids` gave last; none where the list stands in another order."""
        if ask.sort is not None:
            return []
        found: list[Head] = []
        for each in self._last:
            if found and (each.parent is not None or found[-1].code == each.service):
                found[-1] = replace(found[-1], count=found[-1].count + 1)
            else:
                found.append(Head(each.service, each.service_name, each.colour, 1))
        return found

    def documents(self, session: Session, ask: Ask) -> list[OnShelf]:
        """The documents asked for, in order."""
        everything = on_shelf(session, self.by)
        words = str(ask.filters.get("words") or "").casefold().split()
        service = ask.filters.get("service")
        kept = [
            each
            for each in everything
            if all(
                word in f"{each.title} {each.service} {each.service_name} {each.ref}".casefold()
                for word in words
            )
            and (not ask.filters.get("unread") or not each.read)
            and (service is None or each.service == service)
        ]
        match ask.sort:
            case "title":
                kept.sort(key=lambda each: each.title.casefold())
            case "newest":
                kept.sort(key=lambda each: -each.number)
            case "unread":
                kept.sort(key=lambda each: (each.read, bool(each.stopped), each.number))
        return kept

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


def on_shelf(session: Session, by: str, ids: Sequence[str] | None = None) -> list[OnShelf]:
    """Every document (or those with these ids) by service, then as they came, attachments behind their e-mail."""
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
            Service.colour,
            Service.position,
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
        .order_by(Material.number)
    )
    if ids is not None:
        query = query.where(Material.id.in_(ids))
    events = _counted(session, Event.material_id)
    attached = _counted(session, Material.parent_id)
    found: dict[str, OnShelf] = {}
    for row in session.execute(query):
        begun = row.place and not row.read
        found[row.id] = OnShelf(
            row.id,
            row.number,
            title_of(row.title, row.name, row.code, row.kind),
            row.kind,
            row.code or "",
            say_service(row.service) if row.service else "",
            row.colour or "",
            row.position if row.position is not None else 1_000_000,
            row.parent_id,
            attached.get(row.id, 0),
            row.pages,
            row.characters,
            events.get(row.id, 0),
            row.distressing,
            row.read is not None,
            _how_far(session, row) if begun else "",
        )
    if ids is not None:
        return list(found.values())
    return _with_what_came_attached(found)


def _counted(session: Session, column: InstrumentedAttribute[str | None]) -> dict[str, int]:
    rows = session.execute(select(column, func.count()).where(column.is_not(None)).group_by(column))
    return {str(one): count for one, count in rows}


def title_of(title: str, name: str, code: str | None, kind: str) -> str:
    """What a document is called, as its reader sees it: its title, or its file's name without the ending."""
    called = title or (name.rpartition(".")[0] if "." in name.lstrip(".") else name) or name
    return say_file(called, code, "e-mail" if kind == "eml" else f"{kind_word(kind)} document")


def _with_what_came_attached(found: Mapping[str, OnShelf]) -> list[OnShelf]:
    under: dict[str, list[OnShelf]] = {}
    roots = []
    for each in found.values():
        if each.parent in found:
            under.setdefault(each.parent or "", []).append(each)
        else:
            roots.append(each)
    ordered: list[OnShelf] = []

    def put(each: OnShelf) -> None:
        ordered.append(each)
        for inner in under.get(each.id, ()):
            put(inner)

    for root in sorted(roots, key=lambda each: (each.place, each.number)):
        put(root)
    return ordered


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
