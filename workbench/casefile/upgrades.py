"""What a case file holds, and how one made by an older version comes forward."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import MetaData
from sqlalchemy.orm import Session

from workbench.casefile.connections import Database
from workbench.casefile.journal import Image


def as_it_was(image: Image) -> Image:
    """The `carry` of a step that changes nothing in the rows it finds."""
    return image


@dataclass(frozen=True)
class Step:
    """One written step from the version before to the version it stands under in a `Plan`.

    `run` alters the tables in plain SQL, frozen in time: it must not read today's metadata. Triggers and
    full-text indexes are gone while it runs and made again after the last step; foreign keys are off, and checked
    before the commit. `carry` brings one image of the journal into the new form, or gives None where that cannot
    be done: undo then stops there with a sentence. `what` says in a few words what the step does.
    """

    what: str
    run: Callable[[Database], None]
    carry: Callable[[Image], Image | None] = as_it_was


@dataclass(frozen=True)
class Plan:
    """The tables of a case file, their version, and the steps that lead to it: `steps[n]` leads from n-1 to n.

    `seed` writes the first rows of a new file; they are recorded and not undone.
    """

    metadata: MetaData
    version: int
    steps: Mapping[int, Step] = field(default_factory=dict)
    seed: Callable[[Session], None] | None = None
