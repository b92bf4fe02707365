"""What is tagged, seen over events and documents together: everything under a theme, and the counts of it."""

from workbench.tagged.counting import (
    NO_SERVICE,
    NOT_IN_ONE_MONTH,
    PASSAGES,
    Counted,
    HeatMap,
    Unread,
    absent_tag,
    by_month,
    by_service,
    counted,
    taggers,
    unread,
)
from workbench.tagged.listing import Tagged

__all__ = [
    "NOT_IN_ONE_MONTH",
    "NO_SERVICE",
    "PASSAGES",
    "Counted",
    "HeatMap",
    "Tagged",
    "Unread",
    "absent_tag",
    "by_month",
    "by_service",
    "counted",
    "taggers",
    "unread",
]
