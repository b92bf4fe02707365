"""The files a case keeps, and words found anywhere in it."""

from dataclasses import asdict
from pathlib import Path

from workbench import history
from workbench.anonymity.rendering import say, say_file, say_name
from workbench.cli.opening import opened
from workbench.cli.telling import Given, Json, Line, as_list, counted, progress, tell, warn
from workbench.materials import (
    WARNINGS,
    MaterialView,
    find_material,
    materials,
    read_again,
    save_original,
    take_in_files,
    text_of,
    to_read_again,
)
from workbench.people import find_person, find_service
from workbench.reading import apart
from workbench.search import find, names_stand
from workbench.themes.placing import place_again
from workbench.themes.tags import PassageView


def _material_json(view: MaterialView) -> Json:
    return {
        "id": view.id,
        "ref": view.ref,
        "name": view.name,
        "kind": view.kind,
        "service": view.service,
        "title": view.title,
        "pages": view.pages,
        "characters": view.characters,
        "sha256": view.sha256,
        "size": view.size,
        "taken_at": view.taken_at,
        "taken_by": view.taken_by,
        "warnings": list(view.warnings),
        "parent": view.parent,
        "distressing": view.distressing,
    }


def take(given: Given) -> int:
    """Take files and folders in. A file that is refused ends it with 1; the rest is in the case all the same."""
    apart.set_limits(given.seconds, given.memory)
    try:
        with opened(given) as case:
            with case.reading() as session:
                service = find_service(session, given.service).id if given.service else None
            paths = [Path(one) for one in given.paths]
            done = take_in_files(case, paths, service_id=service, report=progress())
    finally:
        apart.set_limits()
    told: Json = {
        "taken": [
            {**asdict(one), "name": say_file(one.name), "warnings": list(one.warnings)} for one in done.taken
        ],
        "refused": [
            {"name": say_file(one.name), "reason": one.reason, "sentence": say(one.sentence)}
            for one in done.refused
        ],
    }
    lines: list[Line] = [
        (
            one.ref,
            one.kind,
            counted(one.pages, "page") if one.pages is not None else "",
            counted(one.characters, "character"),
            " ".join([say_file(one.name), *(WARNINGS[code] for code in one.warnings)]),
        )
        for one in done.taken
    ]
    left = f", {len(done.refused):,} refused" if done.refused else ""
    tell(given, told, [*lines, (f"{counted(len(done.taken), 'document')} taken in{left}.",)])
    for one in done.refused:
        warn(say(one.sentence))
    return 1 if done.refused else 0


def read(given: Given) -> int:
    """Read documents again that have no text yet or that an older reader read, and place their tags anew."""
    lost: list[PassageView] = []
    with opened(given) as case:
        with case.reading() as session:
            ids = to_read_again(session)
            refs = {one.id: one.ref for one in materials(session, ids)}
        failed = read_again(case, ids, moved=lambda *told: lost.extend(place_again(*told)), report=progress())
    sentences = {one.material_id: one.sentence for one in failed}
    done = [refs[one] for one in ids if one not in sentences]
    told: Json = {
        "read": done,
        "failed": [{"ref": refs[one], "sentence": say(words)} for one, words in sentences.items()],
        "lost": [{"material": one.material_id, "theme": one.theme, "text": say(one.text)} for one in lost],
    }
    tell(given, told, [(f"{counted(len(done), 'document')} read again.",)])
    for words in sentences.values():
        warn(say(words))
    for one in lost:
        warn(
            f"The words tagged {one.theme} are not in the new text and stay in the old one: “{say(one.text)}”."
        )
    return 1 if failed or lost else 0


def text(given: Given) -> int:
    """Print a document's text as it was read; offsets anywhere count in exactly this."""
    with opened(given) as case, case.reading() as session:
        found = find_material(session, given.material)
        read = text_of(session, found.id)
    told: Json = {
        "id": found.id,
        "ref": found.ref,
        "reader": read.reader,
        "pages": read.pages,
        "characters": len(read.text),
        "text": say(read.text),
        "pieces": [
            {
                "start": piece.start,
                "end": piece.end,
                "kind": piece.kind,
                "page": piece.page,
                "label": say(piece.label),
                "level": piece.level,
                "marks": [{**asdict(mark), "by": say_name(mark.by)} for mark in piece.marks],
            }
            for piece in read.pieces
        ],
    }
    tell(given, told, [(say(read.text).removesuffix("\n"),)] if read.text else [])
    return 0


def material_list(given: Given) -> int:
    with opened(given) as case, case.reading() as session:
        found = materials(session)
        lines = [
            (
                one.ref,
                one.service or "",
                f"{history.local(one.taken_at):%d %b %Y %H:%M}",
                say_name(one.taken_by),
                say_file(one.title or one.name, one.service, one.kind),
            )
            for one in found
        ]
        tell(given, as_list("materials", [_material_json(one) for one in found]), lines)
    return 0


def original(given: Given) -> int:
    with opened(given) as case:
        with case.reading() as session:
            found = find_material(session, given.material)
        save_original(case, found.id, Path(given.out))
        told = {"id": found.id, "ref": found.ref, "saved": given.out, "sha256": found.sha256}
        tell(given, told, [(f"Saved {found.ref} as {given.out}.",)])
    return 0


def search(given: Given) -> int:
    """Tell where words stand; of a person named with --names, where any of their names does."""
    with opened(given) as case, case.reading() as session:
        codes = [find_service(session, name).code for name in given.service]
        if given.names:
            person = find_person(session, given.words)
            found = names_stand(session, person.id, within=given.within, limit=given.limit, services=codes)
        else:
            found = find(session, given.words, within=given.within, limit=given.limit, services=codes)
        # Words of the case come as their reader may see them.
        hits: list[Json] = [
            {
                "in": hit.within,
                "id": hit.id,
                "ref": hit.ref,
                "title": hit.title,
                "material": hit.material,
                "page": hit.page,
                "start": hit.start,
                "end": hit.end,
                "snippet": hit.snippet,
            }
            for hit in found.hits
        ]
        lines: list[Line] = [
            (
                hit.ref or hit.within,
                hit.within,
                hit.title + (f", page {hit.page}" if hit.page and hit.start is not None else ""),
                hit.snippet,
            )
            for hit in found.hits
        ]
        total = found.total or 0
        shown = f", {len(hits)} shown" if len(hits) < total else ""
        told: Json = {"hits": hits, "total": total}
        tell(given, told, [*lines, (f"{total:,} found{shown}.",)])
    return 0
