"""Taking files into the case: their bytes, their text, and what came attached to them.

A folder of documents is one change a document, so that each can be undone by itself; a bad file is refused with
its sentence and the rest goes on.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from workbench.casefile import CaseFile, new_id, now_utc
from workbench.materials.kept import Material, MaterialText, TextPart
from workbench.problems import Cancelled, Problem, Report, quiet
from workbench.reading import apart, refusal
from workbench.reading.document import LARGEST_FILE
from workbench.reading.parts import ReadFile

READ_AHEAD = 4
"""Files that are being read, or wait to be kept, while one is being kept."""
HELD_AHEAD = 128 * 1024 * 1024
"""Bytes of such files beyond which no other is begun."""
DEEPEST = 12
"""How far an attachment may stand within attachments."""
MOST_ATTACHED = 500
"""Files that may come in one e-mail, at any depth."""
LONGEST_NAME = 160

_PASSED_OVER = re.compile(r"^(\.|~\$|~wrl)|^(thumbs\.db|desktop\.ini|icon\r)$", re.IGNORECASE)
"""What systems and Word leave beside people's files: hidden files, locks of open documents, previews."""
_UNSAFE = re.compile('[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff"*:<>?|]+')


@dataclass(frozen=True)
class Taken:
    """A document that is in the case now."""

    id: str
    ref: str
    name: str
    kind: str
    pages: int | None
    characters: int
    sha256: str
    warnings: tuple[str, ...]
    parent: str | None = None
    """The id of the e-mail that it came attached to."""


@dataclass(frozen=True)
class Refused:
    """A file that was not taken in, and why."""

    name: str
    """Where it lies below the folder that was chosen; of an attachment, after the e-mail's name."""
    reason: str
    """encrypted broken too_large too_slow unsupported empty duplicate."""
    sentence: str
    """What happened and what to do."""


@dataclass(frozen=True)
class TakenIn:
    """What came of taking files in."""

    taken: tuple[Taken, ...] = ()
    refused: tuple[Refused, ...] = ()
    changes: tuple[int, ...] = ()
    """The numbers of the changes made, one a document, in order."""


class StoppedEarly(Cancelled):
    """The person stopped the taking in. What was kept until then stays, and `so_far` says what that is."""

    def __init__(self, so_far: TakenIn) -> None:
        super().__init__()
        self.so_far = so_far


@dataclass
class _Chosen:
    """A file on its way in."""

    name: str
    """As it is told of: below the folder that was chosen."""
    path: Path
    data: bytes = b""
    read: "Ready | None" = None
    refused: refusal.Refused | None = None


