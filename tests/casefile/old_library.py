"""A library as three versions of a program knew it: today's tables, the first ones, and the written steps between.

`tests/old_files/library-v1.rpw` was made by `make_old_file` under `OLDEST` and is never made again.
"""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import ForeignKey, MetaData, delete, insert, text
from sqlalchemy.orm import Mapped, mapped_column

from workbench.casefile import Base, CaseFile, Image, Plan, Row, Searched, Step, create
from workbench.casefile.connections import Database

PASSPHRASE = "as it was in the beginning"


class First(Row):
    """A row of version 1."""

    __abstract__ = True
    metadata = MetaData(naming_convention=Base.metadata.naming_convention)


class FirstPerson(First):
    """Version 1: one name."""

    __tablename__ = "person"

    name: Mapped[str]


class FirstNote(Searched):
    """Version 1: a note on a person, which goes with the person."""

    __tablename__ = "note"
    __table_args__ = {"info": {"search": ["text"]}}  # noqa: RUF012 - as SQLAlchemy types it
    metadata = First.metadata

    person: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    text: Mapped[str]


class FirstDraft(First):
    """Version 1: something that version 3 has no place for."""

    __tablename__ = "draft"

    text: Mapped[str]


class Today(Row):
    """A row of version 3."""

    __abstract__ = True
    metadata = MetaData(naming_convention=Base.metadata.naming_convention)


class Person(Today):
    """Version 2 took the name apart."""

    __tablename__ = "person"

    given: Mapped[str]
    family: Mapped[str | None]


class Note(Searched):
    """Version 3 gave notes a heading, out of their text."""

    __tablename__ = "note"
    __table_args__ = {"info": {"search": ["heading", "text"]}}  # noqa: RUF012 - as SQLAlchemy types it
    metadata = Today.metadata

    person: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    text: Mapped[str]
    heading: Mapped[str]


class Label(Today):
    """New in version 3, with one row for each person."""

    __tablename__ = "label"

    person: Mapped[str] = mapped_column(ForeignKey("person.id"))


def take_names_apart(database: Database) -> None:
    for statement in (
        "ALTER TABLE person ADD COLUMN given TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE person ADD COLUMN family TEXT",
        "UPDATE person SET given = substr(name, 1, instr(name || ' ', ' ') - 1), "
        "family = nullif(substr(name, instr(name || ' ', ' ') + 1), '')",
        "ALTER TABLE person DROP COLUMN name",
    ):
        database.execute(statement)


def carry_names(image: Image) -> Image | None:
    if image.table != "person":
        return image

    def apart(values: dict[str, str] | None) -> dict[str, str | None] | None:
        if values is None or "name" not in values:
            return None if values is None else {**values}
        given, _, family = values["name"].partition(" ")
        rest = {column: value for column, value in values.items() if column != "name"}
        return {**rest, "given": given, "family": family or None}

    return replace(image, before=apart(image.before), after=apart(image.after))


def give_headings(database: Database) -> None:
    """Makes a table anew, which is where children are lost if foreign keys are on; and drops one."""
    for statement in (
        "DROP TABLE draft",
        "CREATE TABLE note_new (id TEXT NOT NULL UNIQUE, key INTEGER NOT NULL PRIMARY KEY, "
        "person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE, text TEXT NOT NULL, heading TEXT NOT NULL)",
        "INSERT INTO note_new SELECT id, key, person, text, '' FROM note",
        "DROP TABLE note",
        "ALTER TABLE note_new RENAME TO note",
        "UPDATE note SET heading = 'Visit' WHERE text LIKE 'Visited%'",  # more than `carry` explains
        "CREATE TABLE person_new (id TEXT NOT NULL PRIMARY KEY, given TEXT NOT NULL, family TEXT)",
        "INSERT INTO person_new SELECT id, given, family FROM person",
        "DROP TABLE person",
        "ALTER TABLE person_new RENAME TO person",
        "CREATE TABLE label (id TEXT NOT NULL PRIMARY KEY, person TEXT NOT NULL REFERENCES person (id))",
        "INSERT INTO label SELECT 'label of ' || id, id FROM person",
    ):
        database.execute(statement)


def carry_headings(image: Image) -> Image | None:
    if image.table == "draft":
        return None
    if image.table != "note" or (image.before is not None and image.after is not None):
        return image
    return replace(
        image,
        before=None if image.before is None else {**image.before, "heading": ""},
        after=None if image.after is None else {**image.after, "heading": ""},
    )


OLDEST = Plan(First.metadata, 1)
PLAN = Plan(
    Today.metadata,
    3,
    {
        2: Step("Taking names apart", take_names_apart, carry_names),
        3: Step("Giving notes a heading", give_headings, carry_headings),
    },
)


def fill(case: CaseFile) -> None:
    """Work of every kind, in seven changes."""
    with case.change("Add Ada") as session:
        session.add(FirstPerson(id="ada", name="Ada Example"))
        session.flush()
        session.add_all([FirstNote(id="n1", person="ada", text="Visited at home")])
    with case.change("Add Bea") as session:
        session.add(FirstPerson(id="bea", name="Bea"))
        session.execute(insert(FirstNote), [{"id": "n2", "person": "ada", "text": "Rang the weir"}])
    with case.change("Write a draft") as session:
        session.add(FirstDraft(id="d", text="A draft"))
    with case.change("Correct Ada's name") as session:
        session.execute(text("UPDATE person SET name = 'Ada Sample' WHERE id = 'ada'"))
    with case.change("Remove Ada") as session:
        session.execute(delete(FirstPerson).where(FirstPerson.id == "ada"))
    case.undo()


def make_old_file(path: Path) -> None:
    """How the old file was made. Kept to be read, not to be run again."""
    with create(path, PASSPHRASE, OLDEST, by="Ada Example") as case:
        fill(case)
