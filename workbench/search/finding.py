"""What is found: each kind of thing with its own title, and the words around, as the one who reads may see them."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from workbench import casefile
from workbench.anonymity.rendering import Rendered, render, say, say_file, say_name, say_person
from workbench.casefile import Match, Query, Searched, read_query
from workbench.chronology.dates import When, say_when
from workbench.chronology.events import Event
from workbench.findings.spine import (
    Action,
    ActionView,
    Finding,
    FindingView,
    Recommendation,
    RecommendationView,
    looks_like_reference,
    spine,
)
from workbench.materials import Material, MaterialView, materials
from workbench.notes import Note
from workbench.people import PersonView, people, services
from workbench.problems import Problem
from workbench.search.asking import Where, names_of, stands_in
from workbench.search.texts import TextPlace, count_places, places_at, text_places
from workbench.themes.codebook import Theme, themes
from workbench.themes.tags import Tag

KINDS: tuple[str, ...] = (
    "person",
    "material",
    "passage",
    "event",
    "note",
    "finding",
    "recommendation",
    "action",
    "theme",
)
"""What can be searched, by the word `in` uses, in the order it is shown in."""
_REACH = 70
"""Characters on either side of a place that are shown with it."""


@dataclass(frozen=True)
class Hit:
    """A place where the words were found, in words its reader may see."""

    within: str
    """The kind of thing, as `KINDS` names it."""
    id: str
    """Of the thing: for a note, of the event it stands beside; for a passage or a note on one, of its tag."""
    ref: str
    title: str
    snippet: str
    found: tuple[tuple[int, int], ...] = ()
    """Where in the snippet the words stand: code points, half-open."""
    material: str | None = None
    """The id of the document that a place or a passage is in."""
    page: int | None = None
    start: int | None = None
    end: int | None = None
    """Where in the document's text: code points, half-open; null for what is no place in a text."""
    row: str = ""
    """The id of the row that holds the words, where that is another thing than what opens: a note's own."""

    @property
    def key(self) -> str:
        """What tells this hit from every other: its kind, and what holds the words."""
        return f"{self.within}|{self.row or (self.id if self.within == 'passage' else self.thing)}"

    @property
    def thing(self) -> str:
        """What to go to: the id, or the document at the place."""
        if self.material is None:
            return self.id
        return self.material if self.start is None else f"{self.material}@{self.start}-{self.end}"


@dataclass(frozen=True)
class Hits:
    """The best hits of each kind, and how many places there are in all (None where they were not counted)."""

    hits: tuple[Hit, ...]
    total: int | None


@dataclass(frozen=True)
class _Asked:
    """A search, understood."""

    query: Query
    where: Where
    limit: int | None
    only: tuple[str, ...] | None = None
    """Ids of rows, where only some are wanted: those a table shows just now."""

    def of(self, words: "_Words") -> tuple[type[Searched], Query | Match, str, list[object]]:
        """What to ask of some words: their table, the question, and the condition on rows with its values."""
        said, values = self.where.of(words.service, words.material)
        conditions = [each for each in (said, words.condition) if each]
        if self.only is not None:
            conditions.append("source.id IN (SELECT value FROM json_each(?))")
            values = [*values, json.dumps(self.only)]
        question = self.query.within(words.column) if words.column else self.query
        return words.table, question, " AND ".join(conditions), values


@dataclass(frozen=True)
class _Words:
    """Where words of a kind stand: a table, perhaps one column of it, and what says whose a row is."""

    table: type[Searched]
    service: str | None = None
    """What in `source` names the service it belongs to; None where nothing does."""
    material: str | None = None
    """The same for the document."""
    column: str = ""
    condition: str = ""


_OF_EVENT = "(SELECT {} FROM event WHERE event.id = source.event_id)"
_OF_DOCUMENT = "(SELECT {} FROM material WHERE material.id = source.material_id)"
_PANEL_NOTES = _Words(Note, _OF_EVENT.format("service_id"), _OF_EVENT.format("material_id"))
_TAG_NOTES = _Words(
    Tag,
    f"coalesce({_OF_EVENT.format('service_id')}, {_OF_DOCUMENT.format('service_id')})",
    f"coalesce({_OF_EVENT.format('material_id')}, source.material_id)",
    column="note",
)
_WORDS: Mapping[str, tuple[_Words, ...]] = {
    "material": (_Words(Material, "source.service_id", "source.id"),),
    "passage": (
        _Words(
            Tag,
            _OF_DOCUMENT.format("service_id"),
            "source.material_id",
            column="quote",
            condition="source.material_id IS NOT NULL",
        ),
    ),
    "event": (_Words(Event, "source.service_id", "source.material_id"),),
    "note": (_PANEL_NOTES, _TAG_NOTES),
    "finding": (_Words(Finding),),
    "recommendation": (_Words(Recommendation),),
    "action": (_Words(Action),),
}
"""Where the words of each kind stand."""