@dataclass
class Ready:
    """A file as read, with what came attached to it: all that is needed to keep it."""

    name: str
    data: bytes
    sha256: str
    file: ReadFile
    attached: "list[Ready]" = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def read_file(path: Path) -> bytes:
    """The bytes of a file a person chose. Raises `Problem` when it cannot be read."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise refusal.too_large(path.name, f"it is over {LARGEST_FILE // 1024**2} MB")
        return path.read_bytes()
    except FileNotFoundError:
        raise Problem(
            f"There is no file {path.name} there.", "Check where it is and choose it again."
        ) from None
    except OSError as error:
        raise Problem(
            f"{path.name} cannot be read: {error.strerror}.", "Copy it elsewhere and try again."
        ) from None


def files_in(paths: Sequence[Path]) -> list[tuple[str, Path]]:
    """The files that are meant by some files and folders, each with its name as told, in a stable order.

    Folders are walked in the order of their names. Hidden files and what systems leave behind are passed over;
    so are links in a folder, which may lead anywhere. A file that was chosen by itself always counts.
    """
    found: dict[Path, str] = {}
    for path in paths:
        if path.is_dir():
            for file in _walk(path):
                found.setdefault(file, file.relative_to(path).as_posix())
        else:
            found.setdefault(path, path.name)
    return [(name, path) for path, name in found.items()]


def _walk(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: (entry.name.casefold(), entry.name))
    except OSError as error:
        raise Problem(
            f"The folder {folder.name} cannot be read: {error.strerror}.", "Copy it elsewhere and try again."
        ) from None
    for entry in entries:
        if _PASSED_OVER.search(entry.name) or entry.is_symlink():
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))
        elif entry.is_file(follow_symlinks=False):
            yield Path(entry.path)


def take_in_files(
    case: CaseFile, paths: Sequence[Path], *, service_id: str | None = None, report: Report = quiet
) -> TakenIn:
    """Take files and folders in, one change a document, and give what was taken and what was refused.

    Files are read apart from the program, some at a time, and kept in the order they stand in. Raises
    `StoppedEarly`, a `Cancelled`, where the person stops it: what is done stays. Raises `Problem` where nothing
    can be taken in at all.
    """
    chosen = [_Chosen(name, path) for name, path in files_in(paths)]
    if not chosen:
        raise Problem("There is no file in what was chosen.", "Choose files, or a folder that holds some.")
    known = _known(case)
    taken: list[Taken] = []
    refused: list[Refused] = []
    changes: list[int] = []
    waiting: list[tuple[_Chosen, Future[None] | None]] = []
    begun = 0
    stop = apart.Stop()
    try:
        with ThreadPoolExecutor(max_workers=apart.AT_ONCE, thread_name_prefix="reading") as pool:
            try:
                for at, one in enumerate(chosen):
                    report(at, len(chosen), f"Taking in {one.name}")
                    while begun < min(len(chosen), at + READ_AHEAD) and (
                        begun <= at or sum(len(each.data) for each, _ in waiting) < HELD_AHEAD
                    ):
                        waiting.append((chosen[begun], _begin(pool, chosen[begun], known, stop)))
                        begun += 1
                    _, future = waiting.pop(0)
                    if future is not None:
                        future.result()
                    label = f"Take in {Path(one.name).name}"
                    if len(chosen) > 1:
                        label += f" ({at + 1} of {len(chosen)})"
                    _keep_one(case, one, label, service_id, known, taken, refused, changes)
            finally:
                stop.now()
                for _, future in waiting:
                    if future is not None:
                        future.cancel()
    except Cancelled as ended:
        raise StoppedEarly(TakenIn(tuple(taken), tuple(refused), tuple(changes))) from ended
    report(len(chosen), len(chosen), "Taken in")
    return TakenIn(tuple(taken), tuple(refused), tuple(changes))


def undo_taking_in(case: CaseFile, taken_in: TakenIn, report: Report = quiet) -> None:
    """Undo a whole taking in, the last document first. Raises `Problem` where something rests on one of them."""
    for done, number in enumerate(reversed(taken_in.changes)):
        report(done, len(taken_in.changes), "Undoing the taking in")
        case.undo_change(number)


def ready_to_take_in(case: CaseFile, name: str, data: bytes) -> Ready:
    """Have a file read whose bytes are at hand. Nothing is in the case yet.

    Raises `Problem` for a file that cannot be read, and for one whose very bytes are in the case already.
    """
    known = _known(case)
    digest = hashlib.sha256(data).hexdigest()
    if digest in known:
        raise duplicate(name, known[digest])
    return _read(name, data, digest, known)


def take_in(case: CaseFile, name: str, data: bytes, service_id: str | None = None) -> str:
    """Take in one file whose bytes are at hand, as one change, and give the material's id. Raises `Problem`."""
    return keep_ready(case, ready_to_take_in(case, name, data), service_id)


def keep_ready(case: CaseFile, ready: Ready, service_id: str | None = None) -> str:
    """Keep a file that has been read, as one change, and give the material's id.

    Raises `Problem` where its very bytes have come into the case meanwhile.
    """
    with case.change(f"Take in {ready.name}") as session:
        known = _known(case)
        if ready.sha256 in known:
            raise duplicate(ready.name, known[ready.sha256])
        return _keep(case, session, ready, service_id, None, known)[0].id


def duplicate(name: str, already: str) -> refusal.Refused:
    """The very bytes of a file are in the case, as `already` ("M3 (notes.docx)")."""
    return refusal.Refused(
        "duplicate",
        f"{name} is in the case already, as {already}.",
        "Nothing was brought in. If the agency sent a corrected file, choose that one.",
    )


def _known(case: CaseFile) -> dict[str, str]:
    """What the case has, by the hash of its bytes."""
    with case.reading() as session:
        return {
            digest: f"M{number} ({name})"
            for digest, number, name in session.execute(
                select(Material.sha256, Material.number, Material.name)
            )
        }


def _begin(
    pool: ThreadPoolExecutor, one: _Chosen, known: Mapping[str, str], stop: apart.Stop
) -> Future[None] | None:
    """Have a file read, unless its bytes cannot be had or are in the case already."""
    try:
        one.data = read_file(one.path)
    except refusal.Refused as refused:
        one.refused = refused
        return None
    except Problem as problem:
        one.refused = refusal.Refused("broken", problem.what, problem.do)
        return None
    digest = hashlib.sha256(one.data).hexdigest()
    if digest in known:
        return None

    def read() -> None:
        try:
            one.read = _read(one.path.name, one.data, digest, known, stop=stop)
        except refusal.Refused as refused:
            one.refused = refused

    return pool.submit(read)


