"""Places in the texts of documents: each stretch where what was asked stands, in the document's own offsets.

All that is asked is to stand somewhere in one document, and nothing of what is to be left out; each place where any
of it stands is found. The index stands on parts of a text; a phrase that begins in one part and ends in the next,
as at the foot of a page, is found as well.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbench.casefile import Match, Query, Term, any_of, at_the_start, read_query, search, tokens_of
from workbench.materials import Material, TextPart
from workbench.search.asking import Where
from workbench.themes.tags import Place

_TAIL = 400
"""Characters at the end of a part in which the beginning of a phrase is looked for."""


@dataclass(frozen=True)
class TextPlace:
    """A place in a document, with the part of its text it stands in (or begins in)."""

    material_id: str
    page: int | None
    start: int
    end: int
    """In the whole text: code points, half-open."""
    part: str
    part_start: int


def places(session: Session, words: str) -> list[Place]:
    """Every place in the documents where the words stand, by document and in its order: what *tag all* tags."""
    found = text_places(session, read_query(words), Where())
    order = {material_id: at for at, material_id in enumerate(_current(session).values())}
    return [
        Place(one.material_id, one.start, one.end)
        for one in sorted(found, key=lambda one: (order[one.material_id], one.start))
    ]


def text_places(session: Session, query: Query, where: Where, limit: int | None = None) -> list[TextPlace]:
    """The places, those of the best part first; the first `limit` of them, or all."""
    if not query:
        return []
    among, values = _among(session, query, where)
    found: list[TextPlace] = []
    hits = search(session, TextPart, query.any, limit=limit, among=among, values=values)
    rows = _rows(session, [hit.id for hit in hits])
    for hit in hits:
        material_id, start, page = rows[hit.id]
        for first, last in hit.found:
            found.append(TextPlace(material_id, page, start + first, start + last, hit.text, start))
            if len(found) == limit:
                return found
    return [*found, *_over_the_edge(session, query, among, values)][:limit]


def count_places(session: Session, query: Query, where: Where) -> int:
    """How many places there are in all."""
    if not query:
        return 0
    among, values = _among(session, query, where)
    hits = search(session, TextPart, query.any, among=among, values=values)
    return sum(len(hit.found) for hit in hits) + sum(1 for _ in _over_the_edge(session, query, among, values))


def places_at(session: Session, wanted: Sequence[tuple[str, int, int]]) -> list[TextPlace]:
    """Places whose documents and offsets are known, with the parts of the texts they stand in."""
    texts = {material_id: text_id for text_id, material_id in _current(session).items()}
    found = []
    for material_id, start, end in wanted:
        parts = session.execute(
            select(TextPart.start, TextPart.text, TextPart.page)
            .where(TextPart.text_id == texts.get(material_id, ""), TextPart.start < end)
            .order_by(TextPart.start.desc())
            .limit(2)
        ).all()
        # The part it begins in; and, where it goes over the edge, the one after.
        here = [part for part in reversed(parts) if part.start + len(part.text) > start]
        if here:
            text = "".join(part.text for part in here)
            found.append(TextPlace(material_id, here[0].page, start, end, text, here[0].start))
    return found


def _among(session: Session, query: Query, where: Where) -> tuple[str, list[object]]:
    """The condition on parts: of texts that documents of the case show now, and that hold all that is asked."""
    narrowed, values = where.of("material.service_id", "material.id")
    current = "SELECT text_id FROM material WHERE text_id IS NOT NULL"
    if narrowed:
        current += f" AND {narrowed}"
    if len(query.wanted) == 1 and not query.unwanted:
        return f"source.text_id IN ({current})", values
    texts: set[str] | None = None
    for group in query.wanted:
        here = _texts_with(session, group, f"source.text_id IN ({current})", values)
        texts = here if texts is None else texts & here
    if query.unwanted and texts:
        texts -= _texts_with(session, query.unwanted, f"source.text_id IN ({current})", values)
    return "source.text_id IN (SELECT value FROM json_each(?))", [json.dumps(sorted(texts or ()))]


def _texts_with(session: Session, terms: Sequence[Term], among: str, values: Sequence[object]) -> set[str]:
    """The texts in which any of these terms stands."""
    found = _text_ids(session, any_of(terms), among, values)
    for one in _over_the_edge(session, Query((tuple(terms),)), among, values, whole=False):
        found.add(one.material_id)
    return found


def _text_ids(session: Session, match: Match, among: str, values: Sequence[object]) -> set[str]:
    found = session.connection().exec_driver_sql(
        "SELECT DISTINCT source.text_id FROM text_part_words "
        "JOIN text_part AS source ON source.key = text_part_words.rowid "
        f"WHERE text_part_words MATCH ? AND {among}",
        (match.sql, *values),
    )
    return {text_id for (text_id,) in found}


def _current(session: Session) -> dict[str, str]:
    """The text each document shows, and the document's id, in the order documents were taken in."""
    rows = session.execute(
        select(Material.text_id, Material.id).where(Material.text_id.is_not(None)).order_by(Material.number)
    )
    return {str(text_id): material_id for text_id, material_id in rows}


def _rows(session: Session, part_ids: Sequence[str]) -> dict[str, tuple[str, int, int | None]]:
    """For each part: the document's id, where in its text the part starts, and its page."""
    if not part_ids:
        return {}
    these = func.json_each(json.dumps(list(part_ids))).table_valued("value")
    rows = session.execute(
        select(TextPart.id, Material.id, TextPart.start, TextPart.page)
        .join(Material, Material.text_id == TextPart.text_id)
        .where(TextPart.id.in_(select(these.c.value)))
    )
    return {part: (material, start, page) for part, material, start, page in rows}


def _over_the_edge(
    session: Session, query: Query, among: str, values: Sequence[object], *, whole: bool = True
) -> Iterator[TextPlace]:
    """Phrases that begin in one part and end in the next. `whole` gives document ids; otherwise ids of texts."""
    for term in dict.fromkeys(term for group in query.wanted for term in group):
        tokens = term.tokens
        for cut in range(1, len(tokens)):
            rest = Term(" ".join(tokens[cut:]), term.begins)
            for hit in search(session, TextPart, at_the_start(rest), among=among, values=values):
                place = _joined(session, hit.id, tokens[:cut], len(tokens) - cut, hit.text, whole)
                if place is not None:
                    yield place


def _joined(
    session: Session, part_id: str, begun: Sequence[str], over: int, text: str, whole: bool
) -> TextPlace | None:
    """The place of a phrase whose last words begin this part, if its first words end the one before."""
    here = session.execute(
        select(TextPart.text_id, TextPart.number, TextPart.start).where(TextPart.id == part_id)
    ).one()
    before = session.execute(
        select(TextPart.text, TextPart.start, TextPart.page).where(
            TextPart.text_id == here.text_id, TextPart.number == here.number - 1
        )
    ).first()
    if before is None:
        return None
    cut = max(0, len(before.text) - _TAIL)
    tail = tokens_of(before.text[cut:])[-len(begun) :]
    if tuple(word for word, _, _ in tail) != tuple(begun):
        return None
    owner = here.text_id if not whole else _current(session)[here.text_id]
    end = here.start + tokens_of(text[:_TAIL])[over - 1][2]
    # Both parts, so that what stands round it can be shown.
    return TextPlace(
        owner, before.page, before.start + cut + tail[0][1], end, before.text + text, before.start
    )
