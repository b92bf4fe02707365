"""The codebook, and what is tagged with it."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from workbench.anonymity.rendering import say, say_name
from workbench.cli.event_jobs import event_named
from workbench.cli.opening import opened
from workbench.cli.telling import Given, Json, Line, as_list, counted, tell
from workbench.cli.values import stated
from workbench.materials import find_material
from workbench.problems import Problem
from workbench.search import places
from workbench.tagged import Counted
from workbench.tagged import counted as counts_of
from workbench.themes import codebook, reshaping, tags
from workbench.themes.codebook import ThemeView
from workbench.themes.sets import DIMENSIONS
from workbench.themes.tags import PassageView, Tag

THEME_VALUES = ("definition", "use_when", "not_when", "example", "colour")


def _theme_json(view: ThemeView, counts: Counted) -> Json:
    return {
        "id": view.id,
        "code": view.code,
        "name": say(view.name),
        "parent": view.parent,
        "dimension": view.dimension,
        "definition": say(view.definition),
        "use_when": say(view.use_when),
        "not_when": say(view.not_when),
        "example": say(view.example),
        "colour": view.colour,
        "set": view.collection or None,
        "retired": view.retired,
        "passages": counts.passages,
        "events": counts.events,
        "all_passages": counts.all_passages,
        "all_events": counts.all_events,
    }


def _theme_line(view: ThemeView, counts: Counted) -> Line:
    tagged = f"{counted(counts.all_events, 'event')}, {counted(counts.all_passages, 'passage')}"
    retired = " (retired)" if view.retired else ""
    return (f"{'  ' * view.depth}{view.code}", view.dimension, tagged, f"{say(view.name)}{retired}")


def passage_json(view: PassageView) -> Json:
    """The JSON of a tag on a passage."""
    return {
        "id": view.id,
        "material": view.material_id,
        "ref": view.material,
        "start": view.start,
        "end": view.end,
        "page": view.page,
        "text": say(view.text),
        "theme": view.theme,
        "by": say_name(view.by),
        "at": view.at,
        "note": say(view.note),
        "placed": view.placed,
    }


def _tell_theme(given: Given, session: Session, theme_id: str) -> None:
    view = codebook.find_theme(session, theme_id)
    counts = counts_of(session)[view.id]
    lines: list[Line] = [_theme_line(view, counts)]
    for name, words in (
        ("", view.definition),
        ("use when: ", view.use_when),
        ("not when: ", view.not_when),
        ("example: ", view.example),
    ):
        if words:
            lines.append((f"  {name}{say(words)}",))
    tell(given, _theme_json(view, counts), lines)


def theme_add(given: Given) -> int:
    with opened(given) as case:
        made = codebook.add_theme(
            case,
            given.code,
            given.name,
            parent=given.under,
            dimension=given.dimension or next(iter(DIMENSIONS)),
            **stated(given, THEME_VALUES),
        )
        with case.reading() as session:
            _tell_theme(given, session, made)
    return 0


def theme_set(given: Given) -> int:
    with opened(given) as case:
        with case.reading() as session:
            found = codebook.find_theme(session, given.theme)
        codebook.edit_theme(case, found.id, **stated(given, ("code", "name", "dimension", *THEME_VALUES)))
        with case.reading() as session:
            _tell_theme(given, session, found.id)
    return 0


def theme_show(given: Given) -> int:
    with opened(given) as case, case.reading() as session:
        _tell_theme(given, session, given.theme)
    return 0


def theme_list(given: Given) -> int:
    with opened(given) as case, case.reading() as session:
        views, counts = codebook.themes(session), counts_of(session)
        told = as_list("themes", [_theme_json(view, counts[view.id]) for view in views])
        tell(given, told, [_theme_line(view, counts[view.id]) for view in views])
    return 0


def theme_move(given: Given) -> int:
    with opened(given) as case:
        with case.reading() as session:
            found = codebook.find_theme(session, given.theme)
            above = codebook.find_theme(session, given.under).id if given.under else None
        if given.under or given.top:
            codebook.move_theme(case, found.id, given.by_places, parent=above)
        else:
            codebook.move_theme(case, found.id, given.by_places)
        with case.reading() as session:
            _tell_theme(given, session, found.id)
    return 0


def theme_merge(given: Given) -> int:
    with opened(given) as case:
        with case.reading() as session:
            gone = [codebook.find_theme(session, name).id for name in given.theme]
            into = codebook.find_theme(session, given.into).id
        reshaping.merge_themes(case, gone, into)
        with case.reading() as session:
            _tell_theme(given, session, into)
    return 0


def theme_split(given: Given) -> int:
    sides = dict.fromkeys(given.move, reshaping.MOVES) | dict.fromkeys(given.both, reshaping.BOTH)
    with opened(given) as case:
        with case.reading() as session:
            found = codebook.find_theme(session, given.theme)
        made = reshaping.split_theme(
            case, found.id, given.code, given.name, sides, **stated(given, THEME_VALUES)
        )
        with case.reading() as session:
            _tell_theme(given, session, made)
    return 0


def theme_retire(given: Given) -> int:
    with opened(given) as case:
        with case.reading() as session:
            found = codebook.find_theme(session, given.theme)
        codebook.retire_theme(case, found.id, not given.off)
        with case.reading() as session:
            _tell_theme(given, session, found.id)
    return 0


def theme_remove(given: Given) -> int:
    with opened(given) as case:
        with case.reading() as session:
            found = codebook.find_theme(session, given.theme)
        codebook.remove_theme(case, found.id)
        tell(given, {"removed": found.id}, [(f"Removed {found.code}.",)])
    return 0


def theme_sets(given: Given) -> int:
    with opened(given) as case:
        stayed: list[str] = []
        if given.on:
            codebook.switch_on_set(case, given.on)
        if given.off:
            stayed = codebook.switch_off_set(case, given.off)
        with case.reading() as session:
            found = codebook.sets(session)
    told: Json = as_list(
        "sets",
        [
            {
                "key": each.key,
                "name": each.name,
                "about": each.about,
                "dimension": each.dimension,
                "codes": list(each.codes),
                "here": each.here,
            }
            for each in found
        ],
    )
    lines: list[Line] = [
        (each.key, f"{each.here} of {len(each.codes)} in the codebook", each.name, each.about)
        for each in found
    ]
    if stayed:
        lines.append((f"In use, and so still there: {', '.join(stayed)}.",))
    tell(given, {**told, "in_use": stayed}, lines)
    return 0


def tag(given: Given) -> int:
    """Put a theme on events, on a passage, or on every place where words are found."""
    with opened(given) as case:
        with case.reading() as session:
            theme = codebook.find_theme(session, given.theme)
            material = find_material(session, given.material) if given.material else None
            before = set() if given.event else _tags_of(session, theme.id)
        if material is not None:
            if given.start is None or given.end is None:
                raise Problem("Where the passage stands is not said.", "Add --start N and --end N.")
            tags.tag_passage(case, material.id, given.start, given.end, theme.id, given.note or "")
        elif given.search is not None:
            with case.reading() as session:
                found = places(session, given.search)
            tags.tag_places(case, theme.id, found, given.search.strip())
        elif not given.event:
            raise Problem(
                "Nothing to tag is named.", "Use --event, --material with --start and --end, or --search."
            )
        else:
            ids = [event_named(case, name) for name in given.event]
            altered = tags.tag_events(case, ids, theme.id, not given.off, note=given.note or "")
            word = "no longer tagged" if given.off else "tagged"
            told = {
                "theme": theme.code,
                "tagged": 0 if given.off else altered,
                "events": ids,
                "altered": altered,
            }
            tell(given, told, [(f"{counted(altered, 'event')} {word} with {theme.code}.",)])
            return 0
        with case.reading() as session:
            made = _tags_of(session, theme.id) - before
            views = tags.passages(session, Tag.theme_id == theme.id, Tag.material_id.is_not(None))
        new = [passage_json(view) for view in views if view.id in made]
        told = {"theme": theme.code, "tagged": len(new), **as_list("passages", new)}
        tell(given, told, [(f"{counted(len(new), 'passage')} tagged with {theme.code}.",)])
    return 0


def _tags_of(session: Session, theme_id: str) -> set[str]:
    return set(session.scalars(select(Tag.id).where(Tag.theme_id == theme_id)))


def untag(given: Given) -> int:
    with opened(given) as case:
        tags.untag(case, given.tag)
        tell(given, {"removed": list(given.tag)}, [(f"{counted(len(given.tag), 'tag')} taken away.",)])
    return 0


def passage_list(given: Given) -> int:
    with opened(given) as case, case.reading() as session:
        wanted: list[ColumnElement[bool]] = [Tag.material_id.is_not(None)]
        if given.theme:
            wanted.append(
                Tag.theme_id.in_(codebook.family(session, codebook.find_theme(session, given.theme).id))
            )
        if given.material:
            wanted.append(Tag.material_id == find_material(session, given.material).id)
        found = tags.passages(session, *wanted)
        lines: list[Line] = [
            (
                view.material,
                f"p. {view.page}" if view.page else "",
                f"{view.start}–{view.end}",
                view.theme,
                say(view.text) + (f" [{say(view.note)}]" if view.note else ""),
            )
            for view in found
        ]
        tell(given, as_list("passages", [passage_json(view) for view in found]), lines)
    return 0
