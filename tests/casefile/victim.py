"""A process to be killed: it opens a case file, works without end, and says through a pipe how far it is.

Run as a program it waits for orders on its standard input, one a line: `work PATH` or `passphrase PATH`. Each is
done by a fork of it, so that the libraries are loaded once, and answered with the fork's process id; the fork's
own lines follow: `begun N` after the first journalled write of its Nth change, `done N` when the commit returned.
"""

import os
import sys
from pathlib import Path

from casefile.library import PLAN, Book, Shelf, some_books
from sqlalchemy import delete, insert, update

from workbench.casefile import CaseFile, keys
from workbench.casefile.casefile import open_with
from workbench.casefile.keys import Key

KEY = Key(bytes(range(32)), keys.MAGIC + bytes(12))


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def work(case: CaseFile) -> None:
    """Changes without end, each with a little of everything: rows, words, originals, edits and a cascade."""
    while True:
        number = case.last_change + 1
        with case.change(f"Change {number}") as session:
            shelf = Shelf(name=str(number))
            session.add(shelf)
            session.flush()
            say(f"begun {number}")
            session.execute(insert(Book), some_books(20, shelf.id))
            session.execute(update(Book).where(Book.shelf == shelf.id).values(blurb="as it is read now"))
            passing = Shelf(name="For a moment", inside=shelf.id)
            session.add(passing)
            session.flush()
            session.execute(insert(Book), some_books(5, passing.id))
            session.execute(delete(Shelf).where(Shelf.id == passing.id))
            case.keep(str(number).encode() * 5_000)
        say(f"done {number}")
        if number % 3 == 0:
            case.undo()
            case.redo()
            say(f"done {case.last_change}")


def change_passphrases(case: CaseFile) -> None:
    """One new passphrase after another: each is the number of the change that records it."""
    while True:
        number = case.last_change + 1
        say(f"begun {number}")
        case.change_passphrase(str(number))
        say(f"done {number}")


def main() -> None:
    """Take orders until there are no more."""
    for order in sys.stdin:
        task, path = order.split(maxsplit=1)
        child = os.fork()
        if child == 0:
            case = open_with(Path(path.strip()), KEY, PLAN, by="Ada Example")
            (work if task == "work" else change_passphrases)(case)
        say(f"pid {child}")
        os.waitpid(child, 0)
        say("dead")


if __name__ == "__main__":
    main()
