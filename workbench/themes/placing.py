"""Finding tagged passages again in another reading of a document, by what stood there and what stood round it."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.materials import TextPart
from workbench.themes.tags import PassageView, Tag, passages

CONTEXT = 60
"""How many characters before and after a passage tell it from the same words elsewhere."""


def place_again(session: Session, material_id: str, old_text_id: str, new_text_id: str) -> list[PassageView]:
    """Within a change: move the tags on a document's passages from one reading of it to another.

    A passage goes to the place where its words stand, whatever the white space between them; of several, to the
    one most alike in what stands round it. Gives the tags whose words are nowhere in the new reading: they keep
    their place in the old one.
    """
    old, _ = _text(session, old_text_id)
    new, parts = _text(session, new_text_id)
    begins = [part[0] for part in parts]
    lost = []
    for tag in session.scalars(
        select(Tag).where(Tag.material_id == material_id, Tag.text_id == old_text_id).order_by(Tag.start)
    ):
        found = _place(tag, old, new)
        if found is None:
            lost.append(tag.id)
            continue
        tag.text_id = new_text_id
        tag.start, tag.end = found
        tag.quote = new[tag.start : tag.end]
        tag.page = parts[max(0, bisect_right(begins, tag.start) - 1)][1]
    session.flush()
    return passages(session, Tag.id.in_(lost))


def _text(session: Session, text_id: str) -> tuple[str, Sequence[tuple[int, int | None]]]:
    """A whole text, and where each part of it begins and on which page."""
    rows = session.execute(
        select(TextPart.text, TextPart.start, TextPart.page)
        .where(TextPart.text_id == text_id)
        .order_by(TextPart.number)
    ).all()
    return "".join(text for text, _, _ in rows), [(start, page) for _, start, page in rows]


def _place(tag: Tag, old: str, new: str) -> tuple[int, int] | None:
    start, end = tag.start or 0, tag.end or 0
    words = r"\s+".join(re.escape(word) for word in tag.quote.split())
    places = [match.span() for match in re.finditer(words, new)] if words else []
    if not places:
        return None
    before, after = _flat(old[max(0, start - CONTEXT) : start]), _flat(old[end : end + CONTEXT])
    share = start / max(len(old), 1)

    def likeness(place: tuple[int, int]) -> tuple[int, float]:
        first, last = place
        ahead = _flat(new[max(0, first - CONTEXT) : first])
        behind = _flat(new[last : last + CONTEXT])
        alike = _shared(before[::-1], ahead[::-1]) + _shared(after, behind)
        return alike, -abs(first / max(len(new), 1) - share)

    return max(places, key=likeness)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    number = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        number += 1
    return number
