"""What has left the case: every document exported and every original saved out, never undone.

The head that stands beside each is the chain's at the moment it left, so that a case file can later be held
against what went out.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from workbench.casefile import CaseFile, Row, now_utc
from workbench.problems import Problem


class Outgoing(Row):
    """One file that left."""

    __tablename__ = "outgoing"
    document: Mapped[str]
    """What kind of thing it was, in words: Action plan (LCSPR), original of M3."""
    name: Mapped[str]
    """The file's own name, without its folder."""
    sha256: Mapped[str]
    head: Mapped[str]
    at: Mapped[str]
    by: Mapped[str]


@dataclass(frozen=True)
class OutgoingView:
    """One file that left, as Publish and History show it."""

    id: str
    document: str
    name: str
    sha256: str
    head: str
    at: str
    by: str


def send_out(case: CaseFile, document: str, data: bytes, to: Path) -> OutgoingView:
    """Write a finished file where a person chose, whole or not at all, and record that it left.

    Raises `Problem` when it cannot be written; nothing is recorded then.
    """
    part = to.with_name(to.name + ".part")
    try:
        part.write_bytes(data)
        part.replace(to)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Problem(
            f"{to.name} cannot be written: {error.strerror}.",
            "Close it if it is open in Word, or choose another folder.",
        ) from None
    digest = hashlib.sha256(data).hexdigest()
    head = case.head
    with case.change(f"Export {document} as {to.name}", undoable=False) as session:
        row = Outgoing(document=document, name=to.name, sha256=digest, head=head, at=now_utc(), by=case.by)
        session.add(row)
        session.flush()
        return _view(row)


def outgoing(session: Session) -> list[OutgoingView]:
    """Everything that left, newest first."""
    return [_view(row) for row in session.scalars(select(Outgoing).order_by(Outgoing.id.desc()))]


def _view(row: Outgoing) -> OutgoingView:
    return OutgoingView(row.id, row.document, row.name, row.sha256, row.head, row.at, row.by)
