"""Whether the texts that are kept are what was read, and the bytes of every document are there."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import column, select, table
from sqlalchemy.orm import Session

from workbench.materials.kept import Material, MaterialText, TextPart


def astray(session: Session) -> Iterator[str]:
    """What is wrong, a sentence each."""
    kept: set[str] = set(session.scalars(select(column("sha256")).select_from(table("original"))))
    numbers: dict[str, int] = {}
    for number, digest, text_id in session.execute(
        select(Material.number, Material.sha256, Material.text_id).order_by(Material.number)
    ):
        if digest not in kept:
            yield f"The original of M{number} is not in the file."
        if text_id is not None:
            numbers[text_id] = number
    for text in session.scalars(select(MaterialText).order_by(MaterialText.id)):
        told = (
            f"The text of M{numbers[text.id]}" if text.id in numbers else "A text that nothing shows any more"
        )
        hashed, length, whole = hashlib.sha256(), 0, True
        parts = session.execute(
            select(TextPart.number, TextPart.start, TextPart.text)
            .where(TextPart.text_id == text.id)
            .order_by(TextPart.number)
        )
        for expected, (number, start, words) in enumerate(parts):
            whole = whole and (number, start) == (expected, length)
            hashed.update(words.encode())
            length += len(words)
        if not whole or length != text.characters or hashed.hexdigest() != text.text_sha256:
            yield f"{told} is not as it was read."