def find(
    session: Session,
    words: str,
    *,
    within: Sequence[str] = (),
    limit: int | None = 50,
    services: Sequence[str] = (),
    material: str | None = None,
    counted: bool = True,
) -> Hits:
    """The best `limit` hits (None: all) of each kind asked for (every kind when none is), best first in a kind.

    `services` (codes) and `material` (an id) keep to what belongs to them. Not `counted`, it comes at once; `count`
    may follow. Raises `Problem` for a kind there is none of, and for words that say only what to leave out.
    """
    if not words.strip():
        return Hits((), 0)
    asked = _Asked(read_query(words), Where(tuple(services), material), limit)
    return _found(session, asked, _kinds(within), words, counted)


def names_stand(
    session: Session,
    person_id: str,
    *,
    within: Sequence[str] = (),
    limit: int | None = 50,
    services: Sequence[str] = (),
    counted: bool = True,
) -> Hits:
    """Where someone is named by any of the names in the records. Raises `Problem` where they are gone."""
    person = _person(session, person_id)
    kinds = [kind for kind in _kinds(within) if kind != "person"]
    asked = _Asked(names_of(person), Where(tuple(services)), limit)
    return _found(session, asked, kinds, "", counted)


def count(
    session: Session,
    words: str,
    *,
    within: Sequence[str] = (),
    services: Sequence[str] = (),
    material: str | None = None,
    person_id: str | None = None,
) -> Mapping[str, int]:
    """How many places there are of each kind that has any; of a person's names, where one is given."""
    query = read_query(words) if person_id is None else names_of(_person(session, person_id))
    asked = _Asked(query, Where(tuple(services), material), None)
    found = {
        kind: _count(session, kind, asked) for kind in _kinds(within) if kind != "person" or not person_id
    }
    return {kind: number for kind, number in found.items() if number}


def keys(
    session: Session,
    words: str,
    *,
    within: Sequence[str] = (),
    services: Sequence[str] = (),
    person_id: str | None = None,
    limit: int = 20_000,
) -> list[str]:
    """What tells the hits apart (`Hit.key`), at most so many of a kind: for a table, which shows a few at a time."""
    query = read_query(words) if person_id is None else names_of(_person(session, person_id))
    asked = _Asked(query, Where(tuple(services)), limit)
    found: dict[str, None] = {}
    for kind in _kinds(within):
        if not query or (kind == "person" and person_id is not None):
            continue
        if kind in ("person", "theme"):
            found |= dict.fromkeys(hit.key for hit in _FINDERS[kind](session, asked))
            continue
        for words_of in _WORDS[kind]:
            table, question, among, values = asked.of(words_of)
            rows = casefile.ranked(session, table, question, limit=limit, among=among, values=values)
            found |= dict.fromkeys(f"{kind}|{row}" for row in rows)
        if kind == "material":
            places = text_places(session, query, asked.where, limit)
            found |= dict.fromkeys(f"material|{one.material_id}@{one.start}-{one.end}" for one in places)
    return list(found)


def shown(
    session: Session, words: str, wanted: Sequence[str], person_id: str | None = None
) -> dict[str, Hit]:
    """The hits behind these keys; those no longer there are left out."""
    query = read_query(words) if person_id is None else names_of(_person(session, person_id))
    by_kind: dict[str, list[str]] = {}
    stands: list[tuple[str, int, int]] = []
    for key in wanted:
        kind, _, row = key.partition("|")
        material, at, place = row.partition("@")
        if kind == "material" and at:
            start, _, end = place.partition("-")
            stands.append((material, int(start), int(end)))
        else:
            by_kind.setdefault(kind, []).append(row)
    hits = [
        hit
        for kind, rows in by_kind.items()
        for hit in _FINDERS[kind](session, _Asked(query, Where(), None, tuple(rows)))
        if kind not in ("person", "theme") or hit.id in rows
    ]
    views = {one.id: one for one in materials(session, list({material for material, _, _ in stands}))}
    context = _Context()
    hits += [
        _place_hit(views[place.material_id], place, context)
        for place in places_at(session, [one for one in stands if one[0] in views])
    ]
    return {hit.key: hit for hit in hits}