def _keep_one(
    case: CaseFile,
    one: _Chosen,
    label: str,
    service_id: str | None,
    known: dict[str, str],
    taken: list[Taken],
    refused: list[Refused],
    changes: list[int],
) -> None:
    """Keep one file that has been read, or note why it is refused; and let its bytes go."""
    digest = hashlib.sha256(one.data).hexdigest()
    if one.refused is None and digest in known:
        one.refused = duplicate(one.name, known[digest])
    if one.refused is not None or one.read is None:
        problem = one.refused or refusal.broken(one.name)
        refused.append(Refused(one.name, problem.reason, str(problem)))
    else:
        with case.change(label, patient=True) as session:
            made = _keep(case, session, one.read, service_id, None, known)
            number = case.number_of(session)
        changes.append(number)
        taken += made
        refused += _refused_within(one.read)
    one.data, one.read = b"", None


def _refused_within(read: Ready) -> Iterator[Refused]:
    yield from read.refused
    for inner in read.attached:
        yield from _refused_within(inner)


def _read(
    name: str,
    data: bytes,
    digest: str,
    known: Mapping[str, str],
    within: tuple[str, ...] = (),
    budget: list[int] | None = None,
    stop: apart.Stop | None = None,
) -> Ready:
    """Have a file read, and what is attached to it. Raises `refusal.Refused` where it itself cannot be."""
    budget = [MOST_ATTACHED] if budget is None else budget
    read = Ready(name, data, digest, apart.read(data, name, stop))
    chain = (*within, name)
    for number, attached in enumerate(read.file.attached, 1):
        inner = safe_name(attached.name, f"attachment {number}")
        told = " › ".join((*chain, inner))
        inner_digest = hashlib.sha256(attached.data).hexdigest()
        try:
            budget[0] -= 1
            if budget[0] < 0:
                raise refusal.too_large(told, f"over {MOST_ATTACHED} files are attached")
            if len(within) + 1 > DEEPEST:
                raise refusal.too_large(told, f"it is attached more than {DEEPEST} messages deep")
            if inner_digest in known:
                raise duplicate(told, known[inner_digest])
            read.attached.append(_read(inner, attached.data, inner_digest, known, chain, budget, stop))
        except refusal.Refused as refused:
            sentence = str(refused)
            if not sentence.startswith(told):
                sentence = sentence.replace(inner, told, 1)
            read.refused.append(Refused(told, refused.reason, sentence))
    return read


def _keep(
    case: CaseFile,
    session: Session,
    read: Ready,
    service_id: str | None,
    parent: str | None,
    known: dict[str, str],
) -> list[Taken]:
    """Keep a file and what is attached to it, within a change."""
    if parent is not None and read.sha256 in known:
        problem = duplicate(read.name, known[read.sha256])
        read.refused.append(Refused(read.name, problem.reason, str(problem)))
        return []
    number = case.number(session, "material")
    row = Material(
        id=new_id(),
        number=number,
        name=read.name,
        kind=read.file.kind,
        service_id=service_id,
        sha256=case.keep(read.data),
        size=len(read.data),
        taken_at=now_utc(),
        taken_by=case.by,
        text_id=keep_text(session, read.sha256, read.file),
        parent_id=parent,
    )
    session.add(row)
    session.flush()
    known[read.sha256] = f"M{number} ({read.name})"
    taken = [
        Taken(
            row.id,
            f"M{number}",
            read.name,
            read.file.kind,
            read.file.pages,
            read.file.characters,
            read.sha256,
            read.file.warnings,
            parent,
        )
    ]
    for inner in read.attached:
        taken += _keep(case, session, inner, service_id, row.id, known)
    return taken


def keep_text(session: Session, sha256: str, read: ReadFile) -> str:
    """Keep what a reader made of an original, unless it is kept already, and give its id."""
    kept = session.scalars(
        select(MaterialText.id).where(MaterialText.sha256 == sha256, MaterialText.reader == read.reader)
    ).first()
    if kept is not None:
        return kept
    text_id = new_id()
    session.execute(
        insert(MaterialText),
        [
            {
                "id": text_id,
                "sha256": sha256,
                "reader": read.reader,
                "text_sha256": read.text_sha256,
                "pages": read.pages,
                "characters": read.characters,
                "warnings": json.dumps(read.warnings),
                "made_at": now_utc(),
            }
        ],
    )
    if read.parts:
        session.execute(
            insert(TextPart),
            [
                {
                    "id": new_id(),
                    "text_id": text_id,
                    "number": number,
                    "start": part.start,
                    "page": part.page,
                    "text": part.text,
                    "pieces": part.pieces,
                }
                for number, part in enumerate(read.parts)
            ],
        )
    return text_id


def safe_name(name: str, instead: str) -> str:
    """A name that a sender wrote, as the name of a file and nothing more: no folders, no signs that mislead."""
    last = re.split(r"[/\\]", name)[-1]
    plain = " ".join(_UNSAFE.sub(" ", last).split()).strip(". ")
    if not plain:
        return instead
    if len(plain) > LONGEST_NAME:
        stem, dot, end = plain.rpartition(".")
        plain = f"{stem[: LONGEST_NAME - 12]}….{end}" if dot and len(end) <= 8 else plain[:LONGEST_NAME]
    return plain
