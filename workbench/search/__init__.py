"""One search over everything in the case that has words, as people type them; the index is fed by the case file itself.

Words are all to be found; "a phrase" together; `word*` by its beginning; `-not` without.
"""

from workbench.search.asking import while_typed
from workbench.search.finding import KINDS, Hit, Hits, count, find, names_stand
from workbench.search.listing import HitsListing
from workbench.search.texts import places

__all__ = ["KINDS", "Hit", "Hits", "HitsListing", "count", "find", "names_stand", "places", "while_typed"]