def _person(session: Session, person_id: str) -> PersonView:
    found = next((one for one in people(session) if one.id == person_id), None)
    if found is None:
        raise Problem("That person is no longer in the case.", "They may have been removed; see History.")
    return found


def _kinds(within: Sequence[str]) -> Sequence[str]:
    unknown = [name for name in within if name not in KINDS]
    if unknown:
        raise Problem(f"“{unknown[0]}” cannot be searched.", f"Use some of: {', '.join(KINDS)}.")
    return [kind for kind in KINDS if kind in within] if within else KINDS


def _found(session: Session, asked: _Asked, kinds: Sequence[str], words: str, counted: bool) -> Hits:
    hits = [hit for hit in _by_reference(session, words) if hit.within in kinds]
    total = len(hits)
    named = {(hit.within, hit.id) for hit in hits}
    for kind in kinds:
        found = _FINDERS[kind](session, asked) if asked.query else []
        hits += [hit for hit in found if (hit.within, hit.id) not in named or hit.start is not None]
        if counted and asked.query:
            # What is all here needs no second look.
            complete = asked.limit is None or len(found) < asked.limit
            total += len(found) if complete else _count(session, kind, asked)
    return Hits(tuple(hits), total if counted else None)


# ---- by kind


def _by_reference(session: Session, words: str) -> list[Hit]:
    wanted = words.strip().rstrip("*").upper()
    if wanted[:1] == "E" and wanted[1:].isdigit():
        rows = session.execute(select(*_DATED).where(Event.number == int(wanted[1:]))).all()
        codes = {service.id: service.code for service in services(session)}
        return [_event_hit(row, codes, row.text, ()) for row in rows]
    if wanted[:1] == "M" and wanted[1:].isdigit():
        rows_of = [one for one in materials(session) if one.ref == wanted]
        return [Hit("material", one.id, one.ref, _file(one.title or one.name, one.service), "", material=one.id)
                for one in rows_of]  # fmt: skip
    if not looks_like_reference(wanted):
        return []
    return [
        Hit(kind, view.id, view.ref, say(view.title), "")
        for kind, views in _spine(session).items()
        for view in views
        if view.ref == wanted
    ]


def _rows(session: Session, kind: str, asked: _Asked) -> list[casefile.Hit]:
    [words] = _WORDS[kind]
    return _rows_of(session, words, asked)


def _rows_of(session: Session, words: _Words, asked: _Asked) -> list[casefile.Hit]:
    table, question, among, values = asked.of(words)
    return casefile.search(session, table, question, limit=asked.limit, among=among, values=values)


def _in_people(session: Session, asked: _Asked) -> list[Hit]:
    if asked.where:
        return []
    found = []
    for person in people(session):
        names = [name for name in (person.name, person.pseudonym, *person.aliases) if name]
        if any(stands_in(asked.query, name) for name in names):
            shown = say_person(person)
            others = dict.fromkeys(said for name in names if (said := say_name(name)) and said != shown)
            role = [say(person.role)] if person.role else []
            found.append(Hit("person", person.id, "", shown, " · ".join([*role, *others])))
    return found[: asked.limit]


def _in_themes(session: Session, asked: _Asked) -> list[Hit]:
    if asked.where:
        return []
    found: list[tuple[bool, Hit]] = []
    for theme in themes(session):
        named = bool(stands_in(asked.query, f"{theme.code} {theme.name}"))
        if named or stands_in(asked.query, f"{theme.code} {theme.name}. {theme.definition}"):
            hit = Hit("theme", theme.id, theme.code, say(theme.name), say(theme.definition))
            found.append((not named, hit))
    return [hit for _, hit in sorted(found, key=lambda one: one[0])][: asked.limit]


