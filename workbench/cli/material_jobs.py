"""The files a case keeps, and words found anywhere in it."""

from pathlib import Path

from workbench import history
from workbench.anonymity.rendering import say
from workbench.cli.opening import opened
from workbench.cli.telling import Given, Json, Line, as_list, tell
from workbench.materials import MaterialView, find_material, materials, save_original
from workbench.people import find_person, find_service
from workbench.search import find, names_stand


def _material_json(view: MaterialView) -> Json:
    return {
        "id": view.id,
        "ref": view.ref,
        "name": view.name,
        "kind": view.kind,
        "service": view.service,
        "pages": None,
        "characters": None,
        "sha256": view.sha256,
        "size": view.size,
        "taken_at": view.taken_at,
        "taken_by": view.taken_by,
        "warnings": [],
    }


def material_list(given: Given) -> int:
    with opened(given) as case, case.reading() as session:
        found = materials(session)
        lines = [
            (
                one.ref,
                one.service or "",
                f"{history.local(one.taken_at):%d %b %Y %H:%M}",
                one.taken_by,
                say(one.name),
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
