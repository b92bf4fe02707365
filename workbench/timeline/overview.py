"""The strip of the whole period: how much was met and what was missed, and which part is in view."""

import numpy as np

from workbench.anonymity.rendering import reader
from workbench.chronology.contacts import YES
from workbench.timeline import axes
from workbench.timeline.arranging import Arranged
from workbench.timeline.layout import EDGE, NAMES
from workbench.timeline.picture import Box, Overview

_COLUMN = 8.0
_LABELS = 18.0


def overview(of: Arranged, start: float, end: float, width: float, height: float) -> Overview:
    """The strip as wide as the picture, its middle part over the same edges; what is in view is under the brush."""
    first, last = of.period
    box = Box(NAMES, 4.0, max(width - NAMES - EDGE, 80.0), max(height - _LABELS - 6, 12.0))
    columns = max(10, int(box.width / _COLUMN))
    edges = np.linspace(first, last, columns + 1)
    kept, missed = _counts(of, edges)
    per_day = box.width / (last - first)
    left = min(max(box.x + (start - first) * per_day, box.x), box.right - 4)
    right = min(max(box.x + (end - first) * per_day, left + 4), box.right)
    incident = of.facts.incident
    who = reader()
    return Overview(
        box=box,
        x=box.x + (edges - first) * per_day,
        edges=edges,
        kept=kept,
        missed=missed,
        most=int(max(kept.max(initial=0), missed.max(initial=0), 1)),
        brush=Box(left, box.y - 2, right - left, box.height + 4),
        incident=None if incident is None else box.x + (incident - first) * per_day,
        ticks=axes.dates(box, first, last, box.bottom + _LABELS / 2 + 1, who is not None and who.months_only),
    )


def _counts(of: Arranged, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Kept and missed contacts of each column; kept from one frame to the next, for only the brush moves."""
    found = of.said.counts.get(len(edges))
    if found is None:
        contacts = of.facts.contacts
        at = of.facts.start[of.chosen]
        kept = np.histogram(at[(contacts.contact == YES)[of.chosen]], edges)[0]
        missed = np.histogram(at[contacts.missed[of.chosen]], edges)[0]
        found = of.said.counts[len(edges)] = (kept.astype(np.int64), missed.astype(np.int64))
    return found
