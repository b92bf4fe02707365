"""What panel members write beside things: a note, its author and its date."""

from dataclasses import dataclass

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workbench.casefile import CaseFile, Searched, now_utc
from workbench.chronology.events import Event
from workbench.problems import Problem
from workbench.records import edit, get, remove


class Note(Searched):
    """A panel member's note beside an event."""

    __tablename__ = "note"
    __table_args__ = {"info": {"search": ["text"]}}  # noqa: RUF012
    event_id: Mapped[str] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    by: Mapped[str]
    at: Mapped[str]


@dataclass(frozen=True)
class NoteView:
    """A note as shown."""

    id: str
    text: str
    by: str
    at: str


def notes_on(session: Session, event_id: str) -> list[NoteView]:
    """The notes beside an event, oldest first."""
    rows = session.scalars(select(Note).where(Note.event_id == event_id).order_by(Note.at, Note.id))
    return [NoteView(row.id, row.text, row.by, row.at) for row in rows]


def add_note(case: CaseFile, event_id: str, words: str) -> str:
    """Write a note beside an event, signed by whoever acts, and give its id."""
    if not words.strip():
        raise Problem("The note is empty.", "Write what the panel should remember.")
    with case.change("Write a panel note") as session:
        get(session, Event, event_id)
        row = Note(event_id=event_id, text=words.strip(), by=case.by, at=now_utc())
        session.add(row)
        session.flush()
        return row.id


def edit_note(case: CaseFile, note_id: str, words: str) -> None:
    """Reword a note; the history keeps what it said."""
    if not words.strip():
        raise Problem("The note is empty.", "Write what the panel should remember, or remove the note.")
    edit(case, Note, note_id, "Reword a panel note", text=words)


def remove_note(case: CaseFile, note_id: str) -> None:
    """Take a note away; undo brings it back."""
    remove(case, Note, note_id, "Remove a panel note")
