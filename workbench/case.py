"""A case: the encrypted file with every room of the review in it. The window and the command line start here."""

import unicodedata
from dataclasses import replace
from pathlib import Path

from workbench import materials, notes, outgoing, people, review
from workbench.anonymity import identifying
from workbench.casefile import Base, CaseFile, Plan, Verified, create, open_file
from workbench.chronology import corrections, events
from workbench.findings import spine
from workbench.problems import Problem, Report, quiet
from workbench.themes import codebook, tags
from workbench.timeline import views
from workbench.versions import STEPS, VERSION

ROOMS = (review, people, identifying, materials, outgoing, codebook, tags, events, views, spine, notes)
"""The rooms whose tables a case file holds."""

PLAN = Plan(metadata=Base.metadata, version=VERSION, steps=STEPS, seed=codebook.seed)


def new_case(
    path: Path,
    passphrase: str,
    title: str,
    kind: str,
    *,
    by: str,
    incident: str | None = None,
    scope_from: str | None = None,
    scope_to: str | None = None,
) -> CaseFile:
    """Make a case file and start its review. Raises `Problem` where a file is already, or cannot be written.

    A mistake in the review's own facts (kind, dates) leaves no file behind.
    """
    case = create(path, passphrase, PLAN, by=by)
    try:
        review.start_review(case, title, kind, incident=incident, scope_from=scope_from, scope_to=scope_to)
    except BaseException:
        case.close()
        path.unlink(missing_ok=True)
        raise
    return case


def open_case(path: Path, passphrase: str, *, by: str, report: Report = quiet) -> CaseFile:
    """Open a case file with its passphrase or its recovery key, brought forward from an older version if need be."""
    return open_file(path, passphrase, PLAN, by=by, report=report)


def verify(case: CaseFile, head: str | None = None, report: Report = quiet) -> Verified:
    """Check the whole file, and that every event shows its reading with its corrections.

    `head` is one kept elsewhere, on an export, a backup or a copy.
    """
    found = case.verify(head=head, report=report)
    with case.reading() as session:
        problems = [
            *found.problems,
            *(
                f"{ref} does not show its reading with its corrections."
                for ref in corrections.astray(session)
            ),
            *materials.astray(session),
        ]
    return replace(found, ok=not problems, problems=problems)


def read_passphrase(path: Path) -> str:
    """The passphrase a file holds: UTF-8, normalised (NFC), one newline at its end dropped."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise Problem(
            f"The passphrase file {path.name} cannot be read.",
            "Check where it is, and that it is plain UTF-8 text.",
        ) from None
    text = text[:-2] if text.endswith("\r\n") else text.removesuffix("\n")
    return unicodedata.normalize("NFC", text)