def _in_materials(session: Session, asked: _Asked) -> list[Hit]:
    named = _rows(session, "material", asked)
    left = None if asked.limit is None else asked.limit - len(named)
    places = (
        [] if left == 0 or asked.only is not None else text_places(session, asked.query, asked.where, left)
    )
    wanted = list({one.id for one in named} | {one.material_id for one in places})
    views = {one.id: one for one in materials(session, wanted)}
    hits = [
        Hit("material", one.id, views[one.id].ref, _file(views[one.id].title or views[one.id].name,
            views[one.id].service), "", material=one.id)
        for one in named
    ]  # fmt: skip
    context = _Context()
    return [*hits, *(_place_hit(views[place.material_id], place, context) for place in places)]


def _place_hit(view: MaterialView, place: TextPlace, context: "_Context") -> Hit:
    snippet, found = context.around(place)
    return Hit(
        "material",
        view.id,
        view.ref,
        _file(view.title or view.name, view.service),
        snippet,
        found,
        view.id,
        place.page,
        place.start,
        place.end,
    )


def _in_passages(session: Session, asked: _Asked) -> list[Hit]:
    rows = _rows(session, "passage", asked)
    tags = {
        tag.id: (tag, theme, material)
        for tag, theme, material in session.execute(
            select(Tag, Theme, Material)
            .join(Theme, Theme.id == Tag.theme_id)
            .join(Material, Material.id == Tag.material_id)
            .where(Tag.id.in_(_listed([row.id for row in rows])))
        )
    }
    codes = {service.id: service.code for service in services(session)}
    hits = []
    for row in rows:
        tag, theme, material = tags[row.id]
        snippet, found = _cut(render(row.text), row.found)
        file = _file(material.title or material.name, codes.get(material.service_id or ""))
        placed = tag.start is not None and tag.text_id == material.text_id
        hits.append(
            Hit(
                "passage",
                tag.id,
                theme.code,
                f"M{material.number}  {file}",
                snippet,
                found,
                material.id,
                tag.page,
                tag.start if placed else None,
                tag.end if placed else None,
            )
        )
    return hits


def _in_events(session: Session, asked: _Asked) -> list[Hit]:
    rows = _rows(session, "event", asked)
    found = {
        row.id: row
        for row in session.execute(select(*_DATED).where(Event.id.in_(_listed([row.id for row in rows]))))
    }
    codes = {service.id: service.code for service in services(session)}
    return [_event_hit(found[row.id], codes, row.text, row.found) for row in rows]


_DATED: tuple[Any, ...] = (
    Event.id,
    Event.number,
    Event.service_id,
    Event.text,
    Event.earliest,
    Event.latest,
    Event.precision,
    Event.approximate,
)


def _event_hit(
    row: Row[Any], codes: Mapping[str, str], text: str, places: tuple[tuple[int, int], ...]
) -> Hit:
    code = codes.get(row.service_id, "")
    when = say_when(When(row.earliest, row.latest, row.precision, row.approximate))
    snippet, found = _cut(render(text), places)
    return Hit("event", row.id, f"E{row.number}", f"{code}, {when}", snippet, found)


def _in_notes(session: Session, asked: _Asked) -> list[Hit]:
    rows = _rows_of(session, _PANEL_NOTES, asked)
    notes = {
        note.id: (note, event)
        for note, event in session.execute(
            select(Note, Event)
            .join(Event, Event.id == Note.event_id)
            .where(Note.id.in_(_listed([row.id for row in rows])))
        )
    }
    hits = []
    for row in rows:
        note, event = notes[row.id]
        by = say_name(note.by)
        snippet, found = _cut(render(row.text), row.found)
        title = f"Note by {by} on E{event.number}" if by else f"Note on E{event.number}"
        hits.append(Hit("note", event.id, f"E{event.number}", title, snippet, found, row=note.id))
    return [*hits, *_in_tag_notes(session, asked)][: asked.limit]


