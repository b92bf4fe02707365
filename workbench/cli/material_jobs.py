"""The files a case keeps, and words found anywhere in it."""

from pathlib import Path

from workbench import history
from workbench.anonymity.rendering import say
from workbench.cli.opening import opened
from workbench.cli.telling import Given, Json, Line, as_list, tell
from workbench.materials import MaterialView, find_material, materials, save_original
from workbench.search import find


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
    with opened(given) as case, case.reading() as session:
        found = find(session, given.words, within=given.within, limit=given.limit)
        hits: list[Json] = [
            {
                "in": hit.within,
                "id": hit.id,
                "ref": hit.ref,
                "title": say(hit.title),
                "page": None,
                "start": None,
                "end": None,
                "snippet": say(hit.snippet),
            }
            for hit in found.hits
        ]
        lines: list[Line] = [
            (
                hit.ref,
                hit.within,
                say(hit.snippet) if hit.title == hit.snippet else f"{say(hit.title)}: {say(hit.snippet)}",
            )
            for hit in found.hits
        ]
        shown = f", {len(hits)} shown" if len(hits) < found.total else ""
        told: Json = {"hits": hits, "total": found.total}
        tell(given, told, [*lines, (f"{found.total} found{shown}.",)])
    return 0
