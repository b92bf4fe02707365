"""Originals: the bytes of files as they were received, under their SHA-256, in parts of 1 MiB.

They live outside the journal. Undo drops the reference to an original, never its bytes; taking bytes out is a
separate act (`purge`).
"""

import hashlib
from collections.abc import Collection, Iterator
from typing import Final

from workbench.casefile.connections import Database, one
from workbench.problems import Problem

_PART: Final = 1 << 20


def keep(database: Database, data: bytes) -> str:
    """Store bytes, once however often they come, and give their SHA-256 in hex."""
    sha256 = hashlib.sha256(data).hexdigest()
    if one(database, "SELECT 1 FROM original WHERE sha256 = ?", (sha256,)) is None:
        number = database.execute(
            "INSERT INTO original (sha256, size) VALUES (?, ?)", (sha256, len(data))
        ).lastrowid
        for part, start in enumerate(range(0, len(data), _PART)):
            database.execute(
                "INSERT INTO original_part (original, part, bytes) VALUES (?, ?, ?)",
                (number, part, data[start : start + _PART]),
            )
    return sha256


def parts(database: Database, sha256: str) -> Iterator[bytes]:
    """The bytes of an original, part by part. `Problem` where there is none."""
    number = one(database, "SELECT number FROM original WHERE sha256 = ?", (sha256,))
    if number is None:
        raise Problem(
            "The original of this file is not in the case any more.", "Take the file in again to have it."
        )
    for (part,) in database.execute(
        "SELECT bytes FROM original_part WHERE original = ? ORDER BY part", (number,)
    ):
        yield part


def purge(database: Database, still_used: Collection[str]) -> list[str]:
    """Take out the bytes of every original that is not among these, and give their hashes."""
    gone = [
        sha256
        for (sha256,) in database.execute("SELECT sha256 FROM original ORDER BY number").fetchall()
        if sha256 not in still_used
    ]
    database.executemany("DELETE FROM original WHERE sha256 = ?", [(sha256,) for sha256 in gone])
    return gone
