"""Merging themes and splitting one: the tags move with their notes, and nothing that was tagged is lost."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import Table, and_, insert, select, tuple_, update
from sqlalchemy.orm import Session

from workbench.casefile import CaseFile, new_id
from workbench.problems import Problem
from workbench.records import get
from workbench.themes.codebook import Theme, add_theme, family, resting_on
from workbench.themes.tags import Tag

STAYS: Final = "stays"
MOVES: Final = "moves"
BOTH: Final = "both"


def merge_themes(case: CaseFile, theme_ids: Sequence[str], into: str) -> None:
    """Let one theme take in others: their tags, the themes under them, and their places in findings move to it.

    Where the same member had put both on one thing the two tags become one, with both notes. The others leave
    the codebook.
    """
    gone = [theme_id for theme_id in dict.fromkeys(theme_ids) if theme_id != into]
    with case.reading() as session:
        code = get(session, Theme, into).code
        codes = [get(session, Theme, theme_id).code for theme_id in gone]
    if not gone:
        raise Problem("A theme cannot be merged with itself.", "Choose another theme.")
    with case.change(f"Merge {' and '.join(codes)} into {code}") as session:
        target = get(session, Theme, into)
        for theme_id in gone:
            leaving = get(session, Theme, theme_id)
            if into in family(session, theme_id):
                # What it merges into stood under it: it takes the place where that stood.
                _rise(session, target, theme_id, leaving.parent_id)
            for child in session.scalars(select(Theme).where(Theme.parent_id == theme_id)):
                child.parent_id = into
                child.dimension = target.dimension
            session.flush()
            _fold(session, theme_id, into)
            session.execute(update(Tag).where(Tag.theme_id == theme_id).values(theme_id=into))
            _repoint(session, theme_id, into)
            session.delete(leaving)
            session.flush()


def split_theme(
    case: CaseFile, theme_id: str, code: str, name: str, sides: Mapping[str, str], **values: object
) -> str:
    """Make a second theme beside one, and let each tag stay, move to it, or stand under both; gives its id.

    `sides` says for the id of a tag `STAYS`, `MOVES` or `BOTH`; a tag it does not name stays. `values` are
    those of `add_theme`. A finding that is about the theme stays so.
    """
    with case.reading() as session:
        row = get(session, Theme, theme_id)
        was, parent, dimension = row.code, row.parent_id, row.dimension
    wrong = sorted(set(sides.values()) - {STAYS, MOVES, BOTH})
    if wrong:
        raise Problem(f"“{wrong[0]}” is not a side.", f"Use {STAYS}, {MOVES} or {BOTH}.")
    with case.change(f"Split the theme {was}") as session:
        made = add_theme(case, code, name, parent=parent, dimension=dimension, **values)
        rows = list(session.scalars(select(Tag).where(Tag.id.in_(list(sides)), Tag.theme_id == theme_id)))
        if len(rows) < len(sides):
            raise Problem(
                f"Something that was tagged with {was} no longer is.",
                "Begin the split again; nothing was changed.",
            )
        copies = []
        for tag in rows:
            if sides[tag.id] == MOVES:
                tag.theme_id = made
            elif sides[tag.id] == BOTH:
                copies.append({**_values(tag), "id": new_id(), "theme_id": made})
        session.flush()
        if copies:
            session.execute(insert(Tag), copies)
        return made


def _values(tag: Tag) -> dict[str, object]:
    kept = ("event_id", "material_id", "text_id", "start", "end", "page", "quote", "note", "by", "at")
    return {name: getattr(tag, name) for name in kept}


def _rise(session: Session, target: Theme, leaving_id: str, parent_id: str | None) -> None:
    above = {each: row for each in family(session, leaving_id) if (row := session.get(Theme, each))}
    del above[target.id]
    target.parent_id = parent_id
    # The themes between the two stood above it, and now stand under it.
    for row in above.values():
        if row.id != leaving_id and row.parent_id == leaving_id:
            row.parent_id = target.id
    session.flush()


def _fold(session: Session, theme_id: str, into: str) -> None:
    """Make one of two tags by one member on one thing. One that is evidence is the one that stays.

    Where both are evidence both stay: a finding may weigh them differently.
    """
    table = Tag.__table__
    other = table.alias("other")
    same = and_(
        table.c.by == other.c.by,
        table.c.event_id.is_not_distinct_from(other.c.event_id),
        table.c.text_id.is_not_distinct_from(other.c.text_id),
        table.c.start.is_not_distinct_from(other.c.start),
        table.c.end.is_not_distinct_from(other.c.end),
    )
    pairs = session.execute(
        select(table.c.id, other.c.id)
        .where(table.c.theme_id == theme_id, other.c.theme_id == into)
        .where(same)
        .order_by(table.c.id)
    ).all()
    resting = {
        tag_id
        for column in resting_on("tag")
        for tag_id in session.scalars(select(column).where(column.is_not(None)))
    }
    gone: set[str] = set()
    for one, two in pairs:
        if {one, two} & gone or {one, two} <= resting:
            continue
        leaves, stays = (two, one) if one in resting else (one, two)
        first, second = session.get_one(Tag, stays), session.get_one(Tag, leaves)
        if second.note and second.note not in first.note:
            first.note = "\n".join(note for note in (first.note, second.note) if note)
        session.delete(second)
        gone.add(leaves)
    session.flush()


def _repoint(session: Session, theme_id: str, into: str) -> None:
    """Let what points at one theme, in the rooms above, point at another; what does so already is not doubled."""
    for column in resting_on("theme"):
        table = column.table
        if not isinstance(table, Table) or table.name in (Theme.__tablename__, Tag.__tablename__):
            continue
        rest = [each for each in table.c if each.name not in ("id", column.name)]
        there = select(*rest).where(column == into)
        doubled = select(table.c.id).where(column == theme_id, tuple_(*rest).in_(there))
        session.execute(table.delete().where(table.c.id.in_(doubled)))
        session.execute(table.update().where(column == theme_id).values({column.name: into}))