def _in_tag_notes(session: Session, asked: _Asked) -> list[Hit]:
    """Why an event or a passage was tagged, in the words of whoever tagged it."""
    rows = _rows_of(session, _TAG_NOTES, asked)
    tags = {
        tag.id: (tag, code, event, material, text_id)
        for tag, code, event, material, text_id in session.execute(
            select(Tag, Theme.code, Event.number, Material.number, Material.text_id)
            .join(Theme, Theme.id == Tag.theme_id)
            .outerjoin(Event, Event.id == Tag.event_id)
            .outerjoin(Material, Material.id == Tag.material_id)
            .where(Tag.id.in_(_listed([row.id for row in rows])))
        )
    }
    hits = []
    for row in rows:
        tag, code, event, material, text_id = tags[row.id]
        ref = f"M{material}" if event is None else f"E{event}"
        by = say_name(tag.by)
        title = f"Note by {by} on {code} at {ref}" if by else f"Note on {code} at {ref}"
        snippet, found = _cut(render(row.text), row.found)
        placed = tag.start is not None and tag.text_id == text_id
        hits.append(
            Hit(
                "note",
                tag.event_id or tag.id,
                ref,
                title,
                snippet,
                found,
                tag.material_id,
                tag.page,
                tag.start if placed else None,
                tag.end if placed else None,
                tag.id,
            )
        )
    return hits


def _in_spine(kind: str) -> Callable[[Session, _Asked], list[Hit]]:
    def search(session: Session, asked: _Asked) -> list[Hit]:
        rows = _rows(session, kind, asked)
        views = {view.id: view for view in _spine(session)[kind]} if rows else {}
        hits = []
        for row in rows:
            view = views[row.id]
            snippet, found = _cut(render(row.text), row.found)
            hits.append(Hit(kind, view.id, view.ref, say(view.title), snippet, found))
        return hits

    return search


def _spine(
    session: Session,
) -> Mapping[str, Sequence[FindingView | RecommendationView | ActionView]]:
    everything = spine(session)
    return {
        "finding": everything.findings,
        "recommendation": everything.recommendations,
        "action": everything.actions,
    }


_FINDERS: Mapping[str, Callable[[Session, _Asked], list[Hit]]] = {
    "person": _in_people,
    "theme": _in_themes,
    "material": _in_materials,
    "passage": _in_passages,
    "event": _in_events,
    "note": _in_notes,
    **{kind: _in_spine(kind) for kind in ("finding", "recommendation", "action")},
}


def _count(session: Session, kind: str, asked: _Asked) -> int:
    query = asked.query
    if not query:
        return 0
    if kind in ("person", "theme"):
        return len(_FINDERS[kind](session, _Asked(query, asked.where, None)))
    number = 0
    for words in _WORDS[kind]:
        table, question, among, values = asked.of(words)
        number += casefile.count(session, table, question, among=among, values=values)
    return number + (count_places(session, query, asked.where) if kind == "material" else 0)


def _listed(ids: Sequence[str]) -> Select[str]:
    """Ids as a query: as one value, since there may be more of them than a statement may hold."""
    these = func.json_each(json.dumps(list(ids))).table_valued("value")
    return select(these.c.value)


def _file(name: str, code: str | None) -> str:
    return say_file(name, code, "document")


# ---- the words around


class _Context:
    """Cuts what stands around places; a part with many of them is rendered once."""

    def __init__(self) -> None:
        self._part = ""
        self._rendered: Rendered | None = None

    def around(self, place: TextPlace) -> tuple[str, tuple[tuple[int, int], ...]]:
        if self._rendered is None or self._part is not place.part:
            self._part, self._rendered = place.part, render(place.part)
        start = place.start - place.part_start
        return _cut(self._rendered, ((start, start + place.end - place.start),))


def _cut(
    rendered: Rendered, places: Sequence[tuple[int, int]], reach: int = _REACH
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The words around the first of some places, on one line, and where in them places stand.

    Cut after it is rendered, so that no half of a name is left without its other half.
    """
    text = rendered.text
    shown = [rendered.shown_range(start, end) for start, end in places[:40]]
    first, last = shown[0] if shown else (0, 0)
    begins, ends = max(0, first - reach), min(len(text), max(last, first) + (reach if shown else 2 * reach))
    while begins > 0 and not text[begins - 1].isspace() and first - begins < reach + 20:
        begins -= 1
    while ends < len(text) and not text[ends].isspace() and ends - last < reach + 20:
        ends += 1
    lead = len(text[begins:first]) - len(text[begins:first].lstrip())
    begins += lead
    before, after = "…" if begins else "", "…" if ends < len(text) else ""
    cut = "".join(" " if letter.isspace() else letter for letter in text[begins:ends])
    shift = len(before) - begins
    found = tuple((start + shift, end + shift) for start, end in shown if start >= begins and end <= ends)
    return f"{before}{cut}{after}", found
