"""The encrypted case file and everything that keeps it true: key, change, journal, undo, upgrades, backup.

It knows nothing of the trade. The rooms above it define their tables on `Base`, put them into a `Plan`, and do
all their writing inside `CaseFile.change`.
"""

from workbench.casefile.casefile import CaseFile, create, open_file
from workbench.casefile.journal import Broadcast, ChangeEntry, Image
from workbench.casefile.searching import (
    Hit,
    Match,
    Query,
    Term,
    any_of,
    at_the_start,
    count,
    matching,
    ranked,
    read_query,
    search,
    tokens_of,
)
from workbench.casefile.tables import Base, Row, Searched, new_id, now_utc
from workbench.casefile.upgrades import Plan, Step
from workbench.casefile.verifying import Verified

__all__ = [
    "Base",
    "Broadcast",
    "CaseFile",
    "ChangeEntry",
    "Hit",
    "Image",
    "Match",
    "Plan",
    "Query",
    "Row",
    "Searched",
    "Step",
    "Term",
    "Verified",
    "any_of",
    "at_the_start",
    "count",
    "create",
    "matching",
    "new_id",
    "now_utc",
    "open_file",
    "ranked",
    "read_query",
    "search",
    "tokens_of",
]
