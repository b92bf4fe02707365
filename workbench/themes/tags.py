"""Tags: a theme put on an event, or on a passage of a document, by a member."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    and_,
    cast,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from workbench.casefile import Base, CaseFile, Searched, new_id, now_utc
from workbench.materials import Material, TextPart
from workbench.problems import Problem
from workbench.records import get
from workbench.themes.codebook import Theme

RECENT = 500
"""How many of a member's last tags say which themes were used last."""
_SLICE = 500


class Tag(Searched):
    """One theme on one event or one passage. A passage with two themes has two tags.

    A passage is a stretch of a frozen text: `start` and `end` are code points, half-open, and `quote` is what
    stands there, so that it can be found again in another reading of the same document.
    """

    __tablename__ = "tag"
    theme_id: Mapped[str] = mapped_column(ForeignKey("theme.id", ondelete="RESTRICT"), index=True)
    event_id: Mapped[str | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    material_id: Mapped[str | None] = mapped_column(ForeignKey("material.id", ondelete="CASCADE"))
    text_id: Mapped[str | None] = mapped_column(ForeignKey("material_text.id", ondelete="RESTRICT"))
    start: Mapped[int | None]
    end: Mapped[int | None]
    page: Mapped[int | None]
    quote: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    by: Mapped[str]
    at: Mapped[str]
    __table_args__ = (
        CheckConstraint("(event_id IS NULL) <> (material_id IS NULL)", name="on_one_thing"),
        CheckConstraint(
            '(material_id IS NULL) = (text_id IS NULL) AND (material_id IS NULL) = ("end" IS NULL) '
            'AND (start IS NULL OR 0 <= start AND start < "end")',
            name="passage_has_its_place",
        ),
        Index("tag_in_material", "material_id", "start"),
        {"info": {"search": ["quote", "note"]}},
    )


@dataclass(frozen=True)
class Place:
    """A stretch of a document's text as it is shown now: code points, half-open."""

    material_id: str
    start: int
    end: int


@dataclass(frozen=True)
class PassageView:
    """A tag on a passage. Field names are those of the JSON."""

    id: str
    material: str
    """Short reference of the document."""
    material_id: str
    start: int
    end: int
    page: int | None
    text: str
    """What stands there."""
    theme: str
    """Code."""
    theme_id: str
    theme_name: str
    colour: str
    by: str
    at: str
    note: str
    placed: bool
    """False where the document was read anew and the passage could not be found in the new text."""


@dataclass(frozen=True)
class TagOnEvent:
    """A tag on an event."""

    id: str
    event_id: str
    theme: str
    """Code."""
    theme_id: str
    theme_name: str
    colour: str
    by: str
    at: str
    note: str


# ---- reading


def passages_on(session: Session, material_id: str) -> list[PassageView]:
    """The tags on a document's passages, as they stand in it; those not placed in its text come last."""
    return passages(session, Tag.material_id == material_id)


def passages(session: Session, *conditions: ColumnElement[bool]) -> list[PassageView]:
    """The tags on passages that meet the conditions on `Tag`, by document and place."""
    # Columns and not whole records: a document may have ten thousand.
    rows = session.execute(_PASSAGES.where(*conditions))
    return [PassageView(*tuple(row)) for row in rows]


_PASSAGES = (
    select(
        Tag.id,
        ("M" + cast(Material.number, String)).label("ref"),
        Material.id,
        func.coalesce(Tag.start, 0),
        func.coalesce(Tag.end, 0),
        Tag.page,
        Tag.quote,
        Theme.code,
        Theme.id,
        Theme.name,
        Theme.colour,
        Tag.by,
        Tag.at,
        Tag.note,
        Tag.text_id.is_not_distinct_from(Material.text_id),
    )
    .join(Theme, Theme.id == Tag.theme_id)
    .join(Material, Material.id == Tag.material_id)
    .order_by(
        Material.number,
        Tag.text_id.is_distinct_from(Material.text_id),
        Tag.start,
        Tag.end,
        Theme.position,
    )
)


def tags_on_events(session: Session, event_ids: Iterable[str]) -> dict[str, list[TagOnEvent]]:
    """The tags on these events, each event's in the order of the codebook; events without any are left out."""
    found: dict[str, list[TagOnEvent]] = {}
    for part in _slices(event_ids):
        for tag, code, name, colour in session.execute(
            select(Tag, Theme.code, Theme.name, Theme.colour)
            .join(Theme, Theme.id == Tag.theme_id)
            .where(Tag.event_id.in_(part))
            .order_by(Theme.dimension, Theme.position, Tag.id)
        ):
            event_id = tag.event_id or ""
            found.setdefault(event_id, []).append(
                TagOnEvent(tag.id, event_id, code, tag.theme_id, name, colour, tag.by, tag.at, tag.note)
            )
    return found


def last_used(session: Session, by: str, limit: int = 9) -> list[str]:
    """The ids of the themes a member used last, latest first, for keys 1 to 9; retired ones are left out."""
    recent = (
        select(Tag.theme_id)
        .join(Theme, Theme.id == Tag.theme_id)
        .where(Tag.by == by, Theme.retired.is_(False))
        .order_by(Tag.id.desc())
        .limit(RECENT)
    )
    return list(dict.fromkeys(session.scalars(recent)))[:limit]


def stretch(session: Session, text_id: str, start: int, end: int) -> str:
    """What stands between two offsets of a frozen text."""
    rows = session.execute(
        select(TextPart.start, TextPart.text)
        .where(
            TextPart.text_id == text_id,
            TextPart.start < end,
            TextPart.start + func.length(TextPart.text) > start,
        )
        .order_by(TextPart.start)
    )
    return "".join(text[max(0, start - at) : max(0, end - at)] for at, text in rows)


# ---- tagging


def tag_passage(case: CaseFile, material_id: str, start: int, end: int, theme_id: str, note: str = "") -> str:
    """Put a theme on a passage and give the tag's id; white space at its ends is left out.

    The same theme by the same member on the same passage again only adds the note. Raises `Problem` for a
    passage with no words, or a document without text.
    """
    with case.reading() as session:
        code = _offered(session, theme_id).code
        number = get(session, Material, material_id).number
    with case.change(f"Tag a passage of M{number} with {code}") as session:
        made = _passage_rows(session, [Place(material_id, start, end)], theme_id, case.by, note)
        row = made[0]
        there = session.scalars(
            select(Tag).where(
                Tag.theme_id == theme_id,
                Tag.text_id == row["text_id"],
                Tag.start == row["start"],
                Tag.end == row["end"],
                Tag.by == case.by,
            )
        ).first()
        if there is not None:
            if note.strip():
                there.note = note.strip()
            return there.id
        session.execute(insert(Tag), made)
        return str(row["id"])


def tag_places(case: CaseFile, theme_id: str, places: Sequence[Place], label: str = "") -> int:
    """Put a theme on many passages as one change, and give how many are new.

    Passages the member has tagged with it already, and those without words, are passed over. `label` says
    what they have in common: “Zephyrine”.
    """
    with case.reading() as session:
        code = _offered(session, theme_id).code
    said = f" that say “{label}”" if label else ""
    with case.change(f"Tag {_counted(len(places), 'passage')}{said} with {code}") as session:
        rows = _passage_rows(session, places, theme_id, case.by, "", skip=True)
        there = {
            (text_id, start, end)
            for text_id, start, end in session.execute(
                select(Tag.text_id, Tag.start, Tag.end).where(
                    Tag.theme_id == theme_id, Tag.by == case.by, Tag.text_id.is_not(None)
                )
            )
        }
        fresh = {key: row for row in rows if (key := (row["text_id"], row["start"], row["end"])) not in there}
        if fresh:
            session.execute(insert(Tag), list(fresh.values()))
        return len(fresh)


def tag_events(
    case: CaseFile, event_ids: Sequence[str], theme_id: str, on: bool = True, *, note: str = ""
) -> int:
    """Put a theme on events, or take it off them, as one change; gives how many were altered.

    An event that has the theme, whoever put it there, does not get it twice; taking it off takes all.
    """
    ids = list(dict.fromkeys(event_ids))
    with case.reading() as session:
        code = (_offered(session, theme_id) if on else get(session, Theme, theme_id)).code
    what = _counted(len(ids), "event")
    label = f"Tag {what} with {code}" if on else f"Take {code} off {what}"
    with case.change(label) as session:
        there = _tagged(session, ids, theme_id)
        if not on:
            tags = [tag for event_id in ids for tag in there.get(event_id, ())]
            _remove(session, tags)
            return len(there)
        known = _known_events(session, ids)
        if len(known) < len(ids):
            raise Problem(
                "One of these events is no longer in the case.", "It may have been undone; see History."
            )
        at = now_utc()
        rows = [
            {
                "id": new_id(),
                "theme_id": theme_id,
                "event_id": event_id,
                "note": note.strip(),
                "by": case.by,
                "at": at,
            }
            for event_id in ids
            if event_id not in there
        ]
        if rows:
            session.execute(insert(Tag), rows)
        return len(rows)


def untag(case: CaseFile, tag_ids: Sequence[str]) -> None:
    """Take tags away. Raises `Problem` when one is evidence in a finding."""
    with case.reading() as session:
        rows = [get(session, Tag, tag_id) for tag_id in tag_ids]
        codes = {session.get_one(Theme, row.theme_id).code for row in rows}
        passages = sum(row.material_id is not None for row in rows)
    what = (
        _counted(len(rows), "passage")
        if passages == len(rows)
        else _counted(len(rows), "event")
        if not passages
        else _counted(len(rows), "thing")
    )
    with case.change(
        f"Take {' and '.join(sorted(codes)) if len(codes) < 3 else 'themes'} off {what}"
    ) as session:
        _remove(session, [row.id for row in rows])


def tags_with(session: Session, theme_id: str) -> list[str]:
    """The ids of every tag of one theme, in the order they were made."""
    return list(session.scalars(select(Tag.id).where(Tag.theme_id == theme_id).order_by(Tag.id)))


def themes_on(session: Session, tag_ids: Sequence[str]) -> list[set[str]]:
    """For the thing that each of these tags is on, the ids of all themes on it."""
    tags = [get(session, Tag, tag_id) for tag_id in tag_ids]
    return [set(session.scalars(select(Tag.theme_id).where(_same_thing(tag)))) for tag in tags]


def tag_alike(case: CaseFile, tag_ids: Sequence[str], theme_id: str, on: bool = True) -> int:
    """Put a theme on the events and passages that these tags are on, or take it off them, as one change.

    Gives how many were altered.
    """
    with case.reading() as session:
        tags = [get(session, Tag, tag_id) for tag_id in dict.fromkeys(tag_ids)]
        code = (_offered(session, theme_id) if on else get(session, Theme, theme_id)).code
    events = [tag.event_id for tag in tags if tag.event_id is not None]
    places = [
        Place(tag.material_id, tag.start or 0, tag.end or 0) for tag in tags if tag.material_id is not None
    ]
    what = _counted(len(tags), "thing") if events and places else ""
    what = what or (_counted(len(events), "event") if events else _counted(len(places), "passage"))
    with case.change(f"Tag {what} with {code}" if on else f"Take {code} off {what}") as session:
        if on:
            return tag_events(case, events, theme_id) + tag_places(case, theme_id, places)
        gone = [
            tag_id
            for tag in tags
            for tag_id in session.scalars(select(Tag.id).where(_same_thing(tag), Tag.theme_id == theme_id))
        ]
        _remove(session, gone)
        return len(gone)


def _same_thing(tag: Tag) -> ColumnElement[bool]:
    """Tags on the same event, or on the same stretch of the same text."""
    if tag.event_id is not None:
        return Tag.event_id == tag.event_id
    return and_(Tag.text_id == tag.text_id, Tag.start == tag.start, Tag.end == tag.end)


def note_on_tag(case: CaseFile, tag_id: str, words: str) -> None:
    """Write why a theme was put there; empty words take the note away."""
    with case.reading() as session:
        code = session.get_one(Theme, get(session, Tag, tag_id).theme_id).code
    with case.change(f"Note on a tag of {code}") as session:
        get(session, Tag, tag_id).note = words.strip()


def _offered(session: Session, theme_id: str) -> Theme:
    theme = get(session, Theme, theme_id)
    if theme.retired:
        raise Problem(
            f"{theme.code} is retired, so nothing new can be tagged with it.",
            "Bring it back in Themes, or use another theme.",
        )
    return theme


def _passage_rows(
    session: Session, places: Sequence[Place], theme_id: str, by: str, note: str, *, skip: bool = False
) -> list[dict[str, object]]:
    """The rows of new tags on passages, in the order of the documents; each text is read once."""
    at = now_utc()
    made: list[dict[str, object]] = []
    for material_id, group in groupby(
        sorted(places, key=lambda place: (place.material_id, place.start)),
        key=lambda place: place.material_id,
    ):
        text_id = get(session, Material, material_id).text_id
        if text_id is None:
            raise Problem(
                "That document has no text to tag.", "Only what can be read as text can be tagged by passage."
            )
        wanted = list(group)
        first_part = (
            select(func.max(TextPart.number))
            .where(TextPart.text_id == text_id, TextPart.start <= max(0, wanted[0].start))
            .scalar_subquery()
        )
        parts = session.execute(
            select(TextPart.start, TextPart.text, TextPart.page)
            .where(TextPart.text_id == text_id, TextPart.number >= first_part)
            .where(TextPart.start < max(place.end for place in wanted))
            .order_by(TextPart.number)
        ).all()
        first = 0
        for place in wanted:
            while first + 1 < len(parts) and parts[first + 1].start <= place.start:
                first += 1
            quote = ""
            for begins, text, _ in parts[first:]:
                if begins >= place.end:
                    break
                quote += text[max(0, place.start - begins) : max(0, place.end - begins)]
            start = place.start + len(quote) - len(quote.lstrip())
            words = quote.strip()
            if not words or place.start < 0:
                if skip:
                    continue
                raise Problem("There are no words in that passage.", "Select the words to be tagged.")
            page = parts[first].page
            for begins, _, on_page in parts[first:]:
                if begins > start:
                    break
                page = on_page
            made.append(
                {
                    "id": new_id(),
                    "theme_id": theme_id,
                    "material_id": material_id,
                    "text_id": text_id,
                    "start": start,
                    "end": start + len(words),
                    "page": page,
                    "quote": words,
                    "note": note.strip(),
                    "by": by,
                    "at": at,
                }
            )
    return made


def _tagged(session: Session, event_ids: Sequence[str], theme_id: str) -> dict[str, list[str]]:
    """Which of these events have the theme, with the ids of the tags that say so."""
    found: dict[str, list[str]] = {}
    for part in _slices(event_ids):
        for event_id, tag_id in session.execute(
            select(Tag.event_id, Tag.id).where(Tag.theme_id == theme_id, Tag.event_id.in_(part))
        ):
            found.setdefault(str(event_id), []).append(tag_id)
    return found


def _known_events(session: Session, event_ids: Sequence[str]) -> set[str]:
    # The chronology stands above this room: of its events only the table is known here.
    event = Base.metadata.tables["event"]
    return {
        found
        for part in _slices(event_ids)
        for found in session.scalars(select(event.c.id).where(event.c.id.in_(part)))
    }


def _remove(session: Session, tag_ids: Sequence[str]) -> None:
    try:
        for part in _slices(tag_ids):
            session.execute(delete(Tag).where(Tag.id.in_(part)))
        session.flush()
    except IntegrityError:
        raise Problem(
            "One of these passages is evidence in a finding, so its tag stays.",
            "Take it out of the finding first.",
        ) from None


def _slices(ids: Iterable[str]) -> Iterable[list[str]]:
    everything = list(ids)
    return (everything[start : start + _SLICE] for start in range(0, len(everything), _SLICE))


def _counted(number: int, thing: str) -> str:
    if number == 1:
        return f"{'an' if thing[0] in 'aeiou' else 'a'} {thing}"
    return f"{number:,} {thing}s"
